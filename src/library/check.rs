//! `swot check`: the faults of files and folders, all in one run.

use super::diagnostic::Diagnostic;
use super::file;
use super::parse::{Finding, Spot};
use super::place::Places;
use super::rules::{self, Check, RULES, Settings, Titled};
use super::volume::Volume;
use crate::study::outline::Outline;
use std::path::PathBuf;

/// The decks in these files and folders, each checked by itself and all together.
pub fn check(paths: &[PathBuf], settings: &Settings) -> Vec<Diagnostic> {
    let volumes: Vec<Volume> = file::find(paths)
        .into_iter()
        .map(|path| file::read(&path))
        .collect();
    check_volumes(volumes, settings)
        .iter()
        .flat_map(Volume::diagnostics)
        .collect()
}

pub fn check_volumes(mut volumes: Vec<Volume>, settings: &Settings) -> Vec<Volume> {
    for volume in &mut volumes {
        volume.check(settings);
    }
    let readable: Vec<(usize, Outline)> = volumes
        .iter()
        .enumerate()
        .filter(|(_, volume)| volume.deck.is_some())
        .map(|(i, volume)| (i, volume.outline_all()))
        .collect();
    let titled: Vec<Titled<'_>> = readable
        .iter()
        .map(|(i, outline)| Titled {
            path: &volumes[*i].path,
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
        let volume = &mut volumes[*i];
        let mut places = Places::new(&volume.text);
        let found = of_deck.iter().map(|crossing| Finding {
            spot: Spot::Text(crossing.span(&volume.text, &mut places)),
            fault: crossing.fault.clone(),
        });
        volume.findings.extend(found.collect::<Vec<_>>());
    }
    volumes.iter_mut().for_each(rules::silence);
    volumes
}
