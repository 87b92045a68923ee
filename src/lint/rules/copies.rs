//! E18: seven words or more in a row copied from a reference text.

use crate::deck_file::ParsedDeck;
use crate::deck_file::syntax::{self, Span};
use crate::hash::fnv1a;
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use std::collections::HashSet;

const RUN: usize = 7;

pub fn copies(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let known: HashSet<u64> = settings
        .references
        .iter()
        .flat_map(|text| runs(&words(text)))
        .collect();
    if known.is_empty() || parsed.deck.is_none() {
        return;
    }
    for (_, span) in syntax::texts(&parsed.text) {
        let words = words(&parsed.text[span.clone()]);
        let found: Vec<bool> = runs(&words).iter().map(|run| known.contains(run)).collect();
        let mut i = 0;
        while let Some(ahead) = found[i..].iter().position(|hit| *hit) {
            let first = i + ahead;
            let more = found[first..].iter().take_while(|hit| **hit).count();
            let last = first + more - 1 + RUN - 1;
            let place = span.start + words[first].0.start..span.start + words[last].0.end;
            let message = format!(
                "{} words in a row are those of a reference text",
                last - first + 1
            );
            let help = "say it in your own words";
            findings.text(place, Fault::new("E18", message, help));
            i = first + more;
        }
    }
}

fn words(text: &str) -> Vec<(Span, String)> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || c == '\'', start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                words.push((from..i, text[from..i].to_lowercase()));
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn runs(words: &[(Span, String)]) -> Vec<u64> {
    words
        .windows(RUN)
        .map(|run| {
            let joined: Vec<&str> = run.iter().map(|(_, word)| word.as_str()).collect();
            fnv1a(joined.join(" ").as_bytes())
        })
        .collect()
}
