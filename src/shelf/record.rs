//! What the index keeps of a deck file.

use super::source::Source;
use crate::deck_file::Diagnostic;
use crate::study::outline::Heading;
use serde::{Deserialize, Serialize};

/// What the index knows of a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Record {
    pub source: Option<Source>,
    pub hash: u64,
    pub heading: Option<Heading>,
    /// Faults of the file itself.
    pub faults: Vec<Diagnostic>,
    /// Faults between this deck and others.
    pub crossings: Vec<Diagnostic>,
    pub fault_count: usize,
    pub stored: Option<Stored>,
}

/// Where an outline is in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Stored {
    pub start: u64,
    pub length: u64,
    pub hash: u64,
}
