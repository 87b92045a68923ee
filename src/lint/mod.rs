//! The rules of `swot check`: errors and warnings, for one deck alone and for several together.
//!
//! A new rule is a function in `rules/` and a line in [`RULES`]. Faults of a single card are found by its kind (`faults`). `E00`,
//! a file or card that cannot be read, is found while reading and is not a rule.

mod check;
mod preview;
mod rule;
mod rules;
mod thresholds;

pub use check::{
    check, check_all, check_between, check_deck, check_errors, check_read, check_telling,
};
pub use preview::preview;
pub use rule::{Check, Settings, Titled, When};
pub use rules::{RULES, address, deck_taken};
pub use thresholds::Thresholds;
