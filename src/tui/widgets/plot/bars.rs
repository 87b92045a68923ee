//! Level bars with a name each: a tornado, the ends of its bars printed, or bars of several pieces with their sum.

use super::ticks::{self, Span};
use crate::calculators::{Cut, Plot, Series};
use crate::tui::canvas::Canvas;
use crate::tui::theme::Theme;
use crate::tui::widgets::width::{pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Where the bars lie, and how their numbers are written.
struct Places<'a> {
    plot: &'a Plot,
    span: Span,
    area: Rect,
    /// Columns of the names, of a number, and of the bars.
    names: usize,
    numbers: usize,
    inside: usize,
    left: u16,
}

/// The ends of a bar's piece; nothing where it has none.
fn ends(piece: &Series, bar: usize) -> Option<(f64, f64)> {
    let own = piece.points.iter().filter(|(_, y)| *y == bar as f64);
    let xs = own.map(|(x, _)| *x);
    Some((xs.clone().reduce(f64::min)?, xs.reduce(f64::max)?))
}

/// The upright line across the bars.
fn cut(plot: &Plot) -> Option<(&str, f64)> {
    plot.cuts.iter().find_map(|cut| match cut {
        Cut::Upright { label, x } if x.is_finite() => Some((label.as_str(), *x)),
        _ => None,
    })
}

/// A number as it stands beside a bar.
fn short(plot: &Plot, span: Span, x: f64) -> String {
    let step = if x.abs() < 1e5 {
        ticks::step(span, 40, plot.x.unit)
    } else {
        (span.high - span.low) / 100.0
    };
    ticks::label(x, step, plot.x.unit)
}

impl<'a> Places<'a> {
    /// Nothing where there is no room.
    fn of(area: Rect, plot: &'a Plot) -> Option<Self> {
        let points = || plot.series.iter().flat_map(|piece| &piece.points);
        let xs = points().map(|(x, _)| *x);
        let span = Span::of(xs.chain(cut(plot).map(|(_, x)| x)))?;
        let names = plot.bars.iter().map(|name| width(name)).max().unwrap_or(0);
        let names = names.min(usize::from(area.width / 3));
        let written = points().map(|(x, _)| width(&short(plot, span, *x)));
        let numbers = written.max().unwrap_or(0);
        // A bar of one piece has a number at both ends, a sum has it at its far end.
        let lead = match plot.series.len() {
            1 => names + numbers + 2,
            _ => names + 1,
        };
        let inside = usize::from(area.width).checked_sub(lead + numbers + 2)?;
        (inside >= 4).then_some(Places {
            plot,
            span,
            area,
            names,
            numbers,
            inside,
            left: area.x + lead as u16,
        })
    }

    fn column(&self, x: f64) -> u16 {
        self.left + self.span.cell(x, self.inside) as u16
    }

    fn short(&self, x: f64) -> String {
        short(self.plot, self.span, x)
    }

    fn cut_label(&self, canvas: &mut Canvas<'_>, label: &str, x: f64) {
        let text = format!("{label} {}", self.short(x));
        let (area, wide) = (self.area, width(&text).min(self.area.width.into()) as u16);
        let at = self.column(x).saturating_sub(wide / 2);
        let at = at.clamp(area.x, area.right() - wide);
        canvas.text(at, area.y, wide, &text, canvas.look.theme.dim);
    }

    fn bar(&self, canvas: &mut Canvas<'_>, bar: usize, y: u16) {
        let (theme, cut) = (canvas.look.theme, canvas.look.glyphs.cut);
        let name = self.plot.bars[bar].replace('_', " ");
        let name = pad(&name, self.names, cut);
        canvas.text(self.area.x, y, self.names as u16, &name, Style::new());
        let pieces = &self.plot.series;
        let (mut farthest, mut free) = (None, self.left);
        for (nth, (low, high)) in (0..)
            .zip(pieces)
            .filter_map(|(nth, piece)| Some((nth, ends(piece, bar)?)))
        {
            let (from, to) = (self.column(low).max(free), self.column(high));
            // What takes less than a cell beside others is left out; a bar of its own is never.
            if from <= to && (high > low || pieces.len() == 1) {
                let sign = canvas.look.glyphs.piece(nth);
                let drawn = sign.repeat(usize::from(to - from) + 1);
                canvas.text(from, y, self.inside as u16, &drawn, style(theme, nth));
                free = to + 1;
            }
            if pieces.len() == 1 {
                let start = from.saturating_sub(self.numbers as u16 + 1);
                let number = pad_left(&self.short(low), self.numbers, "");
                canvas.text(start, y, self.numbers as u16, &number, theme.dim);
            }
            farthest = farthest.into_iter().chain([high]).reduce(f64::max);
        }
        if let Some(x) = farthest {
            let (at, number) = (self.column(x) + 2, self.short(x));
            canvas.text(at, y, self.numbers as u16, &number, theme.dim);
        }
    }
}

/// The first piece in the accent, the others told apart by their signs alone.
pub fn style(theme: Theme, piece: usize) -> Style {
    match piece {
        0 => theme.accent,
        _ => Style::new(),
    }
}

pub fn draw(canvas: &mut Canvas<'_>, area: Rect, plot: &Plot) {
    let Some(places) = Places::of(area, plot) else {
        return;
    };
    let theme = canvas.look.theme;
    let (cut, mut y) = (cut(plot), area.y);
    if let Some((label, x)) = cut.filter(|_| usize::from(area.height) > plot.bars.len()) {
        places.cut_label(canvas, label, x);
        y += 1;
    }
    for bar in (0..plot.bars.len()).take(usize::from(area.bottom() - y)) {
        places.bar(canvas, bar, y);
        if let Some((_, x)) = cut {
            let upright = canvas.look.glyphs.upright;
            canvas.text(places.column(x), y, 1, upright, theme.strong);
        }
        y += 1;
    }
    if y < area.bottom() && !plot.x.label.is_empty() {
        let wide = (width(&plot.x.label) as u16).min(area.width);
        canvas.text(places.left, y, wide, &plot.x.label, theme.dim);
    }
}
