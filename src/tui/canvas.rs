//! What screens draw on: a buffer with bounds checks, the styles and glyphs, and the areas that can be clicked.

use super::action::Action;
use super::key_press::Keys;
use super::theme::{Glyphs, Palette, Symbols, Theme};
use super::widgets::markdown;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::cell::RefCell;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};
use std::rc::Rc;

/// The longest line of text to read, in cells.
pub const READING: u16 = 72;
/// From this width on, a list and its details are shown side by side.
pub const WIDE: u16 = 101;
/// From this width on, figures stand in two columns.
pub const SIDE_BY_SIDE: u16 = 140;
/// Under this width, one thing at a time.
pub const NARROW: u16 = 60;
/// Below this height, blank lines and extras are left out.
pub const SHORT: u16 = 14;

type Wrapped = HashMap<(u64, u16), Rc<Vec<Line<'static>>>>;

/// Theme, glyphs, keys, and the texts wrapped so far.
#[derive(Debug)]
pub struct Look {
    pub theme: Theme,
    pub symbols: Symbols,
    pub glyphs: Glyphs,
    pub keys: Keys,
    /// The learner's own colours, by role.
    pub colours: BTreeMap<String, String>,
    wrapped: RefCell<Wrapped>,
}

impl Look {
    pub fn new(palette: Palette, symbols: Symbols, keys: Keys) -> Look {
        Look {
            theme: Theme::new(palette),
            symbols,
            glyphs: Glyphs::new(symbols),
            keys,
            colours: BTreeMap::new(),
            wrapped: RefCell::default(),
        }
    }

    /// The sign before a line of a list and the style of its words: whether the cursor is there. A blank sign has no style of
    /// its own, which would show where a theme reverses the current line.
    pub fn lead(&self, here: bool) -> (Span<'static>, Style) {
        let style = self.theme.selected;
        if here {
            (
                Span::styled(format!("{} ", self.glyphs.cursor), style),
                style,
            )
        } else {
            (Span::raw("  "), Style::new())
        }
    }

    /// Changes the theme and keeps the learner's own colours.
    pub fn set_theme(&mut self, theme: Theme) -> Result<(), String> {
        self.theme = theme.with_colours(&self.colours)?;
        Ok(())
    }

    /// Markdown in lines of at most `width` cells; each text is wrapped once per width.
    pub fn markdown(&self, markdown: &str, width: u16) -> Rc<Vec<Line<'static>>> {
        const MOST: usize = 512;
        let mut hasher = DefaultHasher::new();
        markdown.hash(&mut hasher);
        let key = (hasher.finish(), width);
        let mut wrapped = self.wrapped.borrow_mut();
        if let Some(lines) = wrapped.get(&key) {
            return Rc::clone(lines);
        }
        if wrapped.len() >= MOST {
            wrapped.clear();
        }
        let lines = Rc::new(markdown::wrap(markdown, width, &self.glyphs));
        wrapped.insert(key, Rc::clone(&lines));
        lines
    }
}

/// Something that can be clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    Act(Action),
    /// A line or option, numbered by the screen.
    Item(usize),
}

#[derive(Debug)]
pub struct Canvas<'a> {
    buf: &'a mut Buffer,
    pub look: &'a Look,
    pub hits: Vec<(Rect, Hit)>,
    pub cursor: Option<Position>,
    /// Number of lines not shown above and below.
    pub hidden: (usize, usize),
}

impl<'a> Canvas<'a> {
    pub fn new(buf: &'a mut Buffer, look: &'a Look) -> Canvas<'a> {
        Canvas {
            buf,
            look,
            hits: Vec::new(),
            cursor: None,
            hidden: (0, 0),
        }
    }

    /// Dims what was drawn in the area.
    pub fn dim(&mut self, area: Rect) {
        let area = area.intersection(self.buf.area);
        self.buf.set_style(area, self.look.theme.dim);
    }

    /// Returns the number of cells used.
    pub fn text(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buf.area;
        if !area.contains(Position { x, y }) {
            return 0;
        }
        let (end, _) = self.buf.set_stringn(x, y, text, usize::from(room), style);
        end - x
    }

    /// Returns the number of cells used.
    pub fn line(&mut self, x: u16, y: u16, room: u16, line: &Line<'_>) -> u16 {
        let mut used = 0;
        for span in &line.spans {
            let (x, left) = (x.saturating_add(used), room.saturating_sub(used));
            used += self.text(x, y, left, &span.content, line.style.patch(span.style));
        }
        used
    }

    /// Draws the line right-aligned in row `y` of `area`.
    pub fn line_at_right(&mut self, area: Rect, y: u16, line: &Line<'_>) {
        let wide = super::widgets::width::width(&line.to_string()) as u16;
        if wide <= area.width {
            self.line(area.right() - wide, y, wide, line);
        }
    }

    pub fn hit(&mut self, area: Rect, hit: Hit) {
        let area = area.intersection(self.buf.area);
        if !area.is_empty() {
            self.hits.push((area, hit));
        }
    }

    pub fn cursor(&mut self, x: u16, y: u16) {
        let at = Position { x, y };
        if self.buf.area.contains(at) {
            self.cursor = Some(at);
        }
    }
}

/// The part of `area` below its first `rows` rows.
pub fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    }
}

/// The first `rows` rows of `area`.
pub fn upper(area: Rect, rows: u16) -> Rect {
    let height = rows.min(area.height);
    Rect { height, ..area }
}

/// The first `wide` columns of `area`, and those behind a gap.
pub fn split(area: Rect, wide: u16, gap: u16) -> (Rect, Rect) {
    let behind = wide.saturating_add(gap).min(area.width);
    let right = Rect {
        x: area.x + behind,
        width: area.width - behind,
        ..area
    };
    (at_most(area, wide), right)
}

/// The part of `area` that is at most `wide` columns wide.
pub fn at_most(area: Rect, wide: u16) -> Rect {
    let width = wide.min(area.width);
    Rect { width, ..area }
}

/// The part of `area` above its last `rows` rows.
pub fn above(area: Rect, rows: u16) -> Rect {
    let height = area.height.saturating_sub(rows);
    Rect { height, ..area }
}

/// The part of `area` for text: indented if there is room, and not wider than is comfortable to read.
pub fn reading(area: Rect) -> Rect {
    let indent = if area.width >= NARROW { 3 } else { 1 };
    Rect {
        x: area.x.saturating_add(indent),
        width: area.width.saturating_sub(indent + 1).min(READING),
        ..area
    }
    .intersection(area)
}

/// The part of `area` for figures: two columns of them where there is room, else one that is not too wide.
pub fn for_figures(area: Rect) -> Rect {
    let most = if area.width >= SIDE_BY_SIDE + 2 {
        2 * READING + 56
    } else {
        READING + 40
    };
    inset(area, most)
}

/// The part of `area` without a column at each side, at most `most` cells wide.
pub fn inset(area: Rect, most: u16) -> Rect {
    Rect {
        x: area.x.saturating_add(1),
        width: area.width.saturating_sub(2).min(most),
        ..area
    }
}

/// The same, but all of an area that is narrow.
pub fn inset_if_wide(area: Rect, most: u16) -> Rect {
    if area.width >= NARROW {
        inset(area, most)
    } else {
        at_most(area, most)
    }
}
