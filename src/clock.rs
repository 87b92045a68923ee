//! The only access to the time of day. `SWOT_NOW` fixes it for tests and demonstrations; the screens then say so.

use crate::dates::study_day;
use crate::study::Day;
use crate::study::log::Moment;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::path::Path;

/// The hour at which a study day ends if none is set.
pub const ROLLOVER: i8 = 4;

/// The hour at which a study day may end, as typed or written.
pub fn read_rollover(text: &str) -> Result<i8, String> {
    let hour = text
        .trim()
        .parse()
        .ok()
        .filter(|hour| (0..=12).contains(hour));
    hour.ok_or_else(|| format!("`{}` is no hour from 0 to 12", text.trim()))
}

#[derive(Debug, Clone)]
pub struct Clock {
    fixed: Option<Zoned>,
    zone: TimeZone,
    /// The hour at which a study day begins.
    rollover: i8,
    /// The system's time zone is unknown here; times are in UTC.
    zone_unknown: bool,
}

impl Clock {
    /// `fixed` is the text of `SWOT_NOW`, an RFC 9557 or RFC 3339 time.
    pub fn new(fixed: Option<&str>, rollover: i8) -> Result<Clock, String> {
        let (zone, zone_unknown) = match linked().map_or_else(TimeZone::try_system, Ok) {
            Ok(zone) => (zone, false),
            Err(_) => (TimeZone::UTC, true),
        };
        let fixed = fixed.map(|text| read(text, &zone)).transpose()?;
        Ok(Clock {
            zone_unknown: zone_unknown && fixed.is_none(),
            zone: fixed.as_ref().map_or(zone, |at| at.time_zone().clone()),
            fixed,
            rollover,
        })
    }

    pub fn now(&self) -> Zoned {
        self.fixed
            .clone()
            .unwrap_or_else(|| Timestamp::now().to_zoned(self.zone.clone()))
    }

    pub fn moment(&self) -> Moment {
        let now = self.now();
        Moment {
            utc_ms: now.timestamp().as_millisecond(),
            offset_s: now.offset().seconds(),
        }
    }

    pub fn today(&self) -> Day {
        study_day(self.now().datetime(), self.rollover)
    }

    /// Seconds east of UTC here, at a time in seconds since 1970.
    pub fn offset_at(&self, seconds: i64) -> i32 {
        Timestamp::from_second(seconds).map_or(0, |at| self.zone.to_offset(at).seconds())
    }

    pub fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// That the system's time zone is unknown, if so, and what to do.
    pub fn zone_notice(&self) -> Option<&'static str> {
        self.zone_unknown.then_some("this computer's time zone is not known: days are counted in UTC; set TZ, for instance TZ=Europe/Paris")
    }

    pub fn zone_name(&self) -> String {
        self.zone
            .iana_name()
            .unwrap_or("an unnamed zone")
            .to_owned()
    }

    /// The same clock with another rollover hour.
    pub fn with_rollover(self, rollover: i8) -> Clock {
        Clock { rollover, ..self }
    }

    pub fn rollover(&self) -> i8 {
        self.rollover
    }
}

/// The time zone that `TZ` or the system's own file names, from its file. Looking it up by name would read the whole zone folder
/// at each start.
fn linked() -> Option<TimeZone> {
    const LOCAL: &str = "/etc/localtime";
    if cfg!(not(unix)) || std::env::var_os("TZDIR").is_some() {
        return None;
    }
    // A `TZ` that is no name of a zone is no file there either.
    let (place, file) = match std::env::var_os("TZ") {
        Some(name) => {
            let place = Path::new("/usr/share/zoneinfo/").join(name);
            (place.clone(), place)
        }
        None => (std::fs::read_link(LOCAL).ok()?, LOCAL.into()),
    };
    let (_, name) = place.to_str()?.split_once("/zoneinfo/")?;
    TimeZone::tzif(name, &std::fs::read(file).ok()?).ok()
}

fn read(text: &str, zone: &TimeZone) -> Result<Zoned, String> {
    // Only a name in brackets needs the folder of zones, which is long.
    let read = if text.contains('[') {
        text.parse::<Zoned>()
    } else {
        text.parse::<Timestamp>().and_then(|at| {
            let offset = jiff::fmt::temporal::Pieces::parse(text)?.to_numeric_offset();
            Ok(at.to_zoned(offset.map_or_else(|| zone.clone(), TimeZone::fixed)))
        })
    };
    read.map_err(|error| {
        format!(
            "SWOT_NOW is not a time: {error}; write it like 2026-03-01T09:00:00+01:00[Europe/Paris]"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::date_of;
    use jiff::civil::Date;

    fn day(text: &str) -> Date {
        date_of(Clock::new(Some(text), ROLLOVER).unwrap().today())
    }

    #[test]
    fn a_day_lasts_until_the_rollover_hour() {
        assert_eq!(
            day("2026-03-01T03:59:59+01:00[Europe/Paris]").to_string(),
            "2026-02-28"
        );
        assert_eq!(
            day("2026-03-01T04:00:00+01:00[Europe/Paris]").to_string(),
            "2026-03-01"
        );
        assert_eq!(day("2026-03-01T00:30:00-08:00").to_string(), "2026-02-28");
    }

    #[test]
    fn the_days_when_clocks_change_begin_at_the_rollover_hour_too() {
        assert_eq!(
            day("2026-03-29T03:59:00+02:00[Europe/Berlin]").to_string(),
            "2026-03-28"
        );
        assert_eq!(
            day("2026-03-29T04:00:00+02:00[Europe/Berlin]").to_string(),
            "2026-03-29"
        );
        assert_eq!(
            day("2026-10-25T04:00:00+01:00[Europe/Berlin]").to_string(),
            "2026-10-25"
        );
        assert_eq!(
            day("2026-10-25T03:59:00+01:00[Europe/Berlin]").to_string(),
            "2026-10-24"
        );
    }

    #[test]
    fn study_days_neither_skip_nor_go_back_but_where_the_calendar_does() {
        for zone in [
            "Europe/Berlin",
            "America/Sao_Paulo",
            "Africa/Cairo",
            "America/Havana",
            "Asia/Kathmandu",
            "Australia/Lord_Howe",
            "Pacific/Auckland",
        ] {
            let tz = TimeZone::get(zone).unwrap();
            for rollover in [0, 2, 4, 6] {
                let mut at: Timestamp = "2024-01-01T12:00:00Z".parse().unwrap();
                let mut last = study_day(tz.to_datetime(at), rollover);
                for _ in 0..(3 * 366 * 24 * 4) {
                    at = at.checked_add(jiff::Span::new().minutes(15)).unwrap();
                    let now = study_day(tz.to_datetime(at), rollover);
                    // If the clock is set back across the rollover hour itself, the minutes repeat; no other day goes back.
                    assert!(
                        now == last
                            || now == last.plus(1)
                            || (rollover == 0 && now.plus(1) == last)
                            || (rollover == 2 && now.plus(1) == last),
                        "{zone} {at} {rollover}"
                    );
                    last = now;
                }
            }
        }
    }

    #[test]
    fn a_day_and_its_date_are_one() {
        for text in ["1969-12-31", "1970-01-01", "2026-11-21", "2000-02-29"] {
            let date: Date = text.parse().unwrap();
            assert_eq!(date_of(study_day(date.at(12, 0, 0, 0), 4)), date);
        }
    }

    #[test]
    fn a_bad_fixed_time_is_refused_with_an_example() {
        assert!(
            Clock::new(Some("yesterday"), 4)
                .unwrap_err()
                .contains("2026-03-01T09:00:00")
        );
    }
}
