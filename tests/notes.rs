//! A learner's notes: written beside a card or a page, shown with the answer, found, taken back, kept when decks change.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use stage::{Stage, key};
use std::fs;
use swotter::study::Key;
use swotter::study::log::Sort;
use swotter::tui::screens::browse;
use swotter::tui::theme::{Palette, Symbols};

fn note_on(stage: &mut Stage, card: &str) -> Option<String> {
    let store = stage.desk().store();
    store.note(Sort::Question, &key(card)).unwrap()
}

#[test]
fn a_note_is_written_beside_the_answer_shown_with_it_and_taken_back() {
    let mut stage = Stage::new();
    stage.ask(&["bases", "vmi"]).keys("1 Enter");
    stage.keys(r#"a "postcode_is_*geography*" Enter"#);
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("Your note  postcode is *geography*"),
        "{picture}"
    );
    assert!(picture.contains("1 Again"), "the answer stands: {picture}");
    assert_eq!(
        note_on(&mut stage, "bases").as_deref(),
        Some("postcode is *geography*")
    );
    // It is there to be changed, and Esc leaves it as it was.
    stage.keys(r#"a "!" Esc"#);
    assert!(!stage.text(80, 24).contains("*geography*!"));
    stage.keys(r#"a ",_no_need" Enter"#);
    assert!(stage.text(80, 24).contains("geography*, no need"));
    stage.keys("u");
    let picture = stage.text(80, 24);
    assert!(picture.contains("Taken back: the note"), "{picture}");
    assert!(
        picture.contains("*geography*") && !picture.contains("no need"),
        "{picture}"
    );
    assert!(
        picture.contains("1 of 2"),
        "the session stays where it was: {picture}"
    );
    stage.keys("U");
    assert!(stage.text(80, 24).contains("geography*, no need"));
    // A grade is taken as ever, and an emptied note is none.
    stage.keys("a Ctrl-u Enter");
    assert!(!stage.text(80, 24).contains("Your note"));
    assert_eq!(note_on(&mut stage, "bases"), None);
    stage.keys("3");
    assert!(stage.text(80, 24).contains("2 of 2"));
}

#[test]
fn a_note_on_a_concept_stands_on_its_page_and_with_the_answers_of_its_cards() {
    let mut stage = Stage::new();
    let concept = "cpim-customer-segments/order-winners";
    stage.ask(&["bases"]).keys("1 Enter c");
    stage.keys(r#"a "ask_Anna" Enter"#);
    assert!(stage.text(80, 40).contains("Your note  ask Anna"));
    stage.keys("Esc");
    let picture = stage.text(80, 40);
    assert!(picture.contains("On the page  ask Anna"), "{picture}");
    let note = stage
        .desk()
        .store()
        .note(Sort::Concept, &Key::from_text(concept));
    assert_eq!(note.unwrap().as_deref(), Some("ask Anna"));
}

#[test]
fn notes_are_found_in_the_list_of_cards_and_in_the_contents() {
    let mut stage = Stage::new();
    stage.keys(r#"/ "stock_that_lies" Enter a "Zürich_lecture" Enter"#);
    assert!(stage.text(80, 24).contains("Your note  Zürich lecture"));
    let rows = stage.rows();
    let found = |search: &str| browse::found(&rows, search, stage::TODAY).len();
    for search in ["note:zurich", "lecture", "is:noted"] {
        assert_eq!(found(search), 1, "{search}");
    }
    assert_eq!(
        (found("note:vendor"), found("-note:zur")),
        (0, rows.len() - 1)
    );
    stage.keys("Esc Esc Esc Esc");
    stage.keys(r#"o / "lecture""#);
    assert!(stage.text(120, 40).contains("Order winners"));
}

#[test]
fn a_note_stays_with_a_card_that_its_author_renames_and_rewords() {
    let decks = stage::copied_decks("renaming");
    let mut stage = Stage::over("renaming", Palette::Dark, Symbols::Braille, (80, 24));
    stage.ask(&["vmi"]).keys("Enter");
    stage.keys("a \"mine\" Enter");
    assert_eq!(note_on(&mut stage, "vmi").as_deref(), Some("mine"));
    let file = decks.join("segments.ron");
    let text = fs::read_to_string(&file).unwrap();
    let renamed = text.replace(
        r#"(id: "vmi","#,
        r#"(id: "vendor-stock", formerly: ["vmi"],"#,
    );
    assert_ne!(renamed, text);
    fs::write(&file, renamed).unwrap();
    stage.keys("Esc Up");
    assert_eq!(note_on(&mut stage, "vendor-stock").as_deref(), Some("mine"));
    let rows = stage.rows();
    let row = rows
        .iter()
        .find(|row| row.key == key("vendor-stock"))
        .unwrap();
    assert_eq!(&*row.note, "mine");
    let shown = stage
        .driver
        .desk()
        .unwrap()
        .card(&key("vendor-stock"))
        .unwrap();
    assert_eq!(&*shown.note, "mine");
}

#[test]
fn a_note_stays_with_a_concept_that_its_author_renames_and_with_a_renamed_deck() {
    let decks = stage::copied_decks("renamed-concept");
    let mut stage = Stage::over("renamed-concept", Palette::Dark, Symbols::Braille, (80, 24));
    stage.ask(&["bases"]).keys("1 Enter c");
    stage.keys(r#"a "ask_Anna" Enter Esc Esc"#);
    let file = decks.join("segments.ron");
    let change = |old: &str, new: &str| {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(old));
        fs::write(&file, text.replace(old, new)).unwrap();
    };
    let page = |stage: &mut Stage, deck: &str, concept: &str| {
        let desk = stage.driver.desk().unwrap();
        let note = desk.concept(&format!("{deck}/{concept}")).unwrap().note;
        let notes = desk.store().notes().unwrap();
        let told: Vec<String> = notes.iter().map(|n| n.subject.clone()).collect();
        (note.to_string(), told)
    };
    let deck = "cpim-customer-segments";
    change(
        r#"id: "order-winners","#,
        r#"id: "winners", formerly: ["order-winners"],"#,
    );
    stage.keys("Up");
    let told = vec![format!("{deck}/winners")];
    assert_eq!(page(&mut stage, deck, "winners"), ("ask Anna".into(), told));
    // A new concept under the old name has notes of its own.
    change(
        "Concept(id: \"segmentation\"",
        "Concept(id: \"order-winners\", title: \"Another\"), Concept(id: \"segmentation\"",
    );
    stage.keys("Up");
    stage.keys(r#"o / "Another" Enter Enter a Ctrl-u "other" Enter Esc Esc Esc Up"#);
    assert_eq!(page(&mut stage, deck, "order-winners").0, "other");
    change(
        "id: \"cpim-customer-segments\"",
        "id: \"segments\", formerly: [\"cpim-customer-segments\"]",
    );
    stage.keys("Up");
    let told = ["segments/winners", "segments/order-winners"].map(str::to_owned);
    assert_eq!(
        page(&mut stage, "segments", "winners"),
        ("ask Anna".into(), told.to_vec())
    );
    assert_eq!(page(&mut stage, "segments", "order-winners").0, "other");
    stage.keys(r#"o / "anna""#);
    assert!(stage.text(120, 40).contains("Order winners"));
}
