//! Reorder point and safety stock under normal demand, and the fill rate that follows from them.
//!
//! Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains; Chopra & Meindl, Supply Chain
//! Management, for the expected shortage and the fill rate.

use serde::Serialize;
use serde_json::Value;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Axis, Calculator, Field, Figure, Input, Kind, Marker, Outcome, Plot, Refusal,
    Series, Step, Unit, normal,
};

pub struct ReorderPoint;

static ABOUT: About = About {
    name: "reorder_point",
    title: "Reorder point and safety stock",
    purpose: "At what stock must more be ordered?",
    formula: "reorder point = d L + z s sqrt(L)",
    source: "Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains",
    fields: &[
        Field::new(
            "demand",
            "Demand a period",
            Kind::Number,
            "The mean, in units.",
        ),
        Field::new(
            "deviation",
            "Demand deviation",
            Kind::Number,
            "Standard deviation in units a period; 1.25 x MAD is a usual estimate.",
        ),
        Field::new(
            "lead_time",
            "Lead time",
            Kind::Number,
            "In the same periods.",
        ),
        Field::new(
            "service",
            "Cycle service level",
            Kind::Rate,
            "The chance of no stockout in a cycle. Give this or z.",
        )
        .optional(),
        Field::new(
            "z",
            "Safety factor z",
            Kind::Number,
            "Standard deviations held.",
        )
        .within(-8.0, 8.0)
        .optional(),
        Field::new(
            "lead_time_deviation",
            "Lead time deviation",
            Kind::Number,
            "Standard deviation in periods.",
        )
        .or(0.0),
        Field::new(
            "order_quantity",
            "Order quantity",
            Kind::Number,
            "For the fill rate.",
        )
        .optional(),
    ],
    layouts: &[],
    example: r#"{"demand": 200, "deviation": 40, "lead_time": 4, "service": 0.95}"#,
};

impl Calculator for ReorderPoint {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        Answer::new(&Model::read(input.request)?.result()?, Vec::new())
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        let model = Model::read(input.request)?;
        model.outcome()
    }
}

#[derive(Debug, Clone, Copy)]
struct Model {
    demand: f64,
    deviation: f64,
    lead_time: f64,
    lead_time_deviation: f64,
    z: f64,
    order_quantity: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Results {
    z: f64,
    service: f64,
    lead_time_demand: f64,
    /// Standard deviation of the demand during the lead time.
    sigma: f64,
    safety_stock: f64,
    reorder_point: f64,
    /// Units short in a cycle, on average.
    expected_shortage: f64,
    fill_rate: Option<f64>,
}

impl Model {
    fn read(request: &Value) -> Result<Self, Refusal> {
        let object = Object::new(request, Place::Request)?;
        object.knows(&[
            "demand",
            "deviation",
            "lead_time",
            "service",
            "z",
            "lead_time_deviation",
            "order_quantity",
        ])?;
        let unbounded = f64::INFINITY;
        let z = match (object.number("service")?, object.number("z")?) {
            (Some(_), Some(_)) => {
                return Err(object.refuse(
                    "ambiguous",
                    "service",
                    "stands beside `z`: give one of the two.",
                ));
            }
            (Some(service), None) if service > 0.0 && service < 1.0 => normal::quantile(service),
            (Some(service), None) => {
                let hint = match service > 1.0 && service < 100.0 {
                    true => format!(" ({service} per cent is {})", service / 100.0),
                    false => String::new(),
                };
                let says = format!("must lie between 0 and 1, not {service}{hint}.");
                return Err(object.refuse("out_of_range", "service", &says));
            }
            (None, Some(z)) => object.within("z", z, -8.0, 8.0)?,
            (None, None) => {
                return Err(object.missing("service", "the cycle service level, or `z`"));
            }
        };
        let quantity = object.number("order_quantity")?;
        Ok(Model {
            demand: object.needed_within("demand", 0.0, unbounded)?,
            deviation: object.needed_within("deviation", 0.0, unbounded)?,
            lead_time: object.needed_within("lead_time", 0.0, unbounded)?,
            lead_time_deviation: object.within_or("lead_time_deviation", 0.0, 0.0, unbounded)?,
            z,
            order_quantity: quantity
                .map(|quantity| object.above("order_quantity", quantity, 0.0))
                .transpose()?,
        })
    }

    fn sigma(&self) -> f64 {
        let demand_part = self.deviation * self.lead_time.sqrt();
        demand_part.hypot(self.demand * self.lead_time_deviation)
    }

    fn result(&self) -> Result<Results, Refusal> {
        let sigma = self.sigma();
        let lead_time_demand = self.demand * self.lead_time;
        let safety_stock = self.z * sigma;
        let expected_shortage = sigma * normal::loss(self.z);
        if !(lead_time_demand + sigma * 10.0).is_finite() {
            return Err(Refusal::new(
                "not_finite",
                "The `demand` in the lead time is too large to count: give a smaller one.",
            )
            .at_field("demand"));
        }
        Ok(Results {
            z: self.z,
            service: normal::probability(self.z),
            lead_time_demand,
            sigma,
            safety_stock,
            reorder_point: lead_time_demand + safety_stock,
            expected_shortage,
            fill_rate: self
                .order_quantity
                .map(|quantity| (1.0 - expected_shortage / quantity).max(0.0)),
        })
    }

    fn outcome(&self) -> Result<Outcome, Refusal> {
        let result = self.result()?;
        let figures = vec![
            Figure::new(
                "reorder_point",
                "reorder point",
                result.reorder_point,
                Unit::Quantity,
            ),
            Figure::new(
                "safety_stock",
                "safety stock",
                result.safety_stock,
                Unit::Quantity,
            ),
            Figure::new(
                "lead_time_demand",
                "lead time demand",
                result.lead_time_demand,
                Unit::Quantity,
            ),
            Figure::new(
                "sigma",
                "... standard deviation",
                result.sigma,
                Unit::Quantity,
            ),
            Figure::new("z", "safety factor z", result.z, Unit::Ratio),
            Figure::new(
                "service",
                "cycle service level",
                result.service,
                Unit::Share,
            ),
            Figure::new(
                "expected_shortage",
                "short in a cycle",
                result.expected_shortage,
                Unit::Quantity,
            ),
            Figure::new("fill_rate", "fill rate", result.fill_rate, Unit::Share),
        ];
        let (d, s, l, z) = (
            plain(self.demand),
            plain(self.deviation),
            plain(self.lead_time),
            plain(self.z),
        );
        let sigma = plain(result.sigma);
        let spread = match self.lead_time_deviation > 0.0 {
            false => Step::new(
                "sigma = s sqrt(L)",
                format!("{s} x sqrt({l})"),
                sigma.clone(),
            ),
            true => {
                let filled = format!(
                    "sqrt({l} x {s}^2 + {d}^2 x {}^2)",
                    plain(self.lead_time_deviation)
                );
                Step::new("sigma = sqrt(L s^2 + d^2 sL^2)", filled, sigma.clone())
            }
        };
        let (demand, stock) = (plain(result.lead_time_demand), plain(result.safety_stock));
        let working = vec![
            Step::new(
                "lead-time demand = d L",
                format!("{d} x {l}"),
                demand.clone(),
            ),
            spread,
            Step::new(
                "safety stock = z sigma",
                format!("{z} x {sigma}"),
                stock.clone(),
            ),
            Step::new(
                "reorder point = demand + safety stock",
                format!("{demand} + {stock}"),
                plain(result.reorder_point),
            ),
        ];
        let curve = (50..=999)
            .step_by(3)
            .map(|permille| f64::from(permille) / 1_000.0);
        let curve = curve.map(|service| (service, normal::quantile(service) * result.sigma));
        let plot = Plot {
            title: "Safety stock against service",
            x: Axis::new("cycle service level", Unit::Share),
            y: Axis::new("safety stock", Unit::Quantity),
            series: vec![Series::new(
                "safety stock",
                curve.filter(|(service, _)| *service >= 0.5).collect(),
            )],
            cuts: Vec::new(),
            markers: vec![Marker {
                label: "here".into(),
                x: result.service,
                y: result.safety_stock,
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
    use serde_json::{Value, json};

    fn result(request: Value) -> Value {
        answer("reorder_point", &request).unwrap().value()
    }

    fn number(value: &Value, key: &str) -> f64 {
        value[key].as_f64().unwrap()
    }

    /// Heizer & Render, Operations Management, the hospital's kits: mean 350, deviation 10 over the lead time, a
    /// service of 95 % (z = 1.65): safety stock 16.5, reorder point 366.5.
    #[test]
    fn the_kits_of_heizer_and_render_are_ordered_as_printed() {
        let printed = result(json!({"demand": 350, "deviation": 10, "lead_time": 1, "z": 1.65}));
        assert!((number(&printed, "safety_stock") - 16.5).abs() < 1e-9);
        assert!((number(&printed, "reorder_point") - 366.5).abs() < 1e-9);
        let exact =
            result(json!({"demand": 350, "deviation": 10, "lead_time": 1, "service": 0.95}));
        assert!((number(&exact, "safety_stock") - 16.448_536).abs() < 1e-5);
    }

    /// Chopra & Meindl, Supply Chain Management, B&M: 2,500 phones a week, deviation 500, two weeks, 10,000 a batch,
    /// reorder at 6,000 (safety stock 1,000): a cycle in short 25 phones and a fill rate of 0.9975.
    #[test]
    fn the_phones_of_chopra_and_meindl_are_filled_as_printed() {
        let sigma = 500.0 * 2.0_f64.sqrt();
        let phones = result(
            json!({"demand": 2500, "deviation": 500, "lead_time": 2, "z": 1000.0 / sigma, "order_quantity": 10000}),
        );
        assert!((number(&phones, "safety_stock") - 1000.0).abs() < 1e-9);
        assert_eq!(number(&phones, "expected_shortage").round(), 25.0);
        assert_eq!((number(&phones, "fill_rate") * 1e4).round(), 9_975.0);
        assert_eq!((number(&phones, "service") * 1e2).round(), 92.0);
    }

    #[test]
    fn an_uncertain_lead_time_adds_to_the_spread() {
        let sure = result(json!({"demand": 200, "deviation": 40, "lead_time": 4, "z": 1.65}));
        assert!((number(&sure, "safety_stock") - 132.0).abs() < 1e-9);
        let unsure = result(
            json!({"demand": 200, "deviation": 40, "lead_time": 4, "z": 1.65, "lead_time_deviation": 0.3}),
        );
        assert!((number(&unsure, "sigma") - 100.0).abs() < 1e-9);
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let base = json!({"demand": 200, "deviation": 40, "lead_time": 4, "service": 0.95});
        for (key, value, code) in [
            ("service", json!(95), "out_of_range"),
            ("service", json!(1), "out_of_range"),
            ("service", json!(null), "missing"),
            ("z", json!(1), "ambiguous"),
            ("lead_time", json!(-1), "out_of_range"),
            ("order_quantity", json!(0), "out_of_range"),
            ("demand", json!(1e308), "not_finite"),
        ] {
            let mut request = base.clone();
            request[key] = value.clone();
            assert_eq!(
                answer("reorder_point", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
    }
}
