//! Orders rows by a number, fast enough for a million of them.

use super::texts::Texts;

/// The rows from the largest value to the smallest (`falling`) or the other way; equal values stay as they were.
pub fn by_value(values: &[f64], falling: bool) -> Vec<u32> {
    sorted(values, falling, 0..values.len() as u32)
}

/// The same, with equal values in the order of their ids.
pub fn by_value_and_id(values: &[f64], ids: &Texts, falling: bool) -> Vec<u32> {
    sorted(values, falling, ids.alphabet().iter().copied())
}

fn sorted(values: &[f64], falling: bool, rows: impl Iterator<Item = u32>) -> Vec<u32> {
    let key = |row: u32| key(values[row as usize], falling);
    // By the upper half of the keys first, in which few rows agree that are not equal.
    let mut keyed: Vec<(u32, u32)> = rows.map(|row| ((key(row) >> 32) as u32, row)).collect();
    sort(&mut keyed);
    for run in keyed.chunk_by_mut(|a, b| a.0 == b.0) {
        if run.len() > 1 && !run.windows(2).all(|pair| key(pair[0].1) <= key(pair[1].1)) {
            run.sort_by_key(|&(_, row)| key(row));
        }
    }
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// The bits of a number turned so that they order as it does.
fn key(value: f64, falling: bool) -> u64 {
    let bits = (value + 0.0).to_bits();
    let rising = if bits >> 63 == 1 {
        !bits
    } else {
        bits | 1 << 63
    };
    if falling { !rising } else { rising }
}

/// A whole number to sort by.
pub trait Key: Copy + Default + Ord + Into<u64> {
    const BITS: usize;
}

impl Key for u32 {
    const BITS: usize = 32;
}

impl Key for u64 {
    const BITS: usize = 64;
}

/// Sorts by the key, equal keys as they were: eleven bits at a time from the last, leaving out those in which all
/// keys agree.
pub fn sort<K: Key>(keyed: &mut Vec<(K, u32)>) {
    const DIGIT: usize = 11;
    const RADIX: usize = 1 << DIGIT;
    if keyed.len() < RADIX / 2 {
        keyed.sort_by_key(|(key, _)| *key);
        return;
    }
    let digit = |key: K, place: usize| (key.into() >> (place * DIGIT)) as usize % RADIX;
    let mut counts = vec![[0u32; RADIX]; K::BITS.div_ceil(DIGIT)];
    for (key, _) in keyed.iter() {
        for (place, counts) in counts.iter_mut().enumerate() {
            counts[digit(*key, place)] += 1;
        }
    }
    let mut other = vec![(K::default(), 0); keyed.len()];
    for (place, counts) in counts.iter_mut().enumerate() {
        if counts.iter().any(|count| *count as usize == keyed.len()) {
            continue;
        }
        let mut next = 0;
        for count in counts.iter_mut() {
            (*count, next) = (next, next + *count);
        }
        for &(key, row) in keyed.iter() {
            let to = &mut counts[digit(key, place)];
            other[*to as usize] = (key, row);
            *to += 1;
        }
        std::mem::swap(keyed, &mut other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_values_go_by_row_or_by_id() {
        let ids: Texts = ["d", "c", "b", "a"].into_iter().collect();
        let values = [1.0, -0.0, 1.0, 0.0];
        assert_eq!(by_value(&values, true), [0, 2, 1, 3]);
        assert_eq!(by_value_and_id(&values, &ids, true), [2, 0, 3, 1]);
        assert_eq!(by_value_and_id(&values, &ids, false), [3, 1, 2, 0]);
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_numbers(values in prop::collection::vec(prop_oneof![-1e12..1e12f64, -3.0..3.0f64, Just(0.0)], 0..600)) {
            let mut expected: Vec<u32> = (0..values.len() as u32).collect();
            expected.sort_by(|&a, &b| values[b as usize].total_cmp(&(values[a as usize] + 0.0)));
            prop_assert_eq!(by_value(&values, true), expected);
            let order = by_value(&values, false);
            prop_assert!(order.windows(2).all(|pair| values[pair[0] as usize] <= values[pair[1] as usize]));
            let mut rows = by_value(&values, true);
            rows.sort_unstable();
            prop_assert!(rows.into_iter().eq(0..values.len() as u32));
        }
    }
}
