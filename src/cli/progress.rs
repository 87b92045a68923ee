//! How far long work is: one line on stderr, where somebody watches, and gone when the work is done.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Work that is done sooner says nothing.
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

    pub fn tell(&mut self, how_far: impl FnOnce() -> String) {
        let since = self.shown.unwrap_or(self.began).elapsed();
        if self.watched && since >= PATIENCE {
            self.shown = Some(Instant::now());
            // A lost progress line is no loss.
            let _ = write!(io::stderr(), "\r{} ", how_far());
        }
    }

    pub fn done(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr(), "\r{:60}\r", "");
        }
    }
}
