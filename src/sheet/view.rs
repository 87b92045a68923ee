//! A table while it is read: its rows below the header, its columns with what was read in them, and which rows are left out by now.

use super::cells::{NAMED, is_nothing};
use super::found::Finding;
use super::grid::Grid;
use super::header::Header;
use crate::calculators::messages::first_of;
use crate::calculators::table::Holds;
use std::collections::HashMap;

/// A column of the table.
#[derive(Default)]
pub struct Column {
    pub key: String,
    pub at: usize,
    pub holds: Holds,
    pub needed: bool,
    pub empty_is_zero: bool,
    /// The unit of a calculator's own column.
    pub unit: Option<&'static str>,
    /// The number of each row, NaN where there is none, in a column of numbers.
    pub numbers: Vec<f64>,
    /// The day of each row, empty where there is none, in a column of dates.
    pub days: Vec<String>,
}

impl Column {
    /// One that nobody asked for.
    pub fn new(key: String, at: usize, holds: Holds) -> Self {
        Column {
            key,
            at,
            holds,
            ..Column::default()
        }
    }
}

/// Why a row is not in the table.
#[derive(Clone, Copy, PartialEq)]
pub enum Fault {
    /// The cell of this column is empty and needed.
    Missing(usize),
    /// The cell of this column is neither a number nor a date where one is needed.
    Unread(usize),
    /// It has more cells than the header.
    Wide,
}

pub struct Read<'r> {
    pub grid: &'r Grid,
    pub header: &'r Header<'r>,
    /// The rows of the grid. What is said of a row names its place among them.
    pub rows: Vec<usize>,
    pub columns: Vec<Column>,
    /// What is wrong with each row.
    pub faults: Vec<Option<Fault>>,
    pub out: Vec<bool>,
}

impl Read<'_> {
    pub fn leave_out(&mut self, places: &[usize]) {
        for place in places {
            self.out[*place] = true;
        }
    }

    /// The rows that are not left out.
    pub fn kept(&self) -> impl Iterator<Item = usize> {
        (0..self.rows.len()).filter(|&place| !self.out[place])
    }

    /// By its place among the rows read, and its column in the file.
    pub fn cell(&self, place: usize, at: usize) -> &str {
        self.grid.cell(self.rows[place], at)
    }

    pub fn line(&self, place: usize) -> u32 {
        self.grid.line(self.rows[place])
    }

    /// The header of a column.
    pub fn name(&self, at: usize) -> &str {
        &self.header.names[at]
    }

    /// The columns of the file that are not read.
    pub fn others(&self) -> impl DoubleEndedIterator<Item = usize> {
        let is_read = |at: &usize| self.columns.iter().any(|column| column.at == *at);
        (0..self.header.names.len()).filter(move |at| !is_read(at))
    }

    /// The first column of this kind that the calculator needs.
    pub fn needed(&self, holds: Holds) -> Option<&Column> {
        let mut columns = self.columns.iter();
        columns.find(|column| column.needed && column.holds == holds)
    }

    pub fn of_numbers(&self) -> impl Iterator<Item = &Column> {
        let columns = self.columns.iter();
        columns.filter(|column| column.holds == Holds::Number)
    }

    /// The rows with such a cell in a column.
    pub fn find(&self, at: usize, is: impl Fn(&str) -> bool) -> Vec<usize> {
        let places = self.kept();
        places.filter(|&place| is(self.cell(place, at))).collect()
    }

    /// The same where an answer takes long: each text is asked about once.
    pub fn find_told(&self, at: usize, is: impl Fn(&str) -> bool) -> Vec<usize> {
        let mut known: HashMap<&str, bool> = HashMap::new();
        let mut is_so = |cell| *known.entry(cell).or_insert_with(|| is(cell));
        let places = self.kept();
        places
            .filter(|&place| is_so(self.cell(place, at)))
            .collect()
    }

    /// Whether nine of ten filled cells of a column are so.
    pub fn are_mostly(&self, at: usize, is: impl Fn(usize) -> bool) -> bool {
        let filled = self.find(at, |cell| !is_nothing(cell));
        let so = filled.iter().filter(|place| is(**place)).count();
        !filled.is_empty() && so * 10 >= filled.len() * 9
    }

    /// `` `1.5M` in line 3 ``.
    pub fn quoted(&self, place: usize, at: usize) -> String {
        format!("`{}` in line {}", self.cell(place, at), self.line(place))
    }

    /// `row 4 (line 6)`, or `rows 5, 9 and 12 more`.
    pub fn named(&self, places: &[usize]) -> String {
        match places {
            [place] => format!("row {} (line {})", place + 1, self.line(*place)),
            places => {
                let rows = places.iter().map(|place| (place + 1).to_string());
                format!("rows {}", first_of(rows, NAMED))
            }
        }
    }

    /// About a column, whose name, or number where it has none, is put before what is said of it.
    pub fn doubt(&self, kind: &'static str, at: usize, says: &str) -> Finding {
        let number = (at + 1).to_string();
        let name = Some(self.name(at)).filter(|name| !name.is_empty());
        Finding::new(kind, format!("column `{}`{says}", name.unwrap_or(&number)))
    }
}
