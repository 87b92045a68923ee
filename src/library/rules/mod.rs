//! What a deck must not hold: one file per group of rules, and the list that makes `swot check`.
//! A new rule is a function and a line in [`RULES`]. What one card can be wrong about by itself its kind says (`faults`).
//! `E00`, a file or card that cannot be read as one, is no rule: reading finds it.

mod cards;
mod concept;
mod copies;
mod duplicates;
mod explanation;
mod forbidden;
mod fronts;
mod hidden;
mod ids;
mod length;
mod links;
mod names;
mod options;
mod prose;
mod silence;
mod texts;
mod thresholds;
mod typography;
mod wording;

use super::parse::{Finding, Spot};
use super::place::Places;
use super::syntax::Span;
use super::volume::Volume;
use crate::study::fault::Fault;
use crate::study::kinds::Card;
use crate::study::outline::{Outline, Slice};
pub use cards::each;
pub use ids::deck_taken;
pub use silence::apply as silence;
pub use thresholds::Thresholds;

/// What the one who checks may set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Texts that no card may copy seven words of in a row.
    pub references: Vec<String>,
    pub thresholds: Thresholds,
}

pub enum Check {
    /// Looks at one card.
    Card(fn(&Card, &Thresholds, &mut Vec<Fault>)),
    /// Looks at one deck.
    Deck(fn(&Volume, &Settings, &mut Findings)),
    /// Looks at all decks together.
    Library(fn(&[Titled<'_>], &mut Vec<Crossing>)),
    /// Cannot be broken, and why.
    Holds(&'static str),
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
    Rule {
        codes: &["W01"],
        title: "long answer or front",
        when: When::Checking,
        check: Check::Card(length::long),
    },
    Rule {
        codes: &["W02"],
        title: "an answer that is a list",
        when: When::Checking,
        check: Check::Card(length::list),
    },
    Rule {
        codes: &["W03"],
        title: "too many gaps, a long gap, or a long sentence around it",
        when: When::Checking,
        check: Check::Card(length::cloze),
    },
    Rule {
        codes: &["W04"],
        title: "a front that asks nothing",
        when: When::Checking,
        check: Check::Card(wording::asks_nothing),
    },
    Rule {
        codes: &["W05"],
        title: "a stem without a question, too short or too long",
        when: When::Checking,
        check: Check::Card(wording::stem),
    },
    Rule {
        codes: &["W06"],
        title: "a negation in small letters, or two",
        when: When::Checking,
        check: Check::Card(wording::negative),
    },
    Rule {
        codes: &["W07"],
        title: "`none of the above`",
        when: When::Checking,
        check: Check::Card(options::none_of_them),
    },
    Rule {
        codes: &["W08"],
        title: "the right option stands out by its length",
        when: When::Checking,
        check: Check::Card(options::right_is_longest),
    },
    Rule {
        codes: &["W08"],
        title: "the right option is the longest all too often",
        when: When::Checking,
        check: Check::Deck(options::right_is_mostly_longest),
    },
    Rule {
        codes: &["W09"],
        title: "right options at one place all too often",
        when: When::Checking,
        check: Check::Holds(options::SHUFFLED),
    },
    Rule {
        codes: &["W10"],
        title: "options of very different lengths",
        when: When::Checking,
        check: Check::Card(options::uneven),
    },
    Rule {
        codes: &["W11"],
        title: "absolutes in wrong options alone",
        when: When::Checking,
        check: Check::Card(options::absolute),
    },
    Rule {
        codes: &["W12"],
        title: "a rare word of the stem in the right option alone",
        when: When::Checking,
        check: Check::Deck(options::echo),
    },
    Rule {
        codes: &["W13"],
        title: "numbers in different units or decimals",
        when: When::Checking,
        check: Check::Card(options::mixed_numbers),
    },
    Rule {
        codes: &["W13"],
        title: "numbers not in order",
        when: When::Checking,
        check: Check::Holds(options::SHUFFLED),
    },
    Rule {
        codes: &["W14"],
        title: "an article that fits one option alone",
        when: When::Checking,
        check: Check::Card(options::article),
    },
    Rule {
        codes: &["W15"],
        title: "vague counts",
        when: When::Checking,
        check: Check::Card(wording::vague),
    },
    Rule {
        codes: &["W16"],
        title: "a question of yes or no, or of anything at all",
        when: When::Checking,
        check: Check::Card(wording::closed),
    },
    Rule {
        codes: &["W17"],
        title: "a front that begins with a pronoun",
        when: When::Checking,
        check: Check::Card(wording::pointer),
    },
    Rule {
        codes: &["W18"],
        title: "two fronts that are nearly the same",
        when: When::Checking,
        check: Check::Deck(duplicates::near),
    },
    Rule {
        codes: &["W19"],
        title: "one answer on many cards",
        when: When::Checking,
        check: Check::Deck(duplicates::same_answer),
    },
    Rule {
        codes: &["W20"],
        title: "an abbreviation that is spelled out nowhere",
        when: When::Checking,
        check: Check::Deck(concept::abbreviations),
    },
    Rule {
        codes: &["W21"],
        title: "too few or too many cards, or no choice among them",
        when: When::Checking,
        check: Check::Deck(concept::size),
    },
    Rule {
        codes: &["W21"],
        title: "cards shared among modules unlike the blueprint",
        when: When::Checking,
        check: Check::Deck(concept::shares),
    },
    Rule {
        codes: &["W22"],
        title: "a wrong option that nothing explains",
        when: When::Checking,
        check: Check::Card(options::unexplained),
    },
    Rule {
        codes: &["W23"],
        title: "no year or edition of what is revised",
        when: When::Checking,
        check: Check::Deck(explanation::undated),
    },
    Rule {
        codes: &["W24"],
        title: "a tie on one side only, or twins without one",
        when: When::Checking,
        check: Check::Library(concept::ties),
    },
    Rule {
        codes: &["W25"],
        title: "a number in the explanation from nowhere",
        when: When::Checking,
        check: Check::Card(explanation::stray_number),
    },
    Rule {
        codes: &["W26"],
        title: "hard to read",
        when: When::Checking,
        check: Check::Deck(explanation::hard_to_read),
    },
    Rule {
        codes: &["W27"],
        title: "a gap that hides a word without matter",
        when: When::Checking,
        check: Check::Card(duplicates::function_word),
    },
    Rule {
        codes: &["W27"],
        title: "one sentence with two answers",
        when: When::Checking,
        check: Check::Deck(duplicates::same_sentence),
    },
    Rule {
        codes: &["W28"],
        title: "slips of blanks and quotes",
        when: When::Checking,
        check: Check::Deck(typography::slips),
    },
    Rule {
        codes: &["E03"],
        title: "a warning silenced that is none, or without a reason",
        when: When::Checking,
        check: Check::Deck(silence::entries),
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
