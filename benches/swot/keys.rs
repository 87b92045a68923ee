//! From a key to the frame that answers it, in a terminal.

use crate::bare::Window;
use crate::library::{IMPORTED, Library, Size, YEAR};
use crate::rows::{Pair, Rows};
use crate::session::{Session, home_is_right, pause, quit};
use std::cell::LazyCell;
use std::time::Duration;

const FRAME: &str = "a bare program's frame";
const GRADE_AND_FRAME: &str = "a commit of the same rows, and a bare program's frame";

pub fn rows(rows: &Rows) {
    const SMALL: Size = Size {
        decks: 1,
        cards: 1_000,
        met: 700,
        answers: 2_000,
        ..YEAR
    };
    let [small, year, imported] = [&SMALL, &YEAR, &IMPORTED].map(|size| {
        LazyCell::new(move || {
            let library = Library::new(size);
            let first = library.start(0);
            home_is_right(&first);
            quit(first);
            library
        })
    });
    for (name, library) in [
        ("1,000 cards", &small),
        ("100,000 cards", &year),
        ("50,000 imported cards", &imported),
    ] {
        rows.row(&format!("reveal, {name}"), "< 2 x", 40, || {
            let (mut window, mut bare) = (Session::begin(library, 0), Window::open());
            // The question is read first: by then the decks were looked at.
            Pair {
                floor: FRAME,
                least: Box::new(move || {
                    pause();
                    bare.frame()
                }),
                here: Box::new(move || {
                    pause();
                    let took = window.reveal();
                    window.grade();
                    took
                }),
            }
        });
        for (what, goal, rounds, is_undone) in [
            ("grade", "< 1.3 x", 40, false),
            ("undo", "< 16 ms", 20, true),
        ] {
            rows.row(&format!("{what}, {name}"), goal, rounds, || {
                let mut window = Session::begin(library, 0);
                let mut bare = Window::over(Some(&library.path().join("data/swot.db")));
                Pair {
                    floor: GRADE_AND_FRAME,
                    // Who was asleep finds the processor's caches cold: both were.
                    least: Box::new(move || {
                        pause();
                        bare.grade_and_frame()
                    }),
                    here: Box::new(move || {
                        window.reveal();
                        let took = window.grade();
                        if is_undone { window.undo() } else { took }
                    }),
                }
            });
        }
        for (what, goal, is_worked_out, is_enter) in [
            ("home after a grade", "< 16 ms", false, false),
            ("home after a grade, numbers right", "none", true, false),
            ("Enter after that", "< 50 ms", true, true),
        ] {
            rows.row(&format!("{what}, {name}"), goal, 20, || {
                let mut window = Session::begin(library, 0);
                beside_a_frame(move || {
                    window.reveal();
                    window.grade();
                    let home = window.home(is_worked_out);
                    home_is_right(&window.terminal);
                    let enter = window.enter();
                    if is_enter { enter } else { home }
                })
            });
        }
        let enter = format!("Enter after a start, {name}");
        rows.row(&enter, "< 50 ms", 10, || {
            beside_a_frame(|| {
                let terminal = library.start(0);
                home_is_right(&terminal);
                Session { terminal }.enter()
            })
        });
    }
    rows.row("browse opened, 100,000 cards", "< 150 ms", 10, || {
        beside_a_frame(|| browse(&year).1)
    });
    rows.figure(
        "browse searched, 100,000 cards, most memory",
        "< 80 MB",
        || {
            let (mut window, _) = browse(&year);
            window.until("planner stck", "the search", |text| text.contains("stck"));
            window.most_memory()
        },
    );
    rows.row("search, a key of a word with a slip", "< 16 ms", 10, || {
        let (mut window, _) = browse(&year);
        const WORD: &str = "planner ";
        const SLIP: &str = "stck";
        window.until(WORD, "the word", |text| text.contains(WORD.trim_end()));
        beside_a_frame(move || {
            // The slowest of the keys counts.
            let keys = (1..=SLIP.len()).map(|n| {
                let typed = format!("{WORD}{}", &SLIP[..n]);
                window.until(&SLIP[n - 1..n], "the letter", |text| text.contains(&typed))
            });
            let slowest = keys.max().unwrap();
            let back = "\x7f".repeat(SLIP.len());
            window.until(&back, "the word alone", |text| {
                !text.contains(&format!("{WORD}{}", &SLIP[..1]))
            });
            slowest
        })
    });
}

fn beside_a_frame<'a>(here: impl FnMut() -> Duration + 'a) -> Pair<'a> {
    let mut bare = Window::open();
    Pair {
        floor: FRAME,
        least: Box::new(move || bare.frame()),
        here: Box::new(here),
    }
}

/// The list of all cards, and how long it took to open.
fn browse(library: &Library) -> (Session, Duration) {
    let terminal = library.start(0);
    home_is_right(&terminal);
    let mut window = Session { terminal };
    let took = window.until("/", "the list of cards", |text| text.contains(": which of"));
    (window, took)
}
