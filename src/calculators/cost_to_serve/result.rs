//! The result of cost to serve as the JSON contract has it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{QUADRANTS, Request, Served, share};

#[derive(Debug, Serialize)]
pub(super) struct Results<'a> {
    rates: &'a BTreeMap<String, f64>,
    rows: Vec<Row<'a>>,
    totals: Totals,
    unused_capacity: BTreeMap<&'a str, f64>,
    unused_total: f64,
    whale: WhaleResult<'a>,
    thresholds: Thresholds,
}

#[derive(Debug, Serialize)]
struct Row<'a> {
    id: &'a str,
    revenue: f64,
    gross_margin: f64,
    gross_margin_pct: Option<f64>,
    activities: f64,
    direct: f64,
    capital: f64,
    cost_to_serve: f64,
    cost_to_serve_pct: Option<f64>,
    net: f64,
    net_pct: Option<f64>,
    cost_per_order: Option<f64>,
    margin_per_order: Option<f64>,
    quadrant: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Totals {
    pub(super) revenue: f64,
    pub(super) gross_margin: f64,
    pub(super) gross_margin_pct: Option<f64>,
    pub(super) activities: f64,
    pub(super) direct: f64,
    pub(super) capital: f64,
    pub(super) cost_to_serve: f64,
    pub(super) cost_to_serve_pct: Option<f64>,
    pub(super) net: f64,
    pub(super) net_pct: Option<f64>,
}

#[derive(Debug, Serialize)]
struct WhaleResult<'a> {
    rows: Vec<WhaleRow<'a>>,
    n: usize,
    total: f64,
    peak: f64,
    peak_pct: Option<f64>,
    customers_at_peak: usize,
    customers_at_peak_share: f64,
    profitable: usize,
    break_even: usize,
    unprofitable: usize,
    erosion: f64,
    erosion_pct: Option<f64>,
    erosion_of_peak: Option<f64>,
}

#[derive(Debug, Serialize)]
struct WhaleRow<'a> {
    rank: usize,
    id: &'a str,
    profit: f64,
    cum_profit: f64,
    cum_pct: Option<f64>,
    cum_customers: f64,
}

#[derive(Debug, Serialize)]
struct Thresholds {
    revenue: Option<f64>,
    cost_pct: Option<f64>,
}

impl Served {
    pub(super) fn totals(&self, request: &Request) -> Totals {
        let sum = |amounts: &[f64]| amounts.iter().sum::<f64>();
        let (revenue, margin) = (sum(&request.revenue), sum(&request.gross_margin));
        let (cost, net) = (sum(&self.cost), sum(&self.net));
        Totals {
            revenue,
            gross_margin: margin,
            gross_margin_pct: share(margin, revenue),
            activities: sum(&self.activities),
            direct: sum(&request.direct),
            capital: sum(&request.capital),
            cost_to_serve: cost,
            cost_to_serve_pct: share(cost, revenue),
            net,
            net_pct: share(net, revenue),
        }
    }

    pub(super) fn result<'a>(&self, request: &'a Request) -> Results<'a> {
        let orders = self.orders(request);
        let rows = (0..request.ids.len()).map(|i| {
            let (revenue, margin) = (request.revenue[i], request.gross_margin[i]);
            let per_order = |amount: f64| orders.and_then(|orders| share(amount, orders[i]));
            Row {
                id: &request.ids[i],
                revenue,
                gross_margin: margin,
                gross_margin_pct: share(margin, revenue),
                activities: self.activities[i],
                direct: request.direct[i],
                capital: request.capital[i],
                cost_to_serve: self.cost[i],
                cost_to_serve_pct: share(self.cost[i], revenue),
                net: self.net[i],
                net_pct: share(self.net[i], revenue),
                cost_per_order: per_order(self.cost[i]),
                margin_per_order: per_order(margin),
                quadrant: QUADRANTS[usize::from(self.quadrants[i])],
            }
        });
        let pools = request.pools.iter().map(|pool| pool.name.as_str());
        Results {
            rates: &request.rates,
            rows: rows.collect(),
            totals: self.totals(request),
            unused_capacity: pools.zip(self.unused.iter().copied()).collect(),
            unused_total: self.unused.iter().sum(),
            whale: self.whale_result(request),
            thresholds: Thresholds {
                revenue: self.revenue_cut,
                cost_pct: self.cost_cut,
            },
        }
    }

    fn whale_result<'a>(&self, request: &'a Request) -> WhaleResult<'a> {
        let whale = &self.whale;
        let n = self.ranking.len();
        let rows = self.ranking.iter().enumerate().map(|(place, &i)| WhaleRow {
            rank: place + 1,
            id: &request.ids[i as usize],
            profit: self.net[i as usize],
            cum_profit: whale.cumulative[place],
            cum_pct: whale.of_total(whale.cumulative[place]),
            cum_customers: (place + 1) as f64 / n as f64,
        });
        let erosion = whale.peak - whale.total;
        WhaleResult {
            rows: rows.collect(),
            n,
            total: whale.total,
            peak: whale.peak,
            peak_pct: whale.of_total(whale.peak),
            customers_at_peak: whale.profitable,
            customers_at_peak_share: whale.profitable as f64 / n as f64,
            profitable: whale.profitable,
            break_even: whale.break_even,
            unprofitable: whale.unprofitable,
            erosion,
            erosion_pct: whale.of_total(erosion),
            erosion_of_peak: share(erosion, whale.peak),
        }
    }
}
