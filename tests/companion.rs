//! What the program is to a candidate: it asks once what is prepared for, home is never stale, and numbers agree everywhere.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stage;

use stage::Stage;
use std::fs;
use swotter::desk::Desk;
use swotter::study::Grade;
use swotter::study::outlook::{Chapter, DeckLine, Home, Weak};
use swotter::tui::screens::browse;
use swotter::tui::screens::home::HomeScreen;
use swotter::tui::theme::{Palette, Symbols};

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

/// The counts of the first lines of home, as they stand on the screen.
fn seen(stage: &mut Stage) -> String {
    let picture = stage.text(120, 40);
    let counts = picture.lines().find(|line| line.contains(" new  "));
    counts.unwrap_or(&picture).to_owned()
}

fn grade_all(desk: &mut Desk, pick: &mut dyn FnMut() -> u8) -> usize {
    let mut session = desk.session(&[], None, None).unwrap();
    let mut n = 0;
    while session.step().is_some() {
        let Some(change) = session.graded(Grade::new(pick()).unwrap(), 4_000, None) else {
            session.turn_page();
            continue;
        };
        session.recorded(desk.record(&change).unwrap());
        n += 1;
    }
    n
}

#[test]
fn home_left_open_over_the_rollover_hour_is_right_at_the_next_key() {
    let mut stage = Stage::new();
    assert!(stage.text(80, 24).contains("Saturday 21 November"));
    stage.turn_to(stage::TODAY.plus(1));
    stage.keys("Down");
    let picture = stage.text(80, 24);
    assert!(picture.contains("Sunday 22 November"), "{picture}");
    let home = stage.desk().home();
    assert!(seen(&mut stage).contains(&format!("{} due", home.due)));
    // The key itself acts on the new day.
    stage.turn_to(stage::TODAY.plus(2));
    stage.keys("Up Enter");
    let due = stage.desk().home().work();
    let picture = stage.text(80, 24);
    assert!(picture.contains(&format!("1 of {due}")), "{picture}");
}

#[test]
fn the_list_of_cards_left_open_over_the_rollover_hour_is_right_at_the_next_key() {
    let mut stage = Stage::new();
    stage.keys(r#"/ "is:due" Esc"#);
    let shown = |stage: &mut Stage| {
        let picture = stage.text(80, 24);
        let place = picture.lines().next().unwrap().trim_end();
        place.rsplit(' ').next().unwrap().parse::<usize>().unwrap()
    };
    let right = |stage: &mut Stage| {
        let (rows, today) = (stage.rows(), stage.desk().today());
        browse::found(&rows, "is:due", today).len()
    };
    let mut counts = vec![shown(&mut stage)];
    assert_eq!(counts[0], right(&mut stage));
    for days in [1, 3, 30] {
        stage.turn_to(stage::TODAY.plus(days));
        stage.keys("Down");
        let n = shown(&mut stage);
        assert_eq!(n, right(&mut stage), "after {days} days");
        counts.push(n);
    }
    assert!(counts[0] < counts[3], "more is due later: {counts:?}");
}

#[test]
fn home_shows_what_another_window_graded_before_a_key_acts() {
    let mut stage = Stage::new();
    let before = seen(&mut stage);
    let mut other = stage.other_window();
    assert!(grade_all(&mut other, &mut || 4) > 0);
    stage.keys("Enter");
    let picture = stage.text(120, 40);
    assert!(
        picture.contains("All done for today"),
        "{before}\n{picture}"
    );
    assert!(picture.contains("Nothing is left for today"), "{picture}");
    // What another window chose is seen at the next key as well.
    other.take_part("cltd-customer-management", false).unwrap();
    stage.keys("Down");
    assert!(stage.text(120, 40).contains("rests"));
}

#[test]
fn home_shows_a_deck_that_changed_on_the_disk_at_the_next_key() {
    let decks = stage::copied_decks("moving");
    let mut stage = Stage::over("moving", Palette::Dark, Symbols::Braille, (120, 40));
    assert!(stage.text(120, 40).contains("Customer segmentation"));
    // The cursor is on the deck whose file goes.
    stage.keys("Down");
    let file = decks.join("cltd.ron");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        text.replace("Customer segmentation and", "Segments and their"),
    )
    .unwrap();
    stage.keys("Up");
    assert!(stage.text(120, 40).contains("Segments and their"));
    stage.keys("Down");
    fs::remove_file(&file).unwrap();
    stage.keys("Enter");
    let picture = stage.text(120, 40);
    assert!(!picture.contains("Segments and their"), "{picture}");
    assert!(picture.contains("What stood there is gone"), "{picture}");
}

#[test]
fn a_smaller_portion_and_more_new_cards_are_what_enter_starts() {
    let mut stage = Stage::shipped((80, 24));
    stage.keys("4 Esc -");
    let picture = stage.text(80, 24);
    assert!(picture.contains("starts 10 of the 20, about"), "{picture}");
    stage.keys("Enter Enter");
    assert!(stage.text(80, 24).contains("1 of 10"));
    stage.keys("Esc + +");
    let picture = stage.text(80, 24);
    assert!(picture.contains("20 + 10 new"), "{picture}");
    stage.keys("Enter Enter");
    assert!(stage.text(80, 24).contains("1 of 30"));
    stage.keys("Esc - - - - -");
    assert!(stage.text(80, 24).contains("starts 5 of the 20"));
    // Of one deck as many as its line says.
    let new = stage.desk().home().decks[0].new;
    assert!(new > 0 && new < 20, "{new}");
    stage.shows("Down Enter Enter", &format!("1 of {new}"));
    stage.keys("Esc Up");
    // A portion is kept nowhere.
    stage.turn_to(stage::TODAY.plus(1));
    stage.keys("Down");
    assert!(stage.text(80, 24).contains("starts your first session"));
}

#[test]
fn who_prepares_for_no_exam_sees_on_a_high_screen_how_far_each_module_is() {
    let mut stage = Stage::shipped((200, 60));
    stage.keys("4 Esc");
    let picture = stage.text(200, 60);
    for words in [
        "5  Order management",
        "1  Strategy and the supply chain",
        "9  Global logistics",
        "Planning and inventory management; some questions serve two modules",
    ] {
        assert!(picture.contains(words), "{words}\n{picture}");
    }
    let picture = stage.text(80, 24);
    assert!(!picture.contains("5  Order management"), "{picture}");
    // A title that does not fit begins behind its colon.
    assert!(
        picture.contains("CPIM    Planning and inventory "),
        "{picture}"
    );
    // Who prepares for one exam is shown that one.
    let mut stage = Stage::shipped((200, 60));
    stage.keys("1 Esc");
    let picture = stage.text(200, 60);
    assert!(!picture.contains("5  Order management"), "{picture}");
    // The decks that rest stand behind those that take part.
    let place = |words: &str| picture.find(words).unwrap();
    assert!(place("rests") > place("Glossary"), "{picture}");
    let mut stage = Stage::shipped((200, 60));
    stage.keys("2 Esc");
    stage.desk().take_part("global-logistics", false).unwrap();
    let picture = stage.keys("i Esc").text(200, 60);
    let resting = "9  Global logistics, no deck takes part";
    assert!(picture.contains(resting), "{picture}");
}

#[test]
fn weak_concepts_on_one_line_are_named_whole_or_left_out() {
    let mut stage = Stage::new();
    let weak = |title: &str| Weak {
        title: title.into(),
        missed: 3,
        of: 7,
        ..Weak::default()
    };
    let home = Home {
        weak: vec![
            weak("Transport optimisation"),
            weak("Needs-based segmentation"),
            weak("Order winners"),
        ],
        ..Home::default()
    };
    stage.show(Box::new(HomeScreen::new(home)));
    let picture = stage.text(80, 24);
    assert!(
        picture.contains("Needs-based segmentation 3 of 7\n"),
        "{picture}"
    );
}

#[test]
fn what_waits_is_told_whole_or_not_at_all() {
    let mut stage = Stage::new();
    let home = Home {
        due: 121,
        looks: 21,
        waiting: 19,
        ..Home::default()
    };
    stage.show(Box::new(HomeScreen::new(home)));
    assert!(stage.text(80, 24).contains("0 new   19 waiting"));
    let picture = stage.text(40, 12);
    assert!(picture.contains("21 looks   0 new\n"), "{picture}");
}

#[test]
fn tab_leads_from_part_to_part_and_a_dead_key_is_answered() {
    let mut stage = Stage::new();
    stage.keys("s");
    assert!(stage.text(80, 24).contains("`s` does nothing here"));
    stage.keys("Tab");
    assert!(stage.text(80, 24).contains("study this deck"));
    stage.keys("Tab");
    assert!(stage.text(80, 24).contains("what is wrong"));
    stage.keys("Tab");
    assert!(stage.text(80, 24).contains("practise these"));
    stage.keys("Tab");
    assert!(stage.text(80, 24).contains("Enter start "));
    stage.keys("Shift-Tab Enter");
    assert!(stage.text(80, 24).contains("practice"));
}

#[test]
fn decks_and_exams_are_chosen_and_taken_back_on_their_screen() {
    let mut stage = Stage::shipped((80, 24));
    stage.keys("1 Esc d");
    let all = stage.desk().home().decks.len();
    let mut take_part = |keys: &str, n: usize| {
        stage.keys(keys);
        let picture = stage.text(80, 24);
        let told = format!("{n} of {all} decks take part");
        assert!(picture.contains(&told), "{told}\n{picture}");
    };
    take_part("", all - 2);
    // The exam of logistics, too: its decks come along.
    take_part("Down Enter", all);
    take_part("u", all - 2);
    take_part("Down Down Down Down Enter", all - 3);
    // A deck that rests asks nothing, and is asked when it is opened itself.
    stage.keys("Esc Down Down Down Enter");
    assert!(stage.text(80, 24).contains("to read first"));
}

/// What one number says of today is what all others say.
fn agree(desk: &mut Desk) {
    let today = desk.today();
    let home = desk.home();
    let rows = desk.rows().unwrap();
    let found = |query: &str| browse::found(&rows, query, today).len() as u32;
    assert_eq!(found("is:due"), home.due);
    assert_eq!(found("is:waiting"), home.waiting);
    let sum = |of: fn(&DeckLine) -> u32| home.decks.iter().map(of).sum::<u32>();
    assert_eq!(
        (sum(|d| d.due), sum(|d| d.looks), sum(|d| d.new)),
        (home.due, home.looks, home.new)
    );
    let session = desk.session(&[], None, None).unwrap();
    assert_eq!(session.progress().1 as u32, home.work());
    assert_eq!(home.week[0].due, home.work());
    // Enter on the line of a deck asks what the line says.
    let lines = home.decks.iter().filter(|d| d.due + d.new > 0);
    for deck in lines {
        let session = desk.session(std::slice::from_ref(&deck.id), Some(deck.new), None);
        let asked = session.unwrap().progress().1 as u32;
        assert_eq!(asked, deck.due + deck.new, "{}", deck.id);
    }
    // A module has as many questions in the contents as on the home screen, and as many of them met.
    let contents = desk.contents().unwrap();
    for exam in home.exams.iter().filter(|exam| exam.is_chosen) {
        for module in &exam.modules {
            let of = |c: &&Chapter| c.track == exam.id && c.module.as_ref() == Some(&module.id);
            let chapters = contents.iter().filter(|chapter| !chapter.rests);
            let all = chapters.filter(of).map(Chapter::known_in_all);
            let told = (module.known, module.met, module.questions);
            assert_eq!(all.collect::<Vec<_>>(), [told], "{} {}", exam.id, module.id);
        }
    }
    // `swot cards`: what is due there is asked or waits; the drill is behind its due day.
    let rests: Vec<&str> = home
        .decks
        .iter()
        .filter(|d| !d.takes_part)
        .map(|d| &*d.id)
        .collect();
    let listed = desk.listed(&[]).unwrap();
    let taking = listed.iter().filter(|card| !rests.contains(&&*card.deck));
    let (mut due, mut drilled) = (0, 0);
    for card in taking {
        due += u32::from(card.memory.is_due(today));
        drilled += u32::from(card.memory.is_drilled(today) && !card.memory.is_due(today));
    }
    assert_eq!((due + drilled), home.due + home.waiting);
    let waits = listed.iter().filter(|card| card.waits).count() as u32;
    assert_eq!(waits, home.waiting, "`swot cards` shows who waits");
    let told = desk.figures(&[]).unwrap();
    assert_eq!(
        (told.met, told.known),
        (sum(|d| d.introduced), sum(|d| d.mature))
    );
    assert_eq!(told.streaks.0, home.streak);
    let done = told.figures.days.get(&today).map_or(0, |(n, _)| *n);
    assert_eq!(done, home.done_today);
    let days = told.figures.days.iter().map(|(day, (n, _))| (*day, *n));
    assert_eq!(
        days.collect::<Vec<_>>(),
        home.lately,
        "the history is shorter than two weeks"
    );
    let weak: Vec<_> = home
        .weak
        .iter()
        .map(|w| (&*w.concept, w.missed, w.of))
        .collect();
    let of_figures = told.figures.weak().into_iter().take(5);
    let of_figures: Vec<_> = of_figures
        .map(|(id, p)| (id, p.n - p.passed, p.n))
        .collect();
    assert_eq!(weak, of_figures);
}

#[test]
fn all_numbers_agree_over_random_histories() {
    let cases = std::env::var("SWOT_CASES")
        .ok()
        .and_then(|n| n.parse().ok());
    for case in 0..cases.unwrap_or(4u64) {
        let mut state = case.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut random = move |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let mut stage = Stage::shipped((80, 24));
        stage.keys(["1", "2", "3", "4"][(case % 4) as usize]);
        stage.keys("Esc");
        let desk = stage.desk();
        let mut day = stage::TODAY;
        while day < stage::TODAY.plus(6) {
            desk.set_clock(stage::clock(day));
            agree(desk);
            let morning = desk.home();
            match random(4) {
                // Some of it, and none of the drill.
                0 => {
                    let mut session = desk.session(&[], None, Some(12)).unwrap();
                    for _ in 0..random(12) {
                        session.turn_page();
                        let grade = Grade::new(random(6) as u8).unwrap();
                        let Some(change) = session.graded(grade, 9_000, None) else {
                            break;
                        };
                        session.recorded(desk.record(&change).unwrap());
                    }
                    agree(desk);
                }
                // All of it, and all passed: what the morning said of tomorrow comes true.
                1 => {
                    grade_all(desk, &mut || 4);
                    agree(desk);
                    assert_eq!(desk.home().tomorrow(), morning.tomorrow());
                }
                // All of it: what the evening says of tomorrow is what tomorrow asks.
                _ => {
                    grade_all(desk, &mut || {
                        [0, 1, 2, 3, 3, 4, 4, 4, 5][random(9) as usize]
                    });
                    agree(desk);
                }
            }
            let evening = desk.home();
            day = day.plus(1 + random(2) as u32);
            if evening.work() == 0 && day == evening.today.plus(1) {
                desk.set_clock(stage::clock(day));
                let home = desk.home();
                let asked = (home.due, home.waiting);
                let told = evening.tomorrow();
                assert_eq!(
                    (told.day, (told.due, told.waiting)),
                    (day, asked),
                    "case {case}"
                );
            }
        }
    }
}

#[test]
fn the_verdict_on_a_plan_is_a_sentence() {
    let mut stage = Stage::new();
    stage.plan_for("CPIM", 1);
    let picture = stage.keys("x w Ctrl-u \"sat\" Enter").text(80, 24);
    // Today is free and the last day before the exam: none is the busiest.
    let is_told = picture.contains("   No last round. It does") && picture.contains("None of");
    assert!(is_told, "{picture}");
    let picture = stage.plan_for("CPIM", 0).keys("Esc x").text(80, 24);
    assert!(
        picture.contains("CPIM, today\n") && picture.contains("   The exam is today: nothing new"),
        "{picture}"
    );
    let picture = stage
        .plan_for("CPIM", 12)
        .plan_for("CLTD", 100)
        .keys("Esc x Tab m Ctrl-u \"50\" Enter")
        .text(80, 24);
    assert!(
        picture.contains("It fits: 50 minutes a day (30 until 3"),
        "{picture}"
    );
    assert!(!picture.contains("Besides"), "both have a date: {picture}");
    // The day of the exam is no free one.
    stage.turn_to(stage::TODAY.plus(11));
    stage.shows("Esc", "  exam");
    stage.turn_to(stage::TODAY.plus(12));
    stage.shows("Esc", "the exam is today");
    // What a passed exam still brings stands in no plan.
    stage.turn_to(stage::TODAY.plus(20));
    let picture = stage.keys("Esc x").text(80, 60);
    let is_told = picture.contains("Besides,") && picture.contains("d on the home screen");
    assert!(is_told, "{picture}");
    stage.turn_to(stage::TODAY);
    let picture = stage.plan_for("CPIM", 104).keys("Esc d").text(80, 24);
    assert!(picture.contains(" on 5 March\n"), "{picture}");
    let asked = stage.keys("Esc x m Ctrl-u").text(80, 24);
    assert!(asked.contains("(empty: 30)"), "{asked}");
    let taken = stage.keys("Enter").text(80, 24);
    assert!(taken.contains("30 min, 7 days a week"), "{taken}");
    let decks: Vec<String> = stage
        .desk()
        .home()
        .decks
        .into_iter()
        .map(|d| d.id)
        .collect();
    for deck in decks {
        stage.desk().take_part(&deck, false).unwrap();
    }
    let says = stage.desk().exam_outlooks().unwrap().remove(0).says;
    assert!(
        says.starts_with("No deck that takes part has cards"),
        "{says}"
    );
    let picture = stage.keys("Esc x Esc").text(80, 24);
    let is_told = picture.contains("All decks rest.") && picture.contains("d lets them take");
    assert!(is_told, "{picture}");
}

#[test]
fn a_day_that_the_plan_leaves_free_breaks_no_row_of_days_and_passes_on_what_falls_on_it() {
    let mut stage = Stage::shipped((80, 24));
    stage.keys("1 Esc").plan_for("CPIM", 60);
    let sunday = stage::TODAY.plus(1);
    grade_all(stage.desk(), &mut || 4);
    let all = stage.desk().home().week[1].due;
    stage.keys(r#"x w "sun" Enter"#);
    let home = stage.desk().home();
    let free: Vec<_> = home.week.iter().filter(|day| day.free).collect();
    assert_eq!((free.len(), free[0].day, free[0].due), (1, sunday, 0));
    let monday = home.week[2].due;
    assert!(all > 0 && monday >= all, "{monday} of {all}");
    // With a day less, today asks for more new ones.
    grade_all(stage.desk(), &mut || 4);
    stage.shows("Esc", "Tomorrow: free. To practise, browse (/).");
    let monday = stage.desk().home().week[2].due;
    stage.turn_to(sunday);
    let home = stage.desk().home();
    assert_eq!((home.week[0].due, home.week[0].free), (0, true));
    assert_eq!(home.week[1].due, monday, "the day before told the same");
    let plan = stage.desk().exam_outlooks().unwrap().remove(0).plan;
    let planned = (plan.days[0].due, plan.days[1].due);
    assert_eq!(planned, (0, monday + home.week[1].waiting));
    stage.turn_to(sunday.plus(1));
    assert_eq!(stage.desk().home().due, monday);
    assert_eq!(stage.desk().home().streak, 1);
    // The plan counts as home does also what is asked once more today.
    let mut session = stage.desk().session(&[], None, Some(1)).unwrap();
    let change = session.graded(Grade::new(0).unwrap(), 9_000, None).unwrap();
    session.recorded(stage.desk().record(&change).unwrap());
    let plan = stage.desk().exam_outlooks().unwrap().remove(0).plan;
    assert_eq!(
        (plan.days[0].due, stage.desk().home().due),
        (monday, monday)
    );
    grade_all(stage.desk(), &mut || 4);
    assert_eq!(stage.desk().home().streak, 2);
    assert_eq!(stage.desk().figures(&[]).unwrap().streaks, (2, 2));
    stage.keys(r#"x w "none" Enter"#);
    assert_eq!(
        stage.desk().home().streak,
        2,
        "Sunday was free when it passed"
    );
}

#[test]
fn a_first_day_that_is_free_says_so_and_how_to_begin_all_the_same() {
    let mut stage = Stage::shipped((80, 24));
    stage.keys("1 Esc").plan_for("CPIM", 60);
    let picture = stage.keys(r#"x w "sat" Enter Esc"#).text(80, 24);
    let told = [
        "Nothing is planned today.",
        "today is free",
        "Tomorrow: 0 due. + brings new ones. To practise, browse (/).",
    ];
    for words in told {
        assert!(picture.contains(words), "{words}: {picture}");
    }
    stage.shows("+", "0 + 10 new");
}

#[test]
fn taking_the_last_exam_off_says_that_all_decks_take_part() {
    const TOLD: &str = "No exam is chosen now: all decks take part";
    let mut stage = Stage::shipped((80, 24));
    // CPIM alone is chosen at first.
    let picture = stage.keys("1 Esc d Down Enter Up Enter").text(80, 24);
    assert!(!picture.contains(TOLD), "the other one stays: {picture}");
    let picture = stage.keys("Down Enter").text(80, 24);
    assert!(picture.contains(TOLD), "{picture}");
    let picture = stage.keys("Enter").text(80, 24);
    assert!(!picture.contains(TOLD), "chosen again: {picture}");
}
