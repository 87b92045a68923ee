//! Doubts that several rows raise together: periods that do not follow one another, lines of one order that count as orders.

use super::cells::{is_nothing, numbers_what};
use super::found::Finding;
use super::periods::{PERIODS, Period, Unit, period};
use super::totals::tells_total;
use super::view::{Column, Read};
use crate::calculators::dates::{self, Shown};
use crate::calculators::headers::{YEARS, has_word, is_one_of};
use crate::calculators::table::{Holds, RowOrder};
use std::collections::HashMap;
use std::hash::Hash;
use unicode_normalization::UnicodeNormalization;

/// Rows in which numbers of orders and names that are alike are looked for.
const LOOKED_AT: usize = 100_000;
/// So many customers do not all buy once.
const MANY: usize = 10;
/// Words of headers that number the lines of an order.
const LINES: &str = "line; lines; pos; position; item; sku; product; article; material; part; description; artikel; produkt; bezeichnung; \
    artikelnummer; materialnummer; produit; désignation; artículo; producto; articolo; prodotto; artigo; produto; towar; indeks; \
    zboží; товар; артикул; ürün; zeile; ligne; línea; linea; linha; riga; regel; pozycja; poz; rad; строка; 明細; 行; 品番; 商品; 品目";
/// So many rows that repeat others, in their order, are no chance.
const REPEATED: usize = 3;

impl Read<'_> {
    /// The rows that count and have a key, each behind the first one with the same key.
    fn with_firsts<K: Eq + Hash>(
        &self,
        key: impl Fn(usize) -> Option<K>,
    ) -> impl Iterator<Item = (usize, usize)> {
        let mut firsts: HashMap<K, usize> = HashMap::new();
        let rows = self.kept().take(LOOKED_AT);
        rows.filter_map(move |place| Some((*firsts.entry(key(place)?).or_insert(place), place)))
    }

    /// A column of numbers of orders, where the lines of an order count as one each: the same number stands in several lines of a
    /// customer and a day, and in no others.
    pub fn orders(&self, at: usize) -> Option<Finding> {
        let is_order = |key: &str| key == "order";
        let layout = self.header.layout.columns;
        if !layout.iter().any(|column| is_order(column.key))
            || self.columns.iter().any(|column| is_order(&column.key))
        {
            return None;
        }
        let told = self.columns.iter();
        let told: Vec<&Column> = told
            .filter(|column| column.needed && column.holds != Holds::Number)
            .collect();
        let (mut orders, mut again) = (0, None);
        for (first, place) in self.with_firsts(|place| Some(self.cell(place, at))) {
            let is_same =
                |column: &&Column| self.cell(place, column.at) == self.cell(first, column.at);
            if !self.cell(place, at).contains(|c: char| c.is_ascii_digit())
                || !told.iter().all(is_same)
            {
                return None;
            }
            if first == place {
                orders += 1
            } else {
                again = again.or(Some(place))
            }
        }
        let header = self.name(at);
        let sentence = format!(
            "column `{header}` has the same for several rows of one customer and day, as {}, and each row counts as an order",
            self.quoted(again?, at)
        );
        let other = format!("if it numbers the orders, --order `{header}` counts each once");
        let is_named = orders > 1 && !header.is_empty();
        is_named.then(|| Finding::new("order_lines", sentence).or(other))
    }

    /// Amounts that are the same in all lines of each order, as its total is where an export writes it into each.
    pub fn order_totals(&self) -> Option<Finding> {
        let column = |key: &str| self.columns.iter().find(|column| column.key == key);
        let (order, amount) = (column("order")?, column("amount")?);
        let number =
            |place: usize| Some(self.cell(place, order.at)).filter(|cell| !is_nothing(cell));
        let lines: Vec<(usize, usize)> = self
            .with_firsts(number)
            .filter(|(first, place)| first != place)
            .collect();
        let (first, place) = *lines.first()?;
        let is_same =
            |(first, place): &(usize, usize)| amount.numbers[*first] == amount.numbers[*place];
        let are_several = lines.iter().any(|(other, _)| *other != first);
        let says = format!(
            " has the same in all lines of an order, as {}, and each line counts: if it is the total of the order, keep one line of \
             each, or name the amount of a line",
            self.quoted(place, amount.at)
        );
        let is_total = are_several || tells_total(self.name(amount.at));
        (is_total && lines.iter().all(is_same))
            .then(|| self.doubt("order_totals", amount.at, &says))
    }

    /// A line of an order that stands once for each of its deliveries, so that what was ordered counts several times.
    pub fn deliveries(&self) -> Option<Finding> {
        let column = |key: &str| self.columns.iter().find(|column| column.key == key);
        let (order, ordered, shipped) = (column("order")?, column("ordered")?, column("shipped")?);
        let lines = self.others().filter(|at| has_word(self.name(*at), LINES));
        // Two lines of as many pieces are no deliveries: all that tells lines apart agrees, and something does.
        let lines: Vec<usize> =
            Some(lines.collect()).filter(|lines: &Vec<usize>| !lines.is_empty())?;
        let key = |place: usize| {
            let line: Vec<&str> = lines.iter().map(|at| self.cell(place, *at)).collect();
            Some((
                self.cell(place, order.at),
                self.cell(place, ordered.at),
                line,
            ))
        };
        let is_rest = |(first, place): &(usize, usize)| {
            let [one, other] = [first, place].map(|place| shipped.numbers[*place]);
            first != place && one > 0.0 && other > 0.0 && one + other <= ordered.numbers[*first]
        };
        let (first, place) = self.with_firsts(key).find(is_rest)?;
        let says = format!(
            " counts for each row, and lines {} and {} may be two deliveries of one line of order `{}`: write what was shipped of a line \
             into one row",
            self.line(first),
            self.line(place),
            self.cell(place, order.at)
        );
        Some(
            self.doubt("deliveries", ordered.at, &says)
                .at(&[first, place]),
        )
    }

    /// Names that differ only in how they are written: in capitals, blanks, accents or zeros before them.
    pub fn alike(&self, at: usize) -> Option<Finding> {
        let folded = |place: usize| {
            let words: Vec<&str> = self.cell(place, at).split_whitespace().collect();
            let letters = words.join(" ").to_lowercase();
            // Accents of Latin letters only: on others they make another letter, as й is none of и.
            let mut letter = ' ';
            let is_other = |c: &char| {
                let is_accent = ('\u{300}'..='\u{36f}').contains(c) && letter.is_ascii_alphabetic();
                letter = if is_accent { letter } else { *c };
                !is_accent
            };
            let folded = if letters.is_ascii() {
                letters
            } else {
                letters.nfd().filter(is_other).collect()
            };
            Some(folded.trim_start_matches('0').to_owned())
        };
        let differs =
            |(first, place): &(usize, usize)| self.cell(*first, at) != self.cell(*place, at);
        let (first, again) = self.with_firsts(folded).find(differs)?;
        let says = format!(
            ": {} and {} count as two, though they differ only in capitals, blanks, accents or zeros before them: write them alike if they are one",
            self.quoted(first, at),
            self.quoted(again, at)
        );
        Some(self.doubt("alike", at, &says).at(&[first, again]))
    }

    /// A column of numbers of customers which tells apart what the column of their names does not, or the other way round.
    pub fn numbered(&self, at: usize, key: &str, other: usize) -> Option<Finding> {
        let (name, number) = (self.name(at), self.name(other));
        if !numbers_what(number, name) {
            return None;
        }
        let pair = |place: usize| [self.cell(place, at), self.cell(place, other)];
        let differs = |(first, place): &(usize, usize)| pair(*first) != pair(*place);
        let first_of_two = |nth: usize| {
            let is_full = |pair: &[&str; 2]| !pair.iter().any(|cell| is_nothing(cell));
            let key = |place: usize| Some(pair(place)).filter(is_full).map(|pair| pair[nth]);
            self.with_firsts(key).find(differs)
        };
        let (first, again) = first_of_two(0).or_else(|| first_of_two(1))?;
        let says = |place: usize| format!("`{}` {}", pair(place)[0], self.quoted(place, other));
        let sentence = format!(
            "column `{name}` tells the customers apart otherwise than `{number}` does: {} and {}",
            says(first),
            says(again)
        );
        let told = Finding::new("numbered", sentence).at(&[first, again]);
        Some(told.or(format!("--{key} `{number}` goes by that")))
    }

    /// First names or last names alone, by which people who share one count as one.
    pub fn half_names(&self, at: usize) -> Option<Finding> {
        let folded = |name: &str| -> String {
            let letters = name.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        // As in `First Name (Billing)` and `Last name - shipping`.
        let is_part = |at: usize| {
            let name = self.name(at);
            let front = name.split(['(', '[', '（']).next().unwrap_or_default();
            let front = front.rsplit_once(" - ").map_or(front, |(front, _)| front);
            let ends = [folded(name), folded(front)];
            NAMES
                .split("; ")
                .any(|part| ends.iter().any(|end| end.ends_with(part)))
        };
        // Beside `Name` a `Contact first name` is that of somebody else.
        let is_other = |other: &usize| {
            if is_part(at) {
                is_part(*other)
            } else {
                is_one_of(&folded(self.name(*other)), NAMES)
            }
        };
        const NAME: &str = "name; nom; nombre; nome; naam; navn; namn; ad; adı";
        if !is_part(at) && !is_one_of(self.name(at), NAME) {
            return None;
        }
        let other = self.others().find(is_other)?;
        let pair = |place: usize| [at, other].map(|at| self.cell(place, at));
        let differs = |(first, place): &(usize, usize)| pair(*first) != pair(*place);
        let mut rows = self.with_firsts(|place| Some(self.cell(place, at)));
        let (first, again) = rows.find(differs)?;
        let says = format!(
            " has a part of the names, and `{}` and `{}` count as one: write whole names into one column",
            pair(first).join(" "),
            pair(again).join(" ")
        );
        Some(self.doubt("half_names", at, &says).at(&[first, again]))
    }

    /// Customers who all have bought once, as it seems where the numbers of orders are taken for them.
    pub fn once(&self, at: usize) -> Option<Finding> {
        self.needed(Holds::Date)?;
        self.kept().nth(MANY - 1)?;
        let mut rows = self.with_firsts(|place| Some(self.cell(place, at)));
        let says = " has something else in each row, as numbers of orders have, and each counts as a customer";
        let differ = rows.all(|(first, place)| first == place);
        differ.then(|| self.doubt("once", at, says))
    }

    /// Rows that stand twice, in the same order: the same export may have been added again.
    pub fn repeated(&self) -> Option<Finding> {
        self.needed(Holds::Date)?;
        let cells = |place: usize| Some(self.grid.cells(self.rows[place]).collect::<Vec<&str>>());
        let (mut before, mut run) = (usize::MAX, 0);
        for (first, place) in self.with_firsts(cells) {
            run = match first {
                _ if first == place => 0,
                _ if first == before.wrapping_add(1) => run + 1,
                _ => 1,
            };
            before = first;
            if run == REPEATED {
                let begin = place + 1 - REPEATED;
                let sentence = format!(
                    "the rows from line {} on repeat those from line {} on, cell by cell, and count again: delete them if they were \
                     added twice",
                    self.line(begin),
                    self.line(first + 1 - REPEATED)
                );
                return Some(Finding::new("repeated", sentence).at(&[begin]));
            }
        }
        None
    }

    /// Periods that do not follow one another, in a table whose rows are periods in order.
    pub fn periods(&self) -> Option<Finding> {
        if self.header.layout.order == RowOrder::Free {
            return None;
        }
        // The year or the quarter beside a month stands in several rows: of columns of periods the one that changes most counts.
        let series = self.others().rev().filter_map(|at| self.series(at));
        series.max_by_key(|(changes, _)| *changes)?.1
    }

    /// If a column holds periods: how often these change, and where they do not follow one another.
    fn series(&self, at: usize) -> Option<(usize, Option<Finding>)> {
        let filled = self.find(at, |cell| !is_nothing(cell));
        let cell = |place: usize| self.cell(place, at);
        let order = match dates::order_of(filled.iter().map(|place| cell(*place))) {
            Shown::Settled(order) => order,
            _ => return None,
        };
        // As in `Apr 26 (to date)` and `Apr*`, but not where most rows say such a thing.
        let has_note = |place: &&usize| cell(**place).contains(['(', '*']);
        let are_noted = filled.iter().filter(has_note).count() * 2 >= filled.len();
        let read = |place: &usize| {
            let is_whole = are_noted || !has_note(&place);
            period(cell(*place), order).filter(|_| is_whole)
        };
        let periods: Vec<Option<Period>> = filled.iter().map(read).collect();
        let (first, unit) = periods
            .iter()
            .zip(&filled)
            .find_map(|(one, place)| Some((*place, (*one)?.unit)))?;
        let is_same = |one: &Option<Period>| one.is_some_and(|one| one.unit == unit);
        let same = periods.iter().filter(|one| is_same(one)).count();
        let header = self.name(at);
        let is_told = unit != Unit::Number || has_word(header, PERIODS);
        if let Some(nth) = periods.iter().position(|one| !is_same(one)) {
            let odd = filled[nth];
            let says = format!(
                ": {} is no period as `{}` is, and counts as one: delete it if it is a sum, a stock or a part of one",
                self.quoted(odd, at),
                cell(first)
            );
            let told = self.doubt("periods", at, &says).at(&[odd]);
            let are_most = is_told && same > 1 && same * 2 > filled.len();
            return are_most.then_some((same, Some(told)));
        }
        let periods: Vec<Period> = periods.into_iter().flatten().collect();
        // A year beside seasons stands in several rows.
        let is_each_year = || periods.windows(2).all(|pair| pair[0] != pair[1]);
        if !(is_told || has_word(header, YEARS) && is_each_year()) {
            return None;
        }
        // Each site has periods of its own, and the numbers of weeks and months begin again in a new year.
        let follows = |nth: &usize| {
            let (before, after) = (filled[*nth], filled[*nth + 1]);
            let mut texts = self
                .columns
                .iter()
                .filter(|column| column.holds == Holds::Text);
            !periods[*nth + 1].begins_a_year(periods[*nth])
                && texts.all(|text| self.cell(before, text.at) == self.cell(after, text.at))
        };
        let pairs: Vec<usize> = (0..periods.len() - 1).filter(follows).collect();
        let step = |nth: usize| {
            let step = periods[nth + 1].count - periods[nth].count;
            unit.cycle().map_or(step, |cycle| step.rem_euclid(cycle))
        };
        let is_backward = |step: i64| step <= 0 || unit.cycle() == Some(step + 1);
        let mut forward: Vec<i64> = pairs
            .iter()
            .map(|nth| step(*nth))
            .filter(|step| !is_backward(*step))
            .collect();
        forward.sort_unstable();
        let usual = forward.get(forward.len().saturating_sub(1) / 2).copied();
        let is_gap = |step: i64| match unit {
            // Months differ in length, and at weekends nothing is sold.
            Unit::Day => usual.is_some_and(|usual| usual > 3 && step * 2 > usual * 3),
            _ => usual.is_some_and(|usual| step != usual),
        };
        let is_odd = |nth: &&usize| is_backward(step(**nth)) || is_gap(step(**nth));
        let changes = pairs.iter().filter(|nth| step(**nth) != 0).count();
        let Some(&odd) = pairs.iter().find(is_odd) else {
            return Some((changes, None));
        };
        let (before, after) = (filled[odd], filled[odd + 1]);
        let is_turned = usual.is_none() && pairs.iter().all(|nth| step(*nth) != 0);
        let what = if is_turned {
            "turn the rows round, the oldest first"
        } else {
            "keep one series, in its order and without gaps, with 0 where nothing was"
        };
        let says = format!(
            ": `{}` is followed by {}, and the rows are taken as periods in order as they stand; {what}",
            cell(before),
            self.quoted(after, at)
        );
        Some((changes, Some(self.doubt("periods", at, &says).at(&[after]))))
    }
}

/// Words of headers of parts of the names of people.
const NAMES: &str = "firstname; lastname; givenname; familyname; forename; surname; vorname; nachname; zuname; prénom; apellido; \
    apellidos; voornaam; achternaam; förnamn; efternamn; fornavn; efternavn; etternavn; cognome; sobrenome; imię; nazwisko; jméno; \
    příjmení; soyad; soyadı; etunimi; sukunimi; имя; фамилия";
