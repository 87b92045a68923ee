//! What is learned and when: decks, concepts, cards and their kinds, the schedule, and the review log.
//!
//! Pure: nothing here reads a file, the environment, the clock, SQL or the screen. Time and seeds are passed in as values.

pub mod about;
pub mod amount;
pub mod blueprint;
pub mod card_text;
pub mod choices;
mod common;
pub mod day;
pub mod deck;
pub mod diff;
mod exam_act;
pub mod exam_plan;
pub mod fault;
pub mod figures;
pub mod former;
pub mod key;
pub mod kinds;
pub mod log;
pub mod markdown;
pub mod meaning;
pub mod memory;
pub mod mock_exam;
pub mod outline;
pub mod outlook;
pub mod plan;
pub mod preview;
pub mod readiness;
pub mod session;
pub mod sm2;
pub mod text;
mod words;

pub use day::Day;
pub use deck::{Card, Concept, Deck};
pub use key::{Key, Keyed};
pub use memory::Memory;
pub use sm2::Grade;
pub(crate) use words::words;
