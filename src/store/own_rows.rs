//! Rows of this machine's own, under the name that it has when they are written.

use super::device::{self, Identity};
use super::{Store, Trouble};
use rusqlite::Transaction;

impl Store {
    /// Writes rows of this machine's own, all or nothing: `work` hears under which name. It is looked up under the right to write:
    /// another window may have given the machine a new one, and rows under an older name would be nobody's.
    pub(super) fn write_own<T>(
        &mut self,
        work: impl Fn(&Transaction, &Identity) -> rusqlite::Result<T>,
    ) -> Result<T, Trouble> {
        let folder = self.folder.clone();
        let known = Identity {
            name: self.device.clone(),
            earlier: self.earlier.clone(),
            trouble: None,
        };
        let (outcome, successor) = self.write(|db| {
            let successor = device::successor(&folder, &known.name);
            let outcome = work(db, successor.as_ref().unwrap_or(&known))?;
            Ok((outcome, successor))
        })?;
        self.bear(successor);
        Ok(outcome)
    }

    /// The names under which this machine wrote, newest first, each with the last number that is its own.
    pub(super) fn own_names(&self) -> Vec<(String, u64)> {
        device::names_of(&self.device, &self.earlier)
    }

    /// Goes on under the name that another window has given this machine.
    pub fn follow_name(&mut self) {
        self.bear(device::successor(&self.folder, &self.device));
    }

    pub(super) fn bear(&mut self, identity: Option<Identity>) {
        if let Some(identity) = identity
            && !self.is_read_only
        {
            self.device = identity.name;
            self.earlier = identity.earlier;
        }
    }
}
