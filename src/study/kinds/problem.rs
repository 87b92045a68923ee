//! A problem with a table, made by a calculator's own problem maker: the card only gives the name of the maker. The same seed
//! makes the same problem in every release; the answer is the calculator's.

use super::numeric::{Expected, Tolerance};
use super::{Answer, Ask, CardText, Face, Kind, Prefill, Verdict, Way, judge_options, kind_fields};
use crate::calculators::problem_makers::{self, MAKERS, Mistake, Problem as Made, Sought, Wrong};
use crate::study::fault::Fault;
use crate::study::text::Text;

kind_fields! {
    pub struct Problem {
        /// One of [`MAKERS`].
        maker: Text,
    }
}

/// Problems that a check makes of each card.
const MADE_BY_CHECK: u64 = 200;

impl Problem {
    fn made(&self, seed: u64) -> Result<Made, String> {
        let maker = problem_makers::find(&self.maker).ok_or_else(|| self.nobody())?;
        let made = maker.make(seed);
        made.ok_or_else(|| format!("`{}` made no clean problem of seed {seed}", self.maker))
    }

    fn nobody(&self) -> String {
        format!("no calculator makes problems called `{}`", self.maker)
    }
}

fn texts(lines: &[String]) -> Vec<Text> {
    lines.iter().map(|line| Text::new(line)).collect()
}

/// What the known mistake that leads to this code or option did wrong.
fn because(made: &Made, given: &str) -> Option<Text> {
    let is_it = |m: &&Mistake| matches!(&m.wrong, Wrong::Text(wrong) if wrong == given);
    made.mistakes.iter().find(is_it).map(|m| m.because.into())
}

fn number(made: &Made) -> Option<Expected> {
    let Sought::Number {
        value,
        unit,
        tolerance,
    } = made.answer
    else {
        return None;
    };
    let wrong = made.mistakes.iter().filter_map(|m| match m.wrong {
        Wrong::Number(wrong) => Some((wrong, m.because.into())),
        Wrong::Text(_) => None,
    });
    Some(Expected {
        value,
        unit: unit.into(),
        tolerance: if tolerance > 0.0 {
            Tolerance::Absolute(tolerance)
        } else {
            Tolerance::Exact
        },
        working: texts(&made.working),
        mistakes: wrong.collect(),
    })
}

impl Kind for Problem {
    fn own_face(&self, _: &str, seed: u64) -> Face {
        let made = match self.made(seed) {
            Ok(made) => made,
            Err(why) => return Face::new(why, Ask::Recall),
        };
        let ask = match &made.answer {
            Sought::Number { unit, .. } => Ask::Number {
                unit: (*unit).into(),
            },
            Sought::Code(_) => Ask::Words,
            Sought::OneOf { options, .. } => Ask::one_of(texts(options)),
        };
        Face::new(made.question, ask)
    }

    fn own_verdict(&self, _: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let made = self.made(seed)?;
        let verdict = match &made.answer {
            Sought::Number { .. } => match number(&made) {
                Some(number) => number.judge(answer)?,
                None => Verdict::default(),
            },
            Sought::Code(code) => {
                let mut verdict = Verdict::showing(code.as_str());
                if let Answer::Typed(typed) = answer {
                    let plain: String = typed.chars().filter(|c| c.is_alphanumeric()).collect();
                    verdict.right = Some(plain == *code);
                    verdict.given = Text::new(typed.trim());
                    verdict.notes.extend(because(&made, &plain));
                }
                verdict
            }
            Sought::OneOf { options, right } => {
                let marked = options.iter().enumerate().map(|(i, option)| {
                    let wrong = || because(&made, option).unwrap_or_default();
                    (option.as_str().into(), (i != *right).then(wrong))
                });
                let expected = options.get(*right).map(|option| Text::new(option));
                Verdict {
                    expected: expected.unwrap_or_default(),
                    ..judge_options(answer, marked.collect())?
                }
            }
        };
        Ok(Verdict {
            working: texts(&made.working),
            ..verdict
        })
    }

    fn judged_by(&self, seed: u64) -> Vec<String> {
        let Ok(made) = self.made(seed) else {
            return Vec::new();
        };
        match &made.answer {
            Sought::Number { .. } => number(&made).map_or_else(Vec::new, |n| n.judged_by()),
            Sought::Code(_) => {
                let mut told =
                    vec!["Right: these letters and digits; other signs do not count.".to_owned()];
                told.extend(made.mistakes.iter().filter_map(|m| match &m.wrong {
                    Wrong::Text(wrong) => Some(format!("Wrong: {wrong}: {}", m.because)),
                    Wrong::Number(_) => None,
                }));
                told
            }
            Sought::OneOf { .. } => Vec::new(),
        }
    }

    fn expected(&self, seed: u64) -> Option<Expected> {
        number(&self.made(seed).ok()?)
    }

    fn prefill(&self, seed: u64) -> Option<Prefill> {
        let made = self.made(seed).ok()?;
        Some(Prefill {
            calculator: made.calculator.to_owned(),
            request: made.request,
        })
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        if problem_makers::find(&self.maker).is_none() {
            let names: Vec<&str> = MAKERS.iter().map(|maker| maker.name).collect();
            let help = format!("write one of {}", names.join(", "));
            faults.push(Fault::new("E12", self.nobody(), help).at("maker"));
        }
    }

    fn trials(&self, faults: &mut Vec<Fault>) {
        if let Err(why) = (0..MADE_BY_CHECK).try_for_each(|seed| self.made(seed).map(drop)) {
            faults.push(Fault::new("E12", why, "choose another maker").at("maker"));
        }
    }

    fn way(&self) -> Way<'_> {
        Way::Draw
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        Vec::new()
    }

    fn front(&self) -> &Text {
        &self.maker
    }

    fn back(&self) -> Text {
        problem_makers::find(&self.maker).map_or_else(Text::default, |maker| maker.title.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;

    fn card(maker: &str) -> Problem {
        Problem {
            maker: maker.into(),
            common: Common::default(),
        }
    }

    #[test]
    fn every_maker_s_own_answer_is_right_and_its_mistakes_are_told() {
        for maker in &MAKERS {
            let card = card(maker.name);
            for seed in 0..20 {
                let made = card.made(seed).unwrap();
                let typed =
                    |text: String| card.own_verdict("", seed, &Answer::Typed(text)).unwrap();
                let verdict = match &made.answer {
                    Sought::Number { value, .. } => typed(value.to_string()),
                    Sought::Code(code) => typed(code.clone()),
                    Sought::OneOf { right, .. } => card
                        .own_verdict("", seed, &Answer::Chosen(vec![*right]))
                        .unwrap(),
                };
                assert_eq!(verdict.right, Some(true), "{} {seed}", maker.name);
                assert!(!verdict.working.is_empty());
                for mistake in &made.mistakes {
                    let verdict = match (&mistake.wrong, &made.answer) {
                        (Wrong::Number(wrong), _) => typed(wrong.to_string()),
                        (Wrong::Text(wrong), Sought::OneOf { options, .. }) => {
                            let place = options.iter().position(|o| o == wrong).unwrap();
                            let verdict = card
                                .own_verdict("", seed, &Answer::Chosen(vec![place]))
                                .unwrap();
                            assert_eq!(&*verdict.marks[place].note, mistake.because);
                            continue;
                        }
                        (Wrong::Text(wrong), _) => typed(wrong.clone()),
                    };
                    assert_eq!(
                        verdict.right,
                        Some(false),
                        "{} {seed}: {mistake:?}",
                        maker.name
                    );
                    assert_eq!(
                        verdict.notes,
                        [Text::new(mistake.because)],
                        "{} {seed}",
                        maker.name
                    );
                }
                assert!(card.prefill(seed).is_some());
            }
        }
    }

    #[test]
    fn an_unknown_maker_is_a_fault() {
        let mut faults = Vec::new();
        card("nothing").faults(&mut faults);
        assert_eq!(faults[0].code, "E12");
        assert!(faults[0].help.contains("abc-class"));
    }
}
