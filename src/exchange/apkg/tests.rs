//! Packages of all three layouts made here; and damaged or malicious files.

use super::wire::{field, varint};
use super::*;
use crate::exchange::{Item, assemble, item::Look};
use crate::study::Day;
use crate::study::sm2::LEAST_EASE;
use proptest::prelude::*;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// 2026-11-21 04:00 UTC, and its day.
const BEGAN: i64 = 1_795_233_600;
const BEGAN_DAY: i32 = 20_778;

fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn put(folder: &TempDir, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join("x.apkg");
    std::fs::write(&path, bytes).unwrap();
    path
}

fn read_bytes(bytes: &[u8]) -> Result<Draft, String> {
    let folder = tempfile::tempdir().unwrap();
    let calendar = Calendar {
        offset: &|_| 0,
        rollover: 4,
    };
    read(&put(&folder, bytes), Some(&calendar), &mut |_| {})
}

const NOTES: &str = "
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, mod integer, usn integer, tags text, flds text, sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, mod integer, usn integer, type integer, queue integer, due integer, ivl integer,
    factor integer, reps integer, lapses integer, left integer, odue integer, odid integer, flags integer, data text);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, usn integer, ease integer, ivl integer, lastIvl integer, factor integer, time integer, type integer);
CREATE TABLE col (id integer PRIMARY KEY, crt integer, mod integer, scm integer, ver integer, dty integer, usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);";

/// The same notes in each layout: basic, both ways, cloze, and one with only a picture.
fn rows(db: &Connection) {
    let notes: [(i64, &str, i64, &str, &str); 5] = [
        (
            1,
            "g1",
            10,
            " a b::c ",
            "What <b>wins</b>?<br><img src=\"w.png\">\u{1f}A winner\u{9b}",
        ),
        (2, "g2", 11, "", "VMI\u{1f}vendor&nbsp;managed e\u{301}"),
        (
            3,
            "g3",
            12,
            "",
            "A {{c1::qualifier::what}} and a {{c2::winner}}\u{1f}Hill",
        ),
        (4, "g4", 10, "", "<img src=p.png>\u{1f}x"),
        (5, "old-deck/own-id", 10, "", "Typed in?\u{1f}yes"),
    ];
    for (id, guid, mid, tags, flds) in notes {
        db.execute(
            "INSERT INTO notes VALUES (?1, ?2, ?3, 0, 0, ?4, ?5, '', 0, 0, '')",
            params![id, guid, mid, tags, flds],
        )
        .unwrap();
    }
    // id, nid, did, ord, type, queue, due, ivl, factor, lapses, odue, odid, flags
    let cards: [[i64; 13]; 7] = [
        [1, 1, 100, 0, 2, 2, 40, 30, 2360, 2, 0, 0, 3],
        [2, 2, 100, 0, 2, -1, 5, 9, 900, 0, 0, 0, 0],
        [3, 2, 100, 1, 0, 0, 7, 0, 0, 0, 0, 0, 0],
        [4, 3, 999, 0, 2, 2, -99_999, 12, 2500, 0, 8, 101, 0],
        [5, 3, 101, 1, 1, 1, BEGAN + 86_400, 0, 0, 0, 0, 0, 0],
        [6, 4, 100, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        [7, 5, 101, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0],
    ];
    for c in cards {
        db.execute(
            "INSERT INTO cards VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, ?6, ?7, ?8, ?9, 0, ?10, 0, ?11, ?12, ?13, '')",
            rusqlite::params_from_iter(c),
        )
        .unwrap();
    }
    for (at, button) in [(BEGAN + 1, 3), (BEGAN + 86_401, 3), (BEGAN + 3 * 86_400, 4)] {
        db.execute(
            "INSERT INTO revlog VALUES (?1, 1, 0, ?2, 0, 0, 0, 0, 1)",
            params![at * 1_000, button],
        )
        .unwrap();
    }
}

/// Number, name, kind, fields, and templates as question and answer.
type Type = (
    i64,
    &'static str,
    i64,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);
const TEMPLATES: [Type; 3] = [
    (
        10,
        "Basic",
        0,
        &["Front", "Back"],
        &[("{{Front}}", "{{FrontSide}}\n\n<hr id=answer>\n\n{{Back}}")],
    ),
    (
        11,
        "Both",
        0,
        &["Front", "Back"],
        &[
            ("{{Front}}", "{{FrontSide}}<hr id=\"answer\">{{Back}}"),
            ("{{Back}}", "{{FrontSide}}<hr id=\"answer\">{{Front}}"),
        ],
    ),
    (
        12,
        "Cloze",
        1,
        &["Text", "Back Extra"],
        &[("{{cloze:Text}}", "{{cloze:Text}}<br>\n{{Back Extra}}")],
    ),
];
const DECKS: [(i64, &str); 4] = [
    (1, "Default"),
    (100, "Top::A"),
    (101, "Top::B::C"),
    (999, "Cram"),
];

fn file(fill: impl FnOnce(&Connection)) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    let db = Connection::open(file.path()).unwrap();
    fill(&db);
    db.close().unwrap();
    std::fs::read(file.path()).unwrap()
}

/// Schema 11: note types and decks as JSON.
fn older() -> Vec<u8> {
    file(|db| {
        db.execute_batch(NOTES).unwrap();
        rows(db);
        let models: serde_json::Map<String, serde_json::Value> = TEMPLATES
            .iter()
            .map(|(id, name, kind, fields, templates)| {
                let fields: Vec<_> = fields.iter().enumerate().map(|(i, f)| serde_json::json!({"name": f, "ord": i})).collect();
                let templates: Vec<_> = templates.iter().enumerate().map(|(i, (q, a))| serde_json::json!({"name": "x", "ord": i, "qfmt": q, "afmt": a})).collect();
                (id.to_string(), serde_json::json!({"name": name, "type": kind, "flds": fields, "tmpls": templates}))
            })
            .collect();
        let decks: serde_json::Map<String, serde_json::Value> = DECKS
            .iter()
            .map(|(id, name)| (id.to_string(), serde_json::json!({"name": name})))
            .collect();
        db.execute(
            "INSERT INTO col VALUES (1, ?1, 0, 0, 11, 0, 0, 0, '{\"creationOffset\": 0}', ?2, ?3, '{}', '{}')",
            params![BEGAN, serde_json::Value::Object(models).to_string(), serde_json::Value::Object(decks).to_string()],
        )
        .unwrap();
    })
}

/// Schema 18: separate tables, protobuf in blobs, and Anki's own collation.
fn newest() -> Vec<u8> {
    file(|db| {
        db.create_collation("unicase", |a: &str, b: &str| {
            a.to_lowercase().cmp(&b.to_lowercase())
        })
        .unwrap();
        db.execute_batch(NOTES).unwrap();
        db.execute_batch(
            "CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer, usn integer, config blob);
             CREATE UNIQUE INDEX idx_notetypes_name ON notetypes (name);
             CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
             CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, mtime_secs integer, usn integer, config blob, PRIMARY KEY (ntid, ord)) WITHOUT ROWID;
             CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase, mtime_secs integer, usn integer, common blob, kind blob);
             CREATE UNIQUE INDEX idx_decks_name ON decks (name);
             CREATE TABLE config (KEY text PRIMARY KEY, usn integer, mtime_secs integer, val blob) WITHOUT ROWID;
             INSERT INTO config VALUES ('creationOffset', 0, 0, CAST('0' AS blob));",
        )
        .unwrap();
        rows(db);
        for (id, name, kind, fields, templates) in TEMPLATES {
            let config = [vec![0x08], varint(kind as u64)].concat();
            db.execute(
                "INSERT INTO notetypes VALUES (?1, ?2, 0, 0, ?3)",
                params![id, name, config],
            )
            .unwrap();
            for (i, name) in fields.iter().enumerate() {
                db.execute(
                    "INSERT INTO fields VALUES (?1, ?2, ?3, x'')",
                    params![id, i as i64, name],
                )
                .unwrap();
            }
            for (i, (q, a)) in templates.iter().enumerate() {
                let config = [field(1, q.as_bytes()), field(2, a.as_bytes())].concat();
                db.execute(
                    "INSERT INTO templates VALUES (?1, ?2, ?3, 0, 0, ?4)",
                    params![id, i as i64, format!("Card {i}"), config],
                )
                .unwrap();
            }
        }
        for (id, name) in DECKS {
            db.execute(
                "INSERT INTO decks VALUES (?1, ?2, 0, 0, x'', x'')",
                params![id, name.replace("::", "\u{1f}")],
            )
            .unwrap();
        }
        db.execute(
            "INSERT INTO col VALUES (1, ?1, 0, 0, 18, 0, 0, 0, '', '', '', '', '')",
            [BEGAN],
        )
        .unwrap();
    })
}

/// What a new package contains for old programs.
fn dummy() -> Vec<u8> {
    file(|db| {
        db.execute_batch(NOTES).unwrap();
        db.execute(
            "INSERT INTO notes VALUES (1, 'x', 10, 0, 0, '', 'Please update\u{1f}', '', 0, 0, '')",
            [],
        )
        .unwrap();
        db.execute(
            "INSERT INTO col VALUES (1, 0, 0, 0, 11, 0, 0, 0, '{}', '{}', '{}', '{}', '{}')",
            [],
        )
        .unwrap();
    })
}

fn layouts() -> [Vec<u8>; 3] {
    let media = br#"{"0": "w.png", "1": "never shown.mp3"}"#;
    let entry = |name: &str| field(1, &field(1, name.as_bytes()));
    let listed = zstd(&[entry("w.png"), entry("never shown.mp3")].concat());
    [
        zip(&[("collection.anki2", &older()), ("media", media)]),
        zip(&[
            ("meta", &[0x08, 0x02]),
            ("collection.anki2", &dummy()),
            ("collection.anki21", &older()),
            ("media", media),
        ]),
        zip(&[
            ("meta", &[0x08, 0x03]),
            ("collection.anki21b", &zstd(&newest())),
            ("collection.anki2", &dummy()),
            ("media", &listed),
        ]),
    ]
}

/// Anki's guids use 91 characters, the slash among them.
#[test]
fn only_a_key_of_ours_names_a_card() {
    use crate::exchange::draft::own_id;
    assert_eq!(own_id("docks/gate-open"), Some("gate-open".to_owned()));
    for guid in ["kT]/9vub0o", "a/b/c", "/9vub0o", "What?/x", "x"] {
        assert_eq!(own_id(guid), None, "{guid}");
    }
}

#[test]
fn all_three_layouts_give_the_same_notes() {
    let drafts = layouts().map(|bytes| read_bytes(&bytes).unwrap());
    assert_eq!(drafts[0], drafts[1]);
    assert_eq!(drafts[0], drafts[2]);
    let draft = &drafts[0];
    assert_eq!(draft.title.as_deref(), Some("Top"));
    assert_eq!(
        BTreeMap::from_iter(
            draft
                .media
                .iter()
                .map(|(name, place)| (name.as_str(), place.as_str()))
        ),
        BTreeMap::from([
            ("never shown.mp3", ""),
            ("p.png", "note 4"),
            ("w.png", "note 1")
        ])
    );
    let left: Vec<(&str, &str)> = draft
        .left
        .iter()
        .map(|l| (l.place.as_str(), l.why.as_str()))
        .collect();
    assert_eq!(
        left,
        [(
            "note 4",
            "nothing is left of its question or its answer, only a picture or a sound"
        )]
    );
    let basic = |front: &str, back: &str, reversed| Body::Basic {
        front: front.into(),
        back: back.into(),
        reversed,
    };
    let [one, two, three, four] = draft.notes.as_slice() else {
        panic!("{:?}", draft.notes)
    };
    assert_eq!(one.body, basic("What **wins**?", "A winner\u{9b}", false));
    assert_eq!(
        (one.tags.join(" "), one.deck.join("/")),
        ("a b::c".into(), "Top/A".into())
    );
    assert_eq!(two.body, basic("VMI", "vendor managed e\u{301}", true));
    assert_eq!(
        three.body,
        Body::Cloze("A {{c1::qualifier::what}} and a {{c2::winner}}".into())
    );
    assert_eq!(
        (three.why.as_str(), three.deck.join("/")),
        ("Hill", "Top/B/C".into())
    );
    assert_eq!(four.id.as_deref(), Some("own-id"));
}

#[test]
fn schedules_come_along_as_anki_had_them() {
    for bytes in layouts() {
        let draft = read_bytes(&bytes).unwrap();
        let import = assemble(draft, "d", "D", "x.apkg", &mut |_| {}).unwrap();
        let kept: Vec<(&str, &str, bool)> = import
            .kept
            .iter()
            .map(|k| (k.key.as_str(), k.guid.as_str(), k.progress.suspended))
            .collect();
        let gap = "d/a-qualifier-and-a-winner";
        assert_eq!(
            kept,
            [
                ("d/what-wins", "g1", false),
                ("d/vmi", "g2", true),
                (gap, "g3", false),
                ("d/a-qualifier-and-a-winner:2", "g3", false)
            ]
        );
        let studied = |i: usize| import.kept[i].progress.learned.unwrap();
        assert_eq!(
            import.kept[0].progress.flag.as_deref(),
            Some("green flag in Anki")
        );
        let one = studied(0);
        let now = one.schedule;
        assert_eq!(
            (now.repetitions, now.ease, now.interval, one.lapses),
            (3, 236, 30, 2)
        );
        assert_eq!(
            (now.due, one.introduced, one.last),
            (Day(BEGAN_DAY + 40), Day(BEGAN_DAY), Day(BEGAN_DAY + 3))
        );
        assert_eq!(studied(1).schedule.ease, LEAST_EASE);
        assert_eq!(
            studied(2).schedule.due,
            Day(BEGAN_DAY + 8),
            "a card in a filtered deck is due where it came from"
        );
        assert_eq!(
            (studied(3).schedule.repetitions, studied(3).schedule.due),
            (0, Day(BEGAN_DAY + 1))
        );
        // NFC, and no control character.
        assert!(
            import.files[0].text.contains("\"A winner\"")
                && import.files[0].text.contains("vendor managed é")
        );
    }
}

#[test]
fn what_we_write_we_read_again() {
    let item = |guid: &str, look: Look, front: &str, back: &str| Item {
        guid: guid.into(),
        look,
        deck: vec!["Deck".into(), "Concept".into()],
        front: front.into(),
        back: back.into(),
        why: "because **so**".into(),
        hint: "think".into(),
        source: "Hill".into(),
        tags: vec!["t".into()],
        ..Item::default()
    };
    let items = [
        item("d/one", Look::Basic, "What *wins*?\n\n- a\n- b", "A winner"),
        item("d/two", Look::Reversed, "VMI", "vendor managed"),
        item(
            "d/three",
            Look::Cloze,
            "A {{c1::qualifier::what}} and {{c2::more}}",
            "",
        ),
        item("d/four", Look::Typed, "Which?", "ship-to"),
    ];
    let written = write(&items, BEGAN).unwrap();
    assert_eq!(
        written,
        write(&items, BEGAN).unwrap(),
        "the same cards make the same bytes"
    );
    let draft = read_bytes(&written).unwrap();
    assert!(draft.left.is_empty(), "{:?}", draft.left);
    // In the order of their numbers; every note gets its id again.
    for (id, body) in [
        (
            "one",
            Body::Basic {
                front: items[0].front.clone(),
                back: "A winner".into(),
                reversed: false,
            },
        ),
        (
            "two",
            Body::Basic {
                front: "VMI".into(),
                back: "vendor managed".into(),
                reversed: true,
            },
        ),
        ("three", Body::Cloze(items[2].front.clone())),
        (
            "four",
            Body::Typed {
                accept: Vec::new(),
                question: "Which?".into(),
                answer: "ship-to".into(),
            },
        ),
    ] {
        let note = draft
            .notes
            .iter()
            .find(|n| n.id.as_deref() == Some(id))
            .unwrap();
        assert_eq!(note.body, body);
        assert_eq!(
            (note.why.as_str(), note.hint.as_str(), note.source.as_str()),
            ("because **so**", "think", "Hill"),
            "{id}"
        );
        assert_eq!(
            (note.deck.join("/"), note.tags.join(" ")),
            ("Deck/Concept".into(), "t".into())
        );
    }
}

fn refused(bytes: &[u8], why: &str) {
    let said = read_bytes(bytes).unwrap_err();
    assert!(said.contains(why), "{said}");
}

#[test]
fn files_made_to_do_harm_are_refused_with_the_reason() {
    refused(b"no zip at all", "no package");
    refused(&zip(&[("readme", b"x")]), "holds no collection.anki2");
    refused(
        &zip(&[("meta", &[0x08, 0x09]), ("collection.anki2", b"x")]),
        "layout 9",
    );
    refused(
        &zip(&[(
            "collection.anki2",
            b"not a database, but long enough to be looked at",
        )]),
        "no database",
    );
    let zeros = vec![0u8; 64 << 20];
    refused(&zip(&[("collection.anki2", &zeros)]), "100 times its size");
    refused(
        &zip(&[
            ("meta", &[0x08, 0x03]),
            ("collection.anki21b", &zstd(&zeros)),
        ]),
        "100 times its size",
    );
    let many: Vec<String> = (0..100_001).map(|i| i.to_string()).collect();
    let mut entries: Vec<(&str, &[u8])> =
        many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    refused(&zip(&entries), "more than 100000 files");
    let older = older();
    entries.truncate(2_000);
    entries.push(("collection.anki2", &older));
    assert_eq!(read_bytes(&zip(&entries)).unwrap().notes.len(), 4);
    let view = file(|db| {
        db.execute_batch(NOTES).unwrap();
        db.execute_batch("DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id FROM n;").unwrap();
        db.execute(
            "INSERT INTO col VALUES (1, 0, 0, 0, 11, 0, 0, 0, '{}', '{}', '{}', '{}', '{}')",
            [],
        )
        .unwrap();
    });
    refused(&zip(&[("collection.anki2", &view)]), "no ordinary table");
    let newer = file(|db| {
        db.execute_batch(NOTES).unwrap();
        db.execute(
            "INSERT INTO col VALUES (1, 0, 0, 0, 99, 0, 0, 0, '', '', '', '', '')",
            [],
        )
        .unwrap();
    });
    refused(&zip(&[("collection.anki2", &newer)]), "version 99");
}

#[test]
fn a_note_that_is_no_text_is_left_and_the_others_are_read() {
    let mut bytes = older();
    let at = bytes.windows(8).position(|w| w == b"A winner").unwrap();
    bytes[at] = 0xff;
    let draft = read_bytes(&zip(&[("collection.anki2", &bytes)])).unwrap();
    assert_eq!(draft.left[0].why, "its fields are no text");
    assert_eq!(draft.notes.len(), 3);
}

#[test]
fn names_that_point_outside_are_only_names() {
    let older = older();
    let bytes = zip(&[
        ("collection.anki2", &older),
        ("../../evil", b"x"),
        ("/etc/passwd", b"x"),
        ("media", b"{\"0\": \"../../evil\"}"),
    ]);
    let draft = read_bytes(&bytes).unwrap();
    assert!(draft.media.iter().any(|(name, _)| name == "../../evil"));
    assert_eq!(draft.notes.len(), 4);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Flipped bytes and truncated files give an error or a draft, never a panic.
    #[test]
    fn damaged_packages_are_read_or_refused(layout in 0usize..3, flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6), cut in prop::option::of(any::<prop::sample::Index>())) {
        let mut bytes = layouts()[layout].clone();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(draft) = read_bytes(&bytes) {
            prop_assert!(draft.notes.len() <= 5);
        }
    }

    #[test]
    fn a_damaged_database_is_read_or_refused(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), new in any::<bool>()) {
        let mut bytes = if new { newest() } else { older() };
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let packed = if new { zip(&[("meta", &[0x08, 0x03]), ("collection.anki21b", &zstd(&bytes))]) } else { zip(&[("collection.anki2", &bytes)]) };
        if let Ok(draft) = read_bytes(&packed) {
            let _ = assemble(draft, "d", "D", "x", &mut |_| {});
        }
    }
}
