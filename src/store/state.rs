//! A memory packed into a dozen bytes, for the "before" and "after" of a log row. Days are kept as distances.
//!
//! One byte of marks, then what they announce, in order; numbers in groups of seven bits, low group first. An empty
//! memory is no byte at all. The layout is part of the file format: to change it, add a mark.

use crate::study::memory::Learned;
use crate::study::sm2::Schedule;
use crate::study::{Day, Memory};

const LEARNED: u8 = 1;
const DRILL: u8 = 2;
const SUSPENDED: u8 = 4;
const BURIED: u8 = 8;
const FLAG: u8 = 16;

/// `day` is the study day of the row.
pub fn pack(memory: &Memory, day: Day) -> Vec<u8> {
    if *memory == Memory::default() {
        return Vec::new();
    }
    let drill = memory.learned.and_then(|l| l.drill);
    let mut out = vec![
        mark(memory.learned.is_some(), LEARNED)
            | mark(drill.is_some(), DRILL)
            | mark(memory.suspended, SUSPENDED)
            | mark(memory.buried.is_some(), BURIED)
            | mark(memory.flag.is_some(), FLAG),
    ];
    if let Some(l) = memory.learned {
        let s = l.schedule;
        for number in [s.repetitions, s.ease, s.interval, l.lapses] {
            put(&mut out, u64::from(number));
        }
        put_distance(&mut out, l.last, day);
        put_distance(&mut out, l.introduced, l.last);
        put_distance(&mut out, s.due, l.last.plus(s.interval));
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
    if marks & !(LEARNED | DRILL | SUSPENDED | BURIED | FLAG) != 0 {
        return None;
    }
    if marks & LEARNED != 0 {
        let (repetitions, ease) = (take_u32(rest)?, take_u32(rest)?);
        let (interval, lapses) = (take_u32(rest)?, take_u32(rest)?);
        let last = take_distance(rest, day)?;
        let introduced = take_distance(rest, last)?;
        let due = take_distance(rest, last.plus(interval))?;
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
    if marks & DRILL != 0 {
        memory.learned.as_mut()?.drill = Some(take_distance(rest, day)?);
    }
    memory.suspended = marks & SUSPENDED != 0;
    if marks & BURIED != 0 {
        memory.buried = Some(take_distance(rest, day)?);
    }
    if marks & FLAG != 0 {
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
    fn an_everyday_memory_takes_ten_bytes() {
        let mut memory = Memory::default();
        for (day, grade) in [(20_000, 4), (20_001, 5), (20_007, 4)] {
            let grade = crate::study::Grade::new(grade).unwrap();
            let event = crate::study::memory::Event::Graded(memory.sitting(Day(day)), grade);
            memory = memory.after(&event, Day(day));
        }
        assert!(pack(&memory, Day(20_007)).len() <= 10);
    }
}
