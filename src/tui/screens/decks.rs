//! Exams to prepare for, and which decks take part or rest. Enter switches a line.

use super::home::title;
use super::{Doc, NO_DECK, Route, moves_and_back};
use crate::study::Day;
use crate::study::choices::{Choice, ExamChoice};
use crate::study::outlook::{DeckLine, ExamLine, Home};
use crate::tui::action::{Action, Offer, offer};
use crate::tui::canvas::{Canvas, Hit, Look, NARROW, READING, inset};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::list::Cursor;
use crate::tui::widgets::width::{pad, pad_left, width};
use crate::tui::widgets::{dates, markdown};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;

const HOW: &str = "A deck that rests introduces nothing and asks nothing; its progress stays, and a session of it can still be opened from home. Where an exam is chosen, the decks of the program take part if they serve it, until you say otherwise.";

const NO_EXAM: &str =
    "No exam is chosen now: all decks take part, but for those that you let rest.";

pub struct Decks {
    today: Day,
    exams: Vec<ExamLine>,
    decks: Vec<DeckLine>,
    /// Index among exams, then decks.
    cursor: Cursor,
}

enum Item<'a> {
    Exam(&'a ExamLine),
    Deck(&'a DeckLine),
}

impl Item<'_> {
    fn is_on(&self) -> bool {
        match self {
            Item::Exam(exam) => exam.is_chosen,
            Item::Deck(deck) => deck.takes_part,
        }
    }
}

impl Decks {
    pub fn new(home: Home) -> Decks {
        Decks {
            today: home.today,
            exams: home.exams,
            decks: home.decks,
            cursor: Cursor::default(),
        }
    }

    fn len(&self) -> usize {
        self.exams.len() + self.decks.len()
    }

    fn item(&self, nth: usize) -> Option<Item<'_>> {
        let deck = nth.checked_sub(self.exams.len());
        match deck {
            None => self.exams.get(nth).map(Item::Exam),
            Some(nth) => self.decks.get(nth).map(Item::Deck),
        }
    }

    fn line(&self, nth: usize, look: &Look, room: usize) -> Vec<Span<'static>> {
        let Some(item) = self.item(nth) else {
            return Vec::new();
        };
        let tracks = self.decks.iter().map(|deck| width(&deck.track));
        let names = self.exams.iter().map(|exam| width(&exam.id)).chain(tracks);
        let column = names.max().unwrap_or(0).min(8);
        let after_room = 24 * usize::from(room + 4 >= usize::from(NARROW));
        let left = room.saturating_sub(4 + column + 2 + after_room);
        let (name, title, after) = match item {
            Item::Exam(exam) => {
                let on = |day| format!("on {}", dates::day_and_month(day, self.today));
                let date = exam.date.map(on);
                let title = markdown::plain(&exam.title);
                (&*exam.id, title, date.unwrap_or_default())
            }
            Item::Deck(deck) => {
                let met = format!("{} of {} met", deck.introduced, deck.questions);
                (&*deck.track, title(deck, left), met)
            }
        };
        let here = nth == self.cursor.at();
        let theme = look.theme;
        let (sign, style) = look.lead(here);
        let (mark, marked) = if item.is_on() {
            (look.glyphs.marked, theme.accent)
        } else {
            (look.glyphs.unmarked, theme.dim)
        };
        let cut = look.glyphs.cut;
        let name = if name == "other" { "" } else { name };
        let mut spans = vec![
            sign,
            Span::styled(format!("{mark} "), marked),
            Span::styled(pad(name, column + 2, cut), theme.dim),
            Span::styled(pad(&title, left, cut), style),
        ];
        if after_room > 0 {
            spans.push(Span::styled(pad_left(&after, after_room, cut), theme.dim));
        }
        spans
    }
}

impl Screen for Decks {
    fn name(&self) -> &'static str {
        "Decks"
    }

    fn title(&self, look: &Look) -> Title {
        let taking = self.decks.iter().filter(|deck| deck.takes_part).count();
        let told = format!("{taking} of {} decks take part", self.decks.len());
        Title::named(look, "Exams and decks", told)
    }

    fn offers(&self) -> Vec<Offer> {
        let item = self.item(self.cursor.at());
        let word = match &item {
            Some(Item::Exam(exam)) if exam.is_chosen => "leave this exam out",
            Some(Item::Exam(_)) => "prepare for it",
            Some(Item::Deck(deck)) if deck.takes_part => "let it rest",
            _ => "let it take part",
        };
        let some = item.is_some();
        let mut offers = vec![
            offer(Action::Go).named(word).only_if(some, NO_DECK),
            offer(Action::Space)
                .named(word)
                .only_if(some, NO_DECK)
                .quiet(),
        ];
        offers.extend(moves_and_back("back"));
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        let choice = match (action, self.item(self.cursor.at())) {
            (Action::Go | Action::Space, Some(Item::Exam(exam))) => {
                Choice::Exam(exam.id.clone(), ExamChoice::Sat(Some(!exam.is_chosen)))
            }
            (Action::Go | Action::Space, Some(Item::Deck(deck))) => {
                Choice::Deck(deck.id.clone(), !deck.takes_part)
            }
            _ => return vec![Effect::Back],
        };
        vec![Effect::Choose(vec![choice])]
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.len();
        Some((&mut self.cursor, len))
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Decks)
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<Decks>().ok()?;
        let any = |of: &Decks| of.exams.iter().any(|exam| exam.is_chosen);
        let is_last_gone = any(self) && !any(&fresh);
        let id = match self.item(self.cursor.at()) {
            Some(Item::Deck(deck)) => Some(deck.id.clone()),
            _ => None,
        };
        (self.today, self.exams, self.decks) = (fresh.today, fresh.exams, fresh.decks);
        let same = |deck: &DeckLine| Some(&deck.id) == id.as_ref();
        let at = self.decks.iter().position(same);
        let at = at.map_or(self.cursor.at(), |at| self.exams.len() + at);
        self.cursor.set(at, self.len());
        is_last_gone.then(|| Effect::Say(NO_EXAM.to_owned()))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        let inner = inset(area, READING + 24);
        let mut doc = Doc::default();
        for nth in 0..self.len() {
            let at = doc.len();
            let head = match nth {
                0 if !self.exams.is_empty() => Some("Exams"),
                nth if nth == self.exams.len() => Some("Decks"),
                _ => None,
            };
            if let Some(head) = head {
                doc.gap();
                doc.line(Span::styled(format!("  {head}"), look.theme.strong));
            }
            doc.hit(self.line(nth, look, inner.width.into()), Hit::Item(nth));
            if nth == self.cursor.at() {
                doc.focus = Some(at..doc.len());
            }
        }
        doc.gap();
        let room = usize::from(inner.width).saturating_sub(2);
        doc.note(HOW, Style::new(), look, room);
        doc.draw(canvas, inner, &self.cursor.window);
    }
}
