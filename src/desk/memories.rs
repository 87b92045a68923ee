//! What is remembered of each question. That of a deck is read when it is first asked for: home may need one deck of many.

use super::Desk;
use super::habits::Habits;
use crate::store::{Store, Trouble};
use crate::study::{Key, Keyed, Memory};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::Arc;

/// Shared with the list of all cards.
pub(super) type OfDeck = Keyed<Arc<Memory>>;

#[derive(Debug, Default)]
pub(super) struct Memories {
    decks: HashMap<String, OnceCell<OfDeck>>,
    /// Why a deck could not be read; it counts as one that was never met.
    trouble: OnceCell<Trouble>,
}

impl Memories {
    /// Nothing is read but which decks there are.
    fn in_store(store: &Store) -> Result<Memories, Trouble> {
        let decks = store.met_decks()?.into_iter();
        Ok(Memories {
            decks: decks.map(|deck| (deck, OnceCell::new())).collect(),
            trouble: OnceCell::new(),
        })
    }

    /// Nothing is kept of a question that was never met. A deck that was not read yet is read later, as it is then.
    pub fn set(&mut self, key: Key, memory: Memory) {
        let deck = self.decks.entry(key.deck().to_owned());
        let deck = deck.or_insert_with(|| OfDeck::default().into());
        if let Some(deck) = deck.get_mut() {
            if memory == Memory::default() {
                deck.remove(&key);
            } else {
                deck.insert(key, Arc::new(memory));
            }
        }
    }

    pub fn has_met(&self, deck: &str) -> bool {
        let of_deck = self.decks.get(deck).map(OnceCell::get);
        of_deck.is_some_and(|read| read.is_none_or(|memories| !memories.is_empty()))
    }

    pub fn is_empty(&self) -> bool {
        let mut decks = self.decks.values();
        decks.all(|deck| deck.get().is_some_and(OfDeck::is_empty))
    }

    /// Those that were read.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Memory)> {
        let all = self.decks.values().filter_map(OnceCell::get).flatten();
        all.map(|(key, memory)| (key, &**memory))
    }
}

impl Desk {
    /// Takes what was kept with the last home screen. After something is recorded nobody could tell whether it was of now, and
    /// the next home screen would be worked out from nothing.
    pub fn get_ready(&mut self) {
        // A database that cannot be read is told of by who needs it.
        let _ = self.look_back();
    }

    /// All memories, for those who look at every deck.
    pub(super) fn remember(&mut self) -> Result<(), String> {
        self.look_back()?;
        self.read_memories(|_| true);
        self.have_read()
    }

    /// Reads those of all decks at once that are asked for and were not read yet.
    pub(super) fn read_memories(&self, is_asked_for: impl Fn(&str) -> bool) {
        let of_decks = self.memories.decks.iter();
        let unread = of_decks.filter(|(deck, read)| read.get().is_none() && is_asked_for(deck));
        let (names, cells): (Vec<&str>, Vec<_>) =
            unread.map(|(deck, read)| (deck.as_str(), read)).unzip();
        match self.store.memories_of_each(&names) {
            Ok(read) => cells.iter().zip(read).for_each(|(cell, of_deck)| {
                // Nobody else fills them meanwhile.
                let _ = cell.set(of_deck);
            }),
            // Perhaps only a further connection could not be had: each deck says for itself why it cannot be read.
            Err(_) => names.iter().for_each(|deck| {
                self.memories_of(deck);
            }),
        }
    }

    /// Forgets the memories if this or another window has written. Whoever uses them then asks at the end whether all
    /// `have_read`.
    pub(super) fn look_back(&mut self) -> Result<(), String> {
        // Taken first: if another window writes meanwhile, it is the mark of what was before.
        self.store_mark = self.store.mark()?;
        let version = self.store.data_version()?;
        if self.adopted_at != Some(version) {
            self.adopt();
        }
        let stamp = (version, self.store.head()?);
        if self.as_of != Some(stamp) {
            self.memories = Memories::in_store(&self.store)?;
            self.as_of = Some(stamp);
            self.parts.clear();
            self.habits = Habits::default();
            self.read_parts();
        }
        Ok(())
    }

    /// An error if memories could not be read; they are read again the next time.
    pub(super) fn have_read(&mut self) -> Result<(), String> {
        match self.memories.trouble.take() {
            Some(trouble) => {
                self.as_of = None;
                Err(trouble.to_string())
            }
            None => Ok(()),
        }
    }

    pub(super) fn memory(&self, key: &Key) -> Option<&Memory> {
        self.memories_of(key.deck())?
            .get(key)
            .map(|memory| &**memory)
    }

    pub(super) fn memories_of(&self, deck: &str) -> Option<&OfDeck> {
        let of_deck = self.memories.decks.get(deck)?;
        Some(of_deck.get_or_init(|| {
            let read = self.store.memories_of(deck);
            read.unwrap_or_else(|trouble| {
                let _ = self.memories.trouble.set(trouble);
                OfDeck::default()
            })
        }))
    }
}
