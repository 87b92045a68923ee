//! Writes Markdown notes: headings, and below them `Q:` / `A:` and `C:` blocks; further content is in labelled paragraphs. Texts
//! are written from what a reader sees, so that none of their characters is read as markup of the file.

use super::forms::{is_rule, underlined};
use super::lines::{code, mark};
use crate::exchange::extras::paragraphs;
use crate::exchange::html;
use crate::exchange::item::{Item, Look};
use crate::exchange::markup::{is_block, to_html};
use crate::study::markdown::literal;
use crate::study::text::on_one_line;
use std::fmt::Write as _;

pub fn write(title: &str, items: &[Item]) -> String {
    let mut out = format!("# {}\n", on_one_line(title));
    let mut deck: &[String] = &[];
    for item in items {
        if item.deck != deck {
            if deck.first().is_some_and(|before| *before != item.deck[0]) {
                let _ = write!(out, "\n# {}\n", on_one_line(&item.deck[0]));
            }
            deck = &item.deck;
            if let Some(last) = deck.get(1) {
                let _ = write!(out, "\n## {}\n", on_one_line(last));
            }
        }
        let both_ways = item.look == Look::Reversed;
        let beside = paragraphs(
            &text(&item.hint),
            &text(&item.source),
            &item.tags,
            &text(&item.why),
            both_ways,
        );
        let front = text(&item.front);
        if item.look == Look::Cloze {
            let _ = write!(out, "\nC: {}{beside}\n", placed(&front));
            continue;
        }
        let back = match item.look {
            Look::Typed => lines(&literal(&item.back)),
            _ => text(&item.back),
        };
        let _ = write!(
            out,
            "\nQ: {}\n\nA: {}{beside}\n",
            placed(&front),
            placed(&back)
        );
    }
    out
}

/// A list, a table and a block of code begin on their own line.
fn placed(text: &str) -> String {
    if is_block(text) {
        format!("\n\n{text}")
    } else {
        text.to_owned()
    }
}

fn text(markdown: &str) -> String {
    lines(&html::to_markdown(&to_html(markdown)).text)
}

/// Outside code, escapes what our importer would read as markup: `Q:`, `::`, `?`, a label, a comment, a wiki link.
fn lines(text: &str) -> String {
    let mut fenced = false;
    let mut out: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let is_fence = line.starts_with("```");
        fenced ^= is_fence;
        if fenced || is_fence {
            out.push(line.to_owned());
            continue;
        }
        let mut line = outside_code(line, |part| {
            part.replace("\\<!--", "&lt;!--")
                .replace("<!--", "&lt;!--")
                .replace("[[", "\\[[")
                .replace("%%", "%\\%")
                .replace(" ^", " \\^")
        });
        let bare = line.trim_start_matches(['*', ' ']).to_owned();
        let begins = line.trim_start_matches(['>', ' ']);
        if mark(begins).is_some() {
            match line.find([':', '\u{ff1a}']) {
                Some(at) if line[at..].starts_with(':') => line.insert(at, '\\'),
                _ => line = line.replacen('\u{ff1a}', "&#65306;", 1),
            }
        } else if begins.starts_with('^') || is_rule(&line) || underlined(&line).is_some() {
            line.insert(line.len() - begins.len(), '\\');
        } else if let Some(word) = ["Hint", "Source", "Tags", "Why"].iter().find(|word| {
            bare.strip_prefix(**word)
                .is_some_and(|rest| rest.starts_with([':', '\u{ff1a}']))
        }) {
            line = line.replacen(&format!("{word}:"), &format!("{word}\\:"), 1);
            line = line.replacen(&format!("{word}\u{ff1a}"), &format!("{word}&#65306;"), 1);
        } else if bare.starts_with("Asked both ways.") {
            line = line.replacen("ways.", "ways\\.", 1);
        } else if matches!(line.trim(), "?" | "??") {
            line = format!("\\{}", line.trim());
        }
        out.push(line);
    }
    out.join("\n")
}

/// Applies `mend` outside gaps and code, where double colons separate front and back.
fn outside_code(line: &str, mend: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = line[at..].find(['`', '\\']) {
        let start = at + found;
        if line[start..].starts_with('\\') {
            at = start + 1 + line[start + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        }
        at = start + code(&line[start..]);
        out += &colons(&mend(&line[from..start]));
        out += &line[start..at];
        from = at;
    }
    out + &colons(&mend(&line[from..]))
}

fn colons(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if rest.starts_with("{{") {
            depth += 1;
        } else if rest.starts_with("}}") {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && rest.starts_with("::") {
            out.push_str(":\\:");
            rest = &rest[2..];
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}
