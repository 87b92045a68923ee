//! Sample data of Brightwater Supply, an invented distributor, from the files under `content/samples`.

use serde_json::{Value, json};

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
    pub csv: &'static str,
    /// The request's other values.
    pub request: fn() -> Value,
}

pub const ALL: [Sample; 3] = [
    Sample {
        calculator: "abc",
        title: "200 customers of Brightwater Supply by yearly sales",
        csv: include_str!("../../content/samples/abc.csv"),
        request: || json!({}),
    },
    Sample {
        calculator: "cost_to_serve",
        title: "16 customers of Brightwater Supply with six cost drivers",
        csv: include_str!("../../content/samples/cost-to-serve.csv"),
        request: cost_to_serve_request,
    },
    Sample {
        calculator: "rfm",
        title: "5,000 transactions of Brightwater Supply in 2025",
        csv: include_str!("../../content/samples/rfm.csv"),
        request: || json!({}),
    },
];

pub fn of(calculator: &str) -> Option<&'static Sample> {
    ALL.iter().find(|sample| sample.calculator == calculator)
}

/// Rates with which the sample's whale curve peaks near 180 %.
fn cost_to_serve_request() -> Value {
    json!({
        "rates": {"orders": 36, "lines": 3.5, "drops": 63, "returns": 65, "visits": 180, "rush orders": 110},
        "capital_rate": 0.08,
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::headers::guess_layout;
    use super::super::numbers::{Style, read_number};
    use super::super::{Input, Table, TableCells, find};
    use super::*;

    /// The sample as a calculator reads it, with columns guessed from the header.
    fn table(sample: &Sample) -> Table {
        let mut lines = sample.csv.lines();
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
        assert_eq!(sample.csv.lines().count(), 5_001);
        assert!(outcome.table("segments").unwrap().rows >= 8);
        assert!(outcome.warnings.is_empty());
    }
}
