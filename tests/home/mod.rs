//! A home folder of a test's own. On Windows the folders come from the system and not from `HOME`, unless `XDG_*` name them: without
//! these a test would write into the developer's own progress.

use std::path::{Path, PathBuf};

pub fn home(at: &Path) -> [(&'static str, PathBuf); 4] {
    [
        ("HOME", at.to_owned()),
        ("XDG_DATA_HOME", at.join(".local/share")),
        ("XDG_CONFIG_HOME", at.join(".config")),
        ("XDG_CACHE_HOME", at.join(".cache")),
    ]
}
