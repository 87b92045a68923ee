//! Tests of the RFM scores: published examples, edges, laws.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Input, Table, TableCells, answer, find};

fn result(request: &Value) -> Value {
    answer("rfm", request).unwrap().value()
}

fn codes(request: &Value) -> Vec<String> {
    let result = result(request);
    result["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["rfm"].as_str().unwrap().to_string())
        .collect()
}

fn warnings(request: &Value) -> Value {
    serde_json::to_value(answer("rfm", request).unwrap().warnings).unwrap()
}

fn people(rows: &[(f64, f64, f64)]) -> Value {
    let rows = rows.iter().zip('a'..);
    rows.map(|((r, f, m), id)| json!({"id": id.to_string(), "recency_days": r, "frequency": f, "monetary": m})).collect()
}

/// A lecture's scoring scheme and eight customers (recency in months before 07/08; <1, 1-3, 3-6, 6-9, >9 months score
/// 5 to 1; under 10, 10-19, 20-29, 30-40, over 40 orders and under 5, 5-10, 10-20, 20-50, over 50 thousand score 1 to 5).
#[test]
fn a_printed_table_of_eight_customers_is_scored_alike() {
    // months, orders, thousands, printed code
    let printed = [
        (2.0, 12.0, 6.0, "422"),
        (6.0, 18.0, 9.0, "322"),
        (8.0, 35.0, 40.0, "244"),
        (0.0, 1.0, 1.0, "511"),
        (18.0, 6.0, 5.0, "122"),
        (4.0, 40.0, 90.0, "355"),
        (14.0, 5.0, 2.0, "111"),
        (0.0, 20.0, 9.0, "532"),
    ];
    let rows: Vec<(f64, f64, f64)> = printed.iter().map(|(r, f, m, _)| (*r, *f, *m)).collect();
    // Six months counts as within 3-6 in the table, so the bands part at seven whole months; 40 orders scores 5.
    let request = json!({"customers": people(&rows), "method": "cuts", "recency_cuts": [1, 4, 7, 10],
        "frequency_cuts": [10, 20, 30, 40], "monetary_cuts": [5, 10, 20, 50]});
    let codes = codes(&request);
    for (i, (_, _, _, code)) in printed.iter().enumerate() {
        // The fifth is printed 122, but six orders are under ten and score 1 by the scheme itself: 112.
        let expected = if i == 4 { "112" } else { code };
        assert_eq!(codes[i], expected, "customer {i}");
    }
}

#[test]
fn bands_of_the_question_cards_give_their_codes() {
    let request = json!({"customers": people(&[(1.0, 12.0, 2_500.0), (30.0, 1.0, 249.0), (31.0, 2.0, 250.0),
        (120.0, 6.0, 999.0), (121.0, 7.0, 1_000.0), (241.0, 11.0, 2_499.0)]), "method": "cuts",
        "recency_cuts": [31, 61, 121, 241], "frequency_cuts": [2, 4, 7, 12], "monetary_cuts": [250, 500, 1000, 2500]});
    assert_eq!(codes(&request), ["555", "511", "422", "333", "244", "144"]);
}

#[test]
fn ranks_count_those_strictly_worse_and_ties_share() {
    let rows: Vec<(f64, f64, f64)> = (0..10)
        .map(|i| (f64::from(i) * 10.0, f64::from(i), 100.0))
        .collect();
    let result = result(&json!({"customers": people(&rows)}));
    let scores = |key: &str| -> Vec<u64> {
        result["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row[key].as_u64().unwrap())
            .collect()
    };
    assert_eq!(scores("r"), [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]);
    assert_eq!(scores("f"), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    // all equal: nobody is strictly worse
    assert_eq!(scores("m"), [1; 10]);
    assert_eq!(result["rows"][0]["rfm"], "511");
    assert_eq!(result["rows"][0]["sum"], 7);
    assert_eq!(result["rows"][0]["segment"], "new");
    assert_eq!(
        result["thresholds"]["recency"],
        json!([70.0, 50.0, 30.0, 10.0])
    );
    assert_eq!(
        result["thresholds"]["monetary"],
        json!([null, null, null, null])
    );
    assert_eq!(
        warnings(&json!({"customers": people(&rows)})),
        json!(["no_spread:monetary"])
    );
}

#[test]
fn equal_groups_put_the_larger_ones_first_and_ties_by_id() {
    let rows: Vec<(f64, f64, f64)> = (0..7).map(|i| (10.0, f64::from(i), f64::from(i))).collect();
    let request = json!({"customers": people(&rows), "method": "ntile", "bins": 3});
    // seven in three groups: 3, 2, 2 from the worst up; equal recency goes by id
    assert_eq!(
        codes(&request),
        ["111", "111", "111", "222", "222", "333", "333"]
    );
    let few = json!({"customers": people(&rows[..2]), "method": "ntile"});
    assert_eq!(codes(&few), ["111", "222"]);
    assert_eq!(
        warnings(&few),
        json!([
            "no_spread:recency_days",
            "tie_across_boundary:recency_days",
            "fewer_customers_than_bins"
        ])
    );
    // Those of equal recency have equal scores by rank.
    let by_rank = json!({"customers": people(&rows), "method": "rank", "bins": 3});
    assert_eq!(warnings(&by_rank), json!(["no_spread:recency_days"]));
}

#[test]
fn transactions_are_summed_by_customer_and_seen_from_the_day_after_the_last() {
    let mut request = json!({"transactions": [
        {"id": "b", "date": "2026-03-01", "amount": 10},
        {"id": "a", "date": "2026-02-27", "amount": 5.5},
        {"id": "b", "date": "2025-12-31", "amount": 20},
        {"id": "a", "date": "2026-02-28T09:30:00Z", "amount": -2},
    ]});
    let first = result(&request);
    assert_eq!(first["as_of"], "2026-03-02");
    assert_eq!(first["rows"][0]["id"], "b");
    assert_eq!(
        (
            &first["rows"][0]["recency_days"],
            &first["rows"][0]["monetary"]
        ),
        (&json!(1.0), &json!(30.0))
    );
    assert_eq!(
        (
            &first["rows"][1]["recency_days"],
            &first["rows"][1]["monetary"]
        ),
        // Two days before, goods came back: no purchase.
        (&json!(3.0), &json!(3.5))
    );
    request["as_of"] = json!("2026-03-01");
    assert_eq!(result(&request)["rows"][0]["recency_days"], json!(0.0));
    request["as_of"] = json!("2026-02-28");
    let refusal = answer("rfm", &request).unwrap_err();
    assert_eq!((refusal.code, refusal.row), ("future_date", Some(1)));
    // across the start of summer time a day is still a day
    request["as_of"] = json!("2026-04-01");
    assert_eq!(result(&request)["rows"][0]["recency_days"], json!(31.0));
}

#[test]
fn every_pair_of_scores_has_the_segment_of_the_contract() {
    let named = [
        ("champions", "54 55"),
        ("loyal", "34 35 44 45"),
        ("potential_loyalist", "42 43 52 53"),
        ("new", "51"),
        ("promising", "41"),
        ("needs_attention", "33"),
        ("about_to_sleep", "31 32"),
        ("at_risk", "13 14 23 24"),
        ("cannot_lose", "15 25"),
        ("hibernating", "11 12 21 22"),
    ];
    let mut pairs = 0;
    for (name, codes) in named {
        for code in codes.split(' ') {
            let digit = |at: usize| f64::from(code.as_bytes()[at] - b'0');
            // cuts that make the value its own score
            let request = json!({"customers": people(&[(10.0 - digit(0), digit(1), 1.0)]), "method": "cuts",
                "recency_cuts": [6, 7, 8, 9], "frequency_cuts": [2, 3, 4, 5], "monetary_cuts": [2, 3, 4, 5]});
            let row = &result(&request)["rows"][0];
            assert_eq!(row["rfm"].as_str().unwrap()[..2], *code);
            assert_eq!(row["segment"], name, "{code}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, 25);
}

#[test]
fn the_weighted_score_is_a_mean_under_the_weights() {
    let request =
        json!({"customers": people(&[(1.0, 9.0, 1.0), (50.0, 5.0, 9.0)]), "weights": [5, 3, 2]});
    let result = result(&request);
    let (r, f, m) = (3.0, 3.0, 1.0);
    assert!(
        (result["rows"][0]["weighted"].as_f64().unwrap() - (5.0 * r + 3.0 * f + 2.0 * m) / 10.0)
            .abs()
            < 1e-12
    );
}

#[test]
fn faults_are_refused_by_their_code() {
    let one = people(&[(1.0, 2.0, 3.0)]);
    let on = |date: &str| json!([{"id": "a", "date": date, "amount": 1}]);
    for (request, code) in [
        (json!({}), "missing"),
        (json!({"customers": []}), "empty"),
        (json!({"transactions": []}), "empty"),
        (
            json!({"customers": one, "transactions": on("2026-01-01")}),
            "ambiguous",
        ),
        (json!({"customers": [one[0], one[0]]}), "duplicate_id"),
        (
            json!({"customers": [{"id": "a", "recency_days": -1, "frequency": 1, "monetary": 1}]}),
            "out_of_range",
        ),
        (
            json!({"customers": [{"id": "a", "recency_days": 1, "frequency": 1}]}),
            "missing",
        ),
        (json!({"transactions": on("2026-02-30")}), "bad_date"),
        (json!({"transactions": on("01/02/2026")}), "bad_date"),
        (json!({"transactions": on("2026-1-1")}), "bad_date"),
        (json!({"transactions": on("2026-01-01x")}), "bad_date"),
        (json!({"transactions": on("émile-01-01")}), "bad_date"),
        (
            json!({"transactions": [{"id": "a", "date": 20260101, "amount": 1}]}),
            "bad_date",
        ),
        (
            json!({"transactions": [{"id": "a", "amount": 1}]}),
            "missing",
        ),
        (
            json!({"transactions": on("2026-01-02"), "as_of": "2026-01-01"}),
            "future_date",
        ),
        (
            json!({"transactions": on("2026-01-02"), "as_of": "soon"}),
            "bad_date",
        ),
        (json!({"customers": one, "weights": [1, 1]}), "bad_weights"),
        (
            json!({"customers": one, "weights": [0, 0, 0]}),
            "bad_weights",
        ),
        (
            json!({"customers": one, "weights": [1, -1, 1]}),
            "bad_weights",
        ),
        (json!({"customers": one, "bins": 1}), "out_of_range"),
        (json!({"customers": one, "bins": 2.5}), "not_whole"),
        (
            json!({"customers": one, "method": "quintile"}),
            "bad_option",
        ),
        (json!({"customers": one, "method": "cuts"}), "missing"),
        (
            json!({"customers": one, "method": "cuts", "recency_cuts": [2, 1], "frequency_cuts": [1, 2], "monetary_cuts": [1, 2]}),
            "bad_cuts",
        ),
        (
            json!({"customers": one, "method": "cuts", "recency_cuts": [1, 2], "frequency_cuts": [1], "monetary_cuts": [1, 2]}),
            "bad_cuts",
        ),
        (
            json!({"customers": one, "asof": "2026-01-01"}),
            "unknown_key",
        ),
    ] {
        assert_eq!(answer("rfm", &request).unwrap_err().code, code, "{request}");
    }
}

#[test]
fn one_customer_has_a_score() {
    let request = json!({"customers": people(&[(1.0, 2.0, 3.0)])});
    assert_eq!(codes(&request), ["111"]);
    assert_eq!(
        warnings(&request),
        json!([
            "no_spread:recency_days",
            "no_spread:frequency",
            "no_spread:monetary",
            "fewer_customers_than_bins"
        ])
    );
}

#[test]
fn many_transactions_from_a_table_give_what_the_list_gives() {
    let table = |n: usize| {
        let id = |i: usize| format!("c{}", i * 31 % 997);
        let date = |i: usize| format!("2026-{:02}-{:02}", 1 + i % 12, 1 + i % 28);
        Table {
            columns: vec![
                (
                    "id".into(),
                    TableCells::Texts(Arc::new((0..n).map(id).collect())),
                ),
                (
                    "date".into(),
                    TableCells::Texts(Arc::new((0..n).map(date).collect())),
                ),
                (
                    "amount".into(),
                    TableCells::Numbers(Arc::new((0..n).map(|i| (i % 50) as f64).collect())),
                ),
            ],
        }
    };
    let options = json!({});
    let small = table(300);
    let calculator = find("rfm").unwrap();
    let by_table = calculator
        .answer(&Input::with_table(&options, &small))
        .unwrap()
        .value();
    let list: Value = (0..300)
        .map(|i| {
            let text = |key: &str| small.texts(key).unwrap()[i].to_string();
            json!({"id": text("id"), "date": text("date"), "amount": small.number("amount", i)})
        })
        .collect();
    assert_eq!(by_table, result(&json!({"transactions": list})));
    let large = table(200_000);
    let outcome = calculator
        .outcome(&Input::with_table(&options, &large))
        .unwrap();
    assert_eq!(outcome.table("rows").unwrap().rows, 997);
    let grid = outcome.table("grid").unwrap();
    let counted: f64 = (1..=5)
        .flat_map(|f| (0..5).map(move |r| (f, r)))
        .filter_map(|(f, r)| grid.columns[f].number(r))
        .sum();
    assert_eq!(counted, 997.0);
}

proptest! {
    #[test]
    fn scores_do_not_depend_on_the_order_of_the_rows(
        rows in prop::collection::vec((0u16..40, 0u16..10, 0u16..100), 1..40), rotation in 0usize..40, ntile in any::<bool>(),
    ) {
        let mut customers: Vec<Value> = rows.iter().enumerate().map(|(i, (r, f, m))| {
            json!({"id": format!("c{i}"), "recency_days": r, "frequency": f, "monetary": m})
        }).collect();
        let method = if ntile { "ntile" } else { "rank" };
        let by_id = |customers: &[Value]| {
            let result = result(&json!({"customers": customers, "method": method}));
            let rows = result["rows"].as_array().unwrap().iter();
            rows.map(|row| (row["id"].to_string(), row.clone())).collect::<std::collections::BTreeMap<_, _>>()
        };
        let first = by_id(&customers);
        for row in first.values() {
            for key in ["r", "f", "m"] {
                prop_assert!((1..=5).contains(&row[key].as_u64().unwrap()));
            }
        }
        // a better value never scores lower by rank
        if !ntile {
            for a in first.values() {
                for b in first.values() {
                    if a["monetary"].as_f64() > b["monetary"].as_f64() {
                        prop_assert!(a["m"].as_u64() >= b["m"].as_u64());
                    }
                    if a["recency_days"].as_f64() < b["recency_days"].as_f64() {
                        prop_assert!(a["r"].as_u64() >= b["r"].as_u64());
                    }
                }
            }
        }
        let by = rotation % customers.len();
        customers.rotate_left(by);
        prop_assert_eq!(by_id(&customers), first);
    }
}

#[test]
fn what_statuses_say_is_known_in_many_languages() {
    for (expected, statuses) in [
        (
            "cancelled",
            "wc-refunded; wc-failed; Order cancelled; İptal; İade edildi; Заказ отменён; 注文キャンセル; 返品済み; 已取消; 已退款; 취소; \
             Cancelled - payment declined; Cancelled by customer request; 取消（未发货）; Anulado; 주문취소; Zrušeno; Remboursée; Reembolsado; Storniert",
        ),
        (
            "refund",
            "Sammelgutschrift; Faktura korygująca; Korekta; İade Faturası; İade; Devolução; DEVOLUCION; Creditfactuur; Kreditfaktura; \
             Dobropis; 赤伝; 売上返品; 掛返品; 반품; 退货; Nota de crédito; Facture d'avoir; Возврат от покупателя; ACCRECCREDIT; \
             Customer Credit Note; Sales return; Remboursement",
        ),
        (
            "stands",
            "paid; Partially refunded; 部分退款; Частичный возврат; 未退款; credit card; return customer; NC; savoir; Invoice; \
             Order received; sans retour; no credit note; Kreditkarte; Rechnung; 売上; Reembolso parcial; Reembolsado parcialmente; \
             Remboursé partiellement; Avoir partiel; Erstattet (teilweise); Order refunded partially; Rückgabe abgelehnt; \
             Devolución rechazada; Order cancellation rejected; İade reddedildi; Отказ в возврате; 退款被拒绝; 退款关闭; 환불거절; \
             취소철회; İade talebi; İptal edilemez; 취소불가; Rückgabefrist läuft; Erstattungsfähig; 返品可; 取消可; 可退款; 可取消; \
             取り消し不可; Zwrotnica; Gutschriftverfahren; Anulka",
        ),
    ] {
        for status in statuses.split("; ") {
            let found = match status {
                _ if super::is_reversed(status) => "cancelled",
                _ if super::is_refund(status) => "refund",
                _ => "stands",
            };
            assert_eq!(found, expected, "{status}");
        }
    }
}

#[test]
fn the_lines_of_an_order_are_one_purchase_and_refunds_are_none() {
    let line = |id: &str, date: &str, amount: f64, order: &str| json!({"id": id, "date": date, "amount": amount, "order": order});
    let request = json!({"transactions": [
        line("Ost", "2026-03-01", 10.0, "1001"), line("Ost", "2026-03-01", 20.0, "1001"), line("Ost", "2026-03-05", -5.0, "1003"),
        line("West", "2026-03-02", 60.0, "1002"), line("West", "2026-03-03", 60.0, "1004"), line("West", "2026-03-04", -60.0, "1004"),
        line("Nord", "2026-03-05", 7.0, ""), line("Nord", "2026-03-05", 7.0, ""), line("Nord", "2026-03-06", -14.0, ""),
        line("Sued", "2026-03-06", -9.0, "1005"),
    ]});
    let answer = answer("rfm", &request).unwrap();
    let rows = answer.value()["rows"].clone();
    let seen: Vec<String> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                row["id"].as_str().unwrap(),
                row["recency_days"],
                row["frequency"],
                row["monetary"]
            )
        })
        .collect();
    assert_eq!(
        seen,
        ["Ost 6.0 1.0 25.0", "West 5.0 1.0 60.0", "Nord 2.0 2.0 0.0"]
    );
    let warnings = serde_json::to_string(&answer.warnings).unwrap();
    for warning in [
        "refunds:4",
        "left_with_nothing:Nord",
        "without_purchase:Sued",
    ] {
        assert!(warnings.contains(warning), "{warnings}");
    }
}
