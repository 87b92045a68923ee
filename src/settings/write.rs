//! Writes one setting into `config.ron` and keeps the learner's comments and layout.

use super::Settings;
use crate::deck_file::edit::{self, DeckFile};
use crate::deck_file::splice::{Splice, field_behind, first_field, spliced};
use crate::deck_file::syntax;
use crate::files;
use std::path::Path;

impl Settings {
    /// Writes a setting into `file`, which is created if needed. `value` is written as in the file: `5`, `dark`, `"text"`. An
    /// error if the setting does not take the value, or the file is broken so that there is no place for it.
    pub fn write(file: &Path, name: &str, value: &str) -> Result<(), String> {
        Settings::parse(&format!("({name}: {value})")).map_err(|(.., why)| why)?;
        if !file.exists() {
            let folder = file.parent().unwrap_or(Path::new("."));
            files::make_folder(folder)
                .map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
            let text = with("", name, value);
            return edit::create(file, text.as_bytes()).map_err(|error| error.to_string());
        }
        let read = DeckFile::open(file).map_err(|error| error.to_string())?;
        let text = with(read.text(), name, value);
        // Checks that this setting has its new value and no other setting changed.
        let (before, after) = (Settings::parse_on(read.text()), Settings::parse_on(&text));
        if before.1.len() < after.1.len() || after.1.iter().any(|s| s.name.is_empty()) {
            let line = after.1.last().map_or(1, |slip| slip.line);
            return Err(format!(
                "{} cannot be changed here while it is broken: mend line {line}",
                file.display()
            ));
        }
        let prepared = read.prepare(&text).map_err(|error| error.to_string())?;
        prepared.commit().map_err(|error| error.to_string())
    }
}

/// The text with the setting.
fn with(text: &str, name: &str, value: &str) -> String {
    let field = format!("{name}: {value}");
    let read = syntax::read(text, 2);
    let root = read.top.first();
    let splice = match root {
        None => {
            let gap = if text.is_empty() || text.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            let all = format!("{gap}(\n    {field},\n)\n");
            Some(Splice::insertion(text.len(), all))
        }
        Some(root) => match (root.field(text, name), root.entries.last()) {
            (Some(entry), _) => {
                let start = entry.value.start + comments(&text[entry.value.clone()]);
                Some(Splice {
                    at: start..entry.value.end,
                    text: value.to_owned(),
                })
            }
            (None, Some(last)) => Some(field_behind(text, last, &field)),
            (None, None) => first_field(text, root, &field),
        },
    };
    splice.map_or_else(|| text.to_owned(), |splice| spliced(text, &[splice]))
}

/// Number of bytes of comments and blanks before a value.
fn comments(text: &str) -> usize {
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        let end = match () {
            () if trimmed.starts_with("//") => trimmed.find('\n').map(|at| at + 1),
            () if trimmed.starts_with("/*") => trimmed.find("*/").map(|at| at + 2),
            () => None,
        };
        match end {
            Some(end) => rest = &trimmed[end..],
            None => return text.len() - trimmed.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Theme;
    use proptest::prelude::*;
    use std::fs;

    #[test]
    fn a_setting_is_put_in_its_place_and_the_rest_stays() {
        for (before, after) in [
            ("", "(\n    theme: light,\n)\n"),
            ("// mine\n", "// mine\n(\n    theme: light,\n)\n"),
            ("// mine", "// mine\n(\n    theme: light,\n)\n"),
            ("()", "(theme: light, )"),
            (
                "(\n    // how it looks\n    theme: /* was auto */ dark, // in the evening\n    grades: 6,\n)\n",
                "(\n    // how it looks\n    theme: /* was auto */ light, // in the evening\n    grades: 6,\n)\n",
            ),
            (
                "(\r\n  grades: 6, // all six\r\n)\r\n",
                "(\r\n  grades: 6, // all six\r\n  theme: light,\r\n)\r\n",
            ),
            ("(grades: 6)", "(grades: 6, theme: light)"),
        ] {
            let text = with(before, "theme", "light");
            assert_eq!(text, after);
            assert_eq!(Settings::parse(&text).unwrap().theme, Theme::Light);
        }
    }

    #[test]
    fn a_file_is_made_and_one_that_is_broken_elsewhere_keeps_its_slip() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("not yet/config.ron");
        Settings::write(&file, "new_per_day", "5").unwrap();
        Settings::write(&file, "sync", r#""~/a \"b\"""#).unwrap();
        let settings = Settings::read(&file).unwrap();
        assert_eq!(
            (settings.new_per_day, settings.sync.as_deref()),
            (5, Some("~/a \"b\""))
        );
        assert!(
            Settings::write(&file, "grades", "5")
                .unwrap_err()
                .contains("4 or 6")
        );
        assert!(Settings::write(&file, "new_per_day", "-1").is_err());
        let slip = "(\n  grades: 5, // hm\n)\n";
        fs::write(&file, slip).unwrap();
        Settings::write(&file, "mouse", "true").unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(text, "(\n  grades: 5, // hm\n  mouse: true,\n)\n");
        for broken in ["(grades: 6", "[]", "grades: 6"] {
            fs::write(&file, broken).unwrap();
            assert!(Settings::write(&file, "mouse", "true").is_err(), "{broken}");
            assert_eq!(fs::read_to_string(&file).unwrap(), broken);
        }
    }

    proptest! {
        #[test]
        fn comments_and_other_settings_stay(
            parts in prop::collection::vec(prop::sample::select(vec![
                "grades: 6,", "mouse: true, // here", "// a comment (theme: dark)", "theme: dark,", "/* theme: */", "\n",
                "keys: {\"undo\": [\"z\"]}, ", "new_per_day: /* few */ 3,",
            ]), 0..8),
        ) {
            let text = format!("( {}\n)", parts.join("\n"));
            if Settings::parse(&text).is_ok() {
                let after = with(&text, "theme", "light");
                let expected = Settings { theme: Theme::Light, ..Settings::parse(&text).unwrap() };
                prop_assert_eq!(Settings::parse(&after).unwrap(), expected, "{}", after);
                let of = |text: &str| text.matches("//").count() + text.matches("/*").count();
                prop_assert_eq!(of(&text), of(&after));
            }
        }
    }
}
