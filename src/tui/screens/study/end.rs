//! The end of a session: its result, what was not right at once, what is due next.

use super::Study;
use crate::study::outlook::Home;
use crate::study::text::whole_minutes;
use crate::tui::canvas::{Look, READING};
use crate::tui::screens::Doc;
use crate::tui::widgets::dates;
use crate::tui::widgets::width::count;
use ratatui::style::Style;
use ratatui::text::Span;

pub fn doc(study: &Study, home: Option<&Home>, look: &Look, room: u16) -> Doc {
    let theme = look.theme;
    let summary = study.session.summary();
    let mut doc = Doc::default();
    let head = match (summary.asked, study.session.is_practice()) {
        (0, _) => "Nothing was graded.".to_owned(),
        (_, true) => "Practice is done; the schedule is as it was.".to_owned(),
        (_, false) => "This session is done.".to_owned(),
    };
    doc.line(Span::styled(head, theme.strong));
    if study.unreadable > 0 {
        let questions = count(study.unreadable, "question was", "questions were");
        let why = format!(
            "{questions} left out: their deck was removed meanwhile, or has a fault now (home says where)."
        );
        doc.warning(&why, look, room.min(READING + 2));
    }
    doc.gap();
    let right = summary.right_first;
    if summary.asked > 0 {
        let share = (right as f64 / summary.asked as f64 * 100.0).round();
        doc.line(vec![
            Span::styled(format!("{right} of {}", summary.asked), theme.strong),
            Span::raw(format!(" answered at once ({share} %)")),
        ]);
        let mut also = Vec::new();
        if summary.new > 0 {
            also.push(format!("{} new", summary.new));
        }
        also.push(count(summary.graded as u64, "answer", "answers"));
        also.push(dates::minutes(whole_minutes(summary.took_ms)));
        if summary.suspended > 0 {
            also.push(format!("{} suspended (/ is:suspended)", summary.suspended));
        }
        let dot = format!(" {} ", look.glyphs.dot);
        doc.wrapped("", &also.join(&dot), theme.dim, look, room);
        doc.gap();
    }
    if let Some(home) = home {
        let open = home.work();
        let next = match home.week.iter().skip(1).find(|day| day.due > 0) {
            _ if open > 0 => format!("Still open today: {open}. {}.", home.told_of_tomorrow()),
            Some(next) => format!(
                "Next: {} due {}.",
                next.due,
                dates::from_today(next.day, home.today)
            ),
            None => "Nothing falls due this week.".to_owned(),
        };
        doc.wrapped(Span::raw(""), &next, Style::new(), look, room);
        doc.gap();
    }
    if !summary.missed.is_empty() {
        doc.line(Span::styled("Not at once", theme.strong));
        for (nth, key) in summary.missed.iter().enumerate() {
            let front = study
                .seen
                .iter()
                .find(|(seen, _)| seen == key)
                .map_or(key.as_str(), |(_, front)| front);
            let front = if nth < summary.sure_and_wrong {
                format!("{front} (you were sure)")
            } else {
                front.to_owned()
            };
            let lead = format!("{} ", look.glyphs.bullet);
            doc.wrapped(lead, &front, Style::new(), look, room.min(READING + 2));
        }
    }
    doc
}
