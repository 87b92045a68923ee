//! `swot doctor`, `backup` and `restore`.

use super::merge::kept_numbers;
use super::{Failure, World, out};
use crate::files::in_shell;
use crate::store::{self, OpenError, Store, Trouble};
use crate::study::fault::instead;
use crate::study::text::count;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Doctor {
    /// Write every memory anew from the log; where the database is damaged, save what can still be
    /// read into a new one, and keep the damaged file
    #[arg(long)]
    rebuild: bool,
    /// Date rows anew that are dated after today, since the clock was wrong: those of this machine,
    /// or of the one named
    #[arg(long, value_name = "NAME", num_args = 0..=1)]
    redate: Option<Option<String>>,
}

#[derive(Debug, clap::Args)]
pub struct Backup {
    /// The file to write; without it, one in the backups folder
    file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Restore {
    /// A backup
    file: PathBuf,
}

fn open(world: &World) -> Result<Store, Failure> {
    let opened = Store::open(&world.folders()?.data.path, world.clock()?.moment());
    Ok(opened.map_err(|error| error.to_string())?.store)
}

pub fn doctor(world: &World, args: &Doctor) -> Result<(), Failure> {
    let now = world.clock()?.moment();
    let mut store = match Store::open(&world.folders()?.data.path, now) {
        Ok(opened) => opened.store,
        Err(OpenError::Damaged { .. }) if args.rebuild => return salvage(world),
        Err(error) => return Err(error.to_string().into()),
    };
    let mut report = None;
    if args.rebuild {
        // What a quick look does not find, an index or a table of the cache, is mended in the same way.
        let rebuilt = match store.rebuild_and_look(now) {
            Err(Trouble::Damaged(..)) => None,
            rebuilt => Some(rebuilt?),
        };
        let Some((mended, found)) = rebuilt.filter(|(_, found)| found.is_whole) else {
            drop(store);
            return salvage(world);
        };
        report = Some(found);
        out::line(format!(
            "every memory was written anew from the log; {mended} had not been what the log says"
        ))?;
    }
    if let Some(device) = &args.redate {
        let held = store.held()?;
        let known: Vec<&str> = held.runs.keys().map(String::as_str).collect();
        if let Some(name) = device.as_deref().filter(|name| !known.contains(name)) {
            let way_on = instead(name, &known);
            return Err(Failure::Failed(format!(
                "no machine `{name}` is in the review log; {way_on}"
            )));
        }
        let today = world.desk()?.today();
        let moved = store.redate(device.as_deref(), today, now)?;
        out::line(match moved {
            0 => format!(
                "no row of {} is dated after today",
                device.as_deref().unwrap_or("this machine")
            ),
            moved => format!(
                "{} dated anew; the newest falls on today",
                count(moved, "row was", "rows were")
            ),
        })?;
        report = None;
    }
    let report = match report {
        Some(report) => report,
        None => store.doctor(now)?,
    };
    let row = |what: &str, value: String| out::line(format!("{what:<12}{value}"));
    row("database", store.path().display().to_string())?;
    row("schema", report.facts.version.to_string())?;
    let rows = count(report.facts.rows, "row", "rows");
    row(
        "log",
        format!("{rows}, {} of them graded", report.facts.reviews),
    )?;
    row("memories", report.memories.to_string())?;
    row("size", format!("{} kB", report.size.div_ceil(1024)))?;
    row("this device", report.device.clone())?;
    let backup = match &report.newest_backup {
        Some(b) => format!("{} ({})", b.path.display(), count(b.rows, "row", "rows")),
        None => "none yet".to_owned(),
    };
    row("backup", backup)?;
    let clock = world.clock()?;
    row("time zone", clock.zone_name())?;
    if let Some(notice) = clock.zone_notice() {
        out::line(format!("note {notice}"))?;
    }
    for finding in &report.findings {
        let sort = if finding.is_fault { "FAULT" } else { "note" };
        out::line(format!("{sort} {}", finding.text))?;
    }
    if report.is_sound() {
        out::line("all is well: the memories are what the log says")
    } else {
        Err(Failure::No)
    }
}

fn salvage(world: &World) -> Result<(), Failure> {
    let saved = store::salvage(&world.folders()?.data.path, world.clock()?.moment())
        .map_err(|e| e.to_string())?;
    out::line(format!(
        "{} in place: {} only the damaged file had, {} only the newest backup; missing {}",
        count(saved.facts.rows, "row is", "rows are"),
        saved.saved,
        saved.from_backup,
        saved.missing
    ))?;
    if saved.is_cut {
        out::line("the damaged file was cut short: what stood behind its end is not counted")?;
    }
    saved.kept.map_or(Ok(()), |kept| {
        out::line(format!("the damaged file is kept as {}", kept.display()))
    })
}

pub fn backup(world: &World, args: &Backup) -> Result<(), Failure> {
    let file = args.file.as_ref().map(std::path::absolute).transpose();
    let file = file.map_err(|e| e.to_string())?;
    let written = open(world)?.backup(file.as_deref(), world.clock()?.moment());
    let written = written.map_err(|e| e.to_string())?;
    out::line(format!("written and checked: {}", written.display()))
}

pub fn restore(world: &World, args: &Restore) -> Result<(), Failure> {
    let (data, now) = (world.folders()?.data.path, world.clock()?.moment());
    let restored = store::restore(&data, &args.file, now)
        .map_err(|error| format!("nothing was restored: {error}"))?;
    let rows = count(restored.facts.rows, "row", "rows");
    out::line(format!("restored {rows} of the log"))?;
    let Some(kept) = restored.kept else {
        return Ok(());
    };
    let place = kept.display();
    out::line(format!("what was there before is kept as {place}"))?;
    // A damaged one is kept too, and cannot be compared.
    let Ok(behind) = open(world)?.merge(&kept, world.clock()?.moment(), true) else {
        return Ok(());
    };
    let (answers, numbers) = (behind.answers, behind.numbers.len());
    let answers = (answers > 0).then(|| count(answers, "answer", "answers"));
    let numbers = (numbers > 0).then(|| kept_numbers(numbers));
    let what: Vec<String> = answers.into_iter().chain(numbers).collect();
    if what.is_empty() {
        return Ok(());
    }
    let and = match world.settings() {
        Ok(settings) if settings.sync.is_some() => {
            ", and those that the sync folder holds come back at the next sync"
        }
        _ => "",
    };
    let what = what.join(" and ");
    out::line(format!(
        "left behind in it: {what}; `swot merge {}` takes them in{and}",
        in_shell(&kept)
    ))
}
