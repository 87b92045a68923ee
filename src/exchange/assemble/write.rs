//! A deck's text, laid out as an author would.

use super::{Concepts, Entry};
use crate::exchange::draft::Body;
use crate::study::text::Text;
use std::fmt::Write as _;

pub(super) fn deck(
    part: &[Entry],
    concepts: &Concepts,
    id: &str,
    title: &str,
    origin: &str,
) -> String {
    let mut out = format!(
        "// Imported from {}. This file is yours: correct, divide and add to it as you like.\nDeck(\n    schema: 1,\n    id: {},\n    title: {},\n    version: \"1.0.0\",\n    concepts: [\n",
        Text::new(origin).replace('\n', " "),
        string(id),
        string(title)
    );
    let mut rest = part;
    while let Some(first) = rest.first() {
        let length = rest
            .iter()
            .take_while(|e| e.concept == first.concept)
            .count();
        let (here, behind) = rest.split_at(length);
        rest = behind;
        let (id, title) = &concepts.list[first.concept];
        let has_cards = here.iter().any(|e| e.fault.is_none());
        if has_cards {
            let _ = write!(
                out,
                "        Concept(\n            id: {},\n            title: {},\n            cards: [\n",
                string(id),
                string(title)
            );
        }
        for entry in here.iter().filter(|e| e.fault.is_none()) {
            out.push_str(&written(entry));
        }
        for entry in here.iter() {
            let Some(why) = &entry.fault else { continue };
            let _ = writeln!(
                out,
                "                // Left out: {}.",
                why.replace('\n', " ")
            );
            for line in written(entry).lines() {
                let _ = writeln!(
                    out,
                    "                // {}",
                    line.strip_prefix("                ").unwrap_or(line)
                );
            }
        }
        if has_cards {
            out.push_str("            ],\n        ),\n");
        }
    }
    out.push_str("    ],\n)\n");
    out
}

/// The card as an author writes it.
pub(super) fn written(entry: &Entry) -> String {
    let note = &entry.note;
    let (kind, fields): (&str, Vec<(&str, String)>) = match &note.body {
        Body::Basic {
            front,
            back,
            reversed,
        } => {
            let mut fields = vec![("front", string(front)), ("back", string(back))];
            if *reversed {
                fields.push(("reversed", "true".into()));
            }
            ("Basic", fields)
        }
        Body::Cloze(text) => ("Cloze", vec![("text", string(text))]),
        Body::Typed { question, answer } => (
            "Typed",
            vec![("question", string(question)), ("answer", string(answer))],
        ),
    };
    let indent = " ".repeat(16);
    let mut out = format!("{indent}{kind}(\n{indent}    id: {},\n", string(&entry.id));
    for (name, value) in fields {
        let _ = writeln!(out, "{indent}    {name}: {value},");
    }
    for (name, text) in [
        ("why", &note.why),
        ("hint", &note.hint),
        ("source", &note.source),
    ] {
        if !text.is_empty() {
            let _ = writeln!(out, "{indent}    {name}: {},", string(text));
        }
    }
    if !note.tags.is_empty() {
        let tags: Vec<String> = note.tags.iter().map(|t| string(t)).collect();
        let _ = writeln!(out, "{indent}    tags: [{}],", tags.join(", "));
    }
    let _ = writeln!(out, "{indent}),");
    out
}

/// A text in RON: plain where it can be, raw where it has lines, quotes or backslashes.
fn string(text: &str) -> String {
    if !text.contains(['"', '\\', '\n']) {
        return format!("\"{text}\"");
    }
    let mut marks = 1;
    while text.contains(&format!("\"{}", "#".repeat(marks))) {
        marks += 1;
    }
    let marks = "#".repeat(marks);
    format!("r{marks}\"{text}\"{marks}")
}
