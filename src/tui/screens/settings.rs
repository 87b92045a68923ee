//! The settings: what each does, its value, and where that comes from. A change is written at once; comments in the file are
//! kept.

use super::{Doc, Route, moves_and_back};
use crate::study::outlook::{SettingLine, Way};
use crate::study::text::clean;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, NARROW, READING, below, inset, upper};
use crate::tui::screen::{Asks, Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::{pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;
use std::path::PathBuf;

pub struct SettingsScreen {
    file: PathBuf,
    lines: Vec<SettingLine>,
    cursor: Cursor,
}

impl SettingsScreen {
    pub fn new((file, lines): (PathBuf, Vec<SettingLine>)) -> SettingsScreen {
        SettingsScreen {
            file,
            lines,
            cursor: Cursor::default(),
        }
    }

    fn here(&self) -> Option<&SettingLine> {
        self.lines.get(self.cursor.at())
    }

    /// Changes to the choice `by` places further.
    fn turned(line: &SettingLine, choices: &[&str], by: usize) -> Effect {
        let at = choices.iter().position(|choice| *choice == line.value);
        let at = at.map_or(0, |at| (at + by) % choices.len());
        Effect::Set(line.name, choices[at].to_owned())
    }

    fn row(line: &SettingLine, here: bool, look: &Look, room: usize) -> Vec<Span<'static>> {
        let (theme, cut) = (look.theme, look.glyphs.cut);
        let (sign, style) = look.lead(here);
        let source = if room + 4 >= usize::from(NARROW) {
            width(&line.source).min(room / 3)
        } else {
            0
        };
        let column = 14;
        let left = room.saturating_sub(2 + column + source + 1);
        let mut spans = vec![
            sign,
            Span::styled(pad(line.name, column, cut), style),
            Span::raw(pad(shown(&line.value), left, cut)),
        ];
        if source > 0 {
            let told = format!(" {}", pad(&line.source, source, cut));
            spans.push(Span::styled(told, theme.dim));
        }
        spans
    }
}

/// A value in words.
fn shown(value: &str) -> &str {
    match value {
        "" => "none",
        "true" => "yes",
        "false" => "no",
        value => value,
    }
}

impl Screen for SettingsScreen {
    fn name(&self) -> &'static str {
        "Settings"
    }

    fn title(&self, look: &Look) -> Title {
        let file = self.file.display().to_string();
        Title::named(look, "Settings", clean(&file).into_owned())
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        match self.here().map(|line| (line.name, line.way)) {
            Some((name, Way::OneOf(_))) => {
                offers.push(offer(Action::Go).named("next choice"));
                offers.push(offer(Action::Right).named("next choice").quiet());
                offers.push(offer(Action::Left).named("choice before").quiet());
                if name == "theme" {
                    offers.push(offer(Action::Space).named("keep the theme shown"));
                }
            }
            Some((_, Way::Number | Way::Text)) => offers.push(offer(Action::Go).named("change")),
            _ => {}
        }
        let is_own = "Settings are changed back where they stand; your answers and choices are taken back on the other screens.";
        offers.push(offer(Action::Undo).only_if(false, is_own).quiet());
        offers.push(offer(Action::Edit).named("open the file"));
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        let here = self.here();
        vec![match (action, here, here.map(|line| line.way)) {
            (Action::Go, Some(line), Some(Way::Number | Way::Text)) => Effect::Ask(Asks::Own {
                question: line.name,
                does: "keep it",
                present: line.value.clone(),
            }),
            (Action::Go | Action::Right, Some(line), Some(Way::OneOf(choices))) => {
                Self::turned(line, choices, 1)
            }
            (Action::Left, Some(line), Some(Way::OneOf(choices))) => {
                Self::turned(line, choices, choices.len() - 1)
            }
            (Action::Space, ..) => Effect::KeepTheme,
            (Action::Edit, here, _) => Effect::EditSettings(here.map_or(1, |line| line.line)),
            (Action::Back | Action::Leave, ..) => Effect::Back,
            _ => return Vec::new(),
        }]
    }

    fn typed(&mut self, text: &str, _: Now) -> Result<Vec<Effect>, String> {
        let Some(line) = self.here() else {
            return Ok(Vec::new());
        };
        if matches!(line.way, Way::Number) && text.trim().parse::<u32>().is_err() {
            return Err(format!("`{}` is no whole number.", text.trim()));
        }
        Ok(vec![Effect::Set(line.name, text.to_owned())])
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.lines.len();
        Some((&mut self.cursor, len))
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Settings)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<SettingsScreen>().ok()?;
        (self.file, self.lines) = (fresh.file, fresh.lines);
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let inner = inset(area, READING + 24);
        let mut doc = Doc::default();
        for (nth, line) in self.lines.iter().enumerate() {
            let here = nth == self.cursor.at();
            doc.row(Self::row(line, here, look, inner.width.into()), nth, here);
        }
        // The description of the current setting is always in view, below the list.
        let room = usize::from(inner.width).saturating_sub(2);
        let mut about = Doc::default();
        if let Some(line) = self.here() {
            about.note(line.about, Style::new(), look, room);
            let more = match line.way {
                Way::OneOf(choices) => {
                    let choices: Vec<&str> = choices.iter().copied().map(shown).collect();
                    format!("{}; one of {}", line.source, choices.join(", "))
                }
                Way::File => format!("{}; it is changed in the file", line.source),
                Way::Number | Way::Text | Way::Fixed => line.source.clone(),
            };
            about.note(&more, Style::new(), look, room);
        }
        let taken = (about.len() as u16 + 1).min(inner.height.saturating_sub(1));
        let list = upper(inner, (inner.height - taken).min(doc.len() as u16));
        doc.draw(canvas, list, &self.cursor.window);
        let rest = below(inner, list.height + 1);
        about.draw_start(canvas, upper(rest, taken.saturating_sub(1)));
    }
}
