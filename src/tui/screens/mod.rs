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

use super::action::{Action, Offer, offer};
use super::canvas::{Canvas, Hit};
use super::theme::Glyphs;
use super::widgets::field::Field;
use super::widgets::list::Window;
use super::widgets::width::width;
use crate::study::Key;
use crate::study::log::About;
use crate::study::memory::{Event, Meant};
use crate::study::mock_exam::Setup;
use crate::study::text::Text;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::ops::Range;

/// What was asked of a mock exam on the command line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub exam: Option<String>,
    pub questions: Option<u32>,
    pub minutes: Option<u32>,
}

/// Where a screen is found: the driver opens it with what it needs from the desk (`driver/open.rs`).
#[derive(Debug, Clone, PartialEq)]
pub enum Route {
    Home,
    /// What is prepared for: asked once, before the first card, among these examinations.
    Welcome(Vec<(String, Text)>),
    /// Today's questions of these decks, concepts or cards; of all where none is named.
    Study {
        selectors: Vec<String>,
        /// In place of today's limit of new questions.
        new: Option<u32>,
        /// At most so many questions.
        limit: Option<usize>,
    },
    /// These questions out of turn.
    Practice(Vec<Key>),
    /// All cards, with a search already typed.
    Browse(String),
    Card(Key),
    Concept(String),
    Contents,
    Statistics,
    /// The plans of the exams, and how ready the learner is for them.
    Plan,
    /// Before a mock exam, with what was asked for on the command line.
    MockExam(Asked),
    /// A mock exam: one that begins now, or else the one that runs.
    SitExam(Option<Box<Setup>>),
    /// What a mock exam came to, by the row that it began with.
    ExamReport(About),
    /// What can be set, and where each value comes from.
    Settings,
    /// Which decks take part, and which exams are sat.
    Decks,
    /// What is wrong with deck files, starting at the nth.
    Faults(usize),
    /// What changed in decks since the learner saw them last.
    Updates,
    Calculators,
    /// A calculator, with a request filled in; with its worked example where there is none.
    Calculator(String, Option<serde_json::Value>),
    /// The keys of the screen of that name.
    Help(&'static str, Vec<Offer>),
    /// What can be done on the screen below, to search in.
    Palette(Vec<Offer>),
    /// A deck as its author sees it.
    Preview,
}

impl Route {
    /// Where home leads by a key, in the order of its key bar.
    pub const FROM_HOME: [(Action, Route); 6] = [
        (Action::Plan, Route::Plan),
        (Action::Contents, Route::Contents),
        (Action::Statistics, Route::Statistics),
        (Action::Decks, Route::Decks),
        (Action::Calculators, Route::Calculators),
        (Action::Settings, Route::Settings),
    ];

    pub fn study(selectors: Vec<String>) -> Route {
        Route::Study {
            selectors,
            new: None,
            limit: None,
        }
    }
}

/// Said where a card's deck is no file.
pub const INSIDE: &str = "This deck lies inside the program. Put a copy of its file into your decks folder to change it.";

/// Said where another window was faster.
pub const MEANWHILE: &str =
    "This card was graded in another window meanwhile; nothing was recorded here.";

/// Draws what is asked for and the line to type it in below what is left of `area`.
pub fn draw_asked(ask: &str, field: &Field, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let theme = canvas.look.theme;
    let y = area.bottom().saturating_sub(1);
    let used = canvas.text(area.x, y, area.width, &format!("{ask}  "), theme.strong);
    let room = area.width.saturating_sub(used);
    field.draw(canvas, area.x + used, y, room, theme.accent, true);
    let taken = if area.height > 6 { 2 } else { 1 };
    Rect {
        height: area.height.saturating_sub(taken),
        ..area
    }
}

/// What an event was, in the middle of a sentence.
pub fn describe(event: &Event) -> String {
    match event {
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
        Event::Choose { field, .. } => format!("the choice of `{field}`"),
        Event::Exam(act) => act.word().replace('-', " "),
        Event::Unknown(kind) => format!("{kind} (by a newer swot)"),
    }
}

/// The ways back that every screen but the first has.
pub fn ways_back(label: &str) -> Vec<Offer> {
    vec![
        offer(Action::Back).named(label),
        offer(Action::Leave).named(label).quiet(),
    ]
}

/// Lines to be drawn in a window, with the places in them that can be clicked.
#[derive(Debug, Default)]
pub struct Doc {
    lines: Vec<(Line<'static>, Option<Hit>)>,
    /// The lines to be kept in view.
    pub focus: Option<Range<usize>>,
    /// Where reading begins if not all of it can be seen.
    pub begin: usize,
    /// Lines that are in view when reading begins.
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

    /// An empty line, unless there is one already.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|(line, _)| line.width() > 0) {
            self.line(Line::default());
        }
    }

    /// Wrapped lines, the first one after `lead`, the others indented as far.
    pub fn lead(
        &mut self,
        lead: Vec<Span<'static>>,
        lines: &[Line<'static>],
        style: Style,
        hit: Option<Hit>,
    ) {
        let indent: usize = lead.iter().map(|span| width(&span.content)).sum();
        let mut lead = Some(lead);
        for line in lines {
            let mut spans = lead
                .take()
                .unwrap_or_else(|| vec![Span::raw(" ".repeat(indent))]);
            spans.extend(
                line.spans
                    .iter()
                    .map(|s| s.clone().style(style.patch(s.style))),
            );
            self.lines.push((Line::from(spans), hit));
        }
    }

    pub fn all(&mut self, lines: &[Line<'static>]) {
        self.lead(Vec::new(), lines, Style::new(), None);
    }

    /// Draws as many lines as there is room for; a sign at the end says that there are more.
    pub fn draw_start(&self, canvas: &mut Canvas<'_>, area: Rect) {
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

    /// Draws what the window shows; the key bar says how many lines are left out.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, window: &Window) -> Range<usize> {
        let height = usize::from(area.height);
        let wanted = self.wanted.end.saturating_sub(height);
        let begin = self.begin.max(wanted.min(self.wanted.start));
        window.begin(begin, self.lines.len(), height);
        let shown = match &self.focus {
            Some(focus) => window.around(focus.clone(), self.lines.len(), height),
            None => window.lines(self.lines.len(), height),
        };
        for (y, (line, hit)) in (area.y..).zip(self.lines.get(shown.clone()).unwrap_or_default()) {
            canvas.line(area.x, y, area.width, line);
            if let Some(hit) = hit {
                let row = Rect {
                    y,
                    height: 1,
                    ..area
                };
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

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}
