//! E04: two cards that ask the same. Case, punctuation, blanks and what gaps hide make no difference; signs such as `<` do.

use crate::deck_file::ParsedDeck;
use crate::hash::quick;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Way, meaning};
use crate::study::markdown;
use std::collections::HashMap;

pub fn fronts(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    // Only fronts of the same letters can ask the same: few are divided into words.
    let letters: Vec<u64> = parsed.cards().map(|(_, card)| letters(card)).collect();
    let mut alike: HashMap<u64, u32> = HashMap::new();
    for letters in &letters {
        *alike.entry(*letters).or_default() += 1;
    }
    let mut letters = letters.iter();
    let mut seen: HashMap<String, ((usize, usize), &Card)> = HashMap::new();
    for (at, card) in parsed.cards() {
        if letters.next().and_then(|letters| alike.get(letters)) == Some(&1) {
            continue;
        }
        let front = normal(card);
        if front.trim().is_empty() {
            continue;
        }
        let Some((first, other)) = seen.get(&front) else {
            seen.insert(front, (at, card));
            continue;
        };
        let id = &card.common().id;
        if !id.is_empty() && other.common().id == *id {
            // A copy: told at its id.
            continue;
        }
        let line = parsed.line_of(*first);
        let message = format!("this asks the same as the card in line {line}");
        let help = "reword one of the two, or take one out";
        findings.card(at, Fault::new("E04", message, help).at(field(card)));
    }
}

/// W18 for what a card asks beside its front: the reverse of a term, the cases of a set. Two sets may offer other options.
pub fn sides(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let mut seen: HashMap<String, (String, (usize, usize))> = HashMap::new();
    for (at, card) in parsed.cards() {
        let id = &*card.common().id;
        let (set, first, place) = match card.way() {
            Way::Complete(_) => continue,
            Way::Cases => (id, 0, field(card)),
            _ => (
                "",
                1,
                card.answers().first().map_or("", |answer| answer.field()),
            ),
        };
        for part in card.parts().iter().skip(first) {
            let exhibit = &card.common().exhibit.name;
            let asked = meaning(&card.face(part, 0).prompt).join(" ");
            let asked = format!("{set} {exhibit} {}", asked.to_lowercase());
            let name = format!("{id}:{part}");
            if let Some((other, first)) = seen.insert(asked, (name.clone(), at)) {
                let line = parsed.line_of(first);
                let message = format!("`{name}` asks the same as `{other}` in line {line}");
                let help = "reword one of the two; or make one card of them, with both answers";
                findings.card(at, Fault::new("W18", message, help).at(place));
            }
        }
    }
}

/// A hash of the letters and digits of `normal`, without the rest of the alphabets, which change with what stands around them.
fn letters(card: &Card) -> u64 {
    let lower = markdown::line(&card.asks()).to_lowercase();
    let mut letters = lower.into_bytes();
    letters.retain(u8::is_ascii_alphanumeric);
    quick(&letters)
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
