//! Ids for decks, concepts and cards that have none, made from their titles and fronts and put into the author's text.
//! An id that is there is never changed.

use super::edit::{self, Splice};
use super::parse;
use super::syntax::{self, Node, Span};
use crate::study::Deck;
use crate::study::key::is_id;
use crate::study::kinds::Kind;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

/// Most characters of an id that is made here.
const LONGEST: usize = 40;
/// Most words of it.
const MOST_WORDS: usize = 5;

/// An id given to something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// `card`, `concept` or `deck`.
    pub what: &'static str,
    pub id: String,
    /// Line of the text, from 1.
    pub line: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct WithIds {
    pub text: String,
    pub given: Vec<Given>,
    /// What was put in, in step with `given`: insertions only.
    pub splices: Vec<Splice>,
}

/// Why no ids are given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("line {line}: {message}; mend this first, `swot check` shows it")]
    Faulty { line: usize, message: String },
    #[error("ids would change more than the ids here; nothing was written; add them by hand")]
    Unsafe,
}

/// Where an id goes, and what it is made from.
struct Need {
    what: &'static str,
    span: Span,
    from: String,
}

/// The text with an id for everything that has none; the same text where nothing is missing.
pub fn give(text: &str) -> Result<WithIds, Refusal> {
    let reading = parse::read(text);
    if let Some(finding) = reading.findings.first() {
        let at = match &finding.spot {
            parse::Spot::Text(span) => span.start,
            _ => 0,
        };
        return Err(Refusal::Faulty {
            line: line(text, at),
            message: finding.fault.message.clone(),
        });
    }
    let Some(deck) = reading.deck else {
        return Err(Refusal::Unsafe);
    };
    let mut splices = Vec::new();
    let mut given = Vec::new();
    let mut taken = names_of(&deck);
    for need in needs(&deck, &reading.spans) {
        let id = unused(&need.from, need.what, &mut taken);
        let splice = splice(text, &need.span, &id).ok_or(Refusal::Unsafe)?;
        given.push(Given {
            what: need.what,
            line: line(text, need.span.start),
            id,
        });
        splices.push(splice);
    }
    let new = edit::spliced(text, &splices);
    if !given.is_empty() && !differs_by_ids_only(&deck, &new) {
        return Err(Refusal::Unsafe);
    }
    Ok(WithIds {
        text: new,
        given,
        splices,
    })
}

fn line(text: &str, at: usize) -> usize {
    1 + text.as_bytes()[..at.min(text.len())]
        .iter()
        .filter(|b| **b == b'\n')
        .count()
}

/// Every name that a new id must not be: those in use, and those that cards had once.
fn names_of(deck: &Deck) -> HashSet<String> {
    let concepts = deck.concepts.iter().map(|c| c.id.clone());
    let cards = deck.cards().flat_map(|(_, card)| {
        let common = card.common();
        let former = common.formerly.iter();
        let former = former.map(|f| f.rsplit('/').next().unwrap_or(f).to_owned());
        former.chain([common.id.clone()])
    });
    concepts.chain(cards).collect()
}

fn needs(deck: &Deck, spans: &parse::Spans) -> Vec<Need> {
    let mut needs = Vec::new();
    if deck.id.is_empty() {
        needs.push(Need {
            what: "deck",
            span: spans.deck.clone(),
            from: deck.title.to_string(),
        });
    }
    for (concept, span) in deck.concepts.iter().zip(&spans.concepts) {
        if concept.id.is_empty() {
            let span = span.whole.clone();
            needs.push(Need {
                what: "concept",
                span,
                from: concept.title.to_string(),
            });
        }
        for (card, span) in concept.cards.iter().zip(&span.cards) {
            if card.common().id.is_empty() {
                let from = without_marks(card.front(), card.name());
                needs.push(Need {
                    what: "card",
                    span: span.clone(),
                    from,
                });
            }
        }
    }
    needs
}

/// The splice that gives the struct at `span` its id.
fn splice(text: &str, span: &Span, id: &str) -> Option<Splice> {
    let slice = &text[span.clone()];
    // What stands on the lines around decides the layout: the whole text is looked at, from the struct on.
    let syntax = syntax::read(slice, 1);
    let mut node = syntax.top.into_iter().next()?;
    shift(&mut node, span.start);
    let written = node.entries.iter().find(|e| {
        e.label
            .clone()
            .is_some_and(|l| text[l].trim_start_matches("r#") == "id")
    });
    match written {
        // `id: ""`, waiting to be filled.
        Some(field) => {
            let empty = edit::text_token(text, field)?;
            let quote = text[empty.clone()].find('"')?;
            let inside = empty.start + quote + 1;
            Some(Splice::insertion(inside, id.to_owned()))
        }
        None => edit::first_field(text, &node, &format!("id: \"{id}\"")),
    }
}

/// A node read from a slice, with its places in the whole text.
pub(super) fn shift(node: &mut Node, by: usize) {
    let on = |span: &mut Span| *span = span.start + by..span.end + by;
    on(&mut node.value);
    [&mut node.label, &mut node.head, &mut node.inner]
        .into_iter()
        .flatten()
        .for_each(on);
    node.entries.iter_mut().for_each(|entry| shift(entry, by));
}

/// Whether `new` is the same deck, with an id wherever there was none.
fn differs_by_ids_only(deck: &Deck, new: &str) -> bool {
    let reading = parse::read(new);
    let Some(mut after) = reading.deck.filter(|_| reading.findings.is_empty()) else {
        return false;
    };
    let mut all_given = true;
    let mut take = |old: &str, new: &mut String| {
        if old.is_empty() {
            all_given &= is_id(new);
            new.clear();
        }
    };
    take(&deck.id, &mut after.id);
    for (new, old) in after.concepts.iter_mut().zip(&deck.concepts) {
        take(&old.id, &mut new.id);
        for (new, old) in new.cards.iter_mut().zip(&old.cards) {
            take(&old.common().id, &mut new.common_mut().id);
        }
    }
    after == *deck && all_given
}

/// A front without what only its kind understands: gaps and formulas.
fn without_marks(front: &str, kind: &str) -> String {
    let mut out = String::new();
    let mut rest = front;
    let (open, close) = if kind == "Cloze" {
        ("{{", "}}")
    } else {
        ("{", "}")
    };
    if !matches!(kind, "Cloze" | "Generated") {
        return front.to_owned();
    }
    while let Some((before, (inner, after))) = rest
        .split_once(open)
        .and_then(|(before, rest)| Some((before, rest.split_once(close)?)))
    {
        out.push_str(before);
        if kind == "Cloze" {
            let numbered = |part: &str| {
                part.strip_prefix('c')
                    .is_some_and(|n| n.parse::<u32>().is_ok())
            };
            let mut parts = inner.split("::");
            out.push_str(parts.find(|part| !numbered(part)).unwrap_or(inner));
        }
        out.push(' ');
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Words that say nothing about what is asked.
const IDLE: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "has",
    "have", "how", "in", "is", "it", "its", "many", "much", "of", "on", "or", "should", "that",
    "the", "their", "this", "to", "was", "were", "what", "when", "where", "which", "who", "why",
    "will", "with", "would",
];

/// `What wins an order?` becomes `wins-order`. Empty where the text has no letter that an id may have.
pub fn slug(text: &str) -> String {
    let plain: String = text
        .nfkd()
        .flat_map(|c| match c {
            'ß' | 'ẞ' => vec!['s', 's'],
            'æ' | 'Æ' => vec!['a', 'e'],
            'œ' | 'Œ' => vec!['o', 'e'],
            'ø' | 'Ø' => vec!['o'],
            'ł' | 'Ł' => vec!['l'],
            'đ' | 'Đ' | 'ð' | 'Ð' => vec!['d'],
            '\'' | '\u{2019}' => Vec::new(),
            c if unicode_normalization::char::is_combining_mark(c) => Vec::new(),
            c => vec![c.to_ascii_lowercase()],
        })
        .collect();
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let mut telling: Vec<&str> = words
        .iter()
        .copied()
        .filter(|w| !IDLE.contains(w))
        .collect();
    if telling.is_empty() {
        telling = words;
    }
    let mut id = String::new();
    for word in telling.into_iter().take(MOST_WORDS) {
        let room = LONGEST.saturating_sub(id.len() + usize::from(!id.is_empty()));
        if id.is_empty() {
            id.push_str(&word[..word.len().min(LONGEST)]);
        } else if word.len() <= room {
            id.push('-');
            id.push_str(word);
        } else {
            break;
        }
    }
    id
}

/// An id from the text that nothing else has; it is taken from now on.
pub fn unused(from: &str, what: &str, taken: &mut HashSet<String>) -> String {
    let mut base = slug(from);
    if base.is_empty() {
        base = what.to_owned();
    }
    let mut id = base.clone();
    let mut number = 2;
    while !taken.insert(id.clone()) {
        id = format!("{base}-{number}");
        number += 1;
    }
    id
}

#[cfg(test)]
#[path = "ids_tests.rs"]
mod tests;
