//! Makes whole problems with tables from a seed: question, answer, working, and the wrong answers that well-known
//! mistakes give. The answer always comes from the calculator that the problem opens.

mod abc;
mod fill;
mod priority;
mod problem;
mod rfm;

use super::draw::Draw;
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
    Maker {
        name: "abc-class",
        title: "ABC class of a customer",
        draw: abc::class,
    },
    Maker {
        name: "abc-count",
        title: "How many customers are A",
        draw: abc::count,
    },
    Maker {
        name: "fill-unit",
        title: "Unit fill rate",
        draw: fill::unit,
    },
    Maker {
        name: "fill-line",
        title: "Line fill rate",
        draw: fill::line,
    },
    Maker {
        name: "fill-order",
        title: "Order fill rate",
        draw: fill::order,
    },
    Maker {
        name: "rfm-code",
        title: "RFM code of a customer",
        draw: rfm::code,
    },
    Maker {
        name: "priority-score",
        title: "Weighted score of the first customer",
        draw: priority::score,
    },
    Maker {
        name: "priority-first",
        title: "Which customer comes first",
        draw: priority::first,
    },
];

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
