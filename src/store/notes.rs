//! The learner's notes: choices of the field `note`, of which the newest of a subject stands.

use super::fold::{NO_SUBJECT, Names, Step};
use super::log::shown;
use super::names::{self, find, find_subject, sort_number, sort_of};
use super::row_id::RowId;
use super::{Store, Trouble};
use crate::study::Key;
use crate::study::log::{Aliases, Gone, Moment, Sort};
use crate::study::memory::Event;
use rusqlite::{Connection, OptionalExtension, Params};
use std::collections::{BTreeSet, HashMap};

/// The field of a choice that holds a note.
pub const NOTE: &str = "note";

/// A note as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub sort: Sort,
    /// Question, concept, deck or exam, as it is called now; empty for none.
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
            let Some(finder) = Finder::new(db)? else {
                return Ok(Vec::new());
            };
            let steps = finder.all()?;
            let written = steps.iter().filter(|(_, step)| finder.text(step).is_some());
            let written: Vec<(RowId, i64)> = written
                .map(|(id, step)| (*id, heir(step, &steps)))
                .collect();
            let newest: HashMap<i64, RowId> = written.iter().map(|(id, now)| (*now, *id)).collect();
            let mut notes = Vec::new();
            for (id, now) in written {
                let entry = shown(db, &finder.names, id)?;
                if let Event::Choose {
                    value: Some(text), ..
                } = entry.change.event
                    && !text.is_empty()
                {
                    notes.push(Note {
                        sort: entry.change.sort,
                        subject: match now {
                            NO_SUBJECT => String::new(),
                            now => names::key(db, now)?.as_str().to_owned(),
                        },
                        text,
                        at: entry.at,
                        device: entry.id.device,
                        is_lost: newest.get(&now) != Some(&id),
                    });
                }
            }
            Ok(notes)
        })
    }

    /// The note that stands for a subject, under its key or one that it adopted from.
    pub fn note(&self, sort: Sort, key: &Key) -> Result<Option<String>, Trouble> {
        self.read(|db| {
            let Some(sort) = sort_number(sort) else {
                return Ok(None);
            };
            let db = &db.unchecked_transaction()?;
            let Some((_, subject)) = find_subject(db, sort, key)? else {
                return Ok(None);
            };
            // Each question asks for its note, and hardly any has one.
            if !may_have_note(db, subject)? {
                return Ok(None);
            }
            let Some(finder) = Finder::new(db)? else {
                return Ok(None);
            };
            let related = finder.related(subject)?;
            Ok(finder.standing(related).remove(&subject))
        })
    }

    /// All notes that stand, by what they are on.
    pub fn standing_notes(&self) -> Result<HashMap<(Sort, Key), String>, Trouble> {
        self.read(|db| {
            let Some(finder) = Finder::new(db)? else {
                return Ok(HashMap::new());
            };
            let mut notes = HashMap::new();
            for (subject, note) in finder.standing(finder.all()?) {
                let sort = db
                    .prepare_cached("SELECT sort FROM subjects WHERE id = ?1")?
                    .query_row([subject], |row| row.get(0))
                    .optional()?;
                if let Some(sort) = sort.and_then(sort_of) {
                    notes.insert((sort, names::key(db, subject)?), note);
                }
            }
            Ok(notes)
        })
    }
}

type Steps = Vec<(RowId, Step)>;

/// Finds the note that stands for a subject: the newest under this key, or under one that it adopted from after that.
struct Finder<'db> {
    db: &'db Connection,
    names: Names,
    gone: Gone<u32>,
    choice: i64,
    adopt: i64,
}

impl<'db> Finder<'db> {
    /// Absent where nothing was ever chosen.
    fn new(db: &'db Connection) -> rusqlite::Result<Option<Finder<'db>>> {
        let Some(choice) = find(db, "kinds", "choice")? else {
            return Ok(None);
        };
        let names = Names::read(db)?;
        Ok(Some(Finder {
            gone: names.gone(db)?,
            names,
            choice,
            adopt: find(db, "kinds", "adopt")?.unwrap_or(choice),
            db,
        }))
    }

    /// What a note was set to; nothing where it was taken off. Absent where the row is another, or was taken back.
    fn text<'s>(&self, step: &'s Step) -> Option<&'s str> {
        match &step.event {
            Event::Choose { field, value, .. }
                if field == NOTE && !self.gone.has(&step.position, step.group) =>
            {
                Some(value.as_deref().unwrap_or_default())
            }
            _ => None,
        }
    }

    /// Rows in no order. Those by which a concept was adopted have its old number, too.
    fn steps(&self, which: &str, bounds: impl Params) -> rusqlite::Result<Steps> {
        let mut steps = self.names.steps(self.db, which, bounds)?;
        for (_, step) in &mut steps {
            if let (Event::Adopt(old), None) = (&step.event, step.from)
                && let Some(sort) = sort_number(Sort::Concept)
            {
                step.from = find_subject(self.db, sort, old)?.map(|(_, old)| old);
            }
        }
        Ok(steps)
    }

    /// The rows of all choices and adoptions, in order.
    fn all(&self) -> rusqlite::Result<Steps> {
        let mut steps = self.steps("WHERE kind IN (?1, ?2)", (self.choice, self.adopt))?;
        steps.sort_unstable_by_key(|(_, step)| step.position);
        Ok(steps)
    }

    /// Those that the note of a subject follows from, in order.
    fn related(&self, subject: i64) -> rusqlite::Result<Steps> {
        let (mut open, mut reached, mut rows) = (vec![subject], BTreeSet::new(), Vec::new());
        while let Some(subject) = open.pop() {
            if reached.insert(subject) {
                let which = "WHERE subject = ?1 AND kind IN (?2, ?3)";
                let own = self.steps(which, (subject, self.choice, self.adopt))?;
                open.extend(own.iter().filter_map(|(_, step)| step.from));
                rows.extend(own);
            }
        }
        rows.sort_unstable_by_key(|(_, step)| step.position);
        Ok(rows)
    }

    /// The notes that stand by these rows, which are in order.
    fn standing(&self, steps: Steps) -> HashMap<i64, String> {
        let steps: Vec<Step> = steps.into_iter().map(|(_, step)| step).collect();
        let aliases = Aliases::of(&steps, &self.gone);
        let mut standing = HashMap::new();
        for step in &steps {
            if let Some(text) = self.text(step) {
                let heirs = aliases.heirs(step.subject, step.position);
                standing.extend(heirs.chain([step.subject]).map(|of| (of, text)));
            }
        }
        standing.retain(|_, text| !text.trim().is_empty());
        let standing = standing.into_iter();
        standing.map(|(of, text)| (of, text.to_owned())).collect()
    }
}

/// What the subject of a note is called now: each adoption takes along what was written before it.
fn heir(note: &Step, steps: &[(RowId, Step)]) -> i64 {
    let mut now = note;
    let next = |now: &Step| {
        let mut after = steps.iter().map(|(_, step)| step);
        after.find(|step| step.from == Some(now.subject) && step.position > now.position)
    };
    while let Some(adoption) = next(now) {
        now = adoption;
    }
    now.subject
}

/// Whether anything was chosen for the subject, or it took along what was written under another key.
fn may_have_note(db: &Connection, subject: i64) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM log JOIN kinds ON kinds.id = log.kind
         WHERE subject = ?1 AND kinds.name IN ('choice', 'adopt'))",
    )?
    .query_row([subject], |row| row.get(0))
}

#[cfg(test)]
mod tests {
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
