//! The figures of a result; in a what-if, beside the earlier ones.

use super::what_if::{WhatIf, difference};
use crate::calculators::{Figure, Outcome};
use crate::tui::canvas::Look;
use crate::tui::screens::Doc;
use crate::tui::widgets::width::{fit, pad, pad_left, width};
use ratatui::style::Style;
use ratatui::text::Span;

/// A column beside the labels: its head, and a text for each figure.
struct Column {
    head: &'static str,
    texts: Vec<String>,
    /// If nothing is cut.
    wide: usize,
}

/// The figures now, and in a what-if as they were, and by how much they changed.
fn columns(outcome: &Outcome, what_if: Option<&WhatIf>) -> Vec<Column> {
    let column = |head: &'static str, text: &dyn Fn(&Figure) -> String| {
        let texts: Vec<String> = outcome.figures.iter().map(text).collect();
        let widths = texts.iter().map(|text| width(text)).chain([width(head)]);
        let wide = widths.max().unwrap_or(0);
        Column { head, texts, wide }
    };
    // What has no value here is not wrong: the line below it says why.
    let now = |figure: &Figure| figure.value.map_or("-".into(), |_| figure.show());
    let mut columns = vec![column("now", &now)];
    if let Some(what_if) = what_if {
        let before = |figure: &Figure| what_if.before(figure);
        let was = |figure: &Figure| before(figure).map_or_else(String::new, Figure::show);
        columns.push(column("before", &was));
        columns.push(column("change", &|figure| {
            before(figure).map_or_else(String::new, |before| difference(before, figure))
        }));
    }
    columns
}

fn labels(outcome: &Outcome) -> usize {
    let labels = outcome.figures.iter().map(|figure| width(figure.label));
    labels.max().unwrap_or(0)
}

/// The width of columns, each behind a gap.
fn wide<'a>(columns: impl IntoIterator<Item = &'a Column>) -> usize {
    columns.into_iter().map(|column| 2 + column.wide).sum()
}

/// The width at which nothing is cut or left out.
pub fn wanted(outcome: &Outcome, what_if: Option<&WhatIf>) -> usize {
    labels(outcome) + wide(&columns(outcome, what_if))
}

/// The figures as lines, the first one emphasised.
pub fn doc(outcome: &Outcome, what_if: Option<&WhatIf>, look: &Look, room: usize) -> Doc {
    let mut doc = Doc::default();
    let (theme, cut) = (look.theme, look.glyphs.cut);
    let (whole, columns) = (labels(outcome), columns(outcome, what_if));
    let others = |shown: &[usize]| wide(shown.iter().filter_map(|at| columns.get(*at)));
    // Whole labels first, then as many columns as fit; on a small screen shortened labels rather than no column.
    let choices: [&[usize]; 3] = [&[0, 1, 2], &[0, 1], &[0, 2]];
    let fitting = |labels: usize| {
        let mut choices = choices.into_iter().filter(|_| what_if.is_some());
        choices.find(|shown| labels + others(shown) <= room)
    };
    let shown = fitting(whole).or_else(|| fitting(whole.min(14)));
    let shown = shown.unwrap_or(&[0]);
    let labels = whole.min(room.saturating_sub(others(shown)));
    if shown.len() > 1 {
        let heads = shown.iter().filter_map(|at| columns.get(*at));
        let heads = heads.map(|column| format!("  {}", pad_left(column.head, column.wide, "")));
        let head = " ".repeat(labels) + &heads.collect::<String>();
        doc.line(Span::styled(head, theme.dim));
    }
    for (nth, figure) in outcome.figures.iter().enumerate() {
        let mut line = vec![Span::raw(pad(figure.label, labels, cut))];
        for at in shown {
            let (column, style) = match (columns.get(*at), at, nth) {
                (None, ..) => continue,
                (Some(now), 0, 0) => (now, theme.strong),
                (Some(now), 0, _) => (now, Style::new()),
                (Some(before), 1, _) => (before, theme.dim),
                (Some(change), ..) => (change, theme.accent),
            };
            let text = fit(&column.texts[nth], column.wide.min(room), cut);
            line.push(Span::raw("  "));
            line.push(Span::styled(pad_left(&text, column.wide, ""), style));
        }
        doc.line(line);
        if figure.value.is_none() && !figure.missing.is_empty() {
            let why = pad_left(figure.missing, labels + others(&[0]), cut);
            doc.line(Span::styled(why, theme.dim));
        }
    }
    doc
}
