//! The harness of rows: the program beside its floor, in turn, and one line with medians, ratio and goal.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// What is measured in each round: first the floor, then the program. Each gives the time that counts, without what it prepares.
pub struct Pair<'a> {
    pub floor: &'static str,
    pub least: Box<dyn FnMut() -> Duration + 'a>,
    pub here: Box<dyn FnMut() -> Duration + 'a>,
}

pub struct Rows {
    /// Parts of names; none is all.
    wanted: Vec<String>,
    /// `cargo test --benches` only sees whether they compile.
    measures: bool,
    has_head: Cell<bool>,
}

impl Rows {
    pub fn asked_for() -> Rows {
        let arguments: Vec<String> = std::env::args().skip(1).collect();
        let given = arguments.iter().filter(|a| !a.starts_with('-'));
        let wanted = given.flat_map(|a| a.split('|')).map(str::to_owned);
        Rows {
            wanted: wanted.collect(),
            measures: arguments.iter().any(|a| a == "--bench"),
            has_head: Cell::new(false),
        }
    }

    fn wants(&self, name: &str) -> bool {
        self.measures
            && (self.wanted.is_empty() || self.wanted.iter().any(|w| name.contains(w.as_str())))
    }

    /// `prepare` runs only where the row is asked for, and one round goes ahead uncounted.
    pub fn row<'a>(
        &self,
        name: &str,
        goal: &str,
        rounds: usize,
        prepare: impl FnOnce() -> Pair<'a>,
    ) {
        if !self.wants(name) {
            return;
        }
        let mut pair = prepare();
        let (mut least, mut here, mut ratio) = (Vec::new(), Vec::new(), Vec::new());
        for round in 0..=rounds {
            let (floor, took) = ((pair.least)(), (pair.here)());
            if round > 0 {
                least.push(floor.as_secs_f64());
                here.push(took.as_secs_f64());
                ratio.push(took.as_secs_f64() / floor.as_secs_f64());
            }
        }
        if !self.has_head.replace(true) {
            println!(
                "{:<52} {:>9} {:>9} {:>7}  goal",
                "medians", "floor ms", "here ms", "ratio"
            );
        }
        let [least, here, ratio] = [least, here, ratio].map(median);
        println!(
            "{name:<52} {} {} {ratio:>6.2}x  {goal}; floor: {}",
            ms(least),
            ms(here),
            pair.floor
        );
    }

    /// A figure that is no time.
    pub fn figure(&self, name: &str, goal: &str, figure: impl FnOnce() -> String) {
        if self.wants(name) {
            println!("{name:<52} {:>9} {:>9} {:>7}  {goal}", "", figure(), "");
        }
    }
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn ms(seconds: f64) -> String {
    let ms = seconds * 1_000.0;
    let places = if ms < 10.0 {
        2
    } else {
        usize::from(ms < 100.0)
    };
    format!("{ms:>9.places$}")
}

pub fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let began = Instant::now();
    std::hint::black_box(work());
    began.elapsed()
}
