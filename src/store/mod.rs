//! Where progress is kept: one SQLite file with the review log, and the memories that it folds to.
//!
//! Nothing else knows SQL. It adds no rules of its own: what an event does to a memory is said in `study`. It never asks
//! what time it is, and never changes or deletes a row of the log.

mod backup;
mod backups;
mod choices;
mod device;
mod doctor;
mod exams;
mod figures;
mod file;
mod fold;
mod folder;
mod habits;
mod held;
mod identity;
mod leaves;
mod log;
mod memory;
mod migrate;
mod names;
mod notes;
mod open;
mod order;
mod own_rows;
mod packed;
mod record;
mod redate;
mod restore;
mod row;
mod row_id;
mod salvage;
mod seen;
mod trouble;
mod undo;
mod union;
mod validate;

#[cfg(test)]
pub(crate) mod tests;

pub use backup::BackupError;
pub use backups::{Backup, Why, backups};
pub use choices::{Choosing, Chosen};
pub use doctor::{Finding, Report};
pub use habits::{DAYS_SHOWN, Habit};
pub use held::{Held, Run};
pub use notes::{NOTE, Note};
pub use open::{Notice, Opened};
pub use record::{Brought, RecordError};
pub use redate::Ahead;
pub use restore::{RestoreError, Restored, restore};
pub use row::Row;
pub use salvage::{Salvaged, salvage};
pub use seen::Seen;
pub use trouble::Trouble;
pub use undo::Turned;
pub use union::{Clash, KEPT_NUMBERS, Merged, SEGMENTS, UNTIL_ROWS};
pub use validate::{Facts, Lost, OpenError};

use identity::Identity;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};

/// The database in its folder.
pub const FILE: &str = "swot.db";

/// The folder of backups beside it, and the file with this machine's name.
pub use backups::FOLDER as BACKUPS;
pub use identity::FILE as DEVICE;

/// The fact that counts rebuildings.
const REBUILT: &str = "rebuilt";

/// Times a write is tried again when another program holds the file; each try waits half a second.
const RETRIES: u32 = 2;

/// An open database.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    folder: PathBuf,
    /// The name under which this machine writes to the log.
    own: Identity,
    /// The file with that name, as it was when it was last looked for another.
    own_seen: Option<identity::Stamp>,
    is_read_only: bool,
    /// The number of the file, and its data version, before it was found sound.
    sound_as: (u64, i64),
}

impl Store {
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// The name under which this machine writes rows.
    pub fn device(&self) -> &str {
        &self.own.name
    }

    pub fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// How far the log has come: the newest numbers of all devices together. Each row written makes it one more.
    pub fn head(&self) -> Result<i64, Trouble> {
        const SQL: &str = "SELECT coalesce(sum((SELECT max(log.id) >> 4 & 4294967295 FROM log WHERE log.id BETWEEN devices.id - 1 << 36 AND (devices.id << 36) - 1)), 0) FROM devices";
        self.read(|db| db.prepare_cached(SQL)?.query_row([], |row| row.get(0)))
    }

    /// A mark of the log and what it folds to: the same mark, the same memories.
    pub fn mark(&self) -> Result<String, Trouble> {
        self.read(|db| {
            db.query_row(
                "SELECT coalesce(group_concat(name || ' ' || (
                     SELECT printf('%d %d %d', seq, at, ahead) FROM log
                     WHERE log.id BETWEEN devices.id - 1 << 36 AND (devices.id << 36) - 1 ORDER BY log.id DESC LIMIT 1
                 ), '/'), '')
                 || coalesce((SELECT ' rebuilt ' || value FROM facts WHERE name = ?1), '') FROM devices",
                [REBUILT],
                |row| row.get(0),
            )
        })
    }

    /// Another number than before means that another program has written to the file.
    pub fn data_version(&self) -> Result<i64, Trouble> {
        self.read(data_version)
    }

    /// Something that the program remembers under a name with `set_fact`.
    pub fn fact(&self, name: &str) -> Result<Option<String>, Trouble> {
        self.read(|db| fact(db, name))
    }

    pub fn set_fact(&mut self, name: &str, value: &str) -> Result<(), Trouble> {
        self.write(|db| set_fact(db, name, value))
    }

    pub fn remove_fact(&mut self, name: &str) -> Result<(), Trouble> {
        self.write(|db| {
            db.prepare_cached("DELETE FROM facts WHERE name = ?1")?
                .execute([name])
                .map(drop)
        })
    }

    /// Every fact whose name begins with `prefix`, by name.
    pub fn facts(&self, prefix: &str) -> Result<Vec<(String, String)>, Trouble> {
        self.read(|db| facts(db, prefix))
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Trouble> {
        work(&self.connection).map_err(|error| Trouble::of(&self.path(), &error))
    }

    /// One durable transaction: all of `work`, or nothing of it.
    fn write<T>(
        &mut self,
        work: impl Fn(&Transaction) -> rusqlite::Result<T>,
    ) -> Result<T, Trouble> {
        let path = self.path();
        if self.is_read_only {
            return Err(Trouble::ReadOnly(path));
        }
        transact(&mut self.connection, work).map_err(|error| Trouble::of(&path, &error))
    }
}

fn data_version(db: &Connection) -> rusqlite::Result<i64> {
    db.prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))
}

fn fact(db: &Connection, name: &str) -> rusqlite::Result<Option<String>> {
    db.prepare_cached("SELECT value FROM facts WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()
}

fn facts(db: &Connection, prefix: &str) -> rusqlite::Result<Vec<(String, String)>> {
    db.prepare_cached(
        "SELECT name, value FROM facts WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
    )?
    .query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

fn set_fact(db: &Connection, name: &str, value: &str) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO facts (name, value) VALUES (?1, ?2)")?
        .execute([name, value])
        .map(drop)
}

/// Writes at once or not at all; while another program holds the file it is tried `RETRIES` times more.
fn transact<T>(
    connection: &mut Connection,
    work: impl Fn(&Transaction) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let mut tries = 0;
    loop {
        let outcome = attempt(connection, &work);
        // After a full disk or a failed write SQLite may have rolled back already, or not.
        if !connection.is_autocommit() {
            connection.execute_batch("ROLLBACK")?;
        }
        match outcome {
            Err(error) if is_busy(&error) && tries < RETRIES => tries += 1,
            outcome => return outcome,
        }
    }
}

fn attempt<T>(
    connection: &mut Connection,
    work: impl Fn(&Transaction) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let outcome = work(&transaction)?;
    transaction.commit()?;
    Ok(outcome)
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}
