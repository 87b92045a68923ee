//! Writes a deck's text in the layout of an author.

use crate::deck_file::slug::Ids;
use crate::deck_file::write::{structure, text, texts, tolerance as tolerance_of};
use crate::exchange::draft::{Body, Choice, Note};
use crate::exchange::item::ALSO_RIGHT;
use crate::exchange::update::mark;
use crate::study::kinds::{for_gap, gaps};
use crate::study::text::Text;
use std::collections::HashMap;
use std::fmt::Write as _;

pub(super) struct Entry {
    /// On the heap: entries are sorted and moved from list to list.
    pub(super) note: Box<Note>,
    pub(super) concept: usize,
    pub(super) id: String,
    /// The card as it stands in the deck.
    pub(super) text: String,
    /// Why it is written as a comment.
    pub(super) fault: Option<String>,
}

#[derive(Default)]
pub(super) struct Concepts {
    ids: Ids,
    known: HashMap<String, usize>,
    /// Id and title of each concept.
    pub(super) list: Vec<(String, String)>,
}

impl Concepts {
    pub(super) fn find(&mut self, path: &[String], deck: &str) -> usize {
        let title = if path.is_empty() {
            deck.to_owned()
        } else {
            path.join(" / ")
        };
        if let Some(known) = self.known.get(&title) {
            return *known;
        }
        let id = self.ids.take(None, &title, "concept");
        self.list.push((id, title.clone()));
        self.known.insert(title, self.list.len() - 1);
        self.list.len() - 1
    }
}

pub(super) fn deck(
    part: &[Entry],
    concepts: &[(String, String)],
    id: &str,
    title: &str,
    origin: &str,
) -> String {
    let mut out = format!(
        "// Imported from {}. This file is yours: correct, divide and add to it as you like.\nDeck(\n    schema: 1,\n    id: {},\n    title: {},\n    version: \"1.0.0\",\n    concepts: [\n",
        Text::new(origin).replace('\n', " "),
        text(id),
        text(title)
    );
    let mut rest = part;
    while let Some(first) = rest.first() {
        let length = rest
            .iter()
            .take_while(|e| e.concept == first.concept)
            .count();
        let (here, behind) = rest.split_at(length);
        rest = behind;
        let (id, title) = &concepts[first.concept];
        let has_cards = here.iter().any(|e| e.fault.is_none());
        if has_cards {
            let _ = write!(
                out,
                "        Concept(\n            id: {},\n            title: {},\n            cards: [\n",
                text(id),
                text(title)
            );
        }
        for entry in here.iter().filter(|e| e.fault.is_none()) {
            out.push_str(&entry.text);
        }
        for entry in here.iter() {
            let Some(why) = &entry.fault else { continue };
            let _ = writeln!(
                out,
                "                // Left out: {}.",
                why.replace('\n', " ")
            );
            for line in entry.text.lines() {
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

/// The other right answers that our exports write before an explanation, and the explanation.
fn others(mut why: &str) -> (Vec<&str>, &str) {
    let mut also = Vec::new();
    while let Some(rest) = why.strip_prefix(ALSO_RIGHT) {
        let (answer, behind) = rest.split_once("\n\n").unwrap_or((rest, ""));
        also.push(answer.trim());
        why = behind.trim_start();
    }
    (also, why)
}

/// The gap for which another right answer is, and the answer; the first gap if none is named.
fn of_gap<'a>(cloze: &'a str, also: &'a str) -> (&'a str, &'a str) {
    let gaps = gaps(cloze);
    let named = gaps.iter().find_map(|gap| {
        let other = also.strip_suffix(&for_gap("", gap.answer))?;
        Some((gap.answer, other))
    });
    named.unwrap_or((gaps.first().map_or("", |gap| gap.answer), also))
}

/// The card as an author writes it.
pub(super) fn written(entry: &Entry) -> String {
    let note = &entry.note;
    let list = |items: Vec<String>| format!("[{}]", items.join(", "));
    let pair = |(left, right): (&str, &str)| format!("({}, {})", text(left), text(right));
    let (also, why) = match &note.body {
        Body::Basic { .. } | Body::Cloze(_) => others(&note.why),
        _ => (Vec::new(), &*note.why),
    };
    let (kind, mut fields): (&str, Vec<(&str, String)>) = match &note.body {
        Body::Basic {
            front,
            back,
            reversed,
        } => {
            let mut fields = vec![("front", text(front)), ("back", text(back))];
            if *reversed {
                fields.push(("reversed", "true".into()));
            }
            fields.push(("also", texts(&also)));
            ("Basic", fields)
        }
        Body::Cloze(cloze) => {
            let pairs = also.iter().map(|also| pair(of_gap(cloze, also)));
            let also = list(pairs.collect());
            ("Cloze", vec![("text", text(cloze)), ("also", also)])
        }
        Body::Typed {
            question,
            answer,
            accept,
        } => (
            "Typed",
            vec![
                ("question", text(question)),
                ("answer", text(answer)),
                ("accept", texts(accept)),
            ],
        ),
        Body::Choice { question, options } => {
            let option = |o: &Choice| match (o.is_right, o.because.as_str()) {
                (true, _) => format!("Right({})", text(&o.text)),
                (false, "") => format!("Wrong({})", text(&o.text)),
                (false, why) => format!("Wrong({}, because: {})", text(&o.text), text(why)),
            };
            let options: Vec<String> = options.iter().map(option).collect();
            let indent = format!("\n{}", " ".repeat(24));
            let options = format!(
                "[{indent}{},\n{}]",
                options.join(&format!(",{indent}")),
                " ".repeat(20)
            );
            (
                "MultipleChoice",
                vec![("question", text(question)), ("options", options)],
            )
        }
        Body::Pairs { question, pairs } => {
            let pairs = pairs.iter().map(|(left, right)| pair((left, right)));
            let pairs = list(pairs.collect());
            (
                "Matching",
                vec![("question", text(question)), ("pairs", pairs)],
            )
        }
        Body::Number {
            question,
            answer,
            unit,
            tolerance,
            working,
            mistakes,
        } => {
            let slips = mistakes.iter();
            let slips = slips.map(|(wrong, why)| format!("({wrong}, {})", text(why)));
            let fields = vec![
                ("question", text(question)),
                ("answer", answer.to_string()),
                ("unit", text(unit)),
                ("tolerance", tolerance_of(*tolerance)),
                ("working", texts(working)),
                ("mistakes", list(slips.collect())),
            ];
            ("Numeric", fields)
        }
    };
    fields.insert(0, ("id", text(&entry.id)));
    let more = [
        ("why", why),
        ("hint", &*note.hint),
        ("source", &*note.source),
    ];
    let more = more.into_iter().filter(|(_, value)| !value.is_empty());
    fields.extend(more.map(|(name, value)| (name, text(value))));
    fields.push(("tags", texts(&note.tags)));
    fields.retain(|(_, value)| value != "[]");
    let card = structure(&" ".repeat(16), kind, &fields);
    if note.guid.is_empty() {
        return card;
    }
    // By this line a second import of the same package recognises the card.
    let mark = mark(&note.guid, &card);
    let (begins, rest) = card.split_once('\n').unwrap_or((&card, ""));
    [begins, "\n                    ", &mark, "\n", rest].concat()
}
