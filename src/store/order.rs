//! How the rows of each device follow each other: what is missing or out of order.

use super::row_id::RowId;
use super::{fact, names};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// The fact that says what a salvage could not save: how many rows are missing, and how many stand out of order.
pub const LOST: &str = "salvaged without";

/// How the rows of each device follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// Numbers of this machine that no row bears, below the highest that one does.
    pub missing: u64,
    /// Numbers of other machines that no row bears: their rows may still be on their way.
    pub awaited: u64,
    /// Rows whose time is not later than that of the row before them.
    pub disordered: u64,
}

/// `own` are the names of this machine, each with the last number that is its own.
pub fn order(db: &Connection, own: &[(String, u64)]) -> rusqlite::Result<Order> {
    let mut ours: BTreeMap<i64, u64> = BTreeMap::new();
    for (name, last) in own {
        ours.extend(names::find(db, "devices", name)?.map(|device| (device, *last)));
    }
    let mut newest: BTreeMap<i64, (u64, i64)> = BTreeMap::new();
    let mut found = Order {
        missing: 0,
        awaited: 0,
        disordered: 0,
    };
    let mut statement = db.prepare("SELECT id, at + ahead FROM log ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, hybrid): (i64, i64) = (row.get(0)?, row.get(1)?);
        let id = RowId(id);
        if id.is_copy() {
            continue;
        }
        let (before, clock) = newest
            .insert(id.device(), (id.seq(), hybrid))
            .unwrap_or((0, i64::MIN));
        // Those between the last row and this one, of which the first may be this machine's own.
        let gap = id.seq().abs_diff(before + 1);
        let last = ours.get(&id.device()).copied().unwrap_or(0);
        let own_gap = gap.min(last.saturating_sub(before));
        found.missing += own_gap;
        found.awaited += gap - own_gap;
        found.disordered += u64::from(hybrid <= clock);
    }
    Ok(found)
}

/// Rows missing and rows out of order that a salvage noted. They were told when it was done, and are no fault of the new database.
pub fn losses(db: &Connection) -> rusqlite::Result<(u64, u64)> {
    let noted = fact(db, LOST)?.unwrap_or_default();
    let mut numbers = noted.split(' ').map(|number| number.parse().unwrap_or(0));
    Ok((numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)))
}
