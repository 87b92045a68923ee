//! What if: changes a field in steps and shows the earlier result beside the present one.

use super::CalculatorScreen;
use super::form::{Entry, Texts, json_number};
use crate::calculators::{Figure, IfEmpty, Kind, Unit, form, numbers};
use crate::tui::screen::Effect;

/// The state at the beginning.
#[derive(Debug, Clone)]
pub struct WhatIf {
    pub texts: Texts,
    pub before: Vec<Figure>,
}

impl WhatIf {
    pub fn before(&self, figure: &Figure) -> Option<&Figure> {
        self.before.iter().find(|before| before.key == figure.key)
    }
}

/// `+12.50`, `-3 points`; empty if nothing changed or one of the two is undefined.
pub fn difference(before: &Figure, now: &Figure) -> String {
    let (Some(old), Some(new)) = (before.value, now.value) else {
        return String::new();
    };
    let by = new - old;
    if by == 0.0 || !by.is_finite() {
        return String::new();
    }
    let text = match now.unit {
        Unit::Share => format!("{} points", numbers::trimmed(by * 100.0, 2)),
        Unit::Money => numbers::money(by),
        _ => numbers::trimmed(by, 4),
    };
    if by > 0.0 { format!("+{text}") } else { text }
}

/// The field's text one step further; `None` for a field without steps.
///
/// `began` is the text at the beginning: steps are fractions of it, so that + and then - lead back.
fn nudged(entry: &Entry, began: &str, up: bool) -> Option<String> {
    let def = entry.def;
    let number = |text: &str| {
        let value = form::value(def, text).ok()?;
        match (value.and_then(|value| value.as_f64()), def.default) {
            (Some(value), _) => Some(value),
            (None, IfEmpty::Number(default)) => Some(default),
            (None, _) => None,
        }
    };
    let now = number(entry.input.text())?;
    let began = number(began).unwrap_or(now);
    let (low, high) = def.range;
    let step = match def.kind {
        Kind::Rate => 0.01,
        Kind::Whole | Kind::Days => 1.0,
        // A coefficient or factor, such as a correlation from -1 to 1.
        Kind::Number if high - low <= 20.0 => 0.1,
        Kind::Money | Kind::Number => twentieth(began),
        _ => return None,
    };
    let next = if up { now + step } else { now - step };
    let next = next.clamp(low, high);
    // Without floating-point noise: 0.82, not 0.8200000000000001.
    let rounded = format!("{next:.9}").parse().unwrap_or(next);
    Some(form::typed(def, &json_number(rounded)))
}

/// 5 % of the value, rounded to one digit so that the numbers stay readable; 1 if the value is 0.
pub fn twentieth(value: f64) -> f64 {
    let part = value.abs() / 20.0;
    if part == 0.0 || !part.is_finite() {
        return 1.0;
    }
    let power = 10f64.powf(part.log10().floor());
    (part / power).round() * power
}

impl CalculatorScreen {
    pub(super) fn keep_trial(&mut self) -> Vec<Effect> {
        if let Some(what_if) = self.what_if.take() {
            self.remember(what_if.texts);
        }
        vec![Effect::Say("Kept.".into())]
    }

    pub(super) fn drop_trial(&mut self) -> Vec<Effect> {
        if let Some(what_if) = self.what_if.take() {
            self.form.put(&what_if.texts);
            self.work_out();
        }
        vec![Effect::Say("As it was.".into())]
    }

    /// Moves the field a step up or down; the earlier result stays beside it until the change is kept or dropped.
    pub(super) fn nudge(&mut self, up: bool) -> Vec<Effect> {
        self.settle();
        let at = self.form.at();
        let began = match &self.what_if {
            Some(what_if) => what_if.texts.get(at).cloned(),
            None => self.form.texts().get(at).cloned(),
        };
        let Some(entry) = self.form.focused_mut() else {
            return Vec::new();
        };
        if entry.turn(up) {
            self.changed();
            return Vec::new();
        }
        let Some(text) = nudged(entry, &began.unwrap_or_default(), up) else {
            return vec![Effect::Say("No steps here: type another value.".into())];
        };
        let texts = self.form.texts();
        if self.what_if.is_none()
            && let Ok(outcome) = &self.result
        {
            let before = outcome.figures.clone();
            self.what_if = Some(WhatIf { texts, before });
        }
        if let Some(entry) = self.form.focused_mut() {
            entry.input.step_to(&text);
        }
        self.work_out();
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::Form;
    use super::*;
    use crate::calculators;
    use serde_json::json;

    fn entry(calculator: &str, key: &str, request: serde_json::Value) -> Entry {
        let about = calculators::find(calculator).unwrap();
        let form = Form::new(about.fields, &request);
        form.entries.into_iter().find(|e| e.def.key == key).unwrap()
    }

    #[test]
    fn a_step_is_a_point_a_twentieth_or_one() {
        for (calculator, key, request, up, down) in [
            ("clv", "margin", json!({"margin": 120}), "126", "114"),
            ("clv", "retention", json!({"retention": 0.8}), "81", "79"),
            ("clv", "growth", json!({}), "1", "-1"),
            ("pooling", "sites", json!({"sites": 4}), "5", "3"),
            ("pooling", "sites", json!({"sites": 1}), "2", "1"),
            ("pooling", "correlation", json!({}), "0.1", "-0.1"),
            ("eoq", "demand", json!({"demand": 1000}), "1050", "950"),
            ("clv", "retention", json!({"retention": 1}), "100", "99"),
        ] {
            let mut entry = entry(calculator, key, request);
            let began = entry.input.text().to_owned();
            assert_eq!(nudged(&entry, &began, true).unwrap(), up, "{key}");
            assert_eq!(nudged(&entry, &began, false).unwrap(), down, "{key}");
            if up != began {
                entry.input.set(up);
                let back = nudged(&entry, &began, false).unwrap();
                assert!(
                    back == began || began.is_empty() && back == "0",
                    "{key}: {back}"
                );
            }
        }
        assert_eq!(nudged(&entry("abc", "cuts", json!({})), "", true), None);
    }

    #[test]
    fn a_difference_has_its_sign_and_its_unit() {
        let figure = |value, unit| Figure::new("x", "x", value, unit);
        let says = |a: f64, b: f64, unit| difference(&figure(a, unit), &figure(b, unit));
        assert_eq!(says(240.0, 252.5, Unit::Money), "+12.50");
        assert_eq!(says(0.5, 0.48, Unit::Share), "-2 points");
        assert_eq!(says(2.0, 2.0, Unit::Ratio), "");
        assert_eq!(
            difference(
                &figure(1.0, Unit::Ratio),
                &Figure::new("x", "x", None, Unit::Ratio)
            ),
            ""
        );
    }
}
