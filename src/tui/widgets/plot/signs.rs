//! The characters that a plot is drawn with.

use crate::tui::theme::{Symbols, either};

/// The characters of frame and marks.
pub struct Signs {
    pub upright: &'static str,
    pub tick: &'static str,
    pub corner: &'static str,
    pub level: &'static str,
    pub under: &'static str,
    pub cut_upright: &'static str,
    pub cut_level: &'static str,
    /// A point of each series, so that they are told apart without colour.
    pub points: [&'static str; 4],
    pub marker: &'static str,
    /// What each piece of a bar is filled with.
    pub pieces: [&'static str; 4],
}

impl Signs {
    pub fn of(dots: Symbols) -> Signs {
        let ascii = dots == Symbols::Ascii;
        Signs {
            upright: either(ascii, "|", "│"),
            tick: either(ascii, "+", "┤"),
            corner: either(ascii, "+", "└"),
            level: either(ascii, "-", "─"),
            under: either(ascii, "+", "┴"),
            cut_upright: either(ascii, ":", "┊"),
            cut_level: either(ascii, ".", "┄"),
            points: either(ascii, ["o", "x", "+", "#"], ["•", "○", "×", "+"]),
            marker: either(ascii, "@", "●"),
            pieces: either(ascii, ["#", "=", "-", "."], ["█", "▓", "▒", "░"]),
        }
    }

    pub fn point(&self, series: usize) -> &'static str {
        self.points[series % self.points.len()]
    }

    pub fn piece(&self, series: usize) -> &'static str {
        self.pieces[series % self.pieces.len()]
    }
}
