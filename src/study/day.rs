//! The study day: a calendar date, counted from 1970-01-01. The time of day is not known here.

use serde::{Deserialize, Serialize};

/// Days since 1970-01-01 in the learner's time zone. Before the rollover hour it is still the day before.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    pub fn plus(self, days: u32) -> Day {
        Day(self.0.saturating_add_unsigned(days))
    }

    pub fn minus(self, days: u32) -> Day {
        Day(self.0.saturating_sub_unsigned(days))
    }

    /// Whole days from `earlier` to `self`; negative when `self` is the earlier one.
    pub fn since(self, earlier: Day) -> i32 {
        self.0.saturating_sub(earlier.0)
    }
}
