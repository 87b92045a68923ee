//! Tornado of the lifetime value: each input alone a little lower and higher, the one that matters most first.
//!
//! Source: Howard, "Decision analysis: practice and promise" (1988), for the chart; the model is that of `clv`.

use super::clv::{self, Model};
use super::frame::*;
use super::request::Object;

const INPUTS: [&str; 6] = [
    "margin",
    "retention",
    "discount",
    "acquisition_cost",
    "growth",
    "retention_cost",
];

pub static CLV_TORNADO: Calculator = Calculator {
    name: "clv_tornado",
    title: "What moves the lifetime value",
    purpose: "Which input moves the value most?",
    formula: "swing = |net CLV at input x (1 + p) - net CLV at input x (1 - p)|",
    source: "Howard (1988) for the chart; Gupta & Lehmann for the model",
    fields: &[
        clv::MARGIN,
        clv::RETENTION,
        clv::DISCOUNT,
        clv::TIMING,
        clv::GROWTH,
        clv::RETENTION_COST,
        clv::ACQUISITION_COST,
        clv::HORIZON,
        Field::rate("pct", "Vary by")
            .help("How much lower and higher each input is tried.")
            .letter("p")
            .or(0.1),
    ],
    lists: &["inputs", "show"],
    layouts: &[],
    example: r#"{"margin": 120, "retention": 0.8, "discount": 0.2, "acquisition_cost": 50, "pct": 0.1}"#,
    result: "base; bars",
    work,
};

/// The net value with one input lower, and with it higher.
struct Bar {
    input: &'static str,
    low: f64,
    high: f64,
}

impl Bar {
    fn swing(&self) -> f64 {
        (self.high - self.low).abs()
    }
}

fn inputs(object: &Object) -> Result<Vec<&'static str>, Refusal> {
    let Some(list) = object.list("inputs")? else {
        return Ok(INPUTS[..4].to_vec());
    };
    let mut inputs = Vec::new();
    for name in list {
        let known = name
            .as_str()
            .and_then(|name| INPUTS.into_iter().find(|input| *input == name));
        match known {
            Some(input) if !inputs.contains(&input) => inputs.push(input),
            _ => {
                let known = INPUTS.join(", ");
                let says = format!("must name each of its inputs once, out of {known}.");
                return Err(object.refuse("bad_option", "inputs", &says));
            }
        }
    }
    if inputs.is_empty() {
        let says = "names no input: leave it out for the usual four.";
        Err(object.refuse("empty", "inputs", says))
    } else {
        Ok(inputs)
    }
}

/// The model with one input times a factor; retention goes no higher than 1.
fn varied(model: &Model, input: &str, factor: f64) -> Model {
    let mut model = model.clone();
    match input {
        "margin" => model.margin *= factor,
        "retention" => model.retention = (model.retention * factor).min(1.0),
        "discount" => model.discount *= factor,
        "acquisition_cost" => model.acquisition_cost *= factor,
        "growth" => model.growth *= factor,
        _ => model.retention_cost *= factor,
    }
    model
}

/// The net value with an input times a factor; what is refused says which.
fn net(model: &Model, input: &'static str, factor: f64) -> Result<f64, Refusal> {
    varied(model, input, factor)
        .net()
        .map_err(|refusal| Refusal {
            message: format!(
                "With `{input}` times {}: {}",
                plain(factor),
                refusal.message
            ),
            field: Some(input.to_string()),
            ..refusal
        })
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let model = Model::read(reader)?;
    let pct = reader.object.above("pct", reader.number("pct")?, 0.0)?;
    let base = model.net()?;
    let bars = inputs(&reader.object)?.into_iter().map(|input| {
        let (low, high) = (
            net(&model, input, 1.0 - pct)?,
            net(&model, input, 1.0 + pct)?,
        );
        Ok(Bar { input, low, high })
    });
    let mut bars = bars.collect::<Result<Vec<Bar>, Refusal>>()?;
    bars.sort_by(|a, b| b.swing().total_cmp(&a.swing()));

    let mut figures = vec![Figure::money("base", "CLV net of acquisition", base)];
    if let Some(bar) = bars.first() {
        figures.push(Figure::money("swing", "largest swing", bar.swing()));
    }
    let order: Vec<u16> = (0..bars.len() as u16).collect();
    let inputs = bars.iter().map(|bar| bar.input);
    let table = Rows::of(&bars)
        .column(GridColumn::labels("input", "Input", inputs, order))
        .money("low_input", "Lower", |bar| bar.low)
        .money("high_input", "Higher", |bar| bar.high)
        .money("swing", "Swing", Bar::swing)
        .grid("bars", "Swing of each input");
    let plot = Plot::of_bars(
        "Tornado",
        Axis::new("CLV net of acquisition", Unit::Money),
        bars.iter().map(|bar| bar.input),
        vec![Series::piece(
            "",
            bars.iter().map(|bar| (bar.low, bar.high)),
        )],
    )
    .cut_at("as it is", base);
    let working = bars.iter().map(|bar| {
        let formula = format!(
            "{} lower and higher by {}",
            bar.input.replace('_', " "),
            percent(pct)
        );
        let filled = format!("|{} - {}|", plain(bar.high), plain(bar.low));
        Step::new(formula, filled, plain(bar.swing()))
    });
    Ok(Outcome::new(figures, working.collect())
        .with_table(table)
        .with_plot(plot)
        .with_warnings(model.warnings()))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    fn bars(request: &Value) -> Vec<(String, f64, f64)> {
        let result = answer("clv_tornado", request).unwrap().value();
        let bars = result["bars"].as_array().unwrap().iter();
        bars.map(|bar| {
            let number = |key: &str| bar[key].as_f64().unwrap();
            assert!(
                (number("swing") - (number("high_input") - number("low_input")).abs()).abs() < 1e-9
            );
            (
                bar["input"].as_str().unwrap().to_string(),
                number("low_input"),
                number("high_input"),
            )
        })
        .collect()
    }

    #[test]
    fn each_input_alone_is_varied_and_the_largest_swing_comes_first() {
        let request =
            json!({"margin": 120, "retention": 0.8, "discount": 0.2, "acquisition_cost": 50});
        let bars = bars(&request);
        let names: Vec<&str> = bars.iter().map(|bar| bar.0.as_str()).collect();
        assert_eq!(
            names,
            ["retention", "margin", "discount", "acquisition_cost"]
        );
        let clv = |m: f64, r: f64, d: f64| m * r / (1.0 + d - r);
        assert!((bars[0].1 - (clv(120.0, 0.72, 0.2) - 50.0)).abs() < 1e-9);
        assert!((bars[0].2 - (clv(120.0, 0.88, 0.2) - 50.0)).abs() < 1e-9);
        assert!((bars[2].1 - (clv(120.0, 0.8, 0.18) - 50.0)).abs() < 1e-9);
        assert!((bars[3].1 - (240.0 - 45.0)).abs() < 1e-9);
        assert_eq!(
            answer("clv_tornado", &request).unwrap().value()["base"],
            json!(190.0)
        );
    }

    #[test]
    fn retention_is_held_at_one() {
        let request =
            json!({"margin": 100, "retention": 0.96, "discount": 0.12, "inputs": ["retention"]});
        assert!((bars(&request)[0].2 - 100.0 / 0.12).abs() < 1e-9);
    }

    /// Gupta, Lehmann & Stuart, "Valuing customers" (2004): retention matters several times more than the discount rate.
    #[test]
    fn retention_moves_the_value_several_times_more_than_the_discount_rate() {
        let request = json!({"margin": 100, "retention": 0.8, "discount": 0.12, "pct": 0.01});
        let bars = bars(&request);
        let swing = |name: &str| {
            bars.iter()
                .find(|bar| bar.0 == name)
                .map(|bar| (bar.2 - bar.1).abs())
                .unwrap()
        };
        assert!(swing("retention") > 5.0 * swing("discount"));
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let base = json!({"margin": 120, "retention": 0.95, "discount": 0, "acquisition_cost": 50});
        assert_eq!(answer("clv_tornado", &base).unwrap_err().code, "diverges");
        for (key, value, code) in [
            ("pct", json!(0), "out_of_range"),
            ("pct", json!(2), "out_of_range"),
            ("inputs", json!(["price"]), "bad_option"),
            ("inputs", json!(["margin", "margin"]), "bad_option"),
            ("inputs", json!([]), "empty"),
            ("inputs", json!("margin"), "not_a_list"),
            ("retention", json!(2), "out_of_range"),
            ("bars", json!(2), "unknown_key"),
        ] {
            let mut request = base.clone();
            request["discount"] = json!(0.1);
            request[key] = value.clone();
            assert_eq!(
                answer("clv_tornado", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
    }
}
