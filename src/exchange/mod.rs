//! Cards from and for other programs: CSV, Quizlet, Markdown, Anki packages, GIFT. One file a format.
//!
//! What comes in becomes a deck file that its author then owns; nothing that exists is ever written over. What was not
//! taken is told note by note. It never asks the time, and never touches progress: that is handed on as plain values.
//! SQL is known in `apkg` only, for an Anki package is an SQLite file.

pub mod apkg;
mod assemble;
mod cells;
mod draft;
mod gift;
mod html;
mod item;
mod markdown;
mod markup;
mod quizlet;
mod save;
mod separated;

pub use assemble::{DeckFile, Import, Kept, assemble};
pub use draft::{Body, Draft, Left, Note, Progress, Studied};
pub use gift::gift;
pub use html::to_markdown as html_to_markdown;
pub use item::{Item, items};
pub use markdown::{read as read_markdown, write as markdown};
pub use markup::to_html as markdown_to_html;
pub use quizlet::read as read_quizlet;
pub use save::save;
pub use separated::{Cells, Options, read as read_separated, write as separated};

/// Most bytes of a file to be imported.
pub const LARGEST: u64 = 256 * 1024 * 1024;

/// A text file without its byte order mark, line ends as `\n`.
pub fn text(bytes: &[u8]) -> Result<String, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is written in UTF-16; save it as UTF-8".into());
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\r') => Ok(text.replace("\r\n", "\n").replace('\r', "\n")),
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|b| **b == b'\n').count() + 1;
            Err(format!("line {line} is not UTF-8; save it as UTF-8"))
        }
    }
}
