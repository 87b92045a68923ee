//! Changes to an author's file. A file that was changed meanwhile is not overwritten, and only what a command was asked to write
//! is written.

use super::disk;
use crate::files::{self, Pending, ReadError};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error("{path} cannot be read: {why}")]
    Unread { path: String, why: ReadError },
    #[error("{path} is not UTF-8; save it as UTF-8 first")]
    NotUtf8 { path: String },
    #[error(
        "{path} was changed by somebody else meanwhile; nothing was written to it; run the command again"
    )]
    Changed { path: String },
    #[error("{path} is read-only; nothing was written")]
    ReadOnly { path: String },
    #[error("{path} exists already; nothing was written; choose another name")]
    Exists { path: String },
    #[error(
        "{path} cannot be written: {}; nothing was changed in it",
        files::reason(why)
    )]
    Unwritten { path: String, why: io::Error },
    /// One of several files; the others were replaced before it.
    #[error("{why}; {others}")]
    Among { why: Box<EditError>, others: String },
}

/// A file as it was read by a command that will replace it.
#[derive(Debug)]
pub struct Original {
    /// Path as given.
    shown: String,
    /// Path after following links, so that a link stays a link.
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Original {
    /// An error if the file is larger than `most` bytes.
    pub fn open(path: &Path, most: u64) -> Result<Original, EditError> {
        let shown = path.display().to_string();
        let unread = |why| EditError::Unread {
            path: shown.clone(),
            why,
        };
        let path = fs::canonicalize(path).map_err(|e| unread(e.into()))?;
        let bytes = files::read(&path, most).map_err(unread)?;
        Ok(Original { shown, path, bytes })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Writes the new content beside the file, synced, with the file's permissions.
    pub fn prepare(self, bytes: &[u8]) -> Result<Prepared, EditError> {
        let unwritten = |why| EditError::Unwritten {
            path: self.shown.clone(),
            why,
        };
        let permissions = fs::metadata(&self.path).map_err(unwritten)?.permissions();
        if permissions.readonly() {
            return Err(EditError::ReadOnly { path: self.shown });
        }
        let pending = Pending::write(&self.path, bytes).map_err(unwritten)?;
        Ok(Prepared {
            original: self,
            pending,
            new: bytes.to_vec(),
        })
    }
}

const MARK: &str = "\u{feff}";

/// A deck file that a command will change.
#[derive(Debug)]
pub struct DeckFile {
    original: Original,
    text: String,
}

impl DeckFile {
    pub fn open(path: &Path) -> Result<DeckFile, EditError> {
        let original = Original::open(path, disk::LARGEST)?;
        match super::parse::decode(original.bytes.clone()) {
            Ok(text) => Ok(DeckFile { original, text }),
            Err(_) => Err(EditError::NotUtf8 {
                path: original.shown,
            }),
        }
    }

    /// Path as given.
    pub fn shown(&self) -> &str {
        &self.original.shown
    }

    /// The text without its byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Prepares the new text, with a byte order mark if the file has one.
    pub fn prepare(self, text: &str) -> Result<Prepared, EditError> {
        let has_mark = self.original.bytes.starts_with(MARK.as_bytes());
        let bytes = [if has_mark { MARK } else { "" }, text].concat();
        self.original.prepare(bytes.as_bytes())
    }
}

/// New content, beside its file; dropping it deletes it.
#[derive(Debug)]
pub struct Prepared {
    original: Original,
    pending: Pending,
    new: Vec<u8>,
}

impl Prepared {
    /// An error if the file has changed since it was read.
    fn check(&self) -> Result<(), EditError> {
        let Original { shown, path, bytes } = &self.original;
        match files::read(path, bytes.len() as u64) {
            Ok(now) if now == *bytes => Ok(()),
            _ => Err(EditError::Changed {
                path: shown.clone(),
            }),
        }
    }

    /// Replaces the file, unless it has changed since it was read.
    pub fn commit(self) -> Result<(), EditError> {
        self.replace().map(drop)
    }

    /// Returns what the file was, and what it is.
    fn replace(self) -> Result<(Original, Vec<u8>), EditError> {
        self.check()?;
        let path = self.original.shown.clone();
        let unwritten = |why| EditError::Unwritten { path, why };
        self.pending.replace().map_err(unwritten)?;
        Ok((self.original, self.new))
    }
}

/// Writes all files or none, as far as a disk allows: before the first file is replaced all new texts are synced, and no file has
/// changed. Where one cannot be replaced, those before it get their old text again.
pub fn save_all(changes: Vec<(DeckFile, String)>) -> Result<(), EditError> {
    let prepared: Result<Vec<Prepared>, EditError> = changes
        .into_iter()
        .map(|(file, text)| file.prepare(&text))
        .collect();
    let prepared = prepared?;
    prepared.iter().try_for_each(Prepared::check)?;
    replace_all(prepared)
}

fn replace_all(prepared: Vec<Prepared>) -> Result<(), EditError> {
    let mut replaced = Vec::new();
    for one in prepared {
        match one.replace() {
            Ok(old) => replaced.push(old),
            Err(error) if replaced.is_empty() => return Err(error),
            Err(error) => return Err(taken_back(replaced, error)),
        }
    }
    Ok(())
}

/// Gives files their old contents again, unless somebody else has changed them since, and says which could not be given them.
fn taken_back(replaced: Vec<(Original, Vec<u8>)>, error: EditError) -> EditError {
    let mut others = "the other files are as they were".to_owned();
    for (old, new) in replaced {
        let back = Original::open(&old.path, u64::MAX - 1).and_then(|now| {
            if now.bytes == new {
                now.prepare(&old.bytes)
            } else {
                Err(EditError::Changed { path: now.shown })
            }
        });
        if let Err(why) = back.and_then(Prepared::commit) {
            others += &format!("; but {} keeps its new text ({why})", old.shown);
        }
    }
    EditError::Among {
        why: error.into(),
        others,
    }
}

/// Writes a new file, synced; fails if the file exists.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), EditError> {
    let placed = Pending::write(path, bytes).and_then(Pending::create);
    let path = path.display().to_string();
    placed.map_err(|why| match why.kind() {
        io::ErrorKind::AlreadyExists => EditError::Exists { path },
        _ => EditError::Unwritten { path, why },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_changed_meanwhile_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deck.ron");
        fs::write(&path, "one").unwrap();
        let prepared = DeckFile::open(&path).unwrap().prepare("two").unwrap();
        fs::write(&path, "mine").unwrap();
        let error = prepared.commit().unwrap_err();
        assert!(matches!(error, EditError::Changed { .. }), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn where_one_of_several_was_changed_none_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let [a, b] = ["a", "b"].map(|name| folder.path().join(name));
        for path in [&a, &b] {
            fs::write(path, "old").unwrap();
        }
        let open = |path| (DeckFile::open(path).unwrap(), "new".to_owned());
        let changes = vec![open(&a), open(&b)];
        fs::write(&b, "mine").unwrap();
        let error = save_all(changes).unwrap_err();
        assert!(matches!(error, EditError::Changed { .. }), "{error}");
        assert_eq!(fs::read_to_string(&a).unwrap(), "old");
    }

    #[test]
    fn where_one_of_several_cannot_be_replaced_those_before_it_are_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["a", "b", "c"].map(|name| folder.path().join(name));
        let prepare = |path: &PathBuf| {
            fs::write(path, "\u{feff}old").unwrap();
            DeckFile::open(path).unwrap().prepare("new").unwrap()
        };
        let prepared = paths.iter().map(prepare).collect();
        fs::remove_file(&paths[2]).unwrap();
        let error = replace_all(prepared).unwrap_err().to_string();
        assert!(
            error.ends_with("; the other files are as they were"),
            "{error}"
        );
        for path in &paths[..2] {
            assert_eq!(fs::read_to_string(path).unwrap(), "\u{feff}old");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
        // What somebody else has saved meanwhile stays.
        let replaced = vec![prepare(&paths[0]).replace().unwrap()];
        fs::write(&paths[0], "mine").unwrap();
        let path = "c".to_owned();
        let error = taken_back(replaced, EditError::Changed { path }).to_string();
        assert!(error.contains("keeps its new text"), "{error}");
        assert_eq!(fs::read_to_string(&paths[0]).unwrap(), "mine");
    }

    #[cfg(unix)]
    #[test]
    fn mode_link_and_byte_order_mark_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (
            folder.path().join("deck.ron"),
            folder.path().join("link.ron"),
        );
        fs::write(&path, "\u{feff}one\r\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        let file = DeckFile::open(&link).unwrap();
        assert_eq!(file.text(), "one\r\n");
        file.prepare("two\r\n").unwrap().commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{feff}two\r\n");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_new_file_never_replaces_one_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deck.ron");
        create(&path, b"one").unwrap();
        assert!(matches!(
            create(&path, b"two").unwrap_err(),
            EditError::Exists { .. }
        ));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
    }
}
