//! Saves what can still be read of a damaged database: every row of its log that is legible, on top of the newest sound
//! backup, in a new file. The damaged one is only read, from a copy, and kept.

use super::gate::{Facts, Look, examine, facts};
use super::open::{connect, journal, make_file};
use super::restore::{RestoreError, put_in_place};
use super::{FILE, Trouble, backup, doctor, log, migrate, transact};
use crate::study::log::{Entry, EntryId, Moment};
use crate::study::memory::Event;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

/// No row of any table is shorter; so a file has no more rows than its length divided by this.
const SHORTEST_ROW: u64 = 8;

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
    for file in [&work.copy, &work.legible] {
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
        let mut legible = empty(&self.legible)?;
        let length = fs::metadata(&self.copy).map_err(file)?.len();
        // Where not even the schema can be read, there is only the backup.
        if let Ok(damaged) = connect(&self.copy, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            read_what_can_be_read(&damaged, &mut legible, length).map_err(sql)?;
        }
        let rescued = entries(&legible).map_err(sql)?;
        let notes = notes(&legible);
        let backed_up = match backup::newest_sound(self.folder) {
            Some((backup, _)) => {
                let db = connect(&backup.path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sql)?;
                (entries(&db).map_err(sql)?, self::notes(&db))
            }
            None => (BTreeMap::new(), Vec::new()),
        };
        let (backup_rows, backup_notes) = backed_up;
        let saved = rescued.keys().filter(|id| !backup_rows.contains_key(*id));
        let saved = saved.count() as u64;
        let from_backup = backup_rows.keys().filter(|id| !rescued.contains_key(*id));
        let from_backup = from_backup.count() as u64;
        let mut union = backup_rows;
        union.extend(rescued);
        let missing = gaps(union.keys());

        let mut target = empty(partial)?;
        let notes: Vec<_> = backup_notes.into_iter().chain(notes).collect();
        transact(&mut target, |db| {
            write(db, union.values())?;
            for (name, value) in &notes {
                db.execute(
                    "INSERT OR REPLACE INTO notes VALUES (?1, ?2)",
                    [name, value],
                )?;
            }
            doctor::rebuild(db)
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

/// A new database with nothing in it.
fn empty(path: &Path) -> Result<Connection, RestoreError> {
    let _ = fs::remove_file(path);
    make_file(path).map_err(|error| RestoreError::Trouble(Trouble::of_file(path, &error)))?;
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .and_then(|mut db| {
            // It is synced as a whole before it is put in place.
            db.execute_batch("PRAGMA synchronous = OFF")?;
            migrate::migrate(&mut db, migrate::STEPS)?;
            Ok(db)
        })
        .map_err(|error| RestoreError::Trouble(Trouble::of(path, &error)))
}

/// Copies the rows of all tables as they are, those that can be read and that the schema admits.
fn read_what_can_be_read(
    from: &Connection,
    to: &mut Connection,
    length: u64,
) -> rusqlite::Result<()> {
    let most = i64::try_from(length / SHORTEST_ROW).unwrap_or(i64::MAX);
    to.execute_batch("PRAGMA foreign_keys = OFF")?;
    transact(to, |to| {
        for table in ["devices", "decks", "cards", "log"] {
            rescue(from, to, table, 1, most);
        }
        // Names stand a second time in the index, which may be whole where the table is not.
        for (table, columns) in [
            ("devices", "id, name"),
            ("decks", "id, name"),
            ("cards", "id, deck, name"),
        ] {
            let sql =
                format!("SELECT {columns} FROM {table} INDEXED BY sqlite_autoindex_{table}_1");
            let _ = take_rows(from, to, table, &sql, &[]);
        }
        let _ = take_rows(from, to, "notes", "SELECT name, value FROM notes", &[]);
        Ok(())
    })
}

/// Copies the rows numbered `first` to `last`, and where that fails, those of each half.
fn rescue(from: &Connection, to: &Connection, table: &str, first: i64, last: i64) {
    if first > last {
        return;
    }
    let sql = format!("SELECT * FROM {table} NOT INDEXED WHERE rowid BETWEEN ?1 AND ?2");
    let Err(read) = take_rows(from, to, table, &sql, &[first, last]) else {
        return;
    };
    // What came before the fault is copied already.
    let first = read.map_or(first, |id| id + 1);
    if first >= last {
        return;
    }
    let middle = first + (last - first) / 2;
    rescue(from, to, table, first, middle);
    rescue(from, to, table, middle + 1, last);
}

/// Copies what a query gives. Where it breaks off, the error is the number of the last row that it gave.
fn take_rows(
    from: &Connection,
    to: &Connection,
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

/// The legible rows, in the order of a union of logs.
fn entries(db: &Connection) -> rusqlite::Result<BTreeMap<Id, Entry>> {
    let mut entries = BTreeMap::new();
    let mut statement = log::entries(db, "ORDER BY log.id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if let Ok((_, entry)) = log::read_entry(row) {
            entries.insert(Id(entry.hybrid, entry.id.clone()), entry);
        }
    }
    Ok(entries)
}

/// Where a row belongs in a union of logs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Id(u64, EntryId);

fn notes(db: &Connection) -> Vec<(String, String)> {
    let read = || -> rusqlite::Result<Vec<(String, String)>> {
        db.prepare("SELECT name, value FROM notes")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    read().unwrap_or_default()
}

/// Numbers that no row bears, up to the highest that one does.
fn gaps<'a>(ids: impl Iterator<Item = &'a Id>) -> u64 {
    let mut devices: HashMap<&str, (u64, u64)> = HashMap::new();
    for Id(_, id) in ids {
        let (rows, highest) = devices.entry(&id.device).or_default();
        *rows += 1;
        *highest = id.seq.max(*highest);
    }
    devices
        .values()
        .map(|(rows, highest)| highest.saturating_sub(*rows))
        .sum()
}

/// Writes rows as they are. The undoing of a row that is lost is lost with it.
fn write<'a>(db: &Connection, entries: impl Iterator<Item = &'a Entry>) -> rusqlite::Result<()> {
    let mut numbers: HashMap<&EntryId, i64> = HashMap::new();
    for entry in entries {
        let about = match &entry.change.event {
            Event::Undo(target) | Event::Redo(target) => match numbers.get(target) {
                Some(number) => Some(*number),
                None => continue,
            },
            _ => None,
        };
        numbers.insert(&entry.id, log::insert(db, entry, about)?);
    }
    Ok(())
}
