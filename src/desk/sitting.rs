//! What is asked of a learner: today's questions, or chosen ones out of turn.

use super::Desk;
use super::selection::Selection;
use crate::study::outline::{CardOutline, ConceptOutline, Outline};
use crate::study::plan::{Fresh, Plan, Question, card_of, in_order_of_prerequisites, plan, wait};
use crate::study::session::{Session, mix};
use crate::study::{Key, Memory};
use std::collections::HashSet;
use std::sync::Arc;

/// A question where it stands: a hundred thousand of them are looked through for the few that are asked.
pub(super) struct Asked<'a> {
    deck: &'a Outline,
    concept: &'a ConceptOutline,
    card: &'a CardOutline,
    key: Key,
    pub memory: &'a Memory,
}

impl From<Asked<'_>> for Question {
    fn from(asked: Asked<'_>) -> Question {
        Question {
            concept: format!("{}/{}", asked.deck.id, asked.concept.id),
            links: asked.deck.links(asked.card),
            memory: asked.memory.clone(),
            key: asked.key,
        }
    }
}

/// Of a question that was never asked.
static NOTHING: Memory = Memory {
    learned: None,
    suspended: false,
    buried: None,
    flag: None,
};

impl Desk {
    /// Today's session over the selected questions. `new` replaces today's limit of new questions.
    pub fn session(
        &mut self,
        selectors: &[String],
        new: Option<u32>,
        limit: Option<usize>,
    ) -> Result<Session, String> {
        self.remember()?;
        let decks = self.outlines();
        let selection = Selection::read(selectors, &decks, self.taking(&decks)?)?;
        let mut plan = self.plan(&decks, &selection, new)?;
        if let Some(mut left) = limit {
            for questions in [&mut plan.due, &mut plan.drill, &mut plan.new] {
                questions.truncate(left);
                left -= questions.len();
            }
        }
        let pages = self.unread(&decks);
        Ok(Session::new(plan, &pages, self.today(), self.seed()))
    }

    /// These questions out of turn: nothing they are graded moves the schedule.
    pub fn practice(&mut self, keys: &[Key]) -> Result<Session, String> {
        self.remember()?;
        let questions = keys.iter().filter_map(|key| self.find(key)).collect();
        Ok(Session::practice(questions, self.today(), self.seed()))
    }

    pub(super) fn plan(
        &self,
        decks: &[Arc<Outline>],
        selection: &Selection,
        new: Option<u32>,
    ) -> Result<Plan, String> {
        let today = self.today();
        let so_far = self.store.so_far(today).map_err(|t| t.to_string())?;
        let introduced = self.store.introduced_on(today).map_err(|t| t.to_string())?;
        let introduced_in = |deck: &str| {
            introduced
                .iter()
                .find(|(id, _)| id == deck)
                .map_or(0, |(_, n)| *n)
        };
        let introduced_today: u32 = introduced.iter().map(|(_, n)| n).sum();
        let (mut due, mut drill) = (Vec::new(), Vec::new());
        let mut fresh: Vec<Fresh> = Vec::new();
        for deck in decks {
            let mut any_new = false;
            for asked in self.asked(deck, selection) {
                if asked.memory.is_due(today) {
                    due.push(asked.into());
                } else if asked.memory.is_drilled(today) {
                    drill.push(asked.into());
                } else {
                    any_new |= asked.memory.is_new()
                        && selection.introduces(deck, asked.concept, asked.card);
                }
            }
            if any_new {
                let own = self
                    .shelf
                    .get(&deck.id)
                    .and_then(|shelved| shelved.heading()?.new_per_day);
                let limit = self
                    .settings
                    .new_per_deck
                    .get(&deck.id)
                    .copied()
                    .or(own)
                    .unwrap_or(u32::MAX);
                let left = new.unwrap_or_else(|| limit.saturating_sub(introduced_in(&deck.id)));
                fresh.push(Fresh {
                    left,
                    questions: Box::new(self.new_questions(deck, selection, false)),
                    waiting: Box::new(self.new_questions(deck, selection, true)),
                });
            }
        }
        let left =
            new.unwrap_or_else(|| self.settings.new_per_day.saturating_sub(introduced_today));
        let asked: HashSet<String> = so_far.graded.iter().map(card_of).collect();
        Ok(plan(today, due, drill, fresh, left, &asked))
    }

    /// Every selected card of a deck, concepts in the order of their prerequisites.
    fn chosen<'a>(
        deck: &'a Outline,
        selection: &'a Selection,
    ) -> impl Iterator<Item = (&'a ConceptOutline, &'a CardOutline)> + 'a {
        let concepts: Vec<(&str, &[String])> = deck
            .concepts
            .iter()
            .map(|c| (c.id.as_str(), c.after.as_slice()))
            .collect();
        in_order_of_prerequisites(&concepts)
            .into_iter()
            .flat_map(move |i| {
                let concept = &deck.concepts[i];
                let cards = concept.cards.iter();
                cards
                    .filter(move |card| selection.takes(deck, concept, card))
                    .map(move |card| (concept, card))
            })
    }

    /// Every selected question of a deck.
    pub(super) fn asked<'a>(
        &'a self,
        deck: &'a Outline,
        selection: &'a Selection,
    ) -> impl Iterator<Item = Asked<'a>> + 'a {
        Self::chosen(deck, selection).flat_map(move |(concept, card)| {
            card.keys(&deck.id)
                .map(move |key| self.asked_as(deck, concept, card, key))
        })
    }

    /// Those that may be introduced, or those that wait behind them.
    fn new_questions<'a>(
        &'a self,
        deck: &'a Outline,
        selection: &'a Selection,
        waiting: bool,
    ) -> impl Iterator<Item = Question> + 'a {
        let today = self.today();
        Self::chosen(deck, selection)
            .filter(move |(concept, card)| selection.introduces(deck, concept, card))
            .flat_map(move |(concept, card)| {
                let mut sides = card
                    .keys(&deck.id)
                    .map(move |key| self.asked_as(deck, concept, card, key))
                    .peekable();
                let first = sides.peek().filter(|_| card.parts_wait());
                let wait = first.is_some_and(|first| wait(first.memory));
                sides
                    .enumerate()
                    .filter(move |(side, _)| (wait && *side > 0) == waiting)
                    .map(|(_, asked)| asked)
            })
            .filter(move |q| q.memory.is_new() && !q.memory.is_hidden(today))
            .map(Question::from)
    }

    fn asked_as<'a>(
        &'a self,
        deck: &'a Outline,
        concept: &'a ConceptOutline,
        card: &'a CardOutline,
        key: Key,
    ) -> Asked<'a> {
        Asked {
            deck,
            concept,
            card,
            memory: self.memories.get(&key).unwrap_or(&NOTHING),
            key,
        }
    }

    pub(super) fn find(&self, key: &Key) -> Option<Question> {
        let deck = self.shelf.outline(key.deck()).ok()?;
        let (concept, card) = deck.card(key.card())?;
        Some(self.asked_as(&deck, concept, card, key.clone()).into())
    }

    /// Concepts with a page of which nothing was introduced yet.
    fn unread(&self, decks: &[Arc<Outline>]) -> Vec<String> {
        let is_new = |deck: &Outline, card: &CardOutline| {
            card.keys(&deck.id)
                .all(|key| self.memories.get(&key).is_none_or(Memory::is_new))
        };
        decks
            .iter()
            .flat_map(|deck| {
                let unread = deck
                    .concepts
                    .iter()
                    .filter(|c| c.has_page && c.cards.iter().all(|card| is_new(deck, card)));
                unread.map(|c| format!("{}/{}", deck.id, c.id))
            })
            .collect()
    }

    /// Differs from session to session; what was shown stands in the log.
    fn seed(&self) -> u64 {
        let now = self.clock.moment().utc_ms as u64;
        mix(now, self.store.head().unwrap_or(0) as u64)
    }
}
