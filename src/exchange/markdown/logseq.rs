//! Cards of Logseq: an item of a list with `#card` asks for the items below it, or for the words of its `{{cloze ...}}`.

use super::forms::{dedented, heading, pair, property};
use super::lines::Line;
use crate::exchange::markup::{is_list_item, without_list_mark};

/// The same lines with the cards written as `Q:` and `A:`, or as `C:`, each up to a rule.
pub fn marked(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(is_card) {
        return lines;
    }
    let mut out: Vec<Line> = Vec::new();
    let mut rest = lines.as_slice();
    while let [line, below @ ..] = rest {
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
            let is_heading = !line.is_code && heading(bare).is_some();
            let text = if is_heading { bare } else { &line.text };
            put(line.number, text.to_owned(), line.is_code);
            rest = below;
            continue;
        }
        let is_inside =
            |l: &Line| !is_card(l) && (l.text.trim().is_empty() || indent(l) > indent(line));
        let count = below.iter().take_while(|l| is_inside(l)).count();
        let (inside, behind) = below.split_at(count);
        rest = behind;
        let is_property = |l: &&Line| !l.is_code && property(l.text.trim()).is_some();
        for told in inside.iter().filter(is_property) {
            put(told.number, told.text.trim().to_owned(), false);
        }
        let inside: Vec<&Line> = inside.iter().filter(|l| !is_property(l)).collect();
        let is_item = |l: &&Line| !l.is_code && is_list_item(&l.text);
        let first = inside.iter().position(is_item).unwrap_or(inside.len());
        let (more, answer) = inside.split_at(first);
        let words = without_list_mark(line.text.trim_start()).split_whitespace();
        let words: Vec<&str> = words.filter(|word| !is_mark(word)).collect();
        let asked = words.join(" ");
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
        if let Some(first) = answer.first().filter(|_| !has_gap) {
            let said = said
                .first()
                .map_or("", |l| without_list_mark(l.text.trim()));
            put(first.number, format!("A: {said}"), false);
        }
        let texts: Vec<String> = below.iter().map(|l| spaced(&l.text)).collect();
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

fn is_card(line: &Line) -> bool {
    !line.is_code && is_list_item(&line.text) && line.text.split_whitespace().any(is_mark)
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
