//! A cursor in a list, and a window on lines that do not all fit. Both keep the current line in view.

use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Hit};
use ratatui::layout::Rect;
use ratatui::text::Line;
use std::cell::Cell;
use std::ops::Range;

/// Lines kept in view above and below the cursor, if there are more.
const MARGIN: usize = 2;

/// Where a movement leads from line `at`; an end behind the last line is for the caller to cut. `None` for other actions.
pub fn step(action: Action, at: usize, page: usize) -> Option<usize> {
    Some(match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => at + 1,
        Action::PageUp => at.saturating_sub(page),
        Action::PageDown => at + page,
        Action::Top => 0,
        Action::Bottom => usize::MAX,
        _ => return None,
    })
}

/// The current line.
#[derive(Debug, Clone, Default)]
pub struct Cursor {
    at: usize,
    /// The lines around it that are drawn: a page is as many.
    pub window: Window,
}

impl Cursor {
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn set(&mut self, at: usize, len: usize) {
        self.at = at.min(len.saturating_sub(1));
    }

    /// True where `action` was a movement.
    pub fn moved(&mut self, action: Action, len: usize) -> bool {
        let (back, ahead) = self.window.items.get();
        let page = match action {
            Action::PageUp => back.max(1),
            _ => ahead.max(1),
        };
        let to = step(action, self.at, page);
        self.set(to.unwrap_or(self.at), len);
        to.is_some()
    }

    /// The lines to draw in `height`.
    pub fn window(&self, len: usize, height: usize) -> Range<usize> {
        let at = self.at.min(len.saturating_sub(1));
        self.window.around(at..at + 1, len, height)
    }

    /// Draws those of so many lines that are in view, and lets them be clicked. `line` gets the number of a line, and whether
    /// the cursor is there.
    pub fn draw(
        &self,
        canvas: &mut Canvas<'_>,
        area: Rect,
        len: usize,
        line: impl Fn(usize, bool) -> Line<'static>,
    ) {
        for (y, nth) in (area.y..).zip(self.window(len, area.height.into())) {
            canvas.line(area.x, y, area.width, &line(nth, nth == self.at));
            canvas.hit(Rect::new(area.x, y, area.width, 1), Hit::Item(nth));
        }
    }
}

/// The visible part of a text.
#[derive(Debug, Clone, Default)]
pub struct Window {
    top: Cell<usize>,
    height: Cell<usize>,
    len: Cell<usize>,
    /// The focus that was brought into view: a reader may scroll away from it.
    seen: Cell<(usize, usize)>,
    /// Whether another text begins, which is read from its top, wherever the focus is.
    fresh: Cell<bool>,
    /// How many items of a list a page leads back and on.
    items: Cell<(usize, usize)>,
}

impl Window {
    /// Scrolls to line `at` if not everything fits: once, and when the text is wrapped anew or fitted before.
    pub fn begin(&self, at: usize, len: usize, height: usize) {
        let fitted = self.len.get() <= self.height.get();
        if (self.fresh.get() || fitted || self.len.get() != len) && at > 0 && len > height {
            self.top.set(at);
        }
    }

    /// True where `action` was a movement.
    pub fn moved(&mut self, action: Action) -> bool {
        let to = step(action, self.top.get(), self.page());
        let last = self.len.get().saturating_sub(self.height.get());
        self.top.set(to.unwrap_or(self.top.get()).min(last));
        to.is_some()
    }

    /// How far a page leads: a line of the one before stays in view.
    pub fn page(&self) -> usize {
        self.height.get().saturating_sub(1).max(1)
    }

    /// Tells how many items stand on the page before the current one and behind it, where each may take several lines.
    pub fn has_items(&self, before: usize, behind: usize) {
        self.items.set((before, behind));
    }

    pub fn reset(&mut self) {
        self.top.set(0);
        self.fresh.set(true);
    }

    pub fn at_end(&self) -> bool {
        self.top.get() + self.height.get() >= self.len.get()
    }

    /// The lines to draw in `height`.
    pub fn lines(&self, len: usize, height: usize) -> Range<usize> {
        self.fresh.set(false);
        self.height.set(height);
        self.items.set((self.page(), self.page()));
        self.len.set(len);
        let top = self.top.get().min(len.saturating_sub(height));
        self.top.set(top);
        top..(top + height).min(len)
    }

    /// The same, with `focus` in view once it or the room has changed.
    pub fn around(&self, focus: Range<usize>, len: usize, height: usize) -> Range<usize> {
        let now = (focus.start, focus.end);
        let is_same = (self.len.get(), self.height.get()) == (len, height);
        if (self.seen.replace(now) != now || !is_same) && !self.fresh.get() {
            let margin = MARGIN.min(height.saturating_sub(focus.len()) / 2);
            let mut top = self.top.get();
            top = top.max((focus.end + margin).saturating_sub(height));
            top = top.min(focus.start.saturating_sub(margin));
            self.top.set(top);
        }
        self.lines(len, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::action::Action;

    #[test]
    fn the_cursor_is_always_in_its_window() {
        let mut cursor = Cursor::default();
        let moves = [
            Action::Down,
            Action::PageDown,
            Action::Bottom,
            Action::Up,
            Action::PageUp,
            Action::Top,
        ];
        for (i, len) in [0usize, 1, 3, 50, 7, 1000]
            .iter()
            .cycle()
            .take(200)
            .enumerate()
        {
            cursor.moved(moves[i % moves.len()], *len);
            for height in [0, 1, 2, 5, 24] {
                let window = cursor.window(*len, height);
                assert!(window.end <= *len && window.len() <= height);
                if height > 0 && *len > 0 {
                    assert!(window.contains(&cursor.at().min(len - 1)));
                }
            }
        }
    }
}
