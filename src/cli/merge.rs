//! `swot merge`: takes in what another database or a backup holds.

use super::{Failure, World, out};
use crate::study::text::count;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A database of swot, or a backup, of this or an earlier version
    file: PathBuf,
    /// Say what would come, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let mut desk = world.desk()?;
    let now = desk.clock().moment();
    let merged = desk.store_mut().merge(&args.file, now, args.dry_run);
    let merged = merged.map_err(|error| format!("the merge stopped: {error}"))?;
    if args.json {
        let mut told = json!({
            "in": merged.rows, "out": {}, "questions": merged.questions, "clashes": merged.clashes,
        });
        if !merged.numbers.is_empty() {
            told["numbers"] = merged.numbers.len().into();
        }
        return out::json(&told);
    }
    if merged.is_empty() {
        return out::line("all that it holds is here already");
    }
    let came = if args.dry_run {
        "would come in"
    } else {
        "taken in"
    };
    if !merged.rows.is_empty() {
        let rows = count(merged.rows.values().sum::<u64>(), "row", "rows");
        let devices = count(merged.rows.len(), "device", "devices");
        let questions = count(merged.questions, "question", "questions");
        out::line(format!(
            "{came}: {rows}, of {devices}; {questions} concerned"
        ))?;
    }
    if !merged.numbers.is_empty() {
        out::line(format!("{came}: {}", kept_numbers(merged.numbers.len())))?;
    }
    for clash in &merged.clashes {
        out::line(clash.to_string())?;
    }
    merged.kept.map_or(Ok(()), |kept| {
        let place = kept.display();
        out::line(format!("what was here before is kept as {place}"))
    })
}

pub fn kept_numbers(sets: usize) -> String {
    count(
        sets,
        "set of numbers kept in a calculator",
        "sets of numbers kept in calculators",
    )
}
