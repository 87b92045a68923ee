//! The zip file of a package. Entries are read by name into memory, with limits checked while unpacking; nothing is extracted to
//! a path, and an archive within the archive is not opened.

use crate::files;
use crate::files::unpack::Room;
use ruzstd::decoding::StreamingDecoder;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// Shared decks come with thousands of pictures and sounds, of which only the names are read.
const MOST_ENTRIES: usize = 100_000;
/// Limit for all entries together, unpacked, in bytes.
const MOST_BYTES: u64 = 256 << 20;
/// Largest window that a Zstandard frame may need.
const WINDOW: u64 = 128 << 20;

pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    room: Room,
}

impl Archive {
    /// The error is a sentence about the package, which it calls "it".
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
            room: Room::new(MOST_BYTES),
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// The content of an entry; `None` if there is none of that name.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let entry = match self.zip.by_name(name) {
            Err(ZipError::FileNotFound) => return Ok(None),
            entry => entry.map_err(|e| format!("its entry {name} cannot be read ({e})"))?,
        };
        if !entry.is_file() {
            return Err(format!("its entry {name} is no file"));
        }
        let packed = entry.compressed_size();
        let read = self.room.read(entry, packed);
        read.map(Some)
            .map_err(|why| format!("its entry {name} {why}"))
    }

    /// The content of an entry that is also compressed with Zstandard.
    pub fn read_zstd(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(packed) = self.read(name)? else {
            return Ok(None);
        };
        let decoder = StreamingDecoder::new_with_max_window_size(packed.as_slice(), WINDOW)
            .map_err(|e| format!("its entry {name} is not packed as it should be ({e})"))?;
        let read = self.room.read(decoder, packed.len() as u64);
        read.map(Some)
            .map_err(|why| format!("its entry {name} {why}"))
    }
}
