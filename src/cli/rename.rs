//! `swot rename`: gives a card, a concept or a deck another id, with its progress and the references to it.

use super::{Failure, out};
use crate::deck_file::deck_files;
use crate::deck_file::edit::{self, DeckFile};
use crate::deck_file::rename::{self, DeckText, What};
use crate::files::in_shell;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "OLD is `deck/card`, `deck/concept` or the id of a deck; NEW is the new id.\nThe old name is written into `formerly`, which takes learners' progress and notes along;\n`link`, `after` and `related` follow in every file given.\nWithout --in, the decks in this folder and the folders in it are looked through."
)]
pub struct Args {
    /// The present name
    old: String,
    /// The new name
    new: String,
    /// Deck files, or folders of them (repeatable)
    #[arg(long = "in", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// OLD is a concept, though a card has the same id
    #[arg(long)]
    concept: bool,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let is_everything = args.paths.is_empty();
    let here = [PathBuf::from(".")];
    let paths = if is_everything { &here } else { &*args.paths };
    let (mut files, mut unreadable) = (Vec::new(), Vec::new());
    for path in deck_files(paths) {
        match DeckFile::open(&path) {
            Ok(file) => files.push(file),
            // The file was found in a folder, so it need not be a deck.
            Err(error) if is_everything => unreadable.push(format!(
                "{error}; it was passed over; name the files that are meant with --in"
            )),
            Err(error) => return Err(Failure::Failed(format!("{error}; nothing was written"))),
        }
    }
    let texts: Vec<DeckText> = files
        .iter()
        .map(|f| DeckText {
            path: f.shown(),
            text: f.text(),
        })
        .collect();
    let renaming = rename::rename(&texts, &args.old, &args.new, args.concept)
        .map_err(|error| [&[error], &*unreadable].concat().join("; "))?;
    let mut said = Vec::new();
    for change in &renaming.changes {
        let path = files[change.file].shown();
        let places = change.places.iter();
        said.extend(places.map(|(line, what)| format!("{path}:{line}: {what}")));
    }
    let mut new_texts: Vec<Option<String>> = vec![None; files.len()];
    for change in renaming.changes {
        new_texts[change.file] = Some(change.text);
    }
    if !args.dry_run {
        let changed = files
            .into_iter()
            .zip(new_texts)
            .filter_map(|(file, text)| Some((file, text?)));
        edit::save_all(changed.collect())?;
    }
    said.iter().try_for_each(out::line)?;
    unreadable.iter().try_for_each(out::line)?;
    for path in &renaming.unread {
        out::line(format!(
            "{path} has faults: what it says of the old name was not looked at; `swot check {}` shows them",
            in_shell(path)
        ))?;
    }
    let progress = match renaming.what {
        What::Concept => "; learners keep their notes on it",
        What::Card | What::Deck => "; learners keep their progress",
    };
    let did = if args.dry_run {
        "nothing was written; it would be"
    } else {
        "it is"
    };
    out::line(format!(
        "the {} {}: {did} {} now{progress}",
        renaming.what.word(),
        renaming.old,
        renaming.new
    ))
}
