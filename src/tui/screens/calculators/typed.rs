//! A typed table: cells as typed, with the keys of the columns that the calculator declares. They are read like those of a file.

use crate::calculators::numbers::Style;
use crate::calculators::table::{Holds, Layout};
use crate::calculators::{Calculator, Column, TableCells};
use crate::sheet::{self, Options, Refused, Sheet};
use crate::study::text::clean;
use crate::tui::screen::Loaded;

/// Most rows that can be typed or pasted; longer tables are loaded from a file.
pub const MOST: usize = 2_000;
/// Longest text of a cell, in characters.
const LONGEST: usize = 200;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Typed {
    /// Index among the calculator's layouts.
    pub layout: usize,
    /// The columns of all layouts that were used, and further ones.
    pub keys: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub options: Options,
}

/// The result of pasting.
pub struct Pasted {
    pub rows: usize,
    /// Number of cells beyond the last column.
    pub beyond: usize,
}

impl Typed {
    /// With the columns of the first layout, and further ones named in a field: drivers, criteria.
    pub fn new(about: &Calculator, further: &[String]) -> Typed {
        let mut typed = Typed::default();
        typed.take_layout(about, 0, further);
        typed
    }

    /// The rows of a table that was read, its numbers written as in the file; `None` if it is too long to be typed.
    pub fn of(about: &Calculator, sheet: &Loaded, further: &[String]) -> Option<Typed> {
        let (table, rows) = (&sheet.table, sheet.rows);
        if rows > MOST {
            return None;
        }
        let commas = sheet.decimal == Style::Comma;
        let written = |number: &f64| {
            if commas {
                number.to_string().replace('.', ",")
            } else {
                number.to_string()
            }
        };
        let has = |key: &str| table.columns.iter().any(|(name, _)| name == key);
        let fits = |layout: &Layout| layout.columns.iter().all(|c| !c.needed || has(c.key));
        let mut typed = Typed::default();
        // By itself `12,125` could be twelve thousand as well.
        typed.options.decimal = commas.then_some(Style::Comma);
        let layout = about.layouts.iter().position(fits).unwrap_or(0);
        typed.take_layout(about, layout, further);
        for (key, cells) in &table.columns {
            let column = typed.column(key);
            for row in 0..rows {
                let text = match cells {
                    TableCells::Texts(texts) => texts.get(row).cloned(),
                    TableCells::Numbers(numbers) => numbers
                        .get(row)
                        .filter(|number| !number.is_nan())
                        .map(written),
                };
                typed.set(row, column, &text.unwrap_or_default());
            }
        }
        Some(typed)
    }

    fn layout_of<'a>(&self, about: &'a Calculator) -> Option<&'a Layout> {
        about.layouts.get(self.layout)
    }

    /// Changes to the columns of another layout; cells of other columns are kept for later.
    pub fn take_layout(&mut self, about: &Calculator, layout: usize, further: &[String]) {
        self.layout = layout;
        let columns = self.layout_of(about).map_or(&[][..], |l| l.columns);
        for column in columns {
            self.column(column.key);
        }
        if self.layout_of(about).is_some_and(|l| l.rest.is_some()) {
            for key in further {
                self.column(key);
            }
        }
    }

    /// The index of a column, added if necessary.
    fn column(&mut self, key: &str) -> usize {
        if let Some(at) = self.keys.iter().position(|k| k == key) {
            return at;
        }
        self.keys.push(key.to_owned());
        for row in &mut self.rows {
            row.resize(self.keys.len(), String::new());
        }
        self.keys.len() - 1
    }

    /// The indexes of the columns shown: those of the layout, then further ones if it takes them.
    pub fn columns(&self, about: &Calculator) -> Vec<usize> {
        let Some(layout) = self.layout_of(about) else {
            return Vec::new();
        };
        let place = |key: &str| self.keys.iter().position(|k| k == key);
        let mut columns: Vec<usize> = layout.columns.iter().filter_map(|c| place(c.key)).collect();
        let is_declared = |key: &str| {
            let mut all = about.layouts.iter().flat_map(|l| l.columns);
            all.any(|column| column.key == key)
        };
        if layout.rest.is_some() {
            columns.extend((0..self.keys.len()).filter(|at| !is_declared(&self.keys[*at])));
        }
        columns
    }

    /// What the layout says of a column; nothing of one with a name of the learner's own.
    fn declared<'a>(&self, about: &'a Calculator, column: usize) -> Option<&'a Column> {
        let key = self.keys.get(column)?;
        let mut columns = self.layout_of(about)?.columns.iter();
        columns.find(|column| column.key == key)
    }

    pub fn label<'a>(&'a self, about: &'a Calculator, column: usize) -> &'a str {
        let key = self.keys.get(column).map_or("", String::as_str);
        self.declared(about, column).map_or(key, |c| c.label)
    }

    pub fn is_number(&self, about: &Calculator, column: usize) -> bool {
        let declared = self.declared(about, column);
        declared.is_none_or(|c| c.holds == Holds::Number)
    }

    pub fn is_needed(&self, about: &Calculator, column: usize) -> bool {
        self.declared(about, column).is_some_and(|c| c.needed)
    }

    pub fn cell(&self, row: usize, column: usize) -> &str {
        let cell = self.rows.get(row).and_then(|row| row.get(column));
        cell.map_or("", String::as_str)
    }

    /// Adds the row if it does not exist and the text is not empty.
    pub fn set(&mut self, row: usize, column: usize, text: &str) {
        if row >= self.rows.len() && text.is_empty() || row >= MOST {
            return;
        }
        let wide = self.keys.len();
        if row >= self.rows.len() {
            self.rows.resize_with(row + 1, || vec![String::new(); wide]);
        }
        if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)) {
            *cell = clean(text).trim().chars().take(LONGEST).collect();
        }
        let is_blank = |row: &Vec<String>| row.iter().all(String::is_empty);
        while self.rows.last().is_some_and(is_blank) {
            self.rows.pop();
        }
    }

    pub fn insert(&mut self, row: usize) {
        if row < self.rows.len() && self.rows.len() < MOST {
            self.rows.insert(row, vec![String::new(); self.keys.len()]);
        }
    }

    pub fn remove(&mut self, row: usize) {
        if row < self.rows.len() {
            self.rows.remove(row);
        }
    }

    /// Pastes rows from a spreadsheet or a text with separators, from this cell on. If the first row names columns, each goes to
    /// its own.
    pub fn paste(
        &mut self,
        about: &Calculator,
        (row, column): (usize, usize),
        text: &str,
    ) -> Result<Pasted, String> {
        let mut cells = sheet::cells(text)?;
        if row + cells.len() > MOST {
            return Err(format!(
                "{} rows do not fit: {MOST} can be typed. Load a longer table from a file",
                cells.len()
            ));
        }
        let shown = self.columns(about);
        let named = match (cells.first(), self.layout_of(about)) {
            (Some(first), Some(layout)) if cells.len() > 1 => {
                sheet::names(first, layout).map(|places| (layout, places))
            }
            _ => None,
        };
        let places: Vec<Option<usize>> = match named {
            Some((layout, named)) => {
                let header = cells.remove(0);
                let mut places = vec![None; header.len()];
                for (column, at) in layout.columns.iter().zip(named) {
                    if let Some(at) = at {
                        places[at] = Some(self.column(column.key));
                    }
                }
                for (at, name) in header.iter().enumerate() {
                    let known = self.keys.iter().position(|k| k.eq_ignore_ascii_case(name));
                    if places[at].is_none() && layout.rest.is_some() && !name.is_empty() {
                        places[at] = Some(known.unwrap_or_else(|| self.column(name)));
                    }
                }
                places
            }
            None => shown.iter().skip(column).map(|at| Some(*at)).collect(),
        };
        let mut beyond = 0;
        for (down, cells) in cells.iter().enumerate() {
            for (at, cell) in cells.iter().enumerate() {
                match places.get(at) {
                    Some(Some(column)) => self.set(row + down, *column, cell),
                    _ => beyond += usize::from(!cell.is_empty()),
                }
            }
        }
        Ok(Pasted {
            rows: cells.len(),
            beyond,
        })
    }

    /// The table as a file would be read: columns without content are left out.
    pub fn read(&self, about: &Calculator) -> Result<Sheet, Refused> {
        let layout = self.layout_of(about).ok_or("there is no such table")?;
        let mut columns = self.columns(about);
        columns
            .retain(|column| (0..self.rows.len()).any(|row| !self.cell(row, *column).is_empty()));
        let keys: Vec<&str> = columns.iter().map(|at| &*self.keys[*at]).collect();
        let row = |row: usize| columns.iter().map(|at| self.cell(row, *at)).collect();
        let rows: Vec<Vec<&str>> = (0..self.rows.len()).map(row).collect();
        sheet::typed(&keys, &rows, layout, &self.options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calculators::{ALL, find};

    #[test]
    fn every_table_of_every_calculator_is_read_as_it_was_typed() {
        let mut tables = 0;
        for about in ALL {
            for (nth, layout) in about.layouts.iter().enumerate() {
                tables += 1;
                let mut typed = Typed::new(about, &["orders".to_owned()]);
                typed.take_layout(about, nth, &["orders".to_owned()]);
                let columns = typed.columns(about);
                assert!(columns.len() >= layout.columns.len(), "{}", about.name);
                for row in 0..3 {
                    for (at, column) in columns.iter().enumerate() {
                        let declared = layout.columns.get(at).map(|c| c.holds);
                        let cell = match declared {
                            Some(Holds::Text) => format!("Text {row}"),
                            Some(Holds::Date) => format!("2026-03-0{}", row + 1),
                            _ => format!("{}.5", row + 1),
                        };
                        typed.set(row, *column, &cell);
                    }
                }
                let sheet = typed.read(about).unwrap();
                assert_eq!(sheet.rows, 3, "{} {}", about.name, layout.name);
                for column in layout.columns.iter().filter(|c| c.holds == Holds::Number) {
                    let numbers = sheet.table.numbers(column.key).unwrap();
                    assert_eq!(**numbers, [1.5, 2.5, 3.5], "{}", about.name);
                }
            }
        }
        assert!(tables >= 12, "{tables}");
    }

    #[test]
    fn a_paste_goes_where_the_cursor_is_or_under_the_names_of_its_header() {
        let about = find("abc").unwrap();
        let mut typed = Typed::new(about, &[]);
        let put = |typed: &mut Typed, at, text: &str| typed.paste(about, at, text).unwrap();
        // From a spreadsheet, a quoted cell among them.
        assert_eq!(put(&mut typed, (0, 0), "A\t10\nB\t\"1,200\"\r\n").rows, 2);
        assert_eq!(typed.rows, [["A", "10"], ["B", "1,200"]]);
        // A single column: commas do not separate.
        put(&mut typed, (0, 1), "1,500\n2,500\n");
        assert_eq!(typed.cell(0, 1), "1,500");
        // From a CSV with a header in another order.
        put(
            &mut typed,
            (2, 0),
            "sales;region;customer\n5;North;C\n6;South;D",
        );
        assert_eq!(typed.rows[2..], [["C", "5"], ["D", "6"]]);
        assert_eq!(put(&mut typed, (0, 1), "1\t2\t3").beyond, 2);
        assert!(
            typed
                .paste(about, (0, 0), &"x\t1\n".repeat(MOST + 1))
                .is_err()
        );
    }

    #[test]
    fn what_was_typed_under_other_columns_comes_back_with_them() {
        let about = find("abc").unwrap();
        let mut typed = Typed::new(about, &[]);
        typed.set(0, 0, "A");
        typed.set(0, 1, "7");
        typed.take_layout(about, 1, &[]);
        assert_eq!(typed.columns(about).len(), 3);
        typed.take_layout(about, 0, &[]);
        assert_eq!(typed.cell(0, 1), "7");
    }
}
