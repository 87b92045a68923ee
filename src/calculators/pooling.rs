//! Risk pooling: the safety stock of several equal sites put into one (square-root law).
//!
//! Source: Eppen, "Effects of centralization on expected costs in a multi-location newsboy problem" (1979); Maister,
//! "Centralisation of inventories and the square root law" (1976).

use serde::Serialize;
use serde_json::Value;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Axis, Calculator, Field, Figure, Input, Kind, Marker, Outcome, Plot, Refusal,
    Series, Step, Unit,
};

pub struct Pooling;

static ABOUT: About = About {
    name: "pooling",
    title: "Pooling of safety stock",
    purpose: "What does pooling save in safety stock?",
    formula: "pooled = s sqrt(n (1 + (n - 1) correlation))",
    source: "Eppen (1979); Maister (1976), the square-root law",
    fields: &[
        Field::new(
            "sites",
            "Sites",
            Kind::Whole,
            "Equal stocking points put together.",
        )
        .within(1.0, 1e6),
        Field::new(
            "safety_stock",
            "Safety stock at each",
            Kind::Number,
            "In units or money.",
        ),
        Field::new(
            "correlation",
            "Demand correlation",
            Kind::Number,
            "0: independent; 1: they rise and fall together.",
        )
        .within(-1.0, 1.0)
        .or(0.0),
    ],
    layouts: &[],
    example: r#"{"sites": 4, "safety_stock": 100}"#,
};

impl Calculator for Pooling {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        Answer::new(&Model::read(input.request)?.result(), Vec::new())
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        Ok(Model::read(input.request)?.outcome())
    }
}

struct Model {
    sites: f64,
    safety_stock: f64,
    correlation: f64,
}

#[derive(Debug, Serialize)]
struct Results {
    separate: f64,
    pooled: f64,
    saving: f64,
    saving_pct: Option<f64>,
}

impl Model {
    fn read(request: &Value) -> Result<Self, Refusal> {
        let object = Object::new(request, Place::Request)?;
        object.knows(&["sites", "safety_stock", "correlation"])?;
        let sites = object
            .whole("sites", 1, 1_000_000)?
            .ok_or_else(|| object.missing("sites", "a whole number"))? as f64;
        let correlation = object.number_or("correlation", 0.0)?;
        // n equal demands cannot all run against each other: below -1 / (n - 1) no such demands exist
        let lowest = if sites > 1.0 {
            -1.0 / (sites - 1.0)
        } else {
            -1.0
        };
        object.within("correlation", correlation, lowest, 1.0)?;
        let safety_stock = object.needed_within("safety_stock", 0.0, f64::INFINITY)?;
        match (safety_stock * sites).is_finite() {
            true => Ok(Model {
                sites,
                safety_stock,
                correlation,
            }),
            false => Err(object.refuse(
                "not_finite",
                "safety_stock",
                "is too large to count: give a smaller one.",
            )),
        }
    }

    fn pooled(&self, sites: f64) -> f64 {
        self.safety_stock
            * (sites * (1.0 + (sites - 1.0) * self.correlation))
                .max(0.0)
                .sqrt()
    }

    fn result(&self) -> Results {
        let separate = self.safety_stock * self.sites;
        let pooled = self.pooled(self.sites);
        Results {
            separate,
            pooled,
            saving: separate - pooled,
            saving_pct: Some(1.0 - pooled / separate).filter(|_| separate > 0.0),
        }
    }

    fn outcome(&self) -> Outcome {
        let result = self.result();
        let figures = vec![
            Figure::new(
                "pooled",
                "pooled safety stock",
                result.pooled,
                Unit::Quantity,
            ),
            Figure::new(
                "separate",
                "separate sites",
                result.separate,
                Unit::Quantity,
            ),
            Figure::new("saving", "saved", result.saving, Unit::Quantity),
            Figure::new("saving_pct", "... of it", result.saving_pct, Unit::Share),
        ];
        let (n, s, c) = (
            plain(self.sites),
            plain(self.safety_stock),
            plain(self.correlation),
        );
        let (separate, pooled) = (plain(result.separate), plain(result.pooled));
        let pool = match self.correlation == 0.0 {
            true => Step::new(
                "pooled = s sqrt(n)",
                format!("{s} x sqrt({n})"),
                pooled.clone(),
            ),
            false => {
                let filled = format!("{s} x sqrt({n} x (1 + ({n} - 1) x {c}))");
                Step::new(
                    "pooled = s sqrt(n (1 + (n - 1) correlation))",
                    filled,
                    pooled.clone(),
                )
            }
        };
        let working = vec![
            Step::new("separate = n s", format!("{n} x {s}"), separate.clone()),
            pool,
            Step::new(
                "saved = separate - pooled",
                format!("{separate} - {pooled}"),
                plain(result.saving),
            ),
        ];
        let most = (self.sites * 2.0).clamp(10.0, 50.0) as u32;
        let line = |of: &dyn Fn(f64) -> f64| {
            (1..=most)
                .map(|n| (f64::from(n), of(f64::from(n))))
                .collect::<Vec<_>>()
        };
        let plot = Plot {
            title: "Safety stock against sites",
            x: Axis::new("sites put together", Unit::Count),
            y: Axis::new("safety stock", Unit::Quantity),
            series: vec![
                Series::new("in one place", line(&|n| self.pooled(n))),
                Series::new("separate", line(&|n| self.safety_stock * n)),
            ],
            cuts: Vec::new(),
            markers: vec![Marker {
                label: "here".into(),
                x: self.sites,
                y: result.pooled,
            }],
        };
        Outcome {
            figures,
            plots: vec![plot],
            working,
            ..Outcome::default()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::answer;
    use serde_json::json;

    /// The square-root law (Maister 1976): from nine sites to one the safety stock falls to a third.
    #[test]
    fn independent_sites_follow_the_square_root_law() {
        let result = answer("pooling", &json!({"sites": 4, "safety_stock": 100}))
            .unwrap()
            .value();
        assert_eq!(
            result,
            json!({"separate": 400.0, "pooled": 200.0, "saving": 200.0, "saving_pct": 0.5})
        );
        let nine = answer("pooling", &json!({"sites": 9, "safety_stock": 60}))
            .unwrap()
            .value();
        assert!(
            (nine["pooled"].as_f64().unwrap() / nine["separate"].as_f64().unwrap() - 1.0 / 3.0)
                .abs()
                < 1e-12
        );
    }

    #[test]
    fn what_rises_and_falls_together_saves_nothing() {
        let result = answer(
            "pooling",
            &json!({"sites": 4, "safety_stock": 100, "correlation": 1}),
        )
        .unwrap()
        .value();
        assert!(result["saving"].as_f64().unwrap().abs() < 1e-9);
        let against = answer(
            "pooling",
            &json!({"sites": 2, "safety_stock": 100, "correlation": -1}),
        )
        .unwrap()
        .value();
        assert_eq!(against["pooled"], json!(0.0));
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (request, code) in [
            (json!({"sites": 2.5, "safety_stock": 1}), "not_whole"),
            (json!({"sites": 0, "safety_stock": 1}), "out_of_range"),
            (json!({"sites": 4, "safety_stock": -1}), "out_of_range"),
            (
                json!({"sites": 4, "safety_stock": 1, "correlation": -0.5}),
                "out_of_range",
            ),
            (json!({"sites": 4}), "missing"),
            (json!({"safety_stock": 4}), "missing"),
            (json!({"sites": 4, "safety_stock": 1e308}), "not_finite"),
        ] {
            assert_eq!(
                answer("pooling", &request).unwrap_err().code,
                code,
                "{request}"
            );
        }
    }
}
