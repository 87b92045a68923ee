//! One set of options for several short cases, each with a different right option. Every case is a question of its own. The
//! options cannot be learned by heart, since what is wrong for one case is right for another.

use super::choice::{MultipleChoice, options_must_differ};
use super::{
    Answer, Ask, Card, CardText, Choice, Face, Kind, Role, Verdict, Way, kind_fields,
    must_be_explained, must_not_be_empty, must_not_give_away, shuffle,
};
use crate::study::common::Common;
use crate::study::fault::Fault;
use crate::study::key::{ID_RULE, is_id};
use crate::study::text::{Text, name, names};
use serde::Deserialize;

kind_fields! {
    pub struct Cases {
        /// Asked behind every case; may be left out where the cases ask themselves.
        #[serde(default)]
        question: Text,
        options: Vec<CaseOption>,
        cases: Vec<Case>,
    }
}

/// `Option("raise the safety stock", when: "demand varies more")`; `deck_file` removes the label while reading.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "Option")]
pub struct CaseOption(
    pub Text,
    /// In which situation the option is right.
    #[serde(default)]
    pub Text,
);

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The part of the key: the progress is kept under it.
    #[serde(default, deserialize_with = "name")]
    pub id: String,
    pub text: Text,
    /// The number of the right option, from 1.
    pub right: usize,
    #[serde(default)]
    pub why: Text,
    /// `old-deck/old-id`, with the part where there was one: a card that this case took over from.
    #[serde(default, deserialize_with = "names")]
    pub formerly: Vec<String>,
}

impl Cases {
    /// The named case, or the first one where none has that name.
    fn case(&self, part: &str) -> Option<&Case> {
        let named = self.cases.iter().find(|case| case.id == part);
        named.or(self.cases.first())
    }

    /// The ids of the cases.
    pub fn ids(&mut self) -> impl Iterator<Item = &mut String> {
        self.cases.iter_mut().map(|case| &mut case.id)
    }

    /// The right option of the case.
    fn right_option(&self, case: &Case) -> Option<&CaseOption> {
        self.options.get(case.right.checked_sub(1)?)
    }

    fn why<'a>(&'a self, case: &'a Case) -> &'a Text {
        if case.why.is_blank() {
            &self.common.why
        } else {
            &case.why
        }
    }

    fn asked(&self, case: &Case) -> Text {
        if self.question.is_blank() {
            case.text.clone()
        } else {
            format!("{}\n\n{}", case.text.trim_end(), self.question).into()
        }
    }

    /// The case as a choice.
    fn choice(&self, case: &Case) -> MultipleChoice {
        let options = (1..).zip(&self.options);
        let options = options.map(|(n, CaseOption(text, when))| {
            if n == case.right {
                Choice::Right(text.clone())
            } else {
                Choice::Wrong(text.clone(), told(when))
            }
        });
        MultipleChoice {
            question: self.asked(case),
            options: options.collect(),
            common: Common {
                id: format!("{}:{}", self.common.id, case.id),
                why: self.why(case).clone(),
                ..self.common.clone()
            },
        }
    }
}

/// The explanation shown beside a wrong option.
fn told(when: &Text) -> Text {
    if when.is_blank() {
        Text::default()
    } else {
        format!("Right when {}", when.trim()).into()
    }
}

impl Kind for Cases {
    fn parts(&self) -> Vec<String> {
        self.cases.iter().map(|case| case.id.clone()).collect()
    }

    fn parts_wait(&self) -> bool {
        false
    }

    fn former_parts(&self) -> Vec<(String, String)> {
        let of = |case: &Case| {
            let former = case.formerly.iter();
            let of_case = former.map(|old| (case.id.clone(), old.clone()));
            of_case.collect::<Vec<_>>()
        };
        self.cases.iter().flat_map(of).collect()
    }

    fn apart(&self) -> Vec<Card> {
        let choices = self.cases.iter().map(|case| self.choice(case));
        choices.map(Card::MultipleChoice).collect()
    }

    fn own_face(&self, part: &str, seed: u64) -> Face {
        let prompt = self.case(part).map(|case| self.asked(case));
        let options = shuffle::shuffled(&self.options, seed);
        let options = options.map(|option| option.0.clone()).collect();
        Face::new(prompt.unwrap_or_default(), Ask::one_of(options))
    }

    fn own_verdict(&self, part: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let case = self.case(part).ok_or("this card has no cases")?;
        let mut verdict = self.choice(case).own_verdict(part, seed, answer)?;
        if matches!(answer, Answer::Chosen(_)) {
            // A wrong option that was not chosen needs no explanation: it is the answer to another case.
            for mark in verdict.marks.iter_mut().filter(|mark| !mark.chosen) {
                mark.note = Text::default();
            }
        }
        verdict.why = self.why(case).clone();
        Ok(verdict)
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        let count = self.options.len();
        let texts: Vec<&Text> = self.options.iter().map(|option| &option.0).collect();
        options_must_differ(&texts, "say what is meant", |_, _| false, faults);
        for (i, text) in texts.iter().enumerate() {
            let is_told = text.is_blank() || texts[..i].contains(text);
            if !is_told && self.cases.iter().all(|case| case.right != i + 1) {
                let message = format!("option {} is right in no case", i + 1);
                let help = "add a case in which it is right, or take the option out";
                faults.push(Fault::new("W33", message, help).at_item("options", i));
            }
        }
        if self.cases.len() < 2 {
            let message = format!("{} cases", self.cases.len());
            let help = "give at least 2 cases; one alone is a MultipleChoice";
            let fault = Fault::new("E05", message.replace("1 cases", "1 case"), help).at("cases");
            faults.push(fault.asked_if(!self.cases.is_empty()));
        }
        for (i, case) in self.cases.iter().enumerate() {
            let mut tell = |code, message: String, help: &str| {
                faults.push(Fault::new(code, message, help).at_item("cases", i));
            };
            let again = self.cases[..i].iter().any(|other| other.id == case.id);
            if case.id.is_empty() {
                let help = "write `id: \"...\"` into the case: its progress hangs on it";
                tell("E01", format!("case {} has no id", i + 1), help);
            } else if again {
                let message = format!("two cases are called `{}`", case.id);
                tell("E01", message, "give one another id");
            } else if !is_id(&case.id) {
                tell("E01", format!("`{}` is no id", case.id), ID_RULE);
            }
            if case.text.is_blank() {
                tell("E02", format!("case {} is empty", i + 1), "write the case");
            }
            let Some(right) = self.right_option(case) else {
                let message = format!("`right: {}` is none of the options", case.right);
                let help = format!("write the number of the right option, 1 to {count}");
                tell("E06", message, &help);
                continue;
            };
            must_not_give_away(&case.text, &right.0, "cases", faults);
        }
        if self.cases.iter().any(|case| case.why.is_blank()) {
            let told = self.options.iter().all(|option| !option.1.is_blank());
            must_be_explained(&self.common, told, faults);
        }
        if !self.question.is_empty() {
            must_not_be_empty(&self.question, "question", faults);
        }
    }

    fn way(&self) -> Way<'_> {
        Way::Cases
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = Vec::new();
        for (i, case) in self.cases.iter().enumerate() {
            texts.push(CardText::item(Role::Question, "cases", i, &case.text));
            texts.push(CardText::item(Role::Why, "cases", i, &case.why));
        }
        for (i, option) in self.options.iter().enumerate() {
            texts.push(CardText::item(Role::Answer, "options", i, &option.0));
            texts.push(CardText::item(Role::Reason, "options", i, &option.1));
        }
        texts.push(CardText::new(Role::Question, "question", &self.question));
        texts
    }

    fn asks(&self) -> String {
        let cases = self.cases.iter().map(|case| &*case.text);
        let all: Vec<&str> = cases.chain([&*self.question]).collect();
        all.join("\n")
    }

    /// The text of the first case, since a set has no question of its own.
    fn front(&self) -> &Text {
        self.cases.first().map_or(&self.question, |case| &case.text)
    }

    fn named_by(&self) -> String {
        if self.question.is_blank() {
            self.front().to_string()
        } else {
            self.question.to_string()
        }
    }

    fn back(&self) -> Text {
        let answers = self.cases.iter().filter_map(|case| {
            let right = self.right_option(case)?;
            Some(format!("{}: {}", case.id, right.0.trim()))
        });
        answers.collect::<Vec<_>>().join(" · ").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::fault::Fault;

    fn set(rights: [usize; 3]) -> Cases {
        let option = |text: &str, when: &str| CaseOption(text.into(), when.into());
        let case = |id: &str, right| Case {
            id: id.into(),
            text: format!("What goes to {id}?").into(),
            right,
            why: format!("{id} is so.").into(),
            formerly: vec![format!("old/{id}")],
        };
        Cases {
            question: Text::default(),
            options: vec![
                option("ferry", "the island is near."),
                option("plane", "it is urgent."),
                option("train", ""),
            ],
            cases: vec![
                case("north", rights[0]),
                case("east", rights[1]),
                case("south", rights[2]),
            ],
            common: Common::default(),
        }
    }

    fn codes(set: &Cases) -> Vec<&'static str> {
        let mut faults: Vec<Fault> = Vec::new();
        set.faults(&mut faults);
        faults.iter().map(|fault| fault.code).collect()
    }

    #[test]
    fn every_case_is_a_question_of_its_own_with_its_own_right_option() {
        let set = set([1, 2, 3]);
        assert_eq!(set.parts(), ["north", "east", "south"]);
        assert!(!set.parts_wait());
        assert_eq!(set.former_parts()[1], ("east".into(), "old/east".into()));
        for (part, right) in [("north", "ferry"), ("east", "plane"), ("south", "train")] {
            for seed in 0..20 {
                let face = set.own_face(part, seed);
                assert_eq!(&*face.prompt, format!("What goes to {part}?"));
                let Ask::Choose { options, many } = face.ask else {
                    unreachable!("a choice");
                };
                assert!(!many);
                for (i, option) in options.iter().enumerate() {
                    let verdict = set
                        .own_verdict(part, seed, &Answer::Chosen(vec![i]))
                        .unwrap();
                    assert_eq!(verdict.right, Some(&**option == right), "{part} {option}");
                    assert_eq!(&*verdict.expected, right);
                    assert_eq!(&*verdict.why, format!("{part} is so."));
                }
            }
        }
    }

    #[test]
    fn a_wrong_option_is_answered_with_the_case_in_which_it_is_right() {
        let set = set([1, 2, 3]);
        let order = shuffle::order(3, 5);
        let plane = order.iter().position(|i| *i == 1).unwrap();
        let verdict = set
            .own_verdict("north", 5, &Answer::Chosen(vec![plane]))
            .unwrap();
        assert_eq!(&*verdict.marks[plane].note, "Right when it is urgent.");
        let others = verdict.marks.iter().filter(|mark| !mark.chosen);
        assert!(others.into_iter().all(|mark| mark.note.is_blank()));
        // One who only looks is shown the explanation of every option.
        let looked = set.own_reveal("north", 5);
        assert_eq!(&*looked.marks[plane].note, "Right when it is urgent.");
        assert_eq!(looked.right, None);
    }

    #[test]
    fn an_option_that_is_right_in_no_case_and_a_broken_case_are_told() {
        assert_eq!(codes(&set([1, 2, 3])), [""; 0]);
        assert_eq!(codes(&set([1, 2, 2])), ["W33"]);
        assert_eq!(codes(&set([1, 2, 4])), ["W33", "E06"]);
        assert_eq!(codes(&set([0, 2, 3])), ["W33", "E06"]);
        let mut broken = set([1, 2, 3]);
        broken.cases[1].id = "north".into();
        broken.cases[2].id = String::new();
        broken.cases[0].text = " ".into();
        broken.options[2].0 = "Ferry".into();
        assert_eq!(codes(&broken), ["W18", "E02", "E01", "E01"]);
        broken.options[2].0 = "ferry.".into();
        assert_eq!(codes(&broken), ["E07", "E02", "E01", "E01"]);
        let mut single = set([1, 2, 3]);
        single.cases.truncate(1);
        single.cases[0].text = "Does the ferry go?".into();
        assert_eq!(codes(&single), ["W33", "W33", "E05", "W29"]);
        let mut unexplained = set([1, 2, 3]);
        unexplained.cases[2].why = Text::default();
        assert_eq!(codes(&unexplained), ["E15"]);
    }

    #[test]
    fn apart_each_case_is_a_choice_under_the_key_of_its_question() {
        let apart = set([1, 2, 3]).apart();
        let ids: Vec<&str> = apart.iter().map(|card| &*card.common().id).collect();
        assert_eq!(ids, [":north", ":east", ":south"]);
        let mut faults = Vec::new();
        apart.iter().for_each(|card| card.faults(&mut faults));
        assert!(faults.is_empty(), "{faults:?}");
    }
}
