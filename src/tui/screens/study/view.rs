//! The look of a session: the question, the answer being given, the verdict with its reasons, the grades.

use super::answer::Draft;
use super::question::{Answered, Asking};
use super::{Stage, Study, end, grades};
use crate::study::kinds::{Ask, DiffSegment, Mark, Verdict, Way, either};
use crate::study::log::Confidence;
use crate::study::text::{Text, capital};
use crate::tui::action::Action;
use crate::tui::canvas::{Canvas, Look, NARROW, SHORT, above, reading, upper};
use crate::tui::screens::remark::add_note;
use crate::tui::screens::{Doc, concept};
use crate::tui::widgets::list::Window;
use crate::tui::widgets::markdown;
use crate::tui::widgets::width::{fit, pad, width};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

pub fn draw(study: &Study, canvas: &mut Canvas<'_>, area: Rect) {
    let area = reading(area);
    match &study.stage {
        Stage::Waiting => {}
        Stage::Page(page) => {
            let doc = concept::doc(page, canvas.look, area.width, None);
            doc.draw(canvas, area, &study.window);
        }
        Stage::Asking(asking) => {
            let covered = asking.saying_ms.is_some();
            let area = if covered {
                draw_how_sure(canvas, area)
            } else {
                area
            };
            draw_question(asking, &study.window, covered, canvas, area);
        }
        Stage::Answered(answered) => draw_answer(study, answered, canvas, area),
        Stage::End(home) => {
            let doc = end::doc(study, home.as_ref(), canvas.look, area.width);
            doc.draw(canvas, area, &study.window);
        }
    }
}

/// Draws in the last row of `area`; returns the rest.
fn draw_how_sure(canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let theme = canvas.look.theme;
    let y = area.bottom().saturating_sub(1);
    let mut spans = vec![Span::styled("How sure?", theme.strong)];
    let gap = if area.width < NARROW { "  " } else { "   " };
    for (nth, said) in Confidence::ASKED.into_iter().enumerate() {
        spans.push(Span::styled(format!("{gap}{}", nth + 1), theme.accent));
        spans.push(Span::raw(format!(" {}", said.word())));
    }
    canvas.line(area.x, y, area.width, &Line::from(spans));
    above(area, if area.height > 6 { 2 } else { 1 })
}

/// The question and the answer so far. `covered`: another field has the cursor.
pub fn draw_question(
    asking: &Asking,
    window: &Window,
    covered: bool,
    canvas: &mut Canvas<'_>,
    area: Rect,
) {
    let look = canvas.look;
    let theme = look.theme;
    let roomy = area.height >= SHORT - 4;
    let mut doc = Doc::default();
    doc.all(&look.markdown(&asking.face.prompt, area.width));
    if roomy {
        doc.gap();
    }
    let mut field_at = None;
    match (&asking.draft, &asking.face.ask) {
        (
            Draft::Choose {
                many,
                cursor,
                marked,
                ..
            },
            Ask::Choose { options, .. },
        ) => {
            for (nth, option) in options.iter().enumerate() {
                let at = doc.len();
                let here = nth == *cursor;
                let (sign, style) = look.lead(here);
                let mut lead = vec![sign];
                if *many {
                    let sign = if marked.contains(&nth) {
                        look.glyphs.marked
                    } else {
                        look.glyphs.unmarked
                    };
                    lead.push(Span::styled(format!("{sign} "), theme.accent));
                }
                lead.push(Span::styled(format!("{}  ", nth + 1), theme.accent));
                doc.wrapped(lead, option, style, look, area.width);
                doc.item(at, nth, here);
            }
        }
        (
            Draft::Arrange {
                order,
                cursor,
                held,
            },
            Ask::Arrange { items, beside },
        ) => {
            let column = column(beside, area.width);
            for (place, item) in order.iter().enumerate() {
                let at = doc.len();
                let here = place == *cursor;
                let (mut sign, style) = look.lead(here);
                if here && *held {
                    sign.content = format!("{} ", look.glyphs.marked).into();
                }
                let mut lead = vec![sign];
                match (beside.get(place), column) {
                    (None, _) => lead.push(Span::styled(format!("{}. ", place + 1), theme.dim)),
                    (Some(left), Some(column)) => {
                        let left = pad(&markdown::plain(left), column, look.glyphs.cut);
                        lead.insert(0, Span::raw(left));
                    }
                    (Some(left), None) => {
                        doc.wrapped("", left, Style::new(), look, area.width);
                        lead.insert(0, Span::raw("  "));
                    }
                }
                let text = items.get(*item).map_or("", |text| text);
                doc.wrapped(lead, text, style, look, area.width);
                doc.item(at, place, here);
            }
        }
        (Draft::Text { .. }, _) => {
            field_at = Some(doc.len());
            doc.line(" ");
        }
        _ => {}
    }
    let told = doc.len();
    if let Some(reason) = &asking.refused {
        doc.gap();
        let text = format!("{}.", capital(reason.trim_end_matches('.')));
        let lead = Span::styled("! ", theme.warning);
        doc.wrapped(lead, &text, Style::new(), look, area.width);
    }
    if asking.hint {
        doc.gap();
        let hint = &asking.shown.card.common().hint;
        let lines = look.markdown(hint, area.width.saturating_sub(6));
        doc.lead(Span::styled("Hint  ", theme.dim), &lines, Style::new());
    }
    if doc.len() > told {
        let from = doc.focus.as_ref().map_or(told, |focus| focus.start);
        doc.focus = Some(from..doc.len());
    }
    if let (Some(at), Draft::Text { field, focused }) = (field_at, &asking.draft) {
        let y = draw_around_field(doc, at, canvas, area, window);
        draw_field(canvas, field, *focused, &asking.face.ask, area, y, covered);
    } else {
        doc.draw(canvas, area, window);
    }
}

/// Draws a text with a field in its line `at`: where not all of it fits, in the last row, so that the field is in view whatever is
/// being read. The row of the field.
pub fn draw_around_field(
    mut doc: Doc,
    at: usize,
    canvas: &mut Canvas<'_>,
    area: Rect,
    window: &Window,
) -> u16 {
    if doc.len() <= area.height.into() {
        doc.draw(canvas, area, window);
        return area.y + at as u16;
    }
    doc.lines.remove(at);
    // What stands below the field moved up.
    doc.focus = doc.focus.map(|lines| lines.start - 1..lines.end - 1);
    doc.draw(canvas, above(area, 1), window);
    area.bottom().saturating_sub(1)
}

/// Width of the given sides of pairs; `None` if there is no room beside the partners, so that they are drawn below.
fn column(beside: &[Text], room: u16) -> Option<usize> {
    let widths = beside.iter().map(|left| width(&markdown::plain(left)));
    let widest = widths.max()?;
    (widest + 2 <= usize::from(room) * 2 / 5).then_some(widest + 2)
}

/// `› 12.5▁▁▁▁ %`
pub fn draw_field(
    canvas: &mut Canvas<'_>,
    field: &crate::tui::widgets::field::Field,
    focused: bool,
    ask: &Ask,
    area: Rect,
    y: u16,
    covered: bool,
) {
    let theme = canvas.look.theme;
    let (unit, longest) = match ask {
        Ask::Number { unit } => (&**unit, 16),
        _ => ("", 48),
    };
    let line = Style::new().add_modifier(Modifier::UNDERLINED);
    let (sign_style, text_style) = if focused {
        (theme.accent, line)
    } else {
        (theme.dim, theme.dim.patch(line))
    };
    let sign = format!("{} ", canvas.look.glyphs.cursor);
    let used = canvas.text(area.x, y, area.width, &sign, sign_style);
    let behind = format!(" {unit}");
    let unit_wide = width(behind.trim_end()) as u16;
    let room = area.width.saturating_sub(used + unit_wide).min(longest);
    let x = area.x + used;
    canvas.text(x, y, room, &" ".repeat(room.into()), line);
    field.draw(canvas, x, y, room, text_style, focused && !covered);
    canvas.text(x + room, y, unit_wide, &behind, Style::new());
}

fn draw_answer(study: &Study, answered: &Answered, canvas: &mut Canvas<'_>, area: Rect) {
    // On the lowest screen a question about the card takes all of it.
    if area.height == 0 {
        return;
    }
    let look = canvas.look;
    let rows = grades::height(area);
    let for_grades = rows + u16::from(area.height >= SHORT - 4);
    let text = above(area, for_grades);
    let doc = answer(answered, look, text);
    doc.draw(canvas, text, &study.window);
    // Directly below the answer, not at the bottom of a high screen.
    let used = u16::try_from(doc.len()).unwrap_or(u16::MAX);
    let place = upper(area, used.saturating_add(for_grades));
    let (session, six) = (&study.session, study.six_grades);
    grades::draw(canvas, place, rows, (session, six), answered.picked);
}

/// The question, the verdict with its reasons, and links to read on: with fewer blank lines where `area` is too low for all, so
/// that the question is not scrolled away for them.
pub fn answer(answered: &Answered, look: &Look, area: Rect) -> Doc {
    let with = |blanks| answer_with(blanks, answered, look, area.width);
    let fits = |doc: &Doc| doc.len() <= area.height.into();
    let mut roomy = [2, 1].into_iter().map(with);
    roomy.find(fits).unwrap_or_else(|| with(0))
}

/// `blanks`: 2 for blank lines between options too, 1 for none there, 0 for none around the answer.
fn answer_with(blanks: u8, answered: &Answered, look: &Look, room: u16) -> Doc {
    let mut doc = Doc::default();
    let (card, mut judged) = (&answered.shown.card, answered.verdict.clone());
    // A gap is filled in its sentence: the same sentence twice would have to be compared.
    let prompt = match card.way() {
        Way::Complete(_) => {
            let filled = std::mem::take(&mut judged.expected);
            card.common().exhibit.above(&filled)
        }
        _ => answered.face.prompt.to_string(),
    };
    doc.all(&look.markdown(&prompt, room));
    if blanks > 0 {
        doc.gap();
    }
    // The filled sentence is the answer itself.
    if !judged.expected.is_blank() {
        doc.begin = doc.len();
    }
    let (given, ask) = (answered.answer.is_some(), &answered.face.ask);
    verdict(&mut doc, &judged, given, ask, look, room, blanks > 1);
    if !answered.verdict.why.is_blank() {
        doc.gap();
        doc.all(&look.markdown(&answered.verdict.why, room));
    }
    if !answered.verdict.working.is_empty() {
        doc.gap();
        doc.line(Span::styled("Working", look.theme.strong));
        for line in &answered.verdict.working {
            doc.wrapped("  ", line, Style::new(), look, room);
        }
    }
    add_note(&mut doc, "Your note  ", &answered.shown.note, look, room);
    let on_page = &answered.shown.concept.note;
    add_note(&mut doc, "On the page  ", on_page, look, room);
    if blanks > 0 {
        doc.gap();
    }
    let dim = look.theme.dim;
    let title = markdown::plain(&answered.shown.concept.title);
    let mut page = vec![
        Span::styled(format!(" {} ", look.glyphs.dot), dim),
        Span::styled(look.keys.first(Action::Concept), look.theme.accent),
        Span::styled(" opens the page", dim),
    ];
    let left = usize::from(room).saturating_sub(page.iter().map(Span::width).sum());
    let title = fit(&title, left, look.glyphs.cut).into_owned();
    page.insert(0, Span::styled(title, dim));
    doc.line(page);
    let source = &answered.shown.source;
    if !source.is_blank() {
        let source = format!("Source: {source}");
        doc.wrapped("", &source, look.theme.dim, look, room);
    }
    doc
}

/// The answer given, the right one, and why the others are wrong.
pub fn verdict(
    doc: &mut Doc,
    verdict: &Verdict,
    given: bool,
    ask: &Ask,
    look: &Look,
    room: u16,
    roomy: bool,
) {
    let theme = look.theme;
    let sign = |right: bool| {
        if right {
            Span::styled(format!("{} ", look.glyphs.right), theme.right)
        } else {
            Span::styled(format!("{} ", look.glyphs.wrong), theme.wrong)
        }
    };
    match ask {
        Ask::Choose { .. } => {
            let reasons = verdict.marks.iter().any(|mark| !mark.note.is_blank());
            for (nth, mark) in verdict.marks.iter().enumerate() {
                if roomy && reasons && nth > 0 {
                    doc.gap();
                }
                option(doc, nth, mark, look, room);
            }
        }
        Ask::Arrange { beside, .. } if given => {
            for (place, mark) in verdict.marks.iter().enumerate() {
                let lead = vec![
                    sign(mark.right),
                    Span::styled(format!("{}. ", place + 1), theme.dim),
                ];
                doc.wrapped(lead, &mark.text, Style::new(), look, room);
                // For a pair the right partner is shown; the right place of an item is seen in the right order below.
                if !beside.is_empty() && !mark.note.is_blank() {
                    doc.wrapped("     ", &mark.note, theme.strong, look, room);
                }
            }
            if verdict.right == Some(false) && beside.is_empty() {
                doc.gap();
                doc.line(Span::styled("The right order", theme.strong));
                doc.all(&look.markdown(&verdict.expected, room));
            }
        }
        Ask::Words | Ask::Number { .. } if given => {
            let right = verdict.right == Some(true);
            let lead = vec![sign(right), Span::styled("your answer  ", theme.dim)];
            let style = if right { theme.strong } else { Style::new() };
            doc.wrapped(lead, &verdict.given, style, look, room);
            if !right || verdict.given != verdict.expected {
                let lead = Span::styled("  right is     ", theme.dim);
                doc.wrapped(lead, &verdict.expected, theme.strong, look, room);
            }
            if !right && is_near(&verdict.difference) {
                difference(doc, &verdict.difference, look);
            }
        }
        _ => {
            let lines = look.markdown(&verdict.expected, room);
            let style = if lines.len() <= 3 {
                theme.strong
            } else {
                Style::new()
            };
            doc.lead("", &lines, style);
        }
    }
    if !verdict.also.is_empty() {
        // Aligned with the answers above.
        let label = match ask {
            Ask::Words | Ask::Number { .. } if given => "  also right   ",
            _ => "also right  ",
        };
        let (lead, also) = (Span::styled(label, theme.dim), either(&verdict.also));
        doc.wrapped(lead, &also, Style::new(), look, room);
    }
    for note in &verdict.notes {
        doc.gap();
        doc.warning(note, look, room);
    }
}

fn option(doc: &mut Doc, nth: usize, mark: &Mark, look: &Look, room: u16) {
    let theme = look.theme;
    let (sign, style) = match (mark.right, mark.chosen) {
        (true, _) => (look.glyphs.right, theme.right),
        (false, true) => (look.glyphs.wrong, theme.wrong),
        (false, false) => (" ", Style::new()),
    };
    let lead = vec![
        Span::styled(format!("{sign} "), style),
        Span::styled(format!("{}  ", nth + 1), theme.dim),
    ];
    let mut lines = markdown::wrap_inline(&mark.text, room.saturating_sub(5), &look.glyphs);
    let told = match (mark.chosen, mark.right) {
        (true, true) => "your answer, right",
        (true, false) => "your answer, wrong",
        (false, true) => "right",
        (false, false) => "",
    };
    if !told.is_empty() {
        let tag = format!("  {} {told}", look.glyphs.dot);
        match lines.last_mut() {
            Some(last) if last.width() + width(&tag) + 5 <= usize::from(room) => {
                last.push_span(Span::styled(tag, style));
            }
            _ => lines.push(Line::from(Span::styled(tag.trim_start().to_owned(), style))),
        }
    }
    let weight = if mark.right {
        theme.strong
    } else {
        Style::new()
    };
    let at = doc.len();
    doc.lead(lead, &lines, weight);
    if mark.right && doc.wanted.is_empty() {
        doc.wanted = at..doc.len();
    }
    if !mark.note.is_blank() {
        doc.wrapped("     ", &mark.note, Style::new(), look, room);
    }
}

/// Whether enough of the answer is right for the difference to be useful.
fn is_near(pieces: &[DiffSegment]) -> bool {
    let (mut same, mut other) = (0, 0);
    for piece in pieces {
        match piece {
            DiffSegment::Same(text) => same += text.chars().count(),
            DiffSegment::Missing(text) | DiffSegment::Extra(text) => other += text.chars().count(),
        }
    }
    same > other
}

/// `consig[n]ment`: missing letters in brackets, superfluous ones struck out between slashes.
fn difference(doc: &mut Doc, pieces: &[DiffSegment], look: &Look) {
    let theme = look.theme;
    let mut spans = vec![Span::styled("  difference   ", theme.dim)];
    for piece in pieces {
        spans.push(match piece {
            DiffSegment::Same(text) => Span::raw(text.clone()),
            DiffSegment::Missing(text) => Span::styled(format!("[+{text}]"), theme.right),
            DiffSegment::Extra(text) => Span::styled(format!("[-{text}]"), theme.wrong),
        });
    }
    doc.line(spans);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::key_press::Keys;
    use crate::tui::theme::{Palette, Symbols};

    #[test]
    fn a_judged_answer_never_passes_the_right_edge() {
        let look = Look::new(Palette::Mono, Symbols::Ascii, Keys::default());
        let judged = Verdict {
            right: Some(false),
            given: "abc defg hij klmn opq rst uvw".into(),
            expected: "ab cdef ghi jkl mnop qrs tuvw".into(),
            also: vec!["abcd efg hi jklm".into(), "nop qrst uv wxyz".into()],
            ..Verdict::default()
        };
        for room in 20..60 {
            let mut doc = Doc::default();
            verdict(&mut doc, &judged, true, &Ask::Words, &look, room, false);
            for (line, _) in &doc.lines {
                assert!(line.width() <= usize::from(room), "{room}: {line}");
            }
        }
    }
}
