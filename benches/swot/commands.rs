//! Commands over much, from their start to their end.

use crate::library::{self, LONG_LOG, Library, Size, YEAR};
use crate::rows::{Pair, Rows, timed};
use std::cell::LazyCell;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub fn rows(rows: &Rows) {
    let year = LazyCell::new(|| Library::new(&YEAR));
    rows.row("check, 100,000 cards", "< 3 s on two cores", 2, || {
        let texts = library::texts(&year.decks());
        let year = &year;
        Pair {
            floor: "parsed by ron alone",
            least: Box::new(move || library::parsing(&texts)),
            here: Box::new(|| timed(|| year.swot(&["check", "decks"]))),
        }
    });
    rows.row("check, 100,000 cards, first finding", "at once", 10, || {
        let texts = library::texts(&year.decks());
        let year = &year;
        Pair {
            floor: "one deck parsed by ron alone",
            least: Box::new(move || library::parsing(&texts[..1])),
            here: Box::new(|| year.first_word(&["check", "decks"])),
        }
    });
    let long = LazyCell::new(|| Library::new(&LONG_LOG));
    for (name, goal, floor, arguments) in [
        (
            "doctor, 1,000,000 rows, all checks",
            "none",
            "PRAGMA integrity_check",
            &["doctor"] as &[&str],
        ),
        (
            "doctor --rebuild, 1,000,000 rows",
            "< 4 s",
            "SELECT * FROM log",
            &["doctor", "--rebuild"],
        ),
        (
            "stats, 1,000,000 rows",
            "< 3 x, < 2 s",
            "SELECT day, count(*), sum(took) FROM log JOIN counted USING (id) GROUP BY day",
            &["stats"],
        ),
    ] {
        rows.row(name, goal, 3, || {
            let (db, long) = (long.database(), &long);
            Pair {
                floor,
                least: Box::new(move || timed(|| library::queried(&db, floor))),
                here: Box::new(move || timed(|| long.swot(arguments))),
            }
        });
    }
    rows.row("rebuild alone, 1,000,000 rows", "< 2 s", 3, || {
        let (db, mut store) = (long.database(), long.store());
        Pair {
            floor: "SELECT * FROM log",
            least: Box::new(move || timed(|| library::queried(&db, "SELECT * FROM log"))),
            here: Box::new(move || timed(|| store.rebuild().unwrap())),
        }
    });
    imports(rows);
}

/// 50,000 notes, as the program's own export writes them for Anki.
fn imports(rows: &Rows) {
    const NOTES: Size = Size {
        decks: 5,
        cards: 10_000,
        met: 5,
        answers: 5,
        ..YEAR
    };
    let library = LazyCell::new(|| {
        let library = Library::new(&NOTES);
        for format in ["apkg", "tsv"] {
            let file = format!("notes.{format}");
            let decks = ["deck-0", "deck-1", "deck-2", "deck-3", "deck-4"];
            let arguments = ["export", "--format", format, "--out", &file];
            library.swot(&[&arguments as &[&str], &decks].concat());
        }
        library
    });
    for (file, floor, least) in [
        (
            "notes.apkg",
            "unpacked, and its notes read",
            unpacked as fn(&Path) -> usize,
        ),
        ("notes.tsv", "read by the csv crate alone", cells),
    ] {
        rows.row(
            &format!("import of 50,000 notes, {file}"),
            "< 1 x Anki",
            3,
            || {
                let (path, library) = (library.path().join(file), &library);
                let anki = std::env::var("SWOT_ANKI_PYTHON").ok();
                Pair {
                    floor: if anki.is_some() {
                        "Anki's own import"
                    } else {
                        floor
                    },
                    least: Box::new(move || match &anki {
                        Some(python) => by_anki(python, &path),
                        None => timed(|| least(&path)),
                    }),
                    here: Box::new(move || {
                        let out = tempfile::tempdir().unwrap();
                        let out = out.path().join("out.ron").to_string_lossy().into_owned();
                        timed(|| library.swot(&["import", file, "--deck", "out", "--out", &out]))
                    }),
                }
            },
        );
    }
}

fn unpacked(package: &Path) -> usize {
    let mut archive = zip::ZipArchive::new(File::open(package).unwrap()).unwrap();
    let mut bytes = Vec::new();
    let mut entry = archive.by_name("collection.anki2").unwrap();
    entry.read_to_end(&mut bytes).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("collection.anki2");
    std::fs::write(&path, bytes).unwrap();
    let db = rusqlite::Connection::open(&path).unwrap();
    library::queried(&db, "SELECT * FROM notes")
}

fn cells(file: &Path) -> usize {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(b'\t').flexible(true).from_path(file);
    reader
        .unwrap()
        .records()
        .map(|row| row.unwrap().len())
        .sum()
}

/// What Anki takes for it, without the start of Python.
fn by_anki(python: &str, file: &Path) -> Duration {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/anki/bench.py");
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(python)
        .arg(script)
        .arg("time")
        .args([folder.path(), file])
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let seconds = told.trim().lines().last().map(str::parse);
    Duration::from_secs_f64(seconds.unwrap().unwrap())
}
