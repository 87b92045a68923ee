//! How a row of the log names others.

use serde::{Deserialize, Serialize};

/// The rows that an undo, redo or void names: `count` of one device from `seq` on, the first with this hybrid clock.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct About {
    pub device: String,
    pub seq: u64,
    pub count: u64,
    pub hybrid: u64,
}
