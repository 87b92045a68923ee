//! Saves what can still be read of a damaged database: every row of its log that lies in the file, on top of the newest sound
//! backup, in a new file. The damaged one is only read, from a copy, and kept.

use super::file::{beside, connect, journal, make_file};
use super::leaves::{self, Record};
use super::restore::{RestoreError, put_in_place};
use super::row::{self, Row};
use super::union::{SEGMENTS, UNTIL_ROWS};
use super::validate::{Facts, Look, examine, facts, newest_sound};
use super::{FILE, Trouble, backup, device, fold, migrate, order, set_fact, transact, union};
use crate::files;
use crate::study::log::Moment;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Stored columns of the log in version 1, and today: others are computed from the row's number.
const LOG_WIDTHS: [usize; 2] = [17, 18];

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
    /// The file is shorter than it says: rows may have stood behind the last one that is left.
    pub is_cut: bool,
    /// Where the damaged file is kept.
    pub kept: Option<PathBuf>,
}

/// Puts a sound database in the place of the damaged one in `folder`.
pub fn salvage(folder: &Path, now: Moment) -> Result<Salvaged, RestoreError> {
    let path = folder.join(FILE);
    let partial = backup::partial(&path)?;
    let work = Work {
        copy: beside(&partial, ".damaged"),
        legible: beside(&partial, ".legible"),
        path: &path,
        folder,
        now,
    };
    let outcome = work.run(&partial).and_then(|mut salvaged| {
        salvaged.kept = put_in_place(folder, &partial, now)?;
        Ok(salvaged)
    });
    for file in [&work.copy, &work.legible, &beside(&partial, ".backup")] {
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
    now: Moment,
}

impl Work<'_> {
    fn run(&self, partial: &Path) -> Result<Salvaged, RestoreError> {
        let file = |error: std::io::Error| Trouble::of_file(self.path, &error);
        let sql = |error: rusqlite::Error| Trouble::of(self.path, &error);
        make_file(&self.copy).map_err(file)?;
        fs::copy(self.path, &self.copy).map_err(file)?;
        if journal(self.path).exists() {
            fs::copy(journal(self.path), journal(&self.copy)).map_err(file)?;
        }
        // What a transaction that was cut short had changed is taken back, where the journal can still be read.
        if let Ok(damaged) = connect(&self.copy, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            let _ = migrate::version(&damaged);
        }
        let bytes = fs::read(&self.copy).map_err(file)?;
        let found = Found::in_file(&bytes);
        let mut legible = empty(&self.legible, found.version())?;
        // What a row refers to may be lost: then the row has no name, and is left out when it is read.
        legible
            .execute_batch("PRAGMA foreign_keys = OFF")
            .map_err(sql)?;
        let own = device::present(self.folder);
        let name = own.as_ref().map(|own| own.name.as_str());
        transact(&mut legible, |db| found.insert(db, name)).map_err(sql)?;
        migrate::migrate(&mut legible, migrate::STEPS).map_err(sql)?;
        let rescued = rows(&legible).map_err(sql)?;
        let kept_facts = super::facts(&legible, "").map_err(sql)?;
        let backup = newest_sound(self.folder, self.now).map(|(backup, _)| backup.path);
        let (backup_rows, backup_facts) = match &backup {
            Some(backup) => {
                let db = connect(backup, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sql)?;
                let db =
                    union::brought_up_to_date(&db, &beside(partial, ".backup")).map_err(sql)?;
                let facts = super::facts(&db, "").map_err(sql)?;
                (rows(&db).map_err(sql)?, facts)
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
        if rescued.is_empty() {
            return Err(RestoreError::NothingLegible(self.path.to_owned(), backup));
        }

        let own_names = own.map_or_else(Vec::new, |own| own.names());
        let mut target = empty(partial, migrate::STEPS.len())?;
        let missing = transact(&mut target, |db| {
            // A row that the backup has too may read differently in the damaged file: that is damage, and no second content.
            for row in &backup_rows {
                union::take(db, row)?;
            }
            for row in &rescued {
                if !in_backup.contains(&(row.device.clone(), row.seq)) {
                    union::take(db, row)?;
                }
            }
            // What was known of a sync is not: rows that are lost now may have been taken before.
            let facts = backup_facts.iter().chain(&kept_facts);
            let is_kept = |name: &str| name != SEGMENTS && !name.starts_with(UNTIL_ROWS);
            for (name, value) in facts.filter(|(name, _)| is_kept(name)) {
                set_fact(db, name, value)?;
            }
            let order = order::order(db, &own_names)?;
            if (order.missing, order.disordered) != (0, 0) {
                let value = format!("{} {}", order.missing, order.disordered);
                set_fact(db, order::LOST, &value)?;
            }
            super::log::keep_clock(db)?;
            fold::set_right(db)?;
            Ok(order.missing + order.awaited)
        })
        .map_err(sql)?;
        let facts = facts(&target).map_err(sql)?;
        drop(target);
        examine(partial, Look::Whole).map_err(RestoreError::Source)?;
        files::sync_at(partial).map_err(file)?;
        Ok(Salvaged {
            facts,
            saved,
            from_backup,
            missing,
            is_cut: pages_said(&bytes) > bytes.len() as u64,
            kept: None,
        })
    }
}

/// The length of the file by its own header.
fn pages_said(file: &[u8]) -> u64 {
    let number = |at: usize| Some(u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?));
    let pages = number(28).unwrap_or(0);
    u64::from(pages) * leaves::page_size(file) as u64
}

/// A new database with nothing in it, of this version.
fn empty(path: &Path, version: usize) -> Result<Connection, Trouble> {
    let _ = fs::remove_file(path);
    make_file(path).map_err(|error| Trouble::of_file(path, &error))?;
    let made = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).and_then(|mut db| {
        // It is synced as a whole before it is put in place.
        db.execute_batch("PRAGMA synchronous = OFF")?;
        let steps = migrate::STEPS.get(..version).unwrap_or(migrate::STEPS);
        migrate::migrate(&mut db, steps)?;
        Ok(db)
    });
    made.map_err(|error| Trouble::of(path, &error))
}

/// The records of the tables that are worth saving.
#[derive(Default)]
struct Found {
    /// The log of version 1, and that of today.
    logs: [Vec<Record>; 2],
    /// Each by its columns from the number on, so that an index tells the same as its table.
    subjects: Vec<Vec<Value>>,
    cards: Vec<Vec<Value>>,
    facts: Vec<Vec<Value>>,
    /// Number and name, by page: devices, decks and kinds look alike.
    names: BTreeMap<usize, Vec<(i64, String)>>,
    /// Which table a page is the first one of.
    roots: BTreeMap<usize, String>,
}

impl Found {
    fn in_file(bytes: &[u8]) -> Found {
        let mut all = Found::default();
        leaves::each(bytes, |record| all.sort_in(record));
        all
    }

    /// Tables are told apart by their columns.
    fn sort_in(&mut self, record: Record) {
        use Value::{Integer, Null, Text};
        let number = record.id.map(Integer);
        match (number.as_ref(), record.values.as_slice()) {
            (Some(_), values) if LOG_WIDTHS.contains(&values.len()) => {
                let log = usize::from(values.len() == LOG_WIDTHS[1]);
                self.logs[log].push(record);
            }
            (Some(id), [Null, sort @ Integer(_), deck @ Integer(_), name @ Text(_)])
            | (
                None,
                [
                    deck @ Integer(_),
                    name @ Text(_),
                    sort @ Integer(_),
                    id @ Integer(_),
                ],
            ) => {
                let row = vec![id.clone(), sort.clone(), deck.clone(), name.clone()];
                self.subjects.push(row);
            }
            (Some(id), [Null, deck @ Integer(_), name @ Text(_)])
            | (None, [deck @ Integer(_), name @ Text(_), id @ Integer(_)]) => {
                self.cards
                    .push(vec![id.clone(), deck.clone(), name.clone()]);
            }
            (Some(Integer(id)), [Null, Text(name)]) | (None, [Text(name), Integer(id)]) => {
                let page = self.names.entry(record.page).or_default();
                page.push((*id, name.clone()));
            }
            (None, [Text(_), Text(_)]) => self.facts.push(record.values),
            (Some(_), [Text(_), Text(_), Text(table), Integer(root), _]) => {
                let root = usize::try_from(*root).unwrap_or(0);
                self.roots.insert(root, table.clone());
            }
            _ => {}
        }
    }

    fn version(&self) -> usize {
        let is_first = self.logs[0].len() > self.logs[1].len();
        if is_first { 1 } else { migrate::STEPS.len() }
    }

    /// Writes what was found into a new database of its version. `own` is this machine's name: rows of the one device whose name
    /// is lost are its own.
    fn insert(&self, db: &Connection, own: Option<&str>) -> rusqlite::Result<()> {
        for (page, names) in &self.names {
            let table = match self.roots.get(page).map(String::as_str) {
                Some(table @ ("devices" | "decks" | "kinds")) => table,
                Some(_) => continue,
                None => kind_of(names),
            };
            let rows = names
                .iter()
                .map(|(id, name)| [Value::Integer(*id), Value::Text(name.clone())]);
            insert(db, table, rows)?;
        }
        if self.version() == 1 {
            insert(db, "cards", &self.cards)?;
            insert(db, "notes", &self.facts)?;
        } else {
            insert(db, "subjects", &self.subjects)?;
            insert(db, "facts", &self.facts)?;
        }
        let rows = self.logs[usize::from(self.version() > 1)].iter();
        let rows = rows.map(|row| {
            let mut values = row.values.clone();
            if let (Some(first), Some(id)) = (values.first_mut(), row.id) {
                *first = Value::Integer(id);
            }
            values
        });
        insert(db, "log", rows)?;
        let nameless =
            "SELECT DISTINCT device FROM log WHERE device NOT IN (SELECT id FROM devices)";
        let nameless: Vec<i64> = db
            .prepare(nameless)?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if let (Some(own), [device]) = (own, nameless.as_slice()) {
            let row = [Value::Integer(*device), Value::Text(own.to_owned())];
            insert(db, "devices", [row])?;
        }
        Ok(())
    }
}

/// Which of the tables of names a page belongs to, by what most of its names look like.
fn kind_of(names: &[(i64, String)]) -> &'static str {
    let is_device = |name: &str| name.len() == 16 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let devices = names.iter().filter(|(_, name)| is_device(name)).count();
    if names.iter().any(|(id, name)| *id == 0 && name == "review") {
        "kinds"
    } else if devices * 2 > names.len() {
        "devices"
    } else {
        "decks"
    }
}

/// Inserts rows as they are, with all columns that the table stores. Those that are there already are left out, and those that break
/// a condition of the schema, which were damaged.
fn insert<R>(
    db: &Connection,
    table: &str,
    rows: impl IntoIterator<Item = R>,
) -> rusqlite::Result<()>
where
    R: AsRef<[Value]>,
{
    for row in rows {
        let row = row.as_ref();
        let places = vec!["?"; row.len()].join(", ");
        let sql = format!("INSERT OR IGNORE INTO {table} VALUES ({places})");
        match db.prepare_cached(&sql)?.execute(params_from_iter(row)) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {}
            Err(error) => return Err(error),
            Ok(_) => {}
        }
    }
    Ok(())
}

/// The rows that can be made sense of, with the names of what they refer to.
fn rows(db: &Connection) -> rusqlite::Result<Vec<Row>> {
    let mut rows = Vec::new();
    let mut statement = row::rows(
        db,
        "WHERE (log.subject IS NULL OR decks.id IS NOT NULL) AND (log.source IS NULL OR source_decks.id IS NOT NULL)
         ORDER BY devices.name, log.seq, log.copy",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        rows.extend(Row::read(row));
    }
    Ok(rows)
}
