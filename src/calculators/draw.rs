//! Draws numbers, rows and orders for generated problems from a seed. Only the ChaCha8 stream comes from a library; the
//! conversion from random bits to values is done here, so that an update of `rand` cannot change a problem that a learner has
//! already been asked.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// A stream of draws. The same seed gives the same draws on every machine and in every release.
#[derive(Debug)]
pub struct Draw {
    stream: ChaCha8Rng,
}

impl Draw {
    /// The ChaCha8 key is the seed in eight little-endian bytes and 24 zero bytes.
    pub fn new(seed: u64) -> Self {
        let mut key = [0u8; 32];
        for (place, byte) in key.iter_mut().zip(seed.to_le_bytes()) {
            *place = byte;
        }
        Draw {
            stream: ChaCha8Rng::from_seed(key),
        }
    }

    /// 64 fresh random bits.
    fn bits(&mut self) -> u64 {
        self.stream.next_u64()
    }

    /// A whole number from 0 to `n - 1`, each equally likely; 0 if `n` is 0.
    ///
    /// Lemire, "Fast random integer generation in an interval" (2019): the high half of a 128-bit product, drawn again in the
    /// rare cases that would favour some values.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let unfair = n.wrapping_neg() % n;
        loop {
            let product = u128::from(self.bits()) * u128::from(n);
            if (product as u64) >= unfair {
                return (product >> 64) as u64;
            }
        }
    }

    /// One of `from`, `from + step`, ... up to `to` (included if a step reaches it), each equally likely. Values are decimals as
    /// an author would write them: 0.1 to 0.5 by 0.1 includes 0.3, not 0.30000000000000004. A range without a step (see
    /// [`steps`]) gives `from` without drawing.
    pub fn range(&mut self, from: f64, to: f64, step: f64) -> f64 {
        match steps(from, to, step) {
            Some(count) => {
                let i = self.below(count);
                nth(from, step, i)
            }
            None => from,
        }
    }

    /// One of the items, each equally likely; `None` from an empty list.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let i = self.below(items.len() as u64);
        items.get(i as usize)
    }

    /// One of an array, which is never empty.
    pub fn one_of<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        const { assert!(N > 0) };
        items[self.below(N as u64) as usize]
    }

    /// True `yes` times out of `of`.
    pub fn chance(&mut self, yes: u64, of: u64) -> bool {
        self.below(of) < yes
    }

    /// Every order equally likely (Fisher and Yates, from the end).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.below(i as u64 + 1) as usize;
            items.swap(i, j);
        }
    }
}

/// Number of values that `range` can give; `None` if bounds and step make no range.
pub fn steps(from: f64, to: f64, step: f64) -> Option<u64> {
    if !(from.is_finite() && to.is_finite() && step.is_finite()) || step <= 0.0 || to < from {
        return None;
    }
    let count = ((to - from) / step + 1e-9).floor() + 1.0;
    (count < 9e15).then_some(count as u64)
}

/// The value `i` steps after `from`, rounded to the decimals of `from` and `step`.
pub fn nth(from: f64, step: f64, i: u64) -> f64 {
    let decimals = decimals_of(from).max(decimals_of(step));
    let plain = from + step * i as f64;
    if decimals == 0 || decimals > 12 {
        return plain;
    }
    format!("{plain:.decimals$}").parse().unwrap_or(plain)
}

/// Number of decimals in the shortest form of a number.
fn decimals_of(value: f64) -> usize {
    let text = value.to_string();
    text.split_once('.').map_or(0, |(_, after)| after.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_a_seed_is_the_stored_one() {
        let mut draw = Draw::new(0);
        // The first words of ChaCha8 with an all-zero key and nonce, as in the public ChaCha test vectors
        // (key stream 3e 00 ef 2f 89 5f 40 d6 ...).
        assert_eq!(draw.bits(), 0xd640_5f89_2fef_003e);
        let mut draw = Draw::new(20_261_121);
        let words: Vec<u64> = (0..3).map(|_| draw.bits()).collect();
        assert_eq!(words, STORED_WORDS);
        let mut draw = Draw::new(7);
        let small: Vec<u64> = (0..12).map(|_| draw.below(10)).collect();
        assert_eq!(small, STORED_BELOW_TEN);
        let mut draw = Draw::new(7);
        let mut order: Vec<u8> = (0..8).collect();
        draw.shuffle(&mut order);
        assert_eq!(order, STORED_ORDER);
    }

    const STORED_WORDS: [u64; 3] = [
        11048480374653246795,
        14814722658868197063,
        16834920760603286925,
    ];
    const STORED_BELOW_TEN: [u64; 12] = [7, 4, 0, 3, 3, 3, 3, 1, 6, 9, 6, 6];
    const STORED_ORDER: [u8; 8] = [2, 5, 7, 4, 1, 0, 3, 6];

    #[test]
    fn every_value_of_a_range_is_drawn_about_equally_often() {
        let mut draw = Draw::new(1);
        let mut seen = std::collections::BTreeMap::new();
        for _ in 0..29_000 {
            *seen
                .entry(draw.range(40.0, 600.0, 20.0) as u64)
                .or_insert(0u32) += 1;
        }
        assert_eq!(seen.len(), 29);
        assert_eq!(seen.keys().next(), Some(&40));
        assert_eq!(seen.keys().last(), Some(&600));
        assert!(seen.values().all(|&n| (850..1150).contains(&n)), "{seen:?}");
    }

    #[test]
    fn steps_land_on_the_decimals_an_author_would_write() {
        assert_eq!(steps(0.1, 0.5, 0.1), Some(5));
        assert_eq!(nth(0.1, 0.1, 2), 0.3);
        assert_eq!(nth(7.3, 0.01, 4), 7.34);
        assert_eq!(nth(-0.3, 0.1, 3), 0.0);
        assert_eq!(steps(0.0, 1.0, 0.3), Some(4));
    }

    #[test]
    fn a_range_without_steps_stays_at_its_start() {
        let mut draw = Draw::new(3);
        for (from, to, step) in [
            (5.0, 4.0, 1.0),
            (5.0, 9.0, 0.0),
            (5.0, 9.0, -1.0),
            (5.0, f64::INFINITY, 1.0),
            (5.0, 9.0, f64::NAN),
        ] {
            assert_eq!(steps(from, to, step), None);
            assert_eq!(draw.range(from, to, step), 5.0);
        }
        assert_eq!(draw.range(5.0, 5.0, 1.0), 5.0);
    }

    #[test]
    fn picking_from_nothing_gives_nothing_and_below_zero_is_zero() {
        let mut draw = Draw::new(3);
        assert_eq!(draw.pick::<u8>(&[]), None);
        assert_eq!(draw.below(0), 0);
        assert_eq!(draw.below(1), 0);
    }

    #[test]
    fn a_shuffle_puts_each_item_in_each_place_about_equally_often() {
        let mut draw = Draw::new(11);
        let mut counts = [[0u32; 4]; 4];
        for _ in 0..8_000 {
            let mut order = [0usize, 1, 2, 3];
            draw.shuffle(&mut order);
            for (place, &item) in order.iter().enumerate() {
                counts[item][place] += 1;
            }
        }
        assert!(
            counts.iter().flatten().all(|n| (1850..2150).contains(n)),
            "{counts:?}"
        );
    }

    #[test]
    fn the_top_of_the_range_of_below_is_reached_without_bias() {
        let mut draw = Draw::new(5);
        let n = (1u64 << 63) + 1;
        let high = (0..2_000).filter(|_| draw.below(n) >= n / 2).count();
        assert!((900..1100).contains(&high), "{high}");
    }
}
