//! Forecast error: bias, MAD, MAPE and the tracking signal. Error is actual less forecast throughout.
//!
//! Source: Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control for Supply Chain Management.

use super::frame::*;

pub static FORECAST_ERROR: Calculator = Calculator {
    name: "forecast_error",
    title: "Forecast error",
    purpose: "How far off is the forecast, which way?",
    formula: "MAD = sum |actual - forecast| / n; tracking signal = sum(actual - forecast) / MAD",
    source: "Jacobs, Berry, Whybark & Vollmann, Manufacturing Planning and Control",
    fields: &[],
    lists: &["periods"],
    layouts: &[Layout::of("periods", COLUMNS).in_order(RowOrder::History)],
    example: r#"{"periods": [{"actual": 120, "forecast": 110}, {"actual": 100, "forecast": 116},
        {"actual": 125, "forecast": 120}, {"actual": 160, "forecast": 140}]}"#,
    result: "n; rows: actual forecast error; sum_error; mean_error; mad; mse; rmse; mape; tracking_signal",
    work,
};

const COLUMNS: &[Column] = &[
    Column::number("actual", "Actual", "demand; actual demand; sales; actuals").counted_in(SHARE),
    Column::number("forecast", "Forecast", "plan; predicted; fcst").counted_in(SHARE),
];

/// The errors of forecasts, with measures of them.
pub(super) struct Errors {
    pub each: Vec<f64>,
    sum: f64,
    mad: f64,
    mse: f64,
    mape: Option<f64>,
    signal: Option<f64>,
    pub warnings: Vec<Warning>,
}

impl Errors {
    /// One forecast for each actual; without any, all measures are undefined.
    pub fn of(actual: &[f64], forecast: &[f64]) -> Self {
        let both = actual.iter().zip(forecast);
        let each: Vec<f64> = both.map(|(actual, forecast)| actual - forecast).collect();
        let n = each.len() as f64;
        let sum: f64 = each.iter().sum();
        let mad = each.iter().map(|error| error.abs()).sum::<f64>() / n;
        let mse = each.iter().map(|error| error * error).sum::<f64>() / n;
        let shares = each
            .iter()
            .zip(actual)
            .map(|(error, actual)| (error / actual).abs());
        let mape = Some(shares.sum::<f64>() / n);
        let zeros = actual.iter().filter(|actual| **actual == 0.0).count();
        Errors {
            mape: mape.filter(|mape| mape.is_finite() && zeros == 0),
            signal: Some(sum / mad).filter(|_| mad > 0.0),
            warnings: match zeros {
                0 => Vec::new(),
                _ => vec![Warning::new("zero_actual", zeros)],
            },
            each,
            sum,
            mad,
            mse,
        }
    }

    pub fn figures(&self) -> Vec<Figure> {
        let some = |number: f64| Some(number).filter(|number| !number.is_nan());
        let n = self.each.len() as f64;
        // Without a single error every measure is undefined for the same reason.
        let none = "no period has a forecast";
        let or = |why| if self.each.is_empty() { none } else { why };
        let quantity = |key, label, value| {
            Figure::new(key, label, some(value), Unit::Quantity).or_missing(none)
        };
        vec![
            quantity("mad", "MAD", self.mad),
            Figure::ratio("tracking_signal", "tracking signal", self.signal)
                .or_missing(or("no error")),
            Figure::share("mape", "MAPE", self.mape).or_missing(or("an actual is 0")),
            quantity("mean_error", "mean error (bias)", self.sum / n),
            quantity("sum_error", "sum of errors", self.sum),
            quantity("rmse", "RMSE", self.mse.sqrt()),
        ]
    }

    pub fn unseen(&self) -> Vec<JsonOnly> {
        let mse = Some(self.mse).filter(|mse| !mse.is_nan());
        vec![
            Figure::unseen("n", self.each.len() as f64, Unit::Count),
            Figure::unseen("mse", mse, Unit::Quantity),
        ]
    }

    pub fn working(&self) -> Vec<Step> {
        let n = self.each.len();
        let added = |number: fn(f64) -> f64| {
            let errors = self.each.iter().map(|error| number(*error));
            format!("({})", listed(errors, " + "))
        };
        let (sum, mad) = (plain(self.sum), plain(self.mad));
        let filled = format!("{} / {n}", added(f64::abs));
        let mut working = vec![
            Step::new("MAD = sum of absolute errors / n", filled, mad.clone()),
            Step::new("sum of errors", added(|error| error), sum.clone()),
        ];
        if let Some(signal) = self.signal {
            let filled = format!("{sum} / {mad}");
            working.push(Step::of("tracking signal = sum / MAD", filled, signal));
        }
        working
    }
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let periods = reader.rows("periods")?;
    let (actual, forecast) = (periods.needed("actual")?, periods.needed("forecast")?);
    let errors = Errors::of(&actual, &forecast);
    let line = |name, values: &[f64]| {
        let points = values.iter().enumerate();
        let points = points.map(|(i, value)| ((i + 1) as f64, *value));
        Series::new(name, thinned(points, 500))
    };
    let lines = vec![line("actual", &actual), line("forecast", &forecast)];
    let plot = Plot::by_period("Actual and forecast", lines);
    let table = vec![
        GridColumn::periods(errors.each.len()),
        GridColumn::shared("actual", "Actual", Unit::Quantity, &actual),
        GridColumn::shared("forecast", "Forecast", Unit::Quantity, &forecast),
        GridColumn::numbers("error", "Error", Unit::Quantity, errors.each.clone()),
    ];
    Ok(Outcome::new(errors.figures(), errors.working())
        .with_json_only(errors.unseen())
        .with_table(Grid::new("rows", "Periods", table))
        .with_plot(plot)
        .with_warnings(errors.warnings))
}

#[cfg(test)]
mod tests {
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
