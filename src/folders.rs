//! Finds the folders in use, and why each was chosen. Creates none.

use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// A folder or file and where the choice came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    pub path: PathBuf,
    pub because: &'static str,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Folders {
    /// The database, its backups, `decks/`, and what was typed into calculators.
    pub data: Folder,
    pub config: Folder,
    /// Only files that can be made again: it may be deleted at any time.
    pub cache: Folder,
}

const FROM_FLAG: &str = "--data-dir or SWOT_DATA_DIR";
const FROM_SYSTEM: &str = "this system's convention";

impl Folders {
    /// `data` is the value of `--data-dir` or `SWOT_DATA_DIR`.
    pub fn find(data: Option<&Path>) -> Result<Folders, String> {
        let system = ProjectDirs::from("", "", "swot");
        // macOS has a convention of its own, but XDG variables are followed if set.
        let xdg = |name: &str| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .filter(|p| p.is_absolute())
                .map(|p| p.join("swot"))
        };
        let place =
            |name: &'static str, of_system: fn(&ProjectDirs) -> &Path| match (xdg(name), &system) {
                (Some(path), _) => Some(Folder {
                    path,
                    because: name,
                }),
                (None, Some(dirs)) => Some(Folder {
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
                Folder {
                    path,
                    because: FROM_FLAG,
                }
            }
            // The local folder, because Windows copies the roaming one between machines, database included.
            None => place("XDG_DATA_HOME", ProjectDirs::data_local_dir).ok_or(homeless)?,
        };
        let beside = |name: &str| Folder {
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
        Ok(Folders {
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
    use super::*;

    #[test]
    fn a_named_data_folder_keeps_its_cache_to_itself() {
        let folders = Folders::find(Some(Path::new("some/where"))).unwrap();
        assert!(folders.data.path.is_absolute() && folders.data.path.ends_with("some/where"));
        assert!(folders.cache.path.starts_with(&folders.data.path));
        assert_eq!(folders.data.because, FROM_FLAG);
    }
}
