//! Rows of this machine's own, under the name that it has when they are written.

use super::device;
use super::identity::{self, Identity};
use super::{Store, Trouble};
use rusqlite::Transaction;

impl Store {
    /// Writes rows of this machine's own, all or nothing: `work` hears under which name. It is looked up under the right to write:
    /// another window may have given the machine a new one, and rows under an older name would be nobody's.
    pub(super) fn write_own<T>(
        &mut self,
        work: impl Fn(&Transaction, &Identity) -> rusqlite::Result<T>,
    ) -> Result<T, Trouble> {
        let (folder, own, seen) = (self.folder.clone(), self.own.clone(), self.own_seen);
        let (outcome, now, successor) = self.write(|db| {
            // Taken before the file is read: what is written to it in between is read the next time.
            let now = identity::stamp(&folder);
            let is_other = now != seen;
            let successor = is_other.then(|| device::successor(&folder, &own.name));
            let successor = successor.flatten();
            let outcome = work(db, successor.as_ref().unwrap_or(&own))?;
            Ok((outcome, now, successor))
        })?;
        self.own_seen = now;
        self.bear(successor);
        Ok(outcome)
    }

    /// Goes on under the name that another window has given this machine.
    pub fn follow_name(&mut self) {
        self.bear(device::successor(&self.folder, &self.own.name));
    }

    pub(super) fn bear(&mut self, identity: Option<Identity>) {
        if let Some(identity) = identity
            && !self.is_read_only
        {
            self.own = identity;
        }
    }
}
