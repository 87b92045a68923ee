//! The contents of all decks, by exam and module: each concept, and how well it is known.

use super::Desk;
use super::selection::Selection;
use crate::shelf::blueprints;
use crate::study::blueprint::Blueprint;
use crate::study::choices::Exam;
use crate::study::deck::absolute;
use crate::study::log::Sort;
use crate::study::outline::{ConceptOutline, Outline};
use crate::study::outlook::{Chapter, MATURE_DAYS, Section};
use crate::study::{Concept, Key, Keyed};
use std::collections::HashMap;
use std::sync::Arc;

/// For each question: how often it was repeated lately, and how often it failed.
type Missed = Keyed<(u32, u32)>;

impl Desk {
    /// Chapters in the order of chosen exams, other exams, and their modules; decks without an exam come last. A module of a
    /// chosen exam has a chapter even without a deck.
    pub fn contents(&mut self) -> Result<Vec<Chapter>, String> {
        self.remember()?;
        let decks = self.outlines();
        let choices = self.choices()?;
        let everything = Selection::everything(self.taking(&decks)?);
        let missed = self.missed_lately()?;
        let is_sat = |exam: &Blueprint| choices.exams.get(&exam.id).is_some_and(Exam::is_chosen);
        let mut exams: Vec<&Blueprint> = blueprints().iter().collect();
        exams.sort_by_key(|exam| !is_sat(exam));
        let mut chapters: Vec<Chapter> = Vec::new();
        for exam in &exams {
            let of_exam = decks.iter().filter(|deck| deck.track == exam.id);
            let of_exam: Vec<&Outline> = of_exam.map(Arc::as_ref).collect();
            let module_of = |deck: &Outline, concept: &ConceptOutline| {
                exam.modules_of(&deck.track, concept).next()
            };
            for module in std::iter::once(None).chain((0..exam.modules.len()).map(Some)) {
                let before = chapters.len();
                for deck in of_exam.iter().copied() {
                    let concepts = deck.concepts.iter();
                    let sections: Vec<Section> = concepts
                        .filter(|concept| module_of(deck, concept) == module)
                        .map(|concept| self.section(deck, concept, &missed))
                        .collect();
                    let rests = !everything.takes_part(&deck.id);
                    // The decks of a module stand under one heading.
                    let mut there = chapters[before..].iter_mut();
                    match there.find(|of| module.is_some() && of.rests == rests) {
                        Some(chapter) => chapter.sections.extend(sections),
                        None if sections.is_empty() => {}
                        None => chapters.push(Chapter {
                            sections,
                            rests,
                            ..heading(exam, module, Some(deck))
                        }),
                    }
                }
                let Some(at) = module else {
                    continue;
                };
                let counts = |chapter: &Chapter| !chapter.rests;
                if is_sat(exam) || chapters[before..].iter().any(counts) {
                    let of_deck = |deck: &Arc<Outline>| {
                        let stands_here = |concept: &&ConceptOutline| {
                            deck.track == exam.id && module_of(deck, concept) == module
                        };
                        let concepts = deck.concepts.iter().filter(|concept| {
                            exam.modules_of(&deck.track, concept).any(|of| of == at)
                                && !stands_here(concept)
                        });
                        let sections = concepts.map(|c| self.section(deck, c, &missed));
                        let of = Chapter {
                            title: deck.title.clone(),
                            rests: !everything.takes_part(&deck.id),
                            sections: sections.collect(),
                            ..Chapter::default()
                        };
                        (of.known().2 > 0).then_some(of)
                    };
                    let (resting, taking): (Vec<Chapter>, _) =
                        decks.iter().filter_map(of_deck).partition(|of| of.rests);
                    // A module without a deck has a heading, and so has what other decks hold of one whose own decks rest.
                    let own = &chapters[before..];
                    if own.is_empty() || !taking.is_empty() && !own.iter().any(counts) {
                        chapters.insert(before, heading(exam, module, None));
                    }
                    if let Some(chapter) = chapters[before..].iter_mut().find(|of| counts(of)) {
                        // Where nothing else is, a deck that rests is worth naming.
                        let is_empty = chapter.sections.is_empty() && taking.is_empty();
                        chapter.rests = is_empty && !resting.is_empty();
                        chapter.elsewhere = if is_empty { resting } else { taking };
                    }
                }
            }
        }
        let has_exam = |deck: &Outline| exams.iter().any(|exam| exam.id == deck.track);
        for deck in decks.iter().filter(|deck| !has_exam(deck)) {
            let concepts = deck.concepts.iter();
            chapters.push(Chapter {
                track: deck.track.clone(),
                module: None,
                title: deck.title.clone(),
                rests: !everything.takes_part(&deck.id),
                sections: concepts.map(|c| self.section(deck, c, &missed)).collect(),
                elsewhere: Vec::new(),
            });
        }
        Ok(chapters)
    }

    fn section(&self, deck: &Outline, concept: &ConceptOutline, missed: &Missed) -> Section {
        let keys: Vec<_> = concept
            .cards
            .iter()
            .flat_map(|c| c.keys(&deck.id))
            .collect();
        let schedules = keys.iter().filter_map(|key| self.memory(key)?.schedule());
        let (mut met, mut known) = (0, 0);
        for schedule in schedules {
            met += 1;
            known += u32::from(schedule.interval >= MATURE_DAYS);
        }
        let is_weak = |key: &&Key| missed.get(*key).is_some_and(|(_, missed)| *missed > 0);
        let weak = keys.iter().filter(is_weak).count() as u32;
        let waits_for = concept.after.iter().find_map(|before| {
            let before = absolute(&deck.id, before);
            let (_, id) = before.strip_prefix(deck.id.as_str())?.split_once('/')?;
            let before = deck.concept(id)?;
            let mut keys = before.cards.iter().flat_map(|c| c.keys(&deck.id));
            let is_met = |key| self.memory(&key).is_some_and(|m| !m.is_new());
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
            weak,
            waits_for,
        }
    }

    /// The texts of each concept, by `deck/concept`: its page, its cards with explanations, and the learner's notes.
    pub fn concept_texts(&self) -> HashMap<String, String> {
        let mut texts = HashMap::new();
        // The contents can be searched without notes, too.
        let mut notes = self.store.standing_notes().unwrap_or_default();
        let mut note = |sort, key| notes.remove(&(sort, key)).map(|note| format!("\n{note}"));
        let ids = self.shelf.decks().iter().filter_map(|deck| deck.heading());
        // A deck that cannot be read any more is found by its titles only.
        for deck in ids.filter_map(|heading| self.shelf.deck(&heading.id).ok()) {
            for concept in &deck.concepts {
                let id = format!("{}/{}", deck.id, concept.id);
                let mut text = text_of(concept);
                text.extend(note(Sort::Concept, Key::from_text(&id)));
                for card in &concept.cards {
                    let parts = card.parts().into_iter();
                    let keys = parts.map(|part| Key::new(&deck.id, &card.common().id, &part));
                    text.extend(keys.filter_map(|key| note(Sort::Question, key)));
                }
                texts.insert(id, text);
            }
        }
        texts
    }
}

/// An empty chapter with its title.
fn heading(exam: &Blueprint, module: Option<usize>, deck: Option<&Outline>) -> Chapter {
    let module = module.and_then(|at| exam.modules.get(at));
    Chapter {
        track: exam.id.clone(),
        module: module.map(|module| module.id.clone()),
        title: match (module, deck) {
            (Some(module), _) => module.title.clone(),
            (None, Some(deck)) => deck.title.clone(),
            (None, None) => exam.title.clone(),
        },
        ..Chapter::default()
    }
}

fn text_of(concept: &Concept) -> String {
    let mut text = concept.summary.to_string();
    for card in &concept.cards {
        for part in card.texts() {
            text.push('\n');
            text.push_str(&part.text);
        }
    }
    text
}
