//! Reads and checks a request for an ABC split.

use std::sync::Arc;

use super::{CLASSES, Request};
use crate::calculators::request::{Object, all_different};
use crate::calculators::{Reader, Refusal};

impl Request {
    pub fn read(reader: &Reader) -> Result<Self, Refusal> {
        let object = &reader.object;
        let by_count = reader.choice("mode")? == "count";
        let exclude = reader.choice("boundary")? == "exclude";
        let ties_together = reader.choice("ties")? == "together";
        let refuse_non_positive = reader.choice("non_positive")? == "error";
        let cuts = cuts(object, by_count)?;
        let (ids, values) = match reader.input.table {
            Some(table) => {
                table.rows()?;
                let ids = table.ids("id")?;
                let values = match table.filled("value")? {
                    Some(values) => values,
                    None if table.numbers("qty").is_none() => {
                        let message = "The table has no column `value`, nor `qty` and `unit_cost`: give it one or the \
                                       other.";
                        return Err(Refusal::new("missing", message).at_field("value"));
                    }
                    None => products(&table.needed("qty")?, &table.needed("unit_cost")?)?,
                };
                (ids, values)
            }
            None => items(object)?,
        };
        if refuse_non_positive && let Some(row) = values.iter().position(|value| *value <= 0.0) {
            let message = format!(
                "`value` in row {} (\"{}\") must be above 0, not {}.",
                row + 1,
                &ids[row],
                values[row]
            );
            return Err(Refusal::new("non_positive", message).at_row(row, "value"));
        }
        Ok(Request {
            ids,
            values,
            by_count,
            cuts,
            exclude,
            ties_together,
        })
    }
}

fn cuts(object: &Object, by_count: bool) -> Result<Vec<f64>, Refusal> {
    let default = if by_count {
        vec![0.2, 0.5]
    } else {
        vec![0.8, 0.95]
    };
    let cuts = object.numbers("cuts")?.unwrap_or(default);
    let rising = cuts.windows(2).all(|pair| pair[0] < pair[1]);
    let inside = cuts.iter().all(|cut| *cut > 0.0 && *cut < 1.0);
    if cuts.is_empty() || cuts.len() >= CLASSES.len() || !rising || !inside {
        let says = "must be one to 25 shares between 0 and 1, each larger than the one before, such as [0.8, 0.95].";
        return Err(object.refuse("bad_cuts", "cuts", says));
    }
    Ok(cuts)
}

type Items = (Arc<Vec<String>>, Arc<Vec<f64>>);

fn items(object: &Object) -> Result<Items, Refusal> {
    let rows = object.rows("items")?;
    let mut ids = Vec::with_capacity(rows.len());
    let mut values = Vec::with_capacity(rows.len());
    for row in &rows {
        row.knows(&["id", "value", "qty", "unit_cost"])?;
        ids.push(row.needed_text("id")?);
        let product = row.get("qty").is_some() || row.get("unit_cost").is_some();
        let value = match (row.get("value").is_some(), product) {
            (true, true) => return Err(row.ambiguous("value", "`qty` and `unit_cost`")),
            (false, true) => {
                let cost = row.within("unit_cost", row.needed("unit_cost")?, 0.0, f64::INFINITY)?;
                row.needed("qty")? * cost
            }
            _ => row
                .number("value")?
                .ok_or_else(|| row.missing("value", "a number, or `qty` and `unit_cost`"))?,
        };
        if !value.is_finite() {
            return Err(row.refuse(
                "not_finite",
                "qty",
                "times `unit_cost` is too large to count: give smaller numbers.",
            ));
        }
        values.push(value);
    }
    all_different("items", &ids)?;
    Ok((Arc::new(ids), Arc::new(values)))
}

fn products(quantities: &[f64], costs: &[f64]) -> Result<Arc<Vec<f64>>, Refusal> {
    let values: Vec<f64> = quantities
        .iter()
        .zip(costs)
        .map(|(quantity, cost)| quantity * cost)
        .collect();
    if let Some(row) = costs.iter().position(|cost| *cost < 0.0) {
        let says = format!("must be at least 0, not {}.", costs[row]);
        return Err(Refusal::in_row("out_of_range", row, "unit_cost", &says));
    }
    match values.iter().position(|value| !value.is_finite()) {
        Some(row) => {
            let message = format!(
                "`qty` times `unit_cost` in row {} is too large to count: give smaller numbers.",
                row + 1
            );
            Err(Refusal::new("not_finite", message).at_row(row, "qty"))
        }
        None => Ok(Arc::new(values)),
    }
}
