//! Draws a problem of a card, accepts or rejects it, and checks a card by many draws.

use super::formula::{Broken, Values, given, number, value};
use super::template::{TemplatePart, filled, template};
use super::{DRAWN_BY_CHECK, Drawn, Expected, Generated, Tolerance};
use crate::calculators;
use crate::calculators::draw::Draw;
use crate::calculators::expression::{Expression, NoValue};
use crate::study::fault::{Fault, Place, closest};
use crate::study::kinds::request;
use crate::study::text::Text;
use serde_json::{Map, Value};

/// Draws before it gives up.
const TRIES: u32 = 500;
/// A wrong answer must differ from the right one by more than this share of it.
const APART: f64 = 0.02;
/// Problems of a card that are tried in the calculator that the card names.
const OPENED: u64 = 20;

/// A problem with its numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Instance {
    pub question: Text,
    pub expected: Expected,
    /// The drawn and the computed values, by name.
    pub values: Values,
}

enum Trial {
    Kept(Box<Instance>),
    /// A condition failed.
    Dropped,
    /// The answer and a wrong answer, or two wrong answers to choose from, lie too close.
    Collides,
}

/// A card with its formulas read.
pub struct Formulas<'a> {
    card: &'a Generated,
    named: Vec<(String, Expression)>,
    keep_if: Vec<Expression>,
    question: Vec<TemplatePart<'a>>,
    answer: Expression,
    mistakes: Vec<(Expression, Vec<TemplatePart<'a>>)>,
    working: Vec<Vec<TemplatePart<'a>>>,
    /// What goes where in the calculator's request.
    fields: Vec<(&'a str, Given<'a>)>,
}

impl<'a> Formulas<'a> {
    /// Breaks at the first formula that cannot be read.
    pub fn of(card: &'a Generated) -> Result<Formulas<'a>, Broken> {
        let named =
            |(name, formula): &'_ (String, String)| Ok((name.clone(), number(formula, "named")?));
        let condition = |text: &String| {
            let condition = Expression::condition(text);
            condition.map_err(|e| Broken::at("keep_if", format!("`{text}`: {e}")))
        };
        let fields: &[_] = card.calculator.as_ref().map_or(&[], |(_, fields)| fields);
        Ok(Formulas {
            card,
            named: each(&card.named, named)?,
            keep_if: each(&card.keep_if, condition)?,
            question: template(&card.question, "question")?,
            answer: number(&card.answer, "answer")?,
            mistakes: each(&card.mistakes, |(formula, reason)| {
                Ok((number(formula, "mistakes")?, template(reason, "mistakes")?))
            })?,
            working: each(&card.working, |line| template(line, "working"))?,
            fields: each(fields, |(place, formula)| {
                Ok((place.as_str(), given_by(formula)?))
            })?,
        })
    }

    /// The answer to the drawn numbers as the question shows them, rounded to some decimals or not.
    pub fn as_shown(&self, instance: &Instance) -> Result<f64, Broken> {
        let places = |name: &str| {
            let shown = self.question.iter().filter_map(|part| match part {
                TemplatePart::Formula(formula, format) if formula.text() == name => {
                    Some(format.parse().unwrap_or(usize::MAX))
                }
                _ => None,
            });
            shown.max()
        };
        // `{100 * p} %`, beside which `{p:1}` says nothing new.
        let is_in_formula = |name: &String| {
            self.question.iter().any(|part| match part {
                TemplatePart::Formula(formula, _) => {
                    formula.text() != name && formula.names().contains(name)
                }
                TemplatePart::Plain(_) => false,
            })
        };
        let mut values = instance.values.clone();
        for name in self.card.draw.iter().flat_map(Drawn::names) {
            if is_in_formula(name) {
                continue;
            }
            if let (Some(number), Some(places @ 0..=9)) = (values.get_mut(name), places(name)) {
                *number = format!("{number:.places$}").parse().unwrap_or(*number);
            }
        }
        for (name, formula) in &self.named {
            if places(name).is_none() {
                let value = value(formula, &values, "named")?;
                values.insert(name.clone(), value);
            }
        }
        value(&self.answer, &values, "answer")
    }

    /// A name in a formula that has no value there.
    pub fn unknown_name(&self) -> Option<Fault> {
        let drawn = self.card.draw.iter().flat_map(Drawn::names);
        let mut known: Vec<&str> = drawn.map(String::as_str).collect();
        for (i, (name, formula)) in self.named.iter().enumerate() {
            if let Some(fault) = unknown(formula, &known) {
                return Some(fault.at_item("named", i));
            }
            known.push(name);
        }
        let doubled = |parts: &[TemplatePart<'_>]| {
            let name = parts.windows(3).find_map(|three| match three {
                [
                    TemplatePart::Plain("{"),
                    TemplatePart::Plain(name),
                    TemplatePart::Plain("}"),
                ] => Some(*name),
                _ => None,
            });
            let name = name.filter(|name| known.contains(name))?;
            let message =
                format!("`{{{{{name}}}}}` would be shown as {{{name}}}, without its number");
            let help = format!("write {{{name}}}, with one brace at each end");
            Some(Fault::new("E12", message, help))
        };
        let in_text = |parts: &[TemplatePart<'_>]| {
            let mut names = parts.iter().filter_map(|part| match part {
                TemplatePart::Formula(formula, _) => unknown(formula, &known),
                TemplatePart::Plain(_) => None,
            });
            names.next().or_else(|| doubled(parts))
        };
        // Each formula and each text with formulas, in the order in which a fault is told.
        let mut all: Vec<(Place, Option<&Expression>, &[TemplatePart<'_>])> = vec![
            (Place::Field("question"), None, &self.question),
            (Place::Field("answer"), Some(&self.answer), &[]),
        ];
        let item = Place::Item;
        let conditions = self.keep_if.iter().enumerate();
        all.extend(conditions.map(|(i, formula)| (item("keep_if", i), Some(formula), &[][..])));
        let mistakes = self.mistakes.iter().enumerate();
        all.extend(
            mistakes.map(|(i, (formula, reason))| {
                (item("mistakes", i), Some(formula), reason.as_slice())
            }),
        );
        let working = self.working.iter().enumerate();
        all.extend(working.map(|(i, line)| (item("working", i), None, line.as_slice())));
        all.extend(self.fields.iter().filter_map(|(_, given)| match given {
            Given::Formula(formula) => {
                Some((Place::Field("calculator"), Some(&**formula), &[][..]))
            }
            Given::Text(_) => None,
        }));
        all.into_iter().find_map(|(place, formula, text)| {
            let fault = formula.and_then(|formula| unknown(formula, &known));
            Some(fault.or_else(|| in_text(text))?.placed(place))
        })
    }

    /// The problem of this seed. Broken where a formula has no value, or where no draw is kept.
    pub fn instance(&self, seed: u64) -> Result<Instance, Broken> {
        let mut draw = Draw::new(seed);
        let mut dropped = 0;
        for _ in 0..TRIES {
            match self.trial(&mut draw)? {
                Trial::Kept(instance) => return Ok(*instance),
                Trial::Dropped => dropped += 1,
                Trial::Collides => {}
            }
        }
        let (field, cause) = match dropped {
            TRIES => ("keep_if", "a condition fails"),
            0 => ("mistakes", "a mistake lies within 2 % of the answer"),
            _ => (
                "keep_if",
                "a condition fails or a mistake lies within 2 % of the answer",
            ),
        };
        let why = format!("no draw of {TRIES} could be kept: {cause} every time");
        Err(Broken::at(field, why))
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
            let broken = |why: NoValue| {
                let why = format!("`{}`: {why}{}", condition.text(), given(&values));
                Broken::at("keep_if", why)
            };
            let holds = condition.holds(|name| values.get(name).copied());
            if !holds.map_err(broken)? {
                return Ok(Trial::Dropped);
            }
        }
        let answer = value(&self.answer, &values, "answer")?;
        let mut wrongs: Vec<f64> = Vec::with_capacity(self.mistakes.len());
        for (formula, _) in &self.mistakes {
            let wrong = value(formula, &values, "mistakes")?;
            // Options must be distinguishable at sight; of two typed answers neither may be accepted as the other.
            let alike = |other: &f64| {
                if self.card.choice {
                    !is_apart(*other, wrong)
                } else {
                    self.card.tolerance.accepts(*other, wrong)
                }
            };
            if !is_apart(answer, wrong) || alike(&answer) || wrongs.iter().any(alike) {
                return Ok(Trial::Collides);
            }
            wrongs.push(wrong);
        }
        let mistakes = wrongs
            .into_iter()
            .zip(&self.mistakes)
            .map(|(wrong, (_, reason))| Ok((wrong, filled(reason, &values, "mistakes")?)))
            .collect::<Result<_, Broken>>()?;
        let working = each(&self.working, |line| filled(line, &values, "working"))?;
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

    /// Draws many problems and rejects the card at the first one that is not sound.
    pub fn prove(&self, draws: u64) -> Result<(), Broken> {
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
                        return Err(Broken::at("working", why));
                    }
                }
            }
        }
        // A few draws do not tell.
        if collided > kept && draws >= DRAWN_BY_CHECK {
            let why = format!(
                "in {collided} of {draws} draws a mistake lies within 2 % or the tolerance of the answer, or of another option"
            );
            return Err(Broken::at("mistakes", why));
        }
        (0..draws / 10).try_for_each(|seed| self.instance(seed).map(|_| ()))
    }

    /// Whether the last number that the working prints is the answer.
    fn working_arrives(&self, instance: &Instance) -> bool {
        let mut parts = self.working.last().into_iter().flatten().rev();
        let last = parts.find_map(|part| match part {
            TemplatePart::Formula(formula, format) => Some((formula, *format)),
            TemplatePart::Plain(_) => None,
        });
        let Some((formula, format)) = last else {
            return true;
        };
        let reached = value(formula, &instance.values, "working").unwrap_or(f64::NAN);
        let answer = instance.expected.value;
        let is_in_percent = &*self.card.unit == "%" && format == "%";
        let scales: &[f64] = if is_in_percent {
            &[100.0]
        } else {
            &[1.0, 100.0]
        };
        scales
            .iter()
            .any(|scale| Tolerance::Percent(0.01).accepts(answer, reached * scale))
    }

    /// The request that the calculator opens with.
    pub fn request(&self, instance: &Instance) -> Result<Value, Broken> {
        let mut request = Map::new();
        for (place, given) in &self.fields {
            let value = match given {
                Given::Formula(formula) => value(formula, &instance.values, "calculator")?.into(),
                Given::Text(text) => Value::from(*text),
            };
            let put = request::put(&mut request, place, value);
            put.map_err(|why| Broken::at("calculator", why))?;
        }
        Ok(request.into())
    }

    /// That the calculator takes the problem's numbers.
    fn opens(&self, instance: &Instance) -> Result<(), Broken> {
        let Some((name, _)) = &self.card.calculator else {
            return Ok(());
        };
        match calculators::answer(name, &self.request(instance)?) {
            // Unknown names are reported by another rule.
            Err(refusal) if !refusal.code.starts_with("unknown_") => {
                let why = format!("the calculator refuses: {}", refusal.message);
                Err(Broken::at("calculator", why))
            }
            _ => Ok(()),
        }
    }
}

/// What is read of each of them; the first that cannot be read.
fn each<'a, T, R>(
    list: &'a [T],
    read: impl Fn(&'a T) -> Result<R, Broken>,
) -> Result<Vec<R>, Broken> {
    list.iter().map(read).collect()
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

fn unknown(formula: &Expression, known: &[&str]) -> Option<Fault> {
    let name = formula
        .names()
        .iter()
        .find(|name| !known.contains(&name.as_str()))?;
    let message = format!("`{}`: nothing gives `{name}` a number", formula.text());
    let help = match closest(name, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!(
            "the names here are {}; draw it, or name it in `named`",
            known.join(", ")
        ),
    };
    Some(Fault::new("E12", message, help))
}

fn is_apart(a: f64, b: f64) -> bool {
    (a - b).abs() > APART * a.abs().max(b.abs())
}
