//! Time-driven activity-based costing: a rate for each minute of practical capacity, and the cost of unused minutes.
//!
//! Source: Kaplan & Anderson, "Time-driven activity-based costing", Harvard Business Review (2004).

use super::frame::*;

pub static TIME_DRIVEN: Calculator = Calculator {
    name: "time_driven",
    title: "Time-driven rate and idle capacity",
    purpose: "What do a minute and idle time cost?",
    formula: "rate = cost / practical minutes; idle cost = (minutes - used) x rate",
    source: "Kaplan & Anderson, Time-Driven Activity-Based Costing",
    fields: &[
        Field::money("cost", "Capacity cost").help("People, space and systems of the department."),
        Field::number("minutes", "Practical minutes")
            .help("What they can really work: often 80 to 85 % of the hours paid.")
            .above(0.0),
        Field::number("used", "Minutes used")
            .help("What the work of the period took.")
            .optional(),
        Field::number("unit_minutes", "Minutes an order")
            .help("To cost one order.")
            .optional(),
    ],
    lists: &["activities"],
    layouts: &[Layout::of("activities", COLUMNS)],
    example: r#"{"cost": 560000, "minutes": 700000, "activities": [{"name": "Customer order", "minutes": 40, "volume": 9800},
        {"name": "Complaint", "minutes": 220, "volume": 280}, {"name": "Credit check", "minutes": 250, "volume": 500}]}"#,
    result: "rate; used; idle; utilisation; used_cost; idle_cost; unit_cost; activities",
    work,
};

const COLUMNS: &[Column] = &[
    Column::text("name", "Activity", "activity; task"),
    Column::number(
        "minutes",
        "Minutes each",
        "unit time; time; minutes each; unit minutes",
    )
    .counted_in("minutes")
    .at_least(0.0),
    Column::number("volume", "How many", "quantity; count; number; how many").at_least(0.0),
];

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let object = &reader.object;
    let minutes = reader.number("minutes")?;
    let none = object.list("activities")?.unwrap_or_default().is_empty();
    let activities = if reader.input.table.is_none() && none {
        Table::default()
    } else {
        reader.rows("activities")?
    };
    let column = |key: &str| activities.numbers(key).map_or(&[][..], |numbers| numbers);
    let (each, volumes) = (column("minutes"), column("volume"));
    let times: Vec<f64> = each
        .iter()
        .zip(volumes)
        .map(|(each, volume)| each * volume)
        .collect();
    let used = match object.number("used")? {
        Some(_) if !times.is_empty() => {
            return Err(object.ambiguous("used", "`activities`"));
        }
        Some(_) => reader.number("used")?,
        None if times.is_empty() => {
            return Err(object.missing("used", "the minutes used, or `activities`"));
        }
        None => times.iter().sum(),
    };
    let cost = reader.number("cost")?;
    let rate = cost / minutes;
    let idle = minutes - used;
    let mut figures = vec![
        Figure::money("rate", "cost of a minute", rate),
        Figure::new("used", "minutes used", used, Unit::Minutes),
        Figure::new("idle", "minutes not used", idle, Unit::Minutes),
        Figure::share("utilisation", "use of the capacity", used / minutes),
        Figure::money("used_cost", "cost charged", used * rate),
        Figure::money("idle_cost", "unused capacity cost", idle * rate),
    ];
    let filled = format!("{} / {}", plain(cost), plain(minutes));
    let free = format!("{} - {}", plain(minutes), plain(used));
    let priced = |minutes: f64| format!("{} x {}", plain(minutes), plain(rate));
    let mut working = vec![
        Step::of("rate = cost / practical minutes", filled, rate),
        Step::of("idle = practical - used", free, idle),
        Step::new("idle cost = idle x rate", priced(idle), plain(idle * rate)),
    ];
    let mut json_only = Vec::new();
    match reader.given("unit_minutes")? {
        Some(minutes) => {
            let cost = minutes * rate;
            figures.push(Figure::money("unit_cost", "cost of one order", cost));
            let formula = "one order = minutes x rate";
            working.push(Step::of(formula, priced(minutes), cost));
        }
        None => json_only.push(Figure::unseen("unit_cost", None, Unit::Money)),
    }
    let names = activities.texts("name").map_or(&[][..], |names| names);
    let costs = times.iter().map(|minutes| minutes * rate).collect();
    let columns = vec![
        GridColumn::words("name", "Activity", names.iter().cloned()),
        GridColumn::each("unit_cost", "One costs", Unit::Money, each, |each| {
            each * rate
        }),
        GridColumn::numbers("minutes", "Minutes", Unit::Quantity, times),
        GridColumn::numbers("cost", "Cost", Unit::Money, costs),
    ];
    let table = Grid::new("activities", "Activities", columns);
    let is_over = used > minutes * (1.0 + NEAR);
    let warning = is_over.then(|| Warning::new("over_capacity", ""));
    let outcome = Outcome::new(figures, working).with_warnings(warning);
    if names.is_empty() {
        json_only.push(JsonOnly::Table(table));
        return Ok(outcome.with_json_only(json_only));
    }
    Ok(outcome.with_json_only(json_only).with_table(table))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    /// Kaplan & Anderson (2004): $32 an order, $176 a complaint, $200 a credit check; 578,600 minutes used; $97,120 idle.
    #[test]
    fn the_example_of_kaplan_and_anderson_comes_out_as_printed() {
        let request: Value = serde_json::from_str(super::TIME_DRIVEN.example).unwrap();
        let result = answer("time_driven", &request).unwrap().value();
        assert_eq!(result["rate"], json!(0.8));
        assert_eq!(result["used"], json!(578_600.0));
        assert!((result["idle_cost"].as_f64().unwrap() - 97_120.0).abs() < 1e-6);
        for (i, (unit, total)) in [(32.0, 313_600.0), (176.0, 49_280.0), (200.0, 100_000.0)]
            .into_iter()
            .enumerate()
        {
            assert!((result["activities"][i]["unit_cost"].as_f64().unwrap() - unit).abs() < 1e-9);
            assert!((result["activities"][i]["cost"].as_f64().unwrap() - total).abs() < 1e-6);
        }
        // The working paper prints the unused capacity as "121,400 hours"; by its own table it is minutes.
        assert_eq!(result["idle"], json!(121_400.0));
    }

    #[test]
    fn used_minutes_may_be_given_whole() {
        let request =
            json!({"cost": 560_000, "minutes": 700_000, "used": 560_000, "unit_minutes": 40});
        let result = answer("time_driven", &request).unwrap().value();
        assert_eq!(
            (&result["idle_cost"], &result["unit_cost"]),
            (&json!(112_000.0), &json!(32.0))
        );
        let over = json!({"cost": 10, "minutes": 10, "used": 11});
        assert_eq!(
            serde_json::to_value(answer("time_driven", &over).unwrap().warnings).unwrap(),
            json!(["over_capacity"])
        );
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (request, code) in [
            (json!({"cost": 1, "minutes": 1}), "missing"),
            (json!({"cost": 1, "minutes": 0, "used": 1}), "out_of_range"),
            (json!({"cost": 1, "minutes": 1, "used": -1}), "out_of_range"),
            (
                json!({"cost": 1, "minutes": 1, "used": 1, "activities": [{"name": "a", "minutes": 1, "volume": 1}]}),
                "ambiguous",
            ),
            (
                json!({"cost": 1e308, "minutes": 1, "used": 100}),
                "not_finite",
            ),
            (json!({"cost": 1, "minutes": 1, "usd": 1}), "unknown_key"),
        ] {
            assert_eq!(
                answer("time_driven", &request).unwrap_err().code,
                code,
                "{request}"
            );
        }
    }
}
