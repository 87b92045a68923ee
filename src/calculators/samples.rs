//! Sample data of Brightwater Supply, an invented distributor, drawn from fixed seeds. No file is read: a test checks that the
//! files under `content/samples/` equal what is made here.

use jiff::Span;
use jiff::civil::date;
use serde_json::{Value, json};

use super::draw::Draw;

/// Customers that appear in decks, generated problems and samples.
pub const CUSTOMERS: [&str; 16] = [
    "Aldous Foods",
    "Birch Clinics",
    "Calder Motors",
    "Denby Schools",
    "Elmhurst Hotels",
    "Fenwick Print",
    "Garth Bakery",
    "Hollis Marine",
    "Ivory Dental",
    "Juniper Retail",
    "Kestrel Airfield",
    "Lomond Dairy",
    "Marlow Textiles",
    "Norwood Garden",
    "Orrin Labs",
    "Penrose Builders",
];

/// A sample table, and the rest of its request.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    pub calculator: &'static str,
    pub title: &'static str,
    /// The table as comma-separated values with a header.
    pub csv: fn() -> String,
    /// The request's other values.
    pub request: fn() -> Value,
}

pub const ALL: [Sample; 3] = [
    Sample {
        calculator: "abc",
        title: "200 customers of Brightwater Supply by yearly sales",
        csv: abc,
        request: || json!({}),
    },
    Sample {
        calculator: "cost_to_serve",
        title: "16 customers of Brightwater Supply with six cost drivers",
        csv: cost_to_serve,
        request: cost_to_serve_request,
    },
    Sample {
        calculator: "rfm",
        title: "5,000 transactions of Brightwater Supply in 2025",
        csv: rfm,
        request: || json!({}),
    },
];

pub fn of(calculator: &str) -> Option<&'static Sample> {
    ALL.iter().find(|sample| sample.calculator == calculator)
}

/// The first sixteen have names, the others numbers.
fn name(i: usize) -> String {
    CUSTOMERS
        .get(i)
        .map_or_else(|| format!("Customer {:03}", i + 1), ToString::to_string)
}

// Only the four operations and square roots are used below: other functions may differ in the last digit between machines.

fn abc() -> String {
    let mut draw = Draw::new(200);
    let mut values: Vec<f64> = (0..200u32)
        .map(|i| {
            let place = f64::from(i) + 5.0;
            let typical = 1_500_000.0 / (place * place.sqrt());
            (typical * draw.range(0.8, 1.2, 0.01)).round()
        })
        .collect();
    draw.shuffle(&mut values);
    let mut csv = String::from("customer,sales\n");
    for (i, value) in values.iter().enumerate() {
        csv.push_str(&format!("{},{value}\n", name(i)));
    }
    csv
}

/// How a customer buys: factors on the drivers expected from its revenue, and its margin in per cent.
struct Habit {
    revenue: (f64, f64),
    margin: (f64, f64),
    /// Orders, lines for each order, deliveries for each order, returns, visits, rush orders.
    orders: (f64, f64),
    lines: (f64, f64),
    returns: (f64, f64),
    visits: (f64, f64),
    rush: (f64, f64),
}

const TIDY: Habit = Habit {
    revenue: (150_000.0, 320_000.0),
    margin: (22.0, 28.0),
    orders: (24.0, 60.0),
    lines: (5.0, 9.0),
    returns: (0.0, 6.0),
    visits: (2.0, 6.0),
    rush: (0.0, 3.0),
};
const PLAIN: Habit = Habit {
    revenue: (60_000.0, 140_000.0),
    margin: (20.0, 26.0),
    orders: (70.0, 140.0),
    lines: (4.0, 7.0),
    returns: (4.0, 16.0),
    visits: (4.0, 10.0),
    rush: (2.0, 12.0),
};
const FUSSY: Habit = Habit {
    revenue: (90_000.0, 220_000.0),
    margin: (16.0, 21.0),
    orders: (220.0, 420.0),
    lines: (3.0, 6.0),
    returns: (30.0, 90.0),
    visits: (12.0, 30.0),
    rush: (30.0, 80.0),
};
const HABITS: [&Habit; 16] = [
    &TIDY, &FUSSY, &PLAIN, &TIDY, &PLAIN, &PLAIN, &FUSSY, &TIDY, &PLAIN, &FUSSY, &PLAIN, &TIDY,
    &FUSSY, &PLAIN, &TIDY, &FUSSY,
];

fn cost_to_serve() -> String {
    let mut draw = Draw::new(16);
    let mut csv = String::from(
        "customer,revenue,cogs,receivable_days,orders,lines,drops,returns,visits,rush orders\n",
    );
    for (customer, habit) in CUSTOMERS.iter().zip(HABITS) {
        let mut within = |range: (f64, f64), step: f64| draw.range(range.0, range.1, step);
        let revenue = within(habit.revenue, 1_000.0);
        let cogs = revenue * (100.0 - within(habit.margin, 1.0)) / 100.0;
        let days = within((20.0, 70.0), 5.0);
        let orders = within(habit.orders, 2.0);
        let lines = orders * within(habit.lines, 1.0);
        let drops = (orders * within((0.8, 1.0), 0.05)).round();
        let (returns, visits) = (within(habit.returns, 2.0), within(habit.visits, 1.0));
        let rush = within(habit.rush, 1.0);
        csv.push_str(&format!(
            "{customer},{revenue},{},{days},{orders},{lines},{drops},{returns},{visits},{rush}\n",
            cogs.round()
        ));
    }
    csv
}

/// Rates with which the sample's whale curve peaks near 180 %.
fn cost_to_serve_request() -> Value {
    json!({
        "rates": {"orders": 36, "lines": 3.5, "drops": 63, "returns": 65, "visits": 180, "rush orders": 110},
        "capital_rate": 0.08,
    })
}

fn rfm() -> String {
    let mut draw = Draw::new(5_000);
    let people = 400u64;
    // When each began and stopped buying (days of the year), and how much it spends, in whole currency units.
    let habits: Vec<(u64, u64, u64)> = (0..people)
        .map(|_| {
            let from = if draw.chance(1, 3) {
                draw.below(250)
            } else {
                draw.below(30)
            };
            let until = if draw.chance(3, 5) {
                364
            } else {
                from + draw.below(365 - from)
            };
            (from, until, 40 + 20 * draw.below(40))
        })
        .collect();
    let mut rows: Vec<(u64, u64, u64)> = (0..5_000)
        .map(|_| {
            // The lower of two draws, so that customers early in the list order more often.
            let who = draw.below(people).min(draw.below(people));
            let (from, until, spend) = habits[who as usize];
            let day = from + draw.below(until - from + 1);
            let cents = spend * (50 + draw.below(101));
            (day, who, cents)
        })
        .collect();
    rows.sort_unstable();
    let mut csv = String::from("customer,date,amount\n");
    for (day, who, cents) in rows {
        let date = date(2025, 1, 1).saturating_add(Span::new().days(day as i64));
        csv.push_str(&format!(
            "{},{date},{}.{:02}\n",
            name(who as usize),
            cents / 100,
            cents % 100
        ));
    }
    csv
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use std::sync::Arc;

    use super::super::numbers::{Style, read_number};
    use super::super::table::guess_layout;
    use super::super::{Input, Table, TableCells, find};
    use super::*;

    fn path(sample: &Sample) -> std::path::PathBuf {
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("content/samples")
            .join(sample.calculator.replace('_', "-") + ".csv")
    }

    #[test]
    fn the_committed_files_are_what_is_made_here() {
        for sample in &ALL {
            let committed = std::fs::read_to_string(path(sample))
                .unwrap()
                .replace("\r\n", "\n");
            assert!(
                committed == (sample.csv)(),
                "{} differs: run the test `write_the_samples`",
                sample.title
            );
        }
    }

    #[test]
    #[ignore = "writes the files under content/samples"]
    fn write_the_samples() {
        for sample in &ALL {
            std::fs::create_dir_all(path(sample).parent().unwrap()).unwrap();
            std::fs::write(path(sample), (sample.csv)()).unwrap();
        }
    }

    /// The sample as a calculator reads it, with columns guessed from the header.
    fn table(sample: &Sample) -> Table {
        let csv = (sample.csv)();
        let mut lines = csv.lines();
        let headers: Vec<String> = lines.next().unwrap().split(',').map(String::from).collect();
        let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
        let layouts = find(sample.calculator).unwrap().layouts;
        let (layout, guessed) = guess_layout(&headers, layouts).unwrap();
        let columns = headers.iter().enumerate().map(|(at, header)| {
            let place = guessed.iter().position(|found| *found == Some(at));
            let key = place.map_or(header.as_str(), |place| layout.columns[place].key);
            let cells = rows.iter().map(|row| row[at]);
            let cells = match key {
                "id" | "date" => TableCells::Texts(Arc::new(cells.map(String::from).collect())),
                _ => TableCells::Numbers(Arc::new(
                    cells
                        .map(|cell| read_number(cell, Style::Point).unwrap())
                        .collect(),
                )),
            };
            (key.to_string(), cells)
        });
        Table {
            columns: columns.collect(),
        }
    }

    #[test]
    fn the_whale_curve_of_the_sample_peaks_near_180_per_cent() {
        let sample = of("cost_to_serve").unwrap();
        let request = (sample.request)();
        let outcome = find("cost_to_serve")
            .unwrap()
            .outcome(&Input::with_table(&request, &table(sample)))
            .unwrap();
        let peak = outcome.figure("peak_pct").unwrap().value.unwrap();
        assert!((1.75..1.85).contains(&peak), "{peak}");
        assert_eq!(outcome.table("rows").unwrap().rows, 16);
        assert_eq!(outcome.table("rates").unwrap().rows, 6);
        assert!(outcome.figure("unprofitable").unwrap().value.unwrap() >= 3.0);
        assert!(outcome.warnings.is_empty(), "{:?}", outcome.warnings);
    }

    #[test]
    fn the_abc_sample_shows_the_pareto_pattern() {
        let sample = of("abc").unwrap();
        let outcome = find("abc")
            .unwrap()
            .outcome(&Input::with_table(&json!({}), &table(sample)))
            .unwrap();
        let top = outcome
            .figure("top20pct_value_share")
            .unwrap()
            .value
            .unwrap();
        assert!((0.7..0.85).contains(&top), "{top}");
        assert_eq!(outcome.figure("n").unwrap().value, Some(200.0));
    }

    #[test]
    fn the_rfm_sample_fills_most_segments() {
        let sample = of("rfm").unwrap();
        let outcome = find("rfm")
            .unwrap()
            .outcome(&Input::with_table(&json!({}), &table(sample)))
            .unwrap();
        assert_eq!((sample.csv)().lines().count(), 5_001);
        assert!(outcome.table("segments").unwrap().rows >= 8);
        assert!(outcome.warnings.is_empty());
    }
}
