//! The backups that there are, as their names tell, and which of them may go: thinned by age, but never one that a person
//! asked for, nor the one with the most rows, for an emptied database must not push out the good ones.

use crate::dates;
use crate::study::log::Moment;
use crate::study::words;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of backups beside the database.
pub const FOLDER: &str = "backups";

pub const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;

words! {
    /// Why a copy was made; the word is part of its name.
    pub enum Why {
        /// The first start of a day.
        Daily = "daily",
        /// A person asked for it.
        Asked = "asked",
        /// Before the schema is stepped forward.
        Migration = "migration",
        /// Before another copy is put in its place.
        Restore = "restore",
        /// Before many changes at once.
        Import = "import",
    }
}

/// A copy in the folder of backups, as its name tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    pub path: PathBuf,
    pub utc_ms: i64,
    pub why: Why,
    /// Rows of the log.
    pub rows: u64,
}

impl Backup {
    /// `swot-2026-11-21T090005Z-daily-1234.db`
    pub fn name(utc_ms: i64, why: Why, rows: u64) -> String {
        let (stamp, word) = (dates::stamp(utc_ms), why.word());
        format!("swot-{stamp}-{word}-{rows}.db")
    }

    fn read(path: PathBuf) -> Option<Backup> {
        let name = path.file_name()?.to_str()?;
        let rest = name.strip_prefix("swot-")?.strip_suffix(".db")?;
        let (rest, rows) = rest.rsplit_once('-')?;
        let (time, word) = rest.rsplit_once('-')?;
        Some(Backup {
            utc_ms: dates::read_stamp(time)?,
            why: Why::ALL.into_iter().find(|why| why.word() == word)?,
            rows: rows.parse().ok()?,
            path,
        })
    }

    /// `2026-11-21`, in UTC.
    pub fn date(&self) -> String {
        dates::local_date(Moment {
            utc_ms: self.utc_ms,
            offset_s: 0,
        })
    }
}

/// The backups in the data folder, newest first. One dated after tomorrow that holds no more than the others was made while the
/// clock was wrong: it comes last.
pub fn backups(folder: &Path, now: Moment) -> Vec<Backup> {
    let mut found: Vec<Backup> = fs::read_dir(folder.join(FOLDER))
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Backup::read(entry.path()))
        .collect();
    let is_ahead = |backup: &Backup| backup.utc_ms > now.utc_ms.saturating_add(DAY_MS);
    let believed = found.iter().filter(|backup| !is_ahead(backup));
    // Where those ahead hold more, it is the clock of now that is behind.
    let most = believed.map(|backup| backup.rows).max();
    let is_doubted = |backup: &Backup| is_ahead(backup) && Some(backup.rows) <= most;
    found.sort_unstable_by(|a, b| {
        let newest_first = (b.utc_ms, b.rows, &b.path).cmp(&(a.utc_ms, a.rows, &a.path));
        is_doubted(a).cmp(&is_doubted(b)).then(newest_first)
    });
    found
}

/// Which backups may go. Kept are: all of the last two days, the newest of each of seven days, four weeks and twelve
/// months, the five newest, the one with the most rows, and all that a person asked for. `backups` come newest first.
pub fn surplus(backups: &[Backup], now: Moment) -> Vec<PathBuf> {
    let most = backups
        .iter()
        .max_by_key(|backup| (backup.rows, backup.utc_ms))
        .map(|backup| &backup.path);
    // Ages in whole units, so that the newest backup of each unit stands for it.
    let units = [
        (DAY_MS, 7i64),
        (7 * DAY_MS, 4),
        (DAY_MS * 30 + HOUR_MS * 10, 12),
    ];
    let mut taken: HashSet<(i64, i64)> = HashSet::new();
    let mut surplus = Vec::new();
    for (place, backup) in backups.iter().enumerate() {
        let age = now.utc_ms.saturating_sub(backup.utc_ms);
        let mut is_kept =
            age < 2 * DAY_MS || place < 5 || backup.why == Why::Asked || most == Some(&backup.path);
        for (unit, count) in units {
            let span = backup.utc_ms.div_euclid(unit);
            let spans_back = now.utc_ms.div_euclid(unit) - span;
            // Each unit is looked at, so that one backup may stand for a day and a month.
            is_kept |= spans_back < count && taken.insert((unit, span));
        }
        if !is_kept {
            surplus.push(backup.path.clone());
        }
    }
    surplus
}

#[cfg(test)]
mod tests {
    use super::super::tests::at;
    use super::*;
    use crate::study::Day;

    const TODAY: Day = super::super::tests::TODAY;

    /// A daily backup so many hours old.
    fn aged(hours: i64, rows: u64) -> Backup {
        let utc_ms = at(TODAY, 0).utc_ms - hours * HOUR_MS;
        Backup {
            path: PathBuf::from(format!("{hours}")),
            utc_ms,
            why: Why::Daily,
            rows,
        }
    }

    fn kept(backups: &[Backup]) -> Vec<i64> {
        let gone = surplus(backups, at(TODAY, 0));
        let age = |b: &Backup| (at(TODAY, 0).utc_ms - b.utc_ms) / HOUR_MS;
        backups
            .iter()
            .filter(|b| !gone.contains(&b.path))
            .map(age)
            .collect()
    }

    #[test]
    fn everything_of_two_days_is_kept() {
        let hourly: Vec<_> = (0..48).map(|hours| aged(hours, 1)).collect();
        assert_eq!(kept(&hourly).len(), 48);
    }

    #[test]
    fn the_five_newest_are_kept_however_old() {
        let ancient: Vec<_> = (0..9).map(|n| aged(24 * 4000 + n, 1)).collect();
        let ages: Vec<_> = (0..5).map(|n| 24 * 4000 + n).collect();
        assert_eq!(kept(&ancient), ages);
    }

    #[test]
    fn the_one_with_the_most_rows_is_kept_however_old() {
        let mut backups: Vec<_> = (0..20).map(|n| aged(24 * (4000 + n), 10)).collect();
        backups[17].rows = 11;
        assert_eq!(kept(&backups).last(), Some(&(24 * 4017)));
    }

    #[test]
    fn one_that_a_person_asked_for_is_kept() {
        let mut backups: Vec<_> = (0..20).map(|n| aged(24 * (4000 + n), 10)).collect();
        backups[13].why = Why::Asked;
        assert!(kept(&backups).contains(&(24 * 4013)));
    }

    #[test]
    fn three_years_of_daily_backups_are_thinned_to_a_few() {
        let daily: Vec<_> = (0..1100).map(|day| aged(24 * day, 1)).collect();
        let kept = kept(&daily);
        assert!((19..=24).contains(&kept.len()), "{kept:?}");
        assert_eq!(kept[..7], [0, 24, 48, 72, 96, 120, 144]);
        assert!(
            (300..=366).contains(&(kept.last().unwrap() / 24)),
            "{kept:?}"
        );
    }

    /// Thinning day by day must leave old ones to grow older, not delete all that is between.
    #[test]
    fn thinned_every_day_for_three_years_there_is_still_one_of_nearly_every_month() {
        let now = at(TODAY, 0).utc_ms;
        let mut shelf: Vec<Backup> = Vec::new();
        for day in (0..1100).rev() {
            let today = Moment {
                utc_ms: now - day * DAY_MS,
                offset_s: 0,
            };
            shelf.insert(0, aged(24 * day, 5000 - day as u64));
            let gone = surplus(&shelf, today);
            shelf.retain(|backup| !gone.contains(&backup.path));
        }
        assert!((18..=26).contains(&shelf.len()), "{}", shelf.len());
        let months = |b: &Backup| (now - b.utc_ms) / (30 * DAY_MS);
        for month in 2..11 {
            assert!(
                shelf.iter().any(|b| (months(b) - month).abs() <= 1),
                "month {month}"
            );
        }
    }

    #[test]
    fn one_of_a_clock_that_was_ahead_is_not_the_newest() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(FOLDER)).unwrap();
        for (day, rows) in [(365, 10), (0, 30), (-1, 20)] {
            let utc_ms = at(TODAY, 0).utc_ms + day * DAY_MS;
            let name = Backup::name(utc_ms, Why::Daily, rows);
            fs::write(folder.path().join(FOLDER).join(name), "").unwrap();
        }
        let rows = |now| backups(folder.path(), now).iter().map(|b| b.rows).collect();
        let [now, then]: [Vec<u64>; 2] = [at(TODAY, 0), at(TODAY.plus(365), 0)].map(&rows);
        assert_eq!((now, then), (vec![30, 20, 10], vec![10, 30, 20]));
        let behind: Vec<u64> = rows(at(TODAY.minus(2), 0));
        assert_eq!(behind, [30, 20, 10], "what holds more is believed");
    }

    #[test]
    fn a_name_says_when_why_and_how_much() {
        let name = Backup::name(at(TODAY, 0).utc_ms, Why::Migration, 1234);
        assert_eq!(name, "swot-2026-11-21T080000Z-migration-1234.db");
        let backup = Backup::read(PathBuf::from(&name)).unwrap();
        assert_eq!(
            (backup.utc_ms, backup.why, backup.rows),
            (at(TODAY, 0).utc_ms, Why::Migration, 1234)
        );
        assert_eq!(Backup::read(PathBuf::from("swot-holiday.db")), None);
    }
}
