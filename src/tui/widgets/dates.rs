//! Days as people read them. It never asks what day it is.

use crate::study::Day;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Year, month (1 to 12) and day of the month in the Gregorian calendar.
///
/// After Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
pub fn civil(day: Day) -> (i64, usize, u32) {
    let z = i64::from(day.0) + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let of_month = (of_year - (153 * shifted + 2) / 5 + 1) as u32;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    } as usize;
    (
        year + era * 400 + i64::from(month <= 2),
        month.clamp(1, 12),
        of_month,
    )
}

pub fn weekday(day: Day) -> &'static str {
    // 1970-01-01 was a Thursday.
    WEEKDAYS[(day.0.rem_euclid(7) as usize + 3) % 7]
}

/// `Sat`
pub fn weekday_short(day: Day) -> &'static str {
    &weekday(day)[..3]
}

/// `Saturday 21 November`
pub fn long(day: Day) -> String {
    let (_, month, of_month) = civil(day);
    format!("{} {of_month} {}", weekday(day), MONTHS[month - 1])
}

/// `21 Nov`
pub fn short(day: Day) -> String {
    let (_, month, of_month) = civil(day);
    format!("{of_month} {}", &MONTHS[month - 1][..3])
}

/// `2026-11-21`
pub fn iso(day: Day) -> String {
    let (year, month, of_month) = civil(day);
    format!("{year:04}-{month:02}-{of_month:02}")
}

/// `today`, `tomorrow`, `in 5 days`, `3 days ago`.
pub fn from_today(day: Day, today: Day) -> String {
    match day.since(today) {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        days if days < 0 => format!("{} days ago", -i64::from(days)),
        days => format!("in {days} days"),
    }
}

/// A number of days: `15 d`, `2.7 y`.
pub fn span(days: u32) -> String {
    if days < 1_000 {
        format!("{days} d")
    } else {
        format!("{:.1} y", f64::from(days) / 365.25)
    }
}

/// `about 9 min`, `about 1 h 20 min`.
pub fn minutes(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn days_agree_with_the_calendar() {
        for day in (-800_000..800_000).step_by(37) {
            let date = crate::clock::date_of(Day(day));
            assert_eq!(iso(Day(day)).replace("-0", "-"), {
                let text = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
                text.replace("-0", "-")
            });
            let name = format!("{:?}", date.weekday());
            assert!(weekday(Day(day)).starts_with(&name), "{name}");
        }
    }

    #[test]
    fn spans_are_short() {
        assert_eq!(span(140), "140 d");
        assert_eq!(span(36_500), "99.9 y");
        assert_eq!(minutes(80), "1 h 20 min");
    }
}
