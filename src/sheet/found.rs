//! Options for reading a file, and what reading it returns.

use crate::calculators::Warning;
use crate::calculators::dates::Order;
use crate::calculators::messages::count;
use crate::calculators::numbers::Style;
use crate::calculators::table::Table;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Options for reading a file. What is not set is decided from the file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Columns by key, with the headers that they have in the file.
    #[serde(with = "as_object")]
    pub columns: Vec<(String, String)>,
    /// The decimal mark.
    pub decimal: Option<Style>,
    #[serde(rename = "dates")]
    pub date_order: Option<Order>,
    pub encoding: Option<String>,
    /// The name of a workbook's sheet, or its number from 1.
    pub sheet: Option<String>,
    /// Treats rows that look like totals as ordinary rows.
    pub keep_totals: bool,
}

/// Pairs as an object of JSON.
mod as_object {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub fn serialize<S: Serializer>(pairs: &[(String, String)], to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(pairs.iter().map(|(key, value)| (key, value)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        let pairs = BTreeMap::<String, String>::deserialize(from)?;
        Ok(pairs.into_iter().collect())
    }
}

/// One option to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Decimal(Option<Style>),
    Dates(Option<Order>),
    Encoding(Option<String>),
    Sheet(Option<String>),
    KeepTotals(bool),
}

/// Another way to read a file, and what it would mean, as in `read it as 1.234`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    pub says: String,
    pub change: Change,
}

impl Way {
    pub fn new(says: impl Into<String>, change: Change) -> Self {
        let says = says.into();
        Way { says, change }
    }
}

impl Options {
    /// The same, but for this change.
    pub fn with(&self, change: &Change) -> Options {
        let mut options = self.clone();
        match change.clone() {
            Change::Decimal(style) => options.decimal = style,
            Change::Dates(order) => options.date_order = order,
            Change::Encoding(name) => options.encoding = name,
            Change::Sheet(name) => options.sheet = name,
            Change::KeepTotals(keep) => options.keep_totals = keep,
        }
        options
    }

    /// The options that were set, as findings, each with the way back to reading without it.
    pub fn said(&self) -> Vec<Finding> {
        let mut said = Vec::new();
        let mut say = |kind, sentence: String, change| {
            let way = Way::new("leave it to the file", change);
            said.push(Finding::new(kind, sentence).with_ways(vec![way]));
        };
        if let Some(style) = self.decimal {
            let mark = if style == Style::Comma {
                "comma"
            } else {
                "point"
            };
            // A table that came from a file keeps that file's mark.
            let sentence = format!("as chosen, or as in the file, a {mark} stands before decimals");
            say("decimal", sentence, Change::Decimal(None));
        }
        if let Some(order) = self.date_order {
            let first = if order == Order::Day { "day" } else { "month" };
            let sentence = format!("as you chose, the {first} comes first in dates");
            say("dates", sentence, Change::Dates(None));
        }
        if let Some(name) = &self.encoding {
            let sentence = format!("as you chose, read as {name}");
            say("encoding", sentence, Change::Encoding(None));
        }
        if let Some(name) = &self.sheet {
            let sentence = format!("as you chose, the sheet `{name}`");
            say("sheet", sentence, Change::Sheet(None));
        }
        if self.keep_totals {
            let sentence = "as you chose, totals count as rows".to_owned();
            say("totals", sentence, Change::KeepTotals(false));
        }
        said
    }
}

/// A column of a file: its name and the values of its first filled cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse {
    pub name: String,
    pub values: Vec<String>,
}

/// Why a file was not read, and how it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refused {
    pub why: String,
    pub ways: Vec<Way>,
    /// If it is unclear which column is which: the columns of the file.
    pub columns: Vec<Glimpse>,
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Refused {
            why,
            ..Refused::default()
        }
    }
}

impl From<&str> for Refused {
    fn from(why: &str) -> Self {
        why.to_owned().into()
    }
}

/// A table that was read, with findings.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub table: Table,
    pub rows: usize,
    /// The line of the file for each row.
    pub lines: Vec<u32>,
    /// Which header was taken as which column.
    pub taken: Vec<(String, String)>,
    pub ignored: Vec<String>,
    pub findings: Vec<Finding>,
    pub columns: Vec<Glimpse>,
    /// How its numbers are written.
    pub decimal: Style,
}

/// A decision made in reading a file that its owner should know about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Finding {
    /// A fixed word for programs, such as `totals`.
    pub kind: &'static str,
    /// The rows concerned, counted from 1 below the header.
    pub rows: Vec<usize>,
    pub sentence: String,
    /// What to type to have it read the other way.
    pub other: Option<String>,
    /// What to choose on the screen to have it read the other way, where that can be done there.
    pub ways: Vec<Way>,
}

impl Finding {
    pub fn new(kind: &'static str, sentence: String) -> Self {
        Finding {
            kind,
            sentence,
            ..Finding::default()
        }
    }

    /// About these rows, counted from 0 here.
    pub fn at(mut self, places: &[usize]) -> Self {
        self.rows = places.iter().map(|place| place + 1).collect();
        self
    }

    pub fn or(self, other: String) -> Self {
        let other = Some(other);
        Finding { other, ..self }
    }

    pub fn with_ways(self, ways: Vec<Way>) -> Self {
        Finding { ways, ..self }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        match &self.other {
            Some(other) => write!(f, "; {other}"),
            None => Ok(()),
        }
    }
}

impl Sheet {
    /// One line on what was understood.
    pub fn guess(&self) -> String {
        let taken: Vec<String> = self
            .taken
            .iter()
            .map(|(key, header)| format!("{key} = `{header}`"))
            .collect();
        let ignored = if self.ignored.is_empty() {
            String::new()
        } else {
            format!("; not used: {}", self.ignored.join(", "))
        };
        let rows = count(self.rows, "row", "rows");
        format!("{rows}; {}{ignored}", taken.join(", "))
    }

    /// The findings as warnings of a result.
    pub fn warnings(&self) -> impl Iterator<Item = Warning> {
        self.findings.iter().map(|finding| {
            let rows: Vec<String> = finding.rows.iter().map(usize::to_string).collect();
            Warning::new(finding.kind, rows.join(","))
        })
    }
}
