//! The home screen: what is due, the decks and how far each is known, the week ahead, files that did not load.

use super::Doc;
use crate::study::fault::Severity;
use crate::study::outlook::{Broken, DeckLine, Home};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Hit, Look, NARROW, READING, SHORT, WIDE};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::screens::Route;
use crate::tui::widgets::dates;
use crate::tui::widgets::list::{Cursor, Window};
use crate::tui::widgets::prose;
use crate::tui::widgets::width::{count, fit, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

pub const NOTHING_TO_DO: &str =
    "Nothing is left for today here. Browse (/) and practise (p) any card as often as you like.";

const NAME: &str = "Swot";
const WHAT: &str = "A tutor for your terminal. It asks, you answer, and each card comes back just before you would forget it.";

#[derive(Default)]
pub struct HomeScreen {
    home: Home,
    cursor: Cursor,
    window: Window,
}

/// A line that the cursor can stand on.
enum Item<'a> {
    Today,
    Deck(&'a DeckLine),
    Broken(usize, &'a Broken),
}

impl HomeScreen {
    pub fn new(home: Home) -> HomeScreen {
        HomeScreen {
            home,
            ..HomeScreen::default()
        }
    }

    fn items(&self) -> impl Iterator<Item = Item<'_>> {
        std::iter::once(Item::Today)
            .chain(self.home.decks.iter().map(Item::Deck))
            .chain(
                self.home
                    .broken
                    .iter()
                    .enumerate()
                    .map(|(i, b)| Item::Broken(i, b)),
            )
    }

    fn len(&self) -> usize {
        1 + self.home.decks.len() + self.home.broken.len()
    }

    fn item(&self) -> Item<'_> {
        self.items().nth(self.cursor.at()).unwrap_or(Item::Today)
    }

    fn is_idle(&self) -> bool {
        self.home.due + self.home.looks + self.home.new == 0
    }
}

impl Screen for HomeScreen {
    fn name(&self) -> &'static str {
        "Home"
    }

    fn title(&self, look: &Look) -> Title {
        Title::new(
            Span::styled(NAME, look.theme.strong),
            Span::styled(dates::long(self.home.today), look.theme.dim),
        )
    }

    fn offers(&self) -> Vec<Offer> {
        let go = match self.item() {
            Item::Today => offer(Action::Go).named("start").only_if(
                !self.is_idle(),
                if self.home.decks.is_empty() {
                    "There is no deck to study."
                } else {
                    NOTHING_TO_DO
                },
            ),
            Item::Deck(_) => offer(Action::Go).named("study this deck"),
            Item::Broken(..) => offer(Action::Go).named("what is wrong"),
        };
        let mut offers = vec![go.clone(), offer(Action::Space).named(go.label()).quiet()];
        offers.push(offer(Action::Search));
        offers.extend(Route::FROM_HOME.map(|(action, _)| offer(action)));
        let changed = !self.home.updates.is_empty();
        let changes =
            offer(Action::Changes).only_if(changed, "No deck has changed since you saw it last.");
        offers.push(if changed { changes } else { changes.quiet() });
        offers.extend([
            offer(Action::Palette),
            offer(Action::Help),
            offer(Action::Leave).named("quit"),
        ]);
        offers.extend(movement());
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        if self.cursor.moved(action, self.len()) {
            return Vec::new();
        }
        match (action, self.item()) {
            (Action::Go | Action::Space, Item::Today) => vec![Route::study(Vec::new()).into()],
            (Action::Go | Action::Space, Item::Deck(deck)) => {
                vec![Route::study(vec![deck.id.clone()]).into()]
            }
            (Action::Go | Action::Space, Item::Broken(nth, _)) => {
                vec![Route::Faults(nth).into()]
            }
            (Action::Search, Item::Deck(deck)) => {
                vec![Route::Browse(format!("deck:{} ", deck.id)).into()]
            }
            (Action::Search, _) => vec![Route::Browse(String::new()).into()],
            (Action::Changes, _) => vec![Route::Updates.into()],
            (Action::Leave, _) => vec![Effect::Quit],
            (action, _) => {
                let mut routes = Route::FROM_HOME.into_iter();
                let route = routes.find(|(key, _)| *key == action);
                route.map(|(_, route)| route.into()).into_iter().collect()
            }
        }
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        if self.cursor.at() == item {
            return self.press(Action::Go, now);
        }
        self.cursor.set(item, self.len());
        Vec::new()
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Home)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Vec<Effect> {
        if let Ok(fresh) = fresh.downcast::<HomeScreen>() {
            self.home = fresh.home;
            self.cursor.set(self.cursor.at(), self.len());
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let margin = u16::from(area.width >= NARROW);
        let inner = Rect {
            x: area.x + margin,
            width: area.width - 2 * margin,
            ..area
        };
        let mut doc = Doc::default();
        if area.width >= WIDE {
            let half = Rect {
                width: (inner.width * 3 / 5).min(READING + 6),
                ..inner
            };
            self.today(&mut doc, look, half);
            self.decks(&mut doc, look, half);
            doc.draw(canvas, half, &self.window);
            let side = Rect {
                x: half.right() + 3,
                width: inner.right().saturating_sub(half.right() + 3),
                ..inner
            };
            let mut doc = Doc::default();
            self.week(&mut doc, look, side);
            self.about(&mut doc, look, side);
            doc.draw(canvas, side, &Window::default());
        } else {
            let inner = Rect {
                width: inner.width.min(READING + 6),
                ..inner
            };
            self.today(&mut doc, look, inner);
            self.decks(&mut doc, look, inner);
            if area.width >= NARROW {
                doc.gap();
                self.week(&mut doc, look, inner);
            }
            doc.draw(canvas, inner, &self.window);
        }
    }
}

impl HomeScreen {
    fn lead(&self, look: &Look, nth: usize) -> Span<'static> {
        if nth == self.cursor.at() {
            Span::styled(format!("{} ", look.glyphs.cursor), look.theme.selected)
        } else {
            Span::raw("  ")
        }
    }

    fn style(&self, look: &Look, nth: usize) -> Style {
        if nth == self.cursor.at() {
            look.theme.selected
        } else {
            Style::new()
        }
    }

    /// Notices, what is due, and the line that starts it.
    fn today(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let theme = look.theme;
        let home = &self.home;
        for notice in &home.notices {
            let lines = prose::wrap_inline(notice, area.width.saturating_sub(4), &look.glyphs);
            doc.lead(
                vec![Span::styled("! ", theme.warning)],
                &lines,
                theme.warning,
                None,
            );
            doc.gap();
        }
        if home.first_time && area.height >= SHORT {
            let room = area.width.saturating_sub(4).min(READING);
            let lines = prose::wrap_inline(WHAT, room, &look.glyphs);
            doc.lead(vec![Span::raw("  ")], &lines, Style::new(), None);
            doc.gap();
        }
        let mut counts = vec![Span::raw("  ")];
        if self.is_idle() {
            let words = if home.decks.is_empty() {
                "No deck is here yet."
            } else {
                "All done for today."
            };
            counts.push(Span::styled(words, theme.strong));
        } else {
            let looks = if home.looks == 1 { "look" } else { "looks" };
            let all = [(home.due, "due"), (home.looks, looks), (home.new, "new")];
            // Looks are told of where there are any.
            for (n, word) in all
                .into_iter()
                .filter(|(n, word)| *n > 0 || *word != "looks")
            {
                counts.push(Span::styled(n.to_string(), theme.strong));
                counts.push(Span::raw(format!(" {word}   ")));
            }
        }
        let mut after = Vec::new();
        if !self.is_idle() && home.minutes > 0 {
            after.push(format!("about {}", dates::minutes(home.minutes.into())));
        }
        if home.free {
            after.push("today is free".to_owned());
        }
        if home.done_today > 0 {
            after.push(format!("{} done today", home.done_today));
        }
        let after = after.join(&format!("  {}  ", look.glyphs.dot));
        let used: usize = counts.iter().map(|s| width(&s.content)).sum();
        let missing = usize::from(area.width).saturating_sub(used + width(&after));
        if missing > 0 && !after.is_empty() {
            counts.push(Span::raw(" ".repeat(missing)));
            counts.push(Span::styled(after, theme.dim));
        }
        doc.line(counts);
        let start = if self.is_idle() {
            let tomorrow = home.week.get(1).map_or(0, |(_, n)| *n);
            let next = format!("Tomorrow {tomorrow}. Browse (/) to practise any card.");
            Span::styled(next, self.style(look, 0))
        } else {
            let key = look.keys.first(Action::Go);
            let words = if home.first_time {
                "starts your first session"
            } else {
                "starts today's session"
            };
            Span::styled(format!("{key} {words}"), self.style(look, 0))
        };
        if self.cursor.at() == 0 {
            doc.focus = Some(0..doc.len() + 1);
        }
        doc.hit(vec![self.lead(look, 0), start], Hit::Item(0));
        doc.gap();
        self.updates(doc, look, area);
    }

    /// Decks that changed, a line each.
    fn updates(&self, doc: &mut Doc, look: &Look, area: Rect) {
        const MOST: usize = 3;
        let updates = &self.home.updates;
        let more = updates.len().saturating_sub(MOST);
        let key = look.keys.first(Action::Changes);
        let end = [
            Span::styled(format!(" {} ", look.glyphs.dot), look.theme.dim),
            Span::styled(key, look.theme.accent),
            Span::raw(" to see"),
        ];
        let taken: usize = end.iter().map(|span| width(&span.content)).sum();
        let room = usize::from(area.width).saturating_sub(2 + taken);
        let mut lines: Vec<String> = Vec::new();
        for updated in updates.iter().take(if more > 0 { MOST - 1 } else { MOST }) {
            let mut what = " changed".to_owned();
            if area.width >= NARROW {
                what += &format!(": {}", crate::study::diff::summary(&updated.changes));
            }
            // The title gives way, but not all of it.
            let left = room.saturating_sub(width(&what)).max(16);
            let title = prose::plain(&updated.title);
            lines.push(fit(&title, left, look.glyphs.cut).into_owned() + &what);
        }
        if more > 0 {
            lines.push(format!("{} more decks changed", more + 1));
        }
        let last = lines.len().saturating_sub(1);
        for (nth, line) in lines.into_iter().enumerate() {
            let text = fit(&line, room, look.glyphs.cut).into_owned();
            let mut spans = vec![Span::raw("  "), Span::raw(text)];
            if nth == last {
                spans.extend(end.clone());
            }
            doc.hit(spans, Hit::Act(Action::Changes));
        }
        doc.gap();
    }

    /// The decks, and files that did not load.
    fn decks(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let theme = look.theme;
        let wide = usize::from(area.width);
        let columns = Columns::new(wide, &self.home.decks);
        if !self.home.decks.is_empty() && area.height >= SHORT {
            let head = format!(
                "  {}{}{}{}",
                pad("Decks", columns.name(), ""),
                pad_left("due", columns.due, ""),
                pad_left("new", columns.new, ""),
                if columns.bar > 0 {
                    format!("   {}", "known")
                } else {
                    String::new()
                }
            );
            doc.line(Span::styled(head, theme.dim));
        }
        for (nth, item) in self.items().enumerate() {
            let at = doc.len();
            match item {
                Item::Today => continue,
                Item::Deck(deck) => {
                    let line =
                        columns.line(deck, look, self.lead(look, nth), self.style(look, nth));
                    doc.hit(line, Hit::Item(nth));
                }
                Item::Broken(_, broken) => {
                    let text =
                        format!("{}   line {}: {}", broken.file, broken.line, broken.message);
                    let text = text.replace('\n', " ");
                    let text = fit(&text, wide.saturating_sub(4), look.glyphs.cut).into_owned();
                    let (sign, style) = match broken.severity {
                        Severity::Error => ("! ", theme.wrong),
                        Severity::Warning => ("? ", theme.warning),
                    };
                    let line = vec![
                        self.lead(look, nth),
                        Span::styled(sign, style),
                        Span::styled(text, self.style(look, nth)),
                    ];
                    doc.hit(line, Hit::Item(nth));
                }
            }
            if nth == self.cursor.at() {
                doc.focus = Some(at..at + 1);
            }
        }
    }

    /// How many fall due on each of the next days.
    fn week(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let week = &self.home.week;
        let most = week.iter().map(|(_, n)| *n).max().unwrap_or(0);
        let room = usize::from(area.width);
        if most == 0 || room < 2 + 5 * week.len() {
            return;
        }
        let theme = look.theme;
        let beside = room >= 14 + 6 * week.len();
        let (cell_width, head_width) = if beside { (6, 10) } else { (5, 0) };
        if !beside {
            doc.line(Span::styled("  The week", theme.dim));
        }
        let row = |head: &str, cell: &dyn Fn(&(crate::study::Day, u32)) -> String| {
            let cells: String = week
                .iter()
                .map(|day| pad_left(&cell(day), cell_width, ""))
                .collect();
            format!("  {}{cells}", pad(head, head_width, ""))
        };
        let days = row("The week", &|(day, _)| dates::weekday_short(*day));
        doc.line(Span::styled(days, theme.dim));
        doc.line(row("", &|(_, n)| n.to_string()));
        let bars = row("", &|(_, n)| {
            let height = (*n as usize * 8).div_ceil(most as usize);
            let glyph = height
                .checked_sub(1)
                .and_then(|h| look.glyphs.heights.get(h))
                .copied()
                .unwrap_or(" ");
            glyph.repeat(2)
        });
        doc.line(Span::styled(bars, theme.accent));
    }

    /// More about the deck under the cursor.
    fn about(&self, doc: &mut Doc, look: &Look, area: Rect) {
        doc.gap();
        let room = area.width.saturating_sub(2);
        match self.item() {
            Item::Today => {}
            Item::Deck(deck) => {
                let title = prose::wrap_inline(&deck.title, room, &look.glyphs);
                doc.lead(vec![Span::raw("  ")], &title, look.theme.strong, None);
                let lines = [
                    format!(
                        "{}, {}, {}",
                        count(deck.concepts, "concept", "concepts"),
                        count(deck.cards, "card", "cards"),
                        count(deck.questions, "question", "questions")
                    ),
                    format!(
                        "{} met, {} known for three weeks or more",
                        deck.introduced, deck.mature
                    ),
                    deck.id.clone(),
                ];
                for line in lines {
                    let lines = prose::wrap_inline(&line, room, &look.glyphs);
                    doc.lead(vec![Span::raw("  ")], &lines, look.theme.dim, None);
                }
            }
            Item::Broken(_, broken) => {
                let message = prose::wrap_inline(&broken.message, room, &look.glyphs);
                doc.lead(vec![Span::raw("  ")], &message, look.theme.strong, None);
                let help = prose::wrap_inline(&broken.help, room, &look.glyphs);
                doc.lead(vec![Span::raw("  ")], &help, look.theme.dim, None);
            }
        }
    }
}

/// The widths of a deck line's parts.
struct Columns {
    track: usize,
    title: usize,
    due: usize,
    new: usize,
    bar: usize,
}

impl Columns {
    const LEAD: usize = 2;
    const BAR: usize = 10;
    const PERCENT: usize = 6;

    fn new(room: usize, decks: &[DeckLine]) -> Columns {
        let track = match room {
            0..40 => 0,
            _ => decks
                .iter()
                .map(|d| width(&d.track))
                .max()
                .map_or(0, |w| w.min(6) + 2),
        };
        let (due, new) = if room < 30 { (4, 0) } else { (6, 6) };
        let bar = if room >= usize::from(NARROW) - 2 {
            Self::BAR
        } else {
            0
        };
        let known = if bar > 0 { 3 + bar + Self::PERCENT } else { 0 };
        Columns {
            track,
            title: room.saturating_sub(Self::LEAD + track + due + new + known),
            due,
            new,
            bar,
        }
    }

    fn name(&self) -> usize {
        self.track + self.title
    }

    fn line(
        &self,
        deck: &DeckLine,
        look: &Look,
        lead: Span<'static>,
        style: Style,
    ) -> Vec<Span<'static>> {
        let theme = look.theme;
        let cut = look.glyphs.cut;
        let track = match deck.track.as_str() {
            "other" => "",
            track => track,
        };
        let number = |n: u32, room: usize| {
            let text = if n == 0 { "-".into() } else { n.to_string() };
            let style = if n == 0 { theme.dim } else { Style::new() };
            Span::styled(pad_left(&text, room, cut), style)
        };
        let mut spans = vec![
            lead,
            Span::styled(pad(track, self.track, cut), theme.dim),
            Span::styled(
                pad(
                    &prose::plain(&deck.title),
                    self.title.saturating_sub(1),
                    cut,
                ),
                style,
            ),
            Span::raw(if self.title > 0 { " " } else { "" }),
            number(deck.due, self.due),
        ];
        if self.new > 0 {
            spans.push(number(deck.new, self.new));
        }
        if self.bar > 0 {
            let part = |of: usize| deck.mature as usize * of / deck.questions.max(1) as usize;
            let filled = part(self.bar);
            spans.push(Span::raw("   "));
            spans.push(Span::styled(look.glyphs.full.repeat(filled), theme.accent));
            spans.push(Span::styled(
                look.glyphs.empty.repeat(self.bar - filled),
                theme.dim,
            ));
            spans.push(Span::raw(pad_left(
                &format!("{} %", part(100)),
                Self::PERCENT,
                cut,
            )));
        }
        if deck.faults > 0 {
            spans.push(Span::styled(" !", theme.wrong));
        }
        spans
    }
}
