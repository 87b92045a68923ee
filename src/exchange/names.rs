//! Ids made from texts: readable, unique, and the same again for the same input.

use crate::hash::fnv1a;
use crate::study::key::is_id;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest id made from a text; room is left for a number.
const LONGEST: usize = 48;

/// `What does a qualifier do?` is `what-does-a-qualifier-do`. Empty where the text has no Latin letter or digit.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    // An id does not grow without end, so there is no need to read all of a long text.
    for c in text
        .chars()
        .take(400)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
    {
        let c = c.to_ascii_lowercase();
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ß' => slug.push_str("ss"),
            'æ' | 'Æ' => slug.push_str("ae"),
            'œ' | 'Œ' => slug.push_str("oe"),
            'ø' | 'Ø' => slug.push('o'),
            'ł' | 'Ł' => slug.push('l'),
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

/// The ids taken so far.
#[derive(Debug, Default)]
pub struct Names {
    taken: HashSet<String>,
    /// The next number to try behind a name.
    next: HashMap<String, u32>,
}

impl Names {
    /// `wanted` where it is an id and still free, else a name made from `text`.
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
    fn ids_are_made_from_the_words_and_numbered_when_taken() {
        let mut names = Names::default();
        assert_eq!(
            names.take(None, "What's a Größe?", "card"),
            "whats-a-grosse"
        );
        assert_eq!(
            names.take(None, "Whats a grosse", "card"),
            "whats-a-grosse-2"
        );
        assert_eq!(names.take(Some("own.id"), "x", "card"), "own.id");
        assert_eq!(names.take(Some("own.id"), "x", "card"), "own-id");
        assert!(names.take(None, "顧客", "card").starts_with("card-"));
    }

    proptest! {
        #[test]
        fn whatever_the_text_the_id_is_one(texts in prop::collection::vec(".{0,80}", 1..20)) {
            let mut names = Names::default();
            let mut seen = HashSet::new();
            for text in &texts {
                let id = names.take(None, text, "card");
                prop_assert!(is_id(&id), "{id}");
                prop_assert!(seen.insert(id));
            }
        }
    }
}
