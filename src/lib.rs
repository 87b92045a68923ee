//! Swot, a terminal tutor.

pub mod calculators;
pub mod clock;
pub mod study;
