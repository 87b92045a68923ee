//! Risk pooling: the safety stock of several equal sites put into one (square-root law).
//!
//! Source: Eppen, "Effects of centralization on expected costs in a multi-location newsboy problem" (1979); Maister,
//! "Centralisation of inventories and the square root law" (1976).

use super::frame::*;

pub static POOLING: Calculator = Calculator {
    name: "pooling",
    title: "Pooling of safety stock",
    purpose: "What does pooling save in safety stock?",
    formula: "pooled = s sqrt(n (1 + (n - 1) correlation))",
    source: "Eppen (1979); Maister (1976), the square-root law",
    fields: &[
        Field::whole("sites", "Sites")
            .help("Equal stocking points put together.")
            .letter("n")
            .within(1.0, 1e6),
        Field::number("safety_stock", "Safety stock at each")
            .help("In units or money.")
            .letter("s"),
        Field::number("correlation", "Demand correlation")
            .help("0: independent; 1: they rise and fall together.")
            .within(-1.0, 1.0)
            .or(0.0),
    ],
    lists: &[],
    layouts: &[],
    example: r#"{"sites": 4, "safety_stock": 100}"#,
    result: "separate; pooled; saving; saving_pct",
    work,
};

fn work(reader: &Reader) -> Result<Outcome, Refusal> {
    let object = &reader.object;
    let sites = reader.number("sites")?;
    // n equal demands cannot all be negatively correlated: below -1 / (n - 1) no such demands exist
    let lowest = if sites > 1.0 {
        -1.0 / (sites - 1.0)
    } else {
        -1.0
    };
    let correlation = reader.number("correlation")?;
    object.within("correlation", correlation, lowest, 1.0)?;
    let stock = reader.number("safety_stock")?;
    let separate = stock * sites;
    let of = |n: f64| stock * (n * (1.0 + (n - 1.0) * correlation)).max(0.0).sqrt();
    let pooled = of(sites);
    let saving = separate - pooled;
    let saved = Some(1.0 - pooled / separate).filter(|_| separate > 0.0);
    let figures = vec![
        Figure::quantity("pooled", "pooled safety stock", pooled),
        Figure::quantity("separate", "separate sites", separate),
        Figure::quantity("saving", "saved", saving),
        Figure::share("saving_pct", "... of it", saved).or_missing("no safety stock"),
    ];
    let [n, s, c] = [sites, stock, correlation].map(plain);
    let pool = if correlation == 0.0 {
        Step::of("pooled = s sqrt(n)", format!("{s} x sqrt({n})"), pooled)
    } else {
        Step::of(
            "pooled = s sqrt(n (1 + (n - 1) correlation))",
            format!("{s} x sqrt({n} x (1 + ({n} - 1) x {c}))"),
            pooled,
        )
    };
    let filled = format!("{} - {}", plain(separate), plain(pooled));
    let working = vec![
        Step::of("separate = n s", format!("{n} x {s}"), separate),
        pool,
        Step::of("saved = separate - pooled", filled, saving),
    ];
    let most = (sites * 2.0).clamp(10.0, 50.0) as u32;
    let line =
        |of: &dyn Fn(f64) -> f64| curve((1.0, most.into()), most - 1, (sites, of(sites)), of);
    let plot = Plot::new(
        "Safety stock against sites",
        Axis::new("sites put together", Unit::Count),
        Axis::new("safety stock", Unit::Quantity),
        vec![
            Series::new("in one place", line(&of)),
            Series::new("separate", line(&|n| stock * n)),
        ],
    )
    .marked("here", sites, pooled);
    Ok(Outcome::new(figures, working).with_plot(plot))
}

#[cfg(test)]
mod tests {
    use super::super::answer;
    use serde_json::json;

    /// The square-root law (Maister 1976): from nine sites to one the safety stock falls to a third.
    #[test]
    fn independent_sites_follow_the_square_root_law() {
        let result = answer("pooling", &json!({"sites": 4, "safety_stock": 100}))
            .unwrap()
            .value();
        assert_eq!(
            result,
            json!({"separate": 400.0, "pooled": 200.0, "saving": 200.0, "saving_pct": 0.5})
        );
        let nine = answer("pooling", &json!({"sites": 9, "safety_stock": 60}))
            .unwrap()
            .value();
        assert!(
            (nine["pooled"].as_f64().unwrap() / nine["separate"].as_f64().unwrap() - 1.0 / 3.0)
                .abs()
                < 1e-12
        );
    }

    #[test]
    fn what_rises_and_falls_together_saves_nothing() {
        let result = answer(
            "pooling",
            &json!({"sites": 4, "safety_stock": 100, "correlation": 1}),
        )
        .unwrap()
        .value();
        assert!(result["saving"].as_f64().unwrap().abs() < 1e-9);
        let against = answer(
            "pooling",
            &json!({"sites": 2, "safety_stock": 100, "correlation": -1}),
        )
        .unwrap()
        .value();
        assert_eq!(against["pooled"], json!(0.0));
    }

    #[test]
    fn faults_are_refused_by_their_code() {
        for (request, code) in [
            (json!({"sites": 2.5, "safety_stock": 1}), "not_whole"),
            (json!({"sites": 0, "safety_stock": 1}), "out_of_range"),
            (json!({"sites": 4, "safety_stock": -1}), "out_of_range"),
            (
                json!({"sites": 4, "safety_stock": 1, "correlation": -0.5}),
                "out_of_range",
            ),
            (json!({"sites": 4}), "missing"),
            (json!({"safety_stock": 4}), "missing"),
            (json!({"sites": 4, "safety_stock": 1e308}), "not_finite"),
        ] {
            assert_eq!(
                answer("pooling", &request).unwrap_err().code,
                code,
                "{request}"
            );
        }
    }
}
