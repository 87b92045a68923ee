//! `swot diff`: what changed between two versions of a deck, and what happens to learners' progress.

use super::{Failure, out};
use crate::deck_file::{self, ParsedDeck};
use crate::lint;
use crate::study::diff::{DeckChange, Unfit, advice, diff, summary, with_faults};
use crate::study::fault::Severity;
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
    let [old, new] = [&args.old, &args.new].map(|path| {
        let mut parsed = deck_file::read(path);
        lint::check_read(&mut parsed);
        parsed
    });
    let deck = new.deck_or_fault()?;
    let mut changes = diff(old.deck_or_fault()?, deck);
    with_faults(&mut changes, &unfit(&old), &unfit(&new));
    let advised: Vec<Advised> = changes
        .iter()
        .map(|change| (change, advice(change, &changes, deck)))
        .collect();
    if args.json {
        return out::json(&advised.iter().map(as_json).collect::<Vec<_>>());
    }
    draw(&advised)?;
    out::line(summary(&changes))
}

/// Cards that are left out, each with its first fault.
fn unfit(parsed: &ParsedDeck) -> Vec<Unfit> {
    let faults = parsed.diagnostics();
    let of = |id: String| {
        let fault = faults
            .iter()
            .find(|f| f.severity == Severity::Error && f.card.as_ref() == Some(&id))?;
        let why = format!("line {}: {}", fault.line, fault.message);
        Some((id, why))
    };
    parsed
        .outline_fit()
        .left_out
        .into_iter()
        .filter_map(of)
        .collect()
}

/// A change, and advice for the author where there is some.
type Advised<'a> = (&'a DeckChange, Option<String>);

fn as_json((change, advice): &Advised) -> serde_json::Value {
    json!({
        "change": change.what.word(), "name": change.name, "front": change.front, "what": change.what.said(),
        "progress": change.what.progress(), "advice": advice,
    })
}

/// The readable form: the changes, then what they mean for progress.
fn draw(changes: &[Advised]) -> Result<(), Failure> {
    for (change, advice) in changes {
        out::line(format!("{}: {}", change.name, change.what.said()))?;
        if !change.front.is_empty() {
            out::line(format!("    {}", line(&change.front)))?;
        }
        out::line(format!("    progress {}", change.what.progress()))?;
        if let Some(advice) = advice {
            out::line(format!("    {advice}"))?;
        }
    }
    Ok(())
}
