//! Undo in a calculator: typed text, a choice, a step, or numbers replaced by others.

use super::form::Texts;
use super::new_numbers::DRAWN;
use super::result::{EXAMPLE, OWN, Waiting};
use super::typed::Typed;
use super::{CalculatorScreen, Mode};
use crate::sheet::Options;
use crate::tui::screen::{Effect, Loaded, Source};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Most changes that can be undone.
const MOST: usize = 100;

/// All input of the learner in a calculator.
#[derive(Clone, Default)]
pub struct State {
    pub texts: Texts,
    pub rest: Map<String, Value>,
    pub sheet: Option<Loaded>,
    /// The table to be read that has not arrived yet.
    pub away: Option<(Source, Options)>,
    pub typed: Option<Arc<Typed>>,
    pub origin: String,
    /// Whether the next state replaced all of this one.
    pub whole: bool,
}

impl State {
    /// Where the table comes from, if it was not typed.
    pub fn source(&self) -> Option<(Source, Options)> {
        let here = self.sheet.as_ref().map(Loaded::from);
        self.away.clone().or(here)
    }
}

#[derive(Default)]
pub struct Changes {
    pub(super) done: Vec<State>,
    /// States that can be redone.
    pub(super) undone: Vec<State>,
    /// The texts of the form, from before the current typing in a field.
    texts: Texts,
    typing: bool,
}

impl Changes {
    /// Ends the current run of typing: further typing is a change of its own.
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
            away: self.away.clone(),
            typed: self.typed.clone(),
            origin: self.origin.clone(),
            whole: false,
        }
    }

    /// Remembers the present state with these texts, to return to.
    pub(super) fn remember(&mut self, texts: Texts) {
        let state = self.state(texts);
        self.changed_since_kept = true;
        self.changes.undone.clear();
        let changes = &mut self.changes.done;
        changes.push(state);
        let over = changes.len().saturating_sub(MOST);
        changes.drain(..over);
    }

    /// Remembers it before all numbers are replaced: that is kept beyond the life of the screen.
    pub(super) fn remember_all(&mut self, texts: Texts) {
        self.remember(texts);
        if let Some(state) = self.changes.done.last_mut() {
            state.whole = true;
        }
    }

    /// A character was typed or deleted in the field: only the first one of a run begins a change.
    pub(super) fn types(&mut self) {
        if !self.changes.typing {
            self.changes.typing = true;
            let texts = self.changes.texts.clone();
            match (&self.mode, &self.typed) {
                (Mode::Rows(_), None) => self.remember_all(texts),
                _ => self.remember(texts),
            }
            if self.origin == EXAMPLE || self.origin == DRAWN {
                self.origin = OWN.to_owned();
            }
        }
    }

    /// Takes back the last change, or does again what was taken back last.
    pub(super) fn undo(&mut self, is_back: bool) -> Option<Effect> {
        let mut now = self.state(self.form.texts());
        let Changes { done, undone, .. } = &mut self.changes;
        let (from, to) = if is_back {
            (done, undone)
        } else {
            (undone, done)
        };
        let state = from.pop()?;
        now.whole = state.whole;
        to.push(now);
        self.put(state)
    }

    /// Restores a state and asks for its table if it is not loaded.
    pub(super) fn put(&mut self, state: State) -> Option<Effect> {
        self.changed_since_kept = true;
        self.what_if = None;
        self.form.put(&state.texts);
        self.changes.typed(self.form.texts());
        self.rest = state.rest;
        self.sheet = state.sheet;
        self.away = state.away;
        self.typed = state.typed;
        self.origin = state.origin;
        if self.typed.is_some() {
            self.read_typed();
            return None;
        }
        self.unread = None;
        self.work_out();
        let from = self.away.clone()?;
        self.waiting = Waiting::Restored;
        Some(self.load(from))
    }
}
