//! Problems on fill rates: five orders of one to three lines, one of the three rates asked for.

use serde_json::{Value, json};

use super::super::draw::Draw;
use super::super::numbers::{filled, plain};
use super::problem::{Problem, Sought, Wrong, apart, mistakes, table, worked_out};

#[derive(Clone, Copy, PartialEq)]
pub enum Rate {
    Unit,
    Line,
    Order,
}

struct Line {
    order: usize,
    ordered: f64,
    shipped: f64,
}

fn lines(draw: &mut Draw) -> Vec<Line> {
    let mut lines = Vec::new();
    for order in 1..=5 {
        for _ in 0..=draw.below(3) {
            let ordered = draw.range(10.0, 60.0, 10.0);
            let short = if draw.chance(7, 10) {
                0.0
            } else {
                draw.range(5.0, ordered, 5.0)
            };
            lines.push(Line {
                order,
                ordered,
                shipped: ordered - short,
            });
        }
    }
    lines
}

pub fn problem(draw: &mut Draw, rate: Rate) -> Option<Problem> {
    let lines = lines(draw);
    let rows = lines
        .iter()
        .map(|l| json!({"order": l.order.to_string(), "ordered": l.ordered, "shipped": l.shipped}));
    let request = json!({"lines": rows.collect::<Value>()});
    let result = worked_out("fill_rates", &request)?;
    let percent = |key: &str| result[key].as_f64().map(|share| share * 100.0);
    let count = |key: &str| result[key].as_f64();
    let (unit, line, order) = (
        percent("unit_fill")?,
        percent("line_fill")?,
        percent("order_fill")?,
    );
    let ordered = count("units_ordered")?;
    let full_units: f64 = lines
        .iter()
        .filter(|line| line.shipped == line.ordered)
        .map(|line| line.shipped)
        .sum();
    let full_only = full_units / ordered * 100.0;
    let (value, asked, formula) = match rate {
        Rate::Unit => (
            unit,
            "unit fill rate (units shipped over units ordered)",
            (count("units_shipped")?, ordered),
        ),
        Rate::Line => (
            line,
            "line fill rate (lines shipped in full over all lines)",
            (count("full_lines")?, count("lines")?),
        ),
        Rate::Order => (
            order,
            "order fill rate (orders shipped in full over all orders)",
            (count("full_orders")?, count("orders")?),
        ),
    };
    let mut wrongs = vec![
        (unit, "That is the unit fill rate."),
        (line, "That is the line fill rate."),
        (order, "That is the order fill rate."),
        (100.0 - value, "That is the share that was not filled."),
        (
            full_only,
            "You counted only the units of lines shipped in full, over all units ordered.",
        ),
    ];
    wrongs.remove(rate as usize);
    let mut numbers: Vec<f64> = wrongs.iter().map(|(wrong, _)| *wrong).collect();
    numbers.push(value);
    if lines.iter().all(|line| line.shipped == line.ordered) || !apart(&numbers) {
        return None;
    }
    let cells = lines
        .iter()
        .map(|l| vec![l.order.to_string(), plain(l.ordered), plain(l.shipped)]);
    let question = format!(
        "Brightwater Supply shipped five orders. A line is one row.\n\n{}\nWhat is the {asked}, in percent?",
        table(&["Order", "Ordered", "Shipped"], cells)
    );
    let sum = |of: fn(&Line) -> f64| {
        lines
            .iter()
            .map(|line| plain(of(line)))
            .collect::<Vec<String>>()
            .join(" + ")
    };
    let (part, whole) = formula;
    let mut working = match rate {
        Rate::Unit => vec![
            format!("{} = {}", sum(|line| line.shipped), plain(part)),
            format!("{} = {}", sum(|line| line.ordered), plain(whole)),
        ],
        Rate::Line => vec![filled!("{} of {} lines were shipped in full.", part, whole)],
        Rate::Order => vec![filled!("{} of {} orders have no short line.", part, whole)],
    };
    working.push(filled!("{} / {} x 100 = {}", part, whole, value));
    Some(Problem {
        question,
        answer: Sought::Number {
            value,
            unit: "%",
            tolerance: 0.1,
        },
        working,
        mistakes: mistakes(Wrong::Number, value, wrongs),
        calculator: "fill_rates",
        request,
    })
}
