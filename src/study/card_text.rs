//! What the questions of a deck ask, and their answers, in one piece of memory, for searching and lists.

use super::Deck;
use super::outline::Outline;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// The texts of a deck end to end, as a learner is asked and answered, and where each front and back ends.
#[derive(Debug, Default)]
pub struct Texts {
    text: String,
    ends: Vec<[u32; 2]>,
}

impl Texts {
    pub fn of(deck: &Deck) -> Texts {
        let mut texts = Texts::default();
        for (_, card) in deck.cards() {
            for part in card.parts() {
                let asked = card.own_face(&part, 0).prompt;
                texts.push(&asked, &card.own_reveal(&part, 0).expected);
            }
        }
        texts.text.shrink_to_fit();
        texts.ends.shrink_to_fit();
        texts
    }

    pub fn push(&mut self, front: &str, back: &str) {
        self.ends.push([front, back].map(|part| {
            self.text.push_str(part);
            u32::try_from(self.text.len()).unwrap_or(u32::MAX)
        }));
    }

    /// Front and back of the question at that place in the deck.
    pub fn get(&self, at: usize) -> Option<(&str, &str)> {
        let [front, back] = *self.ends.get(at)?;
        let before = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = before.map_or(0, |ends| ends[1]) as usize;
        let (front, back) = (front as usize, back as usize);
        Some((self.text.get(start..front)?, self.text.get(front..back)?))
    }
}

/// A deck whose texts are read when they are first shown: a hundred thousand cards are listed without reading their files.
pub struct ListedDeck {
    pub outline: Arc<Outline>,
    read: Box<dyn Fn() -> Texts + Send + Sync>,
    kept: OnceLock<Texts>,
}

impl ListedDeck {
    /// `read` gives the texts of the questions of the outline, in its order, or none if the file cannot be read.
    pub fn new(
        outline: Arc<Outline>,
        read: impl Fn() -> Texts + Send + Sync + 'static,
    ) -> ListedDeck {
        ListedDeck {
            outline,
            read: Box::new(read),
            kept: OnceLock::new(),
        }
    }

    pub fn texts(&self) -> &Texts {
        self.kept.get_or_init(&self.read)
    }

    /// Calls `with` with the texts, and keeps them only if they were shown before.
    pub fn pass<R>(&self, with: impl FnOnce(&Texts) -> R) -> R {
        match self.kept.get() {
            Some(texts) => with(texts),
            None => with(&(self.read)()),
        }
    }
}

impl fmt::Debug for ListedDeck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.outline.id)
    }
}
