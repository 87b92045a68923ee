//! The plan to an exam: whether it fits, one calendar of what was done and what is planned, how ready the learner is, and
//! the session that helps most. What is shown was worked out by the desk; nothing is promised.

use super::mock_exam::Asked;
use super::{Doc, Route, ways_back};
use crate::study::Day;
use crate::study::choices::weekday;
use crate::study::exam_plan::Planned;
use crate::study::outlook::{Dateless, ExamOutlook, Helps, Planning};
use crate::study::readiness::{Module, READINESS};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Hit, Look, NARROW, READING};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::dates;
use crate::tui::widgets::list::Window;
use crate::tui::widgets::prose;
use crate::tui::widgets::width::{count, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

/// Cells of a week in the calendar, and of the names of the weekdays before it.
const WEEK: usize = 2;
const NAMES: usize = 6;
/// Weeks of the past that stay in view however far the exam is, where there was anything to see.
const PAST_WEEKS: i32 = 4;

#[derive(Default)]
pub struct PlanScreen {
    planning: Planning,
    /// Counts the exams with a date, then those without.
    at: usize,
    window: Window,
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

    /// The exam that keys act on, for a mock exam of it.
    fn asked(&self) -> Asked {
        let without = self.at.checked_sub(self.planning.exams.len());
        let without = without.and_then(|at| self.planning.without_date.get(at));
        Asked {
            exam: self
                .dated()
                .map(|exam| exam.exam.id.clone())
                .or(without.map(|exam| exam.id.clone())),
            ..Asked::default()
        }
    }

    /// The exam that keys act on, where it has a date.
    fn dated(&self) -> Option<&ExamOutlook> {
        self.planning.exams.get(self.at)
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let mut page = Page {
            doc: Doc::default(),
            look,
            room,
        };
        for (nth, exam) in self.planning.exams.iter().enumerate() {
            page.exam(exam, nth == self.at, self.len() > 1, nth);
        }
        if !self.planning.exams.is_empty() {
            self.calendar(&mut page);
            if let Some(exam) = self.dated() {
                page.readiness(exam);
            }
        } else {
            page.words(
                "No exam has a date yet. Which one do you sit?",
                look.theme.strong,
            );
            page.doc.gap();
        }
        for (nth, exam) in (self.planning.exams.len()..).zip(&self.planning.without_date) {
            page.dateless(exam, nth == self.at, nth);
        }
        page.doc
    }

    /// A column a week, a row a weekday: what was done up to today, and what is planned from there to the last exam.
    fn calendar(&self, page: &mut Page<'_>) {
        let planning = &self.planning;
        let today = planning.today;
        let Some(last) = planning.exams.iter().map(|exam| exam.exam.day).max() else {
            return;
        };
        let Some(planned) = planning
            .exams
            .iter()
            .map(|exam| &exam.plan.days)
            .max_by_key(|d| d.len())
        else {
            return;
        };
        let monday = |day: Day| day.0 - weekday(day) as i32;
        let weeks = (page.room.saturating_sub(NAMES + 3) / WEEK) as i32;
        let ahead = (monday(last) - monday(today)) / 7 + 1;
        // Weeks before the first answer say nothing.
        let begun = planning
            .done
            .keys()
            .next()
            .map_or(0, |day| (monday(today) - monday(*day)) / 7);
        let past = begun
            .min((weeks - ahead).max(PAST_WEEKS))
            .min(weeks - 1)
            .max(0);
        let (first, shown) = (monday(today) - 7 * past, (past + ahead).min(weeks));
        let most = planned
            .iter()
            .map(answers)
            .chain(planning.done.values().copied());
        let calendar = Calendar {
            planning,
            planned,
            most: most.max().unwrap_or(0).max(1),
        };
        page.doc.gap();
        page.doc.line(Span::styled(
            format!("  {}{}", " ".repeat(NAMES), months(first, shown)),
            page.look.theme.dim,
        ));
        for (row, name) in ["Mon", "", "Wed", "", "Fri", "", "Sun"]
            .into_iter()
            .enumerate()
        {
            let mut spans = vec![Span::styled(format!("  {name:<5}"), page.look.theme.dim)];
            for week in 0..shown {
                let day = Day(first + 7 * week + row as i32);
                let lead = if day == today {
                    page.look.glyphs.cursor
                } else {
                    " "
                };
                spans.push(Span::styled(lead, page.look.theme.selected));
                spans.push(calendar.cell(day, page.look));
            }
            page.doc.line(spans);
        }
        let glyphs = page.look.glyphs;
        let mut legend = format!(
            "{} done, {} planned: few to many answers; {} today, E exam",
            glyphs.much.concat(),
            glyphs.planned.concat(),
            glyphs.cursor
        );
        if planned.iter().any(|p| calendar.is_over(p)) {
            legend += ", ! over your minutes";
        }
        if shown < past + ahead {
            let more = (past + ahead - shown) as u64;
            legend += &format!("; {} more to the exam", count(more, "week", "weeks"));
        }
        page.note(&legend);
    }
}

fn answers(planned: &Planned) -> u32 {
    planned.due + planned.looks + planned.new
}

/// The names of months over the weeks in which they begin.
fn months(first: i32, weeks: i32) -> String {
    let mut line = String::new();
    for week in 0..weeks {
        let at = week as usize * WEEK + 1;
        let days = (0..7).map(|day| Day(first + 7 * week + day));
        let mut begins = days.filter(|day| dates::day_of_month(*day) == 1);
        let name = match begins.next() {
            Some(day) => dates::month_short(day),
            None if week == 0 => dates::month_short(Day(first)),
            None => continue,
        };
        if line.len() <= at {
            line = pad(&line, at, "") + &name;
        }
    }
    line
}

struct Calendar<'a> {
    planning: &'a Planning,
    planned: &'a [Planned],
    /// Answers of the busiest day.
    most: u32,
}

impl Calendar<'_> {
    fn is_over(&self, planned: &Planned) -> bool {
        let mut exams = self.planning.exams.iter();
        let nearest = exams.find(|exam| exam.exam.day >= planned.day);
        nearest.is_some_and(|exam| planned.ms > f64::from(exam.exam.minutes) * 60_000.0)
    }

    fn cell(&self, day: Day, look: &Look) -> Span<'static> {
        let (theme, glyphs) = (look.theme, look.glyphs);
        let level = |n: u32| ((n * 3).div_ceil(self.most) as usize).clamp(1, 3) - 1;
        let done = self.planning.done.get(&day).copied().unwrap_or(0);
        let planned = self.planned.iter().find(|planned| planned.day == day);
        if self.planning.exams.iter().any(|exam| exam.exam.day == day) {
            return Span::styled("E", theme.strong);
        }
        match planned {
            _ if done > 0 && day <= self.planning.today => {
                Span::styled(glyphs.much[level(done)], theme.accent)
            }
            Some(planned) if self.is_over(planned) => Span::styled("!", theme.warning),
            Some(planned) if answers(planned) > 0 => {
                Span::raw(glyphs.planned[level(answers(planned))])
            }
            None if day < self.planning.today => Span::styled(glyphs.left, theme.dim),
            _ => Span::raw(" "),
        }
    }
}

/// The screen while it is being written.
struct Page<'a> {
    doc: Doc,
    look: &'a Look,
    room: usize,
}

impl Page<'_> {
    fn words(&mut self, text: &str, style: Style) {
        let room = self.room.saturating_sub(2).min(READING.into()) as u16;
        let lines = prose::wrap_inline(text, room, &self.look.glyphs);
        self.doc.lead(vec![Span::raw("  ")], &lines, style, None);
    }

    /// As wide as there is room.
    fn note(&mut self, text: &str) {
        let room = self.room.saturating_sub(2) as u16;
        let lines = prose::wrap_inline(text, room, &self.look.glyphs);
        self.doc
            .lead(vec![Span::raw("  ")], &lines, self.look.theme.dim, None);
    }

    fn lead(&self, is_here: bool, among_several: bool) -> Span<'static> {
        let sign = if is_here && among_several {
            self.look.glyphs.cursor
        } else {
            " "
        };
        Span::styled(format!("{sign} "), self.look.theme.selected)
    }

    /// The date, what is put into it, and what the plan comes to.
    fn exam(&mut self, exam: &ExamOutlook, is_here: bool, among_several: bool, nth: usize) {
        let (theme, dot) = (self.look.theme, self.look.glyphs.dot);
        self.doc.gap();
        let head = format!(
            "{} {dot} {}, {}",
            exam.exam.id,
            dates::long(exam.exam.day),
            dates::from_today(exam.exam.day, Day(exam.exam.day.0 - exam.days_left))
        );
        let days = exam.exam.free.iter().filter(|is_free| !**is_free).count();
        let mut beside = format!("{} min, {days} days a week", exam.exam.minutes);
        if let Some(mark) = exam.chosen.mark {
            beside += &format!(", aim {mark} %");
        }
        let mut spans = vec![
            self.lead(is_here, among_several),
            Span::styled(head.clone(), theme.strong),
        ];
        let left = (self.room + 2).saturating_sub(4 + width(&head) + width(&beside));
        if left >= 2 {
            spans.push(Span::styled(
                format!("{}{beside}", " ".repeat(left)),
                theme.dim,
            ));
        }
        self.doc.hit(spans, Hit::Item(nth));
        if left < 2 {
            self.words(&beside, theme.dim);
        }
        self.words(&exam.says, Style::new());
    }

    fn dateless(&mut self, exam: &Dateless, is_here: bool, nth: usize) {
        let theme = self.look.theme;
        if nth > 0 {
            self.doc.gap();
        }
        let over = exam.over.map_or("no date".to_owned(), |day| {
            format!("it was on {}", dates::iso(day))
        });
        let style = if is_here {
            theme.selected
        } else {
            Style::new()
        };
        let line = vec![
            self.lead(is_here, true),
            Span::styled(exam.id.clone(), style),
            Span::styled(
                format!("  {}: {over}", prose::plain(&exam.title)),
                theme.dim,
            ),
        ];
        self.doc.hit(line, Hit::Item(nth));
    }

    /// By module, the weakest first.
    fn readiness(&mut self, exam: &ExamOutlook) {
        let theme = self.look.theme;
        let readiness = &exam.readiness;
        let has_mocks = readiness.modules.iter().any(|m| m.mock.is_some());
        let columns = Columns::new(self.room, has_mocks);
        self.doc.gap();
        self.doc.line(Span::styled(columns.head(), theme.strong));
        for module in &readiness.modules {
            for (nth, line) in columns.line(module, self.look).into_iter().enumerate() {
                let is_plain = nth == 0 && !module.is_unknown();
                let style = if is_plain { Style::new() } else { theme.dim };
                self.doc.line(Span::styled(line, style));
            }
        }
        if let Some((stop, plan)) = readiness.whole {
            self.words(
                &format!(
                    "All modules, by their weights: {stop} if you stop today, {plan} with the plan."
                ),
                theme.strong,
            );
        }
        self.doc.gap();
        self.words(READINESS, theme.dim);
    }
}

/// The parts of a line about a module.
struct Columns {
    name: usize,
    has_mocks: bool,
    /// The figures stand on a line of their own.
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
        let name = pad("Readiness", self.name, "");
        let met = pad_left("met", Self::MET, "");
        if self.is_narrow {
            return format!("  {name}{met}");
        }
        let mock = if self.has_mocks {
            pad_left("mock exams", Self::MOCK, "")
        } else {
            String::new()
        };
        let (stop, plan) = ("if you stop now", "with the plan");
        format!(
            "  {name}{met}{}{}{mock}",
            pad_left(stop, Self::SHARE, ""),
            pad_left(plan, Self::SHARE, "")
        )
    }

    fn line(&self, module: &Module, look: &Look) -> Vec<String> {
        let covered = &module.covered;
        let name = pad(
            &format!("{}  {}", covered.id, covered.title),
            self.name.saturating_sub(1),
            look.glyphs.cut,
        );
        let met = match module.is_unknown() {
            true => "no deck".to_owned(),
            false => format!("{} of {}", covered.met, covered.questions),
        };
        let first = format!("  {name} {}", pad_left(&met, Self::MET, ""));
        let share = |estimate: Option<crate::study::readiness::Estimate>| match estimate {
            _ if module.is_unknown() => "not known".to_owned(),
            Some(estimate) => estimate.to_string(),
            None => "-".to_owned(),
        };
        let mock = module.mock.map_or("-".to_owned(), |mock| {
            format!(
                "{:.0} % (n {})",
                mock.share().unwrap_or(0.0) * 100.0,
                mock.n
            )
        });
        let (stop, plan) = (share(module.if_you_stop), share(module.with_plan));
        if self.is_narrow {
            if module.if_you_stop.is_none() {
                return vec![first];
            }
            let mut lines = vec![
                first,
                format!("     stop {stop}"),
                format!("     plan {plan}"),
            ];
            if self.has_mocks {
                lines.push(format!("     mock {mock}"));
            }
            return lines;
        }
        let mock = if self.has_mocks {
            pad_left(&mock, Self::MOCK, "")
        } else {
            String::new()
        };
        vec![format!(
            "{first}{}{}{mock}",
            pad_left(&stop, Self::SHARE, ""),
            pad_left(&plan, Self::SHARE, "")
        )]
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
            Helps::Today(_) | Helps::Nothing => Route::study(Vec::new()),
            Helps::New { concepts, n } => Route::Study {
                selectors: concepts.clone(),
                new: Some(*n),
                limit: None,
            },
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
            Some(exam) => format!(
                "{}, {}",
                exam.exam.id,
                count(exam.days_left.unsigned_abs(), "day", "days")
            ),
            None => String::new(),
        };
        Title::new(
            Span::styled("Exam: the plan", look.theme.strong),
            Span::styled(right, look.theme.dim),
        )
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        if let Some(exam) = self.dated() {
            let any = exam.helps_most != Helps::Nothing;
            offers.push(
                offer(Action::Go)
                    .named(label(&exam.helps_most))
                    .only_if(any, super::home::NOTHING_TO_DO),
            );
        }
        if self.len() > 1 {
            offers.push(offer(Action::Focus).named("the other exam"));
        }
        offers.push(offer(Action::MockExam));
        offers.extend(movement());
        offers.extend(ways_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        if self.window.moved(action) {
            return Vec::new();
        }
        match (action, self.dated()) {
            (Action::MockExam, _) => vec![Route::MockExam(self.asked()).into()],
            (Action::Go, Some(exam)) => vec![Route::from(&exam.helps_most).into()],
            (Action::Focus, _) => {
                self.at = (self.at + 1) % self.len().max(1);
                Vec::new()
            }
            _ => vec![Effect::Back],
        }
    }

    fn clicked(&mut self, item: usize, _: Now) -> Vec<Effect> {
        self.at = item.min(self.len().saturating_sub(1));
        Vec::new()
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Plan)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Vec<Effect> {
        if let Ok(fresh) = fresh.downcast::<PlanScreen>() {
            self.planning = fresh.planning;
            self.at = self.at.min(self.len().saturating_sub(1));
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2).min(READING + 40),
            ..area
        };
        self.doc(canvas.look, inner.width.into())
            .draw(canvas, inner, &self.window);
    }
}
