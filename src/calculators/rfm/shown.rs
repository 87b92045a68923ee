//! RFM scores laid out for a screen: figures, tables, the cloud of customers, the working.

use std::sync::Arc;

use super::{Class, Method, NAMES, Request, Scored};
use crate::calculators::numbers::{plain, trimmed};
use crate::calculators::outcome::thinned;
use crate::calculators::{
    Axis, Figure, Grid, GridColumn, Numbers, Outcome, Plot, Series, Step, Unit,
};

impl Scored {
    pub(super) fn outcome(&self, request: &Request) -> Outcome {
        let n = request.ids.len();
        let segments = self.segments();
        let mean = |field: usize| request.values[field].iter().sum::<f64>() / n as f64;
        let figures = vec![
            Figure::new("n", "customers", n as f64, Unit::Count),
            Figure::new("recency", "mean days since", mean(0), Unit::Days),
            Figure::new("frequency", "mean orders", mean(1), Unit::Quantity),
            Figure::new("monetary", "mean spend", mean(2), Unit::Money),
        ];
        let counts = segments.values().map(|count| *count as f64).collect();
        let shares = segments
            .values()
            .map(|count| *count as f64 / n as f64)
            .collect();
        let segment_grid = Grid {
            key: "segments",
            title: "Segments",
            rows: segments.len(),
            columns: vec![
                GridColumn::words(
                    "segment",
                    "Segment",
                    segments.keys().map(|name| name.replace('_', " ")),
                ),
                GridColumn::numbers("count", "Customers", Unit::Count, counts),
                GridColumn::numbers("share", "of all", Unit::Share, shares),
            ],
        };
        Outcome {
            figures,
            tables: vec![self.grid(request), segment_grid, self.cross(request)],
            plots: vec![self.plot(request)],
            working: self.working(request),
            warnings: request.warnings(),
        }
    }

    fn grid(&self, request: &Request) -> Grid {
        let n = request.ids.len();
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
            let number = move |class: &Class| f64::from(class.scores[field]);
            coded(key, label, Unit::Count, &number)
        };
        Grid {
            key: "rows",
            title: "Customers",
            rows: n,
            columns: vec![
                GridColumn::names(
                    "id",
                    "Customer",
                    &request.ids,
                    (0..n as u32).collect::<Vec<u32>>(),
                ),
                GridColumn::shared(NAMES[0], "Days since", Unit::Count, &request.values[0]),
                GridColumn::shared(NAMES[1], "Orders", Unit::Count, &request.values[1]),
                GridColumn::shared(NAMES[2], "Spend", Unit::Money, &request.values[2]),
                score("r", "R", 0),
                score("f", "F", 1),
                score("m", "M", 2),
                labelled("rfm", "Code", &|class| class.digits.clone()),
                coded("weighted", "Weighted", Unit::Ratio, &|class| class.weighted),
                labelled("segment", "Segment", &|class| {
                    class.segment.replace('_', " ")
                }),
            ],
        }
    }

    /// How many customers have each pair of R and F: R from the best down, F across.
    fn cross(&self, request: &Request) -> Grid {
        let bins = request.bins;
        let mut counts = vec![vec![0.0; bins]; bins];
        for (r, f) in self.scores[0].iter().zip(&self.scores[1]) {
            counts[bins - usize::from(*r)][usize::from(*f) - 1] += 1.0;
        }
        let mut columns = vec![GridColumn::words(
            "r",
            "R",
            (1..=bins).rev().map(|r| format!("R {r}")),
        )];
        for f in 1..=bins {
            let mut column = GridColumn::numbers(
                "f",
                "F",
                Unit::Count,
                counts.iter().map(|row| row[f - 1]).collect(),
            );
            column.key = format!("f{f}").into();
            column.label = format!("F {f}").into();
            columns.push(column);
        }
        Grid {
            key: "grid",
            title: "R x F",
            columns,
            rows: bins,
        }
    }

    fn plot(&self, request: &Request) -> Plot {
        let [days, orders, _] = &request.values;
        let points = days.iter().copied().zip(orders.iter().copied());
        Plot {
            title: "Orders against days since the last",
            x: Axis::new("days since the last order", Unit::Days),
            y: Axis::new("orders", Unit::Count),
            series: vec![Series::scattered("customers", thinned(points, 2_000))],
            cuts: Vec::new(),
            markers: Vec::new(),
        }
    }

    /// The first customer worked through.
    fn working(&self, request: &Request) -> Vec<Step> {
        let n = request.ids.len();
        let Some(name) = request.ids.first() else {
            return Vec::new();
        };
        let first = self.class(0);
        let mut steps = Vec::new();
        for (field, letter) in ["R", "F", "M"].into_iter().enumerate() {
            let value = request.values[field][0];
            let score = self.scores[field][0].to_string();
            let step = match &request.method {
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
                    Step::new(
                        format!("{letter} of {name} = 1 + floor(bins x worse / n)"),
                        filled,
                        score,
                    )
                }
                Method::Ntile => {
                    let filled = format!("{} in {} equal groups", plain(value), request.bins);
                    Step::new(
                        format!("{letter} of {name}: its group from the worst up"),
                        filled,
                        score,
                    )
                }
                Method::Cuts(cuts) => {
                    let cuts: Vec<String> = cuts[field].iter().map(|cut| plain(*cut)).collect();
                    let filled = format!("{} against {}", plain(value), cuts.join(", "));
                    Step::new(format!("{letter} of {name}: its band"), filled, score)
                }
            };
            steps.push(step);
        }
        steps.push(Step::new(
            "code = R, F, M side by side",
            first.digits.as_str(),
            first.segment.replace('_', " "),
        ));
        let weights: Vec<String> = request
            .weights
            .iter()
            .map(|weight| plain(*weight))
            .collect();
        let scores = self.scores.iter().map(|scores| scores[0].to_string());
        let parts: Vec<String> = weights
            .iter()
            .zip(scores)
            .map(|(weight, score)| format!("{weight} x {score}"))
            .collect();
        let filled = format!("({}) / ({})", parts.join(" + "), weights.join(" + "));
        steps.push(Step::new(
            "weighted = sum(weight x score) / sum(weight)",
            filled,
            trimmed(first.weighted, 4),
        ));
        steps
    }
}
