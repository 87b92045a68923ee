//! Tables for calculators: named columns of numbers or texts, and the columns that a calculator needs. No file is read: callers
//! pass the columns.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::messages::Refusal;
use super::request::Object;

/// A column that a calculator needs.
#[derive(Debug)]
pub struct Column {
    pub key: &'static str,
    pub label: &'static str,
    pub holds: Holds,
    pub needed: bool,
    /// The lowest and the highest number accepted.
    pub range: (f64, f64),
    /// An empty cell is 0, as it is usual in such tables.
    pub empty_is_zero: bool,
    /// In a request an object of amounts with names may stand for their sum.
    pub in_parts: bool,
    /// Only whole headers match, not those that contain a name: `order`, but not `order status`.
    pub whole: bool,
    /// What its numbers count, such as `cm` or `days`; empty for plain amounts.
    pub unit: &'static str,
    /// Other headers that mean the same, in lower case, parted by `;`.
    pub synonyms: &'static str,
}

/// The unit of a column that may hold shares of any whole, and so per cents.
pub const SHARE: &str = "share";

/// The names of a column of customers. A literal, so that others can be added to it.
macro_rules! customers {
    () => {
        "customer; customer id; customer name; email; bill to name; ship to name; consumer name; name; account; client; bill to; \
        ship to; sold to; user id; row labels"
    };
}
pub(crate) use customers;

/// The column of customers.
pub const CUSTOMER: Column = Column::text("id", "Customer", customers!());

impl Column {
    pub const fn text(key: &'static str, label: &'static str, synonyms: &'static str) -> Self {
        Column {
            key,
            label,
            holds: Holds::Text,
            needed: true,
            range: (f64::NEG_INFINITY, f64::INFINITY),
            empty_is_zero: false,
            in_parts: false,
            whole: false,
            unit: "",
            synonyms,
        }
    }

    pub const fn number(key: &'static str, label: &'static str, synonyms: &'static str) -> Self {
        Column {
            holds: Holds::Number,
            ..Self::text(key, label, synonyms)
        }
    }

    /// Quantities from 0 to 1e9.
    pub const fn units(key: &'static str, label: &'static str, synonyms: &'static str) -> Self {
        Self::number(key, label, synonyms).within(0.0, 1e9)
    }

    /// Counted in this unit. A file in another one is converted or the unit is told.
    pub const fn counted_in(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    pub const fn whole(mut self) -> Self {
        self.whole = true;
        self
    }

    pub const fn empty_is_zero(mut self) -> Self {
        self.empty_is_zero = true;
        self
    }

    pub const fn in_parts(mut self) -> Self {
        self.in_parts = true;
        self
    }

    pub const fn optional(mut self) -> Self {
        self.needed = false;
        self
    }

    pub const fn at_least(mut self, lowest: f64) -> Self {
        self.range.0 = lowest;
        self
    }

    pub const fn within(mut self, lowest: f64, highest: f64) -> Self {
        self.range = (lowest, highest);
        self
    }

    /// The number of a row in a request, if it is given or required.
    fn number_of(&self, row: &Object) -> Result<Option<f64>, Refusal> {
        let number = match row.get(self.key) {
            Some(Value::Object(_)) if self.in_parts => {
                let parts = row.named_numbers(self.key)?;
                Some(parts.into_iter().map(|(_, part)| part).sum())
            }
            _ if self.needed => Some(row.needed(self.key)?),
            _ => row.number(self.key)?,
        };
        let (lowest, highest) = self.range;
        let within = |number| row.within(self.key, number, lowest, highest);
        number.map(within).transpose()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Holds {
    #[default]
    Text,
    Number,
    /// Kept as text; a calendar date such as 2026-11-21.
    Date,
}

/// A form of table that a calculator can read.
#[derive(Debug)]
pub struct Layout {
    pub name: &'static str,
    pub columns: &'static [Column],
    /// The meaning of further number columns, if they are accepted: "driver", "criterion".
    pub rest: Option<&'static str>,
    pub order: RowOrder,
}

/// What the order of the rows means, and so which of them cannot be left out without moving others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOrder {
    /// Nothing: each row stands for itself.
    Free,
    /// Rows are periods up to now: the first and the last may be missing, none in between.
    History,
    /// Rows are periods from now on: only the last may be missing.
    Plan,
}

impl Layout {
    /// One that takes these columns and no others.
    pub const fn of(name: &'static str, columns: &'static [Column]) -> Self {
        Layout {
            name,
            columns,
            rest: None,
            order: RowOrder::Free,
        }
    }

    pub const fn with_rest(mut self, meaning: &'static str) -> Self {
        self.rest = Some(meaning);
        self
    }

    pub const fn in_order(mut self, order: RowOrder) -> Self {
        self.order = order;
        self
    }

    /// Whether each column that is needed has its place in the header.
    pub fn is_complete(&self, places: &[Option<usize>]) -> bool {
        let mut columns = self.columns.iter().zip(places);
        columns.all(|(column, place)| place.is_some() || !column.needed)
    }
}

/// Rows from a file, by columns. Keys are those of a [`Layout`], or the header itself for the rest.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub columns: Vec<(String, TableCells)>,
}

/// The cells of a column. In a column of numbers NaN is an empty cell.
#[derive(Debug, Clone)]
pub enum TableCells {
    Texts(Arc<Vec<String>>),
    Numbers(Arc<Vec<f64>>),
}

impl Table {
    /// The rows of a list in a request, by columns. The numbers of an object within each row are further columns, by `inner.name`.
    pub fn of_rows(rows: &[Object], columns: &[Column], inner: &str) -> Result<Self, Refusal> {
        let keys = columns.iter().map(|column| column.key);
        let inner_key = Some(inner).filter(|inner| !inner.is_empty());
        let keys: Vec<&str> = keys.chain(inner_key).collect();
        let mut texts = vec![Vec::new(); columns.len()];
        let mut numbers = vec![Vec::new(); columns.len()];
        let (mut further, mut places) = (Vec::new(), HashMap::new());
        for (nth, row) in rows.iter().enumerate() {
            row.knows(&keys)?;
            for (name, number) in row.named_numbers(inner)? {
                let place = *places.entry(name).or_insert_with(|| {
                    further.push((format!("{inner}.{name}"), vec![f64::NAN; rows.len()]));
                    further.len() - 1
                });
                further[place].1[nth] = number;
            }
            for (place, column) in columns.iter().enumerate() {
                match column.holds {
                    Holds::Number => {
                        numbers[place].push(column.number_of(row)?.unwrap_or(f64::NAN));
                    }
                    Holds::Text | Holds::Date if column.needed => {
                        texts[place].push(row.needed_text(column.key)?);
                    }
                    Holds::Text | Holds::Date => {
                        texts[place].push(row.text(column.key)?.unwrap_or_default());
                    }
                }
            }
        }
        let cells = columns.iter().zip(texts.into_iter().zip(numbers));
        let columns = cells.map(|(column, (texts, numbers))| {
            let cells = match column.holds {
                Holds::Number => TableCells::Numbers(Arc::new(numbers)),
                Holds::Text | Holds::Date => TableCells::Texts(Arc::new(texts)),
            };
            (column.key.to_owned(), cells)
        });
        let further = further.into_iter();
        let further = further.map(|(key, cells)| (key, TableCells::Numbers(Arc::new(cells))));
        Ok(Table {
            columns: columns.chain(further).collect(),
        })
    }

    /// The columns of numbers that are none of these, with their keys and the names that they have in an object within the rows, or in
    /// a file.
    pub fn further<'t>(
        &'t self,
        columns: &'t [Column],
        inner: &'t str,
    ) -> impl Iterator<Item = (&'t str, &'t str, &'t Arc<Vec<f64>>)> {
        let others = self.columns.iter();
        let others = others.filter(|(key, _)| columns.iter().all(|column| column.key != key));
        others.filter_map(move |(key, cells)| match cells {
            TableCells::Numbers(numbers) => {
                let name = key
                    .strip_prefix(inner)
                    .and_then(|key| key.strip_prefix('.'));
                Some((key.as_str(), name.unwrap_or(key), numbers))
            }
            TableCells::Texts(_) => None,
        })
    }

    /// Calls the column that is none of these and differs from this name in capitals only by it, if there is none of that name: people
    /// type `orders` for a header `Orders`.
    pub fn call_further(&mut self, name: &str, columns: &[Column]) {
        let is_same = |key: &str| {
            key.to_lowercase() == name.to_lowercase()
                && columns.iter().all(|column| column.key != key)
        };
        if !self.columns.iter().any(|(key, _)| key == name)
            && let Some((key, _)) = self.columns.iter_mut().find(|(key, _)| is_same(key))
        {
            *key = name.to_owned();
        }
    }

    /// The amount of each row: that of a column, or the product of two others.
    pub fn amounts(&self, key: &str, parts: [&str; 2]) -> Result<Arc<Vec<f64>>, Refusal> {
        let [many, each] = parts;
        let columns = [key, many, each].map(|key| self.numbers(key));
        if let [Some(amounts), None, None] = columns
            && !amounts.iter().any(|amount| amount.is_nan())
        {
            return Ok(Arc::clone(amounts));
        }
        let amount = |row: usize| {
            let cells = columns.map(|column| column.map(|cells| cells[row]));
            let (code, column, says) = match cells.map(|cell| cell.filter(|cell| !cell.is_nan())) {
                [Some(amount), None, None] => return Ok(amount),
                [None, Some(many), Some(each)] => return Ok(many * each),
                [Some(_), ..] => {
                    let says =
                        format!("stands beside `{many}` and `{each}`: give one or the other.");
                    ("ambiguous", key, says)
                }
                [None, None, None] => {
                    let says = format!("is missing: give a number, or `{many}` and `{each}`.");
                    ("missing", key, says)
                }
                [None, many_given, _] => {
                    let missing = if many_given.is_none() { many } else { each };
                    ("missing", missing, "is missing: give a number.".to_owned())
                }
            };
            Err(Refusal::in_row(code, row, column, &says))
        };
        let amounts = (0..self.rows()?).map(amount);
        amounts.collect::<Result<_, _>>().map(Arc::new)
    }

    /// The same table, after checking that its columns have the right type.
    pub fn checked(&self, columns: &[Column]) -> Result<Self, Refusal> {
        for column in columns.iter().filter(|column| column.needed) {
            match column.holds {
                Holds::Number => self.needed(column.key).map(|_| ())?,
                Holds::Text | Holds::Date => self.named(column.key).map(|_| ())?,
            }
        }
        for column in columns {
            self.within(column.key, column.range.0, column.range.1)?;
        }
        Ok(self.clone())
    }

    /// An error for a number of a column outside these bounds; empty cells are ignored.
    pub fn within(&self, key: &str, lowest: f64, highest: f64) -> Result<(), Refusal> {
        let numbers = self.numbers(key).map_or(&[][..], |numbers| numbers);
        let outside = |number: &f64| *number < lowest || *number > highest || number.is_infinite();
        let Some(row) = numbers.iter().position(outside) else {
            return Ok(());
        };
        let wanted = super::request::bounds(lowest, highest);
        let says = format!("must {wanted}, not {}.", numbers[row]);
        Err(Refusal::in_row("out_of_range", row, key, &says))
    }

    /// `None` where there is no such column, or it holds numbers.
    pub fn texts(&self, key: &str) -> Option<&Arc<Vec<String>>> {
        self.columns.iter().find_map(|(name, cells)| match cells {
            TableCells::Texts(texts) if name == key => Some(texts),
            _ => None,
        })
    }

    /// An empty cell is NaN. `None` where there is no such column, or it holds texts.
    pub fn numbers(&self, key: &str) -> Option<&Arc<Vec<f64>>> {
        self.columns.iter().find_map(|(name, cells)| match cells {
            TableCells::Numbers(numbers) if name == key => Some(numbers),
            _ => None,
        })
    }

    /// The number of rows; an error if columns differ in length or there is no row.
    pub fn rows(&self) -> Result<usize, Refusal> {
        let lengths: Vec<usize> = self.columns.iter().map(|(_, cells)| cells.len()).collect();
        match lengths.as_slice() {
            [] | [0, ..] => Err(Refusal::new(
                "empty",
                "The table holds no rows: give at least one below the header.",
            )),
            [first, rest @ ..] if rest.iter().any(|length| length != first) => Err(Refusal::new(
                "bad_request",
                "The columns of the table differ in length: give each as many rows.",
            )),
            [rows, ..] => Ok(*rows),
        }
    }

    /// The ids; an error if they are missing, empty or duplicate.
    pub fn ids(&self, key: &str) -> Result<Arc<Vec<String>>, Refusal> {
        let ids = self.named(key)?;
        super::request::all_different("the table", &ids)?;
        Ok(ids)
    }

    /// A column of texts; an error if one is empty.
    pub fn named(&self, key: &str) -> Result<Arc<Vec<String>>, Refusal> {
        let texts = self.texts(key).ok_or_else(|| no_column(key))?;
        match texts.iter().position(|text| text.trim().is_empty()) {
            Some(row) => {
                let says = "is empty: give a text.";
                Err(Refusal::in_row("missing", row, key, says))
            }
            None => Ok(Arc::clone(texts)),
        }
    }

    /// A column of finite numbers without empty cells; `None` if the table has no such column.
    pub fn filled(&self, key: &str) -> Result<Option<Arc<Vec<f64>>>, Refusal> {
        let Some(numbers) = self.numbers(key) else {
            return Ok(None);
        };
        match numbers.iter().position(|number| !number.is_finite()) {
            Some(row) => {
                let (code, says) = if numbers[row].is_nan() {
                    ("missing", "is empty: give a number.")
                } else {
                    ("not_finite", "must be a finite number.")
                };
                Err(Refusal::in_row(code, row, key, says))
            }
            None => Ok(Some(Arc::clone(numbers))),
        }
    }

    /// The same, but an error where there is no such column.
    pub fn needed(&self, key: &str) -> Result<Arc<Vec<f64>>, Refusal> {
        self.filled(key)?.ok_or_else(|| no_column(key))
    }

    /// A column of numbers, 0 in each cell that is empty or not there.
    pub fn or_zero(&self, key: &str) -> Vec<f64> {
        let rows = self.columns.first().map_or(0, |(_, cells)| cells.len());
        let cells = (0..rows).map(|row| self.number(key, row));
        cells.map(|number| number.unwrap_or(0.0)).collect()
    }

    /// The number in a cell: nothing for an empty one or where there is no such column.
    pub fn number(&self, key: &str, row: usize) -> Option<f64> {
        self.numbers(key)?
            .get(row)
            .copied()
            .filter(|number| !number.is_nan())
    }
}

/// A table without a column that it should have.
fn no_column(key: &str) -> Refusal {
    let message = format!("The table has no column `{key}`: give it one.");
    Refusal::new("missing", message).at_field(key)
}

impl TableCells {
    pub(crate) fn len(&self) -> usize {
        match self {
            TableCells::Texts(texts) => texts.len(),
            TableCells::Numbers(numbers) => numbers.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_further_column_is_called_as_it_is_asked_for() {
        let called = |keys: &[&str], name: &str| {
            let column = |key: &&str| ((*key).to_owned(), TableCells::Numbers(Arc::default()));
            let mut table = Table {
                columns: keys.iter().map(column).collect(),
            };
            table.call_further(name, &[Column::number("value", "Value", "")]);
            let columns = table.columns.into_iter();
            columns.map(|(key, _)| key).collect::<Vec<String>>()
        };
        assert_eq!(called(&["Orders"], "orders"), ["orders"]);
        assert_eq!(
            called(&["Orders", "orders"], "orders"),
            ["Orders", "orders"]
        );
        assert_eq!(called(&["value"], "Value"), ["value"]);
        assert_eq!(called(&["Orders"], "order"), ["Orders"]);
    }

    #[test]
    fn empty_cells_and_uneven_columns_are_refused_with_their_row() {
        let numbers = |values: &[f64]| TableCells::Numbers(Arc::new(values.to_vec()));
        let texts = |values: &[&str]| {
            TableCells::Texts(Arc::new(values.iter().map(ToString::to_string).collect()))
        };
        let table = Table {
            columns: vec![
                ("id".into(), texts(&["a", " ", "c"])),
                ("value".into(), numbers(&[1.0, f64::NAN, f64::INFINITY])),
            ],
        };
        assert_eq!(table.rows(), Ok(3));
        assert_eq!(table.ids("id").unwrap_err().row, Some(2));
        let refusal = table.needed("value").unwrap_err();
        assert_eq!((refusal.code, refusal.row), ("missing", Some(2)));
        assert_eq!(table.needed("qty").unwrap_err().code, "missing");
        let uneven = Table {
            columns: vec![("id".into(), texts(&["a"])), ("value".into(), numbers(&[]))],
        };
        assert_eq!(uneven.rows().unwrap_err().code, "bad_request");
        assert_eq!(Table::default().rows().unwrap_err().code, "empty");
    }
}
