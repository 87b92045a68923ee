//! A line to type in below a card or a page: the reason for a flag, or a note.

use super::draw_asked;
use crate::study::choices::Choice;
use crate::study::log::Sort;
use crate::study::markdown::literal;
use crate::study::memory::Event;
use crate::study::{Day, Key, Memory};
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look};
use crate::tui::screen::Effect;
use crate::tui::screens::Doc;
use crate::tui::widgets::field::Field;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// What is being typed.
#[derive(Debug, Clone)]
pub struct Remark {
    pub field: Field,
    of: Of,
}

#[derive(Debug, Clone)]
enum Of {
    Flag,
    /// On a question or a concept.
    Note(Sort, Key),
}

impl Remark {
    /// Why a card is flagged.
    pub fn flag() -> Remark {
        Remark {
            field: Field::default(),
            of: Of::Flag,
        }
    }

    /// A note, with the words that it has.
    pub fn note(sort: Sort, subject: Key, note: &str) -> Remark {
        Remark {
            field: Field::new(note),
            of: Of::Note(sort, subject),
        }
    }

    pub fn offers(&self) -> Vec<Offer> {
        let done = match (&self.of, self.field.text().trim().is_empty()) {
            (Of::Flag, _) => "flag the card",
            (Of::Note(..), false) => "keep the note",
            (Of::Note(..), true) => "no note",
        };
        vec![
            offer(Action::Go).named(done),
            offer(Action::Back).named("cancel"),
        ]
    }

    /// Ends typing with `action`; `flag` records an event of the card.
    pub fn done(self, action: Action, flag: impl FnOnce(Event) -> Vec<Effect>) -> Vec<Effect> {
        if action != Action::Go {
            return Vec::new();
        }
        let text = self.field.text().trim().to_owned();
        match self.of {
            Of::Flag => flag(Event::Flag(text)),
            Of::Note(sort, subject) => {
                let text = (!text.is_empty()).then_some(text);
                vec![Effect::Choose(vec![Choice::Note(sort, subject, text)])]
            }
        }
    }
}

/// What a key that switches something of a card does to it: on, or off again. Before a flag is put on, its reason is asked for.
pub fn switched(action: Action, memory: &Memory, today: Day) -> Option<Event> {
    Some(match action {
        Action::Suspend if memory.suspended => Event::Unsuspend,
        Action::Suspend => Event::Suspend,
        Action::Bury if memory.buried == Some(today) => Event::Unbury,
        Action::Bury => Event::Bury,
        Action::Flag if memory.flag.is_some() => Event::Unflag,
        _ => return None,
    })
}

/// The offer of such a key.
pub fn switch(action: Action, memory: &Memory, today: Day) -> Offer {
    let offer = offer(action);
    match switched(action, memory, today) {
        Some(Event::Unsuspend) => offer.named("unsuspend"),
        Some(Event::Unbury) => offer.named("unbury"),
        Some(Event::Unflag) => offer.named("unflag"),
        _ => offer,
    }
}

/// Draws the line at the foot of `area`; returns the rest.
pub fn draw_remark(remark: Option<&Remark>, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let Some(remark) = remark else {
        return area;
    };
    let ask = match remark.of {
        Of::Flag => "Why flag it? (may stay empty)",
        Of::Note(..) => "Your note",
    };
    draw_asked(ask, &remark.field, canvas, area)
}

/// Adds the learner's note, if there is one.
pub fn add_note(doc: &mut Doc, label: &'static str, note: &str, look: &Look, room: u16) {
    if note.trim().is_empty() {
        return;
    }
    doc.gap();
    let lead = Span::styled(label, look.theme.accent);
    doc.wrapped(lead, &literal(note), Style::new(), look, room);
}
