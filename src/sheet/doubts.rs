//! Findings about tables in which every cell could be read, but which may be wrong all the same. Nothing is changed.

use super::cells::{has_word, is_nothing, is_one_of};
use super::found::{Finding, Options};
use super::units;
use super::view::{Column, Read};
use crate::calculators::dates::{self, Order};
use crate::calculators::numbers::{self, is_number};
use crate::calculators::rfm::{is_cancelled, is_refund, is_reversed};
use crate::calculators::table::{self, Holds};
use std::collections::BTreeSet;

/// Pairs of marks for debit and credit.
const SIDES: &str = "+/-; s/h; d/c; dr/cr; db/cr; debit/credit; soll/haben";
/// Pairs of marks for what was and what was meant to be.
const PLANS: &str =
    "actual/budget; actual/plan; actual/forecast; actuals/budget; ist/plan; ist/budget";
/// Headers of a column that tells how many units a price is for, in letters only.
const PRICE_UNITS: &str = "per; priceunit; pricingunit; priceper; preiseinheit; peinh";
/// Words of headers of a column of units.
const UNITS: &str = "unit; units; uom; einheit; unité; unidad";
/// Words of headers that tell of a total.
const TOTALS: &str = "total; gesamt; totale; sum";
/// Words of headers of amounts with taxes or before discounts.
const GROSS: &str = "gross; brutto; brut; bruto; lordo; incl; inkl; including; ttc";
/// What stands in rows that a column called cancelled does not mark.
const NO: &str = "no; n; false; nein; f; non; nee; nej; não; nie; ne; нет; не; falsch";
/// Dates in other years are placeholders or were read wrongly.
const YEARS: std::ops::RangeInclusive<i32> = 1950..=2100;
/// So many years later than all others a date was mistyped.
const FAR: i32 = 10;

impl Read<'_> {
    /// What a workbook's sheet does not show, or shows by its formats.
    fn unseen(&self) -> Vec<Finding> {
        let package = &self.grid.package;
        let mut found = Vec::new();
        let mut rows: Vec<usize> = self.kept().collect();
        rows.retain(|place| package.hidden.contains(&self.line(*place)));
        if !rows.is_empty() {
            let sentence = format!(
                "hidden in the sheet, and counted as the others are: {}; delete what does not belong",
                self.named(&rows)
            );
            found.push(Finding::new("hidden", sentence).at(&rows));
        }
        for column in &self.columns {
            let at = column.at + self.grid.left;
            let mut hidden = package.hidden_columns.iter();
            if hidden.any(|(first, last)| (*first..=*last).contains(&at)) {
                let name = self.name(column.at);
                let sentence = format!(
                    "column `{name}` is hidden in the sheet, and is read: name another if it is not meant"
                );
                found.push(Finding::new("hidden", sentence));
            }
        }
        if package.currencies.len() > 1 {
            let names: Vec<&str> = package.currencies.iter().map(String::as_str).collect();
            let sentence = format!(
                "the cells of the sheet have several currencies ({}), and amounts are added up as they stand: convert them, or keep \
                 the rows of one",
                names.join(", ")
            );
            found.push(Finding::new("currencies", sentence));
        }
        found
    }

    /// Per cent signs after some numbers of a column but not others: these cells are read as shares, which is seldom intended.
    fn lone_percents(&self, at: usize) -> Option<Finding> {
        let with = self.find(at, |cell| cell.contains('%'));
        let first = *with.first()?;
        let without = self.find(at, |cell| !is_nothing(cell) && !cell.contains('%'));
        let sentence = format!(
            "column `{}` has a per cent sign in {} and none in others: {} is read as a share, a hundredth of what \
             stands there; delete the sign if it is an amount",
            self.name(at),
            self.named(&with),
            self.quoted(first, at)
        );
        (!without.is_empty()).then(|| Finding::new("percent", sentence).at(&with))
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
            self.name(at),
            self.quoted(first, at)
        );
        Some(Finding::new("scaled", sentence).at(&with))
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
            self.name(at),
            self.quoted(first, at)
        );
        Some(Finding::new("cut_ids", sentence).at(&cut))
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
            self.name(at),
            self.quoted(*turned.first()?, at),
            self.quoted(*left.first()?, at)
        );
        Some(Finding::new("turned_days", sentence).at(&turned))
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
            self.name(at),
            self.quoted(first, at)
        );
        Some(Finding::new("day_ids", sentence).at(&found))
    }

    fn odd_dates(&self, Column { at, days, .. }: &Column) -> Option<Finding> {
        let at = *at;
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
            self.name(at),
            self.quoted(first, at),
            days[first]
        );
        Some(Finding::new("odd_dates", sentence).at(&odd))
    }

    /// Other columns that would do as well for one that is read: of the same name, or of two years, or planned and actual.
    fn rivals(&self, column: &Column) -> Option<Finding> {
        let (name, at) = (self.name(column.at), column.at);
        let others = || (0..self.header.names.len()).filter(|other| *other != at);
        let twins = others().filter(|other| self.name(*other).eq_ignore_ascii_case(name));
        let twins: Vec<String> = twins.map(|other| (other + 1).to_string()).collect();
        if !twins.is_empty() {
            let (first, twins) = (at + 1, twins.join(", "));
            let sentence = format!(
                "`{name}` is the name of column {first} and again of {twins}: column {first} was read; give each a name of its own to choose"
            );
            return Some(Finding::new("same_name", sentence));
        }
        let of_layout = self.of_layout(column)?;
        let found = table::fit(of_layout, name).filter(|_| column.holds != Holds::Text)?;
        let is_one = |cell: &str| match column.holds {
            Holds::Date => dates::read(cell, Some(Order::Day)).is_some(),
            _ => is_number(cell),
        };
        // Where the net amount is read, the gross one beside it is no doubt.
        let is_gross = |name: &str| has_word(name, GROSS);
        let is_rival = |other: &usize| {
            table::fit(of_layout, self.name(*other)) == Some(found)
                && (is_gross(name) || !is_gross(self.name(*other)))
                && !self.find(*other, is_one).is_empty()
        };
        let other = self.name(others().find(is_rival)?);
        let sentence = format!("column `{name}` was read, and `{other}` would do as well");
        let told = Finding::new("rival", sentence);
        Some(told.or(format!("--{} `{other}` takes that", column.key)))
    }

    /// What the calculator says of a column.
    fn of_layout(&self, column: &Column) -> Option<&'static table::Column> {
        let mut columns = self.header.layout.columns.iter();
        columns.find(|one| one.key == column.key)
    }

    /// A total where the column is of one piece or one unit.
    fn of_all(&self, column: &Column) -> Option<Finding> {
        let label = self.of_layout(column)?.label;
        let is_of_one = label.ends_with(" each") || label.ends_with(" a unit");
        let name = self.name(column.at);
        let sentence = format!(
            "column `{name}` is read as `{label}`, and its header tells of a total: divide it, if it is that of all"
        );
        (is_of_one && has_word(name, TOTALS)).then(|| Finding::new("of_all", sentence))
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
        (at > 0 && self.name(at).is_empty()).then(|| Finding::new("no_name", sentence))
    }

    /// A debit or credit column beside amounts without a sign.
    fn sides(&self, at: usize) -> Option<Finding> {
        let pair = self.pair(at, SIDES).filter(|_| !self.are_signed())?;
        let sentence = format!(
            "column `{}` tells debits from credits ({pair}), and the amounts have no minus: all are counted as they stand; write those \
             that lessen the others with a minus",
            self.name(at)
        );
        Some(Finding::new("debit_credit", sentence))
    }

    /// Rows of a plan among those of what was.
    fn plans(&self, at: usize) -> Option<Finding> {
        let pair = self.pair(at, PLANS)?;
        let sentence = format!(
            "column `{}` tells plans from what was ({pair}), and all rows count: keep those of one",
            self.name(at)
        );
        Some(Finding::new("plans", sentence))
    }

    /// Prices for so many units, beside quantities that are multiplied with them.
    fn price_units(&self, at: usize) -> Option<Finding> {
        let header: String = self
            .name(at)
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        let is_price = |column: &Column| matches!(&*column.key, "unit_cost" | "unit_price");
        if !is_one_of(&header, PRICE_UNITS) || !self.columns.iter().any(is_price) {
            return None;
        }
        let others = self.find(at, |cell| is_number(cell) && cell != "1");
        let sentence = format!(
            "column `{}` tells for how many units a price is ({}), and prices are taken as those of one: divide them",
            self.name(at),
            self.quoted(*others.first()?, at)
        );
        Some(Finding::new("price_unit", sentence).at(&others))
    }

    /// A column of units that are not those in which the numbers beside it are read.
    fn units(&self, at: usize) -> Option<Finding> {
        if !has_word(self.name(at), UNITS) {
            return None;
        }
        let wanted = |cell: &str| {
            let mut read = self.columns.iter().filter_map(|column| column.unit);
            read.find(|unit| units::is_another(cell, unit))
        };
        let others = self.find(at, |cell| wanted(cell).is_some());
        let first = *others.first()?;
        let sentence = format!(
            "column `{}` has {}, and the numbers are read in {}: convert them",
            self.name(at),
            self.quoted(first, at),
            wanted(self.cell(first, at))?
        );
        Some(Finding::new("units", sentence).at(&others))
    }

    /// Numbers that are of another kind than the column they are read as: rates for amounts, running sums for chances.
    fn other_kind(&self, column: &Column) -> Option<Finding> {
        let numbers = |column: &Column| -> Vec<f64> {
            let kept = self.kept().map(|row| column.numbers[row]);
            kept.filter(|number| number.is_finite()).collect()
        };
        let its = numbers(column);
        let is_rate = |number: &f64| *number > 0.0 && *number < 1.0;
        let says = match &*column.key {
            "gross_margin" | "cogs" if its.len() > 1 && its.iter().all(is_rate) => {
                let revenue = self.columns.iter().find(|one| one.key == "revenue")?;
                let are_amounts = numbers(revenue).iter().all(|revenue| *revenue > 10.0);
                are_amounts.then_some(
                    "holds numbers between 0 and 1, as rates are, and is read as amounts: multiply them by the revenue",
                )?
            }
            "chance" if its.len() > 2 && its.is_sorted_by(|one, next| one < next) => {
                let is_whole = its.last().is_some_and(|last| (last - 1.0).abs() < 1e-6);
                is_whole.then_some(
                    "rises to 1, as running sums do, and is read as the chance of each: write the differences",
                )?
            }
            _ => return None,
        };
        let sentence = format!("column `{}` {says}", self.name(column.at));
        Some(Finding::new("other_kind", sentence))
    }

    fn are_signed(&self) -> bool {
        let mut numbers = self.of_numbers().flat_map(|column| &column.numbers);
        numbers.any(|number| *number < 0.0)
    }

    /// The first two rows with a pair of words, in a column that has no others.
    fn pair(&self, at: usize, pairs: &str) -> Option<String> {
        let filled = self.find(at, |cell| !cell.is_empty());
        let is = |place: usize, word: &str| self.cell(place, at).to_lowercase() == word;
        let mut pairs = pairs.split("; ").filter_map(|pair| pair.split_once('/'));
        let (one, other) = pairs.find(|(one, other)| {
            let mut all = filled.iter();
            all.all(|place| is(*place, one) || is(*place, other))
        })?;
        let first = |word| filled.iter().find(|place| is(**place, word));
        let places = [*first(one)?, *first(other)?];
        let [first, next] = [places.iter().min()?, places.iter().max()?];
        Some(format!(
            "{}, {}",
            self.quoted(*first, at),
            self.quoted(*next, at)
        ))
    }

    /// The rows that a column called cancelled or returned marks with a yes, an X or a day, unless it says the same in words.
    pub fn marks(&self, at: usize) -> Option<Vec<usize>> {
        let mut words = self.name(at).split(|c: char| !c.is_alphanumeric());
        if !words.any(is_cancelled) || !self.find(at, is_reversed).is_empty() {
            return None;
        }
        let is_no = |cell: &str| is_nothing(cell) || is_one_of(cell, NO) || cell.parse() == Ok(0.0);
        // A column with something in each row, such as a cancellation policy, marks none of them.
        let marked = self.find(at, |cell| !is_no(cell));
        (marked.len() < self.kept().count()).then_some(marked)
    }

    /// A column that marks some rows as cancelled, refunded or credit notes, though they are counted.
    fn reversed(&self, at: usize) -> Option<Finding> {
        // A credit note with a negative amount is already correct; `credit` alone may be a way to pay.
        let signed = self.are_signed();
        let gives_back =
            |cell: &str| !signed && is_refund(cell) && !cell.eq_ignore_ascii_case("credit");
        let said = self.find(at, |cell| is_reversed(cell) || gives_back(cell));
        let reversed = match said.is_empty() {
            true => self.marks(at)?,
            false => said,
        };
        let name = self.name(at);
        let sentence = format!(
            "column `{name}` has {}, and {} count{} as the others do; delete what is no sale",
            self.quoted(*reversed.first()?, at),
            self.named(&reversed),
            if reversed.len() == 1 { "s" } else { "" }
        );
        let told = Finding::new("reversed", sentence).at(&reversed);
        let mut columns = self.header.layout.columns.iter();
        Some(match columns.any(|column| column.key == "status") {
            true => told.or(format!("--status `{name}` heeds it")),
            false => told,
        })
    }

    /// A column of currencies by what stands in it, of which there are several. A header with a currency tells that amounts are
    /// converted.
    fn currencies(&self, at: usize) -> Option<Finding> {
        let mut amounts = self.of_numbers().map(|column| self.name(column.at));
        if amounts.any(units::names_currency) {
            return None;
        }
        let named = |place: usize| {
            let cell = self.cell(place, at);
            let is_code = cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase());
            let is_sign = !cell.contains(char::is_alphanumeric);
            (is_code || is_sign).then(|| numbers::currency_named(cell))?
        };
        let filled = self.find(at, |cell| !is_nothing(cell));
        let first = *filled.first()?;
        let one = named(first)?;
        let is_other = |place: &&usize| {
            named(**place).is_some_and(|other| !numbers::may_be_one_currency(one, other))
        };
        let other = *filled.iter().find(is_other)?;
        let coded = filled.iter().filter(|place| named(**place).is_some());
        if coded.count() * 2 <= filled.len() {
            return None;
        }
        let number = (at + 1).to_string();
        let sentence = format!(
            "column `{}` has several currencies ({}, {}), and the amounts are added up as they stand: convert them, or keep the rows of \
             one",
            Some(self.name(at))
                .filter(|name| !name.is_empty())
                .unwrap_or(&number),
            self.quoted(first, at),
            self.quoted(other, at)
        );
        Some(Finding::new("currencies", sentence))
    }
}

/// Checks the columns that are read, with their numbers and dates, and the columns that are not.
pub fn find(read: &Read, options: &Options) -> Vec<Finding> {
    let mut found = read.unseen();
    for column in &read.columns {
        let at = column.at;
        let doubts = match column.holds {
            Holds::Number => vec![
                read.lone_percents(at),
                read.scaled(at),
                read.of_all(column),
                read.other_kind(column),
            ],
            Holds::Date => vec![read.odd_dates(column), read.turned_days(at)],
            Holds::Text => vec![read.cut_ids(at), read.day_ids(at)],
        };
        found.extend(doubts.into_iter().flatten());
    }
    if let Some(Column { key, at, .. }) = read.needed(Holds::Text) {
        found.extend(read.alike(*at));
        found.extend(
            read.others()
                .find_map(|other| read.numbered(*at, key, other)),
        );
    }
    let is_guessed = |column: &&Column| options.columns.iter().all(|(key, _)| *key != column.key);
    let guessed = read.columns.iter().filter(is_guessed);
    found.extend(guessed.filter_map(|column| read.rivals(column)));
    found.extend(read.repeated());
    found.extend(read.periods());
    for at in read.others() {
        let doubts = [
            read.sides(at),
            read.plans(at),
            read.price_units(at),
            read.units(at),
            read.reversed(at),
            read.currencies(at),
            read.orders(at),
            read.nameless(at),
        ];
        found.extend(doubts.into_iter().flatten());
    }
    found
}
