//! What is written down, taken back and brought back.

use super::machine::Machine;
use super::*;
use crate::study::log::Sort;

fn undone(store: &mut Store) -> Option<String> {
    let turned = store.undo(TODAY, at(TODAY, 0)).unwrap();
    turned.map(|turned| turned.entry.change.card.to_string())
}

fn redone(store: &mut Store) -> Option<String> {
    let turned = store.redo(TODAY, at(TODAY, 0)).unwrap();
    turned.map(|turned| turned.entry.change.card.to_string())
}

/// Suspends the cards as one.
fn suspend(store: &mut Store, cards: &[&str]) -> Vec<crate::study::log::Entry> {
    let suspended = |card: &&str| {
        let event = Event::Suspend;
        Change::new(key(card), event, TODAY, Memory::default())
    };
    let changes: Vec<Change> = cards.iter().map(suspended).collect();
    store.record_as_one(&changes, at(TODAY, 0)).unwrap()
}

fn suspended(store: &Store) -> Vec<String> {
    let memories = store.memories().unwrap();
    let suspended = memories.iter().filter(|(_, memory)| memory.suspended);
    let mut keys: Vec<String> = suspended.map(|(key, _)| key.to_string()).collect();
    keys.sort();
    keys
}

#[test]
fn what_was_recorded_as_one_is_undone_and_redone_as_one() {
    let folder = folder();
    let mut store = open(&folder);
    let known = grade(&mut store, "d/b", 4, TODAY);
    let first = suspend(&mut store, &["d/a"]);
    assert_eq!(
        (first[0].id.seq, first[0].group),
        (2, None),
        "one is no group"
    );
    let written = suspend(&mut store, &["d/b", "d/c", "d/e"]);
    assert_eq!(written[0].change.before, known, "from what is remembered");
    let groups: Vec<_> = written.iter().map(|e| (e.id.seq, e.group)).collect();
    assert_eq!(groups, [(3, Some(3)), (4, Some(3)), (5, Some(3))]);
    let all = ["d/a", "d/b", "d/c", "d/e"];
    assert_eq!(suspended(&store), all);
    assert_eq!(undone(&mut store).as_deref(), Some("d/b"));
    assert_eq!(suspended(&store), ["d/a"]);
    assert_eq!(store.memory(&key("d/b")), Ok(known));
    assert_eq!(undone(&mut store).as_deref(), Some("d/a"));
    assert_eq!(suspended(&store), [""; 0]);
    assert_eq!(redone(&mut store).as_deref(), Some("d/a"));
    assert_eq!(redone(&mut store).as_deref(), Some("d/b"));
    assert_eq!(suspended(&store), all);
    assert_eq!(redone(&mut store), None);
}

#[test]
fn the_undone_entry_tells_the_memory_before_and_after() {
    let folder = folder();
    let mut store = open(&folder);
    let known = grade(&mut store, "d/a", 1, TODAY);
    let turned = store.undo(TODAY, at(TODAY, 0)).unwrap().unwrap();
    let change = turned.entry.change;
    assert_eq!((change.before, change.after), (known, Memory::default()));
    let log = entries(&store);
    let undo = &log[1].change;
    assert_eq!((undo.seed, undo.sort), (u64::MAX - 1, Sort::Question));
    assert_eq!(log[1].id.seq, 2);
}

#[test]
fn an_undo_goes_back_over_rows_that_are_not_undone_however_many_they_are() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/a", 4, TODAY);
    for _ in 0..150 {
        does(
            &mut store,
            "d/b",
            Event::graded(Meant::Exam, Grade::GOOD),
            TODAY,
        );
    }
    assert_eq!(undone(&mut store).as_deref(), Some("d/a"));
    assert_eq!(undone(&mut store), None);
    assert_eq!(redone(&mut store).as_deref(), Some("d/a"));
}

#[test]
fn nothing_is_undone_behind_a_row_of_an_earlier_day() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/a", 4, TODAY);
    does(&mut store, "d/b", Event::Suspend, Day(TODAY.0 - 1));
    assert_eq!(undone(&mut store), None);
}

#[test]
fn many_steps_are_undone_and_redone_in_turn() {
    let folder = folder();
    let mut store = open(&folder);
    let cards: Vec<String> = (0..40).map(|n| format!("d/{n}")).collect();
    for card in &cards {
        grade(&mut store, card, 4, TODAY);
    }
    for card in cards.iter().rev() {
        assert_eq!(undone(&mut store).as_ref(), Some(card));
    }
    assert_eq!(undone(&mut store), None);
    for card in &cards {
        assert_eq!(redone(&mut store).as_ref(), Some(card));
    }
    assert_eq!(redone(&mut store), None);
}

#[test]
fn what_this_machine_did_under_an_earlier_name_is_undone_and_no_further_row_of_that_name() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/own", 4, TODAY);
    grade(&mut store, "d/other", 4, TODAY);
    store.own.earlier = vec![(store.own.name.clone(), 1)];
    store.own.name = "fresh".into();
    assert_eq!(undone(&mut store).as_deref(), Some("d/own"));
    assert_eq!(undone(&mut store), None);
    assert_eq!(redone(&mut store).as_deref(), Some("d/own"));
}

/// Two windows on one file, of which the first has a new name: the clock was set back while the second was open. It cannot
/// know, for the file that told it is gone. Two cards were graded on the day that is returned.
fn windows_with_two_names(folder: &TempDir, undone: usize) -> ([Store; 2], Day) {
    let mut windows = [open(folder), open(folder)];
    let day = TODAY.plus(2);
    grade(&mut windows[0], "d/first", 4, day);
    grade(&mut windows[0], "d/second", 4, day);
    for _ in 0..undone {
        windows[0].undo(day, at(day, 0)).unwrap().unwrap();
    }
    windows[0] = open(folder);
    assert_ne!(windows[0].device(), windows[1].device());
    std::fs::remove_file(folder.path().join(DEVICE)).unwrap();
    (windows, day)
}

#[test]
fn a_window_that_was_open_when_the_machine_took_a_new_name_writes_on_under_the_new_one() {
    let folder = folder();
    let mut old = open(&folder);
    let ahead = TODAY.plus(2);
    grade(&mut old, "d/ahead", 4, ahead);
    let given_up = old.device().to_owned();
    // The clock was set back: it starts under a new name.
    let mut new = open(&folder);
    assert_ne!(new.device(), given_up);
    grade(&mut new, "d/new", 4, TODAY);
    grade(&mut old, "d/old", 4, TODAY);
    assert_eq!(old.device(), new.device());
    let devices: Vec<String> = entries(&new).into_iter().map(|e| e.id.device).collect();
    assert_eq!(devices.iter().filter(|name| **name == given_up).count(), 1);
    assert_eq!(undone(&mut new).as_deref(), Some("d/old"));
    assert_eq!(undone(&mut old).as_deref(), Some("d/new"));
    assert_eq!(redone(&mut new).as_deref(), Some("d/new"));
    assert_eq!(redone(&mut old).as_deref(), Some("d/old"));
    assert!(new.doctor(at(ahead, 0)).unwrap().is_sound());
}

#[test]
fn what_a_window_with_an_older_name_has_brought_back_is_not_brought_back_again() {
    let folder = folder();
    let ([mut new, mut old], day) = windows_with_two_names(&folder, 2);
    let redone = |store: &mut Store| {
        let turned = store.redo(day, at(day, 0)).unwrap();
        turned.map(|turned| turned.entry.change.card.to_string())
    };
    assert_eq!(redone(&mut old).as_deref(), Some("d/first"));
    assert_eq!(redone(&mut new).as_deref(), Some("d/second"));
    let rows = entries(&new).len();
    assert_eq!(redone(&mut new), None);
    assert_eq!(entries(&new).len(), rows, "nothing is written");
    assert_eq!(new.memories().unwrap().len(), 2);
}

#[test]
fn nothing_is_brought_back_behind_something_newer_that_another_window_brought_back() {
    let folder = folder();
    let ([mut new, mut old], day) = windows_with_two_names(&folder, 0);
    let now = at(day, 0);
    new.undo(day, now).unwrap().unwrap();
    old.undo(day, now).unwrap().unwrap();
    let turned = new.redo(day, now).unwrap().unwrap();
    assert_eq!(turned.entry.change.card, key("d/second"));
    assert_eq!(old.redo(day, now), Ok(None));
    let turned = old.undo(day, now).unwrap().unwrap();
    assert_eq!(turned.entry.change.card, key("d/second"));
}

#[test]
fn a_redo_never_says_that_another_machine_s_answer_counts_in_its_place() {
    let (mut one, mut other) = (Machine::new(), Machine::new());
    one.does(&key("d/a"), Event::graded(Meant::Review, Grade::GOOD));
    other.ms = 60_000;
    other.does(&key("d/a"), Event::graded(Meant::Review, Grade::AGAIN));
    let now = one.now();
    one.store.merge(&other.store.path(), now, false).unwrap();
    let undo = one.store.undo(TODAY, now).unwrap().unwrap();
    let redo = one.store.redo(TODAY, now).unwrap().unwrap();
    assert_eq!((undo.is_replaced, redo.is_replaced), (true, false));
}

#[test]
fn a_change_of_a_deck_is_written_whatever_is_remembered_under_its_name() {
    let folder = folder();
    let mut store = open(&folder);
    let known = grade(&mut store, "d/a", 4, TODAY);
    let event = Event::Choose {
        field: "rests".into(),
        value: Some("yes".into()),
        is_taken_over: false,
    };
    let change = Change {
        sort: Sort::Deck,
        ..Change::new(key("d/a"), event, TODAY, Memory::default())
    };
    store.record(&change, at(TODAY, 0)).unwrap();
    assert_eq!(store.memory(&key("d/a")), Ok(known));
}

#[test]
fn an_answer_in_a_mock_exam_is_written_whatever_another_window_did_to_the_card() {
    let folder = folder();
    let mut store = open(&folder);
    let late = change(&store, "d/a", exam(Act::Answer(exam_about())), TODAY);
    let now = grade(&mut store, "d/a", 4, TODAY);
    let written = store.record(&late, at(TODAY, 1)).unwrap();
    assert_eq!(written.change.before, now);
    assert_eq!(store.memory(&key("d/a")), Ok(now));
    let of_exam = Change {
        sort: Sort::Exam,
        ..late
    };
    let written = store.record(&of_exam, at(TODAY, 2)).unwrap();
    assert_eq!(written.change.before, Memory::default());
}

#[test]
fn what_another_program_remembers_is_taken_once_and_only_where_nothing_is_known() {
    let folder = folder();
    let mut store = open(&folder);
    let own = grade(&mut store, "d/own", 1, TODAY);
    let event = Event::graded(Meant::Review, Grade::EASY);
    let theirs = Memory::default().after(&event, TODAY.plus(0));
    let suspended = Memory::default().after(&Event::Suspend, TODAY);
    let brought = |card: &str, memory: &Memory| (key(card), key("anki/x"), memory.clone());
    let all = [
        brought("d/own", &theirs),
        brought("d/new", &theirs),
        brought("d/never", &Memory::default()),
        brought("d/hidden", &suspended),
    ];
    assert_eq!(store.bring(&all, TODAY, at(TODAY, 0)), Ok(2));
    assert_eq!(store.memory(&key("d/own")), Ok(own));
    assert_eq!(store.memory(&key("d/new")), Ok(theirs));
    does(&mut store, "d/hidden", Event::Unsuspend, TODAY);
    assert_eq!(store.bring(&all, TODAY, at(TODAY, 0)), Ok(0), "once");
    assert_eq!(store.memory(&key("d/hidden")), Ok(Memory::default()));
    assert_eq!(entries(&store).len(), 4);
}

#[test]
fn an_adoption_is_written_where_it_brings_a_row_that_the_new_key_lacks() {
    let folder = folder();
    let mut store = open(&folder);
    let adopts = |store: &mut Store, pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(o, n)| (key(o), key(n))).collect();
        store
            .adopt(Sort::Question, &pairs, (TODAY, at(TODAY, 0)))
            .unwrap()
    };
    grade(&mut store, "d/a", 4, TODAY);
    grade(&mut store, "d/b", 1, TODAY);
    let pairs = [("d/a", "e/a"), ("d/b", "e/b")];
    assert_eq!(adopts(&mut store, &[("d/a", "d/a")]), 0, "of itself");
    assert_eq!(adopts(&mut store, &pairs), 2);
    assert_eq!(adopts(&mut store, &pairs), 0);
    let again = grade(&mut store, "d/a", 1, TODAY.plus(1));
    assert_ne!(store.memory(&key("e/a")), Ok(again.clone()));
    assert_eq!(adopts(&mut store, &pairs), 1, "there is more by now");
    assert_eq!(store.memory(&key("e/a")), Ok(again));
    // Another adoption of the new key says nothing of this one.
    assert_eq!(adopts(&mut store, &[("d/b", "e/a")]), 1);
    grade(&mut store, "e/c", 4, TODAY);
    assert_eq!(adopts(&mut store, &[("d/a", "e/c")]), 1, "known by both");
}

#[test]
fn a_row_of_a_clock_that_is_far_ahead_is_adopted_once_it_is_dated_anew() {
    let folder = folder();
    let mut store = open(&folder);
    let ahead = TODAY.plus(365);
    grade(&mut store, "d/a", 4, ahead);
    // The clock is right again: the machine goes on under another name.
    drop(store);
    let mut store = Store::open(folder.path(), at(TODAY, 0)).unwrap().store;
    let pairs = [(key("d/a"), key("d/b"))];
    let adopts = |store: &mut Store, ms| {
        store
            .adopt(Sort::Question, &pairs, (TODAY, at(TODAY, ms)))
            .unwrap()
    };
    assert_eq!(adopts(&mut store, 1), 0, "it would stand before the row");
    assert_eq!(store.redate(None, TODAY, at(TODAY, 2)), Ok(1));
    assert_eq!(adopts(&mut store, 3), 1);
    assert_eq!(adopts(&mut store, 4), 0);
}

#[test]
fn a_void_adoption_is_none() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/a", 4, TODAY);
    let pairs = [(key("d/a"), key("d/b"))];
    let ahead = TODAY.plus(365);
    assert_eq!(
        store.adopt(Sort::Question, &pairs, (ahead, at(ahead, 0))),
        Ok(1)
    );
    drop(store);
    let mut store = Store::open(folder.path(), at(TODAY, 0)).unwrap().store;
    assert_eq!(store.redate(None, TODAY, at(TODAY, 1)), Ok(1));
    grade(&mut store, "d/a", 4, TODAY.plus(1));
    let tomorrow = at(TODAY.plus(1), 9000);
    assert_eq!(
        store.adopt(Sort::Question, &pairs, (TODAY.plus(1), tomorrow)),
        Ok(1)
    );
}
