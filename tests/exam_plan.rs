//! Simulated learners who follow the plan to an examination: what always holds, and what it is worth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::{BTreeMap, HashSet};
use swotter::study::choices::weekday;
use swotter::study::exam_plan::{Dated, Fits, Ground, Item, Pace, Today};
use swotter::study::memory::{Counted, Event, Learned, Meant};
use swotter::study::plan::{Known, Question, Work, card_of, plan};
use swotter::study::readiness::{CLASSES, Covered, Recall, readiness};
use swotter::study::sm2::{self, Schedule};
use swotter::study::{Day, Grade, Key, Memory};

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
    /// Questions of one card; the cards of a pair ask the same fact.
    of_a_card: usize,
    has_links: bool,
    /// How often repetitions in time were passed.
    recall: Recall,
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
            of_a_card: 1,
            has_links: false,
            recall: Recall::default(),
        }
    }

    fn card(&self, at: usize) -> usize {
        at / self.of_a_card
    }

    fn key(&self, at: usize) -> Key {
        let part = (at % self.of_a_card).to_string();
        // In the order of the questions, so that ties fall alike.
        Key::new("d", &format!("c{:05}", self.card(at)), &part)
    }

    /// Never on one day, but for the last.
    fn are_kept_apart(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.card(a), self.card(b));
        a == b || self.has_links && a / 2 == b / 2
    }

    fn question(&self, at: usize) -> Question {
        let card = self.card(at);
        let linked = format!("d/c{:05}", card ^ 1);
        Question::from(Known {
            key: self.key(at),
            concept: format!("d/k{}", at % 7),
            links: if self.has_links && card % 2 == 1 {
                vec![linked]
            } else {
                Vec::new()
            },
            memory: self.memories[at].clone(),
        })
    }

    fn place(&self, key: &Key) -> usize {
        let (card, part): (usize, usize) = (
            key.card()[1..].parse().unwrap(),
            key.part().parse().unwrap(),
        );
        card * self.of_a_card + part
    }

    /// What a session would ask of what was met: due ones and looks, by place.
    fn asked(&self, today: &Today, places: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let most = if today.looks > 0 {
            2 * today.looks as usize + 100
        } else {
            0
        };
        let looks = today
            .candidates
            .iter()
            .take(most)
            .map(|item| self.question(places[*item]));
        let work = Work {
            due: self.due().into_iter().map(|at| self.question(at)).collect(),
            looks: (looks.collect(), today.looks as usize),
            is_last: today.is_last,
            ..Work::default()
        };
        let done = |l: Learned| l.seen == self.day;
        let graded =
            (0..self.memories.len()).filter(|at| self.memories[*at].learned.is_some_and(done));
        let graded: HashSet<String> = graded
            .map(|at| card_of(&self.key(at)).into_owned())
            .collect();
        let asked = plan(self.day, work, &graded);
        let places =
            |questions: &[Question]| questions.iter().map(|q| self.place(&q.key)).collect();
        (places(&asked.due), places(&asked.looks))
    }

    /// The chance of knowing it today.
    fn recall(&self, at: usize, day: Day) -> f64 {
        self.memories[at].learned.map_or(0.0, |l| {
            let days = f64::from(day.since(l.seen).max(0));
            let kept = self.strength[at] * f64::from(l.schedule.interval.max(1)) * 1.3;
            0.9f64.powf(days / kept)
        })
    }

    fn grade_by_chance(&mut self, at: usize) -> Grade {
        let knows = self.memories[at].is_new() && self.dice.next() < 0.85
            || self.dice.next() < self.recall(at, self.day);
        if knows { Grade::GOOD } else { Grade::AGAIN }
    }

    fn answer(&mut self, at: usize, meant: Meant, always_right: bool) -> Counted {
        let by_chance = self.grade_by_chance(at);
        let grade = if always_right { Grade::GOOD } else { by_chance };
        self.grade(at, meant, grade)
    }

    fn grade(&mut self, at: usize, meant: Meant, grade: Grade) -> Counted {
        let before = self.memories[at].clone();
        let counted = self.memories[at]
            .take(&Event::graded(meant, grade), self.day)
            .unwrap();
        self.answers += 1;
        match counted {
            Counted::Repetition => {
                if let Some(before) = before.schedule()
                    && self.day.since(before.due) as f64
                        <= (f64::from(before.interval) / 4.0).max(1.0)
                {
                    let class = CLASSES
                        .iter()
                        .filter(|from| before.interval >= **from)
                        .count();
                    self.recall.0[class.max(1) - 1].count(grade.passes());
                }
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

    /// The first so many that were never met.
    fn fresh(&self, n: u32) -> Vec<usize> {
        (0..self.memories.len())
            .filter(|at| self.memories[*at].is_new() && !self.memories[*at].is_hidden(self.day))
            .take(n as usize)
            .collect()
    }

    fn introduce(&mut self, n: u32, always_right: bool) {
        for at in self.fresh(n) {
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
        let (due, looks) = self.asked(&today, &places);
        for at in due {
            self.answer(at, Meant::Review, always_right);
        }
        for at in looks {
            self.answer(at, Meant::Look, always_right);
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
        cards: Vec::new(),
        taken: 0,
        held: 0,
        met_today: 0,
    }
}

#[test]
fn no_two_questions_of_a_card_are_promised_for_one_day() {
    let dated = |cards: Vec<u32>, taken| Ground {
        today: Day(START),
        exams: vec![Dated {
            left: if cards.is_empty() {
                300
            } else {
                cards.iter().sum()
            },
            cards,
            taken,
            ..exam(5, 1440, [false; 7])
        }],
        items: Vec::new(),
        done_today: 0,
        pace: Pace::default(),
    };
    let new = |ground: &Ground| -> Vec<u32> {
        let plan = &ground.plans()[0];
        plan.days.iter().map(|day| day.new).collect()
    };
    assert_eq!(new(&dated(Vec::new(), 0)), [150, 150, 0, 0, 0]);
    // A hundred cards of three questions: on the second day all of them are due, and their other questions wait. Two hundred, of
    // which half have a second question. A hundred with one question each, and as many of which one was due today. Then the hundred
    // after one question of each was asked today.
    assert_eq!(new(&dated(vec![100, 100, 100], 0)), [100, 0, 100, 0, 0]);
    assert_eq!(new(&dated(vec![200, 100], 0)), [150, 50, 75, 0, 0]);
    assert_eq!(new(&dated(vec![100, 100], 100)), [100, 100, 0, 0, 0]);
    let asked = dated(vec![0, 100, 100, 100], 100);
    assert_eq!(asked.today().new, [0]);
    // No rest of one or two is left for a third day.
    assert_eq!(new(&dated(vec![12, 2], 0)), [7, 7, 0, 0, 0]);
    // What was met today keeps a card waiting tomorrow only if it is one of these cards.
    let mut asked = dated(vec![0, 20], 20);
    for (held, days) in [(0, [0, 20, 0, 0, 0]), (20, [0, 0, 20, 0, 0])] {
        (asked.exams[0].held, asked.exams[0].met_today) = (held, 30);
        assert_eq!(new(&asked), days);
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
    of_a_card: usize,
    has_links: bool,
    /// Days on which a question is buried in the morning, and which.
    buried: Vec<(i32, usize)>,
}

impl Case {
    fn exam(&self) -> Dated {
        exam(self.days, self.minutes, self.free)
    }

    fn is_missed(&self, nth: i32) -> bool {
        let is_missed = |(from, n)| (from..from + n).contains(&nth);
        self.missed.is_some_and(is_missed)
    }
}

prop_compose! {
    fn case()(
        questions in 1usize..250,
        seed in any::<u64>(),
        before in 0u32..40,
        days in 1i32..90,
        minutes in 5u32..120,
        mut free in prop::array::uniform7(prop::bool::weighted(0.25)),
        suspended in 0usize..5,
        missed in prop::option::weighted(0.3, (0i32..60, 1i32..8)),
        of_a_card in 1usize..4,
        has_links in any::<bool>(),
        buried in prop::collection::vec((0i32..90, 0usize..250), 0..6),
    ) -> Case {
        free[2] = false;
        let seed = seed >> 11;
        Case { questions, seed, before, days, minutes, free, suspended, missed, of_a_card, has_links, buried }
    }
}

fn for_all<S: Strategy>(of: &S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let more = std::env::var("SWOT_CASES").ok();
    let mut runner = TestRunner::new(Config {
        cases: more.and_then(|n| n.parse().ok()).unwrap_or(300),
        failure_persistence: None,
        ..Config::default()
    });
    runner.run(of, test).unwrap();
}

/// As the morning finds it on which the date is set.
fn learner_of(case: &Case) -> Learner {
    let mut learner = Learner::new(case.questions, case.seed);
    (learner.of_a_card, learner.has_links) = (case.of_a_card, case.has_links);
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
    learner
}

fn follows_the_rules(case: &Case) -> Result<(), TestCaseError> {
    let (exam, mut learner) = (case.exam(), learner_of(case));
    let ground = learner.ground(&exam).0;
    let window = ground.window_from(&exam);
    let of_window = (window.0..exam.day.0).map(Day);
    let study_days: Vec<Day> = of_window.filter(|day| ground.is_study_day(*day)).collect();
    let mut missed_any_of_window = false;
    while learner.day < exam.day {
        let nth = learner.day.since(Day(START));
        if case.is_missed(nth) {
            missed_any_of_window |= learner.day >= window;
            learner.day = learner.day.plus(1);
            continue;
        }
        let buried = case
            .buried
            .iter()
            .filter(|(day, at)| *day == nth && *at < case.questions);
        for (_, at) in buried {
            learner.memories[*at].take(&Event::Bury, learner.day);
        }
        let (ground, places) = learner.ground(&exam);
        let morning = ground.today();
        if morning.is_free {
            prop_assert_eq!((morning.looks, morning.new[0]), (0, 0));
            learner.day = learner.day.plus(1);
            continue;
        }
        let (due, looks) = learner.asked(&morning, &places);
        // What is due is asked today, unless what it is kept apart from is asked today too; on the last day all of it.
        for at in learner.due() {
            let waits = || {
                due.iter()
                    .any(|other| *other != at && learner.are_kept_apart(*other, at))
            };
            prop_assert!(
                due.contains(&at) || !morning.is_last && waits(),
                "{at} is not asked"
            );
        }
        // A look adds questions and takes none away.
        let without = Today {
            looks: 0,
            candidates: Vec::new(),
            ..morning.clone()
        };
        prop_assert_eq!(&due, &learner.asked(&without, &places).0);
        for at in &looks {
            prop_assert!(!due.contains(at) && !learner.memories[*at].is_hidden(learner.day));
        }
        if morning.looks > 0 {
            prop_assert!(due.len() + looks.len() <= morning.level as usize + 1);
        }
        // Every question met has its answer planned in the window, if not had it; those buried after the last day are not.
        if learner.day >= window && morning.is_last {
            for (item, answered) in ground.items.iter().zip(&ground.plans()[0].answered) {
                let in_window = |day: Day| day >= window;
                let is_late = item.from > learner.day;
                prop_assert!(
                    is_late
                        || in_window(item.learned.seen)
                        || answered.is_some_and(|a| in_window(a.day)),
                    "an item seen {} is not planned",
                    item.learned.seen.since(window)
                );
            }
        }
        // Half of it, then planned anew: nothing that was done is asked, and the rest is as it was.
        for at in due.iter().take(due.len() / 2) {
            learner.answer(*at, Meant::Review, false);
        }
        for at in &looks[..looks.len() / 2] {
            let before = learner.memories[*at].schedule().copied();
            prop_assert_eq!(learner.grade(*at, Meant::Look, Grade::GOOD), Counted::Look);
            prop_assert_eq!(before, learner.memories[*at].schedule().copied());
        }
        let (again, places) = learner.ground(&exam);
        let rest = again.today();
        let (due_again, looks_again) = learner.asked(&rest, &places);
        for at in due_again.iter().chain(&looks_again) {
            prop_assert!(learner.memories[*at].learned.unwrap().seen < learner.day);
        }
        prop_assert!(rest.looks as usize + looks.len() / 2 <= morning.looks as usize + 1);
        prop_assert!(rest.new[0] <= morning.new[0]);
        learner.follow(&exam, false);
        let (evening, places) = learner.ground(&exam);
        let over = evening.today();
        let (due, looks) = learner.asked(&over, &places);
        prop_assert!(due.is_empty(), "due ones left in the evening");
        prop_assert!(looks.is_empty(), "looks left in the evening");
        learner.day = learner.day.plus(1);
    }
    let last = study_days.last();
    for (at, memory) in learner.memories.iter().enumerate() {
        prop_assert_eq!(memory.schedule().copied(), learner.alone[at]);
        let is_buried = memory.buried.is_some_and(|day| Some(&day) == last);
        if let Some(l) = memory.learned
            && !memory.suspended
            && !is_buried
            && !missed_any_of_window
            && !study_days.is_empty()
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
    for_all(&case(), |case| follows_the_rules(&case));
}

/// A learner with a date that is cleared again after so many days, and a twin who never had one, who gives the same answers
/// but for the looks. None of those fails. Returns how many looks there were.
fn leaves_every_schedule(case: &Case, cleared: i32) -> Result<u32, TestCaseError> {
    let (exam, mut with) = (case.exam(), learner_of(case));
    let mut without = with.clone();
    let mut looked = 0;
    while with.day < exam.day && with.day.since(Day(START)) < cleared {
        let nth = with.day.since(Day(START));
        let (ground, places) = with.ground(&exam);
        let morning = ground.today();
        if !morning.is_free && !case.is_missed(nth) {
            let (due, looks) = with.asked(&morning, &places);
            let fresh = with.fresh(morning.new[0]);
            for at in due.into_iter().chain(fresh) {
                let grade = with.grade_by_chance(at);
                with.grade(at, Meant::Review, grade);
                without.grade(at, Meant::Review, grade);
            }
            for at in looks {
                prop_assert_eq!(with.grade(at, Meant::Look, Grade::GOOD), Counted::Look);
                looked += 1;
            }
        }
        (with.day, without.day) = (with.day.plus(1), without.day.plus(1));
    }
    // Without a date both go on by their schedules alone, and they are the same.
    for _ in 0..40 {
        prop_assert_eq!(with.due(), without.due());
        for at in with.due() {
            let grade = with.grade_by_chance(at);
            with.grade(at, Meant::Review, grade);
            without.grade(at, Meant::Review, grade);
        }
        (with.day, without.day) = (with.day.plus(1), without.day.plus(1));
    }
    for (with, without) in with.memories.iter().zip(&without.memories) {
        let mut with = with.clone();
        if let (Some(with), Some(without)) = (&mut with.learned, &without.learned) {
            with.seen = without.seen;
        }
        prop_assert_eq!(&with, without);
    }
    Ok(looked)
}

#[test]
fn setting_and_clearing_a_date_leaves_every_schedule() {
    let looked = std::cell::Cell::new(0);
    for_all(&(case(), 0i32..100), |(case, cleared)| {
        looked.set(looked.get() + leaves_every_schedule(&case, cleared)?);
        Ok(())
    });
    assert!(looked.get() > 1000, "{} looks", looked.get());
}

/// A question of these exams that was passed long ago and is not due for long.
fn known(exams: u32) -> Item {
    let schedule = Schedule {
        repetitions: 4,
        ease: 250,
        interval: 90,
        due: Day(START + 60),
    };
    Item {
        learned: Learned {
            schedule,
            introduced: Day(START - 100),
            last: Day(START - 30),
            seen: Day(START - 30),
            lapses: 0,
            drill: None,
        },
        from: Day(START),
        exams,
        answered: None,
    }
}

#[test]
fn two_exams_have_a_round_each_and_one_answer_in_both_serves_both() {
    let [mut near, mut far] = [exam(16, 30, [false; 7]), exam(17, 90, weekend())];
    // Of the nearer until its date, then of the other.
    near.free[weekday(Day(START + 3))] = true;
    far.id = "CLTD".into();
    let items: Vec<Item> = [3, 3, 3, 3, 1, 1, 2, 2].map(known).into();
    let mut ground = Ground {
        today: Day(START),
        exams: vec![near, far],
        items,
        done_today: 0,
        pace: Pace::default(),
    };
    assert!(!ground.is_study_day(Day(START + 3)));
    assert!(!ground.is_study_day(Day(START + 10)), "a week later");
    let sunday = (0..7)
        .map(|n| Day(START + n))
        .find(|day| ground.exams[1].free[weekday(*day)]);
    assert!(
        ground.is_study_day(sunday.unwrap()),
        "free days of the other do not count yet"
    );
    assert!(
        !ground.is_study_day(Day(START + 16)),
        "nobody studies on the day of an exam"
    );
    let windows = ground.exams.iter().map(|exam| ground.window_from(exam));
    let windows: Vec<Day> = windows.collect();
    let plans = ground.plans();
    assert_eq!((plans[0].days.len(), plans[1].days.len()), (16, 17));

    let mut looked: Vec<Vec<Day>> = vec![Vec::new(); ground.items.len()];
    for day in (START..START + 17).map(Day) {
        ground.today = day;
        // An exam that is over is none any more.
        let mut today = ground.clone();
        today.exams.retain(|exam| exam.day > day);
        if today.exams.len() < ground.exams.len() {
            today.items.iter_mut().for_each(|item| item.exams >>= 1);
        }
        let asked = today.today();
        for at in asked.candidates.iter().take(asked.looks as usize) {
            ground.items[*at].learned.seen = day;
            looked[*at].push(day);
        }
    }
    for (item, days) in ground.items.iter().zip(&looked) {
        for (k, exam) in ground.exams.iter().enumerate() {
            let is_in = |day: &&Day| **day >= windows[k] && **day < exam.day;
            let is_of = item.exams >> k & 1 == 1;
            assert!(
                !is_of || days.iter().any(|day| is_in(&day)),
                "exam {k}: {days:?}"
            );
        }
        let in_both = days
            .iter()
            .filter(|day| **day >= windows[1] && **day < ground.exams[0].day);
        if item.exams == 3 && in_both.count() > 0 {
            assert!(
                days.iter().all(|day| *day < ground.exams[0].day),
                "{days:?}"
            );
        }
    }
}

#[test]
fn a_later_exam_is_judged_by_the_days_behind_the_nearer_one() {
    let [mut near, mut far] = [exam(10, 10, [false; 7]), exam(80, 10, [false; 7])];
    (near.left, far.left) = (400, 100);
    far.id = "CLTD".into();
    let ground = Ground {
        today: Day(START),
        exams: vec![near.clone(), far],
        items: Vec::new(),
        done_today: 0,
        pace: Pace::default(),
    };
    let plans = ground.plans();
    let fits: Vec<Fits> = plans.iter().map(|plan| plan.fits).collect();
    assert_eq!(fits, [Fits::No, Fits::Yes]);
    assert!(plans[0].busiest.day < near.day && plans[1].busiest.day > near.day);
    let minutes = [0, 1].map(|at| ground.minutes_that_fit(at));
    assert!(minutes[0] > minutes[1], "{minutes:?}");
    let on_the_day = Ground {
        today: near.day,
        ..ground
    };
    assert_eq!(on_the_day.plans()[0].busiest.day, near.day);
}

#[test]
fn after_a_missed_week_the_rest_is_spread_over_the_days_that_are_left() {
    let exam = exam(40, 60, weekend());
    let mut learner = Learner::new(120, 3);
    for _ in 0..5 {
        learner.follow(&exam, true);
        learner.day = learner.day.plus(1);
    }
    let before = learner.ground(&exam).0.plans().remove(0);
    learner.day = learner.day.plus(7);
    let after = learner.ground(&exam).0.plans().remove(0);
    assert_eq!((before.unmet, after.unmet), (0, 0));
    assert_eq!((before.fits, after.fits), (Fits::Yes, Fits::Yes));
    assert!(after.new_a_day > before.new_a_day);
    assert_eq!(after.window_from, before.window_from);
    assert_eq!(after.days[0].day, learner.day);
    assert!(before.is_even && after.is_even);
    // With too few minutes the new questions go into the days that are left with room.
    let mut scarce = learner.ground(&exam).0;
    scarce.exams[0].minutes = 4;
    assert!(!scarce.plans()[0].is_even);
}

/// What became of one learner.
#[derive(Default)]
struct Outcome {
    recall: f64,
    answers: u32,
    busiest: u32,
    /// Whether it fitted on the first day, and at any time after it no longer.
    fitted: bool,
    turned: bool,
    /// Readiness as told beside the truth: if one stops, and with the plan, each with low, share, high, truth.
    told: Vec<[[f64; 4]; 2]>,
}

/// The learner goes on as the plan says, or as plain repetition with 20 new questions a day.
fn simulate(seed: u64, exam: &Dated, missed: bool, with_plan: bool) -> Outcome {
    let mut learner = Learner::new(300, seed + 1);
    let mut out = Outcome::default();
    let mut asked: Vec<([[f64; 3]; 2], f64, Vec<usize>)> = Vec::new();
    let days = exam.day.since(Day(START));
    while learner.day < exam.day {
        let since = learner.day.since(Day(START));
        if with_plan && since % 5 == 0 {
            let fits = learner.ground(exam).0.plans()[0].fits;
            out.fitted |= since == 0 && fits == Fits::Yes;
            out.turned |= out.fitted && fits == Fits::No;
        }
        if since > 0 && since % (days / 4) == 0 && learner.met() > 0 {
            asked.push(learner.readiness(exam));
        }
        if missed && (10..17).contains(&since) {
        } else if with_plan {
            learner.follow(exam, false);
        } else if !exam.free[weekday(learner.day)] {
            let before = learner.answers;
            for at in learner.due() {
                learner.answer(at, Meant::Review, false);
            }
            learner.introduce(20, false);
            learner.busiest = learner.busiest.max(learner.answers - before);
        }
        learner.day = learner.day.plus(1);
    }
    let mean = |learner: &Learner, of: &[usize]| {
        let known: f64 = of.iter().map(|at| learner.recall(*at, exam.day)).sum();
        known / of.len().max(1) as f64
    };
    let met: Vec<usize> = (0..300)
        .filter(|at| !learner.memories[*at].is_new())
        .collect();
    out.recall = mean(&learner, &met);
    (out.answers, out.busiest) = (learner.answers, learner.busiest);
    for ([stop, plan], truth, met) in asked {
        let with = |[low, share, high]: [f64; 3], truth| [low, share, high, truth];
        out.told
            .push([with(stop, truth), with(plan, mean(&learner, &met))]);
    }
    out
}

impl Learner {
    /// Both figures as they are told, the truth if one stopped now, and what they are about.
    fn readiness(&self, exam: &Dated) -> ([[f64; 3]; 2], f64, Vec<usize>) {
        let (ground, places) = self.ground(exam);
        let covered = Covered {
            questions: self.memories.len() as u32,
            met: places.len() as u32,
            items: (0..places.len()).collect(),
            ..Covered::default()
        };
        let plans = ground.plans();
        let items = (ground.items.as_slice(), plans[0].answered.as_slice());
        let told = readiness(
            vec![covered],
            items,
            exam.day,
            &self.recall,
            &BTreeMap::new(),
        );
        let (stop, plan) = told.whole.unwrap();
        let truth: f64 = places.iter().map(|at| self.recall(*at, exam.day)).sum();
        let of = |e: swotter::study::readiness::Estimate| [e.low, e.share, e.high];
        ([of(stop), of(plan)], truth / places.len() as f64, places)
    }
}

/// Printed with --nocapture: what the plan is worth beside plain SM-2, and how true readiness is.
#[test]
fn the_plan_beats_plain_repetition_on_the_day() {
    const LEARNERS: u64 = 20;
    let (mut fitted, mut turned) = ([0; 2], [0; 2]);
    for (days, minutes) in [(30, 60), (60, 45), (120, 30)] {
        for missed in [false, true] {
            let exam = exam(days, minutes, weekend());
            let all: [Vec<Outcome>; 2] = [false, true].map(|with_plan| {
                (0..LEARNERS)
                    .map(|seed| simulate(seed, &exam, missed, with_plan))
                    .collect()
            });
            let mean = |of: &[Outcome]| of.iter().map(|o| o.recall).sum::<f64>() / LEARNERS as f64;
            let answers =
                |of: &[Outcome]| of.iter().map(|o| o.answers).sum::<u32>() / LEARNERS as u32;
            let busiest = |of: &[Outcome]| of.iter().map(|o| o.busiest).max().unwrap();
            let [plain, planned] = &all;
            fitted[usize::from(missed)] += planned.iter().filter(|o| o.fitted).count();
            turned[usize::from(missed)] += planned.iter().filter(|o| o.turned).count();
            println!(
                "{days} days, {minutes} min, {}: recall on the day {:.3} plain, {:.3} planned; answers {} and {}; busiest day {} and {} answers",
                if missed {
                    "a week missed"
                } else {
                    "no day missed"
                },
                mean(plain),
                mean(planned),
                answers(plain),
                answers(planned),
                busiest(plain),
                busiest(planned)
            );
            for (name, of, figure) in [
                ("plain, if you stop", plain, 0),
                ("planned, if you stop", planned, 0),
                ("planned, with the plan", planned, 1),
            ] {
                let told: Vec<[f64; 4]> =
                    of.iter().flat_map(|o| &o.told).map(|t| t[figure]).collect();
                let bias = told.iter().map(|t| t[1] - t[3]).sum::<f64>() / told.len() as f64;
                let held = told.iter().filter(|t| t[0] <= t[3] && t[3] <= t[2]).count();
                println!(
                    "    readiness {name}: bias {bias:+.3}, the range holds the truth {held} times of {}",
                    told.len()
                );
                // Early figures may be too low, by the passes that are taken for granted; they never flatter by much.
                assert!(bias < 0.03, "{bias}");
            }
            assert!(mean(planned) > mean(plain));
        }
    }
    println!(
        "`fits: yes` turned to no for {} of {} learners, and of those who missed a week for {} of {}",
        turned[0], fitted[0], turned[1], fitted[1]
    );
    assert!(turned[0] as f64 <= 0.05 * (fitted[0].max(20)) as f64);
}
