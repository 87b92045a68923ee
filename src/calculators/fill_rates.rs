//! Fill rates: what share of units, of lines and of whole orders was shipped.
//!
//! Source: Bowersox, Closs & Cooper, Supply Chain Logistics Management (item, line and order fill rate).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::numbers::plain;
use super::request::{Object, Place};
use super::{
    About, Answer, Calculator, Column, Figure, Grid, GridColumn, Holds, Input, Layout, NEAR,
    Outcome, Refusal, Step, Unit,
};

pub struct FillRates;

const fn number(
    key: &'static str,
    label: &'static str,
    synonyms: &'static [&'static str],
) -> Column {
    Column {
        key,
        label,
        holds: Holds::Number,
        needed: true,
        synonyms,
    }
}

static ABOUT: About = About {
    name: "fill_rates",
    title: "Fill rates",
    purpose: "How much of an order was delivered?",
    formula: "unit fill = shipped / ordered; line fill = full lines / lines; order fill = full orders / orders",
    source: "Bowersox, Closs & Cooper, Supply Chain Logistics Management",
    fields: &[],
    layouts: &[Layout {
        name: "order lines",
        columns: &[
            Column {
                key: "order",
                label: "Order",
                holds: Holds::Text,
                needed: true,
                synonyms: &["order id", "order number", "order no", "sales order"],
            },
            number(
                "ordered",
                "Ordered",
                &["quantity ordered", "order quantity", "qty ordered"],
            ),
            number(
                "shipped",
                "Shipped",
                &["quantity shipped", "delivered", "qty shipped", "filled"],
            ),
        ],
        rest: None,
    }],
    example: r#"{"lines": [{"order": "1", "ordered": 40, "shipped": 40}, {"order": "1", "ordered": 20, "shipped": 15},
        {"order": "2", "ordered": 30, "shipped": 30}, {"order": "3", "ordered": 10, "shipped": 10}]}"#,
};

impl Calculator for FillRates {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        Answer::new(&Lines::read(input)?.result(), Vec::new())
    }

    fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        Ok(Lines::read(input)?.outcome())
    }
}

struct Lines {
    orders: Arc<Vec<String>>,
    ordered: Arc<Vec<f64>>,
    shipped: Arc<Vec<f64>>,
}

#[derive(Debug, Serialize)]
struct Results {
    units_ordered: f64,
    units_shipped: f64,
    unit_fill: f64,
    lines: usize,
    full_lines: usize,
    line_fill: f64,
    orders: usize,
    full_orders: usize,
    order_fill: f64,
}

impl Lines {
    fn read(input: &Input) -> Result<Self, Refusal> {
        let object = Object::new(input.request, Place::Request)?;
        object.knows(&["lines"])?;
        if let Some(table) = input.table {
            table.rows()?;
            let lines = Lines {
                orders: table.named("order")?,
                ordered: table.needed("ordered")?,
                shipped: table.needed("shipped")?,
            };
            return lines.checked();
        }
        let rows = object.rows("lines")?;
        let (mut orders, mut ordered, mut shipped) = (Vec::new(), Vec::new(), Vec::new());
        for row in &rows {
            row.knows(&["order", "ordered", "shipped"])?;
            orders.push(row.needed_text("order")?);
            ordered.push(row.needed("ordered")?);
            shipped.push(row.needed("shipped")?);
        }
        let lines = Lines {
            orders: Arc::new(orders),
            ordered: Arc::new(ordered),
            shipped: Arc::new(shipped),
        };
        lines.checked()
    }

    fn checked(self) -> Result<Self, Refusal> {
        for (row, (&ordered, &shipped)) in self.ordered.iter().zip(self.shipped.iter()).enumerate()
        {
            let fault = if ordered <= 0.0 {
                Some((
                    "ordered",
                    format!(
                        "`ordered` in row {} must be above 0, not {ordered}.",
                        row + 1
                    ),
                ))
            } else if !(0.0..=ordered).contains(&shipped) {
                let message = format!(
                    "`shipped` in row {} must lie from 0 to the {ordered} ordered, not {shipped}.",
                    row + 1
                );
                Some(("shipped", message))
            } else {
                None
            };
            if let Some((column, message)) = fault {
                return Err(Refusal::new("out_of_range", message).at_row(row, column));
            }
        }
        match self.ordered.iter().sum::<f64>().is_finite() {
            true => Ok(self),
            false => Err(Refusal::new(
                "not_finite",
                "The quantities of `lines` are too large to count: give smaller ones.",
            )
            .at_field("lines")),
        }
    }

    fn full(&self, line: usize) -> bool {
        self.shipped[line] >= self.ordered[line] * (1.0 - NEAR)
    }

    fn result(&self) -> Results {
        let (ordered, shipped) = (
            self.ordered.iter().sum::<f64>(),
            self.shipped.iter().sum::<f64>(),
        );
        let lines = self.orders.len();
        let full_lines = (0..lines).filter(|&line| self.full(line)).count();
        let mut orders: BTreeMap<&str, bool> = BTreeMap::new();
        for (line, order) in self.orders.iter().enumerate() {
            *orders.entry(order).or_insert(true) &= self.full(line);
        }
        let full_orders = orders.values().filter(|full| **full).count();
        Results {
            units_ordered: ordered,
            units_shipped: shipped,
            unit_fill: shipped / ordered,
            lines,
            full_lines,
            line_fill: full_lines as f64 / lines as f64,
            orders: orders.len(),
            full_orders,
            order_fill: full_orders as f64 / orders.len() as f64,
        }
    }

    fn outcome(&self) -> Outcome {
        let result = self.result();
        let n = self.orders.len();
        let figures = vec![
            Figure::new("unit_fill", "unit fill", result.unit_fill, Unit::Share),
            Figure::new("line_fill", "line fill", result.line_fill, Unit::Share),
            Figure::new("order_fill", "order fill", result.order_fill, Unit::Share),
        ];
        let fraction = |formula: &str, part: f64, whole: f64| {
            Step::new(
                formula,
                format!("{} / {}", plain(part), plain(whole)),
                plain(part / whole),
            )
        };
        let working = vec![
            fraction(
                "unit fill = units shipped / ordered",
                result.units_shipped,
                result.units_ordered,
            ),
            fraction(
                "line fill = full lines / lines",
                result.full_lines as f64,
                result.lines as f64,
            ),
            fraction(
                "order fill = full orders / orders",
                result.full_orders as f64,
                result.orders as f64,
            ),
        ];
        let table = Grid {
            key: "lines",
            title: "Order lines",
            rows: n,
            columns: vec![
                GridColumn::names(
                    "order",
                    "Order",
                    &self.orders,
                    (0..n as u32).collect::<Vec<u32>>(),
                ),
                GridColumn::numbers("ordered", "Ordered", Unit::Quantity, self.ordered.to_vec()),
                GridColumn::numbers("shipped", "Shipped", Unit::Quantity, self.shipped.to_vec()),
                GridColumn::words(
                    "full",
                    "In full",
                    (0..n).map(|line| if self.full(line) { "yes" } else { "no" }),
                ),
            ],
        };
        Outcome {
            figures,
            tables: vec![table],
            working,
            ..Outcome::default()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::super::answer;
    use serde_json::{Value, json};

    #[test]
    fn the_three_rates_differ_on_the_same_shipments() {
        let request: Value = serde_json::from_str(super::ABOUT.example).unwrap();
        let result = answer("fill_rates", &request).unwrap().value();
        assert_eq!(result["unit_fill"], json!(0.95));
        assert_eq!(result["line_fill"], json!(0.75));
        assert_eq!(result["order_fill"], json!(2.0 / 3.0));
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (line, code) in [
            (
                json!({"order": "1", "ordered": 0, "shipped": 0}),
                "out_of_range",
            ),
            (
                json!({"order": "1", "ordered": 5, "shipped": 6}),
                "out_of_range",
            ),
            (
                json!({"order": "1", "ordered": 5, "shipped": -1}),
                "out_of_range",
            ),
            (json!({"order": "1", "ordered": 5}), "missing"),
            (json!({"ordered": 5, "shipped": 5}), "missing"),
            (
                json!({"order": "1", "ordered": "5", "shipped": 5}),
                "not_a_number",
            ),
        ] {
            assert_eq!(
                answer("fill_rates", &json!({"lines": [line]}))
                    .unwrap_err()
                    .code,
                code,
                "{line}"
            );
        }
        assert_eq!(
            answer("fill_rates", &json!({"lines": []}))
                .unwrap_err()
                .code,
            "empty"
        );
    }
}
