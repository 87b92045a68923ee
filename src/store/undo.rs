//! Takes back what was done today, and brings it back: each a row of its own, so that both outlive a restart.

use super::device::number;
use super::log::{Act, Backwards, STEP, Step, append, entries, read_entry, refold};
use super::{Store, Trouble, memory};
use crate::study::Day;
use crate::study::log::{Change, Entry, Moment};
use crate::study::memory::Event;
use rusqlite::{Connection, OptionalExtension, Transaction};

impl Store {
    /// Takes back the newest thing that this device did on `day` and has not taken back. Absent where there is none, or
    /// where a row of an earlier day is newer. Returns the entry that no longer counts.
    pub fn undo(&mut self, day: Day, at: Moment) -> Result<Option<Entry>, Trouble> {
        let device = self.device.clone();
        self.write(|db| match newest_done(db, &device, day)? {
            Some(row) => turn(db, &device, Act::Undid(row), row, day, at).map(Some),
            None => Ok(None),
        })
    }

    /// Brings back what was last undone on `day`, as long as nothing else was done since. Returns the entry that counts
    /// again.
    pub fn redo(&mut self, day: Day, at: Moment) -> Result<Option<Entry>, Trouble> {
        let device = self.device.clone();
        self.write(|db| match newest_undone(db, &device, day)? {
            Some(row) => turn(db, &device, Act::Redid(row), row, day, at).map(Some),
            None => Ok(None),
        })
    }
}

/// Writes the undo or redo of a row, and the memory that follows from the rows of its card.
fn turn(
    db: &Transaction,
    device: &str,
    act: Act,
    row: i64,
    day: Day,
    at: Moment,
) -> rusqlite::Result<Entry> {
    let (_, entry) = entries(db, "WHERE log.id = ?1")?.query_row([row], read_entry)?;
    let key = &entry.change.card;
    let before = memory::get(db, key)?;
    let event = match act {
        Act::Redid(_) => Event::Redo(entry.id.clone()),
        _ => Event::Undo(entry.id.clone()),
    };
    let mut change = Change::new(key.clone(), event, day, before);
    let (_, card) = super::log::card(db, key)?;
    change.after = refold(db, card, act)?;
    change.seed = entry.change.seed;
    append(db, device, &change, at, Some(row))?;
    memory::set(db, key, &change.after)?;
    Ok(entry)
}

/// The newest effective row of `device` on `day` that may be taken back.
fn newest_done(db: &Connection, device: &str, day: Day) -> rusqlite::Result<Option<i64>> {
    let Some(device) = number(db, device)? else {
        return Ok(None);
    };
    let mut back = Backwards::default();
    let mut statement = db.prepare_cached(&own_rows())?;
    for step in statement.query_map([device], Step::read)? {
        let step = step?;
        match step.act {
            Act::Undid(row) => back.undid(row),
            Act::Redid(row) => back.redid(row),
            Act::Did(_) if step.day < day => break,
            Act::Did(event) => {
                if step.day == day && event.is_undoable() && !back.is_undone(step.id) {
                    return Ok(Some(step.id));
                }
            }
        }
    }
    Ok(None)
}

/// The row undone last and not brought back, if only undoing and redoing came after it.
fn newest_undone(db: &Connection, device: &str, day: Day) -> rusqlite::Result<Option<i64>> {
    let Some(device) = number(db, device)? else {
        return Ok(None);
    };
    let mut statement = db.prepare_cached(&own_rows())?;
    // Read backwards, a redo answers the undo before it that is still open.
    let mut redone = 0;
    for step in statement.query_map([device], Step::read)? {
        match step?.act {
            Act::Did(_) => break,
            Act::Redid(_) => redone += 1,
            Act::Undid(_) if redone > 0 => redone -= 1,
            Act::Undid(row) => {
                let of_today = db
                    .prepare_cached("SELECT id FROM log WHERE id = ?1 AND day = ?2")?
                    .query_row([row, i64::from(day.0)], |row| row.get(0))
                    .optional()?;
                return Ok(of_today);
            }
        }
    }
    Ok(None)
}

fn own_rows() -> String {
    format!("{STEP} WHERE device = ?1 ORDER BY id DESC")
}
