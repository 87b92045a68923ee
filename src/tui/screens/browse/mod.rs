//! All cards in one list: found by words and filters in one box, suspended, flagged, practised.

use super::details::standing;
use super::remark::{add_note, record, switch, switched};
use super::{Doc, Route, moves_and_back};
use crate::study::log::Change;
use crate::study::outlook::{Row, Standing, State};
use crate::study::{Day, Key, Memory};
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Look, NARROW, WIDE, below, inset, split};
use crate::tui::key_press::{self, KeyPress};
use crate::tui::screen::{Effect, News, Now, Screen, Stale, Title};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::{Cursor, Window};
use crate::tui::widgets::width::{pad, pad_left, width};
use crate::tui::widgets::{dates, markdown};
use find::{Finder, STATES, filters, unknown_filter};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

mod find;

pub struct Browse {
    rows: Arc<Vec<Row>>,
    /// Memories that changed since the rows were loaded.
    changed: HashMap<Key, Memory>,
    finder: Finder,
    field: Field,
    typing: bool,
    /// Indexes in `rows`, ascending.
    found: Vec<usize>,
    /// The last result, after the search was cleared: for `n` and `N`.
    kept: Vec<usize>,
    cursor: Cursor,
    today: Day,
}

impl Browse {
    pub fn new(rows: Arc<Vec<Row>>, query: &str) -> Browse {
        let mut browse = Browse {
            found: (0..rows.len()).collect(),
            finder: Finder::new(&rows),
            rows,
            changed: HashMap::new(),
            field: Field::new(query),
            typing: true,
            kept: Vec::new(),
            cursor: Cursor::default(),
            today: Day::default(),
        };
        if query.ends_with(' ') {
            browse.field.edit(KeyPress::new(key_press::Key::Char(' ')));
        }
        browse
    }

    fn memory<'a>(&'a self, row: &'a Row) -> &'a Memory {
        self.changed.get(&row.key).unwrap_or(&row.memory)
    }

    fn row(&self) -> Option<&Row> {
        self.rows.get(*self.found.get(self.cursor.at())?)
    }

    /// What is due depends on the day.
    fn turn_to(&mut self, today: Day) {
        if self.today != today {
            self.today = today;
            self.search();
        }
    }

    fn search(&mut self) {
        let here = self.found.get(self.cursor.at()).copied();
        let (rows, changed) = (Arc::clone(&self.rows), &self.changed);
        let text = self.field.text();
        self.found = self.finder.find(&rows, text, self.today, |row| {
            changed.get(&row.key).unwrap_or(&row.memory)
        });
        let is_narrowed = !self.field.text().trim().is_empty();
        if is_narrowed {
            self.kept.clone_from(&self.found);
        }
        // Clearing the search stays at its card; narrowing it goes to the first match.
        let here = here.filter(|_| !is_narrowed);
        let at = here.and_then(|here| self.found.binary_search(&here).ok());
        self.cursor.set(at.unwrap_or(0), self.found.len());
    }

    /// The next or previous result of the last search from the cursor on.
    fn step(&mut self, forward: bool) {
        let here = self.cursor.at();
        let filtered = !self.field.text().trim().is_empty();
        if filtered || self.kept.is_empty() {
            let action = if forward { Action::Down } else { Action::Up };
            self.cursor.moved(action, self.found.len());
            return;
        }
        let places = &self.kept;
        let next = if forward {
            places.iter().find(|p| **p > here).or(places.first())
        } else {
            places.iter().rev().find(|p| **p < here).or(places.last())
        };
        if let Some(next) = next {
            self.cursor.set(*next, self.found.len());
        }
    }

    fn draw_rows(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let (theme, cut) = (look.theme, look.glyphs.cut);
        let column = if area.width >= NARROW { 12 } else { 6 };
        let room = usize::from(area.width).saturating_sub(2 + column + 1);
        self.cursor
            .draw(canvas, area, self.found.len(), |nth, here| {
                let Some(row) = self.rows.get(self.found[nth]) else {
                    return Line::default();
                };
                let memory = self.memory(row);
                let (lead, style) = look.lead(here);
                let text = format!("{} ", pad(&markdown::plain(row.texts().0), room, cut));
                let state = short_standing(row.today, memory, self.today, column);
                let state = pad_left(&state, column, cut);
                let is_faint = memory.suspended || memory.learned.is_none();
                let faint = if is_faint { theme.dim } else { Style::new() };
                Line::from(vec![
                    lead,
                    Span::styled(text, style),
                    Span::styled(state, faint),
                ])
            });
        if self.found.is_empty() && area.height > 0 {
            let words = if self.rows.is_empty() {
                "There are no cards yet."
            } else {
                "No card is like that. Esc empties the search."
            };
            let mut doc = Doc::default();
            doc.wrapped("", words, Style::new(), look, area.width);
            doc.draw(canvas, area, &Window::default());
        }
    }

    fn draw_row(&self, row: &Row, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let theme = look.theme;
        let (concept, card) = (row.concept(), row.card());
        let mut doc = Doc::default();
        let (asked, answer) = row.texts();
        doc.all(&look.markdown(asked, area.width));
        doc.gap();
        doc.lead("", &look.markdown(answer, area.width), theme.strong);
        add_note(&mut doc, "Your note  ", &row.note, look, area.width);
        doc.gap();
        let memory = self.memory(row);
        let mut facts = vec![
            markdown::plain(&concept.title),
            standing(memory, self.today),
            format!("{} {} {}", card.kind(), look.glyphs.dot, concept.topic),
            row.key.to_string(),
        ];
        if let Some(reason) = &memory.flag {
            facts.insert(1, format!("flagged {reason}").trim_end().to_owned());
        }
        for fact in facts {
            doc.wrapped("", &fact, theme.dim, look, area.width);
        }
        doc.draw(canvas, area, &Window::default());
    }
}

/// `new`, `due`, `in 12 d`, in a few cells, after a flag.
fn short_standing(standing: Standing, memory: &Memory, today: Day, room: usize) -> String {
    let word = match (State::of(memory), memory.schedule()) {
        (State::Suspended, _) if room < 9 => "off".to_owned(),
        (State::Suspended, _) => "suspended".to_owned(),
        _ if memory.buried == Some(today) => "buried".to_owned(),
        (_, Some(schedule)) if schedule.due <= today => match standing {
            Standing::Rests => "rests",
            Standing::Waits => "waits",
            _ => "due",
        }
        .to_owned(),
        (_, Some(schedule)) => {
            let days = schedule.due.since(today).unsigned_abs();
            let lead = if room < 9 { "" } else { "in " };
            format!("{lead}{}", dates::span(days))
        }
        _ => "new".to_owned(),
    };
    if memory.flag.is_some() {
        let gap = if room < 9 { "" } else { " " };
        format!("!{gap}{word}")
    } else {
        word
    }
}

impl Screen for Browse {
    fn name(&self) -> &'static str {
        "Browse"
    }

    fn title(&self, look: &Look) -> Title {
        let all = self.found.len();
        let at = all.min(self.cursor.at() + 1);
        Title::named(look, "Browse", format!("{at} of {all}"))
    }

    fn offers(&self) -> Vec<Offer> {
        const NONE: &str = "No card is under the cursor.";
        let some = self.row().is_some();
        let new = Memory::default();
        let memory = self.row().map_or(&new, |row| self.memory(row));
        let switch = |action| switch(action, memory, self.today).only_if(some, NONE);
        let mut offers = vec![offer(Action::Go).named("details").only_if(some, NONE)];
        let (focus, back) = match self.field.text().trim() {
            _ if self.typing => ("commands", "to the list"),
            "" => ("search", "back"),
            _ => ("search", "clear"),
        };
        offers.extend([
            offer(Action::Search).named(focus),
            offer(Action::Focus).named(focus).in_bar_if(self.typing),
            offer(Action::Practise)
                .named("practise these")
                .only_if(some, NONE),
            switch(Action::Suspend),
            switch(Action::Flag),
            offer(Action::Concept).only_if(some, NONE),
            offer(Action::Edit).only_if(some, NONE),
            offer(Action::Info)
                .named("details")
                .only_if(some, NONE)
                .quiet(),
            offer(Action::Next).quiet(),
            offer(Action::Previous).quiet(),
            offer(Action::Copy)
                .named("copy its key")
                .only_if(some, NONE)
                .quiet(),
        ]);
        offers.extend(moves_and_back(back));
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.typing.then_some(&mut self.field)
    }

    fn edited(&mut self, now: Now) -> Vec<Effect> {
        self.turn_to(now.today);
        self.search();
        Vec::new()
    }

    fn press(&mut self, action: Action, now: Now) -> Vec<Effect> {
        self.turn_to(now.today);
        let row = self.row();
        let key = row.map(|row| row.key.clone());
        if let Some(row) = row
            && let Some(event) = switched(action, self.memory(row), self.today)
        {
            let before = self.memory(row).clone();
            let change = Change::new(row.key.clone(), event, self.today, before);
            return vec![record(change)];
        }
        let with_key = |effect: fn(Key) -> Effect| Vec::from_iter(key.clone().map(effect));
        match action {
            Action::Go | Action::Info => return with_key(|key| Route::Card(key).into()),
            Action::Edit => return with_key(Effect::Edit),
            Action::Copy => return with_key(|key| Effect::Copy(key.to_string())),
            Action::Concept => {
                return Vec::from_iter(row.map(|row| Route::Concept(row.concept_id()).into()));
            }
            Action::Practise => {
                let keys = self.found.iter().filter_map(|at| self.rows.get(*at));
                let keys = keys.map(|row| row.key.clone()).collect();
                return vec![Route::Practice(keys).into()];
            }
            Action::Next | Action::Previous => self.step(action == Action::Next),
            Action::Search | Action::Focus => self.typing = !self.typing,
            Action::Back if self.typing => self.typing = false,
            Action::Back if !self.field.text().is_empty() => {
                self.field.clear();
                self.search();
            }
            _ => return vec![Effect::Back],
        }
        Vec::new()
    }

    fn list(&mut self, now: Now) -> Option<(&mut Cursor, usize)> {
        self.turn_to(now.today);
        let len = self.found.len();
        Some((&mut self.cursor, len))
    }

    fn shown(&mut self, now: Now) -> Vec<Effect> {
        self.turn_to(now.today);
        Vec::new()
    }

    fn route(&self, stale: Stale) -> Option<Route> {
        (stale == Stale::Decks).then_some(Route::Browse(String::new()))
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<Browse>().ok()?;
        let key = self.row().map(|row| row.key.clone());
        (self.rows, self.finder) = (fresh.rows, fresh.finder);
        self.changed.clear();
        self.search();
        let same = |at: &usize| self.rows.get(*at).map(|row| &row.key) == key.as_ref();
        let at = self.found.iter().position(same);
        self.cursor.set(at.unwrap_or(0), self.found.len());
        None
    }

    fn hear(&mut self, news: &News, _: Now) -> Vec<Effect> {
        match news {
            News::Recorded(entry) => {
                let change = &entry.change;
                self.changed
                    .insert(change.card.clone(), change.after.clone());
            }
            News::Changed(key, memory) => {
                self.changed.insert(key.clone(), memory.clone());
            }
            News::Undone(back) | News::Redone(back) => {
                let key = back.entry.change.card.clone();
                self.changed.insert(key, back.memory.clone());
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.look.theme;
        let wide = area.width;
        let inner = inset(area, u16::MAX);
        let filters: Vec<String> = filters().map(|name| format!("{name}:")).collect();
        let filters = filters.join(" ");
        let hint = format!("words, or {filters}");
        let is_narrow = width(&hint) + 2 > usize::from(inner.width);
        let hint = if is_narrow { "words" } else { &*hint };
        self.field
            .draw_line(("/ ", hint), canvas, inner, theme.strong, self.typing);
        let mut gap = 1;
        if area.height > 8 {
            let (words, style) = match unknown_filter(self.field.text()) {
                Some(told) => (told, theme.warning),
                None if self.typing => {
                    let filters = if is_narrow { &*filters } else { "is:" };
                    let states = STATES.map(|(name, _)| name).join(" ");
                    (format!("{filters} {states}"), theme.dim)
                }
                None => (String::new(), theme.dim),
            };
            let lines = markdown::wrap_inline(&words, inner.width - 2, &canvas.look.glyphs);
            for line in &lines {
                let words = line.to_string();
                canvas.text(inner.x + 2, inner.y + gap, inner.width - 2, &words, style);
                gap += 1;
            }
            gap = gap.max(2);
        }
        let list = below(inner, gap);
        if wide >= WIDE {
            let (half, side) = split(list, list.width / 2, 3);
            self.draw_rows(canvas, half);
            if let Some(row) = self.row() {
                self.draw_row(row, canvas, side);
            }
        } else {
            self.draw_rows(canvas, list);
        }
        self.finder.begin();
    }
}

/// For tests and benchmarks: the result of a search, as indexes in the rows.
pub fn found(rows: &[Row], query: &str, today: Day) -> Vec<usize> {
    let rows = Arc::new(rows.to_vec());
    Finder::default().find(&rows, query, today, |row| &row.memory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buried_card_is_called_so() {
        let today = Day(20_000);
        let memory = Memory {
            buried: Some(today),
            ..Memory::default()
        };
        let told = |today| short_standing(Standing::Asked, &memory, today, 12);
        assert_eq!((&*told(today), &*told(today.plus(1))), ("buried", "new"));
    }
}
