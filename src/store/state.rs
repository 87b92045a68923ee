//! A memory packed into a dozen bytes, for the "before" and "after" of a log row. Days are kept as distances.
//!
//! One byte of marks, then what they announce, in order; numbers in groups of seven bits, low group first. An empty
//! memory is no byte at all. The layout is part of the file format: it never changes.

use crate::study::memory::Learned;
use crate::study::sm2::Schedule;
use crate::study::{Day, Memory};

const LEARNED: u8 = 1;
const DRILL: u8 = 2;
const SUSPENDED: u8 = 4;
const BURIED: u8 = 8;
const FLAG: u8 = 16;
/// The newest repetition was not on the day of the row.
const LAST: u8 = 32;
/// The due day is not the day of the newest repetition and the interval.
const DUE: u8 = 64;
const LAPSES: u8 = 128;

/// `day` is the study day of the row.
pub fn pack(memory: &Memory, day: Day) -> Vec<u8> {
    if *memory == Memory::default() {
        return Vec::new();
    }
    let learned = memory.learned.as_ref();
    let drill = learned.and_then(|l| l.drill);
    let usual_due = |l: &Learned| l.last.plus(l.schedule.interval);
    let mut out = vec![
        mark(learned.is_some(), LEARNED)
            | mark(drill.is_some(), DRILL)
            | mark(memory.suspended, SUSPENDED)
            | mark(memory.buried.is_some(), BURIED)
            | mark(memory.flag.is_some(), FLAG)
            | mark(learned.is_some_and(|l| l.last != day), LAST)
            | mark(learned.is_some_and(|l| l.schedule.due != usual_due(l)), DUE)
            | mark(learned.is_some_and(|l| l.lapses != 0), LAPSES),
    ];
    if let Some(l) = learned {
        let s = l.schedule;
        for number in [s.repetitions, s.ease, s.interval] {
            put(&mut out, u64::from(number));
        }
        put_distance(&mut out, l.introduced, day);
        if l.last != day {
            put_distance(&mut out, l.last, day);
        }
        if s.due != usual_due(l) {
            put_distance(&mut out, s.due, day);
        }
        if l.lapses != 0 {
            put(&mut out, u64::from(l.lapses));
        }
    }
    for date in [drill, memory.buried].into_iter().flatten() {
        put_distance(&mut out, date, day);
    }
    if let Some(reason) = &memory.flag {
        put(&mut out, reason.len() as u64);
        out.extend_from_slice(reason.as_bytes());
    }
    out
}

/// Absent where the bytes are not what `pack` makes.
pub fn unpack(bytes: &[u8], day: Day) -> Option<Memory> {
    let mut memory = Memory::default();
    let Some((&marks, mut rest)) = bytes.split_first() else {
        return Some(memory);
    };
    let rest = &mut rest;
    let is_marked = |mark: u8| marks & mark != 0;
    if is_marked(LEARNED) {
        let (repetitions, ease, interval) = (take_u32(rest)?, take_u32(rest)?, take_u32(rest)?);
        let introduced = take_distance(rest, day)?;
        let mut last = day;
        if is_marked(LAST) {
            last = take_distance(rest, day)?;
        }
        let mut due = last.plus(interval);
        if is_marked(DUE) {
            due = take_distance(rest, day)?;
        }
        let mut lapses = 0;
        if is_marked(LAPSES) {
            lapses = take_u32(rest)?;
        }
        memory.learned = Some(Learned {
            schedule: Schedule {
                repetitions,
                ease,
                interval,
                due,
            },
            introduced,
            last,
            lapses,
            drill: None,
        });
    }
    if is_marked(DRILL) {
        memory.learned.as_mut()?.drill = Some(take_distance(rest, day)?);
    }
    memory.suspended = is_marked(SUSPENDED);
    if is_marked(BURIED) {
        memory.buried = Some(take_distance(rest, day)?);
    }
    if is_marked(FLAG) {
        let length = usize::try_from(take(rest)?).ok()?;
        let (reason, end) = rest.split_at_checked(length)?;
        memory.flag = Some(String::from_utf8(reason.to_vec()).ok()?);
        *rest = end;
    }
    rest.is_empty().then_some(memory)
}

fn mark(is_set: bool, mark: u8) -> u8 {
    if is_set { mark } else { 0 }
}

fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn take(rest: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for group in 0..10 {
        let (&byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f).checked_shl(7 * group)?;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

fn take_u32(rest: &mut &[u8]) -> Option<u32> {
    u32::try_from(take(rest)?).ok()
}

/// Small distances in either direction take one byte.
fn put_distance(out: &mut Vec<u8>, date: Day, from: Day) {
    let distance = i64::from(date.0) - i64::from(from.0);
    put(out, ((distance << 1) ^ (distance >> 63)) as u64);
}

fn take_distance(rest: &mut &[u8], from: Day) -> Option<Day> {
    let folded = take(rest)?;
    let distance = (folded >> 1) as i64 ^ -((folded & 1) as i64);
    i32::try_from(i64::from(from.0).checked_add(distance)?)
        .ok()
        .map(Day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn any_day() -> impl Strategy<Value = Day> {
        prop_oneof![(20_000..20_400).prop_map(Day), any::<i32>().prop_map(Day)]
    }

    fn any_learned() -> impl Strategy<Value = Learned> {
        let days = (any_day(), any_day(), any_day());
        let numbers = (any::<u32>(), any::<u32>(), any::<u32>(), any::<u32>());
        (days, numbers, prop::option::of(any_day())).prop_map(
            |((due, introduced, last), (repetitions, ease, interval, lapses), drill)| Learned {
                schedule: Schedule {
                    repetitions,
                    ease,
                    interval,
                    due,
                },
                introduced,
                last,
                lapses,
                drill,
            },
        )
    }

    proptest! {
        #[test]
        fn a_memory_comes_back_as_it_was_packed(
            learned in prop::option::of(any_learned()), suspended: bool, buried in prop::option::of(any_day()),
            flag in prop::option::of(".{0,20}"), day in any_day(),
        ) {
            let memory = Memory { learned, suspended, buried, flag };
            prop_assert_eq!(unpack(&pack(&memory, day), day), Some(memory));
        }

        #[test]
        fn bytes_from_elsewhere_are_refused_or_read_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..40), day in any_day()) {
            if let Some(memory) = unpack(&bytes, day) {
                prop_assert_eq!(unpack(&pack(&memory, day), day), Some(memory));
            }
        }
    }

    #[test]
    fn an_everyday_memory_takes_six_bytes() {
        let mut memory = Memory::default();
        for (day, grade) in [(20_000, 4), (20_001, 5), (20_007, 4)] {
            let grade = crate::study::Grade::new(grade).unwrap();
            let event = crate::study::memory::Event::Graded(memory.sitting(Day(day)), grade);
            memory = memory.after(&event, Day(day));
        }
        assert!(pack(&memory, Day(20_007)).len() <= 6);
    }
}
