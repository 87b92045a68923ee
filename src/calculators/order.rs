//! Orders rows by a number, fast enough for a million of them.

use super::texts::Texts;

/// The rows from the largest value to the smallest (`falling`) or the other way; equal values stay as they were.
pub fn by_value(values: &[f64], falling: bool) -> Vec<u32> {
    keyed(values, falling)
        .into_iter()
        .map(|(_, row)| row)
        .collect()
}

/// The same, with equal values in the order of their ids.
pub fn by_value_and_id(values: &[f64], ids: &Texts, falling: bool) -> Vec<u32> {
    let mut keyed = keyed(values, falling);
    for run in keyed
        .chunk_by_mut(|a, b| a.0 == b.0)
        .filter(|run| run.len() > 1)
    {
        run.sort_unstable_by(|a, b| ids[a.1 as usize].cmp(&ids[b.1 as usize]));
    }
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// Each row with the bits of its value turned so that they sort as whole numbers.
fn keyed(values: &[f64], falling: bool) -> Vec<(u64, u32)> {
    let keys = values.iter().zip(0u32..).map(|(value, row)| {
        let bits = (value + 0.0).to_bits();
        let rising = if bits >> 63 == 1 {
            !bits
        } else {
            bits | 1 << 63
        };
        (if falling { !rising } else { rising }, row)
    });
    let mut keyed: Vec<(u64, u32)> = keys.collect();
    keyed.sort_unstable();
    keyed
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
        fn the_order_is_that_of_the_numbers(values in prop::collection::vec(-1e12..1e12f64, 0..50)) {
            let order = by_value(&values, false);
            prop_assert!(order.windows(2).all(|pair| values[pair[0] as usize] <= values[pair[1] as usize]));
            let mut rows = by_value(&values, true);
            rows.sort_unstable();
            prop_assert!(rows.into_iter().eq(0..values.len() as u32));
        }
    }
}
