//! Disks that are full, locks that are held, files that go: each is said, nothing is half-written, and the work goes on
//! when the cause is gone.

use super::*;
use crate::store::file::connect;
use rusqlite::OpenFlags;
use std::fs;

/// Tries to record one more grade, and finds the log as it was if that failed.
fn attempt(store: &mut Store, card: &str) -> Result<(), Trouble> {
    let rows = entries(store);
    let change = graded(store, card, 4, TODAY);
    match store.record(&change, at(TODAY, 0)) {
        Ok(_) => Ok(()),
        Err(RecordError::Trouble(trouble)) => {
            assert_eq!(entries(store), rows);
            assert_eq!(store.memory(&key(card)).unwrap(), Memory::default());
            assert!(store.connection.is_autocommit());
            Err(trouble)
        }
        Err(changed) => panic!("{changed}"),
    }
}

#[test]
fn a_full_disk_loses_nothing_and_grading_goes_on_when_there_is_room() {
    let folder = folder();
    let mut store = open(&folder);
    let limit = |store: &Store, pages: u32| {
        let set: u32 = store
            .connection
            .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| {
                row.get(0)
            })
            .unwrap();
        set
    };
    let pages = limit(&store, 1);
    let mut recorded = 0;
    let trouble = loop {
        match attempt(&mut store, &format!("d/{recorded}")) {
            Ok(()) => recorded += 1,
            Err(trouble) => break trouble,
        }
    };
    assert!(matches!(trouble, Trouble::Full(_)), "{trouble}");
    assert!(store.undo(TODAY, at(TODAY, 0)).is_ok_and(|e| e.is_some()) || recorded > 0);
    limit(&store, pages + 1000);
    assert_eq!(attempt(&mut store, "d/after"), Ok(()));
    assert!(store.doctor(at(TODAY, 0)).unwrap().is_sound());
    assert_eq!(entries(&open(&folder)), entries(&store));
}

#[test]
fn a_lock_that_is_held_is_said_and_waited_out() {
    let folder = folder();
    let mut store = open(&folder);
    let other = Connection::open(store.path()).unwrap();
    for lock in ["BEGIN IMMEDIATE", "BEGIN; SELECT count(*) FROM log"] {
        other.execute_batch(lock).unwrap();
        let trouble = attempt(&mut store, lock).unwrap_err();
        assert!(matches!(trouble, Trouble::Busy(_)), "{trouble}");
        other.execute_batch("ROLLBACK").unwrap();
        assert_eq!(attempt(&mut store, lock), Ok(()));
    }
}

#[test]
fn a_write_that_waits_a_moment_for_another_window_succeeds() {
    let folder = folder();
    let mut store = open(&folder);
    let path = store.path();
    let (ready, is_ready) = std::sync::mpsc::channel();
    let other = std::thread::spawn(move || {
        let other = Connection::open(path).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        ready.send(()).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(700));
        other.execute_batch("ROLLBACK").unwrap();
    });
    is_ready.recv().unwrap();
    assert_eq!(attempt(&mut store, "d/c"), Ok(()));
    other.join().unwrap();
}

#[cfg(unix)]
#[test]
fn a_database_that_was_deleted_or_replaced_is_noticed_at_the_next_grade() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/c", 4, TODAY);
    let copy = folder.path().join("copy");
    fs::copy(store.path(), &copy).unwrap();
    fs::rename(&copy, store.path()).unwrap();
    assert!(matches!(attempt(&mut store, "d/b"), Err(Trouble::Moved(_))));

    let mut store = open(&folder);
    fs::remove_file(store.path()).unwrap();
    assert!(matches!(attempt(&mut store, "d/b"), Err(Trouble::Moved(_))));
}

#[test]
fn where_nothing_can_be_written_everything_can_be_read() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/c", 4, TODAY);
    let path = store.path();
    // As on a disk that is mounted for reading: SQLite refuses.
    store.connection = connect(&path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let trouble = attempt(&mut store, "d/b").unwrap_err();
    assert_eq!(trouble, Trouble::ReadOnly(path.clone()));
    // As validation finds it: writing is not even tried.
    store.is_read_only = true;
    assert_eq!(attempt(&mut store, "d/b"), Err(Trouble::ReadOnly(path)));
    assert_eq!(
        store.undo(TODAY, at(TODAY, 0)).map(drop),
        attempt(&mut store, "d/b")
    );
    assert!(store.doctor(at(TODAY, 0)).unwrap().is_sound());
    assert_eq!(store.back_up_daily(at(TODAY, 0)), Ok(None));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_only_be_read_is_opened_for_reading() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    grade(&mut open(&folder), "d/c", 4, TODAY);
    let path = folder.path().join(FILE);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        return; // The superuser may write all the same.
    }
    let opened = Store::open(folder.path(), at(TODAY, 0)).unwrap();
    assert_eq!(opened.notices, [Notice::ReadOnly(path)]);
    assert_eq!(entries(&opened.store).len(), 1);
}

#[test]
fn every_trouble_says_where_it_is_and_what_to_do() {
    let path = std::path::PathBuf::from("/data/swot.db");
    for trouble in [
        Trouble::Busy(path.clone()),
        Trouble::Full(path.clone()),
        Trouble::ReadOnly(path.clone()),
        Trouble::Moved(path.clone()),
        Trouble::Io(path.clone(), "reason".to_owned()),
        Trouble::Damaged(path.clone(), "reason".to_owned()),
        Trouble::Refused(path, "reason".to_owned()),
    ] {
        let text = trouble.to_string();
        assert!(
            text.contains("/data/swot.db") && text.contains(';') | text.contains(':'),
            "{text}"
        );
    }
}

/// A process loses all its locks on a file as soon as it closes any handle of that file.
#[cfg(target_os = "linux")]
#[test]
fn a_second_opening_leaves_the_locks_of_the_first_alone() {
    let folder = folder();
    let store = open(&folder);
    let file = format!(":{} ", super::device::inode(&store.path()));
    let is_locked = || {
        let locks = fs::read_to_string("/proc/locks").unwrap();
        locks.lines().any(|lock| lock.contains(&file))
    };
    store.connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(is_locked());
    let second = store.again()().unwrap();
    second.head().unwrap();
    drop(second);
    assert!(is_locked());
}
