//! One study session: which question is up, what a grade does, what comes back. A grade is first a `Change` to be written to the
//! log; the session moves on when the written entry comes back.

use super::kinds::Answer;
use super::log::{Change, Confidence, Entry, Sort};
use super::memory::{Algorithm, Event, Meant, Memory};
use super::plan::{Known, Plan, Question};
use super::{Day, Grade, Key};
use std::collections::{HashSet, VecDeque};

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// The page of a concept (`deck/concept`), shown before its first question.
    Page(String),
    Ask(Asked),
}

/// A question as it is shown: the seed decides shuffles and drawn numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    pub question: Question,
    pub seed: u64,
}

#[derive(Debug, Clone)]
pub struct Session {
    day: Day,
    seed: u64,
    shown: u64,
    practice: bool,
    /// Questions asked before they are due.
    looks: HashSet<Key>,
    queue: VecDeque<Step>,
    /// Number of pages in the queue, so that the number of questions left is known without counting at each frame.
    pages: usize,
    done: Vec<Entry>,
}

/// The result of a session.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    pub graded: usize,
    /// Graded 4 or more at the first attempt of this session.
    pub right_first: usize,
    pub asked: usize,
    pub new: usize,
    /// Questions that are not asked any more, since the learner said so.
    pub suspended: usize,
    pub took_ms: u64,
    /// Cards graded under 4 at the first attempt: those the learner was sure of come first, then in order.
    pub missed: Vec<Key>,
    /// For how many of them the learner was sure.
    pub sure_and_wrong: usize,
}

impl Session {
    /// `pages` are the concepts (`deck/concept`) whose page has not been read, since none of their questions was introduced.
    pub fn new(plan: Plan, pages: &[String], day: Day, seed: u64) -> Session {
        let mut session = Session {
            day,
            seed,
            shown: 0,
            practice: false,
            looks: plan.looks.iter().map(|q| q.key.clone()).collect(),
            queue: VecDeque::with_capacity(plan.due.len()),
            pages: 0,
            done: Vec::new(),
        };
        let mut read: Vec<String> = Vec::new();
        let known = |question| (question, false);
        let all = plan.due.into_iter().chain(plan.looks).map(known);
        let all = all.chain(plan.new.into_iter().map(|question| (question, true)));
        for (question, is_new) in all.chain(plan.drill.into_iter().map(known)) {
            if is_new && pages.contains(&question.concept) && !read.contains(&question.concept) {
                read.push(question.concept.clone());
                session.pages += 1;
                session
                    .queue
                    .push_back(Step::Page(question.concept.clone()));
            }
            let asked = session.asked(question);
            session.queue.push_back(Step::Ask(asked));
        }
        session
    }

    /// Practice: every grading is recorded as such and no schedule changes.
    pub fn practice(questions: Vec<Question>, day: Day, seed: u64) -> Session {
        let plan = Plan {
            due: questions,
            ..Plan::default()
        };
        Session {
            practice: true,
            ..Session::new(plan, &[], day, seed)
        }
    }

    fn asked(&mut self, question: Question) -> Asked {
        self.shown += 1;
        Asked {
            question,
            seed: mix(self.seed, self.shown),
        }
    }

    pub fn day(&self) -> Day {
        self.day
    }

    /// A new study day began while the session was open: what is left counts on that day.
    pub fn turn_to(&mut self, day: Day) {
        self.day = day;
    }

    pub fn is_practice(&self) -> bool {
        self.practice
    }

    /// What is shown now; `None` when all is done.
    pub fn step(&self) -> Option<&Step> {
        self.queue.front()
    }

    /// The question behind that, if no page comes first.
    pub fn next_question(&self) -> Option<&Key> {
        match self.queue.get(1)? {
            Step::Ask(asked) => Some(&asked.question.key),
            Step::Page(_) => None,
        }
    }

    /// The question that is up; `None` while a page is shown, and when all is done.
    pub fn asking(&self) -> Option<&Asked> {
        match self.queue.front() {
            Some(Step::Ask(asked)) => Some(asked),
            _ => None,
        }
    }

    /// Turns the page that is up.
    pub fn turn_page(&mut self) {
        if matches!(self.queue.front(), Some(Step::Page(_))) {
            self.queue.pop_front();
            self.pages -= 1;
        }
    }

    /// Questions answered, and all questions so far; a weak answer adds one.
    pub fn progress(&self) -> (usize, usize) {
        let left = self.queue.len() - self.pages;
        let done = self
            .done
            .iter()
            .filter(|e| matches!(e.change.event, Event::Graded(..)))
            .count();
        (done, done + left)
    }

    /// What a grading of the current question is recorded as. A question that is due is recorded as a review in practice too.
    pub fn meant(&self) -> Option<Meant> {
        let Known { key, memory, .. } = &*self.asking()?.question;
        Some(match memory.meant(self.day) {
            Meant::Practice if !self.practice && self.looks.contains(key) => Meant::Look,
            _ if self.practice && !memory.is_due(self.day) => Meant::Practice,
            meant => meant,
        })
    }

    /// The change that a grade would make, to be recorded.
    pub fn graded(&self, grade: Grade, took_ms: u32, answer: Option<&Answer>) -> Option<Change> {
        let mut change = self.changed(Event::Graded(self.meant()?, grade, Algorithm::Sm2))?;
        change.took_ms = took_ms;
        change.answer = answer.and_then(Answer::to_log);
        Some(change)
    }

    /// The change that suspending, burying or flagging the question that is up would make, to be recorded.
    pub fn changed(&self, event: Event) -> Option<Change> {
        let Asked { question, seed } = self.asking()?;
        Some(Change {
            seed: *seed,
            ..Change::new(
                question.key.clone(),
                event,
                self.day,
                question.memory.clone(),
            )
        })
    }

    /// The memory that would follow from a grade.
    pub fn outcome(&self, grade: Grade) -> Option<Memory> {
        self.graded(grade, 0, None).map(|change| change.after)
    }

    /// Moves on after `entry` was written down.
    pub fn recorded(&mut self, entry: Entry) {
        let change = &entry.change;
        match self.queue.front_mut() {
            Some(Step::Ask(asked)) if asked.question.key == change.card => {
                asked.question.memory = change.after.clone();
            }
            _ => return,
        }
        if let Event::Flag(_) | Event::Unflag = change.event {
            self.done.push(entry);
            return;
        }
        let Some(Step::Ask(asked)) = self.queue.pop_front() else {
            return;
        };
        if let Event::Graded(meant, grade, _) = change.event
            && grade.needs_drill()
            && meant != Meant::Practice
            // A look that passed weakly is not drilled.
            && (meant != Meant::Look || asked.question.memory.is_drilled(self.day))
        {
            let again = self.asked(asked.question);
            self.queue.push_back(Step::Ask(again));
        }
        self.done.push(entry);
    }

    /// Puts a card back after `entry` was undone; `memory` is its memory without that entry.
    pub fn undid(&mut self, entry: &Entry, memory: Memory, concept: String, links: Vec<String>) {
        if entry.change.sort != Sort::Question || matches!(entry.change.event, Event::Choose { .. })
        {
            // Choices about decks and exams concern no question of this session, and a note changes none.
            return;
        }
        let key = &entry.change.card;
        self.done.retain(|done| done.id != entry.id);
        let question = Question::from(Known {
            key: key.clone(),
            concept,
            links,
            memory,
        });
        let asked = Asked {
            question,
            seed: entry.change.seed,
        };
        let showing_a_flag = matches!(entry.change.event, Event::Flag(_) | Event::Unflag);
        if showing_a_flag && self.asking().is_some_and(|a| a.question.key == *key) {
            if let Some(Step::Ask(front)) = self.queue.front_mut() {
                front.question = asked.question;
            }
            return;
        }
        self.forget(key);
        self.queue.push_front(Step::Ask(asked));
    }

    /// Takes the card away again after its grading was redone.
    pub fn redid(&mut self, entry: Entry) {
        if matches!(entry.change.event, Event::Choose { .. }) {
            return;
        }
        let card = &entry.change.card;
        let is_it = |step: &Step| matches!(step, Step::Ask(a) if a.question.key == *card);
        let at = self.queue.iter().position(is_it);
        if let Some(step) = at.and_then(|at| self.queue.remove(at)) {
            self.queue.push_front(step);
        }
        self.recorded(entry);
    }

    /// The card was graded elsewhere in the meantime: it stays only if it is still to be asked.
    pub fn found_changed(&mut self, key: &Key, now: Memory) {
        let still = now.is_new() && !now.is_hidden(self.day)
            || now.is_due(self.day)
            || now.is_drilled(self.day)
            || self.looks.contains(key)
                && !now.is_hidden(self.day)
                && now.learned.is_some_and(|l| l.seen < self.day);
        if !still {
            return self.forget(key);
        }
        for step in &mut self.queue {
            if let Step::Ask(asked) = step
                && asked.question.key == *key
            {
                asked.question.memory = now.clone();
            }
        }
    }

    /// Removes a question from the session, wherever it stands.
    pub fn forget(&mut self, key: &Key) {
        self.queue
            .retain(|step| !matches!(step, Step::Ask(asked) if asked.question.key == *key));
    }

    /// Moves the question that is up to the back, ungraded.
    pub fn later(&mut self) {
        if let Some(step) = self.queue.pop_front() {
            self.queue.push_back(step);
        }
    }

    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        let mut seen = HashSet::new();
        for entry in &self.done {
            let change = &entry.change;
            summary.suspended += usize::from(change.event == Event::Suspend);
            let Event::Graded(_, grade, _) = change.event else {
                continue;
            };
            summary.graded += 1;
            summary.took_ms += u64::from(change.counted_ms());
            if !seen.insert(&change.card) {
                continue;
            }
            summary.asked += 1;
            summary.new += usize::from(change.before.is_new());
            if grade.needs_drill() {
                let is_sure = change.confidence == Some(Confidence::Sure) && !grade.passes();
                let at = if is_sure {
                    summary.sure_and_wrong
                } else {
                    summary.missed.len()
                };
                summary.missed.insert(at, change.card.clone());
                summary.sure_and_wrong += usize::from(is_sure);
            } else {
                summary.right_first += 1
            }
        }
        summary
    }
}

/// A seed small enough for JSON numbers to be exact: splitmix64 of both values, cut to 53 bits.
pub fn mix(seed: u64, nth: u64) -> u64 {
    let mut z = seed.wrapping_add(nth.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (z ^ (z >> 31)) & ((1 << 53) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::log::{EntryId, Moment};

    fn question(key: &str) -> Question {
        Question::from(Known {
            key: Key::from_text(key),
            concept: "d/c".into(),
            links: vec![],
            memory: Memory::default(),
        })
    }

    fn session(keys: &[&str]) -> Session {
        Session::new(
            Plan {
                new: keys.iter().map(|k| question(k)).collect(),
                ..Plan::default()
            },
            &["d/c".into()],
            Day(0),
            7,
        )
    }

    fn written(change: Change, seq: u64) -> Entry {
        let id = EntryId {
            device: "t".into(),
            seq,
        };
        Entry {
            id,
            hybrid: seq,
            at: Moment {
                utc_ms: 0,
                offset_s: 0,
            },
            group: None,
            payload: None,
            change,
        }
    }

    fn grade(session: &mut Session, grade: Grade, seq: u64) -> Entry {
        let entry = written(session.graded(grade, 1000, None).unwrap(), seq);
        session.recorded(entry.clone());
        entry
    }

    fn up(session: &Session) -> &str {
        session.asking().unwrap().question.key.as_str()
    }

    #[test]
    fn the_page_comes_before_the_first_question_and_once() {
        let mut session = session(&["d/a", "d/b"]);
        assert_eq!(session.step(), Some(&Step::Page("d/c".into())));
        session.turn_page();
        assert_eq!(up(&session), "d/a");
        grade(&mut session, Grade::GOOD, 1);
        assert_eq!(up(&session), "d/b");
    }

    #[test]
    fn again_puts_the_card_at_the_back_of_the_queue() {
        let mut session = session(&["d/a", "d/b"]);
        session.turn_page();
        let first = session.asking().unwrap().seed;
        grade(&mut session, Grade::AGAIN, 1);
        assert_eq!(up(&session), "d/b");
        grade(&mut session, Grade::GOOD, 2);
        assert_eq!(up(&session), "d/a");
        assert_ne!(session.asking().unwrap().seed, first, "drawn anew");
        assert_eq!(session.meant(), Some(Meant::Drill));
        grade(&mut session, Grade::GOOD, 3);
        assert_eq!(session.step(), None);
        assert_eq!(session.progress(), (3, 3));
        let summary = session.summary();
        assert_eq!(
            (
                summary.asked,
                summary.right_first,
                summary.graded,
                summary.new
            ),
            (2, 1, 3, 2)
        );
        assert_eq!(summary.missed, [Key::from_text("d/a")]);
    }

    #[test]
    fn undo_after_the_last_card_brings_it_back_as_it_was() {
        let mut session = session(&["d/a"]);
        session.turn_page();
        let before = session.asking().unwrap().clone();
        let entry = grade(&mut session, Grade::AGAIN, 1);
        session.undid(&entry, Memory::default(), "d/c".into(), vec![]);
        assert_eq!(session.asking(), Some(&before));
        assert_eq!(session.progress(), (0, 1));
        session.redid(entry);
        assert_eq!(session.meant(), Some(Meant::Drill));
        assert_eq!(session.progress(), (1, 2));
    }

    #[test]
    fn a_card_graded_in_another_window_leaves() {
        let mut session = session(&["d/a", "d/b"]);
        session.turn_page();
        let after = session.graded(Grade::GOOD, 0, None).unwrap().after;
        session.found_changed(&Key::from_text("d/a"), after);
        assert_eq!(up(&session), "d/b");
    }

    #[test]
    fn practice_moves_nothing_and_does_not_drill() {
        let mut session = Session::practice(vec![question("d/a")], Day(0), 1);
        let change = session.graded(Grade::AGAIN, 1, None).unwrap();
        assert_eq!(change.after, change.before);
        session.recorded(written(change, 1));
        assert_eq!(session.step(), None);
    }

    #[test]
    fn flagging_keeps_the_question_up() {
        let mut session = session(&["d/a"]);
        session.turn_page();
        let entry = written(session.changed(Event::Flag("typo".into())).unwrap(), 1);
        session.recorded(entry.clone());
        assert_eq!(
            session.asking().unwrap().question.memory.flag.as_deref(),
            Some("typo")
        );
        session.undid(&entry, Memory::default(), "d/c".into(), vec![]);
        assert_eq!(session.asking().unwrap().question.memory.flag, None);
        assert_eq!(session.progress(), (0, 1));
    }

    /// Known since two reviews, the last of them six days before it is due.
    fn known(key: &str, due: i32) -> Question {
        let review = Event::graded(Meant::Review, Grade::GOOD);
        let once = Memory::default().after(&review, Day(due - 7));
        question(key).remembered_as(once.after(&review, Day(due - 6)))
    }

    /// Learned with a weak answer on that day, and so in its final drill.
    fn weak(key: &str, day: i32) -> Question {
        let review = Event::graded(Meant::Review, Grade::HARD);
        question(key).remembered_as(Memory::default().after(&review, Day(day)))
    }

    fn looking(looks: Vec<Question>, due: Vec<Question>) -> Session {
        let plan = Plan {
            looks,
            due,
            ..Plan::default()
        };
        Session::new(plan, &[], Day(0), 7)
    }

    /// The keys of the questions in their order.
    fn queued(session: &Session) -> Vec<&str> {
        let asked = session.queue.iter().filter_map(|step| match step {
            Step::Ask(asked) => Some(asked.question.key.as_str()),
            Step::Page(_) => None,
        });
        asked.collect()
    }

    #[test]
    fn what_a_grade_is_meant_as_is_told_by_the_question_and_the_session() {
        let questions = || {
            vec![
                known("d/due", 0),
                known("d/early", 5),
                weak("d/weak", 0),
                question("d/new"),
            ]
        };
        let meant = |mut session: Session| {
            let mut meant = Vec::new();
            for _ in 0..4 {
                meant.push(session.meant().unwrap());
                session.later();
            }
            meant
        };
        use Meant::{Drill, Look, Practice, Review};
        let session = looking(vec![], questions());
        assert!(!session.is_practice());
        assert_eq!(meant(session), [Review, Practice, Drill, Review]);
        let session = looking(questions(), vec![]);
        assert_eq!(meant(session), [Review, Look, Drill, Review]);
        let session = Session::practice(questions(), Day(0), 7);
        assert!(session.is_practice());
        assert_eq!(meant(session), [Review, Practice, Practice, Practice]);
    }

    #[test]
    fn a_page_is_shown_before_what_is_new_and_was_not_read() {
        let of = |mut question: Question, concept: &str| {
            question.concept = concept.into();
            question
        };
        let plan = Plan {
            due: vec![of(known("d/a", 0), "d/due")],
            new: vec![
                of(question("d/b"), "d/read"),
                of(question("d/c"), "d/unread"),
                of(question("d/d"), "d/unread"),
            ],
            ..Plan::default()
        };
        let session = Session::new(plan, &["d/due".into(), "d/unread".into()], Day(0), 7);
        let steps: Vec<_> = session
            .queue
            .iter()
            .map(|step| match step {
                Step::Page(concept) => concept.as_str(),
                Step::Ask(asked) => asked.question.key.as_str(),
            })
            .collect();
        assert_eq!(steps, ["d/a", "d/b", "d/unread", "d/c", "d/d"]);
    }

    #[test]
    fn only_a_page_is_turned() {
        let mut session = session(&["d/a"]);
        session.turn_page();
        session.turn_page();
        assert_eq!(up(&session), "d/a");
    }

    #[test]
    fn what_is_left_after_midnight_counts_on_the_new_day() {
        let mut session = looking(vec![], vec![known("d/a", 0)]);
        session.turn_to(Day(1));
        assert_eq!(session.day(), Day(1));
        let change = session.graded(Grade::GOOD, 0, None).unwrap();
        assert_eq!(change.day, Day(1));
        assert_eq!(change.after.schedule().unwrap().due, Day(16));
    }

    #[test]
    fn a_grade_is_recorded_with_its_time_answer_and_seed_and_its_outcome_is_known_before() {
        let session = looking(vec![], vec![known("d/a", 0)]);
        let typed = Answer::Typed("north".into());
        let change = session.graded(Grade::EASY, 1200, Some(&typed)).unwrap();
        assert_eq!(change.took_ms, 1200);
        assert_eq!(change.answer.as_deref(), Some("\"north\""));
        assert_eq!(change.seed, session.asking().unwrap().seed);
        assert_eq!(session.outcome(Grade::EASY), Some(change.after));
        let over = looking(vec![], vec![]);
        assert_eq!(over.outcome(Grade::EASY), None);
    }

    #[test]
    fn a_look_that_failed_is_drilled_and_one_that_passed_weakly_is_not() {
        for (given, again) in [(Grade::HARD, vec![]), (Grade::AGAIN, vec!["d/a"])] {
            let mut session = looking(vec![known("d/a", 5)], vec![]);
            grade(&mut session, given, 1);
            assert_eq!(queued(&session), again);
        }
    }

    #[test]
    fn what_was_recorded_moves_only_the_question_it_is_about() {
        let mut session = session(&["d/a", "d/b"]);
        let first = Change::new(
            Key::from_text("d/a"),
            Event::Suspend,
            Day(0),
            Memory::default(),
        );
        session.recorded(written(first.clone(), 1));
        assert_eq!(session.step(), Some(&Step::Page("d/c".into())));
        session.turn_page();
        let other = Change {
            card: Key::from_text("d/b"),
            ..first.clone()
        };
        session.recorded(written(other, 2));
        assert_eq!(queued(&session), ["d/a", "d/b"]);
        session.recorded(written(first, 3));
        assert_eq!(queued(&session), ["d/b"], "suspended, and not asked again");
    }

    #[test]
    fn a_choice_that_was_undone_or_redone_leaves_the_questions() {
        let note = Event::Choose {
            field: "note".into(),
            value: None,
            is_taken_over: false,
        };
        for (sort, event) in [(Sort::Deck, Event::Suspend), (Sort::Question, note)] {
            let mut session = session(&["d/a", "d/b"]);
            session.turn_page();
            assert_eq!(session.next_question().unwrap().as_str(), "d/b");
            let change = session.changed(event).unwrap();
            let entry = written(Change { sort, ..change }, 1);
            session.later();
            session.undid(&entry, Memory::default(), "d/c".into(), vec![]);
            assert_eq!(queued(&session), ["d/b", "d/a"]);
            if sort == Sort::Question {
                session.redid(entry);
                assert_eq!(queued(&session), ["d/b", "d/a"]);
            }
        }
    }

    #[test]
    fn a_flag_of_another_question_that_was_undone_brings_that_question_up() {
        for event in [Event::Flag("odd".into()), Event::Unflag] {
            let mut session = session(&["d/a", "d/b"]);
            session.turn_page();
            let entry = written(session.changed(event).unwrap(), 1);
            session.recorded(entry.clone());
            session.later();
            session.undid(&entry, Memory::default(), "d/c".into(), vec![]);
            assert_eq!(queued(&session), ["d/a", "d/b"]);
        }
    }

    #[test]
    fn a_suspension_that_was_undone_brings_the_question_up_with_its_seed() {
        let mut session = session(&["d/a", "d/b"]);
        session.turn_page();
        let seed = session.asking().unwrap().seed;
        let entry = written(session.changed(Event::Suspend).unwrap(), 1);
        session.recorded(entry.clone());
        assert_eq!(session.summary().suspended, 1);
        session.undid(&entry, known("d/a", 0).memory.clone(), "d/c".into(), vec![]);
        assert_eq!(session.summary().suspended, 0);
        assert_eq!(queued(&session), ["d/a", "d/b"], "once");
        assert_eq!(session.asking().unwrap().seed, seed);
        assert_eq!(session.meant(), Some(Meant::Review));
    }

    #[test]
    fn a_redone_grade_takes_its_question_away_wherever_it_stands() {
        let mut session = session(&["d/a", "d/b", "d/c"]);
        session.turn_page();
        let entry = grade(&mut session, Grade::GOOD, 1);
        session.undid(&entry, Memory::default(), "d/c".into(), vec![]);
        session.later();
        assert_eq!(queued(&session), ["d/b", "d/c", "d/a"]);
        session.redid(entry);
        assert_eq!(queued(&session), ["d/b", "d/c"]);
        assert_eq!(session.progress(), (1, 3));
    }

    #[test]
    fn a_question_changed_elsewhere_stays_as_long_as_it_is_to_be_asked() {
        let hidden = |question: Question| question.memory.after(&Event::Suspend, Day(0));
        let looked = |day| {
            let look = Event::graded(Meant::Look, Grade::GOOD);
            known("d/a", 5).memory.after(&look, Day(day))
        };
        let flagged = Memory::default().after(&Event::Flag("odd".into()), Day(0));
        for (is_look, now, stays) in [
            (false, flagged, true),
            (false, hidden(question("d/a")), false),
            (false, known("d/a", 0).memory.clone(), true),
            (false, hidden(known("d/a", 0)), false),
            (false, weak("d/a", 0).memory.clone(), true),
            (false, known("d/a", 5).memory.clone(), false),
            (true, known("d/a", 5).memory.clone(), true),
            (true, looked(-1), true),
            (true, looked(0), false),
            (true, hidden(known("d/a", 5)), false),
            (true, hidden(question("d/a")), false),
        ] {
            let (a, b) = (vec![known("d/a", 1)], vec![known("d/b", 0)]);
            let mut session = if is_look {
                looking(a, b)
            } else {
                looking(vec![], [a, b].concat())
            };
            session.found_changed(&Key::from_text("d/a"), now.clone());
            let memory_of = |key: &str| {
                let key = Key::from_text(key);
                session.queue.iter().find_map(|step| match step {
                    Step::Ask(asked) if asked.question.key == key => Some(&asked.question.memory),
                    _ => None,
                })
            };
            assert_eq!(memory_of("d/a"), stays.then_some(&now), "{now:?}");
            assert_eq!(memory_of("d/b"), Some(&known("d/b", 0).memory));
        }
    }

    #[test]
    fn a_summary_counts_first_tries_and_names_first_what_one_was_sure_of() {
        let mut session = looking(
            vec![],
            vec![known("d/a", 0), known("d/b", 0), known("d/c", 0)],
        );
        let answer = |session: &mut Session, grade, confidence| {
            let mut change = session.graded(grade, 1000, None).unwrap();
            change.confidence = confidence;
            session.recorded(written(change, session.done.len() as u64 + 1));
        };
        answer(&mut session, Grade::AGAIN, Some(Confidence::Unsure));
        answer(&mut session, Grade::HARD, Some(Confidence::Sure));
        answer(&mut session, Grade::AGAIN, Some(Confidence::Sure));
        for _ in 0..3 {
            answer(&mut session, Grade::GOOD, Some(Confidence::Sure));
        }
        let expected = Summary {
            graded: 6,
            right_first: 0,
            asked: 3,
            new: 0,
            took_ms: 6000,
            missed: ["d/c", "d/a", "d/b"].map(Key::from_text).into(),
            sure_and_wrong: 1,
            suspended: 0,
        };
        assert_eq!(session.summary(), expected);
    }

    #[test]
    fn a_flag_is_no_answer() {
        let mut session = session(&["d/a"]);
        session.turn_page();
        session.recorded(written(session.changed(Event::Unflag).unwrap(), 1));
        assert_eq!(session.progress(), (0, 1));
        assert_eq!(session.summary(), Summary::default());
    }

    /// The first numbers of the published splitmix64 from the seed 1234567.
    #[test]
    fn seeds_are_those_of_splitmix64_cut_to_what_json_holds() {
        let published = [6_457_827_717_110_365_317u64, 3_203_168_211_198_807_973];
        let cut = published.map(|seed| seed % (1 << 53));
        assert_eq!([mix(1_234_567, 1), mix(1_234_567, 2)], cut);
    }
}
