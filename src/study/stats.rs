//! Figures about the learning so far, from the log alone. Nothing is promised from them.

use super::Day;
use super::log::Past;
use super::memory::{Counted, Event};
use super::outlook::MATURE_DAYS;
use std::collections::BTreeSet;

/// A share of passes: `None` where nothing was counted.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Passed {
    pub of: u32,
    pub passed: u32,
}

impl Passed {
    fn count(&mut self, pass: bool) {
        self.of += 1;
        self.passed += u32::from(pass);
    }

    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.passed) / f64::from(self.of))
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stats {
    pub gradings: u32,
    pub repetitions: u32,
    pub drills: u32,
    pub practice: u32,
    pub introduced: u32,
    /// Repetitions of cards seen before: how many passed.
    pub retention: Passed,
    /// The same over the last 30 study days.
    pub retention_30: Passed,
    /// The same for intervals of three weeks and more.
    pub retention_mature: Passed,
    /// Gradings by grade, 0 to 5.
    pub grades: [u32; 6],
    pub took_ms: u64,
    /// Study days with at least one grading.
    pub days: u32,
    /// Study days in a row up to today, or up to yesterday where today has none yet.
    pub streak: u32,
    pub longest_streak: u32,
    /// Gradings on each of the last 30 study days, oldest first.
    pub last_30: Vec<(Day, u32)>,
}

impl Stats {
    /// `rows` are the whole log, oldest first.
    pub fn of(rows: &[Past], today: Day) -> Stats {
        let mut stats = Stats {
            last_30: (0..30).map(|i| (Day(today.0 - 29 + i), 0)).collect(),
            ..Stats::default()
        };
        let mut days = BTreeSet::new();
        for row in rows {
            let change = &row.entry.change;
            let (Some(counted), Event::Graded(_, grade, _)) = (row.counted, &change.event) else {
                continue;
            };
            stats.gradings += 1;
            stats.took_ms += u64::from(change.counted_ms());
            stats.grades[usize::from(grade.value())] += 1;
            days.insert(change.day);
            let ago = today.since(change.day);
            if let Ok(ago) = usize::try_from(ago)
                && ago < 30
            {
                stats.last_30[29 - ago].1 += 1;
            }
            match (counted, change.before.schedule()) {
                (Counted::Repetition, None) => {
                    stats.repetitions += 1;
                    stats.introduced += 1;
                }
                (Counted::Repetition, Some(before)) => {
                    stats.repetitions += 1;
                    stats.retention.count(grade.passes());
                    if ago < 30 {
                        stats.retention_30.count(grade.passes());
                    }
                    if before.interval >= MATURE_DAYS {
                        stats.retention_mature.count(grade.passes());
                    }
                }
                (Counted::Drill, _) => stats.drills += 1,
                (Counted::Practice | Counted::Exam, _) => stats.practice += 1,
                (Counted::Lapse | Counted::Look | Counted::Nothing, _) => {}
            }
        }
        stats.days = days.len() as u32;
        let mut run = 0;
        let mut last: Option<Day> = None;
        for &day in &days {
            run = if last.is_some_and(|l| l.plus(1) == day) {
                run + 1
            } else {
                1
            };
            stats.longest_streak = stats.longest_streak.max(run);
            last = Some(day);
        }
        stats.streak = if last.is_some_and(|l| today.since(l) <= 1) {
            run
        } else {
            0
        };
        stats
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::study::log::{Change, Entry, EntryId, Moment};
    use crate::study::memory::Algorithm;
    use crate::study::{Grade, Key, Memory};

    #[test]
    fn figures_follow_the_log_and_leave_out_what_was_undone() {
        let mut rows: Vec<Past> = Vec::new();
        let mut memory = Memory::default();
        let mut write = |grade: u8, day: i32, is_undone: bool| {
            let grade = Grade::new(grade).unwrap();
            let meant = memory.meant(Day(day));
            let event = Event::Graded(meant, grade, Algorithm::Sm2);
            let mut change = Change::new(Key::from_text("d/a"), event, Day(day), memory.clone());
            change.took_ms = 1000;
            let counted = (!is_undone).then(|| memory.counts(meant, grade, Day(day)));
            if !is_undone {
                memory = change.after.clone();
            }
            let entry = Entry {
                id: EntryId {
                    device: "t".into(),
                    seq: rows.len() as u64 + 1,
                },
                hybrid: 0,
                at: Moment {
                    utc_ms: 0,
                    offset_s: 0,
                },
                group: None,
                payload: None,
                change,
            };
            rows.push(Past {
                entry,
                counted,
                is_undone,
            });
        };
        for (grade, day) in [(4, 0), (4, 1), (1, 7), (4, 7), (4, 8)] {
            write(grade, day, false);
        }
        write(5, 9, true);
        let stats = Stats::of(&rows, Day(9));
        assert_eq!(
            (
                stats.gradings,
                stats.repetitions,
                stats.drills,
                stats.introduced
            ),
            (5, 4, 1, 1)
        );
        assert_eq!(stats.retention, Passed { of: 3, passed: 2 });
        assert_eq!((stats.days, stats.streak, stats.longest_streak), (4, 2, 2));
        assert_eq!(stats.last_30[29 - 2], (Day(7), 2));
        assert_eq!(stats.took_ms, 5000);
    }
}
