//! The plan screen while it is being composed.

use crate::tui::canvas::Look;
use crate::tui::screens::Doc;
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
        self.doc.note(text, style, self.look, self.room);
    }

    pub(super) fn lead(&self, is_here: bool, among_several: bool) -> Span<'static> {
        self.look.lead(is_here && among_several).0
    }
}
