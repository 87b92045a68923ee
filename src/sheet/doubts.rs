//! Findings about tables in which every cell could be read, but which may be wrong all the same. Nothing is changed.

use super::cells::{Column, is_nothing, named};
use super::found::{Finding, Options};
use super::units;
use super::view::Read;
use crate::calculators::dates::{self, Order};
use crate::calculators::numbers::{self, is_number};
use crate::calculators::rfm::{is_cancelled, is_refund, is_reversed};
use crate::calculators::table::{self, Holds};
use std::collections::BTreeSet;

/// Pairs of marks for debit and credit, in lower case.
const SIDES: [(&str, &str); 7] = [
    ("+", "-"),
    ("s", "h"),
    ("d", "c"),
    ("dr", "cr"),
    ("db", "cr"),
    ("debit", "credit"),
    ("soll", "haben"),
];
/// Pairs of marks for what was and what was meant to be, in lower case.
const PLANS: [(&str, &str); 6] = [
    ("actual", "budget"),
    ("actual", "plan"),
    ("actual", "forecast"),
    ("actuals", "budget"),
    ("ist", "plan"),
    ("ist", "budget"),
];
/// Headers of a column that tells how many units a price is for, in letters only.
const PRICE_UNITS: [&str; 6] = [
    "per",
    "priceunit",
    "pricingunit",
    "priceper",
    "preiseinheit",
    "peinh",
];
/// What stands in rows that a column called cancelled does not mark, in lower case.
const NO: [&str; 14] = [
    "no", "n", "false", "nein", "f", "non", "nee", "nej", "não", "nie", "ne", "нет", "не", "falsch",
];
/// Dates in other years are placeholders or were read wrongly.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2100;
/// So many years later than all others a date was mistyped.
const FAR: i32 = 10;

impl Read<'_> {
    /// Per cent signs after some numbers of a column but not others: these cells are read as shares, which is seldom intended.
    fn lone_percents(&self, at: usize) -> Option<Finding> {
        let with = self.find(at, |cell| cell.contains('%'));
        let first = *with.first()?;
        let without = self.find(at, |cell| !is_nothing(cell) && !cell.contains('%'));
        let sentence = format!(
            "column `{}` has a per cent sign in {} and none in others: {} is read as a share, a hundredth of what \
             stands there; delete the sign if it is an amount",
            self.header.names[at],
            named(self.grid, self.rows, &with),
            self.quoted(first, at)
        );
        (!without.is_empty()).then(|| self.told("percent", &with, sentence))
    }

    /// Suffixes such as `m` read as millions: `12 m` may be metres, unless the whole column is written so.
    fn scaled(&self, at: usize) -> Option<Finding> {
        let with = self.find(at, |cell| {
            let front = cell.strip_suffix(['k', 'K', 'm', 'M']);
            front.is_some_and(|front| front.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        });
        let first = *with.first()?;
        let is_thousand = |cell: &str| cell.ends_with(['k', 'K']);
        if self
            .find(at, |cell| !is_nothing(cell) && !is_thousand(cell))
            .is_empty()
        {
            return None;
        }
        let means = match is_thousand(self.cell(first, at)) {
            true => "thousands",
            false => "millions",
        };
        let sentence = format!(
            "column `{}`: {} is read as {means}; delete the letter if it is a unit",
            self.header.names[at],
            self.quoted(first, at)
        );
        Some(self.told("scaled", &with, sentence))
    }

    /// Long ids shown as `4.00567E+12` by a spreadsheet: different ids have become the same.
    fn cut_ids(&self, at: usize) -> Option<Finding> {
        let cut = self.find(at, |cell| {
            let (front, exponent) = cell.split_once(['E', 'e']).unwrap_or_default();
            let digits = exponent.strip_prefix('+').unwrap_or_default();
            let is_number = |c: u8| c.is_ascii_digit() || matches!(c, b'.' | b',');
            !front.is_empty()
                && front.bytes().all(is_number)
                && (1..=2).contains(&digits.len())
                && digits.bytes().all(|c| c.is_ascii_digit())
        });
        let first = *cut.first()?;
        let sentence = format!(
            "column `{}`: a spreadsheet has cut {}, and ids that differ may have become one; show the column as \
             numbers without decimals there and save the file again",
            self.header.names[at],
            self.quoted(first, at)
        );
        Some(self.told("cut_ids", &cut, sentence))
    }

    /// Days of which a spreadsheet that takes the month first has turned day and month round: it understood those up to the 12th, and
    /// left the others as texts.
    fn turned_days(&self, at: usize) -> Option<Finding> {
        let (mut turned, mut left) = (Vec::new(), Vec::new());
        for place in self.kept() {
            let cell = self.cell(place, at);
            let first = |order| dates::read(cell, Some(order));
            match dates::iso(cell, b"-") {
                Some(day) if day.day() <= 12 => turned.push(place),
                None if first(Order::Day).is_some() != first(Order::Month).is_some() => {
                    left.push(place)
                }
                _ => return None,
            }
        }
        let sentence = format!(
            "column `{}`: of the days that are dates none is after the 12th ({}), and of those that are texts all are ({}): a spreadsheet \
             has perhaps turned day and month round in the former; open the file that it came from anew, with the column as text",
            self.header.names[at],
            self.quoted(*turned.first()?, at),
            self.quoted(*left.first()?, at)
        );
        Some(self.told("turned_days", &turned, sentence))
    }

    /// Ids such as 3-2 or MAR2 that a spreadsheet has made days: some of a column look like days, and others do not.
    fn day_ids(&self, at: usize) -> Option<Finding> {
        let is_day = |cell: &str| {
            let parts: Vec<&str> = cell
                .split(['-', '.', ' '])
                .filter(|part| !part.is_empty())
                .collect();
            let [one, other] = parts[..] else {
                return dates::iso(cell, b"-").is_some();
            };
            let is_number = |part: &str| part.len() < 3 && part.bytes().all(|b| b.is_ascii_digit());
            let is_month =
                |part: &str| part.chars().count() == 3 && dates::month_named(part).is_some();
            is_number(one) && is_month(other) || is_month(one) && is_number(other)
        };
        let found = self.find(at, is_day);
        let first = *found
            .first()
            .filter(|_| found.len() < self.kept().count())?;
        let sentence = format!(
            "column `{}`: a spreadsheet may have made a day of {}, as it does of ids such as 3-2 or MAR2; write the id back, as a text",
            self.header.names[at],
            self.quoted(first, at)
        );
        Some(self.told("day_ids", &found, sentence))
    }

    fn odd_dates(&self, at: usize, days: &[String]) -> Option<Finding> {
        let year = |place: usize| {
            days[place]
                .get(..4)
                .and_then(|year| year.parse::<i32>().ok())
        };
        let dated = || self.kept().filter(|place| !days[*place].is_empty());
        // From one far behind the others all would have bought long ago.
        let years: BTreeSet<i32> = dated().filter_map(year).collect();
        let mut pairs = years.iter().zip(years.iter().skip(1));
        let far = pairs
            .find(|(one, next)| *next - *one > FAR)
            .map(|(_, next)| *next);
        let is_far = |year: i32| far.is_some_and(|far| year >= far);
        let few = dated()
            .filter(|place| year(*place).is_some_and(is_far))
            .count()
            * 4
            < dated().count();
        let is_odd = |place: &usize| {
            year(*place).is_none_or(|year| !YEARS.contains(&year) || few && is_far(year))
        };
        let odd: Vec<usize> = dated().filter(is_odd).collect();
        let first = *odd.first()?;
        let sentence = format!(
            "column `{}`: {} is taken as the day {}, which can hardly be; delete such rows or mend their dates",
            self.header.names[at],
            self.quoted(first, at),
            days[first]
        );
        Some(self.told("odd_dates", &odd, sentence))
    }

    /// Other columns that would do as well for one that is read: of the same name, or of two years, or planned and actual.
    fn rivals(&self, column: &Column) -> Option<Finding> {
        let (names, at) = (&self.header.names, column.at);
        let mut columns = self.header.layout.columns.iter();
        let of_layout = columns.find(|one| one.key == column.key);
        let fit = |at: usize| of_layout.and_then(|one| table::fit(one, &names[at]));
        let others = || (0..names.len()).filter(|other| *other != at);
        let twins: Vec<String> = others()
            .filter(|other| names[*other].eq_ignore_ascii_case(&names[at]))
            .map(|other| (other + 1).to_string())
            .collect();
        if !twins.is_empty() {
            let sentence = format!(
                "`{}` is the name of column {} and again of {}: column {} was read; give each a name of its own to choose",
                names[at],
                at + 1,
                twins.join(", "),
                at + 1
            );
            return Some(self.told("same_name", &[], sentence));
        }
        let found = fit(at).filter(|_| column.holds != Holds::Text)?;
        let is_one = |cell: &str| match column.holds {
            Holds::Date => dates::read(cell, Some(Order::Day)).is_some(),
            _ => is_number(cell),
        };
        let rivals = others().filter(|other| fit(*other) == Some(found));
        let rivals = rivals.filter(|other| !self.find(*other, is_one).is_empty());
        let other = rivals.map(|other| &names[other]).next()?;
        Some(Finding {
            other: Some(format!("--{} `{other}` takes that", column.key)),
            ..self.told(
                "rival",
                &[],
                format!(
                    "column `{}` was read, and `{other}` would do as well",
                    names[at]
                ),
            )
        })
    }

    /// A total where the column is of one piece or one unit.
    fn of_all(&self, at: usize, key: &str) -> Option<Finding> {
        let mut columns = self.header.layout.columns.iter();
        let label = columns.find(|column| column.key == key)?.label;
        let is_of_one = label.ends_with(" each") || label.ends_with(" a unit");
        let name = &self.header.names[at];
        let mut words = name.split(|c: char| !c.is_alphanumeric());
        let is_total = words
            .any(|word| matches!(&*word.to_lowercase(), "total" | "gesamt" | "totale" | "sum"));
        let sentence = format!(
            "column `{name}` is read as `{label}`, and its header tells of a total: divide it, if it is that of all"
        );
        (is_of_one && is_total).then(|| self.told("of_all", &[], sentence))
    }

    /// Figures under an empty header, which are not read. At the left edge they usually count the rows.
    fn nameless(&self, at: usize) -> Option<Finding> {
        let figures = self.find(at, is_number);
        let first = *figures.first()?;
        let sentence = format!(
            "column {} has no name and is not read, though it holds figures such as {}; name it in line {} to use it",
            at + 1,
            self.quoted(first, at),
            self.grid.line(self.header.row)
        );
        (at > 0 && self.header.names[at].is_empty()).then(|| self.told("no_name", &[], sentence))
    }

    /// A debit or credit column beside amounts without a sign.
    fn sides(&self, at: usize) -> Option<Finding> {
        let (first, other) = self.pair(at, &SIDES)?;
        let sentence = format!(
            "column `{}` tells debits from credits ({first}, {other}), and the amounts have no minus: all are counted as they stand; \
             write those that lessen the others with a minus",
            self.header.names[at],
        );
        Some(self.told("debit_credit", &[], sentence))
    }

    /// Rows of a plan among those of what was.
    fn plans(&self, at: usize) -> Option<Finding> {
        let (first, other) = self.pair(at, &PLANS)?;
        let sentence = format!(
            "column `{}` tells plans from what was ({first}, {other}), and all rows count: keep those of one",
            self.header.names[at],
        );
        Some(self.told("plans", &[], sentence))
    }

    /// Prices for so many units, beside quantities that are multiplied with them.
    fn price_units(&self, at: usize, columns: &[Column]) -> Option<Finding> {
        let header: String = self.header.names[at]
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        let is_price = |column: &Column| matches!(&*column.key, "unit_cost" | "unit_price");
        if !PRICE_UNITS.contains(&&*header.to_lowercase()) || !columns.iter().any(is_price) {
            return None;
        }
        let others = self.find(at, |cell| is_number(cell) && cell != "1");
        let sentence = format!(
            "column `{}` tells for how many units a price is ({}), and prices are taken as those of one: divide them",
            self.header.names[at],
            self.quoted(*others.first()?, at)
        );
        Some(self.told("price_unit", &others, sentence))
    }

    /// A column of units that are not those in which the numbers beside it are read.
    fn units(&self, at: usize, columns: &[Column]) -> Option<Finding> {
        const WORDS: [&str; 6] = ["unit", "units", "uom", "einheit", "unité", "unidad"];
        let mut words = self.header.names[at].split(|c: char| !c.is_alphanumeric());
        if !words.any(|word| WORDS.contains(&&*word.to_lowercase())) {
            return None;
        }
        let wanted = |cell: &str| {
            let mut read = columns.iter().filter_map(|column| column.unit);
            read.find(|unit| units::is_another(cell, unit))
        };
        let others = self.find(at, |cell| wanted(cell).is_some());
        let first = *others.first()?;
        let sentence = format!(
            "column `{}` has {}, and the numbers are read in {}: convert them",
            self.header.names[at],
            self.quoted(first, at),
            wanted(self.cell(first, at))?
        );
        Some(self.told("units", &others, sentence))
    }

    /// Numbers that are of another kind than the column they are read as: rates for amounts, running sums for chances.
    fn other_kind(&self, columns: &[Column], numbers: &[Vec<f64>]) -> Option<Finding> {
        let of = |key: &str| -> Option<(usize, Vec<f64>)> {
            let place = columns.iter().position(|column| column.key == key)?;
            let kept = self.kept().map(|row| numbers[place][row]);
            Some((
                columns[place].at,
                kept.filter(|number| number.is_finite()).collect(),
            ))
        };
        let told = |at: usize, says: &str| {
            let sentence = format!("column `{}` {says}", self.header.names[at]);
            Some(self.told("other_kind", &[], sentence))
        };
        if let (Some((_, revenue)), Some((at, part))) =
            (of("revenue"), of("gross_margin").or(of("cogs")))
            && part.len() > 1
            && part.iter().all(|rate| *rate > 0.0 && *rate < 1.0)
            && revenue.iter().all(|revenue| *revenue > 10.0)
        {
            return told(
                at,
                "holds numbers between 0 and 1, as rates are, and is read as amounts: multiply them by the revenue",
            );
        }
        let (at, chances) = of("chance")?;
        let is_sum = chances.len() > 2
            && chances.is_sorted_by(|one, next| one < next)
            && chances.last().is_some_and(|last| (last - 1.0).abs() < 1e-6);
        match is_sum {
            true => told(
                at,
                "rises to 1, as running sums do, and is read as the chance of each: write the differences",
            ),
            false => None,
        }
    }

    /// The first two rows with a pair of words, in a column that has no others.
    fn pair(&self, at: usize, pairs: &[(&str, &str)]) -> Option<(String, String)> {
        let word = |place: usize| self.cell(place, at).to_lowercase();
        let is_filled = |place: &usize| !self.out[*place] && !word(*place).is_empty();
        let first = (0..self.rows.len()).find(is_filled)?;
        let mut pairs = pairs
            .iter()
            .filter(|(one, other)| [*one, *other].contains(&&*word(first)));
        let filled: Vec<usize> = (first..self.rows.len()).filter(is_filled).collect();
        let is_of = |(one, other): &&(&str, &str)| {
            filled
                .iter()
                .all(|place| [*one, *other].contains(&&*word(*place)))
        };
        pairs.find(is_of)?;
        let differs = *filled.iter().find(|&&place| word(place) != word(first))?;
        Some((self.quoted(first, at), self.quoted(differs, at)))
    }

    /// The rows that a column called cancelled or returned marks with a yes, an X or a day, unless it says the same in words.
    pub fn marks(&self, at: usize) -> Option<Vec<usize>> {
        let mut words = self.header.names[at].split(|c: char| !c.is_alphanumeric());
        if !words.any(is_cancelled) || !self.find(at, is_reversed).is_empty() {
            return None;
        }
        let is_no = |cell: &str| {
            let cell = cell.to_lowercase();
            is_nothing(&cell) || NO.contains(&&*cell) || cell.parse() == Ok(0.0)
        };
        // A column with something in each row, such as a cancellation policy, marks none of them.
        let marked = self.find(at, |cell| !is_no(cell));
        let kept = self.out.iter().filter(|out| !**out).count();
        (marked.len() < kept).then_some(marked)
    }

    /// A column that marks some rows as cancelled, refunded or credit notes, though they are counted.
    fn reversed(&self, at: usize, signed: bool) -> Option<Finding> {
        // A credit note with a negative amount is already correct; `credit` alone may be a way to pay.
        let gives_back =
            |cell: &str| !signed && is_refund(cell) && !cell.eq_ignore_ascii_case("credit");
        let said = self.find(at, |cell| is_reversed(cell) || gives_back(cell));
        let reversed = if said.is_empty() {
            self.marks(at)?
        } else {
            said
        };
        let first = *reversed.first()?;
        let sentence = format!(
            "column `{}` has {}, and {} count{} as the others do; delete what is no sale",
            self.header.names[at],
            self.quoted(first, at),
            named(self.grid, self.rows, &reversed),
            if reversed.len() == 1 { "s" } else { "" }
        );
        let mut columns = self.header.layout.columns.iter();
        let takes_it = columns.any(|column| column.key == "status");
        Some(Finding {
            other: takes_it.then(|| format!("--status `{}` heeds it", self.header.names[at])),
            ..self.told("reversed", &reversed, sentence)
        })
    }

    /// A column of currencies by what stands in it, of which there are several. A header with a currency tells that amounts are
    /// converted.
    fn currencies(&self, at: usize, amounts: &[&str]) -> Option<Finding> {
        if amounts.iter().any(|header| units::names_currency(header)) {
            return None;
        }
        let named = |place: usize| {
            let cell = self.cell(place, at);
            let is_code = cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase());
            let is_sign = !cell.contains(char::is_alphanumeric);
            (is_code || is_sign)
                .then(|| numbers::currency_named(cell))
                .flatten()
        };
        let is_filled = |place: &usize| !self.out[*place] && !is_nothing(self.cell(*place, at));
        let filled = || (0..self.rows.len()).filter(is_filled);
        let first = filled().next()?;
        let one = named(first)?;
        let is_other = |place: &usize| {
            named(*place).is_some_and(|other| !numbers::may_be_one_currency(one, other))
        };
        let other = filled().find(is_other)?;
        let coded = filled().filter(|place| named(*place).is_some()).count();
        if coded * 2 <= filled().count() {
            return None;
        }
        let sentence = format!(
            "column `{}` has several currencies ({}, {}), and the amounts are added up as they stand: convert them, or \
             keep the rows of one",
            match &*self.header.names[at] {
                "" => format!("{}", at + 1),
                name => name.to_owned(),
            },
            self.quoted(first, at),
            self.quoted(other, at)
        );
        Some(self.told("currencies", &[], sentence))
    }
}

/// Checks the columns that are read, with their numbers and dates, and the columns that are not.
pub fn find(
    read: &Read,
    columns: &[Column],
    numbers: &[Vec<f64>],
    days: &[Vec<String>],
    options: &Options,
) -> Vec<Finding> {
    let mut found = Vec::new();
    for (column, days) in columns.iter().zip(days) {
        match column.holds {
            Holds::Number => {
                found.extend(read.lone_percents(column.at));
                found.extend(read.scaled(column.at));
                found.extend(read.of_all(column.at, &column.key));
            }
            Holds::Date => {
                found.extend(read.odd_dates(column.at, days));
                found.extend(read.turned_days(column.at));
            }
            Holds::Text => {
                found.extend(read.cut_ids(column.at));
                found.extend(read.day_ids(column.at));
            }
        }
    }
    let others = || (0..read.header.names.len()).filter(|at| columns.iter().all(|c| c.at != *at));
    let named = columns
        .iter()
        .find(|column| column.holds == Holds::Text && column.needed);
    if let Some(column) = named {
        found.extend(read.alike(column.at));
        found.extend(others().find_map(|at| read.numbered(column.at, &column.key, at)));
    }
    let signed = numbers.iter().flatten().any(|number| *number < 0.0);
    let guessed = columns
        .iter()
        .filter(|column| options.columns.iter().all(|(key, _)| *key != column.key));
    found.extend(guessed.filter_map(|column| read.rivals(column)));
    found.extend(read.repeated());
    found.extend(read.other_kind(columns, numbers));
    found.extend(read.periods(others(), columns));
    let amounts = columns
        .iter()
        .filter(|column| column.holds == Holds::Number);
    let amounts: Vec<&str> = amounts
        .map(|column| &*read.header.names[column.at])
        .collect();
    for at in others() {
        if !signed {
            found.extend(read.sides(at));
        }
        found.extend(read.plans(at));
        found.extend(read.price_units(at, columns));
        found.extend(read.units(at, columns));
        found.extend(read.reversed(at, signed));
        found.extend(read.currencies(at, &amounts));
        found.extend(read.orders(at, columns));
        found.extend(read.nameless(at));
    }
    found
}
