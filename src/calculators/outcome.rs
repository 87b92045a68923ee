//! What a calculator shows: figures, tables, curves and the working. Plain values, no layout.

use super::grid::{Cells, Grid};
use super::messages::Warning;
use super::numbers;
use super::plot::Plot;
use super::unit::Unit;

/// One named number of a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub key: &'static str,
    pub label: &'static str,
    /// Nothing where the figure is undefined, such as a share of zero.
    pub value: Option<f64>,
    pub unit: Unit,
    /// What is missing where it is undefined.
    pub missing: &'static str,
}

impl Figure {
    pub fn new(
        key: &'static str,
        label: &'static str,
        value: impl Into<Option<f64>>,
        unit: Unit,
    ) -> Self {
        Figure {
            key,
            label,
            value: value.into(),
            unit,
            missing: "",
        }
    }

    pub fn quantity(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Quantity)
    }

    pub fn money(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Money)
    }

    pub fn share(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Share)
    }

    pub fn ratio(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Ratio)
    }

    pub fn count(key: &'static str, label: &'static str, value: impl Into<Option<f64>>) -> Self {
        Self::new(key, label, value, Unit::Count)
    }

    /// Says what is missing where the figure is undefined: "no order quantity".
    pub fn or_missing(mut self, missing: &'static str) -> Self {
        self.missing = missing;
        self
    }

    /// With its unit, or `undefined`.
    pub fn show(&self) -> String {
        self.value
            .map_or_else(|| "undefined".into(), |value| self.unit.show(value))
    }

    /// The same, and what is missing where it is undefined.
    pub fn explained(&self) -> String {
        match (self.value, self.missing) {
            (None, missing) if !missing.is_empty() => format!("undefined: {missing}"),
            _ => self.show(),
        }
    }

    /// A figure for the JSON alone.
    pub fn unseen(key: &'static str, value: impl Into<Option<f64>>, unit: Unit) -> JsonOnly {
        JsonOnly::Figure(Figure::new(key, "", value, unit))
    }
}

/// One step of the working: the formula, the formula with the learner's numbers, what comes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub formula: String,
    pub filled: String,
    pub result: String,
}

impl Step {
    pub fn new(
        formula: impl Into<String>,
        filled: impl Into<String>,
        result: impl Into<String>,
    ) -> Self {
        Step {
            formula: formula.into(),
            filled: filled.into(),
            result: result.into(),
        }
    }

    /// With a number as its result.
    pub fn of(formula: impl Into<String>, filled: impl Into<String>, result: f64) -> Self {
        Self::new(formula, filled, numbers::plain(result))
    }

    /// On one line: `m r / (1 + d - r) = 120 x 0.8 / (1 + 0.2 - 0.8) = 240`.
    pub fn show(&self) -> String {
        let parts = [&self.formula, &self.filled, &self.result];
        let parts: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" = ")
    }
}

/// What stands in the JSON of a result and not on the screen.
#[derive(Debug, Clone)]
pub enum JsonOnly {
    Figure(Figure),
    Table(Grid),
    Value(&'static str, serde_json::Value),
}

/// All that a calculator makes of one input: what it shows, and so the JSON of its result.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    pub figures: Vec<Figure>,
    pub tables: Vec<Grid>,
    pub json_only: Vec<JsonOnly>,
    pub plots: Vec<Plot>,
    pub working: Vec<Step>,
    pub warnings: Vec<Warning>,
}

impl Outcome {
    pub fn new(figures: Vec<Figure>, working: Vec<Step>) -> Self {
        Outcome {
            figures,
            working,
            ..Outcome::default()
        }
    }

    pub fn with_table(mut self, table: Grid) -> Self {
        self.tables.push(table);
        self
    }

    pub fn with_json_only(mut self, parts: impl IntoIterator<Item = JsonOnly>) -> Self {
        self.json_only.extend(parts);
        self
    }

    pub fn with_plot(mut self, plot: Plot) -> Self {
        self.plots.push(plot);
        self
    }

    pub fn with_warnings(mut self, warnings: impl IntoIterator<Item = Warning>) -> Self {
        self.warnings.extend(warnings);
        self
    }

    /// Whether every number of the figures and tables that is defined is a number that can be counted.
    pub(super) fn is_finite(&self) -> bool {
        let unseen = || self.json_only.iter();
        let unseen_figures = unseen().filter_map(|part| match part {
            JsonOnly::Figure(figure) => Some(figure),
            _ => None,
        });
        let unseen_tables = unseen().filter_map(|part| match part {
            JsonOnly::Table(table) => Some(table),
            _ => None,
        });
        let figures = self.figures.iter().chain(unseen_figures);
        let tables = self.tables.iter().chain(unseen_tables);
        let mut columns = tables.flat_map(|table| table.columns.iter().chain(&table.json_only));
        let mut values = figures.filter_map(|figure| figure.value);
        values.all(f64::is_finite)
            && columns.all(|column| match &column.cells {
                Cells::Numbers(numbers) => numbers
                    .bounds()
                    .is_none_or(|(low, high)| low.is_finite() && high.is_finite()),
                _ => true,
            })
    }

    pub fn figure(&self, key: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.key == key)
    }

    #[cfg(test)]
    pub fn table(&self, key: &str) -> Option<&Grid> {
        self.tables.iter().find(|grid| grid.key == key)
    }
}
