//! A deck as its author reviews it: everything in the order of the file, and what is wrong. Plain values.

use super::outlook::{Broken, ConceptPage, ShownCard};
use super::text::Text;

/// A deck file as it was read just now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Preview {
    /// The file name as given.
    pub file: Text,
    /// Whether the file holds a deck, whatever else is wrong with it.
    pub readable: bool,
    /// The deck itself comes first, even if nothing else could be read.
    pub sheets: Vec<Sheet>,
    /// In the order of the file.
    pub faults: Vec<Found>,
}

/// The deck, a concept or a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Empty if the author gave none.
    pub id: String,
    /// Line in the file, from 1.
    pub line: u32,
    pub what: Matter,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Matter {
    Deck(About),
    Page(ConceptPage),
    Card(ShownCard),
    /// A card that cannot be read.
    Lost,
}

/// The deck's own fields.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    pub title: Text,
    pub track: String,
    pub version: Text,
    pub description: Text,
    pub author: Text,
    pub license: Text,
    pub concepts: u32,
    pub cards: u32,
    pub questions: u32,
}

/// A fault, and the sheet that it is on.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    pub sheet: usize,
    pub fault: Broken,
}
