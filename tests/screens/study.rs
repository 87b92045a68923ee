//! Studying: what an answer, a grade and undo do, and what may come in between.

use super::stage::{self, Stage, key};
use swotter::study::Grade;
use swotter::study::choices::Choice;
use swotter::study::log::{Change, Sort};
use swotter::study::memory::{Event, Meant};
use swotter::tui::screen::News;
use swotter::tui::theme::{Palette, Symbols};

#[test]
fn a_grade_moves_on_only_when_it_was_saved() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "table"]).keys("Space");
    let other = rusqlite::Connection::open(stage.database()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    stage.shows("3", "Not saved").shows("", "1 of 2");
    other.execute_batch("ROLLBACK").unwrap();
    stage.shows("3", "2 of 2");
    assert_eq!(stage.log().len(), 1);
    assert_eq!(stage.log()[0].change.took_ms, 6_000);
}

#[test]
fn undo_works_after_the_last_card_and_from_home() {
    let mut stage = Stage::new();
    let asked = stage.ask(&["what-wins"]);
    asked.shows("Space 3", "This session is done.");
    asked.shows("u", "What is an order winner?");
    asked.shows("Space 4 Enter u", "Taken back: graded Easy.");
    asked.shows("", "2 due");
    asked.shows("U", "Done again: graded Easy.");
}

#[test]
fn a_checked_answer_proposes_its_grade_and_the_learner_may_overrule_it() {
    let mut stage = Stage::new();
    stage.ask(&["share", "vmi"]).keys("\"25\" Enter Enter");
    stage.keys("\"no\" Enter 4");
    let grades: Vec<Event> = stage
        .log()
        .into_iter()
        .map(|entry| entry.change.event)
        .collect();
    let grade = |event: &Event| match event {
        Event::Graded(_, grade, _) => *grade,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        grades.iter().map(grade).collect::<Vec<_>>(),
        [Grade::GOOD, Grade::EASY]
    );
}

#[test]
fn not_to_know_is_again() {
    let mut stage = Stage::new();
    let asked = stage.ask(&["share"]);
    asked.shows("Enter", "25 %").shows("", "1 Again <");
}

#[test]
fn letters_are_text_in_a_field_and_commands_after_tab() {
    let mut stage = Stage::new();
    stage.ask(&["vmi"]).shows("\"squ?\"", "squ?").keys("Tab s");
    assert!(stage.memory("vmi").suspended);
}

#[test]
fn a_paste_goes_into_a_field_only() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "vmi"]);
    stage.paste("q\n3\n");
    stage.shows("", "1 of 2").keys("Space 3");
    stage.paste("consignment\nrm\n");
    let told = stage.text(80, 24);
    assert!(
        told.contains("Only the first line of what was pasted fits"),
        "{told}"
    );
    stage.shows("", "consignment");
    assert_eq!(stage.log().len(), 1, "a paste gives no answer");
}

#[test]
fn a_day_that_turned_counts_from_the_next_key() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins"]).keys("Space");
    stage.turn_to(stage::TODAY.plus(1));
    stage.keys("3");
    assert_eq!(stage.log()[0].change.day, stage::TODAY.plus(1));
}

#[test]
fn a_card_graded_in_another_window_leaves_with_a_word() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "share"]).keys("Space");
    grade_elsewhere(&stage, "what-wins");
    stage.shows("3", "another window").shows("", "tonnes");
}

#[test]
fn home_shows_what_another_window_did_during_a_session() {
    let mut stage = Stage::new();
    stage.ask(&["share"]);
    grade_elsewhere(&stage, "what-wins");
    stage.shows("Esc Esc", "1 done today");
}

#[test]
fn a_note_of_another_window_stands_on_the_question_that_was_read_ahead() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "bases", "vmi"]).keys("Space 3");
    stage.driver.turn().unwrap();
    let mut other = stage.other_window();
    let note = Choice::Note(Sort::Question, key("vmi"), Some("mine".into()));
    other.choose(&[note]).unwrap();
    stage.keys("1 Enter 3").shows("Enter", "Your note  mine");
}

fn grade_elsewhere(stage: &Stage, card: &str) {
    let mut other = stage.other_window();
    let memory = other.store().memory(&key(card)).unwrap();
    let event = Event::graded(Meant::Review, Grade::GOOD);
    let change = Change::new(key(card), event, stage::TODAY, memory);
    other.record(&change).unwrap();
}

#[test]
fn a_card_that_is_gone_is_passed_over() {
    Stage::new().ask(&["nowhere", "share"]).shows("", "tonnes");
}

#[test]
fn a_reload_keeps_what_was_typed() {
    let mut stage = Stage::new();
    stage.ask(&["share"]).keys("\"2\"");
    stage.news(News::Reloaded {
        told: "read again: my-deck.ron".into(),
        is_bad: false,
    });
    stage.shows("", " read again: my-deck.ron");
    stage.news(News::Reloaded {
        told: "not synced: the folder is gone".into(),
        is_bad: true,
    });
    stage.shows("", "! not synced: the folder is gone");
    stage.shows("\"5\" Enter", "3 Good <");
}

#[test]
fn a_grade_key_that_comes_before_the_answer_can_be_read_is_dropped() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "share"]).at_once("Space Space 3");
    stage.shows("", "equally");
    assert_eq!(stage.log().len(), 0, "shown, not graded");
    stage.keys("3");
    assert_eq!(stage.log().len(), 1);
}

#[test]
fn a_key_held_down_acts_once_but_for_movements() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "share"]).hold("Enter", 50);
    stage.shows("", "equally");
    assert_eq!(stage.log().len(), 0, "shown, not graded");
    let mut exam = Stage::new();
    exam.lobby().hold("Enter", 50).shows("", "1 of 4");
    exam.shows("Enter", "2 of 4");
    exam.shows("Tab g 4 Enter", "4 of 4")
        .shows("", "Enter finish");
    let mut list = Stage::new();
    list.keys("/ Esc").hold("Down", 5).shows("", "6 of ");
}

#[test]
fn the_right_option_is_in_view_on_a_small_screen() {
    let mut stage = Stage::over("decks", Palette::Mono, Symbols::Ascii, (40, 9));
    stage.ask(&["bases"]).keys("1 2 Enter");
    let picture = stage.text(40, 9);
    assert!(picture.contains("right"), "{picture}");
    // It is again where the window is made small again.
    stage.text(80, 24);
    assert_eq!(stage.text(40, 9), picture);
}

#[test]
fn again_and_hard_say_different_things() {
    let mut stage = Stage::new();
    let asked = stage.ask(&["what-wins"]);
    asked
        .shows("Space", "today, then 1 d")
        .shows("", "15 d, again today");
}

#[test]
fn a_leech_is_named() {
    let mut stage = Stage::new();
    stage.turn_to(stage::TODAY.plus(5));
    stage
        .ask(&["vmi"])
        .shows("Enter 1", "! A leech: forgotten 12 times.");
}

#[test]
fn clicks_choose_and_grade() {
    let mut stage = Stage::new();
    stage.ask(&["price-war"]);
    let click = |stage: &mut Stage, what: &str| {
        let picture = stage.text(80, 24);
        let mut lines = picture.lines().enumerate();
        let (y, line) = lines.find(|(_, l)| l.contains(what)).unwrap();
        let x = unicode_width::UnicodeWidthStr::width(&line[..line.find(what).unwrap()]);
        stage.click(x as u16, y as u16);
    };
    click(&mut stage, "a cost driver");
    stage.shows("", "your answer");
    click(&mut stage, "2 Hard");
    assert_eq!(stage.log().len(), 1);
}

#[test]
fn every_command_is_found_while_a_field_has_the_cursor() {
    let found = [
        ("Ctrl-p \"hint\"", "This card has no hint"),
        ("Ctrl-p \"suspend\" Enter", "End of the session"),
        ("Esc Esc / Ctrl-p \"practise\"", "Practise these"),
        ("Esc Esc o / Ctrl-p \"practise\"", "Practise "),
    ];
    for (keys, what) in found {
        Stage::new().ask(&["share"]).shows(keys, what);
    }
    // The key bar has only keys that do not type.
    Stage::new().ask(&["share"]).hides("", "s suspend");
}

#[test]
fn a_question_longer_than_the_screen_begins_at_its_top_and_each_of_its_lines_can_be_read() {
    let (dark, braille) = (Palette::Dark, Symbols::Braille);
    let lines = |picture: String| -> Vec<String> {
        let lines = picture
            .trim_end()
            .rsplit_once('\n')
            .map_or("", |(text, _bar)| text);
        let lines = lines.lines().skip(1).map(str::trim).map(str::to_owned);
        // Up to the grades or the key bar.
        let is_text = |line: &String| !line.starts_with("1 A") && !line.starts_with("1A");
        let lines = lines.take_while(is_text);
        lines
            .filter(|line| !line.is_empty() && !line.contains("help") && !line.starts_with("› ▁"))
            .collect()
    };
    let cards = [
        "price-war",
        "bases",
        "what-wins",
        "share",
        "vmi",
        "steps",
        "qualifier",
        "table",
    ];
    for size in [(80, 9), (40, 12), (40, 8), (30, 10), (24, 8)] {
        for (card, given) in cards
            .iter()
            .flat_map(|card| [(*card, ""), (*card, "x"), (*card, "1 Enter")])
        {
            let given = match card {
                "share" | "vmi" | "what-wins" | "qualifier" | "table" if given == "x" => "Enter",
                _ => given,
            };
            let of = |height| {
                let mut stage = Stage::over("decks", dark, braille, (size.0, height));
                stage.ask(&[card]).keys(given);
                stage
            };
            let whole = lines(of(200).text(size.0, 200));
            let mut stage = of(size.1);
            let first = stage.text(size.0, size.1);
            if given.is_empty() {
                assert!(first.contains(&whole[0]), "{card} {size:?}\n{first}");
            }
            let mut seen = first;
            for page in ["PageUp"; 12].into_iter().chain(["PageDown"; 24]) {
                seen += &stage.keys(page).text(size.0, size.1);
            }
            for line in &whole {
                assert!(
                    seen.contains(line),
                    "{card} {given} {size:?}: {line} in\n{seen}"
                );
            }
        }
    }
}
