//! The union of two logs: every row of either, once. Where one device and number has several contents, all are kept.

use super::file::{connect, make_file};
use super::gate::{Look, examine};
use super::restore::RestoreError;
use super::row::{self, Row};
use super::row_id::RowId;
use super::{Store, Trouble, Why, backup, fold, log, migrate, names};
use crate::study::Key;
use crate::study::log::Moment;
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Writes a row as it is, unless it is there already. Nothing is folded: `fold` or `rebuild` is to follow.
pub(super) fn take(db: &Connection, row: &Row) -> rusqlite::Result<bool> {
    let device = names::number(db, "devices", &row.device)?;
    let there = contents(db, device, row.seq)?;
    if there.contains(row) {
        return Ok(false);
    }
    row.insert(db, there.len() as i64)?;
    Ok(true)
}

/// What a merge brought.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Rows that were not here, by the device that wrote them.
    pub rows: BTreeMap<String, u64>,
    /// Questions with a row among them.
    pub questions: usize,
    /// Where the database as it was before is kept; absent where nothing came.
    pub kept: Option<PathBuf>,
}

impl Store {
    /// Takes every row of another database or backup, of whatever version, that is not here yet. Nothing is lost on either
    /// side: what is here already stays, and `from` is only read.
    pub fn merge(&mut self, from: &Path, now: Moment) -> Result<Merged, RestoreError> {
        examine(from, Look::Whole).map_err(RestoreError::Source)?;
        let beside = backup::partial(&self.path()).map_err(RestoreError::Trouble)?;
        let read = || -> rusqlite::Result<Vec<Row>> {
            let source = connect(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
            let db = brought_up_to_date(&source, &beside)?;
            row::rows(&db, "ORDER BY log.id")?
                .query_map([], Row::read)?
                .collect()
        };
        let rows = read().map_err(|error| RestoreError::Trouble(Trouble::of(from, &error)));
        let _ = std::fs::remove_file(&beside);
        let new = self.lacking(rows?).map_err(RestoreError::Trouble)?;
        if new.is_empty() {
            return Ok(Merged::default());
        }
        let kept = self.keep(Why::Import, now).map_err(RestoreError::NotKept)?;
        let mut merged = self
            .write(|db| unite(db, &new))
            .map_err(RestoreError::Trouble)?;
        merged.kept = Some(kept.path);
        Ok(merged)
    }

    /// Those of the rows that are not here.
    fn lacking(&self, rows: Vec<Row>) -> Result<Vec<Row>, Trouble> {
        self.read(|db| {
            let mut new = Vec::new();
            for row in rows {
                if !is_there(db, &row)? {
                    new.push(row);
                }
            }
            Ok(new)
        })
    }
}

fn is_there(db: &Connection, row: &Row) -> rusqlite::Result<bool> {
    Ok(match names::find(db, "devices", &row.device)? {
        Some(device) => contents(db, device, row.seq)?.contains(row),
        None => false,
    })
}

fn contents(db: &Connection, device: i64, seq: u64) -> rusqlite::Result<Vec<Row>> {
    row::rows(db, "WHERE log.id BETWEEN ?1 AND ?2")?
        .query_map(RowId::span(device, seq, seq), Row::read)?
        .collect()
}

/// Takes the rows of another log, and brings the memories to what the union folds to. The caller is in a transaction.
fn unite(db: &Connection, rows: &[Row]) -> rusqlite::Result<Merged> {
    let mut merged = Merged::default();
    let mut touched: Vec<&Row> = Vec::new();
    for row in rows {
        if take(db, row)? {
            *merged.rows.entry(row.device.clone()).or_default() += 1;
            touched.push(row);
        }
    }
    let touched_clock = touched.iter().map(|row| row.hybrid).max();
    let mut questions = BTreeSet::new();
    for row in touched {
        let subject = Key::from_text(row.subject.as_str());
        if row.sort == Some(0) {
            questions.extend(names::find_card(db, &subject)?.map(|(_, card)| card));
        }
        // What it takes back, brings back or voids.
        if let Some(about) = row.clone().entry().change.event.about() {
            let sql =
                "SELECT DISTINCT log.subject FROM log JOIN subjects ON subjects.id = log.subject
                       WHERE log.id BETWEEN ?1 AND ?2 AND subjects.sort = 0";
            let last = about.seq.saturating_add(about.count).saturating_sub(1);
            let device = names::number(db, "devices", &about.device)?;
            let span = RowId::span(device, about.seq, last);
            let mut statement = db.prepare_cached(sql)?;
            for subject in statement.query_map(span, |row| row.get(0))? {
                questions.insert(subject?);
            }
        }
    }
    if let Some(highest) = touched_clock {
        log::raise_clock(db, highest)?;
    }
    merged.questions = questions.len();
    fold::refold(db, &questions.into_iter().collect::<Vec<_>>())?;
    Ok(merged)
}

/// A copy of a database of any version, in `beside`, brought up to date. The file may be removed while it is read.
pub(super) fn brought_up_to_date(from: &Connection, beside: &Path) -> rusqlite::Result<Connection> {
    let _ = std::fs::remove_file(beside);
    make_file(beside).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    let mut copy = connect(beside, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    copy.execute_batch("PRAGMA synchronous = OFF")?;
    rusqlite::backup::Backup::new(from, &mut copy)?.step(-1)?;
    migrate::migrate(&mut copy, migrate::STEPS)?;
    Ok(copy)
}
