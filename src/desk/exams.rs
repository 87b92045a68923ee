//! The plans towards examinations, made from decks, memories and choices.

use super::Desk;
use super::choices::Taking;
use super::selection::Selection;
use crate::dates::date_of;
use crate::shelf::blueprints;
use crate::study::choices::{Choices, Exam};
use crate::study::exam_plan::{
    Dated, ExamPlan, Fits, Ground, Item, MOST_MINUTES, Pace, Share, most_at_risk_first,
};
use crate::study::memory::Learned;
use crate::study::outline::Outline;
use crate::study::outlook::{Dateless, ExamOutlook, Helps, Planning};
use crate::study::readiness::{Covered, Readiness, readiness};
use crate::study::text::{self, Text};
use crate::study::{Day, Key, Memory};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Past days whose answers the calendar may show.
const SHOWN_DAYS: i32 = 371;
/// Questions in one session beyond today's work.
const MORE: u32 = 10;

/// Inputs of the plans, with names for what the plans know by index.
pub(super) struct Exams {
    pub ground: Ground,
    /// The key of each item of the plan.
    pub keys: Vec<Key>,
    /// Title and share in the plan of each deck that takes part.
    pub decks: Vec<(Text, Share)>,
    /// For which examinations a concept, as `deck/concept`, is asked: bit `n` is the examination at index `n`.
    pub concepts: HashMap<String, u32>,
}

impl Exams {
    /// The nearest examination that the concept serves.
    pub fn nearest(&self, deck: &str, concept: &str) -> Option<usize> {
        let bits = self.concepts.get(&format!("{deck}/{concept}")).copied()?;
        (bits != 0).then(|| bits.trailing_zeros() as usize)
    }

    /// What helps most: today's work, then the weakest module, questions never met before others.
    fn helps_most(&self, left: u32, readiness: &Readiness) -> Helps {
        if left > 0 {
            return Helps::Today(left);
        }
        let Some(weakest) = readiness.modules.iter().find(|m| !m.is_unknown()) else {
            return Helps::Nothing;
        };
        let covered = &weakest.covered;
        if !covered.new_concepts.is_empty() {
            return Helps::New {
                concepts: covered.new_concepts.clone(),
                n: (covered.questions - covered.met).min(MORE),
            };
        }
        let mut items = covered.items.clone();
        most_at_risk_first(&mut items, &self.ground.items, self.ground.today);
        let keys = items.iter().take(MORE as usize);
        match keys.map(|at| self.keys[*at].clone()).collect::<Vec<_>>() {
            keys if keys.is_empty() => Helps::Nothing,
            keys => Helps::Practise(keys),
        }
    }
}

impl Desk {
    /// `None` if no examination to come has a date.
    pub(super) fn exams(
        &self,
        decks: &[Arc<Outline>],
        choices: &Choices,
        taking: &Taking,
    ) -> Result<Option<Exams>, String> {
        let today = self.today();
        let mut exams: Vec<Dated> = choices
            .exams
            .iter()
            .filter(|(id, _)| blueprints().iter().any(|b| b.id == **id))
            .filter_map(|(id, exam)| Dated::of(id, exam, today))
            .collect();
        if exams.is_empty() {
            return Ok(None);
        }
        exams.sort_by_key(|exam| exam.day);
        let of: Vec<_> = exams
            .iter()
            .filter_map(|exam| blueprints().iter().find(|b| b.id == exam.id))
            .collect();
        let mut concepts = HashMap::new();
        let mut items: Vec<(Key, usize, Item)> = Vec::new();
        let mut done_today = 0;
        let mut shares: Vec<(Text, Share)> = Vec::new();
        for (nth, deck) in (0..).zip(decks.iter().filter(|deck| taking.takes_part(&deck.id))) {
            let before: Vec<u32> = exams.iter().map(|exam| exam.left).collect();
            for concept in &deck.concepts {
                let bits = of
                    .iter()
                    .enumerate()
                    .filter(|(_, b)| b.is_served_by(blueprints(), &deck.track, concept))
                    .fold(0, |bits, (at, _)| bits | 1 << at);
                concepts.insert(format!("{}/{}", deck.id, concept.id), bits);
                let is_introduced = taking.introduces(&deck.id, concept);
                for card in &concept.cards {
                    let any = |of: fn(&Memory, Day) -> bool| {
                        let mut keys = card.keys(&deck.id);
                        !card.stands_alone()
                            && keys.any(|key| self.memory(&key).is_some_and(|m| of(m, today)))
                    };
                    let is_taken = any(|memory, today| {
                        memory.is_due(today) || memory.learned.is_some_and(|l| l.seen == today)
                    });
                    let is_held =
                        any(|memory, today| memory.learned.is_some_and(|l| l.introduced == today));
                    let mut of_card = usize::from(is_taken);
                    for key in card.keys(&deck.id) {
                        let memory = self.memory(&key);
                        let what = (bits, is_introduced, of_card, [is_taken, is_held]);
                        of_card += usize::from(count(&mut exams, memory, what, today));
                        let Some(memory) = memory else { continue };
                        let is_done = |l: Learned| l.seen == today && l.introduced != today;
                        done_today += u32::from(memory.learned.is_some_and(is_done));
                        items.extend(Item::of(memory, bits, today).map(|item| (key, nth, item)));
                    }
                }
            }
            let left = exams.iter().zip(before).map(|(exam, n)| exam.left - n);
            let share = Share {
                left: left.collect(),
                ..Share::default()
            };
            shares.push((deck.title.clone(), share));
        }
        items.sort_by(|(a, ..), (b, ..)| a.cmp(b));
        for (at, (_, deck, _)) in items.iter().enumerate() {
            shares[*deck].1.items.push(at);
        }
        let (keys, items) = items.into_iter().map(|(key, _, item)| (key, item)).unzip();
        let habit = self.habit()?;
        let usual = Pace::default();
        Ok(Some(Exams {
            ground: Ground {
                today,
                exams,
                items,
                done_today,
                pace: Pace {
                    met: habit.met_ms.unwrap_or(usual.met),
                    new: habit.new_ms.unwrap_or(usual.new),
                },
            },
            keys,
            decks: shares,
            concepts,
        }))
    }
}

/// Counts a question that is to be met, or was met today, for the nearest examination that it serves; returns whether it is
/// to be met. `nth` is its place in `Dated::cards`.
fn count(
    exams: &mut [Dated],
    memory: Option<&Memory>,
    (bits, is_introduced, nth, [is_taken, is_held]): (u32, bool, usize, [bool; 2]),
    today: Day,
) -> bool {
    let Some(exam) = exams.get_mut(bits.trailing_zeros() as usize) else {
        return false;
    };
    if let Some(learned) = memory.and_then(|memory| memory.learned) {
        exam.met_today += u32::from(learned.introduced == today);
        return false;
    }
    let is_left = is_introduced && !memory.is_some_and(|memory| memory.suspended);
    if is_left {
        exam.left += 1;
        exam.cards.resize(exam.cards.len().max(nth + 1), 0);
        exam.cards[nth] += 1;
        exam.taken += u32::from(is_taken && nth == 1);
        exam.held += u32::from(is_held && nth == 1);
    }
    is_left
}

impl Desk {
    /// The plans of all examinations with a date to come, nearest first.
    pub fn exam_outlooks(&mut self) -> Result<Vec<ExamOutlook>, String> {
        self.remember()?;
        let decks = self.outlines();
        let choices = self.choices()?;
        let whole = Selection::everything(self.taking(&decks)?);
        let taking = whole.taking();
        let Some(mut exams) = self.exams(&decks, &choices, taking)? else {
            return Ok(Vec::new());
        };
        let recall = self.store.recall()?;
        let introduced = self.store.introduced_on(self.today())?;
        let (mocks, none) = (self.mock_by_module()?, BTreeMap::new());
        let home = self.try_home()?;
        let places: HashMap<&Key, usize> = exams.keys.iter().zip(0..).collect();
        for at in home.waits.iter().filter_map(|key| places.get(key)) {
            exams.ground.items[*at].waits = true;
        }
        let ground = &exams.ground;
        let plans = ground.plans().into_iter().enumerate();
        let outlook = |(at, mut plan): (usize, ExamPlan)| {
            // As on the home screen: what is asked again today is due.
            if let Some(today) = plan.days.first_mut().filter(|_| !home.free) {
                today.due = home.due;
            }
            let exam = ground.exams[at].clone();
            let chosen = choices.exams.get(&exam.id).cloned().unwrap_or_default();
            let readiness = readiness(
                self.covered(&decks, taking, (&exam.id, &chosen), &places),
                (&ground.items, &plan.answered),
                exam.day,
                &recall,
                mocks.get(&exam.id).unwrap_or(&none),
            );
            // Where no day is left before the last round, its days bring new questions too.
            let before = |day: Day| day < plan.window_from && ground.is_study_day(day);
            let brings = plan.days.iter().filter(|of| of.new > 0 || before(of.day));
            let days: Vec<Day> = brings.map(|of| of.day).collect();
            let has_today = days.contains(&ground.today);
            let taking_part = decks.iter().filter(|deck| taking.takes_part(&deck.id));
            // The plan goes over every limit but this one, which the learner set.
            let (mut held_back, mut limits) = (0, String::new());
            for (deck, (title, share)) in taking_part.zip(&exams.decks) {
                let limit = self.settings.new_per_deck.get(&deck.id);
                let met = introduced.get(&deck.id).filter(|_| has_today);
                let most = limit.map_or(u32::MAX, |limit| {
                    let met_today = met.map_or(0, |met| *met.min(limit));
                    limit.saturating_mul(days.len() as u32) - met_today
                });
                let left = share.left[at];
                if left > most {
                    held_back += left - most;
                    limits += &format!(
                        " But `new_per_deck` in the settings lets only {most} of the {left} new questions of {title} come before the last round."
                    );
                }
            }
            let mut says = says(&exams, at, &plan, held_back > 0);
            let planned = plan.days.first().map_or(0, |today| today.new);
            if let n @ 1.. = home.new.saturating_sub(planned) {
                // They are in no plan and in no minutes of one.
                let new = text::count(n, "new question", "new questions");
                says += &format!(" Besides, today has {new} for no exam with a date to come.");
            }
            if is_unserved(&exams, at) {
                plan.fits = Fits::No;
            }
            if held_back > 0 {
                says += &limits;
                plan.fits = Fits::No;
                plan.unmet = plan.unmet.max(held_back);
            }
            ExamOutlook {
                says,
                days_left: exam.day.since(ground.today),
                helps_most: exams.helps_most(home.work(), &readiness),
                exam,
                chosen,
                plan,
                readiness,
            }
        };
        Ok(plans.map(outlook).collect())
    }

    /// All that the plan screen shows.
    pub fn planning(&mut self) -> Result<Planning, String> {
        let exams = self.exam_outlooks()?;
        let choices = self.choices()?;
        let today = self.today();
        let others = blueprints()
            .iter()
            .filter(|b| !exams.iter().any(|exam| exam.exam.id == b.id));
        let chosen = |id: &str| choices.exams.get(id);
        let mut without_date: Vec<Dateless> = others
            .map(|b| Dateless {
                id: b.id.clone(),
                title: b.title.clone(),
                over: chosen(&b.id)
                    .and_then(|exam| exam.date)
                    .map(|date| date.day)
                    .filter(|day| *day < today),
            })
            .collect();
        without_date.sort_by_key(|other| !chosen(&other.id).is_some_and(Exam::is_chosen));
        let since = Day(today.0 - SHOWN_DAYS);
        Ok(Planning {
            today,
            exams,
            without_date,
            done: self.store.answers_since(since)?,
        })
    }

    /// What decks that take part have for each module of the examination, and whether others have anything.
    fn covered(
        &self,
        decks: &[Arc<Outline>],
        taking: &Taking,
        (exam, chosen): (&str, &Exam),
        places: &HashMap<&Key, usize>,
    ) -> Vec<Covered> {
        let Some(blueprint) = blueprints().iter().find(|b| b.id == exam) else {
            return Vec::new();
        };
        let named = blueprint.modules.iter().map(|module| Covered {
            id: module.id.clone(),
            title: module.title.to_string(),
            weight: chosen.weight(module),
            ..Covered::default()
        });
        let mut modules: Vec<Covered> = named.collect();
        for deck in decks {
            for concept in &deck.concepts {
                for at in blueprint.modules_of(&deck.track, concept) {
                    let module = &mut modules[at];
                    if !taking.takes_part(&deck.id) {
                        module.rests |= !concept.cards.is_empty();
                        continue;
                    }
                    let before = module.questions - module.met;
                    for key in concept.cards.iter().flat_map(|card| card.keys(&deck.id)) {
                        let is_met = self.memory(&key).is_some_and(|m| !m.is_new());
                        module.questions += 1;
                        module.met += u32::from(is_met);
                        module.items.extend(places.get(&key));
                    }
                    if module.questions - module.met > before {
                        let id = format!("{}/{}", deck.id, concept.id);
                        module.new_concepts.push(id);
                    }
                }
            }
        }
        modules
    }
}

/// Whether no deck that takes part has anything for the examination.
fn is_unserved(exams: &Exams, at: usize) -> bool {
    exams.concepts.values().all(|bits| bits >> at & 1 == 0)
}

/// The verdict on the plan, and what would make it fit if it does not.
fn says(exams: &Exams, at: usize, plan: &ExamPlan, is_held_back: bool) -> String {
    let exam = &exams.ground.exams[at];
    let day = |day: Day| date_of(day).strftime("%-d %B").to_string();
    let mut parts = Vec::new();
    if is_unserved(exams, at) {
        return "No deck that takes part has cards for it: `swot decks`, or d on the home screen, shows what takes part.".into();
    }
    if plan.days.is_empty() {
        return "The exam is today: nothing new is asked, and what is due can wait.".into();
    }
    if let Some(until) = plan.new_until {
        let most = if plan.is_even { "" } else { "up to " };
        let new = plan.new_a_day;
        parts.push(if until == exams.ground.today {
            format!("{new} new today, the last ones")
        } else {
            format!("{most}{new} new a day until {}", day(until))
        });
    }
    parts.push(match (plan.looks_from, plan.has_begun) {
        (Some(from), false) => format!("last round from {}", day(from)),
        (Some(_), true) => "the last round is under way".into(),
        (None, true) => "the last round is done".into(),
        (None, false) => "no last round".into(),
    });
    // None where today is done and was the last day of study.
    if let busiest @ 1.. = plan.busiest.minutes() {
        parts.push(format!(
            "busiest day {}, {}",
            text::count(busiest, "minute", "minutes"),
            day(plan.busiest.day)
        ));
    }
    let mut minutes = text::count(exam.minutes, "minute", "minutes") + " a day";
    // Until the exam before this one its minutes count.
    let before = exams.ground.exams[..at].last();
    if let Some(before) = before.filter(|before| before.minutes != exam.minutes) {
        minutes += &format!(" ({} until {})", before.minutes, day(before.day));
    }
    let end = match plan.fits {
        Fits::Yes | Fits::Tight if is_held_back => format!("{minutes} are enough."),
        Fits::Yes => format!("It fits: {minutes} are enough."),
        Fits::Tight => format!("It fits tightly into {minutes}.{}", remedies(exams, at)),
        Fits::No => {
            let new = text::count(exam.left, "question", "questions");
            let over = text::count(plan.over, "day goes", "days go");
            let why = match plan.unmet {
                0 => format!("Nothing is left out, but {over} beyond them by more than a tenth."),
                n if n == exam.left => format!("None of the {new} still new would be met."),
                n => format!("{n} of the {new} still new would not be met."),
            };
            format!(
                "It does not fit into {minutes}. {why}{}",
                remedies(exams, at)
            )
        }
    };
    format!("{}. {end}", parts.join("; "))
}

/// What would make it fit: more minutes, or fewer decks.
fn remedies(exams: &Exams, at: usize) -> String {
    let minutes = exams.ground.minutes_that_fit(at);
    let more = match minutes {
        Ok((minutes, false)) => format!("With {minutes} minutes a day it would fit"),
        Ok((minutes, true)) => {
            format!(
                "With at least {minutes} minutes a day for each exam up to this one it would fit"
            )
        }
        Err(0) => "More minutes a day do not make it fit".into(),
        Err(unmet) => {
            let most = exams.ground.exams[at].minutes.max(MOST_MINUTES);
            format!("Even with {most} minutes a day {unmet} would not be met")
        }
    };
    let shares: Vec<Share> = exams.decks.iter().map(|(_, share)| share.clone()).collect();
    let resting = exams.ground.decks_that_may_rest(at, &shares).map(|decks| {
        let titles = decks.iter().map(|deck| {
            let (title, share) = &exams.decks[*deck];
            format!(
                "{title} ({} new, {} met)",
                share.left.get(at).unwrap_or(&0),
                share.items.len()
            )
        });
        let word = if decks.len() == 1 { "deck" } else { "decks" };
        format!("the {word} {}", titles.collect::<Vec<_>>().join(" and "))
    });
    match (minutes.is_ok(), resting) {
        (true, None) => format!(" {more}."),
        (true, Some(decks)) => format!(" {more}, or without {decks}."),
        (false, Some(decks)) => format!(" {more}. Without {decks} it would fit."),
        (false, None) => format!(
            " {more}. A rest for decks with half of its questions is not enough either; a later date would be."
        ),
    }
}
