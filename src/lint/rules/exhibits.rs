//! E19, W35: exhibits that cards show above their questions.

use crate::deck_file::ParsedDeck;
use crate::deck_file::explain::closest;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::{Card, Concept};

/// E19: exhibits without name or text, with a name used twice, or named by a card but missing: the card cannot be answered.
pub fn exhibits(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    for (c, concept) in parsed.concepts().enumerate() {
        for (n, (name, text)) in concept.exhibits.iter().enumerate() {
            let earlier = &concept.exhibits[..n];
            let (message, help) = if text.is_blank() || name.trim().is_empty() {
                ("has no name or no text", "write (\"name\", \"text\")")
            } else if earlier.iter().any(|(other, _)| other == name) {
                ("stands there twice", "give one of them another name")
            } else {
                continue;
            };
            let fault = Fault::new("E19", format!("exhibit `{name}` {message}"), help);
            findings.concept(c, fault.at_item("exhibits", n));
        }
        for (i, card) in concept.cards.iter().enumerate() {
            let exhibit = &card.common().exhibit;
            if shows_none(card) {
                let name: String = exhibit.name.chars().take(80).collect();
                let message = format!("there is no exhibit `{name}` in this concept");
                let known = concept.exhibits.iter().map(|(name, _)| name.as_str());
                let help = match closest(&name, known) {
                    Some(meant) => format!("did you mean \"{meant}\"?"),
                    None => format!("write it into the concept: exhibits: [(\"{name}\", \"...\")]"),
                };
                findings.card((c, i), Fault::new("E19", message, help).at("exhibit"));
            }
        }
    }
}

/// Whether the card names an exhibit that is not there.
fn shows_none(card: &Card) -> bool {
    let exhibit = &card.common().exhibit;
    !exhibit.name.is_empty() && exhibit.text.is_blank()
}

/// W35: exhibits that are shown by too few cards.
pub fn unused(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    for (c, concept) in parsed.concepts().enumerate() {
        // A name that no exhibit bears may be meant for this one.
        if parsed.lacks_a_card(c) || concept.cards.iter().any(shows_none) {
            continue;
        }
        for (n, (name, _)) in concept.exhibits.iter().enumerate() {
            let shown = shown_by(concept, name);
            if shown < 2 {
                let (message, help) = match shown {
                    0 => ("is shown by no card", "name it on cards, or take it out"),
                    _ => (
                        "is shown by one card alone",
                        "write it into the card's question, or ask more about it",
                    ),
                };
                let fault = Fault::new("W35", format!("exhibit `{name}` {message}"), help);
                findings.concept(c, fault.at_item("exhibits", n));
            }
        }
    }
}

/// Number of questions that show the exhibit; a set of cases shows it with each case.
fn shown_by(concept: &Concept, name: &str) -> usize {
    let shows = |card: &&Card| card.common().exhibit.name == name;
    let cards = concept.cards.iter().filter(shows);
    cards.map(|card| card.parts().len()).sum()
}
