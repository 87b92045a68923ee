//! Inventory turns and days of supply.
//!
//! Source: Jacobs & Chase, Operations and Supply Chain Management: cost of goods sold over average inventory.

use super::frame::*;

pub static INVENTORY_TURNS: Calculator = Calculator {
    name: "inventory_turns",
    title: "Inventory turns and days",
    purpose: "How often does the stock turn over?",
    formula: "turns = cost of goods sold / average inventory; days = 365 / turns",
    source: "Jacobs & Chase, Operations and Supply Chain Management",
    fields: &[
        Field::money("cogs", "Cost of goods sold").help("Of the year; not sales."),
        Field::money("beginning", "Beginning inventory")
            .help("At cost. Give both ends, or the average.")
            .optional(),
        Field::money("ending", "Ending inventory")
            .help("At cost.")
            .optional(),
        Field::money("average", "Average inventory")
            .help("In place of the two ends.")
            .optional(),
        Field::days("days_per_year", "Days in a year")
            .help("360 where the house counts so.")
            .within(1.0, 366.0)
            .or(365.0),
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"cogs": 3650000, "beginning": 450000, "ending": 550000}"#,
    result: "average; turns; days",
    work,
};

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let object = &reader.object;
    let mut working = Vec::new();
    let average = match object.number("average")? {
        Some(_) if object.get("beginning").is_some() || object.get("ending").is_some() => {
            return Err(object.ambiguous("average", "`beginning` or `ending`"));
        }
        Some(_) => reader.number("average")?,
        None => {
            let (beginning, ending) = (reader.number("beginning")?, reader.number("ending")?);
            let average = beginning / 2.0 + ending / 2.0;
            let filled = format!("({} + {}) / 2", plain(beginning), plain(ending));
            let formula = "average = (beginning + ending) / 2";
            working.push(Step::of(formula, filled, average));
            average
        }
    };
    let (cogs, days_per_year) = (reader.number("cogs")?, reader.number("days_per_year")?);
    let turns = ratio(cogs, average);
    let days = ratio(average, cogs).map(|share| share * days_per_year);
    if let Some(turns) = turns {
        let filled = format!("{} / {}", plain(cogs), plain(average));
        working.push(Step::of(
            "turns = cost of goods sold / average",
            filled,
            turns,
        ));
        if let Some(days) = days {
            let filled = format!("{} / {}", plain(days_per_year), plain(turns));
            working.push(Step::of("days = days in a year / turns", filled, days));
        }
    }
    let figures = vec![
        Figure::ratio("turns", "turns a year", turns).or_missing("no inventory"),
        Figure::new("days", "days of supply", days, Unit::Days).or_missing("nothing sold"),
        Figure::money("average", "average inventory", average),
    ];
    Ok(Outcome::new(figures, working))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::json;

    #[test]
    fn turns_and_days_say_the_same() {
        let result = answer(
            "inventory_turns",
            &json!({"cogs": 3_650_000, "beginning": 450_000, "ending": 550_000}),
        )
        .unwrap()
        .value();
        assert_eq!(
            result,
            json!({"average": 500_000.0, "turns": 7.3, "days": 50.0})
        );
        let result = answer(
            "inventory_turns",
            &json!({"cogs": 600, "average": 100, "days_per_year": 360}),
        )
        .unwrap()
        .value();
        assert_eq!(result["days"], json!(60.0));
    }

    #[test]
    fn what_is_not_there_leaves_its_ratio_undefined() {
        let result = answer("inventory_turns", &json!({"cogs": 0, "average": 100}))
            .unwrap()
            .value();
        assert_eq!(
            (&result["turns"], &result["days"]),
            (&json!(0.0), &json!(null))
        );
        let result = answer("inventory_turns", &json!({"cogs": 10, "average": 0}))
            .unwrap()
            .value();
        assert_eq!(
            (&result["turns"], &result["days"]),
            (&json!(null), &json!(0.0))
        );
        assert_eq!(
            answer("inventory_turns", &json!({"cogs": 10, "beginning": 5}))
                .unwrap_err()
                .code,
            "missing"
        );
        assert_eq!(
            answer(
                "inventory_turns",
                &json!({"cogs": 10, "beginning": 5, "average": 5})
            )
            .unwrap_err()
            .code,
            "ambiguous"
        );
        assert_eq!(
            answer("inventory_turns", &json!({"cogs": -10, "average": 5}))
                .unwrap_err()
                .code,
            "out_of_range"
        );
    }
}
