//! The decks that ship: what they cover, that their numbers are right, and that they give nothing away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "content/coverage.rs"]
mod coverage;
mod draws;
#[path = "content/numbers.rs"]
mod numbers;

use std::collections::BTreeSet;
use std::path::Path;
use swotter::deck_file::ParsedDeck;
use swotter::study::deck::absolute;
use swotter::study::kinds::{Ask, Card};
use swotter::study::{Deck, Key};

fn decks() -> Vec<Deck> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "ron"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            ParsedDeck::read(
                path.to_string_lossy(),
                std::fs::read_to_string(path).unwrap(),
            )
            .deck
            .unwrap_or_else(|| panic!("{} loads", path.display()))
        })
        .collect()
}

fn concept_decks() -> Vec<Deck> {
    decks().into_iter().filter(|d| d.id != "glossary").collect()
}

/// Questions of the first release that were taken out on purpose, each with the reason.
const RETIRED: &[(&str, &str)] = &[];

/// Progress hangs on keys: whoever learned with the first release finds each question again, under its key or its heir's.
#[test]
fn every_question_of_the_first_release_has_an_heir_or_is_retired() {
    let mut kept: BTreeSet<String> = RETIRED.iter().map(|(key, _)| (*key).to_owned()).collect();
    for deck in decks() {
        kept.extend(deck.keys().map(|key| key.to_string()));
        for (_, card) in deck.cards() {
            for old in &card.common().formerly {
                let old = absolute(&deck.id, old);
                let (old_deck, old_card) = old.split_once('/').unwrap();
                let parts = card.parts().into_iter();
                kept.extend(parts.map(|part| Key::new(old_deck, old_card, &part).to_string()));
            }
            let former = card.former_parts().into_iter();
            kept.extend(former.map(|(_, old)| absolute(&deck.id, &old)));
        }
    }
    let released = include_str!("fixtures/keys/first-release.txt").lines();
    let released: Vec<&str> = released.filter(|line| !line.starts_with('#')).collect();
    assert_eq!(released.len(), 722);
    let lost: Vec<&str> = released
        .into_iter()
        .filter(|key| !kept.contains(*key))
        .collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn the_right_option_is_not_given_away_by_its_length_or_place() {
    let (mut longest, mut expected, mut cards) = (0.0, 0.0, 0u64);
    let mut places = [0u32; 4];
    for deck in decks() {
        for (_, card) in deck.cards() {
            let Card::MultipleChoice(choice) = card else {
                continue;
            };
            if choice.options.iter().filter(|o| o.is_right()).count() != 1 {
                continue;
            }
            cards += 1;
            let length = |text: &str| text.chars().count();
            let most = choice
                .options
                .iter()
                .map(|o| length(o.text()))
                .max()
                .unwrap();
            let tied: Vec<bool> = choice
                .options
                .iter()
                .filter(|o| length(o.text()) == most)
                .map(|o| o.is_right())
                .collect();
            longest += tied.iter().filter(|r| **r).count() as f64 / tied.len() as f64;
            expected += 1.0 / choice.options.len() as f64;
            if choice.options.len() == 4 {
                for nth in 0..40 {
                    let seed = swotter::study::session::mix(cards, nth);
                    let face = card.face("", seed);
                    let Ask::Choose { options, .. } = face.ask else {
                        unreachable!()
                    };
                    let right = choice.options.iter().find(|o| o.is_right()).unwrap().text();
                    places[options.iter().position(|o| o == right).unwrap()] += 1;
                }
            }
        }
    }
    println!(
        "the right option is the longest in {longest:.0} of {cards}, by chance in {expected:.0}; places {places:?}"
    );
    // Two standard deviations of chance above it would be a hint worth learning.
    let deviation = (expected * 0.75f64).sqrt();
    assert!(
        longest <= expected + 2.0 * deviation,
        "longest in {longest:.0} of {cards}, chance is {expected:.0}"
    );
    let all: u32 = places.iter().sum();
    let chi: f64 = places
        .iter()
        .map(|n| (f64::from(*n) - f64::from(all) / 4.0).powi(2) / (f64::from(all) / 4.0))
        .sum();
    assert!(
        chi < 16.27,
        "places {places:?}: chi-square {chi:.1} with 3 degrees of freedom"
    );
}

#[test]
fn every_deck_says_that_it_is_independent_and_where_its_blueprint_comes_from() {
    for deck in decks() {
        assert!(
            deck.description
                .contains("not affiliated with or endorsed by"),
            "{}",
            deck.id
        );
        for module in &deck.blueprint {
            assert!(
                !module.source.is_empty() && !module.verified.is_empty(),
                "{}",
                module.title
            );
        }
    }
}
