//! Text from outside, cleaned so that it is safe to show. `clean` is the only way to make a `Text`.

pub use crate::calculators::messages::{count, first_of};

use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The marks that end a question; English, Chinese and Japanese, Arabic.
pub const QUESTION_MARKS: [char; 3] = ['?', '\u{ff1f}', '\u{61f}'];

/// Whether a spreadsheet would run the text as a formula: by its first sign behind blanks, and behind the `'` that [`defuse`] writes.
pub fn is_formula(text: &str) -> bool {
    text.trim_start_matches([' ', '\''])
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The text for a cell of CSV: what a spreadsheet would run as a formula gets an apostrophe in front.
pub fn defuse(text: &str) -> Cow<'_, str> {
    if is_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The words with one blank between them.
pub fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Time taken, in minutes, rounded up wherever it is told: no day is longer than all days together.
pub fn whole_minutes(ms: u64) -> u64 {
    ms.div_ceil(60_000)
}

/// Cleaned text: NFC, `\n` line ends, no control characters, no bidi overrides, no invisible marks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    pub fn new(raw: &str) -> Text {
        Text(clean(raw).into_owned())
    }

    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a Text> for Cow<'a, str> {
    fn from(text: &'a Text) -> Cow<'a, str> {
        Cow::Borrowed(text)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Text {
    fn from(raw: &str) -> Text {
        Text::new(raw)
    }
}

impl From<String> for Text {
    fn from(raw: String) -> Text {
        match clean(&raw) {
            Cow::Borrowed(_) => Text(raw),
            Cow::Owned(text) => Text(text),
        }
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        String::deserialize(deserializer).map(Text::from)
    }
}

/// Most combining marks kept on one letter.
const MOST_MARKS: u32 = 8;

/// With a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + chars.as_str()
    })
}

/// Characters that can deceive a terminal or a reader. Bidi marks become visible (`‹U+202E›`); the others are dropped.
pub fn is_unwanted(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' | '\u{ad}')
        || is_bidi(c)
}

/// Overrides, isolates and direction marks.
pub fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Reads a name: characters that a name must not have (control characters, invisible marks, line ends) are made visible. The name
/// stays different from all others, and is still illegal as an id.
pub fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(visible)
}

/// Reads a list of names as [`name`] does.
pub fn names<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    Ok(names.into_iter().map(visible).collect())
}

/// Reads a name that may be absent as [`name`] does.
pub fn optional_name<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(visible))
}

fn visible(raw: String) -> String {
    let is_odd = |c: char| {
        is_unwanted(c)
            || matches!(
                c,
                '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{200c}' | '\u{200d}'
            )
    };
    if raw.contains(is_odd) {
        raw.replace(is_odd, "\u{fffd}")
    } else {
        raw
    }
}

/// Whether there are only letters, signs and line ends of ASCII in it, as in nearly all texts.
pub fn is_plain(raw: &str) -> bool {
    raw.bytes().all(|b| (b' '..0x7f).contains(&b) || b == b'\n')
}

/// Borrowed if there is nothing to clean, which is nearly always.
pub fn clean(raw: &str) -> Cow<'_, str> {
    if is_plain(raw) {
        return Cow::Borrowed(raw);
    }
    const REWRITTEN: [char; 5] = ['\t', '\u{2028}', '\u{2029}', '\u{200d}', '\u{fe0f}'];
    let suspect = |c| c != '\n' && (is_unwanted(c) || REWRITTEN.contains(&c) || is_mark(c));
    if !raw.contains(suspect) && is_nfc(raw) {
        return Cow::Borrowed(raw);
    }
    let unix = raw.replace("\r\n", "\n");
    let mut out = String::with_capacity(unix.len());
    let mut marks = 0;
    let mut previous = ' ';
    for c in unix.nfc() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            '\n' => out.push('\n'),
            '\r' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            // A joiner or an emoji selector has a meaning only after a pictograph.
            '\u{200d}' | '\u{fe0f}' if !is_pictograph(previous) && previous != '\u{fe0f}' => {
                continue;
            }
            c if is_bidi(c) => {
                use fmt::Write as _;
                let _ = write!(out, "\u{2039}U+{:04X}\u{203a}", c as u32);
            }
            c if is_unwanted(c) => continue,
            _ if marks > MOST_MARKS => continue,
            c => out.push(c),
        }
        previous = c;
    }
    // Normalised again: a dropped character may have stood between a letter and its mark.
    Cow::Owned(out.nfc().collect())
}

/// Letters for search and for names made from texts: lower case, without marks, and with special letters written out (`Straße` is
/// `strasse`, `Đorđe` is `dorde`).
pub fn plain_letters(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            'ŋ' => plain.push_str("ng"),
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'đ' | 'ð' => plain.push('d'),
            'ħ' => plain.push('h'),
            'ı' => plain.push('i'),
            'ŧ' => plain.push('t'),
            c if is_mark(c) => {}
            c => plain.push(c),
        }
    }
    plain
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{3030}'..='\u{3299}' | '\u{1f000}'..='\u{1faff}' | '#' | '*' | '0'..='9' | '©' | '®')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_go_and_bidi_marks_show() {
        assert_eq!(clean("a\u{1b}[31mb\u{9b}c\u{7f}"), "a[31mbc");
        assert_eq!(clean("a\u{202e}b"), "a‹U+202E›b");
        assert_eq!(clean("one\r\ntwo\rthree\tfour"), "one\ntwo\nthree    four");
    }

    #[test]
    fn a_name_shows_what_it_must_not_hold() {
        let name = |raw: &str| visible(raw.to_owned());
        assert_eq!(
            name("a\u{1b}[2J\u{e0041}\u{2028}\u{fff9}b\n"),
            "a\u{fffd}[2J\u{fffd}\u{fffd}\u{fffd}b\u{fffd}"
        );
        assert_eq!(name("Größe-1"), "Größe-1");
    }

    #[test]
    fn ordinary_text_of_any_language_is_untouched() {
        for text in ["plain", "Größe", "顧客", "naïve", "a – b", "€ 12"] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
        assert_eq!(clean("e\u{301}"), "é");
    }

    proptest! {
        #[test]
        fn cleaning_leaves_nothing_unwanted_and_twice_is_once(raw in any::<String>()) {
            let once = clean(&raw).into_owned();
            prop_assert!(!once.chars().any(|c| c != '\n' && is_unwanted(c)));
            prop_assert_eq!(clean(&once), once.as_str());
        }
    }
}
