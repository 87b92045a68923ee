//! What must be fast. `cargo bench` measures all of it in about ten minutes, `cargo bench -- reveal` what has that in its name.
//!
//! Two kinds. A **row** sets the program as it is used, in a terminal or from the command line, beside the least that the same
//! could cost: both are measured in turn, so that the ratio holds on a busy machine too. To add one: `rows.row` in the file of
//! its group. A **piece** is a part of the library alone, timed by criterion, which compares it with the run before.
//!
//! `SWOT_BENCH_LONG=1` adds the rows over a million cards (some minutes, 2 GB of disk); with `SWOT_ANKI_PYTHON`, a Python that has
//! the package `anki`, imports are set beside Anki's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../tests/home/mod.rs"]
mod home;
#[path = "../../tests/pty/mod.rs"]
mod pty;
#[path = "../../tests/stage/mod.rs"]
mod stage;

mod bare;
mod commands;
mod inside;
mod keys;
mod library;
mod pieces;
mod rows;
mod session;
mod start;
mod tables;

use criterion::Criterion;

fn main() {
    if bare::is_asked_for() {
        return bare::run();
    }
    let rows = rows::Rows::asked_for();
    for group in [start::rows, keys::rows, commands::rows, inside::rows] {
        group(&rows);
    }
    let mut criterion = Criterion::default().configure_from_args();
    for group in [
        pieces::study,
        pieces::draw,
        tables::tables,
        tables::keystroke,
    ] {
        group(&mut criterion);
    }
    criterion.final_summary();
}
