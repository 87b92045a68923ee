//! The name of this machine in the log, kept in a file beside the database. A database that was copied, or replaced by an
//! older one, gets a new name, so that no two rows anywhere share a name and a number.

use super::identity::{FILE, Identity};
use super::names;
use super::row_id::RowId;
use super::{Trouble, log, transact};
use crate::files;
use crate::study::log::Moment;
use rusqlite::{Connection, OptionalExtension};
use std::fs;
use std::path::{Path, PathBuf};

/// Most bytes of that file.
const LARGEST: u64 = 64 * 1024;

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Passport {
    identity: Identity,
    /// The device's newest row at the last start: a database that knows fewer is an older copy.
    seq: u64,
    /// The database file's number in its file system, 0 where there is none: a copy has another.
    inode: u64,
}

/// A machine whose newest row is this far ahead of its clock had a wrong clock: it takes a new name.
const AHEAD_MS: i64 = 86_400_000;

/// A number that no file system gives to a file: a passport with it does not fit any database, and so the name is given up.
const NO_FILE: u64 = u64::MAX;

impl Passport {
    fn read(path: &Path) -> Option<Passport> {
        let text = String::from_utf8(files::read(path, LARGEST).ok()?).ok()?;
        let field = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        };
        let earlier = text.lines().filter_map(|line| {
            let (name, seq) = line.strip_prefix("earlier ")?.rsplit_once(' ')?;
            Some((name.to_owned(), seq.parse().ok()?))
        });
        Some(Passport {
            identity: Identity {
                name: field("device").filter(|name| !name.is_empty())?.to_owned(),
                earlier: earlier.collect(),
            },
            seq: field("row")?.parse().ok()?,
            inode: field("file")?.parse().ok()?,
        })
    }

    fn write(&self, path: &Path) -> Result<(), Trouble> {
        let Identity { name, earlier } = &self.identity;
        let mut text = format!("device {name}\nrow {}\nfile {}\n", self.seq, self.inode);
        for (name, seq) in earlier {
            text.push_str(&format!("earlier {name} {seq}\n"));
        }
        files::save_derived(path, text.as_bytes()).map_err(|error| Trouble::of_file(path, &error))
    }
}

/// The name under which this machine writes to `database` from now on, and why it could not be kept for the next start, if so.
pub fn identify(
    db: &mut Connection,
    folder: &Path,
    database: &Path,
    now: Moment,
) -> rusqlite::Result<(Identity, Option<Trouble>)> {
    let path: PathBuf = folder.join(FILE);
    let inode = inode(database);
    if let Some(known) = Passport::read(&path)
        && let Some(passport) = still_valid(db, &known, inode, now)?
    {
        // Only the row number may have moved on; if it cannot be written, the older one does no harm.
        if passport != known {
            let _ = passport.write(&path);
        }
        return Ok((passport.identity, None));
    }
    // Two programs that start at once must agree on one name: the write lock lets them in one by one.
    transact(db, |db| {
        let mut earlier = Vec::new();
        if let Some(passport) = Passport::read(&path) {
            if let Some(passport) = still_valid(db, &passport, inode, now)? {
                return Ok((passport.identity, None));
            }
            let Identity {
                name,
                earlier: before,
            } = passport.identity;
            let reached = log::newest(db, &name)?.1;
            earlier = before;
            if reached > 0 {
                earlier.push((name, reached));
            }
        }
        let name = new_name(db)?;
        let passport = Passport {
            identity: Identity { name, earlier },
            seq: 0,
            inode,
        };
        let trouble = passport.write(&path).err();
        Ok((passport.identity, trouble))
    })
}

/// Gives this machine another name for its rows to come: others are about to come under the one that it has, `old`, of
/// which those that are here are its own. Another window may have done so already.
pub fn take_new_name(
    db: &mut Connection,
    folder: &Path,
    old: &str,
) -> rusqlite::Result<Option<Identity>> {
    let path = folder.join(FILE);
    transact(db, |db| {
        let Some(mut passport) = Passport::read(&path) else {
            return Ok(None);
        };
        let identity = &mut passport.identity;
        if identity.name != old {
            return Ok(Some(passport.identity));
        }
        // Also where there is none: a window that bears the name still shall see that it was given up.
        let reached = log::newest(db, old)?.1;
        let given_up = std::mem::replace(&mut identity.name, new_name(db)?);
        identity.earlier.push((given_up, reached));
        passport.seq = 0;
        // If it cannot be kept, the next start finds another.
        let _ = passport.write(&path);
        Ok(Some(passport.identity))
    })
}

/// Who has taken the place of the machine's name `old`, where another window has given it a new one since.
pub fn successor(folder: &Path, old: &str) -> Option<Identity> {
    let present = present(folder)?;
    let is_after = present.earlier.iter().any(|(name, _)| name == old);
    is_after.then_some(present)
}

/// What this machine was last called, as far as it could be kept.
pub fn present(folder: &Path) -> Option<Identity> {
    Some(Passport::read(&folder.join(FILE))?.identity)
}

fn new_name(db: &Connection) -> rusqlite::Result<String> {
    db.query_row("SELECT lower(hex(randomblob(8)))", [], |row| row.get(0))
}

/// From the next start on another name is used, since the database has been replaced. Names so far are remembered.
pub fn retire(folder: &Path) -> Result<(), Trouble> {
    let path = folder.join(FILE);
    match Passport::read(&path) {
        Some(passport) => Passport {
            inode: NO_FILE,
            ..passport
        }
        .write(&path),
        None => match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Trouble::of_file(&path, &error))
            }
            _ => Ok(()),
        },
    }
}

/// The passport brought up to date, if it belongs to this database and the clock can be believed.
fn still_valid(
    db: &Connection,
    passport: &Passport,
    inode: u64,
    now: Moment,
) -> rusqlite::Result<Option<Passport>> {
    let name = &passport.identity.name;
    let seq = log::newest(db, name)?.1;
    let is_copy = inode != passport.inode || seq < passport.seq;
    let newest_at = match names::find(db, "devices", name)? {
        Some(id) => db
            .prepare_cached(
                "SELECT at FROM log WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1",
            )?
            .query_row(RowId::all(id), |row| row.get::<_, i64>(0))
            .optional()?,
        None => None,
    };
    let was_ahead = newest_at.is_some_and(|at| at > now.utc_ms.saturating_add(AHEAD_MS));
    Ok((!is_copy && !was_ahead).then(|| Passport {
        seq,
        ..passport.clone()
    }))
}

/// The number of the file on its disk; 0 where it cannot be told.
#[cfg(unix)]
pub fn inode(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map_or(0, |data| data.ino())
}

/// The file's index, mixed with the number of its volume: another disk may give the same index.
#[cfg(windows)]
pub fn inode(path: &Path) -> u64 {
    let about = fs::File::open(path).and_then(winapi_util::file::information);
    about.map_or(0, |about| {
        about.file_index() ^ about.volume_serial_number().rotate_left(32)
    })
}
