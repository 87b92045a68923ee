//! Cards and pages as screens and commands show them.

use super::Desk;
use super::choices::Taking;
use super::selection::Selection;
use crate::parallel;
use crate::shelf::ShelfError;
use crate::study::deck::absolute;
use crate::study::log::Sort;
use crate::study::outline::CardOutline;
use crate::study::outlook::{ConceptPage, Row, ShownCard, Standing};
use crate::study::text::Text;
use crate::study::{Key, Memory};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A question, in a list for scripts.
#[derive(Debug, Clone)]
pub struct Listed {
    pub key: Key,
    pub deck: String,
    pub concept: String,
    pub code: Option<String>,
    pub kind: &'static str,
    pub memory: Memory,
    /// Due, but left for another day because another card asks the same fact today.
    pub waits: bool,
}

impl Desk {
    pub fn card(&mut self, key: &Key) -> Result<ShownCard, String> {
        let deck = self.shelf.outline(key.deck()).map_err(|e| e.to_string())?;
        let (concept, known) = deck
            .card(key.card())
            .ok_or_else(|| ShelfError::NoCard(key.to_string()).to_string())?;
        let card = self.shelf.read_card(&deck.id, concept, known);
        let card = card.map_err(|e| e.to_string())?;
        let own = card.common().source.clone();
        let file = self
            .shelf
            .get(key.deck())
            .and_then(|shelved| shelved.file());
        let file = file.map(Path::to_owned);
        Ok(ShownCard {
            note: self.note(Sort::Question, key)?,
            deck_title: deck.title.clone(),
            track: deck.track.clone(),
            source: if own.is_blank() {
                concept.source.clone()
            } else {
                own
            },
            concept: Arc::new(self.concept(&format!("{}/{}", deck.id, concept.id))?),
            card: Arc::new(card),
            file,
        })
    }

    /// The page of `deck/concept`.
    pub fn concept(&mut self, id: &str) -> Result<ConceptPage, String> {
        let (deck_id, concept_id) = id
            .split_once('/')
            .ok_or_else(|| format!("there is no concept {id}"))?;
        let note = self.note(Sort::Concept, &Key::from_text(id))?;
        // Every question asks for the page of its concept, whose text in an imported deck may be megabytes.
        if let Some(page) = self.pages.get(id) {
            return Ok(ConceptPage {
                note,
                ..page.clone()
            });
        }
        let deck = self.shelf.outline(deck_id).map_err(|e| e.to_string())?;
        let concept = self
            .shelf
            .page(deck_id, concept_id)
            .map_err(|e| e.to_string())?;
        let of = (&*deck.id, &deck.title, &*deck.track);
        let page = ConceptPage::of(&concept, of, |r| self.titled(&deck.id, r));
        self.pages.insert(id.to_owned(), page.clone());
        Ok(ConceptPage { note, ..page })
    }

    fn note(&self, sort: Sort, subject: &Key) -> Result<Text, String> {
        let note = self.store.note(sort, subject)?;
        Ok(note.map(Text::from).unwrap_or_default())
    }

    fn titled(&self, deck: &str, reference: &str) -> (String, Text) {
        let id = absolute(deck, reference);
        let title = id.split_once('/').and_then(|(deck, concept)| {
            let outline = self.shelf.outline(deck).ok()?;
            outline.concept(concept).map(|c| c.title.clone())
        });
        let title = title.unwrap_or_else(|| reference.into());
        (id, title)
    }

    /// The file and line of a card; `None` for decks that are part of the program.
    pub fn editor_target(&self, key: &Key) -> Option<(PathBuf, u32)> {
        let file = self.shelf.get(key.deck())?.file()?.to_owned();
        let outline = self.shelf.outline(key.deck()).ok()?;
        let (_, card) = outline.card(key.card())?;
        let (line, _) = self.shelf.line(key.deck(), card.slice).ok()?;
        Some((file, line as u32))
    }

    /// Every question, for the browse list.
    pub fn rows(&mut self) -> Result<Arc<Vec<Row>>, String> {
        self.remember()?;
        let decks = self.outlines();
        let everything = Selection::everything(self.taking(&decks)?);
        let today = self.today();
        let (_, planned) = self.planned_parts(&decks, &everything, &self.graded_today()?)?;
        let waits: HashSet<&Key> = planned.plan.waiting.iter().collect();
        let standing = |takes_part: bool, key: &Key, memory: &Memory| match memory {
            _ if !takes_part => Standing::Rests,
            _ if waits.contains(key) => Standing::Waits,
            memory if memory.is_due(today) || memory.is_drilled(today) => Standing::Asked,
            _ => Standing::Other,
        };
        let notes = self.store.standing_notes()?;
        let decks = self.shelf.listed().map(|deck| {
            let takes_part = everything.takes_part(&deck.outline.id);
            let memories = self.memories_of(&deck.outline.id);
            (deck, takes_part, memories)
        });
        let mut rows = Vec::new();
        parallel::each(
            decks.collect(),
            |(deck, takes_part, memories)| {
                let never_met = Arc::default();
                let mut rows = Vec::new();
                let mut at = 0;
                for (concept, known) in (0..).zip(&deck.outline.concepts) {
                    for (nth, card) in (0..).zip(&known.cards) {
                        for key in card.keys(&deck.outline.id) {
                            let memory = memories.and_then(|memories| memories.get(&key));
                            let memory = Arc::clone(memory.unwrap_or(&never_met));
                            let subject = (Sort::Question, key);
                            let note = notes.get(&subject).cloned().map(Text::from);
                            let key = subject.1;
                            rows.push(Row {
                                today: standing(takes_part, &key, &memory),
                                memory,
                                note: note.unwrap_or_default(),
                                key,
                                deck: Arc::clone(&deck),
                                at,
                                concept,
                                nth,
                            });
                            at += 1;
                        }
                    }
                }
                rows
            },
            |of_deck| rows.extend(of_deck),
        );
        rows.shrink_to_fit();
        Ok(Arc::new(rows))
    }

    /// The selected questions in deck order.
    pub fn listed(&mut self, selectors: &[String]) -> Result<Vec<Listed>, String> {
        self.remember()?;
        let decks = self.outlines();
        // Lists include decks that do not take part.
        let selection = Selection::read(selectors, &decks, Taking::default())?;
        let everything = Selection::everything(self.taking(&decks)?);
        let (_, planned) = self.planned_parts(&decks, &everything, &self.graded_today()?)?;
        let waiting: HashSet<&Key> = planned.plan.waiting.iter().collect();
        let mut listed = Vec::new();
        for deck in &decks {
            for concept in &deck.concepts {
                let chosen = |card: &&CardOutline| selection.takes(deck, concept, card);
                for card in concept.cards.iter().filter(chosen) {
                    for key in card.keys(&deck.id) {
                        listed.push(Listed {
                            memory: self.memory(&key).cloned().unwrap_or_default(),
                            waits: waiting.contains(&key),
                            key,
                            deck: deck.id.clone(),
                            concept: concept.id.clone(),
                            code: concept.code.as_ref().map(ToString::to_string),
                            kind: card.kind(),
                        });
                    }
                }
            }
        }
        Ok(listed)
    }
}
