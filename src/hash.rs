//! The number that tells whether bytes are as they were. It guards against accidents, not against forgery.

use std::hash::Hasher;

pub fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
