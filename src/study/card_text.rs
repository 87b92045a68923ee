//! The texts of a deck's cards in one piece of memory, for searching and lists: a hundred thousand cards are held once.

use super::Deck;
use super::kinds::Kind;

/// A card's texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CardText<'a> {
    pub card: &'a str,
    /// `deck/concept`.
    pub concept: &'a str,
    pub concept_title: &'a str,
    pub topic: &'a str,
    pub front: &'a str,
    pub back: &'a str,
    /// One on each line.
    pub tags: &'a str,
}

/// The texts of a deck end to end, and where each ends.
#[derive(Debug, Default, PartialEq)]
pub struct Texts {
    text: String,
    ends: Vec<[u32; 7]>,
}

impl Texts {
    pub fn of(deck: &Deck) -> Texts {
        let mut texts = Texts::default();
        for (concept, card) in deck.cards() {
            let common = card.common();
            texts.push(CardText {
                card: &common.id,
                concept: &format!("{}/{}", deck.id, concept.id),
                concept_title: &concept.title,
                topic: &concept.topic,
                front: card.front(),
                back: &card.back(),
                tags: &common.tags.join("\n"),
            });
        }
        texts.text.shrink_to_fit();
        texts.ends.shrink_to_fit();
        texts
    }

    pub fn push(&mut self, card: CardText<'_>) {
        let parts = [
            card.card,
            card.concept,
            card.concept_title,
            card.topic,
            card.front,
            card.back,
            card.tags,
        ];
        self.ends.push(parts.map(|part| {
            self.text.push_str(part);
            u32::try_from(self.text.len()).unwrap_or(u32::MAX)
        }));
    }

    /// Of the card at that place in the deck; empty where there is none.
    pub fn get(&self, at: usize) -> CardText<'_> {
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let mut start = before.map_or(0, |ends| ends[6]);
        let ends = self.ends.get(at).copied().unwrap_or_default();
        let [card, concept, concept_title, topic, front, back, tags] = ends.map(|end| {
            let part = self.text.get(start as usize..end as usize).unwrap_or("");
            start = end;
            part
        });
        CardText {
            card,
            concept,
            concept_title,
            topic,
            front,
            back,
            tags,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = CardText<'_>> {
        (0..self.ends.len()).map(|at| self.get(at))
    }
}
