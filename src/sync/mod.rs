//! Keeps the logs of several machines the same through a shared folder: each machine writes the rows that the folder lacks into
//! files of its own, and takes over the rows in the others' files. However the folder is transported, and in whatever order
//! machines sync, all end with the same log.
//!
//! Segments written by another machine are never changed or removed. What rows mean is not decided here.

mod segment;

#[cfg(test)]
mod tests;

use crate::files;
use crate::hash::fnv1a;
use crate::store::{Clash, Held, Merged, Row, SEGMENTS, Store, Trouble, UNTIL_ROWS};
use segment::{Found, Head, MOST_ROWS};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Most rows taken over in one go.
const AT_ONCE: usize = 300_000;
/// Own segments with fewer rows are merged once there are `MANY`.
const SMALL: usize = 1000;
const MANY: usize = 16;
/// A day in nanoseconds.
const DAY_NS: u128 = 86_400_000_000_000;

#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("{path} is no folder that can be read ({1}); connect what holds it, or name another folder", path = .0.display())]
    Folder(PathBuf, String),
    #[error(
        "the database lies in {path}, where copies of it would spoil each other; name a folder for the exchange only", path = .0.display()
    )]
    Database(PathBuf),
    #[error("{path} could not be written ({1}); what came in is here, what was to go out goes with the next sync", path = .0.display())]
    Write(PathBuf, String),
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// What a sync did, or would do.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows received and sent, by the device that wrote them.
    pub taken: BTreeMap<String, u64>,
    pub given: BTreeMap<String, u64>,
    /// Number of questions with a received row.
    pub questions: usize,
    pub clashes: Vec<Clash>,
    /// Messages about files that were ignored, and about this machine's name.
    pub notes: Vec<String>,
}

/// Brings `folder` and the log to the same rows. A rehearsal only reports what would be received and sent.
pub fn sync(store: &mut Store, folder: &Path, is_rehearsal: bool) -> Result<Report, SyncError> {
    let mut report = Report::default();
    keep_apart(store, folder)?;
    let files = list(folder, segment::is_one)?;
    let same = same_as(folder);
    if store.fact(&same)? == Some(mark(&store.mark()?, &files)) {
        return Ok(report);
    }
    let (mut segments, mut is_complete) = look(&files, &mut report);
    let mut taken: BTreeSet<String> = store
        .fact(SEGMENTS)?
        .map(|list| list.split(' ').map(str::to_owned).collect())
        .unwrap_or_default();
    let spoilt = take(store, &segments, &mut taken, &mut report, is_rehearsal)?;
    is_complete &= spoilt.is_empty();
    segments.retain(|(path, _)| !spoilt.contains(path));
    // Under the machine's present name, which may have changed since the rows were received.
    let machine = store.device().to_owned();
    // Nobody else may write these anew. All their rows are here, for else they would have been read.
    let damaged = segments.extract_if(.., |(path, head)| {
        segment::is_of(&machine, path, head)
            && taken.contains(&head.hash)
            && segment::body(path, head).is_err()
    });
    let damaged: Vec<PathBuf> = damaged.map(|(path, _)| path).collect();
    let told =
        |path: &PathBuf| format!("{} was damaged: its rows are written anew", path.display());
    report.notes.extend(damaged.iter().map(told));
    let there = held_by(&segments);
    // Before its rows are read: what another window writes meanwhile goes out with the next sync.
    let log = store.mark()?;
    let rows = store.beyond(&there)?;
    report.given = Merged::of(&rows).rows;
    if is_rehearsal {
        return Ok(report);
    }
    let mut written = Vec::new();
    for part in rows.chunks(MOST_ROWS) {
        written.push(write(store, folder, &machine, part)?);
    }
    written.extend(join(store, folder, &machine, &segments)?);
    for path in damaged {
        if !bears(&path, &written) {
            // If it stays, it is found damaged again.
            let _ = fs::remove_file(path);
        }
    }
    taken.extend(written.iter().cloned());
    // Files no longer in the folder are forgotten, unless another folder has them.
    let known: Vec<String> = taken.into_iter().filter(|hash| !hash.is_empty()).collect();
    store.set_fact(SEGMENTS, &known.join(" "))?;
    let now = list(folder, segment::is_one)?;
    // Left over where a sync was killed, on whatever machine: by the clock of the folder itself, for none takes a day.
    let newest = now.iter().map(|file| file.2).max().unwrap_or(0);
    for (path, _, time) in list(folder, files::is_left_over)? {
        if time + DAY_NS < newest {
            let _ = fs::remove_file(path);
        }
    }
    if is_complete && has_nothing_else(&now, &files, &written) {
        store.set_fact(&same, &mark(&log, &now))?;
    }
    Ok(report)
}

/// Every file was there before, or is one of those written since: another machine may have brought one meanwhile, which nobody
/// here has read.
fn has_nothing_else(now: &[File], before: &[File], written: &[String]) -> bool {
    now.iter()
        .all(|file| before.binary_search(file).is_ok() || bears(&file.0, written))
}

/// Whether the name of the file has one of these hashes.
fn bears(path: &Path, hashes: &[String]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let ends = |hash: &String| name.ends_with(&format!("-{hash}.rows"));
    hashes.iter().any(ends)
}

/// Whether the log in `data` and the folder are unchanged since they last had the same rows. Decided by their marks, without
/// opening the tables of the database; in any doubt the answer is no, and `sync` finds out.
pub fn is_unchanged(data: &Path, folder: &Path) -> bool {
    let Some(store) = Store::glance(data) else {
        return false;
    };
    let marks = || -> Result<_, SyncError> {
        keep_apart(&store, folder)?;
        let now = mark(&store.mark()?, &list(folder, segment::is_one)?);
        Ok((store.fact(&same_as(folder))?, now))
    };
    marks().is_ok_and(|(same, now)| same == Some(now))
}

/// The name of the fact that records the state of a folder and the log when they had the same rows.
fn same_as(folder: &Path) -> String {
    format!("{UNTIL_ROWS}same as {}", folder.display())
}

/// An error if the database is in the shared folder, which other programs copy.
fn keep_apart(store: &Store, folder: &Path) -> Result<(), SyncError> {
    match (fs::canonicalize(folder), fs::canonicalize(store.folder())) {
        (Err(error), _) => Err(SyncError::Folder(folder.to_owned(), files::reason(&error))),
        (Ok(shared), Ok(own)) if own.starts_with(&shared) => {
            Err(SyncError::Database(folder.to_owned()))
        }
        _ => Ok(()),
    }
}

/// A file of the folder, with its length and time in nanoseconds.
type File = (PathBuf, u64, u128);

fn list(folder: &Path, is_wanted: fn(&str) -> bool) -> Result<Vec<File>, SyncError> {
    let unread =
        |error: std::io::Error| SyncError::Folder(folder.to_owned(), files::reason(&error));
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        if !is_wanted(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let (length, time) = match entry.metadata() {
            Ok(about) => (about.len(), files::modified(&about).as_nanos()),
            // A file that disappears meanwhile is treated as missing.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            // Reading it will tell.
            Err(_) => (0, 0),
        };
        found.push((entry.path(), length, time));
    }
    found.sort_unstable();
    Ok(found)
}

/// Identifies the state of the log, by its own mark, and the folder.
fn mark(log: &str, files: &[File]) -> String {
    let files = fnv1a(format!("{files:?}").as_bytes());
    format!("{files:016x} {log}")
}

/// The complete segments, each once, and whether all files can be read.
fn look(files: &[File], report: &mut Report) -> (Vec<(PathBuf, Head)>, bool) {
    let mut segments: Vec<(PathBuf, Head)> = Vec::new();
    let mut is_complete = true;
    for (path, ..) in files {
        match segment::look(path) {
            Found::Whole(head) if segments.iter().any(|(_, known)| known.hash == head.hash) => {}
            Found::Whole(head) => segments.push((path.clone(), *head)),
            Found::Gone => is_complete = false,
            Found::Broken(why) => {
                is_complete = false;
                report.notes.push(left_out(path, &why));
            }
            // Its rows are not here: it is named until a newer swot reads it.
            Found::Newer => {
                is_complete = false;
                report.notes.push(format!(
                    "{} was written by a newer swot and is left alone: install it here too",
                    path.display()
                ));
            }
        }
    }
    (segments, is_complete)
}

fn left_out(path: &Path, why: &str) -> String {
    format!(
        "{} was left out: {why}; the next sync looks again (if it stays so, move it away: a machine with its rows writes them again)",
        path.display()
    )
}

/// All rows in the segments.
fn held_by(segments: &[(PathBuf, Head)]) -> Held {
    let mut held = Held::default();
    for (_, head) in segments {
        held.extend(&head.held);
    }
    held
}

/// Takes over the rows of segments that were not read before, or of which rows were lost here since. Returns the files that could
/// not be read.
fn take(
    store: &mut Store,
    segments: &[(PathBuf, Head)],
    taken: &mut BTreeSet<String>,
    report: &mut Report,
    is_rehearsal: bool,
) -> Result<Vec<PathBuf>, SyncError> {
    let ours = store.held()?;
    let mut spoilt = Vec::new();
    let mut new: Vec<Row> = Vec::new();
    let mut read: Vec<String> = Vec::new();
    let unread = segments
        .iter()
        .filter(|(_, head)| !taken.contains(&head.hash) || !ours.covers(&head.held));
    let unread: Vec<&(PathBuf, Head)> = unread.collect();
    for (nth, (path, head)) in unread.iter().enumerate() {
        match segment::read(path, head) {
            Ok(rows) => {
                new.extend(store.lacking(rows)?);
                read.push(head.hash.clone());
            }
            Err(why) => {
                spoilt.push(path.clone());
                report.notes.push(left_out(path, &why));
            }
        }
        if new.len() < AT_ONCE && nth + 1 < unread.len() {
            continue;
        }
        // Two segments may have the same row.
        new.sort_by(|a, b| {
            let places = (&a.device, a.seq).cmp(&(&b.device, b.seq));
            // Hashing is by far the most expensive step and almost never needed.
            places.then_with(|| a.hash().cmp(&b.hash()))
        });
        new.dedup();
        let coming = Merged::of(&new);
        for (device, rows) in coming.rows {
            *report.taken.entry(device).or_default() += rows;
        }
        report.questions += coming.questions;
        report.clashes.extend(store.clashes(&new)?);
        if !is_rehearsal && store.unite(std::mem::take(&mut new))? {
            report.notes.push(format!(
                "rows of another machine bore this one's name: what is done here from now on bears the name {}",
                store.device()
            ));
        }
        new.clear();
        taken.extend(read.drain(..));
    }
    Ok(spoilt)
}

fn write(store: &Store, folder: &Path, machine: &str, rows: &[Row]) -> Result<String, SyncError> {
    let mut held = Held::of(rows);
    held.forks = store.forks(rows)?;
    segment::write(folder, machine, rows, held)
        .map_err(|error| SyncError::Write(folder.to_owned(), files::reason(&error)))
}

/// Merges this machine's small segments if there are many, then removes them.
fn join(
    store: &Store,
    folder: &Path,
    machine: &str,
    segments: &[(PathBuf, Head)],
) -> Result<Option<String>, SyncError> {
    let is_small =
        |(path, head): &&(PathBuf, Head)| segment::is_of(machine, path, head) && head.rows < SMALL;
    let small: Vec<&(PathBuf, Head)> = segments.iter().filter(is_small).collect();
    if small.len() < MANY {
        return Ok(None);
    }
    let mut rows: Vec<Row> = Vec::new();
    for (path, head) in &small {
        match segment::read(path, head) {
            Ok(more) => rows.extend(more),
            Err(_) => return Ok(None),
        }
    }
    let hash = write(store, folder, machine, &rows)?;
    for (path, head) in small {
        if head.hash != hash {
            // A segment that cannot be removed only has rows that are in the merged one too.
            let _ = fs::remove_file(path);
        }
    }
    Ok(Some(hash))
}
