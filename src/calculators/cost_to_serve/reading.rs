//! Reads and checks a request for cost to serve.

use std::sync::Arc;

use super::about::COLUMNS;
use super::{Charge, Pool, Request};
use crate::calculators::frame::*;
use crate::calculators::request::{Object, Place, all_different, hint};

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
        request.read_customers(reader)?;
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
                cost: pool.within("cost", pool.needed("cost")?, 0.0, f64::INFINITY)?,
                volume: pool
                    .number("volume")?
                    .map(|volume| pool.within("volume", volume, 0.0, f64::INFINITY))
                    .transpose()?,
            });
        }
        let names: Vec<String> = self.pools.iter().map(|pool| pool.name.clone()).collect();
        all_different("pools", &names)
    }

    fn read_customers(&mut self, reader: &Reader) -> Result<(), Refusal> {
        let table = &reader.rows_of("customers", COLUMNS, "drivers")?;
        self.ids = table.ids("id")?;
        self.revenue = table.needed("revenue")?;
        // A file may have neither of the two columns, or an empty cell in the only one.
        if table.numbers("gross_margin").is_none() {
            table.needed("cogs")?;
        }
        let (mut net_revenues, mut net_margins) = (Vec::new(), Vec::new());
        for (row, &revenue) in self.revenue.clone().iter().enumerate() {
            let cell = |key: &str| table.number(key, row);
            let margin = match (cell("cogs"), cell("gross_margin")) {
                // A file often has both.
                (Some(_), Some(_)) if reader.input.table.is_none() => {
                    let says = "stands beside `gross_margin`: give one of the two.";
                    return Err(Refusal::in_row("ambiguous", row, "cogs", says));
                }
                (Some(cogs), _) => revenue - cogs,
                (None, Some(margin)) => margin,
                (None, None) => {
                    let says = "is missing: give the cost of goods, or `gross_margin`.";
                    return Err(Refusal::in_row("missing", row, "cogs", says));
                }
            };
            let discount = cell("discounts").unwrap_or(0.0);
            net_revenues.push(revenue - discount);
            net_margins.push(margin - discount);
            let days = cell("receivable_days").unwrap_or(0.0);
            self.charge_capital(revenue, days, cell("capital"));
        }
        self.direct = table.or_zero("direct");
        self.net_revenue = Arc::new(net_revenues);
        self.gross_margin = Arc::new(net_margins);
        for (key, name, quantities) in table.further(COLUMNS, "drivers") {
            table.within(key, 0.0, f64::INFINITY)?;
            self.drivers.push(name.to_owned());
            let given = |number: &f64| if number.is_nan() { 0.0 } else { *number };
            self.quantities.push(quantities.iter().map(given).collect());
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
        let has_no_rate = |driver: &String| !self.rates.contains_key(driver);
        let Some(place) = self.drivers.iter().position(has_no_rate) else {
            return Ok(());
        };
        let driver = &self.drivers[place];
        let known: Vec<&str> = self.rates.keys().map(String::as_str).collect();
        let hint = hint(driver, &known, "give it a rate or a pool.");
        let row = self.quantities[place]
            .iter()
            .position(|quantity| *quantity > 0.0)
            .unwrap_or(0);
        let message = format!(
            "The driver `{driver}` in row {} (\"{}\") has no rate: {hint}",
            row + 1,
            &self.ids[row]
        );
        Err(Refusal::new("unknown_driver", message)
            .at_field("rates")
            .at_row(row, driver))
    }
}
