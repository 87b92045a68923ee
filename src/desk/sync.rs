//! The sync that the settings ask for, at the start and at the end, in a thread of its own so that nobody waits for it.

use super::Desk;
use crate::files;
use crate::study::text::{count, first_of};
use crate::sync::{Report, SyncError, sync};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a folder may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// A sync in progress.
pub(super) struct RunningSync {
    folder: PathBuf,
    began: Instant,
    outcome: Receiver<Result<Report, String>>,
}

impl Desk {
    /// Begins a sync with the folder in the settings, if there is one.
    pub fn begin_sync(&mut self) {
        let Some(folder) = self.settings.sync.as_deref().map(files::expand) else {
            self.not_synced = None;
            return;
        };
        if self.store.is_read_only() || self.is_syncing() {
            return;
        }
        let (tell, outcome) = channel();
        let (again, shared) = (self.store.again(), folder.clone());
        let work = move || {
            let report = again()
                .map_err(SyncError::Trouble)
                .and_then(|mut store| sync(&mut store, &shared, false));
            // If the receiver gave up waiting, the report is lost, but the rows taken over stay.
            let _ = tell.send(report.map_err(|error| error.to_string()));
        };
        // Where no thread can be started there is no answer either, and that is told.
        let _ = std::thread::Builder::new().name("sync".into()).spawn(work);
        self.running_sync = Some(RunningSync {
            folder,
            began: Instant::now(),
            outcome,
        });
    }

    pub fn is_syncing(&self) -> bool {
        self.running_sync.is_some()
    }

    /// Whether the last sync failed.
    pub fn is_not_synced(&self) -> bool {
        self.not_synced.is_some()
    }

    /// What the home screen warns of. A sync that failed stays there: the message of it goes with the next key, and who never
    /// reads it would study for weeks on two machines that know nothing of each other.
    pub(super) fn all_notices(&self) -> Vec<String> {
        let not_synced = self.not_synced.iter();
        let not_synced = not_synced.map(|why| format!("not synced: {why}"));
        self.notices.iter().cloned().chain(not_synced).collect()
    }

    /// The result of the sync as a message: once, when it has ended or timed out.
    pub fn sync_news(&mut self) -> Option<String> {
        self.sync_told(Duration::ZERO)
    }

    /// Runs a sync, waits for it a little, and returns a message if there is one.
    pub fn sync_now(&mut self) -> Option<String> {
        self.begin_sync();
        self.sync_told(PATIENCE)
    }

    fn sync_told(&mut self, wait: Duration) -> Option<String> {
        let under_way = self.running_sync.take()?;
        let why = match under_way.outcome.recv_timeout(wait) {
            Ok(Ok(report)) => {
                self.not_synced = None;
                self.store.follow_name();
                if let Err(trouble) = self.end_days_as_chosen() {
                    self.notices.push(trouble.to_string());
                }
                if report.taken.is_empty() && report.notes.is_empty() {
                    return None;
                }
                // Rows taken over may concern cards that have another name here.
                self.adopt();
                return Some(told(&report));
            }
            Ok(Err(why)) => why,
            Err(RecvTimeoutError::Timeout) if under_way.began.elapsed() < PATIENCE => {
                self.running_sync = Some(under_way);
                return None;
            }
            Err(_) => format!(
                "{} does not answer; `swot sync` tries again without hurry",
                under_way.folder.display()
            ),
        };
        // What was told at the start need not be told again at the end.
        let is_told = self.not_synced.as_ref() == Some(&why);
        self.not_synced = Some(why.clone());
        (!is_told).then(|| format!("not synced: {why}"))
    }
}

fn told(report: &Report) -> String {
    let mut parts = Vec::new();
    if !report.taken.is_empty() {
        let rows: u64 = report.taken.values().sum();
        parts.push(format!(
            "synced: {} of other machines, {} concerned",
            count(rows, "row", "rows"),
            count(report.questions, "question", "questions")
        ));
    }
    if !report.clashes.is_empty() {
        parts.push(first_of(report.clashes.iter().map(ToString::to_string), 3));
    }
    parts.extend(report.notes.iter().cloned());
    parts.join("; ")
}
