//! Pure business arithmetic. Knows nothing of cards, screens, files or the time of day.

pub mod draw;
pub mod expression;
