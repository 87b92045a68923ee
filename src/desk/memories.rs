//! What is remembered of each question, by deck: those of one deck are asked for one after another, and lie close together so.

use crate::study::{Day, Key, Memory};
use std::collections::HashMap;
use std::sync::Arc;

#[derive(Debug, Default)]
pub(super) struct Memories(HashMap<String, OfDeck>);

/// Shared with the list of all cards.
type OfDeck = HashMap<Key, Arc<Memory>>;

impl Memories {
    pub fn get(&self, key: &Key) -> Option<&Memory> {
        self.0.get(key.deck())?.get(key).map(|memory| &**memory)
    }

    pub fn of(&self, deck: &str) -> Option<&OfDeck> {
        self.0.get(deck)
    }

    pub fn has_met(&self, deck: &str) -> bool {
        self.of(deck).is_some_and(|memories| !memories.is_empty())
    }

    /// How many questions of each deck were introduced on `day`.
    pub fn introduced_on(&self, day: Day) -> HashMap<&str, u32> {
        let counts = self.0.iter().map(|(deck, memories)| {
            let learned = memories
                .values()
                .filter_map(|memory| memory.learned.as_ref());
            let introduced = learned.filter(|learned| learned.introduced == day);
            (deck.as_str(), introduced.count() as u32)
        });
        counts.collect()
    }

    /// Nothing is kept of a question that was never met.
    pub fn set(&mut self, key: Key, memory: Memory) {
        let deck = match self.0.get_mut(key.deck()) {
            Some(deck) => deck,
            None => self.0.entry(key.deck().to_owned()).or_default(),
        };
        if memory == Memory::default() {
            deck.remove(&key);
        } else {
            deck.insert(key, Arc::new(memory));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(HashMap::is_empty)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Memory)> {
        let all = self.0.values().flatten();
        all.map(|(key, memory)| (key, &**memory))
    }
}
