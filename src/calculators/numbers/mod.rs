//! Reads numbers as people and spreadsheets write them. An ambiguous number is read by the given style, never guessed.

mod currencies;
mod written;

pub use currencies::{currency, currency_named, may_be_one_currency};
use currencies::{is_space, without_money};
use std::borrow::Cow;
pub(crate) use written::filled;
pub use written::{grouped, listed, money, percent, plain, trimmed};

/// The decimal mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
    /// Decided from the text; a single comma before exactly three digits separates thousands, a single point decimals.
    #[default]
    Guess,
}

/// A number as it was written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Written {
    /// The number before a per cent sign, if any: 12 for `12 %`.
    pub value: f64,
    pub percent: bool,
}

impl Written {
    /// The value with the per cent sign applied: 0.12 for `12 %`.
    pub fn meant(self) -> f64 {
        if self.percent {
            self.value / 100.0
        } else {
            self.value
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    #[error("is empty")]
    Empty,
    /// Not a number at all.
    #[error("is not a number")]
    NotANumber,
    /// Digits and separators in an impossible arrangement, such as `1,23,4.5.6`.
    #[error("has separators that make no sense")]
    Separators,
    /// NaN, infinite, or too large.
    #[error("is not a finite number")]
    NotFinite,
}

/// What stands behind an amount that is counted in thousands or more.
pub const SCALES: &[(&str, f64)] = &[
    ("k", 1e3),
    ("m", 1e6),
    ("Tsd.", 1e3),
    ("Tsd", 1e3),
    ("thousand", 1e3),
    ("Mio.", 1e6),
    ("Mio", 1e6),
    ("mn", 1e6),
    ("mln", 1e6),
    ("million", 1e6),
    ("Mrd.", 1e9),
    ("Mrd", 1e9),
    ("bn", 1e9),
    ("billion", 1e9),
    ("mld", 1e9),
    ("mld.", 1e9),
    ("lakh", 1e5),
    ("crore", 1e7),
    ("тыс.", 1e3),
    ("тыс", 1e3),
    ("млн", 1e6),
    ("млрд", 1e9),
    ("万", 1e4),
    ("億", 1e8),
    ("亿", 1e8),
];

/// The value of a text: `read_number("€ 1.234,50", Style::Comma)` is 1234.5, `"12 %"` is 0.12, `"1.2k"` 1200.
#[inline]
pub fn read_number(text: &str, style: Style) -> Result<f64, NumberFault> {
    read_written(text, style).map(Written::meant)
}

/// Whether it is a number in one style or the other.
pub fn is_number(text: &str) -> bool {
    [Style::Point, Style::Comma]
        .into_iter()
        .any(|style| read_number(text, style).is_ok())
}

/// The number as written, for callers that need to know whether it has a per cent sign.
#[inline]
pub fn read_written(text: &str, style: Style) -> Result<Written, NumberFault> {
    if let Some(value) = plain_number(text.as_bytes(), style) {
        return Ok(Written {
            value,
            percent: false,
        });
    }
    if let Cow::Owned(text) = western(text) {
        return read_written(&text, style);
    }
    let mut rest = trim(text);
    if rest.is_empty() {
        return Err(NumberFault::Empty);
    }
    if matches!(
        rest.to_ascii_lowercase().as_str(),
        "nan" | "inf" | "-inf" | "+inf" | "infinity" | "-infinity" | "∞" | "-∞"
    ) {
        return Err(NumberFault::NotFinite);
    }
    let (mut negative, mut percent, mut scale) = (false, false, 1.0);
    // Signs, currencies and per cent may stand in any order around the digits: -€5, €-5, (€5), €(5), 5- %, 5 EUR.
    let mut signs = 0;
    loop {
        let before = rest.len();
        if let Some(after) = rest.strip_prefix(['-', '−', '–']) {
            (negative, rest, signs) = (!negative, after, signs + 1);
        } else if let Some(after) = rest.strip_prefix('+') {
            (rest, signs) = (after, signs + 1);
        } else if let Some(after) = rest.strip_suffix('%') {
            if percent {
                return Err(NumberFault::NotANumber);
            }
            (percent, rest) = (true, after);
        } else if let Some(inside) = (signs == 0)
            .then(|| rest.strip_prefix('(')?.strip_suffix(')'))
            .flatten()
        {
            (negative, rest, signs) = (true, inside, 1);
        } else if let Some(after) = [
            "/-", "/=", ",--", ".--", ":--", ",-", ".-", ":-", ",–", ".–", ",—", ".—",
        ]
        .iter()
        .find_map(|none| rest.strip_suffix(none))
        {
            // An amount without cents, as in 5,-
            rest = after;
        } else if let Some((_, after)) = money_beside(rest) {
            rest = after;
        } else if let Some(after) = rest
            .strip_suffix('-')
            .filter(|after| trim(after).ends_with(|c: char| c.is_ascii_digit()))
        {
            (negative, rest, signs) = (!negative, after, signs + 1);
        }
        rest = trim(rest);
        if rest.len() == before {
            break;
        }
    }
    for (word, factor) in SCALES {
        let after = rest.len().checked_sub(word.len()).filter(|_| !percent);
        if let Some((front, back)) = after.and_then(|at| rest.split_at_checked(at))
            && back.eq_ignore_ascii_case(word)
        {
            (scale, rest) = (*factor, trim(front));
            break;
        }
    }
    if signs > 1 {
        return Err(NumberFault::NotANumber);
    }
    let value = digits(rest, style)? * scale;
    if !value.is_finite() {
        return Err(NumberFault::NotFinite);
    }
    let value = if negative { -value } else { value };
    Ok(Written {
        value: value + 0.0,
        percent,
    })
}

/// The zeros of the decimal digits of scripts in use; the others follow in order.
const ZEROS: [u32; 19] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
    0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10,
];

/// A text with the digits of other scripts and their separators as the signs that numbers are read by.
pub fn western(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return text.into();
    }
    let digit = |c: char| {
        // Most letters of names come before all of them.
        if (c as u32) < ZEROS[0] {
            return None;
        }
        let mut digits = ZEROS
            .iter()
            .filter_map(|zero| (c as u32).checked_sub(*zero));
        char::from_digit(digits.find(|digit| *digit < 10)?, 10)
    };
    let sign = |c: char| match c {
        '٫' | '．' => '.',
        '，' => ',',
        '٬' => '’',
        _ => digit(c).unwrap_or(c),
    };
    if text.contains(|c| digit(c).is_some()) {
        text.chars().map(sign).collect::<String>().into()
    } else {
        text.into()
    }
}

/// A fast path for most cells: a few digits, perhaps a decimal mark, perhaps a minus. `None` for all others. Integers up to 2^53
/// and powers of ten up to 10^22 are exact, so that their quotient is the nearest number.
#[inline]
fn plain_number(text: &[u8], style: Style) -> Option<f64> {
    const TENS: [f64; 19] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18,
    ];
    let mark = match style {
        Style::Comma => b',',
        Style::Point | Style::Guess => b'.',
    };
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if digits.len() > TENS.len() {
        return None;
    }
    let (mut number, mut decimals) = (0u64, None);
    for (at, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => number = number * 10 + u64::from(byte - b'0'),
            _ if *byte == mark && decimals.is_none() => decimals = Some(digits.len() - at - 1),
            _ => return None,
        }
    }
    let counted = digits.len() - usize::from(decimals.is_some());
    if !(1..TENS.len()).contains(&counted) || number > 1 << 53 {
        return None;
    }
    let value = number as f64 / TENS[decimals.unwrap_or(0)];
    Some(
        if digits.len() < text.len() {
            -value
        } else {
            value
        } + 0.0,
    )
}

/// Only called if there is more than digits at an end, because the list is long.
fn money_beside(text: &str) -> Option<(&'static str, &str)> {
    let is_digit = |byte: Option<u8>| byte.is_some_and(|b| b.is_ascii_digit());
    if is_digit(text.bytes().next()) && is_digit(text.bytes().next_back()) {
        None
    } else {
        without_money(text)
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// Digits with separators and perhaps an exponent.
pub fn digits(text: &str, style: Style) -> Result<f64, NumberFault> {
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    if !text.chars().any(|c| c.is_ascii_digit()) {
        return Err(NumberFault::NotANumber);
    }
    let allowed =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '’' | '_') || is_space(c);
    if !text.chars().all(allowed) {
        return Err(NumberFault::NotANumber);
    }
    let decimal = decimal_mark(text, style)?;
    let (whole, fraction) = match decimal.and_then(|mark| text.rsplit_once(mark)) {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    if !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(NumberFault::Separators);
    }
    let mut plain = ungrouped(whole)?;
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    if let Some(exponent) = exponent {
        plain.push('e');
        plain.push_str(exponent);
    }
    let value: f64 = plain.parse().map_err(|_| NumberFault::NotANumber)?;
    Ok(value)
}

fn decimal_mark(text: &str, style: Style) -> Result<Option<char>, NumberFault> {
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let mark = match style {
        Style::Point => Some('.').filter(|_| points > 0),
        Style::Comma => Some(',').filter(|_| commas > 0),
        Style::Guess => match (points, commas) {
            (0, 0) => None,
            (1, 0) => Some('.'),
            (0, 1) => Some(',').filter(|_| !looks_like_thousands(text)),
            (0, _) | (_, 0) => None,
            _ => text.chars().rfind(|c| matches!(c, '.' | ',')),
        },
    };
    match mark {
        Some(mark) if text.matches(mark).count() > 1 => Err(NumberFault::Separators),
        mark => Ok(mark),
    }
}

/// `1,200` and `12,345` but not `0,125` or `1,5`.
fn looks_like_thousands(text: &str) -> bool {
    text.split_once(',').is_some_and(|(before, after)| {
        after.len() == 3 && !before.starts_with('0') && (1..=3).contains(&before.len())
    })
}

/// The digits of a whole number without separators, which must be of one kind and three digits apart (or two, as in 1,23,456,
/// except for the last).
fn ungrouped(whole: &str) -> Result<String, NumberFault> {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return Ok(if whole.is_empty() {
            "0".into()
        } else {
            whole.to_string()
        });
    };
    let groups: Vec<&str> = whole.split(separator).collect();
    let sound = groups.iter().enumerate().all(|(i, group)| {
        let length = group.len();
        let fits = match i {
            // 0,250 in a style with decimal points is an error, not 250.
            0 => (1..=3).contains(&length) && !group.starts_with('0'),
            _ if i + 1 == groups.len() => length == 3,
            _ => length == 3 || length == 2,
        };
        fits && group.bytes().all(|b| b.is_ascii_digit())
    });
    if sound {
        Ok(groups.concat())
    } else {
        Err(NumberFault::Separators)
    }
}

/// What one number shows about its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// It can be read in this style only.
    Proof(Style),
    /// A single point before exactly three digits: `1.234`.
    LonePoint,
    /// A single comma before exactly three digits: `1,234`.
    LoneComma,
    /// Thousands parted by apostrophes and no decimals: `1'234`.
    Apostrophe,
}

/// `None` if the text is not a number, or reads the same in every style.
#[inline]
pub fn evidence(text: &str) -> Option<Evidence> {
    // Before an exponent no thousands are parted, so that a mark in 1.234E+05 stands before decimals. Each cell of a file is asked
    // for one: by its bytes, which takes less than by its letters.
    let exponent = text.bytes().rposition(|byte| matches!(byte, b'e' | b'E'));
    let exponent = exponent.filter(|at| text[at + 1..].parse::<i32>().is_ok());
    let text = exponent.map_or(text, |at| &text[..at]);
    let bytes = text.as_bytes();
    if !bytes.contains(&b'.') && !bytes.contains(&b',') {
        let parted = text.contains(['\'', '’']) && read_number(text, Style::Point).is_ok();
        return parted.then_some(Evidence::Apostrophe);
    }
    let first = bytes.iter().position(u8::is_ascii_digit)?;
    let last = bytes.iter().rposition(u8::is_ascii_digit)?;
    let is_mark = |byte: u8| matches!(byte, b'.' | b',');
    let headless = first > 0
        && is_mark(bytes[first - 1])
        && (first < 2 || !bytes[first - 2].is_ascii_alphabetic());
    let digits = &text[first..=last];
    if headless && !digits.contains(['.', ',']) {
        return Some(Evidence::Proof(match bytes[first - 1] {
            b',' => Style::Comma,
            _ => Style::Point,
        }));
    }
    let is_gap = |c: char| matches!(c, '\'' | '’' | '_') || is_space(c);
    if !digits
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || is_gap(c))
    {
        return None;
    }
    let decimals = |mark: char| match mark {
        ',' => Evidence::Proof(Style::Comma),
        _ => Evidence::Proof(Style::Point),
    };
    let (points, commas) = (digits.matches('.').count(), digits.matches(',').count());
    let (mark, count) = match (points, commas) {
        (0, 0) => return None,
        (_, 0) => ('.', points),
        (0, _) => (',', commas),
        _ => {
            let mark = digits.chars().rfind(|c| matches!(c, '.' | ','))?;
            return (digits.matches(mark).count() == 1).then(|| decimals(mark));
        }
    };
    if count > 1 {
        // Separators between groups, so the other mark is the decimal one.
        ungrouped(digits).ok()?;
        return Some(decimals(if mark == '.' { ',' } else { '.' }));
    }
    let (before, after) = digits.split_once(mark)?;
    let grouped = exponent.is_none()
        && after.len() == 3
        && (1..=3).contains(&before.len())
        && !before.starts_with('0')
        && before.bytes().all(|b| b.is_ascii_digit());
    Some(match (grouped, mark) {
        (false, mark) => decimals(mark),
        (true, '.') => Evidence::LonePoint,
        (true, _) => Evidence::LoneComma,
    })
}

#[cfg(test)]
mod tests {
    use super::currencies::currencies;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("1200", 1200.0),
            ("1,200", 1200.0),
            ("1,200.50", 1200.5),
            ("1.200,50", 1200.5),
            ("1.2k", 1200.0),
            ("2.5 M", 2_500_000.0),
            ("12 %", 0.12),
            ("12%", 0.12),
            ("0.12", 0.12),
            ("0,125", 0.125),
            ("1,5", 1.5),
            ("1.234", 1.234),
            ("1.234.567", 1_234_567.0),
            ("1,234,567", 1_234_567.0),
            ("1,23,456", 123_456.0),
            ("1'234.5", 1234.5),
            ("1\u{a0}234\u{a0}567,89", 1_234_567.89),
            ("1 234", 1234.0),
            ("€ 1.234,50", 1234.5),
            ("1.234,50 €", 1234.5),
            ("EUR 200", 200.0),
            ("200 eur", 200.0),
            ("-$5.00", -5.0),
            ("$-5", -5.0),
            ("−7", -7.0),
            ("(1,250.00)", -1250.0),
            ("250-", -250.0),
            ("+3", 3.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("1e3", 1000.0),
            ("-12,5 %", -0.125),
            ("-0", 0.0),
            ("CHF 6.--", 6.0),
            ("6:-", 6.0),
            ("Fr 8", 8.0),
            ("300,00 -", -300.0),
            ("1,5 Mio. €", 1_500_000.0),
            ("900 TSD", 900_000.0),
            ("1.5bn", 1_500_000_000.0),
            ("2 lakh", 200_000.0),
            ("1.5万", 15_000.0),
            ("\\1,234", 1234.0),
            ("8 fr", 8.0),
            ("１，２３４．５", 1234.5),
            ("১২", 12.0),
            ("๑๒", 12.0),
        ] {
            assert_eq!(read_number(text, Style::Guess), Ok(value), "{text}");
        }
    }

    #[test]
    fn a_sign_within_another_is_tried_after_it() {
        let signs: Vec<&str> = currencies().map(|(sign, _)| sign).collect();
        for (place, sign) in signs.iter().enumerate() {
            let short = sign.to_lowercase();
            for longer in &signs[place + 1..] {
                let amounts = [format!("{longer} 5"), format!("5 {longer}")];
                let is_read = |amount: &String| read_number(amount, Style::Point) == Ok(5.0);
                assert!(
                    !longer.to_lowercase().contains(&short) || amounts.iter().all(is_read),
                    "{sign} stands before {longer}"
                );
            }
        }
    }

    #[test]
    fn a_stated_style_settles_the_lone_separator() {
        assert_eq!(read_number("1.200", Style::Comma), Ok(1200.0));
        assert_eq!(read_number("1,200", Style::Comma), Ok(1.2));
        assert_eq!(read_number("1,200", Style::Point), Ok(1200.0));
        assert_eq!(
            read_number("1,5", Style::Point),
            Err(NumberFault::Separators)
        );
    }

    #[test]
    fn what_is_no_number_says_why() {
        for (text, fault) in [
            ("", NumberFault::Empty),
            (" \u{a0}", NumberFault::Empty),
            ("n/a", NumberFault::NotANumber),
            ("12 apples", NumberFault::NotANumber),
            ("--5", NumberFault::NotANumber),
            ("5 % %", NumberFault::NotANumber),
            ("1-2", NumberFault::NotANumber),
            ("2024-01-05", NumberFault::NotANumber),
            ("1,2,3", NumberFault::Separators),
            ("1.2.3,4", NumberFault::Separators),
            ("12,34,5", NumberFault::Separators),
            ("NaN", NumberFault::NotFinite),
            ("-inf", NumberFault::NotFinite),
            ("1e999", NumberFault::NotFinite),
            ("(", NumberFault::NotANumber),
            ("%", NumberFault::NotANumber),
            ("million", NumberFault::NotANumber),
            ("5 mm", NumberFault::NotANumber),
            ("é5é", NumberFault::NotANumber),
        ] {
            assert_eq!(read_number(text, Style::Guess), Err(fault), "{text}");
        }
        assert_eq!(evidence(&"e1".repeat(100_000)), None);
        let long = "9".repeat(400);
        assert_eq!(
            read_number(&long, Style::Guess),
            Err(NumberFault::NotFinite)
        );
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(money(1234.5), "1,234.50");
        assert_eq!(money(-1_234_567.891), "-1,234,567.89");
        assert_eq!(money(-0.001), "0.00");
        assert_eq!(percent(0.125), "12.5 %");
        assert_eq!(percent(1.8), "180 %");
        assert_eq!(trimmed(3.0, 2), "3");
        assert_eq!(trimmed(1000.0, 0), "1,000");
        assert_eq!(plain(1234.5), "1234.5");
        assert_eq!(plain(0.000_123_46), "0.0001235");
        assert_eq!(plain(2.0 / 3.0), "0.6667");
        assert_eq!(plain(-1e-20), "0");
        assert_eq!(plain(0.0), "0");
        // Too long for its digits: with an exponent, which reads back.
        for (value, text) in [
            (1e15, "1e15"),
            (-2.5e20, "-2.5e20"),
            (3.333_33e91, "3.333e91"),
        ] {
            assert_eq!(
                [grouped(value, 2), trimmed(value, 2), plain(value)],
                [text; 3]
            );
            let read = read_number(text, Style::Point).unwrap();
            assert!((read / value - 1.0).abs() < 1e-3, "{text}");
        }
        assert_eq!(money(999_999_999_999_999.0), "999,999,999,999,999.00");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in -1e9..1e9f64) {
            let read = read_number(&money(value), Style::Point).unwrap();
            prop_assert!((read - value).abs() <= 0.005 + 1e-6);
            let share = value / 1e9;
            let read = read_number(&percent(share), Style::Point).unwrap();
            prop_assert!((read - share).abs() <= 0.00006);
        }

        #[test]
        fn plain_digits_are_read_as_rust_reads_them(text in "-?[0-9]{0,20}\\.?[0-9]{0,9}") {
            let expected = text.parse::<f64>().ok().map(|value| (value + 0.0).to_bits());
            let point = plain_number(text.as_bytes(), Style::Point).map(f64::to_bits);
            let comma = plain_number(text.replace('.', ",").as_bytes(), Style::Comma).map(f64::to_bits);
            prop_assert_eq!(point, comma);
            prop_assert!(point.is_none() || point == expected);
            prop_assert_eq!(read_number(&text, Style::Point).ok().map(f64::to_bits), expected);
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "\\PC{0,16}") {
            for style in [Style::Point, Style::Comma, Style::Guess] {
                if let Ok(value) = read_number(&text, style) {
                    prop_assert!(value.is_finite());
                }
            }
        }
    }
}
