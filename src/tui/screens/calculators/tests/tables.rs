//! Tables: typed, read from files, asked about, sorted and scrolled.

use super::*;

#[test]
fn a_problem_with_a_table_opens_its_calculator_filled_in() {
    for maker in &crate::calculators::problem_makers::MAKERS {
        let made = maker.make(5).unwrap();
        let screen = CalculatorScreen::new(made.calculator, Some(&made.request)).unwrap();
        assert!(screen.result.is_ok(), "{}: {:?}", maker.name, screen.result);
        let shown = screen.request().unwrap();
        for key in made.request.as_object().unwrap().keys() {
            assert!(shown.get(key).is_some(), "{} {key}", maker.name);
        }
        let result = |request| {
            crate::calculators::answer(made.calculator, request)
                .unwrap()
                .value()
        };
        assert_eq!(result(&shown), result(&made.request), "{}", maker.name);
    }
}

#[test]
fn a_table_is_sorted_by_the_column_under_the_cursor() {
    let mut stage = Stage::new("abc");
    stage.press("b Right Right Enter Enter");
    insta::assert_snapshot!(stage.picture());
}

#[test]
fn a_long_table_is_loaded_sorted_and_scrolled() {
    let mut stage = Stage::new("abc");
    stage.press("d");
    assert_eq!(
        stage.effects,
        [Effect::LoadTable("abc", Source::Sample, Box::default())]
    );
    stage.news(News::Table("abc", Ok(Box::new(long_table(100_000)))));
    stage.shows("long.csv");
    stage.shows("id = `customer`");
    stage.shows("100,000");
    stage.press("b");
    stage.shows("of 100,000");
    stage.press("G");
    stage.shows("to 100,000 of 100,000");
}

/// Over a hundred thousand rows the result follows each key; a longer table is worked out when the field is left.
#[test]
fn a_very_long_table_is_worked_out_when_the_field_is_left() {
    for (rows, waits) in [(100_000, false), (MANY + 1, true)] {
        let mut stage = Stage::new("abc");
        stage.news(News::Table("abc", Ok(Box::new(long_table(rows)))));
        stage.press("Down 5");
        let picture = stage.picture();
        assert_eq!(picture.contains("Enter works it out"), waits, "{picture}");
        stage.press("Enter");
        stage.hides("Enter works it out");
    }
}

#[test]
fn a_file_is_chosen_by_typing_or_from_what_lies_there() {
    let mut stage = Stage::new("abc");
    stage.press("l");
    stage.types("s");
    assert_eq!(stage.effects.last(), Some(&Effect::ListFiles("s".into())));
    stage.news(News::Files(
        "s".into(),
        vec!["sales/".into(), "sales.csv".into()],
    ));
    insta::assert_snapshot!(stage.picture());
    stage.press("Tab");
    assert_eq!(
        stage.effects.last(),
        Some(&Effect::ListFiles("sales".into()))
    );
    stage.news(News::Files(
        "sales".into(),
        vec!["sales/".into(), "sales.csv".into()],
    ));
    stage.press("Down Enter");
    let source = Source::File("sales.csv".into());
    assert_eq!(
        stage.effects.last(),
        Some(&Effect::LoadTable("abc", source, Box::default()))
    );
    stage.news(News::Table(
        "abc",
        Err(unread("sales.csv: it is empty".into())),
    ));
    stage.shows("! sales.csv: it is empty");
    stage.press("Esc");
    stage.shows("ABC split");
}

#[test]
fn a_table_is_typed_changed_moved_and_taken_back() {
    let mut stage = Stage::new("abc");
    stage.press("r");
    stage.shows("Type into the cells");
    stage.keys(r#""Nord" Tab "120" Enter "Sued" Tab "80" Enter "West" Tab "1,200.50""#);
    stage.shows("sum");
    stage.shows("1,400.5");
    insta::assert_snapshot!("rows_typed", stage.picture());
    // A row more above, and one less.
    stage.keys(r#"Up Ctrl-n "7" Shift-Tab "Ost""#);
    stage.shows("1,407.5");
    stage.press("Ctrl-y Ctrl-y Ctrl-y");
    stage.shows("1,400.5");
    stage.hides("Ost");
    stage.press("Shift-Down");
    let picture = stage.picture();
    assert!(picture.find("West") < picture.find("Sued"), "{picture}");
    stage.press("Ctrl-x");
    stage.hides("Sued");
    stage.press("Esc");
    stage.shows("your own numbers");
    stage.shows("1,320.50");
    stage.press("Ctrl-y");
    stage.shows("1,400.50");
    // The example over it, and back.
    stage.press("e");
    stage.shows("600.00");
    stage.press("u");
    stage.shows("1,400.50");
    stage.press("C");
    stage.shows("Cleared.");
    stage.hides("1,400.50");
    stage.press("u");
    stage.shows("1,400.50");
}

#[test]
fn cells_are_read_as_those_of_a_file_with_the_same_sentences() {
    let mut stage = Stage::new("abc");
    stage.press("F8");
    stage.paste("A\t1.234\nB\t2.500\nTotal\t3.734\n");
    stage.shows("Pasted 3 rows.");
    stage.press("Up");
    stage.shows("`1.234` in line 1 is read as 1.234.");
    stage.shows("Left out: row 3 (line 3), `Total`");
    stage.press("F9");
    stage.shows("read `1.234` as 1234");
    stage.shows("count them as rows");
    insta::assert_snapshot!("ways", stage.picture());
    stage.press("Enter F8");
    stage.shows("3,734");
    stage.press("F9 Down Enter");
    stage.shows("7,468.00");
    stage.press("o");
    stage.shows("As you chose, totals count as rows");
    stage.shows("leave it to the file");
}

/// Typed with keys, then kept, left and opened again.
#[test]
fn the_table_of_every_calculator_that_works_on_one_can_be_typed_and_stays() {
    use crate::calculators::table::Holds;
    let mut seen = 0;
    for about in ALL.iter().filter(|about| !about.layouts.is_empty()) {
        seen += 1;
        let mut stage = Stage::kept(about.name, None);
        stage.press("F8");
        for row in 1..=3 {
            for column in about.layouts[0].columns {
                let cell = match column.holds {
                    Holds::Text => format!("T{row}"),
                    Holds::Date => format!("2026-0{row}-11"),
                    Holds::Number => format!("{}", row * 10),
                };
                stage.types(&cell);
                stage.press("Tab");
            }
            // Changes the drivers and criteria.
            stage.press("Down Ctrl-Home");
            for _ in 0..row {
                stage.press("Down");
            }
        }
        let typed = stage.picture();
        stage.press("Esc");
        let kept = stage.keeps();
        let form = stage.picture();
        let mut again = Stage::kept(about.name, Some(&kept));
        assert_eq!(again.picture(), form, "{}", about.name);
        again.press("F8 Down Down Down");
        assert_eq!(again.picture(), typed, "{}", about.name);
    }
    assert_eq!(seen, 14);
}

#[test]
fn columns_that_are_not_understood_are_pointed_at() {
    let text = "Odběratel;Tržby;Nákup\nNord;1.200;900\nJih;800;500\n";
    let about = calculators::find("cost_to_serve").unwrap();
    let file = std::path::Path::new("/nowhere");
    assert!(crate::sheet::load(file, about.layouts, &Options::default()).is_err());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rok.csv");
    std::fs::write(&path, text).unwrap();
    let refused = crate::sheet::load(&path, about.layouts, &Options::default()).unwrap_err();
    assert_eq!(refused.columns.len(), 3);
    let mut stage = Stage::new("cost_to_serve");
    stage.press("F7");
    stage.news(News::Table("cost_to_serve", Err(unread(refused))));
    stage.shows("Which column is: Customer?");
    stage.shows("Nord, Jih");
    insta::assert_snapshot!("columns_pointed_at", stage.picture());
    stage.press("Enter");
    stage.shows("Customer = Odběratel");
    stage.shows("Which column is: Revenue?");
    // One step back, and on.
    stage.press("Esc");
    stage.shows("Which column is: Customer?");
    stage.press("Enter Enter");
    stage.shows("Which column is: Cost of goods?");
    stage.press("Up Enter Tab");
    let Some(Effect::LoadTable(_, _, options)) = stage.effects.last() else {
        panic!("{:?}", stage.effects);
    };
    let columns: Vec<_> = options.columns.iter().map(|(k, h)| (&**k, &**h)).collect();
    assert_eq!(
        columns,
        [("id", "Odběratel"), ("revenue", "Tržby"), ("cogs", "Nákup")]
    );
    let sheet = crate::sheet::load(&path, about.layouts, options).unwrap();
    assert_eq!(sheet.rows, 2);
}

#[test]
fn a_refused_reading_is_mended_by_one_of_its_ways() {
    let about = calculators::find("rfm").unwrap();
    let text = "customer,date,amount\nA,02/03/2026,5\nB,04/05/2026,7\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("days.csv");
    std::fs::write(&path, text).unwrap();
    let refused = crate::sheet::load(&path, about.layouts, &Options::default()).unwrap_err();
    let mut stage = Stage::new("rfm");
    stage.news(News::Table("rfm", Err(unread(refused))));
    stage.shows("the day comes first");
    stage.press("Down Enter");
    let Some(Effect::LoadTable(_, _, options)) = stage.effects.last() else {
        panic!("{:?}", stage.effects);
    };
    assert!(crate::sheet::load(&path, about.layouts, options).is_ok());
    assert_eq!(
        options.date_order,
        Some(crate::calculators::dates::Order::Month)
    );
}

#[test]
fn a_rate_below_one_per_cent_asks_and_one_key_answers() {
    let mut stage = Stage::new("clv");
    stage.press("Down 0 . 8");
    stage.shows("Retention: 0.8 % or 80 %?");
    stage.shows("o take 80 %");
    stage.press("o");
    stage.shows("80 %");
    stage.shows("240.00");
    stage.press("u");
    stage.shows("0.8 % or 80 %?");
    // Said with its sign it is meant so.
    stage.press("End %");
    stage.hides("or 80 %?");
    stage.press("F9");
    stage.shows("Nothing here was read in one way of several.");
}

#[test]
fn a_short_table_makes_a_question_with_its_rows() {
    let mut stage = Stage::new("abc");
    let text = "id,value\nA_1,10\nB|2,20\nC,30\n";
    stage.news(News::Table(
        "abc",
        Ok(Box::new(read("abc", text, Options::default()))),
    ));
    stage.press("m");
    let Some(Effect::MakeCard("abc", card)) = stage.effects.last().cloned() else {
        panic!("{:?}", stage.effects);
    };
    for row in ["| Item | Value |", "| A\\_1 | 10 |", "| B\\|2 | 20 |"] {
        assert!(card.question.contains(row), "{}", card.question);
    }
    stage.press("z");
    stage.shows("Quiz");
}

#[test]
fn a_block_pasted_over_the_form_opens_its_table() {
    let mut stage = Stage::new("abc");
    stage.paste("Nord\t12\nJih\t8\n");
    stage.shows("Pasted 2 rows.");
    stage.press("Esc");
    stage.shows("20.00");
    // A single number goes into the field.
    let mut stage = Stage::new("clv");
    stage.paste("200\n");
    stage.shows("400.00");
}

/// Cells of a file are written as in the file, so that a further one typed alike fits them.
#[test]
fn a_table_with_decimal_commas_is_changed_with_decimal_commas() {
    let text = "Kunde;Umsatz\nA;1.200,50\nB;800,00\nC;12,125\n";
    let mut stage = Stage::new("abc");
    let columns = [("id", "Kunde"), ("value", "Umsatz")];
    let columns = columns.map(|(key, header)| (key.to_owned(), header.to_owned()));
    let options = Options {
        columns: columns.to_vec(),
        ..Options::default()
    };
    let loaded = read("abc", text, options);
    stage.news(News::Table("abc", Ok(Box::new(loaded))));
    stage.press("r");
    stage.shows("1200,5");
    stage.shows("12,125");
    stage.shows("2,012.625");
    stage.keys(r#"Down Tab "900""#);
    stage.shows("2,112.625");
    stage.keys(r#"Down "-5,5""#);
    stage.hides("two ways");
    stage.shows("2,095");
    // No other number is left to tell what the comma means; the file's mark does.
    stage.keys(r#"Up Down "3" Up Up "7,125""#);
    stage.shows("910.125");
}

/// The message of a command names flags; here a key asks.
#[test]
fn numbers_in_two_ways_are_told_by_the_key_that_asks() {
    let mut stage = Stage::new("abc");
    stage.press("r");
    stage.keys(r#""A" Tab "1200.55" Enter "B" Tab "-5,5""#);
    stage.shows("written in two ways");
    stage.shows("F9 asks which is meant.");
    stage.hides("--decimal");
    stage.press("F9");
    stage.shows("a comma stands before decimals");
}

#[test]
fn the_number_under_the_cursor_is_shown_whole() {
    let mut stage = Stage::new("forecast");
    let loaded = read("forecast", "demand\n50\n60\n", Options::default());
    stage.news(News::Table("forecast", Ok(Box::new(loaded))));
    stage.press("r");
    stage.shows(" 50");
    stage.press("Down");
    stage.shows(" 60");
}

/// The level at the start of the example says nothing about one's own demand.
#[test]
fn an_optional_number_of_the_example_goes_with_its_data() {
    let loaded = || {
        let text = "demand\n100\n120\n90\n";
        News::Table(
            "forecast",
            Ok(Box::new(read("forecast", text, Options::default()))),
        )
    };
    let mut stage = Stage::new("forecast");
    stage.shows("175");
    stage.news(loaded());
    stage.shows("Level at the start");
    stage.hides("175");
    stage.shows("Emptied");
    // What was typed stays.
    let mut stage = Stage::new("forecast");
    stage.keys(r#"Tab Tab Tab Tab Tab "110""#);
    stage.news(loaded());
    stage.shows("110");
    stage.hides("Emptied");
}

#[test]
fn a_table_in_a_question_has_the_headings_of_its_calculator() {
    let mut stage = Stage::new("time_driven");
    stage.press("z");
    let picture = stage.picture();
    let head = picture.lines().find(|line| line.contains("Minutes each"));
    let head: Vec<&str> = head
        .unwrap()
        .split("  ")
        .filter(|part| !part.trim().is_empty())
        .collect();
    assert_eq!(head.len(), 3, "{picture}");
    assert!(
        head[0].contains("Activity") && head[2].contains("How many"),
        "{picture}"
    );
}
