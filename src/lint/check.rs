//! `swot check`: the faults of files and folders, all in one run.

use super::rule::{Check, Findings, Rule, Settings, Titled, When};
use super::rules::{RULES, cards, silence};
use crate::deck_file::ParsedDeck;
use crate::deck_file::diagnostic::Diagnostic;
use crate::deck_file::disk;
use crate::deck_file::locate::Locator;
use crate::deck_file::parse::{Finding, Spot};
use crate::study::outline::Outline;
use std::path::PathBuf;

/// The decks in these files and folders, each checked by itself and all together.
pub fn check(paths: &[PathBuf], settings: &Settings) -> Vec<Diagnostic> {
    let decks: Vec<ParsedDeck> = disk::find(paths)
        .into_iter()
        .map(|path| disk::read(&path))
        .collect();
    check_all(decks, settings)
        .iter()
        .flat_map(ParsedDeck::diagnostics)
        .collect()
}

/// Every rule, those between decks too.
pub fn check_all(mut decks: Vec<ParsedDeck>, settings: &Settings) -> Vec<ParsedDeck> {
    for deck in &mut decks {
        check_deck(deck, settings);
    }
    let readable: Vec<(usize, Outline)> = decks
        .iter()
        .enumerate()
        .filter(|(_, deck)| deck.deck.is_some())
        .map(|(i, deck)| (i, deck.outline_all()))
        .collect();
    let titled: Vec<Titled<'_>> = readable
        .iter()
        .map(|(i, outline)| Titled {
            path: &decks[*i].path,
            outline,
        })
        .collect();
    let mut crossings = Vec::new();
    for rule in RULES {
        if let Check::Library(check) = rule.check {
            check(&titled, &mut crossings);
        }
    }
    crossings.sort_by_key(|c| c.deck);
    for of_deck in crossings.chunk_by(|a, b| a.deck == b.deck) {
        let Some((i, _)) = of_deck.first().and_then(|c| readable.get(c.deck)) else {
            continue;
        };
        let deck = &mut decks[*i];
        let mut locator = Locator::new(&deck.text);
        let found = of_deck.iter().map(|crossing| Finding {
            spot: Spot::Text(crossing.span(&deck.text, &mut locator)),
            fault: crossing.fault.clone(),
        });
        deck.findings.extend(found.collect::<Vec<_>>());
    }
    decks.iter_mut().for_each(silence::apply);
    decks
}

/// Every rule that looks at one deck alone.
pub fn check_deck(deck: &mut ParsedDeck, settings: &Settings) {
    ask(deck, settings, |_| true);
}

/// The rules that can find an error; those tell their warnings as well.
pub fn check_errors(deck: &mut ParsedDeck, settings: &Settings) {
    ask(deck, settings, |rule| {
        rule.codes.iter().any(|code| code.starts_with('E'))
    });
}

/// The rules that are asked whenever a deck is read.
pub fn check_read(deck: &mut ParsedDeck) {
    ask(deck, &Settings::default(), |rule| {
        rule.when == When::Reading
    });
}

fn ask(deck: &mut ParsedDeck, settings: &Settings, wanted: impl Fn(&Rule) -> bool) {
    let mut findings = Findings::default();
    for rule in RULES.iter().filter(|rule| wanted(rule)) {
        match rule.check {
            Check::Deck(check) => check(deck, settings, &mut findings),
            Check::Card(check) => cards::each(deck, &mut findings, |card, faults| {
                check(card, &settings.thresholds, faults);
            }),
            Check::Library(_) | Check::Holds(_) => {}
        }
    }
    deck.findings.append(&mut findings.0);
}
