//! What is drawn around the top screen: its title, a message, and the key bar.

use super::action::{Action, Offer};
use super::canvas::{Canvas, Hit, Look, WIDE, inset};
use super::key_press::Keys;
use super::screen::Screen;
use super::widgets::field::Field;
use super::widgets::width::{fit, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The smallest screen on which anything is drawn.
pub const LEAST: (u16, u16) = (20, 5);

/// A sentence above the key bar, shown until the next key.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub text: String,
    pub bad: bool,
}

pub fn too_small(canvas: &mut Canvas<'_>, area: Rect) {
    let (wide, high) = LEAST;
    let lines = [
        format!("Needs {wide}x{high},"),
        format!("is {}x{}.", area.width, area.height),
    ];
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        canvas.text(area.x, y, area.width, &line, Style::new());
    }
}

pub fn draw_title(canvas: &mut Canvas<'_>, screen: &dyn Screen, area: Rect) {
    let title = screen.title(canvas.look);
    let cut = canvas.look.glyphs.cut;
    let inner = inset(area, u16::MAX);
    let left = width(&title.left.to_string()) as u16;
    let beside = shortened(title.right, inner.width.saturating_sub(left + 2), cut);
    let right = width(&beside.to_string()) as u16;
    let fits = right > 0 && left.saturating_add(right).saturating_add(2) <= inner.width;
    let short = right > 0 && right < inner.width / 2;
    let mut room = inner.width;
    if fits || short {
        canvas.line_at_right(inner, inner.y, &beside);
        room -= right + 1;
    }
    let mut used = 0;
    for span in &title.left.spans {
        let left = usize::from(room.saturating_sub(used));
        let text = fit(&span.content, left, cut).into_owned();
        used += canvas.text(inner.x + used, inner.y, left as u16, &text, span.style);
    }
}

/// A line of a name, a sign and a place, shortened to the room: first the name, then name and sign go.
fn shortened(mut line: Line<'static>, room: u16, cut: &str) -> Line<'static> {
    /// A name of fewer cells says nothing.
    const READABLE: usize = 12;
    let [name, sign, place] = line.spans.as_mut_slice() else {
        return line;
    };
    let room = usize::from(room);
    let place_wide = width(&place.content);
    let left = room.saturating_sub(width(&sign.content) + place_wide);
    if left >= READABLE.min(width(&name.content)) {
        name.content = fit(&name.content, left, cut).into_owned().into();
        return line;
    }
    if place_wide <= room {
        Line::from(place.clone())
    } else {
        Line::default()
    }
}

/// Advice stands at the end of a message, so it takes as many lines as it needs: two, or up to a third of the screen.
pub fn message_lines(message: &Message, look: &Look, area: Rect) -> Vec<Span<'static>> {
    let (sign, style) = if message.bad {
        ("! ", look.theme.warning)
    } else {
        ("", look.theme.strong)
    };
    let text = format!("{sign}{}", message.text);
    let room = usize::from(area.width - 2);
    let most = usize::from(area.height / 3).max(2);
    let (mut rest, mut lines) = (text.as_str(), Vec::new());
    while let Some(at) = fold(rest, room).filter(|_| lines.len() + 1 < most) {
        lines.push(Span::styled(rest[..at].to_owned(), style));
        rest = rest[at..].trim_start();
    }
    let rest = fit(rest, room, look.glyphs.cut).into_owned();
    lines.push(Span::styled(rest, style));
    lines
}

/// The last space before which a text fills a line of `room` cells; `None` if all of it fits, or no word does.
fn fold(text: &str, room: usize) -> Option<usize> {
    if width(text) <= room {
        return None;
    }
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    spaces.take_while(|at| width(&text[..*at]) <= room).last()
}

/// An action in the key bar: its key, its label, and whether it can be done.
struct Entry {
    action: Action,
    key: String,
    label: String,
    possible: bool,
}

impl Entry {
    /// Including the space after it.
    fn width(&self) -> usize {
        width(&self.key) + 1 + width(&self.label) + 2
    }
}

/// Digits in a row are one entry: `1-4`. Actions without a usable key while a field has the focus are left out.
fn entries(offers: &[Offer], keys: &Keys, field: Option<&Field>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut digits: Option<(String, usize)> = None;
    for offer in offers.iter().filter(|o| o.in_bar) {
        let reaches = |press| field.is_none_or(|field| !field.types(press));
        let Some(key) = keys.first_of(offer.action, reaches) else {
            continue;
        };
        if let Action::Pick(_) = offer.action {
            if let Some((first, at)) = &digits {
                entries[*at].key = format!("{first}-{key}");
                continue;
            }
            digits = Some((key.clone(), entries.len()));
        }
        entries.push(Entry {
            action: offer.action,
            key,
            label: offer.label().to_owned(),
            possible: offer.why_not.is_none(),
        });
    }
    entries
}

/// As many offers as fit, the most wanted first; the first one, the way back and help always. On the right how many lines are hidden, or the
/// progress of the session. `field` has the focus: keys that type text cannot be used for actions then.
pub fn draw_bar(
    canvas: &mut Canvas<'_>,
    screen: &dyn Screen,
    offers: &[Offer],
    field: Option<&Field>,
    area: Rect,
) {
    let y = area.bottom() - 1;
    let theme = canvas.look.theme;
    let glyphs = canvas.look.glyphs;
    let inner = inset(area, u16::MAX);
    let at_right = match (canvas.hidden, screen.progress()) {
        ((0, 0), Some((done, all))) if inner.width >= 36 => {
            dots(canvas.look, done, all, inner.width)
        }
        ((0, 0), _) => Line::default(),
        ((above, below), _) => {
            let mut spans = Vec::new();
            let sides = [
                (above, glyphs.up, Action::PageUp),
                (below, glyphs.down, Action::PageDown),
            ];
            for (n, arrow, page) in sides.into_iter().filter(|(n, ..)| *n > 0) {
                // Where there is room, with the key that leads there.
                if inner.width >= WIDE && (page == Action::PageDown || below == 0) {
                    let key = format!(" {}", canvas.look.keys.first(page));
                    spans.push(Span::styled(key, theme.accent));
                }
                spans.push(Span::styled(format!(" {arrow}{n}"), theme.dim));
            }
            Line::from(spans)
        }
    };
    let taken = match width(&at_right.to_string()) {
        0 => 0,
        wide => wide + 1,
    };
    let entries = entries(offers, &canvas.look.keys, field);
    let mut room = (usize::from(inner.width) + 2).saturating_sub(taken);
    let (mut kept, mut entries): (Vec<Entry>, Vec<Entry>) = entries
        .into_iter()
        .partition(|e| matches!(e.action, Action::Help | Action::Back));
    if let (Some(first), true) = (entries.first_mut(), !kept.is_empty()) {
        let all = |kept: &[Entry]| kept.iter().map(Entry::width).sum::<usize>() + first.width();
        // If even those do not fit, the word for help goes, then the way back, and then the first one's label is cut.
        if all(&kept) > room
            && let Some(help) = kept.last_mut()
        {
            help.label.clear();
        }
        if all(&kept) > room && kept.len() > 1 {
            kept.remove(0);
        }
        let over = all(&kept).saturating_sub(room);
        if over > 0 {
            let left = width(&first.label).saturating_sub(over);
            first.label = fit(&first.label, left, glyphs.cut).into_owned();
        }
    }
    room = room.saturating_sub(kept.iter().map(Entry::width).sum());
    let mut shown = Vec::new();
    for (nth, entry) in entries.into_iter().enumerate() {
        match room.checked_sub(entry.width()) {
            Some(rest) => room = rest,
            None if nth == 0 => room = 0,
            None => break,
        }
        shown.push(entry);
    }
    shown.extend(kept);
    let mut x = inner.x;
    for entry in shown {
        let room = inner.right().saturating_sub(x);
        let (key, word) = if entry.possible {
            (theme.accent, Style::new())
        } else {
            (theme.dim, theme.dim)
        };
        let line = Line::from(vec![
            Span::styled(entry.key, key),
            Span::raw(" "),
            Span::styled(entry.label, word),
        ]);
        let used = canvas.line(x, y, room, &line);
        let place = Rect::new(x, y, used, 1);
        canvas.hit(place, Hit::Act(entry.action));
        x = x.saturating_add(used + 2);
    }
    canvas.line_at_right(inner, y, &at_right);
}

/// `▪▪▪▫▫▫`: one mark for each question if there is room, otherwise in proportion.
fn dots(look: &Look, done: usize, all: usize, room: u16) -> Line<'static> {
    let most = usize::from(room / 6).min(20);
    let (filled, marks) = if all <= most {
        (done, all)
    } else {
        (done * most / all.max(1), most)
    };
    Line::from(vec![
        Span::styled(look.glyphs.done.repeat(filled), look.theme.accent),
        Span::styled(look.glyphs.left.repeat(marks - filled), look.theme.dim),
    ])
}
