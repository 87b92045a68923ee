//! Several machines, each with a log of its own: whatever the order in which they meet, all end with one log and one fold.

use super::machine::Machine;
use super::*;
use crate::store::row::Row;
use crate::study::log::Sort;
use proptest::prelude::*;
use std::collections::BTreeMap;

const MACHINES: usize = 3;
const CARDS: u8 = 4;

#[derive(Debug, Clone)]
enum Act {
    Grade(Meant, u8, u8),
    Event(u8, Event),
    Adopt(u8, u8),
    Bring(u8),
    Undo,
    Redo,
    /// Takes in what another machine has.
    Meet(usize),
    /// The clock of the machine is set, by hours.
    Clock(i64),
    Day,
    /// The machine goes on as if it were a copy of another: under the same name.
    Fork(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let meant = prop::sample::select(&Meant::ALL[..]);
    let event = prop_oneof![
        Just(Event::Suspend),
        Just(Event::Unsuspend),
        Just(Event::Bury),
        "[a-z]{0,3}".prop_map(Event::Flag),
    ];
    prop_oneof![
        12 => (meant, 0..CARDS, 0u8..=5).prop_map(|(m, c, g)| Act::Grade(m, c, g)),
        2 => (0..CARDS, event).prop_map(|(c, e)| Act::Event(c, e)),
        1 => (0..CARDS, 0..CARDS).prop_map(|(old, new)| Act::Adopt(old, new)),
        1 => (0..CARDS).prop_map(Act::Bring),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
        3 => (0..MACHINES).prop_map(Act::Meet),
        1 => (-50i64..50).prop_map(Act::Clock),
        2 => Just(Act::Day),
        1 => (0..MACHINES).prop_map(Act::Fork),
    ]
}

fn card(number: u8) -> Key {
    key(&format!("d/{number}"))
}

impl Machine {
    fn meets(&mut self, other: &Path) {
        let now = self.now();
        self.store.merge(other, now, false).unwrap();
    }
}

fn act_on(machines: &mut [Machine], nth: usize, act: Act) {
    let machine = &mut machines[nth];
    match act {
        Act::Grade(meant, number, grade) => {
            let grade = Grade::new(grade).unwrap();
            machine.does(&card(number), Event::graded(meant, grade));
        }
        Act::Event(number, event) => machine.does(&card(number), event),
        Act::Adopt(old, new) => {
            let (day, now) = (machine.day, machine.now());
            let pair = [(card(old), card(new))];
            machine
                .store
                .adopt(Sort::Question, &pair, (day, now))
                .unwrap();
        }
        Act::Bring(number) => {
            let event = Event::graded(Meant::Review, Grade::EASY);
            let memory = Memory::default().after(&event, Day(TODAY.0 - 3));
            let (day, now) = (machine.day, machine.now());
            let brought = [(card(number), key("anki/x"), memory)];
            machine.store.bring(&brought, day, now).unwrap();
        }
        Act::Undo => {
            let (day, now) = (machine.day, machine.now());
            machine.store.undo(day, now).unwrap();
        }
        Act::Redo => {
            let (day, now) = (machine.day, machine.now());
            machine.store.redo(day, now).unwrap();
        }
        Act::Meet(other) if other != nth => {
            let path = machines[other].store.path();
            machines[nth].meets(&path);
        }
        Act::Fork(other) if other != nth => {
            let name = machines[other].store.own.name.clone();
            machines[nth].store.own.name = name;
        }
        Act::Meet(_) | Act::Fork(_) => {}
        Act::Clock(hours) => machine.ms += hours * 3_600_000,
        Act::Day => machine.day = machine.day.plus(1),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), ..ProptestConfig::default() })]

    #[test]
    fn machines_that_have_all_met_have_one_log_and_one_fold(
        acts in prop::collection::vec((0..MACHINES, act()), 1..50), order in prop::sample::select(vec![[0, 1, 2], [2, 0, 1], [1, 2, 0]]),
    ) {
        let mut machines: Vec<Machine> = (0..MACHINES).map(|_| Machine::new()).collect();
        for (nth, act) in acts {
            act_on(&mut machines, nth, act);
        }
        // Twice round: everything reaches everyone.
        for _ in 0..2 {
            for one in order {
                for other in order {
                    act_on(&mut machines, one, Act::Meet(other));
                }
            }
        }
        let log = machines[0].log();
        for machine in &machines[1..] {
            prop_assert_eq!(&machine.log(), &log);
            prop_assert_eq!(machine.memories(), machines[0].memories());
        }
        let is_forked = log.iter().any(|past| past.entry.id.device.contains('~'));
        if !is_forked {
            let entries: Vec<_> = log.iter().map(|past| past.entry.clone()).collect();
            let folded = independent::fold(&entries);
            prop_assert_eq!(machines[0].memories(), folded.memories);
            for past in &log {
                let id = (past.entry.hybrid, past.entry.id.device.clone(), past.entry.id.seq);
                prop_assert_eq!(folded.counted.get(&id), past.counted.as_ref());
            }
        }
        for machine in &mut machines {
            prop_assert_eq!(machine.store.rebuild(), Ok(0));
            let path = machine.folder.path().join("again.db");
            let now = machine.now();
            machine.store.backup(Some(&path), now).unwrap();
            prop_assert_eq!(machine.store.merge(&path, now, false).unwrap(), Merged::default());
        }
    }
}

/// Every evening of two or three machines that do not know of each other gives one pass or, if any failed, one lapse.
#[test]
fn several_machines_in_one_evening_give_one_pass_or_one_lapse() {
    for grades in [[4, 4, 5], [4, 1, 5], [1, 1, 4], [5, 4, 2], [2, 2, 2]] {
        let mut machines: Vec<Machine> = (0..MACHINES).map(|_| Machine::new()).collect();
        for day in [0, 1, 7] {
            machines[0].day = TODAY.plus(day);
            machines[0].does(&card(0), Event::graded(Meant::Review, Grade::GOOD));
        }
        let first = machines[0].store.path();
        machines[1].meets(&first);
        machines[2].meets(&first);
        let evening = TODAY.plus(7 + 15);
        for (machine, grade) in machines.iter_mut().zip(grades) {
            machine.day = evening;
            machine.does(
                &card(0),
                Event::graded(Meant::Review, Grade::new(grade).unwrap()),
            );
        }
        for _ in 0..2 {
            for one in 0..MACHINES {
                for other in 0..MACHINES {
                    act_on(&mut machines, one, Act::Meet(other));
                }
            }
        }
        let failed = grades.iter().any(|grade| *grade < 3);
        for machine in &machines {
            let l = machine.store.memory(&card(0)).unwrap().learned.unwrap();
            let expected = if failed {
                (0, 1, 1)
            } else {
                (4, l.schedule.interval, 0)
            };
            assert_eq!(
                (l.schedule.repetitions, l.schedule.interval, l.lapses),
                expected,
                "{grades:?}"
            );
            assert_eq!(l.last, evening);
        }
    }
}

#[test]
fn two_contents_of_one_number_are_both_kept_and_shown_under_names_of_their_own() {
    let mut machines: Vec<Machine> = (0..2).map(|_| Machine::new()).collect();
    let shared = machines[0].store.own.name.clone();
    machines[1].store.own.name = shared.clone();
    machines[0].does(&card(0), Event::graded(Meant::Review, Grade::GOOD));
    machines[1].does(&card(1), Event::graded(Meant::Review, Grade::EASY));
    act_on(&mut machines, 0, Act::Meet(1));
    act_on(&mut machines, 1, Act::Meet(0));
    let shown = |machine: &Machine| -> Vec<String> {
        machine
            .log()
            .into_iter()
            .map(|past| past.entry.id.device)
            .collect()
    };
    let names = shown(&machines[0]);
    assert_eq!(names, shown(&machines[1]));
    assert_eq!(names.len(), 2);
    assert_ne!(names[0], names[1]);
    for name in &names {
        let (device, hash) = name.split_once('~').unwrap();
        assert_eq!((device, hash.len()), (&*shared, 12));
    }
    assert_eq!(machines[0].memories().len(), 2);
}

#[test]
fn undo_tells_when_another_machine_s_answer_takes_the_place() {
    let mut machines: Vec<Machine> = (0..2).map(|_| Machine::new()).collect();
    machines[0].does(&card(0), Event::graded(Meant::Review, Grade::GOOD));
    machines[0].does(&card(1), Event::graded(Meant::Review, Grade::GOOD));
    machines[1].ms = 60_000;
    machines[1].does(&card(0), Event::graded(Meant::Review, Grade::AGAIN));
    act_on(&mut machines, 0, Act::Meet(1));
    let machine = &mut machines[0];
    let mut undo = || {
        let now = machine.now();
        machine.store.undo(TODAY, now).unwrap().unwrap()
    };
    let alone = undo();
    assert_eq!(alone.entry.change.card, card(1));
    assert!(!alone.is_replaced, "nobody else answered it");
    let both = undo();
    assert_eq!(both.entry.change.card, card(0));
    assert!(both.is_replaced);
    let l = machine.store.memory(&card(0)).unwrap().learned.unwrap();
    assert_eq!(l.schedule.repetitions, 0, "the fail counts now");
}

fn flag(reason: &str) -> Event {
    Event::Flag(reason.into())
}

/// The rows of a machine's log as they are passed on.
fn rows(machine: &Machine) -> Vec<Row> {
    let log = machine.log();
    log.iter().map(|past| Row::of(&past.entry)).collect()
}

/// What the first is told when it takes in the second.
fn merged(one: &mut Machine, other: &Machine, is_rehearsal: bool) -> Merged {
    let now = one.now();
    let path = other.store.path();
    one.store.merge(&path, now, is_rehearsal).unwrap()
}

#[test]
fn a_merge_tells_what_it_brings_and_a_rehearsal_writes_nothing() {
    let (mut one, mut other) = (Machine::new(), Machine::new());
    one.does(&card(0), Event::graded(Meant::Review, Grade::GOOD));
    other.does(&card(0), Event::graded(Meant::Review, Grade::GOOD));
    other.does(&card(1), Event::graded(Meant::Review, Grade::GOOD));
    other.does(&card(1), Event::Suspend);
    let exam = Change {
        sort: crate::study::log::Sort::Exam,
        ..Change::new(
            key("CPIM"),
            exam(super::Act::Pause(exam_about())),
            TODAY,
            Memory::default(),
        )
    };
    let now = other.now();
    other.store.record(&exam, now).unwrap();
    // The same, other ones under one name, and a fact that is no numbers.
    for (store, facts) in [
        (
            &mut one.store,
            [
                ("scenario/clv/a", "1"),
                ("scenario/clv/b", "2"),
                ("told of y", "yes"),
            ],
        ),
        (
            &mut other.store,
            [
                ("scenario/clv/a", "1"),
                ("scenario/clv/b", "3"),
                ("told of x", "yes"),
            ],
        ),
    ] {
        for (name, value) in facts {
            store.set_fact(name, value).unwrap();
        }
    }
    let expected = Merged {
        rows: BTreeMap::from([(other.store.device().to_owned(), 4)]),
        answers: 2,
        questions: 2,
        clashes: Vec::new(),
        numbers: vec![("scenario/clv/b (2)".into(), "3".into())],
        kept: None,
    };
    assert_eq!(merged(&mut one, &other, true), expected);
    assert_eq!(one.log().len(), 1);
    assert_eq!(backups(one.store.folder(), at(TODAY, 0)), []);
    let mut told = merged(&mut one, &other, false);
    let kept = told.kept.take().unwrap();
    assert_eq!(told, expected);
    assert_eq!(backups(one.store.folder(), at(TODAY, 0))[0].path, kept);
    assert_eq!(one.log().len(), 5);
    assert_eq!(one.memories().len(), 2);
    assert_eq!(one.store.facts("scenario/").unwrap().len(), 3);
    assert_eq!(merged(&mut one, &other, false), Merged::default());
    other.store.set_fact("scenario/clv/c", "4").unwrap();
    assert_eq!(merged(&mut one, &other, false).numbers.len(), 1);
    assert_eq!(one.store.facts("scenario/").unwrap().len(), 4);
    // To and fro, until both have all of them, once.
    assert_eq!(merged(&mut other, &one, false).numbers.len(), 1);
    assert_eq!(merged(&mut one, &other, false), Merged::default());
    for machine in [&one, &other] {
        let mut values: Vec<String> = machine
            .store
            .facts("scenario/")
            .unwrap()
            .into_iter()
            .map(|(_, value)| value)
            .collect();
        values.sort_unstable();
        assert_eq!(values, ["1", "2", "3", "4"]);
    }
}

#[test]
fn of_two_choices_for_one_thing_the_later_stands_and_the_other_is_told() {
    for is_ours_later in [false, true] {
        let (mut one, mut other) = (Machine::new(), Machine::new());
        other.does(&card(0), flag("older"));
        one.ms = if is_ours_later { 60_000 } else { -60_000 };
        one.does(&card(0), flag("ours"));
        other.does(&card(0), flag("theirs"));
        // No clash: another field, the same word, another card, no choice.
        one.does(&card(0), Event::Unsuspend);
        one.does(&card(1), Event::Suspend);
        other.does(&card(1), Event::Suspend);
        other.does(&card(2), Event::Unflag);
        other.does(&card(1), Event::Bury);
        let told = merged(&mut one, &other, true).clashes;
        let (kept, lost) = if is_ours_later {
            ("flag: ours", "flag: theirs")
        } else {
            ("flag: theirs", "flag: ours")
        };
        let clash = Clash {
            subject: "d/0".into(),
            kept: kept.into(),
            lost: lost.into(),
        };
        assert_eq!(told, [clash]);
    }
}

#[test]
fn every_sort_of_choice_is_told_in_words() {
    for (ours, theirs, lost, kept) in [
        (
            Event::Suspend,
            Event::Unsuspend,
            "suspended: yes",
            "suspended: no",
        ),
        (
            Event::Unsuspend,
            Event::Suspend,
            "suspended: no",
            "suspended: yes",
        ),
        (flag("odd"), Event::Unflag, "flag: odd", "flag: none"),
    ] {
        let (mut one, mut other) = (Machine::new(), Machine::new());
        one.does(&card(0), ours);
        other.ms = 60_000;
        other.does(&card(0), theirs);
        let told = merged(&mut one, &other, true).clashes;
        assert_eq!((&*told[0].lost, &*told[0].kept), (lost, kept));
    }
}

#[test]
fn a_clash_is_said_in_a_sentence() {
    let clash = |subject: &str| Clash {
        subject: subject.into(),
        kept: "flag: a".into(),
        lost: "flag: b".into(),
    };
    assert_eq!(
        clash("d/0").to_string(),
        "chosen differently for d/0: flag: a stands, it was later than flag: b"
    );
    assert_eq!(
        clash("").to_string(),
        "chosen differently for all: flag: a stands, it was later than flag: b"
    );
}

#[test]
fn a_choice_for_everything_is_told_too_and_one_that_changes_what_was_known_there() {
    let chosen = |value: &str| {
        let event = Event::Choose {
            field: "rollover".into(),
            value: Some(value.into()),
            is_taken_over: false,
        };
        Change {
            sort: crate::study::log::Sort::Nothing,
            ..Change::new(key(""), event, TODAY, Memory::default())
        }
    };
    let (mut one, mut other) = (Machine::new(), Machine::new());
    let now = one.now();
    one.store.record(&chosen("4"), now).unwrap();
    assert_eq!(merged(&mut other, &one, false).clashes, []);
    let now = other.now();
    other.store.record(&chosen("6"), now).unwrap();
    let told = merged(&mut one, &other, true).clashes;
    assert_eq!(
        (&*told[0].lost, &*told[0].kept),
        ("rollover: 4", "rollover: 6")
    );
    let now = one.now();
    one.store.record(&chosen("5"), now).unwrap();
    let told = merged(&mut one, &other, false).clashes;
    let clash = Clash {
        subject: String::new(),
        kept: "rollover: 6".into(),
        lost: "rollover: 5".into(),
    };
    let other_way = Clash {
        subject: String::new(),
        kept: clash.lost.clone(),
        lost: clash.kept.clone(),
    };
    assert!(told == [clash] || told == [other_way], "{told:?}");
}

#[test]
fn an_undo_that_comes_later_reaches_every_question_of_its_group() {
    let (mut one, mut other) = (Machine::new(), Machine::new());
    let suspended = |n| Change::new(card(n), Event::Suspend, TODAY, Memory::default());
    let now = other.now();
    other
        .store
        .record_as_one(&[suspended(0), suspended(1)], now)
        .unwrap();
    merged(&mut one, &other, false);
    assert_eq!(one.memories().len(), 2);
    let now = other.now();
    other.store.undo(TODAY, now).unwrap().unwrap();
    merged(&mut one, &other, false);
    assert_eq!(one.memories().len(), 0);
    assert_eq!(one.store.rebuild(), Ok(0));
}

#[test]
fn facts_that_hold_until_rows_come_go_with_the_first_of_them() {
    let (mut one, mut other) = (Machine::new(), Machine::new());
    let held = format!("{UNTIL_ROWS}offer");
    for fact in [&*held, "kept"] {
        one.store.set_fact(fact, "yes").unwrap();
    }
    assert_eq!(one.store.unite(Vec::new()), Ok(false));
    assert!(one.store.fact(&held).unwrap().is_some());
    other.does(&card(0), Event::Suspend);
    assert_eq!(one.store.unite(rows(&other)), Ok(false));
    assert_eq!(one.store.fact(&held), Ok(None));
    assert!(one.store.fact("kept").unwrap().is_some());
}

#[test]
fn rows_under_this_machine_s_name_give_it_another_and_its_own_can_still_be_undone() {
    let (mut one, mut other) = (Machine::new(), Machine::new());
    let name = one.store.device().to_owned();
    one.does(&card(0), Event::Suspend);
    other.store.own.name = name.clone();
    other.does(&card(1), Event::Suspend);
    other.does(&card(2), Event::Suspend);
    let mut window = open(&one.folder);
    assert_eq!(one.store.unite(rows(&other)), Ok(true));
    assert_ne!(one.store.device(), name);
    grade(&mut window, "d/window", 4, TODAY);
    assert_eq!(window.device(), one.store.device(), "in every window");
    let now = one.now();
    let undone = one.store.undo(TODAY, now).unwrap().unwrap();
    assert_eq!(undone.entry.change.card, key("d/window"));
    let undone = one.store.undo(TODAY, now).unwrap().unwrap();
    assert_eq!(undone.entry.change.card, card(0));
    assert_eq!(one.store.undo(TODAY, now), Ok(None));
    window.is_read_only = true;
    window.own.name = name.clone();
    window.follow_name();
    assert_eq!(window.device(), name, "where nothing is written");
    // Nothing was written under this name: it is given up all the same.
    let mut fresh = Machine::new();
    let mut window = open(&fresh.folder);
    other.store.own.name = fresh.store.device().to_owned();
    other.does(&card(3), Event::Suspend);
    let theirs = rows(&other).split_off(2);
    assert_eq!(fresh.store.unite(theirs), Ok(true));
    window.follow_name();
    assert_eq!(window.device(), fresh.store.device());
}

#[test]
fn a_row_that_fits_no_log_and_a_seventeenth_content_of_one_number_are_left_out() {
    let (mut one, mut other) = (Machine::new(), Machine::new());
    other.does(&card(0), Event::Suspend);
    let row = rows(&other).remove(0);
    let content = |n: i64| Row {
        took: n,
        ..row.clone()
    };
    let sixteen: Vec<Row> = (0..16).map(content).collect();
    let unfit = Row {
        seq: 0,
        ..row.clone()
    };
    let offered = [sixteen.clone(), vec![unfit]].concat();
    assert_eq!(one.store.lacking(offered), Ok(sixteen.clone()));
    one.store.unite(sixteen[..15].to_vec()).unwrap();
    let late = vec![content(3), content(15)];
    assert_eq!(one.store.lacking(late.clone()), Ok(vec![content(15)]));
    one.store.unite(late).unwrap();
    assert_eq!(one.log().len(), 16);
    assert_eq!(one.store.lacking(vec![content(16)]), Ok(Vec::new()));
    one.store.unite(vec![content(16)]).unwrap();
    assert_eq!(one.log().len(), 16);
}

#[test]
fn rows_of_many_subjects_all_come() {
    let (mut one, mut other) = (Machine::new(), Machine::new());
    for n in 0..100 {
        other.does(&card(n), Event::Suspend);
        other.does(&card(n), Event::Bury);
    }
    one.store.unite(rows(&other)).unwrap();
    assert_eq!(one.memories(), other.memories());
    assert_eq!(one.memories().len(), 100);
}
