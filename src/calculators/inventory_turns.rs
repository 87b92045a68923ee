//! Inventory turns and days of supply.
//!
//! Source: Jacobs & Chase, Operations and Supply Chain Management: cost of goods sold over average inventory.

use serde::Serialize;
use serde_json::Value;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{About, Answer, Calculator, Field, Figure, Input, Kind, Outcome, Refusal, Step, Unit};

pub struct InventoryTurns;

static ABOUT: About = About {
    name: "inventory_turns",
    title: "Inventory turns and days",
    purpose: "How often does the stock turn over?",
    formula: "turns = cost of goods sold / average inventory; days = 365 / turns",
    source: "Jacobs & Chase, Operations and Supply Chain Management",
    fields: &[
        Field::new(
            "cogs",
            "Cost of goods sold",
            Kind::Money,
            "Of the year; not sales.",
        ),
        Field::new(
            "beginning",
            "Beginning inventory",
            Kind::Money,
            "At cost. Give both ends, or the average.",
        )
        .optional(),
        Field::new("ending", "Ending inventory", Kind::Money, "At cost.").optional(),
        Field::new(
            "average",
            "Average inventory",
            Kind::Money,
            "In place of the two ends.",
        )
        .optional(),
        Field::new(
            "days_per_year",
            "Days in a year",
            Kind::Days,
            "360 where the house counts so.",
        )
        .within(1.0, 366.0)
        .or(365.0),
    ],
    layouts: &[],
    example: r#"{"cogs": 3650000, "beginning": 450000, "ending": 550000}"#,
};

impl Calculator for InventoryTurns {
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
    cogs: f64,
    ends: Option<(f64, f64)>,
    average: f64,
    days_per_year: f64,
}

#[derive(Debug, Serialize)]
struct Results {
    average: f64,
    /// Nothing where there is no inventory.
    turns: Option<f64>,
    /// Nothing where nothing is sold.
    days: Option<f64>,
}

impl Model {
    fn read(request: &Value) -> Result<Self, Refusal> {
        let object = Object::new(request, Place::Request)?;
        object.knows(&["cogs", "beginning", "ending", "average", "days_per_year"])?;
        let unbounded = f64::INFINITY;
        let (ends, average) = match object.number("average")? {
            Some(_) if object.get("beginning").is_some() || object.get("ending").is_some() => {
                return Err(object.refuse(
                    "ambiguous",
                    "average",
                    "stands beside `beginning` or `ending`: give one or the other.",
                ));
            }
            Some(average) => (None, object.within("average", average, 0.0, unbounded)?),
            None => {
                let beginning = object.needed_within("beginning", 0.0, unbounded)?;
                let ending = object.needed_within("ending", 0.0, unbounded)?;
                (Some((beginning, ending)), beginning / 2.0 + ending / 2.0)
            }
        };
        Ok(Model {
            cogs: object.needed_within("cogs", 0.0, unbounded)?,
            ends,
            average,
            days_per_year: object.within_or("days_per_year", 365.0, 1.0, 366.0)?,
        })
    }

    fn result(&self) -> Results {
        let ratio = |part: f64, whole: f64| {
            Some(part / whole).filter(|ratio| whole > 0.0 && ratio.is_finite())
        };
        Results {
            average: self.average,
            turns: ratio(self.cogs, self.average),
            days: ratio(self.average, self.cogs).map(|share| share * self.days_per_year),
        }
    }

    fn outcome(&self) -> Outcome {
        let result = self.result();
        let figures = vec![
            Figure::new("turns", "turns a year", result.turns, Unit::Ratio),
            Figure::new("days", "days of supply", result.days, Unit::Days),
            Figure::new("average", "average inventory", result.average, Unit::Money),
        ];
        let mut working = Vec::new();
        let average = plain(self.average);
        if let Some((beginning, ending)) = self.ends {
            let filled = format!("({} + {}) / 2", plain(beginning), plain(ending));
            working.push(Step::new(
                "average = (beginning + ending) / 2",
                filled,
                average.clone(),
            ));
        }
        if let Some(turns) = result.turns {
            let filled = format!("{} / {average}", plain(self.cogs));
            working.push(Step::new(
                "turns = cost of goods sold / average",
                filled,
                plain(turns),
            ));
            if let Some(days) = result.days {
                let filled = format!("{} / {}", plain(self.days_per_year), plain(turns));
                working.push(Step::new(
                    "days = days in a year / turns",
                    filled,
                    plain(days),
                ));
            }
        }
        Outcome {
            figures,
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

    #[test]
    fn turns_and_days_say_the_same() {
        let result = answer(
            "inventory_turns",
            &json!({"cogs": 3_650_000, "beginning": 450_000, "ending": 550_000}),
        )
        .unwrap()
        .value();
        assert_eq!(
            result,
            json!({"average": 500_000.0, "turns": 7.3, "days": 50.0})
        );
        let result = answer(
            "inventory_turns",
            &json!({"cogs": 600, "average": 100, "days_per_year": 360}),
        )
        .unwrap()
        .value();
        assert_eq!(result["days"], json!(60.0));
    }

    #[test]
    fn what_is_not_there_leaves_its_ratio_undefined() {
        let result = answer("inventory_turns", &json!({"cogs": 0, "average": 100}))
            .unwrap()
            .value();
        assert_eq!(
            (&result["turns"], &result["days"]),
            (&json!(0.0), &json!(null))
        );
        let result = answer("inventory_turns", &json!({"cogs": 10, "average": 0}))
            .unwrap()
            .value();
        assert_eq!(
            (&result["turns"], &result["days"]),
            (&json!(null), &json!(0.0))
        );
        assert_eq!(
            answer("inventory_turns", &json!({"cogs": 10, "beginning": 5}))
                .unwrap_err()
                .code,
            "missing"
        );
        assert_eq!(
            answer(
                "inventory_turns",
                &json!({"cogs": 10, "beginning": 5, "average": 5})
            )
            .unwrap_err()
            .code,
            "ambiguous"
        );
        assert_eq!(
            answer("inventory_turns", &json!({"cogs": -10, "average": 5}))
                .unwrap_err()
                .code,
            "out_of_range"
        );
    }
}
