//! A card of ours as other programs can hold it: a front, a back, and one of four looks. Kinds they do not know become
//! questions with an answer to look at; drawn problems are drawn once.

use super::markup;
use crate::study::deck::Common;
use crate::study::kinds::{Ask, Kind, Role, Way, with_gaps};
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
    let texts = card.texts();
    let accepted: Vec<&str> = texts
        .iter()
        .filter(|text| text.role == Role::Accepted)
        .map(|text| &*text.text)
        .collect();
    let (front, back) = (card.front().to_string(), card.back().to_string());
    let looked_at = |remark| {
        let (front, back) = shown(card);
        (Look::Basic, front, back, remark)
    };
    let (look, front, back, remark) = match card.way() {
        Way::Recall if card.is_reversed() => (Look::Reversed, front, back, ""),
        Way::Recall => (Look::Basic, front, back, ""),
        Way::Complete(text) => (Look::Cloze, numbered(text), String::new(), ""),
        Way::Type if accepted.is_empty() => (Look::Typed, front, back, ""),
        Way::Type => (
            Look::Basic,
            front,
            format!("{back}\n\nAlso right: {}", accepted.join(", ")),
            "is judged by the learner: other wordings are right too",
        ),
        Way::Draw => looked_at("is drawn once and stays as it is"),
        Way::Choose(_) | Way::Compute(_) | Way::Arrange => looked_at("is judged by the learner"),
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
    with_gaps(text, |number, answer, hint| match hint {
        "" => format!("{{{{c{number}::{answer}}}}}"),
        hint => format!("{{{{c{number}::{answer}::{hint}}}}}"),
    })
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
