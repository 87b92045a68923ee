//! What a row of the log says of a mock exam, and the paper that it is about.

use super::Key;
use super::about::About;

/// What a row says of a mock exam. Each but the first names the row that the exam began with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Begin(Paper),
    /// The answer stands beside it; where there is none, the one before is taken back.
    Answer(About),
    /// Marked for review, or not, and the time spent on the question.
    Mark(About, bool),
    Pause(About),
    /// Right or wrong of each question in the order of the paper; absent where it is void.
    End(About, Vec<Option<bool>>),
}

impl Act {
    /// As the log names it.
    pub fn word(&self) -> &'static str {
        match self {
            Act::Begin(_) => "exam-begin",
            Act::Answer(_) => "exam",
            Act::Mark(..) => "exam-mark",
            Act::Pause(_) => "exam-pause",
            Act::End(..) => "exam-end",
        }
    }

    /// Where the row that the exam began with was written anew.
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

/// What is asked, and by which rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    pub minutes: u32,
    /// The clock may be stopped.
    pub has_pauses: bool,
    pub is_diagnostic: bool,
    pub questions: Vec<Posed>,
}

/// A question of a paper as it was when the exam began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posed {
    pub key: Key,
    pub seed: u64,
    /// Of the card's text: another one means that the card was changed.
    pub revision: u64,
    /// The id of the module that it was drawn for.
    pub module: String,
}
