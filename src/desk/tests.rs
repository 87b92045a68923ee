use super::selection::Selection;
use super::*;
use crate::folders::Folder;
use crate::study::Grade;
use crate::study::choices::ExamChoice;
use crate::study::log::Change;
use crate::study::memory::{Event, Meant};
use crate::study::outlook::Home;
use crate::study::plan::{Question, forecast};
use crate::study::{Key, Memory};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

pub(super) const MONDAY: &str = "2026-11-23T09:00:00+00:00[UTC]";
pub(super) const TUESDAY: &str = "2026-11-24T09:00:00+00:00[UTC]";

pub(super) fn open(root: &Path, now: &str, settings: Settings) -> Desk {
    let place = |name: &str| Folder {
        path: root.join(name),
        because: "a test",
    };
    let folders = Folders {
        data: place("data"),
        config: place("config"),
        cache: place("cache"),
    };
    let sources = Sources {
        no_builtin: true,
        data_decks: Some(root.join("decks")),
        deck_paths: Vec::new(),
        cache: Some(root.join("cache")),
    };
    let clock = Clock::new(Some(now), crate::clock::ROLLOVER).unwrap();
    Desk::open(folders, sources, settings, clock, &mut |_, _| {}).unwrap()
}

fn write_deck(root: &Path, back: &str, formerly: &str) {
    fs::create_dir_all(root.join("decks")).unwrap();
    let deck = format!(
        r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
            Basic(id: "a", front: "What is it?", back: "{back}", formerly: [{formerly}]),
            Basic(id: "b", front: "Who does it?", back: "A planner"),
        ])])"#
    );
    fs::write(root.join("decks/d.ron"), deck).unwrap();
}

fn grade(desk: &mut Desk, key: &str) {
    let event = Event::graded(Meant::Review, Grade::GOOD);
    let key = Key::from_text(key);
    let change = Change::new(key, event, desk.today(), Memory::default());
    assert!(desk.record(&change).is_ok());
}

/// The home screen, and whether memories had to be read for it.
fn home(desk: &mut Desk) -> (Home, bool) {
    desk.as_of = None;
    let home = desk.home();
    (home, desk.as_of.is_some())
}

#[test]
fn a_start_with_nothing_changed_reads_no_memories_and_anything_else_does() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_deck(root, "A buffer", "");
    let usual = Settings::default;
    let mut desk = open(root, MONDAY, usual());
    grade(&mut desk, "d/a");
    let (first, worked_out) = home(&mut desk);
    assert!(worked_out);
    assert_eq!((first.due, first.new, first.done_today), (0, 1, 1));

    let (again, worked_out) = home(&mut open(root, MONDAY, usual()));
    assert!(!worked_out);
    assert_eq!(again, first);

    let (next_day, worked_out) = home(&mut open(root, TUESDAY, usual()));
    assert!(worked_out);
    assert_eq!((next_day.due, next_day.new), (1, 1));

    let none_new = Settings {
        new_per_day: 0,
        ..usual()
    };
    let (fewer, worked_out) = home(&mut open(root, TUESDAY, none_new));
    assert!(worked_out);
    assert_eq!(fewer.new, 0);

    let mut desk = open(root, TUESDAY, usual());
    assert!(home(&mut desk).1);
    grade(&mut desk, "d/b");
    let (after, worked_out) = home(&mut desk);
    assert!(worked_out);
    assert_eq!((after.due, after.new), (1, 0));
    desk.store_mut().rebuild().unwrap();
    assert!(home(&mut open(root, TUESDAY, usual())).1, "after a repair");

    write_deck(root, "A buffer of stock", "");
    let (changed, worked_out) = home(&mut open(root, TUESDAY, usual()));
    assert!(worked_out);
    assert_eq!(changed.decks, after.decks);
}

#[test]
fn the_plan_of_a_home_screen_is_asked_after_a_start_as_it_was_before_and_no_longer_than_it_holds() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let page = r#"Deck(schema: 1, id: "p", title: "P", concepts: [Concept(id: "c", title: "C", summary: "A page.", cards: [
        Basic(id: "a", front: "What is it?", back: "A page"),
    ])])"#;
    write_deck(root, "A buffer", "");
    fs::write(root.join("decks/p.ron"), page).unwrap();
    let usual = Settings::default;
    // What the session asks, and whether memories had to be read for it.
    let session = |mut desk: Desk| {
        let session = desk.session(&[], None, None).unwrap();
        let is_worked_out = desk.as_of.is_some();
        desk.keep_plan();
        (format!("{session:?}"), is_worked_out)
    };
    let mut desk = open(root, MONDAY, usual());
    grade(&mut desk, "d/a");
    desk.home();
    let (planned, _) = session(desk);
    assert!(planned.contains("Page(\"p/c\")"), "{planned}");
    let again = session(open(root, MONDAY, usual()));
    assert_eq!(again, (planned.clone(), false));

    fs::remove_dir_all(root.join("cache")).unwrap();
    let mut desk = open(root, MONDAY, usual());
    desk.home();
    desk.keep_plan();
    drop(desk);
    for _ in 0..2 {
        assert_eq!(
            session(open(root, MONDAY, usual())),
            (planned.clone(), false)
        );
    }
    let (next_day, worked_out) = session(open(root, TUESDAY, usual()));
    assert!(worked_out && next_day != planned);
    let mut desk = open(root, MONDAY, usual());
    grade(&mut desk, "d/b");
    let (after, worked_out) = session(desk);
    assert!(worked_out && after != planned);
}

#[test]
fn progress_goes_along_with_a_new_name_at_a_start_from_the_cache() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_deck(root, "A buffer", "");
    let mut desk = open(root, MONDAY, Settings::default());
    grade(&mut desk, "old/gone");
    assert_eq!(home(&mut desk).0.decks[0].introduced, 0);
    write_deck(root, "A buffer", r#""old/gone""#);
    let mut desk = open(root, MONDAY, Settings::default());
    assert_eq!(home(&mut desk).0.decks[0].introduced, 1);
    assert!(!home(&mut open(root, MONDAY, Settings::default())).1);
}

#[test]
fn a_spoilt_summary_is_worked_out_anew() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_deck(root, "A buffer", "");
    let (first, _) = home(&mut open(root, MONDAY, Settings::default()));
    let path = open(root, MONDAY, Settings::default())
        .shelf()
        .summary_path()
        .unwrap();
    fs::write(&path, b"nothing of ours").unwrap();
    let (again, worked_out) = home(&mut open(root, MONDAY, Settings::default()));
    assert!(worked_out);
    assert_eq!(again, first);
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(home(&mut open(root, MONDAY, Settings::default())).0, first);
}

#[test]
fn what_changed_names_the_cards_to_look_at_after_a_start_from_the_cache_too() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_deck(root, "A buffer", "");
    let mut desk = open(root, MONDAY, Settings::default());
    grade(&mut desk, "d/a");
    home(&mut desk);
    assert!(!desk.look_for_updates());
    drop(desk);
    let path = root.join("decks/d.ron");
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replace(r#"id: "a","#, r#"id: "a", rev: 2,"#);
    fs::write(&path, text.replace("A buffer", "A queue")).unwrap();
    for from_cache in [false, true] {
        let mut desk = open(root, MONDAY, Settings::default());
        assert_eq!(!home(&mut desk).1, from_cache);
        assert!(desk.look_for_updates());
        // Once at most: for the index, where it is not in it yet, or to be compared.
        assert_eq!(desk.shelf().parsed_files(), 1);
        let again: Vec<String> = desk.home().updates[0]
            .again
            .iter()
            .map(Key::to_string)
            .collect();
        assert_eq!(again, ["d/a"]);
    }
}

/// Answering one case shows no answer of another, so that no case waits until the first is mature.
#[test]
fn cases_of_one_set_come_on_different_days_without_waiting_and_keep_what_they_were() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("decks")).unwrap();
    let file = root.path().join("decks/d.ron");
    let deck = |cards: &str| {
        format!(
            r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [{cards}])])"#
        )
    };
    let old = r#"Basic(id: "old", front: "Which way to the island?", back: "By ferry"),"#;
    fs::write(&file, deck(old)).unwrap();
    let mut desk = open(root.path(), MONDAY, Settings::default());
    grade(&mut desk, "d/old");
    drop(desk);
    let set = r#"Cases(id: "way", options: [Option("By ferry"), Option("By air"), Option("By rail")], cases: [
        Case(id: "island", text: "To the island?", right: 1, formerly: ["old"]),
        Case(id: "town", text: "To the town?", right: 3),
        Case(id: "coast", text: "Over the ocean?", right: 2),
    ], why: "So it is.")"#;
    fs::write(&file, deck(set)).unwrap();
    let mut desk = open(root.path(), TUESDAY, Settings::default());
    let today = |desk: &mut Desk| {
        let session = desk.session(&[], Some(9), None).unwrap();
        let asked = session.asking().map(|asked| asked.question.key.to_string());
        (asked, session.progress().1)
    };
    // Due questions come first, and their siblings wait.
    assert_eq!(today(&mut desk), (Some("d/way:island".into()), 1));
    let session = desk.session(&[], Some(9), None).unwrap();
    let change = session.graded(Grade::GOOD, 1, None).unwrap();
    assert!(!change.before.is_new());
    assert!(desk.record(&change).is_ok());
    assert_eq!(today(&mut desk), (None, 0));
    drop(desk);
    let mut desk = open(
        root.path(),
        "2026-11-25T09:00:00+00:00[UTC]",
        Settings::default(),
    );
    assert_eq!(today(&mut desk), (Some("d/way:town".into()), 1));
}

#[test]
fn a_card_under_a_name_that_was_given_again_keeps_its_answers_to_itself() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_deck(root, "A thing", r#""b""#);
    let mut desk = open(root, MONDAY, Settings::default());
    grade(&mut desk, "d/b");
    drop(desk);
    let desk = open(root, TUESDAY, Settings::default());
    let a = desk.store().memory(&Key::from_text("d/a")).unwrap();
    assert!(a.is_new());
}

#[test]
fn what_was_renamed_in_a_deck_that_was_renamed_keeps_its_answers() {
    let deck = |id: &str, set: &str| {
        format!(
            r#"Deck(schema: 1, id: {id}, title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
            Cases(id: {set}, options: [Option("By ferry"), Option("By air"), Option("By rail")], cases: [
                Case(id: "island", text: "To the island?", right: 1),
                Case(id: "town", text: "To the town?", right: 3),
            ], why: "So it is."), Basic(id: "b", front: "Who does it?", back: "A planner")])])"#
        )
    };
    let (id, set) = (r#""e", formerly: ["d"]"#, r#""way", formerly: ["e/set"]"#);
    let case = |former: &str| {
        let new = deck(id, set);
        new.replace("\"island\"", &format!("\"isle\", formerly: [\"{former}\"]"))
    };
    for (new, town, isle) in [
        (deck(id, set), "e/way:town", "e/way:island"),
        // The card and the case were renamed, in this order and in the other.
        (case("way:island"), "e/way:town", "e/way:isle"),
        (case("set:island"), "e/way:town", "e/way:isle"),
    ] {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("decks/d.ron");
        fs::create_dir_all(root.path().join("decks")).unwrap();
        fs::write(&file, deck("\"d\"", "\"set\"")).unwrap();
        let mut desk = open(root.path(), MONDAY, Settings::default());
        for key in ["d/set:island", "d/set:town", "d/b"] {
            grade(&mut desk, key);
        }
        drop(desk);
        fs::write(&file, new).unwrap();
        let desk = open(root.path(), TUESDAY, Settings::default());
        for key in [town, isle, "e/b"] {
            let memory = desk.store().memory(&Key::from_text(key)).unwrap();
            assert!(!memory.is_new(), "{key}");
        }
    }
}

#[test]
fn a_card_that_comes_back_is_not_told_as_new_nor_a_deck_divided_off_as_changed() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    let write = |deck: &str, formerly: &str, cards: &[&str]| {
        let cards = cards
            .iter()
            .map(|id| format!(r#"Basic(id: "{id}", front: "{id}?", back: "B"),"#));
        let cards: String = cards.collect();
        let text = format!(
            r#"Deck(schema: 1, id: "{deck}", formerly: [{formerly}], title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [{cards}])])"#
        );
        fs::write(root.join(format!("decks/{deck}.ron")), text).unwrap();
    };
    let told = || {
        let mut desk = open(root, TUESDAY, Settings::default());
        desk.look_for_updates();
        let updates = desk.updates();
        desk.saw_updates();
        let changes = updates.iter().flat_map(|updated| &updated.changes);
        let told = changes.map(|change| format!("{} {}", change.name, change.what.word()));
        told.collect::<Vec<_>>()
    };
    write("d", "", &["a", "b"]);
    let mut desk = open(root, MONDAY, Settings::default());
    grade(&mut desk, "d/a");
    grade(&mut desk, "d/b");
    drop(desk);
    assert_eq!(told(), [""; 0]);
    write("d", "", &["b"]);
    assert_eq!(told(), ["d/a removed"]);
    write("d", "", &["a", "b", "n"]);
    assert_eq!(told(), ["d/a back", "d/n added"]);
    write("d", "", &["a", "n"]);
    write("e", r#""d""#, &["b"]);
    assert_eq!(told(), [""; 0]);
}

#[test]
fn a_card_shows_the_exhibit_of_its_concept_above_its_question() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir_all(root.path().join("decks")).unwrap();
    let deck = r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", exhibits: [("week", "Monday 40, Tuesday 55")], cards: [
        Basic(id: "a", exhibit: "week", front: "Which day is higher?", back: "Tuesday"),
        Basic(id: "b", front: "What is a week?", back: "Seven days"),
    ])])"#;
    fs::write(root.path().join("decks/d.ron"), deck).unwrap();
    let mut desk = open(root.path(), MONDAY, Settings::default());
    let mut prompt = |key: &str| {
        let shown = desk.card(&Key::from_text(key)).unwrap();
        shown.card.face("", 0).prompt.to_string()
    };
    assert_eq!(
        prompt("d/a"),
        "Monday 40, Tuesday 55\n\nWhich day is higher?"
    );
    assert_eq!(prompt("d/b"), "What is a week?");
    let whole = desk.shelf.deck("d").unwrap();
    let (_, card) = whole.card("a").unwrap();
    assert!(card.face("", 0).prompt.starts_with("Monday"));
}

#[test]
fn before_an_exam_what_is_not_due_is_looked_at_and_keeps_its_schedule() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    let card = |id: &str| format!(r#"Basic(id: "{id}", front: "What is {id}?", back: "{id}"),"#);
    let cards: String = ["a", "b", "c", "e"].map(card).concat();
    let deck = format!(
        r#"Deck(schema: 1, id: "d", title: "D", track: "CPIM", concepts: [Concept(id: "c", title: "C", topic: "demand", summary: "", cards: [{cards}])])"#
    );
    fs::write(root.join("decks/d.ron"), deck).unwrap();
    let mut desk = open(root, MONDAY, Settings::default());
    for key in ["d/a", "d/b", "d/c"] {
        grade(&mut desk, key);
    }
    desk.set_clock(Clock::new(Some(TUESDAY), crate::clock::ROLLOVER).unwrap());
    for key in ["d/a", "d/b", "d/c"].map(Key::from_text) {
        let before = desk.store().memory(&key).unwrap();
        let event = Event::graded(Meant::Review, Grade::GOOD);
        assert!(
            desk.record(&Change::new(key, event, desk.today(), before))
                .is_ok()
        );
    }
    let wednesday = "2026-11-25T09:00:00+00:00[UTC]";
    desk.set_clock(Clock::new(Some(wednesday), crate::clock::ROLLOVER).unwrap());
    assert_eq!(
        (desk.home().due, desk.home().looks, desk.home().new),
        (0, 0, 1)
    );

    let friday = ExamChoice::Date(Some(desk.today().plus(2)));
    desk.choose_for_exam("CPIM", &friday).unwrap();
    let free = desk.home();
    assert_eq!((free.due, free.looks, free.free), (0, 2, false));
    let says = |desk: &mut Desk| desk.exam_outlooks().unwrap()[0].says.clone();
    let first = says(&mut desk);
    assert!(first.contains("ast round from 25 November"), "{first}");
    let mut session = desk.session(&[], None, None).unwrap();
    for left in [1, 0] {
        assert_eq!(session.meant(), Some(Meant::Look));
        let key = session.asking().unwrap().question.key.clone();
        let before = *desk.store().memory(&key).unwrap().schedule().unwrap();
        let change = session.graded(Grade::HARD, 1000, None).unwrap();
        let entry = desk.record(&change).unwrap();
        session.recorded(entry);
        assert_eq!(
            *desk.store().memory(&key).unwrap().schedule().unwrap(),
            before
        );
        assert_eq!(desk.home().looks, left);
    }
    assert_ne!(session.meant(), Some(Meant::Look));
    let thursday = "2026-11-26T09:00:00+00:00[UTC]";
    desk.set_clock(Clock::new(Some(thursday), crate::clock::ROLLOVER).unwrap());
    assert_eq!(desk.home().looks, 1);
    let later = says(&mut desk);
    assert!(later.contains("he last round is under way"), "{later}");
    desk.choose_for_exam("CPIM", &ExamChoice::Date(None))
        .unwrap();
    assert_eq!(desk.home().looks, 0);
}

#[test]
fn two_desks_with_one_shared_folder_are_brought_together_at_their_starts_and_ends() {
    let shared = tempfile::tempdir().unwrap();
    let with_sync = || Settings {
        sync: Some(shared.path().display().to_string()),
        ..Settings::default()
    };
    let roots = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for root in &roots {
        write_deck(root.path(), "A buffer", "");
    }
    let mut train = open(roots[0].path(), MONDAY, with_sync());
    grade(&mut train, "d/a");
    assert_eq!(train.sync_now(), None, "nothing came, so nothing is told");

    let mut home = open(roots[1].path(), TUESDAY, with_sync());
    assert_eq!(home.home().due, 0);
    home.begin_sync();
    let mut news = None;
    while home.is_syncing() {
        news = home.sync_news();
        std::thread::yield_now();
    }
    let news = news.unwrap();
    assert!(
        news.starts_with("synced: 1 row of other machines"),
        "{news}"
    );
    assert_eq!(home.home().due, 1);

    fs::remove_dir_all(shared.path()).unwrap();
    let news = home.sync_now().unwrap();
    assert!(
        news.contains("not synced") && news.contains("is no folder"),
        "{news}"
    );
    assert_eq!(home.sync_now(), None, "it was told");
    assert!(home.home().notices.contains(&news), "and stays in sight");
    fs::create_dir(shared.path()).unwrap();
    home.sync_now();
    assert!(!home.home().notices.contains(&news));
}

#[test]
fn what_another_window_answers_under_a_former_name_counts_here_without_a_new_start() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_deck(root, "A buffer", "");
    let mut old = open(root, MONDAY, Settings::default());
    old.home();
    let renamed = r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
        Basic(id: "new-a", front: "What is it?", back: "A buffer", formerly: ["a"]),
        Basic(id: "new-b", front: "Who does it?", back: "A planner", formerly: ["b"]),
    ])])"#;
    fs::write(root.join("decks/d.ron"), renamed).unwrap();
    let mut new = open(root, MONDAY, Settings::default());
    assert_eq!(new.home().new, 2);
    // The first window has not read the deck again.
    grade(&mut old, "d/a");
    assert_eq!(new.home().new, 1);
    // It has, while a card was on the screen under its former name.
    assert!(old.refresh().is_some());
    assert_eq!(old.home().new, 1);
    grade(&mut old, "d/b");
    assert_eq!(old.home().new, 0);
    assert_eq!(new.home().new, 0);
}

#[test]
fn a_card_renamed_today_keeps_its_linked_cards_for_another_day_under_either_name() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    let write = |name: &str, formerly: &str| {
        let deck = format!(
            r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
                Basic(id: "{name}", front: "What is it?", back: "A buffer", formerly: [{formerly}]),
                Basic(id: "b", front: "What holds it?", back: "A shelf", link: ["{name}"]),
            ])])"#
        );
        fs::write(root.join("decks/d.ron"), deck).unwrap();
        open(root, MONDAY, Settings::default())
    };
    let mut desk = write("a", "");
    assert_eq!(desk.home().new, 1);
    grade(&mut desk, "d/a");
    assert_eq!(desk.home().new, 0);
    assert_eq!(write("x", r#""a""#).home().new, 0);
}

/// A deck whose cards have siblings, links within it and to the other deck, and neither.
fn bound_deck(id: &str, other: &str) -> String {
    let cards = (0..12).map(|n| match n % 4 {
        0 => format!("Cloze(id: \"{n}\", text: \"The {{{{first}}}} and the {{{{second}}}} of {n}\"),"),
        1 => format!("Basic(id: \"{n}\", front: \"F{id}{n}?\", back: \"B\", link: [\"{}\", \"{other}/{n}\"]),", n + 1),
        _ => format!("Basic(id: \"{n}\", front: \"F{id}{n}?\", back: \"B\"),"),
    });
    let cards: String = cards.collect();
    format!(
        "Deck(schema: 1, id: \"{id}\", title: \"T\", concepts: [Concept(id: \"c\", title: \"C\", summary: \"\", cards: [{cards}])])"
    )
}

#[test]
fn home_follows_each_change_and_counts_what_its_session_asks() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    for (id, other) in [("d", "e"), ("e", "d")] {
        fs::write(root.join(format!("decks/{id}.ron")), bound_deck(id, other)).unwrap();
    }
    let mut chance = 7_u64;
    let mut any = |n: usize| {
        chance = crate::study::session::mix(chance, 1);
        (chance >> 20) as usize % n
    };
    let (mut with_waiting, mut with_free, mut of_one_deck, mut with_known) = (0, 0, 0, 0);
    for day in 1..=28 {
        let now = format!("2026-11-{day:02}T09:00:00+00:00[UTC]");
        let mut desk = open(root, &now, Settings::default());
        for _ in 0..6 {
            desk.remember().unwrap();
            assert_eq!(desk.broken(), []);
            let decks = desk.outlines();
            let all = Selection::everything(desk.taking(&decks).unwrap());
            let asked: Vec<Question> = decks
                .iter()
                .flat_map(|deck| deck.cards().flat_map(|(_, card)| card.keys(&deck.id)))
                .filter_map(|key| desk.find(&key))
                .collect();
            let today = desk.today();
            let plan = desk.plan(&decks, &all, None).unwrap().plan;
            let waits = |q: &Question| plan.waiting.contains(&q.key);
            let soon = asked.iter().filter(|q| {
                let due = q.memory.schedule().is_some_and(|s| s.due.since(today) < 7);
                due && !q.memory.suspended && (!q.memory.is_due(today) || waits(q))
            });
            let passed = Event::graded(Meant::Review, Grade::GOOD);
            let again = plan.due.iter().chain(&plan.new).map(|q| {
                let memory = q.memory.after(&passed, today);
                q.clone().remembered_as(memory)
            });
            let pool: Vec<Question> = soon.cloned().chain(again).collect();
            let first = plan.due.len() + plan.drill.len() + plan.looks.len() + plan.new.len();

            let home = desk.home();
            let of = |questions: &[Question], deck: &str| {
                questions.iter().filter(|q| q.key.deck() == deck).count() as u32
            };
            for line in &home.decks {
                let due = of(&plan.due, &line.id) + of(&plan.drill, &line.id);
                assert_eq!((line.due, line.new), (due, of(&plan.new, &line.id)));
            }
            assert_eq!(home.due as usize, plan.due.len() + plan.drill.len());
            assert_eq!(home.waiting as usize, plan.waiting.len());
            assert_eq!(home.week[0].due as usize, first);
            assert_eq!(home.week[1..], forecast(today, &pool, &[0; 6], |_| false));
            assert_eq!(home, knowing_nothing(&mut desk).home());
            assert_eq!(desk.plan_like_home().unwrap().0, plan);
            if any(2) == 0 {
                desk.keep_plan();
                desk = open(root, &now, Settings::default());
                desk.get_ready();
                desk.session(&[], None, None).unwrap();
                let mut parts = desk.parts.values();
                with_known += usize::from(parts.all(|part| part.free.get().is_some()));
            }
            with_waiting += usize::from(home.waiting > 0);
            with_free += usize::from(home.due > home.waiting + 2);

            let question = asked[any(asked.len())].clone();
            let event = match any(8) {
                0 => Event::Suspend,
                1 => Event::Unsuspend,
                2 => Event::Bury,
                3 => Event::graded(question.memory.meant(today), Grade::AGAIN),
                _ => Event::graded(question.memory.meant(today), Grade::GOOD),
            };
            let change = Change::new(question.key.clone(), event, today, question.memory.clone());
            let _ = desk.record(&change);
        }
        desk.home();
        desk.keep_plan();
        drop(desk);
        // While the program is closed a deck is saved, with other words, other links to the other deck, or a card less; or
        // another window writes.
        let text = bound_deck("e", "d").replace("\"B\"", &format!("\"B of {day}\""));
        let text = match day % 3 {
            0 => [1, 5, 9].iter().fold(text, |text, n| {
                text.replace(&format!("\"d/{n}\""), &format!("\"d/{}\"", n + 2))
            }),
            1 => text.replace("\"11\", front: \"Fe11?\"", "\"12\", front: \"Fe12?\""),
            _ => text,
        };
        fs::write(root.join("decks/e.ron"), text).unwrap();
        if day % 5 == 0 {
            let mut other = open(root, &now, Settings::default());
            let key = Key::from_text("d/3");
            let memory = other.store().memory(&key).unwrap();
            let event = Event::graded(memory.meant(other.today()), Grade::AGAIN);
            let _ = other.record(&Change::new(key, event, other.today(), memory));
        }
        // New questions are looked for in every deck that has some.
        let none_new = Settings {
            new_per_day: 0,
            ..Settings::default()
        };
        let mut desk = open(root, &now, none_new);
        let home = desk.home();
        let of_others = desk.memories.iter().any(|(key, _)| key.deck() != "e");
        of_one_deck += usize::from(!of_others);
        assert_eq!(home, knowing_nothing(&mut desk).home());
    }
    assert!(
        with_waiting > 20 && with_free > 20 && of_one_deck > 5 && with_known > 20,
        "{with_waiting} {with_free} {of_one_deck} {with_known}"
    );
}

#[test]
fn after_one_deck_was_saved_no_other_is_asked_what_is_remembered_of_it() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    let write = |id: &str, word: &str| {
        let text = bound_deck(id, "d").replace("\"B\"", word);
        fs::write(root.join(format!("decks/{id}.ron")), text).unwrap();
    };
    let few = || Settings {
        new_per_day: 5,
        ..Settings::default()
    };
    write("d", "\"B\"");
    write("e", "\"B\"");
    let mut desk = open(root, MONDAY, few());
    grade(&mut desk, "d/2");
    grade(&mut desk, "e/2");
    let before = desk.home();
    desk.keep_plan();
    drop(desk);
    write("e", "\"Other words\"");
    let mut desk = open(root, MONDAY, few());
    let after = desk.home();
    assert_eq!((after.new, &after.decks), (before.new, &before.decks));
    let asked = |desk: &Desk| -> BTreeSet<String> {
        let keys = desk.memories.iter();
        keys.map(|(key, _)| key.deck().to_owned()).collect()
    };
    assert_eq!(asked(&desk), ["e".to_owned()].into());
    desk.keep_plan();
    drop(desk);
    // Nor is it after the first answer since a start.
    let mut desk = open(root, MONDAY, few());
    desk.get_ready();
    grade(&mut desk, "e/3");
    let after = desk.home();
    assert_eq!(asked(&desk), ["e".to_owned()].into());
    fs::remove_dir_all(root.join("cache")).unwrap();
    assert_eq!(open(root, MONDAY, few()).home(), after);
}

#[test]
fn suspended_questions_do_not_keep_the_others_of_their_cards_from_an_exam() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    let card = |n: u32| {
        format!(r#"Cloze(id: "{n}", text: "The {{{{first}}}} and the {{{{second}}}} of {n}."),"#)
    };
    let cards: String = (0..6).map(card).collect();
    let deck = format!(
        r#"Deck(schema: 1, id: "d", title: "D", track: "CPIM", concepts: [Concept(id: "c", title: "C", topic: "demand", summary: "", cards: [{cards}])])"#
    );
    fs::write(root.join("decks/d.ron"), deck).unwrap();
    let mut desk = open(root, MONDAY, Settings::default());
    let exam = Day(desk.today().0 + 19);
    desk.choose_for_exam("CPIM", &ExamChoice::Date(Some(exam)))
        .unwrap();
    for n in 0..6 {
        let key = format!("d/{n}");
        grade(&mut desk, &key);
        let key = Key::from_text(key);
        let memory = desk.store().memory(&key).unwrap();
        let change = Change::new(key, Event::Suspend, desk.today(), memory);
        assert!(desk.record(&change).is_ok());
    }
    desk.set_clock(Clock::new(Some(TUESDAY), crate::clock::ROLLOVER).unwrap());
    assert!(desk.home().new > 0);
}

/// As a desk for which nothing is kept from before.
fn knowing_nothing(desk: &mut Desk) -> &mut Desk {
    let _ = fs::remove_file(desk.beside("parts").unwrap());
    (desk.parts, desk.summary, desk.as_of) = Default::default();
    desk.habits = Default::default();
    desk
}

#[test]
fn a_choice_of_free_days_counts_for_the_days_in_a_row_from_its_day_on() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_deck(root, "A name", "");
    const FRIDAY: &str = "2026-11-20T09:00:00+00:00[UTC]";
    let mut desk = open(root, FRIDAY, Settings::default());
    let exam = Day(desk.today().0 + 60);
    let choose = |desk: &mut Desk, choice| desk.choose_for_exam("CPIM", &choice).unwrap();
    choose(&mut desk, ExamChoice::Date(Some(exam)));
    grade(&mut desk, "d/a");
    let weekend = [false, false, false, false, false, true, true];
    choose(&mut desk, ExamChoice::Free(weekend));
    desk.set_clock(Clock::new(Some(MONDAY), crate::clock::ROLLOVER).unwrap());
    grade(&mut desk, "d/b");
    desk.set_clock(Clock::new(Some(TUESDAY), crate::clock::ROLLOVER).unwrap());
    assert_eq!(desk.home().streak, 2);
    // The past stays as it was.
    choose(&mut desk, ExamChoice::Free([false; 7]));
    assert_eq!(desk.home().streak, 2);
    choose(&mut desk, ExamChoice::Date(None));
    assert_eq!(desk.home().streak, 2);
}

#[test]
fn a_list_shows_each_question_as_its_details_do() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    let deck = r#"Deck(schema: 1, id: "d", title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [
        Generated(id: "g", draw: [Range(name: "d", from: 2000, to: 2000, step: 1)], question: "Sells {d:,} drums?", answer: "d * 2", unit: "drums"),
        Problem(id: "p", maker: "abc-class"),
        Basic(id: "b", front: "What is {d}?", back: "A brace"),
        Cloze(id: "z", text: "A {{winner}} wins, a {{qualifier}} waits."),
        Term(id: "t", term: "segmentation", meaning: "split of a market"),
        Cases(id: "s", options: [Option("ferry"), Option("train")], cases: [
            Case(id: "isle", text: "The isle is near.", right: 1),
            Case(id: "city", text: "The city is far.", right: 2),
        ]),
    ])])"#;
    fs::write(root.join("decks/d.ron"), deck).unwrap();
    let mut desk = open(root, MONDAY, Settings::default());
    let rows = desk.rows().unwrap();
    assert_eq!(rows.len(), 9);
    for row in rows.iter() {
        let (card, part) = (desk.card(&row.key).unwrap().card, row.key.part());
        let (face, answer) = (card.face(part, 0), card.reveal(part, 0).expected);
        assert_eq!(row.texts(), (&*face.prompt, &*answer), "{:?}", row.key);
    }
    assert_eq!(rows[0].texts(), ("Sells 2,000 drums?", "4,000 drums"));
    assert_eq!(rows[8].texts(), ("The city is far.", "train"));
}

#[test]
fn a_module_has_one_heading_and_says_what_other_chapters_hold_of_it() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    fs::create_dir_all(root.join("decks")).unwrap();
    for (id, track, cards) in [
        ("a", "CPIM", "xy"),
        ("b", "CPIM", "x"),
        ("c", "both", "xyz"),
    ] {
        let cards = cards.chars().map(|card| {
            format!("Basic(id: \"{card}\", front: \"What is {card}?\", back: \"{id}\"),")
        });
        let deck = format!(
            "Deck(schema: 1, id: \"{id}\", title: \"Deck {id}\", track: \"{track}\", concepts: [Concept(id: \"c\", title: \"C\", \
             topic: \"demand\", summary: \"\", cards: [{}])])",
            cards.collect::<String>()
        );
        fs::write(root.join(format!("decks/{id}.ron")), deck).unwrap();
    }
    let mut desk = open(root, MONDAY, Settings::default());
    let sit = ExamChoice::Sat(Some(true));
    desk.choose_for_exam("CPIM", &sit).unwrap();
    let chapters = desk.contents().unwrap();
    let demand: Vec<_> = chapters
        .iter()
        .filter(|chapter| chapter.track == "CPIM" && chapter.module.as_deref() == Some("3"))
        .collect();
    assert_eq!(demand.len(), 1, "{chapters:?}");
    let (_, _, here) = demand[0].known();
    let elsewhere: Vec<_> = demand[0]
        .elsewhere
        .iter()
        .map(|of| (&*of.title, of.known().2))
        .collect();
    assert_eq!((here, elsewhere), (3, vec![("Deck c", 3)]));
    let exams = desk.home().exams;
    let modules = exams
        .iter()
        .find(|exam| exam.id == "CPIM")
        .map(|exam| &exam.modules);
    let told = modules.and_then(|all| all.iter().find(|module| module.id == "3"));
    let whole = demand[0].known_in_all().2;
    assert_eq!((told.map(|module| module.questions), whole), (Some(6), 6));

    for (rests, told) in [
        ("b", vec![(false, 5), (true, 1)]),
        // Both decks of the module rest, and another holds some of it.
        ("a", vec![(false, 3), (true, 3)]),
        ("c", vec![(true, 3)]),
    ] {
        desk.take_part(rests, false).unwrap();
        let chapters = desk.contents().unwrap();
        let of_module: Vec<_> = chapters
            .iter()
            .filter(|c| c.module.as_deref() == Some("3") && c.track == "CPIM")
            .map(|c| (c.rests, c.known_in_all().2))
            .collect();
        assert_eq!(of_module, told, "{rests}");
    }
    desk.take_part("c", true).unwrap();

    // The figures tell the modules of the examination that is prepared for, though the deck serves both.
    grade(&mut desk, "c/x");
    let mut desk = open(root, TUESDAY, Settings::default());
    desk.home();
    let key = Key::from_text("c/x");
    let before = desk.memory(&key).cloned().unwrap();
    let event = Event::graded(Meant::Review, Grade::GOOD);
    let again = Change::new(key, event, desk.today(), before);
    assert!(desk.record(&again).is_ok());
    let modules = desk.figures(&[]).unwrap().figures.by_module;
    assert_eq!(modules.keys().collect::<Vec<_>>(), ["CPIM/3"]);

    desk.take_part("c", false).unwrap();
    let exam = ExamChoice::Date(Some(desk.today().plus(20)));
    desk.choose_for_exam("CPIM", &exam).unwrap();
    let readiness = &desk.exam_outlooks().unwrap()[0].readiness;
    let told = |id: &str| {
        let module = readiness.modules.iter().find(|m| m.covered.id == id);
        module.map(|module| module.told()[0].clone())
    };
    let told = ["3", "1"].map(|id| told(id).unwrap_or_default());
    assert_eq!(told, ["rests", "no deck"]);
}
