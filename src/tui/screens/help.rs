//! All keys of the screen below.

use super::{Doc, ways_back};
use crate::tui::action::{Action, EVERYWHERE, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look, reading};
use crate::tui::key_press::KeyPress;
use crate::tui::screen::{Effect, Now, Screen, Title};
use crate::tui::widgets::list::Window;
use crate::tui::widgets::width::{pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// What the words beside the numbers of home mean.
const COUNTS: &str = "Due: asked again today by the schedule. Looks: asked once more because the exam is near. New: met for the \
    first time. Waiting: due, but put off to another day, for a card of the same fact comes today.";

pub struct Help {
    of: &'static str,
    offers: Vec<Offer>,
    /// Keys that type a character on the screen below and do nothing else there.
    text: Vec<KeyPress>,
    window: Window,
}

impl Help {
    pub fn new(of: &'static str, offers: Vec<Offer>, text: Vec<KeyPress>) -> Help {
        Help {
            of,
            offers,
            text,
            window: Window::default(),
        }
    }

    fn doc(&self, look: &Look, room: u16) -> Doc {
        let theme = look.theme;
        let mut doc = Doc::default();
        let (general, own): (Vec<&Offer>, Vec<&Offer>) = self
            .offers
            .iter()
            .partition(|o| EVERYWHERE.contains(&o.action));
        let column = usize::from(room * 2 / 7).min(20);
        for (head, offers) in [("Here", own), ("Everywhere", general)] {
            doc.gap();
            doc.line(Span::styled(head, theme.strong));
            let mut digits: Vec<u8> = Vec::new();
            for offer in offers {
                let mut keys = look.keys.all_but(offer.action, &self.text);
                if keys.is_empty() {
                    continue;
                }
                if let Action::Pick(n) = offer.action {
                    digits.push(n);
                    if digits.len() > 1 {
                        continue;
                    }
                    let last = self.offers.iter().filter_map(|o| match o.action {
                        Action::Pick(n) => Some(n),
                        _ => None,
                    });
                    if let Some(last) = last.max().filter(|last| *last > n) {
                        keys = format!("{keys}-{}", look.keys.first(Action::Pick(last)));
                    }
                }
                let about = match &offer.why_not {
                    Some(reason) => format!("{} (not now: {reason})", offer.about()),
                    None => offer.about(),
                };
                let style = if offer.why_not.is_some() {
                    theme.dim
                } else {
                    Style::new()
                };
                // Keys that are too long for their column stand above what they do.
                if width(&keys) >= column {
                    doc.wrapped("  ", &std::mem::take(&mut keys), theme.accent, look, room);
                }
                let keys = Span::styled(pad(&keys, column, ""), theme.accent);
                let lead = vec![Span::raw("  "), keys];
                doc.wrapped(lead, &about, style, look, room);
            }
        }
        doc.gap();
        if self.of == "Home" {
            doc.wrapped("", COUNTS, theme.dim, look, room);
            doc.gap();
        }
        let note = "Keys are changed in config.ron: keys: {\"undo\": [\"z\"]}. With the mouse on, Shift-drag selects text.";
        doc.wrapped("", note, Style::new(), look, room);
        doc
    }
}

impl Screen for Help {
    fn name(&self) -> &'static str {
        "Help"
    }

    fn title(&self, look: &Look) -> Title {
        Title::named(look, format!("Keys: {}", self.of), "")
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = movement();
        offers.extend(ways_back("close"));
        offers.push(offer(Action::Help).named("close").quiet());
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        if self.window.moved(action) {
            return Vec::new();
        }
        vec![Effect::Back]
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        self.doc(canvas.look, area.width)
            .draw(canvas, area, &self.window);
    }
}
