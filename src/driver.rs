//! The loop: an event in, effects out, then a frame. It draws only after an event, and only after what was to be saved is saved.

mod editor;
mod errands;
mod preview;
mod tables;
mod terminal;

use crate::desk::Desk;
use crate::settings::{self, Settings};
use crate::tui::app::App;
use crate::tui::canvas::Look;
use crate::tui::keys;
use crate::tui::screen::{Errand, Input, News, Now};
use crate::tui::stroke::Keys;
use crate::tui::theme::{Palette, Symbols};
use crossterm::event;
pub use preview::preview;
use std::collections::VecDeque;
use std::env;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};
use terminal::Screen;

/// Where to begin.
#[derive(Debug, Clone, PartialEq)]
pub enum Start {
    Home,
    Study {
        selectors: Vec<String>,
        new: Option<u32>,
        limit: Option<usize>,
    },
}

/// Runs the screens until the learner leaves.
pub fn run(mut desk: Desk, start: Start) -> Result<(), String> {
    a_terminal_is_there("`swot study --plain` works line by line")?;
    let look = look(desk.settings())?;
    let settings = desk.settings();
    let mut app = App::new(look, settings.grades == 6, settings.mouse);
    let began = Instant::now();
    let mut first = vec![News::Home(desk.home())];
    if let Start::Study {
        selectors,
        new,
        limit,
    } = start
    {
        let session = desk.session(&selectors, new, limit)?;
        first.push(News::Session(Box::new(session)));
    }
    let screen = Screen::open(app.mouse()).map_err(|error| {
        format!("cannot use this terminal: {error}; `swot study --plain` needs no screen")
    })?;
    let mut driver = Driver {
        desk,
        began,
        screen,
    };
    for news in first {
        let now = driver.now();
        let errands = app.news(news, now);
        driver.settle(&mut app, errands);
    }
    driver
        .turn(&mut app)
        .map_err(|error| format!("the terminal is gone: {error}"))
}

struct Driver {
    desk: Desk,
    began: Instant,
    screen: Screen,
}

impl Driver {
    /// The day is asked for anew each time: it may have turned since the last key.
    fn now(&mut self) -> Now {
        let ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        Now {
            today: self.desk.today(),
            ms,
        }
    }

    fn turn(&mut self, app: &mut App) -> io::Result<()> {
        self.screen.draw(app)?;
        // The first frame stands; the learner reads it in the meantime.
        self.desk.back_up_daily();
        if self.desk.look_for_updates() {
            let (home, now) = (self.desk.home(), self.now());
            let errands = app.news(News::Home(home), now);
            if self.settle(app, errands) {
                return Ok(());
            }
            self.screen.draw(app)?;
        }
        loop {
            let mut events = vec![event::read()?];
            while event::poll(Duration::ZERO)? {
                events.push(event::read()?);
            }
            let mut heard = false;
            for event in events {
                let Some(input) = keys::input(event) else {
                    continue;
                };
                heard = true;
                if input == Input::Resized {
                    self.screen.repaint()?;
                }
                let now = self.now();
                let errands = app.input(input, now);
                if self.settle(app, errands) {
                    return Ok(());
                }
            }
            if heard {
                self.screen.draw(app)?;
            }
        }
    }

    /// True where the learner leaves.
    fn settle(&mut self, app: &mut App, errands: Vec<Errand>) -> bool {
        settle(app, errands, |errand| (self.carry_out(errand), self.now()))
    }
}

/// Carries out errands and those that follow from their news. True where the last was to leave.
fn settle(
    app: &mut App,
    errands: Vec<Errand>,
    mut carry_out: impl FnMut(Errand) -> (Vec<News>, Now),
) -> bool {
    let mut waiting: VecDeque<Errand> = errands.into();
    while let Some(errand) = waiting.pop_front() {
        if errand == Errand::Quit {
            return true;
        }
        let (all, now) = carry_out(errand);
        for news in all {
            waiting.extend(app.news(news, now));
        }
    }
    false
}

/// Where it is not, `plain` says what works instead.
fn a_terminal_is_there(plain: &str) -> Result<(), String> {
    if env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Err(format!(
            "this terminal (TERM=dumb) cannot show the screens; {plain}"
        ));
    }
    for (name, is) in [
        ("stdin", io::stdin().is_terminal()),
        ("stdout", io::stdout().is_terminal()),
    ] {
        if !is {
            return Err(format!("{name} is not a terminal; {plain}"));
        }
    }
    Ok(())
}

/// Theme, symbols and keys, from the environment and then the settings.
fn look(settings: &Settings) -> Result<Look, String> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let palette = match settings.theme {
        _ if set("NO_COLOR").is_some() => Palette::Mono,
        settings::Theme::Dark => Palette::Dark,
        settings::Theme::Light => Palette::Light,
        settings::Theme::Mono => Palette::Mono,
        settings::Theme::Auto => set("COLORFGBG")
            .and_then(|value| Palette::from_colorfgbg(&value))
            .unwrap_or_default(),
    };
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
    let symbols = match settings.symbols {
        settings::Symbols::Braille => Symbols::Braille,
        settings::Symbols::Block => Symbols::Block,
        settings::Symbols::Ascii => Symbols::Ascii,
        settings::Symbols::Auto if is_ascii(locale.as_deref(), set("TERM").as_deref()) => {
            Symbols::Ascii
        }
        settings::Symbols::Auto => Symbols::Braille,
    };
    let keys = Keys::with(&settings.keys)
        .map_err(|faults| format!("config.ron, `keys`: {}", faults.join("; ")))?;
    let mut look = Look::new(palette, symbols, keys);
    look.colours = settings.colours.clone();
    look.set_theme(look.theme)
        .map_err(|why| format!("config.ron, `colours`: {why}"))?;
    Ok(look)
}

/// The Linux console has few glyphs. A locale that is not set says nothing; one that is not UTF-8 says ASCII.
fn is_ascii(locale: Option<&str>, term: Option<&str>) -> bool {
    let utf8 = |locale: &str| {
        let lower = locale.to_ascii_lowercase();
        lower.contains("utf-8") || lower.contains("utf8")
    };
    term == Some("linux") || locale.is_some_and(|locale| !utf8(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_is_for_other_locales_and_the_linux_console() {
        assert!(!is_ascii(Some("de_DE.UTF-8"), Some("xterm")));
        assert!(!is_ascii(None, Some("xterm")));
        assert!(is_ascii(Some("C"), Some("xterm")));
        assert!(is_ascii(Some("C.utf8"), Some("linux")));
    }
}
