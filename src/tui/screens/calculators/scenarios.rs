//! Numbers saved under a name, for each calculator: saving, opening and deleting them.

use super::prompt::{choices, prompt};
use super::result::Waiting;
use super::undo::State;
use super::{CalculatorScreen, Mode, kept};
use crate::sheet::Options;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, reading};
use crate::tui::screen::{Effect, Source};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use ratatui::layout::Rect;
use serde_json::Value;

#[derive(Debug, Default)]
pub struct Scenarios {
    pub field: Field,
    kept: Vec<(String, Value)>,
    cursor: Cursor,
    /// The key that deletes or replaces this entry if it is pressed again.
    doomed: Option<(Action, usize)>,
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
        let (name, here) = (self.name().to_owned(), self.cursor.at());
        let same = self.kept.iter().position(|(kept, _)| *kept == name);
        let question = match (action, &name, same) {
            (Action::Remove, ..) if doomed != Some((action, here)) => {
                let Some((name, _)) = self.kept.get(here) else {
                    return Asked::Nothing;
                };
                self.doomed = Some((action, here));
                format!("Delete {name}? Once more deletes it, anything else keeps it.")
            }
            (Action::Go, name, Some(same)) if doomed != Some((action, same)) => {
                self.doomed = Some((action, same));
                format!(
                    "There is a {name} already. Once more replaces it, another name keeps both."
                )
            }
            _ => return self.do_it(action, name, calculator, request),
        };
        Asked::Do(vec![Effect::Say(question)])
    }

    fn do_it(
        &self,
        action: Action,
        name: String,
        calculator: &'static str,
        request: Option<Value>,
    ) -> Asked {
        let here = self.kept.get(self.cursor.at());
        match (action, here, request) {
            (Action::Remove, Some((name, _)), _) => {
                Asked::Do(vec![Effect::DeleteScenario(calculator, name.clone())])
            }
            (Action::Go, _, Some(request)) if !name.is_empty() => {
                Asked::Do(vec![Effect::SaveScenario(calculator, name, request)])
            }
            (Action::Go, _, None) if !name.is_empty() => Asked::Do(vec![Effect::Say(
                "A field cannot be read: mend it before the numbers are kept.".into(),
            )]),
            (Action::Go, Some((name, request)), _) => Asked::Open(name.clone(), request.clone()),
            _ => Asked::Nothing,
        }
    }

    pub fn choose(&mut self, item: usize) {
        self.field.clear();
        self.cursor.set(item, self.kept.len());
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let list = prompt(canvas, area, "Keep these numbers as", &self.field, None);
        let names: Vec<&str> = self.kept.iter().map(|(name, _)| &**name).collect();
        let opens = self.name().is_empty();
        choices(
            canvas,
            list,
            &names,
            "Nothing is kept yet.",
            &self.cursor,
            opens,
        );
    }
}

/// The key for the table in saved numbers; no calculator has a field of this name.
const TABLE: &str = "table";

impl CalculatorScreen {
    /// The numbers to save: the request and, for a table, its rows or its source.
    pub(super) fn to_keep(&self) -> Option<Value> {
        let mut request = self.request().ok()?;
        let table = kept::table(&self.state(self.form.texts()));
        if let (false, Some(entries)) = (table.is_null(), request.as_object_mut()) {
            entries.insert(TABLE.to_owned(), table);
        }
        Some(request)
    }

    /// Opens saved numbers; those with a table once the table was read again.
    pub(super) fn open(&mut self, name: &str, mut request: Value) -> Vec<Effect> {
        self.mode = Mode::Fill;
        let table = request
            .as_object_mut()
            .and_then(|entries| entries.remove(TABLE));
        let mut state = State::default();
        match table {
            None => {}
            // The earlier format: the path, or null for the sample.
            Some(Value::String(path)) => {
                state.away = Some((Source::File(path), Options::default()));
            }
            Some(Value::Null) => state.away = Some((Source::Sample, Options::default())),
            Some(table) => kept::put_table(self.calculator, &mut state, &table),
        }
        if let Some((source, options)) = state.away {
            self.waiting = Waiting::Named(request);
            let options = Box::new(options);
            return vec![Effect::LoadTable(self.calculator.name, source, options)];
        }
        self.remember_all(self.form.texts());
        self.no_table();
        self.typed = state.typed;
        self.origin = format!("kept as {name}");
        self.fill(&request);
        self.read_typed();
        Vec::new()
    }
}
