//! All decks: found, read or known from the index, each with its faults. A deck that cannot be used stays on the shelf with the
//! reason. Deck files are never written here, and no text is shown that its file no longer has.

mod index;
pub mod my_cards;
pub mod pack;
mod record;
mod refresh;
pub mod source;

use crate::deck_file::ParsedDeck;
pub use crate::deck_file::blueprints::blueprints;
use crate::deck_file::diagnostic::{Diagnostic, Lines};
use crate::deck_file::parse::{self, Spans};
use crate::hash::{fnv1a, quick};
use crate::lint;
use crate::parallel;
use crate::study::card_text::{ListedDeck, Texts};
use crate::study::outline::{CardOutline, ConceptOutline, Heading, Outline};
use crate::study::{Card, Concept, Deck, Key};
use record::Record;
use source::Source;
pub use source::{Origin, Sources};
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Number of decks kept parsed.
const RECENT: usize = 4;

#[derive(Debug, thiserror::Error)]
pub enum ShelfError {
    #[error("there is no deck `{0}`; `swot decks` lists those there are")]
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

/// A deck on the shelf.
#[derive(Debug)]
pub struct Shelved {
    source: Source,
    path: String,
    record: Record,
    heading: Option<Heading>,
    faults: Vec<Diagnostic>,
    outline: OnceLock<Arc<Outline>>,
    listed: OnceLock<Arc<ListedDeck>>,
    /// Its file turned out to be another than the one that was read.
    suspect: AtomicBool,
}

impl Shelved {
    pub fn origin(&self) -> Origin {
        self.source.origin
    }

    /// Path as shown to people.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Path of the file, for an editor. Compiled-in decks have none.
    pub fn file(&self) -> Option<&std::path::Path> {
        (self.source.origin == Origin::File).then_some(self.source.path.as_path())
    }

    /// `None` if nothing in the file can be studied; `faults` then says why.
    pub fn heading(&self) -> Option<&Heading> {
        self.heading.as_ref()
    }

    /// Hash of the text that was read.
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

    /// Identifies all that a plan or a list takes from the deck, and the program version.
    pub fn mark(&self) -> u64 {
        let is_file = self.origin() == Origin::File;
        let record = (self.hash(), self.fault_count(), &self.heading);
        fnv1a(
            &postcard::to_stdvec(&(index::program(), is_file, &self.path, record))
                .unwrap_or_default(),
        )
    }

    fn id(&self) -> Option<&str> {
        self.heading.as_ref().map(|h| h.id.as_str())
    }
}

/// The result of checking the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Ids of decks that are new or have changed.
    pub changed: Vec<String>,
    pub gone: Vec<String>,
    /// Files whose faults have changed.
    pub faults: Vec<String>,
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty() && self.faults.is_empty()
    }
}

/// Decks parsed lately, by their paths.
type Recent = VecDeque<(String, Arc<Deck>)>;

#[derive(Debug)]
pub struct Shelf {
    sources: Sources,
    index: Option<PathBuf>,
    owes_index: bool,
    decks: Vec<Shelved>,
    /// Compiled-in decks replaced by a file with the same id.
    replaced: Vec<Shelved>,
    by_id: HashMap<String, usize>,
    recent: Mutex<Recent>,
    parsed: Arc<AtomicUsize>,
}

impl Shelf {
    pub fn open(sources: Sources) -> Shelf {
        Shelf::open_telling(sources, &mut |_, _| {})
    }

    /// `tell(read, to_read)` is called as decks are read, and before the first where there is much to read.
    pub fn open_telling(sources: Sources, tell: &mut dyn FnMut(usize, usize)) -> Shelf {
        let index = index::path(&sources);
        let known = index.as_deref().and_then(index::read).unwrap_or_default();
        let mut shelf = Shelf {
            sources,
            index,
            owes_index: false,
            decks: known.into_iter().filter_map(Shelved::from_record).collect(),
            replaced: Vec::new(),
            by_id: HashMap::new(),
            recent: Mutex::default(),
            parsed: Arc::default(),
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

    /// Identifies the content of the shelf and the program version.
    pub fn mark(&self) -> u64 {
        let marks = self.decks.iter().map(|deck| deck.mark().to_le_bytes());
        fnv1a(&marks.collect::<Vec<_>>().concat())
    }

    /// Path, in the cache folder, for what is computed from these decks.
    pub fn summary_path(&self) -> Option<PathBuf> {
        Some(self.index.as_ref()?.with_extension("home"))
    }

    /// The index does not say yet what was read.
    pub fn owes_index(&self) -> bool {
        self.owes_index
    }

    /// How many deck files were parsed whole since the shelf was opened.
    pub fn parsed_files(&self) -> usize {
        self.parsed.load(Ordering::Relaxed)
    }

    /// Checks whether files have changed, and reads those that have.
    pub fn refresh(&mut self) -> Changes {
        self.renew(&mut |_, _| {})
    }

    fn known(&self, id: &str) -> Result<&Shelved, ShelfError> {
        self.get(id)
            .ok_or_else(|| ShelfError::NoDeck(id.to_owned()))
    }

    pub fn outline(&self, id: &str) -> Result<Arc<Outline>, ShelfError> {
        self.outline_of(self.known(id)?)
    }

    /// Reads the outlines that were not read yet, several at once; `whole` ones with their concepts.
    pub fn read_outlines(&self, whole: bool) {
        let is_read = |outline: &Arc<Outline>| !whole || outline.concepts.are_read();
        let decks = self.decks.iter();
        let unread = decks.filter(|deck| !deck.outline.get().is_some_and(is_read));
        let read = |deck| match self.outline_of(deck) {
            Ok(outline) if whole => drop(outline.concepts.iter()),
            // Whoever needs one that cannot be read is told so then.
            _ => (),
        };
        parallel::each(unread.collect(), read, |()| ());
    }

    fn outline_of(&self, shelved: &Shelved) -> Result<Arc<Outline>, ShelfError> {
        if let Some(outline) = shelved.outline.get() {
            return Ok(outline.clone());
        }
        let stored = self.index.as_deref().zip(shelved.record.stored);
        let outline = match stored.and_then(|(index, stored)| index::outline(index, stored)) {
            Some(outline) => outline,
            // The index is missing or was replaced: the file has everything needed.
            None => {
                let parsed = self.parsed(shelved)?;
                parsed.outline_fit()
            }
        };
        Ok(shelved.outline.get_or_init(|| Arc::new(outline)).clone())
    }

    /// The whole deck, parsed. Cards that cannot be asked are left out.
    pub fn deck(&self, id: &str) -> Result<Arc<Deck>, ShelfError> {
        let shelved = self.known(id)?;
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        let known = recent.iter().position(|(path, _)| *path == shelved.path);
        let known = known.and_then(|at| recent.remove(at));
        let deck = match known {
            Some((_, deck)) => deck,
            None => Arc::new(self.parse(shelved)?),
        };
        keep(&mut recent, shelved, &deck);
        Ok(deck)
    }

    fn parse(&self, shelved: &Shelved) -> Result<Deck, ShelfError> {
        let outline = self.outline_of(shelved)?;
        let text = self.text(shelved)?;
        self.parsed.fetch_add(1, Ordering::Relaxed);
        read_fit(&text, &outline).ok_or_else(|| self.changed(shelved))
    }

    /// The card of a question is there.
    pub fn has(&self, key: &Key) -> bool {
        let deck = self.outline(key.deck());
        deck.is_ok_and(|deck| deck.card(key.card()).is_some())
    }

    /// One card, read from its own part of the file after checking that this part is unchanged.
    pub fn card(&self, key: &Key) -> Result<Card, ShelfError> {
        let outline = self.outline(key.deck())?;
        let (concept, card) = outline
            .card(key.card())
            .ok_or_else(|| ShelfError::NoCard(key.to_string()))?;
        self.read_card(key.deck(), concept, card)
    }

    /// Reads a card that was found as [`Shelf::card`] does.
    pub fn read_card(
        &self,
        deck: &str,
        concept: &ConceptOutline,
        card: &CardOutline,
    ) -> Result<Card, ShelfError> {
        let shelved = self.known(deck)?;
        let slice = self.slice(shelved, card.slice, fnv1a)?;
        let read = parse::read_card(&slice).ok_or_else(|| self.changed(shelved))?;
        if read.common().exhibit.name.is_empty() {
            return Ok(read);
        }
        // The text of its exhibit is in the concept.
        let whole = self.concept_with(deck, &concept.id, Some(&card.id))?;
        let mut cards = whole.cards.into_iter();
        cards.next().ok_or_else(|| self.changed(shelved))
    }

    /// A concept with its page, without its cards.
    pub fn page(&self, deck: &str, concept: &str) -> Result<Concept, ShelfError> {
        self.concept_with(deck, concept, None)
    }

    /// A concept with its page and at most one of its cards. A concept of an imported deck may have thousands, too many to read
    /// between two questions.
    fn concept_with(
        &self,
        deck: &str,
        concept: &str,
        card: Option<&str>,
    ) -> Result<Concept, ShelfError> {
        let shelved = self.known(deck)?;
        let outline = self.outline_of(shelved)?;
        let known = outline
            .concept(concept)
            .ok_or_else(|| ShelfError::NoConcept(format!("{deck}/{concept}")))?;
        let slice = self.slice(shelved, known.slice, quick)?;
        let short = with_one_card(&slice, known, card);
        let read = parse::read_concept(short.as_deref().unwrap_or(&slice));
        let mut found = match read {
            Some(found) => found,
            // A card with faults makes this part unreadable, but not the deck.
            None => {
                let deck = self.deck(deck)?;
                let found = deck.concepts.iter().find(|c| c.id == concept).cloned();
                found.ok_or_else(|| ShelfError::NoConcept(concept.to_owned()))?
            }
        };
        found.cards.retain(|read| Some(&*read.common().id) == card);
        Ok(found)
    }

    /// Line and column of a card or a concept, from 1: for an editor.
    pub fn line(
        &self,
        deck: &str,
        slice: crate::study::outline::Slice,
    ) -> Result<(usize, usize), ShelfError> {
        let shelved = self.known(deck)?;
        let text = self.text(shelved)?;
        Ok(Lines::new(&text).place(slice.start as usize))
    }

    /// Every deck, in which each card's texts can be looked up. No file is read before.
    pub fn listed(&self) -> impl Iterator<Item = Arc<ListedDeck>> {
        let usable = self.decks.iter().filter(|s| s.id().is_some());
        usable.filter_map(|shelved| {
            let outline = self.outline_of(shelved).ok()?;
            let list = || {
                let (source, hash) = (shelved.source.clone(), shelved.record.hash);
                let (known, parsed) = (Arc::clone(&outline), Arc::clone(&self.parsed));
                let read = move || {
                    parsed.fetch_add(1, Ordering::Relaxed);
                    let bytes = source.bytes().ok().filter(|bytes| fnv1a(bytes) == hash);
                    let text = bytes.and_then(|bytes| parse::decode(bytes.into_owned()).ok());
                    let deck = text.and_then(|text| read_fit(&text, &known));
                    deck.map_or_else(Texts::default, |deck| Texts::of(&deck))
                };
                Arc::new(ListedDeck::new(Arc::clone(&outline), read))
            };
            Some(Arc::clone(shelved.listed.get_or_init(list)))
        })
    }

    fn slice(
        &self,
        shelved: &Shelved,
        slice: crate::study::outline::Slice,
        hash: fn(&[u8]) -> u64,
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
        if fnv1a(&bytes) != shelved.record.hash {
            return Err(self.changed(shelved));
        }
        parse::decode(bytes.into_owned()).map_err(|_| self.changed(shelved))
    }

    fn parsed(&self, shelved: &Shelved) -> Result<ParsedDeck, ShelfError> {
        let text = self.text(shelved)?;
        self.parsed.fetch_add(1, Ordering::Relaxed);
        let mut parsed = ParsedDeck::read(shelved.path.clone(), text);
        lint::check_read(&mut parsed);
        Ok(parsed)
    }

    fn changed(&self, shelved: &Shelved) -> ShelfError {
        shelved.suspect.store(true, Ordering::Relaxed);
        ShelfError::Changed {
            path: shelved.path.clone(),
        }
    }
}

fn keep(recent: &mut Recent, shelved: &Shelved, deck: &Arc<Deck>) {
    recent.push_back((shelved.path.clone(), deck.clone()));
    if recent.len() > RECENT {
        recent.pop_front();
    }
}

/// The deck in the text, with the concepts and cards of the outline.
fn read_fit(text: &str, outline: &Outline) -> Option<Deck> {
    let reading = parse::read(text);
    Some(fit(reading.deck?, &reading.spans, outline))
}

/// The deck with the concepts and cards of the outline.
fn fit(mut deck: Deck, spans: &Spans, outline: &Outline) -> Deck {
    // By index, because two cards may have the same id.
    let kept: HashSet<usize> = outline
        .concepts
        .iter()
        .flat_map(|c| {
            std::iter::once(c.slice.start).chain(c.cards.iter().map(|card| card.slice.start))
        })
        .map(|start| start as usize)
        .collect();
    let mut spans = spans.concepts.iter();
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
    deck
}

/// The text of a concept with only the named card, or else the last one, so that the commas remain correct.
fn with_one_card(text: &str, concept: &ConceptOutline, card: Option<&str>) -> Option<String> {
    let cards = &concept.cards;
    let (first, last) = (cards.first()?, cards.last()?);
    let kept = cards.iter().find(|known| Some(&*known.id) == card);
    let kept = kept.unwrap_or(last);
    let at = |place: u32| place.checked_sub(concept.slice.start).map(|at| at as usize);
    let before = text.get(..at(first.slice.start)?)?;
    let kept = text.get(at(kept.slice.start)?..at(kept.slice.end)?)?;
    Some([before, kept, text.get(at(last.slice.end)?..)?].concat())
}

fn unreadable(shelved: &Shelved, why: &str) -> ShelfError {
    ShelfError::Unreadable {
        path: shelved.path.clone(),
        why: why.to_owned(),
    }
}
