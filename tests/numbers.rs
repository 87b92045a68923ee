//! Every number in the decks that ship, computed again: from the working, by the calculator, or from the list below.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod draws;

use draws::are_equal_as_asked;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use swotter::calculators::expression::Expression;
use swotter::deck_file::ParsedDeck;
use swotter::study::Deck;
use swotter::study::kinds::{Answer, Card, Role, Way};

fn decks() -> Vec<Deck> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    let decks = files.filter(|path| path.extension().is_some_and(|e| e == "ron"));
    let read = |text: String| ParsedDeck::read("deck.ron", text).deck.unwrap();
    decks
        .map(|path| read(std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// Card, number as it is written, and where it comes from: a formula of the numbers in its question, options and working.
/// Counts up to 12, which texts write in words, and 100 need no source.
const RESULTS: &str = "\
value-wallet-share 400 = 100 * 160000 / 40000
value-wallet-share 33.3 = 100 * 40000 / (160000 - 40000)
value-wallet-share 75 = 100 - 25
custprofit-kanthal-tail 325 = 225 + 100
custprofit-avoidable 2000 = 1500 + 500
custprofit-avoidable 5500 = 4000 + 1500
custprofit-avoidable 6000 = 4000 + 1500 + 500
behave-cv 7.5 = 30 * 30 / 120
behave-cv 25 = 100 * 30 / 120
service-z-98-99 0.28 = 2.33 - 2.05
service-safety-stock 66 = 1.65 * 40
service-safety-stock 264 = 1.65 * 40 * 4
relate-hhi 3800 = 50^2 + 30^2 + 20^2
relate-hhi 0.333 = 3 * (1 / 3)^2
voc-net-promoter 70 = 110 - 40
service-step-95-99 41 = 100 * (2.33 / 1.65 - 1)
service-step-95-99 1.41 = 2.33 / 1.65
service-step-95-99 29 = 100 * (1 - 1.65 / 2.33)
service-step-95-99 0.71 = 1.65 / 2.33
service-step-95-99 24 = 100 * (2.05 / 1.65 - 1)
service-step-95-99 1.24 = 2.05 / 1.65
service-step-95-99 14 = 100 * (2.33 / 2.05 - 1)
service-step-95-99 1.14 = 2.33 / 2.05
clv-first-margin-timing 133 = 200 * 0.80 / (1 + 20 / 100)
clv-first-margin-timing 500 = 200 / (1 + 20 / 100 - 0.80)
clv-first-margin-timing 167 = 200 / (1 + 20 / 100)
clv-expected-lifetime 1.333 = 1 / 0.75
kpi-mape 24 = 10 + 4 + 8 + 2
kpi-mape 5.33 = 100 * (10 + 5 + 16 + 5) / (100 + 125 + 200 + 250)
kpi-cash-to-cash 145 = 62 + 45 + 38
kpi-cash-to-cash 55 = 62 - 45 + 38
trade-eoq-balance 320 = 1280 / 4
centric-retention-or-repeat 80 = 100 * 640 / 800
centric-retention-or-repeat 45 = 100 * 450 / 1000
centric-retention-or-repeat 64 = 100 * 640 / 1000
centric-retention-or-repeat 20 = 100 * (800 - 640) / 800
centric-retention-or-repeat 160 = 800 - 640
centric-atp-now 110 = 140 - 30
review-stay-rate 84 = 100 * 42 / (42 + 8)
review-stay-rate 50 = 42 + 8
review-stay-rate 89.2857 = 100 * (42 + 8) / 56
review-stay-rate 25 = 100 * (11 + 3) / 56
strat-closeness-net 4000 = 26000 + 9000 - 31000
strat-closeness-net 16000 = 31000 + 11000 - 26000
tiers-peak-percent 80 = 100 * 120 / 150
geo-landed-margin 14 = 50 - 36
geo-landed-margin 9.5 = 50 - (36 + 3 + 0.5 + 1)
menu-three-fills 980 = 1000 - 2 * 10
menu-three-fills 98 = 100 * (1000 - 2 * 10) / 1000
menu-three-fills 48 = 50 - 2
menu-three-fills 96 = 100 * (50 - 2) / 50
menu-three-fills 19 = 20 - 1
menu-three-fills 95 = 100 * (20 - 1) / 20
menu-otif-count 90 = 100 * 180 / 200
menu-otif-count 85 = 100 * 170 / 200
menu-otif-count 76.5 = 100 * 180 / 200 * 170 / 200
cts-order-minutes 32.4 = 36 * 450000 / 500000
cts-order-minutes 48 = 36 / 0.75
pred-call-first 900 = 0.25 * 3600
pred-call-first 360 = 0.03 * 12000
pred-call-first 400 = 0.50 * 800
pred-call-first 600 = 0.40 * 1500
net-square-root 800 = 3200 * 4 / 16
net-square-root 400 = 1600 / 4
net-freight-against-stock 46000 = 26000 + 20000
net-freight-against-stock 54000 = 80000 - 26000
mps-promise-week-5 42 = 1 + 41
mps-promise-week-5 61 = 60 + 80 + 80 - 32 - 27 - 30 - 35 - 35
ddmrp-which-part 90 = 12 * 10 * (0.5 + 0.5 * 0.5)
model-double-lot 98.75 = 100 - (100 - 97.5) / 2
buy-flat-curve 1.083 = (1.5 + 1 / 1.5) / 2
buy-flat-curve 8.3 = 100 * (1.083 - 1)
buy-flat-curve 50 = 100 / 2
buy-which-offer 500 = 1500 - 1000
inv-card-second-order 57 = 120 - 35 - 28
ddmrp-which-part 412 = 20 * 8 * (1 + 0.5 + 0.5 * 0.4) + 20 * 7
ddmrp-which-part 240 = 150 + 120 - 30
ddmrp-which-part 270 = 12 * 10 * (1 + 0.5 + 0.5 * 0.5) + 12 * 5
ddmrp-which-part 135 = 95 + 60 - 20
ddmrp-which-part 54 = 6 * 15 * (0.4 + 0.4 * 0.5)
ddmrp-which-part 112 = 20 * 8 * (0.5 + 0.5 * 0.4)
ddmrp-which-part 204 = 6 * 15 * (1 + 0.4 + 0.4 * 0.5) + 6 * 10
opt-volume-weights 167 = 100^3 / 6000
opt-volume-weights 333 = 100^3 / 3000
sea-what-turns-it 42.85 = (34 + 2.50) * (1 + 14 / 100) + 1.24
sea-what-turns-it 41.28 = (36 + 2.50) * (1 + 4 / 100) + 1.24
sea-what-turns-it 95 = 100 - 5
site-majority 4000 = 60 * 50 + 25 * (50 - 40) + 15 * (100 - 50)";

/// Card, number, and why nothing computes it.
const STATED: &str = "\
model-double-lot 92 = a wrong option
buy-flat-curve 1.5 = another multiple
ddmrp-yellow 2019 = the year of an edition
ddmrp-net-flow 2019 = the year of an edition
behave-cv 20 = a mean to compare with
behave-xyz-cuts 0.5 = a convention
service-z-98-99 90 = a level to compare with
kpi-scor-attributes 2022 = the year of an edition
abc-common-cuts 80 = a convention
abc-typical-ranges 50 = a published range
abc-typical-ranges 70 = a published range
abc-typical-ranges 60 = a published range
rfm-letter-m 541 = a code
net-carrying-range 15 = a published range
net-carrying-range 35 = a published range
net-carrying-range 25 = inside the published ranges
net-carrying-range 70 = a wrong option
net-carrying-range 20 = a published range
net-carrying-range 40 = a published range
service-z-90-95 1.2816 = the quantile with four decimals
service-z-90-95 1.6449 = the quantile with four decimals
service-z-90-95 1.64 = the quantile with two decimals
opt-volume-weights 6000 = a convention
opt-volume-weights 5000 = a convention
opt-volume-weights 3000 = a convention
opt-volume-weights 139 = a convention
ecom-withdrawal 2011 = the year of a directive
ecom-withdrawal 83 = the number of a directive
ecom-withdrawal 2026 = the year of this reading
ecom-withdrawal 14 = the days of a directive
ecom-threshold 30 = a wrong option
ecom-threshold 36 = a wrong option
ecom-threshold 50 = a threshold in an option
ecom-threshold 95 = a wrong option
ecom-lever 33 = data in an option
cold-kinetic-mean 5.2 = a wrong option
cold-kinetic-mean 8.5 = worked out in the test of logistics
inc-least-most 2020 = the year of an edition
cus-six-digits 2022 = the year of an edition
doc-banks-look-at 600 = the number of a publication
doc-banks-look-at 2007 = the year of an edition
sea-verified-mass 2016 = the year of a rule
sea-what-turns-it 14 = a change in an option
sea-what-turns-it 36.00 = a change in an option
site-majority 50 = a wrong option
green-modes 25 = a rough figure
green-modes 80 = a rough figure
green-modes 600 = a rough figure
six-sigma-convention 3.4 = a convention
six-sigma-convention 1.5 = a convention
make-by-volume 1979 = the year of a paper
prio-johnson-aim 1954 = the year of a paper
line-little 1961 = the year of a paper
line-more-releases 15 = a wrong option";

/// Cycle service levels and their factors, which the calculator knows: in `service-z-90-95` and `service-z-98-99`.
const FACTORS: &[(&str, &str)] = &[
    ("50", "0"),
    ("90", "1.28"),
    ("95", "1.65"),
    ("98", "2.05"),
    ("99", "2.33"),
];

/// The rows of a table: card or concept, number, and where it comes from.
fn rows(table: &'static str) -> Vec<(&'static str, &'static str, &'static str)> {
    let row = |line: &'static str| {
        let (head, source) = line.split_once(" = ").unwrap();
        let (id, number) = head.split_once(' ').unwrap();
        (id, number, source)
    };
    table.lines().map(row).collect()
}

/// Numbers as written, thousands without their commas. Times of day, and digits inside of words, are none.
fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || "()|*/^;+%".contains(c)) {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let plain = word.replace(',', "");
        if plain.starts_with(|c: char| c.is_ascii_digit()) && plain.parse::<f64>().is_ok() {
            found.push(plain);
        }
    }
    found
}

fn value(number: &str) -> f64 {
    number.parse().unwrap()
}

fn compute(formula: &str) -> f64 {
    let read = Expression::number(formula).unwrap_or_else(|e| panic!("`{formula}`: {e}"));
    read.value(|_| None)
        .unwrap_or_else(|e| panic!("`{formula}`: {e}"))
}

/// Rounded to the decimals that are written.
fn is_written(number: &str, computed: f64) -> bool {
    let places = number.split_once('.').map_or(0, |(_, digits)| digits.len());
    (value(number) - computed).abs() <= 0.5 * 10f64.powi(-(places as i32)) + 1e-9
}

fn needs_no_source(number: &str) -> bool {
    let number = value(number);
    number.fract() == 0.0 && (0.0..=12.0).contains(&number) || number == 100.0
}

/// What is given on the card, and what else is written on it. Absent for cards whose numbers are drawn.
fn split(card: &Card) -> Option<(Vec<String>, String)> {
    let mut given = Vec::new();
    let mut said = String::new();
    for text in card.texts() {
        match text.role {
            Role::Question | Role::Working => given.extend(numbers(&text.text)),
            Role::Answer | Role::Accepted | Role::Wrong | Role::Reason | Role::Why | Role::Hint => {
                said.push_str(&text.text);
                // What is summed in one text does not begin in the one before.
                said.push_str(" ;\n");
            }
        }
    }
    match card.way() {
        Way::Draw => return None,
        // The answers stand in the sentence: nothing is given.
        Way::Complete(text) => {
            given.clear();
            said.push_str(
                &text
                    .replace("{{", " ")
                    .replace("}}", " ")
                    .replace("::", " "),
            );
        }
        Way::Compute(expected) => {
            given.push(expected.value.abs().to_string());
            for (wrong, _) in &expected.mistakes {
                said.push_str(&format!("\n{}", wrong.abs()));
            }
        }
        _ => {}
    }
    given.extend(numbers(&card.common().exhibit.text));
    Some((given, said))
}

#[test]
fn every_number_on_a_card_is_given_or_computed_again() {
    let (all_results, all_stated) = (rows(RESULTS), rows(STATED));
    let (mut results, mut stated) = (BTreeSet::new(), BTreeSet::new());
    let mut computed = 0;
    let mut unknown = Vec::new();
    for deck in decks() {
        for (_, card) in deck.cards() {
            let id = card.common().id.as_str();
            let Some((mut given, text)) = split(card) else {
                continue;
            };
            // A sum that is written out explains its result; another test computes it.
            let sums = sums(&text);
            let is_result = |n: &str| {
                let row = |(of, r, _): &(&str, &str, &str)| *of == id && value(r) == value(n);
                all_results.iter().any(row)
            };
            // Twice, since a reason may use what the explanation behind it works out.
            for (left, right, _) in sums.iter().chain(&sums) {
                let known = |n: &String| {
                    needs_no_source(n) || is_result(n) || given.iter().any(|g| value(g) == value(n))
                };
                if numbers(left).iter().all(known) {
                    given.push(right.trim_start_matches('-').to_owned());
                }
            }
            let said = numbers(&text);
            let is_given = |number: &str| {
                needs_no_source(number) || given.iter().any(|g| value(g) == value(number))
            };
            let is_option = |number: &str| {
                all_stated
                    .iter()
                    .any(|(of, n, _)| *of == id && value(n) == value(number))
            };
            for number in said.iter().filter(|number| !is_given(number)) {
                let at = |list: &[(&str, &str, &str)]| {
                    list.iter().position(|(of, n, _)| *of == id && n == number)
                };
                if let Some(i) = at(&all_results) {
                    let formula = all_results[i].2;
                    assert!(
                        is_written(number, compute(formula)),
                        "{id}: {number} is not {formula} = {}",
                        compute(formula)
                    );
                    for operand in numbers(formula) {
                        let known = is_given(&operand) || is_option(&operand);
                        // A result may rest on one written before.
                        let result = said.contains(&operand);
                        assert!(
                            known || result,
                            "{id}: {operand} in {formula} is not on the card"
                        );
                    }
                    results.insert(i);
                    computed += 1;
                } else if let Some(i) = at(&all_stated) {
                    stated.insert(i);
                } else {
                    let factor = id.starts_with("service-z-")
                        && FACTORS
                            .iter()
                            .any(|(level, z)| level == number || z == number);
                    if !factor {
                        unknown.push(format!("{id}: where does {number} come from?"));
                    }
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    let stale = |of: &BTreeSet<usize>, list: &[(&str, &str, &str)]| {
        let unused = (0..list.len()).filter(|i| !of.contains(i));
        unused.map(|i| format!("{:?}", list[i])).collect::<Vec<_>>()
    };
    assert_eq!(
        stale(&results, &all_results),
        Vec::<String>::new(),
        "no card writes these"
    );
    assert_eq!(
        stale(&stated, &all_stated),
        Vec::<String>::new(),
        "no card writes these"
    );
    assert!(computed >= 80, "{computed} numbers computed");
}

#[test]
fn a_working_starts_from_what_its_question_gives() {
    for deck in decks() {
        for (_, card) in deck.cards() {
            let Card::Numeric(numeric) = card else {
                continue;
            };
            let exhibit = numbers(&card.common().exhibit.text);
            let front = numbers(card.front());
            let mut known: Vec<f64> = exhibit.iter().chain(&front).map(|n| value(n)).collect();
            for line in &numeric.working {
                for number in numbers(line.split('=').next().unwrap()) {
                    let number = value(&number);
                    // A share may be written as 0.25 or as 25 %, a difference without its sign.
                    let is_known = known
                        .iter()
                        .any(|k| (k - number).abs() < 1e-9 || (k / 100.0 - number).abs() < 1e-9);
                    let small = number.fract() == 0.0 && number <= 30.0;
                    assert!(
                        is_known || small || number == 100.0,
                        "{}: where does {number} in `{line}` come from?",
                        card.common().id
                    );
                }
                known.extend(numbers(line).iter().map(|n| value(n)));
            }
        }
    }
}

#[test]
fn the_factors_for_service_levels_are_those_of_the_calculator() {
    for (level, z) in FACTORS {
        let request =
            json!({"demand": 1, "deviation": 1, "lead_time": 1, "service": value(level) / 100.0});
        let answer = swotter::calculators::answer("reorder_point", &request)
            .unwrap()
            .value();
        let exact = answer["z"].as_f64().unwrap();
        assert!(
            (exact - value(z)).abs() < 0.006,
            "{level} percent: {exact}, not {z}"
        );
    }
    let cards: String = decks()
        .iter()
        .flat_map(Deck::cards)
        .filter(|(_, card)| card.common().id.starts_with("service-z-"))
        .map(|(_, card)| card.front().to_string())
        .collect();
    for (_, z) in &FACTORS[1..] {
        assert!(cards.contains(&format!("{{{{{z}::")), "{z} is asked");
    }
}

/// Whether the answer has the number that a question asks for, as a number or as a share in per cent.
fn holds_number(answer: &Value, wanted: f64, question: &str) -> bool {
    match answer {
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            [1.0, 100.0]
                .iter()
                .any(|scale| are_equal_as_asked(question, number * scale, wanted))
        }
        Value::Array(list) => list.iter().any(|v| holds_number(v, wanted, question)),
        Value::Object(fields) => fields.values().any(|v| holds_number(v, wanted, question)),
        _ => false,
    }
}

/// What each activity of each customer costs: on the screen of cost to serve it stands in the working.
fn activities(request: &Value) -> Value {
    let customers = request["customers"].as_array().into_iter().flatten();
    let drivers = customers.filter_map(|customer| customer["drivers"].as_object());
    let costs = drivers.flatten().filter_map(|(driver, quantity)| {
        Some(quantity.as_f64()? * request["rates"][driver].as_f64()?)
    });
    costs.collect::<Vec<f64>>().into()
}

#[test]
fn drawn_problems_agree_with_the_calculator_that_they_open() {
    let mut calculators = BTreeSet::new();
    for deck in decks() {
        for (_, card) in deck.cards() {
            let Card::Generated(generated) = card else {
                continue;
            };
            for seed in 0..100 {
                let Some(prefill) = card.prefill(seed) else {
                    continue;
                };
                let answer = swotter::calculators::answer(&prefill.calculator, &prefill.request)
                    .unwrap_or_else(|e| panic!("{}: {e:?}", card.common().id))
                    .value();
                let problem = generated.instance(seed).unwrap();
                let (expected, question) = (problem.expected.value, &problem.question);
                assert!(
                    holds_number(&answer, expected, question)
                        || holds_number(&activities(&prefill.request), expected, question),
                    "{}, seed {seed}: {expected} is nowhere in {answer}",
                    card.common().id
                );
                calculators.insert(prefill.calculator);
            }
        }
    }
    assert!(calculators.len() >= 8, "{calculators:?}");
}

/// Sums that are written out, such as `3 x 40 x 18 = 2,160` or `9 / 45 = 20 percent`: both sides, and whether the right
/// one is per cent.
fn sums(text: &str) -> Vec<(String, String, bool)> {
    let is_part = |word: &str| {
        let bare = word.replace("sqrt", "").replace(',', "");
        matches!(word, "x" | "/" | "+" | "-" | "*")
            || bare.contains(|c: char| c.is_ascii_digit())
                && bare
                    .chars()
                    .all(|c| c.is_ascii_digit() || "().^-".contains(c))
    };
    let mut found = Vec::new();
    let text = text.replace("**", "").replace('`', "");
    let words: Vec<&str> = text.split_whitespace().collect();
    for (i, _) in words.iter().enumerate().filter(|(_, word)| **word == "=") {
        let left = words[..i]
            .iter()
            .rev()
            .take_while(|word| is_part(word))
            .count();
        let mut left: Vec<&str> = words[i - left..i].to_vec();
        // What ends a sentence before is no part of it.
        while left
            .first()
            .is_some_and(|word| matches!(*word, "x" | "/" | "+" | "-" | "*"))
        {
            left.remove(0);
        }
        let right = words
            .get(i + 1)
            .map_or("", |word| word.trim_end_matches(['.', ',', ':', ';']));
        let right = right.replace(',', "");
        let percent = words
            .get(i + 2)
            .is_some_and(|word| word.starts_with("percent") || word.starts_with('%'));
        if left.len() > 1 && right.parse::<f64>().is_ok() {
            let left = left.join(" ").replace(',', "").replace(" x ", " * ");
            found.push((left, right, percent));
        }
    }
    found
}

#[test]
fn sums_written_out_are_right_on_pages_and_cards() {
    let mut checked = 0;
    let check = |place: &str, text: &str| {
        let sums = sums(text);
        for (left, right, percent) in &sums {
            let scale = if *percent { 100.0 } else { 1.0 };
            let computed = compute(left);
            assert!(
                is_written(right, computed * scale) || is_written(right, computed),
                "{place}: {left} = {computed}, not {right}"
            );
        }
        sums.len()
    };
    for deck in decks() {
        for concept in &deck.concepts {
            checked += check(&concept.id, &concept.summary);
            for card in &concept.cards {
                let id = &card.common().id;
                for text in card.texts() {
                    if !matches!(card.way(), Way::Draw) || text.role == Role::Why {
                        checked += check(id, &text.text);
                    }
                }
                for seed in 0..20 {
                    if !matches!(card.way(), Way::Draw) {
                        break;
                    }
                    let answer = Answer::Typed("1".into());
                    let part = &card.parts()[0];
                    let Ok(verdict) = card.judge(part, seed, &answer) else {
                        continue;
                    };
                    // Drawn numbers are printed with four digits behind the point at most.
                    for line in &verdict.working {
                        for (left, right, _) in sums(line) {
                            let (a, b) = (compute(&left), value(&right));
                            assert!(
                                (a - b).abs() <= 2e-3 * b.abs().max(1.0),
                                "{id}: {left} = {a}, not {b}"
                            );
                            checked += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(checked >= 400, "{checked} sums");
}

/// Concept, number on its page that no sum is written beside, and where it comes from.
const ON_PAGES: &str = "\
value-based-segmentation 13000 = 15000 - 2000
value-based-segmentation 1000 = 15000 - 14000
customer-profitability 19400 = 220 * 45 + 150 * 60 + 10 * 50
customer-profitability 3400 = 220 * 45 + 150 * 60 + 10 * 50 - 16000
needs-based-segmentation 240 = 60 * 4
behavioural-segmentation 0.25 = 30 / 120
behavioural-segmentation 1.5 = 60 / 40
service-levels 41 = 100 * (2.33 / 1.65 - 1)
lifetime-value 600 = 200 * 0.80 / 0.40 + 200
lifetime-value 250 = 400 - 150
strategy-alignment 51 = 1.28 * 40
smart-objectives 93 = 88 + 5 * (96 - 88) / 8
objectives-to-kpis 90.3 = 100 * 0.96 * 0.97 * 0.99 * 0.98
competitive-positioning 0.05 = 100 / 2000
competitive-positioning 1.5 = 9 / 6
supply-chain-segments 400 = 4 * 100
trade-offs 33 = 66 / 2
trade-offs 36 = 45 / 1.25
trade-offs 200 = sqrt(2 * 2000 * 50 / 5)
trade-offs 500 = 2000 / 200 * 50
customer-centric-strategy 16 = 100 - 84
customer-centric-strategy 25 = 90 - 65
customer-centric-strategy 15 = 40 - 25
review-cycle 87.5 = 100 * 42 / 48
segmentation-in-logistics 9000 = 15000 - 6000
bases-of-segmentation 200 = 5 * 5 * 4 * 2
bases-of-segmentation 1.5 = 300 / 200
bases-of-segmentation 50 = 300 / (2 * 3)
customer-value 55000 = 250000 * 22 / 100
customer-value 24000 = 55000 - 31000
abc-of-customers 200 = 90 + 42 + 28 + 14 + 9 + 7 + 6 + 4
abc-of-customers 91.5 = 100 * (90 + 42 + 28 + 14 + 9) / 200
needs-and-expectations 150 = 3 * 50
strategic-and-transactional 5000 = 38000 + 9000 - 42000
profit-tiers 120 = 60 + 50 + 10
life-cycle-stages 600 = 12 * 200 * 25 / 100
life-cycle-stages 3000 = 600 * 5
life-cycle-stages 2600 = 3000 - 400
geographic-segmentation 15 = 300 / 20
geographic-segmentation 50 = 300 / 6
geographic-segmentation 35 = 50 - 15
order-behaviour 12 = 30 - 90 * 0.20
order-behaviour 42 = 360 * 0.20 - 30
order-behaviour 18000 = 50 * 360
allocation-priority 40 = 600 - 560
allocation-priority 60 = 300 * 20 / 100
allocation-priority 540 = 600 - 60
service-menu 98 = 100 * 392 / 400
service-menu 90 = 100 * 9 / 10
service-menu 75 = 100 * 3 / 4
cost-to-serve 0.80 = 560000 / 700000
cost-to-serve 32 = 40 * 0.80
cost-to-serve 1280 = 40 * 32
cost-to-serve 12800 = 400 * 32
cost-to-serve 18720 = 100000 * 20 / 100 - 1280
cost-to-serve 7200 = 100000 * 20 / 100 - 12800
crm-integration 100000 = 40000 + 35000 + 25000
predictive-analytics 300 = 0.6 * 500
predictive-analytics 800 = 0.2 * 4000
network-alignment 810 = 9 * 90
continuous-improvement 2160 = 24 * 90
continuous-improvement 1080 = 54 * 20
planning-levels 3500 = 2000 + 1500
planning-levels 25 = 50 / 2
planning-levels 30 = 60 / 2
forecasting 100 = (2 * 60 - 25) / 0.95
sales-and-operations 1200 = 300 + 500 + 400
sales-and-operations 400 = (1200 + 50 - 50) / 3
sales-and-operations 150 = 50 + 400 - 300
sales-and-operations 50 = 150 + 400 - 500
sales-and-operations 30 = 300 / 10
sales-and-operations 40 = 400 / 10
sales-and-operations 20 = 50 - 30
sales-and-operations 15 = 35 - 30 + 50 - 40
master-schedule 28 = 60 - 32
master-schedule 1 = 28 - 27
master-schedule 51 = 1 + 80 - 30
master-schedule 16 = 51 - 35
master-schedule 41 = 80 - 24 - 15
capacity 15 = 5 + 2 + 8
capacity 18 = 5 + 2 + 8 + 3
inventory-control 417 = 120 * (1 + 2) + 1.65 * 20 * sqrt(1 + 2)
inventory-models 340 = 300 + 0.67 * 60
buying-and-stock 29100 = 3000 * 9.70
buying-and-stock 180 = 3000 / 1000 * 60
buying-and-stock 1212.50 = 1000 / 2 * 9.70 * 25 / 100
buying-and-stock 379 = sqrt(2 * 3000 * 60 / (10.00 * 25 / 100))
buying-and-stock 30949 = 3000 * 10.00 + sqrt(2 * 3000 * 60 * 10.00 * 25 / 100)
buying-and-stock 600 = 900 - 300
buying-and-stock 145 = 1.65 * sqrt(9 * 12^2 + 40^2 * 2^2)
vendor-managed-inventory 170 = 300 - 90 - 40
vendor-managed-inventory 168 = 7 * 24
demand-driven-mrp 80 = 160 * 0.5
demand-driven-mrp 32 = 80 * 0.4
distribution-and-drp 75 = 3 * 25
transport-optimization 90 = 10 * 9
transport-optimization 20188 = 7300 * 1.60 + (7300 * 16 / 365 + 600 / 2 + 89) * 60 * 0.20
transport-optimization 45948 = 7300 * 6.00 + (7300 * 3 / 365 + 150 / 2 + 44) * 60 * 0.20
warehouse-layout 62.5 = 100 * 2.5 / 4
warehouse-layout 0.12 = 6 / 50
warehouse-layout 0.05 = 2 / 40
warehouse-layout 0.1 = 4 / 40
warehouse-layout 80 = 40 + 40
warehouse-automation 18 = 600 * 90 / (3600 * 85 / 100)
third-party-logistics 20000 = (400000 - 360000) / 2
third-party-logistics 12000 = 400000 * 3 / 100
third-party-logistics 372000 = 360000 + 12000
omni-channel 50 = sqrt(30^2 + 40^2)";

#[test]
fn results_on_pages_come_from_the_numbers_of_the_page() {
    let decks = decks();
    for (id, number, formula) in rows(ON_PAGES) {
        let mut concepts = decks.iter().flat_map(|d| &d.concepts);
        let concept = concepts
            .find(|c| c.id == id)
            .unwrap_or_else(|| panic!("no concept {id}"));
        let page = numbers(&concept.summary);
        let is_there = |number: &str| page.iter().any(|n| value(n) == value(number));
        assert!(is_there(number), "{id}: {number} is not on the page");
        assert!(
            is_written(number, compute(formula)),
            "{id}: {number} is not {formula}"
        );
        for operand in numbers(formula) {
            assert!(
                is_there(&operand) || needs_no_source(&operand),
                "{id}: {operand} is not on the page"
            );
        }
    }
}
