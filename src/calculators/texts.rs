//! Many short texts in one buffer: a million names cost two allocations, not a million. Those that stand again and
//! again are kept once.

use super::order;
use std::hash::{BuildHasher, RandomState};
use std::ops::Index;
use std::sync::OnceLock;

/// A list of texts that only grows.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    buffer: String,
    /// Where each text ends in the buffer.
    ends: Vec<usize>,
    alphabet: OnceLock<Vec<u32>>,
}

impl Texts {
    pub fn with_capacity(rows: usize) -> Self {
        Texts {
            buffer: String::with_capacity(rows * 8),
            ends: Vec::with_capacity(rows),
            alphabet: OnceLock::new(),
        }
    }

    pub fn push(&mut self, text: impl AsRef<str>) {
        self.buffer.push_str(text.as_ref());
        self.ends.push(self.buffer.len());
        self.alphabet.take();
    }

    pub fn append(&mut self, more: &Texts) {
        let before = self.buffer.len();
        self.buffer.push_str(&more.buffer);
        self.ends.extend(more.ends.iter().map(|end| before + end));
        self.alphabet.take();
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    pub fn get(&self, row: usize) -> Option<&str> {
        let end = *self.ends.get(row)?;
        let start = match row {
            0 => 0,
            _ => self.ends[row - 1],
        };
        self.buffer.get(start..end)
    }

    pub fn first(&self) -> Option<&str> {
        self.get(0)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|row| &self[row])
    }

    /// The rows in the order of their texts, equal ones as they stand. Found once, then kept.
    pub fn alphabet(&self) -> &[u32] {
        self.alphabet.get_or_init(|| {
            let mut rows: Vec<u32> = (0..self.len() as u32).collect();
            let risen = |pair: &[u32]| self[pair[0] as usize] <= self[pair[1] as usize];
            if !rows.windows(2).all(risen) {
                self.sort(&mut rows, 0);
            }
            rows
        })
    }

    /// Sorts rows whose texts agree up to a byte, eight bytes at a time: no list, however made, takes quadratic time.
    fn sort(&self, rows: &mut [u32], depth: usize) {
        let mut words: Vec<(u64, u32)> = rows
            .iter()
            .map(|&row| (word(&self[row as usize], depth), row))
            .collect();
        order::sort(&mut words);
        for (row, (_, sorted)) in rows.iter_mut().zip(&words) {
            *row = *sorted;
        }
        let mut start = 0;
        for run in words.chunk_by(|a, b| a.0 == b.0) {
            let rows = &mut rows[start..start + run.len()];
            start += run.len();
            let longer = |row: &u32| self[*row as usize].len() > depth + 8;
            if rows.len() > 40 && rows.iter().any(longer) {
                self.sort(rows, depth + 8);
            } else if rows.len() > 1 {
                // Those that end in the word differ, if at all, in zeros at their ends.
                rows.sort_by(|&a, &b| self[a as usize].cmp(&self[b as usize]));
            }
        }
    }

    /// The rows (from 0) of the first text that stands twice: its earlier place, and where it stands again.
    pub fn first_double(&self) -> Option<(usize, usize)> {
        let pairs = self.alphabet().windows(2);
        let doubles = pairs
            .map(|pair| (pair[0] as usize, pair[1] as usize))
            .filter(|&(a, b)| self[a] == self[b]);
        doubles.min_by_key(|&(_, second)| second)
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.buffer == other.buffer && self.ends == other.ends
    }
}

impl Eq for Texts {}

/// Eight bytes of a text from a place on, as a number that orders as they do; zeros behind its end.
fn word(text: &str, from: usize) -> u64 {
    u64::from_be_bytes(first_eight(text.as_bytes().get(from..).unwrap_or_default()))
}

/// The first eight bytes; zeros behind the end.
fn first_eight(bytes: &[u8]) -> [u8; 8] {
    if let Some(eight) = bytes.first_chunk() {
        return *eight;
    }
    // Two halves that overlap cost less than a loop over the bytes.
    let four = |half: Option<&[u8; 4]>| half.map(|half| u64::from(u32::from_le_bytes(*half)));
    match (four(bytes.first_chunk()), four(bytes.last_chunk())) {
        (Some(first), Some(last)) => (first | last << (8 * (bytes.len() - 4))).to_le_bytes(),
        _ => std::array::from_fn(|at| bytes.get(at).copied().unwrap_or_default()),
    }
}

/// A text as two numbers: all of a short one with its length, so that it is compared without a look at the text; of
/// a long one its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Packed(u64, u64);

impl Packed {
    const LONG: u64 = 16;

    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let length = bytes.len() as u64;
        if length >= Self::LONG {
            let mix = |hash, chunk| mixed(hash ^ u64::from_le_bytes(first_eight(chunk)));
            return Packed(bytes.chunks(8).fold(length, mix), Self::LONG << 56);
        }
        let rest = match bytes.last_chunk() {
            Some(last) if length > 8 => u64::from_le_bytes(*last) >> (8 * (16 - length)),
            _ => 0,
        };
        Packed(u64::from_le_bytes(first_eight(bytes)), rest | length << 56)
    }

    fn is_whole(self) -> bool {
        self.1 >> 56 < Self::LONG
    }

    fn hash(self, seed: u64) -> u64 {
        mixed(mixed(self.0 ^ seed) ^ self.1)
    }
}

fn mixed(word: u64) -> u64 {
    let wide = u128::from(word ^ 0xa076_1d64_78bd_642f) * 0x9e37_79b9_7f4a_7c15;
    (wide as u64) ^ ((wide >> 64) as u64)
}

/// A list in which the same texts stand again and again: each is kept once.
#[derive(Debug, Clone)]
pub struct Repeats {
    /// In the order in which they first stand.
    pub distinct: Texts,
    /// Which of them stands in each row.
    pub of: Vec<u32>,
    packed: Vec<Packed>,
    /// Where a hash leads: a place in `distinct` counted from 1, or 0 for none. A power of two long.
    slots: Vec<u32>,
    /// Of each list's own, so that no list of texts can be made to collide.
    seed: u64,
}

impl Repeats {
    pub fn with_capacity(rows: usize) -> Self {
        Repeats {
            distinct: Texts::default(),
            of: Vec::with_capacity(rows),
            packed: Vec::new(),
            slots: vec![0; 1 << 10],
            seed: RandomState::new().hash_one(0),
        }
    }

    pub fn push(&mut self, text: &str) {
        let place = self.place(text);
        self.of.push(place);
    }

    pub fn append(&mut self, more: &Repeats) {
        let places: Vec<u32> = more.distinct.iter().map(|text| self.place(text)).collect();
        self.of
            .extend(more.of.iter().map(|&at| places[at as usize]));
    }

    /// The row in which a distinct text first stands.
    pub fn first_row(&self, place: usize) -> usize {
        let stands = |of: &u32| *of as usize == place;
        self.of.iter().position(stands).unwrap_or_default()
    }

    /// Where a text stands among the distinct ones; it is put there if it is new.
    fn place(&mut self, text: &str) -> u32 {
        let packed = Packed::new(text);
        let mut slot = self.slot(packed);
        while let Some(place) = self.slots[slot].checked_sub(1) {
            let same = self.packed[place as usize] == packed;
            if same && (packed.is_whole() || &self.distinct[place as usize] == text) {
                return place;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        self.distinct.push(text);
        self.packed.push(packed);
        self.slots[slot] = self.packed.len() as u32;
        if self.packed.len() * 2 > self.slots.len() {
            self.widen();
        }
        self.packed.len() as u32 - 1
    }

    fn slot(&self, packed: Packed) -> usize {
        packed.hash(self.seed) as usize & (self.slots.len() - 1)
    }

    fn widen(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for (place, packed) in (1..).zip(&self.packed) {
            let mut slot = self.slot(*packed);
            while self.slots[slot] != 0 {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = place;
        }
    }
}

impl<T: AsRef<str>> FromIterator<T> for Repeats {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let texts = texts.into_iter();
        let mut list = Repeats::with_capacity(texts.size_hint().0);
        texts.for_each(|text| list.push(text.as_ref()));
        list
    }
}

impl Index<usize> for Texts {
    type Output = str;

    /// The text of a row; empty where there is no such row.
    fn index(&self, row: usize) -> &str {
        self.get(row).unwrap_or_default()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let texts = texts.into_iter();
        let mut list = Texts::with_capacity(texts.size_hint().0);
        texts.for_each(|text| list.push(text));
        list
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_come_back_as_they_were_put_in() {
        let texts: Texts = ["alpha", "", "é", "beta"].into_iter().collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), ["alpha", "", "é", "beta"]);
        assert_eq!(
            (&texts[2], &texts[9], texts.first(), texts.len()),
            ("é", "", Some("alpha"), 4)
        );
    }

    #[test]
    fn the_first_text_that_stands_twice_is_found() {
        let texts = |letters: &str| letters.chars().map(String::from).collect::<Texts>();
        assert_eq!(texts("abcdcb").first_double(), Some((2, 4)));
        assert_eq!(texts("abc").first_double(), None);
        assert_eq!(Texts::default().first_double(), None);
        let many: Texts = (0..20_000)
            .map(|i| format!("customer {i}"))
            .chain(["customer 77".to_string()])
            .collect();
        assert_eq!(many.first_double(), Some((77, 20_000)));
    }

    #[test]
    fn texts_that_begin_alike_are_put_in_order() {
        for prefix in ["", "Customer ", "a name much longer than one word ", "\0\0"] {
            let names: Vec<String> = (0..2_000u32)
                .map(|i| format!("{prefix}{}", i * 7919 % 2_003))
                .chain([
                    prefix.to_owned(),
                    format!("{prefix}\0"),
                    format!("{prefix}5\0\0"),
                ])
                .collect();
            let texts: Texts = names.iter().collect();
            let mut expected: Vec<u32> = (0..names.len() as u32).collect();
            expected.sort_by(|&a, &b| names[a as usize].cmp(&names[b as usize]));
            assert_eq!(texts.alphabet(), expected, "{prefix}");
        }
    }

    proptest! {
        #[test]
        fn the_alphabet_is_that_of_the_texts(ids in prop::collection::vec("[ab\0é]{0,20}", 0..60)) {
            let texts: Texts = ids.iter().collect();
            let mut expected: Vec<u32> = (0..ids.len() as u32).collect();
            expected.sort_by(|&a, &b| ids[a as usize].cmp(&ids[b as usize]));
            prop_assert_eq!(texts.alphabet(), expected);
        }

        #[test]
        fn texts_that_repeat_are_kept_once_and_come_back(
            odd in prop::collection::vec("[ab\0]{0,2}|[a\0]{7,9}|[a\0]{15,18}", 0..60), many in 0..2_000u32, cut in 0..2_000usize,
        ) {
            let plain = (0..many).map(|i| format!("{}", i * 7919 % 1_499));
            let texts: Vec<String> = odd.into_iter().chain(plain).collect();
            let (first, second) = texts.split_at(cut.min(texts.len()));
            let mut list: Repeats = first.iter().collect();
            list.append(&second.iter().collect());
            let back: Vec<&str> = list.of.iter().map(|&at| &list.distinct[at as usize]).collect();
            prop_assert_eq!(back, texts.iter().collect::<Vec<_>>());
            prop_assert_eq!(list.distinct.first_double(), None);
        }

        #[test]
        fn doubles_are_found_as_the_simple_search_finds_them(ids in prop::collection::vec("[a-c]{1,2}", 0..20)) {
            let simple = (0..ids.len()).find(|&i| ids[..i].contains(&ids[i]));
            let texts: Texts = ids.iter().collect();
            prop_assert_eq!(texts.first_double().map(|(_, second)| second), simple);
        }
    }
}
