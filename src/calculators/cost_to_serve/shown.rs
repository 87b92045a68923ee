//! Output of cost to serve: figures, tables, whale curve and quadrants, the working.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::{QUADRANTS, Request, Served};
use crate::calculators::frame::*;

impl Served {
    pub(super) fn outcome(&self, request: &Request) -> Outcome {
        let sum = |amounts: &[f64]| amounts.iter().sum::<f64>();
        let (revenue, margin) = (sum(&request.revenue), sum(&request.gross_margin));
        let net_revenue = sum(&request.net_revenue);
        let (cost, net) = (sum(&self.cost), sum(&self.net));
        let whale = &self.whale;
        let count = |key, label, count: usize| Figure::new(key, label, count as f64, Unit::Count);
        let erosion = whale.peak - whale.total;
        let mut figures = vec![
            Figure::money("revenue", "revenue", revenue),
            Figure::money("cost_to_serve", "cost to serve", cost),
            Figure::share(
                "cost_to_serve_pct",
                "... of net revenue",
                ratio(cost, net_revenue),
            )
            .or_missing("no net revenue"),
            Figure::money("net", "net profit", net),
            Figure::share("peak_pct", "whale curve peak", whale.of_total(whale.peak))
                .or_missing("no profit in all"),
            count("profitable", "profitable customers", whale.profitable),
            count("unprofitable", "customers at a loss", whale.unprofitable),
            Figure::money("erosion", "lost after the peak", erosion),
        ];
        let unused = sum(&self.unused);
        let mut json_only = self.json_only(request);
        if request.pools.is_empty() {
            json_only.push(Figure::unseen("unused_total", unused, Unit::Money));
        } else {
            figures.push(Figure::money("unused_total", "unused capacity", unused));
        }
        json_only.extend([
            Figure::unseen("net_revenue", net_revenue, Unit::Money),
            Figure::unseen("gross_margin", margin, Unit::Money),
            Figure::unseen("gross_margin_pct", ratio(margin, net_revenue), Unit::Share),
            Figure::unseen("activities", sum(&self.activities), Unit::Money),
            Figure::unseen("direct", sum(&request.direct), Unit::Money),
            Figure::unseen("capital", sum(&request.capital), Unit::Money),
            Figure::unseen("net_pct", ratio(net, net_revenue), Unit::Share),
            Figure::unseen("erosion_pct", whale.of_total(erosion), Unit::Share),
            Figure::unseen("erosion_of_peak", ratio(erosion, whale.peak), Unit::Share),
        ]);
        Outcome {
            figures,
            json_only,
            tables: vec![self.grid(request), self.rate_grid(request)],
            plots: vec![self.whale_plot(), self.quadrant_plot(request)],
            working: self.working(request),
            warnings: self.warnings(request),
        }
    }

    fn json_only(&self, request: &Request) -> Vec<JsonOnly> {
        let whale = &self.whale;
        let n = request.ids.len();
        let pools = request.pools.iter().map(|pool| pool.name.as_str());
        let unused: BTreeMap<&str, f64> = pools.zip(self.unused.iter().copied()).collect();
        let count = |key, count: usize| Figure::unseen(key, count as f64, Unit::Count);
        let at_peak = whale.profitable as f64 / n as f64;
        vec![
            JsonOnly::Value("rates", json!(request.rates)),
            JsonOnly::Table(self.customers(request)),
            JsonOnly::Value("unused_capacity", json!(unused)),
            JsonOnly::Table(self.whale_rows(request)),
            count("n", n),
            Figure::unseen("total", whale.total, Unit::Money),
            Figure::unseen("peak", whale.peak, Unit::Money),
            count("customers_at_peak", whale.profitable),
            Figure::unseen("customers_at_peak_share", at_peak, Unit::Share),
            count("break_even", whale.break_even),
            Figure::unseen("thresholds.revenue", self.revenue_cut, Unit::Money),
            Figure::unseen("thresholds.cost_pct", self.cost_cut, Unit::Share),
        ]
    }

    /// Customers in the order in which they were given.
    fn customers(&self, request: &Request) -> Grid {
        let n = request.ids.len();
        let money =
            |key, amounts: &Arc<Vec<f64>>| GridColumn::shared(key, "", Unit::Money, amounts);
        let amounts =
            |key, amounts: &[f64]| GridColumn::numbers(key, "", Unit::Money, amounts.to_vec());
        let shares = |key, part: &[f64], whole: &[f64]| {
            let of = part.iter().zip(whole);
            let of = of.map(|(part, whole)| ratio(*part, *whole).unwrap_or(f64::NAN));
            GridColumn::numbers(key, "", Unit::Share, of.collect())
        };
        let none = vec![0.0; n];
        let orders = self.orders(request).unwrap_or(&none);
        let rows: Vec<u32> = (0..n as u32).collect();
        let quadrants: Vec<u16> = self
            .quadrants
            .iter()
            .map(|place| u16::from(*place))
            .collect();
        let mut columns = vec![
            GridColumn::names("id", "", &request.ids, rows),
            money("revenue", &request.revenue),
            money("net_revenue", &request.net_revenue),
            money("gross_margin", &request.gross_margin),
            shares(
                "gross_margin_pct",
                &request.gross_margin,
                &request.net_revenue,
            ),
            amounts("activities", &self.activities),
            amounts("direct", &request.direct),
            amounts("capital", &request.capital),
            money("cost_to_serve", &self.cost),
            GridColumn::shared("cost_to_serve_pct", "", Unit::Share, &self.cost_shares),
            money("net", &self.net),
            GridColumn::shared("net_pct", "", Unit::Share, &self.net_shares),
            shares("cost_per_order", &self.cost, orders),
            shares("margin_per_order", &request.gross_margin, orders),
            GridColumn::labels("quadrant", "", QUADRANTS, quadrants),
        ];
        for (driver, quantities) in request.drivers.iter().zip(&request.quantities) {
            let rate = request.rates.get(driver).copied().unwrap_or(0.0);
            let cost = GridColumn::each("", "", Unit::Money, quantities, |used| rate * used);
            columns.push(cost.called(driver, "by_driver"));
        }
        Grid::new("rows", "", columns)
    }

    /// The points of the whale curve.
    fn whale_rows(&self, request: &Request) -> Grid {
        let n = self.ranking.len();
        let sums = &self.whale.cumulative;
        let (of, order) = (Arc::clone(&self.net), Arc::clone(&self.ranking));
        let columns = vec![
            GridColumn::of("rank", "", Unit::Count, Numbers::Ranks(n)),
            GridColumn::names("id", "", &request.ids, Arc::clone(&self.ranking)),
            GridColumn::of("profit", "", Unit::Money, Numbers::Ordered { of, order }),
            GridColumn::numbers("cum_profit", "", Unit::Money, sums.clone()),
            self.running_shares(),
            GridColumn::of("cum_customers", "", Unit::Share, Numbers::RankShares(n)),
        ];
        Grid::new("whale.rows", "", columns)
    }

    fn running_shares(&self) -> GridColumn {
        let of_total = |sum: &f64| self.whale.of_total(*sum).unwrap_or(f64::NAN);
        GridColumn::each(
            "cum_pct",
            "Running",
            Unit::Share,
            &self.whale.cumulative,
            of_total,
        )
    }

    /// Customers from the most to the least profitable.
    fn grid(&self, request: &Request) -> Grid {
        let column = |key, label, unit, of: &Arc<Vec<f64>>| {
            let (of, order) = (Arc::clone(of), Arc::clone(&self.ranking));
            GridColumn::of(key, label, unit, Numbers::Ordered { of, order })
        };
        let money = |key, label, of| column(key, label, Unit::Money, of);
        let share = |key, label, of| column(key, label, Unit::Share, of);
        let ranking = self.ranking.iter();
        let quadrants: Vec<u16> = ranking
            .map(|&i| u16::from(self.quadrants[i as usize]))
            .collect();
        let columns = vec![
            GridColumn::names("id", "Customer", &request.ids, Arc::clone(&self.ranking)),
            money("revenue", "Revenue", &request.revenue),
            money("gross_margin", "Margin", &request.gross_margin),
            money("cost_to_serve", "Cost to serve", &self.cost),
            share("cost_to_serve_pct", "of net revenue", &self.cost_shares),
            money("net", "Net", &self.net),
            share("net_pct", "of net revenue", &self.net_shares),
            self.running_shares(),
            GridColumn::labels("quadrant", "Quadrant", QUADRANTS, quadrants),
        ];
        Grid::new("rows", "Customers by net profit", columns)
    }

    fn rate_grid(&self, request: &Request) -> Grid {
        let drivers: Vec<(&String, f64)> = request
            .rates
            .iter()
            .map(|(name, rate)| (name, *rate))
            .collect();
        let unused = |driver: &str| {
            let pools = request.pools.iter().zip(&self.unused);
            let pools = pools.filter(|(pool, _)| pool.driver == *driver);
            pools.map(|(_, unused)| unused).sum()
        };
        let money = |key, label, of: &dyn Fn(&(&String, f64)) -> f64| {
            GridColumn::each(key, label, Unit::Money, &drivers, of)
        };
        let columns = vec![
            GridColumn::words("driver", "Driver", request.rates.keys().cloned()),
            money("rate", "Rate", &|(_, rate)| *rate),
            GridColumn::each("used", "Used", Unit::Quantity, &drivers, |(name, _)| {
                request.used(name)
            }),
            money("cost", "Charged", &|(name, rate)| rate * request.used(name)),
            money("unused", "Unused", &|(name, _)| unused(name)),
        ];
        Grid::new("rates", "Activities", columns)
    }

    fn whale_plot(&self) -> Plot {
        let n = self.ranking.len() as f64;
        // In money if a share of the total would be misleading.
        let (scale, unit) = if self.whale.total > 0.0 {
            (self.whale.total, Unit::Share)
        } else {
            (1.0, Unit::Money)
        };
        let curve = self
            .whale
            .cumulative
            .iter()
            .enumerate()
            .map(|(i, sum)| ((i + 1) as f64 / n, sum / scale));
        let mut points = vec![(0.0, 0.0)];
        points.extend(thinned(curve, 500));
        let peak = (self.whale.profitable as f64 / n, self.whale.peak / scale);
        Plot::new(
            "Whale curve",
            Axis::new("share of the customers, most profitable first", Unit::Share),
            Axis::new("running profit", unit),
            vec![Series::new("running profit", points)],
        )
        .level_at("all customers", self.whale.total / scale)
        .marked("peak", peak.0, peak.1)
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
        let mut plot = Plot::new(
            "Revenue against cost to serve",
            Axis::new("cost to serve of net revenue", Unit::Share),
            Axis::new("revenue", Unit::Money),
            series.collect(),
        );
        if let Some(x) = self.cost_cut {
            plot = plot.cut_at(format!("cut {}", percent(x)), x);
        }
        if let Some(y) = self.revenue_cut {
            plot = plot.level_at(format!("cut {}", trimmed(y, 2)), y);
        }
        plot
    }

    /// The rates, then one customer as an example: the one with the greatest profit or loss.
    fn working(&self, request: &Request) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for pool in &request.pools {
            let volume = request.capacity(pool);
            let formula = format!("rate of {} = cost / capacity", pool.name);
            let filled = format!("{} / {}", plain(pool.cost), plain(volume));
            steps.push(Step::of(formula, filled, pool.cost / volume));
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
        let mut costs = Vec::new();
        let parts = parts.map(|(driver, quantities)| {
            let rate = request.rates.get(driver).copied().unwrap_or(0.0);
            let (quantity, cost) = (quantities[i], rate * quantities[i]);
            costs.push(cost);
            let filled = format!("{} x {}", plain(quantity), plain(rate));
            Step::of(format!("{driver} x rate"), filled, cost)
        });
        let name = &request.ids[i];
        let margin = request.gross_margin[i];
        let formula = format!("{name}: margin = revenue - discounts - cost of goods");
        let filled = filled!("{} - {}", request.revenue[i], request.revenue[i] - margin);
        steps.push(Step::of(formula, filled, margin));
        steps.extend(parts);
        let charged = request.capital[i];
        if charged != 0.0 {
            let (days, charge) = (request.receivable_days[i], request.charge);
            let (formula, filled) = if days.is_nan() {
                (
                    "capital charge = capital x rate",
                    filled!("{} x {}", charged / charge.rate, charge.rate),
                )
            } else {
                (
                    "capital charge = revenue x rate x days to pay / days a year",
                    filled!(
                        "{} x {} x {} / {}",
                        request.revenue[i],
                        charge.rate,
                        days,
                        charge.days
                    ),
                )
            };
            steps.push(Step::of(formula, filled, charged));
        }
        let others = [request.direct[i], charged].into_iter();
        costs.extend(others.filter(|cost| *cost != 0.0));
        let costs: Vec<String> = costs.into_iter().map(plain).collect();
        let (cost, net) = (self.cost[i], self.net[i]);
        steps.push(Step::of("cost to serve = sum", costs.join(" + "), cost));
        let filled = format!("{} - {}", plain(margin), plain(cost));
        steps.push(Step::of("net = margin - cost to serve", filled, net));
        if let Some(pct) = self.whale.of_total(self.whale.peak) {
            let filled = format!("{} / {}", plain(self.whale.peak), plain(self.whale.total));
            let formula = "peak = sum of all profits / total";
            steps.push(Step::new(formula, filled, percent(pct)));
        }
        steps
    }
}
