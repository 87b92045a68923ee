//! The help of a fault, followed to the letter, mends the fault. Slips that people make are named as what they are, once, where they are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use swotter::deck_file::{Diagnostic, ParsedDeck};
use swotter::lint::{Settings, check_all, check_read};
use swotter::study::fault::Severity;

#[path = "help/files.rs"]
mod files;
#[path = "help/follow.rs"]
mod follow;
#[path = "help/slips.rs"]
mod slips;

use follow::{followed, marked};

const GOOD: &str = include_str!("fixtures/decks/mistakes/good.ron");

/// As a deck is read; the rules of `swot check` alone would take long.
fn read(text: &str) -> Vec<Diagnostic> {
    let mut deck = ParsedDeck::read("deck.ron", text.to_owned());
    check_read(&mut deck);
    deck.diagnostics()
}

fn told(text: &str) -> Vec<Diagnostic> {
    let decks = check_all(
        vec![ParsedDeck::read("deck.ron", text.to_owned())],
        &Settings::default(),
    );
    decks.iter().flat_map(ParsedDeck::diagnostics).collect()
}

#[test]
fn one_slip_is_one_finding() {
    let question = "id: \"word-moving-goods-inbound-door\",";
    let former = |names: &str| format!("{question} formerly: [{names}],");
    let copied = &GOOD[GOOD.find("Typed(\n").unwrap()..GOOD.find("Numeric(\n").unwrap()];
    for (good, bad, code, place) in [
        // A bracket of a list that is missing.
        (
            "because: \"The queue is in the morning.\"),\n                    ],",
            "because: \"The queue is in the morning.\"),".to_owned(),
            "E00",
            "[\n                        Right(\"Give",
        ),
        // What follows from an error alone is not told beside it.
        ("Right(\"Give", "Wrong(\"Give".to_owned(), "E06", "[\n"),
        (
            "{{c1::two hours::how long?}}",
            "{{}}".to_owned(),
            "E09",
            "{{}}",
        ),
        (
            "tolerance: Absolute(0.5),",
            "tolerance: Percent(25), mistakes: [(15, \"That rounds down.\")],".to_owned(),
            "E11",
            "Percent",
        ),
        (
            "                Problem(\n",
            format!(
                "Cases(id: \"c\", question: \"Which door fits this truck?\", options: [{}], cases: [{}], why: \"w\"),\nProblem(\n",
                "Option(\"North\"), Option(\"South\"), Option(\"West\")",
                [("a", 0), ("b", 2), ("c", 3)]
                    .map(|(id, right)| format!(
                        "Case(id: \"{id}\", text: \"A truck of sort {id} comes.\", right: {right})"
                    ))
                    .join(", ")
            ),
            "E06",
            "Case(id: \"a\"",
        ),
        // A copied card.
        (
            "                Typed(\n",
            format!("{}\n                Typed(\n", copied),
            "E01",
            "\"word-moving",
        ),
        // Cards pasted into each other, with and without what parts them; one in the wrong list.
        (
            "                    why: \"They cross the dock.\",\n                ),\n                Numeric(\n",
            String::new(),
            "E00",
            "id",
        ),
        (
            "                    back: \"a carrier's",
            format!("{}\nback: \"a carrier's", copied),
            "E00",
            "Typed(\n",
        ),
        (
            "Wrong(\"Build two",
            format!("{}\nWrong(\"Build two", copied),
            "E00",
            "Typed(\n",
        ),
        // Another begins in the middle of one; one field three times.
        (
            "answer: \"cross-docking\",",
            "id: \"o\", question: \"What else?\", answer: \"cross-docking\",".to_owned(),
            "E00",
            "id: \"o\"",
        ),
        (
            "answer: \"cross-docking\",",
            "id: \"o\", id: \"p\", answer: \"cross-docking\",".to_owned(),
            "E00",
            "id: \"o\"",
        ),
        // A field without a value, in the middle and at the end.
        ("answer: \"cross-docking\",", "answer: ,".to_owned(), "E00", "answer"),
        ("tolerance: Absolute(0.5),", "tolerance: ,".to_owned(), "E00", "tolerance"),
        ("why: \"They cross the dock.\",", "hint: ".to_owned(), "E00", "hint"),
        // Marks before all the items of a list.
        ("items: [\"Gate check\", \"Docking\",", "items: [a) \"Gate check\", b) \"Docking\",".to_owned(), "E00", "a)"),
        ("items: [\"Gate check\", \"Docking\",", "items: [\"Gate check\" -> \"Docking\" ->".to_owned(), "E00", "->"),
        // No options, and no number: what follows from it is not told.
        (
            "                Typed(\n",
            "MultipleChoice(id: \"m\", question: \"What comes first at the dock?\", options: [], why: \"w\"),\nTyped(\n".to_owned(),
            "E05",
            "[]",
        ),
        ("answer: 36,", "answer: NaN,".to_owned(), "E11", "NaN"),
        // Two texts where an option has one.
        (
            "Right(\"Give appointments by the hour\")",
            "Right(\"Give \" \"appointments\")".to_owned(),
            "E00",
            "Right(",
        ),
        // A remark without its mark, and one option alone.
        (question, format!("TODO source? {question}"), "E00", "TODO"),
        (question, format!("/ the source? {question}"), "E00", "/ the"),
        (
            "                Typed(\n",
            "MultipleChoice(id: \"m\", question: \"What comes first at the dock?\", options: Wrong(\"Wait\", because: \"Late.\"), why: \"w\"),\nTyped(\n".to_owned(),
            "E00",
            "Wrong(\"Wait",
        ),
        // A path of Windows in which a letter behind a backslash means something.
        (
            "source: \"Class notes, 2026\"",
            "source: \"C:\\new\"".to_owned(),
            "W28",
            "\\n",
        ),
        // Former names of cards that exist, and of two cards.
        (question, former("\"detention\""), "E01", "\"detention"),
        (
            question,
            former("\"dock-class/detention\""),
            "E01",
            "\"dock-class",
        ),
        (
            question,
            former("\"old\", \"dock-class/old\""),
            "E01",
            "\"dock-class",
        ),
        (question, former("\"old\", \"other/detention\""), "", ""),
    ] {
        assert!(GOOD.contains(good), "{good}");
        let text = GOOD.replacen(good, &bad, 1);
        let found = told(&text);
        let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
        let expected: Vec<&str> = [code].into_iter().filter(|code| !code.is_empty()).collect();
        assert_eq!(codes, expected, "{bad}: {found:#?}");
        for fault in &found {
            let marked = &text[marked(&text, fault).start..];
            assert!(marked.starts_with(place), "{bad}: {marked:.40}");
        }
    }
    // Two slips are two: one in a card hides none of the deck.
    let text = GOOD.replacen("id: \"dock-class\",", "", 1);
    let text = text.replacen(question, &question.replace("\",", "\",,"), 1);
    let found = told(&text);
    let messages: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    // Two sides of a pair are not joined.
    let pairs = "cards: [\nMatching(id: \"m\", question: \"Which?\", pairs: [(\"North\" + \"x\", \"South\"), (\"a\", \"b\"), (\"c\", \"d\")], why: \"w\"),";
    let found = told(&GOOD.replacen("cards: [", pairs, 1));
    assert!(
        !found.is_empty() && found.iter().all(|f| !f.help.contains("xSouth")),
        "{found:#?}"
    );
    // A file of another format has no slips of a deck.
    for other in [
        "{\"id\": \"x\", \"cards\": [{\"front\": \"a\", \"back\": \"b\"}]}",
        "id: x\ncards:\n  - front: a\n    back: b\n",
        "# Title\n\nQ: a\nA: b\n",
        "<?xml version=\"1.0\"?><deck/>",
    ] {
        assert_eq!(told(other).len(), 1, "{other}");
    }
}

#[test]
fn every_proposal_of_every_rule_mends_its_fault() {
    let faults = include_str!("fixtures/decks/faults.ron");
    // The deck of faults has them all at once; each is followed from the state in which it is told.
    let mut proposals = std::collections::BTreeSet::new();
    for fault in told(faults) {
        let Some(better) = followed(faults, &fault) else {
            continue;
        };
        proposals.insert(fault.code.clone());
        let same = |text: &str| {
            told(text)
                .iter()
                .filter(|d| {
                    (&d.code, &d.message, &d.card) == (&fault.code, &fault.message, &fault.card)
                })
                .count()
        };
        assert!(same(&better) < same(faults), "{fault:#?}");
    }
    // Every rule whose help says what to write; the others say what to think about.
    assert_eq!(
        proposals.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "E00", "E01", "E02", "E03", "E11", "E13", "E14", "E15", "E17", "W24"
        ]
    );
}

#[test]
fn signs_count_where_texts_are_compared() {
    let found = told(include_str!("fixtures/decks/signs.ron"));
    let errors: Vec<(&str, usize)> = found
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| (d.code.as_str(), d.line))
        .collect();
    // `05` and `5` are one number.
    assert_eq!(errors, [("E07", 7)]);
    let of = |line: usize| {
        let of = found.iter().filter(|d| d.line == line && d.code == "W29");
        of.count()
    };
    // The number of an item and a thing that is offered may stand there; a number and a letter that tell the answer may not.
    assert_eq!([15, 16, 17, 18, 19].map(of), [0, 0, 1, 0, 1], "{found:#?}");
}

#[test]
fn an_error_of_form_alone_leaves_no_card_out() {
    for (good, bad, code) in [
        (
            "Wrong(\"Hire a second night crew\", because: \"The queue is in the morning.\"),",
            "",
            "E05",
        ),
        (" Choose all that apply.", "", "E06"),
        (
            "Wrong(\"The putaway time\"",
            "Wrong(\"The count of damage\"",
            "E07",
        ),
        ("Absolute(0.5)", "Percent(30)", "E11"),
        (
            "a carrier's charge for a truck kept too long",
            "a charge that is called detention now by all",
            "W29",
        ),
    ] {
        let mut deck = ParsedDeck::read("deck.ron", GOOD.replacen(good, bad, 1));
        check_read(&mut deck);
        let codes: Vec<&str> = deck.findings.iter().map(|f| f.fault.code).collect();
        if code != "W29" {
            assert_eq!(codes, [code], "{bad}");
        }
        assert_eq!(deck.outline_fit().cards().count(), 12, "{code}");
    }
}
