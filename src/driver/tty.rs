//! The terminal as the loop needs it.

use crate::tui::app::App;
use crossterm::event::Event;
use std::io;
use std::path::Path;
use std::time::Duration;

/// The terminal as the loop uses it: the real one, or in tests a script of events and a captured screen.
pub trait Tty {
    /// The next event; `None` if none came in time. Without a time limit it waits for ever.
    fn read(&mut self, time: Option<Duration>) -> io::Result<Option<Event>>;
    fn draw(&mut self, app: &mut App) -> io::Result<()>;
    /// The next `draw` draws everything again.
    fn repaint(&mut self) -> io::Result<()>;
    fn set_mouse(&mut self, on: bool) -> io::Result<()>;
    /// Asks the terminal to copy a text to the clipboard. Terminals do not report whether they did.
    fn copy(&mut self, text: &str) -> io::Result<()>;
    /// Waits until the learner's editor is closed.
    fn edit(&mut self, file: &Path, line: u32) -> Result<(), String>;
    /// Suspends the program until the shell continues it.
    fn stop(&mut self) -> io::Result<()>;
    /// Milliseconds of a clock that never goes back; only differences have a meaning.
    fn ms(&self) -> u64;
}
