//! Which rows a log holds, told shortly: runs of numbers of each device, and the contents of those that have several.

use super::row::{self, Row};
use super::row_id::RowId;
use super::{Store, Trouble};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A run of numbers: its first and its last.
pub type Run = (u64, u64);

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// By device, in order, none touching the next.
    pub runs: BTreeMap<String, Vec<Run>>,
    /// The hash of each content of a number that has several.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub forks: BTreeSet<u64>,
}

impl Held {
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Held {
        let mut held = Held::default();
        for row in rows {
            held.add(&row.device, (row.seq, row.seq));
        }
        held
    }

    pub fn has(&self, device: &str, seq: u64) -> bool {
        self.runs.get(device).is_some_and(|runs| {
            let next = runs.partition_point(|(_, last)| *last < seq);
            runs.get(next).is_some_and(|(first, _)| *first <= seq)
        })
    }

    /// A run from its first to its last sequence number, both included.
    pub fn add(&mut self, device: &str, (mut first, mut last): Run) {
        // Nearly always: rows come in their order.
        if let Some(newest) = self.runs.get_mut(device).and_then(|runs| runs.last_mut())
            && newest.0 <= first
            && first <= newest.1.saturating_add(1)
        {
            newest.1 = newest.1.max(last);
            return;
        }
        let runs = self.runs.entry(device.to_owned()).or_default();
        let begin = runs.partition_point(|run| run.1.saturating_add(1) < first);
        let end = runs.partition_point(|run| run.0 <= last.saturating_add(1));
        for run in &runs[begin..end] {
            (first, last) = (first.min(run.0), last.max(run.1));
        }
        runs.splice(begin..end, [(first, last)]);
    }

    /// Every number of the other is here too.
    pub fn covers(&self, other: &Held) -> bool {
        other.runs.iter().all(|(device, runs)| {
            let own = self.runs.get(device).map_or(&[][..], Vec::as_slice);
            runs.iter().all(|(first, last)| {
                let next = own.partition_point(|run| run.1 < *first);
                own.get(next)
                    .is_some_and(|run| run.0 <= *first && *last <= run.1)
            })
        })
    }

    pub fn extend(&mut self, other: &Held) {
        for (device, runs) in &other.runs {
            for run in runs {
                self.add(device, *run);
            }
        }
        self.forks.extend(&other.forks);
    }
}

impl Store {
    /// The rows here.
    pub fn held(&self) -> Result<Held, Trouble> {
        self.read(|db| {
            let mut held = Held::default();
            each(db, |device, id| held.add(device, (id.seq(), id.seq())))?;
            Ok(held)
        })
    }

    /// The rows here that are not among `others`.
    pub fn beyond(&self, others: &Held) -> Result<Vec<Row>, Trouble> {
        self.read(|db| {
            let mut wanted: Vec<RowId> = Vec::new();
            each(db, |device, id| {
                if !others.has(device, id.seq()) {
                    wanted.push(id);
                }
            })?;
            let mut rows = rows(db, &wanted)?;
            // Of a number with several contents each counts by itself, whatever the others say of the number.
            let known: BTreeSet<RowId> = wanted.into_iter().collect();
            for id in forked(db)? {
                if !known.contains(&id)
                    && let Some(row) = row::row(db, id)?
                    && !others.forks.contains(&row.hash())
                {
                    rows.push(row);
                }
            }
            Ok(rows)
        })
    }

    /// The hashes of those of the rows whose number has several contents here.
    pub fn forks(&self, among: &[Row]) -> Result<BTreeSet<u64>, Trouble> {
        self.read(|db| {
            let mut forks = BTreeSet::new();
            for id in forked(db)? {
                forks.extend(row::row(db, id)?.map(|row| row.hash()));
            }
            if forks.is_empty() {
                return Ok(forks);
            }
            let among = among.iter().map(Row::hash);
            Ok(among.filter(|hash| forks.contains(hash)).collect())
        })
    }
}

fn each(db: &Connection, mut with: impl FnMut(&str, RowId)) -> rusqlite::Result<()> {
    let devices = db
        .prepare_cached("SELECT id, name FROM devices")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<BTreeMap<i64, String>>>()?;
    let mut statement = db.prepare_cached("SELECT id FROM log ORDER BY id")?;
    let mut ids = statement.query([])?;
    while let Some(id) = ids.next()? {
        let id = RowId(id.get(0)?);
        if let Some(device) = devices.get(&id.device()) {
            with(device, id);
        }
    }
    Ok(())
}

/// In runs, for which one statement is enough.
fn rows(db: &Connection, ids: &[RowId]) -> rusqlite::Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(ids.len());
    let mut statement = row::rows(db, "WHERE log.id BETWEEN ?1 AND ?2 ORDER BY log.id")?;
    for run in ids.chunk_by(|a, b| a.device() == b.device() && b.seq() <= a.seq() + 1) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            let found = statement.query_map([first.0, last.0], Row::read)?;
            rows.extend(found.collect::<rusqlite::Result<Vec<_>>>()?);
        }
    }
    Ok(rows)
}

fn forked(db: &Connection) -> rusqlite::Result<Vec<RowId>> {
    let firsts = db
        .prepare_cached("SELECT DISTINCT id - copy FROM log WHERE copy > 0")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut all = Vec::new();
    let mut contents = db.prepare_cached("SELECT id FROM log WHERE id BETWEEN ?1 AND ?2")?;
    for first in firsts.into_iter().map(RowId) {
        let span = RowId::span(first.device(), first.seq(), first.seq());
        let ids = contents.query_map(span, |row| Ok(RowId(row.get(0)?)))?;
        all.extend(ids.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_hold_what_was_added_and_nothing_else(added in prop::collection::vec((1u64..40, 0u64..5), 0..20)) {
            let mut held = Held::default();
            let mut all = BTreeSet::new();
            for (first, more) in added {
                held.add("d", (first, first + more));
                all.extend(first..=first + more);
            }
            for seq in 0..60 {
                prop_assert_eq!(held.has("d", seq), all.contains(&seq));
            }
            let runs = held.runs.get("d").cloned().unwrap_or_default();
            prop_assert!(runs.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0), "{:?}", runs);
        }
    }
}
