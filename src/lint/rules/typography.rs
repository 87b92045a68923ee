//! W28: unwanted blanks and quotation marks.

use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::{Fault, Place};

/// Reported once for each text. Blanks that align a table or code, or begin a line, are intended.
pub fn slips(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    for (c, concept) in parsed.concepts().enumerate() {
        for (field, text) in [
            ("title", &concept.title),
            ("summary", &concept.summary),
            ("source", &concept.source),
        ] {
            if let Some(fault) = slip(text) {
                findings.concept(c, fault.at(field));
            }
        }
        for (n, (_, exhibit)) in concept.exhibits.iter().enumerate() {
            if let Some(fault) = slip(exhibit) {
                findings.concept(c, fault.at_item("exhibits", n));
            }
        }
        for (i, card) in concept.cards.iter().enumerate() {
            let pieces = card.texts();
            let all = pieces.iter().map(|piece| (&*piece.text, &piece.place));
            for (text, place) in all.chain([(&*card.common().source, &Place::Field("source"))]) {
                if let Some(mut fault) = slip(text) {
                    fault.place = place.clone();
                    findings.card(c, i, fault);
                }
            }
        }
    }
}

fn slip(text: &str) -> Option<Fault> {
    let fault = |message: &str, help: &str| Some(Fault::new("W28", message, help));
    if text.lines().any(|line| line.ends_with(' ')) {
        return fault("a line ends in a blank", "take the blank out");
    }
    let doubled = |line: &str| line.trim_start().contains("  ") && !line.contains(['|', '`']);
    if text.lines().any(doubled) && !text.contains("```") {
        return fault("two blanks in a row", "take one out");
    }
    let curly = text.contains(['\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}']);
    if curly && text.contains(['"', '\'']) {
        return fault(
            "straight and curly quotes in one text",
            "write straight ones only",
        );
    }
    None
}
