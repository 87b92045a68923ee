//! Sessions: today's questions, or chosen ones as practice.

use super::Desk;
use super::exams::Exams;
use super::memories::OfDeck;
use super::selection::{Selection, Selector};
use super::summary::{self, KeptPlan};
use crate::parallel;
use crate::shelf::Origin;
use crate::store::Trouble;
use crate::study::outline::{CardOutline, ConceptOutline, Outline};
use crate::study::plan::{
    Fresh, Known, Plan, Question, Work, card_of, in_order_of_prerequisites, most_overdue_first,
    plan, wait,
};
use crate::study::session::{Session, mix};
use crate::study::{Day, Key, Memory};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// A question by reference: a hundred thousand are looked through for the few that are asked.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    deck: &'a Outline,
    concept: &'a ConceptOutline,
    card: &'a CardOutline,
    part: &'a str,
    pub memory: &'a Memory,
}

impl<'a> Asked<'a> {
    /// `memories` are those of its deck; `key` is room to write its key in.
    pub fn new(
        deck: &'a Outline,
        (concept, card): (&'a ConceptOutline, &'a CardOutline),
        part: &'a str,
        memories: Option<&'a OfDeck>,
        key: &mut String,
    ) -> Asked<'a> {
        key.clear();
        Key::write(key, &deck.id, &card.id, part);
        let memory = memories.and_then(|memories| memories.get(key.as_str()));
        Asked {
            deck,
            concept,
            card,
            part,
            memory: memory.map_or(&NOTHING, |memory| &**memory),
        }
    }
}

impl From<Asked<'_>> for Question {
    fn from(asked: Asked<'_>) -> Question {
        Question::from(Known {
            concept: [&*asked.deck.id, "/", &*asked.concept.id].concat(),
            links: asked.deck.links(asked.card),
            memory: asked.memory.clone(),
            key: Key::new(&asked.deck.id, &asked.card.id, asked.part),
        })
    }
}

/// The questions of a deck that are due or in today's drill, and new ones that may be introduced.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Comes {
    pub due: Vec<Question>,
    /// Also due, and free: see [`Work`]. Home only counts them.
    pub free: Vec<Question>,
    pub drill: Vec<Question>,
    /// The first new ones, as far as they are known: the others are looked for when these do not suffice. Absent where there
    /// are none, nor any that wait behind others.
    pub new: Option<Vec<Question>>,
}

/// Today's work, and whether it is a free day in the plan of an examination.
pub(super) struct Planned {
    pub plan: Plan,
    pub is_free: bool,
}

/// The nearest examination that a question serves.
fn nearest(exams: Option<&Exams>, question: &Question) -> Option<usize> {
    let (deck, concept) = question.concept.split_once('/')?;
    exams?.nearest(deck, concept)
}

/// The memory of a question that was never asked.
static NOTHING: Memory = Memory {
    learned: None,
    suspended: false,
    buried: None,
    flag: None,
};

impl Desk {
    /// Today's session with the selected questions. `new` replaces today's limit of new questions.
    pub fn session(
        &mut self,
        selectors: &[String],
        new: Option<u32>,
        limit: Option<usize>,
    ) -> Result<Session, String> {
        let (mut plan, pages) = if selectors.is_empty() && new.is_none() {
            self.plan_of_home()?
        } else {
            self.plan_anew(selectors, new)?
        };
        if let Some(mut left) = limit {
            for questions in [
                &mut plan.due,
                &mut plan.looks,
                &mut plan.drill,
                &mut plan.new,
            ] {
                questions.truncate(left);
                left -= questions.len();
            }
        }
        Ok(Session::new(plan, &pages, self.today(), self.seed()))
    }

    /// The plan of the session that home offers, and the pages to read in it. It lies beside the last home screen, so that a
    /// program that finds nothing changed need not make it again.
    fn plan_of_home(&mut self) -> Result<(Plan, Vec<String>), String> {
        let grounds = self.grounds();
        let path = self.beside("plan").filter(|_| self.has_kept_plan);
        let kept = path.and_then(|path| summary::read::<KeptPlan>(&path));
        match kept.filter(|kept| Some(&kept.grounds) == grounds.as_ref()) {
            Some(kept) => {
                self.know_free(&kept.plan.due);
                Ok((kept.plan, kept.pages))
            }
            None => {
                self.has_kept_plan = false;
                self.plan_like_home()
            }
        }
    }

    /// Today's plan of the selected questions, and the pages to read in it.
    fn plan_anew(
        &mut self,
        selectors: &[String],
        new: Option<u32>,
    ) -> Result<(Plan, Vec<String>), String> {
        self.remember()?;
        let decks = self.outlines();
        let selection = Selection::read(selectors, &decks, self.taking(&decks)?)?;
        let plan = self.plan(&decks, &selection, new)?.plan;
        let pages = self.unread(&plan);
        Ok((plan, pages))
    }

    /// Today's plan of everything, from what home knows of each deck: after an answer one deck of many is looked through again.
    pub(super) fn plan_like_home(&mut self) -> Result<(Plan, Vec<String>), String> {
        self.look_back()?;
        let decks = self.decks();
        let everything = Selection::everything(self.taking(&decks)?);
        let graded = self.graded_today()?;
        let parts = self.parts(&decks, &everything, &graded)?;
        let unknown = decks
            .iter()
            .zip(&parts)
            .filter(|(_, part)| part.free.get().is_none());
        let unknown: Vec<_> = unknown.collect();
        let names: HashSet<&str> = unknown.iter().map(|(deck, _)| &*deck.id).collect();
        self.read_memories(|deck| names.contains(deck));
        let today = self.today();
        let bound = bound(parts.iter().flat_map(|part| part.linked.clone()), &graded);
        let unknown = unknown
            .into_iter()
            .map(|(deck, part)| (deck, part, self.memories_of(&deck.id)));
        parallel::each(
            unknown.collect(),
            |(deck, part, memories)| {
                let comes = comes(deck, &everything, memories, &bound, today);
                // Nobody else fills it meanwhile.
                let _ = part.free.set(comes.free);
            },
            |()| (),
        );
        let comes = parts.iter().map(|part| Comes {
            free: part.free.get().cloned().unwrap_or_default(),
            ..part.comes.clone()
        });
        let plan = self
            .plan_of(&decks, &everything, None, comes.collect(), &graded)?
            .plan;
        let pages = self.unread(&plan);
        self.have_read()?;
        Ok((plan, pages))
    }

    /// Keeps for the next start what the last home screen was worked out from, as long as that is the newest: the plan of its
    /// session, and what each deck added. A cache that cannot be written only costs time.
    pub fn keep_plan(&mut self) {
        let grounds = self.grounds();
        if self.has_kept_plan || self.summarised(grounds.as_deref()).is_none() {
            return;
        }
        let plan = self.plan_like_home();
        if let (Some(path), Some(grounds), Ok((plan, pages))) = (self.beside("plan"), grounds, plan)
        {
            let kept = KeptPlan {
                grounds,
                plan,
                pages,
            };
            self.has_kept_plan = summary::write(&path, &kept).is_ok();
        }
        self.keep_parts();
    }

    /// A practice session with these questions: no grade changes their schedules.
    pub fn practice(&mut self, keys: &[Key]) -> Result<Session, String> {
        self.remember()?;
        let questions = keys.iter().filter_map(|key| self.find(key)).collect();
        Ok(Session::practice(questions, self.today(), self.seed()))
    }

    /// Today's work among the selected questions, following the plan if an examination has a date. `new` replaces all limits of
    /// new questions.
    pub(super) fn plan(
        &self,
        decks: &[Arc<Outline>],
        selection: &Selection,
        new: Option<u32>,
    ) -> Result<Planned, String> {
        let today = self.today();
        let memories = decks.iter().map(|deck| (deck, self.memories_of(&deck.id)));
        let graded = self.graded_today()?;
        let linked = parallel::all(decks.to_vec(), |deck| linked(&deck));
        let bound = bound(linked.into_iter().flatten(), &graded);
        let comes = parallel::all(memories.collect(), |(deck, memories)| {
            comes(deck, selection, memories, &bound, today)
        });
        self.plan_of(decks, selection, new, comes, &graded)
    }

    /// The same from what each deck has to ask today.
    pub(super) fn plan_of(
        &self,
        decks: &[Arc<Outline>],
        selection: &Selection,
        new: Option<u32>,
        comes: Vec<Comes>,
        graded: &BTreeSet<Key>,
    ) -> Result<Planned, String> {
        let today = self.today();
        let introduced = self.store.introduced_on(today)?;
        let introduced_in = |deck: &str| introduced.get(deck).copied().unwrap_or(0);
        let introduced_today: u32 = introduced.values().sum();
        let exams = self.exams(decks, &self.choices()?, selection.taking())?;
        let asks = exams.as_ref().map(|e| e.ground.today());
        let (mut due, mut free, mut drill) = (Vec::new(), Vec::new(), Vec::new());
        let mut with_new = Vec::new();
        for (deck, comes) in decks.iter().zip(comes) {
            due.extend(comes.due);
            free.extend(comes.free);
            drill.extend(comes.drill);
            with_new.extend(comes.new.map(|new| (deck, new)));
        }
        // The learner's own decks without any answer come first, so that a deck just added is begun.
        let has_begun = |(deck, _): &(&Arc<Outline>, _)| {
            self.origin(deck) != Some(Origin::File) || self.memories.has_met(&deck.id)
        };
        with_new.sort_by_cached_key(has_begun);
        // A group for each examination, and one for everything else.
        let lot = |exam: Option<usize>| -> Vec<Fresh<'_>> {
            let fresh = with_new.iter().map(|(deck, first)| {
                let own = self
                    .shelf
                    .get(&deck.id)
                    .and_then(|shelved| shelved.heading()?.new_per_day)
                    // A plan overrides a limit given by an author, but not one set by the learner.
                    .filter(|_| exam.is_none());
                // What the learner set for a deck overrides everything, also a number given for this session.
                let chosen = self.settings.new_per_deck.get(&deck.id).copied();
                let limit = chosen.or(own.filter(|_| new.is_none()));
                let left = limit.map(|limit| limit.saturating_sub(introduced_in(&deck.id)));
                let exams = exams.as_ref();
                let of_lot = move |q: &Question| new.is_some() || nearest(exams, q) == exam;
                let others = self.new_questions(deck, selection, false, |_| true);
                let questions = first.iter().cloned().chain(others.skip(first.len()));
                Fresh {
                    left: left.unwrap_or(u32::MAX),
                    questions: Box::new(questions.filter(of_lot)),
                    waiting: Box::new(
                        self.new_questions(deck, selection, true, |_| true)
                            .filter(of_lot),
                    ),
                }
            });
            fresh.collect()
        };
        let (looks, fresh) = match (&exams, &asks) {
            (Some(exams), Some(asks)) => {
                // Some more than are taken, to replace those that wait for a sibling.
                let most = if asks.looks > 0 {
                    2 * asks.looks as usize + 100
                } else {
                    0
                };
                let mut own = 0;
                let looks = asks.candidates.iter().take(most).zip(0..);
                let looks = looks.filter_map(|(at, place)| {
                    let question = self.find(&exams.keys[*at])?;
                    let question = self.is_selected(&question, selection).then_some(question)?;
                    own += usize::from(place < asks.looks);
                    Some(question)
                });
                let looks: Vec<Question> = looks.collect();
                let met: u32 = exams.ground.exams.iter().map(|e| e.met_today).sum();
                let mut lots: Vec<(Option<usize>, u32)> = Vec::new();
                match new {
                    Some(n) => lots.push((None, n)),
                    None if asks.is_free => {}
                    None => {
                        let planned = asks.new.iter().enumerate();
                        lots.extend(planned.map(|(k, n)| (Some(k), *n)));
                        let others = introduced_today.saturating_sub(met);
                        lots.push((None, self.settings.new_per_day.saturating_sub(others)));
                    }
                }
                let lots = lots.into_iter().filter(|(_, n)| *n > 0);
                ((looks, own), lots.map(|(k, n)| (lot(k), n)).collect())
            }
            _ => {
                let left = new
                    .unwrap_or_else(|| self.settings.new_per_day.saturating_sub(introduced_today));
                ((Vec::new(), 0), vec![(lot(None), left)])
            }
        };
        let asked = graded.iter().map(|key| card_of(key).into_owned());
        let asked: HashSet<String> = asked.collect();
        let work = Work {
            due,
            free,
            drill,
            looks,
            fresh,
            first: selection.taking().first.clone(),
            is_last: asks.as_ref().is_some_and(|asks| asks.is_last),
        };
        Ok(Planned {
            plan: plan(today, work, &asked),
            is_free: asks.is_some_and(|asks| asks.is_free),
        })
    }

    pub(super) fn graded_today(&self) -> Result<BTreeSet<Key>, Trouble> {
        self.store
            .graded_on(self.today(), |key| self.shelf.has(key))
    }

    fn is_selected(&self, question: &Question, selection: &Selection) -> bool {
        let key = &question.key;
        self.shelf.outline(key.deck()).is_ok_and(|deck| {
            deck.card(key.card())
                .is_some_and(|(concept, card)| selection.takes(&deck, concept, card))
        })
    }

    /// New questions of some concepts that may be introduced, or those that wait behind them.
    pub(super) fn new_questions<'a>(
        &'a self,
        deck: &'a Outline,
        selection: &'a Selection,
        waiting: bool,
        of: impl Fn(&ConceptOutline) -> bool + 'a,
    ) -> impl Iterator<Item = Question> + 'a {
        let today = self.today();
        // Most decks are never asked for a question.
        std::iter::once_with(move || chosen(deck, selection, of))
            .flatten()
            .filter(move |(concept, card)| selection.introduces(deck, concept, card))
            .flat_map(move |(concept, card)| {
                let memories = self.memories_of(&deck.id);
                let mut key = String::new();
                let mut sides = card
                    .parts()
                    .map(move |part| Asked::new(deck, (concept, card), part, memories, &mut key))
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

    pub(super) fn find(&self, key: &Key) -> Option<Question> {
        let deck = self.shelf.outline(key.deck()).ok()?;
        let at = deck.card(key.card())?;
        let memories = self.memories_of(&deck.id);
        Some(Asked::new(&deck, at, key.part(), memories, &mut String::new()).into())
    }

    /// Concepts of new questions that have a page, and of which nothing was introduced yet.
    pub(super) fn unread(&self, plan: &Plan) -> Vec<String> {
        let mut concepts: Vec<&str> = plan.new.iter().map(|q| q.concept.as_str()).collect();
        concepts.dedup();
        let is_unread = |id: &&str| {
            let (deck, concept) = id.split_once('/')?;
            let deck = self.shelf.outline(deck).ok()?;
            let concept = deck.concept(concept).filter(|c| c.has_page)?;
            let mut keys = concept.cards.iter().flat_map(|card| card.keys(&deck.id));
            Some(keys.all(|key| self.memory(&key).is_none_or(Memory::is_new)))
        };
        concepts.retain(|id| is_unread(id).unwrap_or(false));
        concepts.into_iter().map(str::to_owned).collect()
    }

    /// Different in each session; the log keeps it.
    pub(super) fn seed(&self) -> u64 {
        let now = self.clock.moment().utc_ms as u64;
        mix(now, self.store.head().unwrap_or(0) as u64)
    }
}

/// Every selected card of the concepts asked for, in the order of their prerequisites.
fn chosen<'a>(
    deck: &'a Outline,
    selection: &'a Selection,
    of: impl Fn(&ConceptOutline) -> bool + 'a,
) -> impl Iterator<Item = (&'a ConceptOutline, &'a CardOutline)> + 'a {
    let mut ranked: Vec<&ConceptOutline> = deck.concepts.iter().collect();
    selection.taking().put_first(&deck.id, &mut ranked);
    let concepts: Vec<(&str, &[String])> = ranked
        .iter()
        .map(|c| (c.id.as_str(), c.after.as_slice()))
        .collect();
    let selectors: Vec<&Selector> = selection.of_deck(deck).collect();
    in_order_of_prerequisites(&concepts)
        .into_iter()
        .map(move |i| ranked[i])
        .filter(move |concept| of(concept))
        .flat_map(move |concept| {
            let takes =
                |card: &&CardOutline| selectors.iter().any(|s| s.takes(deck, concept, card));
            let cards: Vec<&CardOutline> = concept.cards.iter().filter(takes).collect();
            cards.into_iter().map(move |card| (concept, card))
        })
}

/// What of a deck comes today, and whether it has new questions. `bound` is as for [`Desk::part`].
fn comes(
    deck: &Outline,
    selection: &Selection,
    memories: Option<&OfDeck>,
    bound: &HashSet<String>,
    today: Day,
) -> Comes {
    let mut comes = Comes::default();
    let mut key = String::new();
    let cards = chosen(deck, selection, |_| true);
    for (at, part) in cards.flat_map(|at| at.1.parts().map(move |part| (at, part))) {
        let asked = Asked::new(deck, at, part, memories, &mut key);
        if asked.memory.is_due(today) {
            let is_free = asked.card.stands_alone() && !bound.contains(&key);
            let due = if is_free {
                &mut comes.free
            } else {
                &mut comes.due
            };
            due.push(asked.into());
        } else if asked.memory.is_drilled(today) {
            comes.drill.push(asked.into());
        } else if asked.memory.is_new() && selection.introduces(deck, asked.concept, asked.card) {
            comes.new.get_or_insert_default();
        }
    }
    comes.free = most_overdue_first(comes.free, today);
    comes
}

/// Cards that another one may keep waiting, or that were asked today.
pub(super) fn bound(
    linked: impl Iterator<Item = String>,
    graded: &BTreeSet<Key>,
) -> HashSet<String> {
    linked
        .chain(graded.iter().map(|key| card_of(key).into_owned()))
        .collect()
}

/// The cards to which cards of this deck have links.
pub(super) fn linked(deck: &Outline) -> Vec<String> {
    let concepts = deck.concepts.naming().iter();
    let cards = concepts.flat_map(|concept| &concept.cards);
    cards.flat_map(|card| deck.links(card)).collect()
}
