//! The declaration of a calculator: its fields and tables, its description, and its function. A request is read by the fields, so
//! that names, bounds and defaults are declared once.

use serde_json::Value;

use super::messages::Refusal;
use super::outcome::Outcome;
use super::reply::Answer;
use super::request::{Object, Place};
use super::table::{Column, Layout, Table};

/// A calculator. A new one is a new file, and its name in a group of the list in `mod.rs`.
#[derive(Debug)]
pub struct Calculator {
    /// As typed after `swot calc`.
    pub name: &'static str,
    pub title: &'static str,
    /// The question it answers, in one line.
    pub purpose: &'static str,
    pub formula: &'static str,
    /// The source of the formula.
    pub source: &'static str,
    pub fields: &'static [Field],
    /// Further keys of a request: lists of rows, and values that no form field can have.
    pub lists: &'static [&'static str],
    /// The tables it can read, the most common one first; empty for a calculator with fields only.
    pub layouts: &'static [Layout],
    /// An example request, as JSON.
    pub example: &'static str,
    /// The keys of the JSON result in order, parted by `;`; if empty, the figures, then the tables as shown. `a.b` is `b` in an inner
    /// object `a`; names after a colon are the columns of a table.
    pub result: &'static str,
    pub work: fn(&Reader) -> Result<Outcome, Refusal>,
}

impl Calculator {
    /// The figures, tables, curves and working for a request.
    pub fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        let outcome = (self.work)(&Reader::new(self, *input)?)?;
        if outcome.is_finite() {
            Ok(outcome)
        } else {
            Err(Refusal::new(
                "not_finite",
                "With these numbers the result is too large or too small to count: give less extreme ones.",
            ))
        }
    }

    /// The outcome of a request, to be written as JSON.
    pub fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        Answer::new(self.result, self.outcome(input)?)
    }
}

/// A field of the form. Its value is in the request under its key.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub label: &'static str,
    /// Its symbol in the formula; empty if the formula uses its name.
    pub letter: &'static str,
    pub kind: Kind,
    /// Lowest and highest value accepted, in the unit of the request (a rate of 1 is 100 %).
    pub range: (f64, f64),
    /// Whether the lowest value itself is refused.
    pub above: bool,
    /// What an empty field means.
    pub default: IfEmpty,
    pub help: &'static str,
}

impl Field {
    /// A required field with a value of at least 0 (a rate: from 0 to 1).
    pub(super) const fn new(key: &'static str, label: &'static str, kind: Kind) -> Self {
        let highest = if matches!(kind, Kind::Rate) {
            1.0
        } else {
            f64::INFINITY
        };
        Field {
            key,
            label,
            letter: "",
            kind,
            range: (0.0, highest),
            above: false,
            default: IfEmpty::Needed,
            help: "",
        }
    }

    /// An amount of money, at least 0 until it is told otherwise.
    pub(super) const fn money(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Money)
    }

    /// A quantity from 0 to 1e9.
    pub(super) const fn units(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Number).within(0.0, 1e9)
    }

    /// A number of another kind, at least 0 until it is told otherwise.
    pub(super) const fn number(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Number)
    }

    /// A span of days, at least 0 until it is told otherwise.
    pub(super) const fn days(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Days)
    }

    /// A fraction from 0 to 1, typed in per cent.
    pub(super) const fn rate(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Rate)
    }

    /// A whole number.
    pub(super) const fn whole(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, Kind::Whole)
    }

    /// One of several words; the first one if left empty.
    pub(super) const fn choice(
        key: &'static str,
        label: &'static str,
        words: &'static [&'static str],
    ) -> Self {
        let mut field = Self::new(key, label, Kind::Choice(words));
        field.range = (0.0, 0.0);
        field.default = IfEmpty::Word(words[0]);
        field
    }

    /// What is said below the field.
    pub(super) const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    pub(super) const fn letter(mut self, letter: &'static str) -> Self {
        self.letter = letter;
        self
    }

    /// The label with the symbol of the formula.
    pub fn named(&self) -> String {
        match self.letter {
            "" => self.label.to_owned(),
            letter => format!("{} ({letter})", self.label),
        }
    }

    pub(super) const fn or(mut self, default: f64) -> Self {
        self.default = IfEmpty::Number(default);
        self
    }

    pub(super) const fn optional(mut self) -> Self {
        self.default = IfEmpty::Empty;
        self
    }

    pub(super) const fn or_numbers(mut self, default: &'static [f64]) -> Self {
        self.default = IfEmpty::Numbers(default);
        self
    }

    /// Accepts values above `lowest` only.
    pub(super) const fn above(mut self, lowest: f64) -> Self {
        self.range.0 = lowest;
        self.above = true;
        self
    }

    pub(super) const fn within(mut self, lowest: f64, highest: f64) -> Self {
        self.range = (lowest, highest);
        self
    }
}

/// The kind of value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Money,
    /// A fraction in the request, typed in per cent.
    Rate,
    Number,
    Whole,
    Days,
    Date,
    /// One of these words; the first is the default.
    Choice(&'static [&'static str]),
    /// Numbers separated by comma or space; rates are typed in per cent.
    Rates,
    Numbers,
    /// Names with numbers, as in `orders 25, lines 3.5`; an object in the request.
    Pairs,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum IfEmpty {
    /// The field must be filled.
    Needed,
    /// The field may stay empty and then has no effect.
    Empty,
    Number(f64),
    Numbers(&'static [f64]),
    Word(&'static str),
}

/// A request: the fields as one JSON object, and optionally a table read from a file instead of its lists.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub request: &'a Value,
    pub table: Option<&'a Table>,
}

impl<'a> Input<'a> {
    /// Without a table.
    pub fn new(request: &'a Value) -> Self {
        Input {
            request,
            table: None,
        }
    }

    pub fn with_table(request: &'a Value, table: &'a Table) -> Self {
        let table = Some(table);
        Input { request, table }
    }
}

/// Reads a request by the fields of its calculator: their names, bounds and defaults.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    calculator: &'a Calculator,
    pub input: Input<'a>,
    pub object: Object<'a>,
}

impl<'a> Reader<'a> {
    /// An error if the request is not an object or has unknown keys.
    pub fn new(calculator: &'a Calculator, input: Input<'a>) -> Result<Self, Refusal> {
        let object = Object::new(input.request, Place::Request)?;
        let fields = calculator.fields.iter().map(|field| field.key);
        let keys: Vec<&str> = calculator.lists.iter().copied().chain(fields).collect();
        object.knows(&keys)?;
        Ok(Reader {
            calculator,
            input,
            object,
        })
    }

    fn field(&self, key: &str) -> Option<&'a Field> {
        self.calculator.fields.iter().find(|field| field.key == key)
    }

    /// The number of a field, or its default; an error if it is missing and has no default.
    pub fn number(&self, key: &str) -> Result<f64, Refusal> {
        match self.field(key) {
            Some(field) => self.number_of(field),
            None => self.object.needed(key),
        }
    }

    /// The number of a field that no form shows, as `number` reads it.
    pub fn number_of(&self, field: &Field) -> Result<f64, Refusal> {
        match (self.given_of(field)?, field.default, field.kind) {
            (Some(number), ..) | (None, IfEmpty::Number(number), _) => Ok(number),
            (None, _, Kind::Whole) => Err(self.object.missing(field.key, "a whole number")),
            (None, ..) => Err(self.object.missing(field.key, "a number")),
        }
    }

    /// The number of a field; `None` if it is not given.
    pub fn given(&self, key: &str) -> Result<Option<f64>, Refusal> {
        match self.field(key) {
            Some(field) => self.given_of(field),
            None => self.object.number(key),
        }
    }

    fn given_of(&self, field: &Field) -> Result<Option<f64>, Refusal> {
        let key = field.key;
        let Some(number) = self.object.number(key)? else {
            return Ok(None);
        };
        if field.kind == Kind::Whole && number.fract() != 0.0 {
            let says = format!("must be a whole number, not {number}.");
            return Err(self.object.refuse("not_whole", key, &says));
        }
        let (lowest, highest) = field.range;
        if field.above {
            self.object.above(key, number, lowest)?;
        }
        self.object.within(key, number, lowest, highest).map(Some)
    }

    /// Whether a value is given by its key, and not by the others that mean the same; an error if by both or by neither.
    pub fn by_first(&self, key: &str, others: &[&str], wanted: &str) -> Result<bool, Refusal> {
        let is_given = |key: &&str| self.object.get(key).is_some();
        match (is_given(&key), others.iter().any(is_given)) {
            (true, true) => {
                let others: Vec<String> = others.iter().map(|key| format!("`{key}`")).collect();
                Err(self.object.ambiguous(key, &others.join(" or ")))
            }
            (false, false) => Err(self.object.missing(key, wanted)),
            (by_first, _) => Ok(by_first),
        }
    }

    /// An error if two keys with the same meaning are given.
    pub fn not_both(&self, key: &str, other: &str) -> Result<(), Refusal> {
        match (self.object.get(key), self.object.get(other)) {
            (Some(_), Some(_)) => Err(self.object.ambiguous(key, &format!("`{other}`"))),
            _ => Ok(()),
        }
    }

    /// The word chosen for a field.
    pub fn choice(&self, key: &str) -> Result<&'static str, Refusal> {
        match self.field(key).map(|field| field.kind) {
            Some(Kind::Choice(words)) => self.object.choice(key, words),
            _ => Err(self.object.missing(key, "a word")),
        }
    }

    /// The rows of a list, or of the table read instead, with the columns of the first layout.
    pub fn rows(&self, list: &'a str) -> Result<Table, Refusal> {
        let usual = self.calculator.layouts.first();
        self.rows_of(list, usual.map_or(&[][..], |layout| layout.columns), "")
    }

    /// The rows of a list with these columns, and with those that an object within each row names.
    pub fn rows_of(
        &self,
        list: &'a str,
        columns: &[Column],
        inner: &str,
    ) -> Result<Table, Refusal> {
        match self.input.table {
            Some(table) => {
                table.rows()?;
                let mut table = Table::checked(table, columns)?;
                let pairs = self
                    .calculator
                    .fields
                    .iter()
                    .filter(|field| field.kind == Kind::Pairs);
                for field in pairs {
                    for (name, _) in self.object.named_numbers(field.key)? {
                        table.call_further(name, columns);
                    }
                }
                Ok(table)
            }
            None => Table::of_rows(&self.object.rows(list)?, columns, inner),
        }
    }
}
