//! The one shuffle for options and items. The same seed gives the same order on every machine and in every release.

use crate::calculators::draw::Draw;

/// `order[position shown] = position written`.
pub fn order(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    Draw::new(seed).shuffle(&mut order);
    order
}

/// The same, but never in the order in which it was written: that would be the solution.
pub fn unsolved(len: usize, seed: u64) -> Vec<usize> {
    let mut order = order(len, seed);
    if order.is_sorted() && !order.is_empty() {
        order.rotate_left(1);
    }
    order
}
