//! Cost to serve laid out for a screen: figures, tables, whale curve and quadrants, the working.

use std::sync::Arc;

use super::{QUADRANTS, Request, Served};
use crate::calculators::numbers::{percent, plain};
use crate::calculators::outcome::thinned;
use crate::calculators::{
    Axis, Cut, Figure, Grid, GridColumn, Marker, Numbers, Outcome, Plot, Series, Step, Unit,
};

impl Served {
    pub(super) fn outcome(&self, request: &Request) -> Outcome {
        let totals = self.totals(request);
        let whale = &self.whale;
        let mut figures = vec![
            Figure::new("revenue", "revenue", totals.revenue, Unit::Money),
            Figure::new(
                "cost_to_serve",
                "cost to serve",
                totals.cost_to_serve,
                Unit::Money,
            ),
            Figure::new(
                "cost_to_serve_pct",
                "... of revenue",
                totals.cost_to_serve_pct,
                Unit::Share,
            ),
            Figure::new("net", "net profit", totals.net, Unit::Money),
            Figure::new(
                "peak_pct",
                "whale curve peak",
                whale.of_total(whale.peak),
                Unit::Share,
            ),
            Figure::new(
                "profitable",
                "profitable customers",
                whale.profitable as f64,
                Unit::Count,
            ),
            Figure::new(
                "unprofitable",
                "customers at a loss",
                whale.unprofitable as f64,
                Unit::Count,
            ),
            Figure::new(
                "erosion",
                "lost after the peak",
                whale.peak - whale.total,
                Unit::Money,
            ),
        ];
        if !request.pools.is_empty() {
            let unused = self.unused.iter().sum::<f64>();
            figures.push(Figure::new(
                "unused_total",
                "unused capacity",
                unused,
                Unit::Money,
            ));
        }
        Outcome {
            figures,
            tables: vec![self.grid(request), self.rate_grid(request)],
            plots: vec![self.whale_plot(), self.quadrant_plot(request)],
            working: self.working(request),
            warnings: self.warnings(request),
        }
    }

    /// Customers from the most to the least profitable.
    fn grid(&self, request: &Request) -> Grid {
        let n = self.ranking.len();
        let column = |key, label, unit, of: &Arc<Vec<f64>>| {
            let (of, order) = (Arc::clone(of), Arc::clone(&self.ranking));
            GridColumn::of(key, label, unit, Numbers::Ordered { of, order })
        };
        let of_total = |amount: &f64| self.whale.of_total(*amount).unwrap_or(f64::NAN);
        let ranking = self.ranking.iter();
        let quadrants: Vec<u16> = ranking
            .map(|&i| u16::from(self.quadrants[i as usize]))
            .collect();
        let names = QUADRANTS.map(|name| name.replace('_', " "));
        Grid {
            key: "rows",
            title: "Customers by net profit",
            rows: n,
            columns: vec![
                GridColumn::names("id", "Customer", &request.ids, Arc::clone(&self.ranking)),
                column("revenue", "Revenue", Unit::Money, &request.revenue),
                column("gross_margin", "Margin", Unit::Money, &request.gross_margin),
                column("cost_to_serve", "Cost to serve", Unit::Money, &self.cost),
                column(
                    "cost_to_serve_pct",
                    "of revenue",
                    Unit::Share,
                    &self.cost_shares,
                ),
                column("net", "Net", Unit::Money, &self.net),
                column("net_pct", "of revenue", Unit::Share, &self.net_shares),
                GridColumn::numbers(
                    "cum_pct",
                    "Running",
                    Unit::Share,
                    self.whale.cumulative.iter().map(of_total).collect(),
                ),
                GridColumn::labels("quadrant", "Quadrant", names, quadrants),
            ],
        }
    }

    fn rate_grid(&self, request: &Request) -> Grid {
        let used: Vec<f64> = request
            .rates
            .keys()
            .map(|driver| request.used(driver))
            .collect();
        let cost = request
            .rates
            .values()
            .zip(&used)
            .map(|(rate, used)| rate * used)
            .collect();
        let unused = request.rates.keys().map(|driver| {
            let pools = request
                .pools
                .iter()
                .zip(&self.unused)
                .filter(|(pool, _)| pool.driver == *driver);
            pools.map(|(_, unused)| unused).sum()
        });
        Grid {
            key: "rates",
            title: "Activities",
            rows: request.rates.len(),
            columns: vec![
                GridColumn::words("driver", "Driver", request.rates.keys().cloned()),
                GridColumn::numbers(
                    "rate",
                    "Rate",
                    Unit::Money,
                    request.rates.values().copied().collect(),
                ),
                GridColumn::numbers("used", "Used", Unit::Quantity, used.clone()),
                GridColumn::numbers("cost", "Charged", Unit::Money, cost),
                GridColumn::numbers("unused", "Unused", Unit::Money, unused.collect()),
            ],
        }
    }

    fn whale_plot(&self) -> Plot {
        let n = self.ranking.len() as f64;
        // In money where a share of the total would mislead.
        let (scale, unit) = match self.whale.total > 0.0 {
            true => (self.whale.total, Unit::Share),
            false => (1.0, Unit::Money),
        };
        let curve = self
            .whale
            .cumulative
            .iter()
            .enumerate()
            .map(|(i, sum)| ((i + 1) as f64 / n, sum / scale));
        let mut points = vec![(0.0, 0.0)];
        points.extend(thinned(curve, 500));
        Plot {
            title: "Whale curve",
            x: Axis::new("share of the customers, most profitable first", Unit::Share),
            y: Axis::new("running profit", unit),
            series: vec![Series::new("running profit", points)],
            cuts: vec![Cut::Level {
                label: "all customers".into(),
                y: self.whale.total / scale,
            }],
            markers: vec![Marker {
                label: "peak".into(),
                x: self.whale.profitable as f64 / n,
                y: self.whale.peak / scale,
            }],
        }
    }

    /// One series of points for each quadrant.
    fn quadrant_plot(&self, request: &Request) -> Plot {
        let mut points: [Vec<(f64, f64)>; QUADRANTS.len()] = Default::default();
        for i in 0..request.ids.len() {
            let cost = self.cost_shares[i];
            if !cost.is_nan() {
                points[usize::from(self.quadrants[i])].push((cost, request.revenue[i]));
            }
        }
        let series = QUADRANTS.iter().zip(points).map(|(name, points)| {
            let points = thinned(points.into_iter(), 500);
            Series::scattered(name.replace('_', " "), points)
        });
        let mut cuts = Vec::new();
        if let Some(x) = self.cost_cut {
            let label = format!("cut {}", percent(x));
            cuts.push(Cut::Upright { label, x });
        }
        if let Some(y) = self.revenue_cut {
            let label = format!("cut {}", plain(y));
            cuts.push(Cut::Level { label, y });
        }
        Plot {
            title: "Revenue against cost to serve",
            x: Axis::new("cost to serve of revenue", Unit::Share),
            y: Axis::new("revenue", Unit::Money),
            series: series.collect(),
            cuts,
            markers: Vec::new(),
        }
    }

    /// The rates, then one customer worked through: the one that earns or loses most.
    fn working(&self, request: &Request) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for pool in &request.pools {
            let volume = request.capacity(pool);
            let filled = format!("{} / {}", plain(pool.cost), plain(volume));
            steps.push(Step::new(
                format!("rate of {} = cost / capacity", pool.name),
                filled,
                plain(pool.cost / volume),
            ));
        }
        let most =
            (0..request.ids.len()).max_by(|&a, &b| self.net[a].abs().total_cmp(&self.net[b].abs()));
        let Some(i) = most else {
            return steps;
        };
        let parts = request
            .drivers
            .iter()
            .zip(&request.quantities)
            .filter(|(_, quantities)| quantities[i] != 0.0);
        let parts = parts.map(|(driver, quantities)| {
            let rate = request.rates.get(driver).copied().unwrap_or(0.0);
            (
                format!("{driver} x rate"),
                format!("{} x {}", plain(quantities[i]), plain(rate)),
                rate * quantities[i],
            )
        });
        let parts: Vec<(String, String, f64)> = parts.collect();
        let name = &request.ids[i];
        let margin = request.gross_margin[i];
        let filled = format!(
            "{} - {}",
            plain(request.revenue[i]),
            plain(request.revenue[i] - margin)
        );
        steps.push(Step::new(
            format!("{name}: margin = revenue - discounts - cost of goods"),
            filled,
            plain(margin),
        ));
        steps.extend(
            parts
                .iter()
                .map(|(formula, filled, cost)| Step::new(formula, filled, plain(*cost))),
        );
        let mut costs: Vec<f64> = parts.iter().map(|(_, _, cost)| *cost).collect();
        costs.extend(
            [request.direct[i], request.capital[i]]
                .into_iter()
                .filter(|cost| *cost != 0.0),
        );
        let costs: Vec<String> = costs.into_iter().map(plain).collect();
        steps.push(Step::new(
            "cost to serve = sum",
            costs.join(" + "),
            plain(self.cost[i]),
        ));
        let filled = format!("{} - {}", plain(margin), plain(self.cost[i]));
        steps.push(Step::new(
            "net = margin - cost to serve",
            filled,
            plain(self.net[i]),
        ));
        if let Some(pct) = self.whale.of_total(self.whale.peak) {
            let filled = format!("{} / {}", plain(self.whale.peak), plain(self.whale.total));
            steps.push(Step::new(
                "peak = sum of all profits / total",
                filled,
                percent(pct),
            ));
        }
        steps
    }
}
