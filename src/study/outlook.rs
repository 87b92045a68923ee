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
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// Days of the week ahead, today among them.
pub const WEEK: u32 = 7;

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
    /// Further questions that were never met and may be introduced.
    pub new_left: u32,
    /// Gradings done today.
    pub done_today: u32,
    /// At the learner's own pace, for all of today's work.
    pub minutes: u32,
    /// What a question met before takes, and a new one, in milliseconds.
    pub pace_ms: (u32, u32),
    /// Where more is due than on two usual days.
    pub backlog: Option<Backlog>,
    /// Every examination that is known, chosen or not.
    pub exams: Vec<ExamLine>,
    pub decks: Vec<DeckLine>,
    /// The concepts missed most in the last 30 days, the most misses first.
    pub weak: Vec<Weak>,
    /// Days in a row with answers, up to today or yesterday.
    pub streak: u32,
    /// Answers of the last two weeks, of each day that has any.
    pub lately: Vec<(Day, u32)>,
    /// Today's work, and what each day of the week ahead asks for.
    pub week: Vec<DayAhead>,
    #[serde(skip)]
    pub broken: Vec<Broken>,
    /// The numbers were right once, and are worked out anew.
    #[serde(skip)]
    pub is_old: bool,
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

impl Home {
    /// Today's questions, new ones among them.
    pub fn work(&self) -> u32 {
        self.due + self.looks + self.new
    }

    /// Minutes, rounded up, for the first `portion` of today's questions with `more` new ones behind them: what is met comes
    /// before what is new.
    pub fn minutes_for(&self, portion: u32, more: u32) -> u32 {
        let met = portion.min(self.due + self.looks);
        let new = (portion - met).min(self.new + more);
        let (met_ms, new_ms) = self.pace_ms;
        let ms = u64::from(met) * u64::from(met_ms) + u64::from(new) * u64::from(new_ms);
        ms.div_ceil(60_000) as u32
    }

    /// What tomorrow asks for, where every question of today is answered and passed.
    pub fn tomorrow(&self) -> DayAhead {
        self.week.get(1).copied().unwrap_or_default()
    }
}

/// Questions of one day ahead: those that are asked, and those that wait for another day because their fact is asked by another card.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayAhead {
    pub day: Day,
    pub due: u32,
    pub waiting: u32,
}

/// What is due after a break, as a portion a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    pub a_day: u32,
    /// So many days, today among them, until nothing stands over.
    pub days: u32,
}

impl Backlog {
    /// No portion is spread over more days.
    const LONGEST: u32 = 30;

    /// `usual` is what a usual day asks, `ahead` what falls due on each day, today first with all that stands over. Offered
    /// where today's exceeds twice the usual day: the fewest days on which no portion does.
    pub fn of(usual: Option<f64>, ahead: &[u32]) -> Option<Backlog> {
        let twice = 2.0 * usual.filter(|usual| *usual > 0.0)?;
        let mut sum = *ahead.first()?;
        if f64::from(sum) <= twice {
            return None;
        }
        for days in 2..Backlog::LONGEST {
            sum += ahead.get(days as usize - 1).copied().unwrap_or(0);
            let a_day = sum.div_ceil(days);
            if f64::from(a_day) <= twice {
                return Some(Backlog { a_day, days });
            }
        }
        let days = Backlog::LONGEST;
        let a_day = sum.div_ceil(days);
        Some(Backlog { a_day, days })
    }
}

/// An examination that is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExamLine {
    pub id: String,
    pub title: Text,
    /// It is prepared for.
    pub is_chosen: bool,
    pub date: Option<Day>,
    /// The places of its modules, from 0, that decks of this exam which take part have concepts of.
    pub modules: BTreeSet<usize>,
    /// How many modules it has.
    pub of: u32,
    /// Questions that serve it in decks that take part, and those met.
    pub questions: u32,
    pub met: u32,
}

/// A concept that was missed lately.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Weak {
    /// `deck/concept`.
    pub concept: String,
    pub title: Text,
    /// Failed, of all repetitions and lapses.
    pub missed: u32,
    pub of: u32,
    /// The questions of it that failed.
    pub keys: Vec<Key>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DeckLine {
    pub id: String,
    pub track: String,
    pub title: Text,
    /// Otherwise it rests.
    pub takes_part: bool,
    /// The module of its examination that most of its concepts belong to, and how many modules that has.
    pub module: Option<(String, u32)>,
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
    /// The learner's own.
    pub note: Text,
    pub today: Standing,
    pub memory: Memory,
}

/// Where a question stands in today's plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Its deck rests.
    Rests,
    /// Due or in the final drill, and asked.
    Asked,
    /// Due, and left for another day: its fact is asked by another card today.
    Waits,
    #[default]
    Other,
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
    /// The learner's own.
    pub note: Text,
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
            note: Text::default(),
        }
    }
}

/// A module of an exam, as far as a deck has it, or a deck of no exam.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chapter {
    pub track: String,
    /// Id of the module; absent for what belongs to none.
    pub module: Option<String>,
    pub title: Text,
    pub rests: bool,
    /// Empty where no deck has this module.
    pub sections: Vec<Section>,
}

impl Chapter {
    /// Questions known, those met, and all.
    pub fn known(&self) -> (u32, u32, u32) {
        let sum = |of: fn(&Section) -> u32| self.sections.iter().map(of).sum();
        (sum(|s| s.known), sum(|s| s.met), sum(|s| s.questions))
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
    /// Missed in the last 30 days.
    pub weak: u32,
    /// The concept to be met before this one, where it has not been.
    pub waits_for: Option<Text>,
}

/// A setting, for the screen that shows and changes them.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingLine {
    /// As `config.ron` names it.
    pub name: &'static str,
    /// What it does, in a sentence or two.
    pub about: &'static str,
    pub value: String,
    /// Where the value comes from.
    pub source: String,
    /// Of the file, from 1; the first where it does not stand there.
    pub line: u32,
    pub way: Way,
}

/// How a setting is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    OneOf(&'static [&'static str]),
    Number,
    Text,
    /// In the file, with an editor.
    File,
    /// Not while the program runs.
    Fixed,
}

/// A card with all that is shown around it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownCard {
    pub deck_title: Text,
    pub track: String,
    pub concept: Arc<ConceptPage>,
    pub card: Arc<Card>,
    pub source: Text,
    /// The learner's own, on this question.
    pub note: Text,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portion_is_offered_where_more_is_due_than_on_two_usual_days() {
        let ahead = [140, 10, 10, 10, 10];
        assert_eq!(Backlog::of(None, &ahead), None);
        assert_eq!(Backlog::of(Some(70.0), &ahead), None);
        // 140, and 10 on each day that passes: 160 over three days.
        assert_eq!(
            Backlog::of(Some(30.0), &ahead),
            Some(Backlog { a_day: 54, days: 3 })
        );
        // More than any month clears at twice the usual: then it takes a month.
        assert_eq!(
            Backlog::of(Some(1.0), &[900]),
            Some(Backlog {
                a_day: 30,
                days: 30
            })
        );
    }

    #[test]
    fn minutes_take_what_is_met_before_what_is_new() {
        let home = Home {
            due: 6,
            new: 3,
            pace_ms: (10_000, 20_000),
            ..Home::default()
        };
        let minutes = |n| home.minutes_for(n, 0);
        assert_eq!(
            (minutes(0), minutes(6), minutes(7), minutes(99)),
            (0, 1, 2, 2)
        );
        assert_eq!(home.minutes_for(12, 3), 3);
    }
}
