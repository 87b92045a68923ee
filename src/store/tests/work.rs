//! How much a grade asks of the database, counted without a clock: a learner waits for it after each answer.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Steps of SQLite's machine, which runs all statements, and commits: each is one series of writes that reach the disk.
#[derive(Debug, PartialEq)]
struct Work {
    steps: u64,
    commits: u64,
}

fn work(store: &mut Store, does: impl FnOnce(&mut Store)) -> Work {
    let counters = Arc::new([AtomicU64::new(0), AtomicU64::new(0)]);
    let of = counters.clone();
    let step = move || {
        of[0].fetch_add(1, Relaxed);
        false
    };
    store.connection.progress_handler(1, Some(step)).unwrap();
    let of = counters.clone();
    let commit = move || {
        of[1].fetch_add(1, Relaxed);
        false
    };
    store.connection.commit_hook(Some(commit)).unwrap();
    does(store);
    store
        .connection
        .progress_handler(1, None::<fn() -> bool>)
        .unwrap();
    store.connection.commit_hook(None::<fn() -> bool>).unwrap();
    let [steps, commits] = [&counters[0], &counters[1]].map(|of| of.load(Relaxed));
    Work { steps, commits }
}

/// A grade of a card that was met, its undo and its redo, in a log of so many days on which twenty cards were met.
fn after(days: u32) -> [Work; 3] {
    let folder = folder();
    let mut store = open(&folder);
    let device = store.device().to_owned();
    let write = store.connection.transaction().unwrap();
    for day in (0..days).rev().map(|ago| TODAY.minus(ago + 1)) {
        for card in 0..20 {
            let key = key(&format!("deck/{}-{card}", day.0));
            let before = memory::get(&write, &key).unwrap();
            let event = Event::graded(before.meant(day), Grade::GOOD);
            let change = Change::new(key, event, day, before);
            record::write(&write, &device, &change, at(day, 0), None).unwrap();
        }
    }
    write.commit().unwrap();
    let met = [1, 2].map(|card| format!("deck/{}-{card}", TODAY.0 - 1));
    // Statements are prepared with the first of each.
    grade(&mut store, &met[0], 4, TODAY);
    store.undo(TODAY, at(TODAY, 1)).unwrap().unwrap();
    store.redo(TODAY, at(TODAY, 2)).unwrap().unwrap();
    let change = graded(&store, &met[1], 4, TODAY);
    [
        work(&mut store, |store| {
            drop(store.record(&change, at(TODAY, 3)).unwrap())
        }),
        work(&mut store, |store| {
            drop(store.undo(TODAY, at(TODAY, 4)).unwrap().unwrap())
        }),
        work(&mut store, |store| {
            drop(store.redo(TODAY, at(TODAY, 5)).unwrap().unwrap())
        }),
    ]
}

#[test]
fn a_grade_is_one_commit_and_as_much_work_in_a_long_log_as_in_a_short_one() {
    let (short, long) = (after(3), after(100));
    for work in &short {
        assert_eq!(work.commits, 1, "{short:?}");
    }
    assert_eq!(short, long);
    assert!(short[0].steps < 700, "{short:?}");
}

/// The file that another window may have written to is read at the first grade, and then only where it was written to.
#[test]
fn a_grade_reads_the_name_of_this_machine_only_where_its_file_has_changed() {
    let folder = folder();
    let mut store = open(&folder);
    let (own, path) = (store.device().to_owned(), folder.path().join(DEVICE));
    let time = std::fs::metadata(&path).unwrap().modified().unwrap();
    let put = |name: &str, earlier: &str, time| {
        let text = format!("device {name}\nrow 0\nfile 1\n{earlier:60}");
        std::fs::write(&path, text).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(time).unwrap();
    };
    put(&own, "", time);
    grade(&mut store, "d/first", 4, TODAY);
    let earlier = format!("earlier {own} 1\n");
    put("0123456789abcdef", &earlier, time);
    grade(&mut store, "d/second", 4, TODAY);
    assert_eq!(store.device(), own, "it was not read");
    put(
        "0123456789abcdef",
        &earlier,
        time + std::time::Duration::from_secs(1),
    );
    grade(&mut store, "d/third", 4, TODAY);
    assert_eq!(store.device(), "0123456789abcdef");
}

#[test]
fn a_start_writes_the_name_of_this_machine_only_after_rows_of_its_own() {
    let folder = folder();
    let mut store = open(&folder);
    let path = folder.path().join(DEVICE);
    let then = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_modified(then).unwrap();
    let is_untouched = || std::fs::metadata(&path).unwrap().modified().unwrap() == then;
    open(&folder);
    assert!(is_untouched());
    grade(&mut store, "d/a", 4, TODAY);
    open(&folder);
    assert!(!is_untouched());
}
