//! The settings on their screen: shown with where they come from, changed, and kept in the file.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use stage::Stage;
use std::fs;
use swotter::tui::theme::Palette;

fn config(stage: &mut Stage) -> String {
    let file = stage.desk().config().to_owned();
    fs::read_to_string(file).unwrap_or_default()
}

#[test]
fn a_setting_is_changed_on_its_screen_and_kept_in_the_file_with_its_comments() {
    let mut stage = Stage::new();
    stage.keys(",");
    let picture = stage.text(80, 24);
    assert!(picture.contains("new_per_day   20"), "{picture}");
    assert!(
        picture.contains("New questions a day over all decks"),
        "{picture}"
    );
    assert_eq!(config(&mut stage), "", "nothing is written for looking");
    let file = stage.desk().config().to_owned();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "// mine\n(\n    grades: 4, // enough\n)\n").unwrap();
    // The number, then six grades by choice.
    stage.keys("Enter Ctrl-u \"5\" Enter Down Down Down Enter");
    let text = config(&mut stage);
    let wanted = "// mine\n(\n    grades: 6, // enough\n    new_per_day: 5,\n)\n";
    assert_eq!(text, wanted);
    let picture = stage.text(80, 24);
    assert!(picture.contains("config.ron, line 3"), "{picture}");
    assert_eq!(stage.desk().settings().grades, 6, "it holds at once");
    // What is no value is refused with a reason and leaves the file alone.
    stage.keys("Up Up Up Enter Ctrl-u \"many\" Enter");
    let picture = stage.text(80, 24);
    assert!(picture.contains("`many` is no whole number."), "{picture}");
    assert!(
        picture.contains("new_per_day  many"),
        "it is kept: {picture}"
    );
    assert_eq!(config(&mut stage), wanted);
}

#[test]
fn the_theme_that_was_tried_is_kept_and_the_rollover_hour_goes_to_the_log() {
    let mut stage = Stage::new();
    stage.keys("t , End Up Up Up Up Up Up Up");
    assert!(
        stage.text(80, 24).contains("› theme"),
        "{}",
        stage.text(80, 24)
    );
    stage.keys("Space");
    assert_eq!(stage.app().look.theme.palette, Palette::Light);
    assert_eq!(config(&mut stage), "(\n    theme: light,\n)\n");
    stage.keys("Home Down Down Enter Ctrl-u \"2\" Enter");
    let picture = stage.text(80, 24);
    assert!(picture.contains("Your days end at 2:00 now"), "{picture}");
    assert!(picture.contains("your progress"), "{picture}");
    assert_eq!(stage.desk().clock().rollover(), 2);
    assert!(!config(&mut stage).contains("rollover"));
    // On this screen nothing is taken back that stands on another.
    stage.keys("u");
    assert_eq!(stage.desk().clock().rollover(), 2);
    assert!(stage.text(80, 24).contains("changed back where they stand"));
    stage.keys("Esc u");
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("Taken back: the hour at which your days end."),
        "{picture}"
    );
    assert_eq!(stage.desk().clock().rollover(), 4);
    stage.keys("U");
    assert_eq!(stage.desk().clock().rollover(), 2);
    stage.keys(", Home Down Down Enter Ctrl-u \"13\" Enter");
    let picture = stage.text(80, 24);
    assert!(picture.contains("`13` is no hour"), "{picture}");
    assert!(
        picture.contains("rollover  13"),
        "it can be mended: {picture}"
    );
    stage.keys("Esc");
    // Every setting is told in a screen that is small.
    for size in [(40, 12), (120, 40), (200, 60)] {
        stage.text(size.0, size.1);
    }
}
