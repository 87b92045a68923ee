//! E04: two cards that ask the same. Case, punctuation, blanks and what stands in gaps make no difference.

use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Kind, words};
use std::collections::HashMap;

pub fn fronts(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
    for (c, concept) in parsed.concepts().enumerate() {
        for (i, card) in concept.cards.iter().enumerate() {
            let front = normal(card);
            if front.is_empty() {
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
    let front = card.front();
    if !matches!(card, Card::Cloze(_)) {
        return words(front).join(" ");
    }
    let mut open = String::with_capacity(front.len());
    let mut rest: &str = front;
    while let Some((before, gap)) = rest.split_once("{{") {
        open.push_str(before);
        // A letter that no word is.
        open.push_str(" \u{2460} ");
        rest = gap.split_once("}}").map_or("", |(_, after)| after);
    }
    open.push_str(rest);
    words(&open).join(" ")
}

fn field(card: &Card) -> &'static str {
    match card {
        Card::Basic(_) => "front",
        Card::Cloze(_) => "text",
        _ => "question",
    }
}
