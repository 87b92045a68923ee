//! Makes whole problems with tables from a seed: question, answer, working, and the wrong answers that well-known
//! mistakes give. The answer always comes from the calculator that the problem opens.

mod abc;
mod fill;
mod priority;
mod problem;
mod rfm;

use super::draw::Draw;
use fill::Rate;
pub use problem::{Mistake, Problem, Sought, Wrong};

/// A problem maker.
#[derive(Debug)]
pub struct Maker {
    /// The name used in decks.
    pub name: &'static str,
    pub title: &'static str,
    /// Draws once; `None` if the draw is not suitable.
    draw: fn(&mut Draw) -> Option<Problem>,
}

pub const MAKERS: [Maker; 8] = [
    maker("abc-class", "ABC class of a customer", abc::class),
    maker("abc-count", "How many customers are A", abc::count),
    maker("fill-unit", "Unit fill rate", |draw| {
        fill::problem(draw, Rate::Unit)
    }),
    maker("fill-line", "Line fill rate", |draw| {
        fill::problem(draw, Rate::Line)
    }),
    maker("fill-order", "Order fill rate", |draw| {
        fill::problem(draw, Rate::Order)
    }),
    maker("rfm-code", "RFM code of a customer", rfm::code),
    maker(
        "priority-score",
        "Weighted score of the first customer",
        priority::score,
    ),
    maker(
        "priority-first",
        "Which customer comes first",
        priority::first,
    ),
];

const fn maker(
    name: &'static str,
    title: &'static str,
    draw: fn(&mut Draw) -> Option<Problem>,
) -> Maker {
    Maker { name, title, draw }
}

/// Most draws before it gives up; about every second draw is suitable.
const TRIES: usize = 1_000;

pub fn find(name: &str) -> Option<&'static Maker> {
    MAKERS.iter().find(|maker| maker.name == name)
}

impl Maker {
    /// The problem of a seed, the same on every machine.
    pub fn make(&self, seed: u64) -> Option<Problem> {
        let mut draw = Draw::new(seed);
        (0..TRIES).find_map(|_| (self.draw)(&mut draw))
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
