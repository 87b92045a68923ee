//! What the learner chose: rows of the log, of which the newest of a subject and field stands.

use super::fold::Names;
use super::names::{find, find_subject, sort_number};
use super::{Store, Trouble, log, memory, record};
use crate::study::log::{Change, Moment, Sort};
use crate::study::memory::Event;
use crate::study::{Day, Key};
use rusqlite::Connection;
use std::collections::BTreeMap;

impl Store {
    /// The value that stands for a field of a subject; absent where none was chosen, or the choice was taken back. What
    /// was taken over from the settings yields to any choice of the learner's own.
    pub fn chosen(&self, sort: Sort, key: &Key, field: &str) -> Result<Option<String>, Trouble> {
        self.read(|db| chosen(db, sort, key, field))
    }

    /// Writes a choice down. `is_taken_over`: from the settings, where nothing has been chosen yet.
    pub fn choose(
        &mut self,
        (sort, key, field): (Sort, &Key, &str),
        value: Option<&str>,
        is_taken_over: bool,
        when: (Day, Moment),
    ) -> Result<(), Trouble> {
        let choice = ToChoose {
            sort,
            key: key.clone(),
            field: field.to_owned(),
            value: value.map(str::to_owned),
        };
        self.choose_all(&[choice], is_taken_over, when)
    }

    /// Writes choices down, all or none; they are undone together.
    pub fn choose_all(
        &mut self,
        choices: &[ToChoose],
        is_taken_over: bool,
        (day, at): (Day, Moment),
    ) -> Result<(), Trouble> {
        self.write_own(|db, own| {
            let device = own.name.as_str();
            let mut group = None;
            for choice in choices {
                // A choice leaves what is remembered of a question as it is.
                let before = memory::of(db, choice.sort, &choice.key)?;
                let event = Event::Choose {
                    field: choice.field.clone(),
                    value: choice.value.clone(),
                    is_taken_over,
                };
                let change = Change {
                    sort: choice.sort,
                    ..Change::new(choice.key.clone(), event, day, before)
                };
                if choices.len() > 1 && group.is_none() {
                    group = Some(log::newest(db, device)?.1 + 1);
                }
                record::write(db, device, &change, at, group)?;
            }
            Ok(())
        })
    }
}

/// A choice to be written down; without a value it takes an earlier one back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToChoose {
    pub sort: Sort,
    pub key: Key,
    pub field: String,
    pub value: Option<String>,
}

/// A field of a deck or examination with what was chosen for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub sort: Sort,
    pub key: Key,
    pub field: String,
    /// Each choice that was not taken back, with its day, in order: the last stands.
    pub values: Vec<(Day, Option<String>)>,
}

impl Store {
    /// All that was chosen about decks and examinations.
    pub fn choices(&self) -> Result<Vec<Chosen>, Trouble> {
        self.read(choices)
    }
}

fn choices(db: &Connection) -> rusqlite::Result<Vec<Chosen>> {
    let Some(kind) = find(db, "kinds", "choice")? else {
        return Ok(Vec::new());
    };
    let mut subjects = Vec::new();
    for sort in [Sort::Deck, Sort::Exam] {
        let ids = db
            .prepare_cached("SELECT id FROM subjects WHERE sort = ?1")?
            .query_map([sort_number(sort)], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        subjects.extend(ids.into_iter().map(|id| (sort, id)));
    }
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let names = Names::read(db)?;
    let gone = names.gone(db)?;
    let mut all = Vec::new();
    for (sort, subject) in subjects {
        let mut rows = names.steps(db, "WHERE subject = ?1 AND kind = ?2", (subject, kind))?;
        rows.retain(|(_, step)| !gone.has(&step.position, step.group));
        rows.sort_unstable_by_key(|(_, step)| step.position);
        let mut fields: BTreeMap<String, Vec<(Day, Option<String>)>> = BTreeMap::new();
        for (_, step) in rows {
            if let Event::Choose { field, value, .. } = step.event {
                fields.entry(field).or_default().push((step.day, value));
            }
        }
        let key = super::names::key(db, subject)?;
        all.extend(fields.into_iter().map(|(field, values)| Chosen {
            sort,
            key: key.clone(),
            field,
            values,
        }));
    }
    Ok(all)
}

fn chosen(db: &Connection, sort: Sort, key: &Key, field: &str) -> rusqlite::Result<Option<String>> {
    let subject = match sort_number(sort) {
        None => None,
        Some(sort) => match find_subject(db, sort, key)? {
            Some((_, subject)) => Some(subject),
            None => return Ok(None),
        },
    };
    let Some(kind) = find(db, "kinds", "choice")? else {
        return Ok(None);
    };
    let names = Names::read(db)?;
    let rows = names.steps(db, "WHERE subject IS ?1 AND kind = ?2", (subject, kind))?;
    let mut newest = None;
    let mut gone = None;
    for (_, step) in rows {
        let Event::Choose {
            field: of,
            value,
            is_taken_over,
        } = step.event
        else {
            continue;
        };
        if of != field {
            continue;
        }
        let gone = match &gone {
            Some(gone) => gone,
            None => gone.insert(names.gone(db)?),
        };
        let rank = (!is_taken_over, step.position);
        let is_newer = newest.as_ref().is_none_or(|(known, _)| *known < rank);
        if is_newer && !gone.has(&step.position, step.group) {
            newest = Some((rank, value));
        }
    }
    Ok(newest.and_then(|(_, value)| value))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::tests::{TODAY, at, folder, open};
    use super::*;

    #[test]
    fn the_newest_choice_stands_and_what_was_taken_over_yields_to_any() {
        let folder = folder();
        let mut store = open(&folder);
        let everything = Key::from_text("");
        let rollover = (Sort::Nothing, &everything, "rollover");
        let value = |store: &Store| {
            store
                .chosen(Sort::Nothing, &everything, "rollover")
                .unwrap()
        };
        assert_eq!(value(&store), None);
        store
            .choose(rollover, Some("5"), false, (TODAY, at(TODAY, 0)))
            .unwrap();
        store
            .choose(rollover, Some("3"), true, (TODAY, at(TODAY, 9)))
            .unwrap();
        assert_eq!(value(&store).as_deref(), Some("5"));
        store
            .choose(rollover, Some("6"), false, (TODAY, at(TODAY, 20)))
            .unwrap();
        assert_eq!(value(&store).as_deref(), Some("6"));
        store.undo(TODAY, at(TODAY, 30)).unwrap().unwrap();
        assert_eq!(value(&store).as_deref(), Some("5"));

        let deck = Key::from_text("cpim");
        store
            .choose(
                (Sort::Deck, &deck, "takes part"),
                Some("no"),
                false,
                (TODAY, at(TODAY, 40)),
            )
            .unwrap();
        assert_eq!(
            store
                .chosen(Sort::Deck, &deck, "takes part")
                .unwrap()
                .as_deref(),
            Some("no")
        );
        assert_eq!(store.chosen(Sort::Exam, &deck, "takes part").unwrap(), None);
        let question = Key::from_text("cpim/one");
        let known = super::super::tests::grade(&mut store, "cpim/one", 4, TODAY);
        store
            .choose(
                (Sort::Question, &question, "note"),
                Some("mine"),
                false,
                (TODAY, at(TODAY, 45)),
            )
            .unwrap();
        assert_eq!(store.memory(&question).unwrap(), known);
        assert!(store.doctor(at(TODAY, 50)).unwrap().is_sound());
    }

    #[test]
    fn choices_made_at_once_are_undone_and_redone_at_once() {
        let folder = folder();
        let mut store = open(&folder);
        let sat = |exam: &str, value: &str| ToChoose {
            sort: Sort::Exam,
            key: Key::from_text(exam),
            field: "sat".into(),
            value: Some(value.into()),
        };
        let both = [sat("CPIM", "yes"), sat("CLTD", "no")];
        let when = (TODAY, at(TODAY, 0));
        store.choose_all(&both, false, when).unwrap();
        assert_eq!(store.choices().unwrap().len(), 2);
        store.undo(TODAY, at(TODAY, 10)).unwrap().unwrap();
        assert_eq!(store.choices().unwrap(), []);
        assert!(store.undo(TODAY, at(TODAY, 20)).unwrap().is_none());
        store.redo(TODAY, at(TODAY, 30)).unwrap().unwrap();
        assert_eq!(store.choices().unwrap().len(), 2);
        assert!(store.doctor(at(TODAY, 50)).unwrap().is_sound());
    }
}
