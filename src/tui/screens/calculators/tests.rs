//! Keys in, pictures out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::new_numbers::DRAWN;
use super::result::MANY;
use super::*;
use crate::calculators::draw::Draw;
use crate::calculators::{ALL, Kind, Table, TableCells};
use crate::sheet::{Options, Refused};
use crate::tui::app::App;
use crate::tui::key_press::Keys;
use crate::tui::screen::{Input as Event, Source, Unread};
use crate::tui::screens::Route;
use crate::tui::theme::{Palette, Symbols};
use ratatui::buffer::Buffer;
use std::sync::Arc;

struct Stage {
    app: App,
    size: (u16, u16),
    effects: Vec<Effect>,
}

impl Stage {
    fn with(calculator: &str, size: (u16, u16), palette: Palette, symbols: Symbols) -> Stage {
        let app = App::new(
            Look::new(palette, symbols, Keys::default()),
            false,
            true,
            Box::new(CalculatorList::default()),
        );
        let mut stage = Stage {
            app,
            size,
            effects: Vec::new(),
        };
        let nth = ALL.iter().position(|c| c.name == calculator).unwrap();
        for _ in 0..nth {
            stage.press("Down");
        }
        stage.press("Enter");
        stage
    }

    fn new(calculator: &str) -> Stage {
        Stage::with(calculator, (80, 24), Palette::Dark, Symbols::Braille)
    }

    fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            let input = Event::Key(key.parse().unwrap());
            self.app.was_read(&input);
            let now = Now {
                ms: 7,
                ..Now::default()
            };
            let effects = self.app.input(input, now);
            self.keep(effects);
            self.picture();
        }
    }

    fn types(&mut self, text: &str) {
        for c in text.chars() {
            let key = if c == ' ' {
                "Space".to_owned()
            } else {
                c.to_string()
            };
            self.press(&key);
        }
    }

    fn news(&mut self, news: News) {
        let effects = self.app.news(news, Now::default());
        self.keep(effects);
    }

    /// Opens calculators as the driver does; keeps what is left.
    fn keep(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Open(Route::Calculator(name, request)) => {
                    let screen = CalculatorScreen::new(&name, request.as_ref()).unwrap();
                    self.app.open(Box::new(screen), Now::default());
                }
                effect => self.effects.push(effect),
            }
        }
    }

    fn picture(&mut self) -> String {
        let (width, height) = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        self.app.draw(&mut buffer);
        let lines: Vec<String> = (0..height)
            .map(|y| {
                (0..width)
                    .map(|x| buffer[(x, y)].symbol())
                    .collect::<String>()
            })
            .map(|line| line.trim_end().to_owned())
            .collect();
        lines.join("\n")
    }

    #[track_caller]
    fn shows(&mut self, text: &str) {
        let picture = self.picture();
        assert!(picture.contains(text), "no `{text}` in\n{picture}");
    }

    #[track_caller]
    fn hides(&mut self, text: &str) {
        let picture = self.picture();
        assert!(!picture.contains(text), "`{text}` in\n{picture}");
    }
}

fn long_table(rows: usize) -> Loaded {
    let ids = (0..rows).map(|i| format!("Customer {i}")).collect();
    let values = (0..rows)
        .map(|i| (i * 7919 % 100_003) as f64 + 1.0)
        .collect();
    Loaded {
        name: "long.csv".into(),
        source: Source::File("/tables/long.csv".into()),
        table: Arc::new(Table {
            columns: vec![
                ("id".into(), TableCells::Texts(Arc::new(ids))),
                ("value".into(), TableCells::Numbers(Arc::new(values))),
            ],
        }),
        rows,
        understood: "id = `customer`".into(),
        guess: "id = `customer`".into(),
        findings: Vec::new(),
        options: Options::default(),
        columns: Vec::new(),
        request: Value::Null,
    }
}

fn unread(refused: Refused) -> Box<Unread> {
    Box::new(Unread {
        source: Source::File("sales.csv".into()),
        options: Options::default(),
        refused,
    })
}

/// A table of cells, with the separator that spreadsheets copy.
fn read(calculator: &str, text: &str, options: Options) -> Loaded {
    let about = calculators::find(calculator).unwrap();
    let sheet = crate::sheet::parse(text.as_bytes(), about.layouts, &options).unwrap();
    let source = Source::File("/tables/own.csv".into());
    Loaded::new("own.csv".into(), source, sheet, options, Value::Null)
}

impl Stage {
    /// A calculator with what was kept of it; what it keeps is among the effects.
    fn kept(calculator: &str, kept: Option<&Value>) -> Stage {
        let mut stage = Stage::new(calculator);
        let screen = CalculatorScreen::kept(calculator, Ok(kept.cloned())).unwrap();
        stage.press("Esc");
        let effects = stage.app.open(Box::new(screen), Now::default());
        stage.keep(effects);
        stage
    }

    fn keeps(&self) -> Value {
        let kept = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::KeepForm(_, form) => Some(form.clone()),
            _ => None,
        });
        kept.expect("nothing is kept")
    }

    fn paste(&mut self, text: &str) {
        let effects = self
            .app
            .input(Event::Paste(text.to_owned()), Now::default());
        self.keep(effects);
    }

    /// Words with keys between them: `"Nord" Tab "12" Enter`.
    fn keys(&mut self, script: &str) {
        for (nth, part) in script.split('"').enumerate() {
            match nth % 2 {
                0 => self.press(part),
                _ => self.types(part),
            }
        }
    }
}

#[test]
fn every_calculator_at_80_by_24() {
    for calculator in ALL {
        let name = calculator.name;
        let mut stage = Stage::new(name);
        insta::assert_snapshot!(format!("80x24_{name}"), stage.picture());
    }
}

#[test]
fn every_calculator_at_120_by_40_in_light() {
    for calculator in ALL {
        let name = calculator.name;
        let mut stage = Stage::with(name, (120, 40), Palette::Light, Symbols::Block);
        insta::assert_snapshot!(format!("120x40_{name}"), stage.picture());
    }
}

#[test]
fn every_calculator_at_40_by_12_in_plain_characters() {
    for calculator in ALL {
        let name = calculator.name;
        let mut stage = Stage::with(name, (40, 12), Palette::Mono, Symbols::Ascii);
        let picture = stage.picture();
        assert!(picture.is_ascii(), "{picture}");
        insta::assert_snapshot!(format!("40x12_{name}"), picture);
    }
}

/// One row, equal rows, totals below zero, and nothing to draw: at each size, with each set of symbols.
#[test]
fn calculators_with_odd_data_look_as_they_should() {
    let json = |text: &str| crate::calculators::request::read(text).unwrap();
    let cases = [
        ("abc", "one_item", r#"{"items": [{"id": "a", "value": 7}]}"#),
        (
            "abc",
            "all_equal",
            r#"{"items": [{"id": "a", "value": 7}, {"id": "b", "value": 7}, {"id": "c", "value": 7}]}"#,
        ),
        (
            "cost_to_serve",
            "negative_total",
            r#"{"rates": {"orders": 40}, "customers": [
                {"id": "a", "revenue": 100, "gross_margin": 30, "drivers": {"orders": 9}},
                {"id": "b", "revenue": 100, "gross_margin": 20, "drivers": {"orders": 5}}]}"#,
        ),
        (
            "forecast_error",
            "one_period",
            r#"{"periods": [{"actual": 100, "forecast": 90}]}"#,
        ),
        (
            "prioritise",
            "all_equal",
            r#"{"weights": {"profit": 1, "growth": 1}, "matrix": {"x": "profit", "y": "growth"}, "customers": [
                {"id": "a", "scores": {"profit": 3, "growth": 3}}, {"id": "b", "scores": {"profit": 3, "growth": 3}}]}"#,
        ),
        (
            "clv",
            "negative_margin",
            r#"{"margin": -120, "retention": 0.8, "discount": 0.2}"#,
        ),
        (
            "pooling",
            "nothing_held",
            r#"{"sites": 1, "safety_stock": 0}"#,
        ),
    ];
    for (calculator, name, request) in cases {
        let mut pictures = String::new();
        for (size, palette, symbols) in [
            ((80, 24), Palette::Dark, Symbols::Braille),
            ((120, 40), Palette::Light, Symbols::Block),
            ((40, 12), Palette::Mono, Symbols::Ascii),
        ] {
            let mut stage = Stage::with(calculator, size, palette, symbols);
            // Away from a field of words, which would take the letter.
            stage.press("Down s");
            let kept = vec![(name.to_owned(), json(request))];
            stage.news(News::Scenarios(calculator, kept));
            stage.press("Enter");
            if size.0 > 40 {
                stage.shows(&format!("kept as {name}"));
            }
            // On a narrow screen the plot has a view of its own.
            for keys in if size.0 < 60 {
                vec!["", "F3"]
            } else {
                vec![""]
            } {
                stage.press(keys);
                let picture = stage.picture();
                pictures += &format!("--- {}x{} {keys}\n{picture}\n", size.0, size.1);
            }
        }
        insta::assert_snapshot!(format!("odd_{calculator}_{name}"), pictures);
    }
}

/// Of fields and figures, in a what-if too.
#[test]
fn no_label_is_cut_on_a_screen_of_80_columns_or_more() {
    let whole = |stage: &mut Stage, label: &str| {
        // Two spaces part a label from its value.
        stage.shows(&format!("{label}  "));
    };
    for (size, symbols) in [
        ((80, 24), Symbols::Braille),
        ((80, 24), Symbols::Ascii),
        ((120, 40), Symbols::Block),
    ] {
        for calculator in ALL {
            let about = calculator;
            let request = crate::calculators::request::read(about.example).unwrap();
            let outcome = calculator
                .outcome(&crate::calculators::Input::new(&request))
                .unwrap();
            let mut stage = Stage::with(about.name, size, Palette::Dark, symbols);
            for field in about.fields {
                whole(&mut stage, field.label);
                for figure in &outcome.figures {
                    whole(&mut stage, figure.label);
                }
                let words = field.kind == Kind::Pairs;
                stage.press(if words { "" } else { "+" });
                if stage.picture().contains("before") {
                    stage.shows(" now ");
                    for field in about.fields {
                        whole(&mut stage, field.label);
                    }
                    for figure in &outcome.figures {
                        whole(&mut stage, figure.label);
                    }
                    stage.press("Esc");
                }
                stage.press("Down");
            }
            for figure in &outcome.figures {
                whole(&mut stage, figure.label);
            }
        }
    }
}

#[test]
fn every_view_of_every_calculator_is_drawn_at_every_size() {
    let sizes = |step: usize| {
        (0..=200u16)
            .step_by(step)
            .chain([19, 20, 21, 59, 60, 99, 100, 101])
    };
    for calculator in ALL {
        let mut stage = Stage::with(calculator.name, (80, 24), Palette::Dark, Symbols::Braille);
        for view in [
            "", "F3", "F4", "F4", "F5", "Esc", "+", "Esc", "Ctrl-q", "Enter", "Esc",
        ] {
            stage.press(view);
            for width in sizes(29) {
                for height in (0..=60u16).step_by(15).chain([1, 3, 4, 5, 6, 12, 24]) {
                    stage.size = (width, height);
                    stage.picture();
                }
            }
            stage.size = (80, 24);
        }
    }
}

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
fn kept_numbers_of_a_table_point_to_its_file() {
    let mut stage = Stage::new("abc");
    stage.news(News::Table("abc", Ok(Box::new(long_table(30)))));
    stage.press("s a Enter");
    let saved = stage.effects.iter().find_map(|effect| match effect {
        Effect::SaveScenario { request, .. } => Some(request.clone()),
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
            .any(|e| matches!(e, Effect::DeleteScenario { .. }))
    );
    stage.press("Delete");
    assert!(
        stage
            .effects
            .iter()
            .any(|e| matches!(e, Effect::DeleteScenario { name, .. } if name == "a"))
    );
    stage.press("Enter");
    let loads = stage.effects.iter().any(|effect| {
        matches!(effect, Effect::LoadTable("abc", Source::File(path), _) if path == "/tables/long.csv")
    });
    assert!(loads, "{:?}", stage.effects);
}

#[test]
fn the_list_names_every_calculator_and_its_question() {
    let mut stage = Stage::new("abc");
    stage.press("Esc");
    insta::assert_snapshot!(stage.picture());
}

#[test]
fn the_list_shows_every_question_whole_at_80_columns() {
    let mut stage = Stage::with("abc", (80, 60), Palette::Dark, Symbols::Block);
    stage.press("Esc");
    for calculator in ALL {
        stage.shows(calculator.purpose);
    }
}

#[test]
fn what_is_typed_in_the_list_leaves_the_calculators_with_these_words() {
    for size in [(80, 24), (40, 12)] {
        let mut stage = Stage::with("abc", size, Palette::Mono, Symbols::Ascii);
        stage.press("Esc");
        stage.types("stock");
        stage.shows("Inventory");
        stage.hides("Customers");
        stage.types(" season");
        stage.shows("No calculator has these words");
        stage.press("Esc");
        stage.shows("type to search");
        stage.types("newsv");
        stage.press("Enter");
        stage.shows("Newsvendor order  ");
    }
    let mut stage = Stage::with("abc", (40, 12), Palette::Mono, Symbols::Ascii);
    stage.press("Esc PageDown PageDown PageDown");
    stage.shows("> Chargeable weight");
    stage.shows("By weight or by volume");
}

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
fn a_value_wider_than_its_field_says_so() {
    Stage::new("cost_to_serve").shows("Driver unit costs    …es 3, orders 40 ");
}

#[test]
fn a_sample_is_named_only_where_there_is_one() {
    for calculator in ALL.iter().filter(|c| c.fields.is_empty()) {
        let name = calculator.name;
        let mut stage = Stage::new(name);
        stage.shows("It works on a table:");
        stage.hides("sample");
        stage.press("d");
        stage.shows("There is no sample for this calculator.");
    }
    let mut stage = Stage::new("clv");
    stage.press("l");
    stage.shows("This calculator reads no table.");
    stage.press("d");
    stage.shows("There is no sample for this calculator.");
}

#[test]
fn a_form_without_a_result_says_why_there_is_no_other_view() {
    let mut stage = Stage::new("clv");
    stage.press("Down End 0 F3");
    stage.shows("There is no curve yet: the numbers give no result.");
}

#[test]
fn quadrants_and_those_that_come_first_are_named_in_their_plots() {
    for symbols in [Symbols::Braille, Symbols::Ascii] {
        let mut stage = Stage::with("cost_to_serve", (80, 24), Palette::Mono, symbols);
        stage.press("F3 F3");
        stage.shows("Revenue against cost to serve");
        for (nth, quadrant) in ["protect", "cost engineer", "build", "danger zone"]
            .into_iter()
            .enumerate()
        {
            let sign = match symbols {
                Symbols::Ascii => ["o", "x", "+", "#"],
                _ => ["•", "○", "×", "+"],
            };
            stage.shows(&format!("{} {quadrant}", sign[nth]));
        }
        let mut stage = Stage::with("prioritise", (80, 24), Palette::Mono, symbols);
        stage.shows("strategy against profit");
        stage.shows("Aldous Foods");
        stage.press("F3");
        stage.shows("Birch Clinics");
    }
}

#[test]
fn one_hidden_column_is_one_column() {
    let mut stage = Stage::new("prioritise");
    stage.press("F4");
    stage.shows("1 more column\n");
}

#[test]
fn a_field_without_steps_says_so_on_a_narrow_screen_too() {
    let mut stage = Stage::with("abc", (40, 12), Palette::Mono, Symbols::Ascii);
    stage.press("Down +");
    stage.shows("No steps here: type another value.");
}

#[test]
fn a_note_that_is_cut_says_so() {
    let mut stage = Stage::with("abc", (40, 12), Palette::Mono, Symbols::Ascii);
    stage.shows("By running share of the value, or b~");
    stage.size = (80, 24);
    stage.shows("number of items.");
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
    stage.shows("Working");
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
fn a_table_is_sorted_by_the_column_under_the_cursor() {
    let mut stage = Stage::new("abc");
    stage.press("b Right Right Enter Enter");
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
    stage.shows("your answer: 240");
    stage.shows("Working");
    insta::assert_snapshot!("quiz_answered", stage.picture());
    stage.press("z");
    stage.hides("- Margin a period: 120\n");
    stage.press("Enter Esc");
    stage.shows("drawn for the quiz");
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
    let Some(Effect::SaveScenario { name, request, .. }) = stage.effects.last().cloned() else {
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
fn a_drawn_problem_opens_its_calculator_filled_in() {
    let request = serde_json::json!({"margin": 200, "retention": 0.75, "discount": 0.1});
    let screen = CalculatorScreen::new("clv", Some(&request)).unwrap();
    let outcome = screen.result.as_ref().unwrap();
    let clv = outcome.figure("clv").and_then(|f| f.value).unwrap();
    assert!((clv - 200.0 * 0.75 / 0.35).abs() < 1e-9, "{clv}");
    assert!(CalculatorScreen::new("nonsense", None).is_none());
}

#[test]
fn esc_leads_home_from_everywhere() {
    for keys in [
        "",
        "Tab",
        "c b",
        "w",
        "z",
        "z Enter",
        "l",
        "x",
        "s",
        "+",
        "Down Down +",
    ] {
        let mut stage = Stage::new("clv");
        stage.press(keys);
        for _ in 0..4 {
            stage.press("Esc");
        }
        assert_eq!(stage.app.depth(), 1, "{keys}");
    }
}

#[test]
fn random_keys_never_break_a_calculator() {
    const KEYS: [&str; 30] = [
        "Tab",
        "Shift-Tab",
        "Up",
        "Down",
        "Left",
        "Right",
        "Enter",
        "Space",
        "+",
        "-",
        "w",
        "z",
        "m",
        "e",
        "u",
        "0",
        "9",
        ".",
        ",",
        "Backspace",
        "Delete",
        "Home",
        "End",
        "PageDown",
        "Ctrl-u",
        "Esc",
        "l",
        "x",
        "s",
        "%",
    ];
    for (nth, calculator) in ALL.iter().enumerate() {
        let mut draw = Draw::new(nth as u64);
        let mut stage = Stage::with(calculator.name, (80, 24), Palette::Dark, Symbols::Braille);
        for _ in 0..150 {
            if stage.app.depth() < 3 {
                break;
            }
            let key = draw.one_of(&KEYS);
            stage.size = (draw.below(130) as u16, draw.below(45) as u16);
            stage.press(key);
        }
    }
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
fn a_wide_screen_shows_values_and_columns_whole() {
    let mut stage = Stage::with("cost_to_serve", (200, 60), Palette::Light, Symbols::Braille);
    stage.shows("drops 75, lines 3, orders 40");
    stage.press("F8");
    for column in ["Customer", "Capital tied up", "drops", "lines", "orders"] {
        stage.shows(column);
    }
    stage.hides("+1");
    stage.size = (80, 24);
    stage.shows("+6");
    let mut stage = Stage::with("abc", (200, 60), Palette::Light, Symbols::Braille);
    let long = "A customer whose name takes more than half a line";
    let text = format!("id,value\n{long},10\nB,20\n");
    stage.news(News::Table(
        "abc",
        Ok(Box::new(read("abc", &text, Options::default()))),
    ));
    stage.press("b");
    stage.shows(long);
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

#[test]
fn a_kept_table_goes_with_its_name() {
    let mut stage = Stage::new("abc");
    stage.keys(r#"r "Nord" Tab "12" Esc s "one" Enter"#);
    let Some(Effect::SaveScenario { request, .. }) = stage.effects.last().cloned() else {
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
