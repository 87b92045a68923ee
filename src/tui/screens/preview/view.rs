//! The look of a preview: the list with its faults, and the page or question drawn as in a session.

use super::{PreviewScreen, Stage, file_name};
use crate::study::fault::Severity;
use crate::study::preview::{About, Found, Matter};
use crate::tui::canvas::{
    self, Canvas, Hit, Look, NARROW, READING, SHORT, WIDE, below, inset, reading, split, upper,
};
use crate::tui::screen::Title;
use crate::tui::screens::study::view;
use crate::tui::screens::{Doc, concept};
use crate::tui::widgets::markdown;
use crate::tui::widgets::width::{count, fit, pad, pad_left, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::collections::HashMap;

/// First numbers for clicks on rows and on faults; options have lower numbers.
pub const ROWS: usize = 1 << 20;
pub const FAULTS: usize = 1 << 30;
/// Width of the list.
const LIST: u16 = 40;
/// Greatest width of the kind's name.
const KIND: usize = 16;

pub fn title(screen: &PreviewScreen, look: &Look) -> Title {
    let theme = look.theme;
    let card = screen.sheet().and_then(|sheet| screen.card(sheet));
    let page = screen.sheet().map(|sheet| &sheet.what);
    let learners = match (card, page) {
        (Some((shown, _)), _) => Some((&shown.track, &shown.concept.title)),
        (_, Some(Matter::Page(page))) => Some((&page.track, &page.title)),
        _ => None,
    };
    // With the keys outside the list, the title is that seen by learners.
    let left = match learners.filter(|_| screen.inside) {
        Some((track, title)) => Title::of_concept(look, track, title, "").left,
        None => Line::from(vec![
            Span::styled("Preview  ", theme.dim),
            Span::styled(file_name(&screen.preview.file).to_owned(), theme.strong),
        ]),
    };
    let dot = Span::styled(format!(" {} ", look.glyphs.dot), theme.dim);
    let mut right = Vec::new();
    if screen.inside {
        let text = format!("{} of {}", screen.cursor.at() + 1, screen.rows.len());
        right.push(Span::styled(text, theme.dim));
    }
    if screen.varies() {
        right.push(Span::styled(format!("seed {}", screen.seed), theme.dim));
    }
    let counts = screen.counts();
    if counts.is_empty() {
        let text = format!("{} no faults", look.glyphs.right);
        right.push(Span::styled(text, look.theme.right));
    }
    for (severity, n, text) in counts {
        let (sign, style) = mark(look, severity);
        // The author's part of the title is short then.
        let text = if screen.inside {
            format!("{sign}{n}")
        } else {
            text
        };
        right.push(Span::styled(text, style));
    }
    let parted = right.into_iter().flat_map(|span| [dot.clone(), span]);
    Title::new(left, Line::from_iter(parted.skip(1)))
}

fn mark(look: &Look, severity: Severity) -> (&'static str, Style) {
    match severity {
        Severity::Error => ("!", look.theme.wrong),
        Severity::Warning => ("?", look.theme.warning),
    }
}

pub fn draw(screen: &PreviewScreen, canvas: &mut Canvas<'_>, area: Rect) {
    if area.width < WIDE {
        if screen.inside {
            draw_sheet(screen, canvas, area);
        } else {
            let inner = canvas::inset_if_wide(area, READING + 6);
            let rows = draw_faults(screen, canvas, inner);
            draw_rows(screen, canvas, rows);
        }
        return;
    }
    let inner = inset(area, u16::MAX);
    let above = draw_faults(screen, canvas, inner);
    let (list, mut sheet) = split(above, LIST, 1);
    // It has a margin of its own.
    sheet.width += 1;
    // The part drawn last reports how many of its lines are hidden.
    if screen.inside {
        draw_rows(screen, canvas, list);
        canvas.hidden = (0, 0);
        draw_sheet(screen, canvas, sheet);
    } else {
        draw_sheet(screen, canvas, sheet);
        canvas.hidden = (0, 0);
        draw_rows(screen, canvas, list);
    }
}

fn draw_rows(screen: &PreviewScreen, canvas: &mut Canvas<'_>, area: Rect) {
    let look = canvas.look;
    let roomy = area.height >= SHORT - 4;
    let (theme, cut) = (look.theme, look.glyphs.cut);
    let room = usize::from(area.width);
    let kind = if area.width >= NARROW { KIND } else { 0 };
    let marks = screen.marks();
    let mut doc = Doc::default();
    for (nth, row) in screen.rows.iter().enumerate() {
        let Some(sheet) = screen.preview.sheets.get(row.sheet) else {
            continue;
        };
        let heads = matches!(sheet.what, Matter::Page(_) | Matter::Deck(_));
        if heads && roomy {
            doc.gap();
        }
        let here = nth == screen.cursor.at();
        let style = match (here, heads, screen.card(sheet)) {
            (true, ..) if screen.inside => theme.strong,
            (true, ..) => theme.selected,
            (_, true, _) => theme.strong,
            (_, _, Some((_, false))) => Style::new(),
            _ => theme.dim,
        };
        let (sign, _) = look.lead(here);
        let (signal, signal_style) = match marks.get(&row.sheet) {
            Some(severity) => mark(look, *severity),
            None => (" ", Style::new()),
        };
        let indent = if heads { "" } else { "  " };
        let left = room.saturating_sub(4 + indent.len() + kind + usize::from(kind > 0));
        let mut line = vec![
            sign,
            Span::styled(format!("{signal} "), signal_style),
            Span::raw(indent),
            Span::styled(pad(&row.text, left, cut), style),
        ];
        if kind > 0 {
            let text = pad_left(&fit(&row.kind, kind, cut), kind, cut);
            line.push(Span::styled(format!(" {text}"), theme.dim));
        }
        if here {
            doc.focus = Some(doc.len()..doc.len() + 1);
        }
        doc.hit(line, Hit::Item(ROWS + nth));
    }
    doc.draw(canvas, area, &screen.cursor.window);
}

/// Draws the faults of the file, one line each, at the foot of the area; returns the rest.
fn draw_faults(screen: &PreviewScreen, canvas: &mut Canvas<'_>, within: Rect) -> Rect {
    let look = canvas.look;
    let theme = look.theme;
    let alike = alike(&screen.preview.faults);
    let lines = alike.len().min(usize::from(within.height) / 3);
    if lines == 0 || within.height < SHORT - 4 {
        return within;
    }
    let rest = canvas::above(within, lines as u16 + 2);
    let area = below(within, rest.height + 1);
    let is_here = |nths: &Vec<usize>| screen.fault.is_some_and(|at| nths.contains(&at));
    let at = alike
        .iter()
        .position(|(_, nths)| is_here(nths))
        .unwrap_or(0);
    let first = (at + 1).saturating_sub(lines);
    let last_line = screen.preview.faults.iter().map(|f| f.fault.line).max();
    let digits = last_line.unwrap_or(1).to_string().len();
    let head = match alike.len() {
        n if n > lines => format!("  Faults, {lines} of {n}"),
        _ => "  Faults".to_owned(),
    };
    canvas.text(area.x, area.y, area.width, &head, theme.dim);
    for (y, (found, nths)) in (area.y + 1..area.bottom()).zip(alike.iter().skip(first)) {
        let here = is_here(nths);
        let (signal, signal_style) = mark(look, found.fault.severity);
        let (sign, style) = look.lead(here);
        let times = match nths.len() {
            1 => String::new(),
            n => format!("  {n} times"),
        };
        let room = usize::from(area.width).saturating_sub(6 + digits + width(&times));
        let text = markdown::plain(&found.fault.message);
        let number = pad_left(&found.fault.line.to_string(), digits, "");
        let line = Line::from(vec![
            sign,
            Span::styled(format!("{signal} "), signal_style),
            Span::styled(format!("{number}  "), theme.dim),
            Span::styled(fit(&text, room, look.glyphs.cut).into_owned(), style),
            Span::styled(times, theme.dim),
        ]);
        canvas.line(area.x, y, area.width, &line);
        let row = Rect::new(area.x, y, area.width, 1);
        let nth = nths.first().copied().unwrap_or(0);
        canvas.hit(row, Hit::Item(FAULTS + nth));
    }
    rest
}

/// Faults with the same text, listed at the first one with all their numbers.
fn alike(found: &[Found]) -> Vec<(&Found, Vec<usize>)> {
    let mut alike: Vec<(&Found, Vec<usize>)> = Vec::new();
    let mut known = HashMap::new();
    for (nth, found) in found.iter().enumerate() {
        let at = *known.entry(&found.fault.message).or_insert(alike.len());
        match alike.get_mut(at) {
            Some((_, nths)) => nths.push(nth),
            None => alike.push((found, vec![nth])),
        }
    }
    alike
}

/// The faults of the sheet, then the page or question as learners see it.
fn draw_sheet(screen: &PreviewScreen, canvas: &mut Canvas<'_>, area: Rect) {
    let area = reading(area);
    let look = canvas.look;
    let faults = faults(screen, look, area.width);
    let Some(sheet) = screen.sheet() else {
        return;
    };
    let nothing = matches!(screen.stage, Stage::Sheet) && matches!(sheet.what, Matter::Lost);
    if nothing {
        faults.draw(canvas, area, &screen.window);
        return;
    }
    let wanted = faults.len() as u16 + u16::from(!faults.is_empty());
    let above = wanted.min(area.height / 2);
    let top = upper(area, above.saturating_sub(1));
    faults.draw(canvas, top, &Default::default());
    canvas.hidden = (0, 0);
    let rest = below(area, above);
    match (&screen.stage, &sheet.what) {
        (Stage::Asking(asking), _) => {
            let before = canvas.cursor;
            view::draw_question(asking, &screen.window, !screen.inside, canvas, rest);
            if !screen.inside {
                canvas.cursor = before;
            }
        }
        (Stage::Answered(answered), _) => {
            let doc = view::answer(answered, look, rest);
            doc.draw(canvas, rest, &screen.window);
        }
        (Stage::Sheet, Matter::Page(page)) => {
            let mut doc = concept::doc(page, look, rest.width, None);
            if page.summary.is_blank() {
                let note = "Without a summary, learners go straight to its questions.";
                doc.gap();
                doc.wrapped("", note, look.theme.dim, look, rest.width);
            }
            doc.draw(canvas, rest, &screen.window);
        }
        (Stage::Sheet, Matter::Deck(deck)) => {
            let doc = about(screen, deck, &sheet.id, look, rest.width);
            doc.draw(canvas, rest, &screen.window);
        }
        _ => {}
    }
    if screen.is_old() {
        canvas.dim(rest);
    }
}

/// The faults of the sheet, or of the whole file if it cannot be read.
fn faults(screen: &PreviewScreen, look: &Look, room: u16) -> Doc {
    let theme = look.theme;
    let mut doc = Doc::default();
    let here = screen.row().map_or(0, |row| row.sheet);
    let of_this = |found: &&(usize, &Found)| screen.stale || found.1.sheet == here;
    let all: Vec<(usize, &Found)> = screen.preview.faults.iter().enumerate().collect();
    for (nth, found) in all.iter().filter(of_this) {
        let at = doc.len();
        let chosen = screen.fault == Some(*nth);
        let (signal, style) = mark(look, found.fault.severity);
        let lead = Span::styled(format!("{signal} "), style);
        let words = if chosen { theme.selected } else { theme.strong };
        doc.wrapped(lead, &found.fault.message, words, look, room);
        let help = format!(
            "line {}, {}: {}",
            found.fault.line, found.fault.code, found.fault.help
        );
        doc.wrapped("  ", &help, theme.dim, look, room);
        doc.item(at, FAULTS + nth, chosen);
    }
    let note = if screen.stale {
        "The file cannot be read as it is now. Below is the version before."
    } else if screen.is_old() && !matches!(screen.stage, Stage::Sheet) {
        "Below is this card as it was before."
    } else {
        return doc;
    };
    doc.gap();
    doc.wrapped("  ", note, theme.warning, look, room);
    doc
}

/// The deck's own fields.
fn about(screen: &PreviewScreen, deck: &About, id: &str, look: &Look, room: u16) -> Doc {
    let theme = look.theme;
    let mut doc = Doc::default();
    if !screen.preview.readable {
        return doc;
    }
    doc.wrapped("", &deck.title, theme.strong, look, room);
    if !deck.description.is_blank() {
        doc.gap();
        doc.all(&look.markdown(&deck.description, room));
    }
    doc.gap();
    let dot = format!(" {} ", look.glyphs.dot);
    let joined = |facts: &[&str]| {
        let facts: Vec<&str> = facts.iter().copied().filter(|f| !f.is_empty()).collect();
        facts.join(&dot)
    };
    let counts = [
        count(deck.concepts, "concept", "concepts"),
        count(deck.cards, "card", "cards"),
        count(deck.questions, "question", "questions"),
    ];
    for fact in [
        counts.join(", "),
        joined(&[id, &deck.version, &deck.track]),
        joined(&[&deck.author, &deck.license]),
    ] {
        if width(&fact) > 0 {
            doc.wrapped("", &fact, theme.dim, look, room);
        }
    }
    doc
}
