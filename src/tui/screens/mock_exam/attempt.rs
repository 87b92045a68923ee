//! A running mock exam: the question, the clock and the map of all questions. Nothing shows what is right or wrong. What is shown
//! as answered or marked is already written to the log.

use super::clock;
use crate::study::Key;
use crate::study::kinds::{Answer, Ask};
use crate::study::log::{Change, Sort};
use crate::study::memory::{Event, Memory};
use crate::study::mock_exam::{Act, Attempt};
use crate::study::outlook::ShownCard;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Hit, Look, SHORT, above, below, reading};
use crate::tui::screen::{Asks, Effect, News, Now, Screen, Stale, Title};
use crate::tui::screens::study::answer::{Draft, Pressed};
use crate::tui::screens::study::question::Asking;
use crate::tui::screens::study::view;
use crate::tui::screens::{Route, ways_back};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Window;
use crate::tui::widgets::markdown;
use crate::tui::widgets::width::{count, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::any::Any;

/// A question shown for a shorter time gets no row; its time is added to the next.
const GLANCE_MS: u64 = 500;
/// The clock is read every second: after a longer gap the machine was asleep, and that time is not counted.
const ASLEEP_MS: u64 = 30_000;
/// Numbers for clicks on the map begin here.
const MAP: usize = 1000;

const PAUSED: &str = "Paused. The clock stands, and the question is covered until you go on.";
const GONE: &str = "The card of this question is no longer there: it does not count.";
const CHANGED: &str = "Its card was changed since the exam began: it does not count.";

pub struct ExamScreen {
    attempt: Attempt,
    /// For each question: whether its card has changed since the exam began, or is gone.
    void: Vec<bool>,
    at: usize,
    stage: Stage,
    /// Asks whether the exam is to end.
    is_finishing: bool,
    /// The time from here on is in no row yet.
    since_ms: u64,
    now_ms: u64,
    /// The cursor was moved since the question was shown.
    is_moved: bool,
    window: Window,
    is_ending: bool,
}

enum Stage {
    /// The card is being loaded.
    Waiting,
    Asking(Box<Asking>),
    /// The card does not exist any more.
    Gone,
    Paused,
}

impl ExamScreen {
    /// The first question is loaded when the screen is shown.
    pub fn new(attempt: Attempt, void: Vec<bool>) -> ExamScreen {
        ExamScreen {
            at: attempt.at.min(attempt.sheets.len().saturating_sub(1)),
            attempt,
            void,
            stage: Stage::Waiting,
            is_finishing: false,
            since_ms: 0,
            now_ms: 0,
            is_moved: false,
            window: Window::default(),
            is_ending: false,
        }
    }

    fn key(&self) -> Option<Key> {
        let posed = self.attempt.paper.questions.get(self.at);
        posed.map(|posed| posed.key.clone())
    }

    fn open_ms(&self) -> u64 {
        match self.stage {
            Stage::Paused => 0,
            _ => self.now_ms.saturating_sub(self.since_ms),
        }
    }

    fn left_ms(&self) -> u64 {
        let used = self.attempt.used_ms + self.open_ms();
        self.attempt.limit_ms().saturating_sub(used)
    }

    fn unanswered(&self) -> usize {
        self.attempt.sheets.len() - self.attempt.answered()
    }

    fn marked(&self) -> usize {
        let sheets = self.attempt.sheets.iter();
        sheets.filter(|sheet| sheet.is_marked).count()
    }

    /// Whether the current question is marked.
    fn is_marked(&self) -> bool {
        let sheet = self.attempt.sheets.get(self.at);
        sheet.is_some_and(|sheet| sheet.is_marked)
    }

    /// A row about the current question, with the time that is in no row yet.
    fn row(&mut self, act: Act, answer: Option<String>) -> Option<Effect> {
        let posed = self.attempt.paper.questions.get(self.at)?;
        // Not more than the remaining time.
        let left = self.attempt.limit_ms().saturating_sub(self.attempt.used_ms);
        let took = self.open_ms().min(left);
        let (key, day) = (posed.key.clone(), self.attempt.day);
        let event = Event::Exam(Box::new(act));
        let change = Change {
            sort: Sort::Question,
            took_ms: u32::try_from(took).unwrap_or(u32::MAX),
            seed: posed.seed,
            answer,
            ..Change::new(key, event, day, Memory::default())
        };
        self.since_ms = self.now_ms;
        Some(Effect::Record(Box::new(change)))
    }

    fn written(&self) -> Option<&String> {
        self.attempt.sheets.get(self.at)?.answer.as_ref()
    }

    /// Writes the answer if it differs from the one in the log. An order counts as given once it was changed.
    fn keep_answer(&mut self) -> Result<Option<Effect>, ()> {
        let Stage::Asking(asking) = &mut self.stage else {
            return Ok(None);
        };
        if matches!(asking.draft, Draft::Arrange { .. }) && !self.is_moved {
            return Ok(None);
        }
        // An empty choice is no answer.
        let answer = asking.draft.answer();
        let answer = answer.filter(|a| !matches!(a, Answer::Chosen(places) if places.is_empty()));
        if let Some(answer) = &answer
            && let Some(posed) = self.attempt.paper.questions.get(self.at)
            && let Err(reason) = asking
                .shown
                .card
                .judge(posed.key.part(), posed.seed, answer)
        {
            asking.refused = Some(reason);
            return Err(());
        }
        let answer = answer.and_then(|answer| answer.to_log());
        if answer.as_ref() == self.written() {
            return Ok(None);
        }
        let act = Act::Answer(self.attempt.id.clone());
        Ok(self.row(act, answer))
    }

    /// Writes the answer if it can be read, and then another row.
    fn keep_and(&mut self, act: Act) -> Vec<Effect> {
        let mut effects = Vec::from_iter(self.keep_answer().unwrap_or_default());
        effects.extend(self.row(act, None));
        effects
    }

    /// Before leaving the question: writes what was typed, and the time. What cannot be read as an answer is not written.
    fn leave(&mut self) -> Option<Effect> {
        let kept = self.keep_answer().unwrap_or_default();
        self.and_time(kept)
    }

    /// The time is part of the answer's row; without an answer it gets a row of its own.
    fn and_time(&mut self, kept: Option<Effect>) -> Option<Effect> {
        if kept.is_some() || self.open_ms() < GLANCE_MS {
            return kept;
        }
        let act = Act::Mark(self.attempt.id.clone(), self.is_marked());
        self.row(act, None)
    }

    fn fetch(&mut self) -> Vec<Effect> {
        self.window.reset();
        self.is_moved = false;
        self.stage = Stage::Waiting;
        Vec::from_iter(self.key().map(Effect::FetchCard))
    }

    fn go_to(&mut self, at: usize) -> Vec<Effect> {
        if at == self.at || at >= self.attempt.sheets.len() {
            return Vec::new();
        }
        // Typed text that cannot be read stays until it is corrected or deleted.
        let Ok(kept) = self.keep_answer() else {
            return Vec::new();
        };
        let mut effects = Vec::from_iter(self.and_time(kept));
        self.at = at;
        effects.extend(self.fetch());
        effects
    }

    /// The next question that is marked or unanswered, from this one on, starting over at the end.
    fn next_open(&self) -> Option<usize> {
        let len = self.attempt.sheets.len();
        let behind = (1..len).map(|n| (self.at + n) % len);
        behind.into_iter().find(|at| {
            let sheet = &self.attempt.sheets[*at];
            sheet.is_marked || sheet.answer.is_none()
        })
    }

    fn end(&mut self) -> Vec<Effect> {
        self.is_finishing = false;
        if self.is_ending {
            return Vec::new();
        }
        let mut effects = Vec::from_iter(self.leave());
        self.is_ending = true;
        effects.push(Effect::EndExam(self.attempt.id.clone()));
        effects
    }

    fn show(&mut self, shown: ShownCard) {
        let Some(posed) = self.attempt.paper.questions.get(self.at) else {
            return;
        };
        let face = shown.card.face(posed.key.part(), posed.seed);
        let draft = drafted_as(&face.ask, self.written());
        let mut asking = Asking::new(shown, face, self.now_ms);
        asking.draft = draft;
        self.stage = Stage::Asking(Box::new(asking));
    }

    /// What could not be written is shown again as it is in the log.
    fn take_back(&mut self) {
        let written = self.written().cloned();
        // Typed words stay in the field, so that they can be sent again.
        if let Stage::Asking(asking) = &mut self.stage
            && !matches!(asking.draft, Draft::Text { .. })
        {
            asking.draft = drafted_as(&asking.face.ask, written.as_ref());
        }
    }

    fn is_one_of(&self) -> bool {
        matches!(&self.stage, Stage::Asking(asking) if matches!(asking.face.ask, Ask::Choose { many: false, .. }))
    }

    /// Applies an action to the answer. A changed choice or order is written at once.
    fn press_draft(&mut self, action: Action) -> Option<Vec<Effect>> {
        let is_one_of = self.is_one_of();
        let Stage::Asking(asking) = &mut self.stage else {
            return None;
        };
        let before = match &asking.draft {
            Draft::Choose { marked, .. } => marked.clone(),
            _ => Vec::new(),
        };
        if asking.draft.press(action) == Pressed::Not {
            return None;
        }
        asking.refused = None;
        self.is_moved = true;
        if let Draft::Choose { marked, cursor, .. } = &mut asking.draft
            && is_one_of
            && *marked != before
        {
            // The chosen option is the one at the cursor; choosing it again keeps it.
            *marked = vec![*cursor];
        }
        if asking.draft.is_typing() {
            return Some(Vec::new());
        }
        Some(Vec::from_iter(self.keep_answer().unwrap_or_default()))
    }

    /// Enter: takes the answer and goes to the next question.
    fn go_on(&mut self) -> Vec<Effect> {
        let is_one_of = self.is_one_of();
        if let Stage::Asking(asking) = &mut self.stage
            && let Draft::Choose { cursor, marked, .. } = &mut asking.draft
            && is_one_of
            && self.is_moved
        {
            *marked = vec![*cursor];
        }
        let last = self.attempt.sheets.len().saturating_sub(1);
        if self.at < last {
            return self.go_to(self.at + 1);
        }
        self.press_finish()
    }

    fn press_finish(&mut self) -> Vec<Effect> {
        let Ok(kept) = self.keep_answer() else {
            return Vec::new();
        };
        self.is_finishing = true;
        Vec::from_iter(kept)
    }

    fn is_typing(&self) -> bool {
        matches!(&self.stage, Stage::Asking(asking) if asking.draft.is_typing())
    }

    fn finish_words(&self) -> String {
        let mut open = Vec::new();
        if self.unanswered() > 0 {
            open.push(format!("{} not answered", self.unanswered()));
        }
        if self.marked() > 0 {
            open.push(format!("{} marked for review", self.marked()));
        }
        let all = count(self.attempt.sheets.len() as u64, "question", "questions");
        let open = if open.is_empty() {
            "All questions are answered.".to_owned()
        } else {
            format!("{} of {all}.", open.join(", "))
        };
        format!("{open} End the exam? Enter ends it, Esc goes back to it.")
    }
}

/// The answer given before, for changing it. A single choice is shown with marks like several: the choice is visible, and moving
/// the cursor does not change it.
fn drafted_as(ask: &Ask, written: Option<&String>) -> Draft {
    let mut draft = Draft::new(ask);
    let given = written.and_then(|text| Answer::given_to(ask, text));
    match (&mut draft, given) {
        (Draft::Text { field, .. }, Some(Answer::Typed(text))) => field.set(&text),
        (
            Draft::Choose {
                many,
                cursor,
                marked,
                len,
            },
            given,
        ) => {
            *many = true;
            if let Some(Answer::Chosen(places)) = given {
                let first = places.first().copied().unwrap_or(0);
                *cursor = first.min(len.saturating_sub(1));
                *marked = places;
            }
        }
        (Draft::Arrange { order, .. }, Some(Answer::Arranged(places)))
            if places.len() == order.len() =>
        {
            *order = places;
        }
        _ => {}
    }
    draft
}

impl Screen for ExamScreen {
    fn name(&self) -> &'static str {
        match self.stage {
            Stage::Paused => "Paused exam",
            _ => "Exam question",
        }
    }

    fn title(&self, look: &Look) -> Title {
        let name = if self.attempt.paper.is_diagnostic {
            "diagnostic"
        } else {
            "exam"
        };
        let (left, dot) = (clock(self.left_ms()), look.glyphs.dot);
        let (nth, all) = (self.at + 1, self.attempt.sheets.len());
        let right = format!("{left} left {dot} {nth} of {all}");
        Title::named(look, format!("{} {name}", self.attempt.exam), right)
    }

    fn progress(&self) -> Option<(usize, usize)> {
        Some((self.attempt.answered(), self.attempt.sheets.len()))
    }

    fn is_answered(&self) -> bool {
        true
    }

    fn offers(&self) -> Vec<Offer> {
        if self.is_finishing {
            let mut offers = vec![offer(Action::Go).named("end the exam")];
            offers.extend(ways_back("back to it"));
            return offers;
        }
        let mut offers = Vec::new();
        if let Stage::Paused = self.stage {
            offers.push(offer(Action::Go).named("go on"));
            offers.push(offer(Action::Pause).named("go on").quiet());
            offers.extend(ways_back("leave; it waits"));
            return offers;
        }
        let is_last = self.at + 1 == self.attempt.sheets.len();
        offers.push(offer(Action::Go).named(if is_last { "finish" } else { "next" }));
        offers.push(offer(Action::Mark));
        offers.push(offer(Action::GoTo));
        let may_pause = self.attempt.paper.has_pauses;
        let pause = offer(Action::Pause).in_bar_if(may_pause);
        offers.push(pause.only_if(may_pause, "You chose an exam without pauses."));
        offers.push(offer(Action::Finish));
        if let Stage::Asking(asking) = &self.stage {
            // The exam has other uses for the keys that go to the top and the bottom.
            let taken = [Action::Go, Action::Top, Action::Bottom];
            let own = asking.draft.offers().into_iter();
            let own = own.filter(|offer| !taken.contains(&offer.action));
            offers.extend(own.map(|offer| match offer.action {
                Action::Pick(_) | Action::Space if self.is_one_of() => offer.named("choose"),
                _ => offer,
            }));
        }
        let next = offer(Action::Next).named("next without an answer, or marked");
        offers.push(next.quiet());
        offers.push(offer(Action::Left).named("question before").quiet());
        offers.push(offer(Action::Right).named("question after").quiet());
        let leave = "leave; it waits";
        let typing = self.is_typing();
        let back = if typing { "commands" } else { leave };
        offers.push(offer(Action::Back).named(back).in_bar_if(!typing));
        offers.push(offer(Action::Leave).named(leave).quiet());
        let other = "In an exam an answer is changed by giving another.";
        let turns = [Action::Undo, Action::Redo].map(offer);
        offers.extend(turns.map(|turn| turn.only_if(false, other).quiet()));
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.stage {
            Stage::Asking(asking) if !self.is_finishing => asking.draft.field(),
            _ => None,
        }
    }

    fn edited(&mut self, now: Now) -> Vec<Effect> {
        self.now_ms = now.ms;
        if let Stage::Asking(asking) = &mut self.stage {
            asking.refused = None;
        }
        Vec::new()
    }

    fn press(&mut self, action: Action, now: Now) -> Vec<Effect> {
        self.now_ms = now.ms;
        if std::mem::take(&mut self.is_finishing) {
            return match action {
                Action::Go => self.end(),
                _ => Vec::new(),
            };
        }
        if let Stage::Paused = self.stage {
            return match action {
                Action::Go | Action::Pause => {
                    self.since_ms = now.ms;
                    self.fetch()
                }
                _ => vec![Effect::Back],
            };
        }
        if self.is_typing() && action == Action::Back {
            if let Stage::Asking(asking) = &mut self.stage {
                asking.draft.focus(false);
            }
            return Vec::from_iter(self.keep_answer().unwrap_or_default());
        }
        match action {
            Action::Go => return self.go_on(),
            Action::Left => return self.go_to(self.at.wrapping_sub(1)),
            Action::Right => return self.go_to(self.at + 1),
            Action::Next => {
                return match self.next_open() {
                    Some(at) => self.go_to(at),
                    None => vec![Effect::Say("No other question is open or marked.".into())],
                };
            }
            Action::Mark => {
                let act = Act::Mark(self.attempt.id.clone(), !self.is_marked());
                return self.keep_and(act);
            }
            Action::GoTo => {
                return vec![Effect::Ask(Asks::Own {
                    question: "Go to question",
                    does: "go to that question",
                    present: String::new(),
                })];
            }
            Action::Finish => return self.press_finish(),
            Action::Pause => {
                let effects = self.keep_and(Act::Pause(self.attempt.id.clone()));
                self.stage = Stage::Paused;
                return effects;
            }
            Action::Back | Action::Leave => {
                let mut effects = Vec::from_iter(self.leave());
                let waits = "The exam waits as it is; its clock stands.";
                effects.extend([Effect::Back, Effect::Say(waits.into())]);
                return effects;
            }
            action => match self.press_draft(action) {
                Some(effects) => return effects,
                None => drop(self.window.moved(action)),
            },
        }
        Vec::new()
    }

    fn typed(&mut self, text: &str, now: Now) -> Result<Vec<Effect>, String> {
        self.now_ms = now.ms;
        let last = self.attempt.sheets.len();
        match text.trim().parse() {
            Ok(n @ 1..) if n <= last => Ok(self.go_to(n - 1)),
            _ => Err(format!("Questions are numbered from 1 to {last}.")),
        }
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        self.now_ms = now.ms;
        if self.is_finishing || !matches!(self.stage, Stage::Asking(_)) {
            return Vec::new();
        }
        match item.checked_sub(MAP) {
            Some(at) => self.go_to(at),
            None => self
                .press_draft(Action::Pick((item + 1).min(9) as u8))
                .unwrap_or_default(),
        }
    }

    fn leaving(&mut self) -> Vec<Effect> {
        match self.stage {
            Stage::Paused => Vec::new(),
            _ if self.is_ending => Vec::new(),
            _ => Vec::from_iter(self.leave()),
        }
    }

    fn shown(&mut self, now: Now) -> Vec<Effect> {
        if self.is_ending {
            return vec![Effect::Back];
        }
        self.now_ms = now.ms;
        match self.stage {
            Stage::Waiting => {
                self.since_ms = now.ms;
                self.fetch()
            }
            _ => Vec::new(),
        }
    }

    fn ticks(&self) -> bool {
        !self.is_ending && !matches!(self.stage, Stage::Paused)
    }

    fn tick(&mut self, now: Now) -> Vec<Effect> {
        let gap = now.ms.saturating_sub(self.now_ms);
        if gap > ASLEEP_MS {
            self.since_ms += gap;
        }
        self.now_ms = now.ms;
        if self.ticks() && self.left_ms() == 0 {
            self.end()
        } else {
            Vec::new()
        }
    }

    /// Another window may have ended the exam, and a card may have changed.
    fn route(&self, stale: Stale) -> Option<Route> {
        (stale == Stale::Decks && !self.is_ending).then_some(Route::SitExam(None))
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<ExamScreen>().ok()?;
        self.void = fresh.void;
        None
    }

    fn hear(&mut self, news: &News, now: Now) -> Vec<Effect> {
        match news {
            News::Card(key, found)
                if self.key().as_ref() == Some(key) && matches!(self.stage, Stage::Waiting) =>
            {
                self.now_ms = now.ms;
                match found {
                    Ok(shown) => self.show((**shown).clone()),
                    Err(_) => self.stage = Stage::Gone,
                }
            }
            News::Recorded(entry) => self.attempt.take(entry),
            News::Refused(_) | News::Failed(_) => {
                self.take_back();
                self.is_ending = false;
            }
            News::NoExam if !self.is_ending => {
                self.is_ending = true;
                let report = Route::ExamReport(self.attempt.id.clone());
                let said = "This mock exam was ended in another window.";
                return vec![report.into(), Effect::Say(said.to_owned())];
            }
            News::ExamEnded(id) if *id == self.attempt.id => {
                self.is_ending = true;
                return vec![Route::ExamReport(id.clone()).into()];
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = reading(area);
        let theme = canvas.look.theme;
        let map = self.map(canvas.look, inner);
        let has_legend = area.height >= SHORT;
        let rows = map.len() as u16 + u16::from(has_legend);
        let gap = u16::from(area.height >= SHORT - 4);
        let top = above(inner, rows + gap);
        let finish = self.finish_words();
        let is_void = self.void.get(self.at) == Some(&true);
        let (told, style) = match self.stage {
            _ if self.is_finishing => (&*finish, theme.strong),
            Stage::Paused => (PAUSED, theme.strong),
            Stage::Gone => (GONE, theme.warning),
            Stage::Asking(_) if is_void => (CHANGED, theme.warning),
            Stage::Asking(_) | Stage::Waiting => ("", theme.dim),
        };
        let lines = markdown::wrap_inline(told, top.width, &canvas.look.glyphs);
        for (y, line) in (top.y..top.bottom()).zip(lines) {
            canvas.line(top.x, y, top.width, &line.style(style));
        }
        if let Stage::Asking(asking) = &self.stage
            && !self.is_finishing
        {
            let area = if is_void { below(top, 2) } else { top };
            view::draw_question(asking, &self.window, false, canvas, area);
        }
        if has_legend {
            let glyphs = &canvas.look.glyphs;
            let legend = format!("{}here   {}answered   ?marked", glyphs.cursor, glyphs.right);
            canvas.text(inner.x, inner.bottom() - 1, inner.width, &legend, theme.dim);
        }
        for (row, cells) in map.into_iter().enumerate() {
            let y = inner.bottom().saturating_sub(rows) + row as u16;
            for (n, (at, text, style)) in cells.into_iter().enumerate() {
                let wide = width(&text) as u16;
                let x = inner.x + n as u16 * wide;
                canvas.text(x, y, wide, &text, style);
                let place = Rect::new(x, y, wide, 1);
                canvas.hit(place, Hit::Item(MAP + at));
            }
        }
    }
}

impl ExamScreen {
    /// Rows of the map around the current question: numbers with signs for answered and marked.
    fn map(&self, look: &Look, area: Rect) -> Vec<Vec<(usize, String, Style)>> {
        let n = self.attempt.sheets.len();
        let digits = n.to_string().len();
        let cell = digits + 4;
        let in_row = (usize::from(area.width) / cell).max(1);
        let most = if area.height < SHORT - 2 {
            1
        } else {
            usize::from(area.height / 4).min(8)
        };
        let all: Vec<usize> = (0..n).collect();
        let rows: Vec<&[usize]> = all.chunks(in_row).collect();
        let here = self.at / in_row;
        let first = here
            .saturating_sub(most / 2)
            .min(rows.len().saturating_sub(most));
        let rows = rows.into_iter().skip(first).take(most);
        let one = |at: usize| {
            let sheet = &self.attempt.sheets[at];
            let is_here = at == self.at;
            let mut signs = String::new();
            if sheet.answer.is_some() {
                signs.push_str(look.glyphs.right);
            }
            if sheet.is_marked {
                signs.push('?');
            }
            let signs = pad(&signs, 2, "");
            let cursor = if is_here { look.glyphs.cursor } else { " " };
            let style = match (is_here, sheet.is_marked, sheet.answer.is_some()) {
                (true, ..) => look.theme.selected,
                (_, true, _) => look.theme.warning,
                (_, _, true) => Style::new(),
                _ => look.theme.dim,
            };
            let number = pad_left(&(at + 1).to_string(), digits, "");
            (at, format!("{cursor}{number}{signs} "), style)
        };
        rows.map(|row| row.iter().map(|at| one(*at)).collect())
            .collect()
    }
}
