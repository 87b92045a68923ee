//! `swot check`: the faults of files and folders, all in one run.

use super::diagnostic::Diagnostic;
use super::file;
use super::rules::{Check, Findings, RULES, Settings};
use super::volume::Volume;
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
    let mut findings: Vec<Findings> = volumes.iter().map(|_| Findings::default()).collect();
    for rule in RULES {
        if let Check::Library(check) = rule.check {
            check(&volumes, &mut findings);
        }
    }
    for (volume, mut found) in volumes.iter_mut().zip(findings) {
        volume.findings.append(&mut found.0);
    }
    volumes
}
