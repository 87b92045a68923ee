//! Deck files: parsing RON text into decks, with the place of every fault, and changing a text while leaving the rest as its
//! author wrote it.
//!
//! Deck files are written only for a command of the author (`edit`).

pub mod blueprints;
pub mod diagnostic;
pub mod disk;
pub mod edit;
mod element;
pub mod explain;
pub mod ids;
pub mod insert;
mod lexer;
pub mod locate;
pub mod names;
pub mod parse;
mod parsed;
pub mod rename;
pub mod slug;
pub mod splice;
pub mod syntax;
pub mod template;
pub mod write;

pub use diagnostic::Diagnostic;
pub use disk::{bytes as deck_bytes, deck as read_deck, find as deck_files, read};
pub use parsed::{LEFT_OUT, ParsedDeck};
pub use syntax::LONGEST_TEXT;
