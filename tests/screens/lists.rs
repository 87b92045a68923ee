//! Home, the lists, the figures and the plan: what they find, count and lead to.

use super::stage::{self, Stage, key};
use std::collections::BTreeMap;
use swotter::study::Key;
use swotter::study::figures::Told;
use swotter::study::outlook::{Chapter, Section};
use swotter::tui::screens::contents::Contents;
use swotter::tui::screens::statistics::Statistics;
use swotter::tui::screens::study::Study;
use swotter::tui::theme::{Palette, Symbols};

#[test]
fn enter_practises_what_is_mixed_up() {
    let mut told = Told::default();
    told.figures.gradings = 9;
    for (card, taken) in [("vmi", "a"), ("vmi", "b"), ("what-wins", "c")] {
        told.mixed_up.push((key(card), taken.to_owned(), 3));
    }
    let mut stage = Stage::new();
    stage.show(Box::new(Statistics::new(told)));
    stage.hides("", "mixed up");
    stage.shows("Tab Tab", "a  (vmi)");
    stage.shows("", "Enter practise what is mixed up");
    stage.shows("Enter", "practice · 1 of 2");
}

#[test]
fn what_changed_in_a_deck_is_told_until_it_was_seen() {
    let newer = || Stage::over("newer", Palette::Dark, Symbols::Braille, (80, 24));
    let mut stage = newer();
    stage.shows("", "v to see").hides("v Enter", "v to see");
    stage.shows("v", "No deck has changed");
    newer().shows("v p", "practice").shows("", "tonnes");
}

#[test]
fn a_line_of_the_contents_tells_all_that_is_known_of_a_concept() {
    let section = Section {
        title: "Needs-based segmentation".into(),
        questions: 20,
        met: 20,
        known: 12,
        weak: 10,
        ..Section::default()
    };
    let chapter = Chapter {
        track: "CPIM".into(),
        title: "CPIM module 1: Customers".into(),
        sections: vec![section],
        ..Chapter::default()
    };
    let mut stage = Stage::new();
    stage.show(Box::new(Contents::new(vec![chapter])));
    stage.shows("", "20 of 20 met, 12 known, 10 weak\n");
    stage.shows("", "\n   CPIM module 1: Customers");
    stage.shows("/ \"is:new\"", "Filters such as is:new are for the");
}

#[test]
fn all_filters_are_listed_on_a_narrow_screen() {
    let mut stage = Stage::new();
    let picture = stage.keys("/").text(40, 20);
    for name in ["deck:", "note:", "is: new", "suspended", "waiting"] {
        assert!(picture.contains(name), "{name} in\n{picture}");
    }
    let picture = stage.keys("\"is:foo\"").text(40, 20);
    assert!(picture.contains("left\n   out."), "{picture}");
}

#[test]
fn what_a_setting_does_is_whole_on_a_small_screen() {
    let mut stage = Stage::new();
    let picture = stage.keys(",").text(30, 10);
    let is_whole = picture.contains("   and `--new`.\n   default");
    assert!(is_whole && picture.contains("new_per_day"), "{picture}");
}

#[test]
fn figures_are_whole_on_a_narrow_screen() {
    let mut told = Told::default();
    let figures = &mut told.figures;
    figures.gradings = 2000;
    figures.days = BTreeMap::from([(figures.today, (3, 20_000))]);
    (figures.retention.passed, figures.retention.n) = (1217, 1690);
    let mut stage = Stage::new();
    stage.show(Box::new(Statistics::new(told)));
    // Twenty seconds are a minute in all if they are a minute on the longest day.
    assert!(
        stage
            .text(80, 40)
            .contains("1 in all, 1 on the longest day")
    );
    stage.keys("Tab");
    let picture = stage.text(40, 40);
    for whole in [
        "72 % 70 to 74, n 1690",
        "not enough data (n",
        "looked at before an exam",
    ] {
        assert!(picture.contains(whole), "{whole} in\n{picture}");
    }
    assert!(!picture.contains('…'), "{picture}");
}

#[test]
fn an_exam_is_dated_planned_cleared_and_brought_back() {
    let mut stage = Stage::new();
    let mut shows = |keys: &str, what: &str| {
        let picture = stage.keys(keys).text(100, 40);
        assert!(picture.contains(what), "{what} after {keys} in\n{picture}");
    };
    shows("x Enter Enter", "No day was typed");
    shows("\"31.2.2027\" Enter", "`31.2.2027` is no date");
    shows("Ctrl-u \"3/4/2027\" Enter", "may be 3 April or 4 March");
    shows(
        "Ctrl-u \"12_March\" Enter",
        "CPIM · Friday 12 March, in 111 days",
    );
    shows("", "It fits: 30 minutes a day are enough.");
    shows("m \"0\" Enter", "Minutes are from 1 to 1440 a day, not 0.");
    shows("Ctrl-u \"45\" Enter", "45 min, 7 days a week");
    shows("w \"sat,sun\" Enter", "45 min, 5 days a week");
    shows("a \"70\" Enter", "aim 70 %");
    shows("W \"3=20_9=5\" Enter", "`9=5` is no weight");
    shows("Esc C", "The date of CPIM is taken back");
    shows("Enter", "The day of the exam");
    shows("Esc u", "CPIM · Friday 12 March, in 111 days");
    let narrow = stage.keys("W").text(40, 12);
    let asked = " Per cent by module, such as 3=20 5=10;\n 3= takes it back:\n";
    assert!(narrow.contains(asked), "{narrow}");
}

#[test]
fn the_contents_lead_to_a_page_to_practice_and_to_new_cards() {
    let mut stage = Stage::new();
    stage.shows("o Down Enter", "A qualifier is what");
    stage.shows("Esc p", "practice");
    // Two are due, three are new.
    stage.shows("Esc +", "1 of 5");
    stage.shows(
        "Esc Esc / \"needs\" Enter",
        "A need is felt; an expectation",
    );
}

#[test]
fn the_contents_show_the_words_around_what_was_found() {
    let mut s = Stage::shipped((80, 24));
    s.keys("Enter Esc o / \"pareto\"");
    for (wide, words) in [
        (80, "The Pareto pattern is common but not a law."),
        (40, "Pareto pattern"),
    ] {
        let text = s.text(wide, 24);
        let line = text.lines().find(|line| line.contains(words));
        let line = line.unwrap_or_else(|| panic!("{words}: {text}"));
        assert!(
            line.trim_start().starts_with('…'),
            "words stand before: {text}"
        );
        assert!(line.trim_end().ends_with('…'), "words stand behind: {text}");
    }
    // What stands in the title needs no words around it.
    let text = s.keys("Esc / Ctrl-u \"value-based\"").text(80, 24);
    let at = text
        .lines()
        .position(|line| line.contains("Value-based segmentation"));
    let below = text.lines().nth(at.unwrap() + 1).unwrap();
    assert!(below.trim().is_empty() || !below.contains('…'), "{text}");
}

#[test]
fn home_and_the_exam_count_the_same_modules_and_a_large_home_shows_them() {
    let mut s = Stage::shipped((200, 60));
    s.keys("Enter Esc");
    let home = s.text(200, 60);
    let line = home
        .lines()
        .find(|line| line.contains("modules have cards"));
    let counted = line.unwrap().trim().split_once(", ").unwrap().1;
    let counted = counted.split_once(" modules").unwrap().0;
    assert!(home.contains("Sales and operations planning"), "{home}");
    let exam = s.keys("x e").text(200, 60);
    assert!(
        exam.contains(&format!("cover {counted} modules of CPIM")),
        "{counted}: {exam}"
    );
}

#[test]
fn a_page_of_a_list_is_what_it_shows() {
    let mut s = Stage::shipped((80, 24));
    s.keys("Enter Esc o");
    let row = |picture: &str| picture.lines().position(|line| line.contains('›'));
    let before = s.text(80, 24);
    let after = s.keys("PageDown").text(80, 24);
    let line = |picture: &str| {
        picture
            .lines()
            .nth(row(picture).unwrap())
            .unwrap()
            .to_owned()
    };
    assert!(!before.contains(&line(&after)), "{before}\n{after}");
}

#[test]
fn browsing_suspends_flags_and_practises() {
    let mut stage = Stage::new();
    stage.keys("/ \"wallet\" Esc s");
    assert!(stage.memory("share").suspended);
    stage.keys("f \"old\" Enter");
    assert_eq!(stage.memory("share").flag.as_deref(), Some("old"));
    stage.shows("p", "practice").keys("\"25\" Enter Enter");
    let change = stage.log().pop().unwrap().change;
    assert_eq!(change.after, change.before, "practice moves nothing");
}

#[test]
fn the_details_of_a_case_give_its_own_reason() {
    let mut stage = Stage::shipped((80, 24));
    let case = Key::from_text("global-logistics/doc-which-payment:made-to-drawing");
    let session = stage.desk().practice(&[case]).unwrap();
    stage.show(Box::new(Study::new(session, false)));
    stage.keys("x i").shows("", "the unit is scrap");
    stage.hides("", "Weigh trust");
}

#[test]
fn filters_and_words_find_what_they_say() {
    let rows = Stage::new().rows();
    let found = |query: &str| -> Vec<String> {
        swotter::tui::screens::browse::found(&rows, query, stage::TODAY)
            .into_iter()
            .map(|at| rows[at].key.card().to_owned())
            .collect()
    };
    assert_eq!(found("is:suspended"), ["steps"]);
    assert_eq!(found("is:flagged"), ["bases"]);
    assert_eq!(found("is:leech"), ["vmi"]);
    assert_eq!(found("is:due -wallet"), ["what-wins"]);
    assert_eq!(found("tonnes WALLET"), ["share"]);
    assert_eq!(found("consigment"), ["vmi"], "a slip is forgiven");
    assert_eq!(found("deck:cpim topic:strat is:new").len(), 5);
    assert_eq!(found("deck:").len(), rows.len(), "a filter half typed");
    assert_eq!(found("xyzzy"), [""; 0]);
    // A topic of the deck's own may have capitals and marks.
    let file = stage::copied_decks("topics").join("segments.ron");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.replace("\"strategy\"", "\"Größen\"");
    let text = text.replacen("track:", "topics: [\"Größen\"], track:", 1);
    std::fs::write(&file, text).unwrap();
    let rows = Stage::over("topics", Palette::Dark, Symbols::Braille, (80, 24)).rows();
    let found = swotter::tui::screens::browse::found(&rows, "topic:gross", stage::TODAY);
    assert!(!found.is_empty());
}

#[test]
fn typing_on_finds_what_a_search_anew_finds() {
    for query in [
        "order_winners",
        "is:due_w",
        "is:susp",
        "the_-order",
        "consigment",
        "deck:cpim_steps",
    ] {
        let mut typed = Stage::new();
        typed.keys("/");
        for end in 1..=query.len() {
            typed.keys(&format!("\"{}\"", &query[end - 1..end]));
            let mut anew = Stage::new();
            anew.keys("/");
            anew.paste(&query[..end].replace('_', " "));
            let list = |stage: &mut Stage| -> Vec<String> {
                stage
                    .text(80, 24)
                    .lines()
                    .skip(3)
                    .take(18)
                    .map(str::to_owned)
                    .collect()
            };
            assert_eq!(list(&mut typed), list(&mut anew), "{}", &query[..end]);
        }
    }
}

#[test]
fn without_a_deck_home_says_so() {
    let mut stage = Stage::over("none", Palette::Dark, Symbols::Braille, (80, 24));
    stage.shows("", "No deck is here yet.");
    stage.shows("", "`swot paths` names their folder.");
    stage.shows("Enter", "There is no deck to study.");
    stage.plan_for("CPIM", 30);
    stage.shows("i Esc", "CPIM, no deck that takes part has cards for it");
}

#[test]
fn words_that_no_command_has_are_answered_once() {
    let mut stage = Stage::new();
    let text = stage.keys(": \"zzzz\" Enter").text(80, 24);
    assert_eq!(text.matches("No command has these words.").count(), 1);
    assert!(!text.contains("do it"), "{text}");
}

#[test]
fn a_portion_is_told_in_whole_words_on_a_narrow_screen() {
    let mut stage = Stage::shipped((40, 12));
    let text = stage.keys("4 Esc -").text(36, 12);
    assert!(text.contains("Enter starts 10 of the 20\n"), "{text}");
    let text = stage.text(80, 24);
    assert!(text.contains("starts 10 of the 20, about"), "{text}");
}

#[test]
fn home_of_many_cards_is_shown_at_once_and_keys_that_go_by_its_numbers_wait_for_them() {
    const OLD: &str = "working out today";
    let cards: Vec<String> = (0..5_000)
        .map(|n| format!("Basic(id: \"{n}\", front: \"What is {n}?\", back: \"It is {n}.\"),"))
        .collect();
    let deck = format!(
        "Deck(schema: 1, id: \"many\", title: \"Many\", concepts: [Concept(id: \"c\", title: \"C\", summary: \"\", cards: [{}])])",
        cards.concat()
    );
    let decks = stage::copied_decks("many");
    std::fs::write(decks.join("many.ron"), deck).unwrap();
    let mut stage = Stage::over("many", Palette::Dark, Symbols::Braille, (80, 24));
    // There are no older figures yet.
    stage.hides("", OLD);
    stage.turn_to(stage::TODAY.plus(1));
    stage.shows("Down ?", "Keys").shows("Esc", OLD);
    stage.driver.turn().unwrap();
    stage.hides("", OLD);
    stage.turn_to(stage::TODAY.plus(2));
    stage.shows("Down", OLD).shows("+", "+ 10 new");
    stage.turn_to(stage::TODAY.plus(3));
    stage.shows("Enter", "1 of ");
}

#[test]
fn figures_of_a_long_log_are_worked_out_behind_their_screen() {
    let mut stage = Stage::new();
    let db = rusqlite::Connection::open(stage.database()).unwrap();
    // One row with a high number stands for all those before it.
    db.execute_batch(
        "INSERT INTO log (id, at, ahead, east, day, kind, subject, took, seed, algorithm, version)
         SELECT 30000 << 4, max(at) + 1, 0, east, day, kind, subject, took, seed, algorithm, version FROM log",
    )
    .unwrap();
    stage.shows("i", "Working out the figures");
    stage.driver.turn().unwrap();
    stage.shows("", "Days studied");
    assert!(!stage.app().top().is_old());
}
