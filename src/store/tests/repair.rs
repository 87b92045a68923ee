//! Doctor, rebuild, restore and salvage.

use super::*;
use rusqlite::config::DbConfig;
use std::fs;
use std::path::Path;

fn studied(cards: u32) -> (TempDir, Store) {
    let folder = folder();
    let mut store = open(&folder);
    for card in 0..cards {
        grade(
            &mut store,
            &format!("deck-{}/a-card-called-{card}", card % 7),
            4,
            TODAY,
        );
    }
    (folder, store)
}

fn faults(store: &Store) -> Vec<String> {
    let report = store.doctor(at(TODAY, 0)).unwrap();
    let faults = report.findings.into_iter().filter(|f| f.is_fault);
    faults.map(|f| f.text).collect()
}

fn everything(store: &Store) -> (Vec<crate::study::log::Entry>, Vec<(Key, Memory)>) {
    let mut memories = store.memories().unwrap();
    memories.sort_by(|a, b| a.0.cmp(&b.0));
    (entries(store), memories)
}

#[test]
fn a_sound_database_has_figures_and_no_findings() {
    let (_folder, mut store) = studied(20);
    does(&mut store, "deck-0/a-card-called-0", Event::Suspend, TODAY);
    let report = store.doctor(at(TODAY, 0)).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(
        (
            report.facts.version as usize,
            report.facts.rows,
            report.facts.reviews,
            report.memories
        ),
        (migrate::STEPS.len(), 21, 20, 20)
    );
}

#[test]
fn memories_that_differ_from_the_log_are_named_and_set_right() {
    let (_folder, mut store) = studied(20);
    let right = everything(&store);
    let spoil = [
        "UPDATE memory SET ease = 131 WHERE card = 3",
        "DELETE FROM memory WHERE card = 4",
        "UPDATE memory SET suspended = 1 WHERE card = 5",
        "INSERT INTO subjects VALUES (900, 0, 1, 'stray'); INSERT INTO memory (deck, card, suspended) VALUES (1, 900, 1)",
    ];
    for sql in spoil {
        store.connection.execute_batch(sql).unwrap();
    }
    let found = faults(&store);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("4 cards are not remembered as the review log says (deck-"),
        "{found:?}"
    );
    assert_eq!(store.rebuild(), Ok(4));
    assert_eq!(faults(&store), [""; 0]);
    assert_eq!(everything(&store), right);
    assert_eq!(store.rebuild(), Ok(0));
}

#[test]
fn a_row_that_refers_to_nothing_is_damage_and_hides_what_else_is_found() {
    let (_folder, store) = studied(20);
    let db = &store.connection;
    db.execute_batch(
        "UPDATE memory SET ease = 131 WHERE card = 3; PRAGMA foreign_keys = OFF; DELETE FROM subjects WHERE name LIKE '%-0'",
    )
    .unwrap();
    let report = store.doctor(at(TODAY, 0)).unwrap();
    assert!(!report.is_whole);
    let texts: Vec<&str> = report.findings.iter().map(|f| f.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "the file is damaged (2 rows refer to rows that are not there); `swot doctor --rebuild` saves what can be read"
        ]
    );
}

#[test]
fn gaps_and_disorder_in_the_log_are_faults() {
    let (_folder, store) = studied(20);
    let db = &store.connection;
    db.execute_batch("DROP TRIGGER log_row_is_kept; DROP TRIGGER log_row_is_final")
        .unwrap();
    db.execute_batch(
        "DELETE FROM log WHERE seq IN (5, 6); DELETE FROM counted WHERE id IN (5 << 4, 6 << 4);
         DELETE FROM memory WHERE card IN (5, 6)",
    )
    .unwrap();
    let found = faults(&store);
    assert!(
        found.len() == 1 && found[0].starts_with("2 rows are missing"),
        "{found:?}"
    );
    db.execute_batch("UPDATE log SET ahead = ahead - 90000000 WHERE seq = 9")
        .unwrap();
    assert!(
        faults(&store)
            .iter()
            .any(|text| text.contains("not in the order"))
    );
}

/// The rows of another machine come when its segments do, and not always in order.
#[test]
fn gaps_of_another_machine_are_a_remark() {
    let (_there, other) = studied(20);
    let (_folder, mut store) = studied(3);
    let row = |db: &Connection, seq: u64| {
        let id = crate::store::row_id::RowId::new(1, seq, 0).unwrap();
        crate::store::row::row(db, id).unwrap().unwrap()
    };
    let came = [2, 9].map(|seq| row(&other.connection, seq));
    store.unite(came.to_vec()).unwrap();
    let report = store.doctor(at(TODAY, 1_000_000)).unwrap();
    assert!(report.is_sound());
    let [remark] = &report.findings[..] else {
        panic!("{:?}", report.findings)
    };
    assert!(
        remark
            .text
            .starts_with("7 rows of other machines are not here (yet)"),
        "{remark:?}"
    );
    // The same of a name that this machine bore, beyond the number that it had reached.
    store.own.earlier = vec![(other.device().to_owned(), 6)];
    let report = store.doctor(at(TODAY, 1_000_000)).unwrap();
    let told: Vec<&str> = report.findings.iter().map(|f| &f.text[..10]).collect();
    assert_eq!(told, ["5 rows are", "2 rows of "]);
    assert!(!report.is_sound());
}

/// What a salvage could not save may lie in a folder of which a sync knew that it had taken everything.
#[test]
fn what_a_sync_had_seen_is_forgotten_with_what_a_salvage_could_not_save() {
    let (folder, mut store) = studied(60);
    let same = format!("{}same as /f", crate::store::UNTIL_ROWS);
    for fact in [&same, crate::store::SEGMENTS, "another"] {
        store.set_fact(fact, "x").unwrap();
    }
    drop(store);
    salvage(folder.path(), at(TODAY, 1_000_000)).unwrap();
    let store = open(&folder);
    let facts = [&same, crate::store::SEGMENTS, "another"].map(|f| store.fact(f).unwrap());
    assert_eq!(facts, [None, None, Some("x".to_owned())]);
}

#[test]
fn rows_of_the_future_and_open_doors_are_remarks() {
    let (folder, mut store) = studied(1);
    let change = graded(&store, "d/c", 4, TODAY.plus(40));
    store.record(&change, at(TODAY.plus(40), 0)).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let report = store.doctor(at(TODAY, 0)).unwrap();
    assert!(report.is_sound());
    let texts: Vec<_> = report.findings.iter().map(|f| f.text.as_str()).collect();
    assert!(
        texts[0].contains(": 1 row of ")
            && texts[0].contains("2026-12-31")
            && texts[0].contains("`swot doctor --redate"),
        "{texts:?}"
    );
    #[cfg(unix)]
    assert!(texts[1].contains("chmod 700"), "{texts:?}");
}

#[test]
fn what_is_restored_is_what_was_backed_up_and_what_it_replaced_is_kept() {
    let (folder, mut store) = studied(20);
    let old = everything(&store);
    let device = store.device().to_owned();
    let backup = store.backup(None, at(TODAY, 0)).unwrap();
    grade(&mut store, "d/later", 5, TODAY);
    let new = everything(&store);
    let mut window = open(&folder);
    drop(store);

    let restored = restore(folder.path(), &backup, at(TODAY, 5000)).unwrap();
    assert_eq!(restored.facts.reviews, 20);
    #[cfg(unix)]
    {
        let change = graded(&window, "d/window", 4, TODAY);
        let told = window.record(&change, at(TODAY, 0));
        assert!(
            matches!(told, Err(RecordError::Trouble(Trouble::Moved(_)))),
            "{told:?}"
        );
    }
    drop(window);
    window = open(&folder);
    assert_eq!(everything(&window), old);
    assert_ne!(
        window.device(),
        device,
        "its next row is not the one that followed before"
    );
    drop(window);

    restore(folder.path(), &restored.kept.unwrap(), at(TODAY, 9000)).unwrap();
    assert_eq!(everything(&open(&folder)), new);
}

#[test]
fn what_is_unsound_is_not_restored() {
    let (folder, store) = studied(300);
    let right = everything(&store);
    let path = store.path();
    drop(store);
    let source = folder.path().join("source.db");
    let whole = fs::read(&path).unwrap();
    let attempt = |bytes: &[u8]| {
        fs::write(&source, bytes).unwrap();
        let refused = restore(folder.path(), &source, at(TODAY, 0)).unwrap_err();
        assert_eq!(everything(&open(&folder)), right);
        assert!(fs::read(&source).unwrap() == bytes);
        refused
    };
    for bytes in [&b""[..], b"my notes", &whole[..whole.len() / 2]] {
        assert!(matches!(
            attempt(bytes),
            RestoreError::Source(OpenError::Damaged { .. })
        ));
    }
    let mut newer = whole.clone();
    newer[63] = 9;
    assert!(matches!(
        attempt(&newer),
        RestoreError::Source(OpenError::Newer { found: 9, .. })
    ));
    let mut foreign = whole;
    foreign[68] = 9;
    assert!(matches!(
        attempt(&foreign),
        RestoreError::Source(OpenError::Foreign(_))
    ));
    let nowhere = folder.path().join("nowhere.db");
    let refused = restore(folder.path(), &nowhere, at(TODAY, 0)).unwrap_err();
    assert!(matches!(
        refused,
        RestoreError::Source(OpenError::Unreadable(..))
    ));
    let said = refused.to_string();
    assert!(
        said.ends_with("; name a database of swot, or a backup of one"),
        "{said}"
    );
    let refused = restore(folder.path(), &path, at(TODAY, 0));
    assert!(matches!(refused, Err(RestoreError::Itself(_))));
}

#[test]
fn a_database_in_use_is_not_replaced() {
    let (folder, store) = studied(3);
    let backup = store.backup(None, at(TODAY, 0)).unwrap();
    store.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    let refused = restore(folder.path(), &backup, at(TODAY, 0));
    assert!(
        matches!(refused, Err(RestoreError::Locked(_))),
        "{refused:?}"
    );
    let left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn a_damaged_or_lost_database_is_replaced_and_kept_aside_with_its_journal() {
    let (folder, store) = studied(20);
    let right = everything(&store);
    let path = store.path();
    let backup = store.backup(None, at(TODAY, 0)).unwrap();
    drop(store);
    let journal = folder.path().join(format!("{FILE}-journal"));
    fs::write(&path, "not a database at all").unwrap();
    fs::write(&journal, "nor a journal").unwrap();
    let restored = restore(folder.path(), &backup, at(TODAY, 0)).unwrap();
    let kept = restored.kept.unwrap();
    assert_eq!(fs::read(&kept).unwrap(), b"not a database at all");
    assert_eq!(
        fs::read(kept.with_file_name(format!("{}-journal", kept.file_name().unwrap().display())))
            .unwrap(),
        b"nor a journal"
    );
    assert!(!journal.exists());
    assert_eq!(everything(&open(&folder)), right);

    fs::remove_file(&path).unwrap();
    let restored = restore(folder.path(), &backup, at(TODAY, 0)).unwrap();
    assert_eq!(restored.kept, None);
    assert_eq!(everything(&open(&folder)), right);
}

/// Overwrites one page of the file.
fn spoil(path: &Path, page: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[page * 4096..(page + 1) * 4096].fill(0x5a);
    fs::write(path, bytes).unwrap();
}

/// Damages of every sort, by a number: what the file is then, how many of its rows lie whole in it, and what it is called.
fn damaged(whole: &[u8], seed: usize) -> (Vec<u8>, String) {
    let mut bytes = whole.to_vec();
    let mut draw = dice(seed);
    let pages = whole.len() / 4096;
    let what = match seed % 7 {
        0 => {
            let at = draw(whole.len());
            bytes[at] ^= 1 << draw(8);
            format!("a bit of byte {at} flipped")
        }
        1 => {
            let page = draw(pages);
            bytes[page * 4096..(page + 1) * 4096].fill(0x5a);
            format!("page {page} overwritten")
        }
        2 => {
            bytes[..4096].fill(0);
            "the first page gone".to_owned()
        }
        3 => {
            bytes.truncate(whole.len() / 100 * (90 + draw(10)));
            format!("cut after {} bytes", bytes.len())
        }
        4 => {
            bytes.truncate(draw(whole.len()));
            format!("cut after {} bytes", bytes.len())
        }
        5 => {
            for _ in 0..8 {
                let at = draw(whole.len());
                bytes[at] = draw(256) as u8;
            }
            "eight bytes changed".to_owned()
        }
        _ => {
            let at = 100 + draw(3900);
            bytes[at..at + 90].fill(0xff);
            format!("90 bytes of the schema from {at} overwritten")
        }
    };
    (bytes, what)
}

pub fn dice(seed: usize) -> impl FnMut(usize) -> usize {
    let mut state = seed as u64 ^ 0x5377_6f74;
    move |below| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    }
}

/// Rows of the log that lie in the file, each found by its own bytes: each has a time of its own.
fn lying_in(bytes: &[u8], rows: &[crate::study::log::Entry]) -> usize {
    let runs: std::collections::HashSet<&[u8]> = bytes.windows(6).collect();
    let lies =
        |entry: &&crate::study::log::Entry| runs.contains(&entry.at.utc_ms.to_be_bytes()[2..]);
    rows.iter().filter(lies).count()
}

#[test]
fn every_row_that_lies_in_a_damaged_file_is_saved() {
    let (_whole, mut store) = studied(0);
    for card in 0..400 {
        let change = graded(
            &store,
            &format!("deck-{}/card-{card:03}", card % 9),
            4,
            TODAY,
        );
        store.record(&change, at(TODAY, card)).unwrap();
    }
    let all = entries(&store);
    let path = store.path();
    drop(store);
    let whole = fs::read(&path).unwrap();
    let (mut saved, mut lay, mut refused) = (0, 0, 0);
    for seed in 0..cases(42) as usize {
        let (bytes, what) = damaged(&whole, seed);
        let folder = folder();
        let copy = folder.path().join(FILE);
        fs::write(&copy, &bytes).unwrap();
        let lying = lying_in(&bytes, &all);
        match salvage(folder.path(), at(TODAY, 1_000_000)) {
            Ok(salvaged) => {
                let store = open(&folder);
                assert!(faults(&store).is_empty(), "{what}: {:?}", faults(&store));
                assert_eq!(entries(&store).len() as u64, salvaged.facts.rows);
                assert!(salvaged.facts.rows > 0, "{what}");
                let most = match seed % 7 {
                    // The last row that lies in a file that was cut may be cut itself.
                    3 => lying - 1,
                    // A page of the log holds about a hundred rows.
                    1 => lying - 110,
                    // Where much is gone, so may be the names of questions.
                    4 => 1,
                    _ => lying * 98 / 100,
                };
                assert!(
                    salvaged.facts.rows as usize >= most,
                    "{what}: {} of {lying}",
                    salvaged.facts.rows
                );
                if seed % 7 != 4 {
                    saved += salvaged.facts.rows as usize;
                    lay += lying;
                }
            }
            Err(error) => {
                assert!(
                    lying == 0 || seed % 7 == 4,
                    "{what}: {error}, yet {lying} rows lie in it"
                );
                assert!(
                    error.to_string().contains("no row of the review log"),
                    "{what}: {error}"
                );
                assert_eq!(fs::read(&copy).unwrap(), bytes, "{what}: left as it was");
                assert_eq!(
                    fs::read_dir(folder.path()).unwrap().count(),
                    1,
                    "{what}: nothing is left beside it"
                );
                refused += 1;
            }
        }
    }
    println!("{saved} rows saved of {lay} that lay in the files; {refused} files had none");
    assert!(saved * 100 >= lay * 99, "{saved} of {lay}");
}

#[test]
fn a_rebuild_writes_nothing_where_the_pages_are_damaged() {
    let (_folder, mut store) = studied(60);
    assert_eq!(store.rebuild_and_look(at(TODAY, 0)).unwrap().0, 0);
    // An index that holds other values than it says, which only the check of all pages finds; and a memory to set right.
    let db = &store.connection;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)
        .unwrap();
    db.execute_batch(
        "PRAGMA writable_schema = ON; UPDATE memory SET ease = 131 WHERE card = 3;
         UPDATE sqlite_schema SET sql = replace(sql, '(subject)', '(day)') WHERE name = 'log_subject';",
    )
    .unwrap();
    let spoilt = everything(&store);
    let trouble = store.rebuild_and_look(at(TODAY, 0)).unwrap_err();
    assert!(matches!(&trouble, Trouble::Damaged(..)), "{trouble}");
    assert_eq!(everything(&store), spoilt);
}

#[test]
fn damage_of_the_cache_alone_costs_nothing() {
    let (folder, store) = studied(60);
    let right = everything(&store);
    store
        .connection
        .execute_batch("DROP TABLE counted; DROP INDEX log_source")
        .unwrap();
    drop(store);
    let mut store = open(&folder);
    assert!(matches!(store.rebuild(), Err(Trouble::Damaged(..))));
    drop(store);
    let salvaged = salvage(folder.path(), at(TODAY, 1_000_000)).unwrap();
    assert_eq!(
        (salvaged.saved, salvaged.missing, salvaged.is_cut),
        (60, 0, false)
    );
    assert_eq!(everything(&open(&folder)), right);
}

#[test]
fn what_one_page_held_comes_back_from_the_backup() {
    let (folder, mut store) = studied(1000);
    store.backup(None, at(TODAY, 0)).unwrap();
    for card in 0..200 {
        grade(&mut store, &format!("late/card-{card}"), 5, TODAY);
    }
    let right = everything(&store);
    let path = store.path();
    // A page of the log that was full before the backup was made.
    let page: u32 = store
        .connection
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'log'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(store);
    // The root says where the first leaf is: the first pointer is a page number at the first cell.
    let bytes = fs::read(&path).unwrap();
    let root = &bytes[(page as usize - 1) * 4096..page as usize * 4096];
    assert_eq!(root[0], 5, "an inner page");
    let cell = usize::from(u16::from_be_bytes([root[12], root[13]]));
    let leaf = u32::from_be_bytes(root[cell..cell + 4].try_into().unwrap()) as usize;
    spoil(&path, leaf - 1);
    assert!(Store::open(folder.path(), at(TODAY, 0)).is_err());
    let salvaged = salvage(folder.path(), at(TODAY, 0)).unwrap();
    assert_eq!((salvaged.saved, salvaged.missing), (200, 0));
    assert!(salvaged.from_backup > 0);
    assert_eq!(everything(&open(&folder)), right);
}

#[test]
fn where_nothing_is_legible_all_is_left_as_it_is_and_the_backup_is_named() {
    let (folder, store) = studied(50);
    let backup = store.backup(None, at(TODAY, 0)).unwrap();
    let path = store.path();
    drop(store);
    fs::write(&path, vec![7; 50_000]).unwrap();
    let refusal = salvage(folder.path(), at(TODAY, 0)).unwrap_err();
    assert_eq!(
        refusal,
        RestoreError::NothingLegible(path.clone(), Some(backup))
    );
    assert_eq!(fs::read(&path).unwrap(), vec![7; 50_000]);
}
