//! Time-driven activity-based costing: a rate a minute on practical capacity, and the cost of the minutes nobody used.
//!
//! Source: Kaplan & Anderson, "Time-driven activity-based costing", Harvard Business Review (2004).

use serde::Serialize;
use serde_json::Value;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Calculator, Column, Field, Figure, Grid, GridColumn, Holds, Input, Kind, Layout,
    NEAR, Outcome, Refusal, Step, Unit, Warning,
};

pub struct TimeDriven;

static ABOUT: About = About {
    name: "time_driven",
    title: "Time-driven rate and idle capacity",
    purpose: "What do a minute and idle time cost?",
    formula: "rate = cost / practical minutes; idle cost = (minutes - used) x rate",
    source: "Kaplan & Anderson, Time-Driven Activity-Based Costing",
    fields: &[
        Field::new(
            "cost",
            "Capacity cost",
            Kind::Money,
            "People, space and systems of the department.",
        ),
        Field::new(
            "minutes",
            "Practical minutes",
            Kind::Number,
            "What they can really work: often 80 to 85 % of the hours paid.",
        ),
        Field::new(
            "used",
            "Minutes used",
            Kind::Number,
            "What the work of the period took.",
        )
        .optional(),
        Field::new(
            "unit_minutes",
            "Minutes an order",
            Kind::Number,
            "To cost one order.",
        )
        .optional(),
    ],
    layouts: &[Layout {
        name: "activities",
        columns: &[
            Column {
                key: "name",
                label: "Activity",
                holds: Holds::Text,
                needed: true,
                synonyms: &["activity", "task"],
            },
            Column {
                key: "minutes",
                label: "Minutes each",
                holds: Holds::Number,
                needed: true,
                synonyms: &["unit time", "time", "minutes each", "unit minutes"],
            },
            Column {
                key: "volume",
                label: "How many",
                holds: Holds::Number,
                needed: true,
                synonyms: &["quantity", "count", "number", "how many"],
            },
        ],
        rest: None,
    }],
    example: r#"{"cost": 560000, "minutes": 700000, "activities": [{"name": "Customer order", "minutes": 40, "volume": 9800},
        {"name": "Complaint", "minutes": 220, "volume": 280}, {"name": "Credit check", "minutes": 250, "volume": 500}]}"#,
};

impl Calculator for TimeDriven {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        let model = Model::read(input)?;
        Answer::new(&model.result(), model.warnings())
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        Ok(Model::read(input)?.outcome())
    }
}

struct Model {
    cost: f64,
    minutes: f64,
    used: f64,
    unit_minutes: Option<f64>,
    activities: Vec<Activity>,
}

struct Activity {
    name: String,
    minutes: f64,
    volume: f64,
}

#[derive(Debug, Serialize)]
struct Results<'a> {
    rate: f64,
    used: f64,
    idle: f64,
    utilisation: f64,
    used_cost: f64,
    idle_cost: f64,
    unit_cost: Option<f64>,
    activities: Vec<ActivityCost<'a>>,
}

#[derive(Debug, Serialize)]
struct ActivityCost<'a> {
    name: &'a str,
    unit_cost: f64,
    minutes: f64,
    cost: f64,
}

impl Model {
    fn read(input: &Input) -> Result<Self, Refusal> {
        let object = Object::new(input.request, Place::Request)?;
        object.knows(&["cost", "minutes", "used", "unit_minutes", "activities"])?;
        let unbounded = f64::INFINITY;
        let minutes = object.above("minutes", object.needed("minutes")?, 0.0)?;
        let activities = activities(&object, input)?;
        let used = match object.number("used")? {
            Some(_) if !activities.is_empty() => {
                return Err(object.refuse(
                    "ambiguous",
                    "used",
                    "stands beside `activities`: give one of the two.",
                ));
            }
            Some(used) => object.within("used", used, 0.0, unbounded)?,
            None if activities.is_empty() => {
                return Err(object.missing("used", "the minutes used, or `activities`"));
            }
            None => activities
                .iter()
                .map(|activity| activity.minutes * activity.volume)
                .sum(),
        };
        let unit_minutes = object.number("unit_minutes")?;
        let cost = object.needed_within("cost", 0.0, unbounded)?;
        match used.is_finite() && (cost / minutes * used).is_finite() {
            true => Ok(Model {
                cost,
                minutes,
                used,
                unit_minutes: unit_minutes
                    .map(|unit| object.within("unit_minutes", unit, 0.0, unbounded))
                    .transpose()?,
                activities,
            }),
            false => Err(object.refuse(
                "not_finite",
                "minutes",
                "and the cost are too large to count: give smaller ones.",
            )),
        }
    }

    fn rate(&self) -> f64 {
        self.cost / self.minutes
    }

    fn result(&self) -> Results<'_> {
        let rate = self.rate();
        let idle = self.minutes - self.used;
        let activities = self.activities.iter().map(|activity| ActivityCost {
            name: &activity.name,
            unit_cost: activity.minutes * rate,
            minutes: activity.minutes * activity.volume,
            cost: activity.minutes * activity.volume * rate,
        });
        Results {
            rate,
            used: self.used,
            idle,
            utilisation: self.used / self.minutes,
            used_cost: self.used * rate,
            idle_cost: idle * rate,
            unit_cost: self.unit_minutes.map(|minutes| minutes * rate),
            activities: activities.collect(),
        }
    }

    fn warnings(&self) -> Vec<Warning> {
        match self.used > self.minutes * (1.0 + NEAR) {
            true => vec![Warning::new("over_capacity", "")],
            false => Vec::new(),
        }
    }

    fn outcome(&self) -> Outcome {
        let result = self.result();
        let mut figures = vec![
            Figure::new("rate", "cost of a minute", result.rate, Unit::Money),
            Figure::new("used", "minutes used", result.used, Unit::Minutes),
            Figure::new("idle", "minutes not used", result.idle, Unit::Minutes),
            Figure::new(
                "utilisation",
                "use of the capacity",
                result.utilisation,
                Unit::Share,
            ),
            Figure::new("used_cost", "cost charged", result.used_cost, Unit::Money),
            Figure::new(
                "idle_cost",
                "unused capacity cost",
                result.idle_cost,
                Unit::Money,
            ),
        ];
        if result.unit_cost.is_some() {
            figures.push(Figure::new(
                "unit_cost",
                "cost of one order",
                result.unit_cost,
                Unit::Money,
            ));
        }
        let rate = plain(result.rate);
        let mut working = vec![
            Step::new(
                "rate = cost / practical minutes",
                format!("{} / {}", plain(self.cost), plain(self.minutes)),
                rate.clone(),
            ),
            Step::new(
                "idle = practical - used",
                format!("{} - {}", plain(self.minutes), plain(self.used)),
                plain(result.idle),
            ),
            Step::new(
                "idle cost = idle x rate",
                format!("{} x {rate}", plain(result.idle)),
                plain(result.idle_cost),
            ),
        ];
        if let (Some(minutes), Some(cost)) = (self.unit_minutes, result.unit_cost) {
            working.push(Step::new(
                "one order = minutes x rate",
                format!("{} x {rate}", plain(minutes)),
                plain(cost),
            ));
        }
        let column =
            |of: fn(&ActivityCost) -> f64| result.activities.iter().map(of).collect::<Vec<f64>>();
        let table = Grid {
            key: "activities",
            title: "Activities",
            rows: result.activities.len(),
            columns: vec![
                GridColumn::words(
                    "name",
                    "Activity",
                    result
                        .activities
                        .iter()
                        .map(|activity| activity.name.to_string()),
                ),
                GridColumn::numbers(
                    "unit_cost",
                    "One costs",
                    Unit::Money,
                    column(|activity| activity.unit_cost),
                ),
                GridColumn::numbers(
                    "minutes",
                    "Minutes",
                    Unit::Quantity,
                    column(|activity| activity.minutes),
                ),
                GridColumn::numbers(
                    "cost",
                    "Cost",
                    Unit::Money,
                    column(|activity| activity.cost),
                ),
            ],
        };
        Outcome {
            figures,
            tables: if table.rows == 0 {
                Vec::new()
            } else {
                vec![table]
            },
            plots: Vec::new(),
            working,
            warnings: self.warnings(),
        }
    }
}

fn activities(object: &Object, input: &Input) -> Result<Vec<Activity>, Refusal> {
    if let Some(table) = input.table {
        table.rows()?;
        let (names, minutes, volumes) = (
            table.named("name")?,
            table.needed("minutes")?,
            table.needed("volume")?,
        );
        let rows = names.iter().zip(minutes.iter().zip(volumes.iter()));
        let rows = rows.enumerate().map(|(row, (name, (&minutes, &volume)))| {
            match minutes >= 0.0 && volume >= 0.0 {
                true => Ok(Activity {
                    name: name.to_string(),
                    minutes,
                    volume,
                }),
                false => {
                    let (key, number) = match minutes >= 0.0 {
                        true => ("volume", volume),
                        false => ("minutes", minutes),
                    };
                    let message = format!(
                        "`{key}` in row {} must be at least 0, not {number}.",
                        row + 1
                    );
                    Err(Refusal::new("out_of_range", message).at_row(row, key))
                }
            }
        });
        return rows.collect();
    }
    let rows = object
        .list("activities")?
        .unwrap_or_default()
        .iter()
        .enumerate();
    rows.map(|(place, value): (usize, &Value)| {
        let row = Object::new(value, Place::Row("activities", place))?;
        row.knows(&["name", "minutes", "volume"])?;
        Ok(Activity {
            name: row.needed_text("name")?,
            minutes: row.needed_within("minutes", 0.0, f64::INFINITY)?,
            volume: row.needed_within("volume", 0.0, f64::INFINITY)?,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::answer;
    use serde_json::{Value, json};

    /// Kaplan & Anderson (2004): $32 an order, $176 a complaint, $200 a credit check; 578,600 minutes used; $97,120 idle.
    #[test]
    fn the_example_of_kaplan_and_anderson_comes_out_as_printed() {
        let request: Value = serde_json::from_str(super::ABOUT.example).unwrap();
        let result = answer("time_driven", &request).unwrap().value();
        assert_eq!(result["rate"], json!(0.8));
        assert_eq!(result["used"], json!(578_600.0));
        assert!((result["idle_cost"].as_f64().unwrap() - 97_120.0).abs() < 1e-6);
        for (i, (unit, total)) in [(32.0, 313_600.0), (176.0, 49_280.0), (200.0, 100_000.0)]
            .into_iter()
            .enumerate()
        {
            assert!((result["activities"][i]["unit_cost"].as_f64().unwrap() - unit).abs() < 1e-9);
            assert!((result["activities"][i]["cost"].as_f64().unwrap() - total).abs() < 1e-6);
        }
        // The working paper prints the unused capacity as "121,400 hours"; by its own table it is minutes.
        assert_eq!(result["idle"], json!(121_400.0));
    }

    #[test]
    fn used_minutes_may_be_given_whole() {
        let request =
            json!({"cost": 560_000, "minutes": 700_000, "used": 560_000, "unit_minutes": 40});
        let result = answer("time_driven", &request).unwrap().value();
        assert_eq!(
            (&result["idle_cost"], &result["unit_cost"]),
            (&json!(112_000.0), &json!(32.0))
        );
        let over = json!({"cost": 10, "minutes": 10, "used": 11});
        assert_eq!(
            serde_json::to_value(answer("time_driven", &over).unwrap().warnings).unwrap(),
            json!(["over_capacity"])
        );
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (request, code) in [
            (json!({"cost": 1, "minutes": 1}), "missing"),
            (json!({"cost": 1, "minutes": 0, "used": 1}), "out_of_range"),
            (json!({"cost": 1, "minutes": 1, "used": -1}), "out_of_range"),
            (
                json!({"cost": 1, "minutes": 1, "used": 1, "activities": [{"name": "a", "minutes": 1, "volume": 1}]}),
                "ambiguous",
            ),
            (
                json!({"cost": 1e308, "minutes": 1, "used": 100}),
                "not_finite",
            ),
            (json!({"cost": 1, "minutes": 1, "usd": 1}), "unknown_key"),
        ] {
            assert_eq!(
                answer("time_driven", &request).unwrap_err().code,
                code,
                "{request}"
            );
        }
    }
}
