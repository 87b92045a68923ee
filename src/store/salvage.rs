//! Saves what can still be read of a damaged database: every row of its log that is legible, on top of the newest sound
//! backup, in a new file. The damaged one is only read, from a copy, and kept.

use super::gate::{Facts, Look, examine, facts};
use super::open::{connect, journal, make_file};
use super::restore::{RestoreError, put_in_place};
use super::row::{self, Row};
use super::row_id::RowId;
use super::{FILE, Trouble, backup, fold, migrate, transact, union};
use crate::study::log::Moment;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// No row of any table is shorter; so a file has no more rows than its length divided by this.
const SHORTEST_ROW: u64 = 8;

/// Those that are stored: the others follow from the number.
const LOG_COLUMNS: &str = "id, at, ahead, east, day, kind, subject, grade, took, seed, algorithm, confidence, answer, party, source, about, version, payload";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salvaged {
    /// Of what is in place now.
    pub facts: Facts,
    /// Rows that only the damaged file had.
    pub saved: u64,
    /// Rows that only the backup had.
    pub from_backup: u64,
    /// Rows that ought to be there, by the numbers of those that are.
    pub missing: u64,
    /// Where the damaged file is kept.
    pub kept: Option<PathBuf>,
}

/// Puts a sound database in the place of the damaged one in `folder`.
pub fn salvage(folder: &Path, now: Moment) -> Result<Salvaged, RestoreError> {
    let path = folder.join(FILE);
    let partial = backup::partial(&path);
    let work = Work {
        copy: with(&partial, ".damaged"),
        legible: with(&partial, ".legible"),
        path: &path,
        folder,
    };
    let outcome = work.run(&partial).and_then(|mut salvaged| {
        salvaged.kept = put_in_place(folder, &partial, now)?;
        Ok(salvaged)
    });
    for file in [&work.copy, &work.legible, &with(&partial, ".backup")] {
        let _ = fs::remove_file(journal(file));
        let _ = fs::remove_file(file);
    }
    if outcome.is_err() {
        let _ = fs::remove_file(&partial);
    }
    outcome
}

struct Work<'a> {
    /// A copy of the damaged file: even reading may play a journal back.
    copy: PathBuf,
    /// The same schema, with the rows that could be read.
    legible: PathBuf,
    path: &'a Path,
    folder: &'a Path,
}

impl Work<'_> {
    fn run(&self, partial: &Path) -> Result<Salvaged, RestoreError> {
        let file =
            |error: std::io::Error| RestoreError::Trouble(Trouble::of_file(self.path, &error));
        let sql = |error: rusqlite::Error| RestoreError::Trouble(Trouble::of(self.path, &error));
        make_file(&self.copy).map_err(file)?;
        fs::copy(self.path, &self.copy).map_err(file)?;
        if journal(self.path).exists() {
            fs::copy(journal(self.path), journal(&self.copy)).map_err(file)?;
        }
        let length = fs::metadata(&self.copy).map_err(file)?.len();
        let newest = migrate::STEPS.len();
        // Where not even the schema can be read, there is only the backup.
        let damaged = connect(&self.copy, OpenFlags::SQLITE_OPEN_READ_WRITE).ok();
        let version = damaged.as_ref().and_then(|db| migrate::version(db).ok());
        let version = version.map_or(newest, |v| (v as usize).clamp(1, newest));
        let mut legible = empty(&self.legible, version)?;
        if let Some(damaged) = damaged {
            read_what_can_be_read(&damaged, &mut legible, version, length).map_err(sql)?;
        }
        migrate::migrate(&mut legible, migrate::STEPS).map_err(sql)?;
        let rescued = rows(&legible).map_err(sql)?;
        let kept_facts = named_facts(&legible);
        let (backup_rows, backup_facts) = match backup::newest_sound(self.folder) {
            Some((backup, _)) => {
                let db = connect(&backup.path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sql)?;
                let db = union::brought_up_to_date(&db, &with(partial, ".backup")).map_err(sql)?;
                (rows(&db).map_err(sql)?, named_facts(&db))
            }
            None => (Vec::new(), Vec::new()),
        };
        let ids = |rows: &[Row]| -> BTreeSet<(String, u64)> {
            let ids = rows.iter().map(|row| (row.device.clone(), row.seq));
            ids.collect()
        };
        let (in_backup, in_damaged) = (ids(&backup_rows), ids(&rescued));
        let saved = in_damaged.difference(&in_backup).count() as u64;
        let from_backup = in_backup.difference(&in_damaged).count() as u64;
        let missing = gaps(in_backup.union(&in_damaged));

        let mut target = empty(partial, newest)?;
        transact(&mut target, |db| {
            // What the damaged file says of a row that the backup has too is of this file: it is not a second content.
            for row in &backup_rows {
                union::take(db, row)?;
            }
            for row in &rescued {
                if !in_backup.contains(&(row.device.clone(), row.seq)) {
                    union::take(db, row)?;
                }
            }
            for (name, value) in backup_facts.iter().chain(&kept_facts) {
                db.execute(
                    "INSERT OR REPLACE INTO facts VALUES (?1, ?2)",
                    [name, value],
                )?;
            }
            super::log::keep_clock(db)?;
            fold::rebuild(db)
        })
        .map_err(sql)?;
        let facts = facts(&target).map_err(sql)?;
        drop(target);
        examine(partial, Look::Whole).map_err(RestoreError::Source)?;
        fs::OpenOptions::new()
            .write(true)
            .open(partial)
            .and_then(|file| file.sync_all())
            .map_err(file)?;
        Ok(Salvaged {
            facts,
            saved,
            from_backup,
            missing,
            kept: None,
        })
    }
}

fn with(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// A new database with nothing in it, of this version.
fn empty(path: &Path, version: usize) -> Result<Connection, RestoreError> {
    let _ = fs::remove_file(path);
    make_file(path).map_err(|error| RestoreError::Trouble(Trouble::of_file(path, &error)))?;
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .and_then(|mut db| {
            // It is synced as a whole before it is put in place.
            db.execute_batch("PRAGMA synchronous = OFF")?;
            let steps = migrate::STEPS.get(..version).unwrap_or(migrate::STEPS);
            migrate::migrate(&mut db, steps)?;
            Ok(db)
        })
        .map_err(|error| RestoreError::Trouble(Trouble::of(path, &error)))
}

/// Copies the rows of all tables as they are, those that can be read and that the schema admits. Both are of `version`.
fn read_what_can_be_read(
    from: &Connection,
    to: &mut Connection,
    version: usize,
    length: u64,
) -> rusqlite::Result<()> {
    let most = i64::try_from(length / SHORTEST_ROW).unwrap_or(i64::MAX);
    // Names stand a second time in the index, which may be whole where the table is not.
    let (names, facts): (&[(&str, &str)], &str) = if version == 1 {
        (
            &[
                ("devices", "id, name"),
                ("decks", "id, name"),
                ("cards", "id, deck, name"),
            ],
            "notes",
        )
    } else {
        (
            &[
                ("devices", "id, name"),
                ("decks", "id, name"),
                ("kinds", "id, name"),
                ("subjects", "id, sort, deck, name"),
            ],
            "facts",
        )
    };
    to.execute_batch("PRAGMA foreign_keys = OFF")?;
    transact(to, |to| {
        for (table, columns) in names {
            let by_number =
                format!("SELECT * FROM {table} NOT INDEXED WHERE rowid BETWEEN ?1 AND ?2");
            rescue((from, to), table, &by_number, (1, most));
            let by_name =
                format!("SELECT {columns} FROM {table} INDEXED BY sqlite_autoindex_{table}_1");
            let _ = take_rows((from, to), table, &by_name, &[]);
        }
        if version == 1 {
            let all = "SELECT * FROM log NOT INDEXED WHERE rowid BETWEEN ?1 AND ?2";
            rescue((from, to), "log", all, (1, most));
        } else {
            let mut devices = BTreeSet::from([1]);
            let mut known = to.prepare("SELECT id FROM devices")?;
            devices.extend(known.query_map([], |row| row.get::<_, i64>(0))?.flatten());
            for device in devices {
                let all =
                    format!("SELECT {LOG_COLUMNS} FROM log NOT INDEXED WHERE id BETWEEN ?1 AND ?2");
                let [first, last] = RowId::all(device);
                rescue(
                    (from, to),
                    &format!("log ({LOG_COLUMNS})"),
                    &all,
                    (first, last),
                );
            }
        }
        let all = format!("SELECT name, value FROM {facts}");
        let _ = take_rows((from, to), facts, &all, &[]);
        Ok(())
    })
}

/// Copies the rows numbered `first` to `last`, and where that fails, those of each half.
fn rescue(db: (&Connection, &Connection), table: &str, sql: &str, (first, last): (i64, i64)) {
    if first > last {
        return;
    }
    let Err(read) = take_rows(db, table, sql, &[first, last]) else {
        return;
    };
    // What came before the fault is copied already.
    let first = read.map_or(first, |number| number + 1);
    if first >= last {
        return;
    }
    let middle = first + (last - first) / 2;
    rescue(db, table, sql, (first, middle));
    rescue(db, table, sql, (middle + 1, last));
}

/// Copies what a query gives. Where it breaks off, the error is the number of the last row that it gave.
fn take_rows(
    (from, to): (&Connection, &Connection),
    table: &str,
    sql: &str,
    bounds: &[i64],
) -> Result<(), Option<i64>> {
    let mut newest = None;
    let mut take = || -> rusqlite::Result<()> {
        let mut statement = from.prepare_cached(sql)?;
        let width = statement.column_count();
        let places = vec!["?"; width].join(", ");
        let insert = format!("INSERT OR IGNORE INTO {table} VALUES ({places})");
        let mut insert = to.prepare_cached(&insert)?;
        let mut rows = statement.query(params_from_iter(bounds))?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..width)
                .map(|column| row.get(column))
                .collect::<rusqlite::Result<_>>()?;
            if let Some(Value::Integer(id)) = values.first() {
                newest = Some(*id);
            }
            // A row that the schema does not admit is as good as illegible.
            let _ = insert.execute(params_from_iter(values));
        }
        Ok(())
    };
    take().map_err(|_| newest)
}

/// The rows that can be made sense of.
fn rows(db: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut statement = row::rows(db, "ORDER BY devices.name, log.seq, log.copy")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        rows.extend(Row::read(row));
    }
    Ok(rows)
}

fn named_facts(db: &Connection) -> Vec<(String, String)> {
    let read = || -> rusqlite::Result<Vec<(String, String)>> {
        db.prepare("SELECT name, value FROM facts")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    read().unwrap_or_default()
}

/// Numbers that no row bears, up to the highest that one does.
fn gaps<'a>(ids: impl Iterator<Item = &'a (String, u64)>) -> u64 {
    let mut devices: HashMap<&str, (u64, u64)> = HashMap::new();
    for (device, seq) in ids {
        let (rows, highest) = devices.entry(device).or_default();
        *rows += 1;
        *highest = (*seq).max(*highest);
    }
    devices
        .values()
        .map(|(rows, highest)| highest.saturating_sub(*rows))
        .sum()
}
