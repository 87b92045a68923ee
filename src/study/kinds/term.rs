//! A term and its meaning, asked both ways, each as a sentence of its own: "What is the order cycle?", where learners judge
//! themselves, and "Which term: time from an order to its receipt?", where the term is typed.

use super::{
    Answer, Ask, Basic, Card, CardText, Face, Folding, Kind, REVERSE, Role, Typed, Verdict, Way,
    kind_fields, must_not_be_empty, must_not_give_away, others_must_hold,
};
use crate::study::common::Common;
use crate::study::fault::Fault;
use crate::study::markdown::literal;
use crate::study::text::Text;

kind_fields! {
    pub struct Term {
        /// Without an article, as it is typed.
        term: Text,
        /// `a`, `an` or `the`, where the question needs one.
        #[serde(default)]
        article: Text,
        meaning: Text,
        /// Other terms of that meaning.
        #[serde(default)]
        also: Vec<Text>,
        /// The question that asks for the meaning, where "What is ...?" does not fit.
        #[serde(default)]
        question: Text,
    }
}

impl Term {
    fn asks_for_meaning(&self) -> Text {
        if !self.question.is_blank() {
            return self.question.clone();
        }
        let term = literal(self.term.trim());
        match self.article.trim() {
            "" => format!("What is **{term}**?").into(),
            article => format!("What is {article} **{term}**?").into(),
        }
    }

    /// The other terms, without the one that was typed.
    fn others(&self, typed: &str) -> Vec<Text> {
        let fold = |term: &str| spaced(bare(term)).to_lowercase();
        let others = self.also.iter().filter(|term| fold(term) != fold(typed));
        others.map(|term| literal(term).into()).collect()
    }

    /// The reverse side, where the term is typed.
    fn typed(&self) -> Typed {
        let meaning = self.meaning.trim().trim_end_matches(['.', '?']);
        Typed {
            question: format!("Which term: {meaning}?").into(),
            answer: self.term.clone(),
            accept: self.also.clone(),
            case: Folding::Fold,
            accents: Folding::Fold,
            signs: Folding::Fold,
            common: Common {
                id: format!("{}:{REVERSE}", self.common.id),
                ..self.common.clone()
            },
        }
    }
}

/// Hyphens as spaces, since both spellings are right.
fn spaced(term: &str) -> Text {
    term.replace('-', " ").into()
}

/// Without a leading article, in any case.
fn bare(typed: &str) -> &str {
    let typed = typed.trim();
    match typed.split_once(' ') {
        Some((first, rest)) if ["a", "an", "the"].contains(&&*first.to_lowercase()) => rest,
        _ => typed,
    }
}

/// Whether it ends as a sentence does, or has a verb and the length of one. `What?`, `stat.` and `voice of the customer` are names.
fn is_sentence(term: &str) -> bool {
    let words: Vec<&str> = term.split_whitespace().collect();
    let is_verb = |word: &&str| {
        let word = word.to_lowercase();
        [
            "is", "are", "was", "were", "has", "have", "means", "does", "do",
        ]
        .contains(&&*word)
    };
    let inner = words.get(1..).unwrap_or_default();
    let ends = term.trim_end().ends_with(['.', '!', '?']);
    words.len() >= 4 && (ends || words.len() >= 6 && inner.iter().any(is_verb))
}

impl Kind for Term {
    fn parts(&self) -> Vec<String> {
        vec![String::new(), REVERSE.into()]
    }

    /// The first side as a basic card, the reverse as a typed one.
    fn apart(&self) -> Vec<Card> {
        let meaning = Basic {
            front: self.asks_for_meaning(),
            back: self.meaning.clone(),
            also: Vec::new(),
            reversed: false,
            common: self.common.clone(),
        };
        vec![Card::Basic(meaning), Card::Typed(self.typed())]
    }

    fn own_face(&self, part: &str, seed: u64) -> Face {
        if part == REVERSE {
            return self.typed().own_face("", seed);
        }
        Face::new(self.asks_for_meaning(), Ask::Recall)
    }

    fn own_verdict(&self, part: &str, seed: u64, answer: &Answer) -> Result<Verdict, String> {
        if part != REVERSE {
            return Ok(Verdict::showing(self.meaning.clone()));
        }
        let card = self.typed();
        let Answer::Typed(typed) = answer else {
            return Ok(Verdict {
                also: self.others(""),
                ..card.own_verdict("", seed, answer)?
            });
        };
        let mut verdict = Verdict::default();
        for text in [typed.trim(), bare(typed)] {
            verdict = card.own_verdict("", seed, &Answer::Typed(text.to_owned()))?;
            if verdict.right == Some(true) {
                break;
            }
        }
        Ok(Verdict {
            given: Text::new(typed.trim()),
            also: self.others(typed),
            ..verdict
        })
    }

    fn faults(&self, faults: &mut Vec<Fault>) {
        must_not_be_empty(&self.term, "term", faults);
        must_not_be_empty(&self.meaning, "meaning", faults);
        must_not_give_away(&self.meaning, &self.term, "meaning", faults);
        others_must_hold(&self.also, faults);
        if is_sentence(&self.term) {
            let message = "the term is a sentence, and nobody types one word for word";
            let help = "write the name alone into `term`, and what is said of it into `meaning`";
            faults.push(Fault::new("W33", message, help).at("term"));
        }
    }

    fn way(&self) -> Way<'_> {
        Way::Recall
    }

    fn own_texts(&self) -> Vec<CardText<'_>> {
        let field = if self.question.is_blank() {
            "term"
        } else {
            "question"
        };
        let question = self.asks_for_meaning().to_string();
        let mut texts = vec![
            CardText::new(Role::Question, field, question),
            CardText::new(Role::Answer, "meaning", &self.meaning),
        ];
        texts.extend(CardText::items(Role::Accepted, "also", &self.also));
        texts
    }

    fn front(&self) -> &Text {
        &self.term
    }

    fn back(&self) -> Text {
        self.meaning.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term() -> Term {
        Term {
            term: "order cycle".into(),
            article: "the".into(),
            meaning: "time from placing an order to having the goods.".into(),
            also: vec!["order-to-delivery time".into()],
            question: Text::default(),
            common: Common {
                id: "cycle".into(),
                ..Common::default()
            },
        }
    }

    #[test]
    fn both_sides_are_sentences_under_the_parts_of_a_reversed_basic() {
        let term = term();
        assert_eq!(term.parts(), ["", "reverse"]);
        let front = term.own_face("", 1);
        assert_eq!(
            (&*front.prompt, front.ask),
            ("What is the **order cycle**?", Ask::Recall)
        );
        let other = term.own_face("reverse", 1);
        let wanted = "Which term: time from placing an order to having the goods?";
        assert_eq!((&*other.prompt, other.ask), (wanted, Ask::Words));
        let mut worded = term;
        worded.question = "In this deck, what does **order cycle** mean?".into();
        assert_eq!(worded.own_face("", 1).prompt, worded.question);
    }

    #[test]
    fn the_term_is_judged_with_or_without_an_article_and_its_other_names_are_right() {
        let term = term();
        let judged = |typed: &str| {
            let answer = Answer::Typed(typed.into());
            term.own_verdict("reverse", 0, &answer).unwrap()
        };
        for right in [
            "order cycle",
            "The Order  Cycle",
            "order-cycle",
            "order-to-delivery time",
            "Order to delivery time",
        ] {
            assert_eq!(judged(right).right, Some(true), "{right}");
        }
        let wrong = judged("cycle stock");
        assert_eq!(
            (wrong.right, &*wrong.expected),
            (Some(false), "order cycle")
        );
        assert_eq!(wrong.also, ["order-to-delivery time".into()]);
        assert!(judged("Order to delivery time").also.is_empty());
        // A typed article does not count as a difference.
        let near = judged("the order cycl");
        assert_eq!(&*near.given, "the order cycl");
        assert_eq!(near.difference, judged("order cycl").difference);
        assert_eq!(term.own_reveal("reverse", 0).right, None);
    }

    #[test]
    fn a_meaning_that_holds_its_term_and_an_empty_side_are_told() {
        let codes = |term: &Term| {
            let mut faults = Vec::new();
            term.faults(&mut faults);
            faults.iter().map(|fault| fault.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(&term()), [""; 0]);
        let mut circular = term();
        circular.meaning = "the length of the order cycle".into();
        assert_eq!(codes(&circular), ["W29"]);
        let mut empty = term();
        empty.meaning = " ".into();
        empty.also = vec!["".into()];
        assert_eq!(codes(&empty), ["E02", "E02"]);
    }

    #[test]
    fn a_term_that_is_a_sentence_is_told() {
        let told = |name: &str| {
            let mut faults = Vec::new();
            let mut term = term();
            (term.term, term.also) = (name.into(), Vec::new());
            term.meaning = "something else".into();
            term.faults(&mut faults);
            faults.iter().any(|fault| fault.code == "W33")
        };
        for sentence in [
            "What is an order cycle?",
            "An order cycle is the time between two orders.",
            "An order cycle is the time between two orders",
            "Safety stock covers surprises of demand.",
        ] {
            assert!(told(sentence), "{sentence}");
        }
        for name in [
            "order cycle",
            "voice of the customer",
            "make or buy?",
            "collaborative planning, forecasting and replenishment",
            "Incoterms: Delivered Duty Paid (DDP)",
            "have-nots of the supply chain network",
        ] {
            assert!(!told(name), "{name}");
        }
    }

    #[test]
    fn apart_it_is_a_question_to_look_at_and_a_typed_one() {
        let apart = term().apart();
        let ids: Vec<&str> = apart.iter().map(|card| &*card.common().id).collect();
        assert_eq!(ids, ["cycle", "cycle:reverse"]);
        let names: Vec<&str> = apart.iter().map(|card| card.name()).collect();
        assert_eq!(names, ["Basic", "Typed"]);
    }
}
