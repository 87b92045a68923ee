//! Writes a change down: the row of the log and what follows from it, in one transaction, or neither.

use super::fold::{self, refold};
use super::names::{find_card, find_subject, sort_number};
use super::{Store, Trouble, log, memory};
use crate::study::log::{Change, Entry, Moment, Sort};
use crate::study::memory::Event;
use crate::study::{Day, Key, Memory};
use rusqlite::Connection;
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The card is no longer remembered as the change assumes: nothing was written.
    #[error("this card was changed in another window; it is shown again as it is now")]
    Changed { now: Box<Memory> },
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Store {
    /// Durable when it returns. The memory written is what the log folds to, whatever `change.after` says.
    pub fn record(&mut self, change: &Change, at: Moment) -> Result<Entry, RecordError> {
        self.write_own(|db, own| {
            let device = own.name.as_str();
            if let Event::Exam(_) = change.event {
                // An answer in a mock exam leaves what is remembered as it is, whatever that is by now.
                return write_now(db, device, change, at, None).map(Ok);
            }
            let now = memory::get(db, &change.card)?;
            if change.sort == Sort::Question && now != change.before {
                return Ok(Err(RecordError::Changed { now: Box::new(now) }));
            }
            write(db, device, change, at, None).map(Ok)
        })?
    }

    /// Records several changes, all or nothing, which are undone together. Each begins from what is remembered by now.
    pub fn record_as_one(&mut self, changes: &[Change], at: Moment) -> Result<Vec<Entry>, Trouble> {
        self.write_own(|db, own| {
            let device = own.name.as_str();
            let group = match changes.len() {
                0 | 1 => None,
                _ => Some(log::newest(db, device)?.1 + 1),
            };
            let write = |change| write_now(db, device, change, at, group);
            changes.iter().map(write).collect()
        })
    }

    /// Questions or concepts that were called something else before take along what happened under the old key. A pair counts
    /// where the old key has a row that the new one does not have yet. Returns how many adoptions were written.
    pub fn adopt(
        &mut self,
        sort: Sort,
        pairs: &[(Key, Key)],
        (day, at): (Day, Moment),
    ) -> Result<usize, Trouble> {
        let device = self.own.name.clone();
        let is_any_wanted = self.read(|db| {
            let hybrid = log::next_hybrid(db, &device, at)?;
            for (old, new) in pairs {
                if adds_a_row(db, sort, old, new, hybrid)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
        // Nearly always: no need to wait for the right to write.
        if !is_any_wanted {
            return Ok(0);
        }
        self.write_own(|db, own| {
            let device = own.name.as_str();
            let mut adopted = 0;
            for (old, new) in pairs {
                let hybrid = log::next_hybrid(db, device, at)?;
                if adds_a_row(db, sort, old, new, hybrid)? {
                    let event = Event::Adopt(old.clone());
                    let before = memory::of(db, sort, new)?;
                    let change = Change {
                        sort,
                        ..Change::new(new.clone(), event, day, before)
                    };
                    write(db, device, &change, at, None)?;
                    adopted += 1;
                }
            }
            Ok(adopted)
        })
    }
}

/// A memory that comes from elsewhere: the card, the name it had there, and what is remembered.
pub type Brought = (Key, Key, Memory);

impl Store {
    /// Writes down what another program remembers, all or nothing. A card that has rows here keeps what it has. Returns
    /// how many were taken.
    pub fn bring(&mut self, brought: &[Brought], day: Day, at: Moment) -> Result<usize, Trouble> {
        self.write_own(|db, own| {
            let device = own.name.as_str();
            let mut taken = 0;
            for (card, from, memory) in brought {
                if *memory == Memory::default() || memory::get(db, card)? != Memory::default() {
                    continue;
                }
                if has_been_brought(db, card)? {
                    continue;
                }
                let event = Event::Bring {
                    from: from.clone(),
                    memory: Box::new(memory.clone()),
                };
                let change = Change::new(card.clone(), event, day, Memory::default());
                write(db, device, &change, at, None)?;
                taken += 1;
            }
            Ok(taken)
        })
    }
}

/// Appends the row, and brings the caches to what the log then folds to. `group` is the first of the rows that are undone with it.
pub(super) fn write(
    db: &Connection,
    device: &str,
    change: &Change,
    at: Moment,
    group: Option<u64>,
) -> rusqlite::Result<Entry> {
    let mut change = change.clone();
    change.after = change.before.after(&change.event, change.day);
    let appended = log::append(db, device, &change, at, group)?;
    let mut entry = appended.entry.clone();
    let (Sort::Question, Some(card)) = (change.sort, appended.subject) else {
        return Ok(entry);
    };
    let is_alias = matches!(change.event, Event::Adopt(_) | Event::Bring { .. });
    if appended.is_last && !is_alias {
        memory::set(db, card, &change.after)?;
        log::count(db, &appended)?;
        return Ok(entry);
    }
    // It began elsewhere, or another machine's row stands behind it.
    refold(db, &[card.1])?;
    entry.change.after = memory::get(db, &change.card)?;
    Ok(entry)
}

/// Writes a change so that it begins from what is remembered by now, whatever it assumes.
fn write_now(
    db: &Connection,
    device: &str,
    change: &Change,
    at: Moment,
    group: Option<u64>,
) -> rusqlite::Result<Entry> {
    let before = memory::of(db, change.sort, &change.card)?;
    let change = change.clone();
    write(db, device, &Change { before, ..change }, at, group)
}

/// An adoption that bears `hybrid` would make a row count for `new` that does not yet. Rows of a clock that is far ahead stand
/// behind it: they are taken along once they are dated anew.
fn adds_a_row(
    db: &Connection,
    sort: Sort,
    old: &Key,
    new: &Key,
    hybrid: u64,
) -> rusqlite::Result<bool> {
    let Some(sort) = sort_number(sort) else {
        return Ok(false);
    };
    let Some((_, of_old)) = find_subject(db, sort, old)? else {
        return Ok(false);
    };
    let (_, rows) = fold::related(db, &BTreeSet::from([of_old]))?;
    let positions = rows.iter().map(|(_, step)| step.position);
    let Some(newest) = positions.filter(|place| place.hybrid < hybrid).max() else {
        return Ok(false);
    };
    let Some((_, new)) = find_subject(db, sort, new)? else {
        return Ok(true);
    };
    if of_old == new {
        return Ok(false);
    }
    let (names, own) = fold::related(db, &BTreeSet::from([new]))?;
    let gone = names.gone(db)?;
    let adopted = own.iter().filter(|(_, step)| {
        step.subject == new
            && matches!(&step.event, Event::Adopt(from) if from == old)
            && !gone.has(&step.position, step.group)
    });
    let adopted = adopted.map(|(_, step)| step.position).max();
    // Devices are numbered alike in both: no row was written in between.
    Ok(adopted.is_none_or(|adopted| newest > adopted))
}

/// Another program's memory of it was taken once: it may have been forgotten since, on purpose.
fn has_been_brought(db: &Connection, card: &Key) -> rusqlite::Result<bool> {
    let Some((_, card)) = find_card(db, card)? else {
        return Ok(false);
    };
    let (_, rows) = fold::related(db, &BTreeSet::from([card]))?;
    let is_adoption = |event: &Event| matches!(event, Event::Adopt(_) | Event::Bring { .. });
    Ok(rows.iter().any(|(_, step)| is_adoption(&step.event)))
}
