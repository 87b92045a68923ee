//! Cost to serve: traces the cost of activities to customers by drivers, ranks customers by net profit (whale curve)
//! and sorts them into four quadrants. Capacity that nobody used is reported apart, never charged to a customer.
//!
//! Sources: Kaplan & Cooper, Cost & Effect (1998); Cooper & Kaplan, "Profit priorities from activity-based costing"
//! (1991); the quadrants as in Christopher, Logistics and Supply Chain Management.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::numbers::{percent, plain};
use super::order::{Ranking, by_value_and_id};
use super::outcome::thinned;
use super::request::{Object, Place, all_different};
use super::{
    About, Answer, Axis, Calculator, Column, Cut, Field, Figure, Grid, GridColumn, Holds, IfEmpty,
    Input, Kind, Layout, Marker, NEAR, Numbers, Outcome, Plot, Refusal, Series, Step, Table, Texts,
    Unit, Warning, median,
};

pub struct CostToServe;

const UNBOUNDED: f64 = f64::INFINITY;
const QUADRANTS: [&str; 4] = ["protect", "cost_engineer", "build", "danger_zone"];

static ABOUT: About = About {
    name: "cost_to_serve",
    title: "Cost to serve",
    purpose: "Which customers pay for their service?",
    formula: "net = revenue - discounts - cost of goods - sum(quantity x rate) - direct - capital charge",
    source: "Kaplan & Cooper, Cost & Effect; Christopher, Logistics and Supply Chain Management",
    fields: &[
        Field {
            key: "rates",
            label: "Driver unit costs",
            kind: Kind::Pairs,
            range: (0.0, UNBOUNDED),
            default: IfEmpty::Empty,
            help: "Such as: orders 40, lines 3.5, drops 75.",
        },
        Field {
            key: "capital_rate",
            label: "Capital cost a year",
            kind: Kind::Rate,
            range: (0.0, 1.0),
            default: IfEmpty::Number(0.0),
            help: "Charged on the money a customer owes.",
        },
        Field {
            key: "days_per_year",
            label: "Days in a year",
            kind: Kind::Days,
            range: (1.0, 366.0),
            default: IfEmpty::Number(365.0),
            help: "360 where the house counts so.",
        },
    ],
    layouts: &[Layout {
        name: "customers",
        columns: &[
            ID,
            REVENUE,
            COGS,
            GROSS_MARGIN,
            DISCOUNTS,
            DIRECT,
            RECEIVABLE_DAYS,
            CAPITAL,
        ],
        rest: Some("driver"),
    }],
    example: r#"{"rates": {"orders": 40, "lines": 3, "drops": 75}, "customers": [
        {"id": "Aldous Foods", "revenue": 180000, "cogs": 135000, "drivers": {"orders": 24, "lines": 300, "drops": 20}},
        {"id": "Birch Clinics", "revenue": 90000, "cogs": 67500, "drivers": {"orders": 60, "lines": 560, "drops": 58}},
        {"id": "Calder Motors", "revenue": 60000, "cogs": 51000, "drivers": {"orders": 55, "lines": 400, "drops": 60}},
        {"id": "Denby Schools", "revenue": 120000, "cogs": 84000, "drivers": {"orders": 12, "lines": 140, "drops": 12}}]}"#,
};

const fn number(
    key: &'static str,
    label: &'static str,
    needed: bool,
    synonyms: &'static [&'static str],
) -> Column {
    Column {
        key,
        label,
        holds: Holds::Number,
        needed,
        synonyms,
    }
}

const ID: Column = Column {
    key: "id",
    label: "Customer",
    holds: Holds::Text,
    needed: true,
    synonyms: &[
        "customer",
        "customer id",
        "customer name",
        "name",
        "account",
        "client",
        "ship to",
        "sold to",
    ],
};
const REVENUE: Column = number(
    "revenue",
    "Revenue",
    true,
    &["sales", "net sales", "turnover", "sales value"],
);
const COGS: Column = number(
    "cogs",
    "Cost of goods",
    false,
    &["cost of goods sold", "cost of sales", "product cost"],
);
const GROSS_MARGIN: Column = number("gross_margin", "Gross margin", false, &["gross profit"]);
const DISCOUNTS: Column = number(
    "discounts",
    "Discounts",
    false,
    &["discount", "rebates", "rebate", "allowances"],
);
const DIRECT: Column = number(
    "direct",
    "Direct cost",
    false,
    &["direct costs", "other direct cost"],
);
const RECEIVABLE_DAYS: Column = number(
    "receivable_days",
    "Days to pay",
    false,
    &["payment days", "dso", "days outstanding"],
);
const CAPITAL: Column = number(
    "capital",
    "Capital tied up",
    false,
    &["receivables", "capital employed"],
);

impl Calculator for CostToServe {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        let request = Request::read(input)?;
        let served = request.work()?;
        Answer::new(&served.result(&request), served.warnings(&request))
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        let request = Request::read(input)?;
        let served = request.work()?;
        Ok(served.outcome(&request))
    }
}

/// A request that has been read: one entry a customer in each list, one list a driver in `quantities`.
#[derive(Debug, Clone, Default)]
struct Request {
    ids: Arc<Texts>,
    revenue: Arc<Vec<f64>>,
    /// After discounts.
    gross_margin: Arc<Vec<f64>>,
    direct: Vec<f64>,
    /// The charge on the capital tied up.
    capital: Vec<f64>,
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
    /// Practical capacity in units of the driver; what the customers used where none is given.
    volume: Option<f64>,
}

/// How capital is charged.
struct Charge {
    rate: f64,
    days: f64,
}

impl Charge {
    /// The charge on what is given as tied up, or on the revenue of the days to pay.
    fn on(&self, revenue: f64, days: f64, capital: Option<f64>) -> f64 {
        self.rate * capital.unwrap_or(revenue * days / self.days)
    }
}

impl Request {
    fn read(input: &Input) -> Result<Self, Refusal> {
        let object = Object::new(input.request, Place::Request)?;
        object.knows(&[
            "rates",
            "pools",
            "customers",
            "capital_rate",
            "days_per_year",
            "thresholds",
        ])?;
        let charge = Charge {
            rate: object.within_or("capital_rate", 0.0, 0.0, 1.0)?,
            days: object.within_or("days_per_year", 365.0, 1.0, 366.0)?,
        };
        let mut request = Request::default();
        if let Some(thresholds) = object.object("thresholds")? {
            thresholds.knows(&["revenue", "cost_pct"])?;
            request.revenue_cut = thresholds.number("revenue")?;
            request.cost_cut = thresholds.number("cost_pct")?;
        }
        for (driver, rate) in object.named_numbers("rates")? {
            object.within(&format!("rates.{driver}"), rate, 0.0, UNBOUNDED)?;
            request.rates.insert(driver.to_string(), rate);
        }
        request.read_pools(&object)?;
        match input.table {
            Some(table) => request.read_table(table, &charge)?,
            None => request.read_customers(&object, &charge)?,
        }
        request.rate_pools()?;
        request.refuse_unknown_drivers()?;
        Ok(request)
    }

    fn read_pools(&mut self, object: &Object) -> Result<(), Refusal> {
        let pools = object.list("pools")?.unwrap_or_default();
        for (row, value) in pools.iter().enumerate() {
            let pool = Object::new(value, Place::Row("pools", row))?;
            pool.knows(&["name", "driver", "cost", "volume"])?;
            let driver = pool.needed_text("driver")?;
            self.pools.push(Pool {
                name: pool.text("name")?.unwrap_or_else(|| driver.clone()),
                driver,
                cost: pool.needed_within("cost", 0.0, UNBOUNDED)?,
                volume: pool
                    .number("volume")?
                    .map(|volume| pool.within("volume", volume, 0.0, UNBOUNDED))
                    .transpose()?,
            });
        }
        let names: Texts = self.pools.iter().map(|pool| &pool.name).collect();
        all_different("pools", &names)
    }

    fn read_customers(&mut self, object: &Object, charge: &Charge) -> Result<(), Refusal> {
        let rows = object.rows("customers")?;
        let n = rows.len();
        let mut ids = Texts::with_capacity(n);
        let (mut revenues, mut margins) = (Vec::with_capacity(n), Vec::with_capacity(n));
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            row.knows(&[
                "id",
                "revenue",
                "cogs",
                "gross_margin",
                "discounts",
                "direct",
                "drivers",
                "receivable_days",
                "capital",
            ])?;
            ids.push(row.needed_text("id")?);
            let revenue = row.needed_within("revenue", 0.0, UNBOUNDED)?;
            let discounts = row.within_or("discounts", 0.0, 0.0, UNBOUNDED)?;
            let margin = match (row.number("cogs")?, row.number("gross_margin")?) {
                (Some(cogs), None) => revenue - row.within("cogs", cogs, 0.0, UNBOUNDED)?,
                (None, Some(margin)) => margin,
                (None, None) => {
                    return Err(row.missing("cogs", "the cost of goods, or `gross_margin`"));
                }
                _ => {
                    return Err(row.refuse(
                        "ambiguous",
                        "cogs",
                        "stands beside `gross_margin`: give one of the two.",
                    ));
                }
            };
            let direct = match row.get("direct") {
                Some(serde_json::Value::Object(_)) => row
                    .named_numbers("direct")?
                    .iter()
                    .map(|(_, amount)| amount)
                    .sum(),
                _ => row.number_or("direct", 0.0)?,
            };
            let days = row.within_or("receivable_days", 0.0, 0.0, UNBOUNDED)?;
            let capital = row
                .number("capital")?
                .map(|capital| row.within("capital", capital, 0.0, UNBOUNDED))
                .transpose()?;
            revenues.push(revenue);
            margins.push(margin - discounts);
            self.direct
                .push(row.within("direct", direct, 0.0, UNBOUNDED)?);
            self.capital.push(charge.on(revenue, days, capital));
            for (driver, quantity) in row.named_numbers("drivers")? {
                row.within(&format!("drivers.{driver}"), quantity, 0.0, UNBOUNDED)?;
                let place = *places.entry(driver).or_insert_with(|| {
                    self.drivers.push(driver.to_string());
                    self.quantities.push(vec![0.0; n]);
                    self.drivers.len() - 1
                });
                self.quantities[place][at] = quantity;
            }
        }
        all_different("customers", &ids)?;
        self.ids = Arc::new(ids);
        self.revenue = Arc::new(revenues);
        self.gross_margin = Arc::new(margins);
        Ok(())
    }

    fn read_table(&mut self, table: &Table, charge: &Charge) -> Result<(), Refusal> {
        let n = table.rows()?;
        self.ids = table.ids("id")?;
        let revenue = not_negative(table, "revenue")?;
        self.revenue = Arc::clone(revenue.ok_or_else(|| no_column("revenue"))?);
        let cogs = not_negative(table, "cogs")?;
        let margins = table.numbers("gross_margin");
        if cogs.is_none() && margins.is_none() {
            return Err(no_column("cogs"));
        }
        let (discounts, direct) = (
            not_negative(table, "discounts")?,
            not_negative(table, "direct")?,
        );
        let (days, capital) = (
            not_negative(table, "receivable_days")?,
            not_negative(table, "capital")?,
        );
        let cell = |column: Option<&Arc<Vec<f64>>>, row: usize| {
            column
                .map(|numbers| numbers[row])
                .filter(|number| !number.is_nan())
        };
        let mut net_margins = Vec::with_capacity(n);
        for row in 0..n {
            let revenue = self.revenue[row];
            let margin = match (cell(cogs, row), margins) {
                (None, Some(margins)) => margins[row],
                (cost, _) => revenue - cost.unwrap_or(f64::NAN),
            };
            if !(revenue.is_finite() && margin.is_finite()) {
                let key = if revenue.is_nan() { "revenue" } else { "cogs" };
                let message = format!("`{key}` in row {} is empty: give a number.", row + 1);
                return Err(Refusal::new("missing", message).at_row(row, key));
            }
            net_margins.push(margin - cell(discounts, row).unwrap_or(0.0));
            let days = cell(days, row).unwrap_or(0.0);
            let charge = charge.on(revenue, days, cell(capital, row));
            self.capital.push(charge);
            self.direct.push(cell(direct, row).unwrap_or(0.0));
        }
        self.gross_margin = Arc::new(net_margins);
        let known: Vec<&str> = ABOUT.layouts[0]
            .columns
            .iter()
            .map(|column| column.key)
            .collect();
        for (key, _) in table
            .columns
            .iter()
            .filter(|(key, _)| !known.contains(&key.as_str()))
        {
            if let Some(quantities) = not_negative(table, key)? {
                self.drivers.push(key.clone());
                let given = |number: &f64| if number.is_nan() { 0.0 } else { *number };
                self.quantities.push(quantities.iter().map(given).collect());
            }
        }
        Ok(())
    }

    /// What the customers used of a driver.
    fn used(&self, driver: &str) -> f64 {
        let place = self.drivers.iter().position(|name| name == driver);
        place.map_or(0.0, |place| self.quantities[place].iter().sum())
    }

    fn capacity(&self, pool: &Pool) -> f64 {
        pool.volume.unwrap_or_else(|| self.used(&pool.driver))
    }

    /// Turns each pool into a rate; pools of one driver add up.
    fn rate_pools(&mut self) -> Result<(), Refusal> {
        for (row, pool) in self.pools.clone().iter().enumerate() {
            let volume = self.capacity(pool);
            if volume <= 0.0 {
                let message = format!(
                    "`volume` in row {} of `pools` is 0 units of `{}`, so \"{}\" has no rate: give its practical capacity.",
                    row + 1,
                    pool.driver,
                    pool.name
                );
                return Err(Refusal::new("zero_driver", message)
                    .at_field("pools")
                    .at_row(row, "volume"));
            }
            *self.rates.entry(pool.driver.clone()).or_insert(0.0) += pool.cost / volume;
        }
        Ok(())
    }

    fn refuse_unknown_drivers(&self) -> Result<(), Refusal> {
        let Some(place) = self
            .drivers
            .iter()
            .position(|driver| !self.rates.contains_key(driver))
        else {
            return Ok(());
        };
        let driver = &self.drivers[place];
        let known: Vec<&str> = self.rates.keys().map(String::as_str).collect();
        let hint = match super::request::closest(driver, &known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "give it a rate or a pool.".to_string(),
        };
        let row = self.quantities[place]
            .iter()
            .position(|quantity| *quantity > 0.0)
            .unwrap_or(0);
        let message = format!(
            "The driver `{driver}` in row {} (\"{}\") has no rate: {hint}",
            row + 1,
            &self.ids[row]
        );
        Err(Refusal::new("unknown_driver", message).at_row(row, driver))
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
        let sums = [&*self.revenue, &cost, &net]
            .map(|amounts| amounts.iter().map(|amount| amount.abs()).sum::<f64>());
        if sums.iter().any(|sum| !sum.is_finite()) {
            return Err(Refusal::new(
                "not_finite",
                "The amounts of `customers` are too large to count: give smaller ones.",
            )
            .at_field("customers"));
        }
        let unused = self.pools.iter().map(|pool| {
            let volume = self.capacity(pool);
            pool.cost * (1.0 - self.used(&pool.driver) / volume)
        });
        let ranking = by_value_and_id(&net, &self.ids, true);
        let shares = |part: &[f64]| -> Vec<f64> {
            let parts = part.iter().zip(&*self.revenue);
            parts
                .map(|(part, whole)| share(*part, *whole).unwrap_or(f64::NAN))
                .collect()
        };
        let cost_shares = shares(&cost);
        let median_share = || {
            median(
                cost_shares
                    .iter()
                    .copied()
                    .filter(|s| !s.is_nan())
                    .collect(),
            )
        };
        let mut served = Served {
            activities,
            whale: Whale::new(&ranking, &self.revenue),
            revenue_cut: self.revenue_cut.or_else(|| median(self.revenue.to_vec())),
            cost_cut: self.cost_cut.or_else(median_share),
            ranking: Arc::new(ranking.rows),
            unused: unused.collect(),
            cost_shares: Arc::new(cost_shares),
            net_shares: Arc::new(shares(&net)),
            cost: Arc::new(cost),
            net: Arc::new(net),
            quadrants: Vec::new(),
        };
        served.quadrants = (0..n).map(|i| served.quadrant(&self.revenue, i)).collect();
        Ok(served)
    }
}

fn no_column(key: &str) -> Refusal {
    Refusal::new(
        "missing",
        format!("The table has no column `{key}`: give it one."),
    )
    .at_field(key)
}

/// A column without negative numbers; NaN for an empty cell, nothing where there is no such column.
fn not_negative<'t>(table: &'t Table, key: &str) -> Result<Option<&'t Arc<Vec<f64>>>, Refusal> {
    let Some(numbers) = table.numbers(key) else {
        return Ok(None);
    };
    match numbers
        .iter()
        .position(|number| *number < 0.0 || number.is_infinite())
    {
        Some(row) => {
            let message = format!(
                "`{key}` in row {} must be a number of at least 0, not {}.",
                row + 1,
                numbers[row]
            );
            Err(Refusal::new("out_of_range", message).at_row(row, key))
        }
        None => Ok(Some(numbers)),
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    Some(part / whole).filter(|share| whole != 0.0 && share.is_finite())
}

/// The customers costed, ranked and cut.
#[derive(Debug, Clone)]
struct Served {
    activities: Vec<f64>,
    cost: Arc<Vec<f64>>,
    net: Arc<Vec<f64>>,
    /// Cost and net profit as shares of the revenue; NaN where there is none.
    cost_shares: Arc<Vec<f64>>,
    net_shares: Arc<Vec<f64>>,
    /// Which of the quadrants each customer is in.
    quadrants: Vec<u8>,
    /// Customers from the most to the least profitable.
    ranking: Arc<Vec<u32>>,
    whale: Whale,
    /// One amount a pool.
    unused: Vec<f64>,
    revenue_cut: Option<f64>,
    cost_cut: Option<f64>,
}

/// The running sum of profit over the ranked customers, and what can be read off it.
#[derive(Debug, Clone)]
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
    fn new(ranking: &Ranking, revenue: &[f64]) -> Self {
        let mut whale = Whale {
            cumulative: Vec::with_capacity(ranking.rows.len()),
            total: 0.0,
            peak: 0.0,
            profitable: 0,
            break_even: 0,
            unprofitable: 0,
        };
        for (&i, &profit) in ranking.rows.iter().zip(&ranking.values) {
            whale.total += profit;
            whale.cumulative.push(whale.total);
            // What rounding left of an exact zero is no profit.
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

    /// A share of the total, where the total is above zero.
    fn of_total(&self, amount: f64) -> Option<f64> {
        Some(amount / self.total).filter(|share| self.total > 0.0 && share.is_finite())
    }
}

#[derive(Debug, Serialize)]
struct Results<'a> {
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
struct Totals {
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
    fn totals(&self, request: &Request) -> Totals {
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

    /// The place among the quadrants. On a cut counts as high; a cost without any revenue is high.
    fn quadrant(&self, revenue: &[f64], i: usize) -> u8 {
        let high = |value: f64, cut: Option<f64>| {
            cut.is_some_and(|cut| value >= cut - NEAR * cut.abs().max(1.0))
        };
        let sells = high(revenue[i], self.revenue_cut);
        let share = self.cost_shares[i];
        let costly = match share.is_nan() {
            false => self.cost_cut.is_some_and(|cut| share >= cut - NEAR),
            true => self.cost[i] > 0.0,
        };
        match (sells, costly) {
            (true, false) => 0,
            (true, true) => 1,
            (false, false) => 2,
            (false, true) => 3,
        }
    }

    /// How many orders a customer placed, where a driver is named so.
    fn orders<'a>(&self, request: &'a Request) -> Option<&'a Vec<f64>> {
        let named = |driver: &String| matches!(driver.to_lowercase().as_str(), "orders" | "order");
        request
            .drivers
            .iter()
            .position(named)
            .map(|place| &request.quantities[place])
    }

    fn result<'a>(&self, request: &'a Request) -> Results<'a> {
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
            .zip(&*request.revenue)
            .filter(|(_, revenue)| **revenue == 0.0);
        warnings.extend(idle.map(|(id, _)| Warning::new("no_revenue", id)));
        if self.whale.total <= 0.0 {
            warnings.push(Warning::new("total_not_positive", ""));
        }
        warnings
    }

    fn outcome(&self, request: &Request) -> Outcome {
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

#[cfg(test)]
#[path = "cost_to_serve_tests.rs"]
mod tests;
