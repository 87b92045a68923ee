//! Reads and checks a request for RFM scores, from customers or from transactions.

use std::sync::Arc;

use jiff::civil::Date;

use super::about::{PURCHASES, SCORED, TRANSACTIONS};
use super::purchases::{Ledger, People, Purchase, day, not_a_day, sum_up};
use super::{CUTS, Method, NAMES, Request};
use crate::calculators::dates;
use crate::calculators::frame::*;
use crate::calculators::request::Object;

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
        let people = People::read(reader, as_of)?;
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
    fn read(reader: &Reader, as_of: Option<Date>) -> Result<Self, Refusal> {
        let has = |key: &str| {
            let table = reader.input.table;
            table.is_some_and(|table| table.columns.iter().any(|(column, _)| column == key))
        };
        let are_scored = match reader.input.table {
            None => {
                let wanted = "a list of customers, or `transactions`";
                reader.by_first("customers", &["transactions"], wanted)?
            }
            Some(_) if has("date") => false,
            Some(table) => {
                table.rows()?;
                if !has(NAMES[0]) {
                    let message = "The table has no column `date` with an `amount`, nor `recency_days`, `frequency` and \
                                   `monetary`: give it one or the other.";
                    return Err(Refusal::new("missing", message).at_field("date"));
                }
                true
            }
        };
        if are_scored {
            return Self::of_scored(&reader.rows_of("customers", SCORED, "")?, as_of);
        }
        let columns = match reader.input.table {
            Some(_) => PURCHASES,
            None => TRANSACTIONS,
        };
        Self::of_purchases(&reader.rows_of("transactions", columns, "")?, as_of)
    }

    fn of_scored(table: &Table, as_of: Option<Date>) -> Result<Self, Refusal> {
        let mut values: [Arc<Vec<f64>>; 3] = Default::default();
        for (list, key) in values.iter_mut().zip(NAMES) {
            *list = table.needed(key)?;
        }
        Ok(People {
            ids: table.ids("id")?,
            values,
            as_of,
            ledger: Ledger::default(),
        })
    }

    fn of_purchases(table: &Table, as_of: Option<Date>) -> Result<Self, Refusal> {
        let amounts = table.amounts("amount", ["qty", "unit_price"])?;
        let dates = table.named("date")?;
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
        sum_up(&table.named("id")?, purchases, as_of)
    }
}

/// Empty if there is no such column.
fn cell(texts: Option<&Arc<Vec<String>>>, row: usize) -> &str {
    texts.map_or("", |texts| &texts[row])
}
