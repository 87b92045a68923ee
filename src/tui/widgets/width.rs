//! The width of text, and how it is cut. All screens use these functions.

pub use crate::study::text::count;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// In cells.
pub fn width(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The text, or as much of it as leaves room for `cut` at its end.
pub fn fit<'a>(text: &'a str, room: usize, cut: &str) -> Cow<'a, str> {
    if width(text) <= room {
        return Cow::Borrowed(text);
    }
    let mut left = match room.checked_sub(width(cut)) {
        Some(left) => left,
        None => return Cow::Borrowed(""),
    };
    let mut kept = String::new();
    for grapheme in text.graphemes(true) {
        match left.checked_sub(width(grapheme)) {
            Some(rest) => left = rest,
            None => break,
        }
        kept.push_str(grapheme);
    }
    Cow::Owned(kept.trim_end().to_owned() + cut)
}

/// `text` and spaces up to `room` cells.
pub fn pad(text: &str, room: usize, cut: &str) -> String {
    let text = fit(text, room, cut);
    let missing = room.saturating_sub(width(&text));
    format!("{text}{:missing$}", "")
}

/// `text` right-aligned in `room` cells.
pub fn pad_left(text: &str, room: usize, cut: &str) -> String {
    let text = fit(text, room, cut);
    let missing = room.saturating_sub(width(&text));
    format!("{:missing$}{text}", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_at_graphemes_and_never_too_wide() {
        for text in [
            "plain words",
            "顧客満足度",
            "e\u{301}te\u{301}",
            "👩‍👩‍👧 family",
            "",
        ] {
            for room in 0..14 {
                let cut = fit(text, room, "…");
                assert!(width(&cut) <= room, "{text} {room} {cut}");
            }
        }
        assert_eq!(fit("abcdef", 4, "…"), "abc…");
        assert_eq!(pad("ab", 4, "…"), "ab  ");
    }
}
