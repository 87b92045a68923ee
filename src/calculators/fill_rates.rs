//! Fill rates: what share of units, of lines and of whole orders was shipped.
//!
//! Source: Bowersox, Closs & Cooper, Supply Chain Logistics Management (item, line and order fill rate).

use super::frame::*;
use std::collections::HashMap;

pub static FILL_RATES: Calculator = Calculator {
    name: "fill_rates",
    title: "Fill rates",
    purpose: "How much of an order was delivered?",
    formula: "unit fill = shipped / ordered; line fill = full lines / lines; order fill = full orders / orders",
    source: "Bowersox, Closs & Cooper, Supply Chain Logistics Management",
    fields: &[],
    lists: &["lines"],
    layouts: &[Layout::of("order lines", COLUMNS)],
    example: r#"{"lines": [{"order": "1", "ordered": 40, "shipped": 40}, {"order": "1", "ordered": 20, "shipped": 15},
        {"order": "2", "ordered": 30, "shipped": 30}, {"order": "3", "ordered": 10, "shipped": 10}]}"#,
    result: "units_ordered; units_shipped; unit_fill; lines; full_lines; line_fill; orders; full_orders; order_fill",
    work,
};

const COLUMNS: &[Column] = &[
    Column::text(
        "order",
        "Order",
        "order id; order number; order no; sales order; so number; so no; po number; po no",
    ),
    Column::number(
        "ordered",
        "Ordered",
        "quantity ordered; order quantity; qty ordered; order qty",
    ),
    Column::number(
        "shipped",
        "Shipped",
        "quantity shipped; delivered; qty shipped; filled; ship qty; received",
    )
    .at_least(0.0),
];

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let lines = reader.rows("lines")?;
    let orders = lines.named("order")?;
    let (ordered, shipped) = (lines.needed("ordered")?, lines.needed("shipped")?);
    if let Some(row) = ordered.iter().position(|ordered| *ordered <= 0.0) {
        let says = format!("must be above 0, not {}.", ordered[row]);
        return Err(Refusal::in_row("out_of_range", row, "ordered", &says));
    }
    let both = || ordered.iter().zip(shipped.iter());
    // What is shipped beyond its order fills no other one.
    let filled = both().map(|(ordered, shipped)| shipped.min(*ordered)).sum();
    let beyond = orders.iter().zip(both());
    let beyond = beyond.filter(|(_, (ordered, shipped))| **shipped > **ordered * (1.0 + NEAR));
    let mut beyond: Vec<String> = beyond.map(|(order, _)| order.to_string()).collect();
    beyond.dedup();
    let warning = (!beyond.is_empty()).then(|| Warning::new("over_shipped", beyond.join(",")));
    let full: Vec<bool> = both()
        .map(|(ordered, shipped)| *shipped >= ordered * (1.0 - NEAR))
        .collect();
    let mut in_full: HashMap<&str, bool> = HashMap::new();
    for (order, full) in orders.iter().zip(&full) {
        *in_full.entry(order).or_insert(true) &= *full;
    }
    let count = |full: &mut dyn Iterator<Item = &bool>| full.filter(|full| **full).count() as f64;
    let mut figures = Vec::new();
    let mut json_only = Vec::new();
    let mut working = Vec::new();
    let parts = [
        (
            ("units_shipped", filled),
            ("units_ordered", ordered.iter().sum()),
            ("unit_fill", "unit fill", "units shipped / ordered"),
            Unit::Quantity,
        ),
        (
            ("full_lines", count(&mut full.iter())),
            ("lines", full.len() as f64),
            ("line_fill", "line fill", "full lines / lines"),
            Unit::Count,
        ),
        (
            ("full_orders", count(&mut in_full.values())),
            ("orders", in_full.len() as f64),
            ("order_fill", "order fill", "full orders / orders"),
            Unit::Count,
        ),
    ];
    for ((part_key, part), (whole_key, whole), (key, label, quotient), unit) in parts {
        let rate: f64 = part / whole;
        let filled = format!("{} / {}", plain(part), plain(whole));
        working.push(Step::of(format!("{label} = {quotient}"), filled, rate));
        figures.push(Figure::new(key, label, rate, Unit::Share));
        json_only.push(Figure::unseen(part_key, part, unit));
        json_only.push(Figure::unseen(whole_key, whole, unit));
    }
    let rows: Vec<u32> = (0..orders.len() as u32).collect();
    let in_full = full.iter().map(|full| if *full { "yes" } else { "no" });
    let columns = vec![
        GridColumn::names("order", "Order", &orders, rows),
        GridColumn::shared("ordered", "Ordered", Unit::Quantity, &ordered),
        GridColumn::shared("shipped", "Shipped", Unit::Quantity, &shipped),
        GridColumn::words("full", "In full", in_full),
    ];
    Ok(Outcome::new(figures, working)
        .with_json_only(json_only)
        .with_table(Grid::new("lines", "Order lines", columns))
        .with_warnings(warning))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    #[test]
    fn the_three_rates_differ_on_the_same_shipments() {
        let request: Value = serde_json::from_str(super::FILL_RATES.example).unwrap();
        let result = answer("fill_rates", &request).unwrap().value();
        assert_eq!(result["unit_fill"], json!(0.95));
        assert_eq!(result["line_fill"], json!(0.75));
        assert_eq!(result["order_fill"], json!(2.0 / 3.0));
    }

    #[test]
    fn what_is_shipped_beyond_its_order_fills_no_other_one() {
        let request = json!({"lines": [{"order": "1", "ordered": 10, "shipped": 12}, {"order": "2", "ordered": 10, "shipped": 8}]});
        let answer = answer("fill_rates", &request).unwrap();
        assert_eq!(answer.value()["unit_fill"], json!(0.9));
        assert_eq!(answer.warnings[0].to_string(), "over_shipped:1");
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (line, code) in [
            (
                json!({"order": "1", "ordered": 0, "shipped": 0}),
                "out_of_range",
            ),
            (
                json!({"order": "1", "ordered": 5, "shipped": -1}),
                "out_of_range",
            ),
            (json!({"order": "1", "ordered": 5}), "missing"),
            (json!({"ordered": 5, "shipped": 5}), "missing"),
            (
                json!({"order": "1", "ordered": "5", "shipped": 5}),
                "not_a_number",
            ),
        ] {
            assert_eq!(
                answer("fill_rates", &json!({"lines": [line]}))
                    .unwrap_err()
                    .code,
                code,
                "{line}"
            );
        }
        assert_eq!(
            answer("fill_rates", &json!({"lines": []}))
                .unwrap_err()
                .code,
            "empty"
        );
    }
}
