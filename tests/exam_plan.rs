//! Simulated learners who follow the plan to an examination: what always holds, and what it is worth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use swotter::study::exam_plan::{Dated, Fits, Ground, Item, Pace, Today};
use swotter::study::memory::{Counted, Event, Meant};
use swotter::study::sm2::{self, Schedule};
use swotter::study::{Day, Grade, Memory};

const START: i32 = 20_000;

/// Numbers that look random and are the same each time.
#[derive(Debug, Clone)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = swotter::study::session::mix(self.0, 1);
        self.0 as f64 / (1u64 << 53) as f64
    }
}

#[derive(Debug, Clone)]
struct Learner {
    memories: Vec<Memory>,
    /// How well each question is kept: the truth that no plan knows.
    strength: Vec<f64>,
    /// What SM-2 alone makes of the counted repetitions and lapses.
    alone: Vec<Option<Schedule>>,
    dice: Dice,
    answers: u32,
    busiest: u32,
    day: Day,
}

impl Learner {
    fn new(questions: usize, seed: u64) -> Learner {
        let mut dice = Dice(seed);
        Learner {
            memories: vec![Memory::default(); questions],
            strength: (0..questions).map(|_| 0.7 + 1.6 * dice.next()).collect(),
            alone: vec![None; questions],
            dice,
            answers: 0,
            busiest: 0,
            day: Day(START),
        }
    }

    /// The chance of knowing it today.
    fn recall(&self, at: usize, day: Day) -> f64 {
        self.memories[at].learned.map_or(0.0, |l| {
            let days = f64::from(day.since(l.seen).max(0));
            let kept = self.strength[at] * f64::from(l.schedule.interval.max(1)) * 1.3;
            0.9f64.powf(days / kept)
        })
    }

    fn answer(&mut self, at: usize, meant: Meant, always_right: bool) -> Counted {
        let knows = self.memories[at].is_new() && self.dice.next() < 0.85
            || self.dice.next() < self.recall(at, self.day);
        let grade = if knows || always_right {
            Grade::GOOD
        } else {
            Grade::AGAIN
        };
        self.grade(at, meant, grade)
    }

    fn grade(&mut self, at: usize, meant: Meant, grade: Grade) -> Counted {
        let counted = self.memories[at]
            .take(&Event::graded(meant, grade), self.day)
            .unwrap();
        self.answers += 1;
        match counted {
            Counted::Repetition => {
                self.alone[at] = Some(sm2::repeat(self.alone[at], grade, self.day));
            }
            Counted::Lapse => {
                let before = self.alone[at].unwrap();
                self.alone[at] = Some(Schedule {
                    repetitions: 0,
                    interval: 1,
                    due: self.day.plus(1),
                    ..before
                });
            }
            _ => {}
        }
        if self.memories[at].is_drilled(self.day) {
            self.grade(at, Meant::Drill, Grade::GOOD);
        }
        counted
    }

    fn ground(&self, exam: &Dated) -> (Ground, Vec<usize>) {
        let mut exam = exam.clone();
        let mut items = Vec::new();
        let mut places = Vec::new();
        let mut done_today = 0;
        for (at, memory) in self.memories.iter().enumerate() {
            match memory.learned {
                None => exam.left += u32::from(!memory.suspended),
                Some(l) if l.introduced == self.day => exam.met_today += 1,
                Some(l) => done_today += u32::from(l.seen == self.day),
            }
            if let Some(item) = Item::of(memory, 1, self.day) {
                items.push(item);
                places.push(at);
            }
        }
        let ground = Ground {
            today: self.day,
            exams: vec![exam],
            items,
            done_today,
            pace: Pace::default(),
        };
        (ground, places)
    }

    fn due(&self) -> Vec<usize> {
        (0..self.memories.len())
            .filter(|at| self.memories[*at].is_due(self.day))
            .collect()
    }

    fn introduce(&mut self, n: u32, always_right: bool) {
        let new: Vec<usize> = (0..self.memories.len())
            .filter(|at| self.memories[*at].is_new() && !self.memories[*at].suspended)
            .take(n as usize)
            .collect();
        for at in new {
            self.answer(at, Meant::Review, always_right);
        }
    }

    /// Does all that the plan asks for today.
    fn follow(&mut self, exam: &Dated, always_right: bool) -> Today {
        let (ground, places) = self.ground(exam);
        let today = ground.today();
        if today.is_free {
            return today;
        }
        let before = self.answers;
        for at in self.due() {
            self.answer(at, Meant::Review, always_right);
        }
        for item in today.candidates.iter().take(today.looks as usize) {
            self.answer(places[*item], Meant::Look, always_right);
        }
        self.introduce(today.new[0], always_right);
        self.busiest = self.busiest.max(self.answers - before);
        today
    }

    fn met(&self) -> usize {
        self.memories.iter().filter(|m| !m.is_new()).count()
    }
}

fn exam(days: i32, minutes: u32, free: [bool; 7]) -> Dated {
    Dated {
        id: "CPIM".into(),
        day: Day(START + days),
        since: Day(START),
        minutes,
        free,
        left: 0,
        met_today: 0,
    }
}

fn weekend() -> [bool; 7] {
    [false, false, false, false, false, false, true]
}

#[derive(Debug, Clone)]
struct Case {
    questions: usize,
    seed: u64,
    /// Days of learning before the date was set.
    before: u32,
    days: i32,
    minutes: u32,
    free: [bool; 7],
    suspended: usize,
    missed: Option<(i32, i32)>,
}

fn case() -> impl Strategy<Value = Case> {
    let free = prop::array::uniform7(prop::bool::weighted(0.25));
    let missed = prop::option::weighted(0.3, (0i32..60, 1i32..8));
    (
        1usize..250,
        any::<u64>(),
        0u32..40,
        1i32..90,
        5u32..120,
        free,
        0usize..5,
        missed,
    )
        .prop_map(
            |(questions, seed, before, days, minutes, mut free, suspended, missed)| {
                free[2] = false;
                Case {
                    questions,
                    seed: seed >> 11,
                    before,
                    days,
                    minutes,
                    free,
                    suspended,
                    missed,
                }
            },
        )
}

fn follows_the_rules(case: &Case) -> Result<(), TestCaseError> {
    let exam = exam(case.days, case.minutes, case.free);
    let mut learner = Learner::new(case.questions, case.seed);
    learner.day = Day(START - case.before as i32);
    while learner.day < Day(START) {
        for at in learner.due() {
            learner.answer(at, Meant::Review, false);
        }
        learner.introduce(8, false);
        learner.day = learner.day.plus(1);
    }
    for at in 0..case.suspended.min(case.questions) {
        learner.memories[at].take(&Event::Suspend, learner.day);
    }
    let window = learner.ground(&exam).0.window_from(&exam);
    let has_study_days = {
        let (ground, _) = learner.ground(&exam);
        (window.0..exam.day.0).any(|day| ground.is_study_day(Day(day)))
    };
    let mut missed_any_of_window = false;
    while learner.day < exam.day {
        let nth = learner.day.since(Day(START));
        if case
            .missed
            .is_some_and(|(from, n)| (from..from + n).contains(&nth))
        {
            missed_any_of_window |= learner.day >= window;
            learner.day = learner.day.plus(1);
            continue;
        }
        let (ground, places) = learner.ground(&exam);
        let morning = ground.today();
        let due = learner.due().len() as u32;
        if morning.is_free {
            prop_assert_eq!((morning.looks, morning.new[0]), (0, 0));
            learner.day = learner.day.plus(1);
            continue;
        }
        if morning.looks > 0 {
            prop_assert!(due + morning.looks <= morning.level + 1);
        }
        // Half of it, then planned anew: nothing that was done is asked, and the rest is as it was.
        let half = learner.due().len() / 2;
        for at in learner.due().into_iter().take(half) {
            learner.answer(at, Meant::Review, false);
        }
        let first_looks: Vec<usize> = morning.candidates[..morning.looks as usize]
            .iter()
            .map(|item| places[*item])
            .collect();
        for at in &first_looks[..first_looks.len() / 2] {
            let before = learner.memories[*at].schedule().copied();
            prop_assert_eq!(learner.grade(*at, Meant::Look, Grade::GOOD), Counted::Look);
            prop_assert_eq!(before, learner.memories[*at].schedule().copied());
        }
        let (again, places) = learner.ground(&exam);
        let rest = again.today();
        for item in &rest.candidates[..rest.looks as usize] {
            let seen = learner.memories[places[*item]].learned.unwrap().seen;
            prop_assert!(seen < learner.day);
        }
        prop_assert!(rest.looks as usize + first_looks.len() / 2 <= first_looks.len() + 1);
        prop_assert!(rest.new[0] <= morning.new[0]);
        learner.follow(&exam, false);
        // Everything that was due was asked.
        prop_assert!(learner.due().is_empty());
        let (evening, _) = learner.ground(&exam);
        let over = evening.today();
        prop_assert_eq!(over.looks, 0, "looks left in the evening");
        learner.day = learner.day.plus(1);
    }
    for (at, memory) in learner.memories.iter().enumerate() {
        prop_assert_eq!(memory.schedule().copied(), learner.alone[at]);
        if let Some(l) = memory.learned
            && !memory.suspended
            && !missed_any_of_window
            && has_study_days
        {
            prop_assert!(
                l.seen >= window,
                "question {} was last seen {}",
                at,
                l.seen.since(window)
            );
        }
    }
    Ok(())
}

#[test]
fn a_plan_adds_looks_evenly_and_moves_no_schedule() {
    let cases = std::env::var("SWOT_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(300);
    let mut runner = TestRunner::new(Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&case(), |case| follows_the_rules(&case))
        .unwrap();
}

#[test]
fn setting_and_clearing_a_date_leaves_every_schedule() {
    let mut with = Learner::new(120, 7);
    let mut without = with.clone();
    let exam = exam(20, 60, weekend());
    for _ in 0..20 {
        let asked = with.follow(&exam, true);
        // The other does the same, but never looks.
        if !asked.is_free {
            for at in without.due() {
                without.grade(at, Meant::Review, Grade::GOOD);
            }
            without.introduce(asked.new[0], true);
        }
        with.day = with.day.plus(1);
        without.day = without.day.plus(1);
    }
    let looked = with
        .memories
        .iter()
        .filter(|m| m.learned.is_some_and(|l| l.seen > l.last));
    assert!(looked.count() > 10);
    for (a, b) in with.memories.iter().zip(&without.memories) {
        assert_eq!(a.schedule(), b.schedule());
    }
}

/// Printed with --nocapture: what the plan is worth beside plain SM-2.
#[test]
fn the_plan_beats_plain_repetition_on_the_day() {
    let mut turned = 0;
    let mut said_yes = 0;
    for (days, minutes) in [(30, 60), (60, 45), (120, 30)] {
        for missed in [false, true] {
            let (mut recall, mut answers, mut busiest) = ([0.0; 2], [0u32; 2], [0u32; 2]);
            const LEARNERS: u64 = 20;
            for seed in 0..LEARNERS {
                let exam = exam(days, minutes, weekend());
                for (nth, with_plan) in [false, true].into_iter().enumerate() {
                    let mut learner = Learner::new(300, seed + 1);
                    let first = learner.ground(&exam).0.plans()[0].fits;
                    let mut last = first;
                    while learner.day < exam.day {
                        let since = learner.day.since(Day(START));
                        if missed && (10..17).contains(&since) {
                        } else if with_plan {
                            if since % 5 == 0 {
                                last = learner.ground(&exam).0.plans()[0].fits;
                            }
                            if first == Fits::Yes && !missed && last == Fits::No {
                                turned += 1;
                                said_yes += 1;
                            }
                            learner.follow(&exam, false);
                        } else if !exam.free[swotter::study::choices::weekday(learner.day)] {
                            let before = learner.answers;
                            for at in learner.due() {
                                learner.answer(at, Meant::Review, false);
                            }
                            learner.introduce(20, false);
                            learner.busiest = learner.busiest.max(learner.answers - before);
                        }
                        if with_plan && first == Fits::Yes && !missed && last == Fits::No {
                            break;
                        }
                        learner.day = learner.day.plus(1);
                    }
                    if with_plan && first == Fits::Yes && !missed && last != Fits::No {
                        said_yes += 1;
                    }
                    let all = learner.memories.len();
                    let known: f64 = (0..all).map(|at| learner.recall(at, exam.day)).sum();
                    recall[nth] += known / learner.met().max(1) as f64 / LEARNERS as f64;
                    answers[nth] += learner.answers / LEARNERS as u32;
                    busiest[nth] = busiest[nth].max(learner.busiest);
                }
            }
            println!(
                "{days} days, {minutes} min, {}: recall on the day {:.3} plain, {:.3} planned; answers {} and {}; busiest day {} and {} answers",
                if missed {
                    "a week missed"
                } else {
                    "no day missed"
                },
                recall[0],
                recall[1],
                answers[0],
                answers[1],
                busiest[0],
                busiest[1]
            );
            assert!(recall[1] > recall[0]);
        }
    }
    println!("`fits: yes` turned to no for {turned} of {said_yes} learners");
    assert!(f64::from(turned) <= 0.05 * f64::from(said_yes.max(20)));
}
