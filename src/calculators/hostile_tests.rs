//! Robustness of every calculator: wrong types, extremes, empty and duplicate rows, and random requests.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ALL, Calculator, Input, Refusal, Table, TableCells, request};
use std::sync::Arc;

fn example(calculator: &Calculator) -> Value {
    request::read(calculator.example).unwrap()
}

/// The JSON pointer of every value that is neither list nor object.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                leaves(item, &format!("{at}/{i}"), found);
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                leaves(value, &format!("{at}/{key}"), found);
            }
        }
        _ => found.push(at.to_owned()),
    }
}

fn numbers(request: &Value) -> Vec<String> {
    let mut found = Vec::new();
    leaves(request, "", &mut found);
    found.retain(|at| request.pointer(at).unwrap().is_number());
    found
}

/// Puts a value into a copy of the request.
fn with(request: &Value, at: &str, value: Value) -> Value {
    let mut request = request.clone();
    *request.pointer_mut(at).unwrap() = value;
    request
}

/// The name that a refusal must contain for this place, and the row if it is in one.
fn place(at: &str) -> (&str, Option<usize>) {
    let parts: Vec<&str> = at.split('/').skip(1).collect();
    let name = parts
        .iter()
        .rev()
        .find(|part| part.parse::<usize>().is_err());
    let row = match parts.as_slice() {
        [_, row, _, ..] => row.parse::<usize>().ok().map(|row| row + 1),
        _ => None,
    };
    (name.unwrap(), row)
}

fn names_its_place(refusal: &Refusal, at: &str) {
    let (name, row) = place(at);
    assert!(refusal.message.contains(name), "{at}: {refusal}");
    if let Some(row) = row {
        assert!(
            refusal.message.contains(&format!("row {row}")),
            "{at}: {refusal}"
        );
    }
}

/// The message names the field, and in a table the row and column, and says what would be accepted.
fn helps(refusal: &Refusal) {
    let says = |part: &str| refusal.message.contains(part);
    let names = refusal.column.as_ref().or(refusal.field.as_ref());
    assert!(names.is_none_or(|name| says(name)), "{refusal:?}");
    assert!(
        refusal.row.is_none_or(|row| says(&format!("ow {row}"))),
        "{refusal:?}"
    );
    let accepted = [
        "must ",
        "give ",
        "may stand once",
        "did you mean",
        "it knows",
        "leave it out",
    ];
    assert!(accepted.into_iter().any(says), "{refusal:?}");
    assert!(refusal.message.ends_with(['.', '?']), "{refusal}");
}

/// The screen's and the JSON's results agree, and every number is finite.
fn sound(calculator: &Calculator, input: &Input) -> Result<(), Refusal> {
    let answer = calculator.answer(input);
    match calculator.outcome(input) {
        Ok(outcome) => {
            let answer =
                answer.unwrap_or_else(|refusal| panic!("only the screen answers: {refusal}"));
            assert_eq!(answer.warnings, outcome.warnings);
            for figure in &outcome.figures {
                assert!(figure.value.is_none_or(f64::is_finite), "{figure:?}");
            }
            for plot in &outcome.plots {
                // A point is marked on the curve that is drawn, not beside it.
                let lines = plot.series.iter().filter(|series| !series.loose);
                let xs: Vec<f64> = lines.flat_map(|s| &s.points).map(|(x, _)| *x).collect();
                let (low, high) = (
                    xs.iter().copied().fold(f64::INFINITY, f64::min),
                    xs.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                );
                for marker in plot.markers.iter().filter(|m| m.label == "here") {
                    let near = 1e-9 * marker.x.abs();
                    assert!(
                        xs.is_empty() || (low - near..=high + near).contains(&marker.x),
                        "{}: {marker:?} lies beside {low} to {high}",
                        calculator.name
                    );
                }
            }
            for (x, y) in outcome
                .plots
                .iter()
                .flat_map(|p| &p.series)
                .flat_map(|s| &s.points)
            {
                assert!(
                    x.is_finite() && y.is_finite(),
                    "{} {x} {y}",
                    calculator.name
                );
            }
            Ok(())
        }
        Err(refusal) => {
            assert_eq!(answer.err().map(|r| r.code), Some(refusal.code));
            helps(&refusal);
            Err(refusal)
        }
    }
}

#[test]
fn what_is_no_number_is_refused_by_its_name_and_row() {
    for calculator in ALL {
        let request = example(calculator);
        for at in numbers(&request) {
            for (wrong, code) in [
                (json!("12"), "not_a_number"),
                (json!(true), "not_a_number"),
                (json!([1]), "not_a_number"),
            ] {
                let request = with(&request, &at, wrong);
                let refusal = sound(calculator, &Input::new(&request)).unwrap_err();
                assert_eq!(refusal.code, code, "{} {at}: {refusal}", calculator.name);
                names_its_place(&refusal, &at);
            }
            for word in ["NaN", "Infinity", "-Infinity", "1e999"] {
                let text = with(&request, &at, json!(987_654_321)).to_string();
                let request = request::read(&text.replace("987654321", word)).unwrap();
                let refusal = sound(calculator, &Input::new(&request)).unwrap_err();
                assert_eq!(refusal.code, "not_finite", "{} {at}", calculator.name);
                names_its_place(&refusal, &at);
            }
        }
    }
}

#[test]
fn a_refusal_of_an_extreme_number_names_its_place() {
    for calculator in ALL {
        let request = example(calculator);
        for at in numbers(&request) {
            for extreme in [0.0, -1.0, 1e308, -1e308, 1e-308] {
                let request = with(&request, &at, json!(extreme));
                if let Err(refusal) = sound(calculator, &Input::new(&request))
                    && refusal.code == "out_of_range"
                {
                    names_its_place(&refusal, &at);
                }
            }
        }
    }
}

#[test]
fn lists_may_hold_one_row_but_not_none_and_no_id_twice() {
    for calculator in ALL {
        let name = calculator.name;
        let request = example(calculator);
        for (key, value) in request.as_object().unwrap() {
            let Some(rows) = value.as_array().filter(|rows| rows[0].is_object()) else {
                continue;
            };
            let at = format!("/{key}");
            let none = with(&request, &at, json!([]));
            let refusal = sound(calculator, &Input::new(&none)).unwrap_err();
            // An empty list that may be left out counts as left out.
            assert!(
                ["empty", "missing"].contains(&refusal.code),
                "{name} {key}: {refusal}"
            );
            let one = with(&request, &at, json!([rows[0]]));
            assert!(sound(calculator, &Input::new(&one)).is_ok(), "{name} {key}");
            if rows[0].get("id").is_some() {
                let twice = with(&request, &at, json!([rows[0], rows[1], rows[0]]));
                let refusal = sound(calculator, &Input::new(&twice)).unwrap_err();
                assert_eq!(
                    (refusal.code, refusal.row),
                    ("duplicate_id", Some(3)),
                    "{name}"
                );
                assert!(refusal.message.contains("row 3"), "{refusal}");
            }
        }
    }
}

/// Columns by key, each with three valid cells.
fn three_rows(calculator: &Calculator, layout: &super::Layout) -> Vec<(String, TableCells)> {
    let numbers = || TableCells::Numbers(Arc::new(vec![5.0, 6.0, 7.0]));
    let columns = layout.columns.iter().map(|column| {
        let cells = match column.holds {
            super::Holds::Number => numbers(),
            super::Holds::Date => texts(["2026-01-31"; 3]),
            super::Holds::Text => texts(["c0", "c1", "c2"]),
        };
        (column.key.to_owned(), cells)
    });
    let mut columns: Vec<_> = columns.collect();
    if let Some(weights) = bare(calculator)["weights"].as_object() {
        columns.extend(weights.keys().map(|name| (name.clone(), numbers())));
    }
    columns
}

fn texts(cells: [&str; 3]) -> TableCells {
    TableCells::Texts(Arc::new(cells.map(String::from).to_vec()))
}

/// The example without its lists, so that a table can replace them.
fn bare(calculator: &Calculator) -> Value {
    let mut request = example(calculator);
    let entries = request.as_object_mut().unwrap();
    entries.retain(|key, value| !value.is_array() && (!value.is_object() || key == "weights"));
    request
}

#[test]
fn a_table_without_rows_or_with_a_bad_cell_is_refused() {
    let mut refused = 0;
    for calculator in ALL {
        let name = calculator.name;
        for layout in calculator.layouts {
            let request = bare(calculator);
            let asked = |columns: Vec<(String, TableCells)>| {
                sound(calculator, &Input::with_table(&request, &Table { columns }))
            };
            let good = three_rows(calculator, layout);
            let none = good.iter().map(|(key, cells)| {
                let cells = match cells {
                    TableCells::Numbers(_) => TableCells::Numbers(Arc::default()),
                    _ => TableCells::Texts(Arc::default()),
                };
                (key.clone(), cells)
            });
            assert_eq!(asked(none.collect()).unwrap_err().code, "empty", "{name}");
            for (nth, (key, cells)) in good.iter().enumerate() {
                let needed = layout.columns.get(nth).is_none_or(|column| column.needed);
                let bad: Vec<TableCells> = match cells {
                    TableCells::Numbers(_) => [f64::INFINITY, f64::NAN, -1.0, -1e308]
                        .map(|cell| TableCells::Numbers(Arc::new(vec![5.0, cell, 7.0])))
                        .to_vec(),
                    TableCells::Texts(good) => vec![texts([&good[0], " ", &good[2]])],
                };
                for (which, cells) in bad.into_iter().enumerate() {
                    let mut columns = good.clone();
                    columns[nth].1 = cells;
                    let refusal = asked(columns).err();
                    // An empty or infinite cell in a required column.
                    if needed && which < 2 {
                        assert!(refusal.is_some(), "{name} {key} {which}");
                    }
                    if let Some(refusal) = refusal.filter(|refusal| refusal.code != "not_finite") {
                        assert_eq!(refusal.row, Some(2), "{name} {key}: {refusal}");
                        assert!(refusal.message.contains(key.as_str()), "{name}: {refusal}");
                        refused += 1;
                    }
                }
                if needed && good.len() > 1 {
                    let mut columns = good.clone();
                    columns.remove(nth);
                    let refusal = asked(columns).unwrap_err();
                    assert_eq!(refusal.code, "missing", "{name} {key}: {refusal}");
                    assert!(refusal.message.contains(key.as_str()), "{name}: {refusal}");
                }
            }
        }
    }
    assert!(refused > 30, "{refused}");
}

#[test]
fn a_million_rows_are_ranked() {
    let ids = (0..1_000_000).map(|i| format!("C{i}")).collect();
    let values = (0..1_000_000u64)
        .map(|i| (i * 7919 % 1_000_003) as f64)
        .collect();
    let table = Table {
        columns: vec![
            ("id".into(), TableCells::Texts(Arc::new(ids))),
            ("value".into(), TableCells::Numbers(Arc::new(values))),
        ],
    };
    let abc = super::find("abc").unwrap();
    let outcome = abc.outcome(&Input::with_table(&json!({}), &table)).unwrap();
    assert_eq!(outcome.figure("n").unwrap().value, Some(1e6));
}

fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-9i64..99).prop_map(Value::from),
        prop::sample::select(vec![0.0, -0.0, 1.0, 0.5, 1e-9, 1e15, 1e300, -1e300, 2.5])
            .prop_map(Value::from),
        "\\PC{0,6}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([1, "a", null])),
        Just(json!({"a": 1})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn no_request_that_is_nearly_right_panics(
        nth in 0..ALL.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), anything()), 1..4),
        added in prop::option::of(("[a-z_]{1,9}", anything())),
    ) {
        let calculator = ALL[nth];
        let mut request = example(calculator);
        for (at, value) in changes {
            let mut found = Vec::new();
            leaves(&request, "", &mut found);
            if !found.is_empty() {
                request = with(&request, &found[at.index(found.len())], value);
            }
        }
        if let (Some((key, value)), Some(entries)) = (added, request.as_object_mut()) {
            entries.insert(key, value);
        }
        let _ = sound(calculator, &Input::new(&request));
    }
}
