//! Which questions are selected: those for an examination, of a deck, a concept, a card or a topic, or all.

use super::choices::Taking;
use crate::shelf::blueprints;
use crate::study::blueprint::Blueprint;
use crate::study::fault::{closest, instead};
use crate::study::outline::{CardOutline, ConceptOutline, Outline};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What was named is asked even if its deck rests; otherwise only decks that take part. An examination names those of its decks
/// that the learner has not put to rest: others rest because another one was chosen.
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
        let mut selectors = self.of_deck(deck);
        selectors.any(|s| s.takes(deck, concept, card))
    }

    /// Those that may take cards of the deck, for who looks at many of its cards.
    pub fn of_deck(&self, deck: &Outline) -> impl Iterator<Item = &Selector> {
        let takes_part = self.taking.takes_part(&deck.id);
        let selectors = self.selectors.iter();
        selectors.filter(move |s| takes_part || s.names(&deck.id, &self.taking))
    }

    /// Whether new questions of the card may be asked.
    pub fn introduces(&self, deck: &Outline, concept: &ConceptOutline, card: &CardOutline) -> bool {
        self.selectors.iter().any(|s| {
            s.takes(deck, concept, card)
                && (s.names(&deck.id, &self.taking) || self.taking.introduces(&deck.id, concept))
        })
    }

    pub fn taking(&self) -> &Taking {
        &self.taking
    }

    pub fn takes_part(&self, deck: &str) -> bool {
        self.taking.takes_part(deck)
    }
}

pub(super) enum Selector {
    Everything,
    Exam(&'static Blueprint),
    Deck(String),
    /// `deck/concept` or `deck/card`.
    Part(String),
    Topic(String),
}

impl Selector {
    fn read(text: &str, decks: &[Arc<Outline>]) -> Result<Selector, String> {
        if let Some(topic) = text.strip_prefix('#') {
            let concepts = decks.iter().flat_map(|deck| &deck.concepts);
            let topics = concepts.map(|c| c.topic.as_str()).filter(|t| !t.is_empty());
            let topics: BTreeSet<&str> = topics.collect();
            return if topics.contains(topic) {
                Ok(Selector::Topic(topic.to_owned()))
            } else {
                let topics: Vec<&str> = topics.into_iter().collect();
                Err(format!(
                    "no deck has the topic `{topic}`; {}",
                    instead(topic, &topics)
                ))
            };
        }
        let of = text.split('/').next().unwrap_or(text);
        let Some(deck) = decks.iter().find(|deck| deck.id == of) else {
            let is_served = |exam: &Blueprint| {
                decks.iter().any(|deck| {
                    let mut concepts = deck.concepts.iter();
                    concepts.any(|c| exam.is_served_by(blueprints(), &deck.track, c))
                })
            };
            let is_meant =
                |exam: &&Blueprint| exam.id.eq_ignore_ascii_case(text) && is_served(exam);
            if let Some(exam) = blueprints().iter().find(is_meant) {
                return Ok(Selector::Exam(exam));
            }
            let exams = blueprints().iter().filter(|exam| is_served(exam));
            let known = decks.iter().map(|deck| deck.id.as_str());
            let known: Vec<&str> = known.chain(exams.map(|exam| exam.id.as_str())).collect();
            return Err(format!(
                "there is no deck for `{text}`; {}",
                instead(of, &known)
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
            Some((_, part)) => {
                let concepts = deck.concepts.iter().map(|c| c.id.as_str());
                let known = concepts.chain(deck.cards().map(|(_, card)| &*card.id));
                let way_on = match closest(part, known) {
                    Some(near) => format!("did you mean `{of}/{near}`?"),
                    None => format!("`swot cards {of}` lists them"),
                };
                Err(format!(
                    "the deck `{of}` has neither a concept nor a card `{part}`; {way_on}"
                ))
            }
        }
    }

    fn names(&self, deck: &str, taking: &Taking) -> bool {
        match self {
            Selector::Deck(_) | Selector::Part(_) => true,
            Selector::Exam(_) => !taking.put_to_rest.contains(deck),
            Selector::Everything | Selector::Topic(_) => false,
        }
    }

    pub fn takes(&self, deck: &Outline, concept: &ConceptOutline, card: &CardOutline) -> bool {
        match self {
            Selector::Everything => true,
            Selector::Exam(exam) => exam.is_served_by(blueprints(), &deck.track, concept),
            Selector::Deck(id) => *id == deck.id,
            Selector::Topic(name) => *name == concept.topic,
            Selector::Part(text) => text.split_once('/').is_some_and(|(id, part)| {
                id == deck.id && (part == concept.id || part == &*card.id)
            }),
        }
    }
}
