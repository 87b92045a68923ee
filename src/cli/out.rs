//! All output of the commands: cleaned of control sequences for terminals, and ending quietly when a pipe is closed.

use super::world::Failure;
use crate::study::text;
use serde::Serialize;
use std::io::{self, Write};

/// One line, or several, of plain text.
pub fn line(text: impl AsRef<str>) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text::clean(text.as_ref()).as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .map_err(closed)
}

/// Additional information on stderr. A failure to write it is ignored.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text::clean(text));
}

/// A warning or error on stderr, after the program's name.
pub fn warn(sentence: &str) {
    note(&format!("swot: {sentence}"));
}

/// Text made by this program, which may contain its own colours.
pub fn raw(text: &[u8]) -> Result<(), Failure> {
    io::stdout().lock().write_all(text).map_err(closed)
}

/// One JSON document on one line. Terminal control characters are escaped.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Harmless);
    match value.serialize(&mut serializer) {
        Ok(()) => out
            .write_all(b"\n")
            .and_then(|()| out.flush())
            .map_err(closed),
        Err(error) => Err(closed(error.into())),
    }
}

fn closed(error: io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        Failure::Quiet
    } else {
        Failure::Failed(format!("cannot write the output: {error}"))
    }
}

/// Compact JSON with DEL, C1, bidi marks and line separators written as `\uXXXX`; serde_json escapes only C0.
struct Harmless;

impl serde_json::ser::Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, c)) = rest
            .char_indices()
            .find(|(_, c)| text::is_unwanted(*c) || matches!(c, '\u{2028}' | '\u{2029}'))
        {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// A JSON document as text.
#[cfg(test)]
pub fn json_text(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Harmless);
    match value.serialize(&mut serializer) {
        Ok(()) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => format!("{{\"error\":{:?}}}", error.to_string()),
    }
}

/// A table in readable form: columns as wide as their widest cell, numbers aligned to the right.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Result<(), Failure> {
    use unicode_width::UnicodeWidthStr;
    let cell = |text: &str| text::clean(text).replace('\n', " ");
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|row| row.iter().map(|c| cell(c)).collect())
        .collect();
    let width = |i: usize| {
        rows.iter()
            .filter_map(|r| r.get(i))
            .map(|c| c.width())
            .chain([head[i].width()])
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let numeric = |i: usize| {
        !rows.is_empty()
            && rows.iter().filter_map(|r| r.get(i)).all(|c| {
                c.is_empty() || c == "-" || c.starts_with(|c: char| c.is_ascii_digit() || c == '-')
            })
    };
    let right: Vec<bool> = (0..head.len()).map(numeric).collect();
    let write = |cells: &[&str]| {
        let mut text = String::new();
        for (i, cell) in cells.iter().enumerate() {
            let pad = " ".repeat(widths[i].saturating_sub(cell.width()));
            text += &if right[i] {
                format!("{pad}{cell}")
            } else {
                format!("{cell}{pad}")
            };
            text += "  ";
        }
        line(text.trim_end())
    };
    write(head)?;
    rows.iter()
        .try_for_each(|row| write(&row.iter().map(String::as_str).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_holds_nothing_that_drives_a_terminal_and_reads_back() {
        let text = "a\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2028}\u{e0041}é";
        let written = json_text(&text);
        assert!(
            written
                .chars()
                .all(|c| !text::is_unwanted(c) && c != '\u{2028}'),
            "{written}"
        );
        assert_eq!(
            serde_json::from_str::<String>(&written).ok().as_deref(),
            Some(text)
        );
    }
}
