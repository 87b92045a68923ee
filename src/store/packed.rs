//! Reads memories as version 1 of the schema packed them for the "before" and "after" of a log row.
//!
//! One byte of flags, then the fields that they say are there, in order; numbers in groups of seven bits, low group first. An empty
//! memory is no byte at all. Days are kept as distances from the day of the row.

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

/// `day` is the study day of the row. Absent where the bytes are no packed memory.
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
            seen: last,
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
fn take_distance(rest: &mut &[u8], from: Day) -> Option<Day> {
    let folded = take(rest)?;
    let distance = (folded >> 1) as i64 ^ -((folded & 1) as i64);
    i32::try_from(i64::from(from.0).checked_add(distance)?)
        .ok()
        .map(Day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_from_elsewhere_are_refused_or_read_but_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..40), day: i32) {
            let _ = unpack(&bytes, Day(day));
        }
    }
}
