//! Tests of the ABC split: published examples, edges, laws.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Input, Step, Table, TableCells, answer, find};

fn items(rows: &[(&str, f64)]) -> Value {
    rows.iter()
        .map(|(id, value)| json!({"id": id, "value": value}))
        .collect()
}

fn result(request: &Value) -> Value {
    answer("abc", request).unwrap().value()
}

fn classes(request: &Value) -> String {
    let result = result(request);
    let rows = result["rows"].as_array().unwrap();
    rows.iter()
        .map(|row| row["class"].as_str().unwrap())
        .collect()
}

fn warnings(request: &Value) -> Vec<String> {
    answer("abc", request)
        .unwrap()
        .warnings
        .iter()
        .map(ToString::to_string)
        .collect()
}

fn refused(request: &Value) -> &'static str {
    answer("abc", request).unwrap_err().code
}

fn near(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

/// In per cent with one decimal, as books print it.
fn percent(share: &Value) -> f64 {
    (share.as_f64().unwrap() * 1000.0).round() / 10.0
}

fn products(rows: &[(&str, f64, f64)]) -> Value {
    rows.iter()
        .map(|(id, qty, cost)| json!({"id": id, "qty": qty, "unit_cost": cost}))
        .collect()
}

/// Heizer & Render, Operations Management, example "ABC analysis for a chip manufacturer" (Silicon Chips, Inc.), whose
/// table, percentages and learning exercise are reprinted on holooly.com as solution 12.EX.1.
#[test]
fn the_chip_maker_of_heizer_and_render_is_split_as_printed() {
    let rows = [
        ("#10286", 1_000.0, 90.0),
        ("#11526", 500.0, 154.0),
        ("#12760", 1_550.0, 17.0),
        ("#10867", 350.0, 42.86),
        ("#10500", 1_000.0, 12.5),
        ("#12572", 600.0, 14.17),
        ("#14075", 2_000.0, 0.6),
        ("#01036", 100.0, 8.5),
        ("#01307", 1_200.0, 0.42),
        ("#10572", 250.0, 0.6),
    ];
    let request = json!({"items": products(&rows), "mode": "count"});
    assert_eq!(classes(&request), "AABBBCCCCC");
    let result = result(&request);
    assert!(near(&result["total"], 232_057.0));
    let share = |i: usize| percent(&result["rows"][i]["share"]);
    assert_eq!(
        [0, 1, 4, 5, 6, 7, 8, 9].map(share),
        [38.8, 33.2, 5.4, 3.7, 0.5, 0.4, 0.2, 0.1]
    );
    // The book prints 11.3 % and 6.4 % for the third and fourth item so that its column adds up to 100; its own
    // dollar volumes give 11.4 % (26,350 / 232,057) and 6.5 % (15,001 / 232,057).
    assert_eq!([2, 3].map(share), [11.4, 6.5]);
    let class_share =
        |i: usize| (result["classes"][i]["value_share"].as_f64().unwrap() * 100.0).round();
    assert_eq!([0, 1, 2].map(class_share), [72.0, 23.0, 5.0]);
    // Its learning exercise: at $120 for the first item the total is $262,057 and A holds 75 %.
    let mut dearer = rows;
    dearer[0].2 = 120.0;
    let result = super::super::answer("abc", &json!({"items": products(&dearer), "mode": "count"}))
        .unwrap()
        .value();
    assert!(near(&result["total"], 262_057.0));
    assert_eq!(
        (result["classes"][0]["value_share"].as_f64().unwrap() * 100.0).round(),
        75.0
    );
}

/// Heizer & Render, Operations Management, problem on Boreki Enterprises (ten items) and its printed solution, both at
/// <https://quesba.com/questions/boreki-enterprises-following-10-items-inventory-theodore-boreki-asks-recent-835410>.
#[test]
fn the_items_of_boreki_enterprises_are_split_as_printed() {
    let rows = [
        ("A2", 3_000.0, 50.0),
        ("B8", 4_000.0, 12.0),
        ("C7", 1_500.0, 45.0),
        ("D1", 6_000.0, 10.0),
        ("E9", 1_000.0, 20.0),
        ("F3", 500.0, 500.0),
        ("G2", 300.0, 1_500.0),
        ("H2", 600.0, 20.0),
        ("I5", 1_750.0, 10.0),
        ("J8", 2_500.0, 5.0),
    ];
    let request = json!({"items": products(&rows), "mode": "count"});
    assert_eq!(classes(&request), "AABBBCCCCC");
    let result = result(&request);
    let order: Vec<&str> = result["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        order,
        ["G2", "F3", "A2", "C7", "D1", "B8", "E9", "I5", "J8", "H2"]
    );
    // The printed solution says A holds 58 %, B 23 % and C 19 % of the value. Its own column of products adds up
    // to 1,087,500, of which A has 700,000 (64.4 %), B 277,500 (25.5 %) and C 110,000 (10.1 %).
    assert!(near(&result["total"], 1_087_500.0));
    for (i, value) in [700_000.0, 277_500.0, 110_000.0].into_iter().enumerate() {
        assert!(near(&result["classes"][i]["value"], value));
        assert!(near(
            &result["classes"][i]["value_share"],
            value / 1_087_500.0
        ));
    }
}

/// Arnold, Chapman & Clive, Introduction to Materials Management, the example with ten parts. Its data and ranking are
/// confirmed by a course's assignment, <https://scribd.com/document/564137491>; the book itself was not seen.
#[test]
fn the_ten_parts_of_arnold_are_ranked_and_cut() {
    let rows = [
        ("1", 1_100.0, 2.0),
        ("2", 600.0, 40.0),
        ("3", 100.0, 4.0),
        ("4", 1_300.0, 1.0),
        ("5", 100.0, 60.0),
        ("6", 10.0, 25.0),
        ("7", 100.0, 2.0),
        ("8", 1_500.0, 2.0),
        ("9", 200.0, 2.0),
        ("10", 500.0, 1.0),
    ];
    let result = result(&json!({"items": products(&rows), "mode": "count"}));
    let order: Vec<&str> = result["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["2", "5", "8", "1", "4", "10", "3", "9", "6", "7"]);
    assert!(near(&result["total"], 38_250.0));
    assert!(near(&result["rows"][4]["cum_share"], 36_500.0 / 38_250.0));
    // By running share, the part that crosses 80 % (number 8) is A or B, as the rule says.
    assert_eq!(classes(&json!({"items": products(&rows)})), "AAABBCCCCC");
    assert_eq!(
        classes(&json!({"items": products(&rows), "boundary": "exclude"})),
        "AABBCCCCCC"
    );
}

#[test]
fn both_crossing_rules_agree_where_a_cut_is_met_exactly() {
    for values in [
        [70.0, 50.0, 40.0, 14.0, 9.0, 7.0, 6.0, 4.0],
        [80.0, 48.0, 32.0, 20.0, 10.0, 4.0, 4.0, 2.0],
        [120.0, 40.0, 20.0, 10.0, 4.0, 3.0, 2.0, 1.0],
    ] {
        for factor in [1.0, 0.1, 3.7, 1e-7] {
            let rows: Vec<(String, f64)> = values
                .iter()
                .zip('a'..)
                .map(|(v, id)| (id.to_string(), v * factor))
                .collect();
            let rows: Value = rows
                .iter()
                .map(|(id, v)| json!({"id": id, "value": v}))
                .collect();
            let include = classes(&json!({"items": rows}));
            let exclude = classes(&json!({"items": rows, "boundary": "exclude"}));
            assert_eq!(include, exclude, "{values:?} x {factor}");
            assert_eq!(
                include.matches('A').count(),
                if values[0] == 120.0 { 2 } else { 3 }
            );
        }
    }
}

#[test]
fn equal_values_go_by_id_and_are_named_where_a_cut_parts_them() {
    let tied = items(&[("d", 25.0), ("b", 25.0), ("c", 25.0), ("a", 25.0)]);
    let request = json!({"items": tied, "cuts": [0.5, 0.75]});
    assert_eq!(classes(&request), "AABC");
    assert_eq!(
        warnings(&request),
        ["tie_across_boundary:c", "tie_across_boundary:d"]
    );
    let together = json!({"items": tied, "cuts": [0.5, 0.75], "ties": "together"});
    assert_eq!(classes(&together), "AAAA");
    assert_eq!(warnings(&together), ["empty_class:B", "empty_class:C"]);
    let result = result(&request);
    assert!(near(&result["gini"], 0.0));
    assert!(near(&result["hhi"], 0.25));
    assert_eq!(result["rows"][0]["id"], "a");
}

#[test]
fn zero_and_negative_values_take_the_last_class_and_add_nothing() {
    let rows = items(&[("a", 80.0), ("b", 0.0), ("c", -40.0), ("d", 20.0)]);
    let request = json!({"items": rows});
    assert_eq!(classes(&request), "ABCC");
    assert_eq!(warnings(&request), ["non_positive:2"]);
    let result = result(&request);
    assert!(near(&result["total"], 100.0));
    assert!(near(&result["rows"][3]["cum_share"], 1.0));
    assert!(near(&result["rows"][3]["share"], 0.0));
    assert!(near(&result["rows"][3]["value"], -40.0));
    // x = 0 0 20 80: (3 - 1) x ... = ((2*3-5)*20 + (2*4-5)*80) / (4*100)
    assert!(near(&result["gini"], 260.0 / 400.0));
    assert_eq!(result["items_for_80pct"], 1);
    assert_eq!(
        refused(&json!({"items": rows, "non_positive": "error"})),
        "non_positive"
    );
    assert_eq!(
        refused(&json!({"items": items(&[("a", 0.0), ("b", -1.0)])})),
        "zero_total"
    );
}

#[test]
fn one_item_is_an_a_by_every_rule_that_can_make_it_one() {
    let one = items(&[("a", 5.0)]);
    assert_eq!(classes(&json!({"items": one})), "A");
    assert_eq!(
        classes(&json!({"items": one, "mode": "count", "cuts": [0.1, 0.2]})),
        "A"
    );
    // It crosses every cut, so that the other rule puts it in the last class.
    assert_eq!(classes(&json!({"items": one, "boundary": "exclude"})), "C");
    let result = result(&json!({"items": one}));
    assert_eq!(
        (
            result["items_for_80pct"].as_u64(),
            result["top20pct_items"].as_u64()
        ),
        (Some(1), Some(1))
    );
    assert!(near(&result["top20pct_value_share"], 1.0));
}

#[test]
fn count_cuts_round_half_up_and_keep_one_a() {
    let rows: Vec<(String, f64)> = (0..10)
        .map(|i| (format!("i{i}"), f64::from(100 - i)))
        .collect();
    let rows: Value = rows
        .iter()
        .map(|(id, v)| json!({"id": id, "value": v}))
        .collect();
    assert_eq!(
        classes(&json!({"items": rows, "mode": "count"})),
        "AABBBCCCCC"
    );
    assert_eq!(
        classes(&json!({"items": rows, "mode": "count", "cuts": [0.15, 0.25]})),
        "AABCCCCCCC"
    );
    assert_eq!(
        classes(&json!({"items": rows, "mode": "count", "cuts": [0.01, 0.02]})),
        "ACCCCCCCCC"
    );
}

#[test]
fn faults_are_refused_by_their_code() {
    let good = items(&[("a", 1.0), ("b", 2.0)]);
    for (request, code) in [
        (json!({}), "missing"),
        (json!({"items": null}), "missing"),
        (json!({"items": []}), "empty"),
        (json!({"items": {}}), "not_a_list"),
        (json!({"items": [1]}), "bad_request"),
        (json!([]), "bad_request"),
        (json!({"items": [{"value": 1}]}), "missing"),
        (json!({"items": [{"id": "", "value": 1}]}), "missing"),
        (json!({"items": [{"id": "a"}]}), "missing"),
        (json!({"items": [{"id": "a", "value": null}]}), "missing"),
        (json!({"items": [{"id": "a", "qty": 1}]}), "missing"),
        (
            json!({"items": [{"id": "a", "value": 1, "qty": 1, "unit_cost": 1}]}),
            "ambiguous",
        ),
        (
            json!({"items": [{"id": "a", "qty": 1, "unit_cost": -1}]}),
            "out_of_range",
        ),
        (
            json!({"items": [{"id": "a", "value": "1"}]}),
            "not_a_number",
        ),
        (
            json!({"items": [{"id": "a", "value": true}]}),
            "not_a_number",
        ),
        (
            json!({"items": [{"id": "a", "qty": 1e200, "unit_cost": 1e200}]}),
            "not_finite",
        ),
        (
            json!({"items": [{"id": "a", "value": 1e308}, {"id": "b", "value": 1e308}]}),
            "not_finite",
        ),
        (
            json!({"items": [{"id": "a", "value": 1}, {"id": "a", "value": 2}]}),
            "duplicate_id",
        ),
        (json!({"items": good, "cuts": []}), "bad_cuts"),
        (json!({"items": good, "cuts": [0.95, 0.8]}), "bad_cuts"),
        (json!({"items": good, "cuts": [0.8, 0.8]}), "bad_cuts"),
        (json!({"items": good, "cuts": [0.8, 1.5]}), "bad_cuts"),
        (json!({"items": good, "cuts": [0, 0.5]}), "bad_cuts"),
        (json!({"items": good, "cuts": ["a"]}), "not_a_number"),
        (json!({"items": good, "mode": "sales"}), "bad_option"),
        (json!({"items": good, "boundary": 1}), "bad_option"),
        (json!({"items": good, "tie": "order"}), "unknown_key"),
    ] {
        assert_eq!(refused(&request), code, "{request}");
    }
    let refusal = answer(
        "abc",
        &json!({"items": [{"id": "a", "value": 1}, {"id": "b", "value": "x"}]}),
    )
    .unwrap_err();
    assert_eq!(
        (refusal.row, refusal.column.as_deref()),
        (Some(2), Some("value"))
    );
}

#[test]
fn more_or_fewer_cuts_make_more_or_fewer_classes() {
    let rows = items(&[
        ("a", 50.0),
        ("b", 30.0),
        ("c", 15.0),
        ("d", 4.0),
        ("e", 1.0),
    ]);
    assert_eq!(
        classes(&json!({"items": rows, "cuts": [0.5, 0.8, 0.95, 0.99]})),
        "ABCDE"
    );
    assert_eq!(classes(&json!({"items": rows, "cuts": [0.8]})), "AABBB");
}

#[test]
fn many_rows_from_a_table_give_what_the_list_gives() {
    let n = 200_000_u32;
    let ids: Vec<String> = (0..n).map(|i| format!("c{i}")).collect();
    let values: Vec<f64> = (0..n)
        .map(|i| f64::from((i % 1_009) * 7_919 % 1_009) - 3.0)
        .collect();
    let few: Value = (0..500_usize)
        .map(|i| json!({"id": ids[i], "value": values[i]}))
        .collect();
    let table = |n: usize| Table {
        columns: vec![
            ("id".into(), TableCells::Texts(Arc::new(ids[..n].to_vec()))),
            (
                "value".into(),
                TableCells::Numbers(Arc::new(values[..n].to_vec())),
            ),
        ],
    };
    let options = json!({});
    let calculator = find("abc").unwrap();
    let (small, large) = (table(500), table(n as usize));
    let by_table = calculator
        .answer(&Input::with_table(&options, &small))
        .unwrap();
    assert_eq!(by_table.value(), result(&json!({"items": few})));
    let outcome = calculator
        .outcome(&Input::with_table(&options, &large))
        .unwrap();
    assert_eq!(outcome.table("rows").unwrap().rows, n as usize);
    assert!(outcome.plots[0].series[0].points.len() < 600);
}

#[test]
fn the_working_puts_the_numbers_into_the_formulas() {
    let request: Value = serde_json::from_str(super::ABC.example).unwrap();
    let outcome = find("abc").unwrap().outcome(&Input::new(&request)).unwrap();
    let step = &outcome.working[2];
    assert_eq!(step.formula, "Aldous Foods: share, running share");
    assert_eq!(step.filled, "210 / 600 = 0.35; 0 + 0.35 = 0.35");
    assert_eq!(step.result, "share before it 0 %: A");
    let grid = outcome.table("rows").unwrap();
    assert_eq!(grid.column("id").unwrap().show(2), "Calder Motors");
    assert_eq!(grid.column("share").unwrap().show(2), "20 %");
}

proptest! {
    #[test]
    fn shares_add_up_and_indices_stay_in_bounds(
        values in prop::collection::vec(-50.0..1000.0f64, 1..60),
        exclude in any::<bool>(),
        by_count in any::<bool>(),
        rotation in 0usize..60,
    ) {
        prop_assume!(values.iter().any(|value| *value > 0.0));
        let mut rows: Vec<Value> =
            values.iter().enumerate().map(|(i, value)| json!({"id": format!("i{i}"), "value": value})).collect();
        let options = |rows: &[Value]| json!({
            "items": rows,
            "boundary": if exclude { "exclude" } else { "include" },
            "mode": if by_count { "count" } else { "value" },
        });
        let first = result(&options(&rows));
        let shares: f64 = first["rows"].as_array().unwrap().iter().map(|row| row["share"].as_f64().unwrap()).sum();
        prop_assert!((shares - 1.0).abs() < 1e-9);
        let class_shares: f64 = first["classes"].as_array().unwrap().iter().map(|c| c["value_share"].as_f64().unwrap()).sum();
        prop_assert!((class_shares - 1.0).abs() < 1e-9);
        let gini = first["gini"].as_f64().unwrap();
        prop_assert!((0.0..=1.0).contains(&gini));
        let hhi = first["hhi"].as_f64().unwrap();
        prop_assert!(hhi <= 1.0 + 1e-12 && hhi >= 1.0 / values.len() as f64 - 1e-12);
        let letters: String = first["rows"].as_array().unwrap().iter().map(|row| row["class"].as_str().unwrap()).collect();
        prop_assert!(letters.chars().is_sorted());
        let by = rotation % rows.len();
        rows.rotate_left(by);
        prop_assert_eq!(result(&options(&rows)), first);
    }
}

/// Only what is above zero is shared out; the working lists the rest, and says so.
#[test]
fn the_working_shows_what_lies_below_zero() {
    let request = json!({"items": [{"id": "A", "value": 10}, {"id": "B", "value": -5}, {"id": "C", "value": 0}]});
    let outcome = find("abc").unwrap().outcome(&Input::new(&request)).unwrap();
    let lines: Vec<String> = outcome.working.iter().map(Step::show).collect();
    assert_eq!(
        lines[..5],
        [
            "sort by value, largest first = 10, 0, -5 = 3 items",
            "total = sum of the values above zero = 10 = 10",
            "A: share, running share = 10 / 10 = 1; 0 + 1 = 1 = share before it 0 %: A",
            "C: share, running share = 0 / 10 = 0; 1 + 0 = 1 = share before it 100 %: C",
            "B: share, running share = below zero: adds nothing, share 0; 1 + 0 = 1 = share before it 100 %: C",
        ]
    );
}
