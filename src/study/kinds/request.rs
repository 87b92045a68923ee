//! Builds a calculator's request from the places that a card names: `margin`, `rates.orders`, or `customers.1.drivers.orders` for
//! the first row of a list.

use serde_json::{Map, Value};

/// The most rows that a card can write out.
const ROWS: usize = 99;

/// Puts a value at its place and creates what is missing on the way. An error where something else is in the way.
pub fn put(request: &mut Map<String, Value>, place: &str, value: Value) -> Result<(), String> {
    let odd = || {
        format!(
            "`{place}` is no place in a request; write a field, or a way such as `customers.1.revenue`"
        )
    };
    let mut steps = place.split('.');
    let first = steps
        .next()
        .filter(|step| !step.is_empty())
        .ok_or_else(odd)?;
    let mut at = request.entry(first).or_insert(Value::Null);
    for step in steps {
        at = match step.parse::<usize>() {
            Ok(row) => {
                if at.is_null() {
                    *at = Value::Array(Vec::new());
                }
                let rows = at.as_array_mut().ok_or_else(odd)?;
                if !(1..=ROWS).contains(&row) {
                    return Err(odd());
                }
                if rows.len() < row {
                    rows.resize(row, Value::Null);
                }
                &mut rows[row - 1]
            }
            Err(_) if step.is_empty() => return Err(odd()),
            Err(_) => {
                if at.is_null() {
                    *at = Value::Object(Map::new());
                }
                let entries = at.as_object_mut().ok_or_else(odd)?;
                entries.entry(step).or_insert(Value::Null)
            }
        };
    }
    if !at.is_null() {
        return Err(odd());
    }
    *at = value;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_and_names_on_the_way_are_made() {
        let mut request = Map::new();
        for (place, value) in [
            ("capital_rate", json!(0.1)),
            ("rates.orders", json!(40)),
            ("customers.1.id", json!("Aldous Foods")),
            ("customers.1.drivers.orders", json!(24)),
            ("customers.2.id", json!("Birch Clinics")),
        ] {
            put(&mut request, place, value).unwrap();
        }
        assert_eq!(
            Value::from(request),
            json!({"capital_rate": 0.1, "rates": {"orders": 40}, "customers": [
                {"id": "Aldous Foods", "drivers": {"orders": 24}}, {"id": "Birch Clinics"}]})
        );
    }

    #[test]
    fn a_place_that_is_none_is_refused() {
        for place in ["", "a..b", ".a", "a.0", "a.100", "a."] {
            assert!(put(&mut Map::new(), place, json!(1)).is_err(), "{place}");
        }
        for (first, second) in [("a", "a.b"), ("a.1", "a.b"), ("a", "a"), ("a.b", "a")] {
            let mut request = Map::new();
            put(&mut request, first, json!(1)).unwrap();
            assert!(put(&mut request, second, json!(1)).is_err(), "{second}");
        }
    }
}
