//! What the parts of a deck were called before.

use super::Key;
use super::deck::absolute;
use std::collections::HashSet;

/// A card or a concept, with its former names as written.
pub struct Named<'a> {
    pub id: &'a str,
    /// The names of a card's questions; of a concept, one empty name.
    pub parts: Vec<&'a str>,
    pub formerly: &'a [String],
    /// Parts that were cards or questions of their own, and what they were called.
    pub former_parts: &'a [(String, String)],
}

/// Old and new keys of what was renamed in the deck `deck`, which was called `formerly` before. What had a name in it had that under
/// the former names of the deck too, and a question under those of its card, unless something else in the deck claims that key by
/// its own. An old key may still be in use.
pub fn former_keys<'a>(
    deck: &str,
    formerly: &[String],
    all: impl Iterator<Item = Named<'a>>,
) -> Vec<(Key, Key)> {
    let older = |name: &String| -> Vec<String> {
        let (of, rest) = name.split_once('/').unwrap_or((deck, name));
        // Former names of a deck that others were merged into are no chain: what is named under one of them was of that one only.
        let former = formerly.iter().filter(|_| of == deck);
        former.map(|old| absolute(old, rest)).collect()
    };
    let with = |name: &String, part: &str| match part {
        "" => Key::from_text(name.as_str()),
        part => Key::from_text(format!("{name}:{part}")),
    };
    let (mut pairs, mut of_decks, mut derived) = (Vec::new(), Vec::new(), Vec::new());
    for Named {
        id,
        parts,
        formerly: own,
        former_parts,
    } in all
    {
        let own: Vec<String> = own.iter().map(|old| absolute(deck, old)).collect();
        let older_own: Vec<String> = own.iter().flat_map(older).collect();
        let of_deck: Vec<String> = formerly.iter().map(|old| absolute(old, id)).collect();
        for part in parts {
            let new = Key::new(deck, id, part);
            let under = |name| (with(name, part), new.clone());
            pairs.extend(own.iter().map(under));
            of_decks.extend(of_deck.iter().map(under));
            derived.extend(older_own.iter().map(under));
        }
        let names: Vec<String> = of_deck.into_iter().chain(own).collect();
        for (part, old) in former_parts {
            let (old, new) = (absolute(deck, old), Key::new(deck, id, part));
            derived.extend(
                older(&old)
                    .into_iter()
                    .map(|name| (Key::from_text(name), new.clone())),
            );
            if let Some((card, part)) = old.split_once(':')
                && (card == absolute(deck, id) || names.iter().any(|name| name == card))
            {
                let names = names.iter().chain(&older_own);
                derived.extend(names.map(|name| (with(name, part), new.clone())));
            }
            pairs.push((Key::from_text(old), new));
        }
    }
    of_decks.extend(derived);
    if !of_decks.is_empty() {
        let mut claimed: HashSet<Key> = pairs.iter().map(|(old, _)| old.clone()).collect();
        of_decks.retain(|(old, _)| claimed.insert(old.clone()));
        pairs.extend(of_decks);
    }
    pairs
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
        let pairs = former_keys("e", &formerly, named);
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
