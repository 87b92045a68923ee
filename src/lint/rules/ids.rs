//! E01: ids that are missing, illegal or used twice, also as a former name.

use crate::deck_file::ParsedDeck;
use crate::deck_file::locate;
use crate::deck_file::slug::slug;
use crate::deck_file::syntax::Span;
use crate::lint::rule::{Crossing, Findings, Settings, Titled};
use crate::study::deck::{Deck, absolute};
use crate::study::fault::{Fault, Place};
use crate::study::key::{ID_RULE, is_id};
use crate::study::outline::Slice;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

pub fn ids(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let Some(deck) = &parsed.deck else { return };
    let illegal = |what: &str, id: &str, within: &Span| {
        illegal(what, id).filter(|_| !(id.is_empty() && parsed.is_told_of("id", within)))
    };
    if let Some(fault) = illegal("deck", &deck.id, &parsed.spans.deck) {
        findings.deck(fault);
    }
    let line =
        |within: &Span| parsed.line(locate::find(&parsed.text, within, &Place::Field("id")).start);
    let mut concepts: HashMap<&str, usize> = HashMap::new();
    let mut cards: HashMap<&str, (usize, usize)> = HashMap::new();
    for (c, concept) in deck.concepts.iter().enumerate() {
        if let Some(fault) = illegal("concept", &concept.id, &parsed.spans.concepts[c].whole) {
            findings.concept(c, fault);
        } else if let Some(first) = concepts.get(concept.id.as_str()) {
            let line = line(&parsed.spans.concepts[*first].whole);
            findings.concept(c, taken("concept", &concept.id, line));
        } else {
            concepts.insert(&concept.id, c);
        }
        for (i, card) in concept.cards.iter().enumerate() {
            let common = card.common();
            if let Some(fault) = illegal("card", &common.id, &parsed.spans.concepts[c].cards[i]) {
                findings.card((c, i), fault);
            } else if let Some((fc, fi)) = cards.get(common.id.as_str()) {
                let line = line(&parsed.spans.concepts[*fc].cards[*fi]);
                let mut fault = taken("card", &common.id, line);
                if deck.concepts[*fc].cards[*fi].asks() == card.asks() {
                    fault.help =
                        "take it out if it is a copy; else give it another id and another question"
                            .into();
                }
                findings.card((c, i), fault);
            } else {
                cards.insert(&common.id, (c, i));
            }
        }
    }
    let line = |c: usize, i: usize| line(&parsed.spans.concepts[c].cards[i]);
    former_names(deck, &cards, line, findings);
}

/// Progress under a former name goes to one card alone, and that of a card that still exists to none but itself.
fn former_names(
    deck: &Deck,
    cards: &HashMap<&str, (usize, usize)>,
    line: impl Fn(usize, usize) -> usize,
    findings: &mut Findings,
) {
    let mut claimed: HashMap<String, (usize, usize)> = HashMap::new();
    for (c, concept) in deck.concepts.iter().enumerate() {
        for (i, card) in concept.cards.iter().enumerate() {
            for (n, written) in card.common().formerly.iter().enumerate() {
                let name = absolute(&deck.id, written);
                let own = name.strip_prefix(deck.id.as_str());
                let living = own.and_then(|own| cards.get(own.strip_prefix('/')?));
                let Some((fc, fi)) = living.or(claimed.get(&name)) else {
                    claimed.insert(name, (c, i));
                    continue;
                };
                let line = line(*fc, *fi);
                let (message, help) = match living {
                    Some(_) => (
                        format!(
                            "`{written}` is no former name: the card in line {line} is called so"
                        ),
                        "take it out; progress stays with the card that has the name",
                    ),
                    None => (
                        format!(
                            "the former name `{written}` is that of the card in line {line} too"
                        ),
                        "leave it with the one that asks the same as before, and take it out of the other",
                    ),
                };
                let fault = Fault::new("E01", message, help).still_asked();
                findings.card((c, i), fault.at_item("formerly", n));
            }
        }
    }
}

fn illegal(what: &str, id: &str) -> Option<Fault> {
    if id.is_empty() {
        let message = format!("this {what} has no id");
        let help = "add `id: \"...\"`, a short name that never changes; `swot ids FILE` makes them";
        return Some(Fault::new("E01", message, help).at("id"));
    }
    (!is_id(id)).then(|| {
        let shown: String = id.chars().take(80).collect();
        let help = match slug(id) {
            near if near.is_empty() => ID_RULE.to_owned(),
            near => format!("write `id: \"{near}\"`: {ID_RULE}"),
        };
        Fault::new("E01", format!("`{shown}` is no id for a {what}"), help).at("id")
    })
}

fn taken(what: &str, id: &str, line: usize) -> Fault {
    let message = format!("the {what} id `{id}` is taken by line {line}");
    Fault::new("E01", message, "give this one another id").at("id")
}

/// Two files with the same deck id: the later one is left out.
pub fn decks(decks: &[Titled<'_>], found: &mut Vec<Crossing>) {
    let mut first: HashMap<&str, &str> = HashMap::new();
    for (i, deck) in decks.iter().enumerate() {
        match first.entry(&deck.outline.id) {
            Entry::Occupied(taken) => {
                let fault = deck_taken(&deck.outline.id, taken.get());
                found.push(Crossing::of(i, Slice::default(), fault));
            }
            Entry::Vacant(free) => {
                free.insert(deck.path);
            }
        }
    }
}

pub fn deck_taken(id: &str, by: &str) -> Fault {
    let message = format!("the deck id `{id}` is taken by {by}");
    let help = "take one of the two files away, or give this deck another id";
    Fault::new("E01", message, help).at("id")
}
