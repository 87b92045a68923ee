//! The home screen: computed from the plan of the day, or taken from the cache if nothing has changed.

use super::Desk;
use super::selection::Selection;
use super::session::{Asked, Comes, Planned, linked};
use super::summary::{self, Summary};
use crate::hash::fnv1a;
use crate::shelf::{Shelved, blueprints};
use crate::store::{DAYS_SHOWN, Habit, Store, Trouble};
use crate::study::blueprint::{Blueprint, Module};
use crate::study::choices::{Choices, Exam};
use crate::study::exam_plan::Pace;
use crate::study::memory::{Event, Meant};
use crate::study::outline::{ConceptOutline, Outline};
use crate::study::outlook::{
    Backlog, Broken, DayAhead, DeckLine, ExamLine, Home, MATURE_DAYS, ModuleLine, WEEK, Weak,
};
use crate::study::plan::{Plan, Question, card_of, forecast};
use crate::study::{Day, Grade, Key, Keyed, Memory};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::{Arc, OnceLock};
use std::thread;

/// Most concepts shown as weak.
const WEAK: usize = 5;
/// Days, today included, whose answers decide what is weak.
const WEAK_DAYS: u32 = 30;
/// The home screen of fewer questions than this is ready within a frame.
const LARGE: u32 = 5_000;
/// New questions known of each deck, since a plan takes no more of most: those of one concept, and some for those that must wait.
const FIRST_NEW: usize = 12;
/// Of so few decks the answers are looked for one question at a time.
const FEW_DECKS: usize = 3;
/// Days for which the questions falling due are counted.
const BACKLOG_DAYS: usize = 30;

impl Desk {
    pub fn home(&mut self) -> Home {
        match self.try_home() {
            Ok(home) => home,
            Err(sentence) => {
                let mut notices = self.all_notices();
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
        let mut parts = self.parts.values();
        let has_parts = parts.next().is_some_and(|part| part.today == self.today());
        // Where the parts are known, only a plan towards an examination looks at every question.
        let follows_a_plan = last.home.exams.iter().any(|exam| exam.date.is_some());
        let is_old = is_own
            && questions >= LARGE
            && (follows_a_plan || !has_parts)
            && self.summarised(self.grounds().as_deref()).is_none();
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
            None => self.work_out_home()?,
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
            notices: self.all_notices(),
            updates: self.updates.told(),
            ..home.clone()
        }
    }

    fn work_out_home(&mut self) -> Result<Home, String> {
        self.look_back()?;
        let today = self.today();
        let decks = self.decks();
        let choices = self.choices()?;
        self.begin_habit(&choices);
        let everything = Selection::everything(self.taking(&decks)?);
        let graded = self.graded_today()?;
        let (parts, planned) = self.planned_parts(&decks, &everything, &graded)?;
        let Planned { plan, is_free } = planned;
        let habit = self.habit()?;
        let usual = Pace::default();
        let pace_ms = (
            habit.met_ms.unwrap_or(usual.met).round() as u32,
            habit.new_ms.unwrap_or(usual.new).round() as u32,
        );
        let mut tally = Tally::of(&choices);
        parts.iter().for_each(|part| tally.add(&part.tally));
        let mut lines: Vec<DeckLine> = parts.iter().map(|part| part.line.clone()).collect();
        share_out(&plan, &mut lines);
        let waiting: HashSet<&Key> = plan.waiting.iter().collect();
        let due = parts.iter().flat_map(|part| &part.comes.due);
        let left = due.filter(|question| waiting.contains(&question.key));
        tally.pool.extend(left.cloned());
        let lately = self.store.answers_since(today)?;
        let done_today = lately.get(&today).copied().unwrap_or(0);
        let before = (0..DAYS_SHOWN)
            .rev()
            .map(|ago| (today.minus(ago as u32 + 1), habit.answers[ago]));
        let before = before.filter(|(_, answers)| *answers > 0);
        let mut home = Home {
            today,
            due: lines.iter().map(|line| line.due).sum(),
            looks: plan.looks.len() as u32,
            waiting: plan.waiting.len() as u32,
            waits: plan.waiting.clone(),
            free: is_free,
            new: plan.new.len() as u32,
            new_left: tally.unmet.saturating_sub(plan.new.len() as u32),
            // Practice and mock exams too, as in the figures.
            done_today,
            pace_ms,
            backlog: Backlog::of(habit.usual, &tally.ahead),
            decks: lines,
            weak: tally.weak(),
            streak: habit.streak + u32::from(done_today > 0),
            lately: before.chain(lately).collect(),
            week: Vec::new(),
            exams: Vec::new(),
            broken: self.broken(),
            is_old: false,
            first_time: self.memories.is_empty(),
            asks_for: self.exams_to_ask_for(&decks)?,
            notices: self.all_notices(),
            updates: self.updates.told(),
            minutes: 0,
        };
        home.minutes = home.minutes_for(home.work(), 0);
        home.week = week(&plan, &home, tally.pool, &tally.week, &choices);
        home.exams = tally.exams;
        self.have_read()?;
        self.has_kept_plan = false;
        Ok(home)
    }

    /// What each deck adds to the home screen, and today's plan without the questions that are only counted.
    pub(super) fn planned_parts(
        &mut self,
        decks: &[Arc<Outline>],
        everything: &Selection,
        graded: &BTreeSet<Key>,
    ) -> Result<(Vec<Arc<Part>>, Planned), String> {
        let parts = self.parts(decks, everything, graded)?;
        let comes = parts.iter().map(|part| part.comes.clone()).collect();
        let planned = self.plan_of(decks, everything, None, comes, graded)?;
        Ok((parts, planned))
    }

    /// For each question answered in the last 30 days: how often, and how often it failed.
    pub(super) fn missed_lately(&self) -> Result<Keyed<(u32, u32)>, Trouble> {
        let first = self.today().minus(WEAK_DAYS - 1);
        self.store
            .missed_since(first, None, |key| self.shelf.has(key))
    }

    /// The same of some decks, on a thread of its own beside `meanwhile` where they are many.
    fn missed_beside(
        &self,
        decks: &HashSet<&str>,
        meanwhile: impl FnOnce(),
    ) -> Result<Keyed<(u32, u32)>, Trouble> {
        let shelf = &self.shelf;
        let first = self.today().minus(WEAK_DAYS - 1);
        let some = (decks.len() <= FEW_DECKS).then_some(decks);
        let missed = |store: &Store| store.missed_since(first, some, |key| shelf.has(key));
        let again = some.is_none().then(|| self.store.again());
        let beside = thread::scope(|scope| {
            let reading = again.and_then(|a| {
                thread::Builder::new()
                    .spawn_scoped(scope, move || missed(&a()?))
                    .ok()
            });
            meanwhile();
            reading.map(|reading| reading.join().unwrap_or_else(|e| resume_unwind(e)))
        });
        match beside {
            Some(Ok(missed)) => Ok(missed),
            // Perhaps only a thread or a further connection could not be had.
            _ if decks.is_empty() => Ok(Keyed::default()),
            _ => missed(&self.store),
        }
    }

    /// What each deck adds to the home screen. Only what may have changed since the last time is worked out.
    pub(super) fn parts(
        &mut self,
        decks: &[Arc<Outline>],
        everything: &Selection,
        graded: &BTreeSet<Key>,
    ) -> Result<Vec<Arc<Part>>, String> {
        let today = self.today();
        let graded = graded.iter().map(|key| card_of(key).into_owned());
        let mark = |deck: &Outline| self.shelf.get(&deck.id).map_or(0, Shelved::mark);
        let marks: Vec<u64> = decks.iter().map(|deck| mark(deck)).collect();
        let known = |deck: &Outline, mark: &u64| {
            let part = self.parts.get(&deck.id);
            part.filter(|part| part.mark == *mark)
        };
        let linked = decks.iter().zip(&marks).flat_map(|(deck, mark)| {
            known(deck, mark).map_or_else(|| linked(deck), |part| part.linked.clone())
        });
        let mut bound: HashSet<String> = linked.collect();
        let links = bound
            .iter()
            .fold(0, |all, link| all ^ fnv1a(link.as_bytes()));
        bound.extend(graded);
        let known = |(deck, mark)| {
            known(deck, mark).filter(|part| (part.today, part.links) == (today, links))
        };
        let marked = || decks.iter().map(|deck| &**deck).zip(&marks);
        let unknown = marked().filter(|deck| known(*deck).is_none());
        let unknown: HashSet<&str> = unknown.map(|(deck, _)| &*deck.id).collect();
        let missed = self.missed_beside(&unknown, || {
            self.read_memories(|deck| unknown.contains(deck));
        })?;
        let parts = marked().map(|(deck, mark)| {
            let marks = (*mark, links);
            let anew = || Arc::new(self.part(deck, marks, everything, &bound, &missed));
            known((deck, mark)).cloned().unwrap_or_else(anew)
        });
        let parts: Vec<Arc<Part>> = parts.collect();
        let named = decks.iter().zip(&parts);
        self.parts = named
            .map(|(deck, part)| (deck.id.clone(), part.clone()))
            .collect();
        Ok(parts)
    }

    /// Takes what the decks added to the last home screen, as long as nobody has written since. It lies beside that screen.
    pub(super) fn read_parts(&mut self) {
        let path = self.beside("parts");
        let kept: Option<(String, Habit, Vec<Part>)> = path.and_then(|path| summary::read(&path));
        if let Some((grounds, habit, parts)) = kept
            && grounds == self.grounds_of_parts()
        {
            let parts = parts.into_iter().map(Arc::new);
            self.parts = parts.map(|part| (part.line.id.clone(), part)).collect();
            let mark = self.as_of.map(|(version, _)| (self.today(), version));
            self.know_habit(mark, habit);
        }
    }

    /// Takes the free questions of each deck from a plan of the same state, so that after an answer memories of one deck are read.
    pub(super) fn know_free(&self, due: &[Question]) {
        let mut of_decks: HashMap<&str, Vec<Question>> = HashMap::new();
        for question in due {
            let of_deck = of_decks.entry(question.key.deck()).or_default();
            of_deck.push(question.clone());
        }
        for (deck, part) in &self.parts {
            let bound: HashSet<&Key> = part.comes.due.iter().map(|q| &q.key).collect();
            let mut free = of_decks.remove(&**deck).unwrap_or_default();
            free.retain(|question| !bound.contains(&question.key));
            if part.today == self.today() && free.len() == part.line.due as usize {
                // One that is known already is the same.
                let _ = part.free.set(free);
            }
        }
    }

    /// Keeps them for the next start.
    pub(super) fn keep_parts(&self) {
        let parts: Vec<&Part> = self.parts.values().map(|part| &**part).collect();
        if let (Some(path), Ok(habit)) = (self.beside("parts"), self.habit()) {
            let _ = summary::write(&path, &(self.grounds_of_parts(), habit, parts));
        }
    }

    /// Identifies what all parts follow from: each has a mark besides.
    fn grounds_of_parts(&self) -> String {
        format!("{}{:?} {}", self.place(), self.today(), self.store_mark)
    }

    /// `bound` are cards that another one may keep waiting, or that were asked today; cards with several questions or links
    /// are bound anyway.
    fn part(
        &self,
        deck: &Outline,
        (mark, links): (u64, u64),
        everything: &Selection,
        bound: &HashSet<String>,
        missed: &Keyed<(u32, u32)>,
    ) -> Part {
        let today = self.today();
        let takes_part = everything.takes_part(&deck.id);
        let memories = self.memories_of(&deck.id);
        let mut part = Part {
            today,
            mark,
            links,
            is_free: everything.taking().is_free,
            linked: linked(deck),
            line: self.deck_line(deck, takes_part),
            comes: Comes::default(),
            free: OnceLock::new(),
            tally: Tally::of(&Choices::default()),
        };
        let (mut name, mut with_new) = (String::new(), HashSet::new());
        for concept in &deck.concepts {
            let (mut questions, mut met, mut known, mut has_new) = (0, 0, 0, false);
            let introduces = everything.taking().introduces(&deck.id, concept);
            let mut weak = Weak::default();
            for card in &concept.cards {
                for of_card in card.parts() {
                    questions += 1;
                    let asked = Asked::new(deck, (concept, card), of_card, memories, &mut name);
                    let Some(schedule) = asked.memory.schedule() else {
                        part.tally.unmet += u32::from(introduces && !asked.memory.suspended);
                        has_new |= introduces;
                        continue;
                    };
                    met += 1;
                    known += u32::from(schedule.interval >= MATURE_DAYS);
                    if !takes_part {
                        continue;
                    }
                    if let Some((of, failed)) = missed.get(&*name) {
                        weak.of += of;
                        weak.missed += failed;
                        weak.keys
                            .extend((*failed > 0).then(|| Key::from_text(&*name)));
                    }
                    part.count(asked, card.stands_alone() && !bound.contains(&*name));
                }
            }
            if has_new {
                with_new.insert(&*concept.id);
            }
            if weak.of > 0 {
                weak.concept = format!("{}/{}", deck.id, concept.id);
                weak.title = concept.title.clone();
                part.tally.weak.push(weak);
            }
            part.line.questions += questions;
            part.line.introduced += met;
            part.line.mature += known;
            if takes_part {
                part.tally
                    .count_for_exams(deck, concept, [questions, met, known]);
            }
        }
        if !with_new.is_empty() {
            let has_new = |concept: &ConceptOutline| with_new.contains(&*concept.id);
            let new = self.new_questions(deck, everything, false, has_new);
            part.comes.new = Some(new.take(FIRST_NEW).collect());
        }
        part
    }

    /// What is known of a deck without its memories.
    fn deck_line(&self, deck: &Outline, takes_part: bool) -> DeckLine {
        DeckLine {
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
        }
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
                ..fault.broken()
            })
            .collect()
    }
}

/// What a deck adds to the home screen, until its cards, its memories, the choices or the day change. A question is free if no
/// other one can keep it waiting, nor it another one: those are only counted, for a plan has nothing to decide about them.
#[derive(Serialize, Deserialize)]
pub(super) struct Part {
    today: Day,
    /// Identifies the deck as it was.
    mark: u64,
    /// Identifies all cards that a link of any deck binds.
    links: u64,
    /// The plan of an examination leaves the day free.
    is_free: bool,
    pub(super) linked: Vec<String>,
    /// Of today's questions, only those that are due and free.
    line: DeckLine,
    /// Without free questions that are due.
    pub(super) comes: Comes,
    /// Those, once a session asks for them.
    #[serde(skip)]
    pub(super) free: OnceLock<Vec<Question>>,
    tally: Tally,
}

impl Part {
    /// Counts a question that was introduced.
    fn count(&mut self, asked: Asked<'_>, is_free: bool) {
        let memory = asked.memory;
        let Some(schedule) = memory.schedule() else {
            return;
        };
        let is_due = memory.is_due(self.today);
        if is_due && is_free {
            self.line.due += 1;
        } else if is_due {
            self.comes.due.push(asked.into());
        } else if memory.is_drilled(self.today) {
            self.comes.drill.push(asked.into());
        }
        let is_soon = !memory.suspended && self.tally.count_due(schedule.due, self.today);
        if is_soon && is_free {
            let is_asked = is_due && !self.is_free;
            self.tally.count_week(memory, is_asked, self.today);
        } else if is_soon && !is_due {
            self.tally.pool.push(asked.into());
        }
    }
}

/// Counts of one deck, or of all.
#[derive(Default, Serialize, Deserialize)]
struct Tally {
    exams: Vec<ExamLine>,
    /// Questions never met that may be introduced.
    unmet: u32,
    /// Questions falling due on each day from today; today's number includes what was left over.
    ahead: [u32; BACKLOG_DAYS],
    /// Free questions coming on each day of the week from today, if those asked today are passed.
    week: [u32; WEEK as usize],
    /// Other questions falling due within a week, without those due today.
    pool: Vec<Question>,
    /// Concepts with answers lately.
    weak: Vec<Weak>,
}

impl Tally {
    fn of(choices: &Choices) -> Tally {
        Tally {
            exams: exam_lines(choices),
            ..Tally::default()
        }
    }

    fn add(&mut self, part: &Tally) {
        let sum = |all: &mut [u32], more: &[u32]| {
            all.iter_mut()
                .zip(more)
                .for_each(|(all, more)| *all += more);
        };
        self.unmet += part.unmet;
        sum(&mut self.ahead, &part.ahead);
        sum(&mut self.week, &part.week);
        self.pool.extend_from_slice(&part.pool);
        self.weak.extend_from_slice(&part.weak);
        for (all, exam) in self.exams.iter_mut().zip(&part.exams) {
            all.questions += exam.questions;
            all.met += exam.met;
            for (all, module) in all.modules.iter_mut().zip(&exam.modules) {
                all.questions += module.questions;
                all.met += module.met;
                all.known += module.known;
            }
        }
    }

    /// Counts a question falling due on `due`; returns whether that is within the week.
    fn count_due(&mut self, due: Day, today: Day) -> bool {
        let ahead = due.since(today).max(0);
        if let Some(n) = self.ahead.get_mut(ahead as usize) {
            *n += 1;
        }
        ahead < WEEK as i32
    }

    /// Counts a free question for the day on which it comes next after today.
    fn count_week(&mut self, memory: &Memory, is_asked: bool, today: Day) {
        let passed = is_asked.then(|| passed(memory, today));
        let due = passed.as_ref().unwrap_or(memory).schedule().map(|s| s.due);
        let ahead = due.map_or(0, |due| due.since(today).max(1));
        if let Some(n) = self.week.get_mut(ahead as usize) {
            *n += 1;
        }
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
        let mut weak = std::mem::take(&mut self.weak);
        weak.retain(|weak| weak.missed >= 2);
        weak.sort_by(|a, b| (b.missed, a.of, &a.concept).cmp(&(a.missed, b.of, &b.concept)));
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

fn module_line(module: &Module) -> ModuleLine {
    ModuleLine {
        id: module.id.clone(),
        title: module.title.clone(),
        ..ModuleLine::default()
    }
}

/// The module of the deck's own examination to which more than half of its concepts belong.
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

/// Today's work and the days after it, if all of today's is passed: new questions of today come back tomorrow. On a free day
/// nothing is asked.
fn week(
    plan: &Plan,
    home: &Home,
    mut pool: Vec<Question>,
    alone: &[u32],
    choices: &Choices,
) -> Vec<DayAhead> {
    let today = home.today;
    let first = if choices.is_free(today) {
        pool.extend_from_slice(&plan.due);
        DayAhead::free(today)
    } else {
        let planned = plan.due.iter().chain(&plan.new);
        pool.extend(planned.filter_map(|question| {
            let memory = passed(&question.memory, today);
            let due = memory.schedule()?.due;
            (due.since(today) < WEEK as i32).then(|| question.clone().remembered_as(memory))
        }));
        DayAhead {
            day: today,
            due: home.work(),
            waiting: plan.waiting.len() as u32,
            free: false,
        }
    };
    let ahead = forecast(today, &pool, &alone[1..], |day| choices.is_free(day));
    std::iter::once(first).chain(ahead).collect()
}

fn passed(memory: &Memory, today: Day) -> Memory {
    memory.after(&Event::graded(Meant::Review, Grade::GOOD), today)
}
