//! `swot schedule`: what SM-2 makes of a series of grades. No deck and no database is read.

use super::{Failure, out};
use crate::study::memory::{Algorithm, Counted, Event, Memory};
use crate::study::{Day, Grade};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::io::BufRead;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without grades, --json reads JSON lines from standard input and answers each:\n  {\"grades\": [5,4,3], \"late\": [0,2,0]}   late: days after the due day\n  {\"events\": [[0,5], [1,4]]}             day and grade, days never falling"
)]
pub struct Args {
    /// Grades 0 to 5, each given on its due day
    #[arg(value_name = "GRADE", value_parser = clap::value_parser!(u8).range(0..=5))]
    grades: Vec<u8>,
    /// Print JSON; without grades, read JSON lines from standard input
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    grades: Option<Vec<u8>>,
    late: Option<Vec<u32>>,
    events: Option<Vec<(u32, u8)>>,
}

#[derive(Serialize)]
struct Answer {
    steps: Vec<Step>,
}

#[derive(Serialize)]
struct Step {
    day: i32,
    grade: u8,
    kind: Counted,
    repetitions: u32,
    /// Always with two decimals.
    ease: Box<RawValue>,
    interval: u32,
    due: i32,
}

/// Day numbers up to this one leave room for any interval.
const LAST_DAY: i32 = 1_000_000_000;

pub fn run(args: &Args) -> Result<(), Failure> {
    if !args.grades.is_empty() {
        let steps = by_due_day(&args.grades, None).map_err(Failure::Usage)?;
        return if args.json {
            out::json(&Answer { steps })
        } else {
            print(&steps)
        };
    }
    if !args.json {
        return Err(Failure::Usage(
            "give some grades, for instance: swot schedule 5 4 3 5".into(),
        ));
    }
    let mut refused = 0;
    for line in std::io::stdin().lock().lines() {
        let line = line.map_err(|e| Failure::Failed(format!("cannot read standard input: {e}")))?;
        if line.trim().is_empty() {
            continue;
        }
        match answer(&line) {
            Ok(answer) => out::json(&answer)?,
            Err(error) => {
                refused += 1;
                out::json(&serde_json::json!({ "error": error }))?;
            }
        }
    }
    if refused > 0 {
        Err(Failure::Failed(format!(
            "{refused} of the lines could not be answered; each has its error in its place"
        )))
    } else {
        Ok(())
    }
}

fn answer(line: &str) -> Result<Answer, String> {
    let request: Request = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let steps = match (request.grades, request.late, request.events) {
        (Some(grades), late, None) => by_due_day(&grades, late.as_deref())?,
        (None, None, Some(events)) => by_day(&events)?,
        _ => return Err("give either `grades` (with `late`, if you like) or `events`".into()),
    };
    Ok(Answer { steps })
}

fn by_due_day(grades: &[u8], late: Option<&[u32]>) -> Result<Vec<Step>, String> {
    if let Some(late) = late
        && late.len() != grades.len()
    {
        return Err(format!(
            "`late` has {} entries for {} grades; give one for each",
            late.len(),
            grades.len()
        ));
    }
    let mut memory = Memory::default();
    grades
        .iter()
        .enumerate()
        .map(|(i, &grade)| {
            let due = memory.schedule().map_or(0, |s| s.due.0);
            let late = late.map_or(0, |late| late[i]);
            step(&mut memory, i64::from(due) + i64::from(late), grade)
        })
        .collect()
}

fn by_day(events: &[(u32, u8)]) -> Result<Vec<Step>, String> {
    let mut memory = Memory::default();
    let mut last = 0;
    events
        .iter()
        .map(|&(day, grade)| {
            if day < last {
                return Err(format!("day {day} comes after day {last}; days never fall"));
            }
            last = day;
            step(&mut memory, day.into(), grade)
        })
        .collect()
}

fn step(memory: &mut Memory, day: i64, grade: u8) -> Result<Step, String> {
    let grade = Grade::try_from(grade)?;
    let fit = i32::try_from(day).ok().filter(|day| *day <= LAST_DAY);
    let day = Day(fit.ok_or_else(|| format!("day {day} is beyond what can be counted"))?);
    let meant = memory.meant(day);
    let kind = memory.counts(meant, grade, day);
    *memory = memory.after(&Event::Graded(meant, grade, Algorithm::Sm2), day);
    let schedule = memory.schedule().ok_or("a graded card has a schedule")?;
    let ease = format!("{}.{:02}", schedule.ease / 100, schedule.ease % 100);
    let ease = RawValue::from_string(ease).map_err(|e| e.to_string())?;
    Ok(Step {
        day: day.0,
        grade: grade.value(),
        kind,
        repetitions: schedule.repetitions,
        ease,
        interval: schedule.interval,
        due: schedule.due.0,
    })
}

fn print(steps: &[Step]) -> Result<(), Failure> {
    let row = |s: &Step| {
        vec![
            s.day.to_string(),
            s.grade.to_string(),
            s.repetitions.to_string(),
            s.ease.get().to_owned(),
            s.interval.to_string(),
            s.due.to_string(),
        ]
    };
    let head = ["day", "grade", "repetitions", "ease", "interval", "due"];
    out::table(&head, steps.iter().map(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        answer(text).map_or_else(|e| e, |a| out::json_text(&a))
    }

    #[test]
    fn a_line_is_answered_to_the_letter() {
        assert_eq!(
            line(r#"{"grades":[5,3],"late":[0,2]}"#),
            r#"{"steps":[{"day":0,"grade":5,"kind":"repetition","repetitions":1,"ease":2.60,"interval":1,"due":1},{"day":3,"grade":3,"kind":"repetition","repetitions":2,"ease":2.46,"interval":6,"due":9}]}"#
        );
    }

    #[test]
    fn drills_and_practice_leave_the_schedule() {
        let kinds: Vec<Counted> = answer(r#"{"events":[[0,3],[0,2],[0,4],[0,5],[1,5],[3,1]]}"#)
            .unwrap()
            .steps
            .iter()
            .map(|s| s.kind)
            .collect();
        use Counted::*;
        assert_eq!(
            kinds,
            [Repetition, Drill, Drill, Practice, Repetition, Practice]
        );
    }

    #[test]
    fn bad_lines_say_why() {
        for (text, why) in [
            (r#"{"grades":[6]}"#, "0 to 5"),
            (r#"{"grades":[5],"late":[]}"#, "one for each"),
            (r#"{"events":[[2,5],[1,5]]}"#, "never fall"),
            (r#"{"grades":[5],"events":[]}"#, "either"),
            ("{}", "either"),
            ("nonsense", "expected"),
            (r#"{"grades":[5],"latte":[1]}"#, "latte"),
            (r#"{"grades":[4.5]}"#, "4.5"),
            (r#"{"events":[[4000000000,5]]}"#, "beyond"),
            (r#"{"grades":[5],"late":[4000000000]}"#, "beyond"),
        ] {
            assert!(line(text).contains(why), "{text}: {}", line(text));
        }
    }
}
