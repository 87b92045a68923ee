//! What is remembered of each question, by deck: those of one deck are asked for one after another, and lie close together so.

use crate::study::{Key, Memory};
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(super) struct Memories(HashMap<String, HashMap<Key, Memory>>);

impl Memories {
    pub fn get(&self, key: &Key) -> Option<&Memory> {
        self.0.get(key.deck())?.get(key)
    }

    pub fn of(&self, deck: &str) -> Option<&HashMap<Key, Memory>> {
        self.0.get(deck)
    }

    pub fn contains_key(&self, key: &Key) -> bool {
        self.get(key).is_some()
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
            deck.insert(key, memory);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.values().all(HashMap::is_empty)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Memory)> {
        self.0.values().flatten()
    }
}
