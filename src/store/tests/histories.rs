//! Random histories in two windows on one file: the memories are at every moment what the log folds to.

use super::*;
use crate::study::log::Sort;
use proptest::prelude::*;
use rusqlite::types::Value;

#[derive(Debug, Clone)]
enum Act {
    Grade(u8, u8),
    Event(u8, Event),
    Undo,
    Redo,
    Adopt(u8, u8),
    Reopen,
    Rebuild,
    Day(i32),
}

/// An answer or a mark in a mock exam.
fn in_exam(is_answer: bool) -> Event {
    let exam = About {
        device: "d".into(),
        seq: 1,
        count: 1,
        hybrid: 1,
    };
    Event::Exam(Box::new(if is_answer {
        crate::study::mock_exam::Act::Answer(exam)
    } else {
        crate::study::mock_exam::Act::Mark(exam, true)
    }))
}

fn act() -> impl Strategy<Value = Act> {
    let event = prop_oneof![
        Just(Event::Suspend),
        Just(Event::Unsuspend),
        Just(Event::Bury),
        Just(Event::Unbury),
        "[a-z]{0,4}".prop_map(Event::Flag),
        Just(Event::Unflag),
        any::<bool>().prop_map(in_exam),
        (0u8..=5).prop_map(|g| Event::graded(Meant::Exam, Grade::new(g).unwrap())),
        (0u8..=5).prop_map(|g| Event::graded(Meant::Review, Grade::new(g).unwrap())),
        (0u8..=5).prop_map(|g| Event::graded(Meant::Look, Grade::new(g).unwrap())),
    ];
    prop_oneof![
        8 => (0..CARDS, 0u8..=5).prop_map(|(card, grade)| Act::Grade(card, grade)),
        3 => (0..CARDS, event).prop_map(|(card, event)| Act::Event(card, event)),
        5 => Just(Act::Undo),
        4 => Just(Act::Redo),
        1 => (0..CARDS, 0..CARDS).prop_map(|(old, new)| Act::Adopt(old, new)),
        1 => Just(Act::Reopen),
        1 => Just(Act::Rebuild),
        2 => (-1..9i32).prop_map(Act::Day),
    ]
}

const CARDS: u8 = 6;

fn card(number: u8) -> String {
    format!("deck-{}/card-{number}", number % 2)
}

/// The memory table as it lies in the file.
fn bytes(store: &Store) -> Vec<Vec<Value>> {
    let mut statement = store
        .connection
        .prepare("SELECT * FROM memory ORDER BY deck, card")
        .unwrap();
    let width = statement.column_count();
    let rows = statement
        .query_map([], |row| (0..width).map(|column| row.get(column)).collect())
        .unwrap();
    rows.map(Result::unwrap).collect()
}

fn remembered(store: &Store) -> std::collections::BTreeMap<Key, Memory> {
    store.memories().unwrap().into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(40), ..ProptestConfig::default() })]

    #[test]
    fn memories_are_what_the_log_folds_to(acts in prop::collection::vec((any::<bool>(), act()), 1..60)) {
        let folder = folder();
        let mut windows = [open(&folder), open(&folder)];
        let mut today = TODAY;
        let mut clock = 0;
        for (window, act) in acts {
            let store = &mut windows[usize::from(window)];
            clock += 700;
            let now = at(today, clock);
            let before = remembered(store);
            match act {
                Act::Grade(number, quality) => {
                    let change = graded(store, &card(number), quality, today);
                    let entry = store.record(&change, now).unwrap();
                    prop_assert_eq!(entry.change, change);
                }
                Act::Event(number, event) => {
                    let change = change(store, &card(number), event, today);
                    store.record(&change, now).unwrap();
                }
                Act::Undo => {
                    if store.undo(today, now).unwrap().is_some() {
                        store.redo(today, now).unwrap().unwrap();
                        prop_assert_eq!(remembered(store), before);
                        store.undo(today, now).unwrap().unwrap();
                    }
                }
                Act::Redo => {
                    if store.redo(today, now).unwrap().is_some() {
                        store.undo(today, now).unwrap().unwrap();
                        prop_assert_eq!(remembered(store), before);
                        store.redo(today, now).unwrap().unwrap();
                    }
                }
                Act::Adopt(old, new) => {
                    store.adopt(Sort::Question, &[(key(&card(old)), key(&card(new)))], (today, now)).unwrap();
                }
                Act::Reopen => *store = open(&folder),
                Act::Rebuild => {
                    prop_assert_eq!(store.rebuild(), Ok(0));
                }
                Act::Day(days) => today = Day(today.0 + days),
            }
            let log = entries(&windows[0]);
            let folded = independent::fold(&log);
            prop_assert_eq!(remembered(&windows[1]), folded.memories);
            windows[0]
                .each_row(|past| {
                    let id = (past.entry.hybrid, past.entry.id.device.clone(), past.entry.id.seq);
                    assert_eq!(folded.counted.get(&id), past.counted.as_ref());
                })
                .unwrap();
        }
        let report = windows[0].doctor(at(Day(today.0 + 100), 0)).unwrap();
        prop_assert_eq!(report.findings, []);
        let running = bytes(&windows[0]);
        prop_assert_eq!(windows[1].rebuild(), Ok(0));
        prop_assert_eq!(bytes(&windows[0]), running);
    }
}

/// The clock was set back while a window was open: the other window has a new name, and a clock behind that of the first.
#[test]
fn a_row_of_a_window_with_an_older_name_is_seen_by_the_other_window() {
    let folder = folder();
    let mut windows = [open(&folder), open(&folder)];
    let tomorrow = Day(TODAY.0 + 1);
    let first = graded(&windows[0], &card(0), 0, tomorrow);
    windows[0].record(&first, at(tomorrow, 700)).unwrap();
    windows[0] = open(&folder);
    assert_ne!(windows[0].device(), windows[1].device());
    let exam = Event::graded(Meant::Exam, Grade::AGAIN);
    let exam = change(&windows[1], &card(1), exam, tomorrow);
    windows[1].record(&exam, at(tomorrow, 1400)).unwrap();
    let behind = graded(&windows[0], &card(1), 0, TODAY);
    windows[0].record(&behind, at(TODAY, 2100)).unwrap();
    let report = windows[0].doctor(at(tomorrow, 9000)).unwrap();
    assert_eq!(report.findings, []);
}
