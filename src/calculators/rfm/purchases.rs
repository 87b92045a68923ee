//! Purchases summed up by customer: the last day, how many, and for how much. Reads days; never the clock.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::calculators::Refusal;

/// Customers with days since the last purchase, number of purchases and money: one list each.
pub struct People {
    pub ids: Arc<Vec<String>>,
    pub values: [Arc<Vec<f64>>; 3],
    pub as_of: Option<Date>,
}

/// What one customer bought.
#[derive(Clone)]
struct Account {
    last: Date,
    count: f64,
    sum: f64,
}

/// Sums purchases up, each by the customer of its row; the customers in the order in which they first appear.
pub fn sum_up(
    ids: &[String],
    purchases: impl Iterator<Item = (Date, f64)>,
    as_of: Option<Date>,
    list: &str,
) -> Result<People, Refusal> {
    let nothing = Account {
        last: Date::MIN,
        count: 0.0,
        sum: 0.0,
    };
    let mut accounts: Vec<Account> = Vec::new();
    let (mut places, mut names) = (HashMap::new(), Vec::new());
    // The latest day of all and the row it stands in.
    let mut found: Option<(Date, usize)> = None;
    for (row, (id, (date, amount))) in ids.iter().zip(purchases).enumerate() {
        let place = *places.entry(id.as_str()).or_insert_with(|| {
            names.push(id.clone());
            accounts.push(nothing.clone());
            accounts.len() - 1
        });
        let account = &mut accounts[place];
        account.last = account.last.max(date);
        account.count += 1.0;
        account.sum += amount;
        if found.is_none_or(|(latest, _)| date > latest) {
            found = Some((date, row));
        }
    }
    let Some((latest, row)) = found else {
        return Err(Refusal::new(
            "empty",
            format!("`{list}` holds nothing: give at least one row."),
        )
        .at_field(list));
    };
    let as_of = match as_of {
        Some(day) if latest > day => {
            let message = format!(
                "`date` in row {} of `{list}` is {latest}, after the day it is seen from, {day}: give a later `as_of`.",
                row + 1
            );
            return Err(Refusal::new("future_date", message).at_row(row, "date"));
        }
        Some(day) => day,
        None => latest.tomorrow().unwrap_or(latest),
    };
    if let Some(customer) = accounts.iter().position(|a| !a.sum.is_finite()) {
        let id = &names[customer];
        let message = format!(
            "Each `amount` of \"{id}\" counts, and together they are too large: give smaller ones."
        );
        return Err(Refusal::new("not_finite", message).at_field("amount"));
    }
    let column = |of: fn(&Account) -> f64| Arc::new(accounts.iter().map(of).collect());
    let days = |last: Date| as_of.duration_since(last).as_hours() as f64 / 24.0;
    let recency = accounts.iter().map(|account| days(account.last));
    Ok(People {
        values: [
            Arc::new(recency.collect()),
            column(|a| a.count),
            column(|a| a.sum),
        ],
        ids: Arc::new(names),
        as_of: Some(as_of),
    })
}

/// A civil date such as 2026-11-21; the time of day behind it, where there is one, is left aside.
pub fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let date = text.get(..10)?;
    let rest = text.get(10..)?;
    if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
        return None;
    }
    let bytes = date.as_bytes();
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |places: &[usize]| {
        places.iter().try_fold(0, |sum, &place| {
            let digit = bytes[place].wrapping_sub(b'0');
            (digit < 10).then_some(sum * 10 + i16::from(digit))
        })
    };
    let (month, day) = (number(&[5, 6])? as i8, number(&[8, 9])? as i8);
    Date::new(number(&[0, 1, 2, 3])?, month, day).ok()
}

pub fn not_a_day(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(24).collect();
    format!("must be a day such as 2026-11-21, not \"{shown}\".")
}
