//! What numbers measure, and so how they are printed.

use super::numbers;

/// What a number measures, and so how it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// An amount in the learner's own currency.
    Money,
    /// A fraction, shown in per cent.
    Share,
    /// How many there are, whole.
    Count,
    /// A quantity of goods or work, not always whole.
    Quantity,
    Days,
    Periods,
    Minutes,
    /// A bare ratio, score or factor.
    Ratio,
    Text,
}

impl Unit {
    /// A value as a person reads it: `1,234.50`, `12.5 %`, `4`.
    pub fn show(self, value: f64) -> String {
        match self {
            Unit::Money => numbers::money(value),
            Unit::Share => numbers::percent(value),
            Unit::Count => numbers::grouped(value, 0),
            Unit::Days => format!("{} days", numbers::trimmed(value, 1)),
            Unit::Periods => format!("{} periods", numbers::trimmed(value, 2)),
            Unit::Minutes => format!("{} min", numbers::trimmed(value, 1)),
            Unit::Quantity => numbers::trimmed(value, 2),
            Unit::Ratio | Unit::Text => numbers::trimmed(value, 4),
        }
    }
}
