//! Tests of the priority matrix: a published example, edges, laws.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Input, Table, TableCells, answer, find};

fn result(request: &Value) -> Value {
    answer("prioritise", request).unwrap().value()
}

fn close(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() <= 1e-9
}

/// Krajewski, Ritzman & Malhotra, Operations Management, the preference matrix for a thermal storage air conditioner:
/// weights 30, 20, 20, 15, 10, 5, scores 8, 10, 6, 10, 2, 4, weighted score 750 (weights in per cent, so 7.5 here).
#[test]
fn the_preference_matrix_of_krajewski_scores_as_printed() {
    let request = json!({
        "weights": {"market potential": 30, "unit profit margin": 20, "operations compatibility": 20,
            "competitive advantage": 15, "investment requirements": 10, "project risk": 5},
        "customers": [{"id": "thermal storage", "scores": {"market potential": 8, "unit profit margin": 10,
            "operations compatibility": 6, "competitive advantage": 10, "investment requirements": 2, "project risk": 4}}],
    });
    let result = result(&request);
    assert!(close(&result["rows"][0]["score"], 7.5));
    assert!(close(&result["weights"]["market potential"], 0.3));
    assert!(result["rows"][0]["quadrant"].is_null());
}

#[test]
fn equal_scores_share_a_rank_and_the_next_one_is_skipped() {
    let row = |id: &str, a: f64, b: f64| json!({"id": id, "scores": {"a": a, "b": b}});
    let request = json!({"weights": {"a": 0.1, "b": 0.2}, "customers": [
        row("w", 1.0, 1.0), row("z", 3.0, 2.0), row("y", 1.0, 3.0), row("x", 5.0, 5.0)]});
    let result = result(&request);
    let rows: Vec<(String, u64)> = result["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["id"].as_str().unwrap().to_string(),
                row["rank"].as_u64().unwrap(),
            )
        })
        .collect();
    let expected = [("x", 1), ("y", 2), ("z", 2), ("w", 4)];
    assert_eq!(rows, expected.map(|(id, rank)| (id.to_string(), rank)));
}

#[test]
fn the_two_by_two_bears_the_criteria_s_names_and_the_cut_counts_as_high() {
    let row = |id: &str, profit: f64, reach: f64| json!({"id": id, "scores": {"profit": profit, "reach": reach}});
    let mut request = json!({"weights": {"profit": 2, "reach": 1}, "matrix": {"x": "profit", "y": "reach", "x_cut": 3, "y_cut": 3},
        "customers": [row("a", 3.0, 5.0), row("b", 2.9, 3.0), row("c", 5.0, 1.0), row("d", 1.0, 1.0)]});
    let quadrant = |result: &Value, id: &str| -> String {
        let rows = result["rows"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap()["quadrant"]
            .as_str()
            .unwrap()
            .to_string()
    };
    let given = result(&request);
    assert_eq!(quadrant(&given, "a"), "high_profit/high_reach");
    assert_eq!(quadrant(&given, "b"), "low_profit/high_reach");
    assert_eq!(quadrant(&given, "c"), "high_profit/low_reach");
    assert_eq!(quadrant(&given, "d"), "low_profit/low_reach");
    request["matrix"] = json!({"x": "profit", "y": "reach"});
    // medians 2.95 and 2
    assert_eq!(quadrant(&result(&request), "b"), "low_profit/high_reach");
    request["matrix"] = json!({"x": "profit", "y": "size"});
    assert_eq!(answer("prioritise", &request).unwrap_err().code, "missing");
}

#[test]
fn minmax_brings_each_criterion_from_nought_to_one() {
    let row = |id: &str, sales: f64, years: f64| json!({"id": id, "scores": {"sales": sales, "years": years}});
    let request = json!({"weights": {"sales": 3, "years": 1}, "normalise": "minmax",
        "customers": [row("a", 100.0, 7.0), row("b", 50.0, 7.0), row("c", 0.0, 7.0)]});
    let answer = answer("prioritise", &request).unwrap();
    let result = answer.value();
    assert!(close(&result["rows"][0]["score"], 0.75));
    assert!(close(&result["rows"][1]["scores"]["sales"], 0.5));
    assert!(close(&result["rows"][1]["scores"]["years"], 0.0));
    assert_eq!(
        serde_json::to_value(&answer.warnings).unwrap(),
        json!(["no_spread:years"])
    );
}

#[test]
fn the_screen_says_whether_the_first_place_survives_a_fifth() {
    let row = |id: &str, a: f64, b: f64| json!({"id": id, "scores": {"a": a, "b": b}});
    let close_call = json!({"weights": {"a": 50, "b": 50}, "customers": [row("x", 4.0, 3.0), row("y", 3.0, 3.9)]});
    let outcome = find("prioritise")
        .unwrap()
        .outcome(&Input::new(&close_call))
        .unwrap();
    let firm = outcome.table("firmness").unwrap();
    assert_eq!(
        (
            firm.columns[1].show(0),
            firm.columns[2].show(0),
            firm.columns[3].show(0)
        ),
        ("y".into(), "x".into(), "changes".into())
    );
    assert_eq!(outcome.figure("firm").unwrap().value, Some(0.0));
    let clear = json!({"weights": {"a": 50, "b": 50}, "customers": [row("x", 5.0, 4.0), row("y", 1.0, 2.0)]});
    let outcome = find("prioritise")
        .unwrap()
        .outcome(&Input::new(&clear))
        .unwrap();
    assert_eq!(outcome.figure("firm").unwrap().value, Some(2.0));
    assert_eq!(outcome.working[0].filled, "0.5 x 5 + 0.5 x 4");
}

#[test]
fn a_table_gives_what_the_list_gives() {
    let table = Table {
        columns: vec![
            (
                "id".into(),
                TableCells::Texts(Arc::new(["a", "b"].map(String::from).to_vec())),
            ),
            (
                "profit".into(),
                TableCells::Numbers(Arc::new(vec![4.0, 2.0])),
            ),
            (
                "other".into(),
                TableCells::Numbers(Arc::new(vec![4.0, 2.0])),
            ),
        ],
    };
    let options = json!({"weights": {"profit": 1}});
    let by_table = find("prioritise")
        .unwrap()
        .answer(&Input::with_table(&options, &table))
        .unwrap()
        .value();
    let by_list = result(&json!({"weights": {"profit": 1}, "customers": [
        {"id": "a", "scores": {"profit": 4}}, {"id": "b", "scores": {"profit": 2}}]}));
    assert_eq!(by_table, by_list);
}

#[test]
fn faults_are_refused_by_their_code() {
    let one = json!([{"id": "a", "scores": {"p": 3}}]);
    for (request, code) in [
        (json!({"customers": one}), "missing"),
        (json!({"customers": one, "weights": {}}), "bad_weights"),
        (
            json!({"customers": one, "weights": {"p": 0}}),
            "bad_weights",
        ),
        (
            json!({"customers": one, "weights": {"p": -1}}),
            "bad_weights",
        ),
        (
            json!({"customers": one, "weights": {"p": "1"}}),
            "not_a_number",
        ),
        (
            json!({"customers": one, "weights": {"p": 1, "q": 1}}),
            "missing",
        ),
        (
            json!({"customers": one, "weights": {"q": 1}}),
            "unknown_criterion",
        ),
        (
            json!({"customers": one, "weights": {"p": 1}, "scale": [1]}),
            "bad_option",
        ),
        (
            json!({"customers": one, "weights": {"p": 1}, "scale": [5, 1]}),
            "bad_option",
        ),
        (
            json!({"customers": one, "weights": {"p": 1}, "scale": [4, 5]}),
            "out_of_range",
        ),
        (
            json!({"customers": one, "weights": {"p": 1}, "normalise": "z"}),
            "bad_option",
        ),
        (
            json!({"customers": one, "weights": {"p": 1}, "matrix": {"x": "p"}}),
            "missing",
        ),
        (json!({"customers": [], "weights": {"p": 1}}), "empty"),
        (json!({"weights": {"p": 1}}), "missing"),
        (
            json!({"customers": [one[0], one[0]], "weights": {"p": 1}}),
            "duplicate_id",
        ),
        (
            json!({"customers": one, "weights": {"p": 1}, "weight": 1}),
            "unknown_key",
        ),
    ] {
        assert_eq!(
            answer("prioritise", &request).unwrap_err().code,
            code,
            "{request}"
        );
    }
}

proptest! {
    #[test]
    fn scores_do_not_depend_on_the_size_of_the_weights(
        rows in prop::collection::vec((1u8..6, 1u8..6, 1u8..6), 1..20), weights in (1u8..9, 1u8..9, 1u8..9), factor in 0.01..100.0f64,
    ) {
        let customers: Value = rows.iter().enumerate().map(|(i, (a, b, c))| json!({"id": format!("c{i}"), "scores": {"a": a, "b": b, "c": c}})).collect();
        let at = |k: f64| {
            let w = [weights.0, weights.1, weights.2].map(|w| f64::from(w) * k);
            result(&json!({"customers": customers, "weights": {"a": w[0], "b": w[1], "c": w[2]}, "scale": [1, 5]}))
        };
        let (one, other) = (at(1.0), at(factor));
        for (a, b) in one["rows"].as_array().unwrap().iter().zip(other["rows"].as_array().unwrap()) {
            prop_assert_eq!(&a["id"], &b["id"]);
            prop_assert_eq!(&a["rank"], &b["rank"]);
            prop_assert!(close(&a["score"], b["score"].as_f64().unwrap()));
            prop_assert!((1.0 - 1e-9..=5.0 + 1e-9).contains(&a["score"].as_f64().unwrap()));
        }
        let total: f64 = one["weights"].as_object().unwrap().values().map(|w| w.as_f64().unwrap()).sum();
        prop_assert!((total - 1.0).abs() < 1e-12);
    }
}
