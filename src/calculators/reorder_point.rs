//! Reorder point and safety stock under normal demand, and the fill rate that follows from them.
//!
//! Source: Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains; Chopra & Meindl, Supply Chain
//! Management, for the expected shortage and the fill rate.

use super::frame::*;
use super::normal;

pub static REORDER_POINT: Calculator = Calculator {
    name: "reorder_point",
    title: "Reorder point and safety stock",
    purpose: "At what stock must more be ordered?",
    formula: "reorder point = d L + z s sqrt(L)",
    source: "Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains",
    fields: &[
        Field::number("demand", "Demand a period")
            .help("The mean, in units.")
            .letter("d"),
        Field::number("deviation", "Demand deviation")
            .help("Standard deviation in units a period; 1.25 x MAD is a usual estimate.")
            .letter("s"),
        Field::number("lead_time", "Lead time")
            .help("In the same periods.")
            .letter("L"),
        Field::rate("service", "Cycle service level")
            .help("The chance of no stockout in a cycle. Give this or z.")
            .above(0.0)
            .optional(),
        Field::number("z", "Safety factor z")
            .help("Standard deviations held.")
            .within(-8.0, 8.0)
            .optional(),
        Field::number("lead_time_deviation", "Lead time deviation")
            .help("Standard deviation in periods.")
            .letter("sL")
            .or(0.0),
        Field::number("order_quantity", "Order quantity")
            .help("For the fill rate.")
            .above(0.0)
            .optional(),
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"demand": 200, "deviation": 40, "lead_time": 4, "service": 0.95}"#,
    result: "z; service; lead_time_demand; sigma; safety_stock; reorder_point; expected_shortage; fill_rate",
    work,
};

/// The number of standard deviations held, given directly or by the probability of no stockout.
fn safety_factor(reader: &Reader) -> Result<f64, Refusal> {
    let wanted = "the cycle service level, or `z`";
    if reader.by_first("service", &["z"], wanted)? {
        match reader.number("service")? {
            service if service < 1.0 => Ok(normal::quantile(service)),
            _ => {
                let says = "must lie between 0 and 1, not 1.";
                Err(reader.object.refuse("out_of_range", "service", says))
            }
        }
    } else {
        reader.number("z")
    }
}

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let z = safety_factor(reader)?;
    let (demand, deviation) = (reader.number("demand")?, reader.number("deviation")?);
    let lead_time = reader.number("lead_time")?;
    let lead_time_deviation = reader.number("lead_time_deviation")?;
    let order_quantity = reader.given("order_quantity")?;

    let sigma = (deviation * lead_time.sqrt()).hypot(demand * lead_time_deviation);
    let lead_time_demand = demand * lead_time;
    let safety_stock = z * sigma;
    let reorder_point = lead_time_demand + safety_stock;
    let service = normal::probability(z);
    let shortage = sigma * normal::loss(z);
    let fill_rate = order_quantity.map(|quantity| (1.0 - shortage / quantity).max(0.0));
    let figures = vec![
        Figure::quantity("reorder_point", "reorder point", reorder_point),
        Figure::quantity("safety_stock", "safety stock", safety_stock),
        Figure::quantity("lead_time_demand", "lead time demand", lead_time_demand),
        Figure::quantity("sigma", "... deviation sigma", sigma),
        Figure::ratio("z", "safety factor z", z),
        Figure::share("service", "cycle service level", service),
        Figure::quantity("expected_shortage", "short in a cycle", shortage),
        Figure::share("fill_rate", "fill rate", fill_rate).or_missing("no order quantity"),
    ];
    let [d, s, l] = [demand, deviation, lead_time].map(plain);
    let [mean, spread, stock] = [lead_time_demand, sigma, safety_stock].map(plain);
    let (formula, filled) = if lead_time_deviation > 0.0 {
        let varies = plain(lead_time_deviation);
        let filled = format!("sqrt({l} x {s}^2 + {d}^2 x {varies}^2)");
        ("sigma = sqrt(L s^2 + d^2 sL^2)", filled)
    } else {
        ("sigma = s sqrt(L)", format!("{s} x sqrt({l})"))
    };
    let working = vec![
        Step::new("lead-time demand = d L", format!("{d} x {l}"), mean.clone()),
        Step::new(formula, filled, spread.clone()),
        Step::new(
            "safety stock = z sigma",
            format!("{} x {spread}", plain(z)),
            stock.clone(),
        ),
        Step::of(
            "reorder point = demand + safety stock",
            format!("{mean} + {stock}"),
            reorder_point,
        ),
    ];
    let points = curve((0.5, 0.998), 166, (service, safety_stock), |service| {
        normal::quantile(service) * sigma
    });
    let plot = Plot::new(
        "Safety stock against service",
        Axis::new("cycle service level", Unit::Share),
        Axis::new("safety stock", Unit::Quantity),
        vec![Series::new("safety stock", points)],
    )
    .marked("here", service, safety_stock);
    Ok(Outcome::new(figures, working).with_plot(plot))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::{Value, json};

    fn result(request: Value) -> Value {
        answer("reorder_point", &request).unwrap().value()
    }

    fn number(value: &Value, key: &str) -> f64 {
        value[key].as_f64().unwrap()
    }

    /// Heizer & Render, Operations Management, the hospital's kits: mean 350, deviation 10 over the lead time, a
    /// service of 95 % (z = 1.65): safety stock 16.5, reorder point 366.5.
    #[test]
    fn the_kits_of_heizer_and_render_are_ordered_as_printed() {
        let printed = result(json!({"demand": 350, "deviation": 10, "lead_time": 1, "z": 1.65}));
        assert!((number(&printed, "safety_stock") - 16.5).abs() < 1e-9);
        assert!((number(&printed, "reorder_point") - 366.5).abs() < 1e-9);
        let exact =
            result(json!({"demand": 350, "deviation": 10, "lead_time": 1, "service": 0.95}));
        assert!((number(&exact, "safety_stock") - 16.448_536).abs() < 1e-5);
    }

    /// Chopra & Meindl, Supply Chain Management, B&M: 2,500 phones a week, deviation 500, two weeks, 10,000 a batch,
    /// reorder at 6,000 (safety stock 1,000): a cycle in short 25 phones and a fill rate of 0.9975.
    #[test]
    fn the_phones_of_chopra_and_meindl_are_filled_as_printed() {
        let sigma = 500.0 * 2.0_f64.sqrt();
        let phones = result(
            json!({"demand": 2500, "deviation": 500, "lead_time": 2, "z": 1000.0 / sigma, "order_quantity": 10000}),
        );
        assert!((number(&phones, "safety_stock") - 1000.0).abs() < 1e-9);
        assert_eq!(number(&phones, "expected_shortage").round(), 25.0);
        assert_eq!((number(&phones, "fill_rate") * 1e4).round(), 9_975.0);
        assert_eq!((number(&phones, "service") * 1e2).round(), 92.0);
    }

    #[test]
    fn an_uncertain_lead_time_adds_to_the_spread() {
        let sure = result(json!({"demand": 200, "deviation": 40, "lead_time": 4, "z": 1.65}));
        assert!((number(&sure, "safety_stock") - 132.0).abs() < 1e-9);
        let unsure = result(
            json!({"demand": 200, "deviation": 40, "lead_time": 4, "z": 1.65, "lead_time_deviation": 0.3}),
        );
        assert!((number(&unsure, "sigma") - 100.0).abs() < 1e-9);
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        let base = json!({"demand": 200, "deviation": 40, "lead_time": 4, "service": 0.95});
        let mut highest = base.clone();
        highest["service"] = json!(0.999_999_5);
        assert!(answer("reorder_point", &highest).is_ok());
        for (key, value, code) in [
            ("service", json!(95), "out_of_range"),
            ("service", json!(1), "out_of_range"),
            ("service", json!(null), "missing"),
            ("z", json!(1), "ambiguous"),
            ("lead_time", json!(-1), "out_of_range"),
            ("order_quantity", json!(0), "out_of_range"),
            ("demand", json!(1e308), "not_finite"),
        ] {
            let mut request = base.clone();
            request[key] = value.clone();
            assert_eq!(
                answer("reorder_point", &request).unwrap_err().code,
                code,
                "{key} {value}"
            );
        }
    }
}
