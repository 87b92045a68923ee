//! Makes ids from texts: readable, unique, and the same again for the same input.

use crate::hash::fnv1a;
use crate::study::key::is_id;
use crate::study::text::plain_letters;
use std::collections::{HashMap, HashSet};

/// Longest id made from a text, leaving room for a number.
const LONGEST: usize = 48;

/// `What does Đorđe do?` becomes `what-does-dorde-do`. Empty if the text has no Latin letters or digits.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    // An id is short, so only the beginning of a long text is needed.
    let begun: String = text.chars().take(400).collect();
    for c in plain_letters(&begun).chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            '\'' | '’' => {}
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let whole = slug.trim_end_matches('-');
    if whole.len() <= LONGEST {
        return whole.to_owned();
    }
    let cut = &whole[..LONGEST];
    let cut = match cut.rfind('-') {
        Some(at) if at >= LONGEST / 2 && !whole[LONGEST..].starts_with('-') => &cut[..at],
        _ => cut,
    };
    cut.trim_end_matches('-').to_owned()
}

/// The ids in use.
#[derive(Debug, Default)]
pub struct Ids {
    taken: HashSet<String>,
    /// The next number to try after a name.
    next: HashMap<String, u32>,
}

impl FromIterator<String> for Ids {
    fn from_iter<I: IntoIterator<Item = String>>(taken: I) -> Ids {
        Ids {
            taken: taken.into_iter().collect(),
            next: HashMap::new(),
        }
    }
}

impl Ids {
    /// Returns `wanted` if it is a free id, otherwise one made from it or from `text`; it counts as used from then on.
    pub fn take(&mut self, wanted: Option<&str>, text: &str, what: &str) -> String {
        if let Some(id) = wanted.filter(|id| is_id(id))
            && self.taken.insert(id.to_owned())
        {
            return id.to_owned();
        }
        let mut base = wanted
            .map(slug)
            .filter(|s| !s.is_empty())
            .unwrap_or_else(|| slug(text));
        if base.is_empty() {
            base = format!("{what}-{:08x}", fnv1a(text.as_bytes()) as u32);
        }
        if self.taken.insert(base.clone()) {
            return base;
        }
        let next = self.next.entry(base.clone()).or_insert(2);
        loop {
            let name = format!("{base}-{next}");
            *next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_latin_letter_is_read() {
        for (text, id) in [
            ("What wins an order?", "what-wins-an-order"),
            ("Größe & Façade", "grosse-facade"),
            ("Đorđe on ﬁnancial risk", "dorde-on-financial-risk"),
            ("ÞÓR ﬀ № ½ İı ŁØÆŒẞ", "thor-ff-no-1-2-ii-loaeoess"),
            ("顧客", ""),
        ] {
            assert_eq!(slug(text), id);
        }
    }

    #[test]
    fn ids_are_made_from_the_words_and_numbered_when_taken() {
        let mut ids = Ids::default();
        assert_eq!(ids.take(None, "What's a Größe?", "card"), "whats-a-grosse");
        assert_eq!(ids.take(None, "Whats a grosse", "card"), "whats-a-grosse-2");
        assert_eq!(ids.take(Some("own.id"), "x", "card"), "own.id");
        assert_eq!(ids.take(Some("own.id"), "x", "card"), "own-id");
        assert!(ids.take(None, "顧客", "card").starts_with("card-"));
    }

    proptest! {
        #[test]
        fn whatever_the_text_the_id_is_one(texts in prop::collection::vec(".{0,80}", 1..20)) {
            let mut ids = Ids::default();
            let mut seen = HashSet::new();
            for text in &texts {
                let id = ids.take(None, text, "card");
                prop_assert!(is_id(&id), "{id}");
                prop_assert!(seen.insert(id));
            }
        }
    }
}
