//! Makes whole problems with tables from a seed: question, answer, working, and the wrong answers that well-known
//! mistakes give. The answer always comes from the calculator that the problem opens.

mod abc;
mod fill;
mod priority;
mod rfm;

use serde_json::Value;

use super::draw::Draw;
use super::samples::CUSTOMERS;
use super::{Answer, answer};

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

/// A maker of problems.
#[derive(Debug)]
pub struct Maker {
    /// As a deck names it.
    pub name: &'static str,
    pub title: &'static str,
    /// Draws once; nothing where the draw is not a clean problem.
    draw: fn(&mut Draw) -> Option<Problem>,
}

pub const MAKERS: [Maker; 8] = [
    Maker {
        name: "abc-class",
        title: "ABC class of a customer",
        draw: abc::class,
    },
    Maker {
        name: "abc-count",
        title: "How many customers are A",
        draw: abc::count,
    },
    Maker {
        name: "fill-unit",
        title: "Unit fill rate",
        draw: fill::unit,
    },
    Maker {
        name: "fill-line",
        title: "Line fill rate",
        draw: fill::line,
    },
    Maker {
        name: "fill-order",
        title: "Order fill rate",
        draw: fill::order,
    },
    Maker {
        name: "rfm-code",
        title: "RFM code of a customer",
        draw: rfm::code,
    },
    Maker {
        name: "priority-score",
        title: "Weighted score of the first customer",
        draw: priority::score,
    },
    Maker {
        name: "priority-first",
        title: "Which customer comes first",
        draw: priority::first,
    },
];

/// How often a maker draws before it gives up; about one draw in two is clean.
const TRIES: usize = 1_000;

pub fn find(name: &str) -> Option<&'static Maker> {
    MAKERS.iter().find(|maker| maker.name == name)
}

impl Maker {
    /// The problem of a seed: the same on every machine.
    pub fn make(&self, seed: u64) -> Option<Problem> {
        let mut draw = Draw::new(seed);
        (0..TRIES).find_map(|_| (self.draw)(&mut draw))
    }
}

/// Some customers of Brightwater Supply, each once, in drawn order.
fn customers(draw: &mut Draw, count: usize) -> Vec<&'static str> {
    let mut names = CUSTOMERS.to_vec();
    draw.shuffle(&mut names);
    names.truncate(count);
    names
}

/// The calculator's own result; nothing where it refuses, which makes the draw unclean.
fn worked_out(calculator: &'static str, request: &Value) -> Option<Value> {
    answer(calculator, request).ok().as_ref().map(Answer::value)
}

/// Whether all numbers are further apart than two per cent of the larger.
fn apart(numbers: &[f64]) -> bool {
    numbers.iter().enumerate().all(|(i, a)| {
        let others = numbers[i + 1..].iter();
        a.is_finite()
            && others
                .into_iter()
                .all(|b| (a - b).abs() > 0.02 * a.abs().max(b.abs()))
    })
}

/// A Markdown table.
fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    let mut text = line(&header);
    text.push_str(&line(&vec!["---".to_string(); header.len()]));
    for row in rows {
        text.push_str(&line(&row));
    }
    text
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
