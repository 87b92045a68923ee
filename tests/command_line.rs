//! The command line as scripts rely on it: what goes in, what comes out, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod home;
mod world;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;
use swotter::store::Store;
use swotter::study::log::{Moment, Sort};
use swotter::study::{Day, Key};
use world::{DECK, World, code, own};

#[test]
fn schedule_answers_each_line_in_its_place_and_ends_with_one_where_a_line_was_bad() {
    let output = World::new().feed(
        &["schedule", "--json"],
        "{\"grades\":[5,5,5,5,5,5]}\nnonsense\n{\"events\":[[0,3],[0,4],[1,5]]}\n",
    );
    assert_eq!(code(&output), 1);
    let text = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Value> = text
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let each = |line: usize, what: &str| -> Vec<Value> {
        let steps = lines[line]["steps"].as_array().unwrap().iter();
        steps.map(|step| step[what].clone()).collect()
    };
    assert_eq!(each(0, "interval"), [1, 6, 17, 48, 140, 420]);
    assert!(lines[1]["error"].is_string());
    assert_eq!(each(2, "kind"), ["repetition", "drill", "repetition"]);
    assert!(text.contains("\"ease\":2.60"), "two decimals");
}

#[test]
fn wrong_usage_ends_with_two_and_says_why() {
    let world = World::new();
    for (arguments, why) in [
        (&["schedule", "7"][..], "not in 0..=5"),
        (&["schedule", "-1"], "-1 is not in 0..=5"),
        (&["schedule"], "give some grades"),
        (&["nonsense"], "nonsense"),
        (&["study", "--new", "many"], "many"),
        (&["study", "--new", "-1"], "-1 is not in"),
        (&["exam", "CPIM", "--questions", "-3"], "-3 is not in"),
        (&["plan", "set", "CPIM", "--minutes", "-5"], "not -5"),
        (&["study", "--nwe", "5"], "unexpected argument '--nwe'"),
        (
            &["calc", "abc", "--csv", "t"],
            "unexpected argument '--csv'",
        ),
    ] {
        let output = world.run(arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(why) && !said.contains("to pass"), "{said}");
    }
    let output = world
        .command(&["due"])
        .env("SWOT_NOW", "yesterday")
        .output()
        .unwrap();
    assert_eq!(code(&output), 2);
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("RFC 9557")
            || String::from_utf8_lossy(&output.stderr).contains("2026-03-01T09:00:00")
    );
}

#[test]
fn help_and_refusals_name_the_way_on() {
    let world = World::new();
    let table = world.path().join("t.csv");
    std::fs::write(&table, "customer,revenue,cogs,orders\nAda,100,60,3\n").unwrap();
    for (arguments, ends, told, not_told) in [
        ("check decks", 1, "no deck in decks", "0 errors"),
        ("ids --check decks", 1, "no deck in decks", "no id"),
        ("diff decks decks", 1, "no deck in decks", ""),
        (
            "study --plain --no-builtin",
            0,
            "No deck is here yet",
            "rest",
        ),
        ("--no-builtin", 0, "No deck is here yet", "rest"),
        ("calc --help", 0, "swot calc NAME --help", "[--json]]..."),
        ("help calc", 0, "swot calc NAME --help", "[--json]]..."),
        (
            "help calc clv",
            0,
            "Typed in per cent, in JSON as fractions: --retention, --discount",
            "",
        ),
        (
            "calc chargeable_weight --help",
            0,
            "as_given, rounded_up",
            "per cent",
        ),
        (
            "calc forecast --help",
            0,
            "moving, weighted, smoothing",
            "Typed in per cent",
        ),
        (
            "calc forecast --help",
            0,
            "--date-format <ORDER>",
            "<decimal>",
        ),
        (
            "calc clv --margin 5 --retention 80",
            1,
            "Its flag is --discount.",
            "line",
        ),
        (
            "calc cost_to_serve t.csv",
            1,
            "It is line 2 of the file. Its flag is --rates.",
            "",
        ),
        (
            "calc cost_to_serve t.csv --rates lines=3",
            1,
            "has no rate",
            "Its flag",
        ),
        ("guide", 0, "# Writing decks for Swot", ""),
        ("exam", 2, "Usage: swot exam <EXAM>", "--data-dir"),
        (
            "plan set CPIM --minutes 30",
            0,
            "what else was set is kept",
            "",
        ),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let data = world.path().join("data");
        let mut command = world.command(&words);
        let command = command.env("SWOT_DATA_DIR", data).stdin(Stdio::null());
        let output = command.output().unwrap();
        let said = [&*output.stdout, &*output.stderr].concat();
        // Help is broken into lines by its width.
        let said = String::from_utf8_lossy(&said);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(code(&output), ends, "{arguments}: {said}");
        assert!(said.contains(told), "{arguments}: {said}");
        let is_free = not_told.is_empty() || !said.contains(not_told);
        assert!(is_free, "{arguments}: {said}");
    }
    world.deck("d.ron", DECK);
    world.config(r#"(new_per_deck: {"d": 2, "nosuch": 3})"#);
    let said = world.out(&own(&["due"]));
    assert!(
        said.contains("names `nosuch`") && !said.contains("names `d`"),
        "{said}"
    );
}

#[test]
fn reviews_are_recorded_and_the_counts_follow() {
    let world = World::new();
    world.deck("d.ron", DECK);
    assert_eq!(
        world.json(&own(&["due", "--json"])),
        json!({"day": "2026-11-21", "free": false, "due": 0, "looks": 0, "new": 2, "waiting": 0, "decks": [{"id": "d", "title": "A deck", "due": 0, "looks": 0, "new": 2, "cards": 2, "concepts": 1}]})
    );

    // Page, question one: show, good; question two: show, again; then it comes back: show, good.
    let output = world.feed(&own(&["study", "--plain"]), "\n\n3\n\n1\n\n3\n");
    assert_eq!(code(&output), 0);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("Read me.") && text.contains("Alpha") && text.contains("Beta"),
        "{text}"
    );

    let log = world.json_lines(&own(&["log", "--json"]));
    let row = |v: &Value| json!([v["card"], v["kind"], v["grade"], v["day"]]);
    assert_eq!(
        log.iter().map(row).collect::<Vec<_>>(),
        [
            json!(["d/a", "repetition", 4, "2026-11-21"]),
            json!(["d/b", "repetition", 1, "2026-11-21"]),
            json!(["d/b", "drill", 4, "2026-11-21"]),
        ]
    );
    assert_eq!(log[0]["before"], Value::Null);
    assert_eq!(log[0]["after"]["interval"], 1);

    let cards = world.json_lines(&own(&["cards", "--json"]));
    assert_eq!(cards.len(), 3);
    assert_eq!(
        cards[0],
        json!({"key": "d/a", "deck": "d", "concept": "one", "code": "X1", "kind": "Basic",
        "state": {"repetitions": 1, "ease": 2.5, "interval": 1, "due": "2026-11-22", "lapses": 0, "suspended": false}})
    );
    assert_eq!(cards[1]["state"], Value::Null);
    let due = world.json(&own(&["due", "--json"]));
    let waits = "the reverse side waits for another day";
    assert_eq!(
        (&due["due"], &due["new"]),
        (&json!(0), &json!(0)),
        "{waits}"
    );
    assert!(world.out(&own(&["doctor"])).contains("all is well"));
}

#[test]
fn undo_in_plain_study_takes_the_grade_back_and_asks_again() {
    let world = World::new();
    world.deck("d.ron", DECK);
    let output = world.feed(&own(&["study", "--plain"]), "\n\n4\n:u\n\n3\n:q\n");
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    for told in [
        "undone: graded Easy, d/a\n",
        "Tomorrow, once that is done: ",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let log = world.json_lines(&own(&["log", "--json"]));
    let kinds: Vec<&str> = log.iter().map(|l| l["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["nothing", "undo", "repetition"]);
    let cards = world.json_lines(&own(&["cards", "d/a", "--json"]));
    assert_eq!(cards[0]["state"]["ease"], json!(2.5));
}

#[test]
fn plain_study_takes_commands_at_every_prompt() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.config("(confidence: true, grades: 6)");
    // A page, the first question up to how sure one is of it, and the second one.
    let typed = ":s\n:x\n\n\noften\n:h\n:s\n\n:q\n";
    let output = world.feed(&own(&["study", "--plain"]), typed);
    let said = String::from_utf8(output.stdout).unwrap();
    let mut rest = said.as_str();
    for next in [
        "Read me.",
        "this is a page, not a question",
        "Read me.",
        "Commands, at any prompt",
        "What is first?",
        "how sure?",
        "`often` is not one of the numbers",
        "how sure?",
        "no hint here",
        "saved",
        "What is second?",
        "how sure?",
        "0 answered",
    ] {
        let at = rest.find(next);
        rest = &rest[at.unwrap_or_else(|| panic!("no {next:?} in {rest}"))..][next.len()..];
    }
    let log = world.json_lines(&own(&["log", "--json"]));
    assert_eq!(log.len(), 1);
    assert_eq!(
        (&log[0]["card"], &log[0]["kind"]),
        (&"d/a".into(), &"suspend".into())
    );
}

/// As many as a pipe holds that somebody left open.
#[test]
fn any_number_of_commands_that_only_tell_something_is_answered() {
    let world = World::new();
    world.deck("d.ron", DECK);
    let typed = format!("\n{}:q\n", ":?\n:h\n".repeat(20_000));
    let output = world.feed(&own(&["study", "--plain"]), &typed);
    assert!(output.status.success(), "{:?}", output.status);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said.matches("no hint here").count(), 20_000);
}

#[test]
fn plain_study_repeats_a_wrong_answer_as_it_was_typed_and_asks_again_what_is_none() {
    let world = World::new();
    let deck = r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
        Typed(id: "t", question: "Which stock?", answer: "safety stock"),
        Numeric(id: "n", question: "How many boxes?", answer: 25, unit: "boxes", tolerance: Exact),
    ])])"#;
    world.deck("d.ron", deck);
    let typed = "consignment\n\n12 pieces\n12\n:q\n";
    let output = world.feed(&own(&["study", "--plain"]), typed);
    let said = String::from_utf8(output.stdout).unwrap();
    for told in [
        "Yours: consignment\n",
        "`12 pieces`: type a plain number, in boxes\n",
        "Yours: 12\n",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn what_is_found_at_the_start_is_told_before_the_first_question() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.feed(&own(&["study", "--plain"]), "\n\n3\n:q\n");
    let mut command = world.command(&own(&["study", "--plain"]));
    command.env("SWOT_NOW", "2020-11-21T09:00:00Z");
    let said = command.stdin(Stdio::null()).output().unwrap().stdout;
    let said = String::from_utf8(said).unwrap();
    let notice = said.find("! dated up to 2026-11-21").expect(&said);
    assert!(notice < said.find("[1 of").unwrap(), "{said}");
}

// A stack that no machine has stands for a system that starts no more threads.
#[cfg(target_os = "linux")]
#[test]
fn where_no_thread_can_be_started_every_command_says_the_same() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.feed(&own(&["study", "--plain"]), "\n\n3\n:q\n");
    let cache = world.path().join(".cache");
    for line in [
        "due",
        "study --plain",
        "cards",
        "log",
        "stats",
        "check decks",
        "decks",
        "doctor",
        "doctor --rebuild",
    ] {
        let words: Vec<&str> = line.split(' ').collect();
        let [with, without] = ["1048576", "4611686018427387904"].map(|stack| {
            let _ = std::fs::remove_dir_all(&cache);
            let mut command = world.command(&words);
            command.env("RUST_MIN_STACK", stack).stdin(Stdio::null());
            let output = command.output().unwrap();
            let said = [output.stdout, output.stderr].concat();
            (output.status.code(), String::from_utf8(said).unwrap())
        });
        assert_eq!(with, without, "{line}");
    }
}

#[test]
fn a_deck_with_faults_is_named_wherever_decks_are_asked_or_listed() {
    let world = World::new();
    world.deck("bad.ron", "Deck(");
    for command in [&["due"][..], &["decks"], &["study", "--plain"]] {
        let output = world.feed(&own(command), "");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("bad.ron:1: "), "{command:?}: {said}");
        // One is here.
        let none = ["No deck is here", "All decks rest"];
        assert!(!none.iter().any(|none| said.contains(none)), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_answered_in_plain_study_after_the_day_ended_counts_on_the_new_one() {
    use std::io::Write as _;
    const DAY: i64 = 86_400;
    let world = World::new();
    world.deck("d.ron", DECK);
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() as i64;
    // A zone in which the day ends in two seconds.
    let east = (4 * 3600 - 2 - now + DAY / 2).rem_euclid(DAY) - DAY / 2;
    let (sign, west) = (if east > 0 { "-" } else { "+" }, east.abs());
    let (hours, minutes, seconds) = (west / 3600, west / 60 % 60, west % 60);
    let zone = format!("SWT{sign}{hours:02}:{minutes:02}:{seconds:02}");
    let run = |arguments: &[&str]| {
        let mut command = world.command(&own(arguments));
        command.env_remove("SWOT_NOW").env("TZ", &zone);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        command.spawn().unwrap()
    };
    let mut study = run(&["study", "--plain"]);
    std::thread::sleep(std::time::Duration::from_secs(3));
    let mut input = study.stdin.take().unwrap();
    input.write_all(b"\n\n3\n:q\n").unwrap();
    assert!(study.wait().unwrap().success());
    let log = run(&["log", "--json"]).wait_with_output().unwrap().stdout;
    let row: Value = serde_json::from_slice(&log).unwrap();
    let at = row["at"].as_str().unwrap();
    assert_eq!(row["day"], at[..10], "answered at {at}");
    assert_eq!(&at[11..15], "04:0");
}

#[test]
fn plain_study_syncs_before_its_first_question_and_after_its_last() {
    let (train, home) = (World::new(), World::new());
    let shared = tempfile::tempdir().unwrap();
    for world in [&train, &home] {
        world.deck("d.ron", DECK);
        world.config(&format!("(sync: {:?})", shared.path()));
    }
    // What the first one answers, the second one is not asked any more.
    for (world, asked) in [(&train, "What is first?"), (&home, "What is second?")] {
        let study = own(&["study", "--plain"]);
        let output = world.feed(&study, "\n\n3\n:q\n");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let first = said.lines().find(|line| line.starts_with("What is"));
        assert_eq!(first, Some(asked), "{said}");
    }
}

#[test]
fn a_name_that_nothing_bears_is_refused_wherever_one_is_taken() {
    let world = World::new();
    world.deck("d.ron", &DECK.replace("id: \"d\"", "id: \"orders\""));
    for (line, ends_with, said) in [
        ("cards nobody", 1, "no deck for `nobody`; there are orders"),
        (
            "stats nobody/a",
            1,
            "no deck for `nobody/a`; there are orders",
        ),
        ("study --plain nobody", 1, "no deck for `nobody`"),
        ("cards order", 1, "did you mean `orders`?"),
        ("cards order/a", 1, "did you mean `orders`?"),
        ("cards orders/onee", 1, "did you mean `orders/one`?"),
        ("cards orders/nobody", 1, "`swot cards orders` lists them"),
        ("cards #strateg", 1, "did you mean `strategy`?"),
        ("cards #", 1, "there are strategy"),
        ("decks rest nobody", 1, "no deck `nobody`; there are orders"),
        ("decks rest oders", 1, "did you mean `orders`?"),
        ("flags nobody", 1, "no deck `nobody`"),
        (
            "doctor --redate nobody",
            1,
            "`nobody` is in the review log; there is none",
        ),
        ("plan clear nobody", 2, "there are CPIM, CLTD"),
        ("plan nobody", 2, "there are CPIM, CLTD"),
        ("plan CLTD", 0, ""),
        ("plan CPIM set CLTD --minutes 30", 2, "name the exam once"),
        // No deck here is for that examination.
        ("cards CLTD", 1, "no deck for `CLTD`; there are orders"),
        ("exam set", 2, "; `swot plan set EXAM --date DATE` sets"),
        ("exam nobody", 2, "there are CPIM, CLTD"),
        ("exam CPM", 2, "did you mean `CPIM`?"),
        ("exam nobody --list", 2, "there are CPIM, CLTD"),
        ("calc nobody", 2, "no calculator `nobody`"),
    ] {
        let arguments: Vec<&str> = line.split(' ').collect();
        let output = world.run(&own(&arguments));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.contains(said), "{line}: {told}");
        assert_eq!(code(&output), ends_with, "{line}");
    }
}

#[test]
fn plain_study_proposes_and_foretells_what_the_screen_does() {
    let world = World::new();
    world.deck("d.ron", DECK);
    // At the page: undo, a command for questions, on. Then: show, the proposed grade; show, again; show once more, leave.
    let output = world.feed(&own(&["study", "--plain"]), ":u\n:s\n\n\n\n\n1\n\n:q\n");
    let text = String::from_utf8(output.stdout).unwrap();
    for (expected, times) in [
        ("Read me.", 3),
        ("nothing to undo today", 1),
        ("this is a page, not a question", 1),
        (
            "1 Again (today again, then 1 d), 2 Hard (1 d, asked again today), 3 Good (1 d), 4 Easy (1 d, ease up)  [Enter: Good]",
            2,
        ),
        (
            "1 Again (again today), 2 Hard (again today), 3 Good (done for today)",
            1,
        ),
        ("saved", 2),
        ("  not at once: What is second?", 1),
        ("Tomorrow, once that is done: 2 due.", 1),
    ] {
        assert_eq!(text.matches(expected).count(), times, "{expected}: {text}");
    }
}

#[test]
fn plain_study_shows_notes_and_the_source() {
    let world = World::new();
    let (plain, sourced) = (
        r#"back: "Alpha""#,
        r#"back: "Alpha", source: "Hill, chapter 2""#,
    );
    world.deck("d.ron", &DECK.replace(plain, sourced));
    let at = Moment {
        utc_ms: 1_795_248_000_000,
        offset_s: 3600,
    };
    let data = world.path().join(".local/share/swot");
    let mut store = Store::open(&data, at).unwrap().store;
    for (sort, key, note) in [
        (Sort::Question, "a", "first of the alphabet"),
        (Sort::Concept, "one", "see page 214"),
    ] {
        let field = (sort, &Key::new("d", key, ""), "note");
        let when = (Day(20_778), at);
        store.choose(field, Some(note), false, when).unwrap();
    }
    drop(store);
    let output = world.feed(&own(&["study", "d/a", "--plain"]), "\n\n:q\n");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        text.contains("Read me.\nYour note: see page 214\n"),
        "{text}"
    );
    let behind_the_answer = "Your note: first of the alphabet\nYour note on the page: see page 214\nSource: Hill, chapter 2\n";
    assert!(text.contains(behind_the_answer), "{text}");
}

#[test]
fn figures_follow_a_card_to_its_new_name() {
    let world = World::new();
    world.deck("d.ron", DECK);
    world.feed(&own(&["study", "--plain"]), "\n\n3\n:q\n");
    let renamed = DECK.replace("id: \"a\"", "id: \"x\", formerly: [\"a\"]");
    world.deck("d.ron", &renamed);
    let stats = world.json(&own(&["stats", "d/x", "--json"]));
    assert_eq!((&stats["gradings"], &stats["met"]), (&json!(1), &json!(1)));
}

#[test]
fn check_names_the_place_in_json_and_ends_with_one() {
    let world = World::new();
    let path = world.deck(
        "bad.ron",
        &DECK.replace("front: \"What is second?\"", "fornt: \"What is second?\""),
    );
    let output = world.run(&["check", "--json", &path]);
    assert_eq!(code(&output), 1);
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    let first = found.iter().find(|f| f["severity"] == "error").unwrap();
    assert_eq!(
        (first["line"].as_i64(), first["severity"].as_str()),
        (Some(4), Some("error"))
    );
    assert!(
        first["message"].as_str().unwrap().contains("fornt")
            && first["help"].as_str().unwrap().contains("front")
    );
    let names = "file line column end_line end_column code severity message help card";
    for name in names.split(' ') {
        assert!(first.get(name).is_some(), "{name}");
    }
    let good = world.deck("good.ron", &DECK.replace("id: \"d\"", "id: \"e\""));
    assert_eq!(code(&world.run(&["check", &good])), 0);
}

#[test]
fn an_author_silences_a_warning_with_a_reason_and_sets_thresholds_in_the_config() {
    let world = World::new();
    let cards = |extra: &str| {
        let long = vec!["way"; 22].join(" ");
        let short = (0..5).map(|i| format!(
            "MultipleChoice(id: \"m{i}\", question: \"Which dock takes the parcels of shift {i} in the end?\", source: \"s\", why: \"So it is.\", \
             options: [Right(\"North {i}\"), Wrong(\"South {i}\", because: \"No.\"), Wrong(\"West {i}\", because: \"No.\")], lint_ignore: [(\"W18\", \"one pattern on purpose\")]),"
        )).collect::<String>();
        format!(
            "Deck(schema: 1, id: \"l\", title: \"L\", concepts: [Concept(id: \"c\", title: \"C\", cards: [{short}
            Basic(id: \"x\", front: \"What is a lane?\", back: \"{long}\"{extra})])])"
        )
    };
    let codes = |text: &str| {
        let path = world.deck("l.ron", text);
        let output = world.run(&["check", "--strict", "--json", &path]);
        let found: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
        let codes: Vec<String> = found
            .iter()
            .map(|f| f["code"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(code(&output), i32::from(!codes.is_empty()), "{found:#?}");
        codes
    };
    assert_eq!(codes(&cards("")), ["W01"]);
    let silent = ", lint_ignore: [(\"W01\", \"the definition is standard\")]";
    assert_eq!(codes(&cards(silent)), [""; 0]);
    let without = ", lint_ignore: [(\"W01\", \"\")]";
    assert_eq!(codes(&cards(without)), ["W01", "W01"]);
    world.config("(lint: {\"basic_answer_words\": 22})");
    assert_eq!(codes(&cards("")), [""; 0]);
}

#[test]
fn the_decks_that_ship_load_without_a_fault_and_are_due() {
    let world = World::new();
    let due = world.json(&["due", "--json"]);
    assert_eq!(due["new"], 20);
    let decks = due["decks"].as_array().unwrap();
    assert!(decks.len() >= 2 && decks.iter().all(|d| d["cards"].as_i64().unwrap() > 0));
}

#[test]
fn without_a_terminal_swot_prints_the_summary() {
    let world = World::new();
    let text = world.out(&[]);
    assert!(
        text.contains("20 new") && text.contains("swot study --plain"),
        "{text}"
    );
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn a_broken_config_stops_the_program_with_its_place() {
    let world = World::new();
    world.config("(\n  new_per_dya: 3,\n)");
    let output = world.run(&["due"]);
    assert_eq!(code(&output), 1);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("config.ron:2:") && said.contains("new_per_dya"),
        "{said}"
    );
}

#[test]
fn paths_completions_and_the_manual_page_are_there() {
    let world = World::new();
    let paths = world.out(&["paths"]);
    assert!(paths.contains("swot.db") && paths.contains("config.ron"));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(world.out(&["completions", shell]).contains("swot"));
    }
    assert_eq!(
        world.out(&["help", "plan", "set"]),
        world.out(&["plan", "set", "--help"])
    );
    let man = world.out(&["man"]);
    assert!(man.contains(".TH"));
    // Commands within others, and what help says below the options, are in it too.
    for part in [
        "swot schedule",
        "swot plan set",
        "swot new card",
        "puts one row into the review log",
    ] {
        assert!(man.contains(part), "{part}");
    }
    // `help` would repeat every command, and there is one page for all.
    assert!(
        !man.contains("swot help") && !man.contains("study(1)"),
        "{man}"
    );
    assert!(man.contains("\n.SH SWOT PLAN SET\n"));
    assert_eq!(man.matches("Leave the compiled").count(), 1);
}

#[test]
fn a_closed_pipe_is_quiet() {
    let world = World::new();
    let mut child = world
        .command(&["cards"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_deck_that_rests_asks_nothing_unless_it_is_named() {
    const DECK: &str = r#"Deck(schema: 1, id: "ID", title: "T", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
        Basic(id: "a", front: "What is it for ID?", back: "A buffer"),
    ])])"#;
    let world = World::new();
    world.deck("x.ron", &DECK.replace("ID", "x"));
    world.deck("y.ron", &DECK.replace("ID", "y"));
    let run = |arguments: &[&str]| world.json(&own(arguments));
    let due = run(&["due", "--json"]);
    assert_eq!(
        (&due["new"], &due["free"], &due["looks"], &due["waiting"]),
        (&json!(2), &json!(false), &json!(0), &json!(0))
    );
    let decks = run(&["decks", "--json", "rest", "x"]);
    assert_eq!(
        decks[0],
        json!({"id": "x", "title": "T", "track": "other", "takes_part": false, "questions": 1, "met": 0, "known": 0})
    );
    let due = run(&["due", "--json"]);
    assert_eq!(
        (&due["new"], &due["decks"][0]["new"]),
        (&json!(1), &json!(0))
    );

    let said = world.feed(&own(&["study", "--plain", "x"]), "\n4\n");
    assert!(String::from_utf8_lossy(&said.stdout).contains("What is it for x?"));
    let decks = run(&["decks", "--json"]);
    assert_eq!(
        (&decks[0]["met"], &decks[0]["takes_part"]),
        (&json!(1), &json!(false))
    );
    // What rests does not fall due, unless it is named.
    let falls_due = |of: &[&str]| -> u64 {
        let told = run(&[&["stats", "--json"], of].concat());
        let days = told["load"].as_array().unwrap();
        days.iter().filter_map(|day| day[1].as_u64()).sum()
    };
    assert_eq!((falls_due(&[]), falls_due(&["x"])), (0, 1));
    world.run(&own(&["decks", "rest", "y"]));
    let said = world.out(&own(&["study", "--plain"]));
    assert!(said.contains("\nAll decks rest; "), "{said}");
    let decks = run(&["decks", "--json", "join", "x"]);
    assert_eq!(decks[0]["takes_part"], json!(true));
    assert_eq!(falls_due(&[]), 1);

    let unknown = world.run(&["decks", "rest", "nothing"]);
    assert_eq!(unknown.status.code(), Some(1));
}

#[test]
fn the_name_of_an_exam_selects_what_serves_it() {
    let world = World::new();
    let decks = |exam: &str| {
        let cards = world.json_lines(&["cards", exam, "--json"]);
        let decks = cards.iter().map(|card| card["deck"].as_str().unwrap());
        decks.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let own = |decks: &BTreeSet<String>| {
        ["cpim-customer-segments", "global-logistics", "glossary"].map(|id| decks.contains(id))
    };
    assert_eq!(own(&decks("cpim")), [true, false, true]);
    assert_eq!(own(&decks("CLTD")), [false, true, true]);
    // Decks of an exam that is not chosen rest for that alone; others the learner let rest.
    world.run(&["plan", "set", "CPIM", "--date", "2027-03-12"]);
    world.run(&["decks", "rest", "cpim-customer-segments"]);
    world.run(&["decks", "rest", "global-logistics"]);
    let met_from = |exam: &str, deck: &str| {
        world.feed(
            &["study", exam, "--plain", "--new", "40"],
            &"\n".repeat(300),
        );
        let log = world.json_lines(&["log", "--json"]);
        let mut cards = log.iter().filter_map(|row| row["card"].as_str());
        cards.any(|card| card.starts_with(deck))
    };
    for (exam, deck, is_met) in [
        ("CLTD", "cltd-customer-management/", true),
        ("CLTD", "global-logistics/", false),
        ("CPIM", "glossary/", true),
        ("CPIM", "cpim-customer-segments/", false),
        ("cpim-customer-segments", "cpim-customer-segments/", true),
    ] {
        assert_eq!(met_from(exam, deck), is_met, "{exam}, {deck}");
    }
    let one = world.out(&["plan", "set", "CLTD", "--date", "2027-05-12"]);
    let is_told = one.starts_with("CLTD on ") && one.contains("questions of all exams");
    assert!(is_told && !one.contains("\nCPIM on "), "{one}");
    assert_eq!(world.out(&["plan", "cltd"]), one);
    assert!(world.out(&["plan"]).contains("\nCLTD on "));
}

#[test]
fn what_a_deck_brought_today_is_not_brought_again_by_the_plan() {
    let world = World::new();
    world.config("(new_per_deck: {\"glossary\": 3})");
    world.run(&["plan", "set", "cpim", "--date", "2026-12-21"]);
    let lets = || -> u32 {
        let plan = &world.json(&["plan", "--json"])[0];
        let says = plan["says"].as_str().unwrap();
        let most = says.split("lets only ").nth(1).unwrap();
        most.split(' ').next().unwrap().parse().unwrap()
    };
    let before = lets();
    let study = ["study", "glossary", "--plain", "--limit", "2"];
    world.feed(&study, &"\n\n3\n".repeat(4));
    let log = world.json_lines(&["log", "--json"]);
    let met = log.iter().filter(|row| row["kind"] == json!("repetition"));
    assert_eq!((lets(), met.count()), (before - 2, 2));
}

#[test]
fn a_plan_is_set_told_and_cleared() {
    let world = World::new();
    let line = "plan --json set cpim --date 2026-12-21 --minutes 60 --free sat,sun --weight 3=12.5";
    let first = world.json(&line.split(' ').collect::<Vec<_>>());
    let plan = &first[0];
    assert_eq!(
        json!([
            plan["exam"],
            plan["date"],
            plan["days_left"],
            plan["minutes"],
            plan["free"]
        ]),
        json!(["CPIM", "2026-12-21", 30, 60, ["sat", "sun"]])
    );
    // What the learner lets a deck bring a day is less than the plan would have it bring.
    world.config("(new_per_deck: {\"glossary\": 3})");
    let held_back = &world.json(&["plan", "--json"])[0];
    let says = held_back["says"].as_str().unwrap();
    assert!(
        says.contains("`new_per_deck` in the settings lets only 54 of the 277 new"),
        "{says}"
    );
    assert_eq!(
        (&plan["unmet_by_then"], &held_back["unmet_by_then"]),
        (&json!(0), &json!(223))
    );
    assert_eq!(held_back["fits"], json!("no"));
    let far = &world.json(&["plan", "--json", "set", "cpim", "--date", "2027-02-01"])[0];
    let says = far["says"].as_str().unwrap();
    assert!(says.contains(". 60 minutes a day are enough. But `new_per_deck` in"));
    world.run(&["plan", "set", "cpim", "--date", "2026-12-21"]);
    world.config("()");
    let days = plan["calendar"].as_array().unwrap();
    assert_eq!(days.len(), 30);
    // Today is a Saturday.
    assert_eq!(
        days[0],
        json!({"day": "2026-11-21", "due": 0, "looks": 0, "new": 0, "minutes": 0})
    );
    assert!(days[2]["new"].as_u64() > Some(0));
    assert!(plan["says"].as_str().unwrap().contains("new a day until"));
    assert_eq!(world.json(&["due", "--json"])["free"], json!(true));
    let resting = world.json(&["decks", "--json"]);
    let resting = resting
        .as_array()
        .unwrap()
        .iter()
        .filter(|d| d["takes_part"] == json!(false));
    assert_eq!(
        resting.map(|d| &d["track"]).collect::<Vec<_>>(),
        ["CLTD", "CLTD"]
    );
    // A limit holds nothing back where the only day before the exam is one of looks.
    world.config("(new_per_deck: {\"glossary\": 300})");
    let near = &world.json(&["plan", "--json", "set", "cpim", "--date", "2026-11-24"])[0];
    assert!(!near["says"].as_str().unwrap().contains("new_per_deck"));
    world.config("()");

    assert!(
        world
            .out(&["plan", "clear", "CPIM"])
            .contains("no examination to come has a date")
    );
    let due = world.json(&["due", "--json"]);
    assert_eq!((&due["free"], &due["new"]), (&json!(false), &json!(20)));
    for wrong in [
        "CPIM",
        "CPIM --date soon",
        "CPIM --date 2026-11-21",
        "CPIM --free mon,tue,wed,thu,fri,sat,sun",
        "CPIM --weight 99=1",
        "CFA --minutes 30",
    ] {
        let words: Vec<&str> = ["plan", "set"]
            .into_iter()
            .chain(wrong.split(' '))
            .collect();
        assert_eq!(code(&world.run(&words)), 2, "{wrong}");
    }
}

#[test]
fn a_request_that_is_no_text_is_answered_as_every_other() {
    let world = World::new();
    let mut child = world
        .command(&own(&["calc", "clv", "--json"]))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"{\"margin\": \xff}").unwrap();
    let out = child.wait_with_output().unwrap();
    let answer: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!((out.status.code(), &answer["ok"]), (Some(1), &json!(false)));
    assert_eq!(answer["error"]["code"], "bad_json");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("from byte 12"), "{message}");
}

#[test]
fn a_tilde_that_no_shell_has_seen_is_the_home() {
    let world = World::new();
    for (name, folder) in [
        ("SWOT_DATA_DIR", "~/progress"),
        ("SWOT_DECK_PATH", "~/decks"),
    ] {
        let out = world
            .command(&["paths"])
            .env(name, folder)
            .output()
            .unwrap();
        let paths = String::from_utf8(out.stdout).unwrap();
        let home = world.path().join(&folder[2..]);
        assert!(paths.contains(home.to_str().unwrap()), "{paths}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_learner_may_look_into_a_data_folder_that_is_made() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    world.out(&["due", "--data-dir", "mine/swot"]);
    for folder in ["mine", "mine/swot", "mine/swot/cache"] {
        let about = std::fs::metadata(world.path().join(folder)).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o700, "{folder}");
    }
}

#[test]
fn folders_of_decks_that_are_not_there_are_told() {
    let world = World::new();
    let flag = world.run(&["due", "--deck-path", "nowhere"]);
    assert_eq!(code(&flag), 2);
    assert!(String::from_utf8_lossy(&flag.stderr).contains("there is no folder nowhere"));
    // A stick that is not plugged in keeps nobody from learning.
    let stick = world
        .command(&["due"])
        .env("SWOT_DECK_PATH", "stick")
        .output()
        .unwrap();
    assert_eq!(code(&stick), 0);
    let told = String::from_utf8_lossy(&stick.stdout);
    assert!(
        told.contains("! the folder of decks stick is not there"),
        "{told}"
    );
    assert_eq!(told.matches("stick").count(), 1, "{told}");
}

#[test]
fn due_fails_where_the_database_refuses() {
    let world = World::new();
    world.deck("d.ron", DECK);
    let due = own(&["due", "--data-dir", "data"]);
    world.out(&due);
    let db = rusqlite::Connection::open(world.path().join("data/swot.db")).unwrap();
    db.execute_batch("DROP TABLE memory").unwrap();
    // Else the numbers of the last home are shown, which are right.
    std::fs::remove_dir_all(world.path().join("data/cache")).unwrap();
    let out = world.run(&due);
    assert_eq!(code(&out), 1);
    assert!(out.stdout.is_empty());
    let why = String::from_utf8_lossy(&out.stderr);
    assert!(why.contains("swot doctor --rebuild"), "{why}");
}

#[test]
fn no_new_deck_gets_a_name_that_windows_keeps_for_a_device() {
    let world = World::new();
    for (id, file) in [
        ("aux", "deck-aux.ron"),
        ("lpt1", "deck-lpt1.ron"),
        ("comp", "comp.ron"),
        ("con1", "con1.ron"),
    ] {
        world.out(&["new", "deck", id]);
        assert!(world.path().join(file).exists(), "{file}");
    }
}

#[test]
fn doctor_says_that_the_time_zone_is_not_known() {
    let world = World::new();
    let mut command = world.command(&["doctor"]);
    let output = command
        .env_remove("SWOT_NOW")
        .env("TZ", "Bogus")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("note this computer's time zone"), "{text}");
}

#[test]
fn where_a_data_folder_is_named_in_place_of_a_database_its_database_is_told() {
    let world = World::new();
    world.out(&own(&["due", "--data-dir", "data"]));
    for command in ["merge", "restore"] {
        let output = world.run(&own(&[command, "data", "--data-dir", "other"]));
        let why = String::from_utf8_lossy(&output.stderr);
        let file = Path::new("data").join("swot.db").display().to_string();
        assert!(code(&output) == 1 && why.contains(&file), "{why}");
    }
}

#[test]
fn a_line_that_is_not_utf8_costs_plain_study_nothing() {
    let world = World::new();
    world.deck("d.ron", DECK);
    let mut command = world.command(&own(&["study", "--plain"]));
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let input = b"\n\n\xe9t\xe9\n3\n";
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), input).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("is not UTF-8"), "{text}");
    assert!(code(&output) == 0 && text.contains("1 answered"), "{text}");
}
