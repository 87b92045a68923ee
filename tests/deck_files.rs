//! Decks as their authors write them, slips and all: every fault once and at its place, and nothing hostile
//! gets far.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use proptest::test_runner::contextualize_config;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use swotter::deck_file::diagnostic::{self, Lines, Style};
use swotter::deck_file::{Diagnostic, ParsedDeck};
use swotter::lint::Settings;
use swotter::study::Deck;
use swotter::study::fault::Severity;

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/decks")
        .join(name);
    fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

fn settings() -> Settings {
    Settings {
        references: vec!["Here are one, two, three: FOUR five six seven.".into()],
        ..Settings::default()
    }
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

/// A deck of one concept with these cards.
fn deck(cards: &str) -> String {
    format!(
        "Deck(schema: 1, id: \"d\", title: \"D\", concepts: [Concept(id: \"c\", title: \"C\", cards: [\n{cards}\n])])\n"
    )
}

/// Warnings have their own tests.
fn errors(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.retain(|d| d.severity == Severity::Error);
    found
}

fn check(paths: &[PathBuf], settings: &Settings) -> Vec<Diagnostic> {
    errors(swotter::lint::check(paths, settings))
}

fn diagnose(text: &str) -> (Option<Deck>, Vec<Diagnostic>) {
    let mut parsed = ParsedDeck::read("deck.ron", text.to_owned());
    swotter::lint::check_deck(&mut parsed, &Settings::default());
    (parsed.deck.clone(), errors(parsed.diagnostics()))
}

/// `(line, code, text)` of every fault that the fixture says it has.
fn expected(text: &str) -> Vec<(usize, String, String)> {
    let mut expected = Vec::new();
    for (i, line) in text.lines().enumerate().skip(1) {
        for mark in line.split("//~").skip(1) {
            let (up, mark) = mark.strip_prefix('^').map_or((0, mark), |rest| (1, rest));
            let (code, place) = mark.trim().split_once(" [").unwrap();
            expected.push((
                i + 1 - up,
                code.to_owned(),
                place.strip_suffix(']').unwrap().to_owned(),
            ));
        }
    }
    expected
}

#[test]
fn every_fault_is_told_once_and_where_it_is() {
    let text = fixture("faults.ron");
    let expected = expected(&text);
    assert!(expected.len() > 50);
    for line_end in ["\n", "\r\n"] {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), "faults.ron", text.replace('\n', line_end));
        let clean = write(
            folder.path(),
            "clean.ron",
            fixture("clean.ron").replace('\n', line_end),
        );
        let found = check(&[path, clean], &settings());
        let lines: Vec<&str> = text.lines().collect();
        let mut told: Vec<(usize, String, String)> = Vec::new();
        for d in &found {
            assert!(!d.message.is_empty() && !d.help.is_empty(), "{d:?}");
            assert!(d.file.ends_with("faults.ron"), "{d:?}");
            assert!((d.line, d.column) < (d.end_line, d.end_column), "{d:?}");
            let line = lines[d.line - 1];
            let from = line
                .char_indices()
                .nth(d.column - 1)
                .map_or(line.len(), |(i, _)| i);
            let marked = expected.iter().find(|(l, c, place)| {
                (*l, c.as_str()) == (d.line, d.code.as_str())
                    && line[from..].starts_with(place.as_str())
            });
            let place = marked.map_or(
                format!("?? {} ({})", &line[from..], d.message),
                |(_, _, place)| place.clone(),
            );
            told.push((d.line, d.code.clone(), place));
        }
        let (mut expected, mut told) = (expected.clone(), told);
        expected.sort();
        told.sort();
        let missing: Vec<_> = expected.iter().filter(|e| !told.contains(e)).collect();
        let surplus: Vec<_> = told.iter().filter(|t| !expected.contains(t)).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "missing {missing:#?}\nsurplus {surplus:#?}"
        );
        assert_eq!(expected, told);
    }
}

#[test]
fn every_code_of_the_list_has_its_fault() {
    let expected = expected(&fixture("faults.ron"));
    for code in (0..=18).map(|n| format!("E{n:02}")) {
        assert!(expected.iter().any(|(_, c, _)| *c == code), "{code}");
    }
}

/// A learner waits for what is found when a deck is read. Advertising and copies hinder nobody's study: their author is told.
#[test]
fn forbidden_and_copied_texts_are_left_to_the_check() {
    let mut parsed = ParsedDeck::read("faults.ron", fixture("faults.ron"));
    swotter::lint::check_read(&mut parsed);
    let read: BTreeSet<String> = parsed.diagnostics().into_iter().map(|d| d.code).collect();
    let of_file = [1, 3, 4, 6, 14].map(|n| format!("E{n:02}"));
    assert!(of_file.iter().all(|code| read.contains(code)), "{read:?}");
    assert!(!read.contains("E17") && !read.contains("E18"), "{read:?}");
}

#[test]
fn a_clean_deck_has_no_fault_and_a_label_before_a_reason_makes_no_difference() {
    for text in [
        fixture("clean.ron"),
        fixture("clean.ron").replace('\n', "\r\n"),
        format!("\u{feff}{}", fixture("clean.ron")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = write(folder.path(), "clean.ron", text);
        assert_eq!(check(&[path], &settings()), []);
    }
    let (deck, _) = diagnose(&fixture("clean.ron"));
    let deck = deck.unwrap();
    let (_, swotter::study::Card::MultipleChoice(choice)) = deck.card("choice").unwrap() else {
        panic!("a choice")
    };
    let reasons: Vec<&str> = choice
        .options
        .iter()
        .filter_map(|o| o.because())
        .map(|b| &**b)
        .collect();
    assert_eq!(
        reasons,
        ["All have it, so it decides nothing.", "Everybody has one."]
    );
}

#[test]
fn one_bad_card_does_not_sink_the_deck() {
    let good =
        |id: &str| format!("Basic(id: \"{id}\", front: \"What is {id}?\", back: \"A card\"),");
    for bad in [
        "Basic(id: \"bad\", front: \"no closing quote, back: \"x\"),",
        "Basic(id: \"bad\", front: \"no closing bracket\", back: \"x\",",
        "Basic(id: \"bad\", front: \"no comma\", back: \"x\")",
        "Basic(id: \"bad\", front: “typographic”, back: \"x\"),",
        "Basic(id: \"bad\", front: \"one bracket too many\", back: \"x\"]),",
        "Basic(id: \"bad\", front: [1, 2], back: \"x\"),",
        "Basic(id: \"bad\" front: \"two commas\" back: \"x\"),",
        "25,",
        "Basic,",
        "“no card”,",
    ] {
        let text = deck(&format!(
            "{}\n{bad}\n{}\n{}",
            good("one"),
            good("two"),
            good("three")
        ));
        let (deck, found) = diagnose(&text);
        assert!(!found.is_empty(), "{bad}");
        assert!(found.iter().all(|d| d.line == 3), "{bad}: {found:#?}");
        let most = if bad.contains("two commas") || bad.contains("no card") {
            2
        } else {
            1
        };
        assert_eq!(found.len(), most, "{bad}: {found:#?}");
        let ids: Vec<String> = deck
            .unwrap()
            .cards()
            .map(|(_, c)| c.common().id.clone())
            .filter(|id| id != "bad")
            .collect();
        assert_eq!(ids, ["one", "two", "three"], "{bad}");
    }
}

#[test]
fn a_file_that_is_no_deck_says_why_and_where() {
    let good = deck("Basic(id: \"a\", front: \"F?\", back: \"B\"),");
    for (text, place, says) in [
        ("".to_owned(), (1, 1), "the file is empty"),
        (
            "// only a comment\n".to_owned(),
            (1, 1),
            "the file is empty",
        ),
        ("Concept(id: \"a\")".to_owned(), (1, 1), "not with `Deck(`"),
        ("[1, 2]".to_owned(), (1, 1), "does not begin with `Deck(`"),
        ("Deck".to_owned(), (1, 1), "no brackets"),
        (good.replace("Deck(", "Deck "), (1, 1), "no brackets"),
        (
            good.replace("\"F?\"", "\"F \"G\"?\", tags: [\"t\"]")
                .replace("\"B\")", "\"B\", link: [\"a\"],\nwhy: \"W\")"),
            (2, 23),
            "not closed as it should be",
        ),
        (
            good.replace("schema: 1", "schema: 2"),
            (1, 14),
            "written in format 2",
        ),
        (
            format!("{good}{good}"),
            (4, 1),
            "behind the end of the deck",
        ),
        (
            good.replace("Basic(", "<<<<<<< HEAD\nBasic(")
                .replace("),\n", "),\n=======\n>>>>>>> other\n"),
            (2, 1),
            "merge was left",
        ),
        (
            good.trim_end().strip_suffix(")])").unwrap().to_owned(),
            (1, 56),
            "is not closed",
        ),
        (
            good.replace("\"D\"", "\u{201c}D\u{201d}"),
            (1, 33),
            "typographic quotes",
        ),
        (
            good.replace("// ", "").replace("Basic(", "/* Basic("),
            (2, 1),
            "comment",
        ),
        (
            format!("{}1{}", "[".repeat(300), "]".repeat(300)),
            (1, 121),
            "deep",
        ),
    ] {
        let (_, found) = diagnose(&text);
        assert_eq!(found.len(), 1, "{text}: {found:#?}");
        assert!(found[0].message.contains(says), "{text}: {found:#?}");
        assert_eq!(
            (found[0].line, found[0].column),
            place,
            "{text}: {found:#?}"
        );
        assert_eq!(found[0].code, "E00");
    }
}

#[test]
fn columns_count_characters_also_behind_wide_ones() {
    let text = deck("Basic(id: \"größe\", front: \"顧客\", back: 7),");
    let (_, found) = diagnose(&text);
    let places: Vec<(usize, usize, usize)> = found
        .iter()
        .map(|d| (d.line, d.column, d.end_column))
        .collect();
    assert_eq!(places, [(2, 39, 40)], "{found:#?}");
    let drawn = diagnostic::draw(&found[0], Some(&Lines::new(&text)), Style::default());
    assert!(drawn.contains("deck.ron:2:39"), "{drawn}");
}

#[test]
fn a_misspelt_name_is_answered_with_the_one_that_was_meant() {
    for (card, meant) in [
        ("Basic(id: \"a\", fornt: \"F?\", back: \"B\")", "front"),
        ("MultipelChoice(id: \"a\")", "MultipleChoice"),
        (
            "Basic(id: \"a\", front: \"F?\", back: \"B\", explanation: \"x\")",
            "why",
        ),
        (
            "Typed(id: \"a\", question: \"F?\", answer: \"B\", case: Kep)",
            "Keep",
        ),
    ] {
        let (_, found) = diagnose(&deck(card));
        assert!(
            found
                .iter()
                .any(|d| d.help == format!("did you mean `{meant}`?")),
            "{found:#?}"
        );
    }
}

#[test]
fn broken_text_is_told_by_position_and_large_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut bytes = deck("Basic(id: \"a\", front: \"F?\", back: \"B\"),").into_bytes();
    let at = bytes.iter().position(|b| *b == b'F').unwrap();
    bytes[at] = 0xff;
    let broken = write(folder.path(), "broken.ron", &bytes);
    let found = check(&[broken], &Settings::default());
    assert_eq!(
        (
            found.len(),
            found[0].code.as_str(),
            found[0].line,
            found[0].column
        ),
        (1, "E14", 2, 24)
    );
    let large = write(folder.path(), "large.ron", vec![b' '; 9 * 1024 * 1024]);
    let missing = folder.path().join("missing.ron");
    for (path, says) in [(large, "larger than 8 MiB"), (missing, "cannot be read")] {
        let found = check(&[path], &Settings::default());
        assert!(
            found.len() == 1 && found[0].message.contains(says),
            "{found:#?}"
        );
    }
}

#[test]
fn raw_control_characters_are_told_and_never_drawn() {
    let text =
        deck("Basic(id: \"a\", front: \"F\u{1b}[31m?\", back: \"\u{202e}B\u{9b}\u{200b}\"),");
    let (deck, found) = diagnose(&text);
    let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(codes, ["E14"; 4], "{found:#?}");
    assert!(found[1].message.contains("U+202E"));
    assert_eq!(deck.unwrap().cards().count(), 1);
    let mut hostile = found[0].clone();
    hostile.file = "a\u{1b}]0;x\u{7}.ron".into();
    hostile.message.push_str("\u{1b}[2J\u{9d}\u{2028}");
    let mut drawn: String = diagnostic::draw(&hostile, Some(&Lines::new(&text)), Style::default());
    drawn.push_str(
        &found
            .iter()
            .map(|d| diagnostic::draw(d, Some(&Lines::new(&text)), Style::default()))
            .collect::<String>(),
    );
    let bad: Vec<char> = drawn
        .chars()
        .filter(|c| {
            *c != '\n'
                && (c.is_control() || swotter::study::text::is_unwanted(*c) || *c == '\u{2028}')
        })
        .collect();
    assert_eq!(bad, [], "{drawn}");
}

#[test]
fn a_fault_is_drawn_in_colour_where_the_terminal_has_it() {
    let (_, found) = diagnose("Deck");
    let drawn = Diagnostic {
        file: "d.ron".into(),
        end_column: 5,
        message: "is empty".into(),
        help: "write one".into(),
        ..found[0].clone()
    };
    let style = Style {
        colour: true,
        ascii: false,
        width: 80,
    };
    let drawn = diagnostic::draw(&drawn, Some(&Lines::new("Deck")), style);
    let signs = [
        ("\u{1b}[0m", "}"),
        ("\u{1b}[1m", "{"),
        ("\u{1b}[91m", "red "),
        ("\u{1b}[94m", "blue "),
    ];
    let shown = signs
        .iter()
        .fold(drawn, |drawn, (code, sign)| drawn.replace(code, sign));
    let lines = [
        "{red error[E00]}{: is empty}",
        " {blue  ╭▸ }d.ron:1:1",
        "  {blue │}",
        "{blue 1} {blue │} Deck",
        "  {blue │} {red ━━━━}",
        "  {blue │}",
        "  {blue ╰ }{help}: write one",
    ];
    assert_eq!(shown, lines.join("\n"));
}

#[test]
fn the_caret_stands_below_its_place() {
    for (card, marked) in [
        ("\tBasic(id: \"a\",\tfront: 7, back: \"B\"),", "7"),
        ("Basic(id: \"a\", back: \"顧客\", front: 77),", "77"),
    ] {
        let text = deck(card).replace('\n', "\r\n");
        let (_, found) = diagnose(&text);
        let drawn = diagnostic::draw(&found[0], Some(&Lines::new(&text)), Style::default());
        let lines: Vec<&str> = drawn.lines().collect();
        let caret = lines.iter().position(|l| l.contains('^')).unwrap();
        let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
        let column = width(lines[caret].split('^').next().unwrap());
        let code = lines[caret - 1];
        let at = code.rfind(&format!(" {marked}")).unwrap() + 1;
        assert_eq!(width(&code[..at]), column, "{drawn}");
        assert_eq!(lines[caret].matches('^').count(), marked.len(), "{drawn}");
    }
    let long = deck(&format!(
        "Basic(id: \"a\", back: \"{}\", front: 7, why: \"{}\"),",
        "x ".repeat(2000),
        "y ".repeat(2000)
    ));
    let (_, found) = diagnose(&long);
    let drawn = diagnostic::draw(&found[0], Some(&Lines::new(&long)), Style::default());
    assert!(drawn.lines().all(|l| l.chars().count() < 130), "{drawn}");
    assert!(
        drawn.contains("front: 7") && drawn.contains(&format!("deck.ron:2:{}", found[0].column)),
        "{drawn}"
    );
}

#[test]
fn json_has_the_fields_of_the_contract() {
    let (_, found) = diagnose(&deck("Basic(id: \"a\", front: 7, back: \"B\"),"));
    let json: serde_json::Value = serde_json::to_value(&found).unwrap();
    let fields: BTreeSet<&str> = json[0]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let names = "file line column end_line end_column code severity message help card";
    let wanted = names.split(' ').collect();
    assert_eq!(fields, wanted);
    assert_eq!(
        (&json[0]["severity"], &json[0]["card"]),
        (&"error".into(), &"a".into())
    );
}

#[test]
fn hostile_files_get_a_fault_within_a_second() {
    // Not optimised, and beside other tests: smaller files, and more time.
    let (small, limit) = if cfg!(debug_assertions) {
        (10, 10)
    } else {
        (1, 1)
    };
    let head = "Deck(schema: 1, id: \"d\", title: \"D\", concepts: [";
    let card = |id: usize| format!("Basic(id: \"c{id}\", front: \"F{id}?\", back: \"B\"),\n");
    let many: String = (0..20_100).map(card).collect();
    for (name, text) in [
        ("brackets", "[".repeat(100_000)),
        (
            "brackets in a deck",
            format!("{head}{}", "(a:".repeat(100_000)),
        ),
        ("closing brackets", ")".repeat(100_000)),
        ("junk", "x~#'%&;= ".repeat(800_000 / small)),
        ("quotes", "\"\n".repeat(1_000_000 / small)),
        ("raw quotes", "r#\"\n".repeat(500_000 / small)),
        ("commas", format!("{head}{}", ",".repeat(6_000_000 / small))),
        (
            "values",
            format!("{head}{}", "1,".repeat(3_000_000 / small)),
        ),
        (
            "comments",
            format!("{}1", "// x\n".repeat(1_200_000 / small)),
        ),
        ("nested comments", "/*".repeat(3_000_000 / small)),
        (
            "numbers",
            deck(&format!(
                "Numeric(id: \"a\", question: \"Q?\", answer: {}, unit: \"\", tolerance: Exact, why: \"x\")",
                "9".repeat(1_000_000 / small)
            )),
        ),
        (
            "gaps",
            deck(&format!(
                "Cloze(id: \"a\", text: \"{}\")",
                "a {{b}} ".repeat(2_000)
            )),
        ),
        (
            "options",
            deck(&format!(
                "MultipleChoice(id: \"a\", question: \"Which?\", options: [{}])",
                "Right(\"x\"), Wrong(\"y\"), ".repeat(5_000)
            )),
        ),
        (
            "items",
            deck(&format!(
                "Ordering(id: \"a\", question: \"Which order?\", items: [{}])",
                "\"x\", ".repeat(10_000)
            )),
        ),
        (
            "draws",
            deck(&format!(
                "Generated(id: \"a\", question: \"How many?\", draw: [{}], answer: \"n\")",
                "Pick(\"n\", [1]), ".repeat(10_000)
            )),
        ),
        (
            "values",
            deck(&format!(
                "Generated(id: \"a\", question: \"How many?\", draw: [Pick(\"n\", [{}])], answer: \"n\")",
                "1, ".repeat(250_000 / small)
            )),
        ),
        (
            "answers",
            deck(&format!(
                "Typed(id: \"a\", question: \"Which?\", answer: \"x\", accept: [{}])",
                "\"y\", ".repeat(10_000)
            )),
        ),
        (
            "bidi",
            deck(&format!(
                "Basic(id: \"a\", front: \"{}\", back: \"B\")",
                "\u{202e}".repeat(4_000)
            )),
        ),
        // What is looked for ahead or behind, by each of many.
        (
            "lists",
            format!("{head}{}", "items: \"a\", ".repeat(60_000 / small)),
        ),
        (
            "parts of a card",
            deck(&format!("Basic({})", "\"a\", ".repeat(150_000 / small))),
        ),
        (
            "tags",
            deck(&format!(
                "Basic(front: {}, back: \"B\")",
                "#a ".repeat(300_000 / small)
            )),
        ),
        (
            "back-ticks",
            format!("{head}{}", "`".repeat(800_000 / small)),
        ),
        ("remarks", format!("{head}{}", ";".repeat(800_000 / small))),
        (
            "raw without r",
            format!("{head}{}", ",#\"\n".repeat(200_000 / small)),
        ),
        (
            "lists far apart",
            format!(
                "{head}{}",
                format!("items: \"a\",{}", " ".repeat(1_000)).repeat(1_000 / small)
            ),
        ),
        ("controls", "\u{1b}".repeat(4_000_000 / small)),
        ("colons", ":".repeat(4_000_000 / small)),
        (
            "bad cards",
            format!(
                "{head}Concept(id: \"c\", title: \"C\", cards: [{}])])",
                "Bad(x: 1),".repeat(40_000 / small)
            ),
        ),
        (
            "long line of faults",
            format!(
                "{head}Concept(id: \"c\", title: \"C\", cards: [{}])])",
                "Basic(id: 1, front: 2, back: 3),".repeat(5_000)
            ),
        ),
        (
            "many cards",
            format!("{head}Concept(id: \"c\", title: \"C\", cards: [{many}])])"),
        ),
        (
            "long text",
            deck(&format!(
                "Basic(id: \"a\", front: \"{}\", back: \"B\")",
                "x".repeat(17_000)
            )),
        ),
    ] {
        let bytes = text.len();
        assert!(bytes <= 8 * 1024 * 1024, "{name}: {bytes}");
        let start = Instant::now();
        let (_, found) = diagnose(&text);
        let took = start.elapsed();
        assert!(!found.is_empty(), "{name}");
        println!("{name}: {took:?}");
        assert!(took < Duration::from_secs(limit), "{name} took {took:?}");
    }
}

proptest! {
    // `PROPTEST_CASES` asks for more.
    #![proptest_config(contextualize_config(ProptestConfig::with_cases(200)))]

    #[test]
    fn a_mutated_deck_never_panics_and_its_faults_lie_in_the_file(
        edits in prop::collection::vec((0.0..1.0f64, any::<prop::sample::Index>(), any::<u8>()), 1..5),
        which in 0..2usize,
    ) {
        const SPICE: &[&str] = &["\"", "(", ")", "[", "]", ",", ":", "'", "\\", "r#\"", "/*", "\u{201c}", "\u{1b}", "\u{202e}", "1e999", "Basic(", "id:", "\n", "{{", "}}", "<<<<<<< a\n"];
        let mut text = fixture(["clean.ron", "faults.ron"][which]);
        for (at, pick, byte) in edits {
            let mut at = (at * text.len() as f64) as usize;
            while !text.is_char_boundary(at) { at -= 1; }
            match byte % 3 {
                0 => text.insert_str(at, SPICE[pick.index(SPICE.len())]),
                1 => { if at < text.len() { text.remove(at); } }
                _ => text.truncate(at.max(text.len() * 9 / 10).min(text.len()).max(at)),
            }
            while !text.is_char_boundary(text.len()) { text.pop(); }
        }
        let (_, found) = diagnose(&text);
        let lines: Vec<&str> = text.split('\n').collect();
        for d in found {
            prop_assert!(d.line >= 1 && d.line <= lines.len(), "{:?}", d);
            prop_assert!(d.column >= 1 && d.column <= lines[d.line - 1].chars().count() + 1, "{:?}", d);
            prop_assert!((d.line, d.column) <= (d.end_line, d.end_column), "{:?}", d);
            let drawn = diagnostic::draw(&d, Some(&Lines::new(&text)), Style::default());
            let raw = drawn.contains('\u{1b}');
            prop_assert!(!raw);
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = diagnose(&text);
        let _ = diagnose(&deck(&text));
    }
}
