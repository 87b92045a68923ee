//! A question and its answer; reversed, also the answer and its question. The learner judges.

use super::{
    Answer, Ask, CardText, Face, Kind, REVERSE, Role, Verdict, Way, kind_fields, must_not_be_empty,
    must_not_give_away, others_must_hold,
};
use crate::study::fault::Fault;
use crate::study::text::Text;

kind_fields! {
    pub struct Basic {
        front: Text,
        back: Text,
        /// Other answers that are right.
        #[serde(default)]
        also: Vec<Text>,
        #[serde(default)]
        reversed: bool,
    }
}

impl Kind for Basic {
    fn parts(&self) -> Vec<String> {
        let mut parts = vec![String::new()];
        if self.reversed {
            parts.push(REVERSE.into());
        }
        parts
    }

    fn own_face(&self, part: &str, _: u64) -> Face {
        let prompt = match part {
            REVERSE => &self.back,
            _ => &self.front,
        };
        Face::new(prompt.clone(), Ask::Recall)
    }

    fn own_verdict(&self, part: &str, _: u64, _: &Answer) -> Result<Verdict, String> {
        if part == REVERSE {
            return Ok(Verdict::showing(self.front.clone()));
        }
        Ok(Verdict {
            also: self.also.clone(),
            ..Verdict::showing(self.back.clone())
        })
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.front, "front", faults);
        must_not_be_empty(&self.back, "back", faults);
        must_not_give_away(&self.front, &self.back, "front", faults);
        others_must_hold(&self.also, faults);
    }

    fn way(&self) -> Way<'_> {
        Way::Recall
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let mut texts = vec![
            CardText::new(Role::Question, "front", &self.front),
            CardText::new(Role::Answer, "back", &self.back),
        ];
        texts.extend(CardText::items(Role::Accepted, "also", &self.also));
        texts
    }

    fn front(&self) -> &Text {
        &self.front
    }

    fn back(&self) -> Text {
        self.back.clone()
    }
}
