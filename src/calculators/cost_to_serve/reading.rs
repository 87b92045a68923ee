//! Reads and checks a request for cost to serve.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::about::{CAPITAL, COGS, COLUMNS, DAYS, DIRECT, DISCOUNTS, MARGIN, REVENUE};
use super::{Charge, Pool, Request};
use crate::calculators::request::{Object, Place, all_different, closest};
use crate::calculators::table::no_column;
use crate::calculators::{Column, Reader, Refusal, Table};

impl Request {
    pub(super) fn read(reader: &Reader) -> Result<Self, Refusal> {
        let object = &reader.object;
        let mut request = Request {
            charge: Charge {
                rate: reader.number("capital_rate")?,
                days: reader.number("days_per_year")?,
            },
            ..Request::default()
        };
        if let Some(thresholds) = object.object("thresholds")? {
            thresholds.knows(&["revenue", "cost_pct"])?;
            request.revenue_cut = thresholds.number("revenue")?;
            request.cost_cut = thresholds.number("cost_pct")?;
        }
        for (driver, rate) in object.named_numbers("rates")? {
            object.within(&format!("rates.{driver}"), rate, 0.0, f64::INFINITY)?;
            request.rates.insert(driver.to_string(), rate);
        }
        request.read_pools(object)?;
        match reader.input.table {
            Some(table) => request.read_table(table)?,
            None => request.read_customers(object)?,
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
                cost: pool.needed_within("cost", 0.0, f64::INFINITY)?,
                volume: pool
                    .number("volume")?
                    .map(|volume| pool.within("volume", volume, 0.0, f64::INFINITY))
                    .transpose()?,
            });
        }
        let names: Vec<String> = self.pools.iter().map(|pool| pool.name.clone()).collect();
        all_different("pools", &names)
    }

    fn read_customers(&mut self, object: &Object) -> Result<(), Refusal> {
        let rows = object.rows("customers")?;
        let n = rows.len();
        let mut ids = Vec::with_capacity(n);
        let (mut revenues, mut margins) = (Vec::with_capacity(n), Vec::with_capacity(n));
        let mut net_revenues = Vec::with_capacity(n);
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
            let revenue = REVENUE.number_of(row)?.unwrap_or_default();
            let discounts = DISCOUNTS.number_of(row)?.unwrap_or_default();
            let margin = match (COGS.number_of(row)?, MARGIN.number_of(row)?) {
                (Some(cogs), None) => revenue - cogs,
                (None, Some(margin)) => margin,
                (None, None) => {
                    return Err(row.missing("cogs", "the cost of goods, or `gross_margin`"));
                }
                _ => return Err(row.ambiguous("cogs", "`gross_margin`")),
            };
            let direct = match row.get("direct") {
                Some(serde_json::Value::Object(_)) => row
                    .named_numbers("direct")?
                    .iter()
                    .map(|(_, amount)| amount)
                    .sum(),
                _ => row.number_or("direct", 0.0)?,
            };
            let days = DAYS.number_of(row)?.unwrap_or_default();
            let capital = CAPITAL.number_of(row)?;
            revenues.push(revenue);
            net_revenues.push(revenue - discounts);
            margins.push(margin - discounts);
            self.direct.push(DIRECT.accept(row, direct)?);
            self.charge_capital(revenue, days, capital);
            for (driver, quantity) in row.named_numbers("drivers")? {
                row.within(&format!("drivers.{driver}"), quantity, 0.0, f64::INFINITY)?;
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
        self.net_revenue = Arc::new(net_revenues);
        self.gross_margin = Arc::new(margins);
        Ok(())
    }

    fn read_table(&mut self, table: &Table) -> Result<(), Refusal> {
        let n = table.rows()?;
        self.ids = table.ids("id")?;
        table.in_range(COLUMNS)?;
        let column = |column: &Column| table.numbers(column.key);
        self.revenue = Arc::clone(column(&REVENUE).ok_or_else(|| no_column("revenue"))?);
        let (cogs, margins) = (column(&COGS), column(&MARGIN));
        if cogs.is_none() && margins.is_none() {
            return Err(no_column("cogs"));
        }
        let (discounts, direct) = (column(&DISCOUNTS), column(&DIRECT));
        let (days, capital) = (column(&DAYS), column(&CAPITAL));
        let cell = |column: Option<&Arc<Vec<f64>>>, row: usize| {
            column
                .map(|numbers| numbers[row])
                .filter(|number| !number.is_nan())
        };
        let (mut net_revenues, mut net_margins) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for row in 0..n {
            let revenue = self.revenue[row];
            let margin = match (cell(cogs, row), margins) {
                (None, Some(margins)) => margins[row],
                (cost, _) => revenue - cost.unwrap_or(f64::NAN),
            };
            if !(revenue.is_finite() && margin.is_finite()) {
                let key = if revenue.is_nan() { "revenue" } else { "cogs" };
                let says = "is empty: give a number.";
                return Err(Refusal::in_row("missing", row, key, says));
            }
            let discount = cell(discounts, row).unwrap_or(0.0);
            net_revenues.push(revenue - discount);
            net_margins.push(margin - discount);
            let days = cell(days, row).unwrap_or(0.0);
            self.charge_capital(revenue, days, cell(capital, row));
            self.direct.push(cell(direct, row).unwrap_or(0.0));
        }
        self.net_revenue = Arc::new(net_revenues);
        self.gross_margin = Arc::new(net_margins);
        let is_driver = |key: &str| COLUMNS.iter().all(|column| column.key != key);
        for (key, _) in table.columns.iter().filter(|(key, _)| is_driver(key)) {
            table.within(key, 0.0, f64::INFINITY)?;
            if let Some(quantities) = table.numbers(key) {
                self.drivers.push(key.clone());
                let given = |number: &f64| if number.is_nan() { 0.0 } else { *number };
                self.quantities.push(quantities.iter().map(given).collect());
            }
        }
        Ok(())
    }

    /// Computes a rate for each pool; pools of one driver are added.
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
        let hint = match closest(driver, &known) {
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
}
