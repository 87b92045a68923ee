//! The loop of a preview: keys, and every third of a second a look whether the deck was saved. No learner, no database.

use super::errands::{edit, failed, of_the_terminal};
use super::terminal::Screen;
use super::{a_terminal_is_there, look, settle};
use crate::clock::Clock;
use crate::lint;
use crate::settings::Settings;
use crate::tui::app::App;
use crate::tui::keys;
use crate::tui::screen::{Errand, Input, News, Now};
use crate::tui::screens::preview::PreviewScreen;
use crate::watch::Watch;
use crossterm::event;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

struct Previewing {
    file: PathBuf,
    rules: lint::Settings,
    watch: Watch,
    clock: Clock,
    began: Instant,
    screen: Screen,
}

/// Shows the deck in `file` until its author leaves; from that card and seed on, where they are given.
pub fn preview(
    file: &Path,
    settings: &Settings,
    rules: lint::Settings,
    clock: Clock,
    seed: u64,
    card: Option<&str>,
) -> Result<(), String> {
    a_terminal_is_there("`swot preview --plain` prints the deck line by line")?;
    let look = look(settings)?;
    // Watched before it is read: a save in between is not missed.
    let watch = Watch::new(&[file.to_owned()]);
    let first = PreviewScreen::new(lint::preview(file, &rules), seed, card);
    let mut app = App::preview(look, settings.mouse, first);
    let screen = Screen::open(app.mouse()).map_err(|error| {
        format!("cannot use this terminal: {error}; `swot preview --plain` needs no screen")
    })?;
    let mut previewing = Previewing {
        file: file.to_owned(),
        rules,
        watch,
        clock,
        began: Instant::now(),
        screen,
    };
    previewing
        .turn(&mut app)
        .map_err(|error| format!("the terminal is gone: {error}"))
}

impl Previewing {
    fn now(&self) -> Now {
        Now {
            today: self.clock.today(),
            ms: u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }

    fn turn(&mut self, app: &mut App) -> io::Result<()> {
        loop {
            self.screen.draw(app)?;
            while !event::poll(self.watch.rest())? {
                let news = self.saved();
                if !news.is_empty() {
                    self.tell(app, news);
                    self.screen.draw(app)?;
                }
            }
            while event::poll(Duration::ZERO)? {
                let Some(input) = keys::input(event::read()?) else {
                    continue;
                };
                if input == Input::Resized {
                    self.screen.repaint()?;
                }
                let errands = app.input(input, self.now());
                if self.settle(app, errands) {
                    return Ok(());
                }
            }
        }
    }

    /// The deck, where it is not as it was.
    fn saved(&mut self) -> Vec<News> {
        if self.watch.changed() {
            vec![News::Preview(Box::new(lint::preview(
                &self.file,
                &self.rules,
            )))]
        } else {
            Vec::new()
        }
    }

    fn tell(&mut self, app: &mut App, news: Vec<News>) -> bool {
        let now = self.now();
        let errands = news.into_iter().flat_map(|news| app.news(news, now));
        let errands = errands.collect();
        self.settle(app, errands)
    }

    /// True where the author leaves.
    fn settle(&mut self, app: &mut App, errands: Vec<Errand>) -> bool {
        settle(app, errands, |errand| (self.carry_out(errand), self.now()))
    }

    fn carry_out(&mut self, errand: Errand) -> Vec<News> {
        match errand {
            Errand::EditFile(_, line) => self.edit(line),
            Errand::Stop => {
                let mut news = failed(self.screen.stop());
                news.extend(self.saved());
                news
            }
            errand @ (Errand::Copy(_)
            | Errand::LoadTable(..)
            | Errand::ListFiles(_)
            | Errand::SaveFile { .. }
            | Errand::Mouse(_)
            | Errand::Repaint) => of_the_terminal(&mut self.screen, errand),
            Errand::ListScenarios(calculator) => vec![News::Scenarios(calculator, Vec::new())],
            _ => vec![News::Failed(
                "Not in a preview: it leaves your progress and your own cards alone.".into(),
            )],
        }
    }

    fn edit(&mut self, line: u32) -> Vec<News> {
        let mut news = edit(&mut self.screen, &self.file, line);
        news.extend(self.saved());
        news
    }
}
