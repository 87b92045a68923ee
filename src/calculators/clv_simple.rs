//! Customer lifetime value, simple model: yearly margin times lifetime, without discounting.
//!
//! Source: Kotler & Keller, Marketing Management; lifetime as 1 / churn from the geometric distribution.

use super::clv::ACQUISITION_COST;
use super::frame::*;

pub static CLV_SIMPLE: Calculator = Calculator {
    name: "clv_simple",
    title: "Lifetime value, simple",
    purpose: "What margin does a customer leave?",
    formula: "CLV = order value x orders x margin rate x lifetime - acquisition cost",
    source: "Kotler & Keller, Marketing Management",
    fields: &[
        Field::money("order_value", "Value of an order").help("Average sales value of one order."),
        Field::number("orders_per_period", "Orders a period")
            .help("How often a customer orders in a period."),
        Field::rate("margin_rate", "Margin rate")
            .help("What is left of sales after product cost and cost to serve.")
            .within(-1.0, 1.0),
        Field::number("lifespan", "Lifetime")
            .help("In periods. Give this or the churn.")
            .above(0.0)
            .optional(),
        Field::rate("churn", "Churn")
            .help("The share of customers lost in a period; the lifetime is 1 / churn.")
            .above(0.0)
            .optional(),
        ACQUISITION_COST,
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 0.2, "acquisition_cost": 150}"#,
    result: "lifespan; revenue_per_period; lifetime_revenue; lifetime_margin; clv; clv_to_cac",
    work,
};

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let wanted = "the lifetime in periods, or `churn`";
    let lifespan = if reader.by_first("lifespan", &["churn"], wanted)? {
        reader.number("lifespan")?
    } else {
        1.0 / reader.number("churn")?
    };
    let order_value = reader.number("order_value")?;
    let orders = reader.number("orders_per_period")?;
    let margin_rate = reader.number("margin_rate")?;
    let cost = reader.number("acquisition_cost")?;
    let revenue = order_value * orders;
    let lifetime_revenue = revenue * lifespan;
    let lifetime_margin = lifetime_revenue * margin_rate;
    let clv = lifetime_margin - cost;
    let figures = vec![
        Figure::money("clv", "CLV net of acquisition", clv),
        Figure::new("lifespan", "lifetime", lifespan, Unit::Periods),
        Figure::money("revenue_per_period", "revenue a period", revenue),
        Figure::money("lifetime_revenue", "lifetime revenue", lifetime_revenue),
        Figure::money("lifetime_margin", "lifetime margin", lifetime_margin),
        Figure::ratio("clv_to_cac", "margin to CAC", ratio(lifetime_margin, cost))
            .or_missing("no acquisition cost"),
    ];
    let margin = revenue * margin_rate;
    let product = |formula: &str, a: f64, b: f64| {
        let filled = format!("{} x {}", plain(a), plain(b));
        Step::of(formula, filled, a * b)
    };
    let mut working = Vec::new();
    if let Some(churn) = reader.given("churn")? {
        let filled = format!("1 / {}", plain(churn));
        working.push(Step::of("lifetime = 1 / churn", filled, lifespan));
    }
    let filled = format!("{} - {}", plain(lifetime_margin), plain(cost));
    working.extend([
        product("revenue a period = value x orders", order_value, orders),
        product(
            "margin a period = revenue x margin rate",
            revenue,
            margin_rate,
        ),
        product("lifetime margin = margin x lifetime", margin, lifespan),
        Step::of("CLV = lifetime margin - acquisition cost", filled, clv),
    ]);
    let here = (1.0 / lifespan, clv);
    let points = curve((0.05, 1.0), 95, here, |churn| margin / churn - cost);
    let plot = Plot::new(
        "CLV against churn",
        Axis::new("churn", Unit::Share),
        Axis::new("CLV", Unit::Money),
        vec![Series::new("CLV", points)],
    )
    .marked("here", here.0, here.1);
    Ok(Outcome::new(figures, working).with_plot(plot))
}

#[cfg(test)]
mod tests {
    use super::super::{Input, answer, find};
    use serde_json::json;

    #[test]
    fn churn_and_lifetime_say_the_same() {
        let churn = json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 0.2, "acquisition_cost": 150});
        let lifespan = json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "lifespan": 5, "acquisition_cost": 150});
        let result = answer("clv_simple", &churn).unwrap().value();
        assert_eq!(result, answer("clv_simple", &lifespan).unwrap().value());
        assert_eq!(
            result,
            json!({"lifespan": 5.0, "revenue_per_period": 400.0, "lifetime_revenue": 2000.0, "lifetime_margin": 600.0,
                   "clv": 450.0, "clv_to_cac": 4.0})
        );
    }

    #[test]
    fn without_acquisition_cost_the_ratio_is_undefined() {
        let request =
            json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 1});
        assert!(answer("clv_simple", &request).unwrap().value()["clv_to_cac"].is_null());
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let base =
            json!({"order_value": 100, "orders_per_period": 4, "margin_rate": 0.3, "churn": 0.2});
        for (key, value, code) in [
            ("churn", json!(0), "out_of_range"),
            ("churn", json!(1.2), "out_of_range"),
            ("churn", json!(null), "missing"),
            ("lifespan", json!(5), "ambiguous"),
            ("margin_rate", json!(30), "out_of_range"),
            ("order_value", json!(-1), "out_of_range"),
            ("order_value", json!("x"), "not_a_number"),
            ("order_value", json!(1e308), "not_finite"),
            ("acquisition", json!(1), "unknown_key"),
        ] {
            let mut request = base.clone();
            request[key] = value.clone();
            assert_eq!(
                answer("clv_simple", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
    }

    #[test]
    fn the_working_ends_with_the_result() {
        let request = serde_json::from_str(super::CLV_SIMPLE.example).unwrap();
        let outcome = find("clv_simple")
            .unwrap()
            .outcome(&Input::new(&request))
            .unwrap();
        let last = outcome.working.last().unwrap();
        assert_eq!(
            (last.filled.as_str(), last.result.as_str()),
            ("600 - 150", "450")
        );
    }
}
