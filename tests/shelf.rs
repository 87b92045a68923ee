//! Decks on the shelf: an unchanged one reads nothing, a changed one is never shown stale, and the index may be gone,
//! broken or another's.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use swotter::shelf::{Shelf, ShelfError, Sources};
use swotter::study::Key;
use swotter::study::card_text::Texts;

/// A folder of decks, and one for the index.
struct Decks {
    folder: tempfile::TempDir,
}

impl Decks {
    fn new() -> Decks {
        Decks {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join("decks").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    fn sources(&self) -> Sources {
        Sources {
            no_builtin: true,
            data_decks: None,
            deck_paths: vec![self.path().join("decks")],
            cache: Some(self.path().join("cache")),
        }
    }

    fn open(&self) -> Shelf {
        Shelf::open(self.sources())
    }
}

/// A deck of one concept with these cards.
fn deck(id: &str, cards: &str) -> String {
    format!(
        "Deck(schema: 1, id: \"{id}\", title: \"D\", concepts: [Concept(id: \"c\", title: \"C\", cards: [\n{cards}\n])])\n"
    )
}

fn named(id: &str, front: &str) -> String {
    let cards = format!(
        "Basic(id: \"a\", front: \"{front}\", back: \"B\"),\nCloze(id: \"b\", text: \"A {{{{gap}}}} and a {{{{hole}}}}.\"),"
    );
    deck(id, &cards)
}

#[test]
fn an_unchanged_shelf_parses_nothing_and_knows_everything() {
    let decks = Decks::new();
    for i in 0..5 {
        decks.write(&format!("{i}.ron"), named(&format!("d{i}"), "F?"));
    }
    decks.write("bad.ron", "Dek()");
    let mut first = decks.open();
    assert_eq!(first.parsed_files(), 6);
    first.keep_index();
    let second = decks.open();
    let summary = |shelf: &Shelf| {
        shelf
            .decks()
            .iter()
            .map(|d| {
                (
                    d.path().to_owned(),
                    d.heading().cloned(),
                    d.faults().to_vec(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(summary(&first), summary(&second));
    assert_eq!(second.get("d3").unwrap().heading().unwrap().questions, 3);
    assert_eq!(
        *second.outline("d3").unwrap(),
        *first.outline("d3").unwrap()
    );
    let card = second.card(&Key::new("d3", "a", "")).unwrap();
    assert_eq!(&**card.front(), "F?");
    assert!(second.page("d3", "c").unwrap().cards.is_empty());
    assert_eq!(second.parsed_files(), 0);
    assert_eq!(second.deck("d3").unwrap().cards().count(), 2);
    assert_eq!(second.parsed_files(), 1);
}

#[test]
fn much_to_read_is_told_before_the_first_deck_is_read() {
    let decks = Decks::new();
    let told = |sources: Sources| {
        let mut told = Vec::new();
        Shelf::open_telling(sources, &mut |read, of| told.push((read, of)));
        told
    };
    decks.write("one.ron", named("one", "F"));
    assert_eq!(told(decks.sources()), [(1, 1)]);
    let long = "/".repeat(5 * 1024 * 1024);
    for id in ["two", "three"] {
        decks.write(&format!("{id}.ron"), named(id, "F") + &long);
    }
    assert_eq!(told(decks.sources()), [(0, 2), (1, 2), (2, 2)]);
    assert_eq!(told(decks.sources()), []);
}

#[test]
fn a_changed_file_is_read_again_and_only_it() {
    let decks = Decks::new();
    let path = decks.write("one.ron", named("one", "Old?"));
    decks.write("two.ron", named("two", "F?"));
    let mut shelf = decks.open();
    assert!(shelf.refresh().is_empty());
    fs::write(&path, named("one", "New!!?")).unwrap();
    let changes = shelf.refresh();
    assert_eq!(
        (changes.changed, changes.gone, changes.faults),
        (vec!["one".to_owned()], vec![], vec![])
    );
    let whole = shelf.deck("one").unwrap();
    assert_eq!(&**whole.concepts[0].cards[0].front(), "New!!?");
    assert_eq!(shelf.parsed_files(), 3, "not for the whole deck again");
    assert_eq!(
        &**shelf.card(&Key::new("one", "a", "")).unwrap().front(),
        "New!!?"
    );
    decks.write("sub/three.ron", named("three", "F?"));
    fs::remove_file(&path).unwrap();
    let changes = shelf.refresh();
    assert_eq!(
        (changes.changed, changes.gone),
        (vec!["three".to_owned()], vec!["one".to_owned()])
    );
    assert!(matches!(
        shelf.card(&Key::new("one", "a", "")),
        Err(ShelfError::NoDeck(_))
    ));
    fs::write(decks.path().join("decks/two.ron"), "Deck(").unwrap();
    let changes = shelf.refresh();
    assert_eq!(changes.gone, ["two"]);
    assert_eq!(changes.faults.len(), 1);
    assert!(
        shelf
            .decks()
            .iter()
            .any(|d| d.heading().is_none() && !d.faults().is_empty())
    );
}

#[test]
fn an_edit_of_the_same_size_and_time_is_never_shown_stale() {
    let decks = Decks::new();
    let path = decks.write("one.ron", named("one", "Old?"));
    drop(decks.open());
    let mut shelf = decks.open();
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, named("one", "New?")).unwrap();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(time)
        .unwrap();
    let key = Key::new("one", "a", "");
    assert!(matches!(shelf.card(&key), Err(ShelfError::Changed { .. })));
    assert!(matches!(shelf.deck("one"), Err(ShelfError::Changed { .. })));
    assert_eq!(shelf.refresh().changed, ["one"]);
    assert_eq!(&**shelf.card(&key).unwrap().front(), "New?");
    // The other card's own stretch was not touched.
    assert!(shelf.card(&Key::new("one", "b", "2")).is_ok());
}

#[test]
fn a_broken_foreign_or_unwritable_index_is_no_trouble() {
    let decks = Decks::new();
    decks.write("one.ron", named("one", "F?"));
    drop(decks.open());
    let list_and_outlines = fs::read_dir(decks.path().join("cache")).unwrap();
    let both: Vec<_> = list_and_outlines.map(|file| file.unwrap().path()).collect();
    assert_eq!(both.len(), 2);
    for file in &both {
        let good = fs::read(file).unwrap();
        for cut in [0, 5, 20, 40, good.len() / 2, good.len() - 1] {
            fs::write(file, &good[..cut]).unwrap();
            assert!(decks.open().card(&Key::new("one", "a", "")).is_ok());
        }
        for at in (0..good.len()).step_by(7) {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            fs::write(file, &bytes).unwrap();
            let shelf = decks.open();
            assert_eq!(shelf.outline("one").unwrap().cards().count(), 2, "{at}");
        }
    }
    // A file where the folder should be.
    let nowhere = Sources {
        cache: Some(both[0].clone()),
        ..decks.sources()
    };
    assert!(Shelf::open(nowhere).deck("one").is_ok());
    assert!(
        Shelf::open(Sources {
            cache: None,
            ..decks.sources()
        })
        .deck("one")
        .is_ok()
    );
}

#[test]
fn an_index_that_another_start_replaced_does_not_mislead() {
    let decks = Decks::new();
    decks.write("b.ron", named("b", "F?"));
    drop(decks.open());
    let early = decks.open();
    decks.write("a.ron", named("a-longer-name", "F?"));
    drop(decks.open());
    assert_eq!(early.outline("b").unwrap().id, "b");
}

#[test]
fn cards_that_cannot_be_asked_are_left_out_and_the_rest_is_studied() {
    let decks = Decks::new();
    let text = deck(
        "d",
        "Basic(id: \"good\", front: \"F?\", back: \"B\"),\nBasic(id: \"empty\", front: \"\", back: \"B\"),\nBasic(id: \"typo\", fornt: \"F\", back: \"B\"),\nBasic(id: \"good\", front: \"Again?\", back: \"B\"),\nBasic(id: \"linked\", front: \"G?\", back: \"B\", link: [\"typo\"]),",
    );
    decks.write("one.ron", &text);
    for change in ["", "// Changed."] {
        let mut shelf = decks.open();
        decks.write("one.ron", format!("{text}{change}"));
        shelf.refresh();
        let shelved = shelf.get("d").unwrap();
        assert_eq!(shelved.faults().len(), 3, "{:#?}", shelved.faults());
        let outline = shelf.outline("d").unwrap();
        let cards: Vec<&str> = outline.cards().map(|(_, card)| &*card.id).collect();
        assert_eq!(cards, ["good", "linked"]);
        assert_eq!(shelf.deck("d").unwrap().cards().count(), 2);
        let read = shelf.parsed_files();
        assert_eq!(shelf.page("d", "c").unwrap().id, "c");
        assert_eq!(shelf.parsed_files(), read, "no card is read for a page");
        assert_eq!(
            &**shelf.card(&Key::new("d", "good", "")).unwrap().front(),
            "F?"
        );
    }
}

#[test]
fn a_file_takes_the_place_of_a_compiled_in_deck_and_of_no_other_file() {
    let decks = Decks::new();
    let builtin = Shelf::open(Sources::default());
    let heading = builtin
        .decks()
        .iter()
        .find_map(|d| d.heading())
        .unwrap()
        .clone();
    decks.write("mine.ron", named(&heading.id, "Mine?"));
    decks.write("other.ron", named(&heading.id, "Other?"));
    for _ in 0..2 {
        let shelf = Shelf::open(Sources {
            no_builtin: false,
            ..decks.sources()
        });
        assert_eq!(shelf.decks().len(), builtin.decks().len() + 1);
        assert_eq!(
            &**shelf.card(&Key::new(&heading.id, "a", "")).unwrap().front(),
            "Mine?"
        );
        let other = shelf.decks().last().unwrap();
        assert!(other.heading().is_none());
        assert_eq!(other.faults()[0].code, "E01");
        assert_eq!((other.faults()[0].line, other.faults()[0].column), (1, 21));
        assert!(
            other.faults()[0].message.contains("mine.ron"),
            "{:?}",
            other.faults()
        );
    }
}

#[test]
fn references_between_decks_are_checked_when_both_are_there() {
    let decks = Decks::new();
    let linking = deck(
        "d",
        "Basic(id: \"a\", front: \"F?\", back: \"B\", link: [\"other/gone\", \"absent/x\"]),",
    );
    decks.write("one.ron", linking);
    let mut shelf = decks.open();
    assert_eq!(shelf.get("d").unwrap().faults(), []);
    let other = decks.write("two.ron", named("other", "F?"));
    assert_eq!(shelf.refresh().faults.len(), 1);
    let fault = &shelf.get("d").unwrap().faults()[0];
    assert_eq!((fault.code.as_str(), fault.line), ("E13", 2));
    assert_eq!(decks.open().get("d").unwrap().faults().len(), 1);
    fs::remove_file(other).unwrap();
    shelf.refresh();
    assert_eq!(shelf.get("d").unwrap().faults(), []);
}

#[test]
fn folders_are_searched_deep_and_loops_and_hidden_files_are_passed_by() {
    let decks = Decks::new();
    decks.write("sub/deep/one.ron", named("one", "F?"));
    decks.write(".hidden.ron", named("hidden", "F?"));
    decks.write(".git/x.ron", named("git", "F?"));
    decks.write("notes.txt", "no deck");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(
            decks.path().join("decks"),
            decks.path().join("decks/sub/loop"),
        )
        .unwrap();
        std::os::unix::fs::symlink(
            decks.path().join("nowhere"),
            decks.path().join("decks/dangling.ron"),
        )
        .unwrap();
        std::os::unix::fs::symlink("/dev/zero", decks.path().join("decks/zero.ron")).unwrap();
    }
    let shelf = decks.open();
    let ids: Vec<&str> = shelf
        .decks()
        .iter()
        .filter_map(|d| d.heading())
        .map(|h| h.id.as_str())
        .collect();
    assert_eq!(ids, ["one"]);
    let broken = shelf
        .decks()
        .iter()
        .filter(|d| d.heading().is_none())
        .count();
    assert_eq!(broken, if cfg!(unix) { 2 } else { 0 });
    assert!(
        shelf
            .decks()
            .iter()
            .filter(|d| d.heading().is_none())
            .all(|d| d.faults().len() == 1)
    );
}

#[test]
fn texts_of_all_cards_can_be_searched() {
    let decks = Decks::new();
    decks.write("one.ron", named("one", "Größe?"));
    let shelf = decks.open();
    let before = shelf.parsed_files();
    let listed: Vec<_> = shelf.listed().collect();
    assert_eq!(shelf.parsed_files(), before, "read when they are shown");
    let deck = &listed[0];
    assert_eq!((listed.len(), &*deck.outline.concepts[0].title), (1, "C"));
    let fronts = |texts: &Texts| (texts.get(0).unwrap().0.to_owned(), texts.get(3).is_none());
    assert_eq!(deck.pass(fronts), ("Größe?".to_owned(), true));
    assert_eq!(fronts(deck.texts()), ("Größe?".to_owned(), true));
    assert!(deck.texts().get(2).unwrap().1.contains("hole"));
    let again = shelf.listed().next().unwrap();
    again.texts();
    assert_eq!(again.pass(fronts).0, "Größe?");
    assert_eq!(shelf.parsed_files(), before + 2, "kept once shown");

    decks.write("one.ron", named("one", "Smaller?"));
    let gone = decks.open().listed().next().unwrap();
    decks.write("one.ron", named("one", "Larger?"));
    assert!(
        gone.texts().get(0).is_none(),
        "no text that the file no longer has"
    );
}

#[test]
fn a_warning_is_the_authors_and_no_fault_to_a_learner() {
    let card = r#"Basic(id: "a", front: "What is the late ferry called?", back: "Late ferry")"#;
    let deck = format!(
        r#"Deck(schema: 1, id: "one", title: "T", concepts: [Concept(id: "c", title: "C", cards: [{card}])])"#
    );
    let decks = Decks::new();
    let file = decks.write("one.ron", deck);
    let told = swotter::lint::check(&[file], &Default::default());
    assert!(told.iter().any(|warning| warning.code == "W29"), "{told:?}");
    let shelf = decks.open();
    assert_eq!(
        (shelf.decks()[0].faults(), shelf.decks()[0].fault_count()),
        (&[][..], 0)
    );
}

#[test]
fn the_compiled_in_decks_have_no_fault() {
    let shelf = Shelf::open(Sources::default());
    assert!(!shelf.decks().is_empty());
    for deck in shelf.decks() {
        assert_eq!(deck.faults(), [], "{}", deck.path());
    }
}
