//! Problems on the ABC split of eight customers: the class of one, or how many are A. In every draw a customer crosses the first
//! cut, so that the rule for crossing matters; one to four customers are A.

use serde_json::{Value, json};

use super::super::draw::Draw;
use super::super::numbers::{grouped, plain};
use super::problem::{Problem, Sought, Wrong, customers, mistakes, table, worked_out};

/// Each value as a share of the one before, such that one to four customers are in class A.
const FALLS: [f64; 4] = [0.1, 0.38, 0.53, 0.62];

/// Eight values, largest first. `None` if two are equal or the running share comes close to a cut.
fn values(draw: &mut Draw) -> Option<Vec<f64>> {
    let members = draw.below(4) as usize;
    let fall = FALLS[members];
    let top = draw.range(120.0, 600.0, 10.0);
    let mut size = top;
    let mut values = Vec::with_capacity(8);
    for rank in 0..8 {
        values.push((size + f64::from(8 - rank)).round());
        size *= fall * draw.range(0.85, 1.15, 0.05);
    }
    let total: f64 = values.iter().sum();
    let mut running = 0.0;
    let mut in_a = 0;
    let mut clear = values.windows(2).all(|pair| pair[0] > pair[1]);
    for value in &values {
        in_a += usize::from(running < 0.8 * total);
        running += value;
        let share = running / total;
        clear &= (share - 0.8).abs() > 0.01 && (share - 0.95).abs() > 0.004;
    }
    (clear && in_a == members + 1).then_some(values)
}

/// Eight customers in the order of the table, with the classes from the calculator and from known mistakes.
struct Drawn {
    names: Vec<&'static str>,
    values: Vec<f64>,
    request: Value,
    right: Vec<String>,
    /// Running share in the order of the table, without sorting.
    unsorted: Vec<String>,
    /// Cuts by number of customers: 20, 30 and 50 %.
    by_count: Vec<String>,
}

impl Drawn {
    fn new(draw: &mut Draw) -> Option<Self> {
        let mut values = values(draw)?;
        draw.shuffle(&mut values);
        let names = customers(draw, 8);
        let items: Value = names
            .iter()
            .zip(&values)
            .map(|(id, value)| json!({"id": id, "value": value}))
            .collect();
        let request = json!({"items": items, "cuts": [0.8, 0.95]});
        let right = classes(&names, &request)?;
        if ["B", "C"]
            .iter()
            .any(|class| !right.iter().any(|r| r == class))
        {
            return None;
        }
        let by_count = classes(&names, &json!({"items": items, "mode": "count"}))?;
        let total: f64 = values.iter().sum();
        let mut before = 0.0;
        let unsorted = values.iter().map(|value| {
            let class = if before < 0.8 * total - 1e-9 {
                "A"
            } else if before < 0.95 * total - 1e-9 {
                "B"
            } else {
                "C"
            };
            before += value;
            class.to_string()
        });
        let unsorted = unsorted.collect();
        Some(Drawn {
            names,
            values,
            request,
            right,
            unsorted,
            by_count,
        })
    }

    fn stem(&self) -> String {
        let rows = self
            .names
            .iter()
            .zip(&self.values)
            .map(|(name, value)| vec![name.to_string(), grouped(*value, 0)]);
        format!(
            "Brightwater Supply ranks eight customers by yearly sales, in thousand EUR. Class A ends at 80 % of the \
             running share of sales, class B at 95 %; a customer that crosses a cut belongs to the higher class.\n\n{}",
            table(&["Customer", "Sales"], rows)
        )
    }

    /// Sorting, the total, and the running share for each of the first ranks.
    fn working(&self, ranks: usize) -> Vec<String> {
        let mut sorted = self.values.clone();
        sorted.sort_unstable_by(|a, b| b.total_cmp(a));
        let terms: Vec<String> = sorted.iter().map(|value| plain(*value)).collect();
        let total = plain(sorted.iter().sum());
        let mut lines = vec![
            format!("Sort from the largest: {}", terms.join(", ")),
            format!("{} = {total}", terms.join(" + ")),
        ];
        for rank in 1..=ranks {
            let share = sorted[..rank].iter().sum::<f64>() / sorted.iter().sum::<f64>();
            lines.push(match rank {
                1 => format!("{} / {total} = {}", terms[0], plain(share)),
                _ => format!(
                    "({}) / {total} = {}",
                    terms[..rank].join(" + "),
                    plain(share)
                ),
            });
        }
        lines
    }
}

/// The class of each customer, in the order of the names.
fn classes(names: &[&str], request: &Value) -> Option<Vec<String>> {
    let result = worked_out("abc", request)?;
    let rows = result["rows"].as_array()?;
    let class = |name: &&str| {
        rows.iter().find(|row| row["id"] == **name)?["class"]
            .as_str()
            .map(String::from)
    };
    names.iter().map(class).collect()
}

/// The next lower class, or the same if there is none.
fn later(letter: &str) -> &'static str {
    if letter == "A" { "B" } else { "C" }
}

fn earlier(letter: &str) -> &'static str {
    if letter == "C" { "B" } else { "A" }
}

pub fn class(draw: &mut Draw) -> Option<Problem> {
    let drawn = Drawn::new(draw)?;
    // First the class is drawn, then a customer in it, so that each letter is right equally often.
    let letter = draw.one_of(&["A", "B", "C"]);
    let members: Vec<usize> = (0..8).filter(|&i| drawn.right[i] == letter).collect();
    let asked = *draw.pick(&members)?;
    let larger = drawn
        .values
        .iter()
        .filter(|value| **value > drawn.values[asked])
        .count();
    let mut working = drawn.working(larger + 1);
    working.push(format!(
        "{} stands at rank {}: class {letter}",
        drawn.names[asked],
        larger + 1
    ));
    let wrongs = [
        (
            drawn.unsorted[asked].as_str(),
            "You ran the share down the table as it stands; sort by sales first.",
        ),
        (
            drawn.by_count[asked].as_str(),
            "You cut by the number of customers (20, 30 and 50 %), not by running share.",
        ),
        (
            "A",
            "You compared the customer's own share with the cuts; compare the running share.",
        ),
        (
            later(letter),
            "A customer that crosses a cut belongs to the higher class, and so do all before it.",
        ),
        (
            earlier(letter),
            "A class ends with the customer that crosses its cut; this one comes behind it.",
        ),
        (
            "C",
            "Class C begins where the running share has passed 95 %; it has not passed that before this customer.",
        ),
    ];
    Some(Problem {
        question: format!(
            "{}\nWhich class is {} in?",
            drawn.stem(),
            drawn.names[asked]
        ),
        answer: Sought::OneOf {
            options: ["A", "B", "C"].map(String::from).to_vec(),
            right: ["A", "B", "C"]
                .iter()
                .position(|option| *option == letter)?,
        },
        working,
        mistakes: mistakes(|class: &str| Wrong::Text(class.into()), letter, wrongs),
        calculator: "abc",
        request: drawn.request,
    })
}

pub fn count(draw: &mut Draw) -> Option<Problem> {
    let drawn = Drawn::new(draw)?;
    let how_many = |classes: &[String]| classes.iter().filter(|class| *class == "A").count() as f64;
    let value = how_many(&drawn.right);
    let mut working = drawn.working(value as usize);
    working.push(format!(
        "The customer at rank {value} crosses 0.8 and belongs to class A: class A has {value}"
    ));
    let wrongs = [
        (
            how_many(&drawn.unsorted),
            "You ran the share down the table as it stands; sort by sales first.",
        ),
        (
            how_many(&drawn.by_count),
            "You took 20 % of the number of customers; the cut is on the running share of sales.",
        ),
        (
            8.0,
            "You compared each customer's own share with 80 %; compare the running share.",
        ),
        (
            value - 1.0,
            "You left out the customer that crosses the cut; it belongs to the higher class.",
        ),
        (
            value + 1.0,
            "You counted one too many: class A ends with the customer that crosses the cut.",
        ),
    ];
    Some(Problem {
        question: format!("{}\nHow many customers are in class A?", drawn.stem()),
        answer: Sought::Number {
            value,
            unit: "",
            tolerance: 0.0,
        },
        working,
        mistakes: mistakes(Wrong::Number, value, wrongs),
        calculator: "abc",
        request: drawn.request,
    })
}
