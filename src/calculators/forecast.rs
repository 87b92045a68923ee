//! Forecasts from the history: moving and weighted averages, smoothing with and without a trend, seasonal indices.
//!
//! Sources: Heizer & Render, Operations Management; Chopra & Meindl, Supply Chain Management. Start-up differs from book
//! to book: here, without a first forecast, the first actual is the forecast of the second period.

use super::forecast_error::Errors;
use super::frame::*;

pub static FORECAST: Calculator = Calculator {
    name: "forecast",
    title: "Forecast",
    purpose: "What comes next, by which method?",
    formula: "F' = F + alpha (A - F); with a trend F' = L + T; by season F = level x index",
    source: "Heizer & Render, Operations Management; Chopra & Meindl, Supply Chain Management",
    fields: &[
        Field::choice(
            "method",
            "Method",
            &["moving", "weighted", "smoothing", "trend", "seasonal"],
        )
        .help("moving: mean of the last n. weighted: by weights. trend: Holt. seasonal: by index."),
        Field::whole("n", "Periods averaged")
            .help("For moving.")
            .within(1.0, 104.0)
            .or(3.0)
            .letter("n"),
        Field::new("weights", "Weights", Kind::Numbers)
            .help("Newest first, 1 in sum.")
            .optional(),
        Field::number("alpha", "Smoothing weight")
            .help("0 to 1.")
            .within(0.0, 1.0)
            .or(0.2),
        Field::number("beta", "Weight of the trend")
            .help("0 to 1.")
            .within(0.0, 1.0)
            .or(0.2),
        Field::units("level", "Level at the start")
            .help("Or the first forecast.")
            .optional()
            .letter("L"),
        Field::number("trend", "Trend at the start")
            .help("By period; below 0 where it falls.")
            .within(-1e9, 1e9)
            .or(0.0)
            .letter("T"),
        Field::whole("season", "Season length")
            .help("4 quarters or 12 months.")
            .within(2.0, 104.0)
            .or(4.0),
    ],
    lists: &["history"],
    layouts: &[Layout::of("history", COLUMNS).in_order(RowOrder::History)],
    example: r#"{"method": "smoothing", "alpha": 0.1, "level": 175, "history": [{"actual": 180}, {"actual": 168},
        {"actual": 159}, {"actual": 175}, {"actual": 190}, {"actual": 205}, {"actual": 180}, {"actual": 182}]}"#,
    result: "",
    work,
};

const COLUMNS: &[Column] =
    &[Column::units("actual", "Actual", "demand; sales; units; quantity").counted_in(SHARE)];

/// The result of a method for a history.
struct Made {
    /// One for each period of the history after the first `skipped`.
    fitted: Vec<f64>,
    skipped: usize,
    /// Forecasts of the next periods.
    next: Vec<f64>,
    /// The index of each season, beginning with the next one.
    indices: Vec<f64>,
    working: Vec<Step>,
}

/// Each forecast is a weighted sum of the actuals before it; weights begin with the newest.
fn averaged(actual: &[f64], weights: &[f64], formula: &str) -> Made {
    let of = |end: usize| {
        let newest = actual[end - weights.len()..end].iter().rev();
        newest
            .zip(weights)
            .map(|(actual, weight)| actual * weight)
            .sum()
    };
    let skipped = weights.len();
    let next: f64 = of(actual.len());
    let newest = actual.iter().rev().zip(weights);
    let parts = newest.map(|(actual, weight)| filled!("{} x {}", *weight, *actual));
    let filled = parts.collect::<Vec<_>>().join(" + ");
    Made {
        fitted: (skipped..actual.len()).map(of).collect(),
        skipped,
        next: vec![next],
        indices: Vec::new(),
        working: vec![Step::of(formula, filled, next)],
    }
}

/// Holt's method; without a trend it is simple exponential smoothing.
fn smoothed(actual: &[f64], weights: (f64, f64), level: Option<f64>, trend: f64) -> Made {
    let (alpha, beta) = weights;
    let skipped = usize::from(level.is_none());
    let (mut level, mut trend) = (level.unwrap_or(actual[0]), trend);
    let holt = beta > 0.0 || trend != 0.0;
    let (mut fitted, mut working) = (Vec::new(), Vec::new());
    for (period, &actual) in actual.iter().enumerate().skip(skipped) {
        let forecast = level + trend;
        let new = alpha * actual + (1.0 - alpha) * forecast;
        let new_trend = beta * (new - level) + (1.0 - beta) * trend;
        let nth = period + 1;
        if holt {
            let formula = format!("period {nth}: L = alpha A + (1 - alpha) F");
            let filled = filled!("{} x {} + (1 - {}) x {}", alpha, actual, alpha, forecast);
            working.push(Step::of(formula, filled, new));
            let formula = "T' = beta (L - L before) + (1 - beta) T";
            let filled = filled!(
                "{} x ({} - {}) + (1 - {}) x {}",
                beta,
                new,
                level,
                beta,
                trend
            );
            working.push(Step::of(formula, filled, new_trend));
        } else {
            let formula = format!("period {nth}: F' = F + alpha (A - F)");
            let filled = filled!("{} + {} x ({} - {})", forecast, alpha, actual, forecast);
            working.push(Step::of(formula, filled, new));
        }
        fitted.push(forecast);
        (level, trend) = (new, new_trend);
    }
    if holt {
        let filled = filled!("{} + {}", level, trend);
        working.push(Step::of("F' = L + T", filled, level + trend));
    }
    // Of a long history only the end is shown.
    working.drain(..working.len().saturating_sub(9));
    Made {
        fitted,
        skipped,
        next: vec![level + trend],
        indices: Vec::new(),
        working,
    }
}

/// The mean of each season divided by the mean of all, over the complete cycles at the end.
fn seasonal(actual: &[f64], season: usize, level: Option<f64>) -> Option<Made> {
    let cycles = &actual[actual.len() % season..];
    let mean = cycles.iter().sum::<f64>() / cycles.len() as f64;
    if mean <= 0.0 {
        return None;
    }
    let level = level.unwrap_or(mean);
    let (mut working, mut indices) = (Vec::new(), Vec::new());
    for first in 0..season {
        let of_season: Vec<f64> = cycles[first..].iter().step_by(season).copied().collect();
        let own = of_season.iter().sum::<f64>() / of_season.len() as f64;
        let index = own / mean;
        let filled = filled!("{} / {}", own, mean);
        let formula = format!("season {}: index = its mean / mean of all", first + 1);
        working.push(Step::of(formula, filled, index));
        indices.push(index);
    }
    let filled = filled!("{} x {}", level, indices[0]);
    working.push(Step::of("F = level x index", filled, level * indices[0]));
    Some(Made {
        // The indices come from the whole history, so they are no forecasts of it.
        fitted: Vec::new(),
        skipped: actual.len(),
        next: indices.iter().map(|index| level * index).collect(),
        indices,
        working,
    })
}

/// What is given for other methods than the chosen one.
fn unused(reader: &Reader) -> Result<Option<Warning>, Refusal> {
    let used: &[&str] = match reader.choice("method")? {
        "moving" => &["n"],
        "weighted" => &["weights"],
        "smoothing" => &["alpha", "level"],
        "trend" => &["alpha", "beta", "level", "trend"],
        _ => &["season", "level"],
    };
    let keys = FORECAST.fields.iter().map(|field| field.key);
    let keys = keys.filter(|key| *key != "method" && !used.contains(key));
    let given: Vec<&str> = keys
        .filter(|key| reader.object.get(key).is_some())
        .collect();
    let warning = || Warning::new("not_used", given.join(", "));
    Ok((!given.is_empty()).then(warning))
}

fn make(reader: &Reader, actual: &[f64]) -> Result<Made, Refusal> {
    let object = &reader.object;
    let (level, trend) = (reader.given("level")?, reader.number("trend")?);
    let (alpha, beta) = (reader.number("alpha")?, reader.number("beta")?);
    let long_enough = |key: &str, needed: usize| {
        if needed <= actual.len() {
            Ok(needed)
        } else {
            let says = format!("needs as many periods; `history` has {}.", actual.len());
            Err(object.refuse("too_short", key, &says))
        }
    };
    Ok(match reader.choice("method")? {
        "moving" => {
            let n = long_enough("n", reader.number("n")? as usize)?;
            let formula = "F = mean of the last n = sum of A / n";
            averaged(actual, &vec![1.0 / n as f64; n], formula)
        }
        "weighted" => {
            let missing = || object.missing("weights", "numbers, newest first, 1 in sum");
            let weights = object.numbers("weights")?.ok_or_else(missing)?;
            if (weights.iter().sum::<f64>() - 1.0).abs() > NEAR || weights.iter().any(|w| *w < 0.0)
            {
                let says = "must be at least 0 each and 1 in sum.";
                return Err(object.refuse("bad_weights", "weights", says));
            }
            long_enough("weights", weights.len())?;
            averaged(actual, &weights, "F = sum of weight x A, newest first")
        }
        "smoothing" => smoothed(actual, (alpha, 0.0), level, 0.0),
        "trend" => smoothed(actual, (alpha, beta), level, trend),
        _ => {
            let season = long_enough("season", reader.number("season")? as usize)?;
            let says = "holds nothing but 0 in its whole cycles, which has no index.";
            seasonal(actual, season, level)
                .ok_or_else(|| object.refuse("zero_total", "history", says))?
        }
    })
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let history = reader.rows("history")?;
    let actual = history.needed("actual")?;
    let rows = actual.len();
    let most = "1 to 520 periods";
    reader.object.at_most("history", rows, 520, most)?;
    let made = make(reader, &actual)?;
    let errors = Errors::of(&actual[made.skipped..], &made.fitted);
    let behind = |values: &[f64]| [&vec![f64::NAN; made.skipped], values].concat();
    let forecasts = behind(&made.fitted);
    let mut figures = vec![Figure::quantity("next", "next forecast", made.next[0])];
    figures.extend(errors.figures());
    let columns = vec![
        GridColumn::periods(rows),
        GridColumn::shared("actual", "Actual", Unit::Quantity, &actual),
        GridColumn::quantities("forecast", "Forecast", forecasts.clone()),
        GridColumn::quantities("error", "Error", behind(&errors.each)),
        GridColumn::quantities("running_sum", "Running sum", behind(&running(&errors.each))),
    ];
    let mut tables = vec![Grid::new("rows", "Periods", columns)];
    if !made.indices.is_empty() {
        let seasons = Numbers::Ranks(made.indices.len());
        let columns = vec![
            GridColumn::of("season", "Season", Unit::Count, seasons),
            GridColumn::numbers("index", "Index", Unit::Ratio, made.indices),
            GridColumn::quantities("forecast", "Forecast", made.next.clone()),
        ];
        tables.insert(0, Grid::new("seasons", "Seasons from the next on", columns));
    }
    let foretold = [forecasts, made.next.clone()].concat();
    let lines = vec![
        Series::by_period("actual", &actual),
        Series::by_period("forecast", &foretold),
    ];
    let plot = Plot::by_period("Actual and forecast", lines);
    let mut working = made.working;
    if !errors.each.is_empty() {
        working.extend(errors.working());
    }
    Ok(Outcome {
        figures,
        json_only: errors.unseen(),
        tables,
        plots: vec![plot.marked("next", (rows + 1) as f64, made.next[0])],
        working,
        warnings: errors.warnings.into_iter().chain(unused(reader)?).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Input, answer};
    use super::FORECAST;
    use serde_json::{Value, json};

    fn result(mut request: Value, history: &[f64]) -> Value {
        let rows = history.iter().map(|actual| json!({"actual": actual}));
        request["history"] = rows.collect();
        answer("forecast", &request).unwrap().value()
    }

    fn close(value: &Value, expected: f64, within: f64) {
        let found = value.as_f64().unwrap();
        assert!(
            (found - expected).abs() <= within,
            "{found} is not {expected}"
        );
    }

    /// Heizer & Render, Operations Management: tonnage of the port, first forecast 175.
    #[test]
    fn the_port_of_heizer_and_render_has_the_printed_mad() {
        let tons = [180.0, 168.0, 159.0, 175.0, 190.0, 205.0, 180.0, 182.0];
        for (alpha, mad) in [(0.1, 10.31), (0.5, 12.33)] {
            let request = json!({"method": "smoothing", "alpha": alpha, "level": 175});
            close(&result(request, &tons)["mad"], mad, 0.005);
        }
    }

    /// Heizer & Render's trend, 35.16 for month 10; Chopra & Meindl's, 12,072.
    #[test]
    fn trends_come_out_as_printed() {
        let request =
            json!({"method": "trend", "alpha": 0.2, "beta": 0.4, "level": 11, "trend": 2});
        let months = [12.0, 17.0, 20.0, 19.0, 24.0, 21.0, 31.0, 28.0, 36.0];
        close(&result(request, &months)["next"], 35.16, 0.005);
        let request =
            json!({"method": "trend", "alpha": 0.1, "beta": 0.2, "level": 7367, "trend": 673});
        let quarters = [8415.0, 8732.0, 9014.0, 9808.0, 10413.0, 11961.0];
        close(&result(request, &quarters)["next"], 12_072.0, 1.0);
    }

    #[test]
    fn vectors_worked_by_hand_are_met() {
        let smooth = json!({"method": "smoothing", "alpha": 0.2, "level": 200});
        close(
            &result(smooth, &[220.0, 190.0, 210.0])["next"],
            202.96,
            1e-9,
        );
        let trend = json!({"method": "trend", "alpha": 0.2, "beta": 0.1, "level": 100, "trend": 5});
        let trend = result(trend, &[110.0, 108.0]);
        close(&trend["rows"][0]["forecast"], 105.0, 1e-9);
        close(&trend["rows"][1]["forecast"], 111.1, 1e-9);
        close(&trend["next"], 115.518, 1e-9);
        let years = [80.0, 120.0, 100.0, 100.0, 90.0, 130.0, 110.0, 110.0];
        let seasons = result(json!({"method": "seasonal", "level": 110}), &years);
        for (season, forecast) in [89.05, 130.95, 110.0, 110.0].into_iter().enumerate() {
            close(&seasons["seasons"][season]["forecast"], forecast, 0.005);
        }
        assert!(seasons["mad"].is_null());
        let newest_first = json!({"method": "weighted", "weights": [0.5, 0.3, 0.2]});
        close(
            &result(newest_first, &[10.0, 20.0, 30.0])["next"],
            23.0,
            1e-9,
        );
        let moving = result(json!({"method": "moving", "n": 2}), &[10.0, 20.0, 40.0]);
        close(&moving["next"], 30.0, 1e-9);
        close(&moving["rows"][2]["error"], 25.0, 1e-9);
        assert!(moving["rows"][1]["forecast"].is_null());
    }

    #[test]
    fn without_a_first_forecast_the_first_actual_is_the_next_one() {
        let rows = result(json!({"method": "smoothing"}), &[50.0, 60.0, 0.0]);
        assert!(rows["rows"][0]["forecast"].is_null() && rows["mape"].is_null());
        close(&rows["rows"][1]["forecast"], 50.0, 0.0);
        assert!(result(json!({"method": "smoothing"}), &[5.0, 5.0])["tracking_signal"].is_null());
    }

    #[test]
    fn without_a_forecast_no_measure_gives_another_reason() {
        let history: Value = [100, 120, 90]
            .iter()
            .map(|a| json!({"actual": a}))
            .collect();
        let request = json!({"method": "moving", "n": 3, "history": history});
        let outcome = FORECAST.outcome(&Input::new(&request)).unwrap();
        for key in ["mad", "tracking_signal", "mape", "mean_error", "rmse"] {
            let shown = outcome.figure(key).unwrap().explained();
            assert_eq!(shown, "undefined: no period has a forecast", "{key}");
        }
    }

    #[test]
    fn what_another_method_would_use_is_told() {
        let history: Value = [100, 120, 90, 95]
            .iter()
            .map(|a| json!({"actual": a}))
            .collect();
        for (method, told) in [
            ("moving", "not_used:weights, alpha"),
            ("weighted", "not_used:alpha"),
            ("smoothing", "not_used:weights"),
        ] {
            let request =
                json!({"method": method, "weights": [0.5, 0.5], "alpha": 0.3, "history": history});
            let answer = answer("forecast", &request).unwrap();
            let warnings: Vec<String> = answer.warnings.iter().map(ToString::to_string).collect();
            assert_eq!(warnings, [told], "{method}");
        }
    }

    /// An incomplete cycle is left out, and the next season comes first.
    #[test]
    fn seasons_count_from_the_period_that_comes_next() {
        let seasons = result(
            json!({"method": "seasonal", "season": 2}),
            &[9.0, 10.0, 30.0],
        );
        close(&seasons["next"], 10.0, 1e-9);
        close(&seasons["seasons"][1]["index"], 1.5, 1e-9);
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (request, code) in [
            (json!({"n": 4}), "too_short"),
            (json!({"method": "weighted"}), "missing"),
            (
                json!({"method": "weighted", "weights": [0.5, 0.4]}),
                "bad_weights",
            ),
            (
                json!({"method": "weighted", "weights": [1.5, -0.5]}),
                "bad_weights",
            ),
            (json!({"method": "seasonal"}), "too_short"),
            (json!({"alpha": 1.1}), "out_of_range"),
            (json!({"n": 1.5}), "not_whole"),
            (json!({"history": [{"actual": -1}]}), "out_of_range"),
            (
                json!({"method": "seasonal", "season": 2, "history": [{"actual": 0}, {"actual": 0}]}),
                "zero_total",
            ),
        ] {
            let mut whole = json!({"history": [{"actual": 1}, {"actual": 2}, {"actual": 3}]});
            whole
                .as_object_mut()
                .unwrap()
                .extend(request.as_object().unwrap().clone());
            assert_eq!(
                answer("forecast", &whole).unwrap_err().code,
                code,
                "{request}"
            );
        }
    }
}
