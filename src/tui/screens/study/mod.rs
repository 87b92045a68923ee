//! A session: pages, questions, verdicts, grades, and the summary at the end. It moves on only when a grade was recorded.

pub mod answer;
mod end;
pub mod grades;
pub mod question;
pub mod view;

use super::remark::{record, switch, switched};
use super::{INSIDE, Route, concept, ways_back};
use crate::study::kinds::{Answer, Prefill};
use crate::study::log::{Change, Confidence, Sort};
use crate::study::memory::Event;
use crate::study::outlook::{ConceptPage, Home, ShownCard};
use crate::study::session::{Session, Step};
use crate::study::{Key, memory};
use crate::tui::action::{Action, Offer, movement, offer};
use crate::tui::canvas::{Canvas, Look};
use crate::tui::screen::{Asks, Effect, News, Now, Screen, Title};
use crate::tui::widgets::field::Field;
use crate::tui::widgets::list::Window;
use crate::tui::widgets::markdown;
use answer::{Draft, Pressed};
use question::{Answered, Asking};
use ratatui::layout::Rect;

/// A grade key pressed so soon after the answer appeared was meant for the question, or is a key held down.
const UNSEEN_MS: u64 = 250;

pub struct Study {
    session: Session,
    six_grades: bool,
    /// Whether to ask for the confidence before an answer is shown.
    asks_confidence: bool,
    stage: Stage,
    window: Window,
    /// The fronts of cards shown, for the list of those missed.
    seen: Vec<(Key, String)>,
    /// Number of questions left out because their card cannot be read any more.
    unreadable: u64,
}

/// What is on the screen.
enum Stage {
    /// The card or page is being loaded.
    Waiting,
    Page(ConceptPage),
    Asking(Box<Asking>),
    Answered(Box<Answered>),
    /// The outlook arrives a moment later.
    End(Option<Home>),
}

impl Study {
    /// The first card or page is loaded when the screen is shown.
    pub fn new(session: Session, six_grades: bool) -> Study {
        Study {
            session,
            six_grades,
            asks_confidence: false,
            stage: Stage::Waiting,
            window: Window::default(),
            seen: Vec::new(),
            unreadable: 0,
        }
    }

    /// Asks for the confidence before an answer is shown.
    pub fn asking_confidence(self, asks_confidence: bool) -> Study {
        Study {
            asks_confidence,
            ..self
        }
    }

    /// The answer is complete: judges it, or asks for the confidence first.
    fn give(&mut self, now: Now) {
        let (asks, asked) = (self.asks_confidence, self.session.asking());
        let (Stage::Asking(asking), Some(asked)) = (&mut self.stage, asked) else {
            return;
        };
        if asks && asking.can_be_judged(asked.question.key.part(), asked.seed) {
            asking.saying_ms = Some(now.ms);
            return;
        }
        let give_up = asking.draft.answer().is_none();
        self.judge(give_up, now);
    }

    /// Takes the confidence if it is being asked for. False if the action does not concern it.
    fn say(&mut self, action: Action, now: Now) -> bool {
        let Stage::Asking(asking) = &mut self.stage else {
            return false;
        };
        let Some(since) = asking.saying_ms else {
            return false;
        };
        let said = match action {
            Action::Pick(n) => Confidence::ASKED.get(usize::from(n).wrapping_sub(1)),
            Action::Go | Action::Space => None,
            _ => {
                asking.saying_ms = None;
                return true;
            }
        };
        // Earlier key presses were meant for the option, or the key is held down.
        if now.ms >= since.saturating_add(UNSEEN_MS) {
            asking.said = said.copied();
            self.judge(false, now);
        }
        true
    }

    /// Loads the current card or page.
    fn fetch(&mut self) -> Vec<Effect> {
        self.window.reset();
        let (stage, effect) = match self.asked_for() {
            Some(effect) => (Stage::Waiting, effect),
            None => (Stage::End(None), Effect::FetchHome),
        };
        self.stage = stage;
        vec![effect]
    }

    /// Loads the card or page on the screen again: its text or note may have changed.
    fn fetch_again(&self) -> Vec<Effect> {
        match self.stage {
            Stage::End(_) => Vec::new(),
            _ => Vec::from_iter(self.asked_for()),
        }
    }

    /// What loads the card or page at which the session stands.
    fn asked_for(&self) -> Option<Effect> {
        Some(match self.session.step()? {
            Step::Page(concept) => Effect::FetchPage(concept.clone()),
            Step::Ask(asked) => Effect::FetchCard(asked.question.key.clone()),
        })
    }

    fn on_screen(&self) -> Option<&ShownCard> {
        match &self.stage {
            Stage::Asking(asking) => Some(&asking.shown),
            Stage::Answered(answered) => Some(&answered.shown),
            _ => None,
        }
    }

    fn key(&self) -> Option<Key> {
        self.session
            .asking()
            .map(|asked| asked.question.key.clone())
    }

    /// Shows the card: as new or, if it was only read again, with the learner's answer so far.
    fn show(&mut self, shown: ShownCard, now: Now) {
        let Some(asked) = self.session.asking() else {
            return;
        };
        let (part, seed) = (asked.question.key.part().to_owned(), asked.seed);
        let face = shown.card.face(&part, seed);
        let front = markdown::plain(&face.prompt);
        self.seen.retain(|(key, _)| *key != asked.question.key);
        self.seen.push((asked.question.key.clone(), front));
        self.stage = match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Answered(old) => {
                let answer = old.answer.clone().unwrap_or(Answer::Recalled);
                match shown.card.judge(&part, seed, &answer) {
                    Ok(verdict) => Stage::Answered(Box::new(Answered {
                        shown,
                        face,
                        verdict,
                        ..*old
                    })),
                    Err(_) => Stage::Asking(Box::new(Asking::new(shown, face, old.since_ms))),
                }
            }
            Stage::Asking(old) if old.face.ask == face.ask => Stage::Asking(Box::new(Asking {
                shown,
                face,
                ..*old
            })),
            Stage::Asking(old) => Stage::Asking(Box::new(Asking::new(shown, face, old.since_ms))),
            _ => Stage::Asking(Box::new(Asking::new(shown, face, now.ms))),
        };
    }

    /// Judges the answer, or shows the right one if none was given.
    fn judge(&mut self, give_up: bool, now: Now) {
        let Some(asked) = self.session.asking() else {
            return;
        };
        let (part, seed) = (asked.question.key.part().to_owned(), asked.seed);
        self.stage = match std::mem::replace(&mut self.stage, Stage::Waiting) {
            Stage::Asking(asking) => match asking.judged(&part, seed, give_up) {
                Ok(mut answered) => {
                    let choices = grades::choices(self.six_grades);
                    let proposed = choices.iter().position(|c| c.grade == answered.proposed);
                    answered.picked = proposed.unwrap_or(0);
                    answered.shown_ms = now.ms;
                    self.window.reset();
                    Stage::Answered(answered)
                }
                Err(asking) => Stage::Asking(asking),
            },
            stage => stage,
        };
    }

    fn grade(&self, nth: usize, now: Now) -> Vec<Effect> {
        let Stage::Answered(answered) = &self.stage else {
            return Vec::new();
        };
        if now.ms < answered.shown_ms.saturating_add(UNSEEN_MS) {
            return Vec::new();
        }
        let took = u32::try_from(now.ms.saturating_sub(answered.since_ms)).unwrap_or(u32::MAX);
        let change = grades::choices(self.six_grades)
            .get(nth)
            .and_then(|choice| {
                self.session
                    .graded(choice.grade, took, answered.answer.as_ref())
            })
            .map(|change| Change {
                is_long: answered.shown.card.is_long(),
                confidence: answered.said,
                ..change
            });
        Vec::from_iter(change.map(record))
    }

    fn change(&self, event: Event) -> Vec<Effect> {
        Vec::from_iter(self.session.changed(event).map(record))
    }

    /// The calculator for the problem just answered, with its numbers.
    fn prefill(&self) -> Option<Prefill> {
        match &self.stage {
            Stage::Answered(answered) => answered.shown.card.prefill(self.session.asking()?.seed),
            _ => None,
        }
    }

    /// The actions for the current card, answered or not.
    fn card_offers(&self) -> Vec<Offer> {
        let file = self.on_screen().is_some_and(|shown| shown.file.is_some());
        let asked = self.session.asking();
        let flag = asked.map_or(offer(Action::Flag), |asked| {
            switch(Action::Flag, &asked.question.memory, self.session.day())
        });
        vec![
            offer(Action::Suspend),
            flag,
            offer(Action::Concept),
            offer(Action::Bury),
            offer(Action::Edit).only_if(file, INSIDE),
            offer(Action::Info),
        ]
    }

    fn press_card(&mut self, action: Action) -> Vec<Effect> {
        let Some(key) = self.key() else {
            return Vec::new();
        };
        match action {
            Action::Suspend => self.change(Event::Suspend),
            Action::Bury => self.change(Event::Bury),
            Action::Flag => {
                let memory = self.session.asking().map(|asked| &asked.question.memory);
                let event = memory.and_then(|memory| switched(action, memory, self.session.day()));
                event.map_or_else(Vec::new, |event| self.change(event))
            }
            Action::Concept => match self.on_screen() {
                Some(shown) => vec![Route::Concept(shown.concept.id.clone()).into()],
                None => Vec::new(),
            },
            Action::Edit => vec![Effect::Edit(key)],
            Action::Info => vec![Route::Card(key).into()],
            Action::Later => {
                self.session.later();
                self.fetch()
            }
            _ => Vec::new(),
        }
    }
}

impl Screen for Study {
    fn name(&self) -> &'static str {
        match self.stage {
            Stage::Waiting | Stage::Asking(_) => "Question",
            Stage::Page(_) => "Concept",
            Stage::Answered(_) => "Answer",
            Stage::End(_) => "End of the session",
        }
    }

    fn title(&self, look: &Look) -> Title {
        let (done, all) = self.session.progress();
        let concept = match &self.stage {
            Stage::Page(page) => Some((&page.track, &page.title)),
            _ => self.on_screen().map(|s| (&s.track, &s.concept.title)),
        };
        let mut words = Vec::new();
        if matches!(self.stage, Stage::Page(_)) {
            words.push("to read first".to_owned());
        }
        if let Some(asked) = self.session.asking() {
            match self.session.meant() {
                Some(memory::Meant::Practice) => words.push("practice".to_owned()),
                // A question that is due is recorded as a review, in practice too.
                Some(memory::Meant::Review) if self.session.is_practice() => {
                    words.push("practice, due today".to_owned());
                }
                Some(memory::Meant::Look) => words.push("a look before the exam".to_owned()),
                Some(memory::Meant::Drill) => words.push("once more today".to_owned()),
                _ if asked.question.memory.is_new() => words.push("new".to_owned()),
                _ => {}
            }
        }
        if !matches!(self.stage, Stage::End(_)) {
            words.push(format!("{} of {all}", (done + 1).min(all)));
        }
        let dot = format!(" {} ", look.glyphs.dot);
        let words = words.join(&dot);
        match concept {
            Some((track, title)) => Title::of_concept(look, track, title, words),
            None => Title::named(look, self.name(), words),
        }
    }

    fn next_question(&self) -> Option<&Key> {
        self.session.next_question()
    }

    fn progress(&self) -> Option<(usize, usize)> {
        (!matches!(self.stage, Stage::End(_))).then(|| self.session.progress())
    }

    fn is_answered(&self) -> bool {
        true
    }

    fn offers(&self) -> Vec<Offer> {
        let mut offers = Vec::new();
        match &self.stage {
            Stage::Waiting => {}
            Stage::Page(_) => {
                offers.push(offer(Action::Go).named("to the question"));
                offers.push(offer(Action::Space).named("to the question").quiet());
                offers.push(offer(Action::Note));
                offers.extend(movement());
            }
            Stage::Asking(asking) if asking.saying_ms.is_some() => {
                for nth in 0..Confidence::ASKED.len() {
                    let pick = offer(Action::Pick(nth as u8 + 1));
                    offers.push(pick.named("say how sure"));
                }
                offers.push(offer(Action::Go).named("say nothing"));
                offers.push(offer(Action::Space).named("say nothing").quiet());
                offers.push(offer(Action::Back).named("back to the question"));
                return offers;
            }
            Stage::Asking(asking) => {
                offers.extend(asking.draft.offers());
                let has_hint = !asking.shown.card.common().hint.is_blank();
                let hint = offer(Action::Hint).only_if(has_hint, "This card has no hint.");
                offers.push(hint.in_bar_if(has_hint));
                if !matches!(asking.draft, Draft::Recall) {
                    offers.push(offer(Action::DontKnow));
                }
                let typing = asking.draft.is_typing();
                offers.push(offer(Action::Undo).in_bar_if(!typing));
                offers.push(asking.draft.way_back("back"));
                offers.push(offer(Action::Leave).named("back").quiet());
                offers.extend(self.card_offers());
                offers.push(offer(Action::Later));
                let after = "A note is written after the answer.";
                offers.push(offer(Action::Note).only_if(false, after).quiet());
                return offers;
            }
            Stage::Answered(answered) => {
                let choices = grades::choices(self.six_grades);
                let picked = choices.get(answered.picked).map_or("", |c| c.word);
                offers.push(offer(Action::Go).named(format!("take {picked}")));
                offers.push(offer(Action::Space).named(format!("take {picked}")).quiet());
                for choice in &choices {
                    offers.push(offer(Action::Pick(choice.key)).named("grade"));
                }
                offers.push(offer(Action::Left).named("grade before").quiet());
                offers.push(offer(Action::Right).named("grade after").quiet());
                if self.prefill().is_some() {
                    offers.push(offer(Action::Working).named("in the calculator"));
                }
                offers.push(offer(Action::Undo));
                offers.extend(ways_back("back"));
                offers.push(offer(Action::Note));
                offers.extend(self.card_offers());
                offers.extend(movement());
                return offers;
            }
            Stage::End(_) => {
                offers.push(offer(Action::Go).named("back"));
                offers.push(offer(Action::Undo));
                let missed = !self.session.summary().missed.is_empty();
                let practise = offer(Action::Practise)
                    .named("practise these")
                    .only_if(missed, "All were answered at once.");
                offers.push(practise.in_bar_if(missed));
                offers.extend(movement());
            }
        }
        offers.extend(ways_back("back"));
        offers
    }

    fn field(&mut self) -> Option<&mut Field> {
        match &mut self.stage {
            Stage::Asking(asking) if asking.saying_ms.is_none() => asking.draft.field(),
            _ => None,
        }
    }

    fn edited(&mut self, _: Now) -> Vec<Effect> {
        if let Stage::Asking(asking) = &mut self.stage {
            asking.refused = None;
        }
        Vec::new()
    }

    fn press(&mut self, action: Action, now: Now) -> Vec<Effect> {
        if self.session.day() != now.today {
            self.session.turn_to(now.today);
        }
        if self.say(action, now) {
            return Vec::new();
        }
        if let Stage::Asking(asking) = &mut self.stage
            && asking.draft.is_typing()
            && action == Action::Back
        {
            asking.draft.focus(false);
            return Vec::new();
        }
        match &mut self.stage {
            _ if matches!(action, Action::Back | Action::Leave) => vec![Effect::Back],
            _ if action == Action::Undo => vec![Effect::Undo],
            Stage::Waiting => Vec::new(),
            Stage::Page(page) => {
                match action {
                    Action::Note => return vec![concept::note_on(page)],
                    // Space first scrolls to the end.
                    Action::Space if !self.window.at_end() => {
                        self.window.moved(Action::PageDown);
                    }
                    Action::Go | Action::Space => {
                        self.session.turn_page();
                        return self.fetch();
                    }
                    _ => drop(self.window.moved(action)),
                }
                Vec::new()
            }
            Stage::Asking(asking) => {
                match (asking.draft.press(action), action) {
                    (Pressed::Given, _) => self.give(now),
                    (Pressed::Done, _) => asking.refused = None,
                    (Pressed::Not, Action::Hint) => asking.hint = !asking.hint,
                    (Pressed::Not, Action::DontKnow) => self.judge(true, now),
                    (Pressed::Not, _) if self.window.moved(action) => {}
                    (Pressed::Not, _) => return self.press_card(action),
                }
                Vec::new()
            }
            Stage::Answered(answered) => {
                let choices = grades::choices(self.six_grades);
                match action {
                    Action::Working => {
                        let open = self.prefill();
                        let open = open.map(|p| Route::Calculator(p.calculator, Some(p.request)));
                        return Vec::from_iter(open.map(Effect::from));
                    }
                    Action::Note => {
                        let note = answered.shown.note.clone();
                        let of = |key| Effect::Ask(Asks::Note(Sort::Question, key, note));
                        return Vec::from_iter(self.key().map(of));
                    }
                    Action::Left => answered.picked = answered.picked.saturating_sub(1),
                    Action::Right => answered.picked = (answered.picked + 1).min(choices.len() - 1),
                    Action::Go | Action::Space => {
                        let picked = answered.picked;
                        return self.grade(picked, now);
                    }
                    Action::Pick(key) => {
                        if let Some(nth) = choices.iter().position(|c| c.key == key) {
                            return self.grade(nth, now);
                        }
                    }
                    _ if self.window.moved(action) => {}
                    _ => return self.press_card(action),
                }
                Vec::new()
            }
            Stage::End(_) => match action {
                Action::Go => vec![Effect::Back],
                Action::Practise => {
                    let missed = self.session.summary().missed;
                    vec![Effect::Back, Route::Practice(missed).into()]
                }
                _ => {
                    self.window.moved(action);
                    Vec::new()
                }
            },
        }
    }

    fn clicked(&mut self, item: usize, now: Now) -> Vec<Effect> {
        if let Stage::Asking(asking) = &mut self.stage
            && asking.saying_ms.is_none()
            && asking.draft.clicked(item) == Pressed::Given
        {
            return self.press(Action::Go, now);
        }
        Vec::new()
    }

    fn shown(&mut self, _: Now) -> Vec<Effect> {
        match self.stage {
            Stage::Waiting => self.fetch(),
            _ => Vec::new(),
        }
    }

    fn hear(&mut self, news: &News, now: Now) -> Vec<Effect> {
        match news {
            News::Card(key, found) if self.key().as_ref() == Some(key) => match found {
                Ok(shown) => {
                    self.show((**shown).clone(), now);
                    Vec::new()
                }
                // The card on the screen can still be answered and graded.
                Err(_) if self.on_screen().is_some() => Vec::new(),
                Err(_) => {
                    self.unreadable += 1;
                    self.session.forget(key);
                    self.fetch()
                }
            },
            News::Page(id, page) if self.session.step() == Some(&Step::Page(id.clone())) => {
                if let Some(page) = page {
                    self.stage = Stage::Page((**page).clone());
                    return Vec::new();
                }
                self.session.turn_page();
                self.fetch()
            }
            News::Home(home) => {
                if let Stage::End(ahead) = &mut self.stage {
                    *ahead = Some((**home).clone());
                }
                Vec::new()
            }
            News::Recorded(entry) => {
                let change = &entry.change;
                if self.key().as_ref() != Some(&change.card) {
                    return Vec::new();
                }
                self.session.recorded((**entry).clone());
                let mut effects = said_of(change);
                if !matches!(change.event, Event::Flag(_) | Event::Unflag) {
                    effects.extend(self.fetch());
                }
                effects
            }
            News::Changed(key, memory) => {
                let was_up = self.key().as_ref() == Some(key);
                self.session.found_changed(key, memory.clone());
                if was_up { self.fetch() } else { Vec::new() }
            }
            News::Undone(back) => {
                let card = &back.entry.change.card;
                let before = self.key();
                let (memory, concept) = (back.memory.clone(), back.concept.clone());
                let links = back.links.clone();
                self.session.undid(&back.entry, memory, concept, links);
                match back.entry.change.event {
                    Event::Choose { .. } => self.fetch_again(),
                    Event::Flag(_) | Event::Unflag if before.as_ref() == Some(card) => Vec::new(),
                    _ => self.fetch(),
                }
            }
            News::Redone(back) => {
                self.session.redid(back.entry.clone());
                match back.entry.change.event {
                    Event::Choose { .. } => self.fetch_again(),
                    _ => self.fetch(),
                }
            }
            News::Reloaded { .. } | News::Chosen => self.fetch_again(),
            _ => Vec::new(),
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        view::draw(self, canvas, area);
    }
}

/// A message about a change that the screen does not show by itself.
fn said_of(change: &Change) -> Vec<Effect> {
    let said = match &change.event {
        Event::Suspend => {
            "Suspended: it is not asked until you bring it back. u takes that back.".to_owned()
        }
        Event::Bury => "Buried: not today.".to_owned(),
        Event::Flag(_) => "Flagged. Browse (/) lists flagged cards: is:flagged".to_owned(),
        Event::Unflag => "The flag is taken off.".to_owned(),
        Event::Graded(..) if change.after.has_just_become_a_leech(&change.before) => {
            let lapses = change.after.learned.map_or(0, |l| l.lapses);
            return vec![Effect::Warn(format!(
                "A leech: forgotten {lapses} times. Reword it, read its concept again, or suspend it."
            ))];
        }
        _ => return Vec::new(),
    };
    vec![Effect::Say(said)]
}
