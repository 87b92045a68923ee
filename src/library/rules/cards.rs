//! What each card is wrong about by itself: its kind knows.

use super::{Findings, Settings};
use crate::library::volume::Volume;
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Kind};

pub fn faults(volume: &Volume, _: &Settings, findings: &mut Findings) {
    each(volume, findings, |card, faults| card.faults(faults));
}

/// More draws than reading has time for; a card that failed already is not tried again.
pub fn trials(volume: &Volume, _: &Settings, findings: &mut Findings) {
    each(volume, findings, |card, faults| {
        let mut known = Vec::new();
        card.faults(&mut known);
        if !known.iter().any(|fault| fault.code == "E12") {
            card.trials(faults);
        }
    });
}

/// Asks every card of the deck.
pub fn each(volume: &Volume, findings: &mut Findings, ask: impl Fn(&Card, &mut Vec<Fault>)) {
    let mut faults = Vec::new();
    for (c, concept) in volume.concepts().enumerate() {
        for (i, card) in concept.cards.iter().enumerate() {
            ask(card, &mut faults);
            for fault in faults.drain(..) {
                findings.card(c, i, fault);
            }
        }
    }
}
