//! Tables of a million rows, and a key in a form over them.

use crate::stage::Stage;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput};
use std::fmt::Write as _;
use std::hint::black_box;
use swotter::calculators::{self, Input};
use swotter::sheet;
use swotter::tui::screen::{Loaded, News, Source};

/// A file of a million rows, read and worked out, beside the csv crate reading it and doing nothing with it.
pub fn tables(c: &mut Criterion) {
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
pub fn keystroke(c: &mut Criterion) {
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
