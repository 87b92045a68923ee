//! The index of a shelf: what was read of each deck at the last start, so that unchanged decks need not be read again. It may be
//! deleted at any time; an index that is damaged, older or of another program is ignored.

use super::record::{Record, Stored};
use super::source::{self, Sources};
use crate::files;
use crate::hash::{fnv1a, quick};
use crate::study::outline::Outline;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Must be raised when the form or meaning of the index changes.
const FORMAT: u32 = 3;
const MAGIC: &[u8; 8] = b"swotidx\n";
/// Length of the head: what stands above, and the length and hash of the list. Then come the outlines, and the list at the end.
const HEAD: usize = 28;
/// No list of decks is larger, in bytes.
const LARGEST_LIST: u64 = 64 * 1024 * 1024;
/// Most indexes kept, each for another set of folders.
const KEPT: usize = 8;

#[derive(Serialize, Deserialize)]
struct List {
    program: (String, u64, u64),
    records: Vec<Record>,
}

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

/// The list of decks, without their outlines.
pub fn read(path: &Path) -> Option<Vec<Record>> {
    let mut file = files::open(path).ok()?;
    let mut head = [0; HEAD];
    file.read_exact(&mut head).ok()?;
    let number =
        |from: usize| u64::from_le_bytes(head[from..from + 8].try_into().unwrap_or_default());
    let format = u32::from_le_bytes(head[8..12].try_into().ok()?);
    let (length, sum) = (number(12), number(20));
    if &head[..8] != MAGIC || format != FORMAT || length > LARGEST_LIST {
        return None;
    }
    file.seek(SeekFrom::End(-i64::try_from(length).ok()?))
        .ok()?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    if bytes.len() as u64 != length || quick(&bytes) != sum {
        return None;
    }
    let list: List = postcard::from_bytes(&bytes).ok()?;
    (list.program == *program()).then_some(list.records)
}

pub fn outline_bytes(path: &Path, stored: Stored) -> Option<Vec<u8>> {
    if stored.length > LARGEST_LIST {
        return None;
    }
    let mut file = files::open(path).ok()?;
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

/// Writes the list and the outlines, and notes in each record where its outline is. A reader sees the old index or the new one,
/// never half of it.
pub fn write(
    path: &Path,
    records: &mut [&mut Record],
    outlines: &[Vec<u8>],
) -> std::io::Result<()> {
    let mut whole = vec![0; HEAD];
    for (record, bytes) in records.iter_mut().zip(outlines) {
        record.stored = Some(Stored {
            start: whole.len() as u64,
            length: bytes.len() as u64,
            hash: quick(bytes),
        });
        whole.extend_from_slice(bytes);
    }
    let list = postcard::to_stdvec(&(program(), &*records)).map_err(std::io::Error::other)?;
    let length = (list.len() as u64).to_le_bytes();
    let sum = quick(&list).to_le_bytes();
    whole[..HEAD].copy_from_slice(&[&MAGIC[..], &FORMAT.to_le_bytes(), &length, &sum].concat());
    whole.extend_from_slice(&list);
    files::save_derived(path, &whole)?;
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
        for beside in ["home", "plan", "parts"] {
            let _ = fs::remove_file(path.with_extension(beside));
        }
        let _ = fs::remove_file(path);
    }
}
