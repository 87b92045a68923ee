//! Cards and concepts that their author renamed keep what the learner did: progress and notes.

use super::Desk;
use crate::study::Key;
use crate::study::former::{Named, former_keys};
use crate::study::log::Sort;
use crate::study::outline::{CardOutline, ConceptOutline, Outline};
use std::collections::HashSet;
use std::sync::Arc;

impl Desk {
    /// Moves progress and notes of what was renamed to the new names.
    pub(super) fn adopt(&mut self) {
        self.adopted_at = self.store.data_version().ok();
        if self.store.is_read_only() {
            return;
        }
        let decks = self.decks();
        let cards = unused(&decks, renamed, |deck| {
            let keys = deck.cards().flat_map(|(_, card)| card.keys(&deck.id));
            keys.collect()
        });
        let concepts = unused(&decks, renamed_concepts, |deck| {
            let concepts = deck.concepts.iter();
            concepts.map(|concept| name_of(deck, concept)).collect()
        });
        let when = (self.clock.today(), self.clock.moment());
        for (sort, pairs) in [(Sort::Question, cards), (Sort::Concept, concepts)] {
            if let Err(trouble) = self.store.adopt(sort, &pairs, when) {
                self.notices.push(format!(
                    "what was renamed could not take progress and notes along: {trouble}"
                ));
            }
        }
    }
}

/// The pairs of `renamed`, but those whose old name was given to something else since.
fn unused(
    decks: &[Arc<Outline>],
    renamed: fn(&Outline) -> Vec<(Key, Key)>,
    names: fn(&Outline) -> Vec<Key>,
) -> Vec<(Key, Key)> {
    let mut pairs: Vec<(Key, Key)> = decks.iter().flat_map(|deck| renamed(deck)).collect();
    let named: HashSet<&str> = pairs.iter().map(|(old, _)| old.deck()).collect();
    let named = decks.iter().filter(|deck| named.contains(&*deck.id));
    let in_use: HashSet<Key> = named.flat_map(|deck| names(deck)).collect();
    pairs.retain(|(old, _)| !in_use.contains(old));
    pairs
}

fn name_of(deck: &Outline, concept: &ConceptOutline) -> Key {
    Key::new(&deck.id, &concept.id, "")
}

/// Those that may have had another name.
fn concepts_of(deck: &Outline) -> &[ConceptOutline] {
    match deck.formerly.is_empty() {
        true => deck.concepts.naming(),
        false => &deck.concepts,
    }
}

/// Old and new names of concepts.
fn renamed_concepts(deck: &Outline) -> Vec<(Key, Key)> {
    let concepts = concepts_of(deck).iter().map(|concept| Named {
        id: &concept.id,
        parts: vec![""],
        formerly: &concept.formerly,
        former_parts: &[],
    });
    former_keys(&deck.id, &deck.formerly, concepts)
}

/// Old and new keys in a deck whose author names what the deck or its cards were called before.
fn renamed(deck: &Outline) -> Vec<(Key, Key)> {
    let cards = concepts_of(deck).iter().flat_map(|concept| &concept.cards);
    let cards = cards.filter(|card| !deck.formerly.is_empty() || card.had_names());
    former_keys(&deck.id, &deck.formerly, cards.map(CardOutline::named))
}
