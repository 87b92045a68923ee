//! The terminal as the loop needs it.

use crate::tui::app::App;
use crossterm::event::Event;
use std::io;
use std::path::Path;
use std::time::Duration;

/// The terminal as the loop needs it: the real one, or in tests a script of events and a picture.
pub trait Tty {
    /// The next event; nothing where none came in time. Without a time it waits for ever.
    fn read(&mut self, time: Option<Duration>) -> io::Result<Option<Event>>;
    fn draw(&mut self, app: &mut App) -> io::Result<()>;
    /// Everything is drawn anew by the next `draw`.
    fn repaint(&mut self) -> io::Result<()>;
    fn set_mouse(&mut self, on: bool) -> io::Result<()>;
    /// Asks the terminal to put a text on the clipboard. Whether it does is not told.
    fn copy(&mut self, text: &str) -> io::Result<()>;
    /// Waits until the learner's editor is closed.
    fn edit(&mut self, file: &Path, line: u32) -> Result<(), String>;
    /// Back to the shell, until it continues us.
    fn stop(&mut self) -> io::Result<()>;
    /// Milliseconds of a clock that never goes back; its start means nothing.
    fn ms(&self) -> u64;
}
