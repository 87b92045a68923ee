//! ABC split (Pareto): ranks items or customers by value and cuts them into classes by running share or by count.
//!
//! Source: Dickie, "ABC inventory analysis shoots for dollars, not pennies" (1951); Silver, Pyke & Thomas,
//! Inventory and Production Management. Gini index as half the relative mean difference.

mod about;
mod reading;
mod shown;

use std::sync::Arc;

use crate::calculators::frame::*;
pub use about::ABC;

/// The letters of the classes: one cut fewer than these.
const CLASSES: [&str; 26] = [
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S",
    "T", "U", "V", "W", "X", "Y", "Z",
];

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let request = Request::read(reader)?;
    let split = request.split()?;
    Ok(split.outcome(&request))
}

/// A validated request.
#[derive(Debug, Clone)]
pub struct Request {
    pub ids: Arc<Vec<String>>,
    pub values: Arc<Vec<f64>>,
    /// Classes by number of items instead of by share of value.
    pub by_count: bool,
    /// The end of each class, rising, between 0 and 1.
    pub cuts: Vec<f64>,
    /// The item that crosses a cut belongs to the lower class.
    pub exclude: bool,
    pub ties_together: bool,
}

impl Request {
    /// Ranks the items and assigns classes; an error if no value is above zero.
    pub fn split(&self) -> Result<Split, Refusal> {
        let order = ranked(&self.values, true, Some(&self.ids));
        let sorted: Vec<f64> = order.iter().map(|&row| self.values[row as usize]).collect();
        let positive = sorted.partition_point(|value| *value > 0.0);
        let total: f64 = sorted[..positive].iter().sum();
        if positive == 0 {
            let message = "No item of `items` has a value above zero, so there is nothing to share out: give at least one.";
            return Err(Refusal::new("zero_total", message).at_field("items"));
        }
        let mut running = 0.0;
        let mut cumulative = Vec::with_capacity(order.len());
        cumulative.extend(sorted[..positive].iter().map(|value| {
            running += value;
            running / total
        }));
        cumulative[positive - 1] = 1.0;
        cumulative.resize(order.len(), 1.0);
        let mut split = Split {
            order: order.into(),
            sorted: sorted.into(),
            positive,
            total,
            cumulative: cumulative.into(),
            ..Split::default()
        };
        self.classify(&mut split);
        split.classes = split.class_table();
        (split.gini, split.hhi) = split.concentration();
        Ok(split)
    }

    /// Finds the end of each class; items without a value above zero are in the last class.
    fn classify(&self, split: &mut Split) {
        let n = split.order.len();
        for cut in &self.cuts {
            let end = if self.by_count {
                ((cut * n as f64 + 0.5 + NEAR).floor() as usize).max(1)
            } else if self.exclude {
                split
                    .cumulative
                    .partition_point(|after| *after <= cut + NEAR)
            } else {
                1 + split
                    .cumulative
                    .partition_point(|after| *after < cut - NEAR)
            };
            let mut end = end.min(split.positive);
            let tied = |place: usize| {
                let (before, value) = (split.sorted[place - 1], split.sorted[place]);
                before - value <= NEAR * value
            };
            if self.ties_together {
                while end > 0 && end < split.positive && tied(end) {
                    end += 1;
                }
            } else if end > 0
                && end < split.positive
                && tied(end)
                && split.ends.last() != Some(&end)
            {
                split.ties.push(split.order[end]);
            }
            split.ends.push(end);
        }
    }
}

/// Items with ranks and classes.
#[derive(Debug, Clone, Default)]
pub struct Split {
    /// Rows of the request by rank.
    pub order: Arc<Vec<u32>>,
    /// Their values, largest first.
    pub sorted: Arc<Vec<f64>>,
    /// Number of items with a value above zero; they come first in the order.
    pub positive: usize,
    pub total: f64,
    /// The running share after each rank.
    pub cumulative: Arc<Vec<f64>>,
    /// For each cut, how many items are in the classes above it.
    pub ends: Vec<usize>,
    /// Rows in a lower class than a row of equal value before them.
    ties: Vec<u32>,
    classes: Vec<Class>,
    gini: f64,
    hhi: f64,
}

#[derive(Debug, Clone)]
struct Class {
    class: &'static str,
    count: usize,
    count_share: f64,
    value: f64,
    value_share: f64,
}

impl Split {
    fn share(&self, place: usize) -> f64 {
        self.sorted[place].max(0.0) / self.total
    }

    /// The class of a rank from 0, as its letter.
    pub fn class(&self, place: usize) -> &'static str {
        CLASSES[self.ends.partition_point(|end| *end <= place)]
    }

    fn class_table(&self) -> Vec<Class> {
        let n = self.order.len();
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ends = self.ends.iter().copied().chain([n]);
        let classes = starts.zip(ends).zip(CLASSES).map(|((start, end), class)| {
            let value: f64 = self.sorted[start..end]
                .iter()
                .map(|value| value.max(0.0))
                .sum();
            Class {
                class,
                count: end - start,
                count_share: (end - start) as f64 / n as f64,
                value,
                value_share: value / self.total,
            }
        });
        classes.collect()
    }

    /// The Gini index, sum((2i - n - 1) x_i) / (n sum x) over the values in rising order, 0 if all are equal; and the sum of the
    /// squared shares (Herfindahl-Hirschman).
    fn concentration(&self) -> (f64, f64) {
        let n = self.order.len() as f64;
        let (mut weighted, mut squares) = (0.0, 0.0);
        for (place, value) in self.sorted[..self.positive].iter().enumerate() {
            let share = value / self.total;
            weighted += (n - 1.0 - 2.0 * place as f64) * share;
            squares += share * share;
        }
        ((weighted / n).clamp(0.0, 1.0), squares)
    }

    fn items_for_80pct(&self) -> usize {
        self.cumulative.partition_point(|share| *share < 0.8 - NEAR) + 1
    }

    /// A fifth of the items, rounded, at least one.
    fn top20pct(&self) -> usize {
        ((self.order.len() as f64 * 0.2 + 0.5 + NEAR).floor() as usize).max(1)
    }

    fn warnings(&self, request: &Request) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let rest = self.order.len() - self.positive;
        if rest > 0 {
            warnings.push(Warning::new("non_positive", rest));
        }
        for &row in &self.ties {
            warnings.push(Warning::new(
                "tie_across_boundary",
                &request.ids[row as usize],
            ));
        }
        for class in self.classes.iter().filter(|class| class.count == 0) {
            warnings.push(Warning::new("empty_class", class.class));
        }
        warnings
    }
}

#[cfg(test)]
mod tests;
