//! A line to type in, and a list to choose from below it.

use super::working;
use crate::tui::canvas::{Canvas, below};
use crate::tui::screens::Doc;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::fit;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Draws a labelled line to type in, with a refusal or question below it; returns the rest of `area`.
pub fn prompt(
    canvas: &mut Canvas<'_>,
    area: Rect,
    name: &str,
    field: &Field,
    note: Option<&str>,
) -> Rect {
    let look = canvas.look;
    let sign = format!("{} ", look.glyphs.cursor);
    canvas.text(area.x, area.y, area.width, name, look.theme.strong);
    let style = field.style(&look.theme);
    if area.height > 1 {
        field.draw_line((&sign, ""), canvas, below(area, 1), style, true);
    }
    let mut notes = Doc::default();
    if let Some(note) = note {
        let lines = working::plain(note, area.width.saturating_sub(2));
        let sign = Span::styled("! ", look.theme.warning);
        notes.lead(sign, &lines, Style::new());
    }
    let rest = below(area, 2);
    notes.draw_start(canvas, rest);
    below(rest, notes.len() as u16 + u16::from(area.height > 6))
}

/// Draws names in rows that can be clicked, with the cursor on the one that Enter takes; `none` if the list is empty.
pub fn choices(
    canvas: &mut Canvas<'_>,
    area: Rect,
    names: &[impl AsRef<str>],
    none: &str,
    cursor: &Cursor,
    takes: bool,
) {
    let look = canvas.look;
    let room = area.width.saturating_sub(2);
    if names.is_empty() && area.height > 0 {
        canvas.text(area.x + 2, area.y, room, none, look.theme.dim);
    }
    cursor.draw(canvas, area, names.len(), |nth, here| {
        let (sign, style) = look.lead(here && takes);
        let name = fit(names[nth].as_ref(), room.into(), look.glyphs.cut);
        Line::from(vec![sign, Span::styled(name.into_owned(), style)])
    });
}
