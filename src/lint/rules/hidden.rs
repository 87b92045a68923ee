//! E14: invisible or control characters, in the file itself or as an escape in a text.

use crate::deck_file::ParsedDeck;
use crate::deck_file::parse::Spot;
use crate::deck_file::syntax::{self, Span};
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::text::{is_bidi, is_unwanted};
use std::collections::{BTreeMap, HashSet};

/// Most places reported for one character; the last report says how many more there are.
const MOST: usize = 5;

pub fn hidden(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let text = &parsed.text;
    let plain = |b: u8| (b' '..0x7f).contains(&b) || matches!(b, b'\n' | b'\t');
    let mut raw: Vec<(Span, char)> = Vec::new();
    // Counted, which takes many bytes at once, and not looked for.
    if text.bytes().filter(|b| !plain(*b)).count() > 0 {
        let bytes = text.as_bytes();
        raw.extend(text.char_indices().filter_map(|(i, c)| {
            let is_line_end = c == '\r' && bytes.get(i + 1) == Some(&b'\n');
            let is_line_sign = matches!(c, '\u{2028}' | '\u{2029}');
            (!is_line_end && (is_unwanted(c) || is_line_sign)).then_some((i..i + c.len_utf8(), c))
        }));
    }
    // Characters between the texts, and line ends, were reported while reading.
    let spots = parsed
        .findings
        .iter()
        .filter_map(|finding| match &finding.spot {
            Spot::Text(span) => Some(span.start),
            _ => None,
        });
    let told: HashSet<usize> = spots.collect();
    let has_lines = text.contains('\n');
    raw.retain(|(span, c)| !told.contains(&span.start) && (has_lines || *c != '\r'));
    tell(raw, "", findings);
    if text.contains("\\u") || text.contains("\\x") || text.contains("\\0") || text.contains("\\r")
    {
        let escaped = syntax::texts(text)
            .into_iter()
            .flat_map(|(_, span)| escaped(text, &span))
            .collect();
        tell(escaped, ", written as an escape", findings);
    }
}

/// What stands as an escape in a text, except before a line end.
fn escaped(text: &str, span: &Span) -> Vec<(Span, char)> {
    let is_escape = |(at, c): &(Span, char)| {
        let ends_line = *c == '\r' && text[at.end..].starts_with("\\n");
        text[at.clone()].starts_with('\\') && is_unwanted(*c) && !ends_line
    };
    let mut found = syntax::characters(text, span);
    found.retain(is_escape);
    found
}

fn tell(found: Vec<(Span, char)>, how: &str, findings: &mut Findings) {
    let help = match how {
        "" => {
            "take it out; it is not shown to learners, and might steer a terminal or mislead a reader"
        }
        _ => "take it out; where a backslash is meant, write `\\\\`",
    };
    let mut alike: BTreeMap<char, Vec<Span>> = BTreeMap::new();
    for (span, c) in found {
        alike.entry(c).or_default().push(span);
    }
    for (c, spans) in alike {
        let message = format!("{} U+{:04X}{how}", what(c), u32::from(c));
        let beyond = spans.len().saturating_sub(MOST);
        for (i, span) in spans.into_iter().take(MOST).enumerate() {
            let more = if i + 1 == MOST && beyond > 0 {
                format!("; and {beyond} more in this file")
            } else {
                String::new()
            };
            findings.text(span, Fault::new("E14", format!("{message}{more}"), help));
        }
    }
}

fn what(c: char) -> &'static str {
    match c {
        '\u{1b}' => "a terminal escape",
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => "a control character",
        c if is_bidi(c) => "a mark that turns the direction of writing",
        _ => "an invisible mark",
    }
}
