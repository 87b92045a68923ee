//! The review log: what was done, in order. Memories are computed from it and can be rebuilt at any time. No row is ever deleted.

pub use super::about::About;
use super::memory::{Counted, Event, Memory};
use super::{Day, Grade, Key, words};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// The longest answer, in milliseconds, that statistics and pace count in full.
pub const LONGEST_COUNTED_MS: u32 = 120_000;

/// The longest that counts in full where there is something to compute.
pub const LONGEST_COMPUTED_MS: u32 = 300_000;

/// Most rows that one undo may name; a row that names more was not written by this program and is ignored.
const MOST_AT_ONCE: u64 = 10_000;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId {
    pub device: String,
    /// From 1, without gaps, on one device.
    pub seq: u64,
}

/// Wall time where the grading happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    pub utc_ms: i64,
    /// Seconds east of UTC.
    pub offset_s: i32,
}

/// What sort of thing a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Sort {
    #[default]
    Question,
    Concept,
    Deck,
    Exam,
    /// No subject: a choice that holds for all.
    Nothing,
}

words! {
    /// How sure the learner was before the answer was shown. The log has its place in this list.
    pub enum Confidence {
        Guess = "guess",
        Unsure = "unsure",
        Sure = "sure",
    }
}

impl Confidence {
    /// In the order in which the learner is asked, numbered from 1.
    pub const ASKED: [Confidence; 3] = [Confidence::Sure, Confidence::Unsure, Confidence::Guess];

    /// The grade to propose in view of the confidence: a right guess is not yet known.
    pub fn tempers(said: Option<Confidence>, proposed: Grade) -> Grade {
        match said {
            Some(Confidence::Guess) if proposed == Grade::GOOD => Grade::HARD,
            _ => proposed,
        }
    }
}

/// Something that happened and is not written to the log yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub sort: Sort,
    /// The key of the question, concept, deck or exam; empty where there is no subject.
    pub card: Key,
    pub event: Event,
    pub day: Day,
    pub before: Memory,
    pub after: Memory,
    /// From showing the question to grading it.
    pub took_ms: u32,
    /// There was something to compute, so that the answer may take longer.
    pub is_long: bool,
    /// Decides the order of options and the drawn numbers.
    pub seed: u64,
    pub confidence: Option<Confidence>,
    /// What was answered, as JSON: options from 1, words, or a number.
    pub answer: Option<String>,
    /// For a flag: the version of the deck at the time, as its author gives it.
    pub deck_version: Option<String>,
}

impl Change {
    /// About a question, with the memory that follows; all else is left open.
    pub fn new(card: Key, event: Event, day: Day, before: Memory) -> Change {
        let after = before.after(&event, day);
        Change {
            sort: Sort::Question,
            card,
            event,
            day,
            before,
            after,
            took_ms: 0,
            is_long: false,
            seed: 0,
            confidence: None,
            answer: None,
            deck_version: None,
        }
    }

    /// The time that statistics and pace count, in milliseconds.
    pub fn counted_ms(&self) -> u32 {
        let longest = if self.is_long {
            LONGEST_COMPUTED_MS
        } else {
            LONGEST_COUNTED_MS
        };
        self.took_ms.min(longest)
    }
}

/// A change as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    /// Hybrid logical clock in milliseconds, larger than in any row of its device before. It orders the union of logs.
    pub hybrid: u64,
    pub at: Moment,
    /// Sequence number of the first of the rows that are undone together.
    pub group: Option<u64>,
    /// What the row says beyond its common fields, as JSON.
    pub payload: Option<String>,
    pub change: Change,
}

impl Entry {
    /// By what later rows name this one.
    pub fn about(&self) -> About {
        About {
            device: self.id.device.clone(),
            seq: self.id.seq,
            count: 1,
            hybrid: self.hybrid,
        }
    }
}

/// An entry that was undone or redone, and the card's memory now.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenBack {
    pub entry: Entry,
    /// An answer from another machine counts now in place of the one undone.
    pub is_replaced: bool,
    pub memory: Memory,
    /// `deck/concept`.
    pub concept: String,
    pub links: Vec<String>,
}

/// A row with its effect: what it counts as, and whether it was undone or voided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub entry: Entry,
    /// For a grading that counts.
    pub counted: Option<Counted>,
    pub is_undone: bool,
}

/// Where a row stands in the order of all logs. Devices compare by name. `tie` orders two rows with the same device and number
/// but different contents, in the same way on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position<Device> {
    pub hybrid: u64,
    pub device: Device,
    pub seq: u64,
    pub tie: u64,
}

/// The parts of a row that folding needs. `Subject` identifies a question, by key or by number.
#[derive(Debug, Clone)]
pub struct Step<Device, Subject> {
    pub position: Position<Device>,
    pub subject: Subject,
    /// The old key of an adoption.
    pub from: Option<Subject>,
    pub group: Option<u64>,
    pub day: Day,
    pub event: Event,
}

/// Which rows do not count: those undone and not redone, and those voided.
#[derive(Debug, Clone)]
pub struct Gone<Device>(HashMap<(Device, u64), BTreeMap<FirstNamed, Named>>);

/// Number and hybrid clock of the first row that was named together with this one.
type FirstNamed = (u64, u64);

#[derive(Debug, Clone, Default)]
struct Named {
    is_undone: bool,
    is_void: bool,
}

impl<Device: Eq + Hash + Copy> Gone<Device> {
    /// `rows` are all undo, redo and void rows in order. `device` gives the device that a row names, or `None` if the log has no
    /// row of it.
    pub fn of<'e>(
        rows: impl Iterator<Item = (Position<Device>, Option<u64>, &'e Event)> + Clone,
        device: impl Fn(&str) -> Option<Device>,
    ) -> Gone<Device> {
        let mut gone = Gone(HashMap::new());
        // Void rows come first, because an undo that is void has no effect.
        for is_of_voids in [true, false] {
            for (position, group, event) in rows.clone() {
                let (Some(about), is_void) = (event.about(), matches!(event, Event::Void(_)))
                else {
                    continue;
                };
                if is_void != is_of_voids
                    || about.count > MOST_AT_ONCE
                    || (!is_void && gone.has(&position, group))
                {
                    continue;
                }
                let Some(device) = device(&about.device) else {
                    continue;
                };
                for seq in about.seq..about.seq.saturating_add(about.count) {
                    let of_row = gone.0.entry((device, seq)).or_default();
                    let named = of_row.entry((about.seq, about.hybrid)).or_default();
                    match event {
                        Event::Void(_) => named.is_void = true,
                        Event::Undo(_) => named.is_undone = true,
                        _ => named.is_undone = false,
                    }
                }
            }
        }
        gone
    }

    /// Whether a row does not count. `group` is the first of the rows that are undone together with it.
    pub fn has(&self, position: &Position<Device>, group: Option<u64>) -> bool {
        let named = self.0.get(&(position.device, position.seq));
        named.into_iter().flatten().any(|((first, hybrid), named)| {
            let is_meant = if *first == position.seq {
                *hybrid == position.hybrid
            } else {
                group == Some(*first) && *hybrid < position.hybrid
            };
            is_meant && (named.is_undone || named.is_void)
        })
    }

    /// Whether a redo of these rows would bring them back; `device` is as for `of`.
    pub fn is_undone(&self, about: &About, device: impl Fn(&str) -> Option<Device>) -> bool {
        let of_row = device(&about.device).and_then(|device| self.0.get(&(device, about.seq)));
        let named = of_row.and_then(|named| named.get(&(about.seq, about.hybrid)));
        named.is_some_and(|named| named.is_undone && !named.is_void)
    }
}

/// The effect of one row.
#[derive(Debug)]
pub struct Turn<'a> {
    /// The memory of the row's own question before and after it.
    pub before: &'a Memory,
    pub after: &'a Memory,
    pub counted: Option<Counted>,
    pub is_gone: bool,
}

/// Folds rows, in order, into the memory of each question. `tell` is called for each row with its index in `steps`. Questions
/// with nothing to remember are left out.
pub fn fold<Device: Ord + Copy + Hash, Subject: Eq + Hash + Copy>(
    steps: &[Step<Device, Subject>],
    gone: &Gone<Device>,
    mut tell: impl FnMut(usize, Turn<'_>),
) -> HashMap<Subject, Memory> {
    let mut folding = Folding::new(steps, gone);
    for (at, step) in steps.iter().enumerate() {
        tell(at, folding.take(step));
    }
    folding.memories()
}

/// Folds rows one by one, in order.
///
/// An adoption is an alias: a question's rows are its own and those of each old key (with what that key adopted) that come before
/// the newest adoption of that pair. A memory brought from another program is the state in which folding starts.
pub struct Folding<'g, Device, Subject> {
    gone: &'g Gone<Device>,
    aliases: Aliases<Device, Subject>,
    memories: HashMap<Subject, Memory>,
    before: Memory,
}

impl<'g, Device: Ord + Copy + Hash, Subject: Eq + Hash + Copy> Folding<'g, Device, Subject> {
    /// `adoptions` are, in order, at least those of the coming rows that adopt a key or bring a memory.
    pub fn new(
        adoptions: &[Step<Device, Subject>],
        gone: &'g Gone<Device>,
    ) -> Folding<'g, Device, Subject> {
        let aliases = Aliases::of(adoptions, gone);
        Folding {
            memories: aliases.start(adoptions, gone),
            aliases,
            gone,
            before: Memory::default(),
        }
    }

    /// The next row in order.
    pub fn take(&mut self, step: &Step<Device, Subject>) -> Turn<'_> {
        let is_gone = self.gone.has(&step.position, step.group);
        if !is_gone {
            for heir in self.aliases.heirs(step.subject, step.position) {
                let heir = self.memories.entry(heir).or_default();
                heir.take(&step.event, step.day);
            }
        }
        let own = self.memories.entry(step.subject).or_default();
        self.before.clone_from(own);
        let mut counted = None;
        if !is_gone {
            counted = own.take(&step.event, step.day);
        }
        Turn {
            before: &self.before,
            after: own,
            counted,
            is_gone,
        }
    }

    /// The memories, without those of questions with nothing to remember.
    pub fn memories(mut self) -> HashMap<Subject, Memory> {
        self.memories
            .retain(|_, memory| *memory != Memory::default());
        self.memories
    }
}

/// Which keys adopted which, directly or through others, and up to which position.
pub struct Aliases<Device, Subject>(HashMap<Subject, Vec<(Subject, Position<Device>)>>);

impl<Device: Ord + Copy + Hash, Subject: Eq + Hash + Copy> Aliases<Device, Subject> {
    /// `steps` are, in order, at least those that adopt a key.
    pub fn of(steps: &[Step<Device, Subject>], gone: &Gone<Device>) -> Aliases<Device, Subject> {
        // The newest adoption of each pair: steps are in order, so that the last one wins.
        let mut pairs: HashMap<Subject, HashMap<Subject, Position<Device>>> = HashMap::new();
        for step in steps {
            if let (Event::Adopt(_), Some(old)) = (&step.event, step.from)
                && old != step.subject
                && !gone.has(&step.position, step.group)
            {
                let heirs = pairs.entry(old).or_default();
                heirs.insert(step.subject, step.position);
            }
        }
        let heirs = pairs.keys().map(|old| {
            let mut limits: HashMap<Subject, Position<Device>> = HashMap::new();
            let mut open: Vec<(Subject, Position<Device>)> =
                pairs[old].iter().map(|(new, at)| (*new, *at)).collect();
            while let Some((heir, limit)) = open.pop() {
                // If there are several ways, the one that takes the most rows.
                if heir == *old || limits.get(&heir).is_some_and(|known| *known >= limit) {
                    continue;
                }
                limits.insert(heir, limit);
                for (next, at) in pairs.get(&heir).into_iter().flatten() {
                    open.push((*next, limit.min(*at)));
                }
            }
            (*old, limits.into_iter().collect())
        });
        Aliases(heirs.collect())
    }

    /// Those that adopted from this one after `place`.
    pub fn heirs(
        &self,
        subject: Subject,
        place: Position<Device>,
    ) -> impl Iterator<Item = Subject> {
        let all = self.0.get(&subject).into_iter().flatten();
        let after = all.filter(move |(_, limit)| place < *limit);
        after.map(|(heir, _)| *heir)
    }

    /// The memories brought from other programs; of several for one question the first in order.
    fn start(
        &self,
        steps: &[Step<Device, Subject>],
        gone: &Gone<Device>,
    ) -> HashMap<Subject, Memory> {
        let mut start: HashMap<Subject, Memory> = HashMap::new();
        for step in steps {
            if let Event::Bring { memory, .. } = &step.event
                && !gone.has(&step.position, step.group)
            {
                let heirs = self.heirs(step.subject, step.position);
                for subject in heirs.chain([step.subject]) {
                    start.entry(subject).or_insert_with(|| (**memory).clone());
                }
            }
        }
        start
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::memory::Meant;
    use crate::study::sm2::Grade;

    const OLD: &str = "old";
    const NEW: &str = "new";

    fn row(device: char, seq: u64, hybrid: u64) -> Position<char> {
        Position {
            hybrid,
            device,
            seq,
            tie: 0,
        }
    }

    fn about(device: char, seq: u64, count: u64, hybrid: u64) -> About {
        About {
            device: device.to_string(),
            seq,
            count,
            hybrid,
        }
    }

    /// What does not count of these rows, given in order. Every device is known except `x`.
    fn gone(rows: &[(Position<char>, Event)]) -> Gone<char> {
        let rows = rows.iter().map(|(at, event)| (*at, None, event));
        Gone::of(rows, |name| name.chars().next().filter(|c| *c != 'x'))
    }

    /// A row of device `a`, with this clock, which is its sequence number too.
    fn step(hybrid: u64, subject: &'static str, event: Event) -> Step<char, &'static str> {
        Step {
            position: row('a', hybrid, hybrid),
            subject,
            from: None,
            group: None,
            day: Day(hybrid as i32),
            event,
        }
    }

    fn graded(hybrid: u64, subject: &'static str) -> Step<char, &'static str> {
        step(hybrid, subject, Event::graded(Meant::Review, Grade::GOOD))
    }

    fn adopts(hybrid: u64, heir: &'static str, old: &'static str) -> Step<char, &'static str> {
        Step {
            from: Some(old),
            ..step(hybrid, heir, Event::Adopt(Key::from_text(old)))
        }
    }

    fn brings(hybrid: u64, subject: &'static str, memory: &Memory) -> Step<char, &'static str> {
        let (from, memory) = (Key::from_text(OLD), Box::new(memory.clone()));
        step(hybrid, subject, Event::Bring { from, memory })
    }

    fn undone(hybrid: u64) -> Gone<char> {
        gone(&[(row('b', 1, 99), Event::Undo(about('a', hybrid, 1, hybrid)))])
    }

    fn folded(
        steps: &[Step<char, &'static str>],
        gone: &Gone<char>,
    ) -> HashMap<&'static str, Memory> {
        fold(steps, gone, |_, _| {})
    }

    /// The memory of a new question after reviews on these days.
    fn reviewed(days: &[i32]) -> Memory {
        let review = Event::graded(Meant::Review, Grade::GOOD);
        days.iter().fold(Memory::default(), |memory, day| {
            memory.after(&review, Day(*day))
        })
    }

    #[test]
    fn an_answer_counts_for_two_minutes_at_most_and_a_computed_one_for_five() {
        let counted = |took_ms, is_long| {
            let event = Event::graded(Meant::Review, Grade::GOOD);
            let key = Key::from_text(OLD);
            Change {
                took_ms,
                is_long,
                ..Change::new(key, event, Day(1), Memory::default())
            }
            .counted_ms()
        };
        assert_eq!(counted(5_000, false), 5_000);
        assert_eq!(counted(200_000, false), 120_000);
        assert_eq!(counted(200_000, true), 200_000);
        assert_eq!(counted(400_000, true), 300_000);
    }

    #[test]
    fn a_guess_that_hit_is_proposed_as_hard_and_nothing_else_changes() {
        for said in Confidence::ALL {
            for proposed in [Grade::AGAIN, Grade::HARD, Grade::GOOD, Grade::EASY] {
                let expected = match (said, proposed) {
                    (Confidence::Guess, Grade::GOOD) => Grade::HARD,
                    _ => proposed,
                };
                assert_eq!(Confidence::tempers(Some(said), proposed), expected);
            }
        }
        assert_eq!(Confidence::tempers(None, Grade::GOOD), Grade::GOOD);
        let words = Confidence::ASKED.map(Confidence::word);
        assert_eq!(words, ["sure", "unsure", "guess"]);
    }

    #[test]
    fn an_undo_takes_back_the_row_that_it_names_and_no_other() {
        let gone = gone(&[(row('a', 2, 20), Event::Undo(about('a', 1, 1, 10)))]);
        assert!(gone.has(&row('a', 1, 10), None));
        assert!(!gone.has(&row('a', 1, 11), None), "another with its number");
        assert!(!gone.has(&row('b', 1, 10), None), "of another device");
        assert!(!gone.has(&row('a', 2, 20), None), "the next one");
    }

    #[test]
    fn an_undo_of_several_rows_takes_back_those_of_its_group() {
        let gone = gone(&[(row('a', 9, 90), Event::Undo(about('a', 5, 3, 50)))]);
        assert!(gone.has(&row('a', 5, 50), Some(5)));
        assert!(gone.has(&row('a', 6, 51), Some(5)));
        assert!(gone.has(&row('a', 7, 52), Some(5)));
        assert!(!gone.has(&row('a', 8, 53), Some(5)), "beyond its count");
        assert!(!gone.has(&row('a', 6, 51), None), "of no group");
        assert!(!gone.has(&row('a', 6, 51), Some(4)), "of another group");
        assert!(
            !gone.has(&row('a', 6, 50), Some(5)),
            "not younger than the first"
        );
        assert!(!gone.has(&row('a', 6, 49), Some(5)), "older than the first");
    }

    #[test]
    fn a_redo_brings_back_the_rows_that_it_names_and_no_others() {
        let undo = (row('a', 3, 30), Event::Undo(about('a', 1, 1, 10)));
        let redo = |seq, hybrid| (row('a', 4, 40), Event::Redo(about('a', seq, 1, hybrid)));
        let is_gone = |redo| gone(&[undo.clone(), redo]).has(&row('a', 1, 10), None);
        assert!(!is_gone(redo(1, 10)));
        assert!(is_gone(redo(1, 11)));
        assert!(is_gone(redo(2, 10)));
    }

    #[test]
    fn an_undo_may_name_rows_of_several_undos() {
        let gone = gone(&[
            (row('a', 8, 80), Event::Undo(about('a', 1, 2, 10))),
            (row('a', 9, 90), Event::Undo(about('a', 2, 1, 20))),
        ]);
        assert!(gone.has(&row('a', 1, 10), None));
        assert!(gone.has(&row('a', 2, 20), None), "by itself");
        assert!(gone.has(&row('a', 2, 30), Some(1)), "with its group");
    }

    #[test]
    fn a_void_undo_takes_nothing_back_in_whatever_order_they_come() {
        let undo = (row('a', 2, 20), Event::Undo(about('a', 1, 1, 10)));
        let void = (row('b', 1, 30), Event::Void(about('a', 2, 1, 20)));
        for rows in [[undo.clone(), void.clone()], [void, undo]] {
            let gone = gone(&rows);
            assert!(!gone.has(&row('a', 1, 10), None));
            assert!(gone.has(&row('a', 2, 20), None));
        }
    }

    #[test]
    fn what_is_void_stays_void() {
        let void = (row('b', 1, 20), Event::Void(about('a', 1, 1, 10)));
        for later in [
            Event::Redo(about('a', 1, 1, 10)),
            Event::Void(about('b', 1, 1, 20)),
            Event::Undo(about('b', 1, 1, 20)),
        ] {
            let gone = gone(&[void.clone(), (row('c', 1, 30), later.clone())]);
            assert!(gone.has(&row('a', 1, 10), None), "{later:?}");
        }
    }

    #[test]
    fn an_undo_of_more_rows_than_are_ever_undone_at_once_takes_nothing_back() {
        let undo = |count| gone(&[(row('a', 2, 20), Event::Undo(about('a', 1, count, 10)))]);
        assert!(undo(MOST_AT_ONCE).has(&row('a', 1, 10), None));
        assert!(!undo(MOST_AT_ONCE + 1).has(&row('a', 1, 10), None));
    }

    #[test]
    fn an_undo_of_an_unknown_device_and_other_rows_take_nothing_back() {
        for event in [Event::Undo(about('x', 1, 1, 10)), Event::Suspend] {
            let gone = gone(&[(row('x', 2, 20), event)]);
            assert!(!gone.has(&row('x', 1, 10), None));
        }
    }

    #[test]
    fn each_row_is_told_with_the_memory_before_and_after_it() {
        let steps = [graded(1, OLD), graded(2, OLD), graded(3, OLD)];
        let mut told = Vec::new();
        let memories = fold(&steps, &undone(2), |at, turn| {
            told.push((
                at,
                turn.before.clone(),
                turn.after.clone(),
                turn.counted,
                turn.is_gone,
            ));
        });
        let (none, once, twice) = (Memory::default(), reviewed(&[1]), reviewed(&[1, 3]));
        let repetition = Some(Counted::Repetition);
        assert_eq!(
            told,
            [
                (0, none, once.clone(), repetition, false),
                (1, once.clone(), once.clone(), None, true),
                (2, once, twice.clone(), repetition, false),
            ]
        );
        assert_eq!(memories, HashMap::from([(OLD, twice)]));
    }

    #[test]
    fn a_question_with_nothing_to_remember_is_absent() {
        let steps = [
            step(1, OLD, Event::Suspend),
            step(2, OLD, Event::Unsuspend),
            graded(3, NEW),
        ];
        let gone = Gone(HashMap::new());
        assert_eq!(
            folded(&steps, &gone),
            HashMap::from([(NEW, reviewed(&[3]))])
        );
    }

    #[test]
    fn an_adoption_takes_what_happened_before_it_and_nothing_after() {
        let steps = [graded(1, OLD), adopts(2, NEW, OLD), graded(3, OLD)];
        let expected = [(OLD, reviewed(&[1, 3])), (NEW, reviewed(&[1]))];
        assert_eq!(
            folded(&steps, &Gone(HashMap::new())),
            HashMap::from(expected)
        );
    }

    #[test]
    fn an_undone_adoption_and_one_of_itself_take_nothing() {
        let steps = [graded(1, OLD), adopts(2, NEW, OLD), adopts(3, OLD, OLD)];
        let expected = HashMap::from([(OLD, reviewed(&[1]))]);
        assert_eq!(folded(&steps, &undone(2)), expected);
    }

    #[test]
    fn an_undone_row_does_not_reach_the_heir() {
        let steps = [graded(1, OLD), graded(2, OLD), adopts(3, NEW, OLD)];
        let once = reviewed(&[1]);
        let expected = HashMap::from([(OLD, once.clone()), (NEW, once)]);
        assert_eq!(folded(&steps, &undone(2)), expected);
    }

    #[test]
    fn the_newest_adoption_of_a_pair_is_the_one_that_counts() {
        let steps = [adopts(1, NEW, OLD), graded(2, OLD), adopts(3, NEW, OLD)];
        let memories = folded(&steps, &Gone(HashMap::new()));
        assert_eq!(memories[NEW], reviewed(&[2]));
    }

    #[test]
    fn adoptions_follow_each_other_up_to_the_first_limit() {
        let steps = [
            graded(1, OLD),
            adopts(2, "between", OLD),
            graded(3, OLD),
            adopts(4, NEW, "between"),
        ];
        let memories = folded(&steps, &Gone(HashMap::new()));
        assert_eq!(memories[NEW], reviewed(&[1]));
    }

    #[test]
    fn of_several_ways_to_an_heir_the_one_that_takes_most_counts() {
        let steps = [
            adopts(1, NEW, OLD),
            graded(2, OLD),
            adopts(3, "between", OLD),
            adopts(4, NEW, "between"),
        ];
        let mut turned = steps.clone();
        for (step, device) in turned.iter_mut().zip(['d', 'c', 'b', 'a']) {
            step.position.device = device;
        }
        for steps in [steps, turned] {
            let memories = folded(&steps, &Gone(HashMap::new()));
            assert_eq!(memories[NEW], reviewed(&[2]));
        }
    }

    #[test]
    fn questions_that_adopted_each_other_have_each_others_rows_once() {
        let steps = [
            graded(1, OLD),
            adopts(2, NEW, OLD),
            graded(3, NEW),
            adopts(4, OLD, NEW),
        ];
        let both = reviewed(&[1, 3]);
        let expected = HashMap::from([(OLD, both.clone()), (NEW, both)]);
        assert_eq!(folded(&steps, &Gone(HashMap::new())), expected);
    }

    #[test]
    fn folding_starts_from_the_first_memory_that_was_brought() {
        let (first, second) = (reviewed(&[-20]), reviewed(&[-10]));
        let steps = [
            graded(1, NEW),
            brings(2, NEW, &first),
            brings(3, NEW, &second),
        ];
        let review = Event::graded(Meant::Review, Grade::GOOD);
        let after = |memory: &Memory| HashMap::from([(NEW, memory.after(&review, Day(1)))]);
        assert_eq!(folded(&steps, &Gone(HashMap::new())), after(&first));
        assert_eq!(folded(&steps, &undone(2)), after(&second));
    }

    #[test]
    fn a_memory_that_was_brought_reaches_the_heir_of_a_later_adoption_only() {
        let brought = reviewed(&[-20]);
        for (adopted, reaches) in [(1, false), (3, true)] {
            let mut steps = [brings(2, OLD, &brought), adopts(adopted, NEW, OLD)];
            steps.sort_by_key(|step| step.position);
            let memories = folded(&steps, &Gone(HashMap::new()));
            assert_eq!(memories[OLD], brought);
            assert_eq!(memories.get(NEW) == Some(&brought), reaches);
        }
    }
}
