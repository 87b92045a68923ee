//! The layout of form, figures, curve, table and working: side by side on a wide screen, one at a time on a narrow one.

use super::panes::Pane;
use super::{CalculatorScreen, figures, working};
use crate::calculators::samples;
use crate::tui::canvas::{Canvas, NARROW, READING, WIDE, at_most, below, inset, split, upper};
use crate::tui::screens::Doc;
use crate::tui::widgets::plot;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// The smallest width of the form on a wide screen.
const FORM: u16 = 50;
/// From this width on, form and figures stand side by side even if a label is cut for it.
const USUAL: u16 = 78;
/// The smallest useful height of a curve.
const CURVE: u16 = 7;

pub fn draw(screen: &CalculatorScreen, canvas: &mut Canvas<'_>, area: Rect) {
    let area = inset(area, u16::MAX);
    if area.is_empty() {
        return;
    }
    let pane = screen.pane();
    if area.width + 2 >= WIDE {
        let most = FORM.max(area.width * 2 / 5);
        let form = form_width(screen, most).max(area.width / 3);
        let (left, right) = split(area, form, 3);
        draw_form(screen, canvas, left);
        match pane {
            Pane::Form => draw_results(screen, canvas, right),
            _ => draw_pane(screen, canvas, right, pane),
        }
        return;
    }
    if pane != Pane::Form {
        draw_pane(screen, canvas, area, pane);
        return;
    }
    let wanted = screen.result.as_ref().map_or(0, |outcome| {
        figures::wanted(outcome, screen.what_if.as_ref()) as u16
    });
    let gap = if screen.what_if.is_some() { 2 } else { 3 };
    let most = area.width.saturating_sub(screen.form.least() as u16 + gap);
    // Where a label would be cut beside the other part, they stand below one another.
    if area.width + 2 >= if wanted > most { USUAL } else { NARROW } {
        let results = wanted.min(most).max(area.width * 9 / 20);
        let form = form_width(screen, area.width - results - gap);
        let (left, right) = split(area, form, gap);
        let figures = figures_doc(screen, canvas, right.width).len();
        // As high as the higher one of the two, with room left for a curve.
        let wanted = form_height(screen, left.width).max(figures as u16);
        let most = area.height.saturating_sub(CURVE + 1);
        let has_curve = screen.has(|pane| matches!(pane, Pane::Plot(_)));
        let high = if has_curve && most >= 6 {
            wanted.min(most.max(wanted.min(area.height * 3 / 5)))
        } else {
            wanted.max(1)
        };
        let high = high.min(area.height);
        // A long note takes the empty row above the curve, too.
        let whole = screen.form.size().0 + notes(screen, canvas, left.width).len();
        let more = u16::from(whole > high.into() && high < area.height);
        draw_form(screen, canvas, upper(left, high + more));
        draw_figures(screen, canvas, upper(right, high));
        if area.height - high > CURVE {
            draw_curve(screen, canvas, indented(below(area, high + 1)));
        }
        return;
    }
    let wanted = form_height(screen, area.width);
    let most = match area.height {
        0..=8 => area.height.div_ceil(2),
        high => high * 3 / 5,
    };
    let top = wanted.min(most);
    draw_form(screen, canvas, upper(area, top));
    let gap = u16::from(area.height > 8);
    draw_figures(screen, canvas, indented(below(area, top + gap)));
}

fn indented(area: Rect) -> Rect {
    split(area, 2, 0).1
}

fn form_width(screen: &CalculatorScreen, most: u16) -> u16 {
    let (_, wide) = screen.form.size();
    (wide as u16).clamp(24.min(most), most)
}

/// The lines below the fields: a refusal, otherwise the meaning of the field, and how a table was understood.
fn notes(screen: &CalculatorScreen, canvas: &Canvas<'_>, width: u16) -> Doc {
    let look = canvas.look;
    let mut doc = Doc::default();
    let refusal = screen.result.as_ref().err();
    if let Some(refusal) = refusal {
        let lead = Span::styled("! ", look.theme.wrong);
        doc.wrapped(lead, &refusal.message, Style::new(), look, width);
    }
    if let Some(doubt) = screen.doubt().filter(|_| refusal.is_none()) {
        doc.warning(&format!("{doubt}."), look, width);
    } else if let Some(entry) = screen.form.focused()
        && screen.pane() == Pane::Form
        && refusal.is_none()
    {
        doc.wrapped("  ", entry.def.help, Style::new(), look, width);
    }
    let more = match &screen.sheet {
        _ if screen.stale => "Enter works it out.",
        Some(sheet) => &sheet.understood,
        None if screen.form.entries.is_empty() => match samples::of(screen.calculator.name) {
            Some(_) => "It works on a table: type its rows, load one, or the sample.",
            None => "It works on a table: type its rows, or load one.",
        },
        None => "",
    };
    if !more.is_empty() {
        let lines = working::plain(more, width.saturating_sub(2));
        doc.lead("  ", &lines, Style::new());
    }
    doc
}

/// The height of fields, a gap, and notes.
fn form_height(screen: &CalculatorScreen, width: u16) -> u16 {
    let (rows, _) = screen.form.size();
    let notes = if width > 40 { 2 } else { 3 };
    rows as u16 + u16::from(rows > 0) + notes
}

fn draw_form(screen: &CalculatorScreen, canvas: &mut Canvas<'_>, area: Rect) {
    let notes = notes(screen, canvas, area.width);
    let (rows, _) = screen.form.size();
    let rows = (rows as u16).min(area.height);
    // Visible fields are more important than notes, but one line of notes is always shown.
    let spare = area.height - rows;
    let taken = (notes.len() as u16).min(spare.max(u16::from(area.height > 3)));
    let gap = u16::from(rows > 0 && area.height > rows + taken);
    let fields = upper(area, area.height.saturating_sub(taken + gap).min(rows));
    let refusal = screen.result.as_ref().err();
    let wrong = refusal.and_then(|r| r.field.as_deref());
    let has_keys = screen.pane() == Pane::Form;
    screen.form.draw(canvas, fields, has_keys, wrong);
    let place = below(area, fields.height + gap);
    notes.draw_start(canvas, upper(place, taken));
}

/// Figures, then the first curve in the rest.
pub(super) fn draw_results(screen: &CalculatorScreen, canvas: &mut Canvas<'_>, area: Rect) {
    let figures = (figures_doc(screen, canvas, area.width).len() as u16).min(area.height);
    draw_figures(screen, canvas, upper(area, figures));
    let rest = below(area, figures + 1);
    if rest.height >= CURVE {
        draw_curve(screen, canvas, upper(rest, (area.width / 2).max(CURVE)));
    }
}

/// The first curve, or without one the first table.
fn draw_curve(screen: &CalculatorScreen, canvas: &mut Canvas<'_>, area: Rect) {
    let Ok(outcome) = &screen.result else {
        return;
    };
    if let Some(first) = outcome.plots.first() {
        plot::draw(canvas, area, first);
    } else if let (Some(view), Some(grid)) = (screen.grids.first(), outcome.tables.first()) {
        view.draw(canvas, area, grid, false);
    }
}

fn draw_figures(screen: &CalculatorScreen, canvas: &mut Canvas<'_>, area: Rect) {
    figures_doc(screen, canvas, area.width).draw(canvas, area, &screen.window);
}

fn figures_doc(screen: &CalculatorScreen, canvas: &Canvas<'_>, width: u16) -> Doc {
    let look = canvas.look;
    match &screen.result {
        Ok(outcome) => {
            let mut doc = figures::doc(outcome, screen.what_if.as_ref(), look, width.into());
            for warning in &outcome.warnings {
                let lines = working::plain(&warning.sentence(), width.saturating_sub(2));
                doc.lead(Span::styled("! ", look.theme.warning), &lines, Style::new());
            }
            doc
        }
        Err(_) => {
            let mut doc = Doc::default();
            doc.line(Span::styled("No result yet.", look.theme.dim));
            doc
        }
    }
}

fn draw_pane(screen: &CalculatorScreen, canvas: &mut Canvas<'_>, area: Rect, pane: Pane) {
    let Ok(outcome) = &screen.result else {
        return;
    };
    match pane {
        Pane::Form => {}
        Pane::Plot(nth) => {
            if let Some(plot) = outcome.plots.get(nth) {
                let place = upper(area, (area.width / 2).max(CURVE));
                plot::draw(canvas, place, plot);
            }
        }
        Pane::Table(nth) => {
            if let (Some(view), Some(grid)) = (screen.grids.get(nth), outcome.tables.get(nth)) {
                view.draw(canvas, area, grid, true);
            }
        }
        Pane::Working => {
            let area = at_most(area, READING);
            let doc = working::doc(screen.calculator, outcome, canvas.look, area.width);
            doc.draw(canvas, area, &screen.window);
        }
    }
}
