//! `swot plan`: what the days until an examination will ask, and the choices for it.

use super::exam::known;
use super::{Failure, World, out};
use crate::dates::{date_of, read_ahead};
use crate::study::Day;
use crate::study::blueprint::Blueprint;
use crate::study::choices::{
    Choice, ExamChoice, free_names, read_free, read_mark, read_minutes, read_weight,
};
use crate::study::exam_plan::Planned;
use crate::study::outlook::ExamOutlook;
use crate::study::readiness::{Estimate, Module, READINESS};
use crate::study::text::count;
use serde_json::{Value, json};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only the plan of this exam, `CPIM` or `CLTD`
    #[arg(value_name = "EXAM")]
    exam: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Choose the date of an examination, and how much is studied for it
    Set(Box<Set>),
    /// Take the date of an examination back: no schedule is changed by it
    Clear {
        #[arg(value_name = "EXAM")]
        exam: String,
    },
}

#[derive(Debug, clap::Args)]
struct Set {
    /// `CPIM` or `CLTD`
    #[arg(value_name = "EXAM")]
    exam: String,
    /// The day of the examination: 2027-03-12, or `12 March`
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Minutes of study a day
    #[arg(long, value_name = "N")]
    minutes: Option<String>,
    /// Weekdays without study: sat,sun, or none
    #[arg(long, value_name = "DAYS")]
    free: Option<String>,
    /// The share aimed at, in per cent
    #[arg(long, value_name = "PER_CENT")]
    mark: Option<String>,
    /// The share of a module in the examination in per cent, repeatable: 3=12.5; 3= takes it back
    #[arg(long, value_name = "MODULE=N")]
    weight: Vec<String>,
}

pub fn run(world: &World, args: &Args) -> Result<(), Failure> {
    let mut desk = world.desk()?;
    let mut only = None;
    if let (Some(exam), Some(_)) = (&args.exam, &args.command) {
        return Err(Failure::Usage(format!(
            "`{exam}` stands before the command: name the exam once, as in `swot plan set {exam} --minutes 45`"
        )));
    }
    match &args.command {
        None => only = args.exam.as_deref().map(known).transpose()?,
        Some(Command::Set(set)) => {
            let blueprint = known(&set.exam)?;
            // All options are parsed before any choice is written.
            let choices = set.choices(blueprint, desk.today());
            let choices = choices.map_err(Failure::Usage)?;
            if choices.is_empty() {
                return Err(Failure::Usage(
                    "say what to set: --date, --minutes, --free, --mark or --weight".into(),
                ));
            }
            let of_exam = |choice| Choice::Exam(blueprint.id.clone(), choice);
            desk.choose(&choices.into_iter().map(of_exam).collect::<Vec<_>>())?;
            only = Some(blueprint).filter(|_| !args.json);
        }
        Some(Command::Clear { exam }) => {
            let blueprint = known(exam)?;
            desk.choose_for_exam(&blueprint.id, &ExamChoice::Date(None))?;
        }
    }
    let mut outlooks = desk.exam_outlooks()?;
    let are_several = outlooks.len() > 1;
    outlooks.retain(|outlook| only.is_none_or(|exam| exam.id == outlook.exam.id));
    if args.json {
        return out::json(&outlooks.iter().map(as_json).collect::<Vec<_>>());
    }
    if outlooks.is_empty() {
        let (which, id) = match only {
            Some(exam) => (format!("{} has no date to come", exam.id), &*exam.id),
            None => ("no examination to come has a date".to_owned(), "CPIM"),
        };
        return out::line(format!(
            "{which}; `swot plan set {id} --date 2027-03-12 --minutes 45` gives it one, and what else was set is kept"
        ));
    }
    outlooks.iter().try_for_each(print)?;
    if are_several {
        out::line("Each day counts the questions of all exams to come.")
    } else {
        Ok(())
    }
}

impl Set {
    fn choices(&self, blueprint: &Blueprint, today: Day) -> Result<Vec<ExamChoice>, String> {
        let mut choices = Vec::new();
        if let Some(text) = &self.date {
            choices.push(ExamChoice::Date(Some(read_ahead(text, today)?)));
        }
        if let Some(text) = &self.minutes {
            choices.push(ExamChoice::Minutes(Some(read_minutes(text)?)));
        }
        if let Some(text) = &self.free {
            choices.push(ExamChoice::Free(read_free(text)?));
        }
        if let Some(text) = &self.mark {
            choices.push(ExamChoice::Mark(Some(read_mark(text)?)));
        }
        let modules: Vec<&str> = blueprint.modules.iter().map(|m| m.id.as_str()).collect();
        for text in &self.weight {
            let (module, weight) = read_weight(text, &blueprint.id, &modules)?;
            choices.push(ExamChoice::Weight(module, weight));
        }
        Ok(choices)
    }
}

fn as_json(outlook: &ExamOutlook) -> Value {
    let plan = &outlook.plan;
    let day = |day: Day| date_of(day).to_string();
    let calendar: Vec<Value> = plan
        .days
        .iter()
        .map(|d| json!({"day": day(d.day), "due": d.due, "looks": d.looks, "new": d.new, "minutes": d.minutes()}))
        .collect();
    let free = free_names(&outlook.exam.free);
    json!({
        "exam": outlook.exam.id, "date": day(outlook.exam.day), "days_left": outlook.days_left,
        "minutes": outlook.exam.minutes, "free": free, "new_a_day": plan.new_a_day, "to_meet": outlook.exam.left,
        "unmet_by_then": plan.unmet, "fits": plan.fits.word(), "says": outlook.says,
        "window_from": day(plan.window_from), "looks_from": plan.looks_from.map(day),
        "busiest": {"day": day(plan.busiest.day), "minutes": plan.busiest.minutes()},
        "calendar": calendar,
        "readiness": outlook.readiness.modules.iter().map(module_as_json).collect::<Vec<_>>(),
    })
}

fn module_as_json(module: &Module) -> Value {
    let told = |estimate: Option<Estimate>| {
        estimate.map(|e| json!({"share": e.share, "low": e.low, "high": e.high}))
    };
    let mock = module.mock.map(|mock| {
        let (low, high) = mock.range();
        json!({"n": mock.n, "right": mock.passed, "low": low, "high": high})
    });
    json!({
        "module": module.covered.id, "questions": module.covered.questions, "met": module.covered.met,
        "if_you_stop": told(module.if_you_stop), "with_plan": told(module.with_plan), "mock": mock,
    })
}

fn print(outlook: &ExamOutlook) -> Result<(), Failure> {
    let when = match outlook.days_left {
        0 => "today".to_owned(),
        days => format!("in {}", count(days, "day", "days")),
    };
    let (id, day, says) = (&outlook.exam.id, date_of(outlook.exam.day), &outlook.says);
    out::line(format!("{id} on {day}, {when}: {says}"))?;
    let days = outlook.plan.days.iter().filter(|d| d.ms > 0.0).take(14);
    let row = |d: &Planned| {
        vec![
            date_of(d.day).strftime("%a %Y-%m-%d").to_string(),
            d.due.to_string(),
            d.looks.to_string(),
            d.new.to_string(),
            d.minutes().to_string(),
        ]
    };
    let rows: Vec<_> = days.map(row).collect();
    if !rows.is_empty() {
        out::line("")?;
        out::table(&["day", "due", "looks", "new", "min"], rows)?;
    }
    let done = outlook.plan.days.first().map_or(0, |day| day.done);
    if done > 0 {
        let questions = count(done, "question", "questions");
        out::line(format!(
            "The minutes of the first day hold the {questions} answered today already."
        ))?;
    }
    print_readiness(outlook)
}

fn print_readiness(outlook: &ExamOutlook) -> Result<(), Failure> {
    let row = |module: &Module| {
        let mut row = vec![module.covered.id.clone(), module.covered.title.clone()];
        row.extend(module.told());
        row
    };
    out::line("")?;
    out::table(
        &[
            "",
            "module",
            "met",
            "if you stop today",
            "with the plan",
            "mock exams",
        ],
        outlook.readiness.modules.iter().map(row),
    )?;
    if let Some((stop, plan)) = outlook.readiness.whole {
        out::line(format!(
            "all modules, by their weights: {stop} if you stop today, {plan} with the plan"
        ))?;
    }
    if let Some(weighed) = outlook.readiness.weighed() {
        out::line(weighed)?;
    }
    out::line("")?;
    out::line(READINESS)
}
