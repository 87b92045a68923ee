//! The list of calculators, by group, each with the question it answers. Typing filters it by words.

use crate::calculators::{ALL, Calculator, GROUPS};
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, NARROW, below, inset};
use crate::tui::screen::{Effect, Now, Screen, Title};
use crate::tui::screens::{Doc, Route, moves_and_back};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::{count, fit, pad, width};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

#[derive(Default)]
pub struct CalculatorList {
    field: Field,
    cursor: Cursor,
}

impl CalculatorList {
    /// Calculators that contain every typed word, each with its group.
    fn found(&self) -> Vec<(&'static str, &'static Calculator)> {
        let all = GROUPS
            .iter()
            .flat_map(|(group, of_it)| of_it.iter().map(|about| (*group, *about)));
        let holds = |(group, about): &(&str, &Calculator)| {
            let (title, name, purpose) = (about.title, about.name, about.purpose);
            self.field
                .is_in(&format!("{group} {title} {name} {purpose}"))
        };
        all.filter(holds).collect()
    }

    fn doc(&self, look: &Look, room: usize) -> Doc {
        let beside = room >= usize::from(NARROW);
        let titles = ALL.iter().map(|c| width(c.title)).max().unwrap_or(0);
        let cut = look.glyphs.cut;
        let mut doc = Doc::default();
        let mut last = "";
        for (nth, (group, about)) in self.found().into_iter().enumerate() {
            let mut at = doc.len();
            if last != group {
                if beside {
                    doc.gap();
                }
                at = doc.len();
                doc.line(Span::styled(group, look.theme.strong));
                last = group;
            }
            let (here, start) = (nth == self.cursor.at(), doc.len());
            let (sign, style) = look.lead(here);
            let wide = if beside {
                titles
            } else {
                room.saturating_sub(2)
            };
            let mut line = vec![sign, Span::styled(pad(about.title, wide, cut), style)];
            if beside {
                line.push(Span::raw("   "));
            }
            // The complete question is shown of the one under the cursor.
            match (beside, here) {
                (true, true) => doc.wrapped(line, about.purpose, Style::new(), look, room as u16),
                (true, false) => {
                    let left = room.saturating_sub(2 + titles + 3);
                    let question = fit(about.purpose, left, cut).into_owned();
                    line.push(Span::raw(question));
                    doc.line(line);
                }
                (false, true) => {
                    doc.line(line);
                    doc.wrapped("  ", about.purpose, Style::new(), look, room as u16);
                }
                (false, false) => doc.line(line),
            }
            doc.item(start, nth, here);
            if here {
                // The first one of a group is shown together with the heading.
                doc.focus = Some(at..doc.len());
            }
        }
        if doc.is_empty() {
            let none = "No calculator has these words. Esc empties the search.";
            doc.wrapped("", none, Style::new(), look, room as u16);
        }
        doc
    }
}

impl Screen for CalculatorList {
    fn name(&self) -> &'static str {
        "Calculators"
    }

    fn title(&self, look: &Look) -> Title {
        let found = count(self.found().len() as u64, "calculator", "calculators");
        Title::named(look, "Calculators", found)
    }

    fn offers(&self) -> Vec<Offer> {
        // Where nothing is found, the list says so.
        let mut offers = vec![offer(Action::Go).in_bar_if(!self.found().is_empty())];
        offers.extend(moves_and_back(match self.field.text() {
            "" => "back",
            _ => "all",
        }));
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        Some(&mut self.field)
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        let found = self.found();
        match action {
            Action::Go => {
                let about = found.get(self.cursor.at()).map(|(_, about)| about);
                let open = |about: &&Calculator| Route::Calculator(about.name.into(), None).into();
                about.map(open).into_iter().collect()
            }
            Action::Back if !self.field.text().is_empty() => {
                self.field.clear();
                self.cursor.set(0, 1);
                Vec::new()
            }
            _ => vec![Effect::Back],
        }
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.found().len();
        Some((&mut self.cursor, len))
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        self.cursor.set(item, self.found().len());
        self.press(Action::Go, now)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let area = inset(area, u16::MAX);
        let sign = format!("{} ", look.glyphs.cursor);
        let hint = "type to search";
        self.field
            .draw_line((&sign, hint), canvas, area, Style::new(), true);
        let list = below(area, if area.height > 12 { 2 } else { 1 });
        self.doc(look, list.width.into())
            .draw(canvas, list, &self.cursor.window);
    }
}
