//! What stays: results in files, scenarios, cards made of numbers, and the form after a restart.

use super::*;

#[test]
fn kept_numbers_of_a_table_point_to_its_file() {
    let mut stage = Stage::new("abc");
    stage.news(News::Table("abc", Ok(Box::new(long_table(30)))));
    stage.press("s a Enter");
    let saved = stage.effects.iter().find_map(|effect| match effect {
        Effect::SaveScenario(.., request) => Some(request.clone()),
        _ => None,
    });
    let saved = saved.unwrap();
    assert_eq!(saved["table"]["file"], "/tables/long.csv");
    assert!(saved["items"].is_null());
    let kept = vec![("a".to_owned(), saved)];
    stage.news(News::Scenarios("abc", kept.clone()));
    stage.press("s");
    stage.news(News::Scenarios("abc", kept));
    stage.press("Delete");
    stage.shows("Delete a?");
    assert!(
        !stage
            .effects
            .iter()
            .any(|e| matches!(e, Effect::DeleteScenario(..)))
    );
    stage.press("Delete");
    assert!(
        stage
            .effects
            .iter()
            .any(|e| matches!(e, Effect::DeleteScenario(_, name) if name == "a"))
    );
    stage.press("Enter");
    let loads = stage.effects.iter().any(|effect| {
        matches!(effect, Effect::LoadTable("abc", Source::File(path), _) if path == "/tables/long.csv")
    });
    assert!(loads, "{:?}", stage.effects);
}

#[test]
fn results_are_saved_and_a_file_is_never_overwritten_unasked() {
    let mut stage = Stage::new("clv");
    stage.press("x");
    stage.shows("clv.csv");
    stage.types("mine");
    stage.press("Enter");
    assert!(
        matches!(stage.effects.last(), Some(Effect::SaveFile { path, .. }) if path == "mine.csv"),
        "{:?}",
        stage.effects
    );
    stage.press("Esc x");
    stage.press("Tab");
    stage.shows("clv.json");
    stage.press("Enter");
    let Some(Effect::SaveFile {
        path,
        bytes,
        overwrite,
    }) = stage.effects.last().cloned()
    else {
        panic!("{:?}", stage.effects);
    };
    assert_eq!((path.as_str(), overwrite), ("clv.json", false));
    assert!(String::from_utf8(bytes).unwrap().contains("\"clv\":240"));
    stage.news(News::Exists("clv.json".into()));
    stage.shows("There is a file clv.json already.");
    stage.press("Enter");
    assert!(matches!(
        stage.effects.last(),
        Some(Effect::SaveFile {
            overwrite: true,
            ..
        })
    ));
    stage.news(News::Saved("clv.json".into()));
    stage.shows("Saved: clv.json");
}

#[test]
fn scenarios_are_kept_under_a_name_and_opened_again() {
    let mut stage = Stage::new("clv");
    stage.press("s");
    assert_eq!(stage.effects.last(), Some(&Effect::ListScenarios("clv")));
    stage.types("loyal");
    stage.press("Enter");
    let Some(Effect::SaveScenario(_, name, request)) = stage.effects.last().cloned() else {
        panic!("{:?}", stage.effects);
    };
    assert_eq!(
        (name.as_str(), request["retention"].as_f64()),
        ("loyal", Some(0.8))
    );
    let mut other = request.clone();
    other["retention"] = 0.9.into();
    let kept = || {
        let kept = [("loyal", &request), ("very", &other)];
        let kept = kept.map(|(name, request)| (name.to_owned(), request.clone()));
        News::Scenarios("clv", kept.into())
    };
    // It closes once the numbers are kept.
    stage.news(kept());
    stage.hides("Keep these numbers as");
    stage.press("s");
    stage.news(kept());
    stage.press("Down Enter");
    stage.shows("kept as very");
    stage.shows("90 %");
    // What is kept is not replaced unasked.
    stage.press("s");
    stage.news(kept());
    stage.types("loyal");
    let saves = |stage: &Stage| {
        let effects = stage.effects.iter();
        let saved = effects.filter(|effect| matches!(effect, Effect::SaveScenario(..)));
        saved.count()
    };
    stage.press("Enter");
    stage.shows("There is a loyal already.");
    assert_eq!(saves(&stage), 1);
    stage.press("Enter");
    assert_eq!(saves(&stage), 2);
}

#[test]
fn a_card_is_made_of_the_numbers_in_words() {
    let mut stage = Stage::new("clv");
    stage.press("m");
    let Some(Effect::MakeCard("clv", card)) = stage.effects.last().cloned() else {
        panic!("{:?}", stage.effects);
    };
    assert_eq!(card.answer, Some(240.0));
    assert!(
        card.question.contains("Retention: 80 %"),
        "{}",
        card.question
    );
    stage.news(News::Table("abc", Ok(Box::new(long_table(3)))));
    let mut stage = Stage::new("abc");
    stage.news(News::Table("abc", Ok(Box::new(long_table(13)))));
    stage.press("m");
    stage.shows("The table has 13 rows: a question has room for 12 at most.");
}

#[test]
fn what_an_example_took_the_place_of_comes_back_after_a_restart() {
    let mut stage = Stage::kept("abc", None);
    stage.keys(r#"r "Nord" Tab "1234567" Esc"#);
    stage.shows("1,234,567.00");
    stage.press("e");
    stage.hides("1,234,567.00");
    stage.press("Down 5 0 Tab");
    let mut stage = Stage::kept("abc", Some(&stage.keeps()));
    stage.shows("50 %");
    stage.press("u");
    stage.shows("1,234,567.00");
}

#[test]
fn fields_and_a_file_stay_with_how_it_was_read() {
    let mut stage = Stage::kept("clv", None);
    stage.press("2 0 0 Esc");
    let kept = stage.keeps();
    let mut stage = Stage::kept("clv", Some(&kept));
    stage.shows("400.00");
    let mut stage = Stage::kept("abc", None);
    let options = Options {
        keep_totals: true,
        ..Options::default()
    };
    let text = "id,value\nA,10\nB,20\nTotal,30\n";
    stage.news(News::Table(
        "abc",
        Ok(Box::new(read("abc", text, options.clone()))),
    ));
    stage.press("Tab");
    let mut again = Stage::kept("abc", Some(&stage.keeps()));
    let source = Source::File("/tables/own.csv".into());
    let wanted = Effect::LoadTable("abc", source, Box::new(options.clone()));
    assert_eq!(again.effects.last(), Some(&wanted));
    // The file is gone: what is kept still points to it.
    again.news(News::Table(
        "abc",
        Err(unread("own.csv: it is not there".into())),
    ));
    again.shows("Own.csv: it is not there.");
    again.shows("The table that belongs here is not");
    again.press("Down Down Down Left Esc");
    assert_eq!(again.keeps()["now"]["table"]["file"], "/tables/own.csv");
    let mut again = Stage::kept("abc", Some(&again.keeps()));
    again.news(News::Table("abc", Ok(Box::new(read("abc", text, options)))));
    again.shows("60.00");
}

#[test]
fn what_was_kept_and_cannot_be_read_is_told_and_never_overwritten() {
    let newer = Ok(Some(serde_json::json!({"now": {"shape": 7}})));
    for kept in [
        newer,
        Err("What was kept in clv.json cannot be read: EOF.".into()),
    ] {
        let mut stage = Stage::new("clv");
        let screen = CalculatorScreen::kept("clv", kept).unwrap();
        let effects = stage.app.open(Box::new(screen), Now::default());
        stage.keep(effects);
        stage.shows("What was kept");
        stage.shows("240.00");
        stage.press("2 0 0 Tab e Esc");
        assert!(
            !stage
                .effects
                .iter()
                .any(|e| matches!(e, Effect::KeepForm(..)))
        );
    }
}

#[test]
fn nothing_is_kept_of_a_calculator_that_a_question_opened() {
    let mut stage = Stage::new("clv");
    stage.press("2 0 0 Esc");
    assert!(
        !stage
            .effects
            .iter()
            .any(|e| matches!(e, Effect::KeepForm(..)))
    );
}

#[test]
fn a_kept_table_goes_with_its_name() {
    let mut stage = Stage::new("abc");
    stage.keys(r#"r "Nord" Tab "12" Esc s "one" Enter"#);
    let Some(Effect::SaveScenario(.., request)) = stage.effects.last().cloned() else {
        panic!("{:?}", stage.effects);
    };
    stage.news(News::Scenarios(
        "abc",
        vec![("one".into(), request.clone())],
    ));
    stage.shows("your own numbers");
    stage.press("e s");
    stage.news(News::Scenarios("abc", vec![("one".into(), request)]));
    stage.press("Enter");
    stage.shows("kept as one");
    stage.shows("12.00");
}
