//! Names are long and rows are many: devices, decks, kinds and subjects are written once and referred to by number.

use crate::study::Key;
use crate::study::log::Sort;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;

/// Sorts as numbers in the file. They never change; a row without a subject has none.
const SORTS: [Sort; 4] = [Sort::Question, Sort::Concept, Sort::Deck, Sort::Exam];

/// `None` for a row without a subject.
pub fn sort_number(sort: Sort) -> Option<i64> {
    let at = SORTS.iter().position(|known| *known == sort)?;
    i64::try_from(at).ok()
}

/// `None` for a number that this program does not know.
pub fn sort_of(number: Option<i64>) -> Option<Sort> {
    number.map_or(Some(Sort::Nothing), |number| {
        SORTS.get(usize::try_from(number).ok()?).copied()
    })
}

/// The number of a device, deck or kind, given to it now if it has none.
pub fn number(db: &Connection, table: &str, name: &str) -> rusqlite::Result<i64> {
    if let Some(id) = find(db, table, name)? {
        return Ok(id);
    }
    db.prepare_cached(&format!("INSERT INTO {table} (name) VALUES (?1)"))?
        .execute([name])?;
    Ok(db.last_insert_rowid())
}

/// `None` where it has none yet.
pub fn find(db: &Connection, table: &str, name: &str) -> rusqlite::Result<Option<i64>> {
    db.prepare_cached(&format!("SELECT id FROM {table} WHERE name = ?1"))?
        .query_row([name], |row| row.get(0))
        .optional()
}

/// Deck and rest of a key. A key without a deck is kept whole, in the deck without a name.
fn split(key: &Key) -> (&str, &str) {
    match key.as_str().split_once('/') {
        Some((deck, rest)) if !deck.is_empty() => (deck, rest),
        _ => ("", key.as_str()),
    }
}

/// The reverse of `split`.
pub fn join(deck: &str, rest: &str) -> Key {
    Key::from_text(if deck.is_empty() {
        rest.to_owned()
    } else {
        [deck, "/", rest].concat()
    })
}

/// The numbers of a question's deck and of the question, where it has ever been in the log.
pub fn find_card(db: &Connection, key: &Key) -> rusqlite::Result<Option<(i64, i64)>> {
    find_subject(db, 0, key)
}

/// The numbers of the deck and of a subject of any sort, by the number of the sort.
pub fn find_subject(db: &Connection, sort: i64, key: &Key) -> rusqlite::Result<Option<(i64, i64)>> {
    let (deck, name) = split(key);
    db.prepare_cached(
        "SELECT decks.id, subjects.id FROM decks JOIN subjects ON subjects.deck = decks.id
         WHERE decks.name = ?1 AND subjects.name = ?2 AND subjects.sort = ?3",
    )?
    .query_row(params![deck, name, sort], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .optional()
}

/// The numbers of a subject's deck and of the subject, given to it now if it has none; `sort` is its number.
pub fn subject(db: &Connection, sort: i64, key: &Key) -> rusqlite::Result<(i64, i64)> {
    if let Some(known) = find_subject(db, sort, key)? {
        return Ok(known);
    }
    let (deck, name) = split(key);
    let deck = number(db, "decks", deck)?;
    db.prepare_cached("INSERT INTO subjects (sort, deck, name) VALUES (?1, ?2, ?3)")?
        .execute(params![sort, deck, name])?;
    Ok((deck, db.last_insert_rowid()))
}

/// The key of a subject by its number.
pub fn key(db: &Connection, subject: i64) -> rusqlite::Result<Key> {
    db.prepare_cached(
        "SELECT decks.name, subjects.name FROM subjects JOIN decks ON decks.id = subjects.deck WHERE subjects.id = ?1",
    )?
    .query_row([subject], |row| {
        Ok(join(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?))
    })
}

/// By the number of a question, that of the one which adopted it last.
pub fn heirs(db: &Connection) -> rusqlite::Result<HashMap<i64, i64>> {
    db.prepare_cached(
        "SELECT source, subject FROM log JOIN devices ON devices.id = log.device
         WHERE source IS NOT NULL ORDER BY at + ahead, devices.name, log.id",
    )?
    .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
    .collect()
}

/// The key under which a question is told of: its own where it is there, or that of the heir that is.
pub fn present(
    db: &Connection,
    heirs: &HashMap<i64, i64>,
    (mut subject, own): (i64, Key),
    is_there: impl Fn(&Key) -> bool,
) -> rusqlite::Result<Key> {
    if !heirs.contains_key(&subject) || is_there(&own) {
        return Ok(own);
    }
    // Names that were given to and fro lead in a circle.
    for _ in 0..heirs.len() {
        let Some(heir) = heirs.get(&subject) else {
            break;
        };
        let heir_key = key(db, *heir)?;
        if is_there(&heir_key) {
            return Ok(heir_key);
        }
        subject = *heir;
    }
    Ok(own)
}
