//! How a row of the log names others.

use serde::{Deserialize, Serialize};

/// The rows that an undo, redo or void row names: `count` rows of one device from `seq` on; `hybrid` is the clock of the first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct About {
    pub device: String,
    pub seq: u64,
    pub count: u64,
    pub hybrid: u64,
}
