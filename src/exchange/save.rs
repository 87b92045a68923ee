//! Writes new files, all or none; no existing file is replaced.

use crate::files::{self, Saved};
use std::fs;
use std::path::{Path, PathBuf};

/// The first of them that is there already.
pub fn taken<'p>(files: &'p [(PathBuf, &[u8])]) -> Option<&'p Path> {
    let mut paths = files.iter().map(|(path, _)| path.as_path());
    paths.find(|path| fs::symlink_metadata(path).is_ok())
}

/// Writes all or none: files already written are removed if a later one fails.
pub fn save(files: &[(PathBuf, &[u8])]) -> Result<(), String> {
    if let Some(path) = taken(files) {
        return Err(exists(path));
    }
    let mut placed: Vec<&Path> = Vec::new();
    for (path, bytes) in files {
        let why = match files::save(path, bytes, false) {
            Ok(Saved::Written) => {
                placed.push(path);
                continue;
            }
            Ok(Saved::Exists) => exists(path),
            Err(why) => why,
        };
        for path in placed {
            // We wrote it just now; if it cannot be removed, the message still says what failed.
            let _ = fs::remove_file(path);
        }
        return Err(why);
    }
    Ok(())
}

fn exists(path: &Path) -> String {
    format!(
        "{} exists already and is not replaced; name another file with --out",
        path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_exists_is_replaced_and_nothing_is_left_half_done() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.ron"), folder.path().join("two.ron"));
        fs::write(&two, "mine").unwrap();
        let why = save(&[(one.clone(), b"1"), (two.clone(), b"2")]).unwrap_err();
        assert!(why.contains("exists already"), "{why}");
        assert_eq!(fs::read_to_string(&two).unwrap(), "mine");
        let nowhere = folder.path().join("no such folder").join("three.ron");
        assert!(save(&[(one.clone(), b"1"), (nowhere, b"3")]).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        save(&[(one.clone(), b"1")]).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "1");
    }
}
