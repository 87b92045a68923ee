//! The texts of a deck's cards in one piece of memory, for searching. It holds what was read; the shelf drops it when
//! the file changes.

use crate::study::Deck;
use crate::study::kinds::Kind;

/// A card's texts, for searching and lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardText<'a> {
    pub deck: &'a str,
    pub card: &'a str,
    pub concept: &'a str,
    pub concept_title: &'a str,
    pub front: &'a str,
    pub back: &'a str,
    /// Separated by blanks.
    pub tags: &'a str,
}

/// The texts of a deck end to end, and where each ends.
#[derive(Debug, Default)]
pub struct Texts {
    text: String,
    ends: Vec<[u32; 6]>,
}

impl Texts {
    pub fn of(deck: &Deck) -> Texts {
        let mut texts = Texts::default();
        for (concept, card) in deck.cards() {
            let common = card.common();
            let tags = common.tags.join(" ");
            let parts = [
                &*common.id,
                &*concept.id,
                &*concept.title,
                card.front(),
                &*card.back(),
                &*tags,
            ]
            .map(|part| {
                texts.text.push_str(part);
                u32::try_from(texts.text.len()).unwrap_or(u32::MAX)
            });
            texts.ends.push(parts);
        }
        texts.text.shrink_to_fit();
        texts
    }

    pub fn iter<'a>(&'a self, deck: &'a str) -> impl Iterator<Item = CardText<'a>> {
        let mut start = 0;
        self.ends.iter().map(move |ends| {
            let [card, concept, concept_title, front, back, tags] = ends.map(|end| {
                let part = self.text.get(start..end as usize).unwrap_or("");
                start = end as usize;
                part
            });
            CardText {
                deck,
                card,
                concept,
                concept_title,
                front,
                back,
                tags,
            }
        })
    }
}
