//! Options to choose from, of which one or several are right, in a new order each time; each wrong one says why it is wrong.

use super::{
    Answer, Ask, CardText, Face, Kind, Role, Verdict, Way, judge_options, kind_fields,
    meaning_of_line, must_be_explained, must_not_be_empty, must_not_give_away, shuffle, words,
};
use crate::study::amount;
use crate::study::fault::Fault;
use crate::study::markdown;
use crate::study::text::Text;
use serde::Deserialize;

kind_fields! {
    pub struct MultipleChoice {
        question: Text,
        options: Vec<Choice>,
    }
}

/// An option. The reason may be labelled, `Wrong("...", because: "...")`; `deck_file` removes the label while reading.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Choice {
    Right(Text),
    Wrong(Text, #[serde(default)] Text),
}

impl Choice {
    pub fn text(&self) -> &Text {
        match self {
            Choice::Right(text) | Choice::Wrong(text, _) => text,
        }
    }

    pub fn is_right(&self) -> bool {
        matches!(self, Choice::Right(_))
    }

    /// Why it is wrong; `None` for a right option.
    pub fn because(&self) -> Option<&Text> {
        match self {
            Choice::Right(_) => None,
            Choice::Wrong(_, because) => Some(because),
        }
    }
}

impl MultipleChoice {
    fn rights(&self) -> usize {
        self.options.iter().filter(|o| o.is_right()).count()
    }
}

impl Kind for MultipleChoice {
    fn own_face(&self, _: &str, seed: u64) -> Face {
        let options = shuffle::shuffled(&self.options, seed);
        let options = options.map(|option| option.text().clone()).collect();
        let many = self.rights() > 1;
        Face::new(self.question.clone(), Ask::Choose { options, many })
    }

    fn own_verdict(&self, _: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let shown = shuffle::shuffled(&self.options, seed);
        let shown = shown.map(|option| (option.text().clone(), option.because().cloned()));
        Ok(Verdict {
            expected: self.back(),
            ..judge_options(answer, shown.collect())?
        })
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.question, "question", faults);
        match self.rights() {
            // That is told by the number of options.
            _ if self.options.is_empty() => {}
            0 => {
                let help = "write the right one as Right(\"...\")";
                faults.push(Fault::new("E06", "no option is right", help).at("options"));
            }
            n if n == self.options.len() => {
                let help = "write at least one option as Wrong(\"...\", because: \"...\")";
                faults.push(Fault::new("E06", "every option is right", help).at("options"));
            }
            n if n > 1 && !asks_for_several(&self.question) => {
                let message = format!("{n} options are right, but the question asks for one");
                let help = "end the question with \"Choose all that apply.\", or leave one Right";
                let fault = Fault::new("E06", message, help).at("options");
                faults.push(fault.still_asked());
            }
            _ => {}
        }
        let texts: Vec<&Text> = self.options.iter().map(Choice::text).collect();
        // If one of two equal options is right and the other wrong, the card cannot be asked.
        let askable = |i: usize, j: usize| self.options[i].is_right() == self.options[j].is_right();
        let help = "say what is meant, or use several Right options";
        options_must_differ(&texts, help, askable, faults);
        for option in self.options.iter().filter(|option| option.is_right()) {
            must_not_give_away(&self.question, option.text(), "question", faults);
        }
        let mut reasons = self.options.iter().filter_map(Choice::because);
        let reasons = reasons.all(|because| !because.is_blank());
        must_be_explained(&self.common, reasons, faults);
    }

    fn way(&self) -> Way<'_> {
        Way::Choose(&self.options)
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = vec![CardText::new(Role::Question, "question", &self.question)];
        for (i, option) in self.options.iter().enumerate() {
            let item = |role, text| CardText::item(role, "options", i, text);
            match option {
                Choice::Right(text) => texts.push(item(Role::Answer, text)),
                Choice::Wrong(text, because) => {
                    texts.extend([item(Role::Wrong, text), item(Role::Reason, because)]);
                }
            }
        }
        texts
    }

    fn front(&self) -> &Text {
        &self.question
    }

    fn back(&self) -> Text {
        let rights = self.options.iter().filter(|option| option.is_right());
        let rights: Vec<&str> = rights.map(|option| &**option.text()).collect();
        rights.join(" · ").into()
    }
}

/// Shared with cases: too few or too many options, and those that are empty, the same as others, or about others. `askable` says of two that are the same
/// whether they can be shown all the same.
pub(super) fn options_must_differ(
    options: &[&Text],
    help_where_leaning: &str,
    askable: impl Fn(usize, usize) -> bool,
    faults: &mut Vec<Fault>,
) {
    let count = options.len();
    if !(3..=5).contains(&count) {
        let fault = Fault::new("E05", format!("{count} options"), "give 3 to 5 options");
        let fault = fault.asked_if((2..=9).contains(&count));
        faults.push(fault.at("options"));
    }
    for (i, option) in options.iter().enumerate() {
        let n = i + 1;
        let mut tell = |code, message: String, help: &str, askable| {
            let fault = Fault::new(code, message, help).at_item("options", i);
            faults.push(fault.asked_if(askable));
        };
        if option.is_blank() {
            let help = "write the option or take it out";
            tell("E02", format!("option {n} is empty"), help, false);
            continue;
        }
        if let Some(j) = options[..i].iter().position(|other| is_same(other, option)) {
            let pair = format!("options {} and {n}", j + 1);
            if looks_same(options[j], option) {
                let message = format!("{pair} are the same");
                tell("E07", message, "change one of them", askable(i, j));
            } else {
                let message = format!("{pair} differ in signs or capitals alone");
                tell(
                    "W18",
                    message,
                    "reword one of them, unless that is what is asked",
                    true,
                );
            }
        }
        if leans_on_others(option) {
            let message = format!("option {n} speaks of other options; they are shuffled");
            tell("E08", message, help_where_leaning, false);
        }
    }
}

/// Whether these can be asked as the options of one question: two to nine that are written, differ, and do not speak of each other.
pub fn can_be_options(texts: &[String]) -> bool {
    let texts: Vec<Text> = texts.iter().map(|text| Text::new(text)).collect();
    let mut faults = Vec::new();
    let texts: Vec<&Text> = texts.iter().collect();
    options_must_differ(&texts, "", |_, _| false, &mut faults);
    faults.iter().all(|fault| fault.askable)
}

/// Numbers are compared by value, anything else as text.
fn is_same(a: &str, b: &str) -> bool {
    let around = |text: &str| {
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '\u{2212}');
        meaning_of_line(&text.replace(digit, " "))
    };
    let lower = |tokens: Vec<String>| tokens.iter().map(|t| t.to_lowercase()).collect::<Vec<_>>();
    let number = |text| amount::read(text).map(|amount| (amount.meant(), amount.unit));
    let (plain, other) = (around(a), around(b));
    let unit_differs = plain != other && lower(plain) == lower(other);
    match (number(a), number(b)) {
        (Ok((a, unit)), Ok((b, other))) if unit == other => {
            !unit_differs && (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
        }
        _ => {
            let (meant, other) = (meaning_of_line(a), meaning_of_line(b));
            !meant.is_empty() && meant == other || a.trim() == b.trim()
        }
    }
}

/// Whether a reader sees no difference between two options that mean the same: blanks, a last full stop, how a number is written,
/// and capitals where there are several words. `!a` is not `a`, nor `True` `true`.
fn looks_same(a: &str, b: &str) -> bool {
    let shown = |text: &str| {
        let line = markdown::line(&markdown::inline(text));
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        let words = words.trim_end_matches('.').to_owned();
        if words.contains(' ') {
            words.to_lowercase()
        } else {
            words
        }
    };
    amount::read(a).is_ok() && amount::read(b).is_ok() || shown(a) == shown(b)
}

/// What a question says of which several options are right.
const SEVERAL: &str = "all that apply|choose two|choose three|which two|which three|select two|select three|all that are|all that fit|each that";

/// Whether the question says that several options are right.
pub fn asks_for_several(question: &str) -> bool {
    let words = words(question).join(" ");
    let mut phrases = SEVERAL.split('|');
    phrases.any(|phrase| words.contains(phrase))
}

const ABOVE: &str = "all of the above|any of the above|all the above|both of the above";

fn leans_on_others(option: &str) -> bool {
    let words = words(option);
    let text = words.join(" ");
    let letter = |w: &str| matches!(w, "a" | "b" | "c" | "d" | "e");
    // `A and B items` speaks of classes.
    const BESIDE: &str = "both|and|neither|nor|only|are|correct|right|true|answers|options";
    let is_beside = |word: &str| BESIDE.split('|').any(|known| known == word);
    let letters = words.iter().filter(|w| letter(w)).count();
    let are_letters =
        letters > 1 && letters < words.len() && words.iter().all(|w| letter(w) || is_beside(w));
    let lettered = match option.trim_start().as_bytes() {
        [letter, b')', ..] => words.len() > 1 && letter.is_ascii_alphabetic(),
        [b'(', letter, b')', ..] => letter.is_ascii_alphabetic(),
        _ => false,
    };
    ABOVE.split('|').any(|phrase| text.contains(phrase))
        || matches!(&*text, "all of these" | "all are correct")
        || are_letters
        || lettered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;

    fn card(options: Vec<Choice>) -> MultipleChoice {
        MultipleChoice {
            question: "Which one holds in this market?".into(),
            options,
            common: Common {
                why: "because".into(),
                ..Common::default()
            },
        }
    }

    fn right(text: &str) -> Choice {
        Choice::Right(text.into())
    }

    fn wrong(text: &str) -> Choice {
        Choice::Wrong(text.into(), "no".into())
    }

    #[test]
    fn the_same_seed_shows_the_same_order_and_marks_follow_it() {
        let card = card(vec![right("yes"), wrong("no"), wrong("maybe")]);
        for seed in 0..50 {
            let Ask::Choose { options, many } = card.own_face("", seed).ask else {
                unreachable!()
            };
            assert!(!many);
            let shown = options.iter().position(|o| &**o == "yes").unwrap();
            let verdict = card
                .own_verdict("", seed, &Answer::Chosen(vec![shown]))
                .unwrap();
            assert_eq!(verdict.right, Some(true));
            assert!(verdict.marks[shown].right && verdict.marks[shown].chosen);
            // Two options where one is right: asked again, not graded.
            assert!(
                card.own_verdict("", seed, &Answer::Chosen(vec![0, 1]))
                    .is_err()
            );
            assert_eq!(
                card.own_verdict("", seed, &Answer::Chosen(vec![(shown + 1) % 3]))
                    .unwrap()
                    .right,
                Some(false)
            );
        }
    }

    #[test]
    fn sentences_with_the_same_number_are_different_options() {
        let mut faults = Vec::new();
        card(vec![
            right("Ship daily and gain 6,000 EUR"),
            wrong("Ship weekly and gain 6,000 EUR"),
            wrong("6,000 units"),
        ])
        .faults(&mut faults);
        assert_eq!(faults, []);
    }

    #[test]
    fn classes_by_letter_are_options() {
        for options in [
            ["A and B items", "Both A and B items", "A items"],
            ["Vitamins A and C", "Class A and class B items", "A or B"],
            ["A", "B", "AB"],
        ] {
            let [one, two, three] = options;
            let mut faults = Vec::new();
            card(vec![right(one), wrong(two), wrong(three)]).faults(&mut faults);
            assert_eq!(faults, [], "{options:?}");
        }
    }

    #[test]
    fn options_that_lean_on_others_or_say_the_same_are_errors() {
        for (options, code) in [
            (
                vec![right("x"), wrong("y"), wrong("All of the above")],
                "E08",
            ),
            (vec![right("x"), wrong("y"), wrong("both A and B")], "E08"),
            (vec![right("1,200"), wrong("1200.0"), wrong("7")], "E07"),
            (vec![right("5 EUR"), wrong("EUR 5.00"), wrong("7")], "E07"),
            (
                vec![right("x"), wrong("y"), wrong("Neither A nor B")],
                "E08",
            ),
            (
                vec![right("x"), wrong("y"), wrong("A & B are correct")],
                "E08",
            ),
            (vec![right("x"), wrong("y"), wrong("All of these")], "E08"),
            (
                vec![right("A large  ship."), wrong("a large ship"), wrong("7")],
                "E07",
            ),
            (
                vec![right("well known"), wrong("Well known."), wrong("x")],
                "E07",
            ),
            (vec![right("10 m"), wrong("10.0 m"), wrong("7")], "E07"),
            // Of one meaning, but a reader sees a difference, and it may be what is asked.
            (vec![right("!a"), wrong("a"), wrong("b")], "W18"),
            (vec![right("true"), wrong("True"), wrong("b")], "W18"),
            (vec![right("'a'"), wrong("a"), wrong("b")], "W18"),
            (
                vec![right("if (a)"), wrong("if a"), wrong("unless a")],
                "W18",
            ),
            (
                vec![
                    right("Let's eat, Grandma."),
                    wrong("Let's eat Grandma."),
                    wrong("x"),
                ],
                "W18",
            ),
            (
                vec![right("well-known"), wrong("well known"), wrong("x")],
                "W18",
            ),
            (vec![right("x"), wrong("y")], "E05"),
            (vec![wrong("x"), wrong("y"), wrong("z")], "E06"),
            (vec![right("x"), right("y"), wrong("z")], "E06"),
        ] {
            let mut faults = Vec::new();
            card(options).faults(&mut faults);
            assert_eq!(faults.iter().map(|f| f.code).collect::<Vec<_>>(), [code]);
        }
    }
}
