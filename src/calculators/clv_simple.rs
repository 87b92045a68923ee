//! Customer lifetime value, simple model: yearly margin times lifetime, without discounting.
//!
//! Source: Kotler & Keller, Marketing Management; lifetime as 1 / churn from the geometric distribution.

use serde::Serialize;
use serde_json::Value;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Axis, Calculator, Field, Figure, IfEmpty, Input, Kind, Marker, Outcome, Plot,
    Refusal, Series, Step, Unit,
};

pub struct ClvSimple;

static ABOUT: About = About {
    name: "clv_simple",
    title: "Lifetime value, simple",
    purpose: "What margin does a customer leave?",
    formula: "CLV = order value x orders x margin rate x lifetime - acquisition cost",
    source: "Kotler & Keller, Marketing Management",
    fields: &[
        Field {
            key: "order_value",
            label: "Value of an order",
            kind: Kind::Money,
            range: (0.0, f64::INFINITY),
            default: IfEmpty::Needed,
            help: "Average sales value of one order.",
        },
        Field {
            key: "orders_per_period",
            label: "Orders a period",
            kind: Kind::Number,
            range: (0.0, f64::INFINITY),
            default: IfEmpty::Needed,
            help: "How often a customer orders in a period.",
        },
        Field {
            key: "margin_rate",
            label: "Margin rate",
            kind: Kind::Rate,
            range: (-1.0, 1.0),
            default: IfEmpty::Needed,
            help: "What is left of sales after product cost and cost to serve.",
        },
        Field {
            key: "lifespan",
            label: "Lifetime",
            kind: Kind::Number,
            range: (0.0, f64::INFINITY),
            default: IfEmpty::Empty,
            help: "In periods. Give this or the churn.",
        },
        Field {
            key: "churn",
            label: "Churn",
            kind: Kind::Rate,
            range: (0.0, 1.0),
            default: IfEmpty::Empty,
            help: "The share of customers lost in a period; the lifetime is 1 / churn.",
        },
        Field {
            key: "acquisition_cost",
            label: "Acquisition cost",
            kind: Kind::Money,
            range: (0.0, f64::INFINITY),
            default: IfEmpty::Number(0.0),
            help: "Spent once, to win the customer.",
        },
    ],
    layouts: &[],
    example: r#"{"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 0.2, "acquisition_cost": 150}"#,
};

impl Calculator for ClvSimple {
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

#[derive(Debug, Clone, Copy)]
struct Model {
    order_value: f64,
    orders: f64,
    margin_rate: f64,
    lifespan: f64,
    churn: Option<f64>,
    acquisition_cost: f64,
}

#[derive(Debug, Serialize)]
struct Results {
    lifespan: f64,
    revenue_per_period: f64,
    lifetime_revenue: f64,
    lifetime_margin: f64,
    /// Net of the acquisition cost.
    clv: f64,
    /// Lifetime margin for each unit of acquisition cost.
    clv_to_cac: Option<f64>,
}

impl Model {
    fn read(request: &Value) -> Result<Self, Refusal> {
        let object = Object::new(request, Place::Request)?;
        object.knows(&[
            "order_value",
            "orders_per_period",
            "margin_rate",
            "lifespan",
            "churn",
            "acquisition_cost",
        ])?;
        let unbounded = f64::INFINITY;
        let churn = match object.number("churn")? {
            Some(churn) => {
                Some(object.within("churn", object.above("churn", churn, 0.0)?, 0.0, 1.0)?)
            }
            None => None,
        };
        let lifespan = match (object.number("lifespan")?, churn) {
            (Some(_), Some(_)) => {
                return Err(object.refuse(
                    "ambiguous",
                    "lifespan",
                    "stands beside `churn`: give one of the two.",
                ));
            }
            (Some(lifespan), None) => object.above("lifespan", lifespan, 0.0)?,
            (None, Some(churn)) => 1.0 / churn,
            (None, None) => {
                return Err(object.missing("lifespan", "the lifetime in periods, or `churn`"));
            }
        };
        Ok(Model {
            order_value: object.needed_within("order_value", 0.0, unbounded)?,
            orders: object.needed_within("orders_per_period", 0.0, unbounded)?,
            margin_rate: object.needed_within("margin_rate", -1.0, 1.0)?,
            lifespan,
            churn,
            acquisition_cost: object.within_or("acquisition_cost", 0.0, 0.0, unbounded)?,
        })
    }

    fn result(&self) -> Result<Results, Refusal> {
        let revenue_per_period = self.order_value * self.orders;
        let lifetime_revenue = revenue_per_period * self.lifespan;
        let lifetime_margin = lifetime_revenue * self.margin_rate;
        if !lifetime_revenue.is_finite() {
            return Err(Refusal::new(
                "not_finite",
                "The value is too large to count: give a smaller `order_value`.",
            )
            .at_field("order_value"));
        }
        let ratio = lifetime_margin / self.acquisition_cost;
        Ok(Results {
            lifespan: self.lifespan,
            revenue_per_period,
            lifetime_revenue,
            lifetime_margin,
            clv: lifetime_margin - self.acquisition_cost,
            clv_to_cac: Some(ratio)
                .filter(|ratio| self.acquisition_cost > 0.0 && ratio.is_finite()),
        })
    }

    fn outcome(&self) -> Result<Outcome, Refusal> {
        let result = self.result()?;
        let figures = vec![
            Figure::new("clv", "CLV net of acquisition", result.clv, Unit::Money),
            Figure::new("lifespan", "lifetime", result.lifespan, Unit::Periods),
            Figure::new(
                "revenue_per_period",
                "revenue a period",
                result.revenue_per_period,
                Unit::Money,
            ),
            Figure::new(
                "lifetime_revenue",
                "lifetime revenue",
                result.lifetime_revenue,
                Unit::Money,
            ),
            Figure::new(
                "lifetime_margin",
                "lifetime margin",
                result.lifetime_margin,
                Unit::Money,
            ),
            Figure::new(
                "clv_to_cac",
                "margin to CAC",
                result.clv_to_cac,
                Unit::Ratio,
            ),
        ];
        let mut working = Vec::new();
        if let Some(churn) = self.churn {
            let filled = format!("1 / {}", plain(churn));
            working.push(Step::new(
                "lifetime = 1 / churn",
                filled,
                plain(self.lifespan),
            ));
        }
        let filled = format!("{} x {}", plain(self.order_value), plain(self.orders));
        working.push(Step::new(
            "revenue a period = value x orders",
            filled,
            plain(result.revenue_per_period),
        ));
        let margin = result.revenue_per_period * self.margin_rate;
        let filled = format!(
            "{} x {}",
            plain(result.revenue_per_period),
            plain(self.margin_rate)
        );
        working.push(Step::new(
            "margin a period = revenue x margin rate",
            filled,
            plain(margin),
        ));
        let filled = format!("{} x {}", plain(margin), plain(self.lifespan));
        working.push(Step::new(
            "lifetime margin = margin x lifetime",
            filled,
            plain(result.lifetime_margin),
        ));
        let filled = format!(
            "{} - {}",
            plain(result.lifetime_margin),
            plain(self.acquisition_cost)
        );
        working.push(Step::new(
            "CLV = lifetime margin - acquisition cost",
            filled,
            plain(result.clv),
        ));
        Ok(Outcome {
            figures,
            plots: vec![self.plot(&result)],
            working,
            ..Outcome::default()
        })
    }

    /// CLV against churn, from 5 to 100 %.
    fn plot(&self, result: &Results) -> Plot {
        let margin = self.order_value * self.orders * self.margin_rate;
        let at = |churn: f64| (churn, margin / churn - self.acquisition_cost);
        let churn = 1.0 / self.lifespan;
        Plot {
            title: "CLV against churn",
            x: Axis::new("churn", Unit::Share),
            y: Axis::new("CLV", Unit::Money),
            series: vec![Series::new(
                "CLV",
                (5..=100).map(|i| at(f64::from(i) / 100.0)).collect(),
            )],
            cuts: Vec::new(),
            markers: vec![Marker {
                label: "here".into(),
                x: churn,
                y: result.clv,
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::{Input, answer, find};
    use serde_json::json;

    #[test]
    fn churn_and_lifetime_say_the_same() {
        let churn = json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 0.2, "acquisition_cost": 150});
        let lifespan = json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "lifespan": 5, "acquisition_cost": 150});
        let result = answer("clv_simple", &churn).unwrap().value();
        assert_eq!(result, answer("clv_simple", &lifespan).unwrap().value());
        assert_eq!(
            result,
            json!({"lifespan": 5.0, "revenue_per_period": 400.0, "lifetime_revenue": 2000.0, "lifetime_margin": 600.0,
                   "clv": 450.0, "clv_to_cac": 4.0})
        );
    }

    #[test]
    fn without_acquisition_cost_the_ratio_is_undefined() {
        let request =
            json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 1});
        assert!(answer("clv_simple", &request).unwrap().value()["clv_to_cac"].is_null());
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let base =
            json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 0.2});
        for (key, value, code) in [
            ("churn", json!(0), "out_of_range"),
            ("churn", json!(1.2), "out_of_range"),
            ("churn", json!(null), "missing"),
            ("lifespan", json!(5), "ambiguous"),
            ("margin_rate", json!(30), "out_of_range"),
            ("order_value", json!(-1), "out_of_range"),
            ("order_value", json!("x"), "not_a_number"),
            ("order_value", json!(1e308), "not_finite"),
            ("acquisition", json!(1), "unknown_key"),
        ] {
            let mut request = base.clone();
            request[key] = value.clone();
            assert_eq!(
                answer("clv_simple", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
    }

    #[test]
    fn the_working_ends_with_the_result() {
        let request = serde_json::from_str(super::ABOUT.example).unwrap();
        let outcome = find("clv_simple")
            .unwrap()
            .outcome(&Input::new(&request))
            .unwrap();
        let last = outcome.working.last().unwrap();
        assert_eq!(
            (last.filled.as_str(), last.result.as_str()),
            ("600 - 150", "450")
        );
    }
}
