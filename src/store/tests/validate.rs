//! What is let in, what is refused, and that a refusal leaves every byte alone.

use super::*;
use crate::store::migrate::STEPS;
use crate::store::open as opening;
use std::fs;
use std::path::Path;

/// The version that this program writes.
const KNOWN: u32 = STEPS.len() as u32;

/// A folder with some reviews, closed.
fn studied() -> TempDir {
    let folder = folder();
    let mut store = open(&folder);
    for card in 0..300 {
        grade(&mut store, &format!("d/card-{card}"), 4, TODAY);
    }
    folder
}

fn refusal(folder: &TempDir) -> OpenError {
    Store::open(folder.path(), at(TODAY, 0)).unwrap_err()
}

/// Every file below, with its bytes.
fn all(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(all(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            files.push((path, bytes));
        }
    }
    files.sort();
    files
}

fn refused_untouched(folder: &TempDir) -> OpenError {
    let before = all(folder.path());
    let refusal = refusal(folder);
    assert!(
        all(folder.path()) == before,
        "changed on refusal: {refusal}"
    );
    refusal
}

#[cfg(unix)]
#[test]
fn what_is_made_is_private() {
    let top = folder();
    let data = top.path().join("a/b");
    Store::open(&data, at(TODAY, 0)).unwrap();
    for path in [data.clone(), data.join(FILE), data.join(DEVICE)] {
        assert!(!crate::store::folder::is_open_to_others(&path), "{path:?}");
    }
}

#[test]
fn every_commit_is_synced_with_its_folder_and_names_are_never_text() {
    let folder = folder();
    let store = Store::open(folder.path(), at(TODAY, 0)).unwrap().store;
    let db = &store.connection;
    let pragma = |name: &str| -> rusqlite::types::Value {
        db.query_row(&format!("PRAGMA {name}"), [], |row| row.get(0))
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), "delete".to_owned().into());
    assert_eq!(pragma("synchronous"), 3.into(), "EXTRA");
    assert_eq!(pragma("trusted_schema"), 0.into());
    assert_eq!(pragma("foreign_keys"), 1.into());
    assert_eq!(pragma("busy_timeout"), 500.into());
    assert!(db.execute_batch("SELECT \"no such column\"").is_err());
}

#[test]
fn values_that_make_no_sense_cannot_be_written() {
    let folder = studied();
    let db = open(&folder).connection;
    for sql in [
        "UPDATE memory SET interval = 36501",
        "UPDATE memory SET ease = 'high'",
        "UPDATE memory SET due = NULL",
        "UPDATE memory SET card = 9999",
        "INSERT INTO log (id, at, ahead, east, day, kind, took, seed, algorithm, version) VALUES (0, 0, 0, 0, 0, 0, 0, 0, 1, 1)",
        "INSERT INTO log (id, at, ahead, east, day, kind, grade, took, seed, algorithm, version) VALUES (16, 0, 0, 0, 0, 0, 6, 0, 0, 1, 1)",
    ] {
        assert!(db.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn a_first_start_that_was_cut_short_is_taken_up() {
    let folder = folder();
    fs::write(folder.path().join(FILE), "").unwrap();
    Store::open(folder.path(), at(TODAY, 0)).unwrap();
}

/// The power fails while the database is made: any part of its pages may be on the disk, and its journal is.
#[test]
fn a_first_start_that_was_torn_is_taken_up() {
    let (made, torn) = (folder(), folder());
    let path = made.path().join(FILE);
    let db = Connection::open(&path).unwrap();
    db.execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE")
        .unwrap();
    for step in STEPS {
        step(&db).unwrap();
    }
    let journal = format!("{FILE}-journal");
    let (pages, kept) = (
        fs::read(&path).unwrap(),
        fs::read(made.path().join(&journal)).unwrap(),
    );
    assert!(
        pages.len() > 8192,
        "written before the end of the transaction"
    );
    for cut in [pages.len(), 5000, 4096, 100, 50, 1] {
        let mut pages = pages[..cut].to_vec();
        for first in [pages[0], 0, 0xff] {
            pages[..cut.min(40)].fill(first);
            fs::write(torn.path().join(FILE), &pages).unwrap();
            fs::write(torn.path().join(&journal), &kept).unwrap();
            let mut store = open(&torn);
            grade(&mut store, "d/c", 4, TODAY);
            drop(store);
            fs::remove_dir_all(torn.path()).unwrap();
            fs::create_dir(torn.path()).unwrap();
        }
    }
}

#[test]
fn a_missing_or_empty_database_beside_backups_is_a_loss() {
    let folder = studied();
    open(&folder).backup(None, at(TODAY, 0)).unwrap();
    for how in [Lost::Missing, Lost::Empty] {
        let path = folder.path().join(FILE);
        match how {
            Lost::Missing => fs::remove_file(&path).unwrap(),
            Lost::Empty => fs::write(&path, "").unwrap(),
        }
        let refusal = refused_untouched(&folder);
        assert!(matches!(&refusal, OpenError::Lost { how: found, .. } if *found == how));
        let text = refusal.to_string();
        assert!(text.contains("2026-11-21 with its 300 reviews"), "{text}");
        assert!(text.contains("swot restore"), "{text}");
    }
}

#[test]
fn bytes_that_are_no_database_are_refused() {
    let junk: Vec<u8> = (0..9000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for bytes in [&junk[..], &junk[..50], b"my notes", b"\0"] {
        let folder = folder();
        fs::write(folder.path().join(FILE), bytes).unwrap();
        assert!(matches!(
            refused_untouched(&folder),
            OpenError::Damaged { .. }
        ));
    }
}

#[test]
fn a_cut_database_is_refused_and_the_way_back_is_named() {
    let folder = studied();
    open(&folder).backup(None, at(TODAY, 0)).unwrap();
    let path = folder.path().join(FILE);
    let whole = fs::read(&path).unwrap();
    for length in [whole.len() / 2, 4096, 1000, 120] {
        fs::write(&path, &whole[..length]).unwrap();
        let refusal = refused_untouched(&folder);
        assert!(
            matches!(refusal, OpenError::Damaged { .. }),
            "{length}: {refusal}"
        );
        let text = refusal.to_string();
        assert!(
            text.contains("300 reviews") && !text.contains('\n'),
            "{text}"
        );
    }
}

#[test]
fn another_programs_database_is_refused() {
    let folder = folder();
    let db = Connection::open(folder.path().join(FILE)).unwrap();
    db.execute_batch("CREATE TABLE t (x); PRAGMA user_version = 900")
        .unwrap();
    drop(db);
    assert!(matches!(refused_untouched(&folder), OpenError::Foreign(_)));
}

#[test]
fn a_newer_database_is_refused_by_both_versions_names() {
    let folder = studied();
    let db = Connection::open(folder.path().join(FILE)).unwrap();
    db.pragma_update(None, "user_version", KNOWN + 5).unwrap();
    drop(db);
    let refusal = refused_untouched(&folder);
    assert!(
        matches!(
            refusal,
            OpenError::Newer { found, known: KNOWN, .. } if found == KNOWN + 5
        ),
        "{refusal}"
    );
}

#[test]
fn a_folder_in_the_files_place_is_refused() {
    let folder = folder();
    fs::create_dir(folder.path().join(FILE)).unwrap();
    assert!(matches!(refused_untouched(&folder), OpenError::NotAFile(_)));
}

#[test]
fn a_file_in_the_folders_place_is_refused() {
    let folder = folder();
    let path = folder.path().join("data");
    fs::write(&path, "").unwrap();
    assert!(matches!(
        Store::open(&path, at(TODAY, 0)),
        Err(OpenError::Folder(..))
    ));
}

#[test]
fn a_lock_held_for_ever_is_named_after_a_while() {
    let folder = studied();
    let other = Connection::open(folder.path().join(FILE)).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert!(matches!(refusal(&folder), OpenError::Locked(_)));
    other.execute_batch("ROLLBACK").unwrap();
    assert!(Store::open(folder.path(), at(TODAY, 0)).is_ok());
}

#[test]
fn a_clock_that_was_moved_is_said() {
    let folder = studied();
    let notices = |day: Day, ms| Store::open(folder.path(), at(day, ms)).unwrap().notices;
    assert_eq!(notices(TODAY, -1000), []);
    // The two are told apart also where only the time differs.
    let [Notice::ClockBack { now, newest }] = &notices(TODAY, -600_000)[..] else {
        panic!("the clock was set back");
    };
    assert!(now < newest, "{now} {newest}");
    assert_eq!(notices(TODAY.plus(300), 0), []);
    assert!(matches!(
        notices(TODAY.plus(400), 0)[..],
        [Notice::ClockForward { .. }]
    ));
}

#[test]
fn a_cloud_folder_is_named_once_and_a_second_version_as_long_as_it_has_what_is_not_here() {
    let top = folder();
    let data = top.path().join("Dropbox/swot");
    let notices = || Store::open(&data, at(TODAY, 0)).unwrap().notices;
    assert!(matches!(notices()[..], [Notice::Cloud(_, "Dropbox")]));
    assert_eq!(notices(), []);
    let second = data.join("swot (conflicted copy).db");
    fs::copy(data.join(FILE), &second).unwrap();
    // Where the system does not say when a file was changed, any second version is told.
    for _ in 0..2 {
        assert_eq!(notices().is_empty(), cfg!(unix));
    }
    let elsewhere = folder();
    grade(&mut open(&elsewhere), "d/c", 4, TODAY);
    fs::copy(elsewhere.path().join(FILE), &second).unwrap();
    for _ in 0..2 {
        assert!(matches!(notices()[..], [Notice::SecondVersion(_)]));
    }
    let mut store = Store::open(&data, at(TODAY, 0)).unwrap().store;
    store.merge(&second, at(TODAY, 0), false).unwrap();
    drop(store);
    assert_eq!(notices().is_empty(), cfg!(unix));
}

const NEXT: migrate::Step = |db| {
    db.execute_batch(
        "ALTER TABLE log ADD COLUMN mood INTEGER; CREATE TABLE moods (id INTEGER PRIMARY KEY) STRICT;",
    )
};

#[test]
fn an_older_database_is_backed_up_and_brought_up_to_date() {
    let folder = studied();
    let rows = entries(&open(&folder));
    let steps = [STEPS, &[NEXT]].concat();
    for _ in 0..2 {
        let mut store = opening::open(folder.path(), at(TODAY, 0), &steps, None)
            .unwrap()
            .store;
        assert_eq!(migrate::version(&store.connection), Ok(KNOWN + 1));
        assert_eq!(entries(&store)[..300], rows);
        let backups = backups(folder.path(), at(TODAY, 0));
        assert_eq!(backups.len(), 1, "the second time there is nothing to do");
        assert_eq!((backups[0].why, backups[0].rows), (Why::Migration, 300));
        grade(&mut store, "d/after", 4, TODAY);
    }
    assert!(matches!(
        refused_untouched(&folder),
        OpenError::Newer { found, known: KNOWN, .. } if found == KNOWN + 1
    ));
}

#[test]
fn a_first_start_on_a_full_disk_says_no_more_than_that() {
    let full: migrate::Step = |_| {
        let full = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL);
        Err(rusqlite::Error::SqliteFailure(full, None))
    };
    let refused = opening::open(folder().path(), at(TODAY, 0), &[full], None);
    assert!(matches!(refused, Err(OpenError::Trouble(Trouble::Full(_)))));
}

#[test]
fn a_step_that_fails_leaves_the_database_as_it_was() {
    let folder = studied();
    let rows = entries(&open(&folder));
    let fails: migrate::Step = |db| {
        db.execute_batch("CREATE TABLE moods (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);")
    };
    let steps = [STEPS, &[fails]].concat();
    let refused = opening::open(folder.path(), at(TODAY, 0), &steps, None);
    assert!(matches!(refused, Err(OpenError::Migration(..))));
    let store = open(&folder);
    assert_eq!(entries(&store), rows);
    let tables: i64 = store
        .connection
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'moods'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(tables, 0);
}

#[test]
fn a_copied_folder_or_an_older_database_gets_a_name_of_its_own() {
    let top = folder();
    let first = top.path().join("first");
    let device = |path: &Path| {
        Store::open(path, at(TODAY, 0))
            .unwrap()
            .store
            .device()
            .to_owned()
    };
    let name = device(&first);
    assert_eq!(device(&first), name);

    let moved = top.path().join("moved");
    fs::rename(&first, &moved).unwrap();
    assert_eq!(device(&moved), name, "a moved folder is the same one");

    let copied = top.path().join("copied");
    fs::create_dir(&copied).unwrap();
    for file in [FILE, DEVICE] {
        fs::copy(moved.join(file), copied.join(file)).unwrap();
    }
    #[cfg(unix)]
    assert_ne!(device(&copied), name);

    let mut store = Store::open(&moved, at(TODAY, 0)).unwrap().store;
    let old = fs::read(moved.join(FILE)).unwrap();
    grade(&mut store, "d/c", 4, TODAY);
    drop(store);
    assert_eq!(device(&moved), name);
    fs::write(moved.join(FILE), old).unwrap();
    assert_ne!(
        device(&moved),
        name,
        "it knows less than this device has written"
    );

    fs::write(moved.join(DEVICE), "torn").unwrap();
    assert_ne!(device(&moved), "torn");
}

#[cfg(unix)]
#[test]
fn pages_are_looked_through_again_only_once_the_file_has_changed() {
    let folder = studied();
    let path = folder.path().join(FILE);
    let mut store = Store::open(folder.path(), at(TODAY, 0)).unwrap().store;
    let found = store.seal().unwrap();
    store.set_fact("own", "write").unwrap();
    let sound = store.seal().unwrap();
    assert_ne!(found, sound, "as it is after this program's own writes");
    let mut other = Store::open(folder.path(), at(TODAY, 0)).unwrap().store;
    other.set_fact("other", "write").unwrap();
    assert_eq!(
        store.seal(),
        None,
        "nobody looked through what another wrote"
    );
    let sound = other.seal().unwrap();
    drop((store, other));
    let copy = folder.path().join("copy");
    fs::copy(&path, &copy).unwrap();
    let store = Store::open(folder.path(), at(TODAY, 0)).unwrap().store;
    fs::rename(&copy, &path).unwrap();
    assert_eq!(store.seal(), None, "another file lies in its place");
    drop(store);
    let mut bytes = fs::read(&path).unwrap();
    let db = Connection::open(&path).unwrap();
    // A page that no start has to read.
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'log_source'";
    let root: i64 = db.query_row(root, [], |row| row.get(0)).unwrap();
    drop(db);
    let page = (root as usize - 1) * 4096;
    bytes[page..page + 200].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let open = |seal: &str| Store::open_sealed(folder.path(), at(TODAY, 0), Some(seal));
    assert!(matches!(open(&sound), Err(OpenError::Damaged { .. })));
    // Under its own seal nothing but the header is looked at.
    let spoilt = opening::seal(&path).unwrap();
    assert!(open(&spoilt).is_ok());
    fs::write(file::journal(&path), "").unwrap();
    assert_eq!(opening::seal(&path), None, "a transaction has not ended");
}
