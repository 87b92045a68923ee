//! Against the real Anki library, where it is installed: `pip install anki`, and `SWOT_ANKI_PYTHON` for another Python than
//! `python3`. Elsewhere these tests say that they were skipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// The first day of a collection that is made while the test runs is today; the program's clock is fixed a little later.
struct Bench {
    folder: TempDir,
    python: String,
}

impl Bench {
    fn set_up() -> Option<Bench> {
        let python = std::env::var("SWOT_ANKI_PYTHON").unwrap_or_else(|_| "python3".into());
        let there = Command::new(&python)
            .args(["-c", "import anki.collection"])
            .output();
        if !there.is_ok_and(|o| o.status.success()) {
            eprintln!(
                "SKIPPED: {python} has no package `anki`; install it with `pip install anki`, or name another Python in SWOT_ANKI_PYTHON"
            );
            return None;
        }
        Some(Bench {
            folder: tempfile::tempdir().unwrap(),
            python,
        })
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_string_lossy().into_owned()
    }

    fn anki(&self, arguments: &[&str]) -> Value {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/anki/bench.py");
        let out = Command::new(&self.python)
            .arg(script)
            .args(arguments)
            .env("TZ", "UTC")
            .output()
            .unwrap();
        assert!(
            out.status.success(),
            "{}",
            String::from_utf8_lossy(&out.stderr)
        );
        let text = String::from_utf8(out.stdout).unwrap();
        serde_json::from_str(text.lines().last().unwrap()).unwrap()
    }

    fn swot(&self, arguments: &[&str], now: Option<&str>) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_swot"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("TZ", "UTC")
            .env("XDG_CONFIG_HOME", self.path("config"));
        command.args(["--data-dir", &self.path("data"), "--no-builtin"]);
        command.env_remove("SWOT_NOW");
        if let Some(now) = now {
            command.env("SWOT_NOW", now);
        }
        let out = command.output().unwrap();
        assert!(
            out.status.success(),
            "{arguments:?}: {}{}",
            String::from_utf8_lossy(&out.stdout),
            String::from_utf8_lossy(&out.stderr)
        );
        String::from_utf8(out.stdout).unwrap()
    }
}

#[test]
fn packages_that_anki_writes_come_in_with_notes_tags_decks_and_states() {
    let Some(bench) = Bench::set_up() else { return };
    let made = bench.anki(&["make", &bench.path("")]);
    let first_day = made["crt"].as_i64().unwrap().div_euclid(86_400);
    for (i, package) in ["older.apkg", "newest.apkg", "older.colpkg", "newest.colpkg"]
        .into_iter()
        .enumerate()
    {
        let id = format!("made{i}");
        let out = format!("{id}.ron");
        let said = bench.swot(
            &[
                "import",
                package,
                "--deck",
                &id,
                "--out",
                &out,
                "--with-schedule",
            ],
            None,
        );
        assert!(said.contains("4 cards written"), "{package}: {said}");
        assert!(
            said.contains("x.png") && said.contains("only a picture or a sound"),
            "{package}: {said}"
        );
        assert!(
            said.contains("progress of 3 questions taken along"),
            "{package}: {said}"
        );
        let deck = fs::read_to_string(bench.path(&out)).unwrap();
        for text in [
            "front: \"What **wins**?\"",
            "A winner\\\nand more",
            "tags: [\"a\", \"b::c\"]",
            "reversed: true",
            "back: \"vendor managed\"",
            "A {{c1::qualifier::what}} and a {{c2::winner}}",
            "why: \"Hill\"",
            "Typed(",
            "answer: \"ship-to\"",
            "title: \"A\"",
            "title: \"B / C\"",
        ] {
            assert!(deck.contains(text), "{package} has no {text}:\n{deck}");
        }
        bench.swot(&["check", &out], None);
        fs::create_dir_all(bench.path("data/decks")).unwrap();
        fs::copy(bench.path(&out), bench.path(&format!("data/decks/{out}"))).unwrap();
        let listed = bench.swot(&["cards", &id, "--json"], None);
        let state = |card: &str| -> Value {
            let key = format!("{id}/{card}");
            let line = listed
                .lines()
                .map(|l| serde_json::from_str::<Value>(l).unwrap())
                .find(|v| v["key"] == key.as_str());
            line.unwrap_or_else(|| panic!("no {key} in {listed}"))["state"].clone()
        };
        let date = |days: i64| {
            let day = swotter::study::Day(i32::try_from(first_day + days).unwrap());
            swotter::dates::date_of(day).to_string()
        };
        let one = state("what-wins");
        assert_eq!(
            (&one["ease"], &one["interval"], &one["lapses"]),
            (&Value::from(2.36), &Value::from(30), &Value::from(2)),
            "{package}"
        );
        assert_eq!(one["due"], date(12).as_str(), "{package}");
        let two = state("vmi:reverse");
        assert_eq!(
            (&two["suspended"], &two["ease"], &two["interval"]),
            (&Value::from(true), &Value::from(1.3), &Value::from(9)),
            "{package}"
        );
        assert_eq!(
            state("a-qualifier-and-a-winner")["due"],
            date(0).as_str(),
            "{package}: a filtered deck lends only"
        );
        assert_eq!(state("which-place"), Value::Null);
        bench.swot(&["doctor"], None);
    }
}

#[test]
fn anki_takes_our_package_twice_updates_texts_and_keeps_its_schedule() {
    let Some(bench) = Bench::set_up() else { return };
    let deck = |back: &str| {
        format!(
            r#"Deck(schema: 1, id: "d", title: "My deck", concepts: [Concept(id: "c", title: "First", cards: [
                Basic(id: "one", front: "What **wins**?", back: "{back}", why: "So.", tags: ["t"]),
                Basic(id: "two", front: "VMI?", back: "vendor managed", reversed: true),
                Cloze(id: "three", text: "A {{{{qualifier::what}}}} and a {{{{winner}}}}."),
                Typed(id: "four", question: "Which place?", answer: "ship-to", why: "x"),
                MultipleChoice(id: "five", question: "Which of these is right?", options: [Right("good"), Wrong("bad", because: "no"), Wrong("worse", because: "no")], why: "x"),
                Numeric(id: "six", question: "How many?", answer: 25, unit: "%", tolerance: Exact, why: "x"),
                Ordering(id: "seven", question: "Order?", items: ["1st", "2nd", "3rd"]),
            ])])"#
        )
    };
    fs::write(bench.path("d.ron"), deck("A winner")).unwrap();
    bench.swot(
        &["export", "d.ron", "--format", "apkg", "--out", "one.apkg"],
        Some("2026-03-01T09:00:00+00:00[UTC]"),
    );
    let first = bench.anki(&["take", &bench.path(""), &bench.path("one.apkg")]);
    assert_eq!(first["ok"], true, "{}", first["problems"]);
    let notes = first["notes"].as_object().unwrap();
    assert_eq!(notes.len(), 7);
    let cards: usize = notes
        .values()
        .map(|n| n["cards"].as_array().unwrap().len())
        .sum();
    assert_eq!(cards, 9);
    assert_eq!(notes["d/one"]["fields"][0], "What <b>wins</b>?");
    assert_eq!(notes["d/one"]["tags"], serde_json::json!(["t"]));
    assert_eq!(notes["d/one"]["cards"][0]["deck"], "My deck::First");
    assert_eq!(
        notes["d/three"]["fields"][0],
        "A {{c1::qualifier::what}} and a {{c2::winner}}."
    );

    let studied = bench.anki(&["study", &bench.path(""), "d/one"]);
    fs::write(bench.path("d.ron"), deck("A **better** winner")).unwrap();
    bench.swot(
        &["export", "d.ron", "--format", "apkg", "--out", "two.apkg"],
        Some("2026-03-02T09:00:00+00:00[UTC]"),
    );
    let second = bench.anki(&["take", &bench.path(""), &bench.path("two.apkg")]);
    assert_eq!(second["ok"], true, "{}", second["problems"]);
    assert_eq!(second["types"], first["types"], "no note type is doubled");
    let again = second["notes"].as_object().unwrap();
    assert_eq!(
        again.keys().collect::<Vec<_>>(),
        notes.keys().collect::<Vec<_>>(),
        "nothing is doubled"
    );
    assert_eq!(again["d/one"]["fields"][1], "A <b>better</b> winner");
    assert_eq!(
        again["d/one"]["cards"], studied["d/one"]["cards"],
        "the schedule is kept"
    );
    assert_eq!(again["d/one"]["cards"][0]["ivl"], 44);
}

/// What Anki's own note types have no field for is on the card there, and comes back as it went.
#[test]
fn anki_takes_our_rows_shows_all_of_a_card_and_gives_it_back() {
    let Some(bench) = Bench::set_up() else { return };
    let deck = r#"Deck(schema: 1, id: "d", title: "=My deck", concepts: [Concept(id: "c", title: "First", cards: [
        Basic(id: "one", front: "=1+1, what is it?", back: "- two\n- **2**", why: "Why one.", hint: "Hint one.", source: "Source one."),
        Basic(id: "two", front: "VMI?", back: "vendor managed", reversed: true, why: "Why two.", hint: "Hint two.", source: "Source two."),
        Cloze(id: "three", text: "A {{qualifier::what}} and a {{winner}}.", why: "Why three.", hint: "Hint three.", source: "Source three."),
        Typed(id: "four", question: "Which place?", answer: "*.*", why: "Why four.", hint: "Hint four.", source: "Source four."),
    ])])"#;
    fs::write(bench.path("d.ron"), deck).unwrap();
    let read = |name: &str, out: &str| {
        bench.swot(&["import", name, "--deck", "d", "--out", out], None);
        let text = fs::read_to_string(bench.path(out)).unwrap();
        // Without the lines that name the file and what it came from.
        text.lines()
            .skip(1)
            .filter(|line| !line.starts_with("    title:"))
            .map(|line| line.to_owned() + "\n")
            .collect::<String>()
    };
    for format in ["csv", "tsv"] {
        let file = format!("rows.{format}");
        bench.swot(
            &["export", "d.ron", "--format", format, "--out", &file],
            None,
        );
        let direct = read(&file, &format!("direct-{format}.ron"));
        let back = format!("back-{format}");
        let taken = bench.anki(&["rows", &bench.path(""), &file, &back]);
        assert_eq!(taken["new"], 4, "{taken}");
        for (id, number) in [("one", 1), ("two", 2), ("three", 2), ("four", 1)] {
            let cards = taken["shown"][format!("d/{id}")].as_array().unwrap();
            assert_eq!(cards.len(), number, "{taken}");
            for card in cards {
                let answer = card[1].as_str().unwrap();
                for part in ["Why", "Hint", "Source"] {
                    assert!(
                        answer.contains(&format!("{part} {id}.")),
                        "{part} {id}: {answer}"
                    );
                }
                let question = card[0].as_str().unwrap();
                let open = question.split("<details").next().unwrap();
                assert!(!open.contains("Why"), "{question}");
            }
        }
        let shown = taken["shown"]["d/one"][0][0].as_str().unwrap();
        assert!(
            shown.contains("=1+1") || shown.contains("&#61;1+1"),
            "{shown}"
        );
        for name in [format!("{back}.txt"), format!("{back}.apkg")] {
            assert_eq!(read(&name, &format!("{name}.ron")), direct, "{name}");
        }
        for part in ["Why", "Hint", "Source"] {
            for id in ["one", "two", "three", "four"] {
                assert!(direct.contains(&format!("\"{part} {id}.\"")), "{direct}");
            }
        }
        assert!(
            direct.contains("answer: \"*.*\"") && direct.contains("reversed: true"),
            "{direct}"
        );
    }
}
