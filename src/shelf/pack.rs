//! Packages: decks in a zip file with `manifest.json` and `decks/ID.ron`, and nothing else.
//!
//! Packages come from strangers: no entry is extracted under its own name, sizes are limited while unpacking, and all entries are
//! checked to be decks before anything is written.

use crate::deck_file::ParsedDeck;
use crate::deck_file::disk;
use crate::deck_file::edit::{self, EditError, Original};
use crate::files;
use crate::files::unpack::Room;
use crate::lint::{self, Settings};
use crate::study::Deck;
use crate::study::diff::{DeckChange, What, diff};
use crate::study::key::is_id;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most bytes of a package.
pub const LARGEST: u64 = 16 * 1024 * 1024;
/// Most bytes of all its entries together.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
const MOST_ENTRIES: usize = 1_000;
const MANIFEST: &str = "manifest.json";
const FORMAT: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// Version of the package format.
    swot_package: u32,
    #[serde(default)]
    decks: Vec<Listed>,
}

/// For people who open the package; only the decks are read.
#[derive(Debug, Serialize, Deserialize)]
struct Listed {
    file: String,
    id: String,
    title: String,
    version: String,
    cards: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum PackError {
    #[error("{0}")]
    Refused(String),
    #[error(transparent)]
    Edit(#[from] EditError),
}

fn refused<T>(why: impl Into<String>) -> Result<T, PackError> {
    Err(PackError::Refused(why.into()))
}

/// A deck to be packed or added, with its faults.
#[derive(Debug)]
pub struct Packed {
    pub bytes: Vec<u8>,
    pub parsed: ParsedDeck,
    /// The deck as parsed.
    pub deck: Deck,
}

impl Packed {
    fn read(shown: String, bytes: Vec<u8>) -> Result<Packed, PackError> {
        let parsed = disk::from_bytes(shown, bytes.clone());
        match parsed.deck.clone() {
            Some(deck) if is_id(&deck.id) => Ok(Packed {
                bytes,
                parsed,
                deck,
            }),
            _ => {
                let why = parsed.diagnostics().first().map_or_else(
                    || "its deck has no usable id".to_owned(),
                    |d| format!("line {}: {}", d.line, d.message),
                );
                refused(format!("{} is no deck ({why})", parsed.path))
            }
        }
    }
}

/// The decks in these files and folders, checked alone and together; an error if one cannot be read as a deck.
pub fn decks(paths: &[PathBuf], settings: &Settings) -> Result<Vec<Packed>, PackError> {
    let mut decks = Vec::new();
    for path in disk::find(paths) {
        let shown = path.to_string_lossy().into_owned();
        let bytes =
            disk::bytes(&path).or_else(|why| refused(format!("{shown} cannot be read: {why}")))?;
        decks.push(Packed::read(shown, bytes)?);
    }
    checked(decks, settings)
}

/// Adds the faults of every deck; an error if two have the same id.
fn checked(mut decks: Vec<Packed>, settings: &Settings) -> Result<Vec<Packed>, PackError> {
    for i in 1..decks.len() {
        if let Some(twin) = decks[..i].iter().find(|d| d.deck.id == decks[i].deck.id) {
            return refused(format!(
                "{} and {} hold the same deck, `{}`; leave one out",
                twin.parsed.path, decks[i].parsed.path, twin.deck.id
            ));
        }
    }
    for deck in &mut decks {
        lint::check_deck(&mut deck.parsed, settings);
    }
    Ok(decks)
}

/// A package of the decks. The same decks give the same bytes.
pub fn pack(decks: &[Packed]) -> Result<Vec<u8>, PackError> {
    let count = decks.len();
    if count == 0 {
        return refused("there is no deck to pack");
    }
    if count >= MOST_ENTRIES {
        return refused(format!(
            "{count} decks; a package holds less than {MOST_ENTRIES}"
        ));
    }
    let mut decks: Vec<&Packed> = decks.iter().collect();
    decks.sort_by(|a, b| a.deck.id.cmp(&b.deck.id));
    let listed = decks.iter().map(|Packed { deck, .. }| Listed {
        file: format!("decks/{}.ron", deck.id),
        id: deck.id.clone(),
        title: deck.title.to_string(),
        version: deck.version.to_string(),
        cards: deck.cards().count(),
    });
    let manifest = Manifest {
        swot_package: FORMAT,
        decks: listed.collect(),
    };
    let bytes = written(&manifest, &decks)
        .or_else(|why| refused(format!("the decks cannot be packed: {why}")))?;
    // Checks that this program would accept the package.
    unpack(&bytes, &Settings::default()).map(|_| bytes)
}

fn written(manifest: &Manifest, decks: &[&Packed]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .unix_permissions(0o644);
    let options = options.last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(MANIFEST, options)?;
    zip.write_all(&serde_json::to_vec_pretty(manifest)?)?;
    for (listed, deck) in manifest.decks.iter().zip(decks) {
        zip.start_file(&listed.file, options)?;
        zip.write_all(&deck.bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The decks in a package, or why it is not one.
pub fn unpack(bytes: &[u8], settings: &Settings) -> Result<Vec<Packed>, PackError> {
    if bytes.len() as u64 > LARGEST {
        return refused("it is larger than 16 MiB");
    }
    let damaged = |why: zip::result::ZipError| PackError::Refused(format!("it is damaged: {why}"));
    let mut zip = ZipArchive::new(Cursor::new(bytes))
        .or_else(|why| refused(format!("it is no package, or a damaged one: {why}")))?;
    if zip.len() > MOST_ENTRIES {
        return refused(format!(
            "it has {} entries; a package has at most {MOST_ENTRIES}",
            zip.len()
        ));
    }
    let mut room = Room::new(MOST_BYTES);
    let mut manifest = None;
    let mut decks = Vec::new();
    for i in 0..zip.len() {
        let entry = zip.by_index(i).map_err(damaged)?;
        let name = shown(entry.name_raw());
        if entry.is_symlink() || entry.is_dir() || entry.encrypted() {
            return refused(format!(
                "`{name}` in it is a link, a folder or encrypted; a package holds plain files only"
            ));
        }
        let is_manifest = name == MANIFEST;
        if !is_manifest && deck_id(&name).is_none() {
            return refused(format!(
                "`{name}` in it is no deck; a package holds {MANIFEST} and decks/ID.ron only"
            ));
        }
        let packed = entry.compressed_size();
        let bytes = room.read(entry, packed);
        let bytes = bytes.or_else(|why| refused(format!("`{name}` in it {why}")))?;
        if bytes.len() as u64 > disk::LARGEST {
            return refused(format!("`{name}` in it is larger than 8 MiB"));
        }
        if is_manifest {
            manifest = Some(read_manifest(&bytes)?);
            continue;
        }
        let packed = Packed::read(name.clone(), bytes)?;
        if deck_id(&name) != Some(&packed.deck.id) {
            return refused(format!(
                "`{name}` in it holds the deck `{}`",
                packed.deck.id
            ));
        }
        decks.push(packed);
    }
    let Some(manifest) = manifest else {
        return refused(format!("it is no package: there is no {MANIFEST} in it"));
    };
    let mut listed: Vec<&str> = manifest.decks.iter().map(|l| l.id.as_str()).collect();
    let mut held: Vec<&str> = decks.iter().map(|d| d.deck.id.as_str()).collect();
    listed.sort_unstable();
    held.sort_unstable();
    if listed != held || held.is_empty() {
        return refused("it does not hold the decks that it lists; it is damaged");
    }
    checked(decks, settings)
}

fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).chars().take(100).collect()
}

/// The id in `decks/ID.ron`; `None` for any other path.
fn deck_id(name: &str) -> Option<&str> {
    name.strip_prefix("decks/")?
        .strip_suffix(".ron")
        .filter(|id| is_id(id))
}

fn read_manifest(bytes: &[u8]) -> Result<Manifest, PackError> {
    match serde_json::from_slice::<Manifest>(bytes) {
        Ok(manifest) if manifest.swot_package == FORMAT => Ok(manifest),
        Ok(manifest) => refused(format!(
            "it is a package of format {}, and this program knows format {FORMAT}; use a newer version of it",
            manifest.swot_package
        )),
        Err(_) => refused(format!("its {MANIFEST} cannot be read; it is damaged")),
    }
}

/// Where a deck will be written, and what that does.
#[derive(Debug)]
pub struct Placement {
    pub deck: Packed,
    pub path: PathBuf,
    pub step: Step,
}

#[derive(Debug)]
pub enum Step {
    /// There is no deck with this id, or one that it had before and most of whose cards it has.
    Add {
        /// Decks that have an id it had before, and go on.
        beside: Vec<PathBuf>,
    },
    /// The same bytes are there already.
    Keep,
    Replace {
        version: String,
        changes: Vec<DeckChange>,
        /// The old deck and others that were merged into it, and where each is kept; the shelf does not load them.
        kept: Vec<(PathBuf, PathBuf)>,
    },
}

/// Decides where each deck goes, without writing anything. Also told is which files of the folder could not be read: they may hold
/// these decks.
pub fn place(
    decks: Vec<Packed>,
    folder: &Path,
) -> Result<(Vec<Placement>, Vec<PathBuf>), PackError> {
    let mut unread = Vec::new();
    let mut there: Vec<(PathBuf, Vec<u8>, Deck)> = Vec::new();
    if folder.is_dir() {
        for path in disk::find(&[folder.to_owned()]) {
            let bytes = disk::bytes(&path).unwrap_or_default();
            match disk::from_bytes(String::new(), bytes.clone()).deck {
                Some(deck) => there.push((path, bytes, deck)),
                None => unread.push(path),
            }
        }
    }
    let coming: Vec<Deck> = decks.iter().map(|d| d.deck.clone()).collect();
    let is_coming = |id: &str| coming.iter().any(|deck| deck.id == id);
    let mut placements: Vec<Placement> = Vec::new();
    let mut used: HashSet<PathBuf> = HashSet::new();
    for deck in decks {
        let id = deck.deck.id.clone();
        let holders = |is_named: &dyn Fn(&String) -> bool| {
            let there = there.iter().filter(|(path, ..)| !used.contains(path));
            let held = there.filter(|(.., old)| is_named(&old.id));
            held.map(|(path, bytes, old)| (path, bytes, old))
                .collect::<Vec<_>>()
        };
        let mut found = holders(&|old| *old == id);
        if let [(first, ..), (second, ..), ..] = found[..] {
            return refused(format!(
                "{} and {} both hold the deck `{id}`; take one away first",
                first.display(),
                second.display()
            ));
        }
        // Progress stays with an old name as long as a deck has it.
        let former = &deck.deck.formerly;
        let of_old = holders(&|old| former.contains(old) && !is_coming(old));
        let is_new = found.is_empty();
        let there: Vec<&Deck> = found.iter().map(|(.., there)| *there).collect();
        let (of_old, beside): (Vec<_>, Vec<_>) = of_old.into_iter().partition(|(.., old)| {
            // What was divided off has few cards of a deck that goes on; what was merged into a deck that is there left none behind,
            // unless that had the name before: then another goes on under it.
            let had = |deck: &&Deck| deck.formerly.contains(&old.id);
            let of_one = gone(std::slice::from_ref(&deck.deck), old).len();
            // Several decks of one package together must leave nothing behind.
            gone(&coming, old).is_empty() && !there.iter().any(had)
                || is_new && of_one * 2 < old.cards().count()
        });
        found.extend(of_old);
        used.extend(found.iter().map(|(path, ..)| (*path).clone()));
        let copy = |path: &PathBuf| free(|n| format!("{}.old{n}", path.display()));
        let (path, step) = match found[..] {
            [(path, bytes, _)] if *bytes == deck.bytes => (path.clone(), Step::Keep),
            [(path, _, old), ..] => {
                let olds: Vec<&Deck> = found.iter().map(|(.., old)| *old).collect();
                let kept = found.iter().map(|(path, ..)| ((*path).clone(), copy(path)));
                let step = Step::Replace {
                    version: old.version.to_string(),
                    changes: changes(&coming, &olds, &deck.deck),
                    kept: kept.collect(),
                };
                (path.clone(), step)
            }
            [] => {
                let path = free(|n| format!("{}{n}.ron", folder.join(file_stem(&id)).display()));
                let beside = beside.into_iter().map(|(path, ..)| path.clone()).collect();
                (path, Step::Add { beside })
            }
        };
        placements.push(Placement { deck, path, step });
    }
    Ok((placements, unread))
}

/// Names of which every one of these comparisons says that.
fn said_by_all(told: impl Iterator<Item = Vec<DeckChange>>, what: &What) -> HashSet<String> {
    let said = told.map(|changes| -> HashSet<String> {
        let said = changes.into_iter().filter(|change| change.what == *what);
        said.map(|change| change.name).collect()
    });
    said.reduce(|some, others| &some & &others)
        .unwrap_or_default()
}

/// Cards of an older deck that none of the new ones has which are called, or were called before, as it is.
fn gone(new: &[Deck], old: &Deck) -> HashSet<String> {
    let is_heir = |new: &&Deck| new.id == old.id || new.formerly.contains(&old.id);
    let heirs = new.iter().filter(is_heir);
    said_by_all(heirs.map(|new| diff(old, new)), &What::Removed)
}

/// What changed from one deck, or several that were merged, to the new one. Added is what none of them had; removed of a deck that is
/// no more is what no other one took over.
fn changes(coming: &[Deck], old: &[&Deck], new: &Deck) -> Vec<DeckChange> {
    let told = old.iter().map(|old| diff(old, new));
    let mut added = said_by_all(told.clone(), &What::Added);
    let gone: Vec<_> = old.iter().map(|old| gone(coming, old)).collect();
    let mut told = told.flatten().collect::<Vec<_>>();
    told.retain(|change| match change.what {
        What::Added => added.remove(&change.name),
        What::Removed if change.name.split('/').next() != Some(&new.id) => {
            gone.iter().any(|gone| gone.contains(&change.name))
        }
        _ => true,
    });
    told
}

/// The first path of the series that does not exist.
fn free(name: impl Fn(&str) -> String) -> PathBuf {
    let first = PathBuf::from(name(""));
    let others = (2..).map(|n| PathBuf::from(name(&format!("-{n}"))));
    std::iter::once(first.clone())
        .chain(others)
        .find(|path| fs::symlink_metadata(path).is_err())
        .unwrap_or(first)
}

/// The file name of a deck without extension. Windows reserves some names for devices.
pub fn file_stem(id: &str) -> String {
    let first = id.split('.').next().unwrap_or(id);
    let device = first.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_reserved = matches!(
        (device, first.len()),
        ("con" | "prn" | "aux" | "nul", 3) | ("com" | "lpt", 4)
    );
    if is_reserved {
        format!("deck-{id}")
    } else {
        id.to_owned()
    }
}

/// Writes all decks or none: if one fails, those already written are removed again.
pub fn install(placements: Vec<Placement>, folder: &Path) -> Result<(), PackError> {
    make_folder(folder)?;
    // Everything is written and synced beside its destination first, so that a full disk is noticed here.
    let mut steps = Vec::new();
    for Placement { deck, path, step } in placements {
        match step {
            Step::Keep => {}
            Step::Add { .. } => steps.push((path, deck.bytes, None)),
            Step::Replace { kept, .. } => {
                // In the place of the first; the others are taken away.
                let mut new = Some(deck.bytes);
                for (path, copy) in kept {
                    let old = Original::open(&path, disk::LARGEST)?;
                    let bytes = old.bytes().to_vec();
                    let new = new.take().map(|new| old.prepare(&new)).transpose()?;
                    steps.push((copy, bytes, Some((path, new))));
                }
            }
        }
    }
    let mut written = Vec::new();
    let mut steps = steps.into_iter();
    steps
        .try_for_each(|step| write(step, &mut written))
        .map_err(|error| taken_back(written, error))
}

/// A file that was made, and the deck of which it is the copy once that has been replaced.
type Written = (PathBuf, Option<PathBuf>);

/// A deck that is replaced, or taken away where nothing stands for it.
type Replaced = (PathBuf, Option<edit::Prepared>);

/// Makes a file: a deck, or the copy of one that is then replaced. `written` gets what must be undone.
fn write(
    (file, bytes, old): (PathBuf, Vec<u8>, Option<Replaced>),
    written: &mut Vec<Written>,
) -> Result<(), PackError> {
    edit::create(&file, &bytes)?;
    written.push((file.clone(), None));
    let Some((deck, new)) = old else {
        return Ok(());
    };
    match new {
        Some(new) => new.commit()?,
        None => fs::remove_file(&deck)
            .or_else(|why| refused(format!("{} cannot be taken away: {why}", deck.display())))?,
    }
    written.pop();
    written.push((file, Some(deck)));
    Ok(())
}

/// Undoes what was written, the newest first. A copy is renamed, which needs no room on the disk; should that fail, it stays.
fn taken_back(mut written: Vec<Written>, mut error: PackError) -> PackError {
    while let Some((file, deck)) = written.pop() {
        let Some(deck) = deck else {
            let _ = fs::remove_file(file);
            continue;
        };
        let there = fs::canonicalize(&deck).unwrap_or(deck);
        if files::rename(&file, &there).is_err() {
            let (deck, copy) = (there.display(), file.display());
            error = PackError::Refused(format!("{error}; what {deck} held before is in {copy}"));
        }
    }
    error
}

fn make_folder(folder: &Path) -> Result<(), PackError> {
    files::make_folder(folder).or_else(|why| {
        refused(format!(
            "the folder {} cannot be made: {why}",
            folder.display()
        ))
    })
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
