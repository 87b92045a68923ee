//! Sums purchases up by customer: the last day, the number, and the amount. Days come from the data, not from the clock.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::calculators::headers::is_one_of;
use crate::calculators::{Refusal, dates};

/// Customers with days since the last purchase, number of purchases and money: a list for each.
#[derive(Debug, Default)]
pub struct People {
    pub ids: Arc<Vec<String>>,
    pub values: [Arc<Vec<f64>>; 3],
    pub as_of: Option<Date>,
    pub ledger: Ledger,
}

/// What was found while summing up.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    pub lines: usize,
    pub orders: usize,
    /// Whether lines name their orders.
    pub has_orders: bool,
    pub refunds: usize,
    pub refunded: f64,
    pub cancelled: usize,
    /// Customers whose refunds equal their purchases.
    pub left_with_nothing: Vec<String>,
    /// Customers without any purchase, who get no scores.
    pub without_purchase: Vec<String>,
}

/// A line of an order, or an order with one line.
pub struct Purchase<'t> {
    pub date: Date,
    /// Negative for returns.
    pub amount: f64,
    /// Empty if the line is an order of its own.
    pub order: &'t str,
    /// The status in the file.
    pub status: &'t str,
}

/// The purchases of one customer.
#[derive(Default)]
struct Account {
    last: Option<Date>,
    count: f64,
    sum: f64,
    refunded: bool,
}

/// The lines of one order so far.
#[derive(Default)]
struct Order {
    account: usize,
    /// The latest day with a purchase.
    bought: Option<Date>,
    sum: f64,
    returned: bool,
}

#[derive(PartialEq)]
enum Status {
    Stands,
    Cancelled,
    Refund,
}

/// What a mark in a column called `cancelled` says, if it is a yes or a no in words.
pub fn said(mark: &str) -> Option<bool> {
    const YES: &str = "x; yes; true";
    const NO: &str = "no; n; false; nein; f; non; nee; nej; não; nie; ne; нет; не; falsch";
    let is_no = is_one_of(mark, NO);
    (is_no || is_one_of(mark, YES)).then_some(!is_no)
}

/// Whether a status means that a sale was cancelled or has never been one; such a sale is ignored.
pub fn is_reversed(status: &str) -> bool {
    const NEVER: &str = "draft; quote; quotation; proforma; entwurf; angebot; failed; declined; denied; rejected; fehlgeschlagen; \
        abgelehnt; devis; brouillon; presupuesto; borrador; черновик; 見積; 下書き";
    // As in `Quotation sent`, but not as in `Quote accepted` or `Failed delivery`.
    const STILL: &str = "; sent; order; invoice; expired";
    let bare = status.strip_prefix("wc-").unwrap_or(status);
    let (first, rest) = bare.split_once(' ').unwrap_or((bare, ""));
    is_cancelled(status) || is_one_of(first, NEVER) && is_one_of(rest, STILL)
}

/// Whether a status, or the header of a column of marks, tells of a sale that was cancelled.
pub fn is_cancelled(status: &str) -> bool {
    plainly(status).is_some_and(|text| {
        let (first, rest) = text.split_once([' ', '-']).unwrap_or((&text, ""));
        let is_behind = WORDS["before"].contains(&first);
        let mut stems = WORDS["cancelled"].iter();
        stems.any(|stem| {
            let is_within = !stem.is_ascii() && stands_in(&text, stem, &[]);
            let is_whole = |part: &str| {
                begins(part, stem) && !is_limited(&part[stem.trim_end_matches('.').len()..])
            };
            is_whole(&text) || is_behind && is_whole(rest) || is_within
        })
    })
}

/// Whether a status means that money is paid back.
pub fn is_refund(status: &str) -> bool {
    // A partial refund pays back a part only.
    plainly(status).is_some_and(|text| {
        let starts = text.char_indices().map(|(at, _)| at);
        let starts = starts.filter(|at| !text[..*at].ends_with(char::is_alphanumeric));
        let starts: Vec<usize> = starts.collect();
        let mut stems = WORDS["refund"].iter();
        WORDS["alone"].contains(&&*text) || stems.any(|stem| stands_in(&text, stem, &starts))
    })
}

/// The words of `statuses.txt` by their kind.
static WORDS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Vec<&str>> = HashMap::new();
    let lines = include_str!("statuses.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    for (kind, list) in lines.filter_map(|line| line.split_once(": ")) {
        words.entry(kind).or_default().extend(list.split("; "));
    }
    words
});

/// A status in lower case and without accents; `None` for other cells, which most are.
fn plainly(status: &str) -> Option<String> {
    let is_short = status.len() < 30 || status.len() < 90 && status.chars().count() < 30;
    if !is_short || !status.starts_with(char::is_alphabetic) {
        return None;
    }
    let letters = status.nfkd().flat_map(char::to_lowercase);
    let bare = letters
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .nfc();
    let bare: String = if status.is_ascii() {
        status.to_ascii_lowercase()
    } else {
        bare.collect()
    };
    Some(bare.replace('_', " "))
}

fn begins(text: &str, stem: &str) -> bool {
    let whole = |word| {
        let rest = text.strip_prefix(word);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    stem.strip_suffix('.')
        .map_or_else(|| text.starts_with(stem), whole)
}

/// Whether the rest of a word, or the word behind it, limits it or takes it back, as in `Reembolso parcial` and `Rückgabe abgelehnt`.
/// What stands farther off may be a reason, as in `Cancelled - payment declined`.
fn is_limited(behind: &str) -> bool {
    let next = behind.trim_start_matches(char::is_alphanumeric);
    let next = next.strip_prefix(' ').unwrap_or_default();
    let next = next.trim_start_matches('(');
    WORDS["limits"].iter().any(|limit| {
        let is_other_script = limit.starts_with(|c| c > '\u{3000}');
        begins(behind, limit) || begins(next, limit) || is_other_script && behind.contains(limit)
    })
}

/// Whether a word of a status, each at one of these starts, begins so, and nothing takes it back. Words of other scripts may stand
/// anywhere, for some of these have no blanks, and long ones end others, as in `Sammelgutschrift`.
fn stands_in(text: &str, stem: &str, starts: &[usize]) -> bool {
    let at = if stem.is_ascii() {
        let start = starts.iter().copied().find(|at| begins(&text[*at..], stem));
        let end = text.len().checked_sub(stem.len());
        start.or_else(|| end.filter(|_| stem.len() > 8 && text.ends_with(stem)))
    } else {
        text.find(stem)
    };
    let takes_back = |before: &str, unless: &str| {
        let mut words = before.split(|c: char| !c.is_alphanumeric());
        let is_other_script = unless.starts_with(|c| c > '\u{3000}');
        words.any(|word| begins(word, unless)) || is_other_script && text.contains(unless)
    };
    at.is_some_and(|at| {
        !WORDS["unless"]
            .iter()
            .any(|unless| takes_back(&text[..at], unless))
            && !is_limited(&text[at + stem.trim_end_matches('.').len()..])
    })
}

/// Whether a sale with this status counts as one.
pub fn stands(status: &str) -> bool {
    status_of(status) == Status::Stands
}

fn status_of(text: &str) -> Status {
    let text = text.trim();
    if text.is_empty() {
        Status::Stands
    } else if is_reversed(text) || said(text) == Some(true) {
        Status::Cancelled
    } else if is_refund(text) {
        Status::Refund
    } else {
        Status::Stands
    }
}

/// Sums purchases up by the customer of each row; customers are in the order of their first row. The lines of an order are one
/// purchase. Returns reduce the customer's money and are not purchases.
pub fn sum_up<'t>(
    ids: &'t [String],
    purchases: impl Iterator<Item = Purchase<'t>>,
    as_of: Option<Date>,
) -> Result<People, Refusal> {
    let mut accounts: Vec<Account> = Vec::new();
    let (mut places, mut names) = (HashMap::new(), Vec::new());
    let mut numbered: HashMap<(usize, &str), usize> = HashMap::new();
    let mut orders: Vec<Order> = Vec::new();
    let mut ledger = Ledger::default();
    // The latest day, and its row.
    let mut found: Option<(Date, usize)> = None;
    for (row, (id, purchase)) in ids.iter().zip(purchases).enumerate() {
        let account = *places.entry(id.as_str()).or_insert_with(|| {
            names.push(id.clone());
            accounts.push(Account::default());
            accounts.len() - 1
        });
        ledger.lines += 1;
        if found.is_none_or(|(latest, _)| purchase.date > latest) {
            found = Some((purchase.date, row));
        }
        let amount = match status_of(purchase.status) {
            Status::Cancelled if purchase.amount >= 0.0 => {
                ledger.cancelled += 1;
                continue;
            }
            Status::Refund => -purchase.amount.abs(),
            _ => purchase.amount,
        };
        let next = orders.len();
        let place = match purchase.order {
            "" => next,
            order => {
                ledger.has_orders = true;
                *numbered.entry((account, order)).or_insert(next)
            }
        };
        if place == next {
            orders.push(Order {
                account,
                ..Order::default()
            });
        }
        let order = &mut orders[place];
        order.sum += amount;
        if amount >= 0.0 {
            order.bought = order.bought.max(Some(purchase.date));
        } else {
            ledger.refunded -= amount;
            ledger.refunds += 1;
            order.returned = true;
            accounts[account].refunded = true;
        }
    }
    for order in &orders {
        let account = &mut accounts[order.account];
        account.sum += order.sum;
        // An order returned completely is not a purchase; one free of charge is.
        if order.bought.is_some() && (order.sum > 0.0 || !order.returned) {
            ledger.orders += 1;
            account.count += 1.0;
            account.last = account.last.max(order.bought);
        }
    }
    // No table is without rows.
    let Some((latest, row)) = found else {
        return Ok(People::default());
    };
    let as_of = match as_of {
        Some(day) if latest > day => {
            let says =
                format!("is {latest}, after the day it is seen from, {day}: give a later `as_of`.");
            return Err(Refusal::in_row("future_date", row, "date", &says));
        }
        Some(day) => day,
        None => latest.tomorrow().unwrap_or(latest),
    };
    for (account, name) in accounts.iter().zip(&names) {
        if account.last.is_none() {
            ledger.without_purchase.push(name.clone());
        } else if account.refunded && account.sum <= 0.0 {
            ledger.left_with_nothing.push(name.clone());
        }
    }
    let bought = accounts
        .iter()
        .zip(names)
        .filter_map(|(account, name)| Some((account, name, account.last?)));
    let mut people = People {
        as_of: Some(as_of),
        ..People::default()
    };
    let (mut ids, mut values) = (Vec::new(), [const { Vec::new() }; 3]);
    for (account, name, last) in bought {
        ids.push(name);
        values[0].push(as_of.duration_since(last).as_hours() as f64 / 24.0);
        values[1].push(account.count);
        values[2].push(account.sum);
    }
    if ids.is_empty() {
        let message =
            "There is no purchase, only refunds and what was cancelled: give at least one.";
        return Err(Refusal::new("empty", message));
    }
    (people.ids, people.values, people.ledger) = (Arc::new(ids), values.map(Arc::new), ledger);
    Ok(people)
}

/// A calendar date such as 2026-11-21; a time of day after it is ignored.
pub fn day(text: &str) -> Option<Date> {
    dates::iso(text.trim(), b"-")
}

pub fn not_a_day(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !c.is_control()).take(24).collect();
    format!("must be a day such as 2026-11-21, not \"{shown}\".")
}
