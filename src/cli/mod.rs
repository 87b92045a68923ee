//! The command line: one file a command. A command reads its arguments, asks the rooms, and prints; it decides nothing.

mod calc;
mod check;
mod completions;
mod out;
mod schedule;

use crate::places::Places;
use crate::settings::Settings;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// A terminal tutor: concept cards, an SM-2 schedule, and business calculators. Offline.
#[derive(Debug, Parser)]
#[command(
    name = "swot",
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
    command: Command,
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
    /// Work out a calculator without its screen
    Calc(calc::Args),
    /// Show what SM-2 makes of a run of grades
    Schedule(schedule::Args),
    /// Find the faults of decks
    Check(check::Args),
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
    use std::io::Write as _;
    let _ = writeln!(
        std::io::stderr(),
        "swot: {}",
        crate::study::text::clean(sentence)
    );
    ExitCode::from(code)
}

fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { world, command } = cli;
    match command {
        Command::Calc(args) => calc::run(&args),
        Command::Schedule(args) => schedule::run(&args),
        Command::Check(args) => check::run(&world, &args),
        Command::Completions(args) => completions::run(&args),
        Command::Man => completions::man(),
    }
}

impl World {
    fn places(&self) -> Result<Places, Failure> {
        Ok(Places::find(self.data_dir.as_deref())?)
    }

    fn settings(&self) -> Result<Settings, Failure> {
        Ok(Settings::read(&self.places()?.settings())?)
    }
}
