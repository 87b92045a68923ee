//! Import and export: CSV, Quizlet, Markdown, Anki packages, GIFT, Aiken. One file for each format.
//!
//! An import becomes a deck file of the user's own; existing files are never overwritten. What was left out is reported note by
//! note. No clock is read, and progress is returned as plain values for others to store. SQL is used only in `apkg`, because an
//! Anki package is an SQLite file.

mod aiken;
pub mod apkg;
mod assemble;
mod cells;
pub mod columns;
mod draft;
mod extras;
mod format;
mod gift;
mod html;
mod item;
mod markdown;
mod markup;
mod page;
mod quizlet;
mod save;
mod separated;
mod update;

pub use assemble::{Import, assemble};
pub use draft::{Body, Draft, Left, Loss, Note, Thing};
pub use format::{Calendar, Cells, Format, Options, Read, Takes, Tell};
pub use gift::gift;
pub use item::{Item, Look, SEED, items};
pub use markdown::write as markdown;
pub use page::{quiz, sheet};
pub use save::{save, taken};
pub use separated::write as separated;
pub use update::{Update, update};

use crate::files::decode::{self, Decoded};
use std::path::Path;

/// Largest file that can be imported, in bytes.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// The import formats, in the order of the help.
#[rustfmt::skip]
pub static FORMATS: [Format; 6] = [
    Format { words: &["csv"], about: None, endings: &["csv"], takes: Takes::Table, read: Read::Text(separated::read) },
    Format { words: &["tsv"], about: None, endings: &["tsv", "tab", "txt"], takes: Takes::Table, read: Read::Text(separated::read_txt) },
    Format { words: &["quizlet"], about: None, endings: &[], takes: Takes::Marks, read: Read::Text(|text, options, _| Ok(quizlet::read(text, options))) },
    Format { words: &["markdown"], about: None, endings: &["md", "markdown"], takes: Takes::Nothing, read: Read::Text(|text, _, _| Ok(markdown::read(text))) },
    Format { words: &["gift"], about: Some("Questions of Moodle"), endings: &["gift"], takes: Takes::Nothing, read: Read::Text(|text, _, _| Ok(gift::questions(text))) },
    Format { words: &["apkg", "colpkg"], about: Some("An Anki package"), endings: &["apkg", "colpkg"], takes: Takes::Schedule, read: Read::File(|file, options, tell| apkg::read(file, options.calendar, tell)) },
];

/// Files that are not read, by their endings, and how their cards come here.
#[rustfmt::skip]
const ELSEWHERE: [(&[&str], &str); 5] = [
    (&["org"], "cards of org-drill and org-fc are not read: put `Q:` before each question and `A:` before its answer and import it with --format markdown, or export them to CSV"),
    (&["mochi"], "packages of Mochi are not read: export the deck as CSV or as Markdown, with `Q:` before each front and `A:` in place of the line `---`"),
    (&["json"], "it is not read: export the cards as CSV, as an Anki package or as Markdown"),
    (&["xml", "qti", "zip", "imscc"], "XML and zipped question banks (Moodle XML, QTI) are not read: export the questions as GIFT or Aiken, as Moodle does, or the cards as CSV, as an Anki package or as Markdown"),
    (&["html", "htm", "mht", "docx", "doc", "odt", "rtf", "pdf", "pptx", "xlsx", "xls", "ods", "numbers"],
        "documents and workbooks are not read: save the sheet as CSV, or copy the document's table into a sheet first"),
];

/// The format that a file's name tells, or what to do where it tells none.
pub fn told_by_name(file: &Path) -> Result<Format, String> {
    let end = file.extension().unwrap_or_default().to_string_lossy();
    let end = end.to_lowercase();
    let mut known = FORMATS.into_iter();
    known.find(|f| f.endings.contains(&&*end)).ok_or_else(|| {
        let shown = file.display();
        let [others @ .., last] = FORMATS.map(|format| format.words[0]);
        match ELSEWHERE.iter().find(|(ends, _)| ends.contains(&&*end)) {
            Some((_, way)) => format!("{shown}: {way}"),
            None => format!(
                "what {shown} holds cannot be told by its name; say it with --format {} or {last}",
                others.join(", ")
            ),
        }
    })
}

/// Reads a file that is a text; says how its letters were taken where the file does not tell.
pub fn read(
    bytes: &[u8],
    encoding: Option<&str>,
    read: impl FnOnce(&str) -> Result<Draft, String>,
) -> Result<Draft, String> {
    let Decoded { text, guess } = decode::text(bytes, encoding)?;
    if guess.as_ref().is_some_and(|g| g.is_doubtful) {
        return Err("it is not UTF-8, and how its letters are written cannot be told; name it with --encoding, such as gbk, big5, shift_jis, euc-kr, windows-1250, windows-1251, koi8-r, windows-1254 or windows-1252".into());
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.contains('\0') {
        return Err("it is no text: it holds zero bytes".into());
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let Some(guess) = guess else {
        return read(&text);
    };
    let told = format!("{}; {}", guess.sentence, guess.other);
    // Signs read wrongly may be why it cannot be understood.
    let mut draft = read(&text).map_err(|why| format!("{why} ({told})"))?;
    draft.remarks.insert(0, told);
    Ok(draft)
}
