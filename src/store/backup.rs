//! Copies of the database, each checked before it gets its name.

use super::backups::{Backup, FOLDER, HOUR_MS, Why, backups, surplus};
use super::file::connect;
use super::validate::{Facts, Look, OpenError, examine};
use super::{Store, Trouble, is_busy};
use crate::dates;
use crate::files;
use crate::study::log::Moment;
use rusqlite::backup::StepResult;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};

/// What the name of an unfinished copy has behind that of the file it is to be.
const PARTIAL: &str = ".partial-";
/// Pages that are copied at a time. In between the database is free for a grading, after which SQLite begins the copy anew.
const PAGES: i32 = 1024;
/// Bytes that a backup nobody asked for leaves free: answers come first.
const LEFT_FREE: u64 = 4 << 20;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    #[error("{path} is there already; choose another name, or move it away", path = .0.display())]
    Exists(PathBuf),
    #[error("no backup was made: {0}")]
    Trouble(#[from] Trouble),
    #[error("no backup was made, for the disk that holds {path} is nearly full; make some room", path = .0.display())]
    NoRoom(PathBuf),
    #[error("no backup was made, for the copy turned out to be unsound ({0}); run `swot doctor`")]
    Unsound(String),
}

impl Store {
    /// A checked copy in a new file `to`, or in the folder of backups.
    pub fn backup(&self, to: Option<&Path>, now: Moment) -> Result<PathBuf, BackupError> {
        match to {
            Some(path) if path.symlink_metadata().is_ok() => {
                Err(BackupError::Exists(path.to_owned()))
            }
            Some(path) => copy(&self.connection, path).map(|_| path.to_owned()),
            None => self.keep(Why::Asked, now).map(|backup| backup.path),
        }
    }

    /// The backup of a day in which something was done since the last one, and the end of those that are too many.
    pub fn back_up_daily(&self, now: Moment) -> Result<Option<Backup>, BackupError> {
        // The folder of backups may be a link to another disk, or not be there yet.
        let places = [self.folder.join(FOLDER), self.folder.clone()];
        self.back_up_within(places.iter().find_map(|at| files::free_space(at)), now)
    }

    /// The same on a disk with so many bytes left, if that is known.
    fn back_up_within(
        &self,
        free: Option<u64>,
        now: Moment,
    ) -> Result<Option<Backup>, BackupError> {
        if self.is_read_only {
            return Ok(None);
        }
        sweep(&self.folder, now);
        let date = |utc_ms| {
            dates::local_date(Moment {
                utc_ms,
                offset_s: now.offset_s,
            })
        };
        // To count the rows takes longer than all else where nothing is to be done: only where the day is a new one.
        let newest = backups(&self.folder, now).into_iter().next();
        if newest
            .as_ref()
            .is_some_and(|b| date(b.utc_ms) == date(now.utc_ms))
        {
            return Ok(None);
        }
        let rows = self.read(rows)?;
        if rows == 0 || newest.is_some_and(|b| b.rows == rows) {
            return Ok(None);
        }
        let size = fs::metadata(self.path()).map_or(0, |data| data.len());
        if free.is_some_and(|free| free < size + LEFT_FREE) {
            return Err(BackupError::NoRoom(self.folder.clone()));
        }
        let backup = self.keep(Why::Daily, now)?;
        for old in surplus(&backups(&self.folder, now), now) {
            // One that cannot be deleted is tried again next time.
            let _ = fs::remove_file(old);
        }
        Ok(Some(backup))
    }

    /// The backup of the day as work for another thread, which reads the database by a connection of its own.
    pub fn daily_backup(
        &self,
        now: Moment,
    ) -> impl FnOnce() -> Result<Option<Backup>, BackupError> + Send + 'static {
        let again = self.again();
        move || again()?.back_up_daily(now)
    }

    /// A checked copy in the folder of backups, before something that changes much.
    pub fn keep(&self, why: Why, now: Moment) -> Result<Backup, BackupError> {
        keep(&self.connection, &self.folder, why, now)
    }
}

pub(super) fn keep(
    db: &Connection,
    folder: &Path,
    why: Why,
    now: Moment,
) -> Result<Backup, BackupError> {
    let shelf = folder.join(FOLDER);
    files::make_folder(&shelf).map_err(|error| Trouble::of_file(&shelf, &error))?;
    let rows = rows(db).map_err(|error| Trouble::of(&shelf, &error))?;
    let mut utc_ms = now.utc_ms;
    let mut path = shelf.join(Backup::name(utc_ms, why, rows));
    while path.exists() {
        utc_ms += 1000;
        path = shelf.join(Backup::name(utc_ms, why, rows));
    }
    copy(db, &path)?;
    Ok(Backup {
        path,
        utc_ms,
        why,
        rows,
    })
}

fn rows(db: &Connection) -> rusqlite::Result<u64> {
    let version = super::migrate::version(db)?;
    if version == 0 {
        return Ok(0);
    }
    db.query_row("SELECT count(*) FROM log", [], |row| row.get::<_, i64>(0))
        .map(i64::unsigned_abs)
}

/// Copies to a name of no meaning, looks through the copy, and only then gives it its name. Whatever happens, `to` is
/// either whole or not there.
pub(super) fn copy(db: &Connection, to: &Path) -> Result<Facts, BackupError> {
    let partial = partial(to)?;
    let outcome = copy_to_partial(db, &partial).and_then(|facts| {
        let sealed = files::rename(&partial, to).and_then(|()| files::sync_folder_of(to));
        sealed.map_err(|error| {
            // Its name might not outlive a power cut: then it is to be no backup.
            let _ = fs::remove_file(to);
            Trouble::of_file(to, &error)
        })?;
        Ok(facts)
    });
    if outcome.is_err() {
        let _ = fs::remove_file(&partial);
    }
    outcome
}

/// An empty file beside `to` for a copy that is being made, under a name that nobody can foresee.
pub(super) fn partial(to: &Path) -> Result<PathBuf, Trouble> {
    let mut prefix = to.file_name().unwrap_or_default().to_owned();
    prefix.push(PARTIAL);
    tempfile::Builder::new()
        .prefix(&prefix)
        .tempfile_in(files::folder_of(to))
        .and_then(|file| Ok(file.into_temp_path().keep()?))
        .map_err(|error| Trouble::of_file(to, &error))
}

/// Removes what was left of copies that were cut short more than an hour ago. What cannot be removed is tried again next time.
fn sweep(folder: &Path, now: Moment) {
    for place in [folder.to_owned(), folder.join(FOLDER)] {
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours =
                name.contains(PARTIAL) || name.ends_with(".partial") || files::is_left_over(&name);
            let is_old = entry.metadata().is_ok_and(|data| {
                let written = files::modified(&data).as_millis() as i64;
                now.utc_ms.saturating_sub(written) > HOUR_MS
            });
            if is_ours && is_old {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// A checked copy, safe on the disk.
pub(super) fn copy_to_partial(db: &Connection, partial: &Path) -> Result<Facts, BackupError> {
    let copied = copy_pages(db, partial);
    copied.map_err(|error| Trouble::of(partial, &error))?;
    let facts = examine(partial, Look::Whole).map_err(|error| match error {
        OpenError::Trouble(trouble) => BackupError::Trouble(trouble),
        error => BackupError::Unsound(error.to_string()),
    })?;
    files::sync_at(partial).map_err(|error| Trouble::of_file(partial, &error))?;
    Ok(facts)
}

fn copy_pages(db: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = connect(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // Until it has its name, a crash costs nothing but this copy; it is synced as a whole.
    target.execute_batch("PRAGMA synchronous = OFF")?;
    let backup = rusqlite::backup::Backup::new(db, &mut target)?;
    let mut refused = 0;
    while refused <= super::RETRIES {
        match backup.step(PAGES) {
            Ok(StepResult::Done) => return Ok(()),
            Ok(StepResult::More) => {}
            Ok(_) => {
                refused += 1;
                std::thread::sleep(std::time::Duration::from_millis(200));
            }
            Err(error) if is_busy(&error) => refused += 1,
            Err(error) => return Err(error),
        }
    }
    let busy = rusqlite::ffi::Error {
        code: ErrorCode::DatabaseBusy,
        extended_code: rusqlite::ffi::SQLITE_BUSY,
    };
    Err(rusqlite::Error::SqliteFailure(busy, None))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TODAY, at, folder, grade, open};
    use super::*;

    #[test]
    fn a_backup_holds_everything_and_is_private() {
        let folder = folder();
        let mut store = open(&folder);
        grade(&mut store, "d/c", 4, TODAY);
        let path = store.backup(None, at(TODAY, 0)).unwrap();
        let facts = examine(&path, Look::Whole).unwrap();
        assert_eq!((facts.rows, facts.reviews), (1, 1));
        assert!(!super::super::folder::is_open_to_others(&path));
        let own = folder.path().join("mine.db");
        assert_eq!(store.backup(Some(&own), at(TODAY, 0)), Ok(own.clone()));
        assert_eq!(
            store.backup(Some(&own), at(TODAY, 0)),
            Err(BackupError::Exists(own))
        );
        let second = store.backup(None, at(TODAY, 0)).unwrap();
        assert_ne!(second, path, "two in one second have two names");
        let left = fs::read_dir(folder.path().join(FOLDER)).unwrap().count();
        assert_eq!(left, 2, "nothing half-made is left");
    }

    #[test]
    fn what_was_cut_short_is_swept_and_what_is_being_made_is_not() {
        let folder = folder();
        let store = open(&folder);
        fs::create_dir_all(folder.path().join(FOLDER)).unwrap();
        let names = [
            "swot.db.partial-77",
            "backups/b.db.partial-1-journal",
            "device.12.partial",
            ".swot-x7Kp.tmp",
            "notes.txt",
        ];
        for name in names {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let left = || names.map(|name| folder.path().join(name).exists());
        let written = fs::metadata(folder.path().join(names[0]))
            .unwrap()
            .modified()
            .unwrap();
        let written = written
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_millis() as i64;
        let after = |ms: i64| Moment {
            utc_ms: written + ms,
            offset_s: 0,
        };
        store.back_up_daily(after(HOUR_MS / 2)).unwrap();
        assert_eq!(left(), [true; 5]);
        store.back_up_daily(after(2 * HOUR_MS)).unwrap();
        assert_eq!(left(), [false, false, false, false, true]);
    }

    #[test]
    fn while_a_backup_is_made_one_can_go_on_grading() {
        let folder = folder();
        let mut store = open(&folder);
        grade(&mut store, "d/c0", 4, TODAY);
        let work = std::thread::spawn(store.daily_backup(at(TODAY, 0)));
        for n in 1..20 {
            grade(&mut store, &format!("d/c{n}"), 4, TODAY);
        }
        let backup = work.join().unwrap().unwrap().unwrap();
        let facts = examine(&backup.path, Look::Whole).unwrap();
        assert!((1..=20).contains(&facts.rows), "{facts:?}");
        assert_eq!(store.daily_backup(at(TODAY, 0))(), Ok(None), "one a day");
    }

    #[test]
    fn a_day_has_one_backup_and_only_if_something_was_done() {
        let folder = folder();
        let mut store = open(&folder);
        assert_eq!(
            store.back_up_daily(at(TODAY, 0)),
            Ok(None),
            "nothing to keep"
        );
        grade(&mut store, "d/c", 4, TODAY);
        let refused = store.back_up_within(Some(LEFT_FREE + 4096), at(TODAY, 0));
        let full = BackupError::NoRoom(folder.path().to_owned());
        assert_eq!(refused, Err(full), "the room is for answers");
        let backup = store.back_up_within(Some(2 * LEFT_FREE), at(TODAY, 0));
        assert!(backup.unwrap().is_some());
        grade(&mut store, "d/c", 4, TODAY);
        assert_eq!(
            store.back_up_daily(at(TODAY, 1000)),
            Ok(None),
            "the same day"
        );
        let later = TODAY.plus(1);
        assert!(store.back_up_daily(at(later, 0)).unwrap().is_some());
        let later = TODAY.plus(2);
        assert_eq!(store.back_up_daily(at(later, 0)), Ok(None), "nothing new");
    }

    #[test]
    fn a_backup_that_cannot_be_made_leaves_nothing() {
        let folder = folder();
        let mut store = open(&folder);
        grade(&mut store, "d/c", 4, TODAY);
        let nowhere = folder.path().join("no such folder").join("b.db");
        assert!(matches!(
            store.backup(Some(&nowhere), at(TODAY, 0)),
            Err(BackupError::Trouble(_))
        ));
        assert!(!nowhere.exists());
    }
}
