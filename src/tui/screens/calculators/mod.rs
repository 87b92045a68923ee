//! A calculator: a form, and modes over it (a quiz, a file to load or save, kept numbers). It reads no file: tables arrive as
//! news, and what is to be saved goes out as effects.

mod editor;
mod export;
mod figures;
mod form;
mod grid;
mod kept;
mod keys;
mod list;
mod load;
mod mapping;
mod new_numbers;
mod panes;
mod prompt;
mod question;
mod quiz;
mod result;
mod save;
mod scenarios;
mod typed;
mod undo;
mod view;
mod ways;
mod what_if;
mod working;

pub use list::CalculatorList;

use crate::calculators::{self, Calculator, Kind, Outcome, Refusal};
use crate::sheet::{Options, Refused};
use crate::study::text::capital;
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::{Canvas, Look};
use crate::tui::screen::{Effect, Loaded, News, Now, Screen, Source, Title, Unread};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::{Cursor, Window};
use editor::Editor;
use form::Form;
use grid::GridView;
use load::Load;
use mapping::Mapping;
use panes::Pane;
use quiz::Quiz;
use ratatui::layout::Rect;
use ratatui::text::Span;
use result::Waiting;
use save::Save;
use scenarios::Scenarios;
use serde_json::{Map, Value};
use std::sync::Arc;
use typed::Typed;
use undo::{Changes, State};
use ways::Ways;
use what_if::WhatIf;

pub struct CalculatorScreen {
    calculator: &'static Calculator,
    form: Form,
    /// Values of the request that are not fields: rows, pools.
    rest: Map<String, Value>,
    sheet: Option<Loaded>,
    /// The table to be read that has not arrived yet.
    away: Option<(Source, Options)>,
    /// The table that the sheet was made from, if it was typed.
    typed: Option<Arc<Typed>>,
    /// Why a typed table cannot be read.
    unread: Option<Refused>,
    /// What to do with the table that is being loaded.
    waiting: Waiting,
    /// Whether the content is saved for the next time.
    own: bool,
    changed_since_kept: bool,
    /// Effects for when the screen is shown first.
    begin: Vec<Effect>,
    /// Where the numbers come from.
    origin: String,
    result: Result<Outcome, Refusal>,
    /// The fields have changed since the result was computed.
    stale: bool,
    /// The current view: the form, or one of the views after it.
    pane: usize,
    grids: Vec<GridView>,
    window: Window,
    what_if: Option<WhatIf>,
    changes: Changes,
    mode: Mode,
}

/// What the keys are used for.
#[derive(Debug, Default)]
enum Mode {
    #[default]
    Fill,
    Quiz(Box<Quiz>),
    Load(Box<Load>),
    Save(Box<Save>),
    Scenarios(Box<Scenarios>),
    Rows(Box<Editor>),
    Ways(Box<Ways>),
    Map(Box<Mapping>),
}

/// Number of states, replaced as a whole, that are kept beyond the life of the screen.
const BEFORE: usize = 5;

impl CalculatorScreen {
    /// Without a request, the worked example is used; `None` if there is no such calculator.
    pub fn new(name: &str, request: Option<&Value>) -> Option<CalculatorScreen> {
        let calculator = calculators::find(name)?;
        let about = calculator;
        let (request, origin) = match request {
            Some(request) => (request.clone(), "from the question"),
            None => (result::example(about), result::EXAMPLE),
        };
        let mut screen = CalculatorScreen {
            calculator,
            form: Form::default(),
            rest: Map::new(),
            sheet: None,
            away: None,
            typed: None,
            unread: None,
            waiting: Waiting::New,
            own: false,
            changed_since_kept: false,
            begin: Vec::new(),
            origin: origin.to_owned(),
            result: Ok(Outcome::default()),
            stale: false,
            pane: 0,
            grids: Vec::new(),
            window: Window::default(),
            what_if: None,
            changes: Changes::default(),
            mode: Mode::Fill,
        };
        screen.fill(&request);
        Some(screen)
    }

    /// The learner's own content as it was saved, and saved again on changes. If it cannot be read, a message is shown and it is
    /// never overwritten.
    pub fn kept(name: &str, kept: Result<Option<Value>, String>) -> Option<CalculatorScreen> {
        let mut screen = CalculatorScreen::new(name, None)?;
        let about = screen.calculator;
        let kept = kept.and_then(|kept| match kept {
            None => Ok(None),
            Some(kept) => match kept::state(about, &kept["now"]) {
                Some(now) => Ok(Some((now, kept))),
                None => Err(format!(
                    "What was kept of {} is of another version",
                    about.title
                )),
            },
        });
        match kept {
            Err(why) => {
                screen.begin = vec![Effect::Warn(format!(
                    "{}. It is left as it is, and nothing is kept here until it is gone.",
                    why.trim_end_matches('.')
                ))];
                return Some(screen);
            }
            Ok(None) => {}
            Ok(Some((now, kept))) => {
                screen.begin = Vec::from_iter(screen.put(now));
                let before = kept["before"].as_array().into_iter().flatten();
                let before = before.filter_map(|state| kept::state(about, state));
                screen.changes.done = before
                    .map(|state| State {
                        whole: true,
                        ..state
                    })
                    .collect();
            }
        }
        screen.own = true;
        screen.changed_since_kept = false;
        Some(screen)
    }

    /// A table could not be read: asks for what is needed, or says why.
    fn not_loaded(&mut self, unread: &Unread) -> Vec<Effect> {
        let why = &unread.refused.why;
        let waiting = std::mem::take(&mut self.waiting);
        if !matches!(waiting, Waiting::New) {
            return vec![Effect::Warn(format!("{}.", capital(why)))];
        }
        if !unread.refused.columns.is_empty() {
            let (source, options) = (unread.source.clone(), unread.options.clone());
            let columns = unread.refused.columns.clone();
            let name = match &source {
                Source::File(path) => std::path::Path::new(path).file_name(),
                _ => None,
            };
            let name = name.map_or("the table".into(), |name| name.to_string_lossy());
            let why = format!(
                "The columns of {name} are not known by their names. Point at the ones that are meant; \
                 the choice is kept for files with the same header."
            );
            self.map((source, options), why, columns);
        } else if !unread.refused.ways.is_empty() {
            self.ask_how(unread);
        } else if let Mode::Load(load) = &mut self.mode {
            load.refused = Some(why.clone());
        } else {
            return vec![Effect::Warn(format!("{}.", capital(why)))];
        }
        Vec::new()
    }

    /// Saves the content if it has changed.
    fn keep(&mut self) -> Vec<Effect> {
        if !(self.own && std::mem::take(&mut self.changed_since_kept)) {
            return Vec::new();
        }
        let about = self.calculator;
        let texts = match &self.what_if {
            Some(what_if) => what_if.texts.clone(),
            None => self.form.texts(),
        };
        let whole = self.changes.done.iter().filter(|state| state.whole);
        let whole: Vec<&State> = whole.collect();
        let before: Vec<Value> = whole[whole.len().saturating_sub(BEFORE)..]
            .iter()
            .map(|state| kept::of_state(about, state))
            .collect();
        let now = kept::of_state(about, &self.state(texts));
        let form = serde_json::json!({"now": now, "before": before});
        vec![Effect::KeepForm(about.name, form)]
    }

    /// Handles a key while a mode covers the form.
    fn press_mode(&mut self, action: Action, now: Now) -> Vec<Effect> {
        let name = self.calculator.name;
        match &mut self.mode {
            Mode::Quiz(quiz) => match action {
                Action::QuizMe => return self.quiz(true, now),
                Action::MakeCard => return self.make_card(),
                _ if quiz.press(action) => self.mode = Mode::Fill,
                _ => {}
            },
            Mode::Rows(_) => return self.press_rows(action),
            Mode::Map(_) => return Vec::from_iter(self.press_map(action)),
            _ if matches!(action, Action::Back | Action::Leave) => self.mode = Mode::Fill,
            Mode::Ways(_) if action == Action::Go => return Vec::from_iter(self.take_way()),
            Mode::Ways(ways) => drop(ways.cursor.window.moved(action)),
            Mode::Load(load) => return load.press(action, name),
            Mode::Save(save) => return save.press(action),
            Mode::Scenarios(_) => return self.press_scenarios(action),
            Mode::Fill => {}
        }
        Vec::new()
    }
}

impl Screen for CalculatorScreen {
    fn name(&self) -> &'static str {
        "Calculator"
    }

    fn title(&self, look: &Look) -> Title {
        let panes = self.panes();
        let view = match self.pane() {
            Pane::Form => "form",
            Pane::Plot(_) => "curve",
            Pane::Table(_) => "table",
            Pane::Working => "working",
        };
        let nth = self.pane.min(panes.len() - 1) + 1;
        let mut place = format!("{view}, {nth} of {}", panes.len());
        let mut name = self.origin.as_str();
        let over = match &self.mode {
            Mode::Fill => "",
            Mode::Quiz(_) => "Quiz",
            Mode::Load(_) => "Load a table",
            Mode::Save(_) => "Save the results",
            Mode::Scenarios(_) => "Kept numbers",
            Mode::Rows(_) => "Rows",
            Mode::Ways(ways) => ways.head(),
            Mode::Map(_) => "Which column is which",
        };
        if !over.is_empty() {
            (name, place) = ("", over.to_owned());
        }
        let sign = match name {
            "" => String::new(),
            _ => format!(" {} ", look.glyphs.dot),
        };
        let parts = [name.to_owned(), sign, place];
        let parts = parts.map(|part| Span::styled(part, look.theme.dim));
        let name = Span::styled(self.calculator.title, look.theme.strong);
        Title::new(name, parts.to_vec())
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.mode {
            Mode::Fill => self.fill_offers(),
            Mode::Quiz(quiz) => quiz.offers(),
            Mode::Load(load) => load.offers(),
            Mode::Save(save) => save.offers(),
            Mode::Scenarios(scenarios) => scenarios.offers(),
            Mode::Rows(_) => self.rows_offers(),
            Mode::Ways(ways) => ways.offers(),
            Mode::Map(mapping) => mapping.offers(),
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        let on_form = self.pane() == Pane::Form;
        match &mut self.mode {
            Mode::Fill => self
                .form
                .focused_mut()
                .filter(|entry| on_form && !matches!(entry.def.kind, Kind::Choice(_)))
                .map(|entry| &mut entry.input),
            Mode::Quiz(quiz) => quiz.input(),
            Mode::Load(load) => Some(&mut load.field),
            Mode::Save(save) => Some(&mut save.field),
            Mode::Scenarios(scenarios) => Some(&mut scenarios.field),
            Mode::Rows(editor) => Some(&mut editor.field),
            Mode::Ways(_) | Mode::Map(_) => None,
        }
    }

    fn edited(&mut self, _: Now) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Fill => {
                self.types();
                self.changed();
            }
            Mode::Quiz(quiz) => quiz.edited(),
            Mode::Load(load) => return load.edited(),
            Mode::Save(save) => save.exists = None,
            Mode::Rows(_) => self.cell_typed(),
            Mode::Scenarios(_) | Mode::Ways(_) | Mode::Map(_) => {}
        }
        Vec::new()
    }

    fn pasted(&mut self, text: &str, _: Now) -> Option<Vec<Effect>> {
        let reads = !self.calculator.layouts.is_empty();
        match self.mode {
            Mode::Fill | Mode::Rows(_) if reads => {}
            _ => return None,
        }
        let mut effects = self.paste_rows(text);
        self.changes.typed(self.form.texts());
        effects.extend(self.keep());
        Some(effects)
    }

    fn shown(&mut self, _: Now) -> Vec<Effect> {
        std::mem::take(&mut self.begin)
    }

    fn leaving(&mut self) -> Vec<Effect> {
        self.keep()
    }

    fn press(&mut self, action: Action, now: Now) -> Vec<Effect> {
        let mut effects = match self.mode {
            Mode::Fill => self.press_fill(action, now),
            _ => self.press_mode(action, now),
        };
        self.changes.typed(self.form.texts());
        effects.extend(self.keep());
        effects
    }

    /// Kept numbers have their own, for a movement also takes back that one is to be deleted.
    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        match &mut self.mode {
            Mode::Load(load) => Some((&mut load.cursor, load.found.len())),
            Mode::Ways(ways) => {
                let len = ways.ways().len();
                (len > 0).then_some((&mut ways.cursor, len))
            }
            Mode::Map(mapping) => {
                let len = mapping.choices();
                Some((&mut mapping.cursor, len))
            }
            _ => None,
        }
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Fill => {
                self.settle();
                self.show(0);
                self.form.go(item);
                self.changes.typed(self.form.texts());
                return Vec::new();
            }
            Mode::Rows(_) => {
                self.click_row(item);
                return Vec::new();
            }
            Mode::Scenarios(scenarios) => scenarios.choose(item),
            _ => match self.list(now) {
                Some((cursor, len)) => cursor.set(item, len),
                None => return Vec::new(),
            },
        }
        self.press(Action::Go, now)
    }

    fn hear(&mut self, news: &News, _: Now) -> Vec<Effect> {
        match (news, &mut self.mode) {
            (News::Table(name, loaded), _) if *name == self.calculator.name => {
                return match loaded {
                    Ok(loaded) => {
                        self.mode = Mode::Fill;
                        let mut effects = self.loaded(loaded);
                        effects.extend(self.keep());
                        effects
                    }
                    Err(unread) => self.not_loaded(unread),
                };
            }
            (News::Scenarios(name, kept), Mode::Scenarios(scenarios))
                if *name == self.calculator.name =>
            {
                let done = !scenarios.field.text().is_empty();
                scenarios.kept(kept);
                if done {
                    self.mode = Mode::Fill;
                }
            }
            (News::Files(typed, found), Mode::Load(load)) => load.files(typed, found),
            (News::Exists(path), Mode::Save(save)) => save.exists = Some(path.clone()),
            (News::Saved(_), Mode::Save(_)) => self.mode = Mode::Fill,
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match &self.mode {
            Mode::Fill => view::draw(self, canvas, area),
            Mode::Quiz(quiz) => quiz.draw(canvas, area, self.calculator),
            Mode::Load(load) => load.draw(canvas, area),
            Mode::Save(save) => save.draw(canvas, area),
            Mode::Scenarios(scenarios) => scenarios.draw(canvas, area),
            Mode::Rows(_) => self.draw_rows(canvas, area),
            Mode::Ways(ways) => ways.draw(canvas, area),
            Mode::Map(mapping) => mapping.draw(canvas, area),
        }
    }
}

#[cfg(test)]
mod tests;
