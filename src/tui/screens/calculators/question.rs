//! A question made of a calculator's numbers: in words, with the answer and the working. For the quiz and for cards.

use super::CalculatorScreen;
use super::form::Form;
use crate::calculators::{Calculator, Figure, Kind, Outcome, Unit};
use crate::study::deck::Common;
use crate::study::kinds::{Numeric, Tolerance};
use serde_json::{Map, Value};

/// Longest table that a question can hold, in rows.
const ROWS: usize = 12;

/// The figure that is asked for, where it is not the first.
const MAIN: [(&str, &str); 4] = [
    ("abc", "items_for_80pct"),
    ("cost_to_serve", "net"),
    ("rfm", "monetary"),
    ("inventory_turns", "days"),
];

/// The figure that matters, if it is defined.
fn main_figure<'o>(about: &Calculator, outcome: &'o Outcome) -> Option<&'o Figure> {
    let wanted = MAIN.iter().find(|(name, _)| *name == about.name);
    let wanted = wanted.and_then(|(_, key)| outcome.figure(key));
    wanted
        .or(outcome.figures.first())
        .filter(|figure| figure.value.is_some_and(f64::is_finite))
}

/// Nothing where the figure is undefined. `rest` holds the rows of the request.
fn question(
    about: &Calculator,
    form: &Form,
    rest: &Map<String, Value>,
    outcome: &Outcome,
) -> Option<Numeric> {
    let figure = main_figure(about, outcome)?;
    let value = figure.value?;
    let (value, unit) = match figure.unit {
        Unit::Share => (value * 100.0, "%"),
        Unit::Days => (value, "days"),
        Unit::Periods => (value, "periods"),
        Unit::Minutes => (value, "min"),
        _ => (value, ""),
    };
    let exact = figure.unit == Unit::Count || value == 0.0;
    let tolerance = if exact {
        Tolerance::Exact
    } else {
        Tolerance::Percent(0.5)
    };
    let working = outcome
        .working
        .iter()
        .map(|step| escaped(&step.show()).into());
    Some(Numeric {
        question: in_words(about, form, rest, figure).into(),
        answer: Some(rounded(value)),
        unit: Some(unit.into()),
        tolerance: Some(tolerance),
        working: working.collect(),
        mistakes: Vec::new(),
        common: Common {
            why: escaped(&format!("{}.", about.formula)).into(),
            source: about.source.into(),
            ..Common::default()
        },
    })
}

fn in_words(about: &Calculator, form: &Form, rest: &Map<String, Value>, figure: &Figure) -> String {
    let given: Vec<String> = form
        .entries
        .iter()
        .filter(|entry| !entry.input.text().trim().is_empty())
        .map(|entry| {
            let text = entry.input.text().trim().trim_end_matches('%').trim();
            let unit = match entry.def.kind {
                Kind::Rate | Kind::Rates => " %",
                Kind::Days => " days",
                _ => "",
            };
            let text = text.replace('_', " ");
            format!("- {}: {text}{unit}", escaped(entry.def.label))
        })
        .collect();
    let mut parts = vec![format!("**{}**", about.title)];
    if !given.is_empty() {
        parts.push(given.join("\n"));
    }
    parts.extend(rest.values().filter_map(table));
    parts.push(format!(
        "Work out: {}.",
        figure.label.trim_start_matches("... ")
    ));
    parts.join("\n\n")
}

/// Rows as a Markdown table; nothing for what is no list of objects.
fn table(value: &Value) -> Option<String> {
    let rows: Vec<Vec<(String, String)>> = value
        .as_array()?
        .iter()
        .map(|row| row.as_object().map(flat))
        .collect::<Option<_>>()?;
    let heads: Vec<&String> = rows.first()?.iter().map(|(head, _)| head).collect();
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![line(heads.iter().map(|h| h.replace('_', " ")).collect())];
    lines.push(line(heads.iter().map(|_| "---".to_owned()).collect()));
    for row in &rows {
        let cell = |head: &&String| {
            let found = row.iter().find(|(key, _)| key == *head);
            found.map_or_else(String::new, |(_, text)| text.clone())
        };
        lines.push(line(heads.iter().map(cell).collect()));
    }
    Some(lines.join("\n"))
}

fn flat(row: &Map<String, Value>) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for (key, value) in row {
        match value {
            Value::Object(inner) => cells.extend(flat(inner)),
            Value::String(text) => cells.push((key.clone(), escaped(text).replace('|', "\\|"))),
            value => cells.push((key.clone(), value.to_string())),
        }
    }
    cells
}

/// Rows that a question would have to show.
fn rows(rest: &Map<String, Value>) -> usize {
    let lists = rest.values().filter_map(Value::as_array);
    lists.map(Vec::len).sum()
}

/// Stars and underscores as themselves, not as Markdown.
fn escaped(text: &str) -> String {
    text.replace('*', "\\*").replace('_', "\\_")
}

/// To nine significant digits: enough for any tolerance, and fit to be read.
fn rounded(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

impl CalculatorScreen {
    /// The numbers as a question; else why they make none.
    pub(super) fn question(&self) -> Result<Numeric, &'static str> {
        let Ok(outcome) = &self.result else {
            return Err("The numbers give no result yet.");
        };
        if self.sheet.is_some() || rows(&self.rest) > ROWS {
            return Err("The table is too long for a question: it takes twelve rows at most.");
        }
        question(self.calculator, &self.form, &self.rest, outcome)
            .ok_or("The result is undefined for these numbers.")
    }
}
