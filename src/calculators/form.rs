//! Converts what a person types into a field to the value in a request: rates in per cent, lists with commas, names with numbers.
//! A missing value is not guessed: an empty field is left out of the request.

use super::calculator::{Field, Kind};
use super::numbers::{self, Evidence, Style};
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
        Kind::Rates => list(&typed.replace(" %", "%"))?
            .into_iter()
            .map(rate)
            .collect::<Result<Vec<f64>, _>>()?
            .into(),
        Kind::Numbers => list(typed)?
            .into_iter()
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

/// A number that may be meant otherwise than it is read.
#[derive(Debug, PartialEq)]
pub struct Doubt {
    /// Which of the fields asked about.
    pub nth: usize,
    /// A fixed word for programs.
    pub code: &'static str,
    /// What it is read as, and what else may be meant, in the form in which they can be typed.
    pub taken: String,
    pub other: String,
    /// Written after both.
    pub unit: &'static str,
}

/// Rates typed as 0.8 where 80 may be meant, 1.200 unless another field has 12.5, and 1,200 beside 12,5: with the same mark before
/// decimals in all of them.
pub fn doubts(typed: &[(&Field, &str)]) -> Vec<Doubt> {
    let is_number = |field: &Field| {
        let kinds = [Kind::Money, Kind::Number, Kind::Whole, Kind::Days];
        field.kind == Kind::Rate || kinds.contains(&field.kind)
    };
    let has = |style| {
        let mut numbers = typed.iter().filter(|(field, _)| is_number(field));
        numbers.any(|(_, text)| numbers::evidence(text) == Some(Evidence::Proof(style)))
    };
    let (may_be_thousands, has_comma) = (!has(Style::Point), has(Style::Comma));
    let doubt = |(nth, (field, text)): (usize, &(&Field, &str))| {
        let read = |style| numbers::read_written(text, style).ok().map(|w| w.value);
        let value = read(Style::Guess)?;
        let unit = if field.kind == Kind::Rate { " %" } else { "" };
        let (code, other) = match numbers::evidence(text).filter(|_| is_number(field)) {
            // No rate is of thousands of per cent.
            Some(Evidence::LonePoint)
                if field.kind != Kind::Rate && (may_be_thousands || has_comma) =>
            {
                let other = read(Style::Comma).filter(|other| *other <= field.range.1);
                ("decimal", other?)
            }
            Some(Evidence::LoneComma) if has_comma => ("decimal", read(Style::Comma)?),
            _ => {
                let is_share = value > 0.0 && value < 1.0 && value <= field.range.1;
                let is_rate = field.kind == Kind::Rate && !text.contains('%');
                (is_rate && is_share).then_some(("rate_below_one_per_cent", value * 100.0))?
            }
        };
        let [taken, other] = [value, other].map(numbers::plain);
        Some(Doubt {
            nth,
            code,
            taken,
            other,
            unit,
        })
    };
    typed.iter().enumerate().filter_map(doubt).collect()
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

/// The items of a list: `80, 95`, `80,95`, `80; 95` or `80 95`. A comma is a decimal mark or parts thousands only where a blank or a
/// semicolon parts the items.
fn list(typed: &str) -> Result<Vec<&str>, String> {
    let has_semicolon = typed.contains(';');
    let has_blank = typed.contains(char::is_whitespace);
    let by_comma = typed.contains(',') && !has_semicolon && !has_blank;
    let in_thousands = |item: &str| item.len() == 3 && item.bytes().all(|b| b.is_ascii_digit());
    if by_comma && typed.split(',').skip(1).all(in_thousands) {
        return Err(format!(
            "`{typed}` may be one number or several; write `{}` for several and `{}` for one",
            typed.replace(',', ", "),
            typed.replace(',', "")
        ));
    }
    let items = typed.split(|c: char| match c {
        ';' => true,
        ',' => by_comma,
        c => !has_semicolon && c.is_whitespace(),
    });
    let items = items.map(|item| item.trim().trim_end_matches(','));
    Ok(items.filter(|item| !item.is_empty()).collect())
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
    fn a_list_is_parted_in_the_ways_that_people_part_it() {
        let read = |typed: &str| value(&field(Kind::Numbers), typed);
        for typed in ["80,95", "80, 95", "80;95", "80; 95", "80 95", "80 , 95"] {
            assert_eq!(read(typed), Ok(Some(json!([80.0, 95.0]))), "{typed}");
        }
        for (typed, expected) in [
            ("3,2,1", json!([3.0, 2.0, 1.0])),
            ("1,2,3,4", json!([1.0, 2.0, 3.0, 4.0])),
            ("0.5,0.25", json!([0.5, 0.25])),
            ("1,200, 2,400", json!([1200.0, 2400.0])),
            ("80,5; 95", json!([80.5, 95.0])),
            ("80,5 95", json!([80.5, 95.0])),
            ("100,2500", json!([100.0, 2500.0])),
            ("5", json!([5.0])),
        ] {
            assert_eq!(read(typed), Ok(Some(expected)), "{typed}");
        }
        for typed in ["80%,95%", "80 %, 95 %", "80 %; 95 %"] {
            let rates = value(&field(Kind::Rates), typed);
            assert_eq!(rates, Ok(Some(json!([0.8, 0.95]))), "{typed}");
        }
        assert!(read("1,200").unwrap_err().contains("`1, 200` for several"));
        assert!(read("80,x").unwrap_err().contains("`x` is not a number"));
    }

    #[test]
    fn one_style_of_numbers_in_one_request_is_asked_for() {
        let money = Field {
            range: (0.0, 1e9),
            ..field(Kind::Money)
        };
        for (kind, typed, told) in [
            (&money, ["1.200", "12,5"], Some((0, "1200"))),
            (&money, ["12,5", "1,200"], Some((1, "1.2"))),
            (&money, ["12.500 €", "75"], Some((0, "12500"))),
            (&money, ["1.200", "12.5"], None),
            (&money, ["1200", "12,5"], None),
            (&money, ["1,250", "75"], None),
            (&money, ["0.125", "75"], None),
            // No rate of 8,125 %.
            (&field(Kind::Rate), ["8.125", "75"], None),
        ] {
            let found = doubts(&typed.map(|text| (kind, text))).into_iter();
            let found: Vec<(usize, String)> = found.map(|d| (d.nth, d.other)).collect();
            let told = told.map(|(nth, other)| (nth, other.to_owned()));
            assert_eq!(found, Vec::from_iter(told), "{typed:?}");
        }
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
