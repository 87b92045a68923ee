//! A stage for screens: keys in, picture out. It is the driver's own loop over a store in a temporary folder; only the
//! terminal is a script, and the clock stands still until it is moved.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent};
use crossterm::event::{KeyEventKind, KeyEventState, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use std::{env, fs, io};
use swotter::clock::Clock;
use swotter::desk::Desk;
use swotter::driver::{Driver, Tty};
use swotter::folders::{Folder, Folders};
use swotter::lint;
use swotter::settings::Settings;
use swotter::shelf::Sources;
use swotter::study::choices::ExamChoice;
use swotter::study::log::{Change, Entry};
use swotter::study::memory::{Event as Happening, Meant};
use swotter::study::outlook::Row;
use swotter::study::plan::{Known, Plan, Question};
use swotter::study::session::Session;
use swotter::study::{Day, Grade, Key, Memory};
use swotter::tui::app::App;
use swotter::tui::canvas::Look;
use swotter::tui::key_press::{self, KeyPress, Keys};
use swotter::tui::screen::{News, Now, Screen};
use swotter::tui::screens::Route;
use swotter::tui::screens::mock_exam::{Asked, MockExam};
use swotter::tui::screens::preview::PreviewScreen;
use swotter::tui::screens::settings::SettingsScreen;
use swotter::tui::screens::study::Study;
use swotter::tui::theme::{Palette, Symbols};
use tempfile::TempDir;

/// 2026-11-21, a Saturday.
pub const TODAY: Day = Day(20_778);
pub const DECK: &str = "cpim-customer-segments";

const CARDS: &[&str] = &[
    r#"MultipleChoice(id: "price-war", question: "A supplier's quality is perfect, yet it loses every bid on delivery speed. In this market its quality is ...", options: [
        Right("an order qualifier"),
        Wrong("an order winner", "It would decide the bid; here speed does."),
        Wrong("a cost driver", "That names a cost, not a reason to buy."),
    ], why: "Everybody still in the race has it, so it no longer decides.", hint: "Who is still in the race?", source: "Hill, Manufacturing Strategy")"#,
    r#"Basic(id: "what-wins", front: "What is an **order winner**?", back: "The criterion that makes a customer choose one supplier over those who are equally *acceptable*.", why: "Terry Hill's pair of words: qualifiers keep you in the race, winners win it.")"#,
    r#"Numeric(id: "share", question: "A customer bought 40 of the 160 tonnes it used last year from you. What is your share of wallet?", answer: 25, unit: "%", tolerance: Percent(0.5), working: ["40 / 160 = 0.25", "0.25 = 25 %"], mistakes: [(400, "You divided the wrong way round.")], why: "Share of wallet is your sales over all that the customer spends in the category.")"#,
    r#"Typed(id: "vmi", question: "Stock that lies at the customer but still belongs to the supplier is called ... stock.", answer: "consignment", accept: ["consigned"], why: "It is paid for when it is used.")"#,
    r#"Ordering(id: "steps", question: "Put the steps of segmentation in order, first to last.", items: ["Define the market", "Find what needs differ by", "Form the segments", "Choose the segments to serve"], why: "Needs come before segments.")"#,
    r#"MultipleChoice(id: "bases", question: "Which of these are needs-based ways to segment? Choose all that apply.", options: [
        Right("how fast the customer must be served"),
        Right("how much help the customer wants"),
        Wrong("the customer's postcode", "Where somebody is does not say what they need."),
        Wrong("the customer's turnover", "Size is a firmographic base."),
    ], why: "Needs explain behaviour; size and place only go along with it.")"#,
    r#"Cloze(id: "qualifier", text: "A {{qualifier::minimum standard}} keeps you in the race; a {{winner}} gets the order.", why: "Hill's pair.")"#,
    r#"Basic(id: "table", front: "Which class needs the closest control?", back: "| Class | Share of items | Share of value |\n|---|--:|--:|\n| A | 20 % | 80 % |\n| B | 30 % | 15 % |\n| C | 50 % | 5 % |", why: "Class A: few items, most of the value.")"#,
];

/// Numbers that are drawn anew each time.
const DRAWN: &str = r#"Generated(id: "points", draw: [Range(name: "d", from: 20, to: 60, step: 5), Range(name: "l", from: 2, to: 6, step: 1)], question: "Demand is {d} a day, the lead time {l} days. What is the reorder point?", answer: "d * l", unit: "units", working: ["{d} x {l} = {d * l}"], why: "What is used up while one waits.")"#;

const HEAD: &str = r#"Deck(schema: 1, id: "cpim-customer-segments", title: "Customer segments and strategic objectives", track: "CPIM", version: "1.1.0",
    author: "Mara Lindqvist", license: "CC-BY-4.0", description: "What a planner should know of those who buy. *Independent* study material.", concepts: [
    Concept(id: "segmentation", title: "Segmentation: why and how", topic: "strategy", summary: "Customers differ in what they need.", cards: [
        Basic(id: "why", front: "Why are customers divided into segments?", back: "Because they need different things.", why: "One offer for all fits few."),
    ]),
    Concept(id: "order-winners", title: "Order winners and order qualifiers", code: "CP10", topic: "strategy", after: ["segmentation"], related: ["cltd-customer-management/needs"],
        summary: "A **qualifier** is what a supplier must offer to be considered at all. A **winner** is what gets the order.\n\n- Price, quality, speed, range and help can each be either.\n- What wins today only qualifies tomorrow, once every rival has it.\n\nAsk of each criterion: *would the customer leave if it fell?* and *would the customer come if it rose?*",
        cards: [
"#;

const OTHERS: &[(&str, &str)] = &[
    (
        "cltd.ron",
        r#"Deck(schema: 1, id: "cltd-customer-management", title: "Customer segmentation and management", track: "CLTD", concepts: [
    Concept(id: "needs", title: "Needs and expectations", topic: "order-management", summary: "A need is felt; an expectation is what one counts on.", cards: [
        Basic(id: "need", front: "What is a need?", back: "What a customer lacks.", why: "It is there before any offer."),
        Basic(id: "expectation", front: "What is an expectation?", back: "What a customer counts on.", why: "It comes from what was promised."),
    ]),
])"#,
    ),
    (
        "my-deck.ron",
        "Deck(\n    schema: 1,\n    id: \"my-deck\",\n    title: \"My deck\",\n    concepts: [\n        Concept(\n            id: \"own\",\n            title: \"Own\",\n            summary: \"\",\n            cards: [\n                Basic(id: \"a\",\n                    fornt: \"What?\", back: \"That.\"),\n            ],\n        ),\n    ],\n)\n",
    ),
];

/// What was answered before today: the card, how many days ago, and the grade.
const HISTORY: &[(&str, u32, u8)] = &[
    ("share", 60, 4),
    ("share", 59, 4),
    ("share", 53, 4),
    ("share", 38, 4),
    ("bases", 20, 4),
    ("bases", 19, 4),
    ("bases", 13, 4),
    ("vmi", 40, 4),
    ("vmi", 39, 1),
    ("vmi", 38, 4),
    ("vmi", 37, 1),
    ("vmi", 36, 4),
    ("vmi", 35, 1),
    ("vmi", 34, 4),
    ("vmi", 33, 1),
    ("vmi", 32, 4),
    ("vmi", 31, 1),
    ("vmi", 30, 4),
    ("vmi", 29, 1),
    ("vmi", 28, 4),
    ("vmi", 27, 1),
    ("vmi", 26, 4),
    ("vmi", 25, 1),
    ("vmi", 24, 4),
    ("vmi", 23, 1),
    ("vmi", 22, 4),
    ("vmi", 21, 1),
    ("vmi", 20, 4),
    ("vmi", 19, 1),
    ("vmi", 17, 4),
    ("vmi", 16, 4),
    ("vmi", 10, 4),
    ("what-wins", 7, 4),
    ("what-wins", 6, 4),
    ("steps", 7, 4),
    ("steps", 6, 4),
];

pub fn key(card: &str) -> Key {
    Key::new(DECK, card, "")
}

/// Decks, tables and a learner's progress, made once; the program is started in this folder.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let made = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        env::set_current_dir(folder.path()).unwrap();
        let deck = |more: &str| format!("{HEAD}{more}{}\n        ]),\n])", CARDS.join(",\n"));
        for decks in ["decks", "newer", "none", "sales"] {
            fs::create_dir(decks).unwrap();
        }
        fs::write("decks/segments.ron", deck("")).unwrap();
        for (name, text) in OTHERS {
            fs::write(format!("decks/{name}"), text).unwrap();
        }
        let newer = deck("Basic(id: \"new\", front: \"What is a lost sale?\", back: \"One that a rival makes.\", why: \"It is rarely counted.\"),\n")
            .replace("1.1.0", "1.2.0")
            .replace("answer: 25,", "answer: 25, rev: 1,")
            .replace("What is an **order winner**?", "What is an order winner?")
            .replace(r#"id: "why""#, r#"id: "because""#);
        fs::write("newer/segments.ron", newer).unwrap();
        let lost = format!("{DRAWN},\n Basic(id: \"lost-sales\", fornt: \"What is a lost sale?\", back: \"One that a rival makes.\"),\n");
        fs::write("draft.ron", deck(&lost)).unwrap();
        fs::write("cut.ron", &deck(&lost)[..HEAD.len()]).unwrap();
        for table in ["sales.csv", "sales-2025.csv"] {
            fs::write(table, "a\n1\n").unwrap();
        }
        let mut desk = desk(Path::new("learner"), Some("decks"));
        let mut history = HISTORY.to_vec();
        history.sort_by_key(|(_, ago, _)| std::cmp::Reverse(*ago));
        for (card, ago, grade) in history {
            let grade = Grade::new(grade).unwrap();
            let event = Happening::graded(Meant::Review, grade);
            record(&mut desk, card, Day(TODAY.0 - ago as i32), event);
        }
        record(&mut desk, "steps", Day(TODAY.0 - 2), Happening::Suspend);
        record(&mut desk, "bases", Day(TODAY.0 - 2), Happening::Flag("wording".into()));
        desk.look_for_updates();
        folder
    });
    made.path()
}

pub fn clock(day: Day) -> Clock {
    let date = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(day.0);
    Clock::new(Some(&format!("{date}T09:00:00+00:00[UTC]")), 4).unwrap()
}

/// Without decks of its own the desk has those that lie in the program.
fn desk(data: &Path, decks: Option<&str>) -> Desk {
    let place = |name: &str| Folder {
        path: data.join(name),
        because: "a test",
    };
    let places = Folders {
        data: place("data"),
        config: place("config"),
        cache: place("cache"),
    };
    let sources = Sources {
        no_builtin: decks.is_some(),
        data_decks: decks.map(PathBuf::from),
        deck_paths: Vec::new(),
        cache: None,
    };
    // Home would name a clock that is fixed from the start.
    let running = Clock::new(None, 4).unwrap();
    let mut desk = Desk::open(
        places,
        sources,
        Settings::default(),
        running,
        &mut |_, _| {},
    )
    .unwrap();
    desk.set_clock(clock(TODAY));
    desk
}

fn record(desk: &mut Desk, card: &str, day: Day, event: Happening) {
    desk.set_clock(clock(day));
    let memory = desk.store().memory(&key(card)).unwrap();
    desk.record(&Change::new(key(card), event, day, memory))
        .unwrap();
}

/// Events from a list, pictures into a buffer.
pub struct Script {
    events: VecDeque<Event>,
    terminal: Terminal<TestBackend>,
    ms: u64,
    /// Frames so far.
    pub drawn: u32,
}

impl Tty for Script {
    fn read(&mut self, time: Option<Duration>) -> io::Result<Option<Event>> {
        match self.events.pop_front() {
            None if time.is_none() => Err(io::Error::other("the script is over")),
            event => Ok(event),
        }
    }

    fn draw(&mut self, app: &mut App) -> io::Result<()> {
        self.drawn += 1;
        let draw = self.terminal.draw(|frame| {
            app.draw(frame.buffer_mut());
        });
        draw.map(drop).map_err(io::Error::other)
    }

    fn repaint(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn set_mouse(&mut self, _: bool) -> io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn edit(&mut self, _: &Path, _: u32) -> Result<(), String> {
        Ok(())
    }

    fn stop(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn ms(&self) -> u64 {
        self.ms
    }
}

pub struct Stage {
    pub driver: Driver<Script>,
    /// The learner has left.
    pub left: bool,
    data: TempDir,
    /// Rows of the log before the first key.
    before: usize,
}

/// A folder with copies of the decks, for tests that change them.
pub fn copied_decks(name: &str) -> PathBuf {
    let copy = folder().join(name);
    fs::create_dir(&copy).unwrap();
    for file in fs::read_dir(folder().join("decks")).unwrap() {
        let file = file.unwrap().path();
        fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
    }
    copy
}

/// The draft that previews show: a generated card more than the deck, one that cannot be read, and what is wrong.
/// The settings of a file in a folder that is the same on every machine.
pub fn settings() -> Box<SettingsScreen> {
    let text = "(\n    // in the evening\n    theme: light,\n    keys: {\"undo\": [\"z\"]},\n)\n";
    let lines = Settings::parse(text).unwrap().told(text, false);
    Box::new(SettingsScreen::new(("/home/ann/config.ron".into(), lines)))
}

pub fn preview() -> Box<PreviewScreen> {
    previewed("draft.ron")
}

/// The same deck, cut off in the middle.
pub fn unreadable() -> Box<PreviewScreen> {
    previewed("cut.ron")
}

fn previewed(file: &str) -> Box<PreviewScreen> {
    folder();
    let preview = lint::preview(Path::new(file), &lint::Settings::default());
    Box::new(PreviewScreen::new(preview, 1, None))
}

impl Stage {
    pub fn new() -> Stage {
        Stage::with(Palette::Dark, Symbols::Braille)
    }

    pub fn with(palette: Palette, symbols: Symbols) -> Stage {
        Stage::over("decks", palette, symbols, (80, 24))
    }

    /// A learner with progress, decks out of that folder, and a terminal of that size.
    pub fn over(decks: &str, palette: Palette, symbols: Symbols, size: (u16, u16)) -> Stage {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir(data.path().join("data")).unwrap();
        for file in fs::read_dir(folder().join("learner/data")).unwrap() {
            let file = file.unwrap().path();
            if file.is_file() {
                fs::copy(
                    &file,
                    data.path().join("data").join(file.file_name().unwrap()),
                )
                .unwrap();
            }
        }
        Stage::started(
            data,
            Some(decks),
            Look::new(palette, symbols, Keys::default()),
            size,
        )
    }

    /// One who was never here before.
    pub fn first() -> Stage {
        folder();
        let look = Look::new(Palette::Dark, Symbols::Braille, Keys::default());
        Stage::started(tempfile::tempdir().unwrap(), Some("decks"), look, (80, 24))
    }

    /// One who was never here before, with the decks that lie in the program.
    pub fn shipped(size: (u16, u16)) -> Stage {
        folder();
        let look = Look::new(Palette::Dark, Symbols::Braille, Keys::default());
        Stage::started(tempfile::tempdir().unwrap(), None, look, size)
    }

    fn started(data: TempDir, decks: Option<&str>, look: Look, (wide, high): (u16, u16)) -> Stage {
        let desk = desk(data.path(), decks);
        let script = Script {
            events: VecDeque::new(),
            terminal: Terminal::new(TestBackend::new(wide, high)).unwrap(),
            ms: 0,
            drawn: 0,
        };
        let before = desk.store().head().unwrap() as usize;
        let mut driver = Driver::new(desk, Route::Home, look, || Ok(script)).unwrap();
        driver.begin().unwrap();
        Stage {
            driver,
            left: false,
            data,
            before,
        }
    }

    pub fn app(&mut self) -> &mut App {
        &mut self.driver.app
    }

    pub fn desk(&mut self) -> &mut Desk {
        self.driver.desk().unwrap()
    }

    /// Another window on the same progress.
    pub fn other_window(&self) -> Desk {
        desk(self.data.path(), Some("decks"))
    }

    pub fn database(&self) -> PathBuf {
        self.data.path().join("data/swot.db")
    }

    pub fn turn_to(&mut self, day: Day) {
        self.desk().set_clock(clock(day));
    }

    pub fn memory(&mut self, card: &str) -> Memory {
        self.desk().store().memory(&key(card)).unwrap()
    }

    /// What was written since the start.
    pub fn log(&mut self) -> Vec<Entry> {
        let before = self.before;
        let mut rows = Vec::new();
        let log = self.desk().store();
        log.each_row(|past| rows.push(past.entry)).unwrap();
        rows.split_off(before)
    }

    pub fn rows(&mut self) -> Arc<Vec<Row>> {
        self.desk().rows().unwrap()
    }

    /// Sits the exam in so many days.
    pub fn plan_for(&mut self, exam: &str, days: u32) -> &mut Stage {
        let day = self.desk().today().plus(days);
        let desk = self.desk();
        desk.choose_for_exam(exam, &ExamChoice::Date(Some(day)))
            .unwrap();
        self
    }

    pub fn show(&mut self, screen: Box<dyn Screen>) -> &mut Stage {
        self.driver.show(screen);
        self
    }

    pub fn news(&mut self, news: News) {
        self.driver.tell(vec![news]);
    }

    pub fn event(&mut self, event: Event) {
        self.driver.tty.ms += 2_000;
        self.driver.tty.events.push_back(event);
        self.left |= !self.driver.turn().unwrap();
    }

    /// Keys that came before anything could be drawn in between.
    pub fn at_once(&mut self, keys: &str) {
        self.driver.tty.ms += 2_000;
        let events = keys.split(' ').map(|key| event(key.parse().unwrap()));
        self.driver.tty.events.extend(events);
        self.left |= !self.driver.turn().unwrap();
    }

    /// A key held down, on a terminal that reports no repeats.
    pub fn hold(&mut self, key: &str, times: u32) -> &mut Stage {
        self.driver.tty.ms += 2_000;
        for _ in 0..times {
            self.driver.tty.ms += 90;
            self.driver
                .tty
                .events
                .push_back(event(key.parse().unwrap()));
            self.left |= !self.driver.turn().unwrap();
        }
        self
    }

    pub fn paste(&mut self, text: &str) {
        self.event(Event::Paste(text.to_owned()));
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) {
        let modifiers = KeyModifiers::NONE;
        self.event(Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers,
        }));
    }

    pub fn click(&mut self, column: u16, row: u16) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row);
    }

    /// Keys as help writes them, with spaces between; `"text"` types its letters.
    pub fn keys(&mut self, keys: &str) -> &mut Stage {
        for part in keys.split(' ').filter(|p| !p.is_empty()) {
            match part.strip_prefix('"').and_then(|p| p.strip_suffix('"')) {
                Some(text) => {
                    for c in text.chars() {
                        let c = if c == '_' { ' ' } else { c };
                        self.event(event(KeyPress::new(key_press::Key::Char(c))));
                    }
                }
                None => self.event(event(part.parse().unwrap())),
            }
        }
        self
    }

    /// A session of just these cards, its page already turned.
    pub fn ask(&mut self, cards: &[&str]) -> &mut Stage {
        self.ask_with(cards, false)
    }

    pub fn ask_with(&mut self, cards: &[&str], six_grades: bool) -> &mut Stage {
        let question = |id: &&str| {
            Question::from(Known {
                key: key(id),
                concept: format!("{DECK}/order-winners"),
                links: vec![],
                memory: Memory::default(),
            })
        };
        let mut due: Vec<Question> = cards.iter().map(question).collect();
        for question in &mut due {
            question.memory = self.desk().store().memory(&question.key).unwrap();
        }
        let plan = Plan {
            due,
            ..Plan::default()
        };
        let session = Session::new(plan, &[], self.desk().today(), 11);
        self.show(Box::new(Study::new(session, six_grades)));
        self
    }

    /// The page before a mock exam.
    pub fn lobby(&mut self) -> &mut Stage {
        let lobby = self.desk().lobby().unwrap();
        self.show(Box::new(MockExam::new(lobby, Asked::default())));
        self
    }

    /// A session of this card that asks how sure the learner is.
    pub fn ask_how_sure(&mut self, card: &str) -> &mut Stage {
        let session = self.desk().practice(&[key(card)]).unwrap();
        self.show(Box::new(Study::new(session, false).asking_confidence(true)));
        self
    }

    /// The deck that a preview shows is saved as that one is.
    pub fn saved(&mut self, screen: Box<PreviewScreen>) {
        let now = Now::default();
        self.app().renew(screen, now);
    }

    pub fn draw(&mut self, wide: u16, high: u16) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, wide, high));
        let cursor = self.app().draw(&mut buffer);
        (buffer, cursor)
    }

    pub fn text(&mut self, wide: u16, high: u16) -> String {
        text(&self.draw(wide, high).0)
    }

    /// After these keys a screen of the usual size says this.
    #[track_caller]
    pub fn shows(&mut self, keys: &str, what: &str) -> &mut Stage {
        let picture = self.keys(keys).text(80, 24);
        assert!(picture.contains(what), "{what} after {keys} in\n{picture}");
        self
    }

    /// After these keys a screen of the usual size does not say this.
    #[track_caller]
    pub fn hides(&mut self, keys: &str, what: &str) -> &mut Stage {
        let picture = self.keys(keys).text(80, 24);
        assert!(!picture.contains(what), "{what} after {keys} in\n{picture}");
        self
    }
}

/// A key as the terminal would send it.
fn event(press: KeyPress) -> Event {
    use key_press::Key;
    let code = match press.key {
        Key::Char(c) => KeyCode::Char(c),
        Key::Enter => KeyCode::Enter,
        Key::Esc => KeyCode::Esc,
        Key::Tab if press.shift => KeyCode::BackTab,
        Key::Tab => KeyCode::Tab,
        Key::Backspace => KeyCode::Backspace,
        Key::Delete => KeyCode::Delete,
        Key::Up => KeyCode::Up,
        Key::Down => KeyCode::Down,
        Key::Left => KeyCode::Left,
        Key::Right => KeyCode::Right,
        Key::Home => KeyCode::Home,
        Key::End => KeyCode::End,
        Key::PageUp => KeyCode::PageUp,
        Key::PageDown => KeyCode::PageDown,
        Key::F(n) => KeyCode::F(n),
    };
    let mut modifiers = KeyModifiers::NONE;
    modifiers.set(KeyModifiers::CONTROL, press.ctrl);
    modifiers.set(KeyModifiers::SHIFT, press.shift);
    Event::Key(KeyEvent {
        code,
        modifiers,
        kind: KeyEventKind::Press,
        state: KeyEventState::NONE,
    })
}

/// The characters, without spaces at line ends.
pub fn text(buffer: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut skip = 0;
        for x in 0..buffer.area.width {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let symbol = buffer[(x, y)].symbol();
            skip = unicode_width::UnicodeWidthStr::width(symbol).saturating_sub(1);
            line.push_str(symbol);
        }
        lines.push(line.trim_end().to_owned());
    }
    lines.join("\n")
}

/// `y: from-to style`, for each run of cells that is not plain.
pub fn styles(buffer: &Buffer) -> String {
    let mut lines = Vec::new();
    for y in 0..buffer.area.height {
        let mut runs: Vec<(u16, u16, String)> = Vec::new();
        for x in 0..buffer.area.width {
            let style = style(&buffer[(x, y)]);
            match runs.last_mut().filter(|r| r.2 == style && r.1 + 1 == x) {
                Some(run) => run.1 = x,
                None => runs.push((x, x, style)),
            }
        }
        let runs: Vec<String> = runs
            .iter()
            .filter(|r| !r.2.is_empty())
            .map(|(from, to, style)| format!("{from}-{to} {style}"))
            .collect();
        if !runs.is_empty() {
            lines.push(format!("{y}: {}", runs.join(", ")));
        }
    }
    lines.join("\n")
}

fn style(cell: &Cell) -> String {
    let mut words = Vec::new();
    if cell.fg != Color::Reset {
        words.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {}", cell.bg).to_lowercase());
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ] {
        if cell.modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    words.join(" ")
}
