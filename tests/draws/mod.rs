//! What the tests of a deck's numbers share: its drawn problems solved a second way, how widely they spread, the tables of its
//! exhibits, and the answers of its number cards.

#![allow(
    dead_code,
    unused_macros,
    unused_imports,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use swotter::deck_file::ParsedDeck;
use swotter::study::Deck;
use swotter::study::kinds::{Answer, Card, Generated};

/// The decimals that a question tells the learner to round to.
pub fn decimals_asked(question: &str) -> Option<usize> {
    let question = question.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| question.contains(word));
    if has(&["two decimals", "to the cent", "nearest cent"]) {
        Some(2)
    } else if has(&["one decimal"]) {
        Some(1)
    } else {
        has(&[
            "nearest",
            "to whole",
            "in whole",
            "rounded up?",
            "rounded down?",
        ])
        .then_some(0)
    }
}

/// Whether both are the number that the question asks for, once they are rounded as it says. Where it says nothing, they differ by
/// no more than a search for the least lets them. A second way comes by other steps to the same number, so that a tie such as 2.5 may be
/// 2.4999999999999996 there: what is nearer to a tie than floats are exact counts as the tie, which goes away from zero.
pub fn are_equal_as_asked(question: &str, a: f64, b: f64) -> bool {
    let lost = |number: f64| 1e-9 * number.abs().max(1.0);
    let Some(decimals) = decimals_asked(question) else {
        return (a - b).abs() <= 1e-6 * a.abs().max(1.0);
    };
    let scale = 10f64.powi(decimals as i32);
    let round = |number: f64| {
        let scaled = number * scale;
        (scaled + lost(scaled).copysign(scaled)).round()
    };
    round(a) == round(b)
}

/// A deck that ships, by its id.
pub fn shipped(id: &str) -> Deck {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("content/{id}.ron"));
    let text = std::fs::read_to_string(file).unwrap();
    ParsedDeck::read(format!("{id}.ron"), text).deck.unwrap()
}

pub fn drawn(deck: &Deck) -> Vec<Generated> {
    let cards = deck.cards().filter_map(|(_, card)| match card {
        Card::Generated(card) => Some(card.clone()),
        _ => None,
    });
    cards.collect()
}

/// A drawn number by its name.
pub type Of<'a> = &'a dyn Fn(&str) -> f64;
pub type Solve = fn(Of) -> f64;

/// Every drawn problem of the deck is in the list, and comes out as its second way says.
pub fn are_solved_a_second_way(deck: &Deck, second_ways: &[(&str, Solve)]) {
    let cards = drawn(deck);
    let ids: BTreeSet<&str> = cards.iter().map(|c| c.common.id.as_str()).collect();
    let solved: BTreeSet<&str> = second_ways.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, solved);
    for (id, solve) in second_ways {
        let card = cards.iter().find(|c| c.common.id == *id).unwrap();
        for problem in card.instances(0..200).unwrap() {
            let value = solve(&|name| {
                let found = problem.values.iter().find(|(n, _)| *n == name);
                *found.unwrap_or_else(|| panic!("{id} draws no {name}")).1
            });
            let expected = problem.expected.value;
            assert!(
                are_equal_as_asked(&problem.question, value, expected),
                "{id}: {value}, not {expected}: {}",
                &*problem.question
            );
        }
    }
}

/// Over 2,000 draws of each problem: many answers, none of them common, and no slip that passes for the answer or for another
/// slip more than now and then. The figures are printed.
pub fn are_widely_spread(deck: &Deck) {
    for card in drawn(deck) {
        let id = card.common.id.as_str();
        let mut answers: BTreeMap<String, usize> = BTreeMap::new();
        let mut alike = 0;
        for problem in card.instances(0..2_000).unwrap() {
            let expected = &problem.expected;
            *answers
                .entry(format!("{:.6e}", expected.value))
                .or_default() += 1;
            for (nth, (slip, _)) in expected.mistakes.iter().enumerate() {
                let verdict = expected.judge(&Answer::Typed(slip.to_string())).unwrap();
                assert_eq!(verdict.right, Some(false), "{id}: {}", &*problem.question);
                let earlier = expected.mistakes[..nth].iter();
                alike += earlier.filter(|(other, _)| other == slip).count();
            }
        }
        let most = answers.values().max().unwrap();
        println!(
            "{id}: {} answers, the commonest in {:.1} %",
            answers.len(),
            *most as f64 / 20.0
        );
        assert!(answers.len() >= 60, "{id}: {} answers", answers.len());
        assert!(*most <= 160, "{id}: one answer in {most} of 2,000 draws");
        assert!(alike <= 60, "{id}: two slips are the same {alike} times");
    }
}

/// Numbers of some seeds, a line for each card. A line changes only with its card: seeds are kept in the log, and a session
/// that is replayed shows the problem of its seed.
pub fn numbers_of_seeds(deck: &Deck) -> String {
    let cards = drawn(deck);
    let lines = cards.iter().map(|card| {
        let problems = card.instances([0, 1, u64::MAX]).unwrap();
        let numbers = problems.iter().map(|problem| {
            let sum: f64 = problem.values.values().sum();
            format!("{:.8e} {:.8e}", sum, problem.expected.value)
        });
        let numbers: Vec<String> = numbers.collect();
        format!("{}: {}", card.common.id, numbers.join(", "))
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn exhibit<'a>(deck: &'a Deck, name: &str) -> &'a str {
    let mut exhibits = deck.concepts.iter().flat_map(|c| &c.exhibits);
    let found = exhibits.find(|(of, _)| of == name);
    let (_, text) = found.unwrap_or_else(|| panic!("no exhibit {name}"));
    text
}

/// The cells of an exhibit's row behind its first.
pub fn cells<'a>(deck: &'a Deck, name: &str, first: &str) -> Vec<&'a str> {
    let head = format!("| {first} |");
    let mut lines = exhibit(deck, name).lines();
    let line = lines.find_map(|line| line.strip_prefix(&head));
    let line = line.unwrap_or_else(|| panic!("no row {first} in {name}"));
    let cells = line.trim_end_matches('|').split('|').map(str::trim);
    cells.collect()
}

/// Their numbers; an empty cell is 0.
pub fn row(deck: &Deck, name: &str, first: &str) -> Vec<f64> {
    let value = |cell: &&str| match *cell {
        "" => 0.0,
        _ => cell.parse().unwrap(),
    };
    cells(deck, name, first).iter().map(value).collect()
}

/// That the exhibit says so in words, above its table.
pub fn says(deck: &Deck, name: &str, words: &str) {
    assert!(
        exhibit(deck, name).contains(words),
        "{name} does not say {words}"
    );
}

/// The answer of a number card, and the numbers of its slips.
pub fn number(deck: &Deck, id: &str) -> (f64, Vec<f64>) {
    let found = deck.cards().find_map(|(_, card)| match card {
        Card::Numeric(card) if card.common.id == id => Some(card),
        _ => None,
    });
    let card = found.unwrap_or_else(|| panic!("no number card {id}"));
    let mistakes = card.mistakes.iter().map(|(wrong, _)| *wrong);
    (card.answer.unwrap(), mistakes.collect())
}

/// The text of the option that is right in a case.
pub fn right_in<'a>(deck: &'a Deck, id: &str, case: &str) -> &'a str {
    let found = deck.cards().find_map(|(_, card)| match card {
        Card::Cases(card) if card.common.id == id => Some(card),
        _ => None,
    });
    let card = found.unwrap_or_else(|| panic!("no cases {id}"));
    let found = card.cases.iter().find(|c| c.id == case);
    let case = found.unwrap_or_else(|| panic!("{id} has no case {case}"));
    &card.options[case.right - 1].0
}

/// The three tests of a deck's drawn problems. They stand in its own file by this, so that its snapshot does.
macro_rules! drawn_problems {
    ($deck:expr, $second_ways:expr) => {
        #[test]
        fn every_drawn_problem_is_solved_a_second_way() {
            $crate::draws::are_solved_a_second_way(&$deck, $second_ways);
        }

        #[test]
        fn no_drawn_problem_is_soon_known_by_heart() {
            $crate::draws::are_widely_spread(&$deck);
        }

        #[test]
        fn the_problems_of_a_seed_are_the_stored_ones() {
            insta::assert_snapshot!($crate::draws::numbers_of_seeds(&$deck));
        }
    };
}
pub(crate) use drawn_problems;
