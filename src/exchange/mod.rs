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

pub use aiken::{is_aiken, read as read_aiken};
pub use assemble::{Import, assemble};
pub use draft::{Body, Draft, Left, Loss, Note, Thing};
pub use gift::{gift, is_gift, read as read_gift};
pub use item::{Item, Look, SEED, items};
pub use markdown::{read as read_markdown, write as markdown};
pub use page::{quiz, sheet};
pub use quizlet::read as read_quizlet;
pub use save::{save, taken};
pub use separated::{Cells, Options, read as read_separated, separator, write as separated};

use crate::files::decode::{self, Guess};

pub use update::{Update, update};

/// Largest file that can be imported, in bytes.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// The text of a file, with line ends as `\n`, and which encoding was guessed.
pub fn text(bytes: &[u8], encoding: Option<&str>) -> Result<(String, Option<Guess>), String> {
    let decoded = decode::text(bytes, encoding)?;
    if decoded.guess.as_ref().is_some_and(|g| g.is_doubtful) {
        return Err("it is not UTF-8, and how its letters are written cannot be told; name it with --encoding, such as gbk, big5, shift_jis, euc-kr, windows-1250, windows-1251, koi8-r, windows-1254 or windows-1252".into());
    }
    let text = decoded.text;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.contains('\0') {
        return Err("it is no text: it holds zero bytes".into());
    }
    Ok((
        text.replace("\r\n", "\n").replace('\r', "\n"),
        decoded.guess,
    ))
}
