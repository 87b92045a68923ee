//! Cells that a spreadsheet would run as a formula: escaped on export, and restored on import.

use crate::study::text::is_formula;
use std::borrow::Cow;

/// For a cell of HTML: the sign as an entity, which every reader of HTML shows as the sign. A leading `'` that [`fuse`] would
/// remove is written as an entity too, even if formulas are left as they are.
pub fn defuse_html(html: &str, raw: bool) -> Cow<'_, str> {
    let text = html.trim_start_matches(' ');
    match text.chars().next().filter(|_| is_formula(html)) {
        Some(sign) if !raw || sign == '\'' => {
            let rest = &text[sign.len_utf8()..];
            Cow::Owned(format!("&#{};{rest}", sign as u32))
        }
        _ => Cow::Borrowed(html),
    }
}

/// The reverse of `study::text::defuse`: without the apostrophe before what would be a formula.
pub fn fuse(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::text::defuse;
    use proptest::prelude::*;

    #[test]
    fn a_command_in_a_cell_is_only_text() {
        assert_eq!(defuse("=cmd|'/c calc'!A1"), "'=cmd|'/c calc'!A1");
        assert_eq!(defuse("  @SUM(A1)"), "'  @SUM(A1)");
        assert_eq!(defuse("Lead time"), "Lead time");
        assert_eq!(fuse("'tis"), "'tis");
    }

    proptest! {
        #[test]
        fn what_was_defused_comes_back_whole(text in "['=+@ \t\ra-z-]{0,8}") {
            let out = defuse(&text);
            prop_assert!(!out.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r']));
            prop_assert_eq!(fuse(&out), &*text);
        }
    }
}
