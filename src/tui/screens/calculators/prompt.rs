//! A line to type in, and a list to choose from below it.

use super::working;
use crate::tui::canvas::{Canvas, Hit};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::fit;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

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
    let mut y = area.y + 1;
    if y < area.bottom() {
        let used = canvas.text(area.x, y, area.width, &sign, look.theme.accent);
        let room = area.width.saturating_sub(used);
        let style = match field.is_proposed() {
            true => look.theme.selected.add_modifier(Modifier::REVERSED),
            false => look.theme.accent,
        };
        field.draw(canvas, area.x + used, y, room, style, true);
        y += 1;
    }
    for line in note.map_or_else(Vec::new, |note| {
        working::plain(note, area.width.saturating_sub(2))
    }) {
        if y < area.bottom() {
            canvas.text(area.x, y, 2, "! ", look.theme.warning);
            canvas.line(area.x + 2, y, area.width.saturating_sub(2), &line);
            y += 1;
        }
    }
    y = (y + u16::from(area.height > 6)).min(area.bottom());
    Rect {
        y,
        height: area.bottom() - y,
        ..area
    }
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
    let theme = canvas.look.theme;
    let glyphs = canvas.look.glyphs;
    let room = area.width.saturating_sub(2);
    if names.is_empty() && area.height > 0 {
        canvas.text(area.x + 2, area.y, room, none, theme.dim);
    }
    let window = cursor.window(names.len(), area.height.into());
    for (y, nth) in (area.y..).zip(window) {
        let here = takes && nth == cursor.at();
        let style = if here { theme.selected } else { Style::new() };
        let sign = if here { glyphs.cursor } else { " " };
        canvas.text(area.x, y, 2, sign, theme.accent);
        let name = fit(names[nth].as_ref(), room.into(), glyphs.cut);
        canvas.text(area.x + 2, y, room, &name, style);
        canvas.hit(Rect::new(area.x, y, area.width, 1), Hit::Item(nth));
    }
}
