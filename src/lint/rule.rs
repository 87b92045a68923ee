//! What a rule is: what it looks at, when it runs, and how it reports.

use super::thresholds::Thresholds;
use crate::deck_file::ParsedDeck;
use crate::deck_file::locate::Locator;
use crate::deck_file::parse::{Finding, Spot};
use crate::deck_file::syntax::Span;
use crate::study::deck::{Concept, absolute};
use crate::study::fault::{Fault, Place};
use crate::study::kinds::{Card, Choice, Role};
use crate::study::outline::{Outline, Slice};
use std::borrow::Cow;

/// Options of a check.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Texts from which no card may copy seven words in a row.
    pub references: Vec<String>,
    pub thresholds: Thresholds,
}

pub enum Check {
    /// Looks at one card.
    Card(fn(&Card, &Thresholds, &mut Vec<Fault>)),
    /// Looks at one card that offers options.
    Options(fn(&Offer<'_>, &mut Vec<Fault>)),
    /// Looks at one deck.
    Deck(fn(&ParsedDeck, &Settings, &mut Findings)),
    /// Looks at all decks together.
    Library(fn(&[Titled<'_>], &mut Vec<Crossing>)),
    /// Cannot be violated, for the given reason.
    Holds(&'static str),
}

/// A card with its options.
pub struct Offer<'a> {
    pub card: &'a Card,
    pub options: &'a [Choice],
    pub limits: &'a Thresholds,
}

/// When a rule runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Whenever a deck is read.
    Reading,
    /// By `swot check`, and where a deck is packed or added.
    Checking,
}

pub struct Rule {
    /// All codes that the rule may report.
    pub codes: &'static [&'static str],
    pub title: &'static str,
    pub when: When,
    pub check: Check,
}

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

    /// `at`: the concept, and the card in it.
    pub fn card(&mut self, at: (usize, usize), fault: Fault) {
        self.push(Spot::Card(at.0, at.1), fault);
    }

    /// A fault in a text of this concept.
    pub fn piece(&mut self, concept: usize, piece: Piece<'_>, fault: Fault) {
        let spot = piece.card.map(|card| Spot::Card(concept, card));
        let fault = fault.placed(piece.place);
        self.push(spot.unwrap_or(Spot::Concept(concept)), fault);
    }

    pub fn text(&mut self, span: Span, fault: Fault) {
        self.push(Spot::Text(span), fault);
    }

    fn push(&mut self, spot: Spot, fault: Fault) {
        self.0.push(Finding { spot, fault });
    }
}

/// A text that readers of a concept see.
pub struct Piece<'a> {
    /// The card that it stands on; absent where it is the concept's own.
    pub card: Option<usize>,
    /// What it is for on its card; absent for sources.
    pub role: Option<Role>,
    pub place: Place,
    pub text: Cow<'a, str>,
}

/// The concept's own texts, then those of its cards.
pub fn pieces(concept: &Concept) -> impl Iterator<Item = Piece<'_>> {
    let piece = |card, place, text| Piece {
        card,
        role: None,
        place,
        text: Cow::Borrowed(text),
    };
    let fields = [
        ("title", &*concept.title),
        ("summary", &*concept.summary),
        ("source", &*concept.source),
    ];
    let fields = fields.map(|(field, text)| piece(None, Place::Field(field), text));
    let exhibits = concept.exhibits.iter().enumerate();
    let exhibits =
        exhibits.map(move |(n, (_, text))| piece(None, Place::Item("exhibits", n), &**text));
    let cards = concept.cards.iter().enumerate().flat_map(move |(i, card)| {
        let texts = card.texts().into_iter().map(move |text| Piece {
            card: Some(i),
            role: Some(text.role),
            place: text.place,
            text: text.text,
        });
        let source = &*card.common().source;
        texts.chain([piece(Some(i), Place::Field("source"), source)])
    });
    fields.into_iter().chain(exhibits).chain(cards)
}

/// A deck as rules between decks see it.
pub struct Titled<'a> {
    pub path: &'a str,
    pub outline: &'a Outline,
}

/// A name that a concept or a card gives of another.
pub struct Reference<'a> {
    deck: usize,
    pub deck_id: &'a str,
    /// Who gives it, and whether that is a `concept` or a `card`.
    id: &'a str,
    pub what: &'static str,
    slice: Slice,
    pub field: &'static str,
    index: usize,
    /// As it is written.
    pub to: &'a str,
}

/// All that the concepts and cards of the decks give.
pub fn references<'a>(decks: &'a [Titled<'a>]) -> impl Iterator<Item = Reference<'a>> {
    decks.iter().enumerate().flat_map(|(deck, titled)| {
        let deck_id = titled.outline.id.as_str();
        let of = move |what, id: &'a str, slice, field, names: &'a [String]| {
            let names = names.iter().enumerate();
            names.map(move |(index, to)| Reference {
                deck,
                deck_id,
                id,
                what,
                slice,
                field,
                index,
                to,
            })
        };
        titled
            .outline
            .concepts
            .naming()
            .iter()
            .flat_map(move |concept| {
                let own =
                    move |field, names| of("concept", &concept.id, concept.slice, field, names);
                let cards = concept.cards.iter().filter(|card| !card.links().is_empty());
                let links = cards
                    .flat_map(move |card| of("card", &card.id, card.slice, "link", card.links()));
                own("after", &concept.after)
                    .chain(own("related", &concept.related))
                    .chain(links)
            })
    })
}

impl Reference<'_> {
    /// The whole name of who gives it.
    pub fn from(&self) -> String {
        absolute(self.deck_id, self.id)
    }

    /// The whole name of the concept or card that is meant: a link may name one question of a card.
    pub fn meant(&self) -> String {
        let mut name = absolute(self.deck_id, self.to);
        name.truncate(name.find(':').unwrap_or(name.len()));
        name
    }

    pub fn crossing(&self, fault: Fault) -> Crossing {
        Crossing {
            deck: self.deck,
            slice: self.slice,
            card: (self.what == "card").then(|| self.id.to_owned()),
            fault: fault.at_item(self.field, self.index),
        }
    }
}

/// A finding between decks: the deck, and the part of its file.
#[derive(Debug)]
pub struct Crossing {
    pub deck: usize,
    /// The concept or card; empty for the deck itself.
    pub slice: Slice,
    pub card: Option<String>,
    pub fault: Fault,
}

impl Crossing {
    /// About a concept, or about the deck where the slice is empty.
    pub fn of(deck: usize, slice: Slice, fault: Fault) -> Crossing {
        let card = None;
        Crossing {
            deck,
            slice,
            card,
            fault,
        }
    }

    pub fn span(&self, text: &str, places: &mut Locator<'_>) -> Span {
        let whole = 0..text.len();
        let within = if self.slice.end == 0 {
            whole
        } else {
            self.slice.start as usize..self.slice.end as usize
        };
        match text.get(within.clone()) {
            Some(_) => places.find_fault(&within, &self.fault),
            None => 0..0,
        }
    }
}
