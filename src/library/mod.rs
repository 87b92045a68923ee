//! RON text -> decks, every fault with its place, and the shelf of all decks there are.
//!
//! It never asks the time, never draws a screen, never writes into a deck.

pub mod check;
pub mod diagnostic;
mod file;
mod index;
mod lexer;
pub mod my_cards;
pub mod parse;
mod piece;
mod place;
pub mod rules;
pub mod shelf;
pub mod source;
mod syntax;
mod texts;
pub mod volume;
mod wording;

pub use check::check;
pub use diagnostic::Diagnostic;
pub use rules::Settings;
pub use shelf::{Changes, Shelf, ShelfError, Shelved};
pub use source::{Origin, Sources};
pub use texts::CardText;
pub use volume::Volume;
