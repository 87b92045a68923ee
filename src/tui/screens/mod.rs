//! The screens, one file each.

pub mod browse;
pub mod calculators;
pub mod concept;
pub mod contents;
pub mod decks;
pub mod details;
pub mod faults;
pub mod help;
pub mod home;
pub mod mock_exam;
pub mod palette;
pub mod plan;
pub mod preview;
mod remark;
pub mod settings;
pub mod statistics;
pub mod study;
pub mod updates;
pub mod welcome;

use super::action::{Action, Offer, movement, offer};
use super::canvas::{Canvas, Hit, Look, READING};
use super::key_press::KeyPress;
use super::theme::Glyphs;
use super::widgets::list::Window;
use super::widgets::width::{pad, width};
use super::widgets::{bar, dates, markdown};
use crate::study::log::{About, Change};
use crate::study::memory::{Event, Meant};
use crate::study::mock_exam::Setup;
use crate::study::text::Text;
use crate::study::{Day, Key, choices};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::ops::Range;

/// What somebody reads who starts the program for the first time.
const WHAT_IT_IS: &str = "A tutor for your terminal. It asks, you answer, and each card comes back just before you would forget it.";
/// Cells for the names of weekdays beside a calendar.
const WEEKDAYS: usize = 6;
const NO_DECK: &str = "No deck is here yet.";

/// Options for a mock exam given on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub exam: Option<String>,
    pub questions: Option<u32>,
    pub minutes: Option<u32>,
}

/// Names a screen; the driver opens it with what it needs from the desk (`driver/open.rs`).
#[derive(Debug, Clone, PartialEq)]
pub enum Route {
    Home,
    /// What to prepare for: asked once, before the first card. The examinations to choose from.
    Welcome(Vec<(String, Text)>),
    /// Today's questions of these decks, concepts or cards; of all if none is named.
    Study {
        selectors: Vec<String>,
        /// Replaces today's limit of new questions.
        new: Option<u32>,
        /// Most questions.
        limit: Option<usize>,
    },
    /// These questions as practice.
    Practice(Vec<Key>),
    /// All cards, with this search.
    Browse(String),
    Card(Key),
    Concept(String),
    Contents,
    Statistics,
    /// The plans of the exams, and the learner's readiness.
    Plan,
    /// Before a mock exam, with options from the command line.
    MockExam(Asked),
    /// A mock exam: a new one, or the one that is running.
    SitExam(Option<Box<Setup>>),
    /// The result of a mock exam, named by its first row.
    ExamReport(About),
    /// The settings, and where each value comes from.
    Settings,
    /// Which decks take part, and which exams are chosen.
    Decks,
    /// The faults of deck files, starting at the given index.
    Faults(usize),
    /// What changed in decks since the learner saw them last.
    Updates,
    Calculators,
    /// A calculator with a request filled in, or with its worked example.
    Calculator(String, Option<serde_json::Value>),
    /// The keys of the screen of that name; those that are text in its field are not named.
    Help(&'static str, Vec<Offer>, Vec<KeyPress>),
    /// All actions of the screen below, to search in.
    Palette(Vec<Offer>),
    /// A deck as its author reviews it.
    Preview,
}

impl Route {
    /// Screens opened from home by a key, in the order of its key bar.
    const FROM_HOME: [(Action, Route); 6] = [
        (Action::Plan, Route::Plan),
        (Action::Contents, Route::Contents),
        (Action::Statistics, Route::Statistics),
        (Action::Decks, Route::Decks),
        (Action::Calculators, Route::Calculators),
        (Action::Settings, Route::Settings),
    ];

    /// A session without a limit of its own.
    pub fn study(selectors: Vec<String>, new: Option<u32>) -> Route {
        Route::Study {
            selectors,
            new,
            limit: None,
        }
    }
}

/// Shown if the deck of a card is not a file.
pub const INSIDE: &str = "This deck lies inside the program. Put a copy of its file into your decks folder to change it.";

/// Shown if another window wrote first.
pub const MEANWHILE: &str =
    "This card was graded in another window meanwhile; nothing was recorded here.";

/// What a change did, as part of a sentence.
pub fn describe(change: &Change) -> String {
    match &change.event {
        Event::Graded(meant, grade, _) => {
            let how = match meant {
                Meant::Review => "graded",
                Meant::Drill => "graded in the final drill",
                Meant::Look => "graded in a look before the exam",
                Meant::Practice => "graded in practice",
                Meant::Exam => "graded in an exam",
            };
            format!("{how} {}", study::grades::word(*grade))
        }
        Event::Suspend => "suspended".into(),
        Event::Unsuspend => "no longer suspended".into(),
        Event::Bury => "buried for the day".into(),
        Event::Unbury => "no longer buried".into(),
        Event::Flag(reason) if reason.is_empty() => "flagged".into(),
        Event::Flag(reason) => format!("flagged ({reason})"),
        Event::Unflag => "flag taken off".into(),
        Event::Adopt(from) | Event::Bring { from, .. } => format!("taken over from {from}"),
        Event::Undo(_) => "undone".into(),
        Event::Redo(_) => "done again".into(),
        Event::Void(_) => "declared void".into(),
        Event::Choose { field, .. } if field == "note" => "the note".into(),
        Event::Choose { field, value, .. } => {
            choices::describe(change.card.as_str(), field, value.as_deref())
        }
        Event::Exam(act) => act.word().replace('-', " "),
        Event::Unknown(kind) => format!("{kind} (by a newer swot)"),
    }
}

/// The actions for going back, which every screen but the first has.
fn ways_back(label: &str) -> Vec<Offer> {
    vec![
        offer(Action::Back).named(label),
        offer(Action::Leave).named(label).quiet(),
    ]
}

/// Movement, and the actions for going back.
fn moves_and_back(label: &str) -> impl Iterator<Item = Offer> {
    movement().into_iter().chain(ways_back(label))
}

/// Lines shown through a window, with the places that can be clicked.
#[derive(Debug, Default)]
pub struct Doc {
    lines: Vec<(Line<'static>, Option<Hit>)>,
    /// The lines to keep in view.
    pub focus: Option<Range<usize>>,
    /// The first line to show if not all fit.
    pub begin: usize,
    /// Lines to have in view at first.
    pub wanted: Range<usize>,
}

impl Doc {
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn line(&mut self, line: impl Into<Line<'static>>) {
        self.lines.push((line.into(), None));
    }

    pub fn hit(&mut self, line: impl Into<Line<'static>>, hit: Hit) {
        self.lines.push((line.into(), Some(hit)));
    }

    /// Adds an empty line, unless the last line is empty.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|(line, _)| line.width() > 0) {
            self.line(Line::default());
        }
    }

    /// Adds wrapped lines, the first one after `lead`, the others indented by its width.
    pub fn lead(&mut self, lead: impl Into<Line<'static>>, lines: &[Line<'static>], style: Style) {
        let lead = lead.into();
        let indent = width(&lead.to_string());
        let mut lead = Some(lead.spans);
        for line in lines {
            let mut spans = lead
                .take()
                .unwrap_or_else(|| vec![Span::raw(" ".repeat(indent))]);
            spans.extend(
                line.spans
                    .iter()
                    .map(|s| s.clone().style(style.patch(s.style))),
            );
            self.line(spans);
        }
    }

    /// Adds a text (a sentence, an option), wrapped so that it and `lead` before it fill at most `room` cells.
    fn wrapped(
        &mut self,
        lead: impl Into<Line<'static>>,
        text: &str,
        style: Style,
        look: &Look,
        room: u16,
    ) {
        let lead = lead.into();
        let room = room.saturating_sub(width(&lead.to_string()) as u16);
        let lines = markdown::wrap_inline(text, room, &look.glyphs);
        self.lead(lead, &lines, style);
    }

    /// A paragraph in line with the text of lists, not wider than is comfortable to read.
    pub fn note(&mut self, text: &str, style: Style, look: &Look, room: usize) {
        let room = room.min(usize::from(READING) + 2) as u16;
        self.wrapped("  ", text, style, look, room);
    }

    pub fn warning(&mut self, text: &str, look: &Look, room: u16) {
        let sign = Span::styled("! ", look.theme.warning);
        self.wrapped(sign, text, Style::new(), look, room);
    }

    /// A column for each value, twice as wide where there is room; a value above none is never flat.
    fn bars(&mut self, values: &[u32], rows: usize, look: &Look, room: usize) {
        let cells = 1 + usize::from(room >= values.len() * 2 + 4);
        for row in bar::columns(look, values, rows) {
            let row: String = row.iter().map(|sign| pad(sign, cells, "")).collect();
            self.line(vec![Span::raw("  "), Span::styled(row, look.theme.accent)]);
        }
    }

    /// A calendar: a column of so many cells for each week from the Monday `first` on, a row for each weekday. `sign` draws a
    /// day behind `lead` blanks.
    pub fn calendar(
        &mut self,
        first: i32,
        weeks: i32,
        (cells, lead): (usize, usize),
        look: &Look,
        sign: impl Fn(Day) -> Vec<Span<'static>>,
    ) {
        let dim = look.theme.dim;
        let months = dates::months(first, weeks, cells, lead);
        let blank = " ".repeat(WEEKDAYS);
        self.line(Span::styled(blank + &months, dim));
        for (row, name) in (0..).zip(["Mon", "", "Wed", "", "Fri", "", "Sun"]) {
            let mut spans = vec![Span::styled(format!("  {name:<4}"), dim)];
            spans.extend((0..weeks).flat_map(|week| sign(Day(first + 7 * week + row))));
            self.line(spans);
        }
    }

    /// Lets the lines from `at` on be clicked as item `nth`, and keeps them in view if the cursor is there.
    pub fn item(&mut self, at: usize, nth: usize, is_here: bool) {
        for (_, hit) in self.lines.iter_mut().skip(at) {
            *hit = Some(Hit::Item(nth));
        }
        if is_here {
            self.focus = Some(at..self.len());
        }
    }

    /// A line of a list, with the cursor on it or not.
    pub fn row(&mut self, line: impl Into<Line<'static>>, nth: usize, is_here: bool) {
        self.line(line);
        self.item(self.len() - 1, nth, is_here);
    }

    pub fn all(&mut self, lines: &[Line<'static>]) {
        self.lead("", lines, Style::new());
    }

    /// With the other's lines beside its own, from cell `at` on.
    pub fn beside(mut self, other: Doc, at: usize) -> Doc {
        let rows = self.lines.len().max(other.lines.len());
        self.lines.resize(rows, (Line::default(), None));
        for ((line, _), (right, _)) in self.lines.iter_mut().zip(other.lines) {
            if right.width() > 0 {
                let missing = at.saturating_sub(line.width());
                line.spans.push(Span::raw(" ".repeat(missing)));
                line.spans.extend(right.spans);
            }
        }
        self
    }

    /// With the other's lines behind its own.
    fn append(&mut self, other: Doc) {
        self.lines.extend(other.lines);
    }

    /// Draws as many lines as there is room for; a sign at the end says that there are more.
    fn draw_start(&self, canvas: &mut Canvas<'_>, area: Rect) {
        for (y, (line, _)) in (area.y..area.bottom()).zip(&self.lines) {
            canvas.line(area.x, y, area.width, line);
        }
        let height = usize::from(area.height);
        if let Some((last, _)) = self.lines.get(height.wrapping_sub(1))
            && height < self.lines.len()
        {
            let Glyphs { cut, .. } = canvas.look.glyphs;
            let wide = width(cut) as u16;
            let behind = (last.width() as u16).min(area.width.saturating_sub(wide));
            let style = last.spans.last().map_or(Style::new(), |span| span.style);
            canvas.text(area.x + behind, area.bottom() - 1, wide, cut, style);
        }
    }

    /// The number of items in these lines.
    fn items(&self, lines: Range<usize>) -> usize {
        let lines = self.lines.get(lines).unwrap_or_default();
        let mut items: Vec<&Hit> = lines.iter().filter_map(|(_, hit)| hit.as_ref()).collect();
        items.dedup();
        items.len()
    }

    /// Draws the lines in the window; the key bar shows how many are hidden.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, window: &Window) -> Range<usize> {
        let height = usize::from(area.height);
        let wanted = self.wanted.end.saturating_sub(height);
        let begin = self.begin.max(wanted.min(self.wanted.start));
        window.begin(begin, self.lines.len(), height);
        let shown = match &self.focus {
            Some(focus) => window.around(focus.clone(), self.lines.len(), height),
            None => window.lines(self.lines.len(), height),
        };
        if let Some(focus) = &self.focus {
            let page = window.page();
            let before = focus.start.saturating_sub(page)..focus.start;
            let behind = focus.end..(focus.end + page).min(self.lines.len());
            window.has_items(self.items(before), self.items(behind));
        }
        for (y, (line, hit)) in (area.y..).zip(self.lines.get(shown.clone()).unwrap_or_default()) {
            canvas.line(area.x, y, area.width, line);
            if let Some(hit) = hit {
                let row = Rect::new(area.x, y, area.width, 1);
                canvas.hit(row, *hit);
            }
        }
        let below = self.lines.len() - shown.end;
        if shown.start + below > 0 {
            canvas.hidden = (shown.start, below);
        }
        shown
    }
}
