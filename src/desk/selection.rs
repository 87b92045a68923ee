//! Which questions are selected: those of a deck, a concept, a card or a topic, or all.

use super::choices::Taking;
use crate::study::outline::{CardOutline, ConceptOutline, Outline};
use std::sync::Arc;

/// What was named is asked even if its deck rests; otherwise only decks that take part.
pub(super) struct Selection {
    selectors: Vec<Selector>,
    taking: Taking,
}

impl Selection {
    /// All decks that take part.
    pub fn everything(taking: Taking) -> Selection {
        Selection {
            selectors: vec![Selector::Everything],
            taking,
        }
    }

    /// Reads the arguments of a command; without any, all decks that take part.
    pub fn read(
        texts: &[String],
        decks: &[Arc<Outline>],
        taking: Taking,
    ) -> Result<Selection, String> {
        if texts.is_empty() {
            return Ok(Selection::everything(taking));
        }
        let selectors = texts.iter().map(|text| Selector::read(text, decks));
        Ok(Selection {
            selectors: selectors.collect::<Result<_, _>>()?,
            taking,
        })
    }

    pub fn takes(&self, deck: &Outline, concept: &ConceptOutline, card: &CardOutline) -> bool {
        self.selectors.iter().any(|s| {
            s.takes(deck, concept, card) && (s.names_a_deck() || self.taking.takes_part(&deck.id))
        })
    }

    /// Whether new questions of the card may be asked.
    pub fn introduces(&self, deck: &Outline, concept: &ConceptOutline, card: &CardOutline) -> bool {
        self.selectors.iter().any(|s| {
            s.takes(deck, concept, card)
                && (s.names_a_deck() || self.taking.introduces(&deck.id, concept))
        })
    }

    pub fn taking(&self) -> &Taking {
        &self.taking
    }

    pub fn takes_part(&self, deck: &str) -> bool {
        self.taking.takes_part(deck)
    }
}

enum Selector {
    Everything,
    Deck(String),
    /// `deck/concept` or `deck/card`.
    Part(String),
    Topic(String),
}

impl Selector {
    fn read(text: &str, decks: &[Arc<Outline>]) -> Result<Selector, String> {
        if let Some(topic) = text.strip_prefix('#') {
            let known = decks
                .iter()
                .any(|deck| deck.concepts.iter().any(|c| c.topic == topic));
            return if known {
                Ok(Selector::Topic(topic.to_owned()))
            } else {
                Err(format!(
                    "no deck has the topic `{topic}`; `swot due` lists the decks"
                ))
            };
        }
        let found = |deck: &&Arc<Outline>| deck.id == text.split('/').next().unwrap_or(text);
        let Some(deck) = decks.iter().find(found) else {
            let known: Vec<&str> = decks.iter().map(|d| d.id.as_str()).collect();
            return Err(format!(
                "there is no deck for `{text}`; there are {}",
                known.join(", ")
            ));
        };
        match text.split_once('/') {
            None => Ok(Selector::Deck(text.to_owned())),
            Some((_, part))
                if deck
                    .concepts
                    .iter()
                    .any(|c| c.id == part || c.cards.iter().any(|card| &*card.id == part)) =>
            {
                Ok(Selector::Part(text.to_owned()))
            }
            Some((_, part)) => Err(format!(
                "the deck `{}` has neither a concept nor a card `{part}`; `swot cards {}` lists them",
                deck.id, deck.id
            )),
        }
    }

    fn names_a_deck(&self) -> bool {
        matches!(self, Selector::Deck(_) | Selector::Part(_))
    }

    fn takes(&self, deck: &Outline, concept: &ConceptOutline, card: &CardOutline) -> bool {
        match self {
            Selector::Everything => true,
            Selector::Deck(id) => *id == deck.id,
            Selector::Topic(name) => *name == concept.topic,
            Selector::Part(text) => text.split_once('/').is_some_and(|(id, part)| {
                id == deck.id && (part == concept.id || part == &*card.id)
            }),
        }
    }
}
