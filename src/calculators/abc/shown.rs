//! Output of the ABC split: figures, tables, the Pareto curve, the working.

use std::sync::Arc;

use super::{CLASSES, Class, Request, Split};
use crate::calculators::frame::*;

impl Split {
    pub(super) fn outcome(&self, request: &Request) -> Outcome {
        let n = self.order.len() as f64;
        let (eighty, top) = (self.items_for_80pct() as f64, self.top20pct());
        let best = self.cumulative[top - 1];
        Outcome {
            figures: vec![
                Figure::count("n", "items", n),
                Figure::money("total", "total value", self.total),
                Figure::count("items_for_80pct", "items for 80 % of value", eighty),
                Figure::share("items_for_80pct_share", "... of all items", eighty / n),
                Figure::share("top20pct_value_share", "value of the top fifth", best),
                Figure::ratio("gini", "Gini index", self.gini),
                Figure::ratio("hhi", "concentration (HHI)", self.hhi),
            ],
            json_only: vec![Figure::unseen("top20pct_items", top as f64, Unit::Count)],
            tables: vec![self.grid(request), class_grid(&self.classes)],
            plots: vec![self.plot(request)],
            working: self.working(request),
            warnings: self.warnings(request),
        }
    }

    fn grid(&self, request: &Request) -> Grid {
        let n = self.order.len();
        let shares = Numbers::Shares {
            of: Arc::clone(&self.sorted),
            whole: self.total,
        };
        let mut letters = Vec::with_capacity(n);
        for (class, end) in self.ends.iter().chain([&n]).enumerate() {
            letters.resize(letters.len().max(*end), class as u16);
        }
        let mut grid = Grid::new(
            "rows",
            "Ranked items",
            vec![
                GridColumn::of("rank", "Rank", Unit::Count, Numbers::Ranks(n)),
                GridColumn::names("id", "Item", &request.ids, Arc::clone(&self.order)),
                GridColumn::shared("value", "Value", Unit::Money, &self.sorted),
                GridColumn::of("share", "Share", Unit::Share, shares),
                GridColumn::shared("cum_share", "Running share", Unit::Share, &self.cumulative),
                GridColumn::labels("class", "Class", CLASSES, letters),
            ],
        );
        let running = Numbers::RankShares(n);
        grid.json_only = vec![GridColumn::of("cum_items", "", Unit::Share, running)];
        grid
    }

    fn plot(&self, request: &Request) -> Plot {
        let n = self.order.len();
        let pareto = self
            .cumulative
            .iter()
            .enumerate()
            .map(|(place, share)| ((place + 1) as f64 / n as f64, *share));
        let mut points = thinned(pareto, 500);
        points.insert(0, (0.0, 0.0));
        let plot = Plot::new(
            "Pareto curve",
            Axis::new("share of the items, largest first", Unit::Share),
            Axis::new("running share of the value", Unit::Share),
            vec![
                Series::new("running share", points),
                Series::new("all equal", vec![(0.0, 0.0), (1.0, 1.0)]),
            ],
        );
        let cuts = request.cuts.iter();
        if request.by_count {
            let mut items = 0.0;
            return cuts.zip(&self.classes).fold(plot, |plot, (_, class)| {
                items += class.count_share;
                plot.cut_at(format!("{} ends", class.class), items)
            });
        }
        cuts.zip(CLASSES).fold(plot, |plot, (cut, class)| {
            plot.level_at(format!("{class} to {}", percent(*cut)), *cut)
        })
    }

    /// The steps for the first ranks only, since the others are computed alike.
    fn working(&self, request: &Request) -> Vec<Step> {
        let shown = self.order.len().min(8);
        let largest = |items: usize, between| listed(self.sorted[..items].iter().copied(), between);
        let summed = match self.sorted.last() {
            Some(least) if *least < 0.0 => "total = sum of the values above zero",
            _ => "total = sum of the values",
        };
        let items = format!("{} items", self.order.len());
        let mut steps = vec![
            Step::new(
                "sort by value, largest first",
                largest(self.order.len(), ", "),
                items.clone(),
            ),
            Step::of(summed, largest(self.positive, " + "), self.total),
        ];
        for place in 0..shown {
            let name = &request.ids[self.order[place] as usize];
            let letter = self.class(place);
            let before = if place == 0 {
                0.0
            } else {
                self.cumulative[place - 1]
            };
            let share = self.share(place);
            let running = filled!("{} + {} = {}", before, share, self.cumulative[place]);
            let compared = match (request.by_count, request.exclude) {
                (true, _) => format!("rank {} of {}", place + 1, self.order.len()),
                (false, false) => format!("share before it {}", percent(before)),
                (false, true) => format!("share after it {}", percent(self.cumulative[place])),
            };
            let part = if self.sorted[place] < 0.0 {
                "below zero: adds nothing, share 0".to_owned()
            } else {
                filled!("{} / {} = {}", self.sorted[place], self.total, share)
            };
            let formula = format!("{name}: share, running share");
            let (filled, result) = (
                format!("{part}; {running}"),
                format!("{compared}: {letter}"),
            );
            steps.push(Step::new(formula, filled, result));
        }
        let counted = self.classes.iter();
        let counted = counted.map(|class| format!("{} {}", class.class, class.count));
        let counted = counted.collect::<Vec<_>>().join(", ");
        steps.push(Step::new("count each class", counted, items));
        steps
    }
}

fn class_grid(classes: &[Class]) -> Grid {
    let letters = classes.iter().map(|class| class.class);
    Rows::of(classes)
        .column(GridColumn::words("class", "Class", letters))
        .count("count", "Items", |class| class.count as f64)
        .each("count_share", "of items", Unit::Share, |class| {
            class.count_share
        })
        .money("value", "Value", |class| class.value)
        .each("value_share", "of value", Unit::Share, |class| {
            class.value_share
        })
        .grid("classes", "Classes")
}
