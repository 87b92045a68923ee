//! Steps the schema forward, each step in one transaction with the version it leads to. Nothing is ever dropped.

use rusqlite::Connection;

/// "Swot", in the header of every database of ours.
pub const APPLICATION_ID: i32 = 0x5377_6f74;

/// Step n leads from version n to version n + 1.
pub const STEPS: &[&str] = &[include_str!("migrations/1.sql")];

pub fn version(db: &Connection) -> rusqlite::Result<u32> {
    db.query_row("PRAGMA user_version", [], |row| row.get(0))
}

pub fn application_id(db: &Connection) -> rusqlite::Result<i32> {
    db.query_row("PRAGMA application_id", [], |row| row.get(0))
}

/// Takes every step that is missing. Another program may take them at the same time: each is taken once.
pub fn migrate(db: &mut Connection, steps: &[&str]) -> rusqlite::Result<()> {
    for (step, target) in steps.iter().zip(1u32..) {
        super::transact(db, |db| {
            if version(db)? < target {
                db.execute_batch(step)?;
                db.pragma_update(None, "application_id", APPLICATION_ID)?;
                db.pragma_update(None, "user_version", target)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}
