//! Parses and evaluates the formulas of a card, and reports what is wrong with one and in which field.

use crate::calculators::expression::Expression;
use std::collections::BTreeMap;

pub type Values = BTreeMap<String, f64>;

/// A problem that could not be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    pub field: &'static str,
    pub why: String,
}

impl Broken {
    pub fn at(field: &'static str, why: impl Into<String>) -> Broken {
        let why = why.into();
        Broken { field, why }
    }
}

pub fn number(formula: &str, field: &'static str) -> Result<Expression, Broken> {
    Expression::number(formula).map_err(|e| Broken::at(field, format!("`{formula}`: {e}")))
}

pub fn value(formula: &Expression, values: &Values, field: &'static str) -> Result<f64, Broken> {
    let value = formula.value(|name| values.get(name).copied());
    value.map_err(|e| Broken::at(field, format!("`{}`: {e}{}", formula.text(), given(values))))
}

/// The values in brackets, to be put behind a message; empty where there are none.
pub fn given(values: &Values) -> String {
    if values.is_empty() {
        return String::new();
    }
    let list = values
        .iter()
        .map(|(name, value)| format!("{name} = {value}"));
    format!(" (with {})", list.collect::<Vec<_>>().join(", "))
}
