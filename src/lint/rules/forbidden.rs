//! E17: content that does not belong in a deck: addresses, advertising, and claims to have real examination questions.

use crate::deck_file::ParsedDeck;
use crate::deck_file::syntax::{self, Span};
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;

/// Fields where addresses are allowed.
const EXEMPT: &[&str] = &["author", "license", "source", "id", "verified", "version"];

/// Lower case; found only as whole words.
#[rustfmt::skip]
const PROMOTION: &[&str] = &[
    "click here", "sign up now", "sign up today", "subscribe to our", "follow us on", "visit our website",
    "visit our site", "use code", "discount code", "promo code", "limited time offer", "limited-time offer", "money-back guarantee",
    "money back guarantee", "pass guarantee", "guaranteed pass", "guaranteed to pass", "best price guaranteed", "order today",
    "free trial",
];

#[rustfmt::skip]
const CLAIMS: &[&str] = &[
    "real exam question", "real exam questions", "actual exam question", "actual exam questions", "official exam question",
    "official exam questions", "actual test question", "actual test questions", "real test questions", "real examination questions",
    "actual examination questions", "from the real exam", "from the actual exam", "from a real exam", "from a past exam",
    "appeared on the exam", "appeared in the exam", "exam dump", "exam dumps", "braindump", "braindumps",
    "leaked question", "leaked questions",
];

const ENDINGS: &[&str] = &[
    "com", "org", "net", "io", "info", "biz", "eu", "de", "co", "app", "shop", "edu",
];

pub fn forbidden(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    if parsed.deck.is_none() {
        return;
    }
    let text = &parsed.text;
    let all = text.to_ascii_lowercase();
    // Nearly every deck has nothing of the kind, which is seen before it is taken apart.
    let has_address = address(&all).is_some();
    let has_phrase = phrase(&all, &[PROMOTION, CLAIMS]).is_some();
    if !has_address && !has_phrase {
        return;
    }
    for (label, span) in syntax::texts(text) {
        if label.is_some_and(|label| EXEMPT.contains(&&text[label])) {
            continue;
        }
        let lower = &all[span.clone()];
        if has_address && let Some((inside, what)) = address(lower) {
            let help = "take it out; a source or an author belongs into `source` or `author`";
            let message = format!("{what} stands in a text");
            findings.text(at(&span, inside), Fault::new("E17", message, help));
        }
        if !has_phrase || phrase(lower, &[PROMOTION, CLAIMS]).is_none() {
            continue;
        }
        let sell = "take it out: a deck teaches, it does not sell";
        let claim = "take the claim out, and the question too if it is true";
        for (phrases, is, help) in [
            (PROMOTION, "is advertising", sell),
            (CLAIMS, "claims to be from a real examination", claim),
        ] {
            if let Some(inside) = phrase(lower, &[phrases]) {
                let message = format!("`{}` {is}", &lower[inside.clone()]);
                findings.text(at(&span, inside), Fault::new("E17", message, help));
            }
        }
    }
}

fn at(span: &Span, inside: Span) -> Span {
    span.start + inside.start..span.start + inside.end
}

/// The first of the phrases, as whole words. One pass from word to word, not one for each phrase, and most words are told by
/// their first three letters: every text of every deck goes through here.
fn phrase(lower: &str, lists: &[&[&str]]) -> Option<Span> {
    let threes = lower.as_bytes().windows(3).enumerate();
    threes
        .filter(|(_, three)| may_begin(three))
        .find_map(|(start, _)| {
            let (before, rest) = lower.split_at(start);
            if before.ends_with(char::is_alphanumeric) {
                return None;
            }
            let four = |text: &str| text.as_bytes().first_chunk::<4>().copied();
            let begins = four(rest);
            let is_whole = |phrase: &&&str| {
                let after = (four(phrase) == begins).then(|| rest.strip_prefix(**phrase));
                let next = after.flatten().map(|after| after.chars().next());
                next.is_some_and(|next| !next.is_some_and(char::is_alphanumeric))
            };
            let phrase = lists.iter().copied().flatten().find(is_whole)?;
            Some(start..start + phrase.len())
        })
}

/// For each first letter of a phrase, which letters come second and which third, as bits.
type Beginnings = [[u32; 2]; 256];

static BEGINNINGS: Beginnings = beginnings(beginnings([[0; 2]; 256], PROMOTION), CLAIMS);

const fn beginnings(mut beginnings: Beginnings, phrases: &[&str]) -> Beginnings {
    let mut i = 0;
    while i < phrases.len() {
        let letters = phrases[i].as_bytes();
        beginnings[letters[0] as usize][0] |= 1 << (letters[1] % 32);
        beginnings[letters[0] as usize][1] |= 1 << (letters[2] % 32);
        i += 1;
    }
    beginnings
}

/// Without a branch for each byte: some signs pass for letters here.
fn may_begin(three: &[u8]) -> bool {
    let [second, third] = BEGINNINGS[usize::from(three[0])];
    second >> (three[1] % 32) & third >> (three[2] % 32) & 1 == 1
}

/// In a text of small letters.
pub fn address(lower: &str) -> Option<(Span, &'static str)> {
    if lower.contains('@')
        && let Some(span) = mail(lower)
    {
        return Some((span, "an e-mail address"));
    }
    if let Some(span) = web(lower) {
        return Some((span, "a web address"));
    }
    phone(lower).map(|span| (span, "a telephone number"))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-')
}

fn mail(lower: &str) -> Option<Span> {
    lower.match_indices('@').find_map(|(i, _)| {
        let before = lower[..i].chars().rev().take_while(|c| is_name(*c)).count();
        let host: usize = lower[i + 1..].chars().take_while(|c| is_name(*c)).count();
        let host = lower[i + 1..i + 1 + host].trim_end_matches(['.', '-']);
        let (name, ending) = host.rsplit_once('.')?;
        let sound = before > 0
            && !name.is_empty()
            && ending.len() >= 2
            && ending.bytes().all(|b| b.is_ascii_alphabetic());
        sound.then(|| i - before..i + 1 + host.len())
    })
}

fn web(lower: &str) -> Option<Span> {
    let end_of = |start: usize| {
        let rest = &lower[start..];
        let length = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | ')' | '>' | ',' | ';'))
            .unwrap_or(rest.len());
        start + rest[..length].trim_end_matches('.').len()
    };
    // From colon to colon: a search for the whole word goes letter by letter.
    let mut colons = lower.match_indices(':').map(|(i, _)| lower.split_at(i));
    let begins = colons.find_map(|(before, after)| {
        let scheme = before.strip_suffix('s').unwrap_or(before);
        let scheme = scheme.strip_suffix("http")?.len();
        after.starts_with("://").then_some(scheme)
    });
    if let Some(i) = begins {
        return Some(i..end_of(i));
    }
    let starts_word = |i: usize| {
        !lower[..i]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '.')
    };
    let mut dots = lower.match_indices('.').map(|(i, _)| i);
    let www =
        dots.find_map(|i| Some(lower[..i].strip_suffix("www")?.len()).filter(|i| starts_word(*i)));
    if let Some(i) = www {
        return Some(i..end_of(i));
    }
    // `example.com`: a dot between a name and a known ending, without blanks.
    lower.match_indices('.').find_map(|(i, _)| {
        let rest = &lower[i + 1..];
        let ending = ENDINGS.iter().find(|e| rest.starts_with(**e))?;
        let after = rest[ending.len()..].chars().next();
        let before = lower[..i]
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
            .count();
        let ends = after.is_none_or(|c| !c.is_alphanumeric() && c != '-');
        (before > 2 && ends).then(|| i - before..i + 1 + ending.len())
    })
}

/// Words before a telephone number.
const NUMBERED: &[&str] = &["phone", "tel", "hotline", "whatsapp", "fax"];

/// `+49 30 1234567`, `(555) 010-9999`, `555-010-9999`, or a number right after a word for telephone.
fn phone(lower: &str) -> Option<Span> {
    let bytes = lower.as_bytes();
    if bytes.iter().filter(|b| b.is_ascii_digit()).count() < 7 {
        return None;
    }
    let mut at = 0;
    while let Some(ahead) = bytes[at..]
        .iter()
        .position(|b| b.is_ascii_digit() || matches!(b, b'+' | b'('))
    {
        let start = at + ahead;
        let length = bytes[start..]
            .iter()
            .enumerate()
            .take_while(|(i, b)| {
                b.is_ascii_digit()
                    || matches!(b, b' ' | b'-' | b'(' | b')' | b'/' | b'.')
                    || *i == 0
            })
            .count();
        let end = start + length;
        let run = lower[start..end].trim_end_matches(|c: char| !c.is_ascii_digit());
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let before = lower[..start].trim_end_matches([' ', ':', '.', '+']);
        let is_named = || NUMBERED.iter().any(|word| before.ends_with(word));
        let is_foreign = || {
            run.strip_prefix('+')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                && !follows_sum(lower, start)
        };
        if (7..=15).contains(&digits)
            && (is_named() || is_american(run) || digits > 7 && is_foreign())
        {
            return Some(start..start + run.len());
        }
        at = end.max(start + 1);
    }
    None
}

/// `12 +34...` is a sum, not a country code.
fn follows_sum(lower: &str, start: usize) -> bool {
    lower[..start]
        .trim_end()
        .ends_with(|c: char| c.is_ascii_digit() || matches!(c, ')' | '}'))
}

fn is_american(run: &str) -> bool {
    let groups: Vec<&str> = run
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .collect();
    let lengths: Vec<usize> = groups.iter().map(|g| g.len()).collect();
    let dashed = run.contains('-') || run.starts_with('(');
    matches!(lengths.as_slice(), [3, 3, 4]) && dashed && !run.contains(" - ") && !run.contains('/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_and_figures_are_not() {
        for (text, found) in [
            ("write to jane.doe@example.com now", "jane.doe@example.com"),
            ("see https://example.org/x, then", "https://example.org/x"),
            ("a: b, http://localhost: c", "http://localhost:"),
            ("see www.example.org.", "www.example.org"),
            ("our shop example.com sells", "example.com"),
            ("call +49 30 1234567 today", "+49 30 1234567"),
            ("call (555) 010-9999", "(555) 010-9999"),
            ("phone: 0301234567", "0301234567"),
        ] {
            assert_eq!(&text[address(text).unwrap().0], found);
        }
        for text in [
            "1,200,000,000 units at 12.5 % a year",
            "40 / 160 = 0.25 and 1000000 + 2000000 = 3000000",
            "orders 2024-2025-2026",
            "stock @ 5 EUR each, e.g. gloves, i.e. hygiene",
            "12 +345678901 = more",
            "vendor.codes and so on.components",
            "1000 - 200 - 3000 = 4200 100 200 3000",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn phrases_count_as_whole_words_only() {
        assert!(phrase("these are real exam questions.", &[CLAIMS]).is_some());
        assert!(phrase("surreal exam questionsheet", &[CLAIMS]).is_none());
        let later = "questionsheets: actual exam questionsheets, or an actual exam question";
        assert_eq!(phrase(later, &[CLAIMS]).map(|at| at.start), Some(50));
    }
}
