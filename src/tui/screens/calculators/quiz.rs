//! The quiz: the result is hidden and asked for; then the verdict and the working are shown.

use super::{CalculatorScreen, Mode};
use crate::calculators::Calculator;
use crate::study::kinds::{Answer, Kind, Numeric, Verdict};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, reading};
use crate::tui::screen::{Effect, Now};
use crate::tui::screens::Doc;
use crate::tui::screens::study::view as study;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Window;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

#[derive(Debug)]
pub struct Quiz {
    card: Numeric,
    field: Field,
    /// Why the answer could not be read.
    refused: Option<String>,
    verdict: Option<Verdict>,
    window: Window,
}

impl Quiz {
    fn is_asking(&self) -> bool {
        self.verdict.is_none()
    }

    /// The field for the answer, while it is asked for.
    pub fn input(&mut self) -> Option<&mut Field> {
        match self.verdict {
            None => Some(&mut self.field),
            Some(_) => None,
        }
    }

    pub fn edited(&mut self) {
        self.refused = None;
    }

    pub fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        if self.is_asking() {
            let empty = self.field.text().trim().is_empty();
            let label = if empty { "show the answer" } else { "answer" };
            offers.push(offer(Action::Go).named(label));
        } else {
            offers.push(offer(Action::QuizMe).named("fresh numbers"));
            offers.push(offer(Action::Go).named("done"));
            offers.push(offer(Action::MakeCard));
        }
        offers.push(offer(Action::Back).named("end the quiz"));
        offers.push(offer(Action::Leave).named("end the quiz").quiet());
        offers.extend(movement());
        offers
    }

    /// True if the quiz is over.
    pub fn press(&mut self, action: Action) -> bool {
        match action {
            Action::Go if self.is_asking() => {
                self.judge();
                false
            }
            Action::Go | Action::Back | Action::Leave => true,
            _ => {
                self.window.moved(action);
                false
            }
        }
    }

    fn judge(&mut self) {
        let typed = self.field.text().trim();
        let answer = match typed {
            "" => Answer::Recalled,
            typed => Answer::Typed(typed.to_owned()),
        };
        match self.card.own_verdict("", 0, &answer) {
            Ok(verdict) => self.verdict = Some(verdict),
            Err(why) => self.refused = Some(why),
        }
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, about: &Calculator) {
        let area = reading(area);
        let look = canvas.look;
        let theme = look.theme;
        let room = area.width;
        let mut doc = Doc::default();
        let ask = self.card.own_face("", 0).ask;
        doc.all(&look.markdown(&self.card.question, room));
        doc.gap();
        match &self.verdict {
            None => {
                let at = doc.len();
                doc.line(" ");
                if let Some(why) = &self.refused {
                    doc.warning(why, look, room);
                    doc.focus = Some(at + 1..doc.len());
                }
                let y = study::draw_around_field(doc, at, canvas, area, &self.window);
                study::draw_field(canvas, &self.field, true, &ask, area, y, false);
            }
            Some(verdict) => {
                let given = verdict.right.is_some();
                let at = doc.len();
                study::verdict(&mut doc, verdict, given, &ask, look, room, true);
                doc.wanted = at..doc.len();
                doc.gap();
                doc.line(Span::styled("Working", theme.strong));
                let formula = super::working::plain(about.formula, room);
                doc.lead("", &formula, Style::new());
                doc.gap();
                for step in &verdict.working {
                    doc.wrapped("  ", step, Style::new(), look, room);
                }
                doc.draw(canvas, area, &self.window);
            }
        }
    }
}

impl CalculatorScreen {
    pub(super) fn quiz(&mut self, fresh: bool, now: Now) -> Vec<Effect> {
        if fresh {
            self.draw_new_numbers(now.ms);
        }
        match self.question() {
            Ok(card) => {
                self.mode = Mode::Quiz(Box::new(Quiz {
                    card,
                    field: Field::default(),
                    refused: None,
                    verdict: None,
                    window: Window::default(),
                }));
                Vec::new()
            }
            Err(why) => vec![Effect::Say(why)],
        }
    }

    pub(super) fn make_card(&self) -> Vec<Effect> {
        match self.question() {
            Ok(card) => vec![Effect::MakeCard(self.calculator.name, Box::new(card))],
            Err(why) => vec![Effect::Say(why)],
        }
    }
}
