//! `swot flags`: what the learner flagged, with everything that an author needs to find and mend it.

use super::{Failure, World, out};
use crate::dates::date_of;
use crate::desk::Desk;
use crate::study::kinds::Kind;
use crate::study::memory::Event;
use crate::study::{Key, Memory};
use serde::Serialize;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "To send them to an author: swot flags --json DECK > flags.jsonl\n--json prints JSON lines: {\"key\",\"deck\",\"version\",\"card\",\"part\",\"kind\",\n\"front\",\"shown\",\"seed\",\"reason\",\"day\"}. `shown` is the question with the numbers that were\ndrawn, `seed` what they were drawn from. A card that left its deck has no `front` and `kind`."
)]
pub struct Args {
    /// Only of these decks
    #[arg(value_name = "DECK")]
    decks: Vec<String>,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Flag {
    key: Key,
    deck: String,
    version: Option<String>,
    card: String,
    part: String,
    kind: Option<&'static str>,
    front: Option<String>,
    shown: Option<String>,
    seed: Option<u64>,
    reason: String,
    day: Option<String>,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let mut desk = world.desk()?;
    let memories = desk.store().memories().map_err(|t| t.to_string())?;
    let mut flagged: Vec<(Key, Memory)> = memories
        .into_iter()
        .filter(|(_, memory)| memory.flag.is_some())
        .collect();
    flagged.retain(|(key, _)| {
        args.decks.is_empty() || args.decks.iter().any(|deck| deck == key.deck())
    });
    flagged.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (key, memory) in flagged {
        let flag = flag(&mut desk, key, memory)?;
        if args.json {
            out::json(&flag)?;
        } else {
            draw(&flag)?;
        }
    }
    Ok(())
}

fn flag(desk: &mut Desk, key: Key, memory: Memory) -> Result<Flag, Failure> {
    let history = desk.history(&key)?;
    let mut done = history
        .iter()
        .filter(|(_, is_undone)| !is_undone)
        .map(|(entry, _)| &entry.change);
    let flagged = done
        .clone()
        .rfind(|change| matches!(change.event, Event::Flag(_)));
    // The newest time that the question was on the screen.
    let seed = done
        .rfind(|change| change.seed != 0)
        .map(|change| change.seed);
    let card = desk.shelf().card(&key).ok();
    let version = desk
        .shelf()
        .get(key.deck())
        .and_then(|deck| deck.heading())
        .map(|h| h.version.to_string());
    let part = key.part().to_owned();
    Ok(Flag {
        deck: key.deck().to_owned(),
        version: version.filter(|v| !v.is_empty()),
        card: key.card().to_owned(),
        kind: card.as_ref().map(Kind::name),
        front: card.as_ref().map(|card| card.front().to_string()),
        shown: card
            .as_ref()
            .map(|card| card.face(&part, seed.unwrap_or(0)).prompt.to_string()),
        seed,
        reason: memory.flag.unwrap_or_default(),
        day: flagged.map(|change| date_of(change.day).to_string()),
        part,
        key,
    })
}

fn draw(flag: &Flag) -> Result<(), Failure> {
    let version = flag
        .version
        .as_ref()
        .map_or_else(String::new, |v| format!(" {v}"));
    let day = flag.day.as_deref().unwrap_or("some day");
    let reason = if flag.reason.trim().is_empty() {
        "no reason given"
    } else {
        flag.reason.trim()
    };
    out::line(format!("{}  (deck{version}, {day})", flag.key))?;
    out::line(format!(
        "    {}",
        flag.shown
            .as_deref()
            .unwrap_or("no longer in its deck")
            .replace('\n', " ")
    ))?;
    out::line(format!("    {}", reason.replace('\n', " ")))
}
