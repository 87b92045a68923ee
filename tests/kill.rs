//! Killed at any moment, a session loses nothing that was acknowledged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod dice;
mod home;

use dice::Dice;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

fn swot(data: &Path, decks: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_swot"));
    command
        .env_clear()
        .envs(home::home(data))
        .args(["--no-builtin", "--data-dir"])
        .arg(data)
        .arg("--deck-path")
        .arg(decks);
    command
}

/// The rows of the log; the database is found sound.
fn rows(data: &Path, decks: &Path, round: usize) -> u64 {
    let says = |arguments: &[&str]| {
        let output = swot(data, decks).args(arguments).output().unwrap();
        let (said, errors) = (output.stdout, output.stderr);
        let said = String::from_utf8(said).unwrap();
        let errors = String::from_utf8_lossy(&errors);
        assert!(output.status.success(), "round {round}: {said}{errors}");
        said
    };
    let rows = says(&["log", "--json"]).lines().count() as u64;
    says(&["doctor"]);
    rows
}

fn deck_of(cards: usize) -> String {
    let mut text = String::from(
        "Deck(schema: 1, id: \"d\", title: \"D\", concepts: [Concept(id: \"c\", title: \"C\", cards: [\n",
    );
    for i in 0..cards {
        writeln!(text, "Basic(id: \"card-{i}\", front: \"What is number {i} of the series?\", back: \"It is {}.\"),", i * 7 + 1).unwrap();
    }
    text + "])])"
}

#[test]
fn every_acknowledged_grade_outlives_sigkill() {
    let world = tempfile::tempdir().unwrap();
    let (data, decks) = (world.path().join("data"), world.path().join("decks"));
    std::fs::create_dir_all(&decks).unwrap();
    std::fs::write(decks.join("d.ron"), deck_of(2000)).unwrap();
    let mut dice = Dice(20_261_122);
    let mut acknowledged = 0;
    for round in 0..60 {
        let mut child = swot(&data, &decks)
            .args(["study", "--plain", "--new", "2000"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let mut saved = 0;
        let last = 1 + dice.below(9);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        input.write_all(b"\n3\n").unwrap();
        while let Some(Ok(line)) = lines.next() {
            if line != "saved" {
                continue;
            }
            saved += 1;
            // The next answer is on its way when the kill comes: it may be written or not, but never half.
            let sent = input.write_all(b"\n3\n").is_ok();
            if saved == last || !sent {
                std::thread::sleep(std::time::Duration::from_micros(dice.below(4000)));
                child.kill().unwrap();
                break;
            }
        }
        child.wait().unwrap();
        acknowledged += saved;
        let written = rows(&data, &decks, round);
        assert!(
            written >= acknowledged,
            "round {round}: {acknowledged} acknowledged, {written} written"
        );
        assert!(
            written <= acknowledged + 1,
            "round {round}: at most the one in flight is more"
        );
        acknowledged = written;
    }
}

/// A database of the first release, killed while it is brought up to date, is one of the first release or of this one.
#[test]
fn a_migration_that_is_killed_begins_again_or_is_done() {
    let world = tempfile::tempdir().unwrap();
    let decks = world.path().join("decks");
    std::fs::create_dir_all(&decks).unwrap();
    std::fs::write(decks.join("d.ron"), deck_of(3)).unwrap();
    let mut dice = Dice(20_261_128);
    for round in 0..30 {
        let data = world.path().join(format!("data-{round}"));
        std::fs::create_dir_all(&data).unwrap();
        let old = include_bytes!("fixtures/store/version-1.db");
        std::fs::write(data.join("swot.db"), old).unwrap();
        let mut child = swot(&data, &decks)
            .arg("due")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_micros(dice.below(60_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(rows(&data, &decks, round), 73);
    }
}
