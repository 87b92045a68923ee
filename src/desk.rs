//! The desk: shelf, store and clock together. It answers what screens and commands ask of them, and decides nothing:
//! what comes today is `study::plan`'s business.

mod summary;
#[cfg(test)]
mod tests;
mod updates;

use crate::clock::Clock;
use crate::library::{Shelf, Sources};
use crate::places::Places;
use crate::settings::Settings;
use crate::store::{OpenError, RecordError, Store};
use crate::study::deck::absolute;
use crate::study::kinds::Kind;
use crate::study::log::{Change, Entry};
use crate::study::outline::{CardOutline, ConceptOutline, Outline};
use crate::study::outlook::{Broken, ConceptPage, DeckLine, Home, MATURE_DAYS, Row, ShownCard};
use crate::study::plan::{Fresh, Plan, Question, card_of, in_order_of_prerequisites, plan, wait};
use crate::study::session::Session;
use crate::study::stats::Stats;
use crate::study::text::Text;
use crate::study::{Day, Key, Memory};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use summary::Summary;

/// What an answer takes before there is a pace of the learner's own.
const PACE_MS: u32 = 12_000;
/// Answers that the learner's pace is taken from.
const PACE_OF: u32 = 200;

pub struct Desk {
    shelf: Shelf,
    store: Store,
    clock: Clock,
    settings: Settings,
    notices: Vec<String>,
    /// Memories as the store had them at `as_of`, so that a frame asks no database.
    memories: HashMap<Key, Memory>,
    as_of: Option<(i64, i64)>,
    /// Of the database as it was found.
    seal: Option<String>,
    /// The last home screen, from the cache or worked out.
    summary: Option<Summary>,
    updates: updates::Updates,
}

/// A question, for lists that scripts read.
#[derive(Debug, Clone)]
pub struct Listed {
    pub key: Key,
    pub deck: String,
    pub concept: String,
    pub code: Option<String>,
    pub kind: &'static str,
    pub memory: Memory,
}

/// Why a change was not written down.
#[derive(Debug)]
pub enum RecordFailure {
    /// Another window changed the card; this is what it is remembered as now.
    Changed { now: Memory },
    /// A sentence for the learner.
    Refused(String),
}

/// What undo or redo did.
#[derive(Debug)]
pub struct Undone {
    pub entry: Entry,
    /// What the card is remembered as now.
    pub memory: Memory,
    pub concept: String,
    pub links: Vec<String>,
}

/// A question where it stands: a hundred thousand of them are looked through for the few that are asked.
struct Asked<'a> {
    deck: &'a Outline,
    concept: &'a ConceptOutline,
    card: &'a CardOutline,
    key: Key,
    memory: &'a Memory,
}

impl From<Asked<'_>> for Question {
    fn from(asked: Asked<'_>) -> Question {
        Question {
            concept: format!("{}/{}", asked.deck.id, asked.concept.id),
            links: asked.deck.links(asked.card),
            memory: asked.memory.clone(),
            key: asked.key,
        }
    }
}

/// Of a question that was never asked.
static NOTHING: Memory = Memory {
    learned: None,
    suspended: false,
    buried: None,
    flag: None,
};

/// Which questions are meant.
enum Selector {
    Everything,
    Deck(String),
    /// `deck/concept` or `deck/card`.
    Part(String),
    Topic(String),
}

impl Desk {
    /// `tell(read, to_read)` hears how far it is, where decks have to be read.
    pub fn open(
        places: Places,
        sources: Sources,
        settings: Settings,
        clock: Clock,
        tell: &mut dyn FnMut(usize, usize),
    ) -> Result<Desk, String> {
        let shelf = Shelf::open_telling(sources, tell);
        let summary = shelf.summary_path().and_then(|path| Summary::read(&path));
        let known_seal = summary.as_ref().and_then(|s| s.seal.as_deref());
        let opened = Store::open_sealed(&places.data.path, clock.moment(), known_seal)
            .map_err(|error: OpenError| error.to_string())?;
        let mut notices: Vec<String> = opened.notices.iter().map(ToString::to_string).collect();
        if clock.is_fixed() {
            notices.push(format!(
                "the clock is fixed at {} by SWOT_NOW",
                clock.now().strftime("%Y-%m-%d %H:%M")
            ));
        }
        if clock.zone_is_unknown() {
            notices.push("this computer's time zone is not known: days are counted in UTC; set TZ, for instance TZ=Europe/Paris".into());
        }
        let mut desk = Desk {
            shelf,
            store: opened.store,
            clock,
            settings,
            notices,
            memories: HashMap::new(),
            as_of: None,
            seal: opened.seal,
            summary,
            updates: updates::Updates::default(),
        };
        // A home screen was worked out from just this: then nothing was left to adopt either.
        if desk.summarised(desk.grounds().as_deref()).is_none() {
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

    pub fn today(&self) -> Day {
        self.clock.today()
    }

    /// Cards that were called something else before take their memory along.
    fn adopt(&mut self) {
        let pairs: Vec<(Key, Key)> = self
            .outlines()
            .iter()
            .flat_map(|deck| renamed(deck))
            .collect();
        if pairs.is_empty() || self.store.is_read_only() {
            return;
        }
        if let Err(trouble) = self
            .store
            .adopt(&pairs, self.clock.today(), self.clock.moment())
        {
            self.notices.push(format!(
                "renamed cards could not take their progress along: {trouble}"
            ));
        }
    }

    /// Reads the memories again where another window, or this one, has written.
    fn remember(&mut self) -> Result<(), String> {
        let stamp = (
            self.store.data_version().map_err(|t| t.to_string())?,
            self.store.head().map_err(|t| t.to_string())?,
        );
        if self.as_of != Some(stamp) {
            self.memories = self
                .store
                .memories()
                .map_err(|t| t.to_string())?
                .into_iter()
                .collect();
            self.as_of = Some(stamp);
        }
        Ok(())
    }

    fn outlines(&self) -> Vec<Arc<Outline>> {
        let headings = self.shelf.decks().iter().filter_map(|deck| deck.heading());
        headings
            .filter_map(|heading| self.shelf.outline(&heading.id).ok())
            .collect()
    }

    /// Every selected card of a deck, concepts in the order of their prerequisites.
    fn chosen<'a>(
        deck: &'a Outline,
        selectors: &'a [Selector],
    ) -> impl Iterator<Item = (&'a ConceptOutline, &'a CardOutline)> + 'a {
        let concepts: Vec<(&str, &[String])> = deck
            .concepts
            .iter()
            .map(|c| (c.id.as_str(), c.after.as_slice()))
            .collect();
        in_order_of_prerequisites(&concepts)
            .into_iter()
            .flat_map(move |i| {
                let concept = &deck.concepts[i];
                let chosen = concept.cards.iter().filter(move |card| {
                    selectors
                        .iter()
                        .any(|s| s.takes(deck, &concept.id, &concept.topic, &card.id))
                });
                chosen.map(move |card| (concept, card))
            })
    }

    /// Every selected question of a deck.
    fn asked<'a>(
        &'a self,
        deck: &'a Outline,
        selectors: &'a [Selector],
    ) -> impl Iterator<Item = Asked<'a>> + 'a {
        Self::chosen(deck, selectors).flat_map(move |(concept, card)| {
            card.keys(&deck.id)
                .map(move |key| self.asked_as(deck, concept, card, key))
        })
    }

    /// Those that may be introduced, or those that wait behind them.
    fn new_questions<'a>(
        &'a self,
        deck: &'a Outline,
        selectors: &'a [Selector],
        waiting: bool,
    ) -> impl Iterator<Item = Question> + 'a {
        let today = self.today();
        Self::chosen(deck, selectors)
            .flat_map(move |(concept, card)| {
                let mut sides = card
                    .keys(&deck.id)
                    .map(move |key| self.asked_as(deck, concept, card, key))
                    .peekable();
                let wait = sides.peek().is_some_and(|first| wait(first.memory));
                sides
                    .enumerate()
                    .filter(move |(side, _)| (wait && *side > 0) == waiting)
                    .map(|(_, asked)| asked)
            })
            .filter(move |q| q.memory.is_new() && !q.memory.is_hidden(today))
            .map(Question::from)
    }

    fn asked_as<'a>(
        &'a self,
        deck: &'a Outline,
        concept: &'a ConceptOutline,
        card: &'a CardOutline,
        key: Key,
    ) -> Asked<'a> {
        Asked {
            deck,
            concept,
            card,
            memory: self.memories.get(&key).unwrap_or(&NOTHING),
            key,
        }
    }

    fn plan(
        &self,
        decks: &[Arc<Outline>],
        selectors: &[Selector],
        new: Option<u32>,
    ) -> Result<Plan, String> {
        let today = self.today();
        let so_far = self.store.so_far(today).map_err(|t| t.to_string())?;
        let introduced = self.store.introduced_on(today).map_err(|t| t.to_string())?;
        let introduced_in = |deck: &str| {
            introduced
                .iter()
                .find(|(id, _)| id == deck)
                .map_or(0, |(_, n)| *n)
        };
        let introduced_today: u32 = introduced.iter().map(|(_, n)| n).sum();
        let (mut due, mut drill) = (Vec::new(), Vec::new());
        let mut fresh: Vec<Fresh> = Vec::new();
        for deck in decks {
            let mut any_new = false;
            for asked in self.asked(deck, selectors) {
                if asked.memory.is_due(today) {
                    due.push(asked.into());
                } else if asked.memory.is_drilled(today) {
                    drill.push(asked.into());
                } else {
                    any_new |= asked.memory.is_new();
                }
            }
            if any_new {
                let own = self
                    .shelf
                    .get(&deck.id)
                    .and_then(|shelved| shelved.heading()?.new_per_day);
                let limit = self
                    .settings
                    .new_per_deck
                    .get(&deck.id)
                    .copied()
                    .or(own)
                    .unwrap_or(u32::MAX);
                let left = new.unwrap_or_else(|| limit.saturating_sub(introduced_in(&deck.id)));
                fresh.push(Fresh {
                    left,
                    questions: Box::new(self.new_questions(deck, selectors, false)),
                    waiting: Box::new(self.new_questions(deck, selectors, true)),
                });
            }
        }
        let left =
            new.unwrap_or_else(|| self.settings.new_per_day.saturating_sub(introduced_today));
        let asked: HashSet<String> = so_far.graded.iter().map(card_of).collect();
        Ok(plan(today, due, drill, fresh, left, &asked))
    }

    pub fn home(&mut self) -> Home {
        match self.try_home() {
            Ok(home) => home,
            Err(sentence) => {
                let mut notices = self.notices.clone();
                notices.push(sentence);
                Home {
                    today: self.today(),
                    broken: self.broken(),
                    notices,
                    ..Home::default()
                }
            }
        }
    }

    fn try_home(&mut self) -> Result<Home, String> {
        // Asked before anything is read: what another window writes meanwhile makes the summary old, never wrong.
        let grounds = self.grounds();
        let current = self.summarised(grounds.as_deref());
        let is_written =
            current.is_some() && self.summary.as_ref().is_some_and(|s| s.seal == self.seal);
        let home = match current {
            Some(home) => home,
            None => self.work_out_home()?,
        };
        if !is_written && let Some(grounds) = grounds {
            let summary = Summary {
                seal: self.seal.clone(),
                grounds,
                home: home.clone(),
            };
            // A cache that cannot be written costs time and nothing else.
            let _ = self.shelf.summary_path().map(|path| summary.write(&path));
            self.summary = Some(summary);
        }
        Ok(home)
    }

    /// All that a home screen follows from.
    fn grounds(&self) -> Option<String> {
        let deck_limits: BTreeMap<_, _> = self.settings.new_per_deck.iter().collect();
        Some(format!(
            "{:?} {:?} {:016x} {} {} {deck_limits:?}",
            self.store.folder(),
            self.today(),
            self.shelf.mark(),
            self.store.mark().ok()?,
            self.settings.new_per_day,
        ))
    }

    /// The last home screen, where nothing that it follows from has changed.
    fn summarised(&self, grounds: Option<&str>) -> Option<Home> {
        let summary = self.summary.as_ref()?;
        (Some(summary.grounds.as_str()) == grounds).then(|| Home {
            broken: self.broken(),
            notices: self.notices.clone(),
            updates: self.updates.told(),
            ..summary.home.clone()
        })
    }

    fn work_out_home(&mut self) -> Result<Home, String> {
        self.remember()?;
        let today = self.today();
        let decks = self.outlines();
        let plan = self.plan(&decks, &[Selector::Everything], None)?;
        let so_far = self.store.so_far(today).map_err(|t| t.to_string())?;
        let pace = self
            .store
            .pace(PACE_OF)
            .map_err(|t| t.to_string())?
            .unwrap_or(PACE_MS);
        let mut week: Vec<(Day, u32)> = (0..7).map(|i| (today.plus(i), 0)).collect();
        week[0].1 = plan.len() as u32;
        let mut lines = Vec::with_capacity(decks.len());
        for deck in &decks {
            let mut line = DeckLine {
                id: deck.id.clone(),
                track: deck.track.clone(),
                title: deck.title.clone(),
                concepts: deck.concepts.len() as u32,
                cards: deck.concepts.iter().map(|c| c.cards.len() as u32).sum(),
                faults: self
                    .shelf
                    .get(&deck.id)
                    .map_or(0, |shelved| shelved.fault_count() as u32),
                ..DeckLine::default()
            };
            for asked in self.asked(deck, &[Selector::Everything]) {
                line.questions += 1;
                let Some(schedule) = asked.memory.schedule() else {
                    continue;
                };
                line.introduced += 1;
                line.mature += u32::from(schedule.interval >= MATURE_DAYS);
                let ahead = schedule.due.since(today);
                if (1..7).contains(&ahead) && !asked.memory.suspended {
                    week[ahead as usize].1 += 1;
                }
            }
            let of_deck = |questions: &[Question]| {
                questions.iter().filter(|q| q.key.deck() == deck.id).count() as u32
            };
            line.due = of_deck(&plan.due) + of_deck(&plan.drill);
            line.new = of_deck(&plan.new);
            lines.push(line);
        }
        let (due, new) = (
            (plan.due.len() + plan.drill.len()) as u32,
            plan.new.len() as u32,
        );
        // A new question comes with a page to read, and often a second time.
        let work_ms = u64::from(pace) * (u64::from(due) + 2 * u64::from(new));
        Ok(Home {
            today,
            due,
            new,
            done_today: so_far.gradings,
            minutes: work_ms.div_ceil(60_000) as u32,
            decks: lines,
            week,
            broken: self.broken(),
            first_time: self.memories.is_empty(),
            notices: self.notices.clone(),
            updates: self.updates.told(),
        })
    }

    /// The first fault of each file that has any.
    fn broken(&self) -> Vec<Broken> {
        let faulty = self
            .shelf
            .decks()
            .iter()
            .filter_map(|shelved| Some((shelved, shelved.faults().first()?)));
        faulty
            .map(|(shelved, fault)| Broken {
                file: shelved.path().into(),
                line: fault.line as u32,
                code: fault.code.clone(),
                severity: fault.severity,
                message: fault.message.as_str().into(),
                help: fault.help.as_str().into(),
            })
            .collect()
    }

    /// Today's session over the selected questions. `new` replaces today's limit of new questions.
    pub fn session(
        &mut self,
        selectors: &[String],
        new: Option<u32>,
        limit: Option<usize>,
    ) -> Result<Session, String> {
        self.remember()?;
        let decks = self.outlines();
        let selectors = self.selectors(selectors, &decks)?;
        let mut plan = self.plan(&decks, &selectors, new)?;
        if let Some(mut left) = limit {
            for questions in [&mut plan.due, &mut plan.drill, &mut plan.new] {
                questions.truncate(left);
                left -= questions.len();
            }
        }
        let pages = self.unread(&decks);
        Ok(Session::new(plan, &pages, self.today(), self.seed()))
    }

    /// These questions out of turn: nothing they are graded moves the schedule.
    pub fn practice(&mut self, keys: &[Key]) -> Result<Session, String> {
        self.remember()?;
        let questions = keys.iter().filter_map(|key| self.find(key)).collect();
        Ok(Session::practice(questions, self.today(), self.seed()))
    }

    /// Concepts with a page of which nothing was introduced yet.
    fn unread(&self, decks: &[Arc<Outline>]) -> Vec<String> {
        let is_new = |deck: &Outline, card: &CardOutline| {
            card.keys(&deck.id)
                .all(|key| self.memories.get(&key).is_none_or(Memory::is_new))
        };
        decks
            .iter()
            .flat_map(|deck| {
                let unread = deck
                    .concepts
                    .iter()
                    .filter(|c| c.has_page && c.cards.iter().all(|card| is_new(deck, card)));
                unread.map(|c| format!("{}/{}", deck.id, c.id))
            })
            .collect()
    }

    /// Differs from session to session; what was shown stands in the log.
    fn seed(&self) -> u64 {
        let now = self.clock.moment().utc_ms as u64;
        crate::study::session::mix(now, self.store.head().unwrap_or(0) as u64)
    }

    fn find(&self, key: &Key) -> Option<Question> {
        let deck = self.shelf.outline(key.deck()).ok()?;
        let (concept, card) = deck.card(key.card())?;
        Some(self.asked_as(&deck, concept, card, key.clone()).into())
    }

    fn selectors(&self, texts: &[String], decks: &[Arc<Outline>]) -> Result<Vec<Selector>, String> {
        if texts.is_empty() {
            return Ok(vec![Selector::Everything]);
        }
        texts
            .iter()
            .map(|text| Selector::read(text, decks))
            .collect()
    }

    /// The selected questions in deck order.
    pub fn listed(&mut self, selectors: &[String]) -> Result<Vec<Listed>, String> {
        self.remember()?;
        let decks = self.outlines();
        let selectors = self.selectors(selectors, &decks)?;
        let mut listed = Vec::new();
        for deck in &decks {
            for concept in &deck.concepts {
                for card in concept.cards.iter().filter(|card| {
                    selectors
                        .iter()
                        .any(|s| s.takes(deck, &concept.id, &concept.topic, &card.id))
                }) {
                    for key in card.keys(&deck.id) {
                        listed.push(Listed {
                            memory: self.memories.get(&key).cloned().unwrap_or_default(),
                            key,
                            deck: deck.id.clone(),
                            concept: concept.id.clone(),
                            code: concept.code.as_ref().map(ToString::to_string),
                            kind: card.kind(),
                        });
                    }
                }
            }
        }
        Ok(listed)
    }

    pub fn record(&mut self, change: &Change) -> Result<Entry, RecordFailure> {
        match self.store.record(change, self.clock.moment()) {
            Ok(entry) => {
                self.keep(&entry.change.card, entry.change.after.clone());
                Ok(entry)
            }
            Err(RecordError::Changed { now }) => {
                self.as_of = None;
                Err(RecordFailure::Changed { now: *now })
            }
            Err(RecordError::Trouble(trouble)) => Err(RecordFailure::Refused(trouble.to_string())),
        }
    }

    /// The memories in hand follow our own writing, so that they need not be read again.
    fn keep(&mut self, key: &Key, memory: Memory) {
        if memory == Memory::default() {
            drop(self.memories.remove(key))
        } else {
            drop(self.memories.insert(key.clone(), memory))
        }
        if let (Some((version, head)), Ok(now_version), Ok(now_head)) =
            (self.as_of, self.store.data_version(), self.store.head())
        {
            // Only where nobody else has written in between.
            self.as_of =
                (version == now_version && now_head == head + 1).then_some((now_version, now_head));
        }
    }

    pub fn undo(&mut self) -> Result<Option<Undone>, String> {
        let entry = self
            .store
            .undo(self.today(), self.clock.moment())
            .map_err(|t| t.to_string())?;
        entry.map(|entry| self.undone(entry)).transpose()
    }

    pub fn redo(&mut self) -> Result<Option<Undone>, String> {
        let entry = self
            .store
            .redo(self.today(), self.clock.moment())
            .map_err(|t| t.to_string())?;
        entry.map(|entry| self.undone(entry)).transpose()
    }

    fn undone(&mut self, entry: Entry) -> Result<Undone, String> {
        let key = entry.change.card.clone();
        let memory = self.store.memory(&key).map_err(|t| t.to_string())?;
        self.keep(&key, memory.clone());
        let (concept, links) = self
            .find(&key)
            .map_or_else(Default::default, |q| (q.concept, q.links));
        Ok(Undone {
            entry,
            memory,
            concept,
            links,
        })
    }

    pub fn card(&mut self, key: &Key) -> Result<ShownCard, String> {
        let card = self.shelf.card(key).map_err(|e| e.to_string())?;
        let deck = self.shelf.outline(key.deck()).map_err(|e| e.to_string())?;
        let (concept, _) = deck
            .card(key.card())
            .ok_or_else(|| format!("the card {key} is no longer in its deck"))?;
        let own = card.common().source.clone();
        let (file, line) = self
            .editor_target(key)
            .map_or((None, 1), |(file, line)| (Some(file), line));
        Ok(ShownCard {
            deck_title: deck.title.clone(),
            track: deck.track.clone(),
            source: if own.is_blank() {
                concept.source.clone()
            } else {
                own
            },
            concept: Arc::new(self.concept(&format!("{}/{}", deck.id, concept.id))?),
            card: Arc::new(card),
            file,
            line,
        })
    }

    /// The page of `deck/concept`.
    pub fn concept(&mut self, id: &str) -> Result<ConceptPage, String> {
        let (deck_id, concept_id) = id
            .split_once('/')
            .ok_or_else(|| format!("there is no concept {id}"))?;
        let deck = self.shelf.outline(deck_id).map_err(|e| e.to_string())?;
        let concept = self
            .shelf
            .concept(deck_id, concept_id)
            .map_err(|e| e.to_string())?;
        let of = (&*deck.id, &deck.title, &*deck.track);
        Ok(ConceptPage::of(&concept, of, |r| self.titled(&deck.id, r)))
    }

    fn titled(&self, deck: &str, reference: &str) -> (String, Text) {
        let id = absolute(deck, reference);
        let title = id.split_once('/').and_then(|(deck, concept)| {
            let outline = self.shelf.outline(deck).ok()?;
            outline.concept(concept).map(|c| c.title.clone())
        });
        let title = title.unwrap_or_else(|| reference.into());
        (id, title)
    }

    /// Every question with its texts, for the browse list.
    pub fn rows(&mut self) -> Result<Arc<Vec<Row>>, String> {
        self.remember()?;
        let mut rows = Vec::new();
        let decks = self.outlines();
        let nothing: Arc<Outline> = Arc::default();
        let mut deck = &nothing;
        let mut cards = HashMap::new();
        for text in self.shelf.texts() {
            if deck.id != text.deck {
                let Some(found) = decks.iter().find(|d| d.id == text.deck) else {
                    continue;
                };
                deck = found;
                cards = deck
                    .cards()
                    .map(|(concept, card)| (&*card.id, (concept, card)))
                    .collect();
            }
            let Some((concept, card)) = cards.get(text.card) else {
                continue;
            };
            for key in card.keys(&deck.id) {
                rows.push(Row {
                    memory: self.memories.get(&key).cloned().unwrap_or_default(),
                    key,
                    concept: format!("{}/{}", deck.id, concept.id),
                    concept_title: concept.title.clone(),
                    topic: concept.topic.clone(),
                    kind: card.kind(),
                    front: text.front.into(),
                    back: text.back.into(),
                    tags: card.tags().to_vec(),
                });
            }
        }
        Ok(Arc::new(rows))
    }

    /// What happened to a card, oldest first, and whether it was undone.
    pub fn history(&mut self, key: &Key) -> Result<Vec<(Entry, bool)>, String> {
        let history = self.store.history(key).map_err(|t| t.to_string())?;
        Ok(history
            .into_iter()
            .map(|past| (past.entry, past.is_undone))
            .collect())
    }

    /// The backup of the first start of a day. A failed one is told on the home screen: progress itself is not touched.
    pub fn back_up_daily(&mut self) {
        if let Err(error) = self.store.back_up_daily(self.clock.moment()) {
            self.notices
                .push(format!("today's backup could not be made: {error}"));
        }
    }

    /// Figures over the whole log.
    pub fn stats(&self) -> Result<Stats, String> {
        let entries: Result<Vec<Entry>, _> = self
            .store
            .log(0)
            .map(|row| row.map(|(_, entry)| entry))
            .collect();
        Ok(Stats::of(
            &entries.map_err(|t| t.to_string())?,
            self.today(),
        ))
    }

    /// The file and line of a card; absent for decks that lie in the program.
    pub fn editor_target(&self, key: &Key) -> Option<(PathBuf, u32)> {
        let file = self.shelf.get(key.deck())?.file()?.to_owned();
        let outline = self.shelf.outline(key.deck()).ok()?;
        let (_, card) = outline.card(key.card())?;
        let (line, _) = self.shelf.line(key.deck(), card.slice).ok()?;
        Some((file, line as u32))
    }

    /// Reloads what changed on disk; says so in a sentence where anything did.
    pub fn refresh(&mut self) -> Option<String> {
        let changes = self.shelf.refresh();
        if changes.is_empty() {
            return None;
        }
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

/// Old and new keys of a deck whose author says what it, or its cards, were called before.
fn renamed(deck: &Outline) -> Vec<(Key, Key)> {
    let mut pairs = Vec::new();
    for (_, card) in deck.cards() {
        for part in card.parts() {
            let new = Key::new(&deck.id, &card.id, part);
            pairs.extend(
                deck.formerly
                    .iter()
                    .map(|old| (Key::new(old, &card.id, part), new.clone())),
            );
            for old in card.formerly() {
                let old = absolute(&deck.id, old);
                let (old_deck, old_card) = old.split_once('/').unwrap_or((&deck.id, &old));
                pairs.push((Key::new(old_deck, old_card, part), new.clone()));
            }
        }
    }
    pairs
}

impl Selector {
    fn read(text: &str, decks: &[Arc<Outline>]) -> Result<Selector, String> {
        if let Some(topic) = text.strip_prefix('#') {
            let known = decks
                .iter()
                .any(|deck| deck.concepts.iter().any(|c| c.topic == topic));
            return if known {
                Ok(Selector::Topic(topic.to_owned()))
            } else {
                Err(format!(
                    "no deck has the topic `{topic}`; `swot due` lists the decks"
                ))
            };
        }
        let found = |deck: &&Arc<Outline>| deck.id == text.split('/').next().unwrap_or(text);
        let Some(deck) = decks.iter().find(found) else {
            let known: Vec<&str> = decks.iter().map(|d| d.id.as_str()).collect();
            return Err(format!(
                "there is no deck for `{text}`; there are {}",
                known.join(", ")
            ));
        };
        match text.split_once('/') {
            None => Ok(Selector::Deck(text.to_owned())),
            Some((_, part))
                if deck
                    .concepts
                    .iter()
                    .any(|c| c.id == part || c.cards.iter().any(|card| &*card.id == part)) =>
            {
                Ok(Selector::Part(text.to_owned()))
            }
            Some((_, part)) => Err(format!(
                "the deck `{}` has neither a concept nor a card `{part}`; `swot cards {}` lists them",
                deck.id, deck.id
            )),
        }
    }

    fn takes(&self, deck: &Outline, concept: &str, topic: &str, card: &str) -> bool {
        match self {
            Selector::Everything => true,
            Selector::Deck(id) => *id == deck.id,
            Selector::Topic(name) => name == topic,
            Selector::Part(text) => text
                .split_once('/')
                .is_some_and(|(id, part)| id == deck.id && (part == concept || part == card)),
        }
    }
}
