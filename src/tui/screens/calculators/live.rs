//! The numbers of the form and the result that follows from them as they are typed.

use super::CalculatorScreen;
use super::form::{Form, Misread};
use super::grid::GridView;
use crate::calculators::{Calculator, Input, Refusal, request};
use crate::tui::screen::Loaded;
use crate::tui::screens::capital;
use serde_json::Value;

/// Above so many rows a result is worked out when a field is left, not at each key.
pub const MANY: usize = 250_000;

/// Where the numbers come from.
pub const EXAMPLE: &str = "a worked example";
pub const OWN: &str = "your own numbers";

pub fn example(about: &Calculator) -> Value {
    request::read(about.example).unwrap_or_default()
}

impl CalculatorScreen {
    /// Puts a request into the form; what no field holds is kept beside it.
    pub(super) fn fill(&mut self, request: &Value) {
        let at = self.form.at();
        self.form = Form::new(self.calculator.fields, request);
        self.form.go(at);
        self.rest = request.as_object().cloned().unwrap_or_default();
        let fields = self.calculator.fields;
        self.rest
            .retain(|key, _| fields.iter().all(|field| field.key != key));
        self.what_if = None;
        self.past.typed(self.form.texts());
        self.work_out();
    }

    pub(super) fn request(&self) -> Result<Value, Misread> {
        let mut request = self.rest.clone();
        request.extend(self.form.values()?);
        Ok(Value::Object(request))
    }

    pub(super) fn work_out(&mut self) {
        self.stale = false;
        let table = self.sheet.as_ref().map(|sheet| &*sheet.table);
        self.result = match self.request() {
            Ok(request) => self
                .calculator
                .outcome(&Input {
                    request: &request,
                    table,
                })
                .map_err(|refusal| self.form.in_its_words(refusal)),
            Err(misread) => {
                let sentence = capital(&format!("{}.", misread.why));
                Err(Refusal::new("misread", sentence).at_field(misread.key))
            }
        };
        let tables = self
            .result
            .as_ref()
            .map_or(0, |outcome| outcome.tables.len());
        self.grids.iter_mut().for_each(GridView::forget);
        if tables > self.grids.len() {
            self.grids.resize_with(tables, GridView::default);
        }
    }

    /// The form has changed: the result follows, at once or, for a long table, when the field is left.
    pub(super) fn changed(&mut self) {
        match &self.sheet {
            Some(sheet) if sheet.rows > MANY => self.stale = true,
            _ => self.work_out(),
        }
    }

    pub(super) fn settle(&mut self) {
        if self.stale {
            self.work_out();
        }
    }

    pub(super) fn example(&mut self) {
        self.remember(self.form.texts());
        self.sheet = None;
        self.origin = EXAMPLE.to_owned();
        self.fill(&example(self.calculator));
    }

    pub(super) fn loaded(&mut self, loaded: &Loaded) {
        self.remember(self.form.texts());
        self.origin.clone_from(&loaded.name);
        self.sheet = Some(loaded.clone());
        if let Some(request) = self.awaiting.take() {
            self.fill(&request);
        } else if loaded.request.is_object() {
            let request = loaded.request.clone();
            self.fill(&request);
        } else {
            // The lists of an example would stand beside the table.
            self.rest.clear();
            self.work_out();
        }
        self.show(0);
    }
}
