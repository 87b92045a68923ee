//! Unpacking within limits: what comes out is counted, whatever the headers of an archive say.

use std::io::Read;

/// What unpacks to more than this multiple of its size is no text that somebody wrote, nor a table that somebody saved.
pub const RATIO: u64 = 100;
/// The limit on the ratio does not apply to an entry up to this size, in bytes.
const SMALL: u64 = 1 << 20;

/// How many bytes may be unpacked of one archive.
#[derive(Debug)]
pub struct Room {
    whole: u64,
    left: u64,
}

impl Room {
    pub fn new(whole: u64) -> Room {
        Room { whole, left: whole }
    }

    /// The bytes of an entry that takes `packed` bytes in the archive. An error is to stand behind the name of the entry.
    pub fn read(&mut self, source: impl Read, packed: u64) -> Result<Vec<u8>, String> {
        let most = packed.saturating_mul(RATIO).max(SMALL).min(self.left);
        let mut bytes = Vec::new();
        let read = source.take(most + 1).read_to_end(&mut bytes);
        let count = read.map_err(|why| format!("is damaged ({why})"))? as u64;
        if count > most {
            return Err(if most == self.left {
                format!("makes it unpack to more than {} MiB", self.whole >> 20)
            } else {
                format!(
                    "unpacks to more than {RATIO} times its size: such a file is made to do harm"
                )
            });
        }
        self.left -= count;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

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
        let most = (5 << 20) - 3 - SMALL - SMALL - 1;
        for (bytes, is_read) in [(most + 1, false), (most, true), (1, false)] {
            let read = room.read(io::repeat(b'a').take(bytes), u64::MAX);
            let why = "makes it unpack to more than 5 MiB".to_owned();
            assert_eq!(read.map(drop), if is_read { Ok(()) } else { Err(why) });
        }
    }
}
