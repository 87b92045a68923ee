//! The program in a real terminal: what is typed goes in, what it draws is read from the screen.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

pub const PATIENCE: Duration = Duration::from_secs(30);

pub const DECK: &str = r#"Deck(
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
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("decks")).unwrap();
        std::fs::write(folder.path().join("decks/tides.ron"), DECK).unwrap();
        Desk { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn deck(&self) -> PathBuf {
        self.path().join("decks/tides.ron")
    }

    pub fn command(&self, program: &str) -> CommandBuilder {
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
    pub fn open(&self) -> Terminal {
        self.open_with(&[])
    }

    pub fn open_with(&self, environment: &[(&str, &str)]) -> Terminal {
        let mut command = self.command(env!("CARGO_BIN_EXE_swot"));
        command.arg("--no-builtin");
        for (name, value) in environment {
            command.env(name, value);
        }
        let terminal = Terminal::start(command);
        terminal.wait_for("? help");
        terminal
    }

    pub fn log(&self) -> String {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_swot"))
            .args(["log", "--json"])
            .env("SWOT_DATA_DIR", self.path().join("data"))
            .output()
            .unwrap();
        String::from_utf8(out.stdout).unwrap()
    }
}

pub struct Terminal {
    /// Absent once hung up.
    pub ends: Option<(Box<dyn MasterPty + Send>, Box<dyn Write + Send>)>,
    pub child: Box<dyn portable_pty::Child + Send + Sync>,
    pub seen: Arc<Mutex<Seen>>,
    /// Told whenever something was drawn.
    drawn: Arc<Condvar>,
    reader: Option<std::thread::JoinHandle<()>>,
}

pub struct Seen {
    pub parser: vt100::Parser,
    pub bytes: usize,
    /// What a program must not do: ask the terminal something.
    pub questions: usize,
    /// The reader gives up its end at the next byte.
    pub deaf: bool,
}

impl Terminal {
    pub fn start(command: CommandBuilder) -> Terminal {
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
        let drawn = Arc::new(Condvar::new());
        let (filled, told) = (Arc::clone(&seen), Arc::clone(&drawn));
        let reading = std::thread::spawn(move || {
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
                told.notify_all();
            }
        });
        Terminal {
            ends: Some((pair.master, writer)),
            child,
            seen,
            drawn,
            reader: Some(reading),
        }
    }

    pub fn send(&mut self, text: &str) {
        let (_, writer) = self.ends.as_mut().unwrap();
        writer.write_all(text.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    pub fn master(&self) -> &dyn MasterPty {
        &*self.ends.as_ref().unwrap().0
    }

    /// Closes every end of the terminal but the program's.
    pub fn hang_up(&mut self) {
        self.seen.lock().unwrap().deaf = true;
        // What is drawn now lets the reader see that it is to end.
        self.send("?");
        self.reader.take().unwrap().join().unwrap();
        self.ends = None;
    }

    pub fn look<T>(&self, at: impl FnOnce(&vt100::Screen) -> T) -> T {
        at(self.seen.lock().unwrap().parser.screen())
    }

    pub fn until(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let began = Instant::now();
        let mut seen = self.seen.lock().unwrap();
        while !holds(seen.parser.screen()) {
            let left = PATIENCE.saturating_sub(began.elapsed());
            if left.is_zero() {
                let shown = seen.parser.screen().contents();
                drop(seen);
                panic!("waited for {what}; the screen:\n{shown}");
            }
            seen = self.drawn.wait_timeout(seen, left).unwrap().0;
        }
    }

    pub fn wait_for(&self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    /// A grade counts only once its answer was there to be read: until then the key is pressed again. The help, called
    /// up after it, shows that the key was read.
    pub fn grade(&mut self, key: &str) {
        let began = Instant::now();
        while self.look(|screen| screen.contents().contains("3 Good <")) {
            assert!(began.elapsed() < PATIENCE, "the grade is not taken");
            self.send(key);
            self.send("\x1bOP");
            self.wait_for("Keys: ");
            self.send("\x1b");
            self.until("help to close", |screen| {
                !screen.contents().contains("Keys: ")
            });
        }
    }

    pub fn pid(&self) -> String {
        self.child.process_id().unwrap().to_string()
    }

    pub fn signal(&self, name: &str) {
        let sent = std::process::Command::new("kill")
            .args([format!("-{name}"), self.pid()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// A field of `/proc/PID/status`.
    pub fn state(&self) -> char {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        let after = stat.rsplit_once(") ").unwrap().1;
        after.chars().next().unwrap()
    }

    pub fn end(&mut self) -> ExitStatus {
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
    pub fn is_as_it_was(&self) {
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

pub fn new_parser(rows: u16, cols: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0)
}
