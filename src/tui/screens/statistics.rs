//! Statistics of the learning so far, in four views: days, memory, topics, habits. Nothing is changed here.

use super::{Doc, Route, WEEKDAYS, moves_and_back};
use crate::study::Key;
use crate::study::choices::weekday;
use crate::study::figures::{Passed, Told};
use crate::study::text::whole_minutes;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, NARROW, SIDE_BY_SIDE, for_figures};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::list::Window;
use crate::tui::widgets::width::{count, fit, pad, pad_left, width};
use crate::tui::widgets::{dates, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;
use std::collections::HashSet;

const VIEWS: [&str; 4] = ["days", "memory", "topics", "habits"];
/// Between two columns.
const GAP: usize = 4;
/// From this height on, columns rise over several lines.
const TALL: usize = 36;
/// Days of the short views.
const DAYS: usize = 30;
/// Cells of a bar.
const BAR: usize = 10;
/// Most lines of a list, worst first.
const LINES: usize = 8;

#[derive(Default)]
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
            ..Statistics::default()
        }
    }

    /// The screen before its figures are known.
    pub fn pending() -> Statistics {
        Statistics {
            is_old: true,
            ..Statistics::default()
        }
    }

    /// The parts of the view one below the other, or in two columns where there is room for them.
    fn doc(&self, look: &Look, room: usize, height: usize) -> Doc {
        let is_wide = room >= usize::from(SIDE_BY_SIDE);
        let mut page = Page {
            parts: vec![Doc::default()],
            look,
            room: if is_wide { room / 2 - GAP / 2 } else { room },
            rows: if height >= TALL { 4 } else { 1 },
            has_titles: VIEWS[self.view] == "topics",
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
        let half = if is_wide {
            page.parts.iter().map(Doc::len).sum::<usize>().div_ceil(2)
        } else {
            usize::MAX
        };
        let (mut left, mut right) = (Doc::default(), Doc::default());
        for part in page.parts {
            let column = if left.len() < half {
                &mut left
            } else {
                &mut right
            };
            column.gap();
            column.append(part);
        }
        left.beside(right, page.room + GAP)
    }

    fn days(&self, page: &mut Page<'_>) {
        let figures = &self.told.figures;
        let (streak, longest) = self.told.streaks;
        let minutes = |ms: u64| whole_minutes(ms) as u32;
        page.row("Answers", &figures.gradings.to_string());
        page.row("Time", &dates::minutes(minutes(figures.took_ms).into()));
        page.row("Days studied", &figures.days.len().to_string());
        page.row("In a row", &format!("{streak}, longest {longest}"));
        page.head("The year");
        self.year(page);
        let of_day = |ago| figures.days.get(&figures.today.minus(ago));
        let ago = (0..DAYS as u32).rev();
        let lately: Vec<u64> = ago.map(|n| of_day(n).map_or(0, |(_, ms)| *ms)).collect();
        let each: Vec<u32> = lately.iter().map(|ms| minutes(*ms)).collect();
        page.head("Minutes a day, the last 30 days");
        page.bars(&each);
        page.note(&format!(
            "today on the right; {} in all, {} on the longest day",
            minutes(lately.iter().sum()),
            each.iter().max().unwrap_or(&0)
        ));
        let load: Vec<u32> = self.told.load.iter().map(|(_, n)| *n).collect();
        let month = load.get(..DAYS).unwrap_or(&load);
        let weeks: Vec<u32> = load.chunks(7).map(|week| week.iter().sum()).collect();
        for (head, values, first, most) in [
            (
                "Falls due, the next 30 days",
                month,
                "today",
                "on the busiest day",
            ),
            (
                "Falls due, the next 90 days by week",
                &weeks,
                "the next seven days",
                "in the busiest week",
            ),
        ] {
            page.head(head);
            page.bars(values);
            page.note(&format!(
                "{first} on the left; {} in all, {} {most}",
                values.iter().sum::<u32>(),
                values.iter().max().unwrap_or(&0)
            ));
        }
    }

    /// A column a week, a row a weekday: the year up to this week on the right, as far as there is room.
    fn year(&self, page: &mut Page<'_>) {
        const WEEKS: usize = 53;
        let figures = &self.told.figures;
        let today = figures.today;
        let monday = today.0 - weekday(today) as i32;
        let space = page.room.saturating_sub(WEEKDAYS);
        let cells = if space >= 2 * WEEKS { 2 } else { 1 };
        let weeks = (space / cells).min(WEEKS) as i32;
        let first = monday - 7 * (weeks - 1);
        let (theme, glyphs) = (page.look.theme, page.look.glyphs);
        let most = figures.days.values().map(|(n, _)| *n).max();
        let most = most.unwrap_or(0).max(1);
        let look = page.look;
        page.doc().calendar(first, weeks, (cells, 0), look, |day| {
            let n = figures.days.get(&day).map_or(0, |(n, _)| *n);
            // A third of the busiest day a shade: the shape of the sign says it, not its colour alone.
            let shade = (n * 3).div_ceil(most) as usize;
            let (sign, style) = match shade.checked_sub(1) {
                _ if day > today => (" ", theme.dim),
                None => (glyphs.left, theme.dim),
                Some(shade) => (glyphs.much[shade.min(2)], theme.accent),
            };
            vec![Span::styled(pad(sign, cells, ""), style)]
        });
        page.note(&format!(
            "{} none   {} few to many answers",
            glyphs.left,
            glyphs.much.concat()
        ));
    }

    fn memory(&self, page: &mut Page<'_>) {
        let (told, figures) = (&self.told, &self.told.figures);
        let met = format!("{} of {} in all decks", told.met, told.questions);
        page.row("Met", &met);
        page.row(
            "Known",
            &format!("{}, with an interval of three weeks or more", told.known),
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

    /// The questions in the list of what is mixed up, where it is on show.
    fn mixed_up(&self) -> Vec<Key> {
        let is_shown = VIEWS[self.view] == "topics";
        let shown = self.told.mixed_up.iter().take(LINES).filter(|_| is_shown);
        let mut keys: Vec<Key> = shown.map(|(key, ..)| key.clone()).collect();
        let mut seen = HashSet::new();
        keys.retain(|key| seen.insert(key.clone()));
        keys
    }

    fn by_topic(&self, page: &mut Page<'_>) {
        let figures = &self.told.figures;
        let weak = figures.weak();
        page.head("Missed most");
        let told = &self.told;
        for (concept, of) in weak.iter().take(LINES) {
            page.row_wide(
                told.title(concept),
                &format!("{} of {}", of.n - of.passed, of.n),
            );
        }
        if weak.is_empty() {
            page.note("No concept was missed twice.");
        }
        // A concept has several questions: the id tells which.
        let about = |card: &Key| {
            let (_, id) = card.as_str().split_once('/').unwrap_or_default();
            let title = told.about.get(card).map(|title| markdown::plain(title));
            title.map_or(id.to_owned(), |title| format!("{title}: {id}"))
        };
        if !told.mixed_up.is_empty() {
            page.head("Mixed up: taken for right");
        }
        for (card, taken, n) in self.told.mixed_up.iter().take(LINES) {
            page.row_wide(
                &format!("{taken}  ({})", about(card)),
                &count(u64::from(*n), "time", "times"),
            );
        }
        if !self.told.leeches.is_empty() {
            page.head("Lapsed often");
        }
        for (card, lapses) in self.told.leeches.iter().take(LINES) {
            page.row_wide(&about(card), &count(u64::from(*lapses), "time", "times"));
        }
        for (title, classes) in [
            ("By module", &figures.by_module),
            ("By deck", &figures.by_deck),
        ] {
            page.head(title);
            page.none_yet(classes.is_empty());
            for (id, passed) in classes {
                let title = markdown::plain(told.title(id));
                if title == *id || title.starts_with(id.as_str()) || !id.contains('/') {
                    page.share(&title, *passed)
                } else {
                    page.share(&format!("{} {title}", id.replace('/', " ")), *passed)
                }
            }
        }
    }

    fn habits(&self, page: &mut Page<'_>) {
        let figures = &self.told.figures;
        page.head("Hours of the day");
        page.bars(&figures.hours);
        page.note("0 to 23 o'clock, by the clock on your wall");
        page.head("By kind of card");
        page.none_yet(figures.by_kind.is_empty());
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
    /// Each with a head but the first; they stay whole where columns stand side by side.
    parts: Vec<Doc>,
    look: &'a Look,
    room: usize,
    /// Lines of a column's height.
    rows: usize,
    has_titles: bool,
}

impl Page<'_> {
    /// The part that is being written.
    fn doc(&mut self) -> &mut Doc {
        let last = self.parts.len().saturating_sub(1);
        &mut self.parts[last]
    }

    fn head(&mut self, text: &str) {
        if !self.doc().is_empty() {
            self.parts.push(Doc::default());
        }
        let style = self.look.theme.strong;
        self.doc()
            .line(vec![Span::styled(format!("  {text}"), style)]);
    }

    /// Adds a wrapped paragraph.
    fn note(&mut self, text: &str) {
        let (look, room) = (self.look, self.room);
        self.doc().note(text, Style::new(), look, room);
    }

    /// Fills a list of shares, which count only questions that came back.
    fn none_yet(&mut self, is_empty: bool) {
        if is_empty {
            self.note("No question has come back yet.");
        }
    }

    fn row(&mut self, what: &str, figure: &str) {
        let label = self.label();
        let (look, room) = (self.look, self.room as u16);
        let glyphs = &look.glyphs;
        let is_long = width(what) > label || self.room < label + 4 + width(figure);
        if is_long && self.room < usize::from(NARROW) {
            // A figure of which the end is missing would be another figure.
            let name = fit(what, self.room.saturating_sub(2), glyphs.cut).into_owned();
            self.doc().line(Span::raw(format!("  {name}")));
            let doc = self.doc();
            return doc.wrapped("    ", figure, Style::new(), look, room);
        }
        let name = pad(what, label, glyphs.cut);
        let figure = fit(figure, self.room.saturating_sub(label + 4), glyphs.cut);
        self.doc().line(Span::raw(format!("  {name}  {figure}")));
    }

    /// With the figure right-aligned, for long names.
    fn row_wide(&mut self, what: &str, figure: &str) {
        let left = self.room.saturating_sub(width(figure) + 4);
        let name = pad(what, left, self.look.glyphs.cut);
        let strong = self.look.theme.strong;
        self.doc().line(vec![
            Span::raw(format!("  {name}  ")),
            Span::styled(figure.to_owned(), strong),
        ]);
    }

    fn share(&mut self, what: &str, passed: Passed) {
        self.share_beside(what, passed, None);
    }

    /// With a mark for what guessing alone would give.
    fn share_beside(&mut self, what: &str, passed: Passed, chance: Option<f64>) {
        let n = passed.n;
        let (true, Some(share), Some([whole, low, high])) =
            (passed.is_enough(), passed.share(), passed.per_cent())
        else {
            return self.row(what, &format!("not enough data (n {n})"));
        };
        let (label, glyphs) = (self.label(), self.look.glyphs);
        let mut told = format!("{whole:>3} %  {low} to {high}, n {n}");
        if let Some(chance) = chance {
            told += &format!(", chance {} %", (chance * 100.0).round());
        }
        if self.room < label + 4 + width(&told) {
            return self.row(what, &told);
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
        self.doc().line(spans);
    }

    /// A name, a bar to scale and the number, for each class.
    fn classes(&mut self, classes: impl Iterator<Item = (String, u32)>) {
        let classes: Vec<(String, u32)> = classes.collect();
        let most = classes.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
        let (label, look) = (self.label(), self.look);
        let space = self.room.saturating_sub(label + 12).min(40);
        for (name, n) in classes {
            let full = (space * n as usize).div_ceil(most as usize);
            self.doc().line(vec![
                Span::raw(format!("  {}  ", pad(&name, label, look.glyphs.cut))),
                Span::raw(pad_left(&n.to_string(), 5, "")),
                Span::styled(
                    format!("  {}", look.glyphs.full.repeat(full)),
                    look.theme.accent,
                ),
            ]);
        }
    }

    fn bars(&mut self, values: &[u32]) {
        let (rows, look, room) = (self.rows, self.look, self.room);
        self.doc().bars(values, rows, look, room);
    }

    /// Width of the names on the left.
    fn label(&self) -> usize {
        match self.room {
            0..60 => 14,
            // Titles want more room than the words of the other views.
            room if self.has_titles => (room - BAR - 38).clamp(26, 44),
            _ => 26,
        }
    }
}

impl Screen for Statistics {
    fn name(&self) -> &'static str {
        "Figures"
    }

    fn title(&self, look: &Look) -> Title {
        // The views by their names, the one that is shown first and the one that Tab leads to behind it.
        let mut names = vec![Span::styled("Figures ", look.theme.strong)];
        for nth in 0..VIEWS.len() {
            let (_, style) = look.lead(nth == 0);
            let name = VIEWS[(self.view + nth) % VIEWS.len()];
            names.extend([Span::raw("  "), Span::styled(name, style)]);
        }
        Title::new(names, "")
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = vec![
            offer(Action::Focus).named("next view"),
            offer(Action::FocusBack).named("the one before"),
        ];
        if !self.mixed_up().is_empty() {
            offers.insert(0, offer(Action::Go).named("practise what is mixed up"));
        }
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        match action {
            Action::Go if !self.mixed_up().is_empty() => {
                return vec![Route::Practice(self.mixed_up()).into()];
            }
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

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<Statistics>().ok()?;
        self.is_old = fresh.is_old;
        // Old figures stay until there are new ones.
        if !fresh.is_old {
            self.told = fresh.told;
        }
        None
    }

    fn is_old(&self) -> bool {
        self.is_old
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = for_figures(area);
        self.doc(canvas.look, inner.width.into(), inner.height.into())
            .draw(canvas, inner, &self.window);
    }
}
