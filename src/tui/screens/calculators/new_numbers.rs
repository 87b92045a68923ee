//! New numbers for a quiz: close to those in the form, equally round, and within the ranges of the fields.

use super::CalculatorScreen;
use super::form::{Form, Texts, json_number};
use super::what_if::twentieth;
use crate::calculators::draw::Draw;
use crate::calculators::{Kind, form};
use serde_json::{Map, Value};

/// The origin shown after numbers were drawn.
pub const DRAWN: &str = "drawn for the quiz";

/// New numbers for the fields that have one.
fn texts(form: &Form, draw: &mut Draw) -> Texts {
    form.entries
        .iter()
        .map(|entry| {
            let def = entry.def;
            let typed = entry.input.text();
            let number = form::value(def, typed).ok().flatten();
            let Some(value) = number.and_then(|value| value.as_f64()) else {
                return typed.to_owned();
            };
            let (low, high) = def.range;
            let drawn = match def.kind {
                Kind::Rate => {
                    let lowest = ((value - 0.2).max(low.max(0.01)) * 100.0).ceil();
                    let highest = ((value + 0.2).min(high.min(0.99)) * 100.0).floor();
                    draw.range(lowest, highest.max(lowest), 1.0) / 100.0
                }
                Kind::Whole => {
                    let lowest = (value / 2.0).ceil().max(low);
                    let highest = (value * 1.5).floor().max(lowest + 2.0).min(high);
                    draw.range(lowest, highest, 1.0)
                }
                Kind::Money | Kind::Number if high - low > 20.0 => {
                    near(value, draw).clamp(low, high)
                }
                _ => value,
            };
            let drawn = format!("{drawn:.9}").parse().unwrap_or(drawn);
            form::typed(def, &json_number(drawn))
        })
        .collect()
}

/// New numbers for the rows outside the fields.
fn rows(rest: &Map<String, Value>, draw: &mut Draw) -> Map<String, Value> {
    rest.iter()
        .map(|(key, value)| match value {
            Value::Array(_) => (key.clone(), varied(value, draw)),
            value => (key.clone(), value.clone()),
        })
        .collect()
}

fn varied(value: &Value, draw: &mut Draw) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| varied(item, draw)).collect(),
        Value::Object(entries) => entries
            .iter()
            .map(|(key, value)| (key.clone(), varied(value, draw)))
            .collect(),
        Value::Number(number) => number.as_f64().map_or_else(
            || value.clone(),
            |value| {
                let drawn = if value.abs() >= 20.0 {
                    near(value, draw)
                } else if value.fract() == 0.0 && value >= 1.0 {
                    (value - 1.0 + draw.below(3) as f64).max(1.0)
                } else {
                    value
                };
                json_number(drawn)
            },
        ),
        other => other.clone(),
    }
}

/// From half the value to one and a half times the value, in steps of a twentieth; whole if the value is.
fn near(value: f64, draw: &mut Draw) -> f64 {
    let drawn = value.signum() * twentieth(value) * (10 + draw.below(21)) as f64;
    if value.fract() == 0.0 {
        drawn.round()
    } else {
        drawn
    }
}

impl CalculatorScreen {
    /// Draws numbers that also give a result; keeps the present ones if none are found.
    pub(super) fn draw_new_numbers(&mut self, seed: u64) {
        const TRIES: usize = 60;
        let (typed, rest) = (self.form.texts(), self.rest.clone());
        self.remember_all(typed.clone());
        let mut draw = Draw::new(seed);
        for _ in 0..TRIES {
            self.form.put(&typed);
            let drawn = texts(&self.form, &mut draw);
            self.form.put(&drawn);
            self.rest = rows(&rest, &mut draw);
            self.work_out();
            if self.question().is_ok() {
                self.origin = DRAWN.to_owned();
                return;
            }
        }
        self.form.put(&typed);
        self.rest = rest;
        self.work_out();
    }
}
