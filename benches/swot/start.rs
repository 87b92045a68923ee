//! From the start of the program to a frame.

use crate::bare::Window;
use crate::library::{self, IMPORTED, Library, Size, YEAR};
use crate::pty::{Desk, Terminal};
use crate::rows::{Pair, Rows, timed};
use crate::session::{Session, home_is_right, home_is_there, quit};
use std::cell::{Cell, LazyCell};
use std::fs;
use std::time::Duration;
use swotter::shelf::Shelf;

fn started(start: impl FnOnce() -> Terminal, shown: fn(&Terminal)) -> Duration {
    let mut terminal = None;
    let took = timed(|| shown(terminal.insert(start())));
    let terminal = terminal.unwrap();
    home_is_right(&terminal);
    quit(terminal);
    took
}

fn beside_a_bare_start<'a>(here: impl FnMut() -> Duration + 'a) -> Pair<'a> {
    Pair {
        floor: "a bare program's start",
        least: Box::new(Window::first_frame),
        here: Box::new(here),
    }
}

pub fn rows(rows: &Rows) {
    rows.row("start: shipped decks", "< 2.5 x", 30, || {
        let desk = Desk::new();
        let start = move || {
            let mut command = desk.command(env!("CARGO_BIN_EXE_swot"));
            command.env_remove("SWOT_DECK_PATH");
            Terminal::start(command)
        };
        // The first start asks for the exam; the answer opens the first page.
        let mut first = start();
        first.wait_for("What do you prepare for?");
        first.send("\r");
        first.until("a page", |screen| {
            !screen.contents().contains("What do you prepare for?")
        });
        first.send("\x03");
        first.end();
        beside_a_bare_start(move || started(&start, home_is_there))
    });

    let library = LazyCell::new(|| {
        let library = Library::new(&YEAR);
        started(|| library.start(0), home_is_right);
        library
    });
    let day = Cell::new(0);
    rows.row("start: 100,000 cards, nothing changed", "< 5 x", 20, || {
        beside_a_bare_start(|| started(|| library.start(day.get()), home_is_there))
    });
    rows.row("start: 100,000, after a session", "< 5 x", 20, || {
        beside_a_bare_start(|| {
            let mut window = Session::begin(&library, day.get());
            window.reveal();
            window.grade();
            window.home(true);
            drop(window);
            started(|| library.start(day.get()), home_is_there)
        })
    });
    for (name, goal, shown) in [
        (
            "start: 100,000, first of a day",
            "< 5 x",
            home_is_there as fn(&Terminal),
        ),
        (
            "start: 100,000, first of a day, numbers right",
            "< 150 ms",
            home_is_right,
        ),
    ] {
        rows.row(name, goal, 10, || {
            beside_a_bare_start(|| {
                day.set(day.get() + 1);
                started(|| library.start(day.get()), shown)
            })
        });
    }
    rows.row(
        "start: one of 50 decks changed, numbers right",
        "floor + 30 ms",
        10,
        || {
            let path = library.decks().join("deck-7.ron");
            let text = fs::read_to_string(&path).unwrap();
            let again = text.clone();
            let mut nth = 0;
            let library = &library;
            let day = &day;
            Pair {
                floor: "that deck parsed by ron alone, and a bare start",
                least: Box::new(move || Window::first_frame() + timed(|| library::parse(&again))),
                here: Box::new(move || {
                    nth += 1;
                    let changed =
                        text.replacen("number 7:", &format!("number 7, changed {nth}:"), 1);
                    fs::write(&path, changed).unwrap();
                    started(|| library.start(day.get()), home_is_right)
                }),
            }
        },
    );
    rows.row(
        "start: 100,000 registered the first time",
        "< 3 x",
        3,
        || {
            let decks = library.decks();
            let texts = library::texts(&decks);
            Pair {
                floor: "parsed by ron alone",
                least: Box::new(move || library::parsing(&texts)),
                here: Box::new(move || {
                    let cache = tempfile::tempdir().unwrap();
                    let sources = library::sources(Some(&decks), Some(cache.path()));
                    timed(|| Shelf::open(sources).decks().len())
                }),
            }
        },
    );
    million(rows);
    let imported = LazyCell::new(|| Library::new(&IMPORTED));
    rows.row("start: 50,000 imported cards", "< 5 x", 10, || {
        started(|| imported.start(0), home_is_right);
        beside_a_bare_start(|| started(|| imported.start(0), home_is_there))
    });
}

/// A million cards in 50 decks, of which nothing was learnt yet.
fn million(rows: &Rows) {
    if std::env::var_os("SWOT_BENCH_LONG").is_none() {
        return;
    }
    const MILLION: Size = Size {
        decks: 50,
        cards: 20_000,
        met: 70_000,
        answers: 200_000,
        ..YEAR
    };
    let library = LazyCell::new(|| Library::new(&MILLION));
    rows.row(
        "start: a million cards, the first time",
        "a frame at once",
        1,
        || {
            beside_a_bare_start(|| {
                let _ = fs::remove_dir_all(library.path().join(".cache"));
                let mut terminal = None;
                timed(|| {
                    terminal
                        .insert(library.start(0))
                        .until("a frame", |screen| !screen.contents().trim().is_empty())
                })
            })
        },
    );
    rows.row(
        "start: a million cards, to the first key",
        "< 1 s",
        5,
        || {
            let terminal = library.start(0);
            while !terminal.look(|screen| screen.contents().contains("? help")) {
                std::thread::sleep(Duration::from_millis(100));
            }
            quit(terminal);
            beside_a_bare_start(|| started(|| library.start(0), home_is_there))
        },
    );
}
