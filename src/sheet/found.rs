//! What is asked of a file, and what was found in it.

use crate::calculators::Warning;
use crate::calculators::dates::Order;
use crate::calculators::numbers::Style;
use crate::calculators::table::Table;
use std::fmt;

/// How to read a file, where it is not left to the file itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Headers for columns, by the columns' keys.
    pub columns: Vec<(String, String)>,
    /// Which mark stands before decimals.
    pub decimal: Option<Style>,
    pub date_order: Option<Order>,
    pub encoding: Option<String>,
    /// The name of a workbook's sheet, or its number from 1.
    pub sheet: Option<String>,
    /// Rows that look like totals are rows like others.
    pub keep_totals: bool,
}

/// A table read, and what was understood.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub table: Table,
    pub rows: usize,
    /// The line of the file in which each row stands.
    pub lines: Vec<u32>,
    /// Which header was taken for which column.
    pub taken: Vec<(String, String)>,
    pub ignored: Vec<String>,
    pub findings: Vec<Finding>,
}

/// Something decided in reading a file that its owner should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// A word for programs, such as `totals`.
    pub kind: &'static str,
    /// The rows meant, counted from 1 below the header.
    pub rows: Vec<usize>,
    pub sentence: String,
    /// What to say to have it read the other way.
    pub other: Option<String>,
}

impl Finding {
    pub fn new(kind: &'static str, sentence: String) -> Self {
        Finding {
            kind,
            rows: Vec::new(),
            sentence,
            other: None,
        }
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
        format!("{} rows; {}{ignored}", self.rows, taken.join(", "))
    }

    /// The findings as warnings of a result.
    pub fn warnings(&self) -> impl Iterator<Item = Warning> {
        self.findings.iter().map(|finding| {
            let rows: Vec<String> = finding.rows.iter().map(usize::to_string).collect();
            Warning::new(finding.kind, rows.join(","))
        })
    }
}
