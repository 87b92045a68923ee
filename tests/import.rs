//! Files of other programs as they are found, each with something that once came in wrong or was lost without a word: the
//! cards made of it, and all that is said. The pictures lie in `tests/snapshots`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct World(tempfile::TempDir);

impl World {
    fn new() -> World {
        World(tempfile::tempdir().unwrap())
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.0.path().join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// The exit code, what is printed and what is told.
    fn swot(&self, arguments: &[&str]) -> (i32, String, String) {
        let out = Command::new(env!("CARGO_BIN_EXE_swot"))
            .args(arguments)
            .args(["--no-builtin", "--data-dir", "data"])
            .env("SWOT_NOW", "2026-03-01T09:00:00+00:00[UTC]")
            .env("XDG_CONFIG_HOME", self.0.path().join("config"))
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (
            out.status.code().unwrap(),
            text(out.stdout),
            text(out.stderr),
        )
    }
}

fn fixtures(ends: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import");
    let files = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| {
            ends.iter()
                .any(|end| path.extension().is_some_and(|e| e == *end))
        })
        .collect();
    files.sort();
    files
}

/// The cards of a deck, and what was said about them.
fn told(world: &World, file: &Path) -> String {
    let name = file.file_name().unwrap().to_str().unwrap();
    world.put(name, fs::read(file).unwrap());
    let (code, deck, said) = world.swot(&["import", name, "--dry-run"]);
    let frame = [
        "// Imported",
        "Deck(",
        "schema:",
        "version:",
        "concepts: [",
        "cards: [",
    ];
    let cards: Vec<&str> = deck
        .lines()
        .filter(|line| {
            !frame
                .iter()
                .any(|begins| line.trim_start().starts_with(begins))
        })
        .map(|line| line.strip_prefix("                ").unwrap_or(line))
        .filter(|line| !matches!(line.trim(), "]," | ")," | ")" | "Concept("))
        .collect();
    format!("==== {name} ({code})\n{}\n{said}", cards.join("\n"))
}

fn all_told(ends: &[&str]) -> String {
    let world = World::new();
    let told: Vec<String> = fixtures(ends)
        .iter()
        .map(|file| told(&world, file))
        .collect();
    told.join("\n")
}

#[test]
fn tables_and_lists_come_in_whole_or_are_told_of() {
    insta::assert_snapshot!(all_told(&["csv", "tsv", "txt"]));
}

#[test]
fn markdown_of_many_programs_comes_in_whole_or_is_told_of() {
    insta::assert_snapshot!(all_told(&["md", "org", "xml", "json"]));
}

#[test]
fn questions_of_moodle_come_in_whole_or_are_told_of() {
    insta::assert_snapshot!(all_told(&["gift"]));
}

/// A table with Anki's guids, as a package has them.
fn package(rows: &[[&str; 4]]) -> String {
    let rows: Vec<String> = rows.iter().map(|row| row.join("\t")).collect();
    format!(
        "#separator:tab\n#guid column:1\n#deck column:2\n{}\n",
        rows.join("\n")
    )
}

#[test]
fn a_package_that_comes_again_updates_its_deck_and_keeps_progress() {
    let world = World::new();
    fs::create_dir_all(world.0.path().join("data/decks")).unwrap();
    world.put(
        "words.txt",
        package(&[
            ["g1", "Yard", "What is a gate?", "the way in"],
            ["g2", "Yard", "What is a dock?", "a door"],
            ["g3", "Yard", "What is a ramp?", "a slope"],
            ["g4", "Yard", "What is a bay?", "a place"],
            ["g5", "Yard", "What is a lot?", "ground"],
        ]),
    );
    let deck = "data/decks/words.ron";
    let (code, _, said) = world.swot(&["import", "words.txt", "--out", deck]);
    assert_eq!(code, 0, "{said}");
    // Its author reworded one card, and swapped the layout of another.
    let text = world.read(deck);
    let text = text
        .replace("\"a slope\"", "\"a sloping way\"")
        .replace("                    back: \"a door\"", "back: \"a door\"");
    world.put(deck, &text);
    let key = "words/what-is-a-gate";
    let state = |world: &World| {
        let (_, cards, _) = world.swot(&["cards", "words", "--json"]);
        let line = cards
            .lines()
            .find(|l| l.contains(&format!("\"{key}\"")))
            .map(str::to_owned);
        line.unwrap_or_else(|| panic!("no {key} in {cards}"))
    };
    let study = Command::new(env!("CARGO_BIN_EXE_swot"))
        .args([
            "--no-builtin",
            "--data-dir",
            "data",
            "study",
            key,
            "--plain",
        ])
        .env("SWOT_NOW", "2026-03-01T09:00:00+00:00[UTC]")
        .current_dir(world.0.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .and_then(|mut child| {
            use std::io::Write;
            child.stdin.take().unwrap().write_all(b"\n4\n")?;
            child.wait()
        });
    assert!(study.unwrap().success());
    let before = state(&world);
    assert!(before.contains("\"repetitions\":1"), "{before}");
    world.put(
        "words.txt",
        package(&[
            ["g1", "Yard", "What is a yard gate?", "the way in"],
            ["g2", "Yard", "What is a dock?", "a door"],
            ["g3", "Yard", "What is a ramp?", "a slanting floor"],
            ["g4", "Shed", "What is a bay?", "a place"],
            ["g6", "Yard", "What is a pallet?", "a wooden floor"],
            ["g7", "Shed", "What is a rack?", "a frame"],
        ]),
    );
    let (code, said, told) = world.swot(&["import", "words.txt", "--update", "--json"]);
    assert_eq!(code, 0, "{said}{told}");
    for part in ["\"added\":2", "\"changed\":1", "\"gone\":1", "\"kept\":3"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let text = world.read(deck);
    for part in [
        "id: \"what-is-a-gate\"",
        "front: \"What is a yard gate?\"",
        "back: \"a sloping way\"",
        "back: \"ground\"",
        "front: \"What is a pallet?\"",
        "title: \"Shed\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(state(&world), before, "the answer stays");
    let (code, said, _) = world.swot(&["import", "words.txt", "--update"]);
    assert!(
        code == 0 && said.contains("0 added, 0 changed, 1 gone, 6 kept"),
        "{said}"
    );
    assert!(
        said.contains("what-is-a-ramp: it was changed here")
            && said.contains("(back: \"a slanting floor\")"),
        "{said}"
    );
    assert!(
        said.contains("what-is-a-bay: it was moved to this sub-deck") && said.contains("(Shed)"),
        "{said}"
    );
    assert_eq!(world.read(deck), text, "nothing is done twice");
    let (code, said, _) = world.swot(&["check", deck]);
    assert_eq!(code, 0, "{said}");
}

#[test]
fn an_update_from_a_table_without_ids_tells_what_it_cannot_know() {
    let world = World::new();
    world.put(
        "words.csv",
        "front,back\nWhat is a dock?,A door\nWhat is a lot?,Ground\n",
    );
    // Windows has no file of that name.
    let (_, _, told) = world.swot(&["import", "words.csv", "--deck", "con", "--dry-run"]);
    assert!(told.contains("would be written to deck-con.ron"), "{told}");
    let update = ["import", "words.csv", "--update"];
    assert_eq!(world.swot(&update).0, 0);
    let before = world.read("words.ron");
    world.put(
        "words.csv",
        "front,back\nWhat is a dock?,A door for trucks\n",
    );
    let (code, said, _) = world.swot(&update);
    assert_eq!(code, 0, "{said}");
    for part in [
        "0 added, 0 changed, 1 gone, 1 kept",
        "  what-is-a-lot\n",
        "gives its cards no ids",
        "what-is-a-dock: it says something else in the package, and without an id nobody can tell",
        "(back: \"A door for trucks\")",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!said.contains("changed here"), "{said}");
    assert_eq!(world.read("words.ron"), before);
}

#[test]
fn rows_of_one_guid_are_told_and_each_is_known_again() {
    let world = World::new();
    let rows = |second: &'static str| {
        package(&[
            ["g1", "Yard", "What is a gate?", "the way in"],
            ["g1", "Yard", "What is a dock?", second],
        ])
    };
    world.put("words.txt", rows("a door"));
    let (code, said, _) = world.swot(&["import", "words.txt", "--out", "words.ron"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("line 5: its guid is that of line 4 too"),
        "{said}"
    );
    world.put("words.txt", rows("a wide door"));
    let update = ["import", "words.txt", "--out", "words.ron", "--update"];
    let (code, said, _) = world.swot(&update);
    assert!(
        code == 0 && said.contains("0 added, 1 changed, 0 gone, 1 kept"),
        "{said}"
    );
    let deck = world.read("words.ron");
    for part in ["back: \"the way in\"", "back: \"a wide door\""] {
        assert!(deck.contains(part), "{deck}");
    }
}

#[test]
fn packages_of_anki_come_in_whole_or_are_told_of() {
    insta::assert_snapshot!(all_told(&["apkg"]));
}

#[test]
fn a_dry_run_says_that_a_deck_is_in_the_way() {
    let world = World::new();
    world.put("words.txt", "gate\tway in\ndock\ta door\n");
    let (_, _, said) = world.swot(&["import", "words.txt", "--dry-run"]);
    assert!(
        said.contains("2 cards would be written to words.ron"),
        "{said}"
    );
    world.put("words.ron", "mine");
    for mode in [&["--dry-run"][..], &[]] {
        let (_, _, said) = world.swot(&[&["import", "words.txt"], mode].concat());
        assert!(
            said.contains("words.ron exists already and is not replaced"),
            "{said}"
        );
        assert!(said.contains("--update"), "{said}");
        assert!(!said.contains("would be written to"), "{said}");
    }
    assert_eq!(world.read("words.ron"), "mine");
}

#[test]
fn what_the_columns_are_can_be_said() {
    let world = World::new();
    world.put("t.csv", "time,note\n9:00,gate opens\n10:30,first truck\n");
    let (code, _, said) = world.swot(&["import", "t.csv"]);
    assert_eq!(code, 1);
    for command in [
        "`swot import t.csv --header yes`",
        "`swot import t.csv --header no`",
    ] {
        assert!(said.contains(command), "{said}");
    }
    let (_, deck, _) = world.swot(&["import", "t.csv", "--header", "no", "--dry-run"]);
    assert!(deck.contains("front: \"time\""), "{deck}");
    let (_, deck, _) = world.swot(&[
        "import",
        "t.csv",
        "--header",
        "yes",
        "--columns",
        "back,front",
        "--dry-run",
    ]);
    assert!(
        deck.contains("front: \"gate opens\"") && !deck.contains("note\""),
        "{deck}"
    );
    let (code, _, said) = world.swot(&["import", "t.csv", "--columns", "front,colour"]);
    assert!(
        code == 1 && said.contains("`colour` is no word for a column"),
        "{said}"
    );

    world.put("wide.csv", "1,gate,way in,x\n2,yard,wait,y\n");
    let (code, _, said) = world.swot(&["import", "wide.csv"]);
    assert!(
        code == 1 && said.contains("--columns front,back,skip,skip --header no"),
        "{said}"
    );
    let (_, deck, said) = world.swot(&[
        "import",
        "wide.csv",
        "--columns",
        "id,front,back,skip",
        "--header",
        "no",
        "--dry-run",
    ]);
    assert!(
        deck.contains("id: \"1\"") && deck.contains("front: \"gate\""),
        "{deck}"
    );
    assert!(
        said.contains("column 4: 2 of them, the first in line 1: x"),
        "{said}"
    );

    world.put("mark.txt", "gate~way in\nyard~wait\n");
    let (_, deck, _) = world.swot(&["import", "mark.txt", "--separator", "~", "--dry-run"]);
    assert!(deck.contains("back: \"way in\""), "{deck}");
    // What looks like Aiken is a table where somebody says so; what is none is told.
    world.put("aiken.txt", "A. one~yes\nANSWER: B~no\nANSWER: A\n");
    let (_, deck, _) = world.swot(&["import", "aiken.txt", "--separator", "~", "--dry-run"]);
    assert!(deck.contains("front: \"ANSWER: B\""), "{deck}");
    world.put("pair.md", "front :: back\n");
    let (_, _, said) = world.swot(&["import", "pair.md", "--columns", "back,front", "--dry-run"]);
    assert!(said.contains("were not used"), "{said}");
    world.put("greek.csv", b"front,back\n\xd0\xfd\xeb\xe7,gate\n");
    let (_, deck, _) = world.swot(&[
        "import",
        "greek.csv",
        "--encoding",
        "iso-8859-7",
        "--dry-run",
    ]);
    assert!(deck.contains("front: \"Πύλη\""), "{deck}");
}

#[test]
fn a_question_bank_that_is_not_read_names_what_would_be() {
    let world = World::new();
    for name in ["quiz.xml", "qti.zip", "course.imscc"] {
        world.put(name, "<quiz></quiz>");
        let (code, _, said) = world.swot(&["import", name]);
        assert!(code == 2 && said.contains("GIFT or Aiken"), "{said}");
    }
}

#[test]
fn a_long_report_is_bounded_and_whole_in_a_file() {
    let world = World::new();
    let rows: String = (0..300)
        .map(|i| format!("front {i}\tback {i}\tmore {i}\npicture\t\n"))
        .collect();
    world.put("long.txt", format!("#separator:tab\n{rows}"));
    let (code, said, _) = world.swot(&["import", "long.txt", "--report", "all.txt"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.lines().count() < 30, "{said}");
    assert!(
        said.contains("300 notes not taken:") && said.contains("... and 290 more"),
        "{said}"
    );
    assert!(said.contains("300 cells not taken:"), "{said}");
    let whole = world.read("all.txt");
    assert!(
        whole.lines().filter(|l| l.contains("more ")).count() >= 300,
        "{whole}"
    );
    assert_eq!(whole.matches("it has no answer (picture)").count(), 300);
    let (code, _, said) = world.swot(&[
        "import", "long.txt", "--out", "b.ron", "--report", "all.txt",
    ]);
    assert!(code == 1 && said.contains("exists already"), "{said}");
    // A picture of many cards.
    let rows: String = (1..=5)
        .map(|i| format!("<img src='a.png'>front {i},{i}\n"))
        .collect();
    world.put("shown.csv", rows);
    let (_, said, _) = world.swot(&["import", "shown.csv", "--report", "cards.txt"]);
    assert!(said.contains("line 3 (front 3) and 2 more"), "{said}");
    assert!(world.read("cards.txt").contains("line 5 (front 5)"));
}

#[test]
fn choices_of_a_table_have_the_right_answer_or_are_not_taken() {
    let world = World::new();
    world.put(
        "quiz.csv",
        "question,A,B,C,D,answer,explanation\nBy letter?,one,two,three,four,C,so\nBy words?,one,two,three,four,four,\nWhat opens?,one,two,three,four,\"A, B\",\n\
         Neither?,one,two,three,four,E,\nAgainst itself?,B,A,three,four,A,\n",
    );
    let (_, deck, said) = world.swot(&["import", "quiz.csv", "--dry-run"]);
    assert!(
        deck.contains("Right(\"three\")") && deck.contains("Right(\"four\")"),
        "{deck}"
    );
    assert!(
        deck.contains("What opens? Choose all that apply."),
        "{deck}"
    );
    assert!(
        said.contains("line 5: its answer `E` is none of its options"),
        "{said}"
    );
    assert!(
        said.contains("line 6: its answer `A` names one option and says what stands in another"),
        "{said}"
    );
    world.put("none.csv", "question,A,B,C\nWhich?,one,two,three\n");
    let (code, _, said) = world.swot(&["import", "none.csv"]);
    assert!(
        code == 1 && said.contains("none says which option is right"),
        "{said}"
    );
}
