//! What was computed and is kept for the next start, with a checksum. It may be deleted at any time; what is not whole is absent.

use crate::hash::quick;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::path::Path;

/// Nothing kept is ever so large, in bytes.
pub const LARGEST: u64 = 64 * 1024 * 1024;

pub fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = super::read(path, LARGEST).ok()?;
    let (sum, rest) = bytes.split_first_chunk::<8>()?;
    (u64::from_le_bytes(*sum) == quick(rest))
        .then(|| postcard::from_bytes(rest).ok())
        .flatten()
}

/// A reader sees the old one or the new one, never half of it.
pub fn write<T: Serialize>(path: &Path, what: &T) -> io::Result<()> {
    let bytes = postcard::to_stdvec(what).map_err(io::Error::other)?;
    super::save_derived(path, &[&quick(&bytes).to_le_bytes(), &bytes[..]].concat())
}
