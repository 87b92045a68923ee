//! Holds the floors of the house: a room may use what lies below it, never what lies beside or above.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms of this crate it may use, and the crates and std parts it may never name.
struct Floor {
    room: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static str],
}

const FLOORS: &[Floor] = &[
    Floor {
        room: "calculators",
        may_use: &["calculators"],
        never: &[
            "ron::",
            "rusqlite",
            "ratatui",
            "crossterm",
            "clap",
            "std::fs",
            "std::env",
            "std::time",
            "Zoned::now",
            "Timestamp::now",
        ],
    },
    Floor {
        room: "study",
        may_use: &["study", "calculators", "hash"],
        never: &[
            "ron::",
            "rusqlite",
            "ratatui",
            "crossterm",
            "clap",
            "jiff",
            "std::fs",
            "std::env",
            "std::time",
            "SystemTime",
            "Instant::now",
        ],
    },
    Floor {
        room: "deck_file",
        may_use: &["deck_file", "files", "study", "calculators", "hash"],
        never: &[
            "rusqlite",
            "ratatui",
            "crossterm",
            "clap",
            "Zoned::now",
            "Timestamp::now",
            "SystemTime::now",
            "Instant::now",
        ],
    },
    Floor {
        room: "lint",
        may_use: &["lint", "deck_file", "study", "calculators", "hash"],
        never: &[
            "rusqlite",
            "ratatui",
            "crossterm",
            "clap",
            "Zoned::now",
            "Timestamp::now",
            "SystemTime::now",
            "Instant::now",
        ],
    },
    Floor {
        room: "shelf",
        may_use: &[
            "shelf",
            "files",
            "lint",
            "deck_file",
            "study",
            "calculators",
            "hash",
        ],
        never: &[
            "rusqlite",
            "ratatui",
            "crossterm",
            "clap",
            "Zoned::now",
            "Timestamp::now",
            "SystemTime::now",
            "Instant::now",
        ],
    },
    Floor {
        room: "store",
        may_use: &["store", "dates", "study", "calculators", "hash"],
        never: &[
            "ron::",
            "ratatui",
            "crossterm",
            "clap",
            "Zoned::now",
            "Timestamp::now",
            "SystemTime::now",
            "Instant::now",
        ],
    },
    Floor {
        room: "exchange",
        may_use: &[
            "exchange",
            "deck_file",
            "lint",
            "study",
            "calculators",
            "files",
            "hash",
        ],
        never: &[
            "ron::",
            "ratatui",
            "crossterm",
            "clap",
            "std::env",
            "Zoned::now",
            "Timestamp::now",
            "SystemTime::now",
            "Instant::now",
        ],
    },
    Floor {
        room: "tui",
        may_use: &["tui", "dates", "study", "calculators"],
        never: &[
            "ron::",
            "rusqlite",
            "clap",
            "std::fs",
            "std::env",
            "std::process",
            "std::time::SystemTime",
            "Instant::now",
            "Zoned::now",
            "Timestamp::now",
        ],
    },
];

fn sources(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found
}

/// The code without its tests and comments: tests may stand where they like.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(path).unwrap();
    let whole = text.lines().enumerate();
    whole
        .take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
        .map(|(i, line)| (i + 1, line.split("//").next().unwrap_or("").to_owned()))
        .collect()
}

fn is_test_file(path: &Path) -> bool {
    path.file_stem()
        .is_some_and(|name| name == "tests" || name.to_string_lossy().ends_with("_tests"))
        || path.components().any(|c| c.as_os_str() == "tests")
}

#[test]
fn every_room_uses_only_what_lies_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rooms: Vec<String> = fs::read_to_string(root.join("lib.rs"))
        .unwrap()
        .lines()
        .filter_map(|l| {
            l.strip_prefix("pub mod ")?
                .strip_suffix(';')
                .map(str::to_owned)
        })
        .collect();
    assert!(rooms.iter().any(|r| r == "study"), "lib.rs lists the rooms");
    let mut broken = Vec::new();
    for floor in FLOORS {
        let dir = root.join(floor.room);
        assert!(dir.is_dir(), "{} is a room", floor.room);
        for path in sources(&dir).into_iter().filter(|p| !is_test_file(p)) {
            for (number, line) in code(&path) {
                let place = format!(
                    "{}:{number}: {}",
                    path.strip_prefix(&root).unwrap().display(),
                    line.trim()
                );
                for room in &rooms {
                    if line.contains(&format!("crate::{room}"))
                        && !floor.may_use.contains(&room.as_str())
                    {
                        broken.push(format!("{place}\n    {} may not use {room}", floor.room));
                    }
                }
                for name in floor.never.iter().filter(|name| line.contains(**name)) {
                    broken.push(format!("{place}\n    {} never names {name}", floor.room));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// SQL is known in the store, and where Anki's packages are read and written: those are SQLite files.
#[test]
fn sql_stays_where_the_databases_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for path in sources(&root).into_iter().filter(|p| !is_test_file(p)) {
        let name = path.strip_prefix(&root).unwrap();
        if name.starts_with("store") || name.starts_with("exchange/apkg") {
            continue;
        }
        for (number, line) in code(&path) {
            if line.contains("rusqlite") {
                broken.push(format!("{}:{number} names rusqlite", name.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The clock has one door; the key events have two.
#[test]
fn time_and_keys_come_through_their_own_doors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut broken = Vec::new();
    for path in sources(&root).into_iter().filter(|p| !is_test_file(p)) {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        for (number, line) in code(&path) {
            if name != "clock.rs"
                && ["Zoned::now", "Timestamp::now", "SystemTime::now"]
                    .iter()
                    .any(|call| line.contains(call))
            {
                broken.push(format!("{name}:{number} reads the clock; ask clock.rs"));
            }
            if line.contains("crossterm::")
                && !(name.starts_with("driver")
                    || name == "tui/keys.rs"
                    || line.contains("ratatui::crossterm") && name.starts_with("driver"))
            {
                broken.push(format!(
                    "{name}:{number} names crossterm; only tui/keys.rs and the driver do"
                ));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
