//! One question: asked, being answered, judged. Session and preview use it.

use super::answer::Draft;
use crate::study::Grade;
use crate::study::kinds::{Answer, Face, Verdict};
use crate::study::log::Confidence;
use crate::study::outlook::ShownCard;

pub struct Asking {
    pub shown: ShownCard,
    pub face: Face,
    pub draft: Draft,
    pub hint: bool,
    /// Why the answer could not be judged.
    pub refused: Option<String>,
    pub since_ms: u64,
    /// Time when the answer was given, while the confidence is asked for.
    pub saying_ms: Option<u64>,
    pub said: Option<Confidence>,
}

pub struct Answered {
    pub shown: ShownCard,
    pub face: Face,
    /// `None` if the learner gave none.
    pub answer: Option<Answer>,
    pub verdict: Verdict,
    pub said: Option<Confidence>,
    /// The grade proposed for the answer.
    pub proposed: Grade,
    /// The grade that Enter takes, as index in the list.
    pub picked: usize,
    pub since_ms: u64,
    /// Time when the answer was shown.
    pub shown_ms: u64,
}

impl Asking {
    pub fn new(shown: ShownCard, face: Face, since_ms: u64) -> Asking {
        let draft = Draft::new(&face.ask);
        Asking {
            shown,
            face,
            draft,
            hint: false,
            refused: None,
            since_ms,
            saying_ms: None,
            said: None,
        }
    }

    /// Whether there is an answer to judge.
    pub fn can_be_judged(&self, part: &str, seed: u64) -> bool {
        let answer = self.draft.answer();
        answer.is_some_and(|answer| self.shown.card.judge(part, seed, &answer).is_ok())
    }

    /// Judges the answer, or shows the right one if none was given. If it cannot be read as an answer, the question stays open.
    pub fn judged(
        mut self: Box<Self>,
        part: &str,
        seed: u64,
        give_up: bool,
    ) -> Result<Box<Answered>, Box<Asking>> {
        let recalls = matches!(self.draft, Draft::Recall);
        let answer = self.draft.answer().filter(|_| !give_up || recalls);
        let given = answer.as_ref().unwrap_or(&Answer::Recalled);
        let verdict = match self.shown.card.judge(part, seed, given) {
            Ok(verdict) => verdict,
            Err(reason) => {
                self.refused = Some(reason);
                return Err(self);
            }
        };
        let proposed = verdict.proposed(give_up || answer.is_none());
        let proposed = Confidence::tempers(self.said, proposed);
        let answer = answer.filter(|_| !recalls);
        Ok(Box::new(self.answered(answer, verdict, proposed)))
    }

    pub fn answered(self, answer: Option<Answer>, verdict: Verdict, proposed: Grade) -> Answered {
        Answered {
            shown: self.shown,
            face: self.face,
            answer,
            verdict,
            said: self.said,
            proposed,
            picked: 0,
            since_ms: self.since_ms,
            shown_ms: 0,
        }
    }
}
