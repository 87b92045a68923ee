//! Reads the settings as far as possible: a fault in one setting leaves the others in force. For screens; commands stop instead.

use super::{Settings, text_of};
use crate::deck_file::syntax::{self, Node};
use std::path::Path;

/// A setting that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// Line, from 1.
    pub line: usize,
    /// Empty if the whole file is concerned.
    pub name: String,
    pub why: String,
}

impl Slip {
    /// What is wrong, its consequence, and what to do.
    pub fn sentence(&self, file: &Path) -> String {
        let Slip { line, name, why } = self;
        let file = file.display();
        let why = why.trim_end_matches('.');
        match name.as_str() {
            "" => format!("{file}:{line}: {why}: settings have their defaults until you mend it"),
            name => {
                format!("{file}:{line}: {why}: `{name}` has its default until you mend that line")
            }
        }
    }
}

impl Settings {
    /// The settings in `file`, with the default of each that cannot be read, and a sentence on each of these.
    pub fn read_on(file: &Path) -> (Settings, Vec<String>) {
        match text_of(file) {
            Ok(text) => {
                let (settings, slips) = Settings::parse_on(&text.unwrap_or_default());
                let told = slips.iter().map(|slip| slip.sentence(file));
                (settings, told.collect())
            }
            Err(why) => (
                Settings::default(),
                vec![format!("{why}: settings have their defaults")],
            ),
        }
    }

    pub fn parse_on(text: &str) -> (Settings, Vec<Slip>) {
        let whole = match Settings::parse(text) {
            Ok(settings) => return (settings, Vec::new()),
            Err((line, _, why)) => Slip {
                line,
                name: String::new(),
                why,
            },
        };
        let read = syntax::read(text, 2);
        let Some(root) = read.top.first().filter(|root| root.inner.is_some()) else {
            return (Settings::default(), vec![whole]);
        };
        let (mut kept, mut slips) = (Vec::<(&str, &str)>::new(), Vec::new());
        for entry in &root.entries {
            let name = entry.label.clone().map_or("", |label| &text[label]);
            let part = &text[entry.whole()];
            let slip = |line, why| Slip {
                line,
                name: name.to_owned(),
                why,
            };
            let first = syntax::line(text, entry.whole().start);
            if kept.iter().any(|(known, _)| *known == name) {
                slips.push(Slip {
                    line: first,
                    name: String::new(),
                    why: format!("`{name}` stands there a second time, and the first counts"),
                });
                continue;
            }
            match Settings::parse(&format!("({part})")) {
                Ok(_) => kept.push((name, part)),
                Err((line, _, why)) => slips.push(slip(first + line - 1, why)),
            }
        }
        let parts: Vec<&str> = kept.iter().map(|(_, part)| *part).collect();
        let settings = Settings::parse(&format!("({})", parts.join(",\n")));
        if slips.is_empty() || settings.is_err() {
            slips.push(whole);
        }
        (settings.unwrap_or_default(), slips)
    }
}

/// The line of the setting of that name, from 1.
pub fn line_of(text: &str, name: &str) -> Option<usize> {
    let read = syntax::read(text, 2);
    let entry = read.top.first()?.field(text, name)?;
    Some(syntax::line(text, Node::whole(entry).start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Theme;
    use proptest::prelude::*;

    fn told(text: &str) -> (Settings, Vec<(usize, String)>) {
        let (settings, slips) = Settings::parse_on(text);
        let slips = slips.into_iter().map(|slip| (slip.line, slip.name));
        (settings, slips.collect())
    }

    #[test]
    fn one_slip_costs_that_setting_alone() {
        for (text, line, name) in [
            (
                "(\n  new_per_day: 5,\n  grades: 5,\n  theme: light,\n)",
                3,
                "grades",
            ),
            (
                "(\n  new_per_day: 5,\n  theme: light,\n  greades: 6,\n)",
                4,
                "greades",
            ),
            (
                "(new_per_day: 5,\n theme: light,\n keys: {\n  \"undo\": [\"x\"],\n },\n)",
                3,
                "keys",
            ),
            (
                "(new_per_day: 5, theme: light,\n colours: {\"accent\": \"mauve\"})",
                2,
                "colours",
            ),
            ("(new_per_day: 5, theme: light,\n mouse: yes)", 2, "mouse"),
        ] {
            let (settings, slips) = told(text);
            assert_eq!(slips, [(line, name.to_owned())], "{text}");
            assert_eq!((settings.new_per_day, settings.theme), (5, Theme::Light));
            let strict = Settings::parse(text).unwrap_err();
            assert_eq!(strict.0, line, "scripts stop at that line: {strict:?}");
        }
    }

    #[test]
    fn what_stands_twice_counts_once_and_what_is_no_settings_is_told() {
        let (settings, slips) = told("(\n new_per_day: 5,\n new_per_day: 7,\n)");
        assert_eq!((settings.new_per_day, slips[0].0), (5, 3));
        for text in ["new_per_day: 5", "(new_per_day: 5", "[1, 2]", "\"a"] {
            let (_, slips) = told(text);
            assert!(!slips.is_empty(), "{text}");
        }
        let (settings, slips) = told("// nothing yet\n/* (grades: 6) */\n");
        assert_eq!((settings, slips.len()), (Settings::default(), 0));
    }

    proptest! {
        #[test]
        fn no_file_stops_the_screens(text in "[(){}\\[\\]:,\"a-z_0-9/*\n ]{0,80}") {
            let (_, slips) = Settings::parse_on(&text);
            prop_assert_eq!(slips.is_empty(), Settings::parse(&text).is_ok());
        }
    }
}
