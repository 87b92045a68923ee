//! Simulated learners who follow the plan to an examination: what always holds, and what it is worth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "exam_plan/learner.rs"]
mod learner;
#[path = "exam_plan/worth.rs"]
mod worth;

use learner::{Learner, START, exam, weekend};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use swotter::study::choices::weekday;
use swotter::study::exam_plan::{Dated, Fits, Ground, Item, Pace, Share, Today};
use swotter::study::memory::{Counted, Event, Learned, Meant};
use swotter::study::sm2::Schedule;
use swotter::study::{Day, Grade};

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
    assert_eq!(new(&dated(vec![100, 100, 100], 0)), [100, 0, 100, 0, 100]);
    assert_eq!(new(&dated(vec![200, 100], 0)), [150, 50, 75, 25, 0]);
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

#[test]
fn last_rounds_of_two_examinations_share_the_days_that_both_have() {
    const MINUTES: u32 = 50;
    for apart in [0, 1, 2, 3, 20] {
        let dated = |days| Dated {
            left: 700,
            ..exam(days, MINUTES, [false; 7])
        };
        let ground = Ground {
            today: Day(START),
            exams: vec![dated(110), dated(110 + apart)],
            items: Vec::new(),
            done_today: 0,
            pace: Pace::default(),
        };
        let plans = ground.plans();
        let busiest = plans[1].days.iter().map(|day| day.minutes()).max();
        assert!(busiest <= Some(MINUTES), "{apart} apart: {busiest:?}");
        assert_eq!(
            [plans[0].fits, plans[1].fits],
            [Fits::Yes; 2],
            "{apart} apart"
        );
        let looks = |plan: &swotter::study::exam_plan::ExamPlan| -> u32 {
            plan.days.iter().map(|day| day.looks).sum()
        };
        assert!(looks(&plans[1]) > 700, "{apart} apart");
    }
}

#[test]
fn looks_of_a_day_do_not_end_because_some_were_taken() {
    let of = |nth: usize, days| Dated {
        id: nth.to_string(),
        since: Day(START - 90),
        ..exam(days, 15, [false; 7])
    };
    let mut items = vec![known(1); 120];
    items.extend(vec![known(2); 290]);
    let mut ground = Ground {
        today: Day(START),
        exams: vec![of(0, 6), of(1, 7)],
        items,
        done_today: 0,
        pace: Pace::default(),
    };
    let morning = ground.today().looks;
    assert!(morning > 40, "{morning}");
    for taken in 1..=morning {
        let today = ground.today();
        ground.items[today.candidates[0]].learned.seen = ground.today;
        ground.done_today = taken;
        let left = ground.today().looks;
        assert!(
            left + taken >= morning - 1,
            "{left} after {taken} of {morning}"
        );
    }
}

#[test]
fn decks_are_named_to_rest_where_half_of_the_questions_stay() {
    let share = |n: u32| Share {
        left: vec![n],
        ..Share::default()
    };
    let shares = [share(60), share(30), share(30)];
    let ground = |minutes| Ground {
        today: Day(START),
        exams: vec![Dated {
            left: 120,
            ..exam(20, minutes, [false; 7])
        }],
        items: Vec::new(),
        done_today: 0,
        pace: Pace::default(),
    };
    let rest = |minutes| {
        let ground = ground(minutes);
        (
            ground.plans()[0].fits == Fits::Yes,
            ground.decks_that_may_rest(0, &shares),
        )
    };
    let found: Vec<_> = (1..20).map(rest).collect();
    // All fits, one of the smallest rests, the largest rests; less than half is no help.
    let fits = found.iter().filter(|(fits, _)| *fits).count();
    let rests = |decks: Option<Vec<usize>>| {
        found
            .iter()
            .filter(|(fits, of)| !fits && *of == decks)
            .count()
    };
    let (small, large, none) = (rests(Some(vec![1])), rests(Some(vec![0])), rests(None));
    assert!(fits > 0 && small > 0 && large > 0 && none > 0, "{found:?}");
    assert_eq!(fits + small + large + none, found.len(), "{found:?}");
    // Where half of the questions have to rest and lie in sixty decks, thirty of them do; a quarter was not enough.
    let mut all = (1..20).map(ground);
    let of_half = all.find(|ground| ground.decks_that_may_rest(0, &shares) == Some(vec![0]));
    let many = of_half.unwrap().decks_that_may_rest(0, &vec![share(2); 60]);
    assert!((16..=30).contains(&many.unwrap().len()));
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
        waits: false,
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
    for (plan, window) in plans.iter().zip(&windows) {
        assert!(plan.looks_from >= Some(*window), "{:?}", plan.looks_from);
    }

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

/// Minutes of one exam, questions still to be met, and nothing met.
fn unmet(days: i32, minutes: u32, left: u32) -> Ground {
    Ground {
        today: Day(START),
        exams: vec![Dated {
            left,
            ..exam(days, minutes, [false; 7])
        }],
        items: Vec::new(),
        done_today: 0,
        pace: Pace::default(),
    }
}

#[test]
fn on_the_last_days_new_ones_come_where_minutes_remain() {
    let new = |ground: &Ground| -> Vec<u32> {
        let plan = &ground.plans()[0];
        plan.days.iter().map(|day| day.new).collect()
    };
    // An hour is 180 new ones, and those of the day before are due on the last.
    let late = |left, today| Ground {
        today: Day(START + today),
        ..unmet(50, 60, left)
    };
    assert_eq!(new(&late(1000, 48)), [180, 90]);
    assert_eq!(new(&late(1000, 49)), [180]);
    assert_eq!(new(&late(100, 48)), [100, 0]);
    // The date was set late.
    assert_eq!(new(&unmet(2, 60, 1000)), [180, 90]);
    assert_eq!(new(&unmet(2, 60, 100)), [100, 0]);
    // Whoever began in time has the last round to themselves; so has one whose minutes it takes.
    assert_eq!(new(&unmet(50, 60, 500))[40..], [0; 10]);
    let mut full = late(1000, 48);
    full.items = vec![known(1); 720];
    assert_eq!(new(&full), [0, 0]);
}

#[test]
fn a_day_that_is_done_is_not_judged() {
    // 600 answers are 100 minutes.
    let mut eve = Ground {
        done_today: 600,
        ..unmet(30, 60, 0)
    };
    let verdict = |ground: &Ground| {
        let plan = ground.plans().remove(0);
        (plan.fits, plan.over, plan.busiest.ms as u32 / 60_000)
    };
    assert_eq!(verdict(&eve), (Fits::Yes, 0, 0));
    // The least that is left, and it is a day beyond the minutes; as it is where the days to come are.
    eve.items = vec![known(1)];
    eve.items[0].learned.schedule.due = Day(START);
    assert_eq!(verdict(&eve), (Fits::No, 1, 100));
    let minutes = |ground: &Ground| ground.minutes_that_fit(0).map(|(minutes, _)| minutes).ok();
    assert_eq!(minutes(&eve), Some(120));
    eve.items = vec![known(1); 600];
    for item in &mut eve.items {
        item.learned.schedule.due = Day(START + 1);
    }
    assert_eq!(verdict(&eve), (Fits::No, 1, 115));
    eve.done_today = 0;
    assert_eq!(minutes(&eve), Some(130));
}

/// Two exams: days to the nearer one and between them, minutes, questions to be met and met long ago.
fn two(days: [i32; 2], minutes: [u32; 2], left: [u32; 2], met: usize) -> Ground {
    let mut ground = unmet(days[0], minutes[0], left[0]);
    ground.exams.push(Dated {
        id: "CLTD".into(),
        left: left[1],
        ..exam(days[0] + days[1], minutes[1], weekend())
    });
    ground.items = (0..met).map(|n| known(1 + n as u32 % 3)).collect();
    ground
}

#[test]
fn with_the_minutes_that_are_advised_it_fits() {
    let advised = std::cell::Cell::new([0; 2]);
    let all = (
        [5i32..90, 0i32..40],
        [5u32..90, 5u32..90],
        [0u32..900, 0u32..900],
        0usize..300,
    );
    for_all(&all, |(days, minutes, left, met)| {
        let ground = two(days, minutes, left, met);
        for (at, plan) in ground.plans().iter().enumerate() {
            if plan.fits == Fits::Yes {
                continue;
            }
            let (advice, of_all) = match ground.minutes_that_fit(at) {
                Ok(advice) => advice,
                Err(unmet) => {
                    prop_assert!(unmet <= plan.unmet, "more minutes, and more unmet");
                    continue;
                }
            };
            let mut with = ground.clone();
            for exam in &mut with.exams[if of_all { 0 } else { at }..=at] {
                exam.minutes = exam.minutes.max(advice);
            }
            prop_assert_eq!(with.plans()[at].fits, Fits::Yes);
            prop_assert!(of_all || advice > minutes[at], "{advice}, not {minutes:?}");
            let mut n = advised.get();
            n[usize::from(of_all)] += 1;
            advised.set(n);
        }
        Ok(())
    });
    let [own, of_all] = advised.get();
    assert!(own > 100 && of_all > 0, "{own} and {of_all}");
}

#[test]
fn what_waits_for_another_card_comes_on_the_next_day_of_study() {
    let mut ground = unmet(30, 60, 0);
    ground.exams[0].free =
        [1, 2]
            .map(|n| weekday(Day(START + n)))
            .into_iter()
            .fold([false; 7], |mut free, at| {
                free[at] = true;
                free
            });
    ground.items = vec![known(1); 3];
    for item in &mut ground.items {
        item.learned.schedule.due = Day(START - 1);
    }
    ground.items[1].waits = true;
    let plan = ground.plans().remove(0);
    let due: Vec<u32> = plan.days[..4].iter().map(|day| day.due).collect();
    assert_eq!(due, [2, 0, 0, 1]);
    assert_eq!(plan.days[0].ms, 20_000.0);
    // What today asks for is decided before it is known what waits.
    let asks = ground.today();
    ground.items[1].waits = false;
    assert_eq!(asks, ground.today());
}
