//! Mock exams: the row that each began with, and those that name it.

use super::fold::Names;
use super::names::{find, sort_number};
use super::row_id::RowId;
use super::{Store, Trouble, row};
use crate::study::log::{About, Entry, Sort};
use crate::study::memory::Event;
use crate::study::mock_exam::{Attempt, MockExam};
use rusqlite::Connection;
use std::collections::HashMap;

impl Store {
    /// All mock exams that were begun, oldest first. Those that have ended come without their answers and times.
    pub fn mock_exams(&self) -> Result<Vec<MockExam>, Trouble> {
        let own = self.own.names();
        self.read(|db| {
            // One moment, whatever another window writes.
            let db = db.unchecked_transaction()?;
            let mut exams = begun(&db, &own)?;
            fill(&db, exams.iter_mut(), &["exam-end"])?;
            let running = exams.iter_mut().filter(|exam| exam.attempt.is_running());
            fill(&db, running, &["exam", "exam-mark", "exam-pause"])?;
            Ok(exams)
        })
    }

    /// The mock exam that began with this row, with all that happened in it.
    pub fn mock_exam(&self, id: &About) -> Result<Option<MockExam>, Trouble> {
        let own = self.own.names();
        self.read(|db| {
            let db = db.unchecked_transaction()?;
            let mut exams = begun(&db, &own)?;
            exams.retain(|exam| exam.attempt.id == *id);
            fill(
                &db,
                exams.iter_mut(),
                &["exam", "exam-mark", "exam-pause", "exam-end"],
            )?;
            Ok(exams.pop())
        })
    }
}

/// The rows of a kind that count, in their order. Their devices are as they were written: those of an exam name it so.
fn entries(
    db: &Connection,
    names: &Names,
    which: &str,
    bounds: impl rusqlite::Params,
) -> rusqlite::Result<Vec<(RowId, Entry)>> {
    let mut steps = names.steps(db, which, bounds)?;
    let gone = names.gone(db)?;
    steps.retain(|(_, step)| {
        matches!(step.event, Event::Exam(_)) && !gone.has(&step.position, step.group)
    });
    steps.sort_unstable_by_key(|(_, step)| step.position);
    let mut entries = Vec::new();
    for (id, _) in steps {
        entries.extend(row::row(db, id)?.map(|row| (id, row.entry())));
    }
    Ok(entries)
}

/// `own`: the names of this machine, each with the last number that is its own.
fn begun(db: &Connection, own: &[(String, u64)]) -> rusqlite::Result<Vec<MockExam>> {
    let Some(kind) = find(db, "kinds", "exam-begin")? else {
        return Ok(Vec::new());
    };
    let names = Names::read(db)?;
    let which = "WHERE kind = ?1 AND subject IN (SELECT id FROM subjects WHERE sort = ?2)";
    let begun = entries(db, &names, which, (kind, sort_number(Sort::Exam)))?;
    let exams = begun.iter().filter_map(|(row, entry)| {
        let attempt = Attempt::begun(entry)?;
        // Where a copied machine wrote under the same number, that row came second.
        let is_own = |(name, last): &(String, u64)| {
            *name == attempt.id.device && attempt.id.seq <= *last && !row.is_copy()
        };
        Some(MockExam {
            is_ours: own.iter().any(is_own),
            attempt,
        })
    });
    Ok(exams.collect())
}

/// Tells the exams of their rows of these kinds.
fn fill<'e>(
    db: &Connection,
    exams: impl Iterator<Item = &'e mut MockExam>,
    kinds: &[&str],
) -> rusqlite::Result<()> {
    let by_id = |exam: &'e mut MockExam| (exam.attempt.id.clone(), exam);
    let mut exams: HashMap<About, &mut MockExam> = exams.map(by_id).collect();
    if exams.is_empty() {
        return Ok(());
    }
    let names = Names::read(db)?;
    let which = "WHERE about IS NOT NULL AND kind = ?1";
    let mut rows = Vec::new();
    for kind in kinds {
        if let Some(kind) = find(db, "kinds", kind)? {
            rows.extend(entries(db, &names, which, [kind])?);
        }
    }
    // Of several kinds, each in its order: the whole order is that of the log.
    rows.sort_unstable_by(|(_, a), (_, b)| (a.hybrid, &a.id).cmp(&(b.hybrid, &b.id)));
    for (_, row) in rows {
        let about = row.change.event.named();
        if let Some(exam) = about.and_then(|about| exams.get_mut(about)) {
            exam.attempt.take(&row);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TODAY, at, change, does, folder, grade, key, open};
    use super::*;
    use crate::study::log::Change;
    use crate::study::memory::{Counted, Meant};
    use crate::study::mock_exam::{Act, Paper, Posed};
    use crate::study::{Grade, Memory};

    fn paper(cards: &[&str]) -> Paper {
        let posed = |(n, card): (usize, &&str)| Posed {
            key: key(card),
            seed: n as u64,
            revision: 1,
            module: "1".into(),
        };
        Paper {
            minutes: 10,
            has_pauses: true,
            is_diagnostic: false,
            questions: cards.iter().enumerate().map(posed).collect(),
        }
    }

    fn begin(store: &mut Store) -> Attempt {
        let act = Act::Begin(paper(&["d/a", "d/b", "d/c"]));
        let event = Event::Exam(Box::new(act));
        let change = Change {
            sort: Sort::Exam,
            ..Change::new(key("CPIM"), event, TODAY, Memory::default())
        };
        Attempt::begun(&store.record(&change, at(TODAY, 0)).unwrap()).unwrap()
    }

    fn does_in_exam(store: &mut Store, card: &str, act: Act, answer: &str) {
        // As an exam screen says it: it does not know what is remembered.
        let event = Event::Exam(Box::new(act));
        let change = Change {
            answer: Some(answer.to_owned()),
            took_ms: 1500,
            ..Change::new(key(card), event, TODAY, Memory::default())
        };
        store.record(&change, at(TODAY, 10)).unwrap();
    }

    #[test]
    fn a_mock_exam_is_found_again_and_changes_no_memory() {
        let folder = folder();
        let mut store = open(&folder);
        let known = grade(&mut store, "d/a", 4, TODAY);
        let id = begin(&mut store).id;
        does_in_exam(&mut store, "d/a", Act::Answer(id.clone()), "[2]");
        does_in_exam(&mut store, "d/b", Act::Mark(id.clone(), true), "");
        grade(&mut store, "d/x", 4, TODAY);
        does_in_exam(&mut store, "d/a", Act::Answer(id.clone()), "[1]");
        drop(store);

        let mut store = open(&folder);
        let found = store.mock_exams().unwrap();
        assert_eq!((found.len(), found[0].is_ours), (1, true));
        let attempt = &found[0].attempt;
        assert_eq!(
            (attempt.used_ms, attempt.at, attempt.answered()),
            (4500, 0, 1)
        );
        assert_eq!(attempt.sheets[0].answer.as_deref(), Some("[1]"));
        assert!(attempt.sheets[1].is_marked && attempt.is_running());
        assert_eq!(store.mock_exam(&id).unwrap().unwrap(), found[0]);
        assert_eq!(store.memory(&key("d/a")).unwrap(), known);
        assert_eq!(store.memory(&key("d/b")).unwrap(), Memory::default());
        let graded = store.graded_on(TODAY, |_| true).unwrap();
        assert_eq!(graded.len(), 2, "no part of the day's work");
        let mut counted = Vec::new();
        store.each_row(|past| counted.extend(past.counted)).unwrap();
        assert_eq!(counted.iter().filter(|c| **c == Counted::Exam).count(), 2);

        let right = vec![Some(true), Some(false), None];
        let event = Event::Exam(Box::new(Act::End(id.clone(), right)));
        let end = Change {
            sort: Sort::Exam,
            ..Change::new(key("CPIM"), event, TODAY, Memory::default())
        };
        store.record(&end, at(TODAY, 20)).unwrap();
        let ended = store.mock_exams().unwrap().remove(0).attempt;
        assert_eq!((ended.right().passed, ended.right().n), (1, 2));
        assert_eq!(store.rebuild(), Ok(0));
        assert!(store.doctor(at(TODAY, 30)).unwrap().is_sound());
        // What undo finds is the grading before the last row of the exam.
        let undone = store.undo(TODAY, at(TODAY, 40)).unwrap().unwrap();
        assert_eq!(undone.entry.change.card, key("d/x"));
    }

    #[test]
    fn misses_become_failed_looks_and_are_taken_back_as_one() {
        let folder = folder();
        let mut store = open(&folder);
        let before: Vec<Memory> = ["d/a", "d/b"]
            .map(|card| {
                for day in [0, 1, 7] {
                    grade(&mut store, card, 4, TODAY.plus(day));
                }
                store.memory(&key(card)).unwrap()
            })
            .into();
        let day = TODAY.plus(10);
        let look = |card| change(&store, card, Event::graded(Meant::Look, Grade::AGAIN), day);
        let looks = [look("d/a"), look("d/b")];
        let written = store.record_as_one(&looks, at(day, 0)).unwrap();
        assert_eq!(written[1].group, Some(written[0].id.seq));
        for card in ["d/a", "d/b"] {
            let learned = store.memory(&key(card)).unwrap().learned.unwrap();
            assert_eq!((learned.lapses, learned.schedule.due), (1, day.plus(1)));
        }
        drop(store);
        let mut store = open(&folder);
        store.undo(day, at(day, 10)).unwrap().unwrap();
        let after = ["d/a", "d/b"].map(|card| store.memory(&key(card)).unwrap());
        assert_eq!(after.to_vec(), before);
        does(&mut store, "d/a", Event::Suspend, day);
        assert!(store.doctor(at(day, 30)).unwrap().is_sound());
    }
}
