//! The filled rows of a file as cells, for every kind of file.

use super::found::Glimpse;
use super::package::Package;
use crate::calculators::numbers::{is_number, western};
use crate::files::rows::{self, Row, Rows};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Values of a column that are shown.
const GLIMPSED: usize = 3;
/// Rows in which values to show are looked for.
const LOOKED_AT: usize = 1_000;

/// All cells in a single text, one after another. Rows without content are left out.
#[derive(Default)]
pub struct Grid {
    text: String,
    /// The end of each cell in the text.
    ends: Vec<usize>,
    /// The number of cells before each row, and after the last.
    firsts: Vec<usize>,
    lines: Vec<u32>,
    /// Which cells are numbers in a workbook: these have a decimal point, whatever the style of other cells.
    typed: Vec<bool>,
    /// For cells that show what stands above them, by row and column, the row of that.
    shown: HashMap<(usize, usize), usize>,
    /// Columns of a workbook's sheet before the first that holds something.
    pub left: usize,
    /// What a workbook tells of its sheet beside the cells.
    pub package: Package,
    /// Lines with a quotation mark that opens a cell and is never closed.
    pub open_quotes: Vec<u32>,
    /// Cells in quotes that hold line breaks and may be several rows: their first and last line.
    pub like_rows: Vec<(u32, u32)>,
    /// The separator of a text file.
    pub separator: Option<u8>,
}

impl Grid {
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The line of the file, or the row of the sheet, counted from 1.
    pub fn line(&self, row: usize) -> u32 {
        self.lines[row]
    }

    /// The number of cells in the row.
    pub fn width(&self, row: usize) -> usize {
        self.firsts[row + 1] - self.firsts[row]
    }

    /// Empty where the row is shorter.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        let row = if self.shown.is_empty() {
            row
        } else {
            *self.shown.get(&(row, column)).unwrap_or(&row)
        };
        let at = self.firsts[row] + column;
        if at >= self.firsts[row + 1] {
            return "";
        }
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[at]]
    }

    pub fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width(row)).map(move |column| self.cell(row, column))
    }

    /// The cells that hold something.
    pub fn filled(&self, row: usize) -> impl Iterator<Item = &str> {
        self.cells(row).filter(|cell| !cell.is_empty())
    }

    /// Whether the row is a line drawn with dashes.
    pub fn is_ruler(&self, row: usize) -> bool {
        let mut drawn = false;
        let blank = self.cells(row).all(|cell| {
            drawn |= cell.len() > 2;
            let is_dash = |c| matches!(c, '-' | '=' | '_' | '+' | '*' | ' ');
            cell.chars().all(is_dash)
        });
        blank && drawn
    }

    /// Whether the cell is a number in a workbook, and no text.
    pub fn is_typed(&self, row: usize, column: usize) -> bool {
        let typed = self.typed.get(self.firsts[row] + column);
        typed.copied().unwrap_or(false)
    }

    /// A row of the file, at this line from 1. One without content is left out.
    pub fn add<'c>(&mut self, line: u32, cells: impl Iterator<Item = &'c str>) {
        let (cells_before, text_before) = (self.ends.len(), self.text.len());
        for cell in cells {
            let cell = &*with_digits(unquoted(trimmed(cell)));
            if cell.bytes().any(|byte| byte < b' ') {
                // A line break within a cell.
                let words: Vec<&str> = cell.split_whitespace().collect();
                self.text.push_str(&words.join(" "));
            } else {
                self.text.push_str(cell);
            }
            self.ends.push(self.text.len());
        }
        if self.text.len() == text_before {
            self.ends.truncate(cells_before);
            return;
        }
        if self.firsts.is_empty() {
            self.firsts.push(0);
        }
        self.lines.push(line);
        self.firsts.push(self.ends.len());
    }

    /// Marks which cells of the last row are numbers in a workbook.
    pub fn mark_typed(&mut self, typed: impl Iterator<Item = bool>) {
        if self.typed.len() < self.ends.len() {
            self.typed.extend(typed);
            self.typed.resize(self.ends.len(), false);
        }
    }

    /// Has the empty rows of merged cells in a column below the header show what stands in their first row. Returns the rows filled.
    pub fn fill_merged(&mut self, header: usize, column: usize) -> Vec<usize> {
        let mut filled = Vec::new();
        let merged = self.package.merged.iter();
        for merged in merged.filter(|m| m.column == column + self.left) {
            let Ok(from) = self.lines.binary_search(&merged.first) else {
                continue;
            };
            if from <= header {
                continue;
            }
            let below = (from + 1..self.rows()).take_while(|row| self.lines[*row] <= merged.last);
            for row in below {
                if self.cell(row, column).is_empty() {
                    filled.push((row, from));
                }
            }
        }
        filled.sort_unstable();
        let shown = filled.iter().map(|(row, from)| ((*row, column), *from));
        self.shown.extend(shown);
        filled.into_iter().map(|(row, _)| row).collect()
    }

    /// The grid with the next row's cells added to those of this one, as the second line of a header. Names that are merged over
    /// several columns stand in each of them.
    pub fn with_joined(&self, header: usize) -> Self {
        let mut joined = Grid {
            left: self.left,
            open_quotes: self.open_quotes.clone(),
            separator: self.separator,
            ..Grid::default()
        };
        for row in (0..self.rows()).filter(|row| *row != header + 1) {
            let mut cells: Vec<Cow<'_, str>> = self.cells(row).map(Cow::from).collect();
            if row == header {
                cells.resize(cells.len().max(self.width(row + 1)), Cow::default());
                let mut above = "";
                for (at, name) in cells.iter_mut().enumerate() {
                    let (first, second) = (self.cell(row, at), self.cell(row + 1, at));
                    above = if first.is_empty() { above } else { first };
                    if !second.is_empty() {
                        *name = format!("{above} {second}").into();
                    }
                }
            }
            joined.add(self.line(row), cells.iter().map(AsRef::as_ref));
            joined.mark_typed((0..self.width(row)).map(|at| self.is_typed(row, at)));
        }
        joined
    }

    /// The grid with the cells of these columns only, each in its place.
    pub fn with_only(&self, columns: &Range<usize>) -> Self {
        let mut only = Grid {
            left: self.left,
            open_quotes: self.open_quotes.clone(),
            separator: self.separator,
            ..Grid::default()
        };
        for row in 0..self.rows() {
            let cells = self.cells(row).take(columns.end).enumerate();
            let cells = cells.map(|(at, cell)| if at < columns.start { "" } else { cell });
            only.add(self.line(row), cells);
            only.mark_typed(
                (0..self.width(row))
                    .take(columns.end)
                    .map(|at| self.is_typed(row, at)),
            );
        }
        only
    }

    /// Parses a text with separators.
    pub fn of_text(text: &str) -> Self {
        let text: Cow<'_, str> = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n").into()
        } else {
            text.into()
        };
        let (said, text, line) = match rows::said_separator(&text) {
            Some((separator, rest)) => (Some(separator), rest, 2),
            None => (None, &*text, 1),
        };
        let separator = said.unwrap_or_else(|| rows::guess_separator(text, &|_| false));
        let mut grid = Grid {
            text: String::with_capacity(text.len()),
            separator: Some(separator),
            ..Grid::default()
        };
        for row in Rows::new(text, separator, line) {
            if row.is_open {
                grid.open_quotes.push(row.line as u32);
            }
            if row.raw.contains('\n') && is_like_rows(&row, separator) {
                let last = row.line + row.raw.matches('\n').count();
                grid.like_rows.push((row.line as u32, last as u32));
            }
            grid.add(row.line as u32, row.cells.iter().map(AsRef::as_ref));
        }
        grid
    }

    /// The text within, if each row stands in quotes as a whole: some programs write so what they hold as a text.
    pub fn rows_in_quotes(&self) -> Option<String> {
        let is_row =
            |row: usize| self.width(row) == 1 && self.cell(row, 0).contains([';', ',', '\t']);
        if self.rows() < 2 || !(0..self.rows()).all(is_row) {
            return None;
        }
        let mut text = String::new();
        let mut line = 1;
        for row in 0..self.rows() {
            while line < self.line(row) {
                text.push('\n');
                line += 1;
            }
            text.push_str(self.cell(row, 0));
        }
        Some(text)
    }

    /// The columns of a table whose header is in this row, with their first values.
    pub fn glimpses(&self, header: usize) -> Vec<Glimpse> {
        let column = |at: usize| {
            let cells = (header + 1..self.rows()).map(|row| self.cell(row, at));
            let filled = cells.take(LOOKED_AT).filter(|cell| !cell.is_empty());
            Glimpse {
                name: self.cell(header, at).to_owned(),
                values: filled.take(GLIMPSED).map(str::to_owned).collect(),
            }
        };
        (0..self.width(header)).map(column).collect()
    }
}

/// Whether each line of a row with line breaks has as many cells as the row, and numbers in the same of them: then a quotation mark
/// too many may have made one row of several.
fn is_like_rows(row: &Row, separator: u8) -> bool {
    let kind = |cell: &str| is_number(cell.trim_matches(['"', ' ']));
    let kinds: Vec<bool> = row.cells.iter().map(|cell| kind(cell)).collect();
    let is_row = |line: &str| {
        line.split(char::from(separator))
            .map(kind)
            .eq(kinds.iter().copied())
    };
    kinds.contains(&true) && row.raw.lines().all(is_row)
}

/// Trims spaces. Most cells have none, which is checked by their first and last byte.
#[inline]
fn trimmed(cell: &str) -> &str {
    let is_ink = |byte: Option<&u8>| byte.is_some_and(|b| (b'!'..=b'~').contains(b));
    let bytes = cell.as_bytes();
    if is_ink(bytes.first()) && is_ink(bytes.last()) {
        cell
    } else {
        cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
    }
}

/// The content of `="..."`, by which exports mark a cell as text.
#[inline]
fn unquoted(cell: &str) -> &str {
    if !cell.starts_with('=') {
        return cell;
    }
    let inside = cell.strip_prefix("=\"");
    inside
        .and_then(|cell| cell.strip_suffix('"'))
        .unwrap_or(cell)
}

/// A number or a day in the digits of other scripts is written in ours; names stay as they are.
fn with_digits(cell: &str) -> Cow<'_, str> {
    let is_name = |text: &str| {
        text.contains(|c: char| c.is_alphabetic() && !"年月日".contains(c)) && !is_number(text)
    };
    match western(cell) {
        Cow::Owned(text) if !is_name(&text) => text.into(),
        _ => cell.into(),
    }
}
