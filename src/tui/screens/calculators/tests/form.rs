//! The form and its keys: fields, refusals, undo, views, nudges, the quiz.

use super::*;

#[test]
fn the_key_bar_names_no_key_that_is_text_in_the_field() {
    let mut stage = Stage::new("cost_to_serve");
    for commands in ["w working", "z quiz me", "l load"] {
        stage.hides(commands);
    }
    for commands in [
        "Tab next",
        "F3 curve",
        "F5 working",
        "F7 load",
        "F6 sample",
        "F1 help",
    ] {
        stage.shows(commands);
    }
    stage.press("Tab");
    for commands in [
        "Tab next",
        "c curve",
        "w working",
        "l load",
        "d sample",
        "? help",
    ] {
        stage.shows(commands);
    }
}

#[test]
fn a_field_without_steps_says_so_on_a_narrow_screen_too() {
    let mut stage = Stage::with("abc", (40, 12), Palette::Mono, Symbols::Ascii);
    stage.press("Down +");
    stage.shows("No steps here: type another value.");
}

#[test]
fn the_result_follows_what_is_typed() {
    let mut stage = Stage::new("clv");
    stage.shows("240.00");
    stage.press("Down Backspace Backspace 5 0");
    // 120 x 0.5 / (1.2 - 0.5)
    stage.shows("85.71");
}

#[test]
fn a_refusal_stands_under_the_form_and_the_field_is_marked() {
    let mut stage = Stage::new("clv");
    stage.press("Down End 0");
    stage.shows("! Retention");
    stage.shows("No result yet.");
    insta::assert_snapshot!(stage.picture());
    stage.press("Backspace");
    stage.shows("240.00");
}

#[test]
fn a_refusal_speaks_of_the_field_by_its_label_and_in_per_cent() {
    let mut stage = Stage::new("clv");
    stage.press("Down 8 0 5");
    stage.shows("! Retention must lie from 0 to 100 %");
    stage.shows("not 805 %.");
    stage.press("Ctrl-u");
    stage.shows("! Retention is missing: give a number.");
    let mut stage = Stage::new("reorder_point");
    stage.press("Down Down Down Ctrl-u 1 0 0");
    stage.shows("! Cycle service level must lie between");
    stage.shows("0 and 100 %, not 100 %.");
    let mut stage = Stage::new("clv_simple");
    stage.press("Down Down Down 5");
    stage.shows("Lifetime");
    stage.hides("`");
    let mut stage = Stage::new("clv_simple");
    stage.press("Down Down Ctrl-u");
    stage.shows("! Margin rate is missing");
    stage.hides("margin_rate");
}

#[test]
fn the_first_key_in_a_field_replaces_the_sample_in_it() {
    let mut stage = Stage::new("clv");
    stage.types("200");
    stage.shows("Margin a period   200 ");
    stage.press("Tab 7 0");
    // 200 x 0.7 / (1.2 - 0.7)
    stage.shows("280.00");
    // What was typed is gone on with.
    stage.press("Shift-Tab 0");
    stage.shows("2000");
    // What was nudged was not typed.
    stage.press("Tab + 5 0");
    stage.shows("50 %");
}

#[test]
fn tab_leads_through_all_fields_and_back() {
    for calculator in ALL.iter().filter(|c| !c.fields.is_empty()) {
        let mut stage = Stage::with(calculator.name, (80, 24), Palette::Dark, Symbols::Braille);
        let first = stage.picture();
        let mut seen = vec![first.clone()];
        for _ in 1..calculator.fields.len() {
            stage.press("Tab");
            let picture = stage.picture();
            assert!(!seen.contains(&picture), "{picture}");
            seen.push(picture);
        }
        stage.press("Tab");
        assert_eq!(stage.picture(), first);
        for picture in seen.iter().rev() {
            stage.press("Shift-Tab");
            assert_eq!(&stage.picture(), picture);
        }
    }
}

#[test]
fn the_views_have_keys_of_their_own_in_fields_of_words_too() {
    let mut stage = Stage::new("cost_to_serve");
    stage.press("F5");
    stage.shows("working, ");
    stage.press("F4");
    stage.shows("4 of ");
    stage.press("F3");
    stage.shows("2 of ");
    stage.press("F3");
    stage.shows("3 of ");
    stage.press("F2");
    stage.shows("1 of ");
    let mut stage = Stage::new("eoq");
    stage.press("b");
    stage.shows("This calculator has no table.");
}

#[test]
fn what_was_taken_back_is_done_again() {
    let mut stage = Stage::new("clv");
    stage.types("200");
    stage.press("Ctrl-y");
    stage.shows("240.00");
    stage.press("Ctrl-r");
    stage.shows("400.00");
    stage.press("Ctrl-r");
    stage.shows("Nothing was taken back here.");
}

#[test]
fn an_exponent_presses_no_command() {
    let mut stage = Stage::new("clv");
    stage.types("1e3");
    stage.shows("1e3");
    stage.shows("2,000.00");
}

#[test]
fn what_was_typed_is_taken_back_field_by_field() {
    let mut stage = Stage::new("clv");
    stage.press("Ctrl-u 2 0 0 Down Ctrl-u 7 0");
    // 200 x 0.7 / (1.2 - 0.7)
    stage.shows("280.00");
    stage.press("u");
    stage.shows("400.00");
    stage.press("u");
    stage.shows("240.00");
    stage.press("u");
    stage.shows("Nothing was changed here.");
}

#[test]
fn an_example_sample_or_table_over_ones_own_numbers_is_taken_back() {
    let mut stage = Stage::new("abc");
    stage.news(News::Table("abc", Ok(Box::new(long_table(30)))));
    stage.press("Down Ctrl-u 5 0 Enter");
    let own = stage.picture();
    stage.press("e");
    stage.shows("a worked example");
    stage.hides("long.csv");
    stage.press("u");
    assert_eq!(stage.picture(), own);
    let mut other = long_table(5);
    other.name = "other.csv".into();
    stage.news(News::Table("abc", Ok(Box::new(other))));
    stage.shows("other.csv");
    stage.press("u");
    assert_eq!(stage.picture(), own);
    let kept = vec![(
        "spring".to_owned(),
        serde_json::json!({"items": [{"id": "a", "value": 1}]}),
    )];
    stage.press("s");
    stage.news(News::Scenarios("abc", kept));
    stage.press("Enter");
    stage.shows("kept as spring");
    stage.press("u");
    assert_eq!(stage.picture(), own);
}

#[test]
fn a_nudge_shows_old_and_new_and_one_key_keeps_or_drops_it() {
    let mut stage = Stage::new("clv");
    stage.press("Down + +");
    stage.shows("82 %");
    stage.shows("before");
    insta::assert_snapshot!(stage.picture());
    stage.press("Esc");
    stage.shows("80 %");
    stage.hides("before");
    stage.press("- Enter");
    stage.shows("79 %");
    stage.hides("before");
    stage.press("u");
    stage.shows("80 %");
}

#[test]
fn letters_are_commands_in_number_fields_and_text_in_word_fields() {
    let mut stage = Stage::new("clv");
    stage.press("w");
    stage.shows("m r / (1 + d)");
    stage.press("Esc Down Down Down");
    stage.press("Right");
    stage.shows("< start >");
    let mut stage = Stage::new("cost_to_serve");
    stage.types(", wz 5");
    stage.shows("wz 5");
}

#[test]
fn the_working_puts_the_learners_numbers_into_the_formula() {
    let mut stage = Stage::new("clv");
    stage.press("w");
    insta::assert_snapshot!(stage.picture());
}

#[test]
fn the_quiz_hides_the_result_until_it_is_answered() {
    let mut stage = Stage::new("clv");
    // Of an example, whose result was just on the screen, other numbers are asked for; of one's own, these.
    stage.press("z");
    stage.hides("- Margin a period: 120\n");
    stage.press("Esc u 1 2 0");
    stage.shows("your own numbers");
    stage.press("z");
    stage.hides("240");
    stage.shows("Quiz");
    insta::assert_snapshot!("quiz_asks", stage.picture());
    stage.types("240 ");
    stage.press("Enter");
    stage.shows("your answer  240");
    stage.shows("Working");
    insta::assert_snapshot!("quiz_answered", stage.picture());
    stage.press("z");
    stage.hides("- Margin a period: 120\n");
    stage.press("Enter Esc");
    stage.shows("drawn for the quiz");
    // Changed, they are the learner's own again.
    stage.press("Ctrl-u 9 9");
    stage.shows("your own numbers");
    stage.press("z");
    stage.shows("Margin a period: 99");
}

#[test]
fn figures_of_any_size_are_shown() {
    let mut stage = Stage::new("clv");
    stage.press("Down Ctrl-u 1 . 5 Down Ctrl-u 1 e 9 0");
    stage.shows("break-even margin");
    stage.shows("3.333e91");
}

#[test]
fn every_calculator_can_be_asked_with_fresh_numbers_within_its_ranges() {
    for calculator in ALL {
        let name = calculator.name;
        for seed in 0..8 {
            let mut screen = CalculatorScreen::new(name, None).unwrap();
            let before = screen.request().unwrap();
            screen.draw_new_numbers(seed);
            assert!(screen.question().is_ok(), "{name} {seed}");
            assert_eq!(screen.origin, DRAWN, "{name} {seed}: {before}");
        }
    }
}

#[test]
fn a_question_tells_all_that_its_answer_needs() {
    for (name, told) in [
        // The first period has no receipt.
        ("planning_grid", "| 30 | 24 | 80 |"),
        ("chargeable_weight", "- Divisor: 6000\n- Rounded up to: 0.5"),
        ("inventory_turns", "- Days in a year: 365 days"),
    ] {
        let screen = CalculatorScreen::new(name, None).unwrap();
        let card = screen.question().unwrap();
        assert!(card.question.contains(told), "{}", card.question);
    }
}

#[test]
fn a_drawn_problem_opens_its_calculator_filled_in() {
    let request = serde_json::json!({"margin": 200, "retention": 0.75, "discount": 0.1});
    let screen = CalculatorScreen::new("clv", Some(&request)).unwrap();
    let outcome = screen.result.as_ref().unwrap();
    let clv = outcome.figure("clv").and_then(|f| f.value).unwrap();
    assert!((clv - 200.0 * 0.75 / 0.35).abs() < 1e-9, "{clv}");
    assert!(CalculatorScreen::new("nonsense", None).is_none());
}

/// `C` and `U` begin a currency there, so help names the keys that do act.
#[test]
fn help_names_no_key_that_is_text_in_the_field() {
    let mut stage = Stage::new("eoq");
    let keys: [crate::tui::key_press::KeyPress; 4] =
        ["C", "Ctrl-t", "U", "o"].map(|key| key.parse().unwrap());
    for (keys_before, text) in [("F1", vec![]), ("Down F1", vec!["C", "U"])] {
        stage.press(keys_before);
        let Some(Effect::Open(Route::Help(_, _, left_out))) = stage.effects.last() else {
            panic!("no help: {:?}", stage.effects);
        };
        let left_out: Vec<String> = keys
            .iter()
            .filter(|key| left_out.contains(key))
            .map(ToString::to_string)
            .collect();
        assert_eq!(left_out, text, "{keys_before}");
    }
}

#[test]
fn the_help_of_a_field_is_whole_beside_wide_figures() {
    let mut stage = Stage::new("clv");
    stage.press("Ctrl-u");
    stage.types("1234567890123");
    stage.press("Down Down Down");
    stage.shows("end_certain: after a period, for\n   certain.\n");
}
