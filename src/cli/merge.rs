//! `swot merge`: takes in what another database or a backup holds.

use super::{Failure, World, out};
use crate::study::text::count;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A database of swot, or a backup, of this or an earlier version
    file: PathBuf,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let mut desk = world.desk()?;
    let now = desk.clock().moment();
    let merged = desk.store_mut().merge(&args.file, now);
    let merged = merged.map_err(|error| error.to_string())?;
    if args.json {
        return out::json(&json!({
            "in": merged.rows, "out": {}, "questions": merged.questions, "clashes": [],
        }));
    }
    let rows = merged.rows.values().sum::<u64>();
    let Some(kept) = merged.kept else {
        return out::line("all that it holds is here already");
    };
    out::line(format!(
        "{} taken in, of {}; {} concerned",
        count(rows, "row", "rows"),
        count(merged.rows.len(), "device", "devices"),
        count(merged.questions, "question", "questions")
    ))?;
    out::line(format!(
        "what was here before is kept as {}",
        kept.display()
    ))
}
