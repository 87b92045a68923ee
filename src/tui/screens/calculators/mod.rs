//! A calculator on the screen: a form, and the result that follows from it as it is typed. It never reads a file: tables
//! come as news, and what is to be kept goes out as errands.

mod export;
mod figures;
mod form;
mod fresh;
mod grid;
mod list;
mod load;
mod question;
mod quiz;
mod save;
mod scenarios;
mod view;
mod warnings;
mod what_if;
mod working;

pub use list::CalculatorList;

use super::ways_back;
use crate::calculators::draw::Draw;
use crate::calculators::{self, About, Calculator, Input, Kind, Outcome, Refusal};
use crate::study::kinds::Numeric;
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look};
use crate::tui::screen::{Effect, Errand, Loaded, News, Now, Screen, Source, Title};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Window;
use form::{Form, Texts};
use grid::GridView;
use load::Load;
use quiz::Quiz;
use ratatui::layout::Rect;
use ratatui::text::Span;
use save::Save;
use scenarios::{Asked, Scenarios};
use serde_json::{Map, Value};
use what_if::WhatIf;

/// Above so many rows a result is worked out when a field is left, not at each key.
const MANY: usize = 250_000;
/// Changes that can be taken back.
const PAST: usize = 100;

pub struct CalculatorScreen {
    calculator: &'static dyn Calculator,
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
    past: Vec<Texts>,
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

/// What can be looked at. The number is the place among plots or tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pane {
    Form,
    Plot(usize),
    Table(usize),
    Working,
}

impl CalculatorScreen {
    /// With the worked example where no request is given; nothing where there is no such calculator.
    pub fn new(name: &str, request: Option<&Value>) -> Option<CalculatorScreen> {
        let calculator = calculators::find(name)?;
        let about = calculator.about();
        let (request, origin) = match request {
            Some(request) => (request.clone(), "from the question"),
            None => (example(about), EXAMPLE),
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
            past: Vec::new(),
            mode: Mode::Fill,
        };
        screen.fill(&request);
        Some(screen)
    }

    fn about(&self) -> &'static About {
        self.calculator.about()
    }

    /// Puts a request into the form; what no field holds is kept beside it.
    fn fill(&mut self, request: &Value) {
        let at = self.form.at();
        self.form = Form::new(self.about().fields, request);
        self.form.go(at);
        self.rest = request.as_object().cloned().unwrap_or_default();
        let fields = self.about().fields;
        self.rest
            .retain(|key, _| fields.iter().all(|field| field.key != key));
        self.what_if = None;
        self.past.clear();
        self.work_out();
    }

    fn request(&self) -> Result<Value, form::Misread> {
        let mut request = self.rest.clone();
        request.extend(self.form.values()?);
        Ok(Value::Object(request))
    }

    fn work_out(&mut self) {
        self.stale = false;
        let table = self.sheet.as_ref().map(|sheet| &*sheet.table);
        self.result = match self.request() {
            Ok(request) => self.calculator.outcome(&Input {
                request: &request,
                table,
            }),
            Err(misread) => {
                let sentence = super::capital(&format!("{}.", misread.why));
                Err(Refusal::new("misread", sentence).at_field(misread.key))
            }
        };
        let tables = self
            .result
            .as_ref()
            .map_or(0, |outcome| outcome.tables.len());
        self.grids.iter_mut().for_each(GridView::forget);
        if tables > self.grids.len() {
            self.grids.resize_with(tables, GridView::default);
        }
    }

    /// The form has changed: the result follows, at once or, for a long table, when the field is left.
    fn changed(&mut self) {
        match &self.sheet {
            Some(sheet) if sheet.rows > MANY => self.stale = true,
            _ => self.work_out(),
        }
    }

    fn settle(&mut self) {
        if self.stale {
            self.work_out();
        }
    }

    /// Keeps the texts of the form, to go back to.
    fn remember(&mut self) {
        let texts = self.form.texts();
        if self.past.last() != Some(&texts) {
            self.past.push(texts);
            let over = self.past.len().saturating_sub(PAST);
            self.past.drain(..over);
        }
    }

    fn panes(&self) -> Vec<Pane> {
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

    fn pane(&self) -> Pane {
        self.panes().get(self.pane).copied().unwrap_or(Pane::Form)
    }

    fn turn(&mut self, forward: bool) {
        let panes = self.panes().len();
        let step = if forward { 1 } else { panes - 1 };
        self.show((self.pane.min(panes - 1) + step) % panes);
    }

    fn show(&mut self, pane: usize) {
        self.pane = pane;
        self.window.reset();
    }

    fn nudge(&mut self, up: bool) -> Vec<Effect> {
        self.settle();
        let at = self.form.at();
        let began = match &self.what_if {
            Some(what_if) => what_if.texts.get(at).cloned(),
            None => self.form.texts().get(at).cloned(),
        };
        let Some(entry) = self.form.focused_mut() else {
            return Vec::new();
        };
        if entry.turn(up) {
            self.changed();
            return Vec::new();
        }
        let Some(text) = what_if::nudged(entry, &began.unwrap_or_default(), up) else {
            return vec![Effect::Say(
                "This field has no steps: type another value.".into(),
            )];
        };
        let texts = self.form.texts();
        if self.what_if.is_none()
            && let Ok(outcome) = &self.result
        {
            self.what_if = Some(WhatIf::new(texts, outcome));
        }
        if let Some(entry) = self.form.focused_mut() {
            entry.input.set(&text);
        }
        self.work_out();
        Vec::new()
    }

    /// In a field that takes words, letters are text.
    fn is_typing_words(&self) -> bool {
        self.pane() == Pane::Form
            && self
                .form
                .focused()
                .is_some_and(|e| matches!(e.def.kind, Kind::Name | Kind::Pairs))
    }

    fn example(&mut self) {
        self.sheet = None;
        self.origin = EXAMPLE.to_owned();
        self.fill(&example(self.about()));
    }

    fn loaded(&mut self, loaded: &Loaded) {
        self.origin.clone_from(&loaded.name);
        self.sheet = Some(loaded.clone());
        if let Some(request) = self.awaiting.take() {
            self.fill(&request);
        } else if loaded.request.is_object() {
            let request = loaded.request.clone();
            self.fill(&request);
        } else {
            // The lists of an example would stand beside the table.
            self.rest.clear();
            self.work_out();
        }
        self.show(0);
    }

    /// The numbers as a question; else why they make none.
    fn question(&self) -> Result<Numeric, &'static str> {
        let Ok(outcome) = &self.result else {
            return Err("The numbers give no result yet.");
        };
        if self.sheet.is_some() || question::rows(&self.rest) > question::ROWS {
            return Err("The table is too long for a question: it takes twelve rows at most.");
        }
        question::question(self.about(), &self.form, &self.rest, outcome)
            .ok_or("The result is undefined for these numbers.")
    }

    fn quiz(&mut self, fresh: bool, now: Now) -> Vec<Effect> {
        if fresh {
            self.draw_fresh(now.ms);
        }
        match self.question() {
            Ok(card) => {
                self.mode = Mode::Quiz(Box::new(Quiz::new(card)));
                Vec::new()
            }
            Err(why) => vec![Effect::Say(why.into())],
        }
    }

    /// Other numbers that give a result too; the present ones where none are found.
    fn draw_fresh(&mut self, seed: u64) {
        const TRIES: usize = 60;
        self.remember();
        let (texts, rest) = (self.form.texts(), self.rest.clone());
        let mut draw = Draw::new(seed);
        for _ in 0..TRIES {
            self.form.put(&texts);
            let drawn = fresh::texts(&self.form, &mut draw);
            self.form.put(&drawn);
            self.rest = fresh::rows(&rest, &mut draw);
            self.work_out();
            if self.question().is_ok() {
                self.origin = DRAWN.to_owned();
                return;
            }
        }
        self.form.put(&texts);
        self.rest = rest;
        self.work_out();
    }

    fn make_card(&self) -> Vec<Effect> {
        match self.question() {
            Ok(card) => vec![Errand::MakeCard(self.about().name, Box::new(card)).into()],
            Err(why) => vec![Effect::Say(why.into())],
        }
    }

    fn save(&mut self) -> Vec<Effect> {
        let (Ok(outcome), Ok(request)) = (&self.result, self.request()) else {
            return vec![Effect::Say("There is no result to save yet.".into())];
        };
        let grid = match self.pane() {
            Pane::Table(nth) => outcome.tables.get(nth),
            _ => outcome.tables.first(),
        };
        let csv = match grid {
            Some(grid) => export::grid_csv(grid),
            None => export::figures_csv(&outcome.figures),
        };
        let input = Input {
            request: &request,
            table: self.sheet.as_ref().map(|sheet| &*sheet.table),
        };
        let json = export::json(self.calculator, &input);
        self.mode = Mode::Save(Box::new(Save::new(self.about().name, csv, json)));
        Vec::new()
    }

    fn press_mode(&mut self, action: Action, now: Now) -> Vec<Effect> {
        let name = self.about().name;
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

    /// The numbers as they are kept: the request and, of a table, where it can be read again.
    fn to_keep(&self) -> Option<Value> {
        let mut request = self.request().ok()?;
        if let (Some(sheet), Some(entries)) = (&self.sheet, request.as_object_mut()) {
            let source = match &sheet.source {
                Source::File(path) => Value::from(path.as_str()),
                Source::Sample => Value::Null,
            };
            entries.insert(TABLE.to_owned(), source);
        }
        Some(request)
    }

    /// Opens kept numbers; those of a table once it has been read again.
    fn open(&mut self, name: &str, mut request: Value) -> Vec<Effect> {
        self.mode = Mode::Fill;
        self.origin = format!("kept as {name}");
        let table = request
            .as_object_mut()
            .and_then(|entries| entries.remove(TABLE));
        let source = match table {
            None => {
                self.sheet = None;
                self.fill(&request);
                return Vec::new();
            }
            Some(Value::String(path)) => Source::File(path),
            Some(_) => Source::Sample,
        };
        self.awaiting = Some(request);
        vec![Errand::LoadTable(self.about().name, source).into()]
    }

    fn press_form(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Up | Action::Down => {
                self.settle();
                let at = self.form.at();
                self.form.go(match action {
                    Action::Up => at.saturating_sub(1),
                    _ => at + 1,
                });
            }
            Action::Top => self.form.go(0),
            Action::Bottom => self.form.go(usize::MAX),
            Action::Left | Action::Right | Action::Space => {
                self.remember();
                let turned = self
                    .form
                    .focused_mut()
                    .is_some_and(|entry| entry.turn(action != Action::Left));
                if turned {
                    self.changed();
                    self.settle();
                }
            }
            Action::Go if self.what_if.is_some() => {
                if let Some(what_if) = self.what_if.take() {
                    self.past.push(what_if.texts);
                }
                return vec![Effect::Say("Kept.".into())];
            }
            Action::Go => {
                self.settle();
                let at = self.form.at() + 1;
                self.form
                    .go(if at < self.form.entries.len() { at } else { 0 });
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
        match (pane, &self.result) {
            (Pane::Table(nth), Ok(outcome)) => {
                if let (Some(view), Some(grid)) = (self.grids.get_mut(nth), outcome.tables.get(nth))
                {
                    view.press(action, grid);
                }
            }
            _ => {
                self.window.moved(action);
            }
        }
    }

    fn next_name(&self) -> &'static str {
        let panes = self.panes();
        match panes.get((self.pane + 1) % panes.len()) {
            Some(Pane::Plot(_)) => "curve",
            Some(Pane::Table(_)) => "table",
            Some(Pane::Working) => "working",
            _ => "form",
        }
    }
}

const DRAWN: &str = "drawn for the quiz";
const EXAMPLE: &str = "a worked example";
/// What kept numbers call the place of their table; no calculator has a field of this name.
const TABLE: &str = "table";

fn example(about: &About) -> Value {
    calculators::request::read(about.example).unwrap_or_default()
}

impl Screen for CalculatorScreen {
    fn name(&self) -> &'static str {
        "Calculator"
    }

    fn title(&self, look: &Look) -> Title {
        let panes = self.panes();
        let named = match (self.pane(), &self.result) {
            (Pane::Plot(nth), Ok(outcome)) => outcome.plots.get(nth).map_or("", |plot| plot.title),
            (Pane::Table(nth), Ok(outcome)) => {
                outcome.tables.get(nth).map_or("", |grid| grid.title)
            }
            (Pane::Working, _) => "Working",
            _ => "",
        };
        let place = format!("{} of {}", self.pane.min(panes.len() - 1) + 1, panes.len());
        let right = match named {
            "" => [self.origin.as_str(), &place],
            named => [named, &place],
        };
        let right: Vec<&str> = right.into_iter().filter(|part| !part.is_empty()).collect();
        let right = right.join(&format!(" {} ", look.glyphs.dot));
        Title::new(
            Span::styled(self.about().title, look.theme.strong),
            Span::styled(right, look.theme.dim),
        )
    }

    fn offers(&self) -> Vec<Offer> {
        match &self.mode {
            Mode::Fill => {}
            Mode::Quiz(quiz) => return quiz.offers(),
            Mode::Load(load) => return load.offers(),
            Mode::Save(save) => return save.offers(),
            Mode::Scenarios(scenarios) => return scenarios.offers(),
        }
        let mut offers = Vec::new();
        let about = self.about();
        let form = self.pane() == Pane::Form;
        let tries = self.what_if.is_some();
        if tries {
            offers.push(offer(Action::Go).named("keep"));
            offers.push(offer(Action::Back).named("drop"));
        }
        match self.pane() {
            Pane::Form if !about.fields.is_empty() => {
                let choice = self
                    .form
                    .focused()
                    .is_some_and(|e| matches!(e.def.kind, Kind::Choice(_)));
                if choice {
                    offers.push(offer(Action::Space).named("next choice"));
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
                offers.push(offer(Action::Focus).named(self.next_name()));
                offers.push(offer(Action::NudgeUp));
                offers.push(offer(Action::NudgeDown).quiet());
            }
            Pane::Table(_) => {
                offers.push(offer(Action::Focus).named(self.next_name()));
                offers.push(offer(Action::Right).named("column"));
                offers.push(offer(Action::Left).named("column before").quiet());
                offers.push(offer(Action::Go).named("sort by it"));
                offers.push(offer(Action::Space).named("sort by it").quiet());
                offers.extend(movement());
            }
            _ => {
                offers.push(offer(Action::Focus).named(self.next_name()));
                offers.extend(movement());
            }
        }
        offers.push(offer(Action::FocusBack).named("view before").quiet());
        offers.push(offer(Action::Working).named(match self.pane() {
            Pane::Working => "form",
            _ => "working",
        }));
        offers.push(offer(Action::QuizMe));
        offers.push(offer(Action::MakeCard));
        let reads = !about.layouts.is_empty();
        if reads {
            offers.push(offer(Action::Load));
            let sample = calculators::samples::of(about.name).is_some();
            let none = "There is no sample for this calculator.";
            offers.push(offer(Action::Sample).only_if(sample, none));
        }
        offers.push(offer(Action::SaveResults));
        offers.push(offer(Action::Scenarios));
        offers.push(offer(Action::Example));
        let undo = offer(Action::Undo).named("undo a change").quiet();
        offers.push(undo.only_if(!self.past.is_empty(), "Nothing was changed here."));
        if !tries {
            offers.push(
                offer(Action::Back)
                    .named(if form { "back" } else { "form" })
                    .quiet(),
            );
        }
        offers.extend(ways_back("back").into_iter().skip(1));
        if self.is_typing_words() {
            // Letters are text here; those with other keys still work.
            offers.push(offer(Action::Palette));
        }
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        let on_form = self.pane() == Pane::Form;
        match &mut self.mode {
            Mode::Fill => {}
            Mode::Quiz(quiz) => return quiz.input(),
            Mode::Load(load) => return Some(&mut load.field),
            Mode::Save(save) => return Some(&mut save.field),
            Mode::Scenarios(scenarios) => return Some(&mut scenarios.field),
        }
        if !on_form {
            return None;
        }
        let entry = self.form.focused_mut()?;
        match entry.def.kind {
            Kind::Choice(_) => None,
            _ => Some(&mut entry.input),
        }
    }

    fn edited(&mut self, _: Now) -> Vec<Effect> {
        match &mut self.mode {
            Mode::Fill => self.changed(),
            Mode::Quiz(quiz) => quiz.edited(),
            Mode::Load(load) => return load.edited(),
            Mode::Save(save) => save.exists = None,
            Mode::Scenarios(_) => {}
        }
        Vec::new()
    }

    fn press(&mut self, action: Action, now: Now) -> Vec<Effect> {
        if !matches!(self.mode, Mode::Fill) {
            return self.press_mode(action, now);
        }
        match action {
            Action::Back if self.what_if.is_some() => {
                if let Some(what_if) = self.what_if.take() {
                    self.form.put(&what_if.texts);
                    self.work_out();
                }
                return vec![Effect::Say("As it was.".into())];
            }
            Action::Back if self.pane() != Pane::Form => self.show(0),
            Action::Back | Action::Leave => return vec![Effect::Back],
            Action::Palette => return vec![Effect::Palette],
            Action::Focus | Action::FocusBack => {
                self.settle();
                self.turn(action == Action::Focus);
            }
            Action::Working => {
                self.settle();
                let panes = self.panes();
                match (self.pane(), panes.iter().position(|p| *p == Pane::Working)) {
                    (Pane::Working, _) => self.show(0),
                    (_, Some(at)) => self.show(at),
                    (_, None) => {
                        let why = "There is no working yet: the numbers do not give a result.";
                        return vec![Effect::Say(why.into())];
                    }
                }
            }
            Action::Undo => {
                if let Some(texts) = self.past.pop() {
                    self.what_if = None;
                    self.form.put(&texts);
                    self.work_out();
                }
            }
            Action::QuizMe => {
                self.settle();
                let again = self.origin == DRAWN;
                return self.quiz(again, now);
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
                return vec![Errand::ListScenarios(self.about().name).into()];
            }
            Action::Load => {
                let load = Load::default();
                let list = load.list();
                self.mode = Mode::Load(Box::new(load));
                return vec![list];
            }
            Action::Example => self.example(),
            Action::Sample => {
                return vec![Errand::LoadTable(self.about().name, Source::Sample).into()];
            }
            _ if self.pane() == Pane::Form => return self.press_form(action),
            _ => self.press_pane(action),
        }
        Vec::new()
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        let name = self.about().name;
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
        Vec::new()
    }

    fn hear(&mut self, news: &News, _: Now) -> Vec<Effect> {
        match news {
            News::Table(name, loaded) if *name == self.about().name => match loaded {
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
            News::Scenarios(name, kept) if *name == self.about().name => {
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
            Mode::Quiz(quiz) => quiz.draw(canvas, area, self.about()),
            Mode::Load(load) => load.draw(canvas, area),
            Mode::Save(save) => save.draw(canvas, area),
            Mode::Scenarios(scenarios) => scenarios.draw(canvas, area),
        }
    }
}

/// A line to type in under its name, a refusal or question below it; what is left of `area`.
fn prompt(
    canvas: &mut Canvas<'_>,
    area: Rect,
    name: &str,
    field: &Field,
    note: Option<&str>,
) -> Rect {
    let look = canvas.look;
    let sign = format!("{} ", look.glyphs.cursor);
    canvas.text(area.x, area.y, area.width, name, look.theme.strong);
    let mut y = area.y + 1;
    if y < area.bottom() {
        let used = canvas.text(area.x, y, area.width, &sign, look.theme.accent);
        let room = area.width.saturating_sub(used);
        field.draw(canvas, area.x + used, y, room, look.theme.accent, true);
        y += 1;
    }
    for line in note.map_or_else(Vec::new, |note| {
        working::plain(note, area.width.saturating_sub(2))
    }) {
        if y < area.bottom() {
            canvas.text(area.x, y, 2, "! ", look.theme.warning);
            canvas.line(area.x + 2, y, area.width.saturating_sub(2), &line);
            y += 1;
        }
    }
    y = (y + u16::from(area.height > 6)).min(area.bottom());
    Rect {
        y,
        height: area.bottom() - y,
        ..area
    }
}

#[cfg(test)]
mod tests;
