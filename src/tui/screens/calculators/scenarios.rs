//! Numbers kept under a name, for each calculator: to keep the present ones, to open others or to delete them.

use super::prompt;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Hit, reading};
use crate::tui::screen::{Effect, Errand};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::fit;
use ratatui::layout::Rect;
use ratatui::style::Style;
use serde_json::Value;

#[derive(Debug, Default)]
pub struct Scenarios {
    pub field: Field,
    kept: Vec<(String, Value)>,
    cursor: Cursor,
    /// What is deleted when it is asked for once more.
    doomed: Option<usize>,
}

/// What was asked for.
pub enum Asked {
    Nothing,
    Open(String, Value),
    Do(Vec<Effect>),
}

impl Scenarios {
    pub fn kept(&mut self, kept: &[(String, Value)]) {
        self.kept = kept.to_vec();
        self.doomed = None;
        self.cursor.set(self.cursor.at(), self.kept.len());
    }

    fn name(&self) -> &str {
        self.field.text().trim()
    }

    pub fn offers(&self) -> Vec<Offer> {
        let keeps = !self.name().is_empty();
        let label = if keeps {
            "keep under this name"
        } else {
            "open"
        };
        let possible = keeps || !self.kept.is_empty();
        vec![
            offer(Action::Go)
                .named(label)
                .only_if(possible, "Type a name to keep these numbers under."),
            offer(Action::Up).quiet(),
            offer(Action::Down).named("choose").quiet(),
            offer(Action::Remove).only_if(
                !keeps && !self.kept.is_empty(),
                "Choose a name below to delete it.",
            ),
            offer(Action::Back).named("cancel"),
        ]
    }

    pub fn press(
        &mut self,
        action: Action,
        calculator: &'static str,
        request: Option<Value>,
    ) -> Asked {
        let doomed = self.doomed.take();
        if self.cursor.moved(action, self.kept.len()) {
            return Asked::Nothing;
        }
        if action == Action::Remove {
            return self.remove(doomed, calculator);
        }
        match (action, request) {
            (Action::Go, request) if !self.name().is_empty() => match request {
                Some(request) => Asked::Do(vec![
                    Errand::SaveScenario {
                        calculator,
                        name: self.name().to_owned(),
                        request,
                    }
                    .into(),
                ]),
                None => Asked::Do(vec![Effect::Say(
                    "A field cannot be read: mend it before the numbers are kept.".into(),
                )]),
            },
            (Action::Go, _) => match self.kept.get(self.cursor.at()) {
                Some((name, request)) => Asked::Open(name.clone(), request.clone()),
                None => Asked::Nothing,
            },
            _ => Asked::Nothing,
        }
    }

    fn remove(&mut self, doomed: Option<usize>, calculator: &'static str) -> Asked {
        let at = self.cursor.at();
        let Some((name, _)) = self.kept.get(at) else {
            return Asked::Nothing;
        };
        let name = name.clone();
        if doomed == Some(at) {
            return Asked::Do(vec![Errand::DeleteScenario { calculator, name }.into()]);
        }
        self.doomed = Some(at);
        let question = format!("Delete {name}? Once more deletes it, anything else keeps it.");
        Asked::Do(vec![Effect::Say(question)])
    }

    pub fn choose(&mut self, item: usize) {
        self.field.clear();
        self.cursor.set(item, self.kept.len());
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let theme = canvas.look.theme;
        let glyphs = canvas.look.glyphs;
        let list = prompt(canvas, area, "Keep these numbers as", &self.field, None);
        if self.kept.is_empty() && list.height > 0 {
            let note = "Nothing is kept yet.";
            canvas.text(
                list.x + 2,
                list.y,
                list.width.saturating_sub(2),
                note,
                theme.dim,
            );
        }
        let window = self.cursor.window(self.kept.len(), list.height.into());
        let first = window.start;
        let opens = self.name().is_empty();
        for (y, (nth, (name, _))) in (list.y..).zip(self.kept[window].iter().enumerate()) {
            let here = opens && nth + first == self.cursor.at();
            let style = if here { theme.selected } else { Style::new() };
            let sign = if here { glyphs.cursor } else { " " };
            canvas.text(list.x, y, 2, sign, theme.accent);
            let room = list.width.saturating_sub(2);
            let name = fit(name, room.into(), glyphs.cut).into_owned();
            canvas.text(list.x + 2, y, room, &name, style);
            canvas.hit(Rect::new(list.x, y, list.width, 1), Hit::Item(nth + first));
        }
    }
}
