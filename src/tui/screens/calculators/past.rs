//! Taking changes back: what was typed in a field, a choice, a nudge, or other numbers in place of one's own.

use super::CalculatorScreen;
use super::form::Texts;
use super::live::{EXAMPLE, OWN};
use crate::tui::screen::Loaded;
use serde_json::{Map, Value};

/// Changes that can be taken back.
const MOST: usize = 100;

/// All that a learner has put into a calculator.
#[derive(Clone)]
pub struct State {
    pub texts: Texts,
    pub rest: Map<String, Value>,
    pub sheet: Option<Loaded>,
    pub origin: String,
}

#[derive(Default)]
pub struct Past {
    changes: Vec<State>,
    /// What was taken back.
    undone: Vec<State>,
    /// What stands in the form, or stood there when the typing in a field began.
    texts: Texts,
    typing: bool,
}

impl Past {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    pub fn is_newest(&self) -> bool {
        self.undone.is_empty()
    }

    /// What is typed from now on is a change of its own.
    pub fn typed(&mut self, texts: Texts) {
        self.texts = texts;
        self.typing = false;
    }
}

impl CalculatorScreen {
    pub(super) fn state(&self, texts: Texts) -> State {
        State {
            texts,
            rest: self.rest.clone(),
            sheet: self.sheet.clone(),
            origin: self.origin.clone(),
        }
    }

    /// Keeps what is there, with these texts in the form, to go back to.
    pub(super) fn remember(&mut self, texts: Texts) {
        let state = self.state(texts);
        self.past.undone.clear();
        let changes = &mut self.past.changes;
        changes.push(state);
        let over = changes.len().saturating_sub(MOST);
        changes.drain(..over);
    }

    /// A character more or less in the field: the first one of a run is a change.
    pub(super) fn types(&mut self) {
        if !self.past.typing {
            self.past.typing = true;
            self.remember(self.past.texts.clone());
            if self.origin == EXAMPLE {
                self.origin = OWN.to_owned();
            }
        }
    }

    pub(super) fn undo(&mut self) {
        if let Some(before) = self.past.changes.pop() {
            let now = self.state(self.form.texts());
            self.past.undone.push(now);
            self.put(before);
        }
    }

    pub(super) fn redo(&mut self) {
        if let Some(after) = self.past.undone.pop() {
            let now = self.state(self.form.texts());
            self.past.changes.push(now);
            self.put(after);
        }
    }

    fn put(&mut self, state: State) {
        self.what_if = None;
        self.form.put(&state.texts);
        self.rest = state.rest;
        self.sheet = state.sheet;
        self.origin = state.origin;
        self.work_out();
    }
}
