//! Periods as tables name them: days, months, quarters, weeks and years.

use crate::calculators::dates::{self, Order};
use crate::calculators::headers::{YEARS, is_one_of};
use jiff::civil::date;

/// Words of headers that say that a column numbers periods.
pub const PERIODS: &str = "week; wk; period; month; day; woche; kw; periode; monat; tag; semaine; semana; settimana; tydzień; tyd; týden; vecka; viikko; hafta; \
    неделя; mois; mes; mês; mese; maand; miesiąc; měsíc; måned; månad; kuukausi; ay; месяц; période; período; periodo; okres; obdobie; \
    období; dönem; период; 週; 周; 月; 期; 주; 월";

/// A period, so that those of a column can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// What is counted.
    pub unit: Unit,
    pub count: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Day,
    Month,
    Quarter,
    /// Without a year.
    MonthOfYear,
    QuarterOfYear,
    /// Weeks, periods and years by their number.
    Number,
    /// Weeks, periods and halves of a year, as 202605.
    PartOfYear,
}

impl Unit {
    /// How many there are before they begin again.
    pub fn cycle(self) -> Option<i64> {
        match self {
            Unit::MonthOfYear => Some(12),
            Unit::QuarterOfYear => Some(4),
            Unit::Day | Unit::Month | Unit::Quarter | Unit::Number | Unit::PartOfYear => None,
        }
    }
}

impl Period {
    /// Whether it is the first one of the year after: numbers of weeks, periods and halves begin again.
    pub fn begins_a_year(self, before: Period) -> bool {
        let (last, years) = match self.unit {
            Unit::Number => (before.count, 0),
            Unit::PartOfYear => (before.count % 100, 100),
            _ => return false,
        };
        let is_last = matches!(last, 12 | 13 | 52 | 53) || matches!(last, 2 | 4) && years > 0;
        is_last && self.count == before.count - last + years + 1
    }
}

/// The letters and the digits of a text, run by run: `2026-W05` is 2026, W, 05.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| match c {
        _ if c.is_ascii_digit() => 1,
        _ if c.is_alphabetic() => 2,
        _ => 0,
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| kind(c) == 0);
        let first = kind(rest.chars().next()?);
        let end = rest.find(|c| kind(c) != first).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

/// Whether a header is a period, such as `Jan 26`, `2026` or `Week 5`, and not `Phone 2`.
pub fn names_period(header: &str) -> bool {
    let is_told = |run: &str| is_digits(run) || is_one_of(run, PERIODS) || is_one_of(run, YEARS);
    period(header, None).is_some_and(|one| one.unit != Unit::Number || runs(header).all(is_told))
}

/// Whether a period goes on behind another of its kind, as `Week 6` does behind `Week 5`, and neither `Budget 2026` nor `2024`.
pub fn goes_on(before: &str, next: &str) -> bool {
    let is_word = |run: &&str| !is_digits(run) && dates::month_named(run).is_none();
    let words = |text: &str| -> Vec<String> {
        let words = runs(text).filter(is_word);
        words.map(str::to_lowercase).collect()
    };
    let (Some(one), Some(other)) = (period(before, None), period(next, None)) else {
        return false;
    };
    let step = other.count - one.count;
    let follows = match (one.unit, one.unit.cycle()) {
        (_, Some(cycle)) => step.rem_euclid(cycle) == 1,
        (Unit::Number, None) => step == 1 || other.begins_a_year(one),
        (_, None) => step > 0,
    };
    one.unit == other.unit && follows && words(before) == words(next)
}

fn is_digits(run: &str) -> bool {
    run.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text is a month of a year, such as 2026-01, Jan-26 or 202601.
pub fn is_month(text: &str) -> bool {
    period(text, None).is_some_and(|one| {
        let is_joined = text.len() == 6 && (190_000..210_000).contains(&one.count);
        one.unit == Unit::Month
            || is_joined && one.unit == Unit::PartOfYear && one.count % 100 <= 12
    })
}

/// A day, a month such as 2026-01, 01.2026 or Jan 26, a quarter such as Q1 2026 or 1Q26, a week such as 2026-W05, or a number such as
/// Week 5, FY26 or 2026.
pub fn period(text: &str, order: Option<Order>) -> Option<Period> {
    let of = |unit, count: i64| Some(Period { unit, count });
    if let Some(day) = dates::read(text, order) {
        return of(Unit::Day, i64::from((day - date(1900, 1, 1)).get_days()));
    }
    let (numbers, words): (Vec<&str>, Vec<&str>) = runs(text).partition(|run| is_digits(run));
    if words.len() > 3 {
        return None;
    }
    let is_month = words.iter().any(|word| ["月", "월"].contains(word));
    let named = words.iter().find_map(|word| dates::month_named(word));
    let is_quarter = words.iter().any(|word| word.eq_ignore_ascii_case("q"));
    let number = |digits: &str| digits.parse::<i64>().ok().filter(|number| *number > 0);
    let year = |digits: &str| dates::year_of(digits).map(i64::from);
    // A year of two digits stands behind a word for it, or before `W05` or `P10`, or else behind the number of the week or period.
    let before = |digits: &str| &text[..digits.as_ptr().addr() - text.as_ptr().addr()];
    let is_behind_year = |digits: &str| {
        let mut words = before(digits)
            .trim_end()
            .rsplit(|c: char| !c.is_alphabetic());
        words.next().is_some_and(|word| is_one_of(word, YEARS))
    };
    let is_first = |one: &str, other: &str| {
        is_behind_year(one) || text.starts_with(one) && before(other).ends_with(char::is_alphabetic)
    };
    let is_counted = |word: &&str| {
        is_one_of(word, PERIODS) || is_one_of(word, YEARS) || is_one_of(word, "w; p; t; s; cw")
    };
    let counts = words.iter().filter(|word| !is_one_of(word, YEARS)).count();
    let is_short = |of_year: &str, part: &str| {
        let is_counted = counts < 2 && !words.is_empty() && words.iter().all(is_counted);
        is_counted && of_year.len() == 2 && part.len() <= 2
    };
    // The number of the year, and the other: which of two it is, its length tells.
    let (of_year, part) = match numbers[..] {
        [] => return of(Unit::MonthOfYear, named?.into()),
        [one] if is_month => return of(Unit::MonthOfYear, number(one).filter(|n| *n <= 12)?),
        [one] if named.is_some() => (year(one)?, named?.into()),
        [one] if is_quarter => {
            return of(Unit::QuarterOfYear, number(one).filter(|n| *n <= 4)?);
        }
        [one] if one.len() == 6 && one.starts_with(['1', '2']) => {
            let (of_year, part) = one.split_at(4);
            (year(of_year)?, number(part)?)
        }
        [one] => return of(Unit::Number, number(one).filter(|_| one.len() < 5)?),
        [one, other] if one.len() == 4 || is_quarter && one.len() > other.len() => {
            (year(one)?, number(other)?)
        }
        [one, other] if other.len() == 4 || is_quarter && one.len() < other.len() => {
            (year(other)?, number(one)?)
        }
        [one, other] if is_short(one, other) && is_first(one, other) => {
            (year(one)?, number(other)?)
        }
        [one, other] if is_short(other, one) => (year(other)?, number(one)?),
        _ => return None,
    };
    match (
        named.is_some() || is_month || words.is_empty() && numbers.len() == 2,
        part,
    ) {
        (true, 1..=12) => of(Unit::Month, of_year * 12 + part),
        (false, 1..=4) if is_quarter => of(Unit::Quarter, of_year * 4 + part),
        (false, 1..=53) if !is_quarter => of(Unit::PartOfYear, of_year * 100 + part),
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
            ("2026-W05", Unit::PartOfYear, 202_605),
            ("KW 5/2026", Unit::PartOfYear, 202_605),
            ("P05-2026", Unit::PartOfYear, 202_605),
            ("202605", Unit::PartOfYear, 202_605),
            ("H1 2026", Unit::PartOfYear, 202_601),
            ("2Q26", Unit::Quarter, 8_106),
            ("FY26", Unit::Number, 26),
            ("2026", Unit::Number, 2026),
            ("25W52", Unit::PartOfYear, 202_552),
            ("50. KW 25", Unit::PartOfYear, 202_550),
            ("KW 48/25", Unit::PartOfYear, 202_548),
            ("W3 26", Unit::PartOfYear, 202_603),
            ("FY25-P10", Unit::PartOfYear, 202_510),
            ("P10 FY25", Unit::PartOfYear, 202_510),
            ("1月", Unit::MonthOfYear, 1),
            ("12월", Unit::MonthOfYear, 12),
        ] {
            assert_eq!(period(text, None), Some(Period { unit, count }), "{text}");
        }
        for text in [
            "",
            "North",
            "1.50",
            "12,50",
            "12,5",
            "2026-13",
            "10115",
            "Q5",
            "2026-W54",
            "13/25",
            "1/2",
            "13月",
            "W60/26",
            "Store 12-34",
            "09/25",
            "P10 W44",
        ] {
            assert_eq!(period(text, None), None, "{text}");
        }
    }
}
