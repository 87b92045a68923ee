//! An author's two screens: the preview follows the file, and `check --watch` says again what is wrong.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pty;

use pty::{DECK, Desk, Terminal};

fn preview(desk: &Desk) -> Terminal {
    let mut command = desk.command(env!("CARGO_BIN_EXE_swot"));
    command.args(["preview", "decks/tides.ron"]);
    let terminal = Terminal::start(command);
    terminal.wait_for("? help");
    terminal
}

#[test]
fn a_fault_that_is_saved_appears_and_goes_when_it_is_mended() {
    let desk = Desk::new();
    let mut terminal = preview(&desk);
    terminal.wait_for("The lowest state of the tide");
    std::fs::write(desk.deck(), DECK.replace("front:", "fornt:")).unwrap();
    terminal.wait_for("there is no field fornt here");
    // To the fault, and to its card as it was.
    terminal.send("n\r");
    terminal.wait_for("did you mean `front`?");
    terminal.wait_for("When do spring tides come?");
    terminal.wait_for("this card as it was before");
    std::fs::write(desk.deck(), "Deck(").unwrap();
    terminal.wait_for("The file cannot be read as it is now");
    terminal.wait_for("When do spring tides come?");
    // As editors save: a new file in the old one's place.
    let beside = desk.path().join("new");
    std::fs::write(&beside, DECK.replace("spring tides", "neap tides")).unwrap();
    std::fs::rename(&beside, desk.deck()).unwrap();
    terminal.wait_for("When do neap tides come?");
    terminal.until("no error", |s| !s.contents().contains("error"));
    terminal.send("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.is_as_it_was();
    assert!(!desk.path().join("data").exists(), "no learner's data");
}

#[test]
fn another_key_draws_other_numbers() {
    let desk = Desk::new();
    let drawn = "Generated(id: \"g\", draw: [Range(name: \"n\", from: 10000, to: 90000, step: 1)], question: \"Twice {n}?\", answer: \"2 * n\", why: \"w\"),";
    std::fs::write(
        desk.deck(),
        DECK.replace("Typed(", &format!("{drawn}\nTyped(")),
    )
    .unwrap();
    let mut terminal = preview(&desk);
    terminal.send("jj\r");
    terminal.wait_for("seed 1");
    let number = |terminal: &Terminal| {
        let screen = terminal.look(vt100::Screen::contents);
        let after = screen.split_once("Twice ").unwrap().1;
        after.split_once('?').unwrap().0.to_owned()
    };
    let first = number(&terminal);
    terminal.send("r");
    terminal.wait_for("seed 2");
    assert_ne!(number(&terminal), first);
}

#[test]
fn the_mouse_picks_a_card_and_opens_it() {
    let desk = Desk::new();
    let mut terminal = preview(&desk);
    terminal.send("M");
    terminal.wait_for("Mouse on");
    let line = terminal.look(|screen| {
        let contents = screen.contents();
        let at = contents.lines().position(|l| l.contains("spring tides"));
        at.unwrap() + 1
    });
    for _ in 0..2 {
        terminal.send(&format!("\x1b[<0;12;{line}M\x1b[<0;12;{line}m"));
    }
    terminal.wait_for("Enter show the answer");
    terminal.send("\r");
    terminal.wait_for("At new and full moon.");
}

#[test]
fn the_editor_opens_at_the_fault_and_what_it_saves_is_shown() {
    let desk = Desk::new();
    std::fs::write(desk.deck(), DECK.replace("front:", "fornt:")).unwrap();
    let editor = desk.path().join("editor");
    std::fs::write(
        &editor,
        "#!/bin/sh\necho \"$@\" > opened\nsed -i s/fornt/front/ decks/tides.ron\n",
    )
    .unwrap();
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = desk.command(env!("CARGO_BIN_EXE_swot"));
    command.args(["preview", "decks/tides.ron"]);
    command.env("EDITOR", &editor);
    let mut terminal = Terminal::start(command);
    terminal.wait_for("1 error");
    terminal.send("ne");
    // While the editor has the terminal, nothing of ours is to be read on it.
    terminal.wait_for("Read again: 1 warning");
    let opened = std::fs::read_to_string(desk.path().join("opened")).unwrap();
    assert!(opened.contains("tides.ron"), "{opened}");
    terminal.wait_for("? help");
}

#[test]
fn without_a_terminal_the_whole_deck_is_printed() {
    let desk = Desk::new();
    let run = |args: &[&str]| {
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_swot"))
            .args(args)
            .current_dir(desk.path())
            .env("SWOT_DATA_DIR", desk.path().join("data"))
            .output()
            .unwrap();
        let said = String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap();
        (run.status.code(), said)
    };
    let (code, said) = run(&["preview", "decks/tides.ron"]);
    assert_eq!(code, Some(0));
    for line in [
        "Tides (tides)",
        "== What the moon does ==",
        "-- low, Typed, line 12",
        "Answer: ebb",
        "Why: Sun and moon pull in one line.",
        "0 errors",
    ] {
        assert!(said.contains(line), "{line} in {said}");
    }
    let (code, said) = run(&["preview", "decks/tides.ron", "--card", "spring", "--plain"]);
    assert!(
        code == Some(0) && !said.contains("ebb") && said.contains("full moon"),
        "{said}"
    );
    let (code, said) = run(&["preview", "decks/tides.ron", "--card", "zzz"]);
    assert!(
        code == Some(1) && said.contains("no card and no concept `zzz`"),
        "{said}"
    );
    let (code, said) = run(&["preview", "none.ron"]);
    assert!(code == Some(1) && said.contains("cannot be read"), "{said}");
}

#[test]
fn a_watching_check_reports_upon_every_save() {
    let desk = Desk::new();
    let mut command = desk.command(env!("CARGO_BIN_EXE_swot"));
    command.args(["check", "--watch", "decks"]);
    let mut terminal = Terminal::start(command);
    // The newest report: older ones may have left the screen.
    let reports = |last: &str| {
        terminal.until(last, |screen| {
            let contents = screen.contents();
            let before = contents.rsplit_once("; waiting for the next save");
            before.is_some_and(|(before, _)| before.lines().last().unwrap().starts_with(last))
        });
    };
    reports("0 errors, ");
    std::fs::write(desk.deck(), DECK.replace("front:", "fornt:")).unwrap();
    reports("1 error, ");
    terminal.wait_for("there is no field `fornt` here");
    std::fs::write(desk.deck(), DECK).unwrap();
    reports("0 errors, ");
    // A deck that comes along is checked too.
    std::fs::write(desk.path().join("decks/other.ron"), DECK).unwrap();
    terminal.wait_for("is taken by");
    terminal.send("\x03");
    assert!(!terminal.end().success());
}
