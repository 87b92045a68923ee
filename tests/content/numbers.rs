//! The numbers of the decks: workings, drawn problems, rounding, and what counts as right.

use super::decks;
use super::draws::{self, decimals_asked};
use swotter::calculators::answer;
use swotter::calculators::expression::Expression;
use swotter::study::kinds::{Answer, Ask, Card, Generated, Kind, Tolerance};
use swotter::study::{Deck, markdown};

/// The value of one side of a working line: `42 + 11 + 3`, `0.25`, `25 %`.
fn value(side: &str) -> f64 {
    let side = side.trim();
    let (side, share) = side.strip_suffix('%').map_or((side, 1.0), |s| (s, 0.01));
    Expression::number(side)
        .unwrap_or_else(|e| panic!("`{side}`: {e}"))
        .value(|_| None)
        .unwrap_or_else(|e| panic!("`{side}`: {e}"))
        * share
}

#[test]
fn every_working_line_is_true_and_ends_at_the_answer() {
    let mut lines = 0;
    for deck in decks() {
        for (_, card) in deck.cards() {
            let Card::Numeric(card) = card else { continue };
            let answer = card.answer.unwrap();
            let mut reached = f64::NAN;
            for line in &card.working {
                let sides: Vec<f64> = line.split('=').map(value).collect();
                assert!(
                    sides.len() >= 2,
                    "{}: `{line}` says what comes out",
                    card.common.id
                );
                for pair in sides.windows(2) {
                    assert!(
                        (pair[0] - pair[1]).abs() <= 1e-9 * pair[0].abs().max(1.0),
                        "{}: `{line}`",
                        card.common.id
                    );
                }
                reached = *sides.last().unwrap();
                lines += 1;
            }
            let tolerance = card.tolerance.unwrap();
            let scales: &[f64] = if card.unit.as_deref() == Some("%") {
                &[1.0, 100.0]
            } else {
                &[1.0]
            };
            assert!(
                scales
                    .iter()
                    .any(|scale| tolerance.accepts(answer, reached * scale)),
                "{}: working ends at {reached}, the answer is {answer}",
                card.common.id
            );
            for (wrong, _) in &card.mistakes {
                assert!(
                    !tolerance.accepts(answer, *wrong),
                    "{}: {wrong} is no mistake",
                    card.common.id
                );
            }
        }
    }
    assert!(lines >= 30, "{lines} lines of working");
}

#[test]
fn drawn_problems_stand_a_thousand_draws() {
    for deck in decks() {
        for (_, card) in deck.cards() {
            let mut faults = Vec::new();
            card.trials(&mut faults);
            assert!(faults.is_empty(), "{}: {faults:?}", card.common().id);
        }
    }
}

/// What is shown as right has no more decimals than were asked for, and whoever did not round is right too.
#[test]
fn an_answer_is_rounded_as_its_question_says() {
    let mut asked = 0;
    for (_, card) in decks().iter().flat_map(Deck::cards) {
        let drawn = match card {
            Card::Generated(card) => card.instances(0..200).unwrap(),
            _ => Vec::new(),
        };
        let drawn = drawn.into_iter().map(|drawn| drawn.expected);
        let Some(decimals) = card.question().and_then(|text| decimals_asked(&text.text)) else {
            continue;
        };
        for (seed, expected) in drawn.chain(card.expected(0)).enumerate() {
            asked += usize::from(seed == 0);
            let id = &card.common().id;
            let shown = expected.shown();
            let number = shown.split(' ').next().unwrap();
            let places = number.split_once('.').map_or(0, |(_, places)| places.len());
            assert!(places <= decimals, "{id}, seed {seed}: {shown}");
            let unrounded = expected.value + 0.499 * 0.1f64.powi(decimals as i32);
            let exact = matches!(expected.tolerance, Tolerance::Exact) || decimals == 2;
            assert!(
                exact || expected.tolerance.accepts(expected.value, unrounded),
                "{id}, seed {seed}: {unrounded} is refused, and {shown} is right"
            );
        }
    }
    assert!(asked >= 30, "{asked}");
}

/// The texts before the formulas of a template, and each formula with its format.
fn formulas(template: &str) -> Vec<(&str, &str, &str)> {
    let parts = template.split('}').filter_map(|part| part.split_once('{'));
    let formulas = parts.map(|(plain, inner)| {
        let (formula, format) = inner.rsplit_once(':').unwrap_or((inner, ""));
        (plain, formula, format)
    });
    formulas.collect()
}

/// A learner reckons with what the question shows; the answer comes from what was drawn. Thousands are parted, as in all texts.
#[test]
fn a_drawn_problem_shows_its_numbers_in_full() {
    let mut shown = 0;
    for deck in &decks() {
        for card in draws::drawn(deck) {
            for problem in card.instances(0..300).unwrap() {
                let mut rest = &*problem.question;
                for (plain, formula, format) in formulas(&card.question) {
                    rest = rest.strip_prefix(plain).unwrap();
                    let end = rest.find(|c: char| !c.is_ascii_digit() && !"-,.".contains(c));
                    let number = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ',']);
                    rest = &rest[number.len()..];
                    let scale = if format == "%" { 100.0 } else { 1.0 };
                    // A table of G(z) has four decimals, which say more than the one that is asked for.
                    let of_a_table = card.common.id == "model-fill-rate-drawn" && formula == "g";
                    rest = rest
                        .strip_prefix(if format == "%" { " %" } else { "" })
                        .unwrap();
                    let read: f64 = number.replace(',', "").parse().unwrap();
                    let formula = Expression::number(formula).unwrap();
                    let value = formula.value(|name| problem.values.get(name).copied());
                    let drawn = value.unwrap() * scale;
                    assert!(
                        of_a_table || (read - drawn).abs() < 1e-9 * drawn.abs().max(1.0),
                        "{}: {drawn} is shown as {number}: {}",
                        card.common.id,
                        &*problem.question
                    );
                    assert!(
                        drawn.abs() < 1000.0 || number.contains(','),
                        "{}: {number}",
                        card.common.id
                    );
                    shown += 1;
                }
            }
        }
    }
    assert!(shown >= 50_000, "{shown}");
}

/// The cards of the decks that draw the numbers of templates T1 to T14; the others come from problem makers.
const TEMPLATES: [(&str, &str); 15] = [
    ("T1", "clv-later-drawn"),
    ("T2", "clv-churn-drawn"),
    ("T2", "lifecycle-simple-value"),
    ("T4", "custprofit-net-drawn"),
    ("T4", "cts-net-drawn"),
    ("T5", "cts-idle-drawn"),
    ("T6", "ob-break-even-drawn"),
    ("T8", "service-reorder-drawn"),
    ("T9", "kpi-turns"),
    ("T9", "kpi-days-of-supply"),
    ("T10", "kpi-mad"),
    ("T10", "kpi-tracking-signal"),
    ("T13", "trade-eoq"),
    ("T14", "chain-pooling"),
    ("T4", "cts-largest-drawn"),
];

fn template(id: &str) -> Generated {
    let cards = decks().into_iter().flat_map(|deck| {
        let cards: Vec<Card> = deck.cards().map(|(_, card)| card.clone()).collect();
        cards
    });
    let mut drawn = cards.filter_map(|card| match card {
        Card::Generated(card) if card.common.id == id => Some(card),
        _ => None,
    });
    drawn.next().unwrap_or_else(|| panic!("no template {id}"))
}

#[test]
fn four_thousand_draws_of_each_template_are_clean() {
    for (name, id) in TEMPLATES {
        let card = template(id);
        let drawn = card.instances(0..4_000).unwrap();
        assert_eq!(drawn.len(), 4_000);
        for (seed, problem) in drawn.iter().enumerate() {
            let context = || format!("{name} {id} {seed}: {}", &*problem.question);
            let expected = &problem.expected;
            assert!(expected.value.is_finite(), "{}", context());
            assert!(!expected.working.is_empty(), "{}", context());
            for text in expected.working.iter().chain([&problem.question]) {
                assert!(
                    !["NaN", "undefined", "{", "}"]
                        .iter()
                        .any(|odd| text.contains(odd)),
                    "{text} in {}",
                    context()
                );
            }
            let right = expected
                .judge(&Answer::Typed(expected.value.to_string()))
                .unwrap();
            assert_eq!(right.right, Some(true), "{}", context());
            for (nth, (wrong, because)) in expected.mistakes.iter().enumerate() {
                let verdict = expected.judge(&Answer::Typed(wrong.to_string())).unwrap();
                assert_eq!(verdict.right, Some(false), "{wrong} in {}", context());
                assert_eq!(
                    verdict.notes.first(),
                    Some(because),
                    "{wrong} in {}",
                    context()
                );
                let twice = expected.mistakes[..nth]
                    .iter()
                    .any(|(other, _)| other == wrong);
                assert!(!twice, "{wrong} twice in {}", context());
            }
        }
    }
}

#[test]
fn every_template_opens_its_calculator_with_its_numbers() {
    for (name, id) in TEMPLATES {
        let card = template(id);
        for seed in 0..20 {
            let opened = card.prefill(seed).unwrap_or_else(|| panic!("{name} {id}"));
            let answer = answer(&opened.calculator, &opened.request).unwrap();
            let sought = card.instance(seed).unwrap().expected.value;
            // What is asked for is a figure of the calculator, plain or in per cent.
            let text = answer.result.get();
            let numbers = text.split(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)));
            let found = numbers
                .filter_map(|number| number.parse::<f64>().ok())
                .any(|number| {
                    // A question for a whole number rounds what the calculator shows.
                    [number, number * 100.0, number.round()]
                        .iter()
                        .any(|shown| (shown - sought).abs() <= 1e-6 * sought.abs().max(1.0))
                });
            assert!(
                found || id == "cts-largest-drawn",
                "{name} {id} {seed}: {sought} is not in {text}"
            );
        }
    }
}

/// Numbers of some seeds, to nine digits. A row changes only with its card: seeds are kept in the log, and a session
/// that is replayed shows the problem of its seed, on every machine and after every update.
#[test]
fn the_problems_of_a_seed_are_the_stored_ones() {
    let drawn: Vec<String> = TEMPLATES
        .iter()
        .map(|(_, id)| {
            let problems = template(id).instances([0, 1, u64::MAX]).unwrap();
            let numbers = problems.iter().map(|problem| {
                let sum: f64 = problem.values.values().sum();
                format!("{:.8e} {:.8e}", sum, problem.expected.value)
            });
            format!("{id}: {}", numbers.collect::<Vec<_>>().join(", "))
        })
        .collect();
    insta::assert_snapshot!(drawn.join("\n"));
}

#[test]
fn an_answer_that_is_shown_as_right_is_right_when_it_is_typed() {
    let mut typed = 0;
    for deck in decks() {
        for card in deck.concepts.iter().flat_map(|concept| &concept.cards) {
            for part in card.parts() {
                for seed in 0..25 {
                    if !matches!(card.face(&part, seed).ask, Ask::Words | Ask::Number { .. }) {
                        continue;
                    }
                    let revealed = card.judge(&part, seed, &Answer::Recalled).unwrap();
                    for shown in std::iter::once(&revealed.expected).chain(&revealed.also) {
                        let answer = Answer::Typed(markdown::line(shown));
                        let verdict = card.judge(&part, seed, &answer).unwrap();
                        let id = &card.common().id;
                        assert_eq!(verdict.right, Some(true), "{id} {seed}: {answer:?}");
                        typed += 1;
                    }
                }
            }
        }
    }
    assert!(typed > 5_000, "{typed}");
}
