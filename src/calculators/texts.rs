//! Many short texts in one buffer: a million names cost two allocations, not a million. Those that stand again and
//! again are kept once.

use super::cores::{LONG, both};
use super::order;
use std::hash::{BuildHasher, RandomState};
use std::iter::once;
use std::ops::{Index, Range};
use std::sync::OnceLock;

/// A list of texts that only grows.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    buffer: String,
    /// Where each text ends in the buffer.
    ends: Vec<usize>,
    /// The beginning of each text.
    words: Vec<u64>,
    first_double: OnceLock<Option<(usize, usize)>>,
}

impl Texts {
    pub fn with_capacity(rows: usize) -> Self {
        Texts {
            buffer: String::with_capacity(rows * 8),
            ends: Vec::with_capacity(rows),
            words: Vec::with_capacity(rows),
            first_double: OnceLock::new(),
        }
    }

    #[inline]
    pub fn push(&mut self, text: impl AsRef<str>) {
        let text = text.as_ref();
        self.words.push(ordered(text.as_bytes()));
        self.buffer.push_str(text);
        self.ends.push(self.buffer.len());
        self.first_double.take();
    }

    pub fn append(&mut self, more: &Texts) {
        let before = self.buffer.len();
        self.buffer.push_str(&more.buffer);
        self.ends.extend(more.ends.iter().map(|end| before + end));
        self.words.extend(&more.words);
        self.first_double.take();
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    #[inline]
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

    /// Sorts each of these runs of rows by their texts, equal ones as they stand.
    pub fn sort_runs(&self, rows: &mut [u32], runs: impl Iterator<Item = Range<usize>>) {
        self.sort_from(0, rows, runs);
    }

    /// Sorts runs whose texts agree up to a byte, eight bytes at a time.
    fn sort_from(&self, depth: usize, rows: &mut [u32], runs: impl Iterator<Item = Range<usize>>) {
        let mut runs = runs.peekable();
        if runs.peek().is_none() {
            return;
        }
        // All words in one go: what lies far apart is fetched the faster the less is done in between.
        let words: Vec<u64> = rows.iter().map(|&row| self.word(row, depth)).collect();
        let mut sorted: Vec<u128> = Vec::new();
        for run in runs {
            let words = words[run.clone()].iter().zip(&rows[run.clone()]);
            sorted.clear();
            sorted.extend(words.map(|(&word, &row)| u128::from(word) << 32 | u128::from(row)));
            sorted.sort_unstable();
            let rows = &mut rows[run];
            for (row, word) in rows.iter_mut().zip(&sorted) {
                *row = *word as u32;
            }
            self.sort_equal(depth, rows, &sorted);
        }
    }

    /// Sorts on where rows agree in a word of their texts: many by the next word, but only so far into them, since each
    /// word deeper takes some of the stack and texts may be as long as a file.
    fn sort_equal(&self, depth: usize, rows: &mut [u32], words: &[u128]) {
        const MANY: usize = 40;
        const DEEP: usize = 64;
        let mut start = 0;
        for equal in words.chunk_by(|a, b| a >> 32 == b >> 32) {
            let rows = &mut rows[start..start + equal.len()];
            start += equal.len();
            if rows.len() > MANY && depth < DEEP {
                let all = once(0..rows.len());
                self.sort_from(depth + 8, rows, all);
            } else if rows.len() > 1 {
                rows.sort_by(|&a, &b| self.bytes(a).cmp(self.bytes(b)));
            }
        }
    }

    /// Eight bytes of a text from a place on, as a number that orders as they do; zeros behind its end.
    #[inline]
    fn word(&self, row: u32, from: usize) -> u64 {
        match from {
            0 => self.words[row as usize],
            _ => ordered(self.bytes(row).get(from..).unwrap_or_default()),
        }
    }

    #[inline]
    fn bytes(&self, row: u32) -> &[u8] {
        let row = row as usize;
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.buffer.as_bytes()[start..self.ends[row]]
    }

    /// The row of the first text of which nothing can be seen.
    pub fn first_blank(&self) -> Option<usize> {
        // Most begin with a visible letter, which their word tells.
        let unseen = |word: u64| !(b'!'..=b'~').contains(&word.to_be_bytes()[0]);
        let mut rows = self.words.iter().zip(0..);
        rows.find_map(|(word, row)| {
            (unseen(*word) && self[row].trim_start().is_empty()).then_some(row)
        })
    }

    /// The rows (from 0) of the first text that stands twice: its earlier place, and where it stands again. Found
    /// once, then kept.
    pub fn first_double(&self) -> Option<(usize, usize)> {
        *self.first_double.get_or_init(|| {
            let seed = RandomState::new().hash_one(0);
            if self.len() < LONG {
                return self.double_among(seed, |_| true);
            }
            // Each core looks through one half of all the hashes there may be.
            let (one, other) = both(
                || self.double_among(seed, |hash| hash >> 31 == 0),
                || self.double_among(seed, |hash| hash >> 31 == 1),
            );
            one.into_iter().chain(other).min_by_key(|(_, again)| *again)
        })
    }

    /// The same among the texts whose hash belongs in.
    fn double_among(&self, seed: u64, belongs: impl Fn(u32) -> bool) -> Option<(usize, usize)> {
        let hashed = order::by_key(self.hashes(seed), belongs);
        let alike = hashed.chunk_by(|a, b| a >> 32 == b >> 32);
        let doubles = alike.filter(|alike| alike.len() > 1).filter_map(|alike| {
            let mut rows: Vec<u32> = alike.iter().map(|hashed| *hashed as u32).collect();
            let all = once(0..rows.len());
            self.sort_runs(&mut rows, all);
            let pairs = rows.windows(2).map(|pair| (pair[0], pair[1]));
            let doubles = pairs.filter(|(a, b)| self.bytes(*a) == self.bytes(*b));
            doubles.min_by_key(|(_, again)| *again)
        });
        let first = doubles.min_by_key(|(_, again)| *again);
        first.map(|(earlier, again)| (earlier as usize, again as usize))
    }

    fn hashes(&self, seed: u64) -> impl ExactSizeIterator<Item = u32> {
        let mut start = 0;
        self.words.iter().zip(&self.ends).map(move |(word, &end)| {
            let text = start..end;
            start = end;
            let hash = mixed(word ^ seed) ^ text.len() as u64;
            let hash = match text.len() {
                ..=8 => hash,
                _ => hashed(&self.buffer.as_bytes()[text.start + 8..text.end], hash),
            };
            (hash >> 32) as u32
        })
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        self.buffer == other.buffer && self.ends == other.ends
    }
}

impl Eq for Texts {}

/// The first eight bytes as a number that orders as they do.
#[inline]
fn ordered(bytes: &[u8]) -> u64 {
    u64::from_be_bytes(first_eight(bytes))
}

/// The first eight bytes; zeros behind the end.
#[inline]
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
/// a long one its hash, from a seed that nobody can know beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Packed(u64, u64);

impl Packed {
    const LONG: u64 = 16;

    fn new(bytes: &[u8], seed: u64) -> Self {
        let length = bytes.len() as u64;
        if length >= Self::LONG {
            return Packed(hashed(bytes, length ^ seed), Self::LONG << 56);
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

/// A hash of all the bytes, from a seed.
fn hashed(bytes: &[u8], seed: u64) -> u64 {
    let mix = |hash, chunk| mixed(hash ^ u64::from_le_bytes(first_eight(chunk)));
    bytes.chunks(8).fold(seed, mix)
}

#[inline]
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
        let packed = Packed::new(text.as_bytes(), self.seed);
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
    #[inline]
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
    fn doubles_are_found_in_lists_long_enough_for_two_cores() {
        let names = |count: u32| (0..count).map(|i| format!("Customer {i} of the north"));
        let all: Texts = names(60_000).collect();
        assert_eq!(all.first_double(), None);
        let again = |places: [u32; 2]| places.map(|i| format!("Customer {i} of the north"));
        let texts: Texts = names(60_000).chain(again([500, 7])).collect();
        assert_eq!(texts.first_double(), Some((500, 60_000)));
        let short: Texts = (0..60_000)
            .map(|i| format!("{i}"))
            .chain(["59999".into()])
            .collect();
        assert_eq!(short.first_double(), Some((59_999, 60_000)));
    }

    #[test]
    fn texts_of_spaces_alone_are_blank() {
        let texts = |all: &[&str]| all.iter().collect::<Texts>().first_blank();
        assert_eq!(texts(&["a", "é", "\u{a0}b", "-"]), None);
        assert_eq!(texts(&["a", " b", " \u{a0}\t"]), Some(2));
        assert_eq!(texts(&["a", "", ""]), Some(1));
    }

    #[test]
    fn long_texts_that_agree_for_long_are_sorted_without_much_of_the_stack() {
        let long = "x".repeat(400_000);
        let names: Vec<String> = (0..50).map(|i| format!("{long}{}", 9 - i % 10)).collect();
        let texts: Texts = names.iter().collect();
        let mut expected: Vec<u32> = (0..50).collect();
        expected.sort_by_key(|row| &names[*row as usize]);
        assert_eq!(alphabet(&texts), expected);
        assert_eq!(texts.first_double(), Some((0, 10)));
        let same: Texts = (0..50).map(|_| &long).collect();
        assert_eq!(same.first_double(), Some((0, 1)));
    }

    fn alphabet(texts: &Texts) -> Vec<u32> {
        let mut rows: Vec<u32> = (0..texts.len() as u32).collect();
        let all = once(0..rows.len());
        texts.sort_runs(&mut rows, all);
        rows
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
            assert_eq!(alphabet(&texts), expected, "{prefix}");
        }
    }

    proptest! {
        #[test]
        fn the_alphabet_is_that_of_the_texts(ids in prop::collection::vec("[ab\0é]{0,20}", 0..60)) {
            let texts: Texts = ids.iter().collect();
            let mut expected: Vec<u32> = (0..ids.len() as u32).collect();
            expected.sort_by(|&a, &b| ids[a as usize].cmp(&ids[b as usize]));
            prop_assert_eq!(alphabet(&texts), expected);
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
