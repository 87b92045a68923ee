//! Writes a change down: the row of the log and the memory after it, in one transaction, or neither.

use super::{Store, Trouble, log, memory};
use crate::study::log::{Change, Entry, Moment};
use crate::study::memory::Event;
use crate::study::{Day, Key, Memory};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// The card is no longer remembered as the change assumes: nothing was written.
    #[error("this card was changed in another window; it is shown again as it is now")]
    Changed { now: Box<Memory> },
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

impl Store {
    /// Durable when it returns. The memory written is `before` after the event, whatever `change.after` says.
    pub fn record(&mut self, change: &Change, at: Moment) -> Result<Entry, RecordError> {
        let device = self.device.clone();
        let change = Change {
            after: change.before.after(&change.event, change.day),
            ..change.clone()
        };
        self.write(|db| {
            let now = memory::get(db, &change.card)?;
            if now != change.before {
                return Ok(Err(RecordError::Changed { now: Box::new(now) }));
            }
            let entry = log::append(db, &device, &change, at, None)?;
            memory::set(db, &change.card, &change.after)?;
            Ok(Ok(entry))
        })?
    }

    /// Cards that were called something else before take over what was remembered under the old key. A pair counts where
    /// the old key has a memory, and the new one has none and never adopted one. Returns how many were adopted.
    pub fn adopt(&mut self, pairs: &[(Key, Key)], day: Day, at: Moment) -> Result<usize, Trouble> {
        let is_any_wanted = self.read(|db| {
            for (old, new) in pairs {
                if adoptable(db, old, new)?.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })?;
        // Nearly always: no need to wait for the right to write.
        if !is_any_wanted {
            return Ok(0);
        }
        let device = self.device.clone();
        self.write(|db| {
            let mut adopted = 0;
            for (old, new) in pairs {
                let Some(memory) = adoptable(db, old, new)? else {
                    continue;
                };
                let event = Event::Adopt {
                    from: old.clone(),
                    memory: Box::new(memory.clone()),
                };
                let change = Change::new(new.clone(), event, day, Memory::default());
                log::append(db, &device, &change, at, None)?;
                memory::set(db, new, &memory)?;
                adopted += 1;
            }
            Ok(adopted)
        })
    }
}

/// A memory that comes from elsewhere: the card, the name it had there, and what is remembered.
pub type Brought = (Key, Key, Memory);

impl Store {
    /// Writes down what another program remembers, all or nothing. A card that has a memory here, or adopted one before,
    /// keeps what it has. Returns how many were taken.
    pub fn bring(&mut self, brought: &[Brought], day: Day, at: Moment) -> Result<usize, Trouble> {
        let device = self.device.clone();
        self.write(|db| {
            let mut taken = 0;
            for (card, from, memory) in brought {
                let is_wanted = *memory != Memory::default()
                    && memory::get(db, card)? == Memory::default()
                    && !log::has_adopted(db, card)?;
                if !is_wanted {
                    continue;
                }
                let event = Event::Adopt {
                    from: from.clone(),
                    memory: Box::new(memory.clone()),
                };
                let change = Change::new(card.clone(), event, day, Memory::default());
                log::append(db, &device, &change, at, None)?;
                memory::set(db, card, memory)?;
                taken += 1;
            }
            Ok(taken)
        })
    }
}

/// What `new` takes over from `old`. Once only: what was adopted may have been forgotten again since, on purpose.
fn adoptable(db: &rusqlite::Connection, old: &Key, new: &Key) -> rusqlite::Result<Option<Memory>> {
    let memory = memory::get(db, old)?;
    let is_wanted = memory != Memory::default()
        && memory::get(db, new)? == Memory::default()
        && !log::has_adopted(db, new)?;
    Ok(is_wanted.then_some(memory))
}
