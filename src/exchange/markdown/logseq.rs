//! Cards of Logseq: an item of a list with `#card` asks for the items below it, or for the words of its `{{cloze ...}}`.

use super::forms::{dedented, heading, pair, property};
use super::lines::Line;
use crate::exchange::markup::{is_list_item, without_list_mark};
use std::collections::HashSet;

/// The lines with their cards written as `Q:` and `A:`, or as `C:`, each up to a rule.
pub fn marked(lines: Vec<Line>) -> Vec<Line> {
    let cards = lines.iter().enumerate();
    let cards = cards.filter(|(i, line)| is_card(line, &lines[i + 1..]));
    let cards: HashSet<usize> = cards.map(|(_, line)| line.number).collect();
    if cards.is_empty() {
        return lines;
    }
    let is_card = |line: &Line| cards.contains(&line.number);
    let mut out: Vec<Line> = Vec::new();
    // The first line that stands below no card so far.
    let mut behind = 0;
    for (i, line) in lines.iter().enumerate() {
        let mut put = |number, text: String, is_code| {
            out.push(Line {
                number,
                text,
                is_code,
                ends_card: false,
            });
        };
        if !is_card(line) {
            let bare = without_list_mark(line.text.trim_start());
            if is_property(line) {
                put(line.number, line.text.trim().to_owned(), false);
            } else if i >= behind {
                let is_heading = !line.is_code && heading(bare).is_some();
                let text = if is_heading { bare } else { &line.text };
                put(line.number, text.to_owned(), line.is_code);
            }
            continue;
        }
        let inside = || inside(line, &lines[i + 1..]);
        behind = behind.max(i + 1 + inside().count());
        let inside: Vec<&Line> = inside().filter(|l| !is_property(l)).collect();
        let first = inside.iter().position(|l| is_item(l));
        let first = first.unwrap_or(inside.len());
        let (more, answer) = inside.split_at(first);
        let asked = without_marks(without_list_mark(line.text.trim_start()));
        if pair(&asked).is_some() && inside.iter().all(|l| l.text.trim().is_empty()) {
            // A card on one line: `- front :: back #card`.
            put(line.number, asked, false);
            continue;
        }
        let has_gap = asked.contains("{{cloze ");
        let mark = if has_gap { "C" } else { "Q" };
        put(line.number, format!("{mark}: {}", gaps(&asked)), false);
        for line in more {
            put(line.number, line.text.trim().to_owned(), line.is_code);
        }
        let is_top = |l: &&&Line| is_item(l) && indent(l) == indent(answer[0]);
        let is_single = !has_gap && answer.iter().filter(is_top).count() == 1;
        let (said, below) = answer.split_at(usize::from(is_single));
        let text = |l: &Line| {
            if is_card(l) {
                " ".repeat(indent(l)) + &without_marks(&l.text)
            } else {
                spaced(&l.text)
            }
        };
        if let Some(first) = answer.first().filter(|_| !has_gap) {
            let said = said.first().map_or(String::new(), |l| text(l));
            let said = without_list_mark(said.trim());
            put(first.number, format!("A: {said}"), false);
        }
        let texts: Vec<String> = below.iter().map(|l| text(l)).collect();
        for (line, text) in below.iter().zip(dedented(&texts.join("\n")).split('\n')) {
            put(line.number, text.to_owned(), line.is_code);
        }
        put(line.number, "---".to_owned(), false);
    }
    out
}

fn is_mark(word: &str) -> bool {
    matches!(word, "#card" | "#[[card]]")
}

fn without_marks(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !is_mark(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Whether it is an item with the mark and an answer: an answer may name the mark too.
fn is_card(line: &Line, below: &[Line]) -> bool {
    if !is_item(line) || !line.text.split_whitespace().any(is_mark) {
        return false;
    }
    let asked = without_marks(without_list_mark(line.text.trim_start()));
    asked.contains("{{cloze ") || pair(&asked).is_some() || inside(line, below).any(is_item)
}

fn is_item(line: &Line) -> bool {
    !line.is_code && is_list_item(&line.text)
}

/// What stands further in below the line.
fn inside<'l>(line: &Line, below: &'l [Line]) -> impl Iterator<Item = &'l Line> {
    let indent_of_line = indent(line);
    let is_inside = move |l: &&Line| l.text.trim().is_empty() || indent(l) > indent_of_line;
    below.iter().take_while(is_inside)
}

fn is_property(line: &Line) -> bool {
    !line.is_code && property(line.text.trim()).is_some()
}

/// The line with two blanks for each tab that it begins with.
fn spaced(line: &str) -> String {
    let text = line.trim_start_matches('\t');
    "  ".repeat(line.len() - text.len()) + text
}

fn indent(line: &Line) -> usize {
    let line = spaced(&line.text);
    line.len() - line.trim_start().len()
}

/// `{{cloze words \\ hint}}` as a gap.
fn gaps(text: &str) -> String {
    let mut parts = text.split("{{cloze ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let (inside, behind) = part.split_once("}}").unwrap_or((part, ""));
        let (words, hint) = inside.split_once("\\\\").unwrap_or((inside, ""));
        let hint = match hint.trim() {
            "" => String::new(),
            hint => format!("::{hint}"),
        };
        format!("{out}{{{{{}{hint}}}}}{behind}", words.trim())
    })
}
