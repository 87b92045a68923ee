//! A problem, and functions shared by its makers.

use crate::calculators::draw::Draw;
use crate::calculators::samples::CUSTOMERS;
use crate::calculators::{Answer, answer};
use serde_json::Value;

/// A problem ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Markdown, with the table of data.
    pub question: String,
    pub answer: Sought,
    /// Lines of the working; both sides of an `=` are equal.
    pub working: Vec<String>,
    /// Wrong answers from known mistakes: all different, and different from the answer.
    pub mistakes: Vec<Mistake>,
    /// The calculator that solves it, and the request.
    pub calculator: &'static str,
    pub request: Value,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Sought {
    Number {
        value: f64,
        /// Empty for a plain number; with "%" the value is in per cent.
        unit: &'static str,
        /// Largest accepted deviation, in the same unit.
        tolerance: f64,
    },
    /// To be typed exactly, such as 545.
    Code(String),
    OneOf {
        options: Vec<String>,
        right: usize,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mistake {
    pub wrong: Wrong,
    /// What was done wrong, in one sentence.
    pub because: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    Number(f64),
    /// A code or one of the options.
    Text(String),
}

/// Of all mistakes those whose wrong answers differ from the right one and from each other.
pub fn mistakes<T>(
    wrong: fn(T) -> Wrong,
    right: T,
    all: impl IntoIterator<Item = (T, &'static str)>,
) -> Vec<Mistake> {
    let right = wrong(right);
    let mut mistakes: Vec<Mistake> = Vec::new();
    for (wrong, because) in all.into_iter().map(|(given, why)| (wrong(given), why)) {
        if wrong != right && mistakes.iter().all(|mistake| mistake.wrong != wrong) {
            mistakes.push(Mistake { wrong, because });
        }
    }
    mistakes
}

/// Customers of Brightwater Supply, each once, in random order.
pub fn customers(draw: &mut Draw, count: usize) -> Vec<&'static str> {
    let mut names = CUSTOMERS.to_vec();
    draw.shuffle(&mut names);
    names.truncate(count);
    names
}

/// The calculator's result; `None` if it refuses the request, which makes the draw unsuitable.
pub fn worked_out(calculator: &'static str, request: &Value) -> Option<Value> {
    answer(calculator, request).ok().as_ref().map(Answer::value)
}

/// Whether all numbers differ by more than two per cent of the larger one.
pub fn apart(numbers: &[f64]) -> bool {
    numbers.iter().enumerate().all(|(i, a)| {
        let others = numbers[i + 1..].iter();
        a.is_finite()
            && others
                .into_iter()
                .all(|b| (a - b).abs() > 0.02 * a.abs().max(b.abs()))
    })
}

/// A Markdown table.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let mut text = line(&header);
    text.push_str(&line(&vec!["---".to_string(); header.len()]));
    for row in rows {
        text.push_str(&line(&row));
    }
    text
}
