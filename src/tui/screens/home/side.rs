//! The side of the home screen: the week ahead, the last two weeks, weak concepts, and details of the line under the cursor.

use super::{HomeScreen, Item, TALL};
use crate::study::Day;
use crate::study::outlook::Weak;
use crate::tui::canvas::{Look, NARROW, SHORT};
use crate::tui::screens::Doc;
use crate::tui::widgets::width::{count, fit, pad, pad_left, width};
use crate::tui::widgets::{bar, dates, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

impl HomeScreen {
    /// The work of today and the next days, and the number of days in a row.
    pub(super) fn week(&self, doc: &mut Doc, look: &Look, area: Rect) {
        // Nobody knows yet what is new on the days ahead, so that today is without it too.
        let mut week = self.home.week.clone();
        if let Some(today) = week.first_mut() {
            today.due = today.due.min(self.home.due);
        }
        let most = week.iter().map(|day| day.due).max().unwrap_or(0);
        let room = usize::from(area.width);
        if most == 0 || room < 2 + 5 * week.len() {
            return;
        }
        let theme = look.theme;
        let beside = room >= 15 + 6 * week.len();
        let (cell_width, head_width) = if beside { (6, 11) } else { (5, 0) };
        // Days ahead count today's work as answered, as the session's end does.
        let (above, ahead) = match self.home.work() {
            0 => ("  Due this week", "due so far"),
            _ => ("  Due, if all is done", "if all done"),
        };
        let streak = match self.home.streak {
            0 | 1 => String::new(),
            days => format!("{days} days in a row"),
        };
        if !beside {
            let head = pad(above, room.saturating_sub(width(&streak)), "");
            doc.line(head + &streak);
        }
        let row = |head: &str, cell: &dyn Fn(usize) -> String| {
            let cells: String = (0..week.len())
                .map(|nth| pad_left(&cell(nth), cell_width, ""))
                .collect();
            format!("  {}{cells}", pad(head, head_width, ""))
        };
        let mut days = row("The week", &|nth| dates::weekday_short(week[nth].day));
        let missing = room.saturating_sub(width(&days) + width(&streak));
        if beside && missing > 2 {
            days += &" ".repeat(missing);
            days += &streak;
        }
        doc.line(days);
        // What is scheduled so far: each day of study adds to those behind it.
        doc.line(row(ahead, &|nth| self.home.told_of(&week[nth])));
        let due: Vec<u32> = week.iter().map(|day| day.due).collect();
        for signs in bar::columns(look, &due, rows(area)) {
            let bars = row("", &|nth| signs[nth].repeat(2));
            doc.line(Span::styled(bars, theme.accent));
        }
        let waiting = self.home.tomorrow().waiting;
        if waiting > 0 && area.height >= SHORT {
            let head = Span::raw(" ".repeat(2 + head_width));
            let words = format!("tomorrow {waiting} more wait for a card of the same fact");
            doc.wrapped(head, &words, Style::new(), look, room as u16);
        }
        doc.gap();
    }

    /// Number of answers on each of the last 14 days.
    pub(super) fn lately(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let lately = &self.home.lately;
        let most = lately.iter().map(|(_, n)| *n).max().unwrap_or(0);
        if most == 0 {
            return;
        }
        let space = if area.width >= NARROW { " " } else { "" };
        let on = |day: Day| {
            let found = lately.iter().find(|(of, _)| *of == day);
            found.map_or(0, |(_, n)| *n)
        };
        let days = (0..14).rev().map(|ago| on(self.home.today.minus(ago)));
        let days: Vec<u32> = days.collect();
        let all: u32 = lately.iter().map(|(_, n)| *n).sum();
        let dim = look.theme.dim;
        let mut lines = bar::columns(look, &days, rows(area)).into_iter();
        let last = lines.next_back().unwrap_or_default();
        let bars = |signs: Vec<&str>| signs.join(space) + space;
        for signs in lines {
            let line = format!("{}{}", " ".repeat(12), bars(signs));
            doc.line(Span::styled(line, look.theme.accent));
        }
        doc.line(vec![
            Span::styled("  Two weeks ", dim),
            Span::styled(bars(last), look.theme.accent),
            Span::styled(format!(" {}", count(all, "answer", "answers")), dim),
        ]);
        doc.gap();
    }

    /// The concepts failed most; Enter practises the failed questions.
    pub(super) fn weak(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let Some(nth) = self.items().position(|item| item == Item::Weak) else {
            return;
        };
        let at = doc.len();
        let (theme, cut) = (look.theme, look.glyphs.cut);
        let room = usize::from(area.width).saturating_sub(2);
        let told = |weak: &Weak| {
            let missed = format!("{} of {}", weak.missed, weak.of);
            (markdown::plain(&weak.title), missed)
        };
        let (mut lead, style) = self.lead(look, nth);
        let has_head = area.width >= NARROW || area.height >= SHORT;
        if has_head {
            let indent = Span::raw("    ");
            let head = vec![
                std::mem::replace(&mut lead, indent),
                Span::styled("Missed most, last 30 days", style),
            ];
            doc.line(head);
        }
        let is_listed = area.height >= 30;
        if is_listed {
            for (title, missed) in self.home.weak.iter().map(told) {
                let left = room.saturating_sub(width(&missed) + 3).min(60);
                let line = vec![
                    Span::raw(format!("    {} ", pad(&title, left.saturating_sub(2), cut))),
                    Span::styled(missed, theme.dim),
                ];
                doc.line(line);
            }
        } else {
            let dot = format!(" {} ", look.glyphs.dot);
            let mut words = self.home.weak.iter().map(told);
            let room = room.saturating_sub(2);
            let (first, missed) = words.next().unwrap_or_default();
            let what = if has_head || room < 30 {
                ""
            } else {
                "Missed: "
            };
            let left = room.saturating_sub(width(what) + width(&missed) + 1);
            let mut line = format!("{what}{} {missed}", fit(&first, left, cut));
            for (title, missed) in words {
                let more = format!("{title} {missed}");
                if width(&line) + width(&dot) + width(&more) > room {
                    break;
                }
                line += &(dot.clone() + &more);
            }
            doc.line(vec![lead, Span::raw(line)]);
        }
        doc.item(at, nth, nth == self.cursor.at());
        doc.gap();
    }

    /// Details of the line under the cursor.
    pub(super) fn about(&self, doc: &mut Doc, look: &Look, area: Rect) {
        doc.gap();
        let room = area.width;
        let theme = look.theme;
        match self.item() {
            Item::Today | Item::Weak => {}
            Item::Deck(deck) => {
                doc.wrapped("  ", &deck.title, theme.strong, look, room);
                let module = deck.module.as_ref();
                let module = module.map(|(id, of)| format!("{}, module {id} of {of}", deck.track));
                let counts = [
                    count(deck.concepts, "concept", "concepts"),
                    count(deck.cards, "card", "cards"),
                    count(deck.questions, "question", "questions"),
                ];
                let lines = [
                    counts.join(", "),
                    format!("{} met, {} known", deck.introduced, deck.mature),
                    deck.id.clone(),
                ];
                for line in module.into_iter().chain(lines) {
                    doc.wrapped("  ", &line, Style::new(), look, room);
                }
            }
            Item::Broken(_, broken) => {
                doc.wrapped("  ", &broken.message, theme.strong, look, room);
                doc.wrapped("  ", &broken.help, Style::new(), look, room);
            }
        }
    }
}

/// Lines over which columns rise.
fn rows(area: Rect) -> usize {
    if area.width > NARROW && area.height >= TALL {
        3
    } else {
        1
    }
}
