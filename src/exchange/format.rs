//! What an import format is, and what is said about a file of one.

use super::draft::Draft;
use std::path::Path;

/// An import format.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The word behind `--format`, and others that it may be called by.
    pub words: &'static [&'static str],
    /// What it is, if the word does not say so itself.
    pub about: Option<&'static str>,
    /// How the names of its files end, in small letters.
    pub endings: &'static [&'static str],
    pub takes: Takes,
    pub read: Read,
}

/// The options that are for some formats only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    /// How the cells of a table are taken.
    Table,
    /// What parts the sides and the cards of a list.
    Marks,
    /// Whose days a schedule counts.
    Schedule,
}

/// An error says why nothing can be read, in words that follow the file's name.
#[derive(Debug, Clone, Copy)]
pub enum Read {
    /// A text of any encoding, with line ends as `\n`.
    Text(fn(&str, &Options<'_>, Tell<'_>) -> Result<Draft, String>),
    /// A file that is no text.
    File(fn(&Path, &Options<'_>, Tell<'_>) -> Result<Draft, String>),
}

/// Called with what has been read so far: `200 rows`.
pub type Tell<'a> = &'a mut dyn FnMut(String);

/// What is said about a file; the rest is told by the file itself.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// The command that reads it, to be repeated with more said.
    pub command: &'a str,
    pub cells: Option<Cells>,
    pub separator: Option<&'a str>,
    pub columns: Option<&'a str>,
    /// Whether the first row names the columns.
    pub header: Option<bool>,
    /// Parts a term from its definition.
    pub between: Option<&'a str>,
    /// Parts one card from the next.
    pub after: Option<&'a str>,
    /// With one, what the other program remembers of each card is read too.
    pub calendar: Option<&'a Calendar<'a>>,
}

/// What the cells of a file hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// Shown as it stands.
    Plain,
    Html,
    Markdown,
}

/// The caller's calendar.
pub struct Calendar<'a> {
    /// Seconds east of UTC in the learner's zone, at a time in seconds since 1970.
    pub offset: &'a (dyn Fn(i64) -> i32 + Sync),
    /// The hour at which a study day ends.
    pub rollover: i8,
}

impl Options<'_> {
    pub fn are_for_table(&self) -> bool {
        let is_said = self.columns.or(self.separator).is_some();
        is_said || self.header.is_some() || self.cells.is_some()
    }

    /// Says so if some are not for this format.
    pub fn unused(&self, format: &Format) -> Option<String> {
        let for_list = self.between.or(self.after).is_some();
        let is_idle = self.are_for_table() && format.takes != Takes::Table
            || for_list && format.takes != Takes::Marks;
        is_idle.then(|| "--columns, --separator, --header and --cells are for CSV and TSV, --between and --after for --format quizlet: those that are not for this file were not used".into())
    }
}
