//! The rules of the log told a third time, from nothing but the lines of `swot log --json`: which rows are undone or void, what
//! each grading counts as, and what is remembered after it. It shares no code with the program.

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is remembered of a question that was asked.
#[derive(Clone, Copy)]
struct Learned {
    repetitions: u64,
    /// In hundredths.
    ease: u64,
    interval: u64,
    due: i64,
    last: i64,
    lapses: u64,
    drill: Option<i64>,
}

#[derive(Clone, Default)]
pub struct Memory {
    learned: Option<Learned>,
    suspended: bool,
    buried: Option<i64>,
    flag: Option<String>,
}

pub struct Row {
    /// The whole line.
    line: Value,
    /// Without what tells several contents of one number apart.
    device: String,
    seq: u64,
    hybrid: u64,
    day: i64,
}

pub struct Replay {
    pub rows: Vec<Row>,
    gone: Vec<bool>,
    /// What each row counts as, and the interval before it, where it is a grading that is not gone.
    counted: Vec<Option<(&'static str, Option<u64>)>>,
    pub memories: BTreeMap<String, Memory>,
}

fn days(date: &str) -> i64 {
    let date: jiff::civil::Date = date.parse().unwrap();
    let since = jiff::civil::date(1970, 1, 1).until(date).unwrap();
    i64::from(since.get_days())
}

fn date(day: i64) -> String {
    let date = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day);
    date.to_string()
}

impl Row {
    fn read(line: &str) -> Row {
        let line: Value = serde_json::from_str(line).unwrap();
        let device = line["device"].as_str().unwrap();
        Row {
            device: device.split('~').next().unwrap().to_owned(),
            seq: line["seq"].as_u64().unwrap(),
            hybrid: line["hybrid"].as_u64().unwrap(),
            day: days(line["day"].as_str().unwrap()),
            line,
        }
    }

    fn text(&self, field: &str) -> &str {
        self.line[field].as_str().unwrap_or_default()
    }

    fn number(&self, field: &str) -> Option<u64> {
        self.line[field].as_u64()
    }

    fn is(&self, kind: &str) -> bool {
        self.text("kind") == kind
    }

    /// The old name of a card that was called something else.
    fn adopted(&self) -> Option<&str> {
        let old = self.text("detail").strip_prefix("from ");
        old.filter(|_| self.is("adopt") && self.brought().is_none())
    }

    /// What another program remembered.
    fn brought(&self) -> Option<Memory> {
        let memory = self.line["payload"].get("memory")?;
        let learned = memory["learned"].as_object().map(|l| Learned {
            repetitions: l["repetitions"].as_u64().unwrap(),
            ease: l["ease"].as_u64().unwrap(),
            interval: l["interval"].as_u64().unwrap(),
            due: l["due"].as_i64().unwrap(),
            last: l["last"].as_i64().unwrap(),
            lapses: l["lapses"].as_u64().unwrap(),
            drill: l["drill"].as_i64(),
        });
        Some(Memory {
            learned,
            ..Memory::default()
        })
    }

    /// This row is one of those that `other` takes back, brings back or voids.
    fn is_named_by(&self, other: &Row) -> bool {
        let about = &other.line["about"];
        let number = |n: usize| about[n].as_u64().unwrap_or_default();
        let (first, count, hybrid) = (number(1), number(2), number(3));
        about[0] == *self.device
            && match self.seq.checked_sub(first) {
                Some(0) => self.hybrid == hybrid,
                Some(after) => {
                    after < count && self.number("group") == Some(first) && self.hybrid > hybrid
                }
                None => false,
            }
    }
}

/// Which rows never count: each that a void names, and each of which the last word is that it is undone.
fn gone(rows: &[Row]) -> Vec<bool> {
    let named = |row: &Row, kind: &str| {
        let others = rows.iter().filter(|other| other.is(kind));
        others.filter(|other| row.is_named_by(other)).count() > 0
    };
    let void: Vec<bool> = rows.iter().map(|row| named(row, "void")).collect();
    let is_gone = |(at, row): (usize, &Row)| {
        let mut words = rows.iter().zip(&void).filter(|(other, void)| {
            !**void && (other.is("undo") || other.is("redo")) && row.is_named_by(other)
        });
        void[at] || words.next_back().is_some_and(|(last, _)| last.is("undo"))
    };
    rows.iter().enumerate().map(is_gone).collect()
}

/// The places of a question's rows: its own, and those of each old key before the newest adoption of that pair.
fn rows_of(key: &str, rows: &[Row], gone: &[bool], through: &mut Vec<String>) -> BTreeSet<usize> {
    through.push(key.to_owned());
    let own = (0..rows.len()).filter(|at| rows[*at].text("card") == key);
    let mut all: BTreeSet<usize> = own.clone().collect();
    let mut newest: BTreeMap<&str, usize> = BTreeMap::new();
    for at in own.filter(|at| !gone[*at]) {
        newest.extend(rows[at].adopted().map(|old| (old, at)));
    }
    for (old, limit) in newest {
        if !through.iter().any(|key| key == old) {
            let of_old = rows_of(old, rows, gone, through);
            all.extend(of_old.into_iter().filter(|at| *at < limit));
        }
    }
    through.pop();
    all
}

impl Memory {
    /// What a row does to it; a grading tells what it counted as.
    fn take(&mut self, row: &Row) -> Option<&'static str> {
        match row.text("kind") {
            "suspend" => self.suspended = true,
            "unsuspend" => self.suspended = false,
            "bury" => self.buried = Some(row.day),
            "unbury" => self.buried = None,
            "flag" => self.flag = Some(row.text("detail").to_owned()),
            "unflag" => self.flag = None,
            _ => {
                let grade = row.number("grade")?;
                return Some(self.grade(row.text("meant"), grade, row.day));
            }
        }
        None
    }

    fn grade(&mut self, meant: &str, grade: u64, day: i64) -> &'static str {
        match meant {
            "practice" => return "practice",
            "exam" => return "exam",
            _ => {}
        }
        let in_drill = self.learned.is_some_and(|l| l.drill == Some(day));
        let counted = match &self.learned {
            None if meant == "drill" => "nothing",
            None => "repetition",
            Some(_) if meant == "drill" => ["nothing", "drill"][usize::from(in_drill)],
            Some(l) if day >= l.due => "repetition",
            Some(l) if grade < 3 && !(l.last == day && l.repetitions == 0) => "lapse",
            Some(_) => ["look", "drill"][usize::from(in_drill)],
        };
        match (counted, &mut self.learned) {
            ("repetition", learned) => {
                let before = *learned;
                let (mut n, mut ease, mut interval) =
                    before.map_or((0, 250, 0), |l| (l.repetitions, l.ease, l.interval));
                if grade < 3 {
                    (n, interval) = (0, 1);
                } else {
                    n += 1;
                    interval = match n {
                        1 => 1,
                        2 => 6,
                        // The interval times the ease, rounded up.
                        _ => (interval * ease).div_ceil(100).min(36_500),
                    };
                    ease = match grade {
                        5 => ease + 10,
                        4 => ease,
                        _ => (ease - 14).max(130),
                    };
                }
                let failed_again = u64::from(before.is_some() && grade < 3);
                *learned = Some(Learned {
                    repetitions: n,
                    ease,
                    interval,
                    due: day + interval as i64,
                    last: day,
                    lapses: before.map_or(0, |l| l.lapses) + failed_again,
                    drill: (grade < 4).then_some(day),
                });
            }
            ("lapse", Some(l)) => {
                (l.repetitions, l.interval, l.due) = (0, 1, day + 1);
                (l.last, l.drill) = (day, Some(day));
                l.lapses += 1;
            }
            ("drill", Some(l)) if grade >= 4 => l.drill = None,
            _ => {}
        }
        counted
    }

    /// As `swot log` prints it beside a row.
    fn told(&self) -> Value {
        let l = self.learned;
        let is_nothing = l.is_none() && !self.suspended && self.buried.is_none();
        if is_nothing && self.flag.is_none() {
            return Value::Null;
        }
        json!({
            "repetitions": l.map(|l| l.repetitions), "ease": l.map(|l| l.ease as f64 / 100.0), "interval": l.map(|l| l.interval),
            "due": l.map(|l| date(l.due)), "lapses": l.map(|l| l.lapses), "suspended": self.suspended,
            "buried": self.buried.map(date), "flag": self.flag,
        })
    }

    /// As `swot cards` prints it.
    pub fn state(&self) -> Value {
        let l = self.learned;
        l.map_or(Value::Null, |l| {
            json!({
                "repetitions": l.repetitions, "ease": l.ease as f64 / 100.0, "interval": l.interval, "due": date(l.due),
                "lapses": l.lapses, "suspended": self.suspended,
            })
        })
    }
}

impl Replay {
    pub fn of(log: &str) -> Replay {
        let rows: Vec<Row> = log.lines().map(Row::read).collect();
        let gone = gone(&rows);
        let mut replay = Replay {
            counted: vec![None; rows.len()],
            memories: BTreeMap::new(),
            gone,
            rows,
        };
        let keys = replay.rows.iter().map(|row| row.text("card").to_owned());
        for key in keys.collect::<BTreeSet<String>>() {
            if !key.is_empty() {
                replay.fold(key);
            }
        }
        replay
    }

    /// Works out one question, and compares what the log says beside each of its own rows.
    fn fold(&mut self, key: String) {
        let all = rows_of(&key, &self.rows, &self.gone, &mut Vec::new());
        let mut brought = all.iter().filter(|at| !self.gone[**at]);
        let brought = brought.find_map(|at| self.rows[*at].brought());
        let mut memory = brought.unwrap_or_default();
        for at in all {
            let row = &self.rows[at];
            let (before, mut counted) = (memory.clone(), None);
            if !self.gone[at] {
                counted = memory.take(row);
                // An answer in a mock exam has no grade.
                counted = counted.or(row.is("exam").then_some("exam"));
            }
            if row.text("card") != key {
                continue;
            }
            let said = [&row.line["before"], &row.line["after"]];
            assert_eq!(said, [&before.told(), &memory.told()], "{}", row.line);
            if let Some(counted) = counted {
                let interval = before.learned.map(|l| l.interval);
                self.counted[at] = Some((counted, interval));
            }
        }
        self.memories.insert(key, memory);
    }

    /// The order of the rows, what is undone, and what each grading counts as, are what the log says of them.
    pub fn agrees_with_the_log(&self) {
        let place = |row: &Row| {
            (
                row.hybrid,
                row.device.clone(),
                row.seq,
                row.text("device").to_owned(),
            )
        };
        assert!(self.rows.is_sorted_by_key(place), "the order of the rows");
        for ((row, gone), counted) in self.rows.iter().zip(&self.gone).zip(&self.counted) {
            assert_eq!(row.line["undone"], *gone, "{}", row.line);
            if row.number("grade").is_some() {
                let counted = counted.map_or("nothing", |(counted, _)| counted);
                assert_eq!(row.text("kind"), counted, "{}", row.line);
            }
        }
    }

    /// What `swot cards --json` should say of each question, in the order in which it names them.
    pub fn agrees_with_the_cards(&self, cards: &str) {
        for line in cards.lines() {
            let card: Value = serde_json::from_str(line).unwrap();
            let memory = self.memories.get(card["key"].as_str().unwrap());
            let state = memory.map_or(Value::Null, Memory::state);
            assert_eq!(card["state"], state, "{card}");
        }
    }

    /// A question counts where its name is there, or that of the one which adopted it last.
    fn leads_to(&self, card: &str, keys: &[String]) -> bool {
        let mut name = card;
        let mut names = vec![name];
        while !keys.iter().any(|key| key == name) {
            let heir = self.rows.iter().rfind(|row| row.adopted() == Some(name));
            match heir.map(|row| row.text("card")) {
                Some(heir) if !names.contains(&heir) => name = heir,
                _ => return false,
            }
            names.push(name);
        }
        true
    }

    /// The figures that follow from rows and memories; `keys` are the questions of the decks.
    pub fn agrees_with_the_figures(&self, stats: &str, keys: &[String]) {
        let stats: Value = serde_json::from_str(stats).unwrap();
        let (mut hours, mut by_day) = ([0u64; 24], BTreeMap::<i64, (u64, u64)>::new());
        let (mut tested, mut passed) = (0, 0);
        let counts = || {
            self.rows
                .iter()
                .zip(&self.counted)
                .filter(|(_, c)| c.is_some())
        };
        for (row, counted) in counts() {
            let hour: usize = row.text("at")[11..13].parse().unwrap();
            hours[hour] += 1;
            let (n, ms) = by_day.entry(row.day).or_default();
            *n += 1;
            *ms += row.number("took_ms").unwrap().min(120_000);
            if let Some(("repetition", Some(_))) = counted
                && self.leads_to(row.text("card"), keys)
            {
                tested += 1;
                passed += u64::from(row.number("grade").unwrap() >= 3);
            }
        }
        assert_eq!(stats["gradings"], counts().count(), "{stats}");
        let took: u64 = by_day.values().map(|(_, ms)| ms).sum();
        assert_eq!(stats["took_ms"], took, "{stats}");
        let by_day = by_day
            .iter()
            .map(|(day, (n, ms))| json!([date(*day), n, ms]));
        assert_eq!(stats["days"], by_day.collect::<Value>(), "{stats}");
        assert_eq!(stats["hours"], json!(hours), "{stats}");
        let of_decks = stats["by"]["deck"].as_array().unwrap();
        let sum = |field: &str| {
            of_decks
                .iter()
                .filter_map(|of| of[field].as_u64())
                .sum::<u64>()
        };
        assert_eq!((sum("n"), sum("passed")), (tested, passed), "{stats}");
        let learned = || {
            let memories = keys.iter().filter_map(|key| self.memories.get(key));
            memories.filter_map(|memory| memory.learned)
        };
        let known = learned().filter(|l| l.interval >= 21).count();
        assert_eq!(stats["questions"], keys.len(), "{stats}");
        assert_eq!(stats["met"], learned().count(), "{stats}");
        assert_eq!(stats["known"], known, "{stats}");
    }
}
