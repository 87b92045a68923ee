//! Where decks come from: compiled in, the data folder, further folders. Finds and reads them without judging them.

use crate::deck_file::disk;
use crate::files::{self, ReadError};
use flate2::read::ZlibDecoder;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The decks that are compiled in, by the names of their files: the length of each text, and the text, compressed.
const BUILTIN: &[(&str, usize, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/decks.rs"));

/// Each is unpacked when it is first read: a start from the cache reads none.
static UNPACKED: [OnceLock<Vec<u8>>; BUILTIN.len()] = [const { OnceLock::new() }; BUILTIN.len()];

/// Of all of them together, worked out by the build script.
const CONTENT_HASH: u64 = match u64::from_str_radix(env!("SWOT_CONTENT_HASH"), 10) {
    Ok(hash) => hash,
    Err(_) => panic!("the build script gives a number"),
};

/// Where to look for decks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sources {
    /// Leaves the compiled-in decks out.
    pub no_builtin: bool,
    /// The folder `decks` in the data folder; it may be missing.
    pub data_decks: Option<PathBuf>,
    /// `--deck-path`, in the order given.
    pub deck_paths: Vec<PathBuf>,
    /// For files that can be made again. Without it every start reads every deck.
    pub cache: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    Builtin,
    /// A file on the disk.
    File,
}

/// A deck's file, read or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub origin: Origin,
    pub path: PathBuf,
    pub fingerprint: Fingerprint,
}

/// Tells, without reading a file, whether it is unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Fingerprint {
    pub size: u64,
    /// Nanoseconds since 1970. For compiled-in decks a hash of all of them, taken when the program was built.
    pub modified: u64,
    /// When the file's entry changed, if the system records it: this time cannot be set by programs.
    pub changed: i128,
}

impl Fingerprint {
    pub fn of(metadata: &fs::Metadata) -> Fingerprint {
        let modified = files::modified(metadata).as_nanos();
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
        };
        #[cfg(not(unix))]
        let changed = 0;
        Fingerprint {
            size: metadata.len(),
            modified: u64::try_from(modified).unwrap_or(0),
            changed,
        }
    }
}

/// The files present: compiled in first, then the data folder, then further folders.
pub fn find(sources: &Sources) -> Vec<Source> {
    let mut found = Vec::new();
    if !sources.no_builtin {
        found.extend(BUILTIN.iter().map(|(name, size, _)| Source {
            origin: Origin::Builtin,
            path: PathBuf::from(name),
            fingerprint: Fingerprint {
                size: *size as u64,
                modified: CONTENT_HASH,
                changed: 0,
            },
        }));
    }
    // Who opens the shelf says which of them are not there.
    let folders = sources.data_decks.iter().chain(&sources.deck_paths);
    let folders = folders.filter(|folder| folder.exists()).cloned();
    let folders: Vec<PathBuf> = folders.collect();
    found.extend(disk::find(&folders).into_iter().map(|path| {
        Source {
            origin: Origin::File,
            fingerprint: fs::metadata(&path)
                .map(|m| Fingerprint::of(&m))
                .unwrap_or_default(),
            path,
        }
    }));
    found
}

impl Source {
    /// Path as shown to people.
    pub fn shown(&self) -> String {
        match self.origin {
            Origin::Builtin => format!("built-in {}", self.path.display()),
            Origin::File => self.path.to_string_lossy().into_owned(),
        }
    }

    pub fn bytes(&self) -> Result<Cow<'static, [u8]>, ReadError> {
        match self.origin {
            Origin::Builtin => Ok(Cow::Borrowed(builtin(&self.path))),
            Origin::File => Ok(Cow::Owned(disk::bytes(&self.path)?)),
        }
    }

    /// `length` bytes of the text from `start` on, counted after the byte order mark.
    pub fn slice(&self, start: u64, length: usize) -> Result<Vec<u8>, ReadError> {
        match self.origin {
            Origin::Builtin => {
                let bytes = builtin(&self.path);
                let start = start as usize;
                Ok(bytes
                    .get(start..start + length)
                    .unwrap_or_default()
                    .to_vec())
            }
            Origin::File => {
                let mut file = files::open(&self.path)?;
                let mut mark = [0; 3];
                let has_mark = file.read(&mut mark)? == 3 && mark == *"\u{feff}".as_bytes();
                file.seek(SeekFrom::Start(start + if has_mark { 3 } else { 0 }))?;
                let mut bytes = Vec::with_capacity(length);
                file.take(length as u64).read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}

fn builtin(path: &Path) -> &'static [u8] {
    let at = BUILTIN
        .iter()
        .position(|(name, ..)| path == Path::new(name));
    at.map_or(&[], |at| {
        UNPACKED[at].get_or_init(|| {
            let (_, size, packed) = BUILTIN[at];
            let mut text = Vec::with_capacity(size);
            // It cannot fail: a test reads them all.
            let _ = ZlibDecoder::new(packed).read_to_end(&mut text);
            text
        })
    })
}
