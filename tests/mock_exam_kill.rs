//! A mock exam that is killed goes on as it was shown: every answer, every mark, and a clock that lost and won no more than
//! the question on the screen.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod dice;
mod pty;

use dice::Dice;
use pty::{Desk, Terminal};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

const QUESTIONS: usize = 12;
const MINUTES: u64 = 60;
const ROUNDS: u64 = 100;

fn deck() -> String {
    let card = |n: usize| match n % 4 {
        0 => format!(
            "Typed(id: \"c{n}\", question: \"What is number {n} called?\", answer: \"thing {n}\", why: \"So.\"),"
        ),
        _ => format!(
            "MultipleChoice(id: \"c{n}\", question: \"Which is it in case {n}?\", why: \"So.\", options: [Right(\"it {n}\"), Wrong(\"left {n}\", because: \"no\"), Wrong(\"over {n}\", because: \"no\")]),"
        ),
    };
    let cards: Vec<String> = (0..QUESTIONS + 4).map(card).collect();
    format!(
        "Deck(schema: 1, id: \"d\", title: \"D\", track: \"CPIM\", concepts: [Concept(id: \"k\", title: \"K\", topic: \"inventory\", cards: [{}])])",
        cards.join("\n")
    )
}

/// What the screen says of the exam.
#[derive(Debug, Default, Clone)]
struct Shown {
    answered: BTreeSet<usize>,
    marked: BTreeSet<usize>,
    left_s: u64,
}

/// Read from the screen; absent while it shows no question.
fn shown(screen: &vt100::Screen) -> Option<Shown> {
    let text = screen.contents();
    let mut shown = Shown::default();
    let clock = text.lines().next()?.split(" left").next()?;
    let clock = clock.split_whitespace().last()?;
    for part in clock.split(':') {
        shown.left_s = shown.left_s * 60 + part.parse::<u64>().ok()?;
    }
    // The map: numbers with what follows them.
    let mut seen = 0;
    for row in text.lines().rev().skip(1).take(6) {
        let cells = row.replace('›', " ");
        let cells: Vec<&str> = cells.split_whitespace().collect();
        let digits = |cell: &str| cell.trim_end_matches(['✓', '?']).parse::<usize>().ok();
        if cells.is_empty() || !cells.iter().all(|cell| digits(cell).is_some()) {
            continue;
        }
        for cell in cells {
            let number = digits(cell)?;
            seen += 1;
            if cell.contains('✓') {
                shown.answered.insert(number);
            }
            if cell.contains('?') {
                shown.marked.insert(number);
            }
        }
    }
    (seen == QUESTIONS).then_some(shown)
}

fn open(desk: &Desk) -> Terminal {
    let mut command = desk.command(env!("CARGO_BIN_EXE_swot"));
    let questions = QUESTIONS.to_string();
    let minutes = MINUTES.to_string();
    command.args([
        "--no-builtin",
        "exam",
        "CPIM",
        "--questions",
        &questions,
        "--minutes",
        &minutes,
    ]);
    let mut terminal = Terminal::start(command);
    terminal.until("the page before the exam", |screen| {
        let text = screen.contents();
        text.contains("Begin a mock exam") || text.contains("Go on with")
    });
    terminal.send("\r");
    terminal.until("a question", |screen| shown(screen).is_some());
    terminal
}

fn rows(desk: &Desk) -> Vec<Value> {
    let log = desk.log();
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn killed_at_any_moment_it_goes_on_with_every_answer_and_mark_that_was_shown() {
    let desk = Desk::new();
    std::fs::write(desk.deck(), deck()).unwrap();
    let mut dice = Dice(20_261_128);
    let mut before: Option<(Shown, Duration)> = None;
    let mut was_used_ms = 0;
    for round in 0..ROUNDS {
        let began = Instant::now();
        let mut terminal = open(&desk);
        let now = terminal.look(shown).unwrap();
        let used_ms: u64 = rows(&desk)
            .iter()
            .map(|row| row["took_ms"].as_u64().unwrap())
            .sum();
        assert!(used_ms >= was_used_ms, "round {round}");
        was_used_ms = used_ms;
        // The clock begins where the rows end.
        let left_s = (MINUTES * 60_000 - used_ms).div_ceil(1000);
        assert!(
            now.left_s <= left_s && now.left_s + 1 + began.elapsed().as_secs() >= left_s,
            "round {round}: {now:?} of {left_s}"
        );
        if let Some((before, ran)) = before {
            assert!(
                now.answered.is_superset(&before.answered),
                "round {round}: {before:?} became {now:?}"
            );
            assert!(
                now.marked.is_superset(&before.marked),
                "round {round}: {before:?} became {now:?}"
            );
            // No time was lost, and no more given back than the last run took.
            assert!(
                left_s >= before.left_s.saturating_sub(1)
                    && left_s <= before.left_s + ran.as_secs() + 1,
                "round {round}: {left_s} after {before:?}"
            );
        }
        let mut last = now;
        for _ in 0..dice.below(9) {
            let key = match dice.below(6) {
                0 | 1 => ["1", "2", "3"][dice.below(3) as usize],
                // Out of a field that takes what is typed, and to the question after or before.
                2 => "\t\x1b[C",
                3 => "\t\x1b[D",
                // A mark is set and never taken off.
                4 if terminal
                    .look(|screen| !up(screen).is_some_and(|n| last.marked.contains(&n))) =>
                {
                    "m"
                }
                // Behind the last question Enter would ask whether to end the exam.
                _ if terminal.look(up).is_some_and(|n| n <= 3) => "\r",
                _ => "\t\x1b[C",
            };
            terminal.send(key);
            std::thread::sleep(Duration::from_millis(dice.below(25)));
            if let Some(shown) = terminal.look(shown) {
                last = shown;
            }
            if key == "m" {
                // In flight, a second one would take it off again.
                let n = terminal.look(up);
                let began = Instant::now();
                while n.is_some_and(|n| !last.marked.contains(&n))
                    && began.elapsed() < Duration::from_millis(300)
                    && terminal.look(up) == n
                {
                    std::thread::sleep(Duration::from_millis(2));
                    last = terminal.look(shown).unwrap_or(last);
                }
            }
        }
        std::thread::sleep(Duration::from_micros(dice.below(4000)));
        if let Some(shown) = terminal.look(shown) {
            last = shown;
        }
        terminal.signal("KILL");
        terminal.child.wait().unwrap();
        before = Some((last, began.elapsed()));
    }
    let rows = rows(&desk);
    let of = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).count();
    assert_eq!((of("exam-begin"), of("exam-end")), (1, 0));
    assert!(
        of("exam") > 10 && of("exam-mark") > 3,
        "{} answers, {} marks",
        of("exam"),
        of("exam-mark")
    );
    // The newest row of each question is what the screen shows.
    let mut newest: BTreeMap<&str, &Value> = BTreeMap::new();
    for row in rows.iter().filter(|row| row["kind"] == "exam") {
        newest.insert(row["card"].as_str().unwrap(), &row["answer"]);
    }
    let answered = newest.values().filter(|answer| !answer.is_null()).count();
    let terminal = open(&desk);
    assert_eq!(terminal.look(shown).unwrap().answered.len(), answered);
    let doctor = std::process::Command::new(env!("CARGO_BIN_EXE_swot"))
        .arg("doctor")
        .env("SWOT_DATA_DIR", desk.path().join("data"))
        .output()
        .unwrap();
    assert!(
        doctor.status.success(),
        "{}",
        String::from_utf8_lossy(&doctor.stdout)
    );
}

/// The number of the question that is up.
fn up(screen: &vt100::Screen) -> Option<usize> {
    let text = screen.contents();
    let after = text.lines().next()?.split("left · ").nth(1)?;
    after.split(' ').next()?.parse().ok()
}
