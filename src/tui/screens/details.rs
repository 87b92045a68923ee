//! One card: both sides, its schedule, and its history.

use super::remark::{add_note, record, switch, switched};
use super::study::view;
use super::{Doc, Route, describe, ways_back};
use crate::study::log::{Change, Entry, Sort};
use crate::study::memory::Event;
use crate::study::outlook::{ShownCard, State};
use crate::study::text::clean;
use crate::study::{Day, Key, Memory};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look, reading};
use crate::tui::screen::{Asks, Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::dates;
use crate::tui::widgets::list::Window;
use crate::tui::widgets::width::{count, pad};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::any::Any;
use std::path::PathBuf;

pub struct Details {
    key: Key,
    shown: ShownCard,
    /// File and line, from 1; `None` for decks that are part of the program.
    place: Option<(PathBuf, u32)>,
    /// Oldest first; `true` if it was undone.
    history: Vec<(Entry, bool)>,
    memory: Memory,
    today: Day,
    window: Window,
}

impl Details {
    pub fn new(
        key: Key,
        shown: ShownCard,
        place: Option<(PathBuf, u32)>,
        history: Vec<(Entry, bool)>,
    ) -> Details {
        let standing = history.iter().filter(|(_, undone)| !undone);
        let memory = standing.fold(Memory::default(), |memory, (entry, _)| {
            memory.after(&entry.change.event, entry.change.day)
        });
        Details {
            key,
            shown,
            place,
            history,
            memory,
            today: Day::default(),
            window: Window::default(),
        }
    }

    fn doc(&self, look: &Look, room: u16) -> Doc {
        let theme = look.theme;
        let card = &self.shown.card;
        let part = self.key.part();
        let face = card.face(part, 0);
        let mut doc = Doc::default();
        doc.all(&look.markdown(&face.prompt, room));
        doc.gap();
        let verdict = card.reveal(part, 0);
        view::verdict(&mut doc, &verdict, false, &face.ask, look, room, false);
        let common = card.common();
        for text in [&verdict.why, &common.hint] {
            if !text.is_blank() {
                doc.gap();
                doc.all(&look.markdown(text, room));
            }
        }
        if !verdict.working.is_empty() {
            doc.gap();
            for line in &verdict.working {
                doc.wrapped("", line, Style::new(), look, room);
            }
        }
        add_note(&mut doc, "Your note  ", &self.shown.note, look, room);
        doc.gap();
        let column = if room < 50 { 10 } else { 14 };
        let mut fact = |name: &str, text: &str| {
            if !text.trim().is_empty() {
                let name = pad(name, column, look.glyphs.cut);
                let lead = Span::styled(name, theme.dim);
                doc.wrapped(lead, text, Style::new(), look, room);
            }
        };
        fact("state", &standing(&self.memory, self.today));
        if let Some(learned) = &self.memory.learned {
            let schedule = learned.schedule;
            let interval = dates::span(schedule.interval);
            let ease = format!("{}.{:02}", schedule.ease / 100, schedule.ease % 100);
            let passes = count(schedule.repetitions, "pass in a row", "passes in a row");
            let lapses = count(learned.lapses, "lapse", "lapses");
            let told = format!("interval {interval}, ease {ease}, {passes}, {lapses}");
            fact("schedule", &told);
        }
        if let Some(reason) = &self.memory.flag {
            fact("flag", if reason.is_empty() { "yes" } else { reason });
        }
        fact("kind", card.name());
        fact("topic", &self.shown.concept.topic);
        fact("tags", &common.tags.join(", "));
        fact("source", &self.shown.source);
        fact("deck", &self.shown.deck_title);
        fact("key", self.key.as_str());
        let file = match &self.place {
            Some((file, line)) => format!("{}, line {line}", file.display()),
            None => "inside the program".to_owned(),
        };
        fact("file", &clean(&file));
        if !self.history.is_empty() {
            doc.gap();
            doc.line(Span::styled("History", theme.strong));
        }
        for (entry, undone) in self.history.iter().rev() {
            doc.line(past(entry, *undone, look, room));
        }
        doc
    }
}

/// `2026-11-21  graded Good          15 d`
fn past(entry: &Entry, undone: bool, look: &Look, room: u16) -> Line<'static> {
    let theme = look.theme;
    let change = &entry.change;
    let mut what = describe(change);
    if undone {
        what.push_str(" (taken back)");
    }
    let style = if undone { theme.dim } else { Style::new() };
    let column = usize::from(room).saturating_sub(12 + 8).min(40);
    let after = match (&change.event, change.after.schedule()) {
        (Event::Graded(..), Some(schedule)) if change.after != change.before => {
            dates::span(schedule.interval)
        }
        _ => String::new(),
    };
    Line::from(vec![
        Span::styled(format!("{}  ", dates::iso(change.day)), theme.dim),
        Span::styled(pad(&what, column, look.glyphs.cut), style),
        Span::styled(after, style),
    ])
}

/// `learning, due in 5 days`.
pub fn standing(memory: &Memory, today: Day) -> String {
    let mut text = State::of(memory).word().to_owned();
    if let Some(schedule) = memory.schedule().filter(|_| !memory.suspended) {
        let due = dates::from_today(schedule.due, today);
        let was = if schedule.due < today { "was " } else { "" };
        text += &format!(", {was}due {due}");
    }
    if memory.buried == Some(today) {
        text.push_str(", buried today");
    }
    text
}

impl Screen for Details {
    fn name(&self) -> &'static str {
        "Card"
    }

    fn title(&self, look: &Look) -> Title {
        Title::of_concept(look, "Card", &self.shown.concept.title, "")
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = ways_back("back");
        offers.extend([
            switch(Action::Suspend, &self.memory, self.today),
            switch(Action::Bury, &self.memory, self.today),
            switch(Action::Flag, &self.memory, self.today),
            offer(Action::Note),
            offer(Action::Practise),
            offer(Action::Concept),
            offer(Action::Edit).only_if(self.shown.file.is_some(), super::INSIDE),
            offer(Action::Copy).named("copy its key"),
        ]);
        offers.extend(movement());
        offers
    }

    fn press(&mut self, action: Action, now: Now) -> Vec<Effect> {
        self.today = now.today;
        if let Some(event) = switched(action, &self.memory, self.today) {
            let change = Change::new(self.key.clone(), event, self.today, self.memory.clone());
            return vec![record(change)];
        }
        match action {
            Action::Note => {
                let (key, note) = (self.key.clone(), self.shown.note.clone());
                vec![Effect::Ask(Asks::Note(Sort::Question, key, note))]
            }
            Action::Practise => vec![Route::Practice(vec![self.key.clone()]).into()],
            Action::Concept => vec![Route::Concept(self.shown.concept.id.clone()).into()],
            Action::Edit => vec![Effect::Edit(self.key.clone())],
            Action::Copy => vec![Effect::Copy(self.key.to_string())],
            Action::Back | Action::Leave => vec![Effect::Back],
            _ => {
                self.window.moved(action);
                Vec::new()
            }
        }
    }

    fn shown(&mut self, now: Now) -> Vec<Effect> {
        self.today = now.today;
        Vec::new()
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Card(self.key.clone()))
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<Details>().ok()?;
        (self.shown, self.history, self.memory) = (fresh.shown, fresh.history, fresh.memory);
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let area = reading(area);
        let doc = self.doc(canvas.look, area.width);
        doc.draw(canvas, area, &self.window);
    }
}
