//! Findings about tables in which every cell could be read, but which may be wrong all the same. Nothing is changed.

use super::cells::{NAMED, is_made_day, is_nothing, is_word};
use super::found::{Finding, Options};
use super::totals::tells_total;
use super::view::{Column, Read};
use crate::calculators::dates::{self, Order};
use crate::calculators::headers::{self, Match, RATIOS, has_word, is_gross, is_net, is_one_of};
use crate::calculators::messages::first_of;
use crate::calculators::numbers::is_number;
use crate::calculators::rfm::stands;
use crate::calculators::table::{self, Holds};
use std::collections::{BTreeSet, HashSet};

/// What stands for customers who are not known.
const GUESTS: &str = "0; guest; guests; guest checkout; guest customer; walk-in; walk-in customer; walk in; anonymous; unknown; cash; \
    cash sale; cash customer; gast; barverkauf; laufkundschaft; invité; comptoir; invitado; mostrador; розничный покупатель";
/// What stands for all that are not named, or for what is no one's row.
const REST: &str = "other; others; all other; all others; other customers; other items; miscellaneous; misc; various; sonstige; \
    sonstiges; übrige; andere; restliche; autres; divers; otros; otras; varios; altri; прочие; その他; weight; weights; \
    weighting; gewicht; gewichtung; pondération";
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
        let says = format!(
            " has a per cent sign in {} and none in others: {} is read as a share, a hundredth of what \
             stands there; delete the sign if it is an amount",
            self.named(&with),
            self.quoted(first, at)
        );
        (!without.is_empty()).then(|| self.doubt("percent", at, &says).at(&with))
    }

    /// Suffixes such as `m` read as millions: `12 m` may be metres, unless the whole column is written so.
    fn scaled(&self, at: usize) -> Option<Finding> {
        let with = self.find(at, |cell| {
            let front = cell.strip_suffix(['k', 'K', 'm', 'M']);
            front.is_some_and(|front| front.trim_end().ends_with(|c: char| c.is_ascii_digit()))
        });
        let first = *with.first()?;
        let is_thousand = |cell: &str| cell.ends_with(['k', 'K']);
        let without = self.find(at, |cell| !is_nothing(cell) && !is_thousand(cell));
        let means = if is_thousand(self.cell(first, at)) {
            "thousands"
        } else {
            "millions"
        };
        let says = format!(
            ": {} is read as {means}; delete the letter if it is a unit",
            self.quoted(first, at)
        );
        (!without.is_empty()).then(|| self.doubt("scaled", at, &says).at(&with))
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
        let says = format!(
            ": a spreadsheet has cut {}, and ids that differ may have become one; show the column as \
             numbers without decimals there and save the file again",
            self.quoted(first, at)
        );
        Some(self.doubt("cut_ids", at, &says).at(&cut))
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
        let says = format!(
            ": of the days that are dates none is after the 12th ({}), and of those that are texts all are ({}): a spreadsheet \
             has perhaps turned day and month round in the former; open the file that it came from anew, with the column as text",
            self.quoted(*turned.first()?, at),
            self.quoted(*left.first()?, at)
        );
        Some(self.doubt("turned_days", at, &says).at(&turned))
    }

    /// Ids such as 3-2 or MAR2 that a spreadsheet has made days: some of a column look like days, and others do not.
    fn day_ids(&self, at: usize) -> Option<Finding> {
        let found = self.find(at, is_made_day);
        let first = *found
            .first()
            .filter(|_| found.len() < self.kept().count())?;
        let says = format!(
            ": a spreadsheet may have made a day of {}, as it does of ids such as 3-2 or MAR2; write the id back, as a text",
            self.quoted(first, at)
        );
        Some(self.doubt("day_ids", at, &says).at(&found))
    }

    /// What stands in the status of rows that count as sales, if it differs: a word that is not known may mean that they are none.
    fn statuses(&self, Column { key, at, .. }: &Column) -> Option<Finding> {
        let is_sale = |cell: &str| !is_nothing(cell) && stands(cell);
        let places = if key == "status" && self.marks(*at).is_none() {
            self.find(*at, is_sale)
        } else {
            return None;
        };
        let words = places.iter().map(|place| self.cell(*place, *at));
        let words: BTreeSet<&str> = words.collect();
        let several = words.len() > 1;
        let words = first_of(words.iter().map(|word| format!("`{word}`")), NAMED);
        let says = format!(": rows with {words} all count as sales; delete those that are none");
        several.then(|| self.doubt("status", *at, &says))
    }

    /// The rows whose name is one of these words.
    fn called(&self, at: usize, words: &str) -> Vec<usize> {
        let words: HashSet<&str> = words.split("; ").collect();
        // Asked of every row: most names have a number, and of these words only `0` is one.
        let is_number = |cell: &str| cell.len() > 1 && cell.bytes().any(|b| b.is_ascii_digit());
        self.find(at, |cell| {
            !is_number(cell) && words.contains(&*cell.to_lowercase())
        })
    }

    /// A name for customers who are not known, under which several purchases are those of one.
    fn guests(&self, at: usize) -> Option<Finding> {
        let guests = self.called(at, GUESTS);
        let says = format!(
            ": {} and such are no name, and {} count as those of one customer; delete them if they are guests",
            self.quoted(*guests.first()?, at),
            self.named(&guests)
        );
        let is_counted = guests.len() > 1 && self.needed(Holds::Date).is_some();
        is_counted.then(|| self.doubt("guests", at, &says).at(&guests))
    }

    /// A name for all that have no row of their own.
    fn rest(&self, at: usize) -> Option<Finding> {
        let found = self.called(at, REST);
        let says = format!(
            ": {} stands for several or for none, and counts as one",
            self.quoted(*found.first()?, at)
        );
        Some(self.doubt("rest", at, &says).at(&found))
    }

    fn odd_dates(&self, Column { at, days, .. }: &Column) -> Option<Finding> {
        let at = *at;
        let year = |place: usize| days[place].get(..4)?.parse::<i32>().ok();
        let dated = || self.kept().filter(|place| !days[*place].is_empty());
        // From one far behind the others all would have bought long ago.
        let years: BTreeSet<i32> = dated().filter_map(year).collect();
        let mut pairs = years.iter().zip(years.iter().skip(1));
        let far = pairs.find(|(one, next)| *next - *one > FAR);
        let is_far = |year: i32| far.is_some_and(|(_, far)| year >= *far);
        let after = dated().filter(|place| year(*place).is_some_and(is_far));
        let few = after.count() * 4 < dated().count();
        let is_odd = |place: &usize| {
            year(*place).is_none_or(|year| !YEARS.contains(&year) || few && is_far(year))
        };
        let odd: Vec<usize> = dated().filter(is_odd).collect();
        let first = *odd.first()?;
        let says = format!(
            ": {} is taken as the day {}, which can hardly be; delete such rows or mend their dates",
            self.quoted(first, at),
            days[first]
        );
        Some(self.doubt("odd_dates", at, &says).at(&odd))
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
        let rival = |other: usize| {
            let other = self.name(other);
            let sentence = format!("column `{name}` was read, and `{other}` would do as well");
            let told = Finding::new("rival", sentence);
            told.or(format!("--{} `{other}` takes that", column.key))
        };
        let fits = headers::fit(of_layout, name);
        if column.holds == Holds::Text
            && !matches!(fits, Some((found, _)) if found != Match::Doubtful)
        {
            // No header names it.
            let rows = self.kept().count();
            let count = self.told_apart(at).max(1);
            // What has digits numbers documents, as a rule.
            let has_digit = |cell: &str| cell.contains(|c: char| c.is_ascii_digit());
            let is_rival = |other: &usize| {
                let apart = self.told_apart(*other);
                match fits {
                    _ if headers::names_no_row(self.name(*other)) => false,
                    Some(_) => {
                        apart >= count
                            && !self.are_mostly(*other, |place| has_digit(self.cell(place, *other)))
                    }
                    // In a small table not all have to differ.
                    None if headers::names_no_row(name) => apart > 0,
                    None => apart * 4 > rows * 3 || *other < at && self.is_key(*other),
                }
            };
            return self.others().find(is_rival).map(rival);
        }
        let found = fits?;
        let takes_another = |told: Finding| told.or(format!("--{} NAME takes another", column.key));
        // Names in a table without days are whatever the table is about.
        let may_be_any = column.holds == Holds::Text && self.needed(Holds::Date).is_none();
        if matches!(found.0, Match::Beside | Match::Doubtful) && !may_be_any {
            let sentence = format!(
                "column `{name}` is read as `{}` for want of a better one, though its name tells of something else",
                of_layout.label
            );
            return Some(takes_another(Finding::new("beside", sentence)));
        }
        if column.holds == Holds::Text {
            let is_id = column.needed && name.eq_ignore_ascii_case("id");
            return self.once(at).filter(|_| is_id).map(takes_another);
        }
        // As in reports of marketplaces on what they pay out.
        let is_less = |cell: &str| is_number(cell) && cell.starts_with(['-', '−', '(']);
        let fees = others().find(|other| {
            has_word(self.name(*other), headers::FEES) && !self.find(*other, is_less).is_empty()
        });
        if let Some(fees) = fees
            && is_one_of(name, "total; net; net amount")
        {
            let sentence = format!(
                "column `{name}` was read, and is perhaps what is left after fees, since `{}` stands beside it",
                self.name(fees)
            );
            return Some(takes_another(Finding::new("after_fees", sentence)));
        }
        let is_one = |cell: &str| match column.holds {
            Holds::Date => dates::read(cell, Some(Order::Day)).is_some(),
            _ => is_number(cell),
        };
        // Profits stand beside the amounts that they are a part of.
        let is_profit = is_one_of(name, "profit; margin");
        // It would have been read, were its last word no `area`.
        let is_by_doubt = |(fit, nth)| fit == Match::Doubtful && nth <= found.1;
        const TAKEN_OFF: &str = "tax; taxes; vat; gst; mwst; ust; tva; iva; returns; refunds";
        let mut names = self.header.names.iter();
        let is_taxed = !is_net(name) && names.any(|other| has_word(other, TAKEN_OFF));
        // Where the net amount is read, the gross one beside it is no doubt.
        let is_rival = |other: &usize| {
            let fits = headers::fit(of_layout, self.name(*other));
            let is_as_good = fits == Some(found)
                || is_taxed && headers::is_untaxed(of_layout, self.name(*other))
                || found.0 == Match::Part && fits.is_some_and(is_by_doubt)
                || is_profit && fits.is_some_and(|(fits, _)| fits == Match::Part);
            is_as_good
                && (is_gross(name) || !is_gross(self.name(*other)))
                && (has_word(name, RATIOS) || !has_word(self.name(*other), RATIOS))
                && !self.find(*other, is_one).is_empty()
        };
        others().find(is_rival).map(rival)
    }

    /// How many rows a column of words tells apart; 0 for one that has none.
    fn told_apart(&self, at: usize) -> usize {
        let is_word = |place| is_word(self.cell(place, at));
        if self.name(at).is_empty() || !self.are_mostly(at, is_word) {
            return 0;
        }
        let cells = self.kept().map(|place| self.cell(place, at));
        cells.collect::<HashSet<&str>>().len()
    }

    /// Whether a column has another whole number in each row, and does not count the rows.
    fn is_key(&self, at: usize) -> bool {
        let is_count = |place: usize| self.cell(place, at).parse() == Ok(place + 1);
        let mut seen = HashSet::new();
        let is_another = |place: usize| {
            let cell = self.cell(place, at);
            !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()) && seen.insert(cell)
        };
        let is_named = !self.name(at).is_empty();
        is_named && !self.kept().all(is_count) && self.kept().all(is_another)
    }

    /// What the calculator says of a column.
    fn of_layout(&self, column: &Column) -> Option<&'static table::Column> {
        let mut columns = self.header.layout.columns.iter();
        columns.find(|one| one.key == column.key)
    }

    /// A total, or what several together cost, where the column is of one piece or one unit.
    fn of_all(&self, column: &Column) -> Option<Finding> {
        const PER: &str = "per; je; pro; par; por";
        const MANY: &str = "10; 100; 1000; 000; hundred; thousand; dozen; kg; lb; lbs; cwt; t; to; ton; tons; tonne; cbm; m3; pallet; \
            palette; shipment; sendung; container; teu; feu; lot; km; mile";
        const PERIODS: &str = "annual; yearly; monthly; jährlich; annuel; anual";
        const COUNTS: &str = "qty; quantity; demand; annual_demand";
        const ONE: &str = "unit; each; piece; average; avg; unitario; unitaire";
        let label = self.of_layout(column)?.label;
        let name = self.name(column.at);
        let is_price = label.starts_with("Unit ") || label.ends_with(" a unit") || label == "Price";
        let spelled = name.to_lowercase().replace('/', " per ");
        let words = spelled.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let is_digits = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
        // Where the quantity is counted by it too, the price is that of one.
        let is_many = |word: &str| {
            let mut counts = self
                .columns
                .iter()
                .filter(|one| is_one_of(&one.key, COUNTS));
            is_one_of(word, MANY) && !counts.any(|one| has_word(self.name(one.at), word))
        };
        let mut pairs = words
            .iter()
            .zip(1..)
            .filter(|(word, _)| is_one_of(word, PER));
        let is_of_many = pairs.any(|(_, next)| {
            let behind = &words[next..];
            let is_day = next > 1 && is_digits(words[next - 2]);
            match behind {
                [one, ..] if is_day && is_digits(one) => false,
                [one, other, ..] if is_digits(one) || *one == "metric" => {
                    is_many(one) || is_many(other)
                }
                [one, ..] => is_many(one),
                [] => false,
            }
        });
        let is_of_many = is_price && is_of_many;
        let is_of_all = (is_price || label.ends_with(" each"))
            && (tells_total(name) || has_word(name, PERIODS))
            && !has_word(name, ONE);
        let says = match (is_of_all, is_of_many) {
            (true, _) => "tells of a total: divide it, if it is that of all",
            (_, true) => "tells what it is counted by: convert it, if that is not one unit",
            _ => return None,
        };
        let sentence = format!("column `{name}` is read as `{label}`, and its header {says}");
        Some(Finding::new("of_all", sentence))
    }

    /// Numbers that are of another kind than the column they are read as: rates for amounts, running sums for chances.
    fn other_kind(&self, column: &Column) -> Option<Finding> {
        let numbers = |column: &Column| -> Vec<f64> {
            let kept = self.kept().map(|row| column.numbers[row]);
            kept.filter(|number| number.is_finite()).collect()
        };
        let its = numbers(column);
        let is_rate = |number: &f64| *number > 0.0 && *number < 1.0;
        let is_amount = |number: &f64| *number > 10.0;
        // Who gets no discount may have a 0.
        let may_be_none = matches!(&*column.key, "discounts" | "direct");
        let is_one = |number: &f64| is_rate(number) || may_be_none && *number == 0.0;
        let are_rates = its.iter().all(is_one) && its.iter().filter(|one| is_rate(one)).count() > 1;
        let revenue = self.columns.iter().find(|one| one.key == "revenue");
        let says = match &*column.key {
            "discounts"
                if revenue.is_some_and(|revenue| headers::is_discounted(self.name(revenue.at))) =>
            {
                " is taken off a revenue that is net by its header: name the gross revenue with --revenue, or leave out what is off already"
            }
            "gross_margin" | "cogs" | "discounts" | "direct"
                if are_rates
                    && revenue.is_some_and(|revenue| numbers(revenue).iter().all(is_amount)) =>
            {
                " holds numbers between 0 and 1, as rates are, and is read as amounts: multiply them by the revenue"
            }
            "chance"
                if its.len() > 2
                    && its.is_sorted_by(|one, next| one < next)
                    && its.last().is_some_and(|last| (last - 1.0).abs() < 1e-6) =>
            {
                " rises to 1, as running sums do, and is read as the chance of each: write the differences"
            }
            _ => return None,
        };
        Some(self.doubt("other_kind", column.at, says))
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
            Holds::Text if column.needed => {
                vec![read.cut_ids(at), read.day_ids(at), read.guests(at)]
            }
            Holds::Text => vec![read.cut_ids(at), read.day_ids(at), read.statuses(column)],
        };
        found.extend(doubts.into_iter().flatten());
    }
    if let Some(Column { key, at, .. }) = read.needed(Holds::Text) {
        found.extend(read.alike(*at));
        found.extend(read.half_names(*at));
        found.extend(read.rest(*at));
        let mut others = read.others();
        found.extend(others.find_map(|other| read.numbered(*at, key, other)));
    }
    let is_guessed = |column: &&Column| options.columns.iter().all(|(key, _)| *key != column.key);
    let guessed = read.columns.iter().filter(is_guessed);
    found.extend(guessed.filter_map(|column| read.rivals(column)));
    found.extend(read.order_totals());
    found.extend(read.deliveries());
    found.extend(read.repeated());
    found.extend(read.periods());
    found.extend(read.others().flat_map(|at| read.unread(at)));
    found
}
