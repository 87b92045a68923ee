//! The authors' commands as a new user meets them: their help, the pictures of faults, and what they do to files.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod home;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        Desk {
            dir: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, line: &str) -> Command {
        let data = self.path("data");
        let mut command = Command::new(env!("CARGO_BIN_EXE_swot"));
        command
            .env_clear()
            .envs(home::home(self.dir.path()))
            .env("SWOT_DATA_DIR", data)
            .env("SWOT_NOW", "2026-11-21T09:00:00+01:00[Europe/Paris]")
            .env("COLUMNS", "100")
            .current_dir(self.dir.path())
            .args(line.split_whitespace());
        command
    }

    fn run(&self, line: &str) -> Output {
        self.command(line).stdin(Stdio::null()).output().unwrap()
    }

    /// Studies the learner's own decks line by line, with these lines typed.
    fn study(&self, typed: &str) -> String {
        fs::write(self.path("typed"), typed).unwrap();
        let output = self
            .command("study --plain --no-builtin")
            .stdin(fs::File::open(self.path("typed")).unwrap())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout)
    }

    fn out(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(
            output.status.success(),
            "swot {line}: {}{}",
            text(&output.stdout),
            text(&output.stderr)
        );
        text(&output.stdout)
    }

    /// Exit code and what was said on stderr.
    fn refused(&self, line: &str) -> (i32, String) {
        let output = self.run(line);
        assert!(
            !output.status.success(),
            "swot {line}: {}",
            text(&output.stdout)
        );
        (output.status.code().unwrap(), text(&output.stderr))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const DECK: &str = "// mine\r\nDeck(schema: 1, id: \"d\", title: \"T\", version: \"1.0\", concepts: [\r\n  Concept(id: \"c\", title: \"C\", cards: [\r\n    Basic(id: \"a\", front: \"What is A?\", back: \"1\"), // keep\r\n    Basic(front: \"What is B?\", back: \"2\", link: [\"a\"]),\r\n  ]),\r\n])\r\n";

#[test]
fn help_of_every_author_s_command_is_as_agreed() {
    let desk = Desk::new();
    for command in [
        "new", "new deck", "new card", "ids", "rename", "diff", "flags", "pack", "add", "check",
        "preview",
    ] {
        let name = format!("help_{}", command.replace(' ', "_"));
        insta::assert_snapshot!(name, desk.out(&format!("{command} --help")));
    }
}

#[test]
fn faults_are_drawn_where_they_are() {
    let desk = Desk::new();
    let sound = DECK.replace("Basic(front", "Basic(id: \"b\", front");
    for (name, deck) in [
        ("misspelt", sound.replace("front: \"What is A", "fornt: \"What is A")),
        ("unclosed", sound.replace("\"What is A?\"", "\"What is A?")),
        ("comma", sound.replace("\"1\")", "\"1\" why: \"x\")")),
        ("curly", sound.replace("\"1\"", "\u{201c}1\u{201d}")),
        ("options", sound.replace("Basic(id: \"a\", front: \"What is A?\", back: \"1\")", "MultipleChoice(id: \"a\", question: \"What is A?\", options: [Right(\"x\"), Wrong(\"y\", because: \"no\")])")),
        ("twice", sound.replace("Basic(id: \"b\", front: \"What is B?\"", "Basic(id: \"a\", front: \"what is a\"")),
        ("nowhere", sound.replace("\"a\"]", "\"zzz\"]")),
        ("escape", sound.replace("\"1\"", "\"1\u{1b}[2J\"")),
        ("empty", String::new()),
    ] {
        desk.write(&format!("{name}.ron"), &deck);
        let output = desk.run(&format!("check {name}.ron"));
        assert_eq!(output.status.code(), Some(1), "{name}: {}", text(&output.stdout));
        insta::assert_snapshot!(format!("fault_{name}"), text(&output.stdout));
    }
}

#[test]
fn faults_of_one_sort_are_drawn_once_with_the_lines_of_the_others() {
    let desk = Desk::new();
    let cards = |n: usize| "\nBasic(front: \"What is B?\", back: \"2\"),".repeat(n);
    for (n, drawn, more) in [
        (5, 5, None),
        (6, 1, Some("5 more of this, in lines 3, 4, 5, 6, 7\n")),
    ] {
        let deck = format!(
            "Deck(schema: 1, id: \"d\", title: \"D\", source: \"s\", concepts: [Concept(id: \"k\", title: \"K\", cards: [{}])])",
            cards(n)
        );
        desk.write("d.ron", &deck);
        let said = text(&desk.run("check d.ron").stdout);
        assert_eq!(said.matches("this card has no id").count(), drawn, "{said}");
        assert_eq!(said.contains("more of this"), more.is_some(), "{said}");
        assert!(more.is_none_or(|more| said.contains(more)), "{said}");
    }
    // Each has a help of its own.
    let lists: String = (0..7)
        .map(|n| format!("\nMultipleChoice(id: \"m{n}\", question: \"What now?\", options: [\"Wait {n}\", \"Go {n}\"], answer: \"Go {n}\", why: \"w\"),"))
        .collect();
    desk.write(
        "d.ron",
        &DECK.replace("cards: [", &format!("cards: [{lists}")),
    );
    let said = text(&desk.run("check d.ron").stdout);
    assert!(
        (0..7).all(|n| said.contains(&format!("Right(\"Go {n}\")"))),
        "{said}"
    );
}

#[test]
fn a_new_deck_passes_and_is_never_written_over() {
    let desk = Desk::new();
    desk.out("new deck supply-basics");
    assert!(
        desk.out("check --strict supply-basics.ron")
            .contains("0 errors, 0 warnings")
    );
    let before = desk.read("supply-basics.ron");
    let (code, said) = desk.refused("new deck supply-basics");
    assert_eq!(code, 1);
    assert!(said.contains("exists already"), "{said}");
    assert_eq!(desk.read("supply-basics.ron"), before);
    desk.out("new card numeric --into supply-basics.ron --concept reorder-point");
    let after = desk.read("supply-basics.ron");
    assert!(after.starts_with(&before[..before.len() - 40]) && after.contains("\"new-numeric\""));
    assert_eq!(desk.refused("new card essay").0, 2);
    // The name of a file, however it is spelled.
    assert!(desk.out("new deck Docks.RON").contains("`docks`"));
}

#[test]
fn ids_are_given_reported_and_left_alone() {
    let desk = Desk::new();
    desk.write("deck.ron", DECK);
    let (code, _) = desk.refused("ids --check deck.ron");
    assert_eq!((code, desk.read("deck.ron")), (1, DECK.to_owned()));
    assert_eq!(
        desk.out("ids deck.ron"),
        "deck.ron:5: the card is `what-is-b`\n1 id was given\n"
    );
    assert_eq!(
        desk.read("deck.ron"),
        DECK.replace("Basic(front", "Basic(id: \"what-is-b\", front")
    );
    assert_eq!(desk.out("ids deck.ron"), "no id is missing\n");
    desk.write("bad.ron", "Deck(");
    let (code, said) = desk.refused("ids bad.ron deck.ron");
    assert_eq!(code, 1);
    assert!(said.contains("bad.ron: line 1"), "{said}");
}

#[test]
fn a_renaming_follows_through_a_folder_and_a_dry_run_writes_nothing() {
    let desk = Desk::new();
    let with_id = DECK.replace("Basic(front", "Basic(id: \"b\", front");
    desk.write("one/deck.ron", &with_id);
    desk.write(
        "two/other.ron",
        &DECK
            .replace("id: \"d\"", "id: \"e\"")
            .replace("\"a\"]", "\"d/a\"]"),
    );
    let said = desk.out("rename d/a first --dry-run");
    assert!(
        said.contains("formerly `d/a`") && said.contains("nothing was written"),
        "{said}"
    );
    assert_eq!(desk.read("one/deck.ron"), with_id);
    desk.out("rename d/a first");
    let wanted = with_id
        .replace("id: \"a\",", "id: \"first\", formerly: [\"d/a\"],")
        .replace("[\"a\"]", "[\"first\"]");
    assert_eq!(desk.read("one/deck.ron"), wanted);
    assert!(desk.read("two/other.ron").contains("link: [\"d/first\"]"));
    assert!(
        desk.refused("rename d/none x")
            .1
            .contains("no card and no concept")
    );
    // What lies about and was not named is passed over and told; what was named is refused.
    fs::write(desk.path("two/junk.ron"), [0xff, 0xfe, 0xfd]).unwrap();
    let said = desk.out("rename d/first a2");
    assert!(
        said.contains("junk.ron is not UTF-8") && said.contains("--in"),
        "{said}"
    );
    assert!(desk.read("one/deck.ron").contains("id: \"a2\""));
    let (_, said) = desk.refused("rename none/x y");
    assert!(said.contains("junk.ron") && said.contains("--in"), "{said}");
    let before = desk.read("one/deck.ron");
    let (_, said) = desk.refused("rename d/a2 a3 --in one --in two");
    assert!(
        !said.is_empty() && desk.read("one/deck.ron") == before,
        "{said}"
    );
}

#[test]
fn a_diff_says_what_becomes_of_progress() {
    let desk = Desk::new();
    desk.write(
        "old.ron",
        &DECK.replace("Basic(front", "Basic(id: \"b\", front"),
    );
    desk.write(
        "new.ron",
        &DECK.replace(
            "Basic(front: \"What is B?\"",
            "Basic(id: \"n\", front: \"What is N?\"",
        ),
    );
    let said = desk.out("diff old.ron new.ron");
    assert!(
        said.contains("d/n: added")
            && said.contains("d/b: removed")
            && said.contains("is kept, and comes back"),
        "{said}"
    );
    let json: serde_json::Value =
        serde_json::from_str(&desk.out("diff old.ron new.ron --json")).unwrap();
    assert_eq!(
        (&json[0]["change"], &json[1]["name"]),
        (&"added".into(), &"d/b".into())
    );
    let faulty = DECK
        .replace("Basic(front", "Basic(id: \"b\", front")
        .replace("back: \"1\"", "bakc: \"1\"");
    desk.write("faulty.ron", &faulty);
    let said = desk.out("diff old.ron faulty.ron");
    assert!(
        said.contains("d/a: left out, for it has a fault (line 4: ")
            && said.contains("when the fault is mended")
            && !said.contains("removed"),
        "{said}"
    );
    assert!(desk.out("diff faulty.ron old.ron").contains("d/a: mended"));
    // Without its id it looks removed, and the fault is told all the same.
    let old = desk.read("old.ron");
    desk.write("lost.ron", &old.replace("id: \"a\", front", "fornt"));
    let output = desk.run("diff old.ron lost.ron");
    let (said, warned) = (text(&output.stdout), text(&output.stderr));
    assert!(
        said.contains("d/a: removed") && warned.contains("lost.ron:4: there is no field `fornt`"),
        "{said}{warned}"
    );
    desk.write("gone.ron", &old.replace("id: \"a\"", "id: \"z\""));
    assert!(desk.run("diff old.ron gone.ron").stderr.is_empty());
    // Advice only where it is still to be followed.
    desk.write(
        "raised.ron",
        &old.replace("back: \"1\"", "back: \"3\", rev: 1"),
    );
    assert!(!desk.out("diff old.ron raised.ron").contains("raise its"));
    desk.write("changed.ron", &old.replace("back: \"1\"", "back: \"3\""));
    assert!(desk.out("diff old.ron changed.ron").contains("raise its"));
    desk.write(
        "less.ron",
        &faulty.replace(
            "Basic(id: \"a\", front: \"What is A?\", bakc: \"1\"), // keep\r\n",
            "",
        ),
    );
    let said = desk.out("diff old.ron less.ron");
    assert!(
        said.contains("d/a: removed") && !said.contains("formerly"),
        "{said}"
    );
    assert_eq!(desk.out("diff old.ron old.ron"), "nothing changed\n");
    // What was given away is a package; a folder holds several, each compared with the one of its id.
    desk.out("pack old.ron --out old.swot");
    let given = desk.out("diff old.swot changed.ron");
    assert_eq!(given, desk.out("diff old.ron changed.ron"));
    desk.write("decks/changed.ron", &desk.read("changed.ron"));
    desk.write("decks/e.ron", &old.replace("id: \"d\"", "id: \"e\""));
    let said = desk.out("diff old.swot decks");
    assert!(
        said.contains("d/a: answer changed") && said.contains("e/a: added"),
        "{said}"
    );
    assert!(desk.out("diff decks old.swot").contains("e/a: removed"));
    // A card that went to another deck, under its old name or under that of its deck.
    for (deck, card) in [
        ("formerly: [\"d\"], ", "id: \"a\""),
        ("", "id: \"z\", formerly: [\"d/a\"]"),
    ] {
        let merged = old.replace("id: \"d\",", &format!("id: \"m\", {deck}"));
        desk.write("merged/m.ron", &merged.replace("id: \"a\"", card));
        desk.write("apart/d.ron", &old);
        desk.write(
            "apart/m.ron",
            &old.replace("id: \"d\"", "id: \"m\"")
                .replace("id: \"a\"", "id: \"own\""),
        );
        let said = desk.out("diff apart merged");
        assert!(said.contains(": was called d/a"), "{said}");
        assert!(
            !said.contains("d/a: removed")
                && !said.contains("/a: added")
                && !said.contains("/z: added"),
            "{said}"
        );
    }
    // Another deck takes the card as well, with another answer.
    let heir = "id: \"z\", formerly: [\"d/a\"], front: \"What is A?\", back: \"3\"";
    let heir = old.replace("id: \"a\", front: \"What is A?\", back: \"1\"", heir);
    desk.write("merged/n.ron", &heir.replace("id: \"d\"", "id: \"n\""));
    let said = desk.out("diff apart merged");
    for told in [
        "m/z: was called d/a",
        "n/z: was called d/a",
        "n/z: answer changed",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    desk.write("merged/n-LAPTOP.ron", &desk.read("merged/n.ron"));
    assert!(
        desk.refused("diff apart merged")
            .1
            .contains("hold the same deck, `n`")
    );
    // The old name is that of a card which was there before: what happened under both is one card's.
    desk.write(
        "kept.ron",
        &old.replace("Basic(id: \"a\"", "Basic(id: \"q\"")
            .replace("id: \"b\",", "id: \"b\", formerly: [\"a\"],"),
    );
    let said = desk.out("diff old.ron kept.ron");
    assert!(
        said.contains("d/b: was called d/a") && said.contains("d/q: added"),
        "{said}"
    );
    // A case of a set is compared with the card that it took over, under its own question.
    let set = "Cases(id: \"set\", question: \"Which?\", options: [Option(\"1\"), Option(\"2\"), Option(\"3\")], cases: [
        Case(id: \"x\", text: \"What is X?\", right: 1, why: \"w\"), Case(id: \"a\", text: \"What is A?\", right: 3, why: \"w\", formerly: [\"a\"])])";
    let card = "Basic(id: \"a\", front: \"What is A?\", back: \"1\")";
    let cases = old.replace(card, set).replace(", link: [\"a\"]", "");
    desk.write("cases.ron", &cases);
    let said = desk.out("diff old.ron cases.ron");
    assert!(
        said.contains("d/set:a: was called d/a\n    What is A?")
            && said.contains("d/set:a: answer changed"),
        "{said}"
    );
    desk.write("case.ron", &cases.replace("id: \"x\"", "id: \"y\""));
    let said = desk.out("diff cases.ron case.ron");
    assert!(said.contains("add `formerly: [\"set:x\"]`"), "{said}");
    std::fs::create_dir(desk.path("none")).unwrap();
    assert_eq!(desk.refused("diff none old.swot").0, 1);
    assert_eq!(desk.refused("diff old.ron none.ron").0, 1);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_packed_deck_is_added_asked_about_and_studied() {
    let desk = Desk::new();
    desk.write(
        "deck.ron",
        &DECK
            .replace("Basic(front", "Basic(id: \"b\", front")
            .replace("link: [\"a\"]", "why: \"b\""),
    );
    desk.out("pack deck.ron");
    assert!(desk.refused("pack deck.ron").1.contains("--replace"));
    desk.out("pack deck.ron --replace");
    let (code, said) = desk.refused("add d-1.0.swot");
    assert_eq!(code, 1);
    assert!(said.contains("--yes"), "{said}");
    assert!(!desk.path("data/decks").exists());
    desk.out("add d-1.0.swot --yes");
    assert_eq!(desk.read("data/decks/d.ron"), desk.read("deck.ron"));
    assert!(desk.out("cards --no-builtin").contains("d/b"));
    // A second version replaces the first, which is kept.
    desk.write(
        "deck.ron",
        &desk
            .read("deck.ron")
            .replace("What is B?", "What then is B?")
            .replace("1.0", "1.1"),
    );
    desk.out("pack deck.ron");
    let said = desk.out("add d-1.1.swot --yes");
    assert!(
        said.contains("replaces version 1.0") && said.contains("1 reworded"),
        "{said}"
    );
    assert_eq!(names(&desk.path("data/decks")), ["d.ron", "d.ron.old"]);
    assert!(desk.out("add d-1.1.swot").contains("there already"));
    desk.write("bad.swot", "PK no");
    assert!(
        desk.refused("add bad.swot --yes")
            .1
            .contains("nothing was written")
    );
    desk.write("faulty.ron", &DECK.replace("\"1\"", "\"\""));
    assert!(
        desk.refused("pack faulty.ron")
            .1
            .contains("swot check faulty.ron")
    );
}

#[test]
fn flags_reach_the_author_with_deck_version_and_seed() {
    use swotter::store::Store;
    use swotter::study::log::{Change, Moment};
    use swotter::study::memory::{Event, Meant};
    use swotter::study::{Day, Grade, Key, Memory};
    let desk = Desk::new();
    let drawn = "Generated(id: \"g\", draw: [Range(name: \"n\", from: 1, to: 500, step: 1)], question: \"What is {n} and one?\", answer: \"n + 1\", why: \"w\")";
    desk.write(
        "data/decks/deck.ron",
        &DECK.replace(
            "Basic(front: \"What is B?\", back: \"2\", link: [\"a\"])",
            drawn,
        ),
    );
    let at = Moment {
        utc_ms: 1_795_248_000_000,
        offset_s: 3600,
    };
    let mut store = Store::open(&desk.path("data"), at).unwrap().store;
    let mut before = Memory::default();
    for (seed, event) in [
        (77, Event::graded(Meant::Review, Grade::GOOD)),
        (0, Event::Flag("the answer is\nwrong".into())),
        // Shown once more, with other numbers.
        (99, Event::graded(Meant::Practice, Grade::GOOD)),
    ] {
        let mut change = Change::new(Key::new("d", "g", ""), event, Day(20_778), before.clone());
        change.seed = seed;
        change.deck_version = Some("0.9".into());
        before = store.record(&change, at).unwrap().change.after;
    }
    let gone = Change::new(
        Key::new("gone", "x", "2"),
        Event::Flag(String::new()),
        Day(20_777),
        Memory::default(),
    );
    store.record(&gone, at).unwrap();
    drop(store);
    let lines: Vec<serde_json::Value> = desk
        .out("flags --json --no-builtin")
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["key"], "d/g");
    assert_eq!(
        (&lines[0]["version"], &lines[0]["now"], &lines[0]["seed"]),
        (&"0.9".into(), &"1.0".into(), &77.into())
    );
    assert_eq!(lines[0]["day"], "2026-11-21");
    assert_eq!(lines[0]["front"], "What is {n} and one?");
    let shown = lines[0]["shown"].as_str().unwrap();
    assert!(
        shown.starts_with("What is ") && !shown.contains('{'),
        "{shown}"
    );
    assert_eq!(
        (&lines[1]["card"], &lines[1]["part"], &lines[1]["front"]),
        (&"x".into(), &"2".into(), &serde_json::Value::Null)
    );
    assert!(desk.out("flags gone --no-builtin").starts_with("gone/x"));
    let said = desk.out("flags d --no-builtin");
    assert!(
        said.contains("the answer is wrong") && !said.contains("gone"),
        "{said}"
    );
    assert!(
        said.contains("(deck 0.9, 2026-11-21; it is 1.0 now)"),
        "{said}"
    );
}

#[test]
fn a_flag_names_the_version_that_was_flagged() {
    let desk = Desk::new();
    desk.write("data/decks/deck.ron", DECK);
    assert!(
        desk.out("flags --no-builtin")
            .starts_with("nothing is flagged")
    );
    desk.study(":f the answer is old\n:q\n");
    desk.write("data/decks/deck.ron", &DECK.replace("1.0", "1.1"));
    let flag: serde_json::Value =
        serde_json::from_str(&desk.out("flags --json --no-builtin")).unwrap();
    assert_eq!(
        (&flag["version"], &flag["now"]),
        (&"1.0".into(), &"1.1".into())
    );
    // What is taken back and done again is the same flag.
    desk.study(":u\n:r\n:q\n");
    assert_eq!(
        desk.out("flags --no-builtin").matches("deck 1.0").count(),
        1
    );
    // It goes along to another name.
    let renamed = DECK.replacen("id: \"a\"", "id: \"x\", formerly: [\"a\"]", 1);
    desk.write("data/decks/deck.ron", &renamed);
    let flags = desk.out("flags --json --no-builtin");
    assert!(
        flags.starts_with("{\"key\":\"d/x\"") && flags.lines().count() == 1,
        "{flags}"
    );
}

#[test]
fn a_deck_just_added_stands_in_front() {
    let desk = Desk::new();
    let deck = |id: &str| {
        DECK.replace("id: \"d\"", &format!("id: \"{id}\""))
            .replace("title: \"C\"", &format!("title: \"{id}\""))
            .replace("Basic(front", "Basic(id: \"b\", front")
            .replace("link: [\"a\"]", "why: \"b\"")
    };
    desk.write("old.ron", &deck("old"));
    desk.write("z-new.ron", &deck("z-new"));
    desk.out("add old.ron --yes");
    desk.study("\n3\n:q\n");
    desk.out("add z-new.ron --yes");
    let due: serde_json::Value = serde_json::from_str(&desk.out("due --json")).unwrap();
    let decks: Vec<(&str, u64)> = due["decks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| (d["id"].as_str().unwrap(), d["new"].as_u64().unwrap()))
        .collect();
    assert_eq!(decks[..2], [("old", 1), ("z-new", 2)], "{decks:?}");
    assert!(decks.len() > 2, "the program's own follow: {decks:?}");
    assert!(
        desk.study(":q\n").contains("/ z-new\n"),
        "what is new is begun"
    );
}

#[test]
fn a_renamed_deck_is_put_in_the_place_of_the_old_one() {
    let desk = Desk::new();
    let deck = DECK
        .replace("Basic(front", "Basic(id: \"b\", front")
        .replace("link: [\"a\"]", "why: \"b\"");
    desk.write("d.ron", &deck);
    desk.out("add d.ron --yes");
    desk.study("\n3\n:q\n");
    desk.out("rename d d-2 --in d.ron");
    let said = desk.out("add d.ron --yes");
    assert!(
        said.contains("the deck was called d; progress goes along") && said.contains("d.ron.old"),
        "{said}"
    );
    assert_eq!(names(&desk.path("data/decks")), ["d.ron", "d.ron.old"]);
    let cards = desk.out("cards --no-builtin --json");
    let states: Vec<(String, bool)> = cards
        .lines()
        .map(|card| {
            let card: serde_json::Value = serde_json::from_str(card).unwrap();
            (card["key"].to_string(), card["state"].is_null())
        })
        .collect();
    assert_eq!(states.len(), 2, "{cards}");
    assert_eq!(states[0], ("\"d-2/a\"".to_owned(), false));
    assert_eq!(states[1], ("\"d-2/b\"".to_owned(), true));
}

#[test]
fn a_preview_says_all_that_judges_an_answer() {
    let desk = Desk::new();
    desk.write(
        "deck.ron",
        r#"Deck(schema: 1, id: "d", title: "T", concepts: [Concept(id: "c", title: "C", cards: [
            Typed(id: "t", question: "Who owns the stock?", answer: "the vendor", accept: ["supplier", "*"], case: Keep, hint: "It begins with v.", why: "w"),
            Numeric(id: "n", question: "What share is late?", answer: 25, unit: "%", tolerance: Percent(2), why: "w", mistakes: [(20, "that is the share of all")]),
            Numeric(id: "e", question: "How many are left?", answer: 3, unit: "", tolerance: Exact, why: "w"),
            Numeric(id: "a", question: "How long is it?", answer: 2, unit: "m", tolerance: Absolute(0.05), why: "w"),
            Generated(id: "g", draw: [Pick("n", [40])], question: "Half of {n}?", answer: "n / 2", tolerance: Exact, mistakes: [("n * 2", "that is twice {n}")], why: "w"),
            MultipleChoice(id: "m", question: "Which two are sides?", options: [Right("left"), Right("right"), Wrong("blue", because: "a colour"), Wrong("two", because: "a number")]),
            Ordering(id: "o", question: "Put them in order.", items: ["one", "two", "three"], why: "w"),
        ])])"#,
    );
    let said = desk.out("preview deck.ron --plain");
    for wanted in [
        "Also right: supplier",
        "Also right: *",
        "Capital letters count, accents do not count, a full stop, quotes and hyphens do not count.",
        "Hint: It begins with v.",
        "Right: 24.5 to 25.5 (tolerance 0.5, 2 %).",
        "Unit: %; it may be left out.",
        "Wrong: 20: that is the share of all",
        "Right: this number exactly.\nWithout a unit.",
        "Right: 1.95 to 2.05 (tolerance 0.05).\nUnit: m",
        "Wrong: 80: that is twice 40",
        "(several are right: all of them, and no other)",
        "(wrong): a colour",
        "1. one\n2. two\n3. three",
    ] {
        assert!(said.contains(wanted), "{wanted}\n{said}");
    }
}
