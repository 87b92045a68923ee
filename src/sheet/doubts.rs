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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use crate::calculators::find;
    use crate::sheet::{Options, Sheet, parse};

    fn read(calculator: &str, text: &str) -> Result<Sheet, String> {
        parse(
            text.as_bytes(),
            find(calculator).unwrap().layouts,
            &Options::default(),
        )
    }

    #[test]
    fn what_may_be_wrong_is_told_and_what_is_usual_is_not() {
        for (calculator, text, kind, part) in [
            ("abc", "id,value\nA,50%\nB,2", "percent", "`50%` in line 2"),
            (
                "abc",
                "item;value\nA;12 m\nB;7",
                "scaled",
                "`12 m` in line 2 is read as millions",
            ),
            (
                "abc",
                "item;value\nA;1,5k\nB;7",
                "scaled",
                "read as thousands",
            ),
            (
                "abc",
                "item;value\n4,00567E+12;5\nB;7",
                "cut_ids",
                "`4,00567E+12` in line 2",
            ),
            (
                "abc",
                "part;value\n2-Mar;5\nAB-12;8\nX-9;3",
                "day_ids",
                "made a day of `2-Mar` in line 2",
            ),
            (
                "abc",
                "part;value\nMrz 05;5\nAB-12;8",
                "day_ids",
                "`Mrz 05`",
            ),
            (
                "abc",
                "customer,value\nMeier AG,5\nB,6\nMEIER  ag,8",
                "alike",
                "`Meier AG` in line 2 and `MEIER  ag` in line 4 count as two",
            ),
            (
                "abc",
                "item,value\n00123,5\n123,6\n7,8",
                "alike",
                "`00123` in line 2 and `123` in line 3",
            ),
            (
                "rfm",
                "customer,customer id,date,amount\nMeier,1,2026-01-01,10\nMeier,2,2026-01-02,20\nWest,3,2026-01-03,5",
                "numbered",
                "`Meier` `1` in line 2 and `Meier` `2` in line 3",
            ),
            (
                "rfm",
                "customer;Customer-Nr.;date;amount\nOst;1;2026-01-01;10\nOst AG;1;2026-01-02;20",
                "numbered",
                "`Ost` `1` in line 2 and `Ost AG` `1` in line 3",
            ),
            (
                "rfm",
                "customer,date,amount\nA,2026-01-01,5\nB,2026-01-02,7\nC,2026-01-03,8\nA,2026-01-01,5\nB,2026-01-02,7\nC,2026-01-03,8",
                "repeated",
                "the rows from line 5 on repeat those from line 2 on",
            ),
            (
                "rfm",
                "customer;date;amount\nA;31.01.2026;10\nB;28.02.2026;20\nC;01.03.2026;20\nD;31.12.2062;30\nE;01.02.2026;1",
                "odd_dates",
                "`31.12.2062` in line 5 is taken as the day 2062-12-31",
            ),
            (
                "rfm",
                "customer,date,amount\nA,2026-05-01,10\nB,13/01/2026,20\nC,2026-02-07,20",
                "turned_days",
                "none is after the 12th (`2026-05-01` in line 2), and of those that are texts all are (`13/01/2026` in line 3)",
            ),
            (
                "rfm",
                "customer,start date,end date,amount\nA,2026-01-01,2026-12-31,5",
                "rival",
                "column `start date` was read, and `end date` would do as well",
            ),
            (
                "abc",
                "customer;value;sign\nA;5;+\nB;7;-\nC;9;+",
                "debit_credit",
                "(`+` in line 2, `-` in line 3)",
            ),
            (
                "forecast",
                "Month,Sales,Type\nJan,5,Actual\nFeb,6,Actual\nMar,7,Forecast",
                "plans",
                "(`Actual` in line 2, `Forecast` in line 4)",
            ),
            (
                "abc",
                "item,qty,unit_cost,price unit\nA,5,2,1\nB,7,300,100",
                "price_unit",
                "for how many units a price is (`100` in line 3)",
            ),
            (
                "chargeable_weight",
                "Pieces,Length,Width,Height,Weight,Unit\n1,120,80,100,150,cm\n1,48,32,40,330,in",
                "units",
                "column `Unit` has `in` in line 3, and the numbers are read in cm",
            ),
            (
                "chargeable_weight",
                "Pieces,Length,Width,Height,Weight,Weight unit\n1,120,80,100,150,kg\n1,120,80,100,330,lb",
                "units",
                "`lb` in line 3, and the numbers are read in kg",
            ),
            (
                "cost_to_serve",
                "customer,revenue,gross margin\nA,100,0.4\nB,200,0.3",
                "other_kind",
                "column `gross margin` holds numbers between 0 and 1",
            ),
            (
                "newsvendor",
                "Demand,Chance\n10,0.2\n20,0.7\n30,1.0",
                "other_kind",
                "column `Chance` rises to 1",
            ),
            (
                "abc",
                "order,customer,value,state\n1,A,5,paid\n2,B,6,Draft",
                "reversed",
                "`Draft` in line 3",
            ),
            (
                "abc",
                "customer;revenue 2025;revenue 2026\nA;100;90\nB;50;150",
                "rival",
                "column `revenue 2025` was read, and `revenue 2026` would do as well",
            ),
            (
                "abc",
                "customer,revenue\nA,1\nB,2\n\nproduct,revenue\nC,7",
                "other_table",
                "line 5 seems to name the columns of another table (`product`, `revenue`)",
            ),
            (
                "rfm",
                "customer,date,amount\nA,0025-01-15,5\nB,2025-02-03,6",
                "odd_dates",
                "the day 0025-01-15",
            ),
            (
                "rfm",
                "customer,date,amount\nA,1900-01-01,5\nB,2025-02-03,6",
                "odd_dates",
                "line 2",
            ),
            (
                "rfm",
                "customer,date,amount\nA,9999-12-31,5\nB,2025-02-03,6",
                "odd_dates",
                "line 2",
            ),
            (
                "rfm",
                "customer,date,amount\nA,15/01/2568,5\nB,03/02/2568,6",
                "odd_dates",
                "2568",
            ),
            (
                "abc",
                "item;value;Soll/Haben\nA;119;S\nB;7;H\nC;5;S",
                "debit_credit",
                "`S` in line 2, `H` in line 3",
            ),
            (
                "abc",
                "item,value,DR/CR\nA,119,CR\nB,7,DR",
                "debit_credit",
                "`CR` in line 2",
            ),
            (
                "abc",
                "item,value,type\nA,119,Debit\nB,7,Credit",
                "debit_credit",
                "`Credit` in line 3",
            ),
            (
                "abc",
                "order,customer,value,state\n1,A,5,paid\n2,B,6,Cancelled",
                "reversed",
                "row 2 (line 3) counts",
            ),
            (
                "abc",
                "order,customer,value,type\n1,A,5,Invoice\n2,B,6,Credit Memo",
                "reversed",
                "`Credit Memo` in line 3",
            ),
            (
                "cost_to_serve",
                "customer,revenue,condition\nA,5,storniert\nB,6,void\nC,7,ok",
                "reversed",
                "rows 1, 2 count",
            ),
            (
                "abc",
                "customer,value,is_cancelled\nA,5,no\nB,6,yes\nC,9,no",
                "reversed",
                "`yes` in line 3, and row 2 (line 3) counts",
            ),
            (
                "abc",
                "customer,value,cancel status\nA,5,active\nB,6,cancelled",
                "reversed",
                "has `cancelled` in line 3",
            ),
            (
                "abc",
                "Name,Total,Cancelled at\n#1001,5,\n#1002,6,2026-05-01",
                "reversed",
                "`2026-05-01` in line 3",
            ),
            (
                "rfm",
                "customer;date;amount;Storno\nA;01.02.2026;10,00;\nB;02.02.2026;20,00;X\nB;13.02.2026;5,00;",
                "reversed",
                "`X` in line 3",
            ),
            (
                "abc",
                "customer,value,returned qty\nA,5,0\nB,6,2\nC,9,0",
                "reversed",
                "`2` in line 3",
            ),
            (
                "rfm",
                "customer,date,amount,fate\nA,2025-01-15,5,returned\nB,2025-02-03,6,",
                "reversed",
                "row 1 (line 2)",
            ),
            (
                "rfm",
                "Doc. no.,customer,date,amount\n1,A,2026-01-01,10\n1,A,2026-01-01,20\n2,A,2026-01-01,5\n3,B,2026-01-02,20",
                "order_lines",
                "`Doc. no.` has the same for several rows of one customer and day, as `1` in line 3",
            ),
            (
                "chargeable_weight",
                "Pieces,Length,Width,Height,Total weight\n10,120,80,100,1500",
                "of_all",
                "column `Total weight` is read as `Gross each`",
            ),
            (
                "time_driven",
                "Activity,Total time,Quantity\nOrder,400,10",
                "of_all",
                "column `Total time` is read as `Minutes each`",
            ),
            (
                "forecast",
                "Month,Sales\n2025-03,100\n2025-02,110\n2025-01,120",
                "periods",
                "`2025-03` is followed by `2025-02` in line 3, and the rows are taken as periods in order as they stand; turn the rows round",
            ),
            (
                "forecast",
                "Month,Sales\nDec,100\nNov,110\nOct,120",
                "periods",
                "turn the rows round",
            ),
            (
                "forecast",
                "Month,Sales\nNov,100\nDec,110\nJan,120\nMar,120",
                "periods",
                "`Jan` is followed by `Mar` in line 5, and the rows are taken as periods in order as they stand; keep one series",
            ),
            (
                "forecast",
                "Item,Month,Sales\nA,Jan,100\nA,Feb,110\nB,Jan,120\nB,Feb,3",
                "periods",
                "`Feb` is followed by `Jan` in line 4",
            ),
            (
                "forecast",
                "Day,Sales\n31.01.2025,100\n28.02.2025,110\n31.03.2025,110\n31.05.2025,120",
                "periods",
                "`31.03.2025` is followed by `31.05.2025` in line 5",
            ),
            (
                "forecast",
                "Month,Sales\n2025-01,100\n2025-02,110\n2025-02,120",
                "periods",
                "`2025-02` is followed by `2025-02` in line 4, and the rows are taken as periods in order as they stand; keep",
            ),
            (
                "planning_grid",
                "Week,gross\n5,100\n6,110\n8,120",
                "periods",
                "`6` is followed by `8` in line 4",
            ),
            (
                "forecast",
                "Week,Sales\n2025-W51,1\n2025-W52,2\n2026-W01,2\n2026-W03,2",
                "periods",
                "`2026-W01` is followed by `2026-W03` in line 5",
            ),
            (
                "forecast",
                "FY,Sales\nFY22,1\nFY23,2\nFY25,2\nFY26,2",
                "periods",
                "`FY23` is followed by `FY25` in line 4",
            ),
            (
                "forecast",
                "Year,Sales\n2025,1\n2024,2\n2023,2",
                "periods",
                "turn the rows round",
            ),
            (
                "forecast",
                "Quarter,Sales\n1Q25,1\n2Q25,2\n4Q25,2\n1Q26,2",
                "periods",
                "`2Q25` is followed by `4Q25`",
            ),
            (
                "forecast",
                "Period,Sales\n202511,1\n202512,2\n202601,2\n202604,2\n202605,2",
                "periods",
                "`202601` is followed by `202604`",
            ),
            (
                "abc",
                "customer,value,Document currency\nA,5,EUR\nB,6,USD",
                "currencies",
                "column `Document currency` has several currencies (`EUR` in line 2, `USD` in line 3)",
            ),
            (
                "abc",
                "customer;value;\nA;5;EUR\nB;6;USD\nC;6;",
                "currencies",
                "column `3` has several",
            ),
            (
                "abc",
                "customer;revenue;revenue\nA;10;20\nB;5;6",
                "same_name",
                "`revenue` is the name of column 2 and again of 3",
            ),
            (
                "cost_to_serve",
                "customer;revenue;orders;orders\nA;10;1;4\nB;5;2;6",
                "same_name",
                "column 3 was read",
            ),
            (
                "abc",
                "customer;revenue;;comment\nA;10;99;x\nB;20;98;y",
                "no_name",
                "column 3 has no name and is not read, though it holds figures such as `99` in line 2",
            ),
        ] {
            let sheet = read(calculator, text).unwrap();
            let found = sheet.findings.iter().find(|finding| finding.kind == kind);
            assert!(
                found.is_some_and(|f| f.sentence.contains(part)),
                "{text}: {:?}",
                sheet.findings
            );
        }
        for (calculator, text) in [
            ("abc", "item,value,share\nA,50,10%\nB,2,5%"),
            ("abc", ",item,value\n0,A,5\n1,B,7"),
            ("abc", "item,value,\nA,5,\nB,7,x"),
            ("abc", "item,value,unit\nA,119,m\nB,7,k"),
            ("abc", "item,value,DR/CR\nA,-119,CR\nB,7,DR"),
            ("abc", "item,value,size\nA,119,S\nB,7,M\nC,9,H"),
            ("abc", "item,value,type\nA,119,Invoice\nB,-7,Credit note"),
            (
                "abc",
                "item,value,cancelled\nA,119,no\nB,7,0\nC,9,\nD,3,FALSE\nE,4,-",
            ),
            (
                "abc",
                "item,value,cancellation policy\nA,119,flexible\nB,7,strict",
            ),
            ("abc", "item,value,paid\nA,119,credit\nB,7,cash"),
            (
                "abc",
                "item,value (EUR),original currency\nA,119,EUR\nB,7,USD",
            ),
            (
                "rfm",
                "customer,date,amount,size,sku\nA,2025-01-15,5,4,x1\nA,2025-01-15,6,4,x2\nB,2025-02-03,6,4,x1",
            ),
            (
                "forecast",
                "Week,Sales\nKW 52/2025,1\nKW 1/2026,2\nKW 2/2026,3",
            ),
            (
                "forecast",
                "Year,Quarter,Month,Sales\n2025,4,Nov,1\n2025,4,Dec,2\n2026,1,Jan,3",
            ),
            (
                "forecast",
                "Season,Year,Sales\nSpring,2025,1\nFall,2025,2\nSpring,2026,3",
            ),
            (
                "rfm",
                "customer,date,amount\nA,2026-01-05,10\nB,13/02/2026,20\nC,2026-03-17,20",
            ),
            (
                "rfm",
                "customer,order date,ship date,amount\nA,2026-01-05,2026-01-06,10",
            ),
            ("abc", "item,qty,unit_cost,per\nA,5,2,1\nB,7,3,1"),
            ("abc", "item,qty,unit_cost,uom\nA,5,2,pcs\nB,7,3,box"),
            (
                "chargeable_weight",
                "Pieces,Length,Width,Height,Weight,Unit\n1,120,80,100,150,cm\n1,48,32,40,33,cm",
            ),
            ("abc", "item,value,size unit\nA,5,m\nB,7,in"),
            ("abc", "item,value,Quote\nA,5,Q-17\nB,7,"),
            ("newsvendor", "Demand,Chance\n10,0.2\n20,0.3\n30,0.5"),
            ("forecast", "Half,Sales\n2025 H1,1\n2025 H2,2\n2026 H1,3"),
            (
                "forecast",
                "Fiscal year,Sales\n2024/25,1\n2025/26,2\n2026/27,3",
            ),
            (
                "forecast",
                "Month,Sku,Sales\nNov,4711,1\nDec,12,2\nJan,88,3",
            ),
            ("abc", "customer,customer id,value\nA,1,5\nB,2,6"),
            ("abc", "part,value\nA-1,5\nA1,6\nMay,6"),
            ("abc", "month,value,id\nJan 25,5,a\nFeb 25,6,b"),
            ("abc", "customer,margin,margin rate\nA,10,(5%)\nB,20,10%"),
            (
                "rfm",
                "customer,customer id,date,amount\nA,1,2015-01-05,5\nB,2,2026-01-05,5\nA,1,2026-01-05,5\nA,1,2026-01-05,5",
            ),
            ("abc", "customer,revenue,revenue comment\nA,1,x\nB,2,y"),
            ("forecast", "Month,Sales\nNov,1\nDec,2\nJan,3\nFeb,2"),
            (
                "forecast",
                "Day,Sales\n2025-01-02,1\n2025-01-03,2\n2025-01-06,3\n2025-01-07,2",
            ),
            (
                "forecast",
                "Quarter,Price,Sales\nQ3 2025,5,1\nQ4 2025,4,2\nQ1 2026,6,3",
            ),
            (
                "forecast",
                "Day,Sales\n31/01/2025,1\n28/02/2025,2\n31/03/2025,3",
            ),
            (
                "chargeable_weight",
                "Pieces,Length,Width,Height,Gross weight\n10,120,80,100,150",
            ),
            ("forecast", "Week,Sales\n51,1\n52,2\n1,3\n2,2"),
            (
                "planning_grid",
                "site,week,gross\nA,1,5\nA,2,6\nB,1,5\nB,2,7",
            ),
            ("abc", "month,item,value\nMar,A,5\nJan,B,7"),
            ("abc", "item,value,country\nA,119,DEU\nB,7,USA\nC,7,ALL"),
            (
                "abc",
                "item,value,grade\nA,119,SEK\nB,7,NOK\nC,7,X1\nD,7,X2",
            ),
            ("abc", "item,value,side\nA,119,S\nB,7,S"),
            ("abc", "item,value,note\nE12,119,credit card\n4E5,7,"),
            (
                "rfm",
                "customer,date,amount,status\nA,2025-01-15,5,refunded\nB,1999-02-03,6,paid",
            ),
        ] {
            let sheet = read(calculator, text).unwrap();
            assert!(sheet.findings.is_empty(), "{text}: {:?}", sheet.findings);
        }
    }

    /// Values that would give another number or another customer if taken as they look.
    #[test]
    fn files_of_real_programs_are_read_or_refused_in_words() {
        let starred = "|Kunde|Customer|Revenue|\n|1|* Ost|5|\n";
        assert_eq!(
            read("abc", starred).unwrap().rows,
            1,
            "a star alone is a name"
        );
        let sap = "-----------------\n|Customer|Revenue|\n-----------------\n|10001|12.500,00|\n|10001 B|2.500,00|\n\
            |* 10001|15.000,00|\n|10002|750,50|\n|* 10002|750,50|\n|** North|15.750,50|\n|10003|1,00|\n|* 10003|1,00|\n\
            |** South|1,00|\n|*** |15.751,50|\n-----------------\n";
        let sheet = read("abc", sap).unwrap();
        assert_eq!(
            **sheet.table.numbers("value").unwrap(),
            [12500.0, 2500.0, 750.5, 1.0]
        );
        // A shop's order status that cancels the sale is not reported as a further refund.
        let shop = "Email,Created at,Total,Financial Status\na@x.org,2025-11-02 10:12:33 +0100,55,paid\n\
            b@x.org,2025-11-05 08:00:00 +0100,100,refunded\nb@x.org,2025-11-06 08:00:00 +0100,30,paid\n";
        let options = Options {
            columns: vec![("date".into(), "Created at".into())],
            ..Options::default()
        };
        let rfm = find("rfm").unwrap();
        let sheet = parse(shop.as_bytes(), rfm.layouts, &options).unwrap();
        let request = serde_json::json!({});
        let answer = rfm.answer(&crate::calculators::Input::with_table(
            &request,
            &sheet.table,
        ));
        assert_eq!(answer.unwrap().value()["rows"][1]["monetary"], 30.0);
        // `sales-channel` holds no amounts.
        let market = "buyer-email\tpurchase-date\tsales-channel\ttotal-price\na@m.de\t2025-11-02\tShop.de\t20.00\n";
        let sheet = read("rfm", market).unwrap();
        assert_eq!(**sheet.table.numbers("amount").unwrap(), [20.0]);
        assert_eq!(
            **read("abc", "item;value\nA;300.—\nB;1'250.50")
                .unwrap()
                .table
                .numbers("value")
                .unwrap(),
            [300.0, 1250.5]
        );
        let broken = read("abc", "item,value\n\"West\nHall\",5\n").unwrap();
        assert_eq!(broken.table.texts("id").unwrap()[0], "West Hall");
        for (text, part) in [
            (
                "<html><body><table><tr><td>Customer</td></tr></table></body></html>",
                "a web page",
            ),
            (
                "<?xml version=\"1.0\"?>\n<Workbook></Workbook>",
                "a file of XML",
            ),
            (
                ",Kunde,Umsatz\n,1,2\n",
                "its columns are `Kunde`, `Umsatz`;",
            ),
        ] {
            let why = read("abc", text).unwrap_err();
            assert!(why.contains(part), "{why}");
        }
    }
}
