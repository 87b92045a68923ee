//! Writes a package that every version of Anki reads: one SQLite file of schema 11 in a zip, without media. Guids, note types and
//! decks have the same numbers every time, so that a second import updates the texts and keeps the schedule.

use crate::exchange::item::{Item, Look};
use crate::exchange::markup;
use crate::hash::fnv1a;
use crate::study::kinds::gaps;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SCHEMA: &str = "
CREATE TABLE col (id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL, ver integer NOT NULL,
    dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL, conf text NOT NULL, models text NOT NULL, decks text NOT NULL,
    dconf text NOT NULL, tags text NOT NULL);
CREATE TABLE notes (id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL, usn integer NOT NULL,
    tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL, csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL, mod integer NOT NULL,
    usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL, due integer NOT NULL, ivl integer NOT NULL,
    factor integer NOT NULL, reps integer NOT NULL, lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL,
    odid integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL, ivl integer NOT NULL,
    lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL, type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);";

/// The beginning of every collection written here, 2026-01-01 at 04:00: new cards are due in order, not on a day.
const CREATED: i64 = 1_767_240_000;
const FIELDS: [&str; 5] = ["Front", "Back", "Why", "Hint", "Source"];
const CSS: &str = ".card { font-family: sans-serif; font-size: 20px; line-height: 1.4; text-align: left; max-width: 40em; margin: auto; }\n\
    .source { font-size: 70%; opacity: 0.7; }\n.cloze { font-weight: bold; color: #06c; }\ntd, th { padding: 0.2em 0.6em; border: 1px solid #888; }\n";
const HINT: &str = "{{#Hint}}<p>{{hint:Hint}}</p>{{/Hint}}";
const BEYOND: &str =
    "{{#Why}}<p>{{Why}}</p>{{/Why}}{{#Source}}<p class=source>{{Source}}</p>{{/Source}}";

/// `now` in seconds: Anki decides by it whether a note is newer.
pub fn write(items: &[Item], now: i64) -> Result<Vec<u8>, String> {
    let file = tempfile::NamedTempFile::new()
        .map_err(|e| format!("no temporary file can be made ({e})"))?;
    fill(file.path(), items, now)
        .map_err(|e| format!("the package cannot be put together ({e})"))?;
    let collection = std::fs::read(file.path())
        .map_err(|e| format!("the temporary file cannot be read ({e})"))?;
    let pack = || -> Result<Vec<u8>, zip::result::ZipError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        zip.start_file("collection.anki2", options)?;
        zip.write_all(&collection)?;
        zip.start_file("media", options)?;
        zip.write_all(b"{}")?;
        Ok(zip.finish()?.into_inner())
    };
    pack().map_err(|e| format!("the package cannot be put together ({e})"))
}

fn fill(path: &std::path::Path, items: &[Item], now: i64) -> rusqlite::Result<()> {
    let mut db = Connection::open(path)?;
    // The file is read back at once or discarded, so it need not be durable.
    db.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    let work = db.transaction()?;
    work.execute_batch(SCHEMA)?;
    let mut decks: BTreeMap<String, i64> = BTreeMap::new();
    let mut taken = HashSet::new();
    let mut position = 0;
    for item in items {
        let deck = deck(&item.nested(), &mut decks);
        let mut id = number("note", &item.guid);
        while !taken.insert(id) {
            id += 100;
        }
        let fields = fields(item);
        let tags = if item.tags.is_empty() {
            String::new()
        } else {
            format!(" {} ", item.tags.join(" "))
        };
        work.prepare_cached("INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, 0, 0, '')")?
            .execute(params![
                id,
                item.guid,
                notetype(item.look),
                now,
                tags,
                fields.join("\u{1f}"),
                markup::plain(&item.front),
            ])?;
        for ord in ords(item) {
            position += 1;
            work.prepare_cached("INSERT INTO cards VALUES (?1, ?2, ?3, ?4, ?5, -1, 0, 0, ?6, 0, 0, 0, 0, 0, 0, 0, 0, '')")?
                .execute(params![id + i64::from(ord), id, deck, ord, now, position])?;
        }
    }
    let mut listed: serde_json::Map<String, Value> = decks
        .iter()
        .map(|(name, id)| (id.to_string(), deck_json(*id, name, now)))
        .collect();
    listed.insert("1".into(), deck_json(1, "Default", now));
    let models: serde_json::Map<String, Value> =
        [Look::Basic, Look::Reversed, Look::Cloze, Look::Typed]
            .into_iter()
            .map(|look| (notetype(look).to_string(), model(look, now)))
            .collect();
    let conf = json!({"nextPos": position + 1, "curDeck": 1, "activeDecks": [1], "schedVer": 2, "sched2021": true, "creationOffset": 0, "curModel": notetype(Look::Basic)});
    work.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
        params![
            CREATED,
            now.saturating_mul(1_000),
            conf.to_string(),
            Value::Object(models).to_string(),
            Value::Object(listed).to_string(),
            dconf().to_string()
        ],
    )?;
    work.commit()
}

/// A number like those given by Anki, a time in milliseconds; always the same for the same name. Steps of 100 leave room for the
/// cards of a note.
fn number(what: &str, name: &str) -> i64 {
    let spread = fnv1a(format!("{what} {name}").as_bytes()) % 7_000_000_000;
    1_000_000_000_000 + i64::try_from(spread).unwrap_or(0) * 100
}

fn notetype(look: Look) -> i64 {
    1_767_225_600_000 + look as i64
}

/// The number of a nested deck; its parents are added too.
fn deck(path: &[String], decks: &mut BTreeMap<String, i64>) -> i64 {
    let mut name = String::new();
    let mut id = 1;
    for part in path.iter().map(|p| p.trim()).filter(|p| !p.is_empty()) {
        if !name.is_empty() {
            name.push_str("::");
        }
        name.push_str(part);
        id = *decks
            .entry(name.clone())
            .or_insert_with(|| number("deck", &name));
    }
    id
}

fn fields(item: &Item) -> [String; 5] {
    let html = markup::to_html;
    [
        item.front_html(),
        item.back_html(),
        html(&item.why),
        html(&item.hint),
        html(&item.source),
    ]
}

/// Which cards of the note type the note has.
fn ords(item: &Item) -> Vec<u32> {
    match item.look {
        Look::Basic | Look::Typed => vec![0],
        Look::Reversed => vec![0, 1],
        Look::Cloze => {
            let gaps = gaps(&item.front).into_iter();
            let numbers = gaps.filter_map(|gap| gap.number.checked_sub(1));
            let mut numbers: Vec<u32> = numbers.filter(|n| *n < 100).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        }
    }
}

fn model(look: Look, now: i64) -> Value {
    let fields: Vec<Value> = FIELDS
        .iter()
        .enumerate()
        .map(|(ord, name)| json!({"name": name, "ord": ord, "sticky": false, "rtl": false, "font": "Arial", "size": 20, "media": []}))
        .collect();
    let behind = |answer: &str| format!("{{{{FrontSide}}}}\n<hr id=answer>\n{answer}{BEYOND}");
    let front = format!("{{{{Front}}}}{HINT}");
    let (name, templates) = match look {
        Look::Basic => ("Swot Basic", vec![("Card 1", front, behind("{{Back}}"))]),
        Look::Reversed => (
            "Swot Basic (both ways)",
            vec![
                ("Card 1", front, behind("{{Back}}")),
                ("Card 2", "{{Back}}".to_owned(), behind("{{Front}}")),
            ],
        ),
        Look::Typed => {
            let question = format!("{front}<p>{{{{type:Back}}}}</p>");
            (
                "Swot Typed",
                vec![("Card 1", question, behind("{{type:Back}}"))],
            )
        }
        Look::Cloze => {
            let question = format!("{{{{cloze:Front}}}}{HINT}");
            let answer = format!("{{{{cloze:Front}}}}\n<hr id=answer>\n{{{{Back}}}}{BEYOND}");
            ("Swot Cloze", vec![("Cloze", question, answer)])
        }
    };
    let templates: Vec<Value> = templates
        .iter()
        .enumerate()
        .map(|(ord, (name, question, answer))| json!({"name": name, "ord": ord, "qfmt": question, "afmt": answer, "did": null, "bqfmt": "", "bafmt": ""}))
        .collect();
    let required: Vec<Value> = (0..templates.len())
        .map(|ord| json!([ord, "any", [ord]]))
        .collect();
    json!({
        "id": notetype(look), "name": name, "type": i32::from(look == Look::Cloze), "mod": now, "usn": -1, "sortf": 0, "did": 1,
        "tmpls": templates, "flds": fields, "css": CSS, "latexPre": "", "latexPost": "", "req": required, "tags": [], "vers": []
    })
}

fn deck_json(id: i64, name: &str, now: i64) -> Value {
    json!({
        "id": id, "name": name, "mod": now, "usn": -1, "conf": 1, "desc": "", "dyn": 0, "collapsed": false, "browserCollapsed": false,
        "extendNew": 0, "extendRev": 0, "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0]
    })
}

fn dconf() -> Value {
    json!({"1": {
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": true, "timer": 0, "replayq": true, "dyn": false,
        "new": {"bury": false, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0], "order": 1, "perDay": 20},
        "rev": {"bury": false, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2},
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0.0}
    }})
}
