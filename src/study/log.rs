//! The review log: what was done, in order. It is the truth; memories are what it folds to. It never forgets a row.

pub use super::about::About;
use super::memory::{Counted, Event, Memory};
use super::{Day, Grade, Key};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::Hash;

/// The longest answer that figures and pace count in full, in milliseconds.
pub const LONGEST_COUNTED_MS: u32 = 120_000;

/// The same where there was something to compute.
pub const LONGEST_COMPUTED_MS: u32 = 300_000;

/// Rows that one undo may name; more is not ours.
const MOST_AT_ONCE: u64 = 10_000;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId {
    pub device: String,
    /// From 1, without gaps, on one device.
    pub seq: u64,
}

/// Wall time where the grading happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
    /// No subject: a choice that holds for everything.
    Nothing,
}

/// How sure the learner was before the answer was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Guess,
    Unsure,
    Sure,
}

impl Confidence {
    pub const ALL: [Confidence; 3] = [Confidence::Guess, Confidence::Unsure, Confidence::Sure];

    /// In the order in which a learner is asked, from 1.
    pub const ASKED: [Confidence; 3] = [Confidence::Sure, Confidence::Unsure, Confidence::Guess];

    /// The grade to propose after what was said: what was guessed is not known yet.
    pub fn tempers(said: Option<Confidence>, proposed: Grade) -> Grade {
        match said {
            Some(Confidence::Guess) if proposed == Grade::GOOD => Grade::HARD,
            _ => proposed,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Confidence::Sure => "sure",
            Confidence::Unsure => "unsure",
            Confidence::Guess => "guess",
        }
    }
}

/// Something that happened, not yet written down.
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
    /// There was something to compute: the answer may take longer.
    pub is_long: bool,
    /// What the shuffle and the drawn numbers came from.
    pub seed: u64,
    pub confidence: Option<Confidence>,
    /// What was answered, as JSON: options from 1, words, or a number.
    pub answer: Option<String>,
    /// Of a flag: the version of its deck at the time, as the author counts it.
    pub deck_version: Option<String>,
}

impl Change {
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
}

impl Change {
    /// The time that figures and pace count.
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
    /// Hybrid logical clock: milliseconds, more than any row of its device before. Orders the union of logs.
    pub hybrid: u64,
    pub at: Moment,
    /// The first of the rows that are undone as one.
    pub group: Option<u64>,
    /// What the row says beside its envelope, as JSON.
    pub payload: Option<String>,
    pub change: Change,
}

/// A row among the others: what it counts as, and whether it was taken back or voided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub entry: Entry,
    /// Of a grading that counts.
    pub counted: Option<Counted>,
    pub is_undone: bool,
}

/// Where a row stands in the order of all logs. Devices compare as their names do; `tie` tells two contents of one
/// device and number apart, the same way on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position<Device> {
    pub hybrid: u64,
    pub device: Device,
    pub seq: u64,
    pub tie: u64,
}

/// A row as far as folding needs it. `Subject` names questions, by key or by number.
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
pub struct Gone<Device>(HashMap<(Device, u64), Vec<Named>>);

#[derive(Debug, Clone)]
struct Named {
    /// Of the first row that was named together with this one.
    first: u64,
    hybrid: u64,
    is_undone: bool,
    is_void: bool,
}

impl<Device: Eq + Hash + Copy> Gone<Device> {
    /// `rows` are all undo, redo and void rows in order; `device` knows the device that a row names, if anything here
    /// is of it.
    pub fn of<'e>(
        rows: impl Iterator<Item = (Position<Device>, Option<u64>, &'e Event)> + Clone,
        device: impl Fn(&str) -> Option<Device>,
    ) -> Gone<Device> {
        let mut gone = Gone(HashMap::new());
        // What is void is known first: a void undo takes nothing back.
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
                    let named = gone.0.entry((device, seq)).or_default();
                    let at = named
                        .iter()
                        .position(|n| n.first == about.seq && n.hybrid == about.hybrid)
                        .unwrap_or_else(|| {
                            named.push(Named {
                                first: about.seq,
                                hybrid: about.hybrid,
                                is_undone: false,
                                is_void: false,
                            });
                            named.len() - 1
                        });
                    match event {
                        Event::Void(_) => named[at].is_void = true,
                        Event::Undo(_) => named[at].is_undone = true,
                        _ => named[at].is_undone = false,
                    }
                }
            }
        }
        gone
    }

    /// `group` is the first row of those that are undone with this one.
    pub fn has(&self, position: &Position<Device>, group: Option<u64>) -> bool {
        if self.0.is_empty() {
            return false;
        }
        self.0
            .get(&(position.device, position.seq))
            .is_some_and(|named| {
                named.iter().any(|n| {
                    let is_meant = if n.first == position.seq {
                        n.hybrid == position.hybrid
                    } else {
                        group == Some(n.first) && n.hybrid < position.hybrid
                    };
                    is_meant && (n.is_undone || n.is_void)
                })
            })
    }
}

/// What the log makes of one row, as it is folded.
#[derive(Debug)]
pub struct Turn<'a> {
    /// The memory of the row's own question before and after it.
    pub before: &'a Memory,
    pub after: &'a Memory,
    pub counted: Option<Counted>,
    pub is_gone: bool,
}

/// Folds rows, in order, to the memory of each question; `tell` hears each row with its position in `steps`. Questions with
/// nothing to remember are absent.
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

/// Rows folded one by one, in order.
///
/// An adoption is an alias: the rows of a question are its own and those of each old key (with what that key adopted)
/// that stand before the newest adoption of that pair. What was brought from another program is where folding starts.
pub struct Folding<'g, Device, Subject> {
    gone: &'g Gone<Device>,
    aliases: Aliases<Device, Subject>,
    memories: HashMap<Subject, Memory>,
    before: Memory,
}

impl<'g, Device: Ord + Copy + Hash, Subject: Eq + Hash + Copy> Folding<'g, Device, Subject> {
    /// `adoptions` are, in order, at least those of the rows to come that adopt or bring a memory.
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

    pub fn take(&mut self, step: &Step<Device, Subject>) -> Turn<'_> {
        let is_gone = self.gone.has(&step.position, step.group);
        if !is_gone {
            for (other, limit) in self.aliases.heirs(step.subject) {
                if step.position < *limit {
                    let heir = self.memories.entry(*other).or_default();
                    heir.take(&step.event, step.day);
                }
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

    /// Without those of questions with nothing to remember.
    pub fn memories(mut self) -> HashMap<Subject, Memory> {
        self.memories
            .retain(|_, memory| *memory != Memory::default());
        self.memories
    }
}

/// Who adopted from whom, directly or through others, and up to which position.
struct Aliases<Device, Subject>(HashMap<Subject, Vec<(Subject, Position<Device>)>>);

impl<Device: Ord + Copy + Hash, Subject: Eq + Hash + Copy> Aliases<Device, Subject> {
    fn of(steps: &[Step<Device, Subject>], gone: &Gone<Device>) -> Aliases<Device, Subject> {
        // The newest adoption of each pair: steps are in order.
        let mut pairs: HashMap<Subject, HashMap<Subject, Position<Device>>> = HashMap::new();
        for step in steps {
            if let (Event::Adopt(_), Some(old)) = (&step.event, step.from)
                && old != step.subject
                && !gone.has(&step.position, step.group)
            {
                pairs
                    .entry(old)
                    .or_default()
                    .insert(step.subject, step.position);
            }
        }
        let heirs = pairs.keys().map(|old| {
            let mut limits: HashMap<Subject, Position<Device>> = HashMap::new();
            let mut open: Vec<(Subject, Position<Device>)> =
                pairs[old].iter().map(|(new, at)| (*new, *at)).collect();
            while let Some((heir, limit)) = open.pop() {
                // Of several ways the one that takes most.
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

    fn heirs(&self, subject: Subject) -> &[(Subject, Position<Device>)] {
        if self.0.is_empty() {
            return &[];
        }
        self.0.get(&subject).map_or(&[], Vec::as_slice)
    }

    /// The memories that other programs brought: of several for one question the first in order.
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
                let heirs = self.heirs(step.subject).iter();
                let heirs = heirs.filter(|(_, limit)| step.position < *limit);
                for subject in heirs.map(|(heir, _)| *heir).chain([step.subject]) {
                    start.entry(subject).or_insert_with(|| (**memory).clone());
                }
            }
        }
        start
    }
}
