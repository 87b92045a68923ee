//! How a table and the rates were read, and how to read them otherwise: sentences, each with alternatives that Enter takes.

use super::form::Form;
use super::{CalculatorScreen, Mode};
use crate::calculators::form;
use crate::sheet::{Change, Finding, Options, Way};
use crate::study::text::capital;
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, reading};
use crate::tui::screen::{Effect, Loaded, Source, Unread};
use crate::tui::screens::Doc;
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::fit;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// A sentence; one with something else in it says how Enter takes that.
type Line = (String, Option<Other>);

/// What an alternative changes.
#[derive(Debug, Clone)]
pub enum Other {
    Table(Change),
    /// Another text in the field with this index.
    Field(usize, String),
    /// The columns are chosen by hand.
    Columns,
}

#[derive(Debug)]
pub struct Ways {
    lines: Vec<Line>,
    pub(super) cursor: Cursor,
    /// Of a table that was not read.
    unread: Option<(Source, Options)>,
}

/// Numbers in fields that may be meant otherwise, such as a rate of 0.8.
fn doubts(form: &Form) -> Vec<Line> {
    let entries = form.entries.iter().enumerate();
    let entries: Vec<_> = entries.filter(|(_, entry)| entry.is_typed()).collect();
    let typed = entries
        .iter()
        .map(|(_, entry)| (entry.def, entry.input.text()));
    let found = form::doubts(&typed.collect::<Vec<_>>()).into_iter();
    let lines = found.flat_map(|doubt| {
        let (nth, entry) = entries[doubt.nth];
        let form::Doubt {
            taken, other, unit, ..
        } = doubt;
        let label = entry.def.label;
        let said = format!("{label}: {taken}{unit} or {other}{unit}? Taken as {taken}{unit}");
        let way = format!("take {other}{unit}");
        [(said, None), (way, Some(Other::Field(nth, other)))]
    });
    lines.collect()
}

/// What was taken, and each other way to take it.
fn told(said: &str, ways: &[Way]) -> Vec<Line> {
    let way = |way: &Way| (way.says.clone(), Some(Other::Table(way.change.clone())));
    let said = (capital(said), None);
    std::iter::once(said).chain(ways.iter().map(way)).collect()
}

impl Ways {
    fn new(lines: Vec<Line>, unread: Option<(Source, Options)>) -> Ways {
        Ways {
            lines,
            cursor: Cursor::default(),
            unread,
        }
    }

    pub(super) fn ways(&self) -> Vec<(&str, &Other)> {
        ways(&self.lines)
    }

    pub fn head(&self) -> &'static str {
        match self.unread {
            Some(_) => "It was not read",
            None => "How it was read",
        }
    }

    pub fn offers(&self) -> Vec<Offer> {
        let none = "There is no other way to read it.";
        let mut offers = vec![
            offer(Action::Go)
                .named("read it this way")
                .only_if(!self.ways().is_empty(), none),
        ];
        offers.extend(movement());
        offers.push(offer(Action::Back).named("as it is"));
        offers
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let theme = canvas.look.theme;
        let room = area.width.saturating_sub(4);
        let mut doc = Doc::default();
        let mut nth = 0;
        for (says, other) in &self.lines {
            if other.is_none() {
                let lines = super::working::plain(says, room);
                doc.lead("  ", &lines, Style::new());
                continue;
            }
            let here = nth == self.cursor.at();
            let style = if here { theme.selected } else { theme.accent };
            let sign = if here { canvas.look.glyphs.cursor } else { " " };
            let says = fit(says, room.into(), canvas.look.glyphs.cut).into_owned();
            let line = vec![
                Span::styled(format!("{sign}   "), theme.accent),
                Span::styled(says, style),
            ];
            doc.row(line, nth, here);
            nth += 1;
        }
        doc.draw(canvas, area, &self.cursor.window);
    }
}

fn ways(lines: &[Line]) -> Vec<(&str, &Other)> {
    let ways = lines.iter();
    ways.filter_map(|(says, other)| Some((&**says, other.as_ref()?)))
        .collect()
}

impl CalculatorScreen {
    /// All decisions, each with its alternatives.
    fn read_how(&self) -> Vec<Line> {
        let mut lines = doubts(&self.form);
        let options = match (&self.typed, &self.sheet) {
            (Some(typed), _) => Some(&typed.options),
            (None, Some(sheet)) => Some(&sheet.options),
            (None, None) => None,
        };
        let of_finding = |finding: &Finding| told(&finding.sentence, &finding.ways);
        let said = options.map(Options::said).unwrap_or_default();
        lines.extend(said.iter().flat_map(of_finding));
        if let Some(refused) = &self.unread {
            lines.extend(told(&refused.why, &refused.ways));
        }
        if let Some(sheet) = &self.sheet {
            lines.extend(sheet.findings.iter().flat_map(of_finding));
            if let Source::File(_) = sheet.source {
                lines.push((capital(&sheet.guess), None));
                lines.push(("point at other columns".into(), Some(Other::Columns)));
            }
        }
        lines
    }

    /// For the key bar: the alternative if there is one, or that there are several. Not in the bar if only the columns could
    /// differ.
    pub(super) fn other_way(&self) -> Offer {
        let lines = self.read_how();
        let ways = ways(&lines);
        let is_telling = |(_, other): &&(&str, &Other)| !matches!(other, Other::Columns);
        let telling: Vec<_> = ways.iter().filter(is_telling).collect();
        let it = offer(Action::OtherWay).only_if(
            !lines.is_empty(),
            "Nothing here was read in one way of several.",
        );
        match telling.as_slice() {
            [] => it.quiet(),
            [(says, Other::Field(..))] => it.named(*says),
            _ => it,
        }
    }

    /// One line under the form, while a typed rate may mean another.
    pub(super) fn doubt(&self) -> Option<String> {
        let mut doubts = doubts(&self.form).into_iter();
        doubts.next().map(|(said, _)| said)
    }

    pub(super) fn show_ways(&mut self) -> Option<Effect> {
        let lines = self.read_how();
        let ways = ways(&lines);
        // If a rate is the only decision, one line asks and one key answers.
        if let [(_, other @ Other::Field(..))] = ways.as_slice() {
            let other = (*other).clone();
            return self.take(other, None);
        }
        self.mode = Mode::Ways(Box::new(Ways::new(lines, None)));
        None
    }

    /// Shows a table that could not be read, with ways to read it.
    pub(super) fn ask_how(&mut self, unread: &Unread) {
        let lines = told(&unread.refused.why, &unread.refused.ways);
        let from = (unread.source.clone(), unread.options.clone());
        self.mode = Mode::Ways(Box::new(Ways::new(lines, Some(from))));
    }

    pub(super) fn take_way(&mut self) -> Option<Effect> {
        let Mode::Ways(shown) = &self.mode else {
            return None;
        };
        let (at, from) = (shown.cursor.at(), shown.unread.clone());
        let other = (*ways(&shown.lines).get(at)?.1).clone();
        self.mode = Mode::Fill;
        self.take(other, from)
    }

    fn take(&mut self, other: Other, from: Option<(Source, Options)>) -> Option<Effect> {
        match other {
            Other::Field(nth, text) => {
                self.remember(self.form.texts());
                if let Some(entry) = self.form.entries.get_mut(nth) {
                    entry.input.set(&text);
                }
                self.changed();
                self.settle();
                Some(Effect::Say(format!("Taken as {text} %.")))
            }
            Other::Columns => {
                self.point_at_columns();
                None
            }
            Other::Table(change) => self.read_otherwise(&change, from),
        }
    }

    fn read_otherwise(
        &mut self,
        change: &Change,
        from: Option<(Source, Options)>,
    ) -> Option<Effect> {
        if let (None, Some(typed)) = (&from, &self.typed) {
            let mut typed = (**typed).clone();
            typed.options = typed.options.with(change);
            self.remember(self.form.texts());
            self.retype(typed);
            return None;
        }
        let again = from.is_none();
        let here = self.sheet.as_ref().map(Loaded::from);
        let (source, options) = from.or(here)?;
        if again {
            self.waiting = super::result::Waiting::Again;
        }
        Some(self.load((source, options.with(change))))
    }
}
