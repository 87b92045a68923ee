//! `swot stats`: figures about the learning so far.

use super::{Failure, World, out};
use crate::dates::date_of;
use crate::study::stats::{Passed, Stats};
use serde_json::json;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let mut desk = world.desk()?;
    let stats = desk.stats()?;
    let home = desk.home();
    let known: u32 = home.decks.iter().map(|d| d.mature).sum();
    let questions: u32 = home.decks.iter().map(|d| d.questions).sum();
    if args.json {
        return out::json(&as_json(&stats, questions, known));
    }
    let share = |passed: Passed| {
        passed.share().map_or_else(
            || "not enough data".into(),
            |share| format!("{:.0} % of {}", share * 100.0, passed.of),
        )
    };
    let row = |what: &str, figure: String| vec![what.to_owned(), figure];
    let rows = vec![
        row("gradings", stats.gradings.to_string()),
        row(
            "questions met",
            format!("{} of {questions}", stats.introduced),
        ),
        row("known for three weeks or more", known.to_string()),
        row("passed when asked again", share(stats.retention)),
        row("the same in the last 30 days", share(stats.retention_30)),
        row(
            "the same after three weeks or more",
            share(stats.retention_mature),
        ),
        row("time", format!("{} min", stats.took_ms / 60_000)),
        row("days studied", stats.days.to_string()),
        row(
            "days in a row",
            format!("{}, longest {}", stats.streak, stats.longest_streak),
        ),
    ];
    rows.iter()
        .try_for_each(|row| out::line(format!("{:<36}{}", row[0], row[1])))
}

fn as_json(stats: &Stats, questions: u32, mature: u32) -> serde_json::Value {
    let days: Vec<_> = stats
        .last_30
        .iter()
        .map(|(day, n)| json!({"day": date_of(*day).to_string(), "gradings": n}))
        .collect();
    json!({
        "gradings": stats.gradings, "repetitions": stats.repetitions, "drills": stats.drills, "practice": stats.practice,
        "introduced": stats.introduced, "questions": questions, "mature": mature,
        "retention": stats.retention.share(), "retention_30_days": stats.retention_30.share(), "retention_mature": stats.retention_mature.share(),
        "grades": stats.grades, "took_ms": stats.took_ms, "days": stats.days, "streak": stats.streak, "longest_streak": stats.longest_streak,
        "last_30_days": days,
    })
}
