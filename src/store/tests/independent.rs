//! The rules of the log told a second time, as plainly as can be and from nothing but its rows: what the store folds must
//! agree with this.

use super::*;
use crate::study::log::{About, Entry};
use crate::study::memory::{Algorithm, Counted, Learned, Meant};
use crate::study::mock_exam::Act;
use crate::study::sm2;
use std::collections::{BTreeMap, BTreeSet};

type Id = (u64, String, u64);

fn id(entry: &Entry) -> Id {
    (entry.hybrid, entry.id.device.clone(), entry.id.seq)
}

fn is_named(entry: &Entry, about: &About) -> bool {
    entry.id.device == about.device
        && if entry.id.seq == about.seq {
            entry.hybrid == about.hybrid
        } else {
            entry.group == Some(about.seq)
                && (about.seq..about.seq + about.count).contains(&entry.id.seq)
                && entry.hybrid > about.hybrid
        }
}

/// Whether the last word about a row is that it is undone, or any word that it is void.
fn is_gone(entry: &Entry, log: &[Entry]) -> bool {
    let is_void = |entry: &Entry| {
        log.iter()
            .any(|e| matches!(&e.change.event, Event::Void(a) if is_named(entry, a)))
    };
    let words = log.iter().filter(|e| !is_void(e));
    let last = words
        .filter_map(|e| match &e.change.event {
            Event::Undo(about) if is_named(entry, about) => Some(true),
            Event::Redo(about) if is_named(entry, about) => Some(false),
            _ => None,
        })
        .next_back();
    is_void(entry) || last == Some(true)
}

/// The rows of a question: its own, and those of each old key before the newest adoption of that pair.
fn rows(key: &Key, log: &[Entry], seen: &mut Vec<Key>) -> BTreeSet<Id> {
    seen.push(key.clone());
    let own = log.iter().filter(|e| e.change.card == *key);
    let mut all: BTreeSet<Id> = own.clone().map(id).collect();
    let mut newest: BTreeMap<Key, Id> = BTreeMap::new();
    for entry in own {
        if let Event::Adopt(old) = &entry.change.event {
            newest.insert(old.clone(), id(entry));
        }
    }
    for (old, limit) in newest {
        if !seen.contains(&old) {
            let of_old = rows(&old, log, &mut seen.clone());
            all.extend(of_old.into_iter().filter(|row| *row < limit));
        }
    }
    all
}

pub struct Folded {
    pub memories: BTreeMap<Key, Memory>,
    pub counted: BTreeMap<Id, Counted>,
}

/// `log` is in order.
pub fn fold(log: &[Entry]) -> Folded {
    let live: Vec<&Entry> = log.iter().filter(|e| !is_gone(e, log)).collect();
    let keys: BTreeSet<Key> = log.iter().map(|e| e.change.card.clone()).collect();
    let mut folded = Folded {
        memories: BTreeMap::new(),
        counted: BTreeMap::new(),
    };
    for key in keys {
        let rows = rows(&key, log, &mut Vec::new());
        let rows: Vec<&&Entry> = live.iter().filter(|e| rows.contains(&id(e))).collect();
        let brought = rows.iter().find_map(|e| match &e.change.event {
            Event::Bring { memory, .. } => Some((**memory).clone()),
            _ => None,
        });
        let mut memory = brought.unwrap_or_default();
        for entry in rows {
            let day = entry.change.day;
            match &entry.change.event {
                Event::Graded(meant, grade, algorithm) => {
                    let counted = grade_it(&mut memory, *meant, *grade, *algorithm, day);
                    if entry.change.card == key {
                        folded.counted.insert(id(entry), counted);
                    }
                }
                Event::Exam(act) if matches!(**act, Act::Answer(_)) && entry.change.card == key => {
                    folded.counted.insert(id(entry), Counted::Exam);
                }
                Event::Suspend => memory.suspended = true,
                Event::Unsuspend => memory.suspended = false,
                Event::Bury => memory.buried = Some(day),
                Event::Unbury => memory.buried = None,
                Event::Flag(reason) => memory.flag = Some(reason.clone()),
                Event::Unflag => memory.flag = None,
                _ => {}
            }
        }
        if memory != Memory::default() {
            folded.memories.insert(key, memory);
        }
    }
    folded
}

fn grade_it(
    memory: &mut Memory,
    meant: Meant,
    grade: Grade,
    algorithm: Algorithm,
    day: Day,
) -> Counted {
    assert_eq!(
        algorithm,
        Algorithm::Sm2,
        "no other is written in these tests"
    );
    let passes = grade.value() >= 3;
    let Some(l) = &mut memory.learned else {
        return match meant {
            Meant::Practice => Counted::Practice,
            Meant::Exam => Counted::Exam,
            Meant::Drill => Counted::Nothing,
            Meant::Review | Meant::Look => {
                memory.learned = Some(Learned {
                    schedule: sm2::repeat(None, grade, day),
                    introduced: day,
                    last: day,
                    seen: day,
                    lapses: 0,
                    drill: (grade.value() < 4).then_some(day),
                });
                Counted::Repetition
            }
        };
    };
    let drilled_today = l.drill == Some(day);
    let counted = match meant {
        Meant::Practice => return Counted::Practice,
        Meant::Exam => return Counted::Exam,
        Meant::Drill if drilled_today => Counted::Drill,
        Meant::Drill => return Counted::Nothing,
        _ if l.schedule.due <= day => Counted::Repetition,
        _ if !passes && (l.last != day || l.schedule.repetitions > 0) => Counted::Lapse,
        _ if drilled_today => Counted::Drill,
        _ => Counted::Look,
    };
    l.seen = l.seen.max(day);
    match counted {
        Counted::Repetition => {
            l.schedule = sm2::repeat(Some(l.schedule), grade, day);
            l.last = day;
            l.drill = (grade.value() < 4).then_some(day);
            if !passes {
                l.lapses += 1;
            }
        }
        Counted::Lapse => {
            l.schedule.repetitions = 0;
            l.schedule.interval = 1;
            l.schedule.due = Day(day.0 + 1);
            l.last = day;
            l.drill = Some(day);
            l.lapses += 1;
        }
        Counted::Drill if grade.value() >= 4 => l.drill = None,
        _ => {}
    }
    counted
}
