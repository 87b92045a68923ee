//! Reads and works out the formulas of generated cards: names, numbers, `+ - * / ^`, parentheses, a few
//! functions, and for conditions comparisons with `&&` and `||`.
//! Never gives a number that is not finite, and never guesses: what could be read in two ways is refused.
//!
//! The arithmetic is done by the `exmex` crate (MIT OR Apache-2.0, released since 2021).
//! What it leaves open is closed here, by rewriting the text before it goes in: errors get a position;
//! `-2^2` is -4 as in a textbook (exmex alone: 4); `min(a, max(b, c))` may nest (exmex alone: refused); a name
//! may start like a function (`minutes`; exmex alone: `min` and `utes`). `evalexpr` is now AGPL and `fasteval`
//! has had no release since 2020.

mod known;
mod rewrite;
mod tokens;

use exmex::{Express, FlatEx};
use known::Known;
use std::fmt;

/// What is wrong with a formula, and where: `column` counts characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub column: usize,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)
    }
}

impl std::error::Error for Fault {}

impl Fault {
    fn at(text: &str, byte: usize, message: String) -> Fault {
        Fault {
            column: text[..byte].chars().count() + 1,
            message,
        }
    }
}

/// Why a sound formula has no value for the numbers given.
#[derive(Debug, Clone, PartialEq)]
pub enum NoValue {
    /// The formula uses a name that was given no number.
    Unknown(String),
    /// A division by zero, a root or logarithm of a negative number, an overflow.
    NotFinite,
}

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoValue::Unknown(name) => write!(f, "`{name}` has no value"),
            NoValue::NotFinite => f.write_str("the result is not a finite number"),
        }
    }
}

impl std::error::Error for NoValue {}

/// A formula that has been read and checked.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
    names: Vec<String>,
    formula: FlatEx<f64, Known>,
}

impl Expression {
    /// Reads a formula whose value is a number.
    pub fn number(text: &str) -> Result<Self, Fault> {
        Self::read(text, false)
    }

    /// Reads a condition: comparisons joined by `&&` and `||`.
    pub fn condition(text: &str) -> Result<Self, Fault> {
        Self::read(text, true)
    }

    fn read(text: &str, condition: bool) -> Result<Self, Fault> {
        let rewritten = rewrite::rewrite(text, condition)?;
        let formula = FlatEx::<f64, Known>::parse(&rewritten).map_err(|fault| Fault {
            column: 1,
            message: fault.to_string(),
        })?;
        Ok(Expression {
            text: text.trim().to_string(),
            names: formula.var_names().to_vec(),
            formula,
        })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names it uses, each once, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The value, where `value_of` knows the number behind each name.
    pub fn value(&self, value_of: impl Fn(&str) -> Option<f64>) -> Result<f64, NoValue> {
        let mut numbers = Vec::with_capacity(self.names.len());
        for name in &self.names {
            numbers.push(value_of(name).ok_or_else(|| NoValue::Unknown(name.clone()))?);
        }
        match self.formula.eval(&numbers) {
            // -0 would print with its sign
            Ok(value) if value.is_finite() => Ok(value + 0.0),
            _ => Err(NoValue::NotFinite),
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, value_of: impl Fn(&str) -> Option<f64>) -> Result<bool, NoValue> {
        Ok(self.value(value_of)? != 0.0)
    }
}

#[cfg(test)]
mod tests;
