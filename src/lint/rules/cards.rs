//! What each card is wrong about by itself: its kind knows.

use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Kind};

pub fn faults(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    each(parsed, findings, |card, faults| card.faults(faults));
}

/// More draws than reading has time for; a card that failed already is not tried again.
pub fn trials(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    each(parsed, findings, |card, faults| {
        let mut known = Vec::new();
        card.faults(&mut known);
        if !known.iter().any(|fault| fault.code == "E12") {
            card.trials(faults);
        }
    });
}

/// Asks every card of the deck.
pub fn each(parsed: &ParsedDeck, findings: &mut Findings, ask: impl Fn(&Card, &mut Vec<Fault>)) {
    let mut faults = Vec::new();
    for (c, concept) in parsed.concepts().enumerate() {
        for (i, card) in concept.cards.iter().enumerate() {
            ask(card, &mut faults);
            for fault in faults.drain(..) {
                findings.card(c, i, fault);
            }
        }
    }
}
