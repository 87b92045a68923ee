//! `swot flags`: what the learner flagged, with everything that an author needs to find and correct it.

use super::{Failure, World, out};
use crate::dates::date_of;
use crate::desk::Desk;
use crate::shelf::ShelfError;
use crate::study::log::Change;
use crate::study::memory::Event;
use crate::study::{Key, Memory, markdown};
use serde::Serialize;
use std::collections::HashSet;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "To send them to an author: swot flags --json DECK > flags.jsonl\n--json prints JSON lines: {\"key\",\"deck\",\"version\",\"now\",\"card\",\"part\",\"kind\",\n\"front\",\"shown\",\"seed\",\"reason\",\"day\"}. `version` is that of the deck when the\ncard was flagged, null where it is not known; `now` is the deck's today. `front` and `shown` are the\nquestion as it is today, `shown` with the numbers drawn from `seed`. A card that left its deck has\nno `front` and `kind`."
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
    now: Option<String>,
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
    let keys = desk.store().question_keys(|key| desk.shelf().has(key))?;
    let present: HashSet<Key> = keys.into_values().collect();
    let mut flagged = desk.store().memories()?;
    // A card that was renamed took its flag along.
    flagged.retain(|(key, memory)| memory.flag.is_some() && present.contains(key));
    for deck in &args.decks {
        // One that left still has its flags.
        if !flagged.iter().any(|(key, _)| key.deck() == deck) && desk.shelf().get(deck).is_none() {
            return Err(ShelfError::NoDeck(deck.clone()).to_string().into());
        }
    }
    flagged.retain(|(key, _)| {
        args.decks.is_empty() || args.decks.iter().any(|deck| deck == key.deck())
    });
    if flagged.is_empty() && !args.json {
        return out::line("nothing is flagged; f on a card flags it");
    }
    flagged.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
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
    let mut until_then: Vec<&Change> = history
        .iter()
        .filter(|(_, is_undone)| !is_undone)
        .map(|(entry, _)| &entry.change)
        .collect();
    // Later rows belong to another time the card was shown.
    let mut changes = until_then.iter();
    let flagged = changes.rposition(|change| matches!(change.event, Event::Flag(_)));
    until_then.truncate(flagged.map_or(until_then.len(), |at| at + 1));
    let flagged = flagged.and_then(|at| until_then.get(at).copied());
    let drawn = until_then.iter().rfind(|change| change.seed != 0);
    let seed = drawn.map(|change| change.seed);
    let card = desk.shelf().card(&key).ok();
    let part = key.part().to_owned();
    let shown = card
        .as_ref()
        .map(|card| card.face(&part, seed.unwrap_or(0)));
    Ok(Flag {
        deck: key.deck().to_owned(),
        version: flagged.and_then(|change| change.deck_version.clone()),
        now: desk.version(key.deck()),
        card: key.card().to_owned(),
        kind: card.as_ref().map(|card| card.name()),
        front: card.as_ref().map(|card| card.front().to_string()),
        shown: shown.map(|face| markdown::text(&face.prompt)),
        seed,
        reason: memory.flag.unwrap_or_default(),
        day: flagged.map(|change| date_of(change.day).to_string()),
        part,
        key,
    })
}

fn draw(flag: &Flag) -> Result<(), Failure> {
    let day = flag.day.as_deref().unwrap_or("some day");
    let when = match (&flag.version, &flag.now) {
        (Some(then), Some(now)) if then != now => format!("deck {then}, {day}; it is {now} now"),
        (Some(then), _) => format!("deck {then}, {day}"),
        (None, Some(now)) => format!("{day}; the deck is {now} now"),
        (None, None) => day.to_owned(),
    };
    let reason = match flag.reason.trim() {
        "" => "no reason given",
        reason => reason,
    };
    let shown = flag.shown.as_deref().unwrap_or("no longer in its deck");
    out::line(format!("{}  ({when})", flag.key))?;
    out::line(format!("    {}", shown.replace('\n', " ")))?;
    out::line(format!("    {}", reason.replace('\n', " ")))
}
