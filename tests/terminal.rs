//! The program in a real terminal: every way in and out of it, and what it leaves behind.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod pty;

use portable_pty::PtySize;
use pty::{Desk, PATIENCE, Terminal};
use std::time::{Duration, Instant};

#[test]
fn q_leaves_the_terminal_as_it_was() {
    let desk = Desk::new();
    let mut terminal = desk.open();
    assert!(terminal.look(vt100::Screen::alternate_screen));
    terminal.send("q");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.is_as_it_was();
}

#[test]
fn ctrl_c_leaves_from_within_a_field() {
    let desk = Desk::new();
    let mut terminal = desk.open();
    terminal.send("\r");
    terminal.wait_for("lowest state");
    terminal.send("eb\x03");
    assert_eq!(terminal.end().exit_code(), 0);
    terminal.is_as_it_was();
}

#[test]
fn each_signal_ends_it_and_leaves_the_terminal_as_it_was() {
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        let desk = Desk::new();
        let mut terminal = desk.open();
        terminal.signal(name);
        assert!(!terminal.end().success(), "{name}");
        terminal.is_as_it_was();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let desk = Desk::new();
    // Nobody sends a signal: the shell ignores the hang-up.
    let swot = env!("CARGO_BIN_EXE_swot");
    let mut command = desk.command("sh");
    command.args([
        "-c",
        &format!("trap '' HUP; '{swot}' --no-builtin; echo gone > ended"),
    ]);
    let mut terminal = Terminal::start(command);
    terminal.wait_for("? help");
    terminal.hang_up();
    let began = Instant::now();
    while !desk.path().join("ended").exists() {
        assert!(began.elapsed() < PATIENCE, "it lives on without a terminal");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn ctrl_z_gives_the_shell_its_screen_and_fg_brings_ours_back() {
    for from_outside in [false, true] {
        let desk = Desk::new();
        std::fs::create_dir_all(desk.path().join(".config/swot")).unwrap();
        std::fs::write(desk.path().join(".config/swot/config.ron"), "(mouse: true)").unwrap();
        let mut terminal = desk.open();
        let has_mouse =
            |screen: &vt100::Screen| screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None;
        terminal.until("the mouse", has_mouse);
        if from_outside {
            terminal.signal("TSTP");
        } else {
            terminal.send("\x1a");
        }
        let began = Instant::now();
        while terminal.state() != 'T' {
            assert!(began.elapsed() < PATIENCE, "does not stop");
            std::thread::sleep(Duration::from_millis(5));
        }
        terminal.is_as_it_was();
        terminal.signal("CONT");
        terminal.until("the screen again", |screen| {
            screen.alternate_screen() && screen.contents().contains("? help") && has_mouse(screen)
        });
        terminal.send("?");
        terminal.wait_for("Keys: Home");
        terminal.send("\x1b");
        terminal.wait_for("Tides");
        terminal.send("q");
        assert_eq!(terminal.end().exit_code(), 0);
        terminal.is_as_it_was();
    }
}

#[test]
fn a_session_is_saved_grade_by_grade_and_undone_after_its_end() {
    let desk = Desk::new();
    let mut terminal = desk.open();
    terminal.send("\r");
    terminal.wait_for("lowest state");
    terminal.send("ebb\r");
    terminal.wait_for("3 Good <");
    assert_eq!(desk.log(), "");
    terminal.grade("\r");
    terminal.wait_for("spring tides");
    assert_eq!(desk.log().lines().count(), 1);
    terminal.send(" ");
    terminal.wait_for("3 Good <");
    terminal.grade("4");
    terminal.wait_for("This session is done.");
    assert_eq!(desk.log().lines().count(), 2);
    terminal.send("u");
    terminal.wait_for("When do spring tides come?");
    assert_eq!(desk.log().lines().count(), 3);
    terminal.send(" ");
    terminal.wait_for("3 Good <");
    terminal.grade("3");
    terminal.wait_for("This session is done.");
    terminal.send("\r");
    terminal.wait_for("All done for today.");
    terminal.send("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn a_session_that_loses_its_deck_says_so() {
    let desk = Desk::new();
    let mut terminal = desk.open();
    terminal.send("\r");
    terminal.wait_for("lowest state");
    std::fs::write(desk.deck(), "Deck(").unwrap();
    terminal.send("ebb\r");
    terminal.wait_for("3 Good <");
    terminal.grade("\r");
    terminal.wait_for("1 question was left out: their deck was removed");
    assert_eq!(desk.log().lines().count(), 1);
}

#[test]
fn a_paste_is_text_and_only_its_first_line() {
    let desk = Desk::new();
    let mut terminal = desk.open();
    terminal.send("\x1b[200~q\rq\x1b[201~");
    terminal.send("\r");
    terminal.wait_for("lowest state");
    terminal.send("\x1b[200~eb\nq\n\x1b[201~b\r");
    terminal.wait_for("your answer  ebb");
    assert_eq!(desk.log(), "");
}

#[test]
fn no_color_has_no_colour_and_keeps_the_selection() {
    let desk = Desk::new();
    let terminal = desk.open_with(&[("NO_COLOR", "1")]);
    terminal.look(|screen| {
        let cells = || (0..24).flat_map(|y| (0..80).filter_map(move |x| screen.cell(y, x)));
        assert!(cells().any(vt100::Cell::inverse), "no line is selected");
        assert!(cells().any(vt100::Cell::bold));
        for cell in cells() {
            assert_eq!(cell.fgcolor(), vt100::Color::Default);
            assert_eq!(cell.bgcolor(), vt100::Color::Default);
        }
    });
}

#[test]
fn colours_are_there_otherwise() {
    let desk = Desk::new();
    let terminal = desk.open();
    terminal.look(|screen| {
        let coloured = |y, x| {
            screen
                .cell(y, x)
                .is_some_and(|cell| cell.fgcolor() != vt100::Color::Default)
        };
        assert!((0..80).any(|x| coloured(23, x)), "the key bar is plain");
    });
}

#[test]
fn another_locale_gets_ascii() {
    let desk = Desk::new();
    let terminal = desk.open_with(&[("LC_ALL", "C")]);
    assert!(terminal.look(vt100::Screen::contents).is_ascii());
}

#[test]
fn where_no_screen_can_be_it_says_what_can() {
    let desk = Desk::new();
    let mut dumb = desk.command(env!("CARGO_BIN_EXE_swot"));
    dumb.arg("--no-builtin");
    dumb.env("TERM", "dumb");
    let mut piped = desk.command("sh");
    let swot = env!("CARGO_BIN_EXE_swot");
    piped.args(["-c", &format!("true | '{swot}' --no-builtin")]);
    for command in [dumb, piped] {
        let mut terminal = Terminal::start(command);
        assert!(!terminal.end().success());
        terminal.wait_for("--plain");
        assert!(!terminal.look(vt100::Screen::alternate_screen));
    }
}

fn resize(terminal: &Terminal, rows: u16, cols: u16) {
    let mut seen = terminal.seen.lock().unwrap();
    let screen = seen.parser.screen_mut();
    screen.set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    drop(seen);
    let size = PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    };
    terminal.master().resize(size).unwrap();
}

/// Half a character, an escape that nothing follows, a paste that does not end: the reader of keys still hears of a new size.
#[test]
fn the_screen_follows_its_size_in_the_middle_of_a_key() {
    for half in ["\u{1b}[", "\u{1b}O", "\u{1b}[200~abc"] {
        let desk = Desk::new();
        let mut terminal = desk.open();
        terminal.send(half);
        resize(&terminal, 4, 16);
        terminal.wait_for("Needs 20x5");
        terminal.signal("TERM");
        terminal.end();
    }
}

#[test]
fn the_screen_follows_its_size() {
    let desk = Desk::new();
    let mut terminal = desk.open();
    for (rows, cols, shows) in [
        (4, 16, "Needs 20x5"),
        (30, 110, "? help"),
        (1, 1, ""),
        (24, 80, "? help"),
    ] {
        resize(&terminal, rows, cols);
        terminal.wait_for(shows);
    }
    terminal.send("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn the_editor_gets_the_terminal_and_the_line_and_the_card_is_read_again() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    // Known by its name, in a folder whose name has a blank.
    let editor = desk.path().join("my editors/vim.tiny");
    std::fs::create_dir(editor.parent().unwrap()).unwrap();
    let script = "#!/bin/sh\necho \"editing $*\" > arguments\nstty -a > modes\ntrap '' INT\nkill -INT $PPID\n\
                  sed -i 's/lowest state/lowest level/' \"$3\"\n";
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let command = format!("{} --wait", editor.display());
    let mut terminal = desk.open_with(&[("VISUAL", ""), ("EDITOR", &command)]);
    terminal.send("\r");
    terminal.wait_for("lowest state");
    terminal.send("eb\t");
    terminal.wait_for("Tab type");
    let deck = std::fs::read_to_string(desk.deck()).unwrap();
    let line = deck.lines().position(|l| l.contains("\"low\"")).unwrap() + 1;
    terminal.send("e");
    let began = Instant::now();
    // The shell makes the file before there is anything in it.
    let modes = loop {
        let modes = std::fs::read_to_string(desk.path().join("modes")).unwrap_or_default();
        if modes.ends_with('\n') {
            break modes;
        }
        assert!(began.elapsed() < PATIENCE, "the editor was not started");
        std::thread::sleep(Duration::from_millis(5));
    };
    terminal.until("the screen again", vt100::Screen::alternate_screen);
    let arguments = std::fs::read_to_string(desk.path().join("arguments")).unwrap();
    assert_eq!(
        arguments.trim(),
        format!("editing --wait +{line} {}", desk.deck().display())
    );
    assert!(modes.contains(" icanon"), "{modes}");
    terminal.wait_for("lowest level");
    terminal.send("\tx");
    terminal.wait_for("ebx");
}

#[test]
fn nothing_happens_while_nobody_does_anything() {
    let desk = Desk::new();
    let terminal = desk.open();
    std::thread::sleep(Duration::from_millis(500));
    let wake_ups = || -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", terminal.pid())).unwrap();
        tasks
            .flatten()
            .filter_map(|task| std::fs::read_to_string(task.path().join("status")).ok())
            .flat_map(|status| {
                status
                    .lines()
                    .filter(|l| l.contains("voluntary_ctxt_switches"))
                    .filter_map(|l| l.split_whitespace().last()?.parse::<u64>().ok())
                    .collect::<Vec<_>>()
            })
            .sum()
    };
    let (bytes, woken) = (terminal.seen.lock().unwrap().bytes, wake_ups());
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(
        terminal.seen.lock().unwrap().bytes,
        bytes,
        "something was drawn"
    );
    assert_eq!(wake_ups(), woken, "something woke up");
}

#[test]
fn one_slip_in_the_settings_costs_that_setting_and_is_told_on_home() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path().join(".config/swot")).unwrap();
    let file = desk.path().join(".config/swot/config.ron");
    std::fs::write(&file, "(\n  theme: mono,\n  grades: 5,\n)").unwrap();
    let mut terminal = desk.open();
    terminal.wait_for("config.ron:3: `grades` is 4 or 6, not 5");
    terminal.wait_for("has its default until you mend that line");
    // The other settings hold: mono has no colour.
    let screen = terminal.look(vt100::Screen::clone);
    let cells = (0..24).flat_map(|y| (0..80).map(move |x| (y, x)));
    let plain = cells.filter_map(|(y, x)| screen.cell(y, x));
    assert!(
        plain
            .into_iter()
            .all(|cell| cell.fgcolor() == vt100::Color::Default)
    );
    terminal.send("q");
    assert_eq!(terminal.end().exit_code(), 0);
}
