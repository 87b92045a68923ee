//! Rows dated later than the clock can believe: they are named at each start, and dated anew when the learner asks for it.

use super::fold::{Names, Step, refold};
use super::row::{self, Row};
use super::row_id::RowId;
use super::{Store, Trouble, log, names};
use crate::dates;
use crate::study::Day;
use crate::study::log::{About, Change, Moment, Sort};
use crate::study::memory::{Event, Memory};
use crate::study::text::count;
use rusqlite::Connection;
use std::collections::BTreeSet;

/// Rows that are dated more than a day ahead of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    /// Those that wrote them, at least one.
    pub devices: Vec<String>,
    pub rows: u64,
    /// The day of the newest, and today by the clock.
    pub newest: Day,
    pub today: Day,
    /// Questions that come back later because of them, or are not asked at all until then.
    pub questions: u64,
}

impl std::fmt::Display for Ahead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Ahead {
            devices,
            rows,
            newest,
            today,
            questions,
        } = self;
        let [newest, today] = [newest, today].map(|day| dates::date_of(*day));
        let who = devices.join(", ");
        let name = if devices.len() == 1 {
            who.as_str()
        } else {
            "NAME"
        };
        write!(
            f,
            "dated up to {newest}, after today ({today}): {} of {who}, which {} for: check the date of this computer; if it is right, \
             `swot doctor --redate {name}` dates anew what was dated wrong, on one machine only: the others get that by a sync",
            count(*rows, "row", "rows"),
            count(*questions, "question waits", "questions wait"),
        )
    }
}

/// The last day that the clock can believe.
pub(super) fn last_believed(now: Moment) -> Day {
    dates::civil_day(now).plus(1)
}

fn rows_ahead(db: &Connection, now: Moment) -> rusqlite::Result<Vec<RowId>> {
    let names = Names::read(db)?;
    let which = "INDEXED BY log_day WHERE day > ?1";
    let mut steps = names.steps(db, which, [last_believed(now).0])?;
    if !steps.is_empty() {
        let gone = names.gone(db)?;
        let is_gone = |step: &Step| gone.has(&step.position, step.group);
        steps.retain(|(_, step)| !is_gone(step) && step.event.about().is_none());
    }
    let mut ids: Vec<RowId> = steps.into_iter().map(|(id, _)| id).collect();
    ids.sort_unstable();
    Ok(ids)
}

/// What is dated ahead, on whichever machine: where there are several, it is rather this computer's clock that is behind.
pub(super) fn ahead(db: &Connection, now: Moment) -> rusqlite::Result<Option<Ahead>> {
    let mut rows: Vec<Row> = Vec::new();
    for id in rows_ahead(db, now)? {
        rows.extend(row::row(db, id)?);
    }
    let devices: BTreeSet<&String> = rows.iter().map(|row| &row.device).collect();
    let questions: BTreeSet<&str> = rows.iter().map(|row| row.subject.as_str()).collect();
    let newest = rows.iter().map(|row| row.day).max();
    Ok(newest.map(|newest| Ahead {
        devices: devices.into_iter().cloned().collect(),
        rows: rows.len() as u64,
        newest: Day(newest),
        today: dates::civil_day(now),
        questions: questions.len() as u64,
    }))
}

impl Store {
    /// Writes the rows of a device that are dated ahead once more, moved by whole days so that the newest falls on
    /// `today`, and voids them as they were. Without a name those that this machine wrote. Returns how many.
    pub fn redate(
        &mut self,
        device: Option<&str>,
        today: Day,
        now: Moment,
    ) -> Result<usize, Trouble> {
        self.write_own(|db, own| {
            let meant: BTreeSet<String> = match device {
                Some(device) => BTreeSet::from([device.to_owned()]),
                None => own.names().into_iter().map(|(name, _)| name).collect(),
            };
            let mut rows = Vec::new();
            for id in rows_ahead(db, now)? {
                rows.extend(row::row(db, id)?.filter(|row| meant.contains(&row.device)));
            }
            rows.sort_by_key(|row| row.hybrid);
            let Some(newest) = rows.iter().map(|row| row.day).max() else {
                return Ok(0);
            };
            let days = newest - today.0;
            let count = rows.len();
            let mut questions = BTreeSet::new();
            // The rows of a mock exam name the one that it began with.
            let mut begun: Vec<(About, About)> = Vec::new();
            for row in rows {
                let entry = row.entry();
                let was = entry.about();
                let moved = Moment {
                    utc_ms: entry.at.utc_ms - i64::from(days) * 86_400_000,
                    ..entry.at
                };
                let void = Change {
                    sort: entry.change.sort,
                    ..Change::new(
                        entry.change.card.clone(),
                        Event::Void(was.clone()),
                        today,
                        Memory::default(),
                    )
                };
                log::append(db, &own.name, &void, now, None)?;
                let mut again = Change {
                    day: Day(entry.change.day.0 - days),
                    ..entry.change
                };
                if let Event::Exam(act) = &mut again.event {
                    act.rename(&begun);
                }
                let written = log::append(db, &own.name, &again, moved, None)?.entry;
                begun.push((was, written.about()));
                if again.sort == Sort::Question {
                    questions.extend(names::find_card(db, &again.card)?.map(|(_, card)| card));
                }
            }
            refold(db, &questions.into_iter().collect::<Vec<_>>())?;
            Ok(count)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{TODAY, at, folder, grade, key, open};
    use super::super::{Notice, Store};
    use super::*;

    #[test]
    fn rows_of_a_clock_that_was_a_year_ahead_are_named_and_moved_to_today() {
        let folder = folder();
        let mut store = open(&folder);
        grade(&mut store, "d/before", 4, TODAY);
        let wrong = TODAY.plus(365);
        grade(&mut store, "d/a", 4, wrong);
        grade(&mut store, "d/b", 1, wrong.plus(1));
        let name = store.device().to_owned();
        drop(store);

        let today = TODAY.plus(2);
        let now = at(today, 0);
        let opened = Store::open(folder.path(), now).unwrap();
        let told: Vec<&Ahead> = opened
            .notices
            .iter()
            .filter_map(|notice| match notice {
                Notice::Ahead(ahead) => Some(ahead),
                _ => None,
            })
            .collect();
        assert_eq!(told.len(), 1);
        assert_eq!(
            (told[0].rows, told[0].questions, &told[0].devices[..]),
            (2, 2, &[name.clone()][..])
        );
        // Where the clock is wrong now, to move them is no remedy.
        assert!(
            told[0]
                .to_string()
                .contains("after today (2026-11-23): 2 rows of ")
        );
        let mut store = opened.store;
        assert_ne!(
            store.device(),
            name,
            "it starts from its clock under a new name"
        );
        assert_eq!(store.redate(Some("nobody"), today, now), Ok(0));
        assert_eq!(store.redate(None, today, now), Ok(2));
        let learned = |card: &str| store.memory(&key(card)).unwrap().learned.unwrap();
        assert_eq!(learned("d/a").introduced, Day(today.0 - 1));
        assert_eq!(learned("d/b").introduced, today);
        assert!(learned("d/b").drill == Some(today));
        let found = store.doctor(now).unwrap().findings;
        assert!(!found.iter().any(|f| f.text.contains("dated")), "{found:?}");
        let again = Store::open(folder.path(), now).unwrap();
        assert_eq!(again.notices, [], "nor is the clock said to be behind them");
    }

    #[test]
    fn rows_of_several_machines_are_told_in_one_sentence() {
        let ahead = |devices: &[&str]| Ahead {
            devices: devices.iter().map(ToString::to_string).collect(),
            rows: 3,
            newest: TODAY.plus(9),
            today: TODAY,
            questions: 2,
        };
        for (devices, told) in [
            (
                &["a1"][..],
                ["3 rows of a1, which 2 questions wait for", "--redate a1`"],
            ),
            (&["a1", "b2"], ["3 rows of a1, b2, which", "--redate NAME`"]),
        ] {
            let sentence = ahead(devices).to_string();
            assert!(
                told.iter().all(|part| sentence.contains(part)),
                "{sentence}"
            );
        }
    }
}
