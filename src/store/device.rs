//! The name of this machine in the log, kept in a file beside the database. A database that was copied, or replaced by an
//! older one, gets a new name, so that no two rows anywhere share a name and a number.

use super::{Trouble, transact};
use rusqlite::{Connection, OptionalExtension};
use std::fs;
use std::path::{Path, PathBuf};

pub const FILE: &str = "device";

/// What the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Passport {
    name: String,
    /// The device's newest row at the last start: a database that knows fewer is an older copy.
    seq: u64,
    /// The database file's number in its file system, 0 where there is none: a copy has another.
    inode: u64,
}

impl Passport {
    fn read(path: &Path) -> Option<Passport> {
        let text = fs::read_to_string(path).ok()?;
        let field = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
        };
        Some(Passport {
            name: field("device").filter(|name| !name.is_empty())?.to_owned(),
            seq: field("row")?.parse().ok()?,
            inode: field("file")?.parse().ok()?,
        })
    }

    fn write(&self, path: &Path) -> Result<(), Trouble> {
        let text = format!(
            "device {}\nrow {}\nfile {}\n",
            self.name, self.seq, self.inode
        );
        let beside = path.with_extension(format!("{}.partial", std::process::id()));
        super::open::make_file(&beside)
            .and_then(|()| fs::write(&beside, text))
            .and_then(|()| fs::rename(&beside, path))
            .map_err(|error| Trouble::of_file(path, &error))
    }
}

/// The device's name, and why it could not be kept for the next start, if so.
pub fn identify(
    db: &mut Connection,
    folder: &Path,
    database: &Path,
) -> rusqlite::Result<(String, Option<Trouble>)> {
    let path: PathBuf = folder.join(FILE);
    let inode = inode(database);
    if let Some(passport) = Passport::read(&path)
        && let Some(passport) = still_valid(db, &passport, inode)?
    {
        // Only the row number may have moved on; if it cannot be written, the older one does no harm.
        let _ = passport.write(&path);
        return Ok((passport.name, None));
    }
    // Two programs that start at once must agree on one name: the write lock lets them in one by one.
    transact(db, |db| {
        if let Some(passport) = Passport::read(&path)
            && let Some(passport) = still_valid(db, &passport, inode)?
        {
            return Ok((passport.name, None));
        }
        let name: String =
            db.query_row("SELECT lower(hex(randomblob(8)))", [], |row| row.get(0))?;
        let passport = Passport {
            name: name.clone(),
            seq: 0,
            inode,
        };
        Ok((name, passport.write(&path).err()))
    })
}

/// The passport brought up to date, if it belongs to this database.
fn still_valid(
    db: &Connection,
    passport: &Passport,
    inode: u64,
) -> rusqlite::Result<Option<Passport>> {
    let seq = newest_seq(db, &passport.name)?;
    let is_copy = inode != passport.inode || seq < passport.seq;
    Ok((!is_copy).then(|| Passport {
        seq,
        ..passport.clone()
    }))
}

/// The number of the device's newest row; 0 where it has none.
pub fn newest_seq(db: &Connection, device: &str) -> rusqlite::Result<u64> {
    let Some(id) = number(db, device)? else {
        return Ok(0);
    };
    // Its newest row is among the last ones; without an index this walks back just to there.
    let seq = db
        .prepare_cached("SELECT seq FROM log WHERE device = ?1 ORDER BY id DESC LIMIT 1")?
        .query_row([id], |row| row.get::<_, i64>(0))
        .optional()?;
    Ok(seq.map_or(0, i64::unsigned_abs))
}

/// The device's number in this file; absent until its first row.
pub fn number(db: &Connection, device: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached("SELECT id FROM devices WHERE name = ?1")?
        .query_row([device], |row| row.get(0))
        .optional()
}

#[cfg(unix)]
fn inode(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map_or(0, |data| data.ino())
}

#[cfg(not(unix))]
fn inode(_: &Path) -> u64 {
    0
}
