//! A stage for screens: keys in, picture out. It plays the driver with a small world in memory.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use swotter::study::diff::{DeckChange, Updated, What};
use swotter::study::fault::Severity;
use swotter::study::kinds::Kind;
use swotter::study::log::{Change, Entry, EntryId, Moment};
use swotter::study::memory::{Event, Learned};
use swotter::study::outlook::{Broken, ConceptPage, DeckLine, Home, Row, ShownCard};
use swotter::study::plan::{Plan, Question};
use swotter::study::preview::{About, Found, Matter, Preview, Sheet};
use swotter::study::session::Session;
use swotter::study::sm2::Schedule;
use swotter::study::{Card, Day, Key, Memory};
use swotter::tui::app::App;
use swotter::tui::canvas::Look;
use swotter::tui::screen::{Errand, Input, News, Now, TakenBack};
use swotter::tui::stroke::Keys;
use swotter::tui::theme::{Palette, Symbols};

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

pub fn cards() -> Vec<Card> {
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    CARDS
        .iter()
        .map(|text| options.from_str(text).unwrap())
        .collect()
}

pub fn page() -> ConceptPage {
    ConceptPage {
        id: format!("{DECK}/order-winners"),
        title: "Order winners and order qualifiers".into(),
        code: Some("CP10".into()),
        topic: "strategy".into(),
        summary: "A **qualifier** is what a supplier must offer to be considered at all. A **winner** is what gets the order.\n\n- Price, quality, speed, range and help can each be either.\n- What wins today only qualifies tomorrow, once every rival has it.\n\nAsk of each criterion: *would the customer leave if it fell?* and *would the customer come if it rose?*".into(),
        after: vec![(format!("{DECK}/segmentation"), "Segmentation: why and how".into())],
        related: vec![("cltd-customer-management/needs".into(), "Needs and expectations".into())],
        calculator: None,
        deck_title: "Customer segments and strategic objectives".into(),
        track: "CPIM".into(),
    }
}

/// Numbers that are drawn anew each time.
const DRAWN: &str = r#"Generated(id: "points", draw: [Range(name: "d", from: 20, to: 60, step: 5), Range(name: "l", from: 2, to: 6, step: 1)], question: "Demand is {d} a day, the lead time {l} days. What is the reorder point?", answer: "d * l", unit: "units", working: ["{d} x {l} = {d * l}"], why: "What is used up while one waits.")"#;

/// Every card of the stage, one that cannot be read, and what is wrong with them.
pub fn preview() -> Preview {
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let mut cards = cards();
    cards.insert(1, options.from_str(DRAWN).unwrap());
    let sheet = |id: &str, line, what| Sheet {
        id: id.into(),
        line,
        what,
    };
    let about = About {
        title: page().deck_title,
        track: "CPIM".into(),
        version: "1.2.0".into(),
        description: "What a planner should know of those who buy. *Independent* study material."
            .into(),
        author: "Mara Lindqvist".into(),
        license: "CC-BY-4.0".into(),
        concepts: 1,
        cards: 9,
        questions: 10,
    };
    let mut sheets = vec![
        sheet(DECK, 1, Matter::Deck(about)),
        sheet("order-winners", 9, Matter::Page(page())),
    ];
    for (nth, card) in cards.into_iter().enumerate() {
        let id = card.common().id.clone();
        let line = 14 + 6 * nth as u32;
        let shown = ShownCard {
            deck_title: page().deck_title,
            track: "CPIM".into(),
            concept: Arc::new(page()),
            source: card.common().source.clone(),
            card: Arc::new(card),
            file: Some("decks/segments.ron".into()),
            line,
        };
        sheets.push(sheet(&id, line, Matter::Card(shown)));
    }
    sheets.push(sheet("lost-sales", 80, Matter::Lost));
    let fault = |sheet, line, code: &str, severity, message: &str, help: &str| Found {
        sheet,
        fault: Broken {
            file: "decks/segments.ron".into(),
            line,
            code: code.into(),
            severity,
            message: message.into(),
            help: help.into(),
        },
    };
    Preview {
        file: "decks/segments.ron".into(),
        readable: true,
        faults: vec![
            fault(
                2,
                15,
                "W05",
                Severity::Warning,
                "the right option is much longer than the others",
                "make the options about equally long",
            ),
            fault(
                sheets.len() - 1,
                81,
                "E00",
                Severity::Error,
                "there is no field `fornt` here",
                "did you mean `front`?",
            ),
        ],
        sheets,
    }
}

/// A deck that its author has worked on.
pub fn updated() -> Updated {
    let change = |card: &str, front: &str, what| DeckChange {
        name: format!("{DECK}/{card}"),
        front: front.into(),
        what,
    };
    Updated {
        deck: DECK.into(),
        title: page().deck_title,
        track: "CPIM".into(),
        from: "1.1.0".into(),
        to: "1.2.0".into(),
        changes: vec![
            change(
                "what-wins",
                "What is an order winner?",
                What::Reworded { answer: false },
            ),
            change(
                "share",
                "A customer bought 40 of the 160 tonnes it used last year fro",
                What::MeaningChanged { from: 0, to: 1 },
            ),
            change(
                "vmi",
                "Stock that lies at the customer but still belongs to the sup",
                What::Moved {
                    from: "stock".into(),
                    to: "order-winners".into(),
                },
            ),
            change(
                "table",
                "Which class needs the closest control?",
                What::Added,
            ),
            change(
                "qualifier",
                "A [...] keeps you in the race; a [...] gets the order.",
                What::Added,
            ),
            change("old", "What is a key account?", What::Removed),
        ],
        again: vec![key("share")],
    }
}

/// The same file while it cannot be read.
pub fn unreadable() -> Preview {
    let mut preview = preview();
    preview.readable = false;
    preview.sheets.truncate(1);
    preview.sheets[0].what = Matter::Deck(About::default());
    preview.faults.remove(0);
    preview.faults[0].sheet = 0;
    preview.faults[0].fault.message =
        "the file ends, and the `[` that opens here is not closed".into();
    preview.faults[0].fault.help = "add the closing `]`".into();
    preview
}

pub fn learned(interval: u32, due: Day, lapses: u32) -> Memory {
    let schedule = Schedule {
        repetitions: 3,
        ease: 250,
        interval,
        due,
    };
    Memory {
        learned: Some(Learned {
            schedule,
            introduced: Day(TODAY.0 - 40),
            last: Day(TODAY.0 - interval as i32),
            lapses,
            drill: None,
        }),
        ..Memory::default()
    }
}

/// What the driver has behind it, in memory.
pub struct World {
    pub cards: Vec<Card>,
    pub memories: BTreeMap<Key, Memory>,
    pub log: Vec<(Entry, bool)>,
    /// Places in the log, newest undo last.
    pub redo: Vec<usize>,
    pub today: Day,
    pub ms: u64,
    pub empty: bool,
    pub broken: Vec<Broken>,
    pub refuse: Option<String>,
    pub updates: Vec<Updated>,
    pub errands: Vec<Errand>,
    pub left: bool,
}

impl Default for World {
    fn default() -> World {
        let mut memories = BTreeMap::new();
        memories.insert(key("what-wins"), learned(6, TODAY, 0));
        memories.insert(key("share"), learned(40, TODAY, 2));
        memories.insert(key("vmi"), learned(15, TODAY.plus(5), 9));
        let suspended = Memory {
            suspended: true,
            ..learned(3, TODAY, 1)
        };
        memories.insert(key("steps"), suspended);
        let flagged = Memory {
            flag: Some("wording".into()),
            ..learned(30, TODAY.plus(12), 0)
        };
        memories.insert(key("bases"), flagged);
        World {
            cards: cards(),
            memories,
            log: Vec::new(),
            redo: Vec::new(),
            today: TODAY,
            ms: 0,
            empty: false,
            broken: vec![Broken {
                file: "my-deck.ron".into(),
                line: 12,
                code: "E01".into(),
                severity: Severity::Error,
                message: "unknown field `fornt`, did you mean `front`?".into(),
                help: "write `front`".into(),
            }],
            refuse: None,
            updates: Vec::new(),
            errands: Vec::new(),
            left: false,
        }
    }
}

pub fn key(card: &str) -> Key {
    Key::new(DECK, card, "")
}

impl World {
    pub fn memory(&self, key: &Key) -> Memory {
        self.memories.get(key).cloned().unwrap_or_default()
    }

    pub fn set(&mut self, key: &Key, memory: Memory) {
        self.memories.insert(key.clone(), memory);
    }

    fn card(&self, key: &Key) -> Option<&Card> {
        self.cards.iter().find(|c| c.common().id == key.card())
    }

    fn question(&self, key: &Key) -> Question {
        Question {
            key: key.clone(),
            concept: page().id,
            links: vec![],
            memory: self.memory(key),
        }
    }

    pub fn home(&self) -> Home {
        if self.empty {
            return Home {
                today: self.today,
                first_time: true,
                ..Home::default()
            };
        }
        let deck = |id: &str, track: &str, title: &str, due, new, mature, questions| DeckLine {
            id: id.into(),
            track: track.into(),
            title: title.into(),
            due,
            new,
            introduced: mature,
            mature,
            questions,
            cards: questions,
            concepts: 9,
            faults: 0,
        };
        let done = self
            .log
            .iter()
            .filter(|(e, undone)| !undone && matches!(e.change.event, Event::Graded(..)))
            .count() as u32;
        Home {
            today: self.today,
            due: 12,
            new: 8,
            done_today: done,
            minutes: 9,
            decks: vec![
                deck(
                    DECK,
                    "CPIM",
                    "Customer segments and strategic objectives",
                    7,
                    5,
                    68,
                    100,
                ),
                deck(
                    "cltd-customer-management",
                    "CLTD",
                    "Customer segmentation and management",
                    5,
                    3,
                    41,
                    100,
                ),
                deck("glossary", "other", "Glossary", 0, 0, 24, 200),
            ],
            week: [20, 14, 9, 22, 11, 7, 13]
                .iter()
                .enumerate()
                .map(|(i, n)| (self.today.plus(i as u32), *n))
                .collect(),
            broken: self.broken.clone(),
            first_time: false,
            notices: Vec::new(),
            updates: self.updates.clone(),
        }
    }

    pub fn rows(&self) -> Arc<Vec<Row>> {
        let row = |card: &Card| Row {
            key: key(&card.common().id),
            concept: page().id,
            concept_title: page().title,
            topic: "strategy".into(),
            kind: card.name(),
            front: card.front().clone(),
            back: card.back(),
            tags: vec![],
            memory: self.memory(&key(&card.common().id)),
        };
        Arc::new(self.cards.iter().map(row).collect())
    }

    fn write(&mut self, change: Change) -> Entry {
        self.memories
            .insert(change.card.clone(), change.after.clone());
        self.redo.clear();
        let seq = self.log.len() as u64 + 1;
        let entry = Entry {
            id: EntryId {
                device: "stage".into(),
                seq,
            },
            hybrid: seq,
            at: Moment {
                utc_ms: 0,
                offset_s: 0,
            },
            algorithm: 1,
            change,
        };
        self.log.push((entry.clone(), false));
        entry
    }

    fn take_back(&mut self, at: Option<usize>, undone: bool) -> Option<Box<TakenBack>> {
        let at = at?;
        self.log[at].1 = undone;
        let entry = self.log[at].0.clone();
        let memory = if undone {
            entry.change.before.clone()
        } else {
            entry.change.after.clone()
        };
        self.memories
            .insert(entry.change.card.clone(), memory.clone());
        Some(Box::new(TakenBack {
            entry,
            memory,
            concept: page().id,
            links: vec![],
        }))
    }

    fn session(&self, new: &[&str], due: &[&str]) -> Session {
        let questions = |ids: &[&str]| ids.iter().map(|id| self.question(&key(id))).collect();
        let plan = Plan {
            due: questions(due),
            drill: vec![],
            new: questions(new),
        };
        Session::new(plan, &[page().id], self.today, 7)
    }

    fn carry_out(&mut self, errand: Errand) -> Vec<News> {
        self.errands.push(errand.clone());
        match errand {
            Errand::Quit => {
                self.left = true;
                vec![]
            }
            Errand::Study(_) => {
                let due: Vec<&str> = ["what-wins", "share"]
                    .into_iter()
                    .filter(|id| self.memory(&key(id)).is_due(self.today))
                    .collect();
                let new: Vec<&str> = ["price-war", "qualifier", "table"]
                    .into_iter()
                    .filter(|id| self.memory(&key(id)).is_new())
                    .collect();
                vec![News::Session(Box::new(self.session(&new, &due)))]
            }
            Errand::Practise(keys) => {
                let questions = keys.iter().map(|k| self.question(k)).collect();
                vec![News::Session(Box::new(Session::practice(
                    questions, self.today, 3,
                )))]
            }
            Errand::Browse(query) => vec![News::Browse(self.rows(), query)],
            Errand::FetchRows => vec![News::Rows(self.rows())],
            Errand::FetchCard(key) => match self.shown(&key) {
                Some(shown) => vec![News::Card(key, Box::new(shown))],
                None => vec![News::Gone(key, "The card is gone.".into())],
            },
            Errand::Details(key) => self
                .shown(&key)
                .map(|shown| News::Details(key, Box::new(shown)))
                .into_iter()
                .collect(),
            Errand::Concept(_) => vec![News::Concept(page())],
            Errand::FetchPage(_) => vec![News::Page(page())],
            Errand::FetchHome => vec![News::Home(self.home())],
            Errand::FetchHistory(key) => {
                let mut history: Vec<(Entry, bool)> = Vec::new();
                if let Some(memory) = self.memories.get(&key).filter(|m| m.learned.is_some()) {
                    // One row that stands for all that went before.
                    let event = Event::Adopt {
                        from: Key::from_text("old/card"),
                        memory: Box::new(memory.clone()),
                    };
                    let change =
                        Change::new(key.clone(), event, Day(self.today.0 - 6), Memory::default());
                    history.push((
                        Entry {
                            id: EntryId {
                                device: "s".into(),
                                seq: 0,
                            },
                            hybrid: 0,
                            at: Moment {
                                utc_ms: 0,
                                offset_s: 0,
                            },
                            algorithm: 1,
                            change,
                        },
                        false,
                    ));
                }
                history.extend(
                    self.log
                        .iter()
                        .filter(|(e, _)| e.change.card == key)
                        .cloned(),
                );
                vec![News::History(key, history)]
            }
            Errand::Record(change) => match &self.refuse {
                Some(why) => vec![News::Refused(why.clone())],
                None => vec![News::Recorded(Box::new(self.write(*change)))],
            },
            Errand::Undo => {
                let at = self.log.iter().rposition(|(_, undone)| !undone);
                self.redo.extend(at);
                vec![
                    self.take_back(at, true)
                        .map_or(News::NothingToUndo, News::Undone),
                ]
            }
            Errand::Redo => {
                let at = self.redo.pop();
                vec![
                    self.take_back(at, false)
                        .map_or(News::NothingToRedo, News::Redone),
                ]
            }
            Errand::Edit(_) => vec![News::Reloaded("read again: my-deck.ron".into())],
            Errand::Copy(_) => vec![News::Said("Copied.".into())],
            Errand::ListFiles(typed) => {
                let found = ["sales/", "sales.csv", "sales-2025.csv"];
                vec![News::Files(typed, found.map(str::to_owned).into())]
            }
            Errand::DeleteScenario { name, .. } => vec![News::Said(format!("Deleted {name}."))],
            Errand::ListScenarios(calculator) => vec![News::Scenarios(calculator, Vec::new())],
            Errand::LoadTable(calculator, _) => {
                vec![News::Table(calculator, Err("there is no such file".into()))]
            }
            Errand::SaveFile { path, .. } => vec![News::Exists(path)],
            Errand::SaveScenario { name, .. } => vec![News::Said(format!("Kept as {name}."))],
            Errand::MakeCard(..) => vec![News::Said("Made clv-1 in my-cards.ron.".into())],
            Errand::SawUpdates => {
                self.updates.clear();
                vec![]
            }
            Errand::EditFile(..) | Errand::Mouse(_) | Errand::Repaint | Errand::Stop => vec![],
        }
    }

    fn shown(&self, key: &Key) -> Option<ShownCard> {
        let card = self.card(key)?.clone();
        Some(ShownCard {
            deck_title: page().deck_title,
            track: "CPIM".into(),
            concept: Arc::new(page()),
            source: card.common().source.clone(),
            card: Arc::new(card),
            file: Some("/decks/my-deck.ron".into()),
            line: 12,
        })
    }
}

pub struct Stage {
    pub app: App,
    pub world: World,
}

impl Stage {
    pub fn new() -> Stage {
        Stage::with(World::default(), Palette::Dark, Symbols::Braille)
    }

    pub fn with(world: World, palette: Palette, symbols: Symbols) -> Stage {
        let look = Look::new(palette, symbols, Keys::default());
        let mut stage = Stage {
            app: App::new(look, false, true),
            world,
        };
        let home = stage.world.home();
        stage.news(News::Home(home));
        stage
    }

    pub fn six_grades(mut self) -> Stage {
        let look = Look::new(Palette::Dark, Symbols::Braille, Keys::default());
        self.app = App::new(look, true, false);
        let home = self.world.home();
        self.news(News::Home(home));
        self
    }

    fn now(&self) -> Now {
        Now {
            today: self.world.today,
            ms: self.world.ms,
        }
    }

    pub fn news(&mut self, news: News) {
        let now = self.now();
        let errands = self.app.news(news, now);
        self.settle(errands);
    }

    pub fn input(&mut self, input: Input) {
        self.world.ms += 2_000;
        let now = self.now();
        let errands = self.app.input(input, now);
        self.settle(errands);
    }

    fn settle(&mut self, errands: Vec<Errand>) {
        let mut waiting: VecDeque<Errand> = errands.into();
        let mut carried = 0;
        while let Some(errand) = waiting.pop_front() {
            carried += 1;
            assert!(carried < 200, "errands without end: {errand:?}");
            for news in self.world.carry_out(errand) {
                let now = self.now();
                waiting.extend(self.app.news(news, now));
            }
        }
    }

    /// Keys as help writes them, with spaces between; `"text"` types its letters.
    pub fn keys(&mut self, keys: &str) -> &mut Stage {
        for part in keys.split(' ').filter(|p| !p.is_empty()) {
            match part.strip_prefix('"').and_then(|p| p.strip_suffix('"')) {
                Some(text) => {
                    for c in text.chars() {
                        let c = if c == '_' { ' ' } else { c };
                        self.input(Input::Key(swotter::tui::stroke::Stroke::new(
                            swotter::tui::stroke::Key::Char(c),
                        )));
                    }
                }
                None => self.input(Input::Key(part.parse().unwrap())),
            }
        }
        self
    }

    /// A session of just these new cards, its page already turned.
    pub fn ask(&mut self, cards: &[&str]) -> &mut Stage {
        let questions: Vec<Question> = cards
            .iter()
            .map(|id| self.world.question(&key(id)))
            .collect();
        let plan = Plan {
            due: questions,
            ..Plan::default()
        };
        let session = Session::new(plan, &[], self.world.today, 11);
        self.news(News::Session(Box::new(session)));
        self
    }

    pub fn draw(&mut self, wide: u16, high: u16) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, wide, high));
        let cursor = self.app.draw(&mut buffer);
        (buffer, cursor)
    }

    pub fn text(&mut self, wide: u16, high: u16) -> String {
        text(&self.draw(wide, high).0)
    }
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
