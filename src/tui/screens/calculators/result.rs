//! The numbers of the form, and the result computed from them while they are typed.

use super::CalculatorScreen;
use super::form::Form;
use super::grid::GridView;
use crate::calculators::{Calculator, Input, Refusal, request};
use crate::sheet::{Options, Refused};
use crate::study::text::capital;
use crate::tui::screen::{Effect, Loaded, Source};
use serde_json::Value;

/// With more rows than this, the result is computed when a field is left, not at each key.
pub const MANY: usize = 250_000;

/// Where the numbers come from.
pub const EXAMPLE: &str = "a worked example";
pub const OWN: &str = "your own numbers";

/// What to do with a table that was asked for.
#[derive(Debug, Default)]
pub enum Waiting {
    /// Replaces the present table.
    #[default]
    New,
    /// A table read again with other options: the fields stay.
    Again,
    /// Belongs to the saved content.
    Restored,
    /// Belongs to numbers saved under a name.
    Named(Value),
}

/// Why a typed table is not read. What a command would be told by a flag, a key chooses here.
fn in_keys(refused: &Refused) -> String {
    let why = match (refused.why.split_once("; say "), refused.ways.is_empty()) {
        (Some((why, _)), false) => format!("{why}. F9 asks which is meant"),
        _ => refused.why.clone(),
    };
    capital(&format!("{why}."))
}

pub fn example(about: &Calculator) -> Value {
    request::read(about.example).unwrap_or_default()
}

impl CalculatorScreen {
    /// Puts a request into the form; values without a field are kept in `rest`.
    pub(super) fn fill(&mut self, request: &Value) {
        let at = self.form.at();
        self.form = Form::new(self.calculator.fields, request);
        self.form.go(at);
        let fields = self.calculator.fields;
        let is_rest = |key: &String| fields.iter().all(|field| field.key != key);
        self.rest = request.as_object().cloned().unwrap_or_default();
        self.rest.retain(|key, _| is_rest(key));
        self.what_if = None;
        self.changes.typed(self.form.texts());
        self.work_out();
    }

    pub(super) fn request(&self) -> Result<Value, Refusal> {
        let mut request = self.rest.clone();
        request.extend(self.form.values()?);
        Ok(Value::Object(request))
    }

    pub(super) fn work_out(&mut self) {
        self.stale = false;
        let table = self.sheet.as_ref().map(|sheet| &*sheet.table);
        let missing = match (&self.unread, &self.away) {
            (Some(refused), _) => Some(in_keys(refused)),
            (None, Some(_)) => Some("The table that belongs here is not read.".to_owned()),
            (None, None) => None,
        };
        self.result = match self.request() {
            _ if missing.is_some() => Err(Refusal::new("unread", missing.unwrap_or_default())),
            Ok(request) => {
                let request = &request;
                let outcome = self.calculator.outcome(&Input { request, table });
                outcome.map_err(|refusal| self.form.in_its_words(refusal))
            }
            Err(misread) => Err(misread),
        };
        let outcome = self.result.as_ref();
        let tables = outcome.map_or(0, |outcome| outcome.tables.len());
        self.grids.iter_mut().for_each(GridView::forget);
        if tables > self.grids.len() {
            self.grids.resize_with(tables, GridView::default);
        }
    }

    /// The form has changed: computes the result at once or, for a long table, when the field is left.
    pub(super) fn changed(&mut self) {
        match &self.sheet {
            Some(sheet) if sheet.rows > MANY => self.stale = true,
            _ => self.work_out(),
        }
    }

    pub(super) fn load(&self, (source, options): (Source, Options)) -> Effect {
        Effect::LoadTable(self.calculator.name, source, Box::new(options))
    }

    pub(super) fn settle(&mut self) {
        if self.stale {
            self.work_out();
        }
    }

    pub(super) fn example(&mut self) {
        self.remember_all(self.form.texts());
        self.no_table();
        self.origin = EXAMPLE.to_owned();
        self.fill(&example(self.calculator));
    }

    pub(super) fn no_table(&mut self) {
        self.sheet = None;
        self.away = None;
        self.typed = None;
        self.unread = None;
    }

    /// Empties the table, and with `fields` also the fields.
    pub(super) fn clear(&mut self, fields: bool) {
        self.remember_all(self.form.texts());
        self.no_table();
        self.rest.clear();
        self.origin = OWN.to_owned();
        if fields {
            self.fill(&Value::Null)
        } else {
            self.work_out()
        }
    }

    /// Reads the typed table like a file.
    pub(super) fn read_typed(&mut self) {
        let Some(typed) = &self.typed else {
            return;
        };
        match typed.read(self.calculator) {
            Ok(sheet) => {
                let (name, options) = (OWN.to_owned(), typed.options.clone());
                let loaded = Loaded::new(name, Source::Typed, sheet, options, Value::Null);
                (self.sheet, self.unread) = (Some(loaded), None);
            }
            Err(refused) => (self.sheet, self.unread) = (None, Some(refused)),
        }
        self.work_out();
    }

    /// Takes a table; returns what there is to say about the fields.
    pub(super) fn loaded(&mut self, loaded: &Loaded) -> Vec<Effect> {
        let waiting = std::mem::take(&mut self.waiting);
        match waiting {
            Waiting::Restored => {}
            Waiting::Again => self.remember(self.form.texts()),
            _ => self.remember_all(self.form.texts()),
        }
        self.no_table();
        self.sheet = Some(loaded.clone());
        let mut emptied = Vec::new();
        match waiting {
            Waiting::Restored | Waiting::Again => {
                self.work_out();
                return Vec::new();
            }
            Waiting::Named(request) => self.fill(&request),
            Waiting::New if loaded.request.is_object() => {
                let request = loaded.request.clone();
                self.fill(&request);
            }
            Waiting::New => {
                // The lists of an example would be used in addition to the table.
                self.rest.clear();
                emptied = self.form.empty_of_example();
                self.work_out();
            }
        }
        self.changes.typed(self.form.texts());
        self.origin.clone_from(&loaded.name);
        self.show(0);
        if emptied.is_empty() {
            Vec::new()
        } else {
            vec![Effect::Say(format!(
                "Emptied, for it belonged to the data before: {}.",
                emptied.join(", ")
            ))]
        }
    }
}
