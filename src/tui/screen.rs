//! The interface of a screen: it takes actions and news, answers with effects, and draws itself. It has no store and no clock.

use super::action::{Action, Offer};
use super::canvas::{Canvas, Look};
use super::key_press::KeyPress;
use super::screens::Route;
use super::widgets::field::Field;
use super::widgets::list::Cursor;
use super::widgets::markdown;
use crate::calculators::{Table, numbers};
use crate::sheet;
use crate::study::choices::Choice;
use crate::study::kinds::Numeric;
use crate::study::log::{About, Change, Entry, Sort, TakenBack};
use crate::study::outlook::{ConceptPage, Home, ShownCard};
use crate::study::text::{Text, capital, clean};
use crate::study::{Day, Key, Memory};
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use std::any::Any;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Input from the terminal.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Key(KeyPress),
    Paste(String),
    Click(u16, u16),
    Wheel { up: bool },
    Resized,
}

/// What a screen is told about the present moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    pub today: Day,
    /// Milliseconds of a clock that never goes back; only differences have a meaning.
    pub ms: u64,
}

/// Something to be done. The app carries out what concerns open screens; the driver does the rest and answers with [`News`].
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Back,
    /// Closes this screen and performs the action on the one below.
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
    /// The changes in decks were seen, and are not reported again.
    SawUpdates,
    Record(Box<Change>),
    /// Asks for a line below the screen: the reason for a flag, or a note.
    Ask(Asks),
    /// Judges and ends the mock exam that began with this row; answers with `News::ExamEnded`.
    EndExam(About),
    /// Records the wrong answers of that mock exam as failed looks, undone together.
    FailMisses(About),
    /// Writes choices to the log, all or none; answers with `News::Chosen`.
    Choose(Vec<Choice>),
    /// Changes the setting of that name, to a value as the settings screen shows it; answers with `News::Chosen`.
    Set(&'static str, String),
    /// Writes the theme on the screen to the settings.
    KeepTheme,
    /// Opens the settings in the learner's editor, at that line.
    EditSettings(u32),
    Undo,
    Redo,
    /// Opens the card's line in the learner's editor.
    Edit(Key),
    /// Opens a deck file that did not load, named as on the home screen.
    EditFile(String, u32),
    Copy(String),
    Mouse(bool),
    Repaint,
    /// Suspends the process, as Ctrl-Z does.
    Stop,
    /// Answers with `News::Table`.
    LoadTable(&'static str, Source, Box<sheet::Options>),
    /// Saves what was typed into that calculator, for the next time.
    KeepForm(&'static str, serde_json::Value),
    /// Lists files and folders that begin as typed; answers with `News::Files`.
    ListFiles(String),
    /// Answers with `News::Exists` if the file exists and `overwrite` is false.
    SaveFile {
        path: String,
        bytes: Vec<u8>,
        overwrite: bool,
    },
    /// Keeps numbers of that calculator under a name; answers with `News::Scenarios`.
    SaveScenario(&'static str, String, serde_json::Value),
    DeleteScenario(&'static str, String),
    /// Answers with `News::Scenarios`.
    ListScenarios(&'static str),
    /// Adds a card made in that calculator to the learner's own deck.
    MakeCard(&'static str, Box<Numeric>),
}

impl From<Route> for Effect {
    fn from(route: Route) -> Effect {
        Effect::Open(route)
    }
}

/// What a line is typed for.
#[derive(Debug, Clone, PartialEq)]
pub enum Asks {
    /// The reason for the flag that this change puts on.
    Flag(Box<Change>),
    /// A note on a question or a concept, with the words that it has.
    Note(Sort, Key, Text),
    /// Something of the screen's own, with the word for what Enter does and the present text; answered by `Screen::typed`.
    Own {
        question: &'static str,
        does: &'static str,
        present: String,
    },
}

/// Where a table comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    File(String),
    /// The sample in the program.
    Sample,
    /// Typed on the screen.
    Typed,
}

/// A table that was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Name of the file or sample.
    pub name: String,
    /// From where it can be read again.
    pub source: Source,
    pub table: Arc<Table>,
    pub rows: usize,
    /// A line on which column was taken as what.
    pub understood: String,
    /// The columns only, from that line.
    pub guess: String,
    pub findings: Vec<sheet::Finding>,
    /// The options it was read with.
    pub options: sheet::Options,
    /// All columns of the file.
    pub columns: Vec<sheet::Glimpse>,
    /// How its numbers are written.
    pub decimal: numbers::Style,
    /// The request's other values, for a sample; empty for a file.
    pub request: serde_json::Value,
}

impl Loaded {
    /// Where it can be read again, and how.
    pub fn from(&self) -> (Source, sheet::Options) {
        (self.source.clone(), self.options.clone())
    }

    pub fn new(
        name: String,
        source: Source,
        sheet: sheet::Sheet,
        options: sheet::Options,
        request: serde_json::Value,
    ) -> Loaded {
        // What was left out or guessed comes first, because there may not be room for all.
        let told = sheet
            .findings
            .iter()
            .map(|finding| format!("{}. ", capital(&finding.sentence)));
        let mut understood = told.collect::<String>();
        // In a typed table the columns are known.
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
            decimal: sheet.decimal,
            request,
        }
    }
}

/// A table that could not be read, and how it could be.
#[derive(Debug, Clone)]
pub struct Unread {
    pub source: Source,
    pub options: sheet::Options,
    pub refused: sheet::Refused,
}

/// Something that has happened.
#[derive(Debug, Clone)]
pub enum News {
    /// A card, or why it cannot be shown.
    Card(Key, Result<Box<ShownCard>, String>),
    /// The page of a concept, if there is one.
    Page(String, Option<Box<ConceptPage>>),
    /// The texts of each concept, by `deck/concept`.
    Texts(HashMap<String, String>),
    Home(Box<Home>),
    Recorded(Box<Entry>),
    /// Choices were written to the log.
    Chosen,
    /// Not recorded: the card was graded in another window; this is its memory now.
    Changed(Key, Memory),
    /// Not recorded, with the reason.
    Refused(String),
    ExamEnded(About),
    /// No mock exam is running: it may have been ended in another window.
    NoExam,
    Undone(Box<TakenBack>),
    Redone(Box<TakenBack>),
    /// For the calculator of that name.
    Table(&'static str, Result<Box<Loaded>, Box<Unread>>),
    /// What was typed, and the files and folders that begin so; folders end with a slash.
    Files(String, Vec<String>),
    Saved(String),
    /// The file exists; nothing was written.
    Exists(String),
    Scenarios(&'static str, Vec<(String, serde_json::Value)>),
    /// Deck files changed on disk and were read again, or what goes on beside the screens ended; some of it may have failed.
    Reloaded {
        told: String,
        is_bad: bool,
    },
    Failed(String),
    Said(String),
}

impl From<String> for News {
    fn from(why: String) -> News {
        News::Failed(why)
    }
}

/// The title line: where the learner is.
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

    /// The name of the place, and in the background what is said of it.
    pub fn named(
        look: &Look,
        name: impl Into<Cow<'static, str>>,
        about: impl Into<Cow<'static, str>>,
    ) -> Title {
        let about = Span::styled(about, look.theme.dim);
        Title::new(Span::styled(name, look.theme.strong), about)
    }

    /// The concept of a page or a card, behind its track if that is an examination's.
    pub fn of_concept(
        look: &Look,
        track: &str,
        concept: &str,
        about: impl Into<Cow<'static, str>>,
    ) -> Title {
        let track = match track {
            "other" | "" => String::new(),
            track => format!("{track}  "),
        };
        let mut title = Title::named(look, markdown::plain(concept), about);
        let track = Span::styled(track, look.theme.dim);
        title.left.spans.insert(0, track);
        title
    }
}

/// Why the content of a screen may have changed. A screen reopened for one of these is also up to date for those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stale {
    /// It was covered by another screen.
    Covered,
    /// The log has a new row.
    Log,
    /// Deck files were read again.
    Decks,
}

/// A screen. A new one is a file here, a variant of [`Route`] and a line in the driver that opens it.
pub trait Screen: Any + Send {
    /// The name in help: `Study`.
    fn name(&self) -> &'static str;
    fn title(&self, look: &super::canvas::Look) -> Title;
    /// What can be done now, most wanted first.
    fn offers(&self) -> Vec<Offer>;
    fn press(&mut self, action: Action, now: Now) -> Vec<Effect>;
    /// The cursor of a screen that is a list, and the number of its lines: movements and clicks go to it.
    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        None
    }
    /// Moves in the list, or else presses.
    fn act(&mut self, action: Action, now: Now) -> Vec<Effect> {
        let list = self.list(now);
        if list.is_some_and(|(cursor, len)| cursor.moved(action, len)) {
            Vec::new()
        } else {
            self.press(action, now)
        }
    }
    /// The field that takes typed text, while it has the focus.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }
    /// The text of the field has changed: of what a list holds now, the first is meant.
    fn edited(&mut self, now: Now) -> Vec<Effect> {
        if let Some((cursor, _)) = self.list(now) {
            cursor.set(0, 1);
        }
        Vec::new()
    }
    /// Several lines or cells were pasted; `None` if the field is to take the first line.
    fn pasted(&mut self, _: &str, _: Now) -> Option<Vec<Effect>> {
        None
    }
    /// What was typed on its request, or why it cannot be read: then it stays to be mended.
    fn typed(&mut self, _: &str, _: Now) -> Result<Vec<Effect>, String> {
        Ok(Vec::new())
    }
    /// The program is about to be suspended or to end.
    fn leaving(&mut self) -> Vec<Effect> {
        Vec::new()
    }
    /// Something that the screen numbered was clicked. In a list, a click on the current line is Enter.
    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        match self.list(now) {
            Some((cursor, _)) if cursor.at() == item => self.press(Action::Go, now),
            Some((cursor, len)) => {
                cursor.set(item, len);
                Vec::new()
            }
            None => Vec::new(),
        }
    }
    /// Every screen is told all news, covered ones too.
    fn hear(&mut self, _: &News, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// Whether the screen shows something that moves with the clock; it is then told the time every second.
    fn ticks(&self) -> bool {
        false
    }
    fn tick(&mut self, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// The screen was opened, or is on top again.
    fn shown(&mut self, _: Now) -> Vec<Effect> {
        Vec::new()
    }
    /// The route by which it is opened again if its content may have changed for that reason.
    fn route(&self, _: Stale) -> Option<Route> {
        None
    }
    /// Takes over the content of a newly opened screen of the same kind; cursor and typed text stay.
    fn renew(&mut self, _: Box<dyn Any>) -> Option<Effect> {
        None
    }
    /// Whether it shows the result of an earlier run until the new one is computed.
    fn is_old(&self) -> bool {
        false
    }
    /// Whether keys answer questions or grade them.
    fn is_answered(&self) -> bool {
        false
    }
    /// The question that follows the one on the screen.
    fn next_question(&self) -> Option<&Key> {
        None
    }
    /// Questions done and all questions, shown at the right of the key bar.
    fn progress(&self) -> Option<(usize, usize)> {
        None
    }
    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect);
}
