//! A learner is told once what changed in a deck, and never waits for it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod home;
mod pty;

use pty::DECK;
use std::io::Write;
use std::process::{Command, Stdio};
use swotter::clock::Clock;
use swotter::desk::Desk;
use swotter::folders::Folders;
use swotter::settings::Settings;
use swotter::shelf::Sources;
use swotter::store::{Store, Why, backups};
use swotter::study::log::{Change, Moment};
use swotter::study::memory::{Event, Meant};
use swotter::study::{Grade, Key, Memory};

const NOW: Moment = Moment {
    utc_ms: 1_795_000_000_000,
    offset_s: 0,
};

fn open(world: &pty::Desk) -> Desk {
    let folders = Folders::find(Some(&world.path().join("data"))).unwrap();
    let sources = Sources {
        no_builtin: true,
        deck_paths: vec![world.path().join("decks")],
        cache: Some(world.path().join("cache")),
        ..Sources::default()
    };
    let clock = Clock::new(Some("2026-11-21T10:00:00Z"), 4).unwrap();
    Desk::open(folders, sources, Settings::default(), clock, &mut |_, _| {}).unwrap()
}

fn learn(desk: &mut Desk, card: &str) {
    let key = Key::new("tides", card, "");
    let good = Event::graded(Meant::Review, Grade::GOOD);
    let change = Change::new(key, good, desk.today(), Memory::default());
    desk.record(&change).unwrap();
}

/// `spring` means something else, `low` is worded anew, `neap` comes along.
fn second_version() -> String {
    DECK.replace("The lowest state", "The very lowest state")
        .replace("id: \"spring\",", "id: \"spring\", rev: 1,")
        .replace(
            "Basic(id",
            "Basic(id: \"neap\", front: \"When do neap tides come?\", back: \"At half moon.\", why: \"Sun and moon pull across.\"),\nBasic(id",
        )
        .replace("title: \"Tides\",", "title: \"Tides\", version: \"2.0\",")
}

#[test]
fn a_deck_with_progress_tells_its_changes_until_they_were_seen() {
    let world = pty::Desk::new();
    let mut desk = open(&world);
    assert!(!desk.look_for_updates());
    learn(&mut desk, "spring");
    assert!(!desk.look_for_updates(), "what is met first is no change");
    std::fs::write(world.deck(), second_version()).unwrap();
    desk.refresh();
    assert!(desk.look_for_updates());
    assert!(!desk.look_for_updates(), "nothing new since");
    drop(desk);
    let mut desk = open(&world);
    assert!(
        desk.home().updates.is_empty(),
        "the start does not wait for it"
    );
    assert!(desk.look_for_updates());
    let updates = desk.home().updates;
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0].versions(), "now 2.0");
    assert_eq!(updates[0].again, [Key::new("tides", "spring", "")]);
    desk.saw_updates();
    assert!(desk.home().updates.is_empty());
    drop(desk);
    let mut desk = open(&world);
    assert!(!desk.look_for_updates());
    assert_eq!(desk.shelf().parsed_files(), 0, "nothing was read");
}

#[test]
fn a_change_taken_back_and_one_of_details_are_not_told() {
    let world = pty::Desk::new();
    let mut desk = open(&world);
    learn(&mut desk, "low");
    desk.look_for_updates();
    std::fs::write(world.deck(), second_version()).unwrap();
    desk.refresh();
    assert!(desk.look_for_updates());
    std::fs::write(world.deck(), DECK).unwrap();
    desk.refresh();
    assert!(desk.look_for_updates(), "the line goes");
    assert!(desk.home().updates.is_empty());
    std::fs::write(
        world.deck(),
        DECK.replace("From the old word", "It comes from the old word"),
    )
    .unwrap();
    desk.refresh();
    assert!(!desk.look_for_updates() && desk.home().updates.is_empty());
    // A card that cannot be read just now is not gone.
    std::fs::write(world.deck(), DECK.replace("front:", "fornt:")).unwrap();
    desk.refresh();
    assert!(!desk.look_for_updates());
}

/// Earlier releases kept another kind of sum of the text.
#[test]
fn a_sum_that_an_earlier_release_kept_tells_no_change() {
    let world = pty::Desk::new();
    let mut desk = open(&world);
    learn(&mut desk, "spring");
    desk.look_for_updates();
    drop(desk);
    let mut store = Store::open(&world.path().join("data"), NOW).unwrap().store;
    let kept = store.seen().unwrap();
    let snapshot = store.snapshot("tides").unwrap().unwrap();
    store.saw(&[("tides".into(), 1, snapshot)]).unwrap();
    let mut desk = open(&world);
    assert!(!desk.look_for_updates() && desk.home().updates.is_empty());
    assert_eq!(store.seen().unwrap(), kept, "it is kept anew");
}

/// What was last seen of a deck in databases of version 2 still tells what changed, and takes less room after the migration.
#[test]
fn what_an_older_database_has_seen_is_compared_after_its_migration() {
    let (old, deck) = (
        include_bytes!("fixtures/store/version-2.db"),
        include_str!("fixtures/store/version-2.ron"),
    );
    let world = pty::Desk::new();
    let data = world.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("swot.db"), old).unwrap();
    std::fs::write(world.deck(), deck).unwrap();
    let mut desk = open(&world);
    assert_eq!(backups(&data, NOW)[0].why, Why::Migration);
    let kept = desk.store().snapshot("harbour").unwrap().unwrap();
    assert!(kept.len() < 500, "{}", kept.len());
    assert!(!desk.look_for_updates(), "the deck is as it was");
    let new = deck
        .replace("Where does a ship lie", "Where may a ship lie")
        .replace("1852", "1853")
        .replace("of a ship must", "of a loaded ship must")
        .replace("Basic(id: \"pilot\"", "Typed(id: \"pilot\"")
        .replace("front: \"Who brings", "question: \"Who brings")
        .replace("back: \"A pilot.\"", "answer: \"A pilot.\"")
        .replace("Wrong(\"sails\"", "Wrong(\"oars\"")
        .replace(
            "Typed(id: \"bollard\", question: \"The post",
            "Typed(id: \"post\", question: \"The post",
        );
    std::fs::write(world.deck(), new).unwrap();
    desk.refresh();
    assert!(desk.look_for_updates());
    let updates = desk.home().updates;
    let told = updates[0].changes.iter();
    let told: Vec<String> = told
        .map(|change| format!("{}, {}: {}", change.name, change.front, change.what.said()))
        .collect();
    let [berth, pilot] = [
        "harbour/berth, Where may a ship lie in a harbour?: question reworded",
        "harbour/pilot, Who brings a large ship into a harbour that its master does…: was a Basic, is a Typed",
    ];
    let gone = "The post on a quay that lines are made fast to is called ...…";
    let expected = [
        berth,
        pilot,
        "harbour/draught, The [...] of a loaded ship must be less than the [...] of th…: question reworded",
        "harbour/lines, What holds a ship at its berth?: answer changed",
        "harbour/knots, How many metres are in a nautical mile?: answer changed",
        &format!("harbour/post, {gone}: added"),
        &format!("harbour/bollard, {gone}: removed"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_deck_that_was_never_met_tells_nothing() {
    let world = pty::Desk::new();
    let mut desk = open(&world);
    desk.look_for_updates();
    std::fs::write(world.deck(), second_version()).unwrap();
    desk.refresh();
    assert!(!desk.look_for_updates());
    assert_eq!(desk.shelf().parsed_files(), 2, "read for the index only");
}

#[test]
fn home_tells_it_and_so_does_the_plain_way_each_once() {
    let world = pty::Desk::new();
    let mut desk = open(&world);
    learn(&mut desk, "spring");
    desk.look_for_updates();
    drop(desk);
    std::fs::write(world.deck(), second_version()).unwrap();
    let mut terminal = world.open();
    terminal.wait_for("Tides changed: 1 reworded, 1 added, 1 with a new meaning · v to see");
    terminal.send("v");
    terminal.wait_for("When do neap tides come?");
    terminal.send("\r");
    terminal.until("home", |s| {
        s.contents().contains("starts today") && !s.contents().contains("changed")
    });
    terminal.send("q");
    terminal.end();
    let plain = || {
        let mut child = Command::new(env!("CARGO_BIN_EXE_swot"))
            .args(["study", "--plain", "--no-builtin"])
            .env_clear()
            .envs(home::home(world.path()))
            .env("SWOT_DATA_DIR", world.path().join("data"))
            .env("SWOT_DECK_PATH", world.path().join("decks"))
            .env("SWOT_NOW", "2026-11-21T10:00:00Z")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(b":q\n").unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
    };
    assert!(!plain().contains("changed"));
    std::fs::write(world.deck(), DECK).unwrap();
    let said = plain();
    assert!(
        said.contains("Tides changed:") && said.contains("1 removed: your progress is kept"),
        "{said}"
    );
    assert!(!plain().contains("changed"));
}
