//! Reads and checks a request for RFM scores, from customers or from transactions.

use std::sync::Arc;

use jiff::civil::Date;

use super::about::SCORED;
use super::purchases::{Ledger, People, Purchase, day, not_a_day, sum_up};
use super::{CUTS, Method, NAMES, Request};
use crate::calculators::dates;
use crate::calculators::request::{Object, all_different};
use crate::calculators::{Reader, Refusal, Table};

impl Request {
    pub(super) fn read(reader: &Reader) -> Result<Self, Refusal> {
        let object = &reader.object;
        let as_of = match object.text("as_of")? {
            Some(text) => Some(
                dates::read(&text, None)
                    .ok_or_else(|| object.refuse("bad_date", "as_of", &not_a_day(&text)))?,
            ),
            None => None,
        };
        let bins = reader.given("bins")?.map(|bins| bins as usize);
        let (method, bins) = method(reader, bins)?;
        let weights = weights(object)?;
        let people = match reader.input.table {
            Some(table) => People::from_table(table, as_of)?,
            None => People::from_object(object, as_of)?,
        };
        Ok(Request {
            ids: people.ids,
            values: people.values,
            as_of: people.as_of,
            ledger: people.ledger,
            method,
            bins,
            weights,
        })
    }
}

fn method(reader: &Reader, bins: Option<usize>) -> Result<(Method, usize), Refusal> {
    let object = &reader.object;
    match reader.choice("method")? {
        "ntile" => Ok((Method::Ntile, bins.unwrap_or(5))),
        "cuts" => {
            let mut lists: [Vec<f64>; 3] = std::array::from_fn(|_| Vec::new());
            for (list, key) in lists.iter_mut().zip(CUTS) {
                *list = object
                    .numbers(key)?
                    .ok_or_else(|| object.missing(key, "a list of rising numbers"))?;
            }
            let bins = bins.unwrap_or(lists[0].len() + 1);
            for (list, key) in lists.iter().zip(CUTS) {
                let rising = list.windows(2).all(|pair| pair[0] < pair[1]);
                if !rising || list.len() + 1 != bins || !(2..=9).contains(&bins) {
                    let wanted = bins.saturating_sub(1);
                    let says = format!(
                        "must hold {wanted} rising numbers for {bins} bands, not {}.",
                        list.len()
                    );
                    return Err(object.refuse("bad_cuts", key, &says));
                }
            }
            Ok((Method::Cuts(lists), bins))
        }
        _ => Ok((Method::Rank, bins.unwrap_or(5))),
    }
}

fn weights(object: &Object) -> Result<[f64; 3], Refusal> {
    let given = object.numbers("weights")?.unwrap_or_else(|| vec![1.0; 3]);
    let sum: f64 = given.iter().sum();
    match <[f64; 3]>::try_from(given) {
        Ok(weights)
            if weights.iter().all(|weight| *weight >= 0.0) && sum > 0.0 && sum.is_finite() =>
        {
            Ok(weights)
        }
        _ => {
            let says = "must hold three numbers for R, F and M, none below 0 and not all 0.";
            Err(object.refuse("bad_weights", "weights", says))
        }
    }
}

impl People {
    fn from_object(object: &Object, as_of: Option<Date>) -> Result<Self, Refusal> {
        match (
            object.get("customers").is_some(),
            object.get("transactions").is_some(),
        ) {
            (true, true) => Err(object.ambiguous("customers", "`transactions`")),
            (_, false) => Self::from_customers(object, as_of),
            (false, true) => {
                let rows = object.rows("transactions")?;
                let ids = rows
                    .iter()
                    .map(|row| row.needed_text("id"))
                    .collect::<Result<Vec<String>, Refusal>>()?;
                let mut orders = Vec::with_capacity(rows.len());
                let mut purchases = Vec::with_capacity(rows.len());
                for row in &rows {
                    row.knows(&["id", "date", "amount", "order"])?;
                    orders.push(row.text("order")?.unwrap_or_default());
                    let text = row.needed_text("date")?;
                    let date = day(&text)
                        .ok_or_else(|| row.refuse("bad_date", "date", &not_a_day(&text)))?;
                    purchases.push((date, row.needed("amount")?));
                }
                let purchases = purchases.into_iter().zip(&orders);
                let purchases = purchases.map(|((date, amount), order)| Purchase {
                    date,
                    amount,
                    order,
                    status: "",
                });
                sum_up(&ids, purchases, as_of, "transactions")
            }
        }
    }

    fn from_customers(object: &Object, as_of: Option<Date>) -> Result<Self, Refusal> {
        let rows = match object.get("customers") {
            Some(_) => object.rows("customers")?,
            None => {
                return Err(object.missing("customers", "a list of customers, or `transactions`"));
            }
        };
        let table = Table::of_rows(&rows, SCORED)?;
        Self::of_scored(&table, "customers", as_of)
    }

    fn of_scored(table: &Table, list: &str, as_of: Option<Date>) -> Result<Self, Refusal> {
        let ids = table.named("id")?;
        all_different(list, &ids)?;
        let mut values: [Arc<Vec<f64>>; 3] = Default::default();
        for (list, key) in values.iter_mut().zip(NAMES) {
            *list = table.needed(key)?;
        }
        Ok(People {
            ids,
            values,
            as_of,
            ledger: Ledger::default(),
        })
    }

    fn from_table(table: &Table, as_of: Option<Date>) -> Result<Self, Refusal> {
        table.rows()?;
        if let Some(dates) = table.texts("date") {
            let ids = table.named("id")?;
            let amounts = match table.filled("amount")? {
                Some(amounts) => amounts,
                None if table
                    .numbers("qty")
                    .or(table.numbers("unit_price"))
                    .is_none() =>
                {
                    table.needed("amount")?
                }
                None => {
                    let (quantities, prices) = (table.needed("qty")?, table.needed("unit_price")?);
                    Arc::new(
                        quantities
                            .iter()
                            .zip(prices.iter())
                            .map(|(q, p)| q * p)
                            .collect(),
                    )
                }
            };
            let days = dates.iter().enumerate().map(|(row, text)| {
                day(text).ok_or_else(|| Refusal::in_row("bad_date", row, "date", &not_a_day(text)))
            });
            let days = days.collect::<Result<Vec<Date>, Refusal>>()?;
            let (orders, statuses) = (table.texts("order"), table.texts("status"));
            let purchases = days.into_iter().zip(amounts.iter()).enumerate();
            let purchases = purchases.map(|(row, (date, amount))| Purchase {
                date,
                amount: *amount,
                order: cell(orders, row),
                status: cell(statuses, row),
            });
            return sum_up(&ids, purchases, as_of, "the table");
        }
        if table.numbers(NAMES[0]).is_none() {
            let message = "The table has no column `date` with an `amount`, nor `recency_days`, `frequency` and \
                           `monetary`: give it one or the other.";
            return Err(Refusal::new("missing", message).at_field("date"));
        }
        table.in_range(SCORED)?;
        Self::of_scored(table, "the table", as_of)
    }
}

/// Empty if there is no such column.
fn cell(texts: Option<&Arc<Vec<String>>>, row: usize) -> &str {
    texts
        .and_then(|texts| texts.get(row))
        .map_or("", String::as_str)
}
