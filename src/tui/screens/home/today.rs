//! Today's part of the home screen: the work, how much of it to do now, and urgent messages.

use super::HomeScreen;
use crate::tui::action::Action;
use crate::tui::canvas::{Hit, Look, NARROW, SHORT};
use crate::tui::screens::{Doc, NO_DECK, WHAT_IT_IS};
use crate::tui::widgets::width::{fit, width};
use crate::tui::widgets::{dates, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

impl HomeScreen {
    /// Notices, what is due, and the line that starts the session.
    pub(super) fn today(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let theme = look.theme;
        let home = &self.home;
        for notice in &home.notices {
            let sign = Span::styled("! ", theme.warning);
            let room = area.width.saturating_sub(2);
            doc.wrapped(sign, notice, theme.warning, look, room);
            doc.gap();
        }
        if home.first_time && area.height >= SHORT {
            self.say(doc, look, area, WHAT_IT_IS, Style::new());
            doc.gap();
        }
        let room = usize::from(area.width);
        let beside = vec![Span::styled(self.beside(look), theme.dim)];
        doc.line(ends(self.counts(look, room), beside, room));
        let start = doc.len();
        let (words, hint) = self.start(look, room);
        let words = fit(&words, room.saturating_sub(2), look.glyphs.cut).into_owned();
        // What cannot be started looks like no line to press Enter on.
        let (lead, style) = if self.is_idle() {
            look.lead(false)
        } else {
            self.lead(look, 0)
        };
        let line = vec![lead, Span::styled(words, style)];
        doc.hit(ends(line, hint, room), Hit::Item(0));
        if self.cursor.at() == 0 {
            doc.focus = Some(start.saturating_sub(1)..doc.len());
        }
        if let Some(backlog) = home.spread_backlog().filter(|_| self.portion.is_none()) {
            let less = look.keys.first(Action::NudgeDown);
            let words = format!(
                "More is due than on two usual days: {} a day, and nothing is left over in {} days. Press {less} to take that portion.",
                backlog.a_day, backlog.days
            );
            self.say(doc, look, area, &words, Style::new());
        }
        doc.gap();
        self.exams(doc, look, area);
        self.updates(doc, look, area);
    }

    fn say(&self, doc: &mut Doc, look: &Look, area: Rect, text: &str, style: Style) {
        doc.note(text, style, look, usize::from(area.width).saturating_sub(2));
    }

    /// `23 due   14 looks   9 + 10 new   3 waiting`, what waits only where there is room.
    fn counts(&self, look: &Look, room: usize) -> Vec<Span<'static>> {
        let home = &self.home;
        let strong = look.theme.strong;
        let mut counts = vec![Span::raw("  ")];
        if self.is_idle() {
            let words = match self.home.is_all_at_rest() {
                _ if home.decks.is_empty() => NO_DECK,
                true => "All decks rest.",
                false if home.free && home.done_today == 0 => "Nothing is planned today.",
                false => "All done for today.",
            };
            counts.push(Span::styled(words.to_owned(), strong));
            counts.push(Span::raw("   "));
        } else {
            let looks = if home.looks == 1 { "look" } else { "looks" };
            counts.push(Span::styled(home.due.to_string(), strong));
            counts.push(Span::raw(" due   "));
            if home.looks > 0 {
                counts.push(Span::styled(home.looks.to_string(), strong));
                counts.push(Span::raw(format!(" {looks}   ")));
            }
            counts.push(Span::styled(home.new.to_string(), strong));
            if self.more > 0 {
                counts.push(Span::styled(format!(" + {}", self.more), strong));
            }
            counts.push(Span::raw(" new   "));
        }
        let waiting = format!("{} waiting", home.waiting);
        let used: usize = counts.iter().map(|span| width(&span.content)).sum();
        if home.waiting > 0 && used + width(&waiting) <= room {
            counts.push(Span::styled(waiting, look.theme.dim));
        }
        counts
    }

    /// How long it takes, and what was done today.
    fn beside(&self, look: &Look) -> String {
        let home = &self.home;
        if home.is_old {
            return "working out today".to_owned();
        }
        let mut words = Vec::new();
        let minutes = home.minutes_for(self.work(), self.more);
        if minutes > 0 {
            words.push(format!("about {}", dates::minutes(minutes.into())));
        }
        if home.free {
            words.push(home.why_free().to_owned());
        }
        if home.done_today > 0 {
            words.push(format!("{} done today", home.done_today));
        }
        words.join(&format!("  {}  ", look.glyphs.dot))
    }

    /// What Enter does, and the keys for more or less of it.
    fn start(&self, look: &Look, room: usize) -> (String, Vec<Span<'static>>) {
        let home = &self.home;
        if self.is_idle() {
            if home.decks.is_empty() {
                return ("`swot paths` names their folder.".into(), Vec::new());
            }
            if self.home.is_all_at_rest() {
                let key = look.keys.first(Action::Decks);
                return (format!("{key} lets them take part."), Vec::new());
            }
            let mut words = home.told_of_tomorrow();
            let waiting = home.tomorrow().waiting;
            if waiting > 0 {
                words += &format!(", {waiting} waiting");
            }
            if home.first_time && home.new_left > 0 {
                words += &format!(". {} brings new ones", look.keys.first(Action::NudgeUp));
            }
            return (words + ". To practise, browse (/).", Vec::new());
        }
        let key = look.keys.first(Action::Go);
        let [more, less] = [Action::NudgeUp, Action::NudgeDown].map(|a| look.keys.first(a));
        let keys = |of_less: &str, of_more: &str| {
            vec![
                Span::styled(less.clone(), look.theme.accent),
                Span::raw(format!(" {of_less}  ")),
                Span::styled(more.clone(), look.theme.accent),
                Span::raw(format!(" {of_more}")),
            ]
        };
        if self.portion.is_some() {
            let wanted = self.wanted();
            let minutes = home.minutes_for(wanted, self.more);
            let about = dates::minutes(minutes.into());
            let mut words = format!("{key} starts {wanted} of the {}", self.work());
            let how_long = format!(", about {about}");
            if 2 + width(&words) + width(&how_long) <= room {
                words += &how_long;
            }
            return (words, keys("less", "more"));
        }
        let words = if home.first_time {
            "starts your first session"
        } else {
            "starts today's session"
        };
        let hint = keys("a smaller portion", "more new");
        (format!("{key} {words}"), hint)
    }

    /// A line for each exam that is prepared for, with the state of its decks.
    fn exams(&self, doc: &mut Doc, look: &Look, area: Rect) {
        if area.height < SHORT {
            return;
        }
        let chosen = self.home.exams.iter().filter(|exam| exam.is_chosen);
        for exam in chosen {
            let all = exam.modules.len();
            let covered = exam.modules.iter().filter(|m| m.questions > 0);
            let which = match covered.clone().count() {
                0 => "no deck that takes part has cards for it".to_owned(),
                1 => format!(
                    "module {} of {all}",
                    covered.map(|m| &*m.id).collect::<String>()
                ),
                n => format!("{n} of {all} modules have cards"),
            };
            let met = format!("{} of {} questions met", exam.met, exam.questions);
            let dot = look.glyphs.dot;
            let line = if area.width < NARROW - 4 || exam.questions == 0 {
                format!("{}, {which}", exam.id)
            } else {
                format!("{}, {which} {dot} {met}", exam.id)
            };
            let room = usize::from(area.width).saturating_sub(2);
            let line = fit(&line, room, look.glyphs.cut);
            doc.line(format!("  {line}"));
        }
        doc.gap();
    }

    /// A line for each deck that changed.
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
            // The title is shortened, but not below a minimum.
            let left = room.saturating_sub(width(&what)).max(16);
            let title = markdown::plain(&updated.title);
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
}

/// A line with text at its right end, if both fit.
fn ends(
    mut line: Vec<Span<'static>>,
    right: Vec<Span<'static>>,
    room: usize,
) -> Vec<Span<'static>> {
    let cells = |spans: &[Span<'_>]| spans.iter().map(Span::width).sum::<usize>();
    let missing = room.saturating_sub(cells(&line) + cells(&right));
    if missing > 0 && cells(&right) > 0 {
        line.push(Span::raw(" ".repeat(missing)));
        line.extend(right);
    }
    line
}
