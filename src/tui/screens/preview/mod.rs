//! A preview for a deck's author: its list, its faults, and each page and question as learners see it. Nothing is recorded.

mod keys;
mod reload;
mod view;

use super::study::answer::Pressed;
use super::study::question::{Answered, Asking};
use crate::study::fault::Severity;
use crate::study::outlook::ShownCard;
use crate::study::preview::{Matter, Preview, Sheet};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::screens::Route;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::{Cursor, Window};
use crate::tui::widgets::width::count;
use ratatui::layout::Rect;
use std::any::Any;
use std::collections::HashMap;
use view::{FAULTS, ROWS};

/// Seeds tried to find out whether a question looks different each time.
const TRIED: u64 = 5;

#[derive(Default)]
pub struct PreviewScreen {
    preview: Preview,
    /// The file cannot be read at the moment: the sheets come from the version before.
    stale: bool,
    /// Each card as it was last readable, by id.
    before: HashMap<String, ShownCard>,
    rows: Vec<Row>,
    /// Index among the rows.
    cursor: Cursor,
    /// Keys go to the page or question, not to the list.
    inside: bool,
    stage: Stage,
    /// Questions are shown with their answers.
    revealed: bool,
    seed: u64,
    /// The fault gone to, as index among those of the preview.
    fault: Option<usize>,
    window: Window,
}

/// A line of the list: a sheet, or one of its questions.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    sheet: usize,
    part: String,
    text: String,
    /// What it is, in one or two words.
    kind: String,
}

/// What is shown beside the list.
#[derive(Default)]
enum Stage {
    /// Not a question: the deck, a page, or a card that cannot be read.
    #[default]
    Sheet,
    Asking(Box<Asking>),
    Answered(Box<Answered>),
}

impl PreviewScreen {
    pub fn new(preview: Preview, seed: u64, card: Option<&str>) -> PreviewScreen {
        let mut screen = PreviewScreen {
            preview,
            seed,
            ..PreviewScreen::default()
        };
        screen.remember();
        screen.list_rows();
        let wanted = |row: &Row| card.is_some_and(|id| screen.preview.sheets[row.sheet].id == id);
        let at = screen.rows.iter().position(wanted);
        screen.inside = at.is_some();
        screen.go_to(at.unwrap_or(0));
        screen
    }

    fn row(&self) -> Option<&Row> {
        self.rows.get(self.cursor.at())
    }

    fn sheet(&self) -> Option<&Sheet> {
        self.preview.sheets.get(self.row()?.sheet)
    }

    /// The card of a sheet, and whether it comes from the version before.
    fn card<'a>(&'a self, sheet: &'a Sheet) -> Option<(&'a ShownCard, bool)> {
        match &sheet.what {
            Matter::Card(shown) => Some((shown, self.stale)),
            Matter::Lost => Some((self.before.get(&sheet.id)?, true)),
            _ => None,
        }
    }

    /// Whether what is shown differs from the file.
    fn is_old(&self) -> bool {
        self.stale || self.sheet().is_some_and(|s| s.what == Matter::Lost)
    }

    /// Goes to a row of the list and loads it again.
    fn go_to(&mut self, at: usize) {
        self.cursor.set(at, self.rows.len());
        self.window.reset();
        self.show();
    }

    fn step(&mut self, by: isize) {
        self.fault = None;
        self.go_to(self.cursor.at().saturating_add_signed(by));
    }

    /// Shows the row under the cursor.
    fn show(&mut self) {
        self.stage = Stage::Sheet;
        let Some((row, sheet)) = self.row().zip(self.sheet()) else {
            return;
        };
        if let Some((shown, _)) = self.card(sheet) {
            let face = shown.card.face(&row.part, self.seed);
            let mut asking = Asking::new(shown.clone(), face, 0);
            // Letters are commands until Tab is pressed, because authors look more often than they answer.
            asking.draft.focus(false);
            self.stage = Stage::Asking(Box::new(asking));
            if self.revealed {
                self.judge(true);
            }
        }
    }

    fn judge(&mut self, give_up: bool) {
        let part = self.row().map_or_else(String::new, |row| row.part.clone());
        self.stage = match std::mem::replace(&mut self.stage, Stage::Sheet) {
            Stage::Asking(asking) => match asking.judged(&part, self.seed, give_up) {
                Ok(answered) => Stage::Answered(answered),
                Err(asking) => Stage::Asking(asking),
            },
            stage => stage,
        };
    }

    /// Switches between question and answer, for all following cards too.
    fn flip(&mut self) {
        self.revealed = matches!(self.stage, Stage::Asking(_));
        self.window.reset();
        self.show();
    }

    /// Goes to the next question, unanswered.
    fn next(&mut self) {
        self.revealed = false;
        self.step(1);
    }

    /// Whether the question has other numbers or another order each time.
    fn varies(&self) -> bool {
        let card = self.sheet().and_then(|sheet| self.card(sheet));
        card.zip(self.row()).is_some_and(|((shown, _), row)| {
            let face = |seed| shown.card.face(&row.part, seed);
            (1..TRIED).any(|seed| face(seed) != face(0))
        })
    }

    fn redraw(&mut self) {
        self.seed = self.seed.wrapping_add(1);
        self.list_rows();
        self.go_to(self.cursor.at());
    }

    /// Goes to a fault and its sheet.
    fn go_to_fault(&mut self, nth: usize) {
        let Some(found) = self.preview.faults.get(nth) else {
            return;
        };
        let sheet = found.sheet;
        self.fault = Some(nth);
        if self.row().is_none_or(|row| row.sheet != sheet) {
            let at = self.rows.iter().position(|row| row.sheet == sheet);
            self.go_to(at.unwrap_or(0));
        }
    }

    fn step_fault(&mut self, forward: bool) {
        let (len, here) = (self.preview.faults.len(), self.row().map_or(0, |r| r.sheet));
        if len == 0 {
            return;
        }
        let next = match self.fault {
            Some(at) if forward => (at + 1) % len,
            Some(at) => (at + len - 1) % len,
            // The first fault on this sheet or after it, otherwise the last one before it.
            None => {
                let before = self.preview.faults.partition_point(|f| f.sheet < here);
                if forward {
                    before % len
                } else {
                    (before + len - 1) % len
                }
            }
        };
        self.go_to_fault(next);
    }

    /// The line to open: that of the fault gone to, otherwise that of the sheet.
    fn line(&self) -> u32 {
        let first = if self.stale { Some(0) } else { None };
        let fault = self
            .fault
            .or(first)
            .and_then(|nth| self.preview.faults.get(nth));
        let sheet = self.sheet().map_or(1, |sheet| sheet.line);
        fault.map_or(sheet, |found| found.fault.line).max(1)
    }

    /// `2 errors, 1 warning`; empty if there are none.
    fn counts(&self) -> Vec<(Severity, u64, String)> {
        let faults = &self.preview.faults;
        let of = |(severity, one, many): (Severity, &str, &str)| {
            let n = faults.iter().filter(|f| f.fault.severity == severity);
            let n = n.count() as u64;
            (n > 0).then(|| (severity, n, count(n, one, many)))
        };
        let all = [
            (Severity::Error, "error", "errors"),
            (Severity::Warning, "warning", "warnings"),
        ];
        all.into_iter().filter_map(of).collect()
    }

    /// The most severe fault of each sheet.
    fn marks(&self) -> HashMap<usize, Severity> {
        let mut marks = HashMap::new();
        for found in &self.preview.faults {
            let worst = marks.entry(found.sheet).or_insert(found.fault.severity);
            *worst = (*worst).min(found.fault.severity);
        }
        marks
    }

    /// Follows a link of the page, if the concept is in this deck.
    fn follow(&mut self, link: usize) {
        let Some(Matter::Page(page)) = self.sheet().map(|sheet| &sheet.what) else {
            return;
        };
        let target = page.after.iter().chain(&page.related).nth(link);
        let target = target.map(|(id, _)| id.clone());
        self.go_to_page(target.as_deref());
    }

    fn go_to_page(&mut self, id: Option<&str>) {
        let at = self.rows.iter().position(|row| {
            matches!(&self.preview.sheets[row.sheet].what, Matter::Page(page) if Some(page.id.as_str()) == id)
        });
        if let Some(at) = at {
            self.fault = None;
            self.go_to(at);
        }
    }
}

fn is_card(sheet: &Sheet) -> bool {
    matches!(sheet.what, Matter::Card(_) | Matter::Lost)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

impl Screen for PreviewScreen {
    fn name(&self) -> &'static str {
        "Preview"
    }

    fn title(&self, look: &Look) -> Title {
        view::title(self, look)
    }

    fn offers(&self) -> Vec<Offer> {
        if !self.inside {
            let mut offers = vec![
                offer(Action::Go).named("look"),
                offer(Action::Focus).named("look").quiet(),
            ];
            let card = !matches!(self.stage, Stage::Sheet);
            let flip = offer(Action::Space).named("question or answer");
            offers.push(flip.only_if(card, "This is no question.").quiet());
            offers.extend(self.common_offers());
            offers.extend(movement());
            return offers;
        }
        let mut offers = Vec::new();
        match &self.stage {
            Stage::Asking(asking) => {
                offers.extend(asking.draft.offers());
                offers.push(asking.draft.way_back("to the list"));
            }
            Stage::Answered(_) | Stage::Sheet => {
                let is_last = self.cursor.at() + 1 == self.rows.len();
                let next = if is_last {
                    "the last one again"
                } else {
                    "next"
                };
                offers.push(offer(Action::Go).named(next));
                offers.push(offer(Action::Space).named(next).quiet());
                offers.extend(movement());
                offers.push(offer(Action::Back).named("to the list"));
            }
        }
        if !offers.iter().any(|o| o.action == Action::Focus) {
            offers.push(offer(Action::Focus).named("to the list").quiet());
        }
        offers.extend(self.common_offers());
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.stage {
            Stage::Asking(asking) if self.inside => asking.draft.field(),
            _ => None,
        }
    }

    fn edited(&mut self, _: Now) -> Vec<Effect> {
        if let Stage::Asking(asking) = &mut self.stage {
            asking.refused = None;
        }
        Vec::new()
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        if self.inside
            && action == Action::Back
            && let Stage::Asking(asking) = &mut self.stage
            && asking.draft.is_typing()
        {
            asking.draft.focus(false);
            return Vec::new();
        }
        if let Some(effects) = self.press_common(action) {
            return effects;
        }
        if !self.inside {
            let mut cursor = self.cursor.clone();
            if cursor.moved(action, self.rows.len()) {
                self.fault = None;
                self.go_to(cursor.at());
            } else if action == Action::Space {
                self.flip();
            } else {
                self.inside = true;
            }
            return Vec::new();
        }
        let pressed = match &mut self.stage {
            Stage::Asking(asking) => asking.draft.press(action),
            _ => Pressed::Not,
        };
        match (pressed, action) {
            (Pressed::Given, _) => {
                let gives_up =
                    matches!(&self.stage, Stage::Asking(a) if a.draft.answer().is_none());
                self.judge(gives_up);
                self.window.reset();
            }
            (Pressed::Done, _) => {
                if let Stage::Asking(asking) = &mut self.stage {
                    asking.refused = None;
                }
            }
            (Pressed::Not, Action::Back | Action::Focus) => self.inside = false,
            (Pressed::Not, Action::Space) if !self.window.at_end() => {
                self.window.moved(Action::PageDown);
            }
            (Pressed::Not, Action::Go | Action::Space) => self.next(),
            (Pressed::Not, action) => drop(self.window.moved(action)),
        }
        Vec::new()
    }

    fn clicked(&mut self, item: usize, _: Now) -> Vec<Effect> {
        match item {
            FAULTS.. => self.go_to_fault(item - FAULTS),
            ROWS.. if item - ROWS == self.cursor.at() => self.inside = true,
            ROWS.. => {
                self.fault = None;
                self.inside = false;
                self.go_to(item - ROWS);
            }
            option => {
                self.inside = true;
                match &mut self.stage {
                    Stage::Asking(asking) => {
                        if asking.draft.clicked(option) == Pressed::Given {
                            self.judge(false);
                            self.window.reset();
                        }
                    }
                    _ => self.follow(option),
                }
            }
        }
        Vec::new()
    }

    fn route(&self, stale: Stale) -> Option<Route> {
        (stale == Stale::Decks).then_some(Route::Preview)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<PreviewScreen>().ok()?;
        self.take(fresh.preview);
        let counts: Vec<String> = self.counts().into_iter().map(|(.., text)| text).collect();
        let said = match (self.preview.readable || self.stale, counts.as_slice()) {
            (_, []) => "Read again: no faults.".to_owned(),
            _ if self.stale => format!("Not readable now: {}.", counts.join(", ")),
            _ => format!("Read again: {}.", counts.join(", ")),
        };
        Some(Effect::Say(said))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        view::draw(self, canvas, area);
    }
}

#[cfg(test)]
mod tests;
