//! SM-2 (P. A. Wozniak, "Optimization of learning", 1990) in integers.

use super::Day;
use serde::{Deserialize, Serialize};

/// The quality of an answer, 0 to 5; 3 and more is a pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Grade(u8);

impl Grade {
    pub const AGAIN: Grade = Grade(1);
    pub const HARD: Grade = Grade(3);
    pub const GOOD: Grade = Grade(4);
    pub const EASY: Grade = Grade(5);

    /// `None` above 5.
    pub fn new(quality: u8) -> Option<Grade> {
        (quality <= 5).then_some(Grade(quality))
    }

    pub fn value(self) -> u8 {
        self.0
    }

    pub fn passes(self) -> bool {
        self.0 >= 3
    }

    /// Below 4 a card comes back the same day, until it scores 4 or more: the final drill.
    pub fn needs_drill(self) -> bool {
        self.0 < 4
    }
}

impl TryFrom<u8> for Grade {
    type Error = String;

    fn try_from(quality: u8) -> Result<Grade, String> {
        Grade::new(quality)
            .ok_or_else(|| format!("a grade is a whole number from 0 to 5, not {quality}"))
    }
}

impl From<Grade> for u8 {
    fn from(grade: Grade) -> u8 {
        grade.0
    }
}

/// In hundredths: 2.50.
pub const FIRST_EASE: u32 = 250;
/// In hundredths: 1.30.
pub const LEAST_EASE: u32 = 130;
/// In days.
pub const LONGEST_INTERVAL: u32 = 36_500;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Schedule {
    /// Passes in a row.
    pub repetitions: u32,
    /// Ease factor in hundredths: 250 is 2.50.
    pub ease: u32,
    /// In days.
    pub interval: u32,
    pub due: Day,
}

/// The schedule after a repetition on `today`; `before` is `None` at the first one.
///
/// The interval uses the ease before this review. A failed review leaves the ease as it is (as in Wozniak's text; a well-known
/// program listing differs). Being late gives no bonus: the due day counts from the day of the review.
pub fn repeat(before: Option<Schedule>, grade: Grade, today: Day) -> Schedule {
    let (repetitions, ease, interval) =
        before.map_or((0, FIRST_EASE, 0), |b| (b.repetitions, b.ease, b.interval));
    if !grade.passes() {
        return Schedule {
            repetitions: 0,
            ease,
            interval: 1,
            due: today.plus(1),
        };
    }
    let repetitions = repetitions.saturating_add(1);
    let interval = match repetitions {
        1 => 1,
        2 => 6,
        _ => (u64::from(interval) * u64::from(ease))
            .div_ceil(100)
            .min(u64::from(LONGEST_INTERVAL)) as u32,
    };
    let ease = match grade.value() {
        5 => ease.saturating_add(10),
        4 => ease,
        _ => ease.saturating_sub(14).max(LEAST_EASE),
    };
    Schedule {
        repetitions,
        ease,
        interval,
        due: today.plus(interval),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn intervals(grades: &[u8]) -> Vec<u32> {
        let mut schedule = None;
        let mut today = Day(0);
        let mut seen = Vec::new();
        for &grade in grades {
            let next = repeat(schedule, Grade::new(grade).unwrap(), today);
            seen.push(next.interval);
            today = next.due;
            schedule = Some(next);
        }
        seen
    }

    #[test]
    fn published_runs_of_grades_give_their_intervals() {
        assert_eq!(intervals(&[5, 5, 5, 5, 5, 5]), [1, 6, 17, 48, 140, 420]);
        assert_eq!(intervals(&[0, 5, 5, 5, 5, 4]), [1, 1, 6, 17, 48, 140]);
        assert_eq!(intervals(&[3, 3, 3, 4, 3]), [1, 6, 14, 30, 63]);
        assert_eq!(*intervals(&[5; 100]).last().unwrap(), LONGEST_INTERVAL);
    }

    #[test]
    fn a_fail_starts_over_and_keeps_the_ease() {
        let known = Schedule {
            repetitions: 4,
            ease: 180,
            interval: 40,
            due: Day(9),
        };
        assert_eq!(
            repeat(Some(known), Grade::AGAIN, Day(12)),
            Schedule {
                repetitions: 0,
                ease: 180,
                interval: 1,
                due: Day(13)
            }
        );
    }

    #[test]
    fn a_grade_is_0_to_5_passes_from_3_and_ends_the_drill_from_4() {
        for quality in 0..=5 {
            let grade = Grade::new(quality).unwrap();
            assert_eq!(Grade::try_from(quality), Ok(grade));
            assert_eq!((grade.value(), u8::from(grade)), (quality, quality));
            assert_eq!(grade.passes(), quality >= 3, "{quality}");
            assert_eq!(grade.needs_drill(), quality <= 3, "{quality}");
        }
        assert_eq!(Grade::new(6), None);
        let refused = Grade::try_from(6).unwrap_err();
        assert_eq!(refused, "a grade is a whole number from 0 to 5, not 6");
    }

    proptest! {
        /// The same rule written a second time, in the text's own floating-point form, must agree wherever it is exact enough to tell.
        #[test]
        fn integers_agree_with_the_text_to_a_hundredth(grades in prop::collection::vec(0u8..=5, 1..40)) {
            let mut state: Option<Schedule> = None;
            let (mut n, mut ease, mut interval) = (0u32, 2.5f64, 0u32);
            let mut today = Day(0);
            for g in grades {
                let next = repeat(state, Grade::new(g).unwrap(), today);
                if g < 3 { n = 0; interval = 1; } else {
                    n += 1;
                    let exact = f64::from(interval) * ease;
                    interval = match n { 1 => 1, 2 => 6, _ => ((exact - 1e-6).ceil() as u32).min(LONGEST_INTERVAL) };
                    let miss = f64::from(5 - g);
                    ease = (ease + 0.1 - miss * (0.08 + miss * 0.02)).max(1.3);
                }
                prop_assert_eq!((next.repetitions, next.interval), (n, interval));
                prop_assert!((f64::from(next.ease) / 100.0 - ease).abs() < 1e-9);
                prop_assert_eq!(next.due, today.plus(next.interval));
                today = next.due;
                state = Some(next);
            }
        }
    }
}
