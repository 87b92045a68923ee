//! `swot diff`: what changed between two versions of a deck, and what becomes of learners' progress.

use super::{Failure, out};
use crate::deck_file::read_deck;
use crate::study::diff::{DeckChange, diff, summary};
use crate::study::markdown::line;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit code 0 whether or not something changed; 1 where a file cannot be read as a deck.\n--json prints an array of {\"change\",\"name\",\"front\",\"what\",\"progress\",\"advice\"}."
)]
pub struct Args {
    /// The deck as learners have it
    old: PathBuf,
    /// The deck as it is to be
    new: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<(), Failure> {
    let changes = diff(&read_deck(&args.old)?, &read_deck(&args.new)?);
    if args.json {
        return out::json(&changes.iter().map(as_json).collect::<Vec<_>>());
    }
    draw(&changes)
}

fn as_json(change: &DeckChange) -> serde_json::Value {
    json!({
        "change": change.what.word(), "name": change.name, "front": change.front, "what": change.what.said(),
        "progress": change.what.progress(), "advice": change.what.advice(),
    })
}

/// For people: what comes, goes and changes, then what that means for progress.
pub fn draw(changes: &[DeckChange]) -> Result<(), Failure> {
    if changes.is_empty() {
        return out::line("nothing changed");
    }
    for change in changes {
        out::line(format!("{}: {}", change.name, change.what.said()))?;
        if !change.front.is_empty() {
            out::line(format!("    {}", line(&change.front)))?;
        }
        out::line(format!("    progress {}", change.what.progress()))?;
        if let Some(advice) = change.what.advice() {
            out::line(format!("    {advice}"))?;
        }
    }
    out::line(summary(changes))
}
