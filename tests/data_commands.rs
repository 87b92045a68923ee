//! The commands on what a learner has: the log, statistics, backups, repair, import and export.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod home;
mod world;

use serde_json::{Value, json};
use world::{DECK, World, code, own};

#[test]
fn a_backup_can_be_restored_and_keeps_what_it_replaces() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.feed(&own(&["study", "--plain"]), "\n\n3\n:q\n");
    let file = world.path().join("kept.db");
    assert!(
        world
            .command(&own(&["backup"]))
            .arg(&file)
            .status()
            .unwrap()
            .success()
    );
    world.feed(&own(&["study", "--plain"]), "\n3\n:q\n");
    assert_eq!(world.json_lines(&own(&["log", "--json"])).len(), 2);
    assert!(
        world
            .command(&own(&["restore"]))
            .arg(&file)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(world.json_lines(&own(&["log", "--json"])).len(), 1);
    assert!(
        world
            .command(&own(&["restore"]))
            .arg(world.path().join("no-such-file"))
            .output()
            .unwrap()
            .status
            .code()
            == Some(1)
    );
}

#[test]
fn a_damaged_database_is_told_at_once_and_saved_by_rebuilding() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.feed(&own(&["study", "--plain"]), "\n\n3\n:q\n");
    let file = world.path().join(".local/share/swot/swot.db");
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() - 5000]).unwrap();
    let told = world.run(&own(&["due"]));
    assert_eq!(code(&told), 1);
    let said = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(
        said.contains("damaged") && said.contains("doctor --rebuild"),
        "{said}"
    );
    assert_eq!(
        std::fs::read(&file).unwrap().len(),
        whole.len() - 5000,
        "nothing was changed"
    );
    let saved = world.run(&own(&["doctor", "--rebuild"]));
    assert!(
        saved.status.success(),
        "{}",
        String::from_utf8_lossy(&saved.stderr)
    );
    assert!(String::from_utf8_lossy(&saved.stdout).contains("kept as"));
    assert!(world.run(&own(&["doctor"])).status.success());
}

/// A JSON value with the kind of each leaf in its place; a list says what its first item is.
fn shape(value: &Value) -> Value {
    match value {
        Value::Null => json!("null"),
        Value::Bool(_) => json!("bool"),
        Value::Number(n) if n.is_f64() => json!("number"),
        Value::Number(_) => json!("whole"),
        Value::String(_) => json!("text"),
        Value::Array(items) => items.iter().take(1).map(shape).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (key.clone(), shape(value)))
            .collect(),
    }
}

/// A learner who read the page, knew question a, failed question b and knew it when it came back.
fn studied() -> World {
    let world = World::new();
    world.deck("d.ron", DECK);
    let output = world.feed(&own(&["study", "--plain"]), "\n\n3\n\n1\n\n3\n");
    assert!(output.status.success());
    world
}

#[test]
fn a_row_of_the_log_has_every_key_of_its_contract() {
    let world = studied();
    let log = world.json_lines(&own(&["log", "--json"]));
    let state = json!({"repetitions": "whole", "ease": "number", "interval": "whole", "due": "text",
        "lapses": "whole", "suspended": "bool", "buried": "null", "flag": "null"});
    assert_eq!(
        shape(&log[2]),
        json!({"device": "text", "seq": "whole", "hybrid": "whole", "at": "text", "day": "text", "subject": "text",
            "card": "text", "kind": "text", "meant": "text", "grade": "whole", "seed": "whole", "took_ms": "whole",
            "confidence": "null", "answer": "null", "group": "null", "about": "null", "detail": "text", "payload": "null",
            "undone": "bool", "before": state, "after": state})
    );
    let sequence: Vec<_> = log.iter().map(|row| row["seq"].as_i64().unwrap()).collect();
    assert_eq!(sequence, [1, 2, 3]);
    let hybrid: Vec<_> = log.iter().map(|r| r["hybrid"].as_i64().unwrap()).collect();
    assert!(hybrid.is_sorted(), "{hybrid:?}");
    assert_eq!(log[2]["subject"], log[2]["card"]);
}

#[test]
fn an_undo_names_the_row_it_is_about() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.feed(&own(&["study", "--plain"]), "\n\n4\n:u\n:q\n");
    let log = world.json_lines(&own(&["log", "--json"]));
    let (graded, undo) = (&log[0], &log[1]);
    assert_eq!(
        (&graded["undone"], &undo["kind"]),
        (&json!(true), &json!("undo"))
    );
    assert_eq!(
        undo["about"],
        json!([graded["device"], graded["seq"], 1, graded["hybrid"]])
    );
    assert_eq!(undo["grade"], Value::Null);
}

#[test]
fn stats_count_what_was_graded_in_json_and_for_people() {
    let world = studied();
    let stats = world.json(&own(&["stats", "--json"]));
    for (key, figure) in [
        ("gradings", json!(3)),
        ("met", json!(2)),
        ("questions", json!(3)),
        ("known", json!(0)),
        ("retention", Value::Null),
        ("retention_30_days", Value::Null),
        ("young", Value::Null),
        ("mature", Value::Null),
        ("looks", Value::Null),
        ("mixed_up", json!([])),
        ("leeches", json!([])),
        ("confidence", json!([])),
        ("weak", json!([])),
        (
            "by",
            json!({"deck": [], "module": [], "concept": [], "kind": []}),
        ),
        ("streak", json!(1)),
        ("longest_streak", json!(1)),
    ] {
        assert_eq!(stats[key], figure, "{key} in {stats}");
    }
    assert_eq!(stats["day"], "2026-11-21");
    assert_eq!(shape(&stats["took_ms"]), json!("whole"));
    assert_eq!(shape(&stats["days"][0]), json!(["text"]));
    assert_eq!(
        (&stats["days"][0][1], &stats["load"][1][1]),
        (&json!(3), &json!(2))
    );
    let length = |key: &str| stats[key].as_array().unwrap().len();
    assert_eq!((length("load"), length("hours")), (90, 24));
    assert_eq!(stats["interval"][0], json!([1, 2]));
    assert_eq!(stats["ease"][6], json!([2.5, 2]));
    assert_eq!(stats.as_object().unwrap().len(), 23);
    let text = world.out(&own(&["stats"]));
    assert!(
        text.contains("2 of 3") && text.contains("not enough data"),
        "{text}"
    );
}

#[test]
fn a_state_a_step_and_a_merge_have_the_keys_of_their_contracts() {
    let world = studied();
    let cards = world.json_lines(&own(&["cards", "--json"]));
    assert_eq!(
        shape(&cards[0]),
        json!({"key": "text", "deck": "text", "concept": "text", "code": "text", "kind": "text", "state":
            {"repetitions": "whole", "ease": "number", "interval": "whole", "due": "text", "lapses": "whole", "suspended": "bool"}})
    );
    let steps = world
        .feed(&["schedule", "--json"], "{\"grades\": [5]}\n")
        .stdout;
    assert_eq!(
        shape(&serde_json::from_slice(&steps).unwrap()),
        json!({"steps": [{"day": "whole", "grade": "whole", "kind": "text", "repetitions": "whole", "ease": "number",
            "interval": "whole", "due": "whole"}]})
    );
    let (kept, other) = (world.path().join("kept.db"), studied());
    world.out(&own(&["backup", kept.to_str().unwrap()]));
    let device = &world.json_lines(&own(&["log", "--json"]))[0]["device"];
    let merge = own(&["merge", kept.to_str().unwrap(), "--json"]);
    assert_eq!(
        other.json(&merge),
        json!({"in": {device.as_str().unwrap(): 3}, "out": {}, "questions": 2, "clashes": []})
    );
    assert_eq!(
        other.json(&merge)["in"],
        json!({}),
        "a second time brings nothing"
    );
}

#[cfg(unix)]
#[test]
fn a_merge_whose_copy_finds_no_room_names_the_disk_of_this_database() {
    let (here, there) = (studied(), studied());
    let kept = there.path().join("kept.db");
    there.out(&own(&["backup", kept.to_str().unwrap()]));
    // The signal that comes with the limit ends nothing, whether it was ignored before or not.
    for ignored in ["trap '' XFSZ; ", ""] {
        let limited = format!("{ignored}ulimit -f 8; exec \"$0\" merge \"$1\"");
        let output = std::process::Command::new("/bin/sh")
            .args(["-c", &limited, env!("CARGO_BIN_EXE_swot")])
            .arg(&kept)
            .env_clear()
            .envs(home::home(here.path()))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(here.path().to_str().unwrap()), "{said}");
        assert!(!said.contains(there.path().to_str().unwrap()), "{said}");
    }
}

#[test]
fn cards_imported_from_a_table_are_studied_and_exported_again() {
    let world = World::new();
    let at = |name: &str| world.path().join(name);
    let table = "front,back,tags\nWhat is a lane?,A route,roads\nWhat is a dock?,A gate,roads\nNo answer,,\n";
    std::fs::write(at("words.csv"), table).unwrap();
    std::fs::create_dir_all(at("decks")).unwrap();
    let import = ["import", "words.csv", "--out", "decks/words.ron"];
    let dry = world.out(&[&import[..], &["--dry-run"]].concat());
    assert!(!at("decks/words.ron").exists());
    let said = world.out(&import);
    assert!(
        said.contains("2 cards written to") && said.contains("1 note not taken"),
        "{said}"
    );
    let deck = std::fs::read_to_string(at("decks/words.ron")).unwrap();
    assert_eq!(dry.trim_end(), deck.trim_end());
    assert_eq!(code(&world.run(&import)), 1, "a file that exists stays");
    assert_eq!(world.json_lines(&own(&["cards", "--json"])).len(), 2);

    let export = |format: &str, out: &str| {
        let said = world.out(&own(&["export", "words", "--format", format, "--out", out]));
        assert!(said.contains("2 of 2 cards written"), "{said}");
        std::fs::read(at(out)).unwrap()
    };
    for (format, holds) in [
        ("csv", "What is a lane?"),
        ("tsv", "What is a dock?\t"),
        ("markdown", "A route"),
    ] {
        let text = String::from_utf8(export(format, format)).unwrap();
        assert!(text.contains(holds), "{format}: {text}");
    }
    assert!(export("apkg", "back.apkg").starts_with(b"PK"));
    let back = world.out(&["import", "back.apkg"]);
    assert!(back.contains("2 cards written to back.ron"), "{back}");
    assert!(
        back.contains("among your decks: swot add back.ron"),
        "{back}"
    );
    let among = ["import", "words.csv", "--out", "decks/more.ron"];
    let among = world.out(&own(&among));
    assert!(!among.contains("swot add"), "{among}");
}

#[test]
fn an_export_says_what_the_format_could_not_take() {
    let world = World::new();
    let mut cards = String::new();
    for n in 1..=13 {
        cards += &format!("Basic(id: \"b{n}\", front: \"What is {n}?\", back: \"it\"),");
    }
    cards += "Typed(id: \"t\", question: \"Which sign?\", answer: \"*\", accept: [\"a -> b\"], case: Keep, hint: \"look\"),";
    cards += "Numeric(id: \"n\", question: \"What share came late?\", answer: 25, unit: \"%\", tolerance: Exact, working: [\"1 / 4 = 25 %\"]),";
    let deck = format!(
        "Deck(schema: 1, id: \"x\", title: \"X\", concepts: [Concept(id: \"c\", title: \"C\", cards: [{cards}])])"
    );
    std::fs::write(world.path().join("x.ron"), &deck).unwrap();
    let export = |format: &str| {
        let out = format!("out.{format}");
        let said = world.out(&["export", "x.ron", "--format", format, "--out", &out]);
        (
            said,
            std::fs::read_to_string(world.path().join(out)).unwrap(),
        )
    };
    let (said, gift) = export("gift");
    assert!(said.contains("2 of 15 cards written to out.gift"), "{said}");
    assert!(
        said.contains("of the kind Basic (13 cards)") && said.contains("x/b10, and 3 more"),
        "{said}"
    );
    for lost in [
        "`->` is left out (1 card)",
        "capitals do not count there",
        "the hint is shown only behind",
    ] {
        assert!(said.contains(lost), "{lost}: {said}");
    }
    assert!(
        gift.contains("\n=\\*\n")
            && gift.contains("Answer in %")
            && gift.contains("1 / 4 \\= 25 %"),
        "{gift}"
    );
    assert!(export("csv").0.contains("judged by the learner there"));
    // A deck with an error goes nowhere.
    std::fs::write(
        world.path().join("bad.ron"),
        deck.replace("id: \"x\"", "id: \"\u{1b}x\""),
    )
    .unwrap();
    let refused = world.run(&["export", "bad.ron", "--format", "csv", "--out", "bad.csv"]);
    assert_eq!(code(&refused), 1);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("swot check bad.ron"));
    assert!(!world.path().join("bad.csv").exists());
}

#[test]
fn import_and_export_say_what_is_wrong_and_write_nothing() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.deck("junk.apkg", "no package");
    for (arguments, ends, says) in [
        ("import a.xyz", 2, "--format"),
        ("import none.csv", 1, "none.csv"),
        ("import decks/junk.apkg", 1, "nothing was written"),
        ("export nodeck --format csv", 1, "no deck `nodeck`"),
        ("export d --format gift", 1, "nothing was written"),
    ] {
        let arguments = arguments.split(' ').chain(["--out", "out.file"]);
        let output = world.run(&own(&arguments.collect::<Vec<_>>()));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(code(&output), ends, "{said}");
        assert!(said.contains(says), "{said}");
        assert!(!world.path().join("out.file").exists(), "{said}");
    }
}
