//! The warnings of `swot check`: each fires for its fault, at its place, and nothing else fires.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use swotter::deck_file::{Diagnostic, ParsedDeck};
use swotter::lint::Settings;
use swotter::lint::{Check, RULES, Thresholds};
use swotter::lint::{check_all, check_telling};

const BASIC: &str = r#"Basic(id: "b", front: "What does a planner set for each group?", back: "A service target", reversed: true, why: "One policy then serves the whole group.")"#;
const CLOZE: &str = r#"Cloze(id: "c", text: "The stock kept against surprise is {{safety stock::two words}}.", why: "Cycle stock covers the time between two deliveries.")"#;
const CHOICE: &str = r#"MultipleChoice(id: "m", question: "Which measure counts the rows of orders that left in full?", options: [
    Right("Line fill rate"), Wrong("Unit fill rate", because: "It counts pieces."), Wrong("Order fill rate", because: "It counts orders."),
], why: "Lines are counted one by one.")"#;
const NUMERIC: &str = r#"Numeric(id: "n", question: "Of 160 orders 40 were late. How many per cent is that?", answer: 25, unit: "%", tolerance: Percent(0.5),
    working: ["40 / 160 = 0.25"], mistakes: [(400, "You divided the wrong way round.")], why: "40 of 160 is a quarter, or 25 %.")"#;
const ORDERING: &str = r#"Ordering(id: "o", question: "Put the three jobs in order, the earliest first.", items: ["Segment", "Target", "Position"], why: "Each one needs the result of the one before.")"#;
const TYPED: &str = r#"Typed(id: "t", question: "Name the stock that a supplier owns until its use.", answer: "consignment", why: "The buyer pays at use.")"#;
const GENERATED: &str = r#"Generated(id: "g", draw: [Range(name: "m", from: 40, to: 600, step: 5)], question: "A client leaves {m} EUR a month. How much is it in a year?",
    answer: "m * 12", unit: "EUR", working: ["{m} x 12 = {m * 12}"], mistakes: [("m * 4", "That is four months.")], why: "A year has 12 months.")"#;
const PROBLEM: &str =
    r#"Problem(id: "p", maker: "abc-class", why: "The cut goes by the running share.")"#;

fn clean() -> Vec<&'static str> {
    vec![
        BASIC, CLOZE, CHOICE, NUMERIC, ORDERING, TYPED, GENERATED, PROBLEM,
    ]
}

fn concept(id: &str, fields: &str, cards: &[&str]) -> String {
    format!(
        "Concept(id: \"{id}\", title: \"Title of {id}\", source: \"A book\", {fields} cards: [\n{}\n])",
        cards.join(",\n")
    )
}

fn deck(id: &str, fields: &str, concepts: &[String]) -> String {
    format!(
        "Deck(schema: 1, id: \"{id}\", title: \"T\", {fields} concepts: [\n{}\n])",
        concepts.join(",\n")
    )
}

fn check(texts: &[&str], settings: &Settings) -> Vec<Diagnostic> {
    let volumes = texts
        .iter()
        .enumerate()
        .map(|(i, text)| ParsedDeck::read(format!("{i}.ron"), (*text).to_owned()));
    check_all(volumes.collect(), settings)
        .iter()
        .flat_map(ParsedDeck::diagnostics)
        .collect()
}

fn told(text: &str) -> Vec<Diagnostic> {
    check(&[text], &Settings::default())
}

/// The clean deck with these cards behind its own.
fn with(cards: &[&str]) -> String {
    deck("d", "", &[concept("k", "", &[&clean(), cards].concat())])
}

const WEEK: &str = r#"exhibits: [("week", "| day | boxes |\n|---|---:|\n| Monday | 911 |")],"#;

#[test]
fn an_exhibit_that_is_not_there_leaves_its_card_out_and_one_that_is_not_shared_is_told() {
    let card = |id: &str, name: &str| {
        format!(
            r#"Numeric(id: "{id}", exhibit: "{name}", question: "How many boxes came in on Monday, by day {id}?", answer: 911, unit: "boxes", tolerance: Exact, why: "The 911 stand in the table.")"#
        )
    };
    let of = |exhibits: &str, cards: &[String]| {
        let cards: Vec<&str> = cards.iter().map(String::as_str).collect();
        deck(
            "d",
            "",
            &[concept("k", exhibits, &[&clean()[..], &cards].concat())],
        )
    };
    let codes = |text: &str| {
        let found = told(text).into_iter();
        found
            .map(|d| (d.code.clone(), marked(text, &d).to_owned()))
            .collect::<Vec<_>>()
    };
    let fine = of(
        WEEK,
        &[
            card("x", "week"),
            card("y", "week").replace("came in", "went out to shops"),
        ],
    );
    assert_eq!(codes(&fine), []);
    let alone = of(WEEK, &[card("x", "week")]);
    assert_eq!(codes(&alone)[0].0, "W35");
    let missing = of(WEEK, &[card("x", "weak")]);
    let found = codes(&missing);
    assert!(
        found.contains(&("E19".into(), "\"weak\"".into())),
        "{found:?}"
    );
    let told_unused = |found: &[(String, String)]| found.iter().any(|(code, _)| code == "W35");
    assert!(!told_unused(&found), "its name may be the wrong one");
    assert!(!told_unused(&codes(
        &alone.replace("answer: 911", "answer: many")
    )));
    let parsed = ParsedDeck::read("d.ron", missing);
    let mut all = check_all(vec![parsed], &Settings::default());
    let outline = all.remove(0).outline_fit();
    assert!(outline.card("x").is_none() && outline.card("b").is_some());
    let twice = of(
        &WEEK.replace("[(", "[(\"week\", \"x\"), ("),
        &[card("x", "week")],
    );
    assert!(codes(&twice).iter().any(|(code, _)| code == "E19"));
}

/// What stands in the text where the finding points.
fn marked<'a>(text: &'a str, found: &Diagnostic) -> &'a str {
    let line = text.split('\n').nth(found.line - 1).unwrap();
    let from = line.char_indices().nth(found.column - 1).unwrap().0;
    let to = line
        .char_indices()
        .nth(found.end_column - 1)
        .map_or(line.len(), |(i, _)| i);
    if found.line == found.end_line {
        &line[from..to]
    } else {
        &line[from..]
    }
}

fn choice(question: &str, options: &str) -> String {
    format!(
        "MultipleChoice(id: \"x\", question: \"{question}\", options: [{options}], why: \"So it is.\")"
    )
}

fn basic(front: &str, back: &str) -> String {
    format!("Basic(id: \"x\", front: \"{front}\", back: \"{back}\", why: \"So it is.\")")
}

fn cloze(text: &str) -> String {
    format!("Cloze(id: \"x\", text: \"{text}\", why: \"So it is.\")")
}

const SEA: &str = "Which carrier should take the parcels to the island?";

/// Code, card with the one fault, what the finding marks.
fn faults() -> Vec<(&'static str, String, &'static str)> {
    let words = |n: usize, word: &str| vec![word; n].join(" ");
    let options = r#"Right("The ferry line"), Wrong("The air line", because: "No."), Wrong("The rail line", because: "No.")"#;
    vec![
        ("W01", basic("What is a lane?", &words(21, "way")), "\"way way"),
        ("W01", basic("What is a lane?", &words(12, "waterwayside")), "\"waterwayside"),
        ("W01", basic(&format!("{}What is a lane?", "So it is. ".repeat(13)), "A way"), "\"So it is"),
        ("W02", basic("What is in the bundle?", "Tape, foam, film, glue"), "\"Tape"),
        ("W02", basic("What is in the bundle?", "Tape and foam; film and glue"), "\"Tape"),
        ("W03", cloze("Ports {{load::verb}}, {{store::verb}} or {{ship::verb}}."), "\"Ports"),
        ("W03", cloze("Ports {{load boxes from trucks onto ships}}."), "\"Ports"),
        ("W03", cloze(&format!("Ports {} {{{{quay}}}}.", words(35, "load"))), "\"Ports"),
        ("W04", basic("The lane of a truck", "A way"), "\"The lane"),
        ("W05", choice("The best carrier for parcels is this one", options), "\"The best"),
        ("W05", choice("Which carrier fits best?", options), "\"Which"),
        ("W05", choice(&format!("{}Which carrier is it?", "Ships go out. ".repeat(30)), options), "\"Ship"),
        ("W06", choice("Which of the carriers does not reach the island?", options), "\"Which"),
        ("W06", choice("Which carrier is least likely to reach the island?", options), "\"Which"),
        ("W06", choice("Which carrier can NOT leave with no parcels on board?", options), "\"Which"),
        ("W07", choice(SEA, r#"Right("The ferry line"), Wrong("The air line", because: "No."), Wrong("None of the above", because: "No.")"#), "Wrong(\"None"),
        ("W08", choice(SEA, r#"Right("The ferry line that runs twice a day in summer"), Wrong("The air line that flies daily", because: "No."), Wrong("The rail line along the coast", because: "No.")"#), "Right(\"The ferry"),
        ("W10", choice(SEA, r#"Right("The ferry"), Wrong("The air line that flies daily", because: "No."), Wrong("The rail", because: "No.")"#), "Wrong(\"The air"),
        ("W11", choice(SEA, r#"Right("The ferry line"), Wrong("Always the air", because: "No."), Wrong("The rail line", because: "No.")"#), "Wrong(\"Always"),
        ("W12", choice("Which carrier reaches the quay of the harbour?", r#"Right("The harbour line"), Wrong("The airline", because: "No."), Wrong("The rail line", because: "No.")"#), "Right(\"The harbour"),
        ("W13", choice("How much does a parcel to the island cost?", r#"Right("5 EUR"), Wrong("7 EUR", because: "No."), Wrong("9 USD", because: "No.")"#), "Wrong(\"9"),
        ("W13", choice("How much does a parcel to the island cost?", r#"Right("5.00 EUR"), Wrong("7.50 EUR", because: "No."), Wrong("9 EUR", because: "No.")"#), "Wrong(\"9"),
        ("W14", choice("The cheapest way to the island is an ___ each day.", r#"Right("aeroplane"), Wrong("ferry", because: "No."), Wrong("train", because: "No.")"#), "\"The cheapest"),
        ("W15", choice("Parcels usually go to the island. Which carrier takes them?", options), "\"Parcels"),
        ("W15", choice(SEA, r#"Right("Several ferries"), Wrong("The air line", because: "No."), Wrong("The rail line", because: "No.")"#), "Right(\"Several"),
        ("W16", basic("Is a ferry cheap?", "Yes"), "\"Is a"),
        ("W16", basic("Was the ferry cheap?", "Yes"), "\"Was the"),
        ("W16", basic("What about the ferry?", "Cheap"), "\"What about"),
        ("W16", basic("Discuss the ferry.", "Cheap"), "\"Discuss"),
        ("W17", basic("It runs to the island: which carrier?", "Ferry"), "\"It runs"),
        ("W20", basic("What does a QRZ carry?", "Parcels"), "QRZ"),
        ("W22", choice(SEA, r#"Right("The ferry line"), Wrong("The air line", because: "No."), Wrong("The rail line")"#), "Wrong(\"The rail"),
        ("W22", choice(SEA, r#"Right("The ferry line"), Wrong("The air line"), Wrong("The rail line")"#), "Wrong(\"The air"),
        ("W23", basic("Who bears the freight under the Incoterms rule FOB (free on board)?", "The buyer"), "\"Who bears"),
        ("W25", r#"Numeric(id: "x", question: "A ferry makes 15 trips a day. How many in a week?", answer: 105, unit: "trips", tolerance: Exact, working: ["15 * 7 = 105"], why: "The 911 trips add up.")"#.into(), "\"The 911"),
        ("W26", format!(r#"Basic(id: "x", front: "What is a ferry?", back: "A ship", why: "{}.")"#, words(30, "so")), "\"so so"),
        ("W26", format!(r#"Basic(id: "x", front: "What is a ferry?", back: "A ship", why: "{}{}.")"#, "It is so. ".repeat(9), words(8, "availability")), "\"It is"),
        ("W27", cloze("Ferries go {{to}} islands."), "\"Ferries"),
        ("W28", basic("What is a ferry?", "A  ship"), "  "),
        ("W28", basic("What is a ferry?", r"C:\temp\new"), r"\t"),
        ("W28", basic("What is a ferry?", r"a \times b, as `a \times b`"), r"\t"),
        ("W28", basic("What is a ferry?", "A\tship"), "\t"),
        ("W29", basic("What is the late ferry called?", "Late ferry"), "\"What is"),
        ("W28", basic("What is a ferry?", r"a \times b"), r"\t"),
        ("W29", r#"Ordering(id: "x", question: "Put the three jobs of a ferry in order, the earliest first.", items: ["1. Load", "2. Cross", "3. Unload"], why: "So it is.")"#.into(), "\"1. Load"),
        ("W29", r#"Ordering(id: "x", question: "Put the three jobs of a ferry in order, the earliest first.", items: ["1.Load", "2.Cross", "3.Unload"], why: "So it is.")"#.into(), "\"1.Load"),
        ("W29", r#"Ordering(id: "x", question: "Put the three jobs of a ferry in order, the earliest first.", items: ["Step 1: Load", "Step 2: Cross", "Step 3: Unload"], why: "So it is.")"#.into(), "\"Step 1"),
        ("W29", r#"Ordering(id: "x", question: "Put the three jobs of a ferry in order, the earliest first.", items: ["A. Load", "B. Cross", "C. Unload"], why: "So it is.")"#.into(), "\"A. Loa"),
        ("W29", r#"Ordering(id: "x", question: "Put the three jobs of a ferry in order, the earliest first.", items: ["(a) Load", "(b) Cross", "(c) Unload"], why: "So it is.")"#.into(), "\"(a) Lo"),
        ("W30", basic("What is a ferry?", "A <b>ship</b>"), "<b>"),
        ("W30", basic("What is a ferry?", "A ship\n\nof *2*3* kinds\n\nand <b>one</b>"), "<b>"),
        ("W30", basic("What is a ferry?", "A ![ship](ship.png)"), "!["),
        ("W30", basic("What is a ferry?", "A [ship](ship.md)"), "[ship"),
        ("W30", basic("What is a ferry?", "### A ship"), "###"),
        ("W30", cloze("Ferries run from {the quay} to the {{island}}."), "{the quay}"),
        ("W30", cloze("Ferries run to the {{{island}}} each day."), "{{{island"),
        ("W30", cloze("Ferries run to the {{c1::island {A}}} each day."), "{{c1::island"),
        ("W30", cloze("Ferries run to the {{island|which place}} each day."), "{{island|"),
        ("W30", cloze("Ferries run to the {{island:place}} each day."), "{{island:"),
        ("W30", cloze("Ferries run to the {{1:island}} each day."), "{{1:"),
        ("W30", cloze("Ferries run to the {{island::}} each day."), "{{island::"),
        ("W30", cloze("Ferries run from ((the quay)) to the {{island}}."), "((the quay))"),
        ("W30", cloze("Ferries run from ____ to the {{island}}."), "____"),
        ("W31", choice(SEA, r#"Right("The ferry line at noon"), Wrong("The air line, since it is fast", because: "No."), Wrong("The rail line at noon", because: "No.")"#), "Wrong(\"The air"),
        ("W32", r#"Numeric(id: "x", question: "A ferry makes 15 trips a day. How many in a week?", answer: 105, unit: "trips", tolerance: Exact, working: ["15 * 7 = 106"], why: "So it is.")"#.replace("106\"", "106\", \"105 = 15 * 7\"").replace("105 = 15 * 7", "15 + 90 = 105"), "\"15 * 7"),
        ("W32", r#"Numeric(id: "x", question: "A ferry makes 15 trips a day. How many in a week?", answer: 105, unit: "trips", tolerance: Exact, working: ["15 * 5 = 75"], why: "So it is.")"#.into(), "\"15 * 5"),
        ("W32", r#"Generated(id: "x", draw: [Range(name: "n", from: 10, to: 500, step: 1)], question: "A ferry makes {n} trips a day. How many in a week?", answer: "n * 7", unit: "trips", working: ["{n} + 1 = {n + 2}", "{n} * 7 = {n * 7}"], why: "So it is.")"#.into(), "\"{n} + 1"),
        ("W33", r#"Cases(id: "x", options: [Option("By ferry"), Option("By air"), Option("By rail")], cases: [Case(id: "a", text: "The island is near and the parcel heavy.", right: 1), Case(id: "b", text: "The parcel is light and must be there tonight.", right: 2)], why: "So it is.")"#.into(), "Option(\"By rail"),
        ("W34", r#"Generated(id: "x", draw: [Pick("n", [10, 20, 30])], question: "A ferry makes {n} trips a day. How many in a week?", answer: "n * 7", unit: "trips", working: ["{n} * 7 = {n * 7}"], why: "So it is.")"#.into(), "[Pick"),
        ("W30", r#"Generated(id: "x", draw: [Range(name: "n", from: 10, to: 500, step: 1)], question: "A ferry makes {n} trips a day. How many in a week?", answer: "n * 7", unit: "trips", working: ["{n} * 7 = {n * 7}"], why: "There are {7 * n} {of them}.")"#.into(), "{7 * n"),
        ("W28", basic("What is a ferry?", "A ship "), " "),
        ("W28", basic("Why is the ship's price \u{2018}low\u{2019}?", "ParsedDeck"), "\u{2018}"),
        ("W30", basic("Which days are those?", r"| day | boxes |\n|---|---:|\n| Monday | 40 | 7 |"), "7"),
        ("W30", basic("Which days are those?", r"day | boxes\n---|---\nMonday | 40 \\| 3 | seven"), "seven"),
        ("W30", basic("Which days are those?", r"| day | boxes |\n| Monday | 40 |\n| Tuesday | 50 |"), "| day"),
        ("W30", basic("Which days are those?", r"Those:\n\nday | boxes | full\nMonday | 40 | yes"), "day | boxes"),
        ("W30", basic("Which days are those?", r"| day | boxes | full |\n|---|---|\n| Monday | 40 | no |"), "| day"),
        ("W32", r#"Numeric(id: "x", question: "Of 47 ferries 8 were late. How many per cent is that?", answer: 0.17, unit: "%", tolerance: Absolute(0.01), working: ["8 / 47 = 17 %"], why: "So it is.")"#.into(), "\"8 / 47"),
        ("W33", r#"Term(id: "x", term: "A ferry is a ship that crosses.", meaning: "what goes to the island")"#.into(), "\"A ferry"),
    ]
}

#[test]
fn a_clean_deck_with_every_kind_warns_of_nothing() {
    assert_eq!(told(&with(&[])), []);
    // Other scripts end a question otherwise.
    for asked in [
        "安全在庫とは何ですか？",
        "安全在庫とは何ですか。",
        "ما هو المخزون؟",
    ] {
        assert_eq!(told(&with(&[&basic(asked, "9 boxes")])), [], "{asked}");
    }
    let options = r#"Right("毎週の注文"), Wrong("毎日の注文", because: "No."), Wrong("毎月の注文", because: "No.")"#;
    let japanese = choice(
        "需要が安定しているとき、どの注文が最も安いですか。",
        options,
    );
    assert_eq!(told(&with(&[&japanese])), []);
    // Numbers that are no places in the order, and a question that has one answer although not all numbers are in it.
    for card in [
        r#"Ordering(id: "x", question: "Put the three loads in order, the lightest first.", items: ["1.5 tons", "2.5 tons", "3.5 tons"], why: "So it is.")"#,
        r#"Ordering(id: "x", question: "Put the three ferries in order, the earliest first.", items: ["8: the Anna", "9: the Berta", "10: the Clara"], why: "So it is.")"#,
        r#"Ordering(id: "x", question: "Put the three groups of ferries in order, the largest first.", items: ["A: few ferries", "B: some ferries", "C: many ferries"], why: "So it is.")"#,
        r#"Ordering(id: "x", question: "Put the three levels of planning in order, the longest first.", items: ["1: the strategic plan", "2: the tactical plan", "3: the daily plan"], why: "So it is.")"#,
        r#"Ordering(id: "x", question: "Put the three classes of ferries in order, the largest first.", items: ["A. Few ferries", "B. Some ferries", "C. Many ferries"], why: "So it is.")"#,
        r#"Ordering(id: "x", question: "Put the ferries A, B and C in order, the largest first.", items: ["A) Anna", "B) Berta", "C) Clara"], why: "So it is.")"#,
        r#"Ordering(id: "x", question: "Put the three loads in order, the lightest first.", items: ["1.10 tons", "2.20 tons", "3.30 tons"], why: "So it is.")"#,
        r#"Ordering(id: "x", question: "Put the three steps in order.", items: ["Load", "Cross", "Unload"], why: "So it is."), Ordering(id: "y", question: "Put the three steps in order.", items: ["Quote", "Sign", "Pay"], why: "So it is.")"#,
        r#"Generated(id: "x", draw: [Rows(["share", "z"], [[90, 1.28], [95, 1.65], [98, 2.05], [99, 2.33]]), Range(name: "s", from: 100, to: 900, step: 5)], question: "Demand in lead time has a standard deviation of {s} boxes. Which safety stock gives {share} % service?", answer: "z * s", unit: "boxes", tolerance: Percent(1), working: ["{z} * {s} = {z * s}"], why: "The factor is read off the table.")"#,
    ] {
        assert_eq!(told(&with(&[card])), [], "{card}");
    }
}

#[test]
fn one_question_with_two_answers_is_an_error() {
    let text = with(&[
        r#"Generated(id: "x", draw: [Range(name: "n", from: 10, to: 500, step: 1)], question: "A ferry makes $n trips a day. How many in a week?", answer: "n * 7", unit: "trips", working: ["{n} * 7 = {n * 7}"], why: "So it is.")"#,
    ]);
    // A number that is not shown beside one that is.
    let half = text
        .replace("draw: [", "draw: [Pick(\"d\", [5, 6, 7]), ")
        .replace(
            "$n trips a day. How many in a week",
            "{n:0} trips a day. How many in the days of a week",
        )
        .replace("n * 7", "n * d")
        .replace("* 7 =", "* {d} =");
    for text in [&text, &half] {
        let found = told(text);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(
            (found[0].code.as_str(), marked(text, &found[0]).get(..8)),
            ("E12", Some("\"A ferry"))
        );
    }
    // Shown rounded and used exact; an answer that nobody can type.
    let cans = text
        .replace(
            "draw: [",
            "draw: [Range(name: \"p\", from: 1.25, to: 9.75, step: 0.25), ",
        )
        .replace(
            "A ferry makes $n trips a day. How many in a week?",
            "A can costs {p:1} EUR. What do {n} cans cost?",
        )
        .replace("n * 7", "p * n")
        .replace("{n} * 7", "{p} * {n}");
    let share = text
        .replace("makes $n", "makes {n}")
        .replace("answer: \"n * 7\"", "tolerance: Exact, answer: \"n / 7\"")
        .replace("{n} * 7 = {n * 7}", "{n} / 7 = {n / 7}");
    let percent = |tolerance: &str| {
        cans.replace(
            "answer: \"p * n\"",
            &format!("tolerance: {tolerance}, answer: \"p * n\""),
        )
    };
    let rounded = with(&[
        r#"Generated(id: "x", draw: [Range(name: "n", from: 10, to: 500, step: 1), Range(name: "m", from: 510, to: 900, step: 1)], named: [("r", "n / m")], question: "A ferry of 70 cars has a share of {r:1} of trucks. How many trucks?", answer: "n / m * 70", unit: "trucks", tolerance: Percent(1), working: ["{n} / {m} * 70 = {n / m * 70}"], why: "So it is.")"#,
    ]);
    for (text, said) in [
        (percent("Exact"), "as they are shown"),
        (share, "nobody can type"),
        (
            rounded.replace("n / m\")]", "round(n / m * 10) / 10\")]"),
            "the same question",
        ),
        (rounded, "the same question"),
    ] {
        let found = told(&text);
        let said = found.len() == 1 && found[0].code == "E12" && found[0].message.contains(said);
        assert!(said, "{found:#?}");
    }
    for fine in [
        percent("Percent(5)"),
        percent("Exact").replace("{p:1}", "{p:2}"),
        percent("Exact").replace("{p:1}", "{p:1} ({p})"),
    ] {
        assert_eq!(told(&fine), []);
    }
    // Options to choose from may show the numbers.
    let choice = text.replace(
        "answer: \"n * 7\"",
        "choice: true, mistakes: [(\"n * 8\", \"No.\"), (\"n * 9\", \"No.\")], answer: \"n * 7\"",
    );
    assert!(
        told(&choice)
            .iter()
            .all(|fault| !fault.message.contains("the same question"))
    );
}

#[test]
fn a_web_address_in_a_link_is_told_once() {
    for back in [
        "A [ship](https://ship.example.com)",
        "A ship <https://ship.example.com>",
    ] {
        let found = told(&with(&[&basic("What is a ferry?", back)]));
        let codes: Vec<&str> = found.iter().map(|fault| &*fault.code).collect();
        assert_eq!(codes, ["E17"], "{back}");
    }
}

#[test]
fn a_slip_of_blanks_behind_an_escaped_tab_is_told_too() {
    for (back, count) in [
        (r"a \times b \tau c", 1),
        (r"a \times b  and c", 2),
        ("a \\times b\tand c", 2),
    ] {
        let found = told(&with(&[&basic("What is a ferry?", back)]));
        assert_eq!(found.len(), count, "{back}\n{found:#?}");
        assert!(found.iter().all(|fault| fault.code == "W28"), "{found:#?}");
    }
}

#[test]
fn each_fault_of_a_card_is_told_once_at_its_place_and_nothing_else_is() {
    for (code, card, place) in faults() {
        let text = with(&[&card]);
        let found = told(&text);
        let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
        assert_eq!(codes, [code], "{card}\n{found:#?}");
        assert!(
            marked(&text, &found[0]).starts_with(place),
            "{code} marks {}",
            marked(&text, &found[0])
        );
        assert_eq!(found[0].card.as_deref(), Some("x"), "{code}");
        assert!(!found[0].help.is_empty() && !found[0].message.is_empty());
    }
}

#[test]
fn a_reason_silences_a_warning_on_its_card_and_an_empty_one_does_not() {
    for (code, card, _) in faults() {
        let silent = |reason: &str| {
            let ending = card.rfind(')').unwrap();
            format!(
                "{}, lint_ignore: [(\"{code}\", \"{reason}\")])",
                &card[..ending]
            )
        };
        assert_eq!(told(&with(&[&silent("it is meant")])), [], "{code}");
        let found = told(&with(&[&silent(" ")]));
        assert_eq!(
            found.iter().filter(|d| d.code == code).count(),
            2,
            "{code}: {found:#?}"
        );
        assert!(found.iter().any(|d| d.message.contains("without a reason")));
        let other = silent("it is meant").replace(&format!("(\"{code}\""), "(\"W09\"");
        assert_eq!(told(&with(&[&other])).len(), 1, "{code}");
    }
}

#[test]
fn an_error_or_an_unknown_code_cannot_be_silenced() {
    for code in ["E04", "W99", "w01"] {
        let card = format!(
            "Basic(id: \"x\", front: \"What is a ferry?\", back: \"A ship\", lint_ignore: [(\"{code}\", \"because\")])"
        );
        let found = told(&with(&[&card]));
        assert_eq!(
            found.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(),
            ["E03"],
            "{found:#?}"
        );
    }
}

#[test]
fn what_looks_like_a_fault_and_is_none_is_left_alone() {
    let options = r#"Right("The ferry line"), Wrong("The air line", because: "No."), Wrong("The rail line", because: "No.")"#;
    for card in [
        basic("What is the cost?", "1,200,000 EUR, or 1,300,000 EUR"),
        cloze(
            "The fill {{c1::rate::word}} is a {{c1::rate::word}}; a turn is a {{c2::count::word}}.",
        ),
        basic(
            "A truck leaves at noon. In one word, name the dock.",
            "North",
        ),
        choice(
            "The clerk does not know the island. Which carrier should he ask first?",
            options,
        ),
        choice(
            "Which carrier fits a clerk who does not know the island?",
            options,
        ),
        choice("Which carrier goes at least twice a day?", options),
        choice(
            "How often should each carrier be asked for a price?",
            options,
        ),
        choice(
            SEA,
            r#"Right("Rail"), Wrong("Aeroplane", because: "No."), Wrong("Ship", because: "No.")"#,
        ),
        choice(
            SEA,
            r#"Right("The ferry line"), Wrong("The must-be line", because: "No."), Wrong("Not always rail", because: "No.")"#,
        ),
        choice(
            "What do all of these figures say about the ferry?",
            r#"Right("Run it and gain 6,000 EUR"), Wrong("Run it and lose 6,000 USD", because: "No."), Wrong("Stop it and gain 9.5 EUR", because: "No.")"#,
        ),
        choice(
            "The cheapest way to the island is a/an ___ each day.",
            r#"Right("aeroplane"), Wrong("ferry", because: "No."), Wrong("train", because: "No.")"#,
        ),
        basic("Is a ferry a ship or a train?", "The first"),
        basic("Was bedeutet Kabotage?", "Verkehr im Inland"),
        basic("What is the MAIN use of a ferry?", "Freight"),
        basic("Rewrite in kilometres: 9 miles", "14.5"),
        basic("Which code is it?", r"```\n\ta | b | c\n\td | e | f\n```"),
        basic(
            "Which days are those?",
            r"| day | boxes |\n|---|---:|\n| Monday | 4 \\| 5 |\n| Tuesday |\n| Friday | 3 | |",
        ),
        basic("Which two sizes are those?", r"|x| is one\n|y| is another"),
        basic(
            "Which chance is it?",
            r"P(A | B) is one\nP(B | A) is another",
        ),
        basic("Italy has which ferry?", "None"),
        cloze("The set {a, b} of ports has {{two}} members."),
        cloze("A pier is called {{jetty}} in `{the pier}` and x_{max} alike."),
        cloze(r"The share is {{c1::$\\frac{ab}{cd}$}} of the {{c2::freight}}."),
        cloze("Ferries leave at {{10:30}} each day."),
        cloze("The sign {{c1::{}} opens a block."),
        basic(
            "What does a vendor-managed inventory (VMI) contract move?",
            "The order",
        ),
        basic(
            "What do economies of scale (EOS) save, in EUR, for classes AB and II?",
            "Freight",
        ),
        basic(
            "What does S&OP balance, as sales and operations planning?",
            "Demand",
        ),
        basic(
            "Who bears the freight under Incoterms 2020 FOB (free on board)?",
            "The buyer",
        ),
        basic("Which of 80 ferries is late?", "The one of 30 knots"),
        cloze("Ask who pays and {{by when::date}}."),
        basic("It rains on the quay. Who calls the dock?", "The clerk"),
        basic("It is raining on the quay. Who calls?", "The clerk"),
        basic("It is late at the quay. Who calls?", "The clerk"),
        basic("It takes two days to cross. Who pays?", "The buyer"),
        basic(
            "This year a ferry carries which goods?",
            "Examination gloves",
        ),
        basic(
            "What does a customs examination cost the ferry? Ask the IT desk NOW.",
            "An hour, at 2.5 EUR a minute, vs. 1.5 by rail",
        ),
    ] {
        assert_eq!(told(&with(&[&card])), [], "{card}");
    }
}

#[test]
fn near_duplicates_are_told_unless_they_are_linked() {
    let first = "Basic(id: \"x\", front: \"Which of the carriers takes heavy goods over the strait in winter?\", back: \"Ferry\")";
    let near = first
        .replace("\"x\"", "\"y\"")
        .replace("in winter", "in summer")
        .replace("Ferry", "Barge");
    let found = told(&with(&[first, &near]));
    assert_eq!(
        found
            .iter()
            .map(|d| (d.code.as_str(), d.card.as_deref()))
            .collect::<Vec<_>>(),
        [("W18", Some("y"))]
    );
    let linked = near.replace("back:", "link: [\"x\"], back:");
    let back = first.replace("back:", "link: [\"y\"], back:");
    assert_eq!(told(&with(&[&back, &linked])), []);
    // Further apart, but with one answer.
    let looser = first.replace("\"x\"", "\"y\"").replace(
        "heavy goods over the strait in winter",
        "frozen goods over the strait in June",
    );
    assert_eq!(
        told(&with(&[first, &looser]))
            .iter()
            .map(|d| d.code.as_str())
            .collect::<Vec<_>>(),
        ["W18"]
    );
    assert_eq!(told(&with(&[first, &looser.replace("Ferry", "Barge")])), []);
}

#[test]
fn one_question_on_two_reverse_sides_or_cases_is_told() {
    let term = |id: &str, term: &str, meaning: &str| {
        format!("Term(id: \"{id}\", term: \"{term}\", meaning: \"{meaning}\")")
    };
    let reversed = |id: &str, front: &str| {
        format!("Basic(id: \"{id}\", front: \"{front}\", back: \"The buyer\", reversed: true)")
    };
    let set = |id: &str, second: &str| {
        format!(
            r#"Cases(id: "{id}", question: "Which deck holds it?", options: [Option("Upper", when: "it floats."), Option("Lower", when: "it sinks."), Option("Hold", when: "it is heavy.")],
            cases: [Case(id: "k", text: "A crate of cork.", right: 1, why: "Cork floats."), Case(id: "l", text: "{second}", right: 2, why: "It sinks."), Case(id: "m", text: "An anvil.", right: 3, why: "It is heavy.")])"#
        )
    };
    let w18 = |cards: &[&str]| {
        let found = told(&with(cards)).into_iter();
        let is_one = |d: &Diagnostic| d.code == "W18" && d.message.contains("asks the same as");
        found.filter(is_one).count()
    };
    let (barge, other) = (
        term("a", "barge", "flat ship"),
        term("b", "lighter", "Flat ship."),
    );
    let (left, right) = (
        reversed("a", "Who pays under EXW?"),
        reversed("b", "Who bears it at FCA?"),
    );
    let double = set("s", "A crate of cork.");
    for cards in [vec![&barge, &other], vec![&left, &right], vec![&double]] {
        let cards: Vec<&str> = cards.into_iter().map(String::as_str).collect();
        assert_eq!(w18(&cards), 1, "{cards:?}");
    }
    let (single, sets) = (
        right.replace("reversed: true", ""),
        [set("s", "A brick."), set("t", "A stone.")],
    );
    let deep = term("b", "lighter", "flat ship without a mast");
    for cards in [
        vec![&barge, &deep],
        vec![&left, &single],
        vec![&sets[0], &sets[1]],
    ] {
        let cards: Vec<&str> = cards.into_iter().map(String::as_str).collect();
        assert_eq!(w18(&cards), 0, "{cards:?}");
    }
}

#[test]
fn one_answer_on_five_cards_is_told_at_the_fifth() {
    let fronts = [
        "What crosses the strait?",
        "Name a ship.",
        "Which boat is slow?",
        "Who carries cars?",
        "How do trucks reach an island?",
    ];
    let cards: Vec<String> = fronts
        .iter()
        .enumerate()
        .map(|(i, front)| basic(front, "A ferry").replace("\"x\"", &format!("\"x{i}\"")))
        .collect();
    let cards: Vec<&str> = cards.iter().map(String::as_str).collect();
    let found = told(&with(&cards));
    assert_eq!(
        found
            .iter()
            .map(|d| (d.code.as_str(), d.card.as_deref()))
            .collect::<Vec<_>>(),
        [("W19", Some("x4"))]
    );
    assert_eq!(told(&with(&cards[..4])), []);
}

#[test]
fn two_sentences_of_one_shape_with_different_answers_are_told() {
    let cards = [
        cloze("The {{quay}} is where a ship is loaded."),
        cloze("A {{dock}} is where ships are loaded.").replace("\"x\"", "\"y\""),
    ];
    let found = told(&with(&[&cards[0], &cards[1]]));
    assert_eq!(
        found
            .iter()
            .map(|d| (d.code.as_str(), d.card.as_deref()))
            .collect::<Vec<_>>(),
        [("W27", Some("y"))]
    );
    let hinted = cards[1].replace("dock", "dock::dry");
    assert_eq!(told(&with(&[&cards[0], &hinted])), []);
}

#[test]
fn a_concept_has_neither_too_few_nor_too_many_cards_and_a_choice() {
    let codes = |cards: &[&str]| {
        told(&deck("d", "", &[concept("k", "", cards)]))
            .iter()
            .map(|d| d.code.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&[BASIC, CLOZE, CHOICE, NUMERIC]), ["W21"]);
    assert_eq!(codes(&[BASIC, CLOZE, TYPED, NUMERIC, ORDERING]), ["W21"]);
    let names = [
        "quay", "crane", "barge", "wharf", "pier", "winch", "buoy", "mast",
    ];
    let more: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(i, name)| {
            format!(
                "Typed(id: \"x{i}\", question: \"What is a {name}?\", answer: \"No {i} {name}\")"
            )
        })
        .collect();
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    assert_eq!(codes(&[&clean()[..], &more[..7]].concat()), [""; 0]);
    assert_eq!(codes(&[&clean()[..], &more[..]].concat()), ["W21"]);
}

#[test]
fn cards_are_shared_as_the_blueprint_weighs_its_modules() {
    let blueprint = |first: &str, second: &str| {
        deck(
            "d",
            &format!(
                "blueprint: [Module(title: \"A\", topics: [\"demand\"], {first}), Module(title: \"B\", topics: [\"supply\"], {second})],"
            ),
            &[concept("k", "topic: \"demand\",", &clean())],
        )
    };
    let codes = |text: &str| {
        told(text)
            .iter()
            .map(|d| d.code.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&blueprint("weight: 50", "weight: 50")),
        ["W21", "W21"]
    );
    assert_eq!(codes(&blueprint("weight: 90", "weight: 10")), [""; 0]);
    assert_eq!(codes(&blueprint("weight: 15", "")), [""; 0]);
}

#[test]
fn a_concept_there_twice_makes_no_circle() {
    let concepts = ["a", "b", "b"].map(|id| {
        let after = if id == "a" { "after: [\"b\"]," } else { "" };
        concept(id, after, &[])
    });
    let text = deck("d", "", &concepts);
    // The second one names the first.
    let at = text.rfind("id: \"b\",").unwrap();
    let text = format!("{}after: [\"a\"], {}", &text[..at], &text[at..]);
    let errors = told(&text);
    let errors = errors.iter().filter(|d| d.code.starts_with('E'));
    assert_eq!(errors.map(|d| d.code.as_str()).collect::<Vec<_>>(), ["E01"]);
}

#[test]
fn ties_go_both_ways_and_twins_are_tied() {
    let one = |fields: &str| deck("one", "track: \"CPIM\",", &[concept("k", fields, &clean())]);
    let two = |fields: &str| deck("two", "track: \"CLTD\",", &[concept("l", fields, &clean())]);
    let codes = |a: &str, b: &str| {
        check(&[a, b], &Settings::default())
            .iter()
            .map(|d| (d.code.clone(), d.file.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&one(""), &two("")), []);
    assert_eq!(
        codes(&one("related: [\"two/l\"],"), &two("")),
        [("W24".into(), "0.ron".into())]
    );
    assert_eq!(
        codes(&one("related: [\"two/l\"],"), &two("related: [\"one/k\"],")),
        []
    );
    let twin = |text: String| text.replace("Title of l", "Title of k");
    assert_eq!(
        codes(&one(""), &twin(two(""))),
        [("W24".into(), "1.ron".into())]
    );
    assert_eq!(
        codes(
            &one("related: [\"two/l\"],"),
            &twin(two("related: [\"one/k\"],"))
        ),
        []
    );
    let linked =
        with(&["Basic(id: \"x\", front: \"What is a ferry?\", back: \"A ship\", link: [\"b\"])"]);
    assert_eq!(
        told(&linked)
            .iter()
            .map(|d| (d.code.as_str(), d.card.as_deref()))
            .collect::<Vec<_>>(),
        [("W24", Some("x"))]
    );
}

#[test]
fn right_options_that_are_mostly_the_longest_are_told_of_the_deck() {
    let places = [
        "quay", "crane", "barge", "wharf", "pier", "winch", "buoy", "mast", "hull", "deck",
    ];
    let cards = |right: &str| -> String {
        let all: Vec<String> = places.iter().enumerate().map(|(i, place)| {
            choice(&format!("Who shall look after the {place} in storm {i}?"), &format!(
                "Right(\"{right} of shift {i}\"), Wrong(\"The clerk of the north side {i}\", because: \"No.\"), Wrong(\"The guard of the south gate {i}\", because: \"No.\")"
            )).replace("\"x\"", &format!("\"x{i}\""))
        }).collect();
        deck(
            "d",
            "",
            &[concept(
                "k",
                "",
                &all.iter().map(String::as_str).collect::<Vec<_>>(),
            )],
        )
    };
    let found = told(&cards("The master of the harbour"));
    assert_eq!(
        found
            .iter()
            .map(|d| (d.code.as_str(), d.line))
            .collect::<Vec<_>>(),
        [("W08", 1)],
        "{found:#?}"
    );
    assert_eq!(told(&cards("The master there")), []);
}

#[test]
fn thresholds_are_settings_by_name() {
    let set = |name: &str, value: f64| Thresholds::set(&BTreeMap::from([(name.to_owned(), value)]));
    let text = with(&[&basic("What is a lane?", &vec!["way"; 21].join(" "))]);
    let settings = |thresholds| Settings {
        thresholds,
        ..Settings::default()
    };
    assert_eq!(
        check(
            &[&text],
            &settings(set("basic_answer_words", 21.0).unwrap())
        ),
        []
    );
    let few = check(
        &[&with(&[])],
        &settings(set("concept_cards_most", 7.0).unwrap()),
    );
    assert_eq!(
        few.iter().map(|d| d.code.as_str()).collect::<Vec<_>>(),
        ["W21"]
    );
    let (name, why) = set("basic_anser_words", 21.0).unwrap_err();
    assert!(
        name == "basic_anser_words" && why.contains("did you mean `basic_answer_words`"),
        "{why}"
    );
    assert!(
        Thresholds::NAMES.iter().all(|known| why.contains(known)),
        "{why}"
    );
    assert!(set("front_words", f64::NAN).is_err() && set("front_words", -1.0).is_err());
    let (line, _, why) =
        swotter::settings::Settings::parse("(\n  lint: {\"no_such\": 1.0},\n)").unwrap_err();
    assert!(line == 2 && why.contains("no_such"), "{why}");
}

#[test]
fn the_list_of_rules_holds_every_warning_and_says_why_one_cannot_happen() {
    let codes: BTreeSet<&str> = RULES
        .iter()
        .flat_map(|rule| rule.codes)
        .filter(|code| code.starts_with('W'))
        .copied()
        .collect();
    let wanted: BTreeSet<String> = (1..=35).map(|n| format!("W{n:02}")).collect();
    assert!(
        codes.iter().copied().eq(wanted.iter().map(String::as_str)),
        "{codes:?}"
    );
    let moot: Vec<&str> = RULES
        .iter()
        .filter(|rule| matches!(rule.check, Check::Holds(why) if !why.is_empty()))
        .flat_map(|rule| rule.codes)
        .copied()
        .collect();
    assert_eq!(moot, ["W09", "W13"]);
}

#[test]
fn what_is_found_between_decks_is_told_after_what_is_found_in_each() {
    let folder = tempfile::tempdir().unwrap();
    let faults = [
        concept("a", "after: [\"no-such\"],", &clean()),
        concept(
            "b",
            "after: [\"nor-this\"], modules: [\"CPIM/99\"],",
            &clean(),
        ),
    ];
    for (n, fault) in faults.into_iter().enumerate() {
        let id = format!("deck-{n}");
        let text = deck(&id, "", &[fault]).replace("number", &id);
        std::fs::write(folder.path().join(format!("{id}.ron")), text).unwrap();
    }
    let paths = [folder.path().to_owned()];
    let settings = Settings::default();
    let mut told = Vec::new();
    check_telling(&paths, &settings, |of_deck| told.extend(of_deck));
    let places: Vec<(bool, &str)> = told
        .iter()
        .map(|d| (d.file.ends_with("deck-1.ron"), &*d.code))
        .collect();
    assert_eq!(places, [(true, "E03"), (false, "E13"), (true, "E13")]);
    let mut at_once = swotter::lint::check(&paths, &settings);
    at_once.sort_by_key(|d| (d.code.to_string(), d.file.clone()));
    assert_eq!(at_once, told);
}

#[test]
fn the_decks_that_ship_pass_without_a_warning() {
    let found = swotter::lint::check(&["content".into()], &Settings::default());
    let lines: Vec<String> = found
        .iter()
        .map(|d| format!("{}:{} {} {}", d.file, d.line, d.code, d.message))
        .collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}
