//! All the decks there are: found, read or known from the index, each with its faults. A deck that cannot be used stays
//! on the shelf with the reason. It never writes into a deck, and never shows a text that the file no longer holds.

use super::diagnostic::{Diagnostic, Lines};
use super::index::{self, Stored};
use super::place::{self, Places};
use super::rules::{Check, Crossing, RULES, Titled, When};
use super::source::{self, Origin, Source, Sources, hash};
use super::texts::{CardText, Texts};
use super::volume::Volume;
use super::{file, parse};
use crate::study::fault::Place;
use crate::study::kinds::Kind;
use crate::study::outline::{Heading, Outline};
use crate::study::{Card, Concept, Deck, Key};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Decks kept parsed.
const RECENT: usize = 4;
/// Faults kept of one file; `swot check` tells all.
const MOST_FAULTS: usize = 200;
/// Threads that read decks after a change.
const READERS: usize = 2;

#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    #[error("there is no deck `{0}`; `swot due` lists the decks there are")]
    NoDeck(String),
    #[error("there is no card `{0}` any more; its progress is kept")]
    NoCard(String),
    #[error("there is no concept `{0}` any more")]
    NoConcept(String),
    #[error("{path} was changed while in use; it is read again")]
    Changed { path: String },
    #[error("{path} cannot be read: {why}; check that it is there and may be read")]
    Unreadable { path: String, why: String },
}

/// What the index knows of a file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Record {
    source: Option<Source>,
    hash: u64,
    heading: Option<Heading>,
    /// Found in the file by itself.
    faults: Vec<Diagnostic>,
    /// Found between this deck and the others.
    crossings: Vec<Diagnostic>,
    fault_count: usize,
    /// Line and column of the deck's id, and of its end.
    id_at: [usize; 4],
    pub(super) stored: Option<Stored>,
}

/// A deck on the shelf.
#[derive(Debug)]
pub struct Shelved {
    source: Source,
    path: String,
    record: Record,
    heading: Option<Heading>,
    faults: Vec<Diagnostic>,
    outline: OnceLock<Arc<Outline>>,
    texts: OnceLock<Texts>,
    /// Its file turned out to be another than the one that was read.
    suspect: AtomicBool,
}

impl Shelved {
    pub fn origin(&self) -> Origin {
        self.source.origin
    }

    /// As people are shown it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The file itself, for an editor. Compiled-in decks have none.
    pub fn file(&self) -> Option<&std::path::Path> {
        (self.source.origin == Origin::File).then_some(self.source.path.as_path())
    }

    /// Absent where nothing of the file can be studied; then `faults` says why.
    pub fn heading(&self) -> Option<&Heading> {
        self.heading.as_ref()
    }

    /// Of its text as it was read.
    pub fn hash(&self) -> u64 {
        self.record.hash
    }

    /// The errors, in the order of the file; the first 200 of them.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    pub fn fault_count(&self) -> usize {
        self.record.fault_count + self.record.crossings.len()
    }

    fn id(&self) -> Option<&str> {
        self.heading.as_ref().map(|h| h.id.as_str())
    }
}

/// What a look at the files brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Ids of decks that are new, or hold something else than before.
    pub changed: Vec<String>,
    pub gone: Vec<String>,
    /// Files whose faults are other ones now.
    pub faults: Vec<String>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.faults.is_empty()
    }
}

#[derive(Debug)]
pub struct Shelf {
    sources: Sources,
    index: Option<PathBuf>,
    decks: Vec<Shelved>,
    /// Compiled in, with a file of the same id in its place.
    replaced: Vec<Shelved>,
    by_id: HashMap<String, usize>,
    recent: Mutex<VecDeque<(String, Arc<Deck>)>>,
    parsed: AtomicUsize,
}

impl Shelf {
    pub fn open(sources: Sources) -> Shelf {
        Shelf::open_telling(sources, &mut |_, _| {})
    }

    /// `tell(read, to_read)` hears how far it is, where decks have to be read.
    pub fn open_telling(sources: Sources, tell: &mut dyn FnMut(usize, usize)) -> Shelf {
        let index = index::path(&sources);
        let known = index.as_deref().and_then(index::read).unwrap_or_default();
        let mut shelf = Shelf {
            sources,
            index,
            decks: known.into_iter().filter_map(Shelved::from_record).collect(),
            replaced: Vec::new(),
            by_id: HashMap::new(),
            recent: Mutex::default(),
            parsed: AtomicUsize::new(0),
        };
        shelf.renew(tell);
        shelf
    }

    /// Every deck, usable or not: compiled in, then files in the order of their paths.
    pub fn decks(&self) -> &[Shelved] {
        &self.decks
    }

    pub fn get(&self, id: &str) -> Option<&Shelved> {
        self.by_id.get(id).and_then(|i| self.decks.get(*i))
    }

    /// What stands on the shelf, read by this program, as one number.
    pub fn mark(&self) -> u64 {
        let records: Vec<&Record> = self.decks.iter().map(|s| &s.record).collect();
        hash(&postcard::to_stdvec(&(index::program(), records)).unwrap_or_default())
    }

    /// Where what follows from these decks may be kept: in the cache folder, and as easily dropped.
    pub fn summary_path(&self) -> Option<PathBuf> {
        Some(self.index.as_ref()?.with_extension("home"))
    }

    /// How many deck files were parsed whole since the shelf was opened.
    pub fn parsed_files(&self) -> usize {
        self.parsed.load(Ordering::Relaxed)
    }

    /// Looks whether files have changed, and reads those that have. Nothing else is touched.
    pub fn refresh(&mut self) -> Changes {
        self.renew(&mut |_, _| {})
    }

    pub fn outline(&self, id: &str) -> Result<Arc<Outline>, ShelfError> {
        let shelved = self
            .get(id)
            .ok_or_else(|| ShelfError::NoDeck(id.to_owned()))?;
        self.outline_of(shelved)
    }

    fn outline_of(&self, shelved: &Shelved) -> Result<Arc<Outline>, ShelfError> {
        if let Some(outline) = shelved.outline.get() {
            return Ok(outline.clone());
        }
        let stored = self.index.as_deref().zip(shelved.record.stored);
        let outline = match stored.and_then(|(index, stored)| index::outline(index, stored)) {
            Some(outline) => outline,
            // The index is gone, or another one: the file itself says it all.
            None => {
                let volume = self.volume(shelved)?;
                volume.outline_fit()
            }
        };
        Ok(shelved.outline.get_or_init(|| Arc::new(outline)).clone())
    }

    /// The whole deck, parsed. Cards that cannot be asked are left out.
    pub fn deck(&self, id: &str) -> Result<Arc<Deck>, ShelfError> {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(i) = recent.iter().position(|(known, _)| known == id)
            && let Some(entry) = recent.remove(i)
        {
            let deck = entry.1.clone();
            recent.push_back(entry);
            return Ok(deck);
        }
        let shelved = self
            .get(id)
            .ok_or_else(|| ShelfError::NoDeck(id.to_owned()))?;
        let deck = Arc::new(self.parse(shelved)?);
        recent.push_back((id.to_owned(), deck.clone()));
        if recent.len() > RECENT {
            recent.pop_front();
        }
        Ok(deck)
    }

    fn parse(&self, shelved: &Shelved) -> Result<Deck, ShelfError> {
        let outline = self.outline_of(shelved)?;
        let text = self.text(shelved)?;
        self.parsed.fetch_add(1, Ordering::Relaxed);
        let reading = parse::read(&text);
        let mut deck = reading.deck.ok_or_else(|| self.changed(shelved))?;
        // By place, for ids may be taken twice.
        let kept: HashSet<usize> = outline
            .concepts
            .iter()
            .flat_map(|c| {
                std::iter::once(c.slice.start).chain(c.cards.iter().map(|card| card.slice.start))
            })
            .map(|start| start as usize)
            .collect();
        let mut spans = reading.spans.concepts.iter();
        deck.concepts.retain_mut(|concept| {
            let Some(span) = spans.next() else {
                return false;
            };
            let mut cards = span.cards.iter();
            concept
                .cards
                .retain(|_| cards.next().is_some_and(|card| kept.contains(&card.start)));
            kept.contains(&span.whole.start)
        });
        Ok(deck)
    }

    /// One card, read from its own stretch of the file, which is checked to be the one that was read.
    pub fn card(&self, key: &Key) -> Result<Card, ShelfError> {
        let shelved = self
            .get(key.deck())
            .ok_or_else(|| ShelfError::NoDeck(key.deck().to_owned()))?;
        let outline = self.outline_of(shelved)?;
        let (_, card) = outline
            .card(key.card())
            .ok_or_else(|| ShelfError::NoCard(key.to_string()))?;
        let slice = self.slice(shelved, card.slice)?;
        parse::read_card(&slice).ok_or_else(|| self.changed(shelved))
    }

    /// A concept with its page and its cards.
    pub fn concept(&self, deck: &str, concept: &str) -> Result<Concept, ShelfError> {
        let shelved = self
            .get(deck)
            .ok_or_else(|| ShelfError::NoDeck(deck.to_owned()))?;
        let outline = self.outline_of(shelved)?;
        let known = outline
            .concept(concept)
            .ok_or_else(|| ShelfError::NoConcept(format!("{deck}/{concept}")))?;
        let slice = self.slice(shelved, known.slice)?;
        let whole = parse::read_concept(&slice);
        match whole {
            Some(mut whole) => {
                whole
                    .cards
                    .retain(|card| known.cards.iter().any(|k| *k.id == *card.common().id));
                Ok(whole)
            }
            // A card that cannot be read spoils the slice, not the deck.
            None => {
                let deck = self.deck(deck)?;
                deck.concepts
                    .iter()
                    .find(|c| c.id == concept)
                    .cloned()
                    .ok_or_else(|| ShelfError::NoConcept(concept.to_owned()))
            }
        }
    }

    /// Where a card, or a concept, stands: for an editor. Line and column from 1.
    pub fn line(
        &self,
        deck: &str,
        slice: crate::study::outline::Slice,
    ) -> Result<(usize, usize), ShelfError> {
        let shelved = self
            .get(deck)
            .ok_or_else(|| ShelfError::NoDeck(deck.to_owned()))?;
        let text = self.text(shelved)?;
        Ok(Lines::new(&text).place(slice.start as usize))
    }

    /// Texts of all cards of all decks, for searching. The first time every deck is read.
    pub fn texts(&self) -> impl Iterator<Item = CardText<'_>> {
        self.decks
            .iter()
            .filter_map(|s| Some((s.id()?, s)))
            .flat_map(|(id, shelved)| {
                let texts = shelved.texts.get_or_init(|| {
                    self.parse(shelved)
                        .map(|deck| Texts::of(&deck))
                        .unwrap_or_default()
                });
                texts.iter(id)
            })
    }

    fn slice(
        &self,
        shelved: &Shelved,
        slice: crate::study::outline::Slice,
    ) -> Result<String, ShelfError> {
        let length = slice.end.saturating_sub(slice.start) as usize;
        let bytes = shelved
            .source
            .slice(slice.start.into(), length)
            .map_err(|e| unreadable(shelved, &e.to_string()))?;
        if hash(&bytes) != slice.hash {
            return Err(self.changed(shelved));
        }
        String::from_utf8(bytes).map_err(|_| self.changed(shelved))
    }

    /// The text of the file, if it is still the one that was read.
    fn text(&self, shelved: &Shelved) -> Result<String, ShelfError> {
        let bytes = shelved
            .source
            .bytes()
            .map_err(|e| unreadable(shelved, &e.to_string()))?;
        if hash(&bytes) != shelved.record.hash {
            return Err(self.changed(shelved));
        }
        parse::decode(bytes.into_owned()).map_err(|_| self.changed(shelved))
    }

    fn volume(&self, shelved: &Shelved) -> Result<Volume, ShelfError> {
        let text = self.text(shelved)?;
        self.parsed.fetch_add(1, Ordering::Relaxed);
        let mut volume = Volume::read(shelved.path.clone(), text);
        volume.check_read();
        Ok(volume)
    }

    fn changed(&self, shelved: &Shelved) -> ShelfError {
        shelved.suspect.store(true, Ordering::Relaxed);
        ShelfError::Changed {
            path: shelved.path.clone(),
        }
    }

    /// Takes stock: keeps what is as it was, reads what is not.
    fn renew(&mut self, tell: &mut dyn FnMut(usize, usize)) -> Changes {
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
        let read = self.read_all(to_read, tell);
        for (i, shelved) in read {
            slots[i] = Some(shelved);
        }
        self.decks = slots.into_iter().flatten().collect();
        self.arrange(stale);
        if stale {
            self.write_index();
        }
        if let Ok(recent) = self.recent.get_mut() {
            recent.retain(|(id, _)| {
                let now = self
                    .by_id
                    .get(id)
                    .and_then(|i| self.decks.get(*i))
                    .map(|s| s.record.hash);
                now.is_some() && now == before.get(id).copied()
            });
        }
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
        changes.gone.sort();
        changes
    }

    fn read_all(
        &self,
        to_read: Vec<(usize, Source, Option<Shelved>)>,
        tell: &mut dyn FnMut(usize, usize),
    ) -> Vec<(usize, Shelved)> {
        let total = to_read.len();
        if total == 0 {
            return Vec::new();
        }
        let queue = Mutex::new(to_read.into_iter());
        let done = Mutex::new(Vec::with_capacity(total));
        let read_next = || -> bool {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((i, source, old)) = next else {
                return false;
            };
            let shelved = self.read_one(source, old);
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((i, shelved));
            true
        };
        std::thread::scope(|scope| {
            for _ in 1..READERS.min(total) {
                scope.spawn(|| while read_next() {});
            }
            while read_next() {
                let read = done.lock().unwrap_or_else(PoisonError::into_inner).len();
                tell(read, total);
            }
        });
        done.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_one(&self, source: Source, old: Option<Shelved>) -> Shelved {
        let shown = source.shown();
        let bytes = match source.bytes() {
            Ok(bytes) => bytes,
            Err(error) => return Shelved::from_volume(source, 0, file::refused(shown, &error)),
        };
        let hash = hash(&bytes);
        // Touched, or checked out again: the same text all the same.
        if let Some(mut old) =
            old.filter(|old| old.record.hash == hash && old.source.stamp.size == source.stamp.size)
        {
            old.record.source = Some(source.clone());
            old.source = source;
            old.suspect = AtomicBool::new(false);
            return old;
        }
        self.parsed.fetch_add(1, Ordering::Relaxed);
        let mut volume = file::from_bytes(shown, bytes.into_owned());
        volume.check_read();
        Shelved::from_volume(source, hash, volume)
    }

    /// Which deck has which id, which one gives way, and what is wrong between decks.
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
                let first = self.decks[*first].path.clone();
                let shelved = &mut self.decks[i];
                shelved.heading = None;
                if stale {
                    let taken = shelved.taken(&id, &first);
                    shelved.record.crossings.push(taken);
                }
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
        let outlines: Vec<(usize, Arc<Outline>)> = usable
            .into_iter()
            .filter_map(|i| Some((i, self.outline_of(&self.decks[i]).ok()?)))
            .collect();
        let titled: Vec<Titled<'_>> = outlines
            .iter()
            .map(|(i, outline)| Titled {
                path: &self.decks[*i].path,
                outline,
            })
            .collect();
        let mut found: Vec<Crossing> = Vec::new();
        for rule in RULES.iter().filter(|rule| rule.when == When::Reading) {
            if let Check::Library(check) = rule.check {
                check(&titled, &mut found);
            }
        }
        found.sort_by_key(|crossing| crossing.deck);
        for of_deck in found.chunk_by(|a, b| a.deck == b.deck) {
            let Some((i, _)) = of_deck.first().and_then(|c| outlines.get(c.deck)) else {
                continue;
            };
            let text = self.text(&self.decks[*i]).unwrap_or_default();
            let (lines, mut places) = (Lines::new(&text), Places::new(&text));
            let shelved = &mut self.decks[*i];
            let placed = of_deck.iter().take(MOST_FAULTS).map(|crossing| {
                let span = crossing.span(&text, &mut places);
                let (fault, card) = (crossing.fault.clone(), crossing.card.clone());
                Diagnostic::new(&shelved.path, &lines, span, fault, card)
            });
            shelved.record.crossings.extend(placed.collect::<Vec<_>>());
        }
    }

    /// A cache folder that cannot be written is no fault: the next start reads the decks again.
    fn write_index(&mut self) {
        let Some(path) = self.index.clone() else {
            return;
        };
        let outlines: Vec<Vec<u8>> = self
            .decks
            .iter()
            .chain(&self.replaced)
            .map(|s| match (s.outline.get(), s.record.stored) {
                (Some(outline), _) => index::encode(outline),
                (None, Some(stored)) => index::outline_bytes(&path, stored).unwrap_or_default(),
                (None, None) => Vec::new(),
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
            return;
        }
        // What is on the disk now need not stay in memory.
        for shelved in self.decks.iter_mut().chain(&mut self.replaced) {
            if shelved.outline.get().is_some() {
                shelved.outline = OnceLock::new();
            }
        }
    }
}

fn unreadable(shelved: &Shelved, why: &str) -> ShelfError {
    ShelfError::Unreadable {
        path: shelved.path.clone(),
        why: why.to_owned(),
    }
}

impl Shelved {
    fn from_record(record: Record) -> Option<Shelved> {
        let source = record.source.clone()?;
        Some(Shelved {
            path: source.shown(),
            source,
            heading: record.heading.clone(),
            faults: Vec::new(),
            record,
            outline: OnceLock::new(),
            texts: OnceLock::new(),
            suspect: AtomicBool::new(false),
        })
    }

    fn from_volume(source: Source, hash: u64, volume: Volume) -> Shelved {
        let mut faults = volume.diagnostics();
        let fault_count = faults.len();
        faults.truncate(MOST_FAULTS);
        let outline = volume.outline_fit();
        let lines = Lines::new(&volume.text);
        let id = place::find(&volume.text, &volume.spans.deck, &Place::Field("id"));
        let ((line, column), (end_line, end_column)) = (lines.place(id.start), lines.place(id.end));
        let record = Record {
            source: Some(source.clone()),
            hash,
            heading: volume.heading(&outline),
            faults,
            crossings: Vec::new(),
            fault_count,
            id_at: [line, column, end_line, end_column],
            stored: None,
        };
        Shelved {
            path: volume.path,
            source,
            heading: record.heading.clone(),
            faults: Vec::new(),
            record,
            outline: OnceLock::from(Arc::new(outline)),
            texts: OnceLock::new(),
            suspect: AtomicBool::new(false),
        }
    }

    fn taken(&self, id: &str, by: &str) -> Diagnostic {
        let fault = super::rules::deck_taken(id, by);
        let [line, column, end_line, end_column] = self.record.id_at;
        Diagnostic {
            file: self.path.clone(),
            line,
            column,
            end_line,
            end_column,
            code: fault.code.to_owned(),
            severity: fault.severity(),
            message: fault.message,
            help: fault.help,
            card: None,
        }
    }
}
