//! Helpers for cells and headers.

use crate::calculators::dates;
use crate::calculators::headers::NUMBERS;
use crate::calculators::messages::first_of;

/// Most rows named in a sentence.
pub const NAMED: usize = 10;

/// What stands for "no value".
const NOTHING: [&str; 26] = [
    "", "-", "–", "—", "--", "---", ".", "?", "n/a", "n.a.", "na", "k.a.", "#n/a", "#nv", "null",
    "none", "nil", "(null)", "#ref!", "#value!", "#div/0!", "#name?", "#num!", "nan", "(blank)",
    "(leer)",
];

/// Whether the cell stands for "no value".
pub fn is_nothing(cell: &str) -> bool {
    NOTHING.iter().any(|one| one.eq_ignore_ascii_case(cell))
}

/// Whether a spreadsheet may have made a day of what stood there, as it does of 3-2 or MAR2.
pub fn is_made_day(cell: &str) -> bool {
    let parts = cell.split(['-', '.', ' ']).filter(|part| !part.is_empty());
    let [one, other] = parts.collect::<Vec<_>>()[..] else {
        return dates::iso(cell, b"-").is_some();
    };
    let is_number = |part: &str| part.len() < 3 && part.bytes().all(|b| b.is_ascii_digit());
    let is_month = |part: &str| part.chars().count() == 3 && dates::month_named(part).is_some();
    is_number(one) && is_month(other) || is_month(one) && is_number(other)
}

/// Whether a cell is a word, as names are, and no day.
pub fn is_word(cell: &str) -> bool {
    cell.contains(char::is_alphabetic) && dates::read(cell, Some(dates::Order::Day)).is_none()
}

/// Whether a header is that of the numbers of what another one names: `Customer-Nr.` beside `Customer`.
pub fn numbers_what(header: &str, named: &str) -> bool {
    let header = header.to_lowercase();
    let first = named.split(|c: char| !c.is_alphanumeric()).next();
    let first = first.unwrap_or_default().to_lowercase();
    let mut ends = NUMBERS.split("; ");
    !first.is_empty()
        && header.starts_with(&first)
        && ends.any(|end| header.trim_end_matches('.').ends_with(end))
}

/// `line 4`, or `lines 5, 9`.
pub fn lines(lines: impl ExactSizeIterator<Item = u32>) -> String {
    let plural = if lines.len() > 1 { "s" } else { "" };
    let lines = lines.map(|line| line.to_string());
    format!("line{plural} {}", first_of(lines, NAMED))
}
