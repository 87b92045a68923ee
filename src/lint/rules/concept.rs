//! W20, W21, W24: abbreviations, the number of cards, and links that go one way only.

use super::english::{FUNCTION, bare, plain};
use crate::deck_file::ParsedDeck;
use crate::deck_file::locate;
use crate::deck_file::syntax::Span;
use crate::lint::rule::{Crossing, Findings, Reference, Settings, Titled, pieces, references};
use crate::study::deck::{Concept, absolute};
use crate::study::fault::{Fault, Place};
use crate::study::kinds::{Ask, Card, words};
use crate::study::outline::ConceptOutline;
use crate::study::text::count;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Words in capitals that need no explanation: emphasis, currencies, units, numerals, classes and commonly known abbreviations.
const NOT_ABBREVIATED: &[&str] = &[
    "NOT", "EXCEPT", "LEAST", "MOST", "AND", "OR", "ONLY", "ALL", "BEST", "WORST", "FIRST", "LAST",
    "TRUE", "FALSE", "YES", "NO", "NONE", "MUST", "BOTH", "ONE", "TWO", "NEXT", "LESS", "MORE",
    "BEFORE", "AFTER", "MIN", "MAX", "EUR", "USD", "GBP", "CHF", "JPY", "CNY", "CAD", "AUD", "SEK",
    "NOK", "DKK", "PLN", "INR", "BRL", "KG", "KM", "KWH", "MWH", "KW", "MW", "GB", "MB", "KB",
    "TB", "ML", "CM", "MM", "HZ", "GHZ", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII",
    "ABC", "XYZ", "AA", "AB", "AC", "BA", "BB", "BC", "CA", "CB", "CC", "AX", "AY", "AZ", "BX",
    "BY", "BZ", "CX", "CY", "CZ", "AAA", "CPIM", "CLTD", "CSCP", "US", "USA", "UK", "EU", "UN",
    "OK", "AM", "PM", "ID", "IDS", "PC", "PDF", "CSV", "TV", "ISO", "CEO", "CFO", "VAT", "GPS",
    "LED", "USB", "PIN", "DIY", "NEVER", "ALWAYS", "EVERY", "FEWEST", "LEAST", "HIGH", "LOW",
    "MAIN", "WHY", "HOW", "NOW", "OUT", "OFF",
];

/// W20. Two to six capitals, with `&` between and a small plural `s` allowed. An abbreviation is explained by words anywhere in
/// the concept with these initials (small words may be skipped), or by brackets: `words (ABC)`, `ABC (two words)`.
pub fn abbreviations(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    for (c, concept) in parsed.concepts().enumerate() {
        let read = pieces(concept).filter(|piece| piece.place != Place::Field("source"));
        let all: Vec<(Option<usize>, Place, Cow<'_, str>)> = read
            .map(|piece| (piece.card, piece.place, bare(piece.text)))
            .collect();
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (n, (_, _, text)) in all.iter().enumerate() {
            for short in shorts(text) {
                first.entry(short.to_owned()).or_insert(n);
            }
        }
        first.retain(|short, _| {
            !NOT_ABBREVIATED.contains(&short.as_str())
                && !FUNCTION.contains(&short.to_lowercase().as_str())
        });
        if first.is_empty() {
            continue;
        }
        let spelled = spelled(all.iter().map(|(_, _, text)| &**text), first.keys());
        for (short, n) in first
            .iter()
            .filter(|(short, _)| !spelled.contains(short.as_str()))
        {
            let (card, place, _) = &all[*n];
            let spans = &parsed.spans.concepts[c];
            let within = card.map_or(&spans.whole, |i| &spans.cards[i]);
            let span = spot(parsed, within, place, short);
            let message = format!("`{short}` is spelled out nowhere in the concept");
            let help = "write it out once, such as `customer lifetime value (CLV)`";
            findings.text(span, Fault::new("W20", message, help));
        }
    }
}

/// The place of the word in the field, as it stands in the file; otherwise the field.
fn spot(parsed: &ParsedDeck, within: &Span, place: &Place, word: &str) -> Span {
    let field = locate::find(&parsed.text, within, place);
    match parsed.text[field.clone()].find(word) {
        Some(at) => field.start + at..field.start + at + word.len(),
        None => field,
    }
}

fn shorts(text: &str) -> impl Iterator<Item = &str> {
    // Most texts have no two such letters side by side.
    let is_short = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'&';
    let some = text
        .as_bytes()
        .windows(2)
        .any(|two| two.iter().all(is_short));
    let text = if some { text } else { "" };
    text.split(|c: char| !(c.is_alphanumeric() || c == '&' || c == '\''))
        .map(|token| token.trim_end_matches("'s").trim_matches(['\'', '&']))
        .map(|token| token.strip_suffix('s').unwrap_or(token))
        .filter(move |token| {
            let letters = token.bytes().filter(u8::is_ascii_uppercase).count();
            (2..=6).contains(&letters) && token.as_bytes().iter().all(is_short)
        })
}

/// The abbreviations that one of the texts explains.
fn spelled<'a>(
    all: impl Iterator<Item = &'a str>,
    shorts: impl Iterator<Item = &'a String>,
) -> HashSet<&'a str> {
    let letters = |short: &String| short.to_lowercase().replace('&', "").chars().collect();
    let shorts: Vec<(&str, Vec<char>)> = shorts.map(|short| (&**short, letters(short))).collect();
    let mut found = HashSet::new();
    for text in all {
        let lower = words(text);
        for (short, letters) in &shorts {
            let spells = |i: usize| spells(&lower[i..], letters);
            if !found.contains(short) && ((0..lower.len()).any(spells) || bracketed(text, short)) {
                found.insert(*short);
            }
        }
    }
    found
}

/// Whether the words begin with these letters, one after another. Small words may be skipped.
fn spells(words: &[String], letters: &[char]) -> bool {
    let Some((letter, rest)) = letters.split_first() else {
        return true;
    };
    let Some(word) = words.first() else {
        return false;
    };
    // The abbreviation does not explain itself.
    word.starts_with(*letter) && word.chars().count() > 1 && {
        let mut ahead = &words[1..];
        while !spells(ahead, rest) {
            match ahead.first() {
                Some(word) if FUNCTION.contains(&word.as_str()) => ahead = &ahead[1..],
                _ => return false,
            }
        }
        true
    }
}

fn bracketed(text: &str, short: &str) -> bool {
    let behind = format!("({short})");
    let before = format!("{short} (");
    text.match_indices(&behind)
        .any(|(at, _)| !words(&text[..at]).is_empty())
        || text.match_indices(&before).any(|(at, _)| {
            let inside = text[at + before.len()..]
                .split(')')
                .next()
                .unwrap_or_default();
            words(inside).len() >= 2
        })
}

/// W21: how many cards a concept has, and whether one of them is multiple choice. A vocabulary list, where every card is a
/// `Basic`, `Cloze` or `Typed` one asked both ways, needs none.
pub fn size(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let limits = &settings.thresholds;
    for (c, concept) in parsed.concepts().enumerate() {
        if parsed.lacks_a_card(c) {
            continue;
        }
        let n = concept.cards.len();
        // A concept that is only a page, such as one about the deck.
        if n == 0 && !concept.summary.is_blank() {
            continue;
        }
        let mut tell = |message: String, help| {
            findings.concept(c, Fault::new("W21", message, help).at("cards"))
        };
        if (n as f64) < limits.concept_cards_least {
            tell(
                format!("the concept has only {}", count(n, "card", "cards")),
                "ask more of it, or make it part of another concept",
            );
        } else if n as f64 > limits.concept_cards_most {
            tell(
                format!("the concept has {n} cards"),
                "split it into two concepts",
            );
        }
        // A generated problem may be multiple choice.
        let is_choice = |card: &Card| matches!(card.face("", 0).ask, Ask::Choose { .. });
        let is_vocabulary = || concept.cards.iter().all(Card::is_reversed);
        // A concept with too few cards is not warned about twice.
        if n as f64 >= limits.concept_cards_least
            && !concept.cards.iter().any(is_choice)
            && !is_vocabulary()
        {
            tell(
                "the concept has no MultipleChoice".into(),
                "add a situation with options",
            );
        }
    }
}

/// W21: how the cards are divided among the modules of the examination. Only if more than half of the modules have published
/// weights, and only for those modules.
pub fn shares(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let Some(deck) = &parsed.deck else { return };
    let modules = deck.blueprint.iter().enumerate();
    let weighed = modules.filter_map(|(m, module)| {
        let weight = module.weight.filter(|weight| *weight > 0.0)?;
        (!module.topics.is_empty()).then_some((m, weight))
    });
    let weighed: Vec<(usize, f64)> = weighed.collect();
    if weighed.len() * 2 <= deck.blueprint.len() {
        return;
    }
    let cards = |m: usize| -> usize {
        let of = |concept: &&Concept| deck.blueprint[m].topics.contains(&concept.topic);
        let concepts = deck.concepts.iter().filter(of);
        concepts.map(|concept| concept.cards.len()).sum()
    };
    let all: usize = weighed.iter().map(|(m, _)| cards(*m)).sum();
    let weights: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    if all == 0 {
        return;
    }
    for (m, weight) in weighed {
        let share = 100.0 * cards(m) as f64 / all as f64;
        let wanted = 100.0 * weight / weights;
        if (share - wanted).abs() > settings.thresholds.blueprint_points {
            let title = &deck.blueprint[m].title;
            let message =
                format!("`{title}` has {share:.0} % of the cards and {wanted:.0} % of the weight");
            let help = if share < wanted {
                "write more cards of its topics"
            } else {
                "write more cards of the other topics"
            };
            findings.deck(Fault::new("W21", message, help).at_item("blueprint", m));
        }
    }
}

/// W24. `related` and `link` must be mutual if both decks are checked. Concepts of the same title in CPIM and
/// CLTD decks must be related.
pub fn ties(decks: &[Titled<'_>], found: &mut Vec<Crossing>) {
    let ties = references(decks).filter(|reference| reference.field != "after");
    let ties: Vec<Reference<'_>> = ties.collect();
    let ends = |tie: &Reference<'_>| (tie.what, tie.from(), tie.meant());
    let named: HashSet<(&str, String, String)> = ties.iter().map(ends).collect();
    let mut there: HashSet<(&str, &str, &str)> = HashSet::new();
    for outline in decks.iter().map(|deck| deck.outline) {
        let concepts = outline.concepts.iter();
        there.extend(concepts.map(|concept| ("concept", &*outline.id, &*concept.id)));
        there.extend(
            outline
                .cards()
                .map(|(_, card)| ("card", &*outline.id, &*card.id)),
        );
    }
    for tie in &ties {
        let (what, from, other) = ends(tie);
        let is_there = other
            .split_once('/')
            .is_some_and(|(deck, id)| there.contains(&(what, deck, id)));
        let back = (what, other, from);
        if is_there && back.1 != back.2 && !named.contains(&back) {
            let (_, other, from) = back;
            let (to, field) = (tie.to, tie.field);
            let message = format!("`{to}` does not name this one in its own `{field}`");
            let help = format!("add \"{from}\" to `{field}` of `{other}`");
            found.push(tie.crossing(Fault::new("W24", message, help)));
        }
    }
    twins(decks, found);
}

fn twins(decks: &[Titled<'_>], found: &mut Vec<Crossing>) {
    let mut known: HashMap<String, Vec<(usize, &ConceptOutline)>> = HashMap::new();
    let names = |concept: &ConceptOutline, deck: &str, other: &str| {
        let mut related = concept.related.iter();
        related.any(|name| absolute(deck, name) == other)
    };
    for (d, Titled { outline: deck, .. }) in decks.iter().enumerate() {
        if !matches!(deck.track.as_str(), "CPIM" | "CLTD") {
            continue;
        }
        for concept in &deck.concepts {
            let others = known.entry(plain(&concept.title)).or_default();
            for (o, other) in others.iter() {
                let its_deck = decks[*o].outline;
                if its_deck.track == deck.track {
                    continue;
                }
                let its = absolute(&its_deck.id, &other.id);
                let mine = absolute(&deck.id, &concept.id);
                let is_tied = names(concept, &deck.id, &its) || names(other, &its_deck.id, &mine);
                if !is_tied {
                    let message = format!(
                        "`{its}` has the same title in the other track, and no tie joins the two"
                    );
                    let help = format!("add \"{its}\" to `related` here, and this one there");
                    let fault = Fault::new("W24", message, help).at("title");
                    found.push(Crossing::of(d, concept.slice, fault));
                }
            }
            others.push((d, concept));
        }
    }
}
