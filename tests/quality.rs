//! The numbers of the deck on quality and improvement, worked out a second time in plain steps: not by the formulas that stand
//! in the deck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::{Of, Solve, drawn_problems, number, shipped};
use swotter::study::Deck;
use swotter::study::kinds::Card;

fn deck() -> Deck {
    shipped("quality-improvement")
}

/// Place by place, each kit that waits takes its share of the working day.
fn cycle_efficiency(of: Of) -> f64 {
    let for_one = of("m") / of("d");
    let waiting: f64 = ["a", "b", "c"]
        .map(of)
        .iter()
        .map(|kits| kits * for_one)
        .sum();
    of("t") / (waiting + of("t")) * 100.0
}

/// The changeovers of one round, one by one.
fn days_of_a_round(of: Of) -> f64 {
    let round: f64 = (0..of("n") as u32).map(|_| of("c")).sum();
    round / (of("t") - of("run"))
}

/// Defects of an order, then of an opportunity.
fn defects_in_a_million(of: Of) -> f64 {
    of("d") / of("u") / of("o") * 1_000_000.0
}

/// Half of the width, less what the mean is off the middle.
fn capability(of: Of) -> f64 {
    (of("w") - of("off").abs()) / of("sd") / 3.0
}

/// The lower limit, mirrored at the mean.
fn upper_limit(of: Of) -> f64 {
    let lower = of("m") - of("a2") * of("r");
    2.0 * of("m") - lower
}

/// One unit of severity after the other.
fn fall_of_risk(of: Of) -> f64 {
    let for_one = of("o") * of("d") - of("p") * of("e");
    (0..of("s") as u32).map(|_| for_one).sum()
}

/// The whole cost before, less the whole cost after.
fn saved_by_prevention(of: Of) -> f64 {
    let before = of("a") + of("i") + of("e");
    let failure = of("i") * (1.0 - of("fi")) + of("e") * (1.0 - of("fe"));
    (before - of("a") - of("p") - failure) * 1_000.0
}

/// Minute by minute at the constraint.
fn gained_by_extra_order(of: Of) -> f64 {
    let minutes = (of("n") * of("t")) as u32;
    let given_up: f64 = (0..minutes).map(|_| of("x")).sum();
    of("n") * of("p") - of("n") * of("m") - given_up
}

/// The three factors.
fn effectiveness(of: Of) -> f64 {
    let availability = 1.0 - of("d") / of("t");
    let performance = of("made") / (of("run") * 60.0 / of("c"));
    let quality = of("good") / of("made");
    availability * performance * quality * 100.0
}

/// One pump more is started until enough are good.
fn pumps_to_start(of: Of) -> f64 {
    let mut start = of("g");
    while start * of("a") * of("b") * of("c") < of("g") - 1e-6 {
        start += 1.0;
    }
    start
}

/// All but what was missed.
fn recall(of: Of) -> f64 {
    let missed = of("all") - of("hit");
    100.0 - 100.0 * missed / of("all")
}

/// Card and a second way to its answer.
const SECOND_WAYS: &[(&str, Solve)] = &[
    ("lean-cycle-efficiency-drawn", cycle_efficiency),
    ("pull-interval-drawn", days_of_a_round),
    ("six-dpmo-drawn", defects_in_a_million),
    ("six-cpk-drawn", capability),
    ("spc-mean-limit-drawn", upper_limit),
    ("solve-rpn-drawn", fall_of_risk),
    ("coq-prevention-pays-drawn", saved_by_prevention),
    ("toc-extra-order-drawn", gained_by_extra_order),
    ("oee-drawn", effectiveness),
    ("yield-start-drawn", pumps_to_start),
    ("tech-recall-drawn", recall),
];

drawn_problems!(deck(), SECOND_WAYS);

#[test]
fn the_fixed_numbers_are_worked_out() {
    let deck = deck();
    let takt = 460.0 * 60.0 / 345.0;
    let mut people = (1..10).map(f64::from);
    let people = people.find(|people| 270.0 / people <= takt).unwrap();
    for (id, worked) in [
        ("lean-least-people", people),
        ("pull-cards-to-take-out", 600.0 * 0.5 * 1.2 / 30.0),
        ("six-largest-sd", (252.0 - 240.0) / 1.6 / 6.0),
        ("spc-lower-limit-count", f64::max(0.0, 6.25 - 3.0 * 2.5)),
        ("coq-qfd-weight", 45.0 + 4.0 + 6.0),
        ("oee-failures", 100.0 - 100.0 * 3.0 / 60.0),
        ("tech-value-added", (26.0 - 21.5) - (26.0 - 19.0)),
    ] {
        let (answer, _) = number(&deck, id);
        assert!((answer - worked).abs() < 1e-9, "{id}: {worked}");
    }
}

/// The gravest failure has the least product: that is what the card is about.
#[test]
fn the_product_puts_the_gravest_failure_last() {
    let deck = deck();
    let card = deck.cards().find_map(|(_, card)| match card {
        Card::MultipleChoice(card) if card.common.id == "solve-rpn-misleads" => Some(card),
        _ => None,
    });
    let rated = card.unwrap().options.iter().map(|option| {
        let text = option.text().to_string();
        let (_, ratings) = text.split_once(": ").unwrap();
        let ratings = ratings.split(", ").map(|rating| rating.parse().unwrap());
        let ratings: Vec<u32> = ratings.collect();
        (option.is_right(), ratings)
    });
    let rated: Vec<(bool, Vec<u32>)> = rated.collect();
    let (_, right) = rated.iter().find(|(right, _)| *right).unwrap();
    let product = |ratings: &[u32]| ratings.iter().product::<u32>();
    for (_, other) in rated.iter().filter(|(right, _)| !right) {
        assert!(other[0] < right[0], "{other:?}");
        assert!(product(other) > product(right), "{other:?}");
    }
}
