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

    pub fn choose(&mut self, item: usize) {
        self.field.clear();
        self.cursor.set(item, self.kept.len());
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let list = prompt(canvas, area, "Keep these numbers as", &self.field, None);
        let names: Vec<&str> = self.kept.iter().map(|(name, _)| &**name).collect();
        let opens = self.name().is_empty();
        let none = "Nothing is kept yet.";
        choices(canvas, list, &names, none, &self.cursor, opens);
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

    pub(super) fn press_scenarios(&mut self, action: Action) -> Vec<Effect> {
        let (calculator, request) = (self.calculator.name, self.to_keep());
        let Mode::Scenarios(scenarios) = &mut self.mode else {
            return Vec::new();
        };
        let doomed = scenarios.doomed.take();
        if scenarios.cursor.moved(action, scenarios.kept.len()) {
            return Vec::new();
        }
        let (name, at) = (scenarios.name().to_owned(), scenarios.cursor.at());
        let same = scenarios.kept.iter().position(|(kept, _)| *kept == name);
        let here = scenarios.kept.get(at).cloned();
        vec![match (action, here, request) {
            (Action::Remove, Some((name, _)), _) if doomed != Some((action, at)) => {
                scenarios.doomed = Some((action, at));
                Effect::Say(format!(
                    "Delete {name}? Once more deletes it, anything else keeps it."
                ))
            }
            (Action::Remove, Some((name, _)), _) => Effect::DeleteScenario(calculator, name),
            (Action::Go, ..) if same.is_some_and(|same| doomed != Some((action, same))) => {
                scenarios.doomed = same.map(|same| (action, same));
                Effect::Say(format!(
                    "There is a {name} already. Once more replaces it, another name keeps both."
                ))
            }
            (Action::Go, _, Some(request)) if !name.is_empty() => {
                Effect::SaveScenario(calculator, name, request)
            }
            (Action::Go, _, None) if !name.is_empty() => {
                Effect::Say("A field cannot be read: mend it before the numbers are kept.".into())
            }
            (Action::Go, Some((name, request)), _) => return self.open(&name, request),
            _ => return Vec::new(),
        }]
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
        if let Some(from) = state.away {
            self.waiting = Waiting::Named(request);
            return vec![self.load(from)];
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
