//! Validates a database file before anything is written to it, and refuses whatever is not an intact database of ours.
//! A refusal changes no byte, and says what to do.

use super::backups::{Backup, backups};
use super::file::{connect, journal};
use super::migrate::{self, APPLICATION_ID};
use super::{FILE, RETRIES, Trouble, is_busy};
use crate::files::in_shell;
use crate::study::log::Moment;
use crate::study::text::count;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

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
    Migration(PathBuf, String),
    #[error(transparent)]
    Trouble(Trouble),
}

impl OpenError {
    /// The error about a file that somebody named, to be read: the remedy is to name another.
    pub(super) fn as_source(&self) -> String {
        let (path, what) = match self {
            OpenError::Unreadable(path, why) => (path, format!("cannot be read ({why})")),
            OpenError::NotAFile(path) if path.join(FILE).is_file() => (
                path,
                format!(
                    "is a folder, and the database in it is {}",
                    path.join(FILE).display()
                ),
            ),
            OpenError::NotAFile(path) => (path, "is not a file".to_owned()),
            OpenError::Foreign(path) => (path, "belongs to another program".to_owned()),
            OpenError::Damaged { path, what, .. } => (path, format!("is damaged ({what})")),
            other => return other.to_string(),
        };
        let path = path.display();
        format!("{path} {what}; name a database of swot, or a backup of one")
    }
}

/// How much of a file is checked. `Whole` takes five times as long as `Quick`, and finds nearly every flipped byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Of a file that is as it was when it was last found sound.
    Header,
    Quick,
    Whole,
}

/// What a sound database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    pub version: u32,
    /// Rows of the log.
    pub rows: u64,
    /// Gradings among them.
    pub reviews: u64,
}

/// Looks through a database that is not the one in use, without writing to it.
pub fn examine(path: &Path, look: Look) -> Result<Facts, OpenError> {
    let validator = Validator::new(path, None);
    match validator.open(OpenFlags::SQLITE_OPEN_READ_ONLY, look)? {
        Some(db) => validator.retrying(|| facts(&db)),
        None => Err(validator.damaged("there is nothing in it".to_owned())),
    }
}

/// The newest backup that passes every check.
pub fn newest_sound(folder: &Path, now: Moment) -> Option<(Backup, Facts)> {
    backups(folder, now).into_iter().find_map(|backup| {
        let facts = examine(&backup.path, Look::Whole).ok()?;
        Some((backup, facts))
    })
}

pub fn facts(db: &Connection) -> rusqlite::Result<Facts> {
    let count = |sql: &str| {
        db.query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(i64::unsigned_abs)
    };
    Ok(Facts {
        version: migrate::version(db)?,
        rows: count("SELECT count(*) FROM log")?,
        reviews: count("SELECT count(*) FROM log WHERE grade IS NOT NULL")?,
    })
}

fn first_word(db: &Connection, pragma: &str) -> rusqlite::Result<String> {
    db.query_row(pragma, [], |row| row.get(0))
}

/// Whether the check of the pages failed because the disk could not read one: its text names SQLite's error code, of which the
/// low byte is then `SQLITE_IOERR`. The pages themselves may be sound.
fn is_read_error(found: &str) -> bool {
    let code = found.split_once("error code=").map(|(_, rest)| rest);
    let code = code.and_then(|rest| {
        rest.split(|c: char| !c.is_ascii_digit())
            .next()?
            .parse()
            .ok()
    });
    code.is_some_and(|code: i32| code & 0xff == rusqlite::ffi::SQLITE_IOERR)
}

/// The checks of one file before it is used.
pub struct Validator<'a> {
    pub path: &'a Path,
    /// The data folder and the time, where the file is the database in use.
    pub folder: Option<(&'a Path, Moment)>,
    /// The newest version of the schema that is known.
    pub known: u32,
}

impl<'a> Validator<'a> {
    pub fn new(path: &'a Path, folder: Option<(&'a Path, Moment)>) -> Validator<'a> {
        Validator {
            path,
            folder,
            known: migrate::STEPS.len() as u32,
        }
    }

    /// The database after all checks; absent where there is nothing in it yet.
    pub fn open(&self, access: OpenFlags, look: Look) -> Result<Option<Connection>, OpenError> {
        if self.look()? {
            return Ok(None);
        }
        let db = self.retrying(|| connect(self.path, access))?;
        Ok((!self.check(&db, look)?).then_some(db))
    }

    /// Checks the file by its header, before SQLite opens it. True where a database is to be made.
    pub fn look(&self) -> Result<bool, OpenError> {
        let path = self.path.to_owned();
        let unreadable = |error: io::Error| OpenError::Unreadable(path.clone(), error.to_string());
        let how = match fs::metadata(self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && self.folder.is_some() => {
                Lost::Missing
            }
            Err(error) => return Err(unreadable(error)),
            Ok(data) if !data.is_file() => return Err(OpenError::NotAFile(path)),
            Ok(data) if data.len() == 0 => Lost::Empty,
            Ok(_) => {
                let mut header = Vec::with_capacity(100);
                fs::File::open(self.path)
                    .and_then(|file| file.take(100).read_to_end(&mut header))
                    .map_err(unreadable)?;
                return self.judge(&header).map(|()| false);
            }
        };
        match self.folder.map(|(folder, now)| backups(folder, now)) {
            Some(backups) if !backups.is_empty() => Err(OpenError::Lost {
                how,
                way_out: self.way_back(),
                path,
            }),
            _ => Ok(true),
        }
    }

    fn judge(&self, header: &[u8]) -> Result<(), OpenError> {
        let is_a_database = header.starts_with(b"SQLite format 3\0");
        // A transaction was cut short: SQLite takes the file back to what it was before, and is asked then. That may have
        // been nothing yet, and a power cut may have torn the first page, which each commit writes.
        if let Some(pages) = self.pages_before_transaction()
            && (pages == 0 || !is_a_database)
        {
            return Ok(());
        }
        let number = |at: usize| {
            let bytes = header.get(at..at + 4)?;
            Some(i32::from_be_bytes(bytes.try_into().ok()?))
        };
        let (Some(version), Some(application)) = (number(60), number(68)) else {
            return Err(self.damaged("it is too short".to_owned()));
        };
        if !is_a_database {
            return Err(self.damaged("it does not begin as a database does".to_owned()));
        }
        if application != APPLICATION_ID {
            return Err(OpenError::Foreign(self.path.to_owned()));
        }
        self.judge_version(version as u32)
    }

    /// Pages that the file had before a transaction that has not ended, by its journal. Absent where there is none.
    fn pages_before_transaction(&self) -> Option<u32> {
        const MAGIC: [u8; 8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7];
        let mut head = [0; 20];
        let mut file = fs::File::open(journal(self.path)).ok()?;
        file.read_exact(&mut head).ok()?;
        // Magic, records, nonce, pages.
        let [.., a, b, c, d] = head;
        head.starts_with(&MAGIC)
            .then_some(u32::from_be_bytes([a, b, c, d]))
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

    /// Checks the header again through SQLite, after any journal was played back, and then the pages. True where there is
    /// nothing in the database yet.
    pub fn check(&self, db: &Connection, look: Look) -> Result<bool, OpenError> {
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
            let word = match look {
                Look::Header => "ok".to_owned(),
                Look::Quick => {
                    // The schema's conditions on values take as long again, and no torn page breaks only those.
                    db.pragma_update(None, "ignore_check_constraints", true)?;
                    let word = first_word(db, "PRAGMA quick_check(1)");
                    db.pragma_update(None, "ignore_check_constraints", false)?;
                    word?
                }
                Look::Whole => first_word(db, "PRAGMA integrity_check(1)")?,
            };
            Ok(match word.as_str() {
                "ok" => self.judge_version(facts.1).map(|()| false),
                _ if is_read_error(&word) => {
                    Err(OpenError::Trouble(Trouble::Io(self.path.to_owned(), word)))
                }
                _ => Err(self.damaged(word)),
            })
        })?
    }

    /// Waits for another program to let go, a while.
    pub fn retrying<T>(&self, work: impl Fn() -> rusqlite::Result<T>) -> Result<T, OpenError> {
        let mut tries = 0;
        loop {
            match work() {
                Err(error) if is_busy(&error) && tries < RETRIES => tries += 1,
                outcome => return outcome.map_err(|error| self.refusal(&error)),
            }
        }
    }

    pub fn refusal(&self, error: &rusqlite::Error) -> OpenError {
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
            // What SQLite found runs over several lines.
            what: what.split_whitespace().collect::<Vec<_>>().join(" "),
            way_out: self.way_back(),
        }
    }

    /// What to do where the database is lost or damaged.
    fn way_back(&self) -> String {
        let Some((folder, now)) = self.folder else {
            return "choose another file".to_owned();
        };
        let rescue = if self.path.exists() {
            "`swot doctor --rebuild` saves what can still be read"
        } else {
            "to begin anew, move the folder of backups away"
        };
        match newest_sound(folder, now) {
            Some((backup, facts)) => format!(
                "`swot restore {}` brings back the backup of {} with its {}; {rescue}",
                in_shell(&backup.path),
                backup.date(),
                count(facts.reviews, "review", "reviews")
            ),
            None if backups(folder, now).is_empty() => {
                format!("there is no backup; {rescue}")
            }
            None => format!("none of its backups is sound; {rescue}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_read_error;

    #[test]
    fn a_page_that_the_disk_did_not_give_is_no_damage() {
        for (found, is_read) in [
            (
                "Tree 5 page 3: unable to get the page. error code=266",
                true,
            ),
            (
                "*** in database main ***\nTree 2 page 7: unable to get the page. error code=10",
                true,
            ),
            (
                "Tree 5 page 3: unable to get the page. error code=11",
                false,
            ),
            (
                "Tree 5 page 3: btreeInitPage() returns error code 11",
                false,
            ),
            ("row 3 missing from index log_day", false),
        ] {
            assert_eq!(is_read_error(found), is_read, "{found}");
        }
    }
}
