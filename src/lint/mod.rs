//! `swot check`: what a deck must not hold and what it had better not, as rules, asked of decks by themselves and together.
//!
//! A new rule is a function in `rules/` and a line in [`RULES`]. What one card can be wrong about by itself its kind says
//! (`faults`). `E00`, a file or card that cannot be read as one, is no rule: reading finds it.

mod check;
mod preview;
mod rule;
mod rules;
mod thresholds;

pub use check::{check, check_all, check_deck, check_errors, check_read, check_telling};
pub use preview::preview;
pub use rule::{Check, Crossing, Rule, Settings, Titled, When};
pub use rules::{RULES, address, deck_taken};
pub use thresholds::Thresholds;
