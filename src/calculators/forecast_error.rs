//! Forecast error: bias, MAD, MAPE and the tracking signal. Error is actual less forecast throughout.
//!
//! Source: Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control for Supply Chain Management.

use super::numbers::plain;
use super::outcome::thinned;
use super::{
    Axis, Calculator, Column, Figure, Grid, GridColumn, Layout, Numbers, Outcome, Plot, Reader,
    Refusal, Series, Step, Unit, Warning,
};

pub static FORECAST_ERROR: Calculator = Calculator {
    name: "forecast_error",
    title: "Forecast error",
    purpose: "How far off is the forecast, which way?",
    formula: "MAD = sum |actual - forecast| / n; tracking signal = sum(actual - forecast) / MAD",
    source: "Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control",
    fields: &[],
    lists: &["periods"],
    layouts: &[Layout {
        name: "periods",
        columns: &[
            Column::number(
                "actual",
                "Actual",
                &["demand", "actual demand", "sales", "actuals"],
            ),
            Column::number("forecast", "Forecast", &["plan", "predicted", "fcst"]),
        ],
        rest: None,
    }],
    example: r#"{"periods": [{"actual": 120, "forecast": 110}, {"actual": 100, "forecast": 116},
        {"actual": 125, "forecast": 120}, {"actual": 160, "forecast": 140}]}"#,
    result: &[
        "n",
        "rows: actual forecast error",
        "sum_error",
        "mean_error",
        "mad",
        "mse",
        "rmse",
        "mape",
        "tracking_signal",
    ],
    work,
};

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let periods = reader.rows("periods")?;
    let (actual, forecast) = (periods.needed("actual")?, periods.needed("forecast")?);
    let both = actual.iter().zip(forecast.iter());
    let errors: Vec<f64> = both.map(|(actual, forecast)| actual - forecast).collect();
    let rows = errors.len();
    let n = rows as f64;
    let sum: f64 = errors.iter().sum();
    let mad = errors.iter().map(|error| error.abs()).sum::<f64>() / n;
    let mse = errors.iter().map(|error| error * error).sum::<f64>() / n;
    if !mse.is_finite() {
        return Err(Refusal::new(
            "not_finite",
            "The errors of `periods` are too large to count: give smaller numbers.",
        )
        .at_field("periods"));
    }
    let shares = errors
        .iter()
        .zip(actual.iter())
        .map(|(error, actual)| (error / actual).abs());
    let zeros = actual.iter().filter(|actual| **actual == 0.0).count();
    let mape = Some(shares.sum::<f64>() / n).filter(|mape| mape.is_finite() && zeros == 0);
    let signal = Some(sum / mad).filter(|_| mad > 0.0);
    let warnings = match zeros {
        0 => Vec::new(),
        _ => vec![Warning::new("zero_actual", zeros)],
    };

    let more = if rows > 8 { " + ..." } else { "" };
    let added = |number: fn(f64) -> f64| {
        let shown: Vec<String> = errors
            .iter()
            .take(8)
            .map(|error| plain(number(*error)))
            .collect();
        format!("({}{more})", shown.join(" + "))
    };
    let filled = format!("{} / {rows}", added(f64::abs));
    let mut working = vec![
        Step::new("MAD = sum of absolute errors / n", filled, plain(mad)),
        Step::new("sum of errors", added(|error| error), plain(sum)),
    ];
    if let Some(signal) = signal {
        let filled = format!("{} / {}", plain(sum), plain(mad));
        working.push(Step::new(
            "tracking signal = sum / MAD",
            filled,
            plain(signal),
        ));
    }
    let line = |values: &[f64]| {
        let points = values
            .iter()
            .enumerate()
            .map(|(i, value)| ((i + 1) as f64, *value));
        thinned(points, 500)
    };
    let plot = Plot::new(
        "Actual and forecast",
        Axis::new("period", Unit::Count),
        Axis::new("units", Unit::Quantity),
        vec![
            Series::new("actual", line(&actual)),
            Series::new("forecast", line(&forecast)),
        ],
    );
    let table = vec![
        GridColumn::of("period", "Period", Unit::Count, Numbers::Ranks(rows)),
        GridColumn::shared("actual", "Actual", Unit::Quantity, &actual),
        GridColumn::shared("forecast", "Forecast", Unit::Quantity, &forecast),
        GridColumn::numbers("error", "Error", Unit::Quantity, errors),
    ];
    Ok(Outcome {
        figures: vec![
            Figure::new("mad", "MAD", mad, Unit::Quantity),
            Figure::new("tracking_signal", "tracking signal", signal, Unit::Ratio)
                .or_missing("no error"),
            Figure::new("mape", "MAPE", mape, Unit::Share).or_missing("an actual is 0"),
            Figure::new("mean_error", "mean error (bias)", sum / n, Unit::Quantity),
            Figure::new("sum_error", "sum of errors", sum, Unit::Quantity),
            Figure::new("rmse", "RMSE", mse.sqrt(), Unit::Quantity),
        ],
        json_only: vec![
            Figure::unseen("n", n, Unit::Count),
            Figure::unseen("mse", mse, Unit::Quantity),
        ],
        tables: vec![Grid::new("rows", "Periods", table)],
        plots: vec![plot],
        working,
        warnings,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::answer;
    use serde_json::{Value, json};

    #[test]
    fn errors_are_actual_less_forecast() {
        let request: Value = serde_json::from_str(super::FORECAST_ERROR.example).unwrap();
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
