//! The gradings that count, row by row, as the figures take them: with what the cache `counted` says of each.

use super::log::counted_ms;
use super::names::{find_card, heirs, join, present};
use super::{Store, Trouble};
use crate::study::figures::{Grading, MixUp, Passed};
use crate::study::memory::{Counted, Meant};
use crate::study::readiness::{CLASSES, Recall};
use crate::study::{Day, Key};
use std::collections::{BTreeMap, HashMap};

impl Store {
    /// Every grading and answer in a mock exam that was not undone, in order of the days. A question is a number here; `question_keys` has its key.
    pub fn each_grading(&self, mut with: impl FnMut(Grading)) -> Result<(), Trouble> {
        self.read(|db| {
            let mut statement = db.prepare(&format!(
                "SELECT log.subject, log.day, log.at, log.east, log.kind = (SELECT id FROM kinds WHERE name = ?1), log.grade,
                        counted.counted, counted.interval, log.confidence, {} FROM log JOIN counted USING (id)
                 WHERE log.grade IS NOT NULL OR counted.counted = {}",
                counted_ms(),
                Counted::Exam as i64
            ))?;
            let mut rows = statement.query([Meant::Look.word()])?;
            while let Some(row) = rows.next()? {
                let local_s = row.get::<_, i64>(2)?.div_euclid(1000) + row.get::<_, i64>(3)?;
                let counted: i64 = row.get(6)?;
                let Some(counted) = Counted::ALL.into_iter().find(|c| *c as i64 == counted) else {
                    continue;
                };
                with(Grading {
                    question: row.get(0)?,
                    day: Day(row.get(1)?),
                    hour: local_s.rem_euclid(86_400) as usize / 3600,
                    // Absent where no look was ever written.
                    is_look: row.get::<_, Option<bool>>(4)?.unwrap_or(false),
                    // An answer in a mock exam has no grade.
                    passed: row.get::<_, Option<i64>>(5)?.is_some_and(|grade| grade >= 3),
                    counted,
                    interval: row.get(7)?,
                    confidence: row.get(8)?,
                    took_ms: row.get::<_, i64>(9)?.unsigned_abs(),
                });
            }
            Ok(())
        })
    }

    /// How often repetitions that came in time were passed: at most a quarter of their interval late, or a day.
    pub fn recall(&self) -> Result<Recall, Trouble> {
        // A sum for each class: to group the rows would sort them.
        let [_, second, third, fourth] = CLASSES;
        let bounds = [0, second, third, fourth, u32::MAX];
        let sums = bounds.windows(2).map(|of| {
            let is_in = format!("(interval >= {} AND interval < {})", of[0], of[1]);
            format!("coalesce(sum({is_in}), 0), coalesce(sum({is_in} * (grade >= 3)), 0)")
        });
        let sql = format!(
            "SELECT {} FROM counted CROSS JOIN log USING (id)
             WHERE counted = ?1 AND due IS NOT NULL AND day - due <= max(1, interval / 4)",
            sums.collect::<Vec<_>>().join(", ")
        );
        self.read(|db| {
            db.query_row(&sql, [Counted::Repetition as i64], |row| {
                let mut recall = Recall::default();
                for (class, of) in recall.0.iter_mut().enumerate() {
                    *of = Passed {
                        n: row.get(2 * class)?,
                        passed: row.get(2 * class + 1)?,
                    };
                }
                Ok(recall)
            })
        })
    }

    /// How many gradings, but those undone, each day from `day` on has.
    pub fn answers_since(&self, day: Day) -> Result<BTreeMap<Day, u32>, Trouble> {
        self.read(|db| {
            db.prepare("SELECT day, count(*) FROM log INDEXED BY log_day JOIN counted USING (id) WHERE day >= ?1 GROUP BY day")?
                .query_map([day.0], |row| Ok((Day(row.get(0)?), row.get(1)?)))?
                .collect()
        })
    }

    /// The keys of all questions that were ever in the log, by their numbers. One that is not there any more has the key of the
    /// one that adopted it.
    pub fn question_keys(
        &self,
        is_there: impl Fn(&Key) -> bool,
    ) -> Result<HashMap<i64, Key>, Trouble> {
        self.read(|db| {
            let heirs = heirs(db)?;
            db.prepare("SELECT subjects.id, decks.name, subjects.name FROM subjects JOIN decks ON decks.id = subjects.deck WHERE sort = 0")?
                .query_map([], |row| {
                    let number = row.get(0)?;
                    let own = join(row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
                    Ok((number, present(db, &heirs, (number, own), &is_there)?))
                })?
                .collect()
        })
    }

    /// The key under which a question is told of now, as `question_keys` has it.
    pub fn present_key(&self, key: &Key, is_there: impl Fn(&Key) -> bool) -> Result<Key, Trouble> {
        self.read(|db| match find_card(db, key)? {
            Some((_, number)) => present(db, &heirs(db)?, (number, key.clone()), is_there),
            None => Ok(key.clone()),
        })
    }

    /// Answers that failed, each with how often it was given to one question drawn in one way; those of a question together.
    pub fn mix_ups(&self) -> Result<Vec<MixUp>, Trouble> {
        self.read(|db| {
            // By the index on subjects, which would spare a sort of these few, each row of the log would be looked up by itself.
            db.prepare(
                "SELECT log.subject, log.seed, log.answer, count(*) FROM log NOT INDEXED JOIN counted USING (id)
                 WHERE log.grade < 3 AND log.answer IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            )?
            .query_map([], |row| {
                Ok(MixUp {
                    question: row.get(0)?,
                    seed: row.get::<_, i64>(1)? as u64,
                    answer: row.get(2)?,
                    n: row.get(3)?,
                })
            })?
            .collect()
        })
    }
}
