//! What a screen is: it takes actions and news, answers with effects, and draws itself. It holds no store and no clock.

use super::action::{Action, Offer};
use super::canvas::Canvas;
use super::key_press::KeyPress;
use super::screens::{Route, capital};
use super::widgets::field::Field;
use crate::calculators::Table;
use crate::sheet;
use crate::study::choices::Choice;
use crate::study::kinds::Numeric;
use crate::study::log::{About, Change, Entry};
use crate::study::outlook::{ConceptPage, Home, ShownCard};
use crate::study::text::clean;
use crate::study::{Day, Key, Memory};
use ratatui::layout::Rect;
use ratatui::text::Line;
use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

/// What comes from the terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Key(KeyPress),
    Paste(String),
    Click(u16, u16),
    Wheel { up: bool },
    Resized,
}

/// What a screen may know of the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    pub today: Day,
    /// Milliseconds of a clock that never goes back; its start means nothing.
    pub ms: u64,
}

/// What is to happen. The app carries out what concerns the screens that are open; the driver does the rest and answers with
/// [`News`].
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Back,
    /// Acts on the screen below this one, after closing this one.
    Run(Action),
    Theme,
    Say(String),
    Warn(String),
    Open(Route),
    Quit,
    /// Answers with `News::Card`.
    FetchCard(Key),
    /// Answers with `News::Page`.
    FetchPage(String),
    /// Answers with `News::Texts`.
    FetchTexts,
    /// Answers with `News::Home`.
    FetchHome,
    /// What changed in decks was seen, and is not told again.
    SawUpdates,
    Record(Box<Change>),
    /// Judges and ends the mock exam that began with this row; answers with `News::ExamEnded`.
    EndExam(About),
    /// Counts the misses of that mock exam as failed looks, as one undo.
    FailMisses(About),
    /// Writes choices down, all or none; answers with `News::Chosen`.
    Choose(Vec<Choice>),
    /// Changes the setting of that name, to a value as the settings screen shows it; answers with `News::Chosen`.
    Set(&'static str, String),
    /// Keeps the theme that is shown in the settings.
    KeepTheme,
    /// Opens the settings at that line in the learner's editor.
    EditSettings(u32),
    Undo,
    Redo,
    /// Opens the card's line in the learner's editor.
    Edit(Key),
    /// Opens a deck file that did not load, by the name the home screen shows.
    EditFile(String, u32),
    Copy(String),
    Mouse(bool),
    Repaint,
    /// Stops the process, as Ctrl-Z does.
    Stop,
    /// Answers with `News::Table`.
    LoadTable(&'static str, Source, Box<sheet::Options>),
    /// Keeps what was put into that calculator, for the next time.
    KeepForm(&'static str, serde_json::Value),
    /// Files and folders that begin as typed; answers with `News::Files`.
    ListFiles(String),
    /// Answers with `News::Exists` where the file is there and `overwrite` is not.
    SaveFile {
        path: String,
        bytes: Vec<u8>,
        overwrite: bool,
    },
    SaveScenario {
        calculator: &'static str,
        name: String,
        request: serde_json::Value,
    },
    DeleteScenario {
        calculator: &'static str,
        name: String,
    },
    /// Answers with `News::Scenarios`.
    ListScenarios(&'static str),
    /// Puts a card made in that calculator into the learner's own deck.
    MakeCard(&'static str, Box<Numeric>),
}

impl From<Route> for Effect {
    fn from(route: Route) -> Effect {
        Effect::Open(route)
    }
}

/// Where a table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    File(String),
    /// The one that lies in the program.
    Sample,
    /// Typed on the screen.
    Typed,
}

/// A table as it was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Of the file, or of the sample.
    pub name: String,
    /// Where it can be read again.
    pub source: Source,
    pub table: Arc<Table>,
    pub rows: usize,
    /// A line on what was taken for what.
    pub understood: String,
    /// The columns alone, of that line.
    pub guess: String,
    pub findings: Vec<sheet::Finding>,
    /// What was said of the reading.
    pub options: sheet::Options,
    /// All that the file has.
    pub columns: Vec<sheet::Glimpse>,
    /// What the request holds beside the table; nothing for a file.
    pub request: serde_json::Value,
}

impl Loaded {
    pub fn new(
        name: String,
        source: Source,
        sheet: sheet::Sheet,
        options: sheet::Options,
        request: serde_json::Value,
    ) -> Loaded {
        // What was left out or guessed goes first: there is not always room for all.
        let told = sheet
            .findings
            .iter()
            .map(|finding| format!("{}. ", capital(&finding.sentence)));
        let mut understood = told.collect::<String>();
        // Of a table that is typed, the columns are known.
        if source != Source::Typed {
            understood += &sheet.guess();
        }
        Loaded {
            name,
            source,
            rows: sheet.rows,
            understood: clean(&understood).into_owned(),
            guess: clean(&sheet.guess()).into_owned(),
            table: Arc::new(sheet.table),
            findings: sheet.findings,
            options,
            columns: sheet.columns,
            request,
        }
    }
}

/// A table that was not read, and what may be said to have it read.
#[derive(Debug, Clone)]
pub struct Unread {
    pub source: Source,
    pub options: sheet::Options,
    pub refused: sheet::Refused,
}

/// What has happened.
#[derive(Debug, Clone)]
pub enum News {
    /// A card, or why there is none any more.
    Card(Key, Result<Box<ShownCard>, String>),
    /// The page of a concept, where there is one.
    Page(String, Option<Box<ConceptPage>>),
    /// What can be read of each concept, by `deck/concept`.
    Texts(HashMap<String, String>),
    Home(Box<Home>),
    Recorded(Box<Entry>),
    /// Choices were written down.
    Chosen,
    /// Not recorded: the card was graded in another window, and this is what is remembered of it now.
    Changed(Key, Memory),
    /// Not recorded, and why.
    Refused(String),
    ExamEnded(About),
    /// No mock exam is running: it may have been ended in another window.
    NoExam,
    Undone(Box<TakenBack>),
    Redone(Box<TakenBack>),
    /// For the calculator of that name.
    Table(&'static str, Result<Box<Loaded>, Box<Unread>>),
    /// What was typed, and the files and folders that begin so; folders end in a slash.
    Files(String, Vec<String>),
    Saved(String),
    /// There is such a file already; nothing was written.
    Exists(String),
    Scenarios(&'static str, Vec<(String, serde_json::Value)>),
    NothingToUndo,
    NothingToRedo,
    /// Deck files changed on the disk and were read again.
    Reloaded(String),
    Failed(String),
    Said(String),
}

impl From<String> for News {
    fn from(why: String) -> News {
        News::Failed(why)
    }
}

/// An entry that was undone, or done again, and the card as it is remembered now.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenBack {
    pub entry: Entry,
    /// What another machine answered counts now in its place.
    pub is_replaced: bool,
    pub memory: Memory,
    /// `deck/concept`.
    pub concept: String,
    pub links: Vec<String>,
}

/// The line at the top: where the learner is.
#[derive(Debug, Clone, Default)]
pub struct Title {
    pub left: Line<'static>,
    pub right: Line<'static>,
}

impl Title {
    pub fn new(left: impl Into<Line<'static>>, right: impl Into<Line<'static>>) -> Title {
        Title {
            left: left.into(),
            right: right.into(),
        }
    }
}

/// Why what a screen shows may have changed; what was read anew for a later one of these suits the earlier ones too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stale {
    /// It was covered meanwhile.
    Covered,
    /// The log has a row more.
    Log,
    /// Deck files were read again.
    Decks,
}

/// A screen is a file here, a variant of [`Route`] and the line of the driver that opens it.
pub trait Screen: Any {
    /// For help: `Study`.
    fn name(&self) -> &'static str;
    fn title(&self, look: &super::canvas::Look) -> Title;
    /// What can be done here now, most wanted first.
    fn offers(&self) -> Vec<Offer>;
    fn press(&mut self, action: Action, now: Now) -> Vec<Effect>;
    /// The field that takes what is typed, while it has the focus.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }
    /// The text of the field has changed.
    fn edited(&mut self, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// More than one line was pasted, or several cells; false where the field takes the first line of it.
    fn pasted(&mut self, _: &str, _: Now) -> Option<Vec<Effect>> {
        None
    }
    /// The program is about to stop or to end.
    fn leaving(&mut self) -> Vec<Effect> {
        Vec::new()
    }
    /// Something numbered by the screen was clicked.
    fn clicked(&mut self, _: usize, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// Every screen hears all news, the covered ones too.
    fn hear(&mut self, _: &News, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// Something on it moves with the clock: it is told the time every second.
    fn ticks(&self) -> bool {
        false
    }
    fn tick(&mut self, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// The screen was opened, or is the top one again.
    fn shown(&mut self, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// How it is opened anew, where what it shows follows from what has changed.
    fn route(&self, _: Stale) -> Option<Route> {
        None
    }
    /// Takes over what a screen of its own kind shows that was opened anew; cursor and typed text stay.
    fn renew(&mut self, _: Box<dyn Any>) -> Vec<Effect> {
        Vec::new()
    }
    /// It shows what was so once, until that is worked out.
    fn is_old(&self) -> bool {
        false
    }
    /// Done, of all: at the right of the key bar.
    fn progress(&self) -> Option<(usize, usize)> {
        None
    }
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect);
}
