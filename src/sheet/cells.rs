//! Helpers for cells and headers.

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

/// Whether a list of words in lower case, parted by `;`, has this one.
pub fn is_one_of(word: &str, list: &str) -> bool {
    let word = word.to_lowercase();
    list.split("; ").any(|one| one == word)
}

/// Whether a header has one of these words.
pub fn has_word(header: &str, list: &str) -> bool {
    let mut words = header.split(|c: char| !c.is_alphanumeric());
    words.any(|word| is_one_of(word, list))
}

/// Whether a header is that of the numbers of what another one names: `Customer-Nr.` beside `Customer`.
pub fn numbers_what(header: &str, named: &str) -> bool {
    const ENDS: [&str; 8] = ["id", "no", "no.", "nr", "nr.", "number", "nummer", "code"];
    let header = header.to_lowercase();
    let first = named.split(|c: char| !c.is_alphanumeric()).next();
    let first = first.unwrap_or_default().to_lowercase();
    !first.is_empty() && header.starts_with(&first) && ENDS.iter().any(|end| header.ends_with(end))
}

/// `line 4`, or `lines 5, 9`.
pub fn lines(lines: impl ExactSizeIterator<Item = u32>) -> String {
    let plural = if lines.len() > 1 { "s" } else { "" };
    let lines = lines.map(|line| line.to_string());
    format!("line{plural} {}", first_of(lines, NAMED))
}
