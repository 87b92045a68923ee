//! `swot stats`: statistics of the learning so far.

use super::{Failure, World, out};
use crate::dates::date_of;
use crate::study::figures::{Passed, Told};
use crate::study::text::whole_minutes;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only these: an exam (`CPIM`), a deck, deck/concept, deck/card, or #topic
    selector: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lines of each list in readable form.
const LINES: usize = 5;

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let told = world.desk()?.figures(&args.selector)?;
    if args.json {
        return out::json(&as_json(&told));
    }
    let figures = &told.figures;
    let (streak, longest) = told.streaks;
    // Home counts only decks that take part.
    let all = if args.selector.is_empty() {
        " in all decks, those that rest too"
    } else {
        ""
    };
    let met = format!("{} of {}{all}", told.met, told.questions);
    let rows = [
        ("gradings", figures.gradings.to_string()),
        ("questions met", met),
        ("known: interval of 3 weeks or more", told.known.to_string()),
        ("passed when due", share(figures.retention)),
        ("the same in the last 30 days", share(figures.retention_30)),
        ("the same under three weeks", share(figures.young)),
        ("the same after three weeks or more", share(figures.mature)),
        ("passed when looked at before an exam", share(figures.looks)),
        ("time", format!("{} min", whole_minutes(figures.took_ms))),
        ("days studied", figures.days.len().to_string()),
        ("days in a row", format!("{streak}, longest {longest}")),
    ];
    let mut lines: Vec<String> = rows
        .iter()
        .map(|(what, figure)| format!("{what:<38}{figure}"))
        .collect();
    let mut list = |title: &str, rows: Vec<String>| {
        if !rows.is_empty() {
            lines.push(format!("\n{title}"));
            lines.extend(rows.into_iter().take(LINES).map(|row| format!("  {row}")));
        }
    };
    let weak = figures.weak().into_iter();
    let weak =
        weak.map(|(concept, of)| format!("{concept}  missed {} of {}", of.n - of.passed, of.n));
    list("Missed most", weak.collect());
    let mixed_up = told.mixed_up.iter();
    let mixed_up = mixed_up.map(|(card, taken, n)| format!("{card}  {taken}  {n} times"));
    list("Mixed up", mixed_up.collect());
    let leeches = told.leeches.iter();
    let leeches = leeches.map(|(card, lapses)| format!("{card}  {lapses} times"));
    list("Lapsed often", leeches.collect());
    lines.iter().try_for_each(out::line)
}

fn share(passed: Passed) -> String {
    let Some([share, low, high]) = passed.per_cent().filter(|_| passed.is_enough()) else {
        return format!("not enough data (n {})", passed.n);
    };
    format!("{share} %  ({low} to {high}, n {})", passed.n)
}

/// A share is shown from 30 answers on.
fn told_share(passed: Passed) -> Value {
    let (low, high) = passed.range();
    match passed.share().filter(|_| passed.is_enough()) {
        Some(share) => {
            json!({"n": passed.n, "passed": passed.passed, "share": share, "low": low, "high": high})
        }
        None => Value::Null,
    }
}

fn by<'a, K: AsRef<str> + 'a>(
    classes: impl IntoIterator<Item = (&'a K, &'a Passed)>,
) -> Vec<Value> {
    let one = |(id, passed): (&K, &Passed)| {
        let (low, high) = passed.range();
        json!({"id": id.as_ref(), "n": passed.n, "passed": passed.passed, "low": low, "high": high})
    };
    classes.into_iter().map(one).collect()
}

fn as_json(told: &Told) -> Value {
    let figures = &told.figures;
    let date = |day: crate::study::Day| date_of(day).to_string();
    let days = figures.days.iter();
    let days = days.map(|(day, (n, ms))| json!([date(*day), n, ms]));
    let load = told.load.iter().map(|(day, n)| json!([date(*day), n]));
    let eases = told.eases.iter();
    let eases = eases.map(|(from, n)| json!([f64::from(*from) / 100.0, n]));
    let weak = figures.weak().into_iter();
    let weak =
        weak.map(|(concept, of)| json!({"concept": concept, "n": of.n, "passed": of.passed}));
    let mixed_up = told.mixed_up.iter();
    let mixed_up =
        mixed_up.map(|(card, taken, n)| json!({"card": card.as_str(), "taken": taken, "n": n}));
    let leeches = told.leeches.iter();
    let leeches = leeches.map(|(card, lapses)| json!({"card": card.as_str(), "lapses": lapses}));
    let confidence = figures.by_confidence().into_iter().map(|(said, kind, of)| {
        let (low, high) = of.range();
        json!({"said": said, "kind": kind, "n": of.n, "right": of.passed, "low": low, "high": high,
               "chance": told.chance.get(kind)})
    });
    let (streak, longest) = told.streaks;
    json!({
        "day": date(figures.today), "gradings": figures.gradings, "met": told.met, "questions": told.questions, "known": told.known,
        "retention": told_share(figures.retention), "retention_30_days": told_share(figures.retention_30),
        "young": told_share(figures.young), "mature": told_share(figures.mature), "looks": told_share(figures.looks),
        "days": days.collect::<Vec<_>>(), "load": load.collect::<Vec<_>>(), "hours": figures.hours,
        "ease": eases.collect::<Vec<_>>(), "interval": told.intervals,
        "by": {"deck": by(&figures.by_deck), "module": by(&figures.by_module), "concept": by(&figures.by_concept), "kind": by(&figures.by_kind)},
        "weak": weak.collect::<Vec<_>>(), "mixed_up": mixed_up.collect::<Vec<_>>(), "leeches": leeches.collect::<Vec<_>>(),
        "confidence": confidence.collect::<Vec<_>>(), "streak": streak, "longest_streak": longest, "took_ms": figures.took_ms,
    })
}
