//! A problem whose numbers are drawn anew at every showing. The author writes ranges and formulas; the seed does the rest.
//! The same seed gives the same problem for ever: the log keeps it.

use super::numeric::{Expected, Tolerance, with_unit};
use super::request;
use super::{
    Answer, Ask, Face, Kind, Mark, Prefill, Verdict, kind_fields, must_be_explained,
    must_not_be_empty, shuffle,
};
use crate::calculators;
use crate::calculators::draw::{Draw, steps};
use crate::calculators::expression::{Expression, NoValue};
use crate::calculators::numbers;
use crate::study::deck::Common;
use crate::study::fault::Fault;
use crate::study::text::Text;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

kind_fields! {
    pub struct Generated {
        draw: Vec<Drawn>,
        /// Further values by name, each from those before it.
        #[serde(default)]
        named: Vec<(String, String)>,
        /// Conditions; where one fails, all is drawn again.
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
        /// Formulas of wrong answers, and which mistake each is.
        #[serde(default)]
        mistakes: Vec<(String, Text)>,
        /// Ask as multiple choice of the answer and the mistakes.
        #[serde(default)]
        choice: bool,
        /// A calculator, and what goes where in its request: a formula, or a text in single quotation marks.
        #[serde(default)]
        calculator: Option<(String, Vec<(String, String)>)>,
    }
}

fn half_a_per_cent() -> Tolerance {
    Tolerance::Percent(0.5)
}

/// Where a name's number comes from.
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

/// Draws again this often before it gives up.
const TRIES: u32 = 500;
/// A wrong answer nearer than this share of the right one tells nobody apart.
const APART: f64 = 0.02;
/// Problems drawn of each card when its deck is loaded, and when it is checked.
const DRAWN_ON_LOAD: u64 = 10;
const DRAWN_BY_CHECK: u64 = 1_000;
/// Problems of those that are tried in the calculator they open.
const OPENED: u64 = 20;

pub type Values = BTreeMap<String, f64>;

/// A problem with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    pub question: Text,
    pub expected: Expected,
    /// What was drawn, and what was named.
    pub values: Values,
}

enum Trial {
    Kept(Box<Instance>),
    /// A condition failed.
    Dropped,
    /// The answer and a wrong answer, or two wrong answers to choose from, lie too close.
    Collides,
}

impl Generated {
    /// The problem that `seed` draws; refused where the formulas do not work or no draw can be kept.
    pub fn instance(&self, seed: u64) -> Result<Instance, Broken> {
        self.formulas()?.instance(seed)
    }

    /// The problems of many seeds: the formulas are read once.
    pub fn instances(&self, seeds: impl IntoIterator<Item = u64>) -> Result<Vec<Instance>, Broken> {
        let formulas = self.formulas()?;
        seeds
            .into_iter()
            .map(|seed| formulas.instance(seed))
            .collect()
    }

    /// Reads every formula of the card, once.
    fn formulas(&self) -> Result<Formulas<'_>, Broken> {
        let named =
            |(name, formula): &'_ (String, String)| Ok((name.clone(), number(formula, "named")?));
        let condition = |text: &String| {
            let broken = |e| Broken {
                field: "keep_if",
                why: format!("`{text}`: {e}"),
            };
            Expression::condition(text).map_err(broken)
        };
        let fields = self.calculator.iter().flat_map(|(_, fields)| fields);
        Ok(Formulas {
            card: self,
            named: self
                .named
                .iter()
                .map(named)
                .collect::<Result<_, Broken>>()?,
            keep_if: self
                .keep_if
                .iter()
                .map(condition)
                .collect::<Result<_, _>>()?,
            question: template(&self.question, "question")?,
            answer: number(&self.answer, "answer")?,
            mistakes: self
                .mistakes
                .iter()
                .map(|(formula, reason)| {
                    Ok((number(formula, "mistakes")?, template(reason, "mistakes")?))
                })
                .collect::<Result<_, Broken>>()?,
            working: self
                .working
                .iter()
                .map(|line| template(line, "working"))
                .collect::<Result<_, _>>()?,
            fields: fields
                .map(|(place, formula)| Ok((place.as_str(), given_by(formula)?)))
                .collect::<Result<_, Broken>>()?,
        })
    }

    /// What is wrong with the formulas, as far as `draws` problems show it.
    fn drawn_faults(&self, draws: u64, faults: &mut Vec<Fault>) {
        if let Err(broken) = self.formulas().and_then(|formulas| formulas.prove(draws)) {
            let help = "mend it, or leave such draws out with `keep_if`";
            faults.push(Fault::new("E12", broken.why, help).at(broken.field));
        }
    }

    fn options(&self, instance: &Instance, seed: u64) -> Vec<(Text, Option<Text>)> {
        let expected = &instance.expected;
        let mut values = expected
            .mistakes
            .iter()
            .map(|(v, _)| v)
            .chain([&expected.value]);
        let places = if values.any(|v| v.abs() < 1.0) { 4 } else { 2 };
        let written = |value: f64| with_unit(value, places, &expected.unit);
        let wrong = expected.mistakes.iter();
        let wrong = wrong.map(|(value, reason)| (written(*value), Some(reason.clone())));
        let all: Vec<(Text, Option<Text>)> = std::iter::once((written(expected.value), None))
            .chain(wrong)
            .collect();
        shuffle::order(all.len(), !seed)
            .into_iter()
            .map(|i| all[i].clone())
            .collect()
    }
}

/// A card with its formulas read.
struct Formulas<'a> {
    card: &'a Generated,
    named: Vec<(String, Expression)>,
    keep_if: Vec<Expression>,
    question: Vec<Piece<'a>>,
    answer: Expression,
    mistakes: Vec<(Expression, Vec<Piece<'a>>)>,
    working: Vec<Vec<Piece<'a>>>,
    /// Places in the calculator's request.
    fields: Vec<(&'a str, Given<'a>)>,
}

impl Formulas<'_> {
    fn instance(&self, seed: u64) -> Result<Instance, Broken> {
        let mut draw = Draw::new(seed);
        for _ in 0..TRIES {
            if let Trial::Kept(instance) = self.trial(&mut draw)? {
                return Ok(*instance);
            }
        }
        let why = format!(
            "no draw of {TRIES} could be kept: a condition fails or a mistake lies within 2 % of the answer every time"
        );
        Err(Broken {
            field: "keep_if",
            why,
        })
    }

    fn trial(&self, draw: &mut Draw) -> Result<Trial, Broken> {
        let mut values = Values::new();
        for drawn in &self.card.draw {
            match drawn {
                Drawn::Range {
                    name,
                    from,
                    to,
                    step,
                } => {
                    values.extend([(name.clone(), draw.range(*from, *to, *step))]);
                }
                Drawn::Pick(name, list) => {
                    values.extend([(name.clone(), *draw.pick(list).unwrap_or(&f64::NAN))]);
                }
                Drawn::Rows(names, rows) => {
                    let row = draw.pick(rows).map_or(&[][..], Vec::as_slice);
                    let row = row.iter().copied().chain(std::iter::repeat(f64::NAN));
                    values.extend(names.iter().cloned().zip(row));
                }
            }
        }
        for (name, formula) in &self.named {
            let value = value(formula, &values, "named")?;
            values.insert(name.clone(), value);
        }
        for condition in &self.keep_if {
            let broken = |why: NoValue| Broken {
                field: "keep_if",
                why: format!("`{}`: {why}{}", condition.text(), given(&values)),
            };
            if !condition
                .holds(|name| values.get(name).copied())
                .map_err(broken)?
            {
                return Ok(Trial::Dropped);
            }
        }
        let answer = value(&self.answer, &values, "answer")?;
        let mut wrongs: Vec<f64> = Vec::with_capacity(self.mistakes.len());
        for (formula, _) in &self.mistakes {
            let wrong = value(formula, &values, "mistakes")?;
            // Options must be told apart at sight, typed mistakes by the answer that is accepted for each.
            let alike = |other: &f64| match self.card.choice {
                true => !is_apart(*other, wrong),
                false => self.card.tolerance.accepts(*other, wrong),
            };
            if !is_apart(answer, wrong) || wrongs.iter().any(alike) {
                return Ok(Trial::Collides);
            }
            wrongs.push(wrong);
        }
        let mistakes = wrongs
            .into_iter()
            .zip(&self.mistakes)
            .map(|(wrong, (_, reason))| Ok((wrong, filled(reason, &values, "mistakes")?)))
            .collect::<Result<_, Broken>>()?;
        let working = self
            .working
            .iter()
            .map(|line| filled(line, &values, "working"))
            .collect::<Result<_, _>>()?;
        let expected = Expected {
            value: answer,
            unit: self.card.unit.clone(),
            tolerance: self.card.tolerance,
            working,
            mistakes,
        };
        let question = filled(&self.question, &values, "question")?;
        Ok(Trial::Kept(Box::new(Instance {
            question,
            expected,
            values,
        })))
    }

    /// Draws many problems and refuses the card at the first that is not sound.
    fn prove(&self, draws: u64) -> Result<(), Broken> {
        let (mut kept, mut collided) = (0u64, 0u64);
        for seed in 0..draws {
            match self.trial(&mut Draw::new(seed))? {
                Trial::Dropped => {}
                Trial::Collides => collided += 1,
                Trial::Kept(instance) => {
                    kept += 1;
                    if kept <= OPENED {
                        self.opens(&instance)?;
                    }
                    if !self.working_arrives(&instance) {
                        let given = given(&instance.values);
                        let why = format!(
                            "the working ends at another number than the answer{given}; its last `{{formula}}` must be the answer"
                        );
                        return Err(Broken {
                            field: "working",
                            why,
                        });
                    }
                }
            }
        }
        if collided > kept {
            let why = format!(
                "in {collided} of {draws} draws a mistake lies within 2 % of the answer or of another option"
            );
            return Err(Broken {
                field: "mistakes",
                why,
            });
        }
        (0..draws / 10).try_for_each(|seed| self.instance(seed).map(|_| ()))
    }

    /// Whether the last number that the working prints is the answer.
    fn working_arrives(&self, instance: &Instance) -> bool {
        let formula = |piece: &'_ Piece<'_>| match piece {
            Piece::Formula(formula, _) => Some(formula.clone()),
            Piece::Plain(_) => None,
        };
        let last = self
            .working
            .last()
            .and_then(|line| line.iter().rev().find_map(formula));
        let Some(formula) = last else { return true };
        let reached = value(&formula, &instance.values, "working").unwrap_or(f64::NAN);
        let answer = instance.expected.value;
        [1.0, 100.0]
            .iter()
            .any(|scale| Tolerance::Percent(0.01).accepts(answer, reached * scale))
    }

    /// The request that the calculator opens with.
    fn request(&self, instance: &Instance) -> Result<Value, Broken> {
        let mut request = Map::new();
        for (place, given) in &self.fields {
            let value = match given {
                Given::Formula(formula) => value(formula, &instance.values, "calculator")?.into(),
                Given::Text(text) => Value::from(*text),
            };
            request::put(&mut request, place, value).map_err(|why| Broken {
                field: "calculator",
                why,
            })?;
        }
        Ok(request.into())
    }

    /// That the calculator takes the problem's numbers.
    fn opens(&self, instance: &Instance) -> Result<(), Broken> {
        let Some((name, _)) = &self.card.calculator else {
            return Ok(());
        };
        match calculators::answer(name, &self.request(instance)?) {
            // Names that nobody knows are another rule's to tell.
            Err(refusal) if !refusal.code.starts_with("unknown_") => Err(Broken {
                field: "calculator",
                why: format!("the calculator refuses: {}", refusal.message),
            }),
            _ => Ok(()),
        }
    }
}

/// What stands at a place of a calculator's request.
enum Given<'a> {
    Formula(Box<Expression>),
    Text(&'a str),
}

fn given_by(formula: &str) -> Result<Given<'_>, Broken> {
    let quoted = formula
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    match quoted {
        Some(text) => Ok(Given::Text(text)),
        None => number(formula, "calculator").map(|formula| Given::Formula(Box::new(formula))),
    }
}

/// A problem that could not be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    field: &'static str,
    why: String,
}

fn is_apart(a: f64, b: f64) -> bool {
    (a - b).abs() > APART * a.abs().max(b.abs())
}

fn number(formula: &str, field: &'static str) -> Result<Expression, Broken> {
    Expression::number(formula).map_err(|e| Broken {
        field,
        why: format!("`{formula}`: {e}"),
    })
}

fn value(formula: &Expression, values: &Values, field: &'static str) -> Result<f64, Broken> {
    formula
        .value(|name| values.get(name).copied())
        .map_err(|e| Broken {
            field,
            why: format!("`{}`: {e}{}", formula.text(), given(values)),
        })
}

fn given(values: &Values) -> String {
    if values.is_empty() {
        return String::new();
    }
    let list: Vec<String> = values
        .iter()
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    format!(" (with {})", list.join(", "))
}

enum Piece<'a> {
    Plain(&'a str),
    Formula(Box<Expression>, &'a str),
}

/// `{formula}` and `{formula:format}` in a text; `{{` and `}}` stand for braces.
fn template<'a>(text: &'a str, field: &'static str) -> Result<Vec<Piece<'a>>, Broken> {
    let broken = |why: String| Broken { field, why };
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (plain, from) = rest.split_at(at);
        if !plain.is_empty() {
            pieces.push(Piece::Plain(plain));
        }
        if from.starts_with("{{") || from.starts_with("}}") {
            pieces.push(Piece::Plain(&from[..1]));
            rest = &from[2..];
            continue;
        }
        let close = from
            .find('}')
            .filter(|_| from.starts_with('{'))
            .ok_or_else(|| {
                broken(
                    "a brace stands alone; write {{ or }} for a brace that is meant as one".into(),
                )
            })?;
        let inner = &from[1..close];
        let (formula, format) = inner.rsplit_once(':').unwrap_or((inner, ""));
        let places = format.len() == 1 && format.as_bytes()[0].is_ascii_digit();
        if !(matches!(format, "" | "%" | ",") || places) {
            return Err(broken(format!(
                "`:{format}` is no format; there are `:%`, `:,` and a number of decimals like `:2`"
            )));
        }
        pieces.push(Piece::Formula(Box::new(number(formula, field)?), format));
        rest = &from[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    Ok(pieces)
}

fn filled(pieces: &[Piece<'_>], values: &Values, field: &'static str) -> Result<Text, Broken> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Plain(plain) => out.push_str(plain),
            Piece::Formula(formula, format) => {
                let value = value(formula, values, field)?;
                out += &match *format {
                    "%" => format!("{} %", numbers::trimmed(value * 100.0, 4)),
                    "," => numbers::trimmed(value, 4),
                    "" => numbers::trimmed(value, 4).replace(',', ""),
                    places => format!("{value:.*}", places.parse().unwrap_or(2)),
                };
            }
        }
    }
    Ok(out.into())
}

impl Kind for Generated {
    fn name(&self) -> &'static str {
        "Generated"
    }

    fn common(&self) -> &Common {
        &self.common
    }

    fn face(&self, _: &str, seed: u64) -> Face {
        match self.instance(seed) {
            Ok(instance) if self.choice => {
                let options = self
                    .options(&instance, seed)
                    .into_iter()
                    .map(|(text, _)| text)
                    .collect();
                Face {
                    prompt: instance.question,
                    ask: Ask::Choose {
                        options,
                        many: false,
                    },
                }
            }
            Ok(instance) => Face {
                prompt: instance.question,
                ask: Ask::Number {
                    unit: instance.expected.unit,
                },
            },
            Err(broken) => Face {
                prompt: format!("This problem cannot be drawn: {}", broken.why).into(),
                ask: Ask::Recall,
            },
        }
    }

    fn judge(&self, _: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let instance = self.instance(seed).map_err(|broken| broken.why)?;
        let expected = &instance.expected;
        match answer {
            Answer::Typed(typed) => expected.judge(typed),
            _ if !self.choice => Ok(Verdict {
                expected: expected.shown(),
                working: expected.working.clone(),
                ..Verdict::default()
            }),
            _ => {
                let chosen: &[usize] = if let Answer::Chosen(chosen) = answer {
                    chosen
                } else {
                    &[]
                };
                let options = self.options(&instance, seed);
                if matches!(answer, Answer::Chosen(_))
                    && (chosen.len() != 1 || chosen[0] >= options.len())
                {
                    return Err(format!("choose one option, 1 to {}", options.len()));
                }
                let marks: Vec<Mark> = options
                    .into_iter()
                    .enumerate()
                    .map(|(i, (text, reason))| Mark {
                        text,
                        right: reason.is_none(),
                        chosen: chosen.contains(&i),
                        note: reason.unwrap_or_default(),
                    })
                    .collect();
                let right = matches!(answer, Answer::Chosen(_))
                    .then(|| marks.iter().all(|m| m.right == m.chosen));
                Ok(Verdict {
                    right,
                    expected: expected.shown(),
                    marks,
                    working: expected.working.clone(),
                    ..Verdict::default()
                })
            }
        }
    }

    fn prefill(&self, seed: u64) -> Option<Prefill> {
        let (calculator, _) = self.calculator.as_ref()?;
        let formulas = self.formulas().ok()?;
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
        for drawn in &self.draw {
            let (fine, why) = match drawn {
                Drawn::Range {
                    name,
                    from,
                    to,
                    step,
                } => (
                    steps(*from, *to, *step).is_some(),
                    format!("the range of `{name}` holds no number"),
                ),
                Drawn::Pick(name, list) => (
                    !list.is_empty() && list.iter().all(|v| v.is_finite()),
                    format!("the list of `{name}` is empty or holds what is no number"),
                ),
                Drawn::Rows(names, rows) => (
                    !rows.is_empty()
                        && rows.iter().all(|row| {
                            row.len() == names.len() && row.iter().all(|v| v.is_finite())
                        }),
                    format!(
                        "every row of {} needs {} numbers",
                        names.join(", "),
                        names.len()
                    ),
                ),
            };
            if !fine {
                return faults.push(
                    Fault::new("E12", why, "give it at least one value that can be drawn")
                        .at("draw"),
                );
            }
        }
        if self.choice && !(2..=4).contains(&self.mistakes.len()) {
            return faults.push(
                Fault::new(
                    "E05",
                    format!("{} options", self.mistakes.len() + 1),
                    "give 2 to 4 mistakes to choose from beside the answer",
                )
                .at("mistakes"),
            );
        }
        self.drawn_faults(DRAWN_ON_LOAD, faults);
    }

    fn trials(&self, faults: &mut Vec<Fault>) {
        self.drawn_faults(DRAWN_BY_CHECK, faults);
    }

    fn front(&self) -> &Text {
        &self.question
    }

    fn back(&self) -> Text {
        self.answer.clone().into()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

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
            let typed = |v: f64| card.judge("", seed, &Answer::Typed(v.to_string())).unwrap();
            assert_eq!(typed(instance.expected.value).right, Some(true));
            assert_eq!(typed(m / (1.0 - r)).notes, [Text::new("a mistake")]);
            assert_eq!(card.prefill(seed).unwrap().request["margin"], m);
        }
        assert_eq!(codes(&card), Vec::<&str>::new());
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
            let Ask::Choose { options, .. } = card.face("", seed).ask else {
                panic!("not a choice")
            };
            let right = (0..3)
                .find(|i| {
                    card.judge("", seed, &Answer::Chosen(vec![*i]))
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
    }
}
