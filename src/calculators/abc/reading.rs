//! Reads and checks a request for an ABC split.

use super::about::COLUMNS;
use super::{CLASSES, Request};
use crate::calculators::frame::*;
use crate::calculators::request::Object;

impl Request {
    pub fn read(reader: &Reader) -> Result<Self, Refusal> {
        let object = &reader.object;
        let by_count = reader.choice("mode")? == "count";
        let exclude = reader.choice("boundary")? == "exclude";
        let ties_together = reader.choice("ties")? == "together";
        let refuse_non_positive = reader.choice("non_positive")? == "error";
        let cuts = cuts(object, by_count)?;
        let items = reader.rows_of("items", COLUMNS, "")?;
        let (ids, values) = (
            items.ids("id")?,
            items.amounts("value", ["qty", "unit_cost"])?,
        );
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
