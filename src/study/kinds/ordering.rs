//! Items to be put in order.

use super::{
    Answer, Ask, CardText, Face, Kind, Role, Verdict, Way, kind_fields, meaning_of_line,
    must_not_be_empty, shuffle,
};
use crate::study::fault::Fault;
use crate::study::markdown::on_a_line;
use crate::study::text::Text;

kind_fields! {
    pub struct Ordering {
        question: Text,
        /// In the right order.
        items: Vec<Text>,
    }
}

impl Ordering {
    /// Order in which the items are shown; never the solution.
    fn order(&self, seed: u64) -> Vec<usize> {
        shuffle::unsolved(self.items.len(), seed)
    }
}

impl Kind for Ordering {
    fn own_face(&self, _: &str, seed: u64) -> Face {
        let order = self.order(seed).into_iter();
        let items = order.map(|i| self.items[i].clone()).collect();
        let beside = Vec::new();
        Face::new(self.question.clone(), Ask::Arrange { items, beside })
    }

    fn own_verdict(&self, _: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        let expected = self
            .items
            .iter()
            .enumerate()
            .map(|(i, item)| format!("{}. {}\n", i + 1, on_a_line(item)))
            .collect::<String>()
            .into();
        let order = self.order(seed);
        let told = |place: usize, given: usize| {
            let (belongs, item) = (order[given], &self.items[order[given]]);
            let is_wrong = belongs != place && *item != self.items[place];
            let wrong = is_wrong.then(|| format!("belongs in place {}", belongs + 1));
            (item.clone(), wrong)
        };
        let len = self.items.len();
        let refusal = format!("name each of the items 1 to {len} once, first to last");
        shuffle::judge_order(answer, len, refusal, expected, told)
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.question, "question", faults);
        if !(3..=7).contains(&self.items.len()) {
            let message = format!("{} items to order", self.items.len());
            let fault = Fault::new("E05", message, "give 3 to 7 items").at("items");
            faults.push(fault.asked_if((2..=12).contains(&self.items.len())));
        }
        for (i, item) in self.items.iter().enumerate() {
            let mut tell = |code, message: String, help: &str| {
                faults.push(Fault::new(code, message, help).at_item("items", i));
            };
            let is_same = |other: &Text| meaning_of_line(other) == meaning_of_line(item);
            if item.is_blank() {
                let help = "write the item or take it out";
                tell("E02", format!("item {} is empty", i + 1), help);
            } else if self.items[..i].iter().any(is_same) {
                let message = format!("item {} stands there twice", i + 1);
                tell("E07", message, "change one of the two");
            }
        }
    }

    fn way(&self) -> Way<'_> {
        Way::Arrange
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = vec![CardText::new(Role::Question, "question", &self.question)];
        texts.extend(CardText::items(Role::Answer, "items", &self.items));
        texts
    }

    /// The items are part of the question, whatever their order: several cards may begin with "Put the steps in order.".
    fn asks(&self) -> String {
        let mut items: Vec<&str> = self.items.iter().map(|item| &**item).collect();
        items.sort_unstable();
        format!("{}\n{}", self.question, items.join("\n"))
    }

    fn front(&self) -> &Text {
        &self.question
    }

    fn back(&self) -> Text {
        self.items
            .iter()
            .map(|i| &**i)
            .collect::<Vec<_>>()
            .join(" > ")
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::common::Common;

    #[test]
    fn the_order_is_judged_place_by_place_and_never_shown_solved() {
        let card = Ordering {
            question: "Order them".into(),
            items: ["one", "two", "three"].map(Text::new).to_vec(),
            common: Common::default(),
        };
        for seed in 0..40 {
            let Ask::Arrange { items, .. } = card.own_face("", seed).ask else {
                unreachable!()
            };
            assert_ne!(items, card.items);
            let solution: Vec<usize> = card
                .items
                .iter()
                .map(|item| items.iter().position(|i| i == item).unwrap())
                .collect();
            assert_eq!(
                card.own_verdict("", seed, &Answer::Arranged(solution.clone()))
                    .unwrap()
                    .right,
                Some(true)
            );
            let mut wrong = solution;
            wrong.swap(0, 1);
            let verdict = card
                .own_verdict("", seed, &Answer::Arranged(wrong))
                .unwrap();
            assert_eq!(verdict.right, Some(false));
            assert_eq!(
                verdict.marks.iter().map(|m| m.right).collect::<Vec<_>>(),
                [false, false, true]
            );
        }
        assert!(
            card.own_verdict("", 0, &Answer::Arranged(vec![0, 0, 1]))
                .is_err()
        );
    }

    #[test]
    fn an_item_that_begins_like_a_list_stays_one_item() {
        let card = Ordering {
            question: "In which order?".into(),
            items: vec!["1. one".into(), "- two".into(), "# three".into()],
            common: Default::default(),
        };
        let shown = crate::study::markdown::text(&card.own_reveal("", 0).expected);
        assert_eq!(shown, "1. 1. one\n2. - two\n3. # three");
    }
}
