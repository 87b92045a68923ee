//! The calendar of the plan: a column for each week, with what was done until today and what is planned until the last exam.

use super::page::Page;
use crate::study::Day;
use crate::study::choices::weekday;
use crate::study::exam_plan::Planned;
use crate::study::outlook::Planning;
use crate::tui::canvas::Look;
use crate::tui::screens::WEEKDAYS;
use crate::tui::theme::Glyphs;
use crate::tui::widgets::width::count;
use ratatui::text::Span;

/// Width of a week.
const WEEK: usize = 2;
/// Past weeks that always stay in view, however far the exam is, if there were answers.
const PAST_WEEKS: i32 = 4;

/// Draws the calendar: a column for each week, a row for each weekday.
pub(super) fn draw(planning: &Planning, page: &mut Page<'_>) {
    let today = planning.today;
    let Some(last) = planning.exams.iter().map(|exam| exam.exam.day).max() else {
        return;
    };
    let planned = planned(planning);
    let monday = |day: Day| day.0 - weekday(day) as i32;
    let weeks = (page.room.saturating_sub(WEEKDAYS + 3) / WEEK) as i32;
    let ahead = (monday(last) - monday(today)) / 7 + 1;
    // Weeks before the first answer are left out.
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
        .map(Planned::asks)
        .chain(planning.done.values().copied());
    let calendar = Calendar {
        planning,
        planned,
        most: most.max().unwrap_or(0).max(1),
    };
    page.doc.gap();
    let look = page.look;
    page.doc.calendar(first, shown, (WEEK, 1), look, |day| {
        let cursor = if day == today {
            Span::styled(look.glyphs.cursor, look.theme.selected)
        } else {
            Span::raw(" ")
        };
        vec![cursor, calendar.cell(day, look)]
    });
    let left_out = (past + ahead - shown).max(0) as u64;
    let legend = calendar.legend(&page.look.glyphs, left_out);
    page.words(&legend, page.look.theme.dim);
}

/// The days of the plan that reaches farthest.
fn planned(planning: &Planning) -> &[Planned] {
    let plans = planning.exams.iter().map(|exam| &*exam.plan.days);
    plans.max_by_key(|days| days.len()).unwrap_or_default()
}

struct Calendar<'a> {
    planning: &'a Planning,
    planned: &'a [Planned],
    /// Number of answers on the busiest day.
    most: u32,
}

impl Calendar<'_> {
    /// The meaning of the signs, and how many weeks do not fit.
    fn legend(&self, glyphs: &Glyphs, left_out: u64) -> String {
        let mut legend = format!(
            "{} done, {} planned: few to many answers; {} today, E exam",
            glyphs.much.concat(),
            glyphs.planned.concat(),
            glyphs.cursor
        );
        if self.planned.iter().any(|planned| planned.is_beyond(1.0)) {
            legend += ", ! over your minutes";
        }
        if left_out > 0 {
            legend += &format!("; {} more to the exam", count(left_out, "week", "weeks"));
        }
        legend
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
            Some(planned) if planned.is_beyond(1.0) => Span::styled("!", theme.warning),
            Some(planned) if planned.asks() > 0 => Span::raw(glyphs.planned[level(planned.asks())]),
            None if day < self.planning.today => Span::styled(glyphs.left, theme.dim),
            _ => Span::raw(" "),
        }
    }
}
