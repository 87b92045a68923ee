//! A problem, and what its makers share.

use crate::calculators::draw::Draw;
use crate::calculators::samples::CUSTOMERS;
use crate::calculators::{Answer, answer};
use serde_json::Value;

/// A problem ready to be asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Markdown, with the table to work from.
    pub question: String,
    pub answer: Sought,
    /// Lines of the working; what stands on both sides of an `=` is equal.
    pub working: Vec<String>,
    /// Wrong answers that a known mistake gives: none equals the answer or another of them.
    pub mistakes: Vec<Mistake>,
    /// The calculator that answers it, and the request that does.
    pub calculator: &'static str,
    pub request: Value,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Sought {
    Number {
        value: f64,
        /// Empty for a bare number; with "%" the value is in per cent.
        unit: &'static str,
        /// How far off an answer may be, in the same unit.
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
    /// One sentence: what was done.
    pub because: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Wrong {
    Number(f64),
    /// A code or one of the options.
    Text(String),
}

/// Some customers of Brightwater Supply, each once, in drawn order.
pub fn customers(draw: &mut Draw, count: usize) -> Vec<&'static str> {
    let mut names = CUSTOMERS.to_vec();
    draw.shuffle(&mut names);
    names.truncate(count);
    names
}

/// The calculator's own result; nothing where it refuses, which makes the draw unclean.
pub fn worked_out(calculator: &'static str, request: &Value) -> Option<Value> {
    answer(calculator, request).ok().as_ref().map(Answer::value)
}

/// Whether all numbers are further apart than two per cent of the larger.
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
