//! What lies ahead, as plain values for the home screen, `swot due` and the browse list. Nothing is decided here.

pub use super::memory::MATURE_DAYS;

use super::card_text::ListedDeck;
use super::choices::Exam;
use super::diff::Updated;
use super::exam_plan::{Dated, ExamPlan};
use super::fault::Severity;
use super::outline::{CardOutline, ConceptOutline};
use super::readiness::Readiness;
use super::text::{Text, whole_minutes};
use super::{Card, Concept, Day, Key, Memory, words};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Days shown ahead, today included.
pub const WEEK: u32 = 7;

/// The home screen.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Home {
    pub today: Day,
    /// Questions to repeat today, and those left in today's final drill.
    pub due: u32,
    /// Questions that are not due but are looked at because an exam is near.
    pub looks: u32,
    /// Due, but another question about the same fact is asked today: they wait for another day.
    pub waiting: u32,
    pub waits: Vec<Key>,
    /// Today is a free day in the plan of an exam: what is due waits.
    pub free: bool,
    /// New questions that today's limits still allow.
    pub new: u32,
    /// Further new questions that could be introduced.
    pub new_left: u32,
    /// Gradings done today.
    pub done_today: u32,
    /// Minutes for all of today's work, at the learner's own pace.
    pub minutes: u32,
    /// Milliseconds for a question met before, and for a new one.
    pub pace_ms: (u32, u32),
    /// Present if more is due than on two usual days.
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
    /// The numbers come from the last run and are being worked out again.
    #[serde(skip)]
    pub is_old: bool,
    /// Nothing was ever graded in this data folder.
    pub first_time: bool,
    /// Id and title of the examinations to choose from before the first card; empty if nothing is to be asked.
    pub asks_for: Vec<(String, Text)>,
    /// Warnings: a wrong clock, a read-only disk, a newer deck.
    #[serde(skip)]
    pub notices: Vec<String>,
    /// Decks that changed since the learner saw them last; shown once.
    #[serde(skip)]
    pub updates: Vec<Updated>,
}

impl Home {
    /// Today's questions, new ones among them.
    pub fn work(&self) -> u32 {
        self.due + self.looks + self.new
    }

    /// Minutes, rounded up, for the first `portion` of today's questions and `more` new ones: questions met before come first.
    pub fn minutes_for(&self, portion: u32, more: u32) -> u32 {
        let met = portion.min(self.due + self.looks);
        let new = (portion - met).min(self.new + more);
        let (met_ms, new_ms) = self.pace_ms;
        let ms = u64::from(met) * u64::from(met_ms) + u64::from(new) * u64::from(new_ms);
        whole_minutes(ms) as u32
    }

    /// What tomorrow asks for if every question of today is answered and passed.
    pub fn tomorrow(&self) -> DayAhead {
        self.week.get(1).copied().unwrap_or_default()
    }

    /// What tomorrow asks for in words: `Tomorrow: 34 due`, or `Tomorrow, once that is done: 34 due` where today's work is still open.
    /// Nobody knows yet how many new ones come with them.
    pub fn told_of_tomorrow(&self) -> String {
        let tomorrow = self.tomorrow();
        let (then, due) = match self.work() {
            _ if tomorrow.free => ("", ""),
            0 => ("", " due"),
            _ => (", once that is done", " due"),
        };
        format!("Tomorrow{then}: {}{due}", self.told_of(&tomorrow))
    }

    /// `34`, `free`, or `exam` where one is on that day.
    pub fn told_of(&self, ahead: &DayAhead) -> String {
        match ahead.free {
            true if self.sits_on(ahead.day) => "exam".to_owned(),
            true => "free".to_owned(),
            false => ahead.due.to_string(),
        }
    }

    /// Of a day on which the plan asks nothing.
    pub fn why_free(&self) -> &'static str {
        if self.sits_on(self.today) {
            "the exam is today"
        } else {
            "today is free"
        }
    }

    /// Whether an exam that is prepared for is on that day.
    fn sits_on(&self, day: Day) -> bool {
        let mut exams = self.exams.iter();
        exams.any(|exam| exam.is_chosen && exam.date == Some(day))
    }

    /// No deck takes part.
    pub fn is_all_at_rest(&self) -> bool {
        self.decks.iter().all(|deck| !deck.takes_part)
    }

    /// The backlog as portions to be offered. Days that are not left before an exam help nobody.
    pub fn spread_backlog(&self) -> Option<Backlog> {
        let is_late = |days: u32| (0..days).any(|ahead| self.sits_on(self.today.plus(ahead)));
        self.backlog.filter(|backlog| !is_late(backlog.days))
    }
}

/// Questions of one day ahead: those that are asked, and those that wait for another day because another card asks the same fact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayAhead {
    pub day: Day,
    pub due: u32,
    pub waiting: u32,
    /// Free in the plan of an exam: what falls on it moves to the next day of study.
    pub free: bool,
}

impl DayAhead {
    pub fn free(day: Day) -> DayAhead {
        DayAhead {
            day,
            free: true,
            ..DayAhead::default()
        }
    }
}

/// What is due after a break, spread over several days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    pub a_day: u32,
    /// Number of days, today included, until nothing is left over.
    pub days: u32,
}

impl Backlog {
    /// Longest spread, in days.
    const LONGEST: u32 = 30;

    /// The fewest days for which no day's portion exceeds twice the usual. `usual` is what a usual day asks; `ahead` is what
    /// falls due on each day, today first, with all that was left over. `None` if today's work is no more than twice the usual.
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
    /// The learner prepares for it.
    pub is_chosen: bool,
    pub date: Option<Day>,
    /// All of them, with what decks that take part have of each.
    pub modules: Vec<ModuleLine>,
    /// Questions for it in decks that take part, and how many of them were met.
    pub questions: u32,
    pub met: u32,
}

/// A module of an exam, and how far it is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ModuleLine {
    /// Within the exam: `3`.
    pub id: String,
    pub title: Text,
    pub questions: u32,
    pub met: u32,
    /// With an interval of three weeks or more.
    pub known: u32,
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
    /// Whether the deck takes part; otherwise it rests.
    pub takes_part: bool,
    /// The module of its examination to which most of its concepts belong, and the number of modules.
    pub module: Option<(String, u32)>,
    pub due: u32,
    pub looks: u32,
    pub new: u32,
    /// Questions that were introduced.
    pub introduced: u32,
    /// Questions with an interval of three weeks or more.
    pub mature: u32,
    /// All questions.
    pub questions: u32,
    pub cards: u32,
    pub concepts: u32,
    /// Number of faults in its file; everything else in the file is usable.
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

/// `deck.ron:12: E02 ...`, and the help on the next line.
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

/// The plan for one examination, with readiness.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamOutlook {
    pub exam: Dated,
    pub chosen: Exam,
    pub days_left: i32,
    pub plan: ExamPlan,
    /// Verdict, as sentences.
    pub says: String,
    pub readiness: Readiness,
    pub helps_most: Helps,
}

/// The session that would help most now.
#[derive(Debug, Clone, PartialEq)]
pub enum Helps {
    /// Today's work: the number of questions.
    Today(u32),
    /// Further new questions of these concepts, `deck/concept`, of the weakest module.
    New { concepts: Vec<String>, n: u32 },
    /// These questions of the weakest module, most at risk first, as practice: schedules do not change.
    Practise(Vec<Key>),
    /// There is nothing to ask.
    Nothing,
}

/// The plan screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Planning {
    pub today: Day,
    /// Examinations with a date to come, nearest first.
    pub exams: Vec<ExamOutlook>,
    /// The others, chosen ones first.
    pub without_date: Vec<Dateless>,
    /// Number of answers on each day shown that has any.
    pub done: BTreeMap<Day, u32>,
}

/// An examination without a date to come.
#[derive(Debug, Clone, PartialEq)]
pub struct Dateless {
    pub id: String,
    pub title: Text,
    /// The date that it had, if that has passed.
    pub over: Option<Day>,
}

/// A line of the browse list.
#[derive(Debug, Clone)]
pub struct Row {
    pub key: Key,
    pub deck: Arc<ListedDeck>,
    /// Its place among all questions of the deck, of its concept in the outline, and of its card in the concept.
    pub at: u32,
    pub concept: u32,
    pub nth: u32,
    /// The learner's own note.
    pub note: Text,
    pub today: Standing,
    pub memory: Arc<Memory>,
}

impl Row {
    pub fn concept(&self) -> &ConceptOutline {
        &self.deck.outline.concepts[self.concept as usize]
    }

    /// `deck/concept`
    pub fn concept_id(&self) -> String {
        format!("{}/{}", self.deck.outline.id, self.concept().id)
    }

    pub fn card(&self) -> &CardOutline {
        &self.concept().cards[self.nth as usize]
    }

    /// What is asked, and the answer. The key stands for a card whose file cannot be read any more.
    pub fn texts(&self) -> (&str, &str) {
        let texts = self.deck.texts().get(self.at as usize);
        texts.unwrap_or((self.key.as_str(), ""))
    }
}

/// What today's plan does with a question.
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
    /// The learner's own note.
    pub note: Text,
}

impl ConceptPage {
    /// `titled` gives the full id and the title of a reference.
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

/// A module with the concepts of the exam's decks, those that rest apart, or a deck that belongs to no exam.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chapter {
    pub track: String,
    /// Id of the module; `None` for concepts that belong to none.
    pub module: Option<String>,
    pub title: Text,
    pub rests: bool,
    /// Empty where no deck of the exam has this module.
    pub sections: Vec<Section>,
    /// What the chapters of other decks and modules hold of it.
    pub elsewhere: Vec<Chapter>,
}

impl Chapter {
    /// Questions known, questions met, all questions of its sections.
    pub fn known(&self) -> (u32, u32, u32) {
        let sum = |of: fn(&Section) -> u32| self.sections.iter().map(of).sum();
        (sum(|s| s.known), sum(|s| s.met), sum(|s| s.questions))
    }

    /// Questions known, met and in all of the whole module, as on the home screen.
    pub fn known_in_all(&self) -> (u32, u32, u32) {
        let elsewhere = self.elsewhere.iter().map(Chapter::known);
        let add = |a: (u32, u32, u32), b: (u32, u32, u32)| (a.0 + b.0, a.1 + b.1, a.2 + b.2);
        elsewhere.fold(self.known(), add)
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
    /// Questions with an interval of three weeks or more.
    pub known: u32,
    /// Questions failed in the last 30 days.
    pub weak: u32,
    /// Title of the concept that must be met before this one and has not been.
    pub waits_for: Option<Text>,
}

/// A setting, for the screen that shows and changes them.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingLine {
    /// Its name in `config.ron`.
    pub name: &'static str,
    /// What it does, in one or two sentences.
    pub about: &'static str,
    pub value: String,
    /// Where the value comes from.
    pub source: String,
    /// Line in the file, from 1; 1 if the setting is not in the file.
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
    /// The learner's own note on this question.
    pub note: Text,
    /// `None` for decks that are part of the program.
    pub file: Option<PathBuf>,
}

words! {
    /// How far along a question is.
    pub enum State {
        New = "new",
        /// Interval under three weeks.
        Learning = "learning",
        Mature = "known",
        Suspended = "suspended",
    }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backlog_is_not_spread_over_days_behind_an_exam() {
        let today = Day(100);
        let spread = |days: u32| {
            let exam = ExamLine {
                is_chosen: true,
                date: Some(today.plus(3)),
                ..ExamLine::default()
            };
            let home = Home {
                today,
                backlog: Some(Backlog { a_day: 20, days }),
                exams: vec![exam],
                ..Home::default()
            };
            home.spread_backlog().is_some()
        };
        assert_eq!((spread(3), spread(4)), (true, false));
    }

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
