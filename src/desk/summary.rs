//! The last home screen, kept in the cache folder: if nothing has changed, a start reads no outlines and no memories. Beside it
//! lie the plan of its session, and what each deck added to it. All may be deleted at any time; in any doubt they are computed again.

pub use crate::files::kept::{read, write};

use crate::study::outlook::Home;
use crate::study::plan::Plan;
use serde::{Deserialize, Serialize};

/// A home screen, and what it was computed from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Mark of the database when it was last found intact.
    pub seal: Option<String>,
    pub grounds: String,
    pub home: Home,
}

/// The plan of today that a home screen was worked out from. It is kept beside the summary, which each start reads, for a
/// plan may hold many questions; a session that begins with it reads no outline and no memory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KeptPlan {
    /// As those of the home screen.
    pub grounds: String,
    pub plan: Plan,
    /// Concepts of its new questions whose page was not read yet.
    pub pages: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Day;
    use std::fs;

    #[test]
    fn it_is_read_as_it_was_written_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache/some.home");
        assert_eq!(read::<Summary>(&path), None);
        let summary = Summary {
            seal: None,
            grounds: "day 1".into(),
            home: Home {
                today: Day(1),
                due: 7,
                streak: 3,
                ..Home::default()
            },
        };
        write(&path, &summary).unwrap();
        assert_eq!(read(&path), Some(summary));
        let whole = fs::read(&path).unwrap();
        for cut in 0..whole.len() {
            fs::write(&path, &whole[..cut]).unwrap();
            assert_eq!(read::<Summary>(&path), None, "cut at {cut}");
        }
    }
}
