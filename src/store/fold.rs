//! Folds rows of the log to memories, and to what each grading counted as: two caches that follow from the log alone.

use super::memory;
use super::names;
use super::row::{self, Numbers, Row, Told};
use super::row_id::RowId;
use crate::study::log::{Folding, Gone, Position, Turn};
use crate::study::memory::Counted;
use crate::study::{Day, Key, Memory};
use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension, Params, Statement};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A row as folding needs it; devices are numbered in the order of their names.
pub type Step = crate::study::log::Step<u32, i64>;

/// What a row without a subject has in place of its number.
pub const NO_SUBJECT: i64 = 0;

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
        const PUT: &str =
            "INSERT OR REPLACE INTO counted (id, counted, interval, due) VALUES (?1, ?2, ?3, ?4)";
        let interval = self.before.map(|(interval, _)| interval);
        let due = self.before.map(|(_, due)| due.0);
        db.prepare_cached(PUT)?
            .execute((id.0, self.counted as i64, interval, due))
            .map(drop)
    }

    /// Whether a row of the cache, read without its number, holds the same values.
    fn is(&self, row: &rusqlite::Row) -> bool {
        row.get(0) == Ok(self.counted as i64)
            && row.get(1) == Ok(self.before.map(|(interval, _)| interval))
            && row.get(2) == Ok(self.before.map(|(_, due)| due.0))
    }
}

const FIND: &str = "SELECT counted, interval, due FROM counted WHERE id = ?1";

/// Names that all rows share. Each row of the log looks its own up, where the standard hash takes most of the time.
pub struct Names {
    /// By the number in the file.
    ranks: HashMap<i64, u32, RandomState>,
    /// In the order of the ranks.
    devices: Vec<(String, i64)>,
    kinds: HashMap<i64, String, RandomState>,
    /// Device and sequence pairs with several contents, by the number of the first.
    forked: HashSet<i64>,
}

impl Names {
    pub fn read(db: &Connection) -> rusqlite::Result<Names> {
        let mut devices = db
            .prepare_cached("SELECT name, id FROM devices")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<Vec<(String, i64)>>>()?;
        devices.sort_unstable();
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

    /// Its place in the order of the names.
    pub fn rank(&self, name: &str) -> Option<u32> {
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
            position: Position {
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

    /// A grading that is not in the log yet, and has no other content there.
    fn coming(&self, numbers: &Numbers, row: &Row) -> (RowId, Step) {
        let device = self.ranks.get(&numbers.id.device());
        let step = Step {
            position: Position {
                hybrid: row.hybrid.unsigned_abs(),
                device: device.copied().unwrap_or(u32::MAX),
                seq: row.seq,
                tie: 0,
            },
            subject: numbers.subject.map_or(NO_SUBJECT, |(_, subject)| subject),
            from: None,
            group: row.group,
            day: Day(row.day),
            event: row.event(),
        };
        (numbers.id, step)
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

    /// Each row of the log in its order, where the rows of each device stand in that order.
    fn each(
        &self,
        db: &Connection,
        mut with: impl FnMut(RowId, &Step) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let sql = format!("{COLUMNS} WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
        let statements = self.devices.iter().map(|_| db.prepare(&sql));
        let mut statements = statements.collect::<rusqlite::Result<Vec<_>>>()?;
        let mut streams = Vec::new();
        for (statement, (_, device)) in statements.iter_mut().zip(&self.devices) {
            let mut rows = statement.query(RowId::all(*device))?;
            if let Some(row) = rows.next()? {
                let head = self.step(db, row)?;
                streams.push((head, rows));
            }
        }
        while let Some(next) = (0..streams.len()).min_by_key(|n| streams[*n].0.1.position) {
            let (head, rows) = &mut streams[next];
            with(head.0, &head.1)?;
            match rows.next()? {
                Some(row) => *head = self.step(db, row)?,
                None => drop(streams.swap_remove(next)),
            }
        }
        Ok(())
    }

    /// What all undo, redo and void rows take out.
    pub fn gone(&self, db: &Connection) -> rusqlite::Result<Gone<u32>> {
        // The rows of mock exams name another too, and take nothing out.
        let which = "WHERE about IS NOT NULL AND kind IN (SELECT id FROM kinds WHERE name IN ('undo', 'redo', 'void'))";
        let mut rows = self.steps(db, which, [])?;
        rows.sort_unstable_by_key(|(_, step)| step.position);
        let rows = rows.iter().map(|(_, s)| (s.position, s.group, &s.event));
        Ok(Gone::of(rows, |name| self.rank(name)))
    }
}

/// Folds `rows`; `tell` hears of each in order.
pub fn fold(
    mut rows: Vec<(RowId, Step)>,
    gone: &Gone<u32>,
    mut tell: impl FnMut(RowId, &Step, Turn<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<HashMap<i64, Memory>> {
    rows.sort_by_key(|(_, step)| step.position);
    let (keys, steps): (Vec<RowId>, Vec<Step>) = rows.into_iter().unzip();
    let mut outcome = Ok(());
    let memories = crate::study::log::fold(&steps, gone, |at, turn| {
        if outcome.is_ok() {
            outcome = tell(keys[at], &steps[at], turn);
        }
    });
    outcome.map(|()| memories)
}

/// Folds the whole log without holding its rows; `tell` hears of each in order.
pub fn fold_all(
    db: &Connection,
    names: &Names,
    mut tell: impl FnMut(RowId, &Step, Turn<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<HashMap<i64, Memory>> {
    let gone = names.gone(db)?;
    let survey = Survey::of(db)?;
    if !survey.is_in_order {
        return fold(names.steps(db, "", [])?, &gone, tell);
    }
    let mut adoptions = Vec::new();
    for id in survey.adoptions {
        adoptions.extend(names.steps(db, "WHERE id = ?1", [id])?);
    }
    adoptions.sort_unstable_by_key(|(_, step)| step.position);
    let adoptions: Vec<Step> = adoptions.into_iter().map(|(_, step)| step).collect();
    let mut folding = Folding::new(&adoptions, &gone);
    names.each(db, |id, step| tell(id, step, folding.take(step)))?;
    Ok(folding.memories())
}

/// What one look at every row tells.
struct Survey {
    /// The rows of each device, by their numbers, stand in the order of the log. Those of a fork may not.
    is_in_order: bool,
    /// Rows that adopt or bring a memory.
    adoptions: Vec<i64>,
}

impl Survey {
    fn of(db: &Connection) -> rusqlite::Result<Survey> {
        let adopt = names::find(db, "kinds", "adopt")?;
        let mut survey = Survey {
            is_in_order: true,
            adoptions: Vec::new(),
        };
        let mut before = (0, 0);
        let mut statement =
            db.prepare_cached("SELECT id, at + ahead, kind FROM log ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (id, hybrid): (i64, i64) = (row.get(0)?, row.get(1)?);
            let device = RowId(id).device();
            survey.is_in_order &= before.0 != device || before.1 < hybrid;
            before = (device, hybrid);
            if Some(row.get(2)?) == adopt {
                survey.adoptions.push(id);
            }
        }
        Ok(survey)
    }
}

/// Works out anew what follows from the rows of these questions, for them and for all that adopted from them.
pub fn refold(db: &Connection, questions: &[i64]) -> rusqlite::Result<()> {
    Outdated::find(db, questions, &[])?.set_right(db)
}

/// What the caches of some questions do not hold as the log folds to it. What is right already is not written again: its
/// pages stay as they are.
pub struct Outdated {
    counted: Vec<(RowId, Option<Counting>)>,
    memories: Vec<(Key, Memory)>,
}

impl Outdated {
    /// As it will be once gradings of these questions are in the log that are not there yet.
    pub fn find(
        db: &Connection,
        questions: &[i64],
        coming: &[(Numbers, &Row)],
    ) -> rusqlite::Result<Outdated> {
        let targets = heirs(db, questions)?;
        let (names, mut rows) = related(db, &targets)?;
        rows.extend(
            coming
                .iter()
                .map(|(numbers, row)| names.coming(numbers, row)),
        );
        let gone = names.gone(db)?;
        let mut find = db.prepare_cached(FIND)?;
        let mut counted = Vec::new();
        let mut folded = fold(rows, &gone, |key, step, turn| {
            if targets.contains(&step.subject) {
                let right = turn.counted.map(|how| Counting::new(how, turn.before));
                if !cached(&mut find, key, right.as_ref())? {
                    counted.push((key, right));
                }
            }
            Ok(())
        })?;
        let mut memories = Vec::new();
        for target in &targets {
            let key = names::key(db, *target)?;
            let memory = folded.remove(target).unwrap_or_default();
            if memory::get(db, &key)? != memory {
                memories.push((key, memory));
            }
        }
        Ok(Outdated { counted, memories })
    }

    pub fn set_right(&self, db: &Connection) -> rusqlite::Result<()> {
        for (id, right) in &self.counted {
            match right {
                Some(right) => right.put(db, *id)?,
                None => forget(db, *id)?,
            }
        }
        self.memories
            .iter()
            .try_for_each(|(key, memory)| memory::set(db, names::subject(db, 0, key)?, memory))
    }
}

/// The rows that the memories of these questions follow from.
pub fn related(
    db: &Connection,
    questions: &BTreeSet<i64>,
) -> rusqlite::Result<(Names, Vec<(RowId, Step)>)> {
    let names = Names::read(db)?;
    let (mut reached, mut rows) = (questions.clone(), Vec::new());
    let mut open: Vec<i64> = questions.iter().copied().collect();
    while let Some(subject) = open.pop() {
        let own = names.steps(db, "WHERE subject = ?1", [subject])?;
        let adopted = own.iter().filter_map(|(_, step)| step.from);
        open.extend(adopted.filter(|old| reached.insert(*old)));
        rows.extend(own);
    }
    Ok((names, rows))
}

/// The questions, and all that adopted from them, directly or through others.
fn heirs(db: &Connection, questions: &[i64]) -> rusqlite::Result<BTreeSet<i64>> {
    let mut reached: BTreeSet<i64> = questions.iter().copied().collect();
    let mut open = questions.to_vec();
    let mut next = db.prepare_cached("SELECT subject FROM log WHERE source = ?1")?;
    while let Some(subject) = open.pop() {
        let found = next
            .query_map([subject], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        open.extend(found.into_iter().filter(|subject| reached.insert(*subject)));
    }
    Ok(reached)
}

/// Sets both caches right; returns how many questions were not remembered as the log says.
pub fn set_right(db: &Connection) -> rusqlite::Result<usize> {
    Ok(compare(db, true)?.len())
}

/// The questions of which either cache is not what the log folds to.
pub fn differing(db: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
    compare(db, false)
}

fn compare(db: &Connection, sets_right: bool) -> rusqlite::Result<BTreeSet<i64>> {
    let names = Names::read(db)?;
    let mut right = Vec::new();
    let memories = fold_all(db, &names, |id, _, turn| {
        right.extend(
            turn.counted
                .map(|how| (id, Counting::new(how, turn.before))),
        );
        Ok(())
    })?;
    right.sort_by_key(|(id, _)| id.0);
    let mut differing = BTreeSet::new();
    for (id, right) in wrong(db, right)? {
        differing.extend(subject(db, id)?);
        match right {
            _ if !sets_right => {}
            Some(right) => right.put(db, id)?,
            None => forget(db, id)?,
        }
    }
    let mut there = HashSet::new();
    memory::each(db, |_, card, memory| {
        if memories.get(&card) == Some(&memory) {
            there.insert(card);
        } else {
            differing.insert(card);
        }
    })?;
    let missing = memories.keys().filter(|card| !there.contains(*card));
    differing.extend(missing.copied());
    if sets_right {
        write(db, &memories)?;
    }
    Ok(differing)
}

/// Where the cache does not hold what is `right`, in the order of the rows. Read in one go: a question for each of a million rows
/// takes three times as long.
fn wrong(
    db: &Connection,
    right: Vec<(RowId, Counting)>,
) -> rusqlite::Result<Vec<(RowId, Option<Counting>)>> {
    let mut held = db.prepare("SELECT counted, interval, due, id FROM counted ORDER BY id")?;
    let mut held = held.query([])?;
    let mut right = right.into_iter().peekable();
    let mut wrong = Vec::new();
    while let Some(row) = held.next()? {
        let id: i64 = row.get(3)?;
        while let Some((absent, how)) = right.next_if(|(next, _)| next.0 < id) {
            wrong.push((absent, Some(how)));
        }
        match right.next_if(|(next, _)| next.0 == id) {
            Some((_, how)) if how.is(row) => {}
            found => wrong.push((RowId(id), found.map(|(_, how)| how))),
        }
    }
    wrong.extend(right.map(|(id, how)| (id, Some(how))));
    Ok(wrong)
}

/// The question of a row, if the row is there and has one.
fn subject(db: &Connection, id: RowId) -> rusqlite::Result<Option<i64>> {
    let mut find = db.prepare_cached("SELECT subject FROM log WHERE id = ?1")?;
    Ok(find
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .flatten())
}

/// Whether the cache holds `right` for a row, or nothing where `right` is absent.
fn cached(find: &mut Statement, id: RowId, right: Option<&Counting>) -> rusqlite::Result<bool> {
    let mut found = find.query([id.0])?;
    Ok(match (found.next()?, right) {
        (None, None) => true,
        (Some(row), Some(right)) => right.is(row),
        _ => false,
    })
}

fn forget(db: &Connection, id: RowId) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM counted WHERE id = ?1")?
        .execute([id.0])
        .map(drop)
}

/// Empties the memories and fills them.
fn write(db: &Connection, memories: &HashMap<i64, Memory>) -> rusqlite::Result<()> {
    let mut rows = Vec::with_capacity(memories.len());
    let mut subjects = db.prepare("SELECT deck, id FROM subjects")?;
    let mut subjects = subjects.query([])?;
    while let Some(row) = subjects.next()? {
        let (deck, card): (i64, i64) = (row.get(0)?, row.get(1)?);
        rows.extend(memories.get(&card).map(|memory| (deck, card, memory)));
    }
    rows.sort_by_key(|(deck, card, _)| (*deck, *card));
    db.execute_batch("DELETE FROM memory")?;
    for (deck, card, memory) in rows {
        memory::put(db, deck, card, memory)?;
    }
    Ok(())
}
