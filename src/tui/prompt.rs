//! A line to type in at the foot of a screen: the reason for a flag, a note, or what the screen itself asks for.

use super::action::{Action, Offer, offer};
use super::canvas::{Canvas, above};
use super::screen::{Asks, Effect};
use super::widgets::field::Field;
use super::widgets::markdown;
use super::widgets::width::width;
use crate::study::choices::Choice;
use crate::study::log::Change;
use crate::study::memory::Event;
use ratatui::layout::Rect;

pub struct Prompt {
    pub field: Field,
    asks: Asks,
}

impl Prompt {
    pub fn new(asks: Asks) -> Prompt {
        let mut field = Field::default();
        match &asks {
            Asks::Flag(_) => {}
            Asks::Note(.., note) => field.set(note),
            Asks::Own { present, .. } => field.propose(present),
        }
        Prompt { field, asks }
    }

    pub fn offers(&self) -> Vec<Offer> {
        let done = match (&self.asks, self.field.text().trim().is_empty()) {
            (Asks::Flag(_), _) => "flag the card",
            (Asks::Note(..), false) => "keep the note",
            (Asks::Note(..), true) => "no note",
            (Asks::Own { does, .. }, _) => does,
        };
        vec![
            offer(Action::Go).named(done),
            offer(Action::Back).named("cancel"),
        ]
    }

    /// What Enter does; `None` if that is for the screen to say.
    pub fn done(&self) -> Option<Effect> {
        let text = self.field.text().trim().to_owned();
        Some(match &self.asks {
            Asks::Flag(change) => {
                let event = Event::Flag(text);
                let after = change.before.after(&event, change.day);
                Effect::Record(Box::new(Change {
                    event,
                    after,
                    ..(**change).clone()
                }))
            }
            Asks::Note(sort, subject, _) => {
                let text = (!text.is_empty()).then_some(text);
                Effect::Choose(vec![Choice::Note(*sort, subject.clone(), text)])
            }
            Asks::Own { .. } => return None,
        })
    }

    /// Draws the question at the foot of `area`, and the field for the answer beside it or, if that leaves too little room, below
    /// it; returns the rows that are left.
    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) -> u16 {
        /// Cells for an answer.
        const LEAST: u16 = 12;
        let ask = match self.asks {
            Asks::Flag(_) => "Why flag it? (may stay empty)",
            Asks::Note(..) => "Your note",
            Asks::Own { question, .. } => question,
        };
        let theme = canvas.look.theme;
        let lines = markdown::wrap_inline(ask, area.width, &canvas.look.glyphs);
        let wide = width(ask) as u16 + 2;
        let (used, rows) = if wide + LEAST <= area.width {
            (wide, 1)
        } else {
            (0, lines.len() as u16 + 1)
        };
        let top = area.bottom().saturating_sub(rows);
        for (y, line) in (top..).zip(lines) {
            canvas.line(area.x, y, area.width, &line.style(theme.strong));
        }
        let (x, y) = (area.x + used, (top + rows).saturating_sub(1));
        let style = self.field.style(&theme);
        self.field
            .draw(canvas, x, y, area.width - used, style, true);
        above(area, rows + u16::from(area.height > 6)).height
    }
}
