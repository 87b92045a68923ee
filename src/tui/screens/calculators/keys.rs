//! The keys of the form and of its views: their labels, and what they do.

use super::load::Load;
use super::new_numbers::DRAWN;
use super::panes::Pane;
use super::result::EXAMPLE;
use super::{CalculatorScreen, Mode};
use crate::calculators::{Kind, samples};
use crate::sheet::Options;
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::screen::{Effect, Now, Source};
use crate::tui::screens::ways_back;
use crate::tui::widgets::list::step;

impl CalculatorScreen {
    pub(super) fn fill_offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        let about = self.calculator;
        let form = self.pane() == Pane::Form;
        let tries = self.what_if.is_some();
        if tries {
            offers.push(offer(Action::Go).named("keep"));
            offers.push(offer(Action::Back).named("drop"));
        }
        match self.pane() {
            Pane::Form if !about.fields.is_empty() => {
                offers.push(offer(Action::Focus).named("next"));
                offers.push(offer(Action::FocusBack).named("field before").quiet());
                if self.is_choice() {
                    offers.push(offer(Action::Right).named("next choice").quiet());
                    offers.push(offer(Action::Left).named("choice before").quiet());
                }
                if !tries {
                    offers.push(offer(Action::Go).named("next field").quiet());
                }
                offers.push(offer(Action::Up).named("field before").quiet());
                offers.push(offer(Action::Down).named("next field").quiet());
                offers.push(offer(Action::Top).named("first field").quiet());
                offers.push(offer(Action::Bottom).named("last field").quiet());
                offers.push(offer(Action::PageUp).named("figures up").quiet());
                offers.push(offer(Action::PageDown).named("figures down").quiet());
            }
            pane => {
                offers.push(offer(Action::Focus).named("next view"));
                offers.push(offer(Action::FocusBack).named("view before").quiet());
                if let Pane::Table(_) = pane {
                    offers.push(offer(Action::Right).named("next column"));
                    offers.push(offer(Action::Left).named("column before").quiet());
                    offers.push(offer(Action::Go).named("sort by it"));
                    offers.push(offer(Action::Space).named("sort by it").quiet());
                }
                offers.extend(movement());
            }
        }
        let figures = offer(Action::Figures).named("form");
        offers.push(figures.in_bar_if(!form));
        let has_curve = self.has(|pane| matches!(pane, Pane::Plot(_)));
        offers.push(offer(Action::Curve).in_bar_if(has_curve));
        let other = self.other_way();
        if other.in_bar {
            // A doubtful value is asked about before anything else is offered.
            let at = offers.iter().position(|o| o.action == Action::Focus);
            offers.insert(at.map_or(0, |at| at + 1), other);
        } else {
            offers.push(other);
        }
        offers.push(offer(Action::Working));
        let reads = !about.layouts.is_empty();
        let load = offer(Action::Load).only_if(reads, "This calculator reads no table.");
        let has_sample = samples::of(about.name).is_some();
        let none = "There is no sample for this calculator.";
        let sample = offer(Action::Sample).only_if(has_sample, none);
        // For calculators without tables, the key only explains that.
        offers.push(load.in_bar_if(reads));
        offers.push(sample.in_bar_if(has_sample));
        if self.is_choice() {
            offers.push(offer(Action::Space).named("next choice"));
        }
        let rows = offer(Action::Rows).only_if(reads, "This calculator works on no table.");
        offers.push(rows.in_bar_if(reads));
        let has_table = self.has(|pane| matches!(pane, Pane::Table(_)));
        let table = offer(Action::Table);
        offers.push(table.in_bar_if(has_table));
        if form {
            offers.push(offer(Action::NudgeUp).in_bar_if(!about.fields.is_empty()));
            offers.push(offer(Action::NudgeDown).quiet());
        }
        offers.push(offer(Action::QuizMe));
        offers.push(offer(Action::MakeCard));
        offers.push(offer(Action::SaveResults));
        offers.push(offer(Action::Scenarios));
        offers.push(offer(Action::Example));
        offers.push(offer(Action::Clear).quiet());
        let undo = offer(Action::Undo).named("undo a change").quiet();
        offers.push(undo.only_if(!self.changes.done.is_empty(), "Nothing was changed here."));
        let redo = offer(Action::Redo).named("redo a change").quiet();
        offers.push(redo.only_if(
            !self.changes.undone.is_empty(),
            "Nothing was taken back here.",
        ));
        if !tries {
            let to = if form { "back" } else { "form" };
            offers.push(offer(Action::Back).named(to));
        }
        offers.extend(ways_back("back").into_iter().skip(1));
        offers
    }

    fn is_choice(&self) -> bool {
        let field = self.form.focused();
        self.pane() == Pane::Form && field.is_some_and(|e| matches!(e.def.kind, Kind::Choice(_)))
    }

    pub(super) fn press_fill(&mut self, action: Action, now: Now) -> Vec<Effect> {
        match action {
            Action::Back if self.what_if.is_some() => return self.drop_trial(),
            Action::Back if self.pane() != Pane::Form => self.show(0),
            Action::Back | Action::Leave => return vec![Effect::Back],
            Action::Focus | Action::FocusBack => {
                self.settle();
                let forward = action == Action::Focus;
                match self.pane() {
                    Pane::Form if !self.form.entries.is_empty() => self.form.turn(forward),
                    _ => self.turn(forward),
                }
            }
            Action::Figures => self.show(0),
            Action::Curve => return self.show_next(|pane| matches!(pane, Pane::Plot(_)), "curve"),
            Action::Table => return self.show_next(|pane| matches!(pane, Pane::Table(_)), "table"),
            Action::Working if self.pane() == Pane::Working => self.show(0),
            Action::Working => return self.show_next(|pane| pane == Pane::Working, "working"),
            Action::Undo | Action::Redo => {
                return Vec::from_iter(self.undo(action == Action::Undo));
            }
            Action::Rows => return self.edit_rows(),
            Action::OtherWay => {
                self.settle();
                return Vec::from_iter(self.show_ways());
            }
            Action::Clear => {
                self.clear(true);
                return vec![Effect::Say("Cleared. Undo brings it back.".into())];
            }
            Action::QuizMe => {
                self.settle();
                // The result of an example, or of drawn numbers, was just on the screen.
                let seen = self.sheet.is_none() && (self.origin == DRAWN || self.origin == EXAMPLE);
                return self.quiz(seen, now);
            }
            Action::MakeCard => {
                self.settle();
                return self.make_card();
            }
            Action::SaveResults => {
                self.settle();
                return self.save();
            }
            Action::Scenarios => {
                self.mode = Mode::Scenarios(Box::default());
                return vec![Effect::ListScenarios(self.calculator.name)];
            }
            Action::Load => {
                self.mode = Mode::Load(Box::default());
                return vec![Load::default().list()];
            }
            Action::Example => self.example(),
            Action::Sample => return vec![self.load((Source::Sample, Options::default()))],
            _ if self.pane() == Pane::Form => return self.press_form(action),
            _ => self.press_pane(action),
        }
        Vec::new()
    }

    fn press_form(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Up | Action::Down | Action::Top | Action::Bottom => {
                self.settle();
                let at = self.form.at();
                self.form.go(step(action, at, 1).unwrap_or(at));
            }
            Action::Left | Action::Right | Action::Space => {
                let texts = self.form.texts();
                let field = self.form.focused_mut();
                if field.is_some_and(|entry| entry.turn(action != Action::Left)) {
                    self.remember(texts);
                    self.changed();
                    self.settle();
                }
            }
            Action::Go if self.what_if.is_some() => return self.keep_trial(),
            Action::Go => {
                self.settle();
                self.form.turn(true);
            }
            Action::NudgeUp => return self.nudge(true),
            Action::NudgeDown => return self.nudge(false),
            _ => {
                self.window.moved(action);
            }
        }
        Vec::new()
    }

    fn press_pane(&mut self, action: Action) {
        let pane = self.pane();
        if let (Pane::Table(nth), Ok(outcome)) = (pane, &self.result) {
            let grid = self.grids.get_mut(nth).zip(outcome.tables.get(nth));
            if let Some((view, grid)) = grid {
                view.press(action, grid);
            }
        } else {
            self.window.moved(action);
        }
    }
}
