//! What the learner chose: rows of the log, of which the newest of a subject and field stands.

use super::fold::Names;
use super::names::{find, sort_number};
use super::{Store, Trouble};
use crate::study::log::{Change, Moment, Sort};
use crate::study::memory::Event;
use crate::study::{Day, Key, Memory};
use rusqlite::Connection;
use std::collections::BTreeMap;

impl Store {
    /// Writes a choice down. `is_taken_over`: from the settings, where nothing has been chosen yet.
    pub fn choose(
        &mut self,
        (sort, key, field): (Sort, &Key, &str),
        value: Option<&str>,
        is_taken_over: bool,
        (day, at): (Day, Moment),
    ) -> Result<(), Trouble> {
        let event = Event::Choose {
            field: field.to_owned(),
            value: value.map(str::to_owned),
            is_taken_over,
        };
        let change = Change {
            sort,
            ..Change::new(key.clone(), event, day, Memory::default())
        };
        self.record_as_one(&[change], at).map(drop)
    }
}

/// A field of a deck or examination with what was chosen for it, or of none with what holds for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub sort: Sort,
    pub key: Key,
    pub field: String,
    /// Each choice that was not taken back, in order.
    pub values: Vec<Choosing>,
}

/// The day of a choice, the value, and whether it was taken over from the settings.
pub type Choosing = (Day, Option<String>, bool);

impl Chosen {
    /// The value that stands: the last one. What was taken over yields to any choice of the learner's own.
    pub fn value(&self) -> Option<&str> {
        let last = |taken_over| self.values.iter().rfind(|(.., of)| *of == taken_over);
        last(false).or(last(true))?.1.as_deref()
    }
}

impl Store {
    /// All that was chosen about subjects of these sorts.
    pub fn choices(&self, sorts: &[Sort]) -> Result<Vec<Chosen>, Trouble> {
        self.read(|db| choices(db, sorts))
    }
}

fn choices(db: &Connection, sorts: &[Sort]) -> rusqlite::Result<Vec<Chosen>> {
    let Some(kind) = find(db, "kinds", "choice")? else {
        return Ok(Vec::new());
    };
    let mut subjects: Vec<(Sort, Option<i64>)> = Vec::new();
    for sort in sorts {
        let Some(number) = sort_number(*sort) else {
            subjects.push((*sort, None));
            continue;
        };
        let ids = db
            .prepare_cached("SELECT id FROM subjects WHERE sort = ?1")?
            .query_map([number], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        subjects.extend(ids.into_iter().map(|id| (*sort, Some(id))));
    }
    if subjects.is_empty() {
        return Ok(Vec::new());
    }
    let names = Names::read(db)?;
    let gone = names.gone(db)?;
    let mut all = Vec::new();
    for (sort, subject) in subjects {
        let mut rows = names.steps(db, "WHERE subject IS ?1 AND kind = ?2", (subject, kind))?;
        rows.retain(|(_, step)| !gone.has(&step.position, step.group));
        rows.sort_unstable_by_key(|(_, step)| step.position);
        let mut fields: BTreeMap<String, Vec<Choosing>> = BTreeMap::new();
        for (_, step) in rows {
            if let Event::Choose {
                field,
                value,
                is_taken_over,
            } = step.event
            {
                let values = fields.entry(field).or_default();
                values.push((step.day, value, is_taken_over));
            }
        }
        let key = match subject {
            Some(subject) => super::names::key(db, subject)?,
            None => Key::from_text(""),
        };
        all.extend(fields.into_iter().map(|(field, values)| Chosen {
            sort,
            key: key.clone(),
            field,
            values,
        }));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TODAY, at, folder, open};
    use super::*;

    #[test]
    fn the_newest_choice_stands_and_what_was_taken_over_yields_to_any() {
        let folder = folder();
        let mut store = open(&folder);
        let everything = Key::from_text("");
        let rollover = (Sort::Nothing, &everything, "rollover");
        let chosen = |store: &Store, sort, field: &str| {
            let all = store.choices(&[sort]).unwrap();
            let of_field = all.iter().find(|chosen| chosen.field == field);
            of_field.and_then(|chosen| chosen.value().map(str::to_owned))
        };
        let value = |store: &Store| chosen(store, Sort::Nothing, "rollover");
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
        let of_deck = chosen(&store, Sort::Deck, "takes part");
        assert_eq!(of_deck.as_deref(), Some("no"));
        assert_eq!(chosen(&store, Sort::Exam, "takes part"), None);
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
        let sat = |exam: &str, value: &str| {
            let event = Event::Choose {
                field: "sat".into(),
                value: Some(value.into()),
                is_taken_over: false,
            };
            Change {
                sort: Sort::Exam,
                ..Change::new(Key::from_text(exam), event, TODAY, Memory::default())
            }
        };
        let both = [sat("CPIM", "yes"), sat("CLTD", "no")];
        store.record_as_one(&both, at(TODAY, 0)).unwrap();
        assert_eq!(store.choices(&[Sort::Exam]).unwrap().len(), 2);
        store.undo(TODAY, at(TODAY, 10)).unwrap().unwrap();
        assert_eq!(store.choices(&[Sort::Exam]).unwrap(), []);
        assert!(store.undo(TODAY, at(TODAY, 20)).unwrap().is_none());
        store.redo(TODAY, at(TODAY, 30)).unwrap().unwrap();
        assert_eq!(store.choices(&[Sort::Exam]).unwrap().len(), 2);
        assert!(store.doctor(at(TODAY, 50)).unwrap().is_sound());
    }
}
