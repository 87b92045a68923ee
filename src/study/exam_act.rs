//! The steps of a mock exam as rows of the log, and the paper: its questions and rules.

use super::Key;
use super::about::About;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One step of a mock exam. Each but the first names the row that began the exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Begin(Paper),
    /// An answer, which is in the row's own field; without one, the answer before is taken back.
    Answer(About),
    /// Whether the question is marked for review. The row also has the time spent on the question.
    Mark(About, bool),
    Pause(About),
    /// Right or wrong for each question, in the order of the paper; `None` where the question is void.
    End(About, Vec<Option<bool>>),
}

impl Act {
    /// The word for it in the log.
    pub fn word(&self) -> &'static str {
        match self {
            Act::Begin(_) => "exam-begin",
            Act::Answer(_) => "exam",
            Act::Mark(..) => "exam-mark",
            Act::Pause(_) => "exam-pause",
            Act::End(..) => "exam-end",
        }
    }

    /// Follows the row that began the exam when that row was written again under another number.
    pub fn rename(&mut self, renamed: &[(About, About)]) {
        let (Act::Answer(about) | Act::Mark(about, _) | Act::Pause(about) | Act::End(about, _)) =
            self
        else {
            return;
        };
        if let Some((_, new)) = renamed.iter().find(|(old, _)| old == about) {
            about.clone_from(new);
        }
    }

    /// The row that the exam began with.
    pub fn begun_by(&self) -> Option<&About> {
        match self {
            Act::Begin(_) => None,
            Act::Answer(about) | Act::Mark(about, _) | Act::Pause(about) | Act::End(about, _) => {
                Some(about)
            }
        }
    }
}

/// The paper: its questions and rules. The names of its fields in JSON are part of the log: they never change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub minutes: u32,
    /// Whether the clock may be stopped.
    #[serde(rename = "pauses")]
    pub has_pauses: bool,
    #[serde(rename = "diagnostic", default)]
    pub is_diagnostic: bool,
    pub questions: Vec<Posed>,
}

/// A question of a paper as it was when the exam began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posed {
    #[serde(rename = "card")]
    pub key: Key,
    pub seed: u64,
    /// Revision of the card's text: a different one means that the card was changed.
    #[serde(serialize_with = "write_revision", deserialize_with = "read_revision")]
    pub revision: u64,
    /// The id of the module for which it was drawn.
    pub module: String,
}

/// In hexadecimal digits: JSON's numbers hold 53 bits.
fn write_revision<S: Serializer>(revision: &u64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&format_args!("{revision:016x}"))
}

/// One that cannot be read is no revision that a card has: the question is void.
fn read_revision<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(u64::from_str_radix(&text, 16).unwrap_or(0))
}
