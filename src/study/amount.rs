//! Numbers as people type them: `1,200`, `1.2k`, `12 %`, `EUR 32`, `1 200,50`. It never guesses: what it cannot read it refuses.

/// A number somebody typed, with what stood around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// As typed: `12 %` is 12.
    pub value: f64,
    pub percent: bool,
    /// Words before or behind the number, lower case: `eur`.
    pub unit: String,
}

/// The number alone; `12 %` is 0.12. For comparing texts that may be numbers.
pub fn value(text: &str) -> Option<f64> {
    let amount = read(text).ok()?;
    Some(if amount.percent {
        amount.value / 100.0
    } else {
        amount.value
    })
}

pub fn read(text: &str) -> Result<Amount, String> {
    let refused = || {
        format!(
            "`{}` does not read as a number; write it like 1200, 1,200.5, 1.2k or 12 %",
            text.trim()
        )
    };
    let text: String = text
        .trim()
        .to_lowercase()
        .replace(['\u{2212}', '\u{2013}'], "-")
        .replace(['\u{a0}', '\u{202f}', '\u{2009}', '_', '\''], " ");
    let first = text
        .find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
        .ok_or_else(refused)?;
    let start = if text[..first].ends_with(['-', '+']) {
        first - 1
    } else {
        first
    };
    let (before, rest) = text.split_at(start);
    let digits_end = rest
        .char_indices()
        .find(|&(i, c)| {
            !(c.is_ascii_digit()
                || matches!(c, '.' | ',' | ' ')
                || i == 0 && matches!(c, '-' | '+')
                || c == 'e' && is_exponent(&rest[i..])
                || matches!(c, '-' | '+') && i > 0 && rest.as_bytes()[i - 1] == b'e')
        })
        .map_or(rest.len(), |(i, _)| i);
    let (number, behind) = rest.split_at(digits_end);
    // `-EUR 5` and `- 5` are as negative as `-5`.
    let negative_before = before.trim_start().starts_with('-') || before.trim_end().ends_with('-');
    let mut value = plain(number.trim()).ok_or_else(refused)?;
    if negative_before {
        value = -value;
    }
    let before = before.trim().trim_matches('-').trim();
    let mut unit = format!("{} {}", before, behind.trim()).trim().to_owned();
    let percent = unit.contains('%') || unit == "percent" || unit == "per cent";
    if percent {
        unit = unit
            .replace("per cent", "")
            .replace("percent", "")
            .replace('%', "")
            .trim()
            .to_owned();
    }
    for (suffix, factor) in [
        ("k", 1e3),
        ("thousand", 1e3),
        ("mn", 1e6),
        ("m", 1e6),
        ("million", 1e6),
        ("bn", 1e9),
    ] {
        if let Some(rest) = behind.trim().strip_prefix(suffix)
            && !rest.starts_with(char::is_alphabetic)
        {
            value *= factor;
            unit = format!("{} {}", before, rest.trim()).trim().to_owned();
            break;
        }
    }
    if !value.is_finite() || unit.contains(|c: char| c.is_ascii_digit()) {
        return Err(refused());
    }
    Ok(Amount {
        value,
        percent,
        unit,
    })
}

fn is_exponent(text: &str) -> bool {
    let rest = text[1..].trim_start_matches(['-', '+']);
    rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Digits with separators. Of `,` and `.` the later one is the decimal mark; a lone comma before exactly three digits
/// separates thousands, unless the number starts with 0.
fn plain(number: &str) -> Option<f64> {
    let (mantissa, exponent) = number.split_once('e').map_or((number, ""), |(m, e)| (m, e));
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => ("-", digits.trim()),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa).trim()),
    };
    let (last_comma, last_dot) = (digits.rfind(','), digits.rfind('.'));
    let decimal = match (last_comma, last_dot) {
        (Some(comma), Some(dot)) => Some(if comma > dot { ',' } else { '.' }),
        (Some(_), None) if groups(digits, ',') && !digits.starts_with('0') => None,
        (Some(_), None) => Some(','),
        (None, Some(_)) if digits.matches('.').count() > 1 => None,
        (None, Some(_)) => Some('.'),
        (None, None) => None,
    };
    let (whole, fraction) = match decimal {
        Some(mark) => digits.rsplit_once(mark)?,
        None => (digits, ""),
    };
    let separators: Vec<char> = whole.chars().filter(|c| !c.is_ascii_digit()).collect();
    if let Some(&first) = separators.first()
        && (separators.iter().any(|s| *s != first)
            || Some(first) == decimal
            || !groups(whole, first))
    {
        return None;
    }
    if !fraction.chars().all(|c| c.is_ascii_digit()) || whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    let exponent = if exponent.is_empty() { "0" } else { exponent };
    format!("{sign}{whole}.{fraction}0e{exponent}").parse().ok()
}

/// One to three digits, then groups of three.
fn groups(whole: &str, separator: char) -> bool {
    let mut groups = whole.split(separator);
    groups
        .next()
        .is_some_and(|first| (1..=3).contains(&first.len()))
        && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()))
}

/// A number as people read it: at most `decimals` places, trailing zeros off, thousands in groups: `1,234.5`.
pub fn write(value: f64, decimals: usize) -> String {
    let fixed = format!("{:.*}", decimals, value.abs());
    let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 && (grouped != "0" || !fraction.is_empty()) {
        "-"
    } else {
        ""
    };
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (text, expected) in [
            ("1,200", 1200.0),
            ("1.2k", 1200.0),
            ("1200", 1200.0),
            ("1 200", 1200.0),
            ("1.200,5", 1200.5),
            ("1,200.5", 1200.5),
            ("0,125", 0.125),
            ("12,5", 12.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("-3", -3.0),
            ("\u{2212}3", -3.0),
            ("EUR 32", 32.0),
            ("32 EUR", 32.0),
            ("€1'000", 1000.0),
            ("2.5m", 2.5e6),
            ("1e3", 1000.0),
            ("1,234,567", 1_234_567.0),
            ("132 pieces", 132.0),
            ("-EUR 5", -5.0),
            ("1.234.567", 1_234_567.0),
            ("12 months", 12.0),
        ] {
            assert_eq!(read(text).unwrap().value, expected, "{text}");
        }
        assert_eq!(
            read("12 %").unwrap(),
            Amount {
                value: 12.0,
                percent: true,
                unit: String::new()
            }
        );
        assert_eq!(read("12 days").unwrap().unit, "days");
        assert_eq!(value("12 %"), Some(0.12));
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in [
            "", "abc", "-", "1,2,3", "1..2", "12 34", "3/4", "nan", "inf", "1e999", ",",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn what_is_written_reads_back(cents in -10_000_000_000i64..10_000_000_000) {
            let number = cents as f64 / 100.0;
            prop_assert_eq!(read(&write(number, 2)).unwrap().value, number);
        }
    }
}
