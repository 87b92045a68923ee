//! Every screen as keys in and picture out, at many sizes and looks; and what no run of keys may do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use crossterm::event::MouseEventKind;
use proptest::prelude::*;
use stage::{Stage, key, styles, text};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use swotter::study::Grade;
use swotter::study::figures::Told;
use swotter::study::log::Change;
use swotter::study::memory::{Event, Meant};
use swotter::study::outlook::{Chapter, Section};
use swotter::tui::action::{Action, TABLE};
use swotter::tui::screen::News;
use swotter::tui::screens::browse::Browse;
use swotter::tui::screens::contents::Contents;
use swotter::tui::screens::statistics::Statistics;
use swotter::tui::screens::welcome::Welcome;
use swotter::tui::theme::{Palette, Symbols};

/// A screen by name, and how one gets there.
type Scene = (&'static str, fn(&mut Stage));

const SCENES: &[Scene] = &[
    ("home", |_| {}),
    ("welcome", |s| {
        let exams = [
            ("CPIM", "Planning and inventory management"),
            ("CLTD", "Logistics, transportation and distribution"),
        ];
        let exams = exams.map(|(id, title)| (id.to_owned(), title.into()));
        s.show(Box::new(Welcome::new(exams.into())));
    }),
    ("home_deck", |s| {
        s.keys("Down Down");
    }),
    ("home_broken", |s| {
        s.keys("Tab Tab");
    }),
    ("home_weak", |s| {
        s.keys("End -");
    }),
    ("home_exam", |s| {
        s.plan_for("CPIM", 40).keys("Down Up");
    }),
    ("decks", |s| {
        s.keys("d Down");
    }),
    ("faults", |s| {
        s.keys("Tab Tab Enter");
    }),
    ("concept_before_question", |s| {
        s.keys("Enter Space 3 \"25\" Enter 3");
    }),
    ("recall", |s| {
        s.ask(&["what-wins"]);
    }),
    ("recall_answer", |s| {
        s.ask(&["what-wins"]).keys("Space");
    }),
    ("table_answer", |s| {
        s.ask(&["table"]).keys("Space");
    }),
    ("cloze", |s| {
        s.ask(&["qualifier"]);
    }),
    ("choice", |s| {
        s.ask(&["price-war"]).keys("h");
    }),
    ("choice_wrong", |s| {
        s.ask(&["price-war"]).keys("2");
    }),
    ("choice_many", |s| {
        s.ask(&["bases"]).keys("1 3");
    }),
    ("typed", |s| {
        s.ask(&["vmi"]).keys("\"consign\"");
    }),
    ("typed_wrong", |s| {
        s.ask(&["vmi"]).keys("\"consigmnent\" Enter");
    }),
    ("number", |s| {
        s.ask(&["share"]).keys("\"0,2\"");
    }),
    ("number_wrong", |s| {
        s.ask(&["share"]).keys("\"400\" Enter");
    }),
    ("number_refused", |s| {
        s.ask(&["share"]).keys("\"much\" Enter");
    }),
    ("order", |s| {
        s.ask(&["steps"]).keys("Down Space Down");
    }),
    ("order_wrong", |s| {
        s.ask(&["steps"]).keys("Enter");
    }),
    ("flagging", |s| {
        s.ask(&["what-wins"]).keys("Space f \"two_answers\"");
    }),
    ("end", |s| {
        s.ask(&["what-wins", "price-war"]).keys("Space 3 x 1 1 3");
    }),
    ("concept", |s| {
        s.ask(&["what-wins"]).keys("c Tab");
    }),
    ("details", |s| {
        s.ask(&["what-wins"]).keys("Space 2 i");
    }),
    ("browse", |s| {
        s.keys("/");
    }),
    ("browse_found", |s| {
        s.keys("/ \"is:due_order\" Esc");
    }),
    ("browse_nothing", |s| {
        s.keys("/ \"zzzz\"");
    }),
    ("calculators", |s| {
        s.keys("c");
    }),
    ("calculator_what_if", |s| {
        s.keys("c \"lifetime\" Enter Down + +");
    }),
    ("calculator_refused", |s| {
        s.keys("c \"lifetime\" Enter Down End 0");
    }),
    ("calculator_choice", |s| {
        s.keys("c Enter Space");
    }),
    ("calculator_curve", |s| {
        s.keys("c \"serve\" Enter F3");
    }),
    ("calculator_table", |s| {
        s.keys("c Enter b Right Right Enter");
    }),
    ("calculator_working", |s| {
        s.keys("c \"lifetime\" Enter w");
    }),
    ("calculator_quiz", |s| {
        s.keys("c \"lifetime\" Enter z \"24\" Enter");
    }),
    ("calculator_rows", |s| {
        s.keys("c Enter r \"Nord\" Tab \"1200\" Enter \"Jih\" Tab \"800\"");
    }),
    ("calculator_load", |s| {
        s.keys("c Enter l \"sales\"");
    }),
    ("calculator_save", |s| {
        s.keys("c Enter x");
    }),
    ("preview", |s| {
        s.show(stage::preview());
    }),
    ("preview_page", |s| {
        s.show(stage::preview());
        s.keys("Down Enter");
    }),
    ("preview_question", |s| {
        s.show(stage::preview());
        s.keys("n Enter");
    }),
    ("preview_answer", |s| {
        s.show(stage::preview());
        s.keys("Down Down Down r Enter Tab \"7\" Enter");
    }),
    ("preview_lost", |s| {
        s.show(stage::preview());
        s.keys("n n");
    }),
    ("preview_stale", |s| {
        s.show(stage::preview());
        s.keys("Down Down Enter");
        s.saved(stage::unreadable());
    }),
    ("home_changed", |_| {}),
    ("changes", |s| {
        s.keys("v");
    }),
    ("contents", |s| {
        s.keys("o Down");
    }),
    ("contents_search", |s| {
        s.keys("o / \"winners\"");
    }),
    ("plan", |s| {
        s.plan_for("CPIM", 40).keys("x");
    }),
    ("plan_two_exams", |s| {
        s.plan_for("CPIM", 12).plan_for("CLTD", 100).keys("x Tab");
    }),
    ("plan_without_date", |s| {
        s.keys("x");
    }),
    ("mock_exam", |s| {
        s.lobby();
    }),
    ("exam_question", |s| {
        s.lobby().keys("Enter Tab Right Right Tab m");
    }),
    ("exam_finish", |s| {
        s.lobby().keys("Enter Tab f");
    }),
    ("exam_paused", |s| {
        s.lobby().keys("Enter Tab p");
    }),
    ("exam_go_to", |s| {
        s.lobby().keys("Enter Tab g 3");
    }),
    ("exam_result", |s| {
        s.lobby().keys("Enter Tab 1 f Enter Down");
    }),
    ("exam_answer", |s| {
        s.lobby().keys("Enter Tab 1 f Enter End Enter");
    }),
    ("how_sure", |s| {
        s.ask_how_sure("price-war").keys("2");
    }),
    ("statistics", |s| {
        s.keys("i");
    }),
    ("settings", |s| {
        s.show(stage::settings());
        s.keys("Down Down Down Down Down");
    }),
    ("settings_typed", |s| {
        s.show(stage::settings());
        s.keys("Enter \"5\"");
    }),
    ("help", |s| {
        s.ask(&["price-war"]).keys("?");
    }),
    ("palette", |s| {
        s.ask(&["price-war"]).keys(": \"card\"");
    }),
];

fn scene(scene: &Scene, palette: Palette, symbols: Symbols) -> Stage {
    sized(scene, palette, symbols, (80, 24))
}

fn sized(scene: &Scene, palette: Palette, symbols: Symbols, size: (u16, u16)) -> Stage {
    let decks = match scene.0 {
        "home_changed" | "changes" => "newer",
        _ => "decks",
    };
    let mut stage = Stage::over(decks, palette, symbols, size);
    scene.1(&mut stage);
    stage
}

#[test]
fn enter_practises_what_is_mixed_up() {
    let mut told = Told::default();
    told.figures.gradings = 9;
    for (card, taken) in [("vmi", "a"), ("vmi", "b"), ("what-wins", "c")] {
        told.mixed_up.push((key(card), taken.to_owned(), 3));
    }
    let mut stage = Stage::new();
    stage.show(Box::new(Statistics::new(told)));
    assert!(!stage.text(80, 24).contains("mixed up"));
    let picture = stage.keys("Tab Tab").text(80, 24);
    assert!(
        picture.contains("Enter practise what is mixed up"),
        "{picture}"
    );
    let picture = stage.keys("Enter").text(80, 24);
    assert!(picture.contains("practice · 1 of 2"), "{picture}");
}

#[test]
fn every_screen_looks_as_it_should() {
    for it in SCENES {
        let mut out = String::new();
        let mut sizes = vec![(80, 24), (120, 40), (40, 12), (20, 5)];
        let is_wide = [
            "home",
            "home_exam",
            "welcome",
            "contents",
            "statistics",
            "decks",
            "plan",
        ];
        if is_wide.contains(&it.0) {
            sizes.push((200, 60));
        }
        for (wide, high) in sizes {
            let size = (wide, high);
            let picture = sized(it, Palette::Dark, Symbols::Braille, size).text(wide, high);
            out.push_str(&format!("--- {wide}x{high}\n{picture}\n"));
        }
        let ascii = scene(it, Palette::Dark, Symbols::Ascii).text(80, 24);
        assert!(ascii.is_ascii(), "{}: {ascii}", it.0);
        out.push_str(&format!("--- 80x24 ascii\n{ascii}\n"));
        for palette in Palette::ALL {
            let (buffer, cursor) = scene(it, palette, Symbols::Braille).draw(80, 24);
            out.push_str(&format!(
                "--- styles {}\n{}\n",
                palette.name(),
                styles(&buffer)
            ));
            if let Some(cursor) = cursor.filter(|_| palette == Palette::Dark) {
                out.push_str(&format!("cursor {cursor}\n"));
            }
        }
        insta::assert_snapshot!(it.0, out);
    }
}

#[test]
fn no_size_is_too_odd_for_any_screen() {
    for it in SCENES {
        let mut stage = scene(it, Palette::Dark, Symbols::Braille);
        let sizes = (0..=200u16)
            .step_by(9)
            .chain([1, 2, 19, 20, 21, 59, 60, 100, 101]);
        for wide in sizes {
            for high in (0..=60u16).step_by(7).chain([1, 2, 3, 4, 5, 6, 13, 14, 15]) {
                stage.draw(wide, high);
            }
        }
    }
}

#[test]
fn a_screen_too_small_says_what_it_needs_and_what_it_has() {
    assert_eq!(Stage::new().text(16, 3), "Needs 20x5,\nis 16x3.\n");
}

#[test]
fn no_screen_binds_a_key_twice_and_every_action_is_somewhere() {
    let mut seen: HashSet<Action> = HashSet::new();
    let mut stages: Vec<(&str, Stage)> = SCENES
        .iter()
        .map(|it| (it.0, scene(it, Palette::Dark, Symbols::Braille)))
        .collect();
    let mut typed = Stage::new();
    typed.ask(&["share"]).keys("Tab");
    stages.push(("typed, commands", typed));
    stages.push(("kept numbers", {
        let mut kept = Stage::new();
        kept.keys("c Enter s");
        kept
    }));
    stages.push(("six grades", {
        let mut six = Stage::new();
        six.ask_with(&["what-wins"], true).keys("Space");
        six
    }));
    for (name, stage) in &mut stages {
        let mut keys = HashSet::new();
        for offer in stage.app().offers() {
            seen.insert(offer.action);
            for press in stage.app().look.keys.of(offer.action) {
                assert!(keys.insert(*press), "{press} twice on {name}");
            }
        }
    }
    // Digits beyond a screen's choices stay free.
    let later = |a: Action| matches!(a, Action::Pick(_));
    for row in TABLE.iter().filter(|row| !later(row.action)) {
        assert!(
            seen.contains(&row.action),
            "{} is offered nowhere",
            row.name
        );
    }
}

type Takes = fn(char) -> bool;

/// The scenes in which a field has the cursor, and the characters that it takes as text.
const FIELDS: &[(&str, Takes)] = &[
    // Behind a digit `e` begins an exponent, as in 1e3; no other key of these screens is a part of a number there.
    ("calculator_what_if", |c| c == 'e'),
    ("calculator_refused", |c| c == 'e'),
    ("typed", |_| true),
    ("number", |_| true),
    ("number_refused", |_| true),
    ("flagging", |_| true),
    ("browse", |_| true),
    ("browse_nothing", |_| true),
    ("calculators", |_| true),
    ("calculator_rows", |_| true),
    ("calculator_load", |_| true),
    ("calculator_save", |_| true),
    ("contents_search", |_| true),
    ("exam_go_to", |_| true),
    ("settings_typed", |_| true),
];

/// Whether help has a row that begins with these keys.
fn has_row(help: &str, keys: &str) -> bool {
    help.lines().any(|line| {
        let row = line.trim_start().strip_prefix(keys);
        row.is_some_and(|rest| rest.starts_with("  ") || rest.starts_with("-"))
    })
}

#[test]
fn help_and_commands_name_every_action_of_the_screen() {
    let mut typed = BTreeSet::new();
    for it in SCENES {
        let mut stage = scene(it, Palette::Dark, Symbols::Braille);
        if stage.app().top().name() == "Help" || stage.app().top().name() == "Commands" {
            continue;
        }
        let offers = stage.app().offers();
        stage.keys("F1");
        let help = stage.text(100, 200);
        assert!(help.contains("Keys: "), "{}\n{help}", it.0);
        let takes = FIELDS.iter().find(|(of, _)| *of == it.0);
        let is_text = |key: &str| {
            let mut signs = key.chars();
            matches!((signs.next(), signs.next(), takes), (Some(c), None, Some((_, takes))) if takes(c))
        };
        for offer in &offers {
            let keys = stage
                .app()
                .look
                .keys
                .of(offer.action)
                .iter()
                .map(ToString::to_string);
            let (text, keys): (Vec<String>, Vec<String>) = keys.partition(|key| is_text(key));
            // Where characters are typed into a field, they are no keys, and help leaves out these and no others.
            for key in &text {
                assert!(!has_row(&help, key), "{}: {key} in\n{help}", it.0);
                typed.insert(it.0);
            }
            let is_named = keys.is_empty() || has_row(&help, &keys.join(", "));
            let of_a_row = matches!(offer.action, Action::Pick(_));
            assert!(is_named || of_a_row, "{}: {keys:?} in\n{help}", it.0);
        }
        stage.keys("Esc Ctrl-p");
        let palette = stage.text(100, 200);
        for offer in offers.iter().filter(|o| o.action != Action::Palette) {
            let key = stage.app().look.keys.first(offer.action);
            assert!(palette.contains(&key), "{}: {key} in\n{palette}", it.0);
        }
        // Two keys of one command stand in one line.
        let starts = palette.matches(" Start  ").count();
        assert!(starts <= 1, "{}: {palette}", it.0);
    }
    assert_eq!(typed, FIELDS.iter().map(|(name, _)| *name).collect());
}

#[test]
fn what_changed_in_a_deck_is_told_until_it_was_seen() {
    let newer = || Stage::over("newer", Palette::Dark, Symbols::Braille, (80, 24));
    let mut stage = newer();
    assert!(stage.text(80, 24).contains("v to see"));
    stage.keys("v Enter");
    assert!(!stage.text(80, 24).contains("v to see"));
    stage.keys("v");
    assert!(stage.text(80, 24).contains("No deck has changed"));
    let mut stage = newer();
    stage.keys("v p");
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("practice") && picture.contains("tonnes"),
        "{picture}"
    );
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
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("20 of 20 met, 12 known, 10 weak\n"),
        "{picture}"
    );
    assert!(
        picture.contains("\n   CPIM module 1: Customers"),
        "{picture}"
    );
    let picture = stage.keys("/ \"is:new\"").text(80, 24);
    assert!(
        picture.contains("Filters such as is:new are for the"),
        "{picture}"
    );
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
    shows("x Enter \"31.2.2027\" Enter", "`31.2.2027` is no date");
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
}

#[test]
fn a_grade_moves_on_only_when_it_was_saved() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "table"]).keys("Space");
    let other = rusqlite::Connection::open(stage.database()).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    stage.keys("3");
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("Not saved") && picture.contains("1 of 2"),
        "{picture}"
    );
    other.execute_batch("ROLLBACK").unwrap();
    stage.keys("3");
    assert!(stage.text(80, 24).contains("2 of 2"));
    assert_eq!(stage.log().len(), 1);
    assert_eq!(stage.log()[0].change.took_ms, 6_000);
}

#[test]
fn undo_works_after_the_last_card_and_from_home() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins"]).keys("Space 3");
    assert!(stage.text(80, 24).contains("This session is done."));
    stage.keys("u");
    assert!(stage.text(80, 24).contains("What is an order winner?"));
    stage.keys("Space 4 Enter u");
    let picture = stage.text(80, 24);
    assert!(picture.contains("Taken back: graded Easy."), "{picture}");
    assert!(picture.contains("2 due"), "{picture}");
    stage.keys("U");
    assert!(stage.text(80, 24).contains("Done again: graded Easy."));
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
    stage.ask(&["share"]).keys("Enter");
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("25 %") && picture.contains("1 Again <"),
        "{picture}"
    );
}

#[test]
fn letters_are_text_in_a_field_and_commands_after_tab() {
    let mut stage = Stage::new();
    stage.ask(&["vmi"]).keys("\"squ?\"");
    assert!(stage.text(80, 24).contains("squ?"));
    stage.keys("Tab s");
    assert!(stage.memory("vmi").suspended);
}

#[test]
fn a_paste_goes_into_a_field_only() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "vmi"]);
    stage.paste("q\n3\n");
    assert!(stage.text(80, 24).contains("1 of 2"));
    stage.keys("Space 3");
    stage.paste("consignment\nrm\n");
    assert!(stage.text(80, 24).contains("consignment"));
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
    let mut other = stage.other_window();
    let memory = other.store().memory(&key("what-wins")).unwrap();
    let event = Event::graded(Meant::Review, Grade::GOOD);
    let change = Change::new(key("what-wins"), event, stage::TODAY, memory);
    other.record(&change).unwrap();
    stage.keys("3");
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("another window") && picture.contains("tonnes"),
        "{picture}"
    );
}

#[test]
fn a_card_that_is_gone_is_passed_over() {
    let mut stage = Stage::new();
    stage.ask(&["nowhere", "share"]);
    assert!(stage.text(80, 24).contains("tonnes"));
}

#[test]
fn a_reload_keeps_what_was_typed() {
    let mut stage = Stage::new();
    stage.ask(&["share"]).keys("\"2\"");
    stage.news(News::Reloaded("read again: my-deck.ron".into()));
    stage.keys("\"5\" Enter");
    assert!(stage.text(80, 24).contains("3 Good <"));
}

#[test]
fn a_grade_key_that_comes_before_the_answer_can_be_read_is_dropped() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins", "share"]).at_once("Space Space 3");
    let picture = stage.text(80, 24);
    assert!(picture.contains("equally"), "shown, not graded: {picture}");
    assert_eq!(stage.log().len(), 0);
    stage.keys("3");
    assert_eq!(stage.log().len(), 1);
}

#[test]
fn the_right_option_is_in_view_on_a_small_screen() {
    let mut stage = Stage::over("decks", Palette::Mono, Symbols::Ascii, (40, 9));
    stage.ask(&["bases"]).keys("1 2 Enter");
    let picture = stage.text(40, 9);
    assert!(picture.contains("right"), "{picture}");
}

#[test]
fn again_and_hard_say_different_things() {
    let mut stage = Stage::new();
    let picture = stage.ask(&["what-wins"]).keys("Space").text(80, 24);
    assert!(picture.contains("today, then 1 d"), "{picture}");
    assert!(picture.contains("15 d, again today"), "{picture}");
}

#[test]
fn the_contents_lead_to_a_page_to_practice_and_to_new_cards() {
    let mut stage = Stage::new();
    stage.keys("o Down Enter");
    let picture = stage.text(80, 24);
    assert!(picture.contains("A qualifier is what"), "{picture}");
    stage.keys("Esc p");
    assert!(stage.text(80, 24).contains("practice"));
    stage.keys("Esc +");
    let picture = stage.text(80, 24);
    assert!(picture.contains("1 of 5"), "2 due, 3 new: {picture}");
    stage.keys("Esc Esc / \"needs\" Enter");
    assert!(
        stage
            .text(80, 24)
            .contains("A need is felt; an expectation")
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
fn a_leech_is_named() {
    let mut stage = Stage::new();
    stage.turn_to(stage::TODAY.plus(5));
    stage.ask(&["vmi"]).keys("Enter 1");
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("! A leech: forgotten 12 times."),
        "{picture}"
    );
}

#[test]
fn clicks_choose_and_grade() {
    let mut stage = Stage::new();
    stage.ask(&["price-war"]);
    let click = |stage: &mut Stage, what: &str| {
        let picture = stage.text(80, 24);
        let (y, line) = picture
            .lines()
            .enumerate()
            .find(|(_, l)| l.contains(what))
            .unwrap();
        let x = unicode_width::UnicodeWidthStr::width(&line[..line.find(what).unwrap()]);
        stage.click(x as u16, y as u16);
    };
    click(&mut stage, "a cost driver");
    assert!(stage.text(80, 24).contains("your answer"));
    click(&mut stage, "2 Hard");
    assert_eq!(stage.log().len(), 1);
}

#[test]
fn browsing_suspends_flags_and_practises() {
    let mut stage = Stage::new();
    stage.keys("/ \"wallet\" Esc s");
    assert!(stage.memory("share").suspended);
    stage.keys("f \"old\" Enter");
    assert_eq!(stage.memory("share").flag.as_deref(), Some("old"));
    stage.keys("p");
    assert!(stage.text(80, 24).contains("practice"));
    stage.keys("\"25\" Enter Enter");
    let entry = stage.log().pop().unwrap();
    assert_eq!(
        entry.change.after, entry.change.before,
        "practice moves nothing"
    );
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
fn a_first_start_says_what_this_is_and_which_key_starts() {
    let mut stage = Stage::first();
    let picture = stage.text(80, 24);
    assert!(picture.contains("A tutor for your terminal."), "{picture}");
    assert!(
        picture.contains("Enter starts your first session"),
        "{picture}"
    );
    insta::assert_snapshot!("first_start", picture);
}

#[test]
fn without_a_deck_home_says_so() {
    let mut stage = Stage::over("none", Palette::Dark, Symbols::Braille, (80, 24));
    assert!(stage.text(80, 24).contains("No deck is here yet."));
    stage.keys("Enter");
    assert!(stage.text(80, 24).contains("There is no deck to study."));
}

#[test]
fn q_quits_at_home_only_and_ctrl_c_everywhere() {
    let mut stage = Stage::new();
    stage.ask(&["what-wins"]).keys("q");
    assert!(!stage.left && stage.app().depth() == 1);
    stage.keys("Esc");
    assert!(!stage.left, "Esc never quits");
    stage.keys("q");
    assert!(stage.left);
    let mut typing = Stage::new();
    typing.ask(&["vmi"]).keys("Ctrl-c");
    assert!(typing.left);
}

#[test]
fn what_is_hostile_in_a_card_never_reaches_a_cell() {
    let mut stage = Stage::new();
    let deck = r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
        Basic(id: "a", front: "a\u{1b}]52;c;ZWNobw\u{7}\u{202e}b\u{9b}2J", back: "b"),
    ])])"#;
    let deck = swotter::deck_file::ParsedDeck::read("d.ron", deck.to_owned()).deck;
    let (deck, row) = (deck.unwrap(), stage.rows()[0].clone());
    let texts = move || swotter::study::card_text::Texts::of(&deck);
    let listed = swotter::study::card_text::ListedDeck::new(row.deck.outline.clone(), texts);
    let row = swotter::study::outlook::Row {
        deck: std::sync::Arc::new(listed),
        at: 0,
        ..row
    };
    stage.show(Box::new(Browse::new(std::sync::Arc::new(vec![row]), "")));
    let (buffer, _) = stage.draw(80, 24);
    for cell in buffer.content() {
        assert!(
            !cell
                .symbol()
                .chars()
                .any(|c| c.is_control() || swotter::study::text::is_bidi(c))
        );
    }
    assert!(text(&buffer).contains("‹U+202E›"));
}

/// Keys that mean something somewhere.
fn any_key() -> impl Strategy<Value = String> {
    let all: Vec<String> = TABLE
        .iter()
        .flat_map(|row| row.keys.iter().map(|k| (*k).to_owned()))
        .filter(|k| k != "Ctrl-c")
        .chain(["Backspace", "Delete", "a", "9", "ü", "Ctrl-w"].map(str::to_owned))
        .collect();
    prop::sample::select(all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]
    #[test]
    fn no_run_of_keys_panics_and_esc_leads_home(
        keys in prop::collection::vec(any_key(), 1..120),
        sizes in prop::collection::vec((0u16..130, 0u16..45), 4),
        click in (0u16..80, 0u16..24),
    ) {
        let mut stage = Stage::new();
        for (i, key) in keys.iter().enumerate() {
            stage.keys(key);
            let (wide, high) = sizes[i % sizes.len()];
            stage.draw(wide, high);
            if i % 17 == 0 {
                stage.click(click.0, click.1);
                stage.paste("12\u{1b}[A\n");
                let wheel = [MouseEventKind::ScrollUp, MouseEventKind::ScrollDown];
                stage.mouse(wheel[i % 2], 0, 0);
            }
        }
        for _ in 0..60 {
            stage.keys("Esc");
        }
        prop_assert_eq!(stage.app().depth(), 1);
        prop_assert_eq!(stage.app().top().name(), "Home");
        let now = stage.desk().clock().moment();
        let report = stage.desk().store().doctor(now).unwrap();
        prop_assert!(report.is_sound(), "{report:?}");
    }
}

#[test]
fn a_key_that_does_nothing_says_why_once() {
    let mut stage = Stage::new();
    for (key, why) in [
        ("й", "the keys are Latin letters"),
        ("ｑ", ""),
        ("W", "`W` does nothing here."),
        ("O", "Is Caps Lock on?"),
        ("й", ""),
        ("C", ""),
    ] {
        let picture = stage.keys(key).text(80, 24);
        match why {
            "" => assert!(!picture.contains("does nothing"), "{key}: {picture}"),
            why => assert!(picture.contains(why), "{key}: {picture}"),
        }
    }
}

#[test]
fn home_of_many_cards_is_shown_at_once_and_keys_that_go_by_its_numbers_wait_for_them() {
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
    let shown = |stage: &mut Stage| stage.text(80, 24);
    let is_old = |stage: &mut Stage| shown(stage).contains("working out today");
    assert!(!is_old(&mut stage), "there is no last one");
    stage.turn_to(stage::TODAY.plus(1));
    stage.keys("Down ?");
    assert!(shown(&mut stage).contains("Keys"), "{}", shown(&mut stage));
    stage.keys("Esc");
    assert!(is_old(&mut stage), "{}", shown(&mut stage));
    stage.driver.turn().unwrap();
    assert!(!is_old(&mut stage), "{}", shown(&mut stage));
    stage.turn_to(stage::TODAY.plus(2));
    stage.keys("Down");
    assert!(is_old(&mut stage));
    stage.keys("+");
    assert!(
        shown(&mut stage).contains("+ 10 new"),
        "{}",
        shown(&mut stage)
    );
    stage.turn_to(stage::TODAY.plus(3));
    stage.keys("Enter");
    assert!(shown(&mut stage).contains("1 of "), "{}", shown(&mut stage));
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
    let shown = stage.keys("i").text(80, 24);
    assert!(shown.contains("Working out the figures"), "{shown}");
    stage.driver.turn().unwrap();
    let shown = stage.text(80, 24);
    assert!(shown.contains("Days studied"), "{shown}");
    assert!(!stage.app().top().is_old());
}

#[test]
fn a_key_that_can_do_nothing_is_not_offered_or_says_what_is_wanted() {
    let mut stage = Stage::new();
    let picture = stage.ask_how_sure("price-war").keys("2 Enter").text(80, 24);
    assert!(picture.contains("First say how sure you are"), "{picture}");
    assert!(picture.contains("How sure?"), "{picture}");
    let picture = Stage::new().lobby().text(80, 24);
    assert!(!picture.contains("Right change"), "{picture}");
}
