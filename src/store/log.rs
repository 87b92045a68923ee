//! Writes and reads rows of the review log. A row is written once; nothing here changes or deletes one.

use super::{Store, Trouble, device, state};
use crate::study::log::{ALGORITHM, Change, Entry, EntryId, Moment, Undone};
use crate::study::memory::{Event, Sitting};
use crate::study::{Day, Grade, Key, Memory};
use rusqlite::types::Type;
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use std::collections::{HashMap, VecDeque};

/// Rows read at a time: between two pages no lock is held, however slow the reader of the log is.
const PAGE: i64 = 1000;

/// Kinds as numbers in the file. They never change; gradings come first.
const GRADINGS: [Sitting; 4] = [
    Sitting::Repetition,
    Sitting::Drill,
    Sitting::Practice,
    Sitting::Exam,
];
const SUSPEND: i64 = 4;
const UNSUSPEND: i64 = 5;
const BURY: i64 = 6;
const UNBURY: i64 = 7;
const FLAG: i64 = 8;
const UNFLAG: i64 = 9;
const ADOPT: i64 = 10;
const UNDO: i64 = 11;
const REDO: i64 = 12;

fn kind(event: &Event) -> i64 {
    match event {
        Event::Graded(sitting, _) => match sitting {
            Sitting::Repetition => 0,
            Sitting::Drill => 1,
            Sitting::Practice => 2,
            Sitting::Exam => 3,
        },
        Event::Suspend => SUSPEND,
        Event::Unsuspend => UNSUSPEND,
        Event::Bury => BURY,
        Event::Unbury => UNBURY,
        Event::Flag(_) => FLAG,
        Event::Unflag => UNFLAG,
        Event::Adopt { .. } => ADOPT,
        Event::Undo(_) => UNDO,
        Event::Redo(_) => REDO,
    }
}

/// What a row did, with the row that it takes back named by its number in this file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Act {
    /// Not an undo or redo.
    Did(Event),
    Undid(i64),
    Redid(i64),
}

/// The event of a row that is no undo or redo. What a flag or an adoption holds is found in the memory after it.
fn event(
    kind: i64,
    grade: Option<u8>,
    source: impl FnOnce() -> Option<Key>,
    after: impl FnOnce() -> Option<Memory>,
) -> Option<Event> {
    Some(match kind {
        0..=3 => Event::Graded(
            *GRADINGS.get(usize::try_from(kind).ok()?)?,
            Grade::new(grade?)?,
        ),
        SUSPEND => Event::Suspend,
        UNSUSPEND => Event::Unsuspend,
        BURY => Event::Bury,
        UNBURY => Event::Unbury,
        FLAG => Event::Flag(after()?.flag?),
        UNFLAG => Event::Unflag,
        ADOPT => Event::Adopt {
            from: source()?,
            memory: Box::new(after()?),
        },
        _ => return None,
    })
}

/// The few columns that folding needs.
pub(super) const STEP: &str = "SELECT id, card, day, kind, grade, about, after FROM log";

/// A row of `STEP`.
pub(super) struct Step {
    pub id: i64,
    pub card: i64,
    pub day: Day,
    pub act: Act,
}

impl Step {
    pub fn read(row: &Row) -> rusqlite::Result<Step> {
        let day = Day(row.get(2)?);
        let kind: i64 = row.get(3)?;
        let act = match kind {
            UNDO => Act::Undid(row.get(5)?),
            REDO => Act::Redid(row.get(5)?),
            _ => {
                let after = || state::unpack(row.get_ref(6).ok()?.as_blob().ok()?, day);
                // Folding does not ask where a memory was adopted from.
                let source = || Some(Key::from_text(""));
                Act::Did(event(kind, row.get(4)?, source, after).ok_or_else(|| unreadable(3))?)
            }
        };
        Ok(Step {
            id: row.get(0)?,
            card: row.get(1)?,
            day,
            act,
        })
    }
}

/// A value that this program would not have written.
fn unreadable(column: usize) -> rusqlite::Error {
    let reason = "a row of the review log makes no sense".into();
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, reason)
}

/// The memory of one card from its rows, once `turn`, an undo or redo, is the newest of them.
pub(super) fn refold(db: &Connection, card: i64, turn: Act) -> rusqlite::Result<Memory> {
    let mut statement = db.prepare_cached(&format!("{STEP} WHERE card = ?1 ORDER BY id"))?;
    let mut undone = Undone::default();
    let mut rows = Vec::new();
    let mut take = |act, id, day| match act {
        Act::Did(event) => rows.push((id, event, day)),
        Act::Undid(row) => undone.undo(row),
        Act::Redid(row) => undone.redo(&row),
    };
    for step in statement.query_map([card], Step::read)? {
        let step = step?;
        take(step.act, step.id, step.day);
    }
    take(turn, 0, Day::default());
    let rows = rows.iter().map(|(id, event, day)| (id, event, *day));
    Ok(crate::study::log::fold(rows, &undone))
}

/// Every card's memory from the whole log, by the card's number.
pub(super) fn replay(db: &Connection) -> rusqlite::Result<HashMap<i64, Memory>> {
    let mut undone = Undone::default();
    let undoings = format!("{STEP} WHERE kind IN ({UNDO}, {REDO}) ORDER BY id");
    for step in db.prepare_cached(&undoings)?.query_map([], Step::read)? {
        match step?.act {
            Act::Undid(row) => undone.undo(row),
            Act::Redid(row) => undone.redo(&row),
            Act::Did(_) => {}
        }
    }
    let mut memories: HashMap<i64, Memory> = HashMap::new();
    let all = format!("{STEP} ORDER BY id");
    for step in db.prepare_cached(&all)?.query_map([], Step::read)? {
        let step = step?;
        if let Act::Did(event) = &step.act
            && !undone.contains(&step.id)
        {
            let memory = memories.entry(step.card).or_default();
            *memory = memory.after(event, step.day);
        }
    }
    memories.retain(|_, memory| *memory != Memory::default());
    Ok(memories)
}

/// Appends `change` as the newest row of `device`. `about` is the row that it undoes or redoes.
pub(super) fn append(
    db: &Connection,
    device: &str,
    change: &Change,
    at: Moment,
    about: Option<i64>,
) -> rusqlite::Result<Entry> {
    let newest: Option<i64> = db
        .prepare_cached("SELECT at + ahead FROM log ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let now = at.utc_ms.max(0);
    let hybrid = newest.map_or(now, |newest| now.max(newest.saturating_add(1)));
    let mut change = change.clone();
    change.took_ms = change.took_ms.min(crate::study::session::LONGEST_ANSWER_MS);
    let entry = Entry {
        id: EntryId {
            device: device.to_owned(),
            seq: device::newest_seq(db, device)? + 1,
        },
        hybrid: hybrid.unsigned_abs(),
        at,
        algorithm: ALGORITHM,
        change,
    };
    insert(db, &entry, about)?;
    Ok(entry)
}

/// Writes a row as it is.
pub(super) fn insert(db: &Connection, entry: &Entry, about: Option<i64>) -> rusqlite::Result<i64> {
    let change = &entry.change;
    let source = match &change.event {
        Event::Adopt { from, .. } => Some(card(db, from)?.1),
        _ => None,
    };
    db.prepare_cached(
        "INSERT INTO log (device, seq, at, ahead, east, day, card, kind, grade, took, seed, algorithm, about, source, before, after)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
    )?
    .execute(params![
        named(db, "devices", &entry.id.device)?,
        entry.id.seq as i64,
        entry.at.utc_ms,
        (entry.hybrid as i64).saturating_sub(entry.at.utc_ms),
        entry.at.offset_s,
        change.day.0,
        card(db, &change.card)?.1,
        kind(&change.event),
        change.event.grade().map(Grade::value),
        change.took_ms,
        // All 64 bits; SQLite knows them as a signed number.
        change.seed as i64,
        entry.algorithm,
        about,
        source,
        state::pack(&change.before, change.day),
        state::pack(&change.after, change.day),
    ])?;
    Ok(db.last_insert_rowid())
}

/// The number of a device or deck, given to it now if it has none.
fn named(db: &Connection, table: &str, name: &str) -> rusqlite::Result<i64> {
    let known = db
        .prepare_cached(&format!("SELECT id FROM {table} WHERE name = ?1"))?
        .query_row([name], |row| row.get(0))
        .optional()?;
    match known {
        Some(id) => Ok(id),
        None => {
            db.prepare_cached(&format!("INSERT INTO {table} (name) VALUES (?1)"))?
                .execute([name])?;
            Ok(db.last_insert_rowid())
        }
    }
}

/// Deck and rest of a key. A key without a deck is kept whole, in the deck without a name.
pub(super) fn split(key: &Key) -> (&str, &str) {
    match key.as_str().split_once('/') {
        Some((deck, rest)) if !deck.is_empty() => (deck, rest),
        _ => ("", key.as_str()),
    }
}

pub(super) fn join(deck: &str, rest: &str) -> Key {
    Key::from_text(if deck.is_empty() {
        rest.to_owned()
    } else {
        format!("{deck}/{rest}")
    })
}

/// The numbers of a card's deck and of the card, where it has ever been in the log.
pub(super) fn find_card(db: &Connection, key: &Key) -> rusqlite::Result<Option<(i64, i64)>> {
    let (deck, name) = split(key);
    db.prepare_cached(
        "SELECT decks.id, cards.id FROM decks JOIN cards ON cards.deck = decks.id WHERE decks.name = ?1 AND cards.name = ?2",
    )?
    .query_row([deck, name], |row| Ok((row.get(0)?, row.get(1)?)))
    .optional()
}

/// The same, given to it now if it has none.
pub(super) fn card(db: &Connection, key: &Key) -> rusqlite::Result<(i64, i64)> {
    if let Some(known) = find_card(db, key)? {
        return Ok(known);
    }
    let (deck, name) = split(key);
    let deck = named(db, "decks", deck)?;
    db.prepare_cached("INSERT INTO cards (deck, name) VALUES (?1, ?2)")?
        .execute(params![deck, name])?;
    Ok((deck, db.last_insert_rowid()))
}

/// The key of a card by its number.
pub(super) fn key(db: &Connection, card: i64) -> rusqlite::Result<Key> {
    db.prepare_cached("SELECT decks.name, cards.name FROM cards JOIN decks ON decks.id = cards.deck WHERE cards.id = ?1")?
        .query_row([card], |row| Ok(join(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?)))
}

pub(super) fn has_adopted(db: &Connection, key: &Key) -> rusqlite::Result<bool> {
    let Some((_, card)) = find_card(db, key)? else {
        return Ok(false);
    };
    db.prepare_cached(&format!(
        "SELECT EXISTS (SELECT 1 FROM log WHERE card = ?1 AND kind = {ADOPT})"
    ))?
    .query_row([card], |row| row.get(0))
}

/// A row of entries.sql with its number.
pub(super) fn read_entry(row: &Row) -> rusqlite::Result<(i64, Entry)> {
    let key = |deck: usize| -> rusqlite::Result<Key> {
        let (deck, name) = (
            row.get_ref(deck)?.as_str()?,
            row.get_ref(deck + 1)?.as_str()?,
        );
        Ok(join(deck, name))
    };
    let day = Day(row.get(6)?);
    let memory = |column: usize| -> rusqlite::Result<Memory> {
        state::unpack(row.get_ref(column)?.as_blob()?, day).ok_or_else(|| unreadable(column))
    };
    let after = memory(19)?;
    let kind: i64 = row.get(9)?;
    let target = || -> rusqlite::Result<EntryId> {
        Ok(EntryId {
            device: row.get(14)?,
            seq: row.get::<_, i64>(15)?.unsigned_abs(),
        })
    };
    let event = match kind {
        UNDO => Event::Undo(target()?),
        REDO => Event::Redo(target()?),
        _ => event(kind, row.get(10)?, || key(16).ok(), || Some(after.clone()))
            .ok_or_else(|| unreadable(9))?,
    };
    let (at, ahead): (i64, i64) = (row.get(3)?, row.get(4)?);
    let entry = Entry {
        id: EntryId {
            device: row.get(1)?,
            seq: row.get::<_, i64>(2)?.unsigned_abs(),
        },
        hybrid: at.saturating_add(ahead).unsigned_abs(),
        at: Moment {
            utc_ms: at,
            offset_s: row.get(5)?,
        },
        algorithm: row.get(13)?,
        change: Change {
            card: key(7)?,
            event,
            day,
            before: memory(18)?,
            after,
            took_ms: row.get(11)?,
            seed: row.get::<_, i64>(12)? as u64,
        },
    };
    Ok((row.get(0)?, entry))
}

pub(super) fn entries<'c>(
    db: &'c Connection,
    which: &str,
) -> rusqlite::Result<CachedStatement<'c>> {
    db.prepare_cached(&format!("{} {which}", include_str!("entries.sql")))
}

/// The log, oldest row first, a page at a time. After trouble it ends.
pub struct Log<'s> {
    store: &'s Store,
    /// The newest row read.
    read: i64,
    page: VecDeque<(i64, Entry)>,
    is_over: bool,
}

impl Log<'_> {
    fn turn(&mut self) -> Result<(), Trouble> {
        let page = self.store.read(|db| {
            entries(db, "WHERE log.id > ?1 ORDER BY log.id LIMIT ?2")?
                .query_map([self.read, PAGE], read_entry)?
                .collect::<rusqlite::Result<VecDeque<_>>>()
        })?;
        self.is_over = page.is_empty();
        self.read = page.back().map_or(self.read, |(id, _)| *id);
        self.page = page;
        Ok(())
    }
}

impl Iterator for Log<'_> {
    /// With the row's number, to go on from another time.
    type Item = Result<(i64, Entry), Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.is_empty()
            && !self.is_over
            && let Err(trouble) = self.turn()
        {
            self.is_over = true;
            return Some(Err(trouble));
        }
        self.page.pop_front().map(Ok)
    }
}

/// A row in a card's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub entry: Entry,
    /// Taken back, and not brought back since.
    pub is_undone: bool,
}

/// What was done on one study day, without what was undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SoFar {
    pub gradings: u32,
    pub took_ms: u64,
    /// The cards graded, each once, in order of their key.
    pub graded: Vec<Key>,
}

impl Store {
    /// The rows after number `after`, oldest first; from the beginning with 0.
    pub fn log(&self, after: i64) -> Log<'_> {
        Log {
            store: self,
            read: after,
            page: VecDeque::new(),
            is_over: false,
        }
    }

    /// Everything that happened to a card, oldest first.
    pub fn history(&self, key: &Key) -> Result<Vec<Past>, Trouble> {
        self.read(|db| {
            let Some((_, card)) = find_card(db, key)? else {
                return Ok(Vec::new());
            };
            let rows = entries(db, "WHERE log.card = ?1 ORDER BY log.id")?
                .query_map([card], read_entry)?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let undone = Undone::of(rows.iter().map(|(_, entry)| &entry.change.event));
            let past = rows.into_iter().map(|(_, entry)| Past {
                is_undone: undone.contains(&entry.id),
                entry,
            });
            Ok(past.collect())
        })
    }

    /// What was done on `day`: rows are looked through from the newest back to the first one of an earlier day.
    pub fn so_far(&self, day: Day) -> Result<SoFar, Trouble> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT log.id, log.day, log.kind, log.about, log.took, decks.name, cards.name
                 FROM log JOIN cards ON cards.id = log.card JOIN decks ON decks.id = cards.deck ORDER BY log.id DESC",
            )?;
            let mut rows = statement.query([])?;
            let mut back = Backwards::default();
            let mut so_far = SoFar::default();
            let mut graded = std::collections::BTreeSet::new();
            while let Some(row) = rows.next()? {
                let (id, row_day, kind): (i64, i32, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
                if row_day < day.0 {
                    break;
                }
                match kind {
                    UNDO => back.undid(row.get(3)?),
                    REDO => back.redid(row.get(3)?),
                    0..=3 if row_day == day.0 && !back.is_undone(id) => {
                        so_far.gradings += 1;
                        so_far.took_ms += row.get::<_, i64>(4)?.unsigned_abs();
                        let (deck, name) = (row.get_ref(5)?.as_str()?, row.get_ref(6)?.as_str()?);
                        graded.insert(join(deck, name));
                    }
                    _ => {}
                }
            }
            so_far.graded = graded.into_iter().collect();
            Ok(so_far)
        })
    }

    /// Milliseconds an answer took on average over the last `of` gradings; absent before the first.
    pub fn pace(&self, of: u32) -> Result<Option<u32>, Trouble> {
        self.read(|db| {
            db.prepare_cached(
                "SELECT CAST(avg(took) AS INTEGER) FROM (SELECT took FROM log WHERE kind <= 3 AND took > 0 ORDER BY id DESC LIMIT ?1)",
            )?
            .query_row([of], |row| row.get(0))
        })
    }
}

/// What is undone, when rows are read from the newest back: the first word about a row is the last that was said.
#[derive(Debug, Default)]
pub(super) struct Backwards(HashMap<i64, bool>);

impl Backwards {
    pub fn undid(&mut self, row: i64) {
        self.0.entry(row).or_insert(true);
    }

    pub fn redid(&mut self, row: i64) {
        self.0.entry(row).or_insert(false);
    }

    pub fn is_undone(&self, row: i64) -> bool {
        self.0.get(&row).copied().unwrap_or(false)
    }
}
