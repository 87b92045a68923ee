//! Folds rows of the log to memories, and to what each grading counted as: two caches that follow from the log alone.

use super::names;
use super::row::{self, Told};
use super::row_id::RowId;
use super::{log, memory};
use crate::study::log::{Gone, Place, Turn};
use crate::study::memory::{Counted, Event};
use crate::study::{Day, Memory};
use rusqlite::{Connection, Params, Statement};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A row as folding needs it; devices are numbered in the order of their names.
pub type Step = crate::study::log::Step<u32, i64>;

/// What a row without a subject has in place of its number.
const NO_SUBJECT: i64 = 0;

const COLUMNS: &str = "SELECT id, at + ahead, subject, day, kind, grade, party, algorithm, source, about, version, payload FROM log";

/// What a grading counted as, and the interval and due day before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    pub counted: Counted,
    pub before: Option<(u32, Day)>,
}

impl Counting {
    pub fn new(counted: Counted, before: &Memory) -> Counting {
        Counting {
            counted,
            before: before.schedule().map(|s| (s.interval, s.due)),
        }
    }

    pub fn put(&self, db: &Connection, id: RowId) -> rusqlite::Result<()> {
        self.put_by(&mut *db.prepare_cached(PUT)?, id)
    }

    fn put_by(&self, statement: &mut Statement, id: RowId) -> rusqlite::Result<()> {
        let interval = self.before.map(|(interval, _)| interval);
        let due = self.before.map(|(_, due)| due.0);
        statement
            .execute((id.0, self.counted as i64, interval, due))
            .map(drop)
    }
}

const PUT: &str =
    "INSERT OR REPLACE INTO counted (id, counted, interval, due) VALUES (?1, ?2, ?3, ?4)";

/// Names that all rows share.
pub struct Names {
    /// By the number in the file.
    ranks: HashMap<i64, u32>,
    /// In the order of the ranks.
    devices: Vec<(String, i64)>,
    kinds: HashMap<i64, String>,
    /// Rows of which there are several contents: the number of the first.
    forked: HashSet<i64>,
}

impl Names {
    pub fn read(db: &Connection) -> rusqlite::Result<Names> {
        let mut devices = db
            .prepare_cached("SELECT name, id FROM devices")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(String, i64)>>>()?;
        devices.sort();
        let ranks = (0..).zip(&devices).map(|(rank, (_, id))| (*id, rank));
        Ok(Names {
            ranks: ranks.collect(),
            kinds: db
                .prepare_cached("SELECT id, name FROM kinds")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?,
            forked: db
                .prepare_cached("SELECT id - copy FROM log WHERE copy > 0")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?,
            devices,
        })
    }

    fn rank(&self, name: &str) -> Option<u32> {
        let at = self
            .devices
            .binary_search_by(|(known, _)| known.as_str().cmp(name));
        u32::try_from(at.ok()?).ok()
    }

    /// There are several contents of this row.
    pub fn is_forked(&self, id: RowId) -> bool {
        let [first, _] = RowId::span(id.device(), id.seq(), id.seq());
        self.forked.contains(&first)
    }

    fn step(&self, db: &Connection, row: &rusqlite::Row) -> rusqlite::Result<(RowId, Step)> {
        let id = RowId(row.get(0)?);
        let tie = if self.is_forked(id) {
            row::row(db, id)?.map_or(0, |row| row.hash())
        } else {
            0
        };
        let source: Option<i64> = row.get(8)?;
        let from = source.map(|source| names::key(db, source)).transpose()?;
        let told = Told {
            kind: self.kinds.get(&row.get(4)?).map_or("", String::as_str),
            grade: row.get(5)?,
            algorithm: row.get(7)?,
            from: from.as_ref().map(|key| key.as_str()),
            about: row.get_ref(9)?.as_str_or_null()?,
            version: row.get(10)?,
            payload: row.get_ref(11)?.as_str_or_null()?,
        };
        let step = Step {
            place: Place {
                hybrid: row.get::<_, i64>(1)?.unsigned_abs(),
                device: self.ranks.get(&id.device()).copied().unwrap_or(u32::MAX),
                seq: id.seq(),
                tie,
            },
            subject: row.get::<_, Option<i64>>(2)?.unwrap_or(NO_SUBJECT),
            from: source,
            group: row.get::<_, Option<i64>>(6)?.map(i64::unsigned_abs),
            day: Day(row.get(3)?),
            event: told.event(),
        };
        Ok((id, step))
    }

    /// Rows in no order.
    pub fn steps(
        &self,
        db: &Connection,
        which: &str,
        bounds: impl Params,
    ) -> rusqlite::Result<Vec<(RowId, Step)>> {
        db.prepare_cached(&format!("{COLUMNS} {which}"))?
            .query_map(bounds, |row| self.step(db, row))?
            .collect()
    }

    /// What all undo, redo and void rows take out.
    pub fn gone(&self, db: &Connection) -> rusqlite::Result<Gone<u32>> {
        let mut rows = self.steps(db, "WHERE about IS NOT NULL", [])?;
        rows.sort_by_key(|(_, step)| step.place);
        let rows = rows.iter().map(|(_, s)| (s.place, s.group, &s.event));
        Ok(Gone::of(rows, |name| self.rank(name)))
    }
}

/// Folds `rows`; `tell` hears of each in order.
pub fn fold(
    mut rows: Vec<(RowId, Step)>,
    gone: &Gone<u32>,
    mut tell: impl FnMut(RowId, &Step, Turn<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<HashMap<i64, Memory>> {
    rows.sort_by_key(|(_, step)| step.place);
    let (keys, steps): (Vec<RowId>, Vec<Step>) = rows.into_iter().unzip();
    let mut outcome = Ok(());
    let memories = crate::study::log::fold(&steps, gone, |at, turn| {
        if outcome.is_ok() {
            outcome = tell(keys[at], &steps[at], turn);
        }
    });
    outcome.map(|()| memories)
}

/// What the whole log folds to.
pub struct Folded {
    /// By the number of the question.
    pub memories: HashMap<i64, Memory>,
    /// In the order of the rows' numbers.
    pub counted: Vec<(RowId, Counting)>,
}

pub fn replay(db: &Connection) -> rusqlite::Result<Folded> {
    let names = Names::read(db)?;
    let gone = names.gone(db)?;
    let mut counted = Vec::new();
    let memories = fold(names.steps(db, "", [])?, &gone, |key, _, turn| {
        if let Some(how) = turn.counted {
            counted.push((key, Counting::new(how, turn.before)));
        }
        Ok(())
    })?;
    counted.sort_by_key(|(id, _)| *id);
    Ok(Folded { memories, counted })
}

/// Works out anew what follows from the rows of these questions, for them and for all that adopted from them.
pub fn refold(db: &Connection, questions: &[i64]) -> rusqlite::Result<()> {
    let targets = reach(db, questions, "SELECT subject FROM log WHERE source = ?1")?;
    let (names, rows) = related(db, &targets)?;
    let gone = names.gone(db)?;
    let mut memories = fold(rows, &gone, |key, step, turn| {
        if !targets.contains(&step.subject) {
            return Ok(());
        }
        match (turn.counted, &step.event) {
            (Some(how), _) => Counting::new(how, turn.before).put(db, key),
            (None, Event::Graded(..)) => db
                .prepare_cached("DELETE FROM counted WHERE id = ?1")?
                .execute([key.0])
                .map(drop),
            (None, _) => Ok(()),
        }
    })?;
    for target in &targets {
        let memory = memories.remove(target).unwrap_or_default();
        memory::set(db, &names::key(db, *target)?, &memory)?;
    }
    Ok(())
}

/// The rows that the memories of these questions follow from.
pub fn related(
    db: &Connection,
    questions: &BTreeSet<i64>,
) -> rusqlite::Result<(Names, Vec<(RowId, Step)>)> {
    let start: Vec<i64> = questions.iter().copied().collect();
    let all = reach(
        db,
        &start,
        "SELECT source FROM log WHERE source IS NOT NULL AND subject = ?1",
    )?;
    let names = Names::read(db)?;
    let mut rows = Vec::new();
    for subject in all {
        rows.extend(names.steps(db, "WHERE subject = ?1", [subject])?);
    }
    Ok((names, rows))
}

/// All subjects that are reached from `start` by steps of a query.
fn reach(db: &Connection, start: &[i64], sql: &str) -> rusqlite::Result<BTreeSet<i64>> {
    let mut reached: BTreeSet<i64> = start.iter().copied().collect();
    let mut open = start.to_vec();
    let mut next = db.prepare_cached(sql)?;
    while let Some(subject) = open.pop() {
        let found = next
            .query_map([subject], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        open.extend(found.into_iter().filter(|subject| reached.insert(*subject)));
    }
    Ok(reached)
}

/// Empties both caches and fills them from the log.
pub fn rebuild(db: &Connection) -> rusqlite::Result<()> {
    write(db, &replay(db)?)
}

/// The same; returns how many questions were not remembered as the log says.
pub fn set_right(db: &Connection) -> rusqlite::Result<usize> {
    let folded = replay(db)?;
    let differing = compare(db, &folded)?.len();
    write(db, &folded)?;
    Ok(differing)
}

fn write(db: &Connection, folded: &Folded) -> rusqlite::Result<()> {
    let mut rows = Vec::with_capacity(folded.memories.len());
    each_subject(db, |deck, card| {
        if let Some(memory) = folded.memories.get(&card) {
            rows.push((deck, card, memory));
        }
    })?;
    rows.sort_by_key(|(deck, card, _)| (*deck, *card));
    db.execute_batch("DELETE FROM memory; DELETE FROM counted")?;
    for (deck, card, memory) in rows {
        memory::put(db, deck, card, memory)?;
    }
    let mut statement = db.prepare(PUT)?;
    for (id, counting) in &folded.counted {
        counting.put_by(&mut statement, *id)?;
    }
    Ok(())
}

fn each_subject(db: &Connection, mut with: impl FnMut(i64, i64)) -> rusqlite::Result<()> {
    let mut subjects = db.prepare("SELECT deck, id FROM subjects")?;
    let mut subjects = subjects.query([])?;
    while let Some(row) = subjects.next()? {
        with(row.get(0)?, row.get(1)?);
    }
    Ok(())
}

/// The questions of which either cache is not what the log folds to.
pub fn differing(db: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
    compare(db, &replay(db)?)
}

fn compare(db: &Connection, folded: &Folded) -> rusqlite::Result<BTreeSet<i64>> {
    let mut differing = BTreeSet::new();
    let mut there = HashSet::new();
    memory::each(db, |_, card, memory| {
        if folded.memories.get(&card) == Some(&memory) {
            there.insert(card);
        } else {
            differing.insert(card);
        }
    })?;
    let missing = folded.memories.keys().filter(|card| !there.contains(*card));
    differing.extend(missing.copied());
    let mut wrong = Vec::new();
    let mut expected = folded.counted.iter().peekable();
    let mut statement = db.prepare("SELECT id, counted, interval, due FROM counted ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = RowId(row.get(0)?);
        while let Some((missing, _)) = expected.next_if(|(known, _)| *known < id) {
            wrong.push(*missing);
        }
        let is_right = expected
            .next_if(|(known, _)| *known == id)
            .is_some_and(|(_, right)| {
                row.get(1) == Ok(right.counted as i64)
                    && row.get(2) == Ok(right.before.map(|(interval, _)| interval))
                    && row.get(3) == Ok(right.before.map(|(_, due)| due.0))
            });
        if !is_right {
            wrong.push(id);
        }
    }
    wrong.extend(expected.map(|(id, _)| *id));
    for id in wrong {
        if let Some(subject) = log::subject_of(db, id)? {
            differing.insert(subject);
        }
    }
    Ok(differing)
}
