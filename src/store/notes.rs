//! The learner's notes: choices of the field `note`, of which the newest of a subject stands.

use super::fold::{NO_SUBJECT, Names, Step};
use super::log::shown;
use super::names::{self, find, find_subject, sort_number, sort_of};
use super::row_id::RowId;
use super::{Store, Trouble};
use crate::study::Key;
use crate::study::log::{Gone, Moment, Position, Sort};
use crate::study::memory::Event;
use rusqlite::Connection;
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
            let (mut steps, aliases) = finder.written()?;
            steps.sort_unstable_by_key(|(_, step)| step.position);
            // What each is called now.
            let now = |(id, step): (RowId, Step)| (id, heir(step.position, step.subject, &aliases));
            let steps: Vec<(RowId, i64)> = steps.into_iter().map(now).collect();
            let newest: HashMap<i64, RowId> = steps.iter().map(|(id, now)| (*now, *id)).collect();
            let mut notes = Vec::new();
            for (id, now) in steps {
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
}

/// When it was written, and its text; absent where the note was taken off.
type Written = (Position<u32>, Option<String>);

/// Finds the note that stands for a subject: the newest under this key, or under one that it adopted from before that.
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

    fn is_note(&self, step: &Step) -> bool {
        matches!(&step.event, Event::Choose { field, .. } if field == NOTE)
            && !self.gone.has(&step.position, step.group)
    }

    /// `through`: the subjects on the way here, for two may have adopted from each other.
    fn newest(
        &self,
        subject: i64,
        before: Option<Position<u32>>,
        through: &mut Vec<i64>,
    ) -> rusqlite::Result<Option<Written>> {
        if through.contains(&subject) {
            return Ok(None);
        }
        let which = "WHERE subject = ?1 AND kind IN (?2, ?3)";
        let bounds = (subject, self.choice, self.adopt);
        let mut newest: Option<Written> = None;
        let mut take = |found: Option<Written>| {
            let found = found.filter(|(at, _)| before.is_none_or(|before| *at < before));
            if found.as_ref().map(|(at, _)| *at) > newest.as_ref().map(|(at, _)| *at) {
                newest = found;
            }
        };
        // Of each pair the newest adoption: it takes what was written before it.
        let mut adopted: HashMap<i64, Position<u32>> = HashMap::new();
        for (_, step) in self.names.steps(self.db, which, bounds)? {
            if let Some(old) = self.old(&step)? {
                let at = adopted.entry(old).or_insert(step.position);
                *at = step.position.max(*at);
            } else if self.is_note(&step)
                && let Event::Choose { value, .. } = step.event
            {
                take(Some((step.position, value)));
            }
        }
        through.push(subject);
        for (old, at) in adopted {
            take(self.newest(old, Some(at), through)?);
        }
        through.pop();
        Ok(newest)
    }

    /// What the subject of an adoption was called before.
    fn old(&self, step: &Step) -> rusqlite::Result<Option<i64>> {
        match (&step.event, step.from, sort_number(Sort::Concept)) {
            (Event::Adopt(old), None, Some(sort)) => {
                let old = find_subject(self.db, sort, old)?;
                Ok(old.map(|(_, subject)| subject))
            }
            (_, from, _) => Ok(from),
        }
    }

    /// The rows of all notes, and all adoptions, in no order.
    fn written(&self) -> rusqlite::Result<(Rows, Vec<Alias>)> {
        let which = "WHERE kind IN (?1, ?2)";
        let mut steps = self
            .names
            .steps(self.db, which, (self.choice, self.adopt))?;
        let mut aliases = Vec::new();
        for (_, step) in &steps {
            aliases.extend(self.old(step)?.map(|old| Alias {
                at: step.position,
                old,
                new: step.subject,
            }));
        }
        steps.retain(|(_, step)| self.is_note(step));
        Ok((steps, aliases))
    }

    /// Every subject that was given a note, and those that adopted from one.
    fn subjects(&self) -> rusqlite::Result<BTreeSet<i64>> {
        let (notes, aliases) = self.written()?;
        let mut subjects: BTreeSet<i64> = notes.iter().map(|(_, step)| step.subject).collect();
        let mut known = 0;
        while known < subjects.len() {
            known = subjects.len();
            let heirs = aliases.iter().filter(|alias| subjects.contains(&alias.old));
            subjects.extend(heirs.map(|alias| alias.new).collect::<Vec<_>>());
        }
        Ok(subjects)
    }
}

type Rows = Vec<(RowId, Step)>;

/// An adoption.
struct Alias {
    at: Position<u32>,
    old: i64,
    new: i64,
}

/// What the subject of a note is called now: each adoption takes along what was written before it.
fn heir(written: Position<u32>, subject: i64, aliases: &[Alias]) -> i64 {
    let mut now = (written, subject);
    let next = |(at, subject): (Position<u32>, i64)| {
        let later = aliases
            .iter()
            .filter(|alias| alias.old == subject && alias.at > at);
        later.min_by_key(|alias| alias.at)
    };
    while let Some(alias) = next(now) {
        now = (alias.at, alias.new);
    }
    now.1
}

/// Whether anything was chosen for the subject, or it took along what was written under another key.
fn may_have_note(db: &Connection, subject: i64) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM log JOIN kinds ON kinds.id = log.kind
         WHERE subject = ?1 AND kinds.name IN ('choice', 'adopt'))",
    )?
    .query_row([subject], |row| row.get(0))
}

fn text_of(written: Option<Written>) -> Option<String> {
    written?.1.filter(|text| !text.trim().is_empty())
}

impl Store {
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
            Ok(text_of(finder.newest(subject, None, &mut Vec::new())?))
        })
    }

    /// All notes that stand, by what they are on.
    pub fn standing_notes(&self) -> Result<HashMap<(Sort, Key), String>, Trouble> {
        self.read(|db| {
            let Some(finder) = Finder::new(db)? else {
                return Ok(HashMap::new());
            };
            let mut notes = HashMap::new();
            for subject in finder.subjects()? {
                let note = text_of(finder.newest(subject, None, &mut Vec::new())?);
                let sort = db
                    .prepare_cached("SELECT sort FROM subjects WHERE id = ?1")?
                    .query_row([subject], |row| row.get(0))?;
                if let (Some(note), Some(sort)) = (note, sort_of(sort)) {
                    notes.insert((sort, names::key(db, subject)?), note);
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
