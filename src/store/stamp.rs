//! Dates written out for file names and sentences. It reads no clock.

use crate::study::log::Moment;

const DAY_MS: i64 = 86_400_000;

/// `2026-11-21`, the date on the learner's wall at that moment.
pub fn local_date(at: Moment) -> String {
    let local = at.utc_ms.saturating_add(i64::from(at.offset_s) * 1000);
    let (year, month, day) = civil(local.div_euclid(DAY_MS));
    format!("{year:04}-{month:02}-{day:02}")
}

/// `2026-11-21T090005Z`: fit for a file name everywhere, and in order of time.
pub fn stamp(utc_ms: i64) -> String {
    let (year, month, day) = civil(utc_ms.div_euclid(DAY_MS));
    let seconds = utc_ms.rem_euclid(DAY_MS) / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}{minutes:02}{seconds:02}Z")
}

/// The time that `stamp` wrote, to the second.
pub fn read_stamp(text: &str) -> Option<i64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = *date.split('-').collect::<Vec<_>>() else {
        return None;
    };
    if time.len() != 6 || !time.is_ascii() {
        return None;
    }
    let number = |text: &str| text.parse::<u16>().ok().map(i64::from);
    let (hours, minutes, seconds) = (
        number(&time[..2])?,
        number(&time[2..4])?,
        number(&time[4..])?,
    );
    let days = days(number(year)?, number(month)?, number(day)?);
    let utc_ms = days * DAY_MS + (hours * 3600 + minutes * 60 + seconds) * 1000;
    (stamp(utc_ms) == text).then_some(utc_ms)
}

/// Days from 1970-01-01 to the first of March of `year`: with the leap day at a year's end, years and months count alike.
fn march(year: i64) -> i64 {
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) - 719_468
}

/// Days from the first of March to the first of the month that is `months` later.
fn months(months: i64) -> i64 {
    (153 * months + 2) / 5
}

fn days(year: i64, month: i64, day: i64) -> i64 {
    let past_march = (month + 9) % 12;
    let year = year - i64::from(month <= 2);
    march(year) + months(past_march) + day - 1
}

fn civil(days: i64) -> (i64, i64, i64) {
    let mut year = (days + 719_468) * 400 / 146_097;
    while march(year) > days {
        year -= 1;
    }
    while march(year + 1) <= days {
        year += 1;
    }
    let day = days - march(year);
    let month = (5 * day + 2) / 153;
    let date = day - months(month) + 1;
    let month = (month + 2) % 12 + 1;
    (year + i64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_each_other_through_leap_years_and_centuries() {
        let (mut year, mut month, mut date) = (1895, 3, 1);
        let start = days(year, month, date);
        for day in start..start + 100_000 {
            assert_eq!(
                (civil(day), days(year, month, date)),
                ((year, month, date), day)
            );
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 if is_leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            date += 1;
            if date > length {
                (month, date) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(20_778), (2026, 11, 21));
    }

    #[test]
    fn a_stamp_is_read_as_it_was_written() {
        let utc_ms = 20_778 * DAY_MS + 9 * 3_600_000 + 5_000;
        assert_eq!(stamp(utc_ms), "2026-11-21T090005Z");
        assert_eq!(read_stamp("2026-11-21T090005Z"), Some(utc_ms));
        for wrong in [
            "",
            "2026-11-21",
            "2026-13-21T090005Z",
            "2026-11-21T250005Z",
            "2026-11-21T09é05Z",
        ] {
            assert_eq!(read_stamp(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_local_date_is_the_one_on_the_wall() {
        let at = |offset_s| Moment {
            utc_ms: 20_778 * DAY_MS + 23 * 3_600_000,
            offset_s,
        };
        assert_eq!(local_date(at(0)), "2026-11-21");
        assert_eq!(local_date(at(3600)), "2026-11-22");
    }
}
