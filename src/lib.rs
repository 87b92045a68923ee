//! Swot, a terminal tutor.

pub mod calculators;
pub mod study;
