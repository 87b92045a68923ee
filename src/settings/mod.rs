//! `config.ron`, the settings of a learner. If it has a fault, commands stop and name the place; screens use the default of each
//! setting that cannot be read and say so.

mod slips;
mod told;
mod write;

pub use slips::line_of;
pub use told::way;

use crate::deck_file::syntax;
use crate::files::{self, ReadError};
use crate::tui::key_press::Keys;
use crate::tui::theme::{self, Palette};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Most bytes of the file.
const LARGEST: u64 = 1 << 20;

/// A path of Windows in quotes.
const ONE_BACKSLASH: &str =
    "in a text a backslash is written twice: \"D:\\\\swot\", or as a slash: \"D:/swot\"";

/// Whether NO_COLOR forbids colours: an empty one does not.
pub fn forbids_colours() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Every setting with its default. All may be left out.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// New questions a day over all decks.
    pub new_per_day: u32,
    /// New questions a day for single decks, by deck id; overrides the deck's own limit.
    pub new_per_deck: BTreeMap<String, u32>,
    /// The hour at which a study day ends, 0 to 12. It is copied to the learner's log once, and the log decides from then on.
    pub rollover: Option<i8>,
    /// Grade buttons: 4 (again, hard, good, easy) or 6 (SM-2's 0 to 5).
    pub grades: u8,
    /// Asks before each answer is shown how sure you are: sure, unsure or a guess.
    pub confidence: bool,
    /// A folder for keeping the logs of several machines the same, at each start and end; see `swot sync`.
    pub sync: Option<String>,
    pub theme: Theme,
    pub symbols: Symbols,
    pub mouse: bool,
    /// Keys by action, as the help screen names them: `{"undo": ["u", "Ctrl-y"]}`. Others keep their defaults.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Colours by role: `{"accent": "cyan", "right": "#3a7d44"}`.
    pub colours: BTreeMap<String, String>,
    /// Thresholds of `swot check`, by name: `{"basic_answer_words": 25}`.
    pub lint: BTreeMap<String, f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Dark, unless COLORFGBG says the background is light; mono where NO_COLOR is set.
    #[default]
    Auto,
    Dark,
    Light,
    Mono,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Symbols {
    /// Braille, half blocks in the old console of Windows, or ASCII where the locale is not UTF-8.
    #[default]
    Auto,
    Braille,
    Block,
    Ascii,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            new_per_day: 20,
            new_per_deck: BTreeMap::new(),
            rollover: None,
            grades: 4,
            confidence: false,
            sync: None,
            theme: Theme::Auto,
            symbols: Symbols::Auto,
            mouse: false,
            keys: BTreeMap::new(),
            colours: BTreeMap::new(),
            lint: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Reads the settings in `file`; the defaults if there is no such file. Errors name file, line, column and reason.
    pub fn read(file: &Path) -> Result<Settings, String> {
        let text = text_of(file)?.unwrap_or_default();
        Settings::parse(&text).map_err(|(line, column, why)| {
            format!(
                "{}:{line}:{column}: {why}; mend it or move the file away",
                file.display()
            )
        })
    }

    /// Line and column count from 1.
    pub fn parse(text: &str) -> Result<Settings, (usize, usize, String)> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let read = syntax::read(text, 2);
        // The file has only comments.
        if read.top.is_empty() && read.faults.is_empty() {
            return Ok(Settings::default());
        }
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let mut settings: Settings = options.from_str(text).map_err(|error| {
            let why = match error.code {
                ron::Error::InvalidEscape(_) => ONE_BACKSLASH.to_owned(),
                code => code.to_string(),
            };
            (error.span.start.line, error.span.start.col, why)
        })?;
        settings.sync.take_if(|folder| folder.is_empty());
        settings.check().map_err(|(name, why)| {
            let field = read.top.first().and_then(|root| root.field(text, &name));
            let at = field.map(|field| field.whole().start);
            let at = at.or_else(|| text.find(&name)).unwrap_or(0);
            let line = text[..at].matches('\n').count() + 1;
            let column = text[..at]
                .rsplit('\n')
                .next()
                .map_or(0, |l| l.chars().count())
                + 1;
            (line, column, why)
        })?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), (String, String)> {
        if let Some(hour) = self.rollover.filter(|hour| !(0..=12).contains(hour)) {
            let why = format!("`rollover` is an hour from 0 to 12, not {hour}");
            return Err(("rollover".into(), why));
        }
        if !matches!(self.grades, 4 | 6) {
            let why = format!("`grades` is 4 or 6, not {}", self.grades);
            return Err(("grades".into(), why));
        }
        if let Some(folder) = &self.sync {
            let wrong = |why: &str| Err(("sync".to_owned(), format!("`sync`: {why}")));
            // `\n` and `\t` of a path are escapes that exist.
            if folder.contains(char::is_control) {
                return wrong(ONE_BACKSLASH);
            }
            if !files::expand(folder).is_absolute() {
                return wrong(
                    "give the whole path, from the root or from `~`: swot is started in many folders",
                );
            }
        }
        Keys::with(&self.keys)
            .map_err(|faults| ("keys".to_owned(), format!("`keys`: {}", faults.join("; "))))?;
        theme::Theme::new(Palette::Dark)
            .with_colours(&self.colours)
            .map_err(|why| ("colours".to_owned(), format!("`colours`: {why}")))?;
        crate::lint::Thresholds::set(&self.lint)?;
        Ok(())
    }
}

/// The text of the file; absent where there is none. Refused where it cannot be read, is over a mebibyte, or is not UTF-8.
pub fn text_of(file: &Path) -> Result<Option<String>, String> {
    let unread = |error: &dyn std::fmt::Display| {
        format!("cannot read the settings in {}: {error}", file.display())
    };
    let bytes = match files::read(file, LARGEST) {
        Err(ReadError::Io(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(None);
        }
        read => read.map_err(|error| unread(&error))?,
    };
    let text = String::from_utf8(bytes).map_err(|_| unread(&"it is not UTF-8"))?;
    Ok(Some(
        text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_keeps_its_default() {
        let settings =
            Settings::parse("(new_per_day: 5, theme: light, keys: {\"undo\": [\"z\"]})").unwrap();
        assert_eq!(
            (settings.new_per_day, settings.theme, settings.grades),
            (5, Theme::Light, 4)
        );
        for nothing in ["()", "", "\n", "// (grades: 6)\n", "\u{feff}/* nothing */"] {
            assert_eq!(Settings::parse(nothing).unwrap(), Settings::default());
        }
    }

    #[test]
    fn a_mistake_is_shown_where_it_is() {
        let (line, column, why) = Settings::parse("(\n  new_per_dya: 5,\n)").unwrap_err();
        assert_eq!(line, 2, "{column}");
        assert!(why.contains("new_per_dya"), "{why}");
        for (fault, told) in [
            ("grades: 5", "4 or 6"),
            (r#"sync: "C:\Users\me""#, "a backslash is written twice"),
            (r#"sync: "D:\new\text""#, "a backslash is written twice"),
            (r#"sync: "shared""#, "the whole path"),
        ] {
            let (line, _, why) = Settings::parse(&format!("(\n  {fault},\n)")).unwrap_err();
            assert!(line == 2 && why.contains(told), "{fault}: {line} {why}");
        }
        for (fine, sync) in [(r#""""#, None), (r#""~/shared""#, Some("~/shared"))] {
            let settings = Settings::parse(&format!("(sync: {fine})")).unwrap();
            assert_eq!(settings.sync.as_deref(), sync);
        }
    }
}
