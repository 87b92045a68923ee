//! What is remembered of one question, and how each event changes it. A memory is nothing but its events, folded.

use super::sm2::{self, Grade, Schedule};
use super::{Day, Key};
use serde::{Deserialize, Serialize};

/// A card that lapses this often is a leech; it is named again after every `LEECH_AGAIN` further lapses.
pub const LEECH: u32 = 8;
pub const LEECH_AGAIN: u32 = 4;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Absent until the first repetition: the card is new.
    pub learned: Option<Learned>,
    pub suspended: bool,
    /// Hidden on this one day.
    pub buried: Option<Day>,
    /// The learner's reason for flagging the card; may be empty.
    pub flag: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    pub schedule: Schedule,
    /// The day of the first repetition.
    pub introduced: Day,
    /// The day of the newest repetition.
    pub last: Day,
    /// Failed repetitions after the first one.
    pub lapses: u32,
    /// The day on which the card still has to score 4 or more: the final drill.
    pub drill: Option<Day>,
}

/// What a grading counts as. Only a repetition moves the schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sitting {
    Repetition,
    Drill,
    Practice,
    Exam,
}

impl Sitting {
    pub fn word(self) -> &'static str {
        match self {
            Sitting::Repetition => "repetition",
            Sitting::Drill => "drill",
            Sitting::Practice => "practice",
            Sitting::Exam => "exam",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Graded(Sitting, Grade),
    Suspend,
    Unsuspend,
    /// Hide for the day it is logged on.
    Bury,
    Unbury,
    Flag(String),
    Unflag,
    /// The card was called something else before: its memory moves along.
    Adopt {
        from: Key,
        memory: Box<Memory>,
    },
    Undo(super::log::EntryId),
    Redo(super::log::EntryId),
}

impl Event {
    /// The word for it in `swot log`.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Graded(sitting, _) => sitting.word(),
            Event::Suspend => "suspend",
            Event::Unsuspend => "unsuspend",
            Event::Bury => "bury",
            Event::Unbury => "unbury",
            Event::Flag(_) => "flag",
            Event::Unflag => "unflag",
            Event::Adopt { .. } => "adopt",
            Event::Undo(_) => "undo",
            Event::Redo(_) => "redo",
        }
    }

    pub fn grade(&self) -> Option<Grade> {
        match self {
            Event::Graded(_, grade) => Some(*grade),
            _ => None,
        }
    }

    /// What the learner did to one card, and may take back.
    pub fn is_undoable(&self) -> bool {
        !matches!(self, Event::Adopt { .. } | Event::Undo(_) | Event::Redo(_))
    }
}

impl Memory {
    pub fn is_new(&self) -> bool {
        self.learned.is_none()
    }

    pub fn schedule(&self) -> Option<&Schedule> {
        self.learned.as_ref().map(|l| &l.schedule)
    }

    /// To be asked on `day`: new cards are not due, they are introduced.
    pub fn is_due(&self, day: Day) -> bool {
        !self.is_hidden(day) && self.learned.is_some_and(|l| l.schedule.due <= day)
    }

    /// In today's final drill.
    pub fn is_drilled(&self, day: Day) -> bool {
        !self.is_hidden(day) && self.learned.is_some_and(|l| l.drill == Some(day))
    }

    pub fn is_hidden(&self, day: Day) -> bool {
        self.suspended || self.buried == Some(day)
    }

    /// What a grading on `day` would count as.
    pub fn sitting(&self, day: Day) -> Sitting {
        match self.learned {
            None => Sitting::Repetition,
            Some(l) if l.schedule.due <= day => Sitting::Repetition,
            Some(l) if l.drill == Some(day) => Sitting::Drill,
            Some(_) => Sitting::Practice,
        }
    }

    /// The memory after `event` on `day`.
    ///
    /// A grading logged as a repetition moves the schedule only if the card is new or due: where two machines graded the
    /// same card the same evening, the union of their logs counts once.
    pub fn after(&self, event: &Event, day: Day) -> Memory {
        let mut next = self.clone();
        match event {
            Event::Graded(Sitting::Repetition, grade)
                if self.sitting(day) == Sitting::Repetition =>
            {
                let schedule = sm2::repeat(self.schedule().copied(), *grade, day);
                let drill = grade.needs_drill().then_some(day);
                next.learned = Some(match self.learned {
                    None => Learned {
                        schedule,
                        introduced: day,
                        last: day,
                        lapses: 0,
                        drill,
                    },
                    Some(l) => Learned {
                        schedule,
                        last: day,
                        lapses: l.lapses + u32::from(!grade.passes()),
                        drill,
                        ..l
                    },
                });
            }
            Event::Graded(Sitting::Drill, grade) if !grade.needs_drill() => {
                if let Some(learned) = &mut next.learned {
                    learned.drill = learned.drill.filter(|drill| *drill != day);
                }
            }
            Event::Graded(..) | Event::Undo(_) | Event::Redo(_) => {}
            Event::Suspend => next.suspended = true,
            Event::Unsuspend => next.suspended = false,
            Event::Bury => next.buried = Some(day),
            Event::Unbury => next.buried = None,
            Event::Flag(reason) => next.flag = Some(reason.clone()),
            Event::Unflag => next.flag = None,
            Event::Adopt { memory, .. } => next = (**memory).clone(),
        }
        next
    }

    /// True right after the lapse that makes, or again makes, this card a leech.
    pub fn has_just_become_a_leech(&self, before: &Memory) -> bool {
        let lapses = |m: &Memory| m.learned.map_or(0, |l| l.lapses);
        let now = lapses(self);
        now > lapses(before) && now >= LEECH && (now - LEECH).is_multiple_of(LEECH_AGAIN)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn graded(memory: &Memory, grade: u8, day: i32) -> Memory {
        let day = Day(day);
        memory.after(
            &Event::Graded(memory.sitting(day), Grade::new(grade).unwrap()),
            day,
        )
    }

    #[test]
    fn a_weak_answer_is_drilled_the_same_day_until_it_scores_four() {
        let first = graded(&Memory::default(), 3, 0);
        assert!(first.is_drilled(Day(0)));
        assert_eq!(first.sitting(Day(0)), Sitting::Drill);
        let still = graded(&first, 2, 0);
        assert_eq!(still, first, "a weak drill grade changes nothing");
        let done = graded(&still, 4, 0);
        assert!(!done.is_drilled(Day(0)));
        assert_eq!(done.schedule(), first.schedule());
        assert_eq!(done.sitting(Day(0)), Sitting::Practice);
    }

    #[test]
    fn a_drill_not_finished_lapses_with_its_day() {
        let first = graded(&Memory::default(), 2, 0);
        assert!(!first.is_drilled(Day(1)));
        assert_eq!(first.sitting(Day(1)), Sitting::Repetition);
    }

    #[test]
    fn practice_leaves_the_schedule_alone() {
        let known = graded(&Memory::default(), 5, 0);
        assert_eq!(graded(&known, 0, 0), known);
    }

    #[test]
    fn one_evening_on_two_machines_counts_once() {
        let once = graded(&Memory::default(), 5, 0);
        let twice = once.after(&Event::Graded(Sitting::Repetition, Grade::EASY), Day(0));
        assert_eq!(once, twice);
    }

    #[test]
    fn a_leech_is_named_at_eight_lapses_and_every_four_more() {
        let mut memory = graded(&Memory::default(), 4, 0);
        let mut named = Vec::new();
        for day in 1..=20 {
            let next = graded(&memory, 1, day);
            if next.has_just_become_a_leech(&memory) {
                named.push(next.learned.unwrap().lapses);
            }
            memory = next;
        }
        assert_eq!(named, [8, 12, 16, 20]);
    }

    #[test]
    fn a_buried_card_is_back_the_next_day() {
        let due = graded(&Memory::default(), 4, 0).after(&Event::Bury, Day(1));
        assert!(!due.is_due(Day(1)) && due.is_due(Day(2)));
    }
}
