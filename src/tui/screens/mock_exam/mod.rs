//! Before a mock exam: which one, how long, and what the decks offer; the running one, and the results of past ones.

pub mod attempt;
pub mod report;

pub use super::Asked;
use super::{Doc, Route, moves_and_back};
use crate::study::figures::Passed;
use crate::study::mock_exam::{DIAGNOSTIC, ExamAhead, Lobby, SHORT, Setup};
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, reading};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::{count, pad, pad_left, width};
use crate::tui::widgets::{dates, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

/// Pass marks that can be aimed at, in per cent.
const MARKS: std::ops::RangeInclusive<u32> = 50..=95;
const MARK_STEP: u32 = 5;

pub struct MockExam {
    lobby: Lobby,
    asked: Asked,
    /// Indexes among the lobby's exams, and among the lengths of the chosen one.
    exam: usize,
    length: usize,
    has_pauses: bool,
    mark: Option<u32>,
    cursor: Cursor,
}

/// A line that the cursor can stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Begin,
    Exam,
    Length,
    Pauses,
    Mark,
    Running(usize),
    Past(usize),
}

impl MockExam {
    pub fn new(lobby: Lobby, asked: Asked) -> MockExam {
        let mut exams = lobby.exams.iter();
        let exam = exams.position(|e| Some(&e.blueprint.id) == asked.exam.as_ref());
        let mut screen = MockExam {
            exam: exam.unwrap_or(0),
            length: 0,
            has_pauses: true,
            mark: None,
            cursor: Cursor::default(),
            lobby,
            asked,
        };
        screen.mark = screen.ahead().and_then(|exam| exam.mark);
        // By default the short one, which fits into an evening.
        let short = screen
            .lengths()
            .iter()
            .position(|(_, l)| l.questions == SHORT);
        if screen.asked.questions.is_none() && screen.asked.minutes.is_none() {
            screen.length = short.unwrap_or(0);
        }
        screen
    }

    fn ahead(&self) -> Option<&ExamAhead> {
        self.lobby.exams.get(self.exam)
    }

    /// The exam in each of its lengths.
    fn lengths(&self) -> Vec<(&'static str, Setup)> {
        let Some(exam) = self.ahead() else {
            return Vec::new();
        };
        let of = |name, questions, is_diagnostic| {
            let setup = Setup {
                exam: exam.blueprint.id.clone(),
                questions,
                minutes: exam.minutes_for(questions),
                has_pauses: self.has_pauses,
                is_diagnostic,
                mark: self.mark,
            };
            (name, setup)
        };
        let whole = exam.blueprint.questions;
        let mut lengths = Vec::new();
        if self.asked.questions.is_some() || self.asked.minutes.is_some() {
            let questions = self.asked.questions.unwrap_or(whole);
            let (name, mut setup) = of("as asked", questions, false);
            setup.minutes = self.asked.minutes.unwrap_or(setup.minutes);
            lengths.push((name, setup));
        }
        lengths.push(of("full", whole, false));
        lengths.push(of("half", whole.div_ceil(2), false));
        lengths.push(of("short", SHORT, false));
        lengths.push(of("diagnostic", DIAGNOSTIC, true));
        lengths
    }

    fn setup(&self) -> Option<Setup> {
        let (_, setup) = self.lengths().into_iter().nth(self.length)?;
        Some(setup)
    }

    fn runs_here(&self) -> bool {
        self.lobby.running.iter().any(|exam| exam.is_ours)
    }

    fn items(&self) -> Vec<Item> {
        let running = (0..self.lobby.running.len()).map(Item::Running);
        let mut items: Vec<Item> = running.collect();
        if !self.runs_here() {
            items.extend([
                Item::Begin,
                Item::Exam,
                Item::Length,
                Item::Pauses,
                Item::Mark,
            ]);
        }
        items.extend((0..self.lobby.past.len()).map(Item::Past));
        items
    }

    fn item(&self) -> Option<Item> {
        self.items().get(self.cursor.at()).copied()
    }

    /// The name and the value of a setting.
    fn setting(&self, item: Item) -> Option<(&'static str, String)> {
        Some(match item {
            Item::Exam => {
                let exam = self.ahead().map(|exam| exam.blueprint.id.clone());
                ("Examination", exam.unwrap_or_default())
            }
            Item::Length => {
                let told = |(name, setup): &(&str, Setup)| {
                    let time = dates::minutes(setup.minutes.into());
                    format!("{name}: {} questions, {time}", setup.questions)
                };
                let length = self.lengths().get(self.length).map(told);
                ("Length", length.unwrap_or_default())
            }
            Item::Pauses if self.has_pauses => ("Pauses", "the clock can be stopped".into()),
            Item::Pauses => ("Pauses", "none".into()),
            Item::Mark => {
                let told = self.mark.map(|mark| format!("{mark} % right"));
                ("Your mark", told.unwrap_or_else(|| "none".into()))
            }
            Item::Begin | Item::Running(_) | Item::Past(_) => return None,
        })
    }

    fn is_setting(&self) -> bool {
        self.item().and_then(|item| self.setting(item)).is_some()
    }

    /// Changes the setting at the cursor by one step.
    fn change(&mut self, is_on: bool) {
        let step = |at: usize, len: usize| {
            if is_on {
                (at + 1) % len.max(1)
            } else {
                (at + len.max(1) - 1) % len.max(1)
            }
        };
        match self.item() {
            Some(Item::Exam) => {
                self.exam = step(self.exam, self.lobby.exams.len());
                self.mark = self.ahead().and_then(|exam| exam.mark);
            }
            Some(Item::Length) => self.length = step(self.length, self.lengths().len()),
            Some(Item::Pauses) => self.has_pauses = !self.has_pauses,
            Some(Item::Mark) => {
                self.mark = match (self.mark, is_on) {
                    (None, true) => Some(*MARKS.start()),
                    (None, false) => Some(*MARKS.end()),
                    (Some(mark), true) => Some(mark + MARK_STEP),
                    (Some(mark), false) => mark.checked_sub(MARK_STEP),
                }
                .filter(|mark| MARKS.contains(mark));
            }
            _ => {}
        }
    }

    fn go(&self) -> Vec<Effect> {
        match self.item() {
            Some(Item::Begin) => {
                let setup = self.setup().map(Box::new);
                vec![Route::SitExam(setup).into()]
            }
            Some(Item::Running(n)) => match self.lobby.running.get(n) {
                Some(exam) if exam.is_ours => vec![Route::SitExam(None).into()],
                Some(exam) => vec![Effect::EndExam(exam.attempt.id.clone())],
                None => Vec::new(),
            },
            Some(Item::Past(n)) => match self.lobby.past.get(n) {
                Some(past) => vec![Route::ExamReport(past.attempt.id.clone()).into()],
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let mut doc = Doc::default();
        let items = self.items();
        for (nth, item) in items.iter().enumerate() {
            if *item == Item::Past(0) {
                if !self.runs_here() {
                    self.there(&mut doc, look, room);
                }
                doc.gap();
                doc.line(Span::styled("  Past mock exams", look.theme.strong));
            }
            let here = nth == self.cursor.at();
            let at = doc.len();
            self.draw_item(&mut doc, *item, here, look, room);
            doc.item(at, nth, here);
            if *item == Item::Begin || matches!(item, Item::Running(_)) {
                doc.gap();
            }
        }
        if self.lobby.past.is_empty() && !self.runs_here() {
            self.there(&mut doc, look, room);
        }
        doc
    }

    fn draw_item(&self, doc: &mut Doc, item: Item, here: bool, look: &Look, room: usize) {
        let theme = look.theme;
        let (lead, style) = look.lead(here);
        if let Some((name, value)) = self.setting(item) {
            let hint = "   Left or Right changes it";
            let name = Span::styled(pad(name, 13, look.glyphs.cut), theme.dim);
            let mut line = vec![lead, name];
            if here && 2 + 13 + width(&value) + width(hint) <= room {
                line.extend([Span::styled(value, style), Span::styled(hint, theme.dim)]);
                doc.line(line);
            } else {
                doc.wrapped(line, &value, style, look, room as u16);
            }
            return;
        }
        if let Item::Past(n) = item {
            let Some(past) = self.lobby.past.get(n) else {
                return;
            };
            let past = &past.attempt;
            let name = name(past.paper.is_diagnostic);
            let day = dates::from_today(past.day, self.lobby.today);
            let told = share(past.right());
            let left = room.saturating_sub(width(&told) + 4);
            let text = format!("{} {name}, {day}", past.exam);
            doc.line(vec![
                lead,
                Span::styled(pad(&text, left, look.glyphs.cut), style),
                Span::raw(format!("  {told}")),
            ]);
            return;
        }
        let text = match item {
            Item::Running(n) => self.running(n).unwrap_or_default(),
            _ => self.begins(),
        };
        doc.wrapped(lead, &text, style, look, room as u16);
    }

    /// What Enter begins: with fewer questions if the decks have fewer.
    fn begins(&self) -> String {
        let Some(setup) = self.setup() else {
            return String::new();
        };
        let (name, exam) = (name(setup.is_diagnostic), setup.exam);
        let questions = count(setup.questions, "question", "questions");
        let time = dates::minutes(setup.minutes.into());
        format!("Begin a {name} for {exam}: {questions} in {time}")
    }

    fn running(&self, n: usize) -> Option<String> {
        let running = self.lobby.running.get(n)?;
        let exam = &running.attempt;
        let name = &exam.exam;
        Some(if running.is_ours {
            let left = clock(exam.limit_ms().saturating_sub(exam.used_ms));
            let (nth, all) = (exam.at + 1, exam.sheets.len());
            format!("Go on with {name}: question {nth} of {all}, {left} left")
        } else {
            let since = dates::from_today(exam.day, self.lobby.today);
            let end = if running.may_end(self.lobby.now) {
                "Enter ends it here"
            } else {
                "it can be ended here after a day"
            };
            let device = &exam.id.device;
            format!("{name} runs on {device} since {since}: {end}")
        })
    }

    /// What the decks have for the examination.
    fn there(&self, doc: &mut Doc, look: &Look, room: usize) {
        let Some(exam) = self.ahead() else {
            return;
        };
        let theme = look.theme;
        doc.gap();
        let (covered, all) = (exam.covered(), exam.there.len());
        let id = &exam.blueprint.id;
        let head = format!("Your decks cover {covered} of {all} modules of {id}");
        doc.wrapped("  ", &head, theme.strong, look, room as u16);
        let most: u32 = exam.there.iter().sum();
        let modules = || exam.blueprint.modules.iter().zip(&exam.there);
        for (module, n) in modules().filter(|(_, n)| **n > 0) {
            let told = count(*n, "question", "questions");
            let column = 14;
            let id = pad_left(&module.id, 4, "");
            let left = room.saturating_sub(column + 8);
            doc.line(vec![
                Span::styled(format!("{id}  "), theme.dim),
                Span::raw(pad(&markdown::plain(&module.title), left, look.glyphs.cut)),
                Span::styled(format!("  {}", pad_left(&told, column, "")), theme.dim),
            ]);
        }
        let lacking = modules().filter(|(_, n)| **n == 0);
        let lacking: Vec<String> = lacking
            .map(|(module, _)| format!("{} {}", module.id, markdown::plain(&module.title)))
            .collect();
        if !lacking.is_empty() {
            let told = format!("No question here: {}", lacking.join("; "));
            doc.wrapped("      ", &told, Style::new(), look, room as u16);
        }
        let setup = self.setup().unwrap_or_default();
        let mut notes = Vec::new();
        if setup.questions > most {
            notes.push(
                "There are fewer questions than it asks for: it gets as many as there are, and less time."
                    .to_owned(),
            );
        }
        if setup.is_diagnostic {
            notes.push("A diagnostic changes nothing that you know: the modules in which it finds least come first when new questions do.".to_owned());
        }
        notes.push("The questions are those of your decks that Swot can judge, none of an examination. Modules count equally unless you gave them weights; no official weights are public.".into());
        for note in notes {
            doc.gap();
            doc.wrapped("  ", &note, Style::new(), look, room as u16);
        }
    }
}

fn name(is_diagnostic: bool) -> &'static str {
    if is_diagnostic {
        "diagnostic"
    } else {
        "mock exam"
    }
}

/// `21 of 30 right, 70 % (52 to 83)`
pub fn share(of: Passed) -> String {
    let Some([share, low, high]) = of.per_cent() else {
        return "nothing counted".into();
    };
    let Passed { passed, n } = of;
    format!("{passed} of {n} right, {share} % ({low} to {high})")
}

/// `1:02:03`, `41:12`
pub fn clock(ms: u64) -> String {
    let s = ms.div_ceil(1000);
    match s / 3600 {
        0 => format!("{}:{:02}", s / 60, s % 60),
        hours => format!("{hours}:{:02}:{:02}", s / 60 % 60, s % 60),
    }
}

impl Screen for MockExam {
    fn name(&self) -> &'static str {
        "Mock exam"
    }

    fn title(&self, look: &Look) -> Title {
        let title = self
            .ahead()
            .map_or_else(String::new, |exam| markdown::plain(&exam.blueprint.title));
        Title::named(look, "Mock exam", title)
    }

    fn offers(&self) -> Vec<Offer> {
        let go = match self.item() {
            Some(Item::Begin) => {
                let is_any = self.ahead().is_some_and(|exam| exam.covered() > 0);
                offer(Action::Go)
                    .named("begin")
                    .only_if(is_any, "No deck that takes part has a question for it.")
            }
            Some(Item::Running(n)) => {
                let exam = self.lobby.running.get(n);
                let is_ours = exam.is_some_and(|exam| exam.is_ours);
                let may = exam.is_some_and(|exam| exam.may_end(self.lobby.now));
                let elsewhere =
                    "It runs on another machine; here it can be ended a day after it began.";
                let go = offer(Action::Go).named(if is_ours { "go on" } else { "end it" });
                go.only_if(may, elsewhere)
            }
            Some(Item::Past(_)) => offer(Action::Go).named("what it came to"),
            _ => offer(Action::Go).named("change"),
        };
        let mut offers = vec![go];
        if self.is_setting() {
            offers.push(offer(Action::Right).named("change").quiet());
            offers.push(offer(Action::Left).named("change back").quiet());
        }
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        match action {
            Action::Right => self.change(true),
            Action::Left => self.change(false),
            Action::Go if self.is_setting() => self.change(true),
            Action::Go => return self.go(),
            Action::Back | Action::Leave => return vec![Effect::Back],
            _ => {}
        }
        Vec::new()
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.items().len();
        Some((&mut self.cursor, len))
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::MockExam(self.asked.clone()))
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<MockExam>().ok()?;
        self.lobby = fresh.lobby;
        self.exam = self.exam.min(self.lobby.exams.len().saturating_sub(1));
        self.cursor.set(self.cursor.at(), self.items().len());
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = reading(area);
        self.doc(canvas.look, inner.width.into())
            .draw(canvas, inner, &self.cursor.window);
    }
}
