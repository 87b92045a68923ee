//! Writes gradings and other changes to the log, and undoes them.

use super::Desk;
use super::habits::Habits;
use crate::store::{RecordError, Turned};
use crate::study::log::{Change, Entry, Sort, TakenBack};
use crate::study::memory::Event;
use crate::study::{Key, Memory};

impl Desk {
    pub fn record(&mut self, change: &Change) -> Result<Entry, RecordError> {
        let change = &self.with_version(change);
        let recorded = self.store.record(change, self.clock.moment());
        match &recorded {
            Ok(entry) => {
                if entry.change.day < self.today() {
                    self.habits = Habits::default();
                }
                self.keep(&entry.change, entry.change.after.clone());
                if entry.change.sort == Sort::Question && !self.shelf.has(&entry.change.card) {
                    // It was on the screen when its author renamed it.
                    self.adopted_at = None;
                }
            }
            Err(RecordError::Changed { .. }) => self.as_of = None,
            Err(RecordError::Trouble(_)) => {}
        }
        recorded
    }

    /// A flag records the version of the deck, since the author may have corrected the card later.
    fn with_version(&self, change: &Change) -> Change {
        let mut change = change.clone();
        if matches!(change.event, Event::Flag(_)) {
            change.deck_version = self.version(change.card.deck());
        }
        change
    }

    /// The version of a loaded deck; `None` if its author gives none.
    pub fn version(&self, deck: &str) -> Option<String> {
        let heading = self.shelf.get(deck)?.heading()?;
        (!heading.version.is_blank()).then(|| heading.version.to_string())
    }

    /// Updates the loaded memories after our own writes, so that they need not be read again.
    fn keep(&mut self, change: &Change, memory: Memory) {
        self.memories.set(change.card.clone(), memory);
        match change.sort {
            Sort::Question => drop(self.parts.remove(change.card.deck())),
            // A choice may concern every deck, and that of free days the days in a row.
            _ => {
                self.parts.clear();
                self.habits = Habits::default();
            }
        }
        // If anybody else wrote in between, the data version is another, and they are read again when they are wanted.
        if let Some((_, head)) = &mut self.as_of {
            *head += 1;
        }
    }

    pub fn undo(&mut self) -> Result<Option<TakenBack>, String> {
        let turned = self.store.undo(self.today(), self.clock.moment())?;
        turned.map(|turned| self.undone(turned)).transpose()
    }

    pub fn redo(&mut self) -> Result<Option<TakenBack>, String> {
        let turned = self.store.redo(self.today(), self.clock.moment())?;
        turned.map(|turned| self.undone(turned)).transpose()
    }

    fn undone(&mut self, turned: Turned) -> Result<TakenBack, String> {
        let Turned { entry, is_replaced } = turned;
        let key = entry.change.card.clone();
        let memory = self.store.memory(&key)?;
        self.keep(&entry.change, memory.clone());
        if entry.change.sort == Sort::Nothing {
            self.end_days_as_chosen()?;
        }
        if entry.group.is_some() {
            // Other rows were undone with it.
            self.as_of = None;
        }
        let (concept, links) = self
            .find(&key)
            .map_or_else(Default::default, |q| (q.concept.clone(), q.links.clone()));
        Ok(TakenBack {
            entry,
            is_replaced,
            memory,
            concept,
            links,
        })
    }

    /// The log of a card, oldest row first, and whether each row was undone.
    pub fn history(&mut self, key: &Key) -> Result<Vec<(Entry, bool)>, String> {
        let history = self.store.history(key)?;
        Ok(history
            .into_iter()
            .map(|past| (past.entry, past.is_undone))
            .collect())
    }
}
