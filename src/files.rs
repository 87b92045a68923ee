//! Files that a learner names: completing a path, and saving whole or not at all. It never replaces a file unasked.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Names listed for a path that is being typed.
const MOST: usize = 200;

/// Folders and CSV files whose path begins as typed, folders first and with a slash at their end, the folder above last.
/// `~` is the home folder.
pub fn complete(typed: &str) -> Vec<String> {
    let cut = typed.rfind(is_slash).map_or(0, |at| at + 1);
    let (folder, begun) = typed.split_at(cut);
    let place = if folder.is_empty() {
        PathBuf::from(".")
    } else {
        expand(folder)
    };
    let Ok(entries) = fs::read_dir(place) else {
        return Vec::new();
    };
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in entries.flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            continue;
        };
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        if hidden || !name.to_lowercase().starts_with(&begun.to_lowercase()) {
            continue;
        }
        let lower = name.to_lowercase();
        if entry.path().is_dir() {
            folders.push(format!("{folder}{name}/"));
        } else if [".csv", ".tsv", ".txt"]
            .iter()
            .any(|end| lower.ends_with(end))
        {
            files.push(format!("{folder}{name}"));
        }
    }
    folders.sort();
    files.sort();
    folders.append(&mut files);
    folders.truncate(MOST);
    if begun.is_empty() && typed != "/" {
        folders.push(format!("{folder}../"));
    }
    folders
}

fn is_slash(c: char) -> bool {
    c == '/' || cfg!(windows) && c == '\\'
}

/// `~/` as the home folder.
pub fn expand(path: &str) -> PathBuf {
    let rest = path.strip_prefix("~/");
    match (rest, directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(path),
    }
}

/// What became of saving a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    Written,
    /// There is a file already; nothing was written.
    Exists,
}

/// Written beside its place and synced, then put there.
pub fn save(path: &Path, bytes: &[u8], overwrite: bool) -> Result<Saved, String> {
    let named = |error: &io::Error| format!("cannot write {}: {error}", path.display());
    if !overwrite && fs::symlink_metadata(path).is_ok() {
        return Ok(Saved::Exists);
    }
    if path.is_dir() {
        return Err(format!("{} is a folder; name a file in it", path.display()));
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".swot-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file of the user: the umask takes its part away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder).map_err(|e| named(&e))?;
    file.write_all(bytes).map_err(|e| named(&e))?;
    file.as_file().sync_all().map_err(|e| named(&e))?;
    let placed = if overwrite {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    match placed {
        Ok(_) => {}
        Err(error) if !overwrite && error.error.kind() == io::ErrorKind::AlreadyExists => {
            return Ok(Saved::Exists);
        }
        Err(error) => return Err(named(&error.error)),
    }
    if let Ok(folder) = File::open(folder) {
        // The name on the disk too; where a folder cannot be synced, the file itself was.
        let _ = folder.sync_all();
    }
    Ok(Saved::Written)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_path_is_completed_with_folders_first_and_only_tables() {
        let folder = tempfile::tempdir().unwrap();
        for name in [
            "sales.csv",
            "sales.png",
            "Sample.CSV",
            ".secret.csv",
            "other.csv",
        ] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        fs::create_dir(folder.path().join("samples")).unwrap();
        let typed = format!("{}/sa", folder.path().display());
        let found = complete(&typed);
        let names: Vec<&str> = found.iter().map(|f| &f[typed.len() - 2..]).collect();
        assert_eq!(names, ["samples/", "Sample.CSV", "sales.csv"]);
        assert!(complete("/no/such/folder/x").is_empty());
        let inside = format!("{}/samples/", folder.path().display());
        assert_eq!(complete(&inside), [format!("{inside}../")]);
        assert!(!complete("/").contains(&"/../".to_owned()));
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        assert_eq!(save(&path, b"one", false), Ok(Saved::Written));
        assert_eq!(save(&path, b"two", false), Ok(Saved::Exists));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(save(&path, b"two", true), Ok(Saved::Written));
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert!(save(folder.path(), b"x", true).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
