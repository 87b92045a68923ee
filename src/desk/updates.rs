//! Reports once what changed in a deck since its learner saw it last. Only decks with progress are remembered, and only those
//! with a new text are read.

use super::Desk;
use crate::store::Seen;
use crate::study::Key;
use crate::study::diff::{Snapshot, Updated, What};
use std::collections::{HashMap, HashSet};

#[derive(Default)]
pub(super) struct Updates {
    /// From the store; read once.
    seen: Option<HashMap<String, u64>>,
    /// Texts compared already, by deck.
    looked: HashMap<String, u64>,
    /// Changes to report, with what to remember after that.
    found: Vec<(Updated, Seen)>,
    /// Decks with nothing to report, remembered in one transaction because each transaction takes as long as a grade.
    same: Vec<Seen>,
}

impl Updates {
    pub(super) fn told(&self) -> Vec<Updated> {
        self.found
            .iter()
            .map(|(updated, _)| updated.clone())
            .collect()
    }
}

impl Desk {
    /// Compares the decks with what was seen of them last. Returns whether there is something new to report.
    pub fn look_for_updates(&mut self) -> bool {
        // A failing database is reported elsewhere; nothing is lost here.
        self.try_look_for_updates().unwrap_or(false)
    }

    fn try_look_for_updates(&mut self) -> Result<bool, String> {
        if self.updates.seen.is_none() {
            self.updates.seen = Some(self.store.seen()?);
        }
        let decks = self.shelf.decks().iter();
        let texts: Vec<(String, u64)> = decks
            .filter_map(|shelved| Some((shelved.heading()?.id.clone(), shelved.hash())))
            .collect();
        let met = self.store.met_decks()?;
        let mut told = false;
        for (id, hash) in texts {
            let seen = self.updates.seen.as_ref().and_then(|seen| seen.get(&id));
            let is_seen = seen == Some(&hash);
            if self.updates.looked.get(&id) == Some(&hash) {
                continue;
            }
            if !is_seen && !met.contains(&id) {
                continue;
            }
            let before = self.updates.found.len();
            self.updates.found.retain(|(updated, _)| updated.deck != id);
            told |= self.updates.found.len() != before;
            if !is_seen {
                told |= self.compare(&id, hash)?;
            }
            self.updates.looked.insert(id, hash);
        }
        let same = std::mem::take(&mut self.updates.same);
        self.saw(same);
        Ok(told)
    }

    /// Returns whether the deck changed.
    fn compare(&mut self, id: &str, hash: u64) -> Result<bool, String> {
        let (Ok(deck), Ok(outline)) = (self.shelf.deck(id), self.shelf.outline(id)) else {
            return Ok(false);
        };
        let now = Snapshot::of(&deck);
        let seen = (id.to_owned(), hash, now.to_note());
        // A deck that is still there was not renamed: this one was divided off it.
        let former = deck.formerly.iter().map(String::as_str);
        let former = former.filter(|old| self.shelf.get(old).is_none());
        let mut names = std::iter::once(id).chain(former);
        let old = names.find_map(|name| {
            let note = self.store.snapshot(name).transpose()?;
            note.map(|note| Snapshot::from_note(&note)).transpose()
        });
        let Some(old) = old.transpose()? else {
            self.updates.same.push(seen);
            return Ok(false);
        };
        let decks = self.decks();
        let claims = decks.iter().flat_map(|deck| deck.claims());
        let taken: HashSet<Key> = claims
            .map(|(_, old, _)| Key::new(old.deck(), old.card(), ""))
            .collect();
        let mut changes = old.until(&now);
        changes.retain(|change| match &change.what {
            What::Details => false,
            // The card is in the file, but cannot be read at the moment; or it went to another deck.
            What::Removed if taken.contains(&*change.name) => false,
            What::Removed => !outline.left_out.iter().any(|id| change.is_of(id)),
            _ => true,
        });
        if changes.is_empty() {
            self.updates.same.push(seen);
            return Ok(false);
        }
        self.look_back()?;
        for change in changes
            .iter_mut()
            .filter(|change| change.what == What::Added)
        {
            let card = change.name.split_once('/');
            let card = card.and_then(|(_, card)| outline.card(card));
            if card.is_some_and(|(_, card)| card.keys(id).any(|key| self.memory(&key).is_some())) {
                change.what = What::Back;
            }
        }
        let again = changes
            .iter()
            .filter(|change| change.what.asks_for_another_look());
        let again = again.filter_map(|change| change.name.split_once('/'));
        // A card may be both reworded and changed in meaning: it is named once.
        let mut named = HashSet::new();
        let again: Vec<Key> = again
            .filter_map(|(_, card)| outline.card(card))
            .flat_map(|(_, card)| card.keys(id))
            .filter(|key| self.memory(key).is_some() && named.insert(key.clone()))
            .collect();
        let updated = Updated {
            deck: id.to_owned(),
            title: deck.title.clone(),
            track: deck.track.clone(),
            from: old.version,
            to: now.version,
            changes,
            again,
        };
        self.have_read()?;
        self.updates.found.push((updated, seen));
        Ok(true)
    }

    /// Changes that the learner has not seen yet.
    pub fn updates(&self) -> Vec<Updated> {
        self.updates.told()
    }

    /// The learner has seen the changes: they are not reported again.
    pub fn saw_updates(&mut self) {
        let found = std::mem::take(&mut self.updates.found);
        self.saw(found.into_iter().map(|(_, seen)| seen).collect());
    }

    /// What cannot be written is reported again at the next start.
    fn saw(&mut self, decks: Vec<Seen>) {
        if !decks.is_empty()
            && self.store.saw(&decks).is_ok()
            && let Some(seen) = &mut self.updates.seen
        {
            seen.extend(decks.into_iter().map(|(id, hash, _)| (id, hash)));
        }
    }
}
