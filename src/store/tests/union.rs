//! Several machines, each with a log of its own: whatever the order in which they meet, all end with one log and one fold.

use super::machine::Machine;
use super::*;
use proptest::prelude::*;

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
            machine.store.adopt(&pair, day, now).unwrap();
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
            let name = machines[other].store.device.clone();
            machines[nth].store.device = name;
        }
        Act::Meet(_) | Act::Fork(_) => {}
        Act::Clock(hours) => machine.ms += hours * 3_600_000,
        Act::Day => machine.day = machine.day.plus(1),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

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
    let shared = machines[0].store.device.clone();
    machines[1].store.device = shared.clone();
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
