//! Parses and evaluates the formulas of generated cards: names, numbers, `+ - * / ^`, parentheses, some functions, and in
//! conditions comparisons with `&&` and `||`. Results are always finite, and a formula that could be read in two ways is refused.

mod known;
mod parser;
mod tokens;

use known::Op;
pub use tokens::Fault;

/// Why a correct formula has no value for the given numbers.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoValue {
    /// The formula uses a name without a value.
    #[error("`{0}` has no value")]
    Unknown(String),
    /// A division by zero, a root or logarithm of a negative number, an overflow.
    #[error("the result is not a finite number")]
    NotFinite,
}

/// A parsed formula.
#[derive(Debug, Clone)]
pub struct Expression {
    text: String,
    names: Vec<String>,
    steps: Vec<Op>,
}

impl Expression {
    /// Parses a formula whose value is a number.
    pub fn number(text: &str) -> Result<Self, Fault> {
        Self::read(text, false)
    }

    /// Parses a condition: comparisons joined by `&&` and `||`.
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

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The names it uses, each once, sorted.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The value, with `value_of` giving the number of each name.
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
            // -0 would be printed with its sign
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
