//! Appends rows to the review log and reads it. A row is written once; nothing here changes or deletes one.

use super::fold::{Counting, Names, fold, fold_all, related};
use super::names::{find, find_card, heirs, join, present};
use super::row::{self, Row, payload};
use super::row_id::{MOST_COPIES, RowId};
use super::{Store, Trouble, fact, set_fact};
use crate::study::log::{
    Change, Entry, EntryId, LONGEST_COMPUTED_MS, LONGEST_COUNTED_MS, Moment, Past, Turn,
};
use crate::study::memory::Counted;
use crate::study::{Day, Key};
use rusqlite::Connection;
use rusqlite::types::Type;
use std::collections::BTreeSet;

/// How far this machine's hybrid clock follows that of another.
const FOLLOWED_MS: i64 = 2 * 86_400_000;

/// The fact that holds the highest hybrid clock of all rows but those that the latest writer added since.
const CLOCK: &str = "clock";

/// The fact that holds the name of the latest writer. Two windows can have two names: one was open when the other took a new one.
const WRITER: &str = "writer";

/// `Change::counted_ms` of a row of the log, as SQL.
pub(super) fn counted_ms() -> String {
    let is_long = "CASE WHEN json_valid(log.payload) THEN json_extract(log.payload, '$.long') END";
    format!(
        "min(log.took, CASE WHEN {is_long} THEN {LONGEST_COMPUTED_MS} ELSE {LONGEST_COUNTED_MS} END)"
    )
}

/// The error for a value that this program would not have written.
pub(super) fn unreadable(column: usize) -> rusqlite::Error {
    let reason = "a row of the review log makes no sense".into();
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, reason)
}

/// Notes the highest hybrid clock of all rows: rows to come stand behind it.
pub(super) fn keep_clock(db: &Connection) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO facts (name, value) SELECT ?1, max(at + ahead) FROM log HAVING count(*) > 0",
    )?
    .execute([CLOCK])
    .map(drop)
}

/// Notes this clock, the highest of rows that came, where it is higher than the one noted.
pub(super) fn raise_clock(db: &Connection, hybrid: i64) -> rusqlite::Result<()> {
    let known = fact(db, CLOCK)?.and_then(|text| text.parse::<i64>().ok());
    if known.is_some_and(|known| known >= hybrid) {
        return Ok(());
    }
    set_fact(db, CLOCK, &hybrid.to_string())
}

/// Makes `device` the latest writer.
fn take_turn(db: &Connection, device: &str) -> rusqlite::Result<()> {
    match fact(db, WRITER)? {
        Some(writer) if writer == device => return Ok(()),
        // Of what it added the newest stands highest.
        Some(writer) => raise_clock(db, newest(db, &writer)?.0)?,
        None => keep_clock(db)?,
    }
    set_fact(db, WRITER, device)
}

/// The highest hybrid clock of other machines, 0 before their first row; and `newest` of this one.
fn clocks(db: &Connection, device: &str) -> rusqlite::Result<(i64, (i64, u64))> {
    let others = fact(db, CLOCK)?.and_then(|text| text.parse().ok());
    Ok((others.unwrap_or(0), newest(db, device)?))
}

/// The highest hybrid clock of the device's newest rows, of which there may be several contents, and their number; 0 before its first.
pub(super) fn newest(db: &Connection, device: &str) -> rusqlite::Result<(i64, u64)> {
    let Some(id) = find(db, "devices", device)? else {
        return Ok((0, 0));
    };
    let [first, last] = RowId::all(id);
    let sql = "SELECT coalesce(max(hybrid), 0), max(id) FROM
               (SELECT id, at + ahead AS hybrid FROM log WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT ?3)";
    db.prepare_cached(sql)?
        .query_row([first, last, MOST_COPIES], |row| {
            let newest: Option<i64> = row.get(1)?;
            Ok((row.get(0)?, newest.map_or(0, |id| RowId(id).seq())))
        })
}

/// What a row written now bears: behind all rows, but those of a clock that is too far ahead to be followed.
fn hybrid_after(others: i64, own: i64, at: Moment) -> i64 {
    let now = at.utc_ms.max(0);
    let is_followed = others <= now.saturating_add(FOLLOWED_MS);
    let followed = if is_followed { others } else { 0 };
    now.max(own.saturating_add(1))
        .max(followed.saturating_add(1))
}

/// The hybrid clock that the next row of `device` would bear, if it were written now.
pub(super) fn next_hybrid(db: &Connection, device: &str, at: Moment) -> rusqlite::Result<u64> {
    let (mut others, (own, _)) = clocks(db, device)?;
    // What `take_turn` would note.
    if let Some(writer) = fact(db, WRITER)?.filter(|writer| writer != device) {
        others = others.max(newest(db, &writer)?.0);
    }
    Ok(hybrid_after(others, own, at).unsigned_abs())
}

/// A row just written.
pub(super) struct Appended {
    pub entry: Entry,
    pub id: RowId,
    pub subject: Option<(i64, i64)>,
    /// It is the last row in the order of the log, so its effect can be added to the cached memory without folding anew.
    pub is_last: bool,
}

/// Appends `change` as the newest row of `device`; `group` is the first of the rows that are undone with it.
pub(super) fn append(
    db: &Connection,
    device: &str,
    change: &Change,
    at: Moment,
    group: Option<u64>,
) -> rusqlite::Result<Appended> {
    take_turn(db, device)?;
    let (others, (own, seq)) = clocks(db, device)?;
    let hybrid = hybrid_after(others, own, at);
    let entry = Entry {
        id: EntryId {
            device: device.to_owned(),
            seq: seq + 1,
        },
        hybrid: hybrid.unsigned_abs(),
        at,
        group,
        payload: payload::of(change),
        change: change.clone(),
    };
    let numbers = Row::of(&entry).insert(db, 0)?;
    Ok(Appended {
        id: numbers.id,
        subject: numbers.subject,
        is_last: hybrid > others,
        entry,
    })
}

impl Store {
    /// The whole log in its order, row by row, with the memories before and after each.
    pub fn each_row(&self, mut with: impl FnMut(Past)) -> Result<(), Trouble> {
        self.read(|db| {
            // One moment for all questions, whatever another window writes.
            let db = db.unchecked_transaction()?;
            let names = Names::read(&db)?;
            fold_all(&db, &names, |id, _, turn| {
                with(past(&db, &names, id, &turn)?);
                Ok(())
            })
            .map(drop)
        })
    }

    /// Everything that happened to a question, under this key and those it adopted from, oldest first.
    pub fn history(&self, key: &Key) -> Result<Vec<Past>, Trouble> {
        self.read(|db| {
            let db = db.unchecked_transaction()?;
            let Some((_, card)) = find_card(&db, key)? else {
                return Ok(Vec::new());
            };
            let (names, rows) = related(&db, &BTreeSet::from([card]))?;
            let gone = names.gone(&db)?;
            let mut history = Vec::new();
            fold(rows, &gone, |id, _, turn| {
                history.push(past(&db, &names, id, &turn)?);
                Ok(())
            })?;
            Ok(history)
        })
    }

    /// The questions graded on `day`; a name that is gone counts for the card that adopted it. A mock exam is no part of a day's work.
    pub fn graded_on(
        &self,
        day: Day,
        is_there: impl Fn(&Key) -> bool,
    ) -> Result<BTreeSet<Key>, Trouble> {
        self.read(|db| {
            let heirs = heirs(db)?;
            let mut statement = db.prepare_cached(
                "SELECT decks.name, subjects.name, log.subject
                 FROM log INDEXED BY log_day JOIN counted USING (id)
                 JOIN subjects ON subjects.id = log.subject JOIN decks ON decks.id = subjects.deck
                 WHERE log.day = ?1 AND counted.counted <> ?2",
            )?;
            let mut rows = statement.query((day.0, Counted::Exam as i64))?;
            let mut graded = BTreeSet::new();
            while let Some(row) = rows.next()? {
                let own = join(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
                graded.insert(present(db, &heirs, (row.get(2)?, own), &is_there)?);
            }
            Ok(graded)
        })
    }
}

/// A row as it is shown.
pub(super) fn shown(db: &Connection, names: &Names, id: RowId) -> rusqlite::Result<Entry> {
    let row = row::row(db, id)?.ok_or_else(|| unreadable(0))?;
    let hash = names.is_forked(id).then(|| row.hash());
    let mut entry = row.entry();
    if let Some(hash) = hash {
        // Several contents bear this device and number: each is shown under a name of its own.
        entry.id.device = format!("{}~{:012x}", entry.id.device, hash >> 16);
    }
    Ok(entry)
}

/// A row as it is shown, with what the fold makes of it.
fn past(db: &Connection, names: &Names, id: RowId, turn: &Turn) -> rusqlite::Result<Past> {
    let mut entry = shown(db, names, id)?;
    entry.change.before = turn.before.clone();
    entry.change.after = turn.after.clone();
    Ok(Past {
        entry,
        counted: turn.counted,
        is_undone: turn.is_gone,
    })
}

/// Writes what a grading that stands last counted as.
pub(super) fn count(db: &Connection, appended: &Appended) -> rusqlite::Result<()> {
    let change = &appended.entry.change;
    let counted = change.before.clone().take(&change.event, change.day);
    if let Some(counted) = counted {
        Counting::new(counted, &change.before).put(db, appended.id)?;
    }
    Ok(())
}
