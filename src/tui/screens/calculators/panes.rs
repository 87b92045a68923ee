//! What can be looked at: the form, and behind it each curve, each table and the working.

use super::CalculatorScreen;
use crate::tui::action::{Action, Offer, offer};

/// The number is the place among plots or tables.
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

    /// What a curve or a table is about; empty for the form.
    pub(super) fn heading(&self) -> &'static str {
        match (self.pane(), &self.result) {
            (Pane::Plot(nth), Ok(outcome)) => outcome.plots.get(nth).map_or("", |plot| plot.title),
            (Pane::Table(nth), Ok(outcome)) => {
                outcome.tables.get(nth).map_or("", |grid| grid.title)
            }
            (Pane::Working, _) => "Working",
            _ => "",
        }
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

    pub(super) fn next_view(&self) -> Offer {
        let panes = self.panes();
        let name = match panes.get((self.pane + 1) % panes.len()) {
            Some(Pane::Plot(_)) => "curve",
            Some(Pane::Table(_)) => "table",
            Some(Pane::Working) => "working",
            _ if panes.len() == 1 => "views",
            _ => "form",
        };
        let why_not = "There is no other view: the numbers give no result yet.";
        offer(Action::Focus)
            .named(name)
            .only_if(panes.len() > 1, why_not)
    }
}
