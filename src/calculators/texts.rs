//! Many short texts in one buffer: a million names cost two allocations, not a million.

use std::ops::Index;

/// A list of texts that only grows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    buffer: String,
    /// Where each text ends in the buffer.
    ends: Vec<usize>,
}

impl Texts {
    pub fn with_capacity(rows: usize) -> Self {
        Texts {
            buffer: String::with_capacity(rows * 8),
            ends: Vec::with_capacity(rows),
        }
    }

    pub fn push(&mut self, text: impl AsRef<str>) {
        self.buffer.push_str(text.as_ref());
        self.ends.push(self.buffer.len());
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

    /// The rows (from 0) of the first text that stands twice: its earlier place, and where it stands again.
    pub fn first_double(&self) -> Option<(usize, usize)> {
        let hashes: Vec<u64> = self.iter().map(hash).collect();
        // A bit for each of many slots: only texts that share a slot can be equal, and few others do.
        let bits = (self.len() * 32).next_power_of_two().max(64);
        let slot = |hash: u64| (hash >> (64 - bits.trailing_zeros())) as usize;
        let (mut seen, mut shared) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
        for &hash in &hashes {
            let (word, bit) = (slot(hash) / 64, 1u64 << (slot(hash) % 64));
            shared[word] |= seen[word] & bit;
            seen[word] |= bit;
        }
        let suspect = |hash: u64| shared[slot(hash) / 64] >> (slot(hash) % 64) & 1 == 1;
        let mut suspects: Vec<(u64, usize)> = hashes
            .into_iter()
            .zip(0..)
            .filter(|(hash, _)| suspect(*hash))
            .collect();
        // Sorting, not a hash table: no list of texts, however made, takes quadratic time.
        suspects.sort_unstable();
        let mut doubles: Vec<(usize, usize)> = Vec::new();
        for run in suspects
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|run| run.len() > 1)
        {
            let mut rows: Vec<usize> = run.iter().map(|&(_, row)| row).collect();
            rows.sort_by(|&a, &b| self[a].cmp(&self[b]).then(a.cmp(&b)));
            let pairs = rows
                .windows(2)
                .filter(|pair| self[pair[0]] == self[pair[1]]);
            doubles.extend(pairs.map(|pair| (pair[0], pair[1])));
        }
        doubles.into_iter().min_by_key(|&(_, second)| second)
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

/// Mixes a text into 64 bits, eight bytes at a time.
fn hash(text: &str) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = text.len() as u64;
    for chunk in text.as_bytes().chunks(8) {
        let mut word = [0u8; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(ODD);
        hash ^= hash >> 29;
    }
    hash.wrapping_mul(ODD)
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

    proptest! {
        #[test]
        fn doubles_are_found_as_the_simple_search_finds_them(ids in prop::collection::vec("[a-c]{1,2}", 0..20)) {
            let simple = (0..ids.len()).find(|&i| ids[..i].contains(&ids[i]));
            let texts: Texts = ids.iter().collect();
            prop_assert_eq!(texts.first_double().map(|(_, second)| second), simple);
        }
    }
}
