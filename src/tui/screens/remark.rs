//! What is remarked on a card or a page: a flag, a note; and the keys that switch something of a card on and off.

use super::Doc;
use crate::study::log::Change;
use crate::study::markdown::literal;
use crate::study::memory::Event;
use crate::study::{Day, Memory};
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::Look;
use crate::tui::screen::{Asks, Effect};
use ratatui::style::Style;
use ratatui::text::Span;

/// Records a change; before a flag is put on, its reason is asked for.
pub fn record(change: Change) -> Effect {
    let change = Box::new(change);
    match change.event {
        Event::Flag(_) => Effect::Ask(Asks::Flag(change)),
        _ => Effect::Record(change),
    }
}

/// What a key that switches something of a card does to it: on, or off again.
pub fn switched(action: Action, memory: &Memory, today: Day) -> Option<Event> {
    Some(match action {
        Action::Suspend if memory.suspended => Event::Unsuspend,
        Action::Suspend => Event::Suspend,
        Action::Bury if memory.buried == Some(today) => Event::Unbury,
        Action::Bury => Event::Bury,
        Action::Flag if memory.flag.is_some() => Event::Unflag,
        Action::Flag => Event::Flag(String::new()),
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

/// Adds the learner's note, if there is one.
pub fn add_note(doc: &mut Doc, label: &'static str, note: &str, look: &Look, room: u16) {
    if note.trim().is_empty() {
        return;
    }
    doc.gap();
    let lead = Span::styled(label, look.theme.accent);
    doc.wrapped(lead, &literal(note), Style::new(), look, room);
}
