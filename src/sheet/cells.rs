//! Helpers for cells, columns and rows.

use super::grid::Grid;
use crate::calculators::messages::first_of;
use crate::calculators::table::Holds;

/// Most rows named in a sentence.
pub const NAMED: usize = 10;

/// A column of the table that is read.
pub struct Column {
    pub key: String,
    pub at: usize,
    pub holds: Holds,
    pub needed: bool,
    pub empty_is_zero: bool,
    /// The unit of a calculator's own column.
    pub unit: Option<&'static str>,
}

/// Whether the cell stands for "no value".
pub fn is_nothing(cell: &str) -> bool {
    cell.is_empty()
        || cell.len() <= 8
            && matches!(
                cell.to_lowercase().as_str(),
                "-" | "–"
                    | "—"
                    | "--"
                    | "---"
                    | "."
                    | "?"
                    | "n/a"
                    | "n.a."
                    | "na"
                    | "k.a."
                    | "#n/a"
                    | "#nv"
                    | "null"
                    | "none"
                    | "nil"
                    | "(null)"
                    | "#ref!"
                    | "#value!"
                    | "#div/0!"
                    | "#name?"
                    | "#num!"
                    | "nan"
                    | "(blank)"
                    | "(leer)"
            )
}

/// `row 4 (line 6)`, or `rows 5, 9 and 12 more`.
pub fn named(grid: &Grid, rows: &[usize], places: &[usize]) -> String {
    match places {
        [place] => format!("row {} (line {})", place + 1, grid.line(rows[*place])),
        places => {
            let rows = places.iter().map(|place| (place + 1).to_string());
            format!("rows {}", first_of(rows, NAMED))
        }
    }
}
