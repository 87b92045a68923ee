//! How a learner studies: pace, the usual day, days in a row, what was missed lately.

use super::log::counted_ms;
use super::names::{heirs, join, present};
use super::{Store, Trouble};
use crate::study::figures::days_in_a_row;
use crate::study::memory::Counted;
use crate::study::{Day, Key, Keyed};
use foldhash::fast::RandomState;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Days with gradings that pace and the usual day are taken from.
const DAYS: u32 = 30;
/// The fewest questions for a pace, and days for a usual one.
const LEAST: u32 = 30;
const LEAST_DAYS: u32 = 3;

/// The days before today whose answers are counted one by one.
pub const DAYS_SHOWN: usize = 13;

/// What the newest 30 days with gradings before a day came to, and the days next to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Habit {
    /// Milliseconds that a question met before took, with its drills, and a new one; absent below 30 questions of a sort.
    pub met_ms: Option<f64>,
    pub new_ms: Option<f64>,
    /// Questions a day; absent below three days.
    pub usual: Option<f64>,
    /// Days with answers in a row, see [`days_in_a_row`].
    pub streak: u32,
    /// Answers of the day before, and of those before it.
    pub answers: [u32; DAYS_SHOWN],
}

impl Store {
    /// `is_free` says on which days nothing need be answered.
    pub fn habit_before(
        &self,
        today: Day,
        is_free: impl Fn(Day) -> bool,
    ) -> Result<Habit, Trouble> {
        let streak = self.streak_before(today, is_free)?;
        let counts = self.answers_since(today.minus(DAYS_SHOWN as u32))?;
        let on = |ago: usize| counts.get(&today.minus(ago as u32 + 1));
        let answers = std::array::from_fn(|ago| on(ago).copied().unwrap_or(0));
        self.read(|db| {
            let (mut first, mut days) = (today.0, 0);
            while days < DAYS {
                let sql = "SELECT day FROM log INDEXED BY log_day WHERE day < ?1 AND grade IS NOT NULL ORDER BY day DESC LIMIT 1";
                match db.prepare_cached(sql)?.query_row([first], |row| row.get(0)).optional()? {
                    Some(day) => first = day,
                    None => break,
                }
                days += 1;
            }
            // Each question of a day: its time, and whether it was new.
            let mut asked: HashMap<(i32, Option<i64>), (f64, bool), RandomState> = HashMap::default();
            let mut statement = db.prepare_cached(&format!(
                "SELECT log.day, log.subject, {}, counted.counted = ?3 AND counted.due IS NULL
                 FROM log INDEXED BY log_day JOIN counted USING (id)
                 WHERE log.day >= ?1 AND log.day < ?2 AND counted.counted IN (?3, ?4, ?5, ?6)",
                counted_ms()
            ))?;
            let counted = [Counted::Repetition, Counted::Lapse, Counted::Drill, Counted::Look];
            let [repetition, lapse, drill, look] = counted.map(|c| c as i64);
            let mut rows = statement.query((first, today.0, repetition, lapse, drill, look))?;
            while let Some(row) = rows.next()? {
                let (ms, is_new) = asked.entry((row.get(0)?, row.get(1)?)).or_default();
                *ms += row.get::<_, f64>(2)?;
                *is_new |= row.get::<_, bool>(3)?;
            }
            let pace = |new: bool| {
                let of = asked.values().filter(|(_, is_new)| *is_new == new);
                let (n, ms) = of.fold((0, 0.0), |(n, all), (ms, _)| (n + 1, all + ms));
                // Rows without a time say nothing about the pace.
                (n >= LEAST && ms > 0.0).then(|| ms / f64::from(n))
            };
            Ok(Habit {
                met_ms: pace(false),
                new_ms: pace(true),
                usual: (days >= LEAST_DAYS).then(|| asked.len() as f64 / f64::from(days)),
                streak,
                answers,
            })
        })
    }

    fn streak_before(&self, today: Day, is_free: impl Fn(Day) -> bool) -> Result<u32, Trouble> {
        self.read(|db| {
            // One query a day, because most rows end long before the log does.
            let mut statement = db.prepare_cached(
                "SELECT day FROM log INDEXED BY log_day JOIN counted USING (id) WHERE day < ?1 ORDER BY day DESC LIMIT 1",
            )?;
            let (mut before, mut failed) = (today, None);
            let days = std::iter::from_fn(|| {
                let day = statement.query_row([before.0], |row| row.get(0).map(Day));
                before = day.optional().unwrap_or_else(|err| {
                    failed = Some(err);
                    None
                })?;
                Some(before)
            });
            let streak = days_in_a_row(days, today, is_free);
            failed.map_or(Ok(streak), Err)
        })
    }

    /// Of each question repeated or lapsed from `first` on: how often, and how often it failed. What one that is not there any
    /// more was asked counts for the one that adopted it.
    pub fn missed_since(
        &self,
        first: Day,
        decks: Option<&HashSet<&str>>,
        is_there: impl Fn(&Key) -> bool,
    ) -> Result<Keyed<(u32, u32)>, Trouble> {
        self.read(|db| {
            let (heirs, mut missed) = (heirs(db)?, Keyed::default());
            // Where a question took another name, it may have been one of another deck.
            let decks = decks.filter(|_| heirs.is_empty());
            let decks = decks.and_then(|decks| serde_json::to_string(decks).ok());
            // The rows of some decks are found by the few of their questions that were asked since then.
            let from = match &decks {
                Some(_) => {
                    "memory CROSS JOIN log INDEXED BY log_subject ON log.subject = memory.card AND memory.last >= ?1
                     AND memory.deck IN (SELECT id FROM decks WHERE name IN (SELECT value FROM json_each(?4)))"
                }
                None => "log INDEXED BY log_day",
            };
            let mut statement = db.prepare_cached(&format!(
                "SELECT decks.name, subjects.name, count(*), sum(log.grade < 3), log.subject
                 FROM {from} CROSS JOIN subjects ON subjects.id = log.subject
                 CROSS JOIN counted ON counted.id = log.id CROSS JOIN decks ON decks.id = subjects.deck
                 WHERE log.day >= ?1 AND counted.counted IN (?2, ?3)
                 GROUP BY log.subject",
            ))?;
            let counted = [Counted::Repetition, Counted::Lapse].map(|c| c as i64);
            let mut rows = match decks {
                Some(decks) => statement.query((first.0, counted[0], counted[1], decks))?,
                None => statement.query((first.0, counted[0], counted[1]))?,
            };
            while let Some(row) = rows.next()? {
                let own = join(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?);
                let key = present(db, &heirs, (row.get(4)?, own), &is_there)?;
                let of: &mut (u32, u32) = missed.entry(key).or_default();
                *of = (of.0 + row.get::<_, u32>(2)?, of.1 + row.get::<_, u32>(3)?);
            }
            Ok(missed)
        })
    }
}
