//! The buffer of demand-driven MRP: red, yellow and green, the net flow, and what to order.
//!
//! Source: Ptak & Smith, Demand Driven Material Requirements Planning, version 3 (2019).

use super::frame::*;

pub static DDMRP_BUFFER: Calculator = Calculator {
    name: "ddmrp_buffer",
    title: "Demand-driven buffer",
    purpose: "How large a buffer, and order now?",
    formula: "yellow = u L; red = u L f (1 + v); green = max(u L f, MOQ, u c); order = top - net flow",
    source: "Ptak & Smith, Demand Driven Material Requirements Planning, version 3 (2019)",
    fields: &[
        Field::units("usage", "Usage a day")
            .help("The average.")
            .above(0.0)
            .letter("u"),
        Field::number("factor", "Adjustment")
            .help("Of the usage, for a season or an event.")
            .within(0.0, 100.0)
            .above(0.0)
            .or(1.0),
        Field::days("lead_time", "Decoupled lead time")
            .help("Of the longest unprotected chain.")
            .within(0.0, 3650.0)
            .above(0.0)
            .letter("L"),
        Field::number("lead_time_factor", "Lead time factor")
            .help("Smaller for long lead times.")
            .within(0.0, 2.0)
            .letter("f"),
        Field::number("variability_factor", "Variability factor")
            .help("Larger for unsteady demand.")
            .within(0.0, 2.0)
            .letter("v"),
        Field::units("minimum", "Minimum order")
            .help("The smallest quantity ordered.")
            .or(0.0)
            .letter("MOQ"),
        Field::days("cycle", "Order cycle")
            .help("Days between two orders.")
            .within(0.0, 3650.0)
            .or(0.0)
            .letter("c"),
        Field::units("on_hand", "On hand")
            .help("Stock that can be used.")
            .optional(),
        Field::units("on_order", "On order")
            .help("Open orders.")
            .or(0.0),
        Field::units("qualified", "Qualified demand")
            .help("Overdue, due today, and spikes within the horizon.")
            .or(0.0),
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"usage": 20, "lead_time": 8, "lead_time_factor": 0.5, "variability_factor": 0.4, "minimum": 100,
        "cycle": 7, "on_hand": 150, "on_order": 120, "qualified": 30}"#,
    result: "",
    work,
};

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let factor = reader.number("factor")?;
    let usage = reader.number("usage")? * factor;
    let lead_time = reader.number("lead_time")?;
    let by_time = reader.number("lead_time_factor")?;
    let by_spread = reader.number("variability_factor")?;
    let (minimum, cycle) = (reader.number("minimum")?, reader.number("cycle")?);
    let (on_order, qualified) = (reader.number("on_order")?, reader.number("qualified")?);
    let on_hand = reader.given("on_hand")?;

    let yellow = usage * lead_time;
    let base = yellow * by_time;
    let red = base * (1.0 + by_spread);
    let green = base.max(minimum).max(usage * cycle);
    let (top_yellow, top) = (red + yellow, red + yellow + green);
    let flow = on_hand.map(|on_hand| on_hand + on_order - qualified);
    // At the top of yellow an order is due; some books order only below it.
    let order = flow.map(|flow| if flow <= top_yellow { top - flow } else { 0.0 });
    let filling = flow.and_then(|flow| ratio(flow, top));
    let unknown = "no stock on hand given";
    let figures = vec![
        Figure::quantity("red", "red zone", red),
        Figure::quantity("yellow", "yellow zone", yellow),
        Figure::quantity("green", "green zone", green),
        Figure::quantity("top_of_yellow", "top of yellow", top_yellow),
        Figure::quantity("top_of_green", "top of green", top),
        Figure::quantity("net_flow", "net flow", flow).or_missing(unknown),
        Figure::share("net_flow_pct", "... of top of green", filling).or_missing(unknown),
        Figure::quantity("order", "order", order).or_missing(unknown),
        Figure::quantity("average_on_hand", "average on hand", red + green / 2.0),
    ];
    let [u, l, y, b, f, v] = [usage, lead_time, yellow, base, by_time, by_spread].map(plain);
    let of_green = format!("max({b}, {}, {u} x {})", plain(minimum), plain(cycle));
    let of_top = format!("{} + {y} + {}", plain(red), plain(green));
    let mut working = vec![
        Step::new("yellow = u L", format!("{u} x {l}"), y.clone()),
        Step::new("red base = yellow f", format!("{y} x {f}"), b.clone()),
        Step::of("red = red base (1 + v)", format!("{b} x (1 + {v})"), red),
        Step::of("green = max(red base, MOQ, u c)", of_green, green),
        Step::of("top of green = red + yellow + green", of_top, top),
    ];
    if let (Some(on_hand), Some(flow), Some(order)) = (on_hand, flow, order) {
        let filled = filled!("{} + {} - {}", on_hand, on_order, qualified);
        let formula = "net flow = on hand + on order - qualified demand";
        working.push(Step::of(formula, filled, flow));
        working.push(if order > 0.0 {
            let filled = format!("{} - {}", plain(top), plain(flow));
            Step::of("order = top of green - net flow", filled, order)
        } else {
            let filled = format!("{} > {}", plain(flow), plain(top_yellow));
            Step::new("no order: net flow above top of yellow", filled, "")
        });
    }
    let mut plot = Plot::of_bars(
        "Zones of the buffer",
        Axis::new("units", Unit::Quantity),
        ["buffer"],
        vec![
            Series::piece("red", [(0.0, red)]),
            Series::piece("yellow", [(red, top_yellow)]),
            Series::piece("green", [(top_yellow, top)]),
        ],
    );
    if let Some(flow) = flow {
        plot = plot.cut_at("net flow", flow);
    }
    Ok(Outcome::new(figures, working).with_plot(plot))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    fn near(result: &Value, key: &str, value: f64) {
        let found = result[key].as_f64().unwrap();
        assert!((found - value).abs() < 1e-9, "{key}: {found}, not {value}");
    }

    #[test]
    fn gloves_are_ordered_up_to_top_of_green() {
        let request = serde_json::from_str(super::DDMRP_BUFFER.example).unwrap();
        let result = answer("ddmrp_buffer", &request).unwrap().value();
        for (key, value) in [
            ("red", 112.0),
            ("yellow", 160.0),
            ("green", 140.0),
            ("top_of_green", 412.0),
            ("net_flow", 240.0),
            ("order", 172.0),
            ("average_on_hand", 182.0),
        ] {
            near(&result, key, value);
        }
    }

    /// A published case: usage 1, five days, factors 0.8 and 0.3, cycle 14: tops of 5.2, 10.2 and 24.2.
    #[test]
    fn a_published_case_has_these_tops() {
        let request = json!({"usage": 1, "lead_time": 5, "lead_time_factor": 0.8, "variability_factor": 0.3, "cycle": 14});
        let result = answer("ddmrp_buffer", &request).unwrap().value();
        near(&result, "red", 5.2);
        near(&result, "top_of_yellow", 10.2);
        near(&result, "top_of_green", 24.2);
        assert!(result["order"].is_null());
    }

    #[test]
    fn above_yellow_nothing_is_ordered_and_at_it_something_is() {
        let of = |on_hand: f64| {
            let request = json!({"usage": 10, "lead_time": 10, "lead_time_factor": 0.5, "variability_factor": 0, "on_hand": on_hand});
            answer("ddmrp_buffer", &request).unwrap().value()["order"]
                .as_f64()
                .unwrap()
        };
        assert_eq!((of(150.5), of(150.0)), (0.0, 50.0));
    }
}
