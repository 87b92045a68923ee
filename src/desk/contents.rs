//! The contents of all decks: each concept, and how far it is known.

use super::Desk;
use crate::study::deck::absolute;
use crate::study::outline::{ConceptOutline, Outline};
use crate::study::outlook::{Chapter, MATURE_DAYS, Section};

impl Desk {
    /// A chapter a deck, a section a concept, as they stand in the files.
    pub fn contents(&mut self) -> Result<Vec<Chapter>, String> {
        self.remember()?;
        let decks = self.outlines();
        let chapters = decks.iter().map(|deck| Chapter {
            title: deck.title.clone(),
            track: deck.track.clone(),
            sections: deck
                .concepts
                .iter()
                .map(|c| self.section(deck, c))
                .collect(),
        });
        Ok(chapters.collect())
    }

    fn section(&self, deck: &Outline, concept: &ConceptOutline) -> Section {
        let keys: Vec<_> = concept
            .cards
            .iter()
            .flat_map(|c| c.keys(&deck.id))
            .collect();
        let schedules = keys
            .iter()
            .filter_map(|key| self.memories.get(key)?.schedule());
        let (mut met, mut known) = (0, 0);
        for schedule in schedules {
            met += 1;
            known += u32::from(schedule.interval >= MATURE_DAYS);
        }
        let waits_for = concept.after.iter().find_map(|before| {
            let before = absolute(&deck.id, before);
            let (_, id) = before.strip_prefix(deck.id.as_str())?.split_once('/')?;
            let before = deck.concept(id)?;
            let mut keys = before.cards.iter().flat_map(|c| c.keys(&deck.id));
            let is_met = |key| self.memories.get(&key).is_some_and(|m| !m.is_new());
            (!keys.any(is_met)).then(|| before.code.clone().unwrap_or(before.title.clone()))
        });
        Section {
            id: format!("{}/{}", deck.id, concept.id),
            title: concept.title.clone(),
            code: concept.code.clone(),
            topic: concept.topic.clone(),
            questions: keys.len() as u32,
            keys,
            met,
            known,
            waits_for,
        }
    }
}
