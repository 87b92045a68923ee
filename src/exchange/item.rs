//! A card in a form that other programs have: a front, a back, and one of four looks. Kinds they do not have become questions
//! with an answer to look at; generated problems are drawn once.

use super::markup;
use crate::hash::fnv1a;
use crate::study::deck::Common;
use crate::study::kinds::{Ask, Folding, Way, with_gaps};
use crate::study::markdown::{literal, on_a_line};
use crate::study::session::mix;
use crate::study::text::{Text, on_one_line};
use crate::study::{Card, Concept, Deck};
use std::borrow::Cow;

/// The default seed for exporting generated problems.
pub const SEED: u64 = 1;

/// A card's own seed in an export: with one for all, the right option would stand at the same place in every card.
pub(super) fn own_seed(seed: u64, deck: &Deck, card: &Card) -> u64 {
    let key = format!("{}/{}", deck.id, card.common().id);
    mix(seed, fnv1a(key.as_bytes()))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    #[default]
    Basic,
    Reversed,
    Cloze,
    Typed,
}

impl Look {
    /// Named like Anki's own note types.
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
    /// The steps to the answer, if separate from it.
    pub working: String,
    pub tags: Vec<String>,
    /// What is left out, in words that follow "so many cards:".
    pub remarks: Vec<&'static str>,
}

/// The cards as items, in their order.
pub fn items<'a>(cards: impl IntoIterator<Item = (&'a Deck, &'a Concept, &'a Card)>) -> Vec<Item> {
    one_question_each(cards)
        .map(|(deck, concept, card)| item(deck, concept, &card))
        .collect()
}

/// With the cases of a set as choices, because other formats have one question a card.
pub(super) fn one_question_each<'a>(
    cards: impl IntoIterator<Item = (&'a Deck, &'a Concept, &'a Card)>,
) -> impl Iterator<Item = (&'a Deck, &'a Concept, Cow<'a, Card>)> {
    cards.into_iter().flat_map(|(deck, concept, card)| {
        let mut apart: Vec<Cow<'a, Card>> = card.apart().into_iter().map(Cow::Owned).collect();
        if apart.is_empty() {
            apart.push(Cow::Borrowed(card));
        }
        apart.into_iter().map(move |card| (deck, concept, card))
    })
}

fn item(deck: &Deck, concept: &Concept, card: &Card) -> Item {
    let common: &Common = card.common();
    let front = common.exhibit.above(card.front());
    let back = card.back().to_string();
    let mut remarks = Vec::new();
    let (look, front, back) = match card.way() {
        Way::Recall if card.is_reversed() => (Look::Reversed, front, back),
        Way::Recall => (Look::Basic, front, back),
        Way::Complete(text) => (
            Look::Cloze,
            common.exhibit.above(&numbered(text)),
            String::new(),
        ),
        Way::Type(typed) => {
            if [typed.case, typed.accents, typed.signs].contains(&Folding::Keep) {
                remarks.push("whether capitals, accents and signs count is not said there");
            }
            if typed.accept.is_empty() {
                (Look::Typed, front, typed.answer.to_string())
            } else {
                remarks.push("judged by the learner there, for other wordings are right too");
                let accepted: Vec<String> = typed.accept.iter().map(|a| literal(a)).collect();
                let back = format!("{back}\n\nAlso right: {}", accepted.join(", "));
                (Look::Basic, front, back)
            }
        }
        way @ (Way::Choose(_)
        | Way::Cases
        | Way::Match(_)
        | Way::Compute(_)
        | Way::Arrange
        | Way::Draw) => {
            remarks.push(match way {
                Way::Draw => "drawn once, with the same numbers for everyone",
                _ => "judged by the learner there",
            });
            let (front, back) = shown(card, own_seed(SEED, deck, card));
            (Look::Basic, front, back)
        }
    };
    if common
        .tags
        .iter()
        .any(|tag| tag.contains(char::is_whitespace))
    {
        remarks.push("the blanks in tags became hyphens");
    }
    remarks.extend(changed(common));
    let tags = common.tags.iter().map(|tag| Text::new(tag));
    let tags = tags.map(|tag| on_one_line(&tag).replace(' ', "-"));
    Item {
        guid: format!("{}/{}", deck.id, common.id),
        look,
        deck: vec![deck.title.to_string(), concept.title.to_string()],
        front,
        back,
        why: with_others(card),
        hint: common.hint.to_string(),
        source: deck.source_of(concept, card).to_string(),
        working: String::new(),
        tags: tags.collect(),
        remarks,
    }
}

/// Label of other right answers in an explanation, which our importer takes out again.
pub(super) const ALSO_RIGHT: &str = "Also right: ";

/// The explanation after the other right answers, one a line, of a card that is not typed.
fn with_others(card: &Card) -> String {
    let others = match card.way() {
        Way::Recall | Way::Complete(_) => card.others(),
        _ => Vec::new(),
    };
    let others = others.iter();
    let mut paragraphs: Vec<String> = others
        .map(|other| ALSO_RIGHT.to_owned() + &other.replace('\n', " "))
        .collect();
    paragraphs.extend(Some(card.common().why.to_string()).filter(|why| !why.is_empty()));
    paragraphs.join("\n\n")
}

/// What becomes of content for which other programs have no place.
pub(super) fn changed(common: &Common) -> impl Iterator<Item = &'static str> {
    let is_known_only_here = common.bloom.is_some()
        || common.rev > 0
        || !common.link.is_empty()
        || !common.formerly.is_empty()
        || !common.lint_ignore.is_empty();
    let exhibit = "the exhibit is written into the question, once for each card";
    let only_here = "what only Swot knows stays behind: links, Bloom level, revision, former names, silenced rules";
    let exhibit = (!common.exhibit.text.is_blank()).then_some(exhibit);
    let only_here = is_known_only_here.then_some(only_here);
    exhibit.into_iter().chain(only_here)
}

/// What a learner sees of a card that the other program cannot judge.
fn shown(card: &Card, seed: u64) -> (String, String) {
    let face = card.face("", seed);
    let verdict = card.reveal("", seed);
    let mut front = face.prompt.to_string();
    let list = |texts: &[Text]| {
        texts
            .iter()
            .map(|t| format!("- {}\n", on_a_line(t)))
            .collect::<String>()
    };
    match &face.ask {
        Ask::Choose { options, .. } => front = format!("{front}\n\n{}", list(options)),
        Ask::Arrange { items, beside } if beside.is_empty() => {
            front = format!("{front}\n\n{}", list(items));
        }
        Ask::Arrange { items, beside } => {
            front = format!("{front}\n\n{}\nwith\n\n{}", list(beside), list(items));
        }
        Ask::Number { unit } if !unit.is_empty() => {
            front = format!("{front}\n\nAnswer in {}", literal(unit))
        }
        Ask::Recall | Ask::Words | Ask::Number { .. } => {}
    }
    let mut back = verdict.expected.to_string();
    let reasons: String = verdict
        .marks
        .iter()
        .filter(|m| !m.right && !m.note.is_blank())
        .map(|m| {
            format!(
                "- Not \"{}\": {}\n",
                on_a_line(&m.text),
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

/// Every gap with its number, as Anki requires.
fn numbered(text: &str) -> String {
    with_gaps(text, |number, answer, hint| match hint {
        "" => format!("{{{{c{number}::{answer}}}}}"),
        hint => format!("{{{{c{number}::{answer}::{hint}}}}}"),
    })
}

impl Item {
    /// The names of the nested deck for Anki, which separates them by `::`.
    pub fn nested(&self) -> Vec<String> {
        self.deck
            .iter()
            .map(|name| name.replace("::", ":"))
            .collect()
    }

    pub fn front_html(&self) -> String {
        markup::to_html(&self.front)
    }

    pub fn back_html(&self) -> String {
        // Typed answers are compared letter by letter, so they have no tags.
        if self.look == Look::Typed {
            html_escape::encode_text(&self.back).into_owned()
        } else {
            markup::to_html(&self.back)
        }
    }
}
