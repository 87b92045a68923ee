//! Faults of single cards, found by their kinds.

use super::formulas;
use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Way};

pub fn faults(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    each(parsed, findings, |card, faults| {
        card.faults(faults);
        faults.iter_mut().for_each(formulas::propose);
    });
}

/// Trials take too long for reading. Cards that have errors already are not tried.
pub fn trials(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    each(parsed, findings, |card, faults| {
        if !matches!(card.way(), Way::Draw) {
            return;
        }
        let mut known = Vec::new();
        card.faults(&mut known);
        if !known.iter().any(|fault| fault.code == "E12") {
            card.trials(faults);
        }
    });
}

/// Calls `ask` for every card of the deck.
pub fn each(parsed: &ParsedDeck, findings: &mut Findings, ask: impl Fn(&Card, &mut Vec<Fault>)) {
    let mut faults = Vec::new();
    for (at, card) in parsed.cards() {
        ask(card, &mut faults);
        faults.drain(..).for_each(|fault| findings.card(at, fault));
    }
}
