//! Inserts a card into a deck's text, after the other cards of its concept.

use super::parse;
use super::splice::{field_behind, last_struct, spliced};
use super::syntax::{self, line};
use crate::study::Deck;

/// A file's text with a new card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub text: String,
    /// The id of the new card.
    pub id: String,
    /// The line where it begins, from 1.
    pub line: usize,
}

/// `card` receives the new card's id and writes the card, given an indent and a line end, with a comma and a line end after it.
/// Errors are sentences.
pub fn insert_card<W: FnOnce(&str, &str) -> String>(
    text: &str,
    concept: &str,
    card: impl FnOnce(&Deck) -> (String, W),
) -> Result<Added, String> {
    let reading = parse::read(text);
    if !reading.findings.is_empty() {
        return Err("the deck has faults that come first; `swot check` shows them".into());
    }
    let deck = reading.deck.ok_or("the file holds no deck")?;
    let Some(at) = deck.concepts.iter().position(|c| c.id == concept) else {
        let known: Vec<&str> = deck.concepts.iter().map(|c| c.id.as_str()).collect();
        return Err(format!(
            "there is no concept `{concept}` in the deck; there are {}",
            known.join(", ")
        ));
    };
    let (id, write) = card(&deck);
    let span = &reading.spans.concepts[at].whole;
    let node = syntax::read_at(text, span, 3).ok_or("the concept cannot be read")?;
    let splice = match node.field(text, "cards") {
        Some(list) => last_struct(text, list, write).ok_or("the concept's cards are no list")?,
        None => {
            let last = node.entries.last().ok_or("the concept is empty")?;
            field_behind(text, last, &format!("cards: [\n{}]", write("    ", "\n")))
        }
    };
    let new = spliced(text, &[splice]);
    let after = parse::read(&new);
    let number = deck.concepts[at].cards.len();
    let cards = after.spans.concepts.get(at).map(|c| &c.cards[..]);
    match cards.and_then(|cards| cards.get(number)) {
        Some(place) if after.findings.is_empty() => Ok(Added {
            line: line(&new, place.start),
            text: new,
            id,
        }),
        _ => Err("the card cannot be put in here; print it and put it in by hand".into()),
    }
}
