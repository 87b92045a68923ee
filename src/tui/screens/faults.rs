//! The faults of deck files, each with its help.

use super::{Doc, Route, moves_and_back};
use crate::study::fault::Severity;
use crate::study::outlook::Broken;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, reading};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::count;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

pub struct Faults {
    broken: Vec<Broken>,
    cursor: Cursor,
}

impl Faults {
    pub fn new(broken: Vec<Broken>, at: usize) -> Faults {
        let mut cursor = Cursor::default();
        cursor.set(at, broken.len());
        Faults { broken, cursor }
    }

    fn doc(&self, look: &Look, room: u16) -> Doc {
        let theme = look.theme;
        let mut doc = Doc::default();
        for (nth, broken) in self.broken.iter().enumerate() {
            doc.gap();
            let at = doc.len();
            let here = nth == self.cursor.at();
            let (word, style) = match broken.severity {
                Severity::Error => ("error", theme.wrong),
                Severity::Warning => ("warning", theme.warning),
            };
            let (sign, _) = look.lead(here);
            let place = if here { theme.selected } else { theme.strong };
            doc.line(vec![
                sign,
                Span::styled(format!("{}, line {}", broken.file, broken.line), place),
                Span::styled(format!("  {word} {}", broken.code), style),
            ]);
            doc.wrapped("  ", &broken.message, Style::new(), look, room);
            doc.wrapped("  ", &broken.help, Style::new(), look, room);
            doc.item(at, nth, here);
        }
        doc
    }
}

impl Screen for Faults {
    fn name(&self) -> &'static str {
        "Faults"
    }

    fn title(&self, look: &Look) -> Title {
        let faults = count(self.broken.len() as u64, "fault", "faults");
        Title::named(look, "What is wrong with the decks", faults)
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = vec![
            offer(Action::Edit).named("open in your editor"),
            offer(Action::Go).named("open in your editor").quiet(),
            offer(Action::Copy).named("copy this fault"),
        ];
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        match (action, self.broken.get(self.cursor.at())) {
            (Action::Edit | Action::Go, Some(fault)) => {
                vec![Effect::EditFile(fault.file.to_string(), fault.line)]
            }
            (Action::Copy, Some(fault)) => vec![Effect::Copy(fault.to_string())],
            _ => vec![Effect::Back],
        }
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        Some((&mut self.cursor, self.broken.len()))
    }

    fn route(&self, stale: Stale) -> Option<Route> {
        (stale == Stale::Decks).then_some(Route::Faults(self.cursor.at()))
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<Faults>().ok()?;
        self.broken = fresh.broken;
        self.cursor.set(self.cursor.at(), self.broken.len());
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let doc = self.doc(canvas.look, area.width);
        if doc.is_empty() {
            let style = canvas.look.theme.right;
            let text = format!("{} No fault is left.", canvas.look.glyphs.right);
            canvas.text(area.x, area.y, area.width, &text, style);
        }
        doc.draw(canvas, area, &self.cursor.window);
    }
}
