//! W07 to W14, W22, W31: options that give the answer away, or are not real options.

use super::english::{FUNCTION, bare, count, has_gap, plain, stem, tokens};
use crate::deck_file::ParsedDeck;
use crate::lint::rule::{Findings, Offer, Settings};
use crate::lint::thresholds::Thresholds;
use crate::study::amount::{self, Amount};
use crate::study::fault::Fault;
use crate::study::kinds::{Choice, words, written};
use std::collections::{HashMap, HashSet};

/// Why W09, and the order mentioned in W13, need no check.
pub const SHUFFLED: &str =
    "options are shuffled at every showing, so the order in the file tells nothing";

/// W07: options such as "none of the above".
pub fn none_of_them(&Offer { options, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    let phrases = [
        "none of the above",
        "none of these",
        "none of the options",
        "none of the others",
    ];
    let is = |text: &str| {
        let text = plain(text);
        phrases.iter().any(|phrase| text.contains(phrase)) || text == "none of them"
    };
    if let Some(i) = options.iter().position(|option| is(option.text())) {
        let message = "`none of the above` is no answer to learn";
        let help = "write a mistake that is really made";
        faults.push(Fault::new("W07", message, help).at_item("options", i));
    }
}

fn length(text: &str) -> usize {
    bare(text).trim().chars().count()
}

/// An option that is a number with a unit and not a sentence: `12 %`, `-3 EUR`, `EUR 12`. `Week 12` is a name.
fn number(text: &str) -> Option<Amount> {
    let first = text.split_whitespace().next().unwrap_or_default();
    let code = first.len() == 3 && first.bytes().all(|b| b.is_ascii_uppercase());
    if !code && first.starts_with(char::is_alphabetic) {
        return None;
    }
    amount::read(text)
        .ok()
        .filter(|amount| count(&amount.unit) <= 3)
}

/// Whether lengths can give something away: the options are neither numbers nor all short.
fn have_lengths(options: &[Choice], limits: &Thresholds) -> bool {
    let longest = options.iter().map(|o| length(o.text())).max().unwrap_or(0);
    longest as f64 > limits.short_option_characters
        && !options.iter().all(|o| number(o.text()).is_some())
}

fn longest(options: &[Choice], right: bool) -> (usize, usize) {
    let of = options
        .iter()
        .enumerate()
        .filter(|(_, o)| o.is_right() == right);
    let lengths = of.map(|(i, o)| (length(o.text()), i));
    lengths.max_by_key(|(length, _)| *length).unwrap_or((0, 0))
}

/// W08 for one card. Numbers and short options are not compared.
pub fn right_is_longest(
    &Offer {
        options, limits, ..
    }: &Offer<'_>,
    faults: &mut Vec<Fault>,
) {
    let ((right, i), (wrong, _)) = (longest(options, true), longest(options, false));
    if wrong > 0
        && have_lengths(options, limits)
        && right as f64 > limits.right_option_longer * wrong as f64
    {
        let message =
            format!("the right option has {right} characters, the longest wrong one {wrong}");
        let help = "shorten it, or write the wrong ones as fully";
        faults.push(Fault::new("W08", message, help).at_item("options", i));
    }
}

/// W08 for the deck: among its multiple-choice cards with one right option, where lengths can be compared.
pub fn right_is_mostly_longest(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let limits = &settings.thresholds;
    let (mut items, mut telling) = (0u32, 0u32);
    for (_, card) in parsed.cards() {
        let Some(options) = card.options() else {
            continue;
        };
        if options.iter().filter(|o| o.is_right()).count() == 1 && have_lengths(options, limits) {
            items += 1;
            telling += u32::from(longest(options, true).0 > longest(options, false).0);
        }
    }
    let share = f64::from(telling) / f64::from(items.max(1));
    if f64::from(items) >= limits.right_option_longest_items
        && share > limits.right_option_longest_share
    {
        let message = format!("the right option is the longest in {telling} of {items} choices");
        let help = "write wrong options as fully as the right ones";
        findings.deck(Fault::new("W08", message, help));
    }
}

/// W10. Numbers and short options are not compared.
pub fn uneven(
    &Offer {
        options, limits, ..
    }: &Offer<'_>,
    faults: &mut Vec<Fault>,
) {
    let lengths: Vec<usize> = options.iter().map(|o| length(o.text())).collect();
    let (Some(least), Some(most)) = (lengths.iter().min(), lengths.iter().max()) else {
        return;
    };
    if *least > 0
        && have_lengths(options, limits)
        && *most as f64 > limits.option_length_factor * *least as f64
    {
        let message = format!("the options have from {least} to {most} characters");
        let at = lengths
            .iter()
            .position(|length| length == most)
            .unwrap_or(0);
        let help = "make them about equally long";
        faults.push(Fault::new("W10", message, help).at_item("options", at));
    }
}

const ABSOLUTE: &[&str] = &["always", "never", "all", "only", "must"];
/// Words that make a right option just as absolute.
const AS_ABSOLUTE: &[&str] = &[
    "every", "each", "no", "none", "any", "entire", "whole", "exactly", "nothing",
];

/// W11. `not only`, `at all` and similar phrases are not absolute.
pub fn absolute(&Offer { options, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    // `must-be` and `all-in` are names.
    let found = |text: &str| {
        let words: Vec<String> = tokens(text).map(str::to_lowercase).collect();
        let softened = |i: usize| {
            i > 0
                && matches!(
                    words[i - 1].as_str(),
                    "not" | "at" | "after" | "above" | "nearly" | "almost"
                )
        };
        let hit =
            (0..words.len()).find(|i| ABSOLUTE.contains(&words[*i].as_str()) && !softened(*i));
        hit.map(|i| words[i].clone())
    };
    let balanced = options.iter().filter(|o| o.is_right()).any(|o| {
        words(o.text())
            .iter()
            .any(|w| ABSOLUTE.contains(&w.as_str()) || AS_ABSOLUTE.contains(&w.as_str()))
    });
    if balanced {
        return;
    }
    let wrong = options.iter().enumerate().filter(|(_, o)| !o.is_right());
    let mut wrong = wrong.filter_map(|(i, o)| Some((i, found(o.text())?)));
    if let Some((i, word)) = wrong.next() {
        let message = format!("`{word}` stands in a wrong option and in no right one");
        let help = "take the word out, or weaken it";
        faults.push(Fault::new("W11", message, help).at_item("options", i));
    }
}

/// The stems of the content words.
fn matter(text: &str) -> HashSet<String> {
    written(text)
        .filter(|w| w.chars().count() >= 4 && w.chars().all(char::is_alphabetic))
        .map(str::to_lowercase)
        .filter(|w| !FUNCTION.contains(&w.as_str()))
        .map(|w| stem(&w))
        .collect()
}

/// W12. A word is rare if it occurs on few cards of the deck, in questions or options. Forms of a word count as one (`order`,
/// `orders`); a wrong option with a word of the same first five letters has the word too.
pub fn echo(parsed: &ParsedDeck, settings: &Settings, findings: &mut Findings) {
    let limits = &settings.thresholds;
    if parsed.cards().all(|(_, card)| card.options().is_none()) {
        return;
    }
    let mut on: HashMap<String, u32> = HashMap::new();
    let mut all = 0u32;
    for (_, card) in parsed.cards() {
        all += 1;
        let mut found = matter(card.front());
        let options = card.options().unwrap_or_default().iter();
        found.extend(options.flat_map(|option| matter(option.text())));
        for word in found {
            *on.entry(word).or_default() += 1;
        }
    }
    let few = limits
        .rare_word_cards
        .max(limits.rare_word_share * f64::from(all));
    for (at, card) in parsed.cards() {
        let Some(options) = card.options() else {
            continue;
        };
        let mut in_stem: Vec<String> = matter(card.front()).into_iter().collect();
        in_stem.sort_unstable();
        let wrong: HashSet<String> = options
            .iter()
            .filter(|o| !o.is_right())
            .flat_map(|o| matter(o.text()))
            .collect();
        let head = |word: &str| word.chars().take(5).collect::<String>();
        let heads: HashSet<String> = wrong.iter().map(|w| head(w)).collect();
        for (o, option) in options.iter().enumerate().filter(|(_, o)| o.is_right()) {
            let right = matter(option.text());
            let echo = in_stem.iter().find(|w| {
                right.contains(*w)
                    && !wrong.contains(*w)
                    && !(w.chars().count() >= 5 && heads.contains(&head(w)))
                    && on.get(*w).is_none_or(|n| f64::from(*n) <= few)
            });
            if let Some(word) = echo {
                let written = words(card.front()).into_iter().find(|w| stem(w) == *word);
                let message = format!(
                    "of the options only the right one repeats `{}` from the stem",
                    written.as_ref().unwrap_or(word)
                );
                let help =
                    "say it in other words in one of the two, or use it in a wrong option too";
                findings.card(at, Fault::new("W12", message, help).at_item("options", o));
                break;
            }
        }
    }
}

/// W13, where every option is a number with a unit and not a sentence: all must have the same unit and number of decimals.
pub fn mixed_numbers(&Offer { options, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    let read: Option<Vec<(String, usize)>> = options
        .iter()
        .map(|o| {
            let text = bare(&**o.text());
            let amount = number(&text)?;
            let unit = if amount.percent {
                format!("{} %", amount.unit)
            } else {
                amount.unit
            };
            let unit = unit.trim().trim_end_matches('s').to_owned();
            Some((unit, decimals(&text)))
        })
        .collect();
    let Some(read) = read else { return };
    let Some((unit, places)) = read.first() else {
        return;
    };
    let (at, what) = if let Some(at) = read.iter().position(|other| other.0 != *unit) {
        (at, "units")
    } else if let Some(at) = read.iter().position(|other| other.1 != *places) {
        (at, "decimals")
    } else {
        return;
    };
    let message = format!("options with different {what}");
    faults.push(Fault::new("W13", message, "write all numbers alike").at_item("options", at));
}

/// Digits after the decimal point; a comma before three digits separates thousands.
fn decimals(text: &str) -> usize {
    let digits = |rest: &str| rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = |mark| text.rfind(mark).map(|at| digits(&text[at + 1..]));
    match (behind('.'), behind(',')) {
        (Some(places), _) => places,
        (None, Some(3)) | (None, None) => 0,
        (None, Some(places)) => places,
    }
}

/// W14: `a` or `an` right before the gap, with only one option that fits it.
pub fn article(&Offer { card, options, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    let stem = bare(&**card.front());
    if !has_gap(&stem) {
        return;
    }
    let words: Vec<&str> = stem.split_whitespace().collect();
    let before = words
        .windows(2)
        .find(|pair| has_gap(pair[1]))
        .map(|pair| pair[0].to_lowercase());
    let vowel = match before.as_deref() {
        Some("a") => false,
        Some("an") => true,
        _ => return,
    };
    let fitting = options
        .iter()
        .filter(|o| sounds_like_vowel(o.text()) == vowel);
    if fitting.count() == 1 {
        let message = "the article before the gap fits one option alone";
        let help = "make the article `a/an`, or move it into the options";
        faults.push(Fault::new("W14", message, help).at("question"));
    }
}

fn sounds_like_vowel(text: &str) -> bool {
    let first = tokens(text).next().unwrap_or_default();
    let lower = first.to_lowercase();
    if first.chars().count() > 1 && first.chars().all(|c| c.is_ascii_uppercase()) {
        return first.starts_with(['A', 'E', 'F', 'H', 'I', 'L', 'M', 'N', 'O', 'R', 'S', 'X']);
    }
    let silent = ["hour", "honest", "honour", "honor", "heir"]
        .iter()
        .any(|w| lower.starts_with(w));
    let spoken = ["uni", "use", "usu", "eu", "one", "once", "uti"]
        .iter()
        .any(|w| lower.starts_with(w));
    let unusual = lower.starts_with("unin") || lower.starts_with("unim");
    let number = lower.starts_with('8') || lower == "11" || lower == "18";
    silent || number || lower.starts_with(['a', 'e', 'i', 'o', 'u']) && (!spoken || unusual)
}

/// Words that introduce a reason after a comma.
const REASONS: &[&str] = &["because", "since", "as", "for", "so", "given"];

/// Whether an option includes its reason: `..., since the route was there first`.
fn gives_reason(text: &str) -> bool {
    let behind_comma = text.split([',', ';']).skip(1).any(|clause| {
        let mut words = words(clause).into_iter();
        let opens = words
            .next()
            .is_some_and(|word| REASONS.contains(&word.as_str()));
        opens && words.next().is_some()
    });
    behind_comma || words(text).iter().any(|word| word == "because")
}

/// W31. If a wrong option includes a reason and no right one does, the difference gives the answer away.
pub fn reason_in_wrong(&Offer { options, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    let reasoned = |option: &Choice| gives_reason(option.text());
    if options.iter().any(|o| o.is_right() && reasoned(o)) {
        return;
    }
    if let Some(i) = options.iter().position(reasoned) {
        let message = "a wrong option gives a reason for itself, and no right one does";
        let help = "leave the reason out, or give one to the right option too; say why it is wrong in `because`";
        faults.push(Fault::new("W31", message, help).at_item("options", i));
    }
}

/// W22. A wrong option is explained by its own `because`, or by a `why` that uses one of its words.
pub fn unexplained(&Offer { card, options, .. }: &Offer<'_>, faults: &mut Vec<Fault>) {
    let why = matter(&card.common().why);
    let shared: HashSet<String> = options
        .iter()
        .filter(|o| o.is_right())
        .flat_map(|o| matter(o.text()))
        .collect();
    let is_unexplained = |option: &Choice| {
        option.because().is_some_and(|because| because.is_blank())
            && matter(option.text())
                .difference(&shared)
                .all(|word| !why.contains(word))
    };
    if let Some(i) = options.iter().position(is_unexplained) {
        let others = options[i + 1..]
            .iter()
            .filter(|option| is_unexplained(option));
        let message = match others.count() {
            0 => "nothing says why this option is wrong".to_owned(),
            n => format!("nothing says why this option and {n} behind it are wrong"),
        };
        let help = "write Wrong(\"...\", because: \"...\")";
        faults.push(Fault::new("W22", message, help).at_item("options", i));
    }
}
