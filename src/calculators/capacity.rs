//! Capacity: rated hours and their load, and from the same shop takt and kanban cards.
//!
//! Source: Chapman, Arnold, Gatewood & Clive, Introduction to Materials Management. (Heizer & Render and Krajewski call
//! output / design utilization and output / effective efficiency.)

use super::frame::*;

pub static CAPACITY: Calculator = Calculator {
    name: "capacity",
    title: "Capacity, takt and kanban",
    purpose: "Does the load fit, what is the pace?",
    formula: "rated = machines hours days utilization efficiency; takt = time / demand; cards = d L (1 + s) / box",
    source: "Chapman, Arnold, Gatewood & Clive, Introduction to Materials Management",
    fields: &[
        Field::whole("machines", "Machines")
            .help("Of one work center.")
            .within(1.0, 10_000.0)
            .or(1.0),
        Field::number("hours", "Hours a day")
            .help("Of all shifts.")
            .within(0.0, 24.0)
            .above(0.0),
        Field::days("days", "Days")
            .help("Of the period.")
            .within(0.0, 366.0)
            .above(0.0),
        Field::rate("utilization", "Utilization")
            .help("Time worked / time available.")
            .above(0.0)
            .or(1.0),
        Field::rate("efficiency", "Efficiency")
            .help("Standard hours / hours worked.")
            .within(0.1, 2.0)
            .or(1.0),
        Field::number("load", "Load in hours")
            .help("Standard hours of the period.")
            .within(0.0, 1e9)
            .optional(),
        Field::number("breaks", "Breaks in minutes")
            .help("A day, off the time for takt.")
            .within(0.0, 1440.0)
            .or(0.0),
        Field::units("demand", "Demand a day")
            .help("For takt and kanban.")
            .above(0.0)
            .optional(),
        Field::days("lead_time", "Lead time of a box")
            .help("In days, for kanban.")
            .within(0.0, 3650.0)
            .above(0.0)
            .optional(),
        Field::rate("safety", "Safety of the cards")
            .help("On top of the lead time's demand.")
            .or(0.0),
        Field::units("box", "Pieces a box")
            .help("For kanban.")
            .above(0.0)
            .optional(),
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"machines": 2, "hours": 16, "days": 5, "utilization": 0.85, "efficiency": 0.95, "load": 140}"#,
    result: "",
    work,
};

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let [machines, hours, days] = [
        reader.number("machines")?,
        reader.number("hours")?,
        reader.number("days")?,
    ];
    let (used, fast) = (reader.number("utilization")?, reader.number("efficiency")?);
    let (load, demand) = (reader.given("load")?, reader.given("demand")?);
    let (breaks, safety) = (reader.number("breaks")?, reader.number("safety")?);
    let (lead_time, pieces) = (reader.given("lead_time")?, reader.given("box")?);

    let available = machines * hours * days;
    let rated = available * used * fast;
    let minutes = hours * 60.0 - breaks;
    if minutes <= 0.0 {
        let says = format!(
            "must leave time to work of the {} minutes a day.",
            plain(hours * 60.0)
        );
        return Err(reader.object.refuse("out_of_range", "breaks", &says));
    }
    let takt = demand.map(|demand| minutes * 60.0 / demand);
    let cards = demand
        .zip(lead_time)
        .zip(pieces)
        .map(|((demand, days), pieces)| demand * days * (1.0 + safety) / pieces);
    let figures = vec![
        Figure::quantity("rated", "rated hours", rated),
        Figure::quantity("available", "available hours", available),
        Figure::share("load_pct", "load", load.and_then(|load| ratio(load, rated)))
            .or_missing("no load given"),
        Figure::quantity("spare", "hours to spare", load.map(|load| rated - load))
            .or_missing("no load given"),
        Figure::quantity("takt", "takt, seconds", takt).or_missing("no demand given"),
        Figure::quantity("cards_exact", "cards, not rounded", cards)
            .or_missing("no demand, lead time or box"),
        Figure::count("cards", "kanban cards", cards.map(whole_up))
            .or_missing("no demand, lead time or box"),
    ];
    let [m, h, d, u, e, r] = [machines, hours, days, used, fast, rated].map(plain);
    let mut working = vec![Step::new(
        "rated = machines hours days utilization efficiency",
        format!("{m} x {h} x {d} x {u} x {e}"),
        r.clone(),
    )];
    if let Some(load) = load {
        let filled = format!("{} / {r}", plain(load));
        working.push(Step::of("load = hours / rated", filled, load / rated));
    }
    if let (Some(demand), Some(takt)) = (demand, takt) {
        let filled = format!("({h} x 60 - {}) x 60 / {}", plain(breaks), plain(demand));
        working.push(Step::of("takt = seconds a day / demand", filled, takt));
    }
    if let (Some(demand), Some(days), Some(pieces), Some(cards)) =
        (demand, lead_time, pieces, cards)
    {
        let [demand, days, safety, pieces] = [demand, days, safety, pieces].map(plain);
        let filled = format!("{demand} x {days} x (1 + {safety}) / {pieces}");
        let formula = "cards = demand lead time (1 + safety) / box, up";
        working.push(Step::of(formula, filled, cards));
    }
    Ok(Outcome::new(figures, working))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    fn of(request: Value, key: &str) -> f64 {
        answer("capacity", &request).unwrap().value()[key]
            .as_f64()
            .unwrap()
    }

    /// Chapman et al.: 4 machines, 8 hours, 5 days, 85 % and 110 % are 149.6 standard hours.
    #[test]
    fn published_cases_have_these_hours_and_cards() {
        let hours =
            json!({"machines": 4, "hours": 8, "days": 5, "utilization": 0.85, "efficiency": 1.1});
        assert!((of(hours, "rated") - 149.6).abs() < 1e-9);
        let cards = json!({"hours": 8, "days": 1, "demand": 2000, "lead_time": 0.1, "safety": 0.1, "box": 22});
        assert_eq!(of(cards, "cards"), 10.0);
    }

    #[test]
    fn load_takt_and_cards_come_out_as_worked_by_hand() {
        let example: Value = serde_json::from_str(super::CAPACITY.example).unwrap();
        assert!((of(example.clone(), "rated") - 129.2).abs() < 1e-9);
        assert!((of(example, "load_pct") - 1.0836).abs() < 1e-4);
        let takt = json!({"hours": 16, "days": 1, "breaks": 90, "demand": 580});
        assert!((of(takt, "takt") - 90.0).abs() < 1e-9);
        let cards = json!({"hours": 8, "days": 1, "demand": 480, "lead_time": 1.5, "safety": 0.15, "box": 20});
        assert_eq!(of(cards, "cards"), 42.0);
    }

    #[test]
    fn a_day_of_breaks_is_refused() {
        let request = json!({"hours": 8, "days": 1, "breaks": 480});
        assert_eq!(
            answer("capacity", &request).unwrap_err().code,
            "out_of_range"
        );
    }
}
