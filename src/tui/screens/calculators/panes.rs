//! The views of a calculator: the form, then each curve, each table and the working.

use super::CalculatorScreen;
use crate::tui::screen::Effect;

/// The number is the index among plots or tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Form,
    Plot(usize),
    Table(usize),
    Working,
}

impl CalculatorScreen {
    pub(super) fn panes(&self) -> Vec<Pane> {
        let mut panes = vec![Pane::Form];
        if let Ok(outcome) = &self.result {
            panes.extend((0..outcome.plots.len()).map(Pane::Plot));
            panes.extend((0..outcome.tables.len()).map(Pane::Table));
            if !outcome.working.is_empty() {
                panes.push(Pane::Working);
            }
        }
        panes
    }

    pub(super) fn pane(&self) -> Pane {
        self.panes().get(self.pane).copied().unwrap_or(Pane::Form)
    }

    pub(super) fn turn(&mut self, forward: bool) {
        let panes = self.panes().len();
        let step = if forward { 1 } else { panes - 1 };
        self.show((self.pane.min(panes - 1) + step) % panes);
    }

    pub(super) fn show(&mut self, pane: usize) {
        self.pane = pane;
        self.window.reset();
    }

    /// Shows the next view of a kind after the current one, or the first; otherwise says why there is none.
    pub(super) fn show_next(&mut self, kind: fn(Pane) -> bool, name: &str) -> Vec<Effect> {
        self.settle();
        let panes = self.panes();
        let mut of_kind = (0..panes.len()).filter(|at| kind(panes[*at]));
        let first = of_kind.clone().next();
        if let Some(at) = of_kind.find(|at| *at > self.pane).or(first) {
            self.show(at);
            return Vec::new();
        }
        vec![Effect::Say(match self.result {
            Ok(_) => format!("This calculator has no {name}."),
            Err(_) => format!("There is no {name} yet: the numbers give no result."),
        })]
    }

    pub(super) fn has(&self, kind: fn(Pane) -> bool) -> bool {
        self.panes().into_iter().any(kind)
    }
}
