//! Whose progress goes where: histories of decks that a learner takes in, version by version.

use super::super::tests::{MONDAY, TUESDAY, open};
use crate::deck_file::disk;
use crate::deck_file::rename::{DeckText, rename};
use crate::desk::Desk;
use crate::settings::Settings;
use crate::shelf::pack;
use crate::study::log::Change;
use crate::study::memory::{Event, Meant};
use crate::study::{Card, Deck, Grade, Key};
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

/// A learner, and what was answered: the key at that time, and the text of the question, which says what it is whatever it is called.
struct Learner {
    root: TempDir,
    answered: BTreeSet<(String, String)>,
}

impl Learner {
    fn new() -> Learner {
        let (root, answered) = (tempfile::tempdir().unwrap(), BTreeSet::new());
        Learner { root, answered }
    }

    fn desk(&self, now: &str) -> Desk {
        open(self.root.path(), now, Settings::default())
    }

    /// Takes in decks that come in one package, unless a former name in them is in use: those cannot be packed.
    fn add(&self, decks: &[String]) -> bool {
        let package = tempfile::tempdir().unwrap();
        for (n, text) in decks.iter().enumerate() {
            fs::write(package.path().join(format!("{n}.ron")), text).unwrap();
        }
        let folder = self.root.path().join("decks");
        let decks = pack::decks(&[package.path().to_owned()], &Default::default()).unwrap();
        let mut faults = decks.iter().flat_map(|deck| deck.parsed.diagnostics());
        if faults.any(|fault| fault.code == "E01") {
            return false;
        }
        pack::install(pack::place(decks, &folder).unwrap().0, &folder).unwrap();
        true
    }

    fn files(&self) -> String {
        let files = fs::read_dir(self.root.path().join("decks")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let names: BTreeSet<String> = names.filter(|name| name.ends_with(".ron")).collect();
        let names: Vec<&str> = names
            .iter()
            .filter_map(|name| name.strip_suffix(".ron"))
            .collect();
        names.join(" ")
    }

    /// Keys and texts of all questions there are.
    fn questions(desk: &Desk) -> Vec<(Key, String)> {
        let mut all = Vec::new();
        for outline in desk.decks() {
            let deck = desk.shelf().deck(&outline.id).unwrap();
            for (_, card) in deck.cards() {
                for part in card.parts() {
                    let prompt = card.face(&part, 0).prompt.to_string();
                    let text = prompt.lines().last().unwrap_or_default().to_owned();
                    all.push((Key::new(&deck.id, &card.common().id, &part), text));
                }
            }
        }
        all
    }

    /// Answers these questions, by their place among all.
    fn answer(&mut self, is_one: impl Fn(usize) -> bool) {
        let mut desk = self.desk(MONDAY);
        let all = Learner::questions(&desk).into_iter().enumerate();
        for (_, (key, text)) in all.filter(|(n, _)| is_one(*n)) {
            self.answered.insert((key.to_string(), text));
            let before = desk.store().memory(&key).unwrap();
            let event = Event::graded(Meant::Review, Grade::GOOD);
            let change = Change::new(key, event, desk.today(), before);
            desk.record(&change).unwrap();
        }
    }

    /// Answers that a question has of another one, and those that none has of what is asked: each once, `key has former key`.
    fn astray(&self) -> Vec<String> {
        let desk = self.desk(TUESDAY);
        let (mut told, mut lost) = (Vec::new(), Vec::new());
        let mut found: BTreeSet<(String, String)> = BTreeSet::new();
        for (key, text) in Learner::questions(&desk) {
            for row in desk.store().history(&key).unwrap() {
                let change = row.entry.change;
                if matches!(change.event, Event::Graded(..)) {
                    found.insert((change.card.to_string(), text.clone()));
                    if !self
                        .answered
                        .contains(&(change.card.to_string(), text.clone()))
                    {
                        told.push(format!("{key} ({text}) has {}", change.card));
                    }
                }
            }
            let own = self.answered.iter().filter(|(_, of)| *of == text);
            lost.extend(own.map(|answer| (key.to_string(), answer.clone())));
        }
        lost.retain(|(_, answer)| !found.contains(answer));
        told.extend(
            lost.into_iter()
                .map(|(key, (old, text))| format!("{key} ({text}) lacks {old}")),
        );
        told
    }
}

/// A deck from `id<former,former: card card<former card=text set(case case=text<former)`. A text is the id unless it is given.
fn deck(said: &str) -> String {
    let (name, cards) = said.split_once(": ").unwrap();
    let named = |said: &str| {
        let (name, former) = said.split_once('<').unwrap_or((said, ""));
        let (id, text) = name.split_once('=').unwrap_or((name, name));
        let former = former.split(',').filter(|name| !name.is_empty());
        let former: Vec<String> = former.map(|name| format!("\"{name}\"")).collect();
        let names = format!("id: \"{id}\", formerly: [{}]", former.join(","));
        (names, text.to_owned())
    };
    let (mut text, mut ends) = (String::new(), Vec::new());
    for word in cards.split(' ') {
        let (start, case) = match word.split_once('(') {
            Some((set, case)) => (Some(set), case),
            None => (None, word),
        };
        if let Some(set) = start {
            let (names, _) = named(set);
            text += &format!(
                "Cases({names}, options: [Option(\"p\"), Option(\"q\"), Option(\"r\")], cases: ["
            );
            ends.push("], why: \"So.\"),");
        }
        let is_last = case.ends_with(')');
        let (names, front) = named(case.trim_end_matches(')'));
        if ends.is_empty() {
            text += &format!("Basic({names}, front: \"{front}\", back: \"B\"),")
        } else {
            text += &format!("Case({names}, text: \"{front}\", right: 1),")
        }
        if is_last {
            text += ends.pop().unwrap_or_default();
        }
    }
    let (names, _) = named(name);
    written(&names, &text)
}

fn written(names: &str, cards: &str) -> String {
    format!(
        r#"Deck(schema: 1, {names}, title: "D", concepts: [Concept(id: "c", title: "C", summary: "", cards: [{cards}])])"#
    )
}

#[test]
fn progress_goes_to_the_question_that_it_was_of() {
    let mut found = Vec::new();
    for (what, history, files) in [
        ("a card is renamed", "a: x y / a: x2=x<x y", "a"),
        ("a deck", "a: x y / b<a: x y", "a"),
        ("a deck and a card", "a: x y / b<a: x2=x<b/x y", "a"),
        (
            "a case, its set and the deck",
            "a: s(k l) / b<a: t<a/s(m=k<t:k l)",
            "a",
        ),
        ("a case, then its set", "a: s(k l) / a: t<s(m=k<s:k l)", "a"),
        ("a case becomes a card", "a: s(k l) / a: s(l) k2=k<s:k", "a"),
        (
            "a card becomes a case",
            "a: x y / a: s(x2=x<x y2=y<a/y)",
            "a",
        ),
        // The deck is called otherwise, the card, and the deck as at first.
        ("there and back", "a: x y / a<b: x2=x<a/x,b/x y", "a"),
        (
            "a new card under an old name",
            "a: x w / b<a: x2=x<a/x x=w<a/w,b/w",
            "a",
        ),
        ("divided", "a: x y z / a: y z | b<a: x", "a b"),
        (
            "divided, one is given later",
            "a: x y z / b<a: x / a: y z",
            "a b",
        ),
        (
            "divided, and renamed in what is left",
            "a: x y z / a: x2=x<x y z | b<a: x=other",
            "a b",
        ),
        (
            "divided in three",
            "a: u v w x y z / b<a: u v | c<a: w x | d<a: y z",
            "a c d",
        ),
        ("merged", "a: x y | e: x=ex l / m<a,e: x y xe=ex<e/x l", "a"),
        (
            "merged, one card is gone",
            "a: x y z | e: k l / m<a,e: y z k xe=other<e/x l",
            "a",
        ),
        (
            "merged into one that is there",
            "a: x y | e: k l / a<e: x y k l",
            "a",
        ),
        (
            "merged into one that is there, one id twice",
            "a: x y | e: x=ex l / a<e: x y xe=ex<e/x l",
            "a",
        ),
        ("taken out, and back", "a: x y / a: y / a: x y", "a"),
        (
            "divided, and a card renamed as one is called that stayed",
            "a: x y z / b<a: z w | d<a,b: z=y<a/y,b/y,d/y x",
            "a d",
        ),
    ] {
        let mut learner = Learner::new();
        for (n, package) in history.split(" / ").enumerate() {
            let package_decks: Vec<String> = package.split(" | ").map(deck).collect();
            if !learner.add(&package_decks) {
                found.push(format!("{what}: {package}: refused"));
            }
            if n == 0 {
                learner.answer(|_| true);
            }
            let astray = learner.astray();
            found.extend(
                astray
                    .into_iter()
                    .map(|one| format!("{what}: {package}: {one}")),
            );
        }
        if learner.files() != files {
            found.push(format!("{what}: {}", learner.files()));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The decks of an author, and chance.
struct Author {
    decks: Vec<Deck>,
    seed: u64,
    cards: usize,
    did: Vec<String>,
}

impl Author {
    fn below(&mut self, most: usize) -> usize {
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.seed >> 33).unwrap() % most
    }

    fn texts(&self) -> Vec<String> {
        self.decks
            .iter()
            .map(|deck| {
                let cards = deck.concepts[0].cards.iter().map(|card| {
                    let common = card.common();
                    format!(
                        "Basic(id: \"{}\", formerly: {:?}, front: \"{}\", back: \"B\"),",
                        common.id,
                        common.formerly,
                        card.front()
                    )
                });
                written(
                    &format!("id: \"{}\", formerly: {:?}", deck.id, deck.formerly),
                    &cards.collect::<String>(),
                )
            })
            .collect()
    }

    fn card(&mut self, deck: &str, id: &str) -> Card {
        self.cards += 1;
        let text = written(
            "id: \"none\"",
            &format!(
                "Basic(id: \"{id}\", front: \"{deck} {}\", back: \"B\")",
                self.cards
            ),
        );
        read(&text).concepts[0].cards[0].clone()
    }

    /// As `swot rename`; what it refuses is not done.
    fn rename(&mut self, old: &str, new: &str) -> bool {
        let texts = self.texts();
        let given: Vec<DeckText> = texts
            .iter()
            .map(|text| DeckText {
                path: "a.ron",
                text,
            })
            .collect();
        let Ok(renaming) = rename(&given, old, new, false) else {
            return false;
        };
        for change in renaming.changes {
            self.decks[change.file] = read(&change.text);
        }
        self.did.push(format!("{old} is {new}"));
        true
    }

    fn free(&mut self) -> Option<String> {
        let free: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).into();
        let id = free[self.below(4)].clone();
        let is_free = |deck: &Deck| deck.id != id && !deck.formerly.contains(&id);
        self.decks.iter().all(is_free).then_some(id)
    }

    /// A card has the id of another one that went to another deck: whose the progress is nobody can tell.
    fn gives_an_id_again(&self) -> bool {
        let names = |deck: &Deck| -> BTreeSet<String> {
            deck.formerly.iter().chain([&deck.id]).cloned().collect()
        };
        self.decks.iter().any(|one| {
            let others = self.decks.iter().filter(|other| other.id != one.id);
            let mut kin = others.filter(|other| !names(one).is_disjoint(&names(other)));
            kin.any(|other| {
                one.cards().any(|(_, card)| {
                    let twin = other.card(&card.common().id);
                    twin.is_some_and(|(_, twin)| twin.front() != card.front())
                        || other.cards().any(|(_, former)| {
                            let name = format!("{}/{}", one.id, card.common().id);
                            former.common().formerly.contains(&name)
                        })
                })
            })
        })
    }

    fn act(&mut self) {
        let at = self.below(self.decks.len());
        let deck = self.decks[at].clone();
        let cards = &deck.concepts[0].cards;
        match self.below(8) {
            0 => {
                let id = format!("n{}", self.cards);
                let card = self.card(&deck.id, &id);
                self.did.push(format!("{}/{id} is new", deck.id));
                self.decks[at].concepts[0].cards.push(card);
            }
            1..=3 => {
                let old = &cards[self.below(cards.len())].common().id;
                let new = ["x", "y", "z", "w"][self.below(4)];
                self.rename(&format!("{}/{old}", deck.id), new);
            }
            4 | 5 => {
                let new = ["a", "b", "c", "d"][self.below(4)];
                self.rename(&deck.id, new);
            }
            6 => {
                let Some(id) = self.free().filter(|_| cards.len() > 1) else {
                    return;
                };
                let taken = 1 + self.below(cards.len() - 1);
                let mut new = deck.clone();
                new.formerly.push(std::mem::replace(&mut new.id, id));
                new.concepts[0].cards.truncate(taken);
                self.did
                    .push(format!("{} off {}: {taken}", new.id, deck.id));
                self.decks[at].concepts[0].cards.drain(..taken);
                self.decks.push(new);
            }
            _ => {
                let other = self.below(self.decks.len());
                if other == at {
                    return;
                }
                let (a, e) = (deck.id, self.decks[other].id.clone());
                for card in self.decks[other].concepts[0].cards.clone() {
                    let id = &card.common().id;
                    let new = format!("{id}-{e}");
                    if self.decks[at].card(id).is_some() && !self.rename(&format!("{e}/{id}"), &new)
                    {
                        return;
                    }
                }
                let mut other = self.decks[other].clone();
                self.decks.retain(|deck| deck.id != e);
                let into = self.decks.iter_mut().find(|deck| deck.id == a).unwrap();
                into.concepts[0].cards.append(&mut other.concepts[0].cards);
                into.formerly.extend(other.formerly);
                into.formerly.push(e.clone());
                let mut told = BTreeSet::new();
                into.formerly
                    .retain(|old| *old != a && told.insert(old.clone()));
                self.did.push(format!("{e} into {a}"));
            }
        }
    }
}

fn read(text: &str) -> Deck {
    disk::from_bytes(String::new(), text.as_bytes().to_vec())
        .deck
        .unwrap()
}

#[test]
fn progress_goes_along_through_renaming_dividing_and_merging_at_random() {
    let mut found = Vec::new();
    let asked = std::env::var("SWOT_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    for seed in 0..asked.unwrap_or(4) {
        let mut author = Author {
            decks: Vec::new(),
            seed,
            cards: 0,
            did: Vec::new(),
        };
        for (id, cards) in [("a", "x y z"), ("b", "x w")] {
            let cards: Vec<Card> = cards.split(' ').map(|card| author.card(id, card)).collect();
            let mut deck = read(&written(&format!("id: \"{id}\""), ""));
            deck.concepts[0].cards = cards;
            author.decks.push(deck);
        }
        let mut learner = Learner::new();
        for version in 0..5 {
            if version == 0 || author.below(3) > 0 {
                if !learner.add(&author.texts()) {
                    break;
                }
                let astray = learner.astray();
                author.did.push("given".into());
                if !astray.is_empty() {
                    found.push(format!(
                        "{seed}: {}: {astray:?}\n{}\n",
                        author.did.join("; "),
                        author.texts().join("\n")
                    ));
                    break;
                }
                let odds = author.below(1 << 16);
                learner.answer(|n| odds >> n & 1 == 1);
            }
            for _ in 0..=author.below(3) {
                let (before, did) = (author.decks.clone(), author.did.len());
                author.act();
                if author.gives_an_id_again() {
                    author.decks = before;
                    author.did.truncate(did);
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} of them\n{}",
        found.len(),
        found.join("\n")
    );
}
