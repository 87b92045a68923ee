//! A plot in character cells: curves, points, cut lines, named points, axes with round ticks. It draws what room allows,
//! never outside its area, and says so where there is nothing to draw.

mod bars;
mod dots;
mod labels;
mod ticks;

use crate::calculators::{Cut, Plot, Series};
use crate::tui::canvas::{self, Canvas, Look};
use crate::tui::widgets::width::{fit, pad_left, width};
use dots::Raster;
use labels::Labels;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span as Words};
use ticks::Span;

/// Below this there is no room for a curve.
const LEAST: (u16, u16) = (18, 4);
/// Points up to this many are drawn as marks of their own, more as dots.
const MARKS: usize = 80;

/// Where things lie, once spans and ticks are known.
struct Frame {
    /// The cells inside the axes.
    inside: Rect,
    x: Span,
    y: Span,
    x_ticks: Vec<(f64, String)>,
    y_ticks: Vec<(f64, String)>,
}

impl Frame {
    fn column(&self, x: f64) -> u16 {
        self.inside.x + self.x.cell(x, self.inside.width.into()) as u16
    }

    fn row(&self, y: f64) -> u16 {
        self.inside.bottom() - 1 - self.y.cell(y, self.inside.height.into()) as u16
    }
}

pub fn draw(canvas: &mut Canvas<'_>, area: Rect, plot: &Plot) {
    let theme = canvas.look.theme;
    let cut = canvas.look.glyphs.cut;
    if area.is_empty() {
        return;
    }
    let title = fit(plot.title, area.width.into(), cut).into_owned();
    canvas.text(area.x, area.y, area.width, &title, theme.strong);
    let below = canvas::below(area, 1);
    if plot.series.iter().flat_map(points).next().is_none() {
        if !below.is_empty() {
            let nothing = "Nothing to draw yet.";
            canvas.text(below.x, below.y, below.width, nothing, theme.dim);
        }
        return;
    }
    let (wide, high) = LEAST;
    if area.width < wide || area.height < high {
        let needs = format!("Needs {wide}x{high}.");
        let room = below.width * u16::from(!below.is_empty());
        canvas.text(below.x, below.y, room, &needs, Style::new());
        return;
    }
    let below = legend(canvas, area, below, plot);
    if !plot.bars.is_empty() {
        bars::draw(canvas, below, plot);
        return;
    }
    let Some(frame) = frame(below, plot) else {
        let room = below.width * u16::from(!below.is_empty());
        canvas.text(below.x, below.y, room, "Needs more room.", Style::new());
        return;
    };
    axes(canvas, below, &frame, plot);
    let mut labels = Labels::new(frame.inside);
    cuts(canvas, &frame, plot);
    curves(canvas, &frame, plot, &mut labels);
    markers(canvas, &frame, plot, &mut labels);
    cut_labels(canvas, &frame, plot, &mut labels);
}

/// The points that can be drawn.
fn points(series: &Series) -> impl Iterator<Item = (f64, f64)> {
    let points = series.points.iter().copied();
    points.filter(|(x, y)| x.is_finite() && y.is_finite())
}

fn style_of(look: &Look, series: usize) -> Style {
    let theme = look.theme;
    match series {
        0 => theme.accent,
        1 => Style::new(),
        2 => theme.dim,
        _ => theme.warning,
    }
}

/// What each line is, or of a single one its axes, behind the title where it fits there, else below it. What is left of
/// `below`.
fn legend(canvas: &mut Canvas<'_>, area: Rect, below: Rect, plot: &Plot) -> Rect {
    let look = canvas.look;
    if plot.series.len() < 2 {
        let axes = format!("{} against {}", plot.y.label, plot.x.label);
        let wide = width(&axes) as u16;
        let named = plot.y.label.is_empty() || plot.title.contains(" against ");
        if !named && width(plot.title) as u16 + 3 + wide <= area.width {
            canvas.text(area.right() - wide, area.y, wide, &axes, look.theme.dim);
        }
        return below;
    }
    let mut names = Vec::new();
    for (nth, series) in plot.series.iter().enumerate() {
        let signs = &look.glyphs;
        let (sample, style) = match series {
            _ if !plot.bars.is_empty() => {
                let style = bars::style(look.theme, nth);
                (signs.piece(nth).to_owned(), style)
            }
            // A line needs two.
            one if one.loose || one.points.len() < 2 => {
                (signs.point(nth).to_owned(), style_of(look, nth))
            }
            _ => (dots::sample(look.symbols, nth), style_of(look, nth)),
        };
        let name = Words::raw(format!(" {}   ", series.name));
        names.push([Words::styled(sample, style), name]);
    }
    let wide = |names: &[[Words; 2]]| {
        let wide: usize = names.iter().flatten().map(Words::width).sum();
        wide.saturating_sub(3)
    };
    let used = width(plot.title) + 3;
    let whole = wide(&names);
    if used + whole <= usize::from(area.width) {
        let line = Line::from_iter(names.into_iter().flatten());
        let whole = whole as u16;
        canvas.line(area.right() - whole, area.y, whole, &line);
        return below;
    }
    let least = match plot.bars.len() {
        0 => 6,
        bars => bars as u16,
    };
    let mut below = below;
    while !names.is_empty() && below.height > least {
        let fitting = (1..=names.len()).rev();
        let fitting = fitting.filter(|many| wide(&names[..*many]) <= usize::from(below.width));
        let fitting = fitting.max().unwrap_or(1);
        let line = Line::from_iter(names.drain(..fitting).flatten());
        canvas.line(below.x, below.y, below.width, &line);
        below.y += 1;
        below.height -= 1;
    }
    below
}

/// Spans and ticks for the room there is: a row for the x axis, one for its numbers, a column of numbers at the left.
fn frame(area: Rect, plot: &Plot) -> Option<Frame> {
    let points = || {
        plot.series
            .iter()
            .flat_map(points)
            .chain(plot.markers.iter().map(|marker| (marker.x, marker.y)))
    };
    let at_x = plot.cuts.iter().filter_map(|cut| match cut {
        Cut::Upright { x, .. } => Some(*x),
        Cut::Level { .. } => None,
    });
    let at_y = plot.cuts.iter().filter_map(|cut| match cut {
        Cut::Level { y, .. } => Some(*y),
        Cut::Upright { .. } => None,
    });
    let x = Span::of(points().map(|(x, _)| x).chain(at_x))?;
    let y = Span::of(points().map(|(_, y)| y).chain(at_y))?.with_zero();
    let height = area.height.checked_sub(2).filter(|height| *height > 0)?;
    let (y, y_step, height) = even_rows(y, height, plot.y.unit)?;
    let y_ticks = written(y, y_step, plot.y.unit);
    let room = y_ticks.iter().map(|(_, text)| width(text)).max()? as u16 + 2;
    let inside = Rect {
        x: area.x + room,
        y: area.y,
        width: area.width.checked_sub(room + 1).filter(|wide| *wide > 3)?,
        height,
    };
    let mut most = usize::from(inside.width / 9).clamp(1, 8);
    let x_ticks = loop {
        let step = ticks::step(x, most, plot.x.unit);
        let found = written(x, step, plot.x.unit);
        let wide: usize = found.iter().map(|(_, text)| width(text) + 2).sum();
        if wide <= usize::from(inside.width) || most == 1 {
            break found;
        }
        most -= 1;
    };
    Some(Frame {
        inside,
        x,
        y,
        x_ticks,
        y_ticks,
    })
}

/// The span to its outer ticks, their step, and so many of `height` rows that the ticks stand on whole rows, equally far apart:
/// a picture must not lie about its scale. The step that leaves the data most rows, and of like ones that with more ticks. `None`
/// where there are too few rows for two numbers.
fn even_rows(span: Span, height: u16, unit: crate::calculators::Unit) -> Option<(Span, f64, u16)> {
    /// What one more number beside the axis is worth, in rows of the curve.
    const NUMBER: f64 = 0.3;
    /// What a single interval costs where there is room for more.
    const LONE: f64 = 0.75;
    let most = usize::from(height).div_ceil(2).clamp(3, 6);
    let with = |most: usize| {
        let step = ticks::step(span, most, unit);
        let all = span.to_ticks(step);
        let intervals = ((all.high - all.low) / step).round();
        let rows = (f64::from(height - 1) / intervals).floor() * intervals;
        let lone = if intervals < 2.0 && height > 4 {
            LONE
        } else {
            1.0
        };
        let of_data = lone * rows * ((span.high - span.low) / (all.high - all.low));
        (
            of_data + NUMBER * intervals.min(rows),
            (all, step, 1 + rows as u16),
        )
    };
    let fitting = (1..=most).map(with).filter(|(_, (.., rows))| *rows > 1);
    let best = fitting.max_by(|a, b| a.0.total_cmp(&b.0));
    best.map(|(_, best)| best)
}

fn written(span: Span, step: f64, unit: crate::calculators::Unit) -> Vec<(f64, String)> {
    ticks::ticks(span, step)
        .into_iter()
        .map(|tick| (tick, ticks::label(tick, step, unit)))
        .collect()
}

fn axes(canvas: &mut Canvas<'_>, area: Rect, frame: &Frame, plot: &Plot) {
    let signs = &canvas.look.glyphs;
    let dim = canvas.look.theme.dim;
    let inside = frame.inside;
    let axis = inside.x - 1;
    for y in inside.y..inside.bottom() {
        canvas.text(axis, y, 1, signs.upright, dim);
    }
    for (tick, text) in &frame.y_ticks {
        let y = frame.row(*tick);
        let room = usize::from(axis - area.x).saturating_sub(1);
        let text = pad_left(text, room, "");
        canvas.text(area.x, y, room as u16, &text, dim);
        canvas.text(axis, y, 1, signs.tick, dim);
        if *tick == 0.0 && frame.y.low < 0.0 {
            let zero = signs.level.repeat(inside.width.into());
            canvas.text(inside.x, y, inside.width, &zero, dim);
        }
    }
    let y = inside.bottom();
    canvas.text(axis, y, 1, signs.corner, dim);
    let line = signs.level.repeat(inside.width.into());
    canvas.text(inside.x, y, inside.width, &line, dim);
    let mut free = area.x;
    for (tick, text) in &frame.x_ticks {
        let x = frame.column(*tick);
        canvas.text(x, y, 1, signs.under, dim);
        let wide = width(text) as u16;
        let start = x
            .saturating_sub(wide / 2)
            .min(area.right().saturating_sub(wide));
        if start >= free && start >= area.x {
            canvas.text(start, y + 1, wide, text, dim);
            free = start + wide + 1;
        }
    }
    // What the axis counts, where the numbers leave room for it.
    let wide = width(&plot.x.label) as u16;
    if wide > 0 && free + wide < area.right() {
        canvas.text(area.right() - wide, y + 1, wide, &plot.x.label, dim);
    } else if y + 2 < area.bottom() {
        let x = area.right().saturating_sub(wide).max(area.x);
        canvas.text(x, y + 2, area.width, &plot.x.label, dim);
    }
}

fn cuts(canvas: &mut Canvas<'_>, frame: &Frame, plot: &Plot) {
    let signs = &canvas.look.glyphs;
    let style = canvas.look.theme.dim;
    let inside = frame.inside;
    for cut in &plot.cuts {
        match cut {
            Cut::Upright { x, .. } if x.is_finite() => {
                for y in inside.y..inside.bottom() {
                    canvas.text(frame.column(*x), y, 1, signs.cut_upright, style);
                }
            }
            Cut::Level { y, .. } if y.is_finite() => {
                let line = signs.cut_level.repeat(inside.width.into());
                canvas.text(inside.x, frame.row(*y), inside.width, &line, style);
            }
            _ => {}
        }
    }
}

fn curves(canvas: &mut Canvas<'_>, frame: &Frame, plot: &Plot, labels: &mut Labels) {
    let look = canvas.look;
    let kind = look.symbols;
    let inside = frame.inside;
    let mut raster = Raster::new(kind, inside.width.into(), inside.height.into());
    let (wide, high) = raster.size();
    let place = |(x, y): (f64, f64)| (frame.x.cell(x, wide), high - 1 - frame.y.cell(y, high));
    let mut marks = Vec::new();
    // The first series last, so that it is the one seen where lines meet.
    for (nth, series) in plot.series.iter().enumerate().rev() {
        let points: Vec<(f64, f64)> = points(series).collect();
        match points.as_slice() {
            _ if series.loose && points.len() <= MARKS => {
                marks.extend(points.iter().map(|point| (*point, nth)));
            }
            many if series.loose => {
                for point in many {
                    let (x, y) = place(*point);
                    raster.dot(x, y, nth);
                }
            }
            // A line needs two points; one alone is a mark.
            [one] => marks.push((*one, nth)),
            many => {
                let mut walked = 0;
                for pair in many.windows(2) {
                    if let [from, to] = pair {
                        raster.line(place(*from), place(*to), nth, &mut walked);
                    }
                }
            }
        }
    }
    let mut buffer = [0; 4];
    for y in 0..raster.height {
        for x in 0..raster.width {
            if let Some((glyph, series)) = raster.cell(x, y) {
                let (x, y) = (inside.x + x as u16, inside.y + y as u16);
                let glyph = glyph.encode_utf8(&mut buffer);
                canvas.text(x, y, 1, glyph, style_of(look, series));
                labels.shade(x, y);
            }
        }
    }
    for ((x, y), nth) in marks {
        let (x, y) = (frame.column(x), frame.row(y));
        canvas.text(x, y, 1, look.glyphs.point(nth), style_of(look, nth));
        labels.shade(x, y);
    }
}

fn markers(canvas: &mut Canvas<'_>, frame: &Frame, plot: &Plot, labels: &mut Labels) {
    let signs = &canvas.look.glyphs;
    let theme = canvas.look.theme;
    let real = |marker: &&crate::calculators::Marker| marker.x.is_finite() && marker.y.is_finite();
    for marker in plot.markers.iter().filter(real) {
        let (x, y) = (frame.column(marker.x), frame.row(marker.y));
        canvas.text(x, y, 1, signs.marker, theme.selected);
        labels.block(x, y, 1);
    }
    for marker in plot.markers.iter().filter(real) {
        let at = (frame.column(marker.x), frame.row(marker.y));
        let wide = width(&marker.label) as u16;
        if let Some((x, y)) = labels.beside(at, wide) {
            canvas.text(x, y, wide, &marker.label, theme.strong);
        }
    }
}

fn cut_labels(canvas: &mut Canvas<'_>, frame: &Frame, plot: &Plot, labels: &mut Labels) {
    let dim = canvas.look.theme.dim;
    let inside = frame.inside;
    let rows: Vec<u16> = (plot.cuts.iter())
        .filter_map(|cut| match cut {
            Cut::Level { y, .. } => Some(frame.row(*y)),
            Cut::Upright { .. } => None,
        })
        .collect();
    for cut in &plot.cuts {
        let (label, at) = match cut {
            Cut::Upright { label, x } if x.is_finite() => {
                let at = labels.along_upright(frame.column(*x), width(label) as u16);
                (label, at)
            }
            Cut::Level { label, y } if y.is_finite() => {
                let at = labels.along_level(frame.row(*y), width(label) as u16, &rows);
                (label, at)
            }
            _ => continue,
        };
        if let Some((x, y)) = at {
            let wide = width(label) as u16;
            canvas.text(x, y, wide.min(inside.right().saturating_sub(x)), label, dim);
        }
    }
}

#[cfg(test)]
mod tests;
