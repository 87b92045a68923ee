//! The union of two logs: every row of either, once. Where one device and number has several contents, all are kept.

use super::device;
use super::file::{connect, make_file};
use super::fold::{Names, Outdated};
use super::restore::RestoreError;
use super::row::{self, Numbers, Row};
use super::row_id::{MOST_COPIES, RowId};
use super::validate::{Look, examine};
use super::{
    Store, Trouble, Why, backup, data_version, facts, fold, log, migrate, names, set_fact,
};
use crate::study::Key;
use crate::study::log::{About, Gone, Moment, Position};
use crate::study::memory::Event;
use rusqlite::{Connection, OpenFlags};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Writes a row as it is, unless it is there already. Nothing is folded: `fold` or `rebuild` is to follow.
pub(super) fn take(db: &Connection, row: &Row) -> rusqlite::Result<Option<Numbers>> {
    let device = names::number(db, "devices", &row.device)?;
    let copy = free_copy(db, device, row)?;
    copy.map(|copy| row.insert(db, copy)).transpose()
}

/// Two different choices for the same thing, one of them made on another machine: the later one stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clash {
    pub subject: String,
    pub kept: String,
    pub lost: String,
}

impl std::fmt::Display for Clash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Clash {
            subject,
            kept,
            lost,
        } = self;
        let subject = if subject.is_empty() { "all" } else { subject };
        write!(
            f,
            "chosen differently for {subject}: {kept} stands, it was later than {lost}"
        )
    }
}

/// What a merge brought, or would bring.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Rows that were not here, by the device that wrote them.
    pub rows: BTreeMap<String, u64>,
    /// Gradings among them.
    pub answers: u64,
    /// Questions with a row among them.
    pub questions: usize,
    pub clashes: Vec<Clash>,
    /// What was kept in calculators there and not here: fact and value.
    pub numbers: Vec<(String, String)>,
    /// Where the database as it was before is kept; absent where nothing came.
    pub kept: Option<PathBuf>,
}

impl Merged {
    pub fn of(new: &[Row]) -> Merged {
        let mut merged = Merged::default();
        let mut questions = BTreeSet::new();
        for row in new {
            *merged.rows.entry(row.device.clone()).or_default() += 1;
            merged.answers += u64::from(row.grade.is_some());
            if row.sort == Some(0) {
                questions.insert(&row.subject);
            }
        }
        merged.questions = questions.len();
        merged
    }

    /// All that it holds is here already.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.numbers.is_empty()
    }
}

/// Facts whose names begin with this are deleted as soon as rows come from another machine.
pub const UNTIL_ROWS: &str = "until rows come: ";

/// Facts whose names begin with this hold numbers that the learner kept in a calculator.
pub const KEPT_NUMBERS: &str = "scenario/";

/// Behind the name of numbers that were kept under it elsewhere, where it holds others here.
const OTHERS: &str = " (2)";

/// The name under which numbers were kept at first.
fn stem(name: &str) -> &str {
    name.trim_end_matches(OTHERS)
}

/// The fact that lists the segments of a sync whose rows were all taken.
pub const SEGMENTS: &str = "sync taken";

/// How long one transaction may take rows before it commits: with the commit, another window that wants to write waits about
/// 50 ms.
const TURN: Duration = Duration::from_millis(30);

/// Rows that are looked for under one lock.
const LOOKED_FOR: usize = 1000;

/// Rows of a question lie all over the file: with less, each page is read many times, and written before its turn has ended.
const WIDE_CACHE: &str = "PRAGMA cache_size = -128000";

/// A rollback journal like any other, but one file serves all turns: to make and remove it costs more than to fill it. On other
/// systems it would stay open, and another window that commits could not remove it.
const MANY_COMMITS: &str = if cfg!(unix) {
    "PRAGMA journal_mode = PERSIST"
} else {
    ""
};
const FEW_COMMITS: &str = "PRAGMA journal_mode = DELETE";

/// Subjects of the next turn, after one with so many took so long.
fn next_size(size: usize, took: Duration) -> usize {
    let fitting = size as u128 * TURN.as_micros() / took.as_micros().max(1);
    usize::try_from(fitting)
        .unwrap_or(usize::MAX)
        .clamp((size / 2).max(1), size.saturating_mul(2))
}

impl Store {
    /// Takes every row of another database or backup, of whatever version, that is not here yet, and the numbers kept there. Nothing is lost on either
    /// side: what is here already stays, and `from` is only read. A rehearsal only tells what would come.
    pub fn merge(
        &mut self,
        from: &Path,
        now: Moment,
        is_rehearsal: bool,
    ) -> Result<Merged, RestoreError> {
        let (rows, mut numbers) = contents_of(from, &self.path())?;
        let mut here: HashMap<String, String> = self.facts(KEPT_NUMBERS)?.into_iter().collect();
        numbers.retain_mut(|(name, value)| {
            let mut same = here.iter().filter(|(known, _)| stem(known) == stem(name));
            if same.any(|(_, known)| known == value) {
                return false;
            }
            while here.contains_key(name) {
                name.push_str(OTHERS);
            }
            here.insert(name.clone(), value.clone());
            true
        });
        let new = self.lacking(rows)?;
        let mut merged = Merged::of(&new);
        merged.numbers = numbers;
        if merged.is_empty() {
            return Ok(merged);
        }
        merged.clashes = self.clashes(&new)?;
        if !is_rehearsal {
            let kept = self.keep(Why::Import, now).map_err(RestoreError::NotKept)?;
            self.unite(new)?;
            let numbers = &merged.numbers;
            self.write(|db| {
                forget_what_held(db)?;
                numbers
                    .iter()
                    .try_for_each(|(name, value)| set_fact(db, name, value))
            })?;
            merged.kept = Some(kept.path);
        }
        Ok(merged)
    }

    /// Those of the rows that are not here, and that a log can hold.
    pub fn lacking(&self, rows: Vec<Row>) -> Result<Vec<Row>, Trouble> {
        self.read(|db| {
            let (mut new, mut rows) = (Vec::new(), rows.into_iter().peekable());
            while rows.peek().is_some() {
                // To take the lock for each row costs more than to look for it; other windows want to write in between.
                let db = db.unchecked_transaction()?;
                for row in rows.by_ref().take(LOOKED_FOR) {
                    if row.is_fit() && !is_there(&db, &row)? {
                        new.push(row);
                    }
                }
            }
            Ok(new)
        })
    }

    /// Takes rows that are not here. Each transaction takes all those of some subjects, and leaves the caches as the log
    /// then says. Where others' rows bear this machine's name, it has another afterwards, which is told.
    pub fn unite(&mut self, mut new: Vec<Row>) -> Result<bool, Trouble> {
        self.read(|db| db.execute_batch(WIDE_CACHE))?;
        new.sort_by(|a, b| (a.sort, &a.subject).cmp(&(b.sort, &b.subject)));
        let mut subjects: Vec<&[Row]> = new
            .chunk_by(|a, b| (a.sort, &a.subject) == (b.sort, &b.subject))
            .collect();
        // What was met at one time was reviewed at one time later: its rows share pages, of which each turn writes fewer.
        // What cannot be planned stands apart.
        self.read(|db| {
            let db = db.unchecked_transaction()?;
            subjects.sort_by_cached_key(|rows| {
                let is_planned = gradings_of(&db, rows).is_ok_and(|known| known.is_some());
                (is_planned, rows.iter().map(|row| row.hybrid).min())
            });
            Ok(())
        })?;
        self.follow_name();
        let own = self.own.name.clone();
        let is_renamed = new.iter().any(|row| row.device == own);
        if is_renamed {
            // Before they come: what another window writes meanwhile shall not stand among them.
            let path = self.path();
            let identity = device::take_new_name(&mut self.connection, &self.folder, &own)
                .map_err(|error| Trouble::of(&path, &error))?;
            self.bear(identity);
        }
        self.read(|db| db.execute_batch(MANY_COMMITS))?;
        let outcome = self.take_in_turns(&subjects);
        let back = self.read(|db| db.execute_batch(FEW_COMMITS));
        // What stopped the rows is told first.
        outcome.and(back).map(|()| is_renamed)
    }

    fn take_in_turns(&mut self, mut subjects: &[&[Row]]) -> Result<(), Trouble> {
        let mut size = 16;
        while !subjects.is_empty() {
            let (turn, left) = subjects.split_at(size.min(subjects.len()));
            let began = Instant::now();
            let plan = self.read(|db| Plan::of(db, turn))?;
            let planned = began.elapsed();
            let took = self.take_turn(turn, plan.as_ref())?;
            subjects = left;
            size = next_size(size, took.max(planned));
        }
        Ok(())
    }

    /// All rows of a turn, and how long that took. The commit is not measured: on a slow disk, smaller transactions would only
    /// make more of them.
    fn take_turn(&mut self, turn: &[&[Row]], plan: Option<&Plan>) -> Result<Duration, Trouble> {
        self.write(|db| {
            let began = Instant::now();
            match plan {
                Some(plan) if plan.version == data_version(db)? => plan.carry_out(db)?,
                _ => take_all(db, turn.iter().copied().flatten())?,
            }
            Ok(began.elapsed())
        })
    }

    /// Fields for which `theirs`, which are not here yet, choose another value than the newest row here, whether or not that one
    /// was known to those who chose: what comes to stand here is told here.
    pub fn clashes(&self, theirs: &[Row]) -> Result<Vec<Clash>, Trouble> {
        let devices: BTreeSet<&str> = theirs.iter().map(|row| row.device.as_str()).collect();
        let of = |row| position(row, devices.get(row.device.as_str()).copied().unwrap_or(""));
        let turns = theirs.iter().map(|row| (of(row), row.group, row.event()));
        let mut turns: Vec<_> = turns.collect();
        turns.sort_by_key(|(position, ..)| *position);
        let turns = turns.iter();
        let turns = turns.map(|(position, group, event)| (*position, *group, event));
        let gone = Gone::of(turns, |name| devices.get(name).copied());
        let mut newest: BTreeMap<(Option<i64>, &str, String), Made> = BTreeMap::new();
        for row in theirs {
            if let Some((field, made)) = chosen(row).filter(|_| !gone.has(&of(row), row.group)) {
                let of_field = newest.entry((row.sort, row.subject.as_str(), field));
                let known = of_field.or_insert_with(|| made.clone());
                if *known < made {
                    *known = made;
                }
            }
        }
        self.read(|db| {
            let names = Names::read(db)?;
            let gone = names.gone(db)?;
            let mut clashes = Vec::new();
            // Exams and decks before the many questions.
            for ((sort, subject, field), their) in newest.into_iter().rev() {
                let id = match sort {
                    Some(sort) => names::find_subject(db, sort, &Key::from_text(subject))?,
                    None => None,
                };
                let mut statement = row::rows(db, "WHERE log.subject IS ?1")?;
                let mut our: Option<Made> = None;
                for row in statement.query_map([id.map(|(_, id)| id)], Row::read)? {
                    let row = row?;
                    let at = position(&row, names.rank(&row.device).unwrap_or(u32::MAX));
                    if !gone.has(&at, row.group)
                        && (row.sort, &*row.subject) == (sort, subject)
                        && let Some((of, made)) = chosen(&row)
                        && of == field
                    {
                        our = our.max(Some(made));
                    }
                }
                let Some(our) = our.filter(|our| our.1 != their.1) else {
                    continue;
                };
                let (kept, lost) = if our.0 > their.0 {
                    (our, their)
                } else {
                    (their, our)
                };
                clashes.push(Clash {
                    subject: subject.to_owned(),
                    kept: format!("{field}: {}", kept.1),
                    lost: format!("{field}: {}", lost.1),
                });
            }
            Ok(clashes)
        })
    }
}

/// Where a choice stands in the order of the log, and its value.
type Made = ((i64, String, u64), String);

/// Where it stands for what undoes and redoes rows, which asks for no tie.
fn position<Device>(row: &Row, device: Device) -> Position<Device> {
    Position {
        hybrid: row.hybrid.unsigned_abs(),
        device,
        seq: row.seq,
        tie: 0,
    }
}

/// The field that a choice, flag or suspension sets, and what it makes of it: of such a field only the newest value counts.
fn chosen(row: &Row) -> Option<(String, Made)> {
    if row.grade.is_some() {
        return None;
    }
    let (field, value) = match row.event() {
        Event::Choose { field, value, .. } => (field, value.unwrap_or_else(|| "nothing".into())),
        Event::Flag(reason) => ("flag".into(), reason),
        Event::Unflag => ("flag".into(), "none".into()),
        Event::Suspend => ("suspended".into(), "yes".into()),
        Event::Unsuspend => ("suspended".into(), "no".into()),
        _ => return None,
    };
    let place = (row.hybrid, row.device.clone(), row.seq);
    Some((field, (place, value)))
}

type Contents = (Vec<Row>, Vec<(String, String)>);

/// All rows of a database of whatever version, and the numbers kept in calculators; beside `here` there is room for a copy.
fn contents_of(from: &Path, here: &Path) -> Result<Contents, RestoreError> {
    examine(from, Look::Whole).map_err(RestoreError::Source)?;
    let beside = backup::partial(here)?;
    let read = || -> rusqlite::Result<Contents> {
        let source = connect(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let db = brought_up_to_date(&source, &beside)?;
        let rows = row::rows(&db, "ORDER BY log.id")?
            .query_map([], Row::read)?
            .collect::<rusqlite::Result<_>>()?;
        Ok((rows, facts(&db, KEPT_NUMBERS)?))
    };
    let contents = read().map_err(|error| {
        RestoreError::Trouble(match Trouble::of(from, &error) {
            // All of the source was just read: it is the copy that found no room.
            Trouble::Full(_) => Trouble::Full(here.to_owned()),
            Trouble::Io(_, why) => Trouble::Io(here.to_owned(), why),
            trouble => trouble,
        })
    });
    let _ = std::fs::remove_file(&beside);
    contents
}

fn is_there(db: &Connection, row: &Row) -> rusqlite::Result<bool> {
    let Some(device) = names::find(db, "devices", &row.device)? else {
        return Ok(false);
    };
    Ok(free_copy(db, device, row)?.is_none())
}

/// The copy that a row would be among those of its number. Absent where it is there already; or where there are as many as a log
/// can hold, so that a further one counts as there.
fn free_copy(db: &Connection, device: i64, row: &Row) -> rusqlite::Result<Option<i64>> {
    let there = contents(db, device, row.seq)?;
    let copy = there.len() as i64;
    Ok((copy < MOST_COPIES && !there.contains(row)).then_some(copy))
}

fn contents(db: &Connection, device: i64, seq: u64) -> rusqlite::Result<Vec<Row>> {
    row::rows(db, "WHERE log.id BETWEEN ?1 AND ?2")?
        .query_map(RowId::span(device, seq, seq), Row::read)?
        .collect()
}

/// Takes rows, and brings the caches to what the log then folds to. The caller is in a transaction.
fn take_all<'r>(db: &Connection, rows: impl Iterator<Item = &'r Row>) -> rusqlite::Result<()> {
    let (mut highest, mut questions) = (None, BTreeSet::new());
    let mut about: Vec<About> = Vec::new();
    for row in rows {
        let Some(numbers) = take(db, row)? else {
            continue;
        };
        highest = highest.max(Some(row.hybrid));
        if row.sort == Some(0) {
            questions.extend(numbers.subject.map(|(_, card)| card));
        }
        about.extend(row.event().about().cloned());
    }
    // What they take back, bring back or void.
    for about in about {
        if let Some(device) = names::find(db, "devices", &about.device)? {
            let sql =
                "SELECT DISTINCT log.subject FROM log JOIN subjects ON subjects.id = log.subject
                       WHERE log.id BETWEEN ?1 AND ?2 AND subjects.sort = 0";
            let last = about.seq.saturating_add(about.count).saturating_sub(1);
            let span = RowId::span(device, about.seq, last);
            let mut statement = db.prepare_cached(sql)?;
            for subject in statement.query_map(span, |row| row.get(0))? {
                questions.insert(subject?);
            }
        }
    }
    came(db, highest)?;
    fold::refold(db, &questions.into_iter().collect::<Vec<_>>())
}

/// Follows the highest hybrid clock of rows that came.
fn came(db: &Connection, highest: Option<i64>) -> rusqlite::Result<()> {
    let Some(highest) = highest else {
        return Ok(());
    };
    log::raise_clock(db, highest)?;
    forget_what_held(db)
}

/// Forgets the facts that hold until something comes from elsewhere.
fn forget_what_held(db: &Connection) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM facts WHERE substr(name, 1, length(?1)) = ?1")?
        .execute([UNTIL_ROWS])
        .map(drop)
}

/// What `take_all` would write, worked out before the turn that writes it: so each turn takes more subjects, and a page that
/// has rows of many is written less often.
struct Plan<'r> {
    /// The data version of which it holds.
    version: i64,
    rows: Vec<(Numbers, &'r Row)>,
    outdated: Outdated,
}

impl<'r> Plan<'r> {
    /// Absent where there is more to do than to insert gradings of known questions and to set the caches right.
    fn of(db: &Connection, subjects: &[&'r [Row]]) -> rusqlite::Result<Option<Plan<'r>>> {
        let db = db.unchecked_transaction()?;
        let version = data_version(&db)?;
        let (mut rows, mut questions) = (Vec::new(), Vec::new());
        let mut ids = HashSet::new();
        for of_one in subjects {
            let Some(subject) = gradings_of(&db, of_one)? else {
                return Ok(None);
            };
            questions.push(subject.1);
            for row in *of_one {
                let device = names::find(&db, "devices", &row.device)?;
                let id = device.and_then(|device| RowId::new(device, row.seq, 0));
                let kind = names::find(&db, "kinds", &row.kind)?;
                let (Some(id), Some(kind)) = (id, kind) else {
                    return Ok(None);
                };
                if !ids.insert(id) || !contents(&db, id.device(), row.seq)?.is_empty() {
                    return Ok(None);
                }
                let numbers = Numbers {
                    id,
                    kind,
                    subject: Some(subject),
                    source: None,
                };
                rows.push((numbers, row));
            }
        }
        Ok(Some(Plan {
            version,
            outdated: Outdated::find(&db, &questions, &rows)?,
            rows,
        }))
    }

    fn carry_out(&self, db: &Connection) -> rusqlite::Result<()> {
        for (numbers, row) in &self.rows {
            row.insert_as(db, numbers)?;
        }
        came(db, self.rows.iter().map(|(_, row)| row.hybrid).max())?;
        self.outdated.set_right(db)
    }
}

/// The deck and number of the question where these rows of one subject are all gradings of a question that is known here.
fn gradings_of(db: &Connection, rows: &[Row]) -> rusqlite::Result<Option<(i64, i64)>> {
    let is_grading = |row: &Row| {
        row.sort == Some(0) && row.grade.is_some() && row.about.is_none() && row.from.is_none()
    };
    match rows {
        [first, ..] if rows.iter().all(is_grading) => {
            names::find_card(db, &Key::from_text(first.subject.as_str()))
        }
        _ => Ok(None),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::tests::{machine::Machine, open};
    use crate::study::Grade;
    use crate::study::memory::Meant;

    fn graded(grade: u8) -> Event {
        Event::graded(Meant::Review, Grade::new(grade).unwrap())
    }

    #[test]
    fn a_plan_is_made_anew_where_another_window_has_written_since() {
        let card = Key::from_text("d/c");
        for is_disturbed in [false, true] {
            let (mut one, mut other) = (Machine::new(), Machine::new());
            one.does(&card, graded(4));
            other.does(&card, graded(1));
            other.day = other.day.plus(3);
            other.does(&card, graded(5));
            let rows = super::super::row::rows(&other.store.connection, "")
                .unwrap()
                .query_map([], Row::read)
                .unwrap()
                .collect::<rusqlite::Result<Vec<_>>>()
                .unwrap();
            one.store
                .write(|db| {
                    let device = names::number(db, "devices", &rows[0].device);
                    device.map(drop)
                })
                .unwrap();
            let turn = [&rows[..]];
            let plan = Plan::of(&one.store.connection, &turn).unwrap();
            assert!(plan.is_some());
            if is_disturbed {
                let mine = std::mem::replace(&mut one.store, open(&one.folder));
                one.day = one.day.plus(1);
                one.does(&card, graded(2));
                one.store = mine;
            }
            one.store.take_turn(&turn, plan.as_ref()).unwrap();
            assert_eq!(one.log().len(), 3 + usize::from(is_disturbed));
            let differing = one.store.read(fold::differing).unwrap();
            assert!(differing.is_empty(), "disturbed: {is_disturbed}");
        }
    }

    #[test]
    fn turns_shrink_where_they_take_too_long_and_grow_where_there_is_time() {
        for (size, ms, next) in [
            (16, 400, 8),
            (16, 40, 12),
            (16, 30, 16),
            (16, 24, 20),
            (16, 0, 32),
            (1, 400, 1),
        ] {
            let took = Duration::from_millis(ms);
            assert_eq!(next_size(size, took), next, "{size} in {ms} ms");
        }
    }
}
