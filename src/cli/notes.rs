//! `swot notes`: the learner's notes on questions, pages, decks and exams.

use super::{Failure, World, log, out};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Those as well that a later note took the place of
    #[arg(long)]
    all: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let desk = world.desk()?;
    let mut notes = desk.store().notes()?;
    notes.retain(|note| args.all || !note.is_lost);
    if args.json {
        let notes = notes.iter().map(|note| {
            json!({
                "subject": note.subject, "text": note.text, "at": log::moment(note.at), "device": note.device,
                "lost": note.is_lost,
            })
        });
        return out::json(&notes.collect::<Vec<_>>());
    }
    if notes.is_empty() {
        return out::line("there are no notes");
    }
    for note in notes {
        let lost = if note.is_lost {
            "  (a later note stands)"
        } else {
            ""
        };
        out::line(format!("{}  {}{lost}", log::moment(note.at), note.subject))?;
        for line in note.text.lines() {
            out::line(format!("    {line}"))?;
        }
    }
    Ok(())
}
