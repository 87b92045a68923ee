//! Break-even order value: how large an order must be to pay for its own handling.
//!
//! Source: contribution analysis as in Horngren et al., Cost Accounting; applied to orders by Christopher, Logistics and
//! Supply Chain Management.

use serde::Serialize;
use serde_json::Value;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Axis, Calculator, Cut, Field, Figure, Input, Kind, Outcome, Plot, Refusal,
    Series, Step, Unit, Warning,
};

pub struct BreakEvenOrder;

static ABOUT: About = About {
    name: "break_even_order",
    title: "Break-even order",
    purpose: "How large must an order be to pay?",
    formula: "order value = fixed cost / (margin rate - variable rate)",
    source: "Christopher, Logistics and Supply Chain Management",
    fields: &[
        Field::new(
            "fixed_cost",
            "Fixed cost an order",
            Kind::Money,
            "Entry, picking, drop and invoice, whatever its size.",
        ),
        Field::new(
            "margin_rate",
            "Gross margin",
            Kind::Rate,
            "Of the order's value.",
        ),
        Field::new(
            "variable_rate",
            "Variable service cost",
            Kind::Rate,
            "Freight, handling and commission, of the order's value.",
        )
        .or(0.0),
    ],
    layouts: &[],
    example: r#"{"fixed_cost": 60, "margin_rate": 0.25, "variable_rate": 0.05}"#,
};

impl Calculator for BreakEvenOrder {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        let model = Model::read(input.request)?;
        Answer::new(&model.result(), model.warnings())
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        Ok(Model::read(input.request)?.outcome())
    }
}

struct Model {
    fixed_cost: f64,
    margin_rate: f64,
    variable_rate: f64,
}

#[derive(Debug, Serialize)]
struct Results {
    contribution_rate: f64,
    /// Nothing where no order is large enough.
    order_value: Option<f64>,
}

impl Model {
    fn read(request: &Value) -> Result<Self, Refusal> {
        let object = Object::new(request, Place::Request)?;
        object.knows(&["fixed_cost", "margin_rate", "variable_rate"])?;
        Ok(Model {
            fixed_cost: object.needed_within("fixed_cost", 0.0, f64::INFINITY)?,
            margin_rate: object.needed_within("margin_rate", 0.0, 1.0)?,
            variable_rate: object.within_or("variable_rate", 0.0, 0.0, 1.0)?,
        })
    }

    fn result(&self) -> Results {
        let contribution_rate = self.margin_rate - self.variable_rate;
        let value = self.fixed_cost / contribution_rate;
        Results {
            contribution_rate,
            order_value: Some(value).filter(|value| contribution_rate > 1e-12 && value.is_finite()),
        }
    }

    fn warnings(&self) -> Vec<Warning> {
        match self.result().order_value {
            Some(_) => Vec::new(),
            None => vec![Warning::new("never_breaks_even", "")],
        }
    }

    fn outcome(&self) -> Outcome {
        let result = self.result();
        let figures = vec![
            Figure::new(
                "order_value",
                "break-even order",
                result.order_value,
                Unit::Money,
            ),
            Figure::new(
                "contribution_rate",
                "contribution rate",
                result.contribution_rate,
                Unit::Share,
            ),
        ];
        let rate = plain(result.contribution_rate);
        let filled = format!(
            "{} - {}",
            plain(self.margin_rate),
            plain(self.variable_rate)
        );
        let mut working = vec![Step::new(
            "contribution rate = margin - variable",
            filled,
            rate.clone(),
        )];
        if let Some(value) = result.order_value {
            let filled = format!("{} / {rate}", plain(self.fixed_cost));
            working.push(Step::new(
                "order value = fixed cost / contribution rate",
                filled,
                plain(value),
            ));
        }
        let most = result
            .order_value
            .unwrap_or(100.0 * self.fixed_cost.max(1.0))
            * 2.0;
        let profit = |value: f64| (value, value * result.contribution_rate - self.fixed_cost);
        let mut cuts = vec![Cut::Level {
            label: "break-even".into(),
            y: 0.0,
        }];
        if let Some(x) = result.order_value {
            let label = "break-even order".to_string();
            cuts.push(Cut::Upright { label, x });
        }
        let plot = Plot {
            title: "Profit of an order",
            x: Axis::new("order value", Unit::Money),
            y: Axis::new("profit of the order", Unit::Money),
            series: vec![Series::new("profit", vec![profit(0.0), profit(most)])],
            cuts,
            markers: Vec::new(),
        };
        Outcome {
            figures,
            tables: Vec::new(),
            plots: vec![plot],
            working,
            warnings: self.warnings(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::answer;
    use serde_json::json;

    #[test]
    fn the_order_that_pays_for_itself() {
        let result = answer(
            "break_even_order",
            &json!({"fixed_cost": 60, "margin_rate": 0.25, "variable_rate": 0.05}),
        )
        .unwrap()
        .value();
        assert!((result["order_value"].as_f64().unwrap() - 300.0).abs() < 1e-9);
        assert!((result["contribution_rate"].as_f64().unwrap() - 0.2).abs() < 1e-12);
    }

    #[test]
    fn where_the_margin_is_eaten_up_no_order_is_large_enough() {
        for variable in [0.25, 0.3] {
            let answer = answer(
                "break_even_order",
                &json!({"fixed_cost": 60, "margin_rate": 0.25, "variable_rate": variable}),
            )
            .unwrap();
            assert!(answer.value()["order_value"].is_null());
            assert_eq!(answer.warnings[0].to_string(), "never_breaks_even");
        }
        assert_eq!(
            answer(
                "break_even_order",
                &json!({"fixed_cost": -1, "margin_rate": 0.2})
            )
            .unwrap_err()
            .code,
            "out_of_range"
        );
        assert_eq!(
            answer("break_even_order", &json!({"fixed_cost": 1}))
                .unwrap_err()
                .code,
            "missing"
        );
    }
}
