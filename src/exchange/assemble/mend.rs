//! Notes made fit for a deck: their texts tidied, what no deck can hold refused, what would be an error mended.

use crate::deck_file::LONGEST_TEXT;
use crate::exchange::draft::{Body, Left, Note};
use crate::study::kinds::{Span, spans, words};
use crate::study::text::Text;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

pub fn clean(note: &mut Note) {
    let tidy = |text: &mut String| {
        let cleaned = Text::from(std::mem::take(text));
        *text = cleaned.trim().to_owned();
    };
    match &mut note.body {
        Body::Basic { front, back, .. } => {
            tidy(front);
            tidy(back);
        }
        Body::Cloze(text) => tidy(text),
        Body::Typed { question, answer } => {
            tidy(question);
            tidy(answer);
        }
    }
    for text in [&mut note.why, &mut note.hint, &mut note.source]
        .into_iter()
        .chain(&mut note.deck)
        .chain(&mut note.tags)
    {
        tidy(text);
    }
    note.tags.retain(|t| !t.is_empty());
    note.deck.retain(|d| !d.is_empty());
    let mut once = HashSet::new();
    note.tags.retain(|t| once.insert(t.clone()));
}

pub fn fits(note: &Note) -> Result<(), String> {
    let texts = [
        note.body.front(),
        note.body.back(),
        &note.why,
        &note.hint,
        &note.source,
    ];
    if texts.iter().any(|t| t.len() > LONGEST_TEXT) {
        return Err(format!(
            "a text in it is longer than {} KiB; divide it",
            LONGEST_TEXT / 1024
        ));
    }
    if note.body.front().is_empty()
        || note.body.back().is_empty() && !matches!(note.body, Body::Cloze(_))
    {
        return Err("nothing is left of its question or its answer".into());
    }
    if note.tags.iter().chain(&note.deck).any(|t| t.len() > 1_000) {
        return Err("it has a tag or a deck with a name of more than 1,000 letters".into());
    }
    Ok(())
}

/// Questions that were asked before, by their words.
#[derive(Default)]
pub struct Seen(HashMap<String, Vec<(String, String)>>);

/// As the check compares fronts: what stands in gaps makes no difference.
fn asked(body: &Body) -> String {
    let Body::Cloze(text) = body else {
        return normal(body.front());
    };
    let Ok(spans) = spans(text) else {
        return normal(text);
    };
    let open: String = spans
        .iter()
        .map(|s| match s {
            Span::Plain(text) => *text,
            Span::Gap { .. } => " \u{2460} ",
        })
        .collect();
    normal(&open)
}

fn normal(text: &str) -> String {
    let words = words(text);
    if words.is_empty() {
        text.to_owned()
    } else {
        words.join(" ")
    }
}

/// Makes two questions of the same words two, and gaps in gaps one.
pub fn mend(note: &mut Note, seen: &mut Seen, mended: &mut Vec<Left>) -> Result<(), String> {
    if let Body::Cloze(text) = &mut note.body
        && let Err(why) = spans(text)
    {
        let flat = flat(text);
        if spans(&flat).is_err() {
            return Err(why.to_owned());
        }
        mended.push(Left::new(
            note.place.clone(),
            text,
            "it had a gap inside of a gap: the inner one is gone",
        ));
        *text = flat;
    }
    let key = asked(&note.body);
    let answer = match &note.body {
        Body::Cloze(text) => text,
        other => other.back(),
    };
    let back = normal(&format!(
        "{answer} {}",
        matches!(note.body, Body::Basic { reversed: true, .. })
    ));
    let before = seen.0.entry(key).or_default();
    if let Some((_, place)) = before.iter().find(|(b, _)| *b == back) {
        return Err(format!("it asks and answers the same as {place}"));
    }
    before.push((back, note.place.clone()));
    let number = before.len();
    if number > 1 {
        let why = format!(
            "{} asks the same words with another answer: ({number}) was put behind the question",
            before[0].1
        );
        mended.push(Left::new(note.place.clone(), note.body.front(), why));
        match &mut note.body {
            Body::Basic { front: text, .. }
            | Body::Typed { question: text, .. }
            | Body::Cloze(text) => {
                let _ = write!(text, " ({number})");
            }
        }
    }
    Ok(())
}

/// Gaps inside of gaps lose their braces; `{{c1,2::` keeps its first number.
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
            } else if let Some(hint) = out.rfind("::").filter(|_| depth > 1) {
                // The hint of the inner gap would become the outer one's.
                let open = out.rfind("{{").map_or(0, |o| o + 2);
                if out[open..hint].contains("::") {
                    out.truncate(hint);
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
