//! The drawn problems and the exhibit of the deck on global logistics, worked out a second time in plain steps: not by the
//! formulas that stand in the deck.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::{Of, Solve, drawn_problems, number, right_in, row, says, shipped};
use swotter::study::Deck;
use swotter::study::kinds::Card;

fn deck() -> Deck {
    shipped("global-logistics")
}

/// The delivered price was made from the other parts and this one.
fn saved_by_ex_works(of: Of) -> f64 {
    of("m")
}

/// Each part of the customs value bears its own duty.
fn duty(of: Of) -> f64 {
    let parts = ["p", "f", "i"].map(of);
    parts.iter().map(|part| part * of("r")).sum()
}

/// Day by day.
fn cost_of_money(of: Of) -> f64 {
    let a_day = of("a") * of("r") / 360.0;
    let days = (0..of("n") as u32).map(|_| a_day);
    of("f") + days.sum::<f64>()
}

/// The line through the costs of nothing and of one cubic metre is followed to the price of the container.
fn equal_volume(of: Of) -> f64 {
    let (nothing, one) = (of("fee"), of("fee") + of("lcl"));
    (of("fcl") - nothing) / (one - nothing)
}

/// One lamp brought to the border, then the lot, then what is left of it.
fn landed(of: Of) -> f64 {
    let lamp = of("p") + of("p") * of("k");
    let lot = of("n") * (lamp + lamp * of("r"));
    let broken = (of("n") * of("b")).round();
    (lot + of("c")) / (of("n") - broken)
}

/// All lose the same percentage.
fn average_share(of: Of) -> f64 {
    let saved = ["s", "c", "v"].map(of);
    of("v") * (of("l") / saved.iter().sum::<f64>())
}

/// Dollar by dollar, then all of them.
fn saved_by_forward(of: Of) -> f64 {
    (1.0 / of("s") - 1.0 / of("f")) * of("x")
}

/// Variances of independent demands add up at the site that takes them over.
fn saved_by_merging(of: Of) -> f64 {
    let (old, new) = (of("n"), of("m"));
    let each = of("s") / old;
    let variance = each * each * old / new;
    let carried = of("s") - variance.sqrt() * new;
    let buildings = (new as u32..old as u32).map(|_| of("b"));
    carried * of("i") + buildings.sum::<f64>() - of("o")
}

/// Ton by ton, in grams.
fn saved_by_train(of: Of) -> f64 {
    let train = (of("d") + of("more")) * of("gr");
    let road = of("d") * of("gt");
    let ends = of("l") * of("gt");
    let grams = (0..of("t") as u32).map(|_| road - train - ends);
    grams.sum::<f64>() / 1_000.0
}

/// Kilometre by kilometre, out and empty.
fn grams(of: Of) -> f64 {
    let run = |km: &str, each: &str| -> f64 { (0..of(km) as u32).map(|_| of(each)).sum() };
    (run("k", "a") + run("z", "b")) * 1_000.0 / of("k") / of("t")
}

/// Card and a second way to its answer.
const SECOND_WAYS: &[(&str, Solve)] = &[
    ("inc-two-offers-drawn", saved_by_ex_works),
    ("cus-duty-drawn", duty),
    ("doc-discount-drawn", cost_of_money),
    ("sea-full-or-less-drawn", equal_volume),
    ("sea-landed-drawn", landed),
    ("risk-average-drawn", average_share),
    ("risk-forward-drawn", saved_by_forward),
    ("site-merge-drawn", saved_by_merging),
    ("green-train-saves-drawn", saved_by_train),
    ("green-empty-return-drawn", grams),
];

drawn_problems!(deck(), SECOND_WAYS);

/// The rows are added up, and the promise strikes some out.
#[test]
fn the_sites_of_the_exhibit_are_worked_out() {
    let deck = deck();
    says(&deck, "sites", "in thousand EUR");
    let rows = ["1", "2", "3", "4", "5"].map(|sites| row(&deck, "sites", sites));
    let total = |nth: usize, outbound: f64| {
        let others = &rows[nth][1..4];
        rows[nth][0] * outbound + others.iter().sum::<f64>()
    };
    let cheapest = |outbound: f64, promise: f64| {
        let able = (0..5).filter(|nth| rows[*nth][4] >= promise);
        let least = able.min_by(|a, b| total(*a, outbound).total_cmp(&total(*b, outbound)));
        least.unwrap()
    };
    let names = ["One", "Two", "Three", "Four", "Five"];
    for (case, outbound, promise) in [
        ("least", 1.0, 0.0),
        ("outbound-doubles", 2.0, 0.0),
        ("nine-in-ten", 1.0, 90.0),
        ("nearly-all", 1.0, 95.0),
    ] {
        let right = right_in(&deck, "site-how-many", case);
        assert_eq!(names[cheapest(outbound, promise)], right, "{case}");
    }
    let (kept, least) = (cheapest(1.0, 90.0), cheapest(1.0, 0.0));
    let (answer, mistakes) = number(&deck, "site-price-of-promise");
    assert_eq!(answer, total(kept, 1.0) - total(least, 1.0));
    let slips = [
        total(kept, 1.0) - total(0, 1.0),
        total(4, 1.0) - total(least, 1.0),
        rows[kept][0] - rows[least][0],
    ];
    assert_eq!(mistakes, slips);
}

#[test]
fn lanes_are_counted_and_places_tried_kilometre_by_kilometre() {
    let deck = deck();
    let lanes = (0..12).flat_map(|from| (0..12).filter(move |to| *to != from));
    let direct = lanes.count() as f64;
    let (answer, mistakes) = number(&deck, "site-lanes-saved");
    assert_eq!(answer, direct - 24.0);
    assert_eq!(mistakes, [direct, direct / 2.0 - 12.0, 144.0 - 24.0]);
    let towns: [(f64, f64); 3] = [(0.0, 60.0), (40.0, 25.0), (100.0, 15.0)];
    let work = |place: f64| -> f64 { towns.iter().map(|(km, t)| (km - place).abs() * t).sum() };
    let places = (0..=100).map(f64::from);
    let least = places.min_by(|a, b| work(*a).total_cmp(&work(*b))).unwrap();
    let card = deck.cards().find_map(|(_, card)| match card {
        Card::MultipleChoice(card) if card.common.id == "site-majority" => Some(card),
        _ => None,
    });
    let card = card.unwrap();
    let right = card.options.iter().find(|option| option.is_right());
    assert_eq!(
        right.unwrap().text().to_string(),
        format!("At kilometre {least}")
    );
}
