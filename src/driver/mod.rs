//! The main loop: an event in, effects out, then a frame. It draws only after an event, and after everything that had to be saved
//! is saved.

mod carry_out;
mod editor;
mod kept;
mod look;
mod open;
mod tables;
mod terminal;
mod tty;

use crate::clock::Clock;
use crate::desk::Desk;
use crate::lint;
use crate::settings::Settings;
use crate::study::outlook::ShownCard;
use crate::study::{Day, Key};
use crate::tui::app::App;
use crate::tui::canvas::Look;
use crate::tui::keys;
use crate::tui::screen::{Effect, Input, News, Now, Screen, Stale};
use crate::tui::screens::Route;
use crate::tui::screens::home::HomeScreen;
use crate::tui::screens::statistics::Statistics;
use crate::watch::Watch;
use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use terminal::Terminal;
pub use tty::Tty;

/// How often a screen with a clock is told the time.
const TICK: Duration = Duration::from_secs(1);

/// How long to wait for a key before checking whether a sync has ended.
const GLANCE: Duration = Duration::from_millis(50);

/// What is behind the screens: a learner's desk, or, in a preview, only the author's deck.
enum Ground {
    Desk(Box<Desk>),
    Author(Box<Author>),
}

struct Author {
    file: PathBuf,
    rules: lint::Settings,
    seed: u64,
    /// The card to begin at.
    card: Option<String>,
    watch: Watch,
    clock: Clock,
}

impl Ground {
    fn desk(&mut self) -> Result<&mut Desk, News> {
        match self {
            Ground::Desk(desk) => Ok(desk),
            Ground::Author(_) => Err(News::Failed(
                "Not in a preview: it leaves your progress and your own cards alone.".into(),
            )),
        }
    }

    fn today(&self) -> Day {
        match self {
            Ground::Desk(desk) => desk.today(),
            Ground::Author(author) => author.clock.today(),
        }
    }

    /// What changed on the disk since the last check.
    fn reloaded(&mut self) -> Vec<News> {
        let what = match self {
            Ground::Desk(desk) => {
                let (synced, not_backed_up) = (desk.sync_news(), desk.backup_news());
                let is_bad = not_backed_up.is_some() || synced.is_some() && desk.is_not_synced();
                let news = [desk.refresh(), synced, not_backed_up];
                let news: Vec<String> = news.into_iter().flatten().collect();
                (!news.is_empty()).then(|| (news.join("; "), is_bad))
            }
            Ground::Author(author) => author
                .watch
                .changed()
                .then(|| (format!("read again: {}", author.file.display()), false)),
        };
        let news = what.map(|(told, is_bad)| News::Reloaded { told, is_bad });
        news.into_iter().collect()
    }

    /// How long to wait for a key before checking whether a deck was saved; `None` if there is nothing to check.
    fn rest(&self) -> Option<Duration> {
        match self {
            Ground::Desk(desk) => (desk.is_syncing() || desk.is_backing_up()).then_some(GLANCE),
            Ground::Author(author) => Some(author.watch.rest()),
        }
    }
}

/// Runs the screens until the learner quits.
pub fn run(desk: Desk, start: Route) -> Result<(), String> {
    let plain = match start {
        Route::MockExam(_) => "a mock exam needs one",
        _ => "`swot study --plain` works line by line",
    };
    look::a_terminal_is_there(plain)?;
    let (look, mouse) = (look::look(desk.settings())?, desk.settings().mouse);
    let open = || open(mouse, plain);
    let mut driver = Driver::new(desk, start, look, open)?;
    let done = driver.run();
    let Driver {
        ground,
        owes_rest,
        tty,
        ..
    } = driver;
    // The screen is given back before waiting for the backup and the last sync.
    drop(tty);
    if let Ground::Desk(mut desk) = ground {
        if owes_rest {
            desk.begin_beside();
        }
        desk.keep_plan();
        for news in [desk.end_backup(), desk.sync_now()].into_iter().flatten() {
            use std::io::Write as _;
            let _ = writeln!(io::stderr(), "swot: {}", crate::study::text::clean(&news));
        }
    }
    done
}

/// Shows the deck in `file` until its author quits, beginning with the card and the seed if they are given.
pub fn preview(
    file: &Path,
    settings: &Settings,
    rules: lint::Settings,
    clock: Clock,
    seed: u64,
    card: Option<&str>,
) -> Result<(), String> {
    look::a_terminal_is_there("`swot preview --plain` prints the deck line by line")?;
    let look = look::look(settings)?;
    let mut ground = Ground::Author(Box::new(Author {
        file: file.to_owned(),
        rules,
        seed,
        card: card.map(str::to_owned),
        // Watching begins before the file is read, so that no save is missed.
        watch: Watch::new(&[file.to_owned()]),
        clock,
    }));
    let first = ground.open(Route::Preview).map_err(in_words)?;
    let app = App::new(look, settings.mouse, false, first);
    let tty = open(settings.mouse, "`swot preview --plain` needs no screen")?;
    Driver::with(ground, None, app, tty).run()
}

fn open(mouse: bool, plain: &str) -> Result<Terminal, String> {
    Terminal::open(mouse).map_err(|error| format!("cannot use this terminal: {error}; {plain}"))
}

fn in_words(news: News) -> String {
    match news {
        News::Failed(why) => why,
        _ => String::new(),
    }
}

pub struct Driver<T> {
    ground: Ground,
    /// Changes outside this program that the screens depend on, as they were at the last check.
    mark: Option<(Day, i64)>,
    /// Something was recorded: once its frame is drawn the decks are looked at.
    owes_look: bool,
    /// Home waits for its numbers: what else a start does comes after them, since it would take a processor from them.
    owes_rest: bool,
    /// The question after the one on the screen.
    ahead: Option<(Key, Box<ShownCard>)>,
    pub app: App,
    pub tty: T,
}

impl<T: Tty> Driver<T> {
    /// `open` takes over the terminal, once it is clear that there is something to show.
    pub fn new(
        mut desk: Desk,
        start: Route,
        look: Look,
        open: impl FnOnce() -> Result<T, String>,
    ) -> Result<Driver<T>, String> {
        let mouse = desk.settings().mouse;
        let at_home = start == Route::Home;
        let mark = desk.mark();
        // Only computed if it is shown.
        let home = at_home.then(|| desk.home_at_once());
        let asks_for = home.as_ref().map(|home| home.asks_for.clone());
        let asks_for = asks_for.filter(|exams| !exams.is_empty());
        let home = home.map(HomeScreen::new);
        let mut ground = Ground::Desk(Box::new(desk));
        let first = match asks_for {
            Some(exams) => Some(ground.open(Route::Welcome(exams))),
            None => (!at_home).then(|| ground.open(start)),
        };
        if let Some(Err(News::Failed(why))) = first {
            return Err(why);
        }
        let app = App::new(look, mouse, true, Box::new(home.unwrap_or_default()));
        let mut driver = Driver::with(ground, mark, app, open()?);
        match first {
            Some(Ok(screen)) => driver.show(screen),
            Some(Err(news)) => {
                driver.app.outdate();
                driver.tell(vec![news])
            }
            None => false,
        };
        Ok(driver)
    }

    fn with(ground: Ground, mark: Option<(Day, i64)>, app: App, tty: T) -> Driver<T> {
        Driver {
            ground,
            mark,
            owes_look: false,
            owes_rest: false,
            ahead: None,
            app,
            tty,
        }
    }

    fn run(&mut self) -> Result<(), String> {
        let done = self.begin().and_then(|()| {
            while self.turn()? {}
            Ok(())
        });
        done.map_err(|error| format!("the terminal is gone: {error}"))
    }

    /// `None` in a preview.
    pub fn desk(&mut self) -> Option<&mut Desk> {
        self.ground.desk().ok()
    }

    /// Asked for each time, because the day may have changed since the last key.
    fn now(&self) -> Now {
        Now {
            today: self.ground.today(),
            ms: self.tty.ms(),
        }
    }

    /// Draws the first frame, then does what can wait until the learner has something to read.
    pub fn begin(&mut self) -> io::Result<()> {
        self.tty.draw(&mut self.app)?;
        let Ground::Desk(desk) = &mut self.ground else {
            return Ok(());
        };
        self.owes_rest = self.app.top().is_old();
        if self.owes_rest {
            return Ok(());
        }
        desk.get_ready();
        desk.begin_beside();
        if desk.look_for_updates() {
            self.app.outdate();
            self.settle(Vec::new());
            self.tty.draw(&mut self.app)?;
        }
        Ok(())
    }

    /// Waits for an event, handles it and those that came meanwhile, and draws. False if the learner quits.
    pub fn turn(&mut self) -> io::Result<bool> {
        let ticks = self.app.ticks();
        let second = ticks.then_some(TICK);
        // What is shown provisionally is computed as soon as no key waits.
        let owes_index = matches!(&self.ground, Ground::Desk(desk) if desk.shelf().owes_index());
        let owed = self.owes_look || self.owes_rest || owes_index || self.app.top().is_old();
        let owed = owed.then_some(Duration::ZERO);
        let rest = [self.ground.rest(), second, owed]
            .into_iter()
            .flatten()
            .min();
        let mut next = self.tty.read(rest)?;
        let mut heard = false;
        if ticks {
            heard = true;
            let effects = self.app.tick(self.now());
            self.settle(effects);
        }
        if next.is_none() {
            let has_worked = self.work_out();
            heard |= has_worked;
            if !has_worked && std::mem::take(&mut self.owes_rest) {
                if let Ground::Desk(desk) = &mut self.ground {
                    desk.begin_beside();
                }
                // Home looks for what changed in the decks when it is opened.
                self.app.outdate();
                self.settle(Vec::new());
                heard = true;
            } else if !has_worked && let Ground::Desk(desk) = &mut self.ground {
                desk.keep_index();
            }
            let news = self.reloaded();
            heard |= !news.is_empty();
            self.tell(news);
            if std::mem::take(&mut self.owes_look) {
                self.read_ahead();
            }
        }
        while let Some(event) = next {
            if let Some(input) = keys::input(event) {
                heard = true;
                if input == Input::Resized {
                    self.tty.repaint()?;
                }
                if self.press(input) {
                    return Ok(false);
                }
            }
            next = self.tty.read(Some(Duration::ZERO))?;
        }
        if heard {
            self.tty.draw(&mut self.app)?;
            self.app.forget();
        }
        Ok(true)
    }

    /// True where the learner leaves.
    fn press(&mut self, input: Input) -> bool {
        let input = self.app.held(input, self.now());
        self.app.was_read(&input);
        let depth = self.app.depth();
        if self.catch_up() {
            return true;
        }
        // It was meant for a screen that has gone, or is covered by word of what became of it.
        if self.app.depth() != depth {
            return false;
        }
        if self.app.goes_by_numbers(&input) {
            self.work_out();
        }
        let effects = self.app.input(input, self.now());
        self.settle(effects)
    }

    /// Has the next question ready, so that after an answer no file is read before its frame.
    fn read_ahead(&mut self) {
        if let (Some(key), Ground::Desk(desk)) = (self.app.top().next_question(), &mut self.ground)
        {
            // What cannot be read is told when it is asked.
            let card = desk.card(key).ok();
            self.ahead = card.map(|card| (key.clone(), Box::new(card)));
        }
    }

    /// What changed on the disk since the last check.
    fn reloaded(&mut self) -> Vec<News> {
        let news = self.ground.reloaded();
        if !news.is_empty() {
            self.ahead = None;
        }
        news
    }

    /// Works out the top screen, where it shows old figures or none yet. False where there was nothing to do.
    fn work_out(&mut self) -> bool {
        let (true, Ground::Desk(desk)) = (self.app.top().is_old(), &mut self.ground) else {
            return false;
        };
        let fresh: Box<dyn Screen> = if self.app.top().route(Stale::Log) == Some(Route::Statistics)
        {
            Box::new(Statistics::new(match desk.figures(&[]) {
                Ok(told) => told,
                Err(why) => {
                    self.tell(vec![News::Failed(why)]);
                    Default::default()
                }
            }))
        } else {
            Box::new(HomeScreen::new(desk.home()))
        };
        let effects = self.app.renew(fresh, self.now());
        self.settle(effects);
        true
    }

    /// Brings the screens up to date before a key acts on them: a deck may have been saved, and see `look_for_others`. True if the
    /// learner quits.
    fn catch_up(&mut self) -> bool {
        // In a session the decks are looked at after each answer, and others' rows where a question is fetched: an answer that no
        // longer fits is refused where it is written.
        let follows = self.app.top().route(Stale::Decks).is_some();
        if !follows || self.desk().is_none() {
            return false;
        }
        self.look_for_others();
        let news = self.reloaded();
        self.tell(news)
    }

    /// The day may have changed, and another window may have written.
    fn look_for_others(&mut self) {
        if let Ground::Desk(desk) = &self.ground {
            let mark = desk.mark();
            if mark != self.mark {
                self.mark = mark;
                self.ahead = None;
                self.app.outdate_all();
            }
        }
    }

    /// Puts a screen on top. True if the learner quits.
    pub fn show(&mut self, screen: Box<dyn Screen>) -> bool {
        let effects = self.app.open(screen, self.now());
        self.settle(effects)
    }

    /// True if the learner quits.
    pub fn tell(&mut self, news: Vec<News>) -> bool {
        let now = self.now();
        let effects = news.into_iter().flat_map(|news| self.app.news(news, now));
        let effects = effects.collect();
        self.settle(effects)
    }

    /// Carries out effects and those that follow, then reopens the top screen if what it shows has changed. True if the last
    /// effect was to quit.
    fn settle(&mut self, effects: Vec<Effect>) -> bool {
        let mut waiting = VecDeque::from(effects);
        loop {
            let Some(effect) = waiting.pop_front() else {
                let Some(route) = self.app.to_renew() else {
                    return false;
                };
                waiting.extend(self.opened(route, App::renew));
                continue;
            };
            match effect {
                Effect::Quit => return true,
                Effect::Open(route) => waiting.extend(self.opened(route, App::open)),
                effect => {
                    for news in self.carry_out(effect) {
                        waiting.extend(self.app.news(news, self.now()));
                    }
                }
            }
        }
    }

    /// Opens a screen and gives it to `take`; says why if that fails.
    fn opened(
        &mut self,
        route: Route,
        take: fn(&mut App, Box<dyn Screen>, Now) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        // A screen shows what the files contain now.
        for news in self.reloaded() {
            effects.extend(self.app.news(news, self.now()));
        }
        let now = self.now();
        effects.extend(match self.ground.open(route) {
            Ok(screen) => take(&mut self.app, screen, now),
            Err(news) => self.app.news(news, now),
        });
        effects
    }
}
