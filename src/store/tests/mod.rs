//! What the tests of the store share, and the tests that go through several of its files.

mod histories;
mod independent;
pub(crate) mod machine;
mod migration;
mod repair;
mod size;
mod trouble;
mod undo;
mod union;
mod validate;
mod work;

use super::*;
use crate::study::log::{About, Change, Moment, Sort};
use crate::study::memory::{Event, Meant};
use crate::study::mock_exam::{Act, Paper, Posed};
use crate::study::{Day, Grade, Key, Memory};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use tempfile::TempDir;

pub const TODAY: Day = Day(20_778);
pub const DAY_MS: i64 = 86_400_000;

/// Cases of a run; `SWOT_CASES` asks for more of them.
pub fn cases(usual: u32) -> u32 {
    let asked = std::env::var("SWOT_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Nine in the morning of a study day, `ms` later, in Paris.
pub fn at(day: Day, ms: i64) -> Moment {
    Moment {
        utc_ms: i64::from(day.0) * DAY_MS + 8 * 3_600_000 + ms,
        offset_s: 3600,
    }
}

pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let private = std::fs::Permissions::from_mode(0o700);
        std::fs::set_permissions(folder.path(), private).unwrap();
    }
    folder
}

/// Opened, and quick: what the tests write does not have to outlive a power cut.
pub fn open(folder: &TempDir) -> Store {
    let opened = Store::open(folder.path(), at(TODAY, 0)).unwrap();
    let db = &opened.store.connection;
    db.execute_batch("PRAGMA synchronous = OFF").unwrap();
    opened.store
}

pub fn key(name: &str) -> Key {
    Key::from_text(name)
}

/// The change that `event` makes to what the store remembers of a card now.
pub fn change(store: &Store, card: &str, event: Event, day: Day) -> Change {
    let before = store.memory(&key(card)).unwrap();
    Change::new(key(card), event, day, before)
}

pub fn graded(store: &Store, card: &str, grade: u8, day: Day) -> Change {
    let before = store.memory(&key(card)).unwrap();
    let event = Event::graded(before.meant(day), Grade::new(grade).unwrap());
    Change {
        seed: u64::MAX - u64::from(grade),
        took_ms: 3000,
        ..Change::new(key(card), event, day, before)
    }
}

pub fn grade(store: &mut Store, card: &str, grade: u8, day: Day) -> Memory {
    let change = graded(store, card, grade, day);
    store.record(&change, at(day, 0)).unwrap().change.after
}

pub fn does(store: &mut Store, card: &str, event: Event, day: Day) {
    let change = change(store, card, event, day);
    store.record(&change, at(day, 0)).unwrap();
}

pub fn entries(store: &Store) -> Vec<crate::study::log::Entry> {
    let mut entries = Vec::new();
    store.each_row(|past| entries.push(past.entry)).unwrap();
    entries
}

#[test]
fn a_grade_is_there_after_a_restart() {
    let folder = folder();
    let mut store = open(&folder);
    let after = grade(&mut store, "deck/card", 4, TODAY);
    let written = entries(&store);
    drop(store);
    let store = open(&folder);
    assert_eq!(store.memory(&key("deck/card")).unwrap(), after);
    assert_eq!(entries(&store), written);
    let entry = &written[0];
    assert_eq!(entry.id.seq, 1);
    assert_eq!(entry.id.device, store.device());
    assert_eq!(entry.at, at(TODAY, 0));
    assert_eq!(entry.change.seed, u64::MAX - 4);
    assert_eq!(entry.change.before, Memory::default());
    assert_eq!(entry.change.after, after);
    assert_eq!(entry.change.took_ms, 3000);
    assert_eq!(
        entry.change.event,
        Event::graded(Meant::Review, Grade::GOOD)
    );
}

fn exam(act: Act) -> Event {
    Event::Exam(Box::new(act))
}

fn exam_about() -> About {
    About {
        device: "elsewhere".into(),
        seq: 7,
        count: 1,
        hybrid: 1 << 52,
    }
}

fn paper() -> Paper {
    let posed = |card: &str, seed, revision| Posed {
        key: key(card),
        seed,
        revision,
        module: "3".into(),
    };
    Paper {
        minutes: 42,
        has_pauses: true,
        is_diagnostic: false,
        questions: vec![posed("d/c:reverse", 1 << 52, u64::MAX), posed("d/e", 0, 0)],
    }
}

#[test]
fn every_kind_of_row_is_read_as_it_was_written() {
    let folder = folder();
    let mut store = open(&folder);
    let mut written = Vec::new();
    for event in [
        Event::graded(Meant::Review, Grade::AGAIN),
        Event::graded(Meant::Drill, Grade::GOOD),
        Event::graded(Meant::Practice, Grade::HARD),
        Event::graded(Meant::Exam, Grade::EASY),
        Event::Suspend,
        Event::Unsuspend,
        Event::Bury,
        Event::Unbury,
        Event::Flag("wrong: \u{2260} \0".to_owned()),
        Event::Unflag,
        Event::Flag(String::new()),
        exam(Act::Begin(paper())),
        exam(Act::Answer(exam_about())),
        exam(Act::Mark(exam_about(), true)),
        exam(Act::Pause(exam_about())),
        exam(Act::End(exam_about(), vec![Some(true), Some(false), None])),
    ] {
        let change = change(&store, "d/c:reverse", event, TODAY);
        written.push(store.record(&change, at(TODAY, 5)).unwrap());
    }
    assert_eq!(
        store.adopt(
            Sort::Question,
            &[(key("d/c:reverse"), key("e/c"))],
            (TODAY, at(TODAY, 0))
        ),
        Ok(1)
    );
    store.undo(TODAY, at(TODAY, 0)).unwrap();
    store.redo(TODAY, at(TODAY, 0)).unwrap();
    let read = entries(&store);
    assert_eq!(read[..written.len()], written);
    let about = About {
        device: written[10].id.device.clone(),
        seq: written[10].id.seq,
        count: 1,
        hybrid: written[10].hybrid,
    };
    let events: Vec<_> = read.iter().map(|entry| &entry.change.event).collect();
    assert_eq!(
        events[written.len()..],
        [
            &Event::Adopt(key("d/c:reverse")),
            &Event::Undo(about.clone()),
            &Event::Redo(about)
        ]
    );
}

/// Other versions of the program read these words.
#[test]
fn payloads_have_the_field_names_of_the_file_format() {
    let folder = folder();
    let mut store = open(&folder);
    let begin = change(&store, "d/c", exam(Act::Begin(paper())), TODAY);
    let begun = store.record(&begin, at(TODAY, 0)).unwrap();
    assert_eq!(
        begun.payload.as_deref(),
        Some(
            r#"{"minutes":42,"pauses":true,"diagnostic":false,"questions":[{"card":"d/c:reverse","seed":4503599627370496,"revision":"ffffffffffffffff","module":"3"},{"card":"d/e","seed":0,"revision":"0000000000000000","module":"3"}]}"#
        )
    );
    let mut memory = Memory::default().after(&Event::graded(Meant::Review, Grade::AGAIN), TODAY);
    memory.flag = Some("why".to_owned());
    let brought = [(key("d/f"), key("anki/7"), memory)];
    assert_eq!(store.bring(&brought, TODAY, at(TODAY, 5)), Ok(1));
    assert_eq!(
        entries(&store)[1].payload.as_deref(),
        Some(
            r#"{"from":"anki/7","memory":{"learned":{"repetitions":0,"ease":250,"interval":1,"due":20779,"introduced":20778,"last":20778,"seen":20778,"lapses":0,"drill":20778},"suspended":false,"buried":null,"flag":"why"}}"#
        )
    );
}

#[test]
fn the_second_of_two_windows_is_told_what_the_first_one_did() {
    let folder = folder();
    let (mut one, mut two) = (open(&folder), open(&folder));
    assert_eq!(one.device(), two.device());
    let version = two.data_version().unwrap();
    let late = graded(&two, "deck/card", 1, TODAY);
    let now = grade(&mut one, "deck/card", 5, TODAY);
    assert_ne!(two.data_version().unwrap(), version);
    assert_eq!(
        two.record(&late, at(TODAY, 1)),
        Err(RecordError::Changed { now: Box::new(now) })
    );
    assert_eq!(entries(&two).len(), 1);
    grade(&mut two, "deck/other", 5, TODAY);
    grade(&mut one, "deck/third", 5, TODAY);
    let seqs: Vec<_> = entries(&two).iter().map(|entry| entry.id.seq).collect();
    assert_eq!(seqs, [1, 2, 3]);
}

#[test]
fn the_hybrid_clock_never_stands_still_or_goes_back() {
    let folder = folder();
    let mut store = open(&folder);
    for (card, ms) in [
        ("d/a", 1000),
        ("d/b", 1000),
        ("d/c", -50_000),
        ("d/d", 9000),
    ] {
        let change = graded(&store, card, 4, TODAY);
        store.record(&change, at(TODAY, ms)).unwrap();
    }
    let start = at(TODAY, 0).utc_ms as u64;
    let hybrids: Vec<_> = entries(&store).iter().map(|e| e.hybrid - start).collect();
    assert_eq!(hybrids, [1000, 1001, 1002, 9000]);
    let walls: Vec<_> = entries(&store)
        .iter()
        .map(|e| e.at.utc_ms - at(TODAY, 0).utc_ms)
        .collect();
    assert_eq!(walls, [1000, 1000, -50_000, 9000]);
}

#[test]
fn undo_goes_back_through_the_day_and_over_a_restart_and_redo_brings_all_of_it_back() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/old", 4, TODAY.plus(0));
    let tomorrow = TODAY.plus(1);
    let mut states = vec![store.memories().unwrap()];
    grade(&mut store, "d/old", 1, tomorrow);
    states.push(store.memories().unwrap());
    grade(&mut store, "d/old", 4, tomorrow);
    states.push(store.memories().unwrap());
    does(&mut store, "d/new", Event::Suspend, tomorrow);
    states.push(store.memories().unwrap());
    does(&mut store, "d/new", Event::Flag("odd".to_owned()), tomorrow);
    let end = store.memories().unwrap();
    for state in states.iter().rev() {
        drop(store);
        store = open(&folder);
        assert!(store.undo(tomorrow, at(tomorrow, 0)).unwrap().is_some());
        assert_eq!(store.memories().unwrap(), *state);
    }
    assert_eq!(
        store.undo(tomorrow, at(tomorrow, 0)),
        Ok(None),
        "yesterday stays"
    );
    for _ in 0..4 {
        drop(store);
        store = open(&folder);
        assert!(store.redo(tomorrow, at(tomorrow, 0)).unwrap().is_some());
    }
    assert_eq!(store.memories().unwrap(), end);
    assert_eq!(store.redo(tomorrow, at(tomorrow, 0)), Ok(None));
}

#[test]
fn something_new_ends_what_can_be_redone() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/a", 4, TODAY);
    let undone = store.undo(TODAY, at(TODAY, 0)).unwrap().unwrap();
    assert_eq!(undone.entry.change.card, key("d/a"));
    grade(&mut store, "d/b", 4, TODAY);
    assert_eq!(store.redo(TODAY, at(TODAY, 0)), Ok(None));
    let undone = store.undo(TODAY, at(TODAY, 0)).unwrap().unwrap();
    assert_eq!(undone.entry.change.card, key("d/b"));
    assert_eq!(store.undo(TODAY, at(TODAY, 0)), Ok(None));
    assert_eq!(
        store.redo(TODAY.plus(1), at(TODAY.plus(1), 0)),
        Ok(None),
        "of another day"
    );
    assert!(store.redo(TODAY, at(TODAY, 0)).unwrap().is_some());
    let history = store.history(&key("d/a")).unwrap();
    assert_eq!(
        history.iter().map(|p| p.is_undone).collect::<Vec<_>>(),
        [true, false]
    );
}

#[test]
fn a_renamed_card_keeps_its_memory_and_is_adopted_once() {
    let folder = folder();
    let mut store = open(&folder);
    let memory = grade(&mut store, "old/card", 4, TODAY);
    let pairs = [
        (key("old/card"), key("new/card")),
        (key("old/never"), key("new/never")),
    ];
    assert_eq!(
        store.adopt(Sort::Question, &pairs, (TODAY, at(TODAY, 0))),
        Ok(1)
    );
    assert_eq!(store.memory(&key("new/card")).unwrap(), memory);
    assert_eq!(store.memory(&key("old/card")).unwrap(), memory);
    assert_eq!(
        store.adopt(Sort::Question, &pairs, (TODAY, at(TODAY, 0))),
        Ok(0)
    );

    does(&mut store, "old/flagged", Event::Flag(String::new()), TODAY);
    let pairs = [(key("old/flagged"), key("new/flagged"))];
    assert_eq!(
        store.adopt(Sort::Question, &pairs, (TODAY, at(TODAY, 0))),
        Ok(1)
    );
    does(&mut store, "new/flagged", Event::Unflag, TODAY);
    assert_eq!(
        store.adopt(Sort::Question, &pairs, (TODAY, at(TODAY, 0))),
        Ok(0),
        "forgotten on purpose"
    );
}

#[test]
fn a_card_that_was_renamed_was_introduced_once_under_its_newest_name() {
    let folder = folder();
    let mut store = open(&folder);
    let adopt = |store: &mut Store, from: &str, to: &str| {
        let pair = (key(from), key(to));
        let when = (TODAY.plus(1), at(TODAY.plus(1), 0));
        assert_eq!(store.adopt(Sort::Question, &[pair], when), Ok(1));
    };
    let introduced = |store: &Store| -> Vec<(String, u32)> {
        store.introduced_on(TODAY).unwrap().into_iter().collect()
    };
    does(&mut store, "a/one", Event::Flag(String::new()), TODAY);
    adopt(&mut store, "a/one", "b/one");
    let change = graded(&store, "a/one", 4, TODAY);
    store.record(&change, at(TODAY.plus(1), 1)).unwrap();
    assert_eq!(introduced(&store), [("a".into(), 1)], "not taken along yet");
    adopt(&mut store, "a/one", "b/one");
    assert_eq!(introduced(&store), [("b".into(), 1)]);
    adopt(&mut store, "b/one", "a/one");
    assert_eq!(introduced(&store), [("a".into(), 1)], "named back");
}

#[test]
fn what_was_asked_under_a_former_name_is_told_of_the_card_that_is_there() {
    let folder = folder();
    let mut store = open(&folder);
    // Each counts as a repetition, whatever came before it under another name.
    for (card, days) in [("a/one", 0), ("b/one", 2), ("c/one", 4)] {
        grade(&mut store, card, 2, TODAY.plus(days));
    }
    let when = (TODAY.plus(4), at(TODAY.plus(4), 9));
    for (from, to) in [("a/one", "b/one"), ("b/one", "a/one"), ("a/one", "c/one")] {
        let pair = (key(from), key(to));
        assert_eq!(store.adopt(Sort::Question, &[pair], when), Ok(1));
    }
    for (there, told) in [
        ("a b c", "a/one 1, b/one 1, c/one 1"),
        ("b c", "b/one 1, c/one 2"),
        ("c", "c/one 3"),
        ("a", "a/one 2, c/one 1"),
        ("", "a/one 1, b/one 1, c/one 1"),
    ] {
        let is_there = |key: &Key| there.contains(key.deck());
        let missed = store.missed_since(TODAY, None, is_there).unwrap();
        let missed: BTreeMap<Key, (u32, u32)> = missed.into_iter().collect();
        let counts = missed.iter().map(|(key, (of, _))| format!("{key} {of}"));
        assert_eq!(counts.collect::<Vec<_>>().join(", "), told, "{there}");
        let keys: BTreeSet<Key> = store
            .question_keys(is_there)
            .unwrap()
            .into_values()
            .collect();
        assert!(keys.iter().eq(missed.keys()), "{there}: {keys:?}");
    }
}

#[test]
fn the_home_screen_finds_its_figures() {
    let folder = folder();
    let mut store = open(&folder);
    let tomorrow = TODAY.plus(1);
    grade(&mut store, "a/easy", 5, TODAY);
    grade(&mut store, "a/weak", 2, TODAY);
    grade(&mut store, "a/weak", 3, TODAY);
    grade(&mut store, "b/gone", 5, TODAY);
    does(&mut store, "b/gone", Event::Suspend, TODAY);
    does(&mut store, "b/new", Event::Flag(String::new()), TODAY);
    let introduced = [("a".to_owned(), 2), ("b".to_owned(), 1)];
    assert_eq!(
        store.introduced_on(TODAY).unwrap(),
        std::collections::HashMap::from(introduced)
    );
    let graded_on = |store: &Store, day| store.graded_on(day, |_| true).unwrap();
    let all = ["a/easy", "a/weak", "b/gone"].map(key);
    assert_eq!(graded_on(&store, TODAY), BTreeSet::from(all));
    assert!(graded_on(&store, tomorrow).is_empty());
    for (decks, told) in [
        (None, "a/easy 0 of 1, a/weak 1 of 1, b/gone 0 of 1"),
        (Some(["b", "c"]), "b/gone 0 of 1"),
    ] {
        let decks: Option<HashSet<&str>> = decks.map(HashSet::from);
        let missed = store.missed_since(TODAY, decks.as_ref(), |_| true);
        let missed: BTreeMap<Key, (u32, u32)> = missed.unwrap().into_iter().collect();
        let missed = missed
            .iter()
            .map(|(key, (of, failed))| format!("{key} {failed} of {of}"));
        assert_eq!(missed.collect::<Vec<_>>().join(", "), told);
    }
    for (card, is_long) in [("c/slow", false), ("c/computed", true)] {
        let change = graded(&store, card, 4, tomorrow);
        let change = Change {
            took_ms: 400_000,
            is_long,
            ..change
        };
        store.record(&change, at(tomorrow, 0)).unwrap();
    }
    let sql = format!("SELECT sum({}) FROM log WHERE day = ?1", log::counted_ms());
    let took = store
        .connection
        .query_row(&sql, [tomorrow.0], |row| row.get(0));
    assert_eq!(took, Ok(120_000 + 300_000));
    let kept = entries(&store).pop().unwrap().change;
    assert!(kept.is_long && kept.took_ms == 400_000 && kept.counted_ms() == 300_000);
    assert_eq!(store.memories().unwrap().len(), 6);
}

#[test]
fn the_memories_of_many_decks_are_those_of_each() {
    let folder = folder();
    let mut store = open(&folder);
    let decks: Vec<String> = (0..30).map(|n| format!("deck-{n}")).collect();
    for (n, deck) in decks.iter().enumerate() {
        for card in 0..=n % 4 {
            grade(&mut store, &format!("{deck}/{card}"), n as u8 % 6, TODAY);
        }
    }
    let names: Vec<&str> = decks.iter().map(String::as_str).chain(["none"]).collect();
    let many: Vec<HashMap<Key, Memory>> = store.memories_of_each(&names).unwrap();
    let each = names.iter().map(|deck| store.memories_of(deck).unwrap());
    assert_eq!(many, each.collect::<Vec<_>>());
    assert_eq!(many.iter().map(HashMap::len).sum::<usize>(), 73);
    assert_eq!(store.memories().unwrap().len(), 73);
    // A database that was put in its place meanwhile is not read. Windows renames no open file.
    #[cfg(unix)]
    {
        std::fs::rename(store.path(), folder.path().join("moved")).unwrap();
        std::fs::write(store.path(), "").unwrap();
        let other = store.memories_of_each::<Memory, HashMap<_, _>>(&names);
        assert!(matches!(other, Err(Trouble::Moved(_))), "{other:?}");
    }
}

#[test]
fn an_undone_grade_does_not_count_for_the_day() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "a/b", 5, TODAY);
    store.undo(TODAY, at(TODAY, 0)).unwrap();
    assert!(store.graded_on(TODAY, |_| true).unwrap().is_empty());
    store.redo(TODAY, at(TODAY, 0)).unwrap();
    assert_eq!(store.graded_on(TODAY, |_| true).unwrap().len(), 1);
}

#[test]
fn notes_are_kept_and_listed_by_their_beginning() {
    let folder = folder();
    let mut store = open(&folder);
    assert_eq!(store.fact("page d/c"), Ok(None));
    for (name, value) in [
        ("page d/c", "1"),
        ("page d/b", "1"),
        ("page d/c", "2"),
        ("seen d", "3"),
    ] {
        store.set_fact(name, value).unwrap();
    }
    assert_eq!(store.fact("page d/c").unwrap().as_deref(), Some("2"));
    let pages = store.facts("page ").unwrap();
    assert_eq!(
        pages,
        [
            ("page d/b".to_owned(), "1".to_owned()),
            ("page d/c".to_owned(), "2".to_owned())
        ]
    );
}

#[test]
fn a_long_log_is_read_to_its_end() {
    let folder = folder();
    let mut store = open(&folder);
    for card in 0..2100 {
        does(&mut store, &format!("d/{card}"), Event::Suspend, TODAY);
    }
    assert_eq!(entries(&store).len(), 2100);
    assert_eq!(store.head(), Ok(2100));
}

#[test]
fn the_log_cannot_be_rewritten() {
    let folder = folder();
    let mut store = open(&folder);
    grade(&mut store, "d/c", 4, TODAY);
    for sql in ["DELETE FROM log", "UPDATE log SET grade = 5"] {
        assert!(store.connection.execute(sql, []).is_err(), "{sql}");
    }
}
