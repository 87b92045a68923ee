//! Opens the database after it was validated, or creates it.

use super::backup;
use super::backups::Why;
use super::file::{connect, make_file};
use super::identity::Identity;
use super::migrate::{self, STEPS};
use super::redate::{ahead, last_believed};
use super::union::UNTIL_ROWS;
use super::validate::{Look, OpenError, Validator};
use super::{FILE, Store, Trouble, device, folder};
use crate::dates;
use crate::files::{in_shell, make_folder};
use crate::study::log::Moment;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};

/// A clock that is this far behind the newest row was set back.
const CLOCK_BACK_MS: i64 = 5 * 60 * 1000;
/// A clock that is this far ahead of the newest row was set forward, or the learner was away for long.
const CLOCK_FORWARD_MS: i64 = 366 * 86_400_000;

#[derive(Debug)]
pub struct Opened {
    pub store: Store,
    pub notices: Vec<Notice>,
}

/// Something to say once at the start; the work goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Notice {
    #[error("{path} cannot be written to: you can look around, but nothing you do is saved", path = .0.display())]
    ReadOnly(PathBuf),
    #[error(
        "the clock says {now}, but the newest review is of {newest}: check the date and time of this computer"
    )]
    ClockBack { now: String, newest: String },
    #[error(
        "the clock says {now}, more than a year after the newest review ({newest}): check the date of this computer"
    )]
    ClockForward { now: String, newest: String },
    /// Rows of a clock that was wrong.
    #[error("{0}")]
    Ahead(super::redate::Ahead),
    #[error(
        "this computer's name in the review log could not be kept, and will be another next time: {0}"
    )]
    NameNotKept(Trouble),
    #[error(
        "{path} seems to be kept in step by {1}, which can spoil a database that is in use; move the folder out of there and name it with --data-dir or SWOT_DATA_DIR", path = .0.display()
    )]
    Cloud(PathBuf, &'static str),
    #[error(
        "{path} is a second database beside yours, as cloud clients leave one; `swot merge {}` takes in what only it holds; then move it out of this folder", in_shell(.0), path = .0.display()
    )]
    SecondVersion(PathBuf),
}

impl Store {
    /// Opens the database in `folder`, making both where there is nothing yet.
    pub fn open(folder: &Path, now: Moment) -> Result<Opened, OpenError> {
        open(folder, now, STEPS, None)
    }

    /// Opens it without a look through all pages, where the file still has the seal under which it was found sound.
    pub fn open_sealed(
        folder: &Path,
        now: Moment,
        seal: Option<&str>,
    ) -> Result<Opened, OpenError> {
        open(folder, now, STEPS, seal)
    }

    /// The seal of the file as it is now. Absent where anybody else has written to it, or put another in its
    /// place, since it was found sound.
    pub fn seal(&self) -> Option<String> {
        // Looked at first: a write that comes after it does not fit it.
        let seal = seal(&self.path())?;
        let now = (device::inode(&self.path()), self.data_version().ok()?);
        (now == self.sound_as).then_some(seal)
    }
}

impl Store {
    /// Opens the same database once more, as work for another thread. Only through SQLite: if this process opened the file itself and
    /// closed it again, it would lose all its locks on it, also those of a transaction that is being written (POSIX).
    pub fn again(&self) -> impl Fn() -> Result<Store, Trouble> + Send + Sync + 'static {
        let (folder, own) = (self.folder.clone(), self.own.clone());
        let (is_read_only, sound_as) = (self.is_read_only, self.sound_as);
        move || {
            let path = folder.join(FILE);
            let access = if is_read_only {
                OpenFlags::SQLITE_OPEN_READ_ONLY
            } else {
                OpenFlags::SQLITE_OPEN_READ_WRITE
            };
            let connection = connect(&path, access).map_err(|error| Trouble::of(&path, &error))?;
            // Another file may have been put in its place.
            if device::inode(&path) != sound_as.0 {
                return Err(Trouble::Moved(path));
            }
            Ok(Store {
                connection,
                folder: folder.clone(),
                own: own.clone(),
                own_seen: None,
                is_read_only,
                sound_as,
            })
        }
    }

    /// Opens the database for reading, without a look through its pages: for a question whose answer, if it is wrong, spoils nothing.
    /// Absent where it is not simply there, of this version.
    pub fn glance(folder: &Path) -> Option<Store> {
        let db = connect(&folder.join(FILE), OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        let is_ours = migrate::application_id(&db) == Ok(migrate::APPLICATION_ID)
            && migrate::version(&db) == Ok(STEPS.len() as u32);
        is_ours.then(|| Store {
            connection: db,
            folder: folder.to_owned(),
            own: Identity::default(),
            own_seen: None,
            is_read_only: true,
            // It was not found sound: it has no seal to give.
            sound_as: (u64::MAX, 0),
        })
    }
}

/// What tells that the database in `folder` is as it was. Absent where a transaction has not ended, and where the system
/// does not say when a file was changed.
pub(super) fn seal(path: &Path) -> Option<String> {
    let data = fs::metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let ended = !super::file::journal(path).exists();
        ended.then(|| {
            format!(
                "{} {} {}.{:09} {}.{:09}",
                data.ino(),
                data.len(),
                data.mtime(),
                data.mtime_nsec(),
                data.ctime(),
                data.ctime_nsec()
            )
        })
    }
    #[cfg(not(unix))]
    {
        let _ = data;
        None
    }
}

/// `steps` are the schema's; a test may know one more than the program.
pub(super) fn open(
    folder: &Path,
    now: Moment,
    steps: &[migrate::Step],
    known_seal: Option<&str>,
) -> Result<Opened, OpenError> {
    make_folder(folder).map_err(|error| OpenError::Folder(folder.to_owned(), error.to_string()))?;
    let path = folder.join(FILE);
    let validator = Validator {
        known: steps.len() as u32,
        ..Validator::new(&path, Some((folder, now)))
    };
    if validator.look()? {
        make_file(&path)
            .map_err(|error| OpenError::Folder(folder.to_owned(), error.to_string()))?;
    }
    let refusal = |error: rusqlite::Error| validator.refusal(&error);
    let inode = device::inode(&path);
    let mut db = validator.retrying(|| connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE))?;
    // Before the seal: who writes while the pages are looked through makes it another.
    let sound_as = (inode, validator.retrying(|| super::data_version(&db))?);
    let look = match (known_seal, seal(&path)) {
        (Some(known), Some(now)) if known == now => Look::Header,
        _ => Look::Quick,
    };
    let is_read_only = db.is_readonly("main").map_err(refusal)?;
    validator.check(&db, look)?;
    let version = migrate::version(&db).map_err(refusal)?;
    if version < validator.known {
        if is_read_only {
            return Err(OpenError::ReadOnly(path));
        }
        if version > 0 {
            backup::keep(&db, folder, Why::Migration, now)
                .map_err(|error| OpenError::Migration(path.clone(), error.to_string()))?;
        }
        migrate::migrate(&mut db, steps).map_err(|error| match validator.refusal(&error) {
            // Nothing was there before.
            OpenError::Trouble(trouble) if version == 0 => OpenError::Trouble(trouble),
            OpenError::Trouble(trouble) => OpenError::Migration(path.clone(), trouble.to_string()),
            // A step that names a table or column that does not exist has a fault of its own: the file is not damaged.
            OpenError::Damaged { what, .. } if what.starts_with("no such") => {
                OpenError::Migration(path.clone(), what)
            }
            refusal => refusal,
        })?;
    }
    let mut notices = Vec::new();
    let own = if is_read_only {
        notices.push(Notice::ReadOnly(path.clone()));
        Identity::default()
    } else {
        db.execute_batch("PRAGMA journal_mode = DELETE")
            .map_err(refusal)?;
        let (identity, trouble) = device::identify(&mut db, folder, &path, now).map_err(refusal)?;
        notices.extend(trouble.map(Notice::NameNotKept));
        identity
    };
    let ahead = ahead(&db, now).map_err(refusal)?;
    if ahead.is_none() {
        notices.extend(clock_notice(&db, now).map_err(refusal)?);
    }
    notices.extend(ahead.into_iter().map(Notice::Ahead));
    let mut store = Store {
        connection: db,
        folder: folder.to_owned(),
        own,
        own_seen: None,
        is_read_only,
        sound_as,
    };
    notices.extend(folder_notices(&mut store, now));
    Ok(Opened { store, notices })
}

fn clock_notice(db: &Connection, now: Moment) -> rusqlite::Result<Option<Notice>> {
    // Rows dated after what can be believed were dated anew.
    let newest: Option<i64> = db.query_row(
        "SELECT max(at) FROM log WHERE day = (SELECT max(day) FROM log WHERE day <= ?1)",
        [last_believed(now).0],
        |row| row.get(0),
    )?;
    let Some(newest) = newest else {
        return Ok(None);
    };
    let gone = now.utc_ms.saturating_sub(newest);
    // In one zone: a learner who travelled would otherwise see two times in the wrong order.
    let here = |utc_ms| dates::local_time(Moment { utc_ms, ..now });
    let (now, newest) = (here(now.utc_ms), here(newest));
    Ok(if gone < -CLOCK_BACK_MS {
        Some(Notice::ClockBack { now, newest })
    } else if gone > CLOCK_FORWARD_MS {
        Some(Notice::ClockForward { now, newest })
    } else {
        None
    })
}

/// What the folder is like: a client that rewrites it is named once, a second database as long as it holds what is not here.
fn folder_notices(store: &mut Store, now: Moment) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(client) = folder::cloud(&store.folder) {
        let note = format!("told of {client}");
        if !matches!(store.fact(&note), Ok(Some(_))) {
            notices.push(Notice::Cloud(store.folder.clone(), client));
            // If it cannot be noted, it is said again.
            let _ = store.set_fact(&note, "yes");
        }
    }
    for copy in folder::second_versions(&store.folder, FILE) {
        let is_new = known_as_new(store, &copy).unwrap_or_else(|| {
            // Taken first: a cloud client may write it meanwhile. Where nothing can be noted, no start reads it.
            let seal = seal(&copy).filter(|_| !store.is_read_only());
            let merged = seal.and_then(|seal| Some((seal, store.merge(&copy, now, true).ok()?)));
            let Some((seal, merged)) = merged else {
                return true;
            };
            let is_new = !merged.is_empty();
            // If that fails, it is read again.
            let _ = store.set_fact(&new_in(&copy, is_new), &seal);
            is_new
        });
        notices.extend(is_new.then_some(Notice::SecondVersion(copy)));
    }
    notices
}

/// Whether a second database holds what is not here, if that was noted of it as it is: to read all of it takes long.
pub(super) fn known_as_new(store: &Store, copy: &Path) -> Option<bool> {
    let seal = seal(copy)?;
    let is_noted = |is_new| store.fact(&new_in(copy, is_new)).ok().flatten() == Some(seal.clone());
    [false, true].into_iter().find(|is_new| is_noted(*is_new))
}

/// The fact that notes it. What is here stays, since the log never loses a row; what is not may come.
fn new_in(copy: &Path, is_new: bool) -> String {
    let (until, what) = if is_new {
        (UNTIL_ROWS, "something")
    } else {
        ("", "nothing")
    };
    format!("{until}{what} new in {}", copy.display())
}
