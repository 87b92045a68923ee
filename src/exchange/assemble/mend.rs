//! Prepares notes for a deck: cleans their texts, corrects what would be an error, and refuses what no deck can have.

use crate::deck_file::LONGEST_TEXT;
use crate::exchange::draft::{Body, Choice, Left, Loss, Note, Thing, short};
use crate::lint::address;
use crate::study::kinds::{gaps, meaning, spans, with_gaps, words};
use crate::study::meaning::meaning_of_line;
use crate::study::text::{Text, is_bidi, is_plain, on_one_line};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// Cleans the texts. Invisible characters that are removed are reported.
pub fn clean(note: &mut Note, mended: &mut Vec<Left>) {
    let (mut directions, mut controls) = (false, false);
    let mut tidy = |text: &mut String| {
        if !is_plain(text) {
            // A mark for the direction of letters is not part of the text.
            if text.contains(is_bidi) {
                directions = true;
                text.retain(|c| !is_bidi(c));
            }
            let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            controls |= text.contains(is_control);
            *text = Text::new(text).to_string();
        }
        if text.trim().len() < text.len() {
            *text = text.trim().to_owned();
        }
    };
    note.texts_mut().for_each(&mut tidy);
    tidy(&mut note.source);
    match &mut note.body {
        Body::Typed { accept, .. } => accept.retain(|a| !a.is_empty()),
        Body::Choice { options, .. } => options.retain(|o| !o.text.is_empty()),
        _ => {}
    }
    for (found, what) in [
        (directions, "invisible marks of direction"),
        (controls, "control characters"),
    ] {
        if found {
            mended.push(note.told(format!("{what} were taken out of it")));
        }
    }
    note.tags.retain(|t| !t.is_empty());
    note.deck.retain(|d| !d.is_empty());
    let mut once = HashSet::new();
    note.tags.retain(|t| once.insert(t.clone()));
}

/// An error, why no card can be made of it.
pub fn fits(note: &Note) -> Result<(), String> {
    let back = note.body.back();
    let mut texts = vec![
        note.body.front(),
        &back,
        &note.why,
        &note.hint,
        &note.source,
    ];
    if let Body::Choice { options, .. } = &note.body {
        texts.extend(options.iter().flat_map(|o| [o.text.as_str(), &o.because]));
    }
    if texts.iter().any(|t| t.len() > LONGEST_TEXT) {
        return Err(format!(
            "a text in it is longer than {} KiB; divide it",
            LONGEST_TEXT / 1024
        ));
    }
    if note.body.front().is_empty() || back.is_empty() && !matches!(note.body, Body::Cloze(_)) {
        return Err("nothing is left of its question or its answer".into());
    }
    if note.tags.iter().chain(&note.deck).any(|t| t.len() > 1_000) {
        return Err("it has a tag or a deck with a name of more than 1,000 letters".into());
    }
    Ok(())
}

/// Removes addresses, which decks may not have, and keeps the words around them. An address without words is spelled out.
pub fn without_addresses(note: &mut Note, lost: &mut Vec<Loss>) {
    let place = note.place.clone();
    let mut strip = |text: &mut String| {
        // Every address is removed or rewritten, so this ends.
        while let Some((span, what)) = address(&text.to_ascii_lowercase()) {
            if what == "a telephone number" {
                break;
            }
            let found = text[span.clone()].to_owned();
            let (before, mut behind) = (&text[..span.start], &text[span.end..]);
            if before.is_empty() || before.ends_with(char::is_whitespace) {
                behind = behind.trim_start_matches(' ');
            }
            let rest = format!("{before}{behind}");
            let rest = ["()", "[]", "<>", "\\<>"]
                .iter()
                .fold(rest, |rest, empty| rest.replace(empty, ""));
            *text = if words(&rest).is_empty() {
                let bare = found
                    .trim_start_matches("https://")
                    .trim_start_matches("http://");
                bare.replace('.', " dot ")
                    .replace('@', " at ")
                    .replace("://", " ")
            } else {
                rest.trim().to_owned()
            };
            lost.push(Loss {
                thing: Thing::Link,
                of: String::new(),
                place: place.clone(),
                what: short(&found),
            });
        }
    };
    note.texts_mut().for_each(&mut strip);
}

/// Gives another form to a body that its kind does not allow, and reports it.
pub fn reshape(note: &mut Note, origin: &str, mended: &mut Vec<Left>) -> Result<(), String> {
    let place = note.place.clone();
    let mut say = |front: &str, why: &str| mended.push(Left::new(place.clone(), front, why));
    match &mut note.body {
        Body::Cloze(text) => {
            if let Some((answer, hint)) = alone(text) {
                let (front, what) = match (hint, &mut note.why) {
                    (hint, why) if hint.is_empty() => (std::mem::take(why), "explanation"),
                    (hint, _) => (hint, "hint"),
                };
                if front.is_empty() {
                    return Err("its gap is the whole text: nothing is left to ask for it".into());
                }
                let why = format!("its gap is the whole text: the {what} became the question");
                say(text, &why);
                note.body = Body::basic(front, answer);
            }
        }
        Body::Choice { question, options } => {
            let mut known = HashSet::new();
            let before = options.len();
            options.retain(|o| known.insert((meaning_of_line(&o.text), o.is_right)));
            if options.len() < before {
                say(question, "an option stood there twice: one is left out");
            }
            let rights = options.iter().filter(|o| o.is_right).count();
            if options.len() > MOST_OPTIONS && rights <= MOST_OPTIONS {
                let mut room = MOST_OPTIONS - rights;
                let mut out = Vec::new();
                options.retain(|o| {
                    let stays = o.is_right || room > 0;
                    room -= usize::from(stays && !o.is_right);
                    if !stays {
                        out.push(o.text.clone());
                    }
                    stays
                });
                let why = format!(
                    "more than {MOST_OPTIONS} options: left out {}",
                    out.join(", ")
                );
                say(question, &why);
            }
            let wrongs = options.len() - rights;
            if rights == 0 {
                return Err("none of its options is right".into());
            }
            if options.len() < LEAST_OPTIONS || options.len() > MOST_OPTIONS || wrongs == 0 {
                let why = "a choice here has 3 to 5 options, one of them wrong: it is asked without a choice";
                say(question, why);
                note.body = looked_at(question, options);
            } else {
                if rights > 1 && !crate::study::kinds::asks_for_several(question) {
                    say(
                        question,
                        "\"Choose all that apply.\" was put behind the question",
                    );
                    let end = if question.ends_with(char::is_alphanumeric) {
                        "."
                    } else {
                        ""
                    };
                    let _ = write!(question, "{end} Choose all that apply.");
                }
                let reasons = options.iter().all(|o| o.is_right || !o.because.is_empty());
                if !reasons {
                    explain(&note.why, &mut note.source, origin);
                }
            }
        }
        Body::Number {
            question,
            answer,
            unit,
            tolerance,
            working,
            mistakes,
        } => {
            let room = tolerance.room(*answer);
            if room > answer.abs() * WIDEST {
                let why = "the room around its number is wider than a fifth of it: it is judged by the learner";
                say(question, why);
                let (low, high) = (*answer - room, *answer + room);
                let steps = working.iter().map(|step| format!("- {step}"));
                let slips = mistakes
                    .iter()
                    .map(|(wrong, reason)| format!("- Not {wrong}: {reason}"));
                let behind: Vec<String> = steps.chain(slips).collect();
                let gap = if unit.is_empty() { "" } else { " " };
                let behind = behind.join("\n");
                let back = format!("{answer}{gap}{unit} ({low} to {high})\n\n{behind}");
                note.body = Body::basic(std::mem::take(question), back.trim_end());
            } else {
                let is_wrong = |(wrong, _): &(f64, String)| !tolerance.accepts(*answer, *wrong);
                for (wrong, reason) in mistakes.iter().filter(|slip| !is_wrong(slip)) {
                    let why = format!(
                        "{wrong} is right within the room around its number: what is said of it is left out ({reason})"
                    );
                    say(question, &why);
                }
                mistakes.retain(is_wrong);
                explain(&note.why, &mut note.source, origin);
            }
        }
        Body::Basic { .. } | Body::Typed { .. } | Body::Pairs { .. } => {}
    }
    Ok(())
}

/// Fewest options to choose from, and the widest tolerance that a deck allows.
const LEAST_OPTIONS: usize = 3;
const MOST_OPTIONS: usize = 5;
const WIDEST: f64 = 0.2;

/// If nothing explains the answer, the imported file is given as source.
fn explain(why: &str, source: &mut String, origin: &str) {
    if why.is_empty() && source.is_empty() {
        *source = Text::new(origin).replace('\n', " ");
    }
}

/// The question with its options below, and the right ones as the answer.
fn looked_at(question: &str, options: &[Choice]) -> Body {
    let line = |o: &Choice| format!("- {}", on_one_line(&o.text));
    let list: Vec<String> = options.iter().map(line).collect();
    let front = match options {
        [_] => question.to_owned(),
        _ => format!("{question}\n\n{}", list.join("\n")),
    };
    let rights = options.iter().filter(|o| o.is_right);
    let rights = rights.map(|o| o.text.clone());
    let reasons = options.iter().filter(|o| !o.is_right);
    let reasons = reasons.filter(|o| !o.because.is_empty());
    let reasons = reasons.map(|o| format!("Not \"{}\": {}", o.text, o.because));
    let back: Vec<String> = rights.chain(reasons).collect();
    Body::basic(front, back.join("\n\n"))
}

/// The answer and hint of a text that is a single gap.
fn alone(text: &str) -> Option<(String, String)> {
    let [gap] = *gaps(text) else { return None };
    let open = with_gaps(text, |_, _, _| String::new());
    let is_alone = words(&open).is_empty();
    is_alone.then(|| (gap.answer.to_owned(), gap.hint.to_owned()))
}

/// Questions so far, by their words.
#[derive(Default)]
pub struct Seen(HashMap<String, Answers>);

struct Answers {
    /// Which entry asked it first.
    first: usize,
    /// The place of each answer, from the second on: nearly every question comes once.
    places: HashMap<String, String>,
}

/// As E04 compares fronts: the content of gaps makes no difference.
pub fn asked(body: &Body) -> String {
    match body {
        Body::Cloze(text) => normal(&with_gaps(text, |_, _, _| " \u{2460} ".into())),
        _ => normal(body.front()),
    }
}

fn normal(text: &str) -> String {
    let words = meaning(text);
    if words.is_empty() {
        text.to_owned()
    } else {
        words.join(" ")
    }
}

/// Removes gaps inside gaps, and lists of numbers.
pub fn mend_gaps(note: &mut Note, mended: &mut Vec<Left>) -> Result<(), String> {
    let Body::Cloze(text) = &mut note.body else {
        return Ok(());
    };
    let mut put = |text: &mut String, other: String, why: &str| {
        mended.push(Left::new(note.place.clone(), text, why));
        *text = other;
    };
    if let Some(single) = one_number(text) {
        let why = "a gap in it has several numbers: it is asked under the first";
        put(text, single, why);
    }
    if let Err(why) = spans(text) {
        let flat = flat(text);
        if spans(&flat).is_err() {
            return Err(why.0.to_owned());
        }
        let why = "it had a gap inside of a gap: the inner one is gone";
        put(text, flat, why);
    }
    Ok(())
}

/// The words of its answer, and whether it is asked both ways.
fn answered(note: &Note) -> String {
    let answer = match &note.body {
        Body::Cloze(text) => text.as_str().into(),
        other => other.back(),
    };
    let reversed = matches!(note.body, Body::Basic { reversed: true, .. });
    normal(&format!("{answer} {reversed}"))
}

/// Changes the second of two questions with the same words, which are `asked`; it comes behind the entries that are there.
pub fn tell_apart(
    note: &mut Note,
    asked: String,
    there: &[super::Entry],
    seen: &mut Seen,
    mended: &mut Vec<Left>,
) -> Result<(), String> {
    let before = match seen.0.entry(asked) {
        Entry::Vacant(new) => {
            new.insert(Answers {
                first: there.len(),
                places: HashMap::new(),
            });
            return Ok(());
        }
        Entry::Occupied(known) => known.into_mut(),
    };
    let first = &there[before.first].note;
    if before.places.is_empty() {
        before.places.insert(answered(first), first.place.clone());
    }
    let answer = answered(note);
    if let Some(same) = before.places.get(&answer) {
        return Err(format!("it asks and answers the same as {same}"));
    }
    before.places.insert(answer, note.place.clone());
    let number = before.places.len();
    let why = format!(
        "{} asks the same words with another answer: ({number}) was put behind the question",
        first.place
    );
    mended.push(note.told(why));
    let _ = write!(note.body.front_mut(), " ({number})");
    Ok(())
}

/// `{{c1,2::` as `{{c1::`; `None` if there is none.
fn one_number(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("{{c") {
        let number = &rest[at + 3..];
        let first = number.bytes().take_while(u8::is_ascii_digit).count();
        let all = number
            .bytes()
            .take_while(|b| b.is_ascii_digit() || *b == b',')
            .count();
        out.push_str(&rest[..at + 3 + first]);
        let is_list = first > 0 && all > first && number[all..].starts_with("::");
        rest = &number[if is_list { all } else { first }..];
    }
    out.push_str(rest);
    (out != text).then_some(out)
}

/// Gaps inside gaps lose their braces; `{{c1,2::` keeps its first number.
fn flat(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(inner) = rest.strip_prefix("{{") {
            depth += 1;
            if depth == 1 {
                out.push_str("{{");
                rest = inner;
            } else {
                let number = inner.find("::").filter(|end| {
                    inner.starts_with('c')
                        && inner[1..*end]
                            .bytes()
                            .all(|b| b.is_ascii_digit() || b == b',')
                });
                rest = number.map_or(inner, |end| &inner[end + 2..]);
            }
        } else if let Some(behind) = rest.strip_prefix("}}") {
            if depth == 1 {
                out.push_str("}}");
            } else if depth > 1 {
                // The hint of the inner gap would become that of the outer one.
                let open = out.rfind("{{").map_or(0, |o| o + 2);
                let gap = &out[open..];
                if let Some(hint) = gap.rfind("::")
                    && gap[..hint].contains("::")
                {
                    out.truncate(open + hint);
                }
            }
            depth = depth.saturating_sub(1);
            rest = behind;
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}
