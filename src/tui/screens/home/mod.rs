//! The home screen: what is due and how much of it to do now, the decks and how well each is known, weak concepts, the days
//! around, files that did not load.

use super::{Doc, Route};
use crate::study::outlook::{Broken, DeckLine, Home};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look, NARROW, READING, WIDE, at_most, inset_if_wide, split};
use crate::tui::screen::{Effect, Now, Screen, Stale, Title};
use crate::tui::widgets::dates;
use crate::tui::widgets::list::{Cursor, Window};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use std::any::Any;
use std::cell::Cell;

mod decks;
mod side;
mod today;

pub(super) use decks::title;

pub const NOTHING_TO_DO: &str =
    "Nothing is left for today here. Browse (/) and practise (p) any card as often as you like.";

const NAME: &str = "Swot";
/// From this height on, a wide screen shows the modules of the exams, and columns rise over several lines.
const TALL: u16 = 36;
/// Portions that are proposed, in questions.
const PORTIONS: [u32; 10] = [5, 10, 20, 30, 50, 75, 100, 150, 200, 300];
/// New questions that one key adds.
const MORE: u32 = 10;

#[derive(Default)]
pub struct HomeScreen {
    home: Home,
    cursor: Cursor,
    /// As many of today's questions as are wanted now; kept nowhere.
    portion: Option<u32>,
    /// New questions beyond today's limit.
    more: u32,
    /// The line under the cursor disappeared when the screen was drawn: the next key would act on another line.
    lost: Cell<bool>,
}

/// A line that the cursor can stand on.
#[derive(Clone, Copy, PartialEq)]
enum Item<'a> {
    Today,
    Deck(&'a DeckLine),
    Broken(usize, &'a Broken),
    Weak,
}

impl Item<'_> {
    /// Identifies the line when it is drawn with other numbers.
    fn name(&self) -> String {
        match self {
            Item::Today => "today".into(),
            Item::Deck(deck) => format!("deck {}", deck.id),
            Item::Broken(_, broken) => format!("file {}", broken.file),
            Item::Weak => "weak".into(),
        }
    }
}

impl HomeScreen {
    pub fn new(mut home: Home) -> HomeScreen {
        // What rests is not what one came for.
        home.decks.sort_by_key(|deck| !deck.takes_part);
        HomeScreen {
            home,
            ..HomeScreen::default()
        }
    }

    fn items(&self) -> impl Iterator<Item = Item<'_>> {
        let broken = self.home.broken.iter().enumerate();
        let weak = (!self.home.weak.is_empty()).then_some(Item::Weak);
        std::iter::once(Item::Today)
            .chain(self.home.decks.iter().map(Item::Deck))
            .chain(broken.map(|(i, b)| Item::Broken(i, b)))
            .chain(weak)
    }

    fn len(&self) -> usize {
        self.items().count()
    }

    fn item(&self) -> Item<'_> {
        self.items().nth(self.cursor.at()).unwrap_or(Item::Today)
    }

    fn is_idle(&self) -> bool {
        self.work() == 0
    }

    /// Today's questions, with the new ones that were asked for.
    fn work(&self) -> u32 {
        self.home.work() + self.more
    }

    /// The number of questions in the chosen portion, or all of today's.
    fn wanted(&self) -> u32 {
        self.portion.unwrap_or(u32::MAX).min(self.work())
    }

    /// After a break first the portion that clears it, then the next smaller one.
    fn want_less(&mut self) {
        if self.more > 0 {
            self.more = self.more.saturating_sub(MORE);
            return;
        }
        let wanted = self.wanted();
        let offered = self.home.spread_backlog().map(|backlog| backlog.a_day);
        let offered = offered.filter(|n| self.portion.is_none() && *n < wanted);
        let smaller = PORTIONS.into_iter().rev().find(|n| *n < wanted);
        self.portion = offered.or(smaller).or(self.portion);
    }

    fn want_more(&mut self) {
        match self.portion {
            Some(portion) => {
                let larger = PORTIONS.into_iter().find(|n| *n > portion);
                self.portion = larger.filter(|n| *n < self.work());
            }
            None => self.more = (self.more + MORE).min(self.home.new_left),
        }
    }

    fn study(&self) -> Route {
        Route::Study {
            selectors: Vec::new(),
            new: (self.more > 0).then(|| self.home.new + self.more),
            limit: self.portion.map(|n| n as usize),
        }
    }

    /// Goes to the first line of the next part: today, decks, files with faults, weak concepts.
    fn next_part(&mut self, forward: bool) {
        let part = |item: &Item<'_>| match item {
            Item::Today => 0,
            Item::Deck(_) => 1,
            Item::Broken(..) => 2,
            Item::Weak => 3,
        };
        let parts: Vec<u8> = self.items().map(|item| part(&item)).collect();
        let firsts: Vec<usize> = (0..parts.len())
            .filter(|at| *at == 0 || parts[*at] != parts[at - 1])
            .collect();
        let here = parts.get(self.cursor.at());
        let nth = firsts.iter().position(|at| parts.get(*at) == here);
        let nth = nth.unwrap_or(0) + if forward { 1 } else { firsts.len() - 1 };
        self.cursor.set(firsts[nth % firsts.len()], self.len());
    }
}

impl Screen for HomeScreen {
    fn name(&self) -> &'static str {
        "Home"
    }

    fn title(&self, look: &Look) -> Title {
        let dim = look.theme.dim;
        let today = Span::styled(dates::long(self.home.today), dim);
        let right = match self.next_exam() {
            // Where not both fit, today's date goes: a title keeps the last of three.
            Some(exam) => vec![
                today,
                Span::styled(format!(" {} ", look.glyphs.dot), dim),
                Span::styled(exam, look.theme.strong),
            ],
            None => vec![today],
        };
        Title::new(Span::styled(NAME, look.theme.strong), right)
    }

    fn offers(&self) -> Vec<Offer> {
        let go = match self.item() {
            Item::Today => {
                let none = if self.home.decks.is_empty() {
                    "There is no deck to study."
                } else {
                    NOTHING_TO_DO
                };
                offer(Action::Go)
                    .named("start")
                    .only_if(!self.is_idle(), none)
            }
            Item::Deck(_) => offer(Action::Go).named("study this deck"),
            Item::Broken(..) => offer(Action::Go).named("what is wrong"),
            Item::Weak => offer(Action::Go).named("practise these"),
        };
        // What cannot start is no first thing to offer.
        let go = match go.why_not {
            Some(_) => go.quiet(),
            None => go,
        };
        let mut offers = vec![go.clone(), offer(Action::Space).named(go.label()).quiet()];
        offers.push(offer(Action::Search));
        let routes = Route::FROM_HOME.map(|(action, _)| offer(action));
        offers.extend(routes.map(|offer| match offer.action {
            Action::Decks | Action::Settings => offer.quiet(),
            _ => offer,
        }));
        let is_less = self.more > 0 || self.wanted() > PORTIONS[0];
        let is_more = self.portion.is_some() || self.more < self.home.new_left;
        offers.extend([
            offer(Action::NudgeUp)
                .named(if self.portion.is_some() {
                    "a larger portion"
                } else {
                    "more new"
                })
                .only_if(is_more, "No card is left to be met.")
                .quiet(),
            offer(Action::NudgeDown)
                .named("a smaller portion")
                .only_if(is_less, "It is a small portion already.")
                .quiet(),
            offer(Action::Focus).named("next part").quiet(),
            offer(Action::FocusBack).named("the part before").quiet(),
        ]);
        let changed = !self.home.updates.is_empty();
        let changes =
            offer(Action::Changes).only_if(changed, "No deck has changed since you saw it last.");
        offers.push(changes.in_bar_if(changed));
        offers.extend([
            offer(Action::Palette),
            offer(Action::Help),
            offer(Action::Leave).named("quit"),
        ]);
        offers.extend(movement());
        offers
    }

    fn press(&mut self, action: Action, _: Now) -> Vec<Effect> {
        if self.lost.take() && matches!(action, Action::Go | Action::Space | Action::Search) {
            return vec![Effect::Say("What stood there is gone: look again.".into())];
        }
        match (action, self.item()) {
            (Action::Go | Action::Space, Item::Today) => vec![self.study().into()],
            (Action::Go | Action::Space, Item::Deck(deck)) => {
                // As many as its line says; of a deck without any today all that the day has room for.
                let new = (deck.due + deck.looks + deck.new > 0).then_some(deck.new);
                vec![Route::study(vec![deck.id.clone()], new).into()]
            }
            (Action::Go | Action::Space, Item::Broken(nth, _)) => {
                vec![Route::Faults(nth).into()]
            }
            (Action::Go | Action::Space, Item::Weak) => {
                let keys = self.home.weak.iter().flat_map(|weak| weak.keys.clone());
                vec![Route::Practice(keys.collect()).into()]
            }
            (Action::Search, Item::Deck(deck)) => {
                vec![Route::Browse(format!("deck:{} ", deck.id)).into()]
            }
            (Action::Search, _) => vec![Route::Browse(String::new()).into()],
            (Action::Changes, _) => vec![Route::Updates.into()],
            (Action::Leave, _) => vec![Effect::Quit],
            (Action::NudgeUp | Action::NudgeDown | Action::Focus | Action::FocusBack, _) => {
                match action {
                    Action::NudgeUp => self.want_more(),
                    Action::NudgeDown => self.want_less(),
                    action => self.next_part(action == Action::Focus),
                }
                Vec::new()
            }
            (action, _) => {
                let mut routes = Route::FROM_HOME.into_iter();
                let route = routes.find(|(key, _)| *key == action);
                route.map(|(_, route)| route.into()).into_iter().collect()
            }
        }
    }

    fn list(&mut self, _: Now) -> Option<(&mut Cursor, usize)> {
        let len = self.len();
        Some((&mut self.cursor, len))
    }

    fn route(&self, _: Stale) -> Option<Route> {
        Some(Route::Home)
    }

    fn is_old(&self) -> bool {
        self.home.is_old
    }

    fn renew(&mut self, fresh: Box<dyn Any>) -> Option<Effect> {
        let fresh = fresh.downcast::<HomeScreen>().ok()?;
        let name = self.item().name();
        let before = std::mem::replace(&mut self.home, fresh.home);
        let at = self.items().position(|item| item.name() == name);
        self.lost.set(at.is_none());
        self.cursor.set(at.unwrap_or(0), self.len());
        // A portion is reset if the work from which it was chosen has changed.
        let of = |home: &Home| (home.today, home.due, home.looks, home.new);
        if of(&before) != of(&self.home) {
            (self.portion, self.more) = (None, 0);
        }
        None
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        self.lost.set(false);
        let look = canvas.look;
        let inner = inset_if_wide(area, u16::MAX);
        let mut doc = Doc::default();
        if area.width >= WIDE {
            let (half, side) = split(inner, (inner.width * 13 / 20).min(READING + 24), 3);
            let side = at_most(side, READING + 12);
            self.today(&mut doc, look, half);
            self.decks(&mut doc, look, half);
            if area.height >= TALL {
                self.modules(&mut doc, look, half);
            }
            doc.draw(canvas, half, &self.cursor.window);
            let mut doc = Doc::default();
            self.week(&mut doc, look, side);
            self.lately(&mut doc, look, side);
            self.weak(&mut doc, look, side);
            self.about(&mut doc, look, side);
            doc.draw(canvas, side, &Window::default());
        } else {
            let inner = at_most(inner, READING + 6);
            self.today(&mut doc, look, inner);
            self.decks(&mut doc, look, inner);
            self.weak(&mut doc, look, inner);
            if area.width >= NARROW {
                self.week(&mut doc, look, inner);
            }
            doc.draw(canvas, inner, &self.cursor.window);
        }
        // None of the numbers holds.
        if self.home.is_old {
            canvas.dim(area);
        }
    }
}

impl HomeScreen {
    fn lead(&self, look: &Look, nth: usize) -> (Span<'static>, Style) {
        look.lead(nth == self.cursor.at())
    }

    /// `CPIM on 12 March, in 64 days`: the nearest exam to come.
    fn next_exam(&self) -> Option<String> {
        let today = self.home.today;
        let dated = self.home.exams.iter().filter(|exam| exam.is_chosen);
        let to_come = dated.filter_map(|exam| Some((exam.date.filter(|day| *day >= today)?, exam)));
        let (day, exam) = to_come.min_by_key(|(day, _)| *day)?;
        let on = dates::day_and_month(day, today);
        let from_today = dates::from_today(day, today);
        Some(format!("{} on {on}, {from_today}", exam.id))
    }
}
