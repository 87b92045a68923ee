//! Keys with the same meaning in the list and outside it.

use super::{PreviewScreen, Stage};
use crate::study::kinds::Prefill;
use crate::study::preview::Matter;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::screen::Effect;
use crate::tui::screens::Route;

impl PreviewScreen {
    /// Actions available everywhere in the preview.
    pub(super) fn common_offers(&self) -> Vec<Offer> {
        const NO_CARD: &str = "This is no question.";
        let mut offers = Vec::new();
        let either = |offer: Offer, on: bool, why: &str| {
            let offer = offer.only_if(on, why);
            offer.in_bar_if(on)
        };
        let same = "This question is the same each time.";
        offers.push(either(offer(Action::Redraw), self.varies(), same));
        let any = !self.preview.faults.is_empty();
        let next = offer(Action::Next).named("next fault");
        offers.push(either(next, any, "There is no fault."));
        let before = offer(Action::Previous).named("fault before");
        offers.push(before.only_if(any, "There is no fault.").quiet());
        offers.push(offer(Action::Edit));
        let hint = match &self.stage {
            Stage::Asking(asking) => !asking.shown.card.common().hint.is_blank(),
            _ => false,
        };
        let none = "No hint is here.";
        offers.push(offer(Action::Hint).only_if(hint, none).quiet());
        let word = match self.stage {
            Stage::Answered(_) => "hide the answer",
            _ => "show the answer",
        };
        let card = !matches!(self.stage, Stage::Sheet);
        let flip = offer(Action::DontKnow).named(word);
        offers.push(flip.only_if(card, NO_CARD).quiet());
        match self.sheet().map(|sheet| &sheet.what) {
            Some(Matter::Page(page)) => {
                let has = page.calculator.is_some();
                let why = "This page opens no calculator.";
                let calculator = offer(Action::Calculators).named("its calculator");
                offers.push(calculator.only_if(has, why).quiet());
            }
            _ => offers.push(offer(Action::Concept).only_if(card, NO_CARD).quiet()),
        }
        if self.prefill().is_some() {
            offers.push(offer(Action::Working).named("in the calculator").quiet());
        }
        offers.push(offer(Action::Left).named("one back").quiet());
        offers.push(offer(Action::Right).named("one on").quiet());
        let why = "n goes to a fault first.";
        let copy = offer(Action::Copy).named("copy this fault");
        offers.push(copy.only_if(self.fault.is_some(), why).quiet());
        offers.push(offer(Action::Leave).named("quit"));
        offers
    }

    pub(super) fn prefill(&self) -> Option<Prefill> {
        match &self.stage {
            Stage::Answered(answered) => answered.shown.card.prefill(self.seed),
            _ => None,
        }
    }

    /// Handles actions available everywhere; `None` for others.
    pub(super) fn press_common(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Leave => return Some(vec![Effect::Quit]),
            Action::Left => self.step(-1),
            Action::Right => self.step(1),
            Action::Next => self.step_fault(true),
            Action::Previous => self.step_fault(false),
            Action::Redraw => self.redraw(),
            Action::DontKnow => self.flip(),
            Action::Hint => {
                if let Stage::Asking(asking) = &mut self.stage {
                    asking.hint = !asking.hint;
                }
            }
            Action::Concept => {
                let card = self.sheet().and_then(|sheet| self.card(sheet));
                let page = card.map(|(shown, _)| shown.concept.id.clone());
                self.go_to_page(page.as_deref());
            }
            Action::Calculators => {
                let Some(Matter::Page(page)) = self.sheet().map(|s| &s.what) else {
                    return Some(Vec::new());
                };
                let name = page.calculator.clone();
                let open = name.map(|name| Route::Calculator(name, None).into());
                return Some(Vec::from_iter(open));
            }
            Action::Working => {
                let prefill = self.prefill();
                let open = prefill.map(|p| Route::Calculator(p.calculator, Some(p.request)).into());
                return Some(open.into_iter().collect());
            }
            Action::Edit => {
                let file = self.preview.file.to_string();
                return Some(vec![Effect::EditFile(file, self.line())]);
            }
            Action::Copy => {
                let found = self.fault.and_then(|nth| self.preview.faults.get(nth));
                let text = found.map(|found| found.fault.to_string());
                return Some(text.map(Effect::Copy).into_iter().collect());
            }
            _ => return None,
        }
        Some(Vec::new())
    }
}
