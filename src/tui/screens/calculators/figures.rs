//! The figures of a result, and beside them, in a what-if, those before it.

use super::what_if::{WhatIf, difference};
use crate::calculators::Outcome;
use crate::tui::canvas::Look;
use crate::tui::screens::Doc;
use crate::tui::widgets::width::{fit, pad, pad_left, width};
use ratatui::style::Style;
use ratatui::text::Span;

/// The figures in lines, the first one strong.
pub fn doc(outcome: &Outcome, what_if: Option<&WhatIf>, look: &Look, room: usize) -> Doc {
    let mut doc = Doc::default();
    let theme = look.theme;
    let figures = &outcome.figures;
    let widest =
        |texts: &mut dyn Iterator<Item = String>| texts.map(|t| width(&t)).max().unwrap_or(0);
    let now = widest(&mut figures.iter().map(|f| f.show())).max(3);
    let labels = widest(&mut figures.iter().map(|f| f.label.to_owned()));
    let old = |f: &crate::calculators::Figure| {
        let before = what_if.and_then(|what_if| what_if.before(f));
        before.map_or_else(String::new, |before| before.show())
    };
    let by = |f: &crate::calculators::Figure| {
        let before = what_if.and_then(|what_if| what_if.before(f));
        before.map_or_else(String::new, |before| difference(before, f))
    };
    let olds = widest(&mut figures.iter().map(old)).max(6);
    let bys = widest(&mut figures.iter().map(by)).max(6);
    // In a what-if the columns of numbers win over long labels.
    let least = labels.min(14);
    let (more, most) = (2 + bys, 2 + bys + 2 + olds);
    let numbers = match what_if {
        Some(_) if least + 2 + now + most <= room => 2 + now + most,
        Some(_) if least + 2 + now + more <= room => 2 + now + more,
        _ => 2 + now,
    };
    let labels = labels.min(room.saturating_sub(numbers));
    let left = room.saturating_sub(labels + 2 + now);
    let (shows_old, shows_by) = match what_if {
        None => (false, false),
        Some(_) => (left >= 2 + olds + 2 + bys, left >= 2 + bys),
    };
    if what_if.is_some() && (shows_old || shows_by) {
        let mut head = format!("{:labels$}  {}", "", pad_left("now", now, ""));
        if shows_old {
            head += &format!("  {}", pad_left("before", olds, ""));
        }
        if shows_by {
            head += &format!("  {}", pad_left("change", bys, ""));
        }
        doc.line(Span::styled(head, theme.dim));
    }
    for (nth, figure) in figures.iter().enumerate() {
        let style = if nth == 0 { theme.strong } else { Style::new() };
        let shown = figure.show();
        let shown = fit(&shown, now.min(room), look.glyphs.cut);
        let mut line = vec![
            Span::raw(pad(figure.label, labels, look.glyphs.cut)),
            Span::raw("  "),
            Span::styled(pad_left(&shown, now, ""), style),
        ];
        if shows_old {
            line.push(Span::styled(
                format!("  {}", pad_left(&old(figure), olds, "")),
                theme.dim,
            ));
        }
        if shows_by {
            line.push(Span::styled(
                format!("  {}", pad_left(&by(figure), bys, "")),
                theme.accent,
            ));
        }
        doc.line(line);
    }
    doc
}
