//! Reads dates as written by people, shop systems and spreadsheets. Whether the day or the month comes first is not guessed from
//! one date: [`order_of`] examines a whole column.

use jiff::civil::{Date, date};

/// What comes first in a numeric date that does not begin with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Day,
    Month,
}

impl Order {
    /// `dmy` or `mdy`, as a flag names it.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "dmy" => Some(Order::Day),
            "mdy" => Some(Order::Month),
            _ => None,
        }
    }
}

/// What a column of dates shows about the order of day and month; places are indexes in the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All dates can be read in one way only.
    Settled(Option<Order>),
    /// The date at this index can be read in two ways, and no other date decides.
    Open(usize),
    /// These two dates contradict each other.
    Both { day: usize, month: usize },
}

enum Written {
    Certain(Date),
    /// Two numbers, the separator after the first, and the year.
    Numbers(i8, i8, char, i16),
}

/// First letters of the months in the languages most common in exports.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mei", "mag", "maj"],
    &["jun", "juin", "giu"],
    &["jul", "juil", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// A date such as 2026-11-21, 21.11.2026, 21-Nov-2026, 20261121 or a spreadsheet's day number, without the time of day after it.
/// Without an order, 1/2/2026 is not a date.
pub fn read(text: &str, order: Option<Order>) -> Option<Date> {
    match written(text)? {
        Written::Certain(day) => Some(day),
        Written::Numbers(first, second, mark, year) => {
            let order = order.or_else(|| certain(first, second, mark))?;
            let (day, month) = match order {
                Order::Day => (first, second),
                Order::Month => (second, first),
            };
            Date::new(year, month, day).ok()
        }
    }
}

/// The order shown by two numbers: one is above 12, both are equal, or points separate them.
fn certain(first: i8, second: i8, mark: char) -> Option<Order> {
    match (first > 12, second > 12) {
        (true, false) => Some(Order::Day),
        (false, true) => Some(Order::Month),
        _ if mark == '.' || first == second => Some(Order::Day),
        _ => None,
    }
}

pub fn order_of<'t>(cells: impl Iterator<Item = &'t str>) -> Shown {
    let (mut day, mut month, mut open, mut points) = (None, None, None, false);
    for (place, cell) in cells.enumerate() {
        if let Some(Written::Numbers(first, second, mark, _)) = written(cell) {
            match (first > 12, second > 12) {
                _ if first == second => {}
                (true, _) => day = day.or(Some(place)),
                (_, true) => month = month.or(Some(place)),
                // With points the day comes first, unless another date of the column shows otherwise.
                _ if mark == '.' => points = true,
                _ => open = open.or(Some(place)),
            }
        }
    }
    match (day, month, open) {
        (Some(day), Some(month), _) if points || open.is_some() => Shown::Both { day, month },
        // Each date can be read in one way only.
        (Some(_), Some(_), _) => Shown::Settled(None),
        (Some(_), None, _) => Shown::Settled(Some(Order::Day)),
        (None, Some(_), _) => Shown::Settled(Some(Order::Month)),
        (None, None, Some(place)) => Shown::Open(place),
        (None, None, None) => Shown::Settled(points.then_some(Order::Day)),
    }
}

fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    if let Some(day) = iso(text, b"-/.") {
        return Some(Written::Certain(day));
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.matches('.').count() < 2 {
        return number(text).map(Written::Certain);
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut mark = None;
    let mut rest = text;
    // The name of the weekday before a date is ignored.
    if let Some((name, after)) = rest.split_once([',', ' '])
        && name.chars().all(char::is_alphabetic)
        && month_named(name).is_none()
    {
        rest = after.trim_start();
    }
    while parts.len() < 3 {
        rest = rest.trim_start_matches([' ', ',']);
        let end = rest
            .find(['.', '/', '-', ' ', ',', 'T', '\u{a0}'])
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        if part.is_empty() {
            return None;
        }
        parts.push(part);
        rest = after;
        if parts.len() < 3 {
            let found = rest.chars().next()?;
            mark = mark.or(Some(found));
            rest = rest[found.len_utf8()..].trim_start();
        }
    }
    let behind = rest.trim_start_matches(['T', ' ', ',', '\u{a0}', '.']);
    if rest.starts_with(['/', '-']) || !is_time(behind) {
        return None;
    }
    let [first, second, third] = parts[..] else {
        return None;
    };
    let day_of = |part: &str| {
        let digits = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        digits.parse::<i8>().ok().filter(|day| *day > 0)
    };
    if let Some(month) = month_named(second) {
        // The year may come first, as in 2025-Dec-31.
        return match (first.len(), year_of(first), day_of(third)) {
            (4, Some(year), Some(day)) => Date::new(year, month, day).ok(),
            _ => Date::new(year_of(third)?, month, day_of(first)?).ok(),
        }
        .map(Written::Certain);
    }
    if let Some(month) = month_named(first) {
        let day = Date::new(year_of(third)?, month, day_of(second)?);
        return day.ok().map(Written::Certain);
    }
    if first.len() == 4 {
        let (month, day) = (second.parse().ok()?, third.parse().ok()?);
        return Date::new(year_of(first)?, month, day)
            .ok()
            .map(Written::Certain);
    }
    if first.len() > 2 || second.len() > 2 {
        return None;
    }
    let numbers = (
        first.parse::<i8>().ok().filter(|n| (1..=31).contains(n))?,
        second.parse::<i8>().ok().filter(|n| (1..=31).contains(n))?,
    );
    Some(Written::Numbers(
        numbers.0,
        numbers.1,
        mark?,
        year_of(third)?,
    ))
}

/// A fast path for the most common form: 2026-11-21, with or without a time, its parts between two of the same mark.
pub fn iso(text: &str, marks: &[u8]) -> Option<Date> {
    let (day, rest) = (text.get(..10)?, text.get(10..)?);
    let bytes = day.as_bytes();
    let digits = |from: usize, to: usize| {
        bytes[from..to].iter().try_fold(0i16, |sum, byte| {
            let digit = byte.wrapping_sub(b'0');
            (digit < 10).then_some(sum * 10 + i16::from(digit))
        })
    };
    if bytes[4] != bytes[7]
        || !marks.contains(&bytes[4])
        || !(rest.is_empty() || rest.starts_with(['T', ' ']))
    {
        return None;
    }
    Date::new(digits(0, 4)?, digits(5, 7)? as i8, digits(8, 10)? as i8).ok()
}

/// 20261121, or the days that a spreadsheet counts from the end of 1899; only for 1950 to 2119, so that amounts and years are not
/// read as dates.
fn number(text: &str) -> Option<Date> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        let part = |from, to| text.get(from..to)?.parse::<i16>().ok();
        return Date::new(part(0, 4)?, part(4, 6)? as i8, part(6, 8)? as i8).ok();
    }
    let days: f64 = text.parse().ok()?;
    if !(18_264.0..80_400.0).contains(&days) {
        return None;
    }
    date(1899, 12, 30)
        .checked_add(jiff::Span::new().days(days.floor() as i64))
        .ok()
}

fn year_of(part: &str) -> Option<i16> {
    let year: i16 = part.parse().ok()?;
    match part.len() {
        4 => Some(year),
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

fn month_named(part: &str) -> Option<i8> {
    let name = part.to_lowercase();
    if name.chars().count() < 3 || !name.chars().all(char::is_alphabetic) {
        return None;
    }
    let place = MONTHS
        .iter()
        .position(|names| names.iter().any(|short| name.starts_with(short)))?;
    Some(place as i8 + 1)
}

fn is_time(text: &str) -> bool {
    text.is_empty()
        || text.starts_with(|c: char| c.is_ascii_digit())
            && text.contains([':', '.', 'h'])
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || " :.+-,".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_exports_write_them() {
        for text in [
            "2025-12-31",
            "2025-12-31T08:30:00Z",
            "2025-12-31 08:30",
            "2025/12/31",
            "31.12.2025",
            "31.12.25",
            "31/12/2025",
            "12/31/2025",
            "12/31/2025 8:30 AM",
            "12/31/25 08:30",
            "31-Dec-2025",
            "31-Dez-25",
            "31 décembre 2025",
            "31. Dezember 2025",
            "Dec 31, 2025",
            "Wednesday, December 31, 2025",
            "2025-Dec-31",
            "20251231",
            "46022",
            "46022.354",
        ] {
            assert_eq!(read(text, None), Some(date(2025, 12, 31)), "{text}");
        }
        for text in [
            "",
            "soon",
            "12",
            "2025",
            "1/2/2025",
            "32.12.2025",
            "2025-13-01",
            "31/12/2025/1",
            "1.5",
            "31.02.2025",
            "31/12/2025 x",
            "1,5",
            "12:30",
        ] {
            assert_eq!(read(text, None), None, "{text}");
        }
        assert_eq!(read("1/2/2025", Some(Order::Day)), Some(date(2025, 2, 1)));
        assert_eq!(read("1/2/2025", Some(Order::Month)), Some(date(2025, 1, 2)));
    }

    #[test]
    fn the_order_is_told_by_the_whole_column() {
        let order = |cells: &[&str]| order_of(cells.iter().copied());
        assert_eq!(
            order(&["1/2/2025", "13/2/2025"]),
            Shown::Settled(Some(Order::Day))
        );
        assert_eq!(
            order(&["1/2/2025", "2/13/2025"]),
            Shown::Settled(Some(Order::Month))
        );
        assert_eq!(order(&["5/5/2025", "1/2/2025"]), Shown::Open(1));
        assert_eq!(order(&["5/5/2025", "2025-01-02"]), Shown::Settled(None));
        assert_eq!(order(&["01.02.2025"]), Shown::Settled(Some(Order::Day)));
        assert_eq!(
            order(&["13/2/2025", "2/13/2025", "1/2/2025"]),
            Shown::Both { day: 0, month: 1 }
        );
    }
}
