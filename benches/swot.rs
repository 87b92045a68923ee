//! What must be fast, each beside its floor where it has one. `cargo bench`; `cargo bench -- study` runs some.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../tests/stage/mod.rs"]
mod stage;

use criterion::measurement::WallTime;
use criterion::{
    BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main,
};
use rusqlite::Connection;
use stage::Stage;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use swotter::calculators::{self, Input};
use swotter::clock::Clock;
use swotter::desk::Desk;
use swotter::folders::{Folder, Folders};
use swotter::settings::Settings;
use swotter::sheet;
use swotter::shelf::{Shelf, Sources};
use swotter::store::Store;
use swotter::study::card_text::{CardText, Texts};
use swotter::study::log::{Change, Gone, Moment, Position, Step, fold};
use swotter::study::memory::{Event, Learned, Meant};
use swotter::study::outlook::{Row, Standing};
use swotter::study::plan::{Question, Work, plan};
use swotter::study::sm2::Schedule;
use swotter::study::{Day, Grade, Key, Memory};
use swotter::tui::screen::{Loaded, News, Source};
use swotter::tui::screens::browse::Browse;
use tempfile::TempDir;

const NOW: Moment = Moment {
    utc_ms: 1_795_300_000_000,
    offset_s: 3600,
};

/// Decks of ordinary length: a front of about 90 characters, a back of about 220.
fn write_decks(folder: &Path, decks: usize, cards: usize) {
    std::fs::create_dir_all(folder).unwrap();
    for d in 0..decks {
        let mut text =
            format!("Deck(schema: 1, id: \"deck-{d}\", title: \"Deck {d}\", concepts: [\n");
        for c in 0..cards {
            if c % 20 == 0 {
                let close = if c > 0 { "])," } else { "" };
                writeln!(text, "{close}Concept(id: \"concept-{c}\", title: \"Concept {c}\", summary: \"A page of a few words.\", cards: [").unwrap();
            }
            writeln!(text, "Basic(id: \"card-{c}\", front: \"Deck {d}, number {c}: which of the many things that a planner may do comes before the others here?\", back: \"The {c}th of them, because the demand of deck {d} is known by then, the stock lies where it is needed, the capacity was agreed in the month before, and nobody has to be asked for a favour that would have to be returned later on.\"),").unwrap();
        }
        text.push_str("])])");
        std::fs::write(folder.join(format!("deck-{d}.ron")), text).unwrap();
    }
}

fn sources(decks: Option<&Path>, cache: Option<&Path>) -> Sources {
    Sources {
        no_builtin: decks.is_some(),
        data_decks: decks.map(Path::to_owned),
        deck_paths: Vec::new(),
        cache: cache.map(Path::to_owned),
    }
}

fn load(c: &mut Criterion) {
    let world = tempfile::tempdir().unwrap();
    let mut group = c.benchmark_group("load");
    group.sample_size(10);
    group.bench_function("shipped decks, no cache", |b| {
        b.iter(|| Shelf::open(sources(None, None)).decks().len())
    });
    let cache = world.path().join("cache-shipped");
    Shelf::open(sources(None, Some(&cache)));
    group.bench_function("shipped decks, cache", |b| {
        b.iter(|| Shelf::open(sources(None, Some(&cache))).decks().len())
    });
    for (name, decks, cards) in [("10,000 cards", 5, 2_000), ("100,000 cards", 50, 2_000)] {
        let folder = world.path().join(name);
        write_decks(&folder, decks, cards);
        let texts: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|e| std::fs::read_to_string(e.unwrap().path()).unwrap())
            .collect();
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        group.bench_function(format!("{name}, the floor: parsed by ron alone"), |b| {
            b.iter(|| {
                texts
                    .iter()
                    .map(|t| {
                        options
                            .from_str::<swotter::study::Deck>(t)
                            .unwrap()
                            .concepts
                            .len()
                    })
                    .sum::<usize>()
            });
        });
        group.bench_function(format!("{name}, no cache"), |b| {
            b.iter(|| Shelf::open(sources(Some(&folder), None)).decks().len())
        });
        let cache = world.path().join("cache");
        Shelf::open(sources(Some(&folder), Some(&cache)));
        group.bench_function(format!("{name}, cache"), |b| {
            b.iter(|| {
                Shelf::open(sources(Some(&folder), Some(&cache)))
                    .decks()
                    .len()
            })
        });
        group.bench_function(format!("{name}, cache and all outlines"), |b| {
            b.iter(|| {
                let shelf = Shelf::open(sources(Some(&folder), Some(&cache)));
                shelf
                    .decks()
                    .iter()
                    .filter_map(|d| shelf.outline(&d.heading()?.id).ok())
                    .map(|o| o.cards().count())
                    .sum::<usize>()
            });
        });
    }
}

fn study(c: &mut Criterion) {
    let questions: Vec<Question> = (0..100_000)
        .map(|i| Question {
            key: Key::from_text(format!("deck-{}/card-{i}", i % 50)),
            concept: format!("deck-{}/concept-{}", i % 50, i % 997),
            links: Vec::new(),
            memory: learned(1 + i % 90, Day(20_700 + (i % 300) as i32), 0),
        })
        .collect();
    let today = Day(20_778);
    let mut group = c.benchmark_group("study");
    group.sample_size(10);
    group.bench_function("today's plan from 100,000 memories", |b| {
        b.iter_batched(
            || {
                questions
                    .iter()
                    .filter(|q| q.memory.is_due(today))
                    .cloned()
                    .collect::<Vec<_>>()
            },
            |due| {
                let work = Work {
                    due,
                    drill: Vec::new(),
                    looks: (Vec::new(), 0),
                    fresh: Vec::new(),
                    first: HashMap::new(),
                    is_last: false,
                };
                plan(today, work, &HashSet::new())
            },
            BatchSize::LargeInput,
        );
    });
    let steps: Vec<Step<u32, u32>> = (0..1_000_000u32)
        .map(|i| Step {
            position: Position {
                hybrid: u64::from(i),
                device: 0,
                seq: u64::from(i) + 1,
                tie: 0,
            },
            subject: i % 20_000,
            from: None,
            group: None,
            day: Day((i / 20_000) as i32 * 9),
            event: Event::graded(Meant::Review, Grade::new((i % 6) as u8).unwrap()),
        })
        .collect();
    let gone = Gone::of(std::iter::empty(), |_| None);
    group.bench_function("folding of 1,000,000 log rows in memory", |b| {
        b.iter(|| fold(black_box(&steps), &gone, |_, _| {}).len())
    });
}

fn grade(c: &mut Criterion) {
    let world = tempfile::tempdir().unwrap();
    let mut group = c.benchmark_group("grade");
    let raw = Connection::open(world.path().join("raw.db")).unwrap();
    raw.execute_batch("PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; CREATE TABLE log (id INTEGER PRIMARY KEY, text TEXT) STRICT;").unwrap();
    group.bench_function(
        "the floor: one row committed in the same journal mode",
        |b| {
            b.iter(|| {
                raw.execute(
                    "INSERT INTO log (text) VALUES ('deck/card repetition 4')",
                    [],
                )
                .unwrap()
            });
        },
    );
    let mut store = Store::open(&world.path().join("data"), NOW).unwrap().store;
    let mut nth = 0;
    group.bench_function("a grade recorded", |b| {
        b.iter(|| {
            nth += 1;
            let change = Change::new(
                Key::from_text(format!("deck/card-{nth}")),
                Event::graded(Meant::Review, Grade::GOOD),
                Day(20_778),
                Memory::default(),
            );
            store.record(&change, NOW).unwrap()
        });
    });
}

fn rows(count: usize) -> Arc<Vec<Row>> {
    let mut texts = Texts::default();
    for i in 0..count {
        texts.push(CardText {
            concept: "deck/concept",
            concept_title: "Service-level differentiation",
            topic: "inventory",
            front: &format!("Number {i}: which of the many things that a planner may do comes before the others here?"),
            back: &format!("The {i}th of them, because the stock lies where it is needed."),
            ..CardText::default()
        });
    }
    let texts = Arc::new(texts);
    let row = |at: u32| Row {
        key: Key::from_text(format!("deck/card-{at}")),
        texts: Arc::clone(&texts),
        at,
        kind: "Basic",
        note: Default::default(),
        today: Standing::Other,
        memory: Memory::default(),
    };
    Arc::new((0..count as u32).map(row).collect())
}

fn learned(interval: u32, due: Day, lapses: u32) -> Memory {
    let schedule = Schedule {
        repetitions: 3,
        ease: 250,
        interval,
        due,
    };
    Memory {
        learned: Some(Learned {
            schedule,
            introduced: Day(20_738),
            last: Day(20_778 - interval as i32),
            seen: Day(20_778 - interval as i32),
            lapses,
            drill: None,
        }),
        ..Memory::default()
    }
}

fn draw(c: &mut Criterion) {
    let mut group = c.benchmark_group("draw");
    for (wide, high) in [(80, 24), (200, 60)] {
        for (name, keys) in [
            ("home", ""),
            ("concept", "Enter"),
            ("question", "Enter Space"),
            ("help", "?"),
            ("commands", ":"),
        ] {
            let mut stage = Stage::new();
            if !keys.is_empty() {
                stage.keys(keys);
            }
            group.bench_function(format!("{name} at {wide}x{high}"), |b| {
                b.iter(|| black_box(stage.draw(wide, high)))
            });
        }
        let mut stage = Stage::new();
        stage.show(Box::new(Browse::new(rows(10_000), "")));
        group.bench_function(format!("browse list of 10,000 at {wide}x{high}"), |b| {
            b.iter(|| black_box(stage.draw(wide, high)))
        });
    }
    group.sample_size(10);
    let mut stage = Stage::new();
    stage.show(Box::new(Browse::new(rows(100_000), "planner stck")));
    group.bench_function("a key typed in a search over 100,000 cards", |b| {
        b.iter(|| {
            stage.keys("\"o\" Backspace");
        });
    });
}

/// A file of a million rows, read and worked out, beside the csv crate reading it and doing nothing with it.
fn tables(c: &mut Criterion) {
    let world = tempfile::tempdir().unwrap();
    let mut group = c.benchmark_group("tables");
    group.sample_size(10);
    for (name, text) in [("abc", items(1_000_000)), ("rfm", purchases(1_000_000))] {
        let calculator = calculators::find(name).unwrap();
        let layouts = calculator.layouts;
        let request = serde_json::json!({});
        let path = world.path().join(format!("{name}.csv"));
        std::fs::write(&path, &text).unwrap();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(
            format!("{name}, the floor: 1,000,000 rows read by the csv crate alone"),
            |b| {
                b.iter(|| {
                    let mut reader = csv::Reader::from_path(&path).unwrap();
                    let mut record = csv::StringRecord::new();
                    let mut cells = 0;
                    while reader.read_record(&mut record).unwrap() {
                        cells += record.len();
                    }
                    cells
                });
            },
        );
        group.bench_function(format!("{name}, 1,000,000 rows read as a table"), |b| {
            b.iter(|| {
                sheet::read(&path, layouts, &sheet::Options::default())
                    .unwrap()
                    .rows
            })
        });
        group.bench_function(format!("{name}, 1,000,000 rows from CSV to result"), |b| {
            b.iter(|| {
                let table = sheet::read(&path, layouts, &sheet::Options::default())
                    .unwrap()
                    .table;
                calculator
                    .outcome(&Input::with_table(&request, &table))
                    .unwrap()
                    .figures
                    .len()
            })
        });
    }
}

/// Items for an ABC split: a few large, many small.
fn items(rows: u64) -> String {
    let mut csv = String::from("customer,revenue\n");
    for i in 0..rows {
        writeln!(csv, "C{i},{}.{:02}", (i * 7919) % 100_000, i % 100).unwrap();
    }
    csv
}

/// Purchases of three years, twenty a customer.
fn purchases(rows: u64) -> String {
    let mut csv = String::from("customer,date,amount\n");
    for i in 0..rows {
        let customer = i.wrapping_mul(7919) % (rows / 20);
        let (year, month, day) = (2024 + i % 3, 1 + i / 7 % 12, 1 + i / 5 % 28);
        let (whole, cents) = (i * 31 % 900, i % 100);
        writeln!(
            csv,
            "C{customer:05},{year}-{month:02}-{day:02},{whole}.{cents:02}"
        )
        .unwrap();
    }
    csv
}

/// A key in a form over a long table, to the finished frame.
fn keystroke(c: &mut Criterion) {
    let mut group = c.benchmark_group("keystroke");
    group.sample_size(20);
    for rows in [10_000, 100_000] {
        keystroke_over(&mut group, rows);
    }
}

fn keystroke_over(group: &mut BenchmarkGroup<'_, WallTime>, rows: u64) {
    let mut served = String::from("customer,revenue,cogs,orders,lines,drops\n");
    let mut people = String::from("customer,recency,frequency,monetary\n");
    let mut ranked = String::from("customer,profit,growth,strategy,service\n");
    for i in 0..rows {
        let revenue = 1 + i * 7919 % 100_003;
        let (orders, lines, drops) = (i % 40, i % 300, i % 35);
        writeln!(
            served,
            "C{i},{revenue},{},{orders},{lines},{drops}",
            revenue * 7 / 10
        )
        .unwrap();
        writeln!(people, "C{i},{},{},{revenue}", i * 31 % 720, 1 + i % 60).unwrap();
        writeln!(
            ranked,
            "C{i},{},{},{},{}",
            1 + i % 5,
            1 + i / 3 % 5,
            1 + i / 7 % 5,
            1 + i / 11 % 5
        )
        .unwrap();
    }
    for (name, what, text, first) in [
        ("abc", "items", items(rows), "Down"),
        ("rfm", "transactions", purchases(rows), "Down"),
        ("rfm", "customers", people, "Down"),
        ("cost_to_serve", "customers", served, "Home"),
        ("prioritise", "customers", ranked, "Home"),
    ] {
        let calculator = calculators::find(name).unwrap();
        let about = calculator;
        let sheet =
            sheet::parse(text.as_bytes(), about.layouts, &sheet::Options::default()).unwrap();
        let request = match name {
            "cost_to_serve" => {
                serde_json::json!({"rates": {"orders": 40, "lines": 3, "drops": 75}})
            }
            "prioritise" => {
                serde_json::json!({"weights": {"profit": 40, "growth": 30, "strategy": 20, "service": 10}})
            }
            _ => serde_json::json!({}),
        };
        let mut stage = Stage::new();
        stage.keys(&format!("c \"{name}\" Enter"));
        stage.news(News::Table(
            about.name,
            Ok(Box::new(Loaded::new(
                "long.csv".into(),
                Source::Sample,
                sheet,
                sheet::Options::default(),
                request,
            ))),
        ));
        stage.keys(first);
        stage.keys("End Backspace");
        let mut typed = false;
        group.bench_function(format!("{name} over {rows} {what}"), |b| {
            b.iter(|| {
                typed = !typed;
                stage.keys(if typed { "5" } else { "Backspace" });
                black_box(stage.draw(80, 24))
            });
        });
        let shown = stage.text(80, 24);
        assert!(shown.contains("long.csv"), "{shown}");
    }
}

/// A large library after a year: 100,000 cards in 50 decks, 70,000 of them met, 200,000 answers.
struct Library {
    root: TempDir,
    decks: PathBuf,
    data: PathBuf,
}

impl Library {
    fn new() -> Library {
        let root = tempfile::tempdir().unwrap();
        let (decks, data) = (root.path().join("decks"), root.path().join("data"));
        write_decks(&decks, 50, 2_000);
        let mut store = Store::open(&data, NOW).unwrap().store;
        let mut db = Connection::open(store.path()).unwrap();
        let write = db.transaction().unwrap();
        let device = "INSERT INTO devices (id, name) VALUES (1, ?1)";
        write.execute(device, [store.device()]).unwrap();
        let mut seq = 0;
        for n in 0..70_000_i64 {
            let (deck, card) = (n % 50, n / 50);
            let name = "INSERT OR IGNORE INTO decks (id, name) VALUES (?1, 'deck-' || (?1 - 1))";
            write
                .prepare_cached(name)
                .unwrap()
                .execute([deck + 1])
                .unwrap();
            let subject =
                "INSERT INTO subjects (id, sort, deck, name) VALUES (?1, 0, ?2, 'card-' || ?3)";
            let subject = write.prepare_cached(subject);
            subject.unwrap().execute([n + 1, deck + 1, card]).unwrap();
        }
        for round in 0..3_i64 {
            for n in 0..if round == 2 { 60_000 } else { 70_000_i64 } {
                seq += 1;
                let day = 20_778 - 360 + 100 * round + n / 1_000;
                let row = "INSERT INTO log (id, at, ahead, east, day, kind, subject, grade, took, seed, algorithm, version)
                           VALUES (?1 << 4, ?2 * 86400000 + ?1 % 40000000, 0, 0, ?2, 0, ?3, ?4, 9000, ?1, 1, 1)";
                let grade = if n % 7 == 0 { 1 } else { 4 };
                let row = write.prepare_cached(row);
                row.unwrap().execute([seq, day, n + 1, grade]).unwrap();
            }
        }
        write.commit().unwrap();
        drop(db);
        store.rebuild().unwrap();
        Library { root, decks, data }
    }

    fn desk(&self, day: &str) -> Desk {
        let folder = |name: &str| Folder {
            path: self.root.path().join(name),
            because: "a benchmark",
        };
        let folders = Folders {
            data: folder("data"),
            config: folder("config"),
            cache: folder("cache"),
        };
        let sources = sources(Some(&self.decks), Some(&self.root.path().join("cache")));
        let clock = Clock::new(Some(&format!("{day}T12:00:00+00:00[UTC]")), 4).unwrap();
        Desk::open(folders, sources, Settings::default(), clock, &mut |_, _| {}).unwrap()
    }

    fn database(&self) -> Connection {
        Connection::open(self.data.join("swot.db")).unwrap()
    }
}

/// What a query tells, row by row, as the least that an answer from the database costs.
fn queried(db: &Connection, sql: &str) -> usize {
    let mut statement = db.prepare_cached(sql).unwrap();
    let mut rows = statement.query([]).unwrap();
    let mut n = 0;
    while rows.next().unwrap().is_some() {
        n += 1;
    }
    n
}

fn library(c: &mut Criterion) {
    const DAYS: [&str; 2] = ["2026-11-21", "2026-11-22"];
    let library = Library::new();
    let mut group = c.benchmark_group("library");
    group.sample_size(10);
    let floor = |group: &mut BenchmarkGroup<'_, WallTime>, name: &str, sql: &str| {
        let db = library.database();
        let name = format!("{name}, the floor: {sql}");
        group.bench_function(name, |b| b.iter(|| queried(&db, sql)));
    };

    group.bench_function("start, the floor: stamps of the files, and one row", |b| {
        b.iter(|| {
            let files = std::fs::read_dir(&library.decks).unwrap();
            let sizes = files.map(|file| file.unwrap().metadata().unwrap().len());
            let db = library.database();
            sizes.sum::<u64>() as usize + queried(&db, "SELECT * FROM log LIMIT 1")
        });
    });
    library.desk(DAYS[0]).home();
    for (name, day) in ["unchanged", "the first of a day"].into_iter().zip(DAYS) {
        group.bench_function(format!("start, {name}"), |b| {
            b.iter(|| library.desk(day).home_at_once().due)
        });
    }

    floor(
        &mut group,
        "home",
        "SELECT due, count(*) FROM memory GROUP BY due",
    );
    let mut desk = library.desk(DAYS[0]);
    let mut nth = 0;
    group.bench_function("home, worked out on another day", |b| {
        b.iter(|| {
            nth += 1;
            let day = format!("{}T12:00:00+00:00[UTC]", DAYS[nth % 2]);
            desk.set_clock(Clock::new(Some(&day), 4).unwrap());
            desk.home().due
        });
    });

    floor(&mut group, "Enter", "SELECT * FROM memory");
    group.bench_function("Enter to the first question after a start", |b| {
        let session = |mut desk: Desk| {
            let session = desk.session(&[], None, None).unwrap();
            let first = session.asking().unwrap().question.key.clone();
            desk.card(&first).unwrap();
            desk
        };
        b.iter_batched(|| library.desk(DAYS[0]), session, BatchSize::PerIteration);
    });

    group.bench_function("a grade and its undo (two commits)", |b| {
        let key = Key::from_text("deck-7/card-7");
        b.iter(|| {
            let memory = desk.store().memory(&key).unwrap();
            let graded = Event::graded(Meant::Review, Grade::GOOD);
            desk.record(&Change::new(key.clone(), graded, desk.today(), memory))
                .unwrap();
            desk.undo().unwrap().unwrap()
        });
    });

    group.bench_function("browse opened after a start", |b| {
        let browse = |mut desk: Desk| (Browse::new(desk.rows().unwrap(), ""), desk);
        b.iter_batched(|| library.desk(DAYS[0]), browse, BatchSize::PerIteration);
    });
    group.bench_function("swot check (its floor: load, parsed by ron alone)", |b| {
        let decks = std::slice::from_ref(&library.decks);
        b.iter(|| swotter::lint::check(decks, &swotter::lint::Settings::default()).len())
    });

    floor(
        &mut group,
        "figures",
        "SELECT day, count(*), sum(took) FROM log JOIN counted USING (id) GROUP BY day",
    );
    group.bench_function("figures", |b| {
        b.iter(|| desk.figures(&[]).unwrap().figures.gradings)
    });

    let mut store = Store::open(&library.data, NOW).unwrap().store;
    floor(&mut group, "rebuild", "SELECT * FROM log");
    group.bench_function("rebuild", |b| b.iter(|| store.rebuild().unwrap()));
    let copy = library.root.path().join("copy.db");
    group.bench_function("backup, the floor: the file copied", |b| {
        b.iter(|| std::fs::copy(store.path(), &copy).unwrap())
    });
    group.bench_function("backup, checked", |b| {
        b.iter(|| {
            std::fs::remove_file(&copy).unwrap();
            store.backup(Some(&copy), NOW).unwrap()
        })
    });
}

criterion_group!(
    benches, load, study, grade, draw, tables, keystroke, library
);
criterion_main!(benches);
