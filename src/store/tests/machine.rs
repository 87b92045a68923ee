//! A machine of a learner: a log of its own, a day, and a clock that may be wrong.

use super::*;
use crate::study::log::Past;
use std::collections::BTreeMap;

pub struct Machine {
    pub folder: TempDir,
    pub store: Store,
    pub day: Day,
    /// What its clock shows, in milliseconds after the first of its days began.
    pub ms: i64,
}

impl Machine {
    pub fn new() -> Machine {
        Machine::in_folder(folder())
    }

    pub fn in_folder(folder: TempDir) -> Machine {
        Machine {
            store: open(&folder),
            folder,
            day: TODAY,
            ms: 0,
        }
    }

    pub fn now(&mut self) -> Moment {
        self.ms += 1000;
        at(self.day, self.ms)
    }

    pub fn does(&mut self, card: &Key, event: Event) {
        let before = self.store.memory(card).unwrap();
        let change = Change::new(card.clone(), event, self.day, before);
        let now = self.now();
        self.store.record(&change, now).unwrap();
    }

    pub fn log(&self) -> Vec<Past> {
        let mut log = Vec::new();
        self.store.each_row(|past| log.push(past)).unwrap();
        log
    }

    pub fn memories(&self) -> BTreeMap<Key, Memory> {
        self.store.memories().unwrap().into_iter().collect()
    }
}
