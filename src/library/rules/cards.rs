//! What each card is wrong about by itself: its kind knows.

use super::{Findings, Settings};
use crate::library::volume::Volume;
use crate::study::kinds::Kind;

pub fn kinds(volume: &Volume, _: &Settings, findings: &mut Findings) {
    let mut faults = Vec::new();
    for (c, concept) in volume.concepts().enumerate() {
        for (i, card) in concept.cards.iter().enumerate() {
            card.faults(&mut faults);
            for fault in faults.drain(..) {
                findings.card(c, i, fault);
            }
        }
    }
}
