//! The gate: looks at the file before anything is written to it, and refuses whatever is not a sound database of ours.
//! A refusal changes no byte, and says what to do.

use super::migrate::{self, APPLICATION_ID, STEPS};
use super::{FILE, RETRIES, Store, Trouble, device, is_busy, stamp};
use crate::study::log::Moment;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

const BUSY_TIMEOUT: Duration = Duration::from_millis(500);
/// A clock that stands this far before the newest row was put back.
const CLOCK_BACK_MS: i64 = 5 * 60 * 1000;
/// A clock that stands this far after it was put forward, or the learner was away for long.
const CLOCK_FORWARD_MS: i64 = 366 * 86_400_000;

#[derive(Debug)]
pub struct Opened {
    pub store: Store,
    /// The database was made just now.
    pub is_new: bool,
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
    #[error(
        "this computer's name in the review log could not be kept, and will be another next time: {0}"
    )]
    NameNotKept(Trouble),
}

/// What became of a database that ought to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lost {
    Missing,
    Empty,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error("the folder {path} cannot be used ({1}); choose another with --data-dir", path = .0.display())]
    Folder(PathBuf, String),
    #[error("{path} cannot be read ({1}); allow reading it, or choose another folder with --data-dir", path = .0.display())]
    Unreadable(PathBuf, String),
    #[error("{path} is not a file; move it away, or choose another folder with --data-dir", path = .0.display())]
    NotAFile(PathBuf),
    #[error(
        "your progress is gone: {} {}, yet there are backups of it; {way_out}", .path.display(),
        match .how { Lost::Missing => "is missing", Lost::Empty => "is empty" }
    )]
    Lost {
        path: PathBuf,
        how: Lost,
        way_out: String,
    },
    #[error(
        "{path} belongs to another program; nothing in it was changed: move it away, or choose another folder with --data-dir", path = .0.display()
    )]
    Foreign(PathBuf),
    #[error(
        "{} was written by a newer swot (its version is {found}, this swot knows up to {known}); nothing in it was changed: install the newer swot", .path.display()
    )]
    Newer {
        path: PathBuf,
        found: u32,
        known: u32,
    },
    #[error("{} is damaged ({what}); nothing in it was changed: {way_out}", .path.display())]
    Damaged {
        path: PathBuf,
        what: String,
        way_out: String,
    },
    #[error(
        "{path} has to be brought up to date or set right first, and cannot be written to; allow writing to the file and its folder", path = .0.display()
    )]
    ReadOnly(PathBuf),
    #[error("{path} is in use by another program that does not let go; close it, then start again", path = .0.display())]
    Locked(PathBuf),
    #[error("{path} could not be brought up to date ({1}); it is as it was", path = .0.display())]
    Migration(PathBuf, Trouble),
    #[error(transparent)]
    Trouble(Trouble),
}

impl Store {
    /// Opens the database in `folder`, making both where there is nothing yet.
    pub fn open(folder: &Path, now: Moment) -> Result<Opened, OpenError> {
        open(folder, now, STEPS)
    }
}

/// `steps` are the schema's; a test may know one more than the program.
pub(super) fn open(folder: &Path, now: Moment, steps: &[&str]) -> Result<Opened, OpenError> {
    make_folder(folder).map_err(|error| OpenError::Folder(folder.to_owned(), error.to_string()))?;
    let path = folder.join(FILE);
    let gate = Gate {
        path: &path,
        folder,
        known: steps.len() as u32,
    };
    let is_new = gate.look()?;
    if is_new {
        make_file(&path)
            .map_err(|error| OpenError::Folder(folder.to_owned(), error.to_string()))?;
    }
    let mut db = gate.retrying(|| connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE))?;
    let is_read_only = db
        .is_readonly("main")
        .map_err(|error| gate.refusal(&error))?;
    let is_new = gate.check(&db)?;
    let version = migrate::version(&db).map_err(|error| gate.refusal(&error))?;
    if version < gate.known {
        if is_read_only {
            return Err(OpenError::ReadOnly(path));
        }
        migrate::migrate(&mut db, steps).map_err(|error| match gate.refusal(&error) {
            OpenError::Trouble(trouble) => OpenError::Migration(path.clone(), trouble),
            refusal => refusal,
        })?;
    }
    let mut notices = Vec::new();
    let name = if is_read_only {
        notices.push(Notice::ReadOnly(path.clone()));
        String::new()
    } else {
        db.execute_batch("PRAGMA journal_mode = DELETE")
            .map_err(|error| gate.refusal(&error))?;
        let (name, trouble) =
            device::identify(&mut db, folder, &path).map_err(|error| gate.refusal(&error))?;
        notices.extend(trouble.map(Notice::NameNotKept));
        name
    };
    notices.extend(clock_notice(&db, now).map_err(|error| gate.refusal(&error))?);
    let store = Store {
        connection: db,
        folder: folder.to_owned(),
        device: name,
        is_read_only,
    };
    Ok(Opened {
        store,
        is_new,
        notices,
    })
}

/// What stands between a file and its use.
struct Gate<'a> {
    path: &'a Path,
    folder: &'a Path,
    /// The newest version of the schema that this program knows.
    known: u32,
}

impl Gate<'_> {
    /// Looks at the file with SQLite's hands off. True where a database is to be made.
    fn look(&self) -> Result<bool, OpenError> {
        let path = self.path.to_owned();
        let unreadable =
            |error: io::Error| OpenError::Unreadable(self.path.to_owned(), error.to_string());
        let length = match fs::metadata(self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(unreadable(error)),
            Ok(data) if !data.is_file() => return Err(OpenError::NotAFile(path)),
            Ok(data) => Some(data.len()),
        };
        let how = match length {
            None => Lost::Missing,
            Some(0) => Lost::Empty,
            Some(_) => {
                let mut header = Vec::with_capacity(100);
                fs::File::open(self.path)
                    .and_then(|file| file.take(100).read_to_end(&mut header))
                    .map_err(unreadable)?;
                return self.judge(&header).map(|()| false);
            }
        };
        match self.way_back() {
            Some(way_out) => Err(OpenError::Lost { path, how, way_out }),
            None => Ok(true),
        }
    }

    fn judge(&self, header: &[u8]) -> Result<(), OpenError> {
        let number = |at: usize| {
            let bytes = header.get(at..at + 4)?;
            Some(i32::from_be_bytes(bytes.try_into().ok()?))
        };
        let (Some(version), Some(application)) = (number(60), number(68)) else {
            return Err(self.damaged("it is too short".to_owned()));
        };
        if !header.starts_with(b"SQLite format 3\0") {
            return Err(self.damaged("it does not begin as a database does".to_owned()));
        }
        // Where the making of the database was cut short, the journal still has to be played back.
        let is_unfinished = application == 0 && journal(self.path).exists();
        if application != APPLICATION_ID && !is_unfinished {
            return Err(OpenError::Foreign(self.path.to_owned()));
        }
        self.judge_version(version.unsigned_abs())
    }

    fn judge_version(&self, found: u32) -> Result<(), OpenError> {
        if found > self.known {
            return Err(OpenError::Newer {
                path: self.path.to_owned(),
                found,
                known: self.known,
            });
        }
        Ok(())
    }

    /// The same through SQLite, which knows what a journal changes, and a look through the pages. True where there is
    /// nothing in the database yet.
    fn check(&self, db: &Connection) -> Result<bool, OpenError> {
        self.retrying(|| {
            let tables: i64 =
                db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            let facts = (migrate::application_id(db)?, migrate::version(db)?);
            if tables == 0 && facts == (0, 0) {
                return Ok(Ok(true));
            }
            if facts.0 != APPLICATION_ID {
                return Ok(Err(OpenError::Foreign(self.path.to_owned())));
            }
            let word: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            Ok(match word.as_str() {
                "ok" => self.judge_version(facts.1).map(|()| false),
                _ => Err(self.damaged(word)),
            })
        })?
    }

    /// Waits for another program to let go, a while.
    fn retrying<T>(&self, work: impl Fn() -> rusqlite::Result<T>) -> Result<T, OpenError> {
        let mut tries = 0;
        loop {
            match work() {
                Err(error) if is_busy(&error) && tries < RETRIES => tries += 1,
                outcome => return outcome.map_err(|error| self.refusal(&error)),
            }
        }
    }

    fn refusal(&self, error: &rusqlite::Error) -> OpenError {
        let path = self.path.to_owned();
        match (error.sqlite_error_code(), Trouble::of(self.path, error)) {
            (Some(ErrorCode::CannotOpen), _) => OpenError::Unreadable(path, error.to_string()),
            (_, Trouble::Busy(_)) => OpenError::Locked(path),
            (_, Trouble::ReadOnly(_)) => OpenError::ReadOnly(path),
            (_, Trouble::Damaged(_, what)) => self.damaged(what),
            (_, trouble) => OpenError::Trouble(trouble),
        }
    }

    fn damaged(&self, what: String) -> OpenError {
        OpenError::Damaged {
            path: self.path.to_owned(),
            what,
            way_out: self
                .way_back()
                .unwrap_or_else(|| "there is no backup".to_owned()),
        }
    }

    /// What to do where the database is lost or damaged and there are backups.
    fn way_back(&self) -> Option<String> {
        let _ = self.folder;
        None
    }
}

/// The journal of a database: what it was before a transaction that has not ended.
pub(super) fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    PathBuf::from(name)
}

/// A connection with everything set that makes a commit durable and a stranger's file harmless.
pub(super) fn connect(path: &Path, access: OpenFlags) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(path, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.set_prepared_statement_cache_capacity(64);
    for (setting, is_on) in [
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
    ] {
        db.set_db_config(setting, is_on)?;
    }
    // EXTRA also syncs the folder after the journal is gone: with less, a power cut can take back the last commit.
    db.execute_batch(
        "PRAGMA synchronous = EXTRA; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON;
         PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(db)
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// An empty file that only its owner may read; SQLite gives its journal the same rights.
pub(super) fn make_file(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

fn clock_notice(db: &Connection, now: Moment) -> rusqlite::Result<Option<Notice>> {
    let newest = db.query_row(
        "SELECT at, east FROM log ORDER BY id DESC LIMIT 1",
        [],
        |row| {
            Ok(Moment {
                utc_ms: row.get(0)?,
                offset_s: row.get(1)?,
            })
        },
    );
    let newest = match newest {
        Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(None),
        newest => newest?,
    };
    let gone = now.utc_ms.saturating_sub(newest.utc_ms);
    let (now, newest) = (stamp::local_date(now), stamp::local_date(newest));
    Ok(if gone < -CLOCK_BACK_MS {
        Some(Notice::ClockBack { now, newest })
    } else if gone > CLOCK_FORWARD_MS {
        Some(Notice::ClockForward { now, newest })
    } else {
        None
    })
}
