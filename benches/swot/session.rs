//! The program in a terminal, driven as a learner does.

use crate::library::Library;
use crate::pty::Terminal;
use crate::rows::timed;
use std::time::Duration;

/// Until home is there; its numbers may still be worked out.
pub fn home_is_there(terminal: &Terminal) {
    terminal.wait_for("? help");
}

/// Until its numbers are those of today.
pub fn home_is_right(terminal: &Terminal) {
    terminal.until("home, worked out", |screen| {
        let text = screen.contents();
        text.contains("? help") && !text.contains("working out")
    });
}

pub fn quit(mut terminal: Terminal) {
    terminal.send("q");
    terminal.end();
}

/// The program with a question before the learner.
pub struct Session {
    pub terminal: Terminal,
}

impl Session {
    pub fn begin(library: &Library, day: i64) -> Session {
        let mut session = Session {
            terminal: library.start(day),
        };
        home_is_right(&session.terminal);
        session.enter();
        session
    }

    pub fn enter(&mut self) -> Duration {
        self.until("\r", "the first question", |text| {
            text.contains("Enter show")
        })
    }

    pub fn until(&mut self, key: &str, what: &str, holds: impl Fn(&str) -> bool) -> Duration {
        timed(|| {
            self.terminal.send(key);
            self.terminal
                .until(what, |screen| holds(&screen.contents()));
        })
    }

    /// `Deck 7, number 7:`.
    fn asked(&self) -> String {
        let text = self.terminal.look(|screen| screen.contents());
        let asked = text.lines().find_map(|line| line.split_once(": which of"));
        format!("{}:", asked.unwrap().0.trim())
    }

    pub fn reveal(&mut self) -> Duration {
        self.until(" ", "the answer", |text| text.contains("3 Good <"))
    }

    pub fn grade(&mut self) -> Duration {
        pause();
        let before = self.asked();
        self.until("\r", "the next question", |text| {
            text.contains("Enter show") && !text.contains(&before)
        })
    }

    pub fn undo(&mut self) -> Duration {
        let before = self.asked();
        self.until("u", "the question before", |text| {
            text.contains(": which of") && !text.contains(&before)
        })
    }

    /// `68.3 MB`, all that the system counts.
    pub fn most_memory(&self) -> String {
        let process = self.terminal.child.process_id().unwrap();
        let status = std::fs::read_to_string(format!("/proc/{process}/status"));
        let most = status.unwrap_or_default().lines().find_map(|line| {
            let kb = line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?;
            kb.parse::<f64>().ok()
        });
        most.map_or("unknown".into(), |kb| format!("{:.1} MB", kb / 1024.0))
    }

    /// Back to the home screen; with or without waiting for its numbers.
    pub fn home(&mut self, is_worked_out: bool) -> Duration {
        self.until("\x1b", "home", |text| {
            let is_right = !is_worked_out || !text.contains("working out");
            text.contains("? help") && !text.contains("Enter show") && is_right
        })
    }
}

/// A key right after the answer is not taken for its grade.
pub fn pause() {
    std::thread::sleep(Duration::from_millis(300));
}

impl Drop for Session {
    /// Leaves as a learner does: a program that is killed has more to do at its next start.
    fn drop(&mut self) {
        self.terminal.send("\x03");
        self.terminal.end();
    }
}
