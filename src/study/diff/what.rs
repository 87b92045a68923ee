//! What can change in a deck, and how it is told to authors and to learners.

use crate::study::key::Key;
use crate::study::text::Text;

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeckChange {
    /// `deck/card` as it is called now, or was called last. For a change of the deck itself, its id.
    pub name: String,
    /// The beginning of the question; for the deck, nothing.
    pub front: String,
    pub what: What,
}

/// A deck that changed since its learner saw it last.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Updated {
    pub deck: String,
    pub title: Text,
    pub track: String,
    /// Version numbers as the author gives them.
    pub from: String,
    pub to: String,
    pub changes: Vec<DeckChange>,
    /// Questions that the learner met before their meaning changed.
    pub again: Vec<Key>,
}

impl Updated {
    /// `1.0 to 1.1`; empty where the author did not raise the version.
    pub fn versions(&self) -> String {
        if self.from == self.to || self.to.is_empty() {
            String::new()
        } else if self.from.is_empty() {
            format!("now {}", self.to)
        } else {
            format!("{} to {}", self.from, self.to)
        }
    }

    /// Changes that are counted together, in the order of their first appearance.
    pub fn by_kind(&self) -> Vec<Vec<&DeckChange>> {
        by_kind(&self.changes)
    }
}

impl DeckChange {
    /// Whether it is about the card with this id.
    pub fn is_of(&self, card: &str) -> bool {
        self.name.split_once('/').is_some_and(|(_, id)| id == card)
    }
}

/// `2 added, 1 removed, 3 reworded`, in the order of their first appearance.
pub fn summary<'a>(changes: impl IntoIterator<Item = &'a DeckChange>) -> String {
    let parts = by_kind(changes);
    let parts = parts
        .iter()
        .filter_map(|kind| Some((kind.len(), kind.first()?.what.short())));
    let parts: Vec<String> = parts
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if parts.is_empty() {
        "nothing changed".into()
    } else {
        parts.join(", ")
    }
}

/// Those with the same word to count them by, in the order of their first appearance.
fn by_kind<'a>(changes: impl IntoIterator<Item = &'a DeckChange>) -> Vec<Vec<&'a DeckChange>> {
    let mut kinds: Vec<Vec<&DeckChange>> = Vec::new();
    for change in changes {
        let word = |change: &DeckChange| change.what.short();
        let is_same = |kind: &&mut Vec<&DeckChange>| word(kind[0]) == word(change);
        match kinds.iter_mut().find(is_same) {
            Some(kind) => kind.push(change),
            None => kinds.push(vec![change]),
        }
    }
    kinds
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The deck has another id, and says so in `formerly`.
    DeckRenamed {
        from: String,
    },
    /// The deck has another id, and does not say what it was called before.
    DeckForgotten {
        from: String,
    },
    /// A concept seems to have another id, and does not say what it was called before.
    ConceptForgotten {
        from: String,
    },
    Added,
    Removed,
    /// The card is in the new file, but has a fault and cannot be asked.
    Faulty {
        why: String,
    },
    /// The card had a fault in the old file and can be asked again.
    Mended,
    /// The card was not there and comes with progress: it was taken out or had a fault, or was in another deck.
    Back,
    Renamed {
        from: String,
    },
    /// The card moved to another concept.
    Moved {
        from: String,
        to: String,
    },
    /// The author raised `rev`.
    MeaningChanged {
        from: u32,
        to: u32,
    },
    /// `answer`: not only the question's wording, the answer too.
    Reworded {
        answer: bool,
    },
    KindChanged {
        from: String,
        to: String,
    },
    /// New gaps, or a new reverse side.
    PartsAdded(Vec<String>),
    PartsRemoved(Vec<String>),
    /// These gaps now hide what other gaps hid before.
    PartsShifted(Vec<String>),
    /// Explanation, hint, source, accepted answers: nothing that a learner is asked.
    Details,
}

impl What {
    /// Its name in JSON output; the words to count it by, `3 reworded`; and what happens to a learner's progress.
    #[rustfmt::skip]
    fn about(&self) -> [&'static str; 3] {
        match self {
            What::DeckRenamed { .. } => ["deck-renamed", "new deck id", "goes along with every card"],
            What::DeckForgotten { .. } => ["deck-forgotten", "new deck id without `formerly`",
                "stays with the old id: every card starts as new, unless the deck says `formerly`"],
            What::ConceptForgotten { .. } => ["concept-forgotten", "concept with a new id", "is kept; notes on its page stay with the old id"],
            What::Added => ["added", "added", "starts as new"],
            What::Removed => ["removed", "removed", "is kept, and comes back if the card does"],
            What::Faulty { .. } => ["faulty", "with a fault", "is kept, and comes back when the fault is mended"],
            What::Mended => ["mended", "mended", "comes back where there is any"],
            What::Back => ["back", "met before", "is there already"],
            What::Renamed { .. } => ["renamed", "renamed", "goes along"],
            What::Moved { .. } => ["moved", "moved", "is kept"],
            What::MeaningChanged { .. } => ["meaning", "with a new meaning", "is kept; learners are told to look at it again"],
            What::Reworded { answer: true } => ["reworded", "with another answer", "is kept"],
            What::Reworded { answer: false } => ["reworded", "reworded", "is kept"],
            What::KindChanged { .. } => ["kind", "of another kind", "is kept"],
            What::PartsAdded(_) => ["parts-added", "asking more", "is kept; what is asked more starts as new"],
            What::PartsRemoved(_) => ["parts-removed", "asking less", "is kept, and comes back if the question does"],
            What::PartsShifted(_) => ["parts-shifted", "with shifted gaps", "stays with the number of the gap, which now hides another word"],
            What::Details => ["details", "changed in details", "is kept"],
        }
    }

    /// For programs.
    pub fn word(&self) -> &'static str {
        self.about()[0]
    }

    pub fn short(&self) -> &'static str {
        self.about()[1]
    }

    /// What becomes of the learner's progress with it.
    pub fn progress(&self) -> &'static str {
        self.about()[2]
    }

    /// What happened, in a few words.
    pub fn said(&self) -> String {
        match self {
            What::DeckRenamed { from } => format!("the deck was called {from}"),
            What::ConceptForgotten { from } => {
                format!("the concept was called {from} and does not say so")
            }
            What::DeckForgotten { from } => {
                format!("the deck was called {from} and does not say so")
            }
            What::Added => "added".into(),
            What::Removed => "removed".into(),
            What::Faulty { why } => format!("left out, for it has a fault ({why})"),
            What::Mended => "mended: it had a fault before".into(),
            What::Back => "asked again".into(),
            What::Renamed { from } => format!("was called {from}"),
            What::Moved { from, to } => format!("moved from {from} to {to}"),
            What::MeaningChanged { from, to } => {
                format!("meaning changed (rev {from} to {to})")
            }
            What::Reworded { answer: false } => "question reworded".into(),
            What::Reworded { answer: true } => "answer changed".into(),
            What::KindChanged { from, to } => format!("was a {from}, is a {to}"),
            What::PartsAdded(parts) => format!("asks more: {}", named(parts)),
            What::PartsRemoved(parts) => format!("asks less: {}", named(parts)),
            What::PartsShifted(parts) => format!("hides other words now: {}", named(parts)),
            What::Details => "explanation or details changed".into(),
        }
    }

    /// What the change means to a learner of the deck, as a sentence.
    pub fn for_learners(&self) -> String {
        match self {
            What::Added => "new to you.".into(),
            What::MeaningChanged { .. } => {
                "your progress is kept, but you were asked under an older meaning.".into()
            }
            What::Reworded { answer: true } => {
                "your progress is kept; look whether you still know the answer.".into()
            }
            _ => format!("your progress {}.", self.progress()),
        }
    }

    /// Whether the learner should look at the card again because the answer may have changed.
    pub fn asks_for_another_look(&self) -> bool {
        matches!(
            self,
            What::MeaningChanged { .. } | What::Reworded { answer: true } | What::PartsShifted(_)
        )
    }

    /// Whether `said` gives more than the kind of change.
    pub fn says_more(&self) -> bool {
        !matches!(
            self,
            What::Added
                | What::Back
                | What::Removed
                | What::Reworded { .. }
                | What::MeaningChanged { .. }
                | What::Details
        )
    }
}

fn named(parts: &[String]) -> String {
    let name = |part: &String| match part.as_str() {
        "" => "the first question".to_owned(),
        part if part.parse::<u32>().is_ok() => format!("gap {part}"),
        part => part.to_owned(),
    };
    parts.iter().map(name).collect::<Vec<_>>().join(", ")
}
