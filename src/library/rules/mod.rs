//! What a deck must not hold: one file per group of rules, and the list that makes `swot check`.
//! A new rule is a function and a line in [`RULES`]. What one card can be wrong about by itself its kind says (`faults`).

mod cards;
mod ids;

use super::parse::{Finding, Spot};
use super::volume::Volume;
use crate::study::fault::Fault;

/// What the author of a check may set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Texts that no card may copy seven words of in a row.
    pub references: Vec<String>,
}

pub enum Check {
    /// Looks at one deck.
    Deck(fn(&Volume, &Settings, &mut Findings)),
    /// Looks at all decks together.
    Library(fn(&[Volume], &mut [Findings])),
}

pub struct Rule {
    /// Every code that the check may tell.
    pub codes: &'static [&'static str],
    pub title: &'static str,
    pub check: Check,
}

pub const RULES: &[Rule] = &[
    Rule {
        codes: &["E01"],
        title: "missing, illegal or duplicate id",
        check: Check::Deck(ids::ids),
    },
    Rule {
        codes: &[
            "E02", "E05", "E06", "E07", "E08", "E09", "E10", "E11", "E12", "E15", "E16",
        ],
        title: "faults of a card by itself",
        check: Check::Deck(cards::kinds),
    },
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

    pub fn text(&mut self, span: super::syntax::Span, fault: Fault) {
        self.push(Spot::Text(span), fault);
    }

    fn push(&mut self, spot: Spot, fault: Fault) {
        self.0.push(Finding { spot, fault });
    }
}
