//! `swot check`: the faults of decks, each with its place and help.

use super::{Failure, World, out};
use crate::deck_file::diagnostic::{self, Lines};
use crate::deck_file::{Diagnostic, deck_bytes, deck_files};
use crate::lint;
use crate::lint::Thresholds;
use crate::settings::forbids_colours;
use crate::study::fault::Severity;
use crate::study::text::count;
use crate::watch::Watch;
use serde_json::json;
use std::collections::HashMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::thread::sleep;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without PATH, checks your own decks: those of the data folder and of --deck-path.\nExit code 1 where there is an error; with --strict also where there is a warning.\n--watch checks again upon every save until Ctrl-C; it prints for people and does not go with --json.\n`swot guide` tells what each code means."
)]
pub struct Args {
    /// Deck files, or folders of them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
    /// Stay, and check again whenever a deck is saved
    #[arg(long, conflicts_with = "json")]
    watch: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let paths = if args.paths.is_empty() {
        own_decks(world)?
    } else {
        args.paths.clone()
    };
    let settings = settings(world)?;
    if args.watch {
        return watch(world, &paths, &settings);
    }
    let paths = decks_in(&paths);
    if args.json && paths.is_err() {
        out::json(&json!([]))?;
    }
    let paths = paths?;
    let (mut errors, mut warnings) = (0, 0);
    let mut tally = |found: &[Diagnostic]| {
        let wrong = count_errors(found);
        errors += wrong;
        warnings += found.len() - wrong;
    };
    if args.json {
        let found = lint::check(&paths, &settings);
        tally(&found);
        out::json(&found)?;
    } else {
        let mut drawn = Ok(());
        lint::check_telling(&paths, &settings, |found| {
            tally(&found);
            if drawn.is_ok() {
                drawn = draw(&found);
            }
        });
        drawn?;
        out::line(told(errors, warnings))?;
    }
    let failed = errors > 0 || args.strict && warnings > 0;
    if failed { Err(Failure::No) } else { Ok(()) }
}

/// The deck files in these files and folders. An error if there is none: a job that names the wrong folder is not to succeed.
pub fn decks_in(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let files = deck_files(paths);
    if files.is_empty() {
        let named: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        return Err(Failure::Failed(format!("no deck in {}", named.join(", "))));
    }
    Ok(files)
}

/// The rules with the thresholds in the author's settings.
pub fn settings(world: &World) -> Result<lint::Settings, Failure> {
    Ok(lint::Settings {
        thresholds: Thresholds::set(&world.settings()?.lint)
            .map_err(|(_, why)| Failure::Failed(why))?,
        ..lint::Settings::default()
    })
}

/// Prints the faults now and after each save, until a signal comes or the output is closed.
fn watch(world: &World, paths: &[PathBuf], settings: &lint::Settings) -> Result<(), Failure> {
    let clock = world.clock()?;
    let mut watch = Watch::new(paths);
    loop {
        let found = lint::check(paths, settings);
        out::line(format!("== {} ==", clock.now().strftime("%H:%M:%S")))?;
        draw(&found)?;
        out::line(format!("{}; waiting for the next save\n", counts(&found)))?;
        sleep(watch.rest());
        while !watch.changed() {
            sleep(watch.rest());
        }
    }
}

/// The folders that this run would load decks from.
fn own_decks(world: &World) -> Result<Vec<PathBuf>, Failure> {
    let mut folders = world.deck_path()?;
    folders.extend(Some(world.folders()?.decks()).filter(|folder| folder.is_dir()));
    if folders.is_empty() {
        return Err(Failure::Usage(
            "there are no decks of your own yet; name a deck file or a folder of decks".into(),
        ));
    }
    Ok(folders)
}

fn count_errors(found: &[Diagnostic]) -> usize {
    let errors = found.iter().filter(|d| d.severity == Severity::Error);
    errors.count()
}

pub fn counts(found: &[Diagnostic]) -> String {
    let errors = count_errors(found);
    told(errors, found.len() - errors)
}

/// `1 error, 0 warnings`
fn told(errors: usize, warnings: usize) -> String {
    format!(
        "{}, {}",
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings")
    )
}

/// More faults than this with the same words are drawn once, with the lines of the others.
const MOST_ALIKE: usize = 5;

/// Each fault with its line and a caret below it.
pub fn draw(found: &[Diagnostic]) -> Result<(), Failure> {
    let colour = std::io::stdout().is_terminal() && !forbids_colours();
    let width = std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .unwrap_or(100);
    let style = diagnostic::Style {
        colour,
        ascii: !colour,
        width,
    };
    for of_file in found.chunk_by(|a, b| a.file == b.file) {
        let bytes = deck_bytes(Path::new(&of_file[0].file)).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let lines = text.as_deref().map(Lines::new);
        let mut alike: HashMap<_, Vec<&Diagnostic>> = HashMap::new();
        let words = |d: &Diagnostic| (d.code.clone(), d.message.clone(), d.help.clone());
        for diagnostic in of_file {
            alike.entry(words(diagnostic)).or_default().push(diagnostic);
        }
        for diagnostic in of_file {
            let same = alike.get(&words(diagnostic));
            let same = same.filter(|same| same.len() > MOST_ALIKE);
            let (first, others) = same
                .and_then(|same| same.split_first())
                .unwrap_or((&diagnostic, &[]));
            if !std::ptr::eq(*first, diagnostic) {
                continue;
            }
            // `draw` has cleaned the text: the only escapes left are our own colours.
            out::raw(diagnostic::draw(diagnostic, lines.as_ref(), style).as_bytes())?;
            out::line("\n")?;
            if !others.is_empty() {
                let places: Vec<String> = others.iter().map(|d| d.line.to_string()).collect();
                let (more, places) = (places.len(), places.join(", "));
                out::line(format!("{more} more of this, in lines {places}\n"))?;
            }
        }
    }
    Ok(())
}
