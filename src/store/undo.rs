//! Takes back what was done today, and brings it back: each a row of its own, so that both outlive a restart.

use super::fold::{Names, Step, refold};
use super::names::find;
use super::row_id::RowId;
use super::{Store, Trouble, log, memory, row};
use crate::study::Day;
use crate::study::log::{About, Change, Entry, Moment, Sort};
use crate::study::memory::{Counted, Event};
use rusqlite::{Connection, Transaction};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// What was taken back or brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// Of several rows the first.
    pub entry: Entry,
    /// Another machine's answer to the same question counts now instead of the one that was undone.
    pub is_replaced: bool,
}

/// Finds the rows of this machine's names that are to be turned on that day.
type Find = fn(&Connection, &[(String, u64)], Day) -> rusqlite::Result<Option<About>>;

impl Store {
    /// Takes back the newest thing that this machine did on `day` and has not taken back. Absent where there is none, or
    /// where a row of an earlier day is newer. Returns what no longer counts.
    pub fn undo(&mut self, day: Day, at: Moment) -> Result<Option<Turned>, Trouble> {
        self.turn(newest_done, Event::Undo, day, at)
    }

    /// Brings back what was last undone on `day`, as long as nothing else was done since, nor something newer brought back by
    /// another window. Returns what counts again.
    pub fn redo(&mut self, day: Day, at: Moment) -> Result<Option<Turned>, Trouble> {
        self.turn(newest_undone, Event::Redo, day, at)
    }

    fn turn(
        &mut self,
        find: Find,
        event: fn(About) -> Event,
        day: Day,
        at: Moment,
    ) -> Result<Option<Turned>, Trouble> {
        self.write_own(|db, own| {
            let names = own.names();
            let found = find(db, &names, day)?;
            found.map_or(Ok(None), |about| turn(db, &names, event(about), day, at))
        })
    }
}

/// Writes the undo or redo of rows, and what follows from it.
fn turn(
    db: &Transaction,
    own: &[(String, u64)],
    event: Event,
    day: Day,
    at: Moment,
) -> rusqlite::Result<Option<Turned>> {
    let (Some(about), [(device, _), ..]) = (event.about().cloned(), own) else {
        return Ok(None);
    };
    let is_undo = matches!(event, Event::Undo(_));
    let Some(number) = find(db, "devices", &about.device)? else {
        return Ok(None);
    };
    let mut statement = row::rows(
        db,
        "WHERE log.id BETWEEN ?1 AND ?2 AND log.at + log.ahead >= ?3 ORDER BY log.id",
    )?;
    let last = about.seq.saturating_add(about.count).saturating_sub(1);
    let [first, last] = RowId::span(number, about.seq, last);
    let rows = statement
        .query_map([first, last, about.hybrid as i64], row::Row::read)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let entries: Vec<Entry> = rows.into_iter().map(row::Row::entry).collect();
    let Some(mut first) = entries.first().cloned() else {
        return Ok(None);
    };
    let before = memory::get(db, &first.change.card)?;
    let mut change = Change::new(first.change.card.clone(), event, day, before.clone());
    change.sort = first.change.sort;
    change.seed = first.change.seed;
    log::append(db, device, &change, at, None)?;
    let mut questions = Vec::new();
    for Change { sort, card, .. } in entries.iter().map(|entry| &entry.change) {
        if *sort == Sort::Question {
            questions.extend(super::names::find_card(db, card)?.map(|(_, card)| card));
        }
    }
    let standing = moved_by_others(db, own, &questions)?;
    refold(db, &questions)?;
    let is_replaced = is_undo && !moved_by_others(db, own, &questions)?.is_subset(&standing);
    if first.change.sort == Sort::Question {
        first.change.before = before;
        first.change.after = memory::get(db, &first.change.card)?;
    }
    Ok(Some(Turned {
        entry: first,
        is_replaced,
    }))
}

/// The gradings of other machines by which the schedules of these questions move, each with what it counts as.
fn moved_by_others(
    db: &Connection,
    own: &[(String, u64)],
    questions: &[i64],
) -> rusqlite::Result<BTreeSet<(i64, i64)>> {
    let mut found = BTreeSet::new();
    let mut statement = db.prepare_cached(
        "SELECT log.id, counted.counted, devices.name FROM log JOIN counted ON counted.id = log.id JOIN devices ON devices.id = log.device
         WHERE log.subject = ?1 AND counted.counted IN (?2, ?3)",
    )?;
    for question in questions {
        let moving = (question, Counted::Repetition as i64, Counted::Lapse as i64);
        let mut rows = statement.query(moving)?;
        while let Some(row) = rows.next()? {
            let device = row.get_ref(2)?.as_str()?;
            if own.iter().all(|(name, _)| name != device) {
                found.insert((row.get(0)?, row.get(1)?));
            }
        }
    }
    Ok(found)
}

/// The machine's rows from the newest back.
fn own_rows(
    db: &Connection,
    shared: &Names,
    names: &[(String, u64)],
    mut with: impl FnMut(&str, RowId, Step) -> rusqlite::Result<bool>,
) -> rusqlite::Result<()> {
    for (name, last) in names {
        let Some(device) = find(db, "devices", name)? else {
            continue;
        };
        // A page at a time: what is looked for is nearly always among the newest.
        let mut last = *last;
        loop {
            let page = shared.steps(
                db,
                "WHERE id BETWEEN ?1 AND ?2 AND copy = 0 ORDER BY id DESC LIMIT 64",
                RowId::span(device, 0, last),
            )?;
            let Some((oldest, _)) = page.last() else {
                break;
            };
            last = oldest.seq() - 1;
            for (key, step) in page {
                if !with(name, key, step)? {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// The newest rows that count, of `day`, that may be taken back as one.
fn newest_done(
    db: &Connection,
    names: &[(String, u64)],
    day: Day,
) -> rusqlite::Result<Option<About>> {
    let shared = Names::read(db)?;
    let gone = shared.gone(db)?;
    let mut found: Option<About> = None;
    own_rows(db, &shared, names, |device, key, step| {
        if let Some(about) = &mut found {
            // The other rows of the group, down to its first.
            if device == about.device && step.group == Some(about.seq) && key.seq() >= about.seq {
                about.hybrid = step.position.hybrid;
            }
            return Ok(key.seq() > about.seq);
        }
        if step.event.about().is_some() {
            return Ok(true);
        }
        if step.day < day {
            return Ok(false);
        }
        if step.day == day && step.event.is_undoable() && !gone.has(&step.position, step.group) {
            let first = step.group.unwrap_or(key.seq()).min(key.seq());
            found = Some(About {
                device: device.to_owned(),
                seq: first,
                count: key.seq() - first + 1,
                hybrid: step.position.hybrid,
            });
            return Ok(first < key.seq());
        }
        Ok(true)
    })?;
    Ok(found)
}

/// What was undone last and not brought back, if only undoing and redoing came after it, and an undo would take it back again.
fn newest_undone(
    db: &Connection,
    names: &[(String, u64)],
    day: Day,
) -> rusqlite::Result<Option<About>> {
    // Not every undo and redo is among the machine's rows: where its name could not be kept in a file, a window that was
    // open when it took a new one writes on under the old one. So what is undone is asked of the whole log.
    let shared = Names::read(db)?;
    let gone = shared.gone(db)?;
    let mut found = None;
    own_rows(db, &shared, names, |_, _, step| {
        match step.event {
            Event::Undo(about) if gone.is_undone(&about, |name| shared.rank(name)) => {
                found = Some((about, step.day));
            }
            Event::Undo(_) | Event::Redo(_) => {}
            _ => return Ok(false),
        }
        Ok(found.is_none())
    })?;
    // An undo is written on the day of what it takes back.
    let Some((about, _)) = found.filter(|(_, undone)| *undone == day) else {
        return Ok(None);
    };
    // The newest first, as `own_rows` goes.
    let place = |about: &About| {
        let name = names.iter().position(|(name, _)| *name == about.device);
        (name, Reverse(about.seq))
    };
    let next = newest_done(db, names, day)?;
    Ok(Some(about).filter(|about| next.is_none_or(|next| place(about) < place(&next))))
}
