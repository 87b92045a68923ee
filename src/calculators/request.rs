//! Reads requests: JSON text into a tree, and typed values from it, with the place of every fault. Unknown, duplicate, infinite
//! and out-of-range values are refused.

use std::collections::HashSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::messages::{Refusal, closest};

/// Replaces numbers that JSON cannot express, until they are refused; and the same as JSON.
const NOT_FINITE: &str = "\u{1a}not finite";
const NOT_FINITE_AS_JSON: &str = r#""\u001anot finite""#;

/// Reads the text of one request, or of an array of them. `NaN`, `Infinity` and numbers too large, which some programs write
/// although JSON does not allow them, are kept so that they can be refused with their place.
pub fn read(text: &str) -> Result<Value, Refusal> {
    let marked = mark_not_finite(text.trim_start_matches('\u{feff}'));
    let mut json = serde_json::Deserializer::from_str(&marked);
    let value = Tree
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value));
    value.map_err(|fault| {
        let code = if fault.to_string().contains(DOUBLED) {
            "duplicate_key"
        } else {
            "bad_json"
        };
        Refusal::new(code, format!("The request is not sound JSON: {fault}."))
    })
}

const DOUBLED: &str = "stands twice";

/// Builds a tree and refuses a key that occurs twice in one object, which `Value` itself would accept.
struct Tree;

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or_else(|| Value::String(NOT_FINITE.into()), Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Tree)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = pairs.next_key::<String>()? {
            let value = pairs.next_value_seed(Tree)?;
            if object.contains_key(&key) {
                return Err(de::Error::custom(format_args!("the key `{key}` {DOUBLED}")));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// Replaces `NaN`, `Infinity` and numbers too large, outside strings.
fn mark_not_finite(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let (mut done, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' {
            at += 1;
            while let Some(&inside) = bytes.get(at) {
                at += if inside == b'\\' { 2 } else { 1 };
                if inside == b'"' {
                    break;
                }
            }
        } else if byte == b'-' || byte.is_ascii_alphanumeric() {
            let from = at;
            while bytes
                .get(at)
                .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'))
            {
                at += 1;
            }
            let word = &text[from..at];
            let infinite = matches!(word, "NaN" | "Infinity" | "-Infinity" | "-NaN")
                || (word.contains(['e', 'E']) || word.len() > 300)
                    && word.parse::<f64>().is_ok_and(|number| !number.is_finite());
            if infinite {
                out.push_str(&text[done..from]);
                out.push_str(NOT_FINITE_AS_JSON);
                done = at;
            }
        } else {
            at += 1;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// The place of an object in a request: the request itself, or a row of one of its lists.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    Request,
    /// The list's key, and the row from 0.
    Row(&'a str, usize),
    /// The key of an inner object.
    Inside(&'a str),
}

/// A JSON object, with methods to read typed values from it.
#[derive(Debug, Clone, Copy)]
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    place: Place<'a>,
}

impl<'a> Object<'a> {
    /// An error where the value is not an object.
    pub fn new(value: &'a Value, place: Place<'a>) -> Result<Self, Refusal> {
        match value {
            Value::Object(map) => Ok(Object { map, place }),
            other => {
                let what = match place {
                    Place::Request => "The request".to_string(),
                    Place::Row(list, row) => format!("Row {} of `{list}`", row + 1),
                    Place::Inside(key) => format!("`{key}`"),
                };
                let message = format!(
                    "{what} must be an object in braces, not {}.",
                    kind_of(other)
                );
                let refusal = Refusal::new("bad_request", message);
                Err(match place {
                    Place::Request => refusal,
                    Place::Row(list, row) => Refusal {
                        row: Some(row + 1),
                        ..refusal.at_field(list)
                    },
                    Place::Inside(key) => refusal.at_field(key),
                })
            }
        }
    }

    /// An error for every key not in `keys`.
    pub fn knows(&self, keys: &[&str]) -> Result<(), Refusal> {
        match self.map.keys().find(|key| !keys.contains(&key.as_str())) {
            None => Ok(()),
            Some(unknown) => {
                let hint = hint(unknown, keys, &format!("it knows {}.", keys.join(", ")));
                let says = format!("is not a key it knows: {hint}");
                Err(self.refuse("unknown_key", unknown, &says))
            }
        }
    }

    /// The value of a key; null counts as missing.
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// `None` where it is missing or null; an error where it is something else than a finite number.
    pub fn number(&self, key: &str) -> Result<Option<f64>, Refusal> {
        self.get(key)
            .map(|value| self.as_number(key, value))
            .transpose()
    }

    /// The same, but an error where it is missing.
    pub fn needed(&self, key: &str) -> Result<f64, Refusal> {
        self.number(key)?
            .ok_or_else(|| self.missing(key, "a number"))
    }

    fn as_number(&self, key: &str, value: &Value) -> Result<f64, Refusal> {
        match value {
            Value::Number(number) => match number.as_f64() {
                Some(number) if number.is_finite() => Ok(number + 0.0),
                _ => Err(self.not_finite(key)),
            },
            Value::String(text) if text == NOT_FINITE => Err(self.not_finite(key)),
            other => Err(self.refuse(
                "not_a_number",
                key,
                &format!("must be a number, not {}.", kind_of(other)),
            )),
        }
    }

    fn not_finite(&self, key: &str) -> Refusal {
        self.refuse("not_finite", key, "must be a finite number.")
    }

    /// Returns the number if it is in the range, ends included.
    pub fn within(
        &self,
        key: &str,
        number: f64,
        lowest: f64,
        highest: f64,
    ) -> Result<f64, Refusal> {
        if number >= lowest && number <= highest {
            return Ok(number);
        }
        let wanted = bounds(lowest, highest);
        let hint = if highest <= 1.0 && number > 1.0 && number <= 100.0 {
            format!(" ({number} per cent is {})", number / 100.0)
        } else {
            String::new()
        };
        Err(self.refuse(
            "out_of_range",
            key,
            &format!("must {wanted}, not {number}{hint}."),
        ))
    }

    /// Returns the number if it is above the bound.
    pub fn above(&self, key: &str, number: f64, bound: f64) -> Result<f64, Refusal> {
        if number > bound {
            Ok(number)
        } else {
            Err(self.refuse(
                "out_of_range",
                key,
                &format!("must be above {bound}, not {number}."),
            ))
        }
    }

    /// One of the words; the first if the key is missing.
    pub fn choice(&self, key: &str, words: &[&'static str]) -> Result<&'static str, Refusal> {
        let Some(value) = self.get(key) else {
            return Ok(words.first().copied().unwrap_or_default());
        };
        let found = value
            .as_str()
            .and_then(|text| words.iter().find(|word| **word == text));
        found.copied().ok_or_else(|| {
            let options: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
            let given = match value.as_str() {
                Some(text) => format!("`{text}`"),
                None => kind_of(value).to_string(),
            };
            let message = format!("must be {}, not {given}.", options.join(" or "));
            self.refuse("bad_option", key, &message)
        })
    }

    /// A non-empty text; whole numbers are accepted as their digits.
    pub fn text(&self, key: &str) -> Result<Option<String>, Refusal> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::String(text)) if text == NOT_FINITE => Err(self.not_finite(key)),
            Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) if !number.is_f64() => Ok(Some(number.to_string())),
            Some(other) => Err(self.refuse(
                "not_a_text",
                key,
                &format!("must be a text, not {}.", kind_of(other)),
            )),
        }
    }

    pub fn needed_text(&self, key: &str) -> Result<String, Refusal> {
        self.text(key)?.ok_or_else(|| self.missing(key, "a text"))
    }

    /// `None` where it is missing or null; an error where it is something else.
    pub fn list(&self, key: &str) -> Result<Option<&'a [Value]>, Refusal> {
        match self.get(key) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items)),
            Some(other) => {
                let message = format!("must be a list in square brackets, not {}.", kind_of(other));
                Err(self.refuse("not_a_list", key, &message))
            }
        }
    }

    /// The rows of a list that must be present and not empty.
    pub fn rows(&self, key: &'a str) -> Result<Vec<Object<'a>>, Refusal> {
        let items = self.list(key)?.ok_or_else(|| self.missing(key, "a list"))?;
        if items.is_empty() {
            return Err(self.refuse("empty", key, "holds nothing: give at least one row."));
        }
        let rows = items.iter().enumerate();
        rows.map(|(row, value)| Object::new(value, Place::Row(key, row)))
            .collect()
    }

    /// Refuses more rows than a list may hold; `what` says how many of what.
    pub fn at_most(&self, key: &str, rows: usize, most: usize, what: &str) -> Result<(), Refusal> {
        if rows <= most {
            return Ok(());
        }
        let says = format!("must hold {what}, not {rows}.");
        Err(self.refuse("out_of_range", key, &says))
    }

    /// The same for a list of finite numbers.
    pub fn numbers(&self, key: &str) -> Result<Option<Vec<f64>>, Refusal> {
        let Some(items) = self.list(key)? else {
            return Ok(None);
        };
        items
            .iter()
            .map(|value| self.as_number(key, value))
            .collect::<Result<_, _>>()
            .map(Some)
    }

    pub fn object(&self, key: &'a str) -> Result<Option<Object<'a>>, Refusal> {
        self.get(key)
            .map(|value| Object::new(value, Place::Inside(key)))
            .transpose()
    }

    /// The names and numbers of an inner object, sorted by name.
    pub fn named_numbers(&self, key: &str) -> Result<Vec<(&'a str, f64)>, Refusal> {
        let Some(value) = self.get(key) else {
            return Ok(Vec::new());
        };
        let Value::Object(map) = value else {
            let message = format!("must be an object in braces, not {}.", kind_of(value));
            return Err(self.refuse("bad_request", key, &message));
        };
        let present = map.iter().filter(|(_, value)| !value.is_null());
        present
            .map(|(name, value)| {
                let number = self.as_number(&format!("{key}.{name}"), value)?;
                Ok((name.as_str(), number))
            })
            .collect()
    }

    /// `what` says what to give.
    pub fn missing(&self, key: &str, what: &str) -> Refusal {
        self.refuse("missing", key, &format!("is missing: give {what}."))
    }

    /// About a value that is given in two ways; `others` are the keys of the other way, in words.
    pub fn ambiguous(&self, key: &str, others: &str) -> Refusal {
        let which = if others.contains(' ') {
            "one or the other"
        } else {
            "one of the two"
        };
        let says = format!("stands beside {others}: give {which}.");
        self.refuse("ambiguous", key, &says)
    }

    /// A refusal that names the key and, in a row, the row.
    pub fn refuse(&self, code: &'static str, key: &str, says: &str) -> Refusal {
        match self.place {
            Place::Request => Refusal::new(code, format!("`{key}` {says}")).at_field(key),
            Place::Inside(outer) => {
                Refusal::new(code, format!("`{outer}.{key}` {says}")).at_field(outer)
            }
            Place::Row(list, row) => Refusal::new(
                code,
                format!("`{key}` in row {} of `{list}` {says}", row + 1),
            )
            .at_field(list)
            .at_row(row, key),
        }
    }
}

/// The range of a number in words.
pub fn bounds(lowest: f64, highest: f64) -> String {
    match (lowest.is_finite(), highest.is_finite()) {
        (true, true) => format!("lie from {lowest} to {highest}"),
        (true, false) => format!("be at least {lowest}"),
        (false, true) => format!("be at most {highest}"),
        (false, false) => "be a finite number".to_owned(),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(text) if text == NOT_FINITE => "a number that is not finite",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// An error if an id occurs twice.
pub fn all_different(list: &str, ids: &[String]) -> Result<(), Refusal> {
    let mut seen = HashSet::with_capacity(ids.len());
    match ids.iter().position(|id| !seen.insert(id)) {
        None => Ok(()),
        Some(second) => {
            let id = &ids[second];
            let first = ids.iter().position(|other| other == id).unwrap_or(second);
            // Tables from a file have no field name.
            let place = match list {
                "the table" => list.to_owned(),
                field => format!("`{field}`"),
            };
            let message = format!(
                "`id` in row {} of {place} is \"{id}\", as in row {}: each id may stand once.",
                second + 1,
                first + 1
            );
            Err(Refusal::new("duplicate_id", message)
                .at_field(list)
                .at_row(second, "id"))
        }
    }
}

/// A question for the known word that a misspelt one may mean, or what to say where none is near.
pub fn hint(word: &str, known: &[&str], otherwise: &str) -> String {
    match closest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn request(text: &str) -> Value {
        read(text).unwrap()
    }

    #[test]
    fn numbers_that_json_has_no_word_for_are_refused_where_they_stand() {
        for bad in ["NaN", "Infinity", "-Infinity", "1e999", "-1e400"] {
            let value = request(&format!("{{\"a\": 1, \"b\": {bad}, \"c\": \"NaN\"}}"));
            let object = Object::new(&value, Place::Request).unwrap();
            assert_eq!(object.needed("a"), Ok(1.0));
            let refusal = object.needed("b").unwrap_err();
            assert_eq!(
                (refusal.code, refusal.field.as_deref()),
                ("not_finite", Some("b")),
                "{bad}"
            );
            assert_eq!(object.needed("c").unwrap_err().code, "not_a_number");
        }
        assert_eq!(read("[NaN").unwrap_err().code, "bad_json");
    }

    #[test]
    fn text_in_quotes_is_left_alone() {
        let value = request(r#"{"id": "NaN \" Infinity \\", "x": 1e3}"#);
        assert_eq!(value, json!({"id": "NaN \" Infinity \\", "x": 1000.0}));
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        assert_eq!(
            read(r#"{"a": 1, "a": 2}"#).unwrap_err().code,
            "duplicate_key"
        );
        assert_eq!(
            read(r#"{"a": {"b": 1, "b": 1}}"#).unwrap_err().code,
            "duplicate_key"
        );
        assert_eq!(
            read(r#"[{"a": 1}, {"a": 2}] x"#).unwrap_err().code,
            "bad_json"
        );
    }

    #[test]
    fn wrong_kinds_say_what_would_be_accepted_and_where() {
        let value = json!({"rows": [{"id": "a", "v": 1}, {"id": "b", "v": "12"}], "mode": "sideways", "n": 2.5});
        let object = Object::new(&value, Place::Request).unwrap();
        let rows = object.rows("rows").unwrap();
        let refusal = rows[1].needed("v").unwrap_err();
        assert_eq!(
            refusal.message,
            "`v` in row 2 of `rows` must be a number, not a text."
        );
        assert_eq!(
            (refusal.row, refusal.column.as_deref()),
            (Some(2), Some("v"))
        );
        let refusal = object.choice("mode", &["value", "count"]).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.message.as_str()),
            (
                "bad_option",
                "`mode` must be `value` or `count`, not `sideways`."
            )
        );
        let refusal = object.within("retention", 80.0, 0.0, 1.0).unwrap_err();
        assert!(
            refusal.message.ends_with("not 80 (80 per cent is 0.8)."),
            "{refusal}"
        );
        assert_eq!(object.rows("none").unwrap_err().code, "missing");
        assert_eq!(object.rows("mode").unwrap_err().code, "not_a_list");
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_known_one() {
        let value = json!({"retenton": 1});
        let object = Object::new(&value, Place::Request).unwrap();
        let refusal = object.knows(&["margin", "retention"]).unwrap_err();
        assert_eq!(refusal.code, "unknown_key");
        assert!(
            refusal.message.contains("did you mean `retention`?"),
            "{refusal}"
        );
        let refusal = object.knows(&["margin"]).unwrap_err();
        assert!(refusal.message.contains("it knows margin."), "{refusal}");
    }

    #[test]
    fn an_id_that_stands_twice_is_refused_with_both_rows() {
        let ids = ["a", "b", "a"].map(String::from);
        let refusal = all_different("items", &ids).unwrap_err();
        assert_eq!((refusal.code, refusal.row), ("duplicate_id", Some(3)));
        assert!(refusal.message.contains("as in row 1"), "{refusal}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in "[-{}\\[\\]\",:0-9eE.a\\\\NInfity é]{0,40}") {
            let _ = read(&text);
        }
    }
}
