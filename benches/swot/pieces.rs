//! Parts of the library: the day's plan, the folding of a log, the frame of each screen.

use crate::stage::Stage;
use criterion::{BatchSize, Criterion};
use std::collections::HashSet;
use std::hint::black_box;
use std::sync::Arc;
use swotter::study::card_text::{ListedDeck, Texts};
use swotter::study::log::{Gone, Position, Step, fold};
use swotter::study::memory::{Event, Learned, Meant};
use swotter::study::outline::{CardOutline, ConceptOutline, Extra, Outline, Slice};
use swotter::study::outlook::{Row, Standing};
use swotter::study::plan::{Known, Question, Work, plan};
use swotter::study::sm2::Schedule;
use swotter::study::{Day, Grade, Key, Memory};
use swotter::tui::screens::browse::Browse;

pub fn study(c: &mut Criterion) {
    let questions: Vec<Question> = (0..100_000)
        .map(|i| {
            Question::from(Known {
                key: Key::from_text(format!("deck-{}/card-{i}", i % 50)),
                concept: format!("deck-{}/concept-{}", i % 50, i % 997),
                links: Vec::new(),
                memory: learned(1 + i % 90, Day(20_700 + (i % 300) as i32), 0),
            })
        })
        .collect();
    let today = Day(20_778);
    let mut group = c.benchmark_group("study");
    group.sample_size(10);
    group.bench_function("today's plan from 100,000 memories", |b| {
        b.iter_batched(
            || {
                questions
                    .iter()
                    .filter(|q| q.memory.is_due(today))
                    .cloned()
                    .collect::<Vec<_>>()
            },
            |due| {
                let work = Work {
                    due,
                    ..Work::default()
                };
                plan(today, work, &HashSet::new())
            },
            BatchSize::LargeInput,
        );
    });
    let steps: Vec<Step<u32, u32>> = (0..1_000_000u32)
        .map(|i| Step {
            position: Position {
                hybrid: u64::from(i),
                device: 0,
                seq: u64::from(i) + 1,
                tie: 0,
            },
            subject: i % 20_000,
            from: None,
            group: None,
            day: Day((i / 20_000) as i32 * 9),
            event: Event::graded(Meant::Review, Grade::new((i % 6) as u8).unwrap()),
        })
        .collect();
    let gone = Gone::of(std::iter::empty(), |_| None);
    group.bench_function("folding of 1,000,000 log rows in memory", |b| {
        b.iter(|| fold(black_box(&steps), &gone, |_, _| {}).len())
    });
}

fn rows(count: usize) -> Arc<Vec<Row>> {
    let card = |i| {
        CardOutline::new(
            &format!("card-{i}"),
            "Basic",
            Slice::default(),
            Extra::default(),
        )
    };
    let concept = ConceptOutline {
        id: "concept".into(),
        title: "Service-level differentiation".into(),
        topic: "inventory".into(),
        cards: (0..count).map(card).collect(),
        ..ConceptOutline::default()
    };
    let outline = Outline {
        id: "deck".into(),
        concepts: vec![concept].into(),
        ..Outline::default()
    };
    let read = move || {
        let mut texts = Texts::default();
        for i in 0..count {
            texts.push(
                &format!("Number {i}: which of the many things that a planner may do comes before the others here?"),
                &format!("The {i}th of them, because the stock lies where it is needed."),
            );
        }
        texts
    };
    let deck = Arc::new(ListedDeck::new(Arc::new(outline), read));
    let row = |at: u32| Row {
        key: Key::from_text(format!("deck/card-{at}")),
        deck: Arc::clone(&deck),
        at,
        concept: 0,
        nth: at,
        note: Default::default(),
        today: Standing::Other,
        memory: Memory::default().into(),
    };
    Arc::new((0..count as u32).map(row).collect())
}

fn learned(interval: u32, due: Day, lapses: u32) -> Memory {
    let schedule = Schedule {
        repetitions: 3,
        ease: 250,
        interval,
        due,
    };
    Memory {
        learned: Some(Learned {
            schedule,
            introduced: Day(20_738),
            last: Day(20_778 - interval as i32),
            seen: Day(20_778 - interval as i32),
            lapses,
            drill: None,
        }),
        ..Memory::default()
    }
}

pub fn draw(c: &mut Criterion) {
    let mut group = c.benchmark_group("draw");
    for (wide, high) in [(80, 24), (200, 60)] {
        for (name, keys) in [
            ("home", ""),
            ("concept", "Enter"),
            ("question", "Enter Space"),
            ("help", "?"),
            ("commands", ":"),
        ] {
            let mut stage = Stage::new();
            if !keys.is_empty() {
                stage.keys(keys);
            }
            group.bench_function(format!("{name} at {wide}x{high}"), |b| {
                b.iter(|| black_box(stage.draw(wide, high)))
            });
        }
        let mut stage = Stage::new();
        stage.show(Box::new(Browse::new(rows(10_000), "")));
        group.bench_function(format!("browse list of 10,000 at {wide}x{high}"), |b| {
            b.iter(|| black_box(stage.draw(wide, high)))
        });
    }
    group.sample_size(10);
    let mut stage = Stage::new();
    stage.show(Box::new(Browse::new(rows(100_000), "planner stck")));
    group.bench_function("a key typed in a search over 100,000 cards", |b| {
        b.iter(|| {
            stage.keys("\"o\" Backspace");
        });
    });
}
