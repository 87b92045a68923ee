//! All actions of the screen below, found by typing part of their names.

use super::moves_and_back;
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, below, reading};
use crate::tui::screen::{Effect, Now, Screen, Title};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::{count, fit, pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

const NONE: &str = "No command has these words.";

pub struct CommandPalette {
    commands: Vec<Command>,
    field: Field,
    cursor: Cursor,
}

struct Command {
    /// All that do this here, such as Enter and Space.
    actions: Vec<Action>,
    words: String,
    /// Its word in the key bar: found by that, too.
    label: String,
    why_not: Option<String>,
}

impl CommandPalette {
    /// `offers` are those of the screen below.
    pub fn new(offers: Vec<Offer>) -> CommandPalette {
        let mut commands: Vec<Command> = Vec::new();
        for offer in offers {
            let words = match offer.action {
                Action::Pick(n) => format!("{} {n}", offer.about()),
                _ => offer.about(),
            };
            match commands.iter_mut().find(|c| c.words == words) {
                _ if offer.action == Action::Palette => {}
                Some(same) => same.actions.push(offer.action),
                None => commands.push(Command {
                    actions: vec![offer.action],
                    words,
                    label: offer.label().to_owned(),
                    why_not: offer.why_not,
                }),
            }
        }
        CommandPalette {
            commands,
            field: Field::default(),
            cursor: Cursor::default(),
        }
    }

    fn found(&self) -> Vec<&Command> {
        self.commands
            .iter()
            .filter(|c| self.field.is_in(&format!("{} {}", c.words, c.label)))
            .collect()
    }
}

impl Screen for CommandPalette {
    fn name(&self) -> &'static str {
        "Commands"
    }

    fn title(&self, look: &Look) -> Title {
        let found = self.found().len();
        Title::named(look, "Commands", count(found as u64, "command", "commands"))
    }

    fn offers(&self) -> Vec<Offer> {
        // Where nothing is found, the list says so.
        let some = !self.found().is_empty();
        let mut offers = vec![offer(Action::Go).named("do it").in_bar_if(some)];
        offers.extend(moves_and_back("close"));
        offers.push(offer(Action::Palette).named("close").quiet());
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        match action {
            Action::Go => {
                let found = self.found();
                let action = found.get(self.cursor.at()).and_then(|c| c.actions.first());
                Vec::from_iter(action.copied().map(Effect::Run))
            }
            _ => vec![Effect::Back],
        }
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.found().len();
        Some((&mut self.cursor, len))
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        let len = self.found().len();
        self.cursor.set(item, len);
        self.press(Action::Go, now)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let look = canvas.look;
        let (theme, glyphs) = (look.theme, look.glyphs);
        let sign = format!("{} ", glyphs.cursor);
        self.field
            .draw_line((&sign, ""), canvas, area, Style::new(), true);
        let list = below(area, if area.height > 8 { 2 } else { 1 });
        let found = self.found();
        if found.is_empty() {
            canvas.text(list.x, list.y, list.width, NONE, theme.dim);
        }
        self.cursor.draw(canvas, list, found.len(), |nth, here| {
            let command = found[nth];
            let style = match (&command.why_not, here) {
                (_, true) => theme.selected,
                (Some(_), false) => theme.dim,
                (None, false) => Style::new(),
            };
            let keys = command.actions.iter().map(|a| look.keys.all(*a));
            let keys = keys.collect::<Vec<_>>().join(", ");
            let keys = fit(&keys, usize::from(list.width / 3).max(16), glyphs.cut).into_owned();
            let words = match &command.why_not {
                Some(reason) => format!("{} ({reason})", command.words),
                None => command.words.clone(),
            };
            let room = usize::from(list.width).saturating_sub(width(&keys) + 4);
            let lead = if here { glyphs.cursor } else { " " };
            let text = format!("{lead} {}  ", pad(&words, room, glyphs.cut));
            Line::from(vec![
                Span::styled(text, style),
                Span::styled(keys, theme.accent),
            ])
        });
    }
}
