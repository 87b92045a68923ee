//! Where things lie, and why there. It names folders; it creates none.

use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// A folder or file and where the choice came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub path: PathBuf,
    pub because: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// The database, its backups, and `decks/`.
    pub data: Place,
    pub config: Place,
    /// Derived files only: it may be deleted at any time.
    pub cache: Place,
}

const FROM_FLAG: &str = "--data-dir or SWOT_DATA_DIR";
const FROM_SYSTEM: &str = "this system's convention";

impl Places {
    /// `data` is what `--data-dir` or `SWOT_DATA_DIR` said.
    pub fn find(data: Option<&Path>) -> Result<Places, String> {
        let system = ProjectDirs::from("", "", "swot");
        // macOS has its own convention, but one who sets XDG_* there means it.
        let xdg = |name: &str| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .filter(|p| p.is_absolute())
                .map(|p| p.join("swot"))
        };
        let place =
            |name: &'static str, of_system: fn(&ProjectDirs) -> &Path| match (xdg(name), &system) {
                (Some(path), _) => Some(Place {
                    path,
                    because: name,
                }),
                (None, Some(dirs)) => Some(Place {
                    path: of_system(dirs).to_owned(),
                    because: FROM_SYSTEM,
                }),
                (None, None) => None,
            };
        let homeless =
            "there is no home folder to keep data in; name one with --data-dir DIR".to_owned();
        let data_place = match data {
            Some(dir) => {
                let path = std::path::absolute(dir)
                    .map_err(|e| format!("cannot use the data folder {}: {e}", dir.display()))?;
                Place {
                    path,
                    because: FROM_FLAG,
                }
            }
            // Windows' roaming folder would carry the database about: the local one.
            None => place("XDG_DATA_HOME", ProjectDirs::data_local_dir).ok_or(homeless)?,
        };
        let beside = |name: &str| Place {
            path: data_place.path.join(name),
            because: "inside the data folder",
        };
        let config =
            place("XDG_CONFIG_HOME", ProjectDirs::config_dir).unwrap_or_else(|| beside("config"));
        let cache = if data.is_some() {
            None
        } else {
            place("XDG_CACHE_HOME", ProjectDirs::cache_dir)
        }
        .unwrap_or_else(|| beside("cache"));
        Ok(Places {
            data: data_place,
            config,
            cache,
        })
    }

    pub fn decks(&self) -> PathBuf {
        self.data.path.join("decks")
    }

    pub fn settings(&self) -> PathBuf {
        self.config.path.join("config.ron")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_named_data_folder_keeps_its_cache_to_itself() {
        let places = Places::find(Some(Path::new("some/where"))).unwrap();
        assert!(places.data.path.is_absolute() && places.data.path.ends_with("some/where"));
        assert!(places.cache.path.starts_with(&places.data.path));
        assert_eq!(places.data.because, FROM_FLAG);
    }
}
