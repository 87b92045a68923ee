//! Level stretches with a name each, such as a tornado: one row a bar, its ends printed.

use super::signs::Signs;
use super::ticks::{self, Span};
use crate::calculators::{Cut, Plot};
use crate::tui::canvas::Canvas;
use crate::tui::widgets::width::{pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Every series is level, and the upright axis counts nothing.
pub fn fits(plot: &Plot) -> bool {
    plot.y.label.is_empty()
        && plot.series.iter().all(|series| {
            let first = series.points.first().map(|(_, y)| *y);
            series.points.iter().all(|(_, y)| Some(*y) == first)
        })
}

pub fn draw(canvas: &mut Canvas<'_>, area: Rect, plot: &Plot) {
    let theme = canvas.look.theme;
    let glyphs = canvas.look.glyphs;
    let signs = Signs::of(canvas.look.symbols);
    let cut = plot.cuts.iter().find_map(|cut| match cut {
        Cut::Upright { label, x } if x.is_finite() => Some((label, *x)),
        _ => None,
    });
    let xs = plot
        .series
        .iter()
        .flat_map(|s| s.points.iter().map(|p| p.0));
    let Some(span) = Span::of(xs.chain(cut.map(|(_, x)| x))) else {
        return;
    };
    let name = |text: &str| text.replace('_', " ");
    let names = plot
        .series
        .iter()
        .map(|s| width(&s.name))
        .max()
        .unwrap_or(0);
    let names = names.min(usize::from(area.width / 3));
    let written = |x: f64| ticks::label(x, (span.high - span.low) / 100.0, plot.x.unit);
    let short = |x: f64| {
        let step = ticks::step(span, 40, plot.x.unit);
        if x.abs() < 1e5 {
            ticks::label(x, step, plot.x.unit)
        } else {
            written(x)
        }
    };
    let numbers = plot
        .series
        .iter()
        .flat_map(|s| s.points.iter().map(|p| width(&short(p.0))))
        .max()
        .unwrap_or(0);
    let (Some(inside), lead) = (
        usize::from(area.width).checked_sub(names + 2 * numbers + 4),
        names + numbers + 2,
    ) else {
        return;
    };
    if inside < 4 {
        return;
    }
    let left = area.x + lead as u16;
    let mut y = area.y;
    if let Some((label, x)) = cut.filter(|_| area.height as usize > plot.series.len()) {
        let text = format!("{label} {}", short(x));
        let at = left as usize + span.cell(x, inside);
        let wide = width(&text).min(area.width.into());
        let at = at
            .saturating_sub(wide / 2)
            .clamp(area.x.into(), usize::from(area.right()) - wide);
        canvas.text(at as u16, y, wide as u16, &text, theme.dim);
        y += 1;
    }
    for series in &plot.series {
        if y >= area.bottom() {
            break;
        }
        let xs: Vec<f64> = series
            .points
            .iter()
            .map(|p| p.0)
            .filter(|x| x.is_finite())
            .collect();
        let low = xs.iter().copied().fold(f64::INFINITY, f64::min);
        let high = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        canvas.text(
            area.x,
            y,
            names as u16,
            &pad(&name(&series.name), names, glyphs.cut),
            Style::new(),
        );
        if low <= high {
            let (from, to) = (span.cell(low, inside), span.cell(high, inside));
            let ends = pad_left(&short(low), numbers, "");
            canvas.text(
                (left as usize + from).saturating_sub(numbers + 1) as u16,
                y,
                numbers as u16,
                &ends,
                theme.dim,
            );
            let bar = glyphs.full.repeat(to - from + 1);
            canvas.text(left + from as u16, y, inside as u16, &bar, theme.accent);
            canvas.text(
                left + to as u16 + 2,
                y,
                numbers as u16,
                &short(high),
                theme.dim,
            );
        }
        if let Some((_, x)) = cut {
            let at = left + span.cell(x, inside) as u16;
            canvas.text(at, y, 1, signs.upright, theme.strong);
        }
        y += 1;
    }
    if y < area.bottom() && !plot.x.label.is_empty() {
        let wide = (width(&plot.x.label) as u16).min(area.width);
        canvas.text(left, y, wide, &plot.x.label, theme.dim);
    }
}
