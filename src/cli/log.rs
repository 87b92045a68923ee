//! `swot log`: the review log, oldest first.

use super::{Failure, World, out};
use crate::dates::{date_of, timestamp};
use crate::study::Memory;
use crate::study::log::Entry;
use crate::study::memory::Event;
use jiff::tz::Offset;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON lines
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let desk = world.desk()?;
    for row in desk.store().log(0) {
        let (_, entry) = row.map_err(|trouble| trouble.to_string())?;
        if args.json {
            out::json(&row_json(&entry))?;
        } else {
            let (kind, grade, detail) = named(&entry.change.event);
            let grade = grade.map_or_else(String::new, |g| g.to_string());
            out::line(
                format!(
                    "{}  {kind:<10} {grade:<1}  {}  {detail}",
                    at(&entry),
                    entry.change.card
                )
                .trim_end(),
            )?;
        }
    }
    Ok(())
}

fn row_json(entry: &Entry) -> Value {
    let change = &entry.change;
    let (kind, grade, detail) = named(&change.event);
    json!({
        "device": entry.id.device, "seq": entry.id.seq, "at": at(entry), "day": date_of(change.day).to_string(), "card": change.card,
        "kind": kind, "grade": grade, "seed": change.seed, "took_ms": change.took_ms, "detail": detail,
        "before": state(&change.before), "after": state(&change.after),
    })
}

/// The moment in the time of the place where it was written.
fn at(entry: &Entry) -> String {
    let offset = Offset::from_seconds(entry.at.offset_s).unwrap_or(Offset::UTC);
    let at = timestamp(entry.at.utc_ms);
    at.display_with_offset(offset).to_string()
}

/// An event's name, its grade, and what else it says.
pub fn named(event: &Event) -> (&'static str, Option<u8>, String) {
    let plain = |name| (name, None, String::new());
    match event {
        Event::Graded(sitting, grade) => (sitting.word(), Some(grade.value()), String::new()),
        Event::Suspend => plain("suspend"),
        Event::Unsuspend => plain("unsuspend"),
        Event::Bury => plain("bury"),
        Event::Unbury => plain("unbury"),
        Event::Flag(reason) => ("flag", None, reason.clone()),
        Event::Unflag => plain("unflag"),
        Event::Adopt { from, .. } => ("adopt", None, format!("from {from}")),
        Event::Undo(id) => ("undo", None, format!("{}#{}", id.device, id.seq)),
        Event::Redo(id) => ("redo", None, format!("{}#{}", id.device, id.seq)),
    }
}

/// A memory as scripts see it; null where there is none. Days are civil dates.
pub fn state(memory: &Memory) -> Value {
    if *memory == Memory::default() {
        return Value::Null;
    }
    let learned = memory.learned;
    json!({
        "repetitions": learned.map(|l| l.schedule.repetitions),
        "ease": learned.map(|l| f64::from(l.schedule.ease) / 100.0),
        "interval": learned.map(|l| l.schedule.interval),
        "due": learned.map(|l| date_of(l.schedule.due).to_string()),
        "lapses": learned.map(|l| l.lapses),
        "suspended": memory.suspended,
        "buried": memory.buried.map(|day| date_of(day).to_string()),
        "flag": memory.flag,
    })
}
