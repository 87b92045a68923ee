//! The page of a concept: its summary, and its links to others.

use super::remark::add_note;
use super::{Doc, Route, moves_and_back};
use crate::study::Key;
use crate::study::log::Sort;
use crate::study::outlook::ConceptPage;
use crate::study::text::Text;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, reading};
use crate::tui::screen::{Asks, Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::list::Window;
use crate::tui::widgets::markdown;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

pub struct ConceptScreen {
    page: ConceptPage,
    window: Window,
    /// The link under the cursor, from 0.
    link: Option<usize>,
}

impl ConceptScreen {
    pub fn new(page: ConceptPage) -> ConceptScreen {
        ConceptScreen {
            page,
            window: Window::default(),
            link: None,
        }
    }

    fn links(&self) -> usize {
        self.page.after.len() + self.page.related.len()
    }

    fn target(&self, nth: usize) -> Option<&str> {
        let mut all = self.page.after.iter().chain(&self.page.related);
        all.nth(nth).map(|(id, _)| id.as_str())
    }
}

impl Screen for ConceptScreen {
    fn name(&self) -> &'static str {
        "Concept"
    }

    fn title(&self, look: &Look) -> Title {
        let page = &self.page;
        Title::of_concept(look, &page.track, &page.title, page.topic.clone())
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        if self.links() > 0 {
            let focus = offer(Action::Focus).named("next link");
            offers.push(focus);
            offers.push(offer(Action::FocusBack).named("link before").quiet());
            offers.push(
                offer(Action::Go)
                    .named("open the link")
                    .only_if(self.link.is_some(), "Tab goes to a link first."),
            );
        }
        offers.push(offer(Action::Search).named("its cards"));
        offers.push(offer(Action::Note));
        if self.page.calculator.is_some() {
            offers.push(offer(Action::Calculators).named("its calculator"));
        }
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        let links = self.links();
        match action {
            Action::Back | Action::Leave => return vec![Effect::Back],
            Action::Focus if links > 0 => {
                self.link = Some(self.link.map_or(0, |at| (at + 1) % links));
            }
            Action::FocusBack if links > 0 => {
                self.link = Some(self.link.map_or(links - 1, |at| (at + links - 1) % links));
            }
            Action::Go => {
                let target = self.link.and_then(|at| self.target(at));
                return Vec::from_iter(target.map(|id| Route::Concept(id.to_owned()).into()));
            }
            Action::Calculators => {
                let name = self.page.calculator.clone();
                return Vec::from_iter(name.map(|name| Route::Calculator(name, None).into()));
            }
            Action::Note => return vec![note_on(&self.page)],
            Action::Search => {
                return vec![Route::Browse(format!("concept:{} ", self.page.id)).into()];
            }
            _ => {
                self.link = None;
                self.window.moved(action);
            }
        }
        Vec::new()
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        self.link = Some(item);
        self.press(Action::Go, now)
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Concept(self.page.id.clone()))
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<ConceptScreen>().ok()?;
        self.page = fresh.page;
        self.link = self.link.filter(|at| *at < self.links());
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let doc = doc(&self.page, canvas.look, area.width, self.link);
        doc.draw(canvas, area, &self.window);
    }
}

/// Asks for a note on this concept.
pub fn note_on(page: &ConceptPage) -> Effect {
    let subject = Key::from_text(page.id.as_str());
    Effect::Ask(Asks::Note(Sort::Concept, subject, page.note.clone()))
}

/// The page as lines; `link` is the one under the cursor.
pub fn doc(page: &ConceptPage, look: &Look, room: u16, link: Option<usize>) -> Doc {
    let mut doc = Doc::default();
    doc.all(&look.markdown(&page.summary, room));
    add_note(&mut doc, "Your note  ", &page.note, look, room);
    let mut nth = 0;
    let mut list = |doc: &mut Doc, head: &str, links: &[(String, Text)]| {
        if links.is_empty() {
            return;
        }
        doc.gap();
        doc.line(Span::styled(head.to_owned(), look.theme.strong));
        for (_, title) in links {
            let here = link == Some(nth);
            let (sign, style) = if here {
                (look.glyphs.cursor, look.theme.selected)
            } else {
                (look.glyphs.bullet, Style::new())
            };
            let at = doc.len();
            let lead = Span::styled(format!("{sign} "), look.theme.accent);
            doc.wrapped(lead, title, style, look, room);
            doc.item(at, nth, here);
            nth += 1;
        }
    };
    list(&mut doc, "Read before", &page.after);
    list(&mut doc, "Related", &page.related);
    let mut about = vec![markdown::plain(&page.deck_title)];
    about.extend(page.code.as_ref().map(|code| code.to_string()));
    let about: Vec<String> = about.into_iter().filter(|a| !a.is_empty()).collect();
    if !about.is_empty() {
        doc.gap();
        let text = about.join(&format!(" {} ", look.glyphs.dot));
        doc.wrapped("", &text, look.theme.dim, look, room);
    }
    doc
}
