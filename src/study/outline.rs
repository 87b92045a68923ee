//! What is known of a deck without its texts: enough for the home screen, a plan of the day, and lists. Questions and answers are
//! read from the file when they are shown.

use super::former::{Claim, Named, claims};
use super::kinds::KINDS;
use super::text::Text;
use super::{Key, deck};
use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;
use std::slice;
use std::sync::OnceLock;

/// A deck on one line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Heading {
    pub id: String,
    pub title: Text,
    pub track: String,
    pub version: Text,
    pub description: Text,
    /// The deck's own daily limit of new cards.
    pub new_per_day: Option<u32>,
    pub concepts: u32,
    pub cards: u32,
    /// Cards that make several questions count several times.
    pub questions: u32,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outline {
    pub id: String,
    pub title: Text,
    pub track: String,
    /// The name it had before.
    pub formerly: Vec<String>,
    pub concepts: Concepts,
    /// Ids of cards and concepts that are in the file but have faults and cannot be used.
    pub left_out: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ConceptOutline {
    pub id: String,
    pub title: Text,
    pub code: Option<Text>,
    pub topic: String,
    /// As written: `concept` or `deck/concept`.
    pub formerly: Vec<String>,
    /// As written: an id of this deck, or `deck/concept`.
    pub after: Vec<String>,
    pub related: Vec<String>,
    /// As `CPIM/3`, in addition to those that list its topic.
    pub modules: Vec<String>,
    pub calculator: Option<String>,
    pub has_page: bool,
    /// The source of cards that name none: the concept's, otherwise the deck's.
    pub source: Text,
    pub slice: Slice,
    pub cards: Vec<CardOutline>,
}

/// A range of bytes in a deck file, and a hash of what it held when it was read: of a card `fnv1a`, which attempts at mock exams
/// keep, of a concept `quick`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Slice {
    pub start: u32,
    pub end: u32,
    pub hash: u64,
}

/// The concepts of a deck. Those that come from the index are taken apart when one of them is first asked for: most starts ask for
/// those of a few decks of many.
#[derive(Debug, Clone, Default)]
pub struct Concepts {
    read: OnceLock<Vec<ConceptOutline>>,
    packed: Vec<u8>,
}

impl Concepts {
    /// Whether they have been unpacked.
    pub fn are_read(&self) -> bool {
        self.read.get().is_some()
    }

    /// All, where one of them or of their cards may name another or had another name; else none.
    pub fn naming(&self) -> &[ConceptOutline] {
        // The first of what is packed says it.
        match self.packed.first() {
            Some(0) => &[],
            _ => self,
        }
    }

    fn pack(&self) -> postcard::Result<Vec<u8>> {
        let has_names = |concept: &ConceptOutline| {
            let names = [&concept.formerly, &concept.after, &concept.related];
            let mut cards = concept.cards.iter();
            names.iter().any(|names| !names.is_empty()) || cards.any(|card| card.extra.is_some())
        };
        postcard::to_stdvec(&(self.iter().any(has_names), &**self))
    }
}

impl From<Vec<ConceptOutline>> for Concepts {
    fn from(concepts: Vec<ConceptOutline>) -> Concepts {
        Concepts {
            read: concepts.into(),
            packed: Vec::new(),
        }
    }
}

impl Deref for Concepts {
    type Target = [ConceptOutline];

    fn deref(&self) -> &[ConceptOutline] {
        self.read.get_or_init(|| {
            // Whoever read the index has compared its bytes with their hash: this program packed them.
            let (_, concepts): (bool, _) = postcard::from_bytes(&self.packed).unwrap_or_default();
            concepts
        })
    }
}

impl<'a> IntoIterator for &'a Concepts {
    type Item = &'a ConceptOutline;
    type IntoIter = slice::Iter<'a, ConceptOutline>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for Concepts {
    fn eq(&self, other: &Concepts) -> bool {
        **self == **other
    }
}

impl Serialize for Concepts {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if !self.packed.is_empty() {
            return to.serialize_bytes(&self.packed);
        }
        to.serialize_bytes(&self.pack().map_err(Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Concepts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Concepts, D::Error> {
        Ok(Concepts {
            read: OnceLock::new(),
            packed: <&[u8]>::deserialize(from)?.to_vec(),
        })
    }
}

/// Kept small, since there may be a hundred thousand of them: fields that most cards lack take no room.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CardOutline {
    pub id: Box<str>,
    kind: u8,
    pub slice: Slice,
    extra: Option<Box<Extra>>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Extra {
    /// Names of the questions; empty where the card makes one question without a name.
    pub parts: Vec<String>,
    /// As written: `card` or `deck/card`.
    pub links: Vec<String>,
    pub tags: Vec<String>,
    pub formerly: Vec<String>,
    /// Parts that were cards of their own: the part, and the old card or question.
    pub former_parts: Vec<(String, String)>,
    /// Whether no part waits for another.
    pub parts_are_equal: bool,
}

impl CardOutline {
    pub fn new(id: &str, kind: &str, slice: Slice, mut extra: Extra) -> CardOutline {
        if extra.parts.len() == 1 && extra.parts[0].is_empty() {
            extra.parts.clear();
        }
        let kind = KINDS.iter().position(|k| *k == kind).unwrap_or(usize::MAX);
        CardOutline {
            id: id.into(),
            kind: u8::try_from(kind).unwrap_or(u8::MAX),
            slice,
            extra: (extra != Extra::default()).then(|| Box::new(extra)),
        }
    }

    /// As authors write it: `MultipleChoice`.
    pub fn kind(&self) -> &'static str {
        KINDS.get(usize::from(self.kind)).copied().unwrap_or("")
    }

    /// The names of the questions that the card makes. The first is mostly empty.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        let named = self.extra.as_ref().map_or(&[][..], |e| &e.parts);
        let only = named.is_empty().then_some("");
        only.into_iter().chain(named.iter().map(String::as_str))
    }

    pub fn links(&self) -> &[String] {
        self.extra.as_ref().map_or(&[], |e| &e.links)
    }

    pub fn tags(&self) -> &[String] {
        self.extra.as_ref().map_or(&[], |e| &e.tags)
    }

    /// Whether it, or a part of it, was called something else.
    fn had_names(&self) -> bool {
        let extra = self.extra.as_ref();
        extra.is_some_and(|e| !e.formerly.is_empty() || !e.former_parts.is_empty())
    }

    /// With what it and its parts were called before.
    pub fn named(&self) -> Named<'_> {
        let extra = self.extra.as_ref();
        Named {
            id: &self.id,
            parts: self.parts().collect(),
            formerly: extra.map_or(&[], |e| &e.formerly),
            former_parts: extra.map_or(&[], |e| &e.former_parts),
        }
    }

    /// Whether further parts wait until the first is mature.
    pub fn parts_wait(&self) -> bool {
        self.extra.as_ref().is_none_or(|e| !e.parts_are_equal)
    }

    /// It makes one question, without a name, and names no card that asks the same fact.
    pub fn stands_alone(&self) -> bool {
        let extra = self.extra.as_ref();
        extra.is_none_or(|extra| extra.links.is_empty() && extra.parts.is_empty())
    }

    pub fn keys(&self, deck: &str) -> impl Iterator<Item = Key> {
        self.parts().map(move |part| Key::new(deck, &self.id, part))
    }
}

impl Outline {
    pub fn cards(&self) -> impl Iterator<Item = (&ConceptOutline, &CardOutline)> {
        self.concepts
            .iter()
            .flat_map(|concept| concept.cards.iter().map(move |card| (concept, card)))
    }

    pub fn card(&self, id: &str) -> Option<(&ConceptOutline, &CardOutline)> {
        self.cards().find(|(_, card)| &*card.id == id)
    }

    pub fn concept(&self, id: &str) -> Option<&ConceptOutline> {
        self.concepts.iter().find(|concept| concept.id == id)
    }

    /// Those that may have had another name.
    fn once_named(&self) -> &[ConceptOutline] {
        if self.formerly.is_empty() {
            self.concepts.naming()
        } else {
            &self.concepts
        }
    }

    /// Which old keys questions claim, where the author names what the deck, its cards or their parts were called before.
    pub fn claims(&self) -> Vec<Claim> {
        let cards = self.once_named().iter().flat_map(|concept| &concept.cards);
        let cards = cards.filter(|card| !self.formerly.is_empty() || card.had_names());
        claims(&self.id, &self.formerly, cards.map(CardOutline::named))
    }

    /// Which old keys concepts claim.
    pub fn concept_claims(&self) -> Vec<Claim> {
        let concepts = self.once_named().iter().map(|concept| Named {
            id: &concept.id,
            parts: vec![""],
            formerly: &concept.formerly,
            former_parts: &[],
        });
        claims(&self.id, &self.formerly, concepts)
    }

    /// The linked cards as `deck/card`.
    pub fn links(&self, card: &CardOutline) -> Vec<String> {
        card.links()
            .iter()
            .map(|link| deck::absolute(&self.id, link))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_one_nameless_question_unless_it_says_otherwise() {
        let card = |parts: &[&str]| {
            let parts = parts.iter().map(|p| (*p).to_owned()).collect();
            CardOutline::new(
                "c",
                "Cloze",
                Slice::default(),
                Extra {
                    parts,
                    ..Extra::default()
                },
            )
        };
        let keys = |card: CardOutline| card.keys("d").map(|k| k.to_string()).collect::<Vec<_>>();
        assert_eq!(keys(card(&[""])), ["d/c"]);
        assert_eq!(keys(card(&["", "2"])), ["d/c", "d/c:2"]);
        assert_eq!(card(&[""]).kind(), "Cloze");
    }

    #[test]
    fn concepts_are_the_same_once_packed_and_say_whether_they_hold_names() {
        let extra = |extra| CardOutline::new("c", "Basic", Slice::default(), extra);
        let some = || vec!["d/x".to_owned()];
        let named = Extra {
            links: some(),
            ..Extra::default()
        };
        let was_called = Extra {
            formerly: some(),
            ..Extra::default()
        };
        let held = Extra {
            former_parts: vec![("2".into(), "d/x".into())],
            ..Extra::default()
        };
        let plain = || extra(Extra::default());
        let of = |cards: Vec<CardOutline>| ConceptOutline {
            id: "k".into(),
            cards,
            ..ConceptOutline::default()
        };
        let after = ConceptOutline {
            after: some(),
            ..of(vec![plain()])
        };
        let related = ConceptOutline {
            related: some(),
            ..of(vec![])
        };
        let renamed = ConceptOutline {
            formerly: some(),
            ..of(vec![plain()])
        };
        for (concepts, are_named) in [
            (vec![], false),
            (vec![of(vec![plain(), plain()]), of(vec![])], false),
            (vec![of(vec![plain(), extra(named)])], true),
            (vec![of(vec![plain()]), of(vec![extra(was_called)])], true),
            (vec![of(vec![extra(held), plain()])], true),
            (vec![after], true),
            (vec![of(vec![plain()]), related], true),
            (vec![renamed], true),
        ] {
            let deck = Outline {
                id: "d".into(),
                concepts: concepts.into(),
                ..Outline::default()
            };
            let packed = postcard::to_stdvec(&deck).unwrap();
            let read: Outline = postcard::from_bytes(&packed).unwrap();
            assert_eq!(!read.concepts.naming().is_empty(), are_named, "{deck:?}");
            assert_eq!(postcard::to_stdvec(&read).unwrap(), packed);
            assert_eq!(read, deck);
            assert_eq!(postcard::to_stdvec(&read).unwrap(), packed);
        }
    }
}
