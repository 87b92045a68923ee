//! A description of each setting for the settings screen: its value, where that comes from, and how it is changed.

use super::{Settings, line_of};
use crate::study::outlook::{SettingLine, Way};
use serde::Serialize;

impl Settings {
    /// In the order shown. `text` is the content of the file; `is_mono` tells that the environment forbids colours.
    pub fn told(&self, text: &str, is_mono: bool) -> Vec<SettingLine> {
        // All fields are named here, so that the compiler reports a setting that the screen lacks.
        let Settings {
            new_per_day,
            new_per_deck,
            rollover,
            grades,
            confidence,
            sync,
            theme,
            symbols,
            mouse,
            keys,
            colours,
            lint,
        } = self;
        let line = |name, value: String, about| {
            let line = line_of(text, name);
            SettingLine {
                name,
                about,
                value,
                source: match line {
                    Some(line) => format!("config.ron, line {line}"),
                    None => "default".to_owned(),
                },
                line: line.unwrap_or(1) as u32,
                way: way(name),
            }
        };
        let several = |n: usize| match n {
            0 => "none".to_owned(),
            n => format!("{n} set"),
        };
        let mut lines = vec![
            line(
                "new_per_day",
                new_per_day.to_string(),
                "New questions a day over all decks. The plan to an exam goes over it, and so do `+` on home and `--new`.",
            ),
            line(
                "new_per_deck",
                several(new_per_deck.len()),
                "New questions a day of one deck, by its id: {\"glossary\": 5}. It caps everything else.",
            ),
            line(
                "rollover",
                rollover.unwrap_or(crate::clock::ROLLOVER).to_string(),
                "The hour at which a study day ends, 0 to 12: what is answered before it belongs to the evening. Kept with your progress, for all your machines.",
            ),
            line(
                "grades",
                grades.to_string(),
                "Grades to choose from: 4 (again, hard, good, easy), or 6 (SM-2's own 0 to 5).",
            ),
            line(
                "confidence",
                confidence.to_string(),
                "Asks before each answer is shown whether you are sure, unsure or guessing. The figures then show how far that holds.",
            ),
            line(
                "theme",
                name(theme),
                "Colours for a dark or a light background, or none. `t` tries them on any screen; Space keeps the one that is shown.",
            ),
            line(
                "symbols",
                name(symbols),
                "The signs of bars and curves: choose block or ascii where your font lacks some.",
            ),
            line(
                "mouse",
                mouse.to_string(),
                "Clicks and the wheel go to the program; Shift and drag still selects text. `M` turns it for one evening.",
            ),
            line(
                "sync",
                sync.clone().unwrap_or_default(),
                "A folder that your machines share: progress is brought to the same at each start and end. Empty: none.",
            ),
            line(
                "keys",
                several(keys.len()),
                "Your own keys by the action's name: {\"undo\": [\"z\"]}. `?` on a screen lists its actions.",
            ),
            line(
                "colours",
                several(colours.len()),
                "Your own colours for accent, right, wrong and warning: {\"accent\": \"#3a7d44\"}.",
            ),
            line(
                "lint",
                several(lint.len()),
                "For authors: thresholds of `swot check` by name: {\"basic_answer_words\": 25}.",
            ),
        ];
        if let Some(line) = lines
            .iter_mut()
            .find(|line| line.name == "theme" && is_mono)
        {
            line.value = "mono".to_owned();
            line.source = "environment: NO_COLOR".to_owned();
        }
        lines
    }
}

/// How that setting is changed.
pub fn way(name: &str) -> Way {
    match name {
        "new_per_day" | "rollover" => Way::Number,
        "sync" => Way::Text,
        "grades" => Way::OneOf(&["4", "6"]),
        "confidence" | "mouse" => Way::OneOf(&["true", "false"]),
        "theme" => Way::OneOf(&["auto", "dark", "light", "mono"]),
        "symbols" => Way::OneOf(&["auto", "braille", "block", "ascii"]),
        _ => Way::File,
    }
}

/// What the file calls it.
fn name(value: &impl Serialize) -> String {
    ron::to_string(value).unwrap_or_else(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_choice_that_is_offered_is_one_and_a_value_says_where_it_comes_from() {
        for line in Settings::default().told("", false) {
            assert_eq!(line.source, "default", "{}", line.name);
            if let Way::OneOf(choices) = line.way {
                assert!(choices.contains(&line.value.as_str()), "{}", line.name);
                for choice in choices {
                    Settings::parse(&format!("({}: {choice})", line.name)).unwrap();
                }
            }
        }
        let text = "(\n  grades: 6,\n  theme: light,\n)";
        let told = Settings::parse(text).unwrap().told(text, true);
        let of = |name| told.iter().find(|line| line.name == name).unwrap();
        let source = |name| (&*of(name).value, &*of(name).source);
        assert_eq!(source("grades"), ("6", "config.ron, line 2"));
        assert_eq!(source("theme"), ("mono", "environment: NO_COLOR"));
    }
}
