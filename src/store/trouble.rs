//! What can go wrong between the store and its file, each as a sentence with a way out.

use rusqlite::ErrorCode;
use std::path::{Path, PathBuf};

/// SQLite's code for a database file that was moved, replaced or deleted while open.
const MOVED: i32 = rusqlite::ffi::SQLITE_READONLY_DBMOVED;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error(
        "{path} is in use by another program that does not let go; close other windows of swot, then try again", path = .0.display()
    )]
    Busy(PathBuf),
    #[error("the disk that holds {path} is full; make some room, then try again", path = .0.display())]
    Full(PathBuf),
    #[error("{path} cannot be written to; allow writing to the file and its folder, then try again", path = .0.display())]
    ReadOnly(PathBuf),
    #[error(
        "{path} was moved, replaced or deleted while swot was running; nothing more is saved: quit and start swot again", path = .0.display()
    )]
    Moved(PathBuf),
    #[error("{path} could not be read or written ({1}); check the disk, then try again", path = .0.display())]
    Io(PathBuf, String),
    #[error("{path} is damaged ({1}); quit, then run `swot doctor --rebuild`, which saves all that can be read", path = .0.display())]
    Damaged(PathBuf, String),
    #[error("{path} refused the work ({1}); this is a fault in swot: please report it", path = .0.display())]
    Refused(PathBuf, String),
}

/// For those who only tell of it.
impl From<Trouble> for String {
    fn from(trouble: Trouble) -> String {
        trouble.to_string()
    }
}

impl Trouble {
    pub fn of(path: &Path, error: &rusqlite::Error) -> Trouble {
        let path = path.to_owned();
        let text = error.to_string();
        let Some(inner) = error.sqlite_error() else {
            return match error {
                // What is in the row is not what this program writes into it.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..) => Trouble::Damaged(path, text),
                _ => Trouble::Refused(path, text),
            };
        };
        match inner.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Trouble::Busy(path),
            ErrorCode::DiskFull => Trouble::Full(path),
            ErrorCode::ReadOnly if inner.extended_code == MOVED => Trouble::Moved(path),
            // The journal beside the database cannot be made.
            ErrorCode::CannotOpen if path.exists() => Trouble::ReadOnly(path),
            ErrorCode::CannotOpen => Trouble::Moved(path),
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Trouble::ReadOnly(path),
            ErrorCode::SystemIoFailure | ErrorCode::FileLockingProtocolFailed => {
                Trouble::Io(path, text)
            }
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Trouble::Damaged(path, text),
            // Something of the schema is gone.
            ErrorCode::Unknown if text.starts_with("no such") => Trouble::Damaged(path, text),
            _ => Trouble::Refused(path, text),
        }
    }

    /// Trouble with a file that is not reached through SQLite.
    pub fn of_file(path: &Path, error: &std::io::Error) -> Trouble {
        use std::io::ErrorKind;
        let path = path.to_owned();
        if crate::files::is_shared(cfg!(windows), error) {
            return Trouble::Busy(path);
        }
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Trouble::Full(path),
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Trouble::ReadOnly(path),
            _ => Trouble::Io(path, error.to_string()),
        }
    }
}
