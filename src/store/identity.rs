//! Who writes here: the name of this machine, and the file beside the database that it stands in.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

pub const FILE: &str = "device";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    pub name: String,
    /// Names that this machine bore before, oldest first, each with the number that it had reached.
    pub earlier: Vec<(String, u64)>,
}

impl Identity {
    /// The names under which this machine wrote, newest first, each with the last number that is its own.
    pub fn names(&self) -> Vec<(String, u64)> {
        let present = (self.name.clone(), i64::MAX.unsigned_abs());
        let earlier = self.earlier.iter().rev().cloned();
        std::iter::once(present).chain(earlier).collect()
    }
}

/// Length and time of the file: another name for the machine makes it longer.
pub type Stamp = (u64, SystemTime);

/// `None` where there is no such file.
pub fn stamp(folder: &Path) -> Option<Stamp> {
    let data = fs::metadata(folder.join(FILE)).ok()?;
    Some((data.len(), data.modified().ok()?))
}
