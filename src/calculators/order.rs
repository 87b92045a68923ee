//! Orders rows by a number, fast enough for a million of them.

use super::cores::{LONG, both};
use super::texts::Texts;
use std::ops::Range;

/// Rows in the order of their values.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    pub rows: Vec<u32>,
    /// Their values, in the same order.
    pub values: Vec<f64>,
}

/// From the largest value to the smallest (`falling`) or the other way; equal values stay as they were.
pub fn by_value(values: &[f64], falling: bool) -> Ranking {
    ranking(values, falling, None)
}

/// The same, with equal values in the order of their ids.
pub fn by_value_and_id(values: &[f64], ids: &Texts, falling: bool) -> Ranking {
    ranking(values, falling, Some(ids))
}

fn ranking(values: &[f64], falling: bool, ids: Option<&Texts>) -> Ranking {
    if values.len() < LONG {
        return part(values, falling, ids, |_| true);
    }
    // Each core ranks the rows of one side of about the middle value.
    let sample = values.iter().step_by(values.len() / 999);
    let mut sample: Vec<u32> = sample.map(|value| upper(*value, falling)).collect();
    let half = sample.len() / 2;
    let middle = *sample.select_nth_unstable(half).1;
    let (mut first, second) = both(
        || part(values, falling, ids, |upper| upper < middle),
        || part(values, falling, ids, |upper| upper >= middle),
    );
    first.rows.extend(second.rows);
    first.values.extend(second.values);
    first
}

/// Ranks the rows whose upper half of the key belongs in.
fn part(
    values: &[f64],
    falling: bool,
    ids: Option<&Texts>,
    belongs: impl Fn(u32) -> bool,
) -> Ranking {
    // By the upper half of the keys first, in which few rows agree that are not equal.
    let keys = values.iter().map(|value| upper(*value, falling));
    let keyed = by_key(keys, belongs);
    let mut rows: Vec<u32> = keyed.iter().map(|keyed| *keyed as u32).collect();
    let mut sorted: Vec<f64> = rows.iter().map(|&row| values[row as usize]).collect();
    let key = |value: &f64| key(*value, falling);
    if !sorted.is_sorted_by_key(key) {
        for run in runs(&keyed, |a, b| a >> 32 == b >> 32) {
            rows[run.clone()].sort_by_key(|&row| key(&values[row as usize]));
            sorted[run].sort_by_key(key);
        }
    }
    if let Some(ids) = ids {
        ids.sort_runs(&mut rows, runs(&sorted, |a, b| a == b));
    }
    Ranking {
        rows,
        values: sorted,
    }
}

/// Where two and more neighbours are the same.
fn runs<T>(list: &[T], same: impl Fn(&T, &T) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let runs = list.chunk_by(same).map(move |run| {
        end += run.len();
        end - run.len()..end
    });
    runs.filter(|run| run.len() > 1)
}

/// The keys that belong in, in their order, each with its row in the lower half.
pub fn by_key(keys: impl ExactSizeIterator<Item = u32>, belongs: impl Fn(u32) -> bool) -> Vec<u64> {
    let mut keyed = vec![0; keys.len() + 1];
    let mut count = 0;
    for (key, row) in keys.zip(0..) {
        // Every row is written, and the next one over it if it does not belong: that needs no guess what comes.
        keyed[count] = u64::from(key) << 32 | row;
        count += usize::from(belongs(key));
    }
    keyed.truncate(count);
    keyed.sort_unstable();
    keyed
}

fn upper(value: f64, falling: bool) -> u32 {
    (key(value, falling) >> 32) as u32
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_values_go_by_row_or_by_id() {
        let ids: Texts = ["d", "c", "b", "a"].into_iter().collect();
        let values = [1.0, -0.0, 1.0, 0.0];
        assert_eq!(by_value(&values, true).rows, [0, 2, 1, 3]);
        assert_eq!(by_value_and_id(&values, &ids, true).rows, [2, 0, 3, 1]);
        assert_eq!(by_value_and_id(&values, &ids, false).rows, [3, 1, 2, 0]);
    }

    #[test]
    fn a_list_long_enough_for_two_cores_is_ranked_like_a_short_one() {
        for kinds in [1, 2, 30_000, 1_000_000] {
            let count = 2 * LONG as u64;
            let values: Vec<f64> = (0..count)
                .map(|i| (i * 7919 % kinds) as f64 / 3.0 - 5.0)
                .collect();
            let ids: Texts = (0..count).map(|i| format!("C{}", i * 31 % count)).collect();
            let mut expected: Vec<u32> = (0..count as u32).collect();
            expected.sort_by(|&a, &b| {
                let (a, b) = (a as usize, b as usize);
                values[b]
                    .total_cmp(&values[a])
                    .then_with(|| ids[a].cmp(&ids[b]))
            });
            let ranking = by_value_and_id(&values, &ids, true);
            assert!(ranking.rows == expected, "{kinds} kinds of values");
            assert!(
                ranking
                    .rows
                    .iter()
                    .map(|row| values[*row as usize])
                    .eq(ranking.values)
            );
        }
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_numbers(values in prop::collection::vec(prop_oneof![-1e12..1e12f64, -3.0..3.0f64, Just(0.0)], 0..600)) {
            let mut expected: Vec<u32> = (0..values.len() as u32).collect();
            expected.sort_by(|&a, &b| values[b as usize].total_cmp(&(values[a as usize] + 0.0)));
            prop_assert_eq!(by_value(&values, true).rows, expected);
            let Ranking { mut rows, values: sorted } = by_value(&values, false);
            prop_assert!(sorted.is_sorted());
            prop_assert!(rows.iter().map(|row| values[*row as usize]).eq(sorted));
            rows.sort_unstable();
            prop_assert!(rows.into_iter().eq(0..values.len() as u32));
        }
    }
}
