//! Large libraries with a learner's past, the same at each run.

use crate::home::home;
use crate::pty::{self, Terminal};
use crate::rows::timed;
use rusqlite::Connection;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use swotter::clock::Clock;
use swotter::desk::Desk;
use swotter::folders::{Folder, Folders};
use swotter::settings::Settings;
use swotter::shelf::Sources;
use swotter::store::Store;
use swotter::study::log::Moment;

/// 2026-11-21, the day that the program believes it is.
pub const TODAY: i64 = 20_778;
pub const NOW: Moment = Moment {
    utc_ms: 1_795_300_000_000,
    offset_s: 3600,
};

/// Decks of ordinary length: a front of about 90 characters, a back of about 220.
pub fn write_decks(folder: &Path, decks: usize, cards: usize, per_concept: usize) {
    std::fs::create_dir_all(folder).unwrap();
    for d in 0..decks {
        let mut text =
            format!("Deck(schema: 1, id: \"deck-{d}\", title: \"Deck {d}\", concepts: [\n");
        for c in 0..cards {
            if c % per_concept == 0 {
                let close = if c > 0 { "])," } else { "" };
                writeln!(text, "{close}Concept(id: \"concept-{c}\", title: \"Concept {c}\", summary: \"A page of a few words.\", cards: [").unwrap();
            }
            writeln!(text, "Basic(id: \"card-{c}\", front: \"Deck {d}, number {c}: which of the many things that a planner may do comes before the others here?\", back: \"The {c}th of them, because the demand of deck {d} is known by then, the stock lies where it is needed, the capacity was agreed in the month before, and nobody has to be asked for a favour that would have to be returned later on.\"),").unwrap();
        }
        text.push_str("])])");
        std::fs::write(folder.join(format!("deck-{d}.ron")), text).unwrap();
    }
}

pub fn texts(decks: &Path) -> Vec<String> {
    let files = std::fs::read_dir(decks).unwrap();
    files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}

/// The least that reading decks can cost: the typed parse, and nothing made of it.
pub fn parse(text: &str) -> swotter::study::Deck {
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text).unwrap()
}

/// How long that takes for all of them.
pub fn parsing(texts: &[String]) -> Duration {
    timed(|| {
        let parsed = texts.iter().map(|text| parse(text).concepts.len());
        parsed.sum::<usize>()
    })
}

/// What a query tells, row by row, as the least that an answer from the database costs.
pub fn queried(db: &Connection, sql: &str) -> usize {
    let mut statement = db.prepare_cached(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut n = 0;
    while rows.next().unwrap().is_some() {
        n += 1;
    }
    n
}

pub fn sources(decks: Option<&Path>, cache: Option<&Path>) -> Sources {
    Sources {
        no_builtin: decks.is_some(),
        data_decks: decks.map(Path::to_owned),
        deck_paths: Vec::new(),
        cache: cache.map(Path::to_owned),
    }
}

pub struct Size {
    pub decks: usize,
    pub cards: usize,
    pub per_concept: usize,
    /// How many of all cards were ever asked, and how many answers they had.
    pub met: i64,
    pub answers: i64,
}

/// 100,000 cards after a year.
pub const YEAR: Size = Size {
    decks: 50,
    cards: 2_000,
    per_concept: 20,
    met: 70_000,
    answers: 200_000,
};

/// 50,000 cards as an import leaves them: in few files, each one long concept.
pub const IMPORTED: Size = Size {
    decks: 5,
    cards: 10_000,
    per_concept: 10_000,
    met: 35_000,
    answers: 100_000,
};

/// Many years: 10,000 cards and a million answers.
pub const LONG_LOG: Size = Size {
    decks: 5,
    cards: 2_000,
    per_concept: 20,
    met: 10_000,
    answers: 1_000_000,
};

pub struct Library {
    root: pty::Desk,
}

impl Library {
    pub fn new(size: &Size) -> Library {
        let folder = tempfile::tempdir().unwrap();
        let library = Library {
            root: pty::Desk { folder },
        };
        write_decks(&library.decks(), size.decks, size.cards, size.per_concept);
        library.answer(size);
        library
    }

    /// Writes a past into the log, and has the program work out the rest.
    fn answer(&self, size: &Size) {
        let mut store = self.store();
        let mut db = Connection::open(store.path()).unwrap();
        let write = db.transaction().unwrap();
        let device = "INSERT INTO devices (id, name) VALUES (1, ?1)";
        write.execute(device, [store.device()]).unwrap();
        let decks = size.decks as i64;
        for n in 0..size.met {
            let (deck, card) = (n % decks, n / decks);
            let name = "INSERT OR IGNORE INTO decks (id, name) VALUES (?1, 'deck-' || (?1 - 1))";
            let name = write.prepare_cached(name);
            name.unwrap().execute([deck + 1]).unwrap();
            let subject =
                "INSERT INTO subjects (id, sort, deck, name) VALUES (?1, 0, ?2, 'card-' || ?3)";
            let subject = write.prepare_cached(subject);
            subject.unwrap().execute([n + 1, deck + 1, card]).unwrap();
        }
        for nth in 0..size.answers {
            let day = TODAY - 360 + 360 * nth / size.answers;
            let row = "INSERT INTO log (id, at, ahead, east, day, kind, subject, grade, took, seed, algorithm, version)
                       VALUES (?1 << 4, ?2 * 86400000 + ?1 % 40000000, 0, 0, ?2, 0, ?3, ?4, 9000, ?1, 1, 1)";
            let subject = nth % size.met;
            let grade = if subject % 7 == 0 { 1 } else { 4 };
            let row = write.prepare_cached(row);
            row.unwrap()
                .execute([nth + 1, day, subject + 1, grade])
                .unwrap();
        }
        write.commit().unwrap();
        drop(db);
        store.rebuild().unwrap();
    }

    pub fn path(&self) -> &Path {
        self.root.path()
    }

    pub fn decks(&self) -> PathBuf {
        self.path().join("decks")
    }

    pub fn store(&self) -> Store {
        Store::open(&self.path().join("data"), NOW).unwrap().store
    }

    pub fn database(&self) -> Connection {
        Connection::open(self.path().join("data/swot.db")).unwrap()
    }

    /// What is behind the screens, at noon of a day.
    pub fn desk(&self, day: &str) -> Desk {
        let folder = |name: &str| Folder {
            path: self.path().join(name),
            because: "a benchmark",
        };
        let folders = Folders {
            data: folder("data"),
            config: folder("config"),
            cache: folder("cache"),
        };
        let sources = sources(Some(&self.decks()), Some(&self.path().join("cache")));
        let clock = Clock::new(Some(&format!("{day}T12:00:00+00:00[UTC]")), 4).unwrap();
        Desk::open(folders, sources, Settings::default(), clock, &mut |_, _| {}).unwrap()
    }

    /// A command of the program; what it prints is thrown away.
    pub fn swot(&self, arguments: &[&str]) {
        self.command(arguments).status().unwrap();
    }

    /// How long a command takes until it says anything.
    pub fn first_word(&self, arguments: &[&str]) -> Duration {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped());
        let mut child = None;
        let took = timed(|| {
            let child = child.insert(command.spawn().unwrap());
            let said = child.stdout.as_mut().unwrap();
            said.read_exact(&mut [0]).unwrap();
        });
        let mut child = child.unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        took
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_swot"));
        command
            .current_dir(self.path())
            .envs(home(self.path()))
            .env("SWOT_DATA_DIR", self.path().join("data"))
            .env("SWOT_DECK_PATH", self.decks())
            .env("SWOT_NOW", "2026-11-21T10:00:00Z")
            .args(arguments)
            .arg("--no-builtin")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// The program in a terminal, so many days later; nothing is waited for.
    pub fn start(&self, days: i64) -> Terminal {
        let mut command = self.root.command(env!("CARGO_BIN_EXE_swot"));
        command.arg("--no-builtin");
        let day = jiff::civil::date(2026, 11, 21) + jiff::Span::new().days(days);
        command.env("SWOT_NOW", format!("{day}T10:00:00Z"));
        Terminal::start(command)
    }
}
