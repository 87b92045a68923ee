//! W23, W25, W26: explanations that become outdated, contain unexplained numbers, or are hard to read.

use super::english::{bare, count, sentences, syllables, tokens};
use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings, pieces};
use crate::lint::thresholds::Thresholds;
use crate::study::fault::{Fault, Place};
use crate::study::kinds::{Card, Role, Way, words, written};
use std::collections::HashSet;

/// W23. Publications that are revised from time to time (Incoterms, SCOR, ISO, IFRS, a dictionary of terms, what an examination
/// asks) must be named with year, edition or version, on the card or in its source.
pub fn undated(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let Some(deck) = &parsed.deck else { return };
    for (at, card) in parsed.cards() {
        let source = deck.source_of(&deck.concepts[at.0], card);
        let pieces = card.texts();
        let found = pieces
            .iter()
            .find_map(|p| Some((revised(&p.text)?, &p.place)));
        let of_source = || revised(source).map(|what| (what, &Place::Whole));
        let Some((what, place)) = found.or_else(of_source) else {
            continue;
        };
        let tags = card.common().tags.iter().map(String::as_str);
        let mut texts = pieces.iter().map(|p| &*p.text);
        if !texts.any(is_dated) && !is_dated(source) && !tags.into_iter().any(is_dated) {
            let message =
                format!("{what} is revised from time to time, and no year or edition is named");
            let help = "name the year, edition or version in the text or in `source`";
            findings.card(at, Fault::new("W23", message, help).placed(place.clone()));
        }
    }
}

/// What `revised` looks for, in small letters. Most texts have none of it, which is seen before they are taken apart.
const REVISED: &[&str] = &[
    "incoterms",
    "scor",
    "ifrs",
    "iso",
    "dictionary",
    "exam",
    "syllabus",
];

fn revised(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    if !REVISED.iter().any(|name| lower.contains(name)) {
        return None;
    }
    let words: Vec<&str> = tokens(text).collect();
    words.iter().enumerate().find_map(|(i, word)| {
        let next = words.get(i + 1).copied().unwrap_or_default();
        let before = i.checked_sub(1).map_or("", |before| words[before]);
        match *word {
            "Incoterms" | "INCOTERMS" => Some("Incoterms"),
            "SCOR" => Some("SCOR"),
            "IFRS" => Some("IFRS"),
            "ISO" if next.starts_with(|c: char| c.is_ascii_digit()) => Some("an ISO standard"),
            "Dictionary" => Some("a dictionary"),
            word => {
                let is = |known: &str| word.eq_ignore_ascii_case(known);
                let is_exam = ["exam", "exams", "examination", "examinations"]
                    .into_iter()
                    .any(is);
                (is_exam && !is_inspection(before, next) || is("syllabus"))
                    .then_some("what an examination asks")
            }
        }
    })
}

/// Customs examinations of goods, or gloves for medical examinations, are not meant.
fn is_inspection(before: &str, next: &str) -> bool {
    let of = [
        "customs", "medical", "physical", "visual", "close", "closer", "eye",
    ];
    let with = ["of", "glove", "gloves", "room", "rooms", "table", "tables"];
    of.contains(&before.to_lowercase().as_str()) || with.contains(&next.to_lowercase().as_str())
}

fn is_dated(text: &str) -> bool {
    let words: Vec<String> = words(text);
    words.iter().enumerate().any(|(i, word)| {
        let next = words.get(i + 1).map_or("", String::as_str);
        let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let year = word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit());
        year || word == "edition"
            || matches!(word.as_str(), "version" | "scor" | "release")
                && (number(next) || next == "ds")
            || word.strip_prefix('v').is_some_and(number)
    })
}

/// Numbers that need no derivation: small counts, parts of a year, powers of ten.
fn is_common(number: f64) -> bool {
    #[rustfmt::skip]
    let round = [24.0, 30.0, 50.0, 52.0, 60.0, 100.0, 360.0, 365.0, 1_000.0, 1_000_000.0];
    let is_small_or_year = number <= 12.0 || (1900.0..2100.0).contains(&number);
    number.fract() == 0.0 && is_small_or_year || round.contains(&number)
}

/// With more numbers than this on a card, any number is the result of some two.
const MOST_NUMBERS: usize = 40;

/// W25, for cards whose question has numbers. A number is known if it occurs in the question, the options, the working or the
/// answer; it is derived if two known numbers give it in one step of arithmetic, also as a percentage, within rounding.
pub fn stray_number(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    if matches!(card.way(), Way::Draw | Way::Complete(_)) {
        return;
    }
    let why = bare(&*card.common().why);
    let sought = numbers(&why);
    if sought.is_empty() || numbers(card.front()).is_empty() {
        return;
    }
    let mut known: Vec<f64> = Vec::new();
    for piece in card.texts().iter().filter(|piece| piece.role != Role::Why) {
        known.extend(numbers(&piece.text).iter().map(|(_, number)| number));
        known.extend(words(&piece.text).iter().filter_map(|word| spelled(word)));
    }
    let exhibit = numbers(&card.common().exhibit.text);
    known.extend(exhibit.iter().map(|(_, number)| number));
    if let Way::Compute(expected) = card.way() {
        known.push(expected.value);
        known.extend(expected.mistakes.iter().map(|(wrong, _)| wrong));
    }
    if known.len() > MOST_NUMBERS {
        return;
    }
    for (written, number) in sought {
        if !is_common(number) && !is_result(number, &known) {
            let message =
                format!("`{written}` is neither in the question nor a result of its numbers");
            let help = "check the number, or say where it comes from";
            return faults.push(Fault::new("W25", message, help).at("why"));
        }
        known.push(number);
    }
}

fn is_result(number: f64, known: &[f64]) -> bool {
    let near = |value: f64| {
        value.is_finite() && (value.abs() - number).abs() <= 0.006 * number.abs().max(0.01)
    };
    let scaled = |value: f64| near(value) || near(value * 100.0) || near(value / 100.0);
    known.iter().any(|a| {
        scaled(*a)
            || near(1.0 - a)
            || near(100.0 - a)
            || scaled(1.0 / a)
            || scaled(a * a)
            || near(a.sqrt())
            || known
                .iter()
                .any(|b| scaled(a + b) || scaled(a - b) || scaled(a * b) || scaled(a / b))
            || [2.0, 7.0, 12.0, 24.0, 52.0, 60.0, 360.0, 365.0]
                .iter()
                .any(|b| scaled(a * b) || scaled(a / b))
    })
}

#[rustfmt::skip]
const SPELLED: &[(&str, f64)] = &[
    ("zero", 0.0), ("one", 1.0), ("two", 2.0), ("three", 3.0), ("four", 4.0), ("five", 5.0), ("six", 6.0), ("seven", 7.0),
    ("eight", 8.0), ("nine", 9.0), ("ten", 10.0), ("eleven", 11.0), ("twelve", 12.0), ("thirteen", 13.0), ("fourteen", 14.0),
    ("fifteen", 15.0), ("sixteen", 16.0), ("seventeen", 17.0), ("eighteen", 18.0), ("nineteen", 19.0), ("twenty", 20.0),
    ("thirty", 30.0), ("forty", 40.0), ("fifty", 50.0), ("sixty", 60.0), ("seventy", 70.0), ("eighty", 80.0), ("ninety", 90.0),
    ("hundred", 100.0), ("half", 0.5), ("third", 1.0 / 3.0), ("quarter", 0.25), ("fifth", 0.2), ("tenth", 0.1),
];

fn spelled(word: &str) -> Option<f64> {
    let number = SPELLED.iter().find(|(name, _)| *name == word)?;
    Some(number.1)
}

/// Every number as written, and its value; a comma before three digits separates thousands.
fn numbers(text: &str) -> Vec<(String, f64)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len()
            && (bytes[at].is_ascii_digit()
                || matches!(bytes[at], b'.' | b',')
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_digit))
        {
            at += 1;
        }
        // `B2B` and `3PL` are names.
        let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
        if letter(start.checked_sub(1).and_then(|i| bytes.get(i))) || letter(bytes.get(at)) {
            continue;
        }
        let written = &text[start..at];
        if let Ok(value) = written.replace(',', "").parse::<f64>() {
            found.push((written.to_owned(), value));
        }
    }
    found
}

/// W26, for pages, questions and explanations long enough to have a reading level. Words in the concept's own title do not count
/// as hard.
pub fn hard_to_read(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let limits = &settings.thresholds;
    for (c, concept) in parsed.concepts().enumerate() {
        let title: HashSet<String> = words(&concept.title).into_iter().collect();
        for piece in pieces(concept) {
            let of_card = |i: usize| match piece.role {
                // The sentence of a cloze is checked by W03.
                Some(Role::Question) => !matches!(concept.cards[i].way(), Way::Complete(_)),
                Some(Role::Why | Role::Reason | Role::Answer | Role::Accepted) => true,
                _ => false,
            };
            let is_page = || piece.place == Place::Field("summary");
            let is_read = piece.card.map_or_else(is_page, of_card);
            let found = is_read.then(|| hard(&piece.text, &title, limits)).flatten();
            if let Some(message) = found {
                let fault = Fault::new("W26", message, "write shorter sentences and plainer words");
                findings.piece(c, piece, fault);
            }
        }
    }
}

fn hard(text: &str, title: &HashSet<String>, limits: &Thresholds) -> Option<String> {
    let text = bare(text);
    let sentences = sentences(&text);
    let words = || sentences.iter().flat_map(|s| written(s));
    let all = words().count() as f64;
    let long_enough = all >= limits.reading_words;
    if !long_enough && (sentences.len() as f64) < limits.reading_sentences {
        return None;
    }
    let length =
        sentences.iter().map(|s| count(s)).sum::<usize>() as f64 / sentences.len().max(1) as f64;
    if length > limits.sentence_words {
        return Some(format!("the sentences have {length:.0} words on average"));
    }
    let hard = |word: &&str| {
        word.chars().all(char::is_alphabetic)
            && syllables(word) >= 4
            && !title.contains(&word.to_lowercase())
    };
    let share = words().filter(hard).count() as f64 / all.max(1.0);
    let percent = 100.0 * share;
    (long_enough && share > limits.long_word_share)
        .then(|| format!("{percent:.0} % of the words have four syllables or more"))
}
