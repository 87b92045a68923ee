//! Several machines of one learner and a folder that all of them reach: whatever they did and however they met, they end with
//! the same bytes, and those are what a replay of the log by other code says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod dice;
mod home;
mod replay;

use dice::Dice;
use proptest::prelude::*;
use replay::Replay;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use swotter::clock::Clock;
use swotter::desk::Desk;
use swotter::folders::{Folder, Folders};
use swotter::settings::Settings;
use swotter::shelf::Sources;
use swotter::store::{DEVICE, FILE, NOTE, Store};
use swotter::study::log::{Change, Confidence, Moment, Sort};
use swotter::study::memory::{Event, Meant};
use swotter::study::mock_exam::{Act as Step, Attempt, Paper, Posed};
use swotter::study::{Day, Grade, Key, Memory};
use swotter::sync::sync;
use tempfile::TempDir;

/// 2026-11-21.
const TODAY: i64 = 20_778;
const DAY_MS: i64 = 86_400_000;
const CARDS: u8 = 5;

/// A deck in which some of the cards bear other names than before.
fn deck(renamed: u8) -> String {
    let mut text = String::from(
        "Deck(schema: 1, id: \"d\", title: \"D\", concepts: [Concept(id: \"c\", title: \"C\", cards: [\n",
    );
    for n in 0..CARDS {
        let name = match renamed & (1 << n) {
            0 => format!("id: \"old-{n}\""),
            _ => format!("id: \"new-{n}\", formerly: [\"old-{n}\"]"),
        };
        let card = format!("Basic({name}, front: \"What is number {n}?\", back: \"It is {n}.\"),");
        writeln!(text, "{card}").unwrap();
    }
    text + "])])"
}

struct Machine {
    folder: TempDir,
    /// What its clock shows, in milliseconds after the first of its days began.
    ms: i64,
    /// The study day.
    day: i64,
    renamed: u8,
    /// All that lay in its data folder at some time.
    kept: Option<Vec<(PathBuf, Vec<u8>)>>,
}

impl Machine {
    fn new() -> Machine {
        let machine = Machine {
            folder: tempfile::tempdir().unwrap(),
            ms: 0,
            day: TODAY,
            renamed: 0,
            kept: None,
        };
        fs::create_dir(machine.data()).unwrap();
        machine.writes_its_deck();
        machine
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn decks(&self) -> PathBuf {
        self.folder.path().join("decks")
    }

    fn writes_its_deck(&self) {
        fs::create_dir_all(self.decks()).unwrap();
        fs::write(self.decks().join("d.ron"), deck(self.renamed)).unwrap();
    }

    /// Two hours are more than all that happens on one of its days.
    fn now(&mut self) -> Moment {
        self.ms += 1000;
        let noon = self.day * DAY_MS + DAY_MS / 2;
        Moment {
            utc_ms: noon + self.ms,
            offset_s: 0,
        }
    }

    fn store(&mut self) -> Store {
        let now = self.now();
        Store::open(&self.data(), now).unwrap().store
    }

    fn today(&self) -> Day {
        Day(i32::try_from(self.day).unwrap())
    }

    /// The program starts and ends: cards that have another name now take their memory along.
    fn starts(&mut self) {
        let now = self.now().utc_ms;
        let text = jiff::Timestamp::from_millisecond(now).unwrap().to_string();
        let place = |path: PathBuf| Folder {
            path,
            because: "a test",
        };
        let folders = Folders {
            data: place(self.data()),
            config: place(self.folder.path().join("config")),
            cache: place(self.folder.path().join("cache")),
        };
        let sources = Sources {
            no_builtin: true,
            data_decks: Some(self.decks()),
            deck_paths: Vec::new(),
            cache: None,
        };
        let clock = Clock::new(Some(&text), 4).unwrap();
        Desk::open(folders, sources, Settings::default(), clock, &mut |_, _| {}).unwrap();
    }

    /// The name that a card has here.
    fn key(&self, card: u8) -> Key {
        let name = ["old", "new"][usize::from(self.renamed & (1 << card) != 0)];
        Key::from_text(format!("d/{name}-{card}"))
    }

    fn does(&mut self, card: u8, event: Event, took_ms: u32) {
        let (key, mut store) = (self.key(card), self.store());
        let before = store.memory(&key).unwrap();
        let is_graded = event.grade().is_some();
        let mut change = Change::new(key, event, self.today(), before);
        change.took_ms = took_ms;
        if is_graded {
            change.confidence = Confidence::ALL.get(took_ms as usize % 4).copied();
            change.answer = took_ms.is_multiple_of(3).then(|| took_ms.to_string());
        }
        store.record(&change, self.now()).unwrap();
    }

    /// What another program remembers of some cards.
    fn brings(&mut self, cards: u8, days: i32, grade: Grade) {
        let event = Event::graded(Meant::Review, grade);
        let day = Day(self.today().0 - days);
        let memory = Memory::default()
            .after(&event, day)
            .after(&event, day.plus(1));
        let from = |card: u8| Key::from_text(format!("anki/{card}"));
        let cards = (0..CARDS).filter(|card| cards & (1 << card) != 0);
        let brought = cards.map(|card| (self.key(card), from(card), memory.clone()));
        let brought: Vec<_> = brought.collect();
        let (today, now) = (self.today(), self.now());
        self.store().bring(&brought, today, now).unwrap();
    }

    /// The next step of the mock exam that runs here, or a new one.
    fn sits_an_exam(&mut self, card: u8, step: u8) {
        let key = self.key(card);
        let mut store = self.store();
        let exams = store.mock_exams().unwrap().into_iter();
        let running = exams
            .filter(|exam| exam.is_ours)
            .map(|exam| exam.attempt)
            .find(Attempt::is_running);
        let posed = |card: u8| Posed {
            key: self.key(card),
            seed: 1,
            revision: 1,
            module: "1".into(),
        };
        let (sort, act) = match (running, step) {
            (None, _) => {
                let questions = (0..CARDS).map(posed).collect();
                let minutes = 10;
                let paper = Paper {
                    minutes,
                    questions,
                    ..Paper::default()
                };
                (Sort::Exam, Step::Begin(paper))
            }
            (Some(exam), 0) => {
                let right = exam.sheets.iter().map(|sheet| Some(sheet.answer.is_some()));
                let right = right.collect();
                (Sort::Exam, Step::End(exam.id, right))
            }
            (Some(exam), 1) => (Sort::Exam, Step::Pause(exam.id)),
            (Some(exam), 2) => (Sort::Question, Step::Mark(exam.id, true)),
            (Some(exam), _) => (Sort::Question, Step::Answer(exam.id)),
        };
        let subject = match sort {
            Sort::Question => key,
            _ => Key::from_text("CPIM"),
        };
        let event = Event::Exam(Box::new(act));
        let mut change = Change::new(subject, event, self.today(), Memory::default());
        (change.sort, change.took_ms) = (sort, 500 * u32::from(step));
        change.answer = (step > 2).then(|| format!("[{step}]"));
        store.record(&change, self.now()).unwrap();
    }

    /// Several rows that are undone as one.
    fn does_at_once(&mut self, cards: u8, event: &Event) {
        let mut store = self.store();
        let cards = (0..CARDS).filter(|card| cards & (1 << card) != 0);
        let changes = cards.map(|card| {
            let before = store.memory(&self.key(card)).unwrap();
            Change::new(self.key(card), event.clone(), self.today(), before)
        });
        let changes: Vec<Change> = changes.collect();
        store.record_as_one(&changes, self.now()).unwrap();
    }

    /// Passes so many further questions, each once.
    fn does_more(&mut self, questions: u64) {
        let mut store = self.store();
        let changes = (0..questions).map(|n| {
            let key = Key::from_text(format!("d/more-{n}"));
            let before = store.memory(&key).unwrap();
            let event = Event::graded(Meant::Review, Grade::new(4).unwrap());
            Change::new(key, event, self.today(), before)
        });
        let changes: Vec<Change> = changes.collect();
        store.record_as_one(&changes, self.now()).unwrap();
    }

    fn chooses(&mut self, sort: Sort, key: &Key, field: &str, value: &str) {
        let when = (self.today(), self.now());
        let value = Some(value).filter(|value| !value.is_empty());
        let chosen = self.store().choose((sort, key, field), value, false, when);
        chosen.unwrap();
    }

    fn syncs(&mut self, shared: &Path) {
        sync(&mut self.store(), shared, false).unwrap();
    }

    fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = [self.data().join(FILE), self.data().join(DEVICE)];
        let read = |path: PathBuf| fs::read(&path).ok().map(|bytes| (path, bytes));
        files.into_iter().filter_map(read).collect()
    }

    /// A machine with all that this one has. Where it is unseen, the file system tells no difference.
    fn copied(&self, is_unseen: bool) -> Machine {
        let copy = Machine {
            ms: self.ms + 500,
            day: self.day,
            renamed: self.renamed,
            ..Machine::new()
        };
        copy.writes_its_deck();
        for (path, bytes) in self.files() {
            fs::write(copy.data().join(path.file_name().unwrap()), bytes).unwrap();
        }
        if is_unseen {
            copy.looks_at_home();
        }
        copy
    }

    /// As where files have no numbers: that the database is another file is not seen.
    fn looks_at_home(&self) {
        let path = self.data().join(DEVICE);
        let Ok(text) = fs::read_to_string(&path) else {
            return;
        };
        let number = number(&self.data().join(FILE));
        let mut new = String::new();
        for line in text.lines() {
            match line.strip_prefix("file ") {
                Some(_) => writeln!(new, "file {number}").unwrap(),
                None => writeln!(new, "{line}").unwrap(),
            }
        }
        fs::write(path, new).unwrap();
    }
}

#[cfg(unix)]
fn number(path: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).map_or(0, |about| about.ino())
}

#[cfg(not(unix))]
fn number(_: &Path) -> u64 {
    0
}

/// The program itself, on a day after all that happened.
fn swot(machine: &Machine, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_swot"));
    command
        .env_clear()
        .envs(home::home(machine.folder.path()))
        .env("SWOT_NOW", "2026-12-24T12:00:00+00:00[UTC]")
        .arg("--no-builtin")
        .arg("--data-dir")
        .arg(machine.data())
        .arg("--deck-path")
        .arg(machine.decks())
        .args(arguments);
    command
}

fn says(machine: &Machine, arguments: &[&str]) -> String {
    let output = swot(machine, arguments).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

const TOLD: [&[&str]; 5] = [
    &["log", "--json"],
    &["cards", "--json"],
    &["stats", "--json"],
    &["exam", "--list", "--json"],
    &["notes", "--all"],
];

/// All that a machine tells.
fn told(machine: &Machine) -> [String; 5] {
    TOLD.map(|arguments| says(machine, arguments))
}

#[derive(Debug, Clone)]
enum Act {
    Grade(u8, Meant, u8, u32),
    Event(u8, Event),
    AtOnce(u8, Event),
    Note(u8, String),
    Choose(Sort, &'static str, &'static str, String),
    /// Cards, days ago, grade.
    Bring(u8, i32, u8),
    Exam(u8, u8),
    Undo,
    Redo,
    /// The author calls a card something else, and the new deck comes to this machine.
    Rename(u8),
    Start,
    Sync,
    /// Takes in all that lies on another machine.
    Merge(usize),
    Redate,
    Rebuild,
    /// The clock goes wrong by so many hours.
    Clock(i64),
    /// The clock goes wrong by a year, to one side or the other, or is set right.
    Year(i64),
    Day(u8),
    /// A file of the folder vanishes, or is cut short.
    Lose(usize, bool),
    /// The machine becomes a copy of another; whether the file system gives it away.
    Copy(usize, bool),
    Keep,
    /// All is as it was when it was kept; whether the file system gives it away.
    Restore(bool),
}

fn act() -> impl Strategy<Value = Act> {
    let event = || {
        prop_oneof![
            Just(Event::Suspend),
            Just(Event::Unsuspend),
            Just(Event::Bury),
            Just(Event::Unbury),
            "[a-z]{0,3}".prop_map(Event::Flag),
            Just(Event::Unflag),
            (0u8..=5).prop_map(|grade| Event::graded(Meant::Look, Grade::new(grade).unwrap())),
        ]
    };
    let meant = prop_oneof![
        6 => Just(Meant::Review),
        2 => Just(Meant::Drill),
        2 => Just(Meant::Look),
        1 => Just(Meant::Practice),
    ];
    prop_oneof![
        12 => (0..CARDS, meant, 0u8..=5, 0u32..200_000).prop_map(|(card, meant, grade, took)| Act::Grade(card, meant, grade, took)),
        2 => (0..CARDS, event()).prop_map(|(card, event)| Act::Event(card, event)),
        1 => (1u8..1 << CARDS, event()).prop_map(|(cards, event)| Act::AtOnce(cards, event)),
        1 => (0..CARDS, "[a-z]{0,2}").prop_map(|(card, text)| Act::Note(card, text)),
        1 => (prop_oneof![Just("date"), Just("minutes")], "[0-9]{0,2}").prop_map(|(field, value)| Act::Choose(Sort::Exam, "CPIM", field, value)),
        1 => "(yes|no|)".prop_map(|value| Act::Choose(Sort::Deck, "d", "takes part", value)),
        1 => (1u8..1 << CARDS, 0i32..20, 3u8..=5).prop_map(|(cards, days, grade)| Act::Bring(cards, days, grade)),
        3 => (0..CARDS, 0u8..8).prop_map(|(card, step)| Act::Exam(card, step)),
        3 => Just(Act::Undo),
        2 => Just(Act::Redo),
        1 => (0..CARDS).prop_map(Act::Rename),
        1 => Just(Act::Start),
        6 => Just(Act::Sync),
        1 => (0usize..5).prop_map(Act::Merge),
        1 => Just(Act::Redate),
        1 => Just(Act::Rebuild),
        1 => (-50i64..50).prop_map(Act::Clock),
        1 => (-1i64..=1).prop_map(Act::Year),
        3 => (1u8..9).prop_map(Act::Day),
        1 => (0usize..8, any::<bool>()).prop_map(|(nth, is_cut)| Act::Lose(nth, is_cut)),
        1 => (0usize..5, any::<bool>()).prop_map(|(other, is_unseen)| Act::Copy(other, is_unseen)),
        1 => Just(Act::Keep),
        1 => any::<bool>().prop_map(Act::Restore),
    ]
}

/// A year as a clock gets it wrong.
const YEAR: i64 = 365;

fn act_on(machines: &mut [Machine], nth: usize, act: &Act, shared: &Path) {
    let count = machines.len();
    match act {
        Act::Copy(other, is_unseen) if other % count != nth => {
            // What only this machine had would be lost with it.
            machines[nth].syncs(shared);
            machines[nth] = machines[other % count].copied(*is_unseen);
            return;
        }
        Act::Merge(other) if other % count != nth => {
            let from = machines[other % count].data().join(FILE);
            let now = machines[nth].now();
            if from.exists() {
                machines[nth].store().merge(&from, now, false).unwrap();
            }
            return;
        }
        _ => {}
    }
    let machine = &mut machines[nth];
    match act {
        Act::Grade(card, meant, grade, took) => {
            let grade = Grade::new(*grade).unwrap();
            machine.does(*card, Event::graded(*meant, grade), *took);
        }
        Act::Event(card, event) => machine.does(*card, event.clone(), 0),
        Act::AtOnce(cards, event) => machine.does_at_once(*cards, event),
        Act::Note(card, text) => {
            let key = machine.key(*card);
            machine.chooses(Sort::Question, &key, NOTE, text);
        }
        Act::Choose(sort, key, field, value) => {
            machine.chooses(*sort, &Key::from_text(*key), field, value);
        }
        Act::Bring(cards, days, grade) => {
            machine.brings(*cards, *days, Grade::new(*grade).unwrap());
        }
        Act::Exam(card, step) => machine.sits_an_exam(*card, *step),
        Act::Undo => drop(
            machine
                .store()
                .undo(machine.today(), machine.now())
                .unwrap(),
        ),
        Act::Redo => drop(
            machine
                .store()
                .redo(machine.today(), machine.now())
                .unwrap(),
        ),
        Act::Rename(card) => {
            machine.renamed |= 1 << card;
            machine.writes_its_deck();
            machine.starts();
        }
        Act::Start => machine.starts(),
        Act::Sync => machine.syncs(shared),
        Act::Redate => {
            let (today, now) = (machine.today(), machine.now());
            machine.store().redate(None, today, now).unwrap();
        }
        Act::Rebuild => assert_eq!(machine.store().rebuild(), Ok(0)),
        Act::Clock(hours) => machine.ms += hours * 3_600_000,
        Act::Year(years) => machine.day = machine.day % YEAR + (TODAY / YEAR + years) * YEAR,
        Act::Day(days) => machine.day += i64::from(*days),
        Act::Lose(nth, is_cut) => {
            let files = fs::read_dir(shared).unwrap();
            let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
            files.sort();
            match files.get(*nth) {
                Some(file) if *is_cut => {
                    let whole = fs::read(file).unwrap();
                    fs::write(file, &whole[..whole.len() / 2]).unwrap();
                }
                Some(file) => fs::remove_file(file).unwrap(),
                None => {}
            }
        }
        Act::Keep => machine.kept = Some(machine.files()),
        Act::Restore(is_unseen) => {
            for (path, bytes) in machine.kept.clone().into_iter().flatten() {
                fs::write(path, bytes).unwrap();
            }
            if *is_unseen {
                machine.looks_at_home();
            }
        }
        Act::Copy(..) | Act::Merge(_) => {}
    }
}

/// All have the same decks and the right day, and meet until nothing is new.
fn all_meet(machines: &mut [Machine], shared: &Path) {
    let renamed = machines
        .iter()
        .fold(0, |all, machine| all | machine.renamed);
    for machine in machines.iter_mut() {
        (machine.renamed, machine.day) = (renamed, TODAY + 30);
        machine.writes_its_deck();
    }
    for _ in 0..4 {
        for machine in machines.iter_mut() {
            machine.starts();
            machine.syncs(shared);
        }
    }
}

/// Databases of earlier versions.
fn old_databases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/store");
    let files = fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|end| end == "db"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_database_of_every_earlier_version_merges_into_a_new_one() {
    let all = old_databases();
    assert!(!all.is_empty());
    for old in all {
        let before = fs::read(&old).unwrap();
        let file = old.to_str().unwrap();
        let [migrated, new, mut used] = [(); 3].map(|()| Machine::new());
        fs::write(migrated.data().join(FILE), &before).unwrap();
        let [log, cards, stats, exams, notes] = told(&migrated);
        assert!(log.lines().count() > 50 && log.contains(r#""undone":true"#));

        let rehearsal = says(&new, &["merge", file, "--dry-run", "--json"]);
        assert_eq!(says(&new, &["log", "--json"]), "", "it only said so");
        let merged = says(&new, &["merge", file, "--json"]);
        assert_eq!(merged, rehearsal, "{file}");
        assert_eq!(
            told(&new),
            [&*log, &*cards, &*stats, &*exams, &*notes],
            "{file}"
        );
        assert_eq!(
            says(&new, &["flags"]),
            says(&migrated, &["flags"]),
            "{file}"
        );

        // One that has rows of its own keeps them, those of a card with the same name among them.
        used.does(0, Event::graded(Meant::Review, Grade::GOOD), 1000);
        let own = says(&used, &["log", "--json"]);
        says(&used, &["merge", file]);
        let both = says(&used, &["log", "--json"]);
        assert_eq!(both.lines().count(), log.lines().count() + 1);
        let is_there = |row: &str| both.lines().any(|line| line == row);
        assert!(own.lines().chain(log.lines()).all(is_there), "{file}");
        for machine in [&new, &used] {
            let again = says(machine, &["merge", file]);
            assert_eq!(again, "all that it holds is here already\n");
            says(machine, &["doctor"]);
        }
        assert_eq!(fs::read(&old).unwrap(), before, "{file} was only read");
    }
}

/// What is left in the folder by a machine that was killed is whole, or is left out and made good by the next sync.
#[test]
fn a_sync_killed_at_any_moment_loses_nothing_and_the_next_one_mends_it() {
    let shared = tempfile::tempdir().unwrap();
    let folder = shared.path().to_str().unwrap();
    let mut machines = [Machine::new(), Machine::new()];
    let mut dice = Dice(20_261_128);
    let mut all = BTreeSet::new();
    let written = |machine: &Machine| {
        let log = says(machine, &["log", "--json"]);
        let rows = log.lines().map(|line| {
            let row: Value = serde_json::from_str(line).unwrap();
            (row["device"].to_string(), row["seq"].to_string())
        });
        rows.collect::<BTreeSet<_>>()
    };
    for round in 0..25 {
        for machine in &mut machines {
            for _ in 0..2 {
                let grade = Grade::new(dice.below(6) as u8).unwrap();
                let card = dice.below(u64::from(CARDS)) as u8;
                machine.does(card, Event::graded(Meant::Review, grade), 1000);
            }
            // So many that they come in several turns, some to questions of which both machines have rows.
            machine.does_more(20 + dice.below(60));
            machine.day += 1;
            let before = written(machine);
            all.extend(before.clone());
            let mut sync = swot(machine, &["sync", folder]);
            let sync = sync.stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = sync.spawn().unwrap();
            std::thread::sleep(Duration::from_micros(dice.below(60_000)));
            child.kill().unwrap();
            child.wait().unwrap();
            assert!(before.is_subset(&written(machine)), "round {round}");
            says(machine, &["doctor"]);
        }
        // Whatever the kill left: those who meet now hold all.
        if round % 5 == 4 {
            for machine in machines.iter().chain(&machines) {
                says(machine, &["sync", folder]);
            }
            let [one, other] = [&machines[0], &machines[1]].map(told);
            assert_eq!(one, other, "round {round}");
            assert_eq!(written(&machines[0]), all, "round {round}");
        }
    }
}

fn cases() -> u32 {
    let asked = std::env::var("SWOT_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn all_that_met_tell_the_same_and_what_a_replay_of_the_log_says(
        count in 3usize..=5, acts in prop::collection::vec((0usize..5, act()), 1..60)
    ) {
        let shared = tempfile::tempdir().unwrap();
        let mut machines: Vec<Machine> = (0..count).map(|_| Machine::new()).collect();
        for (nth, act) in &acts {
            act_on(&mut machines, nth % count, act, shared.path());
        }
        all_meet(&mut machines, shared.path());
        let [log, cards, stats, exams, notes] = told(&machines[0]);
        for machine in &machines[1..] {
            prop_assert_eq!(told(machine), [&*log, &*cards, &*stats, &*exams, &*notes]);
        }
        let replay = Replay::of(&log);
        replay.agrees_with_the_log();
        replay.agrees_with_the_cards(&cards);
        let keys: Vec<String> = (0..CARDS).map(|card| machines[0].key(card).to_string()).collect();
        replay.agrees_with_the_figures(&stats, &keys);
        // In whatever order a machine that has nothing takes all of them in, and again.
        for is_backwards in [false, true] {
            let mut all: Vec<PathBuf> = machines.iter().map(|m| m.data().join(FILE)).collect();
            if is_backwards {
                all.reverse();
            }
            let mut new = Machine::new();
            (new.renamed, new.day) = (machines[0].renamed, machines[0].day);
            new.writes_its_deck();
            for (nth, from) in all.iter().chain(&all).enumerate() {
                let now = new.now();
                let merged = new.store().merge(from, now, false).unwrap();
                prop_assert_eq!(merged.rows.is_empty(), nth > 0 || log.is_empty());
            }
            prop_assert_eq!(told(&new), [&*log, &*cards, &*stats, &*exams, &*notes]);
        }
    }
}
