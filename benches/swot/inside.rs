//! What the program does behind its screens, each beside the least that it could cost.

use crate::bare;
use crate::library::{self, Library, NOW, YEAR};
use crate::rows::{Pair, Rows, timed};
use std::cell::LazyCell;
use std::time::Duration;
use swotter::clock::Clock;
use swotter::shelf::Shelf;
use swotter::store::{FILE, Store};
use swotter::study::log::Change;
use swotter::study::memory::{Event, Meant};
use swotter::study::{Day, Grade, Key, Memory};

pub fn rows(rows: &Rows) {
    rows.row("inside: a grade recorded", "< 1.3 x", 200, || {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path(), NOW).unwrap().store;
        let mut nth = 0;
        let mut record = move || {
            nth += 1;
            let key = Key::from_text(format!("deck/card-{nth}"));
            let graded = Event::graded(Meant::Review, Grade::GOOD);
            let change = Change::new(key, graded, Day(20_778), Memory::default());
            timed(|| store.record(&change, NOW).unwrap())
        };
        record();
        let copy = folder.path().join("copy.db");
        std::fs::copy(folder.path().join(FILE), &copy).unwrap();
        let mut raw = bare::database(&copy);
        Pair {
            floor: "a commit of the same rows",
            least: Box::new(move || timed(|| bare::grade(&mut raw))),
            here: Box::new(move || {
                let _ = &folder;
                record()
            }),
        }
    });

    let library = LazyCell::new(|| {
        let library = Library::new(&YEAR);
        library.desk(DAYS[0]).home();
        library
    });
    const DAYS: [&str; 2] = ["2026-11-21", "2026-11-22"];
    rows.row("inside: 10 decks read without a cache", "< 3 x", 5, || {
        let folder = tempfile::tempdir().unwrap();
        library::write_decks(folder.path(), 10, 1_000, 20);
        let texts = library::texts(folder.path());
        Pair {
            floor: "parsed by ron alone",
            least: Box::new(move || library::parsing(&texts)),
            here: Box::new(move || {
                let sources = library::sources(Some(folder.path()), None);
                timed(|| Shelf::open(sources).decks().len())
            }),
        }
    });
    let queried = |floor: &'static str, here: Box<dyn FnMut() -> Duration>| {
        let db = library.database();
        Pair {
            floor,
            least: Box::new(move || timed(|| library::queried(&db, floor))),
            here,
        }
    };
    rows.row("inside: home worked out on another day", "none", 10, || {
        let mut desk = library.desk(DAYS[0]);
        let mut nth = 0;
        queried(
            "SELECT due, count(*) FROM memory GROUP BY due",
            Box::new(move || {
                nth += 1;
                let day = format!("{}T12:00:00+00:00[UTC]", DAYS[nth % 2]);
                desk.set_clock(Clock::new(Some(&day), 4).unwrap());
                timed(|| desk.home().due)
            }),
        )
    });
    rows.row("inside: figures of 200,000 answers", "< 3 x", 10, || {
        let mut desk = library.desk(DAYS[0]);
        queried(
            "SELECT day, count(*), sum(took) FROM log JOIN counted USING (id) GROUP BY day",
            Box::new(move || timed(|| desk.figures(&[]).unwrap().figures.gradings)),
        )
    });
    rows.row("inside: backup, checked", "none", 10, || {
        let store = library.store();
        let (from, to) = (store.path().to_owned(), library.path().join("copy.db"));
        let copy = to.clone();
        Pair {
            floor: "the file copied",
            least: Box::new(move || timed(|| std::fs::copy(&from, &copy).unwrap())),
            here: Box::new(move || {
                std::fs::remove_file(&to).unwrap();
                timed(|| store.backup(Some(&to), NOW).unwrap())
            }),
        }
    });
}
