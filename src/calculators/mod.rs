//! Business calculators: each declares its fields and answers a request. Screen, command line and generated problems share this
//! code. Pure arithmetic: no cards, screens, files or clock.

mod arithmetic;
mod calculator;
pub mod dates;
pub mod draw;
pub mod expression;
pub mod form;
mod frame;
mod grid;
pub mod headers;
pub mod messages;
pub mod numbers;
mod outcome;
mod plot;
pub mod problem_makers;
mod reply;
pub mod request;
pub mod samples;
pub mod table;
pub mod translated;
mod unit;

mod abc;
mod break_even_order;
mod capacity;
mod chargeable_weight;
mod clv;
mod clv_simple;
mod clv_tornado;
mod cost_to_serve;
mod ddmrp_buffer;
mod eoq;
mod fill_rates;
mod forecast;
mod forecast_error;
mod inventory_turns;
mod mode_choice;
mod newsvendor;
mod planning_grid;
mod pooling;
mod price_break;
mod prioritise;
mod reorder_point;
pub mod rfm;
mod sales_and_operations;
mod time_driven;

mod normal;

use serde_json::Value;

pub use calculator::{Calculator, Field, IfEmpty, Input, Kind, Reader};
pub use grid::{Cells, Grid, GridColumn, Numbers, Rows};
pub use messages::{Refusal, Warning};
pub use outcome::{Figure, JsonOnly, Outcome, Step};
pub use plot::{Axis, Cut, Marker, Plot, Series};
pub use reply::{Answer, Reply};
pub use table::{Column, Holds, Layout, RowOrder, Table, TableCells};
pub use unit::Unit;

/// Lists the calculators by group, and as one list.
macro_rules! groups {
    ($($group:literal: $($calculator:path),+;)+) => {
        /// Every calculator, in the order they are listed.
        pub static ALL: [&Calculator; [$($(stringify!($calculator)),+),+].len()] = [$($(&$calculator),+),+];
        /// The same, with the name of each group.
        pub static GROUPS: &[(&str, &[&Calculator])] = &[$(($group, &[$(&$calculator),+])),+];
    };
}

groups! {
    "Customers": abc::ABC, rfm::RFM, prioritise::PRIORITISE, clv::CLV, clv_simple::CLV_SIMPLE, clv_tornado::CLV_TORNADO;
    "Service and its cost": cost_to_serve::COST_TO_SERVE, time_driven::TIME_DRIVEN, break_even_order::BREAK_EVEN_ORDER,
        fill_rates::FILL_RATES;
    "Planning": sales_and_operations::SALES_AND_OPERATIONS, planning_grid::PLANNING_GRID, forecast::FORECAST, forecast_error::FORECAST_ERROR, capacity::CAPACITY;
    "Inventory": eoq::EOQ, price_break::PRICE_BREAK, newsvendor::NEWSVENDOR, reorder_point::REORDER_POINT,
        pooling::POOLING, ddmrp_buffer::DDMRP_BUFFER, inventory_turns::INVENTORY_TURNS;
    "Logistics": mode_choice::MODE_CHOICE, chargeable_weight::CHARGEABLE_WEIGHT;
}

/// By its name in `swot calc`.
pub fn find(name: &str) -> Option<&'static Calculator> {
    ALL.into_iter().find(|calculator| calculator.name == name)
}

/// Answers one JSON request.
pub fn answer(name: &str, request: &Value) -> Result<Answer, Refusal> {
    named(name)?.answer(&Input::new(request))
}

fn named(name: &str) -> Result<&'static Calculator, Refusal> {
    find(name).ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|calculator| calculator.name).collect();
        let hint = request::hint(name, &names, &format!("there are {}", names.join(", ")));
        Refusal::new(
            "unknown_calculator",
            format!("There is no calculator `{name}`: {hint}"),
        )
    })
}

#[cfg(test)]
mod hostile_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_calculator_answers_its_own_example_and_shows_it() {
        for calculator in ALL {
            let about = calculator;
            let request = request::read(about.example).unwrap();
            let answer = calculator.answer(&Input::new(&request)).unwrap();
            assert!(answer.value().is_object(), "{}", about.name);
            let outcome = calculator.outcome(&Input::new(&request)).unwrap();
            assert!(
                !outcome.figures.is_empty() && !outcome.working.is_empty(),
                "{}",
                about.name
            );
            assert_eq!(outcome.warnings, answer.warnings, "{}", about.name);
            for grid in &outcome.tables {
                for column in &grid.columns {
                    let cells = match &column.cells {
                        Cells::Numbers(values) => values.len(),
                        Cells::Words(words) => words.len(),
                        Cells::Labels { of, .. } => of.len(),
                        Cells::Names { order, .. } => order.len(),
                    };
                    assert_eq!(cells, grid.rows, "{} {}", about.name, column.key);
                }
            }
            for plot in &outcome.plots {
                let points = plot.series.iter().flat_map(|series| &series.points);
                assert!(
                    points.clone().all(|(x, y)| x.is_finite() && y.is_finite()),
                    "{}",
                    about.name
                );
            }
        }
    }

    /// Requests and replies of every calculator, good ones and refused ones, as the contract has them.
    #[test]
    fn replies_keep_every_byte() {
        let kept = include_str!("../../tests/fixtures/calculators.tsv");
        for line in kept.lines() {
            let mut parts = line.split('\t');
            let (name, request, reply) = (
                parts.next().unwrap(),
                parts.next().unwrap(),
                parts.next().unwrap(),
            );
            let given = request::read(request).unwrap();
            let answered = serde_json::to_string(&Reply(answer(name, &given))).unwrap();
            assert_eq!(answered, reply, "{name} {request}");
        }
        assert!(kept.lines().count() > 150);
    }

    #[test]
    fn warnings_speak_in_sentences_and_undefined_figures_say_what_is_missing() {
        let kept = include_str!("../../tests/fixtures/calculators.tsv");
        let (mut warned, mut undefined) = (0, 0);
        for line in kept.lines() {
            let mut parts = line.split('\t');
            let (name, request) = (parts.next().unwrap(), parts.next().unwrap());
            let given = request::read(request).unwrap();
            let Ok(outcome) = find(name).unwrap().outcome(&Input::new(&given)) else {
                continue;
            };
            for warning in &outcome.warnings {
                let sentence = warning.sentence();
                assert!(
                    !sentence.contains(warning.code) && sentence.ends_with('.'),
                    "{sentence}"
                );
                assert!(sentence.contains(&warning.detail), "{sentence}");
                warned += 1;
            }
            for figure in outcome
                .figures
                .iter()
                .filter(|figure| figure.value.is_none())
            {
                assert!(
                    figure.explained().starts_with("undefined: "),
                    "{name} {}",
                    figure.key
                );
                undefined += 1;
            }
        }
        assert!(warned > 10 && undefined > 10, "{warned} {undefined}");
    }

    #[test]
    fn every_field_is_a_key_and_names_are_told_apart() {
        for calculator in ALL {
            let about = calculator;
            assert_eq!(
                ALL.iter().filter(|other| other.name == about.name).count(),
                1
            );
            let mut request = request::read(about.example).unwrap();
            for field in about.fields {
                // Whatever is wrong with the value, the key must not be reported as unknown.
                let before = request[field.key].take();
                request[field.key] = json!([[]]);
                let code = calculator
                    .answer(&Input::new(&request))
                    .err()
                    .map(|refusal| refusal.code);
                assert_ne!(code, Some("unknown_key"), "{} {}", about.name, field.key);
                request[field.key] = before;
                assert!(field.range.0 <= field.range.1);
            }
        }
    }

    #[test]
    fn unknown_names_are_refused_with_the_nearest_one() {
        let refusal = answer("cvl", &json!({})).unwrap_err();
        assert_eq!(
            (
                refusal.code,
                refusal.message.ends_with("did you mean `clv`?")
            ),
            ("unknown_calculator", true)
        );
        assert!(find("clv").is_some() && find("").is_none());
    }

    #[test]
    fn replies_are_printed_as_the_contract_says() {
        let good = Reply(answer("pooling", &json!({"sites": 4, "safety_stock": 100})));
        assert_eq!(
            serde_json::to_string(&good).unwrap(),
            r#"{"ok":true,"result":{"separate":400.0,"pooled":200.0,"saving":200.0,"saving_pct":0.5},"warnings":[]}"#
        );
        let bad = Reply(answer("pooling", &json!({"sites": 4})));
        assert_eq!(
            serde_json::to_string(&bad).unwrap(),
            r#"{"ok":false,"error":{"code":"missing","message":"`safety_stock` is missing: give a number."}}"#
        );
    }

    #[test]
    fn a_class_of_nothing_is_worth_0_not_minus_0() {
        let items = json!({"items": [{"id": "a", "value": 1}, {"id": "b", "value": 1}]});
        let printed = serde_json::to_string(&Reply(answer("abc", &items))).unwrap();
        assert!(
            printed.contains(r#""value":0.0"#) && !printed.contains("-0.0"),
            "{printed}"
        );
    }
}
