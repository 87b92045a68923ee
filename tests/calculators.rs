//! Calculators from end to end: files in, files out, numbers kept, cards made, and drawn problems that stay the same.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod home;
mod pty;

use pty::{Desk, Terminal};
use serde_json::Value;
use std::fmt::Write as _;
use std::process::Command;
use swotter::calculators::numbers::{grouped, trimmed};
use swotter::study::Deck;
use swotter::study::kinds::{Generated, Kind};

const DELETE: &str = "\x1b[3~";
const DOWN: &str = "\x1b[B";
const RIGHT: &str = "\x1b[C";

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
fn calculator(desk: &Desk, title: &str) -> Terminal {
    let mut terminal = desk.open();
    terminal.send("c");
    terminal.wait_for("ABC split");
    terminal.send(title);
    terminal.wait_for(&format!("› {title}"));
    terminal.send("\r");
    terminal.wait_for(title);
    terminal.wait_for("a worked example");
    terminal
}

fn swot(desk: &Desk, arguments: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_swot"))
        .args(arguments)
        .current_dir(desk.path())
        .envs(home::home(desk.path()))
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
    let mut terminal = calculator(&desk, "ABC split");
    terminal.send("l");
    terminal.wait_for("A file of rows");
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
fn a_row_without_a_number_is_left_out_and_many_refuse_the_file_until_it_is_mended() {
    let desk = Desk::new();
    let one = spreadsheet(3).replace("2.001,50", "two");
    let bad = one.replace("1.000,50", "one").replace("3.002,50", "three");
    std::fs::write(desk.path().join("bad.csv"), bad).unwrap();
    let mut terminal = calculator(&desk, "ABC split");
    terminal.send("l");
    terminal.wait_for("A file of rows");
    terminal.send("bad.csv\r");
    terminal.wait_for("row 1 (line 2)");
    terminal.wait_for("`Sales (EUR)`");
    terminal.wait_for("`one`");
    std::fs::write(desk.path().join("bad.csv"), one).unwrap();
    terminal.send("\r");
    // 1,000.50 and 3,002.50
    terminal.wait_for("4,003.00");
    terminal.wait_for("Left out");
}

#[test]
fn the_columns_of_a_table_with_other_names_are_asked_for() {
    let desk = Desk::new();
    std::fs::write(desk.path().join("odd.csv"), "Wer;Wieviel\nA;1\n").unwrap();
    let mut terminal = calculator(&desk, "ABC split");
    terminal.send("l");
    terminal.wait_for("A file of rows");
    terminal.send("odd.csv\r");
    terminal.wait_for("The columns of odd.csv are not known by their names.");
    terminal.wait_for("What does the file hold?");
    terminal.send("\r");
    terminal.wait_for("Which column is: Item?");
    terminal.send("\r\r");
    terminal.wait_for("odd.csv");
    terminal.wait_for("1.00");
}

#[test]
fn a_file_is_found_by_walking_through_the_folders() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().join("exports/2026")).unwrap();
    std::fs::write(desk.path().join("exports/picture.png"), "").unwrap();
    std::fs::write(desk.path().join("exports/sales.csv"), spreadsheet(3)).unwrap();
    let mut terminal = calculator(&desk, "ABC split");
    terminal.send("l");
    terminal.wait_for("A file of rows");
    walk_to(&mut terminal, "exports/");
    walk_to(&mut terminal, "exports/2026/");
    // An empty folder leads nowhere but back.
    walk_to(&mut terminal, "exports/2026/../");
    terminal.wait_for("exports/2026/../2026/");
    assert!(terminal.look(|screen| !screen.contents().contains("picture")));
    walk_to(&mut terminal, "exports/2026/../sales.csv");
    terminal.wait_for("6,004.50");
}

/// Down to this line of the list, and Enter.
fn walk_to(terminal: &mut Terminal, path: &str) {
    let chosen = |screen: &vt100::Screen| {
        let lines = screen.contents();
        let mut lines = lines.lines().skip(4);
        lines.any(|line| line.trim() == format!("› {path}"))
    };
    terminal.wait_for(path);
    for _ in 0..9 {
        if terminal.look(chosen) {
            break;
        }
        let before = terminal.look(vt100::Screen::contents);
        terminal.send(DOWN);
        terminal.until("the next line", |screen| screen.contents() != before);
    }
    terminal.until(path, chosen);
    terminal.send("\r");
}

#[test]
fn results_saved_as_json_are_those_of_the_command_line() {
    let desk = Desk::new();
    std::fs::write(desk.path().join("sales.csv"), spreadsheet(30)).unwrap();
    let mut terminal = calculator(&desk, "ABC split");
    terminal.send("l");
    terminal.wait_for("A file of rows");
    terminal.send("sales.csv\r");
    terminal.wait_for("sales.csv");
    terminal.send("x");
    terminal.wait_for("abc.csv");
    terminal.send("\t");
    terminal.wait_for("abc.json");
    terminal.send("\r");
    terminal.wait_for("Saved: /");
    terminal.wait_for("/abc.json");
    let saved = std::fs::read_to_string(desk.path().join("abc.json")).unwrap();
    let saved: Value = serde_json::from_str(&saved).unwrap();
    let printed = swot(&desk, &["calc", "abc", "sales.csv", "--json"]);
    let printed: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(saved["result"]["n"], 30);
    assert_eq!(saved, printed);
}

#[test]
fn a_nudged_field_shows_old_and_new_side_by_side_until_it_is_kept_or_dropped() {
    let desk = Desk::new();
    let mut terminal = calculator(&desk, "Customer lifetime value");
    terminal.send("j++");
    // 120 x 0.82 / (1.2 - 0.82)
    terminal.wait_for("82 %");
    assert_eq!(figure(&terminal, "CLV"), "258.95 240.00");
    terminal.send("---");
    terminal.wait_for("79 %");
    assert_eq!(figure(&terminal, "CLV"), "231.22 240.00");
    terminal.send("\x1b");
    terminal.wait_for("As it was.");
    assert_eq!(figure(&terminal, "CLV"), "240.00");
    terminal.send("+\r");
    terminal.wait_for("Kept.");
    assert_eq!(figure(&terminal, "CLV"), "249.23");
}

/// What stands behind the label of a figure.
fn figure(terminal: &Terminal, label: &str) -> String {
    terminal.look(|screen| {
        let text = screen.contents();
        let line = text.lines().find_map(|line| {
            let (_, after) = line.split_once(&format!("  {label}  "))?;
            Some(after.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        line.unwrap_or_else(|| panic!("no {label} in\n{text}"))
    })
}

#[test]
fn the_quiz_hides_the_result_until_it_is_asked_for_and_knows_a_slip_of_the_point() {
    let desk = Desk::new();
    let mut terminal = calculator(&desk, "Customer lifetime value");
    terminal.wait_for("240.00");
    terminal.send("z");
    terminal.wait_for("Work out: CLV.");
    // The example's result was just on the screen: other numbers are asked for.
    let first = terminal.look(|screen| clv_asked_for(&screen.contents()));
    let result = trimmed(first, 2);
    let is_told = |line: &str| line.contains("CLV") && line.contains(&result);
    assert!(terminal.look(|screen| !screen.contents().lines().any(is_told)));
    terminal.send(&format!("{:.4}\r", first * 10.0));
    terminal.wait_for("your answer  ");
    terminal.wait_for("10 times too large");
    // Fresh numbers: the answer follows from what is asked.
    terminal.send("z");
    terminal.until("fresh numbers", |screen| {
        let text = screen.contents();
        text.contains("Work out: CLV.") && !text.contains("your answer")
    });
    let right = terminal.look(|screen| clv_asked_for(&screen.contents()));
    terminal.send(&format!("{right:.4}\r"));
    terminal.wait_for("Working");
    terminal.wait_for("✓ your answer");
    terminal.send("\r");
    terminal.wait_for("drawn for the quiz");
}

/// The lifetime value, worked out from the numbers of the question.
fn clv_asked_for(question: &str) -> f64 {
    let number = |label: &str| {
        let line = question.lines().find(|line| line.contains(label));
        let line = line.unwrap_or_else(|| panic!("no {label} in\n{question}"));
        let text = line.rsplit_once(": ").unwrap().1.trim();
        text.trim_end_matches(" %").parse::<f64>().unwrap()
    };
    assert!(question.contains("First margin: end"), "{question}");
    let (m, r, d) = (
        number("Margin a period"),
        number("Retention:"),
        number("Discount rate"),
    );
    m * r / (100.0 + d - r)
}

#[test]
fn the_working_is_filled_with_the_learner_s_own_numbers() {
    let desk = Desk::new();
    let mut terminal = calculator(&desk, "Customer lifetime value");
    terminal.send("\x7f\x7f\x7f200");
    terminal.wait_for("400.00");
    terminal.send("w");
    terminal.wait_for("CLV = m r / (1 + d - r)");
    terminal.wait_for("= 200 x 0.8 / (1 + 0.2 - 0.8)");
    terminal.wait_for("= 400");
    terminal.send("w");
    terminal.wait_for("Margin a period");
}

#[test]
fn a_table_is_sorted_by_its_columns_from_the_keyboard() {
    let desk = Desk::new();
    let csv = "customer,sales\nCalder,300\nAldous,500\nBirch,200\n";
    std::fs::write(desk.path().join("three.csv"), csv).unwrap();
    let mut terminal = calculator(&desk, "ABC split");
    terminal.send("l");
    terminal.wait_for("A file of rows");
    terminal.send("three.csv\r");
    terminal.wait_for("1,000.00");
    terminal.send("b");
    terminal.wait_for("Ranked items");
    let order = |terminal: &Terminal, names: [&str; 3]| {
        terminal.until(&format!("{names:?}"), |screen| {
            let text = screen.contents();
            let at = names.map(|name| text.find(name));
            at.is_sorted() && at.iter().all(Option::is_some)
        });
    };
    order(&terminal, ["Aldous", "Calder", "Birch"]);
    terminal.send(&format!("{RIGHT}\r"));
    order(&terminal, ["Aldous", "Birch", "Calder"]);
    terminal.send("\r");
    order(&terminal, ["Calder", "Birch", "Aldous"]);
    terminal.send(&format!("{RIGHT}\r\r"));
    order(&terminal, ["Birch", "Calder", "Aldous"]);
}

#[test]
fn kept_numbers_are_opened_after_a_restart() {
    let desk = Desk::new();
    let mut terminal = calculator(&desk, "Customer lifetime value");
    terminal.send("j+\r");
    terminal.wait_for("Kept.");
    terminal.send("s");
    terminal.wait_for("Keep these numbers as");
    terminal.send("loyal\r");
    terminal.wait_for("Kept as loyal.");
    terminal.signal("KILL");
    terminal.end();
    let mut terminal = calculator(&desk, "Customer lifetime value");
    terminal.wait_for("81 %");
    terminal.send("e");
    terminal.wait_for("80 %");
    terminal.send("s");
    terminal.wait_for("loyal");
    terminal.send("\r");
    terminal.wait_for("kept as loyal");
    terminal.wait_for("81 %");
    assert_eq!(figure(&terminal, "CLV"), "249.23");
}

const F8: &str = "\x1b[19~";

/// Opened again in another process, with what stood there.
fn come_back(desk: &Desk, terminal: &mut Terminal, shows: &str) -> Terminal {
    terminal.send("\x1b");
    terminal.wait_for("Which customers pay for their service?");
    terminal.send("\x03");
    terminal.end();
    let mut terminal = desk.open();
    terminal.send("c");
    terminal.wait_for("ABC split");
    terminal.send("Cost to serve\r");
    terminal.wait_for(shows);
    terminal
}

/// By keys alone: five customers typed, three pasted, the columns of a foreign file pointed at, and all of it there again.
#[test]
fn a_table_typed_pasted_and_mapped_is_there_after_a_restart() {
    let desk = Desk::new();
    let csv = "Odběratel;Tržby;Nákup\nNord;1.200;900\nJih;800;500\nZápad;4.000;2.500\n";
    for name in ["rok.csv", "dalsi.csv"] {
        std::fs::write(desk.path().join(name), csv).unwrap();
    }
    let mut terminal = calculator(&desk, "Cost to serve");
    terminal.send(F8);
    terminal.wait_for("Type into the cells");
    for (name, revenue, cogs) in [
        ("Alma", "1000", "600"),
        ("Bor", "2000", "1500"),
        ("Cedr", "3000", "2000"),
        ("Dub", "4000", "2500"),
        ("Eben", "5000", "4000"),
    ] {
        terminal.send(&format!("{name}\t{revenue}\t{cogs}\r"));
    }
    terminal.wait_for("15,000");
    terminal.send("\x1b[200~Fik\t100\t60\r\nHloh\t200\t90\r\nIva\t300\t150\r\n\x1b[201~");
    terminal.wait_for("Pasted 3 rows.");
    terminal.wait_for("15,600");
    terminal.send("\x1b");
    terminal.wait_for("your own numbers");
    terminal.wait_for("15,600.00");
    let mut terminal = come_back(&desk, &mut terminal, "your own numbers");
    terminal.wait_for("15,600.00");
    terminal.send(F8);
    terminal.wait_for("Hloh");
    terminal.send("\x1b");
    terminal.wait_for("Tab next");
    // Load: the second and third column of the file are asked for, the rest is passed over.
    terminal.send("\x1b[18~");
    terminal.wait_for("A file of rows");
    terminal.send("rok.csv\r");
    terminal.wait_for("Which column is: Customer?");
    terminal.send("\r");
    terminal.wait_for("Which column is: Revenue?");
    terminal.send("\r");
    terminal.wait_for("Which column is: Cost of goods?");
    terminal.send("k\r\t");
    terminal.wait_for("6,000.00");
    let mut terminal = come_back(&desk, &mut terminal, "rok.csv");
    terminal.wait_for("6,000.00");
    // A file with the same header is understood.
    terminal.send("\x1b[18~");
    terminal.wait_for("A file of rows");
    terminal.send("dalsi.csv\r");
    terminal.wait_for("dalsi.csv");
    terminal.wait_for("6,000.00");
    // What the files took the place of comes back, after the restart too.
    terminal.send("\x19\x19");
    terminal.wait_for("15,600.00");
    let folder = desk.path().join("data/calculators");
    let names = std::fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<_> = names.map(|file| file.file_name()).collect();
    names.sort();
    assert_eq!(names, ["columns.json", "cost_to_serve.json"]);
    assert!(!desk.log().contains("Hloh"));
    let backup = desk.path().join("one.db");
    swot(&desk, &["backup", backup.to_str().unwrap()]);
    let bytes = std::fs::read(backup).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"Hloh"));
}

#[test]
fn a_card_made_of_the_numbers_is_in_the_learner_s_own_deck_and_is_asked() {
    let desk = Desk::new();
    let mut terminal = calculator(&desk, "Customer lifetime value");
    terminal.wait_for("240.00");
    terminal.send("m");
    terminal.wait_for("Made clv-1");
    terminal.send("\x03");
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
    let prompt = card.own_face("", seed).prompt.to_string();
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
    terminal.grade("\r");
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
    terminal.grade("\r");
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
    follows_from_the_log(&desk);
}

/// Replayed, the log gives the memories that there are.
fn follows_from_the_log(desk: &Desk) {
    let cards = || swot(desk, &["--no-builtin", "cards", "--json"]);
    let (before, log) = (cards(), desk.log());
    swot(desk, &["doctor", "--rebuild"]);
    swot(desk, &["doctor"]);
    assert_eq!(cards(), before);
    assert_eq!(desk.log(), log);
}

/// The last row of the log.
fn last_row(desk: &Desk) -> Value {
    serde_json::from_str(desk.log().lines().last().unwrap()).unwrap()
}

/// Two drawn problems, told apart by what they ask.
fn two_drawn_problems() -> Desk {
    let desk = drawn_deck();
    let (head, card) = DRAWN.split_once("        Generated(").unwrap();
    let (card, foot) = card.rsplit_once("    ]),\n])").unwrap();
    let second = card.replace("\"net\"", "\"rest\"").replace(FIRST, SECOND);
    let text = format!("{head}        Generated({card}        Generated({second}    ]),\n]){foot}");
    std::fs::write(desk.path().join("decks/drawn.ron"), text).unwrap();
    desk
}

const FIRST: &str = "What is left of a margin of a half?";
const SECOND: &str = "What is left of half the revenue?";

/// The program as it is started again some minutes later, in its first question.
fn started_again(desk: &Desk, question: &str) -> Terminal {
    let mut terminal = desk.open_with(&[("SWOT_NOW", "2026-11-21T10:07:00Z")]);
    terminal.send("\r");
    asks(&terminal, question);
    terminal
}

fn asks(terminal: &Terminal, question: &str) {
    terminal.until(question, |screen| {
        let text = screen.contents();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.contains(question) && !text.contains("3 Good")
    });
}

/// Gives the right answer to what is asked, and grades it with this key.
fn answers(terminal: &mut Terminal, grade: &str) {
    let right = answer(&asked(terminal));
    terminal.send(&format!("{right}\r"));
    terminal.wait_for("3 Good <");
    terminal.grade(grade);
}

#[test]
fn a_problem_left_unanswered_is_drawn_anew_and_the_log_keeps_what_was_answered() {
    let desk = two_drawn_problems();
    let mut terminal = desk.open();
    terminal.send("\r");
    asks(&terminal, FIRST);
    let left = asked(&terminal);
    terminal.send("12");
    terminal.signal("KILL");
    terminal.end();
    assert_eq!(desk.log(), "");
    let mut terminal = started_again(&desk, FIRST);
    let shown = asked(&terminal);
    assert_ne!(shown, left);
    answers(&mut terminal, "\r");
    asks(&terminal, SECOND);
    let (prompt, value) = drawn(last_row(&desk)["seed"].as_u64().unwrap());
    assert!(prompt.starts_with(&shown), "{shown} {prompt}");
    assert_eq!(value, answer(&shown));
}

#[test]
fn after_a_restart_undo_redo_and_another_grade_meet_the_same_numbers() {
    let desk = two_drawn_problems();
    let mut terminal = desk.open();
    terminal.send("\r");
    asks(&terminal, FIRST);
    let first = asked(&terminal);
    answers(&mut terminal, "\r");
    asks(&terminal, SECOND);
    let seed = last_row(&desk)["seed"].clone();
    terminal.signal("KILL");
    terminal.end();
    // The second problem is up, not yet graded, when the first one is taken back.
    let mut terminal = started_again(&desk, SECOND);
    let second = asked(&terminal);
    answers(&mut terminal, "u");
    asks(&terminal, FIRST);
    assert_eq!(asked(&terminal), first);
    assert_eq!(last_row(&desk)["seed"], seed);
    // Brought back, it makes room for the second one, as that stood.
    answers(&mut terminal, "U");
    asks(&terminal, SECOND);
    assert_eq!(asked(&terminal), second);
    let row = last_row(&desk);
    assert_eq!((&row["kind"], &row["seed"]), (&"redo".into(), &seed));
    // Taken back once more, it is graded otherwise.
    answers(&mut terminal, "u");
    asks(&terminal, FIRST);
    assert_eq!(asked(&terminal), first);
    answers(&mut terminal, "2");
    asks(&terminal, SECOND);
    assert_eq!(asked(&terminal), second);
    let row = last_row(&desk);
    assert_eq!((&row["kind"], &row["seed"]), (&"repetition".into(), &seed));
    assert_eq!(row["grade"], 3);
    // What was hard comes back the same day, with other numbers.
    answers(&mut terminal, "\r");
    asks(&terminal, FIRST);
    let again = asked(&terminal);
    assert_ne!(again, first);
    answers(&mut terminal, "\r");
    terminal.wait_for("This session is done.");
    let row = last_row(&desk);
    assert_eq!(row["kind"], "drill");
    let (prompt, _) = drawn(row["seed"].as_u64().unwrap());
    assert!(prompt.starts_with(&again), "{again} {prompt}");
    terminal.signal("KILL");
    terminal.end();
    follows_from_the_log(&desk);
}
