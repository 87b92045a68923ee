//! Databases of earlier versions become those of today.

use super::*;
use rusqlite::OpenFlags;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

const OLD: &[u8] = include_bytes!("../../../tests/fixtures/store/version-1.db");
const REMEMBERED: &str = include_str!("../../../tests/fixtures/store/version-1.txt");

fn after_old() -> Moment {
    at(TODAY.plus(62), 2_000_000)
}

/// Version 1 knew no last day of a look: the migrated memories without it, as the old program wrote them out.
fn remembered(store: &Store) -> String {
    let memories: BTreeMap<_, _> = store.memories().unwrap().into_iter().collect();
    memories
        .iter()
        .fold(String::new(), |mut text, (key, memory)| {
            let seen = memory
                .learned
                .map_or_else(String::new, |l| format!("seen: {:?}, ", l.seen));
            text.push_str(&format!("{key} {memory:?}\n").replace(&seen, ""));
            text
        })
}

#[test]
fn a_database_of_the_first_release_migrates_with_a_backup_and_every_row() {
    let folder = folder();
    std::fs::write(folder.path().join(FILE), OLD).unwrap();
    let opened = Store::open(folder.path(), after_old()).unwrap();
    let store = opened.store;
    let (expected, rows) = REMEMBERED.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(remembered(&store).trim_end(), expected);
    let log = entries(&store);
    assert_eq!(format!("{} rows", log.len()), rows);
    assert!(store.doctor(after_old()).unwrap().is_sound());
    let kept = backups(folder.path(), after_old());
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (kept[0].why, kept[0].rows),
        (Why::Migration, log.len() as u64)
    );

    let words = |name: &str| log.iter().filter(|e| e.change.event.name() == name).count();
    for (name, count) in [
        ("adopt", 4),
        ("flag", 3),
        ("undo", 4),
        ("redo", 2),
        ("exam", 1),
    ] {
        assert_eq!(words(name), count, "{name}");
    }
    let is_alias = |e: &&crate::study::log::Entry| matches!(e.change.event, Event::Adopt(_));
    let aliases: Vec<_> = log
        .iter()
        .filter(is_alias)
        .map(|e| e.change.card.as_str())
        .collect();
    assert_eq!(aliases, ["cpim/card", "cpim/other"]);
    let reason = Event::Flag("the answer \u{2260} the page".into());
    assert!(log.iter().any(|e| e.change.event == reason));
    let kept = store.fact("calc scenario/x").unwrap();
    assert_eq!(kept.as_deref(), Some("{}"));
    // An alias brings the history along.
    assert!(store.history(&key("cpim/card")).unwrap().len() > 6);
}

/// Version 3 kept two indexes of the memories, by days that no question goes by.
#[test]
fn a_database_of_version_3_keeps_its_memories_and_loses_their_indexes() {
    let folder = folder();
    let path = folder.path().join(FILE);
    std::fs::write(
        &path,
        include_bytes!("../../../tests/fixtures/store/version-3.db"),
    )
    .unwrap();
    let texts = |db: &Connection, sql: &str| -> Vec<String> {
        let mut read = db.prepare(sql).unwrap();
        let rows = read.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let memories = |db: &Connection| {
        let columns = "concat_ws(' ', deck, card, repetitions, ease, interval, due, introduced, last, seen, lapses, 'drill', drill, suspended, buried, flag)";
        texts(
            db,
            &format!("SELECT {columns} FROM memory ORDER BY deck, card"),
        )
    };
    let before = memories(&Connection::open(&path).unwrap());
    assert_eq!(before.len(), 14);
    let store = Store::open(folder.path(), after_old()).unwrap().store;
    assert_eq!(memories(&store.connection), before);
    let indexes = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'memory'";
    let indexes = texts(&store.connection, indexes);
    assert!(
        indexes.iter().all(|name| name.starts_with("sqlite_")),
        "{indexes:?}"
    );
    assert!(store.doctor(after_old()).unwrap().is_sound());
    let kept = backups(folder.path(), after_old());
    assert_eq!((kept[0].why, kept[0].rows), (Why::Migration, 77));
}

#[test]
fn two_copies_of_one_database_migrate_to_the_same_rows() {
    let migrated = || {
        let folder = folder();
        std::fs::write(folder.path().join(FILE), OLD).unwrap();
        entries(&Store::open(folder.path(), after_old()).unwrap().store)
    };
    assert_eq!(migrated(), migrated());
}

#[test]
fn a_backup_of_the_first_release_can_be_restored() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/c", 4, TODAY);
    drop(store);
    let old = folder.path().join("old.db");
    std::fs::write(&old, OLD).unwrap();
    restore(folder.path(), &old, at(TODAY, 9)).unwrap();
    let store = Store::open(folder.path(), after_old()).unwrap().store;
    assert_eq!(entries(&store).len(), 73);
}

#[test]
fn a_damaged_database_of_the_first_release_is_saved_and_brought_up_to_date() {
    let folder = folder();
    let path = folder.path().join(FILE);
    let mut bytes = OLD.to_vec();
    // The index of the log by card: the rows themselves are whole.
    std::fs::write(&path, &bytes).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    let page: u32 = db
        .query_row(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'log_card'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    drop(db);
    let page = page as usize;
    bytes[(page - 1) * 4096 + 8..page * 4096].fill(0xff);
    std::fs::write(&path, &bytes).unwrap();
    assert!(matches!(
        Store::open(folder.path(), after_old()),
        Err(OpenError::Damaged { .. })
    ));
    let saved = salvage(folder.path(), after_old()).unwrap();
    assert_eq!((saved.facts.rows, saved.missing), (73, 0));
    let store = Store::open(folder.path(), after_old()).unwrap().store;
    let (expected, _) = REMEMBERED.trim_end().rsplit_once('\n').unwrap();
    assert_eq!(remembered(&store).trim_end(), expected);
}

/// The database and its journal.
type Files = (Vec<u8>, Vec<u8>);

const PAGE: usize = 4096;
const SECTOR: usize = 512;

/// What the migration has written so far, at many moments of it. With next to no cache, pages are written early.
fn moments_of_the_migration() -> Vec<Files> {
    let folder = folder();
    let path = folder.path().join(FILE);
    std::fs::write(&path, OLD).unwrap();
    let moments = Arc::new(Mutex::new(Vec::<Files>::new()));
    let journal = file::journal(&path);
    let look = {
        let (moments, path) = (moments.clone(), path.clone());
        move || {
            let journal = std::fs::read(&journal).unwrap_or_default();
            let files = (std::fs::read(&path).unwrap(), journal);
            let mut moments = moments.lock().unwrap();
            if moments.last() != Some(&files) {
                moments.push(files);
            }
            false
        }
    };
    let mut db = file::connect(&path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF; PRAGMA cache_size = 1; BEGIN IMMEDIATE")
        .unwrap();
    db.progress_handler(20, Some(look.clone())).unwrap();
    migrate::STEPS[1](&db).unwrap();
    db.pragma_update(None, "user_version", 2).unwrap();
    db.cache_flush().unwrap();
    look();
    // The first page is written only by the commit, at the end of which the journal goes.
    db.execute_batch("COMMIT").unwrap();
    drop((db, look));
    let mut moments = Arc::into_inner(moments).unwrap().into_inner().unwrap();
    let journal = moments.last().unwrap().1.clone();
    moments.push((std::fs::read(&path).unwrap(), journal));
    moments
}

/// How much of a journal is on the disk for certain: a part of it counts its pages once they are.
fn synced(journal: &[u8]) -> usize {
    let number = |at: usize| u32::from_be_bytes(journal[at..at + 4].try_into().unwrap()) as usize;
    let (mut at, mut end) = (0, 0);
    while at + 28 <= journal.len() && number(at + 8) > 0 {
        end = at + SECTOR + number(at + 8) * (PAGE + 8);
        at = end.next_multiple_of(SECTOR);
    }
    end
}

/// What a power cut at that moment may leave: of what was not synced, any part, and sectors that were only begun.
fn cut((pages, journal): &Files, mut draw: impl FnMut(usize) -> usize) -> Files {
    let end = synced(journal);
    if end == 0 {
        return (OLD.to_vec(), journal[..draw(journal.len() + 1)].to_vec());
    }
    let mut left = pages.clone();
    left.truncate(OLD.len() + draw(pages.len().saturating_sub(OLD.len()) + 1));
    for at in (0..left.len()).step_by(SECTOR) {
        let sector = at..(at + SECTOR).min(left.len());
        let old = OLD.get(sector.clone());
        if old == Some(&left[sector.clone()]) {
            continue;
        }
        match (draw(8), old) {
            (0..4, _) => {}
            (4..7, Some(old)) => left[sector].copy_from_slice(old),
            (_, _) => left[sector].fill(draw(256) as u8),
        }
    }
    let mut journal = journal.clone();
    journal.truncate(end + draw(journal.len() - end + 1));
    if draw(2) == 0 {
        journal[end..].fill(draw(256) as u8);
    }
    (left, journal)
}

#[test]
fn a_migration_that_the_power_failed_in_is_done_again() {
    let moments = moments_of_the_migration();
    let is_written = |files: &Files| files.0 != OLD;
    assert!(moments.iter().filter(|files| is_written(files)).count() > 20);
    let (expected, _) = REMEMBERED.trim_end().rsplit_once('\n').unwrap();
    for case in 0..cases(40) as usize {
        let mut draw = repair::dice(case);
        // Mostly the commit, in which most is written.
        let nth = match draw(3) {
            0 => draw(moments.len()),
            _ => moments.len() - 1,
        };
        let (pages, journal) = cut(&moments[nth], draw);
        let folder = folder();
        let path = folder.path().join(FILE);
        std::fs::write(&path, pages).unwrap();
        std::fs::write(file::journal(&path), journal).unwrap();
        let store = Store::open(folder.path(), after_old())
            .unwrap_or_else(|error| panic!("case {case}, moment {nth}: {error}"))
            .store;
        assert_eq!(remembered(&store).trim_end(), expected, "case {case}");
        assert_eq!(entries(&store).len(), 73, "case {case}");
        assert!(store.doctor(after_old()).unwrap().is_sound(), "case {case}");
    }
}
