//! What was put into a calculator, as JSON: the texts of the fields, the rows of a typed table, and for a loaded table its source
//! and options.

use super::typed::Typed;
use super::undo::State;
use crate::calculators::Calculator;
use crate::sheet::Options;
use crate::tui::screen::Source;
use serde_json::{Map, Value, json};
use std::sync::Arc;

pub fn of_state(about: &Calculator, state: &State) -> Value {
    let fields = about.fields.iter().zip(&state.texts);
    let fields: Map<String, Value> = fields
        .map(|(field, text)| (field.key.to_owned(), text.as_str().into()))
        .collect();
    json!({
        "origin": state.origin,
        "fields": fields,
        "rest": state.rest,
        "table": table(state),
    })
}

/// Where the table comes from; null if there is none.
pub fn table(state: &State) -> Value {
    let mut table = Map::new();
    let options = match (&state.typed, state.source()) {
        (Some(typed), _) => {
            table.insert("layout".into(), typed.layout.into());
            table.insert("columns".into(), json!(typed.keys));
            table.insert("rows".into(), json!(typed.rows));
            typed.options.clone()
        }
        (None, Some((Source::File(path), options))) => {
            table.insert("file".into(), path.into());
            options
        }
        (None, Some((_, options))) => {
            table.insert("sample".into(), true.into());
            options
        }
        (None, None) => return Value::Null,
    };
    if options != Options::default() {
        table.insert("read".into(), json!(options));
    }
    table.into()
}

/// `None` if the JSON is not of this form.
pub fn state(about: &Calculator, kept: &Value) -> Option<State> {
    let fields = kept.get("fields")?.as_object()?;
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
    let texts = about.fields.iter().map(|f| text(f.key).to_owned());
    let mut state = State {
        texts: texts.collect(),
        rest: kept.get("rest")?.as_object()?.clone(),
        origin: kept.get("origin")?.as_str()?.to_owned(),
        ..State::default()
    };
    put_table(about, &mut state, kept.get("table").unwrap_or(&Value::Null));
    Some(state)
}

pub fn put_table(about: &Calculator, state: &mut State, table: &Value) {
    let read = table.get("read").cloned().unwrap_or_default();
    let options: Options = serde_json::from_value(read).unwrap_or_default();
    if let Some(path) = table.get("file").and_then(Value::as_str) {
        state.away = Some((Source::File(path.to_owned()), options));
    } else if table.get("sample").is_some() {
        state.away = Some((Source::Sample, options));
    } else if table.get("rows").is_some() {
        state.typed = typed(about, table, options).map(Arc::new);
    }
}

fn typed(about: &Calculator, table: &Value, options: Options) -> Option<Typed> {
    let texts = |value: &Value| -> Option<Vec<String>> {
        let texts = value.as_array()?.iter();
        texts.map(|text| Some(text.as_str()?.to_owned())).collect()
    };
    let keys = texts(table.get("columns")?)?;
    let rows = table.get("rows")?.as_array()?.iter().map(texts);
    let mut rows: Vec<Vec<String>> = rows.collect::<Option<_>>()?;
    for row in &mut rows {
        row.resize(keys.len(), String::new());
    }
    let layout = table.get("layout").and_then(Value::as_u64).unwrap_or(0) as usize;
    Some(Typed {
        layout: layout.min(about.layouts.len().saturating_sub(1)),
        keys,
        rows,
        options,
    })
}
