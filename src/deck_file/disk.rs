//! Finds deck files on disk and reads them, within limits. Writes nothing.

use super::parse;
use super::parsed::ParsedDeck;
use super::syntax::char_at;
use crate::files::{self, ReadError};
use crate::study::Deck;
use crate::study::fault::Fault;
use std::collections::HashSet;
use std::fs;
use std::hash::Hash;
use std::path::{Path, PathBuf};

/// Most bytes of a deck file.
pub const LARGEST: u64 = 8 * 1024 * 1024;
/// Greatest depth of nested folders.
const DEEPEST: usize = 16;
const MOST_FILES: usize = 10_000;

/// Every file named, and every `.ron` file in the folders named, except hidden ones; sorted by their names without `.ron`, each once.
pub fn find(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for path in paths {
        if path.is_dir() {
            walk(path, 0, &mut seen, &mut found);
        } else {
            found.push(path.clone());
        }
    }
    keep_each_once(&mut found, identity);
    found
}

/// Removes files named twice: through a link, through `..`, or with other capitals on a disk that ignores case. The first name
/// stays.
fn keep_each_once<Id: Eq + Hash>(found: &mut Vec<PathBuf>, identity: impl Fn(&Path) -> Id) {
    let mut seen = HashSet::new();
    found.retain(|path| seen.insert(identity(path)));
}

/// Identifies a file whatever name it is reached by. A file that cannot be examined is identified by its name.
#[cfg(unix)]
fn identity(path: &Path) -> Result<(u64, u64), PathBuf> {
    use std::os::unix::fs::MetadataExt;
    match fs::metadata(path) {
        Ok(about) => Ok((about.dev(), about.ino())),
        Err(_) => Err(path.to_owned()),
    }
}

/// The name with the capitals stored on disk.
#[cfg(not(unix))]
fn identity(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// A folder that cannot be listed is kept like a file, so that reading it reports why. A link to a parent folder is not followed.
fn walk(folder: &Path, depth: usize, seen: &mut HashSet<PathBuf>, found: &mut Vec<PathBuf>) {
    let real = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    if !seen.insert(real.clone()) {
        return;
    }
    let leads_up = |path: &Path| {
        path.is_symlink() && fs::canonicalize(path).is_ok_and(|path| real.starts_with(path))
    };
    let Ok(entries) = fs::read_dir(folder) else {
        found.push(folder.to_owned());
        return;
    };
    let mut entries: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    // `d.ron` before `d (conflicted copy).ron`: of two files with one deck id the first is the deck.
    entries.sort_unstable_by(|a, b| (a.file_stem(), a).cmp(&(b.file_stem(), b)));
    for path in entries {
        let name = path.file_name();
        let is_hidden = name.is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if is_hidden || found.len() >= MOST_FILES {
            continue;
        }
        if path.is_dir() {
            if depth < DEEPEST && !leads_up(&path) {
                walk(&path, depth + 1, seen, found);
            }
        } else if ends_in(&path, "ron") && !is_blueprint(&path) {
            found.push(path);
        }
    }
}

/// Whether the name of the file ends so, in whatever case.
pub fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

/// Blueprints of examinations are not decks: they are in a folder of their own and begin with `Blueprint`.
fn is_blueprint(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name);
    let begins = |bytes: Vec<u8>| {
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines().map(str::trim);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with("//"));
        first.is_some_and(|line| line.starts_with("Blueprint("))
    };
    folder.is_some_and(|folder| folder == "blueprints") && bytes(path).is_ok_and(begins)
}

/// The bytes of a deck file.
pub fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    files::read(path, LARGEST)
}

/// Reads a file as a deck, whatever it contains.
pub fn read(path: &Path) -> ParsedDeck {
    let shown = path.to_string_lossy().into_owned();
    match bytes(path) {
        Ok(bytes) => from_bytes(shown, bytes),
        Err(error) => refused(shown, &error),
    }
}

/// The deck in a file, as far as it can be read; an error message if there is none.
pub fn deck(path: &Path) -> Result<Deck, String> {
    read(path).deck_or_fault().cloned()
}

/// A file that could not be opened or read, as a deck with this single fault.
pub fn refused(shown: String, error: &ReadError) -> ParsedDeck {
    let help = match error {
        ReadError::Io(error) if error.kind() == std::io::ErrorKind::NotFound => "check the path",
        ReadError::Io(_) | ReadError::Folder => "check the path and its permissions",
        ReadError::Special => "give the path of a deck file or of a folder of decks",
        ReadError::Large(_) => "divide the deck into several files",
    };
    let message = match error {
        ReadError::Folder => "the file cannot be read: it is a folder that cannot be listed".into(),
        error => format!("the file cannot be read: {error}"),
    };
    let fault = Fault::unreadable(message, help);
    ParsedDeck::unreadable(shown, String::new(), 0..0, fault)
}

/// What a file is that holds no text, by the bytes that it begins with.
fn of_another_kind(bytes: &[u8]) -> Option<&'static str> {
    let zip = "a ZIP archive, as packages and workbooks are";
    let signs: [(&[u8], &str); 6] = [
        (b"\x1f\x8b", "compressed (gzip)"),
        (b"\xfd7zXZ\0", "compressed (xz)"),
        (b"\x28\xb5\x2f\xfd", "compressed (zstd)"),
        (b"PK\x03\x04", zip),
        (b"%PDF-", "a PDF document"),
        (b"SQLite format 3\0", "a database"),
    ];
    let known = signs.iter().find(|(sign, _)| bytes.starts_with(sign));
    known.map(|(_, what)| *what)
}

/// Whether there are bytes at its beginning that no text has in any encoding.
fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4_096)];
    let is_odd = |byte: &u8| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    start.iter().any(is_odd)
}

/// Whether the file is UTF-32: of four bytes two or three are zero, which no other text has.
fn is_utf32(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4_096)];
    let (fours, rest) = start.as_chunks::<4>();
    let is_letter = |four: &[u8; 4]| four[..2] == [0, 0] || four[2..] == [0, 0];
    rest.is_empty() && !fours.is_empty() && fours.iter().all(is_letter)
}

/// Whether the file is UTF-16, called `Unicode` in some editors.
fn is_utf16(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4_096)];
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) || zeros * 4 > start.len()
}

pub fn from_bytes(shown: String, bytes: Vec<u8>) -> ParsedDeck {
    let save = "save it as UTF-8: editors have that under Save as, Encoding";
    let unpack = "give the path of a deck file; if one is in there, unpack it first";
    let refused = |shown, message: String, help| {
        ParsedDeck::unreadable(shown, String::new(), 0..0, Fault::new("E14", message, help))
    };
    if let Some(what) = of_another_kind(&bytes) {
        return refused(shown, format!("the file is no text: it is {what}"), unpack);
    }
    if is_utf32(&bytes) {
        let message = "the file is saved as UTF-32, not as UTF-8";
        return refused(shown, message.to_owned(), save);
    }
    if is_utf16(&bytes)
        && let Ok(decoded) = files::decode::text(&bytes, None)
    {
        let text = decoded.text.into_owned();
        let fault = Fault::new("E14", "the file is saved as UTF-16, not as UTF-8", save);
        let start = char_at(&text, 0);
        return ParsedDeck::unreadable(shown, text, start, fault);
    }
    match parse::decode(bytes) {
        Ok(text) => ParsedDeck::read(shown, text),
        Err((bytes, _)) if is_binary(&bytes) => {
            let message = "the file is no text: it holds bytes that no text has";
            refused(shown, message.to_owned(), unpack)
        }
        Err((bytes, at)) => {
            let byte = bytes.get(at).copied().unwrap_or(0);
            let lossy = String::from_utf8_lossy(&bytes).into_owned();
            let place = char_at(&lossy, at);
            let message = format!("the file is not UTF-8: byte {} is 0x{byte:02X}", at + 1);
            let fault = Fault::new("E14", message, "save the file as UTF-8");
            ParsedDeck::unreadable(shown, lossy, place, fault)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_several_names_is_found_once() {
        let top = tempfile::tempdir().unwrap();
        let decks = top.path().join("decks");
        fs::create_dir(&decks).unwrap();
        let [one, two] = ["one.ron", "two.ron"].map(|name| decks.join(name));
        fs::write(&one, "").unwrap();
        fs::write(&two, "").unwrap();
        let other_name = decks.join("../decks/one.ron");
        let gone = decks.join("gone.ron");
        let named = [&other_name, &one, &two, &gone, &gone, &decks].map(Clone::clone);
        assert_eq!(find(&named), [other_name, two, gone]);
    }

    #[test]
    fn a_deck_stands_before_the_copies_that_a_cloud_client_made_of_it() {
        let top = tempfile::tempdir().unwrap();
        let names = ["d.ron", "d (conflicted copy).ron", "d-LAPTOP.ron", "e.ron"];
        let files = names.map(|name| top.path().join(name));
        for file in files.iter().rev() {
            fs::write(file, "").unwrap();
        }
        assert_eq!(find(&[top.path().to_owned()]), files);
    }

    #[test]
    fn where_the_disk_does_not_tell_letters_apart_the_first_spelling_stays() {
        let mut found = ["b/My-Deck.ron", "a/deck.ron", "b/my-deck.RON"]
            .map(PathBuf::from)
            .to_vec();
        keep_each_once(&mut found, |path| path.to_string_lossy().to_lowercase());
        assert_eq!(found, ["b/My-Deck.ron", "a/deck.ron"].map(PathBuf::from));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_above_is_not_followed() {
        use std::os::unix::fs::symlink;
        let top = tempfile::tempdir().unwrap();
        let (decks, other) = (top.path().join("decks"), top.path().join("other"));
        for folder in [&decks, &other] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("deck.ron"), "").unwrap();
        }
        symlink("..", decks.join("above")).unwrap();
        assert_eq!(find(std::slice::from_ref(&decks)), [decks.join("deck.ron")]);
        symlink(&other, decks.join("beside")).unwrap();
        let both = [decks.join("beside/deck.ron"), decks.join("deck.ron")];
        assert_eq!(find(&[decks]), both);
    }
}
