//! Puts a checked copy in the place of the database, and keeps what was there. At every moment the one or the other is
//! in place, whole.

use super::backup::{self, BackupError};
use super::backups::Why;
use super::file::{beside, connect, journal};
use super::validate::{Facts, Look, OpenError, Validator, examine};
use super::{FILE, Trouble, device, is_busy};
use crate::dates;
use crate::files;
use crate::study::log::Moment;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Of what is in place now.
    pub facts: Facts,
    /// Where what was in place before is kept; absent where there was nothing.
    pub kept: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    #[error("{}", .0.as_source())]
    Source(OpenError),
    /// What has the database's name cannot be replaced.
    #[error(transparent)]
    Here(OpenError),
    #[error("{path} is the database itself; name a backup", path = .0.display())]
    Itself(PathBuf),
    #[error(
        "{path} is in use; close other windows of swot, then try again", path = .0.display()
    )]
    Locked(PathBuf),
    #[error("what is here now could not be kept: {0}")]
    NotKept(BackupError),
    #[error(
        "no row of the review log can be read in {path}; it was left as it is{way_out}", path = .0.display(),
        way_out = match .1 { Some(backup) => format!(": `swot restore {}` brings back the newest sound backup", files::in_shell(backup)), None => ", and there is no sound backup".to_owned() }
    )]
    NothingLegible(PathBuf, Option<PathBuf>),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// Brings the database in `folder` back to what `from` holds. Works whatever state the database is in; no store may be
/// open on it in this program.
pub fn restore(folder: &Path, from: &Path, now: Moment) -> Result<Restored, RestoreError> {
    let path = folder.join(FILE);
    if let (Ok(one), Ok(other)) = (fs::canonicalize(from), fs::canonicalize(&path))
        && one == other
    {
        return Err(RestoreError::Itself(path));
    }
    examine(from, Look::Whole).map_err(RestoreError::Source)?;
    files::make_folder(folder).map_err(|error| Trouble::of_file(folder, &error))?;
    let source = connect(from, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| Trouble::of(from, &error))?;
    let partial = backup::partial(&path)?;
    let outcome = backup::copy_to_partial(&source, &partial)
        .map_err(|error| match error {
            BackupError::Trouble(trouble) => RestoreError::Trouble(trouble),
            error => RestoreError::NotKept(error),
        })
        .and_then(|facts| {
            let kept = put_in_place(folder, &partial, now)?;
            Ok(Restored { facts, kept })
        });
    if outcome.is_err() {
        let _ = fs::remove_file(&partial);
    }
    outcome
}

/// Gives a sound copy the name of the database. What bore it before goes to the backups if it is sound too, else aside.
pub(super) fn put_in_place(
    folder: &Path,
    partial: &Path,
    now: Moment,
) -> Result<Option<PathBuf>, RestoreError> {
    let path = folder.join(FILE);
    let file = |error: io::Error| Trouble::of_file(&path, &error);
    let (kept, holder) = match hold(folder, &path, now) {
        Ok(Some(db)) => {
            // SQLite does not copy from a connection that is about to write.
            let reader = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY)
                .map_err(|error| Trouble::of(&path, &error))?;
            let kept = backup::keep(&reader, folder, Why::Restore, now);
            (Some(kept.map_err(RestoreError::NotKept)?.path), Some(db))
        }
        Ok(None) => (None, None),
        Err(OpenError::Locked(path)) => return Err(RestoreError::Locked(path)),
        Err(error @ OpenError::NotAFile(_)) => return Err(RestoreError::Here(error)),
        Err(_) => (set_aside(&path, now).map_err(file)?, None),
    };
    // A journal that is left belongs to what was there; beside the new file it would be played back into it.
    if holder.is_none() && journal(&path).exists() {
        let aside = aside(&path, now);
        files::rename(&journal(&path), &journal(&aside)).map_err(file)?;
    }
    // Elsewhere an open file cannot be replaced.
    #[cfg(not(unix))]
    drop(holder);
    files::rename(partial, &path).map_err(|error| {
        if files::is_refused_while_open(cfg!(windows), &error) {
            RestoreError::Locked(path.clone())
        } else {
            file(error).into()
        }
    })?;
    // Rows written from here on are not those that followed in the replaced file: they need another name.
    device::retire(folder)?;
    files::sync_folder_of(&path).map_err(file)?;
    Ok(kept)
}

/// The database in place, with every other program kept from writing to it; absent where there is nothing worth keeping.
fn hold(folder: &Path, path: &Path, now: Moment) -> Result<Option<Connection>, OpenError> {
    if fs::metadata(path).map_or(0, |data| data.len()) == 0 && !path.is_dir() {
        return Ok(None);
    }
    let validator = Validator::new(path, Some((folder, now)));
    let Some(db) = validator.open(OpenFlags::SQLITE_OPEN_READ_WRITE, Look::Whole)? else {
        return Ok(None);
    };
    validator.retrying(|| match db.execute_batch("BEGIN IMMEDIATE") {
        // The file lies on a disk or in a folder that cannot be written to: the rename will say so.
        Err(error) if !is_busy(&error) && db.is_readonly("main")? => Ok(()),
        outcome => outcome,
    })?;
    Ok(Some(db))
}

fn aside(path: &Path, now: Moment) -> PathBuf {
    let ending = format!(".corrupt-{}", dates::stamp(now.utc_ms));
    beside(path, &ending)
}

/// Keeps a file that is about to be replaced, under a second name.
fn set_aside(path: &Path, now: Moment) -> io::Result<Option<PathBuf>> {
    let aside = aside(path, now);
    if aside.exists() {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            format!("{} is there already", aside.display()),
        ));
    }
    fs::hard_link(path, &aside).or_else(|_| {
        fs::copy(path, &aside)?;
        files::sync_at(&aside)
    })?;
    Ok(Some(aside))
}
