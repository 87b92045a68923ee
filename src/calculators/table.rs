//! Tables for calculators: named columns of numbers or texts, and the columns that a calculator needs. No file is read: callers
//! pass the columns, and may ask here which header means what.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::messages::Refusal;
use super::numbers::currency_named;
use super::request::Object;
use super::translated::{fold, is_sum, meant};

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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
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

    pub fn texts(&self, key: &str) -> Option<&Arc<Vec<String>>> {
        self.columns.iter().find_map(|(name, cells)| match cells {
            TableCells::Texts(texts) if name == key => Some(texts),
            _ => None,
        })
    }

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
            [rows, ..] if *rows > u32::MAX as usize => Err(Refusal::new(
                "bad_request",
                "The table has more than four thousand million rows: give fewer.",
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
                let (code, says) = match numbers[row].is_nan() {
                    true => ("missing", "is empty: give a number."),
                    false => ("not_finite", "must be a finite number."),
                };
                Err(Refusal::in_row(code, row, key, says))
            }
            None => Ok(Some(Arc::clone(numbers))),
        }
    }

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

/// For each column of a layout, the header that it is, in the order of the names that the column has: first headers with the same
/// name, then those that contain one, last those that tell something else about it; a net amount before the gross one, but `Net`
/// behind `Gross` where the fees of a payment are taken off. Each header is used once.
pub fn guess(headers: &[String], layout: &Layout) -> Vec<Option<usize>> {
    // Tables may have thousands of columns: what a header says is worked out once.
    let said: Vec<Said> = headers.iter().map(|header| Said::of(header)).collect();
    let fits = layout.columns.iter().map(|column| {
        let names = names_of(column);
        let fits = said.iter().map(|said| fit_of(column, &names, said));
        fits.collect()
    });
    let mut fits: Vec<Vec<Option<(Match, usize)>>> = fits.collect();
    leave_out_contacts(headers, layout, &mut fits);
    let mut guessed: Vec<Option<usize>> = vec![None; layout.columns.len()];
    let is_after_fees = headers.iter().any(|header| is_one_of(header, FEES));
    for stage in [Match::Whole, Match::Part, Match::Doubtful, Match::Beside] {
        for (place, column) in layout.columns.iter().enumerate() {
            // What is not needed is rather left out.
            if guessed[place].is_some() || stage == Match::Beside && !column.needed {
                continue;
            }
            let free = (0..headers.len()).filter(|header| !guessed.contains(&Some(*header)));
            let found = free.filter_map(|header| {
                let (_, nth) = fits[place][header].filter(|(found, _)| *found == stage)?;
                let name = &headers[header];
                let is_payment = is_after_fees && is_one_of(name, "gross; net");
                // Of `Sales (EUR)` and `Sales (units)`, what is counted in units is the latter.
                let is_value = is_one_of("units", column.synonyms) && tells_value(name);
                Some((nth, is_value, is_gross(name) != is_payment, header))
            });
            guessed[place] = found.min().map(|(.., header)| header);
        }
    }
    guessed
}

/// Headers of people and firms, who are the customers of a table that names no others.
const CONTACTS: &str = "company; contact; buyer; dealer; reseller";

/// Takes away the fits of [`CONTACTS`] where any header stands beside them that is neither another column of the layout nor a document:
/// there they may be whose supplier, project or item it is.
fn leave_out_contacts(
    headers: &[String],
    layout: &Layout,
    fits: &mut [Vec<Option<(Match, usize)>>],
) {
    const DOCUMENTS: &str = "order; invoice; document; doc; receipt; date";
    let Some(id) = layout.columns.iter().position(|column| column.key == "id") else {
        return;
    };
    let is_read = |(place, fits): (usize, &Vec<Option<(Match, usize)>>), at: usize| {
        let is_good = |(fit, _)| matches!(fit, Match::Whole | Match::Part);
        place != id && fits[at].is_some_and(is_good)
    };
    let is_open = |at: &usize| {
        let mut places = fits.iter().enumerate();
        !headers[*at].is_empty()
            && !has_word(&headers[*at], DOCUMENTS)
            && !places.any(|place| is_read(place, *at))
    };
    let open: Vec<usize> = (0..headers.len()).filter(is_open).collect();
    let contacts = open.iter().filter(|at| is_one_of(&headers[**at], CONTACTS));
    if open.len() > 1 {
        for at in contacts {
            fits[id][*at] = None;
        }
    }
}

/// How a header names a column, the best way first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Match {
    Whole,
    Part,
    /// It may tell something else, as `Sales area` does.
    Doubtful,
    /// It tells something else about what it names.
    Beside,
}

/// What a header says, whichever column it is compared with.
struct Said<'h> {
    header: &'h str,
    folded: String,
    means: &'static [String],
    /// As in a pivot table: the header of numbers, whatever they are of.
    is_sum: bool,
}

impl<'h> Said<'h> {
    fn of(header: &'h str) -> Self {
        Said {
            header,
            folded: fold(header),
            means: meant(header),
            is_sum: is_sum(header),
        }
    }
}

/// The names of a column, as [`fold`] writes them.
fn names_of(column: &Column) -> Vec<String> {
    let names = [column.key, column.label].into_iter();
    let names = names.chain(column.synonyms.split("; ")).map(fold);
    names.filter(|name| !name.is_empty()).collect()
}

/// How a header fits a column, and how good the name is by which it does: the lower the better.
pub fn fit(column: &Column, header: &str) -> Option<(Match, usize)> {
    fit_of(column, &names_of(column), &Said::of(header))
}

fn fit_of(column: &Column, names: &[String], said: &Said) -> Option<(Match, usize)> {
    let (header, folded) = (said.header, &said.folded);
    if said.is_sum && column.holds != Holds::Number {
        return None;
    }
    // `Sales %` and `Net (kg)` are no amounts, but a chance is the same in per cent.
    let may_be_whole = !is_money(column) || !header.contains('%') && !has_word(header, WEIGHTS);
    // Ranks of English names are so far apart that those of what a header means have room between two of them.
    let apart = names.len() + 1;
    let place = |name: &str| names.iter().position(|one| one == name);
    if let Some(nth) = place(folded).filter(|_| may_be_whole) {
        // An `id` beside a column of customers by any better name than `name` is that of an order or a payment.
        let name = place("name").filter(|_| column.key == "id");
        let rank = match (name, folded.as_str()) {
            (Some(name), "id") => apart * (name + 1) - 1,
            (Some(name), "userid") => apart * (name + 1) - 2,
            _ => apart * (nth + 1),
        };
        return Some((Match::Whole, rank));
    }
    let meant = names.iter().position(|name| said.means.contains(name));
    if let Some(nth) = meant.filter(|_| may_be_whole) {
        // Behind all English names. But `Total` is a word of other languages too, often with taxes.
        let behind = place("total").unwrap_or(names.len());
        return Some((Match::Whole, apart * behind + 1 + nth));
    }
    // As payment providers write; elsewhere these may be weights, and any other amount goes before them.
    if is_money(column) && is_one_of(header, "gross; net") {
        return Some((Match::Part, names.len()));
    }
    // Behind all other names: in exports it may be the position in an order.
    if column.label == "Item" && is_one_of(folded, "itemnumber; itemno") {
        return Some((Match::Part, names.len()));
    }
    // Who these are depends on what stands beside them.
    let mut contacts = CONTACTS.split("; ");
    if column.key == "id"
        && let Some(nth) = contacts.position(|contact| contact == folded)
    {
        return Some((Match::Part, names.len() + 1 + nth));
    }
    let mut parts = names.iter().enumerate().filter(|(nth, name)| {
        !column.whole && *nth != 1 && name.len() > 3 && folded.contains(name.as_str())
    });
    let (nth, _) = parts.next()?;
    let found = match tells_else(column, header) {
        true => Match::Beside,
        false if may_tell_else(column, header) => Match::Doubtful,
        false => Match::Part,
    };
    Some((found, nth))
}

/// Whether a column takes amounts of money, by its names.
pub fn is_money(column: &Column) -> bool {
    column.key == "revenue" || is_one_of("revenue", column.synonyms)
}

/// Words at the end of a header that numbers something, as `Sales Record Number` does.
pub const NUMBERS: &str = "number; no; nr; id; code; nummer";

/// Words of headers of what a payment provider keeps.
pub const FEES: &str = "fee; fees";

/// Units of headers that are no amounts of money.
const WEIGHTS: &str = "kg; kgs; lb; lbs; cbm";

/// Words of headers of ratios and ranks, which are no amounts.
pub const RATIOS: &str = "%; percent; pct; share; rate; ratio; rank; growth; taux";

/// Whether a header tells a ratio, a rank, a group or the number of what the column holds, or a quantity or a part, such as the tax,
/// where it holds money.
fn tells_else(column: &Column, header: &str) -> bool {
    const ORDERS: &str = "po; order";
    // As in `Payment method name`: no customers, though they may be items.
    const OTHER_NAMES: &str = "product; item; method; deal; opportunity; campaign; event; device";
    // As in `Currency code`.
    const OTHER_CODES: &str =
        "country; currency; region; tax; vat; postal; zip; tariff; commodity; language; department";
    const GROUPS: &str = "group; category; segment; type; manager; groupe; famille; catégorie; grupo; familia; categoría";
    // Of a stock, that of another time.
    const OTHER_TIMES: &str = "projected; ending; closing";
    const QUANTITIES: &str = "qty; quantity; count; orders; units; volume; \
        unités; pièces; commandes; unidades; pedidos";
    const PARTS: &str = "tax; vat; shipping; freight; discount; refund; refunded; fee; fees; tva; taxes; remise; frais; \
        iva; descuento; envío";
    // Of amounts, what is no sum of them.
    const OTHER_AMOUNTS: &str = "average; avg; mean; median; max; maximum; min; minimum; forecast; budget; target; planned; expected; \
        durchschnitt; moyenne; moyen; prévu; promedio; previsto";
    const RUNNING_SUMS: &str = "cumulative; cum; running; kumuliert; cumulé; acumulado";
    // Of a step of prices, its end.
    const UPPER_ENDS: &str = "to; max; maximum; bis; until";
    // Of these an average is an amount.
    const STOCKS: &str = "inventory; stock; annual";
    // As in `total excl. tax`.
    const BESIDE: &str = "excl; incl; ex; inc; with; without; before; after";
    // What happens to an order after its day.
    const LATER: &str = "shipped; ship; paid; due; delivered; delivery; payment; updated; modified; update; birth; expiry; expiration; \
        registration; échéance; livraison; paiement; règlement; expédition; naissance";
    let has = |list: &str| has_word(header, list);
    // As in `with 19 % VAT`; and a `freight rate` is a rate where one is asked for.
    let is_beside = has(BESIDE) && has(PARTS);
    let is_asked_for = |word: &str| {
        is_one_of(word, column.synonyms)
            || column.label.eq_ignore_ascii_case(word)
            || is_beside && word == "%"
    };
    let is_other = |word: &str| has(word) && !is_asked_for(word);
    let has_other = |list: &str| list.split("; ").any(is_other);
    let last = last_word(header);
    let of_kind = match column.holds {
        Holds::Text => {
            column.key != "order" && has(ORDERS)
                || column.key == "id" && has_other(OTHER_CODES)
                || column.label == CUSTOMER.label && has_other(OTHER_NAMES)
        }
        Holds::Date => has(LATER),
        Holds::Number => {
            is_one_of(last, NUMBERS)
                || has_other(RUNNING_SUMS)
                // Elsewhere it is what was sold this year.
                || column.key == "actual" && has("ytd")
                || column.key == "from" && has(UPPER_ENDS)
                || is_one_of("stock", column.synonyms) && has(OTHER_TIMES)
        }
    };
    let is_money = is_money(column);
    of_kind
        || has_other(RATIOS)
        || has_other(GROUPS)
        || is_money
            && (has(QUANTITIES)
                || has(WEIGHTS)
                || has_other(OTHER_AMOUNTS) && !has(STOCKS)
                || has(PARTS) && !has(BESIDE))
}

/// Whether a header ends with who or where, an error or a quantity, or tells what is not paid, where sums of money are needed. Another
/// column is taken rather, and told.
fn may_tell_else(column: &Column, header: &str) -> bool {
    // As in `Sales area`, which often has a number.
    const ENDS: &str = "rep; representative; person; agent; employee; office; area; district; org; organization; organisation; channel; \
        territory; team; region; document; doc; salesperson; salesman; salesrep; accuracy; error; bias; variance; deviation; \
        weight; items; pieces; pallets; cartons; boxes; hours; visits";
    const UNPAID: &str = "due; open; outstanding; overdue; unpaid; remaining";
    column.needed
        && is_money(column)
        && (is_one_of(last_word(header), ENDS) || has_word(header, UNPAID))
}

/// The last word of a header; empty if it has none.
fn last_word(header: &str) -> &str {
    let mut words = header.rsplit(|c: char| !c.is_alphanumeric());
    words.find(|word| !word.is_empty()).unwrap_or_default()
}

/// Whether a header tells of money.
fn tells_value(header: &str) -> bool {
    let mut words = header.split(|c: char| c.is_whitespace() || "()[]".contains(c));
    has_word(header, "value; amount; revenue; turnover")
        || words.any(|word| currency_named(word).is_some())
}

/// Whether a header is that of amounts with taxes or before discounts.
pub fn is_gross(header: &str) -> bool {
    const WORDS: &str = "gross; brutto; brut; bruto; lordo; incl; inc; inkl; including; ttc";
    let folded = fold(header);
    has_word(header, WORDS) || folded.starts_with("brutto") || folded.starts_with("税込")
}

/// Whether a header tells of an amount without what is taken off it.
pub fn is_net(header: &str) -> bool {
    has_word(header, "net; netto; nett; neto; netos; neta; netas; netta")
        || fold(header).starts_with("netto")
}

/// Whether a list of words in lower case, parted by `;`, has this one.
pub fn is_one_of(word: &str, list: &str) -> bool {
    let word = word.to_lowercase();
    list.split("; ").any(|one| one == word)
}

/// Whether a header has one of these words, or a per cent sign that is among them.
pub fn has_word(header: &str, list: &str) -> bool {
    let mut words = header.split(|c: char| !c.is_alphanumeric());
    words.any(|word| is_one_of(word, list)) || header.contains('%') && is_one_of("%", list)
}

/// The first layout with all required columns, and their headers.
pub fn guess_layout<'l>(
    headers: &[String],
    layouts: &'l [Layout],
) -> Option<(&'l Layout, Vec<Option<usize>>)> {
    layouts.iter().find_map(|layout| {
        let guessed = guess(headers, layout);
        layout.is_complete(&guessed).then_some((layout, guessed))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    const LAYOUTS: [Layout; 2] = [
        Layout::of(
            "items",
            &[CUSTOMER, Column::number("value", "Value", "sales; revenue")],
        ),
        Layout::of("days", &[Column::text("date", "Date", "")]),
    ];

    fn headers(text: &str) -> Vec<String> {
        text.split(',').map(String::from).collect()
    }

    #[test]
    fn headers_are_recognised_by_name_then_by_part() {
        let (layout, guessed) =
            guess_layout(&headers("Region,Customer No.,Net sales (EUR)"), &LAYOUTS).unwrap();
        assert_eq!(layout.name, "items");
        assert_eq!(guessed, [Some(1), Some(2)]);
        let (_, guessed) = guess_layout(
            &headers("sales 2024,Sales,customer group,CUSTOMER"),
            &LAYOUTS,
        )
        .unwrap();
        assert_eq!(guessed, [Some(3), Some(1)]);
        for (text, expected) in [
            ("Account,Customer,Revenue,Sales", [Some(1), Some(3)]),
            ("customer,Share of sales,Sales amount", [Some(0), Some(2)]),
            (
                "customer,Sales rank,Sales qty,Sales value",
                [Some(0), Some(3)],
            ),
            ("customer,Sales qty", [Some(0), Some(1)]),
            (
                "customer,Sales Record Number,Sales total",
                [Some(0), Some(2)],
            ),
            ("id,Customer ID,Sales", [Some(1), Some(2)]),
            (
                "customer,sales_tax_total,shipping_sales,order_sales",
                [Some(0), Some(3)],
            ),
            ("customer,sales excl. tax", [Some(0), Some(1)]),
            ("id,Customer name,Sales", [Some(1), Some(2)]),
            ("id,name,Sales", [Some(0), Some(2)]),
            ("ID,Bill-to Name,Sales", [Some(1), Some(2)]),
            ("id,user_id,Sales", [Some(1), Some(2)]),
            ("Name,Account,Sales", [Some(0), Some(2)]),
            ("ID,Account,Sales", [Some(0), Some(2)]),
            (
                "customer,Sales growth ex acquisitions,Net sales",
                [Some(0), Some(2)],
            ),
            ("User ID,Full name,Sales", [Some(0), Some(2)]),
            ("Buyer user ID,Full name,Sales", [Some(1), Some(2)]),
            ("Customer PO,Client name,Sales", [Some(1), Some(2)]),
            (
                "Account manager,Customer group,Customer no,Revenue",
                [Some(2), Some(3)],
            ),
        ] {
            let guessed = guess(&headers(text), &LAYOUTS[0]);
            assert_eq!(guessed, expected, "{text}");
        }
        assert_eq!(
            guess_layout(&headers("date"), &LAYOUTS).unwrap().0.name,
            "days"
        );
        assert!(guess_layout(&headers("a,b"), &LAYOUTS).is_none());
        // Where a column is not needed, one that tells of something else is not taken.
        let stock = [Column::units("on_hand", "On hand", "stock").optional()];
        let stock = Layout::of("stock", Box::leak(Box::new(stock)));
        let guessed = guess(&headers("Projected on hand,Stock on hand"), &stock);
        assert_eq!(guessed, [Some(1)]);
        assert_eq!(guess(&headers("Projected on hand"), &stock), [None]);
    }

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
