//! The figures beside a recount of `swot log --json` that shares no code with them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod home;

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use swotter::store::Store;
use swotter::study::kinds::Answer;
use swotter::study::log::{About, Change, Confidence, Moment};
use swotter::study::memory::{Algorithm, Event, Meant};
use swotter::study::mock_exam::Act;
use swotter::study::{Day, Grade, Key};

const TODAY: i32 = 20_778;

fn deck() -> String {
    let cards: Vec<String> = (0..24)
        .map(|n| match n % 2 {
            0 => format!("Basic(id: \"c{n}\", front: \"What is number {n} called?\", back: \"It is called thing {n}.\"),"),
            _ => format!(
                "MultipleChoice(id: \"c{n}\", question: \"Which is it in case {n}?\", options: [Right(\"it {n}\"), Wrong(\"left {n}\", because: \"no\"), Wrong(\"over {n}\", because: \"no\")]),"
            ),
        })
        .collect();
    let concepts: Vec<String> = cards
        .chunks(8)
        .enumerate()
        .map(|(n, cards)| {
            format!(
                "Concept(id: \"k{n}\", title: \"K{n}\", topic: \"t\", cards: [{}]),",
                cards.join("\n")
            )
        })
        .collect();
    format!(
        "Deck(schema: 1, id: \"d\", title: \"D\", concepts: [{}])",
        concepts.join("\n")
    )
}

/// Sixty days of study with everything that may stand in the log: early answers, drills, looks, practice, mock exams, undo, days without.
fn history(data: &Path, seed: u64) {
    let mut state = seed;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut store = None;
    for day in TODAY - 60..=TODAY {
        if draw(6) == 0 {
            continue;
        }
        for minute in 0..draw(14) {
            let at = Moment {
                utc_ms: i64::from(day) * 86_400_000 + 6 * 3_600_000 + minute as i64 * 1_200_000,
                offset_s: if draw(2) == 0 { 3600 } else { -7200 },
            };
            let store = store.get_or_insert_with(|| Store::open(data, at).unwrap().store);
            if draw(15) == 0 {
                store.undo(Day(day), at).unwrap();
                continue;
            }
            let card = draw(26);
            let key = Key::from_text(format!("d/c{card}"));
            let meant = [
                Meant::Review,
                Meant::Review,
                Meant::Review,
                Meant::Drill,
                Meant::Look,
                Meant::Practice,
            ][draw(6) as usize];
            let grade = Grade::new(draw(6) as u8).unwrap();
            // No exam of that name began: its answers are answers all the same.
            let exam = About {
                device: "elsewhere".into(),
                seq: 1,
                count: 1,
                hybrid: 1,
            };
            let event = match draw(8) {
                0 => Event::Exam(Box::new(Act::Answer(exam))),
                1 => Event::Exam(Box::new(Act::Mark(exam, true))),
                _ => Event::Graded(meant, grade, Algorithm::Sm2),
            };
            let is_exam = matches!(event, Event::Exam(_));
            let mut change = Change::new(key.clone(), event, Day(day), store.memory(&key).unwrap());
            change.took_ms = draw(200_000) as u32;
            change.seed = draw(3);
            let said = [None, Some(Confidence::Guess), Some(Confidence::Sure)][draw(3) as usize];
            change.confidence = said.filter(|_| !is_exam);
            if card % 2 == 1 {
                change.answer = Answer::Chosen(vec![draw(3) as usize]).to_log();
            }
            store.record(&change, at).unwrap();
        }
    }
}

fn swot(home: &Path, arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_swot"))
        .env_clear()
        .envs(home::home(home))
        .env("SWOT_NOW", "2026-11-21T21:00:00Z")
        .args(["--no-builtin", "--data-dir"])
        .arg(home.join("data"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

#[derive(Default, Clone)]
struct Share(u64, u64);

impl Share {
    fn count(&mut self, passed: bool) {
        self.0 += 1;
        self.1 += u64::from(passed);
    }

    fn is_told_as(&self, told: &Value) -> bool {
        if self.0 < 30 {
            return told.is_null();
        }
        (&told["n"], &told["passed"]) == (&json!(self.0), &json!(self.1))
    }
}

#[test]
fn every_figure_is_what_a_recount_of_the_log_gives() {
    for seed in 0..2 {
        let home = tempfile::tempdir().unwrap();
        history(&home.path().join("data"), seed);
        std::fs::create_dir_all(home.path().join("data/decks")).unwrap();
        std::fs::write(home.path().join("data/decks/d.ron"), deck()).unwrap();
        let told: Value = serde_json::from_str(&swot(home.path(), &["stats", "--json"])).unwrap();
        let log = swot(home.path(), &["log", "--json"]);
        let rows: Vec<Value> = log
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();

        let of_deck = |row: &Value| row["card"].as_str().unwrap()[3..].parse::<u32>().unwrap() < 24;
        let day_number =
            |text: &Value| text.as_str().unwrap().parse::<jiff::civil::Date>().unwrap();
        let today = day_number(&told["day"]);
        let (mut gradings, mut ms, mut hours) = (0u64, 0u64, [0u64; 24]);
        let mut days: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        let [mut all, mut recent, mut young, mut mature, mut looks]: [Share; 5] =
            Default::default();
        let mut concepts: BTreeMap<String, Share> = BTreeMap::new();
        let mut first: BTreeMap<String, Share> = BTreeMap::new();
        let mut said: BTreeMap<(String, String), Share> = BTreeMap::new();
        for row in rows
            .iter()
            .filter(|row| !row["meant"].is_null() && row["undone"] == false)
        {
            let passed = row["grade"].as_u64().is_some_and(|grade| grade >= 3);
            let took = row["took_ms"].as_u64().unwrap().min(120_000);
            gradings += 1;
            ms += took;
            let day = days
                .entry(row["day"].as_str().unwrap().to_owned())
                .or_default();
            *day = (day.0 + 1, day.1 + took);
            hours[row["at"].as_str().unwrap()[11..13]
                .parse::<usize>()
                .unwrap()] += 1;
            if row["meant"] == "look" {
                looks.count(passed);
            }
            let number: u32 = row["card"].as_str().unwrap()[3..].parse().unwrap();
            let concept = format!("d/k{}", number / 8);
            let interval = row["before"]["interval"].as_u64();
            if let Some(interval) = interval.filter(|_| row["kind"] == "repetition") {
                all.count(passed);
                if today.since(day_number(&row["day"])).unwrap().get_days() < 30 {
                    recent.count(passed);
                }
                if interval >= 21 {
                    mature.count(passed)
                } else {
                    young.count(passed)
                }
                if of_deck(row) {
                    concepts.entry(concept.clone()).or_default().count(passed);
                }
            }
            if of_deck(row) {
                if row["kind"] == "repetition" || row["kind"] == "lapse" {
                    first.entry(concept).or_default().count(passed);
                }
                if let Some(word) = row["confidence"].as_str() {
                    let kind = ["Basic", "MultipleChoice"][number as usize % 2];
                    said.entry((word.to_owned(), kind.to_owned()))
                        .or_default()
                        .count(passed);
                }
            }
        }
        assert_eq!(
            (&told["gradings"], &told["took_ms"]),
            (&json!(gradings), &json!(ms)),
            "seed {seed}"
        );
        assert_eq!(told["hours"], json!(hours));
        let listed: Vec<Value> = days
            .iter()
            .map(|(day, (n, ms))| json!([day, n, ms]))
            .collect();
        assert_eq!(told["days"], json!(listed));
        for (share, key) in [
            (&all, "retention"),
            (&recent, "retention_30_days"),
            (&young, "young"),
            (&mature, "mature"),
            (&looks, "looks"),
        ] {
            assert!(
                share.is_told_as(&told[key]),
                "{key} of seed {seed}: {} of {}, told {}",
                share.1,
                share.0,
                told[key]
            );
        }
        let listed = told["by"]["concept"].as_array().unwrap();
        assert_eq!(listed.len(), concepts.len());
        for one in listed {
            let share = &concepts[one["id"].as_str().unwrap()];
            assert_eq!(
                (&one["n"], &one["passed"]),
                (&json!(share.0), &json!(share.1))
            );
        }
        for one in told["weak"].as_array().unwrap() {
            let share = &first[one["concept"].as_str().unwrap()];
            assert_eq!(
                (&one["n"], &one["passed"]),
                (&json!(share.0), &json!(share.1))
            );
        }
        for one in told["confidence"].as_array().unwrap() {
            let key = (
                one["said"].as_str().unwrap().to_owned(),
                one["kind"].as_str().unwrap().to_owned(),
            );
            assert_eq!(
                (&one["n"], &one["right"]),
                (&json!(said[&key].0), &json!(said[&key].1))
            );
        }

        // What is remembered now is the state after the last row of each question.
        let mut last: BTreeMap<&str, &Value> = BTreeMap::new();
        for row in rows
            .iter()
            .filter(|row| !row["card"].is_null() && row["undone"] == false)
        {
            last.insert(row["card"].as_str().unwrap(), &row["after"]);
        }
        let met: Vec<&Value> = last
            .iter()
            .filter(|(card, state)| {
                card[3..].parse::<u32>().unwrap() < 24 && !state["interval"].is_null()
            })
            .map(|(_, state)| *state)
            .collect();
        assert_eq!(told["met"], json!(met.len()), "seed {seed}");
        let known = met
            .iter()
            .filter(|state| state["interval"].as_u64().unwrap() >= 21)
            .count();
        assert_eq!(told["known"], json!(known));
        let overdue = met
            .iter()
            .filter(|state| day_number(&state["due"]) <= today)
            .count();
        assert_eq!(told["load"][0][1], json!(overdue));
        let lapsed: BTreeSet<u64> = met
            .iter()
            .filter_map(|state| state["lapses"].as_u64())
            .filter(|n| *n >= 8)
            .collect();
        let told_lapses: BTreeSet<u64> = told["leeches"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|one| one["lapses"].as_u64())
            .collect();
        assert_eq!(told_lapses, lapsed);

        // Wrong options that were taken at least twice, by their words: in the log they are places in a shuffle.
        let chosen = rows.iter().filter(|row| {
            row["undone"] == false
                && !row["answer"].is_null()
                && row["grade"].as_u64().is_some_and(|g| g < 3)
        });
        let wrong: u64 = told["mixed_up"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["n"].as_u64().unwrap())
            .sum();
        assert!(wrong > 0 && wrong <= chosen.count() as u64, "{wrong}");
        for one in told["mixed_up"].as_array().unwrap() {
            let taken = one["taken"].as_str().unwrap();
            let number = &one["card"].as_str().unwrap()[3..];
            assert!(
                taken == format!("left {number}") || taken == format!("over {number}"),
                "{one}"
            );
        }
    }
}

/// Both bounds of Wilson's interval: where a share is 1.96 standard errors of its own away from what was seen.
fn wilson(passed: f64, n: f64) -> [f64; 2] {
    let (z2, p) = (1.959_963_984_540_054_f64.powi(2), passed / n);
    let (a, b, c) = (n + z2, -(2.0 * n * p + z2), n * p * p);
    let root = (b * b - 4.0 * a * c).sqrt();
    [(-b - root) / (2.0 * a), (-b + root) / (2.0 * a)]
}

/// What a question comes to at the end of a plan: interval and ease as the log has them, last seen, last planned answer.
#[derive(Clone)]
struct Kept {
    repetitions: u64,
    ease: u64,
    interval: u64,
    due: i64,
    seen: i64,
    answered: Option<(i64, u64, u64)>,
}

#[test]
fn readiness_is_what_a_recount_of_the_log_and_the_calendar_gives() {
    let epoch = jiff::civil::date(1970, 1, 1);
    let number = |text: &Value| -> i64 {
        let day: jiff::civil::Date = text.as_str().unwrap().parse().unwrap();
        day.since(epoch).unwrap().get_days().into()
    };
    let mut waited = 0;
    for (seed, minutes) in [(0, "60"), (1, "60"), (2, "2")] {
        let home = tempfile::tempdir().unwrap();
        history(&home.path().join("data"), seed);
        std::fs::create_dir_all(home.path().join("data/decks")).unwrap();
        let decks = home.path().join("data/decks");
        std::fs::write(
            decks.join("d.ron"),
            deck()
                .replace("\"K0\",", "\"K0\", modules: [\"CPIM/3\"],")
                .replace("\"K1\",", "\"K1\", modules: [\"CPIM/5\"],")
                .replace("\"K2\",", "\"K2\", modules: [\"CPIM/3\", \"CPIM/8\"],"),
        )
        .unwrap();
        {
            let at = Moment {
                utc_ms: i64::from(TODAY) * 86_400_000 + 20 * 3_600_000,
                offset_s: 0,
            };
            let mut store = Store::open(&home.path().join("data"), at).unwrap().store;
            for card in ["d/c3", "d/c17"] {
                let key = Key::from_text(card);
                let before = store.memory(&key).unwrap();
                let change = Change::new(key, Event::Suspend, Day(TODAY), before);
                store.record(&change, at).unwrap();
            }
        }
        let set = [
            "plan",
            "--json",
            "set",
            "CPIM",
            "--date",
            "2026-12-19",
            "--minutes",
            minutes,
            "--free",
            "sun",
        ];
        let told: Value = serde_json::from_str(&swot(home.path(), &set)).unwrap();
        let plan = &told[0];
        let exam = number(&plan["date"]);
        let log = swot(home.path(), &["log", "--json"]);
        let rows: Vec<Value> = log
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();

        // How often what came in time was passed, by the interval before.
        let mut classes = [(30.0, 27.0); 4];
        let class = |interval: u64| match interval {
            0 | 1 => 0,
            2..=6 => 1,
            7..=20 => 2,
            _ => 3,
        };
        let mut kept: BTreeMap<u64, Kept> = BTreeMap::new();
        let mut suspended = BTreeSet::new();
        let standing = |row: &&Value| row["undone"] == false && !row["card"].is_null();
        for row in rows.iter().filter(standing) {
            let card: u64 = row["card"].as_str().unwrap()[3..].parse().unwrap();
            let (day, before, after) = (number(&row["day"]), &row["before"], &row["after"]);
            if row["kind"] == "repetition"
                && let Some(interval) = before["interval"].as_u64()
                && (day - number(&before["due"])) as f64 <= (interval as f64 / 4.0).max(1.0)
            {
                let of = &mut classes[class(interval)];
                *of = (
                    of.0 + 1.0,
                    of.1 + f64::from(u8::from(row["grade"].as_u64() >= Some(3))),
                );
            }
            if after["suspended"] == true {
                suspended.insert(card);
            }
            let Some(interval) = after["interval"].as_u64() else {
                continue;
            };
            let is_seen =
                ["repetition", "lapse", "drill", "look"].contains(&row["kind"].as_str().unwrap());
            let of = kept.entry(card).or_insert(Kept {
                repetitions: 0,
                ease: 0,
                interval,
                due: 0,
                seen: day,
                answered: None,
            });
            of.repetitions = after["repetitions"].as_u64().unwrap();
            of.ease = (after["ease"].as_f64().unwrap() * 100.0).round() as u64;
            (of.interval, of.due) = (interval, number(&after["due"]));
            of.seen = if is_seen { of.seen.max(day) } else { of.seen };
        }
        kept.retain(|card, _| *card < 24);
        let met: BTreeSet<u64> = kept.keys().copied().collect();
        kept.retain(|card, _| !suspended.contains(card));
        let stopped = kept.clone();
        // What today keeps waiting is asked on the next day of study.
        let listed = swot(home.path(), &["cards"]);
        let waiting = listed.lines().filter(|line| line.contains("waits for"));
        let waiting: BTreeSet<u64> = waiting
            .map(|line| line.trim_start()[3..].split_whitespace().next())
            .map(|card| card.unwrap().parse().unwrap())
            .collect();
        waited += waiting.len();

        // The calendar's numbers are enough to tell which question is answered last when.
        let window = number(&plan["window_from"]);
        let studied = |day: i64| (day + 3).rem_euclid(7) != 6;
        for day in plan["calendar"].as_array().unwrap() {
            let (today, due) = (number(&day["day"]), day["due"].as_u64().unwrap());
            if !studied(today) {
                continue;
            }
            let mut candidates: Vec<(f64, String)> = Vec::new();
            for (card, of) in &kept {
                let comes = (of.due.max(today)..exam).any(studied);
                if today >= window && !comes && of.seen < window && of.due > today {
                    let risk = (today - of.seen) as f64 / of.interval.max(1) as f64;
                    candidates.push((-risk, format!("d/c{card}")));
                }
            }
            candidates.sort_by(|a, b| a.partial_cmp(b).unwrap());
            let mut repeated = 0;
            for (card, of) in &mut kept {
                let waits = today == i64::from(TODAY) && waiting.contains(card);
                if of.due > today || waits {
                    continue;
                }
                let before = of.interval;
                of.interval = match of.repetitions {
                    0 => 1,
                    1 => 6,
                    _ => (before * of.ease).div_ceil(100),
                };
                (of.repetitions, of.due, of.seen) =
                    (of.repetitions + 1, today + of.interval as i64, today);
                of.answered = Some((today, before, of.interval));
                repeated += 1;
            }
            for (_, card) in candidates
                .iter()
                .take(day["looks"].as_u64().unwrap() as usize)
            {
                let of = kept.get_mut(&card[3..].parse().unwrap()).unwrap();
                (of.seen, of.answered) = (today, Some((today, of.interval, of.interval)));
            }
            // Those met on the way are due too, and belong to no module yet.
            assert!(
                repeated <= due,
                "seed {seed}, day {}: {repeated} of {due}",
                day["day"]
            );
        }
        let chance = |interval: u64| {
            let (n, passed) = classes[class(interval)];
            let [low, high] = wilson(passed, n);
            [low, passed / n, high]
        };
        let left = |of: &Kept, at: usize| {
            let days = (exam - of.seen).max(0) as f64;
            chance(of.interval)[at].powf(days / of.interval.max(1) as f64)
        };
        let planned = |card: &u64, at: usize| match kept[card].answered {
            None => left(&stopped[card], at),
            Some((day, before, after)) => {
                let kept = chance(after)[at].powf((exam - day) as f64 / after.max(1) as f64);
                chance(before)[at] * kept + (1.0 - chance(before)[at]) * chance(1)[at]
            }
        };
        let modules: [(&str, &[u64]); 3] = [("3", &[0, 2]), ("5", &[1]), ("8", &[2])];
        let told = plan["readiness"].as_array().unwrap();
        assert_eq!(told.len(), 8);
        for module in told {
            let name = module["module"].as_str().unwrap();
            let Some((_, concepts)) = modules.iter().find(|(id, _)| *id == name) else {
                assert_eq!(
                    (
                        &module["questions"],
                        &module["if_you_stop"],
                        &module["mock"]
                    ),
                    (&json!(0), &Value::Null, &Value::Null)
                );
                continue;
            };
            let of = |card: &&u64| concepts.contains(&(*card / 8));
            assert_eq!(module["questions"], json!(concepts.len() * 8));
            assert_eq!(
                module["met"],
                json!(met.iter().filter(of).count()),
                "seed {seed}"
            );
            let cards: Vec<&u64> = stopped.keys().filter(of).collect();
            assert!(cards.len() > 3);
            let mean = |of: &dyn Fn(&u64, usize) -> f64, at: usize| {
                cards.iter().map(|card| of(card, at)).sum::<f64>() / cards.len() as f64
            };
            for (at, word) in ["low", "share", "high"].into_iter().enumerate() {
                let stop = mean(&|card, at| left(&stopped[card], at), at);
                let with = mean(&planned, at);
                for (key, recount) in [("if_you_stop", stop), ("with_plan", with)] {
                    let figure = module[key][word].as_f64().unwrap();
                    assert!(
                        (figure - recount).abs() < 1e-9,
                        "seed {seed}, module {name}: {key} {word} {figure}, recount {recount}"
                    );
                }
            }
        }
    }
    assert!(waited > 0);
}
