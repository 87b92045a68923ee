//! A hash that tells whether bytes are unchanged. It protects against accidents, not against forgery.

/// FNV-1a with 64 bits, by Fowler, Noll and Vo: the same on every machine and in every release, so that it may be stored.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Eight bytes at a time, for what only this program reads again.
pub fn quick(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = words.iter().chain([&last]);
    words.fold(bytes.len() as u64, |hash, word| {
        let product = u128::from(hash ^ u64::from_le_bytes(*word)) * 0x9e37_79b9_7f4a_7c15;
        product as u64 ^ (product >> 64) as u64
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_gives_the_published_values() {
        for (text, hash) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(fnv1a(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn every_change_of_a_byte_or_of_the_length_gives_another_value() {
        let text = b"Basic(id: \"a\", front: \"?\"),";
        let mut seen = std::collections::HashSet::from([quick(text)]);
        for length in 0..text.len() {
            assert!(seen.insert(quick(&text[..length])), "{length} bytes");
            for bit in 0..8 {
                let mut changed = *text;
                changed[length] ^= 1 << bit;
                assert!(seen.insert(quick(&changed)), "bit {bit} of {length}");
            }
        }
        assert_ne!(quick(&[]), quick(&[0]));
    }
}
