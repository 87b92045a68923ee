//! Compares the files with the index: which are unchanged, which must be read, which file has which id, and what is wrong between
//! decks. Writes the index after that.

use super::index;
use super::record::Record;
use super::source::{self, Origin, Source};
use super::{Changes, Shelf, Shelved, fit, keep};
use crate::deck_file::ParsedDeck;
use crate::deck_file::diagnostic::{Diagnostic, Lines};
use crate::deck_file::disk;
use crate::deck_file::locate::{self, Locator};
use crate::hash::fnv1a;
use crate::lint::{self, Titled, When};
use crate::parallel;
use crate::study::fault::Severity;
use crate::study::outline::Outline;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError};

/// Most faults kept for one file; `swot check` shows all.
const MOST_FAULTS: usize = 200;
/// Bytes of decks whose reading is worth telling before the first is read: it takes more than a tenth of a second.
const MUCH: u64 = 8 * 1024 * 1024;

impl Shelf {
    /// Keeps what is unchanged and reads the rest.
    pub(super) fn renew(&mut self, tell: &mut dyn FnMut(usize, usize)) -> Changes {
        let before: HashMap<String, u64> = self
            .decks
            .iter()
            .filter_map(|s| Some((s.id()?.to_owned(), s.record.hash)))
            .collect();
        let faults_before: HashMap<String, Vec<Diagnostic>> = self
            .decks
            .iter()
            .map(|s| (s.path.clone(), s.faults.clone()))
            .collect();
        let mut known: HashMap<PathBuf, Shelved> = self
            .decks
            .drain(..)
            .chain(self.replaced.drain(..))
            .map(|s| (s.source.path.clone(), s))
            .collect();
        let found = source::find(&self.sources);
        let mut slots: Vec<Option<Shelved>> = Vec::new();
        let mut to_read: Vec<(usize, Source, Option<Shelved>)> = Vec::new();
        for (i, source) in found.into_iter().enumerate() {
            let old = known
                .remove(&source.path)
                .filter(|s| s.source.origin == source.origin);
            match old {
                Some(old) if old.source == source && !old.suspect.load(Ordering::Relaxed) => {
                    slots.push(Some(old))
                }
                old => {
                    slots.push(None);
                    to_read.push((i, source, old));
                }
            }
        }
        let stale = !to_read.is_empty() || !known.is_empty();
        if let Ok(recent) = self.recent.get_mut() {
            let kept = || slots.iter().flatten();
            recent.retain(|(path, _)| kept().any(|shelved| shelved.path == *path));
        }
        let read = self.read_all(to_read, &slots, tell);
        for (i, shelved) in read {
            slots[i] = Some(shelved);
        }
        self.decks = slots.into_iter().flatten().collect();
        self.arrange(stale);
        self.owes_index |= stale;
        let mut changes = Changes::default();
        for shelved in &self.decks {
            if let Some(id) = shelved.id()
                && before.get(id) != Some(&shelved.record.hash)
            {
                changes.changed.push(id.to_owned());
            }
            let faults = faults_before.get(&shelved.path);
            if faults.map_or(&[][..], Vec::as_slice) != shelved.faults {
                changes.faults.push(shelved.path.clone());
            }
        }
        changes.gone = before
            .into_keys()
            .filter(|id| !self.by_id.contains_key(id))
            .collect();
        changes.gone.sort_unstable();
        changes
    }

    fn read_all(
        &self,
        to_read: Vec<(usize, Source, Option<Shelved>)>,
        kept: &[Option<Shelved>],
        tell: &mut dyn FnMut(usize, usize),
    ) -> Vec<(usize, Shelved)> {
        let total = to_read.len();
        if total == 0 {
            return Vec::new();
        }
        let bytes = to_read.iter().map(|(_, source, _)| source.fingerprint.size);
        if bytes.sum::<u64>() > MUCH {
            tell(0, total);
        }
        let mut all = Vec::with_capacity(total);
        let read = |(at, source, old)| (at, self.read_one(source, old));
        // The rules between decks are going to ask for the outlines of all others: one that cannot be had is told there.
        let kept = || kept.iter().flatten();
        let outlines = || kept().for_each(|deck| drop(self.outline_of(deck)));
        parallel::beside(outlines, || {
            parallel::each(to_read, read, |one| {
                all.push(one);
                tell(all.len(), total);
            });
        });
        all
    }

    fn read_one(&self, source: Source, old: Option<Shelved>) -> Shelved {
        let shown = source.shown();
        let bytes = match source.bytes() {
            Ok(bytes) => bytes,
            Err(error) => return Shelved::from_volume(source, 0, &disk::refused(shown, &error)),
        };
        let hash = fnv1a(&bytes);
        let is_same = |old: &Shelved| {
            old.record.hash == hash && old.source.fingerprint.size == source.fingerprint.size
        };
        let has_changed = old.is_some();
        // Only the time of the file changed: the text is the same.
        if let Some(mut old) = old.filter(is_same) {
            old.record.source = Some(source.clone());
            old.source = source;
            old.suspect = AtomicBool::new(false);
            return old;
        }
        self.parsed.fetch_add(1, Ordering::Relaxed);
        let mut parsed = disk::from_bytes(shown, bytes.into_owned());
        lint::check_read(&mut parsed);
        let shelved = Shelved::from_volume(source, hash, &parsed);
        // It is going to be compared with what the learner saw of it last.
        if has_changed
            && let (Some(deck), Some(outline)) = (parsed.deck.take(), shelved.outline.get())
        {
            let deck = Arc::new(fit(deck, &parsed.spans, outline));
            let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
            keep(&mut recent, &shelved, &deck);
        }
        shelved
    }

    /// Decides which deck has which id, which one is left out, and what is wrong between decks.
    fn arrange(&mut self, stale: bool) {
        for shelved in &mut self.decks {
            shelved.heading = shelved.record.heading.clone();
        }
        let id = |s: &Shelved| s.record.heading.as_ref().map(|h| h.id.clone());
        let of_files: HashSet<String> = self
            .decks
            .iter()
            .filter(|s| s.origin() == Origin::File)
            .filter_map(id)
            .collect();
        let (replaced, decks) = self.decks.drain(..).partition(|s| {
            s.origin() == Origin::Builtin && id(s).is_some_and(|id| of_files.contains(&id))
        });
        (self.replaced, self.decks) = (replaced, decks);
        if stale {
            for shelved in &mut self.decks {
                shelved.record.crossings.clear();
            }
        }
        self.by_id.clear();
        for i in 0..self.decks.len() {
            let Some(id) = id(&self.decks[i]) else {
                continue;
            };
            if let Some(first) = self.by_id.get(&id) {
                let fault = lint::deck_taken(&id, &self.decks[*first].path);
                if stale {
                    let text = self.text(&self.decks[i]).unwrap_or_default();
                    let span = locate::find(&text, &(0..text.len()), &fault.place);
                    let path = &self.decks[i].path;
                    let taken = Diagnostic::new(path, &Lines::new(&text), span, fault, None);
                    self.decks[i].record.crossings.push(taken);
                }
                self.decks[i].heading = None;
            } else {
                self.by_id.insert(id, i);
            }
        }
        if stale {
            self.cross();
        }
        for shelved in &mut self.decks {
            shelved.faults = shelved
                .record
                .faults
                .iter()
                .chain(&shelved.record.crossings)
                .take(MOST_FAULTS)
                .cloned()
                .collect();
            shelved.faults.sort_by_key(|d| (d.line, d.column));
        }
    }

    fn cross(&mut self) {
        let usable: Vec<usize> = (0..self.decks.len())
            .filter(|i| self.decks[*i].heading.is_some())
            .collect();
        let mut outlines: Vec<(usize, Arc<Outline>)> = Vec::new();
        let outline = |i: usize| Some((i, self.outline_of(&self.decks[i]).ok()?));
        parallel::each(usable, outline, |one| outlines.extend(one));
        let titled: Vec<Titled<'_>> = outlines
            .iter()
            .map(|(i, outline)| Titled {
                path: &self.decks[*i].path,
                outline,
            })
            .collect();
        let found = lint::check_between(&titled, |rule| rule.when == When::Reading);
        for of_deck in found.chunk_by(|a, b| a.deck == b.deck) {
            let Some((i, _)) = of_deck.first().and_then(|c| outlines.get(c.deck)) else {
                continue;
            };
            let text = self.text(&self.decks[*i]).unwrap_or_default();
            let (lines, mut places) = (Lines::new(&text), Locator::new(&text));
            let shelved = &mut self.decks[*i];
            let placed = of_deck.iter().take(MOST_FAULTS).map(|crossing| {
                let span = crossing.span(&text, &mut places);
                let (fault, card) = (crossing.fault.clone(), crossing.card.clone());
                Diagnostic::new(&shelved.path, &lines, span, fault, card)
            });
            shelved.record.crossings.extend(placed.collect::<Vec<_>>());
        }
    }

    /// Writes the index where what was read is not in it yet. A cache folder that cannot be written is no error: the next start
    /// reads the decks again.
    pub fn keep_index(&mut self) {
        let owed = std::mem::take(&mut self.owes_index);
        let Some(path) = self.index.clone().filter(|_| owed) else {
            return;
        };
        let outlines: Vec<Vec<u8>> = self
            .decks
            .iter()
            .chain(&self.replaced)
            .map(|s| {
                let stored = s.record.stored;
                let stored = stored.and_then(|stored| index::outline_bytes(&path, stored));
                let outline = || s.outline.get().map(|outline| index::encode(outline));
                stored.or_else(outline).unwrap_or_default()
            })
            .collect();
        let mut records: Vec<&mut Record> = self
            .decks
            .iter_mut()
            .chain(&mut self.replaced)
            .map(|s| &mut s.record)
            .collect();
        if index::write(&path, &mut records, &outlines).is_err() {
            for record in records {
                record.stored = None;
            }
        }
    }
}

/// Who shows something first has the index written after it; all others when they are done.
impl Drop for Shelf {
    fn drop(&mut self) {
        self.keep_index();
    }
}

impl Shelved {
    pub(super) fn from_record(record: Record) -> Option<Shelved> {
        let source = record.source.clone()?;
        Some(Shelved::new(source, record, OnceLock::new()))
    }

    fn new(source: Source, record: Record, outline: OnceLock<Arc<Outline>>) -> Shelved {
        Shelved {
            path: source.shown(),
            source,
            heading: record.heading.clone(),
            faults: Vec::new(),
            record,
            outline,
            listed: OnceLock::new(),
            suspect: AtomicBool::new(false),
        }
    }

    fn from_volume(source: Source, hash: u64, parsed: &ParsedDeck) -> Shelved {
        let mut faults = parsed.diagnostics();
        // Warnings are for the author: `swot check` shows them.
        faults.retain(|fault| fault.severity == Severity::Error);
        let fault_count = faults.len();
        faults.truncate(MOST_FAULTS);
        let outline = parsed.outline_fit();
        let record = Record {
            source: Some(source.clone()),
            hash,
            heading: parsed.heading(&outline),
            faults,
            crossings: Vec::new(),
            fault_count,
            stored: None,
        };
        Shelved::new(source, record, OnceLock::from(Arc::new(outline)))
    }
}
