//! The texts of a card with their places and what each is for, whatever the kind.

use super::english;
use crate::study::fault::Place;
use crate::study::kinds::{Card, Span, spans};
use std::borrow::Cow;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Question,
    Answer,
    /// A wrong option.
    Wrong,
    /// Why an answer is wrong.
    Reason,
    Why,
    Hint,
    Working,
}

pub struct Piece<'a> {
    pub role: Role,
    pub place: Place,
    /// Numbers in place of formulas, gaps filled in.
    pub text: Cow<'a, str>,
}

/// All that a learner reads on the card.
pub fn texts(card: &Card) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut add = |role, place, text: Cow<'_, str>| {
        if !text.trim().is_empty() {
            let text = Cow::Owned(text.into_owned());
            pieces.push(Piece { role, place, text });
        }
    };
    let field = Place::Field;
    match card {
        Card::Basic(card) => {
            add(Role::Question, field("front"), Cow::Borrowed(&card.front));
            add(Role::Answer, field("back"), Cow::Borrowed(&card.back));
        }
        Card::Cloze(card) => add(Role::Question, field("text"), whole(&card.text).into()),
        Card::MultipleChoice(card) => {
            add(
                Role::Question,
                field("question"),
                Cow::Borrowed(&card.question),
            );
            for (i, option) in card.options.iter().enumerate() {
                let place = Place::Item("options", i);
                let role = if option.is_right() {
                    Role::Answer
                } else {
                    Role::Wrong
                };
                add(role, place.clone(), Cow::Borrowed(option.text()));
                if let Some(because) = option.because() {
                    add(Role::Reason, place, Cow::Borrowed(because));
                }
            }
        }
        Card::Typed(card) => {
            add(
                Role::Question,
                field("question"),
                Cow::Borrowed(&card.question),
            );
            add(Role::Answer, field("answer"), Cow::Borrowed(&card.answer));
            for (i, text) in card.accept.iter().enumerate() {
                add(Role::Answer, Place::Item("accept", i), Cow::Borrowed(text));
            }
        }
        Card::Numeric(card) => {
            add(
                Role::Question,
                field("question"),
                Cow::Borrowed(&card.question),
            );
            for (i, line) in card.working.iter().enumerate() {
                add(
                    Role::Working,
                    Place::Item("working", i),
                    Cow::Borrowed(line),
                );
            }
            for (i, (_, reason)) in card.mistakes.iter().enumerate() {
                add(
                    Role::Reason,
                    Place::Item("mistakes", i),
                    Cow::Borrowed(reason),
                );
            }
        }
        Card::Ordering(card) => {
            add(
                Role::Question,
                field("question"),
                Cow::Borrowed(&card.question),
            );
            for (i, item) in card.items.iter().enumerate() {
                add(Role::Answer, Place::Item("items", i), Cow::Borrowed(item));
            }
        }
        Card::Generated(card) => {
            add(
                Role::Question,
                field("question"),
                english::filled(&card.question).into(),
            );
            for (i, line) in card.working.iter().enumerate() {
                add(
                    Role::Working,
                    Place::Item("working", i),
                    english::filled(line).into(),
                );
            }
            for (i, (_, reason)) in card.mistakes.iter().enumerate() {
                add(
                    Role::Reason,
                    Place::Item("mistakes", i),
                    english::filled(reason).into(),
                );
            }
        }
        Card::Problem(_) => {}
    }
    use crate::study::kinds::Kind;
    let common = card.common();
    add(Role::Why, field("why"), Cow::Borrowed(&common.why));
    add(Role::Hint, field("hint"), Cow::Borrowed(&common.hint));
    pieces
}

/// A sentence with its gaps filled in.
pub fn whole(text: &str) -> String {
    with_gaps(text, |_, answer, _| answer.to_owned())
}

/// A sentence with its gaps written by `gap` from number, answer and hint.
pub fn with_gaps(text: &str, gap: impl Fn(u32, &str, &str) -> String) -> String {
    let Ok(found) = spans(text) else {
        return text.to_owned();
    };
    let write = |span: &Span<'_>| match span {
        Span::Plain(text) => (*text).to_owned(),
        Span::Gap {
            number,
            answer,
            hint,
        } => gap(*number, answer, hint),
    };
    found.iter().map(write).collect()
}

pub struct Gap<'a> {
    pub number: u32,
    pub answer: &'a str,
}

pub fn gaps(text: &str) -> Vec<Gap<'_>> {
    let of = |span| match span {
        Span::Gap { number, answer, .. } => Some(Gap { number, answer }),
        Span::Plain(_) => None,
    };
    spans(text)
        .unwrap_or_default()
        .into_iter()
        .filter_map(of)
        .collect()
}
