//! What every command needs: where data and decks are, and how failures are reported.

use super::progress::Progress;
use crate::clock::Clock;
use crate::deck_file::edit::EditError;
use crate::desk::Desk;
use crate::files;
use crate::folders::Folders;
use crate::settings::Settings;
use crate::shelf::Sources;
use crate::store::Trouble;
use std::path::{Path, PathBuf};

/// Options for the places of data and decks, which every command takes: help lists them behind its own.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Everywhere")]
pub struct World {
    /// Keep the database, backups and decks in DIR [env: SWOT_DATA_DIR]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Read decks from DIR as well (repeatable) [env: SWOT_DECK_PATH]
    #[arg(long, global = true, value_name = "DIR")]
    pub deck_path: Vec<PathBuf>,
    /// Leave the compiled-in decks out
    #[arg(long, global = true)]
    pub no_builtin: bool,
}

/// Why a command did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A negative result, or the work failed: exit 1.
    #[error("{0}")]
    Failed(String),
    /// Wrong use of the command: exit 2.
    #[error("{0}")]
    Usage(String),
    /// Reported already, or the output is closed.
    #[error("")]
    Quiet,
    /// Reported already; exit 1.
    #[error("")]
    No,
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Failure {
        String::from(trouble).into()
    }
}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Failure {
        error.to_string().into()
    }
}

impl From<String> for Failure {
    fn from(sentence: String) -> Failure {
        Failure::Failed(sentence)
    }
}

/// Expands `~` in values that no shell has expanded: from an environment variable, or from a shell that does not know it.
fn in_home(path: &Path) -> PathBuf {
    path.to_str().map_or_else(|| path.to_owned(), files::expand)
}

impl World {
    pub fn folders(&self) -> Result<Folders, Failure> {
        // Clap would name a flag that a variable stands for in the usage of every error.
        let variable = || std::env::var_os("SWOT_DATA_DIR").filter(|dir| !dir.is_empty());
        let named = self
            .data_dir
            .clone()
            .or_else(|| variable().map(PathBuf::from));
        let data = named.as_deref().map(in_home);
        Ok(Folders::find(data.as_deref())?)
    }

    pub fn settings(&self) -> Result<Settings, Failure> {
        Ok(Settings::read(&self.folders()?.settings())?)
    }

    pub fn clock(&self) -> Result<Clock, Failure> {
        self.clock_by(&self.settings()?)
    }

    fn clock_by(&self, settings: &Settings) -> Result<Clock, Failure> {
        let fixed = std::env::var("SWOT_NOW")
            .ok()
            .filter(|text| !text.is_empty());
        let rollover = settings.rollover.unwrap_or(crate::clock::ROLLOVER);
        Clock::new(fixed.as_deref(), rollover).map_err(Failure::Usage)
    }

    /// `--deck-path` overrides `SWOT_DECK_PATH`; its folders must exist.
    pub fn deck_path(&self) -> Result<Vec<PathBuf>, Failure> {
        let named: Vec<PathBuf> = self.deck_path.iter().map(|dir| in_home(dir)).collect();
        if let Some(missing) = named.iter().find(|path| !path.exists()) {
            return Err(Failure::Usage(format!(
                "--deck-path: there is no folder {}",
                missing.display()
            )));
        }
        if !named.is_empty() {
            return Ok(named);
        }
        let paths = std::env::var_os("SWOT_DECK_PATH").unwrap_or_default();
        let paths = std::env::split_paths(&paths).filter(|path| !path.as_os_str().is_empty());
        Ok(paths.map(|path| in_home(&path)).collect())
    }

    pub fn sources(&self) -> Result<Sources, Failure> {
        let folders = self.folders()?;
        Ok(Sources {
            no_builtin: self.no_builtin,
            data_decks: Some(folders.decks()),
            deck_paths: self.deck_path()?,
            cache: Some(folders.cache.path),
        })
    }

    pub fn desk(&self) -> Result<Desk, Failure> {
        self.desk_by(self.settings()?)
    }

    /// For the screens: a setting that cannot be read has its default, and the home screen says so.
    pub fn desk_for_screens(&self) -> Result<Desk, Failure> {
        let (settings, slips) = Settings::read_on(&self.folders()?.settings());
        let mut desk = self.desk_by(settings)?;
        desk.tell_slips(slips);
        Ok(desk)
    }

    fn desk_by(&self, settings: Settings) -> Result<Desk, Failure> {
        let (folders, sources) = (self.folders()?, self.sources()?);
        let clock = self.clock_by(&settings)?;
        let mut progress = Progress::new();
        let desk = Desk::open(folders, sources, settings, clock, &mut |read, of| {
            let line = || format!("{read} of {of} decks read, which is needed once");
            progress.tell(read == 0, line);
        });
        progress.done();
        Ok(desk?)
    }
}
