//! Progress of long work: one line on stderr, if it is a terminal, removed when the work is done.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Shorter work shows no progress.
const PATIENCE: Duration = Duration::from_millis(150);

pub struct Progress {
    watched: bool,
    began: Instant,
    shown: Option<Instant>,
}

impl Progress {
    pub fn new() -> Progress {
        Progress {
            watched: io::stderr().is_terminal(),
            began: Instant::now(),
            shown: None,
        }
    }

    /// Work that is known to be long is told `at_once`.
    pub fn tell(&mut self, at_once: bool, how_far: impl FnOnce() -> String) {
        let since = self.shown.unwrap_or(self.began).elapsed();
        if self.watched && (at_once || since >= PATIENCE) {
            self.shown = Some(Instant::now());
            // A progress line that cannot be written does not matter.
            let _ = write!(io::stderr(), "\r{} ", how_far());
        }
    }

    pub fn done(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr(), "\r{:60}\r", "");
        }
    }
}
