//! The plan for an exam: whether it fits, a calendar of what was done and what is planned, the learner's readiness, and the
//! session that helps most. All of it is computed by the desk.

mod calendar;
mod page;

use super::{Doc, Route, mock_exam, moves_and_back};
use crate::dates::read_ahead;
use crate::study::Day;
use crate::study::choices::{
    Choice, ExamChoice, free_names, read_free, read_mark, read_minutes, read_weight,
};
use crate::study::outlook::{Dateless, ExamOutlook, Helps, Planning};
use crate::study::readiness::{Module, READINESS};
use crate::study::text::capital;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, NARROW, SIDE_BY_SIDE, for_figures};
use crate::tui::screen::{Asks, Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::dates;
use crate::tui::widgets::list::{Window, step};
use crate::tui::widgets::width::{count, pad, pad_left, width};
use page::Page;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

#[derive(Default)]
pub struct PlanScreen {
    planning: Planning,
    /// Index among the exams with a date, then those without.
    at: usize,
    window: Window,
    /// What is being typed about the exam, as the action that asks for it.
    asking: Option<Action>,
}

/// What is asked where the learner decides something about an exam by typing.
fn question(asked: Action) -> Option<&'static str> {
    Some(match asked {
        Action::ExamDate => "The day of the exam, such as 2027-03-12 or 12 March:",
        Action::Minutes => "Minutes of study a day (empty: 30):",
        Action::FreeDays => "Days without study, such as sat,sun, or none:",
        Action::Aim => "The share you aim at, in per cent (may stay empty):",
        Action::Weights => "Per cent by module, such as 3=20 5=10; 3= takes it back:",
        _ => return None,
    })
}

/// The present value, to be edited.
fn present(asked: Action, exam: &ExamOutlook) -> String {
    match asked {
        Action::ExamDate => dates::iso(exam.exam.day),
        Action::Minutes => exam.exam.minutes.to_string(),
        Action::FreeDays => free_names(&exam.exam.free).join(","),
        Action::Aim => exam
            .chosen
            .mark
            .map_or(String::new(), |mark| mark.to_string()),
        _ => {
            let weights = exam.chosen.weights.iter();
            let weights = weights.map(|(module, weight)| format!("{module}={weight}"));
            weights.collect::<Vec<_>>().join(" ")
        }
    }
}

impl PlanScreen {
    pub fn new(planning: Planning) -> PlanScreen {
        PlanScreen {
            planning,
            ..PlanScreen::default()
        }
    }

    fn len(&self) -> usize {
        self.planning.exams.len() + self.planning.without_date.len()
    }

    /// The exam that keys act on, if it has a date.
    fn dated(&self) -> Option<&ExamOutlook> {
        self.planning.exams.get(self.at)
    }

    /// The id of the exam that keys act on.
    fn id(&self) -> Option<&str> {
        let dateless = || {
            let nth = self.at.checked_sub(self.planning.exams.len())?;
            self.planning.without_date.get(nth)
        };
        match self.dated() {
            Some(exam) => Some(&exam.exam.id),
            None => dateless().map(|exam| exam.id.as_str()),
        }
    }

    fn ask(&mut self, asked: Action) -> Option<Effect> {
        let question = question(asked)?;
        self.asking = Some(asked);
        let present = self.dated().map(|exam| present(asked, exam));
        Some(Effect::Ask(Asks::Own {
            question,
            does: "take it",
            present: present.unwrap_or_default(),
        }))
    }

    /// The decision, or why the text cannot be read.
    fn read(&self, asked: Action, text: &str) -> Result<Vec<ExamChoice>, String> {
        let is_empty = text.trim().is_empty();
        Ok(vec![match (asked, self.dated()) {
            (Action::ExamDate, _) if is_empty => {
                return Err("no day was typed; Esc leaves everything as it is".into());
            }
            (Action::ExamDate, _) => ExamChoice::Date(Some(read_ahead(text, self.planning.today)?)),
            (Action::Minutes, _) if is_empty => ExamChoice::Minutes(None),
            (Action::Minutes, _) => ExamChoice::Minutes(Some(read_minutes(text)?)),
            (Action::FreeDays, _) => ExamChoice::Free(read_free(text)?),
            (Action::Aim, _) if is_empty => ExamChoice::Mark(None),
            (Action::Aim, _) => ExamChoice::Mark(Some(read_mark(text)?)),
            (_, None) => return Ok(Vec::new()),
            (_, Some(exam)) => {
                let modules = exam.readiness.modules.iter();
                let mut modules: Vec<&str> = modules.map(|m| m.covered.id.as_str()).collect();
                modules.sort_unstable();
                let words = text.split([',', ' ']).filter(|word| !word.is_empty());
                let weights = words.map(|word| {
                    let (module, weight) = read_weight(word, &exam.exam.id, &modules)?;
                    Ok(ExamChoice::Weight(module, weight))
                });
                return weights.collect();
            }
        }])
    }

    fn choose(&self, choices: Vec<ExamChoice>) -> Option<Effect> {
        let id = self.id().filter(|_| !choices.is_empty())?;
        let of_exam = |choice| Choice::Exam(id.to_owned(), choice);
        Some(Effect::Choose(choices.into_iter().map(of_exam).collect()))
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let is_wide = room >= usize::from(SIDE_BY_SIDE) && !self.planning.exams.is_empty();
        let room = if is_wide { room / 2 - 2 } else { room };
        let page = || Page {
            doc: Doc::default(),
            look,
            room,
        };
        let (mut page, mut side) = (page(), page());
        for (nth, exam) in self.planning.exams.iter().enumerate() {
            page.exam(exam, nth == self.at, self.len() > 1, nth);
        }
        if !self.planning.exams.is_empty() {
            let beside = if is_wide { &mut side } else { &mut page };
            calendar::draw(&self.planning, beside);
            if let Some(exam) = self.dated() {
                page.readiness(exam);
            }
        } else {
            let none = "No exam to come has a date. Which one do you sit?";
            page.words(none, look.theme.strong);
            page.doc.gap();
        }
        for (nth, exam) in (self.planning.exams.len()..).zip(&self.planning.without_date) {
            page.dateless(exam, nth == self.at, nth);
        }
        page.doc.beside(side.doc, room + 4)
    }
}

impl Page<'_> {
    /// The date, the inputs of the plan, and the result.
    fn exam(&mut self, exam: &ExamOutlook, is_here: bool, among_several: bool, nth: usize) {
        let (theme, dot) = (self.look.theme, self.look.glyphs.dot);
        self.doc.gap();
        let (id, day) = (&exam.exam.id, exam.exam.day);
        let from_today = dates::from_today(day, Day(day.0 - exam.days_left));
        let head = format!("{id} {dot} {}, {from_today}", dates::long(day));
        let days = exam.exam.free.iter().filter(|is_free| !**is_free).count();
        let mut beside = format!("{} min, {days} days a week", exam.exam.minutes);
        if let Some(mark) = exam.chosen.mark {
            beside += &format!(", aim {mark} %");
        }
        let lead = self.lead(is_here, among_several);
        let left = (self.room + 2).saturating_sub(4 + width(&head) + width(&beside));
        let at = self.doc.len();
        if left >= 2 {
            let beside = format!("{}{beside}", " ".repeat(left));
            let head = Span::styled(head, theme.strong);
            self.doc.line(vec![lead, head, Span::raw(beside)]);
            self.doc.item(at, nth, false);
        } else {
            let room = self.room as u16;
            self.doc.wrapped(lead, &head, theme.strong, self.look, room);
            self.doc.item(at, nth, false);
            self.words(&beside, Style::new());
        }
        self.words(&capital(&exam.says), Style::new());
    }

    fn dateless(&mut self, exam: &Dateless, is_here: bool, nth: usize) {
        if nth > 0 {
            self.doc.gap();
        }
        let over = exam.over.map_or("no date".to_owned(), |day| {
            let decks = self.look.keys.first(Action::Decks);
            let on = dates::iso(day);
            format!("it was on {on}; once you have passed it, {decks} on the home screen ends it")
        });
        let (_, style) = self.look.lead(is_here);
        let id = Span::styled(format!("{}  ", exam.id), style);
        let lead = vec![self.lead(is_here, true), id];
        let at = self.doc.len();
        let title = format!("{}: {over}", exam.title);
        let room = self.room as u16;
        self.doc
            .wrapped(lead, &title, Style::new(), self.look, room);
        self.doc.item(at, nth, false);
    }

    /// By module, weakest first.
    fn readiness(&mut self, exam: &ExamOutlook) {
        let theme = self.look.theme;
        let readiness = &exam.readiness;
        let has_mocks = readiness.modules.iter().any(|m| m.mock.is_some());
        let columns = Columns::new(self.room, has_mocks);
        self.doc.gap();
        self.doc.line(Span::styled(columns.head(), theme.strong));
        for module in &readiness.modules {
            for line in columns.line(module, self.look) {
                self.doc.line(line);
            }
        }
        if let Some((stop, plan)) = readiness.whole {
            let told = format!(
                "All modules, by their weights: {stop} if you stop today, {plan} with the plan."
            );
            self.words(&told, theme.strong);
        }
        if let Some(weighed) = readiness.weighed() {
            self.words(&weighed, Style::new());
        }
        self.doc.gap();
        self.words(READINESS, Style::new());
    }
}

/// Widths of a module's line.
struct Columns {
    name: usize,
    has_mocks: bool,
    /// The figures are on a separate line.
    is_narrow: bool,
}

impl Columns {
    const MET: usize = 12;
    const SHARE: usize = 18;
    const MOCK: usize = 14;

    fn new(room: usize, has_mocks: bool) -> Columns {
        let is_narrow = room + 2 < usize::from(NARROW) + 10;
        let mock = if has_mocks { Self::MOCK } else { 0 };
        let figures = if is_narrow { 0 } else { 2 * Self::SHARE + mock };
        Columns {
            name: room.saturating_sub(2 + Self::MET + figures).min(40),
            has_mocks,
            is_narrow,
        }
    }

    fn head(&self) -> String {
        let name = pad("Weakest first", self.name, "");
        let met = pad_left("met", Self::MET, "");
        if self.is_narrow {
            return format!("  {name}{met}");
        }
        let figures = self.figures("stop today", "with the plan", "mock exams");
        format!("  {name}{met}{figures}")
    }

    fn figures(&self, stop: &str, plan: &str, mock: &str) -> String {
        let shares = pad_left(stop, Self::SHARE, "") + &pad_left(plan, Self::SHARE, "");
        if self.has_mocks {
            shares + &pad_left(mock, Self::MOCK, "")
        } else {
            shares
        }
    }

    fn line(&self, module: &Module, look: &Look) -> Vec<String> {
        let covered = &module.covered;
        let name = format!("{}  {}", covered.id, covered.title);
        let name = pad(&name, self.name.saturating_sub(1), look.glyphs.cut);
        let [met, stop, plan, mock] = module.told();
        let first = format!("  {name} {}", pad_left(&met, Self::MET, ""));
        if self.is_narrow {
            if module.if_you_stop.is_none() {
                return vec![first];
            }
            let figures = [("stop", stop), ("plan", plan), ("mock", mock)];
            let shown = figures.iter().take(if self.has_mocks { 3 } else { 2 });
            let lines = shown.map(|(name, told)| format!("     {name} {told}"));
            return std::iter::once(first).chain(lines).collect();
        }
        vec![first + &self.figures(&stop, &plan, &mock)]
    }
}

fn label(helps: &Helps) -> String {
    match helps {
        Helps::Today(n) => format!("today's {}", count(u64::from(*n), "question", "questions")),
        Helps::New { n, .. } => format!("{n} more of the weakest module"),
        Helps::Practise(_) => "practise the weakest module".to_owned(),
        Helps::Nothing => "study".to_owned(),
    }
}

impl From<&Helps> for Route {
    fn from(helps: &Helps) -> Route {
        match helps {
            Helps::Today(_) | Helps::Nothing => Route::study(Vec::new(), None),
            Helps::New { concepts, n } => Route::study(concepts.clone(), Some(*n)),
            Helps::Practise(keys) => Route::Practice(keys.clone()),
        }
    }
}

impl Screen for PlanScreen {
    fn name(&self) -> &'static str {
        "Plan"
    }

    fn title(&self, look: &Look) -> Title {
        let right = match self.dated() {
            Some(exam) => {
                let left = match exam.days_left.unsigned_abs() {
                    0 => "today".to_owned(),
                    days => count(days, "day", "days"),
                };
                format!("{}, {left}", exam.exam.id)
            }
            None => String::new(),
        };
        Title::named(look, "Exam: the plan", right)
    }

    fn offers(&self) -> Vec<Offer> {
        const UNDATED: &str = "Set a date first.";
        let is_dated = self.dated().is_some();
        let mut offers = Vec::new();
        if let Some(exam) = self.dated() {
            let any = exam.helps_most != Helps::Nothing;
            let go = offer(Action::Go).named(label(&exam.helps_most));
            offers.push(go.only_if(any, super::home::NOTHING_TO_DO));
        } else {
            offers.push(offer(Action::Go).named("set its date"));
        }
        offers.extend([offer(Action::ExamDate), offer(Action::MockExam)]);
        let often = [Action::Minutes, Action::FreeDays].map(|action| {
            if is_dated {
                offer(action)
            } else {
                offer(action).only_if(false, UNDATED).quiet()
            }
        });
        offers.extend(often);
        let seldom = [
            offer(Action::Aim),
            offer(Action::Weights),
            offer(Action::Clear).named("clear the date"),
        ];
        offers.extend(seldom.map(|offer| offer.only_if(is_dated, UNDATED).quiet()));
        if self.len() > 1 {
            offers.push(offer(Action::Focus).named("the other exam"));
        }
        offers.extend(moves_and_back("back"));
        offers
    }

    fn typed(&mut self, text: &str, _: Now) -> Result<Vec<Effect>, String> {
        let Some(asked) = self.asking else {
            return Ok(Vec::new());
        };
        let choices = self.read(asked, text);
        let choices = choices.map_err(|why| format!("{}.", capital(&why)))?;
        Ok(Vec::from_iter(self.choose(choices)))
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        // Without a date there is nothing to scroll; the keys choose an exam.
        if self.planning.exams.is_empty()
            && let Some(to) = step(action, self.at, self.len())
        {
            self.at = to.min(self.len().saturating_sub(1));
            return Vec::new();
        }
        if self.window.moved(action) {
            return Vec::new();
        }
        match (action, self.dated()) {
            (Action::MockExam, _) => {
                let exam = self.id().map(str::to_owned);
                let asked = mock_exam::Asked {
                    exam,
                    ..Default::default()
                };
                return vec![Route::MockExam(asked).into()];
            }
            (Action::Go, Some(exam)) => return vec![Route::from(&exam.helps_most).into()],
            (Action::Go, None) => return Vec::from_iter(self.ask(Action::ExamDate)),
            (Action::Focus, _) => self.at = (self.at + 1) % self.len().max(1),
            (Action::Clear, Some(exam)) => {
                let told = format!(
                    "The date of {} is taken back; no schedule was changed by it. Undo brings it back.",
                    exam.exam.id
                );
                let cleared = self.choose(vec![ExamChoice::Date(None)]);
                return cleared.into_iter().chain([Effect::Say(told)]).collect();
            }
            _ => return vec![self.ask(action).unwrap_or(Effect::Back)],
        }
        Vec::new()
    }

    fn clicked(&mut self, item: usize, _: Now) -> Vec<Effect> {
        self.at = item.min(self.len().saturating_sub(1));
        Vec::new()
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Plan)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<PlanScreen>().ok()?;
        let id = self.id().map(str::to_owned);
        self.planning = fresh.planning;
        // An exam that now has a date is at another place in the list.
        let ids = self.planning.exams.iter().map(|exam| &exam.exam.id);
        let mut ids = ids.chain(self.planning.without_date.iter().map(|exam| &exam.id));
        self.at = ids.position(|of| Some(of) == id.as_ref()).unwrap_or(0);
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = for_figures(area);
        self.doc(canvas.look, inner.width.into())
            .draw(canvas, inner, &self.window);
    }
}
