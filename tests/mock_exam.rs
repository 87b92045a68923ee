//! A mock exam by keys: what it shows while it runs, what it keeps, and what it comes to.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use stage::{Stage, key};
use swotter::study::mock_exam::Attempt;

fn begin(s: &mut Stage) -> &mut Stage {
    s.lobby().keys("Enter")
}

fn running(s: &mut Stage) -> Option<Attempt> {
    s.desk().running_exam().unwrap().map(|(attempt, _)| attempt)
}

/// Goes to the question of that card; its fields take letters until Tab.
fn go_to(s: &mut Stage, card: &str) {
    let attempt = running(s).unwrap();
    let at = attempt
        .paper
        .questions
        .iter()
        .position(|q| q.key == key(card))
        .unwrap();
    if s.text(80, 24).contains("Tab commands") {
        s.keys("Tab");
    }
    s.keys(&format!("g \"{}\" Enter", at + 1));
}

/// The place, from 1, at which an option is shown.
fn place(s: &mut Stage, option: &str) -> String {
    let text = s.text(80, 24);
    let line = text
        .lines()
        .find(|line| line.contains(option))
        .unwrap()
        .to_owned();
    line.split_whitespace()
        .find(|word| word.parse::<u8>().is_ok())
        .unwrap()
        .to_owned()
}

#[test]
fn it_says_before_the_start_what_the_decks_cover() {
    let mut s = Stage::new();
    let text = s.lobby().text(80, 24);
    assert!(
        text.contains("Your decks cover 1 of 8 modules of CPIM"),
        "{text}"
    );
    assert!(
        text.contains("Begin a mock exam for CPIM: 30 questions in 42 min"),
        "{text}"
    );
    // Where it is narrow the line goes on below.
    let narrow = s.text(40, 24);
    for whole in [
        "\n   30 questions in 42 min",
        "can be\n                stopped",
        "modules of\n   CPIM",
    ] {
        assert!(narrow.contains(whole), "{whole:?} in\n{narrow}");
    }
    let text = s.keys("Down Down Left").text(80, 24);
    assert!(text.contains("half: 75 questions, 1 h 45 min"), "{text}");
}

#[test]
fn answers_are_changed_and_nothing_is_told_until_the_end() {
    let mut s = Stage::new();
    begin(&mut s);
    let attempt = running(&mut s).unwrap();
    assert_eq!(
        attempt.sheets.len(),
        4,
        "price-war, share, vmi, bases: what the program can check, and is not suspended"
    );
    assert_eq!(
        attempt.paper.minutes, 6,
        "as many minutes as so few questions have"
    );

    go_to(&mut s, "price-war");
    let wrong = place(&mut s, "an order winner");
    let right = place(&mut s, "an order qualifier");
    s.keys(&wrong);
    let text = s.keys("m").text(80, 24);
    assert!(
        !text.contains('✗') && !text.contains("It would decide the bid"),
        "{text}"
    );
    s.keys(&right).keys(&right);
    go_to(&mut s, "share");
    let text = s.keys("\"much\" Enter").text(80, 24);
    assert!(
        text.contains("does not read as a number"),
        "what is no number is refused: {text}"
    );
    s.keys("Backspace Backspace Backspace Backspace \"400\" Tab");
    go_to(&mut s, "vmi");
    // The commands are found also while a field has the cursor.
    s.keys("\"consignment\" Ctrl-p \"finish\" Enter");
    let attempt = running(&mut s).unwrap();
    assert_eq!(attempt.answered(), 3);
    let text = s.text(80, 24);
    assert!(
        text.contains("1 not answered, 1 marked for review of 4 questions."),
        "{text}"
    );
    let text = s.keys("Esc Tab f Enter").text(80, 24);
    assert!(text.contains("2 of 4 right, 50 %"), "{text}");
    assert!(text.contains("Without a question in this exam"), "{text}");
    let memories: Vec<_> = s
        .log()
        .iter()
        .map(|entry| entry.change.before == entry.change.after)
        .collect();
    assert!(
        memories.iter().all(|is_same| *is_same),
        "no memory has changed"
    );
    assert!(running(&mut s).is_none());
    let days = s.desk().figures(&[]).unwrap().figures.days;
    let done = days.get(&stage::TODAY).map_or(0, |(n, _)| *n);
    assert!(done >= 3 && s.desk().home().done_today == done, "{days:?}");

    // Every question with the learner's answer and its explanation.
    let text = s.keys("End Enter Left Left Left").text(80, 24);
    assert!(
        text.contains("your answer") || text.contains("right"),
        "{text}"
    );
    let text = s.keys("Esc Esc End").text(80, 24);
    assert!(
        text.contains("Past mock exams") && text.contains("2 of 4 right"),
        "{text}"
    );
}

#[test]
fn misses_of_questions_met_before_become_failed_looks_by_one_key_and_one_undo() {
    let mut s = Stage::new();
    let before = s.memory("share");
    begin(&mut s);
    go_to(&mut s, "share");
    s.keys("\"400\" Tab");
    go_to(&mut s, "vmi");
    s.keys("\"haulage\" Tab f Enter");
    let text = s.text(120, 40);
    assert!(text.contains("0 of 4 right"), "{text}");
    // price-war was never met, and bases got no answer.
    assert!(text.contains("count 2 as failed looks"), "{text}");
    let text = s.keys("f").text(80, 24);
    assert!(
        text.contains("2 misses are counted as failed looks"),
        "{text}"
    );
    assert_eq!(s.memory("share").learned.unwrap().lapses, 1);
    assert!(s.memory("price-war").is_new());
    s.keys("u");
    assert_eq!(s.memory("share"), before);
    assert!(s.text(120, 40).contains("count 2 as failed looks"));
}

#[test]
fn it_goes_on_where_it_was_left_and_the_clock_stands_meanwhile() {
    let mut s = Stage::new();
    begin(&mut s);
    go_to(&mut s, "price-war");
    let right = place(&mut s, "an order qualifier");
    s.keys(&right).keys("m q");
    let left = running(&mut s).unwrap();
    assert_eq!((left.answered(), left.sheets[left.at].is_marked), (1, true));
    s.event(crossterm::event::Event::Resize(80, 24));
    let text = s.text(80, 24);
    assert!(text.contains("Go on with CPIM: question"), "{text}");
    s.keys("Home Enter");
    let text = s.text(80, 24);
    assert!(
        text.contains("your exam") || text.contains("left"),
        "{text}"
    );
    let again = running(&mut s).unwrap();
    assert_eq!((again.used_ms, again.answered()), (left.used_ms, 1));
    // Paused, the question is covered and no time goes by.
    let text = s.keys("p").text(80, 24);
    assert!(
        text.contains("Paused.") && !text.contains("perfect"),
        "{text}"
    );
    let paused = running(&mut s).unwrap().used_ms;
    s.keys("Up Up Up Up Enter q");
    let used = running(&mut s).unwrap().used_ms;
    assert!(used - paused <= 4_000, "{paused} {used}");
}

#[test]
fn one_that_was_ended_in_another_window_is_over_at_the_next_key_and_is_listed() {
    let mut s = Stage::new();
    begin(&mut s);
    go_to(&mut s, "price-war");
    let right = place(&mut s, "an order qualifier");
    s.keys(&right);
    let id = running(&mut s).unwrap().id;
    s.other_window().end_exam(&id).unwrap();
    // The key that found it out was meant for the question: it neither leaves the result nor takes the sentence away.
    let text = s.keys("Esc").text(80, 24);
    assert!(text.contains("1 of 4 right"), "its result is there: {text}");
    assert!(text.contains("ended in another window"), "{text}");
    let text = s.keys("Down").text(80, 24);
    assert!(!text.contains("ended in another window"), "{text}");
    assert!(running(&mut s).is_none());
    let text = s.keys("Esc").text(80, 24);
    assert!(!text.contains(" left "), "no exam is sat any more: {text}");
    // The command line lists it, as the contract says.
    let data = s.database().parent().unwrap().to_owned();
    let swot = std::process::Command::new(env!("CARGO_BIN_EXE_swot"))
        .args(["--no-builtin", "exam", "--list", "--json", "--data-dir"])
        .arg(&data)
        .env("HOME", &data)
        .env_remove("XDG_CONFIG_HOME")
        .output()
        .unwrap();
    assert!(swot.status.success(), "{swot:?}");
    let listed: serde_json::Value = serde_json::from_slice(&swot.stdout).unwrap();
    let exam = &listed[0];
    let mut keys: Vec<&String> = exam.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "began",
            "by_module",
            "exam",
            "questions",
            "right",
            "took_ms"
        ]
    );
    assert_eq!(
        (&exam["exam"], &exam["right"]),
        (&"CPIM".into(), &1.into()),
        "{exam}"
    );
    let module = exam["by_module"][0].as_object().unwrap();
    let mut keys: Vec<&String> = module.keys().collect();
    keys.sort();
    assert_eq!(keys, ["high", "id", "low", "n", "right"]);
}

#[test]
fn time_out_ends_it() {
    let mut s = Stage::new();
    begin(&mut s);
    if s.text(80, 24).contains("Tab commands") {
        s.keys("Tab");
    }
    // Two seconds a key: six minutes are over before these.
    for _ in 0..190 {
        s.keys("Up");
        if running(&mut s).is_none() {
            break;
        }
    }
    let text = s.text(80, 24);
    assert!(text.contains("0 of 4 right"), "{text}");
    assert!(text.contains("6:00 of 6:00"), "{text}");
}

#[test]
fn an_exam_without_pauses_has_none_and_undo_leaves_answers_alone() {
    let mut s = Stage::new();
    s.lobby().keys("Down Down Down Enter Home Enter");
    if s.text(80, 24).contains("Tab commands") {
        s.keys("Tab");
    }
    assert!(
        s.keys("p")
            .text(80, 24)
            .contains("You chose an exam without pauses.")
    );
    assert!(
        s.keys("u")
            .text(80, 24)
            .contains("an answer is changed by giving another")
    );
    assert_eq!(s.log().len(), 1, "the beginning");
}

#[test]
fn how_sure_the_learner_is_stands_in_the_log_and_a_guess_that_hits_proposes_hard() {
    let mut s = Stage::new();
    s.ask_how_sure("price-war");
    let right = place(&mut s, "an order qualifier");
    let text = s.keys(&right).text(80, 24);
    assert!(
        text.contains("How sure?") && !text.contains("your answer"),
        "{text}"
    );
    // Back to the question, and an answer once more.
    assert!(!s.keys("Esc").text(80, 24).contains("How sure?"));
    let text = s.keys(&right).keys("3").text(80, 24);
    assert!(
        text.contains("your answer, right") && text.contains("Hard <"),
        "{text}"
    );
    s.keys("Enter");
    let said = s.log()[0].change.confidence;
    assert_eq!(said, Some(swotter::study::log::Confidence::Guess));
    // Enter says nothing, as line by line.
    let mut s = Stage::new();
    s.ask_how_sure("price-war").shows("2", "Enter say nothing");
    s.shows("Enter", "your answer").keys("Enter");
    assert_eq!(s.log()[0].change.confidence, None);
}

#[test]
fn the_result_tells_how_many_concepts_it_lists_and_leads_through_the_questions() {
    let mut s = Stage::shipped((80, 24));
    s.keys("1 Esc").lobby().keys("Enter");
    if s.text(80, 24).contains("Tab commands") {
        s.keys("Tab");
    }
    s.shows("f Enter", "Read next: 5 of ");
    let first = s.keys("End Up Enter").text(40, 12);
    assert!(first.contains("question 29 of 30"), "{first}");
    assert!(!first.contains('↑'), "{first}");
    s.shows("Right", "question 30 of 30")
        .shows("Right", "It is the last question.");
}
