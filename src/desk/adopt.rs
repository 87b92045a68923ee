//! Cards and concepts that their author renamed keep what the learner did: progress and notes.

use super::Desk;
use crate::study::Key;
use crate::study::former::{Claim, served};
use crate::study::log::Sort;
use crate::study::outline::{ConceptOutline, Outline};
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
        let cards = heirs(&decks, Outline::claims, |deck| {
            let keys = deck.cards().flat_map(|(_, card)| card.keys(&deck.id));
            keys.collect()
        });
        let concepts = heirs(&decks, Outline::concept_claims, |deck| {
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

/// Old and new keys, with the names in use looked up in those decks alone of which anything is claimed.
fn heirs(
    decks: &[Arc<Outline>],
    claims: fn(&Outline) -> Vec<Claim>,
    names: fn(&Outline) -> Vec<Key>,
) -> Vec<(Key, Key)> {
    let claims: Vec<Claim> = decks.iter().flat_map(|deck| claims(deck)).collect();
    let named: HashSet<&str> = claims.iter().map(|(_, old, _)| old.deck()).collect();
    let named = decks.iter().filter(|deck| named.contains(&*deck.id));
    let in_use: HashSet<Key> = named.flat_map(|deck| names(deck)).collect();
    served(claims, |old| in_use.contains(old))
}

fn name_of(deck: &Outline, concept: &ConceptOutline) -> Key {
    Key::new(&deck.id, &concept.id, "")
}

#[cfg(test)]
#[path = "adopt_tests.rs"]
mod tests;
