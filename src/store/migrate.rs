//! Steps the schema forward, each step in one transaction with the version it leads to. No row of the log is ever dropped.

use super::row::payload;
use super::{fold, log, packed, seen};
use crate::study::Day;
use crate::study::diff::Snapshot;
use rusqlite::{Connection, params};

/// "Swot", in the header of every database of ours.
pub const APPLICATION_ID: i32 = 0x5377_6f74;

/// One step of the schema. Two copies of one database take it to the same rows.
pub type Step = fn(&Connection) -> rusqlite::Result<()>;

/// Step n leads from version n to version n + 1.
pub const STEPS: &[Step] = &[
    |db| db.execute_batch(include_str!("migrations/1.sql")),
    |db| {
        db.execute_batch(include_str!("migrations/2.sql"))?;
        unpack_words(db)?;
        db.execute_batch(include_str!("migrations/2-end.sql"))?;
        log::keep_clock(db)?;
        fold::set_right(db).map(drop)
    },
    |db| {
        db.execute_batch(include_str!("migrations/3.sql"))?;
        pack_snapshots(db)
    },
    |db| db.execute_batch(include_str!("migrations/4.sql")),
];

/// Of the tables; 0 in a new file.
pub fn version(db: &Connection) -> rusqlite::Result<u32> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

pub fn application_id(db: &Connection) -> rusqlite::Result<i32> {
    db.query_row("PRAGMA application_id", [], |row| row.get(0))
}

/// Takes every step that is missing. Another program may take them at the same time: each is taken once.
pub fn migrate(db: &mut Connection, steps: &[Step]) -> rusqlite::Result<()> {
    // A table that others refer to cannot be replaced while that is watched; within a transaction the word has no effect.
    db.execute_batch("PRAGMA foreign_keys = OFF")?;
    let taken = steps.iter().zip(1u32..).try_for_each(|(step, target)| {
        super::transact(db, |db| {
            if version(db)? < target {
                step(db)?;
                db.pragma_update(None, "application_id", APPLICATION_ID)?;
                db.pragma_update(None, "user_version", target)?;
            }
            Ok(())
        })
    });
    db.execute_batch("PRAGMA foreign_keys = ON")?;
    taken
}

/// Version 1 kept the reason of a flag, and the memory that an adoption took over, in the packed memory after the row. An
/// adoption from a key that has rows of its own is an alias now; any other brought what another program remembered.
fn unpack_words(db: &Connection) -> rusqlite::Result<()> {
    let mut read = db.prepare(
        "SELECT one.id, one.day, one.kind, one.after, one.source,
                EXISTS (SELECT 1 FROM log_1 AS other WHERE other.card = one.source),
                decks.name, cards.name
         FROM log_1 AS one LEFT JOIN cards ON cards.id = one.source LEFT JOIN decks ON decks.id = cards.deck
         WHERE one.kind IN (8, 10)",
    )?;
    let mut write = db.prepare(
        "INSERT INTO log (id, at, ahead, east, day, kind, subject, took, seed, algorithm, source, version, payload)
         SELECT (device - 1) << 36 | seq << 4, at, ahead, east, day, kind, card, took, seed, algorithm, ?2, 1, ?3 FROM log_1 WHERE id = ?1",
    )?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let (id, day, kind): (i64, i32, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let memory = packed::unpack(row.get_ref(3)?.as_blob()?, Day(day))
            .ok_or_else(|| log::unreadable(3))?;
        let (source, payload): (Option<i64>, Option<String>) = match (kind, row.get(5)?) {
            (8, _) => {
                let reason = memory.flag.unwrap_or_default();
                (None, Some(payload::flag(&reason, None)))
            }
            (_, true) => (row.get(4)?, None),
            (_, false) => {
                let from = super::names::join(row.get_ref(6)?.as_str()?, row.get_ref(7)?.as_str()?);
                (None, Some(payload::brought(&from, &memory)))
            }
        };
        write.execute(params![id, source, payload])?;
    }
    Ok(())
}

/// Version 2 kept what was seen of a deck as two facts: the hash in hexadecimal, and the snapshot as JSON.
fn pack_snapshots(db: &Connection) -> rusqlite::Result<()> {
    let mut read = db.prepare(
        "SELECT substr(deck.name, 6), seen.value, deck.value FROM facts AS deck
         JOIN facts AS seen ON seen.name = 'seen/' || substr(deck.name, 6) WHERE deck.name GLOB 'deck/*'",
    )?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        let (deck, hash, json): (String, String, String) = row.try_into()?;
        // A deck whose facts cannot be read is seen anew.
        if let (Ok(hash), Some(cards)) =
            (u64::from_str_radix(&hash, 16), Snapshot::from_json(&json))
        {
            seen::keep(db, &(deck, hash, cards.to_note()))?;
        }
    }
    db.execute_batch("DELETE FROM facts WHERE name GLOB 'deck/*' OR name GLOB 'seen/*'")
}
