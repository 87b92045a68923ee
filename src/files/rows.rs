//! Splits rows into cells as programs and people write them: quotes count if they enclose a whole cell, also after a blank; other
//! quotes are text. A single pass over the text.

use std::borrow::Cow;

/// Rows examined to find the separator.
const LOOKED_AT: usize = 300;

pub struct Rows<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    separator: u8,
    /// Up to here no quote that opens a cell is closed, except by the next one.
    open_until: usize,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row<'a> {
    /// Line of the row's beginning, from 1.
    pub line: usize,
    /// As it stands in the text.
    pub raw: &'a str,
    pub cells: Vec<Cow<'a, str>>,
    /// Begins with `#` outside quotes, as comments do.
    pub is_hash: bool,
    /// A quote opens a cell and is never closed: it is text, so that it does not swallow the rows after it.
    pub is_open: bool,
}

impl Row<'_> {
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    pub fn filled(&self) -> usize {
        let filled = self.cells.iter().filter(|cell| !cell.trim().is_empty());
        filled.count()
    }
}

impl<'a> Rows<'a> {
    /// `line` is the number of the first line.
    pub fn new(text: &'a str, separator: u8, line: usize) -> Rows<'a> {
        Rows {
            text,
            at: 0,
            line,
            separator,
            open_until: 0,
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// The first position from `at` on that is not a blank.
    fn behind_blanks(&self, mut at: usize) -> usize {
        while self
            .byte(at)
            .is_some_and(|b| matches!(b, b' ' | b'\t') && b != self.separator)
        {
            at += 1;
        }
        at
    }

    fn ends_cell(&self, at: usize) -> bool {
        self.byte(at)
            .is_none_or(|b| b == b'\n' || b == self.separator)
    }

    /// The content of a quoted cell, from after its opening quote, and the end of the cell. Within a line, a quote that closes
    /// nothing is part of the text; in a cell of several lines it shows that the opening quote belongs to no pair.
    fn quoted(&mut self, from: usize) -> Option<(Cow<'a, str>, usize)> {
        let text = self.text;
        let mut at = from;
        let (mut doubled, mut stray, mut lines) = (false, false, false);
        while let Some(found) = text.get(at..)?.find('"') {
            let quote = at + found;
            lines |= text[at..quote].contains('\n');
            if self.byte(quote + 1) == Some(b'"') {
                doubled = true;
                at = quote + 2;
                continue;
            }
            let end = self.behind_blanks(quote + 1);
            let closes = self.ends_cell(end);
            stray |= !closes;
            if stray && from < self.open_until {
                return None;
            }
            if stray && lines {
                self.open_until = quote;
                return None;
            }
            if closes {
                let inside = &text[from..quote];
                let cell = if doubled {
                    Cow::Owned(inside.replace("\"\"", "\""))
                } else {
                    Cow::Borrowed(inside)
                };
                return Some((cell, end));
            }
            at = quote + 1;
        }
        self.open_until = text.len();
        None
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        let text = self.text;
        while self.byte(self.at) == Some(b'\n') {
            self.at += 1;
            self.line += 1;
        }
        self.byte(self.at)?;
        let start = self.at;
        let mut row = Row {
            line: self.line,
            is_hash: self.byte(self.at) == Some(b'#'),
            ..Row::default()
        };
        loop {
            let begins = self.behind_blanks(self.at);
            let opens = self.byte(begins) == Some(b'"');
            let quoted = opens.then(|| self.quoted(begins + 1)).flatten();
            row.is_open |= opens && quoted.is_none();
            let (cell, end) = quoted.unwrap_or_else(|| {
                let rest = text[self.at..].bytes();
                let length = rest
                    .take_while(|b| *b != b'\n' && *b != self.separator)
                    .count();
                let end = self.at + length;
                (Cow::Borrowed(&text[self.at..end]), end)
            });
            self.line += cell.matches('\n').count();
            row.cells.push(cell);
            self.at = end + 1;
            match self.byte(end) {
                None => break,
                Some(b'\n') => {
                    self.line += 1;
                    break;
                }
                Some(_) => {}
            }
        }
        row.raw = text.get(start..self.at - 1).unwrap_or_default();
        Some(row)
    }
}

/// Excel's own first line, `sep=;`: the separator, and the rest of the text.
pub fn said_separator(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim().trim_start_matches('"');
    if !line.get(..4)?.eq_ignore_ascii_case("sep=") {
        return None;
    }
    let mark = line.as_bytes().get(4).copied().unwrap_or(b'\t');
    mark.is_ascii().then_some((mark, rest))
}

/// The separator that gives most rows the same number of cells; one with column names in the first row is preferred.
pub fn guess_separator(text: &str, names_columns: &dyn Fn(&[&str]) -> bool) -> u8 {
    let mut best = (b',', (false, 0));
    for mark in [b'\t', b';', b'|', b','] {
        let rows = Rows::new(text, mark, 1).filter(|row| !row.is_hash && !row.is_empty());
        let mut widths: Vec<usize> = Vec::new();
        let mut named = false;
        for (i, row) in rows.take(LOOKED_AT).enumerate() {
            if row.cells.len() > 1 {
                widths.push(row.cells.len());
                if i == 0 {
                    let cells: Vec<&str> = row.cells.iter().map(AsRef::as_ref).collect();
                    named = names_columns(&cells);
                }
            }
        }
        widths.sort_unstable();
        let equal = widths.chunk_by(|a, b| a == b).map(<[_]>::len);
        let score = (named, equal.max().unwrap_or(0));
        if score > best.1 {
            best = (mark, score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str, separator: u8) -> Vec<Vec<String>> {
        Rows::new(text, separator, 1)
            .map(|row| row.cells.into_iter().map(Cow::into_owned).collect())
            .collect()
    }

    #[test]
    fn quotes_around_a_whole_cell_go_and_others_stay() {
        for (text, rows) in [
            ("\"gate\", \"way, in\"", vec![vec!["gate", "way, in"]]),
            ("A 5\" pipe,is thin", vec![vec!["A 5\" pipe", "is thin"]]),
            (
                "\"He said \"hi\" once\",odd",
                vec![vec!["He said \"hi\" once", "odd"]],
            ),
            (
                "\"open,never\nx,y",
                vec![vec!["\"open", "never"], vec!["x", "y"]],
            ),
            (
                "\"a \"\"b\"\"\",\"\"\n\"\"\"\"",
                vec![vec!["a \"b\"", ""], vec!["\""]],
            ),
            (
                "a,\"open\nb,5\nc,\"closed\"",
                vec![vec!["a", "\"open"], vec!["b", "5"], vec!["c", "closed"]],
            ),
            (
                "\"open,\"\"\nb,\"\"\"quoted\"\"\"",
                vec![vec!["\"open", ""], vec!["b", "\"quoted\""]],
            ),
            (
                "\"two\nlines\",x\n\n\ny,",
                vec![vec!["two\nlines", "x"], vec!["y", ""]],
            ),
            ("a , b", vec![vec!["a ", " b"]]),
        ] {
            assert_eq!(cells(text, b','), rows, "{text}");
        }
        let lines: Vec<usize> = Rows::new("a,\"b\nc\"\n\nd", b',', 3)
            .map(|r| r.line)
            .collect();
        assert_eq!(lines, [3, 6]);
    }

    proptest! {
        /// What another program wrote by the rules is read unchanged.
        #[test]
        fn rows_come_back(rows in prop::collection::vec(prop::collection::vec("[a-z\", \t;#\n]{0,6}", 2..4), 1..6), mark in prop::sample::select(vec![b',', b';', b'\t'])) {
            let mut out = Vec::new();
            let mut writer = csv::WriterBuilder::new().delimiter(mark).flexible(true).quote_style(csv::QuoteStyle::Always).from_writer(&mut out);
            for row in &rows {
                writer.write_record(row).unwrap();
            }
            writer.flush().unwrap();
            drop(writer);
            prop_assert_eq!(cells(std::str::from_utf8(&out).unwrap(), mark), rows);
        }

        #[test]
        fn whatever_the_text_its_rows_end(text in "[a\",;\t\n #é]{0,60}") {
            let lines: Vec<usize> = Rows::new(&text, b',', 1).map(|row| row.line).collect();
            prop_assert!(lines.is_sorted());
        }
    }
}
