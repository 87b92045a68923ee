//! Swot.
pub mod calculators;
