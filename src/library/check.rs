//! `swot check`: the faults of files and folders, all in one run.

use super::diagnostic::Diagnostic;
use super::file;
use super::parse::{Finding, Spot};
use super::rules::{Check, RULES, Settings, Titled};
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
    for crossing in crossings {
        if let Some((i, _)) = readable.get(crossing.deck) {
            let span = crossing.span(&volumes[*i].text);
            volumes[*i].findings.push(Finding {
                spot: Spot::Text(span),
                fault: crossing.fault,
            });
        }
    }
    volumes
}
