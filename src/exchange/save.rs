//! New files, whole or not at all: written beside their place, synced, then put there. Nothing that exists is replaced.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Files put in place, with what they hold.
pub type Saved<'a> = (PathBuf, &'a [u8]);

/// All of them, or none: those already placed are taken away again when a later one fails.
pub fn save(files: &[Saved<'_>]) -> Result<(), String> {
    for (path, _) in files {
        refuse_existing(path)?;
    }
    let mut written = Vec::new();
    for (path, bytes) in files {
        let file = write_beside(path, bytes)
            .map_err(|e| format!("cannot write {}: {e}; nothing was written", path.display()))?;
        written.push((path, file));
    }
    let mut placed: Vec<&Path> = Vec::new();
    for (path, file) in written {
        let outcome = file.persist_noclobber(path).map_err(|e| e.error);
        if let Err(error) = outcome {
            for path in placed {
                // Ours of a moment ago; if it cannot be taken away the message still says what failed.
                let _ = fs::remove_file(path);
            }
            refuse_existing(path)?;
            return Err(format!("cannot write {}: {error}", path.display()));
        }
        placed.push(path);
    }
    for path in placed {
        sync_folder(path);
    }
    Ok(())
}

pub fn refuse_existing(path: &Path) -> Result<(), String> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("cannot write {}: {error}", path.display())),
        Ok(_) => Err(format!(
            "{} exists already and is not replaced; name another file with --out",
            path.display()
        )),
    }
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

fn write_beside(path: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".swot-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file of the user: the umask takes its part away.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The name of the new file on the disk too. Where a folder cannot be synced, the file itself still was.
fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(folder(path)) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nothing_that_exists_is_replaced_and_nothing_is_left_half_done() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.ron"), folder.path().join("two.ron"));
        fs::write(&two, "mine").unwrap();
        let why = save(&[(one.clone(), b"1"), (two.clone(), b"2")]).unwrap_err();
        assert!(why.contains("exists already"), "{why}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(&two).unwrap(), "mine");
        save(&[(one.clone(), b"1")]).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "1");
    }
}
