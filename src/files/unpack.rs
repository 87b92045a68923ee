//! Unpacking within limits: what comes out is counted, whatever the headers of an archive say.

use std::io::{self, Read, Write};

/// What unpacks to more than this multiple of its size is no text that somebody wrote, nor a table that somebody saved.
pub const RATIO: u64 = 100;
/// The limit on the ratio does not apply up to this size, in bytes.
const SMALL: u64 = 1 << 20;

/// What is wrong with an entry, to be put behind its name.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    #[error("is damaged ({0})")]
    Damaged(#[from] io::Error),
    /// The limit of the archive in bytes.
    #[error("makes it unpack to more than {} MiB", .0 >> 20)]
    Large(u64),
    #[error("unpacks to more than {RATIO} times its size: such a file is made to do harm")]
    Ratio,
}

/// How much may be unpacked of one archive.
#[derive(Debug)]
pub struct Room {
    whole: u64,
    left: u64,
}

impl Room {
    /// For entries of `whole` bytes together.
    pub fn new(whole: u64) -> Room {
        Room { whole, left: whole }
    }

    /// The bytes of an entry that takes `packed` bytes in the archive.
    pub fn read(&mut self, source: impl Read, packed: u64) -> Result<Vec<u8>, UnpackError> {
        let mut bytes = Vec::new();
        self.unpack(source, packed.saturating_mul(RATIO).max(SMALL), &mut bytes)?;
        Ok(bytes)
    }

    /// Counts an entry that another will unpack, whatever its own size.
    pub fn count(&mut self, source: impl Read) -> Result<(), UnpackError> {
        self.unpack(source, u64::MAX, &mut io::sink())
    }

    fn unpack(
        &mut self,
        source: impl Read,
        most: u64,
        to: &mut impl Write,
    ) -> Result<(), UnpackError> {
        let most = most.min(self.left);
        let count = io::copy(&mut source.take(most + 1), to)?;
        if count <= most {
            self.left -= count;
            return Ok(());
        }
        Err(match most == self.left {
            true => UnpackError::Large(self.whole),
            false => UnpackError::Ratio,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_unpacked_is_counted_over_all_entries_and_against_their_size() {
        let mut room = Room::new(5 << 20);
        assert_eq!(room.read(&b"abc"[..], 3).unwrap(), b"abc");
        for (bytes, packed, is_read) in [
            (SMALL, 1, true),
            (SMALL + 1, 1, false),
            (SMALL + 1, SMALL / RATIO + 1, true),
        ] {
            let read = room.read(io::repeat(b'a').take(bytes), packed);
            assert_eq!(read.is_ok(), is_read, "{bytes} of {packed}");
        }
        room.count(io::repeat(b'a').take(2 << 20)).unwrap();
        for why in [
            room.read(io::repeat(b'a'), u64::MAX).unwrap_err(),
            room.count(io::repeat(b'a')).unwrap_err(),
        ] {
            assert_eq!(why.to_string(), "makes it unpack to more than 5 MiB");
        }
    }
}
