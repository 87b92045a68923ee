//! The lines of a page, written as Markdown or as plain text.

use crate::exchange::markup;
use crate::study::markdown::no_item;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    pub bold: bool,
    pub italic: bool,
    pub code: bool,
    pub struck: bool,
}

/// The gap between one line and the line before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Gap {
    #[default]
    None,
    Line,
    Paragraph,
}

#[derive(Debug, Default)]
pub struct Line {
    pub gap: Gap,
    /// `- `, `1. ` or `A. ` with its indent; empty for ordinary lines.
    pub marker: String,
    /// A complete row of a table.
    pub row: Option<Vec<String>>,
    pub runs: Vec<(String, Style)>,
    /// Preformatted.
    pub pre: bool,
}

impl Line {
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|(text, _)| text.trim().is_empty()) && self.row.is_none()
    }

    /// Whether it is an item of a list in Markdown, which knows no letters.
    fn is_item(&self) -> bool {
        let marker = self.marker.trim_start();
        marker.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    }
}

pub fn join(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut before: Option<&Line> = None;
    let mut in_pre = false;
    let begins_item = |line: Option<&Line>| {
        line.is_some_and(|line| line.is_item() || markup::is_list_item(&inline(&line.runs, false)))
    };
    for (i, line) in lines.iter().enumerate() {
        if line.pre != in_pre {
            out.push_str(if in_pre {
                "\n```\n\n"
            } else if out.is_empty() {
                "```\n"
            } else {
                "\n\n```\n"
            });
            in_pre = line.pre;
            before = None;
        }
        // Markdown shows no more cells than the first row has.
        let width = if before.is_none_or(|b| b.row.is_none()) {
            let rows = lines[i..].iter().map_while(|line| line.row.as_ref());
            rows.map(Vec::len).max().unwrap_or(0)
        } else {
            0
        };
        let text = match &line.row {
            Some(cells) => {
                let missing = " |".repeat(width.saturating_sub(cells.len()));
                format!("| {} |{missing}", cells.join(" | "))
            }
            None if line.pre => line.runs.iter().map(|(t, _)| t.as_str()).collect(),
            None => {
                let text = inline(&line.runs, false);
                // A list has at least two items: a single `- 5 %` is a number.
                let is_alone = !begins_item(i.checked_sub(1).and_then(|i| lines.get(i)))
                    && !begins_item(lines.get(i + 1));
                if is_alone || line.is_item() {
                    no_item(&text)
                } else {
                    text
                }
            }
        };
        if text.is_empty() && !line.pre {
            continue;
        }
        if let Some(before) = before {
            let listed = |l: &Line, text: &str| l.is_item() || markup::is_list_item(text);
            let last = out.rsplit('\n').next().unwrap_or("").to_owned();
            out.push_str(match (before, line) {
                _ if in_pre => "\n",
                (b, l) if b.row.is_some() && l.row.is_some() => "\n",
                (b, l) if b.row.is_some() || l.row.is_some() => "\n\n",
                (b, l) if listed(b, &last) && listed(l, &text) => "\n",
                (b, l) if listed(b, &last) != listed(l, &text) => "\n\n",
                (_, l) if l.gap == Gap::Paragraph => "\n\n",
                _ => "\\\n",
            });
        }
        if !in_pre && line.row.is_none() {
            out.push_str(&line.marker);
        }
        out.push_str(&text);
        if width > 0 {
            out.push_str(&format!("\n|{}", " --- |".repeat(width)));
        }
        before = Some(line);
    }
    if in_pre {
        out.push_str("\n```");
    }
    out.trim().to_owned()
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace()
}

/// The runs of one line. Markers that Markdown would not recognise are left out with their style.
pub fn inline(runs: &[(String, Style)], in_table: bool) -> String {
    let mut out = String::new();
    for (i, (text, style)) in runs.iter().enumerate() {
        let core = text.trim();
        if core.is_empty() {
            out.push_str(if out.is_empty() { "" } else { " " });
            continue;
        }
        let lead = text.len() - text.trim_start().len();
        let tail = text.trim_end().len();
        let (before, after) = (&text[..lead], &text[tail..]);
        out.push_str(before);
        let starts_line = out.trim().is_empty();
        let written = if style.code {
            struck(&code(core), style)
        } else {
            markup::escape(&struck(core, style), starts_line)
        };
        let written = if in_table {
            written.replace('|', "\\|")
        } else {
            written
        };
        let marks = match (style.code, style.bold, style.italic) {
            (true, ..) | (_, false, false) => "",
            (_, true, false) => "**",
            (_, false, true) => "*",
            _ => "***",
        };
        let next = if after.is_empty() {
            runs.get(i + 1).and_then(|(t, _)| t.chars().next())
        } else {
            Some(' ')
        };
        let closes =
            !written.ends_with(is_punctuation) || next.is_none_or(|c| !c.is_alphanumeric());
        let opens = !written.starts_with(is_punctuation)
            || out.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        // Two adjacent markers would be read as one.
        let melts = out.ends_with('*') || written.starts_with('*') || written.ends_with('*');
        if marks.is_empty() || !opens || !closes || melts {
            out.push_str(&written);
        } else {
            out.push_str(marks);
            out.push_str(&written);
            out.push_str(marks);
        }
        out.push_str(after);
    }
    out.trim().to_owned()
}

/// Cards show no stroke: the usual signs for one stand around the words, so that nobody reads them as meant.
fn struck(text: &str, style: &Style) -> String {
    if style.struck {
        format!("~~{text}~~")
    } else {
        text.to_owned()
    }
}

fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// Superscript or subscript: as Unicode characters if they exist, otherwise marked.
pub fn script(text: &str, is_upper: bool) -> String {
    const DIGITS: [(&str, &str); 2] = [
        ("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
        ("0123456789+-=()n", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"),
    ];
    let (from, to) = DIGITS[usize::from(!is_upper)];
    let sign = |c: char| from.chars().zip(to.chars()).find(|(f, _)| *f == c);
    let found = text.trim().chars().map(|c| Some(sign(c)?.1));
    let found: Option<String> = found.collect();
    match found {
        Some(script) => script,
        None if text.trim().is_empty() => String::new(),
        None => format!("{}({})", if is_upper { '^' } else { '_' }, text.trim()),
    }
}
