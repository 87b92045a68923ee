//! Economic order quantity: the batch at which ordering and holding cost are equal and their sum lowest.
//!
//! Source: Harris, "How many parts to make at once" (1913); Silver, Pyke & Thomas.

use serde::Serialize;
use serde_json::Value;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Axis, Calculator, Field, Figure, Input, Kind, Marker, Outcome, Plot, Refusal,
    Series, Step, Unit,
};

pub struct Eoq;

static ABOUT: About = About {
    name: "eoq",
    title: "Economic order quantity",
    purpose: "How much to order at a time?",
    formula: "Q = sqrt(2 D S / H)",
    source: "Harris (1913); Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains",
    fields: &[
        Field::new("demand", "Demand a year", Kind::Number, "In units."),
        Field::new(
            "order_cost",
            "Cost of an order",
            Kind::Money,
            "Of placing and receiving one order, or of one set-up.",
        ),
        Field::new(
            "holding_cost",
            "Holding cost a unit",
            Kind::Money,
            "For a year. Give this, or the unit cost and the rate.",
        )
        .optional(),
        Field::new(
            "unit_cost",
            "Unit cost",
            Kind::Money,
            "With the holding rate.",
        )
        .optional(),
        Field::new(
            "holding_rate",
            "Holding rate a year",
            Kind::Rate,
            "Of the unit cost.",
        )
        .within(0.0, 10.0)
        .optional(),
    ],
    layouts: &[],
    example: r#"{"demand": 1000, "order_cost": 10, "holding_cost": 0.5}"#,
};

impl Calculator for Eoq {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        Answer::new(&Model::read(input.request)?.result()?, Vec::new())
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        Model::read(input.request)?.outcome()
    }
}

struct Model {
    demand: f64,
    order_cost: f64,
    holding_cost: f64,
}

#[derive(Debug, Serialize)]
struct Results {
    quantity: f64,
    orders: f64,
    interval_days: f64,
    ordering_cost: f64,
    holding_cost: f64,
    total: f64,
}

impl Model {
    fn read(request: &Value) -> Result<Self, Refusal> {
        let object = Object::new(request, Place::Request)?;
        object.knows(&[
            "demand",
            "order_cost",
            "holding_cost",
            "unit_cost",
            "holding_rate",
        ])?;
        let above = |key: &str| object.above(key, object.needed(key)?, 0.0);
        let by_rate = object.get("unit_cost").is_some() || object.get("holding_rate").is_some();
        let holding_cost = match (object.get("holding_cost").is_some(), by_rate) {
            (true, true) => {
                return Err(object.refuse(
                    "ambiguous",
                    "holding_cost",
                    "stands beside `unit_cost` or `holding_rate`: give one or the other.",
                ));
            }
            (false, true) => above("unit_cost")? * above("holding_rate")?,
            (true, false) => above("holding_cost")?,
            (false, false) => {
                return Err(object.missing(
                    "holding_cost",
                    "a number, or `unit_cost` and `holding_rate`",
                ));
            }
        };
        Ok(Model {
            demand: above("demand")?,
            order_cost: above("order_cost")?,
            holding_cost,
        })
    }

    fn result(&self) -> Result<Results, Refusal> {
        let quantity = (2.0 * self.demand * self.order_cost / self.holding_cost).sqrt();
        let orders = self.demand / quantity;
        let (ordering, holding) = (orders * self.order_cost, quantity / 2.0 * self.holding_cost);
        match quantity > 0.0
            && orders > 0.0
            && (quantity + ordering + holding + 365.0 / orders).is_finite()
        {
            true => Ok(Results {
                quantity,
                orders,
                interval_days: 365.0 / orders,
                ordering_cost: ordering,
                holding_cost: holding,
                total: ordering + holding,
            }),
            false => Err(Refusal::new(
                "not_finite",
                "With this `demand` the numbers are too large or too small to count: give less extreme ones.",
            )
            .at_field("demand")),
        }
    }

    fn outcome(&self) -> Result<Outcome, Refusal> {
        let result = self.result()?;
        let figures = vec![
            Figure::new(
                "quantity",
                "order quantity",
                result.quantity,
                Unit::Quantity,
            ),
            Figure::new("orders", "orders a year", result.orders, Unit::Quantity),
            Figure::new(
                "interval_days",
                "an order every",
                result.interval_days,
                Unit::Days,
            ),
            Figure::new(
                "ordering_cost",
                "ordering cost a year",
                result.ordering_cost,
                Unit::Money,
            ),
            Figure::new(
                "holding_cost",
                "holding cost a year",
                result.holding_cost,
                Unit::Money,
            ),
            Figure::new("total", "together", result.total, Unit::Money),
        ];
        let (d, s, h) = (
            plain(self.demand),
            plain(self.order_cost),
            plain(self.holding_cost),
        );
        let product = 2.0 * self.demand * self.order_cost;
        let quotient = product / self.holding_cost;
        let quantity = plain(result.quantity);
        let working = vec![
            Step::new("2 D S", format!("2 x {d} x {s}"), plain(product)),
            Step::new(
                "2 D S / H",
                format!("{} / {h}", plain(product)),
                plain(quotient),
            ),
            Step::new(
                "Q = sqrt(2 D S / H)",
                format!("sqrt({})", plain(quotient)),
                quantity.clone(),
            ),
            Step::new(
                "orders a year = D / Q",
                format!("{d} / {quantity}"),
                plain(result.orders),
            ),
        ];
        let quantities: Vec<f64> = (4..=60)
            .map(|i| result.quantity * f64::from(i) / 20.0)
            .collect();
        let curve = |cost: &dyn Fn(f64) -> f64| {
            quantities
                .iter()
                .map(|q| (*q, cost(*q)))
                .collect::<Vec<_>>()
        };
        let ordering = |q: f64| self.demand / q * self.order_cost;
        let holding = |q: f64| q / 2.0 * self.holding_cost;
        let plot = Plot {
            title: "Cost a year against the order quantity",
            x: Axis::new("order quantity", Unit::Quantity),
            y: Axis::new("cost a year", Unit::Money),
            series: vec![
                Series::new("together", curve(&|q| ordering(q) + holding(q))),
                Series::new("ordering", curve(&ordering)),
                Series::new("holding", curve(&holding)),
            ],
            cuts: Vec::new(),
            markers: vec![Marker {
                label: "lowest".into(),
                x: result.quantity,
                y: result.total,
            }],
        };
        Ok(Outcome {
            figures,
            plots: vec![plot],
            working,
            ..Outcome::default()
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
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
