//! A number to be worked out, with a unit and a tolerance; known mistakes are recognised.

use super::{
    Answer, Ask, CardText, Face, Kind, Role, Verdict, Way, kind_fields, must_be_explained,
    must_not_be_empty,
};
use crate::calculators::numbers::{self, Evidence};
use crate::study::amount::{self, Amount};
use crate::study::fault::Fault;
use crate::study::text::Text;
use serde::Deserialize;

kind_fields! {
    pub struct Numeric {
        question: Text,
        /// With the unit `%` in per cent: 25, not 0.25.
        #[serde(default)]
        answer: Option<f64>,
        /// Empty for a pure number.
        #[serde(default)]
        unit: Option<Text>,
        #[serde(default)]
        tolerance: Option<Tolerance>,
        #[serde(default)]
        working: Vec<Text>,
        /// Wrong answers that come from a known mistake, and the mistake.
        #[serde(default)]
        mistakes: Vec<(f64, Text)>,
    }
}

/// How far an answer may be off and still be right.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub enum Tolerance {
    Exact,
    /// In the answer's own unit.
    Absolute(f64),
    /// In per cent of the answer.
    Percent(f64),
}

impl Tolerance {
    /// Whether `given` is right, give or take an error of rounding.
    pub fn accepts(self, answer: f64, given: f64) -> bool {
        let slack = 1e-9 * answer.abs().max(1e-9);
        (given - answer).abs() <= self.room(answer) + slack
    }

    /// How far an answer may be off, in its own unit.
    pub fn room(self, answer: f64) -> f64 {
        match self {
            Tolerance::Exact => 0.0,
            Tolerance::Absolute(room) => room,
            Tolerance::Percent(percent) => percent / 100.0 * answer.abs(),
        }
    }

    /// E11 for a tolerance that is not a number, negative, or over a fifth of the answer.
    pub fn faults(self, answer: Option<f64>, faults: &mut Vec<Fault>) {
        let share = match self {
            Tolerance::Exact => 0.0,
            Tolerance::Percent(percent) => percent / 100.0,
            Tolerance::Absolute(room) => match answer {
                Some(answer) if answer != 0.0 && room >= 0.0 => room / answer.abs(),
                _ => room.min(0.0),
            },
        };
        if !share.is_finite() || share < 0.0 {
            let message = "the tolerance is negative or not a number";
            let help = "write Exact, Absolute(0.05) or Percent(0.5)";
            faults.push(Fault::new("E11", message, help).at("tolerance"));
        } else if share > 0.2 + 1e-12 {
            let share = numbers::trimmed(share * 100.0, 1);
            let message = format!("the tolerance is {share} % of the answer");
            let fault = Fault::new("E11", message, "keep it at 20 % or less").at("tolerance");
            faults.push(fault.still_asked());
        }
    }
}

/// Most decimals shown of an answer.
const MOST_PLACES: usize = 8;

/// Units of one quantity, as multiples of the first. Months and years have no fixed length.
#[rustfmt::skip]
const MEASURES: [&[(&str, f64)]; 4] = [
    &[("seconds", 1.0), ("sec", 1.0), ("minutes", 60.0), ("min", 60.0), ("hours", 3600.0), ("h", 3600.0), ("days", 86_400.0), ("weeks", 604_800.0)],
    &[("g", 1.0), ("kg", 1e3), ("t", 1e6), ("tonnes", 1e6), ("tons", 1e6)],
    &[("mm", 1.0), ("cm", 10.0), ("m", 1e3), ("km", 1e6)],
    &[("ml", 1.0), ("l", 1e3), ("litres", 1e3), ("liters", 1e3), ("m3", 1e6)],
];

/// The right answer to compare with: shared with drawn problems.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    pub value: f64,
    pub unit: Text,
    pub tolerance: Tolerance,
    pub working: Vec<Text>,
    pub mistakes: Vec<(f64, Text)>,
}

impl Expected {
    /// `45.5 %`, `1,200 EUR`: with as few decimals as are still right by the question's own tolerance.
    pub fn shown(&self) -> Text {
        with_unit(self.value, self.places(), &self.unit)
    }

    fn places(&self) -> usize {
        let fewest = if self.value.abs() < 1.0 { 4 } else { 2 };
        let is_right = |places: &usize| {
            self.tolerance
                .accepts(self.value, rounded(self.value, *places))
        };
        // A fraction without an end cannot be shown exactly.
        (fewest..=MOST_PLACES).find(is_right).unwrap_or(fewest)
    }

    /// The answer as shown is always accepted, rounded or not.
    fn accepts(&self, given: f64) -> bool {
        self.tolerance.accepts(self.value, given)
            || Tolerance::Exact.accepts(rounded(self.value, self.places()), given)
    }

    /// The number, and what was typed beside it. The unit is removed first, so that `m` is not read as million, nor the 3 of `m3`
    /// as a digit.
    fn read(&self, typed: &str) -> Result<Amount, String> {
        let told = typed.trim();
        let told = told.trim_start_matches(['=', '~', '\u{2248}', '"', '\u{201c}']);
        let told = told.trim_end_matches(['"', '\u{201d}']).trim_end();
        let told = told.strip_suffix('.').unwrap_or(told).trim();
        let lower = told.to_lowercase();
        let unit = self.unit.trim().to_lowercase();
        let word = lower.trim_end_matches(char::is_alphabetic).len();
        let ends = [&*unit, &lower[word..]].into_iter();
        let beside = ends
            .filter(|end| !end.is_empty() && unit != "%" && measure(end) == measure(&unit))
            .find_map(|end| lower.strip_suffix(end))
            .filter(|number| !number.ends_with(char::is_alphabetic));
        let amount = beside.and_then(|number| amount::read(number).ok());
        match amount.filter(|amount| amount.unit.is_empty()) {
            Some(amount) => Ok(Amount { unit, ..amount }),
            None => amount::read(told),
        }
        .map_err(|_| amount::refused(typed))
    }

    /// Judges a number that was typed; for any other answer only tells the right one.
    pub fn judge(&self, answer: &Answer) -> Result<Verdict, String> {
        let told = Verdict {
            working: self.working.clone(),
            ..Verdict::showing(self.shown())
        };
        let Answer::Typed(typed) = answer else {
            return Ok(told);
        };
        let given = self.read(typed)?;
        let is_asked = is_unit(&given.unit, &self.unit);
        let is_percent = given.percent && !matches!(&*self.unit, "" | "%");
        if is_percent || !is_asked && !is_known(&given.unit) {
            let unit = match &*self.unit {
                "" => String::new(),
                unit => format!(", in {unit}"),
            };
            return Err(format!("`{}`: type a plain number{unit}", typed.trim()));
        }
        let verdict = |right, notes: Vec<Text>| Verdict {
            right: Some(right),
            given: Text::new(typed.trim()),
            notes,
            ..told
        };
        let readings = self.readings(&given);
        if readings.iter().any(|value| self.accepts(*value)) {
            if !is_asked {
                let asked = match &*self.unit {
                    "" => "a pure number",
                    unit => unit,
                };
                let note = format!("The number is right, the unit is not: asked for {asked}.");
                return Ok(verdict(false, vec![note.into()]));
            }
            return Ok(verdict(true, Vec::new()));
        }
        // A mistake has somewhat more tolerance than the answer: a rounded wrong number is still that mistake.
        let room = match self.tolerance {
            Tolerance::Exact => Tolerance::Percent(0.05),
            other => other,
        };
        let is_made = |wrong: f64| readings.iter().any(|value| room.accepts(wrong, *value));
        let known = self.mistakes.iter().find(|(wrong, _)| is_made(*wrong));
        let note = known
            .map(|(_, reason)| reason.clone())
            .or_else(|| self.in_another_unit(&given).map(Text::from))
            .or_else(|| {
                let off = off_by(self.value, given.value)?;
                let is_lone = numbers::evidence(typed) == Some(Evidence::LonePoint);
                // What was meant by `12.500`, only the learner knows.
                Some(if is_lone && self.accepts(given.value * 1000.0) { format!("{off} A point stands before decimals: if it parts thousands, grade it as right.").into() } else { off.into() })
            });
        Ok(verdict(false, note.into_iter().collect()))
    }

    /// The numbers and units that are right, and those that are known as mistakes.
    pub fn judged_by(&self) -> Vec<String> {
        let room = match self.tolerance {
            Tolerance::Exact => None,
            Tolerance::Absolute(room) => Some((room, String::new())),
            Tolerance::Percent(percent) => Some((
                percent / 100.0 * self.value.abs(),
                format!(", {} %", numbers::trimmed(percent, 6)),
            )),
        };
        // As many decimals as tell the ends of the range apart.
        let finest = room.as_ref().map_or(self.value, |(room, _)| *room).abs();
        let zeros = if finest > 0.0 {
            -finest.log10().floor()
        } else {
            0.0
        };
        let places = (zeros.clamp(0.0, 12.0) as usize + 2).max(6);
        let number = |value| numbers::trimmed(value, places);
        let mut told = vec![match room {
            None if self
                .tolerance
                .accepts(self.value, rounded(self.value, self.places())) =>
            {
                "Right: this number exactly.".to_owned()
            }
            None => "Right: this number, exactly or rounded as it is shown.".to_owned(),
            Some((room, percent)) => format!(
                "Right: {} to {} (tolerance {}{percent}).",
                number(self.value - room),
                number(self.value + room),
                number(room)
            ),
        }];
        told.push(match &*self.unit {
            "" => "Without a unit.".to_owned(),
            unit => format!("Unit: {unit}; it may be left out."),
        });
        let slip = |(wrong, reason): &(f64, Text)| format!("Wrong: {}: {reason}", number(*wrong));
        told.extend(self.mistakes.iter().map(slip));
        told
    }

    /// A hint where the amount is right but given in another unit, such as minutes for hours.
    fn in_another_unit(&self, given: &Amount) -> Option<String> {
        if self.unit.is_empty() {
            return None;
        }
        let (asked, units) = MEASURES.iter().find_map(|units| {
            let asked = units.iter().find(|(name, _)| is_unit(&self.unit, name))?;
            Some((asked.1, units))
        })?;
        let is_other = |(name, size): &&(&str, f64)| {
            (given.unit.is_empty() || is_unit(&given.unit, name))
                && *size != asked
                && self.accepts(given.value * size / asked)
        };
        let (name, _) = units.iter().find(is_other)?;
        Some(format!(
            "The right amount in another unit ({name}): asked for {}.",
            self.unit
        ))
    }

    /// The numbers that the answer may mean: with the unit `%`, 0.12 as well as 12; for a pure number `12 %` is 0.12.
    fn readings(&self, given: &Amount) -> Vec<f64> {
        match (&*self.unit, given.percent) {
            ("%", true) => vec![given.value],
            ("%", false) => vec![given.value, given.value * 100.0],
            ("", true) => vec![given.value / 100.0],
            _ => vec![given.value],
        }
    }
}

/// With at most `places` decimals; the unit may be empty.
pub fn with_unit(value: f64, places: usize, unit: &str) -> Text {
    let number = numbers::trimmed(value, places);
    match unit {
        "" => number.into(),
        unit => format!("{number} {unit}").into(),
    }
}

/// The value rounded to so many decimals.
fn rounded(value: f64, places: usize) -> f64 {
    format!("{value:.places$}").parse().unwrap_or(value)
}

fn off_by(expected: f64, given: f64) -> Option<String> {
    if expected == 0.0 || given == 0.0 {
        return None;
    }
    let ratio = given / expected;
    if (ratio + 1.0).abs() < 1e-6 {
        return Some("The size is right, the sign is not.".into());
    }
    [10.0, 100.0, 1000.0, 1e6].into_iter().find_map(|factor| {
        let times = (ratio / factor - 1.0).abs() < 0.005;
        let part = (ratio * factor - 1.0).abs() < 0.005;
        (times || part).then(|| {
            let size = if times { "large" } else { "small" };
            let factor = numbers::trimmed(factor, 0);
            format!("Off by a factor of {factor}: {factor} times too {size}.")
        })
    })
}

/// One name for a measure, in either spelling, in full or short.
fn measure(text: &str) -> String {
    let text = text
        .to_lowercase()
        .replace('€', "eur")
        .replace('$', "usd")
        .replace('£', "gbp");
    let text = text.trim().trim_end_matches('.');
    match text.strip_suffix('s').unwrap_or(text) {
        "euro" => "eur",
        "metre" | "meter" => "m",
        "kilometre" | "kilometer" => "km",
        "litre" | "liter" => "l",
        "kilogram" | "kilo" => "kg",
        "second" => "sec",
        "minute" => "min",
        "hour" | "hr" => "h",
        one => one,
    }
    .to_owned()
}

fn is_unit(given: &str, unit: &str) -> bool {
    given.is_empty()
        || measure(given) == measure(unit)
        || unit
            .split_whitespace()
            .any(|word| measure(word) == measure(given))
}

/// Whether a word is the name of a unit at all; any other is a slip, and no answer.
fn is_known(word: &str) -> bool {
    let mut units = MEASURES.iter().copied().flatten();
    units.any(|(name, _)| measure(name) == measure(word)) || numbers::currency_named(word).is_some()
}

impl Numeric {
    fn number(&self) -> Expected {
        Expected {
            value: self.answer.unwrap_or_default(),
            unit: self.unit.clone().unwrap_or_default(),
            tolerance: self.tolerance.unwrap_or(Tolerance::Exact),
            working: self.working.clone(),
            mistakes: self.mistakes.clone(),
        }
    }
}

impl Kind for Numeric {
    fn own_face(&self, _: &str, _: u64) -> Face {
        let unit = self.unit.clone().unwrap_or_default();
        Face::new(self.question.clone(), Ask::Number { unit })
    }

    fn own_verdict(&self, _: &str, _: u64, answer: &Answer) -> Result<Verdict, String> {
        self.number().judge(answer)
    }

    fn expected(&self, _: u64) -> Option<Expected> {
        Some(self.number())
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.question, "question", faults);
        match self.answer {
            None => faults.push(Fault::new("E11", "no answer", "add `answer: 25`")),
            Some(answer) if !answer.is_finite() => {
                let message = "the answer is not a finite number";
                faults.push(Fault::new("E11", message, "write a number").at("answer"));
            }
            Some(answer) => {
                let tolerance = self.tolerance.unwrap_or(Tolerance::Exact);
                for (i, (wrong, _)) in self.mistakes.iter().enumerate() {
                    if tolerance.accepts(answer, *wrong) || !wrong.is_finite() {
                        let n = i + 1;
                        let message =
                            format!("mistake {n} is no wrong answer: it lies within the tolerance");
                        let help = "change the mistake or tighten the tolerance";
                        let fault = Fault::new("E07", message, help).at_item("mistakes", i);
                        faults.push(fault.still_asked());
                    }
                }
            }
        }
        if self.unit.is_none() {
            let help = "add `unit: \"EUR\"`, or `unit: \"\"` for a pure number";
            faults.push(Fault::new("E11", "no unit", help).still_asked());
        }
        match self.tolerance {
            None => {
                let help = "add `tolerance: Percent(0.5)`, or Absolute(0.05), or Exact";
                faults.push(Fault::new("E11", "no tolerance", help).still_asked());
            }
            Some(tolerance) => tolerance.faults(self.answer, faults),
        }
        must_be_explained(&self.common, !self.working.is_empty(), faults);
    }

    fn way(&self) -> Way<'_> {
        Way::Compute(self.number())
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = vec![CardText::new(Role::Question, "question", &self.question)];
        let reasons = self.mistakes.iter().map(|(_, reason)| reason);
        texts.extend(CardText::items(Role::Working, "working", &self.working));
        texts.extend(CardText::items(Role::Reason, "mistakes", reasons));
        texts
    }

    fn front(&self) -> &Text {
        &self.question
    }

    fn back(&self) -> Text {
        self.number().shown()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;

    fn expected(value: f64, unit: &str, tolerance: Tolerance) -> Expected {
        Expected {
            value,
            unit: unit.into(),
            tolerance,
            working: Vec::new(),
            mistakes: vec![(400.0, "You divided the wrong way round.".into())],
        }
    }

    fn judge(expected: &Expected, typed: &str) -> Verdict {
        expected.judge(&Answer::Typed(typed.into())).unwrap()
    }

    fn right(expected: &Expected, typed: &str) -> bool {
        judge(expected, typed).right.unwrap()
    }

    fn note(expected: &Expected, typed: &str) -> String {
        let notes = judge(expected, typed).notes;
        notes.first().map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn a_percentage_may_be_typed_as_a_share() {
        let share = expected(12.0, "%", Tolerance::Percent(0.5));
        assert!(
            ["12", "12 %", "0.12", "12,05 %", "12 percent"]
                .iter()
                .all(|typed| right(&share, typed))
        );
        assert!(!right(&share, "0.12 %") && !right(&share, "1200"));
        assert!(right(
            &expected(0.25, "", Tolerance::Absolute(0.005)),
            "25 %"
        ));
    }

    #[test]
    fn money_may_carry_its_sign_and_thousands() {
        let price = expected(1200.0, "EUR", Tolerance::Exact);
        assert!(
            ["1200", "1,200", "1.2k", "1 200 EUR", "€1,200", "1200 euros"]
                .iter()
                .all(|typed| right(&price, typed))
        );
    }

    #[test]
    fn a_wrong_answer_is_told_which_mistake_it_is() {
        let share = expected(25.0, "%", Tolerance::Percent(0.5));
        let note = |typed: &str| note(&share, typed);
        assert_eq!(note("400"), "You divided the wrong way round.");
        assert!(note("25 days").starts_with("The number is right, the unit is not"));
        assert!(note("2500").starts_with("Off by a factor of 100"));
        assert!(note("-25").starts_with("The size is right"));
        // What was meant by a lone point is not guessed, and a mistake or another unit goes before it.
        let price = expected(400_000.0, "EUR", Tolerance::Exact);
        for (card, typed, told) in [
            (&price, "400.000", "You divided"),
            (
                &expected(12_500.0, "EUR", Tolerance::Exact),
                "12.500",
                "Off by a factor of 1,000: 1,000 times too small. A point",
            ),
            (
                &expected(12_500.0, "EUR", Tolerance::Exact),
                "12.500 EUR",
                "Off by a factor of 1,000: 1,000 times too small. A point",
            ),
            (
                &expected(12_500.0, "EUR", Tolerance::Exact),
                "12.5",
                "Off by a factor of 1,000",
            ),
            (
                &expected(1.25, "", Tolerance::Exact),
                "1,250",
                "Off by a factor of 1,000",
            ),
            (
                &expected(1_250.0, "kg", Tolerance::Exact),
                "1.250",
                "The right amount in another unit (t)",
            ),
            (
                &expected(1.25, "t", Tolerance::Exact),
                "1,250 kg",
                "The right amount in another unit (kg)",
            ),
        ] {
            assert!(!right(card, typed), "{typed}");
            assert!(self::note(card, typed).starts_with(told), "{typed}");
        }
        for slip in ["a lot", "251,5xy^", "25 pieces", "x = 25"] {
            assert!(share.judge(&Answer::Typed(slip.into())).is_err(), "{slip}");
        }
    }

    #[test]
    fn the_answer_is_shown_as_exactly_as_it_is_asked_for() {
        let close = expected(4.56789, "", Tolerance::Percent(0.01));
        assert_eq!(&*close.shown(), "4.568");
        assert!(right(&close, "4.568") && !right(&close, "4.57"));
        let third = expected(1.0 / 3.0, "", Tolerance::Exact);
        assert_eq!(&*third.shown(), "0.3333");
        assert!(right(&third, "0.3333") && !right(&third, "0.333"));
        let small = expected(0.000_012_3, "", Tolerance::Percent(0.5));
        assert!(right(&small, &small.shown()));
    }

    #[test]
    fn what_is_written_round_an_answer_does_not_make_it_wrong() {
        let length = expected(2.0, "m", Tolerance::Exact);
        for typed in ["2 m", "2m.", "=2", "\"2\"", "~ 2", "2."] {
            assert!(right(&length, typed), "{typed}");
        }
        let room = expected(1200.0, "m3", Tolerance::Exact);
        assert!(right(&room, "1,200 m3") && right(&room, "1.2k m3"));
        assert!(right(&expected(25.0, "%", Tolerance::Exact), "25 %."));
        let refused = length.judge(&Answer::Typed("\"abc\"".into())).unwrap_err();
        assert!(refused.starts_with("`\"abc\"` does not read"), "{refused}");
    }

    #[test]
    fn a_unit_is_the_same_in_either_spelling_in_full_or_short() {
        for (unit, typed) in [
            ("metres", "12 meters"),
            ("meters", "12 metre"),
            ("metres", "12 m"),
            ("km", "12 kilometers"),
            ("litres", "12 l"),
            ("hours", "12 h"),
            ("minutes", "12 min."),
            ("seconds", "12 sec"),
            ("EUR", "12 euros"),
        ] {
            let expected = expected(12.0, unit, Tolerance::Exact);
            assert!(right(&expected, typed), "{typed} for {unit}");
        }
    }

    #[test]
    fn the_right_amount_in_another_unit_is_told_as_that() {
        let note = |card: &Expected, typed: &str| {
            assert!(!right(card, typed), "{typed}");
            note(card, typed)
        };
        let hours = expected(2.0, "hours", Tolerance::Exact);
        let told = "The right amount in another unit (minutes): asked for hours.";
        assert_eq!(note(&hours, "120 minutes"), told);
        assert_eq!(note(&hours, "120"), told);
        assert_eq!(note(&hours, "120 kg"), "");
        let weight = expected(1.5, "kg", Tolerance::Exact);
        assert!(note(&weight, "1500 g").contains("(g): asked for kg"));
        let price = expected(12.0, "EUR", Tolerance::Exact);
        assert!(note(&price, "12 USD").ends_with("the unit is not: asked for EUR."));
        let slip = price.judge(&Answer::Typed("12 %".into())).unwrap_err();
        assert_eq!(slip, "`12 %`: type a plain number, in EUR");
        assert_eq!(note(&expected(60.0, "", Tolerance::Exact), "1 minutes"), "");
        assert_eq!(
            note(&weight, "1.5 g"),
            "The number is right, the unit is not: asked for kg."
        );
    }

    #[test]
    fn a_numeric_card_needs_value_unit_and_a_sane_tolerance() {
        let card = |answer, unit: Option<&str>, tolerance| Numeric {
            question: "How many?".into(),
            answer,
            unit: unit.map(Text::new),
            tolerance,
            working: vec!["1 + 1 = 2".into()],
            mistakes: Vec::new(),
            common: Common::default(),
        };
        let faults = |card: Numeric| {
            let mut faults = Vec::new();
            card.faults(&mut faults);
            faults.len()
        };
        assert_eq!(faults(card(Some(2.0), Some(""), Some(Tolerance::Exact))), 0);
        for bad in [
            card(None, Some(""), Some(Tolerance::Exact)),
            card(Some(2.0), None, Some(Tolerance::Exact)),
            card(Some(2.0), Some(""), None),
            card(Some(2.0), Some(""), Some(Tolerance::Percent(-1.0))),
            card(Some(2.0), Some(""), Some(Tolerance::Percent(21.0))),
            card(Some(2.0), Some(""), Some(Tolerance::Absolute(0.5))),
            card(Some(f64::NAN), Some(""), Some(Tolerance::Exact)),
        ] {
            assert_eq!(faults(bad), 1);
        }
    }
}
