//! The review log: what was done, in order. It is the truth; memories are what it folds to. It never forgets a row.

use super::memory::{Event, Memory};
use super::{Day, Key};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::hash::Hash;

/// Written beside every row, so that a later change of the algorithm can tell old rows from new ones.
pub const ALGORITHM: u16 = 1;

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

/// Something that happened to a card, not yet written down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub card: Key,
    pub event: Event,
    pub day: Day,
    pub before: Memory,
    pub after: Memory,
    /// From showing the question to grading it, at most a minute.
    pub took_ms: u32,
    /// What the shuffle and the drawn numbers came from.
    pub seed: u64,
}

impl Change {
    pub fn new(card: Key, event: Event, day: Day, before: Memory) -> Change {
        let after = before.after(&event, day);
        Change {
            card,
            event,
            day,
            before,
            after,
            took_ms: 0,
            seed: 0,
        }
    }
}

/// A change as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    /// Hybrid logical clock: milliseconds, never less than any row seen before. Orders the union of two logs.
    pub hybrid: u64,
    pub at: Moment,
    pub algorithm: u16,
    pub change: Change,
}

/// Which rows count: those undone and not redone do not, nor do the undo and redo rows themselves. Rows are named by
/// their `EntryId`, or by whatever shorter name a reader of many rows has for them.
#[derive(Debug)]
pub struct Undone<Id = EntryId>(HashSet<Id>);

impl<Id> Default for Undone<Id> {
    fn default() -> Self {
        Undone(HashSet::new())
    }
}

impl Undone {
    pub fn of<'a>(events: impl IntoIterator<Item = &'a Event>) -> Undone {
        let mut undone = Undone::default();
        for event in events {
            match event {
                Event::Undo(id) => undone.undo(id.clone()),
                Event::Redo(id) => undone.redo(id),
                _ => {}
            }
        }
        undone
    }
}

impl<Id: Eq + Hash> Undone<Id> {
    pub fn undo(&mut self, id: Id) {
        self.0.insert(id);
    }

    pub fn redo(&mut self, id: &Id) {
        self.0.remove(id);
    }

    pub fn contains(&self, id: &Id) -> bool {
        self.0.contains(id)
    }
}

/// One card's memory from its own rows, oldest first, leaving out what was undone.
pub fn fold<'a, Id: Eq + Hash + 'a>(
    rows: impl IntoIterator<Item = (&'a Id, &'a Event, Day)>,
    undone: &Undone<Id>,
) -> Memory {
    rows.into_iter()
        .filter(|(id, ..)| !undone.contains(id))
        .fold(Memory::default(), |memory, (_, event, day)| {
            memory.after(event, day)
        })
}

/// Every card's memory from the whole log, oldest first. Cards with nothing left to remember are absent.
pub fn replay<'a>(entries: impl IntoIterator<Item = &'a Entry> + Clone) -> BTreeMap<Key, Memory> {
    let undone = Undone::of(entries.clone().into_iter().map(|e| &e.change.event));
    let mut memories: BTreeMap<Key, Memory> = BTreeMap::new();
    for entry in entries {
        let change = &entry.change;
        if !undone.contains(&entry.id) {
            let memory = memories.entry(change.card.clone()).or_default();
            *memory = memory.after(&change.event, change.day);
        }
    }
    memories.retain(|_, memory| *memory != Memory::default());
    memories
}
