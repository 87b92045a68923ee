//! The name under which a question keeps its progress: `deck/card`, or `deck/card:part` for cards that make several.

use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt;

/// A map by key. A start may look up every card in several of them, where the standard hash takes a quarter of the time.
pub type Keyed<T> = HashMap<Key, T, foldhash::fast::RandomState>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(String);

impl Key {
    /// `part` is empty for the first (often the only) question of a card.
    pub fn new(deck: &str, card: &str, part: &str) -> Key {
        let mut key = String::with_capacity(deck.len() + card.len() + part.len() + 2);
        Key::write(&mut key, deck, card, part);
        Key(key)
    }

    /// The text of a key, for those who look up many and keep few.
    pub fn write(to: &mut String, deck: &str, card: &str, part: &str) {
        to.extend([deck, "/", card]);
        if !part.is_empty() {
            to.extend([":", part]);
        }
    }

    /// A key as the log or a person wrote it. It is not checked and may name a card that is gone.
    pub fn from_text(text: impl Into<String>) -> Key {
        Key(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Empty where the text names none.
    pub fn deck(&self) -> &str {
        self.0.split_once('/').map_or("", |(deck, _)| deck)
    }

    pub fn card(&self) -> &str {
        let rest = self
            .0
            .split_once('/')
            .map_or(self.0.as_str(), |(_, rest)| rest);
        rest.split_once(':').map_or(rest, |(card, _)| card)
    }

    /// Empty for the first question of a card.
    pub fn part(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, part)| part)
    }
}

impl Borrow<str> for Key {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What [`is_id`] asks for, in words.
pub const ID_RULE: &str =
    "use a to z, 0 to 9, `.`, `_` and `-`, beginning with a letter or digit, 64 characters at most";

/// `[a-z0-9][a-z0-9._-]{0,63}`: what decks, concepts and cards may be called.
pub fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    text.len() <= 64
        && bytes
            .next()
            .is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        && bytes.all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_comes_apart_as_it_was_put_together() {
        let key = Key::new("deck", "card", "reverse");
        assert_eq!(
            (key.deck(), key.card(), key.part()),
            ("deck", "card", "reverse")
        );
        assert_eq!(Key::new("deck", "card", "").as_str(), "deck/card");
    }

    #[test]
    fn ids_are_lower_case_and_short() {
        assert!(is_id("order-winners") && is_id("a") && is_id("2.b_c"));
        assert!(
            !is_id("")
                && !is_id("-a")
                && !is_id("A")
                && !is_id("a b")
                && !is_id(&"a".repeat(65))
                && is_id(&"a".repeat(64))
        );
    }
}
