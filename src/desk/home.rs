//! The home screen: computed from the plan of the day, or taken from the cache if nothing has changed.

use super::Desk;
use super::selection::Selection;
use super::session::Planned;
use super::summary::{KeptPlan, Summary};
use crate::shelf::blueprints;
use crate::store::{Habit, Trouble};
use crate::study::blueprint::{Blueprint, Module};
use crate::study::choices::{Choices, Exam};
use crate::study::exam_plan::Pace;
use crate::study::memory::{Event, Meant};
use crate::study::outline::{ConceptOutline, Outline};
use crate::study::outlook::{
    Backlog, Broken, DayAhead, DeckLine, ExamLine, Home, MATURE_DAYS, ModuleLine, WEEK, Weak,
};
use crate::study::plan::{Plan, Question, forecast};
use crate::study::{Day, Grade, Key};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Most concepts shown as weak.
const WEAK: usize = 5;
/// Days, today included, whose answers decide what is weak.
const WEAK_DAYS: u32 = 30;
/// The home screen of fewer questions than this is ready within a frame.
const LARGE: u32 = 5_000;
/// Days for which the questions falling due are counted.
const BACKLOG_DAYS: usize = 30;

impl Desk {
    pub fn home(&mut self) -> Home {
        match self.try_home() {
            Ok(home) => home,
            Err(sentence) => {
                let mut notices = self.notices.clone();
                notices.push(sentence);
                Home {
                    today: self.today(),
                    broken: self.broken(),
                    notices,
                    ..Home::default()
                }
            }
        }
    }

    /// A home screen without delay: if computing it takes longer than a frame, the last one, marked as old.
    pub fn home_at_once(&mut self) -> Home {
        self.old_home().unwrap_or_else(|| self.home())
    }

    /// The last home screen, if it is outdated and a new one takes longer than a frame.
    pub(super) fn old_home(&self) -> Option<Home> {
        let last = self.summary.as_ref()?;
        let is_own = last.grounds.starts_with(&self.place());
        let questions: u32 = last.home.decks.iter().map(|deck| deck.questions).sum();
        let is_old =
            is_own && questions >= LARGE && self.summarised(self.grounds().as_deref()).is_none();
        is_old.then(|| Home {
            today: self.today(),
            asks_for: Vec::new(),
            is_old: true,
            ..self.as_of_now(&last.home)
        })
    }

    /// The same, but fails if the database does.
    pub fn try_home(&mut self) -> Result<Home, String> {
        // Taken before anything is read: if another window writes meanwhile, the summary counts as outdated and is never taken
        // for a new one.
        let grounds = self.grounds();
        let current = self.summarised(grounds.as_deref());
        let is_written = current.is_some();
        let home = match current {
            Some(home) => home,
            None => self.work_out_home(grounds.as_deref())?,
        };
        if !is_written && let Some(grounds) = grounds {
            self.summary = Some(Summary {
                seal: self.store.seal(),
                grounds,
                home: home.clone(),
            });
            self.write_summary();
        }
        Ok(home)
    }

    /// Identifies all inputs of a home screen.
    pub(super) fn grounds(&self) -> Option<String> {
        let deck_limits: BTreeMap<_, _> = self.settings.new_per_deck.iter().collect();
        Some(format!(
            "{}{:?} {:016x} {} {} {deck_limits:?}",
            self.place(),
            self.today(),
            self.shelf.mark(),
            self.store.mark().ok()?,
            self.settings.new_per_day,
        ))
    }

    /// Names the data folder, because several learners may share decks.
    fn place(&self) -> String {
        format!("{:?} ", self.store.folder())
    }

    /// The last home screen, if none of its inputs has changed.
    pub(super) fn summarised(&self, grounds: Option<&str>) -> Option<Home> {
        let summary = self.summary.as_ref()?;
        (Some(summary.grounds.as_str()) == grounds).then(|| self.as_of_now(&summary.home))
    }

    /// Adds what the cache does not keep.
    fn as_of_now(&self, home: &Home) -> Home {
        Home {
            broken: self.broken(),
            notices: self.notices.clone(),
            updates: self.updates.told(),
            ..home.clone()
        }
    }

    fn work_out_home(&mut self, grounds: Option<&str>) -> Result<Home, String> {
        self.remember()?;
        let trouble = |t: Trouble| t.to_string();
        let today = self.today();
        let decks = self.outlines();
        let choices = self.choices()?;
        let everything = Selection::everything(self.taking(&decks)?);
        let Planned { plan, is_free } = self.plan(&decks, &everything, None)?;
        let habit = self.habit()?;
        let usual = Pace::default();
        let pace_ms = (
            habit.met_ms.unwrap_or(usual.met).round() as u32,
            habit.new_ms.unwrap_or(usual.new).round() as u32,
        );
        let mut tally = Tally {
            today,
            waiting: plan.waiting.iter().collect(),
            missed: self.missed_lately()?,
            exams: exam_lines(&choices),
            ahead: vec![0; BACKLOG_DAYS],
            ..Tally::default()
        };
        let mut lines = Vec::with_capacity(decks.len());
        for deck in &decks {
            lines.push(self.deck_line(deck, &everything, &mut tally));
        }
        share_out(&plan, &mut lines);
        let lately = self.store.answers_since(today.minus(13)).map_err(trouble)?;
        let mut home = Home {
            today,
            due: (plan.due.len() + plan.drill.len()) as u32,
            looks: plan.looks.len() as u32,
            waiting: plan.waiting.len() as u32,
            free: is_free,
            new: plan.new.len() as u32,
            new_left: tally.unmet.saturating_sub(plan.new.len() as u32),
            done_today: self.store.so_far(today).map_err(trouble)?.gradings,
            pace_ms,
            backlog: Backlog::of(habit.usual, &tally.ahead),
            decks: lines,
            weak: tally.weak(),
            streak: self.store.streak(today).map_err(trouble)?,
            lately: lately.into_iter().collect(),
            week: week(&plan, tally.pool, today),
            exams: tally.exams,
            broken: self.broken(),
            is_old: false,
            first_time: self.memories.is_empty(),
            asks_for: self.exams_to_ask_for(&decks)?,
            notices: self.notices.clone(),
            updates: self.updates.told(),
            minutes: 0,
        };
        home.minutes = home.minutes_for(home.work(), 0);
        self.planned = grounds.map(|grounds| KeptPlan {
            grounds: grounds.to_owned(),
            pages: self.unread(&plan),
            plan,
        });
        Ok(home)
    }

    /// How the learner studied before today; nothing done today changes it.
    pub(super) fn habit(&self) -> Result<Habit, String> {
        let mark = self.mark();
        if let Some((_, habit)) = self.habit.get().filter(|(then, _)| mark == Some(*then)) {
            return Ok(habit);
        }
        let habit = self
            .store
            .habit_before(self.today())
            .map_err(|t| t.to_string())?;
        self.habit.set(mark.map(|mark| (mark, habit)));
        Ok(habit)
    }

    /// For each question answered in the last 30 days: how often, and how often it failed.
    pub(super) fn missed_lately(&self) -> Result<HashMap<Key, (u32, u32)>, String> {
        let first = self.today().minus(WEAK_DAYS - 1);
        self.store.missed_since(first).map_err(|t| t.to_string())
    }

    /// What is known of a deck without the plan of the day. Counts over all decks are added to `tally`.
    fn deck_line(&self, deck: &Outline, everything: &Selection, tally: &mut Tally<'_>) -> DeckLine {
        let today = tally.today;
        let takes_part = everything.takes_part(&deck.id);
        let mut line = DeckLine {
            id: deck.id.clone(),
            track: deck.track.clone(),
            title: deck.title.clone(),
            takes_part,
            module: main_module(deck),
            concepts: deck.concepts.len() as u32,
            cards: deck.concepts.iter().map(|c| c.cards.len() as u32).sum(),
            faults: self
                .shelf
                .get(&deck.id)
                .map_or(0, |shelved| shelved.fault_count() as u32),
            ..DeckLine::default()
        };
        for concept in &deck.concepts {
            let (mut questions, mut met, mut known) = (0, 0, 0);
            let introduces = everything.taking().introduces(&deck.id, concept);
            for card in &concept.cards {
                for key in card.keys(&deck.id) {
                    questions += 1;
                    let Some(memory) = self.memories.get(&key) else {
                        tally.unmet += u32::from(introduces);
                        continue;
                    };
                    let Some(schedule) = memory.schedule() else {
                        tally.unmet += u32::from(introduces && !memory.suspended);
                        continue;
                    };
                    met += 1;
                    known += u32::from(schedule.interval >= MATURE_DAYS);
                    if takes_part {
                        tally.count_missed(deck, concept, &key);
                        let is_soon = !memory.suspended && tally.count_due(schedule.due);
                        let is_planned = memory.is_due(today) && !tally.waiting.contains(&key);
                        if is_soon && !is_planned {
                            tally
                                .pool
                                .push(self.asked_as(deck, concept, card, key).into());
                        }
                    }
                }
            }
            line.questions += questions;
            line.introduced += met;
            line.mature += known;
            if takes_part {
                tally.count_for_exams(deck, concept, [questions, met, known]);
            }
        }
        line
    }

    /// The first fault of each file that has faults.
    pub fn broken(&self) -> Vec<Broken> {
        let faulty = self
            .shelf
            .decks()
            .iter()
            .filter_map(|shelved| Some((shelved, shelved.faults().first()?)));
        faulty
            .map(|(shelved, fault)| Broken {
                file: shelved.path().into(),
                line: fault.line as u32,
                code: fault.code.clone(),
                severity: fault.severity,
                message: fault.message.as_str().into(),
                help: fault.help.as_str().into(),
            })
            .collect()
    }
}

/// Counts over all decks.
#[derive(Default)]
struct Tally<'a> {
    today: Day,
    /// Questions due that are left for another day.
    waiting: HashSet<&'a Key>,
    /// For each question answered lately: how often, and how often it failed.
    missed: HashMap<Key, (u32, u32)>,
    /// By `deck/concept`.
    concepts: BTreeMap<String, Weak>,
    exams: Vec<ExamLine>,
    /// Questions never met that may be introduced.
    unmet: u32,
    /// Questions falling due on each day from today; today's number includes what was left over.
    ahead: Vec<u32>,
    /// Questions falling due within a week, without those planned for today.
    pool: Vec<Question>,
}

impl Tally<'_> {
    fn count_missed(&mut self, deck: &Outline, concept: &ConceptOutline, key: &Key) {
        let Some((of, missed)) = self.missed.get(key).copied() else {
            return;
        };
        let id = format!("{}/{}", deck.id, concept.id);
        let weak = self.concepts.entry(id.clone()).or_insert_with(|| Weak {
            concept: id,
            title: concept.title.clone(),
            ..Weak::default()
        });
        weak.of += of;
        weak.missed += missed;
        if missed > 0 {
            weak.keys.push(key.clone());
        }
    }

    /// Counts a question falling due on `due`; returns whether that is within the week.
    fn count_due(&mut self, due: Day) -> bool {
        let ahead = due.since(self.today).max(0);
        if let Some(n) = self.ahead.get_mut(ahead as usize) {
            *n += 1;
        }
        ahead < WEEK as i32
    }

    fn count_for_exams(
        &mut self,
        deck: &Outline,
        concept: &ConceptOutline,
        [questions, met, known]: [u32; 3],
    ) {
        for (exam, blueprint) in self.exams.iter_mut().zip(blueprints()) {
            if blueprint.is_served_by(blueprints(), &deck.track, concept) {
                exam.questions += questions;
                exam.met += met;
            }
            for at in blueprint.modules_of(&deck.track, concept) {
                if let Some(module) = exam.modules.get_mut(at) {
                    module.questions += questions;
                    module.met += met;
                    module.known += known;
                }
            }
        }
    }

    /// The concepts failed most, at least twice, most failures first, as in the statistics.
    fn weak(&mut self) -> Vec<Weak> {
        let concepts = std::mem::take(&mut self.concepts).into_values();
        let mut weak: Vec<Weak> = concepts.filter(|weak| weak.missed >= 2).collect();
        weak.sort_by_key(|weak| (Reverse(weak.missed), weak.of));
        weak.truncate(WEAK);
        weak
    }
}

/// A line for every known examination, with what was chosen for it.
fn exam_lines(choices: &Choices) -> Vec<ExamLine> {
    let line = |blueprint: &Blueprint| {
        let chosen = choices.exams.get(&blueprint.id);
        ExamLine {
            id: blueprint.id.clone(),
            title: blueprint.title.clone(),
            is_chosen: chosen.is_some_and(Exam::is_chosen),
            date: chosen.and_then(|exam| exam.date).map(|date| date.day),
            modules: blueprint.modules.iter().map(module_line).collect(),
            ..ExamLine::default()
        }
    };
    blueprints().iter().map(line).collect()
}

/// The module of the deck's own examination to which more than half of its concepts belong.
fn module_line(module: &Module) -> ModuleLine {
    ModuleLine {
        id: module.id.clone(),
        title: module.title.clone(),
        ..ModuleLine::default()
    }
}

fn main_module(deck: &Outline) -> Option<(String, u32)> {
    let exam = blueprints().iter().find(|b| b.id == deck.track)?;
    let mut counts = vec![0; exam.modules.len()];
    for concept in &deck.concepts {
        for module in exam.modules_of(&deck.track, concept) {
            counts[module] += 1;
        }
    }
    let (most, module) = counts.iter().zip(&exam.modules).max_by_key(|(n, _)| **n)?;
    (2 * most > deck.concepts.len()).then(|| (module.id.clone(), counts.len() as u32))
}

/// Counts the questions of the plan for their decks.
fn share_out(plan: &Plan, lines: &mut [DeckLine]) {
    let places: HashMap<String, usize> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| (line.id.clone(), at))
        .collect();
    let mut count = |questions: &[Question], of: fn(&mut DeckLine) -> &mut u32| {
        for question in questions {
            let line = places
                .get(question.key.deck())
                .and_then(|at| lines.get_mut(*at));
            if let Some(line) = line {
                *of(line) += 1;
            }
        }
    };
    count(&plan.due, |line| &mut line.due);
    count(&plan.drill, |line| &mut line.due);
    count(&plan.looks, |line| &mut line.looks);
    count(&plan.new, |line| &mut line.new);
}

/// Today's work and the days after it, if all of today's is passed: new questions of today come back tomorrow.
fn week(plan: &Plan, mut pool: Vec<Question>, today: Day) -> Vec<DayAhead> {
    let planned = plan.due.iter().chain(&plan.new);
    pool.extend(planned.filter_map(|question| {
        let passed = Event::graded(Meant::Review, Grade::GOOD);
        let memory = question.memory.after(&passed, today);
        let due = memory.schedule()?.due;
        (due.since(today) < WEEK as i32).then(|| Question {
            key: question.key.clone(),
            concept: question.concept.clone(),
            links: question.links.clone(),
            memory,
        })
    }));
    let first = DayAhead {
        day: today,
        due: plan.len() as u32,
        waiting: plan.waiting.len() as u32,
    };
    std::iter::once(first)
        .chain(forecast(today, WEEK - 1, &pool))
        .collect()
}
