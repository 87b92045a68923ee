//! The plan screen while it is being composed.

use crate::tui::canvas::{Look, READING};
use crate::tui::screens::Doc;
use crate::tui::widgets::markdown;
use ratatui::style::Style;
use ratatui::text::Span;

/// The plan screen while it is being composed.
pub(super) struct Page<'a> {
    pub(super) doc: Doc,
    pub(super) look: &'a Look,
    pub(super) room: usize,
}

impl Page<'_> {
    pub(super) fn words(&mut self, text: &str, style: Style) {
        let room = self.room.saturating_sub(2).min(READING.into()) as u16;
        let lines = markdown::wrap_inline(text, room, &self.look.glyphs);
        self.doc.lead(vec![Span::raw("  ")], &lines, style, None);
    }

    /// Adds a wrapped paragraph.
    pub(super) fn note(&mut self, text: &str) {
        let room = self.room.saturating_sub(2) as u16;
        let lines = markdown::wrap_inline(text, room, &self.look.glyphs);
        self.doc
            .lead(vec![Span::raw("  ")], &lines, self.look.theme.dim, None);
    }

    pub(super) fn lead(&self, is_here: bool, among_several: bool) -> Span<'static> {
        match is_here && among_several {
            true => Span::styled(
                format!("{} ", self.look.glyphs.cursor),
                self.look.theme.selected,
            ),
            false => Span::raw("  "),
        }
    }
}
