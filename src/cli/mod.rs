//! The command line: one file a command. A command reads its arguments, asks the rooms, and prints; it decides nothing.

mod calc;
mod cards;
mod check;
mod completions;
mod data;
mod decks;
mod diff;
mod due;
mod exam;
mod export;
mod flags;
mod ids;
mod import;
mod log;
mod merge;
mod new;
mod notes;
mod out;
mod pack;
mod paths;
mod plain;
mod plan;
mod preview;
mod progress;
mod rename;
mod schedule;
mod stats;
mod study;
mod sync;

use crate::clock::Clock;
use crate::desk::Desk;
use crate::files;
use crate::folders::Folders;
use crate::settings::Settings;
use crate::shelf::Sources;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// A terminal tutor: concept cards, an SM-2 schedule, and business calculators. Offline.
#[derive(Debug, Parser)]
#[command(
    name = "swot",
    bin_name = "swot",
    version,
    max_term_width = 100,
    disable_help_subcommand = true
)]
#[command(
    after_help = "Without a command, swot opens its home screen. Press ? there for the keys.\nExit codes: 0 fine, 1 the answer is no or the work failed, 2 wrong usage."
)]
pub struct Cli {
    #[command(flatten)]
    world: World,
    #[command(subcommand)]
    command: Option<Command>,
}

/// Where this run finds its data and decks.
#[derive(Debug, clap::Args)]
struct World {
    /// Keep the database, backups and decks in DIR
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "SWOT_DATA_DIR",
        hide_env_values = true
    )]
    data_dir: Option<PathBuf>,
    /// Read decks from DIR as well (repeatable)
    #[arg(long, global = true, value_name = "DIR")]
    deck_path: Vec<PathBuf>,
    /// Leave the compiled-in decks out
    #[arg(long, global = true)]
    no_builtin: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Study what is due, straight away
    Study(study::Args),
    /// Say what is due today
    Due(due::Args),
    /// List the decks; let one rest, or take part again
    Decks(decks::Args),
    /// Plan the days to an examination
    Plan(plan::Args),
    /// Sit a mock exam, or list past ones
    Exam(exam::Args),
    /// List the questions and how far along each is
    Cards(cards::Args),
    /// Work out a calculator without its screen
    Calc(calc::Args),
    /// Show what SM-2 makes of a run of grades
    Schedule(schedule::Args),
    /// Print the review log, oldest first
    Log(log::Args),
    /// Print figures about the learning so far
    Stats(stats::Args),
    /// Find the faults of decks
    Check(check::Args),
    /// Look a deck over as learners see it, while you write it
    Preview(preview::Args),
    /// Begin a deck or a card
    New(new::Args),
    /// Give ids to cards and concepts that have none
    Ids(ids::Args),
    /// Call a card, concept or deck something else; progress goes along
    Rename(rename::Args),
    /// Compare two versions of a deck
    Diff(diff::Args),
    /// Put decks into one file to give away
    Pack(pack::Pack),
    /// Take in decks that somebody gave you
    Add(pack::Add),
    /// List what was flagged, for the decks' authors
    Flags(flags::Args),
    /// Make a deck of cards from another program
    Import(import::Args),
    /// Write cards for another program
    Export(export::Args),
    /// Check the database against its log
    Doctor(data::Doctor),
    /// Copy the database to a file, verified
    Backup(data::Backup),
    /// Put a backup in the database's place
    Restore(data::Restore),
    /// Take in what another database or a backup holds; nothing here is lost
    Merge(merge::Args),
    /// Print your notes
    Notes(notes::Args),
    /// Bring this machine and a shared folder to the same answers
    Sync(sync::Args),
    /// Name every file and folder in use
    Paths,
    /// Print shell completions
    Completions(completions::Args),
    /// Print the manual page
    Man,
}

/// Why a command did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The answer is no, or the work failed: exit 1.
    #[error("{0}")]
    Failed(String),
    /// Asked for in a wrong way: exit 2.
    #[error("{0}")]
    Usage(String),
    /// Already said, or nobody listens any more.
    #[error("")]
    Quiet,
    /// Already said; exit 1.
    #[error("")]
    No,
}

impl From<String> for Failure {
    fn from(sentence: String) -> Failure {
        Failure::Failed(sentence)
    }
}

/// Runs the program and says how it ended.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // Help for a closed pipe interests nobody.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match run(cli) {
        Ok(()) | Err(Failure::Quiet) => ExitCode::SUCCESS,
        Err(Failure::No) => ExitCode::from(1),
        Err(Failure::Failed(sentence)) => complain(&sentence, 1),
        Err(Failure::Usage(sentence)) => complain(&sentence, 2),
    }
}

fn complain(sentence: &str, code: u8) -> ExitCode {
    warn(sentence);
    ExitCode::from(code)
}

/// Says something beside the results.
fn warn(sentence: &str) {
    use std::io::Write as _;
    let _ = writeln!(
        std::io::stderr(),
        "swot: {}",
        crate::study::text::clean(sentence)
    );
}

fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { world, command } = cli;
    match command {
        None => study::home(&world),
        Some(Command::Study(args)) => study::run(&world, &args),
        Some(Command::Due(args)) => due::run(&world, &args),
        Some(Command::Decks(args)) => decks::run(&world, &args),
        Some(Command::Plan(args)) => plan::run(&world, &args),
        Some(Command::Exam(args)) => exam::run(&world, &args),
        Some(Command::Cards(args)) => cards::run(&world, &args),
        Some(Command::Calc(args)) => calc::run(&args),
        Some(Command::Schedule(args)) => schedule::run(&args),
        Some(Command::Log(args)) => log::run(&world, &args),
        Some(Command::Stats(args)) => stats::run(&world, &args),
        Some(Command::Check(args)) => check::run(&world, &args),
        Some(Command::Preview(args)) => preview::run(&world, &args),
        Some(Command::New(args)) => new::run(&args),
        Some(Command::Ids(args)) => ids::run(&args),
        Some(Command::Rename(args)) => rename::run(&args),
        Some(Command::Diff(args)) => diff::run(&args),
        Some(Command::Pack(args)) => pack::pack(&args),
        Some(Command::Add(args)) => pack::add(&world, &args),
        Some(Command::Flags(args)) => flags::run(&world, &args),
        Some(Command::Import(args)) => import::run(&world, &args),
        Some(Command::Export(args)) => export::run(&world, &args),
        Some(Command::Doctor(args)) => data::doctor(&world, &args),
        Some(Command::Backup(args)) => data::backup(&world, &args),
        Some(Command::Restore(args)) => data::restore(&world, &args),
        Some(Command::Paths) => paths::run(&world),
        Some(Command::Merge(args)) => merge::run(&world, &args),
        Some(Command::Notes(args)) => notes::run(&world, &args),
        Some(Command::Sync(args)) => sync::run(&world, &args),
        Some(Command::Completions(args)) => completions::run(&args),
        Some(Command::Man) => completions::man(),
    }
}

/// What a shell would have made of `~`: an environment variable, or a shell that does not know it, leaves it as it is.
fn in_home(path: &Path) -> PathBuf {
    path.to_str().map_or_else(|| path.to_owned(), files::expand)
}

impl World {
    fn folders(&self) -> Result<Folders, Failure> {
        let data = self.data_dir.as_deref().map(in_home);
        Ok(Folders::find(data.as_deref())?)
    }

    fn settings(&self) -> Result<Settings, Failure> {
        Ok(Settings::read(&self.folders()?.settings())?)
    }

    fn clock(&self) -> Result<Clock, Failure> {
        let fixed = std::env::var("SWOT_NOW")
            .ok()
            .filter(|text| !text.is_empty());
        let rollover = self.settings()?.rollover.unwrap_or(crate::clock::ROLLOVER);
        Clock::new(fixed.as_deref(), rollover).map_err(Failure::Usage)
    }

    /// `--deck-path` is stronger than `SWOT_DECK_PATH`, and names folders that are there.
    fn deck_path(&self) -> Result<Vec<PathBuf>, Failure> {
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

    fn sources(&self) -> Result<Sources, Failure> {
        let folders = self.folders()?;
        Ok(Sources {
            no_builtin: self.no_builtin,
            data_decks: Some(folders.decks()),
            deck_paths: self.deck_path()?,
            cache: Some(folders.cache.path),
        })
    }

    fn desk(&self) -> Result<Desk, Failure> {
        let (folders, sources) = (self.folders()?, self.sources()?);
        let (settings, clock) = (self.settings()?, self.clock()?);
        let mut progress = progress::Progress::new();
        let desk = Desk::open(folders, sources, settings, clock, &mut |read, of| {
            progress.tell(|| format!("{read} of {of} decks read, which is needed once"));
        });
        progress.done();
        Ok(desk?)
    }
}
