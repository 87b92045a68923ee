//! Taking changes back: what was typed in a field, a choice, a nudge, or other numbers in place of one's own.

use super::CalculatorScreen;
use super::form::Texts;
use crate::tui::screen::Loaded;
use serde_json::{Map, Value};

/// Changes that can be taken back.
const MOST: usize = 100;

/// What was there before a change.
struct Before {
    texts: Texts,
    rest: Map<String, Value>,
    sheet: Option<Loaded>,
    origin: String,
}

#[derive(Default)]
pub struct Past {
    changes: Vec<Before>,
    /// What stands in the form, or stood there when the typing in a field began.
    texts: Texts,
    typing: bool,
}

impl Past {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What is typed from now on is a change of its own.
    pub fn typed(&mut self, texts: Texts) {
        self.texts = texts;
        self.typing = false;
    }
}

impl CalculatorScreen {
    /// Keeps what is there, with these texts in the form, to go back to.
    pub(super) fn remember(&mut self, texts: Texts) {
        let changes = &mut self.past.changes;
        changes.push(Before {
            texts,
            rest: self.rest.clone(),
            sheet: self.sheet.clone(),
            origin: self.origin.clone(),
        });
        let over = changes.len().saturating_sub(MOST);
        changes.drain(..over);
    }

    /// A character more or less in the field: the first one of a run is a change.
    pub(super) fn types(&mut self) {
        if !self.past.typing {
            self.past.typing = true;
            self.remember(self.past.texts.clone());
        }
    }

    pub(super) fn undo(&mut self) {
        if let Some(before) = self.past.changes.pop() {
            self.what_if = None;
            self.form.put(&before.texts);
            self.rest = before.rest;
            self.sheet = before.sheet;
            self.origin = before.origin;
            self.work_out();
        }
    }
}
