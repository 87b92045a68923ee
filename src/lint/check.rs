//! `swot check`: the faults of files and folders in one run.

use super::rule::{Check, Crossing, Findings, Offer, Rule, Settings, Titled, When};
use super::rules::{RULES, cards, silence};
use crate::deck_file::ParsedDeck;
use crate::deck_file::diagnostic::Diagnostic;
use crate::deck_file::disk;
use crate::deck_file::locate::Locator;
use crate::deck_file::parse::{Finding, Spot};
use crate::parallel;
use crate::study::fault::{Fault, Place, Severity};
use crate::study::outline::Outline;
use std::collections::HashSet;
use std::path::PathBuf;

/// Bytes of a deck whose rules are worth several threads.
const LONG: usize = 256 * 1024;

/// Reads and checks the decks in these files and folders, each alone and all together.
pub fn check(paths: &[PathBuf], settings: &Settings) -> Vec<Diagnostic> {
    let read = |path: PathBuf| alone(disk::read(&path), settings);
    let decks = together(parallel::all(disk::find(paths), read));
    parallel::all(decks.iter().collect(), ParsedDeck::diagnostics).concat()
}

/// The same, passing on what is found in each deck as soon as that one is read; what is found between decks comes last.
pub fn check_telling(
    paths: &[PathBuf],
    settings: &Settings,
    mut tell: impl FnMut(Vec<Diagnostic>),
) {
    let read = |path: PathBuf| {
        let mut deck = alone(disk::read(&path), settings);
        let found = deck.diagnostics();
        // Told once, and then not kept: of a library with a warning on each card they are the greater part.
        deck.findings = Vec::new();
        (found, deck)
    };
    let mut decks = Vec::new();
    parallel::each(disk::find(paths), read, |(found, deck)| {
        tell(found);
        decks.push(deck);
    });
    for deck in together(decks) {
        tell(deck.diagnostics());
    }
}

/// Applies every rule, including those between decks.
pub fn check_all(decks: Vec<ParsedDeck>, settings: &Settings) -> Vec<ParsedDeck> {
    together(parallel::all(decks, |deck| alone(deck, settings)))
}

/// Adds what the rules between decks find.
fn together(mut decks: Vec<ParsedDeck>) -> Vec<ParsedDeck> {
    let found = between(&decks);
    for (deck, found) in decks.iter_mut().zip(found) {
        deck.findings.extend(found);
        silence::apply(deck);
    }
    decks
}

fn alone(mut deck: ParsedDeck, settings: &Settings) -> ParsedDeck {
    check_deck(&mut deck, settings);
    silence::apply(&mut deck);
    deck
}

/// The findings of the rules between decks, for each deck.
fn between(decks: &[ParsedDeck]) -> Vec<Vec<Finding>> {
    let readable = decks.iter().enumerate();
    let readable = readable.filter(|(_, deck)| deck.deck.is_some()).collect();
    let outline = |(i, deck): (usize, &ParsedDeck)| (i, deck.outline_all());
    let outlines: Vec<(usize, Outline)> = parallel::all(readable, outline);
    let titled = outlines.iter().map(|(i, outline)| Titled {
        path: &decks[*i].path,
        outline,
    });
    let found = check_between(&titled.collect::<Vec<_>>(), |_| true);
    let mut of_decks: Vec<Vec<Finding>> = decks.iter().map(|_| Vec::new()).collect();
    for of_deck in found.chunk_by(|a, b| a.deck == b.deck) {
        let Some((i, _)) = of_deck.first().and_then(|c| outlines.get(c.deck)) else {
            continue;
        };
        let text = &decks[*i].text;
        let mut places = Locator::new(text);
        of_decks[*i].extend(of_deck.iter().map(|crossing| {
            Finding::in_text(crossing.span(text, &mut places), crossing.fault.clone())
        }));
    }
    of_decks
}

/// What the `wanted` rules find between decks, in the order of these.
pub fn check_between(decks: &[Titled<'_>], wanted: impl Fn(&Rule) -> bool) -> Vec<Crossing> {
    let mut found = Vec::new();
    for rule in RULES.iter().filter(|rule| wanted(rule)) {
        if let Check::Library(check) = rule.check {
            check(decks, &mut found);
        }
    }
    found.sort_by_key(|crossing| crossing.deck);
    found
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
    let rules = RULES.iter().filter(|rule| wanted(rule));
    let found = |rule: &Rule| {
        let mut findings = Findings::default();
        match rule.check {
            Check::Deck(check) => check(deck, settings, &mut findings),
            Check::Card(check) => cards::each(deck, &mut findings, |card, faults| {
                check(card, &settings.thresholds, faults);
            }),
            Check::Options(check) => cards::each(deck, &mut findings, |card, faults| {
                let of_card = card.options().map(|options| Offer {
                    card,
                    options,
                    limits: &settings.thresholds,
                });
                if let Some(offer) = of_card {
                    check(&offer, faults);
                }
            }),
            Check::Library(_) | Check::Holds(_) => {}
        }
        findings.0
    };
    let mut findings = Vec::new();
    if deck.text.len() < LONG {
        findings.extend(rules.flat_map(found));
    } else {
        // The search for forbidden words takes as long as all before it: what begins last should not.
        let rules = rules.rev().collect();
        parallel::each(rules, found, |of_rule| findings.extend(of_rule));
    }
    deck.findings.append(&mut findings);
    withhold(&mut deck.findings);
    // Card by card, so that each is read once to place what was found in it.
    deck.findings.sort_by_key(|finding| match finding.spot {
        Spot::Card(c, i) => Some((c, i)),
        _ => None,
    });
}

/// What follows from an error alone is withheld, so that one slip is one finding. That two cards ask the same says nothing about
/// the text itself.
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
            of(finding).is_none_or(|(c, i, field)| {
                let cause = cause(&finding.fault, field);
                cause.is_none_or(|cause| !broken.contains(&(c, i, cause)))
            })
        });
    }
}

/// The field whose error may be all that this finding tells of: its own in a warning.
fn cause(fault: &Fault, field: &'static str) -> Option<&'static str> {
    match (fault.code, field) {
        ("E07", "mistakes") => Some("tolerance"),
        ("W33", "options") => Some("cases"),
        _ => (fault.severity() == Severity::Warning).then_some(field),
    }
}
