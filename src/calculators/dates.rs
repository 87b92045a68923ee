//! Reads dates as written by people, shop systems and spreadsheets. Whether the day or the month comes first is not guessed from
//! one date: [`order_of`] examines a whole column.

use jiff::civil::{Date, date};
use std::sync::LazyLock;

/// What comes first in a numeric date that does not begin with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Order {
    #[serde(rename = "dmy")]
    Day,
    #[serde(rename = "mdy")]
    Month,
    /// The month; between points the day.
    MonthButPoints,
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
    /// The year seems to come first, as in 26-01-31: the date at this index.
    YearFirst(usize),
}

enum Written {
    Certain(Date),
    /// Two numbers, the separator after the first, and the year, which may have two digits only.
    Numbers(i8, i8, char, i16, bool),
}

/// How the names of months begin in the languages of exports; what ends with a point is a whole word. They are so long that neither a
/// month of another language begins so, as the Finnish November `marraskuu` would with `mar`, nor ids such as `KAS-12`.
const MONTHS: [&str; 12] = [
    "jan; ene; gen; sty; янв; яну; јан; ocak; jän; ján; jaan; ian; tammi; leden; ledn; siječ; січн; січен; sausi; ιαν",
    "feb; fév; fev; lut; фев; феб; şubat; veebr; helmi; únor; veljač; лютий; лютого; vasari; φεβ",
    "mar.; march; marz; mars; març; marc; mart; mare; mär; maerz; már; mrz; mrt; maa.; maart; maalis; мар; březen; březn; ožuj; \
        березн; березен; kovo.; μαρ; μάρ",
    "apr; avr; abr; kwi; апр; nisan; ápr; huhti; duben; dubn; travanj; travnj; квітн; квітен; baland; απρ",
    "may; mai; mei.; mag; maj; май; мая; мај; máj; maí; touko; květen; květn; svibanj; svibnj; травн; травен; geguž; μάι; μαΐ; μαι",
    "jun; juin; giu; cze; июн; юни; јун; haziran; jún; jūn; juun; iun; kesäk; červen; červn; lipanj; lipnj; червн; червен; biržel; \
        ιουν; ιούν",
    "jul; juil; lug; lip; июл; юли; јул; temmuz; júl; jūl; juul; iul; heinä; červenec; červenc; srpanj; srpnj; липн; липен; liepo; \
        ιουλ; ιούλ",
    "aug; aoû; aou; ago; sie; авг; ağustos; agust; avgust; ágú; elok; srpen; srpn; kolovoz; серпн; серпен; rugpj; αυγ; αύγ",
    "sep; set; wrz; сен; септ; eylül; szept; syysk; září; rujan; rujn; вересн; вересен; rugsėj; σεπ",
    "oct; okt; ott; out; paź; окт; ekim; lokak; říjen; říjn; жовтн; жовтен; spali; οκτ",
    "nov; lis; ноя; ноем; новемб; kası; nóv; noiem; marras; studeni; studeno; листоп; lapkri; νοε; νοέ",
    "dec; dez; déc; dic; gru; дек; децем; aral; desem; joulu; prosin; грудн; груден; δεκ",
];

/// Each beginning of [`MONTHS`], whether it is the whole word, and the month.
static BEGINNINGS: LazyLock<Vec<(&str, bool, i8)>> = LazyLock::new(|| {
    let of = |(names, month): (&'static &str, i8)| {
        let names = names.split("; ");
        names.map(move |name| (name.trim_end_matches('.'), name.ends_with('.'), month))
    };
    MONTHS.iter().zip(1..).flat_map(of).collect()
});

/// How the months begin in Croatian. Some are other months in Polish, Czech and Ukrainian.
const CROATIAN: [&str; 12] = [
    "sij", "velj", "ožu", "tra", "svi", "lip", "srp", "kol", "ruj", "lis", "stu", "pro",
];

/// Purchases of this many years do not stand in one file.
const YEARS: i16 = 6;

/// A date such as 2026-11-21, 21.11.2026, 21-Nov-2026, 20261121 or a spreadsheet's day number, without the time of day after it.
/// Without an order, 1/2/2026 is not a date.
pub fn read(text: &str, order: Option<Order>) -> Option<Date> {
    match written(text)? {
        Written::Certain(day) => Some(day),
        Written::Numbers(first, second, mark, year, _) => {
            let order = order.or_else(|| certain(first, second, mark))?;
            let (day, month) = match order {
                Order::MonthButPoints if mark == '.' => (first, second),
                Order::Day => (first, second),
                Order::Month | Order::MonthButPoints => (second, first),
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

/// The order in a column. Dates with points are judged by themselves: the day comes first in them, unless one of them shows the month
/// first.
pub fn order_of<'t>(cells: impl Iterator<Item = &'t str>) -> Shown {
    let (mut day, mut month, mut open) = ([None; 2], [None; 2], [None; 2]);
    // The least and the most of the first and of the last number, and the first date, while no year has four digits.
    let mut short = Some(([i16::MAX, i16::MIN], [i16::MAX, i16::MIN], None));
    for (place, cell) in cells.enumerate() {
        if let Some(Written::Numbers(first, second, mark, year, is_short)) = written(cell) {
            short = short.filter(|_| is_short);
            if let Some((firsts, lasts, found)) = &mut short {
                for (range, number) in [(firsts, i16::from(first)), (lasts, year % 100)] {
                    *range = [range[0].min(number), range[1].max(number)];
                }
                *found = found.or(Some(place));
            }
            let with = usize::from(mark == '.');
            let kind = match (first > 12, second > 12) {
                _ if first == second => continue,
                (true, _) => &mut day,
                (_, true) => &mut month,
                _ => &mut open,
            };
            kind[with] = kind[with].or(Some(place));
        }
    }
    // Days differ more than years do.
    if let Some(([first, last], [least, most], Some(place))) = short
        && first > 12
        && last - first < YEARS
        && most - least >= YEARS
        && most <= 31
    {
        return Shown::YearFirst(place);
    }
    let is_proven = |with: usize| day[with].or(month[with]).is_some();
    let both = || Shown::Both {
        day: day[0].or(day[1]).unwrap_or_default(),
        month: month[0].or(month[1]).unwrap_or_default(),
    };
    // `None` where each date can be read in one way only.
    let order = |with: usize| match (day[with], month[with], open[with]) {
        (Some(day), Some(month), Some(_)) => Err(Shown::Both { day, month }),
        (Some(_), None, _) => Ok(Some(Order::Day)),
        (None, Some(_), _) => Ok(Some(Order::Month)),
        (None, None, Some(_)) if with == 1 => Ok(Some(Order::Day)),
        (None, None, Some(place)) => Err(Shown::Open(place)),
        (_, _, None) => Ok(None),
    };
    match (order(0), order(1)) {
        // What another mark leaves open is as the dates with points prove it.
        (Err(Shown::Open(_)), Ok(Some(pointed))) if is_proven(1) => Shown::Settled(Some(pointed)),
        (Err(shown), _) | (_, Err(shown)) => shown,
        (Ok(Some(Order::Month)), Ok(Some(Order::Day))) => {
            Shown::Settled(Some(Order::MonthButPoints))
        }
        (Ok(other), Ok(pointed)) if other == pointed || !is_proven(1) && pointed.is_none() => {
            Shown::Settled(other)
        }
        (Ok(None), Ok(pointed)) if !is_proven(0) => Shown::Settled(pointed),
        (Ok(None), Ok(Some(Order::Day))) => Shown::Settled(None),
        _ => both(),
    }
}

fn written(text: &str) -> Option<Written> {
    let text = text.trim();
    if let Some(day) = iso(text, b"-/.") {
        return Some(Written::Certain(day));
    }
    if text.contains('年') {
        return written(&text.replace(['年', '月'], "-").replace('日', " "));
    }
    let is_mark = |c: char| matches!(c, '.' | ',');
    // The time of 20261121T083000.
    let text = match text.split_at_checked(8) {
        Some((day, time)) if time.starts_with('T') && day.bytes().all(|b| b.is_ascii_digit()) => {
            day
        }
        _ => text,
    };
    if text.chars().all(|c| c.is_ascii_digit() || is_mark(c)) && text.matches(is_mark).count() < 2 {
        return number(text).map(Written::Certain);
    }
    let mut parts: Vec<&str> = Vec::new();
    let mut mark = None;
    let mut rest = text;
    // The name of the weekday before a date is ignored. Where the rest is a date, `mar` is a Tuesday and not March.
    if let Some((name, after)) = rest.split_once([',', ' '])
        && name.chars().all(|c| c.is_alphabetic() || ".-".contains(c))
    {
        let name = name.trim_end_matches('.');
        match month_named(name) {
            None => rest = after.trim_start(),
            Some(_) if after.contains(['.', '/', '-', ' ']) => {
                if let Some(day) = written(after) {
                    return Some(day);
                }
            }
            Some(_) => {}
        }
    }
    while parts.len() < 3 {
        rest = rest.trim_start_matches([' ', ',']);
        // As in 31 de enero de 2026 and 31st of January.
        let linked = rest.strip_prefix("de ").or(rest.strip_prefix("of "));
        rest = linked.unwrap_or(rest);
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
    let certain = |year, month, day| Some(Written::Certain(Date::new(year, month, day).ok()?));
    if let Some(month) = month_named(second) {
        // The year may come first, as in 2025-Dec-31.
        return match (first.len(), year_of(first), day_of(third)) {
            (4, Some(year), Some(day)) => certain(year, month, day),
            _ => certain(year_of(third)?, month, day_of(first)?),
        };
    }
    if let Some(month) = month_named(first) {
        return certain(year_of(third)?, month, day_of(second)?);
    }
    if first.len() == 4 {
        return certain(year_of(first)?, second.parse().ok()?, third.parse().ok()?);
    }
    if first.len() > 2 || second.len() > 2 {
        return None;
    }
    let number = |part: &str| part.parse::<i8>().ok().filter(|n| (1..=31).contains(n));
    let (one, other, year) = (number(first)?, number(second)?, year_of(third)?);
    Some(Written::Numbers(one, other, mark?, year, third.len() == 2))
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
    // 050126 is 5 January, in an order that is not known.
    if text.starts_with('0') {
        return None;
    }
    let days: f64 = text.replace(',', ".").parse().ok()?;
    if !(18_264.0..80_400.0).contains(&days) {
        return None;
    }
    date(1899, 12, 30)
        .checked_add(jiff::Span::new().days(days.floor() as i64))
        .ok()
}

/// A year of four digits, or of two.
pub fn year_of(part: &str) -> Option<i16> {
    let year: i16 = part.parse().ok()?;
    match part.len() {
        4 => Some(year),
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        _ => None,
    }
}

/// The month of a name or its first letters.
pub fn month_named(part: &str) -> Option<i8> {
    let name = part.to_lowercase();
    if name.chars().count() < 3 || !name.chars().all(char::is_alphabetic) {
        return None;
    }
    let begins = |(begin, is_whole, _): &&(&str, bool, i8)| {
        name.starts_with(begin) && (!is_whole || name.len() == begin.len())
    };
    let found = BEGINNINGS.iter().filter(begins);
    Some(found.max_by_key(|(begin, ..)| begin.len())?.2)
}

/// What the names of months show about a column in which some may be Croatian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Months {
    Croatian,
    /// As [`month_named`] has them.
    Usual,
    /// The date at this index has a month that is another one in Croatian, and no other date decides.
    Open(usize),
}

/// The words of a text in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words
        .map(str::to_lowercase)
        .filter(|word| word.len() > 2)
        .collect()
}

fn croatian(word: &str) -> Option<usize> {
    CROATIAN.iter().position(|begin| word.starts_with(begin))
}

/// Whether the months of a column are those of Croatian: `lis` is October there, and November in Polish and Czech.
pub fn months_of<'t>(cells: impl Iterator<Item = &'t str>) -> Months {
    let (mut is_croatian, mut open) = (false, None);
    let cells = cells.enumerate();
    for (place, cell) in cells.filter(|(_, cell)| cell.contains(char::is_alphabetic)) {
        for word in words(cell) {
            let usual = month_named(&word).map(|month| month as usize - 1);
            match (usual, croatian(&word)) {
                (None, None) => {}
                // `lipca` and `srpna` are no words of Croatian.
                (Some(_), None) => return Months::Usual,
                (Some(_), Some(_))
                    if ["lipc", "lipie", "srpe", "srpna", "listopadu"]
                        .iter()
                        .any(|begin| word.starts_with(begin)) =>
                {
                    return Months::Usual;
                }
                (Some(usual), Some(month)) if usual != month => {
                    open = open.or(cell.contains('.').then_some(place))
                }
                (None, Some(6)) => open = open.or(Some(place)),
                (_, Some(month)) => is_croatian |= month != 11,
            }
        }
    }
    match open {
        _ if is_croatian => Months::Croatian,
        Some(place) => Months::Open(place),
        None => Months::Usual,
    }
}

/// A date with the month in English for the Croatian one.
pub fn from_croatian(text: &str) -> String {
    let words = words(text);
    let mut months = words
        .iter()
        .filter_map(|word| Some((word, croatian(word)?)));
    let text = text.to_lowercase();
    months.next().map_or_else(
        || text.clone(),
        |(word, month)| {
            text.replacen(
                word,
                MONTHS[month].split([';', '.']).next().unwrap_or_default(),
                1,
            )
        },
    )
}

fn is_time(text: &str) -> bool {
    text.is_empty()
        || text.starts_with(|c: char| c.is_ascii_digit())
            && text.contains([':', '.', 'h'])
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || " :.+-,()".contains(c))
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
            "46022,354",
            "20251231T083000",
            "2025年12月31日",
            "2025年12月31日 8:30",
            "31 de diciembre de 2025",
            "Mi. 31.12.2025",
            "31 grudnia 2025",
            "31st of December 2025",
            "31 декабря 2025",
            "31 Aralık 2025",
            "Wed Dec 31 2025 10:00:00 GMT+0100 (CET)",
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
            "050126",
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
        assert_eq!(order(&["26-01-31", "25-12-01"]), Shown::YearFirst(0));
        assert_eq!(
            order(&["26-01-25", "14-02-26"]),
            Shown::Settled(Some(Order::Day))
        );
        assert_eq!(order(&["5/5/2025", "2025-01-02"]), Shown::Settled(None));
        assert_eq!(order(&["01.02.2025"]), Shown::Settled(Some(Order::Day)));
        let mixed = &["2.3.2026", "1/13/2026", "4/5/2026"];
        assert_eq!(order(mixed), Shown::Settled(Some(Order::MonthButPoints)));
        let pointed = read(mixed[0], Some(Order::MonthButPoints));
        assert_eq!(pointed, Some(date(2026, 3, 2)));
        let slashed = read(mixed[2], Some(Order::MonthButPoints));
        assert_eq!(slashed, Some(date(2026, 4, 5)));
        assert_eq!(
            order(&["2.3.2026", "1/13/2026", "13/1/2026"]),
            Shown::Settled(None)
        );
        assert_eq!(order(&["2.3.2026", "1/2/2026"]), Shown::Open(1));
        assert_eq!(
            order(&["13.3.2026", "1/2/2026"]),
            Shown::Settled(Some(Order::Day))
        );
        assert_eq!(
            order(&["2.3.2026", "1.13.2026"]),
            Shown::Settled(Some(Order::Month))
        );
        assert_eq!(
            order(&["2.3.2026", "1.13.2026", "13/1/2026", "1/2/2026"]),
            Shown::Both { day: 2, month: 1 }
        );
        assert_eq!(
            order(&["13/2/2025", "2/13/2025", "1/2/2025"]),
            Shown::Both { day: 0, month: 1 }
        );
    }
}
