//! Tests of the calculators' screens: keys in, captured screens out.

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

mod form;
mod kept;
mod tables;

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

    /// Opens calculators as the driver does; collects the other effects.
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
        decimal: crate::calculators::numbers::Style::Point,
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

    /// Texts and keys: `"Nord" Tab "12" Enter`.
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

/// One row, equal rows, negative totals, and nothing to draw: in each size, with each set of symbols.
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
            // Leaves a text field, which would take the letter.
            stage.press("Down s");
            let kept = vec![(name.to_owned(), json(request))];
            stage.news(News::Scenarios(calculator, kept));
            stage.press("Enter");
            if size.0 > 40 {
                stage.shows(&format!("kept as {name}"));
            }
            // On a narrow screen the plot is a view of its own.
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

/// For fields and figures, in a what-if too.
#[test]
fn no_label_is_cut_on_a_screen_of_80_columns_or_more() {
    let whole = |stage: &mut Stage, label: &str| {
        // A label and its value are separated by two spaces.
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
    stage.press("Esc PageDown PageDown PageDown PageDown PageDown");
    stage.shows("> Chargeable weight");
    stage.shows("By weight or by volume");
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
fn a_note_that_is_cut_says_so() {
    let mut stage = Stage::with("abc", (40, 12), Palette::Mono, Symbols::Ascii);
    stage.shows("By running share of the value, or b~");
    stage.size = (80, 24);
    stage.shows("number of items.");
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
