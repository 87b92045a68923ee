//! What changed in decks since the learner saw them last. They count as seen when the screen is left.

use super::{Doc, Route, moves_and_back};
use crate::study::Key;
use crate::study::diff::{DeckChange, Updated, summary};
use crate::study::text::capital;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, reading};
use crate::tui::screen::{Effect, Now, Screen, Title};
use crate::tui::widgets::list::Window;
use crate::tui::widgets::width::count;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

pub struct UpdatesScreen {
    updates: Vec<Updated>,
    window: Window,
}

impl UpdatesScreen {
    pub fn new(updates: Vec<Updated>) -> UpdatesScreen {
        UpdatesScreen {
            updates,
            window: Window::default(),
        }
    }

    fn again(&self) -> Vec<Key> {
        self.updates.iter().flat_map(|u| u.again.clone()).collect()
    }

    fn doc(&self, look: &Look, room: u16) -> Doc {
        let theme = look.theme;
        let mut doc = Doc::default();
        for updated in &self.updates {
            doc.gap();
            doc.wrapped("", &updated.title, theme.strong, look, room);
            let versions = updated.versions();
            if !versions.is_empty() {
                doc.wrapped("", &versions, theme.dim, look, room);
            }
            for changes in updated.by_kind() {
                self.changes(&mut doc, &changes, look, room);
            }
        }
        doc
    }

    /// Changes of one kind: their number, what they mean, and each of them.
    fn changes(&self, doc: &mut Doc, changes: &[&DeckChange], look: &Look, room: u16) {
        let Some(first) = changes.first() else {
            return;
        };
        let theme = look.theme;
        doc.gap();
        let head = summary(changes.iter().copied());
        doc.line(head);
        let means = capital(&first.what.for_learners());
        doc.wrapped("", &means, Style::new(), look, room);
        for change in changes {
            let lead = Span::styled(format!("{} ", look.glyphs.bullet), theme.dim);
            let named = match change.front.as_str() {
                "" => change.name.clone(),
                front => front.replace('…', look.glyphs.cut),
            };
            doc.wrapped(lead, &named, Style::new(), look, room);
            if change.what.says_more() {
                doc.wrapped("  ", &change.what.said(), Style::new(), look, room);
            }
        }
    }
}

impl Screen for UpdatesScreen {
    fn name(&self) -> &'static str {
        "Changes"
    }

    fn title(&self, look: &Look) -> Title {
        let decks = count(self.updates.len() as u64, "deck", "decks");
        Title::named(look, "What changed in your decks", decks)
    }

    fn offers(&self) -> Vec<Offer> {
        let again = !self.again().is_empty();
        let practise = offer(Action::Practise)
            .named("practise what changed")
            .only_if(again, "No card that you know asks for something else now.");
        let mut offers = vec![offer(Action::Go).named("seen"), practise.in_bar_if(again)];
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        if self.window.moved(action) {
            return Vec::new();
        }
        let mut effects = vec![Effect::SawUpdates, Effect::Back];
        if action == Action::Practise {
            effects.push(Route::Practice(self.again()).into());
        }
        effects
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let doc = self.doc(canvas.look, area.width);
        doc.draw(canvas, area, &self.window);
    }
}
