//! The result of reading a foreign format: notes with their texts in Markdown, not yet cards of a deck.

use super::html;
use crate::study::Memory;
use crate::study::key::is_id;
use crate::study::kinds::Tolerance;
use crate::study::text::{clean, on_one_line};
use serde::Serialize;
use std::borrow::Cow;

/// A file as it was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The title given in the file.
    pub title: Option<String>,
    pub notes: Vec<Note>,
    pub left: Vec<Left>,
    /// Taken over, but changed.
    pub mended: Vec<Left>,
    /// Parts of the file that are in no card.
    pub lost: Vec<Loss>,
    /// Pictures, sounds and films, which were left out, each with the place that showed it.
    pub media: Vec<(String, String)>,
    /// Guesses and changes that concern the whole file.
    pub remarks: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Note {
    /// Its place in the file: `line 12`, `note 1398130088495`.
    pub place: String,
    /// The id that it had as one of our cards, or that the file requests.
    pub id: Option<String>,
    /// Its identifier in the other program, under which its progress is taken over.
    pub guid: String,
    /// Nested decks or headings, outermost first.
    pub deck: Vec<String>,
    pub body: Body,
    pub tags: Vec<String>,
    pub why: String,
    pub hint: String,
    pub source: String,
    /// What the other program remembers of each question, with its part as in our keys: empty, `reverse`, or the number of a gap.
    pub progress: Vec<(String, Memory)>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Basic {
        front: String,
        back: String,
        reversed: bool,
    },
    /// With `{{c1::answer::hint}}` or `{{answer}}`.
    Cloze(String),
    /// The answers are plain text: what looks like Markdown in them is literal.
    Typed {
        question: String,
        answer: String,
        accept: Vec<String>,
    },
    Choice {
        question: String,
        options: Vec<Choice>,
    },
    /// What belongs together.
    Pairs {
        question: String,
        pairs: Vec<(String, String)>,
    },
    Number {
        question: String,
        answer: f64,
        /// Empty for a pure number, and if another program has the unit in the question.
        unit: String,
        tolerance: Tolerance,
        working: Vec<String>,
        /// Wrong numbers, and an explanation for each.
        mistakes: Vec<(f64, String)>,
    },
}

/// An option to choose.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    pub text: String,
    pub is_right: bool,
    /// Why it is wrong, if the file says so.
    pub because: String,
}

impl Default for Body {
    fn default() -> Body {
        Body::Cloze(String::new())
    }
}

impl Body {
    /// A question and its answer, asked one way.
    pub fn basic(front: impl Into<String>, back: impl Into<String>) -> Body {
        Body::Basic {
            front: front.into(),
            back: back.into(),
            reversed: false,
        }
    }

    pub fn front(&self) -> &str {
        match self {
            Body::Basic { front, .. } => front,
            Body::Cloze(text) => text,
            Body::Typed { question, .. }
            | Body::Choice { question, .. }
            | Body::Pairs { question, .. }
            | Body::Number { question, .. } => question,
        }
    }

    pub fn front_mut(&mut self) -> &mut String {
        self.all_mut().swap_remove(0).0
    }

    /// Every text of the body, the question first, and whether it may have markup.
    fn all_mut(&mut self) -> Vec<(&mut String, bool)> {
        let mut plain: Vec<&mut String> = Vec::new();
        let texts = match self {
            Body::Basic { front, back, .. } => vec![front, back],
            Body::Cloze(text) => vec![text],
            Body::Typed {
                question,
                answer,
                accept,
            } => {
                plain.push(answer);
                plain.extend(accept);
                vec![question]
            }
            Body::Choice { question, options } => {
                let options = options.iter_mut();
                let options = options.flat_map(|o| [&mut o.text, &mut o.because]);
                std::iter::once(question).chain(options).collect()
            }
            Body::Pairs { question, pairs } => {
                let pairs = pairs.iter_mut().flat_map(|(left, right)| [left, right]);
                std::iter::once(question).chain(pairs).collect()
            }
            Body::Number {
                question,
                unit,
                working,
                mistakes,
                ..
            } => {
                plain.push(unit);
                let reasons = mistakes.iter_mut().map(|(_, why)| why);
                let behind = working.iter_mut().chain(reasons);
                std::iter::once(question).chain(behind).collect()
            }
        };
        let texts = texts.into_iter().map(|text| (text, true));
        let plain = plain.into_iter().map(|text| (text, false));
        texts.chain(plain).collect()
    }

    /// Every text of the body that may have markup.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let all = self.all_mut().into_iter();
        all.filter_map(|(text, has_markup)| has_markup.then_some(text))
    }

    /// The right answer as text.
    pub fn back(&self) -> Cow<'_, str> {
        match self {
            Body::Basic { back, .. } => back.into(),
            Body::Cloze(_) => "".into(),
            Body::Typed { answer, .. } => answer.into(),
            Body::Choice { options, .. } => {
                let right = options.iter().filter(|o| o.is_right);
                let texts: Vec<&str> = right.map(|o| o.text.as_str()).collect();
                texts.join(", ").into()
            }
            Body::Pairs { pairs, .. } => {
                let pairs = pairs.iter().map(|(left, right)| format!("{left}: {right}"));
                pairs.collect::<Vec<_>>().join("; ").into()
            }
            Body::Number { answer, .. } => answer.to_string().into(),
        }
    }
}

impl Note {
    pub fn told(&self, why: impl Into<String>) -> Left {
        Left::new(&self.place, self.body.front(), why)
    }

    /// Every text of the note but its source.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let body = self.body.all_mut().into_iter().map(|(text, _)| text);
        body.chain([&mut self.why, &mut self.hint])
            .chain(&mut self.deck)
            .chain(&mut self.tags)
    }
}

/// A note that was left out or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Left {
    pub place: String,
    /// The beginning of its question.
    pub what: String,
    pub why: String,
}

impl Left {
    pub fn new(place: impl Into<String>, what: &str, why: impl Into<String>) -> Left {
        Left {
            place: place.into(),
            what: short(what),
            // It may quote the file.
            why: clean(&why.into()).into_owned(),
        }
    }
}

/// A part of the file that is in no card, though its note may have been taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    pub thing: Thing,
    /// The column, field or kind of markup it belongs to; reported together.
    pub of: String,
    pub place: String,
    pub what: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    Cell,
    Field,
    Link,
    Comment,
    Schedule,
    Prose,
    Heading,
    Anchor,
    Setting,
}

impl Thing {
    /// For one, and for several.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Thing::Cell => ("cell", "cells"),
            Thing::Field => ("field", "fields"),
            Thing::Link => ("address of a link", "addresses of links"),
            Thing::Comment => ("comment", "comments"),
            Thing::Schedule => ("scheduling mark", "scheduling marks"),
            Thing::Prose => ("text outside of cards", "texts outside of cards"),
            Thing::Heading => ("heading without cards", "headings without cards"),
            Thing::Anchor => ("name for links to a place", "names for links to a place"),
            Thing::Setting => ("setting", "settings"),
        }
    }
}

impl Draft {
    /// What the file calls itself: its title, or the one deck or heading that all its notes stand under.
    pub fn name(&self) -> Option<&str> {
        let own = self
            .title
            .as_deref()
            .filter(|title| !title.trim().is_empty());
        let mut tops = self.notes.iter().map(|note| note.deck.first());
        let first = tops.next().flatten();
        let is_shared = tops.all(|top| top == first);
        let is_above = self.notes.iter().any(|note| note.deck.len() > 1);
        own.or_else(|| first.filter(|_| is_shared && is_above).map(String::as_str))
    }

    /// Adds what was read from a later part of the file.
    pub fn add(&mut self, part: Draft) {
        self.notes.extend(part.notes);
        self.left.extend(part.left);
        self.mended.extend(part.mended);
        self.lost.extend(part.lost);
        self.media.extend(part.media);
        self.remarks.extend(part.remarks);
    }

    pub fn lose(&mut self, thing: Thing, of: &str, place: impl Into<String>, what: &str) {
        self.lost.push(Loss {
            thing,
            of: clean(of).into_owned(),
            place: place.into(),
            what: short(what),
        });
    }

    /// Notes a loss where no column or field is named.
    pub fn lose_line(&mut self, thing: Thing, line: usize, what: &str) {
        self.lose(thing, "", format!("line {line}"), what);
    }

    /// Reports a note that is left out.
    pub fn leave(&mut self, place: impl Into<String>, what: &str, why: impl Into<String>) {
        self.left.push(Left::new(place, what, why));
    }

    /// Reports pictures, sounds and films that stood there.
    pub fn miss(&mut self, place: &str, media: impl IntoIterator<Item = String>) {
        let at = media.into_iter().map(|name| (name, place.to_owned()));
        self.media.extend(at);
    }

    /// Converts HTML to Markdown and reports what is not text.
    pub fn markdown(&mut self, place: &str, html: &str) -> String {
        let found = html::to_markdown(html);
        self.miss(place, found.media);
        for address in found.links {
            self.lose(Thing::Link, "", place, &address);
        }
        for comment in found.comments {
            self.lose(Thing::Comment, "", place, &comment);
        }
        found.text
    }

    /// Converts HTML to the text that a reader sees.
    pub fn plain(&mut self, place: &str, html: &str) -> String {
        html::shown(&self.markdown(place, html))
    }
}

/// The card's id in a key written by our exports. Identifiers of other programs are random and may contain a slash.
pub fn own_id(guid: &str) -> Option<String> {
    let (deck, card) = guid.split_once('/')?;
    (is_id(deck) && is_id(card)).then(|| card.to_owned())
}

/// The first words on one line.
pub fn short(text: &str) -> String {
    let line = on_one_line(&clean(text));
    if line.chars().count() <= 60 {
        return line;
    }
    let cut: String = line.chars().take(57).collect();
    format!("{cut}...")
}
