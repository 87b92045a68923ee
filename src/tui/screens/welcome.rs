//! A question before the first card: what the learner prepares for. The answer opens the first session.

use super::{Doc, Route, WHAT_IT_IS};
use crate::study::choices::{Choice, ExamChoice};
use crate::study::text::Text;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, SHORT, reading};
use crate::tui::screen::{Effect, News, Now, Screen, Title};
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::markdown;
use crate::tui::widgets::width::{fit, pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

const LATER: &str = "What you choose decides which decks take part. It can be changed at any time.";

pub struct Welcome {
    /// Id and title of each examination.
    exams: Vec<(String, Text)>,
    cursor: Cursor,
    /// The choice is being written to the log.
    chosen: bool,
}

impl Welcome {
    pub fn new(exams: Vec<(String, Text)>) -> Welcome {
        let mut cursor = Cursor::default();
        // By default all examinations together.
        cursor.set(exams.len(), exams.len() + 2);
        Welcome {
            exams,
            cursor,
            chosen: false,
        }
    }

    /// Number of lines: each examination, all of them, and everything without one.
    fn len(&self) -> usize {
        self.exams.len() + 2
    }

    fn words(&self, nth: usize) -> (&str, String) {
        match self.exams.get(nth) {
            Some((id, title)) => (id, markdown::plain(title)),
            None if nth > self.exams.len() => ("everything", "all decks, no exam".to_owned()),
            None if self.exams.len() == 2 => ("both", String::new()),
            None => ("all of these", String::new()),
        }
    }

    fn choose(&mut self, nth: usize) -> Vec<Effect> {
        if nth >= self.len() {
            return Vec::new();
        }
        let is_sat = |at: usize| nth == self.exams.len() || nth == at;
        let exams = self.exams.iter().enumerate();
        let choices = exams
            .map(|(at, (id, _))| Choice::Exam(id.clone(), ExamChoice::Sat(Some(is_sat(at)))))
            .collect();
        self.chosen = true;
        vec![Effect::Choose(choices)]
    }

    fn line(&self, nth: usize, look: &Look, room: usize) -> Vec<Span<'static>> {
        let here = nth == self.cursor.at();
        let (sign, style) = look.lead(here);
        let (name, title) = self.words(nth);
        let names = (0..self.exams.len()).map(|nth| width(self.words(nth).0));
        let column = names.max().unwrap_or(0).max(width(name));
        let title = fit(&title, room.saturating_sub(8 + column), look.glyphs.cut).into_owned();
        vec![
            sign,
            Span::styled(format!("{}  ", nth + 1), look.theme.accent),
            Span::styled(pad(name, column, look.glyphs.cut), style),
            Span::raw(format!("  {title}")),
        ]
    }
}

impl Screen for Welcome {
    fn name(&self) -> &'static str {
        "Welcome"
    }

    fn title(&self, look: &Look) -> Title {
        Title::named(look, "Swot", "")
    }

    fn offers(&self) -> Vec<Offer> {
        let (name, _) = self.words(self.cursor.at());
        let mut offers = vec![
            offer(Action::Go).named(name),
            offer(Action::Space).named(name).quiet(),
        ];
        let picks = (1..=self.len()).map(|nth| offer(Action::Pick(nth as u8)));
        offers.extend(picks.map(|pick| pick.named("choose").quiet()));
        offers.extend([
            offer(Action::Back).named("decide later"),
            offer(Action::Leave).named("quit").quiet(),
            offer(Action::Up).quiet(),
            offer(Action::Down).quiet(),
        ]);
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        match action {
            Action::Go | Action::Space => self.choose(self.cursor.at()),
            Action::Pick(nth) => self.choose(usize::from(nth).wrapping_sub(1)),
            Action::Leave => vec![Effect::Quit],
            _ => vec![Effect::Back],
        }
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.len();
        Some((&mut self.cursor, len))
    }

    fn clicked(&mut self, item: usize, _: Now) -> Vec<Effect> {
        self.choose(item)
    }

    fn hear(&mut self, news: &News, _: Now) -> Vec<Effect> {
        match news {
            News::Chosen if std::mem::take(&mut self.chosen) => {
                return vec![Effect::Back, Route::study(Vec::new(), None).into()];
            }
            News::Refused(_) => self.chosen = false,
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let inner = reading(area);
        let mut doc = Doc::default();
        let say = |doc: &mut Doc, text: &str, style: Style| {
            doc.wrapped("", text, style, look, inner.width);
            doc.gap();
        };
        if area.height >= SHORT {
            say(&mut doc, WHAT_IT_IS, Style::new());
        }
        say(&mut doc, "What do you prepare for?", look.theme.strong);
        for nth in 0..self.len() {
            let line = self.line(nth, look, inner.width.into());
            doc.row(line, nth, nth == self.cursor.at());
        }
        if area.height >= SHORT {
            doc.gap();
            say(&mut doc, LATER, Style::new());
        }
        doc.draw(canvas, inner, &self.cursor.window);
    }
}
