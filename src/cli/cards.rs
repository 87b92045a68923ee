//! `swot cards`: every question and how far along it is.

use super::{Failure, World, out};
use crate::dates::date_of;
use crate::study::outlook::State;
use serde_json::json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// An exam (`CPIM`), a deck id, `deck/concept`, `deck/card`, or `#topic`
    #[arg(value_name = "SELECTOR")]
    selectors: Vec<String>,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let mut desk = world.desk()?;
    let listed = desk.listed(&args.selectors)?;
    if args.json {
        for card in &listed {
            let state = card.memory.learned.map(|l| {
                json!({
                    "repetitions": l.schedule.repetitions, "ease": f64::from(l.schedule.ease) / 100.0, "interval": l.schedule.interval,
                    "due": date_of(l.schedule.due).to_string(), "lapses": l.lapses, "suspended": card.memory.suspended,
                })
            });
            out::json(
                &json!({"key": card.key, "deck": card.deck, "concept": card.concept, "code": card.code, "kind": card.kind, "state": state}),
            )?;
        }
        return Ok(());
    }
    let row = |card: &crate::desk::Listed| {
        let due = card.memory.schedule().map_or_else(String::new, |s| {
            let day = date_of(s.due);
            if card.waits {
                format!("{day}, waits for a linked card")
            } else {
                day.to_string()
            }
        });
        vec![
            card.key.to_string(),
            card.kind.to_owned(),
            card.concept.clone(),
            State::of(&card.memory).word().to_owned(),
            due,
        ]
    };
    let head = ["key", "kind", "concept", "state", "due"];
    out::table(&head, listed.iter().map(row))
}
