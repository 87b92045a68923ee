//! The zip file of a package. Entries are read by name into memory, with limits checked while unpacking; nothing is extracted to
//! a path, and an archive within the archive is not opened.

use crate::files;
use ruzstd::decoding::StreamingDecoder;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// Shared decks come with thousands of pictures and sounds, of which only the names are read.
const MOST_ENTRIES: usize = if cfg!(test) { 3_000 } else { 100_000 };
/// Limit for all entries together, unpacked, in bytes.
const MOST_BYTES: u64 = 256 << 20;
/// An entry that unpacks to more than this multiple of its size is refused.
const MOST_RATIO: u64 = 100;
/// The limit on the ratio does not apply up to this size.
const SMALL: u64 = 1 << 20;
/// Largest window that a Zstandard frame may need.
const WINDOW: u64 = 128 << 20;

pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    /// Bytes that may still be unpacked.
    room: u64,
}

impl Archive {
    pub fn open(path: &Path) -> Result<Archive, String> {
        let file = files::open(path).map_err(|e| e.to_string())?;
        let zip = ZipArchive::new(BufReader::new(file))
            .map_err(|e| format!("it is no package, or a damaged one ({e})"))?;
        if zip.len() > MOST_ENTRIES {
            return Err(format!(
                "it holds more than {MOST_ENTRIES} files; export it again without media"
            ));
        }
        Ok(Archive {
            zip,
            room: MOST_BYTES,
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The content of an entry; `None` if there is none of that name.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        if !self.has(name) {
            return Ok(None);
        }
        let entry = self
            .zip
            .by_name(name)
            .map_err(|e| format!("its entry {name} cannot be read ({e})"))?;
        if !entry.is_file() {
            return Err(format!("its entry {name} is no file"));
        }
        let packed = entry.compressed_size();
        bounded(entry, packed, &mut self.room, name).map(Some)
    }

    /// The content of an entry that is also compressed with Zstandard.
    pub fn read_zstd(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(packed) = self.read(name)? else {
            return Ok(None);
        };
        let decoder = StreamingDecoder::new_with_max_window_size(packed.as_slice(), WINDOW)
            .map_err(|e| format!("its entry {name} is not packed as it should be ({e})"))?;
        bounded(decoder, packed.len() as u64, &mut self.room, name).map(Some)
    }
}

/// Counts what is really unpacked, whatever the headers say.
fn bounded(source: impl Read, packed: u64, room: &mut u64, name: &str) -> Result<Vec<u8>, String> {
    let most = (*room).min(SMALL.max(packed.saturating_mul(MOST_RATIO)));
    let mut bytes = Vec::new();
    source
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("its entry {name} is damaged ({e})"))?;
    if bytes.len() as u64 > most {
        return Err(if most == *room {
            format!("its entry {name} unpacks to more than 256 MiB")
        } else {
            format!(
                "its entry {name} unpacks to more than {MOST_RATIO} times its size: such a file is made to do harm"
            )
        });
    }
    *room -= bytes.len() as u64;
    Ok(bytes)
}
