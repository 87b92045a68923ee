//! What the parts of a deck were called before, and whose progress goes along with which name.
//!
//! A question **claims** an old key in writing (`formerly` of the card or of the part), or because its deck was called otherwise: its
//! id under the deck's former names, and a name written under the deck's present one under the former ones too. A key that a question
//! bears today is nobody else's, and a claim in writing, of whichever deck, beats those that only follow from the name of a deck. Where
//! two questions of one deck claim a key alike, the first in the file is served; of two decks, both.

use super::Key;
use super::deck::absolute;
use std::collections::{HashMap, HashSet};

/// A card or a concept, with its former names as written.
pub struct Named<'a> {
    pub id: &'a str,
    /// The names of a card's questions; of a concept, one empty name.
    pub parts: Vec<&'a str>,
    pub formerly: &'a [String],
    /// Parts that were cards or questions of their own, and what they were called.
    pub former_parts: &'a [(String, String)],
}

/// An old key, and the key that claims it.
pub type Claim = (By, Key, Key);

/// What a claim rests on, in the order in which those of a deck are served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The question is named in writing.
    Question,
    /// Its card is.
    Card,
    /// Only its deck is.
    Deck,
    /// The same, of a name that was another one in that deck or may have been.
    Unsure,
}

/// What is claimed in the deck `deck`, which was called `formerly` before, each key once.
pub fn claims<'a>(
    deck: &str,
    formerly: &[String],
    all: impl Iterator<Item = Named<'a>>,
) -> Vec<Claim> {
    // Former names of a deck that others were merged into are no chain: what is named under one of them was of that one only.
    let older = |name: &String| -> Vec<String> {
        let (of, rest) = name.split_once('/').unwrap_or((deck, name));
        let former = formerly.iter().filter(|_| of == deck);
        former.map(|old| absolute(old, rest)).collect()
    };
    let written = |old: &String| {
        if old.contains(':') {
            (By::Question, absolute(deck, old))
        } else {
            (By::Card, absolute(deck, old))
        }
    };
    let mut claims = Vec::new();
    for card in all {
        let mut names: Vec<(By, String)> = card.formerly.iter().map(written).collect();
        let before: Vec<String> = names.iter().flat_map(|(_, name)| older(name)).collect();
        let own = names.len();
        for old in formerly {
            let mut own = names[..own].iter();
            let by = if own.any(|(_, name)| name.split('/').next() == Some(old.as_str())) {
                By::Unsure
            } else {
                By::Deck
            };
            names.push((by, absolute(old, card.id)));
        }
        names.extend(before.into_iter().map(|name| (By::Unsure, name)));
        let mut claim = |by, name: &str, of: &str, part: &str| {
            let sign = if of.is_empty() { "" } else { ":" };
            let old = Key::from_text([name, sign, of].concat());
            claims.push((by, old, Key::new(deck, card.id, part)));
        };
        for part in card.parts {
            let all = names.iter();
            all.for_each(|(by, name)| claim(*by, name, part, part));
        }
        for (part, old) in card.former_parts {
            let old = absolute(deck, old);
            claim(By::Question, &old, "", part);
            let before = older(&old).into_iter();
            before.for_each(|name| claim(By::Unsure, &name, "", part));
            // A part of this card, under whatever name the card had then.
            let (whole, of) = old.split_once(':').unwrap_or_default();
            if whole == absolute(deck, card.id) || names.iter().any(|(_, name)| name == whole) {
                let all = names.iter();
                all.for_each(|(_, name)| claim(By::Unsure, name, of, part));
            }
        }
    }
    claims.sort_by_key(|(by, ..)| *by);
    let mut claimed = HashSet::new();
    claims.retain(|(_, old, _)| claimed.insert(old.clone()));
    claims
}

/// Old and new keys of the claims, of all decks together, that are served. `is_in_use`: a question bears the key today.
pub fn served(claims: Vec<Claim>, is_in_use: impl Fn(&Key) -> bool) -> Vec<(Key, Key)> {
    let mut best: HashMap<Key, By> = HashMap::new();
    for (by, old, _) in &claims {
        let best = best.entry(old.clone()).or_insert(By::Unsure);
        *best = (*best).min(*by).max(By::Card);
    }
    let pairs = claims.into_iter().filter_map(|(by, old, new)| {
        let is_served = !is_in_use(&old) && best.get(&old).is_some_and(|best| by <= *best);
        is_served.then_some((old, new))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(names: &str) -> Vec<String> {
        names.split_whitespace().map(str::to_owned).collect()
    }

    /// Cards as `id`, `id<former,former` and `id.part<former`: what each was called, in the deck `e` or `f`.
    fn keys(formerly: &str, cards: &str) -> String {
        let cards = strings(cards);
        let formerly = strings(formerly);
        type Read = (String, Vec<String>, Vec<String>, Vec<(String, String)>);
        let cards: Vec<Read> = cards
            .iter()
            .map(|card| {
                let (name, former) = card.split_once('<').unwrap_or((card, ""));
                let former = strings(&former.replace(',', " "));
                match name.split_once('.') {
                    None => (name.to_owned(), strings(""), former, Vec::new()),
                    Some((id, part)) => {
                        let (own, of_part): (Vec<String>, Vec<String>) =
                            former.into_iter().partition(|name| !name.contains(':'));
                        let of_part = of_part.into_iter().map(|old| (part.to_owned(), old));
                        (id.to_owned(), vec![part.to_owned()], own, of_part.collect())
                    }
                }
            })
            .collect();
        let named = cards
            .iter()
            .map(|(id, parts, formerly, former_parts)| Named {
                id,
                parts: match &parts[..] {
                    [] => vec![""],
                    parts => parts.iter().map(String::as_str).collect(),
                },
                formerly,
                former_parts,
            });
        let pairs = served(claims("e", &formerly, named), |_| false);
        let mut told: Vec<String> = pairs
            .iter()
            .map(|(old, new)| format!("{old}>{new}"))
            .collect();
        told.sort();
        told.join(" ")
    }

    #[test]
    fn a_former_name_counts_under_the_former_names_of_its_deck() {
        for (formerly, cards, wanted) in [
            ("", "a", ""),
            ("", "b<a", "e/a>e/b"),
            ("", "b<x/a", "x/a>e/b"),
            // The deck was renamed, and then the card.
            ("d", "b<e/a", "d/a>e/b d/b>e/b e/a>e/b"),
            ("d", "b<a", "d/a>e/b d/b>e/b e/a>e/b"),
            // The card, and then the deck: no card of `e` was called `a`.
            ("d", "b<d/a", "d/a>e/b d/b>e/b"),
            ("c d", "b<d/a", "c/b>e/b d/a>e/b d/b>e/b"),
            ("c d", "b<c/a", "c/a>e/b c/b>e/b d/b>e/b"),
            ("d", "b<x/a", "d/b>e/b x/a>e/b"),
            // Written twice: the first in the file, but who names the question before who names its card.
            ("", "x<a y<a", "e/a>e/x"),
            ("", "x.r<a y<a:r", "e/a:r>e/y"),
            // The name belongs to another card of the deck by now, or by its own word.
            ("d", "a b<e/a", "d/a>e/a d/b>e/b e/a>e/b"),
            ("d", "x<d/a y<e/a", "d/a>e/x d/x>e/x d/y>e/y e/a>e/y"),
            // Decks that were merged: each card keeps to its own.
            ("c d", "x<c/y y", "c/x>e/x c/y>e/x d/x>e/x d/y>e/y"),
            (
                "a e",
                "x x-e<e/x",
                "a/x-e>e/x-e a/x>e/x e/x-e>e/x-e e/x>e/x-e",
            ),
            // Cases: the deck was renamed, the case; the set and then the case.
            ("", "s.l<s:k", "e/s:k>e/s:l"),
            ("d", "s.l<s:k", "d/s:k>e/s:l d/s:l>e/s:l e/s:k>e/s:l"),
            ("", "s.l<r,s:k", "e/r:k>e/s:l e/r:l>e/s:l e/s:k>e/s:l"),
            ("", "s.l<x:k", "e/x:k>e/s:l"),
        ] {
            assert_eq!(keys(formerly, cards), wanted, "{formerly}: {cards}");
        }
    }
}
