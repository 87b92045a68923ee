//! `swot new`: a deck, or a card, to begin with.

use super::{Failure, out};
use crate::deck_file::edit::{self, DeckFile};
use crate::deck_file::{slug, template};
use crate::files::in_shell;
use crate::shelf::pack::file_stem;
use crate::study::fault::instead;
use crate::study::key::is_id;
use crate::study::kinds::KINDS;
use crate::study::text::capital;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Write a commented deck with a card of every kind
    #[command(
        after_help = "NAME is an id (supply-basics) or a title (\"Supply basics\"); the one is made from the other.\nWrites ID.ron in this folder unless --out says where. A file that is there is never replaced."
    )]
    Deck {
        /// The deck's id or title
        name: String,
        /// Write to FILE
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Print a commented card, or put it into a deck
    #[command(after_help = about_kinds())]
    Card {
        /// What kind of card
        kind: String,
        /// Put the card into the deck in FILE, with --concept
        #[arg(long, value_name = "FILE", requires = "concept")]
        into: Option<PathBuf>,
        /// The concept of that deck which the card goes into
        #[arg(long, value_name = "ID", requires = "into")]
        concept: Option<String>,
    },
}

fn about_kinds() -> String {
    format!(
        "KIND is one of {}.\nWith --into, the card goes behind the concept's other cards; nothing else in the file changes.",
        KINDS.join(", ")
    )
}

pub fn run(args: &Args) -> Result<(), Failure> {
    match &args.what {
        What::Deck { name, out } => deck(name, out.as_ref()),
        What::Card {
            kind,
            into,
            concept,
        } => {
            let Some(kind) = template::kind(kind) else {
                let way_on = instead(kind, KINDS);
                let why = format!("there is no kind of card `{kind}`; {way_on}");
                return Err(Failure::Usage(why));
            };
            match (into, concept) {
                (Some(file), Some(concept)) => into_deck(kind, file, concept),
                _ => out::line(template::card(kind).unwrap_or_default().trim_end()),
            }
        }
    }
}

fn deck(name: &str, file: Option<&PathBuf>) -> Result<(), Failure> {
    // The file's name in place of the deck's.
    let stem = name.len().saturating_sub(".ron".len());
    let name = match name.split_at_checked(stem) {
        Some((stem, end)) if end.eq_ignore_ascii_case(".ron") && !stem.is_empty() => stem,
        _ => name,
    };
    let (id, title) = if is_id(name) {
        // `supply-basics` -> `Supply basics`
        (
            name.to_owned(),
            capital(&name.replace(['-', '_', '.'], " ")),
        )
    } else {
        (slug::slug(name), name.to_owned())
    };
    if id.is_empty() {
        return Err(Failure::Usage(format!(
            "no id can be made from `{name}`: name the deck with letters a to z or digits; its title can be changed in the file"
        )));
    }
    let path = file
        .cloned()
        .unwrap_or_else(|| PathBuf::from(format!("{}.ron", file_stem(&id))));
    let shown = path.display().to_string();
    edit::create(&path, template::deck(&id, &title, &shown).as_bytes())?;
    out::line(format!(
        "{shown} holds the deck `{id}`; open it in your editor, then run: swot check {}",
        in_shell(&path)
    ))
}

fn into_deck(kind: &str, file: &Path, concept: &str) -> Result<(), Failure> {
    let file = DeckFile::open(file)?;
    let added = template::add_card(file.text(), concept, kind)
        .map_err(|why| format!("{}: {why}; nothing was written", file.shown()))?;
    let shown = file.shown().to_owned();
    file.prepare(&added.text).and_then(edit::Prepared::commit)?;
    out::line(format!(
        "{shown}:{}: the new card `{}`; give it an id of its own before anybody learns it",
        added.line, added.id
    ))
}
