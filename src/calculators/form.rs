//! Converts what a person types into a field to the value in a request: rates in per cent, lists with commas, names with numbers.
//! A missing value is not guessed: an empty field is left out of the request.

use super::calculator::{Field, Kind};
use super::numbers::{self, Style};
use serde_json::{Map, Value};

/// The request's value for a typed text; `None` for an empty field.
pub fn value(field: &Field, typed: &str) -> Result<Option<Value>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let value = match field.kind {
        Kind::Money | Kind::Number | Kind::Whole | Kind::Days => number(typed)?.into(),
        Kind::Rate => rate(typed)?.into(),
        Kind::Date => typed.into(),
        Kind::Choice(words) => {
            let chosen = words.iter().find(|word| word.eq_ignore_ascii_case(typed));
            (*chosen.ok_or_else(|| format!("choose one of {}, not `{typed}`", words.join(", ")))?)
                .into()
        }
        Kind::Rates => list(typed)
            .map(rate)
            .collect::<Result<Vec<f64>, _>>()?
            .into(),
        Kind::Numbers => list(typed)
            .map(number)
            .collect::<Result<Vec<f64>, _>>()?
            .into(),
        Kind::Pairs => Value::Object(pairs(typed)?),
    };
    Ok(Some(value))
}

/// The text that gives this value, for fields filled in by another screen.
pub fn typed(field: &Field, value: &Value) -> String {
    let one = |value: &Value| match (field.kind, value) {
        (Kind::Rate | Kind::Rates, Value::Number(number)) => {
            number.as_f64().map_or_else(String::new, |n| {
                numbers::trimmed(n * 100.0, 6).replace(',', "")
            })
        }
        (_, Value::String(text)) => text.clone(),
        (_, value) => value.to_string(),
    };
    match value {
        Value::Null => String::new(),
        Value::Array(values) => values.iter().map(one).collect::<Vec<_>>().join(", "),
        Value::Object(entries) => entries
            .iter()
            .map(|(name, value)| format!("{name} {}", one(value)))
            .collect::<Vec<_>>()
            .join(", "),
        value => one(value),
    }
}

/// A rate typed as 0.8 where 80 may be meant; returns it in per cent as it is read.
pub fn doubtful_rate(field: &Field, typed: &str) -> Option<f64> {
    let value = numbers::read_number(typed, Style::Guess).ok()?;
    let is_rate = field.kind == Kind::Rate && !typed.contains('%');
    (is_rate && value > 0.0 && value < 1.0 && value <= field.range.1).then_some(value)
}

fn number(typed: &str) -> Result<f64, String> {
    numbers::read_number(typed, Style::Guess)
        .map_err(|fault| format!("`{typed}` {fault}; write it like 1200 or 1,200.50"))
}

fn rate(typed: &str) -> Result<f64, String> {
    let written = numbers::read_written(typed, Style::Guess)
        .map_err(|fault| format!("`{typed}` {fault}; write a rate in per cent, like 80"))?;
    // Divided instead of multiplied by 0.01, so that 80 gives exactly 0.8.
    Ok(written.value / 100.0)
}

fn list(typed: &str) -> impl Iterator<Item = &str> {
    // A comma followed by a space, or a semicolon, separates items; a comma without a space may belong to a number, as in 1,200.
    let parted_by_space = !typed.contains(';');
    typed
        .split(move |c: char| c == ';' || parted_by_space && c == ' ')
        .map(|item| item.trim().trim_end_matches(','))
        .filter(|item| !item.is_empty())
}

fn pairs(typed: &str) -> Result<Map<String, Value>, String> {
    let mut entries = Map::new();
    for pair in parted(typed) {
        let (name, amount) = pair.rsplit_once([' ', '=', ':']).ok_or_else(|| {
            format!("`{pair}` has no number; write names with numbers, like orders 25, lines 3.5")
        })?;
        let name = name.trim().trim_end_matches([':', '=']).trim();
        if entries
            .insert(name.to_owned(), number(amount)?.into())
            .is_some()
        {
            return Err(format!("`{name}` stands there twice"));
        }
    }
    Ok(entries)
}

/// Split at semicolons and commas; a comma before a digit belongs to a number, as in 1,200.
fn parted(typed: &str) -> impl Iterator<Item = &str> {
    let mut rest = typed;
    let next = move || {
        let ends = |(at, mark): (usize, char)| match mark {
            ';' => true,
            ',' => !rest[at + 1..].starts_with(|c: char| c.is_ascii_digit()),
            _ => false,
        };
        if rest.is_empty() {
            return None;
        }
        let end = rest.char_indices().find(|&place| ends(place));
        let (pair, after) = match end {
            Some((at, _)) => (&rest[..at], &rest[at + 1..]),
            None => (rest, ""),
        };
        rest = after;
        Some(pair.trim())
    };
    std::iter::from_fn(next).filter(|pair| !pair.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Field, IfEmpty, Kind};
    use super::*;
    use serde_json::json;

    fn field(kind: Kind) -> Field {
        Field {
            key: "x",
            label: "X",
            letter: "",
            kind,
            range: (0.0, 1.0),
            above: false,
            default: IfEmpty::Empty,
            help: "",
        }
    }

    #[test]
    fn what_is_typed_becomes_what_a_request_takes_and_back() {
        for (kind, text, expected) in [
            (Kind::Rate, "80", json!(0.8)),
            (Kind::Rate, "12.5 %", json!(0.125)),
            (Kind::Money, "1,200.50", json!(1200.5)),
            (Kind::Rates, "80, 95", json!([0.8, 0.95])),
            (Kind::Numbers, "31 61 121", json!([31.0, 61.0, 121.0])),
            (Kind::Choice(&["rank", "ntile"]), "NTILE", json!("ntile")),
            (
                Kind::Pairs,
                "orders 25, lines = 3.5",
                json!({"orders": 25.0, "lines": 3.5}),
            ),
        ] {
            let field = field(kind);
            let read = value(&field, text).unwrap().unwrap();
            assert_eq!(read, expected, "{text}");
            assert_eq!(
                value(&field, &typed(&field, &read)).unwrap().unwrap(),
                expected,
                "{text} and back"
            );
        }
        assert_eq!(value(&field(Kind::Money), "  ").unwrap(), None);
        assert!(
            value(&field(Kind::Money), "much")
                .unwrap_err()
                .contains("much")
        );
        assert!(
            value(&field(Kind::Choice(&["rank"])), "best")
                .unwrap_err()
                .contains("rank")
        );
    }

    #[test]
    fn names_with_numbers_are_parted_by_commas_that_stand_in_no_number() {
        for typed in [
            "orders 1,200, lines 3.5",
            "orders=1200,lines=3.5",
            "orders: 1200; lines: 3.5",
            "orders 1200 ,lines 3.5,",
        ] {
            let read = value(&field(Kind::Pairs), typed).unwrap().unwrap();
            assert_eq!(read, json!({"lines": 3.5, "orders": 1200.0}), "{typed}");
        }
        assert!(value(&field(Kind::Pairs), "orders 1, orders 2").is_err());
    }
}
