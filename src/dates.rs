//! Days and moments as dates, for files and for people. Today's date is not known here.

use crate::calculators::dates::{Order, read};
use crate::study::Day;
use crate::study::exam_plan::LONGEST_DAYS;
use crate::study::log::Moment;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

const EPOCH: Date = Date::constant(1970, 1, 1);
const STAMP: &str = "%Y-%m-%dT%H%M%SZ";

/// The calendar date, or the day before it until the rollover hour. Not "now minus four hours", which differs on days when clocks
/// change.
pub fn study_day(local: DateTime, rollover: i8) -> Day {
    let days = local.date().since(EPOCH).map_or(0, |span| span.get_days());
    Day(days - i32::from(local.hour() < rollover))
}

/// The civil date of a study day.
pub fn date_of(day: Day) -> Date {
    let days = Span::new().try_days(day.0).unwrap_or_default();
    EPOCH
        .checked_add(days)
        .unwrap_or(if day.0 < 0 { Date::MIN } else { Date::MAX })
}

/// The study day with that civil date.
pub fn day_of(date: Date) -> Option<Day> {
    Some(Day(date.since(EPOCH).ok()?.get_days()))
}

/// A day to come, as typed: 2027-03-12, 12.3.2027, 12 March; without a year the next such day. An error if it can mean two days.
pub fn read_ahead(text: &str, today: Day) -> Result<Day, String> {
    let text = text.trim();
    let this_year = date_of(today).year();
    let whole = |text: &str| read(text, None).and_then(day_of);
    let next = (this_year..=this_year.saturating_add(1))
        .filter_map(|year| whole(&format!("{text} {year}")))
        .find(|day| *day > today);
    let both = [Order::Day, Order::Month].map(|order| read(text, Some(order)));
    let day = whole(text).or(next).ok_or_else(|| match both {
        [Some(day), Some(month)] => {
            let name = |date: Date| date.strftime("%-d %B").to_string();
            let (a, b) = (name(day), name(month));
            format!("`{text}` may be {a} or {b}; write {day} or {month}")
        }
        _ => format!("`{text}` is no date; write it like 2027-03-12, or 12 March 2027"),
    })?;
    if day <= today {
        return Err(format!(
            "{} is not ahead: today is {}; a plan needs a day to come",
            date_of(day),
            date_of(today)
        ));
    }
    if day.since(today) > LONGEST_DAYS {
        return Err(format!(
            "{} is more than three years ahead, further than a plan looks: check the year",
            date_of(day)
        ));
    }
    Ok(day)
}

/// The local calendar date at that moment, whatever the rollover hour.
pub fn civil_day(at: Moment) -> Day {
    study_day_at(at, 0)
}

/// The study day of that moment, where a day ends at the hour `rollover`.
pub fn study_day_at(at: Moment, rollover: i8) -> Day {
    study_day(local(at), rollover)
}

/// `2026-11-21`, the local date at that moment.
pub fn local_date(at: Moment) -> String {
    local(at).date().to_string()
}

/// `2026-11-21 10:05`, the local time at that moment.
pub fn local_time(at: Moment) -> String {
    local(at).strftime("%Y-%m-%d %H:%M").to_string()
}

fn local(at: Moment) -> DateTime {
    let offset = Offset::from_seconds(at.offset_s).unwrap_or(Offset::UTC);
    offset.to_datetime(timestamp(at.utc_ms))
}

/// `2026-11-21T090005Z`: allowed in file names on all systems, and sorted by time.
pub fn stamp(utc_ms: i64) -> String {
    timestamp(utc_ms).strftime(STAMP).to_string()
}

/// The time that `stamp` wrote, in milliseconds since 1970, exact to the second.
pub fn read_stamp(text: &str) -> Option<i64> {
    let at = DateTime::strptime(STAMP, text).ok()?;
    let utc_ms = at
        .to_zoned(TimeZone::UTC)
        .ok()?
        .timestamp()
        .as_millisecond();
    (stamp(utc_ms) == text).then_some(utc_ms)
}

/// Times outside the calendar become 1970-01-01.
pub fn timestamp(utc_ms: i64) -> Timestamp {
    Timestamp::from_millisecond(utc_ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 20_778 * 86_400_000 + 12 * 3_600_000;

    #[test]
    fn a_stamp_is_read_as_it_was_written() {
        assert_eq!(stamp(NOON + 5_999), "2026-11-21T120005Z");
        assert_eq!(read_stamp("2026-11-21T120005Z"), Some(NOON + 5_000));
        for wrong in [
            "",
            "2026-11-21",
            "2026-13-21T090005Z",
            "2026-11-21T250005Z",
            "2026-11-21T09é05Z",
            "2026-11-21T9:00:05Z",
        ] {
            assert_eq!(read_stamp(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_to_come_is_read_in_the_usual_forms_and_never_guessed() {
        let today = Day(20_778);
        let read = |text: &str| read_ahead(text, today).map(|day| date_of(day).to_string());
        for text in [
            "2027-03-12",
            " 12.3.2027",
            "12 March 2027",
            "March 12, 2027",
            "12 Mar 2027",
            "20270312",
            "12 March",
            "March 12",
            "13/3/2027",
        ] {
            let day = if text.starts_with("13") {
                "2027-03-13"
            } else {
                "2027-03-12"
            };
            assert_eq!(read(text).as_deref(), Ok(day), "{text}");
        }
        assert_eq!(read("22 November").as_deref(), Ok("2026-11-22"));
        assert_eq!(read("21 November").as_deref(), Ok("2027-11-21"));
        let open = read("3/4/2027").unwrap_err();
        assert!(
            open.contains("3 April or 4 March") && open.contains("2027-04-03"),
            "{open}"
        );
        for (text, why) in [
            ("2026-11-21", "not ahead"),
            ("1 May 2020", "not ahead"),
            ("12.3.2072", "2072-03-12 is more than three years ahead"),
            ("soon", "no date"),
            ("31.2.2027", "no date"),
            ("", "no date"),
        ] {
            let refused = read(text).unwrap_err();
            assert!(refused.contains(why), "{text}: {refused}");
        }
    }

    #[test]
    fn the_local_date_is_the_one_on_the_wall() {
        let at = |offset_s| {
            let utc_ms = NOON + 11 * 3_600_000;
            let at = Moment { utc_ms, offset_s };
            (local_date(at), local_time(at))
        };
        assert_eq!(at(0), ("2026-11-21".into(), "2026-11-21 23:00".into()));
        assert_eq!(at(3_600), ("2026-11-22".into(), "2026-11-22 00:00".into()));
    }
}
