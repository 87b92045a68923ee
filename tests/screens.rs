//! Every screen as keys in and picture out, at many sizes and looks; and what no run of keys may do.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "screens/lists.rs"]
mod lists;
mod stage;
#[path = "screens/study.rs"]
mod study;

use crossterm::event::MouseEventKind;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;
use stage::{Stage, styles, text};
use std::collections::{BTreeSet, HashSet};
use swotter::study::text::Text;
use swotter::tui::action::{Action, TABLE};
use swotter::tui::screens::browse::Browse;
use swotter::tui::screens::welcome::Welcome;
use swotter::tui::theme::{Palette, Symbols};

/// A screen by name, and how one gets there.
type Scene = (&'static str, fn(&mut Stage));

macro_rules! scenes {
    ($($name:ident: |$stage:ident| $reach:expr;)+) => {
        &[$((stringify!($name), |$stage| { $reach; })),+]
    };
}

const SCENES: &[Scene] = scenes! {
    home: |s| s.keys("");
    welcome: |s| s.show(Box::new(Welcome::new(exams())));
    home_deck: |s| s.keys("Down Down");
    home_broken: |s| s.keys("Tab Tab");
    home_weak: |s| s.keys("End -");
    home_exam: |s| s.plan_for("CPIM", 40).keys("Down Up");
    decks: |s| s.keys("d Down");
    faults: |s| s.keys("Tab Tab Enter");
    concept_before_question: |s| s.keys("Enter Space 3 \"25\" Enter 3");
    recall: |s| s.ask(&["what-wins"]);
    recall_answer: |s| s.ask(&["what-wins"]).keys("Space");
    table_answer: |s| s.ask(&["table"]).keys("Space");
    cloze: |s| s.ask(&["qualifier"]);
    choice: |s| s.ask(&["price-war"]).keys("h");
    choice_wrong: |s| s.ask(&["price-war"]).keys("2");
    choice_many: |s| s.ask(&["bases"]).keys("1 3");
    typed: |s| s.ask(&["vmi"]).keys("\"consign\"");
    typed_wrong: |s| s.ask(&["vmi"]).keys("\"consigmnent\" Enter");
    number: |s| s.ask(&["share"]).keys("\"0,2\"");
    number_wrong: |s| s.ask(&["share"]).keys("\"400\" Enter");
    number_refused: |s| s.ask(&["share"]).keys("\"much\" Enter");
    order: |s| s.ask(&["steps"]).keys("Down Space Down");
    order_wrong: |s| s.ask(&["steps"]).keys("Enter");
    flagging: |s| s.ask(&["what-wins"]).keys("Space f \"two_answers\"");
    end: |s| s.ask(&["what-wins", "price-war"]).keys("Space 3 x 1 1 3");
    concept: |s| s.ask(&["what-wins"]).keys("c Tab");
    details: |s| s.ask(&["what-wins"]).keys("Space 2 i");
    browse: |s| s.keys("/");
    browse_found: |s| s.keys("/ \"is:due_order\" Esc");
    browse_nothing: |s| s.keys("/ \"zzzz\"");
    calculators: |s| s.keys("c");
    calculator_what_if: |s| s.keys("c \"lifetime\" Enter Down + +");
    calculator_refused: |s| s.keys("c \"lifetime\" Enter Down End 0");
    calculator_choice: |s| s.keys("c Enter Space");
    calculator_curve: |s| s.keys("c \"serve\" Enter F3");
    calculator_table: |s| s.keys("c Enter b Right Right Enter");
    calculator_working: |s| s.keys("c \"lifetime\" Enter w");
    calculator_quiz: |s| s.keys("c \"lifetime\" Enter z \"24\" Enter");
    calculator_rows: |s| s.keys("c Enter r \"Nord\" Tab \"1200\" Enter \"Jih\" Tab \"800\"");
    calculator_load: |s| s.keys("c Enter l \"sales\"");
    calculator_save: |s| s.keys("c Enter x");
    preview: |s| s.show(stage::preview());
    preview_page: |s| s.show(stage::preview()).keys("Down Enter");
    preview_question: |s| s.show(stage::preview()).keys("n Enter");
    preview_answer: |s| s.show(stage::preview()).keys("Down Down Down r Enter Tab \"7\" Enter");
    preview_lost: |s| s.show(stage::preview()).keys("n n");
    preview_stale: |s| s.show(stage::preview()).keys("Down Down Enter").saved(stage::unreadable());
    home_changed: |s| s.keys("");
    changes: |s| s.keys("v");
    contents: |s| s.keys("o Down");
    contents_search: |s| s.keys("o / \"winners\"");
    plan: |s| s.plan_for("CPIM", 40).keys("x");
    plan_two_exams: |s| s.plan_for("CPIM", 12).plan_for("CLTD", 100).keys("x Tab");
    plan_without_date: |s| s.keys("x");
    mock_exam: |s| s.lobby();
    exam_question: |s| s.lobby().keys("Enter Tab Right Right Tab m");
    exam_finish: |s| s.lobby().keys("Enter Tab f");
    exam_paused: |s| s.lobby().keys("Enter Tab p");
    exam_go_to: |s| s.lobby().keys("Enter Tab g 3");
    exam_result: |s| s.lobby().keys("Enter Tab 1 f Enter Down");
    exam_answer: |s| s.lobby().keys("Enter Tab 1 f Enter End Enter");
    how_sure: |s| s.ask_how_sure("price-war").keys("2");
    statistics: |s| s.keys("i");
    settings: |s| s.show(stage::settings()).keys("Down Down Down Down Down");
    settings_typed: |s| s.show(stage::settings()).keys("Enter \"5\"");
    help: |s| s.ask(&["price-war"]).keys("?");
    palette: |s| s.ask(&["price-war"]).keys(": \"card\"");
};

/// The exams of the first start.
fn exams() -> Vec<(String, Text)> {
    let exams = [
        ("CPIM", "Planning and inventory management"),
        ("CLTD", "Logistics, transportation and distribution"),
    ];
    exams
        .map(|(id, title)| (id.to_owned(), title.into()))
        .into()
}

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

/// Whether a row begins with reversed blanks, which look like the sign of the current line.
fn has_blank_signs(buffer: &Buffer) -> bool {
    let cells = |y| (0..buffer.area.width).map(move |x| &buffer[(x, y)]);
    let mut rows = (0..buffer.area.height).map(|y| cells(y).skip_while(|c| c.modifier.is_empty()));
    rows.any(|mut row| {
        row.next()
            .is_some_and(|c| c.symbol() == " " && c.modifier.contains(Modifier::REVERSED))
    })
}

/// Signs and what stands for them where a terminal shows only ASCII. Curves are drawn in another way there.
const IN_ASCII: &str =
    "▫. ░. ░- ▁. ▂. ▂: ▃: ▄: ▅| ▆| ▇# █# ▓= ▓* ▒+ ›> ·- …~ ─- •* ✗x ✓+ ↑^ ↓v □. ■# ▪#";

fn is_same_in_ascii(drawn: &str, ascii: &str) -> bool {
    let is_sign = |one, other| IN_ASCII.split(' ').any(|of| of.chars().eq([one, other]));
    let mut each = drawn.chars().zip(ascii.chars());
    drawn.chars().count() == ascii.chars().count()
        && each.all(|(one, other)| one == other || is_sign(one, other))
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
        let mut drawn = String::new();
        for (wide, high) in sizes {
            let size = (wide, high);
            let picture = sized(it, Palette::Dark, Symbols::Braille, size).text(wide, high);
            out.push_str(&format!("--- {wide}x{high}\n{picture}\n"));
            if size == (80, 24) {
                drawn = picture;
            }
        }
        let ascii = scene(it, Palette::Dark, Symbols::Ascii).text(80, 24);
        assert!(ascii.is_ascii(), "{}: {ascii}", it.0);
        if drawn.contains(|c| matches!(c, '\u{2801}'..='\u{28ff}')) {
            out.push_str(&format!("--- 80x24 ascii\n{ascii}\n"));
        } else {
            assert!(is_same_in_ascii(&drawn, &ascii), "{}: {ascii}", it.0);
        }
        let mut dark = String::new();
        for palette in Palette::ALL {
            let (buffer, cursor) = scene(it, palette, Symbols::Braille).draw(80, 24);
            assert!(!has_blank_signs(&buffer), "{}, {}", it.0, palette.word());
            let styles = styles(&buffer);
            match palette {
                Palette::Dark => dark.clone_from(&styles),
                Palette::Light => {
                    let light = dark.replace("cyan", "blue").replace("yellow", "magenta");
                    let light = light.replace("lightred", "red");
                    assert_eq!(styles, light, "{}", it.0);
                    continue;
                }
                Palette::Mono => {}
            }
            out.push_str(&format!("--- styles {}\n{styles}\n", palette.word()));
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
        for wide in [20, 40] {
            let narrow = stage.text(wide, 400);
            let rows = narrow.lines().skip(1);
            assert!(!rows.collect::<String>().contains('…'), "{narrow}");
        }
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
fn what_is_typed_over_a_screen_is_ended_by_its_own_keys_alone() {
    let mut stage = Stage::new();
    stage.ask(&["price-war"]).keys("f \"half_a\"");
    let picture = stage.text(80, 24);
    let option = picture.lines().position(|line| line.contains("qualifier"));
    stage.click(8, option.unwrap() as u16);
    stage.shows("\"_reason\" Up", "half a reason");
    assert!(stage.log().is_empty());
    stage.keys("Enter");
    let flag = stage.memory("price-war").flag;
    assert_eq!(flag.as_deref(), Some("half a reason"));
}

#[test]
fn a_page_of_a_list_leads_past_nothing_unseen() {
    for keys in ["o", "c", "/ Esc"] {
        let mut stage = Stage::shipped((80, 24));
        stage.keys("1 Esc").keys(keys);
        for _ in 0..3 {
            let picture = stage.text(80, 24);
            let last = picture.lines().take(22).filter(|line| !line.is_empty());
            let last: String = last.last().unwrap().trim().chars().take(20).collect();
            stage.shows("PageDown", &last);
        }
    }
}

#[test]
fn a_key_that_can_do_nothing_is_not_offered_or_says_what_is_wanted() {
    Stage::new().lobby().hides("", "Right change");
}
