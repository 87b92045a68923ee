//! Converts what Anki remembers of a card: whole days, ease in hundredths. No clock is read: the collection gives its beginning,
//! the caller the learner's time zone.

use crate::dates::{civil_day, study_day_at};
use crate::exchange::format::Calendar;
use crate::study::Day;
use crate::study::Memory;
use crate::study::log::Moment;
use crate::study::memory::Learned;
use crate::study::sm2::{FIRST_EASE, LEAST_EASE, LONGEST_INTERVAL, Schedule};

/// Reviews at least this many seconds apart count as on different days.
const HALF_A_DAY: i64 = 43_200;

fn moment(at: i64, offset_s: i32) -> Moment {
    let utc_ms = at.saturating_mul(1_000);
    Moment { utc_ms, offset_s }
}

impl Calendar<'_> {
    fn moment(&self, at: i64) -> Moment {
        moment(at, (self.offset)(at))
    }

    fn study_day(&self, at: i64) -> Day {
        study_day_at(self.moment(at), self.rollover)
    }
}

fn day(days: i64) -> Day {
    Day(i32::try_from(days.clamp(-200_000, 3_000_000)).unwrap_or(0))
}

/// A row of Anki's `cards`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CardRow {
    pub id: i64,
    pub deck: i64,
    pub ord: i64,
    /// 0 new, 1 learning, 2 review, 3 relearning.
    pub kind: i64,
    /// -1 suspended; 1 learning by the minute, 3 by the day.
    pub queue: i64,
    /// By kind: a position, a time in seconds, or days since the collection began.
    pub due: i64,
    pub interval: i64,
    /// In permille.
    pub factor: i64,
    pub lapses: i64,
    /// In a filtered deck: where it came from, and when it was due there.
    pub home_due: i64,
    pub home_deck: i64,
    pub flags: i64,
}

impl CardRow {
    /// Whether the learner left a mark on it: a schedule, a flag, or a suspension.
    pub fn is_marked(&self) -> bool {
        self.kind > 0 || self.queue == -1 || self.flags & 7 > 0
    }
}

/// A card's reviews, added in order of time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reviews {
    pub first: i64,
    pub last: i64,
    /// Number of days in a row on which the card was passed.
    pub streak: u32,
}

impl Reviews {
    /// `at` in seconds; `button` 1 is the fail.
    pub fn add(&mut self, at: i64, button: i64) {
        if self.first == 0 {
            self.first = at;
        }
        if button <= 1 {
            self.streak = 0;
        } else if self.streak == 0 || at - self.last > HALF_A_DAY {
            self.streak += 1;
        }
        self.last = at;
    }
}

/// The beginning of the collection: its day 0.
pub struct Epoch {
    /// In seconds.
    pub created: i64,
    /// Minutes west of UTC where it was made, if known.
    pub west: Option<i64>,
}

impl Epoch {
    fn day(&self, calendar: &Calendar<'_>) -> Day {
        let west = self
            .west
            .and_then(|west| i32::try_from(west.saturating_mul(60)).ok());
        civil_day(match west {
            Some(west) => moment(self.created, -west),
            None => calendar.moment(self.created),
        })
    }
}

pub fn progress(
    card: &CardRow,
    reviews: Option<Reviews>,
    epoch: &Epoch,
    calendar: &Calendar<'_>,
) -> Memory {
    let mut colours = "no red orange green blue pink turquoise purple".split(' ');
    let colour = usize::try_from(card.flags & 7).ok();
    let colour = colour.and_then(|n| colours.nth(n).filter(|_| n > 0));
    Memory {
        learned: (1..=3)
            .contains(&card.kind)
            .then(|| learned(card, reviews, epoch, calendar)),
        suspended: card.queue == -1,
        buried: None,
        flag: colour.map(|colour| format!("{colour} flag in Anki")),
    }
}

fn learned(
    card: &CardRow,
    reviews: Option<Reviews>,
    epoch: &Epoch,
    calendar: &Calendar<'_>,
) -> Learned {
    let start = epoch.day(calendar);
    let due = if card.home_deck != 0 && card.home_due != 0 {
        card.home_due
    } else {
        card.due
    };
    // Learning steps in minutes are due at a time, everything else on a day.
    let due = if due > 1_000_000_000 {
        calendar.study_day(due)
    } else {
        day(due.saturating_add(start.0.into()))
    };
    let is_review = card.kind == 2;
    let ease = if card.factor > 0 {
        u32::try_from((card.factor.min(99_999) + 5) / 10)
            .unwrap_or(FIRST_EASE)
            .max(LEAST_EASE)
    } else {
        FIRST_EASE
    };
    let interval = if is_review {
        u32::try_from(card.interval.clamp(1, LONGEST_INTERVAL.into())).unwrap_or(1)
    } else {
        1
    };
    let repetitions = match (is_review, interval) {
        // As after a failed review: the next pass is the first.
        (false, _) => 0,
        (true, 1) => 1,
        // At least two passes, so that the next interval is computed from this one.
        (true, _) => reviews.map_or(2, |r| r.streak).max(2),
    };
    let last = reviews
        .filter(|r| r.last > 0)
        .map_or(Day(due.0.saturating_sub_unsigned(interval)), |r| {
            calendar.study_day(r.last)
        });
    let introduced = reviews
        .filter(|r| r.first > 0)
        .map_or(last, |r| calendar.study_day(r.first));
    Learned {
        schedule: Schedule {
            repetitions,
            ease,
            interval,
            due,
        },
        introduced: introduced.min(last),
        last,
        seen: last,
        lapses: u32::try_from(card.lapses.clamp(0, 100_000)).unwrap_or(0),
        drill: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21 04:00 UTC.
    const BEGAN: i64 = 1_795_233_600;
    const BEGAN_DAY: i32 = 20_778;
    const DAY: i64 = 2 * HALF_A_DAY;

    fn of(card: CardRow, reviews: Option<Reviews>) -> Learned {
        let calendar = Calendar {
            offset: &|_| 0,
            rollover: 4,
        };
        learned(
            &card,
            reviews,
            &Epoch {
                created: BEGAN,
                west: Some(0),
            },
            &calendar,
        )
    }

    #[test]
    fn a_review_card_keeps_its_interval_ease_and_day() {
        let card = CardRow {
            kind: 2,
            queue: 2,
            due: 40,
            interval: 30,
            factor: 2_360,
            lapses: 2,
            ..CardRow::default()
        };
        let reviews = Reviews {
            first: BEGAN,
            last: BEGAN + 10 * DAY,
            streak: 4,
        };
        let learned = of(card, Some(reviews));
        let now = learned.schedule;
        assert_eq!(
            (now.repetitions, now.ease, now.interval, learned.lapses),
            (4, 236, 30, 2)
        );
        assert_eq!(
            (now.due, learned.introduced, learned.last),
            (Day(BEGAN_DAY + 40), Day(BEGAN_DAY), Day(BEGAN_DAY + 10))
        );
        assert_eq!(of(card, None).last, Day(BEGAN_DAY + 10));
    }

    #[test]
    fn a_card_in_a_filtered_deck_is_due_where_it_came_from() {
        let card = CardRow {
            kind: 2,
            queue: 2,
            due: -100_000,
            interval: 9,
            home_deck: 5,
            home_due: 7,
            factor: 900,
            ..CardRow::default()
        };
        let now = of(card, None).schedule;
        assert_eq!((now.due, now.ease), (Day(BEGAN_DAY + 7), LEAST_EASE));
    }

    #[test]
    fn learning_is_due_at_its_time_with_nothing_passed_yet() {
        let card = CardRow {
            kind: 3,
            queue: 1,
            due: BEGAN + DAY + 600,
            interval: 40,
            factor: 2_500,
            lapses: 1,
            ..CardRow::default()
        };
        let now = of(card, None).schedule;
        assert_eq!(
            (now.repetitions, now.interval, now.due),
            (0, 1, Day(BEGAN_DAY + 1))
        );
    }

    #[test]
    fn the_collection_s_own_zone_tells_its_first_day() {
        // 04:00 in Tokyo is the evening before in UTC.
        let epoch = Epoch {
            created: BEGAN - 9 * 3_600,
            west: Some(-540),
        };
        let calendar = Calendar {
            offset: &|_| 0,
            rollover: 4,
        };
        assert_eq!(epoch.day(&calendar), Day(BEGAN_DAY));
    }

    #[test]
    fn days_passed_in_a_row_are_counted_from_the_last_fail() {
        let mut reviews = Reviews::default();
        for (day, button) in [(0, 3), (1, 3), (2, 1), (3, 3), (3, 4), (9, 3)] {
            reviews.add(BEGAN + day * DAY, button);
        }
        assert_eq!(reviews.streak, 2);
    }
}
