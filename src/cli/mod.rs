//! The command line, one file for each command or for a few with the same helpers. A command parses its arguments, calls the
//! rooms, and prints; decisions are made elsewhere.

mod arguments;
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
mod world;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;
use world::{Failure, World};

/// A terminal tutor: concept cards, an SM-2 schedule, and business calculators. Offline.
#[derive(Debug, Parser)]
#[command(name = "swot", bin_name = "swot", version, max_term_width = 100)]
#[command(
    after_help = "Without a command, swot opens its home screen. Press ? there for the keys.\nExit codes: 0 fine, 1 the answer is no or the work failed, 2 wrong usage.\nEnvironment: SWOT_DATA_DIR and SWOT_DECK_PATH stand for the options above, several folders of decks with `:` between them, on Windows `;`. SWOT_NOW=2026-03-01T09:00:00+01:00[Europe/Paris] fixes the clock. NO_COLOR takes the colours away, TERM=dumb makes studying go line by line, VISUAL or else EDITOR is the editor that opens decks."
)]
pub struct Cli {
    #[command(flatten)]
    world: World,
    #[command(subcommand)]
    command: Option<Command>,
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
    /// Give ids to what has none: decks, concepts, cards, cases
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
    Import(Box<import::Args>),
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
    /// Print the guide for authors of decks
    Guide,
}

/// Runs the program and says how it ended.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    // By default a file that grows beyond the system's limit ends the program without a word; caught, it is an error that is told.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Default::default());
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            // If the output is closed, nobody is there to read the help.
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

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    // A calculator is no command of its own, whose help clap would find.
    if let [_, help, calc, _] = &arguments[..]
        && help == "help"
        && calc == "calc"
    {
        arguments.remove(1);
        arguments.push("--help".into());
    }
    let found = arguments::matches(Cli::command(), arguments)?;
    Cli::from_arg_matches(&found).map_err(|error| error.format(&mut Cli::command()))
}

fn complain(sentence: &str, code: u8) -> ExitCode {
    out::warn(sentence);
    ExitCode::from(code)
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
        Some(Command::Completions(args)) => completions::run(&args, described()),
        Some(Command::Man) => completions::man(described()),
        Some(Command::Guide) => out::line(include_str!("../../content/README.md").trim_end()),
    }
}

/// The program as completions and the manual page describe it: `help` would repeat each command in it.
fn described() -> clap::Command {
    let names = crate::calculators::ALL.iter().map(|about| about.name);
    let names = clap::builder::PossibleValuesParser::new(names);
    let with_names = |calc: clap::Command| calc.mut_arg("words", |arg| arg.value_parser(names));
    Cli::command()
        .disable_help_subcommand(true)
        .mut_subcommand("calc", with_names)
}
