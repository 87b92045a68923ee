//! Answers as people type them: `1,200`, `1.2k`, `12 %`, `EUR 32`, `1 200,50`. What cannot be read is refused, never guessed.
//! Digits are read as in the cells of a table, but an answer may have its unit before or after them.

use crate::calculators::numbers::{self, Style};

/// A number somebody typed, with what stood around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// As typed: `12 %` is 12.
    pub value: f64,
    pub percent: bool,
    /// Words before or after the number, in lower case: `eur`.
    pub unit: String,
}

impl Amount {
    /// The value with a per cent sign applied: 0.12 for `12 %`.
    pub fn meant(&self) -> f64 {
        if self.percent {
            self.value / 100.0
        } else {
            self.value
        }
    }
}

/// The message for a text that is not a number.
pub fn refused(text: &str) -> String {
    format!(
        "`{}` does not read as a number; write it like 1200, 1,200.5, 1.2k or 12 %",
        text.trim()
    )
}

/// Reads a number with its sign, currency or unit as people write it. The error is a sentence for the learner.
pub fn read(text: &str) -> Result<Amount, String> {
    let refused = || refused(text);
    let text: String = text
        .trim()
        .to_lowercase()
        .replace(['\u{2212}', '\u{2013}'], "-")
        .replace(['\u{a0}', '\u{202f}', '\u{2009}', '_', '\''], " ");
    let first = text
        .find(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
        .ok_or_else(refused)?;
    let (before, rest) = text.split_at(first);
    let digits_end = rest
        .char_indices()
        .find(|&(i, c)| {
            !(c.is_ascii_digit()
                || matches!(c, '.' | ',' | ' ')
                || c == 'e' && is_exponent(&rest[i..])
                || matches!(c, '-' | '+') && rest[..i].ends_with('e'))
        })
        .map_or(rest.len(), |(i, _)| i);
    let (number, behind) = rest.split_at(digits_end);
    let mut value = numbers::digits(number.trim(), Style::Guess).map_err(|_| refused())?;
    // `-EUR 5` and `- 5` are negative, as `-5` is.
    let before = before.trim();
    if before.starts_with('-') != before.ends_with('-') || before == "-" {
        value = -value;
    }
    let before = before.trim_matches(['-', '+']).trim();
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

#[cfg(test)]
mod tests {
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
        assert_eq!(read("12 %").unwrap().meant(), 0.12);
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
            prop_assert_eq!(read(&numbers::trimmed(number, 2)).unwrap().value, number);
        }
    }
}
