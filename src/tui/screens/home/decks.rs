//! The decks on the home screen, a line each, and files that did not load.

use super::{HomeScreen, Item};
use crate::study::fault::Severity;
use crate::study::outlook::{DeckLine, ExamLine};
use crate::tui::canvas::{Look, NARROW, SHORT};
use crate::tui::screens::Doc;
use crate::tui::widgets::width::{fit, pad, pad_left, width};
use crate::tui::widgets::{bar, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

impl HomeScreen {
    pub(super) fn decks(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let theme = look.theme;
        let wide = usize::from(area.width);
        let columns = Columns::new(wide, &self.home.decks);
        if !self.home.decks.is_empty() && area.height >= SHORT - 6 {
            doc.line(Span::styled(columns.head(look), theme.dim));
        }
        for (nth, item) in self.items().enumerate() {
            let at = doc.len();
            let (lead, style) = self.lead(look, nth);
            match item {
                Item::Today | Item::Weak => continue,
                Item::Deck(deck) => {
                    doc.line(columns.line(deck, look, lead, style));
                }
                Item::Broken(_, broken) => {
                    let text =
                        format!("{}   line {}: {}", broken.file, broken.line, broken.message);
                    let text = text.replace('\n', " ");
                    let text = fit(&text, wide.saturating_sub(4), look.glyphs.cut).into_owned();
                    let (sign, signal) = match broken.severity {
                        Severity::Error => ("! ", theme.wrong),
                        Severity::Warning => ("? ", theme.warning),
                    };
                    let line = vec![lead, Span::styled(sign, signal), Span::styled(text, style)];
                    doc.line(line);
                }
            }
            doc.item(at, nth, nth == self.cursor.at());
        }
        doc.gap();
    }

    /// The modules of the exams that are prepared for, or else of all that the decks serve, and how far each is known.
    pub(super) fn modules(&self, doc: &mut Doc, look: &Look, area: Rect) {
        let (wide, cut) = (usize::from(area.width), look.glyphs.cut);
        let columns = Columns::new(wide, &self.home.decks);
        let name = columns.name() + columns.due + columns.new;
        let is_any_chosen = self.home.exams.iter().any(|exam| exam.is_chosen);
        let is_shown = |exam: &&ExamLine| exam.is_chosen || !is_any_chosen && exam.questions > 0;
        for exam in self.home.exams.iter().filter(is_shown) {
            doc.gap();
            let of_modules: u32 = exam.modules.iter().map(|module| module.questions).sum();
            let shared = if of_modules > exam.questions {
                "; some questions serve two modules"
            } else {
                ""
            };
            let title = markdown::plain(&exam.title);
            let head = format!("  {}  ", exam.id);
            doc.wrapped(head, &(title + shared), look.theme.strong, look, area.width);
            for module in &exam.modules {
                let title = format!("{}  {}", module.id, markdown::plain(&module.title));
                if module.questions == 0 {
                    let text =
                        fit(&format!("  {title}, no deck takes part"), wide, cut).into_owned();
                    doc.line(Span::styled(text, look.theme.dim));
                    continue;
                }
                let title = pad(&title, name.saturating_sub(1), cut);
                let mut line = vec![Span::raw("  "), Span::raw(title + " ")];
                line.extend(columns.known(look, [module.known, module.met, module.questions]));
                doc.line(line);
            }
        }
        doc.gap();
    }
}

/// `CPIM 1` for a deck of the exam's first module.
fn track(deck: &DeckLine) -> String {
    match (deck.track.as_str(), &deck.module) {
        ("other", _) => String::new(),
        (track, Some((module, _))) => format!("{track} {module}"),
        (track, None) => track.to_owned(),
    }
}

/// The title without the track before it; where it does not fit, without all that stands before its colon.
pub fn title(deck: &DeckLine, room: usize) -> String {
    let title = markdown::plain(&deck.title);
    let is_track = |before: &str| before == deck.track.as_str() || before.contains(" module");
    let parts = title.split_once(": ");
    let short = parts.filter(|(before, _)| is_track(before) || width(&title) > room);
    short.map(|(_, after)| after.to_owned()).unwrap_or(title)
}

fn number(look: &Look, n: u32, room: usize) -> Span<'static> {
    let (text, style) = match n {
        0 => ("-".to_owned(), look.theme.dim),
        n => (n.to_string(), Style::new()),
    };
    Span::styled(pad_left(&text, room, look.glyphs.cut), style)
}

/// The widths of a deck line's parts.
struct Columns {
    track: usize,
    title: usize,
    due: usize,
    new: usize,
    bar: usize,
    /// Widths of the numbers after the bar: known, met, all.
    numbers: [usize; 3],
}

impl Columns {
    const LEAD: usize = 2;
    const BAR: usize = 10;

    fn new(room: usize, decks: &[DeckLine]) -> Columns {
        let tracks = decks.iter().map(|deck| width(&track(deck)));
        let track = match room {
            0..40 => 0,
            _ => tracks.max().map_or(0, |w| w.min(8) + 2),
        };
        let (due, new) = if room < 30 { (4, 0) } else { (5, 5) };
        let (bar, numbers) = match room + 2 {
            n if n < usize::from(NARROW) => (0, [0; 3]),
            n if n < 76 => (Self::BAR, [0; 3]),
            _ => (Self::BAR, [7, 6, 5]),
        };
        let bar_room = if bar > 0 { 2 + bar } else { 0 };
        let behind = due + new + bar_room + numbers.iter().sum::<usize>();
        Columns {
            track,
            title: room.saturating_sub(Self::LEAD + track + behind),
            due,
            new,
            bar,
            numbers,
        }
    }

    fn name(&self) -> usize {
        self.track + self.title
    }

    fn head(&self, look: &Look) -> String {
        let mut head = format!(
            "  {}{}{}",
            pad("Decks", self.name(), ""),
            pad_left("due", self.due, ""),
            pad_left("new", self.new, ""),
        );
        let (full, half) = (look.glyphs.full, look.glyphs.half);
        let names = [format!("{full}known"), format!("{half}met"), "of".into()];
        if self.numbers[0] > 0 {
            head += &" ".repeat(2 + self.bar);
            for (name, room) in names.iter().zip(self.numbers) {
                head += &pad_left(name, room, "");
            }
        }
        head
    }

    /// The bar and the numbers of what is known, met, and all, as far as there is room for them.
    fn known(&self, look: &Look, all: [u32; 3]) -> Vec<Span<'static>> {
        let mut spans = Vec::new();
        if self.bar > 0 {
            let [known, met, questions] = all;
            spans.push(Span::raw("  "));
            spans.extend(bar::of_known(look, (known, met, questions), self.bar));
        }
        if self.numbers[0] > 0 {
            let numbers = all.into_iter().zip(self.numbers);
            spans.extend(numbers.map(|(n, room)| number(look, n, room)));
        }
        spans
    }

    fn line(
        &self,
        deck: &DeckLine,
        look: &Look,
        lead: Span<'static>,
        style: Style,
    ) -> Vec<Span<'static>> {
        let theme = look.theme;
        let cut = look.glyphs.cut;
        let number = |n: u32, room: usize| number(look, n, room);
        let space = self.title.saturating_sub(1);
        let name = pad(&title(deck, space), space, cut);
        let shade = if deck.takes_part {
            style
        } else {
            theme.dim.patch(style)
        };
        let mut spans = vec![
            lead,
            Span::styled(pad(&track(deck), self.track, cut), theme.dim),
            Span::styled(name, shade),
            Span::raw(if self.title > 0 { " " } else { "" }),
        ];
        if deck.takes_part {
            spans.push(number(deck.due, self.due));
            if self.new > 0 {
                spans.push(number(deck.new, self.new));
            }
        } else {
            let rests = pad_left("rests", self.due + self.new, cut);
            spans.push(Span::styled(rests, theme.dim));
        }
        spans.extend(self.known(look, [deck.mature, deck.introduced, deck.questions]));
        if deck.faults > 0 {
            spans.push(Span::styled(" !", theme.wrong));
        }
        spans
    }
}
