//! Pairs to be matched: judged as a whole, with each wrong pair marked.

use super::{
    Answer, Ask, CardText, Face, Kind, Role, Verdict, Way, kind_fields, meaning_of_line,
    must_not_be_empty, shuffle,
};
use crate::study::fault::Fault;
use crate::study::text::Text;

kind_fields! {
    pub struct Matching {
        question: Text,
        /// What is given, and what belongs to it.
        pairs: Vec<(Text, Text)>,
    }
}

impl Matching {
    /// Order in which the partners are shown; never the solution.
    fn order(&self, seed: u64) -> Vec<usize> {
        shuffle::unsolved(self.pairs.len(), seed)
    }
}

impl Kind for Matching {
    fn own_face(&self, _: &str, seed: u64) -> Face {
        let partners = self.order(seed).into_iter();
        let items = partners.map(|i| self.pairs[i].1.clone()).collect();
        let beside = self.pairs.iter().map(|pair| pair.0.clone()).collect();
        Face::new(self.question.clone(), Ask::Arrange { items, beside })
    }

    fn own_verdict(&self, _: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let together = |left: &str, right: &str| format!("{}: {}", left.trim(), right.trim());
        let lines = self.pairs.iter();
        let lines = lines.map(|(left, right)| format!("- {}\n", together(left, right)));
        let expected = Text::from(lines.collect::<String>());
        let order = self.order(seed);
        let told = |place: usize, given: usize| {
            let (left, partner) = &self.pairs[place];
            let given = &self.pairs[order[given]].1;
            let wrong = (given != partner).then(|| format!("right is: {}", partner.trim()));
            (together(left, given).into(), wrong)
        };
        let len = self.pairs.len();
        let refusal = format!("name each of the partners 1 to {len} once");
        shuffle::judge_order(answer, len, refusal, expected, told)
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.question, "question", faults);
        let count = self.pairs.len();
        if !(4..=6).contains(&count) {
            let message = format!("{count} pairs to match");
            let fault = Fault::new("E05", message, "give 4 to 6 pairs").at("pairs");
            faults.push(fault.asked_if((2..=12).contains(&count)));
        }
        for (i, (left, right)) in self.pairs.iter().enumerate() {
            let mut tell = |code, message: String, help: &str| {
                faults.push(Fault::new(code, message, help).at_item("pairs", i));
            };
            let earlier = &self.pairs[..i];
            let is_same = |a: &Text, b: &Text| meaning_of_line(a) == meaning_of_line(b);
            if left.is_blank() || right.is_blank() {
                let message = format!("a side of pair {} is empty", i + 1);
                tell("E02", message, "write both sides, or take the pair out");
            } else if earlier.iter().any(|pair| is_same(&pair.0, left))
                || earlier.iter().any(|pair| is_same(&pair.1, right))
            {
                let message = format!("a side of pair {} stands there twice", i + 1);
                let help = "change one of the two: only one mapping may be right";
                tell("E07", message, help);
            }
        }
    }

    fn way(&self) -> Way<'_> {
        Way::Match(&self.pairs)
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = vec![CardText::new(Role::Question, "question", &self.question)];
        for (i, (left, right)) in self.pairs.iter().enumerate() {
            texts.push(CardText::item(Role::Question, "pairs", i, left));
            texts.push(CardText::item(Role::Answer, "pairs", i, right));
        }
        texts
    }

    /// The pairs are part of the question: several cards may begin with "Match each rule with its meaning.".
    fn asks(&self) -> String {
        let lefts = self.pairs.iter().map(|pair| &*pair.0);
        let all: Vec<&str> = std::iter::once(&*self.question).chain(lefts).collect();
        all.join("\n")
    }

    fn front(&self) -> &Text {
        &self.question
    }

    fn back(&self) -> Text {
        let pairs = self.pairs.iter();
        let pairs = pairs.map(|(left, right)| format!("{}: {}", left.trim(), right.trim()));
        pairs.collect::<Vec<_>>().join("; ").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;

    fn card(pairs: &[(&str, &str)]) -> Matching {
        let pair = |pair: &(&str, &str)| (Text::new(pair.0), Text::new(pair.1));
        Matching {
            question: "Match each door with its use.".into(),
            pairs: pairs.iter().map(pair).collect(),
            common: Common::default(),
        }
    }

    const PAIRS: [(&str, &str); 4] = [
        ("gate", "way in"),
        ("yard", "waiting"),
        ("dock", "unloading"),
        ("ramp", "driving up"),
    ];

    #[test]
    fn the_mapping_is_judged_as_a_whole_and_the_wrong_pairs_are_named() {
        let card = card(&PAIRS);
        for seed in 0..40 {
            let Ask::Arrange { items, beside } = card.own_face("", seed).ask else {
                unreachable!("pairs")
            };
            assert_eq!(beside, ["gate", "yard", "dock", "ramp"].map(Text::new));
            let place = |right: &str| items.iter().position(|item| &**item == right).unwrap();
            let solution: Vec<usize> = PAIRS.iter().map(|pair| place(pair.1)).collect();
            assert!(!solution.is_sorted(), "never shown solved");
            let judged = |order: &[usize]| {
                let answer = Answer::Arranged(order.to_vec());
                card.own_verdict("", seed, &answer).unwrap()
            };
            assert_eq!(judged(&solution).right, Some(true));
            let mut wrong = solution;
            wrong.swap(1, 3);
            let verdict = judged(&wrong);
            assert_eq!(verdict.right, Some(false));
            let told: Vec<(&str, &str)> = verdict
                .marks
                .iter()
                .filter(|mark| !mark.right)
                .map(|mark| (&*mark.text, &*mark.note))
                .collect();
            assert_eq!(
                told,
                [
                    ("yard: driving up", "right is: waiting"),
                    ("ramp: waiting", "right is: driving up")
                ]
            );
        }
        let twice = Answer::Arranged(vec![0, 0, 1, 2]);
        assert!(card.own_verdict("", 0, &twice).is_err());
        assert!(
            card.own_reveal("", 0)
                .expected
                .contains("- dock: unloading")
        );
    }

    #[test]
    fn too_few_pairs_empty_sides_and_a_side_there_twice_are_told() {
        let codes = |pairs: &[(&str, &str)]| {
            let mut faults = Vec::new();
            card(pairs).faults(&mut faults);
            faults.iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&PAIRS), [""; 0]);
        assert_eq!(codes(&PAIRS[..3]), ["E05"]);
        let mut pairs = PAIRS;
        pairs[2].1 = "Waiting";
        pairs[3].0 = " ";
        assert_eq!(codes(&pairs), ["E07", "E02"]);
    }
}
