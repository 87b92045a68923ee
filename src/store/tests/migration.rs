//! Databases of earlier versions become those of today.

use super::*;
use std::collections::BTreeMap;

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
    let kept = backups(folder.path());
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
    assert_eq!(
        store.fact("seen/cpim").unwrap().as_deref(),
        Some("00112233445566aa")
    );
    // An alias brings the history along.
    assert!(store.history(&key("cpim/card")).unwrap().len() > 6);
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
