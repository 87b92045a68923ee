//! Pure business arithmetic: each calculator declares its fields and answers a request. The same code answers
//! the screen, the command line and generated problems. Knows nothing of cards, screens, files or the clock.

pub mod draw;
pub mod expression;
pub mod form;
pub mod numbers;
pub mod outcome;
pub mod problems;
pub mod reply;
pub mod request;
pub mod samples;
pub mod table;

pub mod abc;
pub mod clv;
pub mod clv_simple;
pub mod clv_tornado;
pub mod cost_to_serve;
pub mod prioritise;
pub mod rfm;

pub mod break_even_order;
pub mod eoq;
pub mod fill_rates;
pub mod forecast_error;
pub mod inventory_turns;
pub mod newsvendor;
pub mod pooling;
pub mod reorder_point;
pub mod time_driven;

mod ledger;
mod normal;

use std::cmp::Ordering;

use serde_json::Value;

pub use outcome::{
    Axis, Cells, Cut, Figure, Grid, GridColumn, JsonOnly, Marker, Numbers, Outcome, Plot, Series,
    Step, Unit,
};
pub use reply::{Answer, Refusal, Reply, Warning};
pub use request::Reader;
pub use table::{Column, Holds, Layout, Table, TableCells};

/// Two shares or scores this close count as equal: a cut at 80 % is met by 0.7999999999.
pub const NEAR: f64 = 1e-9;

/// Every calculator, in the order they are listed.
pub static ALL: [&Calculator; 16] = [
    &abc::ABC,
    &clv::CLV,
    &clv_simple::CLV_SIMPLE,
    &clv_tornado::CLV_TORNADO,
    &cost_to_serve::COST_TO_SERVE,
    &rfm::RFM,
    &prioritise::PRIORITISE,
    &time_driven::TIME_DRIVEN,
    &break_even_order::BREAK_EVEN_ORDER,
    &fill_rates::FILL_RATES,
    &reorder_point::REORDER_POINT,
    &inventory_turns::INVENTORY_TURNS,
    &forecast_error::FORECAST_ERROR,
    &eoq::EOQ,
    &pooling::POOLING,
    &newsvendor::NEWSVENDOR,
];

/// One calculator: what it says about itself, and how it works. A new one is a new file and a line in [`ALL`].
#[derive(Debug)]
pub struct Calculator {
    /// As typed after `swot calc`.
    pub name: &'static str,
    pub title: &'static str,
    /// One line: the question it answers.
    pub purpose: &'static str,
    pub formula: &'static str,
    /// Where the formula comes from, in words.
    pub source: &'static str,
    pub fields: &'static [Field],
    /// Further keys of a request: lists of rows, and what no field of a form can hold.
    pub lists: &'static [&'static str],
    /// The tables it can read, the usual one first; none for a calculator of fields alone.
    pub layouts: &'static [Layout],
    /// A request that shows it at work, as JSON.
    pub example: &'static str,
    /// The keys of the JSON result in their order: the figures, then the tables as they are shown, where it is empty.
    /// `a.b` is `b` in an inner object `a`; names behind a colon are the columns of a table.
    pub result: &'static [&'static str],
    pub work: fn(&Reader) -> Result<Outcome, Refusal>,
}

impl Calculator {
    /// What it shows for a request: figures, tables, curves, the working.
    pub fn outcome(&self, input: &Input) -> Result<Outcome, Refusal> {
        (self.work)(&Reader::new(self, *input)?)
    }

    /// The same as the JSON contract has it.
    pub fn answer(&self, input: &Input) -> Result<Answer, Refusal> {
        Answer::new(self.result, self.outcome(input)?)
    }
}

/// A field of the form. Its value goes into the request under its key.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub label: &'static str,
    /// What it is called in the formula; empty where it goes by its name.
    pub letter: &'static str,
    pub kind: Kind,
    /// Lowest and highest value accepted, as in the request (a rate of 1 is 100 %).
    pub range: (f64, f64),
    /// The lowest value itself is not accepted.
    pub above: bool,
    /// What holds where the field is left empty.
    pub default: IfEmpty,
    pub help: &'static str,
}

impl Field {
    /// A field that must be filled, with a value of at least 0 (a rate: from 0 to 1).
    const fn new(key: &'static str, label: &'static str, kind: Kind, help: &'static str) -> Self {
        let highest = if matches!(kind, Kind::Rate) {
            1.0
        } else {
            f64::INFINITY
        };
        Field {
            key,
            label,
            letter: "",
            kind,
            range: (0.0, highest),
            above: false,
            default: IfEmpty::Needed,
            help,
        }
    }

    /// An amount of money from 0 to 1e12.
    const fn money(key: &'static str, label: &'static str, help: &'static str) -> Self {
        Self::new(key, label, Kind::Money, help).within(0.0, 1e12)
    }

    /// A quantity from 0 to 1e9.
    const fn units(key: &'static str, label: &'static str, help: &'static str) -> Self {
        Self::new(key, label, Kind::Number, help).within(0.0, 1e9)
    }

    /// A fraction from 0 to 1, typed in per cent.
    const fn rate(key: &'static str, label: &'static str, help: &'static str) -> Self {
        Self::new(key, label, Kind::Rate, help)
    }

    /// A whole number.
    const fn whole(key: &'static str, label: &'static str, help: &'static str) -> Self {
        Self::new(key, label, Kind::Whole, help)
    }

    /// One of some words, the first of them where it is left empty.
    const fn choice(
        key: &'static str,
        label: &'static str,
        words: &'static [&'static str],
        help: &'static str,
    ) -> Self {
        let mut field = Self::new(key, label, Kind::Choice(words), help);
        field.range = (0.0, 0.0);
        field.default = IfEmpty::Word(words[0]);
        field
    }

    const fn letter(mut self, letter: &'static str) -> Self {
        self.letter = letter;
        self
    }

    /// The label with the letter of the formula.
    pub fn named(&self) -> String {
        match self.letter {
            "" => self.label.to_owned(),
            letter => format!("{} ({letter})", self.label),
        }
    }

    const fn or(mut self, default: f64) -> Self {
        self.default = IfEmpty::Number(default);
        self
    }

    const fn optional(mut self) -> Self {
        self.default = IfEmpty::Empty;
        self
    }

    const fn or_numbers(mut self, default: &'static [f64]) -> Self {
        self.default = IfEmpty::Numbers(default);
        self
    }

    /// Above this, and not equal to it.
    const fn above(mut self, lowest: f64) -> Self {
        self.range.0 = lowest;
        self.above = true;
        self
    }

    const fn within(mut self, lowest: f64, highest: f64) -> Self {
        self.range = (lowest, highest);
        self
    }
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Money,
    /// A fraction in the request; a person types it in per cent.
    Rate,
    Number,
    Whole,
    Days,
    Date,
    /// One of these words; the first is the default.
    Choice(&'static [&'static str]),
    /// Numbers with a comma or space between them, rates typed in per cent.
    Rates,
    Numbers,
    /// The name of a criterion or driver.
    Name,
    /// Names with numbers, as in `orders 25, lines 3.5`; an object in the request.
    Pairs,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum IfEmpty {
    /// The field must be filled.
    Needed,
    /// The field may stay empty; then it plays no part.
    Empty,
    Number(f64),
    Numbers(&'static [f64]),
    Word(&'static str),
}

/// A request: the fields as one JSON object and, instead of the lists in it, perhaps a table read from a file.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    pub request: &'a Value,
    pub table: Option<&'a Table>,
}

impl<'a> Input<'a> {
    pub fn new(request: &'a Value) -> Self {
        Input {
            request,
            table: None,
        }
    }

    pub fn with_table(request: &'a Value, table: &'a Table) -> Self {
        let table = Some(table);
        Input { request, table }
    }
}

pub fn find(name: &str) -> Option<&'static Calculator> {
    ALL.into_iter().find(|calculator| calculator.name == name)
}

/// Answers one request of the JSON contract.
pub fn answer(name: &str, request: &Value) -> Result<Answer, Refusal> {
    named(name)?.answer(&Input::new(request))
}

/// Answers with a table read from a file in place of the request's own list.
pub fn answer_table(name: &str, request: &Value, table: &Table) -> Result<Answer, Refusal> {
    named(name)?.answer(&Input::with_table(request, table))
}

fn named(name: &str) -> Result<&'static Calculator, Refusal> {
    find(name).ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|calculator| calculator.name).collect();
        let hint = match request::closest(name, &names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", names.join(", ")),
        };
        Refusal::new(
            "unknown_calculator",
            format!("There is no calculator `{name}`: {hint}"),
        )
    })
}

/// Rows from the largest value to the smallest (`falling`) or the other way; equal values by their ids, where there are
/// any, and then as they stand.
fn ranked(values: &[f64], falling: bool, ids: Option<&[String]>) -> Vec<u32> {
    // -0 is the same as 0.
    let mut rows: Vec<(f64, u32)> = values.iter().map(|value| value + 0.0).zip(0..).collect();
    rows.sort_unstable_by(|(a, i), (b, j)| {
        let by_value = if falling {
            b.total_cmp(a)
        } else {
            a.total_cmp(b)
        };
        let by_id = || {
            ids.map_or(Ordering::Equal, |ids| {
                ids[*i as usize].cmp(&ids[*j as usize])
            })
        };
        by_value.then_with(by_id).then(i.cmp(j))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A part of a whole above zero; nothing where there is no whole, or the ratio is beyond all numbers.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    Some(part / whole).filter(|ratio| whole > 0.0 && ratio.is_finite())
}

/// The middle value, or the mean of the two in the middle; nothing of nothing.
fn median(mut values: Vec<f64>) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, upper, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    match even {
        true => Some((below.iter().copied().fold(f64::NEG_INFINITY, f64::max) + *upper) / 2.0),
        false => Some(*upper),
    }
}

#[cfg(test)]
mod hostile_tests;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
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
    fn equal_values_go_by_id_or_as_they_stand() {
        let ids = ["d", "c", "b", "a"].map(String::from);
        let values = [1.0, -0.0, 1.0, 0.0];
        assert_eq!(ranked(&values, true, None), [0, 2, 1, 3]);
        assert_eq!(ranked(&values, true, Some(&ids)), [2, 0, 3, 1]);
        assert_eq!(ranked(&values, false, Some(&ids)), [3, 1, 2, 0]);
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
                // Whatever is said of a wrong kind of value, it is not that the key is unknown.
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
    fn the_middle_value_is_the_mean_of_two_where_the_count_is_even() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0]), Some(3.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
        assert_eq!(median(vec![9.0, 1.0, 2.0]), Some(2.0));
    }
}
