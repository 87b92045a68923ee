//! Statistics of the learning so far, in four views: days, memory, by topic, habits. Nothing is changed here.

use super::{Doc, Route, ways_back};
use crate::study::Day;
use crate::study::figures::{Passed, Told};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look, READING};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::list::Window;
use crate::tui::widgets::width::{count, fit, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::text::Span;
use std::any::Any;

const VIEWS: [&str; 4] = ["days", "memory", "by topic", "habits"];
/// Width of a bar.
const BAR: usize = 10;
/// Most lines of a list, worst first.
const LINES: usize = 8;

pub struct Statistics {
    told: Told,
    /// Whether the figures are still to be worked out, or worked out again.
    is_old: bool,
    view: usize,
    window: Window,
}

impl Statistics {
    pub fn new(told: Told) -> Statistics {
        Statistics {
            told,
            is_old: false,
            view: 0,
            window: Window::default(),
        }
    }

    /// The screen before its figures are known.
    pub fn pending() -> Statistics {
        Statistics {
            is_old: true,
            ..Statistics::new(Told::default())
        }
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let mut page = Page {
            doc: Doc::default(),
            look,
            room,
        };
        if self.told.figures.gradings == 0 && self.is_old {
            page.note("Working out the figures of a long log ...");
        } else if self.told.figures.gradings == 0 {
            page.note("Nothing was graded yet: figures begin with the first answer.");
        } else {
            match self.view {
                0 => self.days(&mut page),
                1 => self.memory(&mut page),
                2 => self.by_topic(&mut page),
                _ => self.habits(&mut page),
            }
        }
        page.doc
    }

    fn days(&self, page: &mut Page<'_>) {
        let figures = &self.told.figures;
        let (streak, longest) = figures.streaks();
        let minutes = figures.took_ms / 60_000;
        page.row("Answers", &figures.gradings.to_string());
        page.row("Time", &count(minutes, "minute", "minutes"));
        page.row("Days studied", &figures.days.len().to_string());
        page.row("In a row", &format!("{streak}, longest {longest}"));
        page.head("The year");
        self.year(page);
        page.head("Falls due, the next 30 days");
        let load = self.told.load.iter().take(30).map(|(_, n)| *n);
        page.bars(&load.collect::<Vec<_>>());
        let (most, all) = self
            .told
            .load
            .iter()
            .take(30)
            .fold((0, 0), |(most, all), (_, n)| {
                (n.max(&most).to_owned(), all + n)
            });
        page.note(&format!(
            "today on the left; {all} in all, {most} on the busiest day"
        ));
    }

    /// A column for each week, a row for each weekday; as many weeks as fit, this week on the right.
    fn year(&self, page: &mut Page<'_>) {
        let figures = &self.told.figures;
        let today = figures.today;
        // Day 0, 1970-01-01, was a Thursday; Monday is 0 here.
        let weekday = (today.0 + 3).rem_euclid(7);
        let weeks = (page.room.saturating_sub(6) / 2).min(53) as i32;
        let most = figures
            .days
            .values()
            .map(|(n, _)| *n)
            .max()
            .unwrap_or(1)
            .max(1);
        let shades = [
            page.look.glyphs.left,
            page.look.glyphs.heights[1],
            page.look.glyphs.heights[4],
            page.look.glyphs.full,
        ];
        for (row, name) in ["Mon", "", "Wed", "", "Fri", "", "Sun"]
            .into_iter()
            .enumerate()
        {
            let mut spans = vec![Span::styled(format!("  {name:<4}"), page.look.theme.dim)];
            for week in (0..weeks).rev() {
                let day = Day(today.0 - weekday + row as i32 - 7 * week);
                let n = figures.days.get(&day).map_or(0, |(n, _)| *n);
                // Three shades, relative to the busiest day; they differ in shape, not only in colour.
                let shade = if n == 0 {
                    0
                } else {
                    1 + (n * 3 - 1) as usize / most as usize
                };
                let sign = if day > today {
                    " "
                } else {
                    shades[shade.min(3)]
                };
                let style = if n == 0 {
                    page.look.theme.dim
                } else {
                    page.look.theme.accent
                };
                spans.push(Span::styled(format!("{sign} "), style));
            }
            page.doc.line(spans);
        }
        page.note(&format!(
            "{} none   {} to {} few to many answers",
            shades[0], shades[1], shades[3]
        ));
    }

    fn memory(&self, page: &mut Page<'_>) {
        let (told, figures) = (&self.told, &self.told.figures);
        page.row("Met", &format!("{} of {}", told.met, told.questions));
        page.row(
            "Known",
            &format!("{}, not due for three weeks or more", told.known),
        );
        page.head("Passed when due");
        page.share("all", figures.retention);
        page.share("last 30 days", figures.retention_30);
        page.share("under three weeks", figures.young);
        page.share("three weeks and more", figures.mature);
        page.share("looked at before an exam", figures.looks);
        page.note("Ranges are Wilson's at 95 %; answers of one question hang together, so the truth is a little wider.");
        page.head("Intervals");
        let names = [
            "1 day",
            "2 to 6",
            "7 to 20",
            "3 to 8 weeks",
            "2 to 4 months",
            "to a year",
            "a year and more",
        ];
        page.classes(
            names
                .into_iter()
                .map(str::to_owned)
                .zip(told.intervals.iter().map(|(_, n)| *n)),
        );
        page.head("Ease");
        let eases = told
            .eases
            .iter()
            .map(|(from, n)| (format!("from {:.2}", f64::from(*from) / 100.0), *n));
        page.classes(eases);
    }

    fn by_topic(&self, page: &mut Page<'_>) {
        let figures = &self.told.figures;
        let weak = figures.weak();
        page.head("Missed most");
        for (concept, of) in weak.iter().take(LINES) {
            page.row_wide(concept, &format!("{} of {}", of.n - of.passed, of.n));
        }
        if weak.is_empty() {
            page.note("No concept was missed twice.");
        }
        if !self.told.mixed_up.is_empty() {
            page.head("Mixed up");
        }
        for (card, taken, n) in self.told.mixed_up.iter().take(LINES) {
            page.row_wide(
                &format!("{taken}  ({card})"),
                &count(u64::from(*n), "time", "times"),
            );
        }
        if !self.told.leeches.is_empty() {
            page.head("Lapsed often");
        }
        for (card, lapses) in self.told.leeches.iter().take(LINES) {
            page.row_wide(card.as_str(), &count(u64::from(*lapses), "time", "times"));
        }
        for (title, classes) in [
            ("By module", &figures.by_module),
            ("By deck", &figures.by_deck),
        ] {
            page.head(title);
            for (id, passed) in classes {
                page.share(id, *passed);
            }
        }
    }

    fn habits(&self, page: &mut Page<'_>) {
        let figures = &self.told.figures;
        page.head("Hours of the day");
        page.bars(&figures.hours);
        page.note("0 to 23 o'clock, by the clock on your wall");
        page.head("By kind of card");
        for (kind, passed) in &figures.by_kind {
            page.share(kind, *passed);
        }
        if !figures.confidence.is_empty() {
            page.head("Right, by what you said before");
            for (said, kind, passed) in figures.by_confidence() {
                let chance = self.told.chance.get(kind).copied();
                page.share_beside(&format!("{said}, {kind}"), passed, chance);
            }
            if !self.told.chance.is_empty() {
                page.note("The mark in a bar is what guessing alone gets right among the options.");
            }
        }
    }
}

/// A view while it is being composed.
struct Page<'a> {
    doc: Doc,
    look: &'a Look,
    room: usize,
}

impl Page<'_> {
    fn head(&mut self, text: &str) {
        self.doc.gap();
        self.doc.line(vec![Span::styled(
            format!("  {text}"),
            self.look.theme.strong,
        )]);
    }

    /// Adds a wrapped paragraph.
    fn note(&mut self, text: &str) {
        let mut line = String::new();
        for word in text.split(' ') {
            if !line.is_empty() && width(&line) + 3 + width(word) > self.room {
                self.doc
                    .line(Span::styled(format!("  {line}"), self.look.theme.dim));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.doc
            .line(Span::styled(format!("  {line}"), self.look.theme.dim));
    }

    fn row(&mut self, what: &str, figure: &str) {
        let label = self.label();
        let name = pad(what, label, self.look.glyphs.cut);
        let figure = fit(
            figure,
            self.room.saturating_sub(label + 4),
            self.look.glyphs.cut,
        );
        self.doc.line(vec![
            Span::raw(format!("  {name}  ")),
            Span::raw(figure.into_owned()),
        ]);
    }

    /// With the figure right-aligned, for long names.
    fn row_wide(&mut self, what: &str, figure: &str) {
        let left = self.room.saturating_sub(width(figure) + 4);
        let name = pad(what, left, self.look.glyphs.cut);
        self.doc.line(vec![
            Span::raw(format!("  {name}  ")),
            Span::styled(figure.to_owned(), self.look.theme.strong),
        ]);
    }

    fn share(&mut self, what: &str, passed: Passed) {
        self.share_beside(what, passed, None);
    }

    /// With a mark for what guessing alone would give.
    fn share_beside(&mut self, what: &str, passed: Passed, chance: Option<f64>) {
        let Some(share) = passed.share().filter(|_| passed.is_enough()) else {
            return self.row(what, &format!("not enough data (n {})", passed.n));
        };
        let (low, high) = passed.range();
        let per_cent = |share: f64| (share * 100.0).round();
        let (label, glyphs) = (self.label(), self.look.glyphs);
        let mut told = format!(
            "{:>3} %  {} to {}, n {}",
            per_cent(share),
            per_cent(low),
            per_cent(high),
            passed.n
        );
        if let Some(chance) = chance {
            told += &format!(", chance {} %", per_cent(chance));
        }
        let mut spans = vec![Span::raw(format!("  {}  ", pad(what, label, glyphs.cut)))];
        if self.room >= label + BAR + 34 {
            let full = (share * BAR as f64).round() as usize;
            let mark = chance.map(|chance| ((chance * BAR as f64) as usize).min(BAR - 1));
            for cell in 0..BAR {
                spans.push(match cell {
                    cell if mark == Some(cell) => Span::styled("|", self.look.theme.strong),
                    cell if cell < full => Span::styled(glyphs.full, self.look.theme.accent),
                    _ => Span::styled(glyphs.empty, self.look.theme.dim),
                });
            }
            spans.push(Span::raw("  "));
        }
        spans.push(Span::raw(told));
        self.doc.line(spans);
    }

    /// A name, a bar to scale and the number, for each class.
    fn classes(&mut self, classes: impl Iterator<Item = (String, u32)>) {
        let classes: Vec<(String, u32)> = classes.collect();
        let most = classes.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
        let label = self.label();
        let space = self.room.saturating_sub(label + 12).min(40);
        for (name, n) in classes {
            let full = (space * n as usize).div_ceil(most as usize);
            self.doc.line(vec![
                Span::raw(format!("  {}  ", pad(&name, label, self.look.glyphs.cut))),
                Span::raw(pad_left(&n.to_string(), 5, "")),
                Span::styled(
                    format!("  {}", self.look.glyphs.full.repeat(full)),
                    self.look.theme.accent,
                ),
            ]);
        }
    }

    /// A column of eight heights for each value; values above 0 are always visible.
    fn bars(&mut self, values: &[u32]) {
        let most = values.iter().copied().max().unwrap_or(0).max(1);
        let heights = self.look.glyphs.heights;
        let wide = if self.room >= values.len() * 2 + 4 {
            " "
        } else {
            ""
        };
        let bars: String = values
            .iter()
            .map(|n| match n {
                0 => format!(" {wide}"),
                n => format!(
                    "{}{wide}",
                    heights[(*n as usize * 8).div_ceil(most as usize) - 1]
                ),
            })
            .collect();
        self.doc.line(vec![
            Span::raw("  "),
            Span::styled(bars, self.look.theme.accent),
        ]);
    }

    /// Width of the names on the left.
    fn label(&self) -> usize {
        if self.room >= 60 { 26 } else { 14 }
    }
}

impl Screen for Statistics {
    fn name(&self) -> &'static str {
        "Figures"
    }

    fn title(&self, look: &Look) -> Title {
        Title::new(
            Span::styled(
                format!("Figures {} {}", look.glyphs.dot, VIEWS[self.view]),
                look.theme.strong,
            ),
            Span::styled(
                format!("{} of {}", self.view + 1, VIEWS.len()),
                look.theme.dim,
            ),
        )
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = vec![
            offer(Action::Focus).named("next view"),
            offer(Action::FocusBack).named("the one before"),
        ];
        offers.extend(movement());
        offers.extend(ways_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        match action {
            Action::Focus => self.view = (self.view + 1) % VIEWS.len(),
            Action::FocusBack => self.view = (self.view + VIEWS.len() - 1) % VIEWS.len(),
            action if self.window.moved(action) => return Vec::new(),
            _ => return vec![Effect::Back],
        }
        self.window = Window::default();
        Vec::new()
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Statistics)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Vec<Effect> {
        if let Ok(fresh) = fresh.downcast::<Statistics>() {
            self.is_old = fresh.is_old;
            // Old figures stay until there are new ones.
            if !fresh.is_old {
                self.told = fresh.told;
            }
        }
        Vec::new()
    }

    fn is_old(&self) -> bool {
        self.is_old
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
