//! Problems on the weighted priority of three customers: the score of the first, or who is first.

use serde_json::{Value, json};

use super::super::draw::Draw;
use super::super::numbers::plain;
use super::problem::{
    Mistake, Problem, Sought, Wrong, apart, customers, mistakes, table, worked_out,
};

const CRITERIA: [&str; 4] = ["profit", "growth", "strategy", "service"];
/// In per cent, in the order of the criteria.
const WEIGHTS: [[f64; 4]; 4] = [
    [40.0, 30.0, 20.0, 10.0],
    [35.0, 30.0, 20.0, 15.0],
    [30.0, 30.0, 25.0, 15.0],
    [50.0, 20.0, 20.0, 10.0],
];

struct Drawn {
    names: Vec<&'static str>,
    weights: [f64; 4],
    values: Vec<[f64; 4]>,
    request: Value,
    /// Indexes in `names`, from the first place to the third.
    order: Vec<usize>,
    scores: Vec<f64>,
}

impl Drawn {
    /// `None` unless the best one leads by a tenth of a point.
    fn new(draw: &mut Draw) -> Option<Self> {
        let weights = draw.one_of(&WEIGHTS);
        let names = customers(draw, 3);
        let values: Vec<[f64; 4]> = (0..3)
            .map(|_| std::array::from_fn(|_| draw.range(1.0, 5.0, 1.0)))
            .collect();
        let named = |numbers: &[f64; 4]| {
            CRITERIA
                .iter()
                .zip(numbers)
                .map(|(c, n)| (c.to_string(), json!(n)))
                .collect::<Value>()
        };
        let rows: Value = names
            .iter()
            .zip(&values)
            .map(|(id, values)| json!({"id": id, "scores": named(values)}))
            .collect();
        let request = json!({"customers": rows, "weights": named(&weights), "scale": [1, 5]});
        let result = worked_out("prioritise", &request)?;
        let ranked = result["rows"].as_array()?;
        let place = |row: &Value| names.iter().position(|name| row["id"] == *name);
        let order: Vec<usize> = ranked.iter().map(place).collect::<Option<_>>()?;
        let scores: Vec<f64> = ranked
            .iter()
            .map(|row| row["score"].as_f64())
            .collect::<Option<_>>()?;
        if scores.first()? - scores.get(1)? < 0.1 - 1e-9 {
            return None;
        }
        Some(Drawn {
            names,
            weights,
            values,
            request,
            order,
            scores,
        })
    }

    fn stem(&self) -> String {
        let rows = CRITERIA.iter().enumerate().map(|(place, criterion)| {
            let mut row = vec![criterion.to_string(), format!("{} %", self.weights[place])];
            row.extend(self.values.iter().map(|values| plain(values[place])));
            row
        });
        let mut header = vec!["Criterion", "Weight"];
        header.extend(&self.names);
        format!(
            "When stock is short, Brightwater Supply serves its customers by weighted score, each criterion from 1 to 5.\n\n{}",
            table(&header, rows)
        )
    }

    /// The score of one customer with some weights in per cent.
    fn score(&self, place: usize, weights: &[f64; 4]) -> f64 {
        weights
            .iter()
            .zip(&self.values[place])
            .map(|(weight, value)| weight * value)
            .sum::<f64>()
            / 100.0
    }

    fn reversed(&self) -> [f64; 4] {
        let mut weights = self.weights;
        weights.reverse();
        weights
    }

    fn working(&self) -> Vec<String> {
        let lines = self.order.iter().zip(&self.scores).map(|(&place, score)| {
            let parts = self.weights.iter().zip(&self.values[place]);
            let parts: Vec<String> = parts
                .map(|(weight, value)| format!("{} x {}", plain(weight / 100.0), plain(*value)))
                .collect();
            format!(
                "{}: {} = {}",
                self.names[place],
                parts.join(" + "),
                plain(*score)
            )
        });
        lines.collect()
    }
}

pub fn score(draw: &mut Draw) -> Option<Problem> {
    let drawn = Drawn::new(draw)?;
    let best = *drawn.order.first()?;
    let value = *drawn.scores.first()?;
    let sum: f64 = drawn.values[best].iter().sum();
    let wrongs = [
        (sum, "You added the values without their weights."),
        (
            sum / 4.0,
            "You took the plain mean: the criteria do not weigh alike.",
        ),
        (
            drawn.score(best, &drawn.reversed()),
            "You took the weights in reverse order.",
        ),
        (*drawn.scores.get(1)?, "That is the score of the second."),
    ];
    let mut mistakes: Vec<Mistake> = Vec::new();
    let mut numbers = vec![value];
    for (wrong, because) in wrongs {
        numbers.push(wrong);
        if apart(&numbers) {
            mistakes.push(Mistake {
                wrong: Wrong::Number(wrong),
                because,
            });
        } else {
            numbers.pop();
        }
    }
    if mistakes.len() < 3 {
        return None;
    }
    Some(Problem {
        question: format!(
            "{}\nWhat is the score of the customer that comes first?",
            drawn.stem()
        ),
        answer: Sought::Number {
            value,
            unit: "",
            tolerance: 0.01,
        },
        working: drawn.working(),
        mistakes,
        calculator: "prioritise",
        request: drawn.request,
    })
}

pub fn first(draw: &mut Draw) -> Option<Problem> {
    let drawn = Drawn::new(draw)?;
    let best = *drawn.order.first()?;
    // Who would lead by another rule, if only one customer does.
    let leader = |score: &dyn Fn(usize) -> f64| {
        let top = (0..3).map(score).fold(f64::NEG_INFINITY, f64::max);
        let mut leaders = (0..3).filter(|&place| (score(place) - top).abs() < 1e-9);
        match (leaders.next(), leaders.next()) {
            (Some(place), None) => Some(place),
            _ => None,
        }
    };
    let wrongs = [
        (
            leader(&|place| drawn.values[place].iter().sum()),
            "You added the values without their weights.",
        ),
        (
            leader(&|place| drawn.score(place, &drawn.reversed())),
            "You took the weights in reverse order.",
        ),
        (
            leader(&|place| drawn.values[place][0]),
            "You looked at the heaviest criterion alone.",
        ),
    ];
    let name = |place: usize| drawn.names[place];
    let wrongs = wrongs.map(|(place, because)| Some((name(place?), because)));
    let as_wrong = |name: &str| Wrong::Text(name.into());
    let mistakes = mistakes(as_wrong, name(best), wrongs.into_iter().flatten());
    // If no mistake leads to a wrong answer, the problem tests nothing.
    if mistakes.is_empty() {
        return None;
    }
    Some(Problem {
        question: format!("{}\nWhich customer comes first?", drawn.stem()),
        answer: Sought::OneOf {
            options: drawn.names.iter().map(ToString::to_string).collect(),
            right: best,
        },
        working: drawn.working(),
        mistakes,
        calculator: "prioritise",
        request: drawn.request,
    })
}
