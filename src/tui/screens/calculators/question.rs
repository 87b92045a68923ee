//! A question from a calculator's numbers, with the answer and the working. For the quiz and for cards.

use super::CalculatorScreen;
use super::form::Entry;
use crate::calculators::{
    Calculator, Column, Figure, IfEmpty, Kind, Outcome, TableCells, Unit, numbers,
};
use crate::study::deck::Common;
use crate::study::kinds::{Numeric, Tolerance};
use crate::tui::screen::Loaded;
use serde_json::{Map, Value};

/// Most rows of a table in a question.
const ROWS: usize = 12;

/// The figure to ask for, if it is not the first.
const MAIN: [(&str, &str); 4] = [
    ("abc", "items_for_80pct"),
    ("cost_to_serve", "net"),
    ("rfm", "monetary"),
    ("inventory_turns", "days"),
];

/// The main figure, if it is defined.
fn main_figure<'o>(about: &Calculator, outcome: &'o Outcome) -> Option<&'o Figure> {
    let wanted = MAIN.iter().find(|(name, _)| *name == about.name);
    let wanted = wanted.and_then(|(_, key)| outcome.figure(key));
    wanted
        .or(outcome.figures.first())
        .filter(|figure| figure.value.is_some_and(f64::is_finite))
}

/// What a field says: what was typed, else what is taken in its place, unless that is 0.
fn told(entry: &Entry) -> Option<String> {
    let typed = entry.input.text().trim();
    if !typed.is_empty() {
        return Some(typed.to_owned());
    }
    match entry.def.default {
        // How many rows are listed changes no figure.
        IfEmpty::Number(_) if entry.def.key == "show" => None,
        IfEmpty::Number(number) if number != 0.0 => Some(entry.if_empty()),
        IfEmpty::Numbers(_) => Some(entry.if_empty()),
        _ => None,
    }
}

/// The columns that a table may have, in the order in which the calculator declares them.
fn declared(about: &Calculator) -> impl Iterator<Item = &Column> {
    about.layouts.iter().flat_map(|layout| layout.columns)
}

/// The heading of a column; a name of the learner's own stays as it is.
fn heading(about: &Calculator, key: &str) -> String {
    let label = declared(about).find(|column| column.key == key);
    escaped(label.map_or(key, |column| column.label)).replace('|', "\\|")
}

/// Rows as a Markdown table; `None` if the value is not a list of objects.
fn table(about: &Calculator, value: &Value) -> Option<String> {
    let rows = value.as_array()?.iter();
    let rows = rows.map(|row| row.as_object().map(flat));
    let rows: Vec<Vec<(String, String)>> = rows.collect::<Option<_>>()?;
    // A cell may be absent in some rows, such as receipts in most periods.
    let mut heads: Vec<&String> = Vec::new();
    for (head, _) in rows.iter().flatten() {
        if !heads.contains(&head) {
            heads.push(head);
        }
    }
    let place = |head: &str| declared(about).position(|column| column.key == head);
    heads.sort_by_key(|head| place(head).unwrap_or(usize::MAX));
    let cells = rows.iter().map(|row| {
        let cell = |head: &&String| {
            let found = row.iter().find(|(key, _)| key == *head);
            found.map_or_else(String::new, |(_, text)| text.clone())
        };
        heads.iter().map(cell).collect()
    });
    let heads = heads.iter().map(|head| heading(about, head));
    Some(in_markdown(heads.collect(), cells))
}

/// The cells are escaped already.
fn in_markdown(heads: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> String {
    let rule = vec!["---".to_owned(); heads.len()];
    let lines = [heads, rule].into_iter().chain(rows);
    let lines = lines.map(|cells| format!("| {} |", cells.join(" | ")));
    lines.collect::<Vec<_>>().join("\n")
}

/// A loaded or typed table, with the names of its columns.
fn of_sheet(about: &Calculator, sheet: &Loaded) -> String {
    let columns = &sheet.table.columns;
    let rows = (0..sheet.rows).map(|row| {
        let cells = columns.iter().map(|(_, cells)| match cells {
            TableCells::Texts(texts) => {
                let text = texts.get(row).map_or("", String::as_str);
                escaped(text).replace('|', "\\|")
            }
            TableCells::Numbers(numbers) => match numbers.get(row) {
                Some(number) if !number.is_nan() => number.to_string(),
                _ => String::new(),
            },
        });
        cells.collect()
    });
    let heads = columns.iter().map(|(key, _)| heading(about, key));
    in_markdown(heads.collect(), rows)
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

/// With stars and underscores escaped for Markdown.
fn escaped(text: &str) -> String {
    text.replace('*', "\\*").replace('_', "\\_")
}

/// To nine significant digits: exact enough for any tolerance, and readable.
fn rounded(value: f64) -> f64 {
    format!("{value:.8e}").parse().unwrap_or(value)
}

impl CalculatorScreen {
    /// The numbers as a question, or why that is not possible.
    pub(super) fn question(&self) -> Result<Numeric, String> {
        let Ok(outcome) = &self.result else {
            return Err("The numbers give no result yet.".into());
        };
        let lists = self.rest.values().filter_map(Value::as_array);
        let rows = self.sheet.as_ref().map_or(0, |sheet| sheet.rows);
        let rows = rows + lists.map(Vec::len).sum::<usize>();
        if rows > ROWS {
            let rows = numbers::grouped(rows as f64, 0);
            return Err(format!(
                "The table has {rows} rows: a question has room for {ROWS} at most."
            ));
        }
        self.asking_for(outcome)
            .ok_or_else(|| "The result is undefined for these numbers.".into())
    }

    /// `None` if the figure is undefined.
    fn asking_for(&self, outcome: &Outcome) -> Option<Numeric> {
        let about = self.calculator;
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
            question: self.in_words(figure).into(),
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

    fn in_words(&self, figure: &Figure) -> String {
        let about = self.calculator;
        let given: Vec<String> = self
            .form
            .entries
            .iter()
            .filter_map(|entry| Some((entry, told(entry)?)))
            .map(|(entry, text)| {
                let text = text.trim_end_matches('%').trim();
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
        parts.extend(self.rest.values().filter_map(|list| table(about, list)));
        parts.extend(self.sheet.as_ref().map(|sheet| of_sheet(about, sheet)));
        parts.push(format!(
            "Work out: {}.",
            figure.label.trim_start_matches("... ")
        ));
        parts.join("\n\n")
    }
}
