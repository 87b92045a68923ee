//! The reply to a request: the JSON of its result, made from the figures and tables shown on a screen, with warnings; or the
//! refusal.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::grid::{Cells, Grid, GridColumn};
use super::messages::{Refusal, Warning};
use super::outcome::{Figure, JsonOnly, Outcome};
use super::unit::Unit;

/// The JSON of a result, and its warnings.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    pub result: Box<RawValue>,
    pub warnings: Vec<Warning>,
}

impl Answer {
    /// `order` gives the keys of the result in order, as [`super::Calculator::result`] does.
    pub fn new(order: &'static str, outcome: Outcome) -> Result<Self, Refusal> {
        match serde_json::value::to_raw_value(&Entries::of(order, &outcome)) {
            Ok(result) => Ok(Answer {
                result,
                warnings: outcome.warnings,
            }),
            Err(fault) => Err(Refusal::new(
                "bad_request",
                format!("The result cannot be written: {fault}."),
            )),
        }
    }

    /// The result as a tree, for reading single figures.
    pub fn value(&self) -> Value {
        serde_json::from_str(self.result.get()).unwrap_or(Value::Null)
    }
}

/// Entries of a JSON object by key; `a.x` and `a.y` are put into an inner object `a`.
struct Entries<'a>(Vec<(&'a str, Entry<'a>)>);

#[derive(Clone)]
enum Entry<'a> {
    Figure(&'a Figure),
    /// A table, with the columns to output.
    Rows(&'a Grid, Vec<(&'a str, Vec<&'a GridColumn>)>),
    Value(&'a Value),
}

impl<'a> Entries<'a> {
    fn of(order: &'static str, outcome: &'a Outcome) -> Self {
        let more = outcome.json_only.iter().map(|part| match part {
            JsonOnly::Figure(figure) => (figure.key, Entry::Figure(figure)),
            JsonOnly::Table(grid) => (grid.key, rows(grid, "")),
            JsonOnly::Value(key, value) => (*key, Entry::Value(value)),
        });
        let figures = outcome.figures.iter();
        let figures = figures.map(|figure| (figure.key, Entry::Figure(figure)));
        let tables = outcome.tables.iter().map(|grid| (grid.key, rows(grid, "")));
        if order.is_empty() {
            return Entries(figures.chain(more).chain(tables).collect());
        }
        // Values for the JSON only come before those shown under the same key.
        let all: Vec<(&str, Entry)> = more.chain(figures).chain(tables).collect();
        let ordered = order.split("; ").filter_map(|said| {
            let (path, columns) = said.split_once(": ").unwrap_or((said, ""));
            let named = |name: &str| all.iter().find(|(key, _)| *key == name);
            let last = path.rsplit('.').next().unwrap_or(path);
            let (_, entry) = named(path).or_else(|| named(last))?;
            Some(match entry {
                Entry::Rows(grid, _) => (path, rows(grid, columns)),
                entry => (path, entry.clone()),
            })
        });
        Entries(ordered.collect())
    }
}

/// A table with the named columns, or all. Columns of one group are put into an inner object.
fn rows<'a>(grid: &'a Grid, named: &'static str) -> Entry<'a> {
    let columns = || grid.columns.iter().chain(&grid.json_only);
    let together = |name: &str| {
        columns()
            .filter(|column| column.group == Some(name))
            .collect()
    };
    let mut found: Vec<(&str, Vec<&GridColumn>)> = Vec::new();
    if named.is_empty() {
        for column in columns() {
            match column.group {
                None => found.push((&column.key, vec![column])),
                Some(group) if found.iter().all(|(key, _)| *key != group) => {
                    found.push((group, together(group)));
                }
                Some(_) => {}
            }
        }
    }
    for name in named.split_whitespace() {
        let column = columns().find(|column| column.key == name && column.group.is_none());
        found.push((
            name,
            column.map_or_else(|| together(name), |column| vec![column]),
        ));
    }
    for (_, group) in &mut found {
        group.sort_by(|a, b| a.key.cmp(&b.key));
    }
    Entry::Rows(grid, found)
}

impl Serialize for Entries<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let outer = |path: &str| path.split_once('.').map(|(outer, _)| outer.to_owned());
        let mut object = to.serialize_map(None)?;
        let is_one = |(a, _): &(&str, Entry), (b, _): &(&str, Entry)| {
            outer(a).is_some() && outer(a) == outer(b)
        };
        for together in self.0.chunk_by(is_one) {
            match outer(together[0].0) {
                None => object.serialize_entry(together[0].0, &together[0].1)?,
                Some(outer) => {
                    let inner = together.iter();
                    let inner = inner.map(|(path, of)| (&path[outer.len() + 1..], of.clone()));
                    object.serialize_entry(&outer, &Entries(inner.collect()))?;
                }
            }
        }
        object.end()
    }
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Entry::Figure(figure) => Number(figure.unit, figure.value).serialize(to),
            Entry::Value(value) => value.serialize(to),
            Entry::Rows(grid, columns) => {
                to.collect_seq((0..grid.rows).map(|row| Row(columns, row)))
            }
        }
    }
}

struct Row<'a>(&'a [(&'a str, Vec<&'a GridColumn>)], usize);

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Row(columns, row) = self;
        to.collect_map(columns.iter().map(|(key, of)| (key, Part(of, *row))))
    }
}

/// What a row has under one key: a cell, or an object of those of a group.
struct Part<'a>(&'a [&'a GridColumn], usize);

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Part(columns, row) = *self;
        match columns {
            [column] if column.group.is_none() => Cell(column, row).serialize(to),
            group => to.collect_map(group.iter().map(|one| (&one.key, Cell(one, row)))),
        }
    }
}

struct Cell<'a>(&'a GridColumn, usize);

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Cell(column, row) = self;
        match &column.cells {
            Cells::Numbers(numbers) => Number(column.unit, numbers.get(*row)).serialize(to),
            _ => to.serialize_str(column.text(*row)),
        }
    }
}

/// Null if undefined, an integer if it is a count.
struct Number(Unit, Option<f64>);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.1.filter(|number| number.is_finite()) {
            None => to.serialize_unit(),
            Some(count) if self.0 == Unit::Count => to.serialize_i64(count as i64),
            // An empty sum is 0, not -0.
            Some(number) => to.serialize_f64(number + 0.0),
        }
    }
}

/// A reply as the contract prints it: `{"ok": true, ...}` or `{"ok": false, "error": {...}}`.
#[derive(Debug, Clone)]
pub struct Reply(pub Result<Answer, Refusal>);

impl Serialize for Reply {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut reply = to.serialize_map(None)?;
        reply.serialize_entry("ok", &self.0.is_ok())?;
        match &self.0 {
            Ok(answer) => {
                reply.serialize_entry("result", &answer.result)?;
                reply.serialize_entry("warnings", &answer.warnings)?;
            }
            Err(refusal) => reply.serialize_entry("error", refusal)?,
        }
        reply.end()
    }
}
