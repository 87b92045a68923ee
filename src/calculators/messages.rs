//! Messages of a calculator: warnings, reasons for refusing a request, and counts with the right plural.

use serde::ser::{Serialize, Serializer};

/// `1 card`, `2 cards`.
pub fn count(n: impl TryInto<u64>, one: &str, many: &str) -> String {
    let n = n.try_into().unwrap_or(u64::MAX);
    format!("{n} {}", if n == 1 { one } else { many })
}

/// The first `most` of them, and how many more there are.
pub fn first_of(names: impl ExactSizeIterator<Item = String>, most: usize) -> String {
    let more = names.len().saturating_sub(most);
    let shown = names.take(most).collect::<Vec<_>>().join(", ");
    match more {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// The known name that a misspelt one is nearest to, if it is near at all; of several the first by the alphabet.
pub fn closest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 64 {
        return None;
    }
    let folded = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let (word, room) = (folded(word), (word.chars().count() / 3).clamp(1, 3));
    let near = known.map(|name| (strsim::osa_distance(&word, &folded(name)), name));
    let nearest = near.filter(|(distance, _)| *distance <= room).min()?;
    Some(nearest.1)
}

/// A warning about a result: printed as `code` or `code:detail`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    pub code: &'static str,
    pub detail: String,
}

impl Warning {
    /// `detail` fills the gap in the sentence of the code.
    pub fn new(code: &'static str, detail: impl ToString) -> Self {
        let detail = detail.to_string();
        Warning { code, detail }
    }

    /// What it says to a person.
    pub fn sentence(&self) -> String {
        let mut known = SENTENCES.lines().filter_map(|line| line.split_once(": "));
        let known = known.find(|(code, _)| *code == self.code);
        let words = || format!("{}: {{}}.", self.code.replace('_', " "));
        let sentence = known.map_or_else(words, |(_, sentence)| sentence.to_owned());
        match self.detail.as_str() {
            "" => sentence.replace(": {}", ""),
            detail => sentence.replace("{}", detail),
        }
    }
}

/// What each warning says behind its code, with its detail where the braces stand.
const SENTENCES: &str = "\
non_positive: Zero or negative, and so in the last class: {}.
tie_across_boundary: Equal values on both sides of a cut, parted by the order of their ids: {}.
equal_totals: Two lots cost the same, and the smaller is taken: {}.
empty_class: Nothing falls into class {}.
never_breaks_even: It never breaks even: the variable cost takes the whole margin.
negative_margin: The margin is negative: the customer costs more than it leaves.
perpetuity: Nobody ever leaves: the value of an endless series of payments.
over_capacity: More was used than the capacity holds: {}.
no_revenue: Without revenue, and so without shares of it: {}.
total_not_positive: The profits sum to nothing or less: shown in money, not in shares.
zero_actual: Left out of the MAPE, for the actual is zero: {}.
not_used: Given, but of no use to the chosen method: {}.
over_shipped: More was shipped than ordered, and counts as what was ordered: orders {}.
no_spread: All alike, and so of no use for telling them apart: {}.
refunds: Refunds are taken off the customer's spend, and are no orders: {} of the lines.
cancelled: Cancelled, and so not counted: {} of the lines.
left_with_nothing: Gave back all that they bought: {}.
without_purchase: Without a purchase, and so without scores: {}.
oversold: More is ordered than there will be in time: {} too many.
past_due: Should have been released before period 1: {}.
odd_density: Sizes and weights that no freight has, so look at their units: sides in m or mm are read as if they were in the divisor's unit: rows {}.
fewer_customers_than_bins: There are fewer customers than bands.";

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.detail.as_str() {
            "" => f.write_str(self.code),
            detail => write!(f, "{}:{detail}", self.code),
        }
    }
}

impl Serialize for Warning {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Why a request is refused: what, where, what would be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    pub code: &'static str,
    /// A whole sentence that names the field and row.
    pub message: String,
    #[serde(skip)]
    pub field: Option<String>,
    /// Row of a list or table, counted from 1.
    #[serde(skip)]
    pub row: Option<usize>,
    #[serde(skip)]
    pub column: Option<String>,
}

impl Refusal {
    /// `code` is for programs, `message` a sentence for people.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Refusal {
            code,
            message: message.into(),
            ..Refusal::default()
        }
    }

    /// About a cell of a table: `price` in row 2 must be above 0. `row` counts from 0 here.
    pub fn in_row(code: &'static str, row: usize, column: &str, says: &str) -> Self {
        let message = format!("`{column}` in row {} {says}", row + 1);
        Self::new(code, message).at_row(row, column)
    }

    pub fn at_field(mut self, field: &str) -> Self {
        self.field = Some(field.to_string());
        self
    }

    /// `row` counts from 0 here and from 1 in the message.
    pub fn at_row(mut self, row: usize, column: &str) -> Self {
        self.row = Some(row + 1);
        self.column = Some(column.to_string());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_names_that_are_equally_near_the_first_by_the_alphabet_is_meant() {
        for known in [["rail", "mail", "weight"], ["mail", "weight", "rail"]] {
            assert_eq!(closest("tail", known.into_iter()), Some("mail"));
        }
    }
}
