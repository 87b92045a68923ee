//! A fault with its place in a file, as data for scripts and drawn for people. Whatever the file contains, no control sequence
//! reaches the terminal.

use super::syntax::char_at;
use crate::study::fault::{Fault, Severity};
use crate::study::outlook::Broken;
use crate::study::text::is_unwanted;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::ops::Range;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Lines and columns count from 1, columns in characters; the end column is the first one after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    /// E00 if the file cannot be read; otherwise the code of a rule.
    pub code: String,
    pub severity: Severity,
    pub message: String,
    pub help: String,
    /// The card's id, if the fault is in a card.
    pub card: Option<String>,
}

impl Diagnostic {
    pub fn new(
        file: &str,
        lines: &Lines<'_>,
        span: Range<usize>,
        fault: Fault,
        card: Option<String>,
    ) -> Diagnostic {
        let (line, column) = lines.place(span.start);
        let (end_line, end_column) = lines.place(span.end);
        Diagnostic {
            file: file.to_owned(),
            line,
            column,
            end_line,
            end_column,
            code: fault.code.to_owned(),
            severity: fault.severity(),
            message: fault.message,
            help: fault.help,
            card,
        }
    }

    /// As screens show it.
    pub fn broken(&self) -> Broken {
        Broken {
            file: self.file.as_str().into(),
            line: u32::try_from(self.line).unwrap_or(u32::MAX),
            code: self.code.clone(),
            severity: self.severity,
            message: self.message.as_str().into(),
            help: self.help.as_str().into(),
        }
    }
}

/// The lines of a text, for converting byte offsets to lines and columns.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// Byte and column of the last call: on one long line the next call continues from there.
    last: Cell<(usize, usize)>,
}

pub fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(i, _)| i + 1))
        .collect()
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Lines<'a> {
        Lines {
            text,
            starts: line_starts(text),
            last: Cell::new((0, 0)),
        }
    }

    /// Line and column of a byte offset.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let at = char_at(self.text, at).start;
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts[line - 1];
        let last = Some(self.last.get()).filter(|(known, _)| (start..=at).contains(known));
        let (from, before) = last.unwrap_or((start, 0));
        let column = before + self.text.get(from..at).map_or(0, |t| t.chars().count());
        self.last.set((at, column));
        (line, column + 1)
    }

    /// The text of a line, without its end.
    fn line(&self, number: usize) -> Option<&'a str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let line = self.text.get(start..)?.split('\n').next()?;
        Some(line.strip_suffix('\r').unwrap_or(line))
    }
}

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub colour: bool,
    pub ascii: bool,
    /// In columns; long lines are cut to it around the place.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            colour: false,
            ascii: true,
            width: 100,
        }
    }
}

/// The drawing of a diagnostic: path, line, caret, help. `source` is the text of the file, if available.
pub fn draw(diagnostic: &Diagnostic, source: Option<&Lines<'_>>, style: Style) -> String {
    let paint = |colour: &str, text: &str| {
        if style.colour {
            format!("\u{1b}[1m{colour}{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    };
    let (level, colour) = match diagnostic.severity {
        Severity::Error => ("error", "\u{1b}[91m"),
        Severity::Warning => ("warning", "\u{1b}[33m"),
    };
    let [arrow, bar, mark, end] = if style.ascii {
        ["--> ", "|", "^", "= "]
    } else {
        [" ╭▸ ", "│", "━", "╰ "]
    };
    let frame = |sign: &str| paint("\u{1b}[94m", sign);
    let excerpt = source.and_then(|source| excerpt(diagnostic, source, style.width.max(40)));
    let (line, column) = (diagnostic.line, diagnostic.column);
    let number = excerpt
        .as_ref()
        .map_or_else(String::new, |_| line.to_string());
    let (margin, bar) = (" ".repeat(number.len()), frame(bar));
    let code = paint(colour, &format!("{level}[{}]", visible(&diagnostic.code)));
    let message = paint("", &format!(": {}", visible(&diagnostic.message)));
    let (arrow, path) = (frame(arrow), visible(&diagnostic.file));
    let mut lines = vec![format!(
        "{code}{message}\n{margin}{arrow}{path}:{line}:{column}"
    )];
    if let Some(excerpt) = excerpt {
        let before = " ".repeat(excerpt.line[..excerpt.marked.start].width());
        let marked = excerpt.line[excerpt.marked].width().max(1);
        lines.push(format!("{margin} {bar}"));
        let gap = if excerpt.line.is_empty() { "" } else { " " };
        lines.push(format!("{} {bar}{gap}{}", frame(&number), excerpt.line));
        lines.push(format!(
            "{margin} {bar} {before}{}",
            paint(colour, &mark.repeat(marked))
        ));
        lines.push(format!("{margin} {bar}"));
    }
    let help = visible(&diagnostic.help);
    lines.push(format!(
        "{margin} {}{}: {help}",
        frame(end),
        paint("", "help")
    ));
    lines.join("\n")
}

struct Excerpt {
    line: String,
    marked: Range<usize>,
}

/// The line of the place, cleaned and cut; a place of several lines is marked to the end of the first one.
fn excerpt(diagnostic: &Diagnostic, source: &Lines<'_>, width: usize) -> Option<Excerpt> {
    let line = source.line(diagnostic.line)?;
    let from = diagnostic.column - 1;
    let to = if diagnostic.end_line == diagnostic.line {
        diagnostic.end_column.saturating_sub(1)
    } else {
        usize::MAX
    };
    // A range of characters around the place; wide ones count twice.
    let room = width.saturating_sub(8);
    let first = from.saturating_sub(room / 3);
    let mut out = String::new();
    let (mut start, mut end) = (None, None);
    let mut used = 0;
    if first > 0 {
        out.push('…');
        used += 1;
    }
    let mut cut = false;
    for (i, c) in line.chars().enumerate().skip(first) {
        if used >= room {
            cut = true;
            break;
        }
        if i == from {
            start = Some(out.len());
        }
        if i >= to && end.is_none() {
            end = Some(out.len());
        }
        if matches!(c, ' '..='~') {
            used += 1;
            out.push(c);
            continue;
        }
        let shown = show(c);
        used += shown.chars().map(|c| c.width().unwrap_or(0)).sum::<usize>();
        out.push_str(&shown);
    }
    let start = start.unwrap_or(out.len());
    let end = end.unwrap_or(out.len()).max(start);
    if cut {
        out.push('…');
    }
    Some(Excerpt {
        marked: start..end,
        line: out,
    })
}

/// A printable form of a character: a tab as blanks, control characters by their code points.
fn show(c: char) -> String {
    match c {
        '\t' => "    ".into(),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + c as u32).map_or_else(String::new, String::from),
        '\u{7f}' => "\u{2421}".into(),
        c if is_unwanted(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200d}' | '\u{fe0f}') => {
            format!("\u{2039}U+{:04X}\u{203a}", c as u32)
        }
        c if unicode_normalization::char::is_combining_mark(c) => format!("\u{25cc}{c}"),
        c => c.into(),
    }
}

/// A line of text from a file or a path, cleaned for printing.
fn visible(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let is_mark = unicode_normalization::char::is_combining_mark;
    let shown = |c| if is_mark(c) { c.into() } else { show(c) };
    text.chars().map(shown).collect()
}
