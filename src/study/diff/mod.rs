//! Compares two versions of a deck: what changed, and what that means for a learner's progress. Nothing is changed here.
//!
//! A version can be kept as a [`Snapshot`] of a few dozen bytes a card and compared with a later one.

mod what;

pub use what::{DeckChange, Updated, What, summary};

use super::deck::absolute;
use super::former::{Named, claims, served};
use super::kinds::{Ask, Card, Role, Way, with_gaps};
use super::{Concept, Deck, Key};
use crate::hash::fnv1a;
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::io::Read;

/// Characters of a front that a snapshot keeps, so that a card that is gone can still be named.
const FRONT: usize = 60;
/// Drawn problems of a card that are compared between versions.
const DRAWN: u64 = 3;

/// A version of a deck in few bytes. Databases keep it: other fields here, or in a print, need a migration.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    pub id: String,
    pub version: String,
    #[serde(default)]
    formerly: Vec<String>,
    cards: Vec<Print>,
    /// Old and new names of concepts. The older of two versions is not asked for them, so they are not kept.
    #[serde(skip)]
    concepts: Vec<(Key, Key)>,
}

/// What is remembered of a card. The hashes tell that a text changed, not how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Print {
    id: String,
    kind: String,
    concept: String,
    #[serde(default)]
    rev: u32,
    front: String,
    question: Hash,
    /// The answer of each part.
    parts: Vec<(String, Hash)>,
    /// Options and drawn problems.
    options: Hash,
    /// Explanation, hint, source, working, reasons. Learners are told nothing of these, so they are not kept.
    #[serde(skip)]
    details: Hash,
    #[serde(default)]
    formerly: Vec<String>,
    /// Parts, and the keys of questions whose progress they take over.
    #[serde(default)]
    former_parts: Vec<(String, String)>,
}

/// 21 bits, which take three bytes when they are kept: of two million changed texts one is not told. Longer ones, which earlier
/// versions of the program kept, are read as their last 21 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "u64")]
struct Hash(u32);

impl From<u64> for Hash {
    fn from(hash: u64) -> Hash {
        Hash((hash & 0x001f_ffff) as u32)
    }
}

/// Everything that changed from `old` to `new`, in the order of the new deck; what is gone comes last.
pub fn diff(old: &Deck, new: &Deck) -> Vec<DeckChange> {
    let changes = Snapshot::of(old).until(&Snapshot::of(new));
    let mut changes = with_cases(changes, old, new);
    // Changes that snapshots cannot see: with both decks at hand, any other difference is told as well.
    let changed: HashSet<String> = changes.iter().map(|c| c.name.clone()).collect();
    for (_, card) in new.cards() {
        let common = card.common();
        let Some((_, before)) = old.card(&common.id) else {
            continue;
        };
        let name = Key::new(&new.id, &common.id, "").to_string();
        let mut before = before.clone();
        before.common_mut().formerly.clone_from(&common.formerly);
        if before != *card && !changed.contains(&name) {
            changes.push(DeckChange {
                name,
                front: beginning(card),
                what: What::Details,
            });
        }
    }
    changes
}

/// A question of a card that took over another card is compared with that as if it were a card by itself.
fn with_cases(changes: Vec<DeckChange>, old: &Deck, new: &Deck) -> Vec<DeckChange> {
    let compared = |change: &DeckChange| {
        let What::Renamed { from } = &change.what else {
            return None;
        };
        let cases = new.cards().flat_map(|(_, card)| card.apart());
        let mut cases = cases.filter(|case| change.is_of(&case.common().id));
        let case = cases.find(|_| change.name.contains(':'))?;
        let (deck, id) = from.split_once('/')?;
        let whats = of_card((deck, old.card(id)?.1), (&new.id, &case));
        Some((beginning(&case), whats))
    };
    let told = |change: DeckChange| {
        let (front, whats) = compared(&change).unwrap_or((change.front.clone(), Vec::new()));
        let all = std::iter::once(change.what).chain(whats);
        let all = all.map(move |what| DeckChange {
            name: change.name.clone(),
            front: front.clone(),
            what,
        });
        all.collect::<Vec<_>>()
    };
    changes.into_iter().flat_map(told).collect()
}

/// What changed in a card that went to another deck; each with the id of its deck.
pub fn of_card(old: (&str, &Card), new: (&str, &Card)) -> Vec<What> {
    let [before, now] = [old, new].map(|(deck, card)| Print::of(deck, "", card));
    let claims = claims(new.0, &[], std::iter::once(now.named()));
    let is_other = |was: &Key| was.deck() != old.0 || !before.asks(was);
    let taken = served(claims, is_other);
    let mut changes = Vec::new();
    before.until(&now, &taken, &mut |what| changes.push(what));
    changes
}

/// A card that is left out of study because of a fault: its id, and the line and text of the fault.
pub type Unfit = (String, String);

/// Tells cards that are in a file but cannot be asked from cards that are gone, in both versions.
pub fn with_faults(changes: &mut Vec<DeckChange>, old: &[Unfit], new: &[Unfit]) {
    let is_of = |change: &DeckChange, (id, _): &Unfit| change.is_of(id);
    for change in changes.iter_mut() {
        if change.what == What::Added && old.iter().any(|card| is_of(change, card)) {
            change.what = What::Mended;
        }
    }
    for card in new {
        let what = What::Faulty {
            why: card.1.clone(),
        };
        let of_card = |change: &&mut DeckChange| is_of(change, card);
        match changes.iter_mut().find(of_card) {
            Some(change) if change.what == What::Removed => change.what = what,
            Some(DeckChange { name, front, .. }) => {
                let (name, front) = (name.clone(), front.clone());
                changes.push(DeckChange { name, front, what });
            }
            // The same fault as in the old version: nothing was added or removed.
            None => {}
        }
    }
}

/// What the author may need to do about a change; `None` if there is nothing to do.
pub fn advice(change: &DeckChange, all: &[DeckChange], new: &Deck) -> Option<String> {
    let is_said = |is: fn(&What) -> bool| all.iter().any(|other| is(&other.what));
    match &change.what {
        What::DeckForgotten { from } => Some(format!("add `formerly: [\"{from}\"]` to the deck")),
        What::ConceptForgotten { from } => Some(format!(
            "if it is the same page, add `formerly: [\"{from}\"]` to the concept"
        )),
        // If the deck's id was changed without `formerly`, every card looks removed: mend that first.
        What::Removed if is_said(|what| matches!(what, What::DeckForgotten { .. })) => None,
        What::Removed if is_said(|what| *what == What::Added) => Some(format!(
            "if it only has another name now, add `formerly: [\"{}\"]` to the new card",
            change.name
        )),
        What::Reworded { answer: true } => {
            let is_raised = all.iter().any(|other| {
                other.name == change.name && matches!(other.what, What::MeaningChanged { .. })
            });
            (!is_raised).then(|| "if the card asks for something else now, raise its `rev`".into())
        }
        What::PartsRemoved(parts) => {
            let (_, id) = change.name.split_once('/')?;
            let is_more = all.iter().any(|other| {
                other.name == change.name && matches!(other.what, What::PartsAdded(_))
            });
            let part = parts.first().filter(|_| is_more)?;
            (new.card(id)?.1.name() == "Cases").then(|| {
                format!("if it only has another name now, add `formerly: [\"{id}:{part}\"]` to the new case")
            })
        }
        What::PartsShifted(_) => {
            let (_, id) = change.name.split_once('/')?;
            let is_numbered = new.card(id)?.1.front().contains("{{c");
            let advice = if is_numbered {
                "give each gap the number that it had before"
            } else {
                "number the gaps, {{c1::...}}, so that each keeps its own"
            };
            Some(advice.into())
        }
        _ => None,
    }
}

impl Snapshot {
    pub fn of(deck: &Deck) -> Snapshot {
        let print = |(concept, card): (&Concept, &Card)| Print::of(&deck.id, &concept.id, card);
        let concepts = deck.concepts.iter().map(|concept| Named {
            id: &concept.id,
            parts: vec![""],
            formerly: &concept.formerly,
            former_parts: &[],
        });
        Snapshot {
            concepts: served(claims(&deck.id, &deck.formerly, concepts), |_| false),
            id: deck.id.clone(),
            version: deck.version.to_string(),
            formerly: deck.formerly.clone(),
            cards: deck.cards().map(print).collect(),
        }
    }

    /// Compressed, for the store to keep until the deck is seen again.
    pub fn to_note(&self) -> Vec<u8> {
        let note = ZlibEncoder::new(Vec::new(), Compression::best());
        let note = postcard::to_io(self, note).ok();
        note.and_then(|note| note.finish().ok()).unwrap_or_default()
    }

    /// `None` where the bytes cannot be read.
    pub fn from_note(note: &[u8]) -> Option<Snapshot> {
        let mut bytes = Vec::new();
        ZlibDecoder::new(note).read_to_end(&mut bytes).ok()?;
        postcard::from_bytes(&bytes).ok()
    }

    /// From the text that databases of version 2 kept; `None` where it cannot be read.
    pub fn from_json(note: &str) -> Option<Snapshot> {
        serde_json::from_str(note).ok()
    }

    /// What changed from this version to a newer one.
    pub fn until(&self, new: &Snapshot) -> Vec<DeckChange> {
        let mut changes = Vec::new();
        let mut say = |name: String, front: &str, what| {
            changes.push(DeckChange {
                name,
                front: front.to_owned(),
                what,
            });
        };
        if self.id != new.id {
            let from = self.id.clone();
            let what = if new.formerly.contains(&from) {
                What::DeckRenamed { from }
            } else {
                What::DeckForgotten { from }
            };
            say(new.id.clone(), "", what);
        }
        let old: HashMap<&str, &Print> = self.cards.iter().map(|c| (c.id.as_str(), c)).collect();
        let mut found = HashSet::new();
        let kept = new.cards.iter().filter(|_| self.id == new.id);
        let kept: HashMap<&str, &Print> = kept.map(|c| (c.id.as_str(), c)).collect();
        let is_in = |cards: &HashMap<&str, &Print>, was: &Key| {
            let card = cards.get(was.card());
            card.is_some_and(|card| card.asks(was))
        };
        let claims = claims(&new.id, &new.formerly, new.cards.iter().map(Print::named));
        let mut taken = served(claims, |was| was.deck() == self.id && is_in(&kept, was));
        taken.retain(|(was, _)| was.deck() == self.id && is_in(&old, was));
        for card in &new.cards {
            let name = format!("{}/{}", new.id, card.id);
            let mine = || taken.iter().filter(|(_, now)| now.card() == card.id);
            let same = old.get(card.id.as_str()).filter(|_| self.id == new.id);
            let former = || {
                let whole = mine().filter(|(was, now)| was.part() == now.part());
                let whole = whole.filter(|(was, _)| !kept.contains_key(was.card()));
                whole.into_iter().find_map(|(was, _)| old.get(was.card()))
            };
            let before = same.or_else(former);
            if let Some(before) = before {
                found.insert(before.id.as_str());
                if before.id != card.id {
                    let from = format!("{}/{}", self.id, before.id);
                    say(name.clone(), &card.front, What::Renamed { from });
                }
                before.until(card, &taken, &mut |what| {
                    say(name.clone(), &card.front, what)
                });
            } else {
                let is_new = |part: &str| !mine().any(|(_, now)| now.part() == part);
                if let Some(what) = card.of_parts(is_new, What::Added, What::PartsAdded) {
                    say(name, &card.front, what);
                }
            }
            // Questions of other cards, each by itself.
            for (was, now) in mine().filter(|(was, _)| before.is_none_or(|b| b.id != was.card())) {
                let from = was.to_string();
                say(now.to_string(), &card.front, What::Renamed { from });
            }
        }
        for gone in self.cards.iter().filter(|c| !found.contains(c.id.as_str())) {
            let is_lost = |part: &str| {
                let is_it = |was: &Key| was.card() == gone.id && was.part() == part;
                !taken.iter().any(|(was, _)| is_it(was))
            };
            if let Some(what) = gone.of_parts(is_lost, What::Removed, What::PartsRemoved) {
                say(format!("{}/{}", self.id, gone.id), &gone.front, what);
            }
        }
        self.name_concepts(new, &mut changes);
        changes
    }

    /// Where all cards of a concept went to one that was not there, and it is gone, its new name is told and not each move.
    fn name_concepts(&self, new: &Snapshot, changes: &mut Vec<DeckChange>) {
        let mut moves = HashSet::new();
        for change in &*changes {
            if let What::Moved { from, to } = &change.what {
                moves.insert((from.clone(), to.clone()));
            }
        }
        let is_in = |cards: &[Print], concept: &str| cards.iter().any(|c| c.concept == concept);
        let is_other_name = |from: &String, to: &String| {
            let mut moves = moves.iter();
            !is_in(&new.cards, from)
                && !is_in(&self.cards, to)
                && moves.all(|(f, t)| (f == from) == (t == to))
        };
        let mut told = HashSet::new();
        changes.retain_mut(|change| {
            let What::Moved { from, to } = &change.what else {
                return true;
            };
            let [was, now] = [(&self.id, from), (&new.id, to)].map(|(d, c)| Key::new(d, c, ""));
            if !is_other_name(from, to) || new.concepts.contains(&(was.clone(), now.clone())) {
                return !new.concepts.contains(&(was, now));
            }
            let is_first = told.insert(now.clone());
            *change = DeckChange {
                name: now.to_string(),
                front: String::new(),
                what: What::ConceptForgotten { from: from.clone() },
            };
            is_first
        });
    }
}

impl Print {
    fn of(deck: &str, concept: &str, card: &Card) -> Print {
        let common = card.common();
        let mut parts = Vec::new();
        let mut options: Vec<String> = Vec::new();
        let is_typed = matches!(card.way(), Way::Type(_));
        let mut details = vec![
            common.why.to_string(),
            common.hint.to_string(),
            common.source.to_string(),
        ];
        let texts = card.texts().into_iter();
        let others = texts.filter(|text| text.role == Role::Accepted && !is_typed);
        details.extend(others.map(|text| text.text.into_owned()));
        for part in card.parts() {
            // The texts of a generated question come from the program, so a change of them is not the author's.
            let (verdict, answer) = match card.question() {
                None => Default::default(),
                Some(_) => (card.reveal(&part, 0), card.answer_to(&part)),
            };
            let marks = verdict.marks.iter();
            options.extend(marks.map(|m| format!("{} {}", m.right, m.text)));
            details.extend(verdict.marks.iter().map(|m| m.note.to_string()));
            details.extend(verdict.working.iter().map(ToString::to_string));
            parts.push((part, hash([answer.as_str()])));
        }
        if let (Way::Draw, Some(_)) = (card.way(), card.question()) {
            let drawn = |seed| {
                [
                    asked(card, seed),
                    card.reveal("", seed).expected.to_string(),
                ]
            };
            options = (0..DRAWN).flat_map(drawn).collect();
        }
        options.sort_unstable();
        details.sort_unstable();
        Print {
            id: common.id.clone(),
            kind: card.name().to_owned(),
            concept: concept.to_owned(),
            rev: common.rev,
            front: beginning(card),
            // The exhibit belongs to the question; most cards have none.
            question: hash([&*common.exhibit.above(card.front())]),
            parts,
            options: hash(options.iter().map(String::as_str)),
            details: hash(details.iter().map(String::as_str)),
            formerly: common.formerly.iter().map(|f| absolute(deck, f)).collect(),
            former_parts: card
                .former_parts()
                .into_iter()
                .map(|(part, old)| (part, absolute(deck, &old)))
                .collect(),
        }
    }

    fn named(&self) -> Named<'_> {
        Named {
            id: &self.id,
            parts: self.parts.iter().map(|(part, _)| part.as_str()).collect(),
            formerly: &self.formerly,
            former_parts: &self.former_parts,
        }
    }

    /// In a deck of whatever id.
    fn asks(&self, key: &Key) -> bool {
        let mut parts = self.parts.iter();
        self.id == key.card() && parts.any(|(part, _)| part == key.part())
    }

    /// What to say of a card with these parts: nothing where it has none of them.
    fn of_parts(
        &self,
        is_one: impl Fn(&str) -> bool,
        all: What,
        some: fn(Vec<String>) -> What,
    ) -> Option<What> {
        let parts = self.parts.iter().map(|(part, _)| part);
        let parts: Vec<String> = parts.filter(|part| is_one(part)).cloned().collect();
        match parts.len() {
            0 => None,
            n if n == self.parts.len() => Some(all),
            _ => Some(some(parts)),
        }
    }

    /// `taken` are old and new keys of what was renamed in the deck.
    fn until(&self, new: &Print, taken: &[(Key, Key)], say: &mut dyn FnMut(What)) {
        if self.concept != new.concept {
            say(What::Moved {
                from: self.concept.clone(),
                to: new.concept.clone(),
            });
        }
        if self.kind != new.kind {
            say(What::KindChanged {
                from: self.kind.clone(),
                to: new.kind.clone(),
            });
        }
        if self.rev != new.rev {
            say(What::MeaningChanged {
                from: self.rev,
                to: new.rev,
            });
        }
        // A part that takes over the progress of another one is compared with that one.
        let is_given = |part: &str| {
            let mut taken = taken.iter().map(|(was, _)| was);
            taken.any(|was| was.card() == self.id && was.part() == part)
        };
        let mine = || taken.iter().filter(|(_, now)| now.card() == new.id);
        let own = mine().filter(|(was, _)| was.card() == self.id);
        let heirs: HashMap<&str, &str> = own.map(|(was, now)| (was.part(), now.part())).collect();
        let now =
            |before: &'_ str| -> String { (*heirs.get(before).unwrap_or(&before)).to_owned() };
        let before: Vec<(String, Hash)> = self.parts.iter().map(|(p, a)| (now(p), *a)).collect();
        let answer = |parts: &[(String, Hash)], part: &str| {
            parts.iter().find(|(p, _)| p == part).map(|(_, a)| *a)
        };
        let less = |a: &[(String, Hash)], b: &[(String, Hash)]| -> Vec<String> {
            let gone = a.iter().filter(|(p, _)| answer(b, p).is_none());
            gone.map(|(p, _)| p.clone()).collect()
        };
        let (mut added, mut removed) = (less(&new.parts, &before), less(&before, &new.parts));
        // Options of a set are compared case by case where it has other cases.
        let is_alike = added.is_empty() && removed.is_empty();
        added.retain(|part| !mine().any(|(_, now)| now.part() == part));
        removed.retain(|part| !is_given(part));
        // Whether a gap now hides what another gap hid before; cases and sides have names of their own.
        let is_other = |(part, hides): &&(String, Hash)| {
            answer(&before, part).is_some_and(|before| before != *hides)
        };
        let others = new.parts.iter().filter(is_other);
        let shifts = |(part, hides): &&(String, Hash)| {
            let mut before = before.iter();
            new.kind == "Cloze" && before.any(|(other, hid)| other != part && hid == hides)
        };
        let shifted = others.clone().filter(shifts);
        let shifted: Vec<String> = shifted.map(|(part, _)| part.clone()).collect();
        // Kinds differ in their options, but a change of kind is told already.
        let is_options = self.kind == new.kind && is_alike && self.options != new.options;
        let is_answer = is_options || others.count() > 0;
        let has_shifted = !shifted.is_empty();
        for (parts, what) in [
            (added, What::PartsAdded as fn(Vec<String>) -> What),
            (removed, What::PartsRemoved),
            (shifted, What::PartsShifted),
        ] {
            if !parts.is_empty() {
                say(what(parts));
            }
        }
        let answer = is_answer && !has_shifted;
        if answer || self.question != new.question {
            say(What::Reworded { answer });
        } else if self.details != new.details {
            say(What::Details);
        }
    }
}

/// The question with its drawn numbers, and the options in a fixed order.
fn asked(card: &Card, seed: u64) -> String {
    let face = card.face("", seed);
    let mut options = match face.ask {
        Ask::Choose { options, .. } => options,
        Ask::Recall | Ask::Words | Ask::Number { .. } | Ask::Arrange { .. } => Vec::new(),
    };
    options.sort_unstable();
    format!("{} {options:?}", face.prompt)
}

/// On one line, gaps left open, a drawn problem with the numbers of one draw.
fn beginning(card: &Card) -> String {
    let front = match card.way() {
        Way::Draw => &card.own_face("", 0).prompt,
        _ => card.front(),
    };
    let open = with_gaps(front, |_, _, _| "[...]".to_owned());
    let front = open.split_whitespace().collect::<Vec<_>>().join(" ");
    match front.char_indices().nth(FRONT) {
        Some((end, _)) => format!("{}…", front[..end].trim_end()),
        None => front,
    }
}

/// Snapshots with these values are kept in databases: the result must stay the same in all releases.
fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> Hash {
    let texts = texts.into_iter();
    let bytes: Vec<u8> = texts.flat_map(|text| text.bytes().chain([0xff])).collect();
    fnv1a(&bytes).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deck(id: &str, formerly: &str, concepts: &str) -> Deck {
        let text = format!(
            "Deck(schema: 1, id: \"{id}\", title: \"T\", formerly: [{formerly}], concepts: [{concepts}])"
        );
        let options = ron::Options::default();
        options
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(&text)
            .unwrap()
    }

    fn concept(id: &str, cards: &str) -> String {
        format!("Concept(id: \"{id}\", title: \"C\", cards: [{cards}]),")
    }

    fn told(old: &Deck, new: &Deck) -> Vec<(String, What)> {
        diff(old, new)
            .into_iter()
            .map(|c| (c.name, c.what))
            .collect()
    }

    fn card(from: &str, to: &str) -> Vec<What> {
        let of = |card: &str| deck("d", "", &concept("c", card));
        told(&of(from), &of(to))
            .into_iter()
            .map(|(_, what)| what)
            .collect()
    }

    #[test]
    fn what_comes_goes_moves_and_is_renamed_is_told_once() {
        let old = concept(
            "c",
            r#"Basic(id: "a", front: "A?", back: "1"), Basic(id: "b", front: "B?", back: "2"), Basic(id: "x", front: "X?", back: "3"), Basic(id: "same", front: "S?", back: "4")"#,
        );
        let new = concept(
            "c",
            r#"Basic(id: "new", front: "N?", back: "0"), Basic(id: "y", front: "X?", back: "3", formerly: ["d/x"]), Basic(id: "same", front: "S?", back: "4")"#,
        ) + &concept("e", r#"Basic(id: "a", front: "A?", back: "1")"#);
        let moved = What::Moved {
            from: "c".into(),
            to: "e".into(),
        };
        assert_eq!(
            told(&deck("d", "", &old), &deck("d", "", &new)),
            [
                ("d/new".into(), What::Added),
                ("d/y".into(), What::Renamed { from: "d/x".into() }),
                ("d/a".into(), moved),
                ("d/b".into(), What::Removed),
            ]
        );
        let same = deck("d", "", &new);
        assert_eq!(diff(&same, &same), []);
    }

    #[test]
    fn a_choice_that_became_the_first_case_of_a_set_is_asked_as_before() {
        let old = r#"MultipleChoice(id: "x", question: "Cold?", options: [Right("heat"), Wrong("ice", "n"), Wrong("rest", "n")]),
            MultipleChoice(id: "y", question: "Hot?", options: [Right("ice"), Wrong("heat", "n"), Wrong("rest", "n")])"#;
        let new = r#"Cases(id: "x", question: "What?", options: [Option("heat", "c"), Option("ice", "h"), Option("rest", "t")],
            cases: [Case(id: "cold", text: "Cold.", right: 1, formerly: ["x"]), Case(id: "hot", text: "Hot.", right: 2, formerly: ["y"]), Case(id: "tired", text: "Tired.", right: 3)])"#;
        let of = |card: &str| deck("d", "", &concept("c", card));
        let kind = What::KindChanged {
            from: "MultipleChoice".into(),
            to: "Cases".into(),
        };
        let x = || "d/x".to_owned();
        assert_eq!(
            told(&of(old), &of(new)),
            [
                (x(), kind),
                (x(), What::PartsAdded(vec!["tired".into()])),
                (x(), What::Reworded { answer: false }),
                ("d/x:hot".into(), What::Renamed { from: "d/y".into() }),
                ("d/x:hot".into(), What::Reworded { answer: false }),
            ]
        );
        let other = new.replace("right: 1, f", "right: 3, f");
        assert!(told(&of(old), &of(&other)).contains(&(x(), What::Reworded { answer: true })));
    }

    #[test]
    fn a_question_that_left_its_card_is_told_as_renamed() {
        let of = |cards: &str| deck("d", "", &concept("c", cards));
        let set = |cases: &str| {
            format!(
                r#"Cases(id: "s", question: "Q?", options: [Option("x"), Option("y"), Option("z")], cases: [{cases}]),"#
            )
        };
        let case = |id: &str, former: &str| {
            format!("Case(id: \"{id}\", text: \"{id}.\", right: 1, formerly: [{former}]),")
        };
        let choice = |id: &str, former: &str| {
            format!(
                r#"MultipleChoice(id: "{id}", question: "A?", options: [Right("x"), Wrong("y", "n"), Wrong("z", "n")], formerly: [{former}]),"#
            )
        };
        let both = set(&(case("k", "") + &case("l", "")));
        let renamed =
            |name: &str, from: &str| (name.to_owned(), What::Renamed { from: from.into() });
        let asks_less = |part: &str| ("d/s".to_owned(), What::PartsRemoved(vec![part.into()]));
        let left = choice("a", "\"s:k\"");
        for (old, new, wanted) in [
            // One case of two, with the set there or gone, and both.
            (
                both.clone(),
                set(&case("l", "")) + &left,
                vec![renamed("d/a", "d/s:k")],
            ),
            (
                both.clone(),
                left.clone(),
                vec![renamed("d/a", "d/s:k"), asks_less("l")],
            ),
            (
                both.clone(),
                left.clone() + &choice("b", "\"s:l\""),
                vec![renamed("d/a", "d/s:k"), renamed("d/b", "d/s:l")],
            ),
            // The case is there: it keeps its progress.
            (
                both.clone(),
                both.clone() + &left,
                vec![("d/a".into(), What::Added)],
            ),
            // A choice that became a case in front of the others.
            (
                set(&case("l", "")) + &choice("a", ""),
                set(&(case("k", "\"a\"") + &case("l", ""))),
                vec![renamed("d/s:k", "d/a")],
            ),
            (
                set(&case("l", "")),
                set(&(case("k", "") + &case("l", ""))),
                vec![("d/s".into(), What::PartsAdded(vec!["k".into()]))],
            ),
        ] {
            let told = told(&of(&old), &of(&new));
            let told: Vec<_> = told
                .into_iter()
                .filter(|(_, what)| {
                    !matches!(what, What::Reworded { answer: false } | What::Details)
                })
                .collect();
            assert_eq!(told, wanted, "{old} to {new}");
        }
    }

    #[test]
    fn a_concept_that_was_renamed_has_its_cards_as_before_for_learners_too() {
        let one = r#"Basic(id: "a", front: "A?", back: "1")"#;
        let old = deck("d", "", &concept("c", one));
        let new = concept("e", one);
        let moved = Snapshot::of(&old).until(&Snapshot::of(&deck("d", "", &new)));
        let from = "c".to_owned();
        assert_eq!(moved[0].what, What::ConceptForgotten { from });
        assert_eq!((moved.len(), moved[0].name.as_str()), (1, "d/e"));
        // Parted, united, and moved to one that was there.
        let card = |id: &str| format!("Basic(id: \"{id}\", front: \"{id}?\", back: \"1\"),");
        let of = |concepts: &[(&str, &str)]| {
            let concepts = concepts
                .iter()
                .map(|(id, cards)| concept(id, &cards.split(' ').map(card).collect::<String>()));
            deck("d", "", &concepts.collect::<String>())
        };
        for (from, to) in [
            (of(&[("c", "x y")]), of(&[("e", "x"), ("f", "y")])),
            (of(&[("c", "x"), ("b", "y")]), of(&[("e", "x y")])),
            (of(&[("c", "x"), ("b", "y")]), of(&[("b", "x y")])),
            (of(&[("c", "x y")]), of(&[("c", "x"), ("e", "y")])),
        ] {
            let whats = told(&from, &to);
            assert!(
                whats
                    .iter()
                    .all(|(_, what)| matches!(what, What::Moved { .. })),
                "{whats:?}"
            );
        }
        let new = new.replace("title", "formerly: [\"c\"], title");
        let new = Snapshot::of(&deck("d", "", &new));
        assert_eq!(Snapshot::of(&old).until(&new), []);
    }

    #[test]
    fn wording_answer_meaning_and_small_print_are_told_apart() {
        let basic = r#"Basic(id: "a", front: "A?", back: "1", why: "w")"#;
        assert_eq!(
            card(basic, &basic.replace("A?", "A then?")),
            [What::Reworded { answer: false }]
        );
        assert_eq!(
            card(basic, &basic.replace("\"1\"", "\"2\"")),
            [What::Reworded { answer: true }]
        );
        assert_eq!(
            card(basic, &basic.replace("\"w\"", "\"v\"")),
            [What::Details]
        );
        assert_eq!(
            card(basic, &basic.replace("why", "rev: 2, why")),
            [What::MeaningChanged { from: 0, to: 2 }]
        );
        let typed = r#"Typed(id: "a", question: "A?", answer: "x", why: "w")"#;
        assert_eq!(
            card(typed, &typed.replace("why", "accept: [\"y\"], why")),
            [What::Details]
        );
        let choice = r#"MultipleChoice(id: "a", question: "A?", options: [Right("x"), Wrong("y", "n"), Wrong("z", "n")])"#;
        assert_eq!(
            card(
                choice,
                &choice.replace(
                    r#"Right("x"), Wrong("y", "n")"#,
                    r#"Wrong("y", "n"), Right("x")"#
                )
            ),
            [What::Details]
        );
        assert_eq!(
            card(choice, &choice.replace("\"z\"", "\"zz\"")),
            [What::Reworded { answer: true }]
        );
        let drawn = r#"Generated(id: "a", draw: [Range(name: "n", from: 1, to: 100, step: 1)], question: "{n}?", answer: "n + 1", why: "w")"#;
        assert_eq!(
            card(drawn, &drawn.replace("n + 1", "n + 2")),
            [What::Reworded { answer: true }]
        );
        let gone = diff(&deck("d", "", &concept("c", drawn)), &deck("d", "", ""));
        assert!(!gone[0].front.contains('{'), "{}", gone[0].front);
        assert_eq!(
            card(basic, typed)[0],
            What::KindChanged {
                from: "Basic".into(),
                to: "Typed".into()
            }
        );
    }

    #[test]
    fn a_gap_put_in_front_shifts_the_others() {
        let old = r#"Cloze(id: "a", text: "x {{one}} y {{two}}")"#;
        let new = r#"Cloze(id: "a", text: "{{zero}} x {{one}} y {{two}}")"#;
        assert_eq!(
            card(old, new),
            [
                What::PartsAdded(vec!["3".into()]),
                What::PartsShifted(vec!["2".into()]),
                What::Reworded { answer: false }
            ]
        );
        let cases = r#"Cases(id: "a", question: "Q?", options: [Option("x"), Option("y"), Option("z")],
            cases: [Case(id: "k", text: "K.", right: 1), Case(id: "l", text: "L.", right: 2)])"#;
        assert_eq!(
            card(cases, &cases.replace("right: 1", "right: 2")),
            [What::Reworded { answer: true }]
        );
        let numbered = r#"Cloze(id: "a", text: "{{c3::zero}} x {{c1::one}} y {{c2::two}}")"#;
        assert_eq!(
            card(old, numbered),
            [
                What::PartsAdded(vec!["3".into()]),
                What::Reworded { answer: false }
            ]
        );
    }

    #[test]
    fn a_deck_with_another_id_keeps_its_cards_only_where_it_says_so() {
        let cards = concept("c", r#"Basic(id: "a", front: "A?", back: "1")"#);
        let renamed = ("e".into(), What::DeckRenamed { from: "d".into() });
        assert_eq!(
            told(&deck("d", "", &cards), &deck("e", "\"d\"", &cards)),
            [renamed]
        );
        // A name that was another card's is not the same card.
        let card = |id: &str, text: &str, former: &str| {
            format!(r#"Basic(id: "{id}", front: "{text}?", back: "1", formerly: [{former}]),"#)
        };
        let old = concept("c", &(card("a", "A", "") + &card("w", "W", "")));
        let new = card("a2", "A", "\"d/a\"") + &card("a", "W", "\"d/w\", \"e/w\"");
        let from = |from: &str| What::Renamed { from: from.into() };
        assert_eq!(
            told(
                &deck("d", "", &old),
                &deck("e", "\"d\"", &concept("c", &new))
            )[1..],
            [("e/a2".into(), from("d/a")), ("e/a".into(), from("d/w"))]
        );
        let forgotten = told(&deck("d", "", &cards), &deck("e", "", &cards));
        let whats: Vec<&str> = forgotten.iter().map(|(_, what)| what.word()).collect();
        assert_eq!(whats, ["deck-forgotten", "added", "removed"]);
    }

    #[test]
    fn a_snapshot_tells_as_much_after_being_written_down() {
        let old = deck(
            "d",
            "",
            &concept(
                "c",
                r#"Basic(id: "a", front: "A?", back: "1"), Cloze(id: "b", text: "{{x}} and {{y}}")"#,
            ),
        );
        let new = deck(
            "d",
            "",
            &concept("c", r#"Basic(id: "a", front: "B?", back: "1", rev: 1)"#),
        );
        let note = Snapshot::of(&old).to_note();
        let read = Snapshot::from_note(&note).unwrap();
        assert_eq!(read.until(&Snapshot::of(&new)), diff(&old, &new));
        assert_eq!(diff(&old, &new).len(), 3);
    }

    #[test]
    fn a_hash_that_was_kept_longer_is_still_the_same() {
        let hash: u64 = 0x0123_4567_89ab_cdef;
        let longer = postcard::to_stdvec(&(hash & 0x0fff_ffff)).unwrap();
        let read: Hash = postcard::from_bytes(&longer).unwrap();
        assert_eq!(read, Hash::from(hash));
        assert_eq!(postcard::to_stdvec(&read).unwrap().len(), 3);
    }
}
