//! Cards that their author renamed keep their progress.

use super::Desk;
use crate::study::Key;
use crate::study::deck::absolute;
use crate::study::outline::Outline;

impl Desk {
    /// Moves the progress of renamed cards to their new names.
    pub(super) fn adopt(&mut self) {
        self.adopted_at = self.store.data_version().ok();
        let pairs: Vec<(Key, Key)> = self
            .outlines()
            .iter()
            .flat_map(|deck| renamed(deck))
            .collect();
        if pairs.is_empty() || self.store.is_read_only() {
            return;
        }
        if let Err(trouble) = self
            .store
            .adopt(&pairs, self.clock.today(), self.clock.moment())
        {
            self.notices.push(format!(
                "renamed cards could not take their progress along: {trouble}"
            ));
        }
    }
}

/// Old and new keys in a deck whose author names what the deck or its cards were called before.
fn renamed(deck: &Outline) -> Vec<(Key, Key)> {
    let mut pairs = Vec::new();
    for (_, card) in deck.cards() {
        for (part, old) in card.former_parts() {
            let new = Key::new(&deck.id, &card.id, part);
            pairs.push((Key::from_text(absolute(&deck.id, old)), new));
        }
        if deck.formerly.is_empty() && card.formerly().is_empty() {
            continue;
        }
        for part in card.parts() {
            let new = Key::new(&deck.id, &card.id, part);
            pairs.extend(
                deck.formerly
                    .iter()
                    .map(|old| (Key::new(old, &card.id, part), new.clone())),
            );
            for old in card.formerly() {
                let old = absolute(&deck.id, old);
                let (old_deck, old_card) = old.split_once('/').unwrap_or((&deck.id, &old));
                pairs.push((Key::new(old_deck, old_card, part), new.clone()));
            }
        }
    }
    pairs
}
