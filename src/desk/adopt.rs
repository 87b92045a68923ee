//! Cards and concepts that their author renamed keep what the learner did: progress and notes.

use super::Desk;
use super::choices::word;
use crate::study::Key;
use crate::study::choices::TAKES_PART;
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
        if let Err(trouble) = self.adopt_rest(&decks) {
            let lost = format!("that a deck rests could not go along with its new name: {trouble}");
            self.notices.push(lost);
        }
    }

    /// What was said of a deck is kept under its new name: after the next renaming nobody knows whether its former names were those of
    /// one deck, or of several that were merged.
    fn adopt_rest(&mut self, decks: &[Arc<Outline>]) -> Result<(), String> {
        let is_gone = |old: &String| self.shelf.get(old).is_none();
        let mut renamed = decks.to_vec();
        renamed.retain(|deck| !deck.formerly.is_empty() && deck.formerly.iter().all(is_gone));
        for deck in renamed {
            let choices = self.choices()?;
            let said = choices.takes_part(&deck);
            if let Some(said) = said.filter(|_| !choices.decks.contains_key(&deck.id)) {
                let subject = (Sort::Deck, &Key::from_text(&*deck.id), TAKES_PART);
                let when = (self.clock.today(), self.clock.moment());
                self.store.choose(subject, Some(word(said)), true, when)?;
            }
        }
        Ok(())
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
