//! The terminal while it is ours: entered once, given back on every way out. It never asks the terminal a question.

use crate::tui::app::App;
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue, style};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// The terminal is in our modes.
static OURS: AtomicBool = AtomicBool::new(false);
/// Another program, an editor, has the terminal.
static LENT: AtomicBool = AtomicBool::new(false);

/// Collects a frame, so that it leaves in one write.
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

pub struct Screen {
    terminal: Terminal<CrosstermBackend<Frame>>,
    frame: Frame,
    out: File,
    mouse: bool,
}

impl Screen {
    pub fn open(mouse: bool) -> io::Result<Screen> {
        // Without this, colour commands turn into resets where NO_COLOR is set, and take bold and reverse with them.
        style::force_color_output(true);
        static HOOK: Once = Once::new();
        HOOK.call_once(restore_on_panic);
        let out = output()?;
        enter(mouse)?;
        watch();
        // Listens from now on: a change of size between the first frame and the first read is not to be missed.
        let listening = crossterm::event::poll(std::time::Duration::ZERO);
        let frame = Frame::default();
        let terminal = listening.and_then(|_| Terminal::new(CrosstermBackend::new(frame.clone())));
        let mut screen = match terminal {
            Ok(terminal) => Screen {
                terminal,
                frame,
                out,
                mouse,
            },
            Err(error) => {
                leave();
                return Err(error);
            }
        };
        screen.terminal.hide_cursor()?;
        Ok(screen)
    }

    pub fn draw(&mut self, app: &mut App) -> io::Result<()> {
        self.terminal.draw(|frame| {
            if let Some(cursor) = app.draw(frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        self.send()
    }

    /// Everything is drawn anew by the next `draw`. (`Terminal::clear` would ask for the cursor and wait for an answer.)
    pub fn repaint(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal
            .resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Writes the frame at once, between marks that let the terminal show it at once.
    fn send(&mut self) -> io::Result<()> {
        let drawn = std::mem::take(&mut *self.frame.0.borrow_mut());
        if drawn.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(drawn.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend_from_slice(&drawn);
        queue!(bytes, EndSynchronizedUpdate)?;
        self.out.write_all(&bytes)
    }

    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let mut bytes = Vec::new();
        if on {
            queue!(bytes, EnableMouseCapture)?;
        } else {
            queue!(bytes, DisableMouseCapture)?;
        }
        self.out.write_all(&bytes)
    }

    /// Asks the terminal, by OSC 52, to put a text on the clipboard. Whether it does is not told.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(
            bytes,
            crossterm::clipboard::CopyToClipboard::to_clipboard_from(text)
        )?;
        self.out.write_all(&bytes)
    }

    /// Gives the terminal to another program for as long as `other` runs.
    pub fn lend<T>(&mut self, other: impl FnOnce() -> T) -> io::Result<T> {
        leave();
        LENT.store(true, Ordering::SeqCst);
        let result = other();
        LENT.store(false, Ordering::SeqCst);
        self.come_back()?;
        Ok(result)
    }

    /// Back to the shell, until it continues us.
    #[cfg(unix)]
    pub fn stop(&mut self) -> io::Result<()> {
        leave();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.come_back()
    }

    #[cfg(not(unix))]
    pub fn stop(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn come_back(&mut self) -> io::Result<()> {
        enter(self.mouse)?;
        // What was typed to the other program is not for us.
        while crossterm::event::poll(std::time::Duration::ZERO)? {
            crossterm::event::read()?;
        }
        self.terminal.hide_cursor()?;
        self.repaint()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Standard output without its lock, which another thread may hold when a signal comes.
fn output() -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
    }
    #[cfg(windows)]
    {
        use std::os::windows::io::AsHandle;
        Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    let entered = enable_raw_mode().and_then(|()| {
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
        if mouse {
            queue!(bytes, EnableMouseCapture)?;
        }
        output()?.write_all(&bytes)
    });
    if entered.is_err() {
        leave();
    }
    entered
}

/// Gives the terminal back as it was. Once is enough, twice does no harm; nothing is left to do about a failure.
fn leave() {
    if !OURS.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = output().and_then(|mut out| out.write_all(&bytes));
    let _ = disable_raw_mode();
}

/// The message of a panic is to be read on the restored screen. A panic in any thread ends the program: its screen is gone.
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

/// Signals and the end of the terminal are waited for by threads of their own: the main one sits in a read.
#[cfg(unix)]
fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::low_level::{emulate_default_handler, raise};
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let signals =
            signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP]);
        if let Ok(mut signals) = signals {
            std::thread::spawn(move || {
                for signal in signals.forever() {
                    let lent = LENT.load(Ordering::SeqCst);
                    match signal {
                        // Ctrl-C in an editor is the editor's.
                        SIGINT | SIGQUIT if lent => {}
                        SIGTSTP => {
                            let ours = OURS.load(Ordering::SeqCst);
                            leave();
                            let _ = emulate_default_handler(SIGTSTP);
                            if ours && enter(false).is_ok() {
                                // The main thread repaints when it hears that the size has changed.
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
            });
        }
        std::thread::spawn(|| {
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
