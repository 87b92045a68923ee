//! Reads and works out the formulas of generated cards: names, numbers, `+ - * / ^`, parentheses, a few
//! functions, and for conditions comparisons with `&&` and `||`.
//! Never gives a number that is not finite, and never guesses: what could be read in two ways is refused.

mod known;
mod parser;
mod tokens;

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

/// One step of working a formula out, on the values that are waiting.
#[derive(Debug, Clone, Copy)]
enum Op {
    Number(f64),
    /// The number behind the name at this place.
    Name(usize),
    /// Takes the last value and leaves another.
    One(fn(f64) -> f64),
    /// Takes the last two.
    Two(fn(f64, f64) -> f64),
}

/// A formula that has been read and checked.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
    names: Vec<String>,
    steps: Vec<Op>,
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
        let (names, steps) = parser::parse(text, condition)?;
        Ok(Expression {
            text: text.trim().to_string(),
            names,
            steps,
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
        let mut waiting: Vec<f64> = Vec::new();
        for step in &self.steps {
            let value = match *step {
                Op::Number(value) => Some(value),
                Op::Name(place) => numbers.get(place).copied(),
                Op::One(apply) => waiting.pop().map(apply),
                Op::Two(apply) => {
                    let second = waiting.pop();
                    waiting.pop().zip(second).map(|(a, b)| apply(a, b))
                }
            };
            waiting.push(value.unwrap_or(f64::NAN));
        }
        match waiting.pop() {
            // -0 would print with its sign
            Some(value) if value.is_finite() => Ok(value + 0.0),
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
