//! E04: two cards that ask the same. Case, punctuation, blanks and what gaps hide make no difference; signs such as `<` do.

use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Kind, meaning};
use std::collections::HashMap;

pub fn fronts(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
    for (c, concept) in parsed.concepts().enumerate() {
        for (i, card) in concept.cards.iter().enumerate() {
            let front = normal(card);
            if front.trim().is_empty() {
                continue;
            }
            if let Some((fc, fi)) = seen.get(&front) {
                let span = &parsed.spans.concepts[*fc].cards[*fi];
                let message = format!(
                    "this asks the same as the card in line {}",
                    parsed.line(span.start)
                );
                let help = "reword one of the two, or take one out";
                findings.card(c, i, Fault::new("E04", message, help).at(field(card)));
            } else {
                seen.insert(front, (c, i));
            }
        }
    }
}

fn normal(card: &Card) -> String {
    let normal = meaning(&card.asks());
    let exhibit = &card.common().exhibit.name;
    format!("{exhibit} {}", normal.join(" ").to_lowercase())
}

/// The field of a card's question.
pub fn field(card: &Card) -> &'static str {
    card.question()
        .map_or("question", |question| question.field())
}
