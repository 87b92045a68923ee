//! The one shuffle for options and items. The same seed gives the same order on every machine and in every release.

use super::{Answer, Mark, Verdict};
use crate::calculators::draw::Draw;
use crate::study::text::Text;

/// `order[position shown] = position written`.
pub fn order(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    Draw::new(seed).shuffle(&mut order);
    order
}

/// The things in the order in which they are shown.
pub fn shuffled<T>(things: &[T], seed: u64) -> impl Iterator<Item = &T> {
    order(things.len(), seed).into_iter().map(|i| &things[i])
}

/// An order as of `order`, but never in the order in which it was written: that would be the solution.
pub fn unsolved(len: usize, seed: u64) -> Vec<usize> {
    let mut order = order(len, seed);
    if order.is_sorted() && !order.is_empty() {
        order.rotate_left(1);
    }
    order
}

/// The verdict on `len` things put in order. `told` says what a thing given for a place reads there, and what is wrong about it;
/// `refusal` is for an order that leaves one out.
pub fn judge_order(
    answer: &Answer,
    len: usize,
    refusal: String,
    expected: Text,
    told: impl Fn(usize, usize) -> (Text, Option<String>),
) -> Result<Verdict, String> {
    let Answer::Arranged(arranged) = answer else {
        return Ok(Verdict::showing(expected));
    };
    let mut sorted = arranged.clone();
    sorted.sort_unstable();
    if !sorted.into_iter().eq(0..len) {
        return Err(refusal);
    }
    let marks = arranged.iter().enumerate().map(|(place, given)| {
        let (text, wrong) = told(place, *given);
        Mark {
            text,
            right: wrong.is_none(),
            chosen: true,
            note: wrong.unwrap_or_default().into(),
        }
    });
    let marks: Vec<Mark> = marks.collect();
    Ok(Verdict {
        right: Some(marks.iter().all(|mark| mark.right)),
        marks,
        ..Verdict::showing(expected)
    })
}
