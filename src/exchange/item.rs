//! A card of ours as other programs can hold it: a front, a back, and one of four looks. Kinds they do not know become
//! questions with an answer to look at; drawn problems are drawn once.

use super::markup;
use crate::study::deck::Common;
use crate::study::kinds::{Ask, Kind};
use crate::study::text::Text;
use crate::study::{Card, Concept, Deck};

/// The draw that a problem with drawn numbers is exported with.
pub const SEED: u64 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    #[default]
    Basic,
    Reversed,
    Cloze,
    Typed,
}

impl Look {
    /// As Anki calls its own.
    pub fn notetype(self) -> &'static str {
        match self {
            Look::Basic => "Basic",
            Look::Reversed => "Basic (and reversed card)",
            Look::Cloze => "Cloze",
            Look::Typed => "Basic (type in the answer)",
        }
    }
}

/// Texts are Markdown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// `deck/card`: the same in every export.
    pub guid: String,
    pub look: Look,
    /// The titles of deck and concept.
    pub deck: Vec<String>,
    /// For a cloze its text, with gaps as `{{c1::answer::hint}}`.
    pub front: String,
    pub back: String,
    pub why: String,
    pub hint: String,
    pub source: String,
    pub tags: Vec<String>,
    /// What the other program cannot do with it; empty where it can do all.
    pub remark: &'static str,
}

/// The cards as items, in their order.
pub fn items<'a>(cards: impl IntoIterator<Item = (&'a Deck, &'a Concept, &'a Card)>) -> Vec<Item> {
    cards
        .into_iter()
        .map(|(deck, concept, card)| item(deck, concept, card))
        .collect()
}

fn item(deck: &Deck, concept: &Concept, card: &Card) -> Item {
    let common: &Common = card.common();
    let (look, front, back, remark) = match card {
        Card::Basic(basic) => {
            let look = if basic.reversed {
                Look::Reversed
            } else {
                Look::Basic
            };
            (look, basic.front.to_string(), basic.back.to_string(), "")
        }
        Card::Cloze(cloze) => (Look::Cloze, numbered(&cloze.text), String::new(), ""),
        Card::Typed(typed) if typed.accept.is_empty() => (
            Look::Typed,
            typed.question.to_string(),
            typed.answer.to_string(),
            "",
        ),
        Card::Typed(typed) => {
            let others: Vec<&str> = typed.accept.iter().map(|t| &**t).collect();
            let back = format!("{}\n\nAlso right: {}", typed.answer, others.join(", "));
            (
                Look::Basic,
                typed.question.to_string(),
                back,
                "is judged by the learner: other wordings are right too",
            )
        }
        other => {
            let (front, back) = shown(other);
            let remark = match other {
                Card::Generated(_) | Card::Problem(_) => "is drawn once and stays as it is",
                _ => "is judged by the learner",
            };
            (Look::Basic, front, back, remark)
        }
    };
    let name = |text: &Text| text.replace("::", ":");
    Item {
        guid: format!("{}/{}", deck.id, common.id),
        look,
        deck: vec![name(&deck.title), name(&concept.title)],
        front,
        back,
        why: common.why.to_string(),
        hint: common.hint.to_string(),
        source: deck.source_of(concept, card).to_string(),
        tags: common
            .tags
            .iter()
            .map(|t| t.split_whitespace().collect::<Vec<_>>().join("-"))
            .collect(),
        remark,
    }
}

/// What a learner sees of a card that the other program cannot judge.
fn shown(card: &Card) -> (String, String) {
    let face = card.face("", SEED);
    let verdict = card.reveal("", SEED);
    let mut front = face.prompt.to_string();
    let list = |texts: &[Text]| {
        texts
            .iter()
            .map(|t| format!("- {}\n", t.replace('\n', " ")))
            .collect::<String>()
    };
    match &face.ask {
        Ask::Choose { options, .. } => front = format!("{front}\n\n{}", list(options)),
        Ask::Arrange { items } => front = format!("{front}\n\n{}", list(items)),
        Ask::Number { unit } if !unit.is_empty() => front = format!("{front}\n\nAnswer in {unit}"),
        _ => {}
    }
    let mut back = verdict.expected.to_string();
    let reasons: String = verdict
        .marks
        .iter()
        .filter(|m| !m.right && !m.note.is_blank())
        .map(|m| {
            format!(
                "- Not \"{}\": {}\n",
                m.text.replace('\n', " "),
                m.note.replace('\n', " ")
            )
        })
        .collect();
    if !reasons.is_empty() {
        back = format!("{}\n\n{reasons}", back.trim_end());
    }
    if !verdict.working.is_empty() {
        back = format!("{}\n\n{}", back.trim_end(), list(&verdict.working));
    }
    (front.trim_end().to_owned(), back.trim_end().to_owned())
}

/// Every gap with its number, as Anki wants it.
fn numbered(text: &str) -> String {
    use crate::study::kinds::{Span, spans};
    let Ok(spans) = spans(text) else {
        return text.to_owned();
    };
    spans
        .into_iter()
        .map(|span| match span {
            Span::Plain(text) => text.to_owned(),
            Span::Gap {
                number,
                answer,
                hint: "",
            } => format!("{{{{c{number}::{answer}}}}}"),
            Span::Gap {
                number,
                answer,
                hint,
            } => format!("{{{{c{number}::{answer}::{hint}}}}}"),
        })
        .collect()
}

impl Item {
    /// Explanation and source as one text.
    pub fn extra(&self) -> String {
        let source = if self.source.trim().is_empty() {
            String::new()
        } else {
            format!("*Source: {}*", self.source.replace('*', ""))
        };
        [self.why.as_str(), &source]
            .into_iter()
            .filter(|t| !t.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n\n")
    }

    pub fn front_html(&self) -> String {
        markup::to_html(&self.front)
    }

    pub fn back_html(&self) -> String {
        // Typed answers are compared letter by letter: no tags.
        if self.look == Look::Typed {
            html_escape::encode_text(&markup::plain(&self.back)).into_owned()
        } else {
            markup::to_html(&self.back)
        }
    }
}
