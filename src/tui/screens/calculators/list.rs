//! The calculators there are, and what question each answers.

use crate::calculators::ALL;
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Hit, Look, NARROW};
use crate::tui::screen::{Effect, Now, Screen, Title};
use crate::tui::screens::Route;
use crate::tui::screens::{Doc, ways_back};
use crate::tui::widgets::list::{Cursor, Window};
use crate::tui::widgets::prose;
use crate::tui::widgets::width::{fit, pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

#[derive(Debug, Default)]
pub struct CalculatorList {
    cursor: Cursor,
    window: Window,
}

impl Screen for CalculatorList {
    fn name(&self) -> &'static str {
        "Calculators"
    }

    fn title(&self, look: &Look) -> Title {
        Title::new(
            Span::styled("Calculators", look.theme.strong),
            Span::styled(ALL.len().to_string(), look.theme.dim),
        )
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = vec![offer(Action::Go)];
        offers.extend(movement());
        offers.extend(ways_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        if self.cursor.moved(action, ALL.len()) {
            return Vec::new();
        }
        match action {
            Action::Go => ALL
                .get(self.cursor.at())
                .map(|calculator| Route::Calculator(calculator.name.to_owned(), None).into())
                .into_iter()
                .collect(),
            _ => vec![Effect::Back],
        }
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        self.cursor.set(item, ALL.len());
        self.press(Action::Go, now)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let area = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let titles = ALL.iter().map(|c| width(c.title)).max().unwrap_or(0);
        let beside = area.width >= NARROW;
        let mut doc = Doc::default();
        for (nth, calculator) in ALL.iter().enumerate() {
            let about = calculator;
            let here = nth == self.cursor.at();
            let style = if here {
                look.theme.selected
            } else {
                Style::new()
            };
            let sign = if here { look.glyphs.cursor } else { " " };
            let lead = Span::styled(format!("{sign} "), look.theme.accent);
            let room = usize::from(area.width).saturating_sub(2);
            let at = doc.len();
            if beside {
                let purpose = room.saturating_sub(titles + 3);
                // The question of the calculator under the cursor is shown whole.
                let lines = if here {
                    let lines = prose::wrap_inline(about.purpose, purpose as u16, &look.glyphs);
                    lines.iter().map(ToString::to_string).collect()
                } else {
                    vec![fit(about.purpose, purpose, look.glyphs.cut).into_owned()]
                };
                let mut title = vec![lead, Span::styled(pad(about.title, titles, ""), style)];
                for line in lines {
                    title.push(Span::styled(format!("   {line}"), look.theme.dim));
                    doc.hit(title, Hit::Item(nth));
                    title = vec![Span::raw(" ".repeat(2 + titles))];
                }
            } else {
                let title = fit(about.title, room, look.glyphs.cut).into_owned();
                doc.hit(vec![lead, Span::styled(title, style)], Hit::Item(nth));
                if here {
                    let lines = prose::wrap_inline(about.purpose, room as u16, &look.glyphs);
                    doc.lead(vec![Span::raw("  ")], &lines, look.theme.dim, None);
                }
            }
            if here {
                doc.focus = Some(at..doc.len());
            }
        }
        doc.draw(canvas, area, &self.window);
    }
}
