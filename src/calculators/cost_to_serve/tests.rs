//! Tests of the cost to serve: published examples, edges, laws.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{Input, Step, Table, TableCells, answer, find};

fn result(request: &Value) -> Value {
    answer("cost_to_serve", request).unwrap().value()
}

fn warnings(request: &Value) -> Value {
    serde_json::to_value(answer("cost_to_serve", request).unwrap().warnings).unwrap()
}

fn number(value: &Value, pointer: &str) -> f64 {
    value
        .pointer(pointer)
        .and_then(Value::as_f64)
        .unwrap_or_else(|| panic!("{pointer} in {value}"))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

/// Glad & Becker, Activity-Based Costing and Management (1995), three customers, as adapted in the Open University's
/// "Challenges in advanced management accounting", activity 4:
/// <https://www.open.edu/openlearn/money-business/challenges-advanced-management-accounting/content-section-2.2.1>.
/// Net profits printed in a worked answer under other names: 19,851; 20,163; 8,424
/// (<https://vi.scribd.com/document/406751903>, question 1).
#[test]
fn each_row_has_its_costs_by_driver_and_its_shares_of_the_net_revenue() {
    let request = json!({"rates": {"orders": 40, "lines": 3}, "customers": [
        {"id": "a", "revenue": 1000, "discounts": 200, "cogs": 400, "drivers": {"orders": 2, "lines": 10}},
        {"id": "b", "revenue": 500, "discounts": 500, "cogs": 100, "drivers": {"lines": 4}}]});
    let result = result(&request);
    let row = &result["rows"][0];
    assert_eq!(row["net_revenue"], json!(800.0));
    assert_eq!(row["by_driver"], json!({"lines": 30.0, "orders": 80.0}));
    assert_eq!(row["activities"], json!(110.0));
    assert_eq!(row["gross_margin_pct"], json!(0.5));
    assert_eq!(row["cost_to_serve_pct"], json!(0.1375));
    assert_eq!(row["net_pct"], json!(290.0 / 800.0));
    assert_eq!(result["totals"]["net_pct"], json!(178.0 / 800.0));
    assert_eq!(
        result["rows"][1]["by_driver"],
        json!({"lines": 12.0, "orders": 0.0})
    );
    assert!(result["rows"][1]["net_pct"].is_null());
}

#[test]
fn the_three_customers_of_glad_and_becker_earn_what_is_printed() {
    let pools = json!([
        {"name": "order taking", "driver": "orders", "cost": 1534},
        {"name": "packing", "driver": "units", "cost": 5250},
        {"name": "dispatch", "driver": "units", "cost": 4312.5},
        {"name": "warehousing", "driver": "square metres", "cost": 1007},
        {"name": "account administration", "driver": "orders", "cost": 2242},
    ]);
    let customer = |id: &str, revenue: f64, orders: f64, units: f64, space: f64, direct: f64| {
        json!({"id": id, "revenue": revenue, "gross_margin": revenue * 0.3, "direct": direct,
            "drivers": {"orders": orders, "units": units, "square metres": space}})
    };
    let request = json!({"pools": pools, "customers": [
        customer("Beta", 120_000.0, 13.0, 300.0, 30.0, 13_120.0),
        customer("Gamma", 150_000.0, 66.0, 500.0, 40.0, 18_476.0),
        customer("Delta", 90_000.0, 39.0, 450.0, 25.0, 13_620.0),
    ]});
    let result = result(&request);
    // £13 + £19 an order, £4.20 + £3.45 a unit, £10.60 a square metre
    assert!(close(number(&result, "/rates/orders"), 32.0));
    assert!(close(number(&result, "/rates/units"), 7.65));
    assert!(close(number(&result, "/rates/square metres"), 10.6));
    assert!(close(number(&result, "/rows/0/net"), 19_851.0));
    assert!(close(number(&result, "/rows/1/net"), 20_163.0));
    // Printed 4,956 of activities and 8,424 net, as its dispatch cost is rounded up to 1,553; exact is 1,552.50.
    assert!(close(number(&result, "/rows/2/activities"), 4_955.5));
    assert!(close(number(&result, "/rows/2/net"), 8_424.5));
    assert!(close(number(&result, "/unused_total"), 0.0));
    assert!(close(
        number(&result, "/rows/0/cost_per_order"),
        (13_120.0 + 3_029.0) / 13.0
    ));
    assert_eq!(result["whale"]["rows"][0]["id"], "Gamma");
}

/// A class exercise on customer contribution (visits, kilogram-miles, modifications, orders): printed contributions
/// 190,546 for customer A and 250,688 for customer B, rates £250, £0.07, £2,000, £15 and £11.
/// <https://vi.scribd.com/document/406751903>, question 2.
#[test]
fn customers_a_and_b_contribute_what_is_printed() {
    let pools = json!([
        {"name": "visits", "driver": "visits", "cost": 450_000, "volume": 1_800},
        {"name": "delivery", "driver": "kilogram-miles", "cost": 700_000, "volume": 10_000_000},
        {"name": "modification", "driver": "modifications", "cost": 50_000, "volume": 25},
        {"name": "order processing", "driver": "orders", "cost": 48_000, "volume": 3_200},
        {"name": "other", "driver": "orders", "cost": 35_200, "volume": 3_200},
    ]);
    let request = json!({"pools": pools, "customers": [
        {"id": "A", "revenue": 594_000, "cogs": 300_000,
         "drivers": {"visits": 25, "kilogram-miles": 950_000, "modifications": 14, "orders": 104}},
        {"id": "B", "revenue": 571_000, "cogs": 298_000, "drivers": {"visits": 4, "kilogram-miles": 300_000, "orders": 12}},
    ]});
    let result = result(&request);
    assert!(close(number(&result, "/rows/0/activities"), 103_454.0));
    assert!(close(number(&result, "/rows/0/net"), 190_546.0));
    assert!(close(number(&result, "/rows/1/net"), 250_688.0));
    let charged = number(&result, "/totals/activities");
    assert!(close(
        number(&result, "/unused_total"),
        1_283_200.0 - charged
    ));
}

/// Kaplan & Anderson, "Time-driven activity-based costing" (2004): $560,000 over 700,000 minutes is $0.80; 578,600
/// minutes are used, and $97,120 is the cost of unused capacity. The working paper prints "121,400 hours" for what its
/// own column makes minutes: <https://www.yumpu.com/en/document/view/47674301/time-driven-activity-based-costing/8>.
#[test]
fn the_service_department_of_kaplan_and_anderson_leaves_its_printed_capacity_unused() {
    let request = json!({
        "pools": [{"name": "customer service", "driver": "minutes", "cost": 560_000, "volume": 700_000}],
        "customers": [
            {"id": "orders", "revenue": 0, "cogs": 0, "drivers": {"minutes": 392_000}},
            {"id": "complaints", "revenue": 0, "cogs": 0, "drivers": {"minutes": 61_600}},
            {"id": "credit checks", "revenue": 0, "cogs": 0, "drivers": {"minutes": 125_000}},
        ],
    });
    let result = result(&request);
    assert!(close(number(&result, "/rates/minutes"), 0.8));
    assert!(close(number(&result, "/rows/0/activities"), 313_600.0));
    assert!(close(number(&result, "/rows/1/activities"), 49_280.0));
    assert!(close(number(&result, "/totals/activities"), 462_880.0));
    assert!(close(
        number(&result, "/unused_capacity/customer service"),
        97_120.0
    ));
    assert_eq!(result["rows"][0]["quadrant"], "cost_engineer");
}

/// Cooper & Kaplan, "Profit priorities from activity-based costing" (1991), Kanthal: a fifth of the customers earned
/// 225 % of the profit, 70 % about broke even, a tenth lost 125 %. The first figure is confirmed by the firm that made the
/// analysis (<http://sam.se/kanthal-lonsamhetscase-swe/>), the rest was not seen again; it follows from a total of 100 %.
#[test]
fn the_whale_curve_of_kanthal_peaks_at_225_per_cent() {
    let margins = [150.0, 75.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, -125.0];
    let customers: Value = margins
        .iter()
        .enumerate()
        .map(|(i, margin)| json!({"id": format!("c{i}"), "revenue": 100, "gross_margin": margin}))
        .collect();
    let result = result(&json!({"customers": customers}));
    let whale = &result["whale"];
    assert!(close(number(whale, "/peak_pct"), 2.25));
    assert!(close(number(whale, "/customers_at_peak_share"), 0.2));
    assert_eq!(
        (
            whale["profitable"].as_u64(),
            whale["break_even"].as_u64(),
            whale["unprofitable"].as_u64()
        ),
        (Some(2), Some(7), Some(1))
    );
    assert!(close(number(whale, "/erosion_pct"), 1.25));
    assert!(close(number(whale, "/erosion_of_peak"), 125.0 / 225.0));
    assert!(close(number(whale, "/rows/9/cum_pct"), 1.0));
}

/// Drury, Management and Cost Accounting, the Darwin Company: rates and four customers, reprinted at ibeehomeworksolutions.com
/// ("Details of the activities and the cost driver rates", 610134). Its solution was not seen: results are by hand.
#[test]
fn credit_is_charged_on_the_days_to_pay() {
    let rates = json!({"orders": 300, "visits": 200, "km": 1, "urgent": 500});
    let customer = |id: &str, sales: f64, margin: f64, days: f64, drivers: Value| json!({"id": id, "revenue": sales, "gross_margin": margin, "receivable_days": days, "drivers": drivers});
    let request = json!({"rates": rates, "capital_rate": 0.1, "customers": [
        customer("A", 1e6, 90e3, 90.0, json!({"orders": 200, "visits": 20, "km": 30_000, "urgent": 20})),
        customer("B", 1e6, 120e3, 30.0, json!({"orders": 100, "visits": 10, "km": 10_000, "urgent": 5})),
        customer("Y", 5e5, 70e3, 10.0, json!({"orders": 50, "visits": 5, "km": 2_500})),
        customer("Z", 2e6, 200e3, 10.0, json!({"orders": 30, "visits": 5, "km": 1_250})),
    ]});
    let result = result(&request);
    assert!(close(
        number(&result, "/rows/0/capital"),
        1e6 * 90.0 / 365.0 * 0.1
    ));
    assert_eq!(number(&result, "/rows/0/capital").round(), 24_658.0);
    assert!(close(
        number(&result, "/rows/0/net"),
        90e3 - 60e3 - 4e3 - 30e3 - 10e3 - 1e6 * 9.0 / 365.0
    ));
    assert!(close(
        number(&result, "/rows/3/net"),
        200e3 - 9e3 - 1e3 - 1_250.0 - 2e6 * 1.0 / 365.0
    ));
    let given = json!({"capital_rate": 0.1, "customers": [{"id": "A", "revenue": 10, "cogs": 0, "capital": 50, "receivable_days": 90}]});
    assert!(close(number(&self::result(&given), "/rows/0/capital"), 5.0));
}

/// Four customers of a distributor of bottled water (Horngren, Datar & Foster's Spring Distribution as "Aqua"), at
/// <https://www.scribd.com/document/522832618>: profits 11,545, 38,720, 41,856 and a loss of 3,346. Its first line of sales
/// prints 3,900 for the last customer, its cases; the total below it, 50,544, is what its costs and profit agree with.
#[test]
fn the_customers_of_the_bottled_water_distributor_earn_what_is_printed() {
    let rates = json!({"orders": 100, "visits": 80, "km": 2, "cases": 0.5, "expedited": 300});
    let customer = |id: &str,
                    cases: f64,
                    price: f64,
                    orders: u32,
                    visits: u32,
                    km: u32,
                    rush: u32| {
        json!({"id": id, "revenue": cases * 14.4, "discounts": cases * (14.4 - price), "cogs": cases * 12.0,
            "drivers": {"orders": orders, "visits": visits, "km": km, "cases": cases, "expedited": rush}})
    };
    let result = result(&json!({"rates": rates, "customers": [
        customer("Quinn", 8_750.0, 14.16, 25, 3, 30 * 4, 0),
        customer("Ralph", 60_800.0, 13.20, 30, 6, 60 * 3, 0),
        customer("Sutlife", 31_800.0, 13.92, 25, 2, 40 * 8, 0),
        customer("Thorne", 3_900.0, 12.96, 30, 3, 20 * 40, 1),
    ]}));
    let printed = [
        (123_900.0, 105_000.0, 112_355.0, 11_545.0),
        (802_560.0, 729_600.0, 763_840.0, 38_720.0),
        (442_656.0, 381_600.0, 400_800.0, 41_856.0),
        (50_544.0, 46_800.0, 53_890.0, -3_346.0),
    ];
    for (nth, (sales, purchases, costs, profit)) in printed.into_iter().enumerate() {
        let of = |key: &str| number(&result, &format!("/rows/{nth}/{key}"));
        assert!(close(of("gross_margin"), sales - purchases), "{nth}");
        assert!(close(of("activities"), costs - purchases), "{nth}");
        assert!(close(of("net"), profit), "{nth}");
    }
    let ranked: Vec<&str> = result["whale"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|row| row["id"].as_str())
        .collect();
    assert_eq!(ranked, ["Sutlife", "Ralph", "Quinn", "Thorne"]);
}

#[test]
fn capacity_is_never_charged_beyond_its_use_and_too_much_use_is_said() {
    let request = |volume: Value| {
        json!({"pools": [{"name": "Desk", "driver": "orders", "cost": 500, "volume": volume}],
        "customers": [{"id": "a", "revenue": 500, "cogs": 100, "drivers": {"orders": 30}},
                      {"id": "b", "revenue": 500, "cogs": 100, "drivers": {"orders": 20}}]})
    };
    let spare = result(&request(json!(100)));
    assert!(close(number(&spare, "/rows/0/activities"), 150.0));
    assert!(close(number(&spare, "/unused_capacity/Desk"), 250.0));
    assert!(close(number(&spare, "/totals/net"), 800.0 - 250.0));
    let all = result(&request(json!(null)));
    assert!(close(number(&all, "/rates/orders"), 10.0));
    assert!(close(number(&all, "/unused_total"), 0.0));
    assert_eq!(warnings(&request(json!(40))), json!(["over_capacity:Desk"]));
    assert_eq!(warnings(&request(json!(50))), json!([]));
}

#[test]
fn customers_on_a_cut_count_as_high() {
    let customers = json!([
        {"id": "big cheap", "revenue": 100, "gross_margin": 50, "direct": 5},
        {"id": "big dear", "revenue": 100, "gross_margin": 50, "direct": 20},
        {"id": "small cheap", "revenue": 50, "gross_margin": 20, "direct": 2},
        {"id": "small dear", "revenue": 50, "gross_margin": 20, "direct": 15},
    ]);
    let by_median = result(&json!({"customers": customers}));
    let quadrants = |result: &Value| -> Vec<String> {
        let rows = result["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| row["quadrant"].as_str().unwrap().to_string())
            .collect()
    };
    assert_eq!(
        quadrants(&by_median),
        ["protect", "cost_engineer", "build", "danger_zone"]
    );
    assert!(close(number(&by_median, "/thresholds/revenue"), 75.0));
    assert!(close(number(&by_median, "/thresholds/cost_pct"), 0.125));
    let given =
        result(&json!({"customers": customers, "thresholds": {"revenue": 50, "cost_pct": 0.3}}));
    assert_eq!(
        quadrants(&given),
        ["protect", "protect", "protect", "cost_engineer"]
    );
}

#[test]
fn no_revenue_no_profit_and_discounts() {
    let request = json!({"customers": [
        {"id": "idle", "revenue": 0, "cogs": 0, "direct": {"visit": 40, "samples": 10}},
        {"id": "poor", "revenue": 100, "cogs": 90, "discounts": 20},
    ]});
    let result = result(&request);
    assert!(result["rows"][0]["net_pct"].is_null());
    assert!(close(number(&result, "/rows/0/net"), -50.0));
    assert!(close(number(&result, "/rows/1/gross_margin"), -10.0));
    for key in ["peak_pct", "erosion_pct", "erosion_of_peak"] {
        assert!(result["whale"][key].is_null(), "{key}");
    }
    assert!(result["whale"]["rows"][0]["cum_pct"].is_null());
    assert_eq!(result["whale"]["customers_at_peak"], 0);
    assert!(close(number(&result, "/whale/erosion"), 60.0));
    assert_eq!(
        warnings(&request),
        json!(["no_revenue:idle", "total_not_positive"])
    );
    assert_eq!(result["rows"][0]["quadrant"], "danger_zone");
    let one = self::result(&json!({"customers": [{"id": "a", "revenue": 10, "cogs": 4}]}));
    assert!(close(number(&one, "/whale/peak_pct"), 1.0));
    assert_eq!(one["rows"][0]["quadrant"], "cost_engineer");
}

#[test]
fn faults_are_refused_by_their_code() {
    let one = json!([{"id": "a", "revenue": 10, "cogs": 5, "drivers": {"orders": 1}}]);
    let rates = json!({"orders": 2});
    for (request, code) in [
        (json!({}), "missing"),
        (json!({"customers": []}), "empty"),
        (json!({"customers": one}), "unknown_driver"),
        (
            json!({"customers": one, "rates": {"order": 2}}),
            "unknown_driver",
        ),
        (
            json!({"customers": one, "rates": {"orders": -2}}),
            "out_of_range",
        ),
        (
            json!({"customers": one, "rates": {"orders": "2"}}),
            "not_a_number",
        ),
        (json!({"customers": one, "rates": 5}), "bad_request"),
        (
            json!({"customers": one, "rates": rates, "pools": [{"name": "p", "driver": "drops", "cost": 5}]}),
            "zero_driver",
        ),
        (
            json!({"customers": one, "pools": [{"name": "p", "driver": "orders", "cost": 5, "volume": 0}]}),
            "zero_driver",
        ),
        (
            json!({"customers": one, "pools": [{"name": "p", "cost": 5}]}),
            "missing",
        ),
        (
            json!({"customers": one, "pools": [{"name": "p", "driver": "orders", "cost": 5},
            {"name": "p", "driver": "orders", "cost": 5}]}),
            "duplicate_id",
        ),
        (
            json!({"customers": [one[0], one[0]], "rates": rates}),
            "duplicate_id",
        ),
        (
            json!({"customers": [{"id": "a", "revenue": 10}]}),
            "missing",
        ),
        (json!({"customers": [{"id": "a", "cogs": 10}]}), "missing"),
        (
            json!({"customers": [{"id": "a", "revenue": -1, "cogs": 10}]}),
            "out_of_range",
        ),
        (
            json!({"customers": [{"id": "a", "revenue": 1, "cogs": 1, "gross_margin": 0}]}),
            "ambiguous",
        ),
        (
            json!({"customers": [{"id": "a", "revenue": 1, "cogs": 1, "drivers": {"orders": -1}}], "rates": rates}),
            "out_of_range",
        ),
        (
            json!({"customers": [{"id": "a", "revenue": 1, "cogs": 1, "order": 5}]}),
            "unknown_key",
        ),
        (
            json!({"customers": one, "rates": rates, "capital_rate": 10}),
            "out_of_range",
        ),
        (
            json!({"customers": one, "rates": rates, "days_per_year": 0}),
            "out_of_range",
        ),
        (
            json!({"customers": [{"id": "a", "revenue": 1e308, "cogs": 0}, {"id": "b", "revenue": 1e308, "cogs": 0}]}),
            "not_finite",
        ),
    ] {
        assert_eq!(
            answer("cost_to_serve", &request).unwrap_err().code,
            code,
            "{request}"
        );
    }
    let refusal = answer(
        "cost_to_serve",
        &json!({"customers": one, "rates": {"order": 2}}),
    )
    .unwrap_err();
    assert_eq!(
        refusal.message,
        "The driver `orders` in row 1 (\"a\") has no rate: did you mean `order`?"
    );
    let refusal = answer(
        "cost_to_serve",
        &json!({"customers": [{"id": "a", "revenue": 1, "cogs": 1, "drivers": {"drops": -1}}]}),
    )
    .unwrap_err();
    assert_eq!(
        refusal.message,
        "`drivers.drops` in row 1 must be at least 0, not -1."
    );
}

#[test]
fn a_table_gives_what_the_list_gives() {
    let texts = |values: &[&str]| {
        TableCells::Texts(Arc::new(values.iter().map(ToString::to_string).collect()))
    };
    let numbers = |values: &[f64]| TableCells::Numbers(Arc::new(values.to_vec()));
    let table = Table {
        columns: vec![
            ("id".into(), texts(&["a", "b"])),
            ("revenue".into(), numbers(&[100.0, 80.0])),
            ("cogs".into(), numbers(&[60.0, 50.0])),
            ("discounts".into(), numbers(&[f64::NAN, 2.0])),
            ("orders".into(), numbers(&[3.0, f64::NAN])),
        ],
    };
    let options = json!({"rates": {"orders": 4}});
    let others = table.columns.iter().filter(|(key, _)| key != "cogs");
    let without = Table {
        columns: others.cloned().collect(),
    };
    let refusal = find("cost_to_serve")
        .unwrap()
        .answer(&Input::with_table(&options, &without))
        .unwrap_err();
    assert_eq!(
        refusal.message,
        "The table has no column `cogs`: give it one."
    );
    let by_table = find("cost_to_serve")
        .unwrap()
        .answer(&Input::with_table(&options, &table))
        .unwrap();
    let by_list = result(&json!({"rates": {"orders": 4}, "customers": [
        {"id": "a", "revenue": 100, "cogs": 60, "drivers": {"orders": 3}},
        {"id": "b", "revenue": 80, "cogs": 50, "discounts": 2}]}));
    let mut by_table = by_table.value();
    // an empty cell is no order, where a customer without the driver has no orders to divide by either
    assert_eq!(
        by_table["rows"][1]["cost_per_order"].take(),
        by_list["rows"][1]["cost_per_order"]
    );
    assert_eq!(by_table, by_list);
    let mut bare = table.clone();
    bare.columns.remove(2);
    let refusal = find("cost_to_serve")
        .unwrap()
        .answer(&Input::with_table(&options, &bare))
        .unwrap_err();
    assert_eq!(refusal.code, "missing");
}

#[test]
fn the_working_shows_one_customer_and_the_curves_their_cuts() {
    let request: Value = serde_json::from_str(super::COST_TO_SERVE.example).unwrap();
    let outcome = find("cost_to_serve")
        .unwrap()
        .outcome(&Input::new(&request))
        .unwrap();
    let last = &outcome.working[outcome.working.len() - 2];
    assert_eq!(last.formula, "net = margin - cost to serve");
    assert_eq!(last.filled, "45000 - 3360");
    assert_eq!(outcome.plots[1].cuts.len(), 2);
    let figure = outcome.figure("peak_pct").unwrap();
    assert_eq!(figure.value, Some(outcome.plots[0].markers[0].y));
}

/// Every part of the sum but the amount given as direct cost has a line of its own.
#[test]
fn the_working_shows_where_the_charge_on_capital_comes_from() {
    for (tied, line) in [
        (
            json!({"receivable_days": 60}),
            "capital charge = revenue x rate x days to pay / days a year = 1000 x 0.1 x 60 / 365 = 16.4384",
        ),
        (
            json!({"capital": 400}),
            "capital charge = capital x rate = 400 x 0.1 = 40",
        ),
    ] {
        let mut customer =
            json!({"id": "a", "revenue": 1000, "cogs": 600, "drivers": {"orders": 10}});
        for (key, value) in tied.as_object().unwrap() {
            customer[key] = value.clone();
        }
        let request =
            json!({"rates": {"orders": 10}, "capital_rate": 0.1, "customers": [customer]});
        let outcome = find("cost_to_serve")
            .unwrap()
            .outcome(&Input::new(&request))
            .unwrap();
        let lines: Vec<String> = outcome.working.iter().map(Step::show).collect();
        assert_eq!(lines[2], line);
        let charge = line.rsplit(' ').next().unwrap();
        assert!(lines[3].contains(&format!("100 + {charge}")), "{lines:?}");
    }
}

proptest! {
    #[test]
    fn the_curve_peaks_at_the_sum_of_all_profits_and_ends_at_the_total(
        margins in prop::collection::vec(-100i32..100, 1..40), rotation in 0usize..40,
    ) {
        let mut customers: Vec<Value> = margins.iter().enumerate()
            .map(|(i, margin)| json!({"id": format!("c{i}"), "revenue": 100, "gross_margin": margin})).collect();
        let first = result(&json!({"customers": customers}))["whale"].clone();
        let (peak, total) = (number(&first, "/peak"), number(&first, "/total"));
        prop_assert!(peak >= total - 1e-9 && peak >= 0.0);
        let gains: i32 = margins.iter().filter(|margin| **margin > 0).sum();
        prop_assert!(close(peak, f64::from(gains)));
        prop_assert!(close(number(&first, "/erosion"), peak - total));
        let last = first["rows"].as_array().unwrap().last().unwrap();
        prop_assert!(close(number(last, "/cum_profit"), f64::from(margins.iter().sum::<i32>())));
        let by = rotation % customers.len();
        customers.rotate_left(by);
        prop_assert_eq!(&result(&json!({"customers": customers}))["whale"], &first);
    }
}
