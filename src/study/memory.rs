//! What is remembered of one question, and how each event changes it. A memory follows from the events alone.

use super::about::About;
use super::exam_act::Act;
use super::sm2::{self, Grade, Schedule};
use super::{Day, Key, words};
use serde::{Deserialize, Serialize};

/// Number of lapses that make a card a leech; it is reported again after every `LEECH_AGAIN` further lapses.
pub const LEECH: u32 = 8;
const LEECH_AGAIN: u32 = 4;

/// An interval of three weeks or more counts as known.
pub const MATURE_DAYS: u32 = 21;

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
    /// The day of the newest repetition or lapse.
    pub last: Day,
    /// The latest day of a repetition, lapse, drill or look.
    pub seen: Day,
    /// Failed repetitions after the first one, and failed reviews before the due day.
    pub lapses: u32,
    /// The day on which the card must still score 4 or more: the final drill.
    pub drill: Option<Day>,
}

words! {
    /// What a grading was meant as when it was given.
    pub enum Meant {
        /// A new or due question.
        Review = "review",
        /// The same day again, until it scores 4 or more.
        Drill = "drill",
        /// A look at what is not due yet, before an exam.
        Look = "look",
        Practice = "practice",
        Exam = "exam",
    }
}

words! {
    /// What a grading counts as, once all rows before it are known. Only a repetition and a lapse change the schedule.
    pub enum Counted {
        Repetition = "repetition",
        /// Failed before it was due.
        Lapse = "lapse",
        Drill = "drill",
        /// Passed before it was due: recorded as seen, with no other effect.
        Look = "look",
        Practice = "practice",
        Exam = "exam",
        Nothing = "nothing",
    }
}

/// The algorithm that gives the next due day. A further algorithm is a further variant and a file beside `sm2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Algorithm {
    #[default]
    Sm2,
    /// An algorithm that this program does not know: the row has its result.
    Other {
        number: u16,
        interval: u32,
        due: Day,
    },
}

impl Algorithm {
    /// As written in the log.
    pub fn number(self) -> u16 {
        match self {
            Algorithm::Sm2 => 1,
            Algorithm::Other { number, .. } => number,
        }
    }

    fn repeat(self, before: Option<Schedule>, grade: Grade, day: Day) -> Schedule {
        match self {
            Algorithm::Sm2 => sm2::repeat(before, grade, day),
            Algorithm::Other { interval, due, .. } => Schedule {
                repetitions: match before {
                    _ if !grade.passes() => 0,
                    None => 1,
                    Some(before) => before.repetitions.saturating_add(1),
                },
                ease: before.map_or(sm2::FIRST_EASE, |before| before.ease),
                interval: interval.min(sm2::LONGEST_INTERVAL),
                due,
            },
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    Graded(Meant, Grade, Algorithm),
    Suspend,
    Unsuspend,
    /// Hidden on the day of the row.
    Bury,
    Unbury,
    Flag(String),
    Unflag,
    /// The question had another key before: what was logged under the old key before this row belongs to it too.
    Adopt(Key),
    /// What another program remembers of the question: folding starts from this.
    Bring {
        from: Key,
        memory: Box<Memory>,
    },
    Undo(About),
    Redo(About),
    /// The rows named never count.
    Void(About),
    /// The learner chose a value for a field of the subject; `None` takes the choice back.
    Choose {
        field: String,
        value: Option<String>,
        /// Taken over from the settings file: any choice that the learner makes outranks it.
        is_taken_over: bool,
    },
    /// A step of a mock exam.
    Exam(Box<Act>),
    /// Written by a newer program: kept and passed on, without effect.
    Unknown(String),
}

impl Event {
    /// The word for it in `swot log`.
    pub fn name(&self) -> &str {
        match self {
            Event::Graded(meant, ..) => meant.word(),
            Event::Suspend => "suspend",
            Event::Unsuspend => "unsuspend",
            Event::Bury => "bury",
            Event::Unbury => "unbury",
            Event::Flag(_) => "flag",
            Event::Unflag => "unflag",
            Event::Adopt(_) | Event::Bring { .. } => "adopt",
            Event::Undo(_) => "undo",
            Event::Redo(_) => "redo",
            Event::Void(_) => "void",
            Event::Choose { .. } => "choice",
            Event::Exam(act) => act.word(),
            Event::Unknown(kind) => kind,
        }
    }

    /// A grading under SM-2.
    pub fn graded(meant: Meant, grade: Grade) -> Event {
        Event::Graded(meant, grade, Algorithm::Sm2)
    }

    pub fn grade(&self) -> Option<Grade> {
        match self {
            Event::Graded(_, grade, _) => Some(*grade),
            _ => None,
        }
    }

    /// The rows that this one takes back, brings back or voids.
    pub fn about(&self) -> Option<&About> {
        match self {
            Event::Undo(about) | Event::Redo(about) | Event::Void(about) => Some(about),
            _ => None,
        }
    }

    /// The row that this one refers to: to undo, redo or void it, or as the beginning of its mock exam.
    pub fn named(&self) -> Option<&About> {
        match self {
            Event::Exam(act) => act.begun_by(),
            event => event.about(),
        }
    }

    /// Whether the learner may undo it.
    pub fn is_undoable(&self) -> bool {
        match self {
            Event::Graded(meant, ..) => *meant != Meant::Exam,
            Event::Suspend
            | Event::Unsuspend
            | Event::Bury
            | Event::Unbury
            | Event::Flag(_)
            | Event::Unflag => true,
            Event::Choose { is_taken_over, .. } => !is_taken_over,
            Event::Adopt(_)
            | Event::Bring { .. }
            | Event::Undo(_)
            | Event::Redo(_)
            | Event::Void(_)
            | Event::Exam(_)
            | Event::Unknown(_) => false,
        }
    }
}

impl Memory {
    /// No grading of it has counted.
    pub fn is_new(&self) -> bool {
        self.learned.is_none()
    }

    /// `None` for a new question.
    pub fn schedule(&self) -> Option<&Schedule> {
        self.learned.as_ref().map(|l| &l.schedule)
    }

    /// To be asked on `day`. New cards are not due.
    pub fn is_due(&self, day: Day) -> bool {
        !self.is_hidden(day) && self.learned.is_some_and(|l| l.schedule.due <= day)
    }

    /// In today's final drill.
    pub fn is_drilled(&self, day: Day) -> bool {
        !self.is_hidden(day) && self.learned.is_some_and(|l| l.drill == Some(day))
    }

    /// Suspended, or buried on that day.
    pub fn is_hidden(&self, day: Day) -> bool {
        self.suspended || self.buried == Some(day)
    }

    /// What a grading on `day` is to be recorded as; practice if the question is neither due nor drilled.
    pub fn meant(&self, day: Day) -> Meant {
        match self.learned {
            None => Meant::Review,
            Some(l) if l.schedule.due <= day => Meant::Review,
            Some(l) if l.drill == Some(day) => Meant::Drill,
            Some(_) => Meant::Practice,
        }
    }

    /// What a grading on `day` counts as.
    ///
    /// Reviews on several machines in one evening count as one pass or, if any failed, as one lapse: a second review of the day
    /// counts only if it failed and none before it failed.
    pub fn counts(&self, meant: Meant, grade: Grade, day: Day) -> Counted {
        let is_drilled = self.learned.is_some_and(|l| l.drill == Some(day));
        match (meant, self.learned) {
            (Meant::Practice, _) => Counted::Practice,
            (Meant::Exam, _) => Counted::Exam,
            (Meant::Drill, _) if is_drilled => Counted::Drill,
            (Meant::Drill, _) => Counted::Nothing,
            (Meant::Review | Meant::Look, None) => Counted::Repetition,
            (Meant::Review | Meant::Look, Some(l)) => {
                let has_failed = l.last == day && l.schedule.repetitions == 0;
                if l.schedule.due <= day {
                    Counted::Repetition
                } else if !grade.passes() && !has_failed {
                    Counted::Lapse
                } else if is_drilled {
                    Counted::Drill
                } else {
                    Counted::Look
                }
            }
        }
    }

    /// The memory after `event` on `day`.
    pub fn after(&self, event: &Event, day: Day) -> Memory {
        let mut next = self.clone();
        next.take(event, day);
        next
    }

    /// Applies `event` on `day` and returns what a grading counted as.
    pub fn take(&mut self, event: &Event, day: Day) -> Option<Counted> {
        match event {
            Event::Graded(meant, grade, algorithm) => {
                let counted = self.counts(*meant, *grade, day);
                self.grade(counted, *grade, *algorithm, day);
                return Some(counted);
            }
            Event::Suspend => self.suspended = true,
            Event::Unsuspend => self.suspended = false,
            Event::Bury => self.buried = Some(day),
            Event::Unbury => self.buried = None,
            Event::Flag(reason) => self.flag = Some(reason.clone()),
            Event::Unflag => self.flag = None,
            Event::Exam(act) if matches!(**act, Act::Answer(_)) => return Some(Counted::Exam),
            // Decided before folding: they determine which rows make up a memory, and which of them count.
            Event::Adopt(_)
            | Event::Bring { .. }
            | Event::Undo(_)
            | Event::Redo(_)
            | Event::Void(_)
            | Event::Choose { .. }
            | Event::Exam(_)
            | Event::Unknown(_) => {}
        }
        None
    }

    fn grade(&mut self, counted: Counted, grade: Grade, algorithm: Algorithm, day: Day) {
        if counted == Counted::Repetition {
            let schedule = algorithm.repeat(self.schedule().copied(), grade, day);
            let drill = grade.needs_drill().then_some(day);
            self.learned = Some(match self.learned {
                None => Learned {
                    schedule,
                    introduced: day,
                    last: day,
                    seen: day,
                    lapses: 0,
                    drill,
                },
                Some(l) => Learned {
                    schedule,
                    last: day,
                    seen: l.seen.max(day),
                    lapses: l.lapses.saturating_add(u32::from(!grade.passes())),
                    drill,
                    ..l
                },
            });
            return;
        }
        let Some(l) = &mut self.learned else {
            return;
        };
        match counted {
            Counted::Lapse => {
                l.schedule.repetitions = 0;
                l.schedule.interval = 1;
                l.schedule.due = day.plus(1);
                l.last = day;
                l.lapses = l.lapses.saturating_add(1);
                l.drill = Some(day);
            }
            Counted::Drill if !grade.needs_drill() => l.drill = None,
            Counted::Drill | Counted::Look => {}
            Counted::Repetition | Counted::Practice | Counted::Exam | Counted::Nothing => return,
        }
        l.seen = l.seen.max(day);
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
    use super::*;

    fn graded(memory: &Memory, grade: u8, day: i32) -> Memory {
        let day = Day(day);
        memory.after(
            &Event::Graded(
                memory.meant(day),
                Grade::new(grade).unwrap(),
                Algorithm::Sm2,
            ),
            day,
        )
    }

    #[test]
    fn a_weak_answer_is_drilled_the_same_day_until_it_scores_four() {
        let first = graded(&Memory::default(), 3, 0);
        assert!(first.is_drilled(Day(0)));
        assert_eq!(first.meant(Day(0)), Meant::Drill);
        let still = graded(&first, 2, 0);
        assert_eq!(still, first, "a weak drill grade changes nothing");
        let done = graded(&still, 4, 0);
        assert!(!done.is_drilled(Day(0)));
        assert_eq!(done.schedule(), first.schedule());
        assert_eq!(done.meant(Day(0)), Meant::Practice);
    }

    #[test]
    fn a_drill_not_finished_lapses_with_its_day() {
        let first = graded(&Memory::default(), 2, 0);
        assert!(!first.is_drilled(Day(1)));
        assert_eq!(first.meant(Day(1)), Meant::Review);
    }

    #[test]
    fn practice_leaves_the_schedule_alone() {
        let known = graded(&Memory::default(), 5, 0);
        assert_eq!(graded(&known, 0, 0), known);
    }

    #[test]
    fn one_evening_on_two_machines_counts_once() {
        let once = graded(&Memory::default(), 5, 0);
        assert_eq!(reviewed(&once, 5, 0), once);
    }

    fn reviewed(memory: &Memory, grade: u8, day: i32) -> Memory {
        let event = Event::Graded(Meant::Review, Grade::new(grade).unwrap(), Algorithm::Sm2);
        memory.after(&event, Day(day))
    }

    #[test]
    fn a_fail_on_any_machine_is_the_one_lapse_of_the_evening() {
        let known = [0, 1, 7]
            .iter()
            .fold(Memory::default(), |memory, day| reviewed(&memory, 4, *day));
        let lapsed = |memory: &Memory| {
            let l = memory.learned.unwrap();
            (l.schedule.repetitions, l.schedule.due, l.lapses, l.last)
        };
        let first = reviewed(&reviewed(&known, 1, 22), 4, 22);
        let second = reviewed(&reviewed(&known, 4, 22), 1, 22);
        let both = reviewed(&reviewed(&known, 1, 22), 2, 22);
        for memory in [&first, &second, &both] {
            assert_eq!(lapsed(memory), (0, Day(23), 1, Day(22)));
        }
    }

    #[test]
    fn a_look_moves_only_the_day_it_was_seen() {
        let known = graded(&Memory::default(), 5, 0);
        let later = graded(&known, 5, 1);
        let looked = later.after(
            &Event::Graded(Meant::Look, Grade::GOOD, Algorithm::Sm2),
            Day(3),
        );
        let mut expected = later.clone();
        expected.learned.as_mut().unwrap().seen = Day(3);
        assert_eq!(looked, expected);
    }

    #[test]
    fn an_algorithm_of_a_later_program_is_taken_at_its_word() {
        let other = Algorithm::Other {
            number: 9,
            interval: 12,
            due: Day(40),
        };
        let known = graded(&Memory::default(), 4, 0);
        let after = known.after(&Event::Graded(Meant::Review, Grade::EASY, other), Day(28));
        let schedule = *after.schedule().unwrap();
        assert_eq!((schedule.repetitions, schedule.ease), (2, 250));
        assert_eq!((schedule.interval, schedule.due), (12, Day(40)));
        let failed = known.after(&Event::Graded(Meant::Review, Grade::AGAIN, other), Day(28));
        assert_eq!(failed.schedule().unwrap().repetitions, 0);
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
    fn a_leech_is_named_only_by_the_lapse_that_makes_it_one() {
        let lapsed = |times| {
            let known = graded(&Memory::default(), 4, 0);
            (1..=times).fold(known, |memory, day| graded(&memory, 1, day))
        };
        let (before, leech) = (lapsed(7), lapsed(8));
        assert!(leech.has_just_become_a_leech(&before));
        assert!(!leech.has_just_become_a_leech(&leech), "it was one before");
        assert!(!lapsed(9).has_just_become_a_leech(&leech));
        assert!(!before.has_just_become_a_leech(&Memory::default()));
    }

    #[test]
    fn a_repetition_is_seen_on_its_day_and_ends_the_drill_of_an_earlier_one() {
        let weak = graded(&Memory::default(), 3, 0);
        let passed = graded(&weak, 4, 1).learned.unwrap();
        assert_eq!((passed.introduced, passed.seen), (Day(0), Day(1)));
        assert_eq!((passed.last, passed.drill), (Day(1), None));
        let failed = graded(&weak, 1, 1).learned.unwrap();
        assert_eq!((failed.drill, failed.lapses), (Some(Day(1)), 1));
    }

    #[test]
    fn an_answer_in_a_mock_exam_counts_as_one_and_its_other_rows_as_nothing() {
        let take = |act| Memory::default().take(&Event::Exam(Box::new(act)), Day(0));
        assert_eq!(take(Act::Answer(about())), Some(Counted::Exam));
        assert_eq!(take(Act::Pause(about())), None);
    }

    #[test]
    fn a_buried_card_is_back_the_next_day() {
        let due = graded(&Memory::default(), 4, 0).after(&Event::Bury, Day(1));
        assert!(!due.is_due(Day(1)) && due.is_due(Day(2)));
    }

    fn about() -> About {
        About {
            device: "a".into(),
            seq: 1,
            count: 2,
            hybrid: 3,
        }
    }

    /// Some event of each sort: its word in the log, and whether a learner may take it back.
    fn events() -> Vec<(Event, &'static str, bool)> {
        let choose = |is_taken_over| Event::Choose {
            field: "note".into(),
            value: None,
            is_taken_over,
        };
        let (key, memory) = (Key::new("d", "a", ""), Box::default());
        vec![
            (Event::graded(Meant::Review, Grade::GOOD), "review", true),
            (Event::graded(Meant::Drill, Grade::GOOD), "drill", true),
            (Event::graded(Meant::Look, Grade::GOOD), "look", true),
            (
                Event::graded(Meant::Practice, Grade::GOOD),
                "practice",
                true,
            ),
            (Event::graded(Meant::Exam, Grade::GOOD), "exam", false),
            (Event::Suspend, "suspend", true),
            (Event::Unsuspend, "unsuspend", true),
            (Event::Bury, "bury", true),
            (Event::Unbury, "unbury", true),
            (Event::Flag(String::new()), "flag", true),
            (Event::Unflag, "unflag", true),
            (Event::Adopt(key.clone()), "adopt", false),
            (Event::Bring { from: key, memory }, "adopt", false),
            (Event::Undo(about()), "undo", false),
            (Event::Redo(about()), "redo", false),
            (Event::Void(about()), "void", false),
            (choose(false), "choice", true),
            (choose(true), "choice", false),
            (
                Event::Exam(Box::new(Act::Pause(about()))),
                "exam-pause",
                false,
            ),
            (Event::Unknown("dream".into()), "dream", false),
        ]
    }

    #[test]
    fn events_keep_their_words_and_only_what_a_learner_did_is_taken_back() {
        for (event, word, is_undoable) in events() {
            assert_eq!(
                (event.name(), event.is_undoable()),
                (word, is_undoable),
                "{event:?}"
            );
        }
    }

    #[test]
    fn only_a_grading_has_a_grade_and_only_some_events_name_rows() {
        let about = about();
        for (event, word, _) in events() {
            let is_grading = matches!(event, Event::Graded(..));
            assert_eq!(event.grade(), is_grading.then_some(Grade::GOOD), "{word}");
            let takes_back = ["undo", "redo", "void"].contains(&word);
            assert_eq!(event.about(), takes_back.then_some(&about), "{word}");
            let names = takes_back || word == "exam-pause";
            assert_eq!(event.named(), names.then_some(&about), "{word}");
        }
    }

    #[test]
    fn what_stands_in_the_log_is_what_always_stood_there() {
        let counted = Counted::ALL.map(Counted::word);
        let words = [
            "repetition",
            "lapse",
            "drill",
            "look",
            "practice",
            "exam",
            "nothing",
        ];
        assert_eq!(counted, words);
        assert_eq!(Algorithm::Sm2.number(), 1);
        let other = Algorithm::Other {
            number: 9,
            interval: 1,
            due: Day(1),
        };
        assert_eq!(other.number(), 9);
    }

    #[test]
    fn each_event_changes_what_it_says_and_nothing_else() {
        let known = graded(&Memory::default(), 4, 0);
        let after = |memory: &Memory, event| memory.after(&event, Day(5));
        let suspended = after(&known, Event::Suspend);
        let expected = Memory {
            suspended: true,
            ..known.clone()
        };
        assert_eq!(suspended, expected);
        assert_eq!(after(&suspended, Event::Unsuspend), known);
        let buried = after(&known, Event::Bury);
        let expected = Memory {
            buried: Some(Day(5)),
            ..known.clone()
        };
        assert_eq!(buried, expected);
        assert_eq!(after(&buried, Event::Unbury), known);
        let flagged = after(&known, Event::Flag("odd".into()));
        let expected = Memory {
            flag: Some("odd".into()),
            ..known.clone()
        };
        assert_eq!(flagged, expected);
        assert_eq!(after(&flagged, Event::Unflag), known);
        let others = events().into_iter().filter(|(.., may_undo)| !may_undo);
        for (event, word, _) in others {
            assert_eq!(after(&known, event), known, "{word}");
        }
    }

    #[test]
    fn what_is_hidden_is_neither_due_nor_drilled() {
        let weak = graded(&Memory::default(), 3, 0);
        assert!(weak.is_drilled(Day(0)) && weak.is_due(Day(1)));
        for event in [Event::Suspend, Event::Bury] {
            let hidden = weak.after(&event, Day(0));
            assert!(hidden.is_hidden(Day(0)) && !hidden.is_drilled(Day(0)));
            let hidden = weak.after(&event, Day(1));
            assert!(!hidden.is_due(Day(1)));
        }
        assert!(!weak.is_hidden(Day(0)));
    }

    #[test]
    fn a_grading_counts_by_what_it_was_meant_as_and_what_came_before() {
        let new = Memory::default();
        let weak = graded(&new, 3, 0);
        let good = graded(&new, 4, 0);
        let failed = reviewed(&graded(&good, 4, 1), 1, 1);
        let counts = |memory: &Memory, meant, grade, day| memory.counts(meant, grade, Day(day));
        let (pass, fail) = (Grade::GOOD, Grade::AGAIN);
        for (memory, meant, grade, day, expected) in [
            (&new, Meant::Review, fail, 0, Counted::Repetition),
            (&new, Meant::Look, pass, 0, Counted::Repetition),
            (&new, Meant::Drill, pass, 0, Counted::Nothing),
            (&new, Meant::Practice, fail, 0, Counted::Practice),
            (&new, Meant::Exam, fail, 0, Counted::Exam),
            (&good, Meant::Review, pass, 1, Counted::Repetition),
            (&good, Meant::Look, fail, 1, Counted::Repetition),
            (&good, Meant::Review, fail, 0, Counted::Lapse),
            (&good, Meant::Look, pass, 0, Counted::Look),
            (&good, Meant::Drill, pass, 0, Counted::Nothing),
            (&good, Meant::Practice, fail, 1, Counted::Practice),
            (&good, Meant::Exam, fail, 1, Counted::Exam),
            (&weak, Meant::Drill, fail, 0, Counted::Drill),
            (&weak, Meant::Drill, pass, 1, Counted::Nothing),
            (&weak, Meant::Review, pass, 0, Counted::Drill),
            (&failed, Meant::Review, fail, 1, Counted::Drill),
        ] {
            assert_eq!(
                counts(memory, meant, grade, day),
                expected,
                "{meant:?} {grade:?} on day {day}"
            );
        }
    }
}
