//! Packages are read as they were written, and malicious ones change nothing.

use super::*;

fn deck(id: &str, front: &str) -> Vec<u8> {
    format!("\u{feff}// {id}\r\nDeck(schema: 1, id: \"{id}\", title: \"T\", version: \"1.2\", concepts: [Concept(id: \"c\", title: \"C\", cards: [Basic(id: \"a\", front: \"{front}\", back: \"B\")])])").into_bytes()
}

fn packed(id: &str, front: &str) -> Packed {
    Packed::read(format!("{id}.ron"), deck(id, front)).unwrap()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn manifest(ids: &[&str]) -> Vec<u8> {
    let decks: Vec<String> = ids
        .iter()
        .map(|id| format!("{{\"file\":\"decks/{id}.ron\",\"id\":\"{id}\",\"title\":\"\",\"version\":\"\",\"cards\":1}}"))
        .collect();
    format!("{{\"swot_package\":1,\"decks\":[{}]}}", decks.join(",")).into_bytes()
}

fn refusal(bytes: &[u8]) -> String {
    unpack(bytes, &Settings::default()).unwrap_err().to_string()
}

#[test]
fn decks_come_out_as_they_went_in_and_the_same_decks_make_the_same_package() {
    let bytes = pack(&[packed("b", "F?"), packed("a", "F?")]).unwrap();
    assert_eq!(
        bytes,
        pack(&[packed("a", "F?"), packed("b", "F?")]).unwrap()
    );
    let out = unpack(&bytes, &Settings::default()).unwrap();
    assert_eq!(
        out.iter().map(|p| &p.bytes).collect::<Vec<_>>(),
        [&deck("a", "F?"), &deck("b", "F?")]
    );
}

#[test]
fn only_decks_in_their_own_places_are_taken() {
    let good = deck("a", "F?");
    let list = manifest(&["a"]);
    for (name, why) in [
        ("../a.ron", "is no deck"),
        ("/decks/a.ron", "is no deck"),
        ("decks/../a.ron", "is no deck"),
        ("decks/sub/a.ron", "is no deck"),
        ("decks\\a.ron", "is no deck"),
        ("C:a.ron", "is no deck"),
        ("a.ron", "is no deck"),
        ("decks/a.exe", "is no deck"),
        ("decks/b.ron", "holds the deck `a`"),
    ] {
        let error = refusal(&zip_of(&[(MANIFEST, &list), (name, &good)]));
        assert!(error.contains(why), "{name}: {error}");
    }
    let error = refusal(&zip_of(&[(MANIFEST, &list), ("decks/a.ron", b"#!/bin/sh")]));
    assert!(error.contains("is no deck"), "{error}");
    for (entries, why) in [
        (vec![("decks/a.ron", &good[..])], "no manifest.json"),
        (
            vec![
                (MANIFEST, &manifest(&["a", "b"])[..]),
                ("decks/a.ron", &good),
            ],
            "that it lists",
        ),
        (vec![(MANIFEST, &manifest(&[])[..])], "that it lists"),
        (
            vec![(MANIFEST, br#"{"swot_package":2}"#), ("decks/a.ron", &good)],
            "newer version",
        ),
        (vec![(MANIFEST, b"{"), ("decks/a.ron", &good)], "damaged"),
    ] {
        let error = refusal(&zip_of(&entries));
        assert!(error.contains(why), "{error}");
    }
}

#[test]
fn links_and_folders_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("decks/a.ron", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    let error = refusal(&zip.finish().unwrap().into_inner());
    assert!(error.contains("plain files only"), "{error}");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("decks/", SimpleFileOptions::default())
        .unwrap();
    let error = refusal(&zip.finish().unwrap().into_inner());
    assert!(error.contains("plain files only"), "{error}");
}

#[test]
fn bombs_are_stopped_while_they_are_read() {
    let list = manifest(&["a"]);
    let error = refusal(&zip_of(&[
        (MANIFEST, &list),
        ("decks/a.ron", &vec![b' '; 4 << 20]),
    ]));
    assert!(error.contains("more than 100 times"), "{error}");
    // Random bytes do not compress: here the sizes count.
    let noise = |bytes: usize| -> Vec<u8> {
        (0..bytes as u64)
            .map(|i| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as u8 & 0x7f)
            .collect()
    };
    let error = refusal(&zip_of(&[
        (MANIFEST, &list),
        ("decks/a.ron", &noise(9 << 20)),
    ]));
    assert!(error.contains("larger than 8 MiB"), "{error}");
    let error = refusal(&vec![0; (LARGEST + 1) as usize]);
    assert!(error.contains("larger than 16 MiB"), "{error}");
    let names: Vec<String> = (0..=MOST_ENTRIES)
        .map(|i| format!("decks/d{i}.ron"))
        .collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    let error = refusal(&zip_of(&entries));
    assert!(error.contains("at most 1000"), "{error}");
    // An announced number of entries that is wrong.
    let mut bytes = zip_of(&entries);
    let at = bytes.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    bytes[at + 8..at + 12].copy_from_slice(&[1, 0, 1, 0]);
    assert!(unpack(&bytes, &Settings::default()).is_err());
}

#[test]
fn a_damaged_package_never_panics_and_is_never_half_taken() {
    let whole = pack(&[packed("a", "F?"), packed("b", "F?")]).unwrap();
    assert_eq!(unpack(&whole, &Settings::default()).unwrap().len(), 2);
    for cut in 0..whole.len() {
        assert!(
            unpack(&whole[..cut], &Settings::default()).is_err(),
            "cut at {cut}"
        );
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Ok(decks) = unpack(&bytes, &Settings::default()) {
            assert_eq!(decks.len(), 2, "byte {at}");
            assert_eq!(decks[0].bytes, deck("a", "F?"), "byte {at}");
        }
    }
}

#[test]
fn adding_is_all_or_nothing_and_keeps_what_it_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let decks = folder.path().join("decks");
    let list = || {
        let mut names: Vec<String> = fs::read_dir(&decks)
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let placed = |of: Vec<Packed>| place(of, &decks).unwrap().0;
    install(placed(vec![packed("a", "F?"), packed("con", "F?")]), &decks).unwrap();
    assert_eq!(list(), ["a.ron", "deck-con.ron"]);
    // The deck is found whatever its file name.
    fs::rename(decks.join("a.ron"), decks.join("mine.ron")).unwrap();
    let placements = placed(vec![packed("a", "F?")]);
    assert!(matches!(placements[0].step, Step::Keep));
    let placements = placed(vec![packed("a", "Other?"), packed("new", "F?")]);
    let Step::Replace {
        version, changes, ..
    } = &placements[0].step
    else {
        panic!("{placements:?}")
    };
    assert_eq!((version.as_str(), changes.len()), ("1.2", 1));
    install(placements, &decks).unwrap();
    assert_eq!(
        list(),
        ["deck-con.ron", "mine.ron", "mine.ron.old", "new.ron"]
    );
    assert_eq!(
        fs::read(decks.join("mine.ron")).unwrap(),
        deck("a", "Other?")
    );
    assert_eq!(
        fs::read(decks.join("mine.ron.old")).unwrap(),
        deck("a", "F?")
    );
    // One fails: those before it are undone, and what they replaced is there.
    install(placed(vec![packed("b", "F?")]), &decks).unwrap();
    let placements = placed(vec![
        packed("x", "F?"),
        packed("b", "Second?"),
        packed("a", "Third?"),
    ]);
    fs::write(decks.join("mine.ron.old-2"), "somebody else's").unwrap();
    let before = list();
    let error = install(placements, &decks).unwrap_err().to_string();
    assert!(error.contains("mine.ron.old-2 exists already"), "{error}");
    assert_eq!(list(), before);
    for (name, id, front) in [("mine.ron", "a", "Other?"), ("b.ron", "b", "F?")] {
        assert_eq!(fs::read(decks.join(name)).unwrap(), deck(id, front));
    }
}

/// As on a disk on which nothing more can be written.
#[test]
fn what_cannot_be_put_back_stays_in_its_copy_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let [copy, deck] = ["a.ron.old", "a.ron"].map(|name| folder.path().join(name));
    fs::write(&copy, "old").unwrap();
    // A folder with something in it cannot be replaced.
    fs::create_dir_all(deck.join("sub")).unwrap();
    let error = taken_back(
        vec![(copy.clone(), Some(deck))],
        PackError::Refused("no room".into()),
    );
    let error = error.to_string();
    assert!(error.starts_with("no room; "), "{error}");
    assert!(error.ends_with(&copy.display().to_string()), "{error}");
    assert_eq!(fs::read_to_string(&copy).unwrap(), "old");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_not_taken_for_an_empty_one() {
    let folder = tempfile::tempdir().unwrap();
    let unread = folder.path().join("aa.ron");
    for held in [vec![b' '; (disk::LARGEST + 1) as usize], b"\0\x01".to_vec()] {
        fs::write(&unread, held).unwrap();
        let (placements, told) = place(vec![packed("aa", "F?")], folder.path()).unwrap();
        assert_eq!(placements[0].path, folder.path().join("aa-2.ron"));
        assert_eq!(told, std::slice::from_ref(&unread));
    }
}

#[test]
fn a_deck_replaces_the_one_that_it_was_called_before() {
    let folder = tempfile::tempdir().unwrap();
    let former = |id: &str, names: &str| {
        let text = String::from_utf8(deck(id, "F?")).unwrap();
        let text = text.replace("title", &format!("formerly: [{names}], title"));
        Packed::read(format!("{id}.ron"), text.into_bytes()).unwrap()
    };
    for id in ["a", "b"] {
        fs::write(folder.path().join(format!("{id}.ron")), deck(id, "F?")).unwrap();
    }
    let cases = [
        (vec![former("new", "\"a\"")], "new into a.ron"),
        // Its own name comes first.
        (vec![former("b", "\"a\"")], "b into b.ron"),
        // The old name was given to another deck.
        (
            vec![former("new", "\"a\""), packed("a", "F?")],
            "new into new.ron, a into a.ron",
        ),
        // One deck became two, and each has all of it.
        (
            vec![former("one", "\"a\""), former("two", "\"a\"")],
            "one into a.ron, two into two.ron",
        ),
        (vec![former("new", "\"x\"")], "new into new.ron"),
    ];
    for (decks, wanted) in cases {
        let placements = place(decks, folder.path()).unwrap().0;
        let said = placements.iter().map(|p| {
            let file = p.path.file_name().unwrap().to_str().unwrap();
            format!("{} into {file}", p.deck.deck.id)
        });
        assert_eq!(said.collect::<Vec<_>>().join(", "), wanted);
    }
    // Two decks became one.
    let merged = place(vec![former("new", "\"a\", \"b\"")], folder.path())
        .unwrap()
        .0;
    install(merged, folder.path()).unwrap();
    let mut files: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["a.ron", "a.ron.old", "b.ron.old"]);
    let text = fs::read_to_string(folder.path().join("a.ron")).unwrap();
    assert!(text.contains("\"new\""), "{text}");
}

#[test]
fn a_deck_with_few_cards_of_the_one_it_was_called_before_stands_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let of = |id: &str, formerly: &str, cards: &[&str]| {
        let cards = cards
            .iter()
            .map(|id| format!("Basic(id: \"{id}\", front: \"{id}?\", back: \"B\"),"));
        let text = format!(
            "Deck(schema: 1, id: \"{id}\", formerly: [{formerly}], title: \"T\", concepts: [Concept(id: \"c\", title: \"C\", cards: [{}])])",
            cards.collect::<String>()
        );
        Packed::read(format!("{id}.ron"), text.into_bytes()).unwrap()
    };
    let old = of("a", "", &["x", "y", "z"]);
    fs::write(folder.path().join("a.ron"), &old.bytes).unwrap();
    for (cards, replaces) in [
        (&["x", "new"][..], false),
        (&["x", "y"], true),
        (&["x", "y", "z", "new"], true),
    ] {
        let placements = place(vec![of("b", "\"a\"", cards)], folder.path())
            .unwrap()
            .0;
        match &placements[0].step {
            Step::Replace { .. } => assert!(replaces, "{cards:?}"),
            Step::Add { beside } => {
                assert!(!replaces, "{cards:?}");
                assert_eq!(beside, &[folder.path().join("a.ron")]);
            }
            Step::Keep => panic!("{cards:?}"),
        }
    }
}

#[test]
fn what_came_of_several_decks_or_went_to_several_is_told_of_none_as_added_or_removed() {
    let read = |said: &str| {
        let (name, cards) = said.split_once(": ").unwrap();
        let (id, former) = name.split_once('<').unwrap_or((name, ""));
        let former = former.split(',').filter(|name| !name.is_empty());
        let former: Vec<String> = former.map(|name| format!("\"{name}\"")).collect();
        let cards = cards
            .split(' ')
            .map(|id| format!("Basic(id: \"{id}\", front: \"{id}?\", back: \"B\"),"));
        let text = format!(
            "Deck(schema: 1, id: \"{id}\", formerly: [{}], title: \"T\", concepts: [Concept(id: \"c\", title: \"C\", cards: [{}])])",
            former.join(","),
            cards.collect::<String>()
        );
        Packed::read(format!("{id}.ron"), text.into_bytes()).unwrap()
    };
    for (there, coming, wanted) in [
        (
            "a: x y z / e: k l",
            "m<a,e: x y k l n",
            "m: 2 new deck id, 1 added, 1 removed",
        ),
        (
            "a: x y / e: k l",
            "a<e: x y k l n",
            "a: 1 added, 1 new deck id",
        ),
        ("a: x y / e: k l", "a<e: x y k", "a: 1 added"),
        ("a: x y z", "a: x y / b<a: z", "a: 1 removed; b: new"),
        ("a: u v x y z", "b<a: u v / c<a: x y", "b: new; c: new"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        for deck in there.split(" / ").map(read) {
            fs::write(folder.path().join(deck.parsed.path), deck.bytes).unwrap();
        }
        let (placements, _) =
            place(coming.split(" / ").map(read).collect(), folder.path()).unwrap();
        let told = placements.iter().map(|p| match &p.step {
            Step::Replace { changes, .. } => {
                format!(
                    "{}: {}",
                    p.deck.deck.id,
                    crate::study::diff::summary(changes)
                )
            }
            _ => format!("{}: new", p.deck.deck.id),
        });
        assert_eq!(told.collect::<Vec<_>>().join("; "), wanted, "{there}");
    }
}
