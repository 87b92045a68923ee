//! Functions that several calculators need: ranking, ratios, medians.

use std::cmp::Ordering;

/// Shares or scores this close count as equal: 0.7999999999 reaches a cut at 80 %.
pub const NEAR: f64 = 1e-9;

/// Rows from the largest value to the smallest (`falling`) or the other way. Equal values are ordered by ids, if there are any,
/// then as given.
pub fn ranked(values: &[f64], falling: bool, ids: Option<&[String]>) -> Vec<u32> {
    // -0 is the same as 0.
    let mut rows: Vec<(f64, u32)> = values.iter().map(|value| value + 0.0).zip(0..).collect();
    rows.sort_unstable_by(|(a, i), (b, j)| {
        let by_value = if falling {
            b.total_cmp(a)
        } else {
            a.total_cmp(b)
        };
        let by_id = || {
            ids.map_or(Ordering::Equal, |ids| {
                ids[*i as usize].cmp(&ids[*j as usize])
            })
        };
        by_value.then_with(by_id).then(i.cmp(j))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// The part divided by a whole above zero; `None` if the whole is not above zero or the result is not finite.
pub fn ratio(part: f64, whole: f64) -> Option<f64> {
    Some(part / whole).filter(|ratio| whole > 0.0 && ratio.is_finite())
}

/// Whole ones needed for so many; a hair above a whole one, left by a division, is none more.
pub fn whole_up(many: f64) -> f64 {
    (many - NEAR).ceil()
}

/// Each the sum of those up to there; an undefined one adds nothing.
pub fn running(values: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let sums = values.iter().map(|value| {
        sum += if value.is_nan() { 0.0 } else { *value };
        sum
    });
    sums.collect()
}

/// Where a rising function reaches what is sought between two ends, from below and from above after so many halvings.
pub fn halved(ends: (f64, f64), times: u32, is_below: impl Fn(f64) -> bool) -> (f64, f64) {
    (0..times).fold(ends, |(low, high), _| {
        let middle = (low + high) / 2.0;
        if is_below(middle) {
            (middle, high)
        } else {
            (low, middle)
        }
    })
}

/// The middle value, or the mean of the two in the middle; nothing of nothing.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    if even {
        Some((below.iter().copied().fold(f64::NEG_INFINITY, f64::max) + *upper) / 2.0)
    } else {
        Some(*upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_go_by_id_or_as_they_stand() {
        let ids = ["d", "c", "b", "a"].map(String::from);
        let values = [1.0, -0.0, 1.0, 0.0];
        assert_eq!(ranked(&values, true, None), [0, 2, 1, 3]);
        assert_eq!(ranked(&values, true, Some(&ids)), [2, 0, 3, 1]);
        assert_eq!(ranked(&values, false, Some(&ids)), [3, 1, 2, 0]);
    }

    #[test]
    fn the_middle_value_is_the_mean_of_two_where_the_count_is_even() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0]), Some(3.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
    }
}
