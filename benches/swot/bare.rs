//! The floor of all that is drawn: a program of a few lines that draws a card's worth of text with ratatui, waits for a key, and draws
//! again; asked to, it commits before the frame what a grade must. It is this benchmark itself, started anew.

use crate::pty::Terminal;
use crate::rows::timed;
use crossterm::event::{self, Event, KeyCode};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, enable_raw_mode,
};
use crossterm::{execute, queue};
use portable_pty::CommandBuilder;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::widgets::{Paragraph, Wrap};
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use std::io::{BufWriter, Write as _, stdout};
use std::path::Path;
use std::time::Duration;

const ASKED: &str = "SWOT_BENCH_BARE";
const COPY: &str = "bare.db";
const TEXT: &str = "Deck 7, number 7: which of the many things that a planner may do comes before the others here?";
const MORE: &str = "The 7th of them, because the demand of deck 7 is known by then, the stock lies where it is needed, the capacity was agreed in the month before, and nobody has to be asked for a favour that would have to be returned later on.";

pub fn is_asked_for() -> bool {
    std::env::var_os(ASKED).is_some()
}

/// A copy of a learner's database, in the program's own mode.
pub fn database(copy: &Path) -> Connection {
    let db = Connection::open(copy).unwrap();
    db.execute_batch("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA;")
        .unwrap();
    db
}

/// What a grade must write: the row of the log, what it counted as, and the memory.
pub fn grade(db: &mut Connection) {
    let write = db
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    let ask = |sql: &str| -> i64 {
        let mut statement = write.prepare_cached(sql).unwrap();
        statement.query_row([], |row| row.get(0)).unwrap()
    };
    let id = ask("SELECT max(id) + 16 FROM log");
    let day = ask("SELECT day FROM log ORDER BY id DESC LIMIT 1");
    // Anywhere among all cards, as those that come due are.
    let card = id / 16 * 7919 % ask("SELECT max(id) FROM subjects") + 1;
    for (sql, values) in [
        (
            "INSERT INTO log (id, at, ahead, east, day, kind, subject, grade, took, seed, algorithm, version)
             VALUES (?1, ?2 * 86400000, 0, 0, ?2, 0, ?3, 4, 9000, ?1, 1, 1)",
            &[id, day, card][..],
        ),
        ("INSERT INTO counted VALUES (?1, 0, 1, ?2)", &[id, day]),
        (
            "UPDATE memory SET due = due + 1 WHERE deck = (SELECT deck FROM subjects WHERE id = ?1) AND card = ?1",
            &[card],
        ),
    ] {
        let mut statement = write.prepare_cached(sql).unwrap();
        statement.execute(params_from_iter(values)).unwrap();
    }
    write.commit().unwrap();
}

pub fn run() {
    enable_raw_mode().unwrap();
    execute!(stdout(), EnterAlternateScreen).unwrap();
    let out = BufWriter::with_capacity(65_536, stdout());
    let mut terminal = ratatui::Terminal::new(CrosstermBackend::new(out)).unwrap();
    let mut kept = None;
    let copy = std::env::current_dir().unwrap().join(COPY);
    for page in 0.. {
        queue!(terminal.backend_mut(), BeginSynchronizedUpdate).unwrap();
        let draw = |frame: &mut ratatui::Frame<'_>| {
            let Rect { width, height, .. } = frame.area();
            let text = if page % 2 == 0 {
                TEXT.to_owned()
            } else {
                format!("{TEXT}\n\n{MORE}")
            };
            let body = Rect::new(0, 1, width, height - 2);
            frame.render_widget(Paragraph::new(text).wrap(Wrap { trim: true }), body);
            let foot = Rect::new(0, height - 1, width, 1);
            frame.render_widget(Paragraph::new(format!("page {page}; q quit")), foot);
        };
        terminal.draw(draw).unwrap();
        queue!(terminal.backend_mut(), EndSynchronizedUpdate).unwrap();
        terminal.backend_mut().flush().unwrap();
        let key = loop {
            if let Event::Key(key) = event::read().unwrap() {
                break key.code;
            }
        };
        match key {
            KeyCode::Char('q') => return,
            KeyCode::Char('g') => grade(kept.get_or_insert_with(|| database(&copy))),
            _ => {}
        }
    }
}

pub struct Window {
    terminal: Terminal,
    page: u32,
    _folder: tempfile::TempDir,
}

impl Window {
    pub fn open() -> Window {
        Window::over(None)
    }

    /// With a copy of a learner's database.
    pub fn over(database: Option<&Path>) -> Window {
        let folder = tempfile::tempdir().unwrap();
        if let Some(database) = database {
            std::fs::copy(database, folder.path().join(COPY)).unwrap();
        }
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.cwd(folder.path());
        command.env(ASKED, "1");
        command.env("TERM", "xterm-256color");
        let terminal = Terminal::start(command);
        terminal.wait_for("page 0;");
        Window {
            terminal,
            page: 0,
            _folder: folder,
        }
    }

    /// From its start to its first frame.
    pub fn first_frame() -> Duration {
        let mut window = None;
        let took = timed(|| window = Some(Window::open()));
        let mut window = window.unwrap();
        window.terminal.send("q");
        window.terminal.end();
        took
    }

    fn press(&mut self, key: &str) -> Duration {
        self.page += 1;
        let shown = format!("page {};", self.page);
        timed(|| {
            self.terminal.send(key);
            self.terminal.wait_for(&shown);
        })
    }

    /// From a key to the frame that answers it.
    pub fn frame(&mut self) -> Duration {
        self.press(" ")
    }

    /// The same, with what a grade must write committed in between.
    pub fn grade_and_frame(&mut self) -> Duration {
        self.press("g")
    }
}
