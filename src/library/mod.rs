//! RON text -> decks, every fault with its place, and the shelf of all decks there are.
//!
//! It never asks the time, never draws a screen. Into a deck it writes only what its author's command asked for (`edit`).

pub mod check;
pub mod diagnostic;
pub mod edit;
mod file;
pub mod ids;
mod index;
mod lexer;
pub mod my_cards;
pub mod pack;
pub mod parse;
mod piece;
mod place;
mod preview;
pub mod rename;
pub mod rules;
pub mod shelf;
pub mod source;
mod syntax;
pub mod template;
mod texts;
pub mod volume;
mod wording;

pub use check::check;
pub use diagnostic::Diagnostic;
pub use file::{bytes as deck_bytes, deck as read_deck, find as deck_files};
pub use preview::preview;
pub use rules::Settings;
pub use shelf::{Changes, Shelf, ShelfError, Shelved};
pub use source::{Origin, Sources};
pub use syntax::LONGEST_TEXT;
pub use texts::CardText;
pub use volume::Volume;
