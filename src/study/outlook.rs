//! What lies ahead, as plain values for the home screen, `swot due` and the browse list. It decides nothing.

pub use super::memory::MATURE_DAYS;

use super::choices::Exam;
use super::diff::Updated;
use super::exam_plan::{Dated, ExamPlan};
use super::fault::Severity;
use super::readiness::Readiness;
use super::text::Text;
use super::{Card, Concept, Day, Key, Memory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The home screen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Home {
    pub today: Day,
    /// Questions to repeat today, and those left in today's final drill.
    pub due: u32,
    /// Questions to be looked at before an exam, though they are not due.
    pub looks: u32,
    /// Due, but a question of the same fact comes today: they wait for another day.
    pub waiting: u32,
    /// Today is free by the plan of an exam: what is due stands over.
    pub free: bool,
    /// Questions that today's limits still let in.
    pub new: u32,
    /// Gradings done today.
    pub done_today: u32,
    /// At the learner's own pace.
    pub minutes: u32,
    pub decks: Vec<DeckLine>,
    /// Questions falling due on each of the next days, today first.
    pub week: Vec<(Day, u32)>,
    #[serde(skip)]
    pub broken: Vec<Broken>,
    /// Nothing was ever graded here.
    pub first_time: bool,
    /// Id and title of the examinations among which the learner is to choose before the first card.
    pub asks_for: Vec<(String, Text)>,
    /// Sentences to be seen: a fixed clock, a read-only disk, a newer deck.
    #[serde(skip)]
    pub notices: Vec<String>,
    /// Decks that changed since they were seen last; to be told once.
    #[serde(skip)]
    pub updates: Vec<Updated>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeckLine {
    pub id: String,
    pub track: String,
    pub title: Text,
    /// Otherwise it rests.
    pub takes_part: bool,
    pub due: u32,
    pub looks: u32,
    pub new: u32,
    /// Questions ever introduced.
    pub introduced: u32,
    /// Questions with an interval of three weeks or more.
    pub mature: u32,
    /// All questions.
    pub questions: u32,
    pub cards: u32,
    pub concepts: u32,
    /// Its file has faults; the rest of it is there.
    pub faults: u32,
}

/// A deck file, or a part of one, that could not be used.
#[derive(Debug, Clone, PartialEq)]
pub struct Broken {
    pub file: Text,
    pub line: u32,
    pub code: String,
    pub severity: Severity,
    pub message: Text,
    pub help: Text,
}

/// `deck.ron:12: E02 ...`, and the remedy on the next line.
impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Broken {
            file,
            line,
            code,
            message,
            help,
            ..
        } = self;
        write!(f, "{file}:{line}: {code} {message}\n{help}")
    }
}

/// The plan of one examination, with what it comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamOutlook {
    pub exam: Dated,
    pub chosen: Exam,
    pub days_left: i32,
    pub plan: ExamPlan,
    /// In sentences.
    pub says: String,
    pub readiness: Readiness,
    pub helps_most: Helps,
}

/// The session that helps most now.
#[derive(Debug, Clone, PartialEq)]
pub enum Helps {
    /// What today asks for: so many questions.
    Today(u32),
    /// Further new questions of these concepts, `deck/concept`, of the weakest module.
    New { concepts: Vec<String>, n: u32 },
    /// These questions of the weakest module, most at risk first; their schedules stay.
    Practise(Vec<Key>),
    /// Nothing there is to ask.
    Nothing,
}

/// The plan screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Planning {
    pub today: Day,
    /// Examinations to come with a date, the nearest first.
    pub exams: Vec<ExamOutlook>,
    /// The others, those that are sat first.
    pub without_date: Vec<Dateless>,
    /// Answers of the days that are shown, where there were any.
    pub done: BTreeMap<Day, u32>,
}

/// An examination without a date to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Dateless {
    pub id: String,
    pub title: Text,
    /// The date that it had, where that is over.
    pub over: Option<Day>,
}

/// A line of the browse list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub key: Key,
    /// `deck/concept`.
    pub concept: String,
    pub concept_title: Text,
    pub topic: String,
    pub kind: &'static str,
    pub front: Text,
    pub back: Text,
    pub tags: Vec<String>,
    /// Its deck does not rest.
    pub takes_part: bool,
    pub memory: Memory,
}

/// The page of a concept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConceptPage {
    /// `deck/concept`.
    pub id: String,
    pub title: Text,
    /// The author's own reference.
    pub code: Option<Text>,
    pub topic: String,
    /// Markdown.
    pub summary: Text,
    /// Concepts introduced before this one: `deck/concept` and title.
    pub after: Vec<(String, Text)>,
    pub related: Vec<(String, Text)>,
    /// The calculator that the page opens.
    pub calculator: Option<String>,
    pub deck_title: Text,
    pub track: String,
}

impl ConceptPage {
    /// `titled` knows a reference's full id and title.
    pub fn of(
        concept: &Concept,
        (deck, deck_title, track): (&str, &Text, &str),
        titled: impl Fn(&str) -> (String, Text),
    ) -> ConceptPage {
        let all = |references: &[String]| references.iter().map(|r| titled(r)).collect();
        ConceptPage {
            id: format!("{deck}/{}", concept.id),
            title: concept.title.clone(),
            code: concept.code.clone(),
            topic: concept.topic.clone(),
            summary: concept.summary.clone(),
            after: all(&concept.after),
            related: all(&concept.related),
            calculator: concept.calculator.clone(),
            deck_title: deck_title.clone(),
            track: track.to_owned(),
        }
    }
}

/// A deck in the contents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chapter {
    pub title: Text,
    pub track: String,
    pub sections: Vec<Section>,
}

impl Chapter {
    /// Questions met, of all.
    pub fn met(&self) -> (u32, u32) {
        let sum = |of: fn(&Section) -> u32| self.sections.iter().map(of).sum();
        (sum(|s| s.met), sum(|s| s.questions))
    }
}

/// A concept in the contents.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// `deck/concept`.
    pub id: String,
    pub title: Text,
    pub code: Option<Text>,
    pub topic: String,
    pub keys: Vec<Key>,
    pub questions: u32,
    pub met: u32,
    /// With an interval of three weeks or more.
    pub known: u32,
    /// The concept to be met before this one, where it has not been.
    pub waits_for: Option<Text>,
}

/// A card with all that is shown around it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownCard {
    pub deck_title: Text,
    pub track: String,
    pub concept: Arc<ConceptPage>,
    pub card: Arc<Card>,
    pub source: Text,
    /// Absent for decks that lie in the program.
    pub file: Option<PathBuf>,
}

/// How far along a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    New,
    /// Interval under three weeks.
    Learning,
    Mature,
    Suspended,
}

impl State {
    pub fn of(memory: &Memory) -> State {
        match memory.schedule() {
            _ if memory.suspended => State::Suspended,
            None => State::New,
            Some(s) if s.interval >= MATURE_DAYS => State::Mature,
            Some(_) => State::Learning,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            State::New => "new",
            State::Learning => "learning",
            State::Mature => "mature",
            State::Suspended => "suspended",
        }
    }
}
