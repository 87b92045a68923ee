//! What is done for a key, and without one, counted: no clock and no quiet machine is needed to see that it is little.
//! What a grade asks of the database is counted in `src/store/tests/work.rs`, deck files parsed at a start in `shelf.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use stage::{Stage, TODAY};
use std::path::PathBuf;
use swotter::tui::theme::{Palette, Symbols};

/// Ways to screens without a clock.
const WAYS: &[&str] = &[
    "",
    "?",
    ":",
    "/",
    "c",
    "c Enter",
    "v",
    "o",
    "x",
    "i",
    ",",
    "d",
    "Enter",
    "Enter Space",
];

/// On a screen without a clock the program sleeps until a key comes, and draws only then.
#[test]
fn nothing_is_drawn_without_an_event() {
    for way in WAYS {
        let mut stage = Stage::new();
        stage.keys(way);
        stage.desk().end_backup();
        stage.desk().keep_index();
        let drawn = stage.driver.tty.drawn;
        // The script gives no key, and refuses to wait for ever.
        let waits = stage.driver.turn().is_err();
        assert!(waits, "after {way:?} the program wakes up by itself");
        assert_eq!(stage.driver.tty.drawn, drawn, "after {way:?}");
    }
}

#[test]
fn keys_that_wait_together_make_one_frame() {
    for way in WAYS {
        let mut stage = Stage::new();
        stage.keys(way);
        let drawn = stage.driver.tty.drawn;
        stage.at_once("Down Up Down Down");
        assert_eq!(stage.driver.tty.drawn, drawn + 1, "after {way:?}");
    }
}

/// A deck of so many cards beside the others, a few of them due.
fn with_many(name: &str, cards: usize) -> (Stage, PathBuf) {
    let cards: Vec<String> = (0..cards)
        .map(|n| format!("Basic(id: \"{n}\", front: \"What is {n}?\", back: \"It is {n}.\"),"))
        .collect();
    let deck = format!(
        "Deck(schema: 1, id: \"many\", title: \"Many\", concepts: [Concept(id: \"c\", title: \"C\", summary: \"\", cards: [{}])])",
        cards.concat()
    );
    let file = stage::copied_decks(name).join("many.ron");
    std::fs::write(&file, deck).unwrap();
    let mut stage = Stage::over(name, Palette::Dark, Symbols::Braille, (80, 24));
    stage.turn_to(TODAY.plus(1));
    (stage, file)
}

/// Bytes that this thread has read from files.
#[cfg(target_os = "linux")]
fn bytes_read() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/io").unwrap();
    let of = told.lines().find_map(|line| line.strip_prefix("rchar: "));
    of.unwrap().parse().unwrap()
}

/// From the key that grades to the frame with the next question, nothing is read of its deck.
#[cfg(target_os = "linux")]
#[test]
fn a_grade_reads_no_deck_file() {
    let (mut stage, _) = with_many("many-read", 5_000);
    stage.keys("Enter");
    let mut read = Vec::new();
    while read.len() < 8 {
        let before = bytes_read();
        let asked = stage.keys("Enter").text(80, 24);
        if asked.contains("What is ") && asked.contains("Enter show") {
            read.push(bytes_read() - before);
            stage.driver.turn().unwrap();
        }
    }
    // The count itself, and marks of the database. The deck has 300 kB, all in one concept, which is read with its first question.
    assert!(read[3..].iter().all(|bytes| *bytes < 180), "{read:?}");
}

/// The next question is shown first, as it was read behind the one before. Then it is seen whether a deck was saved.
#[test]
fn after_a_grade_the_decks_are_looked_at_behind_its_frame() {
    let (mut stage, file) = with_many("many-saved", 50);
    stage.keys("Enter");
    let graded = |stage: &mut Stage| {
        while !stage.text(80, 24).contains("3 Good") {
            stage.keys("Enter");
        }
        stage.keys("Enter").text(80, 24)
    };
    let text = std::fs::read_to_string(&file).unwrap();
    let more = text.replace(
        "])])",
        "Basic(id: \"more\", front: \"More?\", back: \"Yes.\")])])",
    );
    while !graded(&mut stage).contains("What is 3?") {}
    std::fs::write(&file, &more).unwrap();
    let next = graded(&mut stage);
    assert!(
        next.contains("What is ") && !next.contains("read again"),
        "{next}"
    );
    stage.driver.turn().unwrap();
    let then = stage.text(80, 24);
    assert!(
        then.contains("What is ") && then.contains("read again: many"),
        "{then}"
    );
    std::fs::write(&file, more.replace("What is ", "What comes after ")).unwrap();
    graded(&mut stage);
    stage.driver.turn().unwrap();
    let then = stage.text(80, 24);
    assert!(
        then.contains("What comes after ") && then.contains("read again: many"),
        "{then}"
    );
}
