//! Shelf, store and clock together: answers what screens and commands ask for. Which questions come today is decided in
//! `study::plan`.

mod adopt;
mod backup;
mod cards;
mod choices;
mod contents;
mod exams;
mod figures;
mod habits;
mod home;
mod memories;
mod mock_exam;
mod record;
mod rollover;
mod selection;
mod session;
mod settings;
mod summary;
mod sync;
#[cfg(test)]
mod tests;
mod updates;

pub use crate::store::{KEPT_NUMBERS, RecordError};
pub use cards::Listed;

use crate::clock::Clock;
use crate::folders::Folders;
use crate::settings::Settings;
use crate::shelf::{Origin, Shelf, Sources};
use crate::store::{OpenError, Store};
use crate::study::Day;
use crate::study::outline::Outline;
use crate::study::outlook::ConceptPage;
use memories::Memories;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use summary::Summary;

pub struct Desk {
    shelf: Shelf,
    store: Store,
    clock: Clock,
    settings: Settings,
    notices: Vec<String>,
    /// Settings that cannot be read; they are among the notices, too.
    slips: Vec<String>,
    /// Path of `config.ron`, whether the file exists or not.
    config: PathBuf,
    /// The data folder, and what it was chosen by.
    data: (PathBuf, &'static str),
    /// Memories as they were in the store at `as_of`, so that drawing a frame reads no database.
    memories: Memories,
    as_of: Option<(i64, i64)>,
    /// Mark of the log that they follow from, or one from before it.
    store_mark: String,
    /// Pages already shown, without the learner's notes; emptied when a deck file changes.
    pages: HashMap<String, ConceptPage>,
    /// The last home screen, from the cache or computed.
    summary: Option<Summary>,
    /// What each deck adds to it.
    parts: HashMap<String, Arc<home::Part>>,
    /// The plan beside the last home screen may be that of today.
    has_kept_plan: bool,
    habits: habits::Habits,
    /// The data version of the store when renamed cards were looked for last: another window may since have answered one under its
    /// former name. Absent where they must be looked for in any case.
    adopted_at: Option<i64>,
    updates: updates::Updates,
    running_sync: Option<sync::RunningSync>,
    /// Why the last sync failed.
    not_synced: Option<String>,
    backup: Option<backup::BackingUp>,
}

impl Desk {
    /// `tell(read, to_read)` is called as decks are read.
    pub fn open(
        folders: Folders,
        sources: Sources,
        settings: Settings,
        clock: Clock,
        tell: &mut dyn FnMut(usize, usize),
    ) -> Result<Desk, String> {
        let absent = sources.deck_paths.iter().filter(|path| !path.exists());
        let absent: Vec<String> = absent
            .map(|path| format!("the folder of decks {} is not there", path.display()))
            .collect();
        let shelf = Shelf::open_telling(sources, tell);
        let path = shelf.summary_path();
        let summary: Option<Summary> = path.and_then(|path| summary::read(&path));
        let known_seal = summary.as_ref().and_then(|s| s.seal.as_deref());
        let opened = Store::open_sealed(&folders.data.path, clock.moment(), known_seal)
            .map_err(|error: OpenError| error.to_string())?;
        let mut notices: Vec<String> = opened.notices.iter().map(ToString::to_string).collect();
        notices.extend(absent);
        if clock.is_fixed() {
            notices.push(format!(
                "the clock is fixed at {} by SWOT_NOW",
                clock.now().strftime("%Y-%m-%d %H:%M")
            ));
        }
        notices.extend(clock.zone_notice().map(str::to_owned));
        let mut store = opened.store;
        let clock = rollover::settle(&mut store, &settings, clock, &mut notices)?;
        let mut desk = Desk {
            shelf,
            store,
            clock,
            settings,
            notices,
            slips: Vec::new(),
            config: folders.settings(),
            data: (folders.data.path, folders.data.because),
            memories: Memories::default(),
            as_of: None,
            store_mark: String::new(),
            pages: HashMap::new(),
            summary,
            parts: HashMap::new(),
            has_kept_plan: true,
            habits: habits::Habits::default(),
            adopted_at: None,
            updates: updates::Updates::default(),
            running_sync: None,
            not_synced: None,
            backup: None,
        };
        desk.tell_slips(Vec::new());
        // A cached home screen that is still valid means that no card was left to adopt.
        if desk.summarised(desk.grounds().as_deref()).is_some() {
            desk.adopted_at = desk.store.data_version().ok();
        // Adopting reads all outlines. With an old home screen on show this can be done later.
        } else if desk.old_home().is_none() {
            desk.adopt();
        }
        Ok(desk)
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn store_mut(&mut self) -> &mut Store {
        &mut self.store
    }

    pub fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Changes outside this program that screens depend on: the day, and writes by other windows.
    pub fn mark(&self) -> Option<(Day, i64)> {
        Some((self.today(), self.store.data_version().ok()?))
    }

    /// For tests, in which days pass.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    pub fn today(&self) -> Day {
        self.clock.today()
    }

    /// Notes that the database is as this program left it, so that the next start need not check its pages.
    fn keep_seal(&mut self) {
        let seal = self.store.seal();
        let known = self.summary.get_or_insert_default();
        if seal.is_some() && known.seal != seal {
            known.seal = seal;
            self.write_summary();
        }
    }

    /// A cache that cannot be written only costs time.
    fn write_summary(&self) {
        if let (Some(path), Some(summary)) = (self.shelf.summary_path(), &self.summary) {
            let _ = summary::write(&path, summary);
        }
    }

    /// Path of what is kept beside the last home screen.
    fn beside(&self, extension: &str) -> Option<PathBuf> {
        Some(self.shelf.summary_path()?.with_extension(extension))
    }

    /// The outlines of all decks, for who looks at each card.
    fn outlines(&self) -> Vec<Arc<Outline>> {
        self.shelf.read_outlines(true);
        self.decks()
    }

    /// The learner's own decks come first, so that a new one does not wait behind hundreds of questions.
    fn decks(&self) -> Vec<Arc<Outline>> {
        self.shelf.read_outlines(false);
        let decks = self.shelf.decks().iter();
        let (own, others): (Vec<_>, Vec<_>) = decks.partition(|deck| deck.origin() == Origin::File);
        let headings = own
            .into_iter()
            .chain(others)
            .filter_map(|deck| deck.heading());
        headings
            .filter_map(|heading| self.shelf.outline(&heading.id).ok())
            .collect()
    }

    /// Makes the backup on the first start of a day. A failure is shown on the home screen; progress is not affected.
    pub fn back_up_daily(&mut self) {
        if let Err(error) = self.store.back_up_daily(self.clock.moment()) {
            self.not_backed_up(&error.to_string());
        }
    }

    fn not_backed_up(&mut self, why: &str) {
        self.notices.push(format!("today's backup: {why}"));
    }

    /// Writes what was read of the decks down for the next start.
    pub fn keep_index(&mut self) {
        self.shelf.keep_index();
    }

    /// Reloads files that changed on disk; returns a sentence if any did.
    pub fn refresh(&mut self) -> Option<String> {
        let changes = self.shelf.refresh();
        if changes.is_empty() {
            return None;
        }
        self.pages.clear();
        self.adopt();
        let list = |what: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{what} {}", names.join(", ")))
        };
        let parts = [
            list("read again:", &changes.changed),
            list("gone:", &changes.gone),
            list("with faults:", &changes.faults),
        ];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join("; "))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.keep_seal();
    }
}
