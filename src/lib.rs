//! Swot, a terminal tutor.

pub mod calculators;
pub mod cli;
pub mod clock;
pub mod desk;
pub mod driver;
pub mod library;
pub mod places;
pub mod settings;
pub mod sheet;
pub mod store;
pub mod study;
pub mod tui;
