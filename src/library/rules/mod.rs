//! What a deck must not hold: one file per group of rules, and the list that makes `swot check`.
//! A new rule is a function and a line in [`RULES`]. What one card can be wrong about by itself its kind says (`faults`).
//! `E00`, a file or card that cannot be read as one, is no rule: reading finds it.

mod cards;
mod copies;
mod forbidden;
mod fronts;
mod hidden;
mod ids;
mod links;
mod names;

use super::parse::{Finding, Spot};
use super::place::Places;
use super::syntax::Span;
use super::volume::Volume;
use crate::study::fault::Fault;
use crate::study::outline::{Outline, Slice};
pub use ids::deck_taken;

/// What the one who checks may set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Texts that no card may copy seven words of in a row.
    pub references: Vec<String>,
}

pub enum Check {
    /// Looks at one deck.
    Deck(fn(&Volume, &Settings, &mut Findings)),
    /// Looks at all decks together.
    Library(fn(&[Titled<'_>], &mut Vec<Crossing>)),
}

/// When a rule is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Whenever a deck is read.
    Reading,
    /// Only by `swot check`.
    Checking,
}

pub struct Rule {
    /// Every code that the check may tell.
    pub codes: &'static [&'static str],
    pub title: &'static str,
    pub when: When,
    pub check: Check,
}

pub const RULES: &[Rule] = &[
    Rule {
        codes: &["E01"],
        title: "missing, illegal or duplicate id",
        when: When::Reading,
        check: Check::Deck(ids::ids),
    },
    Rule {
        codes: &["E01"],
        title: "two decks of one id",
        when: When::Reading,
        check: Check::Library(ids::decks),
    },
    Rule {
        codes: &[
            "E02", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E15", "E16",
        ],
        title: "what a card is wrong about by itself",
        when: When::Reading,
        check: Check::Deck(cards::faults),
    },
    Rule {
        codes: &["E12"],
        title: "a drawn problem that fails for some draw",
        when: When::Checking,
        check: Check::Deck(cards::trials),
    },
    Rule {
        codes: &["E03"],
        title: "unknown track, topic or calculator",
        when: When::Reading,
        check: Check::Deck(names::names),
    },
    Rule {
        codes: &["E04"],
        title: "two cards with the same front",
        when: When::Reading,
        check: Check::Deck(fronts::fronts),
    },
    Rule {
        codes: &["E13"],
        title: "link or prerequisite to what is not there, or in a circle",
        when: When::Reading,
        check: Check::Library(links::links),
    },
    Rule {
        codes: &["E14"],
        title: "control characters, terminal escapes, hidden marks",
        when: When::Reading,
        check: Check::Deck(hidden::hidden),
    },
    Rule {
        codes: &["E17"],
        title: "contact data, promotion, claims to be real examination questions",
        when: When::Reading,
        check: Check::Deck(forbidden::forbidden),
    },
    Rule {
        codes: &["E18"],
        title: "seven words or more copied from a reference text",
        when: When::Checking,
        check: Check::Deck(copies::copies),
    },
];

/// Cards with one of these cannot be asked, and are left out until they are mended. Those with any other are asked.
pub const LEFT_OUT: &[&str] = &[
    "E01", "E02", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12",
];

/// What a rule found in one file.
#[derive(Debug, Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    pub fn deck(&mut self, fault: Fault) {
        self.push(Spot::Deck, fault);
    }

    pub fn concept(&mut self, concept: usize, fault: Fault) {
        self.push(Spot::Concept(concept), fault);
    }

    pub fn card(&mut self, concept: usize, card: usize, fault: Fault) {
        self.push(Spot::Card(concept, card), fault);
    }

    pub fn text(&mut self, span: Span, fault: Fault) {
        self.push(Spot::Text(span), fault);
    }

    fn push(&mut self, spot: Spot, fault: Fault) {
        self.0.push(Finding { spot, fault });
    }
}

/// A deck as rules between decks see it.
pub struct Titled<'a> {
    pub path: &'a str,
    pub outline: &'a Outline,
}

/// What a rule found between decks: in which of them, and in which stretch of its file.
#[derive(Debug)]
pub struct Crossing {
    pub deck: usize,
    /// Of the concept or card; empty for the deck itself.
    pub slice: Slice,
    pub card: Option<String>,
    pub fault: Fault,
}

impl Crossing {
    pub fn span(&self, text: &str, places: &mut Places<'_>) -> Span {
        let whole = 0..text.len();
        let within = if self.slice.end == 0 {
            whole
        } else {
            self.slice.start as usize..self.slice.end as usize
        };
        match text.get(within.clone()) {
            Some(_) => places.find(&within, &self.fault.place),
            None => 0..0,
        }
    }
}
