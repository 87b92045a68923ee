//! Problems on the RFM code of one customer under stated bands.

use serde_json::json;

use super::super::draw::Draw;
use super::super::numbers::grouped;
use super::problem::{Problem, Sought, Wrong, customers, mistakes, table, worked_out};

pub fn code(draw: &mut Draw) -> Option<Problem> {
    let name = *customers(draw, 1).first()?;
    let days = draw.range(1.0, 399.0, 1.0);
    let orders = draw.range(1.0, 19.0, 1.0);
    let spend = draw.range(50.0, 4_950.0, 50.0);
    let request = json!({
        "customers": [{"id": name, "recency_days": days, "frequency": orders, "monetary": spend}],
        "method": "cuts",
        "recency_cuts": [31, 61, 121, 241],
        "frequency_cuts": [2, 4, 7, 12],
        "monetary_cuts": [250, 500, 1000, 2500],
    });
    let result = worked_out("rfm", &request)?;
    let row = result["rows"].get(0)?;
    let code = row["rfm"].as_str()?.to_string();
    let (r, f, m) = (row["r"].as_u64()?, row["f"].as_u64()?, row["m"].as_u64()?);
    let wrongs = [
        (
            (6 - r, f, m),
            "You did not turn the recency round: few days since the last order score high.",
        ),
        (
            (r, m, f),
            "You swapped frequency and money: the order is R, F, M.",
        ),
        (
            (f, r, m),
            "You swapped recency and frequency: the order is R, F, M.",
        ),
        (
            (6 - r, 6 - f, 6 - m),
            "You scored everything upside down: 5 is the best band.",
        ),
    ];
    let as_wrong = |(r, f, m): (u64, u64, u64)| Wrong::Text(format!("{r}{f}{m}"));
    let mistakes = mistakes(as_wrong, (r, f, m), wrongs);
    if mistakes.len() < 3 {
        return None;
    }
    let bands = [
        ["5", "1-30", "12 and more", "2,500 and more"],
        ["4", "31-60", "7-11", "1,000-2,499"],
        ["3", "61-120", "4-6", "500-999"],
        ["2", "121-240", "2-3", "250-499"],
        ["1", "over 240", "1", "under 250"],
    ];
    let rows = bands.map(|row| row.map(String::from).to_vec());
    let question = format!(
        "Brightwater Supply scores its customers by these bands.\n\n{}\n{name} ordered last {days} days ago, {orders} times in \
         the year, for {} EUR in all. What is its RFM code?",
        table(
            &[
                "Score",
                "Days since the last order",
                "Orders",
                "Spend in EUR"
            ],
            rows
        ),
        grouped(spend, 0)
    );
    Some(Problem {
        question,
        working: vec![
            format!("{days} days since the last order: R {r}"),
            format!("{orders} orders: F {f}"),
            format!("{} EUR: M {m}", grouped(spend, 0)),
            format!("Side by side: {code}"),
        ],
        answer: Sought::Code(code),
        mistakes,
        calculator: "rfm",
        request,
    })
}
