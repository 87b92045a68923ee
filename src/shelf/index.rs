//! The index of a shelf: what was read of each deck at the last start, so that unchanged decks need not be read again. The outlines
//! lie in a file beside the list. Both may be deleted at any time; an index that is damaged or of another program is ignored.

use super::record::{Record, Stored};
use super::source::{self, Sources};
use crate::files::{self, kept};
use crate::hash::{fnv1a, quick};
use crate::study::outline::Outline;
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Most indexes kept, each for another set of folders.
const KEPT: usize = 8;

/// The program that wrote the index, since another version may read decks differently. It stays the one that was started,
/// whatever is put in its place.
pub fn program() -> &'static (String, u64, u64) {
    static PROGRAM: LazyLock<(String, u64, u64)> = LazyLock::new(|| {
        let fingerprint = std::env::current_exe()
            .and_then(fs::metadata)
            .map(|m| source::Fingerprint::of(&m))
            .unwrap_or_default();
        (
            env!("CARGO_PKG_VERSION").into(),
            fingerprint.size,
            fingerprint.modified,
        )
    });
    &PROGRAM
}

/// One file for each set of folders.
pub fn path(sources: &Sources) -> Option<PathBuf> {
    let mut set = format!("{}\n", sources.no_builtin);
    for folder in sources.data_decks.iter().chain(&sources.deck_paths) {
        set.push_str(&std::path::absolute(folder).ok()?.to_string_lossy());
        set.push('\n');
    }
    let name = format!("decks-{:016x}.index", fnv1a(set.as_bytes()));
    Some(sources.cache.as_ref()?.join(name))
}

fn outlines(path: &Path) -> PathBuf {
    path.with_extension("outlines")
}

/// The list of decks, without their outlines.
pub fn read(path: &Path) -> Option<Vec<Record>> {
    let (by, records): ((String, u64, u64), Vec<Record>) = kept::read(path)?;
    (by == *program()).then_some(records)
}

pub fn outline_bytes(path: &Path, stored: Stored) -> Option<Vec<u8>> {
    if stored.length > kept::LARGEST {
        return None;
    }
    let mut file = files::open(&outlines(path)).ok()?;
    file.seek(SeekFrom::Start(stored.start)).ok()?;
    let mut bytes = Vec::new();
    file.take(stored.length).read_to_end(&mut bytes).ok()?;
    (quick(&bytes) == stored.hash).then_some(bytes)
}

pub fn outline(path: &Path, stored: Stored) -> Option<Outline> {
    postcard::from_bytes(&outline_bytes(path, stored)?).ok()
}

pub fn encode(outline: &Outline) -> Vec<u8> {
    postcard::to_stdvec(outline).unwrap_or_default()
}

/// Writes the outlines and the list, and notes in each record where its outline is. Another start may write them at the same
/// time: an outline that a list does not fit is read from its deck.
pub fn write(path: &Path, records: &mut [&mut Record], encoded: &[Vec<u8>]) -> std::io::Result<()> {
    let mut start = 0;
    for (record, bytes) in records.iter_mut().zip(encoded) {
        record.stored = Some(Stored {
            start,
            length: bytes.len() as u64,
            hash: quick(bytes),
        });
        start += bytes.len() as u64;
    }
    files::save_derived(&outlines(path), &encoded.concat())?;
    kept::write(path, &(program(), &*records))?;
    tidy(path);
    Ok(())
}

/// Deletes indexes of folders used once.
fn tidy(just_written: &Path) {
    let Some(Ok(entries)) = just_written.parent().map(fs::read_dir) else {
        return;
    };
    let mut indexes: Vec<(std::time::SystemTime, PathBuf)> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_str()?;
            let is_index =
                name.starts_with("decks-") && name.ends_with(".index") && path != just_written;
            is_index.then(|| Some((fs::metadata(&path).ok()?.modified().ok()?, path)))?
        })
        .collect();
    indexes.sort_unstable();
    let spare = indexes.len().saturating_sub(KEPT - 1);
    for (_, path) in indexes.into_iter().take(spare) {
        for beside in ["outlines", "home", "plan", "parts"] {
            let _ = fs::remove_file(path.with_extension(beside));
        }
        let _ = fs::remove_file(path);
    }
}
