//! Purchases summed up by customer: the last day, how many, and for how much. Reads days; never the clock.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Refusal, Texts};

/// Customers with days since the last purchase, number of purchases and money: one list each.
pub struct People {
    pub ids: Arc<Texts>,
    pub values: [Vec<f64>; 3],
    pub as_of: Option<Date>,
}

/// Sums transactions up by customer.
pub struct Ledger<'a> {
    accounts: HashMap<Name<'a>, Account<'a>, Seed>,
    /// The latest day of all and the row it stands in.
    latest: Option<(Date, usize)>,
}

/// A customer's name: a short one is compared without a look at the text.
#[derive(PartialEq, Eq, Hash)]
enum Name<'a> {
    Short(u128),
    Long(&'a str),
}

impl<'a> Name<'a> {
    fn new(id: &'a str) -> Self {
        let mut bytes = [0; 16];
        match bytes.get_mut(..id.len()) {
            // The last byte is the length, so that zeros at the end of a name count.
            Some(room) if id.len() < 16 => {
                room.copy_from_slice(id.as_bytes());
                bytes[15] = id.len() as u8;
                Name::Short(u128::from_le_bytes(bytes))
            }
            _ => Name::Long(id),
        }
    }
}

/// What one customer bought.
struct Account<'a> {
    id: &'a str,
    /// The row of the first purchase.
    first: usize,
    last: Date,
    count: f64,
    sum: f64,
}

impl<'a> Ledger<'a> {
    pub fn with_room(rows: usize) -> Self {
        let accounts = HashMap::with_capacity_and_hasher(rows.min(1 << 12), Seed::new());
        Ledger {
            accounts,
            latest: None,
        }
    }

    pub fn enter(&mut self, id: &'a str, date: Date, amount: f64, row: usize) {
        let account = self.accounts.entry(Name::new(id)).or_insert(Account {
            id,
            first: row,
            last: date,
            count: 0.0,
            sum: 0.0,
        });
        account.last = account.last.max(date);
        account.count += 1.0;
        account.sum += amount;
        if self.latest.is_none_or(|(latest, _)| date > latest) {
            self.latest = Some((date, row));
        }
    }

    /// The customers in the order in which they first appear.
    pub fn close(self, as_of: Option<Date>, list: &str) -> Result<People, Refusal> {
        let Some((latest, row)) = self.latest else {
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
        let mut accounts: Vec<Account> = self.accounts.into_values().collect();
        accounts.sort_unstable_by_key(|account| account.first);
        if let Some(account) = accounts.iter().find(|a| !a.sum.is_finite()) {
            let message = format!(
                "Each `amount` of \"{}\" counts, and together they are too large: give smaller ones.",
                account.id
            );
            return Err(Refusal::new("not_finite", message).at_field("amount"));
        }
        let column = |of: fn(&Account) -> f64| accounts.iter().map(of).collect();
        let days = |last: Date| as_of.duration_since(last).as_hours() as f64 / 24.0;
        let recency = accounts.iter().map(|account| days(account.last));
        Ok(People {
            values: [recency.collect(), column(|a| a.count), column(|a| a.sum)],
            ids: Arc::new(accounts.iter().map(|account| account.id).collect()),
            as_of: Some(as_of),
        })
    }
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

/// Hashes names eight bytes at a time, each map in its own way, so that no list of names can be made to collide.
struct Seed(u64);

impl Seed {
    fn new() -> Self {
        Seed(RandomState::new().hash_one(0))
    }
}

impl BuildHasher for Seed {
    type Hasher = Mix;

    fn build_hasher(&self) -> Mix {
        Mix(self.0)
    }
}

struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(byte.into());
    }

    fn write_u128(&mut self, wide: u128) {
        self.write_u64(wide as u64);
        self.write_u64((wide >> 64) as u64);
    }

    fn write_isize(&mut self, word: isize) {
        self.write_u64(word as u64);
    }

    fn write_u64(&mut self, word: u64) {
        let wide = u128::from(self.0 ^ word) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (wide as u64) ^ ((wide >> 64) as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
