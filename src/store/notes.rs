//! The learner's notes: choices of the field `note`, of which the newest of a subject stands.

use super::fold::Names;
use super::log::shown;
use super::names::find;
use super::row_id::RowId;
use super::{Store, Trouble};
use crate::study::log::{Moment, Sort};
use crate::study::memory::Event;
use std::collections::HashMap;

/// The field of a choice that holds a note.
pub const NOTE: &str = "note";

/// A note as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub sort: Sort,
    /// Question, concept, deck or exam; empty for none.
    pub subject: String,
    pub text: String,
    pub at: Moment,
    /// The machine that wrote it.
    pub device: String,
    /// A later one of the same subject stands.
    pub is_lost: bool,
}

impl Store {
    /// All notes that were not taken back, in the order of the log, those that a later one replaced among them.
    pub fn notes(&self) -> Result<Vec<Note>, Trouble> {
        self.read(|db| {
            let Some(kind) = find(db, "kinds", "choice")? else {
                return Ok(Vec::new());
            };
            let names = Names::read(db)?;
            let mut steps = names.steps(db, "WHERE kind = ?1", [kind])?;
            let gone = names.gone(db)?;
            steps.retain(|(_, step)| {
                let is_note = matches!(&step.event, Event::Choose { field, .. } if field == NOTE);
                is_note && !gone.has(&step.position, step.group)
            });
            steps.sort_by_key(|(_, step)| step.position);
            let newest: HashMap<i64, RowId> =
                steps.iter().map(|(id, step)| (step.subject, *id)).collect();
            let mut notes = Vec::new();
            for (id, step) in steps {
                let entry = shown(db, &names, id)?;
                if let Event::Choose {
                    value: Some(text), ..
                } = entry.change.event
                    && !text.is_empty()
                {
                    notes.push(Note {
                        sort: entry.change.sort,
                        subject: entry.change.card.as_str().to_owned(),
                        text,
                        at: entry.at,
                        device: entry.id.device,
                        is_lost: newest.get(&step.subject) != Some(&id),
                    });
                }
            }
            Ok(notes)
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::tests::{TODAY, at, folder, open};
    use super::*;
    use crate::study::Key;

    #[test]
    fn the_newest_note_stands_and_the_others_are_still_there() {
        let folder = folder();
        let mut store = open(&folder);
        for (n, (sort, subject, text)) in [
            (Sort::Question, "d/one", Some("first")),
            (Sort::Concept, "d/one", Some("of the page")),
            (Sort::Question, "d/one", Some("second")),
            (Sort::Question, "d/two", Some("to be gone")),
            (Sort::Question, "d/two", None),
            (Sort::Question, "d/one", Some("taken back")),
        ]
        .into_iter()
        .enumerate()
        {
            let key = Key::from_text(subject);
            let when = (TODAY, at(TODAY, 1000 * n as i64));
            store.choose((sort, &key, NOTE), text, false, when).unwrap();
        }
        store.undo(TODAY, at(TODAY, 9000)).unwrap().unwrap();
        let notes = store.notes().unwrap();
        let told: Vec<_> = notes.iter().map(|n| (&*n.text, n.is_lost)).collect();
        assert_eq!(
            told,
            [
                ("first", true),
                ("of the page", false),
                ("second", false),
                ("to be gone", true)
            ]
        );
    }
}
