//! What was last seen of each deck.

use super::{Store, Trouble};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

/// A deck, the hash of its text, and its snapshot.
pub type Seen = (String, u64, Vec<u8>);

impl Store {
    /// The hash of each deck's text.
    pub fn seen(&self) -> Result<HashMap<String, u64>, Trouble> {
        self.read(|db| {
            db.prepare_cached("SELECT deck, hash FROM seen")?
                .query_map([], |row| {
                    Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
                })?
                .collect()
        })
    }

    /// The deck as it was last seen, as `Snapshot::to_note` wrote it; `None` where it never was.
    pub fn snapshot(&self, deck: &str) -> Result<Option<Vec<u8>>, Trouble> {
        self.read(|db| {
            db.prepare_cached("SELECT snapshot FROM seen WHERE deck = ?1")?
                .query_row([deck], |row| row.get(0))
                .optional()
        })
    }

    /// All of them in one durable transaction.
    pub fn saw(&mut self, decks: &[Seen]) -> Result<(), Trouble> {
        self.write(|db| decks.iter().try_for_each(|seen| keep(db, seen)))
    }
}

pub(super) fn keep(db: &Connection, (deck, hash, snapshot): &Seen) -> rusqlite::Result<()> {
    db.prepare_cached("INSERT OR REPLACE INTO seen (deck, hash, snapshot) VALUES (?1, ?2, ?3)")?
        .execute((deck, hash.cast_signed(), snapshot))
        .map(drop)
}
