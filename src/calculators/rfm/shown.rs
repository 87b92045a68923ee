//! Output of RFM: figures, tables, the scatter plot of customers, the working.

use std::sync::Arc;

use super::{Class, Method, NAMES, Request, Scored};
use crate::calculators::frame::*;
use serde_json::json;

impl Scored {
    pub(super) fn outcome(&self, request: &Request) -> Outcome {
        let n = request.ids.len();
        let segments = self.segments();
        let mean = |field: usize| request.values[field].iter().sum::<f64>() / n as f64;
        let counts: Vec<f64> = segments.values().map(|count| *count as f64).collect();
        let segment_columns = vec![
            GridColumn::words(
                "segment",
                "Segment",
                segments.keys().map(|name| name.replace('_', " ")),
            ),
            GridColumn::numbers("count", "Customers", Unit::Count, counts.clone()),
            GridColumn::each("share", "of all", Unit::Share, &counts, |count| {
                count / n as f64
            }),
        ];
        let [recency, frequency, monetary] = &self.thresholds;
        Outcome {
            figures: vec![
                Figure::count("n", "customers", n as f64),
                Figure::new("recency", "mean days since", mean(0), Unit::Days),
                Figure::quantity("frequency", "mean orders", mean(1)),
                Figure::money("monetary", "mean spend", mean(2)),
            ],
            json_only: vec![
                JsonOnly::Value("as_of", json!(request.as_of.map(|day| day.to_string()))),
                JsonOnly::Value("thresholds.recency", json!(recency)),
                JsonOnly::Value("thresholds.frequency", json!(frequency)),
                JsonOnly::Value("thresholds.monetary", json!(monetary)),
                JsonOnly::Value("segments", json!(segments)),
            ],
            tables: vec![
                self.grid(request),
                Grid::new("segments", "Segments", segment_columns),
                self.cross(request),
            ],
            plots: vec![self.plot(request)],
            working: self.working(request),
            warnings: request.warnings(&self.scores),
        }
    }

    fn grid(&self, request: &Request) -> Grid {
        let labelled = |key, title, label: &dyn Fn(&Class) -> String| {
            let labels: Vec<String> = self.classes.iter().map(label).collect();
            GridColumn::labels(key, title, labels, Arc::clone(&self.codes))
        };
        let coded = |key, label, unit, number: &dyn Fn(&Class) -> f64| {
            let numbers = self.classes.iter().map(number).collect();
            let of = Arc::clone(&self.codes);
            GridColumn::of(key, label, unit, Numbers::Coded { numbers, of })
        };
        let score = |key, label, field: usize| {
            coded(key, label, Unit::Count, &|class| {
                f64::from(class.scores[field])
            })
        };
        let sum = |class: &Class| class.scores.iter().map(|score| f64::from(*score)).sum();
        let [days, orders, spend] = &request.values;
        let rows: Vec<u32> = (0..request.ids.len() as u32).collect();
        let mut grid = Grid::new(
            "rows",
            "Customers",
            vec![
                GridColumn::names("id", "Customer", &request.ids, rows),
                GridColumn::shared(NAMES[0], "Days since", Unit::Quantity, days),
                GridColumn::shared(NAMES[1], "Orders", Unit::Quantity, orders),
                GridColumn::shared(NAMES[2], "Spend", Unit::Money, spend),
                score("r", "R", 0),
                score("f", "F", 1),
                score("m", "M", 2),
                labelled("rfm", "Code", &|class| class.digits.clone()),
                coded("weighted", "Weighted", Unit::Ratio, &|class| class.weighted),
                labelled("segment", "Segment", &|class| class.segment.to_owned()),
            ],
        );
        grid.json_only = vec![coded("sum", "", Unit::Count, &sum)];
        grid
    }

    /// Number of customers for each pair of R and F: R in rows from the best down, F in columns.
    fn cross(&self, request: &Request) -> Grid {
        let bins = request.bins;
        let mut counts = vec![vec![0.0; bins]; bins];
        for (r, f) in self.scores[0].iter().zip(&self.scores[1]) {
            counts[bins - usize::from(*r)][usize::from(*f) - 1] += 1.0;
        }
        let labels = (1..=bins).rev().map(|r| format!("R {r}"));
        let mut columns = vec![GridColumn::words("r", "R", labels)];
        for f in 1..=bins {
            let mut column = GridColumn::each("f", "F", Unit::Count, &counts, |row| row[f - 1]);
            column.key = format!("f{f}").into();
            column.label = format!("F {f}").into();
            columns.push(column);
        }
        Grid::new("grid", "R x F", columns)
    }

    fn plot(&self, request: &Request) -> Plot {
        let [days, orders, _] = &request.values;
        let points = days.iter().copied().zip(orders.iter().copied());
        Plot::new(
            "Orders against days since the last",
            Axis::new("days since the last order", Unit::Days),
            Axis::new("orders", Unit::Count),
            vec![Series::scattered("customers", thinned(points, 2_000))],
        )
    }

    /// The first customer as an example.
    fn working(&self, request: &Request) -> Vec<Step> {
        let n = request.ids.len();
        let Some(name) = request.ids.first() else {
            return Vec::new();
        };
        let first = self.class(0);
        let mut steps = Vec::new();
        let ledger = &request.ledger;
        if ledger.has_orders {
            steps.push(Step::new(
                "an order = all lines with its number",
                format!("{} lines", ledger.lines),
                format!("{} orders", ledger.orders),
            ));
        }
        if ledger.refunds > 0 {
            steps.push(Step::new(
                "spend = bought - given back; a refund is no order and no last purchase",
                format!("{} refunds", ledger.refunds),
                format!("-{}", plain(ledger.refunded)),
            ));
        }
        for (field, letter) in ["R", "F", "M"].into_iter().enumerate() {
            let value = request.values[field][0];
            let score = self.scores[field][0].to_string();
            let (formula, filled) = match &request.method {
                Method::Rank => {
                    let worse = |other: &&f64| {
                        if Request::falls(field) {
                            **other > value
                        } else {
                            **other < value
                        }
                    };
                    let worse = request.values[field].iter().filter(worse).count();
                    let filled = format!("1 + floor({} x {worse} / {n})", request.bins);
                    (" = 1 + floor(bins x worse / n)", filled)
                }
                Method::Ntile => {
                    let filled = format!("{} in {} equal groups", plain(value), request.bins);
                    (": its group from the worst up", filled)
                }
                Method::Cuts(cuts) => {
                    let cuts: Vec<String> = cuts[field].iter().map(|cut| plain(*cut)).collect();
                    let filled = format!("{} against {}", plain(value), cuts.join(", "));
                    (": its band", filled)
                }
            };
            let formula = format!("{letter} of {name}{formula}");
            steps.push(Step::new(formula, filled, score));
        }
        let (formula, segment) = ("code = R, F, M side by side", first.segment);
        let segment = segment.replace('_', " ");
        steps.push(Step::new(formula, first.digits.as_str(), segment));
        let weights = request.weights.map(plain);
        let scores = self.scores.iter().map(|scores| scores[0].to_string());
        let parts: Vec<String> = weights
            .iter()
            .zip(scores)
            .map(|(weight, score)| format!("{weight} x {score}"))
            .collect();
        let filled = format!("({}) / ({})", parts.join(" + "), weights.join(" + "));
        let formula = "weighted = sum(weight x score) / sum(weight)";
        let weighted = trimmed(first.weighted, 4);
        steps.push(Step::new(formula, filled, weighted));
        steps
    }
}
