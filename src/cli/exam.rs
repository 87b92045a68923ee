//! `swot exam`: a mock exam in the terminal, and what past ones came to.

use super::log::moment;
use super::{Failure, World, out, study};
use crate::shelf::blueprints;
use crate::study::blueprint::Blueprint;
use crate::study::fault::instead;
use crate::study::figures::Passed;
use crate::study::mock_exam::Attempt;
use crate::tui::screens::Route;
use crate::tui::screens::mock_exam::{self, Asked};
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// `CPIM` or `CLTD`
    #[arg(value_name = "EXAM", required_unless_present = "list")]
    exam: Option<String>,
    /// So many questions; without it, the screen offers lengths, 30 first
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000), conflicts_with = "list")]
    questions: Option<u32>,
    /// So many minutes, in place of the examination's time in proportion
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1440), conflicts_with = "list")]
    minutes: Option<u32>,
    /// List past mock exams, oldest first, instead
    #[arg(long)]
    list: bool,
    /// With --list: print JSON
    #[arg(long, requires = "list")]
    json: bool,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    if args.list {
        return list(world, args);
    }
    let exam = args.exam.as_deref().unwrap_or_default();
    // `swot exam set`: whoever looks for the date of an examination comes here too.
    let elsewhere = |why| {
        Failure::Usage(format!(
            "{why}; `swot plan set EXAM --date DATE` sets the date of one"
        ))
    };
    let asked = Asked {
        exam: Some(known(exam).map_err(elsewhere)?.id.clone()),
        questions: args.questions,
        minutes: args.minutes,
    };
    study::enter(world, Route::MockExam(asked))
}

/// The examination of that name.
pub fn known(exam: &str) -> Result<&'static Blueprint, Failure> {
    let all = blueprints();
    let is_meant = |b: &&Blueprint| b.id.eq_ignore_ascii_case(exam);
    all.iter().find(is_meant).ok_or_else(|| {
        let ids: Vec<&str> = all.iter().map(|b| b.id.as_str()).collect();
        let way_on = instead(exam, &ids);
        Failure::Usage(format!("there is no examination `{exam}`; {way_on}"))
    })
}

fn list(world: &World, args: &Args) -> Result<(), Failure> {
    let exam = args.exam.as_deref().map(known).transpose()?;
    let mut past = world.desk()?.past_exams()?;
    past.retain(|attempt| exam.is_none_or(|exam| exam.id == attempt.exam));
    if args.json {
        return out::json(&past.iter().map(as_json).collect::<Vec<_>>());
    }
    if past.is_empty() {
        return out::line("no mock exam has ended; `swot exam CPIM --questions 30` begins one");
    }
    past.iter().try_for_each(print)
}

fn print(attempt: &Attempt) -> Result<(), Failure> {
    let began = moment(attempt.began);
    let day = began.split('T').next().unwrap_or_default();
    let name = if attempt.paper.is_diagnostic {
        " diagnostic"
    } else {
        ""
    };
    let (exam, right) = (&attempt.exam, mock_exam::share(attempt.right()));
    let used = mock_exam::clock(attempt.used_ms);
    out::line(format!("{day}  {exam}{name}  {right}  {used}"))?;
    for (id, of) in attempt.by_module() {
        out::line(format!("  module {id:<3} {}", mock_exam::share(of)))?;
    }
    Ok(())
}

fn as_json(attempt: &Attempt) -> Value {
    let module = |(id, of): (String, Passed)| {
        let (low, high) = of.range();
        json!({"id": id, "n": of.n, "right": of.passed, "low": low, "high": high})
    };
    let (right, modules) = (attempt.right(), attempt.by_module().into_iter());
    let mut told = json!({
        "exam": attempt.exam, "began": moment(attempt.began), "questions": right.n, "right": right.passed,
        "by_module": modules.map(module).collect::<Vec<_>>(), "took_ms": attempt.used_ms,
    });
    if attempt.paper.is_diagnostic {
        told["diagnostic"] = true.into();
    }
    told
}
