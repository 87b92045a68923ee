//! A deck: concepts to read, and the cards that ask about them. Plain data as its author wrote it, cleaned.

use super::text::{Text, name, names, optional_name};
use super::{Key, kinds};
use serde::Deserialize;

/// The only schema there is so far.
pub const SCHEMA: u32 = 1;

/// Topics that need no declaration in the deck.
pub const TOPICS: [&str; 19] = [
    "strategy",
    "segmentation",
    "customer-value",
    "demand",
    "supply",
    "inventory",
    "scheduling",
    "distribution",
    "order-management",
    "warehousing",
    "transportation",
    "network",
    "reverse-logistics",
    "global",
    "quality",
    "technology",
    "metrics",
    "risk",
    "procurement",
];

pub const TRACKS: [&str; 4] = ["CPIM", "CLTD", "both", "other"];

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deck {
    pub schema: u32,
    /// Never changes, though the file may be renamed. Empty where the author left it out, which is a fault.
    #[serde(default, deserialize_with = "name")]
    pub id: String,
    pub title: Text,
    #[serde(default = "other", deserialize_with = "name")]
    pub track: String,
    #[serde(default)]
    pub version: Text,
    #[serde(default)]
    pub language: Text,
    #[serde(default)]
    pub description: Text,
    #[serde(default)]
    pub author: Text,
    #[serde(default)]
    pub license: Text,
    /// The source of every card that names none.
    #[serde(default)]
    pub source: Text,
    /// This deck's own daily limit of new cards.
    #[serde(default)]
    pub new_per_day: Option<u32>,
    /// Topics beyond [`TOPICS`].
    #[serde(default, deserialize_with = "names")]
    pub topics: Vec<String>,
    #[serde(default, deserialize_with = "names")]
    pub formerly: Vec<String>,
    #[serde(default)]
    pub blueprint: Vec<Module>,
    #[serde(default)]
    pub concepts: Vec<Concept>,
}

fn other() -> String {
    "other".into()
}

/// A module of the examination that the deck prepares for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Module {
    pub title: Text,
    /// Share of the examination in per cent, where a public source gives one.
    #[serde(default)]
    pub weight: Option<f64>,
    #[serde(default, deserialize_with = "names")]
    pub topics: Vec<String>,
    #[serde(default)]
    pub source: Text,
    /// When the source was last checked: `2026-11`.
    #[serde(default)]
    pub verified: Text,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    #[serde(default, deserialize_with = "name")]
    pub id: String,
    pub title: Text,
    /// The author's own reference.
    #[serde(default)]
    pub code: Option<Text>,
    #[serde(default, deserialize_with = "name")]
    pub topic: String,
    /// What it was called before, `concept` or `deck/concept`: the learner's notes follow.
    #[serde(default, deserialize_with = "names")]
    pub formerly: Vec<String>,
    /// A page of Markdown to read before the first question.
    #[serde(default)]
    pub summary: Text,
    #[serde(default)]
    pub source: Text,
    /// Concepts to be introduced before this one: an id of this deck, or `deck/concept`.
    #[serde(default, deserialize_with = "names")]
    pub after: Vec<String>,
    #[serde(default, deserialize_with = "names")]
    pub related: Vec<String>,
    /// Modules of examinations, as `CPIM/3`, in addition to those that list its topic.
    #[serde(default, deserialize_with = "names")]
    pub modules: Vec<String>,
    /// The calculator that the page opens.
    #[serde(default, deserialize_with = "optional_name")]
    pub calculator: Option<String>,
    /// Tables and short sheets of data, each with the name by which cards show it above their question.
    #[serde(default)]
    pub exhibits: Vec<(String, Text)>,
    #[serde(default)]
    pub cards: Vec<Card>,
}

pub use super::common::{Bloom, Common, Exhibit};
pub use kinds::Card;

impl Concept {
    /// Gives every card the text of the exhibit that it names.
    pub fn lay_out_exhibits(&mut self) {
        for card in &mut self.cards {
            let exhibit = &mut card.common_mut().exhibit;
            let mut named = self
                .exhibits
                .iter()
                .filter(|(name, _)| *name == exhibit.name);
            if let Some((_, text)) = named.next() {
                exhibit.text.clone_from(text);
            }
        }
    }
}

impl Deck {
    pub fn cards(&self) -> impl Iterator<Item = (&Concept, &Card)> {
        self.concepts
            .iter()
            .flat_map(|concept| concept.cards.iter().map(move |card| (concept, card)))
    }

    pub fn card(&self, id: &str) -> Option<(&Concept, &Card)> {
        self.cards().find(|(_, card)| card.common().id == id)
    }

    /// Every question of the deck.
    pub fn keys(&self) -> impl Iterator<Item = Key> {
        self.cards().flat_map(|(_, card)| {
            card.parts()
                .into_iter()
                .map(|part| Key::new(&self.id, &card.common().id, &part))
        })
    }

    /// Where a card's fact comes from: its own source, else the concept's, else the deck's.
    pub fn source_of<'a>(&'a self, concept: &'a Concept, card: &'a Card) -> &'a Text {
        [&card.common().source, &concept.source]
            .into_iter()
            .find(|s| !s.is_blank())
            .unwrap_or(&self.source)
    }
}

/// The full name, `deck/id`, of a reference in `related`, `after` or `link`, where the own deck's id may be left out.
pub fn absolute(deck: &str, reference: &str) -> String {
    if reference.contains('/') {
        reference.to_owned()
    } else {
        format!("{deck}/{reference}")
    }
}
