//! The characters that a plot is drawn with.

use crate::tui::theme::Symbols;

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
        match dots {
            Symbols::Ascii => Signs {
                upright: "|",
                tick: "+",
                corner: "+",
                level: "-",
                under: "+",
                cut_upright: ":",
                cut_level: ".",
                points: ["o", "x", "+", "#"],
                marker: "@",
                pieces: ["#", "=", "-", "."],
            },
            _ => Signs {
                upright: "│",
                tick: "┤",
                corner: "└",
                level: "─",
                under: "┴",
                cut_upright: "┊",
                cut_level: "┄",
                points: ["•", "○", "×", "+"],
                marker: "●",
                pieces: ["█", "▓", "▒", "░"],
            },
        }
    }
}

impl Signs {
    pub fn point(&self, series: usize) -> &'static str {
        self.points[series % self.points.len()]
    }

    pub fn piece(&self, series: usize) -> &'static str {
        self.pieces[series % self.pieces.len()]
    }
}
