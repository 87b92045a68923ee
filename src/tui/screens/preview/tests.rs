//! What a preview keeps on a reload, and where its keys and clicks lead.

use super::*;
use crate::study::Card;
use crate::study::outlook::{Broken, ConceptPage};
use crate::study::preview::{About, Found};
use std::sync::Arc;

fn screen(cards: &[&str], faults: &[(usize, &str)]) -> PreviewScreen {
    PreviewScreen::new(preview(cards, faults), 1, None)
}

/// Sheet 0 is the deck, 1 the page; a card written `lost` cannot be read.
fn preview(cards: &[&str], faults: &[(usize, &str)]) -> Preview {
    let page = ConceptPage {
        id: "d/c".into(),
        title: "C".into(),
        ..ConceptPage::default()
    };
    let mut sheets = vec![
        Sheet {
            id: "d".into(),
            line: 1,
            what: Matter::Deck(About {
                title: "D".into(),
                ..About::default()
            }),
        },
        Sheet {
            id: "c".into(),
            line: 2,
            what: Matter::Page(page.clone()),
        },
    ];
    for (nth, text) in cards.iter().enumerate() {
        let (id, what) = match text.strip_prefix("lost ") {
            Some(id) => (id.to_owned(), Matter::Lost),
            None => {
                let mut card: Card = ron::from_str(text).unwrap();
                let exhibit = &mut card.common_mut().exhibit;
                exhibit.text = exhibit.name.clone().into();
                let shown = ShownCard {
                    deck_title: "D".into(),
                    track: "other".into(),
                    concept: Arc::new(page.clone()),
                    source: "".into(),
                    card: Arc::new(card),
                    note: "".into(),
                    file: None,
                };
                (shown.card.common().id.clone(), Matter::Card(shown))
            }
        };
        let line = 10 * (nth as u32 + 1);
        sheets.push(Sheet { id, line, what });
    }
    let found = |(sheet, message): &(usize, &str)| Found {
        sheet: *sheet,
        fault: Broken {
            file: "d.ron".into(),
            line: 10 * *sheet as u32 + 1,
            code: "E02".into(),
            severity: Severity::Error,
            message: (*message).into(),
            help: "".into(),
        },
    };
    Preview {
        file: "d.ron".into(),
        readable: true,
        sheets,
        faults: faults.iter().map(found).collect(),
    }
}

const A: &str = r#"Basic(id: "a", front: "What is A?", back: "1", why: "w")"#;
const B: &str = r#"Basic(id: "b", front: "What is B?", back: "2", reversed: true, why: "w")"#;
const GAPS: &str = r#"Cloze(id: "gaps", text: "One {{two}} three {{four}}.", why: "w")"#;
const PICK: &str = r#"MultipleChoice(id: "pick", question: "Which?", options: [Right("this"), Wrong("that", "no"), Wrong("those", "no")], why: "w")"#;
const TYPED: &str = r#"Typed(id: "t", question: "Which word?", answer: "ebb", why: "w")"#;

fn press(screen: &mut PreviewScreen, actions: &[Action]) -> Vec<Effect> {
    let mut effects = Vec::new();
    for action in actions {
        effects = screen.press(*action, Now::default());
    }
    effects
}

fn hear(screen: &mut PreviewScreen, preview: Preview) -> Option<Effect> {
    screen.renew(Box::new(PreviewScreen::new(preview, 1, None)))
}

fn here(screen: &PreviewScreen) -> (&str, &str) {
    (&screen.sheet().unwrap().id, &screen.row().unwrap().part)
}

fn prompt(screen: &PreviewScreen) -> &str {
    match &screen.stage {
        Stage::Asking(asking) => &asking.face.prompt,
        Stage::Answered(answered) => &answered.face.prompt,
        Stage::Sheet => "",
    }
}

#[test]
fn every_side_and_gap_has_its_line() {
    const SHEET: &str =
        r#"Basic(id: "sheet", exhibit: "A table", front: "What is in it?", back: "b")"#;
    let screen = screen(&[B, GAPS, SHEET], &[]);
    let lines: Vec<(&str, &str)> = screen.rows.iter().map(|r| (&*r.text, &*r.kind)).collect();
    assert_eq!(lines.len(), 7, "{lines:?}");
    assert_eq!(lines[0], ("D", "deck"));
    assert_eq!(lines[2], ("What is B?", "Basic"));
    assert_eq!(lines[3].0, "2");
    assert_eq!(lines[5].1, "Cloze, gap 2");
    assert_eq!(lines[6].0, "What is in it?");
}

#[test]
fn a_reload_stays_at_the_card_wherever_it_went() {
    let mut screen = screen(&[A, GAPS], &[]);
    press(&mut screen, &[Action::Bottom]);
    assert_eq!(here(&screen), ("gaps", "2"));
    hear(&mut screen, preview(&[B, GAPS, A], &[]));
    assert_eq!(here(&screen), ("gaps", "2"));
    let one_gap = GAPS.replace("{{four}}", "four");
    hear(&mut screen, preview(&[&one_gap, A], &[]));
    assert_eq!(
        here(&screen),
        ("gaps", ""),
        "the gap is gone, the card is not"
    );
    hear(&mut screen, preview(&[A], &[]));
    assert_eq!(here(&screen).0, "a", "the card is gone: its neighbour");
}

#[test]
fn a_card_without_an_id_is_found_by_its_words_also_once_it_has_one() {
    let nameless = |text: &str| text.replace(r#"id: "a", "#, "").replace(r#"id: "b", "#, "");
    let mut screen = screen(&[&nameless(A), &nameless(B)], &[]);
    press(&mut screen, &[Action::Down, Action::Down, Action::Down]);
    assert_eq!(prompt(&screen), "What is B?");
    hear(
        &mut screen,
        preview(&[PICK, &nameless(A), &nameless(B)], &[]),
    );
    assert_eq!(prompt(&screen), "What is B?");
    hear(&mut screen, preview(&[PICK, A, B], &[]));
    assert_eq!(here(&screen), ("b", ""));
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_version_before() {
    let mut screen = screen(&[A, B], &[]);
    press(&mut screen, &[Action::Down, Action::Down]);
    let mut broken = preview(&[], &[(0, "no end")]);
    broken.readable = false;
    broken.sheets.truncate(1);
    let said = hear(&mut screen, broken.clone());
    assert_eq!(said, Some(Effect::Say("Not readable now: 1 error.".into())));
    assert!(screen.is_old());
    assert_eq!((here(&screen), prompt(&screen)), (("a", ""), "What is A?"));
    assert_eq!(screen.line(), 1, "e opens the fault");
    hear(&mut screen, preview(&[A, B], &[]));
    assert!(!screen.is_old());
    let mut first = PreviewScreen::new(broken, 1, None);
    assert!(!first.is_old() && first.rows.len() == 1);
    hear(&mut first, preview(&[A], &[]));
    assert_eq!(first.rows.len(), 3);
}

#[test]
fn a_card_that_cannot_be_read_is_shown_as_it_was_and_only_that_one() {
    let mut screen = screen(&[A, B], &[]);
    press(&mut screen, &[Action::Down, Action::Down]);
    hear(&mut screen, preview(&["lost a", B], &[(2, "no field")]));
    assert_eq!((here(&screen).0, prompt(&screen)), ("a", "What is A?"));
    assert!(screen.is_old());
    press(&mut screen, &[Action::Down]);
    assert!(!screen.is_old());
    let never = PreviewScreen::new(preview(&["lost a"], &[]), 1, None);
    assert_eq!(never.rows[2].kind, "not readable");
}

#[test]
fn faults_are_gone_to_in_turn_and_edited_at_their_lines() {
    let mut screen = screen(&[A, B, GAPS], &[(2, "one"), (4, "two"), (4, "three")]);
    let line = |screen: &mut PreviewScreen| match press(screen, &[Action::Edit]).as_slice() {
        [Effect::EditFile(file, line)] => {
            assert_eq!(file, "d.ron");
            *line
        }
        other => panic!("{other:?}"),
    };
    press(&mut screen, &[Action::Down, Action::Down, Action::Down]);
    assert_eq!(line(&mut screen), 20, "the card's own line");
    press(&mut screen, &[Action::Next]);
    assert_eq!((line(&mut screen), here(&screen).0), (41, "gaps"));
    press(&mut screen, &[Action::Next, Action::Next]);
    assert_eq!((line(&mut screen), here(&screen).0), (21, "a"));
    press(&mut screen, &[Action::Previous]);
    assert_eq!(here(&screen).0, "gaps");
    // The fault gone to is followed, until it has been corrected.
    hear(&mut screen, preview(&[A, B, GAPS], &[(4, "three")]));
    assert_eq!(screen.fault, Some(0));
    hear(&mut screen, preview(&[A, B, GAPS], &[]));
    assert_eq!((screen.fault, line(&mut screen)), (None, 30));
}

#[test]
fn enter_walks_through_the_deck_as_a_learner_does() {
    let mut screen = screen(&[PICK, TYPED, A], &[]);
    press(&mut screen, &[Action::Go, Action::Go, Action::Go]);
    assert_eq!(here(&screen).0, "pick");
    press(&mut screen, &[Action::Pick(2)]);
    let Stage::Answered(answered) = &screen.stage else {
        panic!("not answered");
    };
    assert!(answered.verdict.marks[1].chosen);
    press(&mut screen, &[Action::Go, Action::Focus]);
    assert_eq!(here(&screen).0, "t");
    screen.field().unwrap().paste("flow");
    press(&mut screen, &[Action::Go]);
    let Stage::Answered(answered) = &screen.stage else {
        panic!("not answered");
    };
    assert_eq!(answered.verdict.right, Some(false));
    // The answer stays while the card is edited.
    hear(
        &mut screen,
        preview(&[PICK, &TYPED.replace("ebb", "flow"), A], &[]),
    );
    let Stage::Answered(answered) = &screen.stage else {
        panic!("no longer answered");
    };
    assert_eq!(answered.verdict.right, Some(true));
    let go = |screen: &PreviewScreen| screen.offers()[0].label().to_owned();
    assert_eq!(go(&screen), "next");
    press(&mut screen, &[Action::Go, Action::Go]);
    assert_eq!(here(&screen).0, "a");
    assert_eq!(go(&screen), "the last one again");
    press(&mut screen, &[Action::Back]);
    assert!(!screen.inside);
    assert_eq!(press(&mut screen, &[Action::Leave]), [Effect::Quit]);
}

#[test]
fn an_answer_once_shown_is_shown_from_card_to_card() {
    let mut screen = screen(&[A, B], &[]);
    press(&mut screen, &[Action::Down, Action::Down, Action::Space]);
    assert!(matches!(screen.stage, Stage::Answered(_)));
    press(&mut screen, &[Action::Right]);
    assert!(matches!(screen.stage, Stage::Answered(_)));
    press(&mut screen, &[Action::DontKnow]);
    assert!(matches!(screen.stage, Stage::Asking(_)));
}

#[test]
fn a_redrawn_problem_keeps_its_numbers_over_a_reload() {
    let drawn = r#"Generated(id: "g", draw: [Range(name: "n", from: 1, to: 5000, step: 1)], question: "What is {n} and one?", answer: "n + 1", why: "w")"#;
    let mut screen = screen(&[drawn], &[]);
    press(&mut screen, &[Action::Bottom]);
    let first = prompt(&screen).to_owned();
    press(&mut screen, &[Action::Redraw]);
    assert_ne!(prompt(&screen), first);
    let second = prompt(&screen).to_owned();
    hear(&mut screen, preview(&[A, drawn], &[]));
    assert_eq!((prompt(&screen), screen.seed), (&*second, 2));
    assert!(screen.varies());
    press(&mut screen, &[Action::Up]);
    assert!(!screen.varies());
}

#[test]
fn clicks_choose_rows_options_and_faults() {
    let mut screen = screen(&[A, PICK], &[(2, "one")]);
    let row = |n: usize| (1 << 20) + n;
    screen.clicked(row(3), Now::default());
    assert_eq!((here(&screen).0, screen.inside), ("pick", false));
    screen.clicked(row(3), Now::default());
    assert!(screen.inside);
    screen.clicked(0, Now::default());
    assert!(matches!(screen.stage, Stage::Answered(_)));
    screen.clicked(1 << 30, Now::default());
    assert_eq!((here(&screen).0, screen.fault), ("a", Some(0)));
    screen.clicked(usize::MAX, Now::default());
    screen.clicked(row(99), Now::default());
}

#[test]
fn a_page_of_the_list_is_what_is_in_view() {
    let mut screen = screen(&[A; 40], &[]);
    let mut buffer = ratatui::buffer::Buffer::empty(Rect::new(0, 0, 80, 20));
    let look = Look::new(Default::default(), Default::default(), Default::default());
    screen.draw(
        &mut Canvas::new(&mut buffer, &look),
        Rect::new(0, 0, 80, 20),
    );
    press(&mut screen, &[Action::PageDown]);
    // One of the rows is the gap before the page of the concept.
    assert_eq!(screen.cursor.at(), 18);
}
