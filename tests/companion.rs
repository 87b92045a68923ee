//! What the program is to a candidate: it asks once what is prepared for, home is never stale, and numbers agree everywhere.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use stage::Stage;

#[test]
fn a_new_learner_reaches_the_first_question_of_their_exam_in_three_keys() {
    for (exam, other) in [("1", "CLTD"), ("2", "CPIM")] {
        let mut stage = Stage::shipped((80, 24));
        let asked = stage.text(80, 24);
        assert!(asked.contains("What do you prepare for?"), "{asked}");
        stage.keys(exam);
        let page = stage.text(80, 24);
        assert!(page.contains("to read first"), "{page}");
        assert!(!page.lines().next().unwrap().contains(other), "{page}");
        stage.keys("Enter");
        let question = stage.text(80, 24);
        assert!(question.contains("new · 1 of 20"), "{question}");
        stage.keys("Esc");
        let home = stage.desk().home();
        for deck in home.decks.iter().filter(|deck| deck.track == other) {
            assert_eq!((deck.takes_part, deck.new), (false, 0), "{}", deck.id);
        }
        assert!(home.asks_for.is_empty());
    }
}

#[test]
fn enter_prepares_for_both_and_everything_for_no_exam() {
    for keys in ["Enter", "3", "4", "Down Enter"] {
        let mut stage = Stage::shipped((80, 24));
        stage.keys(keys);
        assert!(stage.text(80, 24).contains("to read first"));
        let home = stage.desk().home();
        assert!(home.decks.iter().all(|deck| deck.takes_part));
        let choices = stage.desk().choices().unwrap();
        let sat: Vec<_> = choices.exams.values().map(|exam| exam.is_sat).collect();
        let both = Some(!keys.starts_with(['4', 'D']));
        assert_eq!(sat, [both, both], "{keys}");
    }
}

#[test]
fn who_has_learned_or_chosen_is_not_asked() {
    let mut stage = Stage::first();
    assert!(!stage.text(80, 24).contains("What do you prepare for?"));
    let mut stage = Stage::shipped((80, 24));
    stage.keys("1 Esc u");
    // One undo takes the whole choice back; it is asked again at the next start, not in the middle of this one.
    assert!(stage.desk().choices().unwrap().exams.is_empty());
    assert_eq!(stage.desk().home().asks_for.len(), 2);
    assert!(!stage.text(80, 24).contains("What do you prepare for?"));
}
