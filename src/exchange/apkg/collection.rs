//! The database inside a package. It is not trusted: opened as a copy in memory, read-only, ordinary tables only, with limits on
//! steps and lengths. Apart from the store, only this file and `write.rs` use SQL, because an Anki package is an SQLite file.

use super::progress::{CardRow, Epoch, Reviews};
use super::template::Template;
use super::wire;
use crate::exchange::columns::Column;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags, Row};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::HashMap;

const MOST_NOTES: usize = 500_000;
const MOST_CARDS: usize = 1_000_000;
/// Between the fields of a note, and in newer collections between the names of nested decks.
pub const PARTING: &str = "\u{1f}";
/// Longest text or blob, in bytes.
const LONGEST: i32 = 64 << 20;
/// Steps of SQLite's machine between two checks of the budget, and the number of checks.
const STEPS: i32 = 100_000;
const LOOKS: u32 = 50_000;

pub struct Notetype {
    pub is_cloze: bool,
    pub fields: Vec<String>,
    /// What the names of its fields say.
    pub columns: Vec<Column>,
    /// Question and answer, by number.
    pub templates: HashMap<i64, (Template, Template)>,
}

/// A deck in the JSON of older collections, which has much more to say of each.
#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

pub struct NoteRow {
    pub id: i64,
    pub guid: String,
    pub notetype: i64,
    /// With blanks between them.
    pub tags: String,
    /// With [`PARTING`] between them; `None` if it is not text or not UTF-8.
    pub fields: Option<String>,
}

pub struct Collection {
    db: Connection,
    /// Version 11 keeps note types and decks as JSON in one row, 15 and later in separate tables.
    version: i64,
    pub epoch: Epoch,
}

impl Collection {
    /// The error is a sentence about the package, which it calls "it".
    pub fn open(mut bytes: Vec<u8>) -> Result<Collection, String> {
        if !bytes.starts_with(b"SQLite format 3\0") || bytes.len() < 100 {
            return Err("its collection is no database".into());
        }
        // Marks the database as one without a write-ahead log, since the package has none.
        for mode in &mut bytes[18..20] {
            *mode = 1;
        }
        let open = || -> rusqlite::Result<Connection> {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let mut db = Connection::open_in_memory_with_flags(flags)?;
            db.deserialize_read_exact(MAIN_DB, &*bytes, bytes.len(), true)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
            db.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST)?;
            let mut looks = 0;
            db.progress_handler(
                STEPS,
                Some(move || {
                    looks += 1;
                    looks > LOOKS
                }),
            )?;
            // Anki sorts names ignoring case; only the integrity check uses it.
            db.create_collation("unicase", |a: &str, b: &str| {
                a.to_lowercase().cmp(&b.to_lowercase())
            })?;
            db.execute_batch(
                "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
            )?;
            Ok(db)
        };
        let db = open().map_err(damaged)?;
        drop(bytes);
        check(&db, &["col", "notes", "cards"])?;
        let (version, created): (i64, i64) = db
            .query_row("SELECT ver, crt FROM col LIMIT 1", [], |row| {
                Ok((integer(row, 0), integer(row, 1)))
            })
            .map_err(damaged)?;
        if !(11..=18).contains(&version) {
            return Err(format!(
                "its collection has version {version}, and only 11 to 18 are known; export it with \"Support older Anki versions\" ticked"
            ));
        }
        let west = None;
        let epoch = Epoch { created, west };
        let mut collection = Collection { db, version, epoch };
        collection.epoch.west = collection.west();
        if version >= 15 {
            check(
                &collection.db,
                &["notetypes", "fields", "templates", "decks"],
            )?;
        }
        Ok(collection)
    }

    /// Minutes west of UTC at the place where the collection was made.
    fn west(&self) -> Option<i64> {
        if self.version >= 15 {
            check(&self.db, &["config"]).ok()?;
            let sql = "SELECT val FROM config WHERE KEY = 'creationOffset'";
            let found = self
                .db
                .query_row(sql, [], |row| Ok(bytes(row, 0).map(<[u8]>::to_vec)));
            return serde_json::from_slice(&found.ok()??).ok();
        }
        let conf: Value = self.json("conf").ok()?;
        conf.get("creationOffset")?.as_i64()
    }

    /// A JSON column of the single row in which older collections keep everything.
    fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, String> {
        let found = one_text(&self.db, &format!("SELECT {column} FROM col LIMIT 1"))?;
        serde_json::from_str(&found).map_err(|e| format!("its `{column}` cannot be read ({e})"))
    }

    pub fn notetypes(&self) -> Result<HashMap<i64, Notetype>, String> {
        if self.version < 15 {
            return Ok(from_json(&self.json("models")?));
        }
        let mut types = HashMap::new();
        self.each("SELECT id, config FROM notetypes", |row| {
            let config = bytes(row, 1).unwrap_or_default();
            types.insert(
                integer(row, 0),
                Notetype {
                    is_cloze: wire::number(config, 1) == 1,
                    fields: Vec::new(),
                    columns: Vec::new(),
                    templates: HashMap::new(),
                },
            );
            Ok(())
        })?;
        self.each("SELECT ntid, name FROM fields ORDER BY ntid, ord", |row| {
            if let Some(found) = types.get_mut(&integer(row, 0)) {
                found.fields.push(text(row, 1).unwrap_or_default());
            }
            Ok(())
        })?;
        self.each("SELECT ntid, ord, config FROM templates", |row| {
            let config = bytes(row, 2).unwrap_or_default();
            if let Some(found) = types.get_mut(&integer(row, 0)) {
                let both = (
                    Template::read(wire::text(config, 1)),
                    Template::read_answer(wire::text(config, 2)),
                );
                found.templates.insert(integer(row, 1), both);
            }
            Ok(())
        })?;
        Ok(types)
    }

    /// Names of decks, outermost first, by number.
    pub fn decks(&self) -> Result<HashMap<i64, Vec<String>>, String> {
        let path = |name: &str, mark: &str| name.split(mark).map(|n| n.trim().to_owned()).collect();
        if self.version < 15 {
            let decks: HashMap<String, Named> = self.json("decks")?;
            let named = decks.into_iter();
            return Ok(named
                .filter_map(|(id, deck)| Some((id.parse().ok()?, path(&deck.name?, "::"))))
                .collect());
        }
        let mut decks = HashMap::new();
        self.each("SELECT id, name FROM decks", |row| {
            decks.insert(
                integer(row, 0),
                path(&text(row, 1).unwrap_or_default(), PARTING),
            );
            Ok(())
        })?;
        Ok(decks)
    }

    /// Cards by note.
    pub fn cards(&self) -> Result<HashMap<i64, Vec<CardRow>>, String> {
        let mut cards: HashMap<i64, Vec<CardRow>> = HashMap::new();
        let mut count = 0;
        let sql = "SELECT id, nid, did, ord, type, queue, due, ivl, factor, lapses, odue, odid, flags FROM cards";
        self.each(sql, |row| {
            count += 1;
            if count > MOST_CARDS {
                return Err(format!(
                    "it holds more than {MOST_CARDS} cards; export it in parts"
                ));
            }
            // Most notes have one card.
            let of_note = cards.entry(integer(row, 1));
            let of_note = of_note.or_insert_with(|| Vec::with_capacity(1));
            of_note.push(CardRow {
                id: integer(row, 0),
                deck: integer(row, 2),
                ord: integer(row, 3),
                kind: integer(row, 4),
                queue: integer(row, 5),
                due: integer(row, 6),
                interval: integer(row, 7),
                factor: integer(row, 8),
                lapses: integer(row, 9),
                home_due: integer(row, 10),
                home_deck: integer(row, 11),
                flags: integer(row, 12),
            });
            Ok(())
        })?;
        for of_note in cards.values_mut() {
            of_note.sort_by_key(|c| c.ord);
            of_note.dedup_by_key(|c| c.ord);
        }
        Ok(cards)
    }

    /// Reviews by card. Rows that change a card by hand are not reviews.
    pub fn reviews(&self) -> Result<HashMap<i64, Reviews>, String> {
        let mut reviews: HashMap<i64, Reviews> = HashMap::new();
        if check(&self.db, &["revlog"]).is_err() {
            return Ok(reviews);
        }
        self.each(
            "SELECT id, cid, ease FROM revlog WHERE type BETWEEN 0 AND 3 AND ease > 0 ORDER BY id",
            |row| {
                if reviews.len() < MOST_CARDS {
                    reviews
                        .entry(integer(row, 1))
                        .or_default()
                        .add(integer(row, 0) / 1_000, integer(row, 2));
                }
                Ok(())
            },
        )?;
        Ok(reviews)
    }

    pub fn notes(&self, mut with: impl FnMut(NoteRow) -> Result<(), String>) -> Result<(), String> {
        let mut count = 0;
        self.each(
            "SELECT id, guid, mid, tags, flds FROM notes ORDER BY id",
            |row| {
                count += 1;
                if count > MOST_NOTES {
                    return Err(format!(
                        "it holds more than {MOST_NOTES} notes; export it in parts"
                    ));
                }
                with(NoteRow {
                    id: integer(row, 0),
                    guid: text(row, 1).unwrap_or_default(),
                    notetype: integer(row, 2),
                    tags: text(row, 3).unwrap_or_default(),
                    fields: text(row, 4),
                })
            },
        )
    }

    fn each(
        &self,
        sql: &str,
        mut with: impl FnMut(&Row<'_>) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut statement = self.db.prepare(sql).map_err(damaged)?;
        let mut rows = statement.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            with(row)?;
        }
        Ok(())
    }
}

/// Checks that each is an ordinary table, and intact.
fn check(db: &Connection, tables: &[&str]) -> Result<(), String> {
    for table in tables {
        let found: Result<(String, String), _> = db.query_row(
            "SELECT type, coalesce(sql, '') FROM sqlite_schema WHERE name = ?1 COLLATE NOCASE",
            [table],
            |row| {
                Ok((
                    text(row, 0).unwrap_or_default(),
                    text(row, 1).unwrap_or_default(),
                ))
            },
        );
        match found {
            Ok((kind, sql))
                if kind == "table" && !sql.to_uppercase().starts_with("CREATE VIRTUAL") => {}
            Ok(_) => {
                return Err(format!(
                    "its `{table}` is no ordinary table: such a file is made to do harm"
                ));
            }
            Err(rusqlite::Error::QueryReturnedNoRows) => {
                return Err(format!("its collection has no table `{table}`"));
            }
            Err(error) => return Err(damaged(error)),
        }
        let said = one_text(db, &format!("PRAGMA quick_check('{table}')"))?;
        if said != "ok" {
            return Err(format!("its collection is damaged ({said})"));
        }
    }
    Ok(())
}

/// What a query for one value finds; empty if it is no text.
fn one_text(db: &Connection, sql: &str) -> Result<String, String> {
    let found = db.query_row(sql, [], |row| Ok(text(row, 0)));
    found.map(Option::unwrap_or_default).map_err(damaged)
}

fn damaged(error: rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => {
            "reading its collection takes far too long: such a file is made to do harm".into()
        }
        Some(ErrorCode::TooBig) => "a text in its collection is longer than 64 MiB".into(),
        _ => format!("its collection is damaged ({error})"),
    }
}

/// 0 for anything that is not a number, which old collections may contain.
fn integer(row: &Row<'_>, column: usize) -> i64 {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(n)) => n,
        Ok(ValueRef::Real(x)) => x as i64,
        _ => 0,
    }
}

fn bytes<'r>(row: &'r Row<'_>, column: usize) -> Option<&'r [u8]> {
    match row.get_ref(column) {
        Ok(ValueRef::Blob(bytes) | ValueRef::Text(bytes)) => Some(bytes),
        _ => None,
    }
}

fn text(row: &Row<'_>, column: usize) -> Option<String> {
    match row.get_ref(column) {
        Ok(ValueRef::Text(bytes)) => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Ok(ValueRef::Integer(n)) => Some(n.to_string()),
        _ => None,
    }
}

fn from_json(models: &Value) -> HashMap<i64, Notetype> {
    let read = |model: &Value| -> Notetype {
        let list = |name: &str| model[name].as_array().cloned().unwrap_or_default();
        let said = |value: &Value, name: &str| value[name].as_str().unwrap_or("").to_owned();
        let number = |value: &Value, at: usize| value["ord"].as_i64().unwrap_or(at as i64);
        let mut fields: Vec<(i64, String)> = list("flds")
            .iter()
            .enumerate()
            .map(|(i, f)| (number(f, i), said(f, "name")))
            .collect();
        fields.sort_by_key(|(ord, _)| *ord);
        let templates = list("tmpls")
            .iter()
            .enumerate()
            .map(|(i, t)| {
                let question = Template::read(&said(t, "qfmt"));
                let answer = Template::read_answer(&said(t, "afmt"));
                (number(t, i), (question, answer))
            })
            .collect();
        Notetype {
            is_cloze: model["type"].as_i64() == Some(1),
            fields: fields.into_iter().map(|(_, name)| name).collect(),
            columns: Vec::new(),
            templates,
        }
    };
    let models = models.as_object().into_iter().flatten();
    models
        .filter_map(|(id, model)| Some((id.parse().ok()?, read(model))))
        .collect()
}
