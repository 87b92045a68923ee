//! `swot sync`: brings the log and a shared folder to the same rows.

use super::{Failure, World, out};
use crate::study::text::count;
use crate::sync::{Report, is_unchanged, sync};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Each machine writes only files of its own into the folder and reads those of the others; the database stays where it is. Answers are never lost or counted twice, whatever the order in which the machines meet."
)]
pub struct Args {
    /// A folder that a cloud client, a USB stick or git carries from machine to machine
    folder: PathBuf,
    /// Say what would come and go, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    // Nearly always true: then neither decks nor database need be opened.
    let report = if is_unchanged(&world.folders()?.data.path, &args.folder) {
        Report::default()
    } else {
        let mut desk = world.desk()?;
        let report = sync(desk.store_mut(), &args.folder, args.dry_run);
        report.map_err(|error| error.to_string())?
    };
    if args.json {
        for note in &report.notes {
            out::warn(note);
        }
        return out::json(&json!({
            "in": report.taken, "out": report.given, "questions": report.questions, "clashes": report.clashes,
        }));
    }
    for line in told(&report, args.dry_run) {
        out::line(line)?;
    }
    Ok(())
}

/// The report in readable form.
fn told(report: &Report, is_rehearsal: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let is_same = report.taken.is_empty() && report.given.is_empty();
    if is_same && report.notes.is_empty() {
        lines.push("the folder and this machine hold the same".to_owned());
    } else if is_same {
        lines.push("nothing came in, nothing went out".to_owned());
    } else {
        let [came, went] = if is_rehearsal {
            ["would come in", "would go out"]
        } else {
            ["came in", "went out"]
        };
        lines.push(format!("{} {came}", rows(&report.taken)));
        lines.push(format!("{} {went}", rows(&report.given)));
        let questions = count(report.questions, "question", "questions");
        lines.push(format!("{questions} concerned"));
    }
    lines.extend(report.clashes.iter().map(ToString::to_string));
    lines.extend(report.notes.iter().cloned());
    lines
}

fn rows(by_device: &BTreeMap<String, u64>) -> String {
    let rows = count(by_device.values().sum::<u64>(), "row", "rows");
    match by_device.len() {
        0 => rows,
        devices => format!("{rows} of {}", count(devices, "device", "devices")),
    }
}
