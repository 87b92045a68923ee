//! What is wrong with a deck, as data. The line in the file is found later, by `deck_file`, from the field.

pub use crate::calculators::messages::closest;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// One finding. `code` is stable (E05, W08 ...); `message` says what, `help` what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub code: &'static str,
    pub message: String,
    pub help: String,
    pub place: Place,
    /// The words within the text at `place`; none means all of it.
    pub part: Option<Part>,
    /// Whether the card can be asked all the same: an error of form alone does not leave a card out.
    pub askable: bool,
}

/// The part of a card (or concept, or deck) that a fault is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    /// The whole card, concept or deck.
    #[default]
    Whole,
    /// One field: `question`.
    Field(&'static str),
    /// One item of a list field, from 0: the third option.
    Item(&'static str, usize),
}

/// Some words of a text as it is shown: where they begin in it, in bytes, and how they read. The file has escapes and line ends of
/// its own, so its place is looked up by both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub start: usize,
    pub words: String,
}

impl Fault {
    /// About the whole of it; `at`, `on` and `still_asked` tell more.
    pub fn new(code: &'static str, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault {
            code,
            message: message.into(),
            help: help.into(),
            place: Place::Whole,
            part: None,
            askable: false,
        }
    }

    /// The file is not written as the format has it: E00.
    pub fn unreadable(message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault::new("E00", message, help)
    }

    /// An error that does not leave the card out.
    pub fn still_asked(self) -> Fault {
        self.asked_if(true)
    }

    pub fn asked_if(mut self, askable: bool) -> Fault {
        self.askable = askable;
        self
    }

    pub fn at(self, field: &'static str) -> Fault {
        self.placed(Place::Field(field))
    }

    pub fn at_item(self, field: &'static str, index: usize) -> Fault {
        self.placed(Place::Item(field, index))
    }

    pub fn placed(mut self, place: Place) -> Fault {
        self.place = place;
        self
    }

    /// Within its text, the fault is about this part of it alone.
    pub fn on(mut self, text: &str, part: &str) -> Fault {
        // Where the part is a slice of the text, that place of several alike is meant.
        let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
        let is_here = |start: &usize| {
            text.get(*start..)
                .is_some_and(|rest| rest.starts_with(part))
        };
        let start = Some(start).filter(is_here).or_else(|| text.find(part));
        self.part = start.filter(|_| !part.is_empty()).map(|start| Part {
            start,
            words: part.to_owned(),
        });
        self
    }

    /// By the first letter of the code.
    pub fn severity(&self) -> Severity {
        if self.code.starts_with('W') {
            Severity::Warning
        } else {
            Severity::Error
        }
    }
}

/// The way on from a name that nothing bears: the one that may be meant, or all that there are.
pub fn instead(name: &str, known: &[&str]) -> String {
    match closest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there is none".to_owned(),
        None => format!("there are {}", known.join(", ")),
    }
}
