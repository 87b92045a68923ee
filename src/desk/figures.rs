//! The figures, with the decks that the questions belong to.

use super::Desk;
use super::choices::Taking;
use super::selection::Selection;
use crate::shelf::blueprints;
use crate::study::blueprint::Module;
use crate::study::choices::Exam;
use crate::study::figures::{Belongs, Figures, Told, histogram};
use crate::study::kinds::{Answer, Ask};
use crate::study::memory::LEECH;
use crate::study::outlook::MATURE_DAYS;
use crate::study::{Card, Key, Memory};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Days ahead for which the load is told.
const LOAD_DAYS: u32 = 90;
/// Classes of intervals, in days, and of eases, in hundredths.
const INTERVALS: &[u32] = &[1, 2, 7, 21, 60, 120, 365];
const EASES: &[u32] = &[130, 150, 170, 190, 210, 230, 250, 270, 290];

impl Desk {
    /// Figures over the questions that are meant; without a selector over the whole log, questions whose card is gone among them.
    pub fn figures(&mut self, selectors: &[String]) -> Result<Told, String> {
        self.remember()?;
        let decks = self.outlines();
        let selection = Selection::read(selectors, &decks, Taking::default())?;
        let takes_all = selectors.is_empty();
        let taking = self.taking(&decks)?;
        // What rests does not fall due; a deck that is named can still be studied.
        let is_asked = |key: &Key| !takes_all || taking.takes_part(key.deck());
        // Modules of the examinations that are prepared for, or else of all.
        let choices = self.choices()?;
        let is_sat = |id: &str| choices.exams.get(id).is_some_and(Exam::is_chosen);
        let is_any_sat = blueprints().iter().any(|exam| is_sat(&exam.id));
        let exams = || {
            let all = blueprints().iter();
            all.filter(|exam| !is_any_sat || is_sat(&exam.id))
        };
        let mut there: HashMap<Key, Rc<Belongs>> = HashMap::new();
        let modules = exams().flat_map(|exam| {
            let named = |module: &Module| (exam.name_of(module), module.title.to_string());
            exam.modules.iter().map(named)
        });
        let mut titles: BTreeMap<String, String> = modules.collect();
        for deck in &decks {
            titles.insert(deck.id.clone(), deck.title.to_string());
            for concept in &deck.concepts {
                let modules = exams().flat_map(|exam| {
                    let modules = exam.modules_of(&deck.track, concept);
                    modules.filter_map(|at| Some(exam.name_of(exam.modules.get(at)?)))
                });
                let modules: Vec<String> = modules.collect();
                let id = format!("{}/{}", deck.id, concept.id);
                titles.insert(id.clone(), concept.title.to_string());
                let mut by_kind: HashMap<&str, Rc<Belongs>> = HashMap::new();
                for card in concept
                    .cards
                    .iter()
                    .filter(|card| selection.takes(deck, concept, card))
                {
                    let of = by_kind.entry(card.kind()).or_insert_with(|| {
                        Rc::new(Belongs {
                            deck: deck.id.clone(),
                            concept: id.clone(),
                            modules: modules.clone(),
                            kind: card.kind(),
                        })
                    });
                    there.extend(card.keys(&deck.id).map(|key| (key, of.clone())));
                }
            }
        }
        let keys = self.store.question_keys(|key| there.contains_key(key))?;
        let of: HashMap<i64, &Belongs> = keys
            .iter()
            .filter_map(|(n, key)| Some((*n, &**there.get(key)?)))
            .collect();
        let mut figures = Figures::new(self.today());
        let mut said: HashMap<i64, u32> = HashMap::new();
        self.store.each_grading(|grading| {
            if grading.confidence.is_some() {
                *said.entry(grading.question).or_default() += 1;
            }
            if takes_all || of.contains_key(&grading.question) {
                figures.add(&grading);
            }
        })?;
        figures.share_out(|question| of.get(&question).copied());
        let mut told = Told {
            streaks: figures.streaks(|day| choices.was_free(day)),
            questions: there.len() as u32,
            chance: self.chance(&keys, &there, &said),
            mixed_up: self.mixed_up(&keys, &there)?,
            figures,
            titles,
            ..Told::default()
        };
        self.tell_memories(&mut told, &there, is_asked);
        let mixed_up = told.mixed_up.iter().map(|(key, ..)| key);
        let named = mixed_up.chain(told.leeches.iter().map(|(key, _)| key));
        let about = named.filter_map(|key| {
            let concept = &there.get(key)?.concept;
            Some((key.clone(), told.title(concept).to_owned()))
        });
        told.about = about.collect();
        Ok(told)
    }

    /// What guessing alone gets right of the questions that were answered with a word on how sure it was.
    fn chance(
        &self,
        keys: &HashMap<i64, Key>,
        there: &HashMap<Key, Rc<Belongs>>,
        said: &HashMap<i64, u32>,
    ) -> BTreeMap<&'static str, f64> {
        let mut sums: BTreeMap<&'static str, (f64, f64)> = BTreeMap::new();
        for (question, n) in said {
            if let Some(key) = keys.get(question)
                && let Some(of) = there.get(key)
                && let Ok(card) = self.shelf.card(key)
                && let Ask::Choose { options, many } = card.face(key.part(), 0).ask
            {
                // Of several options any number but none may be right.
                let ways = if many {
                    2_f64.powi(options.len() as i32) - 1.0
                } else {
                    options.len() as f64
                };
                let (sum, all) = sums.entry(of.kind).or_default();
                *sum += f64::from(*n) / ways.max(1.0);
                *all += f64::from(*n);
            }
        }
        sums.into_iter()
            .map(|(kind, (sum, all))| (kind, sum / all))
            .collect()
    }

    fn tell_memories(
        &self,
        told: &mut Told,
        there: &HashMap<Key, Rc<Belongs>>,
        is_asked: impl Fn(&Key) -> bool,
    ) {
        let today = self.today();
        let known = |key: &&Key| there.contains_key(*key);
        let memories: Vec<_> = self.memories.iter().filter(|(key, _)| known(key)).collect();
        let schedules = || memories.iter().filter_map(|(_, memory)| memory.schedule());
        told.met = schedules().count() as u32;
        told.known = schedules().filter(|s| s.interval >= MATURE_DAYS).count() as u32;
        told.intervals = histogram(INTERVALS, schedules().map(|s| s.interval));
        told.eases = histogram(EASES, schedules().map(|s| s.ease));
        told.load = (0..LOAD_DAYS).map(|ahead| (today.plus(ahead), 0)).collect();
        let ahead = |(key, memory): &&(&Key, &Memory)| !memory.suspended && is_asked(key);
        for (_, memory) in memories.iter().filter(ahead) {
            let ahead = memory.schedule().map(|s| s.due.since(today).max(0));
            if let Some((_, n)) = ahead.and_then(|ahead| told.load.get_mut(ahead as usize)) {
                *n += 1;
            }
        }
        let lapses = |memory: &Memory| memory.learned.map_or(0, |learned| learned.lapses);
        told.leeches = memories
            .iter()
            .map(|(key, memory)| ((*key).clone(), lapses(memory)))
            .filter(|(_, lapses)| *lapses >= LEECH)
            .collect();
        told.leeches
            .sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    /// Wrong options and slips that were taken at least twice, in the words of the card.
    fn mixed_up(
        &mut self,
        keys: &HashMap<i64, Key>,
        there: &HashMap<Key, Rc<Belongs>>,
    ) -> Result<Vec<(Key, String, u32)>, String> {
        let mut taken: HashMap<(Key, String), u32> = HashMap::new();
        // Mix-ups of a question come together: its card is read once.
        let mut read: Option<(i64, Option<Card>)> = None;
        for mix_up in self.store.mix_ups()? {
            let Some(key) = keys
                .get(&mix_up.question)
                .filter(|key| there.contains_key(*key))
            else {
                continue;
            };
            if read.as_ref().is_none_or(|(n, _)| *n != mix_up.question) {
                read = Some((mix_up.question, self.shelf.card(key).ok()));
            }
            // A card that can no longer be read has nothing to say of its options.
            let Some((_, Some(card))) = &read else {
                continue;
            };
            let Some(answer) = Answer::from_log(&mix_up.answer) else {
                continue;
            };
            let Ok(verdict) = card.judge(key.part(), mix_up.seed, &answer) else {
                continue;
            };
            let wrong = verdict
                .marks
                .iter()
                .filter(|mark| mark.chosen && !mark.right);
            let mut words: Vec<String> = wrong.map(|mark| mark.text.to_string()).collect();
            if words.is_empty() && verdict.right == Some(false) && verdict.marks.is_empty() {
                words.push(verdict.given.to_string());
            }
            for word in words.into_iter().filter(|word| !word.is_empty()) {
                *taken.entry((key.clone(), word)).or_default() += mix_up.n;
            }
        }
        let mut taken: Vec<_> = taken
            .into_iter()
            .filter(|(_, n)| *n >= 2)
            .map(|((key, word), n)| (key, word, n))
            .collect();
        taken.sort_unstable_by(|a, b| b.2.cmp(&a.2).then_with(|| (&a.0, &a.1).cmp(&(&b.0, &b.1))));
        Ok(taken)
    }
}
