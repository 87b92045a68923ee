//! Choosing the columns of a file: for each column that the calculator needs, the columns of the file with their first values.

use super::result::Waiting;
use super::{CalculatorScreen, Mode};
use crate::calculators::headers::guess;
use crate::calculators::table::Layout;
use crate::sheet::{Glimpse, Options};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look, inset};
use crate::tui::screen::{Effect, Source};
use crate::tui::screens::Doc;
use crate::tui::widgets::list::{Cursor, Window};
use crate::tui::widgets::width::{fit, pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

/// A column that is asked for.
#[derive(Debug)]
struct Wanted {
    key: String,
    label: String,
    needed: bool,
    /// Index in the file.
    at: Option<usize>,
}

#[derive(Debug)]
pub struct Mapping {
    source: Source,
    options: Options,
    /// Why the file could not be read.
    why: String,
    columns: Vec<Glimpse>,
    /// Names of drivers or criteria from a field of the form.
    further: Vec<String>,
    layouts: &'static [Layout],
    /// `None` while the kind of table is asked for.
    layout: Option<&'static Layout>,
    wanted: Vec<Wanted>,
    step: usize,
    pub(super) cursor: Cursor,
}

/// The widest name of a column, in cells.
const NAME: usize = 26;

impl Mapping {
    fn take_layout(&mut self, layout: &'static Layout) {
        let names: Vec<String> = self.columns.iter().map(|c| c.name.clone()).collect();
        let guessed = guess(&names, layout, &[]);
        let said = |key: &str| {
            let header = self.options.columns.iter().find(|(k, _)| k == key);
            header.and_then(|(_, header)| names.iter().position(|name| name == header))
        };
        let declared = layout.columns.iter().zip(guessed);
        let mut wanted: Vec<Wanted> = declared
            .map(|(column, guessed)| Wanted {
                key: column.key.to_owned(),
                label: column.label.to_owned(),
                needed: column.needed,
                at: said(column.key).or(guessed),
            })
            .collect();
        if let Some(kind) = layout.rest {
            wanted.extend(self.further.iter().map(|name| Wanted {
                key: name.clone(),
                label: format!("{name} ({kind})"),
                needed: false,
                at: said(name).or_else(|| names.iter().position(|n| n.eq_ignore_ascii_case(name))),
            }));
        }
        self.wanted = wanted;
        self.layout = Some(layout);
        self.ask(0);
    }

    /// Asks for the column of that step, with the cursor on the column guessed for it.
    fn ask(&mut self, step: usize) {
        self.step = step;
        self.cursor.window = Window::default();
        let free = self.free();
        let Some(wanted) = self.wanted.get(step) else {
            return;
        };
        let taken = free.iter().position(|at| wanted.at == Some(*at));
        let at = match (taken, wanted.needed) {
            (Some(at), _) => at,
            (None, true) => 0,
            (None, false) => free.len(),
        };
        self.cursor.set(at, free.len() + 1);
    }

    /// Columns not chosen in earlier steps.
    fn free(&self) -> Vec<usize> {
        let before = &self.wanted[..self.step.min(self.wanted.len())];
        let is_taken = |at: usize| before.iter().any(|wanted| wanted.at == Some(at));
        (0..self.columns.len())
            .filter(|at| !is_taken(*at))
            .collect()
    }

    pub(super) fn choices(&self) -> usize {
        match (self.layout, self.wanted.get(self.step)) {
            (None, _) => self.layouts.len(),
            (_, Some(wanted)) => self.free().len() + usize::from(!wanted.needed),
            _ => 0,
        }
    }

    fn is_complete(&self) -> bool {
        self.layout.is_some() && self.wanted.iter().all(|w| !w.needed || w.at.is_some())
    }

    pub fn offers(&self) -> Vec<Offer> {
        let mut offers = vec![offer(Action::Go).named("this one")];
        let missing = "Point at the needed columns first.";
        let load = offer(Action::Focus).named("load it so");
        let load = load.only_if(self.is_complete(), missing);
        offers.push(load);
        offers.extend(movement());
        let back = match self.step {
            0 => "cancel",
            _ => "the one before",
        };
        offers.push(offer(Action::Back).named(back));
        offers
    }

    /// The options to load with, after the last step.
    fn press(&mut self, action: Action) -> Option<Options> {
        match (action, self.layout) {
            (Action::Go, None) => {
                if let Some(layout) = self.layouts.get(self.cursor.at()) {
                    self.take_layout(layout);
                }
                None
            }
            (Action::Go, Some(_)) => {
                let chosen = self.free().get(self.cursor.at()).copied();
                // A column guessed for a later step may be the one chosen here.
                for wanted in self.wanted.iter_mut().skip(self.step + 1) {
                    wanted.at = wanted.at.filter(|at| Some(*at) != chosen);
                }
                let wanted = self.wanted.get_mut(self.step)?;
                wanted.at = chosen;
                let next = self.step + 1;
                if next < self.wanted.len() {
                    self.ask(next);
                    return None;
                }
                self.options()
            }
            (Action::Focus, Some(_)) if self.is_complete() => self.options(),
            _ => None,
        }
    }

    fn options(&self) -> Option<Options> {
        let pointed = self.wanted.iter().filter_map(|wanted| {
            let column = self.columns.get(wanted.at?)?;
            Some((wanted.key.clone(), column.name.clone()))
        });
        let columns = pointed.collect();
        Some(Options {
            columns,
            ..self.options.clone()
        })
    }

    pub fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = inset(area, u16::MAX);
        let look = canvas.look;
        let theme = look.theme;
        let mut doc = Doc::default();
        if self.step == 0 && !self.why.is_empty() && area.height > 8 {
            let lines = super::working::plain(&self.why, area.width.saturating_sub(2));
            let sign = vec![Span::styled("! ", theme.warning)];
            doc.lead(sign, &lines[..lines.len().min(3)], Style::new());
            doc.gap();
        }
        match self.wanted.get(self.step) {
            Some(wanted) if self.layout.is_some() => {
                self.columns_doc(&mut doc, look, area, wanted);
            }
            _ => {
                doc.line(Span::styled("What does the file hold?", theme.strong));
                for (nth, layout) in self.layouts.iter().enumerate() {
                    let labels: Vec<&str> = layout.columns.iter().map(|c| c.label).collect();
                    let text = format!("{}: {}", layout.name, labels.join(", "));
                    self.line(&mut doc, look, area, nth, &text, "");
                }
            }
        }
        doc.draw(canvas, area, &self.cursor.window);
    }

    fn columns_doc(&self, doc: &mut Doc, look: &Look, area: Rect, wanted: &Wanted) {
        let theme = look.theme;
        let before = self.wanted[..self.step].iter().filter_map(|wanted| {
            let column = self.columns.get(wanted.at?)?;
            Some(format!("{} = {}", wanted.label, column.name))
        });
        let before: Vec<String> = before.collect();
        if !before.is_empty() {
            let lines = super::working::plain(&before.join("; "), area.width);
            doc.lead("", &lines, Style::new());
        }
        let question = format!("Which column is: {}?", wanted.label);
        let place = format!("   {} of {}", self.step + 1, self.wanted.len());
        doc.line(vec![
            Span::styled(question, theme.strong),
            Span::styled(place, theme.dim),
        ]);
        let free = self.free();
        let names = free.iter().map(|at| width(&self.columns[*at].name));
        let names = names.max().unwrap_or(0).clamp(8, NAME);
        for (nth, at) in free.iter().enumerate() {
            let column = &self.columns[*at];
            let name = pad(&column.name, names, look.glyphs.cut);
            self.line(doc, look, area, nth, &name, &column.values.join(", "));
        }
        if !wanted.needed {
            self.line(doc, look, area, free.len(), "not in this file", "");
        }
    }

    fn line(&self, doc: &mut Doc, look: &Look, area: Rect, nth: usize, name: &str, values: &str) {
        let here = nth == self.cursor.at();
        let (sign, style) = look.lead(here);
        let room = usize::from(area.width.saturating_sub(2));
        let name = fit(name, room, look.glyphs.cut).into_owned();
        let left = room.saturating_sub(width(&name) + 3);
        let values = fit(values, left, look.glyphs.cut).into_owned();
        let line = vec![
            sign,
            Span::styled(name, style),
            Span::styled(format!("   {values}"), look.theme.dim),
        ];
        doc.row(line, nth, here);
    }
}

impl CalculatorScreen {
    /// Asks for the columns of a file that was not understood.
    pub(super) fn map(&mut self, from: (Source, Options), why: String, columns: Vec<Glimpse>) {
        let (source, options) = from;
        let layouts = self.calculator.layouts;
        let mut mapping = Mapping {
            source,
            options,
            why,
            columns,
            further: self.form.names(),
            layouts,
            layout: None,
            wanted: Vec::new(),
            step: 0,
            cursor: Cursor::default(),
        };
        if let [only] = layouts {
            mapping.take_layout(only);
        }
        self.mode = Mode::Map(Box::new(mapping));
    }

    /// Asks for the columns of the file that is already loaded.
    pub(super) fn point_at_columns(&mut self) {
        if let Some(sheet) = self.sheet.clone() {
            self.map(sheet.from(), String::new(), sheet.columns);
        }
    }

    pub(super) fn press_map(&mut self, action: Action) -> Option<Effect> {
        let Mode::Map(mapping) = &mut self.mode else {
            return None;
        };
        if matches!(action, Action::Back | Action::Leave) {
            match (mapping.step, mapping.layout) {
                (0, _) => self.mode = Mode::Fill,
                (step, _) => mapping.ask(step - 1),
            }
            return None;
        }
        let options = mapping.press(action)?;
        let source = mapping.source.clone();
        let here = self.sheet.as_ref();
        if here.is_some_and(|sheet| sheet.source == source) {
            self.waiting = Waiting::Again;
        }
        Some(self.load((source, options)))
    }
}
