//! Looks through everything: the file, the log, and whether the memories are what the log folds to. It changes nothing;
//! `rebuild` makes the memories anew.

use super::backups::{Backup, backups};
use super::file::connect;
use super::open::known_as_new;
use super::order::{losses, order};
use super::validate::{self, Facts, Look};
use super::{BACKUPS, DEVICE, FILE, Notice, REBUILT, Store, Trouble, fold, folder, names, redate};
use crate::parallel;
use crate::study::Key;
use crate::study::log::Moment;
use crate::study::text::count;
use rusqlite::{Connection, OpenFlags, Transaction, ffi};
use std::fs;

/// Cards named where memories differ from the log.
const NAMED: usize = 3;

/// The page cache while the whole file is read, in which each page is visited several times.
const WIDE_CACHE: &str = "PRAGMA cache_size = -32000";

/// What `swot doctor` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub facts: Facts,
    pub memories: u64,
    /// Of the file, in bytes.
    pub size: u64,
    pub device: String,
    pub newest_backup: Option<Backup>,
    /// Every page, index and reference; where one is not, what was found in rows and memories is not told.
    pub is_whole: bool,
    pub findings: Vec<Finding>,
}

/// A sentence: what was found, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The data is wrong now; otherwise there is only a risk.
    pub is_fault: bool,
    pub text: String,
}

impl Finding {
    fn fault(text: String) -> Finding {
        let is_fault = true;
        Finding { is_fault, text }
    }

    fn risk(text: String) -> Finding {
        let is_fault = false;
        Finding { is_fault, text }
    }
}

impl Report {
    /// No faults were found; there may be risks.
    pub fn is_sound(&self) -> bool {
        !self.findings.iter().any(|finding| finding.is_fault)
    }
}

impl Store {
    /// A database that cannot be opened does not come here: its `OpenError` says what is wrong with it.
    pub fn doctor(&self, now: Moment) -> Result<Report, Trouble> {
        self.look_through(now, false)
    }

    /// `rebuild`, and what `doctor` says then. The pages are checked beside it: where they are damaged, nothing is written.
    pub fn rebuild_and_look(&mut self, now: Moment) -> Result<(usize, Report), Trouble> {
        let path = self.path();
        let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let differing = self.write(|db| {
            // What changes stays in memory: to make room in the file, each page would wait for the reader to end.
            db.execute_batch("PRAGMA cache_spill = OFF")?;
            let damage = || pages(&connect(&path, read_only)?);
            let (damage, differing) = parallel::beside(damage, || anew(db));
            match damage?.into_iter().next() {
                Some(what) => Err(rusqlite::Error::SqliteFailure(
                    ffi::Error::new(ffi::SQLITE_CORRUPT),
                    Some(what),
                )),
                None => differing,
            }
        })?;
        Ok((differing, self.look_through(now, true)?))
    }

    fn look_through(&self, now: Moment, is_rebuilt: bool) -> Result<Report, Trouble> {
        let newest_backup = backups(&self.folder, now).into_iter().next();
        // A file of its own, as large as this one: another processor has time for it.
        let examine = || {
            let newest = newest_backup.as_ref();
            newest.map(|newest| validate::examine(&newest.path, Look::Whole))
        };
        let own = || self.look_at_own(now, is_rebuilt);
        let (examined, report) = parallel::beside(examine, own);
        let mut report = report?;
        if let Some(Err(error)) = examined {
            report.findings.push(Finding::risk(format!(
                "the newest backup is unsound: {error}; make one with `swot backup`"
            )));
        }
        Ok(Report {
            newest_backup,
            ..report
        })
    }

    fn look_at_own(&self, now: Moment, is_rebuilt: bool) -> Result<Report, Trouble> {
        let again = self.again();
        let (facts, memories, mut findings, of_rows) = self.read(|db| {
            // Until it ends nobody can write: all questions, also those of the other connection, see the file at one moment.
            let moment = db.unchecked_transaction()?;
            let facts = validate::facts(&moment)?;
            let memories: i64 =
                moment.query_row("SELECT count(*) FROM memory", [], |row| row.get(0))?;
            let look_at_rows = || again()?.look_at_rows(now, !is_rebuilt);
            let (of_rows, damage) = parallel::beside(look_at_rows, || {
                // Just rebuilt, they have been checked.
                if is_rebuilt {
                    Ok(Vec::new())
                } else {
                    pages(&moment)
                }
            });
            let damage = damage?.iter().map(|what| damaged(what)).collect::<Vec<_>>();
            Ok((facts, memories, damage, of_rows))
        })?;
        let mut is_whole = findings.is_empty();
        match of_rows {
            Ok((strays, found)) => {
                is_whole &= strays.is_none();
                findings.extend(strays);
                findings.extend(found.into_iter().filter(|_| is_whole));
            }
            Err(trouble) if is_whole => return Err(trouble),
            // The damage is told already.
            Err(_) => {}
        }
        self.surroundings(&mut findings);
        Ok(Report {
            facts,
            memories: memories.unsigned_abs(),
            size: fs::metadata(self.path()).map_or(0, |data| data.len()),
            device: self.own.name.clone(),
            newest_backup: None,
            is_whole,
            findings,
        })
    }

    /// What refers to rows that are not there, and, if nothing does, what else is found in rows and memories.
    fn look_at_rows(
        &self,
        now: Moment,
        folds: bool,
    ) -> Result<(Option<Finding>, Vec<Finding>), Trouble> {
        self.read(|db| {
            // One lock for all questions: a window that waits to write would come in between.
            let db = db.unchecked_transaction()?;
            db.execute_batch(WIDE_CACHE)?;
            let (strays, mut found) = (strays(&db)?, Vec::new());
            if strays.is_none() {
                rows(&db, now, &self.own.names(), &mut found)?;
                if folds {
                    differences(&db, &mut found)?;
                }
            }
            Ok((strays, found))
        })
    }

    /// Makes all memories anew from the log; returns how many were not what they should be.
    pub fn rebuild(&mut self) -> Result<usize, Trouble> {
        self.write(anew)
    }

    fn surroundings(&self, findings: &mut Vec<Finding>) {
        let mut warn = |text| findings.push(Finding::risk(text));
        for path in [
            self.folder.clone(),
            self.path(),
            self.folder.join(DEVICE),
            self.folder.join(BACKUPS),
        ] {
            if folder::is_open_to_others(&path) {
                let mode = if path.is_dir() { "700" } else { "600" };
                warn(format!(
                    "{path} can be opened by other users of this computer; `chmod {mode}` makes it yours alone",
                    path = path.display()
                ));
            }
        }
        if let Some(client) = folder::cloud(&self.folder) {
            warn(Notice::Cloud(self.folder.clone(), client).to_string());
        }
        if let Some(kind) = folder::network(&self.folder) {
            warn(format!(
                "{place} lies on a network file system ({kind}), where locks cannot be relied on; move the folder to this computer and name it with --data-dir or SWOT_DATA_DIR",
                place = self.folder.display()
            ));
        }
        for copy in folder::second_versions(&self.folder, FILE) {
            if known_as_new(self, &copy) != Some(false) {
                warn(Notice::SecondVersion(copy).to_string());
            }
        }
    }
}

fn anew(db: &Transaction) -> rusqlite::Result<usize> {
    db.execute_batch(WIDE_CACHE)?;
    let differing = fold::set_right(db)?;
    db.execute(
        "INSERT INTO facts (name, value) VALUES (?1, '1') ON CONFLICT DO UPDATE SET value = value + 1",
        [REBUILT],
    )?;
    Ok(differing)
}

/// What is wrong with pages and indexes.
fn pages(db: &Connection) -> rusqlite::Result<Vec<String>> {
    db.execute_batch(WIDE_CACHE)?;
    let mut faults: Vec<String> = db
        .prepare("PRAGMA integrity_check(5)")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    faults.retain(|word| word != "ok");
    Ok(faults)
}

fn strays(db: &Connection) -> rusqlite::Result<Option<Finding>> {
    let strays: usize = db
        .prepare("PRAGMA foreign_key_check")?
        .query_map([], |_| Ok(()))?
        .count();
    Ok((strays > 0).then(|| {
        let refer = count(strays, "row refers", "rows refer");
        damaged(&format!("{refer} to rows that are not there"))
    }))
}

fn damaged(what: &str) -> Finding {
    Finding::fault(format!(
        "the file is damaged ({}); `swot doctor --rebuild` saves what can be read",
        what.split_whitespace().collect::<Vec<_>>().join(" ")
    ))
}

/// The order of rows, their numbers and their times. What a salvage could not save was told when it was done.
fn rows(
    db: &Connection,
    now: Moment,
    own: &[(String, u64)],
    findings: &mut Vec<Finding>,
) -> rusqlite::Result<()> {
    let found = order(db, own)?;
    let (lost, spoilt) = losses(db)?;
    if found.missing > lost {
        findings.push(Finding::fault(format!(
            "{} missing from the review log; a backup may hold what is missing: `swot merge BACKUP` takes it from there",
            count(found.missing, "row is", "rows are")
        )));
    } else if found.missing > 0 {
        let rows = ["row of the review log was", "rows of the review log were"];
        findings.push(Finding::risk(format!(
            "{} lost when the file was damaged; a backup that holds what is lost still brings it back: `swot merge BACKUP`",
            count(found.missing, rows[0], rows[1])
        )));
    }
    if found.awaited > 0 {
        let rows = ["row of another machine is", "rows of other machines are"];
        let them = if found.awaited == 1 { "it" } else { "them" };
        findings.push(Finding::risk(format!(
            "{} not here (yet): `swot sync` or `swot merge` takes {them} in from whoever has {them}",
            count(found.awaited, rows[0], rows[1])
        )));
    }
    if found.disordered > spoilt {
        findings.push(Finding::fault(format!(
            "{} not in the order in which the review log was written; `swot restore` brings back a backup",
            count(found.disordered, "row is", "rows are")
        )));
    }
    let ahead = redate::ahead(db, now)?.into_iter();
    findings.extend(ahead.map(|ahead| Finding::risk(ahead.to_string())));
    Ok(())
}

/// The cards of which a memory, or what a grading counted as, is not what the log folds to.
fn differences(db: &Connection, findings: &mut Vec<Finding>) -> rusqlite::Result<()> {
    let cards = fold::differing(db)?.into_iter();
    let keys = cards.map(|card| names::key(db, card));
    let mut differing = keys.collect::<rusqlite::Result<Vec<Key>>>()?;
    differing.sort_unstable();
    if differing.is_empty() {
        return Ok(());
    }
    let named: Vec<&str> = differing.iter().take(NAMED).map(Key::as_str).collect();
    let more = if differing.len() > NAMED { ", ..." } else { "" };
    findings.push(Finding::fault(format!(
        "{} not remembered as the review log says ({}{more}); `swot doctor --rebuild` sets that right",
        count(differing.len(), "card is", "cards are"),
        named.join(", ")
    )));
    Ok(())
}
