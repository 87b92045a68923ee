//! Forecast error: bias, MAD, MAPE and the tracking signal. Error is actual less forecast throughout.
//!
//! Source: Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control for Supply Chain Management.

use std::sync::Arc;

use serde::Serialize;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Axis, Calculator, Column, Figure, Grid, GridColumn, Holds, Input, Layout,
    Outcome, Plot, Refusal, Series, Step, Unit, Warning,
};

pub struct ForecastError;

const fn number(
    key: &'static str,
    label: &'static str,
    synonyms: &'static [&'static str],
) -> Column {
    Column {
        key,
        label,
        holds: Holds::Number,
        needed: true,
        synonyms,
    }
}

static ABOUT: About = About {
    name: "forecast_error",
    title: "Forecast error",
    purpose: "How far off is the forecast, which way?",
    formula: "MAD = sum |actual - forecast| / n; tracking signal = sum(actual - forecast) / MAD",
    source: "Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control",
    fields: &[],
    layouts: &[Layout {
        name: "periods",
        columns: &[
            number(
                "actual",
                "Actual",
                &["demand", "actual demand", "sales", "actuals"],
            ),
            number("forecast", "Forecast", &["plan", "predicted", "fcst"]),
        ],
        rest: None,
    }],
    example: r#"{"periods": [{"actual": 120, "forecast": 110}, {"actual": 100, "forecast": 116},
        {"actual": 125, "forecast": 120}, {"actual": 160, "forecast": 140}]}"#,
};

impl Calculator for ForecastError {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        let periods = Periods::read(input)?;
        let result = periods.result()?;
        let warnings = periods.warnings();
        Answer::new(&result, warnings)
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        Periods::read(input)?.outcome()
    }
}

struct Periods {
    actual: Arc<Vec<f64>>,
    forecast: Arc<Vec<f64>>,
}

#[derive(Debug, Serialize)]
struct Results {
    n: usize,
    rows: Vec<Row>,
    /// The running sum of forecast errors.
    sum_error: f64,
    mean_error: f64,
    mad: f64,
    mse: f64,
    rmse: f64,
    /// Nothing where an actual is zero.
    mape: Option<f64>,
    /// Nothing where the forecast was never off.
    tracking_signal: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Row {
    actual: f64,
    forecast: f64,
    error: f64,
}

impl Periods {
    fn read(input: &Input) -> Result<Self, Refusal> {
        let object = Object::new(input.request, Place::Request)?;
        object.knows(&["periods"])?;
        if let Some(table) = input.table {
            table.rows()?;
            return Ok(Periods {
                actual: table.needed("actual")?,
                forecast: table.needed("forecast")?,
            });
        }
        let (mut actual, mut forecast) = (Vec::new(), Vec::new());
        for row in object.rows("periods")? {
            row.knows(&["actual", "forecast"])?;
            actual.push(row.needed("actual")?);
            forecast.push(row.needed("forecast")?);
        }
        Ok(Periods {
            actual: Arc::new(actual),
            forecast: Arc::new(forecast),
        })
    }

    fn errors(&self) -> impl Iterator<Item = f64> {
        self.actual
            .iter()
            .zip(self.forecast.iter())
            .map(|(actual, forecast)| actual - forecast)
    }

    fn result(&self) -> Result<Results, Refusal> {
        let n = self.actual.len() as f64;
        let sum_error: f64 = self.errors().sum();
        let mad = self.errors().map(f64::abs).sum::<f64>() / n;
        let mse = self.errors().map(|error| error * error).sum::<f64>() / n;
        if !mse.is_finite() {
            return Err(Refusal::new(
                "not_finite",
                "The errors of `periods` are too large to count: give smaller numbers.",
            )
            .at_field("periods"));
        }
        let shares = self
            .errors()
            .zip(self.actual.iter())
            .map(|(error, actual)| (error / actual).abs());
        let rows = self
            .actual
            .iter()
            .zip(self.forecast.iter())
            .map(|(&actual, &forecast)| Row {
                actual,
                forecast,
                error: actual - forecast,
            });
        Ok(Results {
            n: self.actual.len(),
            rows: rows.collect(),
            sum_error,
            mean_error: sum_error / n,
            mad,
            mse,
            rmse: mse.sqrt(),
            mape: Some(shares.sum::<f64>() / n)
                .filter(|mape| mape.is_finite() && !self.actual.contains(&0.0)),
            tracking_signal: Some(sum_error / mad).filter(|_| mad > 0.0),
        })
    }

    fn warnings(&self) -> Vec<Warning> {
        let zeros = self.actual.iter().filter(|actual| **actual == 0.0).count();
        match zeros {
            0 => Vec::new(),
            _ => vec![Warning::new("zero_actual", zeros)],
        }
    }

    fn outcome(&self) -> Result<Outcome, Refusal> {
        let result = self.result()?;
        let n = result.n;
        let figures = vec![
            Figure::new("mad", "MAD", result.mad, Unit::Quantity),
            Figure::new(
                "tracking_signal",
                "tracking signal",
                result.tracking_signal,
                Unit::Ratio,
            ),
            Figure::new("mape", "MAPE", result.mape, Unit::Share),
            Figure::new(
                "mean_error",
                "mean error (bias)",
                result.mean_error,
                Unit::Quantity,
            ),
            Figure::new(
                "sum_error",
                "sum of errors",
                result.sum_error,
                Unit::Quantity,
            ),
            Figure::new("rmse", "RMSE", result.rmse, Unit::Quantity),
        ];
        let shown: Vec<f64> = self.errors().take(8).collect();
        let more = if n > 8 { " + ..." } else { "" };
        let join = |parts: Vec<String>| format!("({}{more})", parts.join(" + "));
        let absolute = join(shown.iter().map(|error| plain(error.abs())).collect());
        let signed = join(shown.iter().map(|error| plain(*error)).collect());
        let mad = plain(result.mad);
        let mut working = vec![
            Step::new(
                "MAD = sum of absolute errors / n",
                format!("{absolute} / {n}"),
                mad.clone(),
            ),
            Step::new("sum of errors", signed, plain(result.sum_error)),
        ];
        if let Some(signal) = result.tracking_signal {
            let filled = format!("{} / {mad}", plain(result.sum_error));
            working.push(Step::new(
                "tracking signal = sum / MAD",
                filled,
                plain(signal),
            ));
        }
        let column = |of: fn(&Row) -> f64| result.rows.iter().map(of).collect::<Vec<f64>>();
        let table = Grid {
            key: "rows",
            title: "Periods",
            rows: n,
            columns: vec![
                GridColumn::numbers(
                    "period",
                    "Period",
                    Unit::Count,
                    (1..=n).map(|period| period as f64).collect(),
                ),
                GridColumn::numbers("actual", "Actual", Unit::Quantity, column(|row| row.actual)),
                GridColumn::numbers(
                    "forecast",
                    "Forecast",
                    Unit::Quantity,
                    column(|row| row.forecast),
                ),
                GridColumn::numbers("error", "Error", Unit::Quantity, column(|row| row.error)),
            ],
        };
        let line = |values: &[f64]| {
            let points = values
                .iter()
                .enumerate()
                .map(|(i, value)| ((i + 1) as f64, *value));
            super::outcome::thinned(points, 500)
        };
        let plot = Plot {
            title: "Actual and forecast",
            x: Axis::new("period", Unit::Count),
            y: Axis::new("units", Unit::Quantity),
            series: vec![
                Series::new("actual", line(&self.actual)),
                Series::new("forecast", line(&self.forecast)),
            ],
            cuts: Vec::new(),
            markers: Vec::new(),
        };
        Ok(Outcome {
            figures,
            tables: vec![table],
            plots: vec![plot],
            working,
            warnings: self.warnings(),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::answer;
    use serde_json::{Value, json};

    #[test]
    fn errors_are_actual_less_forecast() {
        let request: Value = serde_json::from_str(super::ABOUT.example).unwrap();
        let result = answer("forecast_error", &request).unwrap().value();
        assert_eq!(result["rows"][1]["error"], json!(-16.0));
        assert_eq!(
            (&result["sum_error"], &result["mad"]),
            (&json!(19.0), &json!(12.75))
        );
        assert!((result["tracking_signal"].as_f64().unwrap() - 19.0 / 12.75).abs() < 1e-12);
        assert!((result["mse"].as_f64().unwrap() - 195.25).abs() < 1e-12);
        let mape = (10.0 / 120.0 + 0.16 + 0.04 + 0.125) / 4.0;
        assert!((result["mape"].as_f64().unwrap() - mape).abs() < 1e-12);
    }

    #[test]
    fn undefined_measures_are_null() {
        let perfect = answer(
            "forecast_error",
            &json!({"periods": [{"actual": 5, "forecast": 5}]}),
        )
        .unwrap()
        .value();
        assert!(perfect["tracking_signal"].is_null());
        let zero = answer(
            "forecast_error",
            &json!({"periods": [{"actual": 0, "forecast": 0}, {"actual": 0, "forecast": 2}]}),
        )
        .unwrap();
        assert!(zero.value()["mape"].is_null());
        assert_eq!(zero.warnings[0].to_string(), "zero_actual:2");
        assert_eq!(
            answer("forecast_error", &json!({"periods": []}))
                .unwrap_err()
                .code,
            "empty"
        );
        assert_eq!(
            answer("forecast_error", &json!({"periods": [{"actual": 1}]}))
                .unwrap_err()
                .code,
            "missing"
        );
        let huge = json!({"periods": [{"actual": 1e300, "forecast": 0}]});
        assert_eq!(
            answer("forecast_error", &huge).unwrap_err().code,
            "not_finite"
        );
    }
}
