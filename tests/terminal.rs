//! The program in a real terminal: every way in and out of it, and what it leaves behind.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(30);

const DECK: &str = r#"Deck(
    schema: 1,
    id: "tides",
    title: "Tides",
    concepts: [
        Concept(
            id: "moon",
            title: "What the moon does",
            topic: "global",
            summary: "",
            cards: [
                Typed(id: "low", question: "The lowest state of the tide is called ...?", answer: "ebb", why: "From the old word for off."),
                Basic(id: "spring", front: "When do spring tides come?", back: "At new and full moon.", why: "Sun and moon pull in one line."),
            ],
        ),
    ],
)
"#;

/// A folder of decks and data that goes with its test.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("decks")).unwrap();
        std::fs::write(folder.path().join("decks/tides.ron"), DECK).unwrap();
        Desk { folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn deck(&self) -> PathBuf {
        self.path().join("decks/tides.ron")
    }

    fn command(&self, program: &str) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.cwd(self.path());
        for (name, value) in [
            ("PATH", std::env::var("PATH").unwrap_or_default().as_str()),
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("TZ", "UTC"),
            ("SWOT_NOW", "2026-11-21T10:00:00Z"),
        ] {
            command.env(name, value);
        }
        command.env("HOME", self.path());
        command.env("SWOT_DATA_DIR", self.path().join("data"));
        command.env("SWOT_DECK_PATH", self.path().join("decks"));
        command
    }

    /// The home screen, drawn.
    fn open(&self) -> Terminal {
        self.open_with(&[])
    }

    fn open_with(&self, environment: &[(&str, &str)]) -> Terminal {
        let mut command = self.command(env!("CARGO_BIN_EXE_swot"));
        command.arg("--no-builtin");
        for (name, value) in environment {
            command.env(name, value);
        }
        let terminal = Terminal::start(command);
        terminal.wait_for("? help");
        terminal
    }

    fn log(&self) -> String {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_swot"))
            .args(["log", "--json"])
            .env("SWOT_DATA_DIR", self.path().join("data"))
            .output()
            .unwrap();
        String::from_utf8(out.stdout).unwrap()
    }
}

struct Terminal {
    /// Absent once hung up.
    ends: Option<(Box<dyn MasterPty + Send>, Box<dyn Write + Send>)>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    seen: Arc<Mutex<Seen>>,
}

struct Seen {
    parser: vt100::Parser,
    bytes: usize,
    /// What a program must not do: ask the terminal something.
    questions: usize,
    /// The reader gives up its end at the next byte.
    deaf: bool,
}

impl Terminal {
    fn start(command: CommandBuilder) -> Terminal {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            parser: new_parser(24, 80),
            bytes: 0,
            questions: 0,
            deaf: false,
        }));
        let filled = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    return;
                }
                let mut seen = filled.lock().unwrap();
                if seen.deaf {
                    return;
                }
                seen.bytes += n;
                seen.questions += buffer[..n].windows(4).filter(|w| w == b"\x1b[6n").count();
                seen.parser.process(&buffer[..n]);
            }
        });
        Terminal {
            ends: Some((pair.master, writer)),
            child,
            seen,
        }
    }

    fn send(&mut self, text: &str) {
        let (_, writer) = self.ends.as_mut().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    fn master(&self) -> &dyn MasterPty {
        &*self.ends.as_ref().unwrap().0
    }

    /// Closes every end of the terminal but the program's.
    fn hang_up(&mut self) {
        self.seen.lock().unwrap().deaf = true;
        self.send("?");
        std::thread::sleep(Duration::from_millis(300));
        self.ends = None;
    }

    fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.seen.lock().unwrap().parser.screen())
    }

    fn until(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let began = Instant::now();
        while !self.look(&holds) {
            assert!(
                began.elapsed() < PATIENCE,
                "waited for {what}; the screen:\n{}",
                self.look(vt100::Screen::contents)
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn wait_for(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    fn pid(&self) -> String {
        self.child.process_id().unwrap().to_string()
    }

    fn signal(&self, name: &str) {
        let sent = std::process::Command::new("kill")
            .args([format!("-{name}"), self.pid()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// A field of `/proc/PID/status`.
    fn state(&self) -> char {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        let after = stat.rsplit_once(") ").unwrap().1;
        after.chars().next().unwrap()
    }

    fn end(&mut self) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                began.elapsed() < PATIENCE,
                "does not end; the screen:\n{}",
                self.look(vt100::Screen::contents)
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Canonical mode, the first screen, a cursor, no paste marks, no mouse.
    fn is_as_it_was(&self) {
        self.until("the first screen", |screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
        assert_eq!(
            self.look(vt100::Screen::mouse_protocol_mode),
            vt100::MouseProtocolMode::None
        );
        let modes = self.master().get_termios().unwrap().local_flags;
        assert!(format!("{modes:?}").contains("ICANON"), "{modes:?}");
        assert_eq!(self.seen.lock().unwrap().questions, 0);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn new_parser(rows: u16, cols: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0)
}

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
        let mut terminal = desk.open();
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
            screen.alternate_screen() && screen.contents().contains("? help")
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
    terminal.send("\r");
    terminal.wait_for("spring tides");
    assert_eq!(desk.log().lines().count(), 1);
    terminal.send(" 4");
    terminal.wait_for("This session is done.");
    assert_eq!(desk.log().lines().count(), 2);
    terminal.send("u");
    terminal.wait_for("When do spring tides come?");
    assert_eq!(desk.log().lines().count(), 3);
    terminal.send(" 3\r");
    terminal.wait_for("All done for today.");
    terminal.send("q");
    assert_eq!(terminal.end().exit_code(), 0);
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
        terminal
            .seen
            .lock()
            .unwrap()
            .parser
            .screen_mut()
            .set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        terminal.master().resize(size).unwrap();
        terminal.wait_for(shows);
    }
    terminal.send("q");
    assert_eq!(terminal.end().exit_code(), 0);
}

#[test]
fn the_editor_gets_the_terminal_and_the_line_and_the_card_is_read_again() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let editor = desk.path().join("fake editor");
    let script = "#!/bin/sh\necho \"editing $*\" > arguments\nstty -a > modes\ntrap '' INT\nkill -INT $PPID\n\
                  sed -i 's/lowest state/lowest level/' \"$2\"\n";
    std::fs::write(&editor, script).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    // A name with a space, and an argument of its own.
    let command = format!("'{}' --wait", editor.display());
    let mut terminal = desk.open_with(&[("EDITOR", &command)]);
    terminal.send("\r");
    terminal.wait_for("lowest state");
    terminal.send("eb\t");
    terminal.wait_for("Tab type");
    let deck = std::fs::read_to_string(desk.deck()).unwrap();
    // An editor that is not known gets `file:line:column`; this one edits the file of that name.
    let line = deck.lines().position(|l| l.contains("\"low\"")).unwrap() + 1;
    let named = format!("{}:{line}:1", desk.deck().display());
    std::os::unix::fs::symlink(desk.deck(), &named).unwrap();
    terminal.send("e");
    let began = Instant::now();
    while !desk.path().join("modes").exists() {
        assert!(began.elapsed() < PATIENCE, "the editor was not started");
        std::thread::sleep(Duration::from_millis(5));
    }
    terminal.until("the screen again", vt100::Screen::alternate_screen);
    let arguments = std::fs::read_to_string(desk.path().join("arguments")).unwrap();
    assert_eq!(arguments.trim(), format!("editing --wait {named}"));
    let modes = std::fs::read_to_string(desk.path().join("modes")).unwrap();
    assert!(modes.contains(" icanon"), "{modes}");
    // `sed -i` put a file where the link was; the deck itself is as it was. Now change the deck.
    std::fs::write(desk.deck(), deck.replace("lowest state", "lowest level")).unwrap();
    terminal.send("e");
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
