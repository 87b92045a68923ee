//! A calculator on the screen: a form to fill, and what may stand over it for a while (a quiz, a file to load or save,
//! kept numbers). It never reads a file: tables come as news, and what is to be kept goes out as effects.

mod export;
mod figures;
mod form;
mod fresh;
mod grid;
mod keys;
mod list;
mod live;
mod load;
mod panes;
mod past;
mod prompt;
mod question;
mod quiz;
mod save;
mod scenarios;
mod view;
mod what_if;
mod working;

pub use list::CalculatorList;

use crate::calculators::{self, Calculator, Kind, Outcome, Refusal};
use crate::tui::action::{Action, Offer};
use crate::tui::canvas::{Canvas, Look};
use crate::tui::screen::{Effect, Loaded, News, Now, Screen, Title};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Window;
use form::Form;
use grid::GridView;
use load::Load;
use panes::Pane;
use past::Past;
use quiz::Quiz;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use save::Save;
use scenarios::{Asked, Scenarios};
use serde_json::{Map, Value};
use what_if::WhatIf;

pub struct CalculatorScreen {
    calculator: &'static Calculator,
    form: Form,
    /// What the request holds beside the fields: rows, pools.
    rest: Map<String, Value>,
    sheet: Option<Loaded>,
    /// Numbers that were kept with a table, until it is read again.
    awaiting: Option<Value>,
    /// Where the numbers come from.
    origin: String,
    result: Result<Outcome, Refusal>,
    /// The fields have changed since the result was worked out.
    stale: bool,
    /// What is looked at: the form, or one of the views behind it.
    pane: usize,
    grids: Vec<GridView>,
    window: Window,
    what_if: Option<WhatIf>,
    past: Past,
    mode: Mode,
}

/// What the keys are for.
#[derive(Debug, Default)]
enum Mode {
    #[default]
    Fill,
    Quiz(Box<Quiz>),
    Load(Box<Load>),
    Save(Box<Save>),
    Scenarios(Box<Scenarios>),
}

impl CalculatorScreen {
    /// With the worked example where no request is given; nothing where there is no such calculator.
    pub fn new(name: &str, request: Option<&Value>) -> Option<CalculatorScreen> {
        let calculator = calculators::find(name)?;
        let about = calculator;
        let (request, origin) = match request {
            Some(request) => (request.clone(), "from the question"),
            None => (live::example(about), live::EXAMPLE),
        };
        let mut screen = CalculatorScreen {
            calculator,
            form: Form::default(),
            rest: Map::new(),
            sheet: None,
            awaiting: None,
            origin: origin.to_owned(),
            result: Ok(Outcome::default()),
            stale: false,
            pane: 0,
            grids: Vec::new(),
            window: Window::default(),
            what_if: None,
            past: Past::default(),
            mode: Mode::Fill,
        };
        screen.fill(&request);
        Some(screen)
    }

    /// A key where something else than the form is before the learner.
    fn press_mode(&mut self, action: Action, now: Now) -> Vec<Effect> {
        let name = self.calculator.name;
        let request = self.to_keep();
        match &mut self.mode {
            Mode::Quiz(quiz) => match action {
                Action::QuizMe => return self.quiz(true, now),
                Action::MakeCard => return self.make_card(),
                _ => {
                    if quiz.press(action) {
                        self.mode = Mode::Fill;
                    }
                }
            },
            _ if matches!(action, Action::Back | Action::Leave) => self.mode = Mode::Fill,
            Mode::Load(load) => return load.press(action, name),
            Mode::Save(save) => return save.press(action),
            Mode::Scenarios(scenarios) => match scenarios.press(action, name, request) {
                Asked::Nothing => {}
                Asked::Do(effects) => return effects,
                Asked::Open(name, request) => return self.open(&name, request),
            },
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
        let place = format!("{} of {}", self.pane.min(panes.len() - 1) + 1, panes.len());
        let name = match self.heading() {
            "" => self.origin.as_str(),
            named => named,
        };
        let sign = match name {
            "" => String::new(),
            _ => format!(" {} ", look.glyphs.dot),
        };
        let parts = [name.to_owned(), sign, place];
        Title::new(
            Span::styled(self.calculator.title, look.theme.strong),
            Line::from(
                parts
                    .map(|part| Span::styled(part, look.theme.dim))
                    .to_vec(),
            ),
        )
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.mode {
            Mode::Fill => self.fill_offers(),
            Mode::Quiz(quiz) => quiz.offers(),
            Mode::Load(load) => load.offers(),
            Mode::Save(save) => save.offers(),
            Mode::Scenarios(scenarios) => scenarios.offers(),
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
            Mode::Scenarios(_) => {}
        }
        Vec::new()
    }

    fn press(&mut self, action: Action, now: Now) -> Vec<Effect> {
        let effects = match self.mode {
            Mode::Fill => self.press_fill(action, now),
            _ => self.press_mode(action, now),
        };
        self.past.typed(self.form.texts());
        effects
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        let name = self.calculator.name;
        match &mut self.mode {
            Mode::Fill => {}
            Mode::Load(load) => return load.clicked(item, name),
            Mode::Scenarios(scenarios) => {
                scenarios.choose(item);
                return self.press_mode(Action::Go, now);
            }
            _ => return Vec::new(),
        }
        self.settle();
        self.show(0);
        self.form.go(item);
        self.past.typed(self.form.texts());
        Vec::new()
    }

    fn hear(&mut self, news: &News, _: Now) -> Vec<Effect> {
        match news {
            News::Table(name, loaded) if *name == self.calculator.name => match loaded {
                Ok(loaded) => {
                    self.mode = Mode::Fill;
                    self.loaded(loaded);
                    Vec::new()
                }
                Err(why) => {
                    self.awaiting = None;
                    if let Mode::Load(load) = &mut self.mode {
                        load.refused = Some(why.clone());
                        return Vec::new();
                    }
                    vec![Effect::Warn(why.clone())]
                }
            },
            News::Scenarios(name, kept) if *name == self.calculator.name => {
                if let Mode::Scenarios(scenarios) = &mut self.mode {
                    scenarios.kept(kept);
                    scenarios.field.clear();
                }
                Vec::new()
            }
            News::Files(typed, found) => {
                if let Mode::Load(load) = &mut self.mode {
                    load.files(typed, found);
                }
                Vec::new()
            }
            News::Exists(path) => {
                if let Mode::Save(save) = &mut self.mode {
                    save.exists = Some(path.clone());
                }
                Vec::new()
            }
            News::Saved(_) => {
                if let Mode::Save(_) = &self.mode {
                    self.mode = Mode::Fill;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        match &self.mode {
            Mode::Fill => view::draw(self, canvas, area),
            Mode::Quiz(quiz) => quiz.draw(canvas, area, self.calculator),
            Mode::Load(load) => load.draw(canvas, area),
            Mode::Save(save) => save.draw(canvas, area),
            Mode::Scenarios(scenarios) => scenarios.draw(canvas, area),
        }
    }
}

#[cfg(test)]
mod tests;
