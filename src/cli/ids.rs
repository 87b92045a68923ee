//! `swot ids`: adds missing ids to deck files.

use super::check::decks_in;
use super::{Failure, out};
use crate::deck_file::edit::{self, DeckFile};
use crate::deck_file::ids;
use crate::study::text;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Ids are made from titles and questions; not a byte of a file changes beside them.\nA file with faults, or one that is changed meanwhile, is left alone.\nExit code 1 where a file was left alone; with --check also where an id is missing."
)]
pub struct Args {
    /// Deck files, or folders of them
    #[arg(value_name = "PATH", required = true)]
    files: Vec<PathBuf>,
    /// Only say what is missing
    #[arg(long)]
    check: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let (mut missing, mut refused) = (0, 0);
    for path in decks_in(&args.files)? {
        match one(&path, args.check) {
            Ok(count) => missing += count,
            Err(Failure::Failed(why)) => {
                refused += 1;
                out::warn(&why);
            }
            Err(other) => return Err(other),
        }
    }
    let said = match (missing, args.check) {
        (0, _) => "no id is missing".to_owned(),
        (n, true) => format!("{} missing", text::count(n, "id is", "ids are")),
        (n, false) => format!("{} given", text::count(n, "id was", "ids were")),
    };
    if missing > 0 || refused == 0 {
        out::line(said)?;
    }
    if refused > 0 || args.check && missing > 0 {
        Err(Failure::No)
    } else {
        Ok(())
    }
}

/// Returns how many ids were missing.
fn one(path: &Path, only_check: bool) -> Result<usize, Failure> {
    let file = DeckFile::open(path)?;
    let shown = file.shown().to_owned();
    let with = ids::give(file.text()).map_err(|why| format!("{shown}: {why}"))?;
    if !only_check && !with.given.is_empty() {
        file.prepare(&with.text).and_then(edit::Prepared::commit)?;
    }
    for given in &with.given {
        let verb = if only_check { "would be" } else { "is" };
        out::line(format!(
            "{shown}:{}: the {} {verb} `{}`",
            given.line, given.what, given.id
        ))?;
    }
    Ok(with.given.len())
}
