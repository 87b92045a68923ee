//! Break-even order value: how large an order must be to pay for its own handling.
//!
//! Source: contribution analysis as in Horngren et al., Cost Accounting; applied to orders by Christopher, Logistics and
//! Supply Chain Management.

use super::frame::*;

pub static BREAK_EVEN_ORDER: Calculator = Calculator {
    name: "break_even_order",
    title: "Break-even order",
    purpose: "How large must an order be to pay?",
    formula: "order value = fixed cost / (margin rate - variable rate)",
    source: "Christopher, Logistics and Supply Chain Management",
    fields: &[
        Field::money("fixed_cost", "Fixed cost an order")
            .help("Entry, picking, drop and invoice, whatever its size."),
        Field::rate("margin_rate", "Gross margin").help("Of the order's value."),
        Field::rate("variable_rate", "Variable service cost")
            .help("Freight, handling and commission, of the order's value.")
            .or(0.0),
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"fixed_cost": 60, "margin_rate": 0.25, "variable_rate": 0.05}"#,
    result: "contribution_rate; order_value",
    work,
};

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let fixed = reader.number("fixed_cost")?;
    let (margin, variable) = (
        reader.number("margin_rate")?,
        reader.number("variable_rate")?,
    );
    let rate = margin - variable;
    // If no margin is left, no order is large enough.
    let value = Some(fixed / rate).filter(|value| rate > 1e-12 && value.is_finite());
    let figures = vec![
        Figure::money("order_value", "break-even order", value).or_missing("no contribution"),
        Figure::share("contribution_rate", "contribution rate", rate),
    ];
    let filled = format!("{} - {}", plain(margin), plain(variable));
    let mut working = vec![Step::of(
        "contribution rate = margin - variable",
        filled,
        rate,
    )];
    let most = value.unwrap_or(100.0 * fixed.max(1.0)) * 2.0;
    let profit = |value: f64| (value, value * rate - fixed);
    let mut plot = Plot::new(
        "Profit of an order",
        Axis::new("order value", Unit::Money),
        Axis::new("profit of the order", Unit::Money),
        vec![Series::new("profit", vec![profit(0.0), profit(most)])],
    )
    .level_at("break-even", 0.0);
    let mut warnings = Vec::new();
    match value {
        Some(x) => {
            let formula = "order value = fixed cost / contribution rate";
            let filled = format!("{} / {}", plain(fixed), plain(rate));
            working.push(Step::of(formula, filled, x));
            plot = plot.cut_at("break-even order", x);
        }
        None => warnings.push(Warning::new("never_breaks_even", "")),
    }
    Ok(Outcome::new(figures, working)
        .with_plot(plot)
        .with_warnings(warnings))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::json;

    #[test]
    fn the_order_that_pays_for_itself() {
        let result = answer(
            "break_even_order",
            &json!({"fixed_cost": 60, "margin_rate": 0.25, "variable_rate": 0.05}),
        )
        .unwrap()
        .value();
        assert!((result["order_value"].as_f64().unwrap() - 300.0).abs() < 1e-9);
        assert!((result["contribution_rate"].as_f64().unwrap() - 0.2).abs() < 1e-12);
    }

    #[test]
    fn where_the_margin_is_eaten_up_no_order_is_large_enough() {
        for variable in [0.25, 0.3] {
            let answer = answer(
                "break_even_order",
                &json!({"fixed_cost": 60, "margin_rate": 0.25, "variable_rate": variable}),
            )
            .unwrap();
            assert!(answer.value()["order_value"].is_null());
            assert_eq!(answer.warnings[0].to_string(), "never_breaks_even");
        }
        assert_eq!(
            answer(
                "break_even_order",
                &json!({"fixed_cost": -1, "margin_rate": 0.2})
            )
            .unwrap_err()
            .code,
            "out_of_range"
        );
        assert_eq!(
            answer("break_even_order", &json!({"fixed_cost": 1}))
                .unwrap_err()
                .code,
            "missing"
        );
    }
}
