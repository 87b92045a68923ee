//! Choosing a CSV file: a path is typed and completed from the files there. The listing arrives as news.

use super::prompt::{choices, prompt};
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, reading};
use crate::tui::screen::{Effect, Source};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct Load {
    pub field: Field,
    pub(super) found: Vec<String>,
    pub(super) cursor: Cursor,
    /// Why the file was not read.
    pub refused: Option<String>,
}

impl Load {
    pub fn list(&self) -> Effect {
        Effect::ListFiles(self.field.text().to_owned())
    }

    pub fn edited(&mut self) -> Vec<Effect> {
        self.refused = None;
        vec![self.list()]
    }

    pub fn files(&mut self, typed: &str, found: &[String]) {
        if typed == self.field.text() {
            self.found = found.to_vec();
            self.cursor.set(0, self.found.len());
        }
    }

    pub fn offers(&self) -> Vec<Offer> {
        vec![
            offer(Action::Go).named("load it"),
            offer(Action::Focus).named("complete"),
            offer(Action::Up).quiet(),
            offer(Action::Down).named("choose"),
            offer(Action::PageUp).quiet(),
            offer(Action::PageDown).quiet(),
            offer(Action::Back).named("cancel"),
        ]
    }

    fn chosen(&self) -> Option<&String> {
        self.found.get(self.cursor.at())
    }

    fn goes_on(&mut self, path: &str) -> Vec<Effect> {
        self.field.set(path);
        self.edited()
    }

    pub fn press(&mut self, action: Action, calculator: &'static str) -> Vec<Effect> {
        let typed = self.field.text().trim().to_owned();
        match (action, self.chosen().cloned()) {
            (Action::Focus, Some(_)) => {
                let common = common_start(&self.found);
                let longer = common.chars().count() > typed.chars().count();
                match self.chosen().cloned() {
                    Some(chosen) if !longer => self.goes_on(&chosen),
                    _ => self.goes_on(&common),
                }
            }
            (Action::Go, Some(chosen)) if chosen.ends_with(['/', '\\']) => self.goes_on(&chosen),
            (Action::Go, chosen) => {
                let path = chosen.unwrap_or(typed);
                if path.is_empty() {
                    return vec![Effect::Say(
                        "Type the path of a CSV file or a workbook.".into(),
                    )];
                }
                let file = Source::File(path);
                vec![Effect::LoadTable(calculator, file, Box::default())]
            }
            _ => Vec::new(),
        }
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let refused = self.refused.as_deref();
        let list = prompt(canvas, area, "A file of rows", &self.field, refused);
        let none = "No folder or file of rows begins so.";
        choices(canvas, list, &self.found, none, &self.cursor, true);
    }
}

fn common_start(paths: &[String]) -> String {
    let mut common: Vec<char> = match paths.first() {
        Some(first) => first.chars().collect(),
        None => return String::new(),
    };
    for path in paths {
        let same = common
            .iter()
            .zip(path.chars())
            .take_while(|(a, b)| **a == *b)
            .count();
        common.truncate(same);
    }
    common.into_iter().collect()
}
