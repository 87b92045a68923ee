//! Days in readable form. Today's date is passed in.

use super::width::pad;
use crate::dates::date_of;
use crate::study::Day;

/// `Sat`
pub fn weekday_short(day: Day) -> String {
    date_of(day).strftime("%a").to_string()
}

/// `Saturday 21 November`
pub fn long(day: Day) -> String {
    date_of(day).strftime("%A %-d %B").to_string()
}

/// `Nov`
fn month_short(day: Day) -> String {
    date_of(day).strftime("%b").to_string()
}

/// `12 March`, with the year where it is not that of `today`.
pub fn day_and_month(day: Day, today: Day) -> String {
    let (date, now) = (date_of(day), date_of(today));
    let format = if date.year() == now.year() || day.since(today) < 200 {
        "%-d %B"
    } else {
        "%-d %B %Y"
    };
    date.strftime(format).to_string()
}

/// `2026-11-21`
pub fn iso(day: Day) -> String {
    date_of(day).to_string()
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

/// The names of months over the weeks in which they begin: `first` is the Monday of the first week, `cells` the width of a
/// week, and `lead` blanks stand before its sign.
pub fn months(first: i32, weeks: i32, cells: usize, lead: usize) -> String {
    let mut line = String::new();
    for week in 0..weeks {
        let at = week as usize * cells + lead;
        let begins = |week: i32| {
            let mut days = (0..7).map(|day| Day(first + 7 * week + day));
            days.find(|day| date_of(*day).day() == 1)
        };
        let name = match begins(week) {
            Some(day) => month_short(day),
            // The first week names its month where the next name leaves room for it.
            None if week == 0 && begins(1).is_none() => month_short(Day(first)),
            None => continue,
        };
        if line.is_empty() || line.len() < at {
            line = pad(&line, at, "") + &name;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_in_english() {
        let day = Day(20_778);
        assert_eq!(long(day), "Saturday 21 November");
        assert_eq!(weekday_short(day), "Sat");
        assert_eq!(iso(day), "2026-11-21");
    }

    #[test]
    fn spans_are_short() {
        assert_eq!(span(140), "140 d");
        assert_eq!(span(36_500), "99.9 y");
        assert_eq!(minutes(80), "1 h 20 min");
    }
}
