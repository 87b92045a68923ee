//! Tests of the problem makers: every draw is suitable, every line of working is true, the same seed gives the same problem.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::super::expression::Expression;
use super::*;

const DRAWS: u64 = 4_000;

/// Whether a line of working is true: the parts around each `=`, evaluated, are equal to four decimals.
fn holds(line: &str) -> bool {
    let said = line.rsplit_once(": ").map_or(line, |(_, said)| said);
    if !said.contains('=') {
        return true;
    }
    let values: Vec<f64> = said
        .split('=')
        .map(|part| {
            Expression::number(&part.replace(" x ", " * "))
                .unwrap()
                .value(|_| None)
                .unwrap()
        })
        .collect();
    values
        .windows(2)
        .all(|pair| (pair[0] - pair[1]).abs() <= 6e-5 * pair[1].abs().max(1.0))
}

#[test]
fn four_thousand_draws_of_each_maker_are_clean() {
    for maker in &MAKERS {
        for seed in 0..DRAWS {
            let problem = maker
                .make(seed)
                .unwrap_or_else(|| panic!("{} {seed}", maker.name));
            let context = format!("{} {seed}: {}", maker.name, problem.question);
            assert!(!problem.mistakes.is_empty(), "{context}");
            assert!(
                !problem.question.contains("NaN") && !problem.question.contains("undefined"),
                "{context}"
            );
            assert!(
                problem.question.ends_with('?') && problem.question.contains("| --- |"),
                "{context}"
            );
            // Evaluating formulas is slow in a test build, so only the first few hundred are checked.
            for line in problem.working.iter().filter(|_| seed < 300) {
                assert!(holds(line), "{line} in {context}");
            }
            let wrongs: Vec<&Wrong> = problem
                .mistakes
                .iter()
                .map(|mistake| &mistake.wrong)
                .collect();
            for (i, wrong) in wrongs.iter().enumerate() {
                assert!(!wrongs[..i].contains(wrong), "{wrong:?} twice in {context}");
            }
            match &problem.answer {
                Sought::Number {
                    value, tolerance, ..
                } => {
                    assert!(value.is_finite() && *tolerance >= 0.0);
                    for wrong in wrongs {
                        let Wrong::Number(wrong) = wrong else {
                            panic!("{context}")
                        };
                        assert!(
                            (wrong - value).abs() > *tolerance
                                && (wrong - value).abs() > 0.02 * value.abs(),
                            "{wrong} in {context}"
                        );
                    }
                    let last = problem
                        .working
                        .iter()
                        .any(|line| line.contains(&super::super::numbers::plain(*value)));
                    assert!(last, "the working does not reach {value}: {context}");
                }
                Sought::Code(code) => {
                    assert!(
                        wrongs.len() >= 3 && !wrongs.contains(&&Wrong::Text(code.clone())),
                        "{context}"
                    );
                    assert!(problem.working.iter().any(|line| line.contains(code)));
                }
                Sought::OneOf { options, right } => {
                    assert_eq!(options.len(), 3);
                    assert!(
                        !wrongs.contains(&&Wrong::Text(options[*right].clone())),
                        "{context}"
                    );
                    for wrong in wrongs {
                        let Wrong::Text(wrong) = wrong else {
                            panic!("{context}")
                        };
                        assert!(options.contains(wrong), "{context}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_number_of_customers_in_class_a_is_not_known_beforehand() {
    let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
    for seed in 0..DRAWS {
        if let Sought::Number { value, .. } = find("abc-count").unwrap().make(seed).unwrap().answer
        {
            *counts.entry(value as u64).or_default() += 1;
        }
    }
    assert_eq!(counts.keys().copied().collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert!(
        counts.values().all(|count| *count > DRAWS / 8),
        "{counts:?}"
    );
}

#[test]
fn each_wrong_class_has_its_reason() {
    for seed in 0..DRAWS {
        let problem = find("abc-class").unwrap().make(seed).unwrap();
        assert_eq!(problem.mistakes.len(), 2, "{problem:?}");
    }
}

#[test]
fn every_option_is_right_about_equally_often() {
    for maker in [find("abc-class"), find("priority-first")]
        .into_iter()
        .flatten()
    {
        let mut counts: BTreeMap<usize, u64> = BTreeMap::new();
        for seed in 0..DRAWS {
            if let Sought::OneOf { right, .. } = maker.make(seed).unwrap().answer {
                *counts.entry(right).or_default() += 1;
            }
        }
        assert_eq!(counts.len(), 3);
        for (option, count) in counts {
            assert!(
                (DRAWS / 3).abs_diff(count) < DRAWS / 20,
                "{} {option}: {count}",
                maker.name
            );
        }
    }
}

/// A hash of the whole text of some problems. It may only change if the maker is meant to change: the log keeps seeds, and a
/// replayed session shows the problem of its seed.
#[test]
fn the_problems_of_a_seed_are_the_stored_ones() {
    let made: Vec<(&str, u64)> = MAKERS
        .iter()
        .map(|maker| {
            let mut text = String::new();
            for seed in [0, 1, 2, 1_000_003, u64::MAX] {
                let problem = maker.make(seed).unwrap();
                text.push_str(&format!(
                    "{}{:?}{:?}{:?}{}",
                    problem.question,
                    problem.answer,
                    problem.working,
                    problem.mistakes,
                    problem.request
                ));
            }
            // FNV-1a, so that the result does not depend on a hasher that may change
            let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
            (maker.name, hash)
        })
        .collect();
    assert_eq!(made, STORED);
}

const STORED: [(&str, u64); 8] = [
    ("abc-class", 7973674601754847557),
    ("abc-count", 17822844965644236102),
    ("fill-unit", 8792483535514917246),
    ("fill-line", 612482364202514459),
    ("fill-order", 3155305162097238916),
    ("rfm-code", 5328483033673478335),
    ("priority-score", 13901946545206452417),
    ("priority-first", 17137217167638145147),
];

#[test]
fn one_problem_reads_as_a_question() {
    let problem = find("rfm-code").unwrap().make(4).unwrap();
    assert!(
        problem
            .question
            .starts_with("Brightwater Supply scores its customers by these bands.\n\n| Score |"),
        "{}",
        problem.question
    );
    assert!(find("rfm").is_none());
}

#[test]
fn different_seeds_give_different_problems() {
    for maker in &MAKERS {
        let hashes: std::collections::BTreeSet<u64> = (0..200)
            .map(|seed| {
                let mut hasher = DefaultHasher::new();
                maker.make(seed).unwrap().question.hash(&mut hasher);
                hasher.finish()
            })
            .collect();
        assert!(hashes.len() > 190, "{} {}", maker.name, hashes.len());
    }
}
