//! `swot check`: the faults of files and folders in one run.

use super::rule::{Check, Crossing, Findings, Rule, Settings, Titled, When};
use super::rules::{RULES, cards, silence};
use crate::deck_file::ParsedDeck;
use crate::deck_file::diagnostic::Diagnostic;
use crate::deck_file::disk;
use crate::deck_file::locate::Locator;
use crate::deck_file::parse::{Finding, Spot};
use crate::parallel;
use crate::study::fault::{Place, Severity};
use crate::study::outline::Outline;
use std::collections::HashSet;
use std::path::PathBuf;

/// Reads and checks the decks in these files and folders, each alone and all together.
pub fn check(paths: &[PathBuf], settings: &Settings) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    check_telling(paths, settings, |of_deck| found.extend(of_deck));
    found
}

/// The same, passing on the findings of each deck as soon as it is checked.
pub fn check_telling(paths: &[PathBuf], settings: &Settings, tell: impl FnMut(Vec<Diagnostic>)) {
    let mut decks = Vec::new();
    let read = |path: PathBuf| disk::read(&path);
    parallel::each(disk::find(paths), read, |deck| decks.push(deck));
    every_rule(decks, settings, |deck| deck.diagnostics(), tell);
}

/// Applies every rule, including those between decks.
pub fn check_all(decks: Vec<ParsedDeck>, settings: &Settings) -> Vec<ParsedDeck> {
    let mut checked = Vec::new();
    every_rule(decks, settings, |deck| deck, |deck| checked.push(deck));
    checked
}

fn every_rule<R: Send>(
    decks: Vec<ParsedDeck>,
    settings: &Settings,
    then: impl Fn(ParsedDeck) -> R + Sync,
    done: impl FnMut(R),
) {
    let crossings = crossings(&decks);
    let check = |(mut deck, crossings): (ParsedDeck, Vec<Crossing>)| {
        check_deck(&mut deck, settings);
        let mut locator = Locator::new(&deck.text);
        let found = crossings.into_iter().map(|crossing| Finding {
            spot: Spot::Text(crossing.span(&deck.text, &mut locator)),
            fault: crossing.fault,
        });
        let found: Vec<Finding> = found.collect();
        deck.findings.extend(found);
        silence::apply(&mut deck);
        then(deck)
    };
    parallel::each(decks.into_iter().zip(crossings).collect(), check, done);
}

/// The findings of the rules between decks, for each deck.
fn crossings(decks: &[ParsedDeck]) -> Vec<Vec<Crossing>> {
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
    let mut found = Vec::new();
    for rule in RULES {
        if let Check::Library(check) = rule.check {
            check(&titled, &mut found);
        }
    }
    let mut of_decks: Vec<Vec<Crossing>> = decks.iter().map(|_| Vec::new()).collect();
    for crossing in found {
        if let Some((i, _)) = readable.get(crossing.deck) {
            of_decks[*i].push(crossing);
        }
    }
    of_decks
}

/// Applies every rule that looks at one deck alone.
pub fn check_deck(deck: &mut ParsedDeck, settings: &Settings) {
    ask(deck, settings, |_| true);
}

/// Applies the rules that can find an error; their warnings are found as well.
pub fn check_errors(deck: &mut ParsedDeck, settings: &Settings) {
    ask(deck, settings, |rule| {
        rule.codes.iter().any(|code| code.starts_with('E'))
    });
}

/// Applies the rules that run whenever a deck is read.
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
    withhold(&mut deck.findings);
}

/// A warning about a field with an error is withheld: it often follows from the error alone. That two cards ask the same says
/// nothing about the text itself.
fn withhold(findings: &mut Vec<Finding>) {
    let of = |finding: &Finding| match (&finding.spot, &finding.fault.place) {
        (Spot::Card(c, i), Place::Field(field) | Place::Item(field, _)) => Some((*c, *i, *field)),
        _ => None,
    };
    let is_own = |f: &&Finding| f.fault.severity() == Severity::Error && f.fault.code != "E04";
    let errors = findings.iter().filter(is_own);
    let broken: HashSet<_> = errors.filter_map(of).collect();
    if !broken.is_empty() {
        findings.retain(|finding| {
            finding.fault.severity() == Severity::Error
                || of(finding).is_none_or(|place| !broken.contains(&place))
        });
    }
}
