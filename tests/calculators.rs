//! Calculators from end to end: files in, files out, numbers kept, cards made, and drawn problems that stay the same.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pty;

use pty::{Desk, Terminal};
use serde_json::Value;
use std::fmt::Write as _;
use std::process::Command;
use swotter::calculators::numbers::grouped;
use swotter::study::Deck;
use swotter::study::kinds::{Generated, Kind};

const DELETE: &str = "\x1b[3~";

/// A spreadsheet's file: semicolons, decimal commas, a mark in front, columns that mean nothing to the calculator.
fn spreadsheet(rows: usize) -> String {
    let mut csv = String::from("\u{feff}Region;Customer;Sales (EUR)\r\n");
    for i in 0..rows {
        let euros = grouped((((i + 1) * 1000) + i % 1000) as f64, 0).replace(',', ".");
        write!(csv, "North;Customer {i};{euros},50\r\n").unwrap();
    }
    csv
}

/// The calculator of this name, opened from the home screen.
fn calculator(desk: &Desk, title: &str, downs: usize) -> Terminal {
    let mut terminal = desk.open();
    terminal.send("c");
    terminal.wait_for("ABC split");
    for _ in 0..downs {
        terminal.send("j");
    }
    terminal.send("\r");
    terminal.wait_for(title);
    terminal.wait_for("a worked example");
    terminal
}

fn swot(desk: &Desk, arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_swot"))
        .args(arguments)
        .current_dir(desk.path())
        .env("HOME", desk.path())
        .env("SWOT_NOW", "2026-11-21T10:00:00Z")
        .env("TZ", "UTC")
        .env("SWOT_DATA_DIR", desk.path().join("data"))
        .env("SWOT_DECK_PATH", desk.path().join("decks"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{arguments:?}: {out:?}");
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn a_table_is_read_worked_out_saved_kept_and_deleted() {
    let desk = Desk::new();
    std::fs::write(desk.path().join("sales.csv"), spreadsheet(5_000)).unwrap();
    let mut terminal = calculator(&desk, "ABC split", 0);
    terminal.send("l");
    terminal.wait_for("A CSV file");
    terminal.send("sales.csv\r");
    terminal.wait_for("5,000");
    terminal.wait_for("sales.csv");
    // 1 + ... + 5000 thousand, five times 0 + ... + 999, and 50 cents for each
    terminal.wait_for("12,505,000,000.00");
    terminal.send("x");
    terminal.wait_for("Save the results as");
    terminal.send("\r");
    terminal.until("a saved file", |_| desk.path().join("abc.csv").exists());
    terminal.wait_for("5,000");
    let saved = std::fs::read_to_string(desk.path().join("abc.csv")).unwrap();
    assert_eq!(saved.lines().count(), 5_001);
    assert!(saved.contains("1,Customer 4999,"), "{}", &saved[..200]);
    terminal.send("s");
    terminal.wait_for("Keep these numbers as");
    terminal.send("spring\r");
    terminal.wait_for("Kept as spring.");
    terminal.send("\x1b");
    terminal.wait_for("Cut by");
    terminal.send("e");
    terminal.wait_for("a worked example");
    terminal.send("s");
    terminal.wait_for("spring");
    terminal.send("\r");
    // The table comes back with the numbers.
    terminal.wait_for("12,505,000,000.00");
    terminal.send("s");
    terminal.wait_for("spring");
    terminal.send(DELETE);
    terminal.wait_for("Delete spring?");
    terminal.send(DELETE);
    terminal.wait_for("Deleted spring.");
    terminal.wait_for("Nothing is kept yet.");
}

#[test]
fn a_bad_cell_is_named_with_its_row_and_column() {
    let desk = Desk::new();
    let bad = spreadsheet(3).replace("2.001,50", "two");
    std::fs::write(desk.path().join("bad.csv"), bad).unwrap();
    let mut terminal = calculator(&desk, "ABC split", 0);
    terminal.send("l");
    terminal.wait_for("A CSV file");
    terminal.send("bad.csv\r");
    terminal.wait_for("row 2 (line 3)");
    terminal.wait_for("`two`");
    terminal.send("\x1b");
    terminal.wait_for("a worked example");
}

#[test]
fn a_card_made_of_the_numbers_is_in_the_learner_s_own_deck_and_is_asked() {
    let desk = Desk::new();
    let mut terminal = calculator(&desk, "Customer lifetime value", 1);
    terminal.wait_for("240.00");
    terminal.send("m");
    terminal.wait_for("Made clv-1");
    terminal.send("qqq");
    terminal.end();
    let cards = swot(&desk, &["--no-builtin", "cards", "my-cards", "--json"]);
    let card: Value = serde_json::from_str(cards.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&card["key"], &card["kind"]),
        (&"my-cards/clv-1".into(), &"Numeric".into())
    );
    let mut command = desk.command(env!("CARGO_BIN_EXE_swot"));
    command.args(["--no-builtin", "study", "my-cards"]);
    let mut terminal = Terminal::start(command);
    terminal.until("the card", |screen| {
        let text = screen.contents();
        text.contains("Margin a period") || text.contains("From the calculators")
    });
    if !terminal.look(|screen| screen.contents().contains("Margin a period")) {
        terminal.send("\r");
    }
    terminal.wait_for("Margin a period");
    terminal.send("240\r");
    terminal.wait_for("Good");
}

const DRAWN: &str = r#"Deck(schema: 1, id: "drawn", title: "Drawn", concepts: [
    Concept(id: "value", title: "Value", topic: "metrics", summary: "", cards: [
        Generated(
            id: "net",
            draw: [Range(name: "rev", from: 60000, to: 240000, step: 10000), Range(name: "orders", from: 12, to: 600, step: 1), Range(name: "each", from: 30, to: 90, step: 5)],
            question: "Revenue {rev}, orders {orders} at {each} each. What is left of a margin of a half?",
            answer: "rev / 2 - orders * each",
            unit: "EUR",
            working: ["{rev} / 2 - {orders} * {each} = {rev / 2 - orders * each}"],
            calculator: ("cost_to_serve", [
                ("customers.1.id", "'Aldous Foods'"), ("customers.1.revenue", "rev"), ("customers.1.cogs", "rev / 2"),
                ("rates.orders", "each"), ("customers.1.drivers.orders", "orders"),
            ]),
            why: "What is left is the margin less the cost of the orders.",
        ),
    ]),
])"#;

fn drawn_deck() -> Desk {
    let desk = Desk::new();
    std::fs::remove_file(desk.deck()).unwrap();
    std::fs::write(desk.path().join("decks/drawn.ron"), DRAWN).unwrap();
    desk
}

/// The problem that a seed draws, as the deck is read here.
fn drawn(seed: u64) -> (String, f64) {
    let deck: Deck = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(DRAWN)
        .unwrap();
    let (_, card) = deck.cards().next().unwrap();
    let swotter::study::Card::Generated(card) = card else {
        panic!("not a drawn problem")
    };
    let card: &Generated = card;
    let instance = card.instance(seed).unwrap();
    let prompt = card.face("", seed).prompt.to_string();
    assert_eq!(prompt, instance.question.to_string());
    (prompt, instance.expected.value)
}

/// The numbers of the question on the screen.
fn asked(terminal: &Terminal) -> String {
    terminal.look(|screen| {
        let text = screen.contents().replace('\n', " ");
        let from = text.find("Revenue").unwrap();
        let to = text.find("What is left").unwrap();
        text[from..to]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    })
}

/// What is left, worked out from the question alone.
fn answer(question: &str) -> f64 {
    let numbers: Vec<f64> = question
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|number| number.parse().ok())
        .collect();
    numbers[0] / 2.0 - numbers[1] * numbers[2]
}

#[test]
fn a_drawn_problem_keeps_its_numbers_through_undo_redo_and_replay() {
    let desk = drawn_deck();
    let mut terminal = desk.open();
    terminal.send("\r");
    terminal.wait_for("What is left");
    let first = asked(&terminal);
    let right = answer(&first);
    terminal.send(&format!("{right}\r"));
    terminal.wait_for("3 Good <");
    terminal.send("\r");
    terminal.wait_for("This session is done.");
    let row: Value = serde_json::from_str(desk.log().lines().next().unwrap()).unwrap();
    let seed = row["seed"].as_u64().unwrap();
    // The log's seed is enough to make the very problem again.
    let (prompt, value) = drawn(seed);
    assert!(prompt.starts_with(&first), "{first} {prompt}");
    assert_eq!(value, right);
    terminal.send("u");
    terminal.wait_for("What is left");
    assert_eq!(asked(&terminal), first);
    terminal.send(&format!("{right}\r"));
    terminal.wait_for("3 Good <");
    terminal.send("w");
    terminal.wait_for("from the question");
    terminal.wait_for("Cost to serve");
    terminal.send("\x1b");
    terminal.wait_for("3 Good <");
    terminal.send("\r");
    terminal.wait_for("This session is done.");
    let rows: Vec<Value> = desk
        .log()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows[2]["seed"], row["seed"], "{rows:?}");
    assert_eq!(rows[2]["kind"], "repetition");
    terminal.send("q");
    terminal.wait_for("All done for today.");
    terminal.send("q");
    terminal.end();
    let before = swot(&desk, &["--no-builtin", "cards", "--json"]);
    let log = desk.log();
    swot(&desk, &["doctor", "--rebuild"]);
    swot(&desk, &["doctor"]);
    assert_eq!(swot(&desk, &["--no-builtin", "cards", "--json"]), before);
    assert_eq!(desk.log(), log);
}
