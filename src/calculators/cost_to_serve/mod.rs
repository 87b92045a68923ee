//! Cost to serve: traces the cost of activities to customers by drivers, ranks customers by net profit (whale curve)
//! and sorts them into four quadrants. Capacity that nobody used is reported apart, never charged to a customer.
//!
//! Sources: Kaplan & Cooper, Cost & Effect (1998); Cooper & Kaplan, "Profit priorities from activity-based costing"
//! (1991); the quadrants as in Christopher, Logistics and Supply Chain Management.

mod about;
mod reading;
mod shown;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::calculators::frame::*;
pub use about::COST_TO_SERVE;

const QUADRANTS: [&str; 4] = ["protect", "cost_engineer", "build", "danger_zone"];

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let request = Request::read(reader)?;
    Ok(request.work()?.outcome(&request))
}

/// A request after reading: one entry for each customer in each list, one list for each driver in `quantities`.
#[derive(Debug, Clone, Default)]
struct Request {
    ids: Arc<Vec<String>>,
    revenue: Arc<Vec<f64>>,
    /// Revenue less discounts, the base of all shares.
    net_revenue: Arc<Vec<f64>>,
    /// After discounts.
    gross_margin: Arc<Vec<f64>>,
    direct: Vec<f64>,
    /// The charge on the capital tied up.
    capital: Vec<f64>,
    charge: Charge,
    /// Days to pay, which the charge is on; not a number where the capital itself is given.
    receivable_days: Vec<f64>,
    drivers: Vec<String>,
    quantities: Vec<Vec<f64>>,
    rates: BTreeMap<String, f64>,
    pools: Vec<Pool>,
    revenue_cut: Option<f64>,
    cost_cut: Option<f64>,
}

#[derive(Debug, Clone)]
struct Pool {
    name: String,
    driver: String,
    cost: f64,
    /// Practical capacity in units of the driver; if not given, what the customers used.
    volume: Option<f64>,
}

/// How capital cost is computed.
#[derive(Debug, Clone, Copy, Default)]
struct Charge {
    rate: f64,
    days: f64,
}

impl Charge {
    /// The charge on the given capital, or on the revenue during the days to pay.
    fn on(&self, revenue: f64, days: f64, capital: Option<f64>) -> f64 {
        self.rate * capital.unwrap_or(revenue * days / self.days)
    }
}

impl Request {
    fn charge_capital(&mut self, revenue: f64, days: f64, capital: Option<f64>) {
        self.capital.push(self.charge.on(revenue, days, capital));
        self.receivable_days.push(match capital {
            Some(_) => f64::NAN,
            None => days,
        });
    }

    /// The customers' total use of a driver.
    fn used(&self, driver: &str) -> f64 {
        let place = self.drivers.iter().position(|name| name == driver);
        place.map_or(0.0, |place| self.quantities[place].iter().sum())
    }

    fn capacity(&self, pool: &Pool) -> f64 {
        pool.volume.unwrap_or_else(|| self.used(&pool.driver))
    }

    fn work(&self) -> Result<Served, Refusal> {
        let n = self.ids.len();
        let mut activities = vec![0.0; n];
        for (driver, quantities) in self.drivers.iter().zip(&self.quantities) {
            let rate = self.rates.get(driver).copied().unwrap_or(0.0);
            for (sum, quantity) in activities.iter_mut().zip(quantities) {
                *sum += rate * quantity;
            }
        }
        let cost: Vec<f64> = (0..n)
            .map(|i| activities[i] + self.direct[i] + self.capital[i])
            .collect();
        let net: Vec<f64> = (0..n).map(|i| self.gross_margin[i] - cost[i]).collect();
        let unused = self.pools.iter().map(|pool| {
            let volume = self.capacity(pool);
            pool.cost * (1.0 - self.used(&pool.driver) / volume)
        });
        let ranking = ranked(&net, true, Some(&self.ids));
        let shares = |part: &[f64]| -> Vec<f64> {
            let parts = part.iter().zip(&*self.net_revenue);
            parts
                .map(|(part, whole)| ratio(*part, *whole).unwrap_or(f64::NAN))
                .collect()
        };
        let cost_shares = shares(&cost);
        let known = cost_shares.iter().copied().filter(|share| !share.is_nan());
        let median_share = || median(known.collect());
        let mut served = Served {
            activities,
            whale: Whale::new(&ranking, &net, &self.revenue),
            revenue_cut: self.revenue_cut.or_else(|| median(self.revenue.to_vec())),
            cost_cut: self.cost_cut.or_else(median_share),
            ranking: Arc::new(ranking),
            unused: unused.collect(),
            cost_shares: Arc::new(cost_shares),
            net_shares: Arc::new(shares(&net)),
            cost: Arc::new(cost),
            net: Arc::new(net),
            quadrants: Vec::new(),
        };
        served.quadrants = served.quadrants(&self.revenue);
        Ok(served)
    }
}

/// Customers with costs, ranks and quadrants.
#[derive(Debug, Clone)]
struct Served {
    activities: Vec<f64>,
    cost: Arc<Vec<f64>>,
    net: Arc<Vec<f64>>,
    /// Cost and net profit as shares of net revenue; NaN if there is no revenue.
    cost_shares: Arc<Vec<f64>>,
    net_shares: Arc<Vec<f64>>,
    /// Which of the quadrants each customer is in.
    quadrants: Vec<u8>,
    /// Customers from the most to the least profitable.
    ranking: Arc<Vec<u32>>,
    whale: Whale,
    /// One amount for each pool.
    unused: Vec<f64>,
    revenue_cut: Option<f64>,
    cost_cut: Option<f64>,
}

/// The running sum of profit over the ranked customers, and figures from it.
#[derive(Debug, Clone, Default)]
struct Whale {
    cumulative: Vec<f64>,
    total: f64,
    /// The sum of all profits above zero: the highest point of the curve.
    peak: f64,
    profitable: usize,
    break_even: usize,
    unprofitable: usize,
}

impl Whale {
    fn new(ranking: &[u32], net: &[f64], revenue: &[f64]) -> Self {
        let mut whale = Whale {
            cumulative: Vec::with_capacity(ranking.len()),
            ..Whale::default()
        };
        for &i in ranking {
            let profit = net[i as usize];
            whale.total += profit;
            whale.cumulative.push(whale.total);
            // A remainder of rounding is not a profit.
            if profit.abs() <= NEAR * revenue[i as usize].abs().max(1.0) {
                whale.break_even += 1;
            } else if profit > 0.0 {
                whale.profitable += 1;
                whale.peak = whale.total;
            } else {
                whale.unprofitable += 1;
            }
        }
        whale
    }

    /// A share of the total, if the total is above zero.
    fn of_total(&self, amount: f64) -> Option<f64> {
        ratio(amount, self.total)
    }
}

impl Served {
    /// The quadrant of each customer, as index. A value on a cut counts as high; cost without revenue is high.
    fn quadrants(&self, revenue: &[f64]) -> Vec<u8> {
        let near = |cut: f64| cut - NEAR * cut.abs().max(1.0);
        let sells_from = self.revenue_cut.map_or(f64::INFINITY, near);
        let costly_from = self.cost_cut.map_or(f64::INFINITY, |cut| cut - NEAR);
        let shares = self.cost_shares.iter().zip(&*self.cost);
        let place = |(revenue, (share, cost)): (&f64, (&f64, &f64))| {
            let costly = (*share >= costly_from) | (share.is_nan() & (*cost > 0.0));
            u8::from(*revenue < sells_from) * 2 + u8::from(costly)
        };
        revenue.iter().zip(shares).map(place).collect()
    }

    /// The number of orders of each customer, if there is a driver of that name.
    fn orders<'a>(&self, request: &'a Request) -> Option<&'a Vec<f64>> {
        let named = |driver: &String| matches!(driver.to_lowercase().as_str(), "orders" | "order");
        let place = request.drivers.iter().position(named)?;
        Some(&request.quantities[place])
    }

    fn warnings(&self, request: &Request) -> Vec<Warning> {
        let over = request.pools.iter().filter(|pool| {
            let volume = request.capacity(pool);
            request.used(&pool.driver) > volume * (1.0 + NEAR)
        });
        let mut warnings: Vec<Warning> = over
            .map(|pool| Warning::new("over_capacity", &pool.name))
            .collect();
        let idle = request
            .ids
            .iter()
            .zip(&*request.net_revenue)
            .filter(|(_, revenue)| **revenue <= 0.0);
        warnings.extend(idle.map(|(id, _)| Warning::new("no_revenue", id)));
        if self.whale.total <= 0.0 {
            warnings.push(Warning::new("total_not_positive", ""));
        }
        warnings
    }
}

#[cfg(test)]
mod tests;
