//! Doubts that several rows raise together: periods that do not follow one another, lines of one order that count as orders.

use super::cells::{Column, is_nothing};
use super::found::Finding;
use super::view::Read;
use crate::calculators::dates::{self, Order, Shown};
use crate::calculators::table::{Holds, RowOrder};
use jiff::civil::date;
use std::collections::HashMap;

/// Rows in which numbers of orders are looked for.
const ORDERS_LOOKED_AT: usize = 10_000;

impl Read<'_> {
    /// A column of numbers of orders, where the lines of an order count as one each: the same number stands in several lines of a
    /// customer and a day, and in no others.
    pub fn orders(&self, at: usize, columns: &[Column]) -> Option<Finding> {
        let layout = self.header.layout.columns;
        let takes_orders = layout.iter().any(|column| column.key == "order");
        if !takes_orders || columns.iter().any(|column| column.key == "order") {
            return None;
        }
        let told: Vec<usize> = columns
            .iter()
            .filter(|column| column.needed && column.holds != Holds::Number)
            .map(|column| column.at)
            .collect();
        let mut purchases: HashMap<&str, usize> = HashMap::new();
        let mut again = Vec::new();
        for place in self.kept().take(ORDERS_LOOKED_AT) {
            let cell = |at: usize| self.cell(place, at);
            if !cell(at).contains(|c: char| c.is_ascii_digit()) {
                return None;
            }
            let first = *purchases.entry(cell(at)).or_insert(place);
            let is_same = |at: &usize| cell(*at) == self.grid.cell(self.rows[first], *at);
            if !told.iter().all(is_same) {
                return None;
            }
            if first != place {
                again.push(place);
            }
        }
        let header = &self.header.names[at];
        let sentence = format!(
            "column `{header}` has the same for several rows of one customer and day, as {}, and each row counts as an order",
            self.quoted(*again.first()?, at)
        );
        (purchases.len() > 1 && !header.is_empty()).then(|| Finding {
            other: Some(format!(
                "if it numbers the orders, --order `{header}` counts each once"
            )),
            ..self.told("order_lines", &[], sentence)
        })
    }

    /// Periods that do not follow one another, in a table whose rows are periods in order.
    pub fn periods(&self, at: usize, columns: &[Column]) -> Option<Finding> {
        if self.header.layout.order == RowOrder::Free {
            return None;
        }
        let filled = self.find(at, |cell| !is_nothing(cell));
        let cell = |place: usize| self.cell(place, at);
        let order = match dates::order_of(filled.iter().map(|place| cell(*place))) {
            Shown::Settled(order) => order,
            _ => return None,
        };
        let periods: Vec<Period> = filled
            .iter()
            .map_while(|place| period(cell(*place), order))
            .collect();
        let unit = periods.first()?.unit;
        let is_told = unit != Unit::Number || counts_periods(&self.header.names[at]);
        if periods.len() < filled.len() || !is_told || periods.iter().any(|one| one.unit != unit) {
            return None;
        }
        // Each site has periods of its own, and the numbers of weeks and months begin again in a new year.
        let texts = columns.iter().filter(|column| column.holds == Holds::Text);
        let texts: Vec<usize> = texts.map(|column| column.at).collect();
        let follows = |nth: &usize| {
            let text = |place: usize, at: usize| self.grid.cell(self.rows[filled[place]], at);
            let is_new_year = unit == Unit::Number
                && periods[*nth + 1].count == 1
                && matches!(periods[*nth].count, 12 | 13 | 52 | 53);
            !is_new_year && texts.iter().all(|&at| text(*nth, at) == text(*nth + 1, at))
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
        let odd = *pairs.iter().find(is_odd)?;
        let header = &self.header.names[at];
        let (before, after) = (filled[odd], filled[odd + 1]);
        let is_turned = usual.is_none() && pairs.iter().all(|nth| step(*nth) != 0);
        let what = match is_turned {
            true => "turn the rows round, the oldest first",
            false => "keep one series, in its order and without gaps, with 0 where nothing was",
        };
        let sentence = format!(
            "column `{header}`: `{}` is followed by {}, and the rows are taken as periods in order as they stand; {what}",
            cell(before),
            self.quoted(after, at)
        );
        Some(self.told("periods", &[after], sentence))
    }
}

/// Whether a header says that a column numbers periods.
fn counts_periods(header: &str) -> bool {
    const NAMES: [&str; 12] = [
        "week", "wk", "period", "month", "day", "woche", "kw", "periode", "monat", "tag",
        "semaine", "semana",
    ];
    let mut words = header.split(|c: char| !c.is_alphanumeric());
    words.any(|word| NAMES.contains(&&*word.to_lowercase()))
}

/// A period, so that those of a column can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Period {
    /// What is counted.
    unit: Unit,
    count: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Month,
    Quarter,
    /// Without a year.
    MonthOfYear,
    QuarterOfYear,
    /// Weeks and periods by their number.
    Number,
}

impl Unit {
    /// How many there are before they begin again.
    fn cycle(self) -> Option<i64> {
        match self {
            Unit::MonthOfYear => Some(12),
            Unit::QuarterOfYear => Some(4),
            Unit::Day | Unit::Month | Unit::Quarter | Unit::Number => None,
        }
    }
}

/// A day, a month such as 2026-01, 01.2026 or Jan 26, a quarter such as Q1 2026, or Week 5.
fn period(text: &str, order: Option<Order>) -> Option<Period> {
    let of = |unit, count: i64| Some(Period { unit, count });
    if let Some(day) = dates::read(text, order) {
        return of(Unit::Day, i64::from((day - date(1900, 1, 1)).get_days()));
    }
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let number = |word: &str| word.parse::<i8>().ok().filter(|number| *number > 0);
    let quarter = |word: &str| number(word.strip_prefix(['Q', 'q'])?).filter(|number| *number <= 4);
    let year = |word: &str| {
        dates::year_of(word)
            .filter(|_| word.len() == 4)
            .map(i64::from)
    };
    match words[..] {
        [word] if dates::month_named(word).is_some() => {
            of(Unit::MonthOfYear, dates::month_named(word)?.into())
        }
        [word] if quarter(word).is_some() => of(Unit::QuarterOfYear, quarter(word)?.into()),
        [word] => {
            let digits = word.trim_start_matches(char::is_alphabetic);
            of(
                Unit::Number,
                digits.parse().ok().filter(|_| digits.len() < 4)?,
            )
        }
        [one, other] => {
            let (year, part) = match (year(one), year(other)) {
                (Some(year), _) => (year, other),
                (_, Some(year)) => (year, one),
                // As in Jan 26, but not Week 26.
                _ if dates::month_named(one).is_some() => (dates::year_of(other)?.into(), one),
                _ => {
                    return of(
                        Unit::Number,
                        number(other).filter(|_| number(one).is_none())?.into(),
                    );
                }
            };
            let month =
                dates::month_named(part).or_else(|| number(part).filter(|month| *month <= 12));
            match (month, quarter(part)) {
                (Some(month), _) => of(Unit::Month, year * 12 + i64::from(month)),
                (_, Some(quarter)) => of(Unit::Quarter, year * 4 + i64::from(quarter)),
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_counted_by_what_they_are() {
        for (text, unit, count) in [
            ("2026-01", Unit::Month, 24_313),
            ("01.2026", Unit::Month, 24_313),
            ("Jan 2026", Unit::Month, 24_313),
            ("Mrz-26", Unit::Month, 24_315),
            ("März", Unit::MonthOfYear, 3),
            ("Q2 2026", Unit::Quarter, 8_106),
            ("2026-Q2", Unit::Quarter, 8_106),
            ("Q2", Unit::QuarterOfYear, 2),
            ("Week 05", Unit::Number, 5),
            ("W12", Unit::Number, 12),
            ("7", Unit::Number, 7),
            ("1900-02-01", Unit::Day, 31),
        ] {
            assert_eq!(period(text, None), Some(Period { unit, count }), "{text}");
        }
        for text in ["", "North", "2026", "1.50", "12,5", "2026-13"] {
            assert_eq!(period(text, None), None, "{text}");
        }
    }
}
