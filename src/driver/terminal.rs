//! The terminal: set up once, and restored on every way out. It is never queried, since an answer may not come.

use super::editor;
use super::tty::Tty;
use crate::study::text::clean;
use crate::tui::app::App;
use crossterm::event::{
    self, DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
    Event,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{cursor, queue, style};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{TerminalOptions, Viewport};
use std::cell::RefCell;
#[cfg(unix)]
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::process::Stdio;
use std::rc::Rc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The terminal is in our modes.
static OURS: AtomicBool = AtomicBool::new(false);
/// Mouse capture is on, or is to be on again after an editor or a stop.
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Another program, an editor, has the terminal.
static LENT: AtomicBool = AtomicBool::new(false);

/// Collects a frame so that it is written at once.
#[derive(Debug, Clone, Default)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub struct Terminal {
    terminal: ratatui::Terminal<CrosstermBackend<Frame>>,
    frame: Frame,
    out: Output,
    began: Instant,
}

impl Terminal {
    pub fn open(mouse: bool) -> io::Result<Terminal> {
        // Otherwise crossterm turns colours into resets under NO_COLOR, which also reset bold and reverse.
        style::force_color_output(true);
        static HOOK: Once = Once::new();
        HOOK.call_once(restore_on_panic);
        let out = output()?;
        MOUSE.store(mouse, Ordering::SeqCst);
        #[cfg(unix)]
        let _ = read_without_waiting();
        enter()?;
        watch();
        // Starts listening, so that a change of size between the first frame and the first read is not missed.
        let listening = event::poll(Duration::ZERO);
        let frame = Frame::default();
        let terminal = listening.and_then(|_| {
            let backend = CrosstermBackend::new(frame.clone());
            let viewport = viewport()?;
            ratatui::Terminal::with_options(backend, TerminalOptions { viewport })
        });
        let mut opened = match terminal {
            Ok(terminal) => Terminal {
                terminal,
                frame,
                out,
                began: Instant::now(),
            },
            Err(error) => {
                leave();
                return Err(error);
            }
        };
        opened.terminal.hide_cursor()?;
        Ok(opened)
    }

    /// Writes the frame in one go, between marks that let the terminal show it as a whole.
    fn send(&mut self) -> io::Result<()> {
        let drawn = std::mem::take(&mut *self.frame.0.borrow_mut());
        if drawn.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(drawn.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend_from_slice(&drawn);
        queue!(bytes, EndSynchronizedUpdate)?;
        write(&mut self.out, &bytes)?;
        // The system hands the frame on to the terminal before we go on to what can wait.
        std::thread::yield_now();
        Ok(())
    }

    fn come_back(&mut self) -> io::Result<()> {
        enter()?;
        // Keys typed into the other program are dropped.
        while event::poll(Duration::ZERO)? {
            event::read()?;
        }
        self.terminal.hide_cursor()?;
        self.repaint()
    }
}

impl Tty for Terminal {
    fn read(&mut self, time: Option<Duration>) -> io::Result<Option<Event>> {
        match time {
            Some(time) if !event::poll(time)? => Ok(None),
            _ => event::read().map(Some),
        }
    }

    fn draw(&mut self, app: &mut App) -> io::Result<()> {
        self.terminal.draw(|frame| {
            if let Some(cursor) = app.draw(frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        self.send()
    }

    // `Terminal::clear` would query the cursor and wait for an answer.
    fn repaint(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal
            .resize(Rect::new(0, 0, size.width, size.height))
    }

    fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        MOUSE.store(on, Ordering::SeqCst);
        let mut bytes = Vec::new();
        if on {
            queue!(bytes, EnableMouseCapture)?;
        } else {
            queue!(bytes, DisableMouseCapture)?;
        }
        write(&mut self.out, &bytes)
    }

    /// With the escape sequence OSC 52.
    fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(
            bytes,
            crossterm::clipboard::CopyToClipboard::to_clipboard_from(text)
        )?;
        write(&mut self.out, &bytes)
    }

    fn edit(&mut self, file: &Path, line: u32) -> Result<(), String> {
        leave();
        LENT.store(true, Ordering::SeqCst);
        let ended = editor::edit(file, line, input_of_others);
        LENT.store(false, Ordering::SeqCst);
        self.come_back()
            .map_err(|error| format!("the terminal did not come back: {error}"))?;
        match ended {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("The editor ended with {status}.")),
            Err(why) => Err(clean(&why).into_owned()),
        }
    }

    #[cfg(unix)]
    fn stop(&mut self) -> io::Result<()> {
        leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.come_back()
    }

    #[cfg(not(unix))]
    fn stop(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn ms(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        leave();
    }
}

/// The whole screen. Its size is not asked for at each frame, for which crossterm opens a file: `repaint` is called when it has
/// changed. Not every console of Windows tells of that.
fn viewport() -> io::Result<Viewport> {
    if cfg!(windows) {
        return Ok(Viewport::Fullscreen);
    }
    let (width, height) = size()?;
    Ok(Viewport::Fixed(Rect::new(0, 0, width, height)))
}

/// Standard output without its lock, which another thread may hold when a signal comes.
#[cfg(unix)]
type Output = File;
/// A Windows console shows all scripts only through the standard library, which converts to UTF-16.
#[cfg(windows)]
type Output = io::Stdout;

#[cfg(unix)]
fn output() -> io::Result<Output> {
    use std::os::fd::AsFd;
    Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
}

#[cfg(windows)]
fn output() -> io::Result<Output> {
    Ok(io::stdout())
}

/// Standard input, opened again by us in non-blocking mode. Otherwise half a character, or an escape without a sequel, would
/// block the reading of keys so that a change of size is not noticed. The shell's open file is not changed.
#[cfg(unix)]
fn read_without_waiting() -> io::Result<()> {
    rustix::stdio::dup2_stdin(own_input(rustix::fs::OFlags::NONBLOCK)?)?;
    Ok(())
}

/// The terminal we read from, opened again.
#[cfg(unix)]
fn own_input(flags: rustix::fs::OFlags) -> io::Result<std::os::fd::OwnedFd> {
    use rustix::fs::{Mode, OFlags, open};
    let name = rustix::termios::ttyname(io::stdin(), Vec::new())?;
    let flags = flags | OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(open(name, flags, Mode::empty())?)
}

/// Standard input for another program, which expects reads that block.
fn input_of_others() -> Stdio {
    #[cfg(unix)]
    if let Ok(input) = own_input(rustix::fs::OFlags::empty()) {
        return Stdio::from(input);
    }
    Stdio::inherit()
}

fn write(out: &mut Output, bytes: &[u8]) -> io::Result<()> {
    out.write_all(bytes)?;
    out.flush()
}

fn enter() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    let entered = enable_raw_mode().and_then(|()| {
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if MOUSE.load(Ordering::SeqCst) {
            queue!(bytes, EnableMouseCapture)?;
        }
        write(&mut output()?, &bytes)
    });
    if entered.is_err() {
        leave();
    }
    entered
}

/// Restores the terminal. It may be called twice, and errors are ignored because nothing can be done about them.
fn leave() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let bytes = farewell(MOUSE.load(Ordering::SeqCst));
    let _ = output().and_then(|mut out| write(&mut out, &bytes));
    let _ = disable_raw_mode();
}

/// The sequences that restore the terminal. On Windows, switching off a mouse that was not on fails, and the rest of the same
/// queue would be lost: so they are sent separately.
fn farewell(mouse: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    if mouse {
        let _ = queue!(bytes, DisableMouseCapture);
    }
    let _ = queue!(bytes, EndSynchronizedUpdate);
    let _ = queue!(bytes, DisableBracketedPaste);
    let _ = queue!(bytes, LeaveAlternateScreen);
    let _ = queue!(bytes, cursor::Show);
    bytes
}

/// A panic message must be readable on the restored screen. A panic in any thread ends the program.
fn restore_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        leave();
        before(panic);
        std::process::exit(101);
    }));
}

#[cfg(not(unix))]
fn watch() {}

/// Signals, and the closing of the terminal, are handled by separate threads because the main one is blocked in a read. Where no
/// thread can be started, they end the program as they would any other.
#[cfg(unix)]
fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level::{emulate_default_handler, raise};
    use std::thread::Builder;
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // A signal that was taken and that no thread waits for would be lost: so the thread comes first.
        let (give, take) = std::sync::mpsc::channel::<Signals>();
        let waiting = Builder::new().spawn(move || {
            for mut signals in take {
                for signal in signals.forever() {
                    let lent = LENT.load(Ordering::SeqCst);
                    match signal {
                        // Ctrl-C in an editor is for the editor.
                        SIGINT | SIGQUIT if lent => {}
                        SIGTSTP => {
                            let ours = OURS.load(Ordering::SeqCst);
                            leave();
                            let _ = emulate_default_handler(SIGTSTP);
                            if ours && enter().is_ok() {
                                // The main thread repaints when it is told that the size has changed.
                                let _ = raise(SIGWINCH);
                            }
                        }
                        signal => {
                            leave();
                            let _ = emulate_default_handler(signal);
                            std::process::exit(128 + signal);
                        }
                    }
                }
            }
        });
        if waiting.is_ok()
            && let Ok(signals) = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP])
        {
            let _ = give.send(signals);
        }
        let _ = Builder::new().spawn(|| {
            use rustix::event::{PollFd, PollFlags, poll};
            let stdin = io::stdin();
            loop {
                let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
                match poll(&mut fds, None) {
                    Ok(_) => {
                        let end = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
                        if fds[0].revents().intersects(end) {
                            leave();
                            std::process::exit(128 + SIGHUP);
                        }
                        return;
                    }
                    Err(rustix::io::Errno::INTR) => {}
                    Err(_) => return,
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_farewell_is_whole_with_and_without_a_mouse() {
        let ends = "\x1b[?2026l\x1b[?2004l\x1b[?1049l\x1b[?25h";
        assert_eq!(String::from_utf8_lossy(&farewell(false)), ends);
        let with = String::from_utf8_lossy(&farewell(true)).into_owned();
        assert!(
            with.starts_with("\x1b[?1006l") && with.ends_with(ends),
            "{with:?}"
        );
    }
}
