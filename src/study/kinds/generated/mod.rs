//! A problem with new numbers each time it is shown. The author gives ranges and formulas, and the seed decides the values. The
//! same seed gives the same problem in every release, because the log keeps only the seed.

mod formula;
mod instance;
mod template;

pub use formula::Broken;
pub use instance::Instance;

use super::numeric::{Expected, Tolerance, with_unit};
use super::{
    Answer, Ask, CardText, Face, Kind, Prefill, Role, Verdict, Way, judge_options, kind_fields,
    must_be_explained, must_not_be_empty, shuffle,
};
use crate::calculators::draw::steps;
use crate::study::fault::Fault;
use crate::study::text::Text;
use instance::Formulas;
use serde::Deserialize;
use std::collections::HashMap;

kind_fields! {
    pub struct Generated {
        draw: Vec<Drawn>,
        /// Further values by name, each computed from those before it.
        #[serde(default)]
        named: Vec<(String, String)>,
        /// Conditions; if one fails, all values are drawn again.
        #[serde(default)]
        keep_if: Vec<String>,
        question: Text,
        answer: String,
        #[serde(default)]
        unit: Text,
        #[serde(default = "half_a_per_cent")]
        tolerance: Tolerance,
        #[serde(default)]
        working: Vec<Text>,
        /// Formulas of wrong answers, with the mistake that leads to each.
        #[serde(default)]
        mistakes: Vec<(String, Text)>,
        /// Whether to ask as multiple choice between the answer and the mistakes.
        #[serde(default)]
        choice: bool,
        /// A calculator, and for each place in its request a formula, or a text in single quotation marks.
        #[serde(default)]
        calculator: Option<(String, Vec<(String, String)>)>,
    }
}

fn half_a_per_cent() -> Tolerance {
    Tolerance::Percent(0.5)
}

/// Where the value of a name comes from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Drawn {
    /// `from`, `from + step`, ... up to `to`.
    Range {
        name: String,
        from: f64,
        to: f64,
        step: f64,
    },
    /// One of these.
    Pick(String, Vec<f64>),
    /// One row of a table: these names vary together.
    Rows(Vec<String>, Vec<Vec<f64>>),
}

impl Drawn {
    pub fn names(&self) -> &[String] {
        match self {
            Drawn::Range { name, .. } | Drawn::Pick(name, _) => std::slice::from_ref(name),
            Drawn::Rows(names, _) => names,
        }
    }
}

/// Problems drawn of each card when its deck is loaded, and when it is checked.
const DRAWN_ON_LOAD: u64 = 10;
const DRAWN_BY_CHECK: u64 = 1_000;

impl Generated {
    /// The problem that `seed` draws; refused where the formulas do not work or no draw can be kept.
    pub fn instance(&self, seed: u64) -> Result<Instance, Broken> {
        Formulas::of(self)?.instance(seed)
    }

    /// The problems of several seeds; the formulas are parsed only once.
    pub fn instances(&self, seeds: impl IntoIterator<Item = u64>) -> Result<Vec<Instance>, Broken> {
        let formulas = Formulas::of(self)?;
        let instances = seeds.into_iter().map(|seed| formulas.instance(seed));
        instances.collect()
    }

    /// The answers to the numbers as the questions show them, rounded or not.
    pub fn as_shown(&self, instances: &[Instance]) -> Result<Vec<f64>, Broken> {
        let formulas = Formulas::of(self)?;
        let answers = instances.iter().map(|instance| formulas.as_shown(instance));
        answers.collect()
    }

    /// Faults of the formulas, as far as `draws` problems show them.
    fn drawn_faults(&self, draws: u64, faults: &mut Vec<Fault>) {
        let formulas = match Formulas::of(self) {
            Ok(formulas) => formulas,
            Err(broken) => {
                let help = "mend the formula";
                return faults.push(Fault::new("E12", broken.why, help).at(broken.field));
            }
        };
        if let Some(fault) = formulas.unknown_name() {
            faults.push(fault);
        } else if let Err(broken) = formulas.prove(draws) {
            let help = match broken.field {
                "keep_if" => "loosen a condition of `keep_if`, or draw from other numbers",
                _ => "mend it, or leave such draws out with `keep_if`",
            };
            faults.push(Fault::new("E12", broken.why, help).at(broken.field));
        }
    }

    /// One name for two numbers: the later one would take the place of the other in silence.
    fn name_given_twice(&self) -> Option<Fault> {
        let drawn = self.draw.iter().enumerate();
        let drawn = drawn.flat_map(|(i, d)| d.names().iter().map(move |name| (name, "draw", i)));
        let named = self.named.iter().enumerate();
        let named = named.map(|(i, (name, _))| (name, "named", i));
        let mut given: HashMap<&str, &str> = HashMap::new();
        drawn.chain(named).find_map(|(name, field, i)| {
            let before = given.insert(name, field)?;
            let message = format!("`{name}` has a number already, from `{before}`");
            let help =
                "give one of the two another name, and use that name in the formulas that mean it";
            Some(Fault::new("E12", message, help).at_item(field, i))
        })
    }

    fn options(&self, instance: &Instance, seed: u64) -> Vec<(Text, Option<Text>)> {
        let expected = &instance.expected;
        let wrong = expected.mistakes.iter().map(|(value, _)| value);
        let mut values = wrong.chain([&expected.value]);
        let places = if values.any(|v| v.abs() < 1.0) { 4 } else { 2 };
        let written = |value: f64| with_unit(value, places, &expected.unit);
        let wrong = expected.mistakes.iter();
        let wrong = wrong.map(|(value, reason)| (written(*value), Some(reason.clone())));
        let right = std::iter::once((written(expected.value), None));
        let all: Vec<(Text, Option<Text>)> = right.chain(wrong).collect();
        shuffle::shuffled(&all, !seed).cloned().collect()
    }
}

impl Kind for Generated {
    fn own_face(&self, _: &str, seed: u64) -> Face {
        match self.instance(seed) {
            Ok(instance) if self.choice => {
                let options = self.options(&instance, seed).into_iter();
                let options = options.map(|(text, _)| text).collect();
                Face::new(instance.question, Ask::one_of(options))
            }
            Ok(instance) => {
                let unit = instance.expected.unit;
                Face::new(instance.question, Ask::Number { unit })
            }
            Err(broken) => {
                let why = format!("This problem cannot be drawn: {}", broken.why);
                Face::new(why, Ask::Recall)
            }
        }
    }

    fn own_verdict(&self, _: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let instance = self.instance(seed).map_err(|broken| broken.why)?;
        let expected = &instance.expected;
        if !self.choice || matches!(answer, Answer::Typed(_)) {
            return expected.judge(answer);
        }
        Ok(Verdict {
            expected: expected.shown(),
            working: expected.working.clone(),
            ..judge_options(answer, self.options(&instance, seed))?
        })
    }

    fn judged_by(&self, seed: u64) -> Vec<String> {
        // The options already show it.
        let expected = self.expected(seed).filter(|_| !self.choice);
        expected.map_or_else(Vec::new, |expected| expected.judged_by())
    }

    fn expected(&self, seed: u64) -> Option<Expected> {
        Some(self.instance(seed).ok()?.expected)
    }

    fn prefill(&self, seed: u64) -> Option<Prefill> {
        let (calculator, _) = self.calculator.as_ref()?;
        let formulas = Formulas::of(self).ok()?;
        let request = formulas.request(&formulas.instance(seed).ok()?).ok()?;
        Some(Prefill {
            calculator: calculator.clone(),
            request,
        })
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.question, "question", faults);
        must_be_explained(&self.common, !self.working.is_empty(), faults);
        self.tolerance.faults(None, faults);
        let is_finite = |value: &f64| value.is_finite();
        let is_whole =
            |row: &[f64], names: &[String]| row.len() == names.len() && row.iter().all(is_finite);
        for (i, drawn) in self.draw.iter().enumerate() {
            let mut help = "give it at least one value that can be drawn".to_owned();
            let why = match drawn {
                Drawn::Range {
                    name,
                    from,
                    to,
                    step,
                } if steps(*from, *to, *step).is_none() => {
                    let (low, high) = (from.min(*to), from.max(*to));
                    let upward = if *step > 0.0 { *step } else { 1.0 };
                    help = format!(
                        "write `Range(name: \"{name}\", from: {low}, to: {high}, step: {upward})`"
                    );
                    format!(
                        "the range of `{name}` holds no number: it goes from {from} to {to} in steps of {step}"
                    )
                }
                Drawn::Pick(name, list) if list.is_empty() || !list.iter().all(is_finite) => {
                    format!("the list of `{name}` is empty or holds what is no number")
                }
                Drawn::Rows(names, rows)
                    if rows.is_empty() || !rows.iter().all(|row| is_whole(row, names)) =>
                {
                    let (of, n) = (names.join(", "), names.len());
                    format!("every row of {of} needs {n} numbers")
                }
                _ => continue,
            };
            return faults.push(Fault::new("E12", why, help).at_item("draw", i));
        }
        if let Some(fault) = self.name_given_twice() {
            return faults.push(fault);
        }
        if self.choice && !(2..=4).contains(&self.mistakes.len()) {
            let message = format!("{} options", self.mistakes.len() + 1);
            let help = "give 2 to 4 mistakes to choose from beside the answer";
            let fault = Fault::new("E05", message, help).at("mistakes");
            faults.push(fault.asked_if((1..=8).contains(&self.mistakes.len())));
        }
        self.drawn_faults(DRAWN_ON_LOAD, faults);
    }

    fn trials(&self, faults: &mut Vec<Fault>) {
        self.drawn_faults(DRAWN_BY_CHECK, faults);
    }

    fn calculator(&self) -> Option<(&str, Vec<&str>)> {
        let (name, fields) = self.calculator.as_ref()?;
        Some((name, fields.iter().map(|(field, _)| &**field).collect()))
    }

    fn way(&self) -> Way<'_> {
        Way::Draw
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let question = filled(&self.question);
        let mut texts = vec![CardText::new(Role::Question, "question", question)];
        let working = self.working.iter().map(|line| filled(line));
        let reasons = self.mistakes.iter().map(|(_, reason)| filled(reason));
        texts.extend(CardText::items(Role::Working, "working", working));
        texts.extend(CardText::items(Role::Reason, "mistakes", reasons));
        texts
    }

    /// Without its formulas.
    fn named_by(&self) -> String {
        let mut out = String::new();
        let mut rest = &*self.question;
        while let Some((before, formula)) = rest.split_once('{')
            && let Some((_, after)) = formula.split_once('}')
        {
            out += before;
            out.push(' ');
            rest = after;
        }
        out + rest
    }

    fn front(&self) -> &Text {
        &self.question
    }

    fn back(&self) -> Text {
        self.answer.clone().into()
    }
}

/// A template with a number in place of each formula.
fn filled(template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut depth = 0usize;
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' if depth == 0 && chars.peek() == Some(&c) => {
                chars.next();
                out.push(c);
            }
            '{' => {
                if depth == 0 {
                    out.push('1');
                }
                depth += 1;
            }
            '}' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;

    fn card(answer: &str, mistakes: &[&str], keep_if: &[&str], working: &str) -> Generated {
        Generated {
            draw: vec![
                Drawn::Range {
                    name: "m".into(),
                    from: 40.0,
                    to: 600.0,
                    step: 20.0,
                },
                Drawn::Rows(
                    vec!["r".into(), "d".into()],
                    vec![vec![0.6, 0.2], vec![0.66, 0.1], vec![0.8, 0.2]],
                ),
            ],
            named: vec![("factor".into(), "r / (1 + d - r)".into())],
            keep_if: keep_if.iter().map(|s| (*s).into()).collect(),
            question: "Margin {m}, retention {r:%}: what is it worth?".into(),
            answer: answer.into(),
            unit: "EUR".into(),
            tolerance: Tolerance::Percent(0.5),
            working: vec!["{r} / {1 + d - r} = {factor}".into(), working.into()],
            mistakes: mistakes
                .iter()
                .map(|s| ((*s).into(), "a mistake".into()))
                .collect(),
            choice: mistakes.len() > 1,
            calculator: Some((
                "clv".into(),
                [("margin", "m"), ("retention", "r"), ("discount", "d")]
                    .map(|(field, formula)| (field.into(), formula.into()))
                    .to_vec(),
            )),
            common: Common::default(),
        }
    }

    fn codes(card: &Generated) -> Vec<&'static str> {
        let mut faults = Vec::new();
        card.trials(&mut faults);
        faults.iter().map(|f| f.code).collect()
    }

    #[test]
    fn a_seed_draws_one_problem_and_its_answer_is_right() {
        let card = card(
            "m * factor",
            &["m / (1 - r)"],
            &[],
            "{m} x {factor} = {m * factor}",
        );
        for seed in 0..200 {
            let instance = card.instance(seed).unwrap();
            assert_eq!(card.instance(seed).unwrap(), instance);
            let (m, r, d) = (
                instance.values["m"],
                instance.values["r"],
                instance.values["d"],
            );
            assert!((instance.expected.value - m * r / (1.0 + d - r)).abs() < 1e-9);
            let typed = |v: f64| {
                card.own_verdict("", seed, &Answer::Typed(v.to_string()))
                    .unwrap()
            };
            assert_eq!(typed(instance.expected.value).right, Some(true));
            assert_eq!(typed(m / (1.0 - r)).notes, [Text::new("a mistake")]);
            assert_eq!(card.prefill(seed).unwrap().request["margin"], m);
        }
        assert_eq!(codes(&card), Vec::<&str>::new());
    }

    #[test]
    fn no_slip_is_drawn_that_would_be_accepted_as_right() {
        let mut card = card("m", &["m + 20"], &[], "{m}");
        card.tolerance = Tolerance::Absolute(20.0);
        assert_eq!(codes(&card), ["E12"]);
        card.mistakes[0].0 = "m + 200 * r - 120".into();
        for seed in 0..200 {
            let instance = card.instance(seed).unwrap();
            assert!(instance.values["r"] > 0.7, "{:?}", instance.values);
        }
    }

    #[test]
    fn a_slip_close_to_the_answer_is_no_fault_where_few_are_drawn() {
        let card = card("ceil(m / 3)", &["floor(m / 3)"], &[], "{ceil(m / 3)}");
        assert_eq!(codes(&card), ["E12"]);
        let mut faults = Vec::new();
        card.faults(&mut faults);
        assert!(faults.iter().all(|fault| fault.code != "E12"), "{faults:?}");
    }

    #[test]
    fn a_share_in_per_cent_is_not_its_hundredth() {
        let mut card = card("100 * r", &[], &[], "{r:%}");
        card.unit = "%".into();
        assert_eq!(codes(&card), [""; 0]);
        card.working[1] = "{r}".into();
        assert_eq!(codes(&card), [""; 0]);
        card.answer = "r".into();
        assert_eq!(codes(&card), [""; 0]);
        card.working[1] = "{r:%}".into();
        assert_eq!(codes(&card), ["E12"]);
        card.unit = "".into();
        assert_eq!(codes(&card), [""; 0]);
    }

    #[test]
    fn as_a_choice_every_place_is_right_about_equally_often() {
        let card = card(
            "m * factor",
            &["m / (1 - r)", "m / (1 + d - r)"],
            &[],
            "{m * factor}",
        );
        let mut places = [0; 3];
        for seed in 0..600 {
            let Ask::Choose { options, .. } = card.own_face("", seed).ask else {
                panic!("not a choice")
            };
            let right = (0..3)
                .find(|i| {
                    card.own_verdict("", seed, &Answer::Chosen(vec![*i]))
                        .unwrap()
                        .right
                        == Some(true)
                })
                .unwrap();
            assert_eq!(options.len(), 3);
            places[right] += 1;
        }
        assert!(places.iter().all(|n| (150..250).contains(n)), "{places:?}");
    }

    #[test]
    fn templates_that_cannot_be_trusted_are_refused() {
        assert_eq!(codes(&card("m / (r - r)", &[], &[], "{m}")), ["E12"]);
        assert_eq!(codes(&card("m *", &[], &[], "{m}")), ["E12"]);
        assert_eq!(codes(&card("m * nobody", &[], &[], "{m}")), ["E12"]);
        assert_eq!(
            codes(&card(
                "m * factor",
                &["m * factor + 0.1"],
                &[],
                "{m * factor}"
            )),
            ["E12"]
        );
        assert_eq!(
            codes(&card("m * factor", &[], &["m > 1000"], "{m * factor}")),
            ["E12"]
        );
        assert_eq!(codes(&card("m * factor", &[], &[], "{m}")), ["E12"]);
        assert_eq!(
            codes(&card("m * factor", &[], &[], "{m * factor:x}")),
            ["E12"]
        );
        assert_eq!(
            codes(&card("m * factor", &[], &[], "{{m}} of {m * factor}")),
            ["E12"]
        );
    }

    #[test]
    fn one_name_for_two_numbers_is_told_at_the_second() {
        let good = card("m * factor", &[], &[], "{m * factor}");
        let told = |card: &Generated| {
            let mut faults = Vec::new();
            card.faults(&mut faults);
            let faults = faults.into_iter().filter(|fault| fault.code == "E12");
            faults
                .map(|fault| (fault.place, fault.message))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&good), []);
        let twice = |change: fn(&mut Generated)| {
            let mut card = good.clone();
            change(&mut card);
            told(&card)
        };
        use crate::study::fault::Place;
        for (change, place, from) in [
            (
                (|c| c.draw.push(Drawn::Pick("m".into(), vec![1.0]))) as fn(&mut Generated),
                Place::Item("draw", 2),
                "`m` has a number already, from `draw`",
            ),
            (
                |c| {
                    c.draw.push(Drawn::Rows(
                        vec!["x".into(), "x".into()],
                        vec![vec![1.0, 2.0]],
                    ))
                },
                Place::Item("draw", 2),
                "`x` has a number already, from `draw`",
            ),
            (
                |c| c.named.push(("r".into(), "r * 2".into())),
                Place::Item("named", 1),
                "`r` has a number already, from `draw`",
            ),
            (
                |c| c.named.push(("factor".into(), "m".into())),
                Place::Item("named", 1),
                "`factor` has a number already, from `named`",
            ),
        ] {
            assert_eq!(twice(change), [(place, from.to_owned())]);
        }
    }

    #[test]
    fn the_help_for_draws_that_are_never_kept_names_what_is_to_be_changed() {
        let told = |mistakes: &[&str], keep_if: &[&str]| {
            let mut faults = Vec::new();
            card("m * factor", mistakes, keep_if, "{m * factor}").faults(&mut faults);
            let fault = faults
                .into_iter()
                .find(|fault| fault.code == "E12")
                .unwrap();
            (fault.place, fault.help)
        };
        let (place, help) = told(&[], &["m > 1000"]);
        assert_eq!(place, crate::study::fault::Place::Field("keep_if"));
        assert!(help.starts_with("loosen a condition"), "{help}");
    }

    #[test]
    fn formulas_are_numbers_to_a_reader() {
        assert_eq!(
            filled("{m:,} EUR of {{all}} at {r / (1 + d)} "),
            "1 EUR of {all} at 1 "
        );
    }
}
