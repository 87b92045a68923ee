//! The result of a mock exam: by module with ranges, the time, every question with its explanation and the learner's own answer,
//! and what to read next. There is no scaled score and no prediction.

use super::{clock, name, share};
use crate::study::Grade;
use crate::study::kinds::Answer;
use crate::study::mock_exam::ExamReport;
use crate::study::outlook::ShownCard;
use crate::study::text::count;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, NARROW, SHORT, below, reading};
use crate::tui::screen::{Effect, News, Now, Screen, Stale, Title};
use crate::tui::screens::study::question::{Answered, Asking};
use crate::tui::screens::study::view;
use crate::tui::screens::{Doc, Route, moves_and_back};
use crate::tui::widgets::list::{Cursor, Window};
use crate::tui::widgets::width::{pad, pad_left, width};
use crate::tui::widgets::{dates, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

/// Most concepts to read next.
const READ_NEXT: usize = 5;

pub struct ReportScreen {
    report: ExamReport,
    /// Index among the concepts to read next, then the questions.
    cursor: Cursor,
    window: Window,
    /// The question being read, with its card once it is loaded.
    reading: Option<(usize, Option<Box<Answered>>)>,
}

impl ReportScreen {
    pub fn new(report: ExamReport) -> ReportScreen {
        ReportScreen {
            report,
            cursor: Cursor::default(),
            window: Window::default(),
            reading: None,
        }
    }

    fn read_next(&self) -> &[(String, String, u32)] {
        let all = &self.report.read_next;
        &all[..all.len().min(READ_NEXT)]
    }

    fn len(&self) -> usize {
        self.read_next().len() + self.report.lines.len()
    }

    /// The question under the cursor.
    fn question(&self) -> Option<usize> {
        let at = self.cursor.at().checked_sub(self.read_next().len())?;
        (at < self.report.lines.len()).then_some(at)
    }

    fn read(&mut self, at: usize) -> Option<Effect> {
        let key = self.report.attempt.paper.questions.get(at)?.key.clone();
        self.cursor.set(self.read_next().len() + at, self.len());
        self.window.reset();
        self.reading = Some((at, None));
        Some(Effect::FetchCard(key))
    }

    fn show(&mut self, shown: &ShownCard) {
        let Some((at, answered)) = &mut self.reading else {
            return;
        };
        let attempt = &self.report.attempt;
        let posed = attempt.paper.questions.get(*at);
        let Some((posed, sheet)) = posed.zip(attempt.sheets.get(*at)) else {
            return;
        };
        let part = posed.key.part();
        let face = shown.card.face(part, posed.seed);
        let text = sheet.answer.as_deref();
        let answer = text.and_then(|text| Answer::given_to(&face.ask, text));
        let judge = |answer| shown.card.judge(part, posed.seed, answer).ok();
        let verdict = answer.as_ref().and_then(judge);
        let verdict = verdict.unwrap_or_else(|| shown.card.reveal(part, posed.seed));
        let asking = Asking::new(shown.clone(), face, 0);
        *answered = Some(Box::new(asking.answered(answer, verdict, Grade::GOOD)));
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let mut doc = Doc::default();
        let (theme, cut) = (look.theme, look.glyphs.cut);
        let right = self.report.attempt.right();
        let all = share(right);
        let mark = match (self.report.mark, right.share()) {
            (Some(mark), Some(share)) if share * 100.0 >= f64::from(mark) => {
                format!("; your mark of {mark} % is reached")
            }
            (Some(mark), Some(_)) => format!("; your mark of {mark} % is not reached"),
            _ => String::new(),
        };
        doc.wrapped("", &format!("{all}{mark}"), theme.strong, look, room as u16);
        doc.line(Span::styled(self.times(), theme.dim));
        let void = self.report.lines.iter().filter(|l| l.is_right.is_none());
        if let void @ 1.. = void.count() {
            let cards = count(void as u64, "card was", "cards were");
            let told = format!("{cards} changed since the exam began and not counted: void below.");
            doc.wrapped("", &told, Style::new(), look, room as u16);
        }
        doc.gap();
        doc.line(Span::styled("By module", theme.strong));
        for (id, title, of) in &self.report.modules {
            let told = share(*of);
            let left = room.saturating_sub(width(&told) + 8);
            let name = if room >= usize::from(NARROW) {
                pad(&markdown::plain(title), left, cut)
            } else {
                String::new()
            };
            doc.line(vec![
                Span::styled(format!("{}  ", pad_left(id, 4, "")), theme.dim),
                Span::raw(name),
                Span::raw(format!("  {told}")),
            ]);
        }
        if !self.report.not_asked.is_empty() {
            let names = self.report.not_asked.iter();
            let names: Vec<String> = names.map(|(id, title)| format!("{id} {title}")).collect();
            let told = format!("Without a question in this exam: {}", names.join("; "));
            doc.wrapped("  ", &told, Style::new(), look, room as u16);
        }
        let note = "Ranges are Wilson's at 95 %. A mock exam asks your decks, not the examination: it promises nothing.";
        doc.wrapped("  ", note, Style::new(), look, room as u16);
        if let n @ 1.. = self.report.to_fail.len() {
            let key = look.keys.first(Action::FailMisses);
            let misses = count(n as u64, "wrong answer", "wrong answers");
            let told = format!(
                "{key} counts {misses} to cards you had met as failed: they are asked again today and tomorrow."
            );
            doc.wrapped("  ", &told, Style::new(), look, room as u16);
        }
        self.items(&mut doc, look, room);
        doc
    }

    /// `32 min of 42, 1:05 a question`
    fn times(&self) -> String {
        let attempt = &self.report.attempt;
        let n = attempt.sheets.len().max(1) as u64;
        let (used, limit) = (clock(attempt.used_ms), clock(attempt.limit_ms()));
        format!(
            "{used} of {limit}, {} a question",
            clock(attempt.used_ms / n)
        )
    }

    /// The lines that the cursor can stand on.
    fn items(&self, doc: &mut Doc, look: &Look, room: usize) {
        let (theme, cut) = (look.theme, look.glyphs.cut);
        let read_next = self.read_next();
        for (nth, (_, title, missed)) in read_next.iter().enumerate() {
            if nth == 0 {
                doc.gap();
                let head = match self.report.read_next.len() {
                    all if all > READ_NEXT => format!("Read next: {READ_NEXT} of {all} concepts"),
                    _ => "Read next".to_owned(),
                };
                doc.line(Span::styled(head, theme.strong));
            }
            let here = nth == self.cursor.at();
            let (sign, style) = look.lead(here);
            let told = format!("{missed} missed");
            let left = room.saturating_sub(width(&told) + 4);
            let title = pad(&markdown::plain(title), left, cut);
            let line = vec![
                sign,
                Span::styled(title, style),
                Span::styled(format!("  {told}"), theme.dim),
            ];
            doc.row(line, nth, here);
        }
        doc.gap();
        doc.line(Span::styled("Questions", theme.strong));
        let sheets = self.report.lines.iter().zip(&self.report.attempt.sheets);
        for (at, (line, sheet)) in sheets.enumerate() {
            let nth = read_next.len() + at;
            let here = nth == self.cursor.at();
            let (sign, style) = look.lead(here);
            let (judged, of_judged) = match (line.is_right, &sheet.answer) {
                (Some(true), _) => (look.glyphs.right, theme.right),
                (Some(false), _) => (look.glyphs.wrong, theme.wrong),
                (None, _) => (look.glyphs.dot, theme.dim),
            };
            let told = match (line.is_right, &sheet.answer) {
                (None, _) => "void".to_owned(),
                (_, None) => "no answer".to_owned(),
                _ => clock(sheet.took_ms),
            };
            let told = pad_left(&told, 9, "");
            let number = pad_left(&(at + 1).to_string(), 3, "");
            let left = room.saturating_sub(width(&told) + 11);
            let front = pad(&markdown::plain(&line.front).replace('\n', " "), left, cut);
            let spans = vec![
                sign,
                Span::styled(format!("{judged} "), of_judged),
                Span::styled(format!("{number}  "), theme.dim),
                Span::styled(front, style),
                Span::styled(format!("  {told}"), theme.dim),
            ];
            doc.row(spans, nth, here);
        }
        if self.cursor.at() == 0 {
            // What stands above the first line is shown with it.
            doc.focus = Some(0..1);
        }
    }
}

impl Screen for ReportScreen {
    fn name(&self) -> &'static str {
        match self.reading {
            Some(_) => "Exam answer",
            None => "Exam result",
        }
    }

    fn title(&self, look: &Look) -> Title {
        let attempt = &self.report.attempt;
        let name = name(attempt.paper.is_diagnostic);
        let right = match &self.reading {
            Some((at, _)) => format!("question {} of {}", at + 1, self.report.lines.len()),
            None => dates::long(attempt.day),
        };
        Title::named(look, format!("{} {name}", attempt.exam), right)
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        if let Some((at, _)) = self.reading {
            let is_last = at + 1 == self.report.lines.len();
            let last = "It is the last question.";
            offers.push(offer(Action::Go).named("next").only_if(!is_last, last));
            let next = offer(Action::Right).named("next").quiet();
            offers.push(next.only_if(!is_last, last));
            let before = offer(Action::Left).named("before");
            offers.push(before.only_if(at > 0, "It is the first question."));
            offers.push(offer(Action::Concept));
            offers.extend(moves_and_back("to the list"));
            return offers;
        }
        let go = if self.question().is_some() {
            "see the question"
        } else {
            "read"
        };
        offers.push(offer(Action::Go).named(go));
        let missed = !self.report.missed().is_empty();
        let practise = offer(Action::Practise).named("practise what was missed");
        offers.push(practise.only_if(missed, "Nothing was missed."));
        let to_fail = self.report.to_fail.len();
        let none = "Nothing that you had met was missed today, or it is counted already.";
        let fail = offer(Action::FailMisses).named(format!("count {to_fail} as failed looks"));
        offers.push(fail.only_if(to_fail > 0, none).in_bar_if(to_fail > 0));
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        Vec::from_iter(match (&self.reading, action) {
            (&Some((at, _)), Action::Go | Action::Right) => self.read(at + 1),
            (&Some((at, _)), Action::Left) => self.read(at.saturating_sub(1)),
            (Some((_, answered)), Action::Concept) => {
                let concept = |of: &Answered| Route::Concept(of.shown.concept.id.clone());
                answered.as_deref().map(|of| concept(of).into())
            }
            (Some(_), _) => {
                if !self.window.moved(action) {
                    self.reading = None;
                    self.window.reset();
                }
                None
            }
            (None, Action::Go) => match (self.question(), self.read_next().get(self.cursor.at())) {
                (Some(at), _) => self.read(at),
                (None, next) => next.map(|(id, ..)| Route::Concept(id.clone()).into()),
            },
            (None, Action::Practise) => Some(Route::Practice(self.report.missed()).into()),
            (None, Action::FailMisses) => Some(Effect::FailMisses(self.report.attempt.id.clone())),
            (None, _) => Some(Effect::Back),
        })
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.len();
        self.reading.is_none().then_some((&mut self.cursor, len))
    }

    fn hear(&mut self, news: &News, _: Now) -> Vec<Effect> {
        if let (News::Card(key, Ok(shown)), Some((at, _))) = (news, &self.reading) {
            let posed = self.report.attempt.paper.questions.get(*at);
            if posed.is_some_and(|posed| posed.key == *key) {
                self.show(shown);
            }
        }
        Vec::new()
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::ExamReport(self.report.attempt.id.clone()))
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<ReportScreen>().ok()?;
        self.report = fresh.report;
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = reading(area);
        match &self.reading {
            Some((_, Some(answered))) => {
                let mut area = inner;
                if answered.answer.is_none() {
                    let told = "You gave no answer.";
                    canvas.text(area.x, area.y, area.width, told, canvas.look.theme.warning);
                    area = below(area, if area.height >= SHORT - 4 { 2 } else { 1 });
                }
                let mut doc = view::answer(answered, canvas.look, area);
                // Who comes back to a question reads it first.
                (doc.begin, doc.wanted) = (0, 0..0);
                doc.draw(canvas, area, &self.window);
            }
            Some((_, None)) => {
                let (told, dim) = ("This card is no longer there.", canvas.look.theme.dim);
                canvas.text(inner.x, inner.y, inner.width, told, dim);
            }
            None => {
                self.doc(canvas.look, inner.width.into())
                    .draw(canvas, inner, &self.cursor.window);
            }
        }
    }
}
