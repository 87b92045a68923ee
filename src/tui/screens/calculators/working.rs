//! The working: the formula, then each step with the learner's own numbers.

use crate::calculators::{Calculator, Outcome};
use crate::tui::canvas::Look;
use crate::tui::screens::Doc;
use crate::tui::theme::{Glyphs, Symbols};
use crate::tui::widgets::markdown;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

pub fn doc(about: &Calculator, outcome: &Outcome, look: &Look, room: u16) -> Doc {
    let mut doc = Doc::default();
    let theme = look.theme;
    doc.lead("", &plain(about.formula, room), theme.strong);
    doc.lead("", &plain(about.source, room), theme.dim);
    let airy = outcome.working.len() <= 8;
    doc.gap();
    for step in &outcome.working {
        doc.lead("", &plain(&step.formula, room), Style::new());
        let indent = room.saturating_sub(4);
        for (text, style) in [(&step.filled, Style::new()), (&step.result, theme.strong)] {
            if !text.is_empty() {
                let lead = vec![Span::raw("  = ")];
                doc.lead(lead, &plain(text, indent), style);
            }
        }
        if airy {
            doc.gap();
        }
    }
    doc
}

/// A formula is not Markdown: stars and underscores are shown as they are.
pub fn plain(text: &str, room: u16) -> Vec<Line<'static>> {
    let escaped: String = text
        .chars()
        .flat_map(|c| {
            let needs = c.is_ascii_punctuation();
            needs.then_some('\\').into_iter().chain(Some(c))
        })
        .collect();
    const NO_LISTS: Glyphs = Glyphs::new(Symbols::Ascii);
    markdown::wrap_inline(&escaped, room, &NO_LISTS)
}
