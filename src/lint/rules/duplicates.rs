//! W18, W19, W27: cards that are easily confused, and answers that can be guessed.

use super::english::{FUNCTION, bare, plain, stem, tokens};
use super::fronts::field;
use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Settings};
use crate::lint::thresholds::Thresholds;
use crate::study::deck::absolute;
use crate::study::fault::Fault;
use crate::study::kinds::{Card, Way, gaps, meaning, with_gaps, words};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Most cards compared with one card: in a deck made from one pattern the time would grow with the square of its size.
const MOST_COMPARED: usize = 400;

struct Front<'a> {
    at: (usize, usize),
    card: &'a Card,
    /// Its words as numbers, each once, rarest first.
    words: Vec<u32>,
    /// Normalised as E04 compares fronts, its words as numbers.
    normal: Vec<u32>,
    answer: String,
}

/// W18: words in common divided by all words. Pairs reported by E04, linked cards, and clozes reported by W27 are left out.
pub fn near(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let Some(deck) = &parsed.deck else { return };
    let limits = &settings.thresholds;
    let fronts = fronts(parsed);
    let mut holders: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut answered: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, front) in fronts.iter().enumerate() {
        // Two sets that share more than this part of their words have one of these rarest ones in common.
        let least = (limits.similar_fronts * front.words.len() as f64).ceil() as usize;
        let rarest = &front.words[..(front.words.len() + 1)
            .saturating_sub(least.max(1))
            .min(front.words.len())];
        let mut seen = HashSet::new();
        let same_words = rarest.iter().filter_map(|word| holders.get(word));
        let same_words = same_words.flatten().rev();
        let same_words = same_words.map(|other| (*other, limits.similar_fronts));
        let same_answer = answered.get(front.answer.as_str());
        let same_answer = same_answer.filter(|_| !front.answer.is_empty());
        let same_answer = same_answer.into_iter().flatten().rev();
        let found = same_words
            .chain(same_answer.map(|other| (*other, limits.similar_fronts_of_one_answer)))
            .filter(|candidate| seen.insert((candidate.0, candidate.1.to_bits())))
            .take(MOST_COMPARED)
            .find(|(other, limit)| {
                let other = &fronts[*other];
                shared(&front.words, &other.words) > *limit
                    && front.normal != other.normal
                    && !linked(&deck.id, front.card, other.card)
                    && !same_shape(front.card, other.card)
            });
        if let Some((other, _)) = found {
            let line = parsed.line_of(fronts[other].at);
            let message = format!("this asks nearly the same as the card in line {line}");
            let help = "reword one of the two; or link them, if they ask one fact on purpose";
            let fault = Fault::new("W18", message, help);
            findings.card(front.at, fault.at(field(front.card)));
        }
        for word in rarest {
            holders.entry(*word).or_default().push(n);
        }
        answered.entry(&front.answer).or_default().push(n);
    }
}

fn fronts(parsed: &ParsedDeck) -> Vec<Front<'_>> {
    let mut read: Vec<Front<'_>> = Vec::new();
    let mut known: HashMap<String, u32> = HashMap::new();
    // How many cards have each word.
    let mut on: Vec<u32> = Vec::new();
    for (at, card) in parsed.cards() {
        let Some(question) = card.question() else {
            continue;
        };
        // A generated problem, with a number in place of each formula.
        let text = match card.way() {
            Way::Draw => question.text.into_owned(),
            _ => card.asks(),
        };
        let number = |mut word: String| {
            if word.bytes().any(|byte| !byte.is_ascii_lowercase()) {
                word = word.to_lowercase();
            }
            let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
            *known.entry(word).or_insert(next)
        };
        let normal: Vec<u32> = meaning(&text).into_iter().map(number).collect();
        let mut words = normal.clone();
        words.sort_unstable();
        words.dedup();
        on.resize(known.len(), 0);
        for word in &words {
            on[*word as usize] += 1;
        }
        read.push(Front {
            at,
            card,
            words,
            normal,
            answer: answer(card),
        });
    }
    let order = known.into_iter().map(|(word, n)| (on[n as usize], word, n));
    let mut order: Vec<(u32, String, u32)> = order.collect();
    order.sort_unstable();
    let mut ranks = on;
    for (rank, (_, _, n)) in (0..).zip(&order) {
        ranks[*n as usize] = rank;
    }
    for front in &mut read {
        for word in &mut front.words {
            *word = ranks[*word as usize];
        }
        front.words.sort_unstable();
    }
    read
}

/// The answer; empty for formulas, which two cards cannot share.
fn answer(card: &Card) -> String {
    match card.way() {
        Way::Draw => String::new(),
        _ => plain(&card.back()),
    }
}

fn shared(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    common as f64 / (a.len() + b.len() - common).max(1) as f64
}

fn linked(deck: &str, a: &Card, b: &Card) -> bool {
    let names = |from: &Card, to: &Card| {
        let to = absolute(deck, &to.common().id);
        from.common().link.iter().any(|link| {
            let link = absolute(deck, link);
            link.split(':').next() == Some(to.as_str())
        })
    };
    names(a, b) || names(b, a)
}

/// W19, for texts only: a number is worked out, not guessed. Reported once an answer, at the first card beyond the limit.
pub fn same_answer(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (at, card) in parsed.cards() {
        for (answer, field) in told(card) {
            let n = seen.entry(answer.clone()).or_default();
            *n += 1;
            let limit = settings.thresholds.cards_of_one_answer;
            if f64::from(*n) > limit && f64::from(*n - 1) <= limit {
                let message = format!("`{answer}` is the answer of {n} cards");
                let help = "ask one of them the other way round, or take one out";
                findings.card(at, Fault::new("W19", message, help).at(field));
            }
        }
    }
}

fn told(card: &Card) -> Vec<(String, &'static str)> {
    let answers = card.answers().into_iter();
    let answers = answers.map(|text| (plain(&bare(&*text.text)), text.field()));
    let mut found: Vec<(String, &'static str)> = answers.collect();
    found.sort_unstable();
    found.dedup();
    found.retain(|(answer, _)| answer.contains(char::is_alphabetic));
    found
}

/// W27: a gap that hides only function words. `must-be` is a name, and `by when` is a question.
pub fn function_word(card: &Card, _: &Thresholds, faults: &mut Vec<Fault>) {
    let Way::Complete(text) = card.way() else {
        return;
    };
    let asks = |word: &str| matches!(word, "when" | "where" | "who" | "whom" | "what");
    let empty = |answer: &str| {
        let mut words = tokens(answer).map(str::to_lowercase).peekable();
        words.peek().is_some()
            && words.all(|word| FUNCTION.contains(&word.as_str()) && !asks(&word))
    };
    if let Some(gap) = gaps(text).iter().find(|gap| empty(gap.answer)) {
        let message = format!("the gap hides `{}`, which is nothing to learn", gap.answer);
        faults.push(Fault::new("W27", message, "hide the word that carries the matter").at("text"));
    }
}

/// A sentence with one gap open, reduced to its content words, and the answer. A hint is part of the sentence.
fn shapes(text: &str) -> Vec<(String, String)> {
    let gaps = gaps(text);
    let numbers: BTreeSet<u32> = gaps.iter().map(|gap| gap.number).collect();
    let shape = |asked: u32| {
        let open = with_gaps(text, |number, answer, hint| {
            if number == asked {
                format!(" \u{2460} {hint} ")
            } else {
                answer.to_owned()
            }
        });
        let words = words(&open).into_iter();
        let carrying = words.filter(|word| !FUNCTION.contains(&word.as_str()));
        let shape: Vec<String> = carrying.map(|word| stem(&word)).collect();
        let answers = gaps.iter().filter(|gap| gap.number == asked);
        let answers: Vec<String> = answers.map(|gap| plain(gap.answer)).collect();
        (shape.join(" "), answers.join(" "))
    };
    numbers.into_iter().map(shape).collect()
}

fn same_shape(a: &Card, b: &Card) -> bool {
    let (Way::Complete(a), Way::Complete(b)) = (a.way(), b.way()) else {
        return false;
    };
    let (a, b) = (shapes(a), shapes(b));
    a.iter()
        .any(|(shape, _)| b.iter().any(|(other, _)| shape == other))
}

/// W27: two sentences that differ only in function words but have different answers: each answer fits both. Sentences equal
/// letter by letter are reported by E04.
pub fn same_sentence(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let mut seen: HashMap<String, (String, String, (usize, usize))> = HashMap::new();
    for (at, card) in parsed.cards() {
        let Way::Complete(text) = card.way() else {
            continue;
        };
        let normal = meaning(&card.asks()).join(" ");
        let mut told = false;
        for (shape, answer) in shapes(text) {
            let Some((other, known, first)) = seen.get(&shape) else {
                seen.insert(shape, (normal.clone(), answer, at));
                continue;
            };
            if *known != answer && *other != normal && !told {
                told = true;
                let line = parsed.line_of(*first);
                let message = format!(
                    "this sentence and that of line {line} are one, with different answers"
                );
                let help =
                    "add to one of them what tells the answers apart, or a hint {{answer::hint}}";
                findings.card(at, Fault::new("W27", message, help).at("text"));
            }
        }
    }
}
