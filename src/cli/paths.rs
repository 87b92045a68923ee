//! `swot paths`: every file and folder in use, and why each was chosen.

use super::{Failure, World, out};
use crate::store;

pub fn run(world: &World) -> Result<(), Failure> {
    let folders = world.folders()?;
    let row = |what: &str, path: &std::path::Path, because: &str| {
        let there = if path.exists() { "" } else { "not there yet" };
        vec![
            what.to_owned(),
            path.display().to_string(),
            because.to_owned(),
            there.to_owned(),
        ]
    };
    let (data, inside) = (&folders.data, "inside the data folder");
    let mut rows = vec![
        row("data", &data.path, data.because),
        row("database", &data.path.join(store::FILE), inside),
        row("backups", &data.path.join(store::BACKUPS), inside),
        row("decks", &folders.decks(), inside),
    ];
    let from = if world.deck_path.is_empty() {
        "SWOT_DECK_PATH"
    } else {
        "--deck-path"
    };
    rows.extend(world.deck_path()?.iter().map(|dir| row("decks", dir, from)));
    rows.push(row("settings", &folders.settings(), folders.config.because));
    rows.push(row("cache", &folders.cache.path, folders.cache.because));
    let (builtin, because) = if world.no_builtin {
        ("left out", "--no-builtin")
    } else {
        ("the decks that ship", "inside the program")
    };
    rows.push(
        ["compiled in", builtin, because, ""]
            .map(str::to_owned)
            .to_vec(),
    );
    out::table(&["what", "where", "because", ""], rows)
}
