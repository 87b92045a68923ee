//! Economic order quantity: the batch at which ordering and holding cost are equal and their sum lowest.
//!
//! Source: Harris, "How many parts to make at once" (1913); Silver, Pyke & Thomas.

use super::frame::*;

pub static EOQ: Calculator = Calculator {
    name: "eoq",
    title: "Economic order quantity",
    purpose: "How much to order at a time?",
    formula: "Q = sqrt(2 D S / H)",
    source: "Harris (1913); Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains",
    fields: &[
        Field::number("demand", "Demand a year")
            .help("In units.")
            .letter("D")
            .above(0.0),
        Field::money("order_cost", "Cost of an order")
            .help("Of placing and receiving one order, or of one set-up.")
            .letter("S")
            .above(0.0),
        Field::money("holding_cost", "Holding cost a unit")
            .help("For a year. Give this, or the unit cost and the rate.")
            .letter("H")
            .above(0.0)
            .optional(),
        Field::money("unit_cost", "Unit cost")
            .help("With the holding rate.")
            .above(0.0)
            .optional(),
        Field::rate("holding_rate", "Holding rate a year")
            .help("Of the unit cost.")
            .within(0.0, f64::INFINITY)
            .above(0.0)
            .optional(),
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"demand": 1000, "order_cost": 10, "holding_cost": 0.5}"#,
    result: "",
    work,
};

/// Cost of holding a unit for a year, given directly or as a rate on the unit's cost.
fn holding_cost(reader: &Reader) -> Result<f64, Refusal> {
    let wanted = "a number, or `unit_cost` and `holding_rate`";
    if reader.by_first("holding_cost", &["unit_cost", "holding_rate"], wanted)? {
        reader.number("holding_cost")
    } else {
        Ok(reader.number("unit_cost")? * reader.number("holding_rate")?)
    }
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let holding_cost = holding_cost(reader)?;
    let (demand, order_cost) = (reader.number("demand")?, reader.number("order_cost")?);
    let product = 2.0 * demand * order_cost;
    let quantity = (product / holding_cost).sqrt();
    let orders = demand / quantity;
    let ordering = |q: f64| demand / q * order_cost;
    let holding = |q: f64| q / 2.0 * holding_cost;
    let interval = 365.0 / orders;
    let together = ordering(quantity) + holding(quantity);
    let figures = vec![
        Figure::quantity("quantity", "order quantity", quantity),
        Figure::quantity("orders", "orders a year", orders),
        Figure::new("interval_days", "an order every", interval, Unit::Days),
        Figure::money("ordering_cost", "ordering cost a year", ordering(quantity)),
        Figure::money("holding_cost", "holding cost a year", holding(quantity)),
        Figure::money("total", "together", together),
    ];
    let [d, s, h, q] = [demand, order_cost, holding_cost, quantity].map(plain);
    let quotient = plain(product / holding_cost);
    let product = plain(product);
    let working = vec![
        Step::new("2 D S", format!("2 x {d} x {s}"), &product),
        Step::new("2 D S / H", format!("{product} / {h}"), &quotient),
        Step::new("Q = sqrt(2 D S / H)", format!("sqrt({quotient})"), &q),
        Step::of("orders a year = D / Q", format!("{d} / {q}"), orders),
    ];
    let curve = |cost: &dyn Fn(f64) -> f64| {
        let quantities = (4..=60).map(|i| quantity * f64::from(i) / 20.0);
        quantities.map(|q| (q, cost(q))).collect::<Vec<_>>()
    };
    let plot = Plot::new(
        "Cost a year against the order quantity",
        Axis::new("order quantity", Unit::Quantity),
        Axis::new("cost a year", Unit::Money),
        vec![
            Series::new("together", curve(&|q| ordering(q) + holding(q))),
            Series::new("ordering", curve(&ordering)),
            Series::new("holding", curve(&holding)),
        ],
    )
    .marked("lowest", quantity, together);
    Ok(Outcome::new(figures, working).with_plot(plot))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn result(request: &Value) -> Value {
        answer("eoq", request).unwrap().value()
    }

    /// Heizer & Render, Operations Management, Sharp, Inc.: 1,000 needles, $10 an order, $0.50 a unit-year: 200 a
    /// time, five orders, $100 a year.
    #[test]
    fn the_needles_of_heizer_and_render_are_ordered_as_printed() {
        let result = result(&json!({"demand": 1000, "order_cost": 10, "holding_cost": 0.5}));
        assert_eq!(
            (&result["quantity"], &result["orders"], &result["total"]),
            (&json!(200.0), &json!(5.0), &json!(100.0))
        );
    }

    #[test]
    fn a_rate_on_the_unit_cost_says_the_same() {
        let by_rate = result(
            &json!({"demand": 1000, "order_cost": 10, "unit_cost": 2, "holding_rate": 0.25}),
        );
        assert_eq!(
            by_rate,
            result(&json!({"demand": 1000, "order_cost": 10, "holding_cost": 0.5}))
        );
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (request, code) in [
            (
                json!({"demand": 0, "order_cost": 10, "holding_cost": 0.5}),
                "out_of_range",
            ),
            (
                json!({"demand": 1, "order_cost": 10, "holding_cost": 0}),
                "out_of_range",
            ),
            (json!({"demand": 1, "order_cost": 10}), "missing"),
            (
                json!({"demand": 1, "order_cost": 10, "unit_cost": 5}),
                "missing",
            ),
            (
                json!({"demand": 1, "order_cost": 10, "holding_cost": 1, "unit_cost": 5}),
                "ambiguous",
            ),
            (
                json!({"demand": 1e300, "order_cost": 1e300, "holding_cost": 1}),
                "not_finite",
            ),
        ] {
            assert_eq!(answer("eoq", &request).unwrap_err().code, code, "{request}");
        }
    }

    proptest! {
        #[test]
        fn at_the_optimum_both_costs_are_equal(demand in 1.0..1e6f64, order in 0.1..1e3f64, holding in 0.01..1e2f64) {
            let result = result(&json!({"demand": demand, "order_cost": order, "holding_cost": holding}));
            let (a, b) = (result["ordering_cost"].as_f64().unwrap(), result["holding_cost"].as_f64().unwrap());
            prop_assert!((a - b).abs() <= 1e-9 * a);
        }
    }
}
