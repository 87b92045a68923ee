//! `swot decks`: the decks there are, which take part and which rest.

use super::due::faulty;
use super::{Failure, World, out};
use crate::study::fault::instead;
use crate::study::outlook::DeckLine;
use serde_json::json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Let a deck rest: it introduces nothing and asks nothing, and its progress stays
    Rest {
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Let a deck take part
    Join {
        #[arg(value_name = "ID")]
        id: String,
    },
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let mut desk = world.desk()?;
    let (id, joins) = match &args.command {
        None => {
            let home = desk.try_home()?;
            list(&home.decks, args.json)?;
            return if args.json { Ok(()) } else { faulty(&home) };
        }
        Some(Command::Rest { id }) => (id, false),
        Some(Command::Join { id }) => (id, true),
    };
    let decks = desk.try_home()?.decks;
    let known: Vec<&str> = decks.iter().map(|deck| deck.id.as_str()).collect();
    if !known.contains(&id.as_str()) {
        let way_on = instead(id, &known);
        return Err(Failure::Failed(format!(
            "there is no deck `{id}`; {way_on}"
        )));
    }
    desk.take_part(id, joins)?;
    if args.json {
        return list(&desk.try_home()?.decks, true);
    }
    out::line(if joins {
        format!("{id} takes part; `swot decks rest {id}` lets it rest")
    } else {
        format!(
            "{id} rests: it asks nothing until you name it or `swot decks join {id}`; its progress is kept"
        )
    })
}

fn list(decks: &[DeckLine], as_json: bool) -> Result<(), Failure> {
    if as_json {
        let deck = |d: &DeckLine| {
            json!({
                "id": d.id, "title": d.title, "track": d.track, "takes_part": d.takes_part, "questions": d.questions,
                "met": d.introduced, "known": d.mature,
            })
        };
        return out::json(&decks.iter().map(deck).collect::<Vec<_>>());
    }
    let row = |d: &DeckLine| {
        vec![
            d.id.clone(),
            d.track.clone(),
            if d.takes_part { "takes part" } else { "rests" }.to_owned(),
            d.questions.to_string(),
            d.introduced.to_string(),
            d.mature.to_string(),
        ]
    };
    let head = ["deck", "track", "", "questions", "met", "known"];
    out::table(&head, decks.iter().map(row))
}
