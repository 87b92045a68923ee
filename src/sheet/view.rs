//! The rows below a header while they are examined: what stands in them, and which of them are left out.

use super::found::Finding;
use super::grid::Grid;
use super::header::Header;

/// A table while it is read: its rows in the grid, and which of them are left out by now.
pub struct Read<'r> {
    pub grid: &'r Grid,
    pub header: &'r Header<'r>,
    pub rows: &'r [usize],
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

    pub fn cell(&self, place: usize, at: usize) -> &str {
        self.grid.cell(self.rows[place], at)
    }

    /// The rows with such a cell in a column.
    pub fn find(&self, at: usize, is: impl Fn(&str) -> bool) -> Vec<usize> {
        self.kept()
            .filter(|&place| is(self.cell(place, at)))
            .collect()
    }

    /// `` `1.5M` in line 3 ``.
    pub fn quoted(&self, place: usize, at: usize) -> String {
        let line = self.grid.line(self.rows[place]);
        format!("`{}` in line {line}", self.cell(place, at))
    }

    pub fn told(&self, kind: &'static str, places: &[usize], sentence: String) -> Finding {
        Finding {
            rows: places.iter().map(|place| place + 1).collect(),
            ..Finding::new(kind, sentence)
        }
    }
}
