//! What a reader of a foreign format hands on: notes with their texts in Markdown, not yet cards of a deck.

use crate::study::Day;

/// A file as it was understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The file's own name for itself.
    pub title: Option<String>,
    pub notes: Vec<Note>,
    pub left: Vec<Left>,
    /// Pictures, sounds and films that the notes show and that were left out; each once.
    pub media: Vec<String>,
    /// What was guessed or changed throughout.
    pub remarks: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Note {
    /// Where it stood: `line 12`, `note 1398130088495`.
    pub place: String,
    /// The id that it had as a card of ours, or that the file asks for.
    pub id: Option<String>,
    /// What the other program knows it by: the name under which its progress is taken over.
    pub guid: String,
    /// Nested decks or headings, outermost first.
    pub deck: Vec<String>,
    pub body: Body,
    pub tags: Vec<String>,
    pub why: String,
    pub hint: String,
    pub source: String,
    pub progress: Vec<Progress>,
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
    Typed {
        question: String,
        answer: String,
    },
}

impl Default for Body {
    fn default() -> Body {
        Body::Cloze(String::new())
    }
}

impl Body {
    pub fn front(&self) -> &str {
        match self {
            Body::Basic { front, .. } => front,
            Body::Cloze(text) => text,
            Body::Typed { question, .. } => question,
        }
    }

    pub fn back(&self) -> &str {
        match self {
            Body::Basic { back, .. } => back,
            Body::Cloze(_) => "",
            Body::Typed { answer, .. } => answer,
        }
    }
}

/// What another program remembers of one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// As in our keys: empty, `reverse`, or the number of a gap.
    pub part: String,
    pub suspended: bool,
    pub flag: Option<String>,
    /// Absent where it was never asked.
    pub studied: Option<Studied>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Studied {
    /// Passes in a row.
    pub repetitions: u32,
    /// In hundredths.
    pub ease: u32,
    /// In days.
    pub interval: u32,
    pub due: Day,
    pub introduced: Day,
    pub last: Day,
    pub lapses: u32,
}

/// A note that was not taken, or not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
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
            why: why.into(),
        }
    }
}

/// The first words on one line.
pub fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    let cut: String = line.chars().take(57).collect();
    format!("{cut}...")
}
