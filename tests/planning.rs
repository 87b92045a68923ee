//! The drawn problems and the exhibits of the deck on planning and inventory, worked out a second time in plain loops: not by
//! the formulas that stand in the deck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;
use swotter::deck_file::ParsedDeck;
use swotter::study::Deck;
use swotter::study::kinds::{Card, Generated};

fn deck() -> Deck {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/planning-inventory.ron");
    let text = std::fs::read_to_string(file).unwrap();
    ParsedDeck::read("planning-inventory.ron", text)
        .deck
        .unwrap()
}

fn drawn(deck: &Deck) -> Vec<Generated> {
    let cards = deck.cards().filter_map(|(_, card)| match card {
        Card::Generated(card) => Some(card.clone()),
        _ => None,
    });
    cards.collect()
}

type Of<'a> = &'a dyn Fn(&str) -> f64;

/// The most that a line of so many hours earns: the best of the corners that its hours and the demand leave.
fn best_mix(of: Of) -> f64 {
    let kits_of_p = [
        0.0,
        of("dp"),
        of("hours") / of("tp"),
        (of("hours") - of("dq") * of("tq")) / of("tp"),
    ];
    let margins = kits_of_p.iter().map(|p| {
        let p = p.clamp(0.0, of("dp"));
        let left = of("hours") - p * of("tp");
        if left < 0.0 {
            return 0.0;
        }
        p * of("mp") + (left / of("tq")).min(of("dq")) * of("mq")
    });
    margins.fold(0.0, f64::max)
}

/// The plain mean of a hundred figures, among which each month stands as often as its weight says.
fn weighted(of: Of) -> f64 {
    let figures = (1..=3).flat_map(|i| {
        let weight = (of(&format!("w{i}")) * 100.0).round() as usize;
        vec![of(&format!("m{i}")); weight]
    });
    let figures: Vec<f64> = figures.collect();
    figures.iter().sum::<f64>() / figures.len() as f64
}

/// Smoothing as a weighted mean of all that was seen, oldest first.
fn smoothing(of: Of) -> f64 {
    let keep = 1.0 - of("al");
    keep * keep * of("f1") + of("al") * keep * of("a1") + of("al") * of("a2")
}

fn season(of: Of) -> f64 {
    of("year") * of("qmean") / (4.0 * of("allmean"))
}

fn signal(of: Of) -> f64 {
    let errors: Vec<f64> = (1..=8).map(|i| of(&format!("e{i}"))).collect();
    let mad = errors.iter().map(|e| e.abs()).sum::<f64>() / errors.len() as f64;
    errors.iter().sum::<f64>() / mad
}

/// The fewest pieces to start of which enough come out good.
fn dependent(of: Of) -> f64 {
    let need = of("parents") * of("use") - of("stock");
    let good = |start: &u32| f64::from(*start) * (1.0 - of("scrap")) >= need - 1e-6;
    f64::from((0..10_000).find(good).unwrap())
}

fn level_rate(of: Of) -> f64 {
    let demand: f64 = (1..=4).map(|i| of(&format!("d{i}"))).sum();
    // The rate at which what comes in and goes out leaves the stock that is wanted.
    let end = |rate: f64| of("open") + 4.0 * rate - demand;
    let (low, high) = (end(0.0), end(1_000.0));
    1_000.0 * (of("close") - low) / (high - low)
}

fn stock_cost(of: Of) -> f64 {
    let mut stock = of("open");
    let months = (1..=4).map(|i| {
        stock += of("rate") - of(&format!("d{i}"));
        assert!(stock >= 0.0, "a backlog costs otherwise");
        stock * of("c")
    });
    months.sum()
}

fn chase_cost(of: Of) -> f64 {
    let crews: Vec<f64> = (0..=3).map(|i| of(&format!("w{i}"))).collect();
    let steps = crews.windows(2).map(|pair| {
        let step = pair[1] - pair[0];
        if step > 0.0 {
            step * of("h")
        } else {
            -step * of("l")
        }
    });
    steps.sum()
}

/// Card and a second way to its answer.
const SECOND_WAYS: &[(&str, fn(Of) -> f64)] = &[
    ("fc-weighted-drawn", weighted),
    ("fc-smoothing-drawn", smoothing),
    ("fc-season-drawn", season),
    ("fc-signal-drawn", signal),
    ("fc-dependent-drawn", dependent),
    ("sop-level-rate-drawn", level_rate),
    ("sop-stock-cost-drawn", stock_cost),
    ("sop-chase-cost-drawn", chase_cost),
    ("plan-best-mix", best_mix),
];

#[test]
fn every_drawn_problem_is_solved_a_second_way() {
    let deck = deck();
    let cards = drawn(&deck);
    let ids: BTreeSet<&str> = cards.iter().map(|c| c.common.id.as_str()).collect();
    let solved: BTreeSet<&str> = SECOND_WAYS.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, solved);
    for (id, solve) in SECOND_WAYS {
        let card = cards.iter().find(|c| c.common.id == *id).unwrap();
        for problem in card.instances(0..200).unwrap() {
            let value = solve(&|name| {
                let found = problem.values.iter().find(|(n, _)| *n == name);
                *found.unwrap_or_else(|| panic!("{id} draws no {name}")).1
            });
            let expected = problem.expected.value;
            assert!(
                (value - expected).abs() <= 1e-4 * expected.abs().max(1.0),
                "{id}: {value}, not {expected}: {}",
                &*problem.question
            );
        }
    }
}
