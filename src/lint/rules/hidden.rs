//! E14: what a reader cannot see and a terminal might obey, as it stands in the file and as an escape in a text.

use crate::deck_file::ParsedDeck;
use crate::deck_file::syntax::{self, Span};
use crate::lint::rule::{Findings, Settings};
use crate::study::fault::Fault;
use crate::study::text::{is_bidi, is_unwanted};

/// Most told of one file, each kind of finding.
const MOST: usize = 100;

pub fn hidden(parsed: &ParsedDeck, _: &Settings, findings: &mut Findings) {
    let text = &parsed.text;
    let plain = |b: u8| (b' '..0x7f).contains(&b) || matches!(b, b'\n' | b'\t');
    let mut raw: Vec<(Span, char)> = Vec::new();
    if !text.bytes().all(plain) {
        let bytes = text.as_bytes();
        raw.extend(text.char_indices().filter_map(|(i, c)| {
            let is_line_end = c == '\r' && bytes.get(i + 1) == Some(&b'\n');
            let is_line_sign = matches!(c, '\u{2028}' | '\u{2029}');
            (!is_line_end && (is_unwanted(c) || is_line_sign)).then_some((i..i + c.len_utf8(), c))
        }));
    }
    tell(raw, "", findings);
    if text.contains("\\u") || text.contains("\\x") || text.contains("\\0") || text.contains("\\r")
    {
        let escaped = syntax::texts(text)
            .into_iter()
            .filter(|(_, span)| text[span.clone()].starts_with('"'))
            .flat_map(|(_, span)| escapes(text, span))
            .filter(|(_, c)| is_unwanted(*c))
            .collect();
        tell(escaped, ", written as an escape", findings);
    }
}

fn tell(found: Vec<(Span, char)>, how: &str, findings: &mut Findings) {
    let count = found.len();
    for (i, (span, c)) in found.into_iter().take(MOST).enumerate() {
        let more = if i + 1 == MOST && count > MOST {
            format!(" ({} more in this file)", count - MOST)
        } else {
            String::new()
        };
        let message = format!("{} U+{:04X}{how}{more}", what(c), u32::from(c));
        let help = "take it out; it is not shown to learners, and might steer a terminal or mislead a reader";
        findings.text(span, Fault::new("E14", message, help));
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

/// Every escape in a quoted text that stands for one character.
fn escapes(text: &str, within: Span) -> Vec<(Span, char)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = within.start;
    while at + 1 < within.end {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        let hex = |from: usize, to: usize| {
            let digits = text.get(from..to)?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        };
        let (end, c) = match bytes[at + 1] {
            b'0' => (at + 2, Some('\0')),
            b'r' => (
                at + 2,
                Some('\r').filter(|_| text.get(at + 2..at + 4) != Some("\\n")),
            ),
            b'x' => (at + 4, hex(at + 2, at + 4)),
            b'u' => match text[at..within.end].find('}') {
                Some(close) => (at + close + 1, hex(at + 3, at + close)),
                None => (at + 2, None),
            },
            _ => (at + 2, None),
        };
        if let Some(c) = c {
            found.push((at..end, c));
        }
        at = end;
    }
    found
}
