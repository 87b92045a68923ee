//! RFM: scores customers by how recently, how often and for how much they bought, and names their segments.
//!
//! Sources: Hughes, Strategic Database Marketing; Fader, Hardie & Lee (2005) for the direction of recency. The named
//! segments over R and F are a convention of the trade.

mod about;
mod purchases;
mod reading;
mod shown;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub use about::RFM;
use jiff::civil::Date;
pub use purchases::{is_cancelled, is_refund, is_reversed, said, stands};

use crate::calculators::frame::*;
use crate::calculators::messages::first_of;

/// Customers named in a warning.
const NAMED: usize = 5;
const NAMES: [&str; 3] = ["recency_days", "frequency", "monetary"];
const CUTS: [&str; 3] = ["recency_cuts", "frequency_cuts", "monetary_cuts"];

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let request = Request::read(reader)?;
    Ok(request.score().outcome(&request))
}

#[derive(Debug, Clone, PartialEq)]
enum Method {
    Rank,
    Ntile,
    /// Rising values that separate the bands of recency, frequency and money.
    Cuts([Vec<f64>; 3]),
}

#[derive(Debug, Clone)]
struct Request {
    ids: Arc<Vec<String>>,
    /// Days since the last purchase, number of purchases, money: a list for each.
    values: [Arc<Vec<f64>>; 3],
    as_of: Option<Date>,
    method: Method,
    bins: usize,
    weights: [f64; 3],
    ledger: purchases::Ledger,
}

impl Request {
    /// Whether larger values are worse, as for the days since the last purchase.
    fn falls(field: usize) -> bool {
        field == 0
    }

    fn score(&self) -> Scored {
        let scores: [Vec<u8>; 3] = std::array::from_fn(|field| match &self.method {
            Method::Rank => self.by_rank(field),
            Method::Ntile => self.by_ntile(field),
            Method::Cuts(cuts) => self.by_cuts(field, &cuts[field]),
        });
        let thresholds = std::array::from_fn(|field| match &self.method {
            Method::Cuts(cuts) => cuts[field].iter().copied().map(Some).collect(),
            _ => self.thresholds(field, &scores[field]),
        });
        let bins = self.bins;
        let code = |i: usize| {
            let place = |code: usize, scores: &Vec<u8>| code * bins + usize::from(scores[i]) - 1;
            scores.iter().fold(0, place) as u16
        };
        Scored {
            codes: Arc::new((0..self.ids.len()).map(code).collect()),
            classes: (0..bins.pow(3)).map(|code| self.class(code)).collect(),
            scores,
            thresholds,
        }
    }

    fn by_rank(&self, field: usize) -> Vec<u8> {
        let values = &self.values[field];
        let rows = ranked(values, Self::falls(field), None);
        let mut scores = vec![0; rows.len()];
        let mut worse = 0;
        for equal in rows.chunk_by(|a, b| values[*a as usize] == values[*b as usize]) {
            let score = (1 + self.bins * worse / rows.len()).min(self.bins) as u8;
            for row in equal {
                scores[*row as usize] = score;
            }
            worse += equal.len();
        }
        scores
    }

    fn by_ntile(&self, field: usize) -> Vec<u8> {
        let order = ranked(&self.values[field], Self::falls(field), Some(&self.ids));
        let (small, larger) = (order.len() / self.bins, order.len() % self.bins);
        let mut scores = vec![0; order.len()];
        let (mut score, mut room) = (0u8, 0);
        for &row in &order {
            if room == 0 {
                score += 1;
                room = small + usize::from(usize::from(score) <= larger);
            }
            room -= 1;
            scores[row as usize] = score;
        }
        scores
    }

    fn by_cuts(&self, field: usize, cuts: &[f64]) -> Vec<u8> {
        let band =
            |value: &f64| cuts.partition_point(|cut| *cut <= value + NEAR * value.abs().max(1.0));
        let scores = self.values[field].iter().map(|value| {
            if Self::falls(field) {
                self.bins - band(value)
            } else {
                1 + band(value)
            }
        });
        scores.map(|score| score as u8).collect()
    }

    /// The meaning of a code: 0 is the worst score in all three, and M counts up first.
    fn class(&self, code: usize) -> Class {
        let bins = self.bins;
        let scores = [code / bins / bins, code / bins % bins, code % bins].map(|digit| digit + 1);
        // If there are not five bands, scores are first scaled to five.
        let fifth = |score: usize| (score * 5).div_ceil(bins).clamp(1, 5) - 1;
        let parts = self.weights.iter().zip(scores);
        let sum: f64 = parts.map(|(weight, score)| weight * score as f64).sum();
        Class {
            scores: scores.map(|score| score as u8),
            digits: scores.map(|score| score.to_string()).concat(),
            weighted: sum / self.weights.iter().sum::<f64>(),
            segment: SEGMENTS[fifth(scores[0])][fifth(scores[1])],
        }
    }

    /// For each score from 2 up, the worst value that reached it; `None` if none did.
    fn thresholds(&self, field: usize, scores: &[u8]) -> Vec<Option<f64>> {
        let mut worst: Vec<Option<f64>> = vec![None; self.bins - 1];
        for (value, score) in self.values[field].iter().zip(scores) {
            if let Some(found) = usize::from(*score)
                .checked_sub(2)
                .and_then(|place| worst.get_mut(place))
            {
                let worse = |old: f64| {
                    if Self::falls(field) {
                        *value > old
                    } else {
                        *value < old
                    }
                };
                if found.is_none_or(worse) {
                    *found = Some(*value);
                }
            }
        }
        worst
    }

    /// The fields in which equal values got different scores, decided by the ids.
    fn parted_equals(&self, scores: &[Vec<u8>; 3]) -> Vec<usize> {
        let parted = |field: &usize| {
            let mut scored = HashMap::new();
            let values = self.values[*field]
                .iter()
                .map(|value| (value + 0.0).to_bits());
            values.zip(&scores[*field]).any(|(value, score)| {
                scored
                    .insert(value, score)
                    .is_some_and(|other| other != score)
            })
        };
        (0..3)
            .filter(|_| self.method == Method::Ntile)
            .filter(parted)
            .collect()
    }

    fn warnings(&self, scores: &[Vec<u8>; 3]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (name, values) in NAMES.into_iter().zip(&self.values) {
            if values.iter().all(|value| *value == values[0]) {
                warnings.push(Warning::new("no_spread", name));
            }
        }
        for field in self.parted_equals(scores) {
            warnings.push(Warning::new("tie_across_boundary", NAMES[field]));
        }
        if self.ids.len() < self.bins {
            warnings.push(Warning::new("fewer_customers_than_bins", ""));
        }
        let ledger = &self.ledger;
        for (code, count) in [("refunds", ledger.refunds), ("cancelled", ledger.cancelled)] {
            if count > 0 {
                warnings.push(Warning::new(code, count));
            }
        }
        for (code, names) in [
            ("left_with_nothing", &ledger.left_with_nothing),
            ("without_purchase", &ledger.without_purchase),
        ] {
            if !names.is_empty() {
                warnings.push(Warning::new(code, first_of(names.iter().cloned(), NAMED)));
            }
        }
        warnings
    }
}

/// The segment for each R and F score, with R from 1 to 5 in rows and F in columns.
#[rustfmt::skip]
const SEGMENTS: [[&str; 5]; 5] = [
    ["hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"],
    ["hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose"],
    ["about_to_sleep", "about_to_sleep", "needs_attention", "loyal", "loyal"],
    ["promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal"],
    ["new", "potential_loyalist", "potential_loyalist", "champions", "champions"],
];

#[derive(Debug, Clone)]
struct Scored {
    scores: [Vec<u8>; 3],
    /// The three scores of each customer as one number.
    codes: Arc<Vec<u16>>,
    /// The meaning of each code.
    classes: Vec<Class>,
    thresholds: [Vec<Option<f64>>; 3],
}

/// Properties of all customers with the same three scores.
#[derive(Debug, Clone)]
struct Class {
    scores: [u8; 3],
    /// The digits of R, F and M.
    digits: String,
    /// The weighted mean of the three scores.
    weighted: f64,
    segment: &'static str,
}

impl Scored {
    fn class(&self, i: usize) -> &Class {
        &self.classes[usize::from(self.codes[i])]
    }

    fn segments(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = vec![0; self.classes.len()];
        for code in self.codes.iter() {
            counts[usize::from(*code)] += 1;
        }
        let mut segments = BTreeMap::new();
        for (class, count) in self.classes.iter().zip(counts).filter(|(_, n)| *n > 0) {
            *segments.entry(class.segment).or_insert(0) += count;
        }
        segments
    }
}

#[cfg(test)]
mod tests;
