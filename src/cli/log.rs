//! `swot log`: the review log, oldest first.

use super::{Failure, World, out};
use crate::dates::{date_of, timestamp};
use crate::study::log::{Moment, Past, Sort};
use crate::study::memory::{Counted, Event};
use crate::study::mock_exam::Act;
use crate::study::text::count;
use crate::study::{Grade, Memory};
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
    let mut written = Ok(());
    let read = desk.store().each_row(|row| {
        if written.is_ok() {
            written = if args.json {
                out::json(&row_json(&row))
            } else {
                out::line(row_line(&row))
            };
        }
    });
    written?;
    Ok(read?)
}

fn row_line(row: &Past) -> String {
    let (kind, grade, detail) = named(row);
    let grade = grade.map_or_else(String::new, |g| g.to_string());
    let (at, card) = (moment(row.entry.at), &row.entry.change.card);
    let line = format!("{at}  {kind:<10} {grade:<1}  {card}  {detail}");
    line.trim_end().to_owned()
}

fn row_json(row: &Past) -> Value {
    let (entry, change) = (&row.entry, &row.entry.change);
    let (kind, grade, detail) = named(row);
    let meant = match &change.event {
        Event::Graded(meant, ..) => Some(meant.word()),
        event => row.counted.and(Some(event.name())),
    };
    let subject = (change.sort != Sort::Nothing).then(|| change.card.as_str());
    let answer: Value = change.answer.as_ref().map_or(Value::Null, |text| {
        serde_json::from_str(text).unwrap_or_else(|_| text.as_str().into())
    });
    let about = change.event.named();
    json!({
        "device": entry.id.device, "seq": entry.id.seq, "hybrid": entry.hybrid, "at": moment(entry.at),
        "day": date_of(change.day).to_string(), "subject": subject,
        "card": (change.sort == Sort::Question).then(|| change.card.as_str()), "kind": kind, "meant": meant, "grade": grade,
        "seed": change.seed, "took_ms": change.took_ms, "confidence": change.confidence, "answer": answer,
        "group": entry.group, "about": about.map(|a| json!([a.device, a.seq, a.count, a.hybrid])), "detail": detail,
        "payload": entry.payload.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok()),
        "undone": row.is_undone, "before": state(&change.before), "after": state(&change.after),
    })
}

/// In the local time of the place where it was written.
pub fn moment(at: Moment) -> String {
    let offset = Offset::from_seconds(at.offset_s).unwrap_or(Offset::UTC);
    timestamp(at.utc_ms).display_with_offset(offset).to_string()
}

/// What a row counts as or is called, its grade, and further details.
pub fn named(row: &Past) -> (&str, Option<u8>, String) {
    let event = &row.entry.change.event;
    let kind = match event {
        Event::Graded(..) => row.counted.unwrap_or(Counted::Nothing).word(),
        event => event.name(),
    };
    let detail = match event {
        Event::Flag(reason) => reason.clone(),
        Event::Adopt(from) | Event::Bring { from, .. } => format!("from {from}"),
        Event::Undo(about) | Event::Redo(about) | Event::Void(about) => {
            format!("{}#{}", about.device, about.seq)
        }
        Event::Choose { field, value, .. } => match value {
            Some(value) => format!("{field}: {value}"),
            None => format!("{field}: not chosen any more"),
        },
        Event::Exam(act) => told_of_exam(act),
        Event::Graded(..)
        | Event::Suspend
        | Event::Unsuspend
        | Event::Bury
        | Event::Unbury
        | Event::Unflag
        | Event::Unknown(_) => String::new(),
    };
    (kind, event.grade().map(Grade::value), detail)
}

fn told_of_exam(act: &Act) -> String {
    match act {
        Act::Begin(paper) => format!(
            "{}, {}",
            count(paper.questions.len() as u64, "question", "questions"),
            count(paper.minutes, "minute", "minutes")
        ),
        Act::Mark(_, true) => "marked".into(),
        Act::Mark(_, false) => "not marked".into(),
        Act::End(_, right) => {
            let n = right.iter().filter(|is| **is == Some(true)).count();
            format!("{n} of {} right", right.iter().flatten().count())
        }
        Act::Answer(_) | Act::Pause(_) => String::new(),
    }
}

/// A memory in JSON output; null where there is none. Days are calendar dates.
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
