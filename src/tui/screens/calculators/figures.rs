//! The figures of a result; in a what-if, beside the earlier ones.

use super::what_if::{WhatIf, difference};
use crate::calculators::{Figure, Outcome};
use crate::tui::canvas::Look;
use crate::tui::screens::Doc;
use crate::tui::widgets::width::{fit, pad, pad_left, width};
use ratatui::style::Style;
use ratatui::text::Span;

/// The width of each column if nothing is cut.
struct Columns {
    labels: usize,
    now: usize,
    before: usize,
    change: usize,
}

impl Columns {
    fn of(outcome: &Outcome, what_if: Option<&WhatIf>) -> Columns {
        let figures = &outcome.figures;
        let widest = |text: &dyn Fn(&Figure) -> String| {
            let widths = figures.iter().map(|figure| width(&text(figure)));
            widths.max().unwrap_or(0)
        };
        Columns {
            labels: widest(&|figure| figure.label.to_owned()),
            now: widest(&Figure::show).max(3),
            before: widest(&|figure| before(what_if, figure)).max(6),
            change: widest(&|figure| change(what_if, figure)).max(6),
        }
    }

    /// The width with labels of this width and the columns of a what-if that are shown.
    fn wide(&self, labels: usize, shows_before: bool, shows_change: bool) -> usize {
        let before = if shows_before { 2 + self.before } else { 0 };
        let change = if shows_change { 2 + self.change } else { 0 };
        labels + 2 + self.now + before + change
    }
}

fn before(what_if: Option<&WhatIf>, figure: &Figure) -> String {
    let before = what_if.and_then(|what_if| what_if.before(figure));
    before.map_or_else(String::new, Figure::show)
}

fn change(what_if: Option<&WhatIf>, figure: &Figure) -> String {
    let before = what_if.and_then(|what_if| what_if.before(figure));
    before.map_or_else(String::new, |before| difference(before, figure))
}

/// The width at which nothing is cut or left out.
pub fn wanted(outcome: &Outcome, what_if: Option<&WhatIf>) -> usize {
    let columns = Columns::of(outcome, what_if);
    columns.wide(columns.labels, what_if.is_some(), what_if.is_some())
}

/// The figures as lines, the first one emphasised.
pub fn doc(outcome: &Outcome, what_if: Option<&WhatIf>, look: &Look, room: usize) -> Doc {
    let mut doc = Doc::default();
    let theme = look.theme;
    let figures = &outcome.figures;
    let columns = Columns::of(outcome, what_if);
    let (now, olds, bys) = (columns.now, columns.before, columns.change);
    // Whole labels first, then as many columns as fit; on a small screen shortened labels rather than no column.
    let fitting = |labels: usize| {
        let choices = [(true, true), (true, false), (false, true)];
        let fits = |(old, by): &(bool, bool)| columns.wide(labels, *old, *by) <= room;
        choices.into_iter().find(fits)
    };
    let least = columns.labels.min(14);
    let (shows_old, shows_by) = what_if
        .and_then(|_| fitting(columns.labels).or_else(|| fitting(least)))
        .unwrap_or_default();
    let others = columns.wide(0, shows_old, shows_by);
    let labels = columns.labels.min(room.saturating_sub(others));
    if what_if.is_some() && (shows_old || shows_by) {
        let mut head = format!("{:labels$}  {}", "", pad_left("now", now, ""));
        if shows_old {
            head += &format!("  {}", pad_left("before", olds, ""));
        }
        if shows_by {
            head += &format!("  {}", pad_left("change", bys, ""));
        }
        doc.line(Span::styled(head, theme.dim));
    }
    for (nth, figure) in figures.iter().enumerate() {
        let style = if nth == 0 { theme.strong } else { Style::new() };
        let shown = figure.show();
        let shown = fit(&shown, now.min(room), look.glyphs.cut);
        let mut line = vec![
            Span::raw(pad(figure.label, labels, look.glyphs.cut)),
            Span::raw("  "),
            Span::styled(pad_left(&shown, now, ""), style),
        ];
        if shows_old {
            line.push(Span::styled(
                format!("  {}", pad_left(&before(what_if, figure), olds, "")),
                theme.dim,
            ));
        }
        if shows_by {
            line.push(Span::styled(
                format!("  {}", pad_left(&change(what_if, figure), bys, "")),
                theme.accent,
            ));
        }
        doc.line(line);
        if figure.value.is_none() && !figure.missing.is_empty() {
            let why = pad_left(figure.missing, labels + 2 + now, look.glyphs.cut);
            doc.line(Span::styled(why, theme.dim));
        }
    }
    doc
}
